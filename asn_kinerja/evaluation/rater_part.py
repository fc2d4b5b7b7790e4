"""The rater's part of a running evaluation, kept where the employee cannot reach it.

The person who is rated reads his own evaluation. Until the release the rater's columns stay empty in the
database (see `asn_kinerja.hidden_part`). What he has entered is stored as an ASN Evaluation Draft; it is put
into the document as it is loaded by anyone but the employee, and what follows from it is calculated then.
"""

from typing import Any

import frappe
from frappe.model.document import Document

from asn_kinerja import access, hidden_part
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
PART = hidden_part.Part(GIVEN, GIVEN_IN_ROWS)


def show(doc: Document) -> None:
	"""Put the part into a loaded document, unless the session user is the employee himself, or somebody who
	has not logged in: a link to the print, which a manager may mail to the employee, works without."""
	if frappe.session.user == "Guest" or access.SELF in access.relations(doc):
		return
	if content := hidden_part.stored(DRAFT, doc.name):
		put(doc, content)
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
	return PART.read(doc)


def take(doc: Document) -> dict[str, Any]:
	"""Cut the part, and what follows from it, out of a document that is about to be stored; return the
	part."""
	content = read(doc)
	corrected = any(row.corrected_realisation for row in doc.results)
	PART.clear(doc)
	hidden_part.clear(doc, FOLLOWING)
	if doc.approach == "Qualitative":
		for row in doc.results:
			hidden_part.clear(row, FOLLOWING_IN_QUALITATIVE_RESULTS)
	for table in FOLLOWING_TABLES:
		doc.set(table, [])
	if corrected:
		measure(doc)  # the achievements by the employee's own realisations again
	return content


def store(doc: Document, content: dict[str, Any]) -> None:
	"""Keep the part, and show it again in the document in memory, whose writer may see it."""
	hidden_part.keep(DRAFT, doc.name, content, evaluation=doc.name)
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


def put(doc: Document, content: dict[str, Any]) -> None:
	"""Put the part into a document, without what follows from it."""
	PART.put(doc, content)
