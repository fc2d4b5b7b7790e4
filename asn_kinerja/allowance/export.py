"""The lines of an allowance sheet as an XLSX for the treasurer."""

from typing import Any

import frappe
from frappe import _
from frappe.desk.utils import provide_binary_file
from frappe.model.document import Document
from frappe.utils import getdate
from frappe.utils.xlsxutils import make_xlsx

from asn_kinerja import access
from asn_kinerja.allowance import sheets

FIELDS = (
	*("nip", "employee_name", "department", "designation", "golongan"),
	*("base", "performance", "discipline", "amount", "notes"),
)


@frappe.whitelist(methods=["GET"])
def download(sheet: str) -> None:
	"""The lines of a sheet that the user sees, with their total. Name and first row say whether it is
	approved, so that no draft is taken for what is to be paid.

	Who: whoever may export allowance sheets and read this one: performance managers and auditors."""
	doc = frappe.get_doc(sheets.SHEET, sheet)
	doc.check_permission("read")
	frappe.has_permission(sheets.SHEET, "export", throw=True)
	content = make_xlsx(table(doc), _("Allowance")).getvalue()
	name = f"{doc.title} · {_state(doc)}"
	provide_binary_file(name.replace(" · ", " ").replace("/", "-"), "xlsx", content)


def table(sheet: Document) -> list[list[Any]]:
	"""What it is, heading, a row for each line, the total, and how many lines the user does not see, of which
	his own is one before the approval; two queries."""
	line, unit = frappe.qb.DocType(sheets.LINE), frappe.qb.DocType("Department")
	result = frappe.qb.DocType(sheets.EVALUATION)
	query = (
		frappe.qb.from_(line)
		.left_join(unit)
		.on(unit.name == line.department)
		.left_join(result)
		.on(sheets.result_of(line, result))
		.select(*(unit.department_name if field == "department" else line[field] for field in FIELDS))
		.select(result.docstatus)
		.where(line.sheet == sheet.name)
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
	total = _row(_("Total"), places["employee_name"])
	for field in ("base", "amount"):
		total[places[field]] = sum(row[places[field]] or 0 for row in rows)
	found = [_row(_plain(f"{sheet.title} · {_state(sheet)}")), heading(), *rows, total]
	if hidden := frappe.db.count(sheets.LINE, {"sheet": sheet.name}) - len(rows):
		found.append(
			_row(
				_("Lines that are not shown to you: {0}. The totals of the sheet contain them.").format(
					hidden
				),
				places["employee_name"],
			)
		)
	return found


def _row(text: str, place: int = 0) -> list[Any]:
	"""A row with a text only."""
	row: list[Any] = [None] * len(FIELDS)
	row[place] = text
	return row


def _state(sheet: Document) -> str:
	if sheet.status != sheets.APPROVED:
		return _("Draft - not approved")
	return _("Approved on {0}").format(f"{getdate(sheet.approved_on):%d/%m/%Y}")


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
