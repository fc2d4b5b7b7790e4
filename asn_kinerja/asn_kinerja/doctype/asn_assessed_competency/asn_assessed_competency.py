import frappe

from asn_kinerja.child_row import ChildRow


class ASNAssessedCompetency(ChildRow):
	"""A competency in an assessment: the level that the position asks for and those that were given."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		assessor_evidence: DF.SmallText | None
		assessor_level: DF.Int
		competency: DF.Link
		first_level: DF.Int
		gap: DF.Int
		kind: DF.Literal["Managerial", "Socio-Cultural", "Technical"]
		level: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		required_level: DF.Int
		self_evidence: DF.SmallText | None
		self_level: DF.Int
		superior_evidence: DF.SmallText | None
		superior_level: DF.Int
		weight: DF.Float
	# end: auto-generated types


def on_doctype_update() -> None:
	# the levels of many people are read from the index alone
	frappe.db.add_index("ASN Assessed Competency", ["parent", "parenttype", "competency", "level"])
