"""Final results as credit points and allowances need them, past the year in which they came about."""

from typing import Any

import frappe
from frappe.model.document import Document

from tests.support.agency import EVALUATION, HERE, Agency
from tests.support.rows import insert_row

POINT, CREDIT_RULE = "ASN Credit Point", "PermenPAN-RB 1/2023 v1"
SHEET, LINE, ALLOWANCE_RULE = "ASN Allowance Sheet", "ASN Allowance Line", "Contoh TPP 60/40 v2"
FIRST = {
	"asn_functional_level": "Ahli Pertama",
	"asn_golongan": "III/a",
	"asn_golongan_since": "2022-04-01",
	"asn_position_since": None,
}


def functional(agency: Agency, key: str = "staff2", **values: Any) -> str:
	"""The person in the position of an Ahli Pertama, III/a, until the test is over."""
	position = {"asn_type": "PNS", "asn_position_type": "Fungsional", **FIRST, **values}
	frappe.db.set_value("Employee", agency.employee(key), position)
	return agency.employee(key)


def final(agency: Agency, cycle: Document, key: str = "staff2", stage: int = 0, **values: Any) -> str:
	"""A final result of a stage (0–3 the quarters, 4 the year)."""
	row, employee = cycle.stages[stage], agency.employee(key)
	state = {
		"employee": employee,
		"employee_name": frappe.db.get_value("Employee", employee, "employee_name"),
		"company": HERE,
		"position_type": "Fungsional",
		"cycle": cycle.name,
		"stage": row.name,
		"stage_name": row.stage_name,
		"stage_key": f"{employee}::{row.name}",
		"from_date": row.from_date,
		"to_date": row.to_date,
		"predicate": "Baik",
		"score": 100,
		"scored": 1,
		"docstatus": 1,
		"workflow_state": "Final",
	}
	return insert_row(EVALUATION, **{**state, **values})


def entry(agency: Agency, key: str = "staff2", **values: Any) -> dict[str, Any]:
	"""What a client sends for an entry by hand."""
	return {
		"doctype": POINT,
		"employee": agency.employee(key),
		"kind": "Initial Balance",
		"from_date": "2025-12-31",
		"points": 20,
		"basis": "PAK 821/17/2025",
		**values,
	}
