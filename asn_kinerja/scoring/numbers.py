"""Reading numbers as Indonesian clerks write them, and rounding them half up."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from .errors import ScoringError

HUNDRED = Decimal(100)
ZERO = Decimal(0)
HIGHEST_SCORE = Decimal(120)
"""Upper end of every score and value (PP 30/2019 art. 41: 110 ≤ x ≤ 120 is the highest band)."""

_LIMIT = Decimal(10) ** 12
_STORED = Decimal(1).scaleb(-9)
_NOISE = Decimal(1).scaleb(-12)
_CENT = Decimal(1).scaleb(-2)
# The largest possible achievement (10**12 / 10**-9 × 100) has 24 digits before the point and 12 behind it.
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)

_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_GROUPED_DOT = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|(?:\.[0-9]{3})+,[0-9]+)")
_GROUPED_COMMA = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){2,}|(?:,[0-9]{3})+\.[0-9]+)")
_AMBIGUOUS = re.compile(r"-?([1-9][0-9]{0,2})[.,]([0-9]{3})")


def parse_number(raw: object, field: str) -> Decimal:
	"""A number from 0 to below 10^12, rounded half up to the nine decimals that the database keeps.

	Text may use a decimal comma or point, and thousands groups when they cannot be mistaken: `87,5`, `87.5`,
	`1.250,75`, `1.250.000`. `1.250` is refused: it is 1250 to one reader and 1.25 to another. `0,125` and
	`1250,125` are not groups of thousands, hence numbers.

	Raises ScoringError for text, negative numbers, NaN, infinity, truth values and numbers out of range.
	"""
	if isinstance(raw, bool) or not isinstance(raw, (int, float, Decimal, str)):
		raise ScoringError(
			'{0}: "{1}" is not a number. Enter digits only, for example 87,5.', shown(raw), field=field
		)
	number = _from_text(raw, field) if isinstance(raw, str) else Decimal(str(raw))
	if not number.is_finite():
		raise ScoringError(
			'{0}: "{1}" is not a finite number. Enter the number itself.', shown(raw), field=field
		)
	if number < 0:
		raise ScoringError("{0}: {1} is negative. Enter 0 or more.", shown(raw), field=field)
	if number >= _LIMIT:
		raise ScoringError(
			"{0}: {1} is too large. Choose a larger unit, so that it stays below 1 000 000 000 000.",
			shown(raw),
			field=field,
		)
	# Minus zero would be printed as -0.00.
	return number.quantize(_STORED, context=_WIDE) or ZERO


def shown(raw: object) -> str:
	"""Any input in a message: short, on one line."""
	text = " ".join(str(raw).split())
	return text if len(text) <= 40 else text[:37] + "..."


def _from_text(raw: str, field: str) -> Decimal:
	text = raw.strip()
	if ambiguous := _AMBIGUOUS.fullmatch(text):
		whole, digits = ambiguous.groups()
		raise ScoringError(
			'{0}: "{1}" can be read in two ways. Write {2} for the whole number, {3} for the decimal number.',
			text,
			whole + digits,
			f"{whole},{digits}0",
			field=field,
		)
	if _PLAIN.fullmatch(text):
		return Decimal(text.replace(",", "."))
	if _GROUPED_DOT.fullmatch(text):
		return Decimal(text.replace(".", "").replace(",", "."))
	if _GROUPED_COMMA.fullmatch(text):
		return Decimal(text.replace(",", ""))
	raise ScoringError(
		'{0}: "{1}" is not a number. Enter digits only, for example 87,5.', shown(raw), field=field
	)


def round_half_up(number: Decimal, whole: bool = False) -> Decimal:
	"""The number with two places (or none), half up.

	Thirds and the like are first rounded at the twelfth place: adding them in another order changes their
	last digits, and that must not decide whether a printed digit goes up.
	"""
	steady = number.quantize(_NOISE, context=_WIDE)
	return steady.quantize(Decimal(1) if whole else _CENT, context=_WIDE)


def two_places(number: Decimal) -> str:
	"""The number as it is printed: `87.50`."""
	return f"{round_half_up(number):f}"


def exact(number: Decimal) -> str:
	"""The number without loss, with two places at least, and never with three: those read as thousands."""
	whole, _, digits = f"{number:f}".partition(".")
	digits = digits.rstrip("0").ljust(2, "0")
	return f"{whole}.{digits}0" if len(digits) == 3 else f"{whole}.{digits}"


def typed(number: Decimal) -> str:
	"""The number as a clerk would type it, so that `parse_number` reads it back: `12`, `6,5`, `1,1250` (three
	places could be thousands)."""
	whole, _, digits = f"{number:f}".partition(".")
	digits = digits.rstrip("0")
	if len(digits) == 3:
		digits += "0"
	return f"{whole},{digits}" if digits else whole
