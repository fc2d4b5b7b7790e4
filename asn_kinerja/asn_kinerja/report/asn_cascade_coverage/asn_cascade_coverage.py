"""How many planned results carry an objective of the agency: by themselves, through the superior, or not at
all; which objectives nobody carries; which results serve nothing. See `asn_kinerja.planning.cascade`.

Whoever reads it counts the plans that he sees; whether an objective is carried counts for all of the agency.
"""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.utils import cint
from pypika import functions as fn

from asn_kinerja import units
from asn_kinerja.planning import cascade, chain, links
from asn_kinerja.reporting import (
	BLUE,
	GREEN,
	RED,
	Answer,
	Row,
	chosen_cycle,
	counted,
	decimal,
	link,
	no_cycle,
	number,
	percent,
	shown,
	stacked,
	text,
)

COUNTS = ("plans", "items", "direct", "through", "nothing")


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows, a message when there is nothing to report on, chart, summary.

	Filters: `cycle` (else the newest open one of `company`), `department` (with the units below it),
	`drafts` (1: count the plans not yet approved too), `show`: Units (default), Objectives (those that nobody
	carries), Results (those that serve nothing)."""
	given = frappe._dict(filters or {})
	if given.cycle:
		links.allowed(given.cycle)
	chosen = chosen_cycle(given)
	if not chosen:
		return unit_columns(), [], no_cycle(), None, []
	cycle, company = chosen.name, chosen.company
	drafts = cint(given.drafts)
	if given.show == "Objectives":
		return objective_columns(), uncarried(company, cycle, drafts), None, None, []
	if given.show == "Results":
		return result_columns(), serving_nothing(cycle, drafts, given.department or ""), None, None, []
	rows = per_unit(cycle, drafts, given.department)
	if not rows:
		return unit_columns(), [], None, None, []
	total = add_up(rows)
	return unit_columns(), [*rows, total], None, chart(rows), summary(total, company, cycle, drafts)


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
		chosen = plan.department.isin(units.below(department))
		plans, items = plans.where(chosen), items.where(chosen)
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
	row["coverage"] = percent(reached, row["items"])
	return row


def add_up(rows: list[Row]) -> Row:
	return with_coverage(
		{"unit": _("Total"), "bold": 1} | {field: sum(row[field] for row in rows) for field in COUNTS}
	)


def unit_columns() -> list[Row]:
	return [
		text("unit", _("Work Unit"), 260),
		number("plans", _("Plans"), 90),
		number("items", _("Planned Results"), 170),
		number("direct", _("Name an Objective"), 150),
		number("through", _("Through the Superior"), 160),
		number("nothing", _("Serve Nothing"), 140),
		decimal("coverage", _("Coverage (%)"), 120),
	]


def chart(rows: list[Row]) -> Row:
	parts = {
		"direct": _("Name an Objective"),
		"through": _("Through the Superior"),
		"nothing": _("Serve Nothing"),
	}
	values = {label: [row[field] for row in rows] for field, label in parts.items()}
	return stacked([row["unit"] for row in rows], values, (GREEN, BLUE, RED))


def summary(total: Row, company: str, cycle: str, drafts: int) -> list[Row]:
	return [
		counted(_("Planned Results"), total["items"]),
		shown(_("Coverage (%)"), total["coverage"]),
		counted(_("Objectives That Nobody Carries"), len(uncarried(company, cycle, drafts))),
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
		text("level", _("Level"), 120),
		text("code", _("Code"), 90),
		text("objective", _("Objective"), 420),
		text("parent", _("Parent Objective"), 320),
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
		text("unit", _("Work Unit"), 200),
		text("employee_name", _("Employee"), 180),
		link("plan", _("Work Plan"), "ASN Work Plan", 120),
		text("result", _("Planned Result"), 300),
		text("measure", _("Individual Indicator"), 220),
		text("reason", _("Reason"), 320),
	]
