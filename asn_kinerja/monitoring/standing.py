"""How an employee stands towards the targets of his plan, in real time."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import get_first_day, get_last_day, getdate, nowdate
from pypika import Order
from pypika import functions as fn

from asn_kinerja.evaluation import build
from asn_kinerja.monitoring.progress import (
	ACTIVITY,
	NOTHING,
	RETURNED,
	VERIFIED,
	WAITING,
	Total,
	totals,
)
from asn_kinerja.scoring import share, towards, typed

MOST_FEEDBACK = 200  # answers of the rater to look through, newest first


@frappe.whitelist()
def standing(work_plan: str) -> dict[str, Any]:
	"""The standing of an approved plan, as of today:

	{"on", "stage" (name of the running stage or None), "stage_ends", "minutes": {"verified", "waiting",
	"returned", "duty", "percent"} of this month, "items": [{"item_key", "result", "measure", "direction",
	"target", "stage_target", "action", "stage": {…}, "year": {…}, "feedback"}]}; "stage" (None when the
	result is not due in it, see `build.results`) and "year" (the whole plan) of an item hold
	"verified" and "waiting" (quantities as text), "entries", "percent" of the target (None when there is no
	number to measure) and "percent_with_waiting".

	Who: whoever may read the plan."""
	plan = frappe.get_doc("ASN Work Plan", work_plan)
	plan.check_permission("read")
	today = getdate(nowdate())
	stage = running_stage(plan.cycle, today)
	keys = [row.item_key for row in plan.items if row.item_key]
	year = totals(keys, plan.from_date, plan.to_date, (VERIFIED, WAITING))
	in_stage = totals(keys, stage.from_date, stage.to_date, (VERIFIED, WAITING)) if stage else {}
	due = {row["work_plan_item"]: row for row in build.results(plan.as_dict(), stage)} if stage else {}
	feedback = last_feedback(keys)
	items = []
	for row in plan.items:
		stage_row = due.get(row.item_key)
		items.append(
			{
				"item_key": row.item_key,
				"result": row.result,
				"measure": row.measure or row.success_measure,
				"unit": row.unit,
				"direction": row.direction,
				"target": build.target_text(row.as_dict()),
				"stage_target": stage_row and stage_row["target"],
				"action": stage_row and stage_row.get("planned_action"),
				"year": _progress(row, row.as_dict(), year),
				"stage": stage_row and _progress(row, stage_row, in_stage),
				"feedback": feedback.get(row.item_key),
			}
		)
	return {
		"on": today,
		"stage": stage and stage.stage_name,
		"stage_ends": stage and stage.to_date,
		"minutes": month_minutes(plan.employee, today),
		"items": items,
	}


def running_stage(cycle: str, on: date) -> frappe._dict | None:
	"""The shortest stage of the cycle that the day is in: a quarter before the year."""
	stages = frappe.get_all(
		"ASN Cycle Stage",
		filters={
			"parent": cycle,
			"parenttype": "ASN Performance Cycle",
			"from_date": ["<=", on],
			"to_date": [">=", on],
		},
		fields=["name", *build.STAGE_FIELDS],
		order_by="idx",
	)
	return min(stages, key=lambda row: row.to_date - row.from_date, default=None)


def month_minutes(employee: str, on: date) -> dict[str, Any]:
	"""Minutes of the month that the day is in, by state, against the monthly duty of the settings."""
	activity = frappe.qb.DocType(ACTIVITY)
	query = (
		frappe.qb.from_(activity)
		.select(activity.status, fn.Sum(activity.minutes))
		.where(activity.employee == employee)
		.where((activity.date >= get_first_day(on)) & (activity.date <= get_last_day(on)))
		.groupby(activity.status)
	)
	found = {status: int(minutes or 0) for status, minutes in query.run()}
	duty = int(frappe.db.get_single_value("ASN Performance Settings", "monthly_minutes") or 0)
	return {
		"verified": found.get(VERIFIED, 0),
		"waiting": found.get(WAITING, 0),
		"returned": found.get(RETURNED, 0),
		"duty": duty,
		"percent": _float(share(found.get(VERIFIED, 0), duty)),
	}


def last_feedback(keys: Iterable[str]) -> dict[str, dict[str, Any]]:
	"""item_key -> what the rater last said about an activity that serves it: {"text", "on", "status"}."""
	wanted = [key for key in keys if key]
	if not wanted:
		return {}
	activity = frappe.qb.DocType(ACTIVITY)
	query = (
		frappe.qb.from_(activity)
		.select(
			activity.plan_item,
			activity.status,
			activity.feedback,
			activity.return_reason,
			activity.verified_on,
			activity.name,
		)
		.where(activity.plan_item.isin(wanted) & activity.verified_on.notnull())
		.where(
			((activity.status == VERIFIED) & activity.feedback.notnull())
			| ((activity.status == RETURNED) & activity.return_reason.notnull())
		)
		.orderby(activity.verified_on, order=Order.desc)
		.limit(MOST_FEEDBACK)
	)
	found: dict[str, dict[str, Any]] = {}
	for row in query.run(as_dict=True):
		text = row.feedback if row.status == VERIFIED else row.return_reason
		found.setdefault(
			row.plan_item,
			{"text": text, "on": row.verified_on, "status": row.status, "activity": row.name},
		)
	return found


def _progress(row: Document, target: dict[str, Any], found: dict[tuple[str, str], Total]) -> dict[str, Any]:
	"""Where one result stands towards one target."""
	verified = found.get((row.item_key, VERIFIED), NOTHING)
	waiting = found.get((row.item_key, WAITING), NOTHING)
	bounds = (row.direction, target["target_min"], target["target_max"])
	both = Total(
		verified.quantity_sum + waiting.quantity_sum,
		_mean(verified, waiting),
		verified.entries + waiting.entries,
	)
	return {
		"verified": _text(verified, row.summarise),
		"waiting": _text(waiting, row.summarise),
		"entries": verified.entries,
		"waiting_entries": waiting.entries,
		"percent": _float(towards(*bounds, _reached(verified, row.summarise))),
		"percent_with_waiting": _float(towards(*bounds, _reached(both, row.summarise))),
	}


def _reached(total: Total, summarise: str | None) -> Decimal | None:
	return total.reached(summarise) if total.entries else None


def _mean(one: Total, other: Total) -> Decimal | None:
	entries = one.entries + other.entries
	return (one.quantity_sum + other.quantity_sum) / entries if entries else None


def _text(total: Total, summarise: str | None) -> str:
	reached = _reached(total, summarise)
	return "" if reached is None else typed(reached)


def _float(number: Decimal | None) -> float | None:
	return None if number is None else float(number)
