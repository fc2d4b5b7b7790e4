from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from asn_kinerja import access
from asn_kinerja.messages import escaped
from asn_kinerja.talent import DRAFT, MAP, PLACEMENT, PUBLISHED, RULE, placing, publishing, standing


class ASNTalentMap(Document):
	"""The talent map of an agency on a day (pemetaan talenta, PermenPAN-RB 3/2020): made and published by its
	performance managers. Published it is frozen; a correction is a new map."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		as_of_date: DF.Date
		company: DF.Link
		cycle: DF.Link
		not_placed: DF.Int
		people: DF.Int
		placed: DF.Int
		placed_on: DF.Datetime | None
		previous_map: DF.Link | None
		published_by: DF.Link | None
		published_on: DF.Datetime | None
		rule: DF.Link
		status: DF.Literal["Draft", "Published"]
		title: DF.Data
	# end: auto-generated types

	INPUTS = ("company", "cycle", "rule", "as_of_date")
	# the job's and the methods'
	OUTCOME = ("people", "placed", "not_placed", "placed_on", "previous_map")

	def onload(self) -> None:
		"""Why how many are not placed, for those who work on the map."""
		self.set_onload("asn_manager", access.is_manager_of(self.company, MAP))
		if access.sees_everyone():
			self.set_onload("asn_reasons", placing.reasons(self.name))

	def before_validate(self) -> None:
		self.check_manager()
		self.keep_outcome()

	def validate(self) -> None:
		self.check_rule()
		self.check_cycle()
		if getdate(self.as_of_date) > getdate():
			frappe.throw(_("{0} is in the future.").format(_("As of Date")))

	def on_trash(self) -> None:
		self.check_manager()
		self.check_draft(frappe.db.get_value(MAP, self.name, "status", for_update=True))
		self.forget_placements()

	# --- rules -----------------------------------------------------------------------------------------

	def check_manager(self) -> None:
		"""Raise PermissionError unless the user is a performance manager of the agency, before and after."""
		before = self.get_doc_before_save()
		for company in filter(None, {self.company, before and before.company}):
			if not access.is_manager_of(company, MAP):
				frappe.throw(
					_("Only a performance manager of {0} makes and publishes its talent maps.").format(
						*escaped(company)
					),
					frappe.PermissionError,
				)

	def check_draft(self, status: str | None) -> None:
		if status == PUBLISHED:
			frappe.throw(
				_("A published talent map does not change. Make a new map to correct it."),
				frappe.PermissionError,
			)

	def keep_outcome(self) -> None:
		"""The outcome is the job's: put back what is stored, or nothing when the map is another one now."""
		before = self.get_doc_before_save()
		if not before:
			self.status = DRAFT
		else:
			# a publication at the same moment is seen, not written over
			self.status = frappe.db.get_value(MAP, self.name, "status", for_update=True)
			self.check_draft(self.status)
		same = before and all(
			access.same_value(self.meta.get_field(field).fieldtype, before.get(field), self.get(field))
			for field in self.INPUTS
		)
		for field in self.OUTCOME:
			blank = 0 if self.meta.get_field(field).fieldtype == "Int" else None
			self.set(field, before.get(field) if same else blank)
		self.published_on = self.published_by = None
		if before and not same:
			self.forget_placements()

	def forget_placements(self) -> None:
		frappe.db.delete(PLACEMENT, {"map": self.name})

	def check_rule(self) -> None:
		"""Asked in every step: a draft does not keep anybody from cancelling its rule."""
		docstatus = frappe.db.get_value(RULE, self.rule, "docstatus")
		if docstatus == 2:
			frappe.throw(
				_("The talent rule {0} has been cancelled. Choose another one.").format(*escaped(self.rule))
			)
		if docstatus != 1:
			frappe.throw(
				_("The talent rule {0} is not submitted. Check and submit it first.").format(
					*escaped(self.rule)
				)
			)

	def check_cycle(self) -> None:
		company = frappe.db.get_value("ASN Performance Cycle", self.cycle, "company")
		if company != self.company:
			frappe.throw(
				_("{0} is the cycle of {1}, not of {2}.").format(*escaped(self.cycle, company, self.company))
			)

	# --- actions ---------------------------------------------------------------------------------------

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def place(self) -> bool:
		"""Start the background job that places everybody of the agency; False when it is waiting or running
		already. Repeating it places everybody anew by what is known then.

		Who: performance managers of the agency. From: Draft."""
		self.check_permission("write")
		self.check_manager()
		self.check_draft(self.status)
		self.check_rule()
		return placing.enqueue(self.name)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def publish(self) -> None:
		"""Publish the map with all its placements: from then on it is frozen, people see their own.

		Who: performance managers of the agency. From: Draft, when the placing has come to its end and what it
		rests on is still what counts."""
		self.check_permission("write")
		self.check_manager()
		# a job at work on the same map waits here, or is waited for
		stored: dict[str, Any] = frappe.db.get_value(
			MAP, self.name, ["status", "placed_on", "placed"], as_dict=True, for_update=True
		)
		self.check_draft(stored["status"])
		self.check_rule()
		if not stored["placed_on"]:
			frappe.throw(_("Not everybody has been looked at yet. Place the people first."))
		if not stored["placed"]:
			frappe.throw(_("Nobody has a box in this map. See the reasons, then place the people again."))
		if changed := standing.changed(self.name, self.cycle, self.as_of_date):
			frappe.throw(
				_("The results of {0} people have changed since the placing. Place the people again.").format(
					changed
				)
			)
		publishing.store(self.name)
		publishing.enqueue(self.name)


def on_doctype_update() -> None:
	frappe.db.add_index(MAP, ["company", "status", "as_of_date"])
