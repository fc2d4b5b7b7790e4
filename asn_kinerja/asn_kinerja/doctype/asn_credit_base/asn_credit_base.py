from asn_kinerja.child_row import ChildRow


class ASNCreditBase(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		functional_level: DF.Literal[
			"Pemula", "Terampil", "Mahir", "Penyelia", "Ahli Pertama", "Ahli Muda", "Ahli Madya", "Ahli Utama"
		]
		golongan: DF.Literal[
			"I/a",
			"I/b",
			"I/c",
			"I/d",
			"II/a",
			"II/b",
			"II/c",
			"II/d",
			"III/a",
			"III/b",
			"III/c",
			"III/d",
			"IV/a",
			"IV/b",
			"IV/c",
			"IV/d",
			"IV/e",
		]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		points: DF.Float
	# end: auto-generated types
