"""Facts of running evaluations: which stages progress compares, and sets instead of queries per person."""

from decimal import Decimal
from typing import Any

import frappe
import pytest

from asn_kinerja.evaluation import facts
from asn_kinerja.scoring import StageResult
from tests.support.agency import EVALUATION, MARELAN, SHIPPED, SIBOLGA, TANGSEL, UNITS, WALESI, Agency
from tests.support.queries import number_of_queries
from tests.support.rows import insert_row

COMPONENT = "ASN Evaluation Component"
Q1, Q2, Q3, Q4, ANNUAL = range(5)


@pytest.fixture
def cycle(agency: Agency) -> Any:
	return agency.cycle(SIBOLGA)


def released(agency: Agency, cycle: Any, stage: int, score: float, key: str = "staff1", **more: Any) -> str:
	"""A released evaluation with this work result, as rows."""
	row = cycle.stages[stage]
	values = {
		"employee": agency.employee(key),
		"cycle": cycle.name,
		"stage": row.name,
		"stage_name": row.stage_name,
		"from_date": row.from_date,
		"to_date": row.to_date,
		"docstatus": 1,
		"workflow_state": "Released",
		"missing": 0,
		**more,
	}
	missing = values.pop("missing")
	name = insert_row(EVALUATION, **values)
	part = {"parent": name, "parenttype": EVALUATION, "parentfield": "components", "idx": 1}
	insert_row(COMPONENT, **part, source="Work Result", score=score, missing=missing)
	insert_row(COMPONENT, **{**part, "idx": 2}, source="Behaviour", score=60, missing=0)
	return name


def running(agency: Agency, cycle: Any, stage: int, key: str = "staff1", **more: Any) -> dict[str, Any]:
	row = cycle.stages[stage]
	return {
		"employee": agency.employee(key),
		"department": frappe.db.get_value("Employee", agency.employee(key), "department"),
		"scheme": cycle.scheme,
		"cycle": cycle.name,
		"stage": row.name,
		"stage_name": row.stage_name,
		"from_date": row.from_date,
		"to_date": row.to_date,
		"months": 3,
		**more,
	}


def progress(agency: Agency, cycle: Any, stage: int, **more: Any) -> tuple[Any, Any]:
	(found,) = facts.gather([running(agency, cycle, stage, **more)])
	return found.progress_from, found.progress_to


def result(cycle: Any, stage: int, score: str) -> StageResult:
	return StageResult(cycle.stages[stage].stage_name, Decimal(score))


# --- progress ----------------------------------------------------------------------------------------------


def test_a_quarter_is_compared_with_the_last_released_one_before_it(agency: Agency, cycle: Any) -> None:
	assert progress(agency, cycle, Q1) == (None, None)
	released(agency, cycle, Q1, 81.255)
	assert progress(agency, cycle, Q2) == (result(cycle, Q1, "81.255"), None)
	released(agency, cycle, Q2, 90)
	assert progress(agency, cycle, Q3) == (result(cycle, Q2, "90"), None)
	# a quarter that is not released is passed over; later ones do not count
	assert progress(agency, cycle, Q4) == (result(cycle, Q2, "90"), None)
	released(agency, cycle, Q4, 100)
	assert progress(agency, cycle, Q3) == (result(cycle, Q2, "90"), None)


@pytest.mark.parametrize("values", [{"docstatus": 0}, {"docstatus": 2}, {"missing": 1}])
def test_what_is_not_released_replaced_or_missing_is_no_stage_to_compare_with(
	agency: Agency, cycle: Any, values: dict[str, int]
) -> None:
	released(agency, cycle, Q1, 95, **values)
	assert progress(agency, cycle, Q2) == (None, None)


def test_others_and_other_years_do_not_count(agency: Agency, cycle: Any) -> None:
	released(agency, cycle, Q1, 95, key="staff2")
	released(agency, agency.cycle(SIBOLGA), Q1, 95)
	assert progress(agency, cycle, Q2) == (None, None)


def test_after_a_transfer_within_a_quarter_both_parts_look_at_the_quarter_before(
	agency: Agency, cycle: Any
) -> None:
	released(agency, cycle, Q1, 80)
	released(agency, cycle, Q2, 70, to_date="2026-05-10")
	second = {"from_date": "2026-05-11", "months": 2}
	assert progress(agency, cycle, Q2, **second) == (result(cycle, Q1, "80"), None)
	released(agency, cycle, Q2, 75, from_date="2026-05-11")
	assert progress(agency, cycle, Q3) == (result(cycle, Q2, "75"), None)


def test_the_year_is_compared_from_its_first_to_its_last_released_quarter(agency: Agency, cycle: Any) -> None:
	released(agency, cycle, Q2, 80)
	assert progress(agency, cycle, ANNUAL) == (None, None)  # one alone is no progress
	released(agency, cycle, Q3, 95)
	released(agency, cycle, Q4, 88)
	assert progress(agency, cycle, ANNUAL) == (result(cycle, Q2, "80"), result(cycle, Q4, "88"))
	released(agency, cycle, ANNUAL, 120)  # the annual one itself is no quarter
	assert progress(agency, cycle, ANNUAL) == (result(cycle, Q2, "80"), result(cycle, Q4, "88"))


# --- sets --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SHIPPED)
def test_the_number_of_queries_does_not_grow_with_people(agency: Agency, scheme: str) -> None:
	cycle = agency.cycle(scheme)
	people = [running(agency, cycle, Q2, key) for key in ("staff1", "staff2", "staff3", "staff4", "lent")]
	facts.gather(people)  # schemes and settings are cached then
	one = number_of_queries(lambda: facts.gather(people[:1]))
	assert number_of_queries(lambda: facts.gather(people)) <= one


def test_everybody_gets_his_own_in_the_order_asked_for(agency: Agency, cycle: Any) -> None:
	for key, score in (("staff1", 81), ("staff3", 83)):
		released(agency, cycle, Q1, score, key)
	asked = [running(agency, cycle, Q2, key) for key in ("staff3", "staff2", "staff1")]
	found = [row.progress_from and row.progress_from.work_result for row in facts.gather(asked)]
	assert found == [83, None, 81]
	assert facts.gather([]) == []


def test_only_what_the_scheme_measures_is_gathered(agency: Agency) -> None:
	"""Neither a colleague's schemes nor what happens to be known change what is kept of a person."""
	sibolga, walesi = agency.cycle(SIBOLGA), agency.cycle(WALESI)
	one, two = facts.gather([running(agency, sibolga, Q2), running(agency, walesi, Q2)])
	assert (one.training_hours, two.training_hours) == (None, None)
	marelan, tangsel = agency.cycle(MARELAN), agency.cycle(TANGSEL)
	one, two = facts.gather([running(agency, marelan, Q2), running(agency, tangsel, Q2)])
	assert (one.asn_type, two.asn_type) == ("PNS", "")


def test_the_predicate_of_the_nearest_unit(agency: Agency) -> None:
	"""staff1 works in the first unit, staff3 in the second; what the agency has as a whole stands in."""
	cycle = agency.cycle(TANGSEL)
	company, stage = cycle.company, cycle.stages[Q2].stage_name
	asked = [running(agency, cycle, Q2, key) for key in ("staff1", "staff3")]
	assert [row.unit_predicate for row in facts.gather(asked)] == ["", ""]
	common = {
		"doctype": "ASN Organisation Result",
		"cycle": cycle.name,
		"stage_name": stage,
		"company": company,
		"basis": "Capaian rencana aksi",
	}
	with agency.acting("admin"):
		frappe.get_doc({**common, "predicate": "Baik"}).insert()
	assert [row.unit_predicate for row in facts.gather(asked)] == ["Baik", "Baik"]
	unit = frappe.db.get_value("Department", {"department_name": UNITS[0], "company": company})
	with agency.acting("admin"):
		frappe.get_doc({**common, "department": unit, "predicate": "Istimewa"}).insert()
	assert [row.unit_predicate for row in facts.gather(asked)] == ["Istimewa", "Baik"]


# --- colleagues --------------------------------------------------------------------------------------------


def test_colleagues_count_for_the_team_where_only_the_rater_rates_the_behaviour(agency: Agency) -> None:
	"""From three peers on; whom the rater alone rates is not rated by them, only the cooperation is."""
	scheme = frappe.copy_doc(frappe.get_doc("ASN Scoring Scheme", agency.schemes[TANGSEL]))
	scheme.update({"title": "Uji tanpa bobot kelompok", "docstatus": 0, "rater_weights": []})
	cycle = agency.cycle(TANGSEL)
	row = running(agency, cycle, Q1, scheme=scheme.insert().submit().name)

	def reviewed(reviewer: str, rating: str) -> None:
		mine = {"employee": row["employee"], "stage": row["stage"], "reviewer": agency.employee(reviewer)}
		name = insert_row("ASN Behaviour Review", **mine, reviewer_group="Peer", status="Submitted")
		place = {"parent": name, "parenttype": "ASN Behaviour Review", "parentfield": "ratings", "idx": 1}
		insert_row("ASN Behaviour Review Rating", **place, behaviour_value="Kolaboratif", rating=rating)

	reviewed("staff2", "Di Atas Ekspektasi")
	reviewed("lent", "Sesuai Ekspektasi")
	assert facts.gather([row])[0].reviews == ()
	reviewed("lead2", "Sesuai Ekspektasi")
	((tally,),) = (facts.gather([row])[0].reviews,)
	# 120 + 100 + 100
	assert (tally.reviews, tally.values[0].answers, tally.values[0].points) == (3, 3, Decimal(320))
