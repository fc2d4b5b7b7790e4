from asn_kinerja.child_row import ChildRow


class ASNDisciplineStep(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from_days: DF.Int
		level: DF.Literal["Ringan", "Sedang", "Berat"]
		months: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		sanction: DF.Data
		to_days: DF.Int
	# end: auto-generated types
