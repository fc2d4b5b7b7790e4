"""Plans in their surroundings: the superior's results, milestones, sets of plans, transfers."""

from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate

from asn_kinerja.cycle import opening
from asn_kinerja.evaluation import parts
from asn_kinerja.planning import plans, store
from tests.support.agency import EVALUATION, PLAN, Agency, item, plan_values, report, two_items

NAMES = {"name", "parent", "creation", "modified", "owner", "modified_by", "item_key"}


@pytest.fixture
def waiting(db: Any) -> Iterator[None]:
	"""The agency lets approvals wait for the superior's plan."""
	frappe.db.set_single_value("ASN Performance Settings", "approval_waits_for_superior", 1)
	yield
	# rolled back in the database, but a rollback does not reach the value that Frappe keeps in memory
	frappe.db.set_single_value("ASN Performance Settings", "approval_waits_for_superior", 0)


def result_key(plan: Document, row: int = 0) -> str:
	return plan.items[row].item_key


def serving(plan: Document, **values: Any) -> list[dict[str, Any]]:
	"""Two items that serve the first result of a superior's plan."""
	return [
		{**row, "superior_item": result_key(plan), "cascading": "Direct", **values} for row in two_items()
	]


# --- the superior's plan ---------------------------------------------------------------------------------


def test_the_wording_of_the_superiors_result_comes_from_his_plan(agency: Agency) -> None:
	cycle = agency.cycle()
	boss = agency.plan("lead1", cycle)
	plan = agency.plan("staff1", cycle, "Draft", items=serving(boss, superior_result="karangan"))
	assert [row.superior_result for row in plan.items] == ["Berkas izin selesai"] * 2


def test_a_result_of_somebody_else_is_not_the_superiors(agency: Agency) -> None:
	cycle = agency.cycle()
	agency.plan("lead1", cycle)
	other = agency.plan("lead2", cycle)
	plan = agency.plan("staff1", cycle, "Draft", items=serving(other))
	assert [(row.superior_item, row.superior_result) for row in plan.items] == [(None, None)] * 2


def test_without_the_superiors_plan_one_drafts_and_sends_and_only_the_approval_waits(
	agency: Agency, waiting: None
) -> None:
	cycle = agency.cycle()
	plan = agency.plan("staff1", cycle, "Waiting for Rater")
	with (
		agency.acting("lead1"),
		pytest.raises(frappe.ValidationError, match="Kabid Satu has no approved plan"),
	):
		apply_workflow(frappe.get_doc(PLAN, plan.name), "Approve")
	assert frappe.db.get_value(PLAN, plan.name, "docstatus") == 0


def test_once_he_has_a_plan_every_main_result_names_what_it_serves(agency: Agency, waiting: None) -> None:
	cycle = agency.cycle()
	boss = insert_approved(agency, "lead1", cycle)
	bare = [item(weight=60), item(category="Tambahan", result="Panitia", weight=40)]
	plan = agency.plan("staff1", cycle, "Draft", items=bare)
	with agency.acting("staff1"), pytest.raises(frappe.ValidationError) as error:
		apply_workflow(plan, "Submit for Approval")
	assert "Row 1" in str(error.value)
	assert "Kabid Satu" in str(error.value)
	assert "Row 2" not in str(error.value)  # an additional result need not serve one of his
	with agency.acting("staff1"):
		plan = frappe.get_doc(PLAN, plan.name)
		plan.items[0].update({"superior_item": result_key(boss), "cascading": "Direct"})
		plan = apply_workflow(plan.save(), "Submit for Approval")
	with agency.acting("lead1"):
		assert apply_workflow(frappe.get_doc(PLAN, plan.name), "Approve").workflow_state == "Approved"


def test_a_leaders_plan_serves_nobodys_result(agency: Agency, waiting: None) -> None:
	cycle = agency.cycle()
	frappe.db.set_value("Employee", agency.employee("lead1"), "asn_position_type", "JPT Pratama")
	plan = agency.plan("lead1", cycle, items=[item(perspective="Anggaran")])
	assert plan.workflow_state == "Approved"


def insert_approved(agency: Agency, key: str, cycle: Document) -> Document:
	"""A plan in force that rests on nobody's: as it came from the year before."""
	content = [{"employee": agency.employee(key), "items": two_items()}]
	store.complete(content, cycle.name)
	(name,) = store.insert_plans(content)
	frappe.db.set_value(PLAN, name, {"workflow_state": "Approved", "docstatus": 1})
	for row in frappe.get_all("ASN Work Plan Item", {"parent": name}, pluck="name", order_by="idx"):
		frappe.db.set_value("ASN Work Plan Item", row, "docstatus", 1)
	return frappe.get_doc(PLAN, name)


def test_what_may_be_served_is_told_to_the_employee_and_to_his_line(agency: Agency) -> None:
	cycle = agency.cycle()
	boss = agency.plan("lead1", cycle)
	with agency.acting("staff1"):
		told = plans.superior_results(cycle.name)
	assert told["superior"] == "Kabid Satu"
	assert told["in_force"]
	assert [row["label"] for row in told["results"]] == ["Berkas izin selesai", "Berkas terlayani"]
	assert told["results"][0]["value"] == result_key(boss)
	with agency.acting("lead1"):
		assert plans.superior_results(cycle.name, agency.employee("staff1"))["in_force"]
	with agency.acting("staff3"), pytest.raises(frappe.PermissionError):
		plans.superior_results(cycle.name, agency.employee("staff1"))


def test_one_result_with_several_indicators_is_one_column() -> None:
	rows = [
		{"item_key": "a", "result": "Layanan", "category": "Utama"},
		{"item_key": "b", "result": " layanan ", "category": "Utama"},
		{"item_key": "c", "result": "Layanan", "category": "Tambahan"},
	]
	assert [row["item_key"] for row in plans.results_of(rows)] == ["a", "c"]


# --- keys ------------------------------------------------------------------------------------------------


def test_the_key_of_an_item_stays_through_saves_and_revisions_and_is_not_the_clients(agency: Agency) -> None:
	cycle = agency.cycle()
	rows = [{**row, "item_key": "pilihan", "matrix_cell": "x"} for row in two_items()]
	plan = agency.plan("staff1", cycle, items=rows)
	keys = [row.item_key for row in plan.items]
	assert len(set(keys)) == 2
	assert "pilihan" not in keys
	assert not any(row.matrix_cell for row in plan.items)
	with agency.acting("staff1"):
		draft = frappe.get_doc(PLAN, plan.revise("Target berubah"))
		draft.items[0].item_key = keys[1]
		draft.items[0].target_min = 5
		draft.save()
	assert [row.item_key for row in draft.items] == keys


# --- milestones ------------------------------------------------------------------------------------------


def milestone(number: int, stage: str, target: float = 0, action: str = "Rencana aksi") -> dict[str, Any]:
	return {"item_no": number, "stage_name": stage, "target": target, "action": action}


def stage_names(cycle: Document) -> list[str]:
	return [row.stage_name for row in cycle.stages]


def test_milestones_follow_their_results_when_rows_move(agency: Agency) -> None:
	cycle = agency.cycle()
	first = stage_names(cycle)[0]
	plan = agency.plan("staff1", cycle, "Draft", milestones=[milestone(2, first, 25)])
	assert plan.milestones[0].result == "Berkas terlayani"
	with agency.acting("staff1"):
		plan.items = list(reversed(plan.items))
		plan.save()
		assert (plan.milestones[0].item_no, plan.milestones[0].result) == (1, "Berkas terlayani")
		plan.milestones[0].item_no = 2  # changed by hand: now it is the other result's
		plan.save()
	assert (plan.milestones[0].item_no, plan.milestones[0].result) == (2, "Berkas izin selesai")


@pytest.mark.parametrize(
	("rows", "word"),
	[
		([(3, 0, 5)], "no planned result with the row number 3"),
		([(0, 0, 5)], "no planned result with the row number 0"),
		([(1, 4, 5)], "is no stage of this cycle"),  # the annual stage has the plan's own target
		([(1, 0, 5), (1, 0, 6)], "is there twice"),
	],
)
def test_milestones_that_do_not_fit_are_named(agency: Agency, rows: list[Any], word: str) -> None:
	cycle = agency.cycle()
	stages = stage_names(cycle)
	sent = [milestone(number, stages[stage], target) for number, stage, target in rows]
	with agency.acting("staff1"), pytest.raises(frappe.ValidationError, match=word):
		frappe.get_doc(plan_values(cycle.name, milestones=sent)).insert()


def test_a_stage_measures_what_is_due_in_it_against_its_milestones(agency: Agency) -> None:
	cycle = agency.cycle()
	stages = stage_names(cycle)
	rows = [
		item(result="A", measure="a", target_min=100, weight=50, maximum_target=1),
		item(result="B", measure="b", target_min=40, weight=30),
		item(result="C", measure="c", target_min=90, weight=20),
	]
	due = [milestone(1, stages[0], 20), milestone(1, stages[1], 80), milestone(2, stages[1])]
	plan = agency.plan("staff1", cycle, items=rows, milestones=due)

	first = agency.evaluation(plan, stage=0)
	# A is due with 20; B has milestones, but none in this stage; C has none: due with its own target.
	# 50 and 20 of 70: 71.43 and 28.57
	assert [(row.result, row.target_min, row.weight) for row in first.results] == [
		("A", 20, 71.43),
		("C", 90, 28.57),
	]
	assert first.results[0].planned_action == "Rencana aksi"
	assert not first.results[0].maximum_target  # 20 is not the most that is possible

	second = agency.evaluation(plan, stage=1)
	assert [(row.result, row.target_min, row.weight) for row in second.results] == [
		("A", 80, 50),
		("B", 40, 30),
		("C", 90, 20),
	]
	annual = agency.evaluation(plan, stage=4)
	assert [(row.result, row.target_min) for row in annual.results] == [("A", 100), ("B", 40), ("C", 90)]


def test_opening_a_stage_for_all_gives_the_same_rows_as_one_by_one(agency: Agency) -> None:
	cycle = agency.cycle()
	due = [milestone(2, stage_names(cycle)[0], 25)]
	for key in ("staff1", "staff2"):
		agency.plan(key, cycle, milestones=due)
	one = agency.evaluation(
		frappe.get_doc(PLAN, {"employee": agency.employee("staff1"), "cycle": cycle.name})
	)
	frappe.db.commit = lambda *args: None  # the opening commits; here it must not
	try:
		assert opening.open_stage(cycle.name, cycle.stages[0].name).made == 1
	finally:
		del frappe.db.commit
	other = frappe.get_doc(EVALUATION, {"employee": agency.employee("staff2"), "cycle": cycle.name})
	ignored = {*NAMES, "work_plan_item"}
	for mine, theirs in zip(one.results, other.results, strict=True):
		assert {k: v for k, v in mine.as_dict().items() if k not in ignored} == {
			k: v for k, v in theirs.as_dict().items() if k not in ignored
		}
	assert (one.months, other.months) == (3, 3)


# --- sets of plans ---------------------------------------------------------------------------------------


def test_plans_made_as_a_set_are_what_the_form_makes(agency: Agency) -> None:
	cycle = agency.cycle()
	agency.plan("lead1", cycle)
	stage = stage_names(cycle)[0]
	content = {
		"items": [{"result": "", "measure": ""}, *two_items(), item(result="", measure="mutu", weight=0)],
		"milestones": [milestone(2, stage, 25)],
		"supports": [{"kind": "Konsekuensi", "description": "Apresiasi"}],
		"behaviours": [],
	}
	form = agency.plan("staff1", cycle, "Draft", **content)
	sets = [
		{
			"employee": agency.employee("staff2"),
			**{table: [dict(row) for row in rows] for table, rows in content.items()},
		}
	]
	store.complete(sets, cycle.name)
	(name,) = store.insert_plans(sets)
	made = frappe.get_doc(PLAN, name)
	personal = {
		*("employee", "employee_name", "title", "nip", "position_type", "designation", "plan_key"),
		*NAMES,
	}
	for table in (None, *store.TABLES):
		left = [form] if table is None else form.get(table)
		right = [made] if table is None else made.get(table)
		for one, other in zip(left, right, strict=True):
			fields = [df.fieldname for df in one.meta.fields if df.fieldtype not in frappe.model.table_fields]
			for field in {*fields, "idx", "docstatus"} - personal:
				assert (one.get(field) or None) == (other.get(field) or None), (table, field)
	assert made.plan_key == f"{agency.employee('staff2')}::{cycle.name}"
	with agency.acting("staff2"):  # and it goes on like any other
		frappe.get_doc(PLAN, name).save()


# --- transfer --------------------------------------------------------------------------------------------


def transferred(agency: Agency, plan: Document, last_day: str = "2026-08-31", **values: Any) -> Document:
	with agency.acting("admin"):
		name = frappe.get_doc(PLAN, plan.name).transfer(last_day, "Pindah bidang", **values)
	return frappe.get_doc(PLAN, name)


def move(agency: Agency, key: str, boss: str) -> None:
	employee = frappe.get_doc("Employee", agency.employee(key))
	employee.reports_to = agency.employee(boss)
	employee.save()


def test_a_transfer_ends_one_plan_and_begins_the_next_and_months_count_for_both(agency: Agency) -> None:
	cycle = agency.cycle()
	plan = agency.plan("staff1", cycle)
	move(agency, "staff1", "lead2")
	follower = transferred(agency, plan)
	plan.reload()
	assert (plan.workflow_state, plan.docstatus) == ("Approved", 1)
	assert (plan.ended_on, plan.to_date, plan.months) == (getdate("2026-08-31"), getdate("2026-08-31"), 8)
	assert plan.rater == agency.employee("lead1")
	assert (follower.workflow_state, follower.previous_plan) == ("Draft", plan.name)
	assert (follower.from_date, follower.to_date, follower.months) == (
		getdate("2026-09-01"),
		getdate("2026-12-31"),
		4,
	)
	assert follower.rater == agency.employee("lead2")
	assert follower.items == []


def test_each_plan_is_evaluated_by_the_rater_under_whom_the_work_was_done(agency: Agency) -> None:
	cycle = agency.cycle()
	plan = agency.plan("staff1", cycle)
	quarter = agency.evaluation(plan, stage=2)  # July to September, running
	move(agency, "staff1", "lead2")
	follower = transferred(agency, plan, keep_results=True)
	with agency.acting("staff1"):
		follower = apply_workflow(frappe.get_doc(PLAN, follower.name), "Submit for Approval")
	with agency.acting("lead2"):
		follower = apply_workflow(frappe.get_doc(PLAN, follower.name), "Approve")
	quarter.reload()
	# July and August of the first plan, September of the second
	assert (quarter.to_date, quarter.months) == (getdate("2026-08-31"), 2)
	assert quarter.rater == agency.employee("lead1")
	second = agency.evaluation(follower, stage=2)
	assert (second.from_date, second.to_date, second.months) == (
		getdate("2026-09-01"),
		getdate("2026-09-30"),
		1,
	)
	assert second.rater == agency.employee("lead2")
	with pytest.raises(frappe.ValidationError, match="does not cover the stage"):
		agency.evaluation(follower, stage=0)
	move(agency, "staff1", "head")  # yet another rater takes over what runs, not what has ended
	assert frappe.db.get_value(EVALUATION, quarter.name, "rater") == agency.employee("lead1")
	assert frappe.db.get_value(EVALUATION, second.name, "rater") == agency.employee("head")


def test_the_next_plan_begins_after_the_one_that_ended(agency: Agency) -> None:
	cycle = agency.cycle()
	follower = transferred(agency, agency.plan("staff1", cycle))
	follower.from_date = "2026-08-31"
	with agency.acting("staff1"), pytest.raises(frappe.ValidationError, match="begins after it"):
		follower.save()


@pytest.mark.parametrize(
	("last_day", "reason", "word"),
	[
		("2025-12-31", "x", "must lie within the plan"),
		("2026-12-31", "x", "must lie within the plan"),
		("2026-08-31", " ", "Reason for the Transfer"),
	],
)
def test_a_transfer_that_cannot_be_is_refused(agency: Agency, last_day: str, reason: str, word: str) -> None:
	plan = agency.plan("staff1", agency.cycle())
	with agency.acting("admin"), pytest.raises(frappe.ValidationError, match=word):
		plan.transfer(last_day, reason)
	assert not frappe.db.get_value(PLAN, plan.name, "ended_on")
	assert not frappe.db.exists(PLAN, {"previous_plan": plan.name})


def test_the_parts_of_a_stage_count_together_by_months(agency: Agency) -> None:
	cycle = agency.cycle()
	plan = agency.plan("staff1", cycle)
	first = agency.evaluation(plan, "Released", stage=2)
	frappe.db.set_value(EVALUATION, first.name, {"to_date": "2026-08-31", "months": 2})
	follower = transferred(agency, plan, keep_results=True)
	with agency.acting("staff1"):
		apply_workflow(frappe.get_doc(PLAN, follower.name), "Submit for Approval")
	with agency.acting("lead1"):
		follower = apply_workflow(frappe.get_doc(PLAN, follower.name), "Approve")
	second = agency.evaluation(follower, stage=2)
	with agency.acting("staff1"):
		told = parts.of(frappe.get_doc(EVALUATION, second.name))
	assert [(part["months"], part["score"]) for part in told["parts"]] == [(2, 103.51), (1, None)]
	assert told["score"] is None  # not before both are released
	frappe.db.set_value(EVALUATION, second.name, {"docstatus": 1, "scored": 1, "score": 90})
	with agency.acting("staff1"):
		told = parts.of(frappe.get_doc(EVALUATION, second.name))
	# (103.51 × 2 + 90 × 1) / 3 = 297.02 / 3 = 99.0066… → 99.01
	assert told["score"] == 99.01
	assert parts.of(agency.evaluation(follower, stage=3)) is None


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "foreign_admin", "auditor"])
def test_only_a_performance_manager_transfers(agency: Agency, who: str) -> None:
	plan = agency.plan("staff1", agency.cycle())
	with agency.acting(who), pytest.raises(frappe.PermissionError):
		plan.transfer("2026-08-31", "Pindah")
	assert not frappe.db.get_value(PLAN, plan.name, "ended_on")


def test_an_hr_admin_does_not_transfer_himself(agency: Agency) -> None:
	plan = agency.plan("admin", agency.cycle())
	with agency.acting("admin"), pytest.raises(frappe.PermissionError):
		plan.transfer("2026-08-31", "Pindah")


def test_what_has_been_evaluated_after_the_last_day_comes_first(agency: Agency) -> None:
	plan = agency.plan("staff1", agency.cycle())
	agency.evaluation(plan, stage=3)
	with agency.acting("admin"), pytest.raises(frappe.ValidationError, match="covers a time after"):
		frappe.get_doc(PLAN, plan.name).transfer("2026-08-31", "Pindah")


def test_an_ended_plan_is_not_revised_and_a_revision_on_its_way_is_finished_first(agency: Agency) -> None:
	cycle = agency.cycle()
	plan = agency.plan("staff1", cycle)
	with agency.acting("staff1"):
		frappe.get_doc(PLAN, plan.name).revise("Target berubah")
	with (
		agency.acting("admin"),
		pytest.raises(frappe.ValidationError, match="revision is already on its way"),
	):
		frappe.get_doc(PLAN, plan.name).transfer("2026-08-31", "Pindah")
	other = agency.plan("staff2", cycle)
	transferred(agency, other)
	with agency.acting("staff2"), pytest.raises(frappe.ValidationError, match="This plan ended on"):
		frappe.get_doc(PLAN, other.name).revise("Target berubah")


def test_the_evaluation_of_a_corrected_result_keeps_its_place(agency: Agency) -> None:
	released = agency.released("staff1")
	with agency.acting("admin"):
		corrected = frappe.get_doc(EVALUATION, released.correct("Salah hitung"))
	assert corrected.stage_key == released.stage_key
	plan = frappe.get_doc(PLAN, released.work_plan)
	with pytest.raises(frappe.UniqueValidationError):
		agency.evaluation(plan)
	report(corrected)
