"""Job person match: vectors worked by hand, the categories' edges, what is refused, bounds by search."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.scoring import ScoringError, shipped_competency_rules
from asn_kinerja.scoring.competency import competency_score
from asn_kinerja.scoring.job_match import (
	CompetencyRules,
	GroupWeight,
	Kind,
	MatchCategory,
	Method,
	Requirement,
	Scale,
	Standard,
	category_of,
	competency_rules_from_dict,
	group_weight,
	match,
	parse_level,
	standard_from_dict,
	validate_competency_rules,
	validate_ladder,
	validate_standard,
)
from asn_kinerja.scoring.shipped import RECORDS

D = Decimal
BKN = shipped_competency_rules()["Peraturan BKN 26/2019"]
CAPPED = replace(BKN, surplus_counts=False)
GROUPS = replace(BKN, method=Method.GROUPS)


def requirement(name: str, level: int, weight: int | str = 1, kind: Kind = Kind.MANAGERIAL) -> Requirement:
	return Requirement(name, kind, level, D(weight))


def technical(name: str, level: int, weight: int | str = 1) -> Requirement:
	return requirement(name, level, weight, Kind.TECHNICAL)


def nine(level: int = 3) -> Standard:
	return Standard(tuple(requirement(f"K{number}", level) for number in range(1, 10)))


# --- sum of levels -----------------------------------------------------------------------------------------


def test_published_example() -> None:
	"""24 of 27 are 88.89 %: MS for filling, Cukup Optimal for mapping (regulation §10, 29)."""
	levels = {f"K{number}": 2 if number <= 3 else 3 for number in range(1, 10)}
	found = match(nine(), levels, BKN)
	assert (found.reached, found.required) == (24, 27)
	assert round(found.percent, 2) == D("88.89")
	assert (found.filling, found.mapping) == ("Memenuhi Syarat", "Cukup Optimal")
	assert found.gaps == {f"K{number}": int(number <= 3) for number in range(1, 10)}
	assert found.weaknesses == ("K1", "K2", "K3")
	assert found.strengths == ("K4", "K5", "K6")
	assert [step.output for step in found.steps[-3:]] == ["88.89", "Memenuhi Syarat", "Cukup Optimal"]


def test_a_match_may_exceed_a_hundred() -> None:
	# 25 of 18 are 138.89 %
	standard = Standard((requirement("A", 2, 5), requirement("B", 4, 2)))
	assert match(standard, {"A": 3, "B": 5}, BKN).percent == D(2500) / 18


def test_weights_of_rows_count() -> None:
	# (3 × 2 + 1 × 4) / (3 × 4 + 1 × 4) = 10 / 16
	standard = Standard((requirement("A", 4, 3), requirement("B", 4, 1)))
	assert match(standard, {"A": 2, "B": 4}, BKN).percent == D("62.5")
	# a weight of 0 counts for nothing, its gap is named all the same
	standard = Standard((requirement("A", 4, 0), requirement("B", 4, 1)))
	found = match(standard, {"A": 1, "B": 4}, BKN)
	assert (found.percent, found.gaps["A"]) == (100, 3)


def test_whether_a_surplus_makes_up_for_a_gap() -> None:
	# A 5 of 3, B 1 of 3: 6 of 6 with the surplus, 4 of 6 without
	standard = Standard((requirement("A", 3), requirement("B", 3)))
	levels = {"A": 5, "B": 1}
	assert match(standard, levels, BKN).percent == 100
	found = match(standard, levels, CAPPED)
	assert (found.percent, found.reached) == (D(400) / 6, 4)
	assert found.gaps == {"A": -2, "B": 2}  # it is a surplus all the same
	assert (found.strengths, found.weaknesses) == (("A",), ("B",))
	assert found.steps[0].rule.startswith("{0}: level {1} above the required {2}")


def test_competencies_that_the_position_does_not_ask_for_do_not_count() -> None:
	standard = Standard((requirement("A", 3),))
	assert match(standard, {"A": 3, "Z": 5}, BKN) == match(standard, {"A": 3}, BKN)


# --- weighted groups ---------------------------------------------------------------------------------------


def test_groups_are_weighted_against_one_another() -> None:
	# technical 3 of 4 = 75 %; others (2 + 3) of (3 + 3) = 83.33 %; 0.4 × 75 + 0.6 × 83.33 = 80 %
	rows = (technical("T", 4), requirement("A", 3), requirement("B", 3, kind=Kind.SOCIO_CULTURAL))
	levels = {"T": 3, "A": 2, "B": 3}
	found = match(Standard(rows, D(40), D(60)), levels, GROUPS)
	assert found.percent == 80
	assert (found.filling, found.mapping) == ("Memenuhi Syarat", "Cukup Optimal")
	assert (found.reached, found.required) == (8, 10)
	assert [step.output for step in found.steps[3:6]] == ["75.00", "83.33", "80.00"]
	# 60 : 40 gives 78.33 %; by the sum of all levels it is 80 % whatever the weights
	assert round(match(Standard(rows, D(60), D(40)), levels, GROUPS).percent, 2) == D("78.33")
	assert match(Standard(rows, D(60), D(40)), levels, BKN).percent == 80


def test_a_group_that_is_alone_counts_alone() -> None:
	only = Standard((technical("T", 4),), D(40), D(60))
	assert match(only, {"T": 3}, GROUPS).percent == 75
	others = Standard((requirement("A", 4), requirement("B", 4, kind=Kind.SOCIO_CULTURAL)))
	assert match(others, {"A": 3, "B": 4}, GROUPS).percent == D("87.5")


def test_a_group_of_weight_zero_counts_for_nothing() -> None:
	rows = (technical("T", 4), requirement("A", 4))
	assert match(Standard(rows, D(0), D(100)), {"T": 1, "A": 3}, GROUPS).percent == 75
	assert match(Standard(rows, D(100), D(0)), {"T": 1, "A": 3}, GROUPS).percent == 25
	weightless = (technical("T", 4, 0), requirement("A", 4))
	assert match(Standard(weightless, D(0), D(100)), {"T": 1, "A": 3}, GROUPS).percent == 75


@pytest.mark.parametrize(
	("position", "level", "weights"),
	[
		("Fungsional", "Ahli Pertama", (60, 40)),
		("Fungsional", "Ahli Muda", (50, 50)),
		("Fungsional", "Ahli Madya", (40, 60)),
		("Fungsional", "Ahli Utama", (50, 50)),
		("JPT Pratama", "", (50, 50)),
		("", "", (50, 50)),
	],
)
def test_weights_that_a_standard_begins_with(position: str, level: str, weights: tuple[int, int]) -> None:
	assert group_weight(position, level, BKN) == weights


def test_weights_of_the_position_type_come_before_those_of_all_others() -> None:
	rows = (GroupWeight("Pengawas", "", D(70), D(30)), GroupWeight("", "", D(20), D(80)))
	assert group_weight("Pengawas", "", replace(BKN, weights=rows)) == (70, 30)
	assert group_weight("Pelaksana", "", replace(BKN, weights=rows)) == (20, 80)
	assert group_weight("Pelaksana", "", replace(BKN, weights=())) is None


# --- categories --------------------------------------------------------------------------------------------

FILLING = {
	"0": "Kurang Memenuhi Syarat",
	"67.9": "Kurang Memenuhi Syarat",
	"67.994": "Kurang Memenuhi Syarat",
	"67.995": "Masih Memenuhi Syarat",  # printed as 68.00
	"68": "Masih Memenuhi Syarat",
	"79.99": "Masih Memenuhi Syarat",
	"79.995": "Memenuhi Syarat",
	"80": "Memenuhi Syarat",
	"500": "Memenuhi Syarat",
}
MAPPING = {
	"77.9": "Kurang Optimal",
	"77.99": "Kurang Optimal",
	"78": "Cukup Optimal",
	"89.99": "Cukup Optimal",
	"89.994": "Cukup Optimal",
	"89.995": "Optimal",
	"90": "Optimal",
	"100": "Optimal",
}


@pytest.mark.parametrize(("percent", "category"), FILLING.items())
def test_categories_for_filling(percent: str, category: str) -> None:
	assert category_of(D(percent), BKN.filling).category == category
	assert category_of(D(percent), BKN.filling[::-1]).category == category


@pytest.mark.parametrize(("percent", "category"), MAPPING.items())
def test_categories_for_mapping(percent: str, category: str) -> None:
	assert category_of(D(percent), BKN.mapping).category == category


@pytest.mark.parametrize("percent", ["67.9", "68", "79.99", "80", "77.9", "78", "89.99", "90"])
def test_edges_within_a_whole_match(percent: str) -> None:
	"""Weights w and v with (5w + v) / (5w + 5v) = p are w = 5p − 1 and v = 5 − 5p."""
	share = D(percent) / 100
	standard = Standard((requirement("A", 5, str(5 * share - 1)), requirement("B", 5, str(5 - 5 * share))))
	found = match(standard, {"A": 5, "B": 1}, BKN)
	assert found.percent == D(percent)
	assert found.filling == FILLING.get(percent, found.filling)
	assert found.mapping == MAPPING.get(percent, found.mapping)


# --- strengths and weaknesses ------------------------------------------------------------------------------


def test_strengths_and_weaknesses_are_in_order() -> None:
	standard = Standard(
		(
			requirement("met", 3),
			requirement("met high", 4),
			requirement("above", 2),
			requirement("far above", 1),
			requirement("short", 3),
			requirement("short high", 5),
			requirement("far short", 4),
		)
	)
	levels = {"met": 3, "met high": 4, "above": 3, "far above": 5}
	levels |= {"short": 2, "short high": 4, "far short": 1}
	found = match(standard, levels, BKN, top=9)
	assert found.strengths == ("far above", "above", "met high", "met")
	assert found.weaknesses == ("far short", "short high", "short")
	assert match(standard, levels, BKN, top=2).weaknesses == ("far short", "short high")
	assert match(standard, levels, BKN, top=0).strengths == ()


# --- what is refused ---------------------------------------------------------------------------------------


def refused(field: str, *words: str) -> Any:
	return pytest.raises(ScoringError, match=".*".join((field, *words)))


@pytest.mark.parametrize("level", [0, 6, -1, 2.5, True, "", "enam", "3.0", None])
def test_levels_outside_one_to_five(level: object) -> None:
	with refused("K", "no level"):
		parse_level(level, "K")


def test_a_level_may_come_as_a_digit() -> None:
	assert [parse_level(raw, "K") for raw in (1, "5", " 3 ")] == [1, 5, 3]


def test_a_missing_level_is_unknown_and_not_zero() -> None:
	with refused("levels", "K2", "missing"):
		match(nine(), {"K1": 3}, BKN)
	with refused("levels", "K1", "no level"):
		match(nine(), {f"K{number}": 0 for number in range(1, 10)}, BKN)


@pytest.mark.parametrize(
	("standard", "words"),
	[
		(Standard(()), ("competencies", "no competencies")),
		(
			Standard((requirement("A", 3, 0), requirement("B", 3, 0))),
			("competencies weight", "all weights are 0"),
		),
		(Standard((requirement("A", 3), requirement("A", 4))), ("competencies #2 competency", "A", "twice")),
		(Standard((requirement("A", 3), requirement("B", 6))), ("competencies #2 level", "6", "no level")),
		(Standard((requirement("A", 0),)), ("competencies #1 level", "no level")),
		(Standard((requirement("A", 1, -1),)), ("competencies #1 weight", "negative")),
		(Standard((requirement("A", 3), technical("T", 3))), ("technical_weight", "not 100 together")),
		(Standard((requirement("A", 3), technical("T", 3)), D(60), D(41)), ("60.00", "41.00", "not 100")),
		(
			Standard((requirement("A", 3), technical("T", 3, 0)), D(50), D(50)),
			("50.00 %", "weights are all 0"),
		),
	],
)
def test_standards_that_cannot_be_used(standard: Standard, words: tuple[str, ...]) -> None:
	with refused(*words):
		validate_standard(standard)


def test_weights_of_groups_matter_to_weighted_groups_only() -> None:
	standard = Standard((requirement("A", 3), technical("T", 3)))
	assert match(standard, {"A": 3, "T": 3}, BKN).percent == 100
	with refused("technical_weight", "not 100"):
		match(standard, {"A": 3, "T": 3}, GROUPS)


def table(*rows: tuple[str, int]) -> tuple[MatchCategory, ...]:
	return tuple(MatchCategory(name, D(bound)) for name, bound in rows)


@pytest.mark.parametrize(
	("rules", "words"),
	[
		(replace(BKN, filling=()), ("filling", "begins at 0")),
		(replace(BKN, mapping=table(("A", 50))), ("mapping", "begins at 0")),
		(replace(BKN, mapping=table(("A", 0), ("A", 5))), ("mapping #2 category", "name of its own")),
		(replace(BKN, mapping=table(("A", 0), (" ", 5))), ("mapping #2 category", "name of its own")),
		(replace(BKN, filling=table(("A", 0), ("B", 0))), ("filling #2 from_percent", "begin at 0.00")),
		(replace(BKN, weights=(GroupWeight("Pengawas", "", D(60), D(30)),)), ("weights #1", "not 100")),
		(
			replace(BKN, weights=(GroupWeight("", "", D(60), D(40)),) * 2),
			("weights #2 position_type", "twice"),
		),
		(
			replace(BKN, weights=(GroupWeight("", "Ahli Muda", D(60), D(40)),)),
			("weights #1 position_type", "missing"),
		),
	],
)
def test_rules_that_cannot_be_used(rules: CompetencyRules, words: tuple[str, ...]) -> None:
	with refused(*words):
		validate_competency_rules(rules)
	with refused(*words):
		match(nine(), {f"K{number}": 3 for number in range(1, 10)}, rules)


def test_levels_of_a_competency() -> None:
	validate_ladder([3, 1, 2, 5, 4])
	for levels, words in (
		([1, 2, 3, 4], ("levels", "Missing: 5")),
		([], ("levels", "Missing: 1, 2, 3, 4, 5")),
		([1, 2, 2, 4, 5], ("levels #3 level", "level 2 stands there twice")),
		([1, 2, 3, 4, 6], ("levels #5 level", "no level")),
	):
		with refused(*words):
			validate_ladder(levels)


def test_dictionaries_name_the_row_and_field() -> None:
	row = {"competency": "A", "kind": "Managerial", "level": 3}
	assert standard_from_dict({"competencies": [row]}).requirements == (requirement("A", 3),)
	assert standard_from_dict({"competencies": [{**row, "weight": 0}]}).requirements[0].weight == 0
	for wrong, words in (
		({**row, "level": 7}, ("competencies #1 level", "no level")),
		({**row, "kind": "Manajerial"}, ("competencies #1 kind", "not allowed")),
		({**row, "weight": -1}, ("competencies #1 weight", "negative")),
		({**row, "grade": 1}, ("competencies #1 grade", "unknown field")),
	):
		with refused(*words):
			standard_from_dict({"competencies": [wrong]})
	with refused("method", "not allowed"):
		competency_rules_from_dict({"title": "X", "method": "Mean"})


# --- the shipped records -----------------------------------------------------------------------------------


def shipped(name: str) -> Any:
	return json.loads((RECORDS / f"{name}.json").read_text(encoding="utf-8"))


def test_shipped_rules() -> None:
	validate_competency_rules(BKN)
	assert BKN.method is Method.LEVELS
	assert BKN.surplus_counts


def test_shipped_dictionary_is_complete() -> None:
	"""8 managerial competencies and 1 socio-cultural one, five levels each, three behaviours a level, and no
	sentence twice."""
	rows = shipped("competencies")
	assert [row["kind"] for row in rows] == ["Managerial"] * 8 + ["Socio-Cultural"]
	texts = []
	for row in rows:
		validate_ladder([level["level"] for level in row["levels"]])
		texts.append(row["definition"])
		for level in row["levels"]:
			behaviours = level["behaviours"].split("\n")
			assert len(behaviours) == 3, (row["title"], level["level"])
			texts += [level["description"], *behaviours]
	assert len(set(texts)) == len(texts) == 9 * (1 + 5 * 4)


def test_shipped_templates_ask_for_no_less_from_a_higher_position() -> None:
	rows = {
		(row["position_type"], row["functional_level"]): row["level"] for row in shipped("position_standards")
	}
	ladder = ("Pelaksana", "Pengawas", "Administrator", "JPT Pratama", "JPT Madya", "JPT Utama")
	assert [rows[position, ""] for position in ladder] == [1, 2, 3, 4, 5, 5]
	for ladder in (
		("Pemula", "Terampil", "Mahir", "Penyelia"),
		("Ahli Pertama", "Ahli Muda", "Ahli Madya", "Ahli Utama"),
	):
		levels = [rows["Fungsional", level] for level in ladder]
		assert levels == sorted(levels)
	assert len(rows) == 6 + 8


# --- the source of the score -------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "score"), [("80", 80), ("120", 120), ("138.89", 120), ("0", 0)])
def test_a_weighted_match_is_the_score(given: str, score: int) -> None:
	found = competency_score(D(24), D(27), D(given))
	assert found.score == score
	assert found.steps[0].rule.startswith("Competency: job person match")


# --- properties --------------------------------------------------------------------------------------------

LEVELS = st.integers(1, 5)
WEIGHTS = st.decimals(0, 100, places=2)
NAMES = [f"K{number}" for number in range(8)]


@st.composite
def measured(draw: st.DrawFn) -> tuple[Standard, dict[str, int], CompetencyRules]:
	names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True))
	rows = tuple(
		Requirement(name, draw(st.sampled_from(Kind)), draw(LEVELS), 1 + draw(WEIGHTS)) for name in names
	)
	share = draw(st.integers(0, 100))
	rules = replace(BKN, method=draw(st.sampled_from(Method)), surplus_counts=draw(st.booleans()))
	return Standard(rows, D(share), D(100 - share)), {name: draw(LEVELS) for name in names}, rules


@given(measured())
def test_bounds(case: tuple[Standard, dict[str, int], CompetencyRules]) -> None:
	standard, levels, rules = case
	found = match(standard, levels, rules)
	assert found.percent + D("1e-9") >= 20  # level 1 of 5 at least
	assert found.percent <= (500 if rules.surplus_counts else 100) + D("1e-9")
	if all(levels[row.competency] == row.level for row in standard.requirements):
		assert abs(found.percent - 100) < D("1e-9")
	assert set(found.gaps) == set(levels)
	assert not set(found.strengths) & set(found.weaknesses)


@given(measured(), st.data())
def test_a_higher_level_never_lowers_the_match(case: Any, data: st.DataObject) -> None:
	standard, levels, rules = case
	name = data.draw(st.sampled_from(sorted(levels)))
	before = match(standard, levels, rules)
	after = match(standard, {**levels, name: min(5, levels[name] + 1)}, rules)
	assert after.percent >= before.percent - D("1e-20")
	names = [row.category for row in rules.filling]
	assert names.index(after.filling) <= names.index(before.filling)


@given(measured(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(case: Any, random: Any) -> None:
	standard, levels, rules = case
	rows = list(standard.requirements)
	random.shuffle(rows)
	pairs = list(levels.items())
	random.shuffle(pairs)
	one, other = (
		match(standard, levels, rules),
		match(replace(standard, requirements=tuple(rows)), dict(pairs), rules),
	)
	assert abs(one.percent - other.percent) < D("1e-20")
	assert (one.gaps, one.strengths, one.weaknesses) == (other.gaps, other.strengths, other.weaknesses)
	assert (one.filling, one.mapping) == (other.filling, other.mapping)


@given(measured())
def test_the_scale_for_many_gives_the_same(case: Any) -> None:
	standard, levels, rules = case
	scale = Scale(standard, rules)
	percent = scale.percent(scale.sums([levels[name] for name in scale.competencies]))
	found = match(standard, levels, rules)
	assert percent == found.percent
	assert [row.category for row in scale.categories(percent)] == [found.filling, found.mapping]
