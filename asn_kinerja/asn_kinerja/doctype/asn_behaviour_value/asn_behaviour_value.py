from frappe.model.document import Document


class ASNBehaviourValue(Document):
	"""A core value of civil servants (BerAKHLAK) with its guides of conduct.

	Source: Surat Edaran MenPAN-RB 20/2021.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_behaviour_guide.asn_behaviour_guide import ASNBehaviourGuide

		disabled: DF.Check
		guides: DF.Table[ASNBehaviourGuide]
		legal_basis: DF.Data | None
		sequence: DF.Int
		value_name: DF.Data
	# end: auto-generated types
