"""Who has a work plan in force, who is late, per unit or by name. Counted are the active ASN employees of the
cycle's agency; whoever reads it counts only the people whom he sees (see `asn_kinerja.access`)."""

from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, date_diff, formatdate, getdate
from pypika import Case
from pypika import functions as fn
from pypika.queries import QueryBuilder

from asn_kinerja import access
from asn_kinerja.scoring import round_half_up

DAYS_TO_PLAN = 30  # from the start of a cycle that names no date itself
UNITS_IN_CHART = 20
# A column per state of a person, best first; the colours of the chart.
STATES = {"in_force": "#1f8a4c", "waiting": "#4f9dde", "draft": "#e0a800", "none": "#c0392b"}
COUNTED = ("people", *STATES, "in_time", "late", "other_rater")

Row = dict[str, Any]
Answer = tuple[list[Row], list[Row], str | None, Row | None, list[Row]]


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (of "Units" the total last), message, chart of the units, summary."""
	filters = frappe._dict(filters or {})
	cycle = cycle_of(filters)
	if not cycle:
		return unit_columns(), [], _("There is no performance cycle yet."), None, []
	due = due_date(cycle)
	message = _("{0}: plans are to be approved by {1}.").format(
		frappe.utils.escape_html(cycle.name), formatdate(due)
	)
	if filters.show == "People":
		return people_columns(), late_people(filters, cycle, due), message, None, []
	rows = per_unit(filters, cycle, due)
	if not rows:
		return unit_columns(), [], message, None, []
	total = add_up(rows)
	return unit_columns(), [*rows, total], message, chart(rows), summary(total)


def cycle_of(filters: frappe._dict) -> frappe._dict | None:
	"""The chosen cycle, else the latest of the agency."""
	wanted = {"name": filters.cycle} if filters.cycle else {}
	if filters.company:
		wanted["company"] = filters.company
	return frappe.db.get_value(
		"ASN Performance Cycle",
		wanted,
		["name", "company", "from_date", "plan_due_date"],
		as_dict=True,
		order_by="from_date desc, creation desc",
	)


def due_date(cycle: frappe._dict) -> date:
	"""The day until which a plan approved is in time."""
	return getdate(cycle.plan_due_date or add_days(cycle.from_date, DAYS_TO_PLAN))


def per_unit(filters: frappe._dict, cycle: frappe._dict, due: date) -> list[Row]:
	"""A row per unit, in the order of their names."""
	query, state, employee, plan, department = people(filters, cycle)
	in_time = (plan.in_force == 1) & (fn.Date(plan.approved_on) <= due)
	late = (plan.in_force == 1) & (fn.Date(plan.approved_on) > due)
	other_rater = (plan.in_force == 1) & is_other_rater(plan, employee)
	conditions = {"in_time": in_time, "late": late, "other_rater": other_rater}
	query = (
		query.select(
			department.department_name,
			fn.Count("*").as_("people"),
			*(fn.Sum(Case().when(state == name, 1).else_(0)).as_(name) for name in STATES),
			*(fn.Sum(Case().when(test, 1).else_(0)).as_(name) for name, test in conditions.items()),
		)
		.groupby(employee.department, department.department_name)
		.orderby(department.department_name, employee.department)
	)
	rows = []
	for found in query.run(as_dict=True):
		row = {"unit": found.department_name or _("Without a Work Unit")}
		rows.append(with_share(row | {name: int(found[name] or 0) for name in COUNTED}))
	return rows


def late_people(filters: frappe._dict, cycle: frappe._dict, due: date) -> list[Row]:
	"""A row for each person whose plan is not in force, was approved late, or has another rater than the
	person has today; the longest delay first."""
	query, state, employee, plan, department = people(filters, cycle)
	rater = frappe.qb.DocType("Employee").as_("rater_now")
	query = (
		query.left_join(rater)
		.on(rater.name == access.rater_column(employee))
		.select(
			employee.name.as_("employee"),
			employee.employee_name,
			employee.asn_position_type.as_("position_type"),
			department.department_name.as_("unit"),
			rater.employee_name.as_("rater_name"),
			plan.rater_name.as_("plan_rater_name"),
			plan.work_plan,
			plan.approved_on,
			state.as_("state"),
			Case().when(is_other_rater(plan, employee), 1).else_(0).as_("other_rater"),
		)
		.where((state != "in_force") | (fn.Date(plan.approved_on) > due) | is_other_rater(plan, employee))
		.orderby(employee.employee_name, employee.name)
	)
	rows = query.run(as_dict=True)
	labels, today = state_labels(), getdate()
	for row in rows:
		until = getdate(row.approved_on) if row.state == "in_force" else today
		row["days_late"] = max(0, date_diff(until, due))
		row["approved_on"] = getdate(row.approved_on) if row.state == "in_force" else None
		row["state"] = labels[row.state]
		row["plan_rater_name"] = row.plan_rater_name if row.other_rater else None
	return sorted(rows, key=lambda row: -row["days_late"])


def people(filters: frappe._dict, cycle: frappe._dict) -> tuple[QueryBuilder, Case, Any, Any, Any]:
	"""The query over everyone who should have a plan, joined with what there is of one; the person's state
	as a column of it; and its tables employee, plan, department."""
	employee, department = frappe.qb.DocType("Employee"), frappe.qb.DocType("Department")
	plan = plans_of(cycle.name).as_("plan")
	query = (
		frappe.qb.from_(employee)
		.left_join(plan)
		.on(plan.employee == employee.name)
		.left_join(department)
		.on(department.name == employee.department)
		.where((employee.status == "Active") & (employee.company == cycle.company))
		.where(fn.Coalesce(employee.asn_type, "") != "")
	)
	if filters.position_type:
		query = query.where(employee.asn_position_type == filters.position_type)
	if filters.department:
		edges = frappe.db.get_value("Department", filters.department, ["lft", "rgt"]) or (0, 0)
		query = query.where((department.lft >= edges[0]) & (department.rgt <= edges[1]))
	criterion = access.people_criterion(employee)
	if criterion is not None:
		query = query.where(criterion)
	state = (
		Case()
		.when(plan.in_force == 1, "in_force")
		.when(plan.waiting == 1, "waiting")
		.when(plan.draft == 1, "draft")
		.else_("none")
	)
	return query, state, employee, plan, department


def plans_of(cycle: str) -> QueryBuilder:
	"""A row for each person who has a plan in the cycle. `approved_on` is that of his first: neither a
	revision nor a transfer makes anyone late."""
	plan = frappe.qb.DocType("ASN Work Plan")
	in_force = (plan.workflow_state == "Approved") & plan.ended_on.isnull()
	waiting = plan.workflow_state == "Waiting for Rater"
	draft = plan.workflow_state.isin(["Draft", "Returned"])
	query = (
		frappe.qb.from_(plan)
		.select(
			plan.employee,
			fn.Max(Case().when(in_force, 1).else_(0)).as_("in_force"),
			fn.Max(Case().when(waiting, 1).else_(0)).as_("waiting"),
			fn.Max(Case().when(draft, 1).else_(0)).as_("draft"),
			fn.Min(plan.approved_on).as_("approved_on"),
			fn.Max(Case().when(in_force, plan.rater)).as_("rater"),
			fn.Max(Case().when(in_force, plan.rater_name)).as_("rater_name"),
			fn.Coalesce(
				fn.Max(Case().when(in_force, plan.name)),
				fn.Max(Case().when(waiting, plan.name)),
				fn.Max(Case().when(draft, plan.name)),
			).as_("work_plan"),
		)
		.where((plan.cycle == cycle) & (plan.docstatus < 2))
		.groupby(plan.employee)
	)
	criterion = access.row_criterion("ASN Work Plan")
	return query if criterion is None else query.where(criterion)


def is_other_rater(plan: Any, employee: Any) -> Any:
	"""Whether the plan in force still names another rater than the person has today."""
	return (plan.in_force == 1) & (
		fn.Coalesce(plan.rater, "") != fn.Coalesce(access.rater_column(employee), "")
	)


def with_share(row: Row) -> Row:
	"""The share of people with a plan in force, in percent, two places."""
	row["share"] = float(round_half_up(Decimal(100 * row["in_force"]) / row["people"]))
	return row


def add_up(rows: list[Row]) -> Row:
	return with_share(
		{"unit": _("Total"), "bold": 1} | {name: sum(row[name] for row in rows) for name in COUNTED}
	)


def state_labels() -> dict[str, str]:
	return {
		"in_force": _("In Force"),
		"waiting": _("Waiting for Rater"),
		"draft": _("Draft or Returned"),
		"none": _("No Plan"),
	}


def unit_columns() -> list[Row]:
	labels = {
		"people": _("People"),
		**state_labels(),
		"share": _("In Force (%)"),
		"in_time": _("Approved in Time"),
		"late": _("Approved Late"),
		"other_rater": _("Other Rater Today"),
	}
	return [
		{"fieldname": "unit", "label": _("Work Unit"), "fieldtype": "Data", "width": 260},
		*(
			{"fieldname": name, "label": label, "fieldtype": "Int", "width": 130}
			if name != "share"
			else {
				"fieldname": name,
				"label": label,
				"fieldtype": "Float",
				"precision": 2,
				"width": 120,
			}
			for name, label in labels.items()
		),
	]


def people_columns() -> list[Row]:
	return [
		{
			"fieldname": "employee",
			"label": _("Employee"),
			"fieldtype": "Link",
			"options": "Employee",
			"width": 130,
		},
		{"fieldname": "employee_name", "label": _("Name"), "fieldtype": "Data", "width": 180},
		{"fieldname": "unit", "label": _("Work Unit"), "fieldtype": "Data", "width": 200},
		{"fieldname": "position_type", "label": _("Position Type"), "fieldtype": "Data", "width": 120},
		{"fieldname": "state", "label": _("Work Plan"), "fieldtype": "Data", "width": 150},
		{"fieldname": "days_late", "label": _("Days Late"), "fieldtype": "Int", "width": 110},
		{"fieldname": "approved_on", "label": _("Approved On"), "fieldtype": "Date", "width": 120},
		{"fieldname": "rater_name", "label": _("Rater Today"), "fieldtype": "Data", "width": 170},
		{
			"fieldname": "plan_rater_name",
			"label": _("Other Rater in the Plan"),
			"fieldtype": "Data",
			"width": 170,
		},
		{
			"fieldname": "work_plan",
			"label": _("Record"),
			"fieldtype": "Link",
			"options": "ASN Work Plan",
			"width": 120,
		},
	]


def chart(rows: list[Row]) -> Row:
	"""The units with the most people without a plan in force; more bars than these nobody reads."""
	shown = sorted(rows, key=lambda row: row["in_force"] - row["people"])[:UNITS_IN_CHART]
	return {
		"data": {
			"labels": [row["unit"] for row in shown],
			"datasets": [
				{"name": label, "values": [row[name] for row in shown]}
				for name, label in state_labels().items()
			],
		},
		"type": "bar",
		"barOptions": {"stacked": 1},
		"colors": list(STATES.values()),
	}


def summary(total: Row) -> list[Row]:
	share = frappe.format_value(total["share"], {"fieldtype": "Float", "precision": 2})
	return [
		{"label": _("People"), "value": total["people"], "datatype": "Int"},
		{"label": _("In Force (%)"), "value": share, "datatype": "Data"},
		{"label": _("No Plan"), "value": total["none"], "datatype": "Int"},
		{"label": _("Approved Late"), "value": total["late"], "datatype": "Int"},
		{"label": _("Other Rater Today"), "value": total["other_rater"], "datatype": "Int"},
	]
