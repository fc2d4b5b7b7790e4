"""Reading and rounding numbers."""

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.scoring import ScoringError, exact, parse_number, round_half_up, two_places


@pytest.mark.parametrize(
	("raw", "number"),
	[
		(70, "70"),
		(0.1, "0.1"),
		(Decimal("87.5"), "87.5"),
		("87,5", "87.5"),
		("87.5", "87.5"),
		("  7 ", "7"),
		("1.250,75", "1250.75"),
		("1,250.75", "1250.75"),
		("1.250.000", "1250000"),
		("1,250,000", "1250000"),
		("0,125", "0.125"),  # a group of thousands never begins with 0
		("1250,125", "1250.125"),  # nor follows four digits
		("12,5000", "12.5"),
		(-0.0, "0"),
		("0,0000000005", "0.000000001"),  # nine decimals, half up
	],
)
def test_reads(raw: object, number: str) -> None:
	assert parse_number(raw, "realisation") == Decimal(number)


@pytest.mark.parametrize(
	"raw",
	["1.250", "1,250", "12.345", "999,999", "-1.250"],
)
def test_refuses_what_two_readers_read_differently(raw: str) -> None:
	with pytest.raises(ScoringError, match="two ways"):
		parse_number(raw, "realisation")


def test_ambiguous_number_comes_with_both_ways_out() -> None:
	with pytest.raises(ScoringError) as caught:
		parse_number("1.250", "realisation")
	message = caught.value.message
	assert "Write 1250 for the whole number, 1,2500 for the decimal number" in message
	assert parse_number("1250", "realisation") == 1250
	assert parse_number("1,2500", "realisation") == Decimal("1.25")


@pytest.mark.parametrize(
	("raw", "reason"),
	[
		("dua", "not a number"),
		("12 dokumen", "not a number"),
		("", "not a number"),
		("1e3", "not a number"),
		("1.25.000", "not a number"),
		("٣", "not a number"),
		(None, "not a number"),
		(True, "not a number"),
		([1], "not a number"),
		(-1, "negative"),
		("-0,5", "negative"),
		(float("nan"), "not a finite"),
		(float("inf"), "not a finite"),
		(Decimal("sNaN"), "not a finite"),
		(10**12, "too large"),
		(Decimal("1E+999999"), "too large"),
	],
)
def test_refuses(raw: object, reason: str) -> None:
	with pytest.raises(ScoringError, match=reason) as caught:
		parse_number(raw, "realisation")
	assert caught.value.field == "realisation"
	assert caught.value.message.startswith("realisation: ")


@pytest.mark.parametrize(
	("number", "printed"),
	[
		("2.0833", "2.08"),
		("3.125", "3.13"),  # Python's own rounding gives 3.12
		("89.995", "90.00"),
		("89.99499", "89.99"),
		("0", "0.00"),
	],
)
def test_rounds_half_up(number: str, printed: str) -> None:
	assert two_places(Decimal(number)) == printed


def test_a_sum_of_thirds_that_is_exactly_half_goes_up() -> None:
	third = Decimal("0.005") / 3  # three of them are 0.005, but 0.00499…9 in 28 digits
	assert two_places(third + third + third) == "0.01"


@given(st.integers(0, 10**15), st.integers(1, 10**6))
def test_rounding_agrees_with_fractions(top: int, bottom: int) -> None:
	true = Fraction(top, bottom)
	assert round_half_up(Decimal(top) / bottom) == Decimal(int(true * 100 + Fraction(1, 2))).scaleb(-2)


@given(st.decimals(min_value=0, max_value=10**11, places=9))
def test_exact_text_is_read_back_unchanged(number: Decimal) -> None:
	assert parse_number(exact(number), "weight") == number


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_clear_refusal(text: str) -> None:
	with suppress(ScoringError):
		assert parse_number(text, "realisation") >= 0
