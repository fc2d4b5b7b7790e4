"""Who fits a position: everybody's newest assessment against the position's standard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import getdate
from pypika import Case, Table
from pypika import functions as fn
from pypika.terms import Criterion, Term

from asn_kinerja.competency import rules as rules_of
from asn_kinerja.competency import standards
from asn_kinerja.competency.assessed import ASSESSMENT, ROW, Assessed, counting
from asn_kinerja.scoring.job_match import CompetencyRules, Scale, Standard

DIGITS = 15
"""Levels that are read as the digits of one number; a sum comes from the database as a float, which keeps so
many digits exactly."""


@dataclass(frozen=True, slots=True)
class Candidate:
	"""A person against the standard. `percent`, `filling` and `mapping` are those of the core's `match`, None
	and "" where `unassessed` names required competencies in which no level is known. `gaps`: competencies
	below the standard with required level − reached level, the largest first; `surplus`: those above it."""

	employee: str
	assessment: str
	assessed_on: date
	percent: Decimal | None
	filling: str
	mapping: str
	gaps: tuple[tuple[str, int], ...]
	surplus: tuple[str, ...]
	unassessed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fit:
	"""`candidates`: the best first. `standard` None: each by the one of his own position."""

	standard: Standard | None
	rules: CompetencyRules
	candidates: tuple[Candidate, ...]


def fit(
	designation: str,
	company: str | None = None,
	to_date: date | str | None = None,
	rule: str | None = None,
	people: Callable[[Table], Criterion | None] | None = None,
	sight: Criterion | None = None,
) -> Fit | None:
	"""How well everybody with an assessment that counts on the day (today by default) fits a position; None
	when the position has no standard or there are no rules.

	`company`: whose standard holds, and of which agency the people are; None = all. `rule`: name of the
	rules, by default the newest. `people`: limits them by a criterion on the table of Employee; `sight`: one
	on `frappe.qb.DocType("ASN Competency Assessment")`, such as the row rule. The number of queries does not
	depend on that of people. Ordered by percent, then by the sum of what is missing, then by employee; those
	whom the standard cannot measure come last. Raises ScoringError for a standard or rules that cannot be
	used."""
	standard = standards.of_positions([designation], company).get(designation)
	rule = rule or rules_of.newest()
	if standard is None or not rule:
		return None
	rules = rules_of.of(rule)
	scale = Scale(standard, rules)
	judged: dict[str, tuple] = {}
	found = []
	for employee, name, day, digits in _levels(scale.competencies, company, to_date, people, sight):
		if digits not in judged:
			judged[digits] = _judge(scale, digits)
		found.append(Candidate(employee, name, day, *judged[digits]))
	found.sort(key=_order)
	return Fit(standard, rules, tuple(found))


def judge(scale: Scale, assessed: Assessed) -> Candidate:
	"""One person by one standard."""
	digits = "".join(str(min(assessed.levels.get(name, 0), 9)) for name in scale.competencies)
	return Candidate(assessed.employee, assessed.name, assessed.assessed_on, *_judge(scale, digits))


def _order(one: Candidate) -> tuple:
	missing = sum(gap for _competency, gap in one.gaps)
	return one.percent is None, -(one.percent or 0), missing, one.employee


def _judge(scale: Scale, digits: str) -> tuple:
	"""What levels, a digit each in the order of the scale's competencies, mean; once for all who have the
	same. A level that cannot be is none."""
	levels = [int(digit) if "1" <= digit <= "5" else 0 for digit in digits]
	rows = list(zip(scale.standard.requirements, levels, strict=True))
	gaps = sorted(
		((row.competency, row.level - level) for row, level in rows if 0 < level < row.level),
		key=lambda gap: (-gap[1], gap[0]),
	)
	surplus = tuple(row.competency for row, level in rows if level > row.level)
	unassessed = tuple(row.competency for row, level in rows if not level)
	if unassessed:
		return None, "", "", tuple(gaps), surplus, unassessed
	percent = scale.percent(scale.sums(levels))
	filling, mapping = scale.categories(percent)
	return percent, filling.category, mapping.category, tuple(gaps), surplus, ()


def _levels(
	competencies: Sequence[str],
	company: str | None,
	to_date: date | str | None,
	people: Callable[[Table], Criterion | None] | None,
	sight: Criterion | None,
) -> list[tuple[str, str, date, str]]:
	"""Employee, newest assessment, its day and the levels as digits. The database adds the digits up: a row
	for each person instead of one for each of his levels is what makes ten thousand people a matter of a
	second."""
	assessment, row, person = map(frappe.qb.DocType, (ASSESSMENT, ROW, "Employee"))
	chosen = counting(assessment, to_date or getdate()) & (person.status == "Active")
	if company:
		chosen = chosen & (person.company == company)
	if sight is not None:
		chosen = chosen & sight
	if (limit := people(person) if people else None) is not None:
		chosen = chosen & limit
	heads = (
		frappe.qb.from_(assessment)
		.join(person)
		.on(person.name == assessment.employee)
		.select(assessment.employee, assessment.name, assessment.assessed_on)
		.where(chosen)
		.orderby(assessment.employee)
		.orderby(assessment.assessed_on)
		.orderby(assessment.name)
	)
	newest = {head[0]: head for head in heads.run()}
	parts = [competencies[start : start + DIGITS] for start in range(0, len(competencies), DIGITS)]
	sums = (
		frappe.qb.from_(assessment)
		.join(person)
		.on(person.name == assessment.employee)
		.join(row)
		.on((row.parent == assessment.name) & (row.parenttype == ASSESSMENT))
		.select(assessment.name, *(_digits(row, part) for part in parts))
		.where(chosen & row.competency.isin(list(competencies)))
		.groupby(assessment.name)
		.orderby(assessment.name)
	)
	digits = {
		name: "".join(str(int(number)).zfill(len(part)) for number, part in zip(numbers, parts, strict=True))
		for name, *numbers in sums.run()
	}
	none = "0" * len(competencies)
	return [(employee, name, day, digits.get(name, none)) for employee, name, day in newest.values()]


def _digits(row: Table, competencies: Sequence[str]) -> Term:
	"""The levels of these competencies as the digits of one number, the first competency's first."""
	value = Case()
	for place, competency in enumerate(reversed(competencies)):
		value = value.when(row.competency == competency, row.level * 10**place)
	return fn.Sum(value.else_(0))
