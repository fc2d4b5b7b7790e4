from frappe.model.document import Document

from asn_kinerja.messages import core_errors
from asn_kinerja.scoring import discipline_rules_from_dict, validate_discipline_rules


class ASNDisciplineRule(Document):
	"""A table of sanctions for unexcused absence (PP 94/2021) and what a sanction takes off the score.
	Submitted it no longer changes; new rules are a new version."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_discipline_effect.asn_discipline_effect import (
			ASNDisciplineEffect,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_discipline_step.asn_discipline_step import ASNDisciplineStep

		amended_from: DF.Link | None
		consecutive_days: DF.Int
		consecutive_level: DF.Literal["", "Ringan", "Sedang", "Berat"]
		consecutive_sanction: DF.Data | None
		effects: DF.Table[ASNDisciplineEffect]
		legal_basis: DF.SmallText
		minutes_per_day: DF.Int
		notes: DF.SmallText | None
		steps: DF.Table[ASNDisciplineStep]
		title: DF.Data
		version: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		with core_errors(self):
			validate_discipline_rules(discipline_rules_from_dict(self.as_dict(), strict=False))
