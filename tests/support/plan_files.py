"""Files with the plans of many people, as a clerk fills them in."""

import io
from typing import Any

import frappe
import openpyxl
from frappe.model.document import Document

BATCH = "ASN Plan Batch"
HEADER = ("NIP", "Planned Result", "Measure", "Target", "Unit of Measurement", "Weight")


def row(nip: Any, result: Any = "Layanan terselenggara", weight: Any = 100, **values: Any) -> dict[str, Any]:
	"""A row of the file; values by header."""
	return {
		"NIP": nip,
		"Planned Result": result,
		"Measure": "jumlah berkas",
		"Target": 12,
		"Unit of Measurement": "berkas",
		"Weight": weight,
		**values,
	}


def xlsx(rows: list[dict[str, Any]], header: tuple[str, ...] = ()) -> bytes:
	"""A workbook with these rows below a header of all columns that occur in them."""
	columns = header or tuple(dict.fromkeys((*HEADER, *(name for cells in rows for name in cells))))
	book = openpyxl.Workbook()
	book.active.append(columns)
	for cells in rows:
		book.active.append([cells.get(name) for name in columns])
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def batch(cycle: Document, source: str, **values: Any) -> Document:
	return frappe.get_doc(
		{"doctype": BATCH, "company": cycle.company, "cycle": cycle.name, "source": source, **values}
	).insert()


def file_batch(cycle: Document, content: bytes, **values: Any) -> Document:
	"""A batch with this file attached."""
	made = batch(cycle, "File", **values)
	attached = frappe.get_doc(
		doctype="File",
		file_name=f"{made.name}.xlsx",
		content=content,
		is_private=1,
		attached_to_doctype=BATCH,
		attached_to_name=made.name,
		attached_to_field="file",
	).insert()
	made.file = attached.file_url
	return made.save()
