"""Opening a stage for many plans: repeated, at the same time, and killed in the middle."""

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from tests.support.agency import EVALUATION, HERE, Agency, keep
from tests.support.http import Client
from tests.support.processes import result, wait_for_waiting

PROGRAM = """
from asn_kinerja.cycle import opening
report = opening.open_stage(sys.argv[2], sys.argv[3])
print(json.dumps([report.made, report.present]))
"""
PLANS, ITEMS, VALUES = 1200, 2, 3  # more than two chunks
STAMP = {
	"owner": "Administrator",
	"modified_by": "Administrator",
	"creation": "2026-01-01",
	"modified": "2026-01-01",
}


@pytest.fixture(scope="module")
def many(agency: Agency) -> Iterator[Any]:
	"""A cycle with more approved plans than one chunk takes; written as sets, and removed in the end."""
	cycle = agency.cycle()
	plans, items, behaviours = [], [], []
	values = frappe.get_all("ASN Behaviour Value", {"disabled": 0}, order_by="sequence", pluck="name")[
		:VALUES
	]
	for number in range(PLANS):
		name = f"{cycle.name}-{number:04d}"
		plans.append(
			{
				"name": name,
				"employee": name,
				"employee_name": name,
				"cycle": cycle.name,
				"company": HERE,
				"from_date": "2026-01-01",
				"to_date": "2026-12-31",
				"approach": "Quantitative",
				"docstatus": 1,
				"workflow_state": "Approved",
				"plan_key": name,
				**STAMP,
			}
		)
		row = {"parent": name, "parenttype": "ASN Work Plan", "docstatus": 1, **STAMP}
		for index in range(ITEMS):
			items.append(
				{
					**row,
					"parentfield": "items",
					"idx": index + 1,
					"name": f"{name}-i{index}",
					"result": "Dokumen",
					"measure": "jumlah",
					"direction": "Higher",
					"target_min": 10,
					"weight": 50,
				}
			)
		for index, value in enumerate(values):
			behaviours.append(
				{
					**row,
					"parentfield": "behaviours",
					"idx": index + 1,
					"name": f"{name}-b{index}",
					"behaviour_value": value,
				}
			)
	tables = {"ASN Work Plan": plans, "ASN Work Plan Item": items, "ASN Work Plan Behaviour": behaviours}
	for doctype, rows in tables.items():
		fields = list(rows[0])
		frappe.db.bulk_insert(doctype, fields, [tuple(row[field] for field in fields) for row in rows])
	keep()
	yield cycle
	frappe.db.rollback()
	made = frappe.get_all(EVALUATION, {"cycle": cycle.name}, pluck="name", order_by="name")
	for doctype in ("ASN Evaluation Result", "ASN Evaluation Behaviour"):
		frappe.db.delete(doctype, {"parent": ["in", made]})
	frappe.db.delete(EVALUATION, {"cycle": cycle.name})
	for doctype, rows in tables.items():
		frappe.db.delete(doctype, {"name": ["in", [row["name"] for row in rows]]})
	keep()


@pytest.fixture
def opener(start: Callable[..., Any]) -> Callable[[Any, int], Any]:
	"""Starts a process that opens a stage."""
	return lambda cycle, stage: start(PROGRAM, cycle.name, cycle.stages[stage].name)


def assert_complete(cycle: Any, stage: int, plans: int) -> None:
	"""One evaluation per plan with all its rows, and no row without its evaluation."""
	frappe.db.rollback()
	name = cycle.stages[stage].name
	made = frappe.get_all(EVALUATION, {"stage": name}, ["name", "employee", "work_plan"], order_by="name")
	assert len(made) == plans
	assert len({row.employee for row in made}) == len({row.work_plan for row in made}) == plans
	names = [row.name for row in made]
	assert frappe.db.count("ASN Evaluation Result", {"parent": ["in", names]}) == plans * ITEMS
	assert frappe.db.count("ASN Evaluation Behaviour", {"parent": ["in", names]}) == plans * VALUES
	for doctype in ("ASN Evaluation Result", "ASN Evaluation Behaviour"):
		rows, evaluations = frappe.qb.DocType(doctype), frappe.qb.DocType(EVALUATION)
		query = frappe.qb.from_(rows).left_join(evaluations).on(rows.parent == evaluations.name)
		orphans = query.select(rows.name).where(evaluations.name.isnull()).run()
		assert not orphans
	assert frappe.db.get_value("ASN Cycle Stage", name, "evaluations") == plans


def test_opening_over_http_makes_each_evaluation_once(
	agency: Agency, client: Callable[[str], Client], worker: Callable[[], list[str]]
) -> None:
	"""The button of the form, pressed twice, and again when it is done."""
	cycle = agency.cycle()
	people = ("staff1", "staff2", "lent")
	for key in people:
		agency.plan(key, cycle)
	agency.plan("staff3", cycle, "Waiting for Rater")  # not approved: no evaluation
	keep()
	admin, stage = client("admin"), cycle.stages[0].name
	for _ in range(2):
		for first in (True, False):
			values = {"dt": cycle.doctype, "dn": cycle.name, "method": "open_stage", "args": {"stage": stage}}
			answer = admin.post("/api/method/run_doc_method", values)
			assert answer.ok, answer.messages
			assert answer.data is first
		worker()
		found = admin.list(EVALUATION, filters={"stage": stage}, fields=["employee", "workflow_state"]).data
		assert sorted(row["employee"] for row in found) == sorted(map(agency.employee, people))
		assert {row["workflow_state"] for row in found} == {"Self Assessment"}
	shown = admin.read(cycle.doctype, cycle.name).data["stages"][0]
	assert (shown["evaluations"], bool(shown["opened_on"])) == (3, True)


def test_a_plan_for_part_of_the_year_gets_only_the_stages_it_touches(agency: Agency) -> None:
	from asn_kinerja.cycle import opening

	cycle = agency.cycle()
	agency.plan("staff1", cycle)
	agency.plan("staff2", cycle, from_date="2026-07-01")  # joined in July
	keep()
	assert opening.open_stage(cycle.name, cycle.stages[1].name) == opening.Report(made=1, present=0)
	assert opening.open_stage(cycle.name, cycle.stages[2].name) == opening.Report(made=2, present=0)


def test_a_person_with_a_revised_plan_gets_one_evaluation(
	agency: Agency, client: Callable[[str], Client]
) -> None:
	from asn_kinerja.cycle import opening

	cycle = agency.cycle()
	plan = agency.plan("staff1", cycle)
	keep()
	opening.open_stage(cycle.name, cycle.stages[0].name)
	values = {"dt": plan.doctype, "dn": plan.name, "method": "revise", "args": {"reason": "Perubahan"}}
	draft = client("staff1").post("/api/method/run_doc_method", values).data
	assert client("staff1").workflow({"doctype": plan.doctype, "name": draft}, "Submit for Approval").ok
	assert client("lead1").workflow({"doctype": plan.doctype, "name": draft}, "Approve").ok
	frappe.db.rollback()
	assert opening.open_stage(cycle.name, cycle.stages[0].name) == opening.Report(made=0, present=1)
	assert opening.open_stage(cycle.name, cycle.stages[1].name) == opening.Report(made=1, present=0)
	assert frappe.db.get_value(EVALUATION, {"stage": cycle.stages[1].name}, "work_plan") == draft


def test_two_openings_at_once_make_each_evaluation_once(many: Any, opener: Any) -> None:
	"""Both have read the plans before either stores anything: the cycle is locked until both wait."""
	frappe.db.get_value(many.doctype, many.name, "name", for_update=True)
	processes = [opener(many, 0), opener(many, 0)]
	wait_for_waiting("select%", processes)
	frappe.db.rollback()
	(made, present), (made_too, present_too) = map(result, processes)
	assert made + made_too == PLANS
	assert present + present_too == PLANS
	assert_complete(many, 0, PLANS)


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(many: Any, opener: Any) -> None:
	"""Another transaction holds the last key of the second chunk; the worker waits there and is killed."""
	held = frappe.get_all(
		"ASN Work Plan", {"cycle": many.name}, pluck="employee", order_by="employee", limit_start=999, limit=1
	)[0]
	key = f"{held}::{many.stages[1].name}"
	frappe.db.bulk_insert(EVALUATION, ["name", "stage_key"], [(frappe.generate_hash(length=10), key)])
	killed = opener(many, 1)
	wait_for_waiting("%`tabASN Evaluation`%", [killed])
	os.kill(killed.pid, signal.SIGKILL)
	killed.communicate()
	frappe.db.rollback()
	assert frappe.db.count(EVALUATION, {"stage": many.stages[1].name}) == 500  # the first chunk, whole

	assert result(opener(many, 1)) == [PLANS - 500, 500]
	assert_complete(many, 1, PLANS)
	assert result(opener(many, 1)) == [0, PLANS]
	assert_complete(many, 1, PLANS)
