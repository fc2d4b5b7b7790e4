from collections.abc import Mapping

import frappe
from frappe import _
from frappe.desk.utils import provide_binary_file
from frappe.utils import getdate

from asn_kinerja import access
from asn_kinerja.attendance import batch, blank_file, frappe_hr
from asn_kinerja.batches.document import BatchDocument


class ASNAttendanceBatch(BatchDocument):
	"""Recaps of many people's attendance at once: from a file, or from the Attendance of Frappe HR.

	Performance managers make one for an agency that they are permitted. What a run has found is written by
	the job (`asn_kinerja.batches.job`) and by nobody else."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_plan_batch_problem.asn_plan_batch_problem import (
			ASNPlanBatchProblem,
		)

		company: DF.Link
		department: DF.Link | None
		failed: DF.Int
		file: DF.Attach | None
		finished_on: DF.Datetime | None
		kept: DF.Int
		made: DF.Int
		month: DF.Date | None
		people: DF.Int
		problems: DF.Table[ASNPlanBatchProblem]
		processed: DF.Int
		replace_entered: DF.Check
		skipped: DF.Int
		source: DF.Literal["File", "Frappe HR"]
		started_on: DF.Datetime | None
		status: DF.Literal["Draft", "Checking", "Checked", "Running", "Done", "Failed"]
		title: DF.Data | None
		updated: DF.Int
	# end: auto-generated types

	kind = batch.KIND
	input_fields = ("company", "source", "file", "month", "department", "replace_entered")
	only_for: Mapping[str, tuple[str, ...]] = {
		"file": ("File",),
		"month": ("Frappe HR",),
		"department": ("Frappe HR",),
	}

	def validate(self) -> None:
		self.check_source()
		if self.month:
			self.month = getdate(self.month).replace(day=1)
		about = f"{self.month:%m/%Y}" if self.month else (self.file or "").rpartition("/")[2]
		self.title = (about or self.company)[:140]

	def check_source(self) -> None:
		self.check_department()
		if self.source == "File":
			self.check_file()
		elif not frappe_hr.installed():
			frappe.throw(_("Frappe HR is not installed on this site. Import a file instead."))

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def check(self) -> bool:
		"""Start the dry run that names every problem and stores nothing; False when a run is on its way.

		Who: performance managers who are permitted the agency."""
		return self.queue(storing=False)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def start(self) -> bool:
		"""Start storing the recaps of everyone without a problem; False when a run is on its way. Repeating
		it changes what differs and makes nothing twice.

		Who: performance managers who are permitted the agency."""
		return self.queue(storing=True)


@frappe.whitelist(methods=["GET"])
def download_template(batch: str) -> None:
	"""The XLSX to fill in, in the user's language.

	Who: performance managers who are permitted the batch's agency."""
	doc = frappe.get_doc("ASN Attendance Batch", batch)
	doc.check_permission("write")
	doc.check_manager()
	provide_binary_file(_("Attendance"), "xlsx", blank_file.workbook())
