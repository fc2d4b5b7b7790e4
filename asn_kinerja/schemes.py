"""Scoring schemes for the core: a stored scheme with the tables that it names."""

from functools import lru_cache
from typing import Any

import frappe
from frappe.model.document import Document

from asn_kinerja.scoring import Scheme, codec

SCHEME = "ASN Scoring Scheme"
TABLES = {"attendance_rule": "ASN Attendance Rule", "discipline_rule": "ASN Discipline Rule"}


def of(name: str) -> Scheme:
	"""The rules of a scheme. Parsed once per process: a submitted scheme does not change."""
	modified = frappe.get_cached_value(SCHEME, name, "modified")
	return _parsed(frappe.local.site, name, str(modified))


@lru_cache(maxsize=32)
def _parsed(site: str, name: str, modified: str) -> Scheme:
	return from_document(frappe.get_doc(SCHEME, name))


def from_document(doc: Document) -> Scheme:
	"""A scheme as its form holds it; not yet checked. Raises ScoringError with table, row and field."""
	content: dict[str, Any] = doc.as_dict()
	for field, doctype in TABLES.items():
		if content.get(field):
			content[field] = frappe.get_cached_doc(doctype, content[field]).as_dict()
	return codec.scheme_from_dict(content, strict=False)
