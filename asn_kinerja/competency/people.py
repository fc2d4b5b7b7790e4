"""The people of reports on competencies: who they are, with their assessments and the standards of their
positions. Whoever asks gets the people, and of them the assessments, that he sees (see `asn_kinerja.access`).
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import frappe
from frappe.utils import getdate
from pypika import Table
from pypika import functions as fn
from pypika.terms import Criterion

from asn_kinerja import access, units
from asn_kinerja.competency import levels, standards
from asn_kinerja.competency.assessed import ASSESSMENT, counting
from asn_kinerja.competency.levels import Digits
from asn_kinerja.competency.standards import PositionStandard


class Person(NamedTuple):
	"""An active ASN. `standard` is that of his position; `levels` are in the order of its competencies. Both
	are None where there is none that counts."""

	employee: str
	employee_name: str
	department: str
	unit: str
	designation: str
	standard: PositionStandard | None
	levels: Digits | None


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
	rows = query.run()
	positions: dict[str, set[str]] = {}
	for *_, designation, company in rows:
		positions.setdefault(company, set()).add(designation)
	held = {company: standards.of_positions(named, company) for company, named in positions.items()}
	levels_of = _levels(filters, held)
	found = []
	for employee, employee_name, department, unit_name, designation, company in rows:
		standard = held[company].get(designation)
		found.append(
			Person(
				employee,
				employee_name,
				department or "",
				unit_name or "",
				designation or "",
				standard,
				levels_of(employee, standard),
			)
		)
	return found


def _levels(
	filters: Mapping[str, Any], held: Mapping[str, Mapping[str, PositionStandard]]
) -> Callable[[str, PositionStandard | None], Digits | None]:
	"""A function: employee and standard -> his levels in the order of the standard's competencies."""
	used = {one.name: one for found in held.values() for one in found.values()}
	named = sorted({row.competency for one in used.values() for row in one.requirements})
	place = {competency: number for number, competency in enumerate(named)}
	places = {one.name: [place[row.competency] for row in one.requirements] for one in used.values()}
	seen = access.row_criterion(ASSESSMENT)

	def chosen(assessment: Table, person: Table) -> Criterion:
		criteria = [counting(assessment, day_of(filters)), criterion(person, filters)]
		return Criterion.all([*criteria, *([] if seen is None else [seen])])

	newest = levels.newest(named, chosen)

	@cache
	def own(standard: str, digits: str) -> str:
		return "".join(digits[number] for number in places[standard])

	def known(employee: str, standard: PositionStandard | None) -> Digits | None:
		found = newest.get(employee)
		if found is None or standard is None:
			return found
		return Digits(found.assessment, found.assessed_on, own(standard.name, found.digits))

	return known
