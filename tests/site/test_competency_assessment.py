"""Competency assessments: what may be recorded, its release, which one counts for a person."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

from asn_kinerja.competency import facts
from asn_kinerja.scoring.competency import Levels, competency_score
from tests.support.agency import Agency
from tests.support.queries import number_of_queries
from tests.support.training import COMPETENCY, act, assessment, assessment_values, released

SETTINGS = "ASN Performance Settings"


@pytest.fixture(autouse=True)
def three_years_and_none_of_earlier_runs(agency: Agency) -> Iterator[None]:
	frappe.db.delete(COMPETENCY, {"employee": ["in", list(agency.employees.values())]})
	frappe.db.set_single_value(SETTINGS, "competency_years", 3)
	yield
	frappe.db.rollback()
	frappe.db.value_cache.clear()


def levels(reached: float, required: float, day: str) -> Levels:
	return Levels(Decimal(str(reached)), Decimal(str(required)), date.fromisoformat(day))


# --- what may be recorded ----------------------------------------------------------------------------------


def test_the_header_is_the_employees(agency: Agency) -> None:
	doc = assessment(agency, "lent", status="Draft")
	person = frappe.get_doc("Employee", agency.employee("lent"))
	assert (doc.employee_name, doc.company, doc.department) == (
		"Titipan",
		person.company,
		person.department,
	)
	assert (doc.designation, doc.rater_name, doc.status) == (person.designation, "Kabid Dua", "Draft")


@pytest.mark.parametrize(
	("reached", "required"), [(0.01, 1000), (1000, 0.01), (27, 27), (30, 27), (22.5, 27)]
)
def test_levels_within_the_bounds(agency: Agency, reached: float, required: float) -> None:
	doc = assessment(agency, levels_reached=reached, levels_required=required)
	assert (doc.levels_reached, doc.levels_required) == (reached, required)


@pytest.mark.parametrize("field", ["levels_reached", "levels_required"])
@pytest.mark.parametrize(
	("value", "message"),
	[
		(0, "more than 0"),
		(None, "more than 0"),
		(-1, "negative"),
		(1000.01, "at most 1000"),
		("x", "not a number"),
	],
)
def test_levels_out_of_bounds(agency: Agency, field: str, value: Any, message: str) -> None:
	label = {"levels_reached": "Levels Reached", "levels_required": "Levels Required"}[field]
	with pytest.raises(frappe.ValidationError, match=f"{label}.*{message}"):
		assessment(agency, **{field: value})


def test_today_but_not_tomorrow(agency: Agency) -> None:
	assert assessment(agency, assessed_on=nowdate()).assessed_on == nowdate()
	with pytest.raises(frappe.ValidationError, match="Assessed On is in the future"):
		assessment(agency, assessed_on=add_days(nowdate(), 1))


@pytest.mark.parametrize("field", ["employee", "assessed_on", "basis"])
def test_what_is_needed(agency: Agency, field: str) -> None:
	with pytest.raises(frappe.ValidationError):
		assessment(agency, **{field: None})


def test_one_per_employee_and_day(agency: Agency) -> None:
	first = assessment(agency)
	with pytest.raises(frappe.DuplicateEntryError, match="Staf Satu has an assessment on"):
		assessment(agency, levels_reached=27)
	assessment(agency, assessed_on="2026-02-11")
	assessment(agency, "staff2")
	with agency.acting("admin"):
		first.levels_reached = 23  # itself is not in its way
		first.save()


def test_the_index_decides_where_the_question_came_too_early(agency: Agency) -> None:
	first = assessment(agency)
	second = assessment(agency, assessed_on="2026-02-11")
	with pytest.raises(Exception, match="Duplicate entry"):
		frappe.db.set_value(COMPETENCY, second.name, "assessment_key", first.assessment_key)


# --- release -----------------------------------------------------------------------------------------------


def test_released_once_and_told(agency: Agency) -> None:
	doc = released(agency)
	assert (doc.status, doc.released_by) == ("Released", agency.user("admin"))
	assert doc.released_on
	told = frappe.get_all("Notification Log", {"document_name": doc.name}, pluck="for_user")
	assert set(told) == {agency.user("staff1"), agency.user("lead1")}
	with pytest.raises(frappe.ValidationError, match="released already"):
		act(agency, "admin", doc, "release")


def test_a_new_rater_takes_over_a_draft_only(agency: Agency) -> None:
	draft, done = assessment(agency), released(agency, assessed_on="2025-02-10")
	person = frappe.get_doc("Employee", agency.employee("staff1"))
	person.asn_delegated_rater = agency.employee("lead2")
	person.save()
	assert frappe.db.get_value(COMPETENCY, draft.name, "rater") == agency.employee("lead2")
	assert frappe.db.get_value(COMPETENCY, done.name, "rater") == agency.employee("lead1")


# --- what counts -------------------------------------------------------------------------------------------


def test_the_newest_released_one_up_to_the_day_counts(agency: Agency) -> None:
	released(agency, assessed_on="2024-05-01", levels_reached=20)
	released(agency, assessed_on="2026-03-31", levels_reached=22.5)
	released(agency, assessed_on="2026-04-01", levels_reached=25)
	assessment(agency, assessed_on="2026-03-30", levels_reached=27)
	assessment(agency, "staff2")
	released(agency, "staff3", assessed_on="2026-04-02")
	asked = [agency.employee(key) for key in ("staff1", "staff2", "staff3", "staff4")]
	assert facts(asked, "2026-03-30") == {asked[0]: levels(20, 27, "2024-05-01")}
	assert facts(asked, "2026-03-31") == {asked[0]: levels(22.5, 27, "2026-03-31")}
	assert facts(asked, "2026-04-02") == {
		asked[0]: levels(25, 27, "2026-04-01"),
		asked[2]: levels(22, 27, "2026-04-02"),
	}
	assert facts([], "2026-04-02") == {}


@pytest.mark.parametrize(
	("years", "last", "counts"),
	[
		(3, "2026-02-28", True),  # 28 February 2023 is the first day that counts
		(3, "2026-03-01", False),
		(4, "2027-02-28", True),
		(4, "2027-03-01", False),
		(0, "2099-12-31", True),
	],
)
def test_it_counts_up_to_its_age(agency: Agency, years: int, last: str, counts: bool) -> None:
	frappe.db.set_single_value(SETTINGS, "competency_years", years)
	released(agency, assessed_on="2023-02-28")
	one = agency.employee("staff1")
	assert facts([one], last) == ({one: levels(22, 27, "2023-02-28")} if counts else {})


def test_a_leap_day_counts_to_the_end_of_february(agency: Agency) -> None:
	released(agency, assessed_on="2024-02-29")
	one = agency.employee("staff1")
	# three years before 28 February 2027 is the 28th, before 1 March the 1st
	assert set(facts([one], "2027-02-28")) == {one}
	assert facts([one], "2027-03-01") == {}


def test_two_queries_for_any_number_of_people(agency: Agency) -> None:
	for key in ("staff1", "staff2", "staff3"):
		released(agency, key)
	one, all_of_them = [agency.employee("staff1")], list(agency.employees.values())
	facts(one, "2026-12-31")  # Frappe reads the DocTypes once
	for asked in (one, all_of_them):
		frappe.db.value_cache.clear()
		assert number_of_queries(lambda asked=asked: facts(asked, "2026-12-31")) <= 2


def test_the_core_makes_a_score_of_it(agency: Agency) -> None:
	released(agency, levels_reached=22, levels_required=27)
	found = facts([agency.employee("staff1")], "2026-12-31")[agency.employee("staff1")]
	# 22 / 27 × 100 = 81.481…
	assert round(competency_score(found.reached, found.required).score, 2) == Decimal("81.48")


def test_the_years_are_three_unless_the_agency_says_otherwise() -> None:
	field = frappe.get_meta(SETTINGS).get_field("competency_years")
	assert (field.default, field.reqd, field.non_negative) == ("3", 1, 1)
	settings = frappe.get_doc(SETTINGS)
	settings.competency_years = -1
	with pytest.raises(frappe.ValidationError):
		settings.save()


def test_values_of_the_factory_are_what_the_form_asks_for(agency: Agency) -> None:
	asked = {df.fieldname for df in frappe.get_meta(COMPETENCY).fields if df.reqd} - {"status"}
	assert asked <= set(assessment_values(agency))
