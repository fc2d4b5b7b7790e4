import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja import access, attachments, people
from asn_kinerja.credit import ledger
from asn_kinerja.scoring.credit import EntryKind


class ASNCreditPoint(Document):
	"""A row of a person's ledger of credit points. Those of results are made by the server
	(`asn_kinerja.credit.posting`); a performance manager enters the others, never about himself. What is
	stored stays: a mistake is put right by a correction."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		annual: DF.Check
		basis: DF.SmallText | None
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
		status: DF.Literal["Counted", "Replaced"]
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
			frappe.throw(
				_("A row of the ledger does not change. Enter a correction instead."), frappe.PermissionError
			)
		if self.kind == EntryKind.CONVERSION.value:
			frappe.throw(
				_("The points of a result are made from the final evaluation, not entered."),
				frappe.PermissionError,
			)
		attachments.check_file(self, "document")
		ledger.complete(self)

	def on_trash(self) -> None:
		frappe.throw(
			_("A row of the ledger is not deleted. Enter a correction instead."), frappe.PermissionError
		)


def on_doctype_update() -> None:
	access.add_row_indexes(ledger.POINT, "creation")
	frappe.db.add_index(ledger.POINT, ["employee", "to_date"])
