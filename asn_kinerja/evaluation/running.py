"""The predicates of running evaluations, as they would be with what raters have given so far."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import frappe

from asn_kinerja import access, schemes
from asn_kinerja.evaluation import facts, rater_part
from asn_kinerja.evaluation.calculate import case_of
from asn_kinerja.scoring import Predicate, Rating, ResultMethod, ScoringError, evaluate, matrix_predicate

EVALUATION = "ASN Evaluation"
TABLES = {"results": "ASN Evaluation Result", "behaviours": "ASN Evaluation Behaviour"}
BOTH = ("work_result_rating", "behaviour_rating")
Unit = str


def predicates(cycle: str, stage_name: str) -> Counter[tuple[Unit, Predicate]]:
	"""How many running evaluations of a stage would have which predicate, by unit; of those that the session
	user sees, without his own, and that have both ratings. More evaluations need no more queries."""
	given = _given(cycle, stage_name)
	found: Counter[tuple[Unit, Predicate]] = Counter()
	by_score: dict[str, dict[str, Any]] = {}
	for row, content in given:
		scheme = schemes.of(row.scheme)
		if scheme.result_method is ResultMethod.BANDS:
			by_score[row.name] = content
			continue
		ratings = (Rating(content[part]) for part in BOTH)  # nothing else decides
		predicate, _step = matrix_predicate(*ratings, scheme)
		found[row.department or "", predicate] += 1
	return found + _by_score(by_score)


def _by_score(given: dict[str, dict[str, Any]]) -> Counter[tuple[Unit, Predicate]]:
	"""The same for those whose predicate comes from the score, for which everything must be known."""
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


def _given(cycle: str, stage_name: str) -> list[tuple[frappe._dict, dict[str, Any]]]:
	"""Evaluations with the rater's part that is kept for each."""
	evaluation, draft = frappe.qb.DocType(EVALUATION), frappe.qb.DocType(rater_part.DRAFT)
	query = (
		frappe.qb.from_(evaluation)
		.join(draft)
		.on(draft.evaluation == evaluation.name)
		.select(evaluation.name, evaluation.scheme, evaluation.department, draft.content)
		.where((evaluation.cycle == cycle) & (evaluation.stage_name == stage_name))
		.where(evaluation.docstatus == 0)
		.orderby(evaluation.name)
	)
	seen, me = access.row_criterion(EVALUATION), access.employee_of()
	if seen is not None:
		query = query.where(seen)
	if me:
		query = query.where(evaluation.employee != me.name)
	kept = ((row, json.loads(row.content or "{}")) for row in query.run(as_dict=True))
	return [(row, content) for row, content in kept if all(content.get(part) for part in BOTH)]


def documents(names: Iterable[str]) -> list[Any]:
	"""Stored evaluations with the rows that the calculation needs, a query per table."""
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
