"""From facts to the score: every source within a whole evaluation, what is missing, bonus and new idea."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from asn_kinerja.scoring import (
	Approach,
	Behaviour,
	Case,
	Component,
	Contribution,
	Direction,
	ExceptionKind,
	ImpactLevel,
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
	ScoringError,
	Source,
	SourceFacts,
	StageResult,
	SurveyIndex,
	evaluate,
	shipped_schemes,
)
from asn_kinerja.scoring.reviews import ValueTally
from tests.support.schemes import with_tables

D = Decimal
ABOVE, MEETS, BELOW = Rating
SPREAD, AS_ZERO, BLOCK = MissingPolicy
SCHEMES = shipped_schemes()
BASE = with_tables(SCHEMES["PP 30/2019 70/30"])  # attendance: Tulang Bawang; sanctions: PP 94/2021
TANGSEL = SCHEMES["Tangerang Selatan"]
JUNE = date(2026, 6, 1)
TEAM = "Kolaboratif"


def item(realisation: str = "100") -> Item:
	"""Target 100: the realisation is the work result."""
	return Item("a", ItemCategory.MAIN, "Hasil", Direction.HIGHER, D(100), None, False, D(100), realisation)


def scheme(source: Source, policy: MissingPolicy = BLOCK, **changes: object) -> Scheme:
	"""Work result 60 %, the source 40 %."""
	components = (Component(Source.WORK_RESULT, D(60), BLOCK), Component(source, D(40), policy))
	capped = {"staff_value_method": TANGSEL.staff_value_method, "cap": D(120)}
	return replace(BASE, components=components, **capped, **changes)  # type: ignore[arg-type]


def case(rules: Scheme, facts: SourceFacts, realisation: str = "100", **more: object) -> Case:
	rows = (Behaviour(TEAM, MEETS),)
	return Case(
		rules,
		PositionGroup.STAFF,
		Approach.QUANTITATIVE,
		(item(realisation),),
		rows,
		facts=facts,
		**more,  # type: ignore[arg-type]
	)


def measured(source: Source, rules: Scheme | None = None, **facts: object) -> Outcome:
	"""A final evaluation with a work result of 100."""
	return evaluate(case(rules or scheme(source), SourceFacts(**facts)), final=True)  # type: ignore[arg-type]


def numbers(outcome: Outcome) -> tuple[str, str]:
	"""Of the second component: its score; and the whole score."""
	return str(outcome.components[1].score), str(outcome.score)


def said(outcome: Outcome, source: Source | None = None) -> list[str]:
	"""The explanation, of one source or of all."""
	steps = [step for step in outcome.steps if source is None or step.part == source.value]
	return [step.rule.format(*step.values) for step in steps]


def tally(group: ReviewGroup, answers: int, points: int, value: str = TEAM) -> ReviewTally:
	return ReviewTally(group, answers, (ValueTally(value, answers, D(points)),))


# --- each source ------------------------------------------------------------------------------------------


def test_attendance() -> None:
	# June: late 45 minutes (1), two days absent (2 × 3): 93 of 20 days; July 100 of 20 days: 96.5
	june = MonthFacts(JUNE, 20, 18, 0, 2, 1, (Occurrence(ExceptionKind.LATE, date(2026, 6, 3), 45),))
	july = MonthFacts(date(2026, 7, 1), 20, 20)
	outcome = measured(Source.ATTENDANCE, attendance=(june, july))
	assert numbers(outcome) == ("96.50", "98.60")  # 60 + 0.4 × 96.5
	assert "06/2026: Late, 31 to 60 minutes: 1 × 1.00 %" in said(outcome, Source.ATTENDANCE)


def test_discipline() -> None:
	medium = Sanction(Level.MEDIUM, "Potong 25 %", date(2026, 2, 1))
	light = Sanction(Level.LIGHT, "Teguran lisan", date(2026, 3, 1))
	# 100 − 30 − 10 = 60: 60 + 0.4 × 60
	assert numbers(measured(Source.DISCIPLINE, sanctions=(medium, light))) == ("60.00", "84.00")
	# none is nothing missing
	assert numbers(measured(Source.DISCIPLINE)) == ("100.00", "100.00")


@pytest.mark.parametrize(
	("facts", "score", "total"),
	[
		# unit 100 × 50 % + colleagues (300 + 100) / 4 × 50 %
		({"unit_predicate": "Baik", "reviews": (3, 300, 1, 100)}, "100.00", "100.00"),
		# 120 × 50 % + (340 + 60) / 4 × 50 % = 110: 60 + 44
		({"unit_predicate": "Istimewa", "reviews": (3, 340, 1, 60)}, "110.00", "104.00"),
		# only the unit, only the colleagues: 320 / 3 = 106.666…, 60 + 42.666…
		({"unit_predicate": "Butuh Perbaikan"}, "80.00", "92.00"),
		({"reviews": (3, 320, 0, 0)}, "106.67", "102.67"),
	],
)
def test_team(facts: dict[str, object], score: str, total: str) -> None:
	peers, peer_points, below, below_points = facts.pop("reviews", (0, 0, 0, 0))  # type: ignore[misc]
	reviews = []
	if peers:
		reviews.append(tally(ReviewGroup.PEER, peers, peer_points))
	if below:
		reviews.append(tally(ReviewGroup.SUBORDINATE, below, below_points))
	reviews.append(tally(ReviewGroup.SUPERIOR, 1, 60))  # no colleague
	reviews.append(tally(ReviewGroup.SELF, 1, 120))  # nor he himself
	outcome = measured(Source.TEAM, reviews=tuple(reviews), **facts)
	assert numbers(outcome) == (score, total)


def test_two_colleagues_are_too_few_for_the_team() -> None:
	"""A mean of two would tell each of them what the other has said."""
	facts = {"reviews": (tally(ReviewGroup.PEER, 2, 120),), "reviews_minimum": 3}
	assert numbers(measured(Source.TEAM, unit_predicate="Baik", **facts)) == ("100.00", "100.00")
	with pytest.raises(ScoringError, match="Team Contribution has no score yet"):
		measured(Source.TEAM, **facts)


def test_another_value_says_nothing_about_the_team() -> None:
	with pytest.raises(ScoringError, match="Team Contribution has no score yet"):
		measured(Source.TEAM, reviews=(tally(ReviewGroup.PEER, 3, 360, "Loyal"),))


def test_innovation() -> None:
	# 80 + 30 × 50 % = 95: 60 + 38; without any 80: 60 + 32
	part = Contribution("Antrean daring", "Daerah", D(50))
	assert numbers(measured(Source.INNOVATION, innovations=(part,))) == ("95.00", "98.00")
	assert numbers(measured(Source.INNOVATION)) == ("80.00", "92.00")


@pytest.mark.parametrize(
	("hours", "months", "score", "total"),
	[
		("15", 12, "75.00", "90.00"),  # of 20: 60 + 30
		("5", 6, "50.00", "80.00"),  # of 10
		("15", 6, "120.00", "108.00"),  # 150 %, of which 120 count
		("0", 12, "0.00", "60.00"),  # none that counts is something else than none known
	],
)
def test_development(hours: str, months: int, score: str, total: str) -> None:
	outcome = measured(Source.DEVELOPMENT, training_hours=D(hours), months=months, asn_type="PNS")
	assert numbers(outcome) == (score, total)


def test_a_pppk_has_no_duty_unless_the_scheme_gives_him_one() -> None:
	"""The 24 JP of PP 49/2018 are a maximum."""
	rules = scheme(Source.DEVELOPMENT, SPREAD)
	outcome = measured(Source.DEVELOPMENT, rules, training_hours=D(24), asn_type="PPPK")
	assert numbers(outcome) == ("None", "100.00")
	assert "There is no yearly duty of training hours" in said(outcome, Source.DEVELOPMENT)
	# 6 of 12: 50: 60 + 20
	bound = replace(rules, development_duty_pppk=D(12))
	found = measured(Source.DEVELOPMENT, bound, training_hours=D(6), asn_type="PPPK")
	assert numbers(found) == ("50.00", "80.00")


def test_a_few_days_before_a_transfer_have_no_duty() -> None:
	"""Less than half of a month counts as none (see `months_of`)."""
	rules = scheme(Source.DEVELOPMENT, SPREAD)
	outcome = measured(Source.DEVELOPMENT, rules, training_hours=D(4), months=0)
	assert numbers(outcome) == ("None", "100.00")
	assert "No month counts, so there is no duty of training" in said(outcome, Source.DEVELOPMENT)


def test_several_surveys_weigh_by_their_answers() -> None:
	# (80 × 30 + 90 × 10) / 40 = 82.5; 100 + 20 × (82.5 − 76.61) / (100 − 76.61) = 100 + 117.8 / 23.39
	# = 105.03634: 60 + 42.014536
	surveys = (SurveyIndex("Loket KTP", D(80), 30), SurveyIndex("Loket KK", D(90), 10))
	outcome = measured(Source.SATISFACTION, surveys=surveys)
	assert numbers(outcome) == ("105.04", "102.01")
	explained = said(outcome, Source.SATISFACTION)
	assert "Loket KTP: index from 30 answers" in explained
	assert "Index of 2 surveys: mean weighted by the numbers of answers, 40 together" in explained
	# the reference index alone is worth 100, the lowest one nothing
	assert numbers(measured(Source.SATISFACTION, surveys=(SurveyIndex("x", D("76.61"), 1),)))[0] == "100.00"
	assert numbers(measured(Source.SATISFACTION, surveys=(SurveyIndex("x", D(25), 1),)))[0] == "0.00"


def test_competency() -> None:
	# Example 29 of the regulation: 24 of 27 = 88.888…: 60 + 35.555…
	levels = Levels(D(24), D(27), date(2026, 2, 10))
	outcome = measured(Source.COMPETENCY, competency=levels)
	assert numbers(outcome) == ("88.89", "95.56")
	assert "Assessment of the competency of 10/02/2026" in said(outcome, Source.COMPETENCY)


def test_progress() -> None:
	# 100 + 2 × (100 − 95) = 110: 60 + 44
	first = StageResult("Triwulan I", D(95))
	assert numbers(measured(Source.PROGRESS, progress_from=first)) == ("110.00", "104.00")
	# between two stages that are over, whatever the work result of this one: 100 + 2 × (91 − 95) = 92
	last = StageResult("Triwulan IV", D(91))
	outcome = measured(Source.PROGRESS, progress_from=first, progress_to=last)
	assert numbers(outcome) == ("92.00", "96.80")
	ends = "Progress: 100 + 2.00 × (work result 91.00 of Triwulan IV − 95.00 of Triwulan I), from 0 to 120"
	assert said(outcome, Source.PROGRESS) == [ends]


def test_behaviour_of_several_groups() -> None:
	weights = (
		RaterWeight(ReviewGroup.SUPERIOR, D(60), 1),
		RaterWeight(ReviewGroup.PEER, D(25), 3),
		RaterWeight(ReviewGroup.SUBORDINATE, D(15), 3),
	)
	rules = scheme(Source.BEHAVIOUR, rater_weights=weights)
	peers, below = tally(ReviewGroup.PEER, 4, 440), tally(ReviewGroup.SUBORDINATE, 3, 240)
	# 0.6 × 100 + 0.25 × 110 + 0.15 × 80 = 60 + 27.5 + 12 = 99.5: 60 + 39.8
	assert numbers(measured(Source.BEHAVIOUR, rules, reviews=(peers, below))) == ("99.50", "99.80")
	# two subordinates are too few: (60 × 100 + 25 × 110) / 85 = 102.941…: 60 + 41.176…
	few = replace(below, reviews=2, values=(ValueTally(TEAM, 2, D(120)),))
	outcome = measured(Source.BEHAVIOUR, rules, reviews=(peers, few))
	assert numbers(outcome) == ("102.94", "101.18")
	sentence = "Subordinate: fewer than 3 reviews, its weight of 15.00 % is spread over the others"
	assert sentence in said(outcome, Source.BEHAVIOUR)
	# the settings may ask for more than the scheme: four peers are too few for five
	strict = measured(Source.BEHAVIOUR, rules, reviews=(peers, below), reviews_minimum=5)
	assert numbers(strict) == ("100.00", "100.00")


# --- what is missing --------------------------------------------------------------------------------------

CAN_BE_MISSING = [
	Source.ATTENDANCE,
	Source.TEAM,
	Source.DEVELOPMENT,
	Source.SATISFACTION,
	Source.COMPETENCY,
	Source.PROGRESS,
]


@pytest.mark.parametrize("source", CAN_BE_MISSING)
def test_missing_facts_follow_the_policy(source: Source) -> None:
	spread = measured(source, scheme(source, SPREAD))
	assert numbers(spread) == ("None", "100.00")
	assert f"{source.value} is missing: its weight of 40.00 % is spread over the others" in said(spread)
	zero = measured(source, scheme(source, AS_ZERO))
	assert numbers(zero) == ("None", "60.00")  # 0.6 × 100
	assert f"{source.value} is missing: it counts as zero with its weight of 40.00 %" in said(zero)
	for outcome in (spread, zero):
		assert outcome.components[1].missing
		assert said(outcome, source)  # and why it is missing
	open_case = case(scheme(source, BLOCK), SourceFacts())
	assert evaluate(open_case).score is None
	with pytest.raises(ScoringError, match=f"{source.value} has no score yet"):
		evaluate(open_case, final=True)


def test_there_is_no_progress_without_a_work_result() -> None:
	facts = SourceFacts(progress_from=StageResult("Triwulan I", D(95)))
	components = (
		Component(Source.WORK_RESULT, D(60), SPREAD),
		Component(Source.PROGRESS, D(20), SPREAD),
		Component(Source.BEHAVIOUR, D(20), SPREAD),
	)
	rules = replace(scheme(Source.PROGRESS), components=components)
	outcome = evaluate(replace(case(rules, facts), items=(item(" "),)), final=True)
	assert [row.missing for row in outcome.components] == [True, True, False]
	assert "There is no work result to compare yet" in said(outcome, Source.PROGRESS)


def test_what_the_tables_of_the_scheme_do_not_know_gives_nothing_and_is_named() -> None:
	"""A row that somebody has added elsewhere must not keep a whole agency from opening a stage."""
	new = Contribution("Roket", "Galaksi", D(100))
	outcome = measured(Source.INNOVATION, innovations=(new,))
	assert numbers(outcome) == ("80.00", "92.00")  # the base alone
	assert not outcome.new_idea
	assert "Roket: the scheme gives nothing for the impact level Galaksi" in said(outcome)
	team = measured(Source.TEAM, scheme(Source.TEAM, AS_ZERO), unit_predicate="Luar Biasa")
	assert numbers(team) == ("None", "60.00")  # missing, by its policy
	assert "The scheme gives no points for the unit's predicate Luar Biasa" in said(team, Source.TEAM)


def test_facts_of_a_source_that_the_scheme_does_not_measure_change_nothing() -> None:
	facts = SourceFacts(
		attendance=(MonthFacts(JUNE, 20, 0, 0, 20, 20),),
		sanctions=(Sanction(Level.SEVERE, "Turun jabatan", JUNE),),
		surveys=(SurveyIndex("x", D(25), 9),),
		unit_predicate="Sangat Kurang",
	)
	rules = scheme(Source.COMPETENCY, SPREAD)
	assert evaluate(case(rules, facts)) == evaluate(case(rules, SourceFacts()))


def test_a_score_that_is_given_counts_instead_of_the_facts() -> None:
	facts = SourceFacts(competency=Levels(D(24), D(27), JUNE))
	given = case(scheme(Source.COMPETENCY), facts, component_scores={Source.COMPETENCY: D(90)})
	assert numbers(evaluate(given)) == ("90.00", "96.00")
	assert said(evaluate(given), Source.COMPETENCY) == []


def test_who_is_present_and_has_done_nothing() -> None:
	"""Example 26 of the regulation: productivity 60 %, discipline 40 %; without any work 40 % is left."""
	present = SourceFacts(attendance=(MonthFacts(JUNE, 20, 20),))
	rules = scheme(Source.ATTENDANCE)
	idle = (Component(Source.WORK_RESULT, D(60), AS_ZERO), rules.components[1])
	outcome = evaluate(case(replace(rules, components=idle), present, realisation=""), final=True)
	assert str(outcome.score) == "40.00"
	assert str(evaluate(case(rules, present, realisation="0"), final=True).score) == "40.00"


# --- bonus and new idea -----------------------------------------------------------------------------------

LEVELS = (
	ImpactLevel("Unit Kerja", D(0), D(1), False),
	ImpactLevel("Instansi", D(0), D(2), True),
	ImpactLevel("Nasional", D(0), D(5), True),
)


def rewarded(realisation: str, *parts: tuple[str, str], cap: str = "4", **more: object) -> Outcome:
	"""The score is the realisation before the bonus; sanctions: none. `parts`: level and share."""
	rules = replace(
		scheme(Source.DISCIPLINE),
		components=(Component(Source.WORK_RESULT, D(100), BLOCK),),
		innovation_levels=LEVELS,
		innovation_bonus_cap=D(cap),
	)
	made = tuple(Contribution(f"Inovasi {n}", level, D(share)) for n, (level, share) in enumerate(parts))
	return evaluate(case(rules, SourceFacts(innovations=made), realisation, **more))


@pytest.mark.parametrize(
	("realisation", "parts", "bonus", "total"),
	[
		("100", [], "0.00", "100.00"),
		("100", [("Instansi", "50"), ("Unit Kerja", "100")], "2.00", "102.00"),  # 1 + 1
		("100", [("Nasional", "100"), ("Instansi", "50")], "4.00", "104.00"),  # 6, of which 4 count
		("118", [("Nasional", "60")], "2.00", "120.00"),  # 3, and 121 are 120
		("120", [("Nasional", "100")], "0.00", "120.00"),
		("", [("Nasional", "100")], "0.00", "None"),  # no score, no bonus
	],
)
def test_the_bonus_and_its_ends(
	realisation: str, parts: list[tuple[str, str]], bonus: str, total: str
) -> None:
	outcome = rewarded(realisation, *parts)
	assert (str(outcome.bonus), str(outcome.score)) == (bonus, total)


def test_the_bonus_is_explained_and_a_cap_of_0_is_none() -> None:
	explained = said(rewarded("118", ("Nasional", "60")))
	assert "Bonus for innovations: 3.00, at most 4.00" in explained
	assert "Score 118.00 + bonus 3.00, at most 120" in explained
	assert not [line for line in said(rewarded("118", ("Nasional", "60"), cap="0")) if "onus" in line]


def test_the_bonus_may_reach_a_better_band() -> None:
	# 107 + 4 = 111, and it is a new idea
	outcome = rewarded("107", ("Nasional", "100"))
	assert (str(outcome.score), outcome.predicate, outcome.new_idea) == ("111.00", "Sangat Baik", True)


@pytest.mark.parametrize(
	("parts", "word", "predicate", "sentence"),
	[
		([("Instansi", "1")], False, "Sangat Baik", "A verified innovation is a new idea"),
		([("Instansi", "1")], True, "Sangat Baik", "A verified innovation is a new idea"),
		([("Unit Kerja", "100")], False, "Baik", ""),  # a level that is none
		([("Unit Kerja", "100")], True, "Sangat Baik", "The rater states a new idea"),
		([], True, "Sangat Baik", "The rater states a new idea"),
		([], False, "Baik", ""),
	],
)
def test_a_new_idea_is_a_verified_innovation_or_the_word_of_the_rater(
	parts: list[tuple[str, str]], word: bool, predicate: str, sentence: str
) -> None:
	outcome = rewarded("115", *parts, new_idea=word)
	assert (outcome.predicate, outcome.new_idea) == (predicate, bool(sentence))
	assert [line for line in said(outcome) if line.endswith("a new idea")] == ([sentence] if sentence else [])


def test_a_scheme_without_impact_levels_leaves_innovations_alone() -> None:
	"""Their levels would mean nothing to it."""
	rules = replace(scheme(Source.DISCIPLINE), innovation_levels=(), innovation_base=D(0))
	facts = SourceFacts(innovations=(Contribution("Antrean daring", "Instansi", D(100)),))
	outcome = evaluate(case(rules, facts))
	assert (outcome.new_idea, outcome.bonus) == (False, 0)


# --- refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("source", "facts", "place", "words"),
	[
		(
			Source.BEHAVIOUR,
			{"reviews": (tally(ReviewGroup.SELF, 1, 120), tally(ReviewGroup.PEER, 3, 361))},
			"values #1 points",
			"361.00 is out of range. Enter 0.00 to 360.00",
		),
		(Source.TEAM, {"reviews": (tally(ReviewGroup.PEER, 0, 0),)}, "values #1 answers", "too few"),
		(
			Source.TEAM,
			{"reviews": (ReviewTally(ReviewGroup.PEER, 3, (ValueTally(TEAM, 3, D(300)),) * 2),)},
			"values #2 behaviour_value",
			"twice",
		),
		(
			Source.INNOVATION,
			{"innovations": (Contribution("x", "Daerah", D(101)),)},
			"innovations #1 share",
			"Enter 0.00 to 100.00",
		),
		(
			Source.SATISFACTION,
			{"surveys": (SurveyIndex("x", D(80), 9), SurveyIndex("y", D("24.99"), 9))},
			"surveys #2 index",
			"Enter 25.00 to 100.00",
		),
		(Source.SATISFACTION, {"surveys": (SurveyIndex("x", D(80), 0),)}, "surveys #1 answers", "too few"),
		(
			Source.PROGRESS,
			{"progress_from": StageResult("Triwulan I", D("120.01"))},
			"progress_from work_result",
			"out of range",
		),
		(
			Source.ATTENDANCE,
			{"attendance": (MonthFacts(JUNE, 20, 20), MonthFacts(JUNE, 20, 20))},
			"month",
			"two recaps",
		),
	],
)
def test_facts_that_cannot_be_are_refused(
	source: Source, facts: dict[str, object], place: str, words: str
) -> None:
	with pytest.raises(ScoringError) as caught:
		measured(source, **facts)
	assert caught.value.place == place
	assert words in caught.value.message
