import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.scoring import codec, validate_scheme


class ASNScoringScheme(Document):
	"""The rules of scoring as data. Submitted it no longer changes; new rules are a new version."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_scheme_band.asn_scheme_band import ASNSchemeBand
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_combination.asn_scheme_combination import (
			ASNSchemeCombination,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_component.asn_scheme_component import (
			ASNSchemeComponent,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_predicate.asn_scheme_predicate import (
			ASNSchemePredicate,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_rating_value.asn_scheme_rating_value import (
			ASNSchemeRatingValue,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_threshold.asn_scheme_threshold import (
			ASNSchemeThreshold,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_value_band.asn_scheme_value_band import (
			ASNSchemeValueBand,
		)

		bands: DF.Table[ASNSchemeBand]
		cap: DF.Float
		combinations: DF.Table[ASNSchemeCombination]
		components: DF.Table[ASNSchemeComponent]
		leader_value_method: DF.Literal["Capped Percent", "Value Table", "Category Counts"]
		legal_basis: DF.SmallText
		notes: DF.SmallText | None
		predicates: DF.Table[ASNSchemePredicate]
		rating_values: DF.Table[ASNSchemeRatingValue]
		result_method: DF.Literal["Predicate Matrix", "Score Bands"]
		staff_value_method: DF.Literal["Capped Percent", "Value Table", "Category Counts"]
		thresholds: DF.Table[ASNSchemeThreshold]
		title: DF.Data
		valid_from: DF.Date | None
		value_bands: DF.Table[ASNSchemeValueBand]
		version: DF.Int
		whole_percent: DF.Check
	# end: auto-generated types

	def validate(self) -> None:
		with core_errors(self):
			validate_scheme(codec.scheme_from_dict(self.as_dict(), strict=False))

	def before_cancel(self) -> None:
		if cycle := frappe.db.get_value("ASN Performance Cycle", {"scheme": self.name}):
			frappe.throw(
				_("{0} is used by the cycle {1} and stays. For new rules duplicate it and raise {2}.").format(
					*escaped(self.name, cycle, _("Version"))
				)
			)
