"""Notices in the Desk: who is told at once when a record comes to him. Each in the reader's language.

The daily summary by e-mail is another matter, see `asn_kinerja.cycle.reminders`.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from pypika import functions as fn

from asn_kinerja import access, bulk
from asn_kinerja.messages import escaped

PLAN, EVALUATION, LOG = "ASN Work Plan", "ASN Evaluation", "Notification Log"


@dataclass(frozen=True, slots=True)
class Reader:
	"""An enabled user, and which ways of being told he has left on in his Notification Settings."""

	user: str
	name: str
	email: str
	language: str
	desk: bool
	mail: bool


@dataclass(frozen=True, slots=True)
class Notice:
	"""One line in a user's notifications; `subject` is HTML. `from_user` is shown with it; empty: nobody."""

	user: str
	subject: str
	doctype: str
	name: str
	from_user: str | None = None


def readers(users: Iterable[str]) -> list[Reader]:
	"""Those of the users who are enabled, by their names, in one query."""
	wanted = sorted(set(filter(None, users)))
	if not wanted:
		return []
	user, settings = frappe.qb.DocType("User"), frappe.qb.DocType("Notification Settings")
	query = (
		frappe.qb.from_(user)
		.left_join(settings)
		.on(settings.name == user.name)
		.select(user.name, user.full_name, user.email, user.language)
		# who has no settings yet has everything on, as in Frappe
		.select(fn.Coalesce(settings.enabled, 1), fn.Coalesce(settings.enable_email_notifications, 1))
		.where(user.name.isin(wanted) & (user.enabled == 1))
		.orderby(user.name)
	)
	default = frappe.db.get_default("lang") or "en"
	return [
		Reader(name, full_name or name, email, language or default, bool(desk), bool(mail))
		for name, full_name, email, language, desk, mail in query.run()
	]


@contextmanager
def in_language(language: str) -> Iterator[None]:
	"""Messages and templates within are in this language."""
	before = frappe.local.lang
	frappe.local.lang = language
	try:
		yield
	finally:
		frappe.local.lang = before


def tell(
	users: Iterable[str | None],
	subject: Callable[[], str],
	doctype: str,
	name: str,
	from_user: str | None = None,
) -> None:
	"""Put a notice about a record into the notifications of several users, inserted as a set.

	subject: makes the line (HTML; names in it are escaped); called in the language of each reader. Disabled
	users, those who want no notifications and the session user himself are left out."""
	store(
		Notice(reader.user, line, doctype, name, from_user)
		for reader, line in lines(users, lambda _user: subject())
	)


def users_of(employees: Iterable[str]) -> dict[str, str]:
	"""Employee -> user, of those who have one, in one query."""
	people = frappe.get_all(
		"Employee",
		filters={"name": ["in", sorted(employees)], "user_id": ["is", "set"]},
		fields=["name", "user_id"],
		order_by="name",
	)
	return {person.name: person.user_id for person in people}


def managers_of(company: str | None, doctype: str) -> list[str]:
	"""Users who are performance managers of an agency, for its records of a DocType."""
	holders = frappe.get_all(
		"Has Role",
		filters={"role": access.MANAGER_ROLE, "parenttype": "User"},
		pluck="parent",
		order_by="parent",
	)
	return [user for user in holders if access.is_manager_of(company, doctype, user)]


def tell_employee(
	employee: str | None,
	subject: Callable[[], str],
	doctype: str,
	name: str,
	from_user: str | None = None,
) -> None:
	"""The same for an employee, if he has a user."""
	user = frappe.db.get_value("Employee", employee, "user_id") if employee else None
	tell([user], subject, doctype, name, from_user)


def lines(users: Iterable[str | None], subject: Callable[[str], str]) -> Iterator[tuple[Reader, str]]:
	"""Each reader with his line, made for him in his language; who is not told is left out (see `tell`)."""
	for reader in readers(user for user in users if user and user != frappe.session.user):
		if reader.desk:
			with in_language(reader.language):
				yield reader, subject(reader.user)


def store(notices: Iterable[Notice]) -> None:
	"""Insert notices as a set and light the bell of each reader. Frappe's own way would send an e-mail for
	each, and costs several queries a person."""
	rows = [
		{
			"type": "Alert",
			"for_user": notice.user,
			"from_user": notice.from_user,
			"subject": notice.subject,
			"document_type": notice.doctype,
			"document_name": notice.name,
		}
		for notice in notices
	]
	if not rows:
		return
	bulk.insert(LOG, rows)
	users = sorted({row["for_user"] for row in rows})
	# as Frappe's own notification does: no edit of the user's settings
	frappe.db.set_value("Notification Settings", {"name": ["in", users]}, "seen", 0, update_modified=False)
	for user in users:
		frappe.publish_realtime("notification", after_commit=True, user=user)


def on_change(doc: Document, method: str | None = None) -> None:
	"""Hook on work plan and evaluation: tell the one in whose hands a change of state puts the record.

	The line names the record and what is asked for, and nothing that the other one wrote."""
	before = doc.get_doc_before_save()
	if not before or before.workflow_state == doc.workflow_state:
		return
	if found := _addressee_and_line(doc, before.workflow_state):
		employee, line = found
		tell_employee(employee, line, doc.doctype, doc.name)
	if doc.doctype == EVALUATION and doc.workflow_state == "Objected":
		title = f"<b>{escaped(doc.title)[0]}</b>"
		tell_employee(
			doc.rater,
			lambda: _("There is an objection to your evaluation {0}. Write your statement.").format(title),
			doc.doctype,
			doc.name,
		)


def _addressee_and_line(doc: Document, old: str) -> tuple[str | None, Callable[[], str]] | None:
	title = f"<b>{escaped(doc.title)[0]}</b>"
	lines: dict[tuple[str, str], tuple[str | None, Callable[[], str]]] = {
		(PLAN, "Waiting for Rater"): (
			doc.rater,
			lambda: _("The work plan {0} waits for your approval.").format(title),
		),
		(PLAN, "Returned"): (
			doc.employee,
			lambda: _("Your work plan {0} was returned for correction.").format(title),
		),
		(PLAN, "Approved"): (doc.employee, lambda: _("Your work plan {0} is approved.").format(title)),
		(EVALUATION, "Rater Assessment"): (
			doc.rater,
			lambda: _("The evaluation {0} waits for your rating.").format(title),
		),
		(EVALUATION, "Self Assessment"): (
			doc.employee,
			lambda: _("Your evaluation {0} was returned for correction.").format(title),
		),
		(EVALUATION, "Released"): (
			doc.employee,
			lambda: _("The result of your evaluation {0} is released. Please read and answer it.").format(
				title
			),
		),
		(EVALUATION, "Objected"): (
			access.rater_of(doc.rater),
			lambda: _("There is an objection to the evaluation {0}; the decision is yours.").format(title),
		),
	}
	if old == "Objected" and doc.workflow_state == "Final":
		return doc.employee, lambda: _("Your objection to the evaluation {0} is decided.").format(title)
	return lines.get((doc.doctype, doc.workflow_state))
