"""Competencies of the agency's people: standards of their positions and released assessments."""

from typing import Any

import frappe

from asn_kinerja import bulk, people
from asn_kinerja.competency.assessed import ASSESSMENT, RELEASED, STATE
from tests.support.agency import Agency

COMPETENCY, STANDARD, RULE = "ASN Competency", "ASN Position Standard", "ASN Competency Rule"
BKN = "Peraturan BKN 26/2019 v1"
INTEGRITY, TEAM, TALK, NATION = "Integritas", "Kerja Sama", "Komunikasi", "Perekat Bangsa"
DAY = "2026-02-10"


def technical(title: str, **values: Any) -> str:
	"""A technical competency of the agency's dictionary."""
	if not frappe.db.exists(COMPETENCY, title):
		frappe.get_doc(
			{
				"doctype": COMPETENCY,
				"title": title,
				"kind": "Technical",
				"definition": f"Kemampuan {title}",
				"levels": [{"level": level, "description": f"Tingkat {level}"} for level in range(1, 6)],
				**values,
			}
		).insert()
	return title


def position(name: str) -> str:
	if not frappe.db.exists("Designation", name):
		frappe.get_doc(doctype="Designation", designation_name=name).insert()
	return name


def standard_values(designation: str, levels: dict[str, int], **values: Any) -> dict[str, Any]:
	rows = [{"competency": name, "level": level} for name, level in levels.items()]
	# of no agency: newer Frappe fills in the default company
	of_all = {"doctype": STANDARD, "designation": position(designation), "company": ""}
	return {**of_all, "competencies": rows, **values}


def standard(designation: str, levels: dict[str, int], **values: Any) -> Any:
	return frappe.get_doc(standard_values(designation, levels, **values)).insert()


def holds(agency: Agency, designation: str, *keys: str) -> None:
	"""These people hold this position."""
	for key in keys:
		frappe.db.set_value("Employee", agency.employee(key), "designation", position(designation))


def released(agency: Agency, key: str, levels: dict[str, int], on: str = DAY, **values: Any) -> str:
	"""A released assessment as its rows stand in the database, past the way by which it comes about."""
	employee = agency.employee(key)
	required = dict.fromkeys(levels, 3) | values.pop("required", {})
	rows = [
		{
			"competency": name,
			"kind": frappe.db.get_value(COMPETENCY, name, "kind"),
			"required_level": required[name],
			"weight": 1,
			"level": level,
			"gap": required[name] - level,
		}
		for name, level in levels.items()
	]
	document = {
		**people.headers([employee])[employee],
		"employee": employee,
		"assessed_on": on,
		STATE: RELEASED,
		"levels_reached": sum(levels.values()),
		"levels_required": sum(required[name] for name in levels),
		"assessment_key": f"{employee}::{on}",
		"competencies": rows,
		**values,
	}
	return bulk.insert_documents(ASSESSMENT, [document])[0]
