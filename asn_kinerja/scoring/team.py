"""Team contribution: what the unit has achieved together, and how the colleagues see the cooperation."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .errors import ScoringError
from .model import SourceScore, Step
from .numbers import HIGHEST_SCORE, HUNDRED, exact, two_places


@dataclass(frozen=True, slots=True)
class OrganisationPoints:
	"""What a unit's predicate (predikat kinerja organisasi) is worth in points, 0–120."""

	predicate: str
	value: Decimal


@dataclass(frozen=True, slots=True)
class TeamRules:
	"""`points`: organisation predicate -> points (0–120). `unit_share`: percent (0–100) that the unit's
	predicate counts; the rest is the colleagues' rating."""

	points: Mapping[str, Decimal]
	unit_share: Decimal


def validate_team(rules: TeamRules) -> None:
	"""Raises ScoringError for numbers out of range."""
	for row, number in enumerate(rules.points.values(), start=1):
		if not 0 <= number <= HIGHEST_SCORE:
			raise ScoringError(
				"{0}: {1} is out of range. Enter 0 to 120.",
				exact(number),
				field="value",
				row=row,
				table="organisation_points",
			)
	if not 0 <= rules.unit_share <= HUNDRED:
		raise ScoringError(
			"{0}: {1} % is out of range. Enter 0 to 100.", exact(rules.unit_share), field="team_unit_share"
		)


def team_score(unit_predicate: str | None, colleagues: Decimal | None, rules: TeamRules) -> SourceScore:
	"""The unit's predicate in points and the colleagues' rating of the cooperation (0–120), weighted; one
	alone when the other is missing; nothing when both are. A predicate that the scheme gives no points is
	missing, and the explanation says so."""
	unit = rules.points.get(unit_predicate) if unit_predicate else None
	steps = []
	if unit is not None:
		steps.append(
			Step(
				"The unit's predicate is {0}", (str(unit_predicate),), two_places(unit), "SE MenPAN-RB 3/2023"
			)
		)
	elif unit_predicate and rules.points:
		steps.append(
			Step("The scheme gives no points for the unit's predicate {0}", (unit_predicate,), "", "scheme")
		)
	if colleagues is not None:
		steps.append(
			Step("Colleagues rate the cooperation", (), two_places(colleagues), "PermenPAN-RB 6/2022")
		)
	if unit is None and colleagues is None:
		missing = Step("The unit has no predicate yet, and no colleagues have rated", (), "", "scheme")
		return SourceScore(None, (*steps, missing))
	if unit is None or colleagues is None:
		score = unit if unit is not None else colleagues
		return SourceScore(score, tuple(steps))
	rest = HUNDRED - rules.unit_share
	score = (unit * rules.unit_share + colleagues * rest) / HUNDRED
	values = (two_places(unit), exact(rules.unit_share), two_places(colleagues), exact(rest))
	steps.append(Step("Team: {0} × {1} % + {2} × {3} %", values, two_places(score), "scheme"))
	return SourceScore(score, tuple(steps))
