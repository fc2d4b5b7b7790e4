"""Marelan: results that serve the region's vision, the speed of handling files, behaviour as the superior and
the peers see it, the satisfaction of the citizens, training hours; and an objection that changes the result.

Scheme: work result 40, behaviour 30 (superior 60, peers 40), public satisfaction 20, self-development 10.
"""

import json
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import today

from tests.scenarios.test_year import (
	act,
	change,
	done,
	evaluation_of,
	make_old,
	method,
	read,
	realised,
	refused,
)
from tests.scenarios.test_year import verify as verify_file
from tests.support.agency import (
	ABOVE,
	BELOW,
	EVALUATION,
	HERE,
	MARELAN,
	MEETS,
	PLAN,
	UNITS,
	Agency,
	item,
	keep,
)
from tests.support.evaluations import assert_rater_part_hidden, explained, shares
from tests.support.http import Client, Server
from tests.support.reviews import RATING, REVIEW, rate_all
from tests.support.satisfaction import ALL_THREES, ELEMENTS, RESPONSE, SURVEY, Citizen, unit
from tests.support.satisfaction import values as survey_values
from tests.support.training import TRAINING, training_values

CYCLE, OBJECTIVE, INDICATOR = "ASN Performance Cycle", "ASN Strategic Objective", "ASN Indicator"
REVIEWERS = "asn_kinerja.reviews.rater"
PEERS = {"staff3": ABOVE, "admin": MEETS, "staff2": BELOW}  # staff2 in the place of lent, who declines
WHO = "staff4"


@dataclass(frozen=True)
class Office:
	"""staff4 with his superiors lead2 and head, and the HR admin, in the quarter of today: citizens answer
	today."""

	agency: Agency
	client: Callable[[str], Client]
	worker: Callable[[], list[str]]
	url: str
	cycle: Document

	@property
	def stage(self) -> Document:
		now = frappe.utils.getdate()
		return next(row for row in self.cycle.stages if row.from_date <= now <= row.to_date)

	@property
	def me(self) -> str:
		return self.agency.employee(WHO)


def forget(agency: Agency) -> None:
	"""Trainings and answers of citizens would count in the next run too."""
	frappe.db.rollback()
	frappe.db.delete(TRAINING, {"employee": agency.employee(WHO)})
	frappe.db.delete(RESPONSE, {"department": unit(UNITS[1])})
	frappe.db.delete(RESPONSE, {"officer": agency.employee(WHO)})
	keep()


@pytest.fixture
def office(
	agency: Agency, client: Callable[[str], Client], worker: Callable[[], list[str]], http: Server
) -> Iterator[Office]:
	forget(agency)
	year = date.fromisoformat(today()).year
	cycle = agency.cycle(MARELAN, from_date=date(year, 1, 1), to_date=date(year, 12, 31))
	keep()
	yield Office(agency, client, worker, http.url, frappe.get_doc(CYCLE, cycle.name))
	forget(agency)


def test_a_quarter_in_marelan(office: Office) -> None:
	staff, rater, admin = (office.client(key) for key in (WHO, "lead2", "admin"))
	plan_for_the_vision(office)
	assert done(method(admin, CYCLE, office.cycle.name, "open_stage", stage=office.stage.name)) is True
	office.worker()
	name = evaluation_of(staff, office.cycle.name, office.stage.name)["name"]
	self_assessment(office, name)

	reviews = assign_reviewers(office, name)
	write(office, "lead2", reviews["lead2"], superior_view())
	write(office, "staff3", reviews["staff3"], rate_all(ABOVE), "Rahasia staff3")
	write(office, "admin", reviews["admin"], rate_all(MEETS), "Rahasia admin")
	two_peers_are_too_few(office, name)
	write(office, "staff2", reviews["staff2"], rate_all(BELOW), "Rahasia staff2")

	citizen = citizens_answer(office)
	train(office)
	assert_rater_part_hidden(staff, name)
	rated = {"work_result_rating": MEETS, "behaviour_rating": BELOW, "rater_note": "Tingkatkan keramahan"}
	change(rater, EVALUATION, name, **rated)
	refused(act(rater, EVALUATION, name, "Release"), 417, "Why Not the Suggested Behaviour Rating")
	change(rater, EVALUATION, name, behaviour_reason="Ada keluhan lisan warga")
	done(act(rater, EVALUATION, name, "Release"))

	# 0.4 × 104 + 0.3 × 99.047619 + 0.2 × 104.959384 + 0.1 × 80
	# = 41.6 + 29.714286 + 20.991877 + 8 = 100.306163; meets × below = Kurang
	result = read(staff, EVALUATION, name)
	assert shares(result) == [
		("Work Result", 104, 40, 41.6),
		("Behaviour", 99.05, 30, 29.71),
		("Public Satisfaction", 104.96, 20, 20.99),
		("Self-Development", 80, 10, 8),
	]
	assert (result["score"], result["predicate"]) == (100.31, "Kurang")
	assert (result["suggested_work_result"], result["suggested_behaviour"]) == (MEETS, MEETS)
	the_explanation_names_every_source(result)
	export = done(method(staff, EVALUATION, name, "export_for_audit"))
	assert verify_file(export).returncode == 0
	nobody_can_be_told_by_his_review(office, name, reviews)

	# what comes now is too late for this result
	refused(office.client("staff3").update(REVIEW, reviews["staff3"], {"general_comment": "x"}), 403)
	assert citizen.send(dict.fromkeys(ELEMENTS, "1") | {"officer": officer(citizen)}).status_code == 303
	verified_training(office, "Bimtek arsip", 20)
	assert read(staff, EVALUATION, name) == result
	assert done(method(staff, EVALUATION, name, "export_for_audit")) == export

	new = object_and_be_heard(office, name)
	final = read(staff, EVALUATION, new)
	assert (final["workflow_state"], final["amended_from"]) == ("Final", name)
	# meets × meets = Baik; the superior has changed the rating, not what it rests on
	assert (final["behaviour_rating"], final["predicate"]) == (MEETS, "Baik")
	assert (final["score"], shares(final), final["facts"]) == (100.31, shares(result), result["facts"])
	old = read(staff, EVALUATION, name)
	assert (old["docstatus"], old["objection_outcome"]) == (2, "Changed")
	assert (old["score"], old["predicate"], old["explanation"]) == (100.31, "Kurang", result["explanation"])
	assert old["rater_statement"] == "Keluhan itu saya catat dua kali"
	for one in (name, new):
		assert verify_file(done(method(staff, EVALUATION, one, "export_for_audit"))).returncode == 0
	checked = done(method(admin, CYCLE, office.cycle.name, "verify_seals"))
	assert (checked["seals"], checked["found"]) == (1, 0)
	nobody_can_be_told_by_his_review(office, new, reviews)


def test_an_objection_in_marelan_comes_too_late(office: Office) -> None:
	name = office.agency.released(WHO, office.cycle).name
	keep()
	staff = office.client(WHO)
	change(staff, EVALUATION, name, objection_reason="Survei belum dihitung")
	make_old(name)
	refused(act(staff, EVALUATION, name, "Object"), 417, "The time for an objection ended on")
	assert read(staff, EVALUATION, name)["workflow_state"] == "Released"


# --- plan and self assessment ------------------------------------------------------------------------------


def plan_for_the_vision(office: Office) -> None:
	"""HR enters the strategy and the indicator; the plan's results name them, and the strategy shows who
	carries it."""
	staff, rater, admin = (office.client(key) for key in (WHO, "lead2", "admin"))
	mark, above, names = secrets.token_hex(3), None, {}
	for level in ("Vision", "Mission", "Objective", "Programme"):
		node = {"objective_name": f"{level} {mark}", "level": level, "company": HERE}
		node["parent_asn_strategic_objective"] = above
		refused(rater.insert(OBJECTIVE, node), 403)
		above = names[level] = done(admin.insert(OBJECTIVE, node))["name"]
	speed = {"indicator_name": f"Kecepatan berkas {mark}", "unit": "hari", "aspect": "Waktu"}
	indicator = done(admin.insert(INDICATOR, {**speed, "direction": "Lower", "data_source": "Manual"}))[
		"name"
	]

	files = {"category": "Utama", "result": "Berkas warga selesai cepat", "target_min": 7, "weight": 60}
	items = [
		{**files, "indicator": indicator, "objective": names["Programme"]},
		item(result="Berkas terlayani", unit="berkas", weight=40, objective=names["Mission"]),
	]
	plan = done(staff.insert(PLAN, {"cycle": office.cycle.name, "items": items}))
	fast = plan["items"][0]
	assert (fast["direction"], fast["unit"], fast["aspect"]) == ("Lower", "hari", "Waktu")
	done(act(staff, PLAN, plan["name"], "Submit for Approval"))
	assert office.client("staff3").read(PLAN, plan["name"]).status == 403
	done(act(rater, PLAN, plan["name"], "Approve"))
	cascade = "/api/method/asn_kinerja.planning.cascade.objectives"
	strategy = done(admin.get(cascade, cycle=office.cycle.name))
	carried = {row["name"]: (row["people"], row["items"]) for row in strategy["rows"]}
	# both results lead up to the vision and the mission, one to objective and programme
	assert [carried[name] for name in names.values()] == [(1, 2), (1, 2), (1, 1), (1, 1)]


def self_assessment(office: Office, name: str) -> None:
	staff = office.client(WHO)
	mine = read(staff, EVALUATION, name)
	assert [row["target"] for row in mine["results"]] == ["7 hari", "100 berkas"]
	mine = change(staff, EVALUATION, name, results=realised(mine, "6,3", "95"))
	# (1 + (1 − 6.3 / 7)) × 100 % = 110 %; 95 of 100: 95 %; 0.6 × 110 + 0.4 × 95 = 66 + 38 = 104
	assert [row["achievement"] for row in mine["results"]] == [110, 95]
	done(act(staff, EVALUATION, name, "Submit Self Assessment"))


# --- reviews -----------------------------------------------------------------------------------------------


def superior_view() -> list[dict[str, str]]:
	"""One value above expectations, the other six as expected."""
	return [
		{**row, "rating": ABOVE if row["behaviour_value"] == "Berorientasi Pelayanan" else MEETS}
		for row in rate_all(MEETS)
	]


def assign_reviewers(office: Office, evaluation: str) -> dict[str, str]:
	"""Reviewer -> review. The three peers are proposed, one of them declines, lead2 names another."""
	admin, rater = office.client("admin"), office.client("lead2")
	stage = {"cycle": office.cycle.name, "stage": office.stage.name}
	assert done(admin.call("asn_kinerja.reviews.proposing.propose_for_stage", **stage)) is True
	office.worker()
	refused(office.client(WHO).call(f"{REVIEWERS}.assign", evaluation=evaluation), 403, "Only the rater")
	assert done(rater.call(f"{REVIEWERS}.assign", evaluation=evaluation)) == 5

	shown = done(rater.get(f"/api/method/{REVIEWERS}.reviewers", evaluation=evaluation))["reviews"]
	asked = {office.agency.key(row["reviewer"]): (row["reviewer_group"], row["name"]) for row in shown}
	assert {key for key, (group, _name) in asked.items() if group == "Peer"} == {"staff3", "admin", "lent"}
	_group, declined = asked["lent"]
	refused(
		method(office.client("lent"), REVIEW, declined, "decline", reason=" "), 417, "Reason for Declining"
	)
	reason = "Belum pernah bekerja bersama"
	assert done(method(office.client("lent"), REVIEW, declined, "decline", reason=reason)) == "Declined"
	instead = {"reviewer": office.agency.employee("staff2"), "instead_of": declined}
	asked["staff2"] = ("Peer", done(rater.call(f"{REVIEWERS}.add", evaluation=evaluation, **instead)))
	assert done(rater.call(f"{REVIEWERS}.assign", evaluation=evaluation)) == 1
	return {key: name for key, (_group, name) in asked.items() if key != "lent"}


def write(office: Office, key: str, name: str, ratings: list[dict[str, str]], comment: str = "") -> None:
	client = office.client(key)
	# a colleague who was not asked writes nothing
	assert office.client("staff1").update(REVIEW, name, {"ratings": ratings}).status == 403
	done(client.update(REVIEW, name, {"ratings": ratings, "general_comment": comment}))
	assert done(method(client, REVIEW, name, "submit_review")) == "Submitted"


def two_peers_are_too_few(office: Office, name: str) -> None:
	"""The superior's review has filled the rater's ratings; what two peers say does not show."""
	evaluation = read(office.client("lead2"), EVALUATION, name)
	given = [
		{"behaviour_value": row["behaviour_value"], "rating": row["rating"]}
		for row in evaluation["behaviours"]
	]
	assert given == [{field: row[field] for field in given[0]} for row in superior_view()]
	# (120 + 6 × 100) / 7 = 102.857143
	assert ("Behaviour", 102.86) in [(row["source"], row["score"]) for row in evaluation["components"]]
	told = explained(evaluation)["Behaviour"]
	assert "Superior: 1 reviews, weight 60.00 % = 100.00" in told
	assert "Peer: fewer than 3 reviews, its weight of 40.00 % is spread over the others = 0.00" in told


# --- citizens and training ---------------------------------------------------------------------------------


def citizens_answer(office: Office) -> Citizen:
	"""Four citizens with the link of the poster and no login; three of them name the officer."""
	admin, staff = office.client("admin"), office.client(WHO)
	counter = {"employee": office.me, "shown_as": "Loket Empat"}
	told = survey_values(title="Layanan kelurahan", department=unit(UNITS[1]), minimum_answers=3)
	told |= {"by_officer": 1, "officers": [counter]}
	refused(staff.insert(SURVEY, told), 403)
	name = done(admin.insert(SURVEY, told))["name"]
	done(method(admin, SURVEY, name, "open_survey"))
	poster = admin.get("/printview", doctype=SURVEY, name=name, format="ASN Survey Poster").text
	token = re.search(r"/survei/([\w-]+)", poster)[1]
	citizen = Citizen(office.url, token)
	named = {"officer": officer(citizen)}
	# an answer from 1 to 4 is asked for; 5 is none, and nothing is stored
	assert citizen.send({**ALL_THREES, "U1": "5", **named}).status_code == 422
	for answers in (
		{**dict.fromkeys(ELEMENTS, "4"), **named},
		{**ALL_THREES, **named},
		{**ALL_THREES, "U3": "2", **named},
		dict.fromkeys(ELEMENTS, "1"),
	):
		assert citizen.send(answers).status_code == 303
	return citizen


def officer(citizen: Citizen) -> str:
	"""The choice of the form that stands for him."""
	return re.search(r'<option value="([^"]+)">Loket Empat<', citizen.open().text)[1]


def train(office: Office) -> None:
	"""Four hours verified; three more are handed in without a usable certificate and returned."""
	staff, rater = office.client(WHO), office.client("lead2")
	verified_training(office, "Bimtek pelayanan publik", 4)
	returned = hand_in(staff, "Seminar daring", 3)
	done(method(rater, TRAINING, returned, "return_to_employee", reason="Sertifikat tidak terbaca"))
	assert read(staff, TRAINING, returned)["status"] == "Returned"


def verified_training(office: Office, title: str, hours: float) -> None:
	staff = office.client(WHO)
	name = hand_in(staff, title, hours)
	refused(method(staff, TRAINING, name, "verify"), 403, "nobody his own")
	done(method(office.client("lead2"), TRAINING, name, "verify"))
	assert read(staff, TRAINING, name)["status"] == "Verified"


def hand_in(staff: Client, title: str, hours: float) -> str:
	day = today()
	name = done(
		staff.insert(TRAINING, training_values(title=title, from_date=day, to_date=day, hours=hours))
	)["name"]
	done(method(staff, TRAINING, name, "hand_in"))
	return name


# --- what the employee reads -------------------------------------------------------------------------------


def the_explanation_names_every_source(result: dict[str, Any]) -> None:
	work = explained(result)["Work Result"]
	assert "(1 + (1 − realisation 6.30 / target 7.00)) × 100 %, not below 0 = 110.00" in work
	assert "Work result: (110.00 × 60.00 + 95.00 × 40.00) / 100.00 = 104.00" in work
	# peers: (120 + 100 + 60) / 3 = 93.3333; 0.6 × 120 + 0.4 × 93.3333 = 72 + 37.3333 = 109.3333, the other
	# six values 0.6 × 100 + 37.3333 = 97.3333; (109.3333 + 6 × 97.3333) / 7 = 693.3333 / 7 = 99.047619
	behaviour = explained(result)["Behaviour"]
	assert "Superior: 1 reviews, weight 60.00 % = 60.00" in behaviour
	assert "Peer: 3 reviews, weight 40.00 % = 40.00" in behaviour
	assert "Reviews of Berorientasi Pelayanan: 120.00 × 60.00 % + 93.33 × 40.00 % = 109.33" in behaviour
	assert "Reviews of Loyal: 100.00 × 60.00 % + 93.33 × 40.00 % = 97.33" in behaviour
	assert "Behaviour reviews: sum 693.33 / 7 values = 99.05" in behaviour
	# those who name him: eight elements (4 + 3 + 3) / 3, U3 (4 + 3 + 2) / 3 = 3: 29.666667 / 9 × 25 = 82.41;
	# above the reference 76.61: 100 + 20 × 5.80 / 23.39 = 104.959384
	assert explained(result)["Public Satisfaction"] == [
		"Layanan kelurahan: index from 3 answers = 82.41",
		"Index 82.41 above the reference index 76.61:"
		" 100 + (120.00 − 100) × (82.41 − 76.61) / (100 − 76.61) = 104.96",
	]
	# 20 hours a year are 5 in a quarter; 4 / 5
	assert explained(result)["Self-Development"] == [
		"Training hours: 4.00 JP done / (duty of 20.00 JP a year × 3 / 12 months) × 100, at most 120 = 80.00"
	]
	assert "Score: 41.60 + 29.71 + 20.99 + 8.00 = 100.31" in explained(result)[""]


def nobody_can_be_told_by_his_review(office: Office, evaluation: str, reviews: dict[str, str]) -> None:
	"""No channel gives the employee a review of somebody else, nor who wrote one: only what three say
	together."""
	staff = office.client(WHO)
	others = {key: name for key, name in reviews.items() if key != WHO}
	own = {"employee": office.me, "stage": office.stage.name}
	listed = done(staff.list(REVIEW, filters=own, fields=["name"], limit_page_length=0))
	assert [row["name"] for row in listed] == [reviews[WHO]]  # what he was asked about himself
	for name in others.values():
		assert staff.read(REVIEW, name).status in (403, 404)
	refused(staff.get(f"/api/method/{REVIEWERS}.reviewers", evaluation=evaluation), 403, "Only the rater")
	people = [office.agency.employee(key) for key in PEERS]
	users = [office.agency.user(key) for key in ("staff3", "staff2")]  # the third has opened the stage
	secret = ["Rahasia", *others.values(), *people, *users]
	for channel, text in channels(staff, evaluation, own, others).items():
		assert [word for word in secret if word in text] == [], channel
	# the evaluation keeps how many peers there were and their sums, nothing of a single one
	facts = json.loads(read(staff, EVALUATION, evaluation)["facts"])
	assert [(tally["group"], tally["reviews"]) for tally in facts["reviews"]] == [("Peer", 3)]
	assert {json.dumps(sorted(row)) for row in facts["reviews"][0]["values"]} == {
		'["answers", "behaviour_value", "points"]'
	}
	assert {float(row["points"]) for row in facts["reviews"][0]["values"]} == {280}  # 120 + 100 + 60


def channels(staff: Client, evaluation: str, own: dict[str, str], others: dict[str, str]) -> dict[str, str]:
	"""What forms, lists, report view, exports, print, explanation, facts and notices say to him. An answer
	about a review that he names himself may name it again."""
	form, call = "/api/method/frappe.desk.form.load.getdoc", "/api/method/frappe"
	columns = ("reviewer", "reviewer_name", "general_comment", "owner")
	view = {
		"doctype": REVIEW,
		"fields": json.dumps([f"`tab{REVIEW}`.`{column}`" for column in columns]),
		"filters": json.dumps([[REVIEW, "stage", "=", own["stage"]]]),
	}
	export = {**view, "file_format_type": "CSV", "title": REVIEW, "view": "Report"}
	select = {"parent_doctype": REVIEW, "doctype": "[]", "with_data": "1", "select_columns": "{}"}
	rows = {"parent": REVIEW, "filters": {"parent": ["in", list(others.values())]}, "fields": ["*"]}
	audit = {"dt": EVALUATION, "dn": evaluation, "method": "export_for_audit"}
	answers = {
		"report view": staff.get(f"{call}.desk.reportview.get", **view),
		"export of the list": staff.get(f"{call}.desk.reportview.export_query", **export),
		"data export": staff.get(f"{call}.core.doctype.data_export.exporter.export_data", **select),
		"list of ratings": staff.list(RATING, **rows),
		"evaluation, explanation and facts": staff.read(EVALUATION, evaluation),
		"form of the evaluation": staff.get(form, doctype=EVALUATION, name=evaluation),
		"print of the evaluation": staff.get("/printview", doctype=EVALUATION, name=evaluation),
		"export for audit": staff.post("/api/method/run_doc_method", audit),
		"notices": staff.list("Notification Log", filters={"document_type": REVIEW}, fields=["*"]),
	}
	found = {channel: answer.text for channel, answer in answers.items()}
	for key, name in others.items():
		named = {"doctype": REVIEW, "name": name}
		for channel, path in (("form", form), ("client", f"{call}.client.get"), ("print", "/printview")):
			found[f"{channel} of the review by {key}"] = staff.get(path, **named).text.replace(name, "")
	return found


# --- objection ---------------------------------------------------------------------------------------------


def object_and_be_heard(office: Office, name: str) -> str:
	"""Objection, the rater's statement, the superior's decision; the name of the changed result."""
	staff, rater, head = (office.client(key) for key in (WHO, "lead2", "head"))
	decision = {"decision": "Satu keluhan yang sudah selesai", "work_result_rating": MEETS}
	decision["behaviour_rating"] = MEETS
	refused(act(staff, EVALUATION, name, "Object"), 417, "Objection of the Employee")
	change(staff, EVALUATION, name, objection_reason="Warga dan rekan menilai saya sesuai ekspektasi")
	assert office.client("staff3").workflow(read(staff, EVALUATION, name), "Object").status == 403
	assert done(act(staff, EVALUATION, name, "Object"))["workflow_state"] == "Objected"

	refused(method(head, EVALUATION, name, "change_result", **decision), 417, "has not been heard yet")
	refused(method(staff, EVALUATION, name, "give_statement", statement="x"), 403, "Only the rater")
	done(method(rater, EVALUATION, name, "give_statement", statement="Keluhan itu saya catat dua kali"))
	for who in ("lead2", WHO, "admin"):
		answer = method(office.client(who), EVALUATION, name, "change_result", **decision)
		refused(answer, 403, "Only the superior of the rater decides")
	return done(method(head, EVALUATION, name, "change_result", **decision))
