"""Ratings: what they are worth, and which one a score suggests. The official decides, never the formula."""

from decimal import Decimal

from .case import Scheme
from .errors import ScoringError
from .model import Part, Rating, Step
from .numbers import exact, round_half_up, two_places


def rating_points(rating: Rating, scheme: Scheme) -> Decimal:
	"""What a rating is worth in points, 0–120. Raises ScoringError when the scheme does not say it."""
	for row in scheme.rating_values:
		if row.rating is rating:
			return row.value
	raise ScoringError(
		'{0}: the rating "{1}" has no points. Add it to the rating values of the scheme.',
		rating.value,
		field="rating_values",
	)


def suggest_rating(part: Part, score: Decimal, scheme: Scheme) -> tuple[Rating, Step]:
	"""The rating of the highest threshold that is not above the score (0–120), read with two places.

	PermenPAN-RB 6/2022 gives no formula from a score to a rating, so thresholds are data of the scheme and
	the rating is a suggestion. Raises ScoringError when no threshold is low enough.
	"""
	printed = round_half_up(score)
	reached = [row for row in scheme.thresholds if row.part is part and row.from_score <= printed]
	if not reached:
		raise ScoringError(
			"{0}: no threshold of {1} is as low as the score {2}. Add a row that starts at 0.",
			part.value,
			two_places(score),
			field="thresholds",
		)
	best = max(reached, key=lambda row: row.from_score)
	values = (part.value, two_places(score), exact(best.from_score))
	step = Step("Suggested rating of {0}: score {1} reaches {2}", values, best.rating.value, "scheme")
	return best.rating, step
