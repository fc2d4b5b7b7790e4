"""Capaian (PermenPAN-RB 8/2021 p. 91, 93, 100, 243); numbers worked by hand."""

from decimal import Decimal

import pytest

from asn_kinerja.scoring import (
	Approach,
	Direction,
	Item,
	ItemCategory,
	ScoringError,
	achievement,
	two_places,
	validate_items,
)

HIGHER, LOWER, RANGE, EXACT = Direction


def percent(direction: Direction, low: str, high: str | None, realisation: str) -> str:
	upper = None if high is None else Decimal(high)
	return two_places(achievement(direction, Decimal(low), upper, Decimal(realisation))[0])


@pytest.mark.parametrize(
	("direction", "low", "high", "realisation", "expected"),
	[
		(HIGHER, "80", "90", "70", "87.50"),  # 70 / 80, p. 100
		(HIGHER, "80", "90", "80", "100.00"),
		(HIGHER, "80", "90", "85", "100.00"),
		(HIGHER, "80", "90", "90", "100.00"),
		(HIGHER, "80", "90", "99", "110.00"),  # 99 / 90
		(HIGHER, "80", "0", "70", "87.50"),  # 0 as maximum = single target
		(HIGHER, "85", None, "85", "100.00"),  # p. 243
		(HIGHER, "95", None, "93", "97.89"),  # 93 / 95, p. 243
		(HIGHER, "2", None, "0", "0.00"),
		(HIGHER, "2", None, "9", "450.00"),  # no upper limit here
		(LOWER, "7", "8", "6.5", "107.14"),  # 1 + (1 − 6.5/7), p. 100
		(LOWER, "7", "8", "7.5", "100.00"),
		(LOWER, "7", "8", "10", "75.00"),  # 1 + (1 − 10/8)
		(LOWER, "5", None, "0", "200.00"),
		(LOWER, "5", None, "10", "0.00"),
		(LOWER, "5", None, "11", "0.00"),  # not below 0
		(LOWER, "0", "4", "0", "100.00"),  # nought to four errors
		(LOWER, "0", "4", "5", "75.00"),
		(RANGE, "20", "40", "30", "100.00"),
		(RANGE, "20", "40", "15", "75.00"),  # 15 / 20
		(RANGE, "20", "40", "50", "75.00"),  # 1 + (1 − 50/40)
		(RANGE, "20", "40", "90", "0.00"),
		(RANGE, "0", "40", "0", "100.00"),
		(EXACT, "12", None, "12", "100.00"),
		(EXACT, "12", "12", "9", "75.00"),
		(EXACT, "12", None, "15", "75.00"),
	],
)
def test_achievement(
	direction: Direction, low: str, high: str | None, realisation: str, expected: str
) -> None:
	assert percent(direction, low, high, realisation) == expected


def test_the_published_whole_percent_of_example_3() -> None:
	number, _ = achievement(LOWER, Decimal(7), Decimal(8), Decimal("6.5"))
	assert round(number) == 107


def test_the_number_inside_is_not_rounded() -> None:
	number, step = achievement(HIGHER, Decimal(3), None, Decimal(2))
	assert number == Decimal(200) / 3
	assert step.output == "66.67"


def test_realisation_may_be_typed_with_a_comma() -> None:
	assert achievement(LOWER, Decimal(7), Decimal(8), "6,5") == achievement(
		LOWER, Decimal(7), Decimal(8), Decimal("6.5")
	)


@pytest.mark.parametrize(
	("direction", "source"),
	[(HIGHER, "PermenPAN-RB"), (LOWER, "PermenPAN-RB"), (RANGE, "no regulation"), (EXACT, "no regulation")],
)
@pytest.mark.parametrize("realisation", [5, 10, 15])
def test_the_step_says_whose_formula_it_is(direction: Direction, source: str, realisation: int) -> None:
	_, step = achievement(direction, Decimal(10), None, Decimal(realisation))
	assert source in step.source


@pytest.mark.parametrize(
	("direction", "low", "high", "field", "words"),
	[
		(HIGHER, "0", None, "target_min", "target of 0"),
		(HIGHER, "0", "90", "target_min", "target of 0"),  # blank minimum: could never be missed
		(LOWER, "0", None, "target_min", "target of 0"),
		(RANGE, "0", "0", "target_min", "target of 0"),
		(EXACT, "0", None, "target_min", "target of 0"),
		(HIGHER, "90", "80", "target_min", "above the highest"),
		(EXACT, "3", "4", "target_max", "one number"),
		(HIGHER, "-1", None, "target_min", "negative"),
		(HIGHER, "1", "NaN", "target_max", "not a finite"),
		(HIGHER, None, None, "target_min", "missing"),
		(None, "1", None, "direction", "missing"),
	],
)
def test_unusable_targets_are_refused_with_and_without_a_realisation(
	direction: Direction | None, low: str | None, high: str | None, field: str, words: str
) -> None:
	lower, upper = (None if text is None else Decimal(text) for text in (low, high))
	with pytest.raises(ScoringError, match=words) as caught:
		achievement(direction, lower, upper, Decimal(1))
	assert caught.value.field == field
	good = Item("a", ItemCategory.MAIN, "Hasil", HIGHER, Decimal(1), weight=Decimal(50))
	bad = Item("b", ItemCategory.MAIN, "Hasil", direction, lower, upper, weight=Decimal(50))
	with pytest.raises(ScoringError, match=words) as caught:
		validate_items([good, bad], Approach.QUANTITATIVE)
	assert (caught.value.table, caught.value.row, caught.value.field) == ("items", 2, field)
	assert caught.value.message.startswith(f"items #2 {field}: ")


@pytest.mark.parametrize("realisation", [None, "", "banyak", "-1", Decimal("Infinity"), "1.250"])
def test_unusable_realisations_are_refused(realisation: Decimal | str | None) -> None:
	with pytest.raises(ScoringError) as caught:
		achievement(HIGHER, Decimal(1), None, realisation)
	assert caught.value.field == "realisation"
