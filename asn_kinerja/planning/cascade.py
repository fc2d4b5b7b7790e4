"""The cascade: which people carry an objective, whom a person's results serve, and what serves nothing.

A planned result (a row of a work plan) carries the objective it names, and whatever the superior's result
carries that it serves (`superior_item` is the `item_key` of that row). Approved plans in force count; with
`drafts` also the first plans that are not approved yet.

Objectives, and the numbers of people and results under them, are shown to everyone who may read work plans.
Of the results themselves a reader sees those that the row rule shows him (`asn_kinerja.access`); on the way
up from a person also the wording and the holder of each superior's result, which are printed on his own plan.
Every function takes a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Case, Order
from frappe.utils import cint, cstr, escape_html
from pypika import functions as fn
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Field

from asn_kinerja import access, units
from asn_kinerja.evaluation.build import target_text
from asn_kinerja.planning import chain, links
from asn_kinerja.planning.links import (
	CYCLE,
	OBJECTIVE,
	PARENT,
	PLAN,
	Graph,
	allowed,
	counted,
	in_sight,
	load,
	rows_of,
	seen,
	tables,
)

PAGE = 100  # people on one level, rows of the list of orphans

Row = dict[str, Any]


# --- what the page asks for --------------------------------------------------------------------------------


@frappe.whitelist()
def start(objective: str = "", employee: str = "", cycle: str = "") -> Row:
	"""What can be chosen, and the choice to begin with: `companies` with their `cycles` (newest first),
	`company`, `cycle`, and `employee` (the person asked for, else the session user's own record).

	The cycle is the one asked for, else the newest open one of the agency of the objective, or of the session
	user."""
	links.check_reader()
	rows = frappe.get_list(
		CYCLE,
		fields=["name", "company", "status"],
		order_by="company asc, from_date desc, name asc",
		limit_page_length=0,
	)
	companies: dict[str, list[Row]] = defaultdict(list)
	for row in rows:
		companies[row.company].append({"name": row.name, "status": row.status})
	me = (access.employee_of() or {}).get("name")
	chosen = next((row for row in rows if row.name == cycle), None)
	company = chosen.company if chosen else _company(objective, me, list(companies))
	open_first = sorted(companies.get(company, []), key=lambda row: row["status"] != "Open")
	return {
		"companies": [{"name": name, "cycles": cycles} for name, cycles in companies.items()],
		"company": company,
		"cycle": chosen.name if chosen else (open_first[0]["name"] if open_first else None),
		"employee": employee or me,
	}


@frappe.whitelist()
def objectives(cycle: str, drafts: int | str = 0) -> Row:
	"""The strategy of the cycle's agency with, for each objective, the number of people and results that
	carry it or one below it, and whether results name it (`direct`).

	`rows` in the order of the tree; `people`, `items` of the whole cycle, `reached` of its results."""
	company = allowed(cycle)
	rows = frappe.get_all(
		OBJECTIVE,
		filters={"company": company},
		fields=[
			"name",
			"objective_name",
			"level",
			"code",
			f"{PARENT} as parent",
		],
		order_by="lft asc",
	)
	plan, item = tables()
	# row by row: grouping them would cost the database more than reading them
	links_of_all = (
		rows_of(cycle, cint(drafts)).select(plan.employee, item.objective, item.superior_item).run()
	)
	reach = chain.carried(load(cycle, cint(drafts)).nodes)
	lines = chain.ancestors({row.name: row.parent for row in rows})
	people: dict[str, set[str]] = defaultdict(set)
	items: dict[str, int] = defaultdict(int)
	direct: set[str] = set()
	reached = 0
	for employee, objective, superior in links_of_all:
		node = chain.Node(objective or "", superior or "")
		carried = chain.carried_by(node, reach)
		reached += bool(carried)
		if node.objective and node.objective not in reach.get(node.superior, ()):
			direct.add(node.objective)
		for name in {above for own in carried for above in lines.get(own, ())}:
			people[name].add(employee)
			items[name] += 1
	for row in rows:
		row.update(people=len(people[row.name]), items=items[row.name], direct=int(row.name in direct))
	return {
		"company": company,
		"rows": rows,
		"people": len({row[0] for row in links_of_all}),
		"items": len(links_of_all),
		"reached": reached,
	}


@frappe.whitelist()
def down(cycle: str, objective: str, drafts: int | str = 0, start: int | str = 0) -> Row:
	"""The results that name an objective and do not carry it through a superior already: `rows`, `hidden`
	(people on this level whom the reader does not see), `next` (start of the next page, 0 after the last).

	Below a result that he does not see, the reader gets those that he sees, with `above` = the number of
	results between."""
	allowed(cycle)
	drafts = cint(drafts)
	graph = load(cycle, drafts)
	reach = chain.carried(graph.nodes)
	__, item = tables()
	through = [key for key, carried in reach.items() if objective in carried]
	direct = item.objective == objective
	if through:
		direct = direct & fn.Coalesce(item.superior_item, "").notin(through)
	first = [
		key
		for key, node in graph.nodes.items()
		if node.objective == objective and objective not in reach.get(node.superior, ())
	]
	return _level(cycle, drafts, cint(start), graph, direct, first)


@frappe.whitelist()
def below(cycle: str, keys: list | str, drafts: int | str = 0, start: int | str = 0) -> Row:
	"""The results that serve a superior's result, given by the keys of its rows; shape as `down`."""
	allowed(cycle)
	drafts = cint(drafts)
	wanted = {cstr(key) for key in frappe.parse_json(keys) if key}
	if not wanted:
		return {"rows": [], "hidden": 0, "next": 0}
	graph = load(cycle, drafts)
	__, item = tables()
	first = [key for key, node in graph.nodes.items() if node.superior in wanted]
	return _level(cycle, drafts, cint(start), graph, item.superior_item.isin(sorted(wanted)), first)


@frappe.whitelist()
def up(employee: str, cycle: str, drafts: int | str = 0) -> Row:
	"""The results of a person's plan, each with its way up: `superiors` (result and holder, nearest first),
	`objectives` (the one it carries up to the vision), `note` (why it ends before; empty when it does not).

	`plan` is None when the person has no plan that counts, or none that the reader may see. A superior's
	result counts only in an approved plan, with drafts too: nobody reads another's draft here."""
	allowed(cycle)
	plan, item = tables()
	own = (
		frappe.qb.from_(plan)
		.select(plan.name, plan.employee, plan.employee_name, plan.rater_name, plan.workflow_state)
		.where((plan.employee == employee) & counted(plan, cycle, cint(drafts)))
		.orderby(plan.docstatus, plan.name)
		.limit(1)
	)
	found = seen(own).run(as_dict=True)
	if not found:
		return {"plan": None, "rows": []}
	rows = (
		frappe.qb.from_(item)
		.select(item.name, item.item_key, item.superior_item, item.objective, *_shown(item))
		.where(item.parent == found[0].name)
		.orderby(item.idx)
		.run(as_dict=True)
	)
	nodes = load(cycle).nodes
	ways = [chain.way_up(chain.Node(row.objective or "", row.superior_item or ""), nodes) for row in rows]
	holders = _holders({key for way in ways for key in way.keys}, cycle)
	missing = [_missing(row, way, nodes) for row, way in zip(rows, ways, strict=True)]
	fates = _fate_of_missing({key for key in missing if key}, cycle)
	tree = _objective_lines({way.objectives[0] for way in ways if way.reaches})
	percents = _percents([row.item_key for row in rows if row.item_key])
	return {
		"plan": found[0],
		"rows": [
			{
				"result": row.result,
				"measure": _measure(row, percents),
				"superiors": [holders[key] for key in way.keys if key in holders],
				"objectives": tree[way.objectives[0]] if way.reaches else [],
				"note": _note(way, fates.get(key)),
			}
			for row, way, key in zip(rows, ways, missing, strict=True)
		],
	}


@frappe.whitelist()
def orphans(
	cycle: str, drafts: int | str = 0, search: str = "", department: str = "", start: int | str = 0
) -> Row:
	"""The results that the reader sees and that serve nothing: they carry no objective, by themselves or
	through the superior. `rows` (a page, ordered by unit and name) with the reason, and their `total`.

	`search` is a part of the name of the person or the unit; `department` a unit, with those below it."""
	allowed(cycle)
	nodes = load(cycle, cint(drafts)).nodes
	query = orphan_rows(cycle, nodes, cint(drafts), search, department)
	plan, item = tables()
	((total,),) = query.select(fn.Count("*")).run()
	unit = frappe.qb.DocType("Department")
	rows = (
		query.select(
			item.name,
			item.superior_item,
			plan.name.as_("plan"),
			plan.employee_name,
			unit.department_name,
			*_shown(item),
		)
		.orderby(unit.department_name, plan.employee_name, plan.name, item.idx)
		.limit(PAGE)
		.offset(max(cint(start), 0))
		.run(as_dict=True)
	)
	return {"rows": with_reasons(rows, cycle, nodes), "total": total, "page": PAGE}


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def people(
	doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: dict | str | None = None
) -> list[list[str]]:
	"""The query of the field that chooses a person: who has a plan in the cycle that the reader sees; record,
	name and unit. (The field shows the texts as HTML.)"""
	links.check_reader()
	plan, unit = frappe.qb.DocType(PLAN), frappe.qb.DocType("Department")
	query = (
		frappe.qb.from_(plan)
		.left_join(unit)
		.on(unit.name == plan.department)
		.select(plan.employee, plan.employee_name, unit.department_name)
		.distinct()
		.where((plan.cycle == cstr((frappe.parse_json(filters) or {}).get("cycle"))) & (plan.docstatus < 2))
		.orderby(plan.employee_name, plan.employee)
		.limit(cint(page_len))
		.offset(cint(start))
	)
	if txt:
		query = query.where(plan.employee_name.like(f"%{txt}%") | plan.employee.like(f"%{txt}%"))
	return [[row[0], escape_html(cstr(row[1])), escape_html(cstr(row[2]))] for row in seen(query).run()]


# --- down --------------------------------------------------------------------------------------------------


def _level(cycle: str, drafts: int, start: int, graph: Graph, direct: Criterion, first: Iterable[str]) -> Row:
	"""One level of the tree: the rows that meet `direct`, and in the place of those which the reader does
	not see the nearest below them that he sees. `first`: keys of rows that meet `direct`."""
	plan, item = tables()
	depths = _beneath_hidden(graph, first)
	shown = direct | item.superior_item.isin(sorted(depths)) if depths else direct
	holders = (
		seen(rows_of(cycle, drafts).where(shown))
		.select(plan.name, plan.employee, plan.employee_name, plan.department, plan.workflow_state)
		.distinct()
		.orderby(plan.employee_name, plan.name)
		.limit(PAGE + 1)
		.offset(max(start, 0))
		.run(as_dict=True)
	)
	((everyone, shown_people),) = (
		rows_of(cycle, drafts)
		.where(direct)
		.select(
			fn.Count(plan.employee).distinct(),
			fn.Count(Case().when(in_sight() == 1, plan.employee)).distinct(),
		)
		.run()
	)
	page = {holder.name: holder for holder in holders[:PAGE]}
	return {
		"rows": _nodes(cycle, drafts, page, shown, depths) if page else [],
		"hidden": everyone - shown_people,
		"next": start + PAGE if len(holders) > PAGE else 0,
	}


def _beneath_hidden(graph: Graph, first: Iterable[str]) -> dict[str, int]:
	"""The results out of sight that lie beneath `first` with none in sight between: key -> depth from 1."""
	below_of = chain.served_by(graph.nodes)
	depths: dict[str, int] = {}
	level, depth = [key for key in first if key not in graph.seen], 1
	while level:
		depths.update(dict.fromkeys(level, depth))
		level = [
			key
			for above in level
			for key in below_of.get(above, ())
			if key not in graph.seen and key not in depths
		]
		depth += 1
	return depths


def _nodes(
	cycle: str, drafts: int, page: Mapping[str, Row], shown: Criterion, depths: Mapping[str, int]
) -> list[Row]:
	"""The results of these plans (a node per result, its rows as measures), with how many people serve it."""
	plan, item = tables()
	rows = (
		rows_of(cycle, drafts)
		.select(item.parent, item.name, item.item_key, item.superior_item, *_shown(item))
		.where(shown & item.parent.isin(list(page)))
		.orderby(plan.employee_name, item.parent, item.idx)
		.run(as_dict=True)
	)
	keys = [row.item_key for row in rows if row.item_key]
	percents, units = _percents(keys), _units({holder.department for holder in page.values()})
	below_of: dict[str, set[str]] = defaultdict(set)
	if keys:
		for key, employee in (
			rows_of(cycle, drafts)
			.select(item.superior_item, plan.employee)
			.distinct()
			.where(item.superior_item.isin(keys))
			.run()
		):
			below_of[key].add(employee)
	nodes: dict[tuple[str, str, int], Row] = {}
	for row in rows:
		holder, above = page[row.parent], depths.get(row.superior_item, 0)
		node = nodes.setdefault(
			(row.parent, row.result, above),
			{
				"plan": holder.name,
				"employee": holder.employee,
				"employee_name": holder.employee_name,
				"unit": units.get(holder.department, ""),
				"draft": int(holder.workflow_state != "Approved"),
				"result": row.result,
				"above": above,
				"keys": [],
				"measures": [],
				"serving": set(),
			},
		)
		node["measures"].append(_measure(row, percents))
		node["serving"] |= below_of.get(row.item_key, set())
		node["keys"] += [row.item_key] if row.item_key else []
	return [node | {"serving": len(node["serving"])} for node in nodes.values()]


def _shown(item: Table) -> list[Field]:
	columns = ("result", "measure", "success_measure", "target_min", "target_max", "unit", "item_key")
	return [item[column] for column in columns]


def _measure(row: Row, percents: Mapping[str, Row]) -> Row:
	"""Indicator, target and, when a released evaluation has one, the latest achievement in percent."""
	return {
		"measure": row.measure or row.success_measure or "",
		"target": target_text(row),
		**percents.get(row.item_key, {"percent": None, "stage": ""}),
	}


def _percents(keys: list[str]) -> dict[str, Row]:
	"""Key -> the achievement (percent) in the latest released evaluation in sight, and its stage."""
	if not keys:
		return {}
	evaluation, result = frappe.qb.DocType("ASN Evaluation"), frappe.qb.DocType("ASN Evaluation Result")
	query = (
		frappe.qb.from_(result)
		.join(evaluation)
		.on(evaluation.name == result.parent)
		.select(result.work_plan_item, result.achievement, evaluation.stage_name)
		.where(result.work_plan_item.isin(keys) & (evaluation.docstatus == 1))
		# a result without a number has the achievement 0 in the database
		.where((evaluation.approach == "Quantitative") & (result.realisation > ""))
		.orderby(evaluation.to_date)
		.orderby(evaluation.from_date, order=Order.desc)  # the whole year after its last stage
		.orderby(evaluation.name)
	)
	criterion = access.row_criterion("ASN Evaluation")
	if criterion is not None:
		query = query.where(criterion)
	return {key: {"percent": percent, "stage": stage} for key, percent, stage in query.run()}


def _units(names: set[str | None]) -> dict[str, str]:
	"""Record name of a unit -> the name that people know."""
	unit = frappe.qb.DocType("Department")
	query = frappe.qb.from_(unit).select(unit.name, unit.department_name)
	return dict(query.where(unit.name.isin([name for name in names if name] or [""])).run())


# --- up ----------------------------------------------------------------------------------------------------


def _missing(row: Row, way: chain.Way, nodes: Mapping[str, chain.Node]) -> str | None:
	"""The key at which the way up breaks off."""
	if way.end is not chain.End.MISSING:
		return None
	return nodes[way.keys[-1]].superior if way.keys else row.superior_item


def _holders(keys: set[str], cycle: str) -> dict[str, Row]:
	"""Key -> wording and holder of a result in force, nothing else of it."""
	if not keys:
		return {}
	plan, item = tables()
	rows = (
		rows_of(cycle)
		.select(item.item_key, item.result, plan.employee_name)
		.where(item.item_key.isin(sorted(keys)))
		.orderby(item.item_key)
		.run()
	)
	return {key: {"result": result, "holder": holder} for key, result, holder in rows}


NOT_APPROVED, GONE = "not approved", "gone"


def _fate_of_missing(keys: set[str], cycle: str) -> dict[str, str]:
	"""Why results that are served are not among those that count: their plan is not approved, or they are in
	no plan any more."""
	if not keys:
		return {}
	plan, item = tables()
	drafted = (
		frappe.qb.from_(item)
		.join(plan)
		.on(plan.name == item.parent)
		.select(item.item_key)
		.where(item.item_key.isin(sorted(keys)) & (plan.cycle == cycle) & (plan.docstatus == 0))
		.run(pluck=True)
	)
	return {key: NOT_APPROVED if key in drafted else GONE for key in keys}


def _objective_lines(names: set[str]) -> dict[str, list[Row]]:
	"""Objective -> itself and those above it, up to the vision, as shown; one query."""
	if not names:
		return {}
	low, high = frappe.qb.DocType(OBJECTIVE), frappe.qb.DocType(OBJECTIVE).as_("high")
	rows = (
		frappe.qb.from_(low)
		.join(high)
		.on((high.lft <= low.lft) & (high.rgt >= low.rgt))
		.select(low.name.as_("of"), high.name, high.objective_name, high.level, high.code)
		.where(low.name.isin(sorted(names)))
		.orderby(high.lft, order=Order.desc)
		.run(as_dict=True)
	)
	lines: dict[str, list[Row]] = {name: [] for name in names}
	for row in rows:
		lines[row.pop("of")].append(row)
	return lines


def _note(way: chain.Way, fate: str | None) -> str:
	"""Where a way up ends before its time, for the reader; empty when it reaches an objective unbroken."""
	if way.end is chain.End.MISSING:
		if fate == NOT_APPROVED:
			return _("The superior's plan that it serves is not approved yet.")
		return _("The superior's result that it serves is no longer in a plan in force.")
	if way.end is chain.End.LOOP:
		return _("The results serve each other in a circle.")
	if way.reaches:
		return ""
	if way.keys:
		return _("The last result of this chain serves nothing: it names no objective.")
	return _("Serves nothing: it names neither an objective nor a result of the superior.")


# --- orphans -----------------------------------------------------------------------------------------------


def orphan_rows(
	cycle: str, nodes: Mapping[str, chain.Node], drafts: int = 0, search: str = "", department: str = ""
) -> QueryBuilder:
	"""A query on the rows in sight that serve nothing, joined with their unit; nothing selected yet. `nodes`:
	those of `links.load`."""
	plan, item = tables()
	unit = frappe.qb.DocType("Department")
	reaching = [key for key, found in chain.carried(nodes).items() if found]
	query = (
		rows_of(cycle, drafts)
		.left_join(unit)
		.on(unit.name == plan.department)
		.where(fn.Coalesce(item.objective, "") == "")
	)
	if reaching:
		query = query.where(fn.Coalesce(item.superior_item, "").notin(sorted(reaching)))
	if search:
		query = query.where(plan.employee_name.like(f"%{search}%") | unit.department_name.like(f"%{search}%"))
	if department:
		query = query.where(plan.department.isin(units.below(department)))
	return seen(query)


def with_reasons(rows: list[Row], cycle: str, nodes: Mapping[str, chain.Node]) -> list[Row]:
	"""Rows as shown, each with the reason why it serves nothing; `rows` hold `superior_item`."""
	ways = [chain.way_up(chain.Node("", row.superior_item or ""), nodes) for row in rows]
	missing = [_missing(row, way, nodes) for row, way in zip(rows, ways, strict=True)]
	fates = _fate_of_missing({key for key in missing if key}, cycle)
	return [
		{
			"plan": row.plan,
			"employee_name": row.employee_name,
			"unit": row.department_name or "",
			"result": row.result,
			"measure": row.measure or row.success_measure or "",
			"reason": _note(way, fates.get(key)),
		}
		for row, way, key in zip(rows, ways, missing, strict=True)
	]


def _company(objective: str, employee: str | None, companies: list[str]) -> str | None:
	"""The agency to begin with."""
	found = [
		frappe.db.get_value(OBJECTIVE, objective, "company") if objective else None,
		frappe.db.get_value("Employee", employee, "company") if employee else None,
		frappe.defaults.get_user_default("Company"),
		*companies,
	]
	return next((company for company in found if company in companies), None)
