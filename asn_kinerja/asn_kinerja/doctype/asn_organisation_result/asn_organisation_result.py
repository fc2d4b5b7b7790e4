import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from asn_kinerja.evaluation import organisation
from asn_kinerja.messages import escaped


class ASNOrganisationResult(Document):
	"""The predicate of a unit, or of the whole agency, for a stage (predikat kinerja organisasi).

	Set by the head of the level above, or recorded by a performance manager. Source: PermenPAN-RB 6/2022,
	articles 24-25; SE MenPAN-RB 3/2023.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		basis: DF.SmallText
		company: DF.Link | None
		cycle: DF.Link
		department: DF.Link | None
		predicate: DF.Literal["", "Istimewa", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang"]
		result_key: DF.Data | None
		set_by: DF.Link | None
		set_on: DF.Datetime | None
		stage: DF.Data | None
		stage_name: DF.Autocomplete
		title: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		self.fill()
		self.check_setter()
		self.check_single()
		self.set_setter()

	def on_trash(self) -> None:
		self.check_cycle_open()
		self.check_setter()

	def fill(self) -> None:
		"""Agency, stage and key follow from the cycle and the unit."""
		self.check_cycle_open()
		stages = frappe.get_all(
			"ASN Cycle Stage",
			filters={"parent": self.cycle, "stage_name": self.stage_name},
			pluck="name",
			order_by="idx",
		)
		if not stages:
			frappe.throw(_("{0} is no stage of the cycle {1}.").format(*escaped(self.stage_name, self.cycle)))
		self.stage = stages[0]
		self.company = frappe.db.get_value("ASN Performance Cycle", self.cycle, "company")
		unit = self.company
		if self.department:
			unit, company = frappe.db.get_value("Department", self.department, ["department_name", "company"])
			if company != self.company:
				frappe.throw(
					_("{0} is no unit of the agency {1}.").format(*escaped(self.department, self.company))
				)
		self.title = organisation.title(unit, self.stage_name)
		self.result_key = f"{self.stage}::{self.department or ''}"

	def check_cycle_open(self) -> None:
		if frappe.db.get_value("ASN Performance Cycle", self.cycle, "status") == "Closed":
			frappe.throw(_("The cycle {0} is closed.").format(*escaped(self.cycle)))

	def check_setter(self) -> None:
		if not organisation.may_set(self.company, self.department):
			frappe.throw(
				_(
					"The predicate of a unit is set by the superior of its head, or by a performance manager "
					"who does not head it."
				),
				frappe.PermissionError,
			)

	def check_single(self) -> None:
		"""A clear message; the unique key decides."""
		other = frappe.db.get_value(
			self.doctype, {"result_key": self.result_key, "name": ["!=", self.name or ""]}
		)
		if other:
			frappe.throw(
				_("{0} has a predicate already. Open and change it: {1}.").format(
					*escaped(self.title, other)
				),
				frappe.DuplicateEntryError,
			)

	def set_setter(self) -> None:
		before = self.get_doc_before_save()
		kept = before and (before.predicate, before.basis) == (self.predicate, self.basis)
		self.set_by = before.set_by if kept else frappe.session.user
		self.set_on = before.set_on if kept else now_datetime()
