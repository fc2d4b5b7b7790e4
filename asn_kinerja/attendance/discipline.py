"""Disciplinary records: what they are for the score."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe.utils import getdate
from pypika import functions as fn

from asn_kinerja.scoring import DisciplineRules, Level, Sanction, discipline_rules_from_dict

RECORD, RULE = "ASN Disciplinary Record", "ASN Discipline Rule"
PROPOSED, IN_FORCE, DROPPED = "Proposed", "In Force", "Dropped"
AT_ONCE = 500  # employees asked for by one query


def facts(employees: Iterable[str], from_date: Any, to_date: Any) -> dict[str, tuple[Sanction, ...]]:
	"""Employee -> his sanctions in force within the period (both days included), by date; who has none is
	left out, which for `scoring.discipline_score` is 100.

	A sanction without an end, such as a reprimand, counts in the period in which it took effect. One query
	for each 500 employees."""
	wanted = sorted(set(employees))
	record = frappe.qb.DocType(RECORD)
	found: dict[str, tuple[Sanction, ...]] = {}
	for start in range(0, len(wanted), AT_ONCE):
		query = (
			frappe.qb.from_(record)
			.select(record.employee, record.level, record.sanction, record.from_date)
			.where(record.employee.isin(wanted[start : start + AT_ONCE]) & (record.status == IN_FORCE))
			.where(record.from_date <= getdate(to_date))
			.where(fn.Coalesce(record.to_date, record.from_date) >= getdate(from_date))
			.orderby(record.employee)
			.orderby(record.from_date)
			.orderby(record.name)
		)
		for employee, level, sanction, day in query.run():
			found[employee] = (*found.get(employee, ()), Sanction(Level(level), sanction, day))
	return found


def rules(name: str) -> DisciplineRules:
	"""A table of sanctions for the core."""
	return discipline_rules_from_dict(frappe.get_cached_doc(RULE, name).as_dict(), strict=False)


def proposal_key(employee: str, year: int) -> str:
	"""What is unique: one proposal per employee and year that nobody has decided."""
	return f"{employee}::{year}"
