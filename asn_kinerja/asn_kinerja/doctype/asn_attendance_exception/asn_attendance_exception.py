from asn_kinerja.child_row import ChildRow


class ASNAttendanceException(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		date: DF.Date
		kind: DF.Literal["", "Late", "Left Early", "No Clock-In", "No Clock-Out", "Absent", "Missed Ceremony"]
		minutes: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
