"""A stage that gets another name keeps all that is about it; one with records or sealed results stays."""

from typing import Any

import frappe
import pytest

from asn_kinerja.competency import starting
from asn_kinerja.reporting import newest_stage
from tests.support.agency import Agency
from tests.support.follow_ups import final
from tests.support.rows import insert_row
from tests.support.training import COMPETENCY, clear_assessments, hand_in, started

CYCLE, RESULT = "ASN Performance Cycle", "ASN Organisation Result"
NEW = "Triwulan Pertama"


@pytest.fixture(autouse=True)
def nothing_of_earlier_runs(agency: Agency) -> None:
	clear_assessments(agency, *agency.employees)


def renamed(cycle: Any, *names: str) -> Any:
	"""The first stages get these names."""
	doc = frappe.get_doc(CYCLE, cycle.name)
	for row, name in zip(doc.stages, names, strict=False):
		row.stage_name = name
	return doc.save()


def stage_of(doctype: str, name: str) -> tuple[str, str]:
	return frappe.db.get_value(doctype, name, ["stage_name", "title"])


def result(cycle: Any) -> Any:
	first = cycle.stages[0].stage_name
	values = {"cycle": cycle.name, "stage_name": first, "predicate": "Baik", "basis": "SK 1"}
	return frappe.get_doc(doctype=RESULT, **values).insert()


def test_a_running_assessment_goes_on_under_the_new_name(agency: Agency) -> None:
	cycle = agency.cycle()
	doc = started(agency, cycle=cycle.name, stage_name=cycle.stages[0].stage_name)
	of_the_year = started(agency, cycle=cycle.name)
	renamed(cycle, NEW)
	employee = agency.employee("staff1")
	assert frappe.db.get_value(COMPETENCY, doc.name, ["stage_name", "title", "assessment_key"]) == (
		NEW,
		f"Staf Satu · {NEW} · {cycle.name}",
		starting.key(employee, cycle.name, NEW, None),
	)
	assert not frappe.db.get_value(COMPETENCY, of_the_year.name, "stage_name")
	doc = hand_in(agency, "staff1", doc, "self", "Submit Self Assessment")
	assert doc.workflow_state == "Superior Assessment"
	with pytest.raises(frappe.DuplicateEntryError):
		started(agency, cycle=cycle.name, stage_name=NEW)


def test_two_stages_exchange_their_names(agency: Agency) -> None:
	cycle = agency.cycle()
	one, two = (row.stage_name for row in cycle.stages[:2])
	first = started(agency, cycle=cycle.name, stage_name=one)
	second = started(agency, cycle=cycle.name, stage_name=two)
	plan = agency.plan("staff1", cycle, milestones=[{"item_no": 1, "stage_name": one, "action": "Rancangan"}])
	renamed(cycle, two, one)
	assert [stage_of(COMPETENCY, doc.name)[0] for doc in (first, second)] == [two, one]
	assert frappe.get_doc("ASN Work Plan", plan.name).milestones[0].stage_name == two


def test_evaluations_reviews_results_and_milestones_have_the_new_name(agency: Agency) -> None:
	cycle = agency.cycle()
	old, stage = cycle.stages[0].stage_name, cycle.stages[0].name
	plan = agency.plan("staff1", cycle, milestones=[{"item_no": 1, "stage_name": old, "action": "Rancangan"}])
	evaluation = agency.evaluation(plan)
	review = insert_row("ASN Behaviour Review", stage=stage, stage_name=old, employee_name="Staf Satu")
	of_agency = result(cycle)
	renamed(cycle, NEW)
	titles = {
		"ASN Evaluation": (evaluation.name, f"Staf Satu · {NEW} · {cycle.name}"),
		"ASN Behaviour Review": (review, f"Staf Satu · {NEW}"),
		RESULT: (of_agency.name, f"{cycle.company} - {NEW}"),
	}
	for doctype, (name, title) in titles.items():
		assert stage_of(doctype, name) == (NEW, title), doctype
	assert newest_stage(cycle.name) == NEW  # the reports find them
	frappe.get_doc(RESULT, of_agency.name).update({"predicate": "Istimewa"}).save()
	# of two results the first one is due in this stage alone: the second quarter has the other one
	assert [row.result for row in agency.evaluation(plan, stage=1).results] == ["Berkas terlayani"]
	other = frappe.get_doc("ASN Work Plan", plan.name)
	assert other.milestone_problems() == []


def test_a_stage_with_final_results_keeps_its_name(agency: Agency) -> None:
	"""The seal holds the name."""
	cycle = agency.cycle()
	final(agency, "staff1", "Baik", cycle, stage=0)
	with pytest.raises(frappe.ValidationError, match="Quarter 1 has final results"):
		renamed(cycle, NEW)
	first, second = (row.stage_name for row in cycle.stages[:2])
	assert renamed(cycle, first, "Lain").stages[1].stage_name == "Lain" != second


def test_a_stage_that_records_name_is_not_removed(agency: Agency) -> None:
	cycle = agency.cycle()
	started(agency, cycle=cycle.name, stage_name=cycle.stages[1].stage_name)
	result(cycle)
	for place, records in ((0, "Organisation Result"), (1, "Competency Assessment")):
		doc = frappe.get_doc(CYCLE, cycle.name)
		doc.remove(doc.stages[place])
		with pytest.raises(frappe.ValidationError, match=f"Quarter {place + 1} cannot be removed.*{records}"):
			doc.save()
	doc = frappe.get_doc(CYCLE, cycle.name)
	doc.remove(doc.stages[2])
	assert len(doc.save().stages) == 4
