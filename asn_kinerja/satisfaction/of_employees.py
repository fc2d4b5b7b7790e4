"""What public satisfaction says about employees: their own index, or that of their unit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe

from asn_kinerja import units
from asn_kinerja.access import RESPONSE
from asn_kinerja.satisfaction.results import Outcome, outcomes
from asn_kinerja.scoring.satisfaction import SurveyIndex, combined_index


@dataclass(frozen=True, slots=True)
class Facts:
	"""Index (25–100, two places) and the number of answers it rests on; `own` when they name the employee as
	the officer, else they are those of the unit `department`, his own or the nearest above. `surveys`:
	what the index is the mean of."""

	index: Decimal
	answers: int
	own: bool
	department: str | None
	surveys: tuple[SurveyIndex, ...]


def facts(employees: Iterable[str], from_date: date | str, to_date: date | str) -> dict[str, Facts]:
	"""The satisfaction of the public with each of these employees, from the answers of these days (both
	included); without whom there is none about.

	The officer's own index counts where a survey that lets citizens name the officer has enough answers which
	name him; else the index of his unit of today, or of the nearest unit above it that has one. Several
	surveys count by their numbers of answers; those below their minimum do not count. Six queries."""
	wanted = list(dict.fromkeys(employees))
	if not wanted:
		return {}
	response = frappe.qb.DocType(RESPONSE)
	days = response.submitted_on[from_date:to_date]
	own = _counted(outcomes([days, response.officer.isin(wanted)], by_officer=True), "officer")
	found = {employee: _facts(parts, own=True) for employee, parts in own.items()}
	of_person = _units(employee for employee in wanted if employee not in found)
	above = units.at_or_above(of_person.values())
	of_units: Mapping[str, list[Outcome]] = {}
	if above:
		departments = sorted({unit for chain in above.values() for unit in chain})
		of_units = _counted(outcomes([days, response.department.isin(departments)]), "department")
	by_unit = {
		start: next((_facts(of_units[unit], own=False) for unit in chain if unit in of_units), None)
		for start, chain in above.items()
	}
	for employee, unit in of_person.items():
		if unit_facts := by_unit.get(unit):
			found[employee] = unit_facts
	return {employee: found[employee] for employee in wanted if employee in found}


def _counted(results: Iterable[Outcome], key: str) -> dict[str, list[Outcome]]:
	"""Those with an index, by officer or unit."""
	groups: dict[str, list[Outcome]] = defaultdict(list)
	for one in results:
		if one.result.index is not None:
			groups[getattr(one, key)].append(one)
	return dict(groups)


def _facts(parts: list[Outcome], own: bool) -> Facts:
	surveys = tuple(SurveyIndex(part.title, part.result.index, part.result.answers) for part in parts)
	index, _steps = combined_index(surveys)
	answers = sum(survey.answers for survey in surveys)
	return Facts(index, answers, own, None if own else parts[0].department, surveys)


def _units(employees: Iterable[str]) -> dict[str, str]:
	"""The unit of each employee who has one."""
	wanted = list(employees)
	if not wanted:
		return {}
	rows = frappe.get_all(
		"Employee",
		filters={"name": ["in", wanted], "department": ["is", "set"]},
		fields=["name", "department"],
		order_by="name",
	)
	return {row.name: row.department for row in rows}
