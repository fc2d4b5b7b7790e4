"""Surveys of public satisfaction: what a survey is, the index of stored answers, and what it says about
employees. Numbers worked by hand."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, today

from asn_kinerja.asn_kinerja.report.asn_satisfaction_index.asn_satisfaction_index import execute
from asn_kinerja.reporting import two_places
from asn_kinerja.satisfaction import facts
from asn_kinerja.satisfaction.results import of_survey
from tests.support.agency import ELSEWHERE, HERE, UNITS, Agency
from tests.support.queries import number_of_queries
from tests.support.satisfaction import RESPONSE, SURVEY, answered, survey, unit, values

LONG = ("2000-01-01", "2099-12-31")


@pytest.fixture(autouse=True)
def no_other_answers(agency: Agency) -> None:
	"""Those of other tests are gone until this one ends."""
	frappe.db.delete(RESPONSE)
	frappe.db.delete(SURVEY)


# --- the survey --------------------------------------------------------------------------------------------


def test_a_new_survey_has_the_nine_elements_and_four_grades_of_the_regulation() -> None:
	made = survey(open_it=False)
	assert [row.element for row in made.elements] == [f"U{number}" for number in range(1, 10)]
	assert made.elements[6].aspect == "Perilaku pelaksana"
	assert made.elements[3].answer_4 == "Gratis"
	assert [(row.grade, row.from_index) for row in made.grades] == [
		*(("A", 88.31), ("B", 76.61), ("C", 65.0), ("D", 25.0))
	]
	assert made.status == "Draft"
	assert made.minimum_answers == 2


def test_state_and_link_are_the_servers_to_say() -> None:
	made = survey(open_it=False, status="Open", token="0" * 32)
	assert (made.status, len(made.token)) == ("Draft", 32)
	assert made.token != "0" * 32
	token = made.token
	made.update({"status": "Closed", "token": "1" * 32, "title": "Judul lain"})
	made.save()
	stored = frappe.get_doc(SURVEY, made.name)
	assert (stored.status, stored.token, stored.title) == ("Draft", token, "Judul lain")


def test_opening_closing_and_a_new_link() -> None:
	made = survey()
	token = made.token
	assert made.status == "Open"
	made.close_survey()
	assert frappe.db.get_value(SURVEY, made.name, "status") == "Closed"
	made.renew_link()
	assert frappe.db.get_value(SURVEY, made.name, "token") != token
	over = survey(open_it=False, from_date="2020-01-01", to_date="2020-02-01")
	with pytest.raises(frappe.ValidationError, match="ended on"):
		over.open_survey()


@pytest.mark.parametrize(
	("changes", "words"),
	[
		({"to_date": "2020-01-01"}, "must not be after"),
		({"minimum_answers": 0}, "enter 1 or more"),
		({"hourly_limit": 0}, "enter 1 or more"),
		({"company": ELSEWHERE}, "belongs to"),
		({"by_officer": 1}, "name one at least"),
	],
)
def test_a_survey_that_makes_no_sense_is_refused(changes: dict[str, Any], words: str) -> None:
	with pytest.raises(frappe.ValidationError, match=words):
		frappe.get_doc(values(**changes)).insert()


def hide_all(doc: Any) -> None:
	for row in doc.elements:
		row.hidden_element = 1


def twice(doc: Any) -> None:
	doc.elements[1].element = "U1"


def gap(doc: Any) -> None:
	doc.grades = doc.grades[:3]


@pytest.mark.parametrize(
	("spoil", "words"),
	[(hide_all, "all are hidden"), (twice, "rows 1 and 2"), (gap, "lowest grade begins at 25")],
)
def test_elements_and_grades_are_checked(spoil: Callable[[Any], None], words: str) -> None:
	made = survey(open_it=False)
	spoil(made)
	with pytest.raises(frappe.ValidationError, match=words):
		made.save()


def test_officers_are_of_the_agency_and_there_once(agency: Agency) -> None:
	def officers(*keys: str) -> dict[str, Any]:
		return {"by_officer": 1, "officers": [{"employee": agency.employee(key)} for key in keys]}

	with pytest.raises(frappe.ValidationError, match=r"row 2: .* is no employee of"):
		survey(**officers("staff1", "foreign"))
	with pytest.raises(frappe.ValidationError, match="rows 1 and 2: Staf Satu is there twice"):
		survey(**officers("staff1", "staff1"))
	assert survey(**officers("staff1")).officers[0].employee_name == "Staf Satu"


def test_once_there_are_answers_the_questions_stay() -> None:
	made = survey()
	answered(made, {})
	made.elements[0].question = "Pertanyaan lain?"
	with pytest.raises(frappe.ValidationError, match="Elements: there are answers already"):
		made.save()
	made.reload()
	made.grades[0].from_index = 80
	with pytest.raises(frappe.ValidationError, match="Grades: there are answers already"):
		made.save()
	made.reload()
	made.update({"title": "Judul lain", "to_date": add_days(today(), 60)})
	made.save()
	with pytest.raises(frappe.ValidationError, match="has answers"):
		made.delete()


# --- the index ---------------------------------------------------------------------------------------------


def test_the_index_of_stored_answers() -> None:
	made = survey(minimum_answers=3)
	answered(made, {"U1": 4}, {"U1": 2, "U9": 4})
	assert of_survey(made.name).index is None
	answered(made, {"U1": 4})
	# U1: 10 / 3 = 3.3333, U9: 10 / 3, seven threes: 27.6667 / 9 × 25 = 76.85
	result = of_survey(made.name)
	assert (str(result.index), result.grade.grade) == ("76.85", "B")


def test_a_hidden_element_counts_nowhere() -> None:
	made = survey(open_it=False)
	made.elements[3].hidden_element = 1
	made.save()
	answered(made, {"U4": 0, "U1": 4}, {"U4": 0})
	# (3.5 + 7 × 3) / 8 × 25 = 76.5625
	assert str(of_survey(made.name).index) == "76.56"


# --- what it says about employees --------------------------------------------------------------------------


def test_facts_are_the_officers_own_else_those_of_the_unit(agency: Agency) -> None:
	people = {key: agency.employee(key) for key in ("staff1", "staff2", "staff3", "outside", "foreign")}
	counter = survey(by_officer=1, officers=[{"employee": people["staff1"]}, {"employee": people["staff2"]}])
	four = dict.fromkeys((f"U{number}" for number in range(1, 10)), 4)
	answered(counter, four, four, officer=people["staff1"])  # his own: 100
	answered(counter, {}, officer=people["staff2"])  # one is below the minimum of two
	answered(counter, {})
	found = facts(people.values(), *LONG)
	own, of_unit = found[people["staff1"]], found[people["staff2"]]
	assert (own.index, own.answers, own.own, own.department) == (Decimal(100), 2, True, None)
	# all four: (4 + 4 + 3 + 3) / 4 = 3.5; 3.5 × 25 = 87.5
	assert (of_unit.index, of_unit.answers, of_unit.own) == (Decimal("87.50"), 4, False)
	assert of_unit.department == unit()
	assert set(found) == {people["staff1"], people["staff2"]}


def test_several_surveys_weigh_by_their_answers_and_days_count(agency: Agency) -> None:
	staff = agency.employee("staff3")
	one, other = (survey(department=unit(UNITS[1]), title=title) for title in ("Loket", "Daring"))
	answered(one, *[{}] * 3)  # 75.00 from three
	answered(other, *[{"U1": 4}] * 2)  # (8 × 3 + 4) / 9 × 25 = 77.78 from two
	# (3 × 75 + 2 × 77.78) / 5 = 76.112
	assert facts([staff], *LONG)[staff].index == Decimal("76.11")
	assert facts([staff], today(), today())[staff].answers == 5
	assert facts([staff], "2020-01-01", "2020-12-31") == {}
	assert facts([], *LONG) == {}


def test_the_nearest_unit_above_stands_in(agency: Agency) -> None:
	above = frappe.get_doc(
		doctype="Department", department_name="Dinas Uji Kepuasan", company=HERE, is_group=1
	).insert()
	for name, parent in (("Seksi Uji Kepuasan", above.name), ("Loket Uji Kepuasan", None)):
		parent = parent or frappe.db.get_value("Department", {"department_name": "Seksi Uji Kepuasan"})
		last = frappe.get_doc(
			doctype="Department", department_name=name, company=HERE, parent_department=parent, is_group=1
		).insert()
	staff = agency.employee("staff4")
	frappe.db.set_value("Employee", staff, "department", last.name)
	answered(survey(department=above.name), *[{}] * 2)
	assert facts([staff], *LONG)[staff].department == above.name
	section = frappe.db.get_value("Department", {"department_name": "Seksi Uji Kepuasan"})
	answered(survey(department=section), {})  # below the minimum: looked past
	assert facts([staff], *LONG)[staff].department == above.name
	answered(frappe.get_last_doc(SURVEY, {"department": section}), {})
	assert facts([staff], *LONG)[staff].department == section


def test_the_number_of_queries_does_not_grow(agency: Agency) -> None:
	answered(survey(), *[{}] * 2)
	answered(survey(department=unit(UNITS[1])), *[{}] * 2)
	facts([agency.employee("staff1")], *LONG)  # fills the caches
	few = number_of_queries(partial(facts, [agency.employee("staff1")], *LONG))
	assert number_of_queries(partial(facts, list(agency.employees.values()), *LONG)) == few <= 6


# --- the report --------------------------------------------------------------------------------------------


@pytest.fixture
def two_surveys(agency: Agency) -> dict[str, str]:
	"""Unit one: four answers, two of them name staff1; unit two: one answer, below its minimum."""
	staff = agency.employee("staff1")
	first = survey(by_officer=1, officers=[{"employee": staff}])
	answered(first, {"U1": 4}, {"U1": 4}, officer=staff)
	answered(first, {}, {}, on="2026-01-05")
	second = survey(department=unit(UNITS[1]), title="Perizinan")
	answered(second, {})
	survey(open_it=False, title="Konsep")
	return {"first": first.name, "second": second.name}


def report(agency: Agency, who: str, **filters: Any) -> list[dict[str, Any]]:
	with agency.acting(who):
		return execute({"company": HERE, **filters})[1]


def test_the_report_per_survey(agency: Agency, two_surveys: dict[str, str]) -> None:
	with agency.acting("admin"):
		columns, rows, _none, chart, summary = execute({"company": HERE})
	assert [row["unit"] for row in rows] == [*reversed(UNITS), "Total"]  # in the order of their names
	second, first, total = rows
	# U1: 14 / 4 = 3.5, the others 3: 27.5 / 9 × 25 = 76.39 = C
	assert (first["answers"], first["index"], first["u1"], first["u2"]) == (4, 76.39, 3.5, 3.0)
	assert first["grade"] == "C (Kurang Baik)"
	assert (second["answers"], second["index"], second["grade"]) == (1, None, None)
	assert (second["u1"], total["u1"]) == (None, None)
	assert (total["answers"], total["index"]) == (5, 76.39)
	assert chart["data"]["datasets"][0]["values"] == [76.39]
	assert [part["value"] for part in summary] == [2, 5, two_places(76.39)]
	assert {column["fieldname"] for column in columns} >= {"unit", "survey", "index", "grade", "u1", "u9"}


def test_the_report_per_officer(agency: Agency, two_surveys: dict[str, str]) -> None:
	rows = report(agency, "admin", show="Officers")
	# his two: U1 4, the others 3: 28 / 9 × 25 = 77.78
	assert [(row.get("officer_name"), row["answers"], row["index"]) for row in rows] == [
		("Staf Satu", 2, 77.78),
		(None, 2, 77.78),
	]
	assert report(agency, "head", show="Officers") == rows


def test_the_filters_of_the_report(agency: Agency, two_surveys: dict[str, str]) -> None:
	assert [row["unit"] for row in report(agency, "admin", department=unit(UNITS[1]))] == [UNITS[1], "Total"]
	assert report(agency, "admin", from_date=today())[-1]["answers"] == 3
	assert report(agency, "admin", to_date="2020-01-01") == []
	with pytest.raises(frappe.ValidationError, match="must not be after"):
		report(agency, "admin", from_date=today(), to_date="2020-01-01")


def test_who_sees_which_units(agency: Agency, two_surveys: dict[str, str]) -> None:
	# leaders: the units of their people; Kabid Dua leads unit two (Titipan is lent to him, not below him)
	expected = {
		"head": UNITS,
		"lead1": UNITS[:1],
		"lead2": UNITS[1:],
		"staff1": (),
		"auditor": UNITS,
		"foreign": (),
		"foreign_admin": (),
		"guest": (),
	}
	for who, units in expected.items():
		assert [row["unit"] for row in report(agency, who)[:-1]] == sorted(units), who
