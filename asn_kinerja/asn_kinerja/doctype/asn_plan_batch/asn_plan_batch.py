import frappe
from frappe import _
from frappe.desk.utils import provide_binary_file
from frappe.model.document import Document
from frappe.utils import cint

from asn_kinerja import access
from asn_kinerja.messages import escaped
from asn_kinerja.planning import batch, blank_file

RUNNING = ("Checking", "Running")
OUTCOME = ("status", "people", "processed", "started_on", "finished_on", "made", "skipped", "failed")
# what another content of makes an earlier outcome meaningless
INPUT = ("company", "cycle", "source", "from_cycle", "template", "file", "approach", "department")
ONLY_FOR = {
	"from_cycle": ("Last Year's Plans",),
	"template": ("Templates",),
	"file": ("File",),
	"department": ("Last Year's Plans", "Templates"),
}


class ASNPlanBatch(Document):
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

	def before_validate(self) -> None:
		self.check_manager()
		self.drop_unused()
		self.keep_outcome()

	def validate(self) -> None:
		self.check_cycle()
		self.check_source()
		parts = (self.cycle, self.department or self.template or self.from_cycle)
		self.title = " · ".join(filter(None, parts))[:140]

	def on_trash(self) -> None:
		self.check_manager()
		self.check_not_running()

	def check_manager(self) -> None:
		"""Raise PermissionError unless the user is a performance manager of the agency, before and after."""
		before = self.get_doc_before_save()
		for company in filter(None, {self.company, before and before.company}):
			if not access.is_manager_of(company, self.doctype):
				frappe.throw(
					_("Only a performance manager of {0} makes plans for many.").format(*escaped(company)),
					frappe.PermissionError,
				)

	def drop_unused(self) -> None:
		"""What belongs to another source than the chosen one."""
		for field, sources in ONLY_FOR.items():
			if self.source not in sources:
				self.set(field, None)

	def keep_outcome(self) -> None:
		"""The outcome is the job's: put back what is stored, or nothing when the batch is another one now."""
		before = self.get_doc_before_save()
		if before:
			self.check_not_running()
		same = before and all((before.get(field) or "") == (self.get(field) or "") for field in INPUT)
		for field in OUTCOME:
			blank = 0 if self.meta.get_field(field).fieldtype == "Int" else None
			self.set(field, before.get(field) if same else blank)
		self.status = self.status or "Draft"
		self.set("problems", before.problems if same else [])

	def check_not_running(self) -> None:
		if frappe.db.get_value(self.doctype, self.name, "status") in RUNNING:
			frappe.throw(_("This batch is running. Wait until it is done."))

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
		if self.source == "Last Year's Plans":
			self.check_from_cycle()
		elif self.source == "Templates" and self.template:
			self.check_template()
		elif self.source == "File":
			self.check_file()
		if self.department:
			company = frappe.db.get_value("Department", self.department, "company")
			if company and company != self.company:
				frappe.throw(_("{0} belongs to {1}.").format(*escaped(self.department, company)))

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

	def check_file(self) -> None:
		"""The file is this batch's own: whoever may read a batch reads its problems, and with them what
		stands in the file. A link to somebody else's file is not followed."""
		if not self.file:
			return  # it is attached to a stored batch; a run asks for it
		records = frappe.get_all(
			"File",
			filters={"file_url": self.file},
			fields=["owner", "attached_to_doctype", "attached_to_name", "is_private"],
			order_by="creation",
		)
		own = [
			record
			for record in records
			if record.owner == frappe.session.user
			or (record.attached_to_doctype, record.attached_to_name) == (self.doctype, self.name)
		]
		if not own:
			frappe.throw(
				_("Upload the file here. A file that somebody else has uploaded is not read."),
				frappe.PermissionError,
			)
		if not all(cint(record.is_private) for record in own):
			frappe.throw(_("Upload the file as a private file: it names people."))

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

	def queue(self, storing: bool) -> bool:
		self.check_permission("write")
		self.check_manager()
		self.check_cycle()
		self.check_source()
		if self.source == "File" and not self.file:
			frappe.throw(_("Attach the file first."))
		return batch.enqueue(self.name, storing)


@frappe.whitelist(methods=["GET"])
def download_template(batch: str) -> None:
	"""The XLSX to fill in, in the user's language.

	Who: performance managers who are permitted the batch's agency."""
	doc = frappe.get_doc("ASN Plan Batch", batch)
	doc.check_permission("write")
	doc.check_manager()
	provide_binary_file(_("Work Plans"), "xlsx", blank_file.workbook())
