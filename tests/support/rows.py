"""Stored rows as a test needs them, past the rules by which they came about."""

from typing import Any

import frappe

STAMP = {
	"owner": "Administrator",
	"modified_by": "Administrator",
	"creation": "2020-01-01",
	"modified": "2020-01-01",
}


def insert_row(doctype: str, **values: Any) -> str:
	"""Insert one row as it is given and return its name."""
	return insert_rows(doctype, [values])[0]


def insert_rows(doctype: str, rows: list[dict[str, Any]]) -> list[str]:
	"""Insert rows with the same columns in one statement and return their names."""
	complete = [{"name": frappe.generate_hash(length=10), **STAMP, **row} for row in rows]
	fields = list(complete[0])
	frappe.db.bulk_insert(doctype, fields, [tuple(row[field] for field in fields) for row in complete])
	return [row["name"] for row in complete]
