"""The states of a review, and until when it is open."""

from collections.abc import Iterable

import frappe
from pypika import Table
from pypika.queries import QueryBuilder

REVIEW, RATING, EVALUATION = "ASN Behaviour Review", "ASN Behaviour Review Rating", "ASN Evaluation"

PROPOSED, ASSIGNED, SUBMITTED, DECLINED = "Proposed", "Assigned", "Submitted", "Declined"
COUNTING = (PROPOSED, ASSIGNED, SUBMITTED)  # who declined makes room for somebody else

SELF, SUPERIOR, PEER, SUBORDINATE = "Self", "Superior", "Peer", "Subordinate"
INVITED = (PEER, SUBORDINATE)  # those among whom there is a choice, and who stay anonymous


def key(employee: str, stage: str, reviewer: str) -> str:
	"""What is unique in the database: a person reviews another once in a stage."""
	return f"{employee}::{stage}::{reviewer}"


def title(employee_name: str | None, stage_name: str) -> str:
	"""What a review is called: of whom, and of which stage."""
	return f"{employee_name} · {stage_name}"


def running(evaluation: Table) -> QueryBuilder:
	"""Evaluations that were never released, as a query to select from. A corrected one was: what came in
	after the first release would stand out against what the employee has read."""
	return (
		frappe.qb.from_(evaluation)
		.where(evaluation.docstatus == 0)
		.where(evaluation.amended_from.isnull() | (evaluation.amended_from == ""))
	)


def is_running(employee: str, stage: str, lock: bool = False) -> bool:
	"""Whether reviews of this employee are still taken in: the evaluation of the stage (after a transfer the
	last of them) is not released. `lock` keeps it so until the end of the transaction."""
	evaluation = frappe.qb.DocType(EVALUATION)
	query = (
		running(evaluation)
		.select(evaluation.name)
		.where((evaluation.employee == employee) & (evaluation.stage == stage))
		.orderby(evaluation.name)
	)
	return bool((query.for_update() if lock else query).run())


def running_evaluations(stage: str, employees: Iterable[str] | None = None) -> list[frappe._dict]:
	"""The running evaluation of each employee in a stage (after a transfer the last), by rater and employee;
	one query."""
	evaluation = frappe.qb.DocType(EVALUATION)
	fields = (
		"name",
		"employee",
		"employee_name",
		"designation",
		"department",
		"company",
		"rater",
		"rater_name",
	)
	query = (
		running(evaluation)
		.select(*(evaluation[field] for field in (*fields, "cycle", "stage", "stage_name", "work_plan")))
		.where(evaluation.stage == stage)
		.orderby(evaluation.rater, evaluation.employee, evaluation.from_date)
	)
	if employees is not None:
		query = query.where(evaluation.employee.isin(sorted(employees) or [""]))
	last = {row.employee: row for row in query.run(as_dict=True)}
	return sorted(last.values(), key=lambda row: (row.rater or "", row.employee))


def follow_rater(employee: str) -> None:
	"""Give the reviews of running evaluations the rater of these: whoever rates reads them.

	Set directly: they are in the hands of other people, and this is no edit of theirs."""
	evaluation = frappe.qb.DocType(EVALUATION)
	query = (
		running(evaluation)
		.select(evaluation.stage, evaluation.rater, evaluation.rater_name)
		.where(evaluation.employee == employee)
		.orderby(evaluation.stage, evaluation.from_date)
	)
	for stage, fields in {
		stage: {"rater": rater, "rater_name": name} for stage, rater, name in query.run()
	}.items():
		frappe.db.set_value(REVIEW, {"employee": employee, "stage": stage}, fields)
