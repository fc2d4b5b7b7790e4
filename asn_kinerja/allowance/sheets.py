"""What sheets and lines of the allowance are called, what they add up to, and how they stand to each other:
the first sheet of a month, and supplementary ones that pay what differs from those approved before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Table
from frappe.utils import cint, cstr, flt
from pypika import Case
from pypika import functions as fn
from pypika.terms import Criterion, ExistsCriterion

SHEET, LINE = "ASN Allowance Sheet", "ASN Allowance Line"
EVALUATION = "ASN Evaluation"
DRAFT, APPROVED = "Draft", "Approved"
CANCELLED = 2
TOTALS = ("people", "left_out", "with_notes", "base_total", "amount_total")
# Set by the server; what a client sends for them is ignored.
SERVER_SET = (
	"title",
	"number",
	"status",
	"calculated_on",
	"approved_by",
	"approved_on",
	*TOTALS,
	"currency",
	"sheet_key",
)


def title(of: str, month: date, number: int) -> str:
	"""What the sheet of an agency, or the line of a person, is called in links and lists."""
	return " · ".join((of, of_month(month, number)))


def of_month(month: date, number: int) -> str:
	"""Month and, of a supplementary sheet, number, as they are printed: 10/2025, 10/2025 · 2."""
	return f"{month:%m/%Y} · {number}" if number > 1 else f"{month:%m/%Y}"


def key(company: str, month: date, number: int) -> str:
	"""What is unique: one sheet of a number per agency and month."""
	first = f"{company}::{month:%Y-%m}"
	return f"{first}::{number}" if number > 1 else first


def next_number(company: str, month: date) -> int:
	"""The number of the next sheet of an agency and month: 1, from 2 on a supplementary one."""
	return frappe.db.count(SHEET, {"company": company, "month": month, "status": APPROVED}) + 1


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


# --- supplementary sheets ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Before:
	"""What approved sheets of the month pay a person, in all; `replaced`: the result on which the last of his
	lines rests was cancelled since."""

	amount: Decimal
	replaced: bool


def approved_before(company: str, month: date, number: int, employees: Iterable[str]) -> dict[str, Before]:
	"""Employee -> what the sheets of this agency and month before that number pay; who was left out on all of
	them, or is on none, is not there. One query."""
	line, result = frappe.qb.DocType(LINE), frappe.qb.DocType(EVALUATION)
	query = (
		frappe.qb.from_(line)
		.left_join(result)
		.on(result.name == line.evaluation)
		.select(line.employee, line.amount, result.docstatus)
		.where(line.employee.isin(list(employees)) & (line.month == month) & (line.company == company))
		.where((line.number < number) & (line.status == APPROVED) & (line.left_out == 0))
		.orderby(line.employee, line.number)
	)
	found: dict[str, Before] = {}
	for employee, amount, docstatus in query.run():
		so_far = found[employee].amount if employee in found else Decimal(0)
		found[employee] = Before(so_far + Decimal(cstr(amount)), docstatus == CANCELLED)
	return found


def result_of(line: Table, result: Table) -> Criterion:
	"""How a line is joined to the result on which it rests, as far as this is still open: a later sheet of
	the month that has a line of the person, and does not leave him out, has settled it."""
	later = frappe.qb.DocType(LINE).as_("later")
	settled = (
		frappe.qb.from_(later)
		.select(later.name)
		.where((later.employee == line.employee) & (later.month == line.month))
		.where((later.company == line.company) & (later.number > line.number))
		.where((later.status == APPROVED) & (later.left_out == 0))
	)
	return (result.name == line.evaluation) & ExistsCriterion(settled).negate()


# --- people of several agencies ----------------------------------------------------------------------------


def paid_elsewhere(company: str, month: date, employees: Iterable[str]) -> dict[str, str]:
	"""Employee -> what the sheet of another agency is called that pays him for the month already; one
	query."""
	line, other = frappe.qb.DocType(LINE), frappe.qb.DocType(SHEET)
	query = (
		frappe.qb.from_(line)
		.join(other)
		.on(other.name == line.sheet)
		.select(line.employee, other.title)
		.where(line.employee.isin(list(employees)) & (line.month == month))
		.where(line.company != company)
		.where((line.status == APPROVED) & (line.left_out == 0))
		.orderby(line.employee, other.title)
	)
	return dict(query.run())


def paid_since(sheet: str) -> int:
	"""How many people with an amount on this sheet are paid for its month by another agency; one query. It
	locks their lines: whoever approves the other sheet at the same time waits."""
	line, other = frappe.qb.DocType(LINE), frappe.qb.DocType(LINE).as_("other")
	query = (
		frappe.qb.from_(line)
		.join(other)
		.on((other.employee == line.employee) & (other.month == line.month))
		.select(line.employee)
		.where((line.sheet == sheet) & (line.left_out == 0) & (other.company != line.company))
		.where((other.status == APPROVED) & (other.left_out == 0))
		.for_update()
	)
	return len({employee for (employee,) in query.run()})


# --- results that were replaced since ----------------------------------------------------------------------


def replaced(sheet: str) -> set[str]:
	"""The lines that rest on a result that was cancelled since, as one that is corrected is, and were not put
	right by a supplementary sheet; one query."""
	line, result = frappe.qb.DocType(LINE), frappe.qb.DocType(EVALUATION)
	query = (
		frappe.qb.from_(line)
		.join(result)
		.on(result_of(line, result))
		.select(line.name)
		.where((line.sheet == sheet) & (result.docstatus == CANCELLED))
		.orderby(line.name)
	)
	return {name for (name,) in query.run()}


def with_result(notes: str | None, docstatus: int | None) -> str | None:
	"""The notes of a line, with that about its result, whose docstatus is given."""
	if docstatus != CANCELLED:
		return notes
	return "; ".join(filter(None, [notes, _("The result was replaced since")]))
