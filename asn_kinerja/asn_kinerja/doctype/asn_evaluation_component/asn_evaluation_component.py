from asn_kinerja.child_row import ChildRow


class ASNEvaluationComponent(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		contribution: DF.Float
		effective_weight: DF.Float
		missing: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		score: DF.Float
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
