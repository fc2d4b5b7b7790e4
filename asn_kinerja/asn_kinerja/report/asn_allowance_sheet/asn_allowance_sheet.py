"""The lines of an allowance sheet with their total. Whoever reads it sees only the lines that he sees (see
`asn_kinerja.access`): before the approval those who calculate it, and nobody his own."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_first_day
from pypika import functions as fn

from asn_kinerja import access, units
from asn_kinerja.allowance import sheets
from asn_kinerja.reporting import IS_EMPLOYEE, Answer, Row, counted, decimal, link, number, person, text

MOST_LINES = 5000  # on one page; the export has all


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (a line each, the total last), a message when there are too many, no chart, summary."""
	chosen = frappe._dict(filters or {})
	rows = lines(chosen)
	message = None
	if len(rows) > MOST_LINES:
		rows = rows[:MOST_LINES]
		message = _("Only the first {0} lines are shown. Choose a work unit, or export the sheet.").format(
			MOST_LINES
		)
	if not rows:
		return columns(), [], message, None, []
	total = {
		"employee_name": _("Total"),
		"bold": 1,
		"currency": rows[0]["currency"],
		# a supplementary sheet names the base of the month once more
		"base": sum({row["employee"]: row["base"] or 0 for row in rows}.values()),
		"amount": sum(row["amount"] or 0 for row in rows),
	}
	return columns(), [*rows, total], message, None, summary(rows, total)


def lines(filters: frappe._dict) -> list[Row]:
	"""The lines that the reader sees: of the sheet, or of the month, else of the newest one. Two queries."""
	if not frappe.has_permission(sheets.LINE, "read"):
		return []
	line, unit = frappe.qb.DocType(sheets.LINE), frappe.qb.DocType("Department")
	result = frappe.qb.DocType(sheets.EVALUATION)
	fields = ("employee", "employee_name", "nip", "designation", "golongan", "base", "performance")
	fields += ("discipline", "amount", "left_out", "notes", "currency", "number")
	query = (
		frappe.qb.from_(line)
		.left_join(unit)
		.on(unit.name == line.department)
		.left_join(result)
		.on(sheets.result_of(line, result))
		.select(line.name.as_("line"), unit.department_name.as_("unit"), *(line[field] for field in fields))
		.select(result.docstatus)
		.orderby(unit.department_name, line.employee_name, line.number, line.name)
		.limit(MOST_LINES + 1)
	)
	if filters.sheet:
		query = query.where(line.sheet == filters.sheet)
	else:
		month = get_first_day(filters.month) if filters.month else newest_month(filters.company)
		query = query.where(line.month == month)
	if filters.company:
		query = query.where(line.company == filters.company)
	if filters.department:
		query = query.where(line.department.isin(units.below(filters.department)))
	if filters.missing:
		query = query.where(line.notes.isnotnull() | (result.docstatus == sheets.CANCELLED))
	criterion = access.row_criterion(sheets.LINE)
	if criterion is not None:
		query = query.where(criterion)
	return [
		{**row, **IS_EMPLOYEE, "notes": sheets.with_result(row.notes, row.docstatus)}
		for row in query.run(as_dict=True)
	]


def newest_month(company: str | None) -> date | None:
	"""The newest month of which the reader sees a line; None when he sees none."""
	line = frappe.qb.DocType(sheets.LINE)
	query = frappe.qb.from_(line).select(fn.Max(line.month))
	if company:
		query = query.where(line.company == company)
	criterion = access.row_criterion(sheets.LINE)
	if criterion is not None:
		query = query.where(criterion)
	((month,),) = query.run()
	return month


def columns() -> list[Row]:
	return [
		link("line", _("Line"), sheets.LINE, 110),
		person("employee", _("Employee")),
		text("employee_name", _("Name"), 170),
		text("nip", _("NIP"), 175),
		text("unit", _("Work Unit"), 150),
		text("designation", _("Position"), 170),
		text("golongan", _("Golongan"), 80),
		number("number", _("Sheet of the Month"), 90),
		money("base", _("Base"), 130),
		decimal("performance", _("Performance (%)"), 110),
		decimal("discipline", _("Discipline (%)"), 110),
		money("amount", _("Amount"), 130),
		text("notes", _("Notes"), 260),
	]


def money(fieldname: str, label: str, width: int) -> Row:
	return {
		"fieldname": fieldname,
		"label": label,
		"fieldtype": "Currency",
		"options": "currency",
		"precision": "0",
		"width": width,
	}


def summary(rows: list[Row], total: Row) -> list[Row]:
	shown = frappe.format_value(
		total["amount"], {"fieldtype": "Currency", "precision": "0"}, currency=total["currency"]
	)
	return [
		counted(_("People"), len({row["employee"] for row in rows})),
		{"label": _("Total Amount"), "value": shown, "datatype": "Data"},
		counted(_("With Notes"), sum(bool(row["notes"]) for row in rows), "Orange"),
		counted(_("Left Out"), sum(bool(row["left_out"]) for row in rows), "Red"),
	]
