from frappe.model.document import Document


class ASNIndicator(Document):
	"""An indicator of the agency's library, from which work plans take unit, aspect and direction."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_indicator_designation.asn_indicator_designation import (
			ASNIndicatorDesignation,
		)

		aspect: DF.Literal["Kuantitas", "Kualitas", "Waktu", "Biaya"]
		data_source: DF.Literal["Manual", "Daily Activity"]
		description: DF.SmallText | None
		designations: DF.TableMultiSelect[ASNIndicatorDesignation]
		direction: DF.Literal["Higher", "Lower", "Range", "Exact"]
		disabled: DF.Check
		indicator_name: DF.Data
		summarise: DF.Literal["Added Up", "Averaged"]
		unit: DF.Data
	# end: auto-generated types
