from collections.abc import Callable, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, now_datetime

from asn_kinerja import access, notices, people
from asn_kinerja.competency import assessed
from asn_kinerja.development import catalogue, effects, plans, proposals
from asn_kinerja.development import needs as needed
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.scoring import parse_number
from asn_kinerja.training_hours import MOST_HOURS

DRAFT, WAITING, APPROVED, RETURNED = plans.DRAFT, plans.WAITING, plans.APPROVED, plans.RETURNED
DONE, DROPPED, PLANNED = plans.DONE, plans.DROPPED, plans.PLANNED
# What the server sets in a row; whoever sends something else for it gets what is stored.
SERVER_SET = ("reason", "training_record")
LEVEL = ("from_level", "assessed_on")
RESTS_ON = ("rule", "assessment", "assessed_on")
FOLLOWED = ("status", "done_on", "result_note")
# source of a need -> the field that says what it is about
ABOUT = {
	"Competency Gap": "competency",
	"Behaviour Value": "behaviour_value",
	"Feedback Theme": "behaviour_value",
}


class ASNDevelopmentPlan(Document):
	"""What an employee does in a cycle to develop (rencana pengembangan): proposed from gaps, feedback and
	results, edited by him and his rater, handed in, approved, followed up.

	Source: PermenPAN-RB 38/2017 and Per-LAN 10/2018."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_development_item.asn_development_item import (
			ASNDevelopmentItem,
		)

		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		assessed_on: DF.Date | None
		assessment: DF.Link | None
		company: DF.Link | None
		cycle: DF.Link
		department: DF.Link | None
		designation: DF.Link | None
		employee: DF.Link
		employee_name: DF.Data | None
		from_date: DF.Date | None
		items: DF.Table[ASNDevelopmentItem]
		plan_key: DF.Data | None
		rater: DF.Link | None
		rater_name: DF.Data | None
		return_reason: DF.SmallText | None
		rule: DF.Link | None
		status: DF.Literal["Draft", "Waiting", "Approved", "Returned"]
		submitted_on: DF.Datetime | None
		title: DF.Data | None
		to_date: DF.Date | None
		year: DF.Int
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)
		self.show_levels()

	def before_print(self, settings: object = None) -> None:
		self.show_levels()

	def apply_fieldlevel_read_permissions(self) -> None:
		super().apply_fieldlevel_read_permissions()
		effects.hide_unseen(self)

	def show_levels(self) -> None:
		"""Levels of now, for an assessment that was released since does not touch the plan; and none of an
		assessment that the reader does not see."""
		effects.fill(self)
		effects.hide_unseen(self)

	def save(self, *args: Any, **kwargs: Any) -> Document:
		# a measure that is taken up again takes a seat; its training is locked before Frappe locks the plan,
		# in the order of an approval
		self.flags.asn_seats = catalogue.lock(self.taken_up())
		return super().save(*args, **kwargs)

	def before_validate(self) -> None:
		if self.is_new():
			self.employee = self.employee or (access.employee_of() or {}).get("name")
		before = self.get_doc_before_save()
		if before and before.status == APPROVED:
			people.keep(self)
		else:
			people.fill(self)
			if before and self.company != before.company:
				# who has moved is followed by his rater of today; the plan stays with the agency of its cycle
				people.keep(self)
				self.update(people.raters([self.employee])[self.employee])
		access.guard(self)

	def validate(self) -> None:
		self.set_header()
		self.keep_server_fields()
		if self.is_open():
			self.rest_on_assessment()
			for row in self.items:
				self.check_row(row)
			self.check_doubles()
			self.keep_what_was_done()
		else:
			if self.status == APPROVED:
				# those verified in the very moment of the approval did not see the plan
				effects.link_records(self)
			for row in self.items:
				self.check_follow_up(row)
			self.check_seats(self.flags.asn_seats or {})
		effects.empty(self)

	def is_open(self) -> bool:
		"""Whether the measures themselves may still change: until the approval, and in its very save not."""
		before = self.get_doc_before_save()
		return self.status != APPROVED and not (before and before.status == APPROVED)

	# --- header ----------------------------------------------------------------------------------------

	def set_header(self) -> None:
		"""Period and key; each person has one plan for a cycle, and the unique index decides between two who
		save at the same time."""
		cycle = frappe.db.get_value(
			plans.CYCLE, self.cycle, ["title", "company", "from_date", "to_date"], as_dict=True
		)
		if not cycle:
			return  # Frappe names what is missing
		if self.is_new() and cycle.company != self.company:
			frappe.throw(
				_("{0} is a cycle of another agency than that of {1}. Choose another one.").format(
					*escaped(cycle.title, self.employee_name)
				)
			)
		self.update(plans.header(self.employee, self.employee_name, self.cycle, cycle))
		if frappe.db.exists(self.doctype, {"plan_key": self.plan_key, "name": ["!=", self.name]}):
			frappe.throw(
				_("{0} has a development plan for {1} already. Change that one.").format(
					*escaped(self.employee_name, cycle.title)
				),
				frappe.DuplicateEntryError,
			)

	def rest_on_assessment(self) -> None:
		"""The levels of today are those of the newest released assessment; nobody writes them himself."""
		newest = assessed.newest([self.employee], getdate()).get(self.employee)
		self.assessment, self.assessed_on = (newest.name, newest.assessed_on) if newest else (None, None)
		for row in self.items:
			level = newest.levels.get(row.competency, 0) if newest and row.competency else 0
			row.from_level, row.assessed_on = level, self.assessed_on if level else None

	# --- rows ------------------------------------------------------------------------------------------

	def stored_rows(self) -> dict[str, Document]:
		before = self.get_doc_before_save()
		return {row.name: row for row in before.items} if before else {}

	def keep_server_fields(self) -> None:
		"""What is set by the server stays as it is stored, and so does the follow-up as long as there is no
		approved plan to follow up."""
		if self.flags.asn_server_made:
			return
		before, stored = self.get_doc_before_save(), self.stored_rows()
		for field in RESTS_ON:
			self.set(field, before.get(field) if before else None)
		if not before:
			self.rule = proposals.rule_in_force()
		fields = (*SERVER_SET, *FOLLOWED) if self.is_open() else (*SERVER_SET, *LEVEL)
		for row in self.items:
			was = stored.get(row.name)
			for field in fields:
				row.set(field, was.get(field) if was else PLANNED if field == "status" else None)
			if was and proposals.need_of(was.as_dict()) != proposals.need_of(row.as_dict()):
				row.reason = None  # it was about another need

	def check_row(self, row: Document) -> None:
		where = _("{0}, row {1}").format(_("Measures"), row.idx)
		if row.source not in ("Competency Gap", "Other"):
			row.competency = None
		if row.source not in ("Behaviour Value", "Feedback Theme"):
			row.behaviour_value = None
		about = ABOUT.get(row.source)
		if about and not row.get(about):
			frappe.throw(
				_("{0}, {1}: choose what the need is about ({2}).").format(
					where, _(row.meta.get_label(about)), _(row.source)
				)
			)
		with core_errors(self):
			row.hours = float(parse_number(row.hours or 0, "hours"))
		if row.hours > MOST_HOURS:
			frappe.throw(
				_("{0}, {1}: enter at most {2}.").format(where, _("Training Hours (JP)"), MOST_HOURS)
			)
		row.target_level = cint(row.target_level) if row.competency else 0
		if row.competency and not 1 <= row.target_level <= 5:
			frappe.throw(_("{0}, {1}: enter a level from 1 to 5.").format(where, _("Target Level")))
		if row.due_date and not getdate(self.from_date) <= getdate(row.due_date) <= getdate(self.to_date):
			frappe.throw(
				_("{0}, {1}: enter a day within the cycle ({2} to {3}).").format(
					where,
					_("Due Date"),
					self.get_formatted("from_date"),
					self.get_formatted("to_date"),
				)
			)
		if row.training:
			self.check_training(row, where)

	def check_training(self, row: Document, where: str) -> None:
		training = frappe.get_cached_value(
			catalogue.TRAINING, row.training, ["disabled", "hours"], as_dict=True
		)
		if not training:
			return  # Frappe names the broken link
		was = self.stored_rows().get(row.name)
		if training.disabled and not (was and was.training == row.training):
			frappe.throw(
				_("{0}: {1} is not offered any more. Choose another training.").format(
					where, escaped(row.training)[0]
				)
			)
		if not row.hours or (was and was.training != row.training and was.hours == row.hours):
			row.hours = training.hours

	def check_doubles(self) -> None:
		seen: dict[tuple[Any, ...], int] = {}
		for row in self.items:
			same = (*proposals.key(row.as_dict()), row.training or "", (row.description or "").strip())
			if same in seen:
				frappe.throw(
					_("{0}, row {1}: this measure stands in row {2} already. Remove one of them.").format(
						_("Measures"), row.idx, seen[same]
					)
				)
			seen[same] = row.idx

	def keep_what_was_done(self) -> None:
		"""In a plan that was opened again the measures that are done or dropped stay as they were."""
		now = {row.name: row for row in self.items}
		for name, was in self.stored_rows().items():
			if was.status not in (DONE, DROPPED):
				continue
			row = now.get(name)
			kept = ("source", "competency", "behaviour_value", "kind", "training", "target_level", "hours")
			if row is None or any((row.get(field) or None) != (was.get(field) or None) for field in kept):
				frappe.throw(
					_("{0}, row {1}: it is {2} and stays as it is. Reload the form.").format(
						_("Measures"), was.idx, _(was.status)
					),
					frappe.PermissionError,
				)
			row.from_level, row.assessed_on = was.from_level, was.assessed_on

	def check_follow_up(self, row: Document) -> None:
		was = self.stored_rows().get(row.name)
		where = _("{0}, row {1}").format(_("Measures"), row.idx)
		if row.training_record and row.status != DONE:
			frappe.throw(_("{0}: its training is verified, so it is done.").format(where))
		if row.status == DROPPED and not (row.result_note or "").strip():
			frappe.throw(_("{0}: write why it is dropped ({1}).").format(where, _("Result or Reason")))
		if row.status != DONE:
			row.done_on = None
			return
		if row.training and not row.training_record and not (was and was.status == DONE):
			self.count_record(row, where)
		row.done_on = row.done_on or getdate()
		if getdate(row.done_on) > getdate():
			frappe.throw(_("{0}: {1} is in the future.").format(where, _("Done On")))
		if getdate(row.done_on) < getdate(self.from_date):
			frappe.throw(_("{0}: {1} is before the cycle.").format(where, _("Done On")))

	def count_record(self, row: Document, where: str) -> None:
		"""Let a verified record of the measure's training count that is not from the plan's dates (those that
		are have been linked before): the rater or a manager does so, and writes why."""
		record = effects.spare_record(self, row.training)
		if not record:
			frappe.throw(
				_(
					"{0}: it is done by itself once the record of the training {1} is verified. Hand in the "
					"record with its certificate; or the rater opens the plan again to change the measure."
				).format(where, escaped(row.training)[0])
			)
		mine = access.relations(self) & {access.RATER, access.MANAGER, access.SYSTEM}
		if not mine or not (row.result_note or "").strip():
			frappe.throw(
				_(
					"{0}: the verified record of the training {1} is not from the dates of the plan. The "
					"rater or a performance manager sets the measure to done and writes why ({2}), or opens "
					"the plan again to change it."
				).format(where, escaped(row.training)[0], _("Result or Reason"))
			)
		row.training_record = record

	def taken_up(self) -> list[str]:
		"""Trainings of the measures that are open now and were not as they are stored."""
		rows = {
			row.name: row.training for row in self.items if row.training and row.status in plans.OPEN_STATES
		}
		if self.status != APPROVED or not rows:
			return []
		closed = {"name": ["in", sorted(rows)], "status": ["not in", plans.OPEN_STATES]}
		return [rows[name] for name in frappe.get_all(plans.ITEM, closed, pluck="name", order_by="name")]

	# --- actions ---------------------------------------------------------------------------------------

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def propose(self) -> int:
		"""Add the measures that the rule proposes for those of today's gaps, themes and results that the user
		sees, without doubling what is there; how many they are.

		Who: the employee, the rater, a performance manager of the agency. From: Draft, Returned; the rater
		from Waiting too."""
		self.check_permission("write")
		relation = access.relations(self)
		self.check_who(relation, {access.SELF, access.RATER, access.MANAGER})
		mine = relation & {access.RATER, access.SYSTEM}
		self.lock_in((DRAFT, RETURNED, WAITING) if mine else (DRAFT, RETURNED))
		rule = proposals.rule_in_force()
		if not rule:
			frappe.throw(_("There is no submitted {0}.").format(_(proposals.RULE)))
		facts = needed.facts([self.employee], getdate())[self.employee]
		with core_errors(self):
			rows = proposals.rows_for(
				facts,
				proposals.rules(rule),
				catalogue.offer(),
				proposals.attended([self.employee]).get(self.employee, ()),
				(getdate(self.from_date), getdate(self.to_date)),
				getdate(),
				[row.as_dict() for row in self.items],
			)
		for row in rows:
			self.append("items", row)
		self.rule = rule
		self.store()
		return len(rows)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def hand_in(self) -> None:
		"""Hand it in for approval. Who: the employee, or a performance manager of the agency. From: Draft,
		Returned."""
		self.check_permission("write")
		self.check_who(access.relations(self), {access.SELF, access.MANAGER})
		self.lock_in((DRAFT, RETURNED))
		if not self.items:
			frappe.throw(_("Enter a measure, or let some be proposed, before you hand the plan in."))
		self.return_reason, self.submitted_on = None, now_datetime()
		self.move(WAITING)
		name = escaped(self.employee_name)[0]
		self.tell_rater(lambda: _("The development plan of {0} waits for your approval.").format(name))

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def approve(self) -> None:
		"""Approve it: its trainings take their seats, and from now on it is followed up.

		Who: the rater, or a performance manager of the agency, not the employee. From: Waiting."""
		self.check_permission("read")
		self.check_who(access.relations(self), {access.RATER, access.MANAGER})
		# before the plan itself: whoever approves another plan with these trainings waits here, with nothing
		# locked that is read below
		seats = catalogue.lock(row.training for row in self.items if row.training)
		self.lock_in((WAITING,))
		effects.link_records(self)
		self.check_seats(seats)
		self.approved_by, self.approved_on = frappe.session.user, now_datetime()
		self.move(APPROVED)
		self.tell_employee(lambda: _("Your development plan is approved."))

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def return_to_employee(self, reason: str) -> None:
		"""Return it with the reason: for correction, or, when it was approved, to change it.

		Who: the rater, or a performance manager of the agency, not the employee. From: Waiting, Approved."""
		self.check_permission("read")
		self.check_who(access.relations(self), {access.RATER, access.MANAGER})
		self.lock_in((WAITING, APPROVED))
		self.return_reason = reason.strip()
		if not self.return_reason:
			frappe.throw(_("Write the {0} before returning it.").format(_("Reason for Returning")))
		self.approved_by = self.approved_on = None
		self.move(RETURNED)
		self.tell_employee(lambda: _("Your development plan was returned for correction."))

	def check_who(self, relation: frozenset[str], allowed: set[str]) -> None:
		if not relation & {*allowed, access.SYSTEM}:
			frappe.throw(
				_("This is not yours to do: the employee hands in, the rater or a manager answers."),
				frappe.PermissionError,
			)

	def lock_in(self, states: tuple[str, ...]) -> None:
		"""Another answer at the same moment waits here, and then finds the state changed."""
		stored = frappe.db.get_value(self.doctype, self.name, "status", for_update=True)
		if stored not in states:
			frappe.throw(_("In the state {0} this is not possible. Reload the form.").format(_(stored)))

	def check_seats(self, seats: Mapping[str, int]) -> None:
		"""Refuse open measures of these trainings where there is no seat left beside the employee's own.
		`seats`: of the trainings, which are locked, so that of two plans at the same moment one gets the
		last."""
		rows = {row.training: row for row in self.items if row.status in plans.OPEN_STATES}
		limited = [training for training in rows if seats.get(training)]
		taken = catalogue.seats_taken(limited, beside=self.employee, locked=True)
		for training in limited:
			if catalogue.seats_left(seats[training], taken.get(training, 0)) == 0:
				frappe.throw(
					_(
						"{0}, row {1}: {2} has no seat left. Choose another training or another session."
					).format(_("Measures"), rows[training].idx, escaped(training)[0])
				)

	def move(self, status: str) -> None:
		self.status = status
		self.store()

	def store(self) -> None:
		self.flags.asn_server_made = True
		self.save(ignore_permissions=True)

	def tell_rater(self, line: Callable[[], str]) -> None:
		rater = notices.users_of([self.rater]) if self.rater else {}
		users = list(rater.values()) or notices.managers_of(self.company, self.doctype)
		notices.tell(users, line, self.doctype, self.name)

	def tell_employee(self, line: Callable[[], str]) -> None:
		notices.tell_employee(self.employee, line, self.doctype, self.name, frappe.session.user)


def on_doctype_update() -> None:
	access.add_row_indexes(plans.PLAN, "creation")
	frappe.db.add_index(plans.PLAN, ["cycle", "status"])
