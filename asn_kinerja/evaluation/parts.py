"""The parts of a stage after a transfer: an evaluation for each plan, counted together by months."""

from decimal import Decimal
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cstr

from asn_kinerja import access
from asn_kinerja.scoring import mean_by_months

RELEASED = ("work_result_rating", "behaviour_rating", "predicate", "score")


def of(doc: Document) -> dict[str, Any] | None:
	"""The evaluations of the same employee and stage, if there are several: {"parts": [...], "score": mean of
	their scores by months, once all of them are released and the reader sees them all}.

	Source: PermenPAN-RB 8/2021, proportional method by periods."""
	filters = {"employee": doc.employee, "stage": doc.stage, "docstatus": ["<", 2]}
	rows = frappe.get_all(
		"ASN Evaluation",
		filters=filters,
		fields=["name", "docstatus", "from_date", "to_date", "months", "rater_name", "scored", "score"],
		order_by="from_date",
	)
	if len(rows) < 2:
		return None
	seen = [row for row in rows if access.sees(frappe._dict(doctype=doc.doctype, name=row.name))]
	released = len(seen) == len(rows) and all(row.docstatus == 1 and row.scored for row in rows)
	score = mean_by_months([(Decimal(cstr(row.score)), row.months) for row in rows]) if released else None
	parts = [{**row, "score": row.score if row.docstatus == 1 and row.scored else None} for row in seen]
	return {"parts": parts, "score": None if score is None else float(score)}


def stages_before(doc: Document) -> list[dict[str, Any]]:
	"""For the evaluation of a whole year: those of its periods, in their order, as far as the reader sees
	them; ratings, predicate and score only of released ones. The annual predicate is a judgement that sees
	them, and no mean of theirs (PermenPAN-RB 6/2022). Empty for the others."""
	if frappe.db.get_value("ASN Cycle Stage", doc.stage, "stage_type") != "Annual":
		return []
	rows = frappe.get_all(
		"ASN Evaluation",
		filters={
			"employee": doc.employee,
			"cycle": doc.cycle,
			"stage": ["!=", doc.stage],
			"docstatus": ["<", 2],
		},
		fields=["name", "stage_name", "workflow_state", "docstatus", "scored", *RELEASED],
		order_by="from_date, to_date",
	)
	seen = [row for row in rows if access.sees(frappe._dict(doctype=doc.doctype, name=row.name))]
	for row in seen:
		row.update({field: row[field] if row.docstatus else None for field in RELEASED})
		row["score"] = row["score"] if row.docstatus and row.pop("scored") else None
	return seen
