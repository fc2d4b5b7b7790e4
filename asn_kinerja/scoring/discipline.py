"""Discipline of civil servants: what unexcused absence leads to, and what a sanction takes off the score.

Source: PP 94/2021 (disiplin PNS); days are counted over the calendar year and in a row. The table is data,
because it has been changed before (PP 53/2010) and agencies have other ones for PPPK.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from .errors import ScoringError, located
from .fields import Fields, field_names
from .model import SourceScore, Step
from .numbers import HUNDRED, ZERO, exact, two_places


class Level(str, Enum):
	"""Tingkat hukuman disiplin, from the lightest to the heaviest (PP 94/2021 art. 8)."""

	LIGHT = "Ringan"
	MEDIUM = "Sedang"
	SEVERE = "Berat"


@dataclass(frozen=True, slots=True)
class DisciplineStep:
	"""The sanction for `from_days` to `to_days` unexcused working days within a calendar year, both included;
	`to_days` 0 = no end. `months`: how long it lasts, 0 = it has no duration."""

	from_days: int
	to_days: int
	level: Level
	sanction: str
	months: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
	"""Points off the score, 0–100, for one sanction of this level."""

	level: Level
	points: Decimal


@dataclass(frozen=True, slots=True)
class DisciplineRules:
	"""`consecutive_days`: so many days in a row lead to `consecutive_level` and `consecutive_sanction`, 0 =
	there is no such rule. `minutes_per_day`: so many minutes late or left early make one unexcused day, 0 =
	they are not counted."""

	title: str
	steps: tuple[DisciplineStep, ...]
	effects: tuple[Effect, ...] = ()
	consecutive_days: int = 0
	consecutive_level: Level | None = None
	consecutive_sanction: str = ""
	minutes_per_day: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
	"""A proposed sanction. `severity`: its place among all sanctions of the table from 1, the lightest; equal
	ones are the same sanction. `consecutive`: whether the days in a row lead to it."""

	level: Level
	sanction: str
	severity: int
	months: int = 0
	consecutive: bool = False


@dataclass(frozen=True, slots=True)
class Sanction:
	"""A sanction in force, as it counts for the score."""

	level: Level
	sanction: str
	from_date: date


def discipline_rules_from_dict(d: object, strict: bool = True) -> DisciplineRules:
	"""A table from the fields of its record; not yet checked (see `validate_discipline_rules`). `strict`
	refuses unknown keys. Raises ScoringError with table, row and field."""
	entry = Fields(d, field_names(DisciplineRules), strict, "rules")

	def step(raw: object) -> DisciplineStep:
		fields = Fields(raw, field_names(DisciplineStep), strict, "row")
		return DisciplineStep(
			from_days=fields.integer("from_days", default=0, lowest=0),
			to_days=fields.integer("to_days", default=0, lowest=0),
			level=fields.choice("level", Level),
			sanction=str(fields.needed("sanction")),
			months=fields.integer("months", default=0, lowest=0),
		)

	def effect(raw: object) -> Effect:
		fields = Fields(raw, field_names(Effect), strict, "row")
		return Effect(level=fields.choice("level", Level), points=fields.number_or_zero("points"))

	return DisciplineRules(
		title=str(entry.needed("title")),
		steps=entry.rows("steps", step),
		effects=entry.rows("effects", effect),
		consecutive_days=entry.integer("consecutive_days", default=0, lowest=0),
		consecutive_level=entry.choice_or_none("consecutive_level", Level),
		consecutive_sanction=entry.text("consecutive_sanction"),
		minutes_per_day=entry.integer("minutes_per_day", default=0, lowest=0),
	)


@lru_cache(maxsize=64)
def validate_discipline_rules(rules: DisciplineRules) -> None:
	"""Refuse a table with gaps or overlaps.

	Steps rise from at least 1 day without gap or overlap, levels do not fall, the last has no end; a rule for
	days in a row has level and sanction; each level has its effect once, from 0 to 100 points, and a heavier
	one takes off no less. Raises ScoringError with table, row and field."""
	if not rules.steps:
		raise ScoringError("{0}: the table is empty. Enter the days and their sanctions.", field="steps")
	for number, row in enumerate(rules.steps, start=1):
		with located("steps", number):
			_check_step(row, last=number == len(rules.steps))
	for number, (lower, upper) in enumerate(pairwise(rules.steps), start=2):
		with located("steps", number):
			_check_follows(lower, upper)
	if rules.consecutive_days:
		if not rules.consecutive_level:
			raise ScoringError("{0}: this field is missing. Enter a value.", field="consecutive_level")
		if not rules.consecutive_sanction.strip():
			raise ScoringError("{0}: this field is missing. Enter a value.", field="consecutive_sanction")
	_check_effects(rules.effects)


def _check_step(row: DisciplineStep, last: bool) -> None:
	if row.from_days < 1:
		raise ScoringError("{0}: enter 1 day or more.", field="from_days")
	if last and row.to_days:
		raise ScoringError(
			"{0}: more than {1} days have no sanction. Enter 0 for no end.",
			str(row.to_days),
			field="to_days",
		)
	if not last and row.to_days < row.from_days:
		raise ScoringError(
			"{0}: it ends at {1}, before its beginning at {2} days. Only the last row has no end.",
			str(row.to_days),
			str(row.from_days),
			field="to_days",
		)


def _check_follows(lower: DisciplineStep, upper: DisciplineStep) -> None:
	if upper.from_days != lower.to_days + 1:
		raise ScoringError(
			"{0}: it begins at {1} days, but the row before it ends at {2}. Let it begin at {3}.",
			str(upper.from_days),
			str(lower.to_days),
			str(lower.to_days + 1),
			field="from_days",
		)
	order = list(Level)
	if order.index(upper.level) < order.index(lower.level):
		raise ScoringError(
			'{0}: "{1}" is lighter than the level for fewer days ("{2}").',
			upper.level.value,
			lower.level.value,
			field="level",
		)


def _check_effects(effects: Sequence[Effect]) -> None:
	seen: dict[Level, Decimal] = {}
	for number, row in enumerate(effects, start=1):
		with located("effects", number):
			if row.level in seen:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice. Remove one row.', row.level.value, field="level"
				)
			if not 0 <= row.points <= HUNDRED:
				raise ScoringError(
					"{0}: {1} is out of range. Enter 0 to 100.", exact(row.points), field="points"
				)
		seen[row.level] = row.points
	if missing := [level.value for level in Level if level not in seen]:
		raise ScoringError(
			"{0}: enter how many points each level takes off. Missing: {1}.",
			", ".join(missing),
			field="effects",
		)
	if not seen[Level.LIGHT] <= seen[Level.MEDIUM] <= seen[Level.SEVERE]:
		raise ScoringError("{0}: a heavier level takes off fewer points than a lighter one.", field="effects")


def days_of_minutes(minutes: int, rules: DisciplineRules) -> int:
	"""Whole unexcused days that the minutes late and left early of a year add up to; 0 where the table does
	not count them. (7.5 hours are a day of the 37.5-hour week.)"""
	return minutes // rules.minutes_per_day if rules.minutes_per_day else 0


def longest_run(absent: Collection[date], free: Collection[date], since: date | None = None) -> int:
	"""Most absent working days in a row; days of `free` between them (weekends, holidays) do not interrupt,
	and do not count. With `since` only runs that reach this day or go beyond it."""
	best = current = 0
	before: date | None = None
	for day in sorted(set(absent) - set(free)):
		joined = before is not None and all(
			before + timedelta(days=gap) in free for gap in range(1, (day - before).days)
		)
		current = current + 1 if joined else 1
		if since is None or day >= since:
			best = max(best, current)
		before = day
	return best


def suggest(unexcused_days: int, run: int, rules: DisciplineRules) -> Suggestion | None:
	"""The sanction that the table proposes for the unexcused working days of a calendar year and the longest
	run of them; the heavier one when both lead to one, None when neither does. A person decides.

	PP 94/2021 art. 9–11. Raises ScoringError for an unusable table."""
	validate_discipline_rules(rules)
	found = None
	for severity, row in enumerate(rules.steps, start=1):
		if row.from_days <= unexcused_days and (not row.to_days or unexcused_days <= row.to_days):
			found = Suggestion(row.level, row.sanction, severity, row.months)
	if rules.consecutive_days and rules.consecutive_level and run >= rules.consecutive_days:
		in_a_row = _consecutive(rules, rules.consecutive_level)
		if found is None or in_a_row.severity > found.severity:
			return in_a_row
	return found


def _consecutive(rules: DisciplineRules, level: Level) -> Suggestion:
	"""The sanction for days in a row: at the place where the table names it, else at the end of its level."""
	order = list(Level)
	severity, months = 0, 0
	for place, row in enumerate(rules.steps, start=1):
		if row.sanction == rules.consecutive_sanction and row.level is level:
			severity, months = place, row.months
			break
		if order.index(row.level) <= order.index(level):
			severity = place
	return Suggestion(level, rules.consecutive_sanction, severity, months, consecutive=True)


def discipline_score(sanctions: Sequence[Sanction], effects: Sequence[Effect]) -> SourceScore:
	"""0–100: 100, as expected, less the points of every sanction in force in the period, at least 0.

	Who has none has 100: nothing is missing. Raises ScoringError for a level without an effect."""
	points = {row.level: row.points for row in effects}
	steps: list[Step] = []
	total = ZERO
	for row in sorted(sanctions, key=lambda row: (row.from_date, row.level.value, row.sanction)):
		if row.level not in points:
			raise ScoringError(
				'{0}: the level "{1}" has no points. Add it to the table.', row.level.value, field="effects"
			)
		total += points[row.level]
		steps.append(
			Step(
				"{0}, level {1}, from {2}: points off the score",
				(row.sanction, row.level.value, f"{row.from_date:%d/%m/%Y}"),
				two_places(points[row.level]),
				"scheme",
			)
		)
	if not sanctions:
		return SourceScore(HUNDRED, (Step("Discipline: no sanction in force", (), "100.00", "scheme"),))
	score = max(ZERO, HUNDRED - total)
	steps.append(
		Step("Discipline: 100 less {0} points, at least 0", (exact(total),), two_places(score), "scheme")
	)
	return SourceScore(score, tuple(steps))
