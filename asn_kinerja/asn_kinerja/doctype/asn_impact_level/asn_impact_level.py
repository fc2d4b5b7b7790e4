from frappe.model.document import Document


class ASNImpactLevel(Document):
	"""How far an innovation reaches; what a level is worth is data of the scoring scheme."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		description: DF.SmallText | None
		disabled: DF.Check
		level_name: DF.Data
		sequence: DF.Int
	# end: auto-generated types
