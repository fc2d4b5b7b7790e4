"""The planned results of a cycle as they serve each other: which of them count, who sees them, and the graph
that `chain` works on. Every function takes a fixed number of queries."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.query_builder import Case
from pypika import functions as fn
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, ValueWrapper

from asn_kinerja import access
from asn_kinerja.messages import escaped
from asn_kinerja.planning import chain

PLAN, ITEM, CYCLE = "ASN Work Plan", "ASN Work Plan Item", "ASN Performance Cycle"
OBJECTIVE, PARENT = "ASN Strategic Objective", "parent_asn_strategic_objective"


def allowed(cycle: str) -> str:
	"""The agency of a cycle; raises PermissionError for who may not read work plans or this cycle."""
	check_reader()
	found = frappe.get_cached_doc(CYCLE, cycle)
	if not frappe.has_permission(CYCLE, "read", doc=found):
		frappe.throw(_("You may not read the cycle {0}.").format(*escaped(cycle)), frappe.PermissionError)
	return found.company


def check_reader() -> None:
	"""Raise PermissionError for who may not read work plans at all."""
	if not frappe.has_permission(PLAN, "read"):
		frappe.throw(_("You may not read work plans."), frappe.PermissionError)


def tables() -> tuple[Table, Table]:
	return frappe.qb.DocType(PLAN), frappe.qb.DocType(ITEM)


def counted(plan: Table, cycle: str, drafts: int = 0) -> Criterion:
	"""Plans of the cycle that count: in force, and with drafts those that are to become the first one. (A
	draft revision holds the same results as the plan in force.)"""
	in_force = (plan.docstatus == 1) & (plan.workflow_state == "Approved") & plan.ended_on.isnull()
	if drafts:
		in_force = in_force | ((plan.docstatus == 0) & (fn.Coalesce(plan.revision_of, "") == ""))
	return (plan.cycle == cycle) & in_force


def rows_of(cycle: str, drafts: int = 0) -> QueryBuilder:
	"""A query on the rows of the plans that count, of everyone; nothing selected yet."""
	plan, item = tables()
	return frappe.qb.from_(item).join(plan).on(plan.name == item.parent).where(counted(plan, cycle, drafts))


def seen(query: QueryBuilder) -> QueryBuilder:
	"""The query limited to the plans that the session user sees."""
	criterion = access.row_criterion(PLAN)
	return query if criterion is None else query.where(criterion)


@dataclass(frozen=True, slots=True)
class Graph:
	"""The results that others serve: key -> result, and the keys of those that the session user sees."""

	nodes: dict[str, chain.Node]
	seen: frozenset[str]


def load(cycle: str, drafts: int = 0) -> Graph:
	"""The results of the cycle that others serve, in one query: few among all results, and the only ones
	that a way up can lead over."""
	plan, item = tables()
	serving = frappe.qb.DocType(ITEM).as_("serving")
	# of all cycles and states: the index alone answers that
	served = (
		frappe.qb.from_(serving)
		.select(serving.superior_item)
		.distinct()
		.where(serving.superior_item > "")
		.as_("served")
	)
	rows = (
		frappe.qb.from_(served)
		.join(item)
		.on(item.item_key == served.superior_item)
		# with a plain join the database would begin with all rows of all plans
		.left_join(plan)
		.on((plan.name == item.parent) & counted(plan, cycle, drafts))
		.select(item.item_key, item.objective, item.superior_item, plan.name, in_sight())
		.run()
	)
	found = [row for row in rows if row[3]]
	return Graph(
		{key: chain.Node(objective or "", superior or "") for key, objective, superior, *__ in found},
		frozenset(row[0] for row in found if row[4]),
	)


def in_sight() -> Criterion:
	"""1 in a row of a plan that the session user sees, else 0."""
	criterion = access.row_criterion(PLAN)
	return ValueWrapper(1) if criterion is None else Case().when(criterion, 1).else_(0)
