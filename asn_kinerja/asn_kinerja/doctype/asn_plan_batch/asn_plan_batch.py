from frappe.model.document import Document


class ASNPlanBatch(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_plan_batch_problem.asn_plan_batch_problem import (
			ASNPlanBatchProblem,
		)

		company: DF.Link
		cycle: DF.Link
		department: DF.Link | None
		failed: DF.Int
		file: DF.Attach | None
		finished_on: DF.Datetime | None
		from_cycle: DF.Link | None
		made: DF.Int
		people: DF.Int
		problems: DF.Table[ASNPlanBatchProblem]
		skipped: DF.Int
		source: DF.Literal["Last Year's Plans", "Templates", "File"]
		started_on: DF.Datetime | None
		status: DF.Literal["Draft", "Checking", "Checked", "Running", "Done", "Failed"]
		template: DF.Link | None
		title: DF.Data | None
	# end: auto-generated types
