"""The file to download and fill in for plans of many people."""

import io
from collections.abc import Mapping

import frappe
import openpyxl
from frappe import _
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from asn_kinerja.planning.sheet import COLUMNS, EXAMPLE_NIP, MAX_ROWS

ITEM = "ASN Work Plan Item"
WIDTHS = {
	"nip": 24,
	"result": 44,
	"superior_result": 44,
	"measure": 36,
	"success_measure": 36,
	"indicator": 30,
}
TEXT = "@"  # the number format of text: a spreadsheet program keeps all digits of a NIP
LAST_ROW = MAX_ROWS + 1


def workbook() -> bytes:
	"""An XLSX with the columns in the user's language, an example row, and the notes on a second sheet."""
	book = openpyxl.Workbook()
	plans = book.active
	plans.title = _("Plans")
	_fill_plans(plans)
	_fill_notes(book.create_sheet(_("How to Fill It In")))
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def choices() -> dict[str, list[str]]:
	"""The possible values of each column that has them, as they are stored."""
	meta = frappe.get_meta(ITEM)
	return {
		column.field: [option for option in meta.get_field(column.field).options.split("\n") if option]
		for column in COLUMNS
		if column.kind == "choice"
	}


def _example() -> dict[str, object]:
	return {
		"nip": EXAMPLE_NIP,
		"category": _("Utama"),
		"result": _("Building permits are issued on time"),
		"cascading": _("Direct"),
		"measure": _("Days per permit"),
		"aspect": _("Waktu"),
		"direction": _("Lower"),
		"target_min": 7,
		"target_max": 8,
		"unit": _("days"),
		"weight": 100,
	}


def _notes() -> Mapping[str, str]:
	return {
		"nip": _(
			"18 digits. All rows with one NIP form the plan of this employee, in the order of the file."
		),
		"category": _("Empty means Utama."),
		"result": _("Write it in every row, also when a result has several indicators."),
		"superior_result": _("The wording in the superior's approved plan; for JPT empty."),
		"objective": _("Name or code of a strategic objective of the agency."),
		"indicator": _(
			"Name in the indicator library. It gives unit, aspect and direction where they are empty."
		),
		"measure": _(
			"The individual indicator in words. May be empty when the library's indicator is named."
		),
		"success_measure": _("For qualitative plans."),
		"direction": _("Empty means that a higher realisation is better."),
		"target_min": _("A number such as 12,5. For a range its lower end."),
		"target_max": _("The upper end of a range, else empty."),
		"weight": _("In percent. The weights of one employee add up to 100."),
		"perspective": _("For JPT only."),
	}


def _fill_plans(sheet: Worksheet) -> None:
	example = _example()
	sheet.append([_(column.labels[0]) for column in COLUMNS])
	sheet.append([example.get(column.field) for column in COLUMNS])
	_style_header(sheet)
	for position, column in enumerate(COLUMNS, 1):
		letter = get_column_letter(position)
		sheet.column_dimensions[letter].width = WIDTHS.get(column.field, 18)
		if column.kind == "text":
			sheet.column_dimensions[letter].number_format = TEXT
			sheet.cell(2, position).number_format = TEXT
		if column.kind == "choice":
			values = ",".join(_(value) for value in choices()[column.field])
			offered = DataValidation(type="list", formula1=f'"{values}"', allow_blank=True)
			offered.add(f"{letter}2:{letter}{LAST_ROW}")
			sheet.add_data_validation(offered)


def _fill_notes(sheet: Worksheet) -> None:
	notes, possible = _notes(), choices()
	sheet.append([_("Column"), _("What to Write"), _("Possible Values")])
	for column in COLUMNS:
		values = "\n".join(_(value) for value in possible.get(column.field, []))
		sheet.append([_(column.labels[0]), notes.get(column.field), values or None])
	sheet.append([])
	sheet.append([None, _("Rows with the NIP {0} are examples and are passed over.").format(EXAMPLE_NIP)])
	sheet.append([None, _("Up to {0} rows in a file.").format(MAX_ROWS)])
	_style_header(sheet)
	for letter, width in zip("ABC", (40, 80, 40), strict=True):
		sheet.column_dimensions[letter].width = width
	for line in sheet.iter_rows(min_row=2):
		for cell in line:
			cell.alignment = Alignment(wrap_text=True, vertical="top")


def _style_header(sheet: Worksheet) -> None:
	sheet.freeze_panes = "A2"
	for cell in sheet[1]:
		cell.font = Font(bold=True)
		cell.fill = PatternFill("solid", fgColor="DDEBF7")
		cell.alignment = Alignment(wrap_text=True, vertical="top")
