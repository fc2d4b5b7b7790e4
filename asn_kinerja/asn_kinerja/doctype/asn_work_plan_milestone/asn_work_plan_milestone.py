from asn_kinerja.child_row import ChildRow


class ASNWorkPlanMilestone(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.SmallText | None
		item_key: DF.Data | None
		item_no: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		result: DF.SmallText | None
		stage_name: DF.Autocomplete
		target: DF.Float
	# end: auto-generated types
