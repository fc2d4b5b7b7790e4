"""The report on development plans: numbers worked by hand, and only of plans that the reader sees."""

from typing import Any

import frappe
import pytest

from asn_kinerja.asn_kinerja.report.asn_development_progress.asn_development_progress import execute
from tests.support import development as dev
from tests.support.agency import HERE, UNITS, Agency
from tests.support.development import PUBLIC, TEAM, approved, measure, stored
from tests.support.training import verified


@pytest.fixture
def cycle(agency: Agency) -> Any:
	"""staff1: of four measures (4, 8, 16, 2 JP) one is done, one overdue, one dropped, one open; levels of
	two competencies, one risen; 24 JP verified. staff2: a draft of one measure. staff3: one, done."""
	dev.clear(agency)
	dev.competencies()
	ours = {"name": ["in", list(agency.employees.values())]}
	frappe.db.set_value("Employee", ours, "asn_type", "PNS")
	frappe.db.set_single_value("ASN Performance Settings", "training_duty", 20)
	cycle = agency.cycle()
	dev.assessment(agency, "staff1", "2026-01-10", {TEAM: (1, 3), PUBLIC: (2, 3)})
	of_team = {"competency": TEAM, "target_level": 3}
	doc = approved(
		agency,
		cycle,
		"staff1",
		measure(**of_team),
		measure(hours=8, kind="E-Learning", due_date="2026-01-31", **of_team),
		measure(hours=16, description="dibatalkan"),
		measure(hours=2, kind="Job Coaching", due_date="2026-12-31", competency=PUBLIC, target_level=3),
	)
	with agency.acting("staff1"):
		doc = stored(doc)
		doc.items[0].status = "Done"
		doc.items[2].update({"status": "Dropped", "result_note": "Tidak jadi"})
		doc.save()
	dev.assessment(agency, "staff1", "2026-09-10", {TEAM: (3, 3), PUBLIC: (2, 3)})
	dev.plan(agency, cycle, "staff2", measure(due_date="2026-01-31"))
	third = approved(agency, cycle, "staff3", measure(hours=6))
	with agency.acting("staff3"):
		third = stored(third)
		third.items[0].status = "Done"
		third.save()
	verified(agency)
	return cycle


def report(agency: Agency, cycle: Any, who: str = "admin", **filters: Any) -> Any:
	with agency.acting(who):
		return execute({"company": HERE, "cycle": cycle.name, **filters})


def rows_of(answer: Any, by: str = "employee_name") -> dict[str, dict[str, Any]]:
	return {row[by]: row for row in answer[1]}


COUNTS = ("items", "done", "overdue", "dropped", "risen", "same", "fallen")


def test_the_numbers_of_each_person(agency: Agency, cycle: Any) -> None:
	rows = rows_of(report(agency, cycle))
	first, second = rows["Staf Satu"], rows["Staf Dua"]
	# two measures serve the competency that has risen: it counts once
	assert [first[name] for name in COUNTS] == [3, 1, 1, 1, 1, 1, 0]
	# planned 4 + 8 + 2; done 4; of the year 24; 1 of 3 done
	assert (first["jp_planned"], first["jp_done"], first["jp_year"]) == (14, 4, 24)
	assert (first["duty"], first["missing"], first["share"]) == (20, 0, 33.33)
	# nothing is overdue that nobody has approved
	assert [second[name] for name in COUNTS] == [1, 0, 0, 0, 0, 0, 0]
	assert (second["missing"], second["status"]) == (20, "Draft")
	total = rows["Total"]
	assert (total["plans"], total["items"], total["done"], total["overdue"]) == (3, 5, 2, 1)
	# 14 + 4 + 6; 4 + 6; missing 20 + 20; 2 of 5
	assert (total["jp_planned"], total["jp_done"], total["missing"], total["share"]) == (24, 10, 40, 40)


def test_the_numbers_of_each_unit(agency: Agency, cycle: Any) -> None:
	answer = report(agency, cycle, show="units")
	rows = rows_of(answer, "unit")
	first, second = (rows[unit] for unit in UNITS)
	assert (first["plans"], first["items"], first["done"], first["duty"]) == (2, 4, 1, 40)
	assert (second["plans"], second["items"], second["done"], second["share"]) == (1, 1, 1, 100)
	parts = answer[3]["data"]["datasets"]
	# done, open, overdue; unit two comes first
	assert [part["values"] for part in parts] == [[1, 1], [0, 2], [0, 1]]


def test_everybody_sees_the_plans_that_he_sees(agency: Agency, cycle: Any) -> None:
	for who, names in {
		"head": {"Staf Satu", "Staf Dua", "Staf Tiga"},
		"lead1": {"Staf Satu", "Staf Dua"},
		"lead2": {"Staf Tiga"},
		"staff1": {"Staf Satu"},
	}.items():
		assert set(rows_of(report(agency, cycle, who))) == {*names, "Total"}, who
	for who in ("outside", "foreign_admin", "guest", "foreign"):
		assert report(agency, cycle, who)[1] == [], who
