"""Deductions for lateness, early leave and absence: the published tables at their edges, and what holds for
every table and month."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asn_kinerja.scoring import (
	AttendanceRules,
	ExceptionKind,
	MinuteClass,
	MonthFacts,
	Occurrence,
	ScoringError,
	attendance_rules_from_dict,
	attendance_score,
	deduction_class,
	month_errors,
	shipped_attendance_rules,
	validate_attendance_rules,
)

LATE, EARLY = ExceptionKind.LATE, ExceptionKind.EARLY
TABLES = shipped_attendance_rules()
TUBABA, PERMENTAN, TLPSW = (TABLES[name] for name in ("Tulang Bawang", "Permentan 68/2012", "TL/PSW"))
MARCH = date(2026, 3, 1)
LIMITED = settings(max_examples=80, deadline=None)


def day(number: int, month: date = MARCH) -> date:
	return month.replace(day=number)


def recap(*exceptions: Occurrence, unexcused: int = 0, days: int = 20, month: date = MARCH) -> MonthFacts:
	return MonthFacts(month, days, days - unexcused, 0, unexcused, min(unexcused, 1), exceptions)


def score(*months: MonthFacts, rules: AttendanceRules = TUBABA) -> Decimal | None:
	return attendance_score(months, rules).score


# --- the published tables, regulation §6.2 -----------------------------------------------------------------


@pytest.mark.parametrize(
	("minutes", "tulang_bawang", "permentan", "app"),
	[
		(1, "0.5", "0.5", "0"),
		(30, "0.5", "0.5", "0"),
		(31, "1", "1", "0.5"),
		(60, "1", "1", "0.5"),
		(61, "1.25", "1.5", "1.25"),
		(90, "1.25", "1.5", "1.25"),
		(91, "1.5", "2", "2.5"),  # printed as "> 91": 91 itself belongs to the last class
		(92, "1.5", "2", "2.5"),
		(1440, "1.5", "2", "2.5"),
	],
)
def test_late_at_the_edges(minutes: int, tulang_bawang: str, permentan: str, app: str) -> None:
	for rules, points in ((TUBABA, tulang_bawang), (PERMENTAN, permentan), (TLPSW, app)):
		assert score(recap(Occurrence(LATE, day(2), minutes)), rules=rules) == 100 - Decimal(points)


@pytest.mark.parametrize(
	("minutes", "tulang_bawang", "permentan", "app"),
	[
		(30, "0.5", "0.5", "0.5"),
		(31, "1", "1", "1.25"),
		(60, "1", "1", "1.25"),
		(61, "1.25", "1.5", "2.5"),
		(90, "1.25", "1.5", "2.5"),
		(91, "1.5", "2", "2.5"),
	],
)
def test_left_early_at_the_edges(minutes: int, tulang_bawang: str, permentan: str, app: str) -> None:
	for rules, points in ((TUBABA, tulang_bawang), (PERMENTAN, permentan), (TLPSW, app)):
		assert score(recap(Occurrence(EARLY, day(2), minutes)), rules=rules) == 100 - Decimal(points)


def test_a_month_worked_by_hand() -> None:
	"""Tulang Bawang: late 10 and 20 minutes (2 × 0.5), late 45 (1), early 95 (1.5), no clock-in (1.5), two
	days absent (2 × 3), one ceremony (2): 1 + 1 + 1.5 + 1.5 + 6 + 2 = 13, so 87."""
	found = attendance_score(
		[
			recap(
				Occurrence(LATE, day(2), 10),
				Occurrence(LATE, day(3), 20),
				Occurrence(LATE, day(4), 45),
				Occurrence(EARLY, day(5), 95),
				Occurrence(ExceptionKind.NO_IN, day(6)),
				Occurrence(ExceptionKind.ABSENT, day(9)),
				Occurrence(ExceptionKind.CEREMONY, day(17)),
				unexcused=2,
			)
		],
		TUBABA,
	)
	assert found.score == 87
	said = [(step.rule.format(*step.values), step.output) for step in found.steps]
	assert said == [
		("03/2026: Late, 1 to 30 minutes: 2 × 0.50 %", "1.00"),
		("03/2026: Late, 31 to 60 minutes: 1 × 1.00 %", "1.00"),
		("03/2026: Left Early, 91 minutes or more: 1 × 1.50 %", "1.50"),
		("03/2026: No Clock-In: 1 × 1.50 %", "1.50"),
		("03/2026: Missed Ceremony: 1 × 2.00 %", "2.00"),
		("03/2026: Absent: 2 × 3.00 %", "6.00"),
		("03/2026: 100 % less deductions of 13.00 %, at least 0, for 20 working days", "87.00"),
		("Attendance: mean of the months, weighted by their working days (1 months, 20 days)", "87.00"),
	]


def test_months_count_by_their_working_days() -> None:
	"""94 (two days absent) over 10 days and 100 over 20: (940 + 2000) / 30 = 98."""
	april = recap(days=20, month=date(2026, 4, 1))
	assert score(recap(unexcused=2, days=10), april) == 98
	assert score(april, recap(unexcused=2, days=10)) == 98


def test_a_month_does_not_fall_below_zero_and_pull_others_down() -> None:
	"""Permentan, 30 days × 4 % = 120 % off: 0, not -20; with a clean month of as many days 50."""
	clean = recap(days=30, month=date(2026, 4, 1))
	assert score(recap(unexcused=30, days=30), rules=PERMENTAN) == 0
	assert score(recap(unexcused=30, days=30), clean, rules=PERMENTAN) == 50


def test_nothing_to_measure_is_no_zero() -> None:
	assert score() is None
	assert score(recap(days=0)) is None
	assert score(recap(days=0), recap(month=date(2026, 4, 1))) == 100


def test_a_month_twice_is_refused() -> None:
	with pytest.raises(ScoringError, match="03/2026 has two recaps"):
		score(recap(), recap())


def test_minutes_that_were_not_recorded_count_in_the_lowest_class() -> None:
	assert score(recap(Occurrence(LATE, day(2)))) == Decimal("99.5")


# --- refused tables ----------------------------------------------------------------------------------------


def changed(position: int, **values: Any) -> AttendanceRules:
	rows = list(TUBABA.classes)
	rows[position] = replace(rows[position], **values)
	return replace(TUBABA, classes=tuple(rows))


@pytest.mark.parametrize(
	("rules", "place", "words"),
	[
		(changed(0, from_minutes=2), "classes #1 from_minutes", "must begin at 1"),
		(changed(0, from_minutes=0), "classes #1 from_minutes", "must begin at 1"),
		(changed(1, from_minutes=32), "classes #2 from_minutes", "between 31 and 32 minutes"),
		(changed(1, from_minutes=30), "classes #2 from_minutes", "ends at 31 only"),
		(changed(1, to_minutes=0), "classes #2 to_minutes", "followed by another"),
		(changed(1, to_minutes=31), "classes #2 to_minutes", "not after its beginning"),
		(changed(3, to_minutes=480), "classes #4 to_minutes", "Enter 0 here"),
		(changed(2, deduction=Decimal(-1)), "classes #3 deduction", "out of range"),
		(changed(2, deduction=Decimal(101)), "classes #3 deduction", "out of range"),
		(changed(2, deduction=Decimal("0.9")), "classes #3 deduction", "rise with the minutes"),
		(changed(7, kind=ExceptionKind.ABSENT), "classes #8 kind", "has no minutes"),
		(replace(TUBABA, classes=TUBABA.classes[:4]), "classes", "Left Early"),
		(replace(TUBABA, absence=Decimal(-3)), "absence", "out of range"),
	],
)
def test_an_unusable_table_is_refused_with_its_place(rules: AttendanceRules, place: str, words: str) -> None:
	with pytest.raises(ScoringError, match=words) as caught:
		validate_attendance_rules(rules)
	assert caught.value.place == place
	with pytest.raises(ScoringError):
		attendance_score([recap()], rules)


def test_the_order_of_the_rows_is_no_matter() -> None:
	validate_attendance_rules(replace(TUBABA, classes=TUBABA.classes[::-1]))


@pytest.mark.parametrize("rules", TABLES.values(), ids=lambda rules: rules.title)
def test_the_shipped_tables_are_usable(rules: AttendanceRules) -> None:
	validate_attendance_rules(rules)


def test_a_record_is_read_with_the_row_of_what_is_wrong() -> None:
	raw = {"title": "x", "classes": [{"kind": "Late", "deduction": "satu"}]}
	with pytest.raises(ScoringError) as caught:
		attendance_rules_from_dict(raw)
	assert caught.value.place == "classes #1 deduction"


# --- a month's recap ---------------------------------------------------------------------------------------


def places(facts: MonthFacts) -> list[str]:
	return [error.place for error in month_errors(facts)]


@pytest.mark.parametrize(
	("facts", "expected"),
	[
		(recap(), []),
		(recap(unexcused=3), []),
		(MonthFacts(MARCH, 20, 17, 1, 1), ["working_days"]),
		(MonthFacts(MARCH, 0, 0), ["working_days"]),
		(MonthFacts(MARCH, 32, 32), ["working_days", "present"]),
		(MonthFacts(MARCH, 20, -1, 21), ["present"]),
		(MonthFacts(MARCH, 20, 18, 0, 2, 3), ["longest_run"]),
		(recap(Occurrence(LATE, date(2026, 4, 1), 5)), ["exceptions #1 date"]),
		(recap(Occurrence(LATE, day(2), 5), Occurrence(LATE, day(2), 9)), ["exceptions #2 kind"]),
		(recap(Occurrence(LATE, day(2), 1441)), ["exceptions #1 minutes"]),
		(recap(Occurrence(LATE, day(2), -1)), ["exceptions #1 minutes"]),
		(recap(Occurrence(ExceptionKind.NO_IN, day(2), 5)), ["exceptions #1 minutes"]),
		(recap(Occurrence(ExceptionKind.ABSENT, day(2))), ["unexcused_absences"]),
		(
			recap(Occurrence(ExceptionKind.ABSENT, day(2)), Occurrence(LATE, day(2), 5), unexcused=1),
			["exceptions #2 kind"],
		),
	],
)
def test_what_cannot_be_in_a_recap(facts: MonthFacts, expected: list[str]) -> None:
	assert places(facts) == expected


# --- what holds always -------------------------------------------------------------------------------------

DEDUCTIONS = st.decimals(min_value=0, max_value=100, places=2)
MINUTES = st.integers(1, 1440)


@st.composite
def tables(draw: st.DrawFn) -> AttendanceRules:
	rows: list[MinuteClass] = []
	for kind in (LATE, EARLY):
		cuts = sorted(draw(st.sets(st.integers(2, 300), max_size=5)))
		edges = [1, *cuts, 0]
		points = sorted(draw(st.lists(DEDUCTIONS, min_size=len(cuts) + 1, max_size=len(cuts) + 1)))
		rows += [
			MinuteClass(kind, start, end, deduction)
			for (start, end), deduction in zip(pairwise(edges), points, strict=True)
		]
	return AttendanceRules("x", tuple(draw(st.permutations(rows))), *(draw(DEDUCTIONS) for _ in range(4)))


@st.composite
def occurrences(draw: st.DrawFn) -> list[Occurrence]:
	kinds = draw(st.lists(st.sampled_from(list(ExceptionKind)), max_size=12))
	return [
		Occurrence(kind, day(1 + number), draw(MINUTES) if kind in (LATE, EARLY) else 0)
		for number, kind in enumerate(kinds)
	]


@given(tables(), MINUTES, st.sampled_from([LATE, EARLY]))
@LIMITED
def test_each_minute_has_exactly_one_class(rules: AttendanceRules, minutes: int, kind: Any) -> None:
	validate_attendance_rules(rules)
	row = deduction_class(kind, minutes, rules)
	holding = [
		other
		for other in rules.classes
		if other.kind is kind and other.from_minutes <= minutes and minutes < (other.to_minutes or 10**6)
	]
	assert holding == [row]


@given(tables(), occurrences(), st.integers(0, 20), st.randoms())
@LIMITED
def test_bounds_and_order(rules: AttendanceRules, rows: list[Occurrence], absent: int, random: Any) -> None:
	found = score(recap(*rows, unexcused=absent), rules=rules)
	assert 0 <= found <= 100
	random.shuffle(rows)
	assert score(recap(*rows, unexcused=absent), rules=rules) == found


@given(tables(), occurrences(), MINUTES, st.integers(0, 300), st.sampled_from([LATE, EARLY]))
@LIMITED
def test_one_more_occurrence_or_more_minutes_never_help(
	rules: AttendanceRules, rows: list[Occurrence], minutes: int, more: int, kind: Any
) -> None:
	without = score(recap(*rows), rules=rules)
	less = score(recap(*rows, Occurrence(kind, day(20), minutes)), rules=rules)
	still = score(recap(*rows, Occurrence(kind, day(20), minutes + more)), rules=rules)
	assert without >= less >= still


@given(tables(), st.lists(st.tuples(occurrences(), st.integers(1, 23)), min_size=1, max_size=12))
@LIMITED
def test_the_mean_lies_between_the_months_in_any_order(rules: AttendanceRules, found: list[Any]) -> None:
	months = [
		recap(*rows, days=days, month=date(2026, number, 1)) for number, (rows, days) in enumerate(found, 1)
	]
	single = [score(month, rules=rules) for month in months]
	mean = score(*months, rules=rules)
	assert min(single) <= mean <= max(single)
	assert score(*months[::-1], rules=rules) == mean
