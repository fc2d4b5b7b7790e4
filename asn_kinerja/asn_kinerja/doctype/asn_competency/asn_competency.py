from frappe.model.document import Document


class ASNCompetency(Document):
	"""A competency of the dictionary (kamus kompetensi) with its five levels.

	Source: PermenPAN-RB 38/2017."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_competency_level.asn_competency_level import (
			ASNCompetencyLevel,
		)

		code: DF.Data | None
		definition: DF.SmallText
		disabled: DF.Check
		kind: DF.Literal["Managerial", "Socio-Cultural", "Technical"]
		levels: DF.Table[ASNCompetencyLevel]
		sequence: DF.Int
		source: DF.SmallText | None
		title: DF.Data
	# end: auto-generated types
