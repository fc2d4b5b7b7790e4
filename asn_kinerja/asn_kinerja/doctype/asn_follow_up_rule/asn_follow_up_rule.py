from frappe.model.document import Document

from asn_kinerja.follow_up import cancelling
from asn_kinerja.messages import core_errors
from asn_kinerja.scoring.follow_up import follow_up_rules_from_dict, validate_follow_up_rules


class ASNFollowUpRule(Document):
	"""What final results lead to (tindak lanjut hasil evaluasi). Submitted it no longer changes; new rules
	are a new version."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_follow_up_rule_row.asn_follow_up_rule_row import (
			ASNFollowUpRuleRow,
		)

		amended_from: DF.Link | None
		legal_basis: DF.SmallText
		notes: DF.SmallText | None
		rows: DF.Table[ASNFollowUpRuleRow]
		title: DF.Data
		version: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		with core_errors(self):
			validate_follow_up_rules(follow_up_rules_from_dict(self.as_dict(), strict=False))

	def on_cancel(self) -> None:
		cancelling.tell(self)
