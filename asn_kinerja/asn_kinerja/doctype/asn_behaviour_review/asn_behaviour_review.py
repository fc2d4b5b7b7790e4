import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, now_datetime

from asn_kinerja import access, notices
from asn_kinerja.evaluation import rater_part
from asn_kinerja.messages import escaped
from asn_kinerja.reviews import state, values

LONGEST = 2000  # characters of a comment
# What a reviewer never touches; the field rule says so to everybody but Administrator.
FIXED = ("employee", "reviewer", "reviewer_group", "cycle", "stage", "status", "rater", "review_key")


class ASNBehaviourReview(Document):
	"""One reviewer's view of one employee's behaviour in one stage (360): seven values with comments.

	Made, changed and assigned by `asn_kinerja.reviews`; written by the reviewer, submitted once. Towards the
	employee it is anonymous: see `access.rows`. Source: PermenPAN-RB 6/2022 (feedback of colleagues and
	subordinates), PP 30/2019, article 41(3).
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_behaviour_review_rating.asn_behaviour_review_rating import (
			ASNBehaviourReviewRating,
		)

		company: DF.Link | None
		cycle: DF.Link
		decline_reason: DF.SmallText | None
		department: DF.Link | None
		designation: DF.Link | None
		due_date: DF.Date | None
		employee: DF.Link
		employee_name: DF.Data | None
		general_comment: DF.Text | None
		rater: DF.Link | None
		rater_name: DF.Data | None
		ratings: DF.Table[ASNBehaviourReviewRating]
		review_key: DF.Data | None
		reviewer: DF.Link
		reviewer_group: DF.Literal["Self", "Superior", "Peer", "Subordinate"]
		reviewer_name: DF.Data | None
		shared_work: DF.Check
		stage: DF.Data
		stage_name: DF.Data | None
		status: DF.Literal["Proposed", "Assigned", "Submitted", "Declined"]
		submitted_on: DF.Datetime | None
		title: DF.Data | None
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)
		self.set_onload("asn_values", values.with_guides())
		self.set_onload("asn_running", state.is_running(self.employee, self.stage))

	def before_insert(self) -> None:
		if not self.flags.asn_server_made:
			frappe.throw(
				_("Reviewers are chosen in the evaluation, by the rater of the employee."),
				frappe.PermissionError,
			)

	def before_validate(self) -> None:
		access.guard(self)
		if not self.is_new() and not self.flags.asn_server_made:
			self.check_writable()
		values.arrange(self)

	def validate(self) -> None:
		self.check_comments()

	def notify_update(self) -> None:
		"""Frappe would tell everybody who has a list of reviews open who has just saved which of them."""

	def check_writable(self) -> None:
		"""Only an assigned review of a running evaluation is written, and only its content."""
		before = self.get_doc_before_save()
		for field in FIXED:
			if cstr(self.get(field)) != cstr(before.get(field)):
				frappe.throw(
					_("{0} is not changed here.").format(frappe.bold(_(self.meta.get_label(field)))),
					frappe.PermissionError,
				)
		self.check_assigned()
		self.check_running()

	def check_assigned(self) -> None:
		if self.status == state.SUBMITTED:
			frappe.throw(_("A submitted review is not changed any more."), frappe.PermissionError)
		if self.status != state.ASSIGNED:
			frappe.throw(
				_("In the state {0} nothing is written into a review.").format(_(self.status)),
				frappe.PermissionError,
			)

	def check_running(self, lock: bool = False) -> None:
		if not state.is_running(self.employee, self.stage, lock=lock):
			frappe.throw(
				_("The evaluation of {0} is released: reviews are closed.").format(*escaped(self.title)),
				frappe.PermissionError,
			)

	def check_comments(self) -> None:
		texts = [(_("General Comment"), self.general_comment)]
		texts += [(row.behaviour_value, row.comment) for row in self.ratings]
		for label, text in texts:
			if len(text or "") > LONGEST:
				frappe.throw(
					_("{0}: write no more than {1} characters.").format(*escaped(label, LONGEST)),
				)

	def check_reviewer(self) -> None:
		if access.REVIEWER not in access.relations(self):
			frappe.throw(_("Only the reviewer does this."), frappe.PermissionError)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def submit_review(self) -> str:
		"""Hand in the stored review, once and for all; returns the new status.

		Who: the reviewer. From: Assigned, while the evaluation is not released. Raises naming the values
		without a rating."""
		self.check_permission("write")
		self.check_reviewer()
		self.check_assigned()
		self.check_running(lock=True)
		if missing := [row.behaviour_value for row in self.ratings if not row.rating]:
			frappe.throw(
				_("Rate every value; still without a rating: {0}.").format(*escaped(", ".join(missing)))
			)
		if not self.ratings:
			frappe.throw(_("Rate every value before you submit the review."))
		self.status = state.SUBMITTED
		self.submitted_on = now_datetime()
		self.save_as_server()
		if self.reviewer == self.rater:
			rater_part.take_over(self)
		return self.status

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def decline(self, reason: str) -> str:
		"""Decline to review, with the reason, which the rater reads; he may name somebody else. What was
		written so far is dropped. Returns the new status.

		Who: the reviewer, of a peer or superior of his (the employee and the rater owe their view)."""
		self.check_permission("write")
		self.check_reviewer()
		self.check_assigned()
		self.check_running(lock=True)
		if self.reviewer_group not in state.INVITED:
			frappe.throw(_("The employee and the superior do not decline. Write the review."))
		if not (reason or "").strip():
			frappe.throw(_("Write the {0} first.").format(_("Reason for Declining")))
		if len(reason) > LONGEST:
			frappe.throw(
				_("{0}: write no more than {1} characters.").format(_("Reason for Declining"), LONGEST)
			)
		self.update({"status": state.DECLINED, "decline_reason": reason.strip(), "general_comment": None})
		self.set("ratings", [])
		self.save_as_server()
		self.tell_rater()
		return self.status

	def save_as_server(self) -> None:
		# the caller has checked who asks; the status is the server's
		self.flags.asn_server_made = True
		self.save(ignore_permissions=True)

	def tell_rater(self) -> None:
		names = escaped(self.reviewer_name, self.employee_name)
		notices.tell_employee(
			self.rater,
			lambda: _("{0} has declined to review the behaviour of {1}. You may name somebody else.").format(
				*names
			),
			self.doctype,
			self.name,
			from_user=frappe.session.user,
		)


def on_doctype_update() -> None:
	access.add_row_indexes("ASN Behaviour Review", "due_date")
	frappe.db.add_index("ASN Behaviour Review", ["stage", "employee", "status"])
	frappe.db.add_index("ASN Behaviour Review", ["reviewer", "status", "due_date"])
