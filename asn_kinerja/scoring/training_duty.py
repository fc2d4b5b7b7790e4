"""Training of a year: what is done against the duty, or against the maximum.

PNS have a duty of hours (jam pelajaran, JP) a year (PP 11/2017 art. 203: at least 20). PPPK have none: what
the regulation names for them is a maximum (PP 49/2018, Per-LAN 15/2020: at most 24), and whoever does less
has neglected nothing. Both numbers are settings of the agency.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .errors import ScoringError
from .model import Step
from .numbers import HUNDRED, ZERO, exact, round_half_up, two_places

MINUTES_PER_JP = 45
_DUTY = "PP 11/2017 art. 203"
_MAXIMUM = "PP 49/2018; Per-LAN 15/2020"


class DutyStatus(str, Enum):
	"""How a person stands. The first two are about a duty, the next three about a maximum."""

	BELOW = "Below the Duty"
	MET = "Duty Met"
	WITHIN = "Within the Maximum"
	REACHED = "Maximum Reached"
	ABOVE = "Above the Maximum"
	NOTHING = "No Duty"


@dataclass(frozen=True, slots=True)
class DutyProgress:
	"""`done` (JP) against `bound`, which is a duty where `is_duty`, else a maximum; `bound` 0 = neither.

	`remaining`: what is still missing to the duty, or still free up to the maximum, from 0 on. `percent` of
	the bound, two places, may exceed 100; None without a bound."""

	done: Decimal
	bound: Decimal
	is_duty: bool
	remaining: Decimal
	percent: Decimal | None
	status: DutyStatus
	step: Step


def duty_progress(done: Decimal, bound: Decimal, is_duty: bool) -> DutyProgress:
	"""Where a person stands with `done` JP of the year, from 0 on, against a duty or a maximum of `bound` JP
	(0 = there is none). Raises ScoringError for negative hours.

	The duty is that of a whole year, whenever the person joined: the regulation knows no part of it."""
	for name, hours in (("done", done), ("bound", bound)):
		if hours < 0:
			raise ScoringError("{0}: {1} is negative. Enter 0 or more.", exact(hours), field=name)
	if not bound:
		source = _DUTY if is_duty else _MAXIMUM
		step = Step("Training of the year: {0} JP; neither duty nor maximum", (exact(done),), "", source)
		return DutyProgress(done, ZERO, is_duty, ZERO, None, DutyStatus.NOTHING, step)
	remaining = max(ZERO, bound - done)
	percent = round_half_up(done * HUNDRED / bound)
	values = (exact(done), exact(bound))
	if is_duty:
		status = DutyStatus.BELOW if remaining else DutyStatus.MET
		step = Step(
			"Training of the year: {0} JP done / duty of at least {1} JP × 100",
			values,
			two_places(percent),
			_DUTY,
		)
	else:
		status = DutyStatus.WITHIN if remaining else DutyStatus.REACHED if done == bound else DutyStatus.ABOVE
		step = Step(
			"Training of the year: {0} JP done; at most {1} JP, which is no duty",
			values,
			two_places(percent),
			_MAXIMUM,
		)
	return DutyProgress(done, bound, is_duty, remaining, percent, status, step)


def jp_of_minutes(minutes: int) -> Decimal:
	"""Hours (JP) that so many minutes of training are: 45 minutes are one; two places, half up."""
	if minutes < 0:
		raise ScoringError("{0}: {1} is negative. Enter 0 or more.", str(minutes), field="minutes")
	return round_half_up(Decimal(minutes) / MINUTES_PER_JP)
