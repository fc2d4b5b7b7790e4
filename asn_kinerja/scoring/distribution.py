"""Pola distribusi predikat: what the organisation's predicate says about the predicates of its people.

Source: PermenPAN-RB 6/2022, articles 24–25; SE MenPAN-RB 3/2023. The guide is data (rows of `Guide`). It says
what is unusual and never refuses anything: the circular gives no lower number for "majority" and no rounding
for small units.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .errors import ScoringError
from .fields import Fields
from .model import Predicate
from .numbers import HUNDRED, round_half_up

STEPS = (
	Predicate.VERY_GOOD,
	Predicate.GOOD,
	Predicate.NEEDS_WORK,
	Predicate.POOR,
	Predicate.VERY_POOR,
)
"""The ladder, best first. "Cukup" (PP 30/2019) is the same step as "Butuh Perbaikan"."""


class OrganisationPredicate(str, Enum):
	"""Predikat kinerja organisasi, best first (SE MenPAN-RB 3/2023)."""

	EXCELLENT = "Istimewa"
	GOOD = "Baik"
	NEEDS_WORK = "Butuh Perbaikan"
	POOR = "Kurang"
	VERY_POOR = "Sangat Kurang"


class Bound(str, Enum):
	"""What a row of the guide asks for. Percent and people are of, or among, those of the unit."""

	AT_MOST = "At Most Percent"
	AT_LEAST = "At Least Percent"
	PEOPLE = "At Least People"
	MAJORITY = "Majority"


@dataclass(frozen=True, slots=True)
class Guide:
	"""One row: for this predicate of the organisation, these predicates taken together are bound.

	`number`: percent (0–100) or people (whole, from 1); of no meaning for a majority."""

	organisation: OrganisationPredicate
	predicates: tuple[Predicate, ...]
	bound: Bound
	number: Decimal


@dataclass(frozen=True, slots=True)
class Deviation:
	"""A row of the guide that is not kept: `count` people instead of `limit`, of `people` in the unit. For a
	majority `limit` is the number of the largest other predicate."""

	guide: Guide
	count: int
	limit: int
	people: int


def guide_from_dict(d: object, strict: bool = True) -> Guide:
	"""A row of the guide from the fields of its record; not yet checked (see `validate_guide`). `strict`
	refuses unknown keys. Raises ScoringError with the field."""
	names = ("organisation_predicate", "predicate", "other_predicate", "bound", "number")
	row = Fields(d, names, strict, "row")
	other = row.choice_or_none("other_predicate", Predicate)
	return Guide(
		organisation=row.choice("organisation_predicate", OrganisationPredicate),
		predicates=(row.choice("predicate", Predicate), *((other,) if other else ())),
		bound=row.choice("bound", Bound),
		number=row.number_or_zero("number"),
	)


def judge(
	counts: Mapping[Predicate, int],
	organisation: OrganisationPredicate,
	rules: Iterable[Guide],
	unrated: int = 0,
) -> tuple[Deviation, ...]:
	"""The rows of the guide that are not kept, in the order of the rows.

	counts: people by predicate. unrated: people without one yet; they count as members of the unit. While
	there are some, a row is named only when no rating of theirs could keep it any more.
	"""
	steps = by_step(counts)
	people = sum(steps.values()) + unrated
	return tuple(
		deviation
		for rule in rules
		if rule.organisation is organisation and people
		for deviation in _deviations(rule, steps, people, unrated)
	)


def by_step(counts: Mapping[Predicate, int]) -> dict[Predicate, int]:
	"""The people on each step of the ladder."""
	found = dict.fromkeys(STEPS, 0)
	for predicate, number in counts.items():
		found[_step(predicate)] += number
	return found


def limit_of(rule: Guide, people: int) -> int:
	"""A row's bound in whole people of a unit, half up: 10 % of 5 people is 1, of 4 people 0. 0 for a
	majority, which has no number."""
	if rule.bound is Bound.MAJORITY:
		return 0
	if rule.bound is Bound.PEOPLE:
		return int(rule.number)
	return int(round_half_up(people * rule.number / HUNDRED, whole=True))


def validate_guide(rules: Sequence[Guide]) -> None:
	"""Raises ScoringError, naming the row, for a row that names nothing or the same twice, and for numbers
	out of range."""
	for number, rule in enumerate(rules, start=1):
		if not rule.predicates or len(set(map(_step, rule.predicates))) < len(rule.predicates):
			raise ScoringError(
				"{0}: name one predicate, or two different ones.",
				field="predicate",
				row=number,
				table="distribution_guide",
			)
		if rule.bound in (Bound.AT_MOST, Bound.AT_LEAST) and not 0 <= rule.number <= HUNDRED:
			raise ScoringError(
				"{0}: {1} is no percentage. Enter 0 to 100.",
				str(rule.number),
				field="number",
				row=number,
				table="distribution_guide",
			)
		if rule.bound is Bound.PEOPLE and (rule.number < 1 or rule.number % 1):
			raise ScoringError(
				"{0}: {1} is no number of people. Enter a whole number from 1.",
				str(rule.number),
				field="number",
				row=number,
				table="distribution_guide",
			)


def _deviations(
	rule: Guide, steps: Mapping[Predicate, int], people: int, unrated: int
) -> Iterator[Deviation]:
	meant = {_step(predicate) for predicate in rule.predicates}
	count = sum(steps[step] for step in meant)
	limit = limit_of(rule, people)
	if rule.bound is Bound.MAJORITY:
		limit = max((number for step, number in steps.items() if step not in meant), default=0)
		kept = count + unrated >= limit
	elif rule.bound is Bound.AT_MOST:
		kept = count <= limit
	else:
		kept = count + unrated >= limit
	if not kept:
		yield Deviation(rule, count, limit, people)


def _step(predicate: Predicate) -> Predicate:
	return Predicate.NEEDS_WORK if predicate is Predicate.ENOUGH else predicate
