"""What the entry of daily activities needs: the planned results to choose from, today's sum, the calendar."""

import json
from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html, get_time, getdate
from pypika import Order
from pypika import functions as fn

from asn_kinerja import access
from asn_kinerja.monitoring.progress import ACTIVITY
from asn_kinerja.scoring import MINUTES_PER_DAY

MOST_EVENTS = 2000  # of a calendar page
COLOURS = {"Verified": "success", "Waiting": "default", "Returned": "danger"}  # names of the calendar
MARKS = {"Verified": "✓", "Waiting": "…", "Returned": "↩"}


@frappe.whitelist()
def choices(on: str | None = None) -> list[dict[str, Any]]:
	"""The planned results of the session user's own approved plan that is valid on the day (today), as
	{"value": item_key, "label", "unit", "description"}; the one used last comes first.

	Who: everyone, for himself. Without an employee record or a plan: an empty list."""
	me = access.employee_of()
	if not me:
		return []
	used = _last_use(me.name)
	found = []
	for item in items_of(me.name, getdate(on)):
		label = item.result if item.measure in (None, "", item.result) else f"{item.result} · {item.measure}"
		found.append(
			{"value": item.item_key, "label": label, "unit": item.unit, "description": item.unit or ""}
		)
	# a stable sort: the others keep the order of the plan
	return sorted(found, key=lambda choice: used.get(choice["value"], len(used)))


def items_of(employee: str, on: Any, item_key: str | None = None) -> list[frappe._dict]:
	"""The items of the employee's approved plans that are valid on the day, in the order of the plan; the
	plan that began last first. One query."""
	plan, item = frappe.qb.DocType("ASN Work Plan"), frappe.qb.DocType("ASN Work Plan Item")
	query = (
		frappe.qb.from_(plan)
		.join(item)
		.on((item.parent == plan.name) & (item.parenttype == "ASN Work Plan") & (item.parentfield == "items"))
		.select(item.item_key, item.result, item.measure, item.unit, plan.name.as_("work_plan"))
		.where((plan.employee == employee) & (plan.docstatus == 1) & (plan.workflow_state == "Approved"))
		.where((plan.from_date <= on) & (plan.to_date >= on) & item.item_key.notnull())
		.orderby(plan.from_date, plan.creation, order=Order.desc)
		.orderby(item.idx)
	)
	if item_key:
		query = query.where(item.item_key == item_key)
	return query.run(as_dict=True)


def _last_use(employee: str) -> dict[str, int]:
	"""item_key -> rank, 0 for the one used last."""
	activity = frappe.qb.DocType(ACTIVITY)
	query = (
		frappe.qb.from_(activity)
		.select(activity.plan_item)
		.where((activity.employee == employee) & (fn.Coalesce(activity.plan_item, "") != ""))
		.groupby(activity.plan_item)
		.orderby(fn.Max(activity.creation), order=Order.desc)
	)
	return {key: rank for rank, (key,) in enumerate(query.run())}


@frappe.whitelist()
def day(on: str | None = None) -> dict[str, int]:
	"""{"minutes", "entries", "most"} of the session user's day (today): "most" is what a day holds.

	Who: everyone, for himself."""
	me = access.employee_of()
	rows = (
		frappe.get_all(
			ACTIVITY,
			filters={"employee": me.name, "date": getdate(on)},
			pluck="minutes",
			order_by="creation",
		)
		if me
		else []
	)
	return {"minutes": sum(rows), "entries": len(rows), "most": MINUTES_PER_DAY}


@frappe.whitelist()
def events(start: str, end: str, filters: str | list | None = None) -> list[dict[str, Any]]:
	"""Activities from one day to another for the calendar. Without a filter on the employee: the session
	user's own, if he is an employee; a whole agency's would fill the page.

	Who: whoever may read them; `get_list` applies the row rule."""
	chosen = frappe.parse_json(filters) or []
	if isinstance(chosen, dict):
		chosen = [[ACTIVITY, field, "=", value] for field, value in chosen.items()]
	me = access.employee_of()
	if me and not any("employee" in condition[:-1] for condition in chosen):
		chosen = [*chosen, [ACTIVITY, "employee", "=", me.name]]
	rows = frappe.get_list(
		ACTIVITY,
		fields=["name", "title", "date", "from_time", "to_time", "minutes", "status", "employee_name"],
		filters=[*chosen, [ACTIVITY, "date", "between", [getdate(start), getdate(end)]]],
		order_by="date, from_time, creation",
		limit_page_length=MOST_EVENTS,
	)
	return [_event(row) for row in rows]


def _event(row: frappe._dict) -> dict[str, Any]:
	"""An activity as the calendar draws it; the times are those of the clock on the wall."""
	timed = row.from_time is not None and row.to_time is not None
	return {
		"name": row.name,
		"title": escape_html(f"{MARKS[row.status]} {row.title}"),
		"start": f"{row.date} {get_time(row.from_time):%H:%M:%S}" if timed else str(row.date),
		"end": f"{row.date} {get_time(row.to_time):%H:%M:%S}" if timed else str(row.date),
		"all_day": 0 if timed else 1,
		"convert_to_user_tz": 0,
		"colour": COLOURS[row.status],
		"tooltip": _("{0} minutes · {1} · {2}").format(row.minutes, _(row.status), row.employee_name),
	}


def names_of(names: list | str) -> list[str]:
	"""Names of records as a client sends them: a list, a list as JSON, or one name. Anything else raises."""
	sent = names
	if isinstance(names, str):
		try:
			sent = json.loads(names)
		except ValueError:
			sent = names
		if not isinstance(sent, list):
			sent = [names]
	if not isinstance(sent, list) or not all(isinstance(name, str) for name in sent):
		frappe.throw(_("Choose the activities from the list."))
	return list(dict.fromkeys(sent))
