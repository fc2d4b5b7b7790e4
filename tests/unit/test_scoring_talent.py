"""PermenPAN-RB 3/2020: from performance and potential to one of nine boxes, and from map to map."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.scoring import Predicate, Rating, ScoringError
from asn_kinerja.scoring.shipped import shipped_talent_rules
from asn_kinerja.scoring.talent import (
	BOXES,
	LevelOf,
	MissingPotential,
	Movement,
	Performance,
	PerformanceSource,
	Potential,
	PotentialComponent,
	PotentialLevel,
	PotentialSource,
	TalentRules,
	lines,
	moved,
	place,
	results_of,
	talent_rules_from_dict,
	validate_talent_rules,
)

ABOVE, MEETS, BELOW = Rating
HIGH, MIDDLE, LOW = PotentialLevel
UP, SAME, DOWN = Movement
SHIPPED = shipped_talent_rules()
SIMATA, SILKA, EIGHTY, PREDICATE = (SHIPPED[key] for key in ("SIMATA", "SILKA", "80/60", "Predikat Kinerja"))
# the nine cells of the regulation: (performance, potential) -> box
CELLS = {
	(BELOW, LOW): 1,
	(MEETS, LOW): 2,
	(BELOW, MIDDLE): 3,
	(ABOVE, LOW): 4,
	(MEETS, MIDDLE): 5,
	(BELOW, HIGH): 6,
	(ABOVE, MIDDLE): 7,
	(MEETS, HIGH): 8,
	(ABOVE, HIGH): 9,
}
RATINGS = {"Di Atas Ekspektasi": 9, "Sesuai Ekspektasi": 8, "Di Bawah Ekspektasi": 6}


def number(text: str | None) -> Decimal | None:
	return None if text is None else Decimal(text)


def box(
	rules: TalentRules, score: str | None = None, match: str | None = None, points: str | None = None
) -> int:
	return place(rules, Performance(number(score)), Potential(number(match), number(points))).box


# --- the cells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("levels", "expected"), CELLS.items())
@pytest.mark.parametrize("rules", [SIMATA, EIGHTY], ids=lambda rules: rules.title)
def test_every_cell_of_the_regulation(
	rules: TalentRules, levels: tuple[Rating, PotentialLevel], expected: int
) -> None:
	score = {
		ABOVE: rules.performance_high_from,
		MEETS: rules.performance_middle_from,
		BELOW: rules.performance_middle_from - Decimal("0.01"),
	}[levels[0]]
	points = {
		HIGH: rules.potential_high_from,
		MIDDLE: rules.potential_middle_from,
		LOW: rules.potential_middle_from - Decimal("0.01"),
	}[levels[1]]
	found = place(rules, Performance(score), Potential(points, points))
	assert (found.box, found.performance_level, found.potential_level) == (expected, *levels)


@pytest.mark.parametrize(("rating", "expected"), RATINGS.items())
def test_silka_takes_the_work_result_rating(rating: str, expected: int) -> None:
	found = place(SILKA, Performance(work_result_rating=Rating(rating)), Potential(Decimal(90)))
	assert (found.box, found.performance_value) == (expected, rating)


@pytest.mark.parametrize(
	("predicate", "expected"),
	[
		("Sangat Baik", 9),
		("Baik", 8),
		("Cukup", 6),
		("Butuh Perbaikan", 6),
		("Kurang", 6),
		("Sangat Kurang", 6),
	],
)
def test_a_predicate_gives_the_level(predicate: str, expected: int) -> None:
	performance = Performance(predicate=Predicate(predicate))
	assert place(PREDICATE, performance, Potential(Decimal(90))).box == expected


def test_the_recommendations_are_those_of_the_regulation() -> None:
	found = place(SIMATA, Performance(Decimal(100)), Potential(Decimal(77), Decimal(77)))
	assert found.box_name == "Kinerja di atas ekspektasi, potensial tinggi"
	assert found.recommendations == (
		"Dipromosikan dan dipertahankan",
		"Masuk Kelompok Rencana Suksesi Instansi/Nasional",
		"Penghargaan",
	)
	counts = {row.box: len(lines(row.recommendations)) for row in SIMATA.boxes}
	assert counts == {1: 1, 2: 3, 3: 4, 4: 2, 5: 3, 6: 3, 7: 5, 8: 4, 9: 3}
	assert all(rules.boxes == SIMATA.boxes for rules in SHIPPED.values())


# --- the edges ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("rules", "points", "expected"),
	[
		(SIMATA, "67.9", LOW),
		(SIMATA, "67.99", LOW),
		(SIMATA, "67.995", MIDDLE),  # printed as 68.00
		(SIMATA, "68", MIDDLE),
		(SIMATA, "76.99", MIDDLE),
		(SIMATA, "76.994", MIDDLE),
		(SIMATA, "77", HIGH),
		(SIMATA, "0", LOW),
		(SIMATA, "138.89", HIGH),
		(SILKA, "77.99", LOW),
		(SILKA, "78", MIDDLE),
		(SILKA, "89.99", MIDDLE),
		(SILKA, "90", HIGH),
		(EIGHTY, "59.99", LOW),
		(EIGHTY, "60", MIDDLE),
		(EIGHTY, "79.99", MIDDLE),
		(EIGHTY, "80", HIGH),
	],
)
def test_edges_of_the_potential(rules: TalentRules, points: str, expected: PotentialLevel) -> None:
	performance = Performance(Decimal(100), Predicate.GOOD, Rating.MEETS)
	assert place(rules, performance, Potential(Decimal(points), Decimal(points))).potential_level is expected


@pytest.mark.parametrize(
	("rules", "score", "expected"),
	[
		(SIMATA, "69.99", BELOW),
		(SIMATA, "70", MEETS),
		(SIMATA, "84.99", MEETS),
		(SIMATA, "84.995", ABOVE),
		(SIMATA, "85", ABOVE),
		(SIMATA, "0", BELOW),
		(SIMATA, "120", ABOVE),
		(EIGHTY, "59.99", BELOW),
		(EIGHTY, "60", MEETS),
		(EIGHTY, "79.99", MEETS),
		(EIGHTY, "80", ABOVE),
	],
)
def test_edges_of_the_performance(rules: TalentRules, score: str, expected: Rating) -> None:
	found = place(rules, Performance(Decimal(score)), Potential(Decimal(80), Decimal(80)))
	assert found.performance_level is expected


# --- the potential -----------------------------------------------------------------------------------------


def test_the_potential_is_a_weighted_mean() -> None:
	"""0.6 × 80 + 0.4 × 70 = 48 + 28 = 76, which is middle; with 73: 48 + 29.2 = 77.2, high."""
	found = place(SIMATA, Performance(Decimal(85)), Potential(Decimal(80), Decimal(70)))
	assert (found.potential_value, found.potential_level, found.box) == (Decimal("76.00"), MIDDLE, 7)
	assert box(SIMATA, "85", "80", "73") == 9
	assert [step.output for step in found.steps] == [
		"Di Atas Ekspektasi",
		"48.00",
		"28.00",
		"Menengah",
		"7",
	]


def test_a_missing_component_leaves_its_weight_to_the_other_or_the_person_unplaced() -> None:
	assert box(SIMATA, "85", "77") == 9
	assert box(SIMATA, "85", None, "76.99") == 7
	strict = replace(SIMATA, missing_potential=MissingPotential.NOT_PLACED)
	assert box(strict, "85", "80", "73") == 9
	with pytest.raises(ScoringError, match="lacks") as caught:
		box(strict, "85", "77")
	assert caught.value.field == "Potential Score"


@pytest.mark.parametrize(
	("rules", "performance", "potential", "field"),
	[
		(SIMATA, Performance(), Potential(Decimal(80)), "score"),
		(SIMATA, Performance(predicate=Predicate.GOOD), Potential(Decimal(80)), "score"),
		(PREDICATE, Performance(Decimal(100)), Potential(Decimal(80)), "predicate"),
		(SILKA, Performance(Decimal(100)), Potential(Decimal(80)), "work_result_rating"),
		(SIMATA, Performance(Decimal(100)), Potential(), "Job Person Match"),
		(PREDICATE, Performance(predicate=Predicate.GOOD), Potential(None, Decimal(80)), "Job Person Match"),
	],
)
def test_what_is_missing_is_said(
	rules: TalentRules, performance: Performance, potential: Potential, field: str
) -> None:
	with pytest.raises(ScoringError) as caught:
		place(rules, performance, potential)
	assert caught.value.field == field


# --- what always holds -------------------------------------------------------------------------------------

POINTS = st.decimals(min_value=0, max_value=140, places=3)
SCORES = st.decimals(min_value=0, max_value=120, places=3)


@given(st.sampled_from([SIMATA, EIGHTY]), SCORES, POINTS, st.one_of(st.none(), POINTS))
def test_everybody_has_exactly_the_box_of_his_levels(
	rules: TalentRules, score: Decimal, match: Decimal, points: Decimal | None
) -> None:
	found = place(rules, Performance(score), Potential(match, points))
	assert found.box == CELLS[(found.performance_level, found.potential_level)]
	assert found.potential_value <= max(match, points if points is not None else match) + Decimal("0.01")


@given(st.sampled_from([SIMATA, EIGHTY]), SCORES, SCORES, POINTS, POINTS)
def test_who_does_better_never_stands_lower(
	rules: TalentRules, score: Decimal, other: Decimal, match: Decimal, more: Decimal
) -> None:
	low = place(rules, Performance(min(score, other)), Potential(min(match, more)))
	high = place(rules, Performance(max(score, other)), Potential(max(match, more)))
	movement = moved(
		(low.performance_level, low.potential_level), (high.performance_level, high.potential_level)
	)
	assert movement.performance in (UP, SAME)
	assert movement.potential in (UP, SAME)
	assert high.box >= low.box  # the regulation counts its boxes so


@given(st.sampled_from(sorted(CELLS)), st.sampled_from(sorted(CELLS)))
def test_a_way_back_is_the_way_turned_round(one: Any, other: Any) -> None:
	turned = {UP: DOWN, SAME: SAME, DOWN: UP}
	there, back = moved(one, other), moved(other, one)
	assert (turned[there.performance], turned[there.potential]) == (back.performance, back.potential)
	assert (one == other) == (there.performance is there.potential is SAME)


def test_movements_on_each_axis() -> None:
	assert (moved((MEETS, LOW), (ABOVE, LOW)).performance, moved((MEETS, LOW), (ABOVE, LOW)).potential) == (
		UP,
		SAME,
	)
	mixed = moved((ABOVE, MIDDLE), (BELOW, HIGH))
	assert (mixed.performance, mixed.potential) == (DOWN, UP)


# --- refused tables ----------------------------------------------------------------------------------------


def with_box(position: int, **values: Any) -> TalentRules:
	rows = list(SIMATA.boxes)
	rows[position] = replace(rows[position], **values)
	return replace(SIMATA, boxes=tuple(rows))


def with_levels(*rows: tuple[str, Rating]) -> TalentRules:
	return replace(SILKA, performance_levels=tuple(LevelOf(*row) for row in rows))


MATCH, SCORE = PotentialSource


@pytest.mark.parametrize(
	("rules", "place_of", "words"),
	[
		(replace(SIMATA, performance_high_from=Decimal(70)), "performance_high_from", "above the middle"),
		(replace(SIMATA, performance_high_from=Decimal(121)), "performance_high_from", "at most at 120"),
		(replace(SIMATA, performance_middle_from=Decimal(0)), "performance_middle_from", "more than 0"),
		(replace(SIMATA, potential_high_from=Decimal(60)), "potential_high_from", "above the middle"),
		(replace(SIMATA, potential_high_from=Decimal(101)), "potential_high_from", "at most at 100"),
		(replace(SIMATA, potential_middle_from=Decimal(0)), "potential_middle_from", "more than 0"),
		(replace(SIMATA, potential_components=()), "potential_components", "empty"),
		(
			replace(SIMATA, potential_components=(PotentialComponent(MATCH, Decimal(50)),) * 2),
			"potential_components #2 source",
			"twice",
		),
		(
			replace(SIMATA, potential_components=(PotentialComponent(MATCH, Decimal(0)),)),
			"potential_components #1 weight",
			"above 0",
		),
		(
			replace(SIMATA, potential_components=(PotentialComponent(SCORE, Decimal(99)),)),
			"potential_components",
			"99.00",
		),
		(replace(SIMATA, boxes=SIMATA.boxes[:8]), "boxes", "boxes 9 are missing"),
		(with_box(8, box=10), "boxes #9 box", "1 to 9"),
		(with_box(8, box=0), "boxes #9 box", "1 to 9"),
		(with_box(8, box=8), "boxes #9 box", "twice"),
		(with_box(8, performance_level=MEETS), "boxes #9 potential_level", "box 8 has the levels"),
		(with_box(2, box_name=" "), "boxes #3 box_name", "missing"),
		(with_box(2, recommendations=" \n "), "boxes #3 recommendations", "one per line"),
		(replace(SILKA, performance_levels=()), "performance_levels", "Di Atas Ekspektasi"),
		(with_levels(("Baik", ABOVE)), "performance_levels #1 result", "not allowed"),
		(
			with_levels(("Di Atas Ekspektasi", ABOVE), ("Di Atas Ekspektasi", MEETS)),
			"performance_levels #2 result",
			"twice",
		),
		(
			with_levels(
				("Di Atas Ekspektasi", MEETS),
				("Sesuai Ekspektasi", ABOVE),
				("Di Bawah Ekspektasi", BELOW),
			),
			"performance_levels #2 level",
			"higher level",
		),
		(
			replace(SILKA, performance_source=PerformanceSource.PREDICATE),
			"performance_levels #1 result",
			"not allowed",
		),
	],
)
def test_an_unusable_table_is_refused_with_its_place(rules: TalentRules, place_of: str, words: str) -> None:
	with pytest.raises(ScoringError, match=words) as caught:
		validate_talent_rules(rules)
	assert caught.value.place == place_of
	with pytest.raises(ScoringError):
		place(rules, Performance(Decimal(100), Predicate.GOOD, Rating.MEETS), Potential(Decimal(80)))


def test_shipped_tables_are_usable_and_a_record_decodes_with_its_place() -> None:
	assert list(SHIPPED) == ["SIMATA", "SILKA", "80/60", "Predikat Kinerja"]
	for rules in SHIPPED.values():
		validate_talent_rules(rules)
		assert [row.box for row in rules.boxes] == list(BOXES)
	assert results_of(PerformanceSource.SCORE) == ()
	with pytest.raises(ScoringError) as caught:
		talent_rules_from_dict({"title": "x", "performance_source": "Score", "boxes": [{"box": "satu"}]})
	assert caught.value.field in ("potential_components", "boxes", "box")
