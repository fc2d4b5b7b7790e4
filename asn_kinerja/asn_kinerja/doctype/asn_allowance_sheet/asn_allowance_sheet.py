import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now

from asn_kinerja import access
from asn_kinerja.allowance import bases, calculating, salary, sheets, telling
from asn_kinerja.allowance.rules import RULE
from asn_kinerja.messages import escaped


class ASNAllowanceSheet(Document):
	"""The allowance of an agency for a month: a line for everybody, calculated in a background job as
	often as wanted, and frozen by the approval. What differs from it later, such as for late data, is paid by
	supplementary sheets of the month, from number 2 on, with lines for those whom it concerns."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_allowance_entered_base.asn_allowance_entered_base import (
			ASNAllowanceEnteredBase,
		)

		amount_total: DF.Currency
		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		base_total: DF.Currency
		bases_by_hand: DF.Table[ASNAllowanceEnteredBase]
		calculated_on: DF.Datetime | None
		company: DF.Link
		currency: DF.Link | None
		left_out: DF.Int
		month: DF.Date
		number: DF.Int
		people: DF.Int
		rule: DF.Link
		sheet_key: DF.Data | None
		status: DF.Literal["Draft", "Approved"]
		title: DF.Data | None
		with_notes: DF.Int
	# end: auto-generated types

	def onload(self) -> None:
		self.set_onload("asn_replaced", len(sheets.replaced(self.name)))

	def validate(self) -> None:
		self.keep_from_server()
		self.month = getdate(self.month).replace(day=1)
		if not self.flags.asn_server_made:
			self.check_open()
			self.check_rule()
			self.check_alone()
			bases.check(self)
			self.number = sheets.next_number(self.company, self.month)
		self.title = sheets.title(self.company, self.month, self.number)
		self.sheet_key = sheets.key(self.company, self.month, self.number)
		if not self.flags.asn_server_made:
			self.forget_calculation()

	def keep_from_server(self) -> None:
		"""What the server counts and decides is not taken from a client."""
		if self.flags.asn_server_made:
			return
		before = self.get_doc_before_save() or frappe.new_doc(self.doctype)
		self.update({field: before.get(field) for field in sheets.SERVER_SET})

	def check_open(self) -> None:
		if self.status == sheets.APPROVED:
			frappe.throw(_("{0} is approved and does not change any more.").format(*escaped(self.title)))

	def check_rule(self) -> None:
		docstatus = frappe.db.get_value(RULE, self.rule, "docstatus")
		if docstatus == sheets.CANCELLED:
			frappe.throw(_("The rule is cancelled: choose the one in force and calculate again."))
		if docstatus != 1:
			frappe.throw(_("Choose a submitted {0}.").format(_("ASN Allowance Rule")))

	def check_alone(self) -> None:
		"""One draft at a time: a supplementary sheet goes out from what is approved. Of two that are made at
		the same moment the unique key lets one be."""
		same = {"company": self.company, "month": self.month, "status": sheets.DRAFT}
		if other := frappe.db.get_value(self.doctype, {**same, "name": ["!=", self.name or ""]}, "title"):
			frappe.throw(
				_(
					"There is a draft for this agency and month already: {0}. Approve it first, or delete it."
				).format(*escaped(other))
			)

	def forget_calculation(self) -> None:
		"""Lines of another rule, agency or month, or by other bases, are no lines of this sheet."""
		if any(self.has_value_changed(field) for field in ("rule", "sheet_key")) or bases.changed(self):
			self.calculated_on = None

	def on_trash(self) -> None:
		self.check_open()
		# calculated and shown to nobody yet
		frappe.db.delete(sheets.LINE, {"sheet": self.name})

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def calculate(self) -> bool:
		"""Queue the calculation of all lines; False when it is on its way already.

		Who: performance managers of the agency. From: Draft."""
		self.check_manager()
		self.check_open()
		self.check_rule()
		return calculating.enqueue(self.name)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def approve(self) -> None:
		"""Freeze the sheet, show everybody his line and tell him of it.

		Who: performance managers of the agency. From: Draft, calculated."""
		self.check_manager()
		# a calculation that begins waits here, and finds the sheet approved; one that is running has cleared
		# `calculated_on`. What is read without a lock may be older than the wait for it: hence the totals too
		fields = ["status", "rule", "calculated_on", *sheets.TOTALS]
		stored = frappe.db.get_value(self.doctype, self.name, fields, as_dict=True, for_update=True)
		self.update({field: stored[field] for field in ("status", "rule")})
		self.check_open()
		self.check_rule()
		if not stored.calculated_on:
			frappe.throw(
				_("Calculate the sheet first. If it is being calculated, wait until all lines are there.")
			)
		if self.number > 1 and not stored.people:
			frappe.throw(_("Nothing differs from what was approved before: delete this sheet."))
		if paid := sheets.paid_since(self.name):
			frappe.throw(
				_("Another sheet pays {0} of these people for the month. Calculate the sheet again.").format(
					paid
				)
			)
		self.update(
			{**stored, "status": sheets.APPROVED, "approved_by": frappe.session.user, "approved_on": now()}
		)
		self.flags.asn_server_made = True
		self.save(ignore_permissions=True)
		# one statement for many thousand lines, which have no rules of their own
		frappe.db.set_value(sheets.LINE, {"sheet": self.name}, "status", sheets.APPROVED)
		telling.enqueue(self.name)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def make_salaries(self) -> bool:
		"""Queue drafts of Additional Salary in Frappe HR; False when this is on its way already.

		Who: performance managers of the agency. From: Approved."""
		self.check_manager()
		if self.status != sheets.APPROVED:
			frappe.throw(_("Approve the sheet first."))
		salary.check(self.rule)
		return salary.enqueue(self.name)

	def check_manager(self) -> None:
		self.check_permission("write")
		if not access.is_manager_of(self.company, self.doctype):
			frappe.throw(
				_("Only a performance manager of {0} does this for many.").format(*escaped(self.company)),
				frappe.PermissionError,
			)
