"""Bases that are not the rule's for what somebody is today: of a former month, or entered by hand."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, flt
from pypika import functions as fn

from asn_kinerja import access
from asn_kinerja.allowance import sheets
from asn_kinerja.attendance import frappe_hr
from asn_kinerja.messages import escaped
from asn_kinerja.scoring.allowance_bases import GivenBase, entered_base

ENTERED = "ASN Allowance Entered Base"
TABLE = "bases_by_hand"


def by_hand(sheet: str) -> dict[str, GivenBase]:
	"""Employee -> the base that was entered for him on this sheet, else on the newest approved one of its
	agency and month before it. One query."""
	row, entered_on = frappe.qb.DocType(ENTERED), frappe.qb.DocType(sheets.SHEET)
	this = frappe.qb.DocType(sheets.SHEET).as_("this")
	user = frappe.qb.DocType("User")
	query = (
		frappe.qb.from_(row)
		.join(entered_on)
		.on((entered_on.name == row.parent) & (row.parentfield == TABLE))
		.join(this)
		.on((this.company == entered_on.company) & (this.month == entered_on.month))
		.left_join(user)
		.on(user.name == row.entered_by)
		.select(row.employee, row.base, user.full_name, row.entered_by, row.reason)
		.where(this.name == sheet)
		.where(
			(entered_on.name == this.name)
			| ((entered_on.status == sheets.APPROVED) & (entered_on.number < this.number))
		)
		.orderby(entered_on.number, row.idx)
	)
	return {
		employee: entered_base(Decimal(cstr(base)), full_name or cstr(entered_by), cstr(reason).strip())
		for employee, base, full_name, entered_by, reason in query.run()
	}


def of_former_months(sheet: Document, employees: Iterable[str]) -> dict[str, tuple[date, Decimal]]:
	"""Employee -> month and base of the newest approved line before this sheet, of a month before it or of
	the same one, in the agency; nobody who was left out, and nobody whose newest line is by another rule.
	One query."""
	wanted = list(employees)
	if not wanted:
		return {}
	line, paid_on = frappe.qb.DocType(sheets.LINE), frappe.qb.DocType(sheets.SHEET)
	earlier = (line.month < sheet.month) | ((line.month == sheet.month) & (line.number < sheet.number))
	paid = (line.status == sheets.APPROVED) & (line.left_out == 0)
	before = line.employee.isin(wanted) & (line.company == sheet.company) & paid & earlier
	newest = (
		frappe.qb.from_(line)
		.select(line.employee, fn.Max(line.month).as_("month"))
		.where(before)
		.groupby(line.employee)
	).as_("newest")
	query = (
		frappe.qb.from_(line)
		.join(newest)
		.on((newest.employee == line.employee) & (newest.month == line.month))
		.join(paid_on)
		.on(paid_on.name == line.sheet)
		.select(line.employee, line.month, line.base, paid_on.rule)
		.where(before)
		.orderby(line.employee, line.number)
	)
	# of several lines of the month, which are supplements of each other, the last one stays
	found = {employee: (month, base, rule) for employee, month, base, rule in query.run()}
	return {
		employee: (month, Decimal(cstr(base)))
		for employee, (month, base, rule) in found.items()
		if rule == sheet.rule
	}


# --- the table of a draft ----------------------------------------------------------------------------------


def changed(doc: Document) -> set[str]:
	"""The employees whose base by hand is another one than stored: entered, changed or taken away."""
	return {employee for employee, _row in _entries(doc) ^ _entries(doc.get_doc_before_save())}


def _entries(doc: Document | None) -> set[tuple[str, tuple[float, str]]]:
	rows = doc.get(TABLE) if doc else []
	return {(row.employee, (flt(row.base), cstr(row.reason).strip())) for row in rows}


def check(doc: Document) -> None:
	"""Refuse what may not be entered, and set name and author of every row. Who: performance managers of the
	agency, for everybody who worked there in the month but themselves."""
	touched = changed(doc)
	if touched and not access.is_manager_of(doc.company, doc.doctype):
		frappe.throw(
			_("Only a performance manager of {0} enters bases by hand.").format(*escaped(doc.company)),
			frappe.PermissionError,
		)
	me = access.employee_of()
	if me and me.name in touched:
		frappe.throw(
			_("Nobody enters, changes or removes the base of his own allowance. Ask another manager."),
			frappe.PermissionError,
		)
	_check_rows(doc)
	_sign(doc, touched)


def _check_rows(doc: Document) -> None:
	rows = doc.get(TABLE)
	there = set(frappe_hr.employees(doc.company, None, doc.month)) if rows else set()
	seen: set[str] = set()
	for row in rows:
		place = escaped(_("Bases by Hand"), row.idx)
		if row.employee not in there:
			frappe.throw(
				_("{0}, row {1}: {2} is none of the people of {3} in {4}.").format(
					*place, *escaped(row.employee, doc.company, sheets.of_month(doc.month, 1))
				)
			)
		if row.employee in seen:
			frappe.throw(_("{0}, row {1}: this person is in the table twice. Remove one row.").format(*place))
		seen.add(row.employee)
		if not flt(row.base) > 0:
			frappe.throw(_("{0}, row {1}: enter a base above 0.").format(*place))


def _sign(doc: Document, touched: set[str]) -> None:
	before = doc.get_doc_before_save()
	authors = {row.employee: row.entered_by for row in before.get(TABLE)} if before else {}
	names = dict(
		frappe.get_all(
			"Employee",
			filters={"name": ["in", [row.employee for row in doc.get(TABLE)]]},
			fields=["name", "employee_name"],
			order_by="name",
			as_list=True,
		)
	)
	for row in doc.get(TABLE):
		row.employee_name = names[row.employee]
		row.entered_by = frappe.session.user if row.employee in touched else authors[row.employee]
