"""How many planned results carry an objective of the agency: by themselves, through the superior, or not at
all; which objectives nobody carries; which results serve nothing. See `asn_kinerja.planning.cascade`.

Whoever reads it counts the plans that he sees; whether an objective is carried counts for all of the agency.
"""

from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.utils import cint
from pypika import functions as fn

from asn_kinerja.planning import cascade, chain, links
from asn_kinerja.scoring import round_half_up

COUNTS = ("plans", "items", "direct", "through", "nothing")
COLOURS = ("#1f8a4c", "#4f9dde", "#c0392b")

Row = dict[str, Any]
Result = tuple[list[Row], list[Row], str | None, Row | None, list[Row] | None]


def execute(filters: dict[str, Any] | None = None) -> Result:
	"""Columns, rows, a message when there is nothing to report on, chart, summary.

	Filters: `cycle` (else the newest open one of `company`), `department`, `drafts` (1: count the plans not
	yet approved too), `show`: Units (default), Objectives (those that nobody carries), Results (those that
	serve nothing)."""
	given = frappe._dict(filters or {})
	cycle = given.cycle or newest_cycle(given.company)
	if not cycle:
		return unit_columns(), [], _("Choose a performance cycle."), None, None
	company = links.allowed(cycle)
	drafts = cint(given.drafts)
	if given.show == "Objectives":
		return objective_columns(), uncarried(company, cycle, drafts), None, None, None
	if given.show == "Results":
		return result_columns(), serving_nothing(cycle, drafts, given.department or ""), None, None, None
	rows = per_unit(cycle, drafts, given.department)
	if not rows:
		return unit_columns(), [], None, None, None
	total = add_up(rows)
	return unit_columns(), [*rows, total], None, chart(rows), summary(total, company, cycle, drafts)


def newest_cycle(company: str | None) -> str | None:
	"""The newest open cycle that the reader may see."""
	found = frappe.get_list(
		links.CYCLE,
		filters={"status": "Open"} | ({"company": company} if company else {}),
		pluck="name",
		order_by="from_date desc, name asc",
		limit_page_length=1,
	)
	return found[0] if found else None


# --- units -------------------------------------------------------------------------------------------------


def per_unit(cycle: str, drafts: int, department: str | None) -> list[Row]:
	"""A row per unit, in the order of their names."""
	plan, item = links.tables()
	unit = frappe.qb.DocType("Department")
	named = fn.Coalesce(item.objective, "") != ""
	# an item that names an objective needs no superior: fewer groups
	superior = Case().when(named, "").else_(fn.Coalesce(item.superior_item, ""))
	plans = (
		frappe.qb.from_(plan)
		.left_join(unit)
		.on(unit.name == plan.department)
		.select(plan.department, unit.department_name, fn.Count("*"))
		.where(links.counted(plan, cycle, drafts))
		.groupby(plan.department, unit.department_name)
		.orderby(unit.department_name)
	)
	items = (
		links.rows_of(cycle, drafts)
		.select(plan.department, Case().when(named, 1).else_(0), superior, fn.Count("*"))
		.groupby(plan.department, Case().when(named, 1).else_(0), superior)
	)
	if department:
		plans, items = plans.where(plan.department == department), items.where(plan.department == department)
	reach = chain.carried(links.load(cycle, drafts).nodes)
	rows: dict[str, Row] = {}
	for key, name, count in links.seen(plans).run():
		row = rows.setdefault(key or "", empty_row() | {"unit": name or _("Without a Work Unit")})
		row["plans"] += count
	for key, has_objective, above, count in links.seen(items).run():
		row = rows[key or ""]
		row["items"] += count
		row["direct" if has_objective else "through" if reach.get(above) else "nothing"] += count
	return [with_coverage(row) for row in rows.values()]


def empty_row() -> Row:
	return dict.fromkeys(COUNTS, 0)


def with_coverage(row: Row) -> Row:
	"""Coverage: results that carry an objective, in percent of all; none without results."""
	reached = row["direct"] + row["through"]
	row["coverage"] = float(round_half_up(Decimal(100 * reached) / row["items"])) if row["items"] else None
	return row


def add_up(rows: list[Row]) -> Row:
	return with_coverage(
		{"unit": _("Total"), "bold": 1} | {field: sum(row[field] for row in rows) for field in COUNTS}
	)


def unit_columns() -> list[Row]:
	return [
		{"fieldname": "unit", "label": _("Work Unit"), "fieldtype": "Data", "width": 260},
		{"fieldname": "plans", "label": _("Plans"), "fieldtype": "Int", "width": 90},
		{"fieldname": "items", "label": _("Planned Results"), "fieldtype": "Int", "width": 170},
		{"fieldname": "direct", "label": _("Name an Objective"), "fieldtype": "Int", "width": 150},
		{"fieldname": "through", "label": _("Through the Superior"), "fieldtype": "Int", "width": 160},
		{"fieldname": "nothing", "label": _("Serve Nothing"), "fieldtype": "Int", "width": 140},
		{
			"fieldname": "coverage",
			"label": _("Coverage (%)"),
			"fieldtype": "Float",
			"precision": 2,
			"width": 120,
		},
	]


def chart(rows: list[Row]) -> Row:
	parts = {
		"direct": _("Name an Objective"),
		"through": _("Through the Superior"),
		"nothing": _("Serve Nothing"),
	}
	return {
		"data": {
			"labels": [row["unit"] for row in rows],
			"datasets": [
				{"name": label, "values": [row[field] for row in rows]} for field, label in parts.items()
			],
		},
		"type": "bar",
		"barOptions": {"stacked": 1},
		"colors": list(COLOURS),
	}


def summary(total: Row, company: str, cycle: str, drafts: int) -> list[Row]:
	coverage = total["coverage"]
	shown = "" if coverage is None else frappe.format_value(coverage, {"fieldtype": "Float", "precision": 2})
	return [
		{"label": _("Planned Results"), "value": total["items"], "datatype": "Int"},
		{"label": _("Coverage (%)"), "value": shown, "datatype": "Data"},
		{
			"label": _("Objectives That Nobody Carries"),
			"value": len(uncarried(company, cycle, drafts)),
			"datatype": "Int",
		},
	]


# --- objectives --------------------------------------------------------------------------------------------


def uncarried(company: str, cycle: str, drafts: int) -> list[Row]:
	"""The agency's objectives that no result names, neither them nor one below them; in the tree's order."""
	__, item = links.tables()
	objectives = frappe.get_all(
		links.OBJECTIVE,
		filters={"company": company},
		fields=["name", "objective_name", "level", "code", f"{links.PARENT} as parent"],
		order_by="lft asc",
	)
	named = (
		links.rows_of(cycle, drafts)
		.select(item.objective)
		.distinct()
		.where(item.objective > "")
		.run(pluck=True)
	)
	lines = chain.ancestors({row.name: row.parent for row in objectives})
	carried = {above for name in named for above in lines.get(name, ())}
	titles = {row.name: row.objective_name for row in objectives}
	return [
		{
			"name": row.name,
			"level": _(row.level),
			"code": row.code or "",
			"objective": row.objective_name,
			"parent": titles.get(row.parent, ""),
		}
		for row in objectives
		if row.name not in carried
	]


def objective_columns() -> list[Row]:
	return [
		{"fieldname": "level", "label": _("Level"), "fieldtype": "Data", "width": 120},
		{"fieldname": "code", "label": _("Code"), "fieldtype": "Data", "width": 90},
		{"fieldname": "objective", "label": _("Objective"), "fieldtype": "Data", "width": 420},
		{"fieldname": "parent", "label": _("Parent Objective"), "fieldtype": "Data", "width": 320},
	]


# --- results -----------------------------------------------------------------------------------------------


def serving_nothing(cycle: str, drafts: int, department: str) -> list[Row]:
	"""Every result in sight that serves nothing, with the reason."""
	plan, item = links.tables()
	unit = frappe.qb.DocType("Department")
	nodes = links.load(cycle, drafts).nodes
	rows = (
		cascade.orphan_rows(cycle, nodes, drafts, department=department)
		.select(
			item.superior_item,
			item.result,
			item.measure,
			item.success_measure,
			plan.name.as_("plan"),
			plan.employee_name,
			unit.department_name,
		)
		.orderby(unit.department_name, plan.employee_name, plan.name, item.idx)
		.run(as_dict=True)
	)
	return cascade.with_reasons(rows, cycle, nodes)


def result_columns() -> list[Row]:
	return [
		{"fieldname": "unit", "label": _("Work Unit"), "fieldtype": "Data", "width": 200},
		{"fieldname": "employee_name", "label": _("Employee"), "fieldtype": "Data", "width": 180},
		{
			"fieldname": "plan",
			"label": _("Work Plan"),
			"fieldtype": "Link",
			"options": "ASN Work Plan",
			"width": 120,
		},
		{"fieldname": "result", "label": _("Planned Result"), "fieldtype": "Data", "width": 300},
		{"fieldname": "measure", "label": _("Individual Indicator"), "fieldtype": "Data", "width": 220},
		{"fieldname": "reason", "label": _("Reason"), "fieldtype": "Data", "width": 320},
	]
