"""The rater's part of a running evaluation, kept where the employee cannot reach it.

The person who is rated reads his own evaluation, and most raters are rated themselves, so neither roles nor
permission levels can hide single columns from him in lists, reports, exports and versions. Until the release
these columns therefore stay empty in the database; what the rater has entered is stored as an ASN Evaluation
Draft, which no role may read, and is put into the document as it is loaded by anyone but the employee.
"""

import json
from typing import Any

import frappe
from frappe.model.document import Document

from asn_kinerja import access

DRAFT = "ASN Evaluation Draft"
FIELDS = (
	"work_result_rating",
	"behaviour_rating",
	"new_idea",
	"rater_note",
	"suggested_work_result",
	"suggested_behaviour",
	"predicate",
	"score",
	"scored",
	"explanation",
)
ROW_FIELDS = {"results": ("rating", "rater_note"), "behaviours": ("rating", "rater_note")}
QUALITATIVE_ROW_FIELDS = ("value", "value_category")  # follow from the rater's rating of the row
TABLES = ("components",)


def show(doc: Document) -> None:
	"""Put the stored part into a loaded document, unless the session user is the employee himself."""
	content = frappe.db.get_value(DRAFT, doc.name, "content")
	if content and access.SELF not in access.relations(doc):
		_write(doc, json.loads(content))


def read(doc: Document) -> dict[str, Any]:
	"""The part as the document in memory holds it."""
	content: dict[str, Any] = {field: doc.get(field) for field in FIELDS}
	for table, columns in _row_fields(doc).items():
		content[table] = {row.name: {column: row.get(column) for column in columns} for row in doc.get(table)}
	for table in TABLES:
		columns = [df.fieldname for df in frappe.get_meta(doc.meta.get_field(table).options).fields]
		content[table] = [{column: row.get(column) for column in columns} for row in doc.get(table)]
	return content


def take(doc: Document) -> dict[str, Any]:
	"""Cut the part out of a document that is about to be stored, and return it."""
	content = read(doc)
	doc.update(dict.fromkeys(FIELDS))
	for table, columns in _row_fields(doc).items():
		for row in doc.get(table):
			row.update(dict.fromkeys(columns))
	for table in TABLES:
		doc.set(table, [])
	return content


def store(doc: Document, content: dict[str, Any]) -> None:
	"""Keep the part, and show it again in the document in memory, whose writer may see it."""
	text = json.dumps(content, ensure_ascii=False, default=str)
	if frappe.db.exists(DRAFT, doc.name):
		# a plain container without rules or readers of its own
		frappe.db.set_value(DRAFT, doc.name, "content", text)
	else:
		frappe.get_doc(doctype=DRAFT, evaluation=doc.name, content=text).insert(ignore_permissions=True)
	_write(doc, content)


def discard(doc: Document) -> None:
	"""Remove the stored part: the released document holds it now."""
	frappe.db.delete(DRAFT, {"name": doc.name})


def _row_fields(doc: Document) -> dict[str, tuple[str, ...]]:
	if doc.approach != "Qualitative":
		return ROW_FIELDS
	return {**ROW_FIELDS, "results": ROW_FIELDS["results"] + QUALITATIVE_ROW_FIELDS}


def _write(doc: Document, content: dict[str, Any]) -> None:
	doc.update({field: content.get(field) for field in FIELDS})
	for table in ROW_FIELDS:
		for row in doc.get(table):
			row.update(content.get(table, {}).get(row.name, {}))
	for table in TABLES:
		# named, so that a form can show the rows and send them back unchanged; they are not stored
		rows = [{**row, "name": f"{doc.name}-{table}-{n}"} for n, row in enumerate(content.get(table, []), 1)]
		doc.set(table, rows)
