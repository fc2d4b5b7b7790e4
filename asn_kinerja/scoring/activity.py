"""Time and quantity of daily activities."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import Decimal

from .achievement import achievement
from .errors import ScoringError
from .model import Direction
from .numbers import HUNDRED, ZERO, round_half_up

MINUTES_PER_DAY = 1440


def minutes_between(start: time, end: time) -> int:
	"""Whole minutes from `start` to `end` on one day; 0 or less when `end` is not after `start`."""
	return _second(end) // 60 - _second(start) // 60


def overlapping(start: time, end: time, others: Iterable[tuple[time, time]]) -> int | None:
	"""The position in `others` of the first span of time that shares more than its edge with this one."""
	for position, (other_start, other_end) in enumerate(others):
		if start < other_end and other_start < end:
			return position
	return None


def months_covered(first: date, last: date) -> Decimal:
	"""How many months lie from `first` to `last`, both included; of a month that is not whole its share of
	days. 0 when `last` lies before `first`."""
	months, day = ZERO, first
	while day <= last:
		after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
		length = (after - day.replace(day=1)).days
		months += Decimal((min(after, last + timedelta(days=1)) - day).days) / length
		day = after
	return months


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
	"""`part` in percent of `whole`, two places; None of nothing."""
	return round_half_up(HUNDRED * part / whole) if whole else None


def towards(
	direction: str | None, target_min: object, target_max: object, reached: Decimal | None
) -> Decimal | None:
	"""The achievement in percent, two places (see `achievement`); None when there is no target that it could
	be measured against, or nothing was reached yet."""
	if reached is None:
		return None
	try:
		wanted = Direction(direction) if direction else None
		low, high = (Decimal(str(bound or 0)) for bound in (target_min, target_max))
		return round_half_up(achievement(wanted, low, high, reached)[0])
	except (ScoringError, ValueError):
		return None


def trend(before: Decimal | None, now: Decimal | None) -> str | None:
	"""Up, Down or Unchanged against the stage before; None when one of the two is missing. Achievements are
	compared, so that up is better whatever the direction."""
	if before is None or now is None:
		return None
	return "Unchanged" if now == before else "Up" if now > before else "Down"


def _second(moment: time) -> int:
	return moment.hour * 3600 + moment.minute * 60 + moment.second
