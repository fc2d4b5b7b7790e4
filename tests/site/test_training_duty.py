"""Training of a year against the duty of PNS and the maximum of PPPK: a person, and the report."""

from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from asn_kinerja.asn_kinerja.report.asn_training_hours.asn_training_hours import execute
from asn_kinerja.development import duty
from tests.support import development as dev
from tests.support.agency import HERE, UNITS, Agency
from tests.support.training import handed_in, verified

YEAR = 2026
FORM = {"form": "Non-Classical"}


@pytest.fixture(autouse=True)
def some_hours(agency: Agency) -> None:
	"""staff1 (PNS): 24 classical + 4 non-classical, 8 waiting; staff2 (PPPK): 26; staff3 (PNS): 19,99;
	everybody else (PNS): nothing."""
	dev.clear(agency)
	ours = {"name": ["in", list(agency.employees.values())]}
	frappe.db.set_value("Employee", ours, "asn_type", "PNS")
	frappe.db.set_value("Employee", agency.employee("staff2"), "asn_type", "PPPK")
	frappe.db.set_single_value("ASN Performance Settings", {"training_duty": 20, "training_maximum": 24})
	verified(agency, title="Satu")
	verified(agency, title="Dua", hours=4, **FORM)
	verified(agency, title="Tahun lalu", from_date="2025-03-02", to_date="2025-12-31", hours=99)
	handed_in(agency, title="Tiga", hours=8)
	verified(agency, "staff2", hours=26, **FORM)
	verified(agency, "staff3", hours=19.99)


def standing(agency: Agency, who: str, about: str | None = None, year: int = YEAR) -> Any:
	with agency.acting(who):
		return duty.standing(about and agency.employee(about), year)


# --- a person ----------------------------------------------------------------------------------------------


def test_pns_have_a_duty(agency: Agency) -> None:
	found = standing(agency, "staff1")
	assert (found["done"], found["waiting"], found["bound"], found["is_duty"]) == (28, 8, 20, True)
	# 28 / 20; with what waits 36 / 20
	assert (found["percent"], found["percent_with_waiting"], found["remaining"]) == (140, 180, 0)
	assert found["words"] == "2026: 28 JP done; the yearly duty of PNS (20 JP) is met."
	found = standing(agency, "staff3")
	assert (found["status"], found["remaining"]) == ("Below the Duty", 0.01)
	# with the decimal comma of the site
	assert found["words"].startswith("2026: 19,99 of at least 20 JP done; 0,01 JP are still missing")


def test_pppk_have_a_maximum_and_no_duty(agency: Agency) -> None:
	found = standing(agency, "staff2")
	assert (found["is_duty"], found["status"], found["remaining"]) == (False, "Above the Maximum", 0)
	assert found["words"].endswith("above the yearly maximum of PPPK (24 JP). It is no duty.")
	assert "no duty of training" in standing(agency, "staff2", year=2025)["words"]


def test_without_a_duty_nobody_is_below(agency: Agency) -> None:
	frappe.db.set_single_value("ASN Performance Settings", "training_duty", 0)
	assert standing(agency, "staff3")["status"] == "No Duty"


def test_who_sees_the_standing_of_another(agency: Agency) -> None:
	for who in ("staff1", "lead1", "head", "admin", "auditor"):
		assert standing(agency, who, "staff1")["done"] == 28, who
	for who in ("staff2", "lead2", "outside", "foreign", "foreign_admin", "guest"):
		assert standing(agency, who, "staff1") is None, who


# --- the report --------------------------------------------------------------------------------------------


def report(agency: Agency, who: str = "admin", **filters: Any) -> Any:
	with agency.acting(who):
		return execute({"company": HERE, "year": YEAR, **filters})


def rows_of(answer: Any, by: str = "employee_name") -> dict[str, dict[str, Any]]:
	return {row[by]: row for row in answer[1]}


def test_the_numbers_of_each_person(agency: Agency) -> None:
	rows = rows_of(report(agency))
	first, second, third = (rows[name] for name in ("Staf Satu", "Staf Dua", "Staf Tiga"))
	assert [first[name] for name in ("classical", "non_classical", "done", "waiting")] == [24, 4, 28, 8]
	assert (first["duty"], first["remaining"], first["maximum"], first["share"]) == (20, 0, None, 140)
	# 26 / 24 = 108.33 %; no duty, so nothing is missing
	assert (second["duty"], second["remaining"], second["maximum"], second["share"]) == (
		None,
		None,
		24,
		108.33,
	)
	assert (third["done"], third["remaining"], third["share"]) == (19.99, 0.01, 99.95)
	total = rows["Total"]
	# ten people, nine of them PNS; 28 + 26 + 19.99 = 73.99
	assert (total["people"], total["with_duty"], total["done"], total["waiting"]) == (10, 9, 73.99, 8)
	# one has met it; eight are below: 0.01 + 7 × 20; 1 of 9
	assert (total["met"], total["below"], total["above"], total["share"]) == (1, 8, 1, 11.11)
	assert (total["duty"], total["remaining"]) == (180, 140.01)


def test_the_numbers_of_each_unit(agency: Agency) -> None:
	answer = report(agency, show="units")
	rows = rows_of(answer, "unit")
	first, second = (rows[unit] for unit in UNITS)
	# unit one: Kepala, Kabid Satu, Staf Satu, Staf Dua (PPPK), Titipan
	assert (first["people"], first["with_duty"], first["met"], first["below"]) == (5, 4, 1, 3)
	# 28 + 26 = 54, of five people 10.8
	assert (first["done"], first["mean"], first["remaining"]) == (54, 10.8, 60)
	assert (second["people"], second["done"], second["below"]) == (5, 19.99, 5)
	chart = answer[3]["data"]
	assert chart["labels"] == sorted(UNITS)  # "Dua" before "Satu"
	assert [part["values"] for part in chart["datasets"]] == [[0, 1], [5, 3]]
	assert "no duty of training" in answer[2]


def test_only_who_is_below(agency: Agency) -> None:
	rows = rows_of(report(agency, only_below=1))
	assert not {"Staf Satu", "Staf Dua"} & set(rows)
	assert rows["Total"]["people"] == 8


def test_everybody_sees_the_people_whom_he_sees(agency: Agency) -> None:
	seen = {
		"lead1": {"Kabid Satu", "Staf Satu", "Staf Dua", "Titipan"},
		"lead2": {"Kabid Dua", "Staf Tiga", "Staf Empat", "Admin", "Titipan"},
		"staff1": {"Staf Satu"},
		"outside": {"Luar"},
	}
	for who, names in seen.items():
		assert set(rows_of(report(agency, who))) == {*names, "Total"}, who
	for who in ("foreign_admin", "guest", "foreign"):
		assert report(agency, who)[1] == [], who


@pytest.mark.parametrize("year", [1899, 10000, -1])
def test_a_year_that_is_none(agency: Agency, year: int) -> None:
	for ask in (lambda: report(agency, year=year), lambda: standing(agency, "staff1", year=year)):
		with pytest.raises(frappe.ValidationError, match="Enter a calendar year from 1900 to 9999"):
			ask()


@pytest.mark.parametrize("year", [0, 1900, 9999])
def test_no_year_is_this_one_and_others_are_far_away(agency: Agency, year: int) -> None:
	assert report(agency, year=year)[1]
	assert standing(agency, "staff1", year=year)["year"] == (year or getdate().year)
