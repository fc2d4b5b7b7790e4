"""Handing over a result matrix: its cells into the draft plans of the team, as sets and under lock."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, flt, now
from pypika import Case
from pypika.terms import Field

from asn_kinerja import bulk, notices
from asn_kinerja.messages import escaped
from asn_kinerja.people import is_leader
from asn_kinerja.planning import rows as plan_rows
from asn_kinerja.planning import store
from asn_kinerja.planning.matrix import (
	CELL,
	DRAFT,
	MATRIX,
	NONE,
	PLAN,
	RETURNED,
	REVISION,
	WAITING,
	Results,
	Standing,
	plan_in_force,
	standing_of,
	team,
)
from asn_kinerja.planning.matrix_rows import Cell, Handed, Row, milestones_after, rows_after

ITEM, MILESTONE = "ASN Work Plan Item", "ASN Work Plan Milestone"
WRITABLE = frozenset({NONE, DRAFT, RETURNED, REVISION})


@dataclass(frozen=True, slots=True)
class Delivery:
	"""What handing over means for one member: the rows of his plan before and after."""

	employee: str
	employee_name: str
	standing: Standing
	cells: list[Cell]
	before: list[Row]
	after: list[Row]

	@property
	def changed(self) -> bool:
		return self.before != self.after


@dataclass(slots=True)
class Sorted:
	"""The cells of a matrix, as they are stored now.

	`cells`: employee -> what is handed over to him (nothing: only taken back). `kept`: names of cells that
	are left out, whose rows stay as they are; `skipped` says why."""

	cells: dict[str, list[Cell]]
	kept: set[str] = field(default_factory=set)
	skipped: list[dict[str, str]] = field(default_factory=list)


def hand_over(name: str) -> dict[str, Any]:
	"""Bring the cells of a matrix into the members' drafts and say what came of it:
	{"made", "updated", "unchanged": numbers of people, "skipped": [{"employee_name", "reason"}], plain text}.

	Who asks has been checked. The number of queries does not depend on the size of the team. Whoever hands
	over the same matrix meanwhile waits, and all that decides is read under lock: nothing doubles. Raises
	ValidationError when the leader has no plan in force, or the cycle is closed."""
	matrix = frappe.db.get_value(
		MATRIX, name, ["name", "employee", "cycle", "company", "handed_over"], as_dict=True, for_update=True
	)
	plan = plan_in_force(matrix.employee, matrix.cycle)
	_check(matrix, plan)
	people = team(matrix.employee, matrix.company)
	handed = _read(matrix.handed_over)
	sorted_cells = _sort(name, Results(plan["items"]), people, handed)
	leader = frappe.db.get_value("Employee", matrix.employee, "employee_name")
	deliveries = _deliveries(sorted_cells, people, handed, matrix.cycle, _source(leader))

	written = [d for d in deliveries if d.changed and d.standing.state in WRITABLE]
	made = [d for d in written if d.standing.state == NONE]
	updated = [d for d in written if d.standing.state != NONE]
	plan_of = _make(made, matrix.cycle) | {d.employee: d.standing.plan for d in updated}
	_update(updated)
	_remember(matrix, plan["name"], handed, sorted_cells.kept, written, plan_of)
	_notify(leader, {people[d.employee].user_id: plan_of[d.employee] for d in written})
	waiting = [d for d in deliveries if d.changed and d.standing.state not in WRITABLE]
	return {
		"made": len(made),
		"updated": len(updated),
		"unchanged": sum(not d.changed for d in deliveries if d.cells),
		"skipped": [
			*({"employee_name": d.employee_name, "reason": _what_to_do(d.standing)} for d in waiting),
			*sorted_cells.skipped,
		],
	}


def _check(matrix: frappe._dict, plan: Mapping[str, Any] | None) -> None:
	if not plan:
		frappe.throw(
			_(
				"There is no approved plan of the leader in force in {0}, so nothing can be handed over."
			).format(*escaped(matrix.cycle))
		)
	if frappe.db.get_value("ASN Performance Cycle", matrix.cycle, "status") == "Closed":
		frappe.throw(
			_("The cycle {0} is closed; its work plans no longer change.").format(*escaped(matrix.cycle))
		)


def _source(leader: str) -> str:
	"""The text that marks a row: in the language of the site, for it is stored."""
	language = frappe.db.get_single_value("System Settings", "language")
	return _("Result matrix of {0}", lang=language).format(leader)


def _what_to_do(standing: Standing) -> str:
	if standing.state == WAITING:
		return _("The plan waits for approval. Return it to the member, then hand over again.")
	return _("The plan is approved. The member starts a revision first; then hand over again.")


def _read(stored: str | None) -> dict[str, tuple[str, Handed]]:
	"""What was handed over before: cell -> (employee, values)."""
	return {
		cell: (values.pop("employee"), Handed(**values))
		for cell, values in json.loads(stored or "{}").items()
	}


def _sort(
	name: str,
	results: Results,
	people: Mapping[str, frappe._dict],
	handed: Mapping[str, tuple[str, Handed]],
) -> Sorted:
	table = frappe.qb.DocType(CELL)
	rows = (
		frappe.qb.from_(table)
		.select(table.star)
		.where((table.parent == name) & (table.parenttype == MATRIX))
		.orderby(table.idx)
		.for_update()
		.run(as_dict=True)
	)
	found = Sorted({employee: [] for employee, _past in handed.values() if employee in people})
	for row in rows:
		column = results.find(row.superior_item, row.superior_result)
		if row.employee in people and column:
			found.cells.setdefault(row.employee, []).append(_cell(row, column))
			continue
		found.kept.add(row.name)
		if row.employee in people:
			reason = _('The result "{0}" is no longer in the plan. Empty the cell.').format(
				row.superior_result
			)
		else:
			reason = _("No longer in the team. Empty the cells of this person.")
		entry = {"employee_name": row.employee_name, "reason": reason}
		if entry not in found.skipped:
			found.skipped.append(entry)
	return found


def _cell(row: frappe._dict, column: Mapping[str, Any]) -> Cell:
	return Cell(
		name=row.name,
		superior_item=column["item_key"],
		superior_result=column["result"],
		result=row.contribution,
		cascading=row.cascading or "Direct",
		measure=row.measure or "",
		target=flt(row.target),
		unit=row.unit or "",
	)


def _deliveries(
	found: Sorted,
	people: Mapping[str, frappe._dict],
	handed: Mapping[str, tuple[str, Handed]],
	cycle: str,
	source: str,
) -> list[Delivery]:
	standing = standing_of(sorted(found.cells), cycle, lock=True)
	rows = _rows(ITEM, [at.plan for at in standing.values() if at.plan])
	deliveries = []
	for employee, cells in found.cells.items():
		at = standing[employee]
		past = {
			cell: was for cell, (who, was) in handed.items() if who == employee and cell not in found.kept
		}
		before = rows.get(at.plan, [])
		person = people[employee]
		leader = is_leader(person.position_type)
		after = rows_after(before, cells, past, source, qualitative=at.qualitative, leader=leader)
		deliveries.append(Delivery(employee, person.employee_name, at, cells, before, after))
	return deliveries


def _rows(doctype: str, plans: Collection[str]) -> dict[str, list[Row]]:
	"""Whole child rows of plans by plan, locked: also what was stored since this request began to read."""
	found: dict[str, list[Row]] = {plan: [] for plan in plans}
	if found:
		table = frappe.qb.DocType(doctype)
		query = (
			frappe.qb.from_(table)
			.select(table.star)
			.where(table.parent.isin(list(found)) & (table.parenttype == PLAN))
			.orderby(table.parent, table.idx)
			.for_update()
		)
		for row in query.run(as_dict=True):
			found[row.parent].append(row)
	return found


def _make(deliveries: Collection[Delivery], cycle: str) -> dict[str, str]:
	"""Drafts for the members who have no plan yet: employee -> plan."""
	if not deliveries:
		return {}
	drafts = [
		{
			"employee": d.employee,
			"cycle": cycle,
			"from_date": add_days(d.standing.ended_on, 1) if d.standing.ended_on else None,
			"items": d.after,
		}
		for d in deliveries
	]
	store.complete(drafts, cycle)
	return dict(zip((d.employee for d in deliveries), store.insert_plans(drafts), strict=True))


def _update(deliveries: Collection[Delivery]) -> None:
	"""Store what has changed in the drafts; rows that have not are not touched."""
	if not deliveries:
		return
	milestones = _rows(MILESTONE, [d.standing.plan for d in deliveries])
	items, steps = [], []
	for d in deliveries:
		plan = d.standing.plan
		plan_rows.give_keys(d.after)
		for row in d.after:
			row.update(parent=plan, parenttype=PLAN, parentfield="items")
		items.append((d.before, d.after))
		steps.append((milestones[plan], milestones_after(milestones[plan], d.before, d.after)))
	_replace(ITEM, items)
	_replace(MILESTONE, steps)
	_touch({d.standing.plan: sum(row.get("weight") or 0 for row in d.after) for d in deliveries})


def _replace(doctype: str, pairs: Iterable[tuple[list[Row], list[Row]]]) -> None:
	"""Bring child rows from how they were to how they are to be, by one deletion and one insertion. Rows that
	stay keep their name and all their columns."""
	deleted: list[str] = []
	inserted: list[Row] = []
	stamp = {"modified": now(), "modified_by": frappe.session.user}
	for before, after in pairs:
		stored = {row["name"]: row for row in before}
		same = {row["name"] for row in after if row.get("name") and row == stored[row["name"]]}
		deleted += stored.keys() - same
		inserted += [{**row, **stamp} for row in after if row.get("name") not in same]
	if deleted:
		frappe.db.delete(doctype, {"name": ["in", deleted]})
	bulk.insert(doctype, inserted)


def _touch(weights: Mapping[str, float]) -> None:
	"""Store the total weights and let open forms know. Set directly: drafts may be incomplete, and of their
	fields nothing else changes."""
	plan, stamp = frappe.qb.DocType(PLAN), now()
	(
		frappe.qb.update(plan)
		.set(plan.weight_total, _by(plan.name, weights))
		.set(plan.modified, stamp)
		.set(plan.modified_by, frappe.session.user)
		.where(plan.name.isin(list(weights)))
	).run()
	for name in weights:
		frappe.clear_document_cache(PLAN, name)
		frappe.publish_realtime(
			"doc_update",
			{"modified": stamp, "doctype": PLAN, "name": name},
			doctype=PLAN,
			docname=name,
			after_commit=True,
		)


def _by(column: Field, values: Mapping[str, Any]) -> Case:
	"""The value that belongs to the row's content of a column."""
	case = Case()
	for key, value in values.items():
		case = case.when(column == key, value)
	return case


def _remember(
	matrix: frappe._dict,
	work_plan: str,
	handed: Mapping[str, tuple[str, Handed]],
	kept: Collection[str],
	written: Collection[Delivery],
	plan_of: Mapping[str, str],
) -> None:
	"""Note on the matrix what was handed over when, and to which plan. Set directly: only marks change."""
	stamp = now()
	remembered = {
		cell: {"employee": employee, **asdict(was)}
		for cell, (employee, was) in handed.items()
		if employee not in plan_of or cell in kept
	}
	for delivery in written:
		for cell in delivery.cells:
			was = Handed(cell.superior_item, cell.measure, cell.target, cell.unit)
			remembered[cell.name] = {"employee": delivery.employee, **asdict(was)}
	values = {"work_plan": work_plan, "pushed_on": stamp, "handed_over": json.dumps(remembered)}
	frappe.db.set_value(MATRIX, matrix.name, values)
	if not plan_of:
		return
	table = frappe.qb.DocType(CELL)
	cells = [cell.name for delivery in written for cell in delivery.cells]
	(
		frappe.qb.update(table)
		.set(table.pushed_on, stamp)
		.set(table.pushed_to, _by(table.employee, plan_of))
		.where(table.name.isin(cells or [""]))
	).run()


def _notify(leader: str, plan_of_user: Mapping[str | None, str]) -> None:
	"""Tell the members in the bell, each in his language."""

	def line(_user: str) -> str:
		text = _("{0} has handed over results to you. Complete them in your work plan.")
		return text.format(*escaped(leader))

	me = frappe.session.user
	notices.store(
		notices.Notice(reader.user, text, PLAN, plan_of_user[reader.user], me)
		for reader, text in notices.lines(plan_of_user, line)
	)
