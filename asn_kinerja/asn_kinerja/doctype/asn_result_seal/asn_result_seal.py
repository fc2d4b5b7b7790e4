import frappe
from frappe import _
from frappe.model.document import Document


class ASNResultSeal(Document):
	"""The seal of a final evaluation. Seals are inserted as sets by `asn_kinerja.evaluation.seals` only; all
	that comes through this controller comes from outside and is refused, whoever it is."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		chain_hash: DF.Data
		company: DF.Link | None
		content_hash: DF.Data
		cycle: DF.Link
		department: DF.Link | None
		designation: DF.Link | None
		employee: DF.Link | None
		evaluation: DF.Link
		kind: DF.Literal["Final", "Cancelled"]
		previous_hash: DF.Data
		rater: DF.Link | None
		released_by: DF.Link | None
		sealed_on: DF.Datetime
		sequence: DF.Int
	# end: auto-generated types

	def before_validate(self) -> None:
		self.refuse()

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		self.refuse()

	def on_trash(self) -> None:
		self.refuse()

	def refuse(self) -> None:
		"""Raise PermissionError: seals are the server's."""
		frappe.throw(
			_("Seals are made by the server when a result becomes final; nobody changes or deletes them."),
			frappe.PermissionError,
		)


def on_doctype_update() -> None:
	frappe.db.add_unique("ASN Result Seal", ["cycle", "sequence"])
	frappe.db.add_unique("ASN Result Seal", ["evaluation", "kind"])
