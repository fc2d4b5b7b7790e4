"""Innovation, self-development, competency, progress, team: vectors by hand, bounds by search."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asn_kinerja.scoring import ScoringError
from asn_kinerja.scoring.competency import competency_score
from asn_kinerja.scoring.development import development_score
from asn_kinerja.scoring.innovation import (
	Contribution,
	ImpactLevel,
	InnovationRules,
	check_shares,
	has_new_idea,
	innovation_bonus,
	innovation_score,
	validate_innovation,
)
from asn_kinerja.scoring.progress import StageResult, progress_score
from asn_kinerja.scoring.team import TeamRules, team_score, validate_team

D = Decimal
LIMITED = settings(max_examples=60, deadline=None)
SCORES = st.decimals(min_value=0, max_value=120, places=2)
SHARES = st.decimals(min_value=D("0.01"), max_value=100, places=2)

RULES = InnovationRules(
	levels=(
		ImpactLevel("Unit", D(10), D(1), False),
		ImpactLevel("Agency", D(20), D(3), True),
		ImpactLevel("Nation", D(40), D(5), True),
	),
	base=D(80),
	bonus_cap=D(4),
)
TEAM = TeamRules(points={"Istimewa": D(120), "Baik": D(100), "Butuh Perbaikan": D(80)}, unit_share=D(60))


# --- innovation --------------------------------------------------------------------------------------------


def test_points_count_by_share_on_top_of_the_base() -> None:
	parts = [Contribution("Antrean daring", "Agency", D(50)), Contribution("Arsip", "Unit", D(100))]
	# 80 + 20 × 50 % + 10 × 100 %
	assert innovation_score(parts, RULES).score == D(100)
	assert innovation_score([], RULES).score == D(80)
	# 80 + 40 + 40 is above 120
	assert innovation_score([Contribution(name, "Nation", D(100)) for name in "ab"], RULES).score == D(120)


def test_the_bonus_has_a_cap() -> None:
	# 3 × 50 % + 1 = 2.5; two of 5 are 10, of which 4 count
	parts = [Contribution("Antrean daring", "Agency", D(50)), Contribution("Arsip", "Unit", D(100))]
	assert innovation_bonus(parts, RULES)[0] == D("2.5")
	assert innovation_bonus([Contribution(name, "Nation", D(100)) for name in "ab"], RULES)[0] == D(4)
	assert innovation_bonus([], RULES) == (D(0), ())


def test_only_some_levels_are_a_new_idea() -> None:
	assert has_new_idea([Contribution("Antrean daring", "Agency", D(10))], RULES)
	assert not has_new_idea([Contribution("Arsip", "Unit", D(100))], RULES)
	assert not has_new_idea([], RULES)


def test_shares_of_the_contributors_sum_to_100() -> None:
	check_shares([D("33.33"), D("33.33"), D("33.34")])
	with pytest.raises(ScoringError, match=r"add up to 99\.90 %"):
		check_shares([D("33.30")] * 3)
	with pytest.raises(ScoringError, match="above 0") as error:
		check_shares([D(100), D(0)])
	assert (error.value.table, error.value.row, error.value.field) == ("contributors", 2, "share")


def test_a_level_that_the_scheme_does_not_know_gives_nothing_and_is_named() -> None:
	parts = [Contribution("Roket", "Galaxy", D(100)), Contribution("Loket", "Unit", D(100))]
	found = innovation_score(parts, RULES)
	assert found.score == 90  # base 80, 10 for the level "Unit"
	assert found.steps[0].values == ("Roket", "Galaxy")
	bonus, steps = innovation_bonus(parts, RULES)
	assert (bonus, steps[0].values) == (1, ("Roket", "Galaxy"))
	assert not has_new_idea(parts, RULES)


@pytest.mark.parametrize(
	("rules", "place"),
	[
		(InnovationRules((RULES.levels[0], RULES.levels[0]), D(80), D(4)), "innovation_levels #2 level"),
		(
			InnovationRules((ImpactLevel("x", D(121), D(0), False),), D(80), D(4)),
			"innovation_levels #1 points",
		),
		(
			InnovationRules((ImpactLevel("x", D(1), D(121), False),), D(80), D(4)),
			"innovation_levels #1 bonus",
		),
		(InnovationRules((), D(121), D(4)), "innovation_base"),
		(InnovationRules((), D(80), D(121)), "innovation_bonus_cap"),
	],
)
def test_rules_out_of_range_are_refused(rules: InnovationRules, place: str) -> None:
	validate_innovation(RULES)
	with pytest.raises(ScoringError) as error:
		validate_innovation(rules)
	assert error.value.place == place


@LIMITED
@given(st.lists(st.tuples(st.sampled_from(["Unit", "Agency", "Nation"]), SHARES), max_size=6))
def test_innovation_stays_within_bounds_and_more_is_never_less(parts: list[tuple[str, Decimal]]) -> None:
	made = [Contribution(str(number), level, share) for number, (level, share) in enumerate(parts)]
	score, bonus = innovation_score(made, RULES).score, innovation_bonus(made, RULES)[0]
	assert 80 <= score <= 120
	assert 0 <= bonus <= 4
	assert innovation_score(made[::-1], RULES).score == score
	assert innovation_score(made[1:], RULES).score <= score
	assert innovation_bonus(made[1:], RULES)[0] <= bonus


# --- self-development --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("hours", "duty", "months", "score"),
	[
		(20, 20, 12, 100),
		(10, 20, 12, 50),
		(5, 20, 3, 100),  # a quarter of 20 JP
		(30, 20, 12, 120),  # 150 %, at most 120
		(0, 20, 12, 0),
		(24, 0, 12, None),  # a maximum is no duty
	],
)
def test_hours_against_the_duty(hours: int, duty: int, months: int, score: int | None) -> None:
	assert development_score(D(hours), D(duty), months).score == score


# --- competency --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("reached", "required", "score"),
	# 24 of 27 are 88.888… %; more than required counts up to 120
	[(27, 27, 100), (24, 27, D(2400) / 27), (45, 27, 120), (0, 27, 0), (5, 0, None)],
)
def test_levels_against_those_required(reached: int, required: int, score: Decimal | None) -> None:
	assert competency_score(D(reached), D(required)).score == score


# --- progress ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("previous", "current", "factor", "score"),
	[
		(90, 95, 2, 110),
		(95, 90, 2, 90),
		(100, 100, 2, 100),
		(60, 100, 2, 120),
		(120, 40, 2, 0),
		(90, 95, 0, 100),
	],
)
def test_gains_and_losses_against_the_previous_stage(
	previous: int, current: int, factor: int, score: int
) -> None:
	earlier = StageResult("Triwulan I", D(previous))
	assert progress_score(earlier, D(current), D(factor)).score == score
	# the same between two stages that are over
	assert progress_score(earlier, StageResult("Triwulan IV", D(current)), D(factor)).score == score


def test_there_is_no_progress_in_the_first_stage_or_without_a_result() -> None:
	assert progress_score(None, D(90), D(2)).score is None
	assert progress_score(StageResult("Triwulan I", D(90)), None, D(2)).score is None


@LIMITED
@given(SCORES, SCORES, SCORES, st.decimals(min_value=0, max_value=10, places=2))
def test_a_better_result_is_never_less_progress(
	previous: Decimal, one: Decimal, other: Decimal, factor: Decimal
) -> None:
	low, high = sorted((one, other))
	earlier = StageResult("Triwulan I", previous)
	less = progress_score(earlier, low, factor).score
	more = progress_score(earlier, high, factor).score
	assert 0 <= less <= more <= 120


# --- team --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("unit", "colleagues", "score"),
	[
		("Baik", 110, 104),  # 100 × 60 % + 110 × 40 %
		("Istimewa", None, 120),
		(None, 90, 90),
		(None, None, None),
	],
)
def test_the_unit_and_the_colleagues(unit: str | None, colleagues: int | None, score: int | None) -> None:
	found = team_score(unit, None if colleagues is None else D(colleagues), TEAM)
	assert found.score == score
	assert found.steps


def test_a_predicate_without_points_is_missing_and_is_named() -> None:
	alone, with_colleagues = team_score("Kurang", None, TEAM), team_score("Kurang", D(90), TEAM)
	assert (alone.score, with_colleagues.score) == (None, 90)
	assert alone.steps[0].values == with_colleagues.steps[0].values == ("Kurang",)


@pytest.mark.parametrize(
	("rules", "place"),
	[
		(TeamRules({"Baik": D(100), "Istimewa": D(130)}, D(50)), "organisation_points #2 value"),
		(TeamRules({}, D(101)), "team_unit_share"),
	],
)
def test_team_rules_out_of_range_are_refused(rules: TeamRules, place: str) -> None:
	validate_team(TEAM)
	with pytest.raises(ScoringError) as error:
		validate_team(rules)
	assert error.value.place == place
