"""Disciplinary records: what they are for the score."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import frappe
from frappe.utils import cint, get_last_day, getdate
from pypika import functions as fn
from pypika.terms import Criterion

from asn_kinerja.scoring import DisciplineRules, Level, Sanction, discipline_rules_from_dict
from asn_kinerja.scoring.allowance import cut_in

RECORD, RULE = "ASN Disciplinary Record", "ASN Discipline Rule"
PROPOSED, IN_FORCE, DROPPED = "Proposed", "In Force", "Dropped"
AT_ONCE = 500  # employees asked for by one query


def facts(employees: Iterable[str], from_date: Any, to_date: Any) -> dict[str, tuple[Sanction, ...]]:
	"""Employee -> his sanctions in force within the period (both days included), by date; who has none is
	left out, which for `scoring.discipline_score` is 100.

	A sanction without an end, such as a reprimand, counts in the period in which it took effect. One query
	for each 500 employees."""
	record = frappe.qb.DocType(RECORD)
	within = fn.Coalesce(record.to_date, record.from_date) >= getdate(from_date)
	found: dict[str, tuple[Sanction, ...]] = {}
	for employee, sanction, _months in _in_force(employees, to_date, within):
		found[employee] = (*found.get(employee, ()), sanction)
	return found


def of_month(employees: Iterable[str], month: date) -> dict[str, tuple[Sanction, ...]]:
	"""Employee -> the sanctions that take something off his allowance of a month (its first day), by date:
	one with a duration in so many months (see `scoring.allowance.cut_in`), one without as long as it runs.
	One query for each 500 employees."""
	record = frappe.qb.DocType(RECORD)
	running = (fn.Coalesce(record.to_date, record.from_date) >= month) | (record.months > 0)
	found: dict[str, tuple[Sanction, ...]] = {}
	for employee, sanction, months in _in_force(employees, get_last_day(month), running):
		if cut_in(month, sanction.from_date, months):
			found[employee] = (*found.get(employee, ()), sanction)
	return found


def _in_force(
	employees: Iterable[str], to_date: Any, running: Criterion
) -> Iterator[tuple[str, Sanction, int]]:
	"""Employee, sanction and its months, of those in force that began by the day and for which the criterion
	holds."""
	wanted = sorted(set(employees))
	record = frappe.qb.DocType(RECORD)
	for start in range(0, len(wanted), AT_ONCE):
		query = (
			frappe.qb.from_(record)
			.select(record.employee, record.level, record.sanction, record.from_date, record.months)
			.where(record.employee.isin(wanted[start : start + AT_ONCE]) & (record.status == IN_FORCE))
			.where((record.from_date <= getdate(to_date)) & running)
			.orderby(record.employee)
			.orderby(record.from_date)
			.orderby(record.name)
		)
		for employee, level, sanction, day, months in query.run():
			yield employee, Sanction(Level(level), sanction, day), cint(months)


def rules(name: str) -> DisciplineRules:
	"""A table of sanctions for the core."""
	return discipline_rules_from_dict(frappe.get_cached_doc(RULE, name).as_dict(), strict=False)


def proposal_key(employee: str, year: int) -> str:
	"""What is unique: one proposal per employee and year that nobody has decided."""
	return f"{employee}::{year}"
