"""The rater's part of a running evaluation, kept where the employee cannot reach it.

The person who is rated reads his own evaluation, and most raters are rated themselves, so neither roles nor
permission levels can hide single columns from him in lists, reports, exports and versions. Until the release
these columns therefore stay empty in the database. What the rater has entered is stored as an ASN Evaluation
Draft, which no role may read; it is put into the document as it is loaded by anyone but the employee, and
what follows from it is calculated then.
"""

import json
from typing import Any

import frappe
from frappe.model.document import Document

from asn_kinerja import access
from asn_kinerja.evaluation.calculate import calculate, measure

DRAFT = "ASN Evaluation Draft"
GIVEN = (
	"work_result_rating",
	"work_result_reason",
	"behaviour_rating",
	"behaviour_reason",
	"new_idea",
	"rater_note",
)
GIVEN_IN_ROWS = {
	"results": ("rating", "rater_note", "corrected_realisation", "correction_reason"),
	"behaviours": ("rating", "rater_note"),
}
FOLLOWING = (
	"suggested_work_result",
	"suggested_behaviour",
	"organisation_predicate",
	"predicate",
	"score",
	"bonus",
	"scored",
	"explanation",
	"facts",
)
FOLLOWING_TABLES = ("components",)
FOLLOWING_IN_QUALITATIVE_RESULTS = ("value", "value_category")  # there they come from the rater's rating
NUMBERS = ("Check", "Float")


def show(doc: Document) -> None:
	"""Put the part into a loaded document, unless the session user is the employee himself, or somebody who
	has not logged in: a link to the print, which a manager may mail to the employee, works without."""
	if frappe.session.user == "Guest" or access.SELF in access.relations(doc):
		return
	content = frappe.db.get_value(DRAFT, doc.name, "content")
	if content:
		put(doc, json.loads(content))
	complete(doc)


def complete(doc: Document) -> None:
	"""Calculate what follows from the part. The rows made here get names, as if they were stored, so that a
	form can show them and send them back unchanged; they are stored at the release only."""
	calculate(doc)
	for table in FOLLOWING_TABLES:
		for row in doc.get(table):
			row.name = f"{doc.name}-{table}-{row.idx}"
			row.__dict__.pop("__islocal", None)


def read(doc: Document) -> dict[str, Any]:
	"""What the rater has given, as the document in memory holds it."""
	content: dict[str, Any] = {field: doc.get(field) for field in GIVEN}
	for table, columns in GIVEN_IN_ROWS.items():
		content[table] = {row.name: {column: row.get(column) for column in columns} for row in doc.get(table)}
	return content


def take(doc: Document) -> dict[str, Any]:
	"""Cut the part, and what follows from it, out of a document that is about to be stored; return the
	part."""
	content = read(doc)
	corrected = any(row.corrected_realisation for row in doc.results)
	_clear(doc, (*GIVEN, *FOLLOWING))
	for table, columns in GIVEN_IN_ROWS.items():
		for row in doc.get(table):
			_clear(row, columns)
	if doc.approach == "Qualitative":
		for row in doc.results:
			_clear(row, FOLLOWING_IN_QUALITATIVE_RESULTS)
	for table in FOLLOWING_TABLES:
		doc.set(table, [])
	if corrected:
		measure(doc)  # the achievements by the employee's own realisations again
	return content


def store(doc: Document, content: dict[str, Any]) -> None:
	"""Keep the part, and show it again in the document in memory, whose writer may see it."""
	text = json.dumps(content, ensure_ascii=False)
	if frappe.db.exists(DRAFT, doc.name):
		# a plain container without rules or readers of its own
		frappe.db.set_value(DRAFT, doc.name, "content", text)
	else:
		frappe.get_doc(doctype=DRAFT, evaluation=doc.name, content=text).insert(ignore_permissions=True)
	put(doc, content)
	complete(doc)


def take_over(review: Document) -> None:
	"""Let the rater's own behaviour review fill the values that he has not rated in the evaluation yet, so
	that he need not enter them twice. What he enters there counts."""
	ratings = {row.behaviour_value: row.rating for row in review.ratings}
	for name in frappe.get_all(
		"ASN Evaluation",
		filters={"employee": review.employee, "stage": review.stage, "rater": review.rater, "docstatus": 0},
		pluck="name",
		order_by="name",
	):
		doc = frappe.get_doc("ASN Evaluation", name)
		for row in doc.behaviours:
			row.rating = row.rating or ratings.get(row.behaviour_value)
		store(doc, read(doc))


def discard(doc: Document) -> None:
	"""Remove the stored part: the released document holds it now."""
	frappe.db.delete(DRAFT, {"name": doc.name})


def _clear(doc: Document, fields: tuple[str, ...]) -> None:
	for field in fields:
		doc.set(field, 0 if doc.meta.get_field(field).fieldtype in NUMBERS else None)


def put(doc: Document, content: dict[str, Any]) -> None:
	"""Put the part into a document, without what follows from it."""
	doc.update({field: content.get(field) for field in GIVEN})
	for table in GIVEN_IN_ROWS:
		for row in doc.get(table):
			row.update(content.get(table, {}).get(row.name, {}))
