from asn_kinerja.child_row import ChildRow


class ASNCreditLevel(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		category: DF.Literal["Keterampilan", "Keahlian"]
		coefficient: DF.Float
		functional_level: DF.Literal[
			"Pemula", "Terampil", "Mahir", "Penyelia", "Ahli Pertama", "Ahli Muda", "Ahli Madya", "Ahli Utama"
		]
		golongan_from: DF.Literal[
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
		golongan_to: DF.Literal[
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
		level_points: DF.Float
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rank_points: DF.Float
	# end: auto-generated types
