"""The file to download and fill in: columns in the user's language, example rows, notes on a second sheet."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import openpyxl
from frappe import _
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from asn_kinerja.batches.cells import EXAMPLE_NIP, MAX_ROWS, Column

TEXT = "@"  # the number format of text: a spreadsheet program keeps all digits of a NIP
LAST_ROW = MAX_ROWS + 1
WIDTH = 18


@dataclass(frozen=True, slots=True)
class Blank:
	"""What stands in the file. `title`: of the first sheet. By field: `examples` (rows), `notes` (what to
	write), `choices` (the possible values of a column as they are stored), `widths` of columns. `remarks`:
	below the notes, in place of those on the NIP."""

	title: str
	columns: Sequence[Column]
	examples: Sequence[Mapping[str, object]]
	notes: Mapping[str, str]
	choices: Mapping[str, Sequence[str]]
	widths: Mapping[str, int] = field(default_factory=dict)
	remarks: Sequence[str] = ()


def workbook(blank: Blank) -> bytes:
	"""An XLSX."""
	book = openpyxl.Workbook()
	_fill_first(book.active, blank)
	_fill_notes(book.create_sheet(_("How to Fill It In")), blank)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def _fill_first(sheet: Worksheet, blank: Blank) -> None:
	sheet.title = blank.title
	sheet.append([_(column.labels[0]) for column in blank.columns])
	for example in blank.examples:
		sheet.append([example.get(column.field) for column in blank.columns])
	_style_header(sheet)
	for position, column in enumerate(blank.columns, 1):
		letter = get_column_letter(position)
		sheet.column_dimensions[letter].width = blank.widths.get(column.field, WIDTH)
		if column.kind in ("text", "date", "month"):  # or a month would become a day of it
			sheet.column_dimensions[letter].number_format = TEXT
			for line in range(2, len(blank.examples) + 2):
				sheet.cell(line, position).number_format = TEXT
		if column.kind == "choice":
			values = ",".join(_(value) for value in blank.choices[column.field])
			offered = DataValidation(type="list", formula1=f'"{values}"', allow_blank=True)
			offered.add(f"{letter}2:{letter}{LAST_ROW}")
			sheet.add_data_validation(offered)


def _fill_notes(sheet: Worksheet, blank: Blank) -> None:
	sheet.append([_("Column"), _("What to Write"), _("Possible Values")])
	for column in blank.columns:
		values = "\n".join(_(value) for value in blank.choices.get(column.field, []))
		sheet.append([_(column.labels[0]), blank.notes.get(column.field), values or None])
	sheet.append([])
	for remark in blank.remarks or _remarks():
		sheet.append([None, remark])
	_style_header(sheet)
	for letter, width in zip("ABC", (40, 80, 40), strict=True):
		sheet.column_dimensions[letter].width = width
	for line in sheet.iter_rows(min_row=2):
		for cell in line:
			cell.alignment = Alignment(wrap_text=True, vertical="top")


def _remarks() -> tuple[str, ...]:
	return (
		_("Rows with the NIP {0} are examples and are passed over.").format(EXAMPLE_NIP),
		_("Up to {0} rows in a file.").format(MAX_ROWS),
	)


def _style_header(sheet: Worksheet) -> None:
	sheet.freeze_panes = "A2"
	for cell in sheet[1]:
		cell.font = Font(bold=True)
		cell.fill = PatternFill("solid", fgColor="DDEBF7")
		cell.alignment = Alignment(wrap_text=True, vertical="top")
