from asn_kinerja.child_row import ChildRow


class ASNTrainingCompetency(ChildRow):
	"""A competency that a training develops, and the level (1 to 5) to which it leads."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		competency: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		to_level: DF.Int
	# end: auto-generated types
