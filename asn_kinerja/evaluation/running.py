"""The predicates of running evaluations, as they would be with what raters have given so far."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import frappe

from asn_kinerja import access
from asn_kinerja.evaluation import facts, rater_part
from asn_kinerja.evaluation.calculate import case_of
from asn_kinerja.scoring import Predicate, ScoringError, evaluate

EVALUATION = "ASN Evaluation"
TABLES = {"results": "ASN Evaluation Result", "behaviours": "ASN Evaluation Behaviour"}
Unit = str


def predicates(cycle: str, stage_name: str) -> Counter[tuple[Unit, Predicate]]:
	"""How many running evaluations of a stage would have which predicate, by unit; of those that the session
	user sees, without his own, and that have both ratings. More evaluations need no more queries."""
	given = _given(cycle, stage_name)
	running = documents(given)
	found: Counter[tuple[Unit, Predicate]] = Counter()
	for document, known in zip(running, facts.gather(running), strict=True):
		rater_part.put(document, given[document.name])
		try:
			predicate = evaluate(case_of(document, known)).predicate
		except ScoringError:  # a realisation that is no number yet: the rater is told in the form
			continue
		if predicate:
			found[document.department or "", predicate] += 1
	return found


def _given(cycle: str, stage_name: str) -> dict[str, dict[str, Any]]:
	"""Evaluation -> the rater's part that is kept for it."""
	evaluation, draft = frappe.qb.DocType(EVALUATION), frappe.qb.DocType(rater_part.DRAFT)
	query = (
		frappe.qb.from_(evaluation)
		.join(draft)
		.on(draft.evaluation == evaluation.name)
		.select(evaluation.name, draft.content)
		.where((evaluation.cycle == cycle) & (evaluation.stage_name == stage_name))
		.where(evaluation.docstatus == 0)
		.orderby(evaluation.name)
	)
	seen, me = access.row_criterion(EVALUATION), access.employee_of()
	if seen is not None:
		query = query.where(seen)
	if me:
		query = query.where(evaluation.employee != me.name)
	kept = ((name, json.loads(content or "{}")) for name, content in query.run())
	return {
		name: content
		for name, content in kept
		if content.get("work_result_rating") and content.get("behaviour_rating")
	}


def documents(names: Iterable[str]) -> list[Any]:
	"""Evaluations with the rows that the calculation needs, a query per table."""
	wanted = sorted(names)
	if not wanted:
		return []
	rows: dict[str, dict[str, list[Any]]] = {name: {table: [] for table in TABLES} for name in wanted}
	for table, doctype in TABLES.items():
		filters = {"parent": ["in", wanted], "parenttype": EVALUATION, "parentfield": table}
		for row in frappe.get_all(doctype, filters=filters, fields=["*"], order_by="parent, idx"):
			rows[row.parent][table].append(row)
	found = frappe.get_all(EVALUATION, filters={"name": ["in", wanted]}, fields=["*"], order_by="name")
	return [frappe.get_doc({"doctype": EVALUATION, **row, **rows[row.name]}) for row in found]
