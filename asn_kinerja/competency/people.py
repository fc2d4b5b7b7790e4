"""The people of reports on competencies: who they are, with their assessments and the standards of their
positions. Whoever asks gets the people, and of them the assessments, that he sees (see `asn_kinerja.access`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate
from pypika import Table
from pypika import functions as fn
from pypika.terms import Criterion

from asn_kinerja import access, units
from asn_kinerja.competency import standards
from asn_kinerja.competency.assessed import ASSESSMENT, Assessed, newest
from asn_kinerja.competency.standards import PositionStandard


@dataclass(frozen=True, slots=True)
class Person:
	"""An active ASN. `assessed` and `standard` are None where there is none that counts."""

	employee: str
	employee_name: str
	department: str
	unit: str
	designation: str
	assessed: Assessed | None
	standard: PositionStandard | None


def criterion(person: Table, filters: Mapping[str, Any]) -> Criterion:
	"""Active ASN whom the reader sees, of the chosen agency (`company`) and unit with those below it
	(`department`), on a table of Employee."""
	chosen = (person.status == "Active") & (fn.Coalesce(person.asn_type, "") != "")
	if filters.get("company"):
		chosen = chosen & (person.company == filters["company"])
	if filters.get("department"):
		chosen = chosen & person.department.isin(units.below(filters["department"]))
	seen = access.people_criterion(person)
	return chosen if seen is None else chosen & seen


def day_of(filters: Mapping[str, Any]) -> date:
	"""The day of which the assessments count: `to_date`, else today."""
	return getdate(filters.get("to_date"))


def listed(filters: Mapping[str, Any]) -> list[Person]:
	"""The people by unit and name, with what is known of them; the number of queries does not depend on
	theirs, only on that of the agencies."""
	person, unit = frappe.qb.DocType("Employee"), frappe.qb.DocType("Department")
	query = (
		frappe.qb.from_(person)
		.left_join(unit)
		.on(unit.name == person.department)
		.select(
			person.name,
			person.employee_name,
			person.department,
			unit.department_name,
			person.designation,
			person.company,
		)
		.where(criterion(person, filters))
		.orderby(unit.department_name)
		.orderby(person.employee_name)
		.orderby(person.name)
	)
	rows = query.run(as_dict=True)
	assessed = newest(None, day_of(filters), criterion=access.row_criterion(ASSESSMENT)) if rows else {}
	positions: dict[str, set[str]] = {}
	for row in rows:
		positions.setdefault(row.company, set()).add(row.designation)
	held = {company: standards.of_positions(named, company) for company, named in positions.items()}
	return [
		Person(
			employee=row.name,
			employee_name=row.employee_name,
			department=row.department or "",
			unit=row.department_name or "",
			designation=row.designation or "",
			assessed=assessed.get(row.name),
			standard=held[row.company].get(row.designation),
		)
		for row in rows
	]
