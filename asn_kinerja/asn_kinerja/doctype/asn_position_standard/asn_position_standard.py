from frappe.model.document import Document


class ASNPositionStandard(Document):
	"""The competencies that a position asks for, with level and weight (standar kompetensi jabatan), or a
	template for positions of a kind.

	Source: PermenPAN-RB 38/2017."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_standard_competency.asn_standard_competency import (
			ASNStandardCompetency,
		)

		company: DF.Link | None
		competencies: DF.Table[ASNStandardCompetency]
		designation: DF.Link | None
		disabled: DF.Check
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
		is_template: DF.Check
		managerial_weight: DF.Percent
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
		title: DF.Data
	# end: auto-generated types
