from frappe.model.document import Document

from asn_kinerja.messages import core_errors
from asn_kinerja.scoring.job_match import competency_rules_from_dict, validate_competency_rules


class ASNCompetencyRule(Document):
	"""How the job person match is measured and named (Peraturan BKN 26/2019). Submitted it no longer changes;
	new rules are a new version."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_competency_category.asn_competency_category import (
			ASNCompetencyCategory,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_competency_weight.asn_competency_weight import (
			ASNCompetencyWeight,
		)

		amended_from: DF.Link | None
		filling: DF.Table[ASNCompetencyCategory]
		legal_basis: DF.SmallText
		mapping: DF.Table[ASNCompetencyCategory]
		method: DF.Literal["Sum of Levels", "Weighted Groups"]
		notes: DF.SmallText | None
		surplus_counts: DF.Check
		title: DF.Data
		version: DF.Int
		weights: DF.Table[ASNCompetencyWeight]
	# end: auto-generated types

	def validate(self) -> None:
		with core_errors(self):
			validate_competency_rules(competency_rules_from_dict(self.as_dict(), strict=False))
