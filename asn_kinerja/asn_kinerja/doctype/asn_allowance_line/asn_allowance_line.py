import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja import access


class ASNAllowanceLine(Document):
	"""The allowance of one person for one month, calculated by the server
	(`asn_kinerja.allowance.calculating`) until its sheet is approved. The person reads it from then on. The
	line of a supplementary sheet is what differs from those approved before."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		base: DF.Currency
		company: DF.Link | None
		currency: DF.Link | None
		department: DF.Link | None
		designation: DF.Link | None
		discipline: DF.Percent
		employee: DF.Link
		employee_name: DF.Data | None
		evaluation: DF.Link | None
		explanation: DF.LongText | None
		golongan: DF.Data | None
		left_out: DF.Check
		line_key: DF.Data | None
		month: DF.Date | None
		nip: DF.Data | None
		notes: DF.SmallText | None
		number: DF.Int
		performance: DF.Percent
		position_type: DF.Literal[
			"",
			"JPT Utama",
			"JPT Madya",
			"JPT Pratama",
			"Administrator",
			"Pengawas",
			"Pelaksana",
			"Fungsional",
		]
		rater: DF.Link | None
		rater_name: DF.Data | None
		sheet: DF.Link | None
		status: DF.Literal["Draft", "Approved"]
		title: DF.Data | None
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)

	def before_validate(self) -> None:
		frappe.throw(
			_("The lines of an allowance sheet are calculated, not entered. Correct the data they rest on."),
			frappe.PermissionError,
		)

	def on_trash(self) -> None:
		frappe.throw(
			_("The lines of an allowance sheet are calculated, not deleted."), frappe.PermissionError
		)


def on_doctype_update() -> None:
	access.add_row_indexes("ASN Allowance Line", "creation")
	frappe.db.add_index("ASN Allowance Line", ["sheet", "employee_name"])
	frappe.db.add_index("ASN Allowance Line", ["company", "month"])
