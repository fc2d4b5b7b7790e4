"""A performance year over HTTP, each step by the person whose step it is."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest

from tests.support.agency import (
	ABOVE,
	BANDS,
	EVALUATION,
	MEETS,
	PLAN,
	Agency,
	item,
	keep,
	plan_values,
)
from tests.support.http import Client, Response

ROOT = Path(__file__).resolve().parents[2]
ClientOf = Callable[[str], Client]


def done(answer: Response) -> Any:
	assert answer.ok, f"{answer.status}: {answer.messages or answer.text[-2000:]}"
	return answer.data


def refused(answer: Response, status: int, *words: str) -> None:
	assert answer.status == status, f"{answer.status}: {answer.messages or answer.text[:500]}"
	for word in words:
		assert word in answer.messages


def read(client: Client, doctype: str, name: str) -> dict[str, Any]:
	return done(client.read(doctype, name))


def act(client: Client, doctype: str, name: str, action: str) -> Response:
	return client.workflow(read(client, doctype, name), action)


def change(client: Client, doctype: str, name: str, **values: Any) -> dict[str, Any]:
	"""Send the whole record back with these values, as a form does."""
	return done(client.update(doctype, name, {**read(client, doctype, name), **values}))


def method(client: Client, doctype: str, name: str, function: str, **arguments: Any) -> Response:
	values = {"dt": doctype, "dn": name, "method": function, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", values)


def realised(evaluation: dict[str, Any], *realisations: str) -> list[dict[str, Any]]:
	rows = evaluation["results"]
	return [{**row, "realisation": number} for row, number in zip(rows, realisations, strict=True)]


def rated(evaluation: dict[str, Any], rating: str) -> list[dict[str, Any]]:
	return [{**row, "rating": rating} for row in evaluation["behaviours"]]


def evaluation_of(client: Client, cycle: str, stage: str) -> dict[str, Any]:
	"""The one evaluation of a stage that this person may list."""
	(found,) = done(client.list(EVALUATION, filters={"cycle": cycle, "stage": stage}, fields=["name"]))
	return read(client, EVALUATION, found["name"])


@pytest.fixture
def approved(agency: Agency) -> Any:
	"""A cycle with staff1's approved plan, which the server sees."""
	cycle = agency.cycle()
	plan = agency.plan("staff1", cycle)
	keep()
	return cycle, plan


@pytest.fixture
def released(agency: Agency) -> str:
	name = agency.released("staff1").name
	keep()
	return name


def test_a_year_from_plan_to_final_result(
	agency: Agency, client: ClientOf, worker: Callable[[], list[str]]
) -> None:
	staff, rater, admin = client("staff1"), client("lead1"), client("admin")
	cycle = agency.cycle()
	keep()
	stage = cycle.stages[0].name

	plan = done(staff.insert(PLAN, plan_values(cycle.name)))
	assert (plan["workflow_state"], plan["employee"]) == ("Draft", agency.employee("staff1"))
	assert (plan["rater"], plan["weight_total"]) == (agency.employee("lead1"), 100)
	assert (
		done(act(staff, PLAN, plan["name"], "Submit for Approval"))["workflow_state"] == "Waiting for Rater"
	)
	approval = done(act(rater, PLAN, plan["name"], "Approve"))
	assert (approval["workflow_state"], approval["docstatus"]) == ("Approved", 1)
	assert approval["approved_by"] == agency.user("lead1")

	assert done(method(admin, "ASN Performance Cycle", cycle.name, "open_stage", stage=stage)) is True
	worker()
	evaluation = evaluation_of(staff, cycle.name, stage)
	name = evaluation["name"]
	assert [row["target"] for row in evaluation["results"]] == ["7–8 hari", "100 berkas"]

	evaluation = change(staff, EVALUATION, name, results=realised(evaluation, "6,5", "105"))
	# 6.5 of at least 7 days: (1 + (1 − 6.5 / 7)) × 100 % = 107.142… %; 105 of 100 files: 105 %
	assert [row["achievement"] for row in evaluation["results"]] == [107.14, 105]
	done(act(staff, EVALUATION, name, "Submit Self Assessment"))

	evaluation = read(rater, EVALUATION, name)
	evaluation = change(
		rater,
		EVALUATION,
		name,
		work_result_rating=ABOVE,
		behaviour_rating=MEETS,
		behaviours=rated(evaluation, MEETS),
		rater_note="Pertahankan",
	)
	# work result: 0.4 × 107.142857 + 0.6 × 105 = 42.857143 + 63 = 105.857143, at least 90 and below 110
	assert evaluation["suggested_work_result"] == MEETS
	refused = act(rater, EVALUATION, name, "Release")
	assert (refused.status, "Why Not the Suggested Work Result Rating" in refused.messages) == (417, True)
	change(rater, EVALUATION, name, work_result_reason="Berkas jatuh tempo selesai lebih dari target")
	done(act(rater, EVALUATION, name, "Release"))

	evaluation = read(staff, EVALUATION, name)
	assert (evaluation["workflow_state"], evaluation["docstatus"]) == ("Released", 1)
	# 0.6 × 105.857143 + 0.4 × 100 = 63.514286 + 40 = 103.51; above × meets = Baik
	assert (evaluation["score"], evaluation["predicate"]) == (103.51, "Baik")
	assert [(row["source"], row["contribution"]) for row in evaluation["components"]] == [
		("Work Result", 63.51),
		("Behaviour", 40),
	]
	assert evaluation["rater_note"] == "Pertahankan"

	change(staff, EVALUATION, name, acknowledgement_note="Terima kasih")
	assert done(act(staff, EVALUATION, name, "Acknowledge"))["acknowledged_on"]
	final = done(act(admin, EVALUATION, name, "Finalise"))
	assert (final["workflow_state"], final["acknowledgement_note"]) == ("Final", "Terima kasih")
	assert final["final_on"]

	export = done(method(admin, EVALUATION, name, "export_for_audit"))
	assert verify(export).returncode == 0
	export["outcome"]["score"] = 110
	tampered = verify(export)
	assert (tampered.returncode, "score" in tampered.stdout) == (1, True)


def verify(export: dict[str, Any]) -> "subprocess.CompletedProcess[str]":
	"""What an auditor does with the exported file, without Frappe."""
	return subprocess.run(
		[sys.executable, "-m", "asn_kinerja.scoring", "verify"],
		cwd=ROOT,
		input=json.dumps(export, default=str),
		capture_output=True,
		text=True,
	)


def test_a_returned_plan_is_corrected_and_approved(agency: Agency, client: ClientOf) -> None:
	staff, rater = client("staff1"), client("lead1")
	plan = agency.plan("staff1", agency.cycle(), "Waiting for Rater")
	keep()

	refused(act(rater, PLAN, plan.name, "Return"), 417, "Reason for Returning")
	assert read(staff, PLAN, plan.name)["workflow_state"] == "Waiting for Rater"
	change(rater, PLAN, plan.name, return_reason="Target terlalu rendah")
	done(act(rater, PLAN, plan.name, "Return"))
	returned = read(staff, PLAN, plan.name)
	assert (returned["workflow_state"], returned["return_reason"]) == ("Returned", "Target terlalu rendah")

	items = [returned["items"][0], {**returned["items"][1], "target_min": 120}]
	change(staff, PLAN, plan.name, items=items)
	sent = done(act(staff, PLAN, plan.name, "Submit for Approval"))
	assert not sent.get("return_reason")
	approval = done(act(rater, PLAN, plan.name, "Approve"))
	assert (approval["docstatus"], approval["items"][1]["target_min"]) == (1, 120)


def test_an_employee_takes_his_plan_back_before_it_is_approved(agency: Agency, client: ClientOf) -> None:
	plan = agency.plan("staff1", agency.cycle(), "Waiting for Rater")
	keep()
	assert done(act(client("staff1"), PLAN, plan.name, "Withdraw"))["workflow_state"] == "Draft"


def test_an_evaluation_returned_to_the_employee_is_corrected(agency: Agency, client: ClientOf) -> None:
	staff, rater = client("staff1"), client("lead1")
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()), "Rater Assessment")
	name = evaluation.name
	keep()

	refused(act(rater, EVALUATION, name, "Return to Employee"), 417, "Reason for Returning")
	behaviours = rated(read(rater, EVALUATION, name), ABOVE)
	change(rater, EVALUATION, name, return_reason="Lampirkan bukti", behaviours=behaviours)
	done(act(rater, EVALUATION, name, "Return to Employee"))
	returned = read(staff, EVALUATION, name)
	assert (returned["workflow_state"], returned["return_reason"]) == ("Self Assessment", "Lampirkan bukti")

	# 7 days lie within 7 to 8: 100 %
	corrected = change(staff, EVALUATION, name, results=realised(returned, "7", "105"))
	assert corrected["results"][0]["achievement"] == 100
	done(act(staff, EVALUATION, name, "Submit Self Assessment"))
	again = read(rater, EVALUATION, name)
	assert not again.get("return_reason")
	assert {row["rating"] for row in again["behaviours"]} == {
		ABOVE
	}  # what the rater had entered is still there


def test_a_self_assessment_with_an_empty_realisation_is_not_sent(agency: Agency, client: ClientOf) -> None:
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()))
	keep()
	staff = client("staff1")
	change(
		staff,
		EVALUATION,
		evaluation.name,
		results=realised(read(staff, EVALUATION, evaluation.name), "6", ""),
	)
	refused(act(staff, EVALUATION, evaluation.name, "Submit Self Assessment"), 417, "Realisation", "row 2")
	assert read(staff, EVALUATION, evaluation.name)["workflow_state"] == "Self Assessment"


def test_a_realisation_of_zero_is_an_answer(agency: Agency, client: ClientOf) -> None:
	"""Somebody who reached nothing says so; the form must not ask him again."""
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()))
	keep()
	staff = client("staff1")
	rows = realised(read(staff, EVALUATION, evaluation.name), "7", "0")
	assert change(staff, EVALUATION, evaluation.name, results=rows)["results"][1]["achievement"] == 0
	sent = done(act(staff, EVALUATION, evaluation.name, "Submit Self Assessment"))
	assert sent["workflow_state"] == "Rater Assessment"


def test_the_admin_goes_on_without_a_self_assessment(agency: Agency, client: ClientOf) -> None:
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()))
	keep()
	sent = done(act(client("admin"), EVALUATION, evaluation.name, "Proceed without Self Assessment"))
	assert sent["workflow_state"] == "Rater Assessment"


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"work_result_rating": "", "behaviour_rating": MEETS}, ["Work Result Rating"]),
		({"work_result_rating": MEETS, "behaviour_rating": ""}, ["Behaviour Rating"]),
		(
			{"work_result_rating": MEETS, "behaviour_rating": MEETS, "behaviours": None},
			["Rating of", "Akuntabel"],
		),
	],
)
def test_nothing_is_released_half_rated(
	agency: Agency, client: ClientOf, values: dict[str, Any], words: list[str]
) -> None:
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()), "Rater Assessment")
	keep()
	rater = client("lead1")
	rows = rated(read(rater, EVALUATION, evaluation.name), MEETS)
	change(
		rater,
		EVALUATION,
		evaluation.name,
		**{"behaviours": rows, **values}
		if "behaviours" not in values
		else {**values, "behaviours": rated(read(rater, EVALUATION, evaluation.name), "")},
	)
	refused(act(rater, EVALUATION, evaluation.name, "Release"), 417, *words)
	assert read(rater, EVALUATION, evaluation.name)["docstatus"] == 0


def test_a_released_result_is_corrected_and_the_old_one_stays_readable(
	released: str, client: ClientOf
) -> None:
	admin, rater, staff = client("admin"), client("lead1"), client("staff1")
	refused(method(admin, EVALUATION, released, "correct", reason=" "), 417, "Reason for the Correction")
	new = done(method(admin, EVALUATION, released, "correct", reason="Realisasi salah ketik"))

	old = read(staff, EVALUATION, released)
	assert (old["docstatus"], old["workflow_state"]) == (2, "Cancelled")
	assert old["correction_reason"] == "Realisasi salah ketik"
	assert (old["score"], old["predicate"]) == (103.51, "Baik")
	corrected = read(rater, EVALUATION, new)
	assert (corrected["amended_from"], corrected["workflow_state"]) == (released, "Rater Assessment")
	assert corrected["rater_note"] == "Catatan penilai"
	assert {row["rating"] for row in corrected["behaviours"]} == {MEETS}

	change(rater, EVALUATION, new, behaviours=rated(corrected, ABOVE), behaviour_rating=ABOVE)
	done(act(rater, EVALUATION, new, "Release"))
	result = read(staff, EVALUATION, new)
	# 0.6 × 105.857143 + 0.4 × 120 = 63.514286 + 48 = 111.51; above × above = Sangat Baik
	assert (result["score"], result["predicate"]) == (111.51, "Sangat Baik")
	assert verify(done(method(staff, EVALUATION, new, "export_for_audit"))).returncode == 0


def test_an_objection_is_decided_by_the_superior_of_the_rater(released: str, client: ClientOf) -> None:
	staff, head = client("staff1"), client("head")
	refused(act(staff, EVALUATION, released, "Object"), 417, "Objection of the Employee")
	change(staff, EVALUATION, released, objection_reason="Bukti triwulan belum dihitung")
	objected = done(act(staff, EVALUATION, released, "Object"))
	assert (objected["workflow_state"], bool(objected["objected_on"])) == ("Objected", True)

	refused(act(head, EVALUATION, released, "Uphold"), 417, "Decision on the Objection")
	change(head, EVALUATION, released, objection_decision="Bukti sudah dihitung")
	refused(act(head, EVALUATION, released, "Uphold"), 417, "has not been heard yet")
	change(client("lead1"), EVALUATION, released, rater_statement="Bukti itu sudah saya hitung")
	upheld = done(act(head, EVALUATION, released, "Uphold"))
	assert (upheld["workflow_state"], upheld["predicate"]) == ("Final", "Baik")
	shown = read(staff, EVALUATION, released)
	assert shown["objection_decision"] == "Bukti sudah dihitung"
	assert (shown["objection_outcome"], shown["rater_statement"]) == ("Upheld", "Bukti itu sudah saya hitung")


def test_a_late_objection_is_refused(released: str, client: ClientOf) -> None:
	staff = client("staff1")
	change(staff, EVALUATION, released, objection_reason="Terlambat")
	make_old(released)
	refused(act(staff, EVALUATION, released, "Object"), 417, "The time for an objection ended on")
	assert read(staff, EVALUATION, released)["workflow_state"] == "Released"


def test_a_result_becomes_final_by_itself_only_after_the_time_for_objections(
	released: str, client: ClientOf
) -> None:
	admin = client("admin")
	refused(act(admin, EVALUATION, released, "Finalise"), 417, "The employee may still object until")
	assert read(admin, EVALUATION, released)["workflow_state"] == "Released"
	make_old(released)
	assert done(act(admin, EVALUATION, released, "Finalise"))["workflow_state"] == "Final"


def make_old(evaluation: str) -> None:
	"""Released one day longer ago than there is time to object."""
	days = frappe.db.get_single_value("ASN Performance Settings", "objection_days") + 1
	long_ago = frappe.utils.add_to_date(frappe.utils.now_datetime(), days=-days)
	frappe.db.set_value(EVALUATION, evaluation, "released_on", long_ago, update_modified=False)
	keep()


def test_a_revision_replaces_the_approved_plan_and_evaluations_keep_the_old_one(
	agency: Agency, client: ClientOf, approved: Any
) -> None:
	_, plan = approved
	evaluation = agency.evaluation(plan)
	keep()
	staff, rater = client("staff1"), client("lead1")

	draft = done(method(staff, PLAN, plan.name, "revise", reason="Anggaran berubah"))
	refused(method(staff, PLAN, plan.name, "revise", reason="Lagi"), 417, "A revision is already on its way")
	revision = read(staff, PLAN, draft)
	assert (revision["version"], revision["revision_of"], revision["workflow_state"]) == (
		2,
		plan.name,
		"Draft",
	)
	assert revision["revision_reason"] == "Anggaran berubah"
	items = [{**row, "weight": 50} for row in revision["items"]]
	change(staff, PLAN, draft, items=items)
	assert read(staff, PLAN, plan.name)["workflow_state"] == "Approved"  # in force until the revision is

	done(act(staff, PLAN, draft, "Submit for Approval"))
	done(act(rater, PLAN, draft, "Approve"))
	old, new = read(staff, PLAN, plan.name), read(staff, PLAN, draft)
	assert (old["workflow_state"], new["workflow_state"]) == ("Superseded", "Approved")
	assert [row["weight"] for row in old["items"]] == [40, 60]
	assert [row["weight"] for row in new["items"]] == [50, 50]
	kept = read(staff, EVALUATION, evaluation.name)
	assert kept["work_plan"] == plan.name
	assert [row["weight"] for row in kept["results"]] == [40, 60]
	done(method(staff, PLAN, draft, "revise", reason="Sekali lagi"))  # the revision may be revised in turn


def test_sangat_baik_by_pp_30_needs_a_new_idea(agency: Agency, client: ClientOf) -> None:
	rater, staff = client("lead1"), client("staff1")
	items = [
		item(result="Laporan tersusun", weight=60),
		item(result="Arsip lengkap", measure="persen arsip", unit="%", maximum_target=1, weight=40),
	]
	plan = agency.plan("staff1", agency.cycle(BANDS), items=items)
	name = agency.evaluation(plan).name
	keep()
	change(staff, EVALUATION, name, results=realised(read(staff, EVALUATION, name), "111", "100"))
	done(act(staff, EVALUATION, name, "Submit Self Assessment"))

	rows = rated(read(rater, EVALUATION, name), MEETS)
	ratings = {"work_result_rating": ABOVE, "behaviour_rating": MEETS, "behaviours": rows}
	evaluation = change(rater, EVALUATION, name, **ratings)
	# 111 % and 100 % of the highest possible target are both Sangat Baik: the results are worth 120 each.
	# 70 % × 120 + 30 % × 100 = 84 + 30 = 114: from 110 on Sangat Baik, but only with a new idea
	assert [row["value_category"] for row in evaluation["results"]] == ["Sangat Baik", "Sangat Baik"]
	assert (evaluation["score"], evaluation["predicate"]) == (114, "Baik")
	evaluation = change(rater, EVALUATION, name, new_idea=1)
	assert (evaluation["score"], evaluation["predicate"]) == (114, "Sangat Baik")
	done(act(rater, EVALUATION, name, "Release"))
	result = read(staff, EVALUATION, name)
	assert (result["score"], result["predicate"], result["new_idea"]) == (114, "Sangat Baik", 1)
	assert verify(done(method(staff, EVALUATION, name, "export_for_audit"))).returncode == 0


def test_the_delegated_rater_approves_and_rates(agency: Agency, client: ClientOf) -> None:
	"""Titipan reports to Kabid Satu; Kabid Dua rates by delegation."""
	plan = agency.plan("lent", agency.cycle(), "Waiting for Rater")
	keep()
	assert plan.rater == agency.employee("lead2")
	refused(act(client("lead1"), PLAN, plan.name, "Approve"), 417, "Not a valid Workflow Action")
	assert done(act(client("lead2"), PLAN, plan.name, "Approve"))["docstatus"] == 1
