"""Inserting and changing records as sets. No controller runs: the caller gives complete, checked values."""

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe.model import child_table_fields, no_value_fields, table_fields
from frappe.model.naming import is_autoincremented
from frappe.utils import now
from pypika import Case

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
		{**blank, "name": name}
		| {key: value for key, value in row.items() if key in blank and value is not None}
		for name, row in zip(_names(doctype, len(given)), given, strict=True)
	]
	columns = list(blank)
	frappe.db.bulk_insert(doctype, columns, [tuple(row[column] for column in columns) for row in complete])


def insert_documents(doctype: str, documents: Iterable[Mapping[str, Any]]) -> list[str]:
	"""Insert documents with the rows of their child tables (lists under the tables' fieldnames), a statement
	per table; returns the names, which are new ones. Nothing is committed."""
	tables = {df.fieldname: df.options for df in frappe.get_meta(doctype).get_table_fields()}
	parents: list[dict[str, Any]] = []
	children: dict[str, list[dict[str, Any]]] = {child: [] for child in tables.values()}
	for document in documents:
		name = frappe.generate_hash(length=10)
		parents.append({**document, "name": name})
		for table, child in tables.items():
			children[child] += [
				{**row, "parent": name, "parentfield": table, "parenttype": doctype, "idx": idx}
				for idx, row in enumerate(document.get(table, ()), 1)
			]
	insert(doctype, parents)
	for child, rows in children.items():
		insert(child, rows)
	return [parent["name"] for parent in parents]


def update(doctype: str, values: Mapping[str, Mapping[str, Any]]) -> None:
	"""Set fields of several records, each to values of its own, with one statement. `values`: name -> field
	-> value, the same fields for all; a few hundred records at once. Nothing is committed."""
	if not values:
		return
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.update(table).where(table.name.isin(list(values)))
	for field in next(iter(values.values())):
		case = Case()
		for name, row in values.items():
			case = case.when(table.name == name, row[field])
		query = query.set(table[field], case)
	query.set(table.modified, now()).set(table.modified_by, frappe.session.user).run()


def _names(doctype: str, count: int) -> list[str] | list[int]:
	"""Names for new rows: random ones; for a DocType that Frappe numbers (on some versions its logs, which a
	set insert must not give other names) the next numbers of its sequence, in one query."""
	if not is_autoincremented(doctype):
		return [frappe.generate_hash(length=10) for _number in range(count)]
	sequence = frappe.scrub(f"{doctype}_id_seq")
	quoted = f"`{sequence}`" if frappe.db.db_type == "mariadb" else f"'\"{sequence}\"'"
	return [number for (number,) in frappe.db.sql(" union all ".join([f"select nextval({quoted})"] * count))]


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
