"""Walesi: indicators with targets for every role, a daily log with direct feedback which the employee sees in
his figures at once, and competency, assessed by oneself and then by the superior, without which nothing is
released. Over HTTP, from the library of indicators to the sealed result. Work result 60 %, competency
40 %."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import frappe
import pytest

from tests.scenarios.test_year import (
	act,
	change,
	done,
	evaluation_of,
	method,
	rated,
	read,
	refused,
	verify,
)
from tests.support import competency_http
from tests.support.activities import ACTIVITY, days_ago, this_year, values
from tests.support.activities import clear as clear_activities
from tests.support.agency import BELOW, EVALUATION, HERE, MEETS, PLAN, WALESI, Agency, keep
from tests.support.evaluations import assert_rater_part_hidden, explained, shares
from tests.support.http import Client
from tests.support.plan_files import BATCH
from tests.support.training import COMPETENCY, assessment_values, clear_assessments, levels_for

ClientOf = Callable[[str], Client]
Worker = Callable[[], list[str]]
CYCLE, INDICATOR, TEMPLATE = "ASN Performance Cycle", "ASN Indicator", "ASN Work Plan Template"
MANY = "asn_kinerja.monitoring.verification"
COUNTER, ANALYST = "staff1", "staff2"  # both below lead1; head is his superior

# role -> result, measure, direction, where the realisation comes from, how it is summarised, target of the
# year, target of the running quarter (0: the same), unit, weight
ROLES: dict[str, tuple[tuple[Any, ...], ...]] = {
	COUNTER: (
		("Berkas terlayani", "berkas selesai", "Higher", "Daily Activity", "Added Up", 160, 40, "berkas", 50),
		("Layanan cepat", "hari per berkas", "Lower", "Daily Activity", "Averaged", 5, 0, "hari", 30),
		("Laporan loket", "laporan bulanan", "Higher", "Manual", "", 12, 3, "laporan", 20),
	),
	ANALYST: (
		("Analisis tersusun", "dokumen", "Higher", "Daily Activity", "Added Up", 32, 8, "dokumen", 60),
		("Rekomendasi dipakai", "rekomendasi", "Higher", "Manual", "", 40, 10, "rekomendasi", 40),
	),
}


@dataclass(frozen=True)
class Year:
	"""A cycle whose running quarter is open; plan and evaluation by the key of the person."""

	cycle: str
	plans: dict[str, dict[str, Any]]
	evaluations: dict[str, str]


@pytest.fixture
def designations(agency: Agency) -> Iterator[dict[str, str]]:
	"""The two roles, for this test; nothing logged and nobody assessed before it."""
	people = [agency.employee(key) for key in ROLES]
	before = {name: frappe.db.get_value("Employee", name, "designation") for name in people}
	found = {}
	for key in ROLES:
		title = f"Peran {key} {secrets.token_hex(3)}"
		found[key] = frappe.get_doc(doctype="Designation", designation_name=title).insert().name
		frappe.db.set_value("Employee", agency.employee(key), "designation", found[key])
	clear_activities(agency, *ROLES)
	clear_assessments(agency, *ROLES)
	keep()
	yield found
	frappe.db.rollback()
	for name, designation in before.items():
		frappe.db.set_value("Employee", name, "designation", designation)
	clear_activities(agency, *ROLES)
	clear_assessments(agency, *ROLES)
	keep()


@pytest.fixture
def year(agency: Agency, client: ClientOf, worker: Worker, designations: dict[str, str]) -> Year:
	"""Indicators, templates and drafts by the HR admin, plans sent and approved, the quarter opened."""
	admin, rater = client("admin"), client("lead1")
	cycle = agency.cycle(WALESI, **this_year())
	keep()
	quarter = running_quarter(cycle)
	plans, evaluations = {}, {}
	for key, designation in designations.items():
		competency_http.make_standard(admin, designation)
		template = make_template(admin, key, designation)
		make_drafts(admin, cycle.name, template, worker)
	for key in ROLES:
		plans[key] = approve(client(key), rater, key, cycle.name, quarter.stage_name)
	assert done(method(admin, CYCLE, cycle.name, "open_stage", stage=quarter.name)) is True
	worker()
	for key in ROLES:
		evaluations[key] = evaluation_of(client(key), cycle.name, quarter.name)["name"]
	return Year(cycle.name, plans, evaluations)


def running_quarter(cycle: Any) -> Any:
	today = frappe.utils.getdate()
	return next(
		stage
		for stage in cycle.stages
		if stage.stage_type == "Periodic"
		and frappe.utils.getdate(stage.from_date) <= today <= frappe.utils.getdate(stage.to_date)
	)


def make_template(admin: Client, key: str, designation: str) -> str:
	"""The role's indicators in the library, and the plan of everybody in that role."""
	rows = []
	for result, measure, direction, source, summarise, target, _quarter, unit, weight in ROLES[key]:
		indicator = {
			"indicator_name": f"{measure} {secrets.token_hex(3)}",
			"unit": unit,
			"aspect": "Kuantitas",
			"direction": direction,
			"data_source": source,
			"summarise": summarise or "Added Up",
			"designations": [{"designation": designation}],
		}
		name = done(admin.insert(INDICATOR, indicator))["name"]
		rows.append(
			{
				"category": "Utama",
				"result": result,
				"measure": measure,
				"indicator": name,
				"target_min": target,
				"weight": weight,
			}
		)
	template = {"title": designation, "designation": designation, "company": HERE, "items": rows}
	return done(admin.insert(TEMPLATE, {**template, "approach": "Quantitative"}))["name"]


def make_drafts(admin: Client, cycle: str, template: str, worker: Worker) -> None:
	"""The dry run, then the drafts: one person is in each role."""
	batch = {"company": HERE, "cycle": cycle, "source": "Templates", "template": template}
	name = done(admin.insert(BATCH, batch))["name"]
	for function in ("check", "start"):
		assert done(method(admin, BATCH, name, function)) is True
		worker()
	found = read(admin, BATCH, name)
	assert (found["people"], found["made"], found["failed"]) == (1, 1, 0), found["problems"]


def approve(staff: Client, rater: Client, key: str, cycle: str, stage: str) -> dict[str, Any]:
	"""The employee finds his draft, adds what is due in the quarter, and sends it; the rater approves."""
	(draft,) = done(staff.list(PLAN, filters={"cycle": cycle}))
	milestones = [
		{"item_no": number, "stage_name": stage, "action": row[0], "target": row[6]}
		for number, row in enumerate(ROLES[key], 1)
		if row[6]
	]
	plan = change(staff, PLAN, draft["name"], milestones=milestones)
	assert [(row["measure"], row["target_min"], row["weight"]) for row in plan["items"]] == [
		(measure, target, weight) for _result, measure, *_how, target, _quarter, _unit, weight in ROLES[key]
	]
	done(act(staff, PLAN, plan["name"], "Submit for Approval"))
	return done(act(rater, PLAN, plan["name"], "Approve"))


def log(staff: Client, plan: dict[str, Any], item: int, quantity: float) -> str:
	"""An hour's work of today for a planned result."""
	key = plan["items"][item]["item_key"]
	return done(staff.insert(ACTIVITY, values(plan_item=key, quantity=quantity)))["name"]


def figures(staff: Client, name: str) -> list[tuple[str | None, float]]:
	"""What the employee sees when he loads his evaluation again."""
	return [(row.get("realisation"), row["achievement"]) for row in read(staff, EVALUATION, name)["results"]]


def standing(staff: Client, plan: str) -> list[dict[str, Any]]:
	path = "/api/method/asn_kinerja.monitoring.standing.standing"
	return done(staff.get(path, work_plan=plan))["items"]


def centre(agency: Agency, admin: Client, key: str, reached: int, day: str) -> str:
	"""Levels that an assessment centre has found, of 27."""
	return competency_http.found_by_centre(admin, assessment_values(agency, key, assessed_on=day), reached)


def verify_by(rater: Client, *names: str, feedback: str = "") -> None:
	assert done(rater.call(f"{MANY}.verify_many", names=list(names), feedback=feedback))["refused"] == []


def test_library_and_templates_are_the_performance_managers(
	agency: Agency, client: ClientOf, designations: dict[str, str]
) -> None:
	values = {"indicator_name": "Sendiri", "unit": "x", "aspect": "Kuantitas", "direction": "Higher"}
	template = {"title": "Sendiri", "designation": designations[COUNTER], "approach": "Quantitative"}
	for key in (COUNTER, "lead1"):
		refused(client(key).insert(INDICATOR, {**values, "data_source": "Manual"}), 403)
		refused(client(key).insert(TEMPLATE, {**template, "items": []}), 403)


def test_from_the_daily_log_to_the_sealed_result(agency: Agency, client: ClientOf, year: Year) -> None:
	staff, rater, admin = client(COUNTER), client("lead1"), client("admin")
	plan, name = year.plans[COUNTER], year.evaluations[COUNTER]
	targets = [row["target"] for row in read(staff, EVALUATION, name)["results"]]
	assert targets == ["40 berkas", "5 hari", "3 laporan"]

	log_and_feedback(staff, rater, client("lead2"), plan, name)

	# what comes from the log nobody writes over; the third he enters himself: 2 of 3 reports, 66.666… %
	sent = read(staff, EVALUATION, name)["results"]
	sent = [{**row, "realisation": number} for row, number in zip(sent, ("99", "1", "2"), strict=True)]
	change(staff, EVALUATION, name, results=sent)
	assert figures(staff, name) == [("42", 105), ("4,5", 110), ("2", 66.67)]
	done(act(staff, EVALUATION, name, "Submit Self Assessment"))

	refused(client("lead2").read(EVALUATION, name), 403)
	evaluation = read(rater, EVALUATION, name)
	evaluation = change(
		rater,
		EVALUATION,
		name,
		behaviours=rated(evaluation, MEETS),
		work_result_rating=MEETS,
		behaviour_rating=MEETS,
		rater_note="Berkas cepat selesai, laporan jangan tertinggal",
	)
	# 0.5 × 105 + 0.3 × 110 + 0.2 × 66.666667 = 52.5 + 33 + 13.333333 = 98.833333: at least 90, below 110
	assert (evaluation["suggested_work_result"], evaluation["predicate"]) == (MEETS, "Baik")
	assert_rater_part_hidden(staff, name)

	blocked_until_the_levels_are_released(agency, client, year.cycle, name)

	result = read(staff, EVALUATION, name)
	# competency 24 / 27 × 100 = 88.888889; 0.6 × 98.833333 + 0.4 × 88.888889 = 59.3 + 35.555556 = 94.855556
	assert shares(result) == [("Work Result", 98.83, 60, 59.3), ("Competency", 88.89, 40, 35.56)]
	assert (result["score"], result["predicate"]) == (94.86, "Baik")
	assert result["rater_note"] == "Berkas cepat selesai, laporan jangan tertinggal"
	told = explained(result)
	assert told["Work Result"][-2:] == [
		"Work result: (105.00 × 50.00 + 110.00 × 30.00 + 66.67 × 20.00) / 100.00 = 98.83",
		f"Suggested rating of Work Result: score 98.83 reaches 90.00 = {MEETS}",
	]
	assert told["Competency"][-1].endswith(
		"levels reached 24.00 / levels required 27.00 × 100, at most 120 = 88.89"
	)
	assert "Behaviour: sum of points 700.00 / 7 values = 100.00" in told["Behaviour"]
	assert "Score: 59.30 + 35.56 = 94.86" in told[""]

	# later entries, which would have given 46 files and 27 of 27 levels, change nothing
	verify_by(rater, log(staff, plan, 0, 4))
	centre(agency, admin, COUNTER, 27, days_ago(0))
	again = read(staff, EVALUATION, name)
	assert (again["score"], again["components"]) == (result["score"], result["components"])
	assert again["results"][0]["realisation"] == "42"
	assert verify(done(method(staff, EVALUATION, name, "export_for_audit"))).returncode == 0

	refused(act(rater, EVALUATION, name, "Acknowledge"), 417)
	change(staff, EVALUATION, name, acknowledgement_note="Saya perbaiki laporannya")
	done(act(staff, EVALUATION, name, "Acknowledge"))
	assert done(act(admin, EVALUATION, name, "Finalise"))["workflow_state"] == "Final"
	refused(method(staff, CYCLE, year.cycle, "verify_seals"), 403)
	checked = done(method(admin, CYCLE, year.cycle, "verify_seals"))
	assert (checked["seals"], checked["found"]) == (1, 0)


def log_and_feedback(staff: Client, rater: Client, other: Client, plan: dict[str, Any], name: str) -> None:
	"""Each answer of the rater is in the employee's figures when he looks again."""
	first, second = log(staff, plan, 0, 25), log(staff, plan, 0, 15)
	assert figures(staff, name)[0] == ("0", 0)  # nothing is verified yet
	for stranger in (staff, other):
		refused(method(stranger, ACTIVITY, first, "verify", feedback="Bagus"), 403)

	done(method(rater, ACTIVITY, first, "verify", feedback="Rapi, pertahankan"))
	# 25 of 40 in the quarter: 62.5 %; 25 of 160 in the year: 15.63 %
	assert figures(staff, name)[0] == ("25", 62.5)
	shown = standing(staff, plan["name"])[0]
	assert (shown["stage"]["percent"], shown["year"]["percent"]) == (62.5, 15.63)
	assert (shown["stage"]["verified"], shown["stage"]["waiting"]) == ("25", "15")
	assert shown["feedback"]["text"] == "Rapi, pertahankan"
	inbox = done(staff.list("Notification Log", filters={"document_name": first}, fields=["subject"]))
	assert "Rapi, pertahankan" in inbox[0]["subject"]

	refused(method(rater, ACTIVITY, second, "return_to_employee", reason=" "), 417, "Reason for Returning")
	done(method(rater, ACTIVITY, second, "return_to_employee", reason="Lampirkan berita acara"))
	returned = read(staff, ACTIVITY, second)
	assert (returned["status"], returned["return_reason"]) == ("Returned", "Lampirkan berita acara")
	assert standing(staff, plan["name"])[0]["feedback"]["text"] == "Lampirkan berita acara"
	corrected = {**returned, "quantity": 17, "evidence_link": "https://arsip.example.go.id/ba-17"}
	assert done(staff.update(ACTIVITY, second, corrected))["status"] == "Waiting"
	assert figures(staff, name)[0] == ("25", 62.5)
	done(method(rater, ACTIVITY, second, "verify", feedback="Berita acara lengkap"))
	assert figures(staff, name)[0] == ("42", 105)  # 25 + 17 of 40

	days = [log(staff, plan, 1, 4), log(staff, plan, 1, 5)]
	assert figures(staff, name)[1] == (None, 0)
	verify_by(rater, *days, feedback="Cepat")
	# 4.5 days on average, at most 5: (1 + (1 − 4.5 / 5)) × 100 % = 110 %
	assert figures(staff, name)[1] == ("4,5", 110)
	assert [item["feedback"]["text"] for item in standing(staff, plan["name"])[:2]] == [
		"Berita acara lengkap",
		"Cepat",
	]


def blocked_until_the_levels_are_released(agency: Agency, client: ClientOf, cycle: str, name: str) -> None:
	"""The employee gives his own levels, then his superior; until these are talked over and released the
	rater releases no evaluation."""
	staff, rater, head = client(COUNTER), client("lead1"), client("head")
	blocked = ("Competency has no score yet", "There is no released assessment of the competency")
	refused(act(rater, EVALUATION, name, "Release"), 417, *blocked)
	for key in ("lead1", "auditor"):
		refused(client(key).insert(COMPETENCY, {"employee": agency.employee(COUNTER), "cycle": cycle}), 403)
	levels = done(staff.insert(COMPETENCY, {"cycle": cycle}))["name"]
	refused(staff.insert(COMPETENCY, {"cycle": cycle}), 409, "has an assessment for")
	refused(client("lead2").read(COMPETENCY, levels), 403)

	competency_http.give(staff, levels, "self", levels_for(30))
	done(competency_http.act(staff, levels, "Submit Self Assessment"))
	assert set(competency_http.levels(rater, levels, "self")) == {0}  # he judges for himself
	competency_http.give(rater, levels, "superior", levels_for(24))
	assert set(competency_http.levels(staff, levels, "superior")) == {0}
	refused(competency_http.act(staff, levels, "Submit Levels"), 417)
	done(competency_http.act(rater, levels, "Submit Levels"))
	# 30 by himself, 24 by the superior: both see both now, but nothing counts yet
	assert sum(competency_http.levels(staff, levels, "superior")) == 24
	assert sum(competency_http.levels(rater, levels, "self")) == 30
	refused(act(rater, EVALUATION, name, "Release"), 417, *blocked)
	assert read(rater, EVALUATION, name)["workflow_state"] == "Rater Assessment"
	assert_rater_part_hidden(staff, name)

	change(staff, COMPETENCY, levels, employee_note="Saya belajar memimpin rapat")
	change(rater, COMPETENCY, levels, rater_note="Kita latih tiap bulan")
	for stranger in (staff, head, client("admin")):
		refused(competency_http.act(stranger, levels, "Release"), 417)
	done(competency_http.act(rater, levels, "Release"))
	released = read(staff, COMPETENCY, levels)
	# 24 / 27 × 100 = 88.888…: at least 80, and at least 78
	assert (released["levels_reached"], released["job_match"]) == (24, 88.89)
	assert (released["filling_category"], released["mapping_category"]) == (
		"Memenuhi Syarat",
		"Cukup Optimal",
	)
	done(act(rater, EVALUATION, name, "Release"))


def test_an_objection_of_the_other_role_is_granted(agency: Agency, client: ClientOf, year: Year) -> None:
	staff, rater, head, admin = (client(key) for key in (ANALYST, "lead1", "head", "admin"))
	plan, name = year.plans[ANALYST], year.evaluations[ANALYST]
	verify_by(rater, log(staff, plan, 0, 6), feedback="Sumber data lengkap")
	log(staff, plan, 0, 2)  # not answered in time
	# 6 of 8 documents: 75 %; 8 of 10 recommendations: 80 %
	evaluation = read(staff, EVALUATION, name)
	rows = evaluation["results"]
	rows[1]["realisation"] = "8"
	change(staff, EVALUATION, name, results=rows)
	assert figures(staff, name) == [("6", 75), ("8", 80)]
	assert "1 not yet verified do not count" in rows[0]["realisation_source"]
	done(act(staff, EVALUATION, name, "Submit Self Assessment"))
	centre(agency, admin, ANALYST, 30, days_ago(1))
	change(
		rater,
		EVALUATION,
		name,
		behaviours=rated(read(rater, EVALUATION, name), MEETS),
		work_result_rating=BELOW,
		behaviour_rating=MEETS,
	)
	for key in (COUNTER, "lead2"):
		refused(client(key).workflow(read(rater, EVALUATION, name), "Release"), 403)
	done(act(rater, EVALUATION, name, "Release"))
	result = read(staff, EVALUATION, name)
	# 0.6 × 75 + 0.4 × 80 = 77, below 90; 30 / 27 × 100 = 111.111111;
	# 0.6 × 77 + 0.4 × 111.111111 = 46.2 + 44.444444 = 90.644444
	assert shares(result) == [("Work Result", 77, 60, 46.2), ("Competency", 111.11, 40, 44.44)]
	assert (result["score"], result["predicate"]) == (90.64, "Butuh Perbaikan")

	change(staff, EVALUATION, name, objection_reason="Dua dokumen belum diperiksa sampai rilis")
	done(act(staff, EVALUATION, name, "Object"))
	statement = "Dua dokumen itu memang belum saya periksa"
	done(method(rater, EVALUATION, name, "give_statement", statement=statement))
	decision = {
		"decision": "Dua dokumen terbukti selesai",
		"work_result_rating": MEETS,
		"behaviour_rating": MEETS,
	}
	for client_of_stranger in (rater, admin):
		refused(method(client_of_stranger, EVALUATION, name, "change_result", **decision), 403)
	new = done(method(head, EVALUATION, name, "change_result", **decision))

	old, final = read(staff, EVALUATION, name), read(staff, EVALUATION, new)
	assert (old["docstatus"], old["predicate"], old["score"]) == (2, "Butuh Perbaikan", 90.64)
	# what was measured stays; the judgement is another
	assert (final["workflow_state"], final["predicate"], final["score"]) == ("Final", "Baik", 90.64)
	assert final["amended_from"] == name
	assert verify(done(method(staff, EVALUATION, new, "export_for_audit"))).returncode == 0
	checked = done(method(admin, CYCLE, year.cycle, "verify_seals"))
	assert (checked["seals"], checked["found"]) == (1, 0)  # of the result that counts
