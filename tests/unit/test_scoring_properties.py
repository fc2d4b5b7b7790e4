"""What holds for every case, found by searching for a counterexample."""

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asn_kinerja.scoring import (
	AnnualMethod,
	Approach,
	Behaviour,
	Case,
	Component,
	Contribution,
	Direction,
	ExceptionKind,
	Item,
	ItemCategory,
	Level,
	Levels,
	MissingPolicy,
	MonthFacts,
	Occurrence,
	Outcome,
	PositionGroup,
	RaterWeight,
	Rating,
	ReviewGroup,
	ReviewTally,
	Sanction,
	Scheme,
	Source,
	SourceFacts,
	StageResult,
	SurveyIndex,
	ValueMethod,
	achievement,
	case_from_dict,
	case_to_dict,
	effective_weights,
	evaluate,
	outcome_to_dict,
	shipped_schemes,
	value,
	verify,
)
from asn_kinerja.scoring.attendance import TIMED
from asn_kinerja.scoring.reviews import ValueTally
from tests.support.schemes import with_tables

PP30 = shipped_schemes()["PP 30/2019 70/30"]
TANGSEL = shipped_schemes()["Tangerang Selatan"]
NUMBERS = st.decimals(min_value=0, max_value=10**6, places=2)
TARGETS = st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2)
SCORES = st.decimals(min_value=0, max_value=120, places=2)
PERCENT = st.decimals(min_value=0, max_value=100, places=2)
VALUES = tuple(f"Nilai {number}" for number in range(7))

LIMITED = settings(max_examples=60, deadline=None)


@st.composite
def shares(draw: st.DrawFn, count: int) -> list[Decimal]:
	"""Weights above 0 with two places that sum to 100."""
	cuts = draw(st.lists(st.integers(1, 9999), min_size=count - 1, max_size=count - 1, unique=True))
	edges = [0, *sorted(cuts), 10000]
	return [Decimal(high - low).scaleb(-2) for low, high in pairwise(edges)]


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
	base = draw(st.sampled_from([one for one in shipped_schemes().values() if one.combinations]))
	sources = draw(st.lists(st.sampled_from(list(Source)), min_size=1, max_size=6, unique=True))
	if Source.PROGRESS in sources and Source.WORK_RESULT not in sources:
		sources.append(Source.WORK_RESULT)  # progress compares work results
	weights = draw(shares(len(sources)))
	policies = draw(
		st.lists(st.sampled_from(list(MissingPolicy)), min_size=len(sources), max_size=len(sources))
	)
	components = tuple(map(Component, sources, weights, policies))
	method = draw(st.sampled_from(list(ValueMethod)))
	rules = replace(
		with_tables(base),
		components=components,
		staff_value_method=method,
		leader_value_method=method,
		annual_method=draw(st.sampled_from(list(AnnualMethod))),
	)
	return draw(source_rules(rules))


@st.composite
def source_rules(draw: st.DrawFn, scheme: Scheme) -> Scheme:
	"""The scheme with other rules of its sources; levels of innovations with a bonus, or without any."""
	groups = draw(st.lists(st.sampled_from(list(ReviewGroup)), unique=True))
	weights = draw(shares(len(groups))) if groups else []
	return replace(
		scheme,
		rater_weights=tuple(
			RaterWeight(group, weight, draw(st.integers(1, 4)))
			for group, weight in zip(groups, weights, strict=True)
		),
		team_value=draw(st.sampled_from(VALUES)),
		team_unit_share=draw(PERCENT),
		innovation_levels=draw(st.sampled_from([TANGSEL.innovation_levels, scheme.innovation_levels])),
		innovation_base=draw(SCORES),
		innovation_bonus_cap=draw(SCORES),
		development_duty_pppk=draw(st.integers(0, 24).map(Decimal)),
		satisfaction_highest=draw(st.integers(100, 120).map(Decimal)),
		progress_factor=draw(st.decimals(min_value=Decimal("0.01"), max_value=10, places=2)),
	)


@st.composite
def items(draw: st.DrawFn, count: int) -> tuple[Item, ...]:
	weights = draw(shares(count))
	rows = []
	for number, weight in enumerate(weights):
		low, high = sorted((draw(TARGETS), draw(TARGETS)))
		direction = draw(st.sampled_from(list(Direction)))
		rows.append(
			Item(
				name=f"item {number}",
				category=draw(st.sampled_from(list(ItemCategory))),
				result=draw(st.sampled_from(["Hasil A", "Hasil B"])),
				direction=direction,
				target_min=low,
				target_max=None if direction is Direction.EXACT else high,
				maximum_target=draw(st.booleans()),
				weight=weight,
				realisation=draw(st.none() | NUMBERS),
				rating=draw(st.none() | st.sampled_from(list(Rating))),
			)
		)
	return tuple(rows)


@st.composite
def tallies(draw: st.DrawFn) -> ReviewTally:
	"""Reviews of a group; a value may have fewer answers than there are reviews."""
	reviews = draw(st.integers(1, 6))
	rated = []
	for name in draw(st.lists(st.sampled_from(VALUES), unique=True)):
		answers = draw(st.integers(1, reviews))
		rated.append(ValueTally(name, answers, draw(SCORES) * answers))
	return ReviewTally(draw(st.sampled_from(list(ReviewGroup))), reviews, tuple(rated))


@st.composite
def recaps(draw: st.DrawFn, month: int) -> MonthFacts:
	first, working = date(2026, month, 1), draw(st.integers(0, 23))
	unexcused = draw(st.integers(0, working))
	kinds = st.sampled_from(list(ExceptionKind))
	rows = draw(st.lists(st.tuples(kinds, st.integers(0, 27), st.integers(0, 1440)), max_size=6))
	return MonthFacts(
		month=first,
		working_days=working,
		present=working - unexcused,
		unexcused_absences=unexcused,
		longest_run=draw(st.integers(0, unexcused)),
		exceptions=tuple(
			Occurrence(kind, first + timedelta(days=day), minutes if kind in TIMED else 0)
			for kind, day, minutes in rows
		),
	)


@st.composite
def facts(draw: st.DrawFn) -> SourceFacts:
	"""Anything that may be known, and any part of it missing."""
	days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
	results = st.builds(
		StageResult, st.sampled_from(["Triwulan I", "Triwulan II"]), SCORES, st.integers(0, 12)
	)
	levels = st.sampled_from([*(row.level for row in TANGSEL.innovation_levels), "Galaksi"])
	sanctions = st.builds(Sanction, st.sampled_from(list(Level)), st.sampled_from("abc"), days)
	parts = st.builds(Contribution, st.sampled_from("abc"), levels, PERCENT)
	index = st.decimals(min_value=25, max_value=100, places=2)
	surveys = st.builds(SurveyIndex, st.sampled_from("abc"), index, st.integers(1, 500))
	sums = st.integers(0, 60).map(Decimal)
	predicates = [row.predicate for row in TANGSEL.organisation_points]
	months = draw(st.sets(st.integers(1, 12), max_size=3))
	return SourceFacts(
		months=draw(st.integers(0, 12)),
		asn_type=draw(st.sampled_from(["", "PNS", "PPPK"])),
		reviews=tuple(draw(st.lists(tallies(), max_size=4))),
		reviews_minimum=draw(st.integers(1, 5)),
		attendance=tuple(draw(recaps(month)) for month in months),
		sanctions=tuple(draw(st.lists(sanctions, max_size=3))),
		unit_predicate=draw(st.sampled_from(["", "Luar Biasa", *predicates])),
		innovations=tuple(draw(st.lists(parts, max_size=3))),
		training_hours=draw(st.none() | NUMBERS),
		surveys=tuple(draw(st.lists(surveys, max_size=3))),
		competency=draw(st.none() | st.builds(Levels, sums, sums, days)),
		periods=tuple(draw(st.lists(results, max_size=4))),
		progress_from=draw(st.none() | results),
		progress_to=draw(st.none() | results),
	)


@st.composite
def cases(draw: st.DrawFn) -> Case:
	scheme = draw(schemes())
	ratings = draw(st.lists(st.none() | st.sampled_from(list(Rating)), max_size=7))
	others = [source for source in Source if source not in (Source.WORK_RESULT, Source.BEHAVIOUR)]
	return Case(
		scheme=scheme,
		position_group=draw(st.sampled_from(list(PositionGroup))),
		approach=draw(st.sampled_from(list(Approach))),
		items=draw(items(draw(st.integers(1, 6)))),
		behaviours=tuple(map(Behaviour, VALUES, ratings)),
		new_idea=draw(st.booleans()),
		work_result_rating=draw(st.none() | st.sampled_from(list(Rating))),
		behaviour_rating=draw(st.none() | st.sampled_from(list(Rating))),
		facts=draw(facts()),
		component_scores=draw(st.dictionaries(st.sampled_from(others), st.none() | SCORES)),
	)


def work_score(outcome: Outcome) -> Decimal:
	(score,) = (row.score for row in outcome.components if row.source is Source.WORK_RESULT)
	assert score is not None
	return score


@LIMITED
@given(cases())
def test_everything_stays_within_bounds(case: Case) -> None:
	outcome = evaluate(case)
	assert all(row.achievement is None or row.achievement >= 0 for row in outcome.items)
	values = [row.value for row in (*outcome.items, *outcome.results)]
	values += [row.score for row in outcome.components] + [row.contribution for row in outcome.components]
	assert all(number is None or 0 <= number <= 120 for number in (*values, outcome.score))
	assert 0 <= outcome.bonus <= case.scheme.innovation_bonus_cap


@LIMITED
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(case: Case, random: object) -> None:
	def mixed(rows: tuple) -> tuple:
		return tuple(random.sample(rows, len(rows)))  # type: ignore[attr-defined]

	scheme = replace(
		case.scheme,
		components=mixed(case.scheme.components),
		bands=mixed(case.scheme.bands),
		value_bands=mixed(case.scheme.value_bands),
		thresholds=mixed(case.scheme.thresholds),
		predicates=mixed(case.scheme.predicates),
		rating_values=mixed(case.scheme.rating_values),
		rater_weights=mixed(case.scheme.rater_weights),
		innovation_levels=mixed(case.scheme.innovation_levels),
		organisation_points=mixed(case.scheme.organisation_points),
	)
	known = replace(
		case.facts,
		reviews=mixed(tuple(replace(row, values=mixed(row.values)) for row in case.facts.reviews)),
		attendance=mixed(
			tuple(replace(row, exceptions=mixed(row.exceptions)) for row in case.facts.attendance)
		),
		**{name: mixed(getattr(case.facts, name)) for name in ("sanctions", "innovations", "surveys")},
	)
	other = replace(
		case, scheme=scheme, items=mixed(case.items), behaviours=mixed(case.behaviours), facts=known
	)
	first, second = evaluate(case), evaluate(other)
	assert (first.score, first.predicate) == (second.score, second.predicate)
	assert (first.bonus, first.new_idea) == (second.bonus, second.new_idea)
	assert first.suggested_work_result is second.suggested_work_result
	assert first.suggested_behaviour is second.suggested_behaviour
	assert {row.name: row for row in first.items} == {row.name: row for row in second.items}
	assert set(first.components) == set(second.components)


@LIMITED
@given(cases())
def test_an_exported_evaluation_verifies(case: Case) -> None:
	exported = case_from_dict(json.loads(json.dumps(case_to_dict(case))))
	assert (exported.facts, exported.scheme) == (case.facts, case.scheme)
	assert evaluate(exported) == evaluate(case)
	stored = json.loads(json.dumps(outcome_to_dict(evaluate(case))))
	assert verify(exported, stored) == ()


@LIMITED
@given(cases())
def test_what_is_measured_is_explained(case: Case) -> None:
	"""A source that counts, or is missing, says why; all texts can be said with their values."""
	outcome = evaluate(case)
	explained = {step.part for step in outcome.steps}
	for row in outcome.components:
		assert row.source.value in explained or row.source in case.component_scores
	assert all(step.rule.format(*step.values) for step in outcome.steps)


@LIMITED
@given(cases(), st.sampled_from([field.name for field in fields(SourceFacts)]), st.data())
def test_other_facts_change_only_what_they_are_about(case: Case, name: str, data: Any) -> None:
	"""A fact of one source never moves the score of another."""
	about = {
		"months": {Source.DEVELOPMENT},
		"asn_type": {Source.DEVELOPMENT},
		"reviews": {Source.BEHAVIOUR, Source.TEAM},
		"reviews_minimum": {Source.BEHAVIOUR, Source.TEAM},
		"attendance": {Source.ATTENDANCE},
		"sanctions": {Source.DISCIPLINE},
		"unit_predicate": {Source.TEAM},
		"innovations": {Source.INNOVATION},
		"training_hours": {Source.DEVELOPMENT},
		"surveys": {Source.SATISFACTION},
		"competency": {Source.COMPETENCY},
		"periods": {Source.WORK_RESULT, Source.PROGRESS},
		"progress_from": {Source.PROGRESS},
		"progress_to": {Source.PROGRESS},
	}[name]
	changed = replace(case.facts, **{name: getattr(data.draw(facts()), name)})
	before, after = evaluate(case), evaluate(replace(case, facts=changed))
	moved = {
		old.source
		for old, new in zip(before.components, after.components, strict=True)
		if (old.score, old.missing) != (new.score, new.missing)
	}
	assert moved <= about


@LIMITED
@given(schemes(), st.sets(st.sampled_from(list(Source))))
def test_spreading_keeps_the_total_weight(scheme: Scheme, present: set[Source]) -> None:
	weights = effective_weights(scheme, {source: Decimal(100) for source in present})
	kept = [
		row
		for row in scheme.components
		if row.source in present or row.missing_policy is not MissingPolicy.SPREAD
	]
	assert abs(sum(weights) - (100 if kept else 0)) < Decimal("1e-20")


@LIMITED
@given(TARGETS, TARGETS, NUMBERS, NUMBERS, st.sampled_from([Direction.HIGHER, Direction.LOWER]))
def test_a_better_realisation_never_lowers_the_achievement(
	a: Decimal, b: Decimal, x: Decimal, y: Decimal, direction: Direction
) -> None:
	low, high = sorted((a, b))
	worse, better = sorted((x, y), reverse=direction is Direction.LOWER)
	assert achievement(direction, low, high, worse)[0] <= achievement(direction, low, high, better)[0]


@LIMITED
@given(TARGETS, TARGETS, NUMBERS, NUMBERS)
def test_nearer_to_the_range_is_never_worse(a: Decimal, b: Decimal, x: Decimal, y: Decimal) -> None:
	low, high = sorted((a, b))
	near, far = sorted((x, y), key=lambda number: max(low - number, number - high, Decimal(0)))
	assume((near <= high and far <= high) or (near >= low and far >= low))
	best = achievement(Direction.RANGE, low, high, near)[0]
	assert achievement(Direction.RANGE, low, high, far)[0] <= best <= 100


@pytest.mark.parametrize("method", ValueMethod)
@LIMITED
@given(x=st.decimals(0, 200, places=3), y=st.decimals(0, 200, places=3), maximum_target=st.booleans())
def test_a_better_achievement_never_lowers_the_value(
	method: ValueMethod, x: Decimal, y: Decimal, maximum_target: bool
) -> None:
	worse, better = sorted((x, y))
	values = [value(number, method, PP30, maximum_target).value for number in (worse, better)]
	assert 0 <= values[0] <= values[1] <= 120


@pytest.mark.parametrize("method", ValueMethod)
@LIMITED
@given(rows=items(4), index=st.integers(0, 3), x=NUMBERS, y=NUMBERS)
def test_a_better_realisation_never_lowers_the_score(
	method: ValueMethod, rows: tuple[Item, ...], index: int, x: Decimal, y: Decimal
) -> None:
	worse, better = sorted((x, y))
	full = [replace(row, realisation=row.realisation or Decimal(1)) for row in rows]
	scheme = replace(PP30, staff_value_method=method)
	outcomes = []
	for realisation in (worse, better):
		full[index] = replace(full[index], direction=Direction.HIGHER, realisation=realisation)
		case = Case(
			scheme,
			PositionGroup.STAFF,
			Approach.QUANTITATIVE,
			tuple(full),
			(Behaviour("Loyal", Rating.MEETS),),
		)
		outcomes.append(evaluate(case, final=True))
	assert work_score(outcomes[0]) <= work_score(outcomes[1])
	assert outcomes[0].score <= outcomes[1].score


@LIMITED
@given(items(4))
def test_reporting_an_open_item_never_lowers_a_score_that_counts_it_as_zero(rows: tuple[Item, ...]) -> None:
	components = tuple(replace(row, missing_policy=MissingPolicy.ZERO) for row in PP30.components)
	scheme = replace(PP30, components=components)
	case = Case(
		scheme, PositionGroup.LEADER, Approach.QUANTITATIVE, rows, (Behaviour("Loyal", Rating.MEETS),)
	)
	reported = tuple(
		replace(row, realisation=Decimal(1) if row.realisation is None else row.realisation) for row in rows
	)
	before, after = evaluate(case).score, evaluate(replace(case, items=reported)).score
	assert before is not None
	assert after is not None
	assert before <= after
