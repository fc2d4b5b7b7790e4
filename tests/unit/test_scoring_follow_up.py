"""Follow-ups: what a table proposes for a result and its course, and which tables are refused."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.scoring import Predicate, Rating, ScoringError
from asn_kinerja.scoring.follow_up import (
	Decider,
	FollowUpCase,
	FollowUpKind,
	FollowUpRow,
	FollowUpRules,
	Positions,
	Proposal,
	Reach,
	Result,
	StageType,
	Trend,
	follow_up_rules_from_dict,
	propose,
	trend,
	validate_follow_up_rules,
)
from asn_kinerja.scoring.shipped import shipped_follow_up_rules

SB, B, C, BP, K, SK = (
	Predicate.VERY_GOOD,
	Predicate.GOOD,
	Predicate.ENOUGH,
	Predicate.NEEDS_WORK,
	Predicate.POOR,
	Predicate.VERY_POOR,
)
ABOVE, MEETS, BELOW = Rating.ABOVE, Rating.MEETS, Rating.BELOW
SHIPPED = shipped_follow_up_rules()["Tindak Lanjut PermenPAN-RB 6/2022"]
# the ratings that give a predicate by the matrix of PermenPAN-RB 6/2022
RATINGS = {SB: (ABOVE, ABOVE), B: (MEETS, MEETS), BP: (BELOW, MEETS), K: (MEETS, BELOW), SK: (BELOW, BELOW)}


def row(title: str = "Tindakan", kind: FollowUpKind = FollowUpKind.OTHER, **values: Any) -> FollowUpRow:
	return FollowUpRow(kind=kind, title=title, decided_by=Decider.MANAGER, **values)


def rules(*rows: FollowUpRow) -> FollowUpRules:
	return FollowUpRules("Uji", rows)


def case(
	*predicates: Predicate, stage_type: StageType = StageType.ANNUAL, position: str = "Pelaksana"
) -> FollowUpCase:
	results = (
		Result(predicate, *RATINGS.get(predicate, (MEETS, MEETS)), f"Tahun {number}")
		for number, predicate in enumerate(predicates, 1)
	)
	return FollowUpCase(tuple(results), stage_type, position)


def titles(table: FollowUpRules, given: FollowUpCase) -> list[str]:
	return [proposal.title for proposal in propose(table, given)]


# --- the course --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("history", "course"),
	[
		((), None),
		((B,), None),
		((B, B), Trend.SAME),
		((C, BP), Trend.SAME),  # one step, two laws' words for it
		((B, SB), Trend.RISEN),
		((SK, K), Trend.RISEN),
		((SB, B), Trend.FALLEN),
		((B, C), Trend.FALLEN),
		((SB, K, BP), Trend.RISEN),  # only the one before counts
	],
)
def test_the_course_of_the_predicates(history: tuple[Predicate, ...], course: Trend | None) -> None:
	assert trend(history) is course


@pytest.mark.parametrize(("wanted", "now"), product((SB, B, BP, K, SK), repeat=2))
def test_every_predicate_alone_and_with_all_below_or_above(wanted: Predicate, now: Predicate) -> None:
	ladder = (SB, B, BP, K, SK)
	place, own = ladder.index(now), ladder.index(wanted)
	expected = {Reach.ONLY: place == own, Reach.LOWER: place >= own, Reach.HIGHER: place <= own}
	for reach, fits in expected.items():
		assert bool(propose(rules(row(predicate=wanted, reach=reach)), case(now))) is fits


@pytest.mark.parametrize(("before", "now"), product((SB, B, C, BP, K, SK), repeat=2))
def test_every_predicate_with_every_course(before: Predicate, now: Predicate) -> None:
	step = {SB: 0, B: 1, C: 2, BP: 2, K: 3, SK: 4}
	expected = {
		Trend.RISEN: step[now] < step[before],
		Trend.SAME: step[now] == step[before],
		Trend.FALLEN: step[now] > step[before],
		Trend.ANY: True,
	}
	for course, fits in expected.items():
		assert bool(propose(rules(row(trend=course)), case(before, now))) is fits, course
	for times, fits in ((2, step[now] == step[before]), (3, False)):
		repeated = rules(row(predicate=now, trend=Trend.REPEATED, times=times))
		assert bool(propose(repeated, case(before, now))) is fits, times


def test_repeated_counts_the_last_ones_only() -> None:
	twice = rules(row(predicate=K, reach=Reach.LOWER, trend=Trend.REPEATED, times=2))
	assert titles(twice, case(K, SK)) == ["Tindakan"]
	assert titles(twice, case(SK, K)) == ["Tindakan"]
	assert titles(twice, case(K, K, B, K)) == []
	assert titles(twice, case(K, K, B)) == []


def test_a_rating_that_is_repeated() -> None:
	twice = rules(row(behaviour=BELOW, trend=Trend.REPEATED, times=2))
	assert titles(twice, case(K, SK)) == ["Tindakan"]  # both with the behaviour below
	assert titles(twice, case(BP, SK)) == []


def test_a_first_result_has_no_course() -> None:
	for course in (Trend.RISEN, Trend.SAME, Trend.FALLEN):
		assert propose(rules(row(trend=course)), case(B)) == ()


# --- the other conditions ----------------------------------------------------------------------------------


def test_ratings_stage_and_position() -> None:
	assert titles(rules(row(work_result=BELOW)), case(BP)) == ["Tindakan"]
	assert titles(rules(row(work_result=BELOW)), case(K)) == []
	assert titles(rules(row(behaviour=BELOW)), case(K)) == ["Tindakan"]
	annual = rules(row(stage_type=StageType.ANNUAL))
	assert titles(annual, case(B)) == ["Tindakan"]
	assert titles(annual, case(B, stage_type=StageType.PERIODIC)) == []
	for position, leads in (
		*(("JPT Pratama", True), ("Administrator", True), ("Pengawas", True)),
		*(("Pelaksana", False), ("Fungsional", False), ("", False)),
	):
		assert bool(propose(rules(row(positions=Positions.LEADERS)), case(B, position=position))) is leads
		others = rules(row(positions=Positions.NOT_LEADERS))
		assert bool(propose(others, case(B, position=position))) is not leads


def test_of_a_ladder_the_last_step_that_fits() -> None:
	first = row("Kesempatan", predicate=K, ladder="Pembinaan")
	second = row("Uji", predicate=K, trend=Trend.REPEATED, times=2, ladder="Pembinaan")
	beside = row("Konseling", predicate=K)
	table = rules(first, beside, second)
	assert titles(table, case(K)) == ["Kesempatan", "Konseling"]
	assert titles(table, case(K, K)) == ["Konseling", "Uji"]


def test_the_same_from_two_rows_is_proposed_once() -> None:
	table = rules(row("Bimbingan", predicate=SK), row("Bimbingan", work_result=BELOW))
	assert titles(table, case(SK)) == ["Bimbingan"]


def test_the_reasons_name_result_and_course() -> None:
	table = rules(
		row("Uji", predicate=K, reach=Reach.LOWER, trend=Trend.REPEATED, times=2),
		row("Konseling", behaviour=BELOW, trend=Trend.FALLEN),
	)
	test, counselling = propose(table, case(K, SK))

	def sentences(proposal: Proposal) -> list[tuple[str, str]]:
		return [(step.rule.format(*step.values), step.output) for step in proposal.steps]

	assert sentences(test) == [
		("Predicate of Tahun 2", "Sangat Kurang"),
		("2 times in a row (Tahun 1: Kurang, Tahun 2: Sangat Kurang)", "Repeated"),
	]
	assert sentences(counselling) == [
		("Predicate of Tahun 2", "Sangat Kurang"),
		("Rating of the behaviour", "Di Bawah Ekspektasi"),
		("Before it, Tahun 1: Kurang", "Fallen"),
	]


# --- the published table -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("history", "proposed"),
	[
		((SB,), ["Penghargaan kinerja sangat baik"]),
		(
			(B, SB),
			["Penghargaan kinerja sangat baik", "Apresiasi peningkatan kinerja"],
		),
		(
			(SB, SB),
			["Penghargaan kinerja sangat baik", "Prioritas kelompok rencana suksesi"],
		),
		((BP, B), ["Apresiasi peningkatan kinerja"]),
		((B,), []),
		((SB, B), []),
		((BP,), ["Bimbingan kinerja"]),
		((C,), ["Bimbingan kinerja"]),
		((K,), ["Konseling kinerja", "Kesempatan memperbaiki kinerja selama 6 bulan"]),
		(
			(SK,),
			[
				"Bimbingan kinerja intensif",
				"Konseling kinerja",
				"Kesempatan memperbaiki kinerja selama 6 bulan",
			],
		),
		((SK, K), ["Konseling kinerja", "Uji kompetensi"]),
		((K, SK, K), ["Konseling kinerja", "Proses pemindahan jabatan atau sanksi"]),
		((K, BP, K), ["Konseling kinerja", "Kesempatan memperbaiki kinerja selama 6 bulan"]),
	],
)
def test_what_the_published_table_leads_to(history: tuple[Predicate, ...], proposed: list[str]) -> None:
	assert titles(SHIPPED, case(*history)) == proposed


@pytest.mark.parametrize(
	("history", "proposed"),
	[
		((SB,), []),
		((BP,), ["Bimbingan kinerja"]),
		((K, K, K), ["Konseling kinerja"]),
	],
)
def test_periods_lead_to_coaching_and_counselling_only(
	history: tuple[Predicate, ...], proposed: list[str]
) -> None:
	assert titles(SHIPPED, case(*history, stage_type=StageType.PERIODIC)) == proposed


def test_the_published_table_is_usable_and_says_who_decides() -> None:
	validate_follow_up_rules(SHIPPED)
	by_kind = {line.kind: line.decided_by for line in SHIPPED.rows}
	assert by_kind == {
		FollowUpKind.AWARD: Decider.MANAGER,
		FollowUpKind.COACHING: Decider.RATER,
		FollowUpKind.COUNSELLING: Decider.RATER,
		FollowUpKind.OTHER: Decider.MANAGER,
		FollowUpKind.COMPETENCY_TEST: Decider.MANAGER,
		FollowUpKind.SANCTION: Decider.MANAGER,
	}


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("table", "place"),
	[
		(rules(), "rows"),
		(rules(row(" ")), "rows #1 title"),
		(rules(row(), row("Lain", reach=Reach.LOWER)), "rows #2 predicate"),
		(rules(row(predicate=K, trend=Trend.REPEATED)), "rows #1 times"),
		(rules(row(predicate=K, trend=Trend.REPEATED, times=1)), "rows #1 times"),
		(rules(row(predicate=K, trend=Trend.RISEN, times=2)), "rows #1 times"),
		(rules(row(trend=Trend.REPEATED, times=2)), "rows #1 predicate"),
		(rules(row(predicate=SK, trend=Trend.RISEN)), "rows #1 trend"),
		(rules(row(predicate=SB, trend=Trend.FALLEN)), "rows #1 trend"),
		(rules(row(predicate=BP), row("Lain"), row(predicate=C)), "rows #3 title"),
		(
			rules(row("A", FollowUpKind.AWARD, predicate=B), row("S", FollowUpKind.SANCTION, predicate=B)),
			"rows #2 kind",
		),
		(
			rules(
				row("Uji", predicate=K, trend=Trend.REPEATED, times=2, ladder="P"),
				row("Kesempatan", predicate=K, ladder="P"),
			),
			"rows #1 ladder",
		),
		(
			rules(
				row("Sanksi", predicate=K, trend=Trend.REPEATED, times=3, ladder="P"),
				row("Uji", predicate=K, trend=Trend.REPEATED, times=2, ladder="P"),
			),
			"rows #1 ladder",
		),
	],
)
def test_a_table_that_cannot_be_meant_is_refused(table: FollowUpRules, place: str) -> None:
	with pytest.raises(ScoringError) as caught:
		validate_follow_up_rules(table)
	assert caught.value.place == place


def test_different_things_for_the_same_result_are_fine() -> None:
	validate_follow_up_rules(rules(row("Piagam", predicate=SB), row("Beasiswa", predicate=SB)))


def test_a_case_without_a_result_is_refused() -> None:
	with pytest.raises(ScoringError):
		propose(SHIPPED, FollowUpCase((), StageType.ANNUAL))


@pytest.mark.parametrize(
	("raw", "place"),
	[
		({"title": "T", "rows": [{"kind": "Award", "decided_by": "Rater"}]}, "rows #1 title"),
		({"title": "T", "rows": [{"title": "x", "decided_by": "Rater"}]}, "rows #1 kind"),
		({"title": "T", "rows": [{"title": "x", "kind": "Hadiah", "decided_by": "Rater"}]}, "rows #1 kind"),
		(
			{"title": "T", "rows": [{"title": "x", "kind": "Award", "decided_by": "Rater", "days": -1}]},
			"rows #1 days",
		),
		({"rows": []}, "title"),
	],
)
def test_a_record_that_is_damaged_is_refused(raw: dict[str, Any], place: str) -> None:
	with pytest.raises(ScoringError) as caught:
		follow_up_rules_from_dict(raw)
	assert caught.value.place == place


# --- what holds for every table and case -------------------------------------------------------------------

LINES = st.builds(
	row,
	title=st.sampled_from("ABCD"),
	kind=st.sampled_from(FollowUpKind),
	stage_type=st.sampled_from(StageType),
	predicate=st.none() | st.sampled_from(Predicate),
	work_result=st.none() | st.sampled_from(Rating),
	behaviour=st.none() | st.sampled_from(Rating),
	trend=st.sampled_from((Trend.ANY, Trend.RISEN, Trend.SAME, Trend.FALLEN)),
	positions=st.sampled_from(Positions),
)
CASES = st.builds(
	FollowUpCase,
	st.lists(
		st.builds(Result, st.sampled_from(Predicate), st.sampled_from(Rating), st.sampled_from(Rating)),
		min_size=1,
		max_size=5,
	).map(tuple),
	st.sampled_from((StageType.PERIODIC, StageType.ANNUAL)),
	st.sampled_from(("", "JPT Pratama", "Pengawas", "Fungsional")),
)


def usable(lines: list[FollowUpRow]) -> FollowUpRules | None:
	table = FollowUpRules("T", tuple(lines))
	try:
		validate_follow_up_rules(table)
	except ScoringError:
		return None
	return table


@given(st.lists(LINES, min_size=1, max_size=6), CASES, st.randoms(use_true_random=False))
def test_rows_outside_ladders_do_not_depend_on_their_order(
	lines: list[FollowUpRow], given_case: FollowUpCase, random: Any
) -> None:
	shuffled = random.sample(lines, len(lines))
	one, two = usable(lines), usable(shuffled)
	assert (one is None) == (two is None)
	if one and two:
		assert {(p.kind, p.title) for p in propose(one, given_case)} == {
			(p.kind, p.title) for p in propose(two, given_case)
		}


@given(st.lists(LINES, min_size=1, max_size=6), CASES)
def test_nothing_is_proposed_twice_and_every_proposal_has_its_row_and_reason(
	lines: list[FollowUpRow], given_case: FollowUpCase
) -> None:
	table = usable(lines)
	if not table:
		return
	proposals = propose(table, given_case)
	assert len({(p.kind, p.title) for p in proposals}) == len(proposals)
	for proposal in proposals:
		assert (table.rows[proposal.row - 1].kind, table.rows[proposal.row - 1].title) == (
			proposal.kind,
			proposal.title,
		)
		assert proposal.steps[0].output == given_case.history[-1].predicate.value
	assert propose(table, given_case) == proposals
