"""Sibolga over HTTP: an evaluation every three months by clear criteria (work result, professional behaviour,
discipline, innovation) and the progress since the quarter before, which counts in the final result.

The year is 2025, so that all of its days are over. Weights of the scheme: work result 40, behaviour 20,
discipline 15, innovation 10, progress 15; the predicate comes from the score: from 110 Sangat Baik with a new
idea, from 90 Baik, from 70 Cukup. Each plan has two results: days per file (40 %, lower is better, 7–8) and
files done (60 %, target 100).
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.model.document import Document

from asn_kinerja.scoring import case_from_dict, evaluate
from tests.support.agency import (
	ABOVE,
	BELOW,
	EVALUATION,
	HERE,
	MEETS,
	PLAN,
	SIBOLGA,
	Agency,
	keep,
	plan_values,
)
from tests.support.attendance import PP94, RECAP, RECORD, clear
from tests.support.follow_ups import FOLLOW_UP
from tests.support.http import Client, Response
from tests.support.innovation import INNOVATION
from tests.support.training import LINK, TRAINING

ROOT = Path(__file__).resolve().parents[2]
Q1, Q2, Q3, Q4, ANNUAL = range(5)
PEOPLE = ("staff1", "staff2", "staff3", "staff4")
RATERS_PART = ("score", "scored", "predicate", "explanation", "facts", "components", "behaviour_rating")
ClientOf = Callable[[str], Client]


def done(answer: Response) -> Any:
	assert answer.ok, f"{answer.status}: {answer.messages or answer.text[-2000:]}"
	return answer.data


def refused(answer: Response, words: str = "") -> None:
	assert answer.status in (403, 404, 417), f"{answer.status}: {answer.text[:500]}"
	assert words in answer.messages


def method(client: Client, doctype: str, name: str, function: str, **arguments: Any) -> Response:
	values = {"dt": doctype, "dn": name, "method": function, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", values)


@dataclass(frozen=True)
class Year:
	"""A cycle of the scheme; each step by the person whose step it is."""

	agency: Agency
	client: ClientOf
	worker: Callable[[], list[str]]
	cycle: Document

	def plan(self, key: str) -> None:
		made = done(self.client(key).insert(PLAN, plan_values(self.cycle.name)))
		self.act(key, PLAN, made["name"], "Submit for Approval")
		self.act(self.agency.rater(key), PLAN, made["name"], "Approve")

	def open(self, stage: int) -> None:
		row = self.cycle.stages[stage].name
		done(method(self.client("admin"), self.cycle.doctype, self.cycle.name, "open_stage", stage=row))
		self.worker()

	def assess(self, key: str, stage: int, realised: tuple[str, str], work: str, behaviour: str) -> str:
		"""What the employee reached and how his rater rates it, before the release; the record's name."""
		staff, rater = self.client(key), self.client(self.agency.rater(key))
		wanted = {"cycle": self.cycle.name, "stage": self.cycle.stages[stage].name}
		(row,) = done(staff.list(EVALUATION, filters=wanted))
		name = row["name"]
		mine = self.read(key, name)
		rows = [{**row, "realisation": number} for row, number in zip(mine["results"], realised, strict=True)]
		done(staff.update(EVALUATION, name, {**mine, "results": rows}))
		self.act(key, EVALUATION, name, "Submit Self Assessment")
		shown = done(rater.read(EVALUATION, name))
		rated = [{**row, "rating": behaviour} for row in shown["behaviours"]]
		given = {"work_result_rating": work, "behaviour_rating": behaviour, "behaviours": rated}
		done(rater.update(EVALUATION, name, {**shown, **given}))
		return name

	def release(self, key: str, name: str) -> dict[str, Any]:
		"""The evaluation as the employee reads it then."""
		self.act(self.agency.rater(key), EVALUATION, name, "Release")
		return self.read(key, name)

	def evaluated(
		self,
		key: str,
		stage: int,
		realised: tuple[str, str] = ("8", "100"),
		work: str = MEETS,
		behaviour: str = MEETS,
	) -> dict[str, Any]:
		return self.release(key, self.assess(key, stage, realised, work, behaviour))

	def read(self, key: str, name: str) -> dict[str, Any]:
		return done(self.client(key).read(EVALUATION, name))

	def act(self, key: str, doctype: str, name: str, action: str) -> None:
		client = self.client(key)
		done(client.workflow(done(client.read(doctype, name)), action))

	def export(self, key: str, name: str) -> dict[str, Any]:
		return done(method(self.client(key), EVALUATION, name, "export_for_audit"))

	def sanction(self, key: str, level: str, sanction: str, from_date: str) -> None:
		"""Entered and put in force by the performance manager."""
		values = {"employee": self.agency.employee(key), "level": level, "sanction": sanction}
		admin = self.client("admin")
		name = done(admin.insert(RECORD, {**values, "basis": "PP 94/2021 pasal 4"}))["name"]
		done(method(admin, RECORD, name, "put_in_force", reason="Terbukti", from_date=from_date))

	def innovation(self, key: str, shares: dict[str, float], panel: tuple[str, ...], **values: Any) -> str:
		"""Proposed, handed in, and given a panel; its name."""
		rows = [{"employee": self.agency.employee(one), "share": share} for one, share in shares.items()]
		given = {
			"title": "Posyandu keliling",
			"date": "2025-02-10",
			"impact_level": "Instansi",
			"description": "Perahu kesehatan ke pulau",
			"benefit": "Cakupan imunisasi naik dari 71 % ke 88 %",
			"contributors": rows,
		}
		name = done(self.client(key).insert(INNOVATION, {**given, **values}))["name"]
		done(method(self.client(key), INNOVATION, name, "submit_to_panel"))
		done(self.client("admin").update(INNOVATION, name, {"panel": self.members(*panel)}))
		return name

	def members(self, *keys: str) -> list[dict[str, str]]:
		return [{"employee": self.agency.employee(key)} for key in keys]


@pytest.fixture
def year(agency: Agency, client: ClientOf, worker: Callable[[], list[str]]) -> Iterator[Year]:
	forget(agency)
	cycle = agency.cycle(SIBOLGA, from_date="2025-01-01", to_date="2025-12-31")
	keep()
	yield Year(agency, client, worker, cycle)
	frappe.db.rollback()
	forget(agency)


def forget(agency: Agency) -> None:
	"""What an earlier run has left about these people in 2025, other than cycles, plans and evaluations."""
	mine = ["in", [agency.employee(key) for key in PEOPLE]]
	clear(*mine[1])
	made = frappe.get_all(INNOVATION, {"employee": mine, "date": ["<", "2026-01-01"]}, pluck="name")
	for doctype in ("ASN Innovation Contributor", "ASN Innovation Verifier"):
		frappe.db.delete(doctype, {"parent": ["in", made or ["-"]]})
	frappe.db.delete(INNOVATION, {"name": ["in", made or ["-"]]})
	frappe.db.delete(TRAINING, {"employee": mine, "to_date": ["<", "2026-01-01"]})
	keep()


def result(evaluation: dict[str, Any]) -> tuple[float, str]:
	return evaluation["score"], evaluation["predicate"]


def parts(evaluation: dict[str, Any]) -> dict[str, tuple[float | None, float]]:
	"""Source -> (score, what it contributes to the whole)."""
	return {
		row["source"]: (None if row["missing"] else row["score"], row["contribution"])
		for row in evaluation["components"]
	}


def explained(evaluation: dict[str, Any]) -> dict[str, str]:
	"""Sentence -> what comes out of it, as the employee reads them."""
	steps = json.loads(evaluation["explanation"])["steps"]
	return {step["rule"].format(*step["values"]): step["output"] for step in steps}


def verify(export: dict[str, Any]) -> "subprocess.CompletedProcess[str]":
	"""What an auditor does with the exported file, without Frappe."""
	return subprocess.run(
		[sys.executable, "-m", "asn_kinerja.scoring", "verify"],
		cwd=ROOT,
		input=json.dumps(export, default=str),
		capture_output=True,
		text=True,
	)


def without_improvement(export: dict[str, Any]) -> tuple[str, str]:
	"""Score and predicate, had the work result been the same before as now."""
	case = json.loads(json.dumps(export["case"]))
	now = case["facts"]["progress_to"] or {}
	(work,) = (row for row in export["outcome"]["components"] if row["source"] == "Work Result")
	case["facts"]["progress_from"]["work_result"] = now.get("work_result") or str(work["score"])
	outcome = evaluate(case_from_dict(case))
	return str(outcome.score), outcome.predicate.value


def test_improvement_from_quarter_to_quarter_counts_in_the_final_result(year: Year) -> None:
	staff, admin = year.client("staff1"), year.client("admin")
	year.plan("staff1")

	# --- first quarter: nothing to compare with
	year.open(Q1)
	# 9.6 days: (1 + (1 − 9.6 / 8)) = 80 %; 80 files: 80 %; 0.4 × 80 + 0.6 × 80 = 80
	name = year.assess("staff1", Q1, ("9,6", "80"), BELOW, MEETS)
	running = year.read("staff1", name)
	assert not [field for field in RATERS_PART if running.get(field)]
	assert not [row for row in running["behaviours"] if row.get("rating")]
	for stranger in ("lead2", "staff2", "outside"):
		refused(year.client(stranger).read(EVALUATION, name))
	refused(staff.workflow(running, "Release"))
	assert year.read("staff1", name)["workflow_state"] == "Rater Assessment"
	first = year.release("staff1", name)
	# (80 × 40 + 100 × 20 + 100 × 15 + 80 × 10) / 85 = 7500 / 85: the weight of progress is spread
	assert result(first) == (88.24, "Cukup")
	assert parts(first) == {
		"Work Result": (80, 37.65),  # 3200 / 85
		"Behaviour": (100, 23.53),
		"Discipline": (100, 17.65),
		"Innovation": (80, 9.41),
		"Progress": (None, 0),
	}
	said = explained(first)
	assert said["There is no earlier stage to compare with"] == ""
	assert "Progress is missing: its weight of 15.00 % is spread over the others" in said
	assert said["Discipline: no sanction in force"] == "100.00"
	assert said["Innovation: base 80.00 + points 0.00, at most 120"] == "80.00"
	assert said["Behaviour: sum of points 700.00 / 7 values"] == "100.00"
	assert said["Score 88.24 without a new idea reaches the band from 70.00"] == "Cukup"

	# --- second quarter: worse
	year.open(Q2)
	# 10.4 days: (1 + (1 − 10.4 / 8)) = 70 %; 70 files: 70; progress 100 + 2 × (70 − 80) = 80
	second = year.evaluated("staff1", Q2, ("10,4", "70"), BELOW)
	assert parts(second)["Progress"] == (80, 12)
	# 0.4 × 70 + 0.2 × 100 + 0.15 × 100 + 0.1 × 80 + 0.15 × 80 = 28 + 20 + 15 + 8 + 12
	assert result(second) == (83, "Cukup")

	# a workshop, which the rater verifies and nobody else; it is recorded and no part of this score
	training = attended(year)

	# --- third quarter: better, and for this alone the predicate is Baik
	year.open(Q3)
	# 10.4 days: 70 %; 85 files: 0.4 × 70 + 0.6 × 85 = 28 + 51 = 79; progress 100 + 2 × (79 − 70) = 118
	third = year.evaluated("staff1", Q3, ("10,4", "85"), BELOW)
	before = f"79.00 − 70.00 of {second['stage_name']}"
	assert explained(third)[f"Progress: 100 + 2.00 × (work result {before}), from 0 to 120"] == "118.00"
	# 31.6 + 20 + 15 + 8 + 0.15 × 118 = 74.6 + 17.7 = 92.3: Baik
	assert result(third) == (92.3, "Baik")
	# had he reached the same 79 in the quarter before: 74.6 + 0.15 × 100 = 89.6: Cukup
	assert without_improvement(year.export("staff1", third["name"])) == ("89.60", "Cukup")
	assert not [sentence for sentence in explained(third) if "Training" in sentence]

	# --- fourth quarter and the whole year
	year.open(Q4)
	# 8 days: 100 %; 80 files: 0.4 × 100 + 0.6 × 80 = 88; progress 100 + 2 × (88 − 79) = 118
	fourth = year.evaluated("staff1", Q4, ("8", "80"), BELOW)
	# 35.2 + 20 + 15 + 8 + 17.7
	assert result(fourth) == (95.9, "Baik")

	year.open(ANNUAL)
	# 10 days: 75 %; 80 files: 0.4 × 75 + 0.6 × 80 = 78
	name = year.assess("staff1", ANNUAL, ("10", "80"), BELOW, MEETS)
	form = year.client("lead1").get("/api/method/frappe.desk.form.load.getdoc", doctype=EVALUATION, name=name)
	seen = form.json["docs"][0]["__onload"]["asn_stages"]
	assert [(row["score"], row["predicate"]) for row in seen] == [
		(88.24, "Cukup"),
		(83, "Cukup"),
		(92.3, "Baik"),
		(95.9, "Baik"),
	]
	annual = year.release("staff1", name)
	# progress from the first to the last quarter: 100 + 2 × (88 − 80) = 116
	ends = f"88.00 of {fourth['stage_name']} − 80.00 of {first['stage_name']}"
	assert explained(annual)[f"Progress: 100 + 2.00 × (work result {ends}), from 0 to 120"] == "116.00"
	# 31.2 + 20 + 15 + 8 + 0.15 × 116 = 74.2 + 17.4 = 91.6: Baik
	assert result(annual) == (91.6, "Baik")
	# had the last quarter been like the first: 74.2 + 15 = 89.2: Cukup
	assert without_improvement(year.export("staff1", annual["name"])) == ("89.20", "Cukup")

	# --- what comes later changes nothing; final and sealed
	year.sanction("staff1", "Berat", "Penurunan jabatan", "2025-12-01")
	released = [first, second, third, fourth, annual]
	for evaluation in released:
		assert result(year.read("staff1", evaluation["name"])) == result(evaluation)
		assert verify(year.export("staff1", evaluation["name"])).returncode == 0
		year.act("staff1", EVALUATION, evaluation["name"], "Acknowledge")
		refused(staff.workflow(year.read("staff1", evaluation["name"]), "Finalise"))
		year.act("admin", EVALUATION, evaluation["name"], "Finalise")
	final = year.read("staff1", annual["name"])
	assert (final["workflow_state"], *result(final)) == ("Final", 91.6, "Baik")
	sealed = done(method(admin, year.cycle.doctype, year.cycle.name, "verify_seals"))
	assert (sealed["seals"], sealed["found"]) == (5, 0)
	forged = year.export("staff1", annual["name"])
	forged["outcome"]["score"] = 91.7
	assert verify(forged).returncode == 1
	assert done(year.client("lead1").read(TRAINING, training))["status"] == "Verified"
	coached_after_a_low_result(year, second["name"], third["name"])


def coached_after_a_low_result(year: Year, low: str, good: str) -> None:
	"""A quarter below expectation leads to a coaching, a good one to nothing; the workshop is its outcome."""
	staff, rater, admin = year.client("staff1"), year.client("lead1"), year.client("admin")
	for stage in (Q2, Q3):
		row = year.cycle.stages[stage].name
		refused(method(rater, year.cycle.doctype, year.cycle.name, "propose_follow_ups", stage=row))
		assert done(method(admin, year.cycle.doctype, year.cycle.name, "propose_follow_ups", stage=row))
	year.worker()
	wanted = {"filters": {"evaluation": low}, "fields": ["name", "kind", "subject", "predicate"]}
	assert done(staff.list(FOLLOW_UP, **wanted)) == []  # not decided yet
	(coaching,) = done(rater.list(FOLLOW_UP, **wanted))
	assert (coaching["kind"], coaching["subject"]) == ("Coaching", "Bimbingan kinerja")
	assert coaching["predicate"] == "Cukup"
	assert done(rater.list(FOLLOW_UP, filters={"evaluation": good})) == []
	name = coaching["name"]
	refused(method(admin, FOLLOW_UP, name, "approve"), "decided by")
	done(method(rater, FOLLOW_UP, name, "approve", reason="Cakupan imunisasi turun"))
	done(method(rater, FOLLOW_UP, name, "add_note", note="Ikut lokakarya imunisasi"))
	done(method(rater, FOLLOW_UP, name, "close", outcome="Berkas selesai naik dari 70 ke 85"))
	read = done(staff.read(FOLLOW_UP, name))
	assert (read["status"], read["outcome"]) == ("Done", "Berkas selesai naik dari 70 ke 85")


def attended(year: Year) -> str:
	"""A workshop of staff1, recorded by himself and verified by his rater; the record's name."""
	staff = year.client("staff1")
	workshop = {
		"title": "Lokakarya imunisasi",
		"form": "Classical",
		"kind": "Workshop",
		"from_date": "2025-05-05",
		"to_date": "2025-05-06",
		"hours": 16,
		"certificate_link": LINK,
	}
	name = done(staff.insert(TRAINING, workshop))["name"]
	done(method(staff, TRAINING, name, "hand_in"))
	refused(method(staff, TRAINING, name, "verify"), "nobody his own")
	refused(method(year.client("lead2"), TRAINING, name, "verify"))
	done(method(year.client("lead1"), TRAINING, name, "verify"))
	return name


def test_a_sanction_counts_in_the_quarters_in_which_it_is_in_force(year: Year) -> None:
	admin, employee = year.client("admin"), year.agency.employee("staff2")
	year.plan("staff2")

	# eleven unexcused days in February: proposed, seen by nobody but the manager, decided by him
	recap = {"employee": employee, "month": "2025-02-01", "working_days": 20, "present": 9}
	done(admin.insert(RECAP, {**recap, "unexcused_absences": 11, "longest_run": 5}))
	propose = {"company": HERE, "year": 2025, "rule": PP94}
	refused(year.client("lead1").call("asn_kinerja.attendance.proposals.propose", **propose))
	assert done(admin.call("asn_kinerja.attendance.proposals.propose", **propose)) is True
	year.worker()
	mine = {"filters": {"employee": employee}, "fields": ["name", "level", "months", "basis", "status"]}
	(record,) = done(admin.list(RECORD, **mine))
	# 11 to 13 days: 25 % of the allowance for six months
	assert (record["level"], record["months"], record["status"]) == ("Sedang", 6, "Proposed")
	assert "11 working days without a valid reason" in record["basis"]
	assert done(year.client("staff2").list(RECORD, **mine)) == []
	decision = {"reason": "Terbukti", "from_date": "2025-04-01"}
	for stranger in ("lead1", "staff2", "head"):
		refused(method(year.client(stranger), RECORD, record["name"], "put_in_force", **decision))
	done(method(admin, RECORD, record["name"], "put_in_force", **decision))
	(record,) = done(year.client("staff2").list(RECORD, **{**mine, "fields": ["status", "to_date"]}))
	assert record == {"status": "In Force", "to_date": "2025-09-30"}
	year.sanction("staff2", "Ringan", "Teguran lisan", "2025-08-11")

	# the same work all year, 8 days and 100 files: 100; progress 100 from the second quarter on
	found = []
	for stage in (Q1, Q2, Q3, Q4):
		year.open(stage)
		found.append(year.evaluated("staff2", stage))
	assert [parts(one)["Discipline"][0] for one in found] == [
		100,  # before its first day
		70,  # Sedang takes off 30
		60,  # and the reprimand of August 10
		100,  # it ended on 30 September
	]
	assert [result(one) for one in found] == [
		(97.65, "Baik"),  # (4000 + 2000 + 1500 + 800) / 85
		(93.5, "Baik"),  # 40 + 20 + 0.15 × 70 + 8 + 15
		(92, "Baik"),  # 40 + 20 + 0.15 × 60 + 8 + 15
		(98, "Baik"),  # 40 + 20 + 15 + 8 + 15
	]
	said = explained(found[Q3])
	cut = "Pemotongan tunjangan kinerja sebesar 25% selama 6 bulan"
	assert said[f"{cut}, level Sedang, from 01/04/2025: points off the score"] == "30.00"
	assert said["Teguran lisan, level Ringan, from 11/08/2025: points off the score"] == "10.00"
	assert said["Discipline: 100 less 40.00 points, at least 0"] == "60.00"

	# lifted after an appeal: what was released stays, and still verifies
	(appeal,) = done(admin.list(RECORD, filters={"employee": employee, "level": "Sedang"}))
	done(method(admin, RECORD, appeal["name"], "drop", reason="Banding diterima"))
	assert result(year.read("staff2", found[Q2]["name"])) == (93.5, "Baik")
	assert verify(year.export("staff2", found[Q2]["name"])).returncode == 0


def test_a_verified_innovation_is_the_new_idea_that_sangat_baik_asks_for(year: Year) -> None:
	panel = ("staff1", "staff2", "outside")
	for key in ("staff3", "staff4"):
		year.plan(key)

	# the panel: nobody who has contributed, not even when he asks for it himself
	name = year.innovation("staff3", {"staff3": 60, "lent": 40}, panel)
	wrong = {"panel": year.members("lent", *panel[:2])}
	refused(year.client("admin").update(INNOVATION, name, wrong), "has contributed and cannot verify")
	for contributor in ("staff3", "lent"):
		refused(method(year.client(contributor), INNOVATION, name, "decide", decision="Verified"))
	for member in panel:
		assert done(year.client("staff3").read(INNOVATION, name))["status"] == "Waiting for Panel"
		done(method(year.client(member), INNOVATION, name, "decide", decision="Verified"))
	assert done(year.client("staff3").read(INNOVATION, name))["status"] == "Verified"

	# both reach the same: 5.6 days of 7: (1 + (1 − 0.8)) = 120 %, 120 files: 120; every value above: 120
	year.open(Q1)
	best = {"realised": ("5,6", "120"), "work": ABOVE, "behaviour": ABOVE}
	with_idea, without = (year.evaluated(key, Q1, **best) for key in ("staff3", "staff4"))
	# (120 × 40 + 120 × 20 + 100 × 15 + 80 × 10) / 85 = 9500 / 85: 110 is reached, the new idea is missing
	assert result(without) == (111.76, "Baik")
	assert explained(without)["Score 111.76 without a new idea reaches the band from 90.00"] == "Baik"
	# 20 points × 60 % are 12, so 92: (4800 + 2400 + 1500 + 920) / 85 = 9620 / 85
	assert result(with_idea) == (113.18, "Sangat Baik")
	said = explained(with_idea)
	assert said["Posyandu keliling (Instansi): 20.00 points × share 60.00 %"] == "12.00"
	assert said["Innovation: base 80.00 + points 12.00, at most 120"] == "92.00"
	assert "A verified innovation is a new idea" in said
	assert said["Score 113.18 with a new idea reaches the band from 110.00"] == "Sangat Baik"

	# verified after the release: it comes too late for this quarter
	late = year.innovation("staff4", {"staff4": 100}, panel, title="Antrean daring", impact_level="Daerah")
	for member in panel:
		done(method(year.client(member), INNOVATION, late, "decide", decision="Verified"))
	for key, evaluation in (("staff3", with_idea), ("staff4", without)):
		assert result(year.read(key, evaluation["name"])) == result(evaluation)
		assert verify(year.export(key, evaluation["name"])).returncode == 0
	# one's result is nobody else's business
	refused(year.client("staff4").read(EVALUATION, with_idea["name"]))
	refused(method(year.client("staff4"), EVALUATION, with_idea["name"], "export_for_audit"))
