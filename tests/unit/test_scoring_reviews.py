"""Behaviour reviews (360): what each group counts, worked by hand, and what holds for all of them.

Points: above 120, as expected 100, below 80."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asn_kinerja.scoring import (
	RaterWeight,
	Rating,
	RatingValue,
	Review,
	ReviewGroup,
	ScoringError,
	review_means,
	review_score,
	round_half_up,
	spread_weights,
	validate_rater_weights,
)

ABOVE, MEETS, BELOW = Rating
SELF, SUPERIOR, PEER, SUBORDINATE = ReviewGroup
POINTS = [RatingValue(ABOVE, Decimal(120)), RatingValue(MEETS, Decimal(100)), RatingValue(BELOW, Decimal(80))]
SERVICE, LOYAL = "Berorientasi Pelayanan", "Loyal"


def weight(group: ReviewGroup, percent: str, minimum: int = 1) -> RaterWeight:
	return RaterWeight(group, Decimal(percent), minimum)


WEIGHTS = [
	weight(SELF, "0"),
	weight(SUPERIOR, "60"),
	weight(PEER, "25", 3),
	weight(SUBORDINATE, "15", 3),
]


def review(group: ReviewGroup, *ratings: Rating) -> Review:
	return Review(group, dict(zip((SERVICE, LOYAL), ratings, strict=False)))


def test_groups_are_weighted_and_the_values_averaged() -> None:
	reviews = [
		review(SELF, ABOVE, ABOVE),
		review(SUPERIOR, MEETS, BELOW),
		*(review(PEER, rating, MEETS) for rating in (ABOVE, ABOVE, MEETS)),
		*(review(SUBORDINATE, rating, ABOVE) for rating in (MEETS, BELOW, BELOW, MEETS)),
	]
	found = review_score(reviews, WEIGHTS, POINTS, values=(LOYAL, SERVICE))
	# service: superior 100; peers (120+120+100)/3 = 113.333…; subordinates (100+80+80+100)/4 = 90
	#   0.60 × 100 + 0.25 × 113.333… + 0.15 × 90 = 60 + 28.333… + 13.5 = 101.833…
	# loyal: superior 80, peers 100, subordinates 120: 48 + 25 + 18 = 91
	# mean (101.833… + 91) / 2 = 96.41666… → 96.42
	assert [row.behaviour_value for row in found.values] == [LOYAL, SERVICE]
	loyal, service = found.values
	assert round_half_up(service.of(PEER)) == Decimal("113.33")
	assert service.of(SUBORDINATE) == 90
	assert round_half_up(service.score) == Decimal("101.83")
	assert loyal.score == 91
	assert round_half_up(found.score) == Decimal("96.42")
	# of the groups: self 120, superior 90, peers 106.67, subordinates 105
	means = [str(round_half_up(mean.score)) for mean in found.groups]
	assert means == ["120.00", "90.00", "106.67", "105.00"]
	assert found.steps[-1].output == "96.42"


def test_below_its_minimum_a_groups_weight_is_spread_and_the_explanation_says_so() -> None:
	reviews = [
		review(SUPERIOR, MEETS),
		*(review(PEER, rating) for rating in (ABOVE, ABOVE, ABOVE)),
		*(review(SUBORDINATE, BELOW) for _ in range(2)),  # 3 are needed
	]
	found = review_score(reviews, WEIGHTS, POINTS)
	# 60 and 25 of 85: 70.588… % and 29.411… %: 70.588… + 35.294… = 105.882… → 105.88
	assert round_half_up(found.score) == Decimal("105.88")
	assert found.values[0].of(SUBORDINATE) is None
	told = [step.rule.format(*step.values) for step in found.steps]
	assert "Subordinate: fewer than 3 reviews, its weight of 15.00 % is spread over the others" in told
	assert [step.output for step in found.steps[:2]] == ["70.59", "29.41"]
	# not even how many there were
	assert not any("2 reviews" in text for text in told)


def test_exactly_the_minimum_is_enough() -> None:
	reviews = [review(SUPERIOR, MEETS), *(review(PEER, ABOVE) for _ in range(3))]
	# 60/85 × 100 + 25/85 × 120 = 105.88…; with one less the superior alone: 100
	assert round_half_up(review_score(reviews, WEIGHTS, POINTS).score) == Decimal("105.88")
	assert review_score(reviews[:-1], WEIGHTS, POINTS).score == 100


def test_a_value_that_too_few_have_rated_is_left_to_the_others() -> None:
	reviews = [
		review(SUPERIOR, MEETS, MEETS),
		*(review(PEER, ABOVE, ABOVE) for _ in range(2)),
		review(PEER, ABOVE),  # says nothing on the second value
	]
	found = review_score(reviews, WEIGHTS, POINTS)
	service, loyal = found.values
	assert (round_half_up(service.score), loyal.score) == (Decimal("105.88"), 100)
	assert loyal.of(PEER) is None
	told = [step.rule.format(*step.values) for step in found.steps]
	assert f"{LOYAL}: fewer than 3 of the group Peer rated it, the other groups count more" in told


def test_the_own_view_is_shown_and_does_not_count() -> None:
	reviews = [review(SELF, ABOVE), review(SUPERIOR, BELOW)]
	found = review_score(reviews, WEIGHTS, POINTS)
	assert (found.score, found.values[0].of(SELF)) == (80, 120)
	assert found.steps[0].rule.format(*found.steps[0].values) == "Self: 1 reviews, shown without weight"


@pytest.mark.parametrize(
	"reviews",
	[
		[],
		[review(SELF, ABOVE)],
		[review(PEER, ABOVE), review(PEER, ABOVE)],
		[review(SUPERIOR)],  # submitted without a rating: nothing to measure
	],
)
def test_without_enough_reviews_there_is_no_score(reviews: list[Review]) -> None:
	found = review_score(reviews, WEIGHTS, POINTS)
	assert found.score is None
	assert found.steps[-1].rule == "No group of reviewers that counts has enough reviews"


def test_a_group_without_a_row_in_the_table_does_not_count() -> None:
	only_superior = [weight(SUPERIOR, "100")]
	reviews = [review(SUPERIOR, BELOW), *(review(PEER, ABOVE) for _ in range(9))]
	assert review_score(reviews, only_superior, POINTS).score == 80


def test_means_alone_need_no_weights() -> None:
	rules = [weight(SUPERIOR, "0"), weight(PEER, "0", 3)]
	reviews = [review(SUPERIOR, BELOW), *(review(PEER, ABOVE) for _ in range(3))]
	(row,) = review_means(reviews, rules, POINTS)
	assert (row.of(SUPERIOR), row.of(PEER), row.score) == (80, 120, None)


@pytest.mark.parametrize(
	("weights", "row", "field"),
	[
		([weight(SUPERIOR, "60"), weight(PEER, "30")], None, "weight"),  # 90
		([weight(SUPERIOR, "60"), weight(PEER, "40.01")], None, "weight"),
		([], None, "weight"),
		([weight(SUPERIOR, "50"), weight(SUPERIOR, "50")], 2, "group"),
		([weight(SUPERIOR, "110"), weight(PEER, "-10")], 1, "weight"),
		([weight(SUPERIOR, "100"), weight(PEER, "-0.01")], 2, "weight"),
		([weight(SUPERIOR, "60"), weight(PEER, "40", 0)], 2, "minimum"),
	],
)
def test_a_table_that_cannot_be_used_is_refused(
	weights: list[RaterWeight], row: int | None, field: str
) -> None:
	with pytest.raises(ScoringError) as caught:
		validate_rater_weights(weights)
	assert (caught.value.table, caught.value.row, caught.value.field) == ("rater_weights", row, field)
	with pytest.raises(ScoringError):
		review_score([review(SUPERIOR, MEETS)], weights, POINTS)


def test_a_rating_without_points_is_refused() -> None:
	with pytest.raises(ScoringError, match="Di Bawah Ekspektasi"):
		review_score([review(SUPERIOR, BELOW)], WEIGHTS, POINTS[:2])


# --- what holds for every case -----------------------------------------------------------------------------

LIMITED = settings(max_examples=80, deadline=None)
VALUES = ("Akuntabel", "Kompeten", "Harmonis")
REVIEWS = st.lists(
	st.builds(
		Review,
		st.sampled_from(ReviewGroup),
		st.dictionaries(st.sampled_from(VALUES), st.sampled_from(Rating), max_size=len(VALUES)),
	),
	max_size=14,
)


@st.composite
def tables(draw: st.DrawFn) -> list[RaterWeight]:
	"""One to four groups with weights from 0 on, two places, that sum to 100."""
	groups = draw(st.lists(st.sampled_from(ReviewGroup), min_size=1, max_size=4, unique=True))
	cuts = sorted(draw(st.lists(st.integers(0, 10000), min_size=len(groups) - 1, max_size=len(groups) - 1)))
	parts = [Decimal(high - low).scaleb(-2) for low, high in pairwise([0, *cuts, 10000])]
	return [
		RaterWeight(group, part, draw(st.integers(1, 4))) for group, part in zip(groups, parts, strict=True)
	]


def numbers(found: object) -> list[Decimal]:
	rows = [mean.score for row in found.values for mean in row.groups]  # type: ignore[attr-defined]
	rows += [row.score for row in found.values] + [mean.score for mean in found.groups]  # type: ignore[attr-defined]
	return [number for number in (*rows, found.score) if number is not None]  # type: ignore[attr-defined]


@LIMITED
@given(REVIEWS, tables())
def test_everything_lies_between_the_worst_and_the_best_points(
	reviews: list[Review], weights: list[RaterWeight]
) -> None:
	assert all(80 <= round_half_up(n) <= 120 for n in numbers(review_score(reviews, weights, POINTS)))


@LIMITED
@given(REVIEWS, tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_reviews_does_not_matter(
	reviews: list[Review], weights: list[RaterWeight], random: object
) -> None:
	mixed = random.sample(reviews, len(reviews))  # type: ignore[attr-defined]
	assert review_score(reviews, weights, POINTS) == review_score(mixed, weights, POINTS)


@LIMITED
@given(tables(), st.sets(st.sampled_from(ReviewGroup)))
def test_spreading_keeps_a_hundred(weights: list[RaterWeight], present: set[ReviewGroup]) -> None:
	shares = spread_weights(weights, present)
	counting = [rule for rule in weights if rule.group in present and rule.weight]
	assert round_half_up(sum(shares, Decimal(0))) == (100 if counting else 0)
	for rule, share in zip(weights, shares, strict=True):
		assert bool(share) == (rule in counting)
		# a weight that is spread makes the others larger, in the same proportion
		assert share >= rule.weight or rule not in counting


@LIMITED
@given(REVIEWS, tables(), st.data())
def test_a_better_rating_never_lowers_the_score(
	reviews: list[Review], weights: list[RaterWeight], data: st.DataObject
) -> None:
	places = [(n, value) for n, row in enumerate(reviews) for value in row.ratings]
	if not places:
		return
	number, value = data.draw(st.sampled_from(places))
	better = [*reviews]
	better[number] = Review(reviews[number].group, {**reviews[number].ratings, value: ABOVE})
	assert _score(better, weights) >= _score(reviews, weights)


def _score(reviews: Sequence[Review], weights: Sequence[RaterWeight]) -> Decimal:
	found = review_score(reviews, weights, POINTS).score
	return Decimal(0) if found is None else round_half_up(found)


@LIMITED
@given(REVIEWS, tables())
def test_a_group_below_its_minimum_leaves_no_trace(reviews: list[Review], weights: list[RaterWeight]) -> None:
	"""Whatever its reviewers wrote: else the score would tell what a few people thought."""
	few = {
		rule.group for rule in weights if sum(review.group is rule.group for review in reviews) < rule.minimum
	}
	others = [
		Review(row.group, dict.fromkeys(row.ratings, BELOW)) if row.group in few else row for row in reviews
	]
	assert review_score(reviews, weights, POINTS) == review_score(others, weights, POINTS)
