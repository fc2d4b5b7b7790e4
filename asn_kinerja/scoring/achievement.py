"""Capaian: how far a target was reached, in percent."""

from decimal import Decimal

from .errors import ScoringError
from .model import Direction, Step
from .numbers import HUNDRED, ZERO, exact, parse_number, two_places

_LAW = "PermenPAN-RB 8/2021 p. 91, 100"
_OWN = "Rule of this app (no regulation)"


def achievement(
	direction: Direction | None,
	target_min: Decimal | None,
	target_max: Decimal | None,
	realisation: Decimal | str | None,
) -> tuple[Decimal, Step]:
	"""Achievement in percent, unrounded, 0 or more without an upper limit, and how it came about.

	A target is one number (`target_min`) or a range; a realisation inside a range is 100 %, outside it the
	nearer bound is the target.

	* Higher: realisation / target. Lower (time, cost, errors): 1 + (1 − realisation / target), not below 0.
	  PermenPAN-RB 8/2021, pages 91 and 100.
	* Range: staying inside is the goal; below it realisation / minimum, above it
	  1 + (1 − realisation / maximum), not below 0. Exact: the same with one number as both bounds. These two
	  are this project's reading, not the regulation's.

	Raises ScoringError for unusable targets (see `target_bounds`) and realisations (see `parse_number`).
	"""
	low, high = target_bounds(direction, target_min, target_max)
	if realisation is None:
		raise ScoringError("{0}: the realisation is missing. Enter what was reached.", field="realisation")
	reached = parse_number(realisation, "realisation")
	if low <= reached <= high:
		values = (exact(reached), exact(low), exact(high))
		source = _OWN if direction in (Direction.RANGE, Direction.EXACT) else _LAW
		step = Step("Realisation {0} lies within the target {1} to {2}", values, two_places(HUNDRED), source)
		return HUNDRED, step
	target = low if reached < low else high
	proportional = direction is Direction.HIGHER or (direction is not Direction.LOWER and reached < low)
	percent = reached * HUNDRED / target
	if not proportional:
		percent = max(ZERO, 2 * HUNDRED - percent)
	return percent, _outside(direction, proportional, reached, target, percent)


def target_bounds(
	direction: Direction | None, target_min: Decimal | None, target_max: Decimal | None
) -> tuple[Decimal, Decimal]:
	"""The lowest and the highest target; `target_max` None or 0 means a single target.

	Raises ScoringError for a missing direction, a missing or negative target, a minimum above the maximum,
	two different numbers for Exact, and a target of 0 that the formula divides by: any 0 for Higher (blank
	forms hold 0, and nobody could miss it), a single 0 otherwise.
	"""
	if direction is None:
		raise ScoringError(
			"{0}: the direction is missing. Choose Higher, Lower, Range or Exact.", field="direction"
		)
	if target_min is None:
		raise ScoringError("{0}: the target is missing. Enter the target to be reached.", field="target_min")
	low = parse_number(target_min, "target_min")
	high = parse_number(target_max, "target_max") if target_max is not None else ZERO
	high = high or low
	if low > high:
		raise ScoringError(
			"{0}: the lowest target {1} is above the highest target {2}. "
			"Swap the two, or leave the highest target empty.",
			exact(low),
			exact(high),
			field="target_min",
		)
	if direction is Direction.EXACT and low != high:
		raise ScoringError(
			"{0}: an exact target is one number, not {1} to {2}. "
			"Leave the highest target empty, or choose the direction Range.",
			exact(low),
			exact(high),
			field="target_max",
		)
	if low == 0 and (high == 0 or direction is Direction.HIGHER):
		raise ScoringError(
			"{0}: an achievement cannot be measured against a target of 0, because it is divided by it. "
			"Enter a target above 0, or a tolerated range with the direction Lower or Range.",
			field="target_min",
		)
	return low, high


def _outside(
	direction: Direction | None, proportional: bool, reached: Decimal, target: Decimal, percent: Decimal
) -> Step:
	values, output = (exact(reached), exact(target)), two_places(percent)
	source = _LAW if direction in (Direction.HIGHER, Direction.LOWER) else _OWN
	if proportional:
		return Step("Realisation {0} / target {1} × 100 %", values, output, source)
	return Step("(1 + (1 − realisation {0} / target {1})) × 100 %, not below 0", values, output, source)
