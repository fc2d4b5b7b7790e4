"""The levels of many people at once. The database adds them up to the digits of a number: a row for each
person instead of one for each of his levels is what makes ten thousand people a matter of less than a second.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from pypika import Case, Table
from pypika import functions as fn
from pypika.terms import Criterion, Term

from asn_kinerja.competency.assessed import ASSESSMENT, ROW, by_time

DIGITS = 15
"""Levels in one number; a sum comes from the database as a float, which keeps so many digits exactly."""


@dataclass(frozen=True, slots=True)
class Digits:
	"""An assessment with a digit for each competency that was asked for, "0" where no level is known."""

	assessment: str
	assessed_on: date
	digits: str


def newest(competencies: Sequence[str], chosen: Callable[[Table, Table], Criterion]) -> dict[str, Digits]:
	"""Employee -> his newest assessment among the chosen ones with his levels in these competencies.
	`chosen`: a criterion on the tables of assessments and of Employee. Two queries, besides those of the
	criterion."""
	assessment, row, person = map(frappe.qb.DocType, (ASSESSMENT, ROW, "Employee"))
	criterion = chosen(assessment, person)
	heads = (
		frappe.qb.from_(assessment)
		.join(person)
		.on(person.name == assessment.employee)
		.select(assessment.employee, assessment.name, assessment.assessed_on)
		.where(criterion)
		.orderby(assessment.employee, *by_time(assessment))
	)
	last = {head[0]: head for head in heads.run()}
	none = "0" * len(competencies)
	if not last or not competencies:
		return {employee: Digits(name, day, none) for employee, name, day in last.values()}
	parts = [competencies[start : start + DIGITS] for start in range(0, len(competencies), DIGITS)]
	sums = (
		frappe.qb.from_(assessment)
		.join(person)
		.on(person.name == assessment.employee)
		.join(row)
		.on((row.parent == assessment.name) & (row.parenttype == ASSESSMENT))
		.select(assessment.name, *(_number(row, part) for part in parts))
		.where(criterion & row.competency.isin(list(competencies)))
		.groupby(assessment.name)
		.orderby(assessment.name)
	)
	digits = {
		name: "".join(str(int(number)).zfill(len(part)) for number, part in zip(numbers, parts, strict=True))
		for name, *numbers in sums.run()
	}
	return {employee: Digits(name, day, digits.get(name, none)) for employee, name, day in last.values()}


def _number(row: Table, competencies: Sequence[str]) -> Term:
	"""The levels of these competencies as the digits of one number, the first competency's first."""
	value = Case()
	for place, competency in enumerate(reversed(competencies)):
		value = value.when(row.competency == competency, row.level * 10**place)
	return fn.Sum(value.else_(0))
