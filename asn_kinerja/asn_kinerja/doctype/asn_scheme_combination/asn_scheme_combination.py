from asn_kinerja.child_row import ChildRow


class ASNSchemeCombination(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		at_least_best: DF.Int
		at_most_cukup: DF.Int
		at_most_kurang: DF.Int
		at_most_sangat_kurang: DF.Int
		category: DF.Literal["Sangat Baik", "Baik", "Cukup", "Kurang", "Sangat Kurang"]
		indicators: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		value: DF.Float
	# end: auto-generated types
