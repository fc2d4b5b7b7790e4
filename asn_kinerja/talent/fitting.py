"""Which positions fit a person: his assessed levels against the standards of his agency's positions."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import frappe
from frappe.model.document import Document

from asn_kinerja import access
from asn_kinerja.competency import assessed, standards
from asn_kinerja.competency import rules as rules_of
from asn_kinerja.competency.assessed import ASSESSMENT
from asn_kinerja.competency.standards import STANDARD, PositionStandard
from asn_kinerja.scoring import ScoringError, round_half_up
from asn_kinerja.scoring.job_match import CompetencyRules, match
from asn_kinerja.scoring.numbers import HUNDRED

TOP = 5


@dataclass(frozen=True, slots=True)
class Fitting:
	"""A position for the person. `standard`: name of its standard; `percent`: job person match, two places;
	`gaps`: competency -> levels that are missing, the largest first."""

	designation: str
	standard: str
	percent: Decimal
	filling: str
	gaps: tuple[tuple[str, int], ...]


def best(
	levels: Mapping[str, int],
	positions: Mapping[str, PositionStandard],
	rules: CompetencyRules,
	top: int = TOP,
) -> tuple[Fitting, ...]:
	"""The positions (designation -> standard) that fit these levels best.

	By job person match; of those that are met in full the ones that ask for more come first, for else the
	lowest positions would fit everybody best. Positions that ask for competencies in which the person has not
	been assessed, or whose standard cannot be used, are left out: they cannot be compared."""
	found = []
	for designation, standard in positions.items():
		try:
			matched = match(standard, levels, rules)
		except ScoringError:
			continue
		gaps = [(name, gap) for name, gap in matched.gaps.items() if gap > 0]
		gaps.sort(key=lambda gap: (-gap[1], gap[0]))
		percent = round_half_up(matched.percent)
		fitting = Fitting(designation, standard.name, percent, matched.filling, tuple(gaps))
		found.append((-min(percent, HUNDRED), -matched.required, designation, fitting))
	return tuple(row[-1] for row in sorted(found, key=lambda row: row[:3])[:top])


def of_placement(placement: Document) -> tuple[Fitting, ...]:
	"""The positions that fit best by the assessment on which the placement rests; () where the session user
	does not see that assessment, and without levels, standards or rules. A constant number of queries."""
	levels = _levels_seen(placement.assessment) if placement.assessment else None
	rule = rules_of.newest()
	if not levels or not rule:
		return ()
	designations = frappe.get_all(
		STANDARD,
		filters={"is_template": 0, "disabled": 0, "designation": ["is", "set"]},
		pluck="designation",
		order_by="designation",
	)
	return best(levels, standards.of_positions(designations, placement.company), rules_of.of(rule))


def _levels_seen(name: str) -> dict[str, int] | None:
	"""Who sees a placement does not thereby see the assessment."""
	criterion = frappe.qb.DocType(ASSESSMENT).name == name
	seen = access.row_criterion(ASSESSMENT)
	return assessed.levels_of(criterion if seen is None else criterion & seen).get(name)


def told(fitting: Fitting) -> dict[str, Any]:
	"""For a form."""
	return {
		"designation": fitting.designation,
		"standard": fitting.standard,
		"percent": float(fitting.percent),
		"filling": fitting.filling,
		"gaps": [{"competency": name, "gap": gap} for name, gap in fitting.gaps],
	}
