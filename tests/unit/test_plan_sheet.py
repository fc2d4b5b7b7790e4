"""Reading a file with the plans of many people: what is taken, and what is refused with row and column."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from asn_kinerja.batches import cells
from asn_kinerja.batches.cells import Sheet, SheetError, key
from asn_kinerja.planning import sheet
from asn_kinerja.planning.sheet import parse

ONE, TWO = "198005172005031001", "198105172005031002"
HEADER = ["NIP", "Planned Result", "Measure", "Target", "Unit of Measurement", "Weight"]
FIELDS = {key(label): column.field for column in sheet.COLUMNS for label in column.labels} | {
	"rencana hasil kerja": "result",
	"bobot (%)": "weight",
}
CHOICES = {
	"category": {"utama": "Utama", "tambahan": "Tambahan"},
	"cascading": {"direct": "Direct", "langsung": "Direct", "non-direct": "Non-direct"},
	"aspect": {"kuantitas": "Kuantitas", "waktu": "Waktu"},
	"direction": {"higher": "Higher", "lower": "Lower", "lebih rendah": "Lower"},
	"perspective": {"anggaran": "Anggaran"},
}


def row(nip: Any = ONE, result: Any = "Layanan", weight: Any = 100, target: Any = 12) -> list[Any]:
	return [nip, result, "jumlah berkas", target, "berkas", weight]


def xlsx(rows: list[list[Any]], formats: dict[str, str] | None = None) -> bytes:
	book = openpyxl.Workbook()
	for line in rows:
		book.active.append(line)
	for cell, number_format in (formats or {}).items():
		book.active[cell].number_format = number_format
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def csv_bytes(rows: list[list[Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
	stream = io.StringIO(newline="")
	csv.writer(stream, delimiter=delimiter).writerows(rows)
	return stream.getvalue().encode(encoding)


def read(content: bytes, numbers: bool = True) -> Sheet:
	return parse(content, FIELDS, CHOICES, numbers)


def problems(content: bytes) -> list[tuple[int, str, str]]:
	found = [problem for group in read(content).groups for problem in group.problems]
	return [(problem.row, problem.field, problem.error.text(str, problem.field)) for problem in found]


@pytest.mark.parametrize(
	"content",
	[
		xlsx([HEADER, row(), row(TWO), row(result="Arsip")]),
		csv_bytes([HEADER, row(), row(TWO), row(result="Arsip")]),
		csv_bytes([HEADER, row(), row(TWO), row(result="Arsip")], ";"),
		csv_bytes([HEADER, row(), row(TWO), row(result="Arsip")], ";", "utf-8-sig"),
		csv_bytes([HEADER, row(), row(TWO), row(result="Arsip")], "\t", "utf-16"),
	],
	ids=["xlsx", "comma", "semicolon", "bom", "utf-16"],
)
def test_rows_of_one_person_form_one_plan_in_their_order(content: bytes) -> None:
	found = read(content)
	assert [(group.nip, [line.number for line in group.rows]) for group in found.groups] == [
		(ONE, [2, 4]),
		(TWO, [3]),
	]
	assert [line.values["result"] for line in found.groups[0].rows] == ["Layanan", "Arsip"]
	first = found.groups[0].rows[0].values
	assert (first["target_min"], first["weight"], first["unit"]) == (12, 100, "berkas")
	assert not [group.problems for group in found.groups if group.problems]


def test_headers_in_any_order_case_and_language() -> None:
	header = ["bobot (%)", " TARGET", "Rencana  Hasil Kerja", "nip *"]
	found = read(xlsx([header, [100, "12,5", "Layanan", ONE]]))
	assert found.headers["result"] == "Rencana  Hasil Kerja"
	(line,) = found.groups[0].rows
	assert (line.values["target_min"], line.values["weight"]) == (Decimal("12.5"), 100)


def test_blank_rows_are_passed_over_and_counted() -> None:
	"""The numbers stay those that the spreadsheet program shows."""
	found = read(xlsx([[], HEADER, [], row(), [None, None], row(result="Arsip", weight="x")]))
	assert [line.number for line in found.groups[0].rows] == [4, 6]
	assert [problem.row for problem in found.groups[0].problems] == [6]


def test_a_line_break_inside_a_csv_cell_does_not_shift_the_numbers() -> None:
	assert [p[0] for p in problems(csv_bytes([HEADER, row(result="Dua\nbaris"), row(weight="x")]))] == [3]


@pytest.mark.parametrize(
	("nip", "words"),
	[
		("", "is empty"),
		("12345", "18 digits, this one has 5"),
		("19800517200503100A", "18 digits, this one has 17"),
		("٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧", "18 digits, this one has 0"),
		(float(ONE), "destroyed its last digits"),
		(198005172005031000, "destroyed its last digits"),
		("1.98005172005031E+17", "destroyed its last digits"),
		("1,98005E+17", "destroyed its last digits"),
		(12345, "18 digits, this one has 5"),
		(date(1980, 5, 17), "18 digits"),
	],
)
def test_a_nip_that_is_none_is_told_with_its_reason(nip: Any, words: str) -> None:
	((number, column, text),) = problems(xlsx([HEADER, row(nip)]))
	assert (number, column) == (2, "nip")
	assert words in text


@pytest.mark.parametrize("nip", ["19800517 200503 1 001", "'" + ONE, f" {ONE}\xa0"])
def test_ways_of_writing_a_nip(nip: Any) -> None:
	assert [group.nip for group in read(xlsx([HEADER, row(nip)])).groups] == [ONE]


def test_a_number_that_a_program_has_kept_whole() -> None:
	assert cells.read_nip(int(ONE)) == ONE


def test_digits_kept_as_a_formula_in_a_csv() -> None:
	assert read(csv_bytes([HEADER, row(f'="{ONE}"')])).groups[0].nip == ONE


def test_each_row_without_a_nip_is_a_case_of_its_own() -> None:
	assert [group.nip for group in read(xlsx([HEADER, row(None), row("1"), row(None)])).groups] == [
		"",
		"",
		"",
	]


@pytest.mark.parametrize(
	("changed", "column", "words"),
	[
		({"target": "dua"}, "target_min", "not a number"),
		({"target": "1.250"}, "target_min", "two ways"),
		({"weight": -5}, "weight", "negative"),
		({"weight": "-5"}, "weight", "negative"),
		({"result": None}, "result", "is empty"),
		({"result": "   "}, "result", "is empty"),
		({"target": date(2026, 8, 7)}, "target_min", "into a date"),
		({"result": "x" * 2001}, "result", "longer than 2000"),
		({"target": "=1/0"}, "target_min", "formula"),
	],
)
def test_a_wrong_cell_is_named(changed: dict[str, Any], column: str, words: str) -> None:
	((number, name, text),) = problems(xlsx([HEADER, row(result="Lain", weight=0), row(**changed)]))
	assert (number, name) == (3, column)
	assert words in text


@pytest.mark.parametrize("name", ["category", "cascading", "aspect", "direction", "perspective"])
def test_an_unknown_choice_comes_with_the_possible_ones(name: str) -> None:
	label = next(column.labels[0] for column in sheet.COLUMNS if column.field == name)
	((number, column, text),) = problems(xlsx([[*HEADER, label], [*row(), "Entah"]]))
	assert (number, column) == (2, name)
	assert all(value in text for value in CHOICES[name].values())


def test_choices_in_both_languages() -> None:
	header = [*HEADER, "Direction", "Cascading"]
	(line,) = read(xlsx([header, [*row(), "LEBIH rendah", "Langsung"]])).groups[0].rows
	assert (line.values["direction"], line.values["cascading"]) == ("Lower", "Direct")


@pytest.mark.parametrize("target", ["80%", "80 %"])
def test_a_percent_sign_is_not_part_of_the_number(target: str) -> None:
	assert read(xlsx([HEADER, row(target=target)])).groups[0].rows[0].values["target_min"] == 80


def test_a_cell_formatted_as_percent_means_what_it_shows() -> None:
	"""80 % is stored as 0.8."""
	content = xlsx([HEADER, row(target=0.8)], {"D2": "0%"})
	assert read(content).groups[0].rows[0].values["target_min"] == 80


def test_the_last_result_of_a_formula_is_taken() -> None:
	content = xlsx([HEADER, row(weight="=40+60")])
	assert [p[1] for p in problems(content)] == ["weight"]  # never calculated
	with zipfile.ZipFile(io.BytesIO(content)) as archive:
		parts = {name: archive.read(name) for name in archive.namelist()}
	name = "xl/worksheets/sheet1.xml"
	parts[name] = (
		parts[name]
		.replace(b"<f>40+60</f><v></v>", b"<f>40+60</f><v>100</v>")
		.replace(b"<f>40+60</f><v />", b"<f>40+60</f><v>100</v>")
	)
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w") as archive:
		for part, data in parts.items():
			archive.writestr(part, data)
	assert read(stream.getvalue()).groups[0].rows[0].values["weight"] == 100


def test_the_same_result_with_the_same_indicator_twice() -> None:
	rows = [HEADER, row(weight=50), row(TWO), row(result="LAYANAN ", weight=50)]
	((number, column, text),) = problems(xlsx(rows))
	assert (number, column) == (4, "result")
	assert "row 2" in text


def test_the_example_row_of_the_template_is_passed_over() -> None:
	assert [group.nip for group in read(xlsx([HEADER, row("0" * 18), row()])).groups] == [ONE]


def test_markup_stays_text() -> None:
	assert read(xlsx([HEADER, row(result="<b>x</b>")])).groups[0].rows[0].values["result"] == "<b>x</b>"


def no_workbook() -> bytes:
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w") as archive:
		archive.writestr("x.txt", "x")
	return stream.getvalue()


@pytest.mark.parametrize(
	("content", "words"),
	[
		(b"", "is empty"),
		(b"\xef\xbb\xbf\n\n", "is empty"),
		(xlsx([]), "is empty"),
		(xlsx([HEADER]), "no rows below the header"),
		(xlsx([HEADER, row("0" * 18)]), "no rows below the header"),
		(b"PK\x03\x04 broken", "Excel workbook"),
		(xlsx([HEADER, row()])[:-200], "Excel workbook"),
		(no_workbook(), "Excel workbook"),
		(b"\xd0\xcf\x11\xe0old", "old or a password-protected"),
		(b"\x89PNG\r\n\x1a\n\0\0", "UTF-8"),
		(b"NIP,\0,x\n", "neither an Excel workbook nor a CSV"),
		("NIP;Hasil é\n".encode("latin-1"), "UTF-8"),
		(csv_bytes([["NIP", "Nama"], [ONE, "x"]]), "missing: Planned Result, Weight (%), Target"),
		(b"<html><body>Login</body></html>", "missing: NIP"),
		(xlsx([[*HEADER, "Catatan"], row()]), "Unknown columns: Catatan"),
		(xlsx([[*HEADER, "weight (%)"], row()]), "twice"),
		(b'NIP,Planned Result,Weight,Target\n"' + b"x" * 200_000, "cannot be read as CSV"),
	],
)
def test_a_file_that_cannot_be_used_is_refused_as_a_whole(content: bytes, words: str) -> None:
	with pytest.raises(SheetError) as error:
		read(content)
	assert words in error.value.text(str)


def test_too_many_rows() -> None:
	content = csv_bytes([HEADER, *([row()] * 100_000)])
	with pytest.raises(SheetError, match="more than 50000 rows"):
		read(content)


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(cells, "_MAX_UNPACKED", 1000)
	with pytest.raises(SheetError, match="too large"):
		read(xlsx([HEADER, row()]))


def test_a_qualitative_file_needs_no_targets() -> None:
	content = xlsx([["NIP", "Planned Result", "Weight"], [ONE, "Layanan", 100]])
	assert read(content, numbers=False).groups[0].rows[0].values["weight"] == 100
	with pytest.raises(SheetError, match="missing: Target"):
		read(content)
