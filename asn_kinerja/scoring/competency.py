"""Competency: the levels reached against those that the position asks for (job person match)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .model import SourceScore, Step
from .numbers import HIGHEST_SCORE, HUNDRED, exact, two_places


@dataclass(frozen=True, slots=True)
class Levels:
	"""A released assessment: sums of the levels reached and of those required (both above 0), and its day.
	`match`: the job person match in percent (0 or more) where it is not simply the one in percent of the
	other, for competencies may be weighted."""

	reached: Decimal
	required: Decimal
	assessed_on: date
	match: Decimal | None = None


def competency_score(reached: Decimal, required: Decimal, match: Decimal | None = None) -> SourceScore:
	"""The job person match, at most 120: as it is given, else the sum of the levels reached in percent of the
	sum of the levels required (above 0).

	Source: Peraturan BKN 26/2019. Without a match and without a required level there is no score.
	"""
	if match is not None:
		score = min(match, HIGHEST_SCORE)
		weighted = Step(
			"Competency: job person match {0} %, at most 120",
			(two_places(match),),
			two_places(score),
			"Peraturan BKN 26/2019",
		)
		return SourceScore(score, (weighted,))
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
