"""Who has a work plan in force, who is late, per unit or by name. Counted are the active ASN employees of the
cycle's agency; whoever reads it counts only the people whom he sees (see `asn_kinerja.access`)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, date_diff, formatdate, getdate
from pypika import Case, Table
from pypika import functions as fn
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Term

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
	query, found = people(filters, cycle)
	in_force = found.state == "in_force"
	conditions = {
		**{name: found.state == name for name in STATES},
		"in_time": in_force & (found.approved_on <= due),
		"late": in_force & (found.approved_on > due),
		"other_rater": found.other_rater,
	}
	query = (
		query.select(
			found.department.department_name,
			fn.Count("*").as_("people"),
			*(fn.Sum(Case().when(test, 1).else_(0)).as_(name) for name, test in conditions.items()),
		)
		.groupby(found.employee.department, found.department.department_name)
		.orderby(found.department.department_name, found.employee.department)
	)
	rows = []
	for unit in query.run(as_dict=True):
		row = {"unit": unit.department_name or _("Without a Work Unit")}
		rows.append(with_share(row | {name: int(unit[name] or 0) for name in COUNTED}))
	return rows


def late_people(filters: frappe._dict, cycle: frappe._dict, due: date) -> list[Row]:
	"""A row for each person whose plan is not in force, was approved late, or has another rater than the
	person has today; the longest delay first."""
	query, found = people(filters, cycle)
	rater = frappe.qb.DocType("Employee").as_("rater_now")
	query = (
		query.left_join(rater)
		.on(rater.name == access.rater_column(found.employee))
		.select(
			found.employee.name.as_("employee"),
			found.employee.employee_name,
			found.employee.asn_position_type.as_("position_type"),
			found.department.department_name.as_("unit"),
			rater.employee_name.as_("rater_name"),
			found.plan.rater_name.as_("plan_rater_name"),
			found.plan.name.as_("work_plan"),
			found.approved_on.as_("approved_on"),
			found.state.as_("state"),
			Case().when(found.other_rater, 1).else_(0).as_("other_rater"),
		)
		.where((found.state != "in_force") | (found.approved_on > due) | found.other_rater)
		.orderby(found.employee.employee_name, found.employee.name)
	)
	rows = query.run(as_dict=True)
	labels, today = state_labels(), getdate()
	for row in rows:
		until = row.approved_on if row.state == "in_force" else today
		row["days_late"] = max(0, date_diff(until, due))
		row["approved_on"] = row.approved_on if row.state == "in_force" else None
		row["state"] = labels[row.state]
		row["plan_rater_name"] = row.plan_rater_name if row.other_rater else None
	return sorted(rows, key=lambda row: -row["days_late"])


@dataclass(frozen=True)
class Found:
	"""Tables and terms of the query over people: `state` is one of STATES; `approved_on` the day of the
	person's first approval in the cycle (neither a revision nor a transfer makes anyone late);
	`other_rater` whether the plan in force names another rater than the person has today."""

	employee: Table
	plan: Table
	department: Table
	state: Case
	approved_on: Term
	other_rater: Criterion


def people(filters: frappe._dict, cycle: frappe._dict) -> tuple[QueryBuilder, Found]:
	"""The query over everyone who should have a plan, joined with the one that counts: that in force, else
	that on its way. There is one at most, because `plan_key` is unique; a revision on its way does not
	count."""
	employee, department = frappe.qb.DocType("Employee"), frappe.qb.DocType("Department")
	plan, earlier = frappe.qb.DocType("ASN Work Plan"), earlier_plans(cycle.name).as_("earlier")
	in_force = plan.workflow_state == "Approved"
	on_its_way = plan.workflow_state.isin(["Draft", "Returned", "Waiting for Rater"])
	counts = (
		(plan.employee == employee.name)
		& (plan.cycle == cycle.name)
		& (plan.docstatus < 2)
		& plan.ended_on.isnull()
		& (in_force | (on_its_way & (fn.Coalesce(plan.revision_of, "") == "")))
	)
	seen = access.row_criterion("ASN Work Plan")
	query = (
		frappe.qb.from_(employee)
		.left_join(plan)
		.on(counts if seen is None else counts & seen)
		.left_join(earlier)
		.on(earlier.employee == employee.name)
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
		.when(plan.name.isnull(), "none")
		.when(in_force, "in_force")
		.when(plan.workflow_state == "Waiting for Rater", "waiting")
		.else_("draft")
	)
	approved_on = fn.Date(fn.Coalesce(earlier.approved_on, plan.approved_on))
	rater_now = fn.Coalesce(access.rater_column(employee), "")
	other_rater = in_force & (fn.Coalesce(plan.rater, "") != rater_now)
	return query, Found(employee, plan, department, state, approved_on, other_rater)


def earlier_plans(cycle: str) -> QueryBuilder:
	"""Of each person whose plan was revised or ended in the cycle, when the first one was approved."""
	plan = frappe.qb.DocType("ASN Work Plan")
	query = (
		frappe.qb.from_(plan)
		.select(plan.employee, fn.Min(plan.approved_on).as_("approved_on"))
		.where((plan.cycle == cycle) & (plan.docstatus == 1))
		.where((plan.workflow_state == "Superseded") | plan.ended_on.isnotnull())
		.groupby(plan.employee)
	)
	seen = access.row_criterion("ASN Work Plan")
	return query if seen is None else query.where(seen)


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
