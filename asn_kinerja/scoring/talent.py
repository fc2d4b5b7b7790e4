"""Talent mapping (pemetaan talenta): the nine boxes of performance × potential.

Source: PermenPAN-RB 3/2020 (manajemen talenta ASN), which names axes, boxes and recommendations. It leaves to
the agency where a level begins, so that everything here is data of the agency's table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import TypeVar

from .errors import ScoringError, located
from .fields import record
from .model import Predicate, Rating, Step
from .numbers import HIGHEST_SCORE, HUNDRED, ZERO, exact, round_half_up, two_places

L = TypeVar("L", Rating, "PotentialLevel")

BASIS = "PermenPAN-RB 3/2020"
BOXES = range(1, 10)
SUCCESSION = frozenset({7, 8, 9})
"""Kelompok rencana suksesi: the boxes whose recommendation it is (PermenPAN-RB 3/2020)."""


class PotentialLevel(str, Enum):
	"""Tingkat potensial, from the best to the worst (that of performance is a `Rating`)."""

	HIGH = "Tinggi"
	MIDDLE = "Menengah"
	LOW = "Rendah"


class PerformanceSource(str, Enum):
	"""What of an evaluation places a person on the performance axis."""

	SCORE = "Score"
	PREDICATE = "Predicate"
	RATING = "Work Result Rating"


class PotentialSource(str, Enum):
	"""What of a competency assessment places a person on the potential axis: job person match in percent,
	potential score of an assessor in points from 0 to 100."""

	MATCH = "Job Person Match"
	SCORE = "Potential Score"


class MissingPotential(str, Enum):
	"""What happens when one of the components of the potential has no value."""

	SPREAD = "Spread Weight"
	NOT_PLACED = "Not Placed"


class Movement(str, Enum):
	"""How a person moved on one axis between two maps."""

	UP = "Up"
	SAME = "Same"
	DOWN = "Down"


@dataclass(frozen=True, slots=True)
class LevelOf:
	"""A row of the table for predicates or ratings: who has `result` performs on this level."""

	result: str
	level: Rating


@dataclass(frozen=True, slots=True)
class PotentialComponent:
	"""One part of the potential. `weight` in percent, above 0."""

	source: PotentialSource
	weight: Decimal


@dataclass(frozen=True, slots=True)
class TalentBox:
	"""One of the nine boxes; `recommendations` one per line."""

	box: int
	performance_level: Rating
	potential_level: PotentialLevel
	box_name: str
	recommendations: str


@dataclass(frozen=True, slots=True)
class TalentRules:
	"""A table of the nine boxes.

	`performance_high_from`, `performance_middle_from`: points of the score, 0–120, read for that source only;
	`performance_levels`: for the other two. `potential_…_from`: points of the weighted potential, 0–100."""

	title: str
	performance_source: PerformanceSource
	potential_components: tuple[PotentialComponent, ...]
	missing_potential: MissingPotential
	potential_high_from: Decimal
	potential_middle_from: Decimal
	boxes: tuple[TalentBox, ...]
	performance_high_from: Decimal = ZERO
	performance_middle_from: Decimal = ZERO
	performance_levels: tuple[LevelOf, ...] = ()


@dataclass(frozen=True, slots=True)
class Performance:
	"""What the released evaluation of a person says; only what the table's source asks for is read."""

	score: Decimal | None = None
	predicate: Predicate | None = None
	work_result_rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class Potential:
	"""What the released competency assessment says: job match in percent (above 100 where the agency counts
	what goes beyond the standard), potential score 0–100."""

	job_match: Decimal | None = None
	potential_score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Placement:
	"""Where a person stands. `performance_value`: the score with two places, or the predicate or rating as it
	is; `potential_value`: points with two places; `recommendations` in the table's order."""

	box: int
	box_name: str
	performance_value: str
	performance_level: Rating
	potential_value: Decimal
	potential_level: PotentialLevel
	recommendations: tuple[str, ...]
	steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Movements:
	"""How a person moved between two maps, on each axis."""

	performance: Movement
	potential: Movement


# --- the table ---------------------------------------------------------------------------------------------


def talent_rules_from_dict(d: object, strict: bool = True) -> TalentRules:
	"""A table from the fields of its record; not yet checked (see `validate_talent_rules`). `strict` refuses
	unknown keys. Raises ScoringError with table, row and field."""
	return record(TalentRules, d, strict)


@lru_cache(maxsize=64)
def validate_talent_rules(rules: TalentRules) -> None:
	"""Refuse a table that does not place everybody exactly once.

	A level for every score, predicate or rating; components once each, with weights of 100 together;
	thresholds that rise; nine boxes, each number and each pair of levels once. Raises ScoringError with
	table, row and field."""
	if rules.performance_source is PerformanceSource.SCORE:
		_check_thresholds(
			rules.performance_high_from, rules.performance_middle_from, "performance", HIGHEST_SCORE
		)
	else:
		_check_levels(rules)
	_check_components(rules.potential_components)
	_check_thresholds(rules.potential_high_from, rules.potential_middle_from, "potential", HUNDRED)
	_check_boxes(rules.boxes)


def _check_thresholds(high: Decimal, middle: Decimal, axis: str, highest: Decimal) -> None:
	if not 0 < middle <= highest:
		raise ScoringError(
			"{0}: {1} is out of range. Enter more than 0 and at most {2}.",
			exact(middle),
			str(highest),
			field=f"{axis}_middle_from",
		)
	if not middle < high <= highest:
		raise ScoringError(
			"{0}: {1} is out of range. The highest level begins above the middle one ({2}), at most at {3}.",
			exact(high),
			exact(middle),
			str(highest),
			field=f"{axis}_high_from",
		)


def results_of(source: PerformanceSource) -> tuple[str, ...]:
	"""The predicates or ratings to which a table of this source gives levels, the best first; () for the
	score, which has thresholds."""
	if source is PerformanceSource.PREDICATE:
		return tuple(predicate.value for predicate in Predicate)
	return tuple(rating.value for rating in Rating) if source is PerformanceSource.RATING else ()


def _check_levels(rules: TalentRules) -> None:
	order = results_of(rules.performance_source)
	seen: dict[str, Rating] = {}
	for number, row in enumerate(rules.performance_levels, start=1):
		with located("performance_levels", number):
			if row.result not in order:
				raise ScoringError(
					'{0}: "{1}" is not allowed. Choose one of: {2}.',
					row.result,
					", ".join(order),
					field="result",
				)
			if row.result in seen:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice. Remove one row.', row.result, field="result"
				)
		seen[row.result] = row.level
	if missing := [result for result in order if result not in seen]:
		raise ScoringError(
			"{0}: enter the level of each. Missing: {1}.", ", ".join(missing), field="performance_levels"
		)
	for number, row in enumerate(rules.performance_levels, start=1):
		for better in order[: order.index(row.result)]:
			if _rank(seen[better]) < _rank(row.level):
				with located("performance_levels", number):
					raise ScoringError(
						'{0}: "{1}" has a higher level than "{2}", which is the better result.',
						row.result,
						better,
						field="level",
					)


def _check_components(components: Sequence[PotentialComponent]) -> None:
	if not components:
		raise ScoringError(
			"{0}: the table is empty. Enter what the potential is measured by.", field="potential_components"
		)
	seen: set[PotentialSource] = set()
	for number, row in enumerate(components, start=1):
		with located("potential_components", number):
			if row.source in seen:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice. Remove one row.', row.source.value, field="source"
				)
			if row.weight <= 0:
				raise ScoringError("{0}: enter a weight above 0.", field="weight")
		seen.add(row.source)
	total = sum((row.weight for row in components), ZERO)
	if total != HUNDRED:
		raise ScoringError(
			"{0}: the weights add up to {1}. Let them be 100 together.",
			exact(total),
			field="potential_components",
		)


def _check_boxes(boxes: Sequence[TalentBox]) -> None:
	numbers: set[int] = set()
	places: dict[tuple[Rating, PotentialLevel], int] = {}
	for number, row in enumerate(boxes, start=1):
		with located("boxes", number):
			if row.box not in BOXES:
				raise ScoringError("{0}: {1} is no box. Enter 1 to 9.", str(row.box), field="box")
			if row.box in numbers:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice. Remove one row.', str(row.box), field="box"
				)
			place = (row.performance_level, row.potential_level)
			if place in places:
				raise ScoringError(
					'{0}: box {1} has the levels "{2}" and "{3}" already. Each pair of levels has one box.',
					str(places[place]),
					row.performance_level.value,
					row.potential_level.value,
					field="potential_level",
				)
			if not row.box_name.strip():
				raise ScoringError("{0}: this field is missing. Enter a value.", field="box_name")
			if not lines(row.recommendations):
				raise ScoringError("{0}: enter what is recommended, one per line.", field="recommendations")
		numbers.add(row.box)
		places[place] = row.box
	if missing := [str(box) for box in BOXES if box not in numbers]:
		raise ScoringError("{0}: the boxes {1} are missing.", ", ".join(missing), field="boxes")


def lines(text: str) -> tuple[str, ...]:
	"""What stands one per line; blank lines are left out."""
	return tuple(line.strip() for line in text.splitlines() if line.strip())


# --- placing -----------------------------------------------------------------------------------------------


def place(rules: TalentRules, performance: Performance, potential: Potential) -> Placement:
	"""The box of a person. Numbers are compared as they are printed, with two places, half up.

	PermenPAN-RB 3/2020. Raises ScoringError for an unusable table, and, in words for the person, when a value
	that the table asks for is missing."""
	validate_talent_rules(rules)
	performance_value, performance_level, first = _performance(rules, performance)
	points, steps = _potential_points(rules, potential)
	potential_level, last = _potential_level(rules, points)
	box = next(
		row
		for row in rules.boxes
		if (row.performance_level, row.potential_level) == (performance_level, potential_level)
	)
	values = (performance_level.value, potential_level.value)
	found = Step("Performance {0}, potential {1}: box", values, str(box.box), BASIS)
	return Placement(
		box=box.box,
		box_name=box.box_name,
		performance_value=performance_value,
		performance_level=performance_level,
		potential_value=points,
		potential_level=potential_level,
		recommendations=lines(box.recommendations),
		steps=(first, *steps, last, found),
	)


def _performance(rules: TalentRules, performance: Performance) -> tuple[str, Rating, Step]:
	"""The value as it is shown, its level, and the step that says so."""
	if rules.performance_source is PerformanceSource.SCORE:
		if performance.score is None:
			raise ScoringError("{0}: the evaluation has no score.", field="score")
		score = round_half_up(performance.score)
		high, middle = rules.performance_high_from, rules.performance_middle_from
		level, start = _level(score, high, middle, tuple(Rating))
		values = (two_places(score), exact(middle if start is None else start))
		if start is None:
			return values[0], level, Step("Performance: score {0}, below {1}", values, level.value, "scheme")
		return values[0], level, Step("Performance: score {0}, {1} or more", values, level.value, "scheme")
	if rules.performance_source is PerformanceSource.PREDICATE:
		if performance.predicate is None:
			raise ScoringError("{0}: the evaluation has no predicate.", field="predicate")
		result = performance.predicate.value
		level = _level_of(rules, result)
		return result, level, Step("Performance: predicate {0}", (result,), level.value, "scheme")
	if performance.work_result_rating is None:
		raise ScoringError("{0}: the evaluation has no work result rating.", field="work_result_rating")
	result = performance.work_result_rating.value
	level = _level_of(rules, result)
	return result, level, Step("Performance: work result rating {0}", (result,), level.value, "scheme")


def _level_of(rules: TalentRules, result: str) -> Rating:
	return next(row.level for row in rules.performance_levels if row.result == result)


def _potential_points(rules: TalentRules, potential: Potential) -> tuple[Decimal, tuple[Step, ...]]:
	"""The weighted mean of the components that have a value."""
	values = {
		PotentialSource.MATCH: potential.job_match,
		PotentialSource.SCORE: potential.potential_score,
	}
	found = [(row, value) for row in rules.potential_components if (value := values[row.source]) is not None]
	missing = [row.source.value for row in rules.potential_components if values[row.source] is None]
	if missing and (not found or rules.missing_potential is MissingPotential.NOT_PLACED):
		raise ScoringError("{0}: the competency assessment lacks it.", field=missing[0])
	whole = sum((row.weight for row, _value in found), ZERO)
	steps = [
		Step(
			"Potential: {0} {1}, weight {2} of {3}",
			(row.source.value, two_places(value), exact(row.weight), exact(whole)),
			two_places(value * row.weight / whole),
			"scheme",
		)
		for row, value in found
	]
	points = round_half_up(sum((value * row.weight for row, value in found), ZERO) / whole)
	return points, tuple(steps)


def _potential_level(rules: TalentRules, points: Decimal) -> tuple[PotentialLevel, Step]:
	high, middle = rules.potential_high_from, rules.potential_middle_from
	level, start = _level(points, high, middle, tuple(PotentialLevel))
	values = (two_places(points), exact(middle if start is None else start))
	if start is None:
		return level, Step("Potential: {0} points, below {1}", values, level.value, "scheme")
	return level, Step("Potential: {0} points, {1} or more", values, level.value, "scheme")


def _level(points: Decimal, high: Decimal, middle: Decimal, levels: Sequence[L]) -> tuple[L, Decimal | None]:
	"""The level of these points, and where it begins (None for the lowest)."""
	if points >= high:
		return levels[0], high
	return (levels[1], middle) if points >= middle else (levels[2], None)


# --- between two maps --------------------------------------------------------------------------------------


def moved(before: tuple[Rating, PotentialLevel], after: tuple[Rating, PotentialLevel]) -> Movements:
	"""How somebody moved on each axis, by the levels and not by the numbers of the boxes, which are the
	table's."""
	return Movements(_towards(before[0], after[0]), _towards(before[1], after[1]))


def _rank(level: Rating | PotentialLevel) -> int:
	"""0 for the lowest level, 2 for the highest."""
	order = list(type(level))
	return len(order) - 1 - order.index(level)


def _towards(before: Rating | PotentialLevel, after: Rating | PotentialLevel) -> Movement:
	difference = _rank(after) - _rank(before)
	if not difference:
		return Movement.SAME
	return Movement.UP if difference > 0 else Movement.DOWN
