"""Nilai: what an achievement is worth, 0–120."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .case import Scheme
from .errors import ScoringError
from .model import Category, Combination, Step, Valuation, ValueBand, ValueMethod
from .numbers import exact, round_half_up, two_places


@dataclass(frozen=True, slots=True)
class TableValue:
	"""Category and value (0–120) of an achievement, with a step for either use."""

	category: Category
	value: Decimal
	category_step: Step
	value_step: Step


def value(achieved: Decimal, method: ValueMethod, scheme: Scheme, maximum_target: bool = False) -> Valuation:
	"""The value of one achievement (percent, 0 or more, unrounded).

	* Capped Percent: the achievement itself, at most the scheme's cap.
	* Value Table: linear inside a row of the scheme's value table (PermenPAN-RB 8/2021 p. 92–93, JPT).
	* Category Counts: the value of a result that has this one indicator (PermenPAN-RB 8/2021, JA/JF).

	`maximum_target` says that the target is the highest possible one. Raises ScoringError when the scheme
	has no table for the method.
	"""
	if method is ValueMethod.CAPPED:
		return _capped(achieved, scheme)
	rated = table_value(achieved, scheme, maximum_target)
	if method is ValueMethod.TABLE:
		return Valuation(rated.value, rated.category, (rated.value_step,))
	combined = combine([rated.category], scheme)
	return Valuation(combined.value, combined.category, (rated.category_step, *combined.steps))


def table_value(achieved: Decimal, scheme: Scheme, maximum_target: bool = False) -> TableValue:
	"""Category and value of an achievement (percent) in the scheme's value table.

	Raises ScoringError when no row holds the achievement.
	"""
	percent = round_half_up(achieved, whole=True) if scheme.whole_percent else achieved
	row = _row_of(percent, scheme, maximum_target)
	number = _inside(row, percent)
	values = (exact(round_half_up(percent)), row.category.value, *_bounds(row))
	return TableValue(
		row.category,
		number,
		Step("{0} % is {1}: achievement from {2} to {3}", values[:4], row.category.value, "scheme"),
		Step(
			"{0} % is {1}: achievement from {2} to {3} gives {4} to {5}", values, two_places(number), "scheme"
		),
	)


def combine(categories: Sequence[Category], scheme: Scheme) -> Valuation:
	"""Category and value of a result from the categories of its indicators; their order does not matter.

	The scheme's rules for this number of indicators are tried in their order; more indicators than the
	largest number that has rules use the rules of that number. Raises ScoringError when no rule matches.
	"""
	largest = max((rule.indicators for rule in scheme.combinations), default=0)
	wanted = min(len(categories), largest)
	for rule in scheme.combinations:
		if rule.indicators == wanted and _holds(rule, categories):
			counts = ", ".join(f"{categories.count(c)} {c.value}" for c in Category if c in categories)
			step = Step(
				"Categories of the indicators: {0}. The result is {1}",
				(counts, rule.category.value),
				two_places(rule.value),
				"scheme",
			)
			return Valuation(rule.value, rule.category, (step,))
	raise ScoringError(
		"{0}: no rule fits a result with {1} indicators. Add a last row without conditions for this number.",
		str(len(categories)),
		field="combinations",
	)


def _capped(achieved: Decimal, scheme: Scheme) -> Valuation:
	number = min(achieved, scheme.cap)
	values = (two_places(achieved), exact(scheme.cap))
	step = Step("Achievement {0} %, at most {1} %", values, two_places(number), "scheme")
	return Valuation(number, None, (step,))


def _row_of(percent: Decimal, scheme: Scheme, maximum_target: bool) -> ValueBand:
	ordinary = [row for row in scheme.value_bands if not row.maximum_target]
	special = [row for row in scheme.value_bands if row.maximum_target] if maximum_target else []
	for row in (*special, *ordinary):
		if row.achievement_from <= percent and _below_end(row, percent, scheme.whole_percent):
			return row
	raise ScoringError(
		"{0}: the value table has no row for an achievement of {1} %. Add the missing row to the scheme.",
		exact(round_half_up(percent)),
		field="value_bands",
	)


def _below_end(row: ValueBand, percent: Decimal, whole_percent: bool) -> bool:
	if not row.achievement_to:
		return True
	# Between whole percents rows end where the next begins, so the common edge belongs to the upper row.
	return percent <= row.achievement_to if whole_percent else percent < row.achievement_to


def _inside(row: ValueBand, percent: Decimal) -> Decimal:
	width = row.achievement_to - row.achievement_from
	if width <= 0:
		return row.value_from
	return row.value_from + (row.value_to - row.value_from) * (percent - row.achievement_from) / width


def _bounds(row: ValueBand) -> tuple[str, str, str, str]:
	if not row.achievement_to:
		return exact(row.achievement_from), "∞", exact(row.value_from), exact(row.value_from)
	ends = (row.achievement_from, row.achievement_to, row.value_from, row.value_to)
	low, high, start, end = map(exact, ends)
	return low, high, start, end


def _holds(rule: Combination, categories: Sequence[Category]) -> bool:
	limits = (
		(Category.ENOUGH, rule.at_most_cukup),
		(Category.POOR, rule.at_most_kurang),
		(Category.VERY_POOR, rule.at_most_sangat_kurang),
	)
	if categories.count(Category.VERY_GOOD) < rule.at_least_best:
		return False
	return all(limit < 0 or categories.count(category) <= limit for category, limit in limits)
