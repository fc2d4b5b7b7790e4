"""The actions that Frappe keeps for who acts next, and what they cost in an agency of many people."""

from typing import Any

import frappe
from frappe.model.workflow import apply_workflow

from tests.support.agency import PLAN, Agency
from tests.support.queries import number_of_queries
from tests.support.rows import insert_rows

ACTION, ROLES = "Workflow Action", "Workflow Action Permitted Role"


def actions(name: str) -> list[tuple[str, str, tuple[str, ...]]]:
	"""(state, status, roles) of a record's actions, as they were made."""
	rows = frappe.get_all(
		ACTION,
		filters={"reference_doctype": PLAN, "reference_name": name},
		fields=["name", "workflow_state", "status"],
		order_by="creation",
	)
	roles = {
		row.name: tuple(frappe.get_all(ROLES, {"parent": row.name}, pluck="role", order_by="role"))
		for row in rows
	}
	return [(row.workflow_state, row.status, roles[row.name]) for row in rows]


def submitted(agency: Agency, key: str) -> Any:
	draft = agency.plan(key, agency.cycle(), "Draft")
	with agency.acting(key):
		return apply_workflow(frappe.get_doc(PLAN, draft.name), "Submit for Approval")


def test_the_action_of_a_new_state_waits_for_the_roles_that_act_next(agency: Agency) -> None:
	plan = submitted(agency, "staff1")
	assert actions(plan.name) == [
		("Draft", "Completed", ("ASN Employee",)),
		("Waiting for Rater", "Open", ("ASN Employee", "ASN Rater")),  # he may take it back
	]
	with agency.acting("lead1"):
		plan = frappe.get_doc(PLAN, plan.name)
		plan.return_reason = "Target belum jelas"
		apply_workflow(plan.save(), "Return")
	assert actions(plan.name)[1:] == [
		("Waiting for Rater", "Completed", ("ASN Employee", "ASN Rater")),
		("Returned", "Open", ("ASN Employee",)),
	]


def test_an_action_costs_the_same_however_many_people_have_the_role(agency: Agency) -> None:
	submitted(agency, "staff1")  # what is read once per process is there
	few = number_of_queries(lambda: submitted(agency, "staff2"))
	users = [f"orang-{number}@agency-uji.example" for number in range(40)]
	insert_rows(
		"User", [{"name": user, "email": user, "first_name": "Orang", "enabled": 1} for user in users]
	)
	insert_rows(
		"Has Role",
		[
			{"parent": user, "parenttype": "User", "parentfield": "roles", "role": role}
			for user in users
			for role in ("ASN Employee", "ASN Rater")
		],
	)
	assert number_of_queries(lambda: submitted(agency, "staff3")) <= few + 2
