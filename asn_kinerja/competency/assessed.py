"""Released competency assessments: the one that counts for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import add_years, cint, cstr, getdate
from pypika import Table
from pypika.terms import Criterion, Field

from asn_kinerja.scoring.competency import Levels
from asn_kinerja.scoring.numbers import HUNDRED, ZERO, round_half_up

ASSESSMENT = "ASN Competency Assessment"
ROW = "ASN Assessed Competency"
STATE = "workflow_state"
"""The field that tells whether an assessment is released."""
RELEASED = "Released"


@dataclass(frozen=True, slots=True)
class Assessed:
	"""A released assessment. `levels`: competency -> 1–5, none where only sums were recorded. `job_match`: by
	the standard of that time (see `match_of`). `potential_score`: above 0 to 100, None for none."""

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
		.orderby(assessment.employee, *by_time(assessment))
	)
	# the newest comes last
	return {employee: _levels(*columns) for employee, *columns in query.run()}


def _levels(reached: float, required: float, day: date, percent: float) -> Levels:
	"""The match is given only where it is not what the sums say, because groups are weighted."""
	match = match_of(percent, reached, required)
	simple = match == match_of(0, reached, required)
	return Levels(number(reached), number(required), day, None if simple else match)


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
	assessment = frappe.qb.DocType(ASSESSMENT)
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
		.orderby(assessment.employee, *by_time(assessment))
	)
	last = {head[0]: head for head in heads.run()}
	levels = levels_of(chosen)
	return {
		employee: Assessed(
			name=name,
			employee=employee,
			assessed_on=day,
			levels=levels.get(name, {}),
			job_match=match_of(match, reached, required),
			potential_score=number(potential) or None,
		)
		for employee, name, day, reached, required, match, potential in last.values()
	}


def levels_of(chosen: Criterion) -> dict[str, dict[str, int]]:
	"""Name of an assessment -> its levels by competency; those without are left out. `chosen`: a criterion on
	`frappe.qb.DocType(ASSESSMENT)`. One query."""
	assessment, row = frappe.qb.DocType(ASSESSMENT), frappe.qb.DocType(ROW)
	query = (
		frappe.qb.from_(row)
		.join(assessment)
		.on((row.parent == assessment.name) & (row.parenttype == ASSESSMENT))
		.select(row.parent, row.competency, row.level)
		.where(chosen & (row.level > 0))
		.orderby(row.parent)
		.orderby(row.idx)
	)
	found: dict[str, dict[str, int]] = {}
	for name, competency, level in query.run():
		found.setdefault(name, {})[competency] = cint(level)
	return found


def match_of(percent: float | None, reached: float | None, required: float | None) -> Decimal:
	"""The job person match of a record as it is printed (percent, two places): what is stored, else, where
	levels were recorded as sums alone, what these give. 0: there is none."""
	if stored := number(percent):
		return round_half_up(stored)
	return round_half_up(number(reached) * HUNDRED / number(required)) if required else ZERO


def by_time(assessment: Table) -> tuple[Field, ...]:
	"""The columns that put the assessments of a person in order, the newest last: of those of a day the one
	that was released later is the newer one."""
	return assessment.assessed_on, assessment.released_on, assessment.name


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
