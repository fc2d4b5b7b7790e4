"""Plans made as sets: the same content as the form's, with a constant number of queries."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from asn_kinerja import bulk, people
from asn_kinerja.planning import plans as planned
from asn_kinerja.planning import rows
from asn_kinerja.scoring import months_of

INITIAL_STATE = "Draft"
TABLES = {
	"items": "ASN Work Plan Item",
	"milestones": "ASN Work Plan Milestone",
	"behaviours": "ASN Work Plan Behaviour",
	"supports": "ASN Work Plan Support",
}
Values = dict[str, Any]


def complete(plans: Sequence[Values], cycle: str) -> None:
	"""Fill in place what the server fills in a plan: header, rater, title, period, months, key, behaviours,
	and in the rows what comes from indicators and from the superior's plan. Each plan holds `employee` and
	its rows; plans of people who are no ASN get no header (see `people.headers`): the caller leaves them
	out."""
	period = frappe.get_cached_doc("ASN Performance Cycle", cycle)
	headers = people.headers(plan["employee"] for plan in plans)
	superiors = planned.in_force((header["rater"] for header in headers.values()), cycle)
	indicators = rows.library(item.get("indicator") for plan in plans for item in plan.get("items") or [])
	values = rows.behaviour_values()
	for plan in plans:
		plan.update(headers.get(plan["employee"], {}))
		plan["cycle"] = cycle
		plan["title"] = title(plan)
		plan["approach"] = plan.get("approach") or "Quantitative"
		plan["from_date"] = getdate(plan.get("from_date") or period.from_date)
		plan["to_date"] = getdate(plan.get("to_date") or period.to_date)
		plan["months"] = months_of(plan["from_date"], plan["to_date"])
		plan["version"] = plan.get("version") or 1
		plan["plan_key"] = key(plan)
		plan["items"] = rows.drop_blank(plan.get("items") or [])
		rows.continue_results(plan["items"])
		rows.fill_from_indicators(plan["items"], indicators)
		rows.give_keys(plan["items"])
		rows.fill_superior_results(plan["items"], superiors.get(plan.get("rater")), rows.leads(plan))
		plan["milestones"] = plan.get("milestones") or []
		rows.number_milestones(plan["milestones"], plan["items"], {})
		written = plan.get("behaviours") or []
		made = rows.behaviours(written, values)
		plan["behaviours"] = written if made is None else made
		plan["supports"] = plan.get("supports") or []
		plan["weight_total"] = sum(item.get("weight") or 0 for item in plan["items"])


def title(plan: Mapping[str, Any] | Document) -> str:
	"""What a plan is called in links and lists."""
	return f"{plan.get('employee_name')} · {plan.get('cycle')}"


def key(plan: Mapping[str, Any] | Document) -> str:
	"""What is unique per employee and cycle: one plan that has not ended, one revision on its way."""
	return f"{plan.get('employee')}::{plan.get('cycle')}" + ("::revision" if plan.get("revision_of") else "")


def insert_plans(plans: Sequence[Values]) -> list[str]:
	"""Insert complete plans in the state Draft with their rows, one statement per table; return the names.

	Raises a duplicate-entry error of the database when somebody has a plan already: ask before, and let the
	unique index decide between two who ask at the same time. Nothing is committed."""
	return bulk.insert_documents(
		"ASN Work Plan", ({**plan, "workflow_state": INITIAL_STATE} for plan in plans)
	)
