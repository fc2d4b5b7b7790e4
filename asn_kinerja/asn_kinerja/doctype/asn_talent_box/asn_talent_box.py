from asn_kinerja.child_row import ChildRow


class ASNTalentBox(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		box: DF.Int
		box_name: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		performance_level: DF.Literal["Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
		potential_level: DF.Literal["Tinggi", "Menengah", "Rendah"]
		recommendations: DF.SmallText
	# end: auto-generated types
