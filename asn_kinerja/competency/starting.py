"""What a new competency assessment holds: the standard of the position and the rule, copied as they are; the
same for one person and for many."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from asn_kinerja.messages import escaped

STANDARD, STANDARD_ROW = "ASN Position Standard", "ASN Standard Competency"
RULE = "ASN Competency Rule"
WEIGHTS = ("technical_weight", "managerial_weight")

StandardRecord = dict[str, Any]


def key(employee: str, cycle: str | None, stage_name: str | None, assessed_on: date | str | None) -> str:
	"""What is unique: one assessment per employee and period of a cycle; without a cycle, per day."""
	if cycle:
		return f"{employee}::{cycle}::{stage_name or ''}"
	return f"{employee}::{getdate(assessed_on).isoformat()}"


def standards(designations: Iterable[str | None], company: str | None) -> dict[str, StandardRecord]:
	"""Position -> its standard (name, weights and rows under `competencies`) in this agency: its own, else
	the one for all agencies; positions without one are left out. Two queries."""
	wanted = sorted(set(filter(None, designations)))
	if not wanted:
		return {}
	found: dict[str, StandardRecord] = {}
	filters = {"designation": ["in", wanted], "is_template": 0, "disabled": 0}
	for row in frappe.get_all(
		STANDARD,
		filters=filters,
		fields=["name", "designation", "company", *WEIGHTS],
		# those for all agencies first, so that the agency's own take their place; then the newest
		order_by="company, creation",
	):
		if not row.company or row.company == company:
			found[row.designation] = {**row, "competencies": []}
	by_name = {row["name"]: row for row in found.values()}
	for row in frappe.get_all(
		STANDARD_ROW,
		filters={"parenttype": STANDARD, "parent": ["in", list(by_name) or [""]]},
		fields=["parent", "competency", "kind", "level as required_level", "weight"],
		order_by="parent, idx",
	):
		by_name[row.pop("parent")]["competencies"].append(dict(row))
	return {designation: row for designation, row in found.items() if row["competencies"]}


def from_standard(standard: Mapping[str, Any]) -> dict[str, Any]:
	"""The fields of an assessment that are copied from a standard."""
	return {
		"standard": standard["name"],
		**{field: standard[field] for field in WEIGHTS},
		"competencies": [dict(row) for row in standard["competencies"]],
	}


def rule_of_agency() -> str | None:
	"""The rule of new assessments: that of the settings, else the first submitted one."""
	if rule := frappe.db.get_single_value("ASN Performance Settings", "competency_rule"):
		return rule
	return frappe.db.get_value(RULE, {"docstatus": 1}, "name", order_by="creation, name")


def why_not(employee: Mapping[str, Any], standard: object, *, needs_rater: bool) -> str | None:
	"""Why there is no assessment for this person, as a sentence (HTML) with what to do; None: there is
	one. `employee`: employee_name, designation and rater."""
	name, designation = escaped(employee["employee_name"], employee["designation"] or "")
	if not designation:
		return _("{0} has no position. Fill {1} in the employee record.").format(name, _("Designation"))
	if not standard:
		link = f'<a href="{frappe.utils.get_url_to_list(STANDARD)}">{_(STANDARD)}</a>'
		return _("There is no standard for the position {0}. Make one under {1}.").format(designation, link)
	if needs_rater and not employee["rater"]:
		return _("{0} has no rater. Choose the procedure {1}, or fill {2} in the employee record.").format(
			name, _("Assessor"), _("Reports to")
		)
	return None
