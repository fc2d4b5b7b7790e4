"""A part of a running record that some of its readers must not see yet.

Neither roles nor permission levels can hide single columns of a record from one of its readers in lists,
reports, exports and versions. As long as a part is hidden its columns stay empty in the database, and what
they hold is kept as a text in a DocType that no role may read. It is put into the document as it is loaded by
somebody who may see it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document

NUMBERS = ("Check", "Float", "Int")


@dataclass(frozen=True, slots=True)
class Part:
	"""The columns of a part: fields of the document, and columns of the rows of its tables, where `row_key`
	is the column by which a row is known."""

	fields: tuple[str, ...]
	tables: Mapping[str, tuple[str, ...]]
	row_key: str = "name"

	def read(self, doc: Document) -> dict[str, Any]:
		"""What the document in memory holds."""
		content: dict[str, Any] = {field: doc.get(field) for field in self.fields}
		for table, columns in self.tables.items():
			content[table] = {
				row.get(self.row_key): {column: row.get(column) for column in columns}
				for row in doc.get(table)
			}
		return content

	def put(self, doc: Document, content: Mapping[str, Any]) -> None:
		"""Put what was read into a document."""
		doc.update({field: content.get(field) for field in self.fields})
		for table in self.tables:
			rows = content.get(table, {})
			for row in doc.get(table):
				row.update(rows.get(row.get(self.row_key), {}))

	def clear(self, doc: Document) -> None:
		"""Empty the columns."""
		clear(doc, self.fields)
		for table, columns in self.tables.items():
			for row in doc.get(table):
				clear(row, columns)


def clear(doc: Document, fields: Iterable[str]) -> None:
	"""Empty fields: numbers are 0."""
	for field in fields:
		doc.set(field, 0 if doc.meta.get_field(field).fieldtype in NUMBERS else None)


def stored(doctype: str, name: str) -> dict[str, Any]:
	"""What is kept under a name; nothing: an empty one."""
	return json.loads(frappe.db.get_value(doctype, name, "content") or "{}")


def keep(doctype: str, name: str, content: Mapping[str, Any], **header: str) -> None:
	"""Keep a part under a name; `header`: the fields of which the name is made."""
	text = json.dumps(content, ensure_ascii=False)
	if frappe.db.exists(doctype, name):
		# a plain container without rules or readers of its own
		frappe.db.set_value(doctype, name, "content", text)
	else:
		frappe.get_doc(doctype=doctype, content=text, **header).insert(ignore_permissions=True)
