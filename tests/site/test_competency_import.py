"""Competencies from a file: every problem at its row and column, and nothing stored of a wrong competency."""

import io
from typing import Any

import frappe
import openpyxl
import pytest

from asn_kinerja.competency.importing import import_file, workbook
from tests.support.agency import Agency
from tests.support.competency import COMPETENCY

ARCHIVES, PLANNING = "Uji Pengelolaan Arsip", "Uji Perencanaan"
HEADER = ("Kompetensi", "Jenis", "Kode", "Definisi", "Tingkat", "Deskripsi", "Perilaku")


def five(title: str, **first: Any) -> list[dict[str, Any]]:
	"""The rows of a competency; what all of it has stands in the first one."""
	rows = [
		{"Tingkat": level, "Deskripsi": f"Tingkat {level} {title}", "Perilaku": "Menyusun\nMenyimpan; rapi"}
		for level in range(1, 6)
	]
	rows[0] |= {"Kompetensi": title, "Jenis": "Teknis", "Definisi": f"Kemampuan {title}", **first}
	return rows


def xlsx(rows: list[dict[str, Any]], header: tuple[str, ...] = HEADER) -> bytes:
	book = openpyxl.Workbook()
	book.active.append(header)
	for cells in rows:
		book.active.append([cells.get(name) for name in header])
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def imported(agency: Agency, content: bytes, who: str = "admin", **how: Any) -> dict[str, Any]:
	"""Upload as this person, and import it."""
	with agency.acting(who):
		file = frappe.get_doc(doctype="File", file_name="kamus.xlsx", content=content, is_private=1).insert()
		return import_file(file.file_url, **how)


def told(answer: dict[str, Any]) -> list[tuple[int, str, str]]:
	return [(row["row"], row["column"], row["value"]) for row in answer["problems"]]


def test_two_competencies_and_one_wrong_row(agency: Agency) -> None:
	rows = [*five(ARCHIVES, Kode="T.01"), *five(PLANNING)]
	rows[7]["Tingkat"] = 6  # row 9 of the file, the third of the second competency
	content = xlsx(rows)
	check = imported(agency, content)
	assert (check["competencies"], check["made"], check["changed"]) == (2, 1, 0)
	assert told(check) == [(9, "Tingkat", "6")]
	assert check["problems"][0]["problem"].endswith("is no level. Enter 1, 2, 3, 4 or 5.")
	assert not frappe.db.exists(COMPETENCY, ARCHIVES)  # a check stores nothing
	done = imported(agency, content, storing=True)
	assert (done["made"], told(done)) == (1, told(check))
	assert not frappe.db.exists(COMPETENCY, PLANNING)
	assert not frappe.db.exists("ASN Competency Level", {"parent": PLANNING})
	made = frappe.get_doc(COMPETENCY, ARCHIVES)
	assert (made.kind, made.code, made.definition) == ("Technical", "T.01", f"Kemampuan {ARCHIVES}")
	assert [row.level for row in made.levels] == [1, 2, 3, 4, 5]
	assert made.levels[0].behaviours == "Menyusun\nMenyimpan; rapi"


def test_repeating_it_doubles_nothing(agency: Agency) -> None:
	content = xlsx(five(ARCHIVES))
	imported(agency, content, storing=True)
	again = imported(agency, content, storing=True)
	assert (again["made"], again["changed"]) == (0, 0)
	assert told(again) == [(2, "Kompetensi", ARCHIVES)]
	rows = five(ARCHIVES, Definisi="Definisi baru")
	rows[1]["Perilaku"] = "Satu; Dua"
	changed = imported(agency, xlsx(rows), storing=True, replace=True)
	assert (changed["made"], changed["changed"], changed["problems"]) == (0, 1, [])
	made = frappe.get_doc(COMPETENCY, ARCHIVES)
	assert (made.definition, made.levels[1].behaviours) == ("Definisi baru", "Satu\nDua")
	assert len(made.levels) == 5


@pytest.mark.parametrize(
	("change", "place"),
	[
		(lambda rows: rows[0].pop("Jenis"), (2, "Jenis", "")),
		(lambda rows: rows[0].update(Jenis="Umum"), (2, "Jenis", "Umum")),
		(lambda rows: rows[0].pop("Definisi"), (2, "Definisi", "")),
		(lambda rows: rows[0].pop("Kompetensi"), (2, "Kompetensi", "")),
		(lambda rows: rows[0].update(Kompetensi="x" * 141), (2, "Kompetensi", "x" * 140)),
		(lambda rows: rows[2].update(Definisi="Lain"), (4, "Definisi", "Lain")),
		(lambda rows: rows[2].update(Tingkat=2), (4, "Tingkat", "2")),
		(lambda rows: rows[2].update(Tingkat="tiga"), (4, "Tingkat", "tiga")),
		(lambda rows: rows[2].pop("Tingkat"), (4, "Tingkat", "")),
		(lambda rows: rows[3].pop("Deskripsi"), (5, "Deskripsi", "")),
		(lambda rows: rows.pop(), (2, "Tingkat", "1")),
		(lambda rows: rows[0].update(Kompetensi="Uji <b>"), (2, "Kompetensi", "Uji &lt;b&gt;")),
	],
)
def test_problems_are_named_where_they_are(agency: Agency, change: Any, place: tuple[int, str, str]) -> None:
	rows = five(ARCHIVES)
	change(rows)
	answer = imported(agency, xlsx(rows), storing=True)
	assert told(answer) == [place]
	assert (answer["made"], frappe.db.exists(COMPETENCY, ARCHIVES)) == (0, None)


@pytest.mark.parametrize(
	("content", "words"),
	[
		(b"", "empty"),
		(xlsx([]), "no rows"),
		(xlsx(five(ARCHIVES), ("Kompetensi", "Jenis")), "Columns are missing"),
		(xlsx(five(ARCHIVES), (*HEADER, "Warna")), "Unknown columns: Warna"),
		(b"\xd0\xcf\x11\xe0 old", "old or a password-protected"),
	],
)
def test_files_that_cannot_be_used(agency: Agency, content: bytes, words: str) -> None:
	with pytest.raises(frappe.ValidationError, match=words):
		imported(agency, content or b" ")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_template_is_read_again(agency: Agency, language: str) -> None:
	"""Its example is passed over; what is filled in below it is stored."""
	before = frappe.local.lang
	frappe.local.lang = language
	try:
		book = openpyxl.load_workbook(io.BytesIO(workbook()))
		sheet = book.active
		assert sheet.max_row == 6
		kind = sheet["B2"].value
		for level in range(1, 6):
			head = (ARCHIVES, kind, None, "Definisi", None) if level == 1 else (None,) * 5
			sheet.append([*head, level, f"Tingkat {level}", None])
		stream = io.BytesIO()
		book.save(stream)
		answer = imported(agency, stream.getvalue(), storing=True)
	finally:
		frappe.local.lang = before
	assert (answer["competencies"], answer["made"], answer["problems"]) == (1, 1, [])


def test_only_for_those_who_may_import(agency: Agency) -> None:
	for who in ("staff1", "lead1", "head", "auditor", "guest"):
		with agency.acting(who), pytest.raises(frappe.PermissionError):
			import_file("/private/files/kamus.xlsx", storing=True)
	# and nobody reads a file that somebody else has uploaded
	file = frappe.get_doc(doctype="File", file_name="k.xlsx", content=xlsx(five(ARCHIVES)), is_private=1)
	file.insert()
	with agency.acting("admin"), pytest.raises(frappe.ValidationError, match="not there any more"):
		import_file(file.file_url)


def test_a_name_in_other_letters_is_the_same_competency(agency: Agency) -> None:
	"""As the database sees it, which would otherwise store the one over the other."""
	imported(agency, xlsx(five(ARCHIVES)), storing=True)
	for name in (ARCHIVES.upper(), ARCHIVES.replace("e", "é")):
		content = xlsx(five(name, Definisi="Definisi lain"))
		for storing in (False, True):
			refused = imported(agency, content, storing=storing)
			assert (refused["made"], refused["changed"]) == (0, 0)
			assert told(refused) == [(2, "Kompetensi", name)]
		assert frappe.db.get_value(COMPETENCY, ARCHIVES, "definition") == f"Kemampuan {ARCHIVES}"
	changed = imported(agency, content, storing=True, replace=True)
	assert (changed["made"], changed["changed"], changed["problems"]) == (0, 1, [])
	assert frappe.db.get_value(COMPETENCY, ARCHIVES, ["name", "definition"]) == (ARCHIVES, "Definisi lain")
