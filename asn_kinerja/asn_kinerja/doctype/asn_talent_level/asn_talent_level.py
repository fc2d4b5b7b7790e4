from asn_kinerja.child_row import ChildRow


class ASNTalentLevel(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		level: DF.Literal["Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		result: DF.Literal[
			"Sangat Baik",
			"Baik",
			"Cukup",
			"Butuh Perbaikan",
			"Kurang",
			"Sangat Kurang",
			"Di Atas Ekspektasi",
			"Sesuai Ekspektasi",
			"Di Bawah Ekspektasi",
		]
	# end: auto-generated types
