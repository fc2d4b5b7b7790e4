from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, getdate, now_datetime, today

from asn_kinerja import access, follow_up, notices, people
from asn_kinerja.evaluation.seals import FINAL_STATE
from asn_kinerja.follow_up import (
	APPROVED,
	DONE,
	DROPPED,
	EVALUATION,
	FOLLOW_UP,
	IN_PROGRESS,
	OF_THE_RATER,
	PROPOSED,
	REJECTED,
	RELATION_OF,
)
from asn_kinerja.messages import escaped
from asn_kinerja.scoring.follow_up import FollowUpKind

DIALOGUE = "ASN Performance Dialogue"
# Records about the same person that a follow-up may point to.
LINKED = ("disciplinary_record", "development_plan")


class ASNFollowUp(Document):
	"""A follow-up of an evaluation (tindak lanjut hasil evaluasi): proposed by a rule or a person, decided by
	the rater, his superior or a performance manager, never about himself, and tracked to its outcome. The
	employee sees it once it is decided.

	Source: PermenPAN-RB 6/2022, article 5; PP 30/2019, articles 56–58.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_follow_up_note.asn_follow_up_note import ASNFollowUpNote

		citation: DF.SmallText | None
		company: DF.Link | None
		cycle: DF.Link
		days: DF.Int
		decided_by: DF.Link | None
		decided_on: DF.Datetime | None
		decider: DF.Literal["", "Rater", "Rater Superior", "Performance Manager"]
		decision_reason: DF.SmallText | None
		department: DF.Link | None
		description: DF.SmallText | None
		designation: DF.Link | None
		development_plan: DF.Link | None
		dialogue: DF.Link | None
		disciplinary_record: DF.Link | None
		done_on: DF.Date | None
		due_date: DF.Date | None
		employee: DF.Link
		employee_name: DF.Data | None
		employee_note: DF.SmallText | None
		evaluation: DF.Link | None
		kind: DF.Literal["Award", "Coaching", "Counselling", "Competency Test", "Sanction", "Other"]
		nip: DF.Data | None
		notes: DF.Table[ASNFollowUpNote]
		outcome: DF.SmallText | None
		position_type: DF.Data | None
		predicate: DF.Data | None
		proposal_key: DF.Data | None
		published: DF.Check
		published_by: DF.Link | None
		published_on: DF.Datetime | None
		rater: DF.Link | None
		rater_name: DF.Data | None
		reason: DF.SmallText
		responsible: DF.Link | None
		responsible_name: DF.Data | None
		rule: DF.Link | None
		stage_name: DF.Data | None
		status: DF.Literal["Proposed", "In Progress", "Done", "Rejected", "Dropped"]
		subject: DF.Data
		title: DF.Data | None
		trend: DF.Literal["", "Risen", "Same", "Fallen"]
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)
		self.set_onload("asn_may_decide", self.may_decide())
		self.set_onload("asn_may_work", self.may_work())
		self.set_onload("asn_replaced", self.result_is_replaced())

	def before_validate(self) -> None:
		self.set_people()
		access.guard(self)

	def validate(self) -> None:
		if self.is_new() and not self.flags.asn_server_made:
			self.start_by_hand()
		self.title = follow_up.title(self.employee_name, self.subject)
		self.check_responsible()
		self.check_links()

	def set_people(self) -> None:
		"""A decided record that is over keeps the people of its time."""
		before = self.get_doc_before_save()
		if before and before.status not in (PROPOSED, IN_PROGRESS):
			people.keep(self)
			return
		people.fill(self)

	def start_by_hand(self) -> None:
		"""What a person proposes is decided like what a rule proposes."""
		self.decider = follow_up.decider_of(self.kind)
		if self.kind == FollowUpKind.AWARD.value:
			self.citation = self.citation or self.description
		if self.evaluation:
			self.check_evaluation()
		if frappe.db.get_value("ASN Performance Cycle", self.cycle, "company") != self.company:
			frappe.throw(
				_("{0} is no performance cycle of the agency of {1}.").format(
					*escaped(self.cycle, self.employee_name)
				)
			)

	def check_evaluation(self) -> None:
		row = frappe.db.get_value(
			EVALUATION,
			self.evaluation,
			["employee", "cycle", "stage_name", "predicate", "docstatus", "workflow_state"],
			as_dict=True,
		)
		if row.employee != self.employee:
			frappe.throw(_("The evaluation is not one of {0}.").format(*escaped(self.employee_name)))
		if row.docstatus != 1 or row.workflow_state != FINAL_STATE:
			frappe.throw(_("The result is not final yet. It is followed up after that."))
		self.update({"cycle": row.cycle, "stage_name": row.stage_name, "predicate": row.predicate})

	def check_responsible(self) -> None:
		before = self.get_doc_before_save()
		if before and before.responsible == self.responsible:
			return
		self.responsible_name = None
		if not self.responsible:
			return
		person = frappe.db.get_value(
			"Employee", self.responsible, ["employee_name", "company", "status"], as_dict=True
		)
		if not person or person.company != self.company or person.status != "Active":
			frappe.throw(
				_("{0}: choose an active employee of {1}.").format(*escaped(_("Responsible"), self.company))
			)
		self.responsible_name = person.employee_name

	def check_links(self) -> None:
		for field in LINKED:
			if not self.meta.has_field(field) or not self.get(field):
				continue
			doctype = self.meta.get_field(field).options
			if frappe.db.get_value(doctype, self.get(field), "employee") != self.employee:
				frappe.throw(
					_("{0}: choose a record of {1}.").format(
						*escaped(_(self.meta.get_label(field)), self.employee_name)
					)
				)

	def result_is_replaced(self) -> bool:
		"""Whether the result it follows up is no longer in force."""
		return bool(self.evaluation and frappe.db.get_value(EVALUATION, self.evaluation, "docstatus") == 2)

	# --- who may do what ---------------------------------------------------------------------------------

	def may_decide(self) -> bool:
		"""Whether the session user is the one whose decision it is. A performance manager stands in for a
		rater, or a rater's superior, that there is none of, or who is the employee himself."""
		wanted = RELATION_OF.get(self.decider or "", access.MANAGER)
		nobody = (wanted == access.RATER and not self.rater) or (
			wanted == access.SUPERIOR and access.rater_of(self.rater) in (None, "", self.employee)
		)
		return bool(access.relations(self) & {access.MANAGER if nobody else wanted, access.SYSTEM})

	def may_work(self) -> bool:
		"""Whether the session user may note progress and close it: who decided, the responsible, the rater
		and managers; never the employee himself."""
		relation = access.relations(self)
		if access.SELF in relation:
			return False
		me = access.employee_of()
		return bool(relation & {access.RATER, access.MANAGER, access.SYSTEM}) or (
			self.may_decide() or bool(me and me.name == self.responsible)
		)

	def ask_decider(self) -> None:
		self.check_permission("read")
		if not self.may_decide():
			frappe.throw(
				_("This is decided by: {0}; nobody decides about himself.").format(_(self.decider)),
				frappe.PermissionError,
			)

	def ask_worker(self) -> None:
		self.check_permission("read")
		if not self.may_work():
			frappe.throw(
				_("Only who is responsible for it, the rater or a performance manager does this."),
				frappe.PermissionError,
			)

	def ask_status(self, *allowed: str) -> None:
		# another decision at the same moment waits here
		stored = frappe.db.get_value(FOLLOW_UP, self.name, "status", for_update=True)
		if stored not in allowed:
			frappe.throw(
				_("In the status {0} this is not possible any more, or not yet. Reload the form.").format(
					_(stored)
				)
			)

	# --- decisions ---------------------------------------------------------------------------------------

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def approve(self, due_date: str = "", responsible: str = "", reason: str = "") -> None:
		"""Decide that it is done, until the due date (empty: as stored, else counted from today by the rule)
		and by whom (empty: as stored, else the rater).

		Who: the decider named in the record. From: Proposed."""
		self.ask_decider()
		self.ask_status(PROPOSED)
		if self.result_is_replaced():
			frappe.throw(_("The result has been replaced: drop or reject what followed from it."))
		self.responsible = responsible or self.responsible
		self.due_date = due_date or self.due_date or self.counted_due_date()
		if self.due_date and getdate(self.due_date) < getdate():
			frappe.throw(_("{0} is in the past. Choose today or a later day.").format(_("Due Date")))
		self.decide(IN_PROGRESS, reason)
		self.tell(
			{self.employee, self.rater, self.responsible},
			lambda: _("A follow-up of {0} was decided: {1}."),
		)

	def counted_due_date(self) -> str | None:
		return add_days(today(), cint(self.days)) if cint(self.days) else None

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def reject(self, reason: str) -> None:
		"""Decide that nothing is done, with the reason. Who: the decider. From: Proposed."""
		self.ask_decider()
		self.ask_status(PROPOSED)
		self.decide(REJECTED, self.needed(reason, _("Reason for the Decision")))

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def drop(self, reason: str) -> None:
		"""Decide to stop what was approved, with the reason; an award is not published any more.

		Who: the decider. From: In Progress."""
		self.ask_decider()
		self.ask_status(IN_PROGRESS)
		self.unpublish()
		self.decide(DROPPED, self.needed(reason, _("Reason for the Decision")))
		self.tell({self.employee, self.responsible}, lambda: _("A follow-up of {0} was dropped: {1}."))

	def decide(self, status: str, reason: str | None) -> None:
		self.update(
			{
				"status": status,
				"decision_reason": (reason or "").strip() or None,
				"decided_by": frappe.session.user,
				"decided_on": now_datetime(),
			}
		)
		self.save_as_server()

	# --- work --------------------------------------------------------------------------------------------

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def add_note(self, note: str) -> None:
		"""Note progress. Who: as `may_work` says. From: In Progress."""
		self.ask_worker()
		self.ask_status(IN_PROGRESS)
		self.append(
			"notes",
			{
				"noted_on": now_datetime(),
				"noted_by": frappe.utils.get_fullname(frappe.session.user),
				"note": self.needed(note, _("Note")),
			},
		)
		self.save_as_server()

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def close(self, outcome: str, done_on: str = "") -> None:
		"""Record what came of it and close it; `done_on` empty: today.

		Who: as `may_work` says. From: In Progress."""
		self.ask_worker()
		self.ask_status(IN_PROGRESS)
		self.outcome = self.needed(outcome, _("Outcome"))
		self.done_on = getdate(done_on or today())
		if getdate(self.done_on) > getdate():
			frappe.throw(_("{0} is in the future.").format(_("Done On")))
		if getdate(self.done_on) < getdate(self.decided_on):
			frappe.throw(_("{0} is before the decision.").format(_("Done On")))
		self.status = DONE
		self.save_as_server()
		self.tell({self.employee, self.rater}, lambda: _("A follow-up of {0} is done: {1}."))

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def start_dialogue(self) -> str:
		"""Open the dialogue in which a coaching or counselling takes place and return its name; the one that
		is there already when it was opened before.

		Who: the rater. From: In Progress."""
		self.check_permission("read")
		if self.kind not in OF_THE_RATER:
			frappe.throw(_("A dialogue belongs to coaching and counselling only."))
		if access.RATER not in access.relations(self):
			frappe.throw(_("Only the rater begins this dialogue."), frappe.PermissionError)
		self.ask_status(IN_PROGRESS)
		opened = frappe.db.get_value(FOLLOW_UP, self.name, "dialogue")
		if opened:
			return opened
		dialogue = frappe.get_doc(
			doctype=DIALOGUE,
			employee=self.employee,
			dialogue_type=self.kind,
			date=today(),
			topic=self.subject,
		).insert()
		self.dialogue = dialogue.name
		self.save_as_server()
		return dialogue.name

	# --- awards ------------------------------------------------------------------------------------------

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def publish(self, published: bool) -> None:
		"""Put an award on the list of awards that everybody of the agency reads, or take it off.

		Who: performance managers of the agency, not the employee. From: In Progress, Done."""
		self.check_permission("read")
		if not access.relations(self) & {access.MANAGER, access.SYSTEM}:
			frappe.throw(
				_("Only a performance manager of the agency publishes awards."), frappe.PermissionError
			)
		if self.kind != FollowUpKind.AWARD.value:
			frappe.throw(_("Only awards are published."))
		self.ask_status(*APPROVED)
		if not published:
			self.unpublish()
			self.save_as_server()
			return
		self.needed(self.citation or "", _("Reason for Publication"))
		self.update({"published": 1, "published_on": now_datetime(), "published_by": frappe.session.user})
		self.save_as_server()
		self.tell({self.employee}, lambda: _("The award of {0} is on the published list: {1}."))

	def unpublish(self) -> None:
		self.update({"published": 0, "published_on": None, "published_by": None})

	# --- helpers -----------------------------------------------------------------------------------------

	def needed(self, text: str, label: str) -> str:
		if not (text or "").strip():
			frappe.throw(_("Write the {0}.").format(label))
		return text.strip()

	def save_as_server(self) -> None:
		# the caller has checked who asks; the status is the server's
		self.flags.asn_server_made = True
		self.save(ignore_permissions=True)

	def tell(self, employees: set[str | None], subject: Callable[[], str]) -> None:
		"""`subject` has placeholders for the employee and what is done."""
		values = escaped(self.employee_name, self.subject)
		users = notices.users_of(set(filter(None, employees)))
		notices.tell(
			users.values(), lambda: subject().format(*values), FOLLOW_UP, self.name, frappe.session.user
		)


def on_doctype_update() -> None:
	access.add_row_indexes(FOLLOW_UP, "creation")
	for fields in (["responsible", "status"], ["cycle", "kind", "status"], ["status", "due_date"]):
		frappe.db.add_index(FOLLOW_UP, fields)
