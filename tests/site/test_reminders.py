"""The daily reminder: once a day, never twice, nothing lost; in the reader's language, to who wants it.

What a run commits is removed in the end. The days lie in 2020, in which nothing else on the site is due."""

import email
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

from asn_kinerja.cycle import deadlines, reminders
from tests.support.agency import HERE, PEOPLE, Agency, keep
from tests.support.processes import result, wait_for_waiting
from tests.support.rows import insert_row

REMINDER, LOG, QUEUE = "ASN Reminder", "Notification Log", "Email Queue"
# everyone in the agency owes a plan on 1 February 2020; the ten of them are all there is
OWING = {key for key, person in PEOPLE.items() if person.position and person.company == HERE}
DAY, NEXT_DAY = "2020-02-01", "2020-02-02"
# Each of the tests with several processes has a day of its own: where a row with the same key was deleted a
# moment ago, the database locks the gap around the row that is held, and other users' rows wait too.
DAY_OF_TWO, DAY_OF_KILLED = "2020-02-03", "2020-02-04"
CHUNK = 4
INSERT = "INSERT IGNORE INTO `tabASN Reminder`"
PROGRAM = """
frappe.flags.mute_emails = True
from asn_kinerja.cycle import reminders
reminders.CHUNK = int(sys.argv[3])
print(reminders.run(sys.argv[2]))
"""


@pytest.fixture
def year(agency: Agency) -> Iterator[Any]:
	before = {doctype: names_of(doctype) for doctype in (REMINDER, LOG, QUEUE)}
	settings = frappe.get_doc("ASN Performance Settings").as_dict()
	frappe.db.set_single_value("ASN Performance Settings", {"reminder_days": 3, "send_digest": 1})
	cycle = agency.cycle(from_date="2020-01-01", to_date="2020-12-31")
	account = insert_row(
		"Email Account", email_id="pengirim@uji.example", enable_outgoing=1, default_outgoing=1
	)
	frappe.local.outgoing_email_account = {}  # what Frappe remembers
	keep()
	yield cycle
	frappe.db.rollback()
	frappe.local.outgoing_email_account = {}
	frappe.db.delete("Email Account", {"name": account})
	frappe.db.set_single_value(
		"ASN Performance Settings", {field: settings[field] for field in ("reminder_days", "send_digest")}
	)
	for doctype, there in before.items():
		made = sorted(names_of(doctype) - there)
		frappe.db.delete(doctype, {"name": ["in", made]})
		if doctype == QUEUE:
			frappe.db.delete("Email Queue Recipient", {"parent": ["in", made]})
	frappe.db.delete("ASN Performance Dialogue", {"owner": "Administrator", "date": ["<", "2021-01-01"]})
	frappe.db.delete("ASN Cycle Stage", {"parent": cycle.name})
	frappe.db.delete("ASN Performance Cycle", {"name": cycle.name})
	keep()


def names_of(doctype: str) -> set[str]:
	return set(frappe.get_all(doctype, pluck="name", order_by="name"))


def sent(agency: Agency, day: str = DAY) -> dict[str, Counter[str]]:
	"""How many reminders, notifications and e-mails about 2020 each person has got (keys of PEOPLE)."""
	frappe.db.rollback()
	keys = {agency.user(key): key for key in PEOPLE}
	recipients = frappe.get_all(
		"Email Queue Recipient",
		filters={"parent": ["in", sorted(mails(agency))]},
		pluck="recipient",
		order_by="name",
	)
	return {
		"reminders": Counter(
			keys[user]
			for user in frappe.get_all(REMINDER, {"date": day}, pluck="user", order_by="name")
			if user in keys
		),
		"notices": Counter(
			keys[user]
			for user in frappe.get_all(
				LOG,
				{"type": "Alert", "document_name": ["in", cycles()]},
				pluck="for_user",
				order_by="name",
			)
		),
		"mails": Counter(keys[user] for user in recipients),
	}


def cycles() -> list[str]:
	return frappe.get_all("ASN Performance Cycle", {"from_date": "2020-01-01"}, pluck="name", order_by="name")


def mails(agency: Agency) -> dict[str, str]:
	"""Name -> text of the queued e-mails that name the cycle of 2020."""
	found = {}
	for row in frappe.get_all(QUEUE, fields=["name", "message"], order_by="creation"):
		text = body(row.message)
		if any(cycle in text for cycle in cycles()):
			found[row.name] = text
	return found


def body(message: str) -> str:
	parts = [
		part for part in email.message_from_string(message).walk() if part.get_content_type() == "text/html"
	]
	return "".join(part.get_payload(decode=True).decode() for part in parts)


def each_once(keys: set[str]) -> dict[str, Counter[str]]:
	return {channel: Counter(keys) for channel in ("reminders", "notices", "mails")}


def test_a_run_repeated_reminds_nobody_twice(agency: Agency, year: Any) -> None:
	assert reminders.run(DAY) == len(OWING) == 10
	assert sent(agency) == each_once(OWING)
	assert reminders.run(DAY) == 0
	assert sent(agency) == each_once(OWING)
	assert reminders.run(NEXT_DAY) == 10
	assert sent(agency, NEXT_DAY)["reminders"] == Counter(OWING)
	assert set(sent(agency)["mails"].values()) == {2}


def test_before_anything_is_due_nobody_is_reminded(agency: Agency, year: Any) -> None:
	assert reminders.run("2020-01-27") == 0
	assert sent(agency, "2020-01-27") == each_once(set())


def test_the_email_is_in_the_readers_language_and_leads_to_the_records(agency: Agency, year: Any) -> None:
	markup = "Kursus <b>menulis</b>"
	dialogue = insert_row(
		"ASN Performance Dialogue",
		employee=agency.employee("staff1"),
		employee_name="Staf Satu",
		rater=agency.employee("lead1"),
		company=HERE,
		date="2020-01-10",
		status="Agreed",
	)
	insert_row(
		"ASN Dialogue Action",
		parent=dialogue,
		parenttype="ASN Performance Dialogue",
		parentfield="actions",
		action=markup,
		responsible="Employee",
		status="Open",
		due_date="2020-02-03",
	)
	frappe.db.set_value("User", agency.user("staff1"), "language", "id")
	try:
		reminders.run(DAY)
		texts = {recipient(name): text for name, text in mails(agency).items()}
		notices = frappe.get_all(
			LOG, {"document_name": year.name}, ["for_user", "subject"], order_by="creation"
		)
	finally:
		frappe.db.set_value("User", agency.user("staff1"), "language", "en")
		frappe.db.delete("ASN Dialogue Action", {"parent": dialogue})
		keep()
	text, english = texts[agency.user("staff1")], texts[agency.user("staff2")]
	subjects = {row.for_user: row.subject for row in notices}
	# the plan was due on 31 January, the action is due on 3 February
	summary = "1 terlambat, 1 segera jatuh tempo"
	for words in (summary, "SKP belum diajukan", "terlambat 1 hari", "2 hari lagi"):
		assert words in text
	for words in ("Plan not submitted", "1 days late"):
		assert words not in text
		assert words in english
	assert frappe.utils.get_url_to_form("ASN Performance Dialogue", dialogue) in text
	assert "ASN%20Overdue%20Actions" in text
	assert "Kursus &lt;b&gt;menulis" in text
	assert "<b>menulis" not in text
	assert subjects[agency.user("staff1")].startswith(f"{summary}: SKP belum diajukan (1)")
	assert subjects[agency.user("staff2")] == "1 overdue, 0 due soon: Plan not submitted (1)"


def recipient(queued: str) -> str:
	return frappe.db.get_value("Email Queue Recipient", {"parent": queued}, "recipient")


def test_many_entries_are_cut_in_the_email(agency: Agency) -> None:
	one = deadlines.Deadline(
		*(deadlines.RATING, "E1", "Penilai", "u", None, None, "E2", "Pegawai"),
		*("ASN Evaluation", "x", "Pegawai · Triwulan 1", frappe.utils.getdate(DAY), 1),
	)
	(group,) = reminders._groups([one] * 33)
	assert (group["count"], len(group["rows"]), group["more"]) == (33, 20, 13)


def test_who_wants_less_gets_less(agency: Agency, year: Any) -> None:
	"""Frappe's own settings of each user, and disabled users."""
	wishes = {
		"staff1": {"enabled": 0, "enable_email_notifications": 1},
		"staff2": {"enabled": 1, "enable_email_notifications": 0},
		"staff3": {"enabled": 0, "enable_email_notifications": 0},
	}
	everything = {"enabled": 1, "enable_email_notifications": 1}
	for key, wish in wishes.items():
		frappe.db.set_value("Notification Settings", agency.user(key), wish)
	frappe.db.set_value("User", agency.user("staff4"), "enabled", 0)
	try:
		reminders.run(DAY)
		found = sent(agency)
	finally:
		for key in wishes:
			frappe.db.set_value("Notification Settings", agency.user(key), everything)
		frappe.db.set_value("User", agency.user("staff4"), "enabled", 1)
		keep()
	assert found["reminders"] == Counter(OWING - {"staff3", "staff4"})
	assert found["notices"] == Counter(OWING - {"staff1", "staff3", "staff4"})
	assert found["mails"] == Counter(OWING - {"staff2", "staff3", "staff4"})


def test_an_agency_may_do_without_emails(agency: Agency, year: Any) -> None:
	frappe.db.set_single_value("ASN Performance Settings", "send_digest", 0)
	reminders.run(DAY)
	found = sent(agency)
	assert found["notices"] == Counter(OWING)
	assert found["mails"] == Counter()


def test_without_an_account_to_send_from_the_notices_are_made(
	agency: Agency, year: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(reminders.EmailAccount, "find_outgoing", lambda *a, **k: None)
	assert reminders.run(DAY) == 10
	assert sent(agency)["notices"] == Counter(OWING)


def test_old_rows_go(agency: Agency, year: Any) -> None:
	from frappe.core.doctype.log_settings.log_settings import LogType
	from frappe.model.base_document import get_controller

	stamps = {add_days(nowdate(), -days): str(days) for days in (91, 89)}
	for stamp, key in stamps.items():
		insert_row(REMINDER, creation=stamp, reminder_key=f"uji::{key}", user="Administrator")
	reminders.run("2020-01-01")
	left = frappe.get_all(REMINDER, {"user": "Administrator"}, pluck="reminder_key", order_by="name")
	assert left == ["uji::89"]
	assert issubclass(get_controller(REMINDER), LogType)  # an agency may choose in Frappe's Log Settings


@pytest.fixture
def runner(start: Callable[..., Any]) -> Callable[[str], Any]:
	"""Starts a process that runs the reminders of a day in chunks of four."""
	return lambda day: start(PROGRAM, day, str(CHUNK))


def hold(user: str, day: str) -> None:
	"""Store the user's row of the day without committing: whoever wants to store the same one waits."""
	insert_row(REMINDER, user=user, date=day, reminder_key=f"{user}::{day}")


def test_two_runs_at_once_remind_each_once(agency: Agency, year: Any, runner: Any) -> None:
	hold(min(map(agency.user, OWING)), DAY_OF_TWO)  # both wait for the very first row
	processes = [runner(DAY_OF_TWO), runner(DAY_OF_TWO)]
	wait_for_waiting(f"{INSERT}%", processes)
	frappe.db.rollback()
	assert sum(map(result, processes)) == 10
	assert sent(agency, DAY_OF_TWO) == each_once(OWING)


def test_a_run_killed_in_the_middle_is_made_good_by_the_next(agency: Agency, year: Any, runner: Any) -> None:
	users = sorted(map(agency.user, OWING))
	hold(users[CHUNK + 1], DAY_OF_KILLED)  # in the second chunk
	killed = runner(DAY_OF_KILLED)
	wait_for_waiting(f"{INSERT}%{users[CHUNK + 1]}%", [killed])
	os.kill(killed.pid, signal.SIGKILL)
	killed.communicate()
	frappe.db.rollback()
	first = {key for key in OWING if agency.user(key) in users[:CHUNK]}
	assert sent(agency, DAY_OF_KILLED) == each_once(first)  # the first chunk, whole
	assert result(runner(DAY_OF_KILLED)) == 10 - CHUNK
	assert sent(agency, DAY_OF_KILLED) == each_once(OWING)
	assert result(runner(DAY_OF_KILLED)) == 0


def test_the_scheduler_queues_one_job_a_day(
	agency: Agency, year: Any, worker: Callable[[], list[str]]
) -> None:
	assert frappe.db.get_value(
		"Scheduled Job Type", {"method": "asn_kinerja.cycle.reminders.enqueue"}, "frequency"
	) in ("Daily", "Daily Long")
	for _ in range(2):
		reminders.enqueue()
	worker()
	reminders.enqueue()
	worker()
	found = sent(agency, nowdate())["reminders"]
	assert found.keys() >= OWING
	assert set(found.values()) == {1}
