"""Statistics about raters; the expected numbers are worked in the comments."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.scoring import Rating, ScoringError
from asn_kinerja.scoring.objectivity import (
	Finding,
	Flag,
	Rated,
	Rules,
	check_rules,
	judge,
	quantile_95,
)

RULES = Rules(minimum=3, last_hours=24, mass_share=50, departure_share=50, halo=0.9)
DUE = datetime(2026, 4, 10, 23, 59, 59)
ABOVE, MEETS, BELOW = Rating.ABOVE, Rating.MEETS, Rating.BELOW


def rated(rater: str, value: float | None, number: int = 0, **more: Any) -> Rated:
	"""Released on different days long before the due date, both ratings as suggested."""
	values = {
		"group": "Pelaksana",
		"given": ((MEETS, MEETS), (MEETS, MEETS)),
		"behaviours": {},
		"released_on": datetime(2026, 4, 1) + timedelta(hours=5 * number),
		"due": DUE,
	}
	return Rated(rater=rater, value=value, **{**values, **more})


def all_of(rater: str, values: Sequence[float | None], **more: Any) -> list[Rated]:
	return [rated(rater, value, number, **more) for number, value in enumerate(values)]


def about(rater: str, rows: list[Rated], rules: Rules = RULES) -> Finding:
	(found,) = judge(rows, rules, [rater])
	return found


def flags(finding: Finding) -> set[Flag]:
	"""Without that of the ratings, which are the same for everyone here unless told otherwise."""
	return set(finding.flags) - {Flag.SAME}


def test_one_group_is_welchs_interval() -> None:
	"""Means 100 and 105, variances 62.5 and 14; standard error √(62.5/5 + 14/6) = √14.8333 = 3.85141;
	degrees of freedom 14.8333² / (12.5²/4 + 2.3333²/5) = 5.48, of which 5 count: t = 2.571;
	2.571 × 3.85141 = 9.90197."""
	rows = all_of("A", [90, 95, 100, 105, 110]) + all_of("B", [100, 102, 104]) + all_of("C", [106, 108, 110])
	found = about("A", rows)
	assert (found.people, found.mean, found.peers, found.difference) == (5, 100, 6, -5)
	assert found.spread == pytest.approx(62.5**0.5)
	assert found.low == pytest.approx(-14.90197, abs=1e-4)
	assert found.high == pytest.approx(4.90197, abs=1e-4)
	assert flags(found) == set()


def test_groups_are_compared_each_with_its_own_peers() -> None:
	"""Group K: 10, 12 against 8, 10, 12 (mean 10); group L: 20, 22, 24 against 21, 23 (mean 22).
	Differences 0, 2, -2, 0, 2: mean 0.4, variance 11.2/4 = 2.8, of the mean 0.56. Peers: pooled
	(8 + 2)/(2 + 1) = 3.33333, times (2/5)²/3 + (3/5)²/2 = 0.233333 gives 0.777778. Error √1.337778 =
	1.156623; degrees of freedom 1.337778² / (0.56²/4 + 0.777778²/3) = 6.39, 6 of them: t = 2.447; half
	2.830256."""
	rows = all_of("A", [10, 12], group="K") + all_of("A", [20, 22, 24], group="L")
	rows += all_of("B", [8, 10, 12], group="K") + all_of("B", [21, 23], group="L")
	found = about("A", rows)
	assert found.difference == pytest.approx(0.4)
	assert found.high == pytest.approx(3.230256, abs=1e-5)
	assert found.low == pytest.approx(-2.430256, abs=1e-5)


def test_a_group_that_nobody_else_rates_is_left_out() -> None:
	rows = all_of("A", [100, 101, 102]) + all_of("A", [10, 20], group="JPT") + all_of("B", [99, 100, 101])
	found = about("A", rows)
	assert (found.people, found.peers, found.difference) == (5, 3, 1)


def test_clearly_stricter_and_milder() -> None:
	rows = all_of("A", [70, 71, 72, 73]) + all_of("B", [100, 101, 102, 103])
	assert flags(about("A", rows)) == {Flag.STRICTER}
	assert flags(about("B", rows)) == {Flag.MILDER}


def test_equal_values_are_no_difference_in_spite_of_their_sums() -> None:
	rows = all_of("A", [103.51] * 7) + all_of("B", [103.51] * 9)
	found = about("A", rows)
	assert (found.difference, found.low, found.high) == (0, pytest.approx(0), pytest.approx(0))
	assert flags(found) == set()


@pytest.mark.parametrize(("people", "judged"), [(2, False), (3, True)])
def test_few_ratees_are_too_small_to_judge(people: int, judged: bool) -> None:
	rows = all_of("A", list(range(people))) + all_of("B", [100, 101, 102])
	found = about("A", rows)
	assert found.mean is not None
	assert (found.flags == (Flag.TOO_SMALL,)) is not judged
	assert (found.difference is not None, found.departures is not None) == (judged, judged)


def test_few_peers_are_no_comparison_but_the_rest_is_judged() -> None:
	rows = all_of("A", [1, 2, 3]) + all_of("B", [100, 101])
	found = about("A", rows)
	assert found.difference is None
	assert found.flags == (Flag.NO_PEERS, Flag.SAME)


def test_without_values_there_is_no_mean() -> None:
	found = about("A", all_of("A", [None, None, None]))
	assert (found.people, found.mean, found.spread, found.difference) == (3, None, None, None)


def test_same_rating_for_everyone() -> None:
	same = all_of("A", [1, 2, 3], given=((ABOVE, None), (MEETS, None)))
	assert Flag.SAME in about("A", same).flags
	other = rated("A", 4, 9, given=((ABOVE, None), (ABOVE, None)))
	assert Flag.SAME not in about("A", [*same, other]).flags


def test_halo_is_the_mean_correlation_of_values_that_vary() -> None:
	"""Ranks of three ratees: Loyal 1 2 3, Adaptif 1 2 3, Kompeten 3 2 1, Harmonis 2 2 2 (does not vary).
	Correlations: +1, -1, -1; their mean is -1/3."""

	def rows(*columns: tuple[Rating, Rating, Rating]) -> list[Rated]:
		names = ("Loyal", "Adaptif", "Kompeten", "Harmonis")
		return [
			rated("A", 1, number, behaviours=dict(zip(names, ratings, strict=False)))
			for number, ratings in enumerate(zip(*columns, strict=True))
		]

	up, down, flat = (BELOW, MEETS, ABOVE), (ABOVE, MEETS, BELOW), (MEETS, MEETS, MEETS)
	assert about("A", rows(up, up, down, flat)).halo == pytest.approx(-1 / 3)
	alike = about("A", rows(up, up, up, flat))
	assert alike.halo == pytest.approx(1)
	assert Flag.HALO in alike.flags
	assert about("A", rows(flat, flat)).halo is None
	assert about("A", rows(up)).halo is None


def test_departures_count_only_where_something_was_suggested() -> None:
	"""Of four suggestions two were not followed: 50 %."""
	rows = [
		rated("A", 1, 0, given=((ABOVE, MEETS), (MEETS, MEETS))),
		rated("A", 1, 1, given=((ABOVE, None), (BELOW, MEETS))),
		rated("A", 1, 2, given=((ABOVE, ABOVE), (MEETS, None))),
	]
	found = about("A", rows)
	assert found.departures == 50
	assert Flag.DEPARTS in found.flags
	assert about("A", all_of("A", [1, 2, 3], given=((ABOVE, None),))).departures is None


def test_the_last_minute_ends_with_the_due_day() -> None:
	"""24 hours before 10 April 23:59:59: from 9 April 23:59:59 on; the day after is late."""
	times = [
		datetime(2026, 4, 9, 23, 59, 58),
		datetime(2026, 4, 9, 23, 59, 59),
		datetime(2026, 4, 10, 23, 59, 59),
		datetime(2026, 4, 11, 0, 0, 0),
	]
	rows = [rated("A", 1, released_on=moment) for moment in times]
	found = about("A", rows)
	assert found.last_minute == 50
	assert Flag.LAST_MINUTE in found.flags
	assert about("A", all_of("A", [1, 2, 3], due=None)).last_minute is None


def test_all_at_once_is_the_largest_share_within_an_hour() -> None:
	"""8:00, 8:59, 9:00 | 9:01: three of five from 8:00 to 9:00 and from 8:59 on."""
	minutes = (0, 59, 60, 300, 600)
	rows = [rated("A", 1, released_on=datetime(2026, 4, 1, 8) + timedelta(minutes=m)) for m in minutes]
	found = about("A", rows)
	assert found.within_hour == 60
	assert Flag.AT_ONCE in found.flags
	assert about("A", all_of("A", [1, 2, 3])).within_hour == pytest.approx(100 / 3)


@pytest.mark.parametrize(
	("freedom", "t"),
	[(0.5, 12.706), (1, 12.706), (5.99, 2.571), (30, 2.042), (39.9, 2.042), (40, 2.021), (10**6, 1.980)],
)
def test_between_two_lines_of_the_table_the_wider_interval_counts(freedom: float, t: float) -> None:
	assert quantile_95(freedom) == t


@given(
	st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 120)), min_size=1, max_size=40), st.randoms()
)
def test_the_order_of_the_evaluations_does_not_matter(rows: list[tuple[str, int]], random: Any) -> None:
	evaluations = [rated(rater, value, number) for number, (rater, value) in enumerate(rows)]
	shuffled = evaluations[:]
	random.shuffle(shuffled)
	for one, other in zip(judge(evaluations, RULES), judge(shuffled, RULES), strict=True):
		assert (one.rater, one.people, one.peers, one.flags) == (
			other.rater,
			other.people,
			other.peers,
			other.flags,
		)
		assert one.difference == pytest.approx(other.difference)
		if one.low is not None and one.high is not None and one.difference is not None:
			assert one.low - 1e-9 <= one.difference <= one.high + 1e-9
		for share in (one.departures, one.last_minute, one.within_hour):
			assert share is None or 0 <= share <= 100


@pytest.mark.parametrize(
	("change", "field"),
	[
		({"minimum": 1}, "objectivity_minimum"),
		({"mass_share": 0}, "objectivity_mass_share"),
		({"departure_share": 101}, "objectivity_departure_share"),
		({"halo": 1.1}, "objectivity_halo"),
	],
)
def test_rules_out_of_range_are_refused(change: dict[str, Any], field: str) -> None:
	values = {"minimum": 3, "last_hours": 24, "mass_share": 50, "departure_share": 50, "halo": 0.9}
	with pytest.raises(ScoringError) as caught:
		check_rules(Rules(**{**values, **change}))
	assert caught.value.field == field
	check_rules(Rules(**values))
