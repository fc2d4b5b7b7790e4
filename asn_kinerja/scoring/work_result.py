"""Hasil kerja: one score from all items of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .achievement import achievement
from .case import Case
from .errors import located
from .items import validate_items
from .model import (
	Approach,
	Category,
	Item,
	ItemCategory,
	ItemOutcome,
	MissingPolicy,
	ResultOutcome,
	Source,
	Step,
	ValueMethod,
)
from .numbers import ZERO, exact, round_half_up, two_places
from .rating import rating_points
from .value import combine, table_value, value


@dataclass(frozen=True, slots=True)
class WorkResult:
	"""The score (0–120, unrounded, None = missing) with everything it rests on."""

	score: Decimal | None
	items: tuple[ItemOutcome, ...]
	results: tuple[ResultOutcome, ...]
	steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Measured:
	item: Item
	achieved: Decimal | None = None
	category: Category | None = None
	number: Decimal | None = None
	steps: tuple[Step, ...] = ()

	def outcome(self) -> ItemOutcome:
		achieved = None if self.achieved is None else round_half_up(self.achieved)
		number = None if self.number is None else round_half_up(self.number)
		return ItemOutcome(self.item.name, achieved, self.category, number)


def work_result(case: Case) -> WorkResult:
	"""Weighted mean of the items' values; with Category Counts of the results' values, where a result (items
	of the same result text and category) weighs what its items weigh together (PermenPAN-RB 8/2021). With
	the qualitative approach an item is worth the points of its rating.

	An item without realisation (or rating) leaves the score missing, whatever the others gave: leaving out
	the weak ones must not help. Only where the scheme counts a missing work result as zero, and something
	is reported, the open items count as an achievement of 0 instead of all being lost.

	Raises ScoringError for what `validate_items`, `achievement` and `value` refuse, with the row.
	"""
	if not case.items:
		return WorkResult(None, (), (), (Step("No work result item", (), "", "scheme"),))
	validate_items(case.items, case.approach)
	unreported = [
		row for row, item in enumerate(case.items, start=1) if not _is_reported(item, case.approach)
	]
	as_zero = 0 < len(unreported) < len(case.items) and _policy(case) is MissingPolicy.ZERO
	rows = [_measure(row, item, case, as_zero) for row, item in enumerate(case.items, start=1)]
	steps = [step for row in rows for step in row.steps]
	results: tuple[ResultOutcome, ...] = ()
	if _counts_categories(case):
		rows, results, result_steps = _by_result(rows, case)
		steps += result_steps
	if unreported and not as_zero:
		names = ", ".join(_label(row, case.items[row - 1]) for row in unreported)
		steps.append(Step("Work result is missing; not reported yet: {0}", (names,), "", "scheme"))
	score, mean_step = _weighted_mean(rows)
	return WorkResult(score, tuple(row.outcome() for row in rows), results, (*steps, *mean_step))


def _is_reported(item: Item, approach: Approach) -> bool:
	if approach is Approach.QUALITATIVE:
		return item.rating is not None
	return item.realisation is not None and str(item.realisation).strip() != ""


def _policy(case: Case) -> MissingPolicy | None:
	policies = {row.source: row.missing_policy for row in case.scheme.components}
	return policies.get(Source.WORK_RESULT)


def _counts_categories(case: Case) -> bool:
	method = case.scheme.value_method(case.position_group)
	return case.approach is Approach.QUANTITATIVE and method is ValueMethod.COUNTS


def _label(row: int, item: Item) -> str:
	return f"#{row} {item.measure or item.result}"


def _measure(row: int, item: Item, case: Case, as_zero: bool) -> _Measured:
	heading = Step("Item {0}, weight {1} %", (_label(row, item), exact(item.weight)), "", "scheme")
	if not _is_reported(item, case.approach):
		if not as_zero:
			return _Measured(item)
		zero = Step("Not reported: counts as 0", (), two_places(ZERO), "scheme")
		return _valued(_Measured(item, steps=(heading, zero)), ZERO, case)
	if case.approach is Approach.QUALITATIVE:
		return _valued(_Measured(item, steps=(heading,)), ZERO, case)
	with located("items", row):
		achieved, step = achievement(item.direction, item.target_min, item.target_max, item.realisation)
	return _valued(_Measured(item, achieved, steps=(heading, step)), achieved, case)


def _valued(measured: _Measured, achieved: Decimal, case: Case) -> _Measured:
	item, scheme = measured.item, case.scheme
	if case.approach is Approach.QUALITATIVE:
		if item.rating is None:
			return replace(measured, number=ZERO)
		points = rating_points(item.rating, scheme)
		step = Step("Rated {0}", (item.rating.value,), two_places(points), "scheme")
		return replace(measured, number=points, steps=(*measured.steps, step))
	method = scheme.value_method(case.position_group)
	if method is ValueMethod.COUNTS:
		found = table_value(achieved, scheme, item.maximum_target)
		return replace(measured, category=found.category, steps=(*measured.steps, found.category_step))
	rated = value(achieved, method, scheme, item.maximum_target)
	steps = (*measured.steps, *rated.steps)
	return replace(measured, category=rated.category, number=rated.value, steps=steps)


def _by_result(
	rows: Sequence[_Measured], case: Case
) -> tuple[list[_Measured], tuple[ResultOutcome, ...], list[Step]]:
	groups: dict[tuple[str, ItemCategory], list[int]] = {}
	for index, row in enumerate(rows):
		key = (" ".join(row.item.result.split()).casefold(), row.item.category)
		groups.setdefault(key, []).append(index)
	valued, outcomes = list(rows), []
	steps: list[Step] = []
	for indexes in groups.values():
		outcome, number, explained = _result([rows[index] for index in indexes], case)
		outcomes.append(outcome)
		steps += explained
		for index in indexes:
			valued[index] = replace(rows[index], number=number)
	return valued, tuple(outcomes), steps


def _result(rows: Sequence[_Measured], case: Case) -> tuple[ResultOutcome, Decimal | None, tuple[Step, ...]]:
	first = rows[0].item
	weight = sum((row.item.weight for row in rows), ZERO)
	categories = [row.category for row in rows if row.category is not None]
	label = (first.result, first.category, len(rows), round_half_up(weight))
	if len(categories) < len(rows):
		return ResultOutcome(*label, None, None), None, ()
	combined = combine(categories, case.scheme)
	title = f"{first.result} ({first.category.value})"
	heading = Step("Result {0}, weight {1} %", (title, exact(weight)), "", "scheme")
	outcome = ResultOutcome(*label, combined.category, round_half_up(combined.value))
	return outcome, combined.value, (heading, *combined.steps)


def _weighted_mean(rows: Sequence[_Measured]) -> tuple[Decimal | None, tuple[Step, ...]]:
	numbers = [row.number for row in rows if row.number is not None]
	if len(numbers) < len(rows):
		return None, ()
	weights = [row.item.weight for row in rows]
	total = sum(weights, ZERO)
	if not total:
		weights, total = [Decimal(1)] * len(rows), Decimal(len(rows))
	score = sum((number * weight for number, weight in zip(numbers, weights, strict=True)), ZERO) / total
	terms = " + ".join(
		f"{two_places(number)} × {exact(weight)}" for number, weight in zip(numbers, weights, strict=True)
	)
	values = (terms, exact(total))
	return score, (Step("Work result: ({0}) / {1}", values, two_places(score), "scheme"),)
