"""Errors of the functional core, shown in the user's language with the labels of the form."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, escape_html

from asn_kinerja.scoring import ScoringError


@contextmanager
def core_errors(doc: Document) -> Iterator[None]:
	"""Turn a ScoringError into a Frappe message about the document's field; the core knows no labels."""
	try:
		yield
	except ScoringError as error:
		frappe.throw(escape_html(error.text(_, place(doc, error))), title=_("Please Check"))


def escaped(*values: object) -> list[str]:
	"""Values for the placeholders of a message, which the browser shows as HTML: names are people's input."""
	return [escape_html(cstr(value)) for value in values]


def place(doc: Document, error: ScoringError) -> str:
	"""Where the error is, as the form names it: "Planned Results, row 2, Target"."""
	table = doc.meta.get_field(error.table) if error.table else None
	# the core calls the rows of a plan and of an evaluation both items
	if error.table == "items" and not table:
		table = doc.meta.get_field("results")
	meta = frappe.get_meta(table.options) if table and table.options else doc.meta
	field = meta.get_field(error.field)
	parts = [_(table.label)] if table else []
	if error.row:
		parts.append(_("row {0}").format(error.row))
	parts.append(_(field.label) if field else error.field)
	return ", ".join(parts)
