from asn_kinerja.child_row import ChildRow


class ASNCycleStage(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		due_date: DF.Date
		evaluations: DF.Int
		from_date: DF.Date
		opened_on: DF.Datetime | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		stage_name: DF.Data
		stage_type: DF.Literal["Periodic", "Annual"]
		to_date: DF.Date
	# end: auto-generated types
