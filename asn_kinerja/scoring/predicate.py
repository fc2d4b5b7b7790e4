"""Predikat kinerja: from two given ratings, or from the score."""

from decimal import Decimal

from .case import Scheme
from .errors import ScoringError
from .model import Predicate, Rating, Step
from .numbers import HIGHEST_SCORE, exact, round_half_up, two_places


def matrix_predicate(work_result: Rating, behaviour: Rating, scheme: Scheme) -> tuple[Predicate, Step]:
	"""The predicate of two given ratings in the scheme's matrix (PermenPAN-RB 6/2022: rating hasil kerja ×
	rating perilaku kerja). Raises ScoringError when the scheme lacks the cell.
	"""
	for cell in scheme.predicates:
		if cell.work_result is work_result and cell.behaviour is behaviour:
			values = (work_result.value, behaviour.value)
			step = Step("Matrix: work result {0}, behaviour {1}", values, cell.predicate.value, "scheme")
			return cell.predicate, step
	raise ScoringError(
		'{0}: the matrix has no cell for work result "{1}" and behaviour "{2}". Add it to the scheme.',
		work_result.value,
		behaviour.value,
		field="predicates",
	)


def band_predicate(score: Decimal, new_idea: bool, scheme: Scheme) -> tuple[Predicate, Step]:
	"""The highest band that the score (0–120, read with two places) reaches and whose condition holds.

	PP 30/2019 art. 41(5): "Sangat Baik" also needs a new idea or a new way (ide baru dan/atau cara baru).
	Raises ScoringError for a score out of range and when the scheme lacks a band.
	"""
	printed = round_half_up(score)
	if not 0 <= printed <= HIGHEST_SCORE:
		raise ScoringError(
			"{0}: {1} is not a score. Enter a number from 0 to 120.", two_places(score), field="score"
		)
	open_bands = [
		band
		for band in scheme.bands
		if band.from_score <= printed and (new_idea or not band.requires_new_idea)
	]
	if not open_bands:
		raise ScoringError(
			"{0}: no band is as low as the score {1}. Add a band without condition that starts at 0.",
			two_places(score),
			field="bands",
		)
	best = max(open_bands, key=lambda band: (band.from_score, band.requires_new_idea))
	values = (two_places(score), exact(best.from_score))
	if new_idea:
		return best.predicate, Step(
			"Score {0} with a new idea reaches the band from {1}", values, best.predicate.value, "scheme"
		)
	return best.predicate, Step(
		"Score {0} without a new idea reaches the band from {1}", values, best.predicate.value, "scheme"
	)
