from asn_kinerja.child_row import ChildRow


class ASNCompetencyWeight(ChildRow):
	"""How much technical competencies weigh beside the managerial and socio-cultural ones, by position."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

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
		managerial_weight: DF.Percent
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
		technical_weight: DF.Percent
	# end: auto-generated types
