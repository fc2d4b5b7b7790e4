from asn_kinerja.child_row import ChildRow


class ASNCompetencyLevel(ChildRow):
	"""A level of a competency, 1 to 5, with the behaviours by which it is recognised."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		behaviours: DF.Text | None
		description: DF.SmallText
		level: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
