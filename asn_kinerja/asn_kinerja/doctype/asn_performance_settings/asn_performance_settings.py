import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja import follow_up
from asn_kinerja.development import duty
from asn_kinerja.evaluation import objectivity, organisation
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.monitoring.feedback import SMALLEST_MINIMUM
from asn_kinerja.scoring.distribution import validate_guide
from asn_kinerja.scoring.objectivity import check_rules


class ASNPerformanceSettings(Document):
	"""What an agency decides for itself. Each setting is read where it takes effect."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_distribution_rule.asn_distribution_rule import (
			ASNDistributionRule,
		)

		anonymity_minimum: DF.Int
		approval_waits_for_superior: DF.Check
		backdate_days: DF.Int
		competency_years: DF.Int
		decision_days: DF.Int
		default_scheme: DF.Link | None
		development_rule: DF.Link | None
		distribution_guide: DF.Table[ASNDistributionRule]
		distribution_minimum: DF.Int
		finalise_automatically: DF.Check
		follow_up_rule: DF.Link | None
		innovation_panel: DF.Int
		monthly_minutes: DF.Int
		objection_days: DF.Int
		objectivity_departure_share: DF.Float
		objectivity_halo: DF.Float
		objectivity_last_hours: DF.Int
		objectivity_mass_share: DF.Float
		objectivity_minimum: DF.Int
		peers_maximum: DF.Int
		peers_minimum: DF.Int
		rater_training: DF.Literal["Off", "Warn", "Block"]
		reminder_days: DF.Int
		review_days: DF.Int
		reviews_per_person: DF.Int
		send_digest: DF.Check
		statement_days: DF.Int
		subordinates_maximum: DF.Int
		subordinates_minimum: DF.Int
		superior_sees_self: DF.Check
		superiors_see_drafts: DF.Check
		training_duty: DF.Float
		training_maximum: DF.Float
	# end: auto-generated types

	def validate(self) -> None:
		self.check_scheme()
		self.check_follow_up_rule()
		self.check_minimum()
		self.check_reviewers()
		duty.check_settings(self)

	def check_reviewers(self) -> None:
		for least, most in (
			("peers_minimum", "peers_maximum"),
			("subordinates_minimum", "subordinates_maximum"),
		):
			# 0 at most: the group is not asked at all
			if self.get(most) and self.get(least) > self.get(most):
				frappe.throw(
					_("{0} is more than {1}. Enter {2} or less.").format(
						_(self.meta.get_label(least)), _(self.meta.get_label(most)), self.get(most)
					)
				)
		with core_errors(self):
			check_rules(objectivity.rules_from(self))
			validate_guide(organisation.guide_from(self.distribution_guide))

	def check_minimum(self) -> None:
		if self.anonymity_minimum < SMALLEST_MINIMUM:
			frappe.throw(
				_("{0}: {1} is too few, for it would tell who gave what. Enter {2} or more.").format(
					_("Anonymous Feedback Is Shown From"), self.anonymity_minimum, SMALLEST_MINIMUM
				)
			)

	def check_follow_up_rule(self) -> None:
		if self.follow_up_rule:
			follow_up.check_rule(self.follow_up_rule)

	def check_scheme(self) -> None:
		if (
			self.default_scheme
			and frappe.db.get_value("ASN Scoring Scheme", self.default_scheme, "docstatus") != 1
		):
			frappe.throw(
				_("{0}: {1} is not submitted. Check and submit the scheme first.").format(
					*escaped(_("Default Scoring Scheme"), self.default_scheme)
				)
			)
