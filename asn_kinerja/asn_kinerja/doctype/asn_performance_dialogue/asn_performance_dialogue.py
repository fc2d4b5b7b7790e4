from collections.abc import Callable, Iterable
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, today

from asn_kinerja import access, notices, people
from asn_kinerja.messages import escaped
from asn_kinerja.monitoring import dialogue

# The two sides, by the field that names them.
EMPLOYEE, RATER = "employee", "rater"
WAITS_FOR = {EMPLOYEE: "Waiting for Employee", RATER: "Waiting for Rater"}
WAITING = frozenset(WAITS_FOR.values())
CONFIRMATION = ("employee_confirmed_on", "rater_confirmed_on", "rater_confirmed_by")
# What a confirmation is about.
CONTENT = ("dialogue_type", "date", "topic", "employee_note", "rater_note")
ACTION = ("action", "responsible", "due_date", "status", "done_on", "result_note")


class ASNPerformanceDialogue(Document):
	"""A talk of an employee with his rater: coaching (bimbingan kinerja) or counselling (konseling kinerja).

	Both sides write their notes, agree on actions and confirm. From then on only the outcome of the actions
	changes; what stays open goes into their next dialogue. Source: PermenPAN-RB 6/2022, article 5.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_dialogue_action.asn_dialogue_action import ASNDialogueAction

		actions: DF.Table[ASNDialogueAction]
		company: DF.Link | None
		date: DF.Date
		department: DF.Link | None
		dialogue_type: DF.Literal["Coaching", "Counselling"]
		employee: DF.Link
		employee_confirmed_on: DF.Datetime | None
		employee_name: DF.Data | None
		employee_note: DF.Text | None
		rater: DF.Link | None
		rater_confirmed_by: DF.Link | None
		rater_confirmed_on: DF.Datetime | None
		rater_name: DF.Data | None
		rater_note: DF.Text | None
		status: DF.Literal["Open", "Waiting for Employee", "Waiting for Rater", "Agreed"]
		title: DF.Data | None
		topic: DF.Data
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)
		self.set_onload("asn_agreed_on", dialogue.agreed_on(self.carried()))

	def before_validate(self) -> None:
		if self.is_new():
			self.employee = self.employee or (access.employee_of() or {}).get("name")
		self.set_people()
		access.guard(self)
		self.drop_blank_rows()
		self.keep_origin_of_rows()

	def validate(self) -> None:
		if self.is_new():
			self.check_rater()
			self.carry_over()
		self.check_actions()
		self.take_back_confirmations()

	def after_insert(self) -> None:
		dialogue.close_carried(self.carried())
		self.tell_about_start()

	def on_update(self) -> None:
		before = self.get_doc_before_save()
		if before and before.status != dialogue.AGREED:
			dialogue.give_back(before.carried() - self.carried())

	def on_trash(self) -> None:
		dialogue.give_back(self.carried())

	def set_people(self) -> None:
		"""Who they are comes from the Employee record; an agreed dialogue keeps the people who agreed."""
		before = self.get_doc_before_save()
		if before and before.status == dialogue.AGREED:
			people.keep(self)
			self.title = before.title
			return
		people.fill(self)
		self.title = " · ".join(filter(None, (self.employee_name, self.topic)))[:140]

	def drop_blank_rows(self) -> None:
		"""The Desk opens a new form with an empty row."""
		self.set("actions", [row for row in self.actions if row.action or row.due_date or row.carried_from])
		for idx, row in enumerate(self.actions, 1):
			row.idx = idx
			row.status = row.status or dialogue.OPEN
			row.responsible = row.responsible or "Employee"

	def keep_origin_of_rows(self) -> None:
		"""Where a row was carried from, and how often, only `carry_over` sets."""
		stored = self.stored_actions()
		for row in self.actions:
			old = stored.get(row.name)
			row.carried_from = old.carried_from if old else None
			row.times_carried = old.times_carried if old else 0

	def check_rater(self) -> None:
		if not self.rater:
			frappe.throw(
				_("{0} has no rater. Ask the performance manager to fill {1} or {2} of the employee.").format(
					*escaped(self.employee_name, _("Reports to"), _("Delegated Rater"))
				)
			)

	def carry_over(self) -> None:
		"""Put the open actions of earlier dialogues first."""
		dialogue.lock(self.employee)
		if not (carried := dialogue.unmet(self.employee)):
			return
		own = self.actions
		self.set("actions", [])
		for row in [*carried, *own]:
			self.append("actions", row)
		for idx, row in enumerate(self.actions, 1):
			row.idx = idx
		frappe.msgprint(
			_("{0} unmet actions of earlier dialogues have been carried over.").format(len(carried)),
			alert=True,
			indicator="orange",
		)

	def carried(self) -> set[str]:
		"""Names of the rows of earlier dialogues that go on here."""
		return {row.carried_from for row in self.actions if row.carried_from}

	def stored_actions(self) -> dict[str, Document]:
		before = self.get_doc_before_save()
		return {row.name: row for row in before.actions} if before else {}

	def check_actions(self) -> None:
		stored, origin = self.stored_actions(), dialogue.agreed_on(self.carried())
		for row in self.actions:
			old = stored.get(row.name)
			if old and old.status == dialogue.CARRIED:
				self.check_carried_row(row, old)
				continue
			if row.status == dialogue.CARRIED:
				frappe.throw(
					_("Row {0}: the next dialogue carries an unmet action over. Choose {1} or {2}.").format(
						row.idx, _("Open"), _("Done")
					)
				)
			self.check_outcome(row, old, origin.get(row.carried_from) or self.date)
			if not row.carried_from and row.due_date and getdate(row.due_date) < getdate(self.date):
				frappe.throw(
					_("Row {0}: the {1} is before the dialogue. Choose a later date.").format(
						row.idx, _("Due Date")
					)
				)

	def check_carried_row(self, row: Document, old: Document) -> None:
		if not same_fields(row, old, ACTION):
			frappe.throw(
				_("Row {0} goes on in a later dialogue. Record there what became of it.").format(row.idx)
			)

	def check_outcome(self, row: Document, old: Document | None, earliest: date) -> None:
		"""Whether and when an action was done: not in the future, and not before it was agreed."""
		if row.status != dialogue.DONE:
			if row.done_on and not (old and old.status == dialogue.DONE):
				frappe.throw(
					_("Row {0}: set the status to {1}, or leave {2} empty.").format(
						row.idx, _("Done"), _("Done On")
					)
				)
			row.done_on = None
			return
		row.done_on = row.done_on or today()
		if getdate(row.done_on) > getdate():
			frappe.throw(_("Row {0}: {1} is in the future.").format(row.idx, _("Done On")))
		if getdate(row.done_on) < getdate(earliest):
			frappe.throw(
				_("Row {0}: {1} is before the dialogue in which the action was agreed ({2}).").format(
					row.idx, _("Done On"), frappe.format(getdate(earliest))
				)
			)

	def take_back_confirmations(self) -> None:
		"""Who has confirmed has confirmed what he read: another content, or another rater, needs it anew."""
		before = self.get_doc_before_save()
		if not before or before.status not in WAITING or self.flags.asn_server_made:
			return
		if not self.rater_is_new() and same_content(self, before):
			return
		side = EMPLOYEE if before.status == WAITS_FOR[RATER] else RATER
		self.open_again()
		name = self.employee_name if side == EMPLOYEE else self.rater_name
		frappe.msgprint(
			_("The content has changed: the confirmation of {0} is taken back. Both confirm anew.").format(
				*escaped(name)
			),
			alert=True,
			indicator="orange",
		)
		self.tell(
			side,
			lambda: _("{0} has changed the dialogue {1}. Read and confirm it again."),
		)

	def rater_is_new(self) -> bool:
		"""Whether another rater than the one of today has confirmed."""
		return bool(self.rater_confirmed_on) and self.rater_confirmed_by != self.rater

	def open_again(self) -> None:
		self.update({"status": dialogue.OPEN, **dict.fromkeys(CONFIRMATION)})

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def confirm(self) -> str:
		"""Confirm the dialogue for the session user's side and return the new status. Agreed once both
		sides have: then only the outcome of the actions is still recorded.

		Who: the employee and his rater. Raises when he has confirmed already, or something is missing."""
		self.check_permission("write")
		side = self.side_of_user()
		if self.rater_is_new():
			self.open_again()
		if self.status == dialogue.AGREED:
			frappe.throw(_("Both sides have confirmed this dialogue already."))
		if self.status == WAITS_FOR[other(side)]:
			frappe.throw(_("You have confirmed this dialogue already; now the other side reads it."))
		self.check_complete(side)
		self.set(f"{side}_confirmed_on", now_datetime())
		if side == RATER:
			self.rater_confirmed_by = self.rater
		both = self.employee_confirmed_on and self.rater_confirmed_on
		self.status = dialogue.AGREED if both else WAITS_FOR[other(side)]
		self.save_as_server()
		self.tell_about_confirmation(side)
		return self.status

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def reopen(self) -> str:
		"""Take back the session user's own confirmation while the other side's is missing; returns the new
		status (Open). An agreed dialogue is not reopened: what is still open goes into the next one."""
		self.check_permission("write")
		side = self.side_of_user()
		if self.status != WAITS_FOR[other(side)]:
			frappe.throw(_("There is no confirmation of yours to take back."))
		self.open_again()
		self.save_as_server()
		return self.status

	def side_of_user(self) -> str:
		relation = access.relations(self)
		if access.SELF in relation:
			return EMPLOYEE
		if access.RATER in relation:
			return RATER
		frappe.throw(_("Only the employee and the rater confirm a dialogue."), frappe.PermissionError)

	def check_complete(self, side: str) -> None:
		if not (self.rater_note or "").strip():
			frappe.throw(
				_("Write the {0} first.").format(_("Notes of the Rater"))
				if side == RATER
				else _("The rater has not written the notes yet. Confirm the dialogue after that.")
			)
		if getdate(self.date) > getdate():
			frappe.throw(
				_("The dialogue has not taken place yet: its date is {0}.").format(
					frappe.format(getdate(self.date))
				)
			)

	def save_as_server(self) -> None:
		# the caller has checked who asks; the status is the server's
		self.flags.asn_server_made = True
		self.save(ignore_permissions=True)

	def tell_about_start(self) -> None:
		side = EMPLOYEE if access.RATER in access.relations(self) else RATER
		self.tell(side, lambda: _("{0} has begun the dialogue {1} with you."))

	def tell_about_confirmation(self, side: str) -> None:
		if self.status == dialogue.AGREED:
			self.tell(
				other(side),
				lambda: _("{0} has confirmed the dialogue {1} too: it is agreed."),
			)
		else:
			self.tell(
				other(side),
				lambda: _("{0} has confirmed the dialogue {1}. Read and confirm it."),
			)

	def tell(self, side: str, subject: Callable[[], str]) -> None:
		"""Notify a side; `subject` has placeholders for the person who acts and the topic."""
		me = frappe.session.user
		values = escaped(frappe.utils.get_fullname(me), self.topic)
		notices.tell_employee(
			self.get(side), lambda: subject().format(*values), self.doctype, self.name, from_user=me
		)


def other(side: str) -> str:
	return RATER if side == EMPLOYEE else EMPLOYEE


def same_content(one: Document, two: Document) -> bool:
	"""Whether two versions of a dialogue say the same to who confirms it."""
	rows = list(zip(one.actions, two.actions, strict=False))
	return (
		same_fields(one, two, CONTENT)
		and [row.name for row in one.actions] == [row.name for row in two.actions]
		and all(same_fields(row, old, ACTION) for row, old in rows)
	)


def same_fields(one: Document, two: Document, fields: Iterable[str]) -> bool:
	return all(
		access.same_value(one.meta.get_field(field).fieldtype, one.get(field), two.get(field))
		for field in fields
	)


def on_doctype_update() -> None:
	access.add_row_indexes("ASN Performance Dialogue", "date")
