from frappe.model.document import Document

from asn_kinerja.messages import core_errors
from asn_kinerja.scoring import development_rules_from_dict, validate_development_rules


class ASNDevelopmentRule(Document):
	"""A table of needs and the kinds of development that they lead to. Submitted it no longer changes; new
	rules are a new version."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_development_rule_row.asn_development_rule_row import (
			ASNDevelopmentRuleRow,
		)

		amended_from: DF.Link | None
		legal_basis: DF.SmallText
		most_items: DF.Int
		notes: DF.SmallText | None
		rows: DF.Table[ASNDevelopmentRuleRow]
		title: DF.Data
		version: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		with core_errors(self):
			validate_development_rules(development_rules_from_dict(self.as_dict(), strict=False))
