from frappe.model.document import Document

from asn_kinerja.messages import core_errors
from asn_kinerja.scoring.talent import talent_rules_from_dict, validate_talent_rules


class ASNTalentRule(Document):
	"""A table of the nine boxes (PermenPAN-RB 3/2020): what the axes are measured by, where their levels
	begin, what is recommended in each box. Submitted it no longer changes; new rules are a new version."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_talent_box.asn_talent_box import ASNTalentBox
		from asn_kinerja.asn_kinerja.doctype.asn_talent_component.asn_talent_component import (
			ASNTalentComponent,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_talent_level.asn_talent_level import ASNTalentLevel

		amended_from: DF.Link | None
		boxes: DF.Table[ASNTalentBox]
		legal_basis: DF.SmallText
		missing_potential: DF.Literal["Spread Weight", "Not Placed"]
		notes: DF.SmallText | None
		performance_high_from: DF.Float
		performance_levels: DF.Table[ASNTalentLevel]
		performance_middle_from: DF.Float
		performance_source: DF.Literal["Score", "Predicate", "Work Result Rating"]
		potential_components: DF.Table[ASNTalentComponent]
		potential_high_from: DF.Float
		potential_middle_from: DF.Float
		title: DF.Data
		version: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		with core_errors(self):
			validate_talent_rules(talent_rules_from_dict(self.as_dict(), strict=False))
