"""Inserting records as sets. No controller runs: the caller gives complete and checked values."""

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe.model import child_table_fields, no_value_fields, table_fields
from frappe.utils import now

NUMBERS = ("Int", "Float", "Check", "Currency", "Percent")
DYNAMIC_DEFAULTS = ("today", "now", "__user", "user")


def insert(doctype: str, rows: Iterable[Mapping[str, Any]]) -> None:
	"""Insert rows with one statement (a few for very many). Name, times, owner and the DocType's fixed
	defaults are set where the row has none; keys that are no fields are left out. Nothing is committed."""
	given = list(rows)
	if not given:
		return
	blank = _blank(doctype)
	complete = [
		{**blank, "name": frappe.generate_hash(length=10)}
		| {key: value for key, value in row.items() if key in blank and value is not None}
		for row in given
	]
	columns = list(blank)
	frappe.db.bulk_insert(doctype, columns, [tuple(row[column] for column in columns) for row in complete])


def _blank(doctype: str) -> dict[str, Any]:
	"""A row as a new document without content would be stored."""
	stamp, me = now(), frappe.session.user
	row: dict[str, Any] = {"name": None, "owner": me, "modified_by": me, "creation": stamp, "modified": stamp}
	row |= {"docstatus": 0, "idx": 0}
	meta = frappe.get_meta(doctype)
	if meta.istable:
		row |= dict.fromkeys(child_table_fields)
	for df in meta.fields:
		if df.fieldtype in no_value_fields or df.fieldtype in table_fields:
			continue
		default = df.default if str(df.default or "").lower() not in DYNAMIC_DEFAULTS else None
		if df.fieldtype in NUMBERS:
			row[df.fieldname] = float(default or 0)
		else:
			row[df.fieldname] = default or None
	return row
