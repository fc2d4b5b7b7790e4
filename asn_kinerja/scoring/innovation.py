"""Innovations: a source of the score, a bonus on top of it, and the new idea for the highest predicate.

PP 30/2019 art. 41 and PermenPAN-RB 8/2021 ask for an idea or a new way of working that serves the
organisation or the state; levels, points and bonus are data of the scheme.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .errors import ScoringError, located
from .model import SourceScore, Step
from .numbers import HIGHEST_SCORE, HUNDRED, ZERO, exact, two_places


@dataclass(frozen=True, slots=True)
class ImpactLevel:
	"""How far an innovation reaches. `points` (0–120) count in the source, `bonus` (points, 0–120) on top of
	the score; `new_idea`: it fulfils the condition of "Sangat Baik"."""

	level: str
	points: Decimal
	bonus: Decimal
	new_idea: bool


@dataclass(frozen=True, slots=True)
class InnovationRules:
	"""`base`: the score (0–120) of who has no verified innovation; `bonus_cap`: the most that all innovations
	together add to the score (points, 0–120)."""

	levels: tuple[ImpactLevel, ...]
	base: Decimal
	bonus_cap: Decimal


@dataclass(frozen=True, slots=True)
class Contribution:
	"""One person's part in a verified innovation: `share` in percent, above 0, up to 100."""

	innovation: str
	level: str
	share: Decimal


def validate_innovation(rules: InnovationRules) -> None:
	"""Raises ScoringError for a level that stands there twice and for numbers out of range."""
	seen: set[str] = set()
	for row, level in enumerate(rules.levels, start=1):
		with located("innovation_levels", row):
			if level.level in seen:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice. Remove one row.', level.level, field="level"
				)
			for field, number in (("points", level.points), ("bonus", level.bonus)):
				_in_range(number, field)
		seen.add(level.level)
	_in_range(rules.base, "innovation_base")
	_in_range(rules.bonus_cap, "innovation_bonus_cap")


def check_shares(shares: Sequence[Decimal]) -> None:
	"""The contributors' shares of one innovation, in percent: each above 0, together 100. Raises ScoringError
	with the row."""
	for row, share in enumerate(shares, start=1):
		if share <= 0:
			raise ScoringError(
				"{0}: a contributor has a share above 0 %. Enter it, or remove the row.",
				field="share",
				row=row,
				table="contributors",
			)
	if (total := sum(shares, ZERO)) != HUNDRED:
		raise ScoringError(
			"{0}: the shares of the contributors add up to {1} %, not to 100 %. Change them until they do.",
			exact(total),
			field="share",
			table="contributors",
		)


def innovation_score(contributions: Sequence[Contribution], rules: InnovationRules) -> SourceScore:
	"""The base and, of each innovation, its level's points according to the share; at most 120. A level that
	the scheme does not know gives nothing, and the explanation says so."""
	total, steps = rules.base, []
	for part, level in _with_levels(contributions, rules):
		if level is None:
			steps.append(_unknown(part))
			continue
		points = level.points * part.share / HUNDRED
		total += points
		values = (part.innovation, part.level, two_places(level.points), two_places(part.share))
		steps.append(Step("{0} ({1}): {2} points × share {3} %", values, two_places(points), "scheme"))
	score = min(total, HIGHEST_SCORE)
	parts = (two_places(rules.base), two_places(total - rules.base))
	steps.append(Step("Innovation: base {0} + points {1}, at most 120", parts, two_places(score), "scheme"))
	return SourceScore(score, tuple(steps))


def innovation_bonus(
	contributions: Sequence[Contribution], rules: InnovationRules
) -> tuple[Decimal, tuple[Step, ...]]:
	"""What the innovations add to the score (points, 0 to the cap), unrounded."""
	if not contributions or not rules.bonus_cap:
		return ZERO, ()
	total, steps = ZERO, []
	for part, level in _with_levels(contributions, rules):
		if level is None:
			steps.append(_unknown(part))
			continue
		points = level.bonus * part.share / HUNDRED
		total += points
		values = (part.innovation, part.level, two_places(level.bonus), two_places(part.share))
		steps.append(Step("{0} ({1}): bonus {2} × share {3} %", values, two_places(points), "scheme"))
	bonus = min(total, rules.bonus_cap)
	values = (two_places(total), two_places(rules.bonus_cap))
	steps.append(Step("Bonus for innovations: {0}, at most {1}", values, two_places(bonus), "scheme"))
	return bonus, tuple(steps)


def has_new_idea(contributions: Sequence[Contribution], rules: InnovationRules) -> bool:
	"""Whether one of the innovations fulfils the condition of "Sangat Baik"."""
	return any(level is not None and level.new_idea for _part, level in _with_levels(contributions, rules))


def _with_levels(
	contributions: Sequence[Contribution], rules: InnovationRules
) -> Iterator[tuple[Contribution, ImpactLevel | None]]:
	levels = {level.level: level for level in rules.levels}
	for part in contributions:
		yield part, levels.get(part.level)


def _unknown(part: Contribution) -> Step:
	values = (part.innovation, part.level)
	return Step("{0}: the scheme gives nothing for the impact level {1}", values, two_places(ZERO), "scheme")


def _in_range(number: Decimal, field: str) -> None:
	if not 0 <= number <= HIGHEST_SCORE:
		raise ScoringError("{0}: {1} is out of range. Enter 0 to 120.", exact(number), field=field)
