"""What an evaluation takes as a realisation, and that there is one per employee and stage."""

import threading
from typing import Any

import frappe
import pytest

from tests.support.agency import EVALUATION, Agency, keep, report, stored

IGNORED = {"name", "creation", "modified", "owner", "modified_by", "stage", "stage_key", "parent"}


@pytest.mark.parametrize(
	("realisation", "words"),
	[
		("-1", ["row 2", "Realisation", "negative"]),
		("seratus", ["row 2", "Realisation", "not a number"]),
		("105 berkas", ["row 2", "not a number"]),
		("NaN", ["row 2", "not a"]),
		("1e5", ["row 2", "not a number"]),
		("1.250", ["row 2", "two ways"]),
		("9" * 13, ["row 2", "too large"]),
	],
)
def test_a_realisation_that_is_no_number_is_refused(
	agency: Agency, realisation: str, words: list[str]
) -> None:
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()))
	with agency.acting("staff1"):
		mine = frappe.get_doc(EVALUATION, evaluation.name)
		report(mine, "6", realisation)
		with pytest.raises(frappe.ValidationError) as error:
			mine.save()
	for word in words:
		assert word in str(error.value)
	stored = frappe.get_all("ASN Evaluation Result", {"parent": evaluation.name}, pluck="realisation")
	assert stored == [None, None]


@pytest.mark.parametrize(
	("realisation", "achievement"),
	[("105", 105), ("87,5", 87.5), ("87.5", 87.5), ("0", 0), ("1.250,5", 1250.5)],
)
def test_numbers_are_read_as_clerks_write_them(agency: Agency, realisation: str, achievement: float) -> None:
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()))
	with agency.acting("staff1"):
		mine = frappe.get_doc(EVALUATION, evaluation.name)
		report(mine, "7", realisation)
		assert mine.save().results[1].achievement == achievement  # of a target of 100


def test_one_evaluation_per_employee_and_stage(agency: Agency) -> None:
	plan = agency.plan("staff1", agency.cycle())
	agency.evaluation(plan)
	with pytest.raises(frappe.UniqueValidationError):
		agency.evaluation(plan)
	assert frappe.db.count(EVALUATION, {"work_plan": plan.name}) == 1


def test_two_connections_do_not_make_two_evaluations(agency: Agency, client: Any) -> None:
	plan = agency.plan("staff1", agency.cycle())
	stage = frappe.get_doc("ASN Performance Cycle", plan.cycle).stages[0].name
	keep()
	me, answers, barrier = client("admin"), [], threading.Barrier(3)
	values = {"employee": plan.employee, "work_plan": plan.name, "stage": stage}

	def insert() -> None:
		mine = me.again()
		barrier.wait()
		answers.append(mine.insert(EVALUATION, values))

	threads = [threading.Thread(target=insert) for _ in range(3)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert sum(answer.ok for answer in answers) == 1, [answer.messages for answer in answers]
	assert all(answer.messages for answer in answers if not answer.ok)
	frappe.db.rollback()
	assert frappe.db.count(EVALUATION, {"work_plan": plan.name}) == 1


def test_the_unique_index_holds_where_the_code_is_not_asked(agency: Agency) -> None:
	made = agency.evaluation(agency.plan("staff1", agency.cycle()))
	with pytest.raises(Exception, match="Duplicate entry"):
		frappe.db.bulk_insert(
			EVALUATION, ["name", "stage_key"], [(frappe.generate_hash(length=10), made.stage_key)]
		)


def test_only_an_approved_plan_is_evaluated(agency: Agency) -> None:
	plan = agency.plan("staff1", agency.cycle(), "Waiting for Rater")
	with pytest.raises(frappe.ValidationError, match="is not approved"):
		agency.evaluation(plan)


def test_a_stage_of_another_cycle_is_refused(agency: Agency) -> None:
	plan, other = agency.plan("staff1", agency.cycle()), agency.cycle()
	values = {"employee": plan.employee, "work_plan": plan.name, "stage": other.stages[0].name}
	with pytest.raises(frappe.ValidationError, match="is no stage of the cycle"):
		frappe.get_doc(doctype=EVALUATION, **values).insert()


def test_single_insert_and_bulk_opening_give_the_same_record(agency: Agency) -> None:
	"""Two people with the same plan: one evaluation by hand, one by the opening of the stage."""
	from asn_kinerja.cycle import opening

	cycle = agency.cycle()
	stage = cycle.stages[0].name
	by_hand = agency.evaluation(agency.plan("staff1", cycle))
	agency.plan("staff2", cycle)
	keep()
	assert opening.open_stage(cycle.name, stage) == opening.Report(made=1, present=1)
	name = frappe.db.get_value(EVALUATION, {"stage": stage, "employee": agency.employee("staff2")})
	by_job = frappe.get_doc(EVALUATION, name)

	person = {"employee", "employee_name", "title", "work_plan", "position_type", "designation"}
	person |= {"work_plan_item"}
	assert content(by_hand.name, person) == content(by_job.name, person)
	assert content(by_hand.name, {"employee"}) != content(by_job.name, {"employee"})
	before = content(by_job.name, set())
	by_job.save()  # a save finds nothing to add to what the set statement wrote
	assert content(by_job.name, set()) == before


def content(name: str, left_out: set[str]) -> dict[str, Any]:
	rows = {EVALUATION: stored(EVALUATION, "name", name)}
	for df in frappe.get_meta(EVALUATION).get_table_fields():
		rows[df.options] = stored(df.options, "parent", name)
	skip = IGNORED | left_out
	return {
		# a choice without an answer is stored as nothing or as an empty text, which is the same to everybody
		table: [{k: v or None for k, v in row.items() if k not in skip} for row in found]
		for table, found in rows.items()
	}


def test_a_new_evaluation_goes_to_the_rater_of_today_and_not_to_the_one_of_the_plan(agency: Agency) -> None:
	from asn_kinerja import people

	plan = agency.plan("staff3", agency.cycle())
	employee = frappe.get_doc("Employee", plan.employee)
	employee.reports_to = agency.employee("lead1")
	employee.save()
	made = agency.evaluation(plan)
	assert (plan.rater, made.rater) == (agency.employee("lead2"), agency.employee("lead1"))
	# the one query that a whole stage is opened with: direct superior, delegated rater, nobody
	found = people.raters([plan.employee, agency.employee("lent"), agency.employee("outside")])
	assert {name: rater["rater"] for name, rater in found.items()} == {
		plan.employee: agency.employee("lead1"),
		agency.employee("lent"): agency.employee("lead2"),
		agency.employee("outside"): None,
	}
