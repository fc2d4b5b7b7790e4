"""Parts of a year: months that count for a plan, results by months, weights of what is due in a stage."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from .errors import ScoringError
from .numbers import HUNDRED, ZERO, round_half_up


def months_of(from_date: date, to_date: date) -> int:
	"""Months (0 or more) that count for a period, both days included; see `months_in`."""
	return len(months_in(from_date, to_date))


def months_in(from_date: date, to_date: date) -> tuple[date, ...]:
	"""The months that count for a period, both days included, each by its first day.

	A month counts for the period that covers more than half of its days; of two halves the first counts. So
	the parts of a year that is divided anywhere add up to the months of the year, each month counted once.
	PermenPAN-RB 8/2021 asks for proportional counting by periods on a transfer and does not say how a
	divided month counts: this rule is the project's own.

	Raises ScoringError when the period ends before it begins.
	"""
	if to_date < from_date:
		raise ScoringError("{0}: the period ends before it begins.", field="to_date")
	found = []
	year, month = from_date.year, from_date.month
	while (year, month) <= (to_date.year, to_date.month):
		days = monthrange(year, month)[1]
		first, last = date(year, month, 1), date(year, month, days)
		covered = (min(last, to_date) - max(first, from_date)).days + 1
		if 2 * covered > days or (2 * covered == days and from_date <= first):
			found.append(first)
		year, month = (year, month + 1) if month < 12 else (year + 1, 1)
	return tuple(found)


def mean_by_months(parts: Sequence[tuple[Decimal, int]]) -> Decimal | None:
	"""Mean of scores (0–120), each weighted by its months; None when no month counts. Two places, half up.

	Source: PermenPAN-RB 8/2021, proportional method by periods for transfers within the year.
	"""
	total = sum(months for _score, months in parts)
	if not total:
		return None
	return round_half_up(sum((score * months for score, months in parts), ZERO) / total)


def share_weights(weights: Sequence[Decimal]) -> list[Decimal]:
	"""The weights (%) of those results that are due, scaled so that they add up to 100 again, two places;
	what rounding leaves goes to the largest (the last of them): a small one it could bring below 0.
	Weights that are all 0 stay 0."""
	total = sum(weights, ZERO)
	if not total or total == HUNDRED:
		return list(weights)
	shared = [round_half_up(weight * HUNDRED / total) for weight in weights]
	largest = max(range(len(shared)), key=lambda place: (shared[place], place))
	shared[largest] += HUNDRED - sum(shared, ZERO)
	return shared
