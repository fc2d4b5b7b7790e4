"""Position standards for the core: what a position asks for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe.utils import cint

from asn_kinerja.competency.assessed import number
from asn_kinerja.scoring.job_match import Kind, Requirement, Standard

STANDARD = "ASN Position Standard"
ROW = "ASN Standard Competency"
COMPETENCY = "ASN Competency"


@dataclass(frozen=True, slots=True)
class PositionStandard(Standard):
	"""A stored standard; `name` is the record's."""

	name: str = ""
	title: str = ""


def of_positions(designations: Iterable[str], company: str | None = None) -> dict[str, PositionStandard]:
	"""Designation -> the standard that holds for it: the agency's own, else the one for all agencies; without
	a company only the latter. Positions without a standard that is in force are left out. Two queries."""
	wanted = sorted({designation for designation in designations if designation})
	if not wanted:
		return {}
	standard = frappe.qb.DocType(STANDARD)
	everywhere = standard.company.isnull() | (standard.company == "")
	query = (
		frappe.qb.from_(standard)
		.select(
			standard.name,
			standard.title,
			standard.designation,
			standard.technical_weight,
			standard.managerial_weight,
		)
		.where((standard.is_template == 0) & (standard.disabled == 0) & standard.designation.isin(wanted))
		.where(everywhere | (standard.company == company) if company else everywhere)
		.orderby(standard.company)  # the agency's own comes last
		.orderby(standard.name)
	)
	found = {row.designation: row for row in query.run(as_dict=True)}
	rows = _requirements([row.name for row in found.values()])
	return {
		designation: PositionStandard(
			requirements=tuple(rows[row.name]),
			technical_weight=number(row.technical_weight),
			managerial_weight=number(row.managerial_weight),
			name=row.name,
			title=row.title,
		)
		for designation, row in found.items()
	}


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
