from frappe.model.document import Document

from asn_kinerja.allowance import rules
from asn_kinerja.messages import core_errors
from asn_kinerja.scoring.allowance import validate_allowance_rules


class ASNAllowanceRule(Document):
	"""How the monthly allowance (TPP, tukin) follows from performance and discipline, with its bases.
	Submitted it no longer changes; new rules are a new version."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_allowance_base.asn_allowance_base import ASNAllowanceBase
		from asn_kinerja.asn_kinerja.doctype.asn_allowance_predicate.asn_allowance_predicate import (
			ASNAllowancePredicate,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_allowance_sanction.asn_allowance_sanction import (
			ASNAllowanceSanction,
		)

		amended_from: DF.Link | None
		attendance_rule: DF.Link
		bases: DF.Table[ASNAllowanceBase]
		discipline_share: DF.Percent
		final_only: DF.Check
		highest_percent: DF.Percent
		legal_basis: DF.SmallText
		missing_attendance: DF.Literal["Count as Zero", "Count as Full", "Leave Out"]
		missing_result: DF.Literal["Count as Zero", "Count as Full", "Leave Out"]
		notes: DF.SmallText | None
		part_months: DF.Literal["Full", "By Calendar Days"]
		performance_method: DF.Literal["Score", "Predicate"]
		performance_share: DF.Percent
		predicates: DF.Table[ASNAllowancePredicate]
		result_months: DF.Int
		result_source: DF.Literal["Latest Result", "Result of the Month"]
		rounding: DF.Literal["Half Up", "Always Down", "Always Up"]
		rounding_unit: DF.Int
		salary_component: DF.Data | None
		sanctions: DF.Table[ASNAllowanceSanction]
		title: DF.Data
		version: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		with core_errors(self):
			validate_allowance_rules(rules.decoded(self))
