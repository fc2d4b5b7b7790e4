from asn_kinerja.child_row import ChildRow


class ASNSchemeBand(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from_score: DF.Float
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		predicate: DF.Literal["Sangat Baik", "Baik", "Butuh Perbaikan", "Cukup", "Kurang", "Sangat Kurang"]
		requires_new_idea: DF.Check
	# end: auto-generated types
