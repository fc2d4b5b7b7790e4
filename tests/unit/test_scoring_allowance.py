"""The allowance: base × (60 % × performance + 40 % × discipline), and what happens where data are missing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.scoring import (
	ExceptionKind,
	Level,
	MonthFacts,
	Occurrence,
	Predicate,
	Sanction,
	ScoringError,
)
from asn_kinerja.scoring.allowance import (
	Allowance,
	AllowanceRules,
	AllowanceSanction,
	CutFrom,
	MissingPart,
	PartMonth,
	PartMonths,
	Performance,
	PerformanceMethod,
	RupiahRounding,
	allowance,
	allowance_rules_from_dict,
	cut_in,
	held_since,
	paid_by,
	part_of,
	rounded,
	rupiah,
	supplement,
	validate_allowance_rules,
	with_base,
)
from asn_kinerja.scoring.allowance_bases import (
	AllowanceBase,
	GivenBase,
	Place,
	base_of,
	base_rests_on,
	entered_base,
	former_base,
	unknown_since,
)
from asn_kinerja.scoring.shipped import shipped_allowance_rules

RULES = shipped_allowance_rules()["Contoh TPP 60/40"]
MARCH = date(2026, 3, 1)
FULL = MonthFacts(MARCH, 20, 20)
BASE = Decimal(5_000_000)


def month(absent: int = 0, *late: int) -> MonthFacts:
	rows = tuple(
		Occurrence(ExceptionKind.LATE, date(2026, 3, day), minutes) for day, minutes in enumerate(late, 2)
	)
	return MonthFacts(MARCH, 20, 20 - absent, unexcused_absences=absent, exceptions=rows)


def given_to(
	score: str | None = "100",
	facts: MonthFacts | None = FULL,
	*sanctions: Sanction,
	base: Decimal = BASE,
	rules: AllowanceRules = RULES,
	part: PartMonth | None = None,
) -> Allowance:
	found = None if score is None else Performance(Decimal(score))
	return allowance(base, found, facts, sanctions, rules, part)


def sanction(level: Level) -> Sanction:
	return Sanction(level, "Teguran", date(2026, 2, 1))


def test_present_but_without_performance() -> None:
	"""Kab. Kepahiang: only 40 % of the allowance."""
	found = given_to(None)
	assert (found.performance, found.discipline, found.amount) == (0, 100, 2_000_000)
	assert [step.rule for step in found.missing] == ["There is no result of the performance"]
	assert given_to("0").amount == 2_000_000


@pytest.mark.parametrize(
	("score", "performance", "amount"),
	[("0", 0, 2_000_000), ("85", 85, 4_550_000), ("100", 100, 5_000_000), ("120", 100, 5_000_000)],
)
def test_the_score_up_to_its_cap(score: str, performance: int, amount: int) -> None:
	"""85: 0.6 × 85 + 40 = 91 % of 5 million."""
	found = given_to(score)
	assert (found.performance, found.amount) == (performance, amount)


def test_a_higher_cap_pays_more_than_the_base() -> None:
	"""0.6 × 110 + 40 = 106 %"""
	rules = replace(RULES, highest_percent=Decimal(110))
	assert given_to("115", rules=rules).amount == 5_300_000


def test_deductions_of_the_month() -> None:
	"""One day absent 3 %, 20 minutes late 0.5 %: discipline 96.5; 60 + 38.6 = 98.6 %."""
	found = given_to("100", month(1, 20))
	assert (found.discipline, found.amount) == (Decimal("96.5"), 4_930_000)
	assert any(step.output == "96.50" for step in found.steps)


def test_deductions_above_a_hundred_leave_nothing_of_the_discipline_part() -> None:
	"""20 × 3 % = 60; with three light sanctions (20 % each) 0."""
	assert given_to("100", month(20)).discipline == 40
	found = given_to("100", month(20), *[sanction(Level.LIGHT)] * 3)
	assert (found.discipline, found.amount) == (0, 3_000_000)


def cutting(*rows: tuple[Level, int, CutFrom]) -> AllowanceRules:
	return replace(
		RULES, sanctions=tuple(AllowanceSanction(level, Decimal(points), off) for level, points, off in rows)
	)


def test_a_medium_sanction_takes_a_quarter_of_the_whole() -> None:
	"""PP 94/2021: 25 % of 5 million is 1,250,000; of 60 + 0.4 × 97 = 98.8 % what is left is 74.1 %."""
	found = given_to("100", FULL, sanction(Level.MEDIUM))
	assert (found.discipline, found.amount) == (100, 3_750_000)
	told = {step.rule.format(*step.values): step.output for step in found.steps}
	assert told["Teguran, level Sedang: percent off the whole allowance"] == "25.00"
	assert told["100.00 % less 25.00 % of it, at least 0"] == "75.00"
	assert told["Base Rp 5.000.000 × 75.00 %, in steps of Rp 1"] == "3.750.000"
	assert given_to("100", month(1), sanction(Level.MEDIUM)).amount == 3_705_000


def test_a_severe_sanction_takes_off_what_the_rule_says() -> None:
	"""The published rule names no percent: the lower position has its lower base."""
	assert given_to("100", FULL, sanction(Level.SEVERE)).amount == 5_000_000
	rules = cutting((Level.SEVERE, 100, CutFrom.DISCIPLINE))
	assert given_to("100", FULL, sanction(Level.SEVERE), rules=rules).amount == 3_000_000


def test_sanctions_add_up() -> None:
	"""Off the part: 100 − 20 − 25 = 55: 60 + 22 = 82 %. Of the whole: 100 − 25 − 25 = 50 %, and three times
	40 leave nothing. Of each: 60 + 0.4 × 80 = 92 %, and 75 % of it 69 %."""
	both = (sanction(Level.LIGHT), sanction(Level.MEDIUM))
	part = cutting((Level.LIGHT, 20, CutFrom.DISCIPLINE), (Level.MEDIUM, 25, CutFrom.DISCIPLINE))
	assert given_to("100", FULL, *both, rules=part).discipline == 55
	assert given_to("100", FULL, *both, rules=part).amount == 4_100_000
	assert given_to("100", FULL, *[both[1]] * 2).amount == 2_500_000
	whole = cutting((Level.LIGHT, 40, CutFrom.WHOLE))
	assert given_to("100", FULL, *[both[0]] * 3, rules=whole).amount == 0
	found = given_to("100", FULL, *both)
	assert (found.discipline, found.amount) == (80, 3_450_000)


def test_a_rule_from_before_cuts_the_discipline_part() -> None:
	raw = {"title": "x", "performance_method": "Score", "attendance_rule": RULES.attendance_rule}
	rules = allowance_rules_from_dict({**raw, "sanctions": [{"level": "Sedang", "points": 25}]})
	assert rules.sanctions == (AllowanceSanction(Level.MEDIUM, Decimal(25), CutFrom.DISCIPLINE),)
	assert rules.part_months is PartMonths.FULL
	with pytest.raises(ScoringError) as error:
		allowance_rules_from_dict({**raw, "sanctions": [{"level": "Sedang", "cut_from": "Base"}]})
	assert error.value.place == "sanctions #1 cut_from"


# --- a part of a month -------------------------------------------------------------------------------------

DAILY = replace(RULES, part_months=PartMonths.CALENDAR_DAYS)


@pytest.mark.parametrize(
	("joined", "left", "days", "told"),
	[
		(None, date(2026, 3, 2), 2, ["Left on 02/03/2026"]),
		(date(2026, 3, 30), None, 2, ["Joined on 30/03/2026"]),
		(date(2026, 3, 10), date(2026, 3, 12), 3, ["Joined on 10/03/2026", "Left on 12/03/2026"]),
		(None, date(2026, 2, 27), 0, ["Left on 27/02/2026"]),
	],
	ids=str,
)
def test_a_part_of_a_month(joined: date | None, left: date | None, days: int, told: list[str]) -> None:
	"""Of 31 days: 2 are 322,580.65 of 5 million, 3 are 483,870.97."""
	part = part_of(MARCH, joined, left)
	assert part
	assert (part.days, part.of) == (days, 31)
	found = given_to(part=part, rules=DAILY)
	assert found.amount == {0: 0, 2: 322_581, 3: 483_871}[days]
	steps = [step.rule.format(*step.values) for step in found.steps]
	assert f"Base Rp 5.000.000 × 100.00 % × {days} of 31 calendar days, in steps of Rp 1" in steps
	in_full = given_to(part=part)
	assert in_full.amount == 5_000_000
	for one in (found, in_full):
		assert [step.rule.format(*step.values) for step in one.remarks] == told
		assert (one.missing, one.left_out) == ((), False)


def test_the_whole_month_is_no_part() -> None:
	assert part_of(MARCH, date(2026, 3, 1), date(2026, 3, 31)) is None
	assert part_of(date(2026, 3, 17), date(2020, 1, 1), date(2026, 4, 1)) is None
	assert part_of(MARCH, None, None) is None
	february = part_of(date(2028, 2, 1), date(2028, 2, 29), None)
	assert february
	assert (february.days, february.of) == (1, 29)


def test_half_a_rupiah_of_a_part_is_rounded_up() -> None:
	"""15 of 30 days of 4,000,001: 2,000,000.5; with 25 % off the whole 1,500,000.375."""
	half = part_of(date(2026, 4, 1), date(2026, 4, 16), None)
	assert given_to(base=Decimal(4_000_001), part=half, rules=DAILY).amount == 2_000_001
	cut = given_to("100", FULL, sanction(Level.MEDIUM), base=Decimal(4_000_001), part=half, rules=DAILY)
	assert cut.amount == 1_500_000


def test_who_is_paid_by_another_sheet_is_left_out() -> None:
	other = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia · 03/2026"
	found = paid_by(other, given_to())
	assert (found.amount, found.left_out, found.base, found.performance) == (0, True, BASE, 100)
	assert [step.rule.format(*step.values) for step in found.remarks] == [f"Paid by {other}"]
	assert found.steps[-1] == found.remarks[0]


# --- sanctions that last for months ------------------------------------------------------------------------


@pytest.mark.parametrize(
	("from_date", "months", "first", "last"),
	[
		# to 15 September: seven months are touched, six pay less
		(date(2026, 3, 16), 6, date(2026, 3, 1), date(2026, 8, 1)),
		(date(2026, 3, 1), 6, date(2026, 3, 1), date(2026, 8, 1)),
		(date(2026, 8, 31), 9, date(2026, 8, 1), date(2027, 4, 1)),
		(date(2026, 12, 31), 1, date(2026, 12, 1), date(2026, 12, 1)),
	],
	ids=str,
)
def test_a_sanction_takes_something_off_so_many_months(
	from_date: date, months: int, first: date, last: date
) -> None:
	every = [date(2026 + number // 12, number % 12 + 1, 1) for number in range(36)]
	found = [month for month in every if cut_in(month, from_date, months)]
	assert (len(found), found[0], found[-1]) == (months, first, last)


def test_how_long_one_without_a_duration_counts_is_not_asked_here() -> None:
	assert cut_in(date(2026, 9, 1), date(2026, 3, 16), 0)


# --- the base of a month that is over ----------------------------------------------------------------------

TABLE = (
	AllowanceBase(Decimal(3_000_000), position_type="Pelaksana"),
	AllowanceBase(Decimal(3_200_000), position_type="Pelaksana", golongan="III/a"),
	AllowanceBase(Decimal(6_000_000), position_type="Pengawas"),
	AllowanceBase(Decimal(9_000_000), designation="Kepala Bidang"),
)
PROMOTED = Place(position_type="Pengawas", golongan="III/c", position_since=date(2026, 6, 1))


def held(month: date, place: Place, joined: date | None = None) -> tuple[Decimal, bool, list[str]]:
	found = held_since(given_to(), month, TABLE, place, joined)
	return found.amount, found.left_out, [step.rule.format(*step.values) for step in found.remarks]


def test_the_base_of_a_former_position_is_not_that_of_today() -> None:
	"""Promoted on 1 June: May is not paid by the base of June, June is."""
	told = ["In this position since 01/06/2026: the base of the month is not known"]
	assert held(date(2026, 5, 1), PROMOTED) == (0, True, told)
	assert held_since(given_to(), date(2026, 5, 1), TABLE, PROMOTED).base == 0
	assert held(date(2026, 6, 1), PROMOTED) == (5_000_000, False, [])
	within = replace(PROMOTED, position_since=date(2026, 6, 2))
	told = ["In this position since 02/06/2026: check the base"]
	assert held(date(2026, 6, 30), within) == (5_000_000, False, told)
	# on the last day still within, on the next not
	assert held(date(2026, 6, 1), replace(PROMOTED, position_since=date(2026, 6, 30)))[1] is False
	assert held(date(2026, 6, 1), replace(PROMOTED, position_since=date(2026, 7, 1)))[1] is True


def test_a_rank_matters_where_a_base_is_bound_to_it() -> None:
	"""A Pengawas has his base in every rank; a Pelaksana of III/b might have been III/a."""
	later = {"golongan": "III/b", "golongan_since": date(2026, 6, 1)}
	assert held(date(2026, 5, 1), Place(position_type="Pengawas", **later)) == (5_000_000, False, [])
	amount, left_out, told = held(date(2026, 5, 1), Place(position_type="Pelaksana", **later))
	assert (amount, left_out) == (0, True)
	assert told == ["In this golongan since 01/06/2026: the base of the month is not known"]
	within = {**later, "golongan_since": date(2026, 5, 15)}
	_amount, left_out, told = held(date(2026, 5, 1), Place(position_type="Pelaksana", **within))
	assert (left_out, told) == (False, ["In this golongan since 15/05/2026: check the base"])
	# a base that names the position comes before one that names the rank
	head = Place(designation="Kepala Bidang", position_type="Pelaksana", golongan="III/b")
	assert not base_rests_on(TABLE, head, ("golongan",))
	assert base_rests_on(TABLE, head, ("designation",))
	assert not base_rests_on((), head, ("designation",))


MAY, PAID = date(2026, 5, 1), Decimal(3_000_000)


def former(place: Place, paid: date, month: date = MAY) -> str | None:
	found = former_base(PAID, paid, month, TABLE, place)
	assert found is None or found.amount == PAID
	return found and found.why.rule.format(*found.why.values)


def test_the_base_of_a_month_paid_before_the_change_is_that_of_the_month() -> None:
	"""Promoted on 1 June: May is paid by the base of April, of January where that is the newest, and by its
	own where a supplementary sheet asks again. June is known."""
	words = "Base of {}, because the present position began on 01/06/2026"
	assert former(PROMOTED, date(2026, 4, 1)) == words.format("04/2026")
	assert former(PROMOTED, date(2026, 1, 1)) == words.format("01/2026")
	assert former(PROMOTED, MAY) == words.format("05/2026")
	assert former(PROMOTED, MAY, date(2026, 6, 1)) is None
	assert unknown_since(MAY, TABLE, PROMOTED).since == date(2026, 6, 1)
	assert unknown_since(date(2026, 6, 30), TABLE, PROMOTED) is None
	assert unknown_since(MAY, (TABLE[0],), replace(PROMOTED, position_type="")) is not None
	assert unknown_since(MAY, (AllowanceBase(PAID),), PROMOTED) is None


def test_a_base_before_another_change_is_not_that_of_the_month() -> None:
	"""Pelaksana since 10 April or 1 May, III/a since 1 June: March was paid by the base of yet another
	position, April (of which it is known from the 10th on) was not."""
	place = Place(position_type="Pelaksana", golongan="III/a", golongan_since=date(2026, 6, 1))
	told = "Base of {}, because the present golongan began on 01/06/2026"
	since = replace(place, position_since=date(2026, 4, 10))
	assert former(since, date(2026, 3, 1)) is None
	assert former(since, date(2026, 4, 1)) == told.format("04/2026")
	assert former(replace(place, position_since=MAY), date(2026, 4, 1)) is None
	assert former(replace(place, position_since=date(2026, 4, 30)), date(2026, 4, 1)) == told.format(
		"04/2026"
	)
	# two that began after the month are told as one: the position comes first
	both = replace(PROMOTED, position_type="Pelaksana", golongan_since=date(2026, 6, 1))
	assert former(both, date(2026, 4, 1)) == (
		"Base of 04/2026, because the present position began on 01/06/2026"
	)


def test_a_given_base_says_so_first() -> None:
	given = entered_base(BASE, "Siti", "SK 821/7/2020")
	found = with_base(given_to(), given)
	assert (found.base, found.amount, found.left_out) == (BASE, 5_000_000, False)
	told = "Base entered by Siti: SK 821/7/2020"
	assert [step.rule.format(*step.values) for step in found.remarks] == [told]
	first = found.steps[0]
	assert (first.rule.format(*first.values), first.output) == (told, "5.000.000")
	assert found.steps[1:] == given_to().steps
	assert given == GivenBase(BASE, found.remarks[0])


def test_who_joined_in_the_month_was_nothing_else_before() -> None:
	joined = date(2026, 5, 4)
	began = replace(PROMOTED, position_since=joined)
	assert held(date(2026, 5, 1), began, joined) == (5_000_000, False, [])
	assert len(held(date(2026, 5, 1), began, date(2026, 5, 2))[2]) == 1


# --- supplementary sheets ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("before", "amount", "told"),
	[
		(0, 5_000_000, "Rp 5.000.000 due, Rp 0 approved before"),
		(4_500_000, 500_000, "Rp 5.000.000 due, Rp 4.500.000 approved before"),
		(6_000_000, -1_000_000, "Rp 5.000.000 due, Rp 6.000.000 approved before"),
		(5_000_000, 0, "Rp 5.000.000 due, Rp 5.000.000 approved before"),
	],
)
def test_a_supplement_pays_what_differs(before: int, amount: int, told: str) -> None:
	found = supplement(given_to(), Decimal(before))
	assert (found.amount, found.base, found.left_out) == (amount, BASE, False)
	last = found.steps[-1]
	assert (last.rule.format(*last.values), last.output) == (told, rupiah(Decimal(amount)))


def test_a_supplement_takes_nothing_back_from_who_is_left_out() -> None:
	rules = replace(RULES, missing_result=MissingPart.LEAVE_OUT)
	found = supplement(given_to(None, rules=rules), Decimal(4_500_000))
	assert (found.amount, found.left_out) == (0, True)
	assert [step.rule.format(*step.values) for step in found.remarks] == [
		"Rp 4.500.000 approved before stays until the data are there"
	]
	waiting = given_to(None, rules=rules)
	assert supplement(waiting, Decimal(0)) == waiting


@given(st.lists(st.sampled_from(["0", "40", "85", "100", "120"]), min_size=1, max_size=4))
def test_all_sheets_of_a_month_together_pay_what_is_due_last(scores: list[str]) -> None:
	paid = Decimal(0)
	for score in scores:
		paid += supplement(given_to(score), paid).amount
	assert paid == given_to(scores[-1]).amount


def test_by_the_predicate() -> None:
	"""Baik 90: 54 + 40 = 94 %; Cukup is the step of Butuh Perbaikan, 70: 42 + 40 = 82 %."""
	rules = replace(RULES, performance_method=PerformanceMethod.PREDICATE)
	for predicate, amount in ((Predicate.GOOD, 4_700_000), (Predicate.ENOUGH, 4_100_000)):
		assert allowance(BASE, Performance(None, predicate), FULL, (), rules).amount == amount
	assert allowance(BASE, Performance(Decimal(100)), FULL, (), rules).performance == 0


@pytest.mark.parametrize(
	("policy", "performance", "amount"),
	[(MissingPart.ZERO, 0, 2_000_000), (MissingPart.FULL, 100, 5_000_000), (MissingPart.LEAVE_OUT, None, 0)],
)
def test_without_a_result(policy: MissingPart, performance: int | None, amount: int) -> None:
	found = given_to(None, rules=replace(RULES, missing_result=policy))
	assert (found.performance, found.amount) == (performance, amount)
	assert found.left_out is (policy is MissingPart.LEAVE_OUT)
	assert len(found.missing) == 1


@pytest.mark.parametrize(
	("policy", "discipline", "amount"),
	[(MissingPart.ZERO, 0, 3_000_000), (MissingPart.FULL, 100, 5_000_000), (MissingPart.LEAVE_OUT, None, 0)],
)
def test_without_a_recap(policy: MissingPart, discipline: int | None, amount: int) -> None:
	rules = replace(RULES, missing_attendance=policy)
	for facts in (None, MonthFacts(MARCH, 0, 0)):
		found = given_to("100", facts, rules=rules)
		assert (found.discipline, found.amount) == (discipline, amount)
		assert [step.rule for step in found.missing] == ["There is no recap of the attendance"]


def test_a_sanction_counts_without_a_recap_too() -> None:
	rules = replace(RULES, missing_attendance=MissingPart.FULL)
	assert given_to("100", None, sanction(Level.LIGHT), rules=rules).discipline == 80


# --- rounding ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("direction", "unit", "amount", "expected"),
	[
		(RupiahRounding.HALF_UP, 1, "1000.5", 1001),
		(RupiahRounding.HALF_UP, 1, "1000.49", 1000),
		(RupiahRounding.HALF_UP, 100, "1050", 1100),
		(RupiahRounding.HALF_UP, 100, "1049.99", 1000),
		(RupiahRounding.DOWN, 1000, "1999.99", 1000),
		(RupiahRounding.UP, 1000, "1000.01", 2000),
		(RupiahRounding.UP, 1000, "1000", 1000),
	],
)
def test_rounding(direction: RupiahRounding, unit: int, amount: str, expected: int) -> None:
	rules = replace(RULES, rounding=direction, rounding_unit=unit)
	assert rounded(Decimal(amount), rules) == expected


def test_half_a_rupiah_is_rounded_up() -> None:
	"""0.6 × 99.99 + 40 = 99.994 % of 1,234,567 = 1,234,492.92598 → 1,234,493"""
	assert given_to("99.99", base=Decimal(1_234_567)).amount == 1_234_493
	assert rupiah(Decimal(1234493)) == "1.234.493"


# --- bases -------------------------------------------------------------------------------------------------

BASES = (
	AllowanceBase(Decimal(1)),
	AllowanceBase(Decimal(2), position_type="Fungsional"),
	AllowanceBase(Decimal(3), golongan="III/a"),
	AllowanceBase(Decimal(4), functional_level="Ahli Muda"),
	AllowanceBase(Decimal(5), functional_level="Ahli Muda", golongan="III/d"),
	AllowanceBase(Decimal(6), designation="Perawat"),
	AllowanceBase(Decimal(7), designation="Perawat", golongan="III/a"),
)


@pytest.mark.parametrize(
	("person", "amount"),
	[
		({}, 1),
		({"position_type": "Fungsional"}, 2),
		({"position_type": "Fungsional", "golongan": "III/a"}, 3),
		({"position_type": "Fungsional", "golongan": "III/a", "functional_level": "Ahli Muda"}, 4),
		({"functional_level": "Ahli Muda", "golongan": "III/d"}, 5),
		({"functional_level": "Ahli Muda", "golongan": "III/d", "designation": "Perawat"}, 6),
		({"designation": "Perawat", "golongan": "III/a"}, 7),
	],
	ids=str,
)
def test_the_more_telling_base_wins(person: dict[str, str], amount: int) -> None:
	for bases in (BASES, BASES[::-1]):
		assert base_of(bases, **person).amount == amount


def test_who_has_no_base_is_left_out() -> None:
	found = allowance(None, Performance(Decimal(100)), FULL, (), RULES)
	assert (found.left_out, found.base, found.amount) == (True, 0, 0)
	assert [step.rule for step in found.missing] == ["The rule has no base for this position"]


def test_nobody_without_a_base_that_fits() -> None:
	assert base_of(BASES[1:], position_type="Pelaksana") is None


# --- the rule ----------------------------------------------------------------------------------------------


def refused(**values: Any) -> str:
	with pytest.raises(ScoringError) as error:
		validate_allowance_rules(replace(RULES, **values))
	return error.value.place


def test_rules_that_are_refused() -> None:
	assert refused(performance_share=Decimal(61)) == "performance_share"
	assert refused(bases=(BASES[1], BASES[2], BASES[1])) == "bases #3 designation"
	assert refused(sanctions=(AllowanceSanction(Level.LIGHT, Decimal(101)),)) == "sanctions #1 points"
	assert refused(sanctions=(RULES.sanctions[0],) * 2) == "sanctions #2 level"
	by_predicate = {"performance_method": PerformanceMethod.PREDICATE}
	assert refused(**by_predicate, predicates=RULES.predicates[1:]) == "predicates"
	assert refused(predicates=(RULES.predicates[0],) * 2) == "predicates #2 predicate"


def test_a_wrong_row_is_named() -> None:
	raw = {"title": "x", "performance_method": "Score", "attendance_rule": RULES.attendance_rule}
	with pytest.raises(ScoringError) as error:
		allowance_rules_from_dict({**raw, "bases": [{"amount": "dua"}]})
	assert error.value.place == "bases #1 amount"
	with pytest.raises(ScoringError) as error:
		allowance_rules_from_dict({"title": "x", "performance_method": "Score"})
	assert error.value.field == "attendance_rule"


# --- properties --------------------------------------------------------------------------------------------

scores = st.decimals(0, 120, places=2)
absences = st.integers(0, 20)
bases = st.integers(0, 100_000_000).map(Decimal)


levels = st.lists(st.sampled_from(list(Level)), max_size=4)
rows = st.builds(
	AllowanceSanction,
	st.sampled_from(list(Level)),
	st.decimals(0, 100, places=2),
	st.sampled_from(list(CutFrom)),
)
rules = st.builds(
	lambda rows, part: replace(RULES, sanctions=tuple(rows), part_months=part),
	st.lists(rows, unique_by=lambda row: row.level),
	st.sampled_from(list(PartMonths)),
)
days = st.integers(0, 40).map(lambda number: date(2026, 2, 25) + timedelta(days=number))


@given(bases, scores, absences, levels, rules, st.none() | days, st.none() | days)
def test_the_amount_stays_between_nothing_and_the_base(
	base: Decimal,
	score: Decimal,
	absent: int,
	levels: list[Level],
	rules: AllowanceRules,
	joined: date | None,
	left: date | None,
) -> None:
	sanctions, part = [sanction(one) for one in levels], part_of(MARCH, joined, left)
	found = allowance(base, Performance(score), month(absent), sanctions, rules, part)
	assert 0 <= found.amount <= base
	assert found.amount == found.amount.to_integral_value()
	assert 0 <= found.discipline <= 100
	assert found.amount <= allowance(base, Performance(score), month(absent), (), rules, part).amount
	assert found.amount <= allowance(base, Performance(score), month(absent), sanctions, rules).amount
	turned = allowance(base, Performance(score), month(absent), sanctions[::-1], rules, part)
	assert turned.amount == found.amount


@given(st.integers(2, 31))
def test_two_parts_make_the_month(day: int) -> None:
	before = part_of(MARCH, None, date(2026, 3, day - 1))
	after = part_of(MARCH, date(2026, 3, day), None)
	assert before
	assert after
	assert before.days + after.days == 31


@given(bases, scores, scores, absences)
def test_more_performance_and_more_presence_never_give_less(
	base: Decimal, one: Decimal, other: Decimal, absent: int
) -> None:
	low, high = sorted((one, other))
	amounts = [allowance(base, Performance(score), month(absent), (), RULES).amount for score in (low, high)]
	assert amounts[0] <= amounts[1]
	assert allowance(base, Performance(high), FULL, (), RULES).amount >= amounts[1]
