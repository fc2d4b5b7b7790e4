from asn_kinerja.child_row import ChildRow


class ASNSchemeValueBand(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		achievement_from: DF.Float
		achievement_to: DF.Float
		category: DF.Literal["Sangat Baik", "Baik", "Cukup", "Kurang", "Sangat Kurang"]
		maximum_target: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		value_from: DF.Float
		value_to: DF.Float
	# end: auto-generated types
