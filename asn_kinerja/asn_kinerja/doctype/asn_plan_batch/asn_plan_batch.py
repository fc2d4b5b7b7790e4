from collections.abc import Mapping

import frappe
from frappe import _
from frappe.desk.utils import provide_binary_file
from frappe.utils import cint

from asn_kinerja import access
from asn_kinerja.batches.document import BatchDocument
from asn_kinerja.messages import escaped
from asn_kinerja.planning import batch, blank_file


class ASNPlanBatch(BatchDocument):
	"""Drafts of work plans for many people at once: from last year's plans, from templates, from a file.

	Performance managers make one for an agency that they are permitted. What a run has found is written by
	the job (`asn_kinerja.planning.batch`) and by nobody else."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_plan_batch_problem.asn_plan_batch_problem import (
			ASNPlanBatchProblem,
		)

		approach: DF.Literal["Quantitative", "Qualitative"]
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
		processed: DF.Int
		skipped: DF.Int
		source: DF.Literal["Last Year's Plans", "Templates", "File"]
		started_on: DF.Datetime | None
		status: DF.Literal["Draft", "Checking", "Checked", "Running", "Done", "Failed"]
		template: DF.Link | None
		title: DF.Data | None
	# end: auto-generated types

	kind = batch.KIND
	input_fields = ("company", "cycle", "source", "from_cycle", "template", "file", "approach", "department")
	only_for: Mapping[str, tuple[str, ...]] = {
		"from_cycle": ("Last Year's Plans",),
		"template": ("Templates",),
		"file": ("File",),
		"department": ("Last Year's Plans", "Templates"),
	}

	def validate(self) -> None:
		self.check_source()
		parts = (self.cycle, self.department or self.template or self.from_cycle)
		self.title = " · ".join(filter(None, parts))[:140]

	def check_cycle(self) -> None:
		cycle = frappe.db.get_value("ASN Performance Cycle", self.cycle, ["company", "status"], as_dict=True)
		if cycle.company != self.company:
			frappe.throw(
				_("{0} is the cycle of {1}, not of {2}.").format(
					*escaped(self.cycle, cycle.company, self.company)
				)
			)
		if cycle.status == "Closed":
			frappe.throw(_("The cycle {0} is closed.").format(*escaped(self.cycle)))

	def check_source(self) -> None:
		self.check_cycle()
		if self.source == "Last Year's Plans":
			self.check_from_cycle()
		elif self.source == "Templates" and self.template:
			self.check_template()
		elif self.source == "File":
			self.check_file()
		self.check_department()

	def check_from_cycle(self) -> None:
		if not self.from_cycle or self.from_cycle == self.cycle:
			frappe.throw(_("Choose another cycle to copy from."))
		company = frappe.db.get_value("ASN Performance Cycle", self.from_cycle, "company")
		if company != self.company:
			frappe.throw(
				_("{0} is the cycle of {1}, not of {2}.").format(
					*escaped(self.from_cycle, company, self.company)
				)
			)

	def check_template(self) -> None:
		template = frappe.db.get_value(
			"ASN Work Plan Template", self.template, ["company", "disabled"], as_dict=True
		)
		if template.company and template.company != self.company:
			frappe.throw(_("{0} belongs to {1}.").format(*escaped(self.template, template.company)))
		if cint(template.disabled):
			frappe.throw(_("The template {0} is disabled.").format(*escaped(self.template)))

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def check(self) -> bool:
		"""Start the dry run that names every problem and stores no plan; False when a run is on its way.

		Who: performance managers who are permitted the agency."""
		return self.queue(storing=False)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def start(self) -> bool:
		"""Start making the drafts of everyone without a problem; False when a run is on its way. Repeating it
		makes nothing twice.

		Who: performance managers who are permitted the agency."""
		return self.queue(storing=True)


@frappe.whitelist(methods=["GET"])
def download_template(batch: str) -> None:
	"""The XLSX to fill in, in the user's language.

	Who: performance managers who are permitted the batch's agency."""
	doc = frappe.get_doc("ASN Plan Batch", batch)
	doc.check_permission("write")
	doc.check_manager()
	provide_binary_file(_("Work Plans"), "xlsx", blank_file.workbook())
