import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja import schemes
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.scoring import validate_scheme


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
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_impact_points.asn_scheme_impact_points import (
			ASNSchemeImpactPoints,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_predicate.asn_scheme_predicate import (
			ASNSchemePredicate,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_rater_weight.asn_scheme_rater_weight import (
			ASNSchemeRaterWeight,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_rating_value.asn_scheme_rating_value import (
			ASNSchemeRatingValue,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_threshold.asn_scheme_threshold import (
			ASNSchemeThreshold,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_unit_points.asn_scheme_unit_points import (
			ASNSchemeUnitPoints,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_scheme_value_band.asn_scheme_value_band import (
			ASNSchemeValueBand,
		)

		annual_method: DF.Literal["Targets of the Year", "Mean of the Periods", "Last Period"]
		attendance_rule: DF.Link | None
		bands: DF.Table[ASNSchemeBand]
		cap: DF.Float
		combinations: DF.Table[ASNSchemeCombination]
		components: DF.Table[ASNSchemeComponent]
		development_duty: DF.Float
		development_duty_pppk: DF.Float
		discipline_rule: DF.Link | None
		innovation_base: DF.Float
		innovation_bonus_cap: DF.Float
		innovation_levels: DF.Table[ASNSchemeImpactPoints]
		leader_value_method: DF.Literal["Capped Percent", "Value Table", "Category Counts"]
		legal_basis: DF.SmallText
		notes: DF.SmallText | None
		organisation_points: DF.Table[ASNSchemeUnitPoints]
		predicates: DF.Table[ASNSchemePredicate]
		progress_factor: DF.Float
		rater_weights: DF.Table[ASNSchemeRaterWeight]
		rating_values: DF.Table[ASNSchemeRatingValue]
		result_method: DF.Literal["Predicate Matrix", "Score Bands"]
		satisfaction_highest: DF.Float
		satisfaction_reference: DF.Float
		staff_value_method: DF.Literal["Capped Percent", "Value Table", "Category Counts"]
		team_unit_share: DF.Float
		team_value: DF.Link | None
		thresholds: DF.Table[ASNSchemeThreshold]
		title: DF.Data
		valid_from: DF.Date | None
		value_bands: DF.Table[ASNSchemeValueBand]
		version: DF.Int
		whole_percent: DF.Check
	# end: auto-generated types

	def validate(self) -> None:
		with core_errors(self):
			validate_scheme(schemes.from_document(self))

	def before_submit(self) -> None:
		for field, doctype in schemes.TABLES.items():
			name = self.get(field)
			if name and frappe.db.get_value(doctype, name, "docstatus") != 1:
				frappe.throw(
					_("{0}: {1} is not submitted yet. Submit it first, so that it does not change.").format(
						*escaped(_(self.meta.get_label(field)), name)
					)
				)

	def before_cancel(self) -> None:
		if cycle := frappe.db.get_value("ASN Performance Cycle", {"scheme": self.name}):
			frappe.throw(
				_("{0} is used by the cycle {1} and stays. For new rules duplicate it and raise {2}.").format(
					*escaped(self.name, cycle, _("Version"))
				)
			)
