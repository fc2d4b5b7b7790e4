from asn_kinerja.child_row import ChildRow


class ASNAttendanceClass(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		deduction: DF.Float
		from_minutes: DF.Int
		kind: DF.Literal["Late", "Left Early"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		to_minutes: DF.Int
	# end: auto-generated types
