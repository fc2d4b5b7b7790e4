"""Months that count for a part of a year, results by months, weights of what is due."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from asn_kinerja.scoring import ScoringError, mean_by_months, months_of, share_weights


@pytest.mark.parametrize(
	("first", "last", "months"),
	[
		(date(2026, 1, 1), date(2026, 12, 31), 12),
		(date(2026, 1, 1), date(2026, 3, 31), 3),
		(date(2026, 1, 1), date(2026, 1, 15), 0),  # 15 of 31 days: less than half
		(date(2026, 1, 1), date(2026, 1, 16), 1),  # 16 of 31
		(date(2026, 1, 16), date(2026, 1, 31), 1),  # 16 of 31
		(date(2026, 4, 1), date(2026, 4, 15), 1),  # 15 of 30: the first half counts
		(date(2026, 4, 16), date(2026, 4, 30), 0),  # the second half does not
		(date(2026, 4, 15), date(2026, 4, 29), 0),  # half, from the middle on
		(date(2026, 4, 15), date(2026, 4, 30), 1),  # 16 of 30
		(date(2028, 2, 1), date(2028, 2, 14), 0),  # 14 of 29 in a leap year
		(date(2028, 2, 1), date(2028, 2, 15), 1),
		(date(2026, 5, 20), date(2026, 5, 20), 0),
		(date(2025, 12, 1), date(2026, 1, 31), 2),
	],
)
def test_months_of_a_period(first: date, last: date, months: int) -> None:
	assert months_of(first, last) == months


def test_a_period_upside_down_is_refused() -> None:
	with pytest.raises(ScoringError, match="ends before it begins"):
		months_of(date(2026, 2, 1), date(2026, 1, 31))


@given(st.lists(st.integers(0, 363), min_size=1, max_size=4, unique=True))
def test_the_parts_of_a_year_add_up_to_twelve_months_at_most_and_none_counts_twice(cuts: list[int]) -> None:
	start, end = date(2026, 1, 1), date(2026, 12, 31)
	months, first = 0, start
	for cut in sorted(cuts):
		months += months_of(first, start + timedelta(days=cut))
		first = start + timedelta(days=cut + 1)
	assert months + months_of(first, end) <= 12


@given(st.integers(0, 363))
def test_a_year_divided_once_has_twelve_months(cut: int) -> None:
	start, end = date(2026, 1, 1), date(2026, 12, 31)
	last = start + timedelta(days=cut)
	assert months_of(start, last) + months_of(last + timedelta(days=1), end) == 12


def test_results_by_months() -> None:
	# (100 × 8 + 85.5 × 4) / 12 = (800 + 342) / 12 = 95.1666… → 95.17
	assert mean_by_months([(Decimal(100), 8), (Decimal("85.5"), 4)]) == Decimal("95.17")
	assert mean_by_months([(Decimal(100), 0)]) is None
	assert mean_by_months([]) is None


def test_weights_of_what_is_due_add_up_again() -> None:
	# 40 and 20 of 60: 66.67 and 33.33
	assert share_weights([Decimal(40), Decimal(20)]) == [Decimal("66.67"), Decimal("33.33")]
	# three equal parts: 33.33 twice, and the rest to the last
	assert share_weights([Decimal(10)] * 3) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
	# eleven of 0.005 … are rounded up to 0.01 each: the large one gives the 0.05 back, not the last one
	small = [Decimal("0.0055")] * 11
	assert share_weights([Decimal("99.90"), *small]) == [Decimal("99.89"), *[Decimal("0.01")] * 11]
	assert share_weights([Decimal(60), Decimal(40)]) == [Decimal(60), Decimal(40)]
	assert share_weights([Decimal(0), Decimal(0)]) == [Decimal(0), Decimal(0)]
	assert share_weights([]) == []


@example([1, 1, 1, 1, 1, 1, 1, 1, 73, 576, 768, 2246, 1])
@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=20))
def test_shared_weights_are_always_100(weights: list[int]) -> None:
	shared = share_weights([Decimal(weight) / 100 for weight in weights])
	assert sum(shared) == 100
	assert all(weight >= 0 for weight in shared)
