"""Competency: the levels reached against those that the position asks for (job person match)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .model import SourceScore, Step
from .numbers import HIGHEST_SCORE, HUNDRED, exact, two_places


@dataclass(frozen=True, slots=True)
class Levels:
	"""A released assessment: sums of the levels reached and required, 0 and more."""

	reached: Decimal
	required: Decimal
	assessed_on: date


def competency_score(reached: Decimal, required: Decimal) -> SourceScore:
	"""Sum of the levels reached in percent of the sum of the levels required (above 0), at most 120.

	Source: Peraturan BKN 26/2019 (job person match). Without a required level there is no score.
	"""
	if not required:
		return SourceScore(
			None, (Step("The position has no required levels of competency", (), "", "scheme"),)
		)
	score = min(reached * HUNDRED / required, HIGHEST_SCORE)
	values = (exact(reached), exact(required))
	step = Step(
		"Competency: levels reached {0} / levels required {1} × 100, at most 120",
		values,
		two_places(score),
		"Peraturan BKN 26/2019",
	)
	return SourceScore(score, (step,))
