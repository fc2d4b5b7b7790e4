"""The guide of SE MenPAN-RB 3/2023 against the predicates of a unit."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import asn_kinerja.setup
from asn_kinerja.scoring import Predicate, ScoringError
from asn_kinerja.scoring.distribution import (
	STEPS,
	Bound,
	Guide,
	OrganisationPredicate,
	by_step,
	judge,
	limit_of,
	validate_guide,
)

FILE = Path(asn_kinerja.setup.__file__).parent / "records/distribution_guide.json"
SHIPPED = tuple(
	Guide(
		OrganisationPredicate(row["organisation_predicate"]),
		tuple(Predicate(row[field]) for field in ("predicate", "other_predicate") if field in row),
		Bound(row["bound"]),
		Decimal(row["number"]),
	)
	for row in json.loads(FILE.read_text(encoding="utf-8"))
)
Found = list[tuple[str, str, int, int]]


def counts(*numbers: int) -> dict[Predicate, int]:
	"""Sangat Baik, Baik, Butuh Perbaikan, Kurang, Sangat Kurang."""
	return dict(zip(STEPS, numbers, strict=True))


def found(organisation: str, *numbers: int, unrated: int = 0) -> Found:
	"""(predicates, bound, count, limit)"""
	deviations = judge(counts(*numbers), OrganisationPredicate(organisation), SHIPPED, unrated)
	return [
		(" + ".join(p.value for p in d.guide.predicates), d.guide.bound.value, d.count, d.limit)
		for d in deviations
	]


@pytest.mark.parametrize(
	("organisation", "kept", "broken", "deviation"),
	[
		# vector 23, N = 20: Istimewa: Sangat Baik ≤ 14
		("Istimewa", (14, 6, 0, 0, 0), (15, 5, 0, 0, 0), ("Sangat Baik", "At Most Percent", 15, 14)),
		("Istimewa", (10, 10, 0, 0, 0), (9, 11, 0, 0, 0), ("Sangat Baik", "Majority", 9, 11)),
		("Baik", (5, 14, 1, 0, 0), (4, 15, 1, 0, 0), ("Baik", "At Most Percent", 15, 14)),
		(
			"Baik",
			(6, 13, 0, 1, 0),
			(7, 13, 0, 0, 0),
			("Butuh Perbaikan + Kurang", "At Least People", 0, 1),
		),
		# Butuh Perbaikan: BP ≥ 12, SB ≤ 2
		("Butuh Perbaikan", (2, 6, 12, 0, 0), (3, 5, 12, 0, 0), ("Sangat Baik", "At Most Percent", 3, 2)),
		(
			"Butuh Perbaikan",
			(0, 8, 12, 0, 0),
			(0, 9, 11, 0, 0),
			("Butuh Perbaikan", "At Least Percent", 11, 12),
		),
		# Kurang: Kurang ≥ 12, BP ≥ 2, SB ≤ 2
		("Kurang", (2, 4, 2, 12, 0), (3, 3, 2, 12, 0), ("Sangat Baik", "At Most Percent", 3, 2)),
		("Kurang", (0, 6, 2, 12, 0), (0, 7, 2, 11, 0), ("Kurang", "At Least Percent", 11, 12)),
		("Kurang", (0, 6, 2, 12, 0), (0, 7, 1, 12, 0), ("Butuh Perbaikan", "At Least Percent", 1, 2)),
		# Sangat Kurang: SK ≥ 12, BP + Kurang ≥ 2, SB = 0
		("Sangat Kurang", (0, 6, 1, 1, 12), (1, 5, 1, 1, 12), ("Sangat Baik", "At Most Percent", 1, 0)),
		("Sangat Kurang", (0, 6, 0, 2, 12), (0, 7, 0, 2, 11), ("Sangat Kurang", "At Least Percent", 11, 12)),
		(
			"Sangat Kurang",
			(0, 6, 2, 0, 12),
			(0, 7, 0, 1, 12),
			("Butuh Perbaikan + Kurang", "At Least Percent", 1, 2),
		),
	],
)
def test_twenty_people(
	organisation: str, kept: tuple[int, ...], broken: tuple[int, ...], deviation: tuple[str, str, int, int]
) -> None:
	assert found(organisation, *kept) == []
	assert found(organisation, *broken) == [deviation]


@pytest.mark.parametrize(
	("people", "ten", "sixty", "seventy"),
	# 0.4, 2.4, 2.8 | 0.5, 3, 3.5 | 0.9, 5.4, 6.3 | 1.5, 9, 10.5, half up
	[(1, 0, 1, 1), (4, 0, 2, 3), (5, 1, 3, 4), (9, 1, 5, 6), (15, 2, 9, 11), (20, 2, 12, 14)],
)
def test_percentages_become_whole_people_half_up(people: int, ten: int, sixty: int, seventy: int) -> None:
	def limit(percent: int) -> int:
		return limit_of(replace(SHIPPED[1], number=Decimal(percent)), people)

	assert (limit(10), limit(60), limit(70), limit(0)) == (ten, sixty, seventy, 0)


def test_cukup_is_the_step_of_butuh_perbaikan() -> None:
	mixed = {Predicate.ENOUGH: 7, Predicate.NEEDS_WORK: 5, Predicate.GOOD: 8}
	assert by_step(mixed)[Predicate.NEEDS_WORK] == 12
	assert judge(mixed, OrganisationPredicate.NEEDS_WORK, SHIPPED) == ()


def test_while_people_are_unrated_only_what_cannot_be_kept_any_more_is_named() -> None:
	# of 20: three already Sangat Baik are too many, 12 may still become Butuh Perbaikan
	assert found("Butuh Perbaikan", 3, 5, 0, 0, 0, unrated=12) == [("Sangat Baik", "At Most Percent", 3, 2)]
	assert found("Butuh Perbaikan", 0, 9, 0, 0, 0, unrated=11) == [
		("Butuh Perbaikan", "At Least Percent", 0, 12)
	]
	assert found("Baik", 0, 0, 0, 0, 0, unrated=20) == []
	assert found("Istimewa", 2, 8, 0, 0, 0, unrated=6) == []
	assert found("Istimewa", 2, 9, 0, 0, 0, unrated=6) == [("Sangat Baik", "Majority", 2, 9)]


def test_a_unit_without_people_has_no_deviations() -> None:
	for organisation in OrganisationPredicate:
		assert judge({}, organisation, SHIPPED) == ()


@given(
	st.sampled_from(OrganisationPredicate),
	st.lists(st.integers(0, 30), min_size=5, max_size=5),
	st.integers(0, 30),
	st.integers(0, 4),
)
def test_rating_one_more_never_takes_a_deviation_away(
	organisation: OrganisationPredicate, numbers: list[int], unrated: int, step: int
) -> None:
	"""What is named while rating stays named, whatever the rest is rated: nobody is warned in vain."""
	before = judge(counts(*numbers), organisation, SHIPPED, unrated + 1)
	numbers[step] += 1
	after = judge(counts(*numbers), organisation, SHIPPED, unrated)
	assert {deviation.guide for deviation in before} <= {deviation.guide for deviation in after}


def test_the_shipped_guide_is_valid_and_knows_every_predicate() -> None:
	validate_guide(SHIPPED)
	assert {rule.organisation for rule in SHIPPED} == set(OrganisationPredicate)


@pytest.mark.parametrize(
	("change", "field"),
	[
		({"predicates": ()}, "predicate"),
		({"predicates": (Predicate.ENOUGH, Predicate.NEEDS_WORK)}, "predicate"),
		({"number": Decimal("100.01")}, "number"),
		({"number": Decimal(-1)}, "number"),
		({"bound": Bound.PEOPLE, "number": Decimal("1.5")}, "number"),
		({"bound": Bound.PEOPLE, "number": Decimal(0)}, "number"),
	],
)
def test_rows_out_of_range_are_refused_with_their_place(change: dict[str, object], field: str) -> None:
	with pytest.raises(ScoringError) as caught:
		validate_guide([SHIPPED[0], replace(SHIPPED[1], **change)])
	assert (caught.value.table, caught.value.row, caught.value.field) == ("distribution_guide", 2, field)
