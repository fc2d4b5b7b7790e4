import frappe
from frappe import _
from frappe.utils.nestedset import NestedSet

from asn_kinerja.messages import escaped


class ASNStrategicObjective(NestedSet):
	"""A node of the agency's strategy: vision, mission, objective, programme. Plan items point to it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		code: DF.Data | None
		company: DF.Link
		description: DF.SmallText | None
		is_group: DF.Check
		level: DF.Literal["Vision", "Mission", "Objective", "Programme"]
		lft: DF.Int
		objective_name: DF.Data
		old_parent: DF.Data | None
		parent_asn_strategic_objective: DF.Link | None
		perspective: DF.Literal["", "Penerima Layanan", "Proses Bisnis", "Penguatan Internal", "Anggaran"]
		rgt: DF.Int
	# end: auto-generated types

	nsm_parent_field = "parent_asn_strategic_objective"

	LEVELS = ("Vision", "Mission", "Objective", "Programme")

	def validate(self) -> None:
		if not self.parent_asn_strategic_objective:
			return
		parent = frappe.db.get_value(
			"ASN Strategic Objective",
			self.parent_asn_strategic_objective,
			["objective_name", "level", "company"],
			as_dict=True,
		)
		if parent.company != self.company:
			frappe.throw(_("{0} belongs to {1}.").format(*escaped(parent.objective_name, parent.company)))
		if self.LEVELS.index(parent.level) > self.LEVELS.index(self.level):
			frappe.throw(
				_("{0} ({1}) cannot stand below {2} ({3}).").format(
					*escaped(self.objective_name, _(self.level), parent.objective_name, _(parent.level))
				)
			)


def on_doctype_update() -> None:
	frappe.db.add_index("ASN Strategic Objective", ["lft", "rgt"])
