"""Threat: an objection is filed too late, twice, or in another's name; the rater decides about himself."""

from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_to_date, now_datetime

from tests.security.doors import DOORS, Door, Unchanged, assert_hidden, assert_refused, names
from tests.support.agency import ABOVE, BELOW, EVALUATION, Agency, keep
from tests.support.http import Client, Response

SETTINGS = "ASN Performance Settings"
REASON = "Bukti triwulan belum dihitung"


def make_released(agency: Agency, **since: int) -> str:
	"""Of staff1, rated by lead1, whose rater is head; released now, or so long ago. The reasons of staff1 are
	there: his action alone is missing."""
	name = agency.released("staff1").name
	with agency.acting("staff1"):
		mine = frappe.get_doc(EVALUATION, name)
		mine.objection_reason = REASON
		mine.save()
	if since:
		long_ago = add_to_date(now_datetime(), **since)
		frappe.db.set_value(EVALUATION, name, "released_on", long_ago, update_modified=False)
	keep()
	return name


def make_objected(agency: Agency, heard: bool = True) -> str:
	name = make_released(agency)
	with agency.acting("staff1"):
		apply_workflow(frappe.get_doc(EVALUATION, name), "Object")
	if heard:
		with agency.acting("lead1"):
			frappe.get_doc(EVALUATION, name).give_statement("Sudah saya hitung")
	keep()
	return name


@pytest.fixture(scope="module")
def released(agency: Agency) -> str:
	return make_released(agency)


@pytest.fixture(scope="module")
def objected(agency: Agency) -> str:
	"""With the rater's statement and the reasons of the decision: the superior's action alone is missing."""
	name = make_objected(agency)
	with agency.acting("head"):
		mine = frappe.get_doc(EVALUATION, name)
		mine.objection_decision = "Sudah dihitung"
		mine.save()
	keep()
	return name


def change(me: Client, name: str) -> Response:
	arguments = {"decision": "Diterima", "work_result_rating": ABOVE, "behaviour_rating": ABOVE}
	values = {"dt": EVALUATION, "dn": name, "method": "change_result", "args": arguments}
	return me.post("/api/method/run_doc_method", values)


def record_of(client: Any, name: str) -> dict[str, Any]:
	"""As the auditor reads it: he sees all of it."""
	return client("auditor").read(EVALUATION, name).data


# --- filing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["lead1", "head", "admin", "auditor", "staff2", "lead2", "foreign_admin"])
def test_nobody_objects_for_the_employee(released: str, client: Any, who: str) -> None:
	me, record = client(who), record_of(client, released)
	with Unchanged(EVALUATION, released):
		assert_refused(me.workflow(record, "Object"))
		assert_refused(me.update(EVALUATION, released, {"objection_reason": "Atas nama pegawai"}))
		assert_refused(me.update(EVALUATION, released, {"workflow_state": "Objected"}))


@pytest.mark.parametrize("door", DOORS, ids=names)
def test_the_state_is_not_written_past_the_action(released: str, client: Any, door: Door) -> None:
	"""An objection without the clock, without reasons, or one that is decided already."""
	me = client("staff1")
	record = me.read(EVALUATION, released).data
	with Unchanged(EVALUATION, released):
		for state in ("Objected", "Final", "Cancelled"):
			assert_refused(door(me, record, {"workflow_state": state}))
		assert_refused(door(me, record, {"objected_on": "2026-01-01 00:00:00"}))
		assert_refused(door(me, record, {"objection_outcome": "Changed"}))


def test_after_the_limit_nothing_is_filed(agency: Agency, client: Any) -> None:
	"""The days of the settings, counted from the release; one minute is too much."""
	days = frappe.db.get_single_value(SETTINGS, "objection_days")
	late = make_released(agency, days=-days, minutes=-1)
	me = client("staff1")
	record = me.read(EVALUATION, late).data
	with Unchanged(EVALUATION, late):
		assert_refused(me.workflow(record, "Object"), "The time for an objection ended on")
		later = {**record, "released_on": str(now_datetime())}
		assert_refused(me.workflow(later, "Object"), "The time for an objection ended on")


def test_up_to_the_limit_it_is_filed(agency: Agency, client: Any) -> None:
	days = frappe.db.get_single_value(SETTINGS, "objection_days")
	name = make_released(agency, days=-days, minutes=10)
	me = client("staff1")
	answer = me.workflow(me.read(EVALUATION, name).data, "Object")
	assert answer.data["workflow_state"] == "Objected"


def test_nobody_objects_twice(agency: Agency, client: Any) -> None:
	"""Neither while it is being decided, nor after the decision, which is final (PP 30/2019, article 59)."""
	name = make_objected(agency)
	me, head = client("staff1"), client("head")
	with Unchanged(EVALUATION, name):
		assert_refused(me.workflow(me.read(EVALUATION, name).data, "Object"))
		assert_refused(me.update(EVALUATION, name, {"objection_reason": "Alasan lain"}))
	assert head.update(EVALUATION, name, {"objection_decision": "Sudah dihitung"}).ok
	assert head.workflow(head.read(EVALUATION, name).data, "Uphold").data["workflow_state"] == "Final"
	with Unchanged(EVALUATION, name):
		assert_refused(me.workflow(me.read(EVALUATION, name).data, "Object"))


def test_nobody_objects_against_a_result_that_was_changed_for_him(agency: Agency, client: Any) -> None:
	old = make_objected(agency)
	new = change(client("head"), old).data
	me = client("staff1")
	for name in (old, new):
		with Unchanged(EVALUATION, name):
			assert_refused(me.workflow(me.read(EVALUATION, name).data, "Object"))


# --- deciding ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["lead1", "staff1", "admin", "auditor", "lead2", "staff2", "foreign_admin"])
def test_the_superior_of_the_rater_alone_decides(objected: str, client: Any, who: str) -> None:
	"""Not the rater himself, not the employee, not the administration."""
	me, record = client(who), record_of(client, objected)
	with Unchanged(EVALUATION, objected):
		assert_refused(me.workflow(record, "Uphold"))
		refusal = change(me, objected)
		(assert_hidden if who in ("lead2", "staff2", "foreign_admin") else assert_refused)(refusal)
		assert_refused(me.update(EVALUATION, objected, {"objection_decision": "Ditolak"}))
	assert not client("auditor").list(EVALUATION, filters={"amended_from": objected}).data


@pytest.mark.parametrize("door", DOORS, ids=names)
@pytest.mark.parametrize("who", ["lead1", "head"])
def test_no_rating_is_written_into_an_objected_result(
	objected: str, client: Any, door: Door, who: str
) -> None:
	"""A changed result is a new record; the one that was objected to stays as it is."""
	me = client(who)
	record = me.read(EVALUATION, objected).data
	with Unchanged(EVALUATION, objected):
		assert_refused(door(me, record, {"work_result_rating": BELOW}))
		assert_refused(door(me, record, {"predicate": "Sangat Baik"}))
		assert_refused(door(me, record, {"workflow_state": "Final"}))


def test_a_decision_needs_both_sides_and_its_reasons(agency: Agency, client: Any) -> None:
	name, head = make_objected(agency, heard=False), client("head")
	record = head.read(EVALUATION, name).data
	with Unchanged(EVALUATION, name):
		assert_refused(head.workflow(record, "Uphold"), "Decision on the Objection")
		assert_refused(change(head, name), "has not been heard yet")


def test_a_statement_is_the_raters(agency: Agency, client: Any) -> None:
	name = make_objected(agency, heard=False)
	values = {"dt": EVALUATION, "dn": name, "method": "give_statement", "args": {"statement": "Palsu"}}
	with Unchanged(EVALUATION, name):
		for who in ("staff1", "head", "admin", "lead2"):
			answer = client(who).post("/api/method/run_doc_method", values)
			(assert_hidden if who == "lead2" else assert_refused)(answer)
