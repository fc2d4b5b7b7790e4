"""The file with competencies of the agency's own: a row for each level, five rows a competency.

The first of them names the competency; the rows below may repeat it or leave it empty. No Frappe here; how a
file is read is in `asn_kinerja.batches.cells`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from asn_kinerja.batches.cells import (
	CellProblem,
	Column,
	Row,
	SheetError,
	columns_of,
	key,
	read,
	shown,
	value_of,
)
from asn_kinerja.scoring import ScoringError
from asn_kinerja.scoring.job_match import parse_level, validate_ladder

COLUMNS = (
	Column("title", ("Competency",), length=140),
	Column("kind", ("Kind",), "choice"),
	Column("code", ("Code",), length=140),
	Column("definition", ("Definition",)),
	Column("source", ("Source",)),
	Column("level", ("Level",)),
	Column("description", ("Description",)),
	Column("behaviours", ("Behaviours",)),
)
NEEDED = ("title", "kind", "definition", "level", "description")
HEAD = ("kind", "code", "definition", "source")
EXAMPLES = ("contoh:", "example:")
"""Competencies whose names begin so are examples of the template, and are passed over."""
MOST = 500
"""Competencies in a file: they are stored while the clerk waits."""


@dataclass(slots=True)
class Draft:
	"""A competency of the file. `row`: the number of its first row; `values` and `levels` as its record has
	them. With problems it is not stored."""

	title: str
	row: int
	values: dict[str, Any] = field(default_factory=dict)
	levels: list[dict[str, Any]] = field(default_factory=list)
	problems: list[CellProblem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Competencies:
	"""`headers`: field -> the column's name in the file."""

	drafts: list[Draft]
	headers: Mapping[str, str]


def parse(content: bytes, fields: Mapping[str, str], choices: Mapping[str, Any]) -> Competencies:
	"""Read a whole file. `fields`: `key` of a header -> field; `choices`: `key` of a text -> kind.

	Raises SheetError when the file as a whole cannot be used (see `cells.read`), has no competency or more
	than MOST. All else is a problem of a competency."""
	lines = read(content)
	header = next(lines, None)
	if header is None:
		raise SheetError("The file is empty. Download the template and fill it in.")
	columns = columns_of(header[1], COLUMNS, NEEDED, fields)
	rows: dict[str, list[tuple[Row, list[CellProblem]]]] = {}
	current = ""
	for number, cells in lines:
		cell = {name: cells[place] for place, name in columns.items() if place < len(cells)}
		row, problems = _row(number, cell, choices)
		current = row.typed.get("title", current)
		if not current.casefold().startswith(EXAMPLES):
			rows.setdefault(key(current), []).append((row, problems))
	if not rows:
		raise SheetError("The file has no rows below the header. Fill them in as in the template.")
	if len(rows) > MOST:
		raise SheetError("The file has more than {0} competencies. Split it.", str(MOST))
	drafts = [_draft(found) for found in rows.values()]
	return Competencies(drafts, {name: shown(header[1][place]) for place, name in columns.items()})


def _row(number: int, cells: Mapping[str, Any], choices: Mapping[str, Any]) -> tuple[Row, list[CellProblem]]:
	typed = {name: shown(cell) for name, cell in cells.items() if cell is not None}
	values: dict[str, Any] = {}
	problems = []
	for column in COLUMNS:
		if column.field not in typed:
			continue
		try:
			value = value_of(column, cells[column.field], choices)
			values[column.field] = parse_level(value, "level") if column.field == "level" else value
		except (SheetError, ScoringError) as error:
			problems.append(CellProblem(number, column.field, typed[column.field], error))
	return Row(number, values, typed), problems


def _draft(found: Sequence[tuple[Row, list[CellProblem]]]) -> Draft:
	first = found[0][0]
	draft = Draft(first.typed.get("title", ""), first.number)
	for row, problems in found:
		draft.problems += problems
		_take_head(draft, row)
		_take_level(draft, row)
	_check_head(draft, first)
	_check_levels(draft, [row for row, _problems in found])
	draft.problems.sort(key=lambda problem: problem.row)
	return draft


def _refuse(draft: Draft, row: Row, name: str, error: SheetError | ScoringError) -> None:
	draft.problems.append(CellProblem(row.number, name, row.typed.get(name, ""), error))


def _take_head(draft: Draft, row: Row) -> None:
	for name in HEAD:
		if name in row.values and draft.values.setdefault(name, row.values[name]) != row.values[name]:
			_refuse(draft, row, name, SheetError("It differs from a row above of the same competency."))


def _take_level(draft: Draft, row: Row) -> None:
	for name in ("level", "description"):
		if name not in row.typed:
			_refuse(draft, row, name, SheetError("This cell is empty. Fill it in in every row."))
	lines = re.split(
		r"\n" if "\n" in row.values.get("behaviours", "") else r";", row.values.get("behaviours", "")
	)
	draft.levels.append(
		{
			"level": row.values.get("level"),
			"description": row.values.get("description"),
			"behaviours": "\n".join(filter(None, map(str.strip, lines))),
		}
	)


def _check_head(draft: Draft, first: Row) -> None:
	if not draft.title:
		_refuse(draft, first, "title", SheetError("The first row of a competency names it."))
	named = {problem.field for problem in draft.problems}
	for name in ("kind", "definition"):
		if name not in draft.values and name not in named:
			_refuse(
				draft,
				first,
				name,
				SheetError("This cell is empty. Fill it in in the competency's first row."),
			)


def _check_levels(draft: Draft, rows: Sequence[Row]) -> None:
	if any(problem.field == "level" for problem in draft.problems):
		return
	try:
		validate_ladder([level["level"] for level in draft.levels])
	except ScoringError as error:
		_refuse(draft, rows[(error.row or 1) - 1], "level", error)
