from frappe.model.document import Document

from asn_kinerja.messages import core_errors
from asn_kinerja.scoring.credit import credit_rules_from_dict, validate_credit_rules


class ASNCreditRule(Document):
	"""How predicates become credit points, and what a rank or level asks for (PermenPAN-RB 1/2023).
	Submitted it no longer changes; new rules are a new version."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_credit_base.asn_credit_base import ASNCreditBase
		from asn_kinerja.asn_kinerja.doctype.asn_credit_level.asn_credit_level import ASNCreditLevel
		from asn_kinerja.asn_kinerja.doctype.asn_credit_predicate.asn_credit_predicate import (
			ASNCreditPredicate,
		)

		amended_from: DF.Link | None
		base_points: DF.Table[ASNCreditBase]
		education_percent: DF.Percent
		from_date: DF.Date
		legal_basis: DF.SmallText
		levels: DF.Table[ASNCreditLevel]
		lowest_predicate: DF.Literal["Sangat Baik", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang"]
		maximum_percent: DF.Percent
		notes: DF.SmallText | None
		percents: DF.Table[ASNCreditPredicate]
		rank_months: DF.Int
		title: DF.Data
		version: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		with core_errors(self):
			validate_credit_rules(credit_rules_from_dict(self.as_dict(), strict=False))
