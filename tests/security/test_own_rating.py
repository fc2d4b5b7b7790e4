"""Threat: an employee writes his own rating or score."""

import json
from typing import Any

import pytest

from tests.security.doors import DOORS, SAVING_DOORS, Door, Unchanged, assert_refused, names, said
from tests.support.agency import ABOVE, EVALUATION, MEETS, Agency, keep

RESULT, BEHAVIOUR, COMPONENT = "ASN Evaluation Result", "ASN Evaluation Behaviour", "ASN Evaluation Component"
BEST = {"source": "Work Result", "weight": 100, "effective_weight": 100, "score": 120, "contribution": 120}

PARENT_FIELDS = [
	("work_result_rating", ABOVE, "Work Result Rating"),
	("behaviour_rating", ABOVE, "Behaviour Rating"),
	("new_idea", 1, "Created a New Idea"),
	("rater_note", "Pegawai teladan", "Notes and Recommendations of the Rater"),
	("predicate", "Sangat Baik", "Predicate"),
	("score", 120, "Score"),
	("scored", 1, "Has a Score"),
	("suggested_work_result", ABOVE, "Suggested Work Result Rating"),
	("suggested_behaviour", ABOVE, "Suggested Behaviour Rating"),
	("explanation", "[]", "Steps of the Calculation"),
	("approach", "Qualitative", "Approach"),
	("scheme", "PP 30/2019 70/30 v1", "Scoring Scheme"),
	("released_on", "2026-01-01 00:00:00", "Released On"),
	("objection_decision", "Diterima", "Decision on the Objection"),
	("return_reason", "Perbaiki", "Reason for Returning"),
]
ROW_FIELDS = [
	("results", "rating", ABOVE, "Rating"),
	("results", "value", 120, "Value"),
	("results", "achievement", 200, "Achievement"),
	("results", "rater_note", "Bagus", "Feedback of the Rater"),
	("results", "weight", 100, "Weight"),
	("results", "target_min", 1, "Target From"),
	("results", "direction", "Exact", "Direction"),
	("results", "maximum_target", 1, "The Target Is the Maximum Possible"),
	("behaviours", "rating", ABOVE, "Rating"),
	("behaviours", "rater_note", "Bagus", "Feedback of the Rater"),
]


@pytest.fixture(scope="module", params=["Self Assessment", "Rater Assessment"])
def running(request: pytest.FixtureRequest, agency: Agency) -> str:
	name = agency.evaluation(agency.plan("staff1", agency.cycle()), request.param).name
	keep()
	return name


@pytest.fixture(scope="module")
def in_self_assessment(agency: Agency) -> str:
	name = agency.evaluation(agency.plan("staff1", agency.cycle())).name
	keep()
	return name


def test_the_employee_writes_his_self_assessment(in_self_assessment: str, client: Any) -> None:
	me = client("staff1")
	record = me.read(EVALUATION, in_self_assessment).data
	rows = [{**row, "realisation": "7", "self_note": "Tepat"} for row in record["results"]]
	answer = me.update(EVALUATION, in_self_assessment, {"results": rows, "self_note": "Cukup baik"})
	assert answer.ok, answer.messages
	stored = me.read(EVALUATION, in_self_assessment).data
	assert (stored["self_note"], stored["results"][0]["realisation"]) == ("Cukup baik", "7")


@pytest.mark.parametrize(("field", "value", "label"), PARENT_FIELDS)
def test_a_field_of_the_rater_is_refused(
	running: str, client: Any, field: str, value: Any, label: str
) -> None:
	with Unchanged(EVALUATION, running):
		assert_refused(client("staff1").update(EVALUATION, running, {field: value}), label)


@pytest.mark.parametrize(("table", "column", "value", "label"), ROW_FIELDS)
def test_a_column_of_the_rater_or_of_the_plan_is_refused(
	running: str, client: Any, table: str, column: str, value: Any, label: str
) -> None:
	me = client("staff1")
	rows = me.read(EVALUATION, running).data[table]
	with Unchanged(EVALUATION, running):
		changed = [{**rows[0], column: value}, *rows[1:]]
		assert_refused(me.update(EVALUATION, running, {table: changed}), label, "row 1")


@pytest.mark.parametrize("door", DOORS, ids=names)
def test_every_door_is_closed(running: str, client: Any, door: Door) -> None:
	me = client("staff1")
	record = me.read(EVALUATION, running).data
	first, *others = record["results"]
	tries = [
		{"score": 120},
		{"results": [{**first, "rating": ABOVE}, *others]},
		{"components": [BEST]},
		{"work_result_rating": ABOVE, "behaviour_rating": ABOVE},
	]
	with Unchanged(EVALUATION, running):
		for values in tries:
			assert_refused(door(me, record, values))


@pytest.mark.parametrize("state", ["Self Assessment", "Rater Assessment"])
@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "admin"])
def test_what_the_server_fills_in_is_not_taken_from_a_client(
	agency: Agency, client: Any, who: str, state: str
) -> None:
	"""A rater of one's own choice, or the value table of leaders, would be as good as a rating."""
	name = agency.evaluation(agency.plan("staff1", agency.cycle()), state).name
	keep()
	sent = {
		"rater": agency.employee("staff2"),
		"rater_name": "Teman",
		"position_type": "JPT Pratama",
		"employee_name": "Orang Lain",
		"nip": "199001012020121001",
		"title": "Judul",
		"company": "Pemkab Uji Seberang",
		"department": "",
		"designation": "",
		"stage_key": "lain",
	}
	before = client("auditor").read(EVALUATION, name).data
	for field, value in sent.items():
		client(who).update(EVALUATION, name, {field: value})
	after = client("auditor").read(EVALUATION, name).data
	assert {field: after.get(field) or "" for field in sent} == {
		field: before.get(field) or "" for field in sent
	}


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_the_superior_does_not_make_himself_the_rater(agency: Agency, client: Any, door: Door) -> None:
	name = agency.evaluation(agency.plan("staff1", agency.cycle()), "Rater Assessment").name
	keep()
	me = client("head")
	record = me.read(EVALUATION, name).data
	with Unchanged(EVALUATION, name):
		door(me, record, {"rater": agency.employee("head"), "work_result_rating": MEETS})


@pytest.mark.parametrize(
	("doctype", "table", "values"),
	[(RESULT, "results", {"rating": ABOVE}), (BEHAVIOUR, "behaviours", {"rating": ABOVE})],
)
def test_a_row_is_not_written_by_itself(
	running: str, client: Any, doctype: str, table: str, values: dict[str, Any]
) -> None:
	me = client("staff1")
	row = me.read(EVALUATION, running).data[table][0]
	with Unchanged(EVALUATION, running):
		assert_refused(me.update(doctype, row["name"], values))
		assert_refused(
			me.call(
				"frappe.client.set_value", doctype=doctype, name=row["name"], fieldname="rating", value=ABOVE
			)
		)
		assert_refused(me.call("frappe.client.save", doc=json.dumps({**row, **values})))


@pytest.mark.parametrize(("doctype", "table"), [(RESULT, "results"), (BEHAVIOUR, "behaviours")])
@pytest.mark.parametrize("who", ["staff1", "lead1", "admin"])
def test_a_row_is_not_deleted(running: str, client: Any, doctype: str, table: str, who: str) -> None:
	me = client(who)
	record = me.read(EVALUATION, running).data
	row = record[table][0]["name"]
	with Unchanged(EVALUATION, running):
		assert_refused(me.remove(doctype, row))
		assert_refused(me.call("frappe.client.delete", doctype=doctype, name=row))
		assert_refused(me.update(EVALUATION, running, {table: record[table][1:]}), "row 1")


@pytest.mark.parametrize(
	("doctype", "table", "row"),
	[
		(COMPONENT, "components", BEST),
		(RESULT, "results", {"result": "Tambahan", "realisation": "100", "target_min": 1, "weight": 100}),
		(BEHAVIOUR, "behaviours", {"behaviour_value": "Akuntabel", "rating": ABOVE}),
	],
)
@pytest.mark.parametrize("who", ["staff1", "lead1"])
def test_a_row_is_not_added(
	running: str, client: Any, doctype: str, table: str, row: dict[str, Any], who: str
) -> None:
	me = client(who)
	child = {**row, "doctype": doctype, "parent": running, "parenttype": EVALUATION, "parentfield": table}
	rows = me.read(EVALUATION, running).data.get(table, [])
	with Unchanged(EVALUATION, running):
		assert_refused(me.call("frappe.client.insert", doc=json.dumps(child)))
		assert_refused(me.insert(doctype, child))
		assert_refused(me.update(EVALUATION, running, {table: [*rows, row]}))


@pytest.mark.parametrize("who", ["staff1", "lead1", "head"])
def test_an_evaluation_is_not_made_by_hand(agency: Agency, client: Any, who: str) -> None:
	"""On insert nothing is checked against a stored record, so nobody but the opening makes one."""
	cycle = agency.cycle()
	plan = agency.plan("staff1", cycle)
	keep()
	values = {
		"employee": agency.employee("staff1"),
		"work_plan": plan.name,
		"stage": cycle.stages[0].name,
		"score": 120,
		"predicate": "Sangat Baik",
		"results": [{"result": "x", "rating": ABOVE, "value": 120}],
	}
	me = client(who)
	assert_refused(me.insert(EVALUATION, values))
	assert_refused(me.call("frappe.client.insert", doc=json.dumps({"doctype": EVALUATION, **values})))
	assert not client("auditor").list(EVALUATION, filters={"cycle": cycle.name}).data


def test_an_evaluation_made_by_the_admin_holds_nothing_but_the_plan(agency: Agency, client: Any) -> None:
	"""The positive case of the above: the admin names plan and stage, all else comes from the server."""
	cycle = agency.cycle()
	plan = agency.plan("staff1", cycle)
	keep()
	admin = client("admin")
	named = {"employee": plan.employee, "work_plan": plan.name, "stage": cycle.stages[0].name}
	smuggled = {
		"score": 120,
		"predicate": "Sangat Baik",
		"work_result_rating": ABOVE,
		"rater_note": "Bagus",
		"self_note": "Bagus",
		"acknowledgement_note": "Setuju",
		"objection_decision": "Diterima",
		"released_on": "2026-01-01 00:00:00",
		"final_on": "2026-01-01 00:00:00",
		"components": [BEST],
	}
	answer = admin.insert(EVALUATION, {**named, **smuggled})
	if not answer.ok:
		assert_refused(answer)
		answer = admin.insert(EVALUATION, named)
	assert answer.ok, said(answer)
	stored = admin.read(EVALUATION, answer.data["name"]).data
	assert not {field for field in smuggled if stored.get(field) and field != "components"}
	assert not any(
		row["score"] for row in stored.get("components", [])
	)  # they are calculated, from nothing yet


def test_an_approved_plan_is_not_changed_by_its_rows(agency: Agency, client: Any) -> None:
	plan = agency.plan("staff1", agency.cycle())
	keep()
	me, row = client("staff1"), plan.items[0].name
	with Unchanged("ASN Work Plan", plan.name):
		assert_refused(me.update("ASN Work Plan Item", row, {"target_min": 1}))
		assert_refused(me.remove("ASN Work Plan Item", row))
		assert_refused(me.update("ASN Work Plan", plan.name, {"from_date": "2026-06-01"}))
