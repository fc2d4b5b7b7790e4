"""The file with the attendance of many people: the rows of a NIP and month are one recap.

The first of them holds the days of the month; each of them may hold one exception. No Frappe here; how a file
is read is in `asn_kinerja.batches.cells`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from asn_kinerja.batches.cells import CellProblem, Column, Group, Layout, Row, Sheet, SheetError
from asn_kinerja.batches.cells import parse as parse_cells
from asn_kinerja.scoring import ExceptionKind, MonthFacts, Occurrence, ScoringError, month_errors

COLUMNS = (
	Column("nip", ("NIP",)),
	Column("month", ("Month",), "month"),
	Column("working_days", ("Working Days",), "whole"),
	Column("present", ("Present",), "whole"),
	Column("excused_absences", ("Excused Absences",), "whole"),
	Column("unexcused_absences", ("Unexcused Absences",), "whole"),
	Column("longest_run", ("Longest Run of Unexcused Days",), "whole"),
	Column("date", ("Date",), "date"),
	Column("kind", ("Exception",), "choice"),
	Column("minutes", ("Minutes",), "whole"),
)
NEEDED = ("nip", "month", "working_days")
COUNTS = ("working_days", "present", "excused_absences", "unexcused_absences", "longest_run")
EXCEPTION = ("date", "kind", "minutes")
TIMED = (ExceptionKind.LATE.value, ExceptionKind.EARLY.value)


@dataclass(frozen=True, slots=True)
class Recap:
	"""One recap of the file. `first`: the row with its days; `rows`: those of its exceptions, in the order of
	`facts.exceptions`."""

	facts: MonthFacts
	first: Row
	rows: tuple[Row, ...]


def parse(content: bytes, fields: Mapping[str, str], choices: Mapping[str, Mapping[str, Any]]) -> Sheet:
	"""Read a whole file (see `cells.parse`); what cannot be in a recap is a problem of its cell."""
	return parse_cells(content, Layout(COLUMNS, NEEDED, _check), fields, choices)


def recaps_of(group: Group) -> list[Recap]:
	"""The recaps of a person, by month. What is unreadable is left out: such a group has problems."""
	months: dict[date, list[Row]] = {}
	for row in group.rows:
		if "month" in row.values:
			months.setdefault(row.values["month"], []).append(row)
	return [_recap(month, rows) for month, rows in sorted(months.items())]


def _recap(month: date, rows: list[Row]) -> Recap:
	first = rows[0]
	with_exception = tuple(row for row in rows if "date" in row.values and "kind" in row.values)
	exceptions = tuple(
		Occurrence(ExceptionKind(row.values["kind"]), row.values["date"], row.values.get("minutes", 0))
		for row in with_exception
	)
	absent = sum(row.kind is ExceptionKind.ABSENT for row in exceptions)
	working = first.values.get("working_days", 0)
	excused = first.values.get("excused_absences", 0)
	unexcused = first.values.get("unexcused_absences", absent)
	present = first.values.get("present", max(0, working - excused - unexcused))
	run = first.values.get("longest_run", 0)
	facts = MonthFacts(month, working, present, excused, unexcused, run, exceptions)
	return Recap(facts, first, with_exception)


def _check(group: Group) -> None:
	for row in group.rows:
		if "month" not in row.typed:
			group.refuse(row, "month", SheetError("The month is empty. Write it in every row."))
		_check_exception(group, row)
	named = {(problem.row, problem.field) for problem in group.problems}
	for recap in recaps_of(group):
		_check_days(group, recap, named)
		for error in month_errors(recap.facts):
			_refuse(group, recap, error, named)


def _check_exception(group: Group, row: Row) -> None:
	"""An exception has a date and a kind; late and early have minutes."""
	if not any(name in row.typed for name in EXCEPTION):
		return
	if "date" not in row.typed:
		group.refuse(row, "date", SheetError("The exception has no date. Write on which day it was."))
	if "kind" not in row.typed:
		group.refuse(row, "kind", SheetError("The date has no exception. Write what it was."))
	if row.values.get("kind") in TIMED and not row.values.get("minutes") and "minutes" not in row.typed:
		group.refuse(row, "minutes", SheetError("Write by how many minutes."))
	if row.values.get("kind") in TIMED and row.values.get("minutes") == 0:
		group.refuse(row, "minutes", SheetError("Write by how many minutes."))


def _check_days(group: Group, recap: Recap, named: set[tuple[int, str]]) -> None:
	"""The days stand in the first row of the month; a later one leaves them empty or repeats them."""
	if "working_days" not in recap.first.typed:
		error = SheetError("The days of the month are empty. Write them in the first row of each month.")
		group.refuse(recap.first, "working_days", error)
		named.add((recap.first.number, "working_days"))
	for row in group.rows:
		if row is recap.first or row.values.get("month") != recap.facts.month:
			continue
		for name in COUNTS:
			if name in row.values and row.values[name] != recap.first.values.get(name):
				error = SheetError("It differs from row {0} of the same month.", str(recap.first.number))
				group.refuse(row, name, error)


def _refuse(group: Group, recap: Recap, error: ScoringError, named: set[tuple[int, str]]) -> None:
	"""Name what the core has found, at its cell; what cannot be right while a cell is unreadable is not
	said."""
	unreadable = {field for number, field in named if number == recap.first.number}
	if not error.table and unreadable & {*COUNTS, "month"}:
		return
	if error.field in COUNTS[1:] and error.field not in recap.first.typed:
		return  # it was worked out from a cell that is named
	row = recap.rows[(error.row or 1) - 1] if error.table else recap.first
	if (row.number, error.field) not in named:
		group.problems.append(CellProblem(row.number, error.field, row.typed.get(error.field, ""), error))
