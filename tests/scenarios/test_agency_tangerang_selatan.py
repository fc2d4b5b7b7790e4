"""Tangerang Selatan: a measurable plan for the year, supervision, attendance, discipline and the team in the
score, awards for service projects, feedback that leads to a training, a report on how raters rate.

Scheme: work result 50, attendance 15, discipline 15, team contribution 20, innovations up to 5 points on top.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import today

from tests.scenarios.test_year import act, change, done, evaluation_of, method, rated, read, realised, refused
from tests.scenarios.test_year import verify as verify_file
from tests.support import attendance, dialogue, feedback
from tests.support.agency import ABOVE, EVALUATION, HERE, MEETS, PLAN, TANGSEL, UNITS, Agency, item, keep
from tests.support.attendance import BATCH, PP94, RECAP, RECORD, more, row, xlsx
from tests.support.dialogue import DIALOGUE
from tests.support.evaluations import assert_rater_part_hidden, explained, report_rows, shares
from tests.support.feedback import FEEDBACK
from tests.support.follow_ups import FOLLOW_UP
from tests.support.http import Client
from tests.support.innovation import INNOVATION
from tests.support.reviews import REVIEW, values
from tests.support.satisfaction import unit
from tests.support.training import TRAINING, training_values

CYCLE, RESULT = "ASN Performance Cycle", "ASN Organisation Result"
NIP = "198005172005031703"
OWN = (INNOVATION, TRAINING)
PEERS = {"staff4": ABOVE, "admin": MEETS, "lent": MEETS}  # rating of Kolaboratif
PANEL = ("head", "lead1", "staff1")


@dataclass(frozen=True)
class Office:
	"""staff3 with his superiors lead2 and head, and the HR admin, in the first quarter of a cycle."""

	agency: Agency
	client: Callable[[str], Client]
	worker: Callable[[], list[str]]
	cycle: Document

	@property
	def stage(self) -> str:
		return self.cycle.stages[0].name

	@property
	def me(self) -> str:
		return self.agency.employee("staff3")


def forget(agency: Agency) -> None:
	"""What people have beside their plans would count in the next run too."""
	frappe.db.rollback()
	people = [agency.employee(key) for key in ("staff3", "staff4")]
	attendance.clear(*people)
	dialogue.clear(agency)
	feedback.clear(agency)
	for doctype in OWN:
		for name in frappe.get_all(doctype, {"employee": ["in", people]}, pluck="name", order_by="name"):
			frappe.delete_doc(doctype, name, ignore_permissions=True, force=True)
	keep()


@pytest.fixture
def office(
	agency: Agency, client: Callable[[str], Client], worker: Callable[[], list[str]]
) -> Iterator[Office]:
	forget(agency)
	# the file of the attendance names people by their NIP
	frappe.db.set_value("Employee", agency.employee("staff3"), "asn_nip", NIP)
	cycle = agency.cycle(TANGSEL)
	keep()
	yield Office(agency, client, worker, cycle)
	forget(agency)
	frappe.db.set_value("Employee", agency.employee("staff3"), "asn_nip", None)
	keep()


def test_a_year_in_tangerang_selatan(office: Office) -> None:
	staff, admin = office.client("staff3"), office.client("admin")
	plan_the_year(office)
	supervise(office)
	assert done(method(admin, CYCLE, office.cycle.name, "open_stage", stage=office.stage)) is True
	office.worker()
	name = evaluation_of(staff, office.cycle.name, office.stage)["name"]

	recaps = import_attendance(office)
	sanction(office)
	unit_result = set_predicate_of_unit(office)
	review(office, name)
	award(office, "Antrean daring", "Nasional", {"staff3": 80, "staff4": 20})
	award(office, "Loket keliling", "Daerah", {"staff3": 60, "staff4": 40})
	feedback_leads_to_training(office)

	assess(office, name)
	assert_rater_part_hidden(staff, name)
	release(office, name)

	# 50 % × 107.6 + 15 % × 93.8333 + 15 % × 90 + 20 % × 113.3333 = 53.8 + 14.075 + 13.5 + 22.666667
	# = 104.041667; innovations: 80 % of 5 points + 60 % of 3 points = 5.8, at most 5: 109.041667
	result = read(staff, EVALUATION, name)
	assert shares(result) == [
		("Work Result", 107.6, 50, 53.8),
		("Attendance", 93.83, 15, 14.08),
		("Discipline", 90, 15, 13.5),
		("Team Contribution", 113.33, 20, 22.67),
	]
	assert (result["score"], result["bonus"], result["predicate"]) == (109.04, 5, "Baik")
	assert result["organisation_predicate"] == "Istimewa"
	row_of_files = result["results"][0]
	assert (row_of_files["realisation"], row_of_files["corrected_realisation"]) == ("36", "33")
	assert row_of_files["correction_reason"] == "Tiga berkas tercatat dua kali"
	the_explanation_names_every_source(result)
	export = done(method(staff, EVALUATION, name, "export_for_audit"))
	assert verify_file(export).returncode == 0

	# what is entered now comes too late for this result
	changed = {"present": 10, "unexcused_absences": 10, "exceptions": []}
	done(admin.update(RECAP, recaps["2026-01-01"], changed))
	done(office.client("head").update(RESULT, unit_result, {"predicate": "Sangat Kurang"}))
	award(office, "Arsip digital", "Nasional", {"staff3": 100})
	after = read(staff, EVALUATION, name)
	for field in ("score", "bonus", "predicate", "organisation_predicate", "explanation", "facts"):
		assert after[field] == result[field], field
	assert done(method(staff, EVALUATION, name, "export_for_audit")) == export

	how_raters_rate(office)
	become_final(office, name)
	a_service_project_is_awarded(office, name)
	a_changed_digit_is_found(office, name)


# --- the year ----------------------------------------------------------------------------------------------


def plan_the_year(office: Office) -> None:
	"""120 files in the year, 30 of them in the first quarter; five days for each. What cannot be measured is
	not sent, and only the rater approves."""
	staff, rater = office.client("staff3"), office.client("lead2")
	files = item(
		result="Berkas layanan selesai", measure="berkas selesai", unit="berkas", target_min=0, weight=60
	)
	speed = item(
		result="Layanan tepat waktu",
		measure="hari per berkas",
		aspect="Waktu",
		direction="Lower",
		target_min=5,
		unit="hari",
		weight=40,
	)
	quarter = {"item_no": 1, "stage_name": "Quarter 1", "action": "Berkas loket selesai", "target": 30}
	content = {"cycle": office.cycle.name, "items": [files, speed], "milestones": [quarter]}
	plan = done(staff.insert(PLAN, content))
	refused(act(staff, PLAN, plan["name"], "Submit for Approval"), 417, "target")
	measurable = [{**plan["items"][0], "target_min": 120}, plan["items"][1]]
	change(staff, PLAN, plan["name"], items=measurable)
	done(act(staff, PLAN, plan["name"], "Submit for Approval"))
	assert office.client("lead1").read(PLAN, plan["name"]).status == 403
	assert done(act(rater, PLAN, plan["name"], "Approve"))["workflow_state"] == "Approved"


def supervise(office: Office) -> None:
	"""A dialogue in the year: notes of both sides and an agreed action; both confirm."""
	staff, rater = office.client("staff3"), office.client("lead2")
	values = {
		"employee": office.me,
		"dialogue_type": "Coaching",
		"date": "2026-02-16",
		"topic": "Supervisi layanan loket",
		"rater_note": "Berkas cepat selesai, antrean masih panjang",
		"actions": [{"action": "Buka antrean daring", "responsible": "Employee", "due_date": "2026-02-27"}],
	}
	refused(office.client("lead1").insert(DIALOGUE, values), 403)
	talk = done(rater.insert(DIALOGUE, values))["name"]
	done(staff.update(DIALOGUE, talk, {"employee_note": "Saya siapkan dengan bagian teknis"}))
	assert done(method(staff, DIALOGUE, talk, "confirm")) == "Waiting for Rater"
	assert done(method(rater, DIALOGUE, talk, "confirm")) == "Agreed"
	actions = read(staff, DIALOGUE, talk)["actions"]
	met = [{**actions[0], "status": "Done", "done_on": "2026-02-26"}]
	assert done(staff.update(DIALOGUE, talk, {"actions": met}))["actions"][0]["status"] == "Done"


# --- attendance and discipline -----------------------------------------------------------------------------


def import_attendance(office: Office) -> dict[str, str]:
	"""A file with the three months of the quarter; returns month -> recap."""
	admin = office.client("admin")

	def month(first_day: str, working: int, absent: int, *rows: tuple[int, str, int | None]) -> list[Any]:
		name = first_day[:7]
		head = row(NIP, **{"Month": name, "Working Days": working, "Present": working - absent})
		head["Unexcused Absences"] = absent
		return [head, *(more(NIP, f"{name}-{day:02}", kind, minutes, name) for day, kind, minutes in rows)]

	content = [
		*month("2026-01-01", 20, 0, (6, "Late", 30), (7, "Late", 31)),
		*month("2026-02-01", 18, 3, (3, "Late", 60), (4, "Late", 61)),
		*month(
			"2026-03-01",
			22,
			0,
			*((3, "Late", 90), (4, "Late", 91), (5, "No Clock-In", None), (9, "Missed Ceremony", None)),
		),
	]
	content += [more(NIP, f"2026-02-{day}", "Absent", None, "2026-02") for day in (10, 12, 17)]
	batch = done(admin.insert(BATCH, {"company": HERE, "source": "File"}))["name"]
	sent = admin.request(
		"POST",
		"/api/method/upload_file",
		files={"file": ("kehadiran.xlsx", xlsx(content))},
		data={"doctype": BATCH, "docname": batch, "fieldname": "file", "is_private": "1"},
	)
	done(admin.update(BATCH, batch, {"file": done(sent)["file_url"]}))
	assert done(method(admin, BATCH, batch, "start")) is True
	office.worker()
	ended = read(admin, BATCH, batch)
	assert (ended["status"], ended["made"], ended["failed"]) == ("Done", 3, 0), ended["problems"]
	# the employee reads his recaps and changes none
	mine = {"employee": office.me, "month": ["between", ["2026-01-01", "2026-03-31"]]}
	recaps = done(office.client("staff3").list(RECAP, filters=mine, fields=["name", "month"]))
	found = {row["month"]: row["name"] for row in recaps}
	assert sorted(found) == ["2026-01-01", "2026-02-01", "2026-03-01"]
	assert office.client("staff3").update(RECAP, found["2026-02-01"], {"unexcused_absences": 0}).status == 403
	return found


def sanction(office: Office) -> None:
	"""Three unexcused days in the year (the 363 late minutes are less than the 450 of another day): a spoken
	reprimand is proposed, of which the employee learns when a person has decided."""
	staff, rater, admin = (office.client(key) for key in ("staff3", "lead2", "admin"))
	propose = {"company": HERE, "year": 2026, "rule": PP94}
	assert done(admin.call("asn_kinerja.attendance.proposals.propose", **propose)) is True
	office.worker()
	mine = {"employee": office.me}
	(proposed,) = done(admin.list(RECORD, filters=mine, fields=["name", "status", "sanction", "level"]))
	name = proposed.pop("name")
	assert proposed == {"status": "Proposed", "sanction": "Teguran lisan", "level": "Ringan"}
	assert done(staff.list(RECORD, filters=mine)) == []
	decision = {"reason": "Sudah dipanggil dan didengar", "from_date": "2026-03-30"}
	refused(method(rater, RECORD, name, "put_in_force", **decision), 403)
	done(method(admin, RECORD, name, "put_in_force", **decision))
	assert read(staff, RECORD, name)["status"] == "In Force"


# --- the team ----------------------------------------------------------------------------------------------


def set_predicate_of_unit(office: Office) -> str:
	"""The level above sets it, not the head of the unit himself."""
	result = {
		"cycle": office.cycle.name,
		"stage_name": "Quarter 1",
		"department": unit(UNITS[1]),
		"predicate": "Istimewa",
		"basis": "Rencana aksi melampaui target",
	}
	refused(office.client("lead2").insert(RESULT, result), 403)
	return done(office.client("head").insert(RESULT, result))["name"]


def review(office: Office, evaluation: str) -> None:
	"""The three colleagues whom the same superior rates are proposed as peers; lead2 assigns, they write."""
	admin, rater = office.client("admin"), office.client("lead2")
	stage = {"cycle": office.cycle.name, "stage": office.stage}
	assert done(admin.call("asn_kinerja.reviews.proposing.propose_for_stage", **stage)) is True
	office.worker()
	refused(office.client("staff3").call("asn_kinerja.reviews.rater.assign", evaluation=evaluation), 403)
	assert done(rater.call("asn_kinerja.reviews.rater.assign", evaluation=evaluation)) == 5
	for key, rating in PEERS.items():
		mine = {"reviewer": office.agency.employee(key), "employee": office.me, **stage}
		(asked,) = done(office.client(key).list(REVIEW, filters=mine, fields=["name", "reviewer_group"]))
		assert asked["reviewer_group"] == "Peer"
		ratings = [
			{"behaviour_value": value, "rating": rating if value == "Kolaboratif" else MEETS}
			for value in values()
		]
		done(office.client(key).update(REVIEW, asked["name"], {"ratings": ratings}))
		assert done(method(office.client(key), REVIEW, asked["name"], "submit_review")) == "Submitted"


# --- awards and feedback -----------------------------------------------------------------------------------


def award(office: Office, title: str, level: str, shares: dict[str, int]) -> None:
	"""A service project, verified by three people who have no part in it."""
	staff, admin = office.client("staff3"), office.client("admin")
	contributors = [
		{"employee": office.agency.employee(key), "share": share} for key, share in shares.items()
	]
	project = {
		"title": title,
		"date": "2026-03-02",
		"impact_level": level,
		"description": "Warga dilayani tanpa menunggu di kantor",
		"benefit": "Waktu tunggu turun dari 90 ke 20 menit",
		"contributors": contributors,
	}
	name = done(staff.insert(INNOVATION, project))["name"]
	done(method(staff, INNOVATION, name, "submit_to_panel"))
	partial = [{"employee": office.agency.employee(key)} for key in (*PANEL[:2], "staff3")]
	refused(admin.update(INNOVATION, name, {"panel": partial}), 417, "has contributed and cannot verify")
	panel = [{"employee": office.agency.employee(key)} for key in PANEL]
	done(admin.update(INNOVATION, name, {"panel": panel}))
	refused(method(staff, INNOVATION, name, "decide", decision="Verified"), 403)
	for key in PANEL:
		done(method(office.client(key), INNOVATION, name, "decide", decision="Verified"))
	assert read(staff, INNOVATION, name)["status"] == "Verified"


def feedback_leads_to_training(office: Office) -> None:
	staff, rater = office.client("staff3"), office.client("lead2")
	said = {
		"employee": office.me,
		"kind": "Suggestion",
		"visibility": "Shared",
		"feedback": "Warga lanjut usia perlu dilayani dengan lebih sabar: ikut bimtek pelayanan prima",
	}
	done(office.client("staff4").insert(FEEDBACK, said))
	(told,) = done(
		staff.list(FEEDBACK, filters={"employee": office.me}, fields=["feedback", "given_by_name"])
	)
	assert (told["given_by_name"], "bimtek pelayanan prima" in told["feedback"]) == ("Staf Empat", True)
	day = today()
	attended = training_values(title="Bimtek Pelayanan Prima", from_date=day, to_date=day, hours=8)
	name = done(staff.insert(TRAINING, {**attended, "notes": "Menindaklanjuti umpan balik rekan kerja"}))[
		"name"
	]
	done(method(staff, TRAINING, name, "hand_in"))
	refused(method(staff, TRAINING, name, "verify"), 403)
	done(method(rater, TRAINING, name, "verify"))
	assert read(staff, TRAINING, name)["status"] == "Verified"


# --- the evaluation ----------------------------------------------------------------------------------------


def assess(office: Office, name: str) -> None:
	"""The employee reports 36 files and 4.8 days; the rater counts 33 files, and says why before he may
	release."""
	staff, rater = office.client("staff3"), office.client("lead2")
	mine = read(staff, EVALUATION, name)
	assert [row["target"] for row in mine["results"]] == ["30 berkas", "5 hari"]
	mine = change(staff, EVALUATION, name, results=realised(mine, "36", "4,8"))
	# 36 of 30 files: 120 %; (1 + (1 − 4.8 / 5)) × 100 % = 104 %
	assert [row["achievement"] for row in mine["results"]] == [120, 104]
	done(act(staff, EVALUATION, name, "Submit Self Assessment"))

	evaluation = read(rater, EVALUATION, name)
	assert office.client("lead1").read(EVALUATION, name).status == 403
	assert office.client("lead1").workflow(evaluation, "Release").status == 403
	files, speed = evaluation["results"]
	evaluation = change(
		rater,
		EVALUATION,
		name,
		results=[{**files, "corrected_realisation": "33"}, speed],
		behaviours=rated(evaluation, MEETS),
		work_result_rating=MEETS,
		behaviour_rating=MEETS,
		rater_note="Pertahankan kecepatan layanan",
	)
	# 33 of 30 files: 110 %; 0.6 × 110 + 0.4 × 104 = 107.6: at least 90 and below 110
	assert [row["achievement"] for row in evaluation["results"]] == [110, 104]
	assert (evaluation["suggested_work_result"], evaluation["suggested_behaviour"]) == (MEETS, MEETS)
	refused(act(rater, EVALUATION, name, "Release"), 417, "Results, row 1: Reason for the Correction")
	files, speed = evaluation["results"]
	explained_files = {**files, "correction_reason": "Tiga berkas tercatat dua kali"}
	change(rater, EVALUATION, name, results=[explained_files, speed])


def release(office: Office, name: str) -> None:
	refused(act(office.client("staff3"), EVALUATION, name, "Release"), 417)
	done(act(office.client("lead2"), EVALUATION, name, "Release"))


def the_explanation_names_every_source(result: dict[str, Any]) -> None:
	work = explained(result)["Work Result"]
	# 0.6 × 110 + 0.4 × 104 = 66 + 41.6
	assert "Work result: (110.00 × 60.00 + 104.00 × 40.00) / 100.00 = 107.60" in work
	at_work = explained(result)["Attendance"]
	for line in (
		# Tulang Bawang: to 30 minutes 0.5, to 60 1, to 90 1.25, more 1.5; absence 3
		"01/2026: Late, 1 to 30 minutes: 1 × 0.50 % = 0.50",
		"01/2026: Late, 31 to 60 minutes: 1 × 1.00 % = 1.00",
		"02/2026: Late, 31 to 60 minutes: 1 × 1.00 % = 1.00",
		"02/2026: Late, 61 to 90 minutes: 1 × 1.25 % = 1.25",
		"02/2026: Absent: 3 × 3.00 % = 9.00",
		"03/2026: Late, 61 to 90 minutes: 1 × 1.25 % = 1.25",
		"03/2026: Late, 91 minutes or more: 1 × 1.50 % = 1.50",
		"03/2026: No Clock-In: 1 × 1.50 % = 1.50",
		"03/2026: Missed Ceremony: 1 × 2.00 % = 2.00",
		# 100 − 1.5, 100 − 1 − 1.25 − 9, 100 − 1.25 − 1.5 − 1.5 − 2
		"01/2026: 100 % less deductions of 1.50 %, at least 0, for 20 working days = 98.50",
		"02/2026: 100 % less deductions of 11.25 %, at least 0, for 18 working days = 88.75",
		"03/2026: 100 % less deductions of 6.25 %, at least 0, for 22 working days = 93.75",
	):
		assert line in at_work
	# (98.5 × 20 + 88.75 × 18 + 93.75 × 22) / 60 = (1970 + 1597.5 + 2062.5) / 60 = 93.8333…
	assert at_work[-1].endswith("(3 months, 60 days) = 93.83")
	assert explained(result)["Discipline"] == [
		"Teguran lisan, level Ringan, from 30/03/2026: points off the score = 10.00",
		"Discipline: 100 less 10.00 points, at least 0 = 90.00",
	]
	assert explained(result)["Team Contribution"] == [
		"The unit's predicate is Istimewa = 120.00",
		# (120 + 100 + 100) / 3
		"Colleagues rate the cooperation = 106.67",
		# 60 + 53.3333…
		"Team: 120.00 × 50.00 % + 106.67 × 50.00 % = 113.33",
	]
	# Kolaboratif: 0.6 × 100 + 0.4 × 106.6667 = 102.67; the other values 100 on both sides
	behaviour = explained(result)["Behaviour"]
	assert "Peer: 3 reviews, weight 40.00 % = 40.00" in behaviour
	assert "Reviews of Kolaboratif: 100.00 × 60.00 % + 106.67 × 40.00 % = 102.67" in behaviour
	whole = explained(result)[""]
	assert "Score: 53.80 + 14.08 + 13.50 + 22.67 = 104.04" in whole
	# the first project gives 80 % of 5 points, the second 60 % of 3
	assert "Antrean daring (Nasional): bonus 5.00 × share 80.00 % = 4.00" in whole
	assert "Loket keliling (Daerah): bonus 3.00 × share 60.00 % = 1.80" in whole
	assert "Bonus for innovations: 5.80, at most 5.00 = 5.00" in whole
	assert "Score 104.04 + bonus 5.00, at most 120 = 109.04" in whole


def how_raters_rate(office: Office) -> None:
	"""The manager reads the report; of one person rated by lead2 it says nothing but that it is too few."""
	filters = {"cycle": office.cycle.name, "company": HERE, "stage_name": "Quarter 1"}
	for who in ("admin", "head", "auditor"):
		rows = report_rows(office.client(who), "ASN Rater Objectivity", **filters)
		(row,) = [row for row in rows if row.get("rater") == office.agency.employee("lead2")]
		assert (row["people"], row["small"], row["flags"]) == (1, 1, "Too small to judge")
		judged = ("spread", "difference", "low", "high", "halo", "departures", "last_minute", "within_hour")
		assert [row[field] for field in judged] == [None] * len(judged)
	arguments = {"report_name": "ASN Rater Objectivity", "filters": json.dumps(filters)}
	for who in ("staff3", "lead2", "guest"):
		answer = office.client(who).get("/api/method/frappe.desk.query_report.run", **arguments)
		assert answer.status == 403


def become_final(office: Office, name: str) -> None:
	staff, admin = office.client("staff3"), office.client("admin")
	refused(act(admin, EVALUATION, name, "Finalise"), 417, "The employee may still object until")
	change(staff, EVALUATION, name, acknowledgement_note="Terima kasih")
	assert office.client("staff4").workflow(read(staff, EVALUATION, name), "Acknowledge").status == 403
	assert done(act(staff, EVALUATION, name, "Acknowledge"))["acknowledged_on"]
	assert done(act(admin, EVALUATION, name, "Finalise"))["workflow_state"] == "Final"
	checked = done(method(admin, CYCLE, office.cycle.name, "verify_seals"))
	assert (checked["seals"], checked["found"]) == (1, 0)


def a_service_project_is_awarded(office: Office, name: str) -> None:
	"""Proposed by the rater after the final result, decided and published by the manager; then colleagues
	read it, with its reason and nothing else."""
	staff, rater, admin = office.client("staff3"), office.client("lead2"), office.client("admin")
	values = {
		"employee": office.me,
		"cycle": office.cycle.name,
		"evaluation": name,
		"kind": "Award",
		"subject": "Penghargaan proyek layanan",
		"reason": "Antrean daring, tingkat nasional",
		"citation": "Antrean daring memangkas waktu tunggu warga",
	}
	refused(staff.insert(FOLLOW_UP, values), 403)
	refused(office.client("lead1").insert(FOLLOW_UP, values), 403)
	award = done(rater.insert(FOLLOW_UP, values))["name"]
	assert staff.read(FOLLOW_UP, award).status == 403
	refused(method(rater, FOLLOW_UP, award, "approve"), 403, "decided by")
	done(method(admin, FOLLOW_UP, award, "approve"))
	colleague = office.client("staff4")
	assert report_rows(colleague, "ASN Awards", cycle=office.cycle.name) == []
	done(method(admin, FOLLOW_UP, award, "publish", published=True))
	(shown,) = report_rows(colleague, "ASN Awards", cycle=office.cycle.name)
	assert (shown["award"], shown["reason"]) == (values["subject"], values["citation"])
	assert colleague.read(FOLLOW_UP, award).status == 403
	done(method(admin, FOLLOW_UP, award, "close", outcome="Diserahkan pada hari jadi kota"))
	assert read(staff, FOLLOW_UP, award)["status"] == "Done"


def a_changed_digit_is_found(office: Office, name: str) -> None:
	"""Somebody with access to the database makes 109.04 of it 109.05, past the app."""
	admin = office.client("admin")
	frappe.db.rollback()
	frappe.db.sql("update `tabASN Evaluation` set score = 109.05 where name = %s", name)
	keep()
	try:
		found = done(method(admin, CYCLE, office.cycle.name, "verify_seals"))
	finally:
		frappe.db.sql("update `tabASN Evaluation` set score = 109.04 where name = %s", name)
		keep()
	(finding,) = found["findings"]
	assert (finding["evaluation"], finding["problem"]) == (name, "Altered")
	assert "Staf Tiga" in finding["text"]
	assert done(method(admin, CYCLE, office.cycle.name, "verify_seals"))["found"] == 0
