"""The nine boxes on the screen: numbers of people and shares, filters, movements, the row rule."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import frappe
import pytest

from tests.support.agency import HERE, UNITS, Agency
from tests.support.competency import position, standard
from tests.support.queries import number_of_queries
from tests.support.rows import insert_rows
from tests.support.talent import PLACEMENT, clear, crowd, draft, half_year

REPORT = "ASN Nine Box"


@pytest.fixture
def talent_map(agency: Agency) -> Any:
	"""Placements as rows. Staff of Kabid Satu: staff1 9, staff2 7, lent 2 (rated by Kabid Dua); of Kabid Dua:
	staff3 5, staff4 not placed; admin 9."""
	clear(agency)
	made = draft(agency, half_year(agency))
	boxes = {"staff1": 9, "staff2": 7, "lent": 2, "staff3": 5, "staff4": 0, "admin": 9}
	before = {"staff1": (7, "Up"), "staff2": (7, "Same"), "lent": (5, "Down"), "staff3": (4, "Mixed")}
	unit = dict.fromkeys(("staff1", "staff2", "lent"), 0)
	rows = []
	for key, box in boxes.items():
		name = UNITS[unit.get(key, 1)]
		department = frappe.db.get_value("Department", {"department_name": name, "company": HERE})
		rows.append(
			{
				**place(agency.employee(key), made, box),
				"rater": agency.employee(agency.rater(key)),
				"department": department,
				"previous_box": before.get(key, (0, None))[0],
				"movement": before.get(key, (0, None))[1],
			}
		)
	insert_rows(PLACEMENT, rows)
	return made


def place(employee: str, talent_map: Any, box: int) -> dict[str, Any]:
	return {
		"employee": employee,
		"employee_name": f"Nama {employee}",
		"company": HERE,
		"map": talent_map.name,
		"status": "Draft",
		"box": box,
		"performance_value": "90.00" if box else None,
		"potential_value": 80.5 if box else 0,
		"reason": None if box else "No Released Result",
		"placement_key": f"{talent_map.name}::{employee}",
	}


@pytest.fixture
def ask(agency: Agency, talent_map: Any) -> Callable[..., Any]:
	def as_person(who: str, **filters: Any) -> tuple[dict[str, dict[str, Any]], str, dict[str, int]]:
		with agency.acting(who):
			report = frappe.get_doc("Report", REPORT)
			given = {"map": talent_map.name, **filters}
			_columns, rows, message, _chart, summary = report.execute_script_report(given)
		key_of = {employee: key for key, employee in agency.employees.items()}
		return (
			{key_of[row["employee"]]: row for row in rows},
			message,
			{row["label"]: row["value"] for row in summary},
		)

	return as_person


def publish(talent_map: Any) -> None:
	frappe.db.set_value(PLACEMENT, {"map": talent_map.name}, "status", "Published")
	frappe.db.set_value("ASN Talent Map", talent_map.name, "status", "Published")


def people_in(message: str) -> dict[int, tuple[int, float]]:
	"""Box -> people and share, as the grid tells them to a screen reader."""
	told = re.findall(r'aria-label="Box (\d): [^"]*?\. (\d+) people, ([\d.,]+) %"', message)
	return {int(box): (int(people), float(share.replace(",", "."))) for box, people, share in told}


def test_people_and_shares_of_the_boxes(ask: Callable[..., Any]) -> None:
	"""Five have a box, two of them box 9: 40 %; one each in 7, 5, 2: 20 %."""
	rows, message, summary = ask("auditor")
	assert list(rows) == ["staff1", "admin", "staff2", "staff3", "lent", "staff4"]
	some = {9: (2, 40), 7: (1, 20), 5: (1, 20), 2: (1, 20)}
	assert people_in(message) == {box: some.get(box, (0, 0)) for box in range(1, 10)}
	assert summary == {"People": 6, "Placed": 5, "Succession Group": 3, "Not Placed": 1}
	assert (float(rows["staff1"]["performance"]), rows["staff1"]["potential"]) == (90, 80.5)
	assert (rows["staff4"]["box"], rows["staff4"]["potential"]) == (None, None)
	assert rows["staff4"]["reason"] == "No Released Result"


def test_potential_rises_upwards_and_performance_to_the_right(ask: Callable[..., Any]) -> None:
	message = ask("auditor")[1]
	assert re.findall(r'class="asn-box[^>]*data-box="(\d)"', message) == list("689357124")


def test_a_box_shows_its_people_and_the_grid_stays_whole(ask: Callable[..., Any]) -> None:
	for box, people in (
		("9", {"staff1", "admin"}),
		("7-9", {"staff1", "admin", "staff2"}),
		("0", {"staff4"}),
	):
		rows, message, summary = ask("auditor", box=box)
		assert set(rows) == people
		assert summary["People"] == 6
		assert people_in(message)[9][0] == 2
		chosen = re.findall(r'data-box="(\d)"[^>]*aria-pressed="true"', message)
		assert set(chosen) == {"9": {"9"}, "7-9": set("789"), "0": {"0"}}[box] - (
			{"0"} if box != "0" else set()
		)
	assert not ask("auditor", box="1")[0]


def test_unit_and_movement(ask: Callable[..., Any]) -> None:
	unit = frappe.db.get_value("Department", {"department_name": UNITS[0], "company": HERE})
	rows, message, _summary = ask("auditor", department=unit)
	assert set(rows) == {"staff1", "staff2", "lent"}
	assert people_in(message)[9] == (1, 33.33)
	assert set(ask("auditor", movement="Up")[0]) == {"staff1"}
	assert set(ask("auditor", movement="Down", box="2")[0]) == {"lent"}


def test_movements_from_box_to_box(ask: Callable[..., Any], talent_map: Any, agency: Agency) -> None:
	assert "asn-moves" not in ask("auditor")[1].split("</style>")[1]  # no map before
	earlier = draft(agency, half_year(agency), as_of_date="2026-01-31", title="Peta Lama")
	frappe.db.set_value("ASN Talent Map", talent_map.name, "previous_map", earlier.name)
	message = ask("auditor")[1]
	assert "Up: 1 · Same: 1 · Down: 1 · Mixed: 1" in message
	table = message.split('class="asn-moves"')[1]
	rows = re.findall(r'<tr><th scope="row">(\d)</th>(.*?)</tr>', table)
	found = {
		(int(old), new): re.sub("<.*?>", "", cell)
		for old, cells in rows
		for new, cell in enumerate(re.findall(r"<td>(.*?)</td>", cells), 1)
	}
	assert {pair: count for pair, count in found.items() if count != "·"} == {
		(7, 9): "1",
		(7, 7): "1",
		(5, 2): "1",
		(4, 5): "1",
	}
	assert "Peta Lama" in message


def test_everybody_counts_only_whom_he_sees(ask: Callable[..., Any], talent_map: Any) -> None:
	"""Of the draft managers see all but themselves; published, raters see their people."""
	assert set(ask("admin")[0]) == {"staff1", "staff2", "lent", "staff3", "staff4"}
	assert not ask("lead1")[0]
	publish(talent_map)
	assert set(ask("lead1")[0]) == {"staff1", "staff2", "lent"}
	assert people_in(ask("lead1")[1])[9] == (1, 33.33)
	assert set(ask("lead2")[0]) == {"lent", "staff3", "staff4", "admin"}
	assert set(ask("admin")[0]) == {"staff1", "staff2", "lent", "staff3", "staff4", "admin"}
	assert not ask("foreign_admin")[0]


def test_without_a_filter_it_is_the_newest_published_map(ask: Callable[..., Any], talent_map: Any) -> None:
	publish(talent_map)
	assert set(ask("lead1", map=None)[0]) == {"staff1", "staff2", "lent"}


def test_what_a_client_sends_as_a_box_is_no_error(ask: Callable[..., Any]) -> None:
	for box in ("12", "x", "' or 1=1", "-1"):
		assert ask("auditor", box=box)[0] == {}


def test_a_position_names_the_standard_by_which_people_fit_it(
	ask: Callable[..., Any], agency: Agency
) -> None:
	"""The agency's own comes before the one for all agencies; positions without one name none."""
	standard("Uji Arsiparis", {"Integritas": 3})
	own = standard("Uji Arsiparis", {"Integritas": 4}, company=HERE)
	for key, name in (("staff1", "Uji Arsiparis"), ("staff2", position("Uji Tanpa Standar"))):
		frappe.db.set_value(PLACEMENT, {"employee": agency.employee(key)}, "designation", name)
	rows = ask("auditor")[0]
	assert [rows[key]["standard"] for key in ("staff1", "staff2", "staff3")] == [own.name, None, None]


def test_names_are_shown_as_text(ask: Callable[..., Any], talent_map: Any) -> None:
	frappe.db.set_value("ASN Talent Map", talent_map.name, "title", "<script>alert(1)</script>")
	assert "<script>" not in ask("auditor")[1]


def test_the_number_of_queries_does_not_grow_with_the_people(agency: Agency, talent_map: Any) -> None:
	report = frappe.get_doc("Report", REPORT)
	run = partial(report.execute_script_report, {"map": talent_map.name})
	run()  # fills the caches
	few = number_of_queries(run)
	insert_rows(
		PLACEMENT, [place(name, talent_map, number % 10) for number, name in enumerate(crowd(agency, 500))]
	)
	assert number_of_queries(run) == few
	assert len(run()[1]) == 506
