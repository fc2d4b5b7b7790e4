"""The lines of an allowance sheet as an XLSX for the treasurer."""

from typing import Any

import frappe
from frappe import _
from frappe.desk.utils import provide_binary_file
from frappe.utils.xlsxutils import make_xlsx

from asn_kinerja import access
from asn_kinerja.allowance import sheets

FIELDS = (
	*("nip", "employee_name", "department", "designation", "golongan"),
	*("base", "performance", "discipline", "amount", "notes"),
)


@frappe.whitelist(methods=["GET"])
def download(sheet: str) -> None:
	"""The lines of a sheet that the user sees, with their total.

	Who: whoever may export allowance sheets and read this one: performance managers and auditors."""
	doc = frappe.get_doc(sheets.SHEET, sheet)
	doc.check_permission("read")
	frappe.has_permission(sheets.SHEET, "export", throw=True)
	content = make_xlsx(table(sheet), _("Allowance")).getvalue()
	provide_binary_file(doc.title.replace(" · ", " ").replace("/", "-"), "xlsx", content)


def table(sheet: str) -> list[list[Any]]:
	"""Heading, a row for each line, the total; one query and one for the names of the units."""
	line, unit = frappe.qb.DocType(sheets.LINE), frappe.qb.DocType("Department")
	result = frappe.qb.DocType(sheets.EVALUATION)
	query = (
		frappe.qb.from_(line)
		.left_join(unit)
		.on(unit.name == line.department)
		.left_join(result)
		.on(result.name == line.evaluation)
		.select(*(unit.department_name if field == "department" else line[field] for field in FIELDS))
		.select(result.docstatus)
		.where(line.sheet == sheet)
		.orderby(unit.department_name, line.employee_name, line.name)
	)
	criterion = access.row_criterion(sheets.LINE)
	if criterion is not None:
		query = query.where(criterion)
	rows = [
		[_plain(value) for value in (*values, sheets.with_result(notes, docstatus))]
		for *values, notes, docstatus in query.run()
	]
	places = {field: place for place, field in enumerate(FIELDS)}
	total: list[Any] = [None] * len(FIELDS)
	total[places["employee_name"]] = _("Total")
	for field in ("base", "amount"):
		total[places[field]] = sum(row[places[field]] or 0 for row in rows)
	return [heading(), *rows, total]


def heading() -> list[str]:
	return [
		_("NIP"),
		_("Name"),
		_("Work Unit"),
		_("Position"),
		_("Golongan"),
		_("Base (Rp)"),
		_("Performance (%)"),
		_("Discipline (%)"),
		_("Amount (Rp)"),
		_("Notes"),
	]


def _plain(value: Any) -> Any:
	"""Text that a spreadsheet program would take for a formula is told apart from one."""
	if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
		return f"'{value}"
	return value
