"""What sheets and lines of the allowance are called, and what they add up to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, flt
from pypika import Case
from pypika import functions as fn

SHEET, LINE = "ASN Allowance Sheet", "ASN Allowance Line"
EVALUATION = "ASN Evaluation"
DRAFT, APPROVED = "Draft", "Approved"
CANCELLED = 2
TOTALS = ("people", "left_out", "with_notes", "base_total", "amount_total")
# Set by the server; what a client sends for them is ignored.
SERVER_SET = (
	"title",
	"status",
	"calculated_on",
	"approved_by",
	"approved_on",
	*TOTALS,
	"currency",
	"sheet_key",
)


def title(company: str, month: date) -> str:
	"""What a sheet is called in links and lists."""
	return f"{company} · {month:%m/%Y}"


def key(company: str, month: date) -> str:
	"""What is unique: one sheet per agency and month."""
	return f"{company}::{month:%Y-%m}"


def line_key(sheet: str, employee: str) -> str:
	"""What is unique: one line per sheet and employee."""
	return f"{sheet}::{employee}"


def totals(sheet: str) -> dict[str, Any]:
	"""The numbers of a sheet, from its lines; one query."""
	line = frappe.qb.DocType(LINE)
	people, left_out, notes, base, amount = (
		frappe.qb.from_(line)
		.select(
			fn.Count("*"),
			fn.Sum(line.left_out),
			fn.Sum(Case().when(fn.Coalesce(line.notes, "") != "", 1).else_(0)),
			fn.Sum(line.base),
			fn.Sum(line.amount),
		)
		.where(line.sheet == sheet)
	).run()[0]
	found = (cint(people), cint(left_out), cint(notes), flt(base), flt(amount))
	return dict(zip(TOTALS, found, strict=True))


# --- people of several agencies ----------------------------------------------------------------------------


def paid_elsewhere(sheet: str, month: date, employees: Iterable[str]) -> dict[str, str]:
	"""Employee -> what the sheet is called that pays him for the month already; one query."""
	line, other = frappe.qb.DocType(LINE), frappe.qb.DocType(SHEET)
	query = (
		frappe.qb.from_(line)
		.join(other)
		.on(other.name == line.sheet)
		.select(line.employee, other.title)
		.where(line.employee.isin(list(employees)) & (line.month == month) & (line.sheet != sheet))
		.where((line.status == APPROVED) & (line.left_out == 0))
		.orderby(line.employee, other.title)
	)
	return dict(query.run())


def paid_since(sheet: str) -> int:
	"""How many people with an amount on this sheet are paid for its month by another one; one query. It locks
	their lines: whoever approves the other sheet at the same time waits."""
	line, other = frappe.qb.DocType(LINE), frappe.qb.DocType(LINE).as_("other")
	query = (
		frappe.qb.from_(line)
		.join(other)
		.on((other.employee == line.employee) & (other.month == line.month) & (other.sheet != line.sheet))
		.select(line.employee)
		.where((line.sheet == sheet) & (line.left_out == 0))
		.where((other.status == APPROVED) & (other.left_out == 0))
		.for_update()
	)
	return len({employee for (employee,) in query.run()})


# --- results that were replaced since ----------------------------------------------------------------------


def replaced(sheet: str) -> int:
	"""How many lines rest on a result that was cancelled since, as one that is corrected is; one query."""
	line, result = frappe.qb.DocType(LINE), frappe.qb.DocType(EVALUATION)
	query = (
		frappe.qb.from_(line)
		.join(result)
		.on(result.name == line.evaluation)
		.select(fn.Count("*"))
		.where((line.sheet == sheet) & (result.docstatus == CANCELLED))
	)
	return cint(query.run()[0][0])


def with_result(notes: str | None, docstatus: int | None) -> str | None:
	"""The notes of a line, with that about its result, whose docstatus is given."""
	if docstatus != CANCELLED:
		return notes
	return "; ".join(filter(None, [notes, _("The result was replaced since")]))
