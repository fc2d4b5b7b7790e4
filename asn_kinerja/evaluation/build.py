"""The content of a new evaluation, from an approved work plan and a stage.

A single insert and the opening of a stage for a whole agency both use this, so they give the same record.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from frappe.utils import cstr, getdate

from asn_kinerja.scoring import months_of, share_weights

PLAN_FIELDS = (
	"employee",
	"employee_name",
	"nip",
	"designation",
	"position_type",
	"department",
	"company",
	"cycle",
	"approach",
	"from_date",
	"to_date",
	"previous_plan",
	"ended_on",
	"rater",
	"rater_name",
)
COPIED = PLAN_FIELDS[: PLAN_FIELDS.index("from_date")]
STAGE_FIELDS = ("stage_name", "stage_type", "from_date", "to_date", "due_date")
ITEM_FIELDS = (
	"category",
	"result",
	"measure",
	"success_measure",
	"aspect",
	"direction",
	"target_min",
	"target_max",
	"maximum_target",
	"unit",
	"weight",
	"data_source",
	"summarise",
	"item_key",
)
MILESTONE_FIELDS = ("item_key", "stage_name", "action", "target")
RESULT_FIELDS = ITEM_FIELDS[:-1]


def from_plan(plan: Mapping[str, Any], stage: Mapping[str, Any], scheme: str) -> dict[str, Any]:
	"""Values of a new ASN Evaluation. `plan` holds the work plan's fields with `items`, `milestones` and
	`behaviours`, `stage` is a stage row of its cycle, `scheme` the name of the cycle's scoring scheme.

	It covers the part of the stage that the plan covers: after a transfer each plan has an evaluation of its
	own, and the months tell how much it counts."""
	values: dict[str, Any] = {field: plan.get(field) for field in COPIED}
	first = max(getdate(stage["from_date"]), getdate(plan["from_date"]))
	last = min(getdate(stage["to_date"]), getdate(plan["to_date"]))
	values |= {
		"title": title(plan["employee_name"], stage["stage_name"], plan["cycle"]),
		"work_plan": plan["name"],
		"scheme": scheme,
		"stage": stage["name"],
		"stage_name": stage["stage_name"],
		"stage_key": key(plan, stage["name"]),
		"from_date": first,
		"to_date": last,
		"due_date": stage["due_date"],
		"months": months_of(first, last),
		"results": results(plan, stage),
		"behaviours": [
			{"behaviour_value": row["behaviour_value"], "expectation": row.get("expectation")}
			for row in plan["behaviours"]
		],
	}
	return values


def key(plan: Mapping[str, Any], stage: str) -> str:
	"""What is unique among evaluations that are not cancelled: one per employee and stage; after a transfer
	the next plan has one of its own. Revisions of a plan share it: they begin on the same day."""
	one = f"{plan['employee']}::{stage}"
	return f"{one}::{getdate(plan['from_date'])}" if plan.get("previous_plan") else one


def title(employee_name: str | None, stage_name: str, cycle: str) -> str:
	"""What an evaluation is called: whose it is, and of which stage."""
	return f"{employee_name} · {stage_name} · {cycle}"


def rater(plan: Mapping[str, Any], raters: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
	"""Who rates: the rater of today (see `people.raters`); a plan that ended by a transfer is rated by the
	one under whom the work was done."""
	if plan.get("ended_on") and plan.get("rater"):
		return {"rater": plan["rater"], "rater_name": plan["rater_name"]}
	return dict(raters[plan["employee"]])


def results(plan: Mapping[str, Any], stage: Mapping[str, Any]) -> list[dict[str, Any]]:
	"""The result rows: items that have milestones are due in the stages of these, against the milestone's
	target; items without any, and all items at the annual stage, against the target of the plan. Weights of
	what is due add up to 100 again. A stage in which nothing is due takes all items."""
	milestones = {
		(row["item_key"], row["stage_name"]): row
		for row in plan.get("milestones") or []
		if row.get("item_key")
	}
	planned = {item_key for item_key, _stage in milestones}
	due = [
		(item, milestones.get((item["item_key"], stage["stage_name"])))
		for item in plan["items"]
		if stage["stage_type"] == "Annual"
		or item["item_key"] not in planned
		or (item["item_key"], stage["stage_name"]) in milestones
	] or [(item, None) for item in plan["items"]]
	weights = share_weights([Decimal(cstr(item.get("weight") or 0)) for item, _milestone in due])
	return [
		_result(item, milestone, float(weight))
		for (item, milestone), weight in zip(due, weights, strict=True)
	]


def _result(item: Mapping[str, Any], milestone: Mapping[str, Any] | None, weight: float) -> dict[str, Any]:
	row = {field: item.get(field) for field in RESULT_FIELDS}
	row |= {"weight": weight, "work_plan_item": item["item_key"]}
	if milestone:
		row["planned_action"] = milestone.get("action")
		if milestone.get("target"):
			same = milestone["target"] == item.get("target_min")
			row |= {
				"target_min": milestone["target"],
				"target_max": item.get("target_max") if same else 0,
				"maximum_target": item.get("maximum_target") if same else 0,
			}
	row["target"] = target_text(row)
	return row


def target_text(item: Mapping[str, Any]) -> str:
	"""The target as the official form prints it: "80–90 %", "7,5 hari"."""
	low, high = item.get("target_min") or 0, item.get("target_max") or 0
	if not low and not high:
		return ""
	numbers = _number(low) if not high or high == low else f"{_number(low)}–{_number(high)}"
	return f"{numbers} {item.get('unit') or ''}".strip()


def _number(value: float) -> str:
	return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")
