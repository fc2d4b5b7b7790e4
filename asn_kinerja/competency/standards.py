"""Position standards for the core: what a position asks for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import frappe
from frappe.utils import cint
from pypika import functions as fn
from pypika.terms import Criterion

from asn_kinerja.competency.assessed import number
from asn_kinerja.scoring.job_match import Kind, Requirement, Standard

STANDARD = "ASN Position Standard"
ROW = "ASN Standard Competency"
COMPETENCY = "ASN Competency"


@dataclass(frozen=True, slots=True)
class PositionStandard(Standard):
	"""A stored standard; `name` is the record's, `company` empty for the one of all agencies."""

	name: str = ""
	title: str = ""
	designation: str = ""
	company: str = ""


def of_positions(designations: Iterable[str], company: str | None = None) -> dict[str, PositionStandard]:
	"""Designation -> the standard that holds for it: the agency's own, else the one for all agencies; without
	a company only the latter. Positions without a standard that is in force are left out. Two queries."""
	wanted = sorted({designation for designation in designations if designation})
	if not wanted:
		return {}
	standard = frappe.qb.DocType(STANDARD)
	everywhere = standard.company.isnull() | (standard.company == "")
	held_by = everywhere | (standard.company == company) if company else everywhere
	# the agency's own comes last
	return {found.designation: found for found in _in_force(standard.designation.isin(wanted) & held_by)}


def named(name: str) -> PositionStandard | None:
	"""The standard of this name; None for one that is disabled, a template or not there. Two queries."""
	return next(_in_force(frappe.qb.DocType(STANDARD).name == name), None)


def _in_force(chosen: Criterion) -> Iterator[PositionStandard]:
	"""The standards of positions that hold, among those of a criterion on their table; those of all agencies
	first."""
	standard = frappe.qb.DocType(STANDARD)
	query = (
		frappe.qb.from_(standard)
		.select(
			standard.name,
			standard.title,
			standard.designation,
			standard.company,
			standard.technical_weight,
			standard.managerial_weight,
		)
		.where((standard.is_template == 0) & (standard.disabled == 0) & chosen)
		.orderby(fn.Coalesce(standard.company, ""), standard.name)
	)
	found = query.run(as_dict=True)
	rows = _requirements([row.name for row in found])
	for row in found:
		yield PositionStandard(
			requirements=tuple(rows[row.name]),
			technical_weight=number(row.technical_weight),
			managerial_weight=number(row.managerial_weight),
			name=row.name,
			title=row.title,
			designation=row.designation,
			company=row.company or "",
		)


def _requirements(standards: list[str]) -> dict[str, list[Requirement]]:
	requirements: dict[str, list[Requirement]] = defaultdict(list)
	if not standards:
		return requirements
	row, competency = frappe.qb.DocType(ROW), frappe.qb.DocType(COMPETENCY)
	query = (
		frappe.qb.from_(row)
		.join(competency)
		.on(competency.name == row.competency)
		.select(row.parent, row.competency, competency.kind, row.level, row.weight)
		.where((row.parenttype == STANDARD) & row.parent.isin(standards))
		.orderby(row.parent)
		.orderby(row.idx)
	)
	for parent, name, kind, level, weight in query.run():
		requirements[parent].append(Requirement(name, Kind(kind), cint(level), number(weight)))
	return requirements
