"""PP 94/2021: from unexcused days to the proposed sanction, and from sanctions to the score."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.scoring import (
	DisciplineRules,
	Effect,
	Level,
	Sanction,
	ScoringError,
	days_of_minutes,
	discipline_score,
	longest_run,
	shipped_discipline_rules,
	suggest,
	validate_discipline_rules,
)

PP94 = shipped_discipline_rules()["PP 94/2021"]
LIGHT, MEDIUM, SEVERE = Level
DISMISSAL = "Pemberhentian dengan hormat tidak atas permintaan sendiri sebagai PNS"


@pytest.mark.parametrize(
	("days", "level", "words", "severity", "months"),
	[
		(3, LIGHT, "Teguran lisan", 1, 0),
		(4, LIGHT, "Teguran tertulis", 2, 0),
		(6, LIGHT, "Teguran tertulis", 2, 0),
		(7, LIGHT, "tidak puas", 3, 0),
		(10, LIGHT, "tidak puas", 3, 0),
		(11, MEDIUM, "25% selama 6 bulan", 4, 6),
		(13, MEDIUM, "25% selama 6 bulan", 4, 6),
		(14, MEDIUM, "25% selama 9 bulan", 5, 9),
		(16, MEDIUM, "25% selama 9 bulan", 5, 9),
		(17, MEDIUM, "25% selama 12 bulan", 6, 12),
		(20, MEDIUM, "25% selama 12 bulan", 6, 12),
		(21, SEVERE, "setingkat lebih rendah", 7, 12),
		(24, SEVERE, "setingkat lebih rendah", 7, 12),
		(25, SEVERE, "jabatan pelaksana", 8, 12),
		(27, SEVERE, "jabatan pelaksana", 8, 12),
		(28, SEVERE, "Pemberhentian", 9, 0),
		(300, SEVERE, "Pemberhentian", 9, 0),
	],
)
def test_days_of_the_year(days: int, level: Level, words: str, severity: int, months: int) -> None:
	found = suggest(days, 1, PP94)
	assert (found.level, found.severity, found.months, found.consecutive) == (level, severity, months, False)
	assert words in found.sanction


@pytest.mark.parametrize("days", [0, 1, 2])
def test_fewer_than_three_days_lead_to_nothing(days: int) -> None:
	assert suggest(days, days, PP94) is None


def test_ten_days_in_a_row() -> None:
	"""Ten of the year lead to the lightest level, ten in a row to the same dismissal as 28 of the year."""
	found = suggest(10, 10, PP94)
	assert (found.level, found.sanction, found.severity) == (SEVERE, DISMISSAL, 9)
	assert found.consecutive
	assert suggest(10, 9, PP94).sanction == "Pernyataan tidak puas secara tertulis"
	assert suggest(28, 10, PP94).severity == 9


def test_a_sanction_for_days_in_a_row_that_the_table_lacks_comes_behind_its_level() -> None:
	rules = replace(PP94, consecutive_level=MEDIUM, consecutive_sanction="Lainnya")
	assert suggest(12, 10, rules).sanction == "Lainnya"  # behind the three of its level: severity 6
	assert suggest(12, 10, rules).severity == 6
	assert suggest(21, 10, rules).severity == 7


@given(st.integers(0, 400), st.integers(0, 60), st.integers(0, 60))
def test_more_days_never_lead_to_less(days: int, run: int, more: int) -> None:
	def severity(found: Any) -> int:
		return found.severity if found else 0

	assert severity(suggest(days, run, PP94)) <= severity(suggest(days + more, run, PP94))
	assert severity(suggest(days, run, PP94)) <= severity(suggest(days, run + more, PP94))


def test_minutes_add_up_to_days() -> None:
	"""7.5 hours, 450 minutes, are a day."""
	assert [days_of_minutes(minutes, PP94) for minutes in (0, 449, 450, 899, 900)] == [0, 0, 1, 1, 2]
	assert days_of_minutes(10**6, replace(PP94, minutes_per_day=0)) == 0


# --- days in a row -----------------------------------------------------------------------------------------


def days(first: str, count: int) -> list[date]:
	start = date.fromisoformat(first)
	return [start + timedelta(days=number) for number in range(count)]


def test_a_weekend_neither_counts_nor_interrupts() -> None:
	"""Monday 2 March to Friday 13 March 2026: ten working days with a weekend between them."""
	two_weeks = days("2026-03-02", 12)
	weekend = [day for day in days("2026-03-01", 31) if day.weekday() >= 5]
	assert longest_run(two_weeks, weekend) == 10
	assert longest_run(set(two_weeks) - set(weekend), weekend) == 10
	assert longest_run(two_weeks, []) == 12


def test_a_day_at_work_interrupts() -> None:
	absent = [day for day in days("2026-03-02", 5) if day.day != 4]
	assert longest_run(absent, []) == 2
	assert longest_run([], []) == 0


def test_a_run_goes_on_in_the_next_month() -> None:
	assert longest_run(days("2026-03-30", 4), []) == 4


def test_a_run_of_last_year_counts_when_it_reaches_into_this_one() -> None:
	"""Six days up to 31 December are last year's; with three more of January they are a run of nine."""
	december = days("2025-12-26", 6)
	assert longest_run(december, [], since=date(2026, 1, 1)) == 0
	assert longest_run([*december, *days("2026-01-01", 3)], [], since=date(2026, 1, 1)) == 9
	assert longest_run([*december, *days("2026-01-05", 3)], [], since=date(2026, 1, 1)) == 3


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)))
def test_a_run_is_never_longer_than_the_absence(absent: set[int], free: set[int]) -> None:
	start = date(2026, 1, 1)
	away = {start + timedelta(days=number) for number in absent}
	off = {start + timedelta(days=number) for number in free}
	run = longest_run(away, off)
	assert run <= len(away - off)
	assert bool(run) == bool(away - off)


# --- refused tables ----------------------------------------------------------------------------------------


def changed(position: int, **values: Any) -> DisciplineRules:
	rows = list(PP94.steps)
	rows[position] = replace(rows[position], **values)
	return replace(PP94, steps=tuple(rows))


@pytest.mark.parametrize(
	("rules", "place", "words"),
	[
		(replace(PP94, steps=()), "steps", "empty"),
		(changed(0, from_days=0), "steps #1 from_days", "1 day or more"),
		(changed(1, from_days=5), "steps #2 from_days", "begin at 4"),
		(changed(2, from_days=6), "steps #3 from_days", "begin at 7"),  # the misprint "4–7" would overlap
		(changed(1, to_days=0), "steps #2 to_days", "no end"),
		(changed(8, to_days=40), "steps #9 to_days", "0 for no end"),
		(changed(4, level=LIGHT), "steps #5 level", "lighter"),
		(replace(PP94, consecutive_level=None), "consecutive_level", "missing"),
		(replace(PP94, consecutive_sanction=" "), "consecutive_sanction", "missing"),
		(replace(PP94, effects=PP94.effects[:2]), "effects", "Berat"),
		(replace(PP94, effects=(*PP94.effects, PP94.effects[0])), "effects #4 level", "twice"),
		(replace(PP94, effects=(Effect(LIGHT, Decimal(101)),)), "effects #1 points", "out of range"),
		(
			replace(
				PP94,
				effects=(
					Effect(LIGHT, Decimal(40)),
					Effect(MEDIUM, Decimal(30)),
					Effect(SEVERE, Decimal(60)),
				),
			),
			"effects",
			"fewer points",
		),
	],
)
def test_an_unusable_table_is_refused_with_its_place(rules: DisciplineRules, place: str, words: str) -> None:
	with pytest.raises(ScoringError, match=words) as caught:
		validate_discipline_rules(rules)
	assert caught.value.place == place


# --- the score ---------------------------------------------------------------------------------------------


def sanction(level: Level, day: int = 1) -> Sanction:
	return Sanction(level, f"Hukuman {level.value}", date(2026, 3, day))


def test_points_off() -> None:
	"""PP 94/2021 with 10 for a light one and 30 for a medium one: 100 - 10 - 30 = 60; all five: below 0."""
	assert discipline_score([], PP94.effects).score == 100
	assert discipline_score([sanction(LIGHT)], PP94.effects).score == 90
	found = discipline_score([sanction(MEDIUM), sanction(LIGHT)], PP94.effects)
	assert found.score == 60
	assert [step.output for step in found.steps] == ["10.00", "30.00", "60.00"]
	assert discipline_score([sanction(SEVERE)] * 2, PP94.effects).score == 0


def test_a_level_without_points_is_no_silent_zero() -> None:
	with pytest.raises(ScoringError, match="Berat"):
		discipline_score([sanction(SEVERE)], PP94.effects[:2])


@given(
	st.lists(st.builds(sanction, st.sampled_from(list(Level)), st.integers(1, 31)), max_size=8), st.randoms()
)
def test_bounds_order_and_one_more(found: list[Sanction], random: Any) -> None:
	score = discipline_score(found, PP94.effects).score
	assert 0 <= score <= 100
	assert discipline_score([*found, sanction(LIGHT)], PP94.effects).score <= score
	random.shuffle(found)
	assert discipline_score(found, PP94.effects).score == score
