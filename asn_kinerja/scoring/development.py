"""Self-development: training hours (jam pelajaran, JP) against the yearly duty."""

from decimal import Decimal

from .model import SourceScore, Step
from .numbers import HIGHEST_SCORE, HUNDRED, exact, two_places

_YEAR = Decimal(12)
_DUTY = "PP 11/2017 art. 203"


def development_score(hours: Decimal, duty: Decimal, months: int) -> SourceScore:
	"""Hours done in percent of the duty for these months (0–12), at most 120.

	`hours` and `duty` (JP per year) from 0 on. Without a duty there is no score: the 24 JP of PPPK are a
	maximum (PP 49/2018), and a maximum is nothing to be measured against. Neither is there one for a period
	in which no month counts, such as a few days before a transfer.
	"""
	if not duty:
		return SourceScore(None, (Step("There is no yearly duty of training hours", (), "", _DUTY),))
	if not months:
		return SourceScore(None, (Step("No month counts, so there is no duty of training", (), "", _DUTY),))
	due = duty * months / _YEAR
	score = min(hours * HUNDRED / due, HIGHEST_SCORE)
	values = (exact(hours), exact(duty), str(months))
	step = Step(
		"Training hours: {0} JP done / (duty of {1} JP a year × {2} / 12 months) × 100, at most 120",
		values,
		two_places(score),
		_DUTY,
	)
	return SourceScore(score, (step,))
