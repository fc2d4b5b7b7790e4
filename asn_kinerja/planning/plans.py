"""Plans in force, and what subordinates may serve in them."""

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _

from asn_kinerja import access, people
from asn_kinerja.messages import escaped

ITEM_FIELDS = (
	"item_key",
	"category",
	"result",
	"measure",
	"success_measure",
	"unit",
	"aspect",
	"direction",
	"target_min",
	"target_max",
	"weight",
	"objective",
	"superior_item",
	"indicator",
	"data_source",
	"summarise",
)


def in_force(employees: Iterable[str | None], cycle: str) -> dict[str, dict[str, Any]]:
	"""Employee -> his approved plan of the cycle that has not ended, with its items; two queries."""
	wanted = sorted({employee for employee in employees if employee})
	if not wanted:
		return {}
	plans = {
		plan.name: {**plan, "items": []}
		for plan in frappe.get_all(
			"ASN Work Plan",
			filters={
				"employee": ["in", wanted],
				"cycle": cycle,
				"docstatus": 1,
				"workflow_state": "Approved",
				"ended_on": ["is", "not set"],
			},
			fields=["name", "employee", "employee_name", "version", "approach", "from_date", "to_date"],
			order_by="employee",
		)
	}
	if not plans:
		return {}
	for item in frappe.get_all(
		"ASN Work Plan Item",
		filters={"parent": ["in", list(plans)], "parenttype": "ASN Work Plan"},
		fields=["name", "parent", "idx", *ITEM_FIELDS],
		order_by="parent, idx",
	):
		plans[item.parent]["items"].append(item)
	return {plan["employee"]: plan for plan in plans.values()}


def results_of(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
	"""The results of a plan, one entry each however many indicators a result has: the columns of a result
	matrix, and what a subordinate's item may serve. The key is that of the result's first row."""
	results: dict[tuple[str, str], dict[str, Any]] = {}
	for item in items:
		key = (" ".join((item["result"] or "").split()).casefold(), item["category"])
		results.setdefault(key, {field: item[field] for field in ("item_key", "result", "category")})
	return list(results.values())


def superiors_needed(raters: Iterable[str | None]) -> dict[str, bool]:
	"""Rater -> whether plans of JA and JF under him wait for his plan: the agency wants it, and he is an ASN
	who has a plan at all (a mayor has none). One query."""
	wanted = sorted({rater for rater in raters if rater})
	if not wanted or not frappe.db.get_single_value(
		"ASN Performance Settings", "approval_waits_for_superior"
	):
		return dict.fromkeys(wanted, False)
	types = frappe.get_all(
		"Employee", filters={"name": ["in", wanted]}, fields=["name", "asn_type"], order_by="name"
	)
	return {row.name: bool(row.asn_type) for row in types}


@frappe.whitelist()
def superior_results(cycle: str, employee: str | None = None) -> dict[str, Any]:
	"""What an employee's items may serve: {"superior": name of the rater or None, "in_force": whether his
	plan is approved, "needed": whether approval waits for it, "results": [{"value", "label"}]}.

	Who: everyone about himself; performance managers and superiors about those whom they see. The wording is
	no secret: it is printed on the employee's own plan."""
	mine = (access.employee_of() or {}).get("name")
	employee = employee or mine
	if not employee:
		return {"superior": None, "in_force": False, "needed": False, "results": []}
	if employee != mine:
		_check_sight(employee)
	person = frappe.db.get_value("Employee", employee, "asn_position_type")
	rater = people.raters([employee])[employee]
	plan = in_force([rater["rater"]], cycle).get(rater["rater"])
	needed = not people.is_leader(person) and superiors_needed([rater["rater"]]).get(rater["rater"], False)
	return {
		"superior": rater["rater_name"],
		"in_force": bool(plan),
		"needed": needed,
		"results": [
			{"value": result["item_key"], "label": result["result"]}
			for result in results_of(plan["items"] if plan else ())
		],
	}


@frappe.whitelist()
def stages(cycle: str) -> list[str]:
	"""Names of the periodic stages of a cycle, in their order: what a milestone can be set for.

	Who: everyone who may read cycles."""
	frappe.has_permission("ASN Performance Cycle", "read", throw=True)
	return frappe.get_all(
		"ASN Cycle Stage",
		filters={"parent": cycle, "stage_type": "Periodic"},
		pluck="stage_name",
		order_by="from_date",
	)


def _check_sight(employee: str) -> None:
	"""Raise PermissionError unless the session user is this employee's manager, or above him."""
	company = frappe.db.get_value("Employee", employee, "company")
	probe = frappe.new_doc("ASN Work Plan", employee=employee, company=company)
	if not access.relations(probe):
		frappe.throw(
			_("You may not read the plan of {0}.").format(*escaped(employee)), frappe.PermissionError
		)
