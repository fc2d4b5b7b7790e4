"""Index, grade and score of public satisfaction (PermenPAN-RB 14/2017); numbers worked by hand."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asn_kinerja.scoring import ScoringError, two_places
from asn_kinerja.scoring.satisfaction import (
	ELEMENTS,
	Answers,
	SatisfactionGrade,
	SatisfactionRule,
	SurveyIndex,
	Tally,
	combined_index,
	grade_of,
	index_of_tallies,
	parse_answer,
	satisfaction_score,
	survey_index,
	tally,
	validate_grades,
	validate_rule,
)

GRADES = (
	SatisfactionGrade("A", "Sangat Baik", Decimal("88.31")),
	SatisfactionGrade("B", "Baik", Decimal("76.61")),
	SatisfactionGrade("C", "Kurang Baik", Decimal("65.00")),
	SatisfactionGrade("D", "Tidak Baik", Decimal("25.00")),
)
RULE = SatisfactionRule(Decimal("76.61"))
LIMITED = settings(max_examples=80, deadline=None)


def citizen(*values: int) -> Answers:
	"""The nine answers in order; 0 = the element is hidden."""
	return Answers({element: value for element, value in zip(ELEMENTS, values, strict=False) if value})


# --- index -------------------------------------------------------------------------------------------------


def test_the_index_of_two_citizens() -> None:
	result = survey_index([citizen(3, 3, 3, 4, 3, 3, 4, 3, 3), citizen(4, 3, 2, 4, 3, 3, 4, 4, 3)], GRADES)
	# means 3.5 3 2.5 4 3 3 4 3.5 3 = 29.5; 29.5 / 9 × 25 = 81.9444…
	assert [two_places(mean.mean) for mean in result.means] == [
		*("3.50", "3.00", "2.50", "4.00", "3.00", "3.00", "4.00", "3.50", "3.00")
	]
	assert (result.answers, str(result.index), result.grade) == (2, "81.94", GRADES[1])
	assert [step.output for step in result.steps][-2:] == ["81.94", "B"]


def test_a_hidden_element_weighs_nothing() -> None:
	# eight elements: (3 × 7 + 4) / 8 × 25 = 78.125, half up
	result = survey_index([citizen(3, 3, 3, 0, 3, 3, 3, 3, 4)], GRADES)
	assert str(result.index) == "78.13"
	assert [mean.element for mean in result.means] == ["U1", "U2", "U3", "U5", "U6", "U7", "U8", "U9"]


def test_an_element_alone_and_both_ends() -> None:
	assert str(survey_index([citizen(1, 1, 1, 1, 1, 1, 1, 1, 1)]).index) == "25.00"
	assert str(survey_index([citizen(4, 4, 4, 4, 4, 4, 4, 4, 4)]).index) == "100.00"
	assert str(survey_index([Answers({"U7": 3})]).index) == "75.00"


def test_it_counts_from_the_minimum_on() -> None:
	two = [citizen(4)] * 2
	below = survey_index(two, GRADES, minimum=3)
	assert (below.answers, below.index, below.grade, below.means) == (2, None, None, ())
	assert below.steps[0].values == ("2", "3")
	assert survey_index([*two, citizen(4)], GRADES, minimum=3).index == 100
	assert survey_index([], GRADES, minimum=0).index is None
	assert index_of_tallies(5, [], GRADES).index is None


@pytest.mark.parametrize(
	("found", "grade"),
	[
		("25.00", "D"),
		("64.99", "D"),
		("65.00", "C"),
		("76.60", "C"),
		("76.61", "B"),
		("88.30", "B"),
		("88.31", "A"),
		("100.00", "A"),
	],
)
def test_the_edges_of_the_grades(found: str, grade: str) -> None:
	for order in (GRADES, GRADES[::-1]):
		reached = grade_of(Decimal(found), order)
		assert reached is not None
		assert reached.grade == grade


def test_an_index_between_two_printed_grades_is_rounded_first() -> None:
	# 88.305 lies between "76.61–88.30" and "88.31–100": half up it is 88.31. One element, 1,000 answers with
	# the sum 3532.2 do not exist; 10,000 with 35,322: 3.5322 × 25 = 88.305
	result = index_of_tallies(10_000, [Tally("U1", 10_000, 35_322)], GRADES)
	assert (str(result.index), result.grade) == ("88.31", GRADES[0])
	# 35,321: 3.5321 × 25 = 88.3025
	result = index_of_tallies(10_000, [Tally("U1", 10_000, 35_321)], GRADES)
	assert (str(result.index), result.grade) == ("88.30", GRADES[1])


# --- refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"raw", [0, 5, -1, True, 2.0, None, "", "0", "5", "04", "4.0", " 4", "٣", "empat", [3]]
)
def test_an_answer_is_a_whole_number_from_1_to_4(raw: Any) -> None:
	with pytest.raises(ScoringError, match="U3"):
		parse_answer(raw, "U3")


def test_answers_as_numbers_and_digits() -> None:
	assert [parse_answer(raw, "U1") for raw in (1, 4, "1", "4")] == [1, 4, 1, 4]


@pytest.mark.parametrize("values", [{"U10": 3}, {"u1": 3}, {"U1": 5}])
def test_unknown_elements_and_values_are_not_counted(values: dict[str, int]) -> None:
	with pytest.raises(ScoringError):
		tally([Answers(values)])


@pytest.mark.parametrize("total", [9, 41])
def test_a_tally_that_no_answers_give(total: int) -> None:
	with pytest.raises(ScoringError, match="cannot be the sum"):
		index_of_tallies(10, [Tally("U1", 10, total)])


@pytest.mark.parametrize(
	("grades", "field"),
	[
		((), "grades"),
		(GRADES[:3], "grades"),  # nothing for 25–64.99
		((*GRADES, SatisfactionGrade("E", "", Decimal("24.99"))), "from_index"),
		((*GRADES, SatisfactionGrade("E", "", Decimal("100.01"))), "from_index"),
		((*GRADES, SatisfactionGrade("E", "", Decimal("65"))), "from_index"),
		((*GRADES, SatisfactionGrade("A", "", Decimal("95"))), "grade"),
		((*GRADES, SatisfactionGrade(" ", "", Decimal("95"))), "grade"),
	],
)
def test_grades_that_leave_gaps_or_overlap(grades: tuple[SatisfactionGrade, ...], field: str) -> None:
	with pytest.raises(ScoringError) as caught:
		validate_grades(grades)
	assert caught.value.field == field
	validate_grades(GRADES)


# --- several surveys ---------------------------------------------------------------------------------------


def test_several_surveys_weigh_by_their_answers() -> None:
	parts = [SurveyIndex("Loket", Decimal("80.00"), 30), SurveyIndex("Daring", Decimal("90.00"), 10)]
	found, steps = combined_index(parts)
	assert str(found) == "82.50"  # (30 × 80 + 10 × 90) / 40
	assert [step.output for step in steps] == ["90.00", "80.00", "82.50"]
	assert combined_index(parts[::-1]) == (found, steps)
	assert combined_index([]) == (None, ())
	assert len(combined_index(parts[:1])[1]) == 1


# --- score -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("found", "expected"),
	[
		("25.00", "0.00"),
		("50.81", "50.01"),  # 100 × 25.81 / 51.61 = 50.0096…
		("65.00", "77.50"),  # 100 × 40 / 51.61 = 77.5043…
		("76.60", "99.98"),
		("76.61", "100.00"),
		("88.31", "110.00"),  # 100 + 20 × 11.7 / 23.39 = 110.0042…
		("100.00", "120.00"),
	],
)
def test_the_score_of_an_index(found: str, expected: str) -> None:
	outcome = satisfaction_score(Decimal(found), RULE)
	assert outcome.score is not None
	assert two_places(outcome.score) == expected
	assert outcome.steps[0].output == expected


def test_another_rule() -> None:
	rule = SatisfactionRule(Decimal(80), Decimal(110))
	# 100 × 27.5 / 55 = 50; 100 + 10 × 5 / 20 = 102.5
	assert satisfaction_score(Decimal("52.5"), rule).score == 50
	assert satisfaction_score(Decimal(85), rule).score == Decimal("102.5")
	level = SatisfactionRule(Decimal(80), Decimal(100))  # better than expected is worth no more
	assert satisfaction_score(Decimal(100), level).score == 100


def test_without_an_index_there_is_no_score() -> None:
	assert satisfaction_score(None, RULE).score is None


@pytest.mark.parametrize("found", ["24.99", "100.01", "0"])
def test_an_index_outside_its_range(found: str) -> None:
	with pytest.raises(ScoringError, match="outside the index"):
		satisfaction_score(Decimal(found), RULE)


@pytest.mark.parametrize(
	("reference", "highest", "field"),
	[
		("25", "120", "satisfaction_reference"),
		("100", "120", "satisfaction_reference"),
		("0", "120", "satisfaction_reference"),
		("80", "99.99", "satisfaction_highest"),
		("80", "120.01", "satisfaction_highest"),
	],
)
def test_a_rule_whose_points_do_not_rise(reference: str, highest: str, field: str) -> None:
	with pytest.raises(ScoringError) as caught:
		validate_rule(SatisfactionRule(Decimal(reference), Decimal(highest)))
	assert caught.value.field == field


# --- what holds for every survey ---------------------------------------------------------------------------

CITIZENS = st.lists(st.tuples(*[st.integers(1, 4)] * 9), min_size=1, max_size=12)
INDEXES = st.decimals(min_value=25, max_value=100, places=2)
RULES = st.builds(
	SatisfactionRule,
	st.decimals(min_value="25.01", max_value="99.99", places=2),
	st.decimals(min_value=100, max_value=120, places=2),
)


@LIMITED
@given(CITIZENS, st.randoms())
def test_the_index_stays_in_its_range_and_knows_no_order(rows: list[tuple[int, ...]], random: Any) -> None:
	citizens = [citizen(*row) for row in rows]
	result = survey_index(citizens, GRADES)
	assert result.index is not None
	assert 25 <= result.index <= 100
	assert result.grade is not None
	random.shuffle(citizens)
	assert survey_index(citizens, GRADES) == result


@LIMITED
@given(CITIZENS, st.data())
def test_a_better_answer_never_lowers_the_index(rows: list[tuple[int, ...]], data: Any) -> None:
	row = data.draw(st.integers(0, len(rows) - 1))
	element = data.draw(st.integers(0, 8))
	before = survey_index([citizen(*values) for values in rows]).index
	better = [list(values) for values in rows]
	better[row][element] = min(4, better[row][element] + 1)
	after = survey_index([citizen(*values) for values in better]).index
	assert before is not None
	assert after is not None
	assert after >= before


@LIMITED
@given(INDEXES, INDEXES, RULES)
def test_the_score_rises_with_the_index(one: Decimal, other: Decimal, rule: SatisfactionRule) -> None:
	scores = [satisfaction_score(found, rule).score for found in sorted((one, other))]
	assert scores[0] is not None
	assert scores[1] is not None
	assert 0 <= scores[0] <= scores[1] <= rule.highest_score <= 120
