"""Whole cases: work result, components with their missing policies, predicate, explanation."""

from dataclasses import replace
from decimal import Decimal

import pytest

from asn_kinerja.scoring import (
	Approach,
	Behaviour,
	Case,
	Component,
	Direction,
	Item,
	ItemCategory,
	MissingPolicy,
	Outcome,
	PositionGroup,
	Rating,
	Scheme,
	ScoringError,
	Source,
	effective_weights,
	evaluate,
	shipped_schemes,
	total_score,
	validate_items,
)
from tests.support.schemes import with_tables

ABOVE, MEETS, BELOW = Rating
SPREAD, ZERO, BLOCK = MissingPolicy
MATRIX, PP30, PP30_360, *_ = shipped_schemes().values()
D = Decimal


def item(
	name: str,
	weight: str,
	realisation: str | None,
	result: str = "Hasil",
	category: ItemCategory = ItemCategory.MAIN,
	maximum_target: bool = False,
) -> Item:
	"""Higher is better, target 100: the realisation is the achievement."""
	return Item(
		name,
		category,
		result,
		Direction.HIGHER,
		D(100),
		None,
		maximum_target,
		Decimal(weight),
		realisation,
	)


def case(
	*items: Item,
	scheme: Scheme = PP30,
	group: PositionGroup = PositionGroup.LEADER,
	behaviours: tuple[Rating | None, ...] = (MEETS,),
	**more: object,
) -> Case:
	rows = tuple(Behaviour(f"Nilai {n}", rating) for n, rating in enumerate(behaviours, start=1))
	return Case(scheme, group, Approach.QUANTITATIVE, items, rows, **more)  # type: ignore[arg-type]


def score_of(outcome: Outcome, source: Source = Source.WORK_RESULT) -> str:
	(row,) = (row for row in outcome.components if row.source is source)
	return str(row.score)


def with_components(*rows: tuple[Source, int, MissingPolicy]) -> Scheme:
	return replace(with_tables(PP30), components=tuple(Component(s, D(w), p) for s, w, p in rows))


def texts(outcome: Outcome) -> list[str]:
	return [step.rule.format(*step.values) for step in outcome.steps]


def test_published_final_value_of_a_leader() -> None:
	# Example 8: 60 % × 98.67 + 40 % × 109 = 59.2 + 43.6 = 102.8. A mean of 98.67 is (88 + 88 + 120) / 3:
	# 98 % → 88 twice, the highest possible target met → 120; 100 % → 109.
	outcome = evaluate(
		case(
			item("a", "20", "98"),
			item("b", "20", "98"),
			item("c", "20", "100", maximum_target=True),
			item("d", "40", "100"),
		)
	)
	assert score_of(outcome) == "102.80"
	assert [str(row.value) for row in outcome.items] == ["88.00", "88.00", "120.00", "109.00"]


def test_total_and_band() -> None:
	# 70 % × 109 + 30 % × 100 = 76.3 + 30 = 106.3 → Baik; twice 120 → 120, Sangat Baik only with a new idea
	outcome = evaluate(case(item("a", "100", "100")))
	assert (str(outcome.score), outcome.predicate) == ("106.30", "Baik")
	assert [str(row.contribution) for row in outcome.components] == ["76.30", "30.00"]
	best = case(item("a", "100", "111"), behaviours=(ABOVE,))
	assert (str(evaluate(best).score), evaluate(best).predicate) == ("120.00", "Baik")
	assert evaluate(replace(best, new_idea=True)).predicate == "Sangat Baik"
	# 60 % × 109 + 40 % × 100 = 105.4
	assert str(evaluate(case(item("a", "100", "100"), scheme=PP30_360)).score) == "105.40"


def test_results_of_staff_are_counted_and_weighted() -> None:
	# Result 1 (60 %): SB, SB, B → 120. Result 2 (25 %): C → 80. "Hasil 1", additional (15 %): K → 60.
	# 0.6 × 120 + 0.25 × 80 + 0.15 × 60 = 72 + 20 + 9 = 101
	outcome = evaluate(
		case(
			item("a", "20", "105", "Hasil 1"),
			item("b", "25", "85", "Hasil 2"),
			item("c", "20", "120", " hasil  1 "),
			item("d", "15", "70", "Hasil 1", ItemCategory.ADDITIONAL),
			item("e", "20", "100", "HASIL 1"),
			group=PositionGroup.STAFF,
		)
	)
	assert score_of(outcome) == "101.00"
	assert [(row.result, row.indicators, str(row.weight), str(row.value)) for row in outcome.results] == [
		("Hasil 1", 3, "60.00", "120.00"),
		("Hasil 2", 1, "25.00", "80.00"),
		("Hasil 1", 1, "15.00", "60.00"),
	]
	assert [str(row.value) for row in outcome.items] == ["120.00", "80.00", "120.00", "60.00", "120.00"]
	assert [row.category for row in outcome.items] == [
		"Sangat Baik",
		"Cukup",
		"Sangat Baik",
		"Kurang",
		"Baik",
	]


def test_percent_is_capped_by_the_scheme() -> None:
	# 50 % × 120 (of 150) + 50 % × 87.5 = 103.75
	outcome = evaluate(case(item("a", "50", "150"), item("b", "50", "87.5"), scheme=MATRIX))
	assert score_of(outcome) == "103.75"
	assert [str(row.achievement) for row in outcome.items] == ["150.00", "87.50"]


def test_qualitative_items_are_worth_their_rating() -> None:
	rows = [
		replace(item(name, "0", "naratif, bukan angka"), direction=None, target_min=None, rating=rating)
		for name, rating in (("a", ABOVE), ("b", MEETS), ("c", BELOW))
	]
	free = replace(case(*rows, scheme=MATRIX), approach=Approach.QUALITATIVE)
	assert score_of(evaluate(free)) == "93.33"  # (120 + 100 + 60) / 3
	weighted = tuple(replace(row, weight=D(w)) for row, w in zip(rows, (50, 30, 20), strict=True))
	assert score_of(evaluate(replace(free, items=weighted))) == "102.00"  # 60 + 30 + 12
	open_item = (replace(rows[0], rating=None), *rows[1:])
	assert score_of(evaluate(replace(free, items=open_item))) == "None"


def test_an_unrated_qualitative_item_may_count_as_zero() -> None:
	scheme = with_components((Source.WORK_RESULT, 70, ZERO), (Source.BEHAVIOUR, 30, BLOCK))
	rows = [replace(item(name, "50", None), rating=rating) for name, rating in (("a", ABOVE), ("b", None))]
	outcome = evaluate(replace(case(*rows, scheme=scheme), approach=Approach.QUALITATIVE))
	assert score_of(outcome) == "60.00"  # 0.5 × 120 + 0.5 × 0


def test_matrix_uses_given_ratings_only() -> None:
	reported = case(item("a", "100", "115"), scheme=MATRIX, behaviours=(ABOVE,))
	outcome = evaluate(reported, final=True)
	assert (outcome.suggested_work_result, outcome.suggested_behaviour) == (ABOVE, ABOVE)
	assert outcome.predicate is None
	assert texts(outcome)[-1] == "No predicate: the work result has not been rated"
	half = evaluate(replace(reported, work_result_rating=MEETS))
	assert half.predicate is None
	assert texts(half)[-1] == "No predicate: the behaviour has not been rated"
	given = evaluate(replace(reported, work_result_rating=BELOW, behaviour_rating=MEETS))
	assert given.predicate == "Butuh Perbaikan"
	assert given.score == outcome.score  # 0.6 × 115 + 0.4 × 120 = 117, apart from the predicate
	assert str(given.score) == "117.00"


def test_an_unreported_item_leaves_the_work_result_missing() -> None:
	reported = case(item("a", "50", "100"), item("b", "50", " "), scheme=MATRIX)
	outcome = evaluate(reported, final=True)
	assert score_of(outcome) == "None"
	assert outcome.suggested_work_result is None
	assert "Work result is missing; not reported yet: #2 Hasil" in texts(outcome)
	# The weight is spread: behaviour alone, 100 points
	assert [(str(row.effective_weight), row.missing) for row in outcome.components] == [
		("0.00", True),
		("100.00", False),
	]
	assert str(outcome.score) == "100.00"


def test_an_open_indicator_leaves_its_result_open() -> None:
	items = (item("a", "50", "100", "X"), item("b", "25", "100", "Y"), item("c", "25", None, "Y"))
	outcome = evaluate(case(*items, group=PositionGroup.STAFF))
	assert [row.value for row in outcome.results] == [100, None]
	assert [row.value for row in outcome.items] == [100, None, None]
	assert outcome.predicate is None


def test_block_names_the_component_when_final_and_reports_before() -> None:
	open_case = case(item("a", "50", "100"), item("b", "50", None))
	outcome = evaluate(open_case)
	assert (outcome.score, outcome.predicate) == (None, None)
	assert "Work Result with its weight of 70.00 % is missing and blocks the score" in texts(outcome)
	with pytest.raises(ScoringError, match="Work Result has no score yet") as caught:
		evaluate(open_case, final=True)
	assert caught.value.message.endswith("Work result is missing; not reported yet: #2 Hasil.")


def test_counting_as_zero_hits_only_the_open_items() -> None:
	scheme = with_components((Source.WORK_RESULT, 70, ZERO), (Source.BEHAVIOUR, 30, ZERO))
	half = evaluate(case(item("a", "50", "100"), item("b", "50", None), scheme=scheme), final=True)
	# 0.5 × 109 + 0.5 × 0 = 54.5; 0.7 × 54.5 + 30 = 68.15
	assert (score_of(half), str(half.score)) == ("54.50", "68.15")
	assert [str(row.achievement) for row in half.items] == ["100.00", "None"]
	none = evaluate(case(item("a", "50", None), item("b", "50", None), scheme=scheme), final=True)
	assert (score_of(none), str(none.score)) == ("None", "30.00")
	assert none.components[0].missing


def test_a_half_filled_behaviour_form_counts_as_zero_as_a_whole() -> None:
	scheme = with_components((Source.WORK_RESULT, 70, BLOCK), (Source.BEHAVIOUR, 30, ZERO))
	outcome = evaluate(case(item("a", "100", "100"), scheme=scheme, behaviours=(ABOVE, None)), final=True)
	assert str(outcome.score) == "76.30"


def test_weights_are_spread_in_proportion() -> None:
	scheme = with_components(
		(Source.WORK_RESULT, 50, SPREAD),
		(Source.BEHAVIOUR, 30, SPREAD),
		(Source.ATTENDANCE, 20, SPREAD),
	)
	outcome = evaluate(case(item("a", "100", "100"), scheme=scheme))
	# 50 and 30 of 80 → 62.5 and 37.5; 0.625 × 109 + 0.375 × 100 = 68.125 + 37.5 = 105.625
	assert [str(row.effective_weight) for row in outcome.components] == ["62.50", "37.50", "0.00"]
	assert str(outcome.score) == "105.63"
	given = evaluate(
		case(item("a", "100", "100"), scheme=scheme, component_scores={Source.ATTENDANCE: D(90)})
	)
	assert str(given.score) == "102.50"  # 54.5 + 30 + 18


def test_zero_keeps_its_weight_while_another_is_spread() -> None:
	scheme = with_components(
		(Source.WORK_RESULT, 50, BLOCK), (Source.INNOVATION, 30, ZERO), (Source.ATTENDANCE, 20, SPREAD)
	)
	scores = {Source.WORK_RESULT: D(100)}
	total, rows, _ = total_score(scheme, scores, final=True)
	assert total == D("62.5")  # 50 of 80 × 100
	assert [str(row.effective_weight) for row in rows] == ["62.50", "37.50", "0.00"]


@pytest.mark.parametrize("policy", [SPREAD, ZERO])
def test_everything_missing_is_no_score(policy: MissingPolicy) -> None:
	scheme = with_components((Source.WORK_RESULT, 70, policy), (Source.BEHAVIOUR, 30, policy))
	outcome = evaluate(case(item("a", "100", None), scheme=scheme, behaviours=(None,)), final=True)
	assert outcome.score is None
	assert "No score: every component is missing" in texts(outcome)
	assert sum(effective_weights(scheme, {})) == (0 if policy is SPREAD else 100)


def test_no_items_and_no_behaviours_are_missing_not_wrong() -> None:
	outcome = evaluate(case(behaviours=(), scheme=MATRIX))
	assert (outcome.items, outcome.score) == ((), None)


@pytest.mark.parametrize(
	("scores", "place", "words"),
	[
		({Source.WORK_RESULT: D(1)}, "component_scores Work Result", "calculated"),
		({Source.DISCIPLINE: D("120.01")}, "component_scores Discipline", "above 120"),
		({Source.DISCIPLINE: D(-1)}, "component_scores Discipline", "negative"),
	],
)
def test_component_scores_are_checked(scores: dict[Source, Decimal], place: str, words: str) -> None:
	with pytest.raises(ScoringError, match=words) as caught:
		evaluate(case(item("a", "100", "100"), component_scores=scores))
	assert caught.value.place == place


def test_a_source_the_scheme_does_not_use_changes_nothing() -> None:
	plain = case(item("a", "100", "100"))
	assert evaluate(replace(plain, component_scores={Source.DISCIPLINE: D(0)})) == evaluate(plain)


@pytest.mark.parametrize(
	("items", "place", "words"),
	[
		((), "items", "no item"),
		((item("a", "60", None), item("b", "39.99", None)), "items weight", "add up to 99.99"),
		((item("a", "60", None), item("b", "-40", None)), "items #2 weight", "negative"),
		((item("a", "60", None), item("a", "40", None)), "items #2 name", "two rows"),
		((item("a", "100", None, result=" "),), "items #1 result", "empty"),
	],
)
def test_plans_are_checked_before_any_realisation(items: tuple[Item, ...], place: str, words: str) -> None:
	with pytest.raises(ScoringError, match=words) as caught:
		validate_items(items, Approach.QUANTITATIVE)
	assert caught.value.place == place


def test_unnamed_items_are_allowed_and_qualitative_weights_may_all_be_zero() -> None:
	validate_items([item("", "50", None), item("", "50", None)], Approach.QUANTITATIVE)
	validate_items([item("", "0", None), item("", "0", None)], Approach.QUALITATIVE)
	with pytest.raises(ScoringError, match=r"add up to 50\.00"):
		validate_items([item("", "50", None), item("", "0", None)], Approach.QUALITATIVE)
	with pytest.raises(ScoringError, match=r"add up to 0\.00"):
		validate_items([item("", "0", None)], Approach.QUANTITATIVE)


def test_a_wrong_realisation_is_named_with_its_row() -> None:
	with pytest.raises(ScoringError) as caught:
		evaluate(case(item("a", "50", "100"), item("b", "50", "1.250")))
	assert caught.value.place == "items #2 realisation"


def test_every_number_of_the_outcome_is_explained() -> None:
	outcome = evaluate(
		case(item("a", "30", "98"), item("b", "70", "107"), behaviours=(ABOVE, MEETS, MEETS), new_idea=True)
	)
	outputs = {step.output for step in outcome.steps}
	numbers = [row.achievement for row in outcome.items] + [row.value for row in outcome.items]
	numbers += [row.score for row in outcome.components] + [row.contribution for row in outcome.components]
	assert {str(number) for number in (*numbers, outcome.score)} <= outputs
	assert outcome.predicate in outputs
	assert all(step.source for step in outcome.steps)
	assert outcome.steps[0].source == PP30.legal_basis
