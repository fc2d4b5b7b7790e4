"""Schemes for tests that measure any source."""

from dataclasses import replace

from asn_kinerja.scoring import Scheme, shipped_schemes


def with_tables(scheme: Scheme) -> Scheme:
	"""The scheme with what every source needs, from the shipped schemes of the reference agencies."""
	shipped = shipped_schemes()
	tangsel, marelan, sibolga = (shipped[name] for name in ("Tangerang Selatan", "Marelan", "Sibolga"))
	return replace(
		scheme,
		attendance_rule=tangsel.attendance_rule,
		discipline_rule=tangsel.discipline_rule,
		organisation_points=tangsel.organisation_points,
		team_unit_share=tangsel.team_unit_share,
		team_value=tangsel.team_value,
		development_duty=marelan.development_duty,
		satisfaction_reference=marelan.satisfaction_reference,
		innovation_levels=sibolga.innovation_levels,
		innovation_base=sibolga.innovation_base,
		progress_factor=sibolga.progress_factor,
	)
