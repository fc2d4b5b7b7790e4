"""Predicates of units, who sets them, and the board that compares their people with the guide."""

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from tests.support.agency import ABOVE, BELOW, ELSEWHERE, EVALUATION, HERE, MEETS, UNITS, Agency, rate
from tests.support.queries import number_of_queries
from tests.support.rows import insert_rows

REPORT, RESULT = "ASN Predicate Distribution", "ASN Organisation Result"
SETTINGS = "ASN Performance Settings"
STAGE = "Triwulan Uji"


def unit(index: int) -> str:
	return frappe.db.get_value("Department", {"department_name": UNITS[index], "company": HERE})


@pytest.fixture
def cycle(agency: Agency) -> Any:
	stage = {
		"stage_name": STAGE,
		"stage_type": "Periodic",
		"from_date": "2026-01-01",
		"to_date": "2026-03-31",
		"due_date": "2026-04-10",
	}
	later = {**stage, "stage_name": "Berikut", "from_date": "2026-04-01", "to_date": "2026-06-30"}
	return agency.cycle(stages=[stage, {**later, "due_date": "2026-07-10"}])


def fill(agency: Agency, cycle: Any, department: str | None, **predicates: int) -> list[str]:
	"""Released evaluations as rows, of somebody in no tree; `very_good=3` and so on."""
	names = {
		"very_good": "Sangat Baik",
		"good": "Baik",
		"enough": "Cukup",
		"needs_work": "Butuh Perbaikan",
		"poor": "Kurang",
		"very_poor": "Sangat Kurang",
		"none": None,
	}
	rows = [
		{
			"company": HERE,
			"cycle": cycle.name,
			"stage_name": STAGE,
			"docstatus": 0 if key == "none" else 1,
			"predicate": names[key],
			"department": department,
			"employee": agency.employee("foreign"),
		}
		for key, number in predicates.items()
		for _each in range(number)
	]
	return insert_rows(EVALUATION, rows)


def decide(cycle: Any, department: str | None, predicate: str = "Baik", **values: Any) -> Any:
	return frappe.get_doc(
		{
			"doctype": RESULT,
			"cycle": cycle.name,
			"stage_name": STAGE,
			"department": department,
			"predicate": predicate,
			"basis": "Keputusan 1/2026",
			**values,
		}
	).insert()


@pytest.fixture
def ask(agency: Agency, cycle: Any) -> Callable[..., Any]:
	def as_person(who: str, **filters: Any) -> tuple[dict[str, dict[str, Any]], Any]:
		with agency.acting(who):
			report = frappe.get_doc("Report", REPORT)
			answer = report.execute_script_report({"cycle": cycle.name, **filters})
		return {row["unit"]: row for row in answer[1]}, answer

	return as_person


# --- the predicate of a unit -------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("who", "index", "allowed"),
	[
		("head", 1, True),  # superior of Kabid Dua, who heads the second unit
		("head", 0, False),  # heads the first unit himself
		("admin", 0, True),
		("admin", 1, True),
		("lead1", 0, False),
		("lead2", 1, False),
		("outside", 1, False),
	],
)
def test_the_level_above_or_a_manager_sets_it(
	agency: Agency, cycle: Any, who: str, index: int, allowed: bool
) -> None:
	with agency.acting(who):
		if allowed:
			made = decide(cycle, unit(index), set_by="Guest", set_on="2020-01-01")
			assert (made.company, made.set_by) == (HERE, agency.user(who))
			assert str(made.set_on) > "2026"
		else:
			with pytest.raises(frappe.PermissionError):
				decide(cycle, unit(index))


def test_a_manager_who_heads_the_unit_does_not_set_it(agency: Agency, cycle: Any) -> None:
	user = frappe.get_doc("User", agency.user("lead2"))
	user.append("roles", {"role": "ASN Performance Manager"})
	user.save()
	try:
		with agency.acting("lead2"):
			with pytest.raises(frappe.PermissionError, match="head"):
				decide(cycle, unit(1))
			decide(cycle, unit(0))
	finally:
		frappe.db.rollback()
		frappe.clear_cache(user=agency.user("lead2"))


def test_the_whole_agencys_is_recorded_by_managers_of_the_agency(agency: Agency, cycle: Any) -> None:
	with agency.acting("admin"):
		assert decide(cycle, None).title == f"{HERE} - {STAGE}"
	for who in ("head", "foreign_admin"):
		with agency.acting(who), pytest.raises(frappe.PermissionError):
			decide(cycle, None)


def test_one_per_unit_and_stage(agency: Agency, cycle: Any) -> None:
	with agency.acting("admin"):
		first = decide(cycle, unit(0))
		with pytest.raises(frappe.DuplicateEntryError, match=first.name):
			decide(cycle, unit(0), "Kurang")
		decide(cycle, unit(0), stage_name="Berikut")
		decide(cycle, None)
	with pytest.raises(frappe.UniqueValidationError):  # past the controller the database refuses
		frappe.get_doc(RESULT, first.name).update({"name": "lain"}).db_insert()


def test_stage_unit_and_cycle_must_fit(agency: Agency, cycle: Any) -> None:
	elsewhere = frappe.db.get_value("Department", {"company": ELSEWHERE})
	with agency.acting("admin"):
		with pytest.raises(frappe.ValidationError, match="no stage"):
			decide(cycle, unit(0), stage_name="Triwulan V")
		if elsewhere:
			with pytest.raises(frappe.ValidationError, match="no unit"):
				decide(cycle, elsewhere)
		made = decide(cycle, unit(0))
		cycle.db_set("status", "Closed")
		made.predicate = "Kurang"
		with pytest.raises(frappe.ValidationError, match="closed"):
			made.save()


def test_who_changes_it_is_noted_and_others_may_not(agency: Agency, cycle: Any) -> None:
	with agency.acting("admin"):
		made = decide(cycle, unit(1))
	with agency.acting("head"):
		changed = frappe.get_doc(RESULT, made.name)
		changed.predicate = "Istimewa"
		assert changed.save().set_by == agency.user("head")
	with agency.acting("staff1"):
		assert frappe.has_permission(RESULT, "read", doc=made.name)
		assert not frappe.has_permission(RESULT, "write", doc=made.name)


@pytest.mark.parametrize("who", ["staff1", "lead2", "auditor", "foreign_admin", "guest"])
def test_others_do_not_set_it_over_http(agency: Agency, client: Any, who: str) -> None:
	cycle = agency.cycle()
	frappe.db.commit()
	values = {
		"cycle": cycle.name,
		"stage_name": cycle.stages[0].stage_name,
		"department": unit(1),
		"predicate": "Istimewa",
		"basis": "x",
	}
	assert client(who).insert(RESULT, values).status == 403
	assert not client("auditor").list(RESULT, filters={"cycle": cycle.name}).data


# --- the board ---------------------------------------------------------------------------------------------


def test_deviations_in_words(agency: Agency, cycle: Any, ask: Any) -> None:
	"""20 people, Butuh Perbaikan: 10 % are 2 people, 60 % are 12."""
	fill(agency, cycle, unit(0), very_good=3, good=6, needs_work=6, enough=5)
	fill(agency, cycle, unit(1), good=10)
	with agency.acting("admin"):
		decide(cycle, unit(0), "Butuh Perbaikan")
	rows, answer = ask("admin")
	row = rows[UNITS[0]]
	assert [row[key] for key in ("very_good", "good", "needs_work", "poor", "very_poor")] == [3, 6, 11, 0, 0]
	assert row["remarks"] == (
		"Sangat Baik: 3 people, at most 2 (10 %); Butuh Perbaikan: 11 people, at least 12 (60 %)"
	)
	assert (row["predicate"], row["people"], row["unrated"]) == ("Butuh Perbaikan", 20, 0)
	assert rows[UNITS[1]]["remarks"] == "The predicate of the unit is not set"
	total = rows["Total"]
	assert (total["people"], total["very_good"], total["good"]) == (30, 3, 16)
	# 3, 16, 11 of 30
	assert answer[3]["data"]["datasets"][0]["values"] == [10, 53.33, 36.67, 0, 0]
	assert [card["value"] for card in answer[4]] == [30, "100", 0, 1]


def test_the_curve_of_a_unit_with_a_predicate_runs_between_the_bounds(
	agency: Agency, cycle: Any, ask: Any
) -> None:
	fill(agency, cycle, unit(0), good=10)
	with agency.acting("admin"):
		decide(cycle, unit(0), "Kurang")
	_rows, answer = ask("admin", department=unit(0))
	given, most, least = [dataset["values"] for dataset in answer[3]["data"]["datasets"]]
	assert (given, most, least) == ([0, 100, 0, 0, 0], [10, 100, 100, 100, 100], [0, 0, 10, 60, 0])


def test_small_units_get_a_note_only(agency: Agency, cycle: Any, ask: Any) -> None:
	fill(agency, cycle, unit(0), very_good=9)
	with agency.acting("admin"):
		decide(cycle, unit(0), "Istimewa")
	# 70 % of 9 are 6.3, that is 6
	assert ask("admin")[0][UNITS[0]]["remarks"] == (
		"Small unit, only a note: Sangat Baik: 9 people, at most 6 (70 %)"
	)
	fill(agency, cycle, unit(0), very_good=1)
	assert ask("admin")[0][UNITS[0]]["remarks"] == "Sangat Baik: 10 people, at most 7 (70 %)"


def test_people_not_rated_yet_may_still_keep_the_guide(agency: Agency, cycle: Any, ask: Any) -> None:
	fill(agency, cycle, unit(0), good=8, none=12)
	with agency.acting("admin"):
		decide(cycle, unit(0), "Butuh Perbaikan")
	row = ask("admin")[0][UNITS[0]]
	assert (row["remarks"], row["rated"], row["unrated"]) == ("Within the guide", 8, 12)
	fill(agency, cycle, unit(0), good=1)
	# of 21 people 60 % are 12.6, that is 13
	assert ask("admin")[0][UNITS[0]]["remarks"] == "Butuh Perbaikan: 0 people, at least 13 (60 %)"


def test_what_raters_have_entered_so_far_counts_before_the_release(
	agency: Agency, ask: Any, cycle: Any
) -> None:
	"""Both ratings above: Sangat Baik; below and below: Sangat Kurang."""
	given = {"staff1": (ABOVE, ABOVE), "staff2": (BELOW, BELOW), "lent": (MEETS, MEETS)}
	for key, (work, behaviour) in given.items():
		made = agency.evaluation(agency.plan(key, cycle), "Rater Assessment")
		with agency.acting(agency.rater(key)):
			evaluation = frappe.get_doc(EVALUATION, made.name)
			rate(evaluation, work, behaviour)
			evaluation.save()
	agency.evaluation(agency.plan("lead1", cycle), "Rater Assessment")  # nothing entered yet
	row = ask("admin")[0][UNITS[0]]
	assert (row["very_good"], row["good"], row["very_poor"]) == (1, 1, 1)
	assert (row["people"], row["rated"], row["unrated"]) == (4, 3, 1)
	assert not frappe.db.exists(EVALUATION, {"cycle": cycle.name, "predicate": ["is", "set"]})
	# Kabid Satu sees his staff (also Titipan, whom another one rates) and himself; the guide is about all
	assert ask("lead1")[0][UNITS[0]]["rated"] == 3


def test_nobody_sees_his_own_running_predicate(agency: Agency, ask: Any, cycle: Any) -> None:
	made = agency.evaluation(agency.plan("lead1", cycle), "Rater Assessment")
	with agency.acting("head"):
		evaluation = frappe.get_doc(EVALUATION, made.name)
		rate(evaluation, ABOVE, ABOVE)
		evaluation.save()
	assert ask("head")[0][UNITS[0]]["very_good"] == 1
	own = ask("lead1")[0][UNITS[0]]
	assert (own["people"], own["rated"], own["very_good"]) == (1, 0, 0)
	with agency.acting("head"):
		apply_workflow(frappe.get_doc(EVALUATION, made.name), "Release")
	assert ask("lead1")[0][UNITS[0]]["very_good"] == 1


def test_a_unit_of_which_one_does_not_see_all_is_not_judged(agency: Agency, ask: Any, cycle: Any) -> None:
	fill(agency, cycle, unit(0), very_good=19)
	agency.evaluation(agency.plan("staff1", cycle), "Released")
	with agency.acting("admin"):
		decide(cycle, unit(0), "Istimewa")
		decide(cycle, None, "Istimewa")
	rows = ask("lead1")[0]
	assert rows[UNITS[0]]["remarks"] == "You see 1 of 20 people; the guide is about all of them"
	assert rows["Total"]["remarks"] == "You see 1 of 20 people; the guide is about all of them"
	assert (rows[UNITS[0]]["people"], rows[UNITS[0]]["very_good"]) == (1, 0)
	assert "at most 14" in ask("admin")[0][UNITS[0]]["remarks"]
	assert "at most 14" in ask("admin")[0]["Total"]["remarks"]


def test_a_unit_is_counted_with_the_units_below_it(agency: Agency, ask: Any, cycle: Any) -> None:
	parent = frappe.get_doc(
		doctype="Department", department_name="Dinas Uji", company=HERE, is_group=1
	).insert()
	child = frappe.get_doc(
		doctype="Department", department_name="Seksi Uji", company=HERE, parent_department=parent.name
	).insert()
	fill(agency, cycle, parent.name, good=2)
	fill(agency, cycle, child.name, very_good=3)
	rows = ask("admin")[0]
	assert [rows[name]["people"] for name in ("Dinas Uji", "Seksi Uji", "Total")] == [5, 3, 5]
	assert set(ask("admin", department=child.name)[0]) == {"Seksi Uji", "Total"}


def test_the_newest_stage_with_evaluations_is_shown_unless_one_is_named(
	agency: Agency, ask: Any, cycle: Any
) -> None:
	names = fill(agency, cycle, unit(0), good=3)
	assert ask("admin")[0]["Total"]["people"] == 3
	frappe.db.set_value(EVALUATION, names[0], "stage_name", "Berikut")
	assert ask("admin")[0]["Total"]["people"] == 1
	assert ask("admin", stage_name=STAGE)[0]["Total"]["people"] == 2


def test_the_number_of_queries_does_not_grow_with_running_evaluations(
	agency: Agency, ask: Any, cycle: Any
) -> None:
	def enter(key: str) -> None:
		made = agency.evaluation(agency.plan(key, cycle), "Rater Assessment")
		with agency.acting(agency.rater(key)):
			evaluation = frappe.get_doc(EVALUATION, made.name)
			rate(evaluation)
			evaluation.save()

	enter("staff1")
	ask("admin")  # fills the caches
	few = number_of_queries(lambda: ask("admin"))
	for key in ("staff2", "staff3", "lent"):
		enter(key)
	assert number_of_queries(lambda: ask("admin")) == few


def test_deleted_rows_of_the_guide_switch_it_off(agency: Agency, ask: Any, cycle: Any) -> None:
	fill(agency, cycle, unit(0), very_good=20)
	with agency.acting("admin"):
		decide(cycle, unit(0), "Sangat Kurang")
		settings = frappe.get_doc(SETTINGS)
		assert len(settings.distribution_guide) == 13
		settings.distribution_guide = []
		settings.save()
	assert ask("admin")[0][UNITS[0]]["remarks"] == "Within the guide"


def test_a_wrong_row_of_the_guide_is_refused_with_its_place() -> None:
	settings = frappe.get_doc(SETTINGS)
	settings.distribution_guide[1].number = 170
	with pytest.raises(frappe.ValidationError, match="Distribution Guide, row 2, Figure"):
		settings.save()
