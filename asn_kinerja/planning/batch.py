"""Plans for many people in a background job (see `asn_kinerja.batches.job`): a dry run that names every
problem, or the plans themselves.

Who has a plan of the cycle is skipped, and one plan per employee and cycle is a unique index. Nobody gets a
part of a plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import frappe

from asn_kinerja.batches import job
from asn_kinerja.batches.cells import SheetError, key
from asn_kinerja.planning import check, sources, store
from asn_kinerja.planning import plans as planned
from asn_kinerja.planning.sources.entry import SERVES

PLAN, ITEM = "ASN Work Plan", "ASN Work Plan Item"
FIELDS = (
	*("name", "company", "cycle", "source", "from_cycle", "template", "file", "department", "approach"),
	"status",
)


class PlanWork:
	"""Plans from the batch's source."""

	def __init__(self, batch: frappe._dict) -> None:
		self.batch = batch
		self.source = sources.of(batch)

	def people(self) -> Sequence[Any]:
		return self.source.people()

	def chunk(
		self, people: Sequence[Any], storing: bool
	) -> tuple[Mapping[str, int], Sequence[sources.Entry]]:
		if storing:
			# another batch of the same cycle waits here until this chunk is stored
			cycle = self.batch.cycle
			status = frappe.db.get_value("ASN Performance Cycle", cycle, "status", for_update=True)
			if status == "Closed":
				raise SheetError("The performance cycle has been closed.")
		entries = self.source.entries(people)
		present = _with_plan((entry.employee for entry in entries), self.batch.cycle)
		rest = [entry for entry in entries if entry.employee not in present]
		_check([entry for entry in rest if entry.plan], self.batch.cycle, self.source)
		failed = [entry for entry in rest if entry.problems]
		sound = [entry.plan for entry in rest if entry.plan and not entry.problems]
		skipped = len(entries) - len(rest)
		if not storing:
			return {"skipped": skipped}, failed
		if sound:
			_serve_drafts(sound, self.batch.cycle)
			store.insert_plans([{**plan, "batch": self.batch.name} for plan in sound])
		return {"made": len(sound), "skipped": skipped}, failed


KIND = job.Kind(
	doctype="ASN Plan Batch",
	run="asn_kinerja.planning.batch.run",
	event="asn_plan_batch",
	fields=FIELDS,
	counts=("made", "skipped"),
	work=PlanWork,
)


def enqueue(batch: str, storing: bool) -> bool:
	"""Queue a run of a batch, see `job.enqueue`."""
	return job.enqueue(KIND, batch, storing)


def run(batch: str, storing: bool, user: str) -> None:
	"""The background job, see `job.run`."""
	job.run(KIND, batch, storing, user)


def process(batch: frappe._dict, storing: bool, user: str | None = None) -> None:
	"""Work through the batch (its FIELDS), see `job.process`."""
	job.process(KIND, batch, storing, user)


def _with_plan(employees: Iterable[str | None], cycle: str) -> set[str]:
	"""Who has a plan of the cycle, in whatever state; a plan that has ended was followed by another."""
	wanted = [employee for employee in employees if employee]
	if not wanted:
		return set()
	filters = {"employee": ["in", wanted], "cycle": cycle, "docstatus": ["<", 2]}
	return set(frappe.get_all(PLAN, filters=filters, pluck="employee", order_by="employee"))


def _check(entries: Sequence[sources.Entry], cycle: str, source: sources.Source) -> None:
	"""Complete the plans and name what is wrong in them."""
	store.complete([entry.plan for entry in entries], cycle)
	raters = [entry.plan.get("rater") for entry in entries]
	superiors = planned.in_force(raters, cycle) if source.final else {}
	needed = planned.superiors_needed(raters) if source.final else {}
	for entry in entries:
		if source.final:
			rater = entry.plan.get("rater")
			found = check.final_problems(entry.plan, superiors.get(rater), needed.get(rater, False))
		else:
			found = check.draft_problems(entry.plan)
		source.report(entry, found)


def _serve_drafts(plans: Sequence[Mapping[str, Any]], cycle: str) -> None:
	"""Link results to the superior's by their wording where it is not done yet: to his plan in force, else to
	the one he is still working on, which may be made by this very chunk. Its keys stay when it is approved.
	What is not found stays empty; a draft does not wait for it."""
	waiting = [
		(plan, item)
		for plan in plans
		for item in plan["items"]
		if item.get(SERVES) and not item.get("superior_item") and plan.get("rater")
	]
	if not waiting:
		return
	results = _results_of_raters({plan["rater"] for plan, _item in waiting}, cycle)
	results |= {plan["employee"]: planned.results_of(plan["items"]) for plan in plans}
	for plan, item in waiting:
		for result in results.get(plan["rater"], ()):
			if key(result["result"]) == key(item[SERVES]):
				item.update({"superior_item": result["item_key"], "superior_result": result["result"]})
				break


def _results_of_raters(raters: set[str], cycle: str) -> dict[str, list[dict[str, Any]]]:
	"""Rater -> results of his plan of the cycle: in force, else in preparation; one query."""
	plan, item = frappe.qb.DocType(PLAN), frappe.qb.DocType(ITEM)
	query = (
		frappe.qb.from_(plan)
		.join(item)
		.on((item.parent == plan.name) & (item.parenttype == PLAN))
		.select(plan.employee, plan.docstatus, item.item_key, item.result, item.category)
		.where((plan.cycle == cycle) & plan.employee.isin(sorted(raters)) & (plan.docstatus < 2))
		.where(plan.ended_on.isnull() & plan.revision_of.isnull() & (plan.workflow_state != "Superseded"))
		.orderby(plan.docstatus)
		.orderby(plan.employee)
		.orderby(item.idx)
	)
	items: dict[tuple[str, int], list[dict[str, Any]]] = {}
	for row in query.run(as_dict=True):
		items.setdefault((row.employee, row.docstatus), []).append(row)
	# what is in force comes last and stays
	return {employee: planned.results_of(rows) for (employee, _status), rows in items.items()}
