"""Perilaku kerja as several people see it (360): the employee, the superior, peers and subordinates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from .errors import ScoringError, located
from .model import Rating, RatingValue, SourceScore, Step
from .numbers import HUNDRED, ZERO, exact, two_places

TABLE = "rater_weights"
_LAW = "PP 30/2019, 41(3)"


class ReviewGroup(str, Enum):
	"""From where somebody looks at the employee."""

	SELF = "Self"
	SUPERIOR = "Superior"
	PEER = "Peer"
	SUBORDINATE = "Subordinate"


COLLEAGUES = (ReviewGroup.PEER, ReviewGroup.SUBORDINATE)
"""Among whom there is a choice, and who stay anonymous."""


@dataclass(frozen=True, slots=True)
class RaterWeight:
	"""How much a group counts. `weight` in percent, 0–100 (0: shown, but it does not count); the group takes
	part from `minimum` reviews on, 1 or more."""

	group: ReviewGroup
	weight: Decimal
	minimum: int


@dataclass(frozen=True, slots=True)
class Review:
	"""What one reviewer submitted: behaviour value -> rating."""

	group: ReviewGroup
	ratings: Mapping[str, Rating]


@dataclass(frozen=True, slots=True)
class ValueTally:
	"""One behaviour value in a group: how many rated it, and the sum of their points (0–120 each)."""

	behaviour_value: str
	answers: int
	points: Decimal


@dataclass(frozen=True, slots=True)
class ReviewTally:
	"""A group's reviews counted together: what the score needs, and nothing about a single one."""

	group: ReviewGroup
	reviews: int
	values: tuple[ValueTally, ...]

	def mean(self, behaviour_value: str, minimum: int) -> Decimal | None:
		"""Mean points of a value, 0–120, unrounded; None while fewer than `minimum` have rated it."""
		found = next((row for row in self.values if row.behaviour_value == behaviour_value), None)
		return found.points / found.answers if found and found.answers >= max(minimum, 1) else None


@dataclass(frozen=True, slots=True)
class GroupMean:
	"""Mean points of a group, 0–120, unrounded; None while it has fewer reviews than its minimum."""

	group: ReviewGroup
	score: Decimal | None


@dataclass(frozen=True, slots=True)
class ValueMeans:
	"""One behaviour value: mean points per group, and the groups weighted (None: no group that counts has
	enough reviews). 0–120, unrounded."""

	behaviour_value: str
	score: Decimal | None
	groups: tuple[GroupMean, ...]

	def of(self, group: ReviewGroup) -> Decimal | None:
		"""The mean of a group; None when it has too few reviews, or is not in the table of weights."""
		return next((mean.score for mean in self.groups if mean.group is group), None)


@dataclass(frozen=True, slots=True)
class ReviewScore(SourceScore):
	"""The score with what it is made of, for display: `values` in the order asked for, `groups` (the mean of
	a group's values) in that of the table of weights."""

	values: tuple[ValueMeans, ...] = ()
	groups: tuple[GroupMean, ...] = ()


def validate_rater_weights(weights: Sequence[RaterWeight]) -> None:
	"""Refuse a table of weights that does not sum to 100 or names a group twice, weights outside 0–100 and
	minimum numbers below 1. Raises ScoringError (table `rater_weights`)."""
	seen: set[ReviewGroup] = set()
	for row, rule in enumerate(weights, start=1):
		with located(TABLE, row):
			if rule.group in seen:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice. Remove one row.', rule.group.value, field="group"
				)
			seen.add(rule.group)
			if not 0 <= rule.weight <= HUNDRED:
				raise ScoringError(
					"{0}: {1} is out of range. Enter 0 to 100.", exact(rule.weight), field="weight"
				)
			if rule.minimum < 1:
				raise ScoringError(
					"{0}: {1} is too few. Enter 1 or more.", str(rule.minimum), field="minimum"
				)
	total = sum((rule.weight for rule in weights), ZERO)
	if total != HUNDRED:
		raise ScoringError(
			"{0}: the weights of the groups of raters sum to {1}, not to 100.",
			exact(total),
			field="weight",
			table=TABLE,
		)


def tally_reviews(reviews: Iterable[Review], rating_values: Iterable[RatingValue]) -> tuple[ReviewTally, ...]:
	"""The reviews of each group that has any, counted together, in the order of the groups; values by name.

	Raises ScoringError for a rating without points."""
	points = {row.rating: row.value for row in rating_values}
	given = list(reviews)
	found = []
	for group in ReviewGroup:
		own = [review.ratings for review in given if review.group is group]
		names = sorted({name for ratings in own for name in ratings})
		values = []
		for name in names:
			rated = [_points(ratings[name], points) for ratings in own if name in ratings]
			values.append(ValueTally(name, len(rated), sum(rated, ZERO)))
		if own:
			found.append(ReviewTally(group, len(own), tuple(values)))
	return tuple(found)


def merged(tallies: Iterable[ReviewTally]) -> tuple[ReviewTally, ...]:
	"""One tally per group: those of the same group added up."""
	given = list(tallies)
	found = []
	for group in ReviewGroup:
		own = [tally for tally in given if tally.group is group]
		rows = [row for tally in own for row in tally.values]
		values = tuple(
			ValueTally(
				name,
				sum(row.answers for row in rows if row.behaviour_value == name),
				sum((row.points for row in rows if row.behaviour_value == name), ZERO),
			)
			for name in sorted({row.behaviour_value for row in rows})
		)
		if own:
			found.append(ReviewTally(group, sum(tally.reviews for tally in own), values))
	return tuple(found)


def anonymous(tallies: Iterable[ReviewTally], weights: Sequence[RaterWeight]) -> tuple[ReviewTally, ...]:
	"""What may be kept and shown: groups and values only that reach the minimum of their group. Groups
	without a row in the table of weights are left out. It changes no score (see `score_of_tallies`)."""
	minimum = {rule.group: rule.minimum for rule in weights}
	return tuple(
		replace(tally, values=tuple(row for row in tally.values if row.answers >= minimum[tally.group]))
		for tally in tallies
		if tally.group in minimum and tally.reviews >= minimum[tally.group]
	)


def review_score(
	reviews: Sequence[Review],
	weights: Sequence[RaterWeight],
	rating_values: Iterable[RatingValue],
	values: Sequence[str] = (),
) -> ReviewScore:
	"""Score of the behaviour from the reviews one by one; see `score_of_tallies`. Raises ScoringError also
	for a rating without points."""
	return score_of_tallies(tally_reviews(reviews, rating_values), weights, values)


def score_of_tallies(
	tallies: Sequence[ReviewTally], weights: Sequence[RaterWeight], values: Sequence[str] = ()
) -> ReviewScore:
	"""Score of the behaviour, 0–120, unrounded: of every value the mean per group, the groups weighted; then
	the mean of the values.

	A group with fewer reviews than its minimum gives its weight to the others in proportion; where none that
	counts has enough, the score is None. The same holds for a value that too few of a group have rated.
	`values`: the values in the order in which they are shown; others follow by name. The opinion of peers and
	subordinates is that of PP 30/2019, article 41(3); weights and minimum numbers are data of the scheme.

	Raises ScoringError for weights that cannot be used (see `validate_rater_weights`)."""
	validate_rater_weights(weights)
	means = means_of_tallies(tallies, weights, values)
	groups = tuple(
		GroupMean(rule.group, _mean([score for row in means if (score := row.of(rule.group)) is not None]))
		for rule in weights
	)
	scored = [row.score for row in means if row.score is not None]
	steps = [*_group_steps(tallies, weights), *_value_steps(tallies, weights, means)]
	if not scored:
		steps.append(Step("No group of reviewers that counts has enough reviews", (), "", "scheme"))
		return ReviewScore(None, tuple(steps), means, groups)
	# by size, so that the order of the values cannot change the last digit
	total = sum(sorted(scored), ZERO)
	score = total / len(scored)
	steps.append(
		Step(
			"Behaviour reviews: sum {0} / {1} values",
			(two_places(total), str(len(scored))),
			two_places(score),
			"scheme",
		)
	)
	return ReviewScore(score, tuple(steps), means, groups)


def review_means(
	reviews: Sequence[Review],
	weights: Sequence[RaterWeight],
	rating_values: Iterable[RatingValue],
	values: Sequence[str] = (),
) -> tuple[ValueMeans, ...]:
	"""The means from the reviews one by one; see `means_of_tallies`."""
	return means_of_tallies(tally_reviews(reviews, rating_values), weights, values)


def means_of_tallies(
	tallies: Sequence[ReviewTally], weights: Sequence[RaterWeight], values: Sequence[str] = ()
) -> tuple[ValueMeans, ...]:
	"""Of every value that somebody rated, the mean per group and the groups weighted; see `score_of_tallies`.
	The weights need not sum to 100: of those that take part each counts in proportion."""
	by_group = {tally.group: tally for tally in tallies}
	rated = {row.behaviour_value for tally in tallies for row in tally.values}
	order = [*(value for value in dict.fromkeys(values) if value in rated), *sorted(rated - set(values))]
	found = []
	for value in order:
		groups = tuple(
			GroupMean(
				rule.group, tally.mean(value, rule.minimum) if (tally := by_group.get(rule.group)) else None
			)
			for rule in weights
		)
		shares = _shares(weights, groups)
		weighted = [
			mean.score * share for mean, share in zip(groups, shares, strict=True) if mean.score is not None
		]
		score = sum(weighted, ZERO) / HUNDRED if sum(shares, ZERO) else None
		found.append(ValueMeans(value, score, groups))
	return tuple(found)


def spread_weights(weights: Sequence[RaterWeight], present: Iterable[ReviewGroup]) -> tuple[Decimal, ...]:
	"""Weights in percent after those of the groups that are not present went to the others in proportion,
	unrounded. They sum to 100, unless no group with a weight is present: then all are 0."""
	there = set(present)
	kept = [rule.weight if rule.group in there else ZERO for rule in weights]
	remaining = sum(kept, ZERO)
	return tuple(weight * HUNDRED / remaining if remaining else ZERO for weight in kept)


def _shares(weights: Sequence[RaterWeight], groups: Sequence[GroupMean]) -> tuple[Decimal, ...]:
	return spread_weights(weights, (mean.group for mean in groups if mean.score is not None))


def _points(rating: Rating, points: Mapping[Rating, Decimal]) -> Decimal:
	if rating not in points:
		raise ScoringError(
			'{0}: the rating "{1}" has no points. Add it to the rating values of the scheme.',
			rating.value,
			field="rating_values",
		)
	return points[rating]


def _mean(numbers: Sequence[Decimal]) -> Decimal | None:
	return sum(sorted(numbers), ZERO) / len(numbers) if numbers else None


def _numbers(tallies: Sequence[ReviewTally], weights: Sequence[RaterWeight]) -> dict[ReviewGroup, int]:
	"""How many reviews each group has."""
	found = {rule.group: 0 for rule in weights}
	return found | {tally.group: tally.reviews for tally in tallies if tally.group in found}


def _group_steps(tallies: Sequence[ReviewTally], weights: Sequence[RaterWeight]) -> list[Step]:
	"""Of each group: with how much it counts, or that it has too few reviews. How many they were is not said
	then: it could tell who did not answer."""
	count = _numbers(tallies, weights)
	present = [rule.group for rule in weights if count[rule.group] >= rule.minimum]
	steps = []
	for rule, share in zip(weights, spread_weights(weights, present), strict=True):
		name, weight = rule.group.value, exact(rule.weight)
		if rule.group in present and rule.weight:
			values = (name, str(count[rule.group]), weight)
			steps.append(Step("{0}: {1} reviews, weight {2} %", values, two_places(share), _LAW))
		elif rule.group in present:
			values = (name, str(count[rule.group]))
			steps.append(Step("{0}: {1} reviews, shown without weight", values, two_places(ZERO), "scheme"))
		elif rule.weight:
			values = (name, str(rule.minimum), weight)
			steps.append(
				Step(
					"{0}: fewer than {1} reviews, its weight of {2} % is spread over the others",
					values,
					two_places(ZERO),
					"scheme",
				)
			)
	return steps


def _value_steps(
	tallies: Sequence[ReviewTally], weights: Sequence[RaterWeight], means: Sequence[ValueMeans]
) -> list[Step]:
	steps = []
	count = _numbers(tallies, weights)
	enough = {rule.group for rule in weights if count[rule.group] >= rule.minimum}
	for row in means:
		for rule, mean in zip(weights, row.groups, strict=True):
			if mean.score is None and rule.weight and rule.group in enough:
				values = (row.behaviour_value, rule.group.value, str(rule.minimum))
				steps.append(
					Step(
						"{0}: fewer than {2} of the group {1} rated it, the other groups count more",
						values,
						two_places(ZERO),
						"scheme",
					)
				)
		if row.score is not None:
			parts = " + ".join(
				f"{two_places(mean.score)} × {two_places(share)} %"
				for mean, share in zip(row.groups, _shares(weights, row.groups), strict=True)
				if share and mean.score is not None
			)
			steps.append(
				Step("Reviews of {0}: {1}", (row.behaviour_value, parts), two_places(row.score), "scheme")
			)
	return steps
