"""Time and quantity of daily activities, without a site."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.scoring import (
	minutes_between,
	months_covered,
	overlapping,
	parse_number,
	share,
	towards,
	trend,
	typed,
)


@pytest.mark.parametrize(
	("start", "end", "minutes"),
	[
		(time(8), time(9, 30), 90),
		(time(0), time(23, 59), 1439),
		(time(8, 0, 59), time(8, 1), 1),
		(time(9), time(8), -60),
	],
)
def test_minutes_between(start: time, end: time, minutes: int) -> None:
	assert minutes_between(start, end) == minutes


def test_spans_that_only_touch_do_not_overlap() -> None:
	others = [(time(7), time(8)), (time(9), time(10))]
	assert overlapping(time(8), time(9), others) is None
	assert overlapping(time(8), time(9, 1), others) == 1
	assert overlapping(time(7, 59), time(8, 30), others) == 0
	assert overlapping(time(6), time(11), others) == 0


@pytest.mark.parametrize(
	("first", "last", "months"),
	[
		(date(2026, 1, 1), date(2026, 12, 31), Decimal(12)),
		(date(2026, 11, 1), date(2026, 11, 30), Decimal(1)),
		(date(2026, 11, 16), date(2026, 12, 31), Decimal("1.5")),
		(date(2026, 2, 1), date(2026, 2, 7), Decimal("0.25")),
		(date(2026, 3, 2), date(2026, 3, 1), Decimal(0)),
	],
)
def test_months_covered(first: date, last: date, months: Decimal) -> None:
	assert months_covered(first, last) == months


@pytest.mark.parametrize(
	("direction", "low", "high", "reached", "percent"),
	[
		("Higher", 100, 0, "62.5", "62.50"),
		("Lower", 5, 0, "4", "120.00"),  # 1 + (1 − 4/5)
		("Range", 7, 8, "7.5", "100.00"),
		("Exact", 10, 0, "9", "90.00"),
		("Higher", 0, 0, "5", None),  # nothing to measure against
		("Higher", 100, 0, None, None),
		(None, 100, 0, "5", None),
	],
)
def test_towards_a_target(
	direction: str | None, low: float, high: float, reached: str | None, percent: str | None
) -> None:
	found = towards(direction, low, high, Decimal(reached) if reached else None)
	assert found == (Decimal(percent) if percent else None)


def test_share_and_trend() -> None:
	assert share(2800, 8400) == Decimal("33.33")
	assert share(1, 0) is None
	assert [trend(Decimal(90), Decimal(now)) for now in (89, 90, 91)] == ["Down", "Unchanged", "Up"]
	assert trend(None, Decimal(1)) is None


@pytest.mark.parametrize(
	("number", "text"),
	[("12", "12"), ("12.00", "12"), ("6.5", "6,5"), ("1.125", "1,1250"), ("0", "0"), ("1200", "1200")],
)
def test_a_number_as_a_clerk_types_it(number: str, text: str) -> None:
	assert typed(Decimal(number)) == text


@given(st.decimals(min_value=0, max_value=10**9, places=9))
def test_a_typed_number_is_read_back(number: Decimal) -> None:
	assert parse_number(typed(number), "realisation") == number
