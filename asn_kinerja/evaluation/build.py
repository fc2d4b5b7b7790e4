"""The content of a new evaluation, from an approved work plan and a stage.

A single insert and the opening of a stage for a whole agency both use this, so they give the same record.
"""

from collections.abc import Mapping
from typing import Any

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
)
STAGE_FIELDS = ("stage_name", "from_date", "to_date", "due_date")
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
)


def from_plan(plan: Mapping[str, Any], stage: Mapping[str, Any], scheme: str) -> dict[str, Any]:
	"""Values of a new ASN Evaluation. `plan` holds the work plan's fields with `items` and `behaviours`,
	`stage` is a stage row of its cycle, `scheme` the name of the cycle's scoring scheme."""
	values: dict[str, Any] = {field: plan.get(field) for field in PLAN_FIELDS}
	values |= {field: stage.get(field) for field in STAGE_FIELDS}
	values |= {
		"title": f"{plan['employee_name']} · {stage['stage_name']} · {plan['cycle']}",
		"work_plan": plan["name"],
		"scheme": scheme,
		"stage": stage["name"],
		"stage_key": key(plan["employee"], stage["name"]),
		"results": [
			{field: item.get(field) for field in ITEM_FIELDS}
			| {"work_plan_item": item["name"], "target": target_text(item)}
			for item in plan["items"]
		],
		"behaviours": [
			{"behaviour_value": row["behaviour_value"], "expectation": row.get("expectation")}
			for row in plan["behaviours"]
		],
	}
	return values


def key(employee: str, stage: str) -> str:
	"""What is unique among evaluations that are not cancelled: one per employee and stage."""
	return f"{employee}::{stage}"


def target_text(item: Mapping[str, Any]) -> str:
	"""The target as the official form prints it: "80–90 %", "7,5 hari"."""
	low, high = item.get("target_min") or 0, item.get("target_max") or 0
	if not low and not high:
		return ""
	numbers = _number(low) if not high or high == low else f"{_number(low)}–{_number(high)}"
	return f"{numbers} {item.get('unit') or ''}".strip()


def _number(value: float) -> str:
	return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")
