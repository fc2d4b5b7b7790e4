"""Threat: a released evaluation is changed, removed or replaced."""

import json
from typing import Any

import pytest

from tests.security.doors import DOORS, Door, Unchanged, assert_refused, names, said
from tests.support.agency import ABOVE, EVALUATION, Agency, keep

PEOPLE = ["staff1", "lead1", "head", "admin"]
RESULT = "ASN Evaluation Result"


@pytest.fixture(scope="module")
def released(agency: Agency) -> str:
	name = agency.released("staff1").name
	keep()
	return name


def test_the_employee_answers_and_nothing_else_moves(agency: Agency, client: Any) -> None:
	name = agency.released("staff1").name
	keep()
	me = client("staff1")
	answer = me.update(EVALUATION, name, {"acknowledgement_note": "Terima kasih"})
	assert answer.ok, said(answer)
	stored = me.read(EVALUATION, name).data
	assert (stored["acknowledgement_note"], stored["score"], stored["predicate"]) == (
		"Terima kasih",
		103.51,
		"Baik",
	)


@pytest.mark.parametrize("door", DOORS, ids=names)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_door_is_closed(agency: Agency, released: str, client: Any, door: Door, who: str) -> None:
	me = client(who)
	record = me.read(EVALUATION, released).data
	first, *others = record["results"]
	tries = [
		{"score": 120},
		{"predicate": "Sangat Baik", "work_result_rating": ABOVE},
		{"results": [{**first, "realisation": "1", "rating": ABOVE}, *others]},
		{"components": [{**record["components"][0], "score": 120}, *record["components"][1:]]},
		{"rater_note": "Diubah"},
		{"rater": agency.employee("head")},
		{"employee_name": "Orang Lain", "position_type": "JPT Pratama"},
	]
	with Unchanged(EVALUATION, released):
		for values in tries:
			assert_refused(door(me, record, values))


@pytest.mark.parametrize("who", PEOPLE)
def test_its_rows_are_neither_written_nor_removed(released: str, client: Any, who: str) -> None:
	me = client(who)
	record = me.read(EVALUATION, released).data
	row = record["results"][0]
	new = {"doctype": RESULT, "parent": released, "parenttype": EVALUATION, "parentfield": "results"}
	with Unchanged(EVALUATION, released):
		assert_refused(me.update(RESULT, row["name"], {"rating": ABOVE}))
		assert_refused(me.remove(RESULT, row["name"]))
		assert_refused(me.call("frappe.client.save", doc=json.dumps({**row, "value": 120})))
		assert_refused(me.call("frappe.client.insert", doc=json.dumps({**new, "realisation": "9"})))
		assert_refused(me.update(EVALUATION, released, {"results": []}))
		assert_refused(me.update(EVALUATION, released, {"components": []}))


@pytest.mark.parametrize("who", PEOPLE)
def test_it_is_neither_cancelled_deleted_renamed_nor_amended(released: str, client: Any, who: str) -> None:
	me = client(who)
	record = me.read(EVALUATION, released).data
	amended = {**record, "name": None, "amended_from": released, "docstatus": 0, "workflow_state": None}
	form_cancel = {"workflow_state_fieldname": "workflow_state", "workflow_state": "Cancelled"}
	with Unchanged(EVALUATION, released):
		assert_refused(me.call("frappe.client.cancel", doctype=EVALUATION, name=released))
		assert_refused(
			me.call("frappe.desk.form.save.cancel", doctype=EVALUATION, name=released, **form_cancel)
		)
		document = json.dumps({**record, "workflow_state": "Cancelled"})
		assert_refused(me.call("frappe.desk.form.save.savedocs", doc=document, action="Cancel"))
		assert_refused(me.remove(EVALUATION, released))
		assert_refused(me.call("frappe.client.delete", doctype=EVALUATION, name=released))
		renaming = {"doctype": EVALUATION, "old_name": released, "new_name": "LAIN"}
		assert_refused(me.call("frappe.client.rename_doc", **renaming))
		assert_refused(me.insert(EVALUATION, amended))
		assert_refused(me.update(EVALUATION, released, {"docstatus": 0}))
		assert_refused(me.update(EVALUATION, released, {"docstatus": 2}))
	assert not client("auditor").list(EVALUATION, filters={"amended_from": released}).data


@pytest.mark.parametrize(
	("who", "values"),
	[
		("staff1", {"correction_reason": "Salah"}),
		("staff1", {"objection_decision": "Diterima"}),
		("lead1", {"acknowledgement_note": "Setuju"}),
		("lead1", {"objection_decision": "Ditolak"}),
		("head", {"objection_decision": "Ditolak"}),
		("admin", {"acknowledgement_note": "Setuju"}),
		("admin", {"released_on": "2026-01-01 00:00:00"}),
		("staff1", {"acknowledged_on": "2026-01-01 00:00:00"}),
		("admin", {"final_on": "2026-01-01 00:00:00"}),
		("auditor", {"acknowledgement_note": "Setuju"}),
	],
)
def test_an_answer_is_written_by_the_one_whose_answer_it_is(
	released: str, client: Any, who: str, values: dict[str, Any]
) -> None:
	with Unchanged(EVALUATION, released):
		assert_refused(client(who).update(EVALUATION, released, values))


def test_a_corrected_result_is_kept_for_the_record(agency: Agency, client: Any) -> None:
	name = agency.released("staff1").name
	keep()
	admin = client("admin")
	correction = {"dt": EVALUATION, "dn": name, "method": "correct", "args": {"reason": "Salah ketik"}}
	assert admin.post("/api/method/run_doc_method", correction).ok
	with Unchanged(EVALUATION, name):
		assert_refused(admin.remove(EVALUATION, name))
		assert_refused(admin.update(EVALUATION, name, {"score": 1}))
		assert_refused(admin.update(EVALUATION, name, {"docstatus": 1}))
		assert_refused(
			admin.insert(EVALUATION, {**admin.read(EVALUATION, name).data, "name": None, "docstatus": 0})
		)
