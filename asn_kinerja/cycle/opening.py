"""Opening a stage: the evaluations of all approved work plans, made as sets in a background job.

It may be repeated, killed and started again: what exists is skipped, and one evaluation per employee and
stage is a unique index. A chunk is stored whole or not at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import frappe
from frappe.utils import now

from asn_kinerja import bulk, jobs, people
from asn_kinerja.evaluation import build, realisation

CHUNK = 500
INITIAL_STATE = "Self Assessment"
EVENT = "asn_stage_opening"


@dataclass(frozen=True, slots=True)
class Report:
	"""How many evaluations an opening made, and how many were there before."""

	made: int
	present: int


def enqueue(cycle: str, stage: str) -> bool:
	"""Queue the opening of a stage. False when it is waiting or running already: then nothing is added."""
	return jobs.enqueue_once(
		"asn_kinerja.cycle.opening.run",
		job_id=f"asn_open_stage::{stage}",
		cycle=cycle,
		stage=stage,
		user=frappe.session.user,
	)


def run(cycle: str, stage: str, user: str) -> None:
	"""The background job: open the stage, tell the user how far it is and how it ended."""
	about = {"cycle": cycle, "stage": stage}
	with jobs.telling_of_failure(EVENT, user, **about):
		report = open_stage(cycle, stage, user)
	done = {"made": report.made, "present": report.present, "done": True}
	frappe.publish_realtime(EVENT, {**about, **done}, user=user)


def open_stage(cycle: str, stage: str, user: str | None = None) -> Report:
	"""Make the missing evaluations of a stage (`stage`: the name of its row). Commits after each chunk, so
	that a killed job loses one chunk at most and other people's locks stay short."""
	names = _approved_plans(cycle, stage)
	# ends the read view: what another opening stores before the lock below is granted must be seen
	frappe.db.commit()
	made = 0
	for done, chunk in _chunks(names):
		made += _open_chunk(cycle, stage, chunk)
		frappe.db.commit()
		if user:
			progress = {"cycle": cycle, "stage": stage, "count": done, "total": len(names)}
			frappe.publish_realtime(EVENT, progress, user=user)
	_note_on_stage(cycle, stage)
	frappe.db.commit()
	return Report(made, len(names) - made)


def _approved_plans(cycle: str, stage: str) -> list[str]:
	"""Approved plans whose period touches the stage (also those that ended), in a stable order."""
	plan, row = frappe.qb.DocType("ASN Work Plan"), frappe.qb.DocType("ASN Cycle Stage")
	query = (
		frappe.qb.from_(plan)
		.join(row)
		.on((row.parent == plan.cycle) & (row.name == stage))
		.select(plan.name)
		.where((plan.cycle == cycle) & (plan.docstatus == 1) & (plan.workflow_state == "Approved"))
		.where((plan.from_date <= row.to_date) & (plan.to_date >= row.from_date))
		.orderby(plan.employee)
	)
	return [name for (name,) in query.run()]


def _chunks(names: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
	source, done = iter(names), 0
	while chunk := list(islice(source, CHUNK)):
		done += len(chunk)
		yield done, chunk


def _open_chunk(cycle: str, stage: str, names: list[str]) -> int:
	# whoever opens the same cycle at the same time waits here until this chunk is stored
	scheme = frappe.db.get_value("ASN Performance Cycle", cycle, "scheme", for_update=True)
	stage_row = frappe.db.get_value("ASN Cycle Stage", stage, ["name", *build.STAGE_FIELDS], as_dict=True)
	plans = _load_plans(names)
	keys = [build.key(plan, stage) for plan in plans]
	present = set(
		frappe.get_all(
			"ASN Evaluation", filters={"stage_key": ["in", keys]}, pluck="stage_key", order_by="stage_key"
		)
	)
	missing = [plan for plan, key in zip(plans, keys, strict=True) if key not in present]
	raters = people.raters(plan["employee"] for plan in missing) if missing else {}
	evaluations = [build.from_plan(plan, stage_row, scheme) | build.rater(plan, raters) for plan in missing]
	realisation.fill(evaluations)
	bulk.insert_documents(
		"ASN Evaluation", ({**values, "workflow_state": INITIAL_STATE} for values in evaluations)
	)
	return len(missing)


def _load_plans(names: list[str]) -> list[dict[str, Any]]:
	"""Plans with their rows, in four queries."""
	plans = {
		plan.name: {**plan, "items": [], "milestones": [], "behaviours": []}
		for plan in frappe.get_all(
			"ASN Work Plan",
			filters={"name": ["in", names]},
			fields=["name", *build.PLAN_FIELDS],
			order_by="employee",
		)
	}
	for table, doctype, columns in (
		("items", "ASN Work Plan Item", ["name", *build.ITEM_FIELDS]),
		("milestones", "ASN Work Plan Milestone", list(build.MILESTONE_FIELDS)),
		("behaviours", "ASN Work Plan Behaviour", ["behaviour_value", "expectation"]),
	):
		rows = frappe.get_all(
			doctype,
			filters={"parent": ["in", names], "parenttype": "ASN Work Plan", "parentfield": table},
			fields=["parent", *columns],
			order_by="parent, idx",
		)
		for row in rows:
			plans[row.pop("parent")][table].append(row)
	return list(plans.values())


def _note_on_stage(cycle: str, stage: str) -> None:
	"""Write onto the stage when it was opened and how many evaluations it has. Set directly: a save of the
	cycle would collide with somebody who has its form open."""
	count = frappe.db.count("ASN Evaluation", {"stage": stage, "docstatus": ["<", 2]})
	opened_on = frappe.db.get_value("ASN Cycle Stage", stage, "opened_on") or now()
	frappe.db.set_value("ASN Cycle Stage", stage, {"opened_on": opened_on, "evaluations": count})
	frappe.clear_document_cache("ASN Performance Cycle", cycle)
