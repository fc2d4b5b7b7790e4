import frappe
from frappe import _
from frappe.model.document import Document


class ASNSurveyResponse(Document):
	"""What one citizen answered on the public page, with the day and nothing else about him.

	Stored by `asn_kinerja.satisfaction.answers` as a row, past this class; whoever arrives here is refused,
	whoever he is. 0 in an element: it was hidden, so it was not asked.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		company: DF.Link
		department: DF.Link
		officer: DF.Link | None
		officer_name: DF.Data | None
		submitted_on: DF.Date
		suggestion: DF.SmallText | None
		survey: DF.Link
		u1: DF.Int
		u2: DF.Int
		u3: DF.Int
		u4: DF.Int
		u5: DF.Int
		u6: DF.Int
		u7: DF.Int
		u8: DF.Int
		u9: DF.Int
	# end: auto-generated types

	def before_validate(self) -> None:
		self.refuse()

	def on_trash(self) -> None:
		self.refuse()

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		self.refuse()

	def refuse(self) -> None:
		frappe.throw(
			_(
				"Answers are given by citizens on the survey's public page. "
				"Nobody else enters, changes or deletes them."
			),
			frappe.PermissionError,
		)


def on_doctype_update() -> None:
	"""Sums per survey and per officer, and the list of an agency, newest first."""
	for fields in (
		["survey", "submitted_on"],
		["officer", "submitted_on"],
		["company", "submitted_on"],
	):
		frappe.db.add_index("ASN Survey Response", fields)
