"""Talent maps with the released results and assessments they rest on, as rows."""

from typing import Any

import frappe

from tests.support.agency import ABOVE, EVALUATION, HERE, Agency
from tests.support.rows import insert_row, insert_rows

MAP, PLACEMENT, RULE = "ASN Talent Map", "ASN Talent Placement", "ASN Talent Rule"
ASSESSMENT = "ASN Competency Assessment"
SIMATA, SILKA, PREDICATE = "SIMATA v1", "SILKA v1", "Predikat Kinerja v1"
DAY = "2026-06-30"


def clear(agency: Agency) -> None:
	"""No map, no assessment and no result of an earlier run counts."""
	ours = {"employee": ["in", list(agency.employees.values())]}
	frappe.db.delete(PLACEMENT, {"company": HERE})
	frappe.db.delete(MAP, {"company": HERE})
	frappe.db.delete(ASSESSMENT, ours)


def remove(cycle: Any) -> None:
	"""A committed cycle with its results."""
	frappe.db.delete(EVALUATION, {"cycle": cycle.name})
	frappe.db.delete("ASN Cycle Stage", {"parent": cycle.name})
	frappe.db.delete("ASN Performance Cycle", {"name": cycle.name})


def stages(cycle: Any) -> dict[str, Any]:
	return {row.stage_name: row for row in cycle.stages}


def half_year(agency: Agency, **values: Any) -> Any:
	"""A cycle of the first half of 2026 with two quarters and the annual stage."""
	names = (
		("Triwulan I", "Periodic", "2026-01-01", "2026-03-31"),
		("Triwulan II", "Periodic", "2026-04-01", "2026-06-30"),
		("Tahunan", "Annual", "2026-01-01", "2026-06-30"),
	)
	rows = [
		{"stage_name": name, "stage_type": kind, "from_date": start, "to_date": end, "due_date": end}
		for name, kind, start, end in names
	]
	return agency.cycle(from_date="2026-01-01", to_date="2026-06-30", stages=rows, **values)


def result(employee: str, cycle: Any, stage: str = "Tahunan", **values: Any) -> str:
	"""A released evaluation: 90 points, Baik, above expectation in the work result."""
	row = stages(cycle)[stage]
	complete = {
		"employee": employee,
		"company": cycle.company,
		"cycle": cycle.name,
		"stage": row.name,
		"stage_name": stage,
		"from_date": row.from_date,
		"to_date": row.to_date,
		"docstatus": 1,
		"workflow_state": "Released",
		"score": 90,
		"scored": 1,
		"predicate": "Baik",
		"work_result_rating": ABOVE,
		**values,
	}
	return insert_row(EVALUATION, **complete)


def assessed(employee: str, match: float, potential: float = 0, **values: Any) -> str:
	"""A released assessment with its job person match and potential score."""
	return insert_row(ASSESSMENT, **assessed_values(employee, match, potential, **values))


def assessed_values(employee: str, match: float, potential: float = 0, **values: Any) -> dict[str, Any]:
	from asn_kinerja.competency.assessed import RELEASED, STATE

	return {
		"employee": employee,
		"company": HERE,
		"assessed_on": "2026-05-04",
		STATE: RELEASED,
		"job_match": match,
		"potential_score": potential,
		"assessment_key": frappe.generate_hash(length=20),
		**values,
	}


def draft(agency: Agency, cycle: Any, rule: str = SIMATA, who: str = "admin", **values: Any) -> Any:
	"""A map made by the performance manager; nobody is placed yet."""
	with agency.acting(who):
		return frappe.get_doc(
			{
				"doctype": MAP,
				"title": f"Peta Talenta {frappe.generate_hash(length=6)}",
				"company": cycle.company,
				"cycle": cycle.name,
				"rule": rule,
				"as_of_date": DAY,
				**values,
			}
		).insert()


def placed(talent_map: Any) -> dict[str, Any]:
	"""Place everybody in this process; employee -> stored placement."""
	from asn_kinerja.talent import placing

	placing.place_everybody(talent_map.name)
	return placements(talent_map)


def placements(talent_map: Any) -> dict[str, Any]:
	rows = frappe.get_all(PLACEMENT, filters={"map": talent_map.name}, fields=["*"], order_by="employee")
	return {row.employee: row for row in rows}


def publish(agency: Agency, talent_map: Any, who: str = "admin") -> Any:
	with agency.acting(who):
		frappe.get_doc(MAP, talent_map.name).publish()
	return frappe.get_doc(MAP, talent_map.name)


def crowd(agency: Agency, count: int) -> list[str]:
	"""So many employees of the agency as rows, without users and in no tree."""
	rows = [
		{
			"name": f"HR-UJI-{number:05}",
			"employee": f"HR-UJI-{number:05}",
			"employee_name": f"Pegawai {number}",
			"first_name": f"Pegawai {number}",
			"company": HERE,
			"status": "Active",
			"asn_type": "PNS",
			"asn_position_type": "Pelaksana",
			"date_of_joining": "2015-03-01",
		}
		for number in range(count)
	]
	return insert_rows("Employee", rows)
