"""Threat: somebody moves a plan or an evaluation who may not, or by another way than its actions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import frappe
import pytest

from tests.security.doors import (
	SAVING_DOORS,
	Door,
	Unchanged,
	assert_refused,
	form_submit,
	names,
	said,
	submit,
)
from tests.support.agency import EVALUATION, PLAN, Agency, keep

STATE_DOORS: tuple[Door, ...] = (*SAVING_DOORS, submit, form_submit)


@pytest.fixture(scope="module")
def cycle(agency: Agency) -> Any:
	cycle = agency.cycle()
	keep()
	return cycle


@pytest.fixture(scope="module")
def waiting(agency: Agency, cycle: Any) -> str:
	name = agency.plan("staff1", cycle, "Waiting for Rater").name
	keep()
	return name


@pytest.fixture(scope="module")
def assessed(agency: Agency, cycle: Any) -> str:
	name = agency.evaluation(agency.plan("staff2", cycle), "Rater Assessment").name
	keep()
	return name


def act(client: Any, doctype: str, name: str, action: str) -> Any:
	return client.workflow({"doctype": doctype, "name": name}, action)


def test_the_rater_approves(agency: Agency, client: Any) -> None:
	plan = agency.plan("staff1", agency.cycle(), "Waiting for Rater")
	keep()
	answer = act(client("lead1"), PLAN, plan.name, "Approve")
	assert answer.ok, said(answer)
	assert answer.data["docstatus"] == 1


@pytest.mark.parametrize(
	"who", ["staff1", "staff2", "lead2", "head", "admin", "outside", "auditor", "foreign_admin"]
)
def test_nobody_but_the_rater_decides_on_a_plan(waiting: str, client: Any, who: str) -> None:
	with Unchanged(PLAN, waiting):
		for action in ("Approve", "Return"):
			assert_refused(act(client(who), PLAN, waiting, action))


@pytest.mark.parametrize("who", ["lead1", "admin"])
def test_nobody_approves_his_own_plan(agency: Agency, cycle: Any, client: Any, who: str) -> None:
	"""A rater and the HR admin are employees too, and hold the roles that approve and manage."""
	plan = agency.plan(who, cycle, "Waiting for Rater").name
	keep()
	me = client(who)
	with Unchanged(PLAN, plan):
		for action in ("Approve", "Return", "Cancel"):
			assert_refused(act(me, PLAN, plan, action))
		for door in STATE_DOORS:
			door(me, me.read(PLAN, plan).data, {"workflow_state": "Approved", "docstatus": 1})
		assert_refused(me.remove(PLAN, plan))


def test_the_admin_is_no_manager_of_himself(agency: Agency, client: Any) -> None:
	me, cycle = client("admin"), agency.cycle()
	plan = agency.plan("admin", cycle)
	running = agency.evaluation(plan).name
	released = agency.evaluation(plan, "Released", stage=1).name
	keep()
	with Unchanged(PLAN, plan.name):
		assert_refused(me.update(PLAN, plan.name, {"cancel_reason": "Salah"}), "Reason for Cancelling")
		assert_refused(act(me, PLAN, plan.name, "Cancel"))
	with Unchanged(EVALUATION, running):
		assert_refused(act(me, EVALUATION, running, "Proceed without Self Assessment"))
		assert_refused(me.remove(EVALUATION, running))
	with Unchanged(EVALUATION, released):
		assert_refused(act(me, EVALUATION, released, "Finalise"))
		correction = {"dt": EVALUATION, "dn": released, "method": "correct", "args": {"reason": "Lebih baik"}}
		assert_refused(me.post("/api/method/run_doc_method", correction))


@pytest.mark.parametrize("door", STATE_DOORS, ids=names)
@pytest.mark.parametrize("who", ["staff1", "lead1", "admin"])
def test_the_state_of_a_plan_is_not_written(waiting: str, client: Any, door: Door, who: str) -> None:
	me = client(who)
	record = me.read(PLAN, waiting).data
	with Unchanged(PLAN, waiting):
		assert_refused(door(me, record, {"workflow_state": "Approved"}))
		assert_refused(door(me, record, {"workflow_state": "Approved", "docstatus": 1}))


@pytest.mark.parametrize("door", STATE_DOORS, ids=names)
@pytest.mark.parametrize("who", ["staff2", "lead1", "admin"])
def test_the_state_of_an_evaluation_is_not_written(assessed: str, client: Any, door: Door, who: str) -> None:
	me = client(who)
	record = me.read(EVALUATION, assessed).data
	with Unchanged(EVALUATION, assessed):
		assert_refused(door(me, record, {"workflow_state": "Released"}))
		assert_refused(door(me, record, {"workflow_state": "Released", "docstatus": 1}))


@pytest.mark.parametrize("who", ["staff1", "lead1", "admin"])
def test_a_new_record_does_not_start_in_a_later_state(agency: Agency, client: Any, who: str) -> None:
	cycle = agency.cycle()
	keep()
	item = {"result": "Dokumen", "measure": "jumlah", "target_min": 1, "weight": 100}
	values = {"employee": agency.employee(who), "cycle": cycle.name, "items": [item]}
	me = client(who)
	assert_refused(me.insert(PLAN, {**values, "workflow_state": "Approved"}), "starts in the state Draft")
	assert_refused(me.insert(PLAN, {**values, "workflow_state": "Approved", "docstatus": 1}))
	assert_refused(me.insert(PLAN, {**values, "docstatus": 1}))
	assert not client("auditor").list(PLAN, filters={"cycle": cycle.name}).data
	assert me.insert(PLAN, values).ok


@pytest.mark.parametrize("who", ["staff1", "lead2", "head", "admin"])
def test_nobody_but_the_rater_releases(assessed: str, client: Any, who: str) -> None:
	with Unchanged(EVALUATION, assessed):
		for action in ("Release", "Return to Employee"):
			assert_refused(act(client(who), EVALUATION, assessed, action))


def test_a_plan_for_somebody_else_is_not_made(agency: Agency, client: Any) -> None:
	cycle = agency.cycle()
	keep()
	item = {"result": "Dokumen", "measure": "jumlah", "target_min": 1, "weight": 100}
	values = {"employee": agency.employee("staff2"), "cycle": cycle.name, "items": [item]}
	for who in ("staff1", "lead1", "foreign_admin"):
		assert_refused(client(who).insert(PLAN, values))
	assert not client("auditor").list(PLAN, filters={"cycle": cycle.name}).data
	answer = client("admin").insert(PLAN, values)  # an HR admin may, for who cannot
	assert answer.ok, said(answer)


def test_a_plan_is_not_handed_to_another_employee(agency: Agency, cycle: Any, client: Any) -> None:
	plan = agency.plan("staff4", cycle, "Draft").name
	keep()
	me = client("staff4")
	with Unchanged(PLAN, plan):
		for door in SAVING_DOORS:
			assert_refused(door(me, me.read(PLAN, plan).data, {"employee": agency.employee("staff3")}))


def test_frappes_own_submit_and_cancel_are_closed(agency: Agency, waiting: str, client: Any) -> None:
	plan = agency.plan("staff3", agency.cycle()).name
	keep()
	for who in ("staff3", "lead2", "admin"):
		me = client(who)
		with Unchanged(PLAN, plan):
			assert_refused(me.call("frappe.client.cancel", doctype=PLAN, name=plan))
			values = {"doctype": PLAN, "name": plan, "workflow_state_fieldname": "workflow_state"}
			assert_refused(me.call("frappe.desk.form.save.cancel", **values, workflow_state="Cancelled"))
	with Unchanged(PLAN, waiting):
		for who in ("staff1", "lead1", "admin"):
			assert_refused(submit(client(who), client(who).read(PLAN, waiting).data, {}))


def test_a_plan_is_cancelled_by_the_admin_with_a_reason(agency: Agency, client: Any) -> None:
	plan = agency.plan("staff3", agency.cycle()).name
	keep()
	admin = client("admin")
	assert_refused(act(admin, PLAN, plan, "Cancel"), "Reason for Cancelling")
	assert admin.update(PLAN, plan, {"cancel_reason": "Mutasi"}).ok
	answer = act(admin, PLAN, plan, "Cancel")
	assert answer.ok, said(answer)
	assert (answer.data["docstatus"], answer.data["workflow_state"]) == (2, "Cancelled")


def test_a_plan_with_evaluations_is_not_cancelled(agency: Agency, client: Any) -> None:
	plan = agency.plan("staff3", agency.cycle())
	agency.evaluation(plan)
	keep()
	admin = client("admin")
	assert admin.update(PLAN, plan.name, {"cancel_reason": "Mutasi"}).ok
	with Unchanged(PLAN, plan.name):
		assert_refused(act(admin, PLAN, plan.name, "Cancel"), "rests on this plan")


def test_of_two_approvals_at_the_same_time_one_counts(agency: Agency, http: Any, client: Any) -> None:
	plan = agency.plan("staff1", agency.cycle(), "Waiting for Rater").name
	keep()
	first, second = client("lead1"), http.guest()
	second.session.headers["Authorization"] = first.session.headers["Authorization"]
	barrier = Barrier(2)

	def approve(client: Any) -> Any:
		barrier.wait()
		return act(client, PLAN, plan, "Approve")

	with ThreadPoolExecutor(2) as pool:
		answers = list(pool.map(approve, (first, second)))
	approvals = [answer for answer in answers if answer.ok]
	assert len(approvals) == 1, [said(answer) for answer in answers]
	(late,) = (answer for answer in answers if not answer.ok)
	assert_refused(late)
	frappe.db.rollback()
	notes = frappe.get_all("Comment", {"reference_name": plan, "comment_type": "Workflow"}, pluck="content")
	assert notes.count("Approved") == 1


def test_who_read_an_older_version_does_not_overwrite(agency: Agency, client: Any) -> None:
	plan = agency.plan("staff1", agency.cycle(), "Draft").name
	keep()
	me = client("staff1")
	old = me.read(PLAN, plan).data
	assert me.update(PLAN, plan, {"to_date": "2026-11-30"}).ok
	with Unchanged(PLAN, plan):
		answer = me.call("frappe.client.save", doc=frappe.as_json({**old, "to_date": "2026-10-31"}))
		assert_refused(answer)
		assert "modified after you have opened it" in said(answer)
