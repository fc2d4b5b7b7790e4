"""Plans that serve each other, stored as sets, without the way to approval: what the cascade works on."""

from collections.abc import Iterable
from typing import Any

import frappe

from asn_kinerja.bulk import insert
from tests.support.agency import HERE, PLAN, Agency, item

ITEM = "ASN Work Plan Item"

APPROVED = {"docstatus": 1, "workflow_state": "Approved"}
DRAFT = {"docstatus": 0, "workflow_state": "Draft"}


def objective(name: str, level: str, parent: str | None = None, company: str = HERE, code: str = "") -> str:
	return (
		frappe.get_doc(
			doctype="ASN Strategic Objective",
			objective_name=name,
			level=level,
			parent_asn_strategic_objective=parent,
			company=company,
			code=code,
		)
		.insert()
		.name
	)


def strategy() -> dict[str, str]:
	"""Vision ← mission ← two objectives, of which the second has a programme; key -> record name."""
	found = {"vision": objective("Kota Uji yang melayani", "Vision")}
	found["mission"] = objective("Pelayanan yang cepat", "Mission", found["vision"])
	found["permits"] = objective("Izin terbit tepat waktu", "Objective", found["mission"], code="S1")
	found["roads"] = objective("Jalan mantap", "Objective", found["mission"], code="S2")
	found["repair"] = objective("Program pemeliharaan jalan", "Programme", found["roads"])
	return found


def store(
	agency: Agency,
	key: str,
	cycle: str,
	rows: Iterable[dict[str, Any]],
	state: dict[str, Any] = APPROVED,
	**values: Any,
) -> str:
	"""A plan of one of the agency's people with these rows (`result`, `item_key`, `objective`,
	`superior_item` …), and its name."""
	employee = agency.employee(key)
	person = frappe.db.get_value(
		"Employee", employee, ["employee_name", "department", "company", "asn_position_type"], as_dict=True
	)
	rater = agency.employee(agency.rater(key)) if agency.rater(key) else None
	header = {
		"employee": employee,
		"employee_name": person.employee_name,
		"department": person.department,
		"company": person.company,
		"position_type": person.asn_position_type,
		"rater": rater,
		"rater_name": frappe.db.get_value("Employee", rater, "employee_name") if rater else None,
	}
	return store_many([{"cycle": cycle, **header, **state, **values}], [list(rows)])[0]


def store_many(plans: list[dict[str, Any]], rows: list[list[dict[str, Any]]]) -> list[str]:
	"""Plans with their rows, in two statements; their names."""
	named = [{"name": frappe.generate_hash(length=10), **plan} for plan in plans]
	insert(PLAN, named)
	insert(
		ITEM,
		(
			{
				**item(),
				"parent": plan["name"],
				"parenttype": PLAN,
				"parentfield": "items",
				"idx": idx,
				"docstatus": plan.get("docstatus", 0),
				**row,
			}
			for plan, its in zip(named, rows, strict=True)
			for idx, row in enumerate(its, 1)
		),
	)
	return [plan["name"] for plan in named]


def office(agency: Agency, cycle: str, goals: dict[str, str]) -> dict[str, str]:
	"""Plans of the agency's people; person -> name of the plan.

	permits ← head "Izin cepat" ← lead1 "Berkas lengkap" ← staff1 "Berkas diperiksa" (two indicators)
	                                                      ← staff2 "Berkas dicatat"
	repair  ← lead2 "Jalan diperbaiki" ← staff3 "Lubang ditutup", lent "Alat siap"
	nothing: lead2 "Rapat rutin" ← staff4 "Notulen rapat"; staff3 "Arsip rapi" (serves what is gone),
	         staff2 "Piket" (names nothing)
	"""
	return {
		"head": store(
			agency, "head", cycle, [{"result": "Izin cepat", "item_key": "h1", "objective": goals["permits"]}]
		),
		"lead1": store(
			agency, "lead1", cycle, [{"result": "Berkas lengkap", "item_key": "l1", "superior_item": "h1"}]
		),
		"staff1": store(
			agency,
			"staff1",
			cycle,
			[
				{"result": "Berkas diperiksa", "item_key": "s1a", "superior_item": "l1", "target_min": 90},
				{"result": "Berkas diperiksa", "item_key": "s1b", "superior_item": "l1", "unit": "hari"},
			],
		),
		"staff2": store(
			agency,
			"staff2",
			cycle,
			[
				{"result": "Berkas dicatat", "item_key": "s2a", "superior_item": "l1"},
				{"result": "Piket", "item_key": "s2b"},
			],
		),
		"lead2": store(
			agency,
			"lead2",
			cycle,
			[
				{"result": "Jalan diperbaiki", "item_key": "m1", "objective": goals["repair"]},
				{"result": "Rapat rutin", "item_key": "m2"},
			],
		),
		"staff3": store(
			agency,
			"staff3",
			cycle,
			[
				{"result": "Lubang ditutup", "item_key": "s3a", "superior_item": "m1"},
				{"result": "Arsip rapi", "item_key": "s3b", "superior_item": "gone"},
			],
		),
		"staff4": store(
			agency, "staff4", cycle, [{"result": "Notulen rapat", "item_key": "s4", "superior_item": "m2"}]
		),
		"lent": store(
			agency, "lent", cycle, [{"result": "Alat siap", "item_key": "t1", "superior_item": "m1"}]
		),
	}


def crowd(cycle: str, people: int, department: str | None = None, key: str = "") -> None:
	"""As many made-up people, tens of them under one of the first: only their plans are in the database."""
	made = f"{key or cycle}-".replace(" ", "")
	employees = [f"{made}{n:05}" for n in range(people)]
	raters = [employees[n // 10] if n else None for n in range(people)]
	plans = [
		{
			"cycle": cycle,
			"employee": employee,
			"employee_name": f"Orang {employee[-5:]}",
			"company": HERE,
			"rater": rater,
			"department": department,
			**APPROVED,
		}
		for employee, rater in zip(employees, raters, strict=True)
	]
	rows = [
		[
			{
				"result": f"Hasil {i}",
				"item_key": f"{employee}-{i}",
				"superior_item": f"{rater}-{i}" if rater and i else None,
			}
			for i in range(5)
		]
		for employee, rater in zip(employees, raters, strict=True)
	]
	store_many(plans, rows)
