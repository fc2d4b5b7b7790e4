from asn_kinerja.child_row import ChildRow


class ASNSchemePredicate(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		behaviour: DF.Literal["Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		predicate: DF.Literal["Sangat Baik", "Baik", "Butuh Perbaikan", "Cukup", "Kurang", "Sangat Kurang"]
		work_result: DF.Literal["Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
	# end: auto-generated types
