"""Perilaku kerja as several people see it (360): the employee, the superior, peers and subordinates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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


def review_score(
	reviews: Sequence[Review],
	weights: Sequence[RaterWeight],
	rating_values: Iterable[RatingValue],
	values: Sequence[str] = (),
) -> ReviewScore:
	"""Score of the behaviour, 0–120, unrounded: of every value the mean per group, the groups weighted; then
	the mean of the values.

	A group with fewer reviews than its minimum gives its weight to the others in proportion; where none that
	counts has enough, the score is None. The same holds for a value that too few of a group have rated.
	`values`: the values in the order in which they are shown; others follow by name. The opinion of peers and
	subordinates is that of PP 30/2019, article 41(3); weights and minimum numbers are data of the scheme.

	Raises ScoringError for weights that cannot be used (see `validate_rater_weights`) and for a rating
	without points."""
	validate_rater_weights(weights)
	means = review_means(reviews, weights, rating_values, values)
	groups = tuple(
		GroupMean(rule.group, _mean([score for row in means if (score := row.of(rule.group)) is not None]))
		for rule in weights
	)
	scored = [row.score for row in means if row.score is not None]
	steps = [*_group_steps(reviews, weights), *_value_steps(reviews, weights, means)]
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
	"""Of every value that somebody rated, the mean per group and the groups weighted; see `review_score`. The
	weights need not sum to 100: of those that take part each counts in proportion."""
	points = {row.rating: row.value for row in rating_values}
	rated = {value for review in reviews for value in review.ratings}
	order = [*(value for value in dict.fromkeys(values) if value in rated), *sorted(rated - set(values))]
	found = []
	for value in order:
		groups = tuple(
			GroupMean(
				rule.group,
				_mean(given)
				if len(given := _points(reviews, rule.group, value, points)) >= rule.minimum
				else None,
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


def _points(
	reviews: Sequence[Review], group: ReviewGroup, value: str, points: Mapping[Rating, Decimal]
) -> list[Decimal]:
	found = []
	for review in reviews:
		if review.group is not group or value not in review.ratings:
			continue
		rating = review.ratings[value]
		if rating not in points:
			raise ScoringError(
				'{0}: the rating "{1}" has no points. Add it to the rating values of the scheme.',
				rating.value,
				field="rating_values",
			)
		found.append(points[rating])
	return found


def _mean(numbers: Sequence[Decimal]) -> Decimal | None:
	return sum(sorted(numbers), ZERO) / len(numbers) if numbers else None


def _group_steps(reviews: Sequence[Review], weights: Sequence[RaterWeight]) -> list[Step]:
	"""Of each group: with how much it counts, or that it has too few reviews. How many they were is not said
	then: it could tell who did not answer."""
	count = {rule.group: sum(review.group is rule.group for review in reviews) for rule in weights}
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
	reviews: Sequence[Review], weights: Sequence[RaterWeight], means: Sequence[ValueMeans]
) -> list[Step]:
	steps = []
	enough = {rule.group for rule in weights if sum(r.group is rule.group for r in reviews) >= rule.minimum}
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
