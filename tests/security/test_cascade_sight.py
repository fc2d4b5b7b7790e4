"""Threat: the cascade shows somebody results of people who are none of his business."""

from typing import Any

import frappe
import pytest

from asn_kinerja.asn_kinerja.report.asn_cascade_coverage.asn_cascade_coverage import execute
from asn_kinerja.planning import cascade
from tests.security.doors import assert_hidden
from tests.support.agency import ELSEWHERE, Agency, keep
from tests.support.cascade import DRAFT, office, store, strategy

METHODS = ("objectives", "down", "below", "up", "orphans")
PEOPLE_OF = {
	"Izin cepat": "head",
	"Berkas lengkap": "lead1",
	"Berkas diperiksa": "staff1",
	"Berkas dicatat": "staff2",
	"Piket": "staff2",
	"Jalan diperbaiki": "lead2",
	"Rapat rutin": "lead2",
	"Lubang ditutup": "staff3",
	"Arsip rapi": "staff3",
	"Notulen rapat": "staff4",
	"Alat siap": "lent",
}
# Worked out by hand from the tree in tests/support/agency.py
ALL = set(PEOPLE_OF.values())
SEES = {
	"head": ALL,
	"lead1": {"lead1", "staff1", "staff2", "lent"},
	"lead2": {"lead2", "staff3", "staff4", "lent"},
	"staff1": {"staff1"},
	"lent": {"lent"},
	"admin": ALL,
	"auditor": ALL,
	"outside": set(),
}


@pytest.fixture
def goals(agency: Agency) -> dict[str, str]:
	return strategy()


@pytest.fixture
def cycle(agency: Agency, goals: dict[str, str]) -> str:
	made = agency.cycle().name
	office(agency, made, goals)
	return made


def everything_below(cycle: str, goals: dict[str, str]) -> list[dict[str, Any]]:
	"""All results that the reader can open in the tree."""
	found: list[dict[str, Any]] = []
	todo = [cascade.down(cycle, name) for name in goals.values()]
	while todo:
		for row in todo.pop()["rows"]:
			found.append(row)
			todo.append(cascade.below(cycle, row["keys"]))
	return found


@pytest.mark.parametrize("who", SEES)
def test_every_view_shows_the_results_that_the_list_of_plans_would(
	agency: Agency, cycle: str, goals: dict[str, str], who: str
) -> None:
	with agency.acting(who):
		tree = {PEOPLE_OF[row["result"]] for row in everything_below(cycle, goals)}
		orphans = {PEOPLE_OF[row["result"]] for row in cascade.orphans(cycle)["rows"]}
		report = {PEOPLE_OF[row["result"]] for row in execute({"cycle": cycle, "show": "Results"})[1]}
		counted = sum(row["plans"] for row in execute({"cycle": cycle})[1] if row["unit"] == "Total")
		ways = {key for key in ALL if cascade.up(agency.employee(key), cycle)["plan"]}
	assert tree == SEES[who] - {"staff4"}  # his only result serves nothing
	assert orphans == report == SEES[who] & {"staff2", "lead2", "staff3", "staff4"}
	assert counted == len(SEES[who])
	assert ways == SEES[who]


def test_who_is_out_of_sight_is_a_number_and_what_lies_beneath_stays_in_reach(
	agency: Agency, cycle: str, goals: dict[str, str]
) -> None:
	with agency.acting("staff1"):
		level = cascade.down(cycle, goals["permits"])
		assert [(row["result"], row["above"]) for row in level["rows"]] == [("Berkas diperiksa", 2)]
		assert level["hidden"] == 1  # the head, who names the objective
		assert "Kepala" not in frappe.as_json(level)
		# his colleague serves the same result of the superior, and is a number too
		beside = cascade.below(cycle, ["l1"])
		assert [row["employee_name"] for row in beside["rows"]] == ["Staf Satu"]
		assert beside["hidden"] == 1
		# the numbers of an objective are for everyone
		rows = {row["name"]: row for row in cascade.objectives(cycle)["rows"]}
		assert rows[goals["permits"]]["people"] == 4


def test_up_tells_of_the_superiors_only_wording_and_holder(agency: Agency, cycle: str) -> None:
	with agency.acting("staff1"):
		row = cascade.up(agency.employee("staff1"), cycle)["rows"][0]
		assert [set(step) for step in row["superiors"]] == [{"result", "holder"}] * 2
		for stranger in ("staff2", "lead1", "head", "staff3"):
			assert cascade.up(agency.employee(stranger), cycle) == {"plan": None, "rows": []}


def test_drafts_stay_hidden_where_superiors_do_not_see_them(
	agency: Agency, goals: dict[str, str], clean_cache: None
) -> None:
	cycle = agency.cycle().name
	store(agency, "staff1", cycle, [{"result": "Rahasia", "objective": goals["roads"]}, {}], DRAFT)
	for shown in (1, 0):
		frappe.db.set_single_value("ASN Performance Settings", "superiors_see_drafts", shown)
		with agency.acting("lead1"):
			assert len(cascade.down(cycle, goals["roads"], 1)["rows"]) == shown
			assert cascade.orphans(cycle, 1)["total"] == shown
			assert bool(cascade.up(agency.employee("staff1"), cycle, 1)["plan"]) == bool(shown)


def test_only_people_in_sight_are_offered(agency: Agency, cycle: str) -> None:
	def offered(who: str, txt: str = "") -> set[str]:
		with agency.acting(who):
			found = cascade.people("Employee", txt, "name", 0, 50, {"cycle": cycle})
		return {agency.key(row[0]) for row in found}

	assert offered("lead1") == SEES["lead1"]
	assert offered("head", "Kabid") == {"lead1", "lead2"}
	assert offered("staff1") == {"staff1"}
	assert offered("outside") == set()


def test_the_doors_are_shut_for_who_reads_no_plans(
	agency: Agency, client: Any, goals: dict[str, str]
) -> None:
	here = agency.cycle().name
	there = agency.cycle(company=ELSEWHERE).name
	office(agency, here, goals)
	keep()
	arguments = {"objective": goals["roads"], "keys": '["h1"]', "employee": agency.employee("staff1")}
	needs = {"down": ("objective",), "below": ("keys",), "up": ("employee",)}
	for method in METHODS:
		path = f"/api/method/asn_kinerja.planning.cascade.{method}"
		given = {name: arguments[name] for name in needs.get(method, ())}
		assert_hidden(client("guest").get(path, cycle=here, **given))
		# a manager and an employee of the other agency
		for stranger in ("foreign_admin", "foreign"):
			assert_hidden(client(stranger).get(path, cycle=here, **given))
		assert client("foreign_admin").get(path, cycle=there, **given).ok
		answer = client("staff1").get(path, cycle=here, **given)
		assert answer.ok, answer.text
		assert "Staf Dua" not in answer.text
	path = "/api/method/asn_kinerja.planning.cascade.start"
	assert_hidden(client("guest").get(path))
	assert here not in client("foreign_admin").get(path).text
	sheet = client("foreign_admin").get(
		"/api/method/frappe.desk.query_report.run",
		report_name="ASN Cascade Coverage",
		filters=f'{{"cycle": "{here}"}}',
	)
	assert_hidden(sheet)


def test_names_with_markup_are_no_markup(agency: Agency, cycle: str) -> None:
	frappe.db.set_value(
		"ASN Work Plan", {"cycle": cycle, "employee": agency.employee("staff1")}, "employee_name", "<b>x</b>"
	)
	with agency.acting("staff1"):
		((__, name, _unit),) = cascade.people("Employee", "", "name", 0, 50, {"cycle": cycle})
	assert name == "&lt;b&gt;x&lt;/b&gt;"
