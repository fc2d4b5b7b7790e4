from asn_kinerja.child_row import ChildRow


class ASNStandardCompetency(ChildRow):
	"""A competency that a position asks for, with its level (1 to 5) and weight."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		competency: DF.Link
		kind: DF.Literal["Managerial", "Socio-Cultural", "Technical"]
		level: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		weight: DF.Float
	# end: auto-generated types
