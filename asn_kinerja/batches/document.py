"""What the forms of all batches have in common."""

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from asn_kinerja import access
from asn_kinerja.batches import job
from asn_kinerja.messages import escaped


class BatchDocument(Document):
	"""A batch of an agency, made by its performance managers. What a run has found is written by the job
	(`asn_kinerja.batches.job`) and by nobody else.

	`input_fields`: what another content of makes an earlier outcome meaningless. `only_for`: field -> the
	sources to which it belongs."""

	kind: job.Kind
	input_fields: tuple[str, ...]
	only_for: Mapping[str, tuple[str, ...]]

	def before_validate(self) -> None:
		self.check_manager()
		self.drop_unused()
		self.keep_outcome()

	def on_trash(self) -> None:
		self.check_manager()
		self.check_not_running()

	def check_manager(self) -> None:
		"""Raise PermissionError unless the user is a performance manager of the agency, before and after."""
		before = self.get_doc_before_save()
		for company in filter(None, {self.company, before and before.company}):
			if not access.is_manager_of(company, self.doctype):
				frappe.throw(
					_("Only a performance manager of {0} does this for many.").format(*escaped(company)),
					frappe.PermissionError,
				)

	def drop_unused(self) -> None:
		"""What belongs to another source than the chosen one."""
		for field, sources in self.only_for.items():
			if self.source not in sources:
				self.set(field, None)

	def keep_outcome(self) -> None:
		"""The outcome is the job's: put back what is stored, or nothing when the batch is another one now."""
		before = self.get_doc_before_save()
		if before:
			self.check_not_running()
		same = before and all(
			access.same_value(self.meta.get_field(field).fieldtype, before.get(field), self.get(field))
			for field in self.input_fields
		)
		for field in ("status", "started_on", "finished_on", *self.kind.all_counts):
			blank = 0 if self.meta.get_field(field).fieldtype == "Int" else None
			self.set(field, before.get(field) if same else blank)
		self.status = self.status or "Draft"
		self.set("problems", before.problems if same else [])

	def check_not_running(self) -> None:
		if frappe.db.get_value(self.doctype, self.name, "status") in job.RUNNING:
			frappe.throw(_("This batch is running. Wait until it is done."))

	def check_department(self) -> None:
		if self.department:
			company = frappe.db.get_value("Department", self.department, "company")
			if company and company != self.company:
				frappe.throw(_("{0} belongs to {1}.").format(*escaped(self.department, company)))

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

	def check_source(self) -> None:
		"""Raise when the chosen source cannot be used."""
		raise NotImplementedError

	def queue(self, storing: bool) -> bool:
		"""Queue a run for the session user, who must be permitted; False when one is on its way."""
		self.check_permission("write")
		self.check_manager()
		self.check_source()
		if self.source == "File" and not self.file:
			frappe.throw(_("Attach the file first."))
		return job.enqueue(self.kind, self.name, storing)
