import frappe

from asn_kinerja.child_row import ChildRow


class ASNDialogueAction(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.SmallText
		carried_from: DF.Data | None
		done_on: DF.Date | None
		due_date: DF.Date
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		responsible: DF.Literal["Employee", "Rater"]
		result_note: DF.SmallText | None
		status: DF.Literal["Open", "Done", "Carried Over"]
		times_carried: DF.Int
	# end: auto-generated types


def on_doctype_update() -> None:
	"""The open actions that are due, of everyone."""
	frappe.db.add_index("ASN Dialogue Action", ["status", "due_date"])
