"""Perilaku kerja as one rater rated it."""

from collections.abc import Sequence
from decimal import Decimal

from .case import Scheme
from .errors import ScoringError
from .model import Behaviour, Step
from .numbers import ZERO, two_places
from .rating import rating_points


def behaviour_score(
	behaviours: Sequence[Behaviour], scheme: Scheme
) -> tuple[Decimal | None, tuple[Step, ...]]:
	"""Mean points of the rated values, 0–120, unrounded; None while any value is unrated.

	A half-filled form is no result: the unrated values are named in the explanation. PermenPAN-RB 6/2022 has
	the values rated in words; what a word is worth in points is data of the scheme.

	Raises ScoringError when a value occurs twice.
	"""
	_refuse_repeated(behaviours)
	unrated = [row.behaviour_value for row in behaviours if row.rating is None]
	if not behaviours:
		return None, (Step("No behaviour value is to be rated", (), "", "scheme"),)
	if unrated:
		return None, (Step("Behaviour values not rated yet: {0}", (", ".join(unrated),), "", "scheme"),)
	rated = [(row.behaviour_value, row.rating) for row in behaviours if row.rating is not None]
	points = [rating_points(rating, scheme) for _, rating in rated]
	steps = [
		Step("{0} is rated {1}", (name, rating.value), two_places(number), "scheme")
		for (name, rating), number in zip(rated, points, strict=True)
	]
	total = sum(points, ZERO)
	mean = total / len(behaviours)
	values = (two_places(total), str(len(behaviours)))
	steps.append(Step("Behaviour: sum of points {0} / {1} values", values, two_places(mean), "scheme"))
	return mean, tuple(steps)


def _refuse_repeated(behaviours: Sequence[Behaviour]) -> None:
	seen: set[str] = set()
	for number, row in enumerate(behaviours, start=1):
		if row.behaviour_value in seen:
			raise ScoringError(
				'{0}: "{1}" stands in the table twice. Remove one of the two rows.',
				row.behaviour_value,
				field="behaviour_value",
				row=number,
				table="behaviours",
			)
		seen.add(row.behaviour_value)
