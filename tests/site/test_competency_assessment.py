"""Competency assessments: which one counts for a person."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import frappe
import pytest

from asn_kinerja.competency import facts
from asn_kinerja.scoring.competency import Levels, competency_score
from tests.support.agency import Agency
from tests.support.queries import number_of_queries
from tests.support.training import assessment, clear_assessments, released

SETTINGS = "ASN Performance Settings"


@pytest.fixture(autouse=True)
def three_years_and_none_of_earlier_runs(agency: Agency) -> Iterator[None]:
	clear_assessments(agency, *agency.employees)
	frappe.db.set_single_value(SETTINGS, "competency_years", 3)
	yield
	frappe.db.rollback()
	frappe.db.value_cache.clear()


def levels(reached: float, required: float, day: str) -> Levels:
	return Levels(Decimal(str(reached)), Decimal(str(required)), date.fromisoformat(day))


# --- what counts -------------------------------------------------------------------------------------------


def test_the_newest_released_one_up_to_the_day_counts(agency: Agency) -> None:
	released(agency, assessed_on="2024-05-01", levels_reached=20)
	released(agency, assessed_on="2026-03-31", levels_reached=23)
	released(agency, assessed_on="2026-04-01", levels_reached=25)
	assessment(agency, assessed_on="2026-03-30")
	assessment(agency, "staff2")
	released(agency, "staff3", assessed_on="2026-04-02")
	asked = [agency.employee(key) for key in ("staff1", "staff2", "staff3", "staff4")]
	assert facts(asked, "2026-03-30") == {asked[0]: levels(20, 27, "2024-05-01")}
	assert facts(asked, "2026-03-31") == {asked[0]: levels(23, 27, "2026-03-31")}
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
	released(agency, levels_reached=22)
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
