"""Nilai: percent with a cap, the JPT table and the JA/JF categories of PermenPAN-RB 8/2021."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations_with_replacement, permutations

import pytest

from asn_kinerja.scoring import (
	Category,
	Direction,
	Scheme,
	ScoringError,
	ValueMethod,
	achievement,
	combine,
	shipped_schemes,
	two_places,
	value,
)

SB, B, C, K, SK = Category


@pytest.fixture(scope="module")
def scheme() -> Scheme:
	return shipped_schemes()["PP 30/2019 70/30"]


@pytest.mark.parametrize(
	("achieved", "category", "expected"),
	[
		("0", SK, "0.00"),
		("30", SK, "24.92"),  # 30/59 × 49 = 24.915
		("59", SK, "49.00"),
		("59.49", SK, "49.00"),  # whole percent first: 59
		("59.5", K, "50.00"),  # 60
		("60", K, "50.00"),
		("79", K, "69.00"),
		("79.5", C, "70.00"),
		("80", C, "70.00"),
		("98", C, "88.00"),  # 70 + 19/19 × 18
		("99", C, "89.00"),
		("99.499999", C, "89.00"),
		("99.5", B, "109.00"),
		("100", B, "109.00"),
		("100.49", B, "109.00"),
		("100.5", SB, "110.00"),
		("101", SB, "110.00"),  # example 10
		("105", SB, "114.44"),  # 110 + 10/9 × 4
		("110", SB, "120.00"),
		("110.5", SB, "120.00"),
		("111", SB, "120.00"),
		("450", SB, "120.00"),
	],
)
def test_value_table(achieved: str, category: Category, expected: str, scheme: Scheme) -> None:
	rated = value(Decimal(achieved), ValueMethod.TABLE, scheme)
	assert (rated.category, two_places(rated.value)) == (category, expected)


@pytest.mark.parametrize(
	("target", "realisation", "maximum_target", "category", "expected"),
	[
		(100, 100, True, SB, "120.00"),  # example 5, p. 93: the target is the highest possible
		(85, 85, False, B, "109.00"),  # example 6, p. 243
		(95, 93, False, C, "88.00"),  # 97.89 → 98 %, p. 243
		(100, 99, True, C, "89.00"),  # a missed maximum is an ordinary 99 %
		(100, 105, True, SB, "120.00"),
	],
)
def test_published_values(
	target: int, realisation: int, maximum_target: bool, category: Category, expected: str, scheme: Scheme
) -> None:
	achieved, _ = achievement(Direction.HIGHER, Decimal(target), None, Decimal(realisation))
	rated = value(achieved, ValueMethod.TABLE, scheme, maximum_target)
	assert (rated.category, two_places(rated.value)) == (category, expected)


@pytest.mark.parametrize(
	("achieved", "expected"), [("0", "0.00"), ("87.5", "87.50"), ("120", "120.00"), ("120.01", "120.00")]
)
def test_capped_percent(achieved: str, expected: str, scheme: Scheme) -> None:
	rated = value(Decimal(achieved), ValueMethod.CAPPED, scheme)
	assert (rated.category, two_places(rated.value)) == (None, expected)


@pytest.mark.parametrize(
	("categories", "category", "expected"),
	[
		# Example 24
		((SB, SB, B), SB, 120),
		((B, B, SB), B, 100),
		((SB, SB, C), B, 100),
		((C, C, B), C, 80),
		((K, B, B), C, 80),
		((SK, B, B), K, 60),
		((SK, SK, B), SK, 25),
		((B, B, C), B, 100),
		# Three of a kind, and what the rule of §2.5 says in words: at least two K → Kurang
		((SB, SB, SB), SB, 120),
		((C, C, C), C, 80),
		((K, K, K), K, 60),
		((K, K, SB), K, 60),
		((SK, K, K), K, 60),
		((SK, SK, SK), SK, 25),
		# One indicator: its own category
		((SB,), SB, 120),
		((B,), B, 100),
		((C,), C, 80),
		((K,), K, 60),
		((SK,), SK, 25),
		# Two
		((SB, SB), SB, 120),
		((SB, B), B, 100),
		((SB, C), B, 100),
		((C, C), C, 80),
		((K, SB), C, 80),
		((K, K), K, 60),
		((SK, SB), K, 60),
		((SK, SK), SK, 25),
		# Four and more
		((SB, SB, SB, B), SB, 120),
		((SB, SB, B, B), B, 100),
		((SB, SB, SB, C), B, 100),
		((SB, SB, SB, SB, SB, K), C, 80),
	],
)
def test_category_counts(
	categories: tuple[Category, ...], category: Category, expected: int, scheme: Scheme
) -> None:
	for order in set(permutations(categories)):
		rated = combine(order, scheme)
		assert (rated.category, rated.value) == (category, expected)


@pytest.mark.parametrize("indicators", [1, 2, 3, 4, 5])
def test_a_better_indicator_never_lowers_the_result(indicators: int, scheme: Scheme) -> None:
	best_first = list(Category)
	for categories in combinations_with_replacement(best_first, indicators):
		before = combine(categories, scheme).value
		for index, category in enumerate(categories):
			for better in best_first[: best_first.index(category)]:
				improved = [*categories[:index], better, *categories[index + 1 :]]
				assert combine(improved, scheme).value >= before, (categories, improved)


def test_one_indicator_valued_by_counts(scheme: Scheme) -> None:
	rated = value(Decimal("97.89"), ValueMethod.COUNTS, scheme)  # 98 % → Cukup → 80
	assert (rated.category, rated.value) == (C, 80)
	assert [step.output for step in rated.steps] == ["Cukup", "80.00"]


def test_a_scheme_without_tables_says_so(scheme: Scheme) -> None:
	with pytest.raises(ScoringError, match="no row for an achievement"):
		value(Decimal(50), ValueMethod.TABLE, replace(scheme, value_bands=()))
	with pytest.raises(ScoringError, match="no rule fits"):
		combine([SB], replace(scheme, combinations=()))
