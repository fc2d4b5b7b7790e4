"""PermenPAN-RB 1/2023: from predicates to credit points, and to the next rank and level."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.scoring import Predicate, ScoringError, round_half_up
from asn_kinerja.scoring.credit import (
	BasePoints,
	CreditPercent,
	CreditPosition,
	CreditRules,
	Entry,
	EntryKind,
	PeriodResult,
	Standing,
	base_points_of,
	counted_months,
	credit_points,
	credit_rules_from_dict,
	education_bonus,
	exact_points,
	last_predicate,
	level_of,
	ranks_of,
	running_totals,
	standing,
	validate_credit_rules,
)
from asn_kinerja.scoring.shipped import shipped_credit_rules

RULES = shipped_credit_rules()["PermenPAN-RB 1/2023"]
VERY_GOOD, GOOD, NEEDS_WORK = Predicate.VERY_GOOD, Predicate.GOOD, Predicate.NEEDS_WORK
FIRST, YOUNG, MIDDLE, HIGH = "Ahli Pertama", "Ahli Muda", "Ahli Madya", "Ahli Utama"
TODAY = date(2026, 1, 1)
LEVELS = [level.functional_level for level in RULES.levels]
YEAR = (date(2023, 1, 1), date(2023, 12, 31))


def points(months: int, predicate: Predicate, level: str, rules: CreditRules = RULES) -> str:
	return f"{round_half_up(credit_points(months, predicate, level, rules).points)}"


def conversion(number: str, to_date: date = date(2025, 12, 31), **values: Any) -> Entry:
	return Entry(
		**{
			"kind": EntryKind.CONVERSION,
			"functional_level": FIRST,
			"golongan": "III/a",
			"to_date": to_date,
			"points": Decimal(number),
			"months": 12,
			"predicate": GOOD,
			**values,
		}
	)


def stand(*entries: Entry, level: str = FIRST, golongan: str = "III/a", **values: Any) -> Standing:
	since = values.pop("since", date(2020, 4, 1))
	return standing(entries, CreditPosition(level, golongan, since), RULES, values.pop("today", TODAY))


# --- the published examples --------------------------------------------------------------------------------


def test_a_full_year_of_the_best_predicate() -> None:
	"""150 % × 12.5 = 18.75"""
	assert points(12, VERY_GOOD, FIRST) == "18.75"


def test_two_months_and_the_sum_with_the_year_before() -> None:
	"""2/12 × 100 % × 12.5 = 2.08; 18.75 + 2.08 = 20.83"""
	assert points(2, GOOD, FIRST) == "2.08"
	parts = [credit_points(months, p, FIRST, RULES).points for months, p in ((12, VERY_GOOD), (2, GOOD))]
	assert running_totals(parts) == [Decimal("18.75"), Decimal("20.83")]


def test_three_years_and_the_base_points_of_a_rank() -> None:
	assert points(36, GOOD, YOUNG) == "75.00"
	assert base_points_of(YOUNG, "III/d", RULES) == 100


def test_the_most_that_a_year_gives() -> None:
	"""150 % × 25 = 37.5, also when a table says more."""
	assert points(12, VERY_GOOD, YOUNG) == "37.50"
	low = replace(RULES, maximum_percent=Decimal(120))
	with pytest.raises(ScoringError, match="yearly maximum"):
		validate_credit_rules(low)


def test_running_totals_round_the_sum_and_not_the_parts() -> None:
	"""Four quarters of 3.125: 3.13, 6.25, 9.375 → 9.38, 12.50."""
	quarters = [credit_points(3, GOOD, FIRST, RULES).points] * 4
	assert [f"{total}" for total in running_totals(quarters)] == ["3.13", "6.25", "9.38", "12.50"]


def test_a_higher_degree_brings_the_next_rank_nearer() -> None:
	"""25 % × 50 = 12.50; 37.50 + 12.50 = 50.00: III/b."""
	bonus, step = education_bonus(FIRST, RULES)
	assert (round_half_up(bonus), step.output) == (Decimal("12.50"), "12.50")
	three = [conversion("12.5", date(year, 12, 31)) for year in (2023, 2024, 2025)]
	assert not stand(*three).eligible
	found = stand(*three, conversion("12.5", kind=EntryKind.EDUCATION, months=0, predicate=None))
	assert (found.total, found.rank.name, found.rank.missing) == (Decimal("50.00"), "III/b", 0)
	assert (found.eligible, found.reasons) == (True, ())


# --- every level and predicate -----------------------------------------------------------------------------

# points of a full year, worked by hand: 150, 100, 75, 50 and 25 % of the coefficient
FULL_YEAR = {
	"Pemula": ("5.63", "3.75", "2.81", "1.88", "0.94"),
	"Terampil": ("7.50", "5.00", "3.75", "2.50", "1.25"),
	"Mahir": ("18.75", "12.50", "9.38", "6.25", "3.13"),
	"Penyelia": ("37.50", "25.00", "18.75", "12.50", "6.25"),
	FIRST: ("18.75", "12.50", "9.38", "6.25", "3.13"),
	YOUNG: ("37.50", "25.00", "18.75", "12.50", "6.25"),
	MIDDLE: ("56.25", "37.50", "28.13", "18.75", "9.38"),
	HIGH: ("75.00", "50.00", "37.50", "25.00", "12.50"),
}
LADDER = (VERY_GOOD, GOOD, NEEDS_WORK, Predicate.POOR, Predicate.VERY_POOR)


def test_the_table_has_all_levels() -> None:
	assert list(FULL_YEAR) == LEVELS


@pytest.mark.parametrize("level", LEVELS)
def test_every_predicate_of_a_level(level: str) -> None:
	assert tuple(points(12, predicate, level) for predicate in LADDER) == FULL_YEAR[level]
	assert points(12, Predicate.ENOUGH, level) == points(12, NEEDS_WORK, level)
	assert points(0, VERY_GOOD, level) == "0.00"


@pytest.mark.parametrize(
	("months", "expected"), [(0, "0.00"), (1, "1.04"), (3, "3.13"), (11, "11.46"), (12, "12.50")]
)
def test_months_of_a_year(months: int, expected: str) -> None:
	"""1/12 × 12.5 = 1.0417; 11/12 × 12.5 = 11.4583."""
	assert points(months, GOOD, FIRST) == expected


def test_what_is_refused() -> None:
	with pytest.raises(ScoringError, match="negative"):
		credit_points(-1, GOOD, FIRST, RULES)
	with pytest.raises(ScoringError, match='no level "Ahli Baru"') as error:
		credit_points(1, GOOD, "Ahli Baru", RULES)
	assert error.value.field == "functional_level"
	with pytest.raises(ScoringError, match="no base points"):
		base_points_of(FIRST, "III/a", RULES)
	with pytest.raises(ScoringError, match="no rank IV/a"):
		stand(golongan="IV/a")


# --- months count once -------------------------------------------------------------------------------------


def period(first: str, last: str, annual: bool = False) -> PeriodResult:
	return PeriodResult(date.fromisoformat(first), date.fromisoformat(last), GOOD, annual)


def test_the_annual_result_takes_the_place_of_the_periodic_ones() -> None:
	half, other = period("2025-01-01", "2025-06-30"), period("2025-07-01", "2025-12-31")
	assert counted_months([half, other]) == [6, 6]
	assert counted_months([half, other, period("2025-01-01", "2025-12-31", True)]) == [0, 0, 12]


def test_an_annual_result_of_a_part_leaves_the_other_months() -> None:
	"""Transferred on 1 April, and only the later part has its result of the year yet."""
	quarters = [period("2025-01-01", "2025-03-31"), period("2025-04-01", "2025-06-30")]
	assert counted_months([*quarters, period("2025-04-01", "2025-12-31", True)]) == [3, 0, 9]


def test_a_divided_month_counts_once() -> None:
	"""16 days of March and 15: the first has it. Two results of the same months: the earlier one."""
	assert counted_months([period("2025-01-01", "2025-03-16"), period("2025-03-17", "2025-12-31")]) == [3, 9]
	assert counted_months([period("2025-02-01", "2025-06-30"), period("2025-01-01", "2025-03-31")]) == [3, 3]


def test_months_that_a_balance_holds_do_not_count_again() -> None:
	"""Balance up to the end of 2025: nothing of 2025 and all of 2026. Up to 30 June: the second half, and of
	the quarters none, for the year has their months. Up to 14 June: 14 of 30 days, so June counts."""
	year, next_year = period("2025-01-01", "2025-12-31", True), period("2026-01-01", "2026-12-31", True)
	first, third = period("2025-01-01", "2025-03-31"), period("2025-07-01", "2025-09-30")
	last = date(2025, 12, 31)
	assert counted_months([first, year, next_year], [last, last, last]) == [0, 0, 12]
	assert counted_months([year], [date(2025, 6, 30)]) == [6]
	assert counted_months([first, third, year], [date(2025, 6, 30)] * 3) == [0, 0, 6]
	assert counted_months([year], [date(2025, 6, 14)]) == [7]
	# the balance of another level, and one from before
	assert counted_months([first, year], [last, None]) == [0, 12]
	assert counted_months([year], [date(2024, 12, 31)]) == [12]


# --- ranks and levels --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("total", "missing", "eligible"),
	[("49.99", "0.01", False), ("49.995", "0.00", True), ("50", "0.00", True), ("50.01", "0.00", True)],
)
def test_the_edge_of_a_rank(total: str, missing: str, eligible: bool) -> None:
	found = stand(conversion(total))
	assert (found.rank.name, found.rank.points) == ("III/b", 50)
	assert (f"{found.rank.missing:.2f}", found.eligible) == (missing, eligible)


def test_ranks_of_a_level_go_on_counting_to_the_next_level() -> None:
	"""III/b is reached at 50, Ahli Muda (III/c) at 100."""
	at_a, at_b = stand(conversion("60")), stand(conversion("60"), golongan="III/b")
	assert (at_a.rank.name, at_a.rank.missing, at_a.level.name, at_a.level.missing) == ("III/b", 0, YOUNG, 40)
	assert (at_b.rank.name, at_b.rank.points, at_b.rank.missing) == ("III/c", 100, 40)
	assert at_b.level.points == 100


def test_a_level_entered_above_its_lowest_rank_asks_for_less() -> None:
	"""Ahli Madya IV/a to IV/c is 450; entered at IV/b 450 × 2/3 = 300, at IV/c 150."""
	for golongan, expected in (("IV/a", 450), ("IV/b", 300), ("IV/c", 150)):
		row = conversion("10", functional_level=MIDDLE, golongan=golongan)
		found = stand(row, level=MIDDLE, golongan=golongan)
		assert (found.level.points, found.level.name) == (expected, HIGH)
	row = conversion("10", functional_level=MIDDLE, golongan="IV/b")
	assert stand(row, level=MIDDLE, golongan="IV/b").rank.points == 150  # IV/c
	later = stand(row, level=MIDDLE, golongan="IV/c")
	assert (later.rank.name, later.rank.points, later.level.points) == ("IV/d", 300, 300)


def test_base_points_stand_for_the_ranks_left_out() -> None:
	"""Ahli Muda entered at III/d: 100 of the 200 are base points, or the 200 are 100. 75 more either way
	leave 25."""
	of_years = conversion("75", functional_level=YOUNG, golongan="III/d", months=36)
	base = replace(of_years, kind=EntryKind.BASE, points=Decimal(100), months=0, predicate=None)
	with_base = stand(base, of_years, level=YOUNG, golongan="III/d")
	without = stand(of_years, level=YOUNG, golongan="III/d")
	assert (with_base.total, with_base.level.points, with_base.level.missing) == (175, 200, 25)
	assert (without.total, without.level.points, without.level.missing) == (75, 100, 25)


def test_a_balance_stands_for_the_ranks_before() -> None:
	"""A decree says 58 in all for an Ahli Pertama who is III/b now; 12.5 of the year: 70.5 of 100, 29.50 are
	missing. Were it counted from III/b, 50 would do and he would be proposed 29.50 points too early."""
	balance = conversion("58", golongan="III/b", kind=EntryKind.INITIAL, months=0, predicate=None)
	found = stand(balance, conversion("12.5", golongan="III/b"), golongan="III/b")
	assert (found.total, found.rank.name, found.rank.points) == (Decimal("70.50"), "III/c", 100)
	assert (found.rank.missing, found.level.missing) == (Decimal("29.50"), Decimal("29.50"))
	assert not found.eligible


def test_points_of_an_earlier_level_do_not_count_in_this_one() -> None:
	young = conversion("25", functional_level=YOUNG, golongan="III/c")
	found = stand(conversion("120", date(2022, 12, 31)), young, level=YOUNG, golongan="III/c")
	assert (found.total, found.rank.name, found.rank.missing) == (25, "III/d", 75)


def test_the_end_of_the_ladder() -> None:
	row = conversion("900", functional_level=HIGH, golongan="IV/e")
	found = stand(row, level=HIGH, golongan="IV/e")
	assert (found.rank, found.level, found.eligible) == (None, None, False)
	assert "highest rank" in found.reasons[0].rule
	row = conversion("100", functional_level="Penyelia", golongan="III/c")
	found = stand(row, level="Penyelia", golongan="III/c")
	assert (found.rank.name, found.rank.missing, found.level) == ("III/d", 0, None)


def test_the_present_pace() -> None:
	"""12.5 a year are 1.0417 a month; 25 are missing: 24 months after the end of 2025."""
	found = stand(conversion("12.5", date(2024, 12, 31)), conversion("12.5"))
	assert (found.pace, found.rank.missing) == (Decimal("1.04"), 25)
	assert (found.rank.months, found.rank.on) == (24, date(2027, 12, 31))
	# a better last year sets the pace: 25 / 1.5625 = 16 months
	faster = stand(conversion("6.25", date(2024, 12, 31)), conversion("18.75"))
	assert (faster.rank.months, faster.rank.on) == (16, date(2027, 4, 30))
	# points are there, the months in the rank are not
	waiting = stand(conversion("50"), since=date(2025, 4, 1))
	assert (waiting.rank.months, waiting.rank.on, waiting.eligible) == (0, date(2027, 4, 1), False)
	assert stand().rank.months is None


def test_what_is_missing_is_not_expected_in_the_past() -> None:
	"""48.50 of 50, covered until the end of 2025: 1.50 at 1.0417 a month are 2 months, to 28 February 2026.
	Looked at on 10 April the points are missing still, so the earliest day is that one."""
	rows = (conversion("36", date(2024, 12, 31)), conversion("12.5"))
	early = stand(*rows, today=date(2026, 1, 15)).rank
	assert (early.missing, early.months, early.on) == (Decimal("1.50"), 2, date(2026, 2, 28))
	late = stand(*rows, today=date(2026, 4, 10))
	assert (late.rank.missing, late.rank.months, late.rank.on) == (Decimal("1.50"), 2, date(2026, 4, 10))
	# 51.50 to Ahli Muda are 50 months (49.44): far off, today changes nothing
	assert (late.level.missing, late.level.on) == (Decimal("51.50"), date(2030, 2, 28))
	# what is there was there on the last day that the results cover
	assert stand(conversion("50"), today=date(2026, 4, 10)).rank.on == date(2025, 12, 31)


@pytest.mark.parametrize(
	("values", "expected"),
	[
		({"since": date(2024, 1, 1)}, []),
		({"since": date(2024, 1, 2)}, ["The rank {0} is held since {1}, less than {2} months"]),
		({"since": None}, ["It is not known since when the rank is held"]),
		({"predicate": NEEDS_WORK}, ["The last predicate is {0}; {1} or better is asked for"]),
		({"predicate": Predicate.ENOUGH}, ["The last predicate is {0}; {1} or better is asked for"]),
		({"predicate": None}, ["There is no result with a predicate in this level yet"]),
		({"points": Decimal(1)}, ["{0} of {1} points for {2}: {3} are missing"]),
	],
	ids=str,
)
def test_why_somebody_is_not_eligible(values: dict[str, Any], expected: list[str]) -> None:
	since = {"since": values.pop("since")} if "since" in values else {}
	found = stand(replace(conversion("50"), **values), **since)
	assert [step.rule for step in found.reasons] == expected
	assert found.eligible is not bool(expected)


def test_the_newest_predicate_counts() -> None:
	bad, good = conversion("50", date(2024, 12, 31), predicate=Predicate.POOR), conversion("12.5")
	assert stand(bad, good).eligible
	assert stand(good, bad).eligible


def test_which_of_several_results_is_the_last() -> None:
	"""The latest day; of one day what counts, then the year before its last quarter, whatever the order."""
	year = conversion("12.5", annual=True, predicate=GOOD)
	quarter = conversion("0", months=0, predicate=Predicate.POOR)
	counted = conversion("3.125", months=3, predicate=NEEDS_WORK)
	in_balance = replace(year, months=0, points=Decimal(0))
	for rows, expected in (
		((year, quarter), GOOD),
		((counted, quarter), NEEDS_WORK),
		((in_balance, quarter), GOOD),
		((year, conversion("3", date(2026, 3, 31), months=3, predicate=VERY_GOOD)), VERY_GOOD),
	):
		assert last_predicate(rows) is last_predicate(rows[::-1]) is expected
	assert last_predicate([conversion("5", kind=EntryKind.CORRECTION, predicate=None)]) is None
	bad = conversion("0", months=0, predicate=Predicate.POOR)
	assert stand(replace(year, points=Decimal(50)), bad).eligible


# --- the table ---------------------------------------------------------------------------------------------


def refused(rules: CreditRules) -> str:
	with pytest.raises(ScoringError) as error:
		validate_credit_rules(rules)
	return error.value.place


def test_tables_that_are_refused() -> None:
	levels = list(RULES.levels)

	def changed(place: int, **values: Any) -> CreditRules:
		rows = list(levels)
		rows[place] = replace(rows[place], **values)
		return replace(RULES, levels=tuple(rows))

	assert refused(replace(RULES, levels=())) == "levels"
	assert refused(changed(0, coefficient=Decimal(0))) == "levels #1 coefficient"
	assert refused(changed(1, golongan_from="II/c")) == "levels #2 golongan_from"
	assert refused(changed(1, golongan_to="XX")) == "levels #2 golongan_to"
	assert refused(changed(2, golongan_to="II/a")) == "levels #3 golongan_to"
	assert refused(changed(5, functional_level=FIRST)) == "levels #6 functional_level"
	assert refused(replace(RULES, percents=RULES.percents[1:])) == "percents"
	twice = (*RULES.percents, CreditPercent(Predicate.ENOUGH, Decimal(1)))
	assert refused(replace(RULES, percents=twice)) == "percents #6 predicate"
	swapped = tuple(
		replace(row, percent=other.percent)
		for row, other in zip(RULES.percents, RULES.percents[::-1], strict=True)
	)
	assert refused(replace(RULES, percents=swapped)) == "percents"
	base = (BasePoints(YOUNG, "IV/a", Decimal(1)),)
	assert refused(replace(RULES, base_points=base)) == "base_points #1 golongan"


def test_a_wrong_row_is_named() -> None:
	with pytest.raises(ScoringError) as error:
		credit_rules_from_dict({"title": "x", "levels": [{"category": "Keahlian"}], "percents": []})
	assert error.value.place == "levels #1 functional_level"


# --- properties --------------------------------------------------------------------------------------------

months = st.integers(0, 60)
predicates = st.sampled_from(list(Predicate))
levels_of = st.sampled_from(LEVELS)


@given(months, predicates, levels_of)
def test_points_stay_within_the_maximum_and_rise_with_months(n: int, p: Predicate, level: str) -> None:
	earned = credit_points(n, p, level, RULES).points
	assert 0 <= earned <= exact_points(n, Decimal(150), level_of(level, RULES).coefficient)
	assert credit_points(n + 1, p, level, RULES).points > earned


@given(st.lists(st.tuples(st.integers(1, 12), predicates), max_size=8), levels_of)
def test_the_total_does_not_depend_on_the_division(parts: list[tuple[int, Predicate]], level: str) -> None:
	"""Month by month or at once: the same sum, and totals that never fall."""
	at_once = [credit_points(n, p, level, RULES).points for n, p in parts]
	single = [credit_points(1, p, level, RULES).points for n, p in parts for _month in range(n)]
	assert running_totals(at_once)[-1:] == running_totals(single)[-1:]
	totals = running_totals(at_once)
	assert totals == sorted(totals)


starts = st.dates(date(2024, 1, 1), date(2026, 12, 31))
periods = st.builds(
	lambda one, other, annual: PeriodResult(min(one, other), max(one, other), GOOD, annual),
	starts,
	starts,
	st.booleans(),
)


@given(st.lists(periods, max_size=6), st.randoms())
def test_no_month_counts_twice(results: list[PeriodResult], random: Any) -> None:
	counts = counted_months(results)
	assert sum(counts) <= 36
	assert all(count >= 0 for count in counts)
	shuffled = random.sample(results, len(results))
	assert sum(counted_months(shuffled)) == sum(counts)


@given(levels_of, st.integers(0, 100000), st.integers(0, 2))
def test_what_is_missing_and_what_is_there_make_the_whole(level: str, cents: int, place: int) -> None:
	ranks = ranks_of(level_of(level, RULES))
	golongan = ranks[min(place, len(ranks) - 1)]
	row = conversion("0", functional_level=level, golongan=golongan, points=Decimal(cents) / 100)
	found = stand(row, level=level, golongan=golongan)
	for target in filter(None, (found.rank, found.level)):
		assert target.missing == max(0, target.points - found.total)
		assert (target.missing == 0) is (found.total >= target.points)
	if found.eligible:
		assert found.rank is not None
		assert not found.rank.missing
