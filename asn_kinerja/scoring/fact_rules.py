"""What facts must fulfil, so that every source stays within its bounds whoever has written them."""

from decimal import Decimal

from .case import SourceFacts
from .errors import ScoringError, located
from .numbers import HIGHEST_SCORE, HUNDRED, ZERO, exact
from .reviews import ReviewTally
from .satisfaction import HIGHEST_INDEX, LOWEST_INDEX


def validate_facts(facts: SourceFacts) -> None:
	"""Refuses facts that cannot be: points of reviews that no ratings add up to, or of no review; an
	innovation's share outside 0–100 %; an index outside 25–100 or of no answer; work results above 120.

	Raises ScoringError with table, row and field.
	"""
	for row, tally in enumerate(facts.reviews, start=1):
		with located("reviews", row):
			_check_tally(tally)
	for row, part in enumerate(facts.innovations, start=1):
		with located("innovations", row):
			_between(part.share, ZERO, HUNDRED, "share")
	for row, survey in enumerate(facts.surveys, start=1):
		with located("surveys", row):
			_between(survey.index, LOWEST_INDEX, HIGHEST_INDEX, "index")
			_at_least_one(survey.answers, "answers")
	for row, period in enumerate(facts.periods, start=1):
		with located("periods", row):
			_between(period.work_result, ZERO, HIGHEST_SCORE, "work_result")
	for field in ("progress_from", "progress_to"):
		if result := getattr(facts, field):
			with located(field):
				_between(result.work_result, ZERO, HIGHEST_SCORE, "work_result")


def _check_tally(tally: ReviewTally) -> None:
	seen: set[str] = set()
	for row, value in enumerate(tally.values, start=1):
		with located("values", row):
			if value.behaviour_value in seen:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice. Remove one row.',
					value.behaviour_value,
					field="behaviour_value",
				)
			_at_least_one(value.answers, "answers")
			_between(value.points, ZERO, HIGHEST_SCORE * value.answers, "points")
		seen.add(value.behaviour_value)


def _between(number: Decimal, lowest: Decimal, highest: Decimal, field: str) -> None:
	if not lowest <= number <= highest:
		raise ScoringError(
			"{0}: {1} is out of range. Enter {2} to {3}.",
			exact(number),
			exact(lowest),
			exact(highest),
			field=field,
		)


def _at_least_one(number: int, field: str) -> None:
	if number < 1:
		raise ScoringError("{0}: {1} is too few. Enter 1 or more.", str(number), field=field)
