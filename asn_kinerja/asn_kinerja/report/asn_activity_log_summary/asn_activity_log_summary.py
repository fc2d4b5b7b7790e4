"""Minutes of daily activities against the monthly duty, per employee or unit. Everybody with an approved plan
in the period has a row, also without any activity; whoever reads it sees only the people whom he sees (see
`asn_kinerja.access`)."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, get_first_day, get_last_day, getdate
from pypika import CustomFunction
from pypika import functions as fn
from pypika.queries import QueryBuilder

from asn_kinerja import access
from asn_kinerja.monitoring.progress import ACTIVITY, RETURNED, VERIFIED, WAITING
from asn_kinerja.scoring import months_covered, share, typed

MOST_BARS = 30
COLOURS = ("#1f8a4c", "#e0a800", "#c0392b")
MINUTES = {VERIFIED: "verified", WAITING: "waiting", RETURNED: "returned"}
NUMBERS = ("people", "entries", *MINUTES.values())
PLAN = "ASN Work Plan"

Row = dict[str, Any]
date_format = CustomFunction("DATE_FORMAT", ["date", "format"])


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Row], list[Row], None, Row | None, list[Row]]:
	"""Columns, rows (the total last), no message, chart, summary."""
	chosen = frappe._dict(filters or {})
	chosen.from_date = getdate(chosen.from_date or get_first_day(getdate()))
	chosen.to_date = getdate(chosen.to_date or get_last_day(getdate()))
	if chosen.from_date > chosen.to_date:
		frappe.throw(_("{0} must not be after {1}.").format(_("From Date"), _("To Date")))
	rows = summarised(chosen)
	if not rows:
		return columns(chosen), [], None, None, []
	total = add_up(rows, chosen)
	return columns(chosen), [*rows, total], None, chart(rows), summary(total)


def summarised(filters: frappe._dict) -> list[Row]:
	"""A row per employee or unit (and month), in the order of unit and name."""
	people = people_of(filters)
	months = months_of_period(filters)
	groups: dict[tuple[str, str], Row] = {}
	for person in people.values():
		for month in months:
			row = _row(groups, person, month, filters)
			row["people"] += 1
	for found in entries(filters):
		if person := people.get(found.employee):
			row = _row(groups, person, found.month if filters.monthly else "", filters)
			row["entries"] += found.entries
			row[MINUTES[found.status]] += int(found.minutes or 0)
	for found in quantities(filters):
		if person := people.get(found.employee):
			row = _row(groups, person, found.month if filters.monthly else "", filters)
			unit = found.unit or ""
			row["by_unit"][unit] = row["by_unit"].get(unit, 0) + Decimal(str(found.quantity))
	duty = monthly_duty()
	return [complete(row, duty * months[row["month"]]) for row in groups.values()]


def people_of(filters: frappe._dict) -> dict[str, frappe._dict]:
	"""Employee -> name and unit: of those with an approved plan in the period, and of those with activities,
	as far as the reader sees them. Two queries."""
	plan, activity = frappe.qb.DocType(PLAN), frappe.qb.DocType(ACTIVITY)
	planned = _seen(
		frappe.qb.from_(plan)
		.select(plan.employee)
		.distinct()
		.where((plan.docstatus == 1) & (plan.workflow_state == "Approved"))
		.where((plan.from_date <= filters.to_date) & (plan.to_date >= filters.from_date)),
		PLAN,
		filters,
	)
	active = _seen(
		_in_period(frappe.qb.from_(activity), filters).select(activity.employee).distinct(), ACTIVITY, filters
	)
	names = {name for query in (planned, active) for (name,) in query.run()}
	employee, department = frappe.qb.DocType("Employee"), frappe.qb.DocType("Department")
	query = (
		frappe.qb.from_(employee)
		.left_join(department)
		.on(department.name == employee.department)
		.select(employee.name, employee.employee_name, employee.department, department.department_name)
		.orderby(department.department_name, employee.employee_name, employee.name)
	)
	if len(names) < 1000:
		query = query.where(employee.name.isin(sorted(names) or [""]))
	return {row.name: row for row in query.run(as_dict=True) if row.name in names}


def entries(filters: frappe._dict) -> list[frappe._dict]:
	"""Number and minutes of the activities, by employee, state and month. One query."""
	activity = frappe.qb.DocType(ACTIVITY)
	query = _in_period(frappe.qb.from_(activity), filters)
	groups = [activity.employee, activity.status]
	if filters.monthly:
		groups.append(date_format(activity.date, "%Y-%m").as_("month"))
	query = query.select(*groups, fn.Count("*").as_("entries"), fn.Sum(activity.minutes).as_("minutes"))
	return _seen(query.groupby(*groups), ACTIVITY, filters).run(as_dict=True)


def quantities(filters: frappe._dict) -> list[frappe._dict]:
	"""Verified quantities by employee, unit of measurement and month. One query."""
	activity = frappe.qb.DocType(ACTIVITY)
	query = _in_period(frappe.qb.from_(activity), filters)
	groups = [activity.employee, activity.unit]
	if filters.monthly:
		groups.append(date_format(activity.date, "%Y-%m").as_("month"))
	query = (
		query.select(*groups, fn.Sum(activity.quantity).as_("quantity"))
		.where((activity.status == VERIFIED) & (activity.quantity > 0))
		.groupby(*groups)
	)
	return _seen(query, ACTIVITY, filters).run(as_dict=True)


def _in_period(query: QueryBuilder, filters: frappe._dict) -> QueryBuilder:
	activity = frappe.qb.DocType(ACTIVITY)
	return query.where((activity.date >= filters.from_date) & (activity.date <= filters.to_date))


def _seen(query: QueryBuilder, doctype: str, filters: frappe._dict) -> QueryBuilder:
	"""The filters that both DocTypes have, and the row rule."""
	table = frappe.qb.DocType(doctype)
	for field in ("company", "department", "employee"):
		if value := filters.get(field):
			query = query.where(table[field] == value)
	criterion = access.row_criterion(doctype)
	return query if criterion is None else query.where(criterion)


def months_of_period(filters: frappe._dict) -> dict[str, Decimal]:
	"""Month ("2026-11") -> how much of it the period covers; one entry "" for the whole period unless each
	month has its rows."""
	if not cint(filters.monthly):
		return {"": months_covered(filters.from_date, filters.to_date)}
	months, day = {}, filters.from_date
	while day <= filters.to_date:
		last = min(getdate(get_last_day(day)), filters.to_date)
		months[f"{day:%Y-%m}"] = months_covered(day, last)
		day = last + timedelta(days=1)
	return months


def monthly_duty() -> int:
	return cint(frappe.db.get_single_value("ASN Performance Settings", "monthly_minutes"))


def _row(groups: dict[tuple[str, str], Row], person: frappe._dict, month: str, filters: frappe._dict) -> Row:
	unit = person.department_name or _("Without a Work Unit")
	by_unit = filters.group == "Work Unit"
	key = (person.department or "" if by_unit else person.name, month)
	if key not in groups:
		groups[key] = dict.fromkeys(NUMBERS, 0) | {"unit": unit, "month": month, "by_unit": {}}
		if not by_unit:
			groups[key] |= {"employee": person.name, "employee_name": person.employee_name}
	return groups[key]


def complete(row: Row, duty: Decimal) -> Row:
	"""The row with its duty (minutes of all its people), the share of it and the quantities as text."""
	row["duty"] = int(duty * row["people"])
	found = share(row["verified"], duty * row["people"])
	row["share"] = None if found is None else float(found)
	row["quantities"] = " · ".join(
		f"{typed(quantity)} {unit}".strip() for unit, quantity in sorted(row["by_unit"].items())
	)
	return row


def add_up(rows: Iterable[Row], filters: frappe._dict) -> Row:
	"""The total. Quantities are added per unit of measurement only; people once, however many months."""
	total: Row = dict.fromkeys((*NUMBERS, "duty"), 0) | {"bold": 1, "by_unit": {}}
	by_month: dict[str, int] = {}
	for row in rows:
		for field in ("entries", *MINUTES.values(), "duty"):
			total[field] += row[field]
		by_month[row["month"]] = by_month.get(row["month"], 0) + row["people"]
		for unit, quantity in row["by_unit"].items():
			total["by_unit"][unit] = total["by_unit"].get(unit, 0) + quantity
	duty = total["duty"]
	total = complete(total | {"people": 1}, Decimal(duty))
	total["people"] = max(by_month.values())
	total["unit" if filters.group == "Work Unit" else "employee_name"] = _("Total")
	return total


def columns(filters: frappe._dict) -> list[Row]:
	whom = [{"fieldname": "unit", "label": _("Work Unit"), "fieldtype": "Data", "width": 220}]
	if filters.group == "Work Unit":
		whom.append({"fieldname": "people", "label": _("Employees"), "fieldtype": "Int", "width": 100})
	else:
		whom.insert(0, {"fieldname": "employee_name", "label": _("Name"), "fieldtype": "Data", "width": 200})
	if cint(filters.monthly):
		whom.append({"fieldname": "month", "label": _("Month"), "fieldtype": "Data", "width": 90})
	return [
		*whom,
		{"fieldname": "entries", "label": _("Activities"), "fieldtype": "Int", "width": 90},
		{"fieldname": "verified", "label": _("Minutes Verified"), "fieldtype": "Int", "width": 130},
		{"fieldname": "waiting", "label": _("Minutes Waiting"), "fieldtype": "Int", "width": 130},
		{"fieldname": "returned", "label": _("Minutes Returned"), "fieldtype": "Int", "width": 130},
		{"fieldname": "duty", "label": _("Duty in Minutes"), "fieldtype": "Int", "width": 130},
		{
			"fieldname": "share",
			"label": _("Verified of the Duty (%)"),
			"fieldtype": "Float",
			"precision": 2,
			"width": 170,
		},
		{"fieldname": "quantities", "label": _("Verified Quantities"), "fieldtype": "Data", "width": 260},
	]


def chart(rows: list[Row]) -> Row:
	"""Minutes by state: of each row while they are few, else of the units, else of the whole."""
	bars: dict[str, Row] = {}
	names = ("employee_name", "unit", "month")
	by = next((name for name in names if len({row.get(name) for row in rows}) <= MOST_BARS), "none")
	for row in rows:
		bar = bars.setdefault(str(row.get(by) or ""), dict.fromkeys(MINUTES.values(), 0))
		for field in MINUTES.values():
			bar[field] += row[field]
	return {
		"data": {
			"labels": list(bars),
			"datasets": [
				{"name": label, "values": [bar[field] for bar in bars.values()]}
				for field, label in (
					("verified", _("Verified")),
					("waiting", _("Waiting")),
					("returned", _("Returned")),
				)
			],
		},
		"type": "bar",
		"barOptions": {"stacked": 1},
		"colors": list(COLOURS),
	}


def summary(total: Row) -> list[Row]:
	shown = frappe.format_value(total["share"] or 0, {"fieldtype": "Float", "precision": 2})
	return [
		{"label": _("Activities"), "value": total["entries"], "datatype": "Int"},
		{"label": _("Minutes Verified"), "value": total["verified"], "datatype": "Int"},
		{"label": _("Minutes Waiting"), "value": total["waiting"], "datatype": "Int"},
		{"label": _("Verified of the Duty (%)"), "value": shown, "datatype": "Data"},
	]
