"""Reading a file with the attendance of many people: what is taken, what is refused with row and column."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from asn_kinerja.attendance import sheet
from asn_kinerja.attendance.sheet import parse, recaps_of
from asn_kinerja.batches.cells import Sheet, SheetError, key
from asn_kinerja.scoring import ExceptionKind

ONE, TWO = "198005172005031001", "198105172005031002"
FIELDS = {key(label): column.field for column in sheet.COLUMNS for label in column.labels}
CHOICES: dict[str, dict[str, Any]] = {
	"kind": {key(kind.value): kind.value for kind in ExceptionKind},
	"month": {"march": 3, "maret": 3},
}
HEADER = [column.labels[0] for column in sheet.COLUMNS]
MARCH = date(2026, 3, 1)


def line(nip: str = ONE, month: Any = "2026-03", **values: Any) -> dict[str, Any]:
	return {"nip": nip, "month": month, "working_days": 20, **values}


def read(*rows: dict[str, Any]) -> Sheet:
	book = openpyxl.Workbook()
	book.active.append(HEADER)
	for values in rows:
		book.active.append([values.get(column.field) for column in sheet.COLUMNS])
	stream = io.BytesIO()
	book.save(stream)
	return parse(stream.getvalue(), FIELDS, CHOICES)


def problems(*rows: dict[str, Any]) -> list[tuple[int, str, str]]:
	found = [problem for group in read(*rows).groups for problem in group.problems]
	return [(problem.row, problem.field, problem.error.text(str, problem.field)) for problem in found]


def test_rows_of_a_person_and_month_are_one_recap() -> None:
	found = read(
		line(present=17, excused_absences=1, date="2026-03-04", kind="Late", minutes=25),
		{"nip": ONE, "month": "2026-03", "date": "17/03/2026", "kind": "absent"},
		{"nip": ONE, "month": "2026-03", "date": datetime(2026, 3, 18), "kind": "ABSENT"},
		line(month="2026-04"),
		line(nip=TWO, unexcused_absences=2, longest_run=2),
	)
	one, two = found.groups
	assert not one.problems
	assert not two.problems
	march, april = [recap.facts for recap in recaps_of(one)]
	assert (march.month, march.working_days, march.present) == (MARCH, 20, 17)
	assert (march.excused_absences, march.unexcused_absences) == (1, 2)  # two are listed as absent
	assert [(row.kind.value, row.day, row.minutes) for row in march.exceptions] == [
		("Late", date(2026, 3, 4), 25),
		("Absent", date(2026, 3, 17), 0),
		("Absent", date(2026, 3, 18), 0),
	]
	assert (april.month, april.present, april.unexcused_absences) == (date(2026, 4, 1), 20, 0)
	(other,) = [recap.facts for recap in recaps_of(two)]
	assert (other.present, other.unexcused_absences, other.longest_run) == (18, 2, 2)


@pytest.mark.parametrize(
	"month",
	[
		"2026-03",
		"03/2026",
		"3-2026",
		"2026-03-15",
		"15/03/2026",
		"Maret 2026",
		"march  2026",
		date(2026, 3, 9),
		datetime(2026, 3, 1),
	],
	ids=str,
)
def test_ways_to_write_a_month(month: Any) -> None:
	(group,) = read(line(month=month)).groups
	assert not group.problems
	assert [recap.facts.month for recap in recaps_of(group)] == [MARCH]


@pytest.mark.parametrize("month", ["13/2026", "2026-00", "Maart 2026", "2026", 202603, "03.26"])
def test_what_is_no_month_is_named(month: Any) -> None:
	((number, field, text),) = problems(line(month=month))
	assert (number, field) == (2, "month")
	assert "not a month" in text


@pytest.mark.parametrize(
	("rows", "expected", "words"),
	[
		([line(working_days=None)], (2, "working_days"), "first row of each month"),
		([line(working_days="dua puluh")], (2, "working_days"), "not a whole number"),
		([line(working_days=20.5)], (2, "working_days"), "not a whole number"),
		([line(working_days=40)], (2, "working_days"), "0 to 31"),
		([line(present=19)], (2, "working_days"), "add up to 19, not to the 20"),
		([line(month=None)], (2, "month"), "month is empty"),
		([line(date="30/02/2026", kind="Absent", present=20)], (2, "date"), "no such day"),
		([line(date="kemarin", kind="Absent", present=20)], (2, "date"), "not a date"),
		([line(date="01/04/2026", kind="Late", minutes=5)], (2, "date"), "not in this month"),
		([line(date="04/03/2026", kind="Sakit", present=20)], (2, "kind"), "not one of the possible values"),
		([line(date="04/03/2026")], (2, "kind"), "no exception"),
		([line(kind="Absent")], (2, "date"), "no date"),
		([line(date="04/03/2026", kind="Late")], (2, "minutes"), "how many minutes"),
		([line(date="04/03/2026", kind="Late", minutes=0)], (2, "minutes"), "how many minutes"),
		([line(date="04/03/2026", kind="Late", minutes="lama")], (2, "minutes"), "not a whole number"),
		([line(date="04/03/2026", kind="Late", minutes=1441)], (2, "minutes"), "1 to 1440"),
		([line(date="04/03/2026", kind="No Clock-In", minutes=3)], (2, "minutes"), "no minutes"),
		([line(longest_run=2, unexcused_absences=1)], (2, "longest_run"), "more than the 1 unexcused"),
		(
			[line(unexcused_absences=0, date="04/03/2026", kind="Absent")],
			(2, "unexcused_absences"),
			"1 days are listed as absent",
		),
		([line(), line(working_days=21)], (3, "working_days"), "differs from row 2"),
		(
			[
				line(date="04/03/2026", kind="Late", minutes=5),
				line(date="04/03/2026", kind="Late", minutes=6),
			],
			(3, "kind"),
			"listed twice",
		),
	],
)
def test_a_wrong_cell_is_named_once(
	rows: list[dict[str, Any]], expected: tuple[int, str], words: str
) -> None:
	found = problems(*rows)
	assert [(number, field) for number, field, _text in found] == [expected], found
	assert words in found[0][2]


def test_columns_that_a_recap_needs() -> None:
	with pytest.raises(SheetError, match="missing: Month, Working Days"):
		parse(b"NIP,Present\n1,2\n", FIELDS, CHOICES)
