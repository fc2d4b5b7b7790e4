"""Reading a file that a clerk has filled in: XLSX or CSV in, one group of rows per person out.

No Frappe here. What the file says is checked as far as the file alone allows; people and what else is stored
are looked up by whoever calls.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from asn_kinerja.nip import LENGTH
from asn_kinerja.scoring import ScoringError, parse_number

MAX_ROWS = 50_000
"""Rows of one file: some 10,000 people with five rows each."""

EXAMPLE_NIP = "0" * LENGTH
"""Stands in the example row of the template; nobody has it, and such rows are passed over."""

_MAX_COLUMNS = 60
_MAX_UNPACKED = 300 * 1024**2  # bytes of all parts of an XLSX together; 50,000 rows need a tenth of it
_EXACT_DIGITS = 15  # Excel keeps no more of a number

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}")
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')  # how some programs keep digits in a CSV
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_LOCAL_DATE = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_LOCAL_MONTH = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_NAMED_MONTH = re.compile(r"([^\W\d]+) ([0-9]{4})")


class SheetError(ValueError):
	"""What is wrong with a file or a cell. `template` is an English sentence with {0} …, `values` fill it;
	`terms` are the last of them: words of this app, listed and translated."""

	def __init__(self, template: str, *values: str, terms: Sequence[str] = ()) -> None:
		self.template = template
		self.values = values
		self.terms = tuple(terms)
		super().__init__(self.text(str))

	def text(self, translate: Callable[[str], str], place: str | None = None) -> str:
		"""The message in another language. The place is not part of it: it has columns of its own."""
		listed = ", ".join(map(translate, self.terms))
		return translate(self.template).format(*self.values, *([listed] if self.terms else []))


@dataclass(frozen=True, slots=True)
class Column:
	"""A column of the file. `labels`: English names, the first is the template's; the others are accepted.
	`kind`: text, number (Decimal from 0), whole (int from 0), date, month (its first day) or choice.
	`length`: the most characters of a text."""

	field: str
	labels: tuple[str, ...]
	kind: str = "text"
	length: int = 2000


@dataclass(frozen=True, slots=True)
class CellProblem:
	"""`row`: number of the file's row. `field`: a column's. `value`: as typed."""

	row: int
	field: str
	value: str
	error: SheetError | ScoringError


@dataclass(frozen=True, slots=True)
class Row:
	"""`values`: field -> clean value, only what is filled in. `typed`: field -> the cell as text."""

	number: int
	values: Mapping[str, Any]
	typed: Mapping[str, str]


@dataclass(slots=True)
class Group:
	"""All rows of one NIP. `nip` is "" when what stands there is none; each such row is a group."""

	nip: str
	typed: str
	rows: list[Row] = field(default_factory=list)
	problems: list[CellProblem] = field(default_factory=list)

	def refuse(self, row: Row, name: str, error: SheetError | ScoringError) -> None:
		"""Name a problem of a cell."""
		self.problems.append(CellProblem(row.number, name, row.typed.get(name, ""), error))


@dataclass(frozen=True, slots=True)
class Sheet:
	"""`groups` in the order of their first row; `headers`: field -> the column's name in the file."""

	groups: list[Group]
	headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
	"""A kind of file. `columns`: the first is the NIP. `needed`: fields of the columns without which a file
	is refused as a whole. `check`: looks at all rows of one person together."""

	columns: tuple[Column, ...]
	needed: tuple[str, ...]
	check: Callable[[Group], None]


@dataclass(frozen=True, slots=True)
class Unusable:
	"""A cell whose content is not data: a formula that was never calculated, or an error of the sheet."""

	text: str


def parse(
	content: bytes, layout: Layout, fields: Mapping[str, str], choices: Mapping[str, Mapping[str, Any]]
) -> Sheet:
	"""Read a whole file.

	`fields`: `key` of a header -> field of a column. `choices`: field -> `key` of a text -> stored value; for
	a column of months the numbers of their names.

	Raises SheetError when the file as a whole cannot be used: no XLSX or CSV, empty, columns missing, unknown
	or twice, more than MAX_ROWS rows. All else is a problem of a group."""
	lines = read(content)
	header = next(lines, None)
	if header is None:
		raise SheetError("The file is empty. Download the template and fill it in.")
	columns = columns_of(header[1], layout.columns, layout.needed, fields)
	headers = {name: shown(header[1][position]) for position, name in columns.items()}
	groups: dict[str, Group] = {}
	for count, (number, cells) in enumerate(lines, 1):
		if count > MAX_ROWS:
			raise SheetError(
				"The file has more than {0} rows. Split it into several files, with all rows of a person in"
				" the same one.",
				str(MAX_ROWS),
			)
		named = {name: _cell(cells, position) for position, name in columns.items()}
		_add(groups, number, named, layout, choices)
	if not groups:
		raise SheetError("The file has no rows below the header. Fill them in as in the template.")
	for group in groups.values():
		layout.check(group)
		group.problems.sort(key=lambda problem: problem.row)
	return Sheet(list(groups.values()), headers)


def key(text: object) -> str:
	"""A text for comparison: without case, repeated blanks, marks of a required column."""
	plain = unicodedata.normalize("NFKC", str(text)).casefold()
	return " ".join(plain.replace("*", " ").split())


# --- from bytes to rows of cells ---------------------------------------------------------------------------


def read(content: bytes) -> Iterator[tuple[int, list[Any]]]:
	"""Rows that are not blank, with their numbers as a spreadsheet program shows them; at most one more than
	a header and MAX_ROWS. What kind of file it is, its content says and not its name."""
	if content.startswith(_ZIP):
		return _read_xlsx(content)
	if content.startswith(_OLE):
		raise SheetError(
			"This is an old or a password-protected Excel file. Save it as an Excel workbook (.xlsx) without"
			" a password."
		)
	return _read_csv(content)


def _read_xlsx(content: bytes) -> Iterator[tuple[int, list[Any]]]:
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED:
				raise SheetError("The file is too large. Keep only the sheet that is filled in, or split it.")
		lines, formulas = [], False
		for number, cells in _sheet_lines(content, calculated=False):
			formulas = formulas or any(isinstance(cell, Unusable) for cell in cells)
			lines.append((number, cells))
		if formulas:  # what the spreadsheet program calculated last is stored beside them
			calculated = dict(_sheet_lines(content, calculated=True))
			for number, cells in lines:
				values = calculated.get(number, [])
				for position, cell in enumerate(cells):
					value = values[position] if position < len(values) else None
					if isinstance(cell, Unusable) and value is not None:
						cells[position] = value
	except SheetError:
		raise
	except (
		*(zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError),
		*(IndexError, AttributeError, EOFError, OSError, NotImplementedError, RuntimeError),
	) as error:  # openpyxl says in many ways that a file is none
		raise SheetError(
			"The file cannot be read as an Excel workbook. Open it in a spreadsheet program and save it"
			" as .xlsx again."
		) from error
	return iter(lines)


def _sheet_lines(content: bytes, calculated: bool) -> Iterator[tuple[int, list[Any]]]:
	"""The rows of the sheet that shows when the file is opened."""
	book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=calculated)
	try:
		sheet = book.active
		sheet.reset_dimensions()  # the size written in the file may be wrong
		filled = 0
		for number, cells in enumerate(sheet.iter_rows(), 1):
			values = [_xlsx_value(cell) for cell in cells[:_MAX_COLUMNS]]
			if not _is_blank(values):
				filled += 1
				yield number, values
			if filled > MAX_ROWS + 1:
				return
	finally:
		book.close()


def _xlsx_value(cell: Any) -> Any:
	value = cell.value
	if value is None:
		return None
	if cell.data_type in ("f", "e"):
		return Unusable(str(value))
	if isinstance(value, str):
		return _text_value(value)
	if isinstance(value, (int, float)) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
		return Decimal(str(value)) * 100  # what the sheet shows as 80 % it stores as 0.8
	return value


def _read_csv(content: bytes) -> Iterator[tuple[int, list[Any]]]:
	try:
		text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
	except UnicodeDecodeError as error:
		raise SheetError(
			"The file is neither an Excel workbook nor text in UTF-8. Save it as .xlsx, or as CSV UTF-8."
		) from error
	if "\0" in text:
		raise SheetError(
			"The file is neither an Excel workbook nor a CSV file. Save it as .xlsx or CSV UTF-8."
		)
	first = next((line for line in text.splitlines() if line.strip()), "")
	delimiter = max(";,\t", key=first.count)
	lines: list[tuple[int, list[Any]]] = []
	try:
		for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
			values = [_text_value(cell, formulas=True) for cell in cells[:_MAX_COLUMNS]]
			if not _is_blank(values):
				lines.append((number, values))
			if len(lines) > MAX_ROWS + 1:
				break
	except csv.Error as error:
		raise SheetError("The file cannot be read as CSV: {0}.", str(error)) from error
	return iter(lines)


def _text_value(text: str, formulas: bool = False) -> Any:
	text = unicodedata.normalize("NFC", text.replace("\xa0", " ")).strip()
	if formulas and text.startswith("="):
		quoted = _QUOTED_FORMULA.fullmatch(text)
		return quoted[1].strip() if quoted else Unusable(text)
	return text or None


def _is_blank(cells: Sequence[Any]) -> bool:
	return all(cell is None for cell in cells)


def _cell(cells: Sequence[Any], position: int) -> Any:
	return cells[position] if position < len(cells) else None


def shown(cell: Any) -> str:
	"""A cell as its sheet shows it, for a message."""
	if isinstance(cell, Unusable):
		return cell.text
	if isinstance(cell, datetime) and cell.time() == time():
		return cell.date().isoformat()
	if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**_EXACT_DIGITS:
		return str(int(cell))
	return str(cell)


# --- from cells to rows of people --------------------------------------------------------------------------


def columns_of(
	header: Sequence[Any], columns: Sequence[Column], needed: Sequence[str], fields: Mapping[str, str]
) -> dict[int, str]:
	"""Position -> field of a file's header (`fields`: `key` of a header -> field). Raises SheetError for
	columns that are missing, unknown or there twice."""
	found: dict[int, str] = {}
	unknown: list[str] = []
	for position, cell in enumerate(header):
		if cell is None:
			continue
		name = fields.get(key(shown(cell)))
		if name is None:
			unknown.append(shown(cell)[:60])
		elif name in found.values():
			raise SheetError("The column {0} stands in the file twice. Remove one.", shown(cell))
		else:
			found[position] = name
	if missing := [name for name in needed if name not in found.values()]:
		labels = {column.field: column.labels[0] for column in columns}
		raise SheetError(
			"Columns are missing: {0}. The first row of the file names them, as in the template.",
			terms=[labels[name] for name in missing],
		)
	if unknown:
		raise SheetError(
			"Unknown columns: {0}. Name them as in the template, or remove them.", ", ".join(unknown[:10])
		)
	return found


def _add(
	groups: dict[str, Group],
	number: int,
	cells: dict[str, Any],
	layout: Layout,
	choices: Mapping[str, Mapping[str, Any]],
) -> None:
	typed = {name: shown(cell) for name, cell in cells.items() if cell is not None}
	as_typed = typed.get("nip", "")
	problems: list[CellProblem] = []
	try:
		nip = read_nip(cells["nip"])
	except SheetError as error:
		nip = ""
		problems.append(CellProblem(number, "nip", as_typed, error))
	if nip == EXAMPLE_NIP:
		return
	values: dict[str, Any] = {}
	for column in layout.columns[1:]:
		cell = cells.get(column.field)
		if cell is None:
			continue
		try:
			values[column.field] = value_of(column, cell, choices.get(column.field, {}))
		except (SheetError, ScoringError) as error:
			problems.append(CellProblem(number, column.field, typed[column.field], error))
	group = groups.setdefault(nip or f"row {number}", Group(nip, as_typed))
	group.rows.append(Row(number, values, typed))
	group.problems += problems


def read_nip(cell: Any) -> str:
	"""The 18 digits of a cell, written with or without blanks. Raises SheetError for anything else; a number
	of which a spreadsheet program has destroyed the last digits is told from other mistakes."""
	if cell is None:
		raise SheetError("The NIP is empty. Write it in every row.")
	if isinstance(cell, Unusable):
		raise _not_data(cell)
	text = re.sub(r"[\s.'’`]", "", shown(cell))
	number = isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool)
	if number and isinstance(cell, float) and abs(cell) >= 10**_EXACT_DIGITS:
		raise _damaged()
	if (number and text.endswith("000")) or _SCIENTIFIC.fullmatch("".join(shown(cell).split())):
		raise _damaged()
	if not (text.isascii() and text.isdigit()) or len(text) != LENGTH:
		digits = sum(character.isascii() and character.isdigit() for character in text)
		raise SheetError("The NIP must have exactly 18 digits, this one has {0}.", str(digits))
	return text


def _damaged() -> SheetError:
	return SheetError(
		"The spreadsheet program took the NIP for a number and destroyed its last digits. Format the column"
		" as text, then enter the NIP again."
	)


def _not_data(cell: Unusable) -> SheetError:
	return SheetError("The cell holds a formula without a result, or an error. Write the value itself.")


def value_of(column: Column, cell: Any, choices: Mapping[str, Any]) -> Any:
	"""What a filled cell says, in the column's kind (`choices`: `key` of a text -> value). Raises SheetError
	or ScoringError."""
	if isinstance(cell, Unusable):
		raise _not_data(cell)
	if column.kind in ("date", "month"):
		return _day(cell) if column.kind == "date" else _month(cell, choices)
	if isinstance(cell, (datetime, date, time)):
		raise SheetError(
			"The spreadsheet program has turned this into a date. Format the cell as text, then enter it"
			" again."
		)
	if column.kind == "number":
		raw = cell.removesuffix("%").strip() if isinstance(cell, str) else cell
		return parse_number(raw, column.field)
	text = shown(cell)
	if column.kind == "whole":
		if not (text.isascii() and text.isdigit()) or len(text) > 6:
			raise SheetError("This is not a whole number from 0 on. Enter digits only.")
		return int(text)
	if column.kind == "choice":
		if (value := choices.get(key(text))) is None:
			possible = list(dict.fromkeys(choices.values()))
			raise SheetError("This is not one of the possible values: {0}.", terms=possible)
		return value
	if len(text) > column.length:
		raise SheetError("The text is longer than {0} characters. Shorten it.", str(column.length))
	return text


def _day(cell: Any) -> date:
	"""A date of the sheet, or text with the year first (2026-03-17) or last (17/03/2026)."""
	if isinstance(cell, datetime):
		return cell.date()
	if isinstance(cell, date):
		return cell
	if isinstance(cell, str):
		parts = None
		if found := _DATE.fullmatch(cell):
			parts = [int(part) for part in found.groups()]
		elif found := _LOCAL_DATE.fullmatch(cell):
			parts = [int(part) for part in reversed(found.groups())]
		if parts:
			try:
				return date(*parts)
			except ValueError:
				raise SheetError("There is no such day in the calendar.") from None
	raise SheetError("This is not a date. Write it like 17/03/2026 or 2026-03-17.")


def _month(cell: Any, names: Mapping[str, int]) -> date:
	"""The first day of a month: a date of the sheet within it, or text like 2026-03, 03/2026, March 2026."""
	if isinstance(cell, (datetime, date)):
		return _day(cell).replace(day=1)
	text = " ".join(cell.split()) if isinstance(cell, str) else ""
	year = month = None
	if found := _MONTH.fullmatch(text):
		year, month = map(int, found.groups())
	elif found := _LOCAL_MONTH.fullmatch(text):
		month, year = map(int, found.groups())
	elif found := _NAMED_MONTH.fullmatch(text):
		year, month = int(found[2]), names.get(key(found[1]))
	elif _DATE.fullmatch(text) or _LOCAL_DATE.fullmatch(text):
		return _day(text).replace(day=1)
	if not year or not month or not 1 <= month <= 12:
		raise SheetError("This is not a month. Write it like 03/2026 or 2026-03.")
	return date(year, month, 1)
