"""Predicates, suggestions and behaviour."""

from dataclasses import replace
from decimal import Decimal

import pytest

from asn_kinerja.scoring import (
	Behaviour,
	Part,
	Rating,
	Scheme,
	ScoringError,
	band_predicate,
	behaviour_score,
	matrix_predicate,
	shipped_schemes,
	suggest_rating,
	two_places,
)

ABOVE, MEETS, BELOW = Rating
PP30 = shipped_schemes()["PP 30/2019 70/30"]


# Example 20: work result × behaviour, all nine cells
@pytest.mark.parametrize(
	("work_result", "behaviour", "predicate"),
	[
		(ABOVE, BELOW, "Kurang"),
		(ABOVE, MEETS, "Baik"),
		(ABOVE, ABOVE, "Sangat Baik"),
		(MEETS, BELOW, "Kurang"),
		(MEETS, MEETS, "Baik"),
		(MEETS, ABOVE, "Baik"),
		(BELOW, BELOW, "Sangat Kurang"),
		(BELOW, MEETS, "Butuh Perbaikan"),
		(BELOW, ABOVE, "Butuh Perbaikan"),
	],
)
@pytest.mark.parametrize("scheme", shipped_schemes().values(), ids=lambda scheme: scheme.title)
def test_matrix(work_result: Rating, behaviour: Rating, predicate: str, scheme: Scheme) -> None:
	given, step = matrix_predicate(work_result, behaviour, scheme)
	assert given.value == step.output == predicate


# Example 21 and the edges beside it
@pytest.mark.parametrize(
	("score", "new_idea", "predicate"),
	[
		("120", True, "Sangat Baik"),
		("115", True, "Sangat Baik"),
		("110", True, "Sangat Baik"),
		("109.99", True, "Baik"),
		("120", False, "Baik"),
		("115", False, "Baik"),
		("90.0", False, "Baik"),
		("89.995", False, "Baik"),  # a score has two places: 90.00
		("89.99", True, "Cukup"),
		("89.99", False, "Cukup"),
		("70", False, "Cukup"),
		("69.99", False, "Kurang"),
		("50", False, "Kurang"),
		("49.99", False, "Sangat Kurang"),
		("0", True, "Sangat Kurang"),
	],
)
@pytest.mark.parametrize("scheme", shipped_schemes().values(), ids=lambda scheme: scheme.title)
def test_bands(score: str, new_idea: bool, predicate: str, scheme: Scheme) -> None:
	given, step = band_predicate(Decimal(score), new_idea, scheme)
	assert given.value == step.output == predicate


def test_band_order_does_not_matter() -> None:
	turned = replace(PP30, bands=PP30.bands[::-1])
	for score in range(121):
		for new_idea in (True, False):
			args = Decimal(score), new_idea
			assert band_predicate(*args, turned)[0] is band_predicate(*args, PP30)[0]


@pytest.mark.parametrize("score", ["-0.01", "120.01"])
def test_bands_refuse_what_is_no_score(score: str) -> None:
	with pytest.raises(ScoringError, match="not a score"):
		band_predicate(Decimal(score), False, PP30)


def test_incomplete_schemes_are_named() -> None:
	with pytest.raises(ScoringError, match="no cell"):
		matrix_predicate(ABOVE, ABOVE, replace(PP30, predicates=()))
	with pytest.raises(ScoringError, match="no band"):
		band_predicate(Decimal(1), False, replace(PP30, bands=()))
	with pytest.raises(ScoringError, match="no threshold"):
		suggest_rating(Part.BEHAVIOUR, Decimal(1), replace(PP30, thresholds=()))
	with pytest.raises(ScoringError, match="no points"):
		behaviour_score([Behaviour("Loyal", MEETS)], replace(PP30, rating_values=()))


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize(
	("score", "rating"),
	[
		("120", ABOVE),
		("110", ABOVE),
		("109.995", ABOVE),
		("109.99", MEETS),
		("90", MEETS),
		("89.99", BELOW),
		("0", BELOW),
	],
)
def test_suggestion(part: Part, score: str, rating: Rating) -> None:
	assert suggest_rating(part, Decimal(score), PP30)[0] is rating


def test_behaviour_is_the_mean_of_the_points() -> None:
	rows = [Behaviour("Akuntabel", ABOVE), Behaviour("Loyal", MEETS), Behaviour("Adaptif", BELOW)]
	score, steps = behaviour_score(rows, PP30)
	assert score is not None
	assert two_places(score) == "93.33"  # (120 + 100 + 60) / 3
	assert [step.output for step in steps] == ["120.00", "100.00", "60.00", "93.33"]


def test_a_half_filled_behaviour_form_is_no_result() -> None:
	rows = [Behaviour("Akuntabel", ABOVE), Behaviour("Loyal"), Behaviour("Adaptif")]
	score, (step,) = behaviour_score(rows, PP30)
	assert score is None
	assert step.values == ("Loyal, Adaptif",)
	assert behaviour_score([], PP30)[0] is None


def test_a_value_rated_twice_is_refused() -> None:
	with pytest.raises(ScoringError, match="twice") as caught:
		behaviour_score([Behaviour("Loyal", ABOVE), Behaviour("Loyal", MEETS)], PP30)
	assert caught.value.place == "behaviours #2 behaviour_value"
