"""The daily reminder: everything that is due or overdue for a user, in one notification and one e-mail.

Once a day and never twice: before anything is sent to a user, a row of ASN Reminder with his name and the
day is stored, and a unique index decides who stored it. Row, notification and e-mail (queued, not yet sent)
belong to one transaction per chunk of users, so a run may be repeated, killed, or go on twice at a time.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, islice

import frappe
from frappe import _
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.utils import formatdate, get_url_to_form, get_url_to_report, getdate, now, strip_html

from asn_kinerja import jobs, notices
from asn_kinerja.asn_kinerja.doctype.asn_reminder.asn_reminder import ASNReminder
from asn_kinerja.cycle import deadlines
from asn_kinerja.cycle.deadlines import Deadline
from asn_kinerja.notices import Notice, Reader

CHUNK = 200  # users
LINES = 20  # of each kind in an e-mail; the report has all
TRIES = 5
HOURS = 4  # an agency with many thousand people
REPORT = "ASN Overdue Actions"
TEMPLATE = "asn_reminders"


def enqueue() -> None:
	"""Scheduler event, daily: queue the reminders of today, unless they are queued or running already."""
	day = str(getdate())
	jobs.enqueue_once(
		"asn_kinerja.cycle.reminders.run",
		job_id=f"asn_reminders::{day}",
		timeout=HOURS * 3600,
		day=day,
	)


def run(day: str) -> int:
	"""Remind everyone who has something due on `day` and was not reminded on it yet; how many they were.

	Commits after each chunk, so that a killed run loses one chunk at most, which the next run makes good."""
	matters = _by_user(deadlines.on_day(getdate(day)))
	readers = [reader for reader in notices.readers(matters) if reader.desk or reader.mail]
	mailing = _mailing()
	# ends the read view: the rows of another run must be seen by the unique index and by us alike
	frappe.db.commit()
	reminded = 0
	for chunk in _chunks(readers):
		reminded += _store(getdate(day), chunk, matters, mailing)
	ASNReminder.clear_old_logs()
	frappe.db.commit()
	return reminded


def _store(
	day: date, chunk: list[Reader], matters: dict[str, list[Deadline]], mailing: bool, tries: int = TRIES
) -> int:
	"""Remind a chunk in a transaction of its own. Two runs that want to store the same rows may bring each
	other to a standstill, or one of them may wait too long for the other, whereupon the database sends it
	back: it starts the chunk again."""
	try:
		reminded = _remind(day, chunk, matters, mailing)
		frappe.db.commit()
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		frappe.db.rollback()
		if tries == 1:
			raise
		return _store(day, chunk, matters, mailing, tries - 1)
	return reminded


def _by_user(entries: list[Deadline]) -> dict[str, list[Deadline]]:
	found: dict[str, list[Deadline]] = defaultdict(list)
	for entry in entries:
		if entry.user:
			found[entry.user].append(entry)
	return found


def _mailing() -> bool:
	"""Whether e-mails are wanted and there is an account to send them from."""
	if not frappe.db.get_single_value("ASN Performance Settings", "send_digest"):
		return False
	account = EmailAccount.find_outgoing()
	return bool(account and account.email_id)


def _chunks(readers: Sequence[Reader]) -> Iterator[list[Reader]]:
	source = iter(readers)
	while chunk := list(islice(source, CHUNK)):
		yield chunk


def _remind(day: date, chunk: list[Reader], matters: dict[str, list[Deadline]], mailing: bool) -> int:
	first = _claim(day, {reader.user: len(matters[reader.user]) for reader in chunk})
	told = []
	for reader in (reader for reader in chunk if reader.user in first):
		entries = matters[reader.user]
		with notices.in_language(reader.language):
			if reader.desk:
				# the first entry is the most urgent one
				subject = f"{summary(entries)}: {', '.join(_counts(entries))}"
				told.append(Notice(reader.user, subject, entries[0].doctype, entries[0].name))
			if mailing and reader.mail:
				_send(reader, entries)
	notices.store(told)
	return len(first)


def _claim(day: date, users: dict[str, int]) -> set[str]:
	"""Of the users (with the number of their entries) those whom nobody reminded today: from now on we have.

	A row that is there already is left out by the unique index; another run that stores the same one just
	now is waited for."""
	names = {frappe.generate_hash(length=20): user for user in users}
	stamp, me = now(), frappe.session.user
	frappe.db.bulk_insert(
		"ASN Reminder",
		["name", "creation", "modified", "owner", "modified_by", "user", "date", "entries", "reminder_key"],
		[
			(name, stamp, stamp, me, me, user, day, users[user], f"{user}::{day}")
			for name, user in names.items()
		],
		ignore_duplicates=True,
	)
	stored = frappe.get_all(
		"ASN Reminder", filters={"name": ["in", list(names)]}, pluck="name", order_by="name"
	)
	return {names[name] for name in stored}


def summary(entries: list[Deadline]) -> str:
	"""How much is late and how much is still to come, in the user's language."""
	late = sum(entry.overdue for entry in entries)
	return _("{0} overdue, {1} due soon").format(late, len(entries) - late)


def lateness(entry: Deadline) -> str:
	"""How late, or how soon, in the user's language."""
	if entry.days_late > 0:
		return _("{0} days late").format(entry.days_late)
	return _("due in {0} days").format(-entry.days_late) if entry.days_late else _("due today")


def _counts(entries: list[Deadline]) -> list[str]:
	labels = deadlines.labels()
	kinds = [entry.kind for entry in entries]
	return [f"{labels[kind]} ({kinds.count(kind)})" for kind in deadlines.KINDS if kind in kinds]


def _send(reader: Reader, entries: list[Deadline]) -> None:
	"""Queue the e-mail; the queue is Frappe's own and part of this transaction."""
	frappe.sendmail(
		recipients=[reader.email],
		subject=strip_html(_("ASN performance: {0}").format(summary(entries))),
		template=TEMPLATE,
		args={
			"name": reader.name,
			"summary": summary(entries),
			"groups": list(_groups(entries)),
			"report": get_url_to_report(REPORT),
		},
		delayed=True,
	)


def _groups(entries: list[Deadline]) -> Iterator[dict[str, object]]:
	labels, order = deadlines.labels(), list(deadlines.KINDS)
	by_kind = sorted(entries, key=lambda entry: order.index(entry.kind))  # stable: the latest stay first
	for kind, group in groupby(by_kind, key=lambda entry: entry.kind):
		rows = list(group)
		yield {
			"label": labels[kind],
			"count": len(rows),
			"more": len(rows) - LINES,
			"rows": [
				{
					"about": _name_to_show(row),
					"text": deadlines.describe(row),
					"url": get_url_to_form(row.doctype, row.name),
					"due": formatdate(row.due),
					"overdue": row.overdue,
					"lateness": lateness(row),
				}
				for row in rows[:LINES]
			],
		}


def _name_to_show(entry: Deadline) -> str | None:
	"""Whom it concerns, unless that is the reader, or stands in the title as with plans and evaluations."""
	own = entry.about == entry.responsible
	return None if own or not entry.about_name or entry.about_name in entry.text else entry.about_name
