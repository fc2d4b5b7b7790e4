from asn_kinerja.child_row import ChildRow


class ASNPlanBatchProblem(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		file_column: DF.Data | None
		file_row: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		person: DF.Data | None
		problem: DF.SmallText | None
		value: DF.Data | None
	# end: auto-generated types
