from asn_kinerja.child_row import ChildRow


class ASNResultMatrixCell(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		cascading: DF.Literal["Direct", "Non-direct"]
		contribution: DF.SmallText
		employee: DF.Link
		employee_name: DF.Data | None
		measure: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		pushed_on: DF.Datetime | None
		pushed_to: DF.Link | None
		superior_item: DF.Data
		superior_result: DF.SmallText | None
		target: DF.Float
		unit: DF.Data | None
	# end: auto-generated types
