from asn_kinerja.child_row import ChildRow


class ASNDevelopmentRuleRow(ChildRow):
	"""A need of a certain size, and the kind of development that it leads to."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		behaviour_value: DF.Link | None
		competency: DF.Link | None
		competency_kind: DF.Literal["", "Managerial", "Socio-Cultural", "Technical"]
		description: DF.SmallText | None
		from_size: DF.Int
		hours: DF.Float
		kind: DF.Literal[
			"Classical Training",
			"E-Learning",
			"Job Coaching",
			"Job Mentoring",
			"Assignment",
			"Internship",
			"Secondment",
			"Self-Study",
			"Learning Community",
			"Workplace Guidance",
		]
		months: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		sequence: DF.Int
		source: DF.Literal["Competency Gap", "Behaviour Value", "Feedback Theme", "Work Result"]
		to_size: DF.Int
	# end: auto-generated types
