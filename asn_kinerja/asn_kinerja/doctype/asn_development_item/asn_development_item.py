import frappe

from asn_kinerja.child_row import ChildRow


class ASNDevelopmentItem(ChildRow):
	"""A measure of a development plan: what it is for, what is done until when, and what came of it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		assessed_on: DF.Date | None
		behaviour_value: DF.Link | None
		competency: DF.Link | None
		description: DF.SmallText | None
		done_on: DF.Date | None
		due_date: DF.Date
		effect: DF.Literal["", "Risen", "Same", "Fallen"]
		from_level: DF.Int
		hours: DF.Float
		kind: DF.Literal[
			"",
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
		level_after: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText | None
		result_note: DF.SmallText | None
		source: DF.Literal["Competency Gap", "Behaviour Value", "Feedback Theme", "Work Result", "Other"]
		status: DF.Literal["Planned", "In Progress", "Done", "Dropped"]
		target_level: DF.Int
		training: DF.Link | None
		training_record: DF.Link | None
	# end: auto-generated types


def on_doctype_update() -> None:
	# who has a seat in a training
	frappe.db.add_index("ASN Development Item", ["training", "status"])
