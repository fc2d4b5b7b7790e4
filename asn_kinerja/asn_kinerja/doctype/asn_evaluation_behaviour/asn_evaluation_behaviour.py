import frappe

from asn_kinerja.child_row import ChildRow


class ASNEvaluationBehaviour(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		behaviour_value: DF.Link | None
		expectation: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rater_note: DF.SmallText | None
		rating: DF.Literal["", "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
	# end: auto-generated types


def on_doctype_update() -> None:
	# the ratings of a whole stage, read from the index alone
	frappe.db.add_index("ASN Evaluation Behaviour", ["parent", "parenttype", "behaviour_value", "rating"])
