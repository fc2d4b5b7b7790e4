"""Daily activities: what may be entered, for which result, and the rater's answer."""

import threading
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, add_to_date, now_datetime, nowdate

from asn_kinerja.monitoring import activities as choosing
from asn_kinerja.monitoring import verification
from tests.support.activities import (
	ACTIVITY,
	clear,
	cycle,
	days_ago,
	enter,
	plan,
	stored_on,
	values,
	verify,
)
from tests.support.agency import Agency, item, keep, start_afresh
from tests.support.queries import number_of_queries

SETTINGS = "ASN Performance Settings"


@pytest.fixture(autouse=True)
def empty_days(agency: Agency) -> None:
	clear(agency, "staff1", "staff2", "staff3", "lent", "lead1", "lead2", "head")


@pytest.fixture
def settings() -> Iterator[None]:
	"""For tests that change a setting: the connection keeps what it has read of it."""
	yield
	frappe.db.rollback()
	frappe.db.value_cache.clear()


def refused(agency: Agency, *words: str, **given: Any) -> None:
	with pytest.raises(frappe.ValidationError) as refusal:
		enter(agency, "staff1", **given)
	for word in words:
		assert word in str(refusal.value)


def test_an_entry_takes_header_and_rater_from_the_employee(agency: Agency) -> None:
	made = enter(agency, "staff1", description="  Memeriksa   berkas\nizin ", employee_name="x")
	assert (made.employee, made.rater) == (agency.employee("staff1"), agency.employee("lead1"))
	assert made.employee_name == "Staf Satu"
	assert (made.status, made.minutes, made.title) == ("Waiting", 60, "Memeriksa berkas izin")


def test_two_times_give_the_minutes(agency: Agency) -> None:
	made = enter(agency, "staff1", from_time="07:45", to_time="09:15:00", minutes=5)
	assert made.minutes == 90
	stored = frappe.db.get_value(ACTIVITY, made.name, ["from_time", "to_time"])
	assert [str(time) for time in stored] == ["7:45:00", "9:15:00"]


@pytest.mark.parametrize(
	("given", "words"),
	[
		({"minutes": 0}, ["Minutes", "1 to 1440"]),
		({"minutes": -5}, ["Minutes"]),
		({"minutes": 1441}, ["Minutes"]),
		({"minutes": "banyak"}, ["Minutes"]),
		({"minutes": "1.200"}, ["Minutes", "two ways", "1200"]),
		({"minutes": "7,5"}, ["Minutes", "1 to 1440"]),
		({"from_time": "08:00"}, ["both From and To"]),
		({"to_time": "08:00"}, ["both From and To"]),
		({"from_time": "09:00", "to_time": "08:00"}, ["To must be after From"]),
		({"from_time": "09:00", "to_time": "09:00"}, ["To must be after From"]),
		({"from_time": "22:00", "to_time": "00:30"}, ["after midnight"]),
		({"from_time": "pagi", "to_time": "09:00"}, ["From", "pagi"]),
		({"from_time": "08:00", "to_time": "99:99"}, ["To", "99:99"]),
		({"quantity": -1}, ["Quantity"]),
		({"quantity": "nan"}, ["Quantity"]),
		({"description": "   "}, ["description"]),
		({"evidence_link": "javascript:alert(1)"}, ["Link to Evidence"]),
		({"evidence_link": "//evil.example/x"}, ["Link to Evidence"]),
		({"evidence": "/private/files/somebody-elses.pdf"}, ["Evidence"]),
		({"plan_item": "no-such-item"}, ["Planned Result It Serves"]),
	],
)
def test_what_cannot_be_is_refused(agency: Agency, given: dict[str, Any], words: list[str]) -> None:
	refused(agency, *words, **given)


def test_nothing_lies_in_the_future_or_too_far_back(agency: Agency, settings: None) -> None:
	frappe.db.set_single_value(SETTINGS, "backdate_days", 7)
	refused(agency, "lies in the future", date=str(add_days(nowdate(), 1)))
	enter(agency, "staff1", date=days_ago(7))
	refused(agency, "too long ago", date=days_ago(8))
	frappe.db.set_single_value(SETTINGS, "backdate_days", 0)
	enter(agency, "staff1")
	refused(agency, "too long ago", date=days_ago(1))


def test_a_day_has_24_hours(agency: Agency) -> None:
	enter(agency, "staff1", minutes=1000)
	enter(agency, "staff1", minutes=440)
	refused(agency, "1441", minutes=1)
	enter(agency, "staff2", minutes=1)  # somebody else's day
	enter(agency, "staff1", minutes=1, date=days_ago(1))


def test_a_changed_entry_does_not_count_twice(agency: Agency) -> None:
	made = enter(agency, "staff1", minutes=1440)
	with agency.acting("staff1"):
		made.minutes = 1400
		assert made.save().minutes == 1400


@pytest.mark.parametrize(
	("start", "end", "free"),
	[
		("08:00", "09:00", False),
		("08:30", "08:45", False),
		("07:00", "08:01", False),
		("08:59", "10:00", False),
		("07:00", "10:00", False),
		("07:00", "08:00", True),
		("09:00", "10:00", True),
	],
)
def test_times_of_a_day_do_not_overlap(agency: Agency, start: str, end: str, free: bool) -> None:
	enter(agency, "staff1", from_time="08:00", to_time="09:00", description="Rapat pagi")
	enter(agency, "staff1", minutes=600)  # without times it overlaps with nothing
	if free:
		enter(agency, "staff1", from_time=start, to_time=end)
	else:
		refused(agency, "overlaps", "Rapat pagi", "08:00", "09:00", from_time=start, to_time=end)


def test_two_entries_at_once_see_each_other(agency: Agency, site: str) -> None:
	"""Two connections, each with 800 minutes of the same day: one of them comes too late."""
	keep()  # the empty day
	outcomes: list[str] = []
	barrier = threading.Barrier(2)

	def work() -> None:
		frappe.init(site=site, sites_path=".")
		frappe.connect()
		try:
			frappe.set_user(agency.user("staff1"))
			frappe.db.get_value("Employee", agency.employee("staff1"), "name")  # the read view begins
			barrier.wait()
			frappe.get_doc(values(minutes=800)).insert()
			frappe.db.commit()
			outcomes.append("stored")
		except frappe.ValidationError as refusal:
			frappe.db.rollback()
			outcomes.append(str(refusal))
		finally:
			frappe.destroy()

	threads = [threading.Thread(target=work) for _ in range(2)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	start_afresh()
	rows = frappe.get_all(
		ACTIVITY, filters={"employee": agency.employee("staff1"), "date": nowdate()}, pluck="minutes"
	)
	clear(agency, "staff1")
	keep()
	assert rows == [800], outcomes
	assert "stored" in outcomes
	assert any("1600" in outcome for outcome in outcomes)


def test_an_entry_serves_a_result_of_the_own_plan_of_that_day(agency: Agency) -> None:
	mine, other = plan(agency, "staff1"), plan(agency, "staff2")
	made = enter(agency, "staff1", plan_item=mine.items[0].item_key, quantity="2,5", unit="x", result="x")
	assert (made.work_plan, made.result, made.unit) == (mine.name, "Berkas terlayani", "berkas")
	assert made.quantity == 2.5
	refused(agency, "approved work plan", plan_item=other.items[0].item_key)
	frappe.db.set_value("ASN Work Plan", mine.name, "to_date", add_days(nowdate(), -1))
	refused(agency, "approved work plan", plan_item=mine.items[0].item_key)


def test_a_draft_gives_no_choices(agency: Agency) -> None:
	draft = agency.plan("staff1", cycle(agency), "Draft")
	with agency.acting("staff1"):
		keys = {choice["value"] for choice in choosing.choices()}
	assert not keys & {row.item_key for row in draft.items}


def test_the_choices_are_ones_own_the_last_used_first(agency: Agency) -> None:
	mine = plan(agency, "staff1")
	keys = [row.item_key for row in mine.items]
	with agency.acting("staff1"):
		assert [choice["value"] for choice in choosing.choices()][:2] == keys
	enter(agency, "staff1", plan_item=keys[1])
	with agency.acting("staff1"):
		first = choosing.choices()[0]
	assert (first["value"], first["unit"]) == (keys[1], "hari")
	assert first["label"] == "Layanan cepat · hari per berkas"
	with agency.acting("staff2"):
		assert not {choice["value"] for choice in choosing.choices()} & set(keys)
	with agency.acting("auditor"):
		assert choosing.choices() == []


def test_the_choices_survive_a_revision(agency: Agency) -> None:
	"""What was entered for the first version counts for the second: the key is the same."""
	first = plan(agency, "staff1")
	key = first.items[0].item_key
	with agency.acting("staff1"):
		draft = frappe.get_doc("ASN Work Plan", first.name).revise("Anggaran berubah")
		frappe.model.workflow.apply_workflow(frappe.get_doc("ASN Work Plan", draft), "Submit for Approval")
	with agency.acting("lead1"):
		frappe.model.workflow.apply_workflow(frappe.get_doc("ASN Work Plan", draft), "Approve")
	assert enter(agency, "staff1", plan_item=key).work_plan == draft


def test_todays_sum_and_the_calendar(agency: Agency) -> None:
	enter(agency, "staff1", minutes=155)
	timed = enter(agency, "staff1", from_time="08:00", to_time="09:00", description="Rapat A & B")
	enter(agency, "staff2", minutes=30)
	with agency.acting("staff1"):
		assert choosing.day() == {"minutes": 215, "entries": 2, "most": 1440}
		shown = {event["name"]: event for event in choosing.events(days_ago(3), str(add_days(nowdate(), 3)))}
	assert len(shown) == 2
	assert shown[timed.name]["title"] == "… Rapat A &amp; B"
	assert shown[timed.name]["start"] == f"{nowdate()} 08:00:00"
	assert (shown[timed.name]["all_day"], shown[timed.name]["colour"]) == (0, "default")
	with agency.acting("lead1"):  # his own, unless he asks for somebody else's
		assert choosing.events(days_ago(3), nowdate()) == []
		filters = frappe.as_json([[ACTIVITY, "employee", "=", agency.employee("staff1")]])
		assert len(choosing.events(days_ago(3), nowdate(), filters)) == 2
	with agency.acting("lead2"):
		assert choosing.events(days_ago(3), nowdate(), filters) == []


def test_the_rater_verifies_in_bulk_with_feedback(agency: Agency) -> None:
	own = enter(agency, "lead1").name
	names = [enter(agency, key).name for key in ("staff1", "staff1", "staff2", "lent", "staff3")]
	done = verify(agency, "lead1", *names, own, "no-such", feedback="Rapi <b>")
	assert done["done"] == names[:3]  # Titipan is rated by Kabid Dua, Staf Tiga too
	assert [row["name"] for row in done["refused"]] == [*names[3:], own, "no-such"]
	for name in names[:3]:
		stored = frappe.get_doc(ACTIVITY, name)
		assert (stored.status, stored.feedback) == ("Verified", "Rapi <b>")
		assert (stored.verified_by, bool(stored.verified_on)) == (agency.user("lead1"), True)
	assert {frappe.db.get_value(ACTIVITY, name, "status") for name in [*names[3:], own]} == {"Waiting"}
	told = letters([*names, own])
	assert [(row.for_user, row.subject) for row in told] == [
		(agency.user("staff1"), "Kabid Satu verified 2 of your activities · Rapi &lt;b&gt;"),
		(agency.user("staff2"), "Kabid Satu verified your activity: Memeriksa berkas · Rapi &lt;b&gt;"),
	]


def letters(names: list[str]) -> list[Any]:
	return frappe.get_all(
		"Notification Log",
		filters={"document_type": ACTIVITY, "document_name": ["in", names]},
		fields=["for_user", "subject"],
		order_by="for_user",
	)


def test_a_second_click_changes_nothing(agency: Agency) -> None:
	name = enter(agency, "staff1").name
	verify(agency, "lead1", name, feedback="Baik")
	before = frappe.get_doc(ACTIVITY, name).as_dict()
	assert verify(agency, "lead1", name, feedback="Lagi") == {"done": [name], "refused": []}
	with agency.acting("lead1"):
		frappe.get_doc(ACTIVITY, name).verify("Lagi")
	assert frappe.get_doc(ACTIVITY, name).as_dict() == before
	assert len(letters([name])) == 1


def test_the_number_of_queries_does_not_grow(agency: Agency) -> None:
	names = [enter(agency, "staff1", minutes=5).name for _ in range(13)]
	verify(agency, "lead1", names.pop())  # reads what is cached afterwards
	few = number_of_queries(lambda: verify(agency, "lead1", *names[:2]))
	many = number_of_queries(lambda: verify(agency, "lead1", *names[2:]))
	assert many == few


def test_a_returned_entry_is_corrected_and_waits_again(agency: Agency) -> None:
	made = enter(agency, "staff1")
	with agency.acting("lead1"):
		with pytest.raises(frappe.ValidationError, match="Reason for Returning"):
			verification.return_many([made.name], "  ")
		frappe.get_doc(ACTIVITY, made.name).return_to_employee("Lampirkan bukti")
	returned = frappe.get_doc(ACTIVITY, made.name)
	assert (returned.status, returned.return_reason) == ("Returned", "Lampirkan bukti")
	with agency.acting("staff1"):
		returned.evidence_link = "https://arsip.example/bukti"
		assert returned.save().status == "Waiting"
	assert verify(agency, "lead1", made.name)["done"] == [made.name]


def test_the_time_to_correct_counts_from_the_return(agency: Agency, settings: None) -> None:
	"""7 days back: an activity entered 17 days ago for 20 days ago and returned 7 days ago."""
	frappe.db.set_single_value(SETTINGS, "backdate_days", 7)
	made = enter(agency, "staff1")
	with agency.acting("lead1"):
		verification.return_many(made.name, "Perbaiki")

	def returned(days: int) -> Any:
		at = add_to_date(now_datetime(), days=-days)
		stored_on(days_ago(20), made.name, creation=add_to_date(now_datetime(), days=-17), verified_on=at)
		with agency.acting("staff1"):
			doc = frappe.get_doc(ACTIVITY, made.name)
			doc.description = "Diperbaiki"
			return doc

	with agency.acting("staff1"):
		doc = returned(8)
		with pytest.raises(frappe.ValidationError, match="too long ago"):
			doc.save()
		doc = returned(7)
		assert doc.save().status == "Waiting"
		doc.date = days_ago(24)  # 17 days ago he could have entered this day
		doc.save()
		doc.date = days_ago(25)
		with pytest.raises(frappe.ValidationError, match="too long ago"):
			doc.save()


def test_what_is_verified_stays(agency: Agency) -> None:
	made = enter(agency, "staff1")
	verify(agency, "lead1", made.name)
	with agency.acting("staff1"):
		doc = frappe.get_doc(ACTIVITY, made.name)
		doc.minutes = 600
		with pytest.raises(frappe.PermissionError):
			doc.save()
		with pytest.raises(frappe.PermissionError):
			frappe.delete_doc(ACTIVITY, made.name)
	with agency.acting("lead1"):
		answer = verification.return_many([made.name], "Terlambat")
	assert answer["refused"][0]["reason"] == "It is not waiting: Verified"
	assert frappe.db.get_value(ACTIVITY, made.name, "status") == "Verified"


def test_a_new_rater_gets_what_waits_and_not_what_is_verified(agency: Agency) -> None:
	waiting, answered = enter(agency, "staff1"), enter(agency, "staff1")
	verify(agency, "lead1", answered.name)
	person = frappe.get_doc("Employee", agency.employee("staff1"))
	person.asn_delegated_rater = agency.employee("lead2")
	person.save()
	raters = {name: frappe.db.get_value(ACTIVITY, name, "rater") for name in (waiting.name, answered.name)}
	assert raters == {waiting.name: agency.employee("lead2"), answered.name: agency.employee("lead1")}


def test_one_may_serve_no_result(agency: Agency) -> None:
	made = enter(agency, "staff1", plan_item="", quantity=None)
	assert (made.work_plan, made.result, made.quantity) == (None, None, 0)
	assert item()  # a plan is not needed at all


@pytest.mark.parametrize(
	"columns", [("employee", "date"), ("rater", "status", "date"), ("plan_item", "status", "date"), ("date",)]
)
def test_there_is_an_index_for_each_way_to_look(columns: tuple[str, ...]) -> None:
	rows = frappe.db.sql(f"show index from `tab{ACTIVITY}`", as_dict=True)
	indexes: dict[str, list[str]] = {}
	for row in sorted(rows, key=lambda row: row.Seq_in_index):
		indexes.setdefault(row.Key_name, []).append(row.Column_name)
	assert any(tuple(found[: len(columns)]) == columns for found in indexes.values())
