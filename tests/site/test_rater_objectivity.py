"""The report about raters, and the training that may be required of them."""

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, nowdate

from tests.support.agency import ABOVE, BELOW, EVALUATION, HERE, MEETS, Agency, rate
from tests.support.rows import insert_rows

REPORT = "ASN Rater Objectivity"
SETTINGS = "ASN Performance Settings"


def run(filters: dict[str, Any]) -> tuple[dict[str, dict[str, Any]], Any]:
	"""Rows by the rater's name, and the whole answer."""
	frappe.has_permission(EVALUATION, "report", throw=True)
	answer = frappe.get_doc("Report", REPORT).execute_script_report(filters)
	return {row["rater_name"]: row for row in answer[1]}, answer


def fill(agency: Agency, cycle: str, rater: str, scores: list[float], **values: Any) -> list[str]:
	"""Released evaluations as rows: of what a rater has given, nothing else matters to the report."""
	row = {
		"company": HERE,
		"cycle": cycle,
		"stage_name": "Quarter 1",
		"docstatus": 1,
		"workflow_state": "Released",
		"rater": agency.employee(rater),
		"employee": agency.employee("foreign"),
		"position_type": "Pelaksana",
		"scored": 1,
		"work_result_rating": MEETS,
		"suggested_work_result": MEETS,
		"behaviour_rating": MEETS,
		"suggested_behaviour": MEETS,
		"due_date": "2026-04-30",
		**values,
	}
	rows = [
		{**row, "score": score, "released_on": f"2026-04-{day:02} 09:00:00"}
		for day, score in enumerate(scores, 1)
	]
	return insert_rows(EVALUATION, rows)


@pytest.fixture
def cycle(agency: Agency) -> str:
	return agency.cycle().name


@pytest.fixture
def as_person(agency: Agency) -> Callable[..., Any]:
	def ask(who: str, cycle: str, **filters: Any) -> Any:
		with agency.acting(who):
			return run({"cycle": cycle, "company": HERE, **filters})

	return ask


def test_stricter_milder_and_in_between(agency: Agency, cycle: str, as_person: Any) -> None:
	fill(agency, cycle, "lead1", [70, 72, 74, 76, 78])
	fill(agency, cycle, "lead2", [100, 102, 104, 106, 108])
	rows, answer = as_person("admin", cycle)
	strict, mild = rows["Kabid Satu"], rows["Kabid Dua"]
	# means 74 and 104; both variances 10, error √(10/5 + 10/5) = 2; 8 degrees of freedom, t = 2.306
	assert (strict["people"], strict["mean"], strict["peers"], strict["difference"]) == (5, 74, 5, -30)
	assert (strict["low"], strict["high"]) == (pytest.approx(-34.612), pytest.approx(-25.388))
	assert "Stricter than peers" in strict["flags"]
	assert "Milder than peers" in mild["flags"]
	assert "Same rating for everyone" in mild["flags"]
	total = rows["Total"]
	assert (total["people"], total["mean"], total["bold"]) == (10, 89, 1)
	assert answer[3]["data"]["labels"] == ["Kabid Dua", "Kabid Satu"]
	assert [card["value"] for card in answer[4]][:3] == [2, 2, 0]


def test_people_of_another_position_type_are_no_peers(agency: Agency, cycle: str, as_person: Any) -> None:
	fill(agency, cycle, "lead1", [70, 72, 74, 76, 78])
	fill(agency, cycle, "lead2", [100, 102, 104, 106, 108], position_type="Administrator")
	row = as_person("admin", cycle)[0]["Kabid Satu"]
	assert (row["peers"], row["difference"]) == (0, None)
	assert "No peers to compare with" in row["flags"]


def test_small_groups_are_flagged_and_not_judged(agency: Agency, cycle: str, as_person: Any) -> None:
	fill(agency, cycle, "lead1", [70, 70, 70, 70])
	fill(agency, cycle, "lead2", [100] * 6)
	rows, answer = as_person("admin", cycle)
	assert rows["Kabid Satu"]["flags"] == "Too small to judge"
	assert (rows["Kabid Satu"]["difference"], rows["Kabid Satu"]["departures"]) == (None, None)
	assert answer[4][2]["value"] == 1
	frappe.db.set_single_value(SETTINGS, "objectivity_minimum", 4)
	frappe.clear_document_cache(SETTINGS, SETTINGS)
	try:
		assert "Stricter than peers" in as_person("admin", cycle)[0]["Kabid Satu"]["flags"]
	finally:
		frappe.clear_document_cache(SETTINGS, SETTINGS)


def test_departures_halo_and_mass_rating(agency: Agency, cycle: str, as_person: Any) -> None:
	names = fill(agency, cycle, "lead1", [90, 95, 100, 105, 110], suggested_work_result=ABOVE)
	frappe.db.set_value(EVALUATION, {"name": ["in", names[:3]]}, "released_on", "2026-04-30 08:00:00")
	ratings = [BELOW, MEETS, ABOVE, MEETS, BELOW]
	insert_rows(
		"ASN Evaluation Behaviour",
		[
			{
				"parent": name,
				"parenttype": EVALUATION,
				"parentfield": "behaviours",
				"idx": idx,
				"behaviour_value": value,
				"rating": rating,
			}
			for name, rating in zip(names, ratings, strict=True)
			for idx, value in enumerate(("Akuntabel", "Loyal", "Adaptif"), 1)
		],
	)
	row = as_person("admin", cycle)[0]["Kabid Satu"]
	# one of the two suggestions for each was not followed; three of five at once, within the last 24 hours
	assert (row["departures"], row["last_minute"], row["within_hour"]) == (50, 60, 60)
	assert row["halo"] == pytest.approx(1)
	for words in ("halo", "departs", "last minute", "all at once"):
		assert words in row["flags"]


def test_ratings_are_compared_where_there_are_no_scores(agency: Agency, cycle: str, as_person: Any) -> None:
	fill(agency, cycle, "lead1", [0] * 5, scored=0, work_result_rating=ABOVE)
	fill(agency, cycle, "lead2", [0] * 5, scored=0)
	assert as_person("admin", cycle)[0]["Kabid Satu"]["mean"] is None
	row = as_person("admin", cycle, show="Ratings")[0]["Kabid Satu"]
	assert (row["mean"], row["difference"]) == (2.5, 0.5)  # (3 + 2) / 2 against 2


def test_filters_by_stage_and_unit_and_running_ones_do_not_count(
	agency: Agency, cycle: str, as_person: Any
) -> None:
	fill(agency, cycle, "lead1", [70] * 5)
	fill(agency, cycle, "lead1", [90] * 5, stage_name="Quarter 2")
	fill(agency, cycle, "lead2", [100] * 5)
	fill(agency, cycle, "lead2", [1] * 5, docstatus=0)
	fill(agency, cycle, "lead2", [1] * 5, docstatus=0, stage_name="Quarter 3")
	newest, answer = as_person("admin", cycle)
	assert (newest["Kabid Satu"]["people"], newest["Kabid Satu"]["mean"]) == (5, 90)
	assert answer[2].startswith("Stage Quarter 2.")
	assert as_person("admin", cycle, stage_name="Quarter 1")[0]["Kabid Satu"]["mean"] == 70
	unit = frappe.db.get_value("Employee", agency.employee("lead2"), "department")
	rows = as_person("admin", cycle, stage_name="Quarter 1", department=unit)[0]
	assert list(rows) == ["Kabid Dua", "Total"]
	assert rows["Kabid Dua"]["mean"] == 100


@pytest.mark.parametrize(
	("who", "names"),
	[
		("head", {"Kabid Satu", "Kabid Dua"}),
		("admin", {"Kabid Satu", "Kabid Dua", "Kepala"}),
		("auditor", {"Kabid Satu", "Kabid Dua", "Kepala"}),
		("lead1", set()),
		("lead2", set()),
	],
)
def test_who_sees_which_raters_and_nobody_himself(
	agency: Agency, cycle: str, as_person: Any, who: str, names: set[str]
) -> None:
	for rater in ("lead1", "lead2", "head"):
		fill(agency, cycle, rater, [90] * 5)
	assert set(as_person(who, cycle)[0]) - {"Total"} == names


def test_a_manager_of_another_agency_sees_nobody(agency: Agency, cycle: str) -> None:
	fill(agency, cycle, "lead1", [90] * 5)
	with agency.acting("foreign_admin"):
		assert "Kabid Satu" not in run({"cycle": cycle})[0]


@pytest.mark.parametrize(
	("who", "allowed"), [("head", True), ("admin", True), ("lead1", False), ("staff1", False)]
)
def test_the_report_is_for_superiors_managers_and_auditors(
	agency: Agency, client: Any, who: str, allowed: bool
) -> None:
	answer = client(who).call("frappe.desk.query_report.run", report_name=REPORT, filters={})
	assert answer.ok is allowed


# --- training ----------------------------------------------------------------------------------------------


@pytest.fixture
def required(agency: Agency) -> Callable[[str, str | None], None]:
	def require(mode: str, until: str | None) -> None:
		frappe.db.set_single_value(SETTINGS, "rater_training", mode)
		frappe.db.set_value("Employee", agency.employee("lead1"), "asn_rater_certified_until", until)

	return require


def release(agency: Agency) -> Any:
	made = agency.evaluation(agency.plan("staff1", agency.cycle()), "Rater Assessment")
	frappe.local.message_log = []
	with agency.acting("lead1"):
		evaluation = frappe.get_doc(EVALUATION, made.name)
		evaluation.run_method("onload")
		rate(evaluation)
		return evaluation, apply_workflow(evaluation.save(), "Release")


def said() -> str:
	return " ".join(str(message) for message in frappe.local.message_log)


@pytest.mark.parametrize("until", [None, "yesterday"])
def test_without_training_the_release_is_refused_where_it_is_required(
	agency: Agency, required: Any, until: str | None
) -> None:
	required("Block", until and add_days(nowdate(), -1))
	words = "has expired on" if until else "not recorded as trained"
	with pytest.raises(frappe.ValidationError, match=rf"Kabid Satu.*{words}|{words}.*Kabid Satu"):
		release(agency)


def test_a_warning_does_not_hold_up_the_release_and_comes_before_it(agency: Agency, required: Any) -> None:
	required("Warn", None)
	form, released = release(agency)
	assert "Kabid Satu" in form.get_onload("asn_training")
	assert released.workflow_state == "Released"
	assert "not recorded as trained" in said()


@pytest.mark.parametrize(("mode", "days"), [("Block", 0), ("Warn", 30), ("Off", None), ("Off", -1)])
def test_nothing_is_said_to_who_is_trained_or_where_nothing_is_required(
	agency: Agency, required: Any, mode: str, days: int | None
) -> None:
	required(mode, None if days is None else add_days(nowdate(), days))
	form, released = release(agency)
	assert "asn_training" not in form.get("__onload", {})
	assert released.workflow_state == "Released"
	assert "train" not in said()


@pytest.mark.parametrize(
	("field", "value"),
	[
		("objectivity_minimum", 1),
		("objectivity_mass_share", 0),
		("objectivity_halo", 1.5),
		("objectivity_departure_share", 120),
	],
)
def test_settings_out_of_range_are_refused_with_their_label(field: str, value: float) -> None:
	settings = frappe.get_doc(SETTINGS)
	settings.set(field, value)
	with pytest.raises(frappe.ValidationError, match=settings.meta.get_label(field).split(" (")[0]):
		settings.save()
