"""Target against realisation of every indicator, stage by stage, with its trend.

Realisations are those of the evaluations; where there is none yet, what the verified daily activities of the
stage come to, marked with *. Whoever reads it sees only the plans that he sees (see `asn_kinerja.access`)."""

from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from asn_kinerja import access, units
from asn_kinerja.evaluation import build
from asn_kinerja.monitoring.progress import NOTHING, verified
from asn_kinerja.reporting import (
	BLUE,
	Answer,
	Row,
	chosen_cycle,
	counted,
	decimal,
	no_cycle,
	shown,
	stacked,
	text,
)
from asn_kinerja.scoring import ScoringError, parse_number, round_half_up, towards, trend, typed

MOST_ITEMS = 2000  # indicators on one page
PLAN, EVALUATION = "ASN Work Plan", "ASN Evaluation"
PLAN_FIELDS = (
	"name",
	"employee",
	"employee_name",
	"department",
	"from_date",
	"to_date",
	"previous_plan",
)


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (an indicator each, the mean last), a message when there are too many, chart, summary."""
	chosen = frappe._dict(filters or {})
	cycle = chosen_cycle(chosen)
	if not cycle:
		return columns([]), [], no_cycle(), None, []
	stages = stages_of(cycle.name)
	plans, all_there = plans_of(cycle.name, chosen)
	if not plans:
		return columns(stages), [], None, None, []
	rows = per_item(plans, stages)
	mean = mean_of(rows, stages)
	message = None if all_there else too_many(len(rows))
	return columns(stages), [*rows, mean], message, chart(mean, stages), summary(rows, mean, stages)


def stages_of(cycle: str) -> list[frappe._dict]:
	return frappe.get_all(
		"ASN Cycle Stage",
		filters={"parent": cycle, "parenttype": "ASN Performance Cycle"},
		fields=["name", *build.STAGE_FIELDS],
		order_by="idx",
	)


def plans_of(cycle: str, filters: frappe._dict) -> tuple[list[Row], bool]:
	"""The approved plans that the reader sees, with items and milestones, up to the page's number of
	indicators; and whether these are all. Three queries."""
	plan, item = frappe.qb.DocType(PLAN), frappe.qb.DocType("ASN Work Plan Item")
	# every plan has a result at least: no more plans than these can be on the page
	query = (
		frappe.qb.from_(plan)
		.select(*(plan[field] for field in PLAN_FIELDS))
		.where((plan.cycle == cycle) & (plan.docstatus == 1) & (plan.workflow_state == "Approved"))
		.orderby(plan.department, plan.employee_name, plan.name)
		.limit(MOST_ITEMS + 1)
	)
	if filters.employee:
		query = query.where(plan.employee == filters.employee)
	if filters.department:
		query = query.where(plan.department.isin(units.below(filters.department)))
	criterion = access.row_criterion(PLAN)
	if criterion is not None:
		query = query.where(criterion)
	page = query.as_("page")
	rows = (
		frappe.qb.from_(page)
		.join(item)
		.on((item.parent == page.name) & (item.parenttype == PLAN) & (item.parentfield == "items"))
		.select(page.name.as_("work_plan"), *(page[field] for field in PLAN_FIELDS[1:]))
		.select(*(item[field] for field in build.ITEM_FIELDS))
		.orderby(page.department, page.employee_name, page.name, item.idx)
		.limit(MOST_ITEMS + 1)
		.run(as_dict=True)
	)
	plans: dict[str, Row] = {}
	for row in rows[:MOST_ITEMS]:
		plans.setdefault(row.work_plan, {**row, "items": [], "milestones": []})["items"].append(row)
	_add_milestones(plans)
	return list(plans.values()), len(rows) <= MOST_ITEMS


def _add_milestones(plans: dict[str, Row]) -> None:
	for row in frappe.get_all(
		"ASN Work Plan Milestone",
		filters={"parent": ["in", list(plans) or [""]], "parenttype": PLAN},
		fields=["parent", *build.MILESTONE_FIELDS],
		order_by="parent, idx",
	):
		plans[row.parent]["milestones"].append(row)
	units = [plan["department"] for plan in plans.values() if plan["department"]]
	names = dict(
		frappe.get_all(
			"Department",
			filters={"name": ["in", units or [""]]},
			fields=["name", "department_name"],
			order_by="name",
			as_list=True,
		)
	)
	for plan in plans.values():
		plan["unit_name"] = names.get(plan["department"])


def per_item(plans: list[Row], stages: list[frappe._dict]) -> list[Row]:
	"""A row per indicator: for each stage that it is due in (see `build.results`) target, realisation,
	percent and trend."""
	evaluated = evaluated_results(stages, plans)
	keys = [item["item_key"] for plan in plans for item in plan["items"]]
	active = {stage.name: verified(keys, stage.from_date, stage.to_date) for stage in stages}
	places, labels = periodic(stages), trend_labels()
	rows = []
	for plan in plans:
		due = {
			stage.name: {row["work_plan_item"]: row for row in build.results(plan, stage)}
			for stage in stages
			if getdate(stage.from_date) <= getdate(plan["to_date"])
			and getdate(stage.to_date) >= getdate(plan["from_date"])
		}
		for item in plan["items"]:
			row = {
				"employee_name": plan["employee_name"],
				"department": plan["unit_name"],
				"result": item["result"],
				"measure": item["measure"] or item["success_measure"],
				"unit": item["unit"],
				"target": build.target_text(item),
			}
			key = item["item_key"]
			for place, stage in enumerate(stages):
				planned = due.get(stage.name, {}).get(key)
				found = evaluated.get((plan["employee"], stage.name, key))
				if planned or found:
					total = active[stage.name].get(key, NOTHING)
					_fill(row, place, found or planned, found, total)
			_add_trends(row, places, labels)
			rows.append(row)
	return rows


def evaluated_results(
	stages: list[frappe._dict], plans: list[Row]
) -> dict[tuple[str, str, str], frappe._dict]:
	"""(employee, stage, item_key) -> the row of the evaluation, where a realisation is entered; those
	of an earlier version of the plan too, for the key of the result is the same. One query."""
	evaluation, result = frappe.qb.DocType(EVALUATION), frappe.qb.DocType("ASN Evaluation Result")
	keys = sorted({build.key(plan, stage.name) for plan in plans for stage in stages})
	query = (
		frappe.qb.from_(evaluation)
		.join(result)
		.on((result.parent == evaluation.name) & (result.parenttype == EVALUATION))
		.select(
			evaluation.employee,
			evaluation.stage,
			result.work_plan_item,
			result.realisation,
			result.direction,
			result.target,
			result.target_min,
			result.target_max,
		)
		.where(evaluation.stage_key.isin(keys) & (evaluation.docstatus < 2) & (result.realisation != ""))
	)
	criterion = access.row_criterion(EVALUATION)
	if criterion is not None:
		query = query.where(criterion)
	return {(row.employee, row.stage, row.work_plan_item): row for row in query.run(as_dict=True)}


def _fill(row: Row, place: int, target: Row, evaluated: Row | None, total: Any) -> None:
	"""Target, realisation and percent of one stage."""
	reached = None
	if evaluated:
		row[f"realisation_{place}"] = evaluated["realisation"]
		try:
			reached = parse_number(evaluated["realisation"], "realisation")
		except ScoringError:
			reached = None  # words, of a qualitative plan
	elif total.entries:
		reached = total.reached(target.get("summarise"))
		row[f"realisation_{place}"] = f"{typed(reached)} *"
	row[f"target_{place}"] = target["target"]
	percent = towards(target["direction"], target["target_min"], target["target_max"], reached)
	row[f"percent_{place}"] = None if percent is None else float(percent)


def periodic(stages: list[frappe._dict]) -> list[int]:
	"""Places of the stages that follow each other; the year is not one after its last quarter."""
	return [place for place, stage in enumerate(stages) if stage.stage_type != "Annual"]


def trend_labels() -> dict[str, str]:
	return {"Up": _("Up"), "Down": _("Down"), "Unchanged": _("Unchanged")}


def _add_trends(row: Row, places: list[int], labels: dict[str, str]) -> None:
	"""Against the last stage before that has a number; `trend` is the latest of them, in words."""
	before = None
	for place in places:
		now = row.get(f"percent_{place}")
		if now is None:
			continue
		found = trend(None if before is None else Decimal(str(before)), Decimal(str(now)))
		row[f"trend_percent_{place}"] = found
		row["trend"] = labels.get(found)
		before = now


def mean_of(rows: list[Row], stages: list[frappe._dict]) -> Row:
	"""The last row: the mean percent of each stage, over the indicators that have one."""
	mean: Row = {"employee_name": _("Mean"), "bold": 1}
	for place in range(len(stages)):
		found = [row[f"percent_{place}"] for row in rows if row.get(f"percent_{place}") is not None]
		if found:
			added = sum((Decimal(str(number)) for number in found), Decimal(0))
			mean[f"percent_{place}"] = float(round_half_up(added / len(found)))
	_add_trends(mean, periodic(stages), trend_labels())
	return mean


def too_many(count: int) -> str:
	return _(
		"Only the first {0} indicators are shown. Choose a work unit or an employee for the others."
	).format(count)


def columns(stages: list[frappe._dict]) -> list[Row]:
	fixed = [
		text("employee_name", _("Name"), 170),
		text("department", _("Work Unit"), 150),
		text("result", _("Planned Result"), 220),
		text("measure", _("Indicator"), 170),
		text("unit", _("Unit of Measurement"), 100),
		text("target", _("Target"), 110),
	]
	of_stages = []
	for place, stage in enumerate(stages):
		name = stage.stage_name
		of_stages += [
			text(f"target_{place}", " · ".join((name, _("Target"))), 130),
			text(f"realisation_{place}", " · ".join((name, _("Realisation"))), 130),
			decimal(f"percent_{place}", " · ".join((name, _("Achievement (%)"))), 120),
		]
	return [*fixed, *of_stages, text("trend", _("Trend"), 90)]


def chart(mean: Row, stages: list[frappe._dict]) -> Row:
	values = [mean.get(f"percent_{place}") or 0 for place in range(len(stages))]
	return stacked([stage.stage_name for stage in stages], {_("Mean Achievement (%)"): values}, (BLUE,))


def summary(rows: list[Row], mean: Row, stages: list[frappe._dict]) -> list[Row]:
	places = [place for place in periodic(stages) if f"percent_{place}" in mean]
	last = mean[f"percent_{places[-1]}"] if places else None
	up = sum(row.get("trend") == _("Up") for row in rows)
	down = sum(row.get("trend") == _("Down") for row in rows)
	return [
		counted(_("Indicators"), len(rows)),
		shown(_("Mean of the Latest Stage (%)"), last),
		counted(_("Going Up"), up),
		counted(_("Going Down"), down),
	]
