"""Who has a work plan in force, who is late, per unit or by name. Counted are the active ASN employees of the
cycle's agency; whoever reads it counts only the people whom he sees (see `asn_kinerja.access`)."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import date_diff, formatdate, getdate
from pypika import Case, Table
from pypika import functions as fn
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Term

from asn_kinerja import access, units
from asn_kinerja.cycle import deadlines
from asn_kinerja.reporting import (
	BLUE,
	GREEN,
	IS_EMPLOYEE,
	RED,
	YELLOW,
	Answer,
	Row,
	chosen_cycle,
	counted,
	day,
	decimal,
	link,
	no_cycle,
	number,
	percent,
	person,
	shown,
	stacked,
	text,
)

UNITS_IN_CHART = 20
# A column per state of a person, best first; the colours of the chart.
STATES = {"in_force": GREEN, "waiting": BLUE, "draft": YELLOW, "none": RED}
COUNTED = ("people", *STATES, "in_time", "late", "other_rater")


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (of "Units" the total last), message, chart of the units, summary."""
	filters = frappe._dict(filters or {})
	cycle = chosen_cycle(filters)
	if not cycle:
		return unit_columns(), [], no_cycle(), None, []
	message = _("{0}: plans are to be approved by {1}.").format(
		frappe.utils.escape_html(cycle.name), formatdate(deadlines.plan_due_date(cycle))
	)
	if filters.show == "People":
		return people_columns(), late_people(filters, cycle), message, None, []
	rows = per_unit(filters, cycle)
	if not rows:
		return unit_columns(), [], message, None, []
	total = add_up(rows)
	return unit_columns(), [*rows, total], message, chart(rows), summary(total)


def per_unit(filters: frappe._dict, cycle: frappe._dict) -> list[Row]:
	"""A row per unit, in the order of their names."""
	query, found = people(filters, cycle)
	in_force = found.state == "in_force"
	conditions = {
		**{name: found.state == name for name in STATES},
		"in_time": in_force & (found.approved_on <= found.due),
		"late": in_force & (found.approved_on > found.due),
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


def late_people(filters: frappe._dict, cycle: frappe._dict) -> list[Row]:
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
			found.due.as_("due"),
			Case().when(found.other_rater, 1).else_(0).as_("other_rater"),
		)
		.where((found.state != "in_force") | (found.approved_on > found.due) | found.other_rater)
		.orderby(found.employee.employee_name, found.employee.name)
	)
	rows = query.run(as_dict=True)
	labels, today = state_labels(), getdate()
	for row in rows:
		row.update(IS_EMPLOYEE)
		until = row.approved_on if row.state == "in_force" else today
		row["days_late"] = max(0, date_diff(until, row.due))
		row["approved_on"] = row.approved_on if row.state == "in_force" else None
		row["state"] = labels[row.state]
		row["plan_rater_name"] = row.plan_rater_name if row.other_rater else None
	return sorted(rows, key=lambda row: -row["days_late"])


@dataclass(frozen=True)
class Found:
	"""Tables and terms of the query over people: `state` is one of STATES; `due` the day by which the
	person's plan is to be approved; `approved_on` the day of his first approval in the cycle (neither a
	revision nor a transfer makes anyone late);
	`other_rater` whether the plan in force names another rater than the person has today."""

	employee: Table
	plan: Table
	department: Table
	state: Case
	due: Term
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
		.where(employee.date_of_joining.isnull() | (employee.date_of_joining <= cycle.to_date))
	)
	if filters.position_type:
		query = query.where(employee.asn_position_type == filters.position_type)
	if filters.department:
		query = query.where(employee.department.isin(units.below(filters.department)))
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
	due = deadlines.plan_due_of(employee, cycle)
	approved_on = fn.Date(fn.Coalesce(earlier.approved_on, plan.approved_on))
	rater_now = fn.Coalesce(access.rater_column(employee), "")
	other_rater = in_force & (fn.Coalesce(plan.rater, "") != rater_now)
	return query, Found(employee, plan, department, state, due, approved_on, other_rater)


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
	row["share"] = percent(row["in_force"], row["people"])
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
		text("unit", _("Work Unit"), 260),
		*(
			decimal(name, label) if name == "share" else number(name, label, 130)
			for name, label in labels.items()
		),
	]


def people_columns() -> list[Row]:
	return [
		person("employee", _("Employee")),
		text("employee_name", _("Name"), 180),
		text("unit", _("Work Unit"), 200),
		text("position_type", _("Position Type"), 120),
		text("state", _("Work Plan"), 150),
		number("days_late", _("Days Late"), 110),
		day("approved_on", _("Approved On"), 120),
		text("rater_name", _("Rater Today"), 170),
		text("plan_rater_name", _("Other Rater in the Plan"), 170),
		link("work_plan", _("Record"), "ASN Work Plan", 120),
	]


def chart(rows: list[Row]) -> Row:
	"""The units with the most people without a plan in force; more bars than these nobody reads."""
	bars = sorted(rows, key=lambda row: row["in_force"] - row["people"])[:UNITS_IN_CHART]
	parts = {label: [row[name] for row in bars] for name, label in state_labels().items()}
	return stacked([row["unit"] for row in bars], parts, list(STATES.values()))


def summary(total: Row) -> list[Row]:
	return [
		counted(_("People"), total["people"]),
		shown(_("In Force (%)"), total["share"]),
		counted(_("No Plan"), total["none"]),
		counted(_("Approved Late"), total["late"]),
		counted(_("Other Rater Today"), total["other_rater"]),
	]
