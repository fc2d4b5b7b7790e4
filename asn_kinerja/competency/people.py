"""The people of reports on competencies: who they are, with their assessments and the standards of their
positions. Whoever asks gets the people, and of them the assessments, that he sees (see `asn_kinerja.access`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Person:
	"""An active ASN. `standard` is that of his position; `levels` are in the order of its competencies. Both
	are None where there is none that counts."""

	employee: str
	employee_name: str
	department: str
	unit: str
	designation: str
	standard: PositionStandard | None
	levels: Digits | None

	@property
	def gaps(self) -> Iterator[tuple[str, int, int]]:
		"""Competency, required level, and the level reached (0: not known) of a person with both."""
		for row, digit in zip(self.standard.requirements, self.levels.digits, strict=True):
			yield row.competency, row.level, int(digit)


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
	positions: dict[str, set[str]] = {}
	for row in rows:
		positions.setdefault(row.company, set()).add(row.designation)
	held = {company: standards.of_positions(named, company) for company, named in positions.items()}
	known = _levels(filters, held)
	return [
		Person(
			employee=row.name,
			employee_name=row.employee_name,
			department=row.department or "",
			unit=row.department_name or "",
			designation=row.designation or "",
			standard=held[row.company].get(row.designation),
			levels=known(row.name, held[row.company].get(row.designation)),
		)
		for row in rows
	]


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

	def known(employee: str, standard: PositionStandard | None) -> Digits | None:
		found = newest.get(employee)
		if found is None or standard is None:
			return found
		return replace(found, digits="".join(found.digits[number] for number in places[standard.name]))

	return known
