"""What sheets and lines of the allowance are called, and what they add up to."""

from datetime import date
from typing import Any

import frappe
from frappe.utils import cint, flt
from pypika import Case
from pypika import functions as fn

SHEET, LINE = "ASN Allowance Sheet", "ASN Allowance Line"
DRAFT, APPROVED = "Draft", "Approved"
# Set by the server; what a client sends for them is ignored.
SERVER_SET = (
	"title",
	"status",
	"calculated_on",
	"approved_by",
	"approved_on",
	"people",
	"left_out",
	"with_notes",
	"base_total",
	"amount_total",
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
	return {
		"people": cint(people),
		"left_out": cint(left_out),
		"with_notes": cint(notes),
		"base_total": flt(base),
		"amount_total": flt(amount),
	}
