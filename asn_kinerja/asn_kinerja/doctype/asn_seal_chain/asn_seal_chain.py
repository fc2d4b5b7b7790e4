from frappe.model.document import Document


class ASNSealChain(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		chain_hash: DF.Data | None
		cycle: DF.Link
		sequence: DF.Int
	# end: auto-generated types
