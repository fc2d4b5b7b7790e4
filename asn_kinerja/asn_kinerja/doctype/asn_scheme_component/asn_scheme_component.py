from asn_kinerja.child_row import ChildRow


class ASNSchemeComponent(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		missing_policy: DF.Literal["Spread Weight", "Count as Zero", "Block"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		source: DF.Literal[
			"Work Result",
			"Behaviour",
			"Attendance",
			"Discipline",
			"Team Contribution",
			"Innovation",
			"Self-Development",
			"Public Satisfaction",
			"Competency",
			"Progress",
		]
		weight: DF.Float
	# end: auto-generated types
