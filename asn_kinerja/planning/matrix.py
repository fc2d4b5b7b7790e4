"""The result matrix (Matriks Peran Hasil): a leader distributes his results over his team and hands them over
into the members' draft plans.

Source: PermenPAN-RB 6/2022 (planning: the leader's results are shared out among the members of the team).
Here is what the matrix is made of: columns, people, where their plans stand. `hand_over` brings it into the
plans, `matrix_rows` works out what changes in one of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from pypika import functions as fn

from asn_kinerja import access
from asn_kinerja.messages import escaped
from asn_kinerja.planning import plans

MATRIX, CELL, PLAN = "ASN Result Matrix", "ASN Result Matrix Cell", "ASN Work Plan"
OPEN_STATES = frozenset({"Draft", "Returned"})

NONE, DRAFT, RETURNED, REVISION, WAITING, APPROVED = (
	"none",
	"draft",
	"returned",
	"revision",
	"waiting",
	"approved",
)
ORDER = (DRAFT, RETURNED, REVISION, WAITING, APPROVED)


class Results:
	"""The results of the leader's plan in force: the columns of the matrix.

	A result keeps its column through revisions, by the key of any of its rows or by its wording."""

	def __init__(self, items: Iterable[Mapping[str, Any]]) -> None:
		items = list(items)
		self.columns = plans.results_of(items)
		columns = {(_text(column["result"]), column["category"]): column for column in self.columns}
		self._by_key = {
			item["item_key"]: columns.get((_text(item["result"]), item["category"])) for item in items
		}
		self._by_text = {text: column for (text, _category), column in reversed(columns.items())}

	def find(self, item_key: str | None, result: str | None) -> dict[str, Any] | None:
		"""The column of a cell; None when its result is no longer in the plan."""
		return self._by_key.get(item_key) or self._by_text.get(_text(result))


def _text(value: str | None) -> str:
	return " ".join((value or "").split()).casefold()


def plan_in_force(employee: str, cycle: str) -> dict[str, Any] | None:
	"""The approved, not ended plan of the leader with its items."""
	return plans.in_force([employee], cycle).get(employee)


def team(leader: str, company: str) -> dict[str, frappe._dict]:
	"""The active civil servants of the agency whom the leader rates today (see `access.rater_of`), by name;
	one query."""
	person = frappe.qb.DocType("Employee")
	undelegated = person.asn_delegated_rater.isnull() | (person.asn_delegated_rater == "")
	query = (
		frappe.qb.from_(person)
		.select(
			person.name,
			person.employee_name,
			person.designation,
			person.user_id,
			person.asn_position_type.as_("position_type"),
		)
		.where((person.asn_delegated_rater == leader) | ((person.reports_to == leader) & undelegated))
		.where((person.name != leader) & (person.company == company) & (person.status == "Active"))
		.where(fn.Coalesce(person.asn_type, "") != "")
		.orderby(person.employee_name, person.name)
	)
	return {row.name: row for row in query.run(as_dict=True)}


def matrix_of(employee: str, cycle: str) -> str | None:
	"""The matrix of a leader in a cycle: there is one, it goes along with revisions of his plan."""
	return frappe.db.get_value(MATRIX, {"employee": employee, "cycle": cycle}, "name", order_by="creation")


@frappe.whitelist(methods=["POST"])
def open_for_plan(work_plan: str) -> str:
	"""The name of the matrix that belongs to a plan; its owner gets a new one when there is none yet.

	Raises PermissionError for a plan that the user may not read, ValidationError for one that is not in force
	and has no matrix."""
	plan = frappe.get_doc(PLAN, work_plan)
	plan.check_permission("read")
	if name := matrix_of(plan.employee, plan.cycle):
		frappe.has_permission(MATRIX, "read", doc=name, throw=True)
		return name
	if access.SELF not in access.relations(plan):
		frappe.throw(_("{0} has not made a result matrix yet.").format(*escaped(plan.employee_name)))
	return frappe.get_doc(doctype=MATRIX, work_plan=plan.name).insert().name


@frappe.whitelist()
def preview(work_plan: str) -> dict[str, Any]:
	"""What the form of a new matrix shows for the user's own plan (see `view`)."""
	plan = frappe.get_doc(PLAN, work_plan)
	plan.check_permission("read")
	if not access.relations(plan) & {access.SELF, access.SYSTEM}:
		frappe.throw(_("This is not your plan. Choose one of your own."), frappe.PermissionError)
	return view(frappe.new_doc(MATRIX, employee=plan.employee, cycle=plan.cycle, company=plan.company))


def view(matrix: Document) -> dict[str, Any]:
	"""What the grid shows: `columns` (item_key, result, category), `members` (employee, employee_name,
	designation, in_team, state, plan), `places` (cell -> the column it stands in; not there: the result is
	gone), and the leader's `plan` in force, or None. Six queries, whatever the team's size."""
	plan = plan_in_force(matrix.employee, matrix.cycle) if matrix.cycle else None
	results = Results(plan["items"] if plan else ())
	people = team(matrix.employee, matrix.company)
	left = {row.employee: row.employee_name for row in matrix.cells if row.employee not in people}
	standing = standing_of(people, matrix.cycle)
	readable = _readable([s.plan for s in standing.values() if s.plan])
	members = [
		{
			"employee": person.name,
			"employee_name": person.employee_name,
			"designation": person.designation,
			"in_team": True,
			"state": standing[person.name].state,
			"plan": standing[person.name].plan if standing[person.name].plan in readable else None,
		}
		for person in people.values()
	]
	members += [
		{"employee": name, "employee_name": shown, "in_team": False, "state": None, "plan": None}
		for name, shown in left.items()
	]
	found = {row.name: results.find(row.superior_item, row.superior_result) for row in matrix.cells}
	return {
		"plan": plan["name"] if plan else None,
		"columns": results.columns,
		"members": members,
		"places": {name: column["item_key"] for name, column in found.items() if column and name},
	}


@dataclass(frozen=True, slots=True)
class Standing:
	"""Where a member's plan of the cycle stands, and which plan handing over would change. `ended_on`: the
	last day of a plan that ended by a transfer, while there is none after it."""

	state: str = NONE
	plan: str | None = None
	qualitative: bool = False
	ended_on: date | None = None


def standing_of(employees: Iterable[str], cycle: str | None, lock: bool = False) -> dict[str, Standing]:
	"""The plan of each employee that counts now: what is being written goes before what is in force. One
	query; `lock`: the plans stay as they are until the end of the transaction."""
	found: dict[str, Standing] = {employee: Standing() for employee in employees}
	if not found:
		return found
	plan = frappe.qb.DocType(PLAN)
	query = (
		frappe.qb.from_(plan)
		.select(plan.name, plan.employee, plan.workflow_state, plan.revision_of, plan.approach, plan.ended_on)
		.where(plan.employee.isin(list(found)) & (plan.cycle == cycle))
		.where((plan.docstatus == 0) | ((plan.docstatus == 1) & (plan.workflow_state == "Approved")))
		.orderby(plan.employee, plan.ended_on, plan.name)
	)
	for row in (query.for_update() if lock else query).run(as_dict=True):
		before = found[row.employee]
		if row.ended_on:
			if before.state == NONE:
				found[row.employee] = Standing(ended_on=row.ended_on)
			continue
		state = _state(row)
		if before.state == NONE or ORDER.index(state) < ORDER.index(before.state):
			found[row.employee] = Standing(state, row.name, row.approach == "Qualitative")
	return found


def _state(plan: frappe._dict) -> str:
	if plan.workflow_state == "Approved":
		return APPROVED
	if plan.workflow_state not in OPEN_STATES:
		return WAITING
	if plan.workflow_state == "Returned":
		return RETURNED
	return REVISION if plan.revision_of else DRAFT


def _readable(names: list[str]) -> set[str]:
	"""The plans of these that the user sees: an agency may hide drafts from superiors."""
	if not names:
		return set()
	plan = frappe.qb.DocType(PLAN)
	query = frappe.qb.from_(plan).select(plan.name).where(plan.name.isin(names))
	if (seen := access.row_criterion(PLAN)) is not None:
		query = query.where(seen)
	return {name for (name,) in query.run()}


def forget(work_plan: str) -> None:
	"""Take the mark off the cells that were handed over to a plan which is being deleted: a member without a
	plan gets a new draft at the next handing over."""
	frappe.db.set_value(
		CELL, {"pushed_to": work_plan}, {"pushed_to": None, "pushed_on": None}, update_modified=False
	)
