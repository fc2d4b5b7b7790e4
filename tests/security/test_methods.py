"""Threat: a whitelisted method works for the wrong person, by GET, or on a document the client made up."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.security.doors import Unchanged, assert_refused, said
from tests.support.agency import ABOVE, EVALUATION, PLAN, Agency, keep, snapshot

CYCLE = "ASN Performance Cycle"
APP = Path(__file__).resolve().parents[2] / "asn_kinerja"


@pytest.fixture(scope="module")
def records(agency: Agency) -> dict[str, Any]:
	"""An approved plan of staff1 with a released evaluation, and a running one."""
	cycle = agency.cycle()
	plan = agency.plan("staff1", cycle)
	found = {
		CYCLE: cycle.name,
		PLAN: plan.name,
		EVALUATION: agency.evaluation(plan, "Released").name,
		"running": agency.evaluation(plan, stage=1).name,
		"stage": cycle.stages[2].name,
	}
	keep()
	return found


def run(client: Any, doctype: str, name: str, method: str, **arguments: Any) -> Any:
	values = {"dt": doctype, "dn": name, "method": method, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", values)


METHODS = [
	(PLAN, "revise", {"reason": "Alasan"}),
	(EVALUATION, "correct", {"reason": "Alasan"}),
	(CYCLE, "open_stage", {}),
]


def count(doctype: str, cycle: str) -> int:
	import frappe

	frappe.db.rollback()
	return frappe.db.count(doctype, {"cycle": cycle})


@pytest.mark.parametrize(("doctype", "method", "arguments"), METHODS)
def test_what_changes_something_is_not_run_by_get(
	records: dict[str, Any], client: Any, doctype: str, method: str, arguments: dict[str, str]
) -> None:
	admin, name = client("admin"), records[doctype]
	if method == "open_stage":
		arguments = {"stage": records["stage"]}
	plans, evaluations = count(PLAN, records[CYCLE]), count(EVALUATION, records[CYCLE])
	with Unchanged(doctype, name):
		values = {"dt": doctype, "dn": name, "method": method, "args": json.dumps(arguments)}
		assert_refused(admin.get("/api/method/run_doc_method", **values))
		admin.get(f"/api/resource/{doctype}/{name}", run_method=method, **arguments)
	assert (count(PLAN, records[CYCLE]), count(EVALUATION, records[CYCLE])) == (plans, evaluations)


@pytest.mark.parametrize(
	("doctype", "method", "who"),
	[
		(PLAN, "revise", "lead1"),
		(PLAN, "revise", "head"),
		(PLAN, "revise", "staff2"),
		(PLAN, "revise", "auditor"),
		(PLAN, "revise", "foreign_admin"),
		(EVALUATION, "correct", "staff1"),
		(EVALUATION, "correct", "lead1"),
		(EVALUATION, "correct", "head"),
		(EVALUATION, "correct", "auditor"),
		(EVALUATION, "correct", "foreign_admin"),
		(CYCLE, "open_stage", "staff1"),
		(CYCLE, "open_stage", "head"),
		(CYCLE, "open_stage", "auditor"),
		(CYCLE, "open_stage", "foreign_admin"),
		(EVALUATION, "export_for_audit", "staff2"),
		(EVALUATION, "export_for_audit", "lead2"),
		(EVALUATION, "export_for_audit", "foreign_admin"),
		(EVALUATION, "export_for_audit", "guest"),
	],
)
def test_a_method_is_refused_to_who_may_not(
	records: dict[str, Any], client: Any, doctype: str, method: str, who: str
) -> None:
	arguments = {"stage": records["stage"]} if method == "open_stage" else {"reason": "Alasan"}
	if method == "export_for_audit":
		arguments = {}
	plans, evaluations = count(PLAN, records[CYCLE]), count(EVALUATION, records[CYCLE])
	with Unchanged(doctype, records[doctype]):
		assert_refused(run(client(who), doctype, records[doctype], method, **arguments))
	assert (count(PLAN, records[CYCLE]), count(EVALUATION, records[CYCLE])) == (plans, evaluations)


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "admin", "auditor"])
def test_who_reads_a_result_may_verify_it(records: dict[str, Any], client: Any, who: str) -> None:
	answer = run(client(who), EVALUATION, records[EVALUATION], "export_for_audit")
	assert answer.ok, said(answer)
	assert answer.data["outcome"]["score"] == 103.51


def test_nothing_is_exported_before_the_release(records: dict[str, Any], client: Any) -> None:
	answer = run(client("staff1"), EVALUATION, records["running"], "export_for_audit")
	assert_refused(answer, "nothing to verify before the release")


def sent(client: Any, document: dict[str, Any], method: str, **arguments: Any) -> Any:
	"""`run_doc_method` as the Desk's form calls it: with the whole document as the client has it."""
	values = {"docs": json.dumps(document), "method": method, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", values)


@pytest.mark.parametrize(
	"script",
	[
		"public/js/asn_kinerja.js",
		"asn_kinerja/doctype/asn_evaluation/asn_evaluation.js",
		"asn_kinerja/doctype/asn_work_plan/asn_work_plan.js",
	],
)
def test_buttons_send_the_name_and_not_the_whole_document(script: str) -> None:
	"""`frm.call` sends the document; of a submitted one Frappe then asks for the permission to submit, which
	neither the employee who revises his plan nor the auditor who exports a result has."""
	assert "frm.call(" not in (APP / script).read_text(encoding="utf-8")


def test_a_correction_carries_the_stored_ratings_not_those_sent_along(agency: Agency, client: Any) -> None:
	name = agency.released("staff1").name
	keep()
	admin = client("admin")
	document = admin.read(EVALUATION, name).data
	forged = {
		**document,
		"rater_note": "Dipalsukan",
		"behaviour_rating": ABOVE,
		"behaviours": [{**row, "rating": ABOVE} for row in document["behaviours"]],
		"results": [{**row, "realisation": "1"} for row in document["results"]],
	}
	before = snapshot(EVALUATION, name)
	answer = sent(admin, forged, "correct", reason="Salah ketik")
	if not answer.ok:
		assert_refused(answer)
		assert snapshot(EVALUATION, name) == before
		return
	corrected = client("lead1").read(EVALUATION, answer.data).data
	assert (corrected["rater_note"], corrected["behaviour_rating"]) == (
		"Catatan penilai",
		"Sesuai Ekspektasi",
	)
	assert {row["rating"] for row in corrected["behaviours"]} == {"Sesuai Ekspektasi"}
	assert [row["realisation"] for row in corrected["results"]] == ["6,5", "105"]


@pytest.mark.parametrize("trick", [{}, {"__islocal": 1}])
def test_the_admin_does_not_correct_his_own_result_under_another_name(
	agency: Agency, client: Any, trick: dict[str, int]
) -> None:
	name = agency.released("admin").name
	keep()
	admin = client("admin")
	forged = {**admin.read(EVALUATION, name).data, "employee": agency.employee("staff1"), **trick}
	with Unchanged(EVALUATION, name):
		assert_refused(sent(admin, forged, "correct", reason="Lebih baik"))
	assert not client("auditor").list(EVALUATION, filters={"amended_from": name}).data


def test_a_final_result_is_not_corrected_by_sending_another_state(agency: Agency, client: Any) -> None:
	name = agency.released("staff1").name
	keep()
	staff, admin = client("staff1"), client("admin")
	assert staff.workflow({"doctype": EVALUATION, "name": name}, "Acknowledge").ok
	assert admin.workflow({"doctype": EVALUATION, "name": name}, "Finalise").ok
	forged = {**admin.read(EVALUATION, name).data, "workflow_state": "Released"}
	with Unchanged(EVALUATION, name):
		assert_refused(run(admin, EVALUATION, name, "correct", reason="Terlambat"), "Final")
		assert_refused(sent(admin, forged, "correct", reason="Terlambat"))


@pytest.mark.parametrize("trick", [{}, {"__islocal": 1}])
@pytest.mark.parametrize("who", ["staff2", "lead1", "outside"])
def test_a_strangers_plan_is_not_revised_under_ones_own_name(
	agency: Agency, client: Any, who: str, trick: dict[str, int]
) -> None:
	"""The revision, approved by the attacker's own rater, would put the stranger's plan out of force."""
	plan = agency.plan("staff1", agency.cycle()).name
	keep()
	me = client(who)
	document = client("staff1").read(PLAN, plan).data  # whoever knows the name can make up the rest
	forged = {**document, "employee": agency.employee(who), "rater": None, **trick}
	with Unchanged(PLAN, plan):
		assert_refused(sent(me, forged, "revise", reason="Serangan"))
	assert not client("auditor").list(PLAN, filters={"revision_of": plan}).data


def test_a_plan_that_is_not_approved_is_not_revised_by_sending_another_state(
	agency: Agency, client: Any
) -> None:
	plan = agency.plan("staff1", agency.cycle(), "Waiting for Rater").name
	keep()
	me = client("staff1")
	forged = {**me.read(PLAN, plan).data, "workflow_state": "Approved"}
	assert_refused(sent(me, forged, "revise", reason="Alasan"))
	assert not client("auditor").list(PLAN, filters={"revision_of": plan}).data


def test_a_running_evaluation_is_not_exported_by_sending_another_status(
	records: dict[str, Any], client: Any
) -> None:
	me = client("staff1")
	forged = {**me.read(EVALUATION, records["running"]).data, "docstatus": 1}
	assert_refused(sent(me, forged, "export_for_audit"))


def test_a_closed_cycle_is_not_opened_by_sending_another_status(agency: Agency, client: Any) -> None:
	cycle = agency.cycle(status="Closed")
	keep()
	admin = client("admin")
	forged = {**admin.read(CYCLE, cycle.name).data, "status": "Open"}
	assert_refused(run(admin, CYCLE, cycle.name, "open_stage", stage=cycle.stages[0].name), "closed")
	assert_refused(sent(admin, forged, "open_stage", stage=cycle.stages[0].name))
	unknown = {**forged, "stages": [{**forged["stages"][0], "name": "lain"}]}
	assert_refused(sent(admin, unknown, "open_stage", stage="lain"))
