from asn_kinerja.child_row import ChildRow


class ASNAllowanceBase(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		currency: DF.Link | None
		designation: DF.Link | None
		functional_level: DF.Literal[
			"",
			"Pemula",
			"Terampil",
			"Mahir",
			"Penyelia",
			"Ahli Pertama",
			"Ahli Muda",
			"Ahli Madya",
			"Ahli Utama",
		]
		golongan: DF.Literal[
			"",
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
			"I",
			"II",
			"III",
			"IV",
			"V",
			"VI",
			"VII",
			"VIII",
			"IX",
			"X",
			"XI",
			"XII",
			"XIII",
			"XIV",
			"XV",
			"XVI",
			"XVII",
		]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		position_type: DF.Literal[
			"",
			"JPT Utama",
			"JPT Madya",
			"JPT Pratama",
			"Administrator",
			"Pengawas",
			"Pelaksana",
			"Fungsional",
		]
	# end: auto-generated types
