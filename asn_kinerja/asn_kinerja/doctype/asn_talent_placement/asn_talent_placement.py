import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja import access
from asn_kinerja.competency import standards
from asn_kinerja.talent import PLACEMENT, fitting, grid, rules


class ASNTalentPlacement(Document):
	"""Where a person stands in a talent map (PermenPAN-RB 3/2020): made by the map's job, published with the
	map, frozen from then on. The employee sees his own once it is published."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		as_of_date: DF.Date | None
		assessment: DF.Link | None
		box: DF.Int
		box_name: DF.Data | None
		company: DF.Link | None
		cycle: DF.Link | None
		department: DF.Link | None
		designation: DF.Link | None
		employee: DF.Link
		employee_name: DF.Data | None
		evaluation: DF.Link | None
		explanation: DF.LongText | None
		job_match: DF.Percent
		map: DF.Link
		movement: DF.Literal["", "Up", "Same", "Down", "Mixed"]
		nip: DF.Data | None
		performance_level: DF.Literal["", "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
		performance_movement: DF.Literal["", "Up", "Same", "Down"]
		performance_value: DF.Data | None
		placement_key: DF.Data | None
		position_type: DF.Data | None
		potential_level: DF.Literal["", "Tinggi", "Menengah", "Rendah"]
		potential_movement: DF.Literal["", "Up", "Same", "Down"]
		potential_value: DF.Float
		previous: DF.Link | None
		previous_box: DF.Int
		rater: DF.Link | None
		rater_name: DF.Data | None
		reason: DF.Literal[
			"",
			"No Result and No Assessment",
			"No Released Result",
			"Objection Not Decided",
			"No Score in the Result",
			"No Predicate in the Result",
			"No Work Result Rating in the Result",
			"No Competency Assessment",
			"No Job Person Match in the Assessment",
			"No Potential Score in the Assessment",
		]
		recommendations: DF.SmallText | None
		rule: DF.Link | None
		stage_name: DF.Data | None
		status: DF.Literal["Draft", "Published"]
		title: DF.Data | None
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)
		if self.box:
			self.set_onload("asn_grid", grid.small(rules.of(self.rule).boxes, self.box, self.previous_box))
		self.set_onload("asn_positions", [fitting.told(position) for position in fitting.of_placement(self)])
		standard = standards.of_positions([self.designation], self.company).get(self.designation)
		self.set_onload("asn_standard", standard and standard.name)

	def before_validate(self) -> None:
		access.guard(self)
		self.refuse()

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		self.refuse()

	def on_trash(self) -> None:
		self.refuse()

	def refuse(self) -> None:
		"""Raise PermissionError: placements are the job's."""
		frappe.throw(
			_("The talent map places people; nobody enters, changes or deletes a place. Make a new map."),
			frappe.PermissionError,
		)


def on_doctype_update() -> None:
	access.add_row_indexes(PLACEMENT, "as_of_date")
	frappe.db.add_index(PLACEMENT, ["map", "box"])
