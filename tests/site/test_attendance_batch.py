"""Importing the attendance of many people: stored as sets, repeated without a double, all or nothing."""

import io
from datetime import date
from typing import Any

import frappe
import openpyxl
import pytest

from asn_kinerja.attendance import batch as job
from asn_kinerja.attendance import blank_file, sources
from asn_kinerja.attendance.sheet import COLUMNS, parse
from asn_kinerja.batches import files
from asn_kinerja.batches.cells import SheetError
from tests.support.agency import ELSEWHERE, Agency
from tests.support.attendance import BATCH, RECAP, clear, enter, file_batch, more, row, run, xlsx
from tests.support.queries import number_of_queries

NIPS = {
	"staff1": "198005172005031004",
	"staff2": "198005172005031005",
	"staff3": "198005172005031007",
	"staff4": "198005172005031008",
	"foreign": "198005172005031006",
}


@pytest.fixture(autouse=True)
def _uncommitted(_transaction: None, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""The job commits its chunks; here all is rolled back after the test."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	for key, nip in NIPS.items():
		frappe.db.set_value("Employee", agency.employee(key), "asn_nip", nip)
	clear(*agency.employees.values())


def recaps_of(agency: Agency, key: str) -> list[Any]:
	names = frappe.get_all(RECAP, {"employee": agency.employee(key)}, pluck="name", order_by="month")
	return [frappe.get_doc(RECAP, name) for name in names]


def counts(made: Any) -> dict[str, int]:
	return {name: made.get(name) for name in job.KIND.all_counts if made.get(name)}


def problems(made: Any) -> list[tuple[int, str, str]]:
	return [(problem.file_row, problem.file_column, problem.problem) for problem in made.problems]


def test_a_file_is_stored_as_the_form_would_store_it(agency: Agency) -> None:
	rows = [
		row(NIPS["staff1"], **{"Present": 17, "Unexcused Absences": 3}),
		more(NIPS["staff1"], "2026-03-05", "Absent"),
		more(NIPS["staff1"], "2026-03-06", "Absent"),
		more(NIPS["staff1"], "2026-03-09", "Absent"),
		more(NIPS["staff1"], "2026-03-10", "Late", 25),
		row(NIPS["staff1"], Month="2026-04"),
		row(NIPS["staff2"], **{"Present": 19, "Excused Absences": 1}),
	]
	done = run(file_batch(xlsx(rows)))
	assert (done.status, counts(done)) == ("Done", {"people": 2, "processed": 2, "made": 3})
	march, april = recaps_of(agency, "staff1")
	by_hand = enter(
		agency.employee("staff3"),
		absent=(5, 6, 9),
		exceptions=[
			*({"date": f"2026-03-0{day}", "kind": "Absent"} for day in (5, 6, 9)),
			{"date": "2026-03-10", "kind": "Late", "minutes": 25},
		],
	)
	by_hand.reload()
	same = ("month", "working_days", "present", "unexcused_absences", "longest_run", "late_minutes")
	assert {field: march.get(field) for field in same} == {field: by_hand.get(field) for field in same}
	assert [(line.date, line.kind, line.minutes) for line in march.exceptions] == [
		(line.date, line.kind, line.minutes) for line in by_hand.exceptions
	]
	assert (march.source, march.batch, march.longest_run) == ("Imported", done.name, 3)
	assert (march.employee_name, march.rater) == ("Staf Satu", agency.employee("lead1"))
	assert april.month == date(2026, 4, 1)


def test_a_dry_run_stores_nothing(agency: Agency) -> None:
	done = run(file_batch(xlsx([row(NIPS["staff1"])])), storing=False)
	assert (done.status, counts(done)) == ("Checked", {"people": 1, "processed": 1, "made": 1})
	assert recaps_of(agency, "staff1") == []


def test_a_repetition_changes_what_differs_and_doubles_nothing(agency: Agency) -> None:
	rows = [
		row(NIPS["staff1"], Date="2026-03-10", Exception="Late", Minutes=5),
		row(NIPS["staff2"]),
	]
	made = file_batch(xlsx(rows))
	run(made)
	first = recaps_of(agency, "staff1")[0]
	again = run(made)
	assert counts(again) == {"people": 2, "processed": 2, "skipped": 2}
	rows[0]["Minutes"] = 35
	rows[1] |= {"Present": 19, "Excused Absences": 1}
	changed = run(file_batch(xlsx(rows)))
	assert counts(changed) == {"people": 2, "processed": 2, "updated": 2}
	(one,), (two,) = recaps_of(agency, "staff1"), recaps_of(agency, "staff2")
	assert (one.name, one.batch, one.late_minutes) == (first.name, changed.name, 35)
	assert [(line.kind, line.minutes, line.idx) for line in one.exceptions] == [("Late", 35, 1)]
	assert (two.present, two.excused_absences) == (19, 1)


def test_what_a_person_has_entered_stays_unless_the_batch_says_otherwise(agency: Agency) -> None:
	by_hand = enter(agency.employee("staff1"), present=15, excused_absences=5)
	content = xlsx([row(NIPS["staff1"])])
	done = run(file_batch(content))
	assert counts(done) == {"people": 1, "processed": 1, "kept": 1}
	by_hand.reload()
	assert (by_hand.present, by_hand.source) == (15, "Entered")
	done = run(file_batch(content, replace_entered=1))
	assert counts(done) == {"people": 1, "processed": 1, "updated": 1}
	by_hand.reload()
	assert (by_hand.present, by_hand.source) == (20, "Imported")


def test_an_imported_recap_that_a_person_corrects_is_his(agency: Agency) -> None:
	run(file_batch(xlsx([row(NIPS["staff1"])])))
	recap = recaps_of(agency, "staff1")[0]
	recap.update({"present": 19, "excused_absences": 1})
	recap.save()
	assert recap.source == "Entered"
	assert counts(run(file_batch(xlsx([row(NIPS["staff1"])]))))["kept"] == 1


def test_who_has_a_problem_in_one_month_gets_none(agency: Agency) -> None:
	rows = [
		row(NIPS["staff1"]),
		row(NIPS["staff1"], Month="2026-04", Present=3),
		row(NIPS["staff2"]),
	]
	done = run(file_batch(xlsx(rows)))
	assert counts(done) == {"people": 2, "processed": 2, "made": 1, "failed": 1}
	((line, column, text),) = problems(done)
	assert (line, column) == (3, "Working Days")
	assert "add up to 3" in text
	assert recaps_of(agency, "staff1") == []
	assert len(recaps_of(agency, "staff2")) == 1


def test_people_who_cannot_be_meant_are_named_and_strangers_not(agency: Agency) -> None:
	frappe.db.set_value("Employee", agency.employee("staff3"), "asn_type", "")
	frappe.db.set_value("Employee", agency.employee("staff4"), "status", "Left")
	rows = [
		row(NIPS["foreign"]),
		row("198005172005031999"),
		row(NIPS["staff3"]),
		row(NIPS["staff4"]),  # months before he left still count
		row(NIPS["staff1"], Month="2999-01"),
	]
	done = run(file_batch(xlsx(rows)))
	assert [(line, column) for line, column, _text in problems(done)] == [
		(2, "NIP"),
		(3, "NIP"),
		(4, "NIP"),
		(6, "Month"),
	]
	texts = [text for _line, _column, text in problems(done)]
	for text, words in zip(texts, ("is not one of", "No employee", "PNS or PPPK", "not begun"), strict=True):
		assert words in text
	assert "Seberang" not in "".join(problem.person for problem in done.problems)
	assert counts(done)["made"] == 1
	assert frappe.db.exists(RECAP, {"employee": agency.employee("staff4")})


def test_the_number_of_queries_does_not_grow_with_people_and_months(agency: Agency) -> None:
	def queries(rows: list[dict[str, Any]]) -> tuple[int, int]:
		made = file_batch(xlsx(rows))
		values = frappe.db.get_value(BATCH, made.name, job.KIND.fields, as_dict=True)
		new = number_of_queries(lambda: job.process(values, True))
		frappe.db.set_value(RECAP, {"batch": made.name}, {"present": 1})
		changed = number_of_queries(lambda: job.process(values, True))
		assert frappe.db.get_value(BATCH, made.name, "updated") == len(rows)
		return new, changed

	queries([row(NIPS["staff1"])])  # caches are warm then
	clear(*agency.employees.values())
	few = queries([row(NIPS["staff1"])])
	clear(*agency.employees.values())
	keys = ("staff1", "staff2", "staff3", "staff4")
	many = queries([row(NIPS[key], Month=f"2026-0{month}") for key in keys for month in (1, 2, 3)])
	assert few == many


def test_the_file_to_fill_in_is_read_back(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""In both languages; the example rows are passed over, so there is nothing to do in it."""
	for language, header in (("en", "Unexcused Absences"), ("id", "Tidak Hadir Tanpa Alasan Sah")):
		monkeypatch.setattr(frappe.local, "lang", language)
		book = openpyxl.load_workbook(io.BytesIO(blank_file.workbook()))
		first, notes = book.worksheets
		assert header in [cell.value for cell in first[1]]
		assert notes.max_row > len(COLUMNS)
		with pytest.raises(SheetError, match="no rows below the header"):
			read(book)
		first["A2"] = first["A3"] = NIPS["staff1"]
		(group,) = read(book).groups
		assert not group.problems
		assert group.rows[0].values["month"] == date(2026, 3, 1)
		assert [line.values["kind"] for line in group.rows] == ["Late", "Absent"]


def read(book: openpyxl.Workbook) -> Any:
	stream = io.BytesIO()
	book.save(stream)
	return parse(stream.getvalue(), files.header_fields(COLUMNS), sources.choices())


def test_months_are_read_by_their_indonesian_names(agency: Agency) -> None:
	done = run(file_batch(xlsx([row(NIPS["staff1"], Month="Maret 2026")])))
	assert counts(done)["made"] == 1
	assert recaps_of(agency, "staff1")[0].month == date(2026, 3, 1)


def test_a_batch_of_another_agency(agency: Agency) -> None:
	done = run(file_batch(xlsx([row(NIPS["staff1"]), row(NIPS["foreign"])]), company=ELSEWHERE))
	assert counts(done) == {"people": 2, "processed": 2, "made": 1, "failed": 1}
	assert recaps_of(agency, "staff1") == []
