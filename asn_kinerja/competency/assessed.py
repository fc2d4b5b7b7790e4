"""Released competency assessments: the one that counts for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import add_years, cint, cstr, getdate
from pypika import Table
from pypika.terms import Criterion

from asn_kinerja.scoring.competency import Levels
from asn_kinerja.scoring.numbers import HUNDRED, ZERO, round_half_up

ASSESSMENT = "ASN Competency Assessment"
ROW = "ASN Assessed Competency"
STATE = "workflow_state"
"""The field that tells whether an assessment is released."""
RELEASED = "Released"


@dataclass(frozen=True, slots=True)
class Assessed:
	"""A released assessment. `levels`: competency -> 1–5, none where only sums were recorded. `job_match`: in
	percent, by the standard of that time. `potential_score`: above 0 to 100; None where none was given."""

	name: str
	employee: str
	assessed_on: date
	levels: dict[str, int]
	job_match: Decimal
	potential_score: Decimal | None


def facts(employees: Iterable[str], to_date: date | str) -> dict[str, Levels]:
	"""Employee -> the levels of his newest released assessment on or before a day; who has none is left out.

	An assessment older than the years in the settings has expired; one of exactly that age counts, and with
	0 years all do. Two queries: the setting and the assessments."""
	wanted = sorted(set(employees))
	if not wanted:
		return {}
	assessment = frappe.qb.DocType(ASSESSMENT)
	query = (
		frappe.qb.from_(assessment)
		.select(
			assessment.employee,
			assessment.levels_reached,
			assessment.levels_required,
			assessment.assessed_on,
			assessment.job_match,
		)
		.where(counting(assessment, to_date) & assessment.employee.isin(wanted))
		.orderby(assessment.employee)
		.orderby(assessment.assessed_on)
		.orderby(assessment.name)
	)
	# the newest comes last
	return {
		employee: _levels(number(reached), number(required), day, number(percent))
		for employee, reached, required, day, percent in query.run()
	}


def _levels(reached: Decimal, required: Decimal, day: date, percent: Decimal) -> Levels:
	"""The match is given only where it is not what the sums say, because groups are weighted."""
	simple = reached * HUNDRED / required if required else ZERO
	weighted = percent and round_half_up(percent) != round_half_up(simple)
	return Levels(reached, required, day, percent if weighted else None)


def newest(
	employees: Iterable[str] | None,
	to_date: date | str,
	company: str | None = None,
	criterion: Criterion | None = None,
) -> dict[str, Assessed]:
	"""Employee -> his newest assessment that counts on a day (see `facts`), with its levels; who has none is
	left out. `employees` None: everybody. `criterion`: on `frappe.qb.DocType(ASSESSMENT)`, such as the row
	rule. Three queries: the setting, the assessments and their rows."""
	wanted = None if employees is None else sorted(set(employees))
	if wanted is not None and not wanted:
		return {}
	assessment, row = frappe.qb.DocType(ASSESSMENT), frappe.qb.DocType(ROW)
	chosen = counting(assessment, to_date)
	if wanted is not None:
		chosen = chosen & assessment.employee.isin(wanted)
	if company:
		chosen = chosen & (assessment.company == company)
	if criterion is not None:
		chosen = chosen & criterion
	heads = (
		frappe.qb.from_(assessment)
		.select(
			assessment.employee,
			assessment.name,
			assessment.assessed_on,
			assessment.levels_reached,
			assessment.levels_required,
			assessment.job_match,
			assessment.potential_score,
		)
		.where(chosen)
		.orderby(assessment.employee)
		.orderby(assessment.assessed_on)
		.orderby(assessment.name)
	)
	last = {head[0]: head for head in heads.run()}
	levels: dict[str, dict[str, int]] = {head[1]: {} for head in last.values()}
	rows = (
		frappe.qb.from_(row)
		.join(assessment)
		.on((row.parent == assessment.name) & (row.parenttype == ASSESSMENT))
		.select(row.parent, row.competency, row.level)
		.where(chosen & (row.level > 0))
		.orderby(row.parent)
		.orderby(row.idx)
	)
	for parent, competency, level in rows.run():
		if parent in levels:
			levels[parent][competency] = cint(level)
	return {
		employee: Assessed(
			name=name,
			employee=employee,
			assessed_on=day,
			levels=levels[name],
			job_match=number(match) or _simple(number(reached), number(required)),
			potential_score=number(potential) or None,
		)
		for employee, name, day, reached, required, match, potential in last.values()
	}


def _simple(reached: Decimal, required: Decimal) -> Decimal:
	return reached * HUNDRED / required if required else ZERO


def counting(assessment: Table, to_date: date | str) -> Criterion:
	"""The assessments that count on a day, as a criterion on their table: released on or before it, and not
	older than the years in the settings. One query, for the setting."""
	last = getdate(to_date)
	criterion = (assessment[STATE] == RELEASED) & (assessment.assessed_on <= last)
	if years := cint(frappe.db.get_single_value("ASN Performance Settings", "competency_years")):
		criterion = criterion & (assessment.assessed_on >= add_years(last, -years))
	return criterion


def number(stored: float | None) -> Decimal:
	"""A stored number, exactly as it is shown."""
	return Decimal(cstr(stored or 0))
