"""Plans for many people in a background job: a dry run that names every problem, or the plans themselves.

It may be repeated, killed and started again: who has a plan of the cycle is skipped, and one plan per
employee and cycle is a unique index. Each chunk of people is stored whole or not at all, and nobody gets a
part of a plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import now

from asn_kinerja import bulk
from asn_kinerja.messages import escaped
from asn_kinerja.planning import check, sources, store
from asn_kinerja.planning import plans as planned
from asn_kinerja.planning.sheet import SheetError, key
from asn_kinerja.planning.sources.entry import SERVES

BATCH, PROBLEM, PLAN, ITEM = "ASN Plan Batch", "ASN Plan Batch Problem", "ASN Work Plan", "ASN Work Plan Item"
CHUNK = 200  # people
LISTED = 2000
"""Problems kept with a batch: more nobody reads, and the form still has to show them."""
TRIES = 3
EVENT = "asn_plan_batch"
FIELDS = (
	*("name", "company", "cycle", "source", "from_cycle", "template", "file", "department", "approach"),
	"status",
)


def enqueue(batch: str, storing: bool) -> bool:
	"""Queue a run of a batch; False when one is waiting or running already: then nothing is added.

	The batch's row stays locked until the request ends, so that the run begins after it."""
	frappe.db.get_value(BATCH, batch, "name", for_update=True)
	job = frappe.enqueue(
		"asn_kinerja.planning.batch.run",
		queue="long",
		job_id=f"asn_plan_batch::{batch}",
		deduplicate=True,
		batch=batch,
		storing=storing,
		user=frappe.session.user,
	)
	if job is None:
		return False
	_begin(batch, storing)
	return True


def run(batch: str, storing: bool, user: str) -> None:
	"""The background job, for the user who asked for it: check all people of the batch, and with `storing`
	make the plans of those without a problem."""
	frappe.set_user(user)
	frappe.local.lang = get_user_lang(user)
	found = frappe.db.get_value(BATCH, batch, FIELDS, as_dict=True, for_update=True)
	if not found:
		return  # deleted while it was waiting
	try:
		process(found, storing, user)
	except SheetError as error:
		_fail(batch, error.text(_))
	except Exception:
		# whoever waits is told; the worker keeps the traceback
		_fail(batch, _("An unexpected error stopped it. Ask the system administrator for the error log."))
		raise
	finally:
		frappe.publish_realtime(EVENT, {"batch": batch, "done": True}, user=user)


def process(batch: frappe._dict, storing: bool, user: str | None = None) -> None:
	"""Work through the batch (its FIELDS). Commits after each chunk, so that a killed job loses one chunk at
	most and other people's locks stay short."""
	_begin(batch.name, storing)
	frappe.db.commit()
	source = sources.of(batch)
	people = source.people()
	counts = {"people": len(people), "processed": 0, "made": 0, "skipped": 0, "failed": 0}
	frappe.db.set_value(BATCH, batch.name, counts)
	frappe.db.commit()
	problems = 0
	for start in range(0, len(people), CHUNK):
		made, skipped, failed = _chunk(batch, source, people[start : start + CHUNK], storing)
		counts["processed"] = min(start + CHUNK, len(people))
		counts["made"] += made
		counts["skipped"] += skipped
		counts["failed"] += len(failed)
		problems = _store_problems(batch.name, failed, problems)
		frappe.db.set_value(BATCH, batch.name, counts)
		frappe.db.commit()
		if user:
			frappe.publish_realtime(EVENT, {"batch": batch.name, **counts}, user=user)
	_store_rest(batch.name, problems)
	status = "Done" if storing else "Checked"
	frappe.db.set_value(BATCH, batch.name, {**counts, "status": status, "finished_on": now()})
	frappe.db.commit()


def _begin(batch: str, storing: bool) -> None:
	"""Forget the outcome of an earlier run. Set directly, as all that a run writes: it is the job's record,
	and no form can hold it up."""
	status = "Running" if storing else "Checking"
	counts = dict.fromkeys(("people", "processed", "made", "skipped", "failed"), 0)
	frappe.db.delete(PROBLEM, {"parent": batch, "parenttype": BATCH})
	times = {"started_on": now(), "finished_on": None}
	frappe.db.set_value(BATCH, batch, {"status": status, **counts, **times})
	frappe.clear_document_cache(BATCH, batch)


def _fail(batch: str, reason: str) -> None:
	frappe.db.rollback()
	row = {"problem": escaped(reason)[0], "parent": batch, "parenttype": BATCH, "parentfield": "problems"}
	bulk.insert(PROBLEM, [{**row, "idx": 1}])
	frappe.db.set_value(BATCH, batch, {"status": "Failed", "finished_on": now()})
	frappe.db.commit()


def _chunk(
	batch: frappe._dict, source: sources.Source, people: Sequence[Any], storing: bool
) -> tuple[int, int, list[sources.Entry]]:
	"""(plans made, people skipped, people with problems); a dry run makes none. Somebody who makes his own
	plan at the same moment is found by the unique index; the chunk is then looked at again."""
	for attempt in range(1, TRIES + 1):
		try:
			return _try_chunk(batch, source, people, storing)
		except Exception as error:
			if attempt == TRIES or not (error.args and frappe.db.is_duplicate_entry(error)):
				raise
			frappe.db.rollback()
	raise AssertionError("unreachable")


def _try_chunk(
	batch: frappe._dict, source: sources.Source, people: Sequence[Any], storing: bool
) -> tuple[int, int, list[sources.Entry]]:
	if storing:
		# another batch of the same cycle waits here until this chunk is stored
		status = frappe.db.get_value("ASN Performance Cycle", batch.cycle, "status", for_update=True)
		if status == "Closed":
			raise SheetError("The performance cycle has been closed.")
	entries = source.entries(people)
	present = _with_plan((entry.employee for entry in entries), batch.cycle)
	rest = [entry for entry in entries if entry.employee not in present]
	_check([entry for entry in rest if entry.plan], batch.cycle, source)
	failed = [entry for entry in rest if entry.problems]
	sound = [entry.plan for entry in rest if entry.plan and not entry.problems]
	skipped = len(entries) - len(rest)
	if not storing:
		return 0, skipped, failed
	if sound:
		_serve_drafts(sound, batch.cycle)
		store.insert_plans([{**plan, "batch": batch.name} for plan in sound])
	return len(sound), skipped, failed


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


def _store_problems(batch: str, failed: Sequence[sources.Entry], before: int) -> int:
	"""Add the problems of these people to the batch; returns how many there are now, listed or not."""
	rows = [row for entry in failed for row in entry.problems]
	parent = {"parent": batch, "parenttype": BATCH, "parentfield": "problems"}
	room = max(0, LISTED - before)
	bulk.insert(PROBLEM, [{**row, **parent, "idx": before + idx} for idx, row in enumerate(rows[:room], 1)])
	return before + len(rows)


def _store_rest(batch: str, problems: int) -> None:
	if problems <= LISTED:
		return
	message = _("{0} more problems are not listed. Correct these first, then check again.")
	row = {"problem": message.format(problems - LISTED), "parent": batch, "parenttype": BATCH}
	bulk.insert(PROBLEM, [{**row, "parentfield": "problems", "idx": LISTED + 1}])
