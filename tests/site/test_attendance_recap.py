"""Recaps of attendance: the form's rules, working days, tables of deductions, facts for an evaluation."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
import pytest

from asn_kinerja.attendance import calendar, recaps
from asn_kinerja.scoring import attendance_rules_from_dict, attendance_score, shipped_attendance_rules
from asn_kinerja.scoring.discipline import discipline_rules_from_dict
from asn_kinerja.scoring.shipped import shipped_discipline_rules
from tests.support.agency import HERE, Agency
from tests.support.attendance import PP94, RECAP, clear, enter, recap_values
from tests.support.queries import number_of_queries

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _none(agency: Agency, _transaction: None) -> None:
	clear(*agency.employees.values())


def test_a_recap_is_completed_by_the_server(agency: Agency) -> None:
	made = enter(
		agency.employee("staff1"),
		"2026-03-15",
		absent=(5, 6, 9),
		exceptions=[
			{"date": "2026-03-05", "kind": "Absent"},
			{"date": "2026-03-06", "kind": "Absent"},
			{"date": "2026-03-09", "kind": "Absent"},
			{"date": "2026-03-10", "kind": "Late", "minutes": 25},
			{"date": "2026-03-11", "kind": "Late", "minutes": 5},
			{"date": "2026-03-11", "kind": "Left Early", "minutes": 60},
		],
	)
	assert made.month == MARCH
	assert (made.employee_name, made.company, made.rater) == ("Staf Satu", HERE, agency.employee("lead1"))
	assert made.title == "Staf Satu · 03/2026"
	assert (made.late_minutes, made.early_minutes) == (30, 60)
	# Thursday, Friday and Monday: a weekend does not interrupt
	assert made.longest_run == 3
	assert made.source == "Entered"


def test_a_run_is_believed_when_not_all_days_are_listed(agency: Agency) -> None:
	employee = agency.employee("staff1")
	made = enter(employee, present=15, unexcused_absences=5, longest_run=4)
	assert made.longest_run == 4
	made.unexcused_absences, made.present = 3, 17
	with pytest.raises(frappe.ValidationError, match="Longest Run of Unexcused Days"):
		made.save()


def test_one_per_employee_and_month(agency: Agency) -> None:
	enter(agency.employee("staff1"), "2026-03-02")
	enter(agency.employee("staff1"), "2026-04-02")
	enter(agency.employee("staff2"), "2026-03-02")
	with pytest.raises(frappe.DuplicateEntryError, match="Staf Satu has a recap of this month"):
		enter(agency.employee("staff1"), "2026-03-31")


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"present": 19}, "add up to 19"),
		({"working_days": 0, "present": 0}, "at least one working day"),
		({"month": "2999-01-01"}, "has not begun"),
		({"exceptions": [{"date": "2026-04-02", "kind": "Late", "minutes": 3}]}, "Exceptions, row 1, Date"),
		({"exceptions": [{"kind": "Late", "minutes": 3}]}, "Row 1: enter date"),
		({"exceptions": [{"date": "2026-03-02", "kind": "Absent"}]}, "listed as absent"),
	],
)
def test_what_is_no_recap_is_refused(agency: Agency, values: dict[str, Any], words: str) -> None:
	with pytest.raises(frappe.ValidationError, match=words):
		enter(agency.employee("staff1"), **values)


def test_an_empty_row_of_the_form_is_dropped(agency: Agency) -> None:
	assert enter(agency.employee("staff1"), exceptions=[{}]).exceptions == []


# --- working days ------------------------------------------------------------------------------------------


@pytest.fixture
def holidays(agency: Agency) -> Iterator[str]:
	"""A list with Sundays only, and Nyepi."""
	made = frappe.get_doc(
		doctype="Holiday List",
		holiday_list_name="Uji enam hari kerja",
		from_date="2026-01-01",
		to_date="2026-12-31",
		holidays=[
			{"holiday_date": day, "description": "libur"}
			for day in ("2026-03-01", "2026-03-08", "2026-03-15", "2026-03-19", "2026-03-22", "2026-03-29")
		],
	).insert()
	frappe.db.set_value("Employee", agency.employee("staff1"), "holiday_list", made.name)
	yield made.name
	frappe.db.rollback()


def test_the_list_of_the_employee_comes_first(agency: Agency, holidays: str) -> None:
	one, two = agency.employee("staff1"), agency.employee("staff2")
	free = calendar.free_days([one, two], MARCH, date(2026, 3, 31))
	assert [day.day for day in sorted(free[one])] == [1, 8, 15, 19, 22, 29]
	assert [day.day for day in sorted(free[two])] == [1, 7, 8, 14, 15, 21, 22, 28, 29]


def test_a_run_goes_by_the_employees_own_working_days(agency: Agency, holidays: str) -> None:
	"""Friday, Saturday, (Sunday free), Monday: three days for him."""
	assert enter(agency.employee("staff1"), absent=(13, 14, 16)).longest_run == 3
	# for others Saturday is free: Friday and Monday are in a row, and Saturday is no working day
	assert enter(agency.employee("staff2"), absent=(13, 14, 16)).longest_run == 2


# --- facts -------------------------------------------------------------------------------------------------


def test_facts_of_the_months_that_a_period_touches(agency: Agency) -> None:
	one, two = agency.employee("staff1"), agency.employee("staff2")
	for month in ("2026-02-01", "2026-03-01", "2026-04-01"):
		enter(one, month, absent=(3,) if month == "2026-03-01" else ())
	enter(two, "2026-05-01")
	found = recaps.facts([one, two], "2026-03-10", "2026-04-30")
	assert set(found) == {one}
	assert [month.month for month in found[one]] == [MARCH, APRIL]
	assert found[one][0].unexcused_absences == 1
	# Tulang Bawang: one day is 3 %: 97 and 100 over 20 days each
	score = attendance_score(found[one], shipped_attendance_rules()["Tulang Bawang"]).score
	assert score == 98.5


def test_facts_take_the_same_queries_for_any_number(agency: Agency) -> None:
	one, two, three = (agency.employee(key) for key in ("staff1", "staff2", "staff3"))
	enter(one, absent=(3,))
	recaps.facts([one], MARCH, APRIL)  # caches are warm then
	few = number_of_queries(lambda: recaps.facts([one], MARCH, APRIL))
	enter(two, absent=(3, 4))
	enter(three, "2026-04-01", absent=(3,))
	assert number_of_queries(lambda: recaps.facts([one, two, three], MARCH, APRIL)) == few


# --- the tables --------------------------------------------------------------------------------------------


def test_the_published_tables_are_on_the_site_as_the_files_say(site: str) -> None:
	for title, shipped in shipped_attendance_rules().items():
		stored = frappe.get_doc("ASN Attendance Rule", {"title": title, "version": 1, "docstatus": 1})
		assert attendance_rules_from_dict(stored.as_dict(), strict=False) == shipped
	stored = frappe.get_doc("ASN Discipline Rule", PP94)
	assert stored.docstatus == 1
	assert (
		discipline_rules_from_dict(stored.as_dict(), strict=False) == shipped_discipline_rules()["PP 94/2021"]
	)


def test_an_unusable_table_is_refused_by_its_labels(site: str) -> None:
	table = frappe.copy_doc(frappe.get_doc("ASN Attendance Rule", {"title": "Tulang Bawang"}))
	table.update({"title": "Uji", "docstatus": 0})
	table.classes[1].from_minutes = 32
	with pytest.raises(frappe.ValidationError, match="Classes, row 2, From Minutes: between 31 and 32"):
		table.insert()
	rule = frappe.copy_doc(frappe.get_doc("ASN Discipline Rule", PP94))
	rule.update({"title": "Uji", "docstatus": 0})
	rule.steps[1].to_days = 7
	with pytest.raises(frappe.ValidationError, match="Sanctions, row 3, From Days"):
		rule.insert()


def test_a_submitted_table_does_not_change(site: str) -> None:
	table = frappe.get_doc("ASN Attendance Rule", {"title": "Tulang Bawang"})
	table.absence = 0
	with pytest.raises(frappe.UpdateAfterSubmitError):
		table.save()


def test_a_recap_takes_the_new_rater_over(agency: Agency) -> None:
	made = enter(agency.employee("staff1"))
	person = frappe.get_doc("Employee", agency.employee("staff1"))
	person.asn_delegated_rater = agency.employee("lead2")
	person.save()
	assert frappe.db.get_value(RECAP, made.name, "rater") == agency.employee("lead2")


def test_the_values_of_a_form_and_of_a_set_are_the_same(agency: Agency) -> None:
	made = enter(agency.employee("staff1"), absent=(5, 6, 9))
	values = recap_values(agency.employee("staff1"), absent=(5, 6, 9))
	values["month"] = MARCH
	recaps.complete([values])
	same = ("title", "recap_key", "rater", "rater_name", "department", "company", "longest_run")
	assert {field: values[field] for field in same} == {field: made.get(field) for field in same}
