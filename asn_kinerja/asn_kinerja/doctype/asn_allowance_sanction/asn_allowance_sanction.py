from asn_kinerja.child_row import ChildRow


class ASNAllowanceSanction(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		cut_from: DF.Literal["Discipline Part", "Whole Allowance"]
		level: DF.Literal["Ringan", "Sedang", "Berat"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		points: DF.Percent
	# end: auto-generated types
