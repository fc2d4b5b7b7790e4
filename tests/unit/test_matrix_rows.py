"""What handing over a result matrix changes in one draft, row by row."""

from typing import Any

import pytest

from asn_kinerja.planning.matrix_rows import Cell, Handed, milestones_after, rows_after

SOURCE = "Matrix of Kabid"


def cell(name: str = "c1", result: str = "Laporan", **values: Any) -> Cell:
	return Cell(name, "k1", "Layanan prima", result, "Direct", **values)


def row(name: str, idx: int, result: str, **values: Any) -> dict[str, Any]:
	"""A row that the member has typed, as it is stored."""
	return {
		"name": name,
		"idx": idx,
		"item_key": f"key-{name}",
		"category": "Utama",
		"result": result,
		"superior_item": "k1",
		"superior_result": "Layanan prima",
		"cascading": "Direct",
		"measure": "",
		"success_measure": "",
		"unit": "",
		"target_min": 0.0,
		"target_max": 0.0,
		"weight": 40,
		"matrix_cell": None,
		"source": None,
		**values,
	}


def made(cells: list[Cell], **more: Any) -> list[dict[str, Any]]:
	"""The rows of an empty draft after handing over, stored."""
	rows = rows_after([], cells, {}, SOURCE, **more)
	return [row(f"r{n}", n, values["result"]) | values for n, values in enumerate(rows, 1)]


def handed(*cells: Cell) -> dict[str, Handed]:
	return {c.name: Handed(c.superior_item, c.measure, c.target, c.unit) for c in cells}


def test_a_cell_becomes_a_row_marked_with_its_source() -> None:
	(new,) = rows_after([], [cell(measure="jumlah", target=12, unit="dokumen")], {}, SOURCE)
	assert new["idx"] == 1
	assert (new["result"], new["superior_item"], new["superior_result"], new["cascading"]) == (
		"Laporan",
		"k1",
		"Layanan prima",
		"Direct",
	)
	assert (new["measure"], new["target_min"], new["unit"]) == ("jumlah", 12, "dokumen")
	assert (new["matrix_cell"], new["source"]) == ("c1", SOURCE)


def test_handing_over_again_changes_nothing() -> None:
	cells = [cell("c1", measure="jumlah"), cell("c2", "Survei", target=3)]
	stored = made(cells)
	assert rows_after(stored, cells, handed(*cells), SOURCE) == stored


def test_new_cells_are_appended_behind_what_is_there() -> None:
	own = row("own", 1, "Tugas sendiri")
	after = rows_after([own], [cell()], {}, SOURCE)
	assert [r["result"] for r in after] == ["Tugas sendiri", "Laporan"]
	assert after[0] == own
	assert [r["idx"] for r in after] == [1, 2]


def test_an_emptied_cell_takes_its_row_out_and_closes_the_gap() -> None:
	first, second = cell("c1"), cell("c2", "Survei")
	stored = [*made([first, second]), row("own", 3, "Tugas sendiri")]
	after = rows_after(stored, [second], handed(first, second), SOURCE)
	assert [(r["result"], r["idx"]) for r in after] == [("Survei", 1), ("Tugas sendiri", 2)]


def test_rows_of_another_matrix_are_left_alone() -> None:
	other = row("x", 1, "Dari pimpinan lain", matrix_cell="elsewhere")
	assert rows_after([other], [], handed(cell("c1")), SOURCE) == [other]


@pytest.mark.parametrize(
	("stored", "last", "proposed", "expected"),
	[
		("", "", "jumlah", "jumlah"),  # nothing there: filled
		("jumlah", "jumlah", "mutu", "mutu"),  # untouched since: follows the leader
		("jumlah", "jumlah", "", ""),  # untouched since: taken back
		("hari", "jumlah", "mutu", "hari"),  # the member's own: stays
		("hari", "", "mutu", "hari"),
		("hari", "hari", "hari", "hari"),
	],
)
def test_a_measure_that_the_member_has_entered_stays(
	stored: str, last: str, proposed: str, expected: str
) -> None:
	before = [made([cell()])[0] | {"measure": stored, "unit": stored}]
	past = {"c1": Handed("k1", measure=last, unit=last)}
	(after,) = rows_after(before, [cell(measure=proposed, unit=proposed)], past, SOURCE)
	assert (after["measure"], after["unit"]) == (expected, expected)


@pytest.mark.parametrize(
	("stored", "stored_max", "last", "proposed", "expected"),
	[
		(0, 0, 0, 12, 12),
		(12, 0, 12, 15, 15),
		(12, 0, 12, 0, 0),
		(10, 0, 12, 15, 10),
		(12, 20, 12, 15, 12),  # the member made a range of it
	],
)
def test_a_target_that_the_member_has_entered_stays(
	stored: float, stored_max: float, last: float, proposed: float, expected: float
) -> None:
	before = [made([cell()])[0] | {"target_min": stored, "target_max": stored_max}]
	(after,) = rows_after(before, [cell(target=proposed)], {"c1": Handed("k1", target=last)}, SOURCE)
	assert after["target_min"] == expected


def test_a_new_wording_goes_to_all_indicators_of_the_result() -> None:
	stored = [
		*made([cell(), cell("c2", "Survei")]),
		row("own", 3, "Survei", measure="mutu"),
		row("other", 4, "Tugas sendiri"),
	]
	cells = [cell(), cell("c2", "Survei kepuasan")]
	after = rows_after(stored, cells, handed(*cells), SOURCE)
	assert [r["result"] for r in after] == ["Laporan", "Survei kepuasan", "Survei kepuasan", "Tugas sendiri"]
	assert after[2]["matrix_cell"] is None


def test_a_cell_emptied_and_filled_again_keeps_the_members_row() -> None:
	stored = [made([cell("old")])[0] | {"weight": 70}]
	(after,) = rows_after(stored, [cell("new", "Laporan baru")], handed(cell("old")), SOURCE)
	assert (after["name"], after["weight"], after["matrix_cell"]) == ("r1", 70, "new")
	assert after["result"] == "Laporan baru"


@pytest.mark.parametrize("superior_item", ["k1", None])
def test_what_the_member_has_written_himself_is_not_doubled(superior_item: str | None) -> None:
	own = row("own", 1, "  laporan ", superior_item=superior_item)
	(after,) = rows_after([own], [cell()], {}, SOURCE)
	assert (after["name"], after["matrix_cell"], after["weight"]) == ("own", "c1", 40)


def test_the_same_words_for_another_result_are_another_row() -> None:
	own = row("own", 1, "Laporan", superior_item="k2")
	assert len(rows_after([own], [cell()], {}, SOURCE)) == 2


def test_a_qualitative_plan_gets_a_measure_of_success_and_no_target() -> None:
	proposed = cell(measure="Warga puas", target=12, unit="orang")
	(after,) = rows_after([], [proposed], {}, SOURCE, qualitative=True)
	assert after["success_measure"] == "Warga puas"
	assert not after.get("measure")
	assert not after.get("target_min")


def test_a_jpt_has_no_column_for_what_the_result_serves() -> None:
	(stored,) = made([cell()], leader=True)
	assert (stored["superior_item"], stored["superior_result"], stored["cascading"]) == (None, None, None)
	assert rows_after([stored], [cell()], handed(cell()), SOURCE, leader=True) == [stored]


def test_milestones_keep_to_their_rows() -> None:
	first, second = cell("c1"), cell("c2", "Survei")
	before = made([first, second])
	after = rows_after(before, [cell("c2", "Survei daring")], handed(first, second), SOURCE)
	milestones = [
		{"name": "m1", "idx": 1, "item_no": 1, "item_key": "key-r1", "result": "Laporan"},
		{"name": "m2", "idx": 2, "item_no": 2, "item_key": "key-r2", "result": "Survei"},
		{"name": "m3", "idx": 3, "item_no": 2, "item_key": "", "result": "Survei"},
		{"name": "m4", "idx": 4, "item_no": 9, "item_key": "", "result": None},  # the member's own mistake
	]
	assert milestones_after(milestones, before, after) == [
		{"name": "m2", "idx": 1, "item_no": 1, "item_key": "key-r2", "result": "Survei daring"},
		{"name": "m3", "idx": 2, "item_no": 1, "item_key": "", "result": "Survei daring"},
		{"name": "m4", "idx": 3, "item_no": 9, "item_key": "", "result": None},
	]
