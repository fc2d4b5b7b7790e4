import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja import access, attachments, people
from asn_kinerja.credit import by_hand, ledger, posting
from asn_kinerja.credit.ledger import POINT, WITHDRAWN
from asn_kinerja.messages import escaped
from asn_kinerja.scoring.credit import EntryKind


class ASNCreditPoint(Document):
	"""A row of a person's ledger of credit points. Those of results are made by the server
	(`asn_kinerja.credit.posting`); a performance manager enters the others, and conversions from the time of
	a former level or rank, never about himself. What is stored stays to be read: a mistake is put right by a
	correction, or the row is withdrawn with a reason."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		annual: DF.Check
		basis: DF.SmallText | None
		by_hand: DF.Check
		coefficient: DF.Float
		company: DF.Link | None
		cycle: DF.Link | None
		department: DF.Link | None
		designation: DF.Link | None
		document: DF.Attach | None
		employee: DF.Link
		employee_name: DF.Data | None
		evaluation: DF.Link | None
		explanation: DF.LongText | None
		from_date: DF.Date
		functional_level: DF.Literal[
			"",
			"Pemula",
			"Terampil",
			"Mahir",
			"Penyelia",
			"Ahli Pertama",
			"Ahli Muda",
			"Ahli Madya",
			"Ahli Utama",
		]
		golongan: DF.Literal[
			"",
			"I/a",
			"I/b",
			"I/c",
			"I/d",
			"II/a",
			"II/b",
			"II/c",
			"II/d",
			"III/a",
			"III/b",
			"III/c",
			"III/d",
			"IV/a",
			"IV/b",
			"IV/c",
			"IV/d",
			"IV/e",
		]
		kind: DF.Literal["Initial Balance", "Base Points", "Education Bonus", "Conversion", "Correction"]
		months: DF.Int
		nip: DF.Data | None
		percent: DF.Percent
		point_key: DF.Data | None
		points: DF.Float
		predicate: DF.Literal[
			"", "Sangat Baik", "Baik", "Butuh Perbaikan", "Cukup", "Kurang", "Sangat Kurang"
		]
		rater: DF.Link | None
		rater_name: DF.Data | None
		rule: DF.Link | None
		stage_name: DF.Data | None
		status: DF.Literal["Counted", "Replaced", "Withdrawn"]
		title: DF.Data | None
		to_date: DF.Date | None
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)

	def before_validate(self) -> None:
		if self.is_new():
			people.fill(self)
		access.guard(self)

	def validate(self) -> None:
		if not self.is_new():
			if not self.flags.asn_server_made:
				frappe.throw(
					_("A row of the ledger does not change. Enter a correction, or withdraw the row."),
					frappe.PermissionError,
				)
			return
		attachments.check_file(self, "document")
		if self.is_conversion():
			posting.take_turn()
			by_hand.complete(self)
		else:
			ledger.complete(self)

	def after_insert(self) -> None:
		if self.is_conversion():
			posting.convert(self.employee)
			self.update(frappe.db.get_value(POINT, self.name, [*posting.FOLLOWED, "modified"], as_dict=True))

	def on_trash(self) -> None:
		frappe.throw(
			_("A row of the ledger is not deleted. Enter a correction, or withdraw the row."),
			frappe.PermissionError,
		)

	def is_conversion(self) -> bool:
		return self.kind == EntryKind.CONVERSION.value

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def withdraw(self, reason: str) -> str | None:
		"""Take a wrong row out of the ledger, with the reason: it stays to be read and counts no more. The
		result of a conversion is converted anew at once, from what the Employee record says now; the name of
		that row comes back, None where there is none.

		Who: performance managers of the agency, not the employee. From: Counted, Replaced."""
		self.check_permission("read")
		if not access.relations(self) & {access.MANAGER, access.SYSTEM}:
			frappe.throw(
				_("Only a performance manager of the agency withdraws a row, and nobody his own."),
				frappe.PermissionError,
			)
		reason = (reason or "").strip()
		if not reason:
			frappe.throw(_("Write the {0}.").format(_("Reason")))
		posting.take_turn()
		if frappe.db.get_value(POINT, self.name, "status", for_update=True) == WITHDRAWN:
			frappe.throw(_("This row is withdrawn already."))
		self.update({"status": WITHDRAWN, "point_key": None})
		self.flags.asn_server_made = True
		self.save(ignore_permissions=True)
		self.add_comment("Comment", _("Withdrawn: {0}").format(*escaped(reason)))
		report = posting.convert(self.employee)
		return self.converted_anew(report) if self.is_conversion() else None

	def converted_anew(self, report: posting.Report) -> str | None:
		"""The row in the place of this one; without one the user is told why."""
		rows = frappe.get_all(
			POINT,
			filters={
				"employee": self.employee,
				"evaluation": self.evaluation or "",
				"kind": self.kind,
				"status": ["!=", WITHDRAWN],
			},
			pluck="name",
			order_by="by_hand, creation desc, name",
			limit=1,
		)
		if not rows:
			reasons = escaped(*(reason for _name, reason in report.skipped))
			frappe.msgprint("<br>".join([_("No row was made in its place."), *reasons]))
		return rows[0] if rows else None


def on_doctype_update() -> None:
	access.add_row_indexes(POINT, "creation")
	frappe.db.add_index(POINT, ["employee", "to_date"])
