from asn_kinerja.child_row import ChildRow


class ASNSchemeImpactPoints(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		bonus: DF.Float
		level: DF.Link
		new_idea: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		points: DF.Float
	# end: auto-generated types
