"""From gaps, low values and themes of feedback to proposed measures; which training is the best one."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.scoring import (
	DevelopmentKind,
	DevelopmentRow,
	DevelopmentRules,
	Gap,
	LevelEffect,
	LowValue,
	NeedSource,
	Offered,
	Rating,
	ScoringError,
	Theme,
	Training,
	best_trainings,
	development_rules_from_dict,
	level_effect,
	needs,
	propose,
	shipped_development_rules,
	validate_development_rules,
)
from asn_kinerja.scoring.job_match import Kind

ON = date(2026, 3, 1)
MANAGERIAL, SOCIAL, TECHNICAL = Kind
COMPETENCY, VALUE, FEEDBACK, WORK = NeedSource
CLASSICAL, E_LEARNING, COACHING = (
	DevelopmentKind.CLASSICAL,
	DevelopmentKind.E_LEARNING,
	DevelopmentKind.COACHING,
)
SHIPPED = shipped_development_rules()["Pengembangan Kompetensi ASN"]
TEAM = "Kerja Sama"
ABOVE, MEETS, BELOW = Rating


def row(source: NeedSource = COMPETENCY, kind: DevelopmentKind = CLASSICAL, **more: Any) -> DevelopmentRow:
	return DevelopmentRow(source, kind, **more)


def rules(*rows: DevelopmentRow, most: int = 0) -> DevelopmentRules:
	return DevelopmentRules("Uji", rows, most)


def gap(level: int = 1, required: int = 3, name: str = TEAM, kind: Kind = MANAGERIAL) -> Gap:
	return Gap(name, kind, level, required)


def training(title: str, to_level: int = 3, name: str = TEAM, **more: Any) -> Training:
	values = {"form": "Classical", "hours": Decimal(20), "competencies": (Offered(name, to_level),), **more}
	return Training(title, **values)


def kinds(found: Any) -> list[tuple[str, str]]:
	return [(proposal.need.subject, proposal.kind.value) for proposal in found]


# --- needs -------------------------------------------------------------------------------------------------


def test_what_is_needed_in_order() -> None:
	found = needs(
		[gap(2, 3, "A"), gap(1, 4, "B"), gap(3, 3, "C"), gap(4, 3, "D")],
		[LowValue("Loyal", BELOW), LowValue("Adaptif", MEETS), LowValue("Harmonis", ABOVE)],
		[Theme("Akuntabel", 2), Theme("Loyal", 0)],
		BELOW,
	)
	# C is reached, D exceeded; ratings as expected and a theme without suggestions are no needs
	assert [(need.source, need.subject, need.size) for need in found] == [
		(COMPETENCY, "B", 3),
		(COMPETENCY, "A", 1),
		(VALUE, "Loyal", 1),
		(FEEDBACK, "Akuntabel", 2),
		(WORK, "", 1),
	]


@pytest.mark.parametrize(
	("level", "required", "field"), [(-1, 3, "level"), (6, 3, "level"), (1, 6, "required")]
)
def test_levels_outside_the_scale_are_refused(level: int, required: int, field: str) -> None:
	with pytest.raises(ScoringError) as caught:
		needs([gap(level, required)])
	assert caught.value.field == field


# --- which rows apply --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "expected"), [(0, ["D"]), (1, ["B"]), (2, ["A", "B"]), (3, [])])
def test_the_size_of_the_gap_decides(level: int, expected: list[str]) -> None:
	table = rules(
		row(kind=COACHING, to_size=1, description="A"),
		row(kind=E_LEARNING, to_size=2, description="B"),
		row(from_size=3, description="D"),
	)
	assert [found.description for found in propose(needs([gap(level)]), table, (), ON)] == expected


def test_a_row_that_names_the_kind_goes_before_one_for_all() -> None:
	table = rules(row(kind=COACHING), row(kind=E_LEARNING, competency_kind=TECHNICAL))
	assert kinds(propose(needs([gap(kind=TECHNICAL)]), table, (), ON)) == [(TEAM, "E-Learning")]
	assert kinds(propose(needs([gap(kind=SOCIAL)]), table, (), ON)) == [(TEAM, "Job Coaching")]


def test_a_row_that_names_the_value_goes_before_one_for_all() -> None:
	table = rules(row(VALUE, COACHING), row(VALUE, E_LEARNING, behaviour_value="Loyal"))
	low = [LowValue("Adaptif", BELOW), LowValue("Loyal", BELOW)]
	found = propose(needs(low_values=low), table, (), ON)
	assert kinds(found) == [("Adaptif", "Job Coaching"), ("Loyal", "E-Learning")]


def test_every_need_gets_its_first_measure_before_any_gets_its_second() -> None:
	table = rules(row(sequence=2, kind=COACHING), row(), row(VALUE, COACHING), most=3)
	found = propose(needs([gap(0, 3, "A"), gap(1, 3, "B")], [LowValue("Loyal", BELOW)]), table, (), ON)
	assert kinds(found) == [
		("A", "Classical Training"),
		("B", "Classical Training"),
		("Loyal", "Job Coaching"),
	]
	more = propose(
		needs([gap(0, 3, "A"), gap(1, 3, "B")], [LowValue("Loyal", BELOW)]),
		replace(table, most_items=0),
		(),
		ON,
	)
	assert kinds(more)[3:] == [("A", "Job Coaching"), ("B", "Job Coaching")]


def test_the_same_measure_is_proposed_once() -> None:
	table = rules(row(kind=COACHING, to_size=3), row(kind=COACHING, from_size=2, sequence=2))
	assert kinds(propose(needs([gap()]), table, (), ON)) == [(TEAM, "Job Coaching")]


def test_the_reason_says_what_is_missing() -> None:
	found = propose(needs([gap()], themes=[Theme("Loyal", 4)]), rules(row(), row(FEEDBACK, COACHING)), (), ON)
	said = [proposal.reason.rule.format(*proposal.reason.values) for proposal in found]
	assert said[0] == "Kerja Sama: level 1, required 3; 2 missing"
	assert said[1].endswith("twelve months: 4")


# --- the best training -------------------------------------------------------------------------------------


def titles(*offer: Training, level: int = 1, target: int = 3, kind: DevelopmentKind = CLASSICAL) -> list[str]:
	return [found.title for found in best_trainings(TEAM, level, target, kind, offer, ON)]


def test_closing_the_gap_comes_first() -> None:
	assert titles(
		training("part", 2), training("more", 5, seats_left=0, hours=Decimal(900)), training("full", 3)
	) == ["full", "more", "part"]


def test_then_seats_then_the_soonest_then_the_shortest_then_the_title() -> None:
	offer = [
		training("z full", seats_left=0),
		training("y late", from_date=ON + timedelta(9), hours=Decimal(1)),
		training("x today", from_date=ON, hours=Decimal(30)),
		training("w any time", hours=Decimal(30), seats_left=1),
		training("v any time", hours=Decimal(30)),
		training("u short", hours=Decimal(29)),
	]
	expected = ["u short", "v any time", "w any time", "x today", "y late", "z full"]
	assert titles(*offer) == titles(*reversed(offer)) == expected


def test_what_does_not_help_is_left_out() -> None:
	assert titles(training("same level", 1), training("other", name="Integritas")) == []
	assert titles(training("began", from_date=ON - timedelta(1))) == []
	assert titles(training("free", form="Non-Classical")) == []


@pytest.mark.parametrize(
	("kind", "expected"),
	[
		(CLASSICAL, ["class"]),
		(E_LEARNING, ["distance", "online"]),
		(DevelopmentKind.INTERNSHIP, ["intern"]),
		(DevelopmentKind.ASSIGNMENT, []),
	],
)
def test_the_kind_of_development_chooses_the_kind_of_training(kind: Any, expected: list[str]) -> None:
	offer = [
		training("class", kind="Workshop"),
		training("online", form="Non-Classical", kind="E-Learning"),
		training("distance", form="Non-Classical", kind="Distance Training"),
		training("intern", form="Non-Classical", kind="Internship"),
	]
	assert titles(*offer, kind=kind) == expected


def test_a_training_without_a_seat_is_named_but_not_chosen() -> None:
	offer = [training("full", 3, seats_left=0), training("part", 2, seats_left=1)]
	(found,) = propose(needs([gap()]), rules(row(hours=Decimal(4))), offer, ON)
	assert (found.training, found.trainings, found.hours) == ("part", ("full", "part"), Decimal(20))
	(found,) = propose(needs([gap()]), rules(row(hours=Decimal(4))), offer, ON, attended={"part"})
	assert (found.training, found.trainings, found.hours) == (None, ("full",), Decimal(4))


BOTH = training("both", competencies=(Offered("A", 3), Offered("B", 3)))


def chosen(*offer: Training, **more: Any) -> list[tuple[str, str | None]]:
	"""Gap and training; A is the larger one."""
	found = propose(needs([gap(0, 3, "A"), gap(1, 3, "B")]), rules(row(), row(VALUE)), offer, ON, **more)
	return [(proposal.need.subject, proposal.training) for proposal in found]


def test_a_training_is_proposed_once_though_it_serves_two_gaps() -> None:
	assert chosen(BOTH) == [("A", "both"), ("B", None)]
	assert chosen(BOTH, training("part of B", 2, "B")) == [("A", "both"), ("B", "part of B")]
	(_first, second) = propose(needs([gap(0, 3, "A"), gap(1, 3, "B")]), rules(row()), [BOTH], ON)
	assert second.trainings == ()


def test_what_is_in_the_plan_is_not_proposed_again() -> None:
	there = {("Competency Gap", "A", "Classical Training")}
	# without its own training the measure that is there takes none away from others
	assert chosen(BOTH, present=there) == [("B", "both")]
	assert chosen(BOTH, present=there, attended={"both"}) == [("B", None)]
	# and it counts among the most that are proposed
	wanted, table = needs([gap(0, 3, "A"), gap(1, 3, "B")]), rules(row(), most=1)
	assert propose(wanted, table, [BOTH], ON, present=there) == ()


def test_a_value_is_served_by_the_competency_that_its_row_names() -> None:
	table = rules(row(VALUE, competency=TEAM), row(FEEDBACK))
	low = needs(low_values=[LowValue("Kolaboratif", BELOW)], themes=[Theme("Loyal", 1)])
	of_value, of_theme = propose(low, table, [training("Diklat", 1)], ON)
	assert (of_value.training, of_theme.training) == ("Diklat", None)


# --- properties --------------------------------------------------------------------------------------------

TRAININGS = st.lists(
	st.builds(
		training,
		st.text("abc", min_size=1, max_size=3),
		st.integers(1, 5),
		st.sampled_from([TEAM, "Integritas"]),
		hours=st.integers(1, 40).map(Decimal),
		seats_left=st.none() | st.integers(0, 2),
		from_date=st.none() | st.integers(-3, 9).map(lambda days: ON + timedelta(days)),
		form=st.sampled_from(["Classical", "Non-Classical"]),
	),
	unique_by=lambda one: one.title,
)


@given(TRAININGS, st.integers(0, 4), st.randoms())
def test_the_order_of_the_catalogue_does_not_matter(offer: list[Training], level: int, random: Any) -> None:
	shuffled = random.sample(offer, len(offer))
	found = best_trainings(TEAM, level, 5, CLASSICAL, offer, ON)
	assert found == best_trainings(TEAM, level, 5, CLASSICAL, shuffled, ON)
	assert all(one.level_of(TEAM) > level and one.form == "Classical" for one in found)


@given(TRAININGS, st.integers(0, 3), st.integers(1, 2))
def test_no_worse_training_stands_before_a_better_one(offer: list[Training], level: int, size: int) -> None:
	found = best_trainings(TEAM, level, level + size, CLASSICAL, offer, ON)
	ranks = [
		(one.level_of(TEAM) < level + size, not one.has_seat, one.from_date or ON, one.hours) for one in found
	]
	assert ranks == sorted(ranks)


GAPS = st.lists(
	st.builds(Gap, st.sampled_from("ABCDE"), st.sampled_from(Kind), st.integers(0, 5), st.integers(0, 5)),
	unique_by=lambda one: one.competency,
)


@given(GAPS, TRAININGS, st.integers(0, 5), st.randoms())
def test_proposals_are_about_needs_each_once_and_not_too_many(
	gaps: list[Gap], offer: list[Training], most: int, random: Any
) -> None:
	table = replace(SHIPPED, most_items=most)
	found = propose(needs(gaps), table, offer, ON)
	assert found == propose(needs(random.sample(gaps, len(gaps))), table, offer, ON)
	measures = {(proposal.need.source, proposal.need.subject, proposal.kind) for proposal in found}
	assert len(measures) == len(found)
	assert not most or len(found) <= most
	everything = propose(needs(gaps), replace(SHIPPED, most_items=0), offer, ON)
	assert everything[: len(found)] == found
	# the shipped table knows a measure for every gap
	assert {one.need.subject for one in everything} == {one.competency for one in gaps if one.size > 0}
	trainings = [one.training for one in found if one.training]
	assert len(set(trainings)) == len(trainings)
	offered = {one.title: one for one in offer}
	assert all(not one.training or offered[one.training].has_seat for one in found)


# --- the table ---------------------------------------------------------------------------------------------


def test_the_shipped_table_is_sound() -> None:
	validate_development_rules(SHIPPED)
	assert {one.source for one in SHIPPED.rows} == set(NeedSource)


@pytest.mark.parametrize(
	("rows", "place"),
	[
		((), "rows"),
		((row(from_size=0),), "rows #1 from_size"),
		((row(), row(from_size=3, to_size=2)), "rows #2 to_size"),
		((row(sequence=0),), "rows #1 sequence"),
		((row(VALUE, competency_kind=TECHNICAL),), "rows #1 competency_kind"),
		((row(competency=TEAM),), "rows #1 competency"),
		((row(WORK, behaviour_value="Loyal"),), "rows #1 behaviour_value"),
		((row(behaviour_value="Loyal"),), "rows #1 behaviour_value"),
		((row(), row(to_size=2)), "rows #2 kind"),
	],
)
def test_an_unusable_table_is_refused(rows: tuple[DevelopmentRow, ...], place: str) -> None:
	with pytest.raises(ScoringError) as caught:
		validate_development_rules(rules(*rows))
	assert caught.value.place == place


def test_a_table_from_a_record() -> None:
	values = {"source": "Competency Gap", "kind": "E-Learning", "competency_kind": "", "hours": 2.5, "idx": 1}
	found = development_rules_from_dict({"title": "Uji", "rows": [values], "docstatus": 1}, strict=False)
	assert found == rules(row(kind=E_LEARNING, hours=Decimal("2.5")))
	with pytest.raises(ScoringError) as caught:
		development_rules_from_dict({"title": "Uji", "rows": [{**values, "kind": "Wisata"}]}, strict=False)
	assert caught.value.place == "rows #1 kind"


# --- the effect --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("before", "after", "effect"),
	[
		(2, 3, LevelEffect.RISEN),
		(0, 1, LevelEffect.RISEN),
		(3, 3, LevelEffect.SAME),
		(3, 0, LevelEffect.FALLEN),
		(None, 3, None),
		(3, None, None),
	],
)
def test_what_became_of_the_level(before: int | None, after: int | None, effect: LevelEffect | None) -> None:
	assert level_effect(before, after) is effect
