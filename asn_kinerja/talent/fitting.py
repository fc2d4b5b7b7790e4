"""Which positions fit a person: his assessed levels against the standards of his agency's positions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import frappe

from asn_kinerja.competency import assessed, standards
from asn_kinerja.competency import rules as rules_of
from asn_kinerja.competency.standards import STANDARD, PositionStandard
from asn_kinerja.scoring import ScoringError, round_half_up
from asn_kinerja.scoring.job_match import CompetencyRules, match
from asn_kinerja.scoring.numbers import HUNDRED

TOP = 5


@dataclass(frozen=True, slots=True)
class Fitting:
	"""A position for the person. `percent`: job person match, two places; `gaps`: competency -> levels that
	are missing, the largest first."""

	designation: str
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
		fitting = Fitting(designation, percent, matched.filling, tuple(gaps))
		found.append((-min(percent, HUNDRED), -matched.required, designation, fitting))
	return tuple(row[-1] for row in sorted(found, key=lambda row: row[:3])[:top])


def of_employee(employee: str, company: str | None, to_date: date | str) -> tuple[Fitting, ...]:
	"""The positions that fit best by the person's assessment that counts on the day; () without an
	assessment, standards or rules. A constant number of queries."""
	assessment = assessed.newest([employee], to_date).get(employee)
	rule = rules_of.newest()
	if not assessment or not assessment.levels or not rule:
		return ()
	designations = frappe.get_all(
		STANDARD,
		filters={"is_template": 0, "disabled": 0, "designation": ["is", "set"]},
		pluck="designation",
		order_by="designation",
	)
	return best(assessment.levels, standards.of_positions(designations, company), rules_of.of(rule))


def told(fitting: Fitting) -> dict[str, Any]:
	"""For a form."""
	return {
		"designation": fitting.designation,
		"percent": float(fitting.percent),
		"filling": fitting.filling,
		"gaps": [{"competency": name, "gap": gap} for name, gap in fitting.gaps],
	}
