"""How far the development plans of a cycle are, and what they gave: per person or unit. Whoever reads it sees
only the plans that he sees (see `asn_kinerja.access`).

What is planned counts from the draft on; overdue is only what was approved. The duty is that of the year in
which the cycle begins.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate

from asn_kinerja import access, units
from asn_kinerja.development import duty, effects
from asn_kinerja.development.plans import APPROVED, DONE, DROPPED, ITEM, OPEN_STATES, PLAN
from asn_kinerja.reporting import (
	BLUE,
	GREEN,
	IS_EMPLOYEE,
	RED,
	Answer,
	Row,
	chosen_cycle,
	counted,
	decimal,
	link,
	no_cycle,
	number,
	per_unit,
	percent,
	person,
	plain,
	shown,
	stacked,
	text,
)
from asn_kinerja.scoring import LevelEffect

MOST_BARS = 30  # units
ZERO = Decimal(0)
COUNTS = ("plans", "items", "done", "overdue", "dropped", "risen", "same", "fallen")
HOURS = ("jp_planned", "jp_done", "jp_year", "missing")
EFFECTS = {effect.value: effect.value.lower() for effect in LevelEffect}


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (the total last), no message, chart, summary.

	Filters: company, cycle (default: the newest open one), department (with the units below it), show
	("people" or "units")."""
	chosen = frappe._dict(filters or {})
	by_unit = chosen.show == "units"
	cycle = chosen_cycle(chosen)
	if not cycle:
		return columns(by_unit), [], no_cycle(), None, []
	people = per_person(cycle, chosen.department)
	if not people:
		return columns(by_unit), [], None, None, []
	rows = per_unit(people, add_up) if by_unit else people
	total = add_up(people, {"unit" if by_unit else "employee_name": _("Total"), "bold": 1})
	return columns(by_unit), plain([*rows, total]), None, chart(people), summary(total)


def per_person(cycle: Mapping[str, Any], department: str | None) -> list[Row]:
	"""A row for every plan that the reader sees, in the order of unit and name; a constant number of
	queries."""
	plans = _plans(cycle["name"], department)
	items = _items([plan.name for plan in plans])
	employees = [plan.employee for plan in plans]
	hours, bounds = duty.hours_of(employees, getdate(cycle["from_date"]).year), duty.bounds()
	found = _effects(plans, items)
	today = getdate()
	rows = []
	for plan in plans:
		own = items.get(plan.name, [])
		year = hours.get(plan.employee, duty.Hours()).done
		progress = bounds.progress(plan.asn_type, year)
		has_duty = progress.is_duty and bool(progress.bound)
		counts = dict.fromkeys(COUNTS, 0)
		for row in own:
			for field in _counted(row, plan.status, today):
				counts[field] += 1
			if effect := EFFECTS.get(found.get(row.name, "")):
				counts[effect] += 1
		rows.append(
			{
				**IS_EMPLOYEE,
				**counts,
				"plans": 1,
				"employee": plan.employee,
				"employee_name": plan.employee_name,
				"plan": plan.name,
				"status": _(plan.status),
				"department": plan.department or "",
				"unit": plan.department_name or _("Without a Work Unit"),
				"jp_planned": _sum(own, lambda row: row.status != DROPPED),
				"jp_done": _sum(own, lambda row: row.status == DONE),
				"jp_year": year,
				"duty": progress.bound if has_duty else None,
				"missing": progress.remaining if has_duty else ZERO,
			}
		)
	return [complete(row) for row in rows]


def _plans(cycle: str, department: str | None) -> list[frappe._dict]:
	plan, unit, employee = (frappe.qb.DocType(name) for name in (PLAN, "Department", "Employee"))
	query = (
		frappe.qb.from_(plan)
		.left_join(unit)
		.on(unit.name == plan.department)
		.left_join(employee)
		.on(employee.name == plan.employee)
		.select(plan.name, plan.employee, plan.employee_name, plan.status, plan.department)
		.select(unit.department_name, employee.asn_type)
		.where(plan.cycle == cycle)
		.orderby(unit.department_name, plan.employee_name, plan.name)
	)
	if department:
		query = query.where(plan.department.isin(units.below(department)))
	criterion = access.row_criterion(PLAN)
	return (query if criterion is None else query.where(criterion)).run(as_dict=True)


def _items(plans: Sequence[str]) -> dict[str, list[frappe._dict]]:
	rows = frappe.get_all(
		ITEM,
		filters={"parent": ["in", list(plans) or [""]], "parenttype": PLAN},
		fields=[
			*("name", "parent", "status", "hours", "due_date"),
			*("competency", "from_level", "assessed_on"),
		],
		order_by="parent, idx",
	)
	found: dict[str, list[frappe._dict]] = {}
	for row in rows:
		found.setdefault(row.parent, []).append(row)
	return found


def _effects(
	plans: Iterable[Mapping[str, Any]], items: Mapping[str, Sequence[frappe._dict]]
) -> dict[str, str]:
	"""Row -> effect, of approved plans as of today. A competency counts once a plan, however many measures
	it has."""
	wanted: dict[tuple[str, str], Mapping[str, Any]] = {}
	for plan in plans:
		for row in items.get(plan["name"], ()) if plan["status"] == APPROVED else ():
			if row.competency and row.status != DROPPED:
				values = {**row, "employee": plan["employee"]}
				wanted.setdefault((plan["name"], row.competency), values)
	rows = list(wanted.values())
	return {row["name"]: effect for row, (_after, effect) in zip(rows, effects.of_items(rows), strict=True)}


def _counted(row: Mapping[str, Any], plan_status: str, today: date) -> list[str]:
	"""The counts that a measure belongs to."""
	if row["status"] == DROPPED:
		return ["dropped"]
	late = plan_status == APPROVED and row["status"] in OPEN_STATES and getdate(row["due_date"]) < today
	return ["items", *(["done"] if row["status"] == DONE else []), *(["overdue"] if late else [])]


def _sum(rows: Iterable[Mapping[str, Any]], fits: Any) -> Decimal:
	return sum((Decimal(cstr(row["hours"] or 0)) for row in rows if fits(row)), ZERO)


def add_up(people: Iterable[Row], label: Row) -> Row:
	total: Row = dict.fromkeys(COUNTS, 0) | dict.fromkeys(HOURS, ZERO)
	needed = ZERO
	for row in people:
		for field in (*COUNTS, *HOURS):
			total[field] += row[field]
		needed += row["duty"] or ZERO
	return complete({**total, **label, "duty": needed or None})


def complete(row: Row) -> Row:
	"""The row with the share of its measures that are done (%)."""
	return row | {"share": percent(row["done"], row["items"])}


def columns(by_unit: bool) -> list[Row]:
	if by_unit:
		whom = [text("unit", _("Work Unit"), 230), number("plans", _("Development Plans"), 170)]
	else:
		whom = [
			person("employee", _("Employee")),
			text("employee_name", _("Name"), 190),
			text("unit", _("Work Unit"), 180),
			link("plan", _("Development Plan"), PLAN, 120),
			text("status", _("Status"), 110),
		]
	return [
		*whom,
		number("items", _("Measures"), 100),
		number("done", _("Done"), 90),
		number("overdue", _("Overdue"), 100),
		number("dropped", _("Dropped"), 100),
		decimal("share", _("Done (%)"), 100),
		decimal("jp_planned", _("Planned (JP)"), 120),
		decimal("jp_done", _("Done in the Plan (JP)"), 160),
		decimal("jp_year", _("Training of the Year (JP)"), 180),
		decimal("duty", _("Duty (JP)"), 110),
		decimal("missing", _("Missing (JP)"), 110),
		number("risen", _("Levels Risen"), 110),
		number("same", _("Levels the Same"), 120),
		number("fallen", _("Levels Fallen"), 120),
	]


def chart(people: Iterable[Row]) -> Row:
	"""Measures of each unit: done, open, overdue; of all together where units are many."""
	bars: dict[str, dict[str, int]] = {}
	for row in people:
		bar = bars.setdefault(row["unit"], {"done": 0, "open": 0, "overdue": 0})
		bar["done"] += row["done"]
		bar["overdue"] += row["overdue"]
		bar["open"] += row["items"] - row["done"] - row["overdue"]
	if len(bars) > MOST_BARS:
		fields = ("done", "open", "overdue")
		bars = {_("Total"): {field: sum(bar[field] for bar in bars.values()) for field in fields}}
	labels = {"done": _("Done"), "open": _("Open"), "overdue": _("Overdue")}
	parts = {label: [bar[field] for bar in bars.values()] for field, label in labels.items()}
	return stacked(list(bars), parts, (GREEN, BLUE, RED))


def summary(total: Row) -> list[Row]:
	return [
		counted(_("Development Plans"), total["plans"]),
		counted(_("Measures"), total["items"]),
		shown(_("Done (%)"), total["share"]),
		counted(_("Overdue"), total["overdue"], "red" if total["overdue"] else "green"),
		shown(_("Planned (JP)"), total["jp_planned"]),
		counted(_("Levels Risen"), cint(total["risen"])),
	]
