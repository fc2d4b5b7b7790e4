"""The levels of many people at once. The database adds them up to the digits of a number: a row for each
person instead of one for each of his levels is what makes ten thousand people a matter of less than a second.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

import frappe
from frappe.query_builder.functions import Concat_ws
from pypika import Case, Table
from pypika import functions as fn
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Term, ValueWrapper

from asn_kinerja.competency.assessed import ASSESSMENT, ROW

DIGITS = 18
"""Levels in one number, which is a whole one of 64 bits."""


class Digits(NamedTuple):
	"""An assessment with a digit for each competency that was asked for, "0" where no level is known."""

	assessment: str
	assessed_on: date
	digits: str


def newest(competencies: Sequence[str], chosen: Callable[[Table, Table], Criterion]) -> dict[str, Digits]:
	"""Employee -> his newest assessment among the chosen ones with his levels in these competencies.
	`chosen`: a criterion on the tables of assessments and of Employee. One query, besides those of the
	criterion."""
	assessment, person = frappe.qb.DocType(ASSESSMENT), frappe.qb.DocType("Employee")
	parts = [competencies[start : start + DIGITS] for start in range(0, len(competencies), DIGITS)]
	query = (
		frappe.qb.from_(assessment)
		.join(person)
		.on(person.name == assessment.employee)
		.select(
			assessment.employee,
			assessment.name,
			assessment.assessed_on,
			assessment.released_on,
			_numbers(assessment, parts) if parts else ValueWrapper(""),
		)
		.where(chosen(assessment, person))
		# as they are stored; to sort them by time, as `by_time` does, would take longer than to compare here
		.orderby(assessment.name)
	)
	none = "0" * len(competencies)
	last: dict[str, tuple[tuple[date, datetime], Digits]] = {}
	for employee, name, day, released_on, numbers in query.run():
		time = day, released_on or datetime.min
		if employee not in last or last[employee][0] <= time:
			last[employee] = time, Digits(name, day, _joined(numbers, parts) if numbers else none)
	return {employee: one for employee, (_time, one) in last.items()}


def _numbers(assessment: Table, parts: Sequence[Sequence[str]]) -> QueryBuilder:
	"""A number for each part, with spaces between them, of an assessment; nothing where only the sums of its
	levels were recorded. Looked up for each by the index on its rows: where these are joined and grouped, the
	database may sort those of all people first."""
	row = frappe.qb.DocType(ROW)
	return (
		frappe.qb.from_(row)
		.select(Concat_ws(" ", *(_number(row, part) for part in parts)))
		.where((row.parent == assessment.name) & (row.parenttype == ASSESSMENT))
	)


def _number(row: Table, competencies: Sequence[str]) -> Term:
	"""The levels of these competencies as the digits of one number, the first competency's first."""
	value = Case()
	for place, competency in enumerate(reversed(competencies)):
		value = value.when(row.competency == competency, row.level * 10**place)
	return fn.Sum(value.else_(0))


def _joined(numbers: str, parts: Sequence[Sequence[str]]) -> str:
	return "".join(number.zfill(len(part)) for number, part in zip(numbers.split(" "), parts, strict=True))
