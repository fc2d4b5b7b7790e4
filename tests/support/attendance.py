"""Recaps of attendance, files of them, disciplinary records."""

import io
from datetime import date
from typing import Any

import frappe
import openpyxl
from frappe.model.document import Document

from asn_kinerja.attendance import batch as job
from tests.support.agency import HERE

RECAP, ROW = "ASN Attendance Recap", "ASN Attendance Exception"
BATCH, RECORD = "ASN Attendance Batch", "ASN Disciplinary Record"
PP94 = "PP 94/2021 v1"
HEADER = (
	*("NIP", "Month", "Working Days", "Present", "Excused Absences", "Unexcused Absences"),
	*("Longest Run of Unexcused Days", "Date", "Exception", "Minutes"),
)
MONTH = "2026-03"


def xlsx(rows: list[dict[str, Any]], header: tuple[str, ...] = HEADER) -> bytes:
	"""A workbook with these rows; values by header."""
	book = openpyxl.Workbook()
	book.active.append(header)
	for cells in rows:
		book.active.append([cells.get(name) for name in header])
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def row(nip: Any, **values: Any) -> dict[str, Any]:
	"""The first row of a month: 20 days, all present."""
	return {"NIP": nip, "Month": MONTH, "Working Days": 20, "Present": 20, **values}


def more(nip: Any, day: Any, kind: str, minutes: int | None = None, month: Any = MONTH) -> dict[str, Any]:
	"""A further row with an exception."""
	return {"NIP": nip, "Month": month, "Date": day, "Exception": kind, "Minutes": minutes}


def file_batch(content: bytes, company: str = HERE, **values: Any) -> Document:
	"""A batch with this file attached."""
	made = frappe.get_doc({"doctype": BATCH, "company": company, "source": "File", **values}).insert()
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


def run(made: Document, storing: bool = True) -> Document:
	"""Run the batch in this process; returns it as it is stored then."""
	job.process(frappe.db.get_value(BATCH, made.name, job.KIND.fields, as_dict=True), storing)
	return frappe.get_doc(BATCH, made.name)


def recap_values(
	employee: str, month: Any = "2026-03-01", absent: tuple[int, ...] = (), **values: Any
) -> Any:
	"""A recap of 20 working days; `absent`: days of the month."""
	first = date.fromisoformat(str(month)).replace(day=1)
	return {
		"doctype": RECAP,
		"employee": employee,
		"month": month,
		"working_days": 20,
		"present": 20 - len(absent),
		"unexcused_absences": len(absent),
		"exceptions": [{"date": first.replace(day=day), "kind": "Absent"} for day in absent],
		**values,
	}


def enter(employee: str, month: Any = "2026-03-01", absent: tuple[int, ...] = (), **values: Any) -> Document:
	"""A recap entered by hand."""
	return frappe.get_doc(recap_values(employee, month, absent, **values)).insert()


def clear(*employees: str) -> None:
	"""Forget recaps and records of these people."""
	wanted = ["in", list(employees)]
	recaps = frappe.get_all(RECAP, {"employee": wanted}, pluck="name", order_by="name")
	frappe.db.delete(ROW, {"parent": ["in", recaps or ["-"]]})
	frappe.db.delete(RECAP, {"employee": wanted})
	frappe.db.delete(RECORD, {"employee": wanted})
