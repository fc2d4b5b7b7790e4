"""What handing over a result matrix changes in one draft plan. Pure: rows in, rows out, no Frappe.

A row of a plan and a milestone are dictionaries with the field names of their DocTypes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]

SOURCE_LENGTH = 140  # characters of a Data column


@dataclass(frozen=True, slots=True)
class Cell:
	"""One cell of the matrix: what one person delivers (`result`) for one result of the leader.

	`measure`, `target` (0: none) and `unit` are proposals; the member may enter his own."""

	name: str
	superior_item: str
	superior_result: str
	result: str
	cascading: str
	measure: str = ""
	target: float = 0
	unit: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
	"""What a cell proposed when it was last handed over: a value of the row that differs is the member's."""

	superior_item: str
	measure: str = ""
	target: float = 0
	unit: str = ""


def rows_after(
	rows: Sequence[Row],
	cells: Iterable[Cell],
	handed: Mapping[str, Handed],
	source: str,
	qualitative: bool = False,
	leader: bool = False,
) -> list[Row]:
	"""The rows of a draft after the cells of its owner have been handed over, numbered from 1.

	`handed`: what this matrix has handed to this person before, by the name of the cell. `leader`: the plan
	is that of a JPT, whose form has no column for the superior's result.

	A row that came from a cell follows it; a cell without a row gets one at the end (without `name`); a row
	whose cell is gone is taken out. What the member has entered himself stays: weight, target, other rows.
	Handing over the same cells again gives the same rows."""
	after = [dict(row) for row in rows]
	cells = list(cells)
	present = {cell.name for cell in cells}
	gone = {name: past for name, past in handed.items() if name not in present}
	for cell in cells:
		row = _row_of(cell, after, gone)
		if row is None:
			row = _new_row()
			after.append(row)
			past = None
		else:
			past = handed.get(row.get("matrix_cell") or "")
		_follow(after, row, cell, source, leader)
		_propose(row, cell, past, qualitative)
	after = [row for row in after if row.get("matrix_cell") not in gone]
	for number, row in enumerate(after, 1):
		row["idx"] = number
	return after


def milestones_after(milestones: Sequence[Row], before: Sequence[Row], after: Sequence[Row]) -> list[Row]:
	"""The milestones of a draft whose rows have changed: each keeps to its row, whose number and wording may
	be others now; those of a row that was taken out go with it."""
	key_at = {row["idx"]: row.get("item_key") for row in before}
	row_of = {row["item_key"]: row for row in after if row.get("item_key")}
	taken_out = {key for key in key_at.values() if key and key not in row_of}
	kept: list[Row] = []
	for milestone in milestones:
		key = milestone.get("item_key") or key_at.get(milestone.get("item_no"))
		if key in taken_out:
			continue
		row = row_of.get(key)
		now = {"item_no": row["idx"], "result": row["result"]} if row else {}
		kept.append({**milestone, **now, "idx": len(kept) + 1})
	return kept


def _row_of(cell: Cell, rows: Sequence[Row], gone: Mapping[str, Handed]) -> Row | None:
	"""The row that belongs to the cell: the one made from it; else one made from a cell for the same result
	that was emptied and filled again; else one in which the member has written the same himself."""

	def made_from(row: Row) -> bool:
		return row.get("matrix_cell") == cell.name

	def filled_again(row: Row) -> bool:
		past = gone.get(row.get("matrix_cell") or "")
		return past is not None and past.superior_item == cell.superior_item

	def written_himself(row: Row) -> bool:
		if row.get("matrix_cell") or row.get("superior_item") not in (None, "", cell.superior_item):
			return False
		return _same_text(row.get("result"), cell.result)

	for fits in (made_from, filled_again, written_himself):
		if row := next(filter(fits, rows), None):
			return row
	return None


def _same_text(one: object, other: object) -> bool:
	return " ".join(str(one or "").split()).casefold() == " ".join(str(other or "").split()).casefold()


def _new_row() -> Row:
	return {"category": "Utama", "direction": "Higher", "data_source": "Manual", "weight": 0, "result": ""}


def _follow(rows: Sequence[Row], row: Row, cell: Cell, source: str, leader: bool) -> None:
	"""Give the row the wording of its cell, and with it the rows in which the member measures the same result
	by further indicators."""
	values = {
		"result": cell.result,
		"superior_item": None if leader else cell.superior_item,
		"superior_result": None if leader else cell.superior_result,
		"cascading": None if leader else cell.cascading,
	}
	before = row["result"]
	position = next(at for at, other in enumerate(rows) if other is row)
	for other in rows[position + 1 :]:
		if not before or other.get("matrix_cell") or not _same_text(other.get("result"), before):
			break
		other.update(values)
	row.update(values, matrix_cell=cell.name, source=source[:SOURCE_LENGTH])


def _propose(row: Row, cell: Cell, past: Handed | None, qualitative: bool) -> None:
	"""Put the measure, the target and its unit where the member has not entered his own. A qualitative plan
	has no targets: its measure is the measure of success."""
	if qualitative:
		_propose_text(row, "success_measure", cell.measure, past.measure if past else "")
		return
	_propose_text(row, "measure", cell.measure, past.measure if past else "")
	_propose_text(row, "unit", cell.unit, past.unit if past else "")
	own = float(row.get("target_min") or 0)
	if not row.get("target_max") and (not own or (past and own == past.target)):
		row["target_min"] = cell.target


def _propose_text(row: Row, field: str, proposed: str, last: str) -> None:
	own = row.get(field) or ""
	if own in ("", last) and own != proposed:
		row[field] = proposed
