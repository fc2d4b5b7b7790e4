"""Surakarta: the employee looks at himself first, then his superior, then both talk; raters must be trained;
competency counts once it is assessed; the year is judged in sight of its quarters. Over HTTP, from the plan
to sealed results. Work result 50 %, behaviour 20 % (the superior's view 80, the employee's own 20),
competency 30 %, whose weight is spread while nobody has assessed it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
import pytest

from tests.scenarios.test_year import (
	act,
	change,
	done,
	evaluation_of,
	method,
	read,
	realised,
	refused,
	verify,
)
from tests.support import competency_http
from tests.support.agency import (
	ABOVE,
	BELOW,
	EVALUATION,
	MEETS,
	PLAN,
	SURAKARTA,
	Agency,
	keep,
	two_items,
	user_of,
)
from tests.support.dialogue import DIALOGUE
from tests.support.dialogue import clear as clear_dialogues
from tests.support.evaluations import assert_rater_part_hidden, explained, shares
from tests.support.http import Client, Response, Server
from tests.support.reviews import REVIEW, rate_all
from tests.support.reviews import values as behaviour_values
from tests.support.training import COMPETENCY, assessment_values, clear_assessments, levels_for, position

ClientOf = Callable[[str], Client]
CYCLE, SETTINGS = "ASN Performance Cycle", "ASN Performance Settings"
ME, RATER = "staff3", "lead2"
PERSONNEL = "personnel"  # keeps the employees' records in ERPNext
CERTIFIED = "asn_rater_certified_until"
STRENGTHS = "Kekuatan: teliti, cepat. Kelemahan: jarang berbagi pengetahuan."
LAST_YEAR = date.today().year - 1  # all its quarters have ended
ASSESSED_ON = f"{LAST_YEAR}-05-10"  # in the second quarter


@dataclass(frozen=True)
class Year:
	"""A cycle with the employee's approved plan."""

	cycle: Any
	agency: Agency
	server: ClientOf
	worker: Callable[[], list[str]]

	def employee(self, key: str) -> str:
		return self.agency.employee(key)

	def open(self, number: int) -> str:
		"""Open a stage by the HR admin; returns its name."""
		stage = self.cycle.stages[number].name
		assert done(method(self.server("admin"), CYCLE, self.cycle.name, "open_stage", stage=stage)) is True
		self.worker()
		return stage


@pytest.fixture
def settings(agency: Agency) -> Iterator[Callable[..., None]]:
	"""`settings(rater_training="Warn")` changes it; put back in the end."""
	before = frappe.db.get_single_value(SETTINGS, "rater_training")

	def set_to(rater_training: str) -> None:
		frappe.db.rollback()
		frappe.db.set_single_value(SETTINGS, "rater_training", rater_training)
		keep()
		frappe.clear_document_cache(SETTINGS, SETTINGS)

	yield set_to
	set_to(before)


@pytest.fixture
def untrained(agency: Agency) -> Iterator[None]:
	"""The rater is not trained, the employee not assessed, and no dialogue is open between them."""
	rater, me = agency.employee(RATER), agency.employee(ME)
	before = frappe.db.get_value("Employee", rater, CERTIFIED)
	designation = frappe.db.get_value("Employee", me, "designation")

	def clean(certified: Any) -> None:
		frappe.db.rollback()
		frappe.db.set_value("Employee", rater, CERTIFIED, certified)
		clear_dialogues(agency)
		clear_assessments(agency, ME)
		keep()

	clean(None)
	position(agency, ME)
	keep()
	yield
	clean(before)
	frappe.db.set_value("Employee", me, "designation", designation)
	keep()


@pytest.fixture
def personnel(http: Server, agency: Agency) -> Client:
	"""Somebody who may change employees in ERPNext, as the README asks of who manages performance."""
	email = user_of(PERSONNEL)
	if not frappe.db.exists("User", email):
		frappe.get_doc(
			doctype="User",
			email=email,
			first_name="Kepegawaian",
			language="en",
			send_welcome_email=0,
			user_image="/assets/frappe/images/ui/user-avatar.png",  # else a picture service is asked
			roles=[{"role": "HR Manager"}],
		).insert()
		keep()
	return http.as_user(email)


@pytest.fixture
def year(
	agency: Agency, client: ClientOf, worker: Callable[[], list[str]], untrained: None, settings: Any
) -> Year:
	"""Days per file (at most 7 to 8, 40 %) and 100 files in the year (60 %): 20 in the first quarter, 30 in
	the second. Written by the employee, approved by the rater."""
	cycle = agency.cycle(SURAKARTA, from_date=f"{LAST_YEAR}-01-01", to_date=f"{LAST_YEAR}-12-31")
	keep()
	staff, rater = client(ME), client(RATER)
	milestones = [
		{"item_no": 2, "stage_name": stage.stage_name, "action": "Berkas terlayani", "target": target}
		for stage, target in zip(cycle.stages, (20, 30), strict=False)
	]
	values = {"cycle": cycle.name, "items": two_items(), "milestones": milestones}
	name = done(staff.insert(PLAN, values))["name"]
	done(act(staff, PLAN, name, "Submit for Approval"))
	refused(client("lead1").workflow(read(staff, PLAN, name), "Approve"), 403)
	assert done(act(rater, PLAN, name, "Approve"))["docstatus"] == 1
	return Year(cycle, agency, client, worker)


def reviews_of(client: Client, cycle: str, stage: str) -> dict[str, str]:
	"""Group -> the review that this person may see."""
	filters = {"cycle": cycle, "stage": stage}
	rows = done(client.list(REVIEW, filters=filters, fields=["name", "reviewer_group"]))
	return {row["reviewer_group"]: row["name"] for row in rows}


def write_review(client: Client, name: str, ratings: list[dict[str, Any]]) -> None:
	done(client.update(REVIEW, name, {"ratings": ratings, "general_comment": "Menurut bukti"}))
	assert done(method(client, REVIEW, name, "submit_review")) == "Submitted"


def look_at_oneself(year: Year, stage: str, rating: str, *numbers: str) -> str:
	"""The rater asks for both views; the employee gives his, with what he has realised. The evaluation."""
	staff, rater = year.server(ME), year.server(RATER)
	name = evaluation_of(staff, year.cycle.name, stage)["name"]
	path = "asn_kinerja.reviews.rater"
	refused(staff.call(f"{path}.propose", evaluation=name), 403)
	# the scheme weighs neither peers nor subordinates: only the two are asked
	assert done(rater.call(f"{path}.propose", evaluation=name)) == 2
	peer = {"evaluation": name, "reviewer": year.employee("staff4")}
	refused(rater.call(f"{path}.add", **peer), 417, "The group Peer is not asked")
	assert done(rater.call(f"{path}.assign", evaluation=name)) == 2
	mine = reviews_of(staff, year.cycle.name, stage)
	assert list(mine) == ["Self"]  # of the superior's he learns nothing
	write_review(staff, mine["Self"], rate_all(rating))
	change(staff, EVALUATION, name, results=realised(read(staff, EVALUATION, name), *numbers))
	done(act(staff, EVALUATION, name, "Submit Self Assessment"))
	return name


def look_as_superior(year: Year, stage: str, name: str, *ratings: str) -> dict[str, Any]:
	"""The rater's own review of the behaviour, a rating per value; it stands in the evaluation then."""
	rater = year.server(RATER)
	assert {row.get("rating") for row in read(rater, EVALUATION, name)["behaviours"]} <= {"", None}
	own = reviews_of(rater, year.cycle.name, stage)["Superior"]
	refused(year.server(ME).read(REVIEW, own), 403)
	refused(method(year.server(ME), REVIEW, own, "submit_review"), 403)
	rows = rate_all()
	for row, rating in zip(rows, ratings, strict=True):
		row["rating"] = rating
	write_review(rater, own, rows)
	evaluation = read(rater, EVALUATION, name)
	assert [row["rating"] for row in evaluation["behaviours"]] == list(ratings)
	return evaluation


def judge(rater: Client, name: str, work: str, behaviour: str, **more: Any) -> dict[str, Any]:
	return change(rater, EVALUATION, name, work_result_rating=work, behaviour_rating=behaviour, **more)


def conclude(year: Year, name: str) -> None:
	done(act(year.server(ME), EVALUATION, name, "Acknowledge"))
	assert done(act(year.server("admin"), EVALUATION, name, "Finalise"))["workflow_state"] == "Final"


def form(client: Client, name: str) -> dict[str, Any]:
	"""What the Desk loads with a form."""
	path = "/api/method/frappe.desk.form.load.getdoc"
	answer = client.get(path, doctype=EVALUATION, name=name)
	assert answer.ok, answer.messages
	return answer.json["docs"][0]["__onload"]


def release(rater: Client, name: str) -> Response:
	return act(rater, EVALUATION, name, "Release")


def day(number: int) -> str:
	return frappe.utils.add_days(frappe.utils.today(), number)


def talk(year: Year) -> None:
	"""Both sides' notes, strengths and weaknesses, and what they agree on; confirmed by both."""
	staff, rater, stranger = year.server(ME), year.server(RATER), year.server("lead1")
	values = {
		"employee": year.employee(ME),
		"dialogue_type": "Coaching",
		"topic": "Triwulan I",
		"rater_note": STRENGTHS,
		"actions": [
			{"action": "Berbagi cara kerja tiap Jumat", "responsible": "Employee", "due_date": day(14)},
			{"action": "Beri waktu berbagi", "responsible": "Rater", "due_date": day(7)},
		],
	}
	refused(stranger.insert(DIALOGUE, values), 403)
	name = done(rater.insert(DIALOGUE, values))["name"]
	refused(stranger.read(DIALOGUE, name), 403)
	assert read(staff, DIALOGUE, name)["rater_note"] == STRENGTHS
	done(staff.update(DIALOGUE, name, {"employee_note": "Setuju, saya mulai bulan ini"}))
	refused(staff.update(DIALOGUE, name, {"rater_note": "Tanpa kelemahan"}), 403, "Notes of the Rater")
	assert done(method(staff, DIALOGUE, name, "confirm")) == "Waiting for Rater"
	assert done(method(rater, DIALOGUE, name, "confirm")) == "Agreed"


def first_quarter(year: Year, warned: str) -> str:
	staff, rater = year.server(ME), year.server(RATER)
	stage = year.open(0)
	name = look_at_oneself(year, stage, ABOVE, "6,5", "21")
	look_as_superior(year, stage, name, BELOW, *[MEETS] * 4, *[ABOVE] * 2)
	assert_rater_part_hidden(staff, name)
	talk(year)

	# after the dialogue he sees the first value in another light
	evaluation = read(rater, EVALUATION, name)
	evaluation["behaviours"][0]["rating"] = MEETS
	evaluation = judge(
		rater, name, MEETS, MEETS, behaviours=evaluation["behaviours"], rater_note="Mulailah berbagi"
	)
	# 6.5 of at least 7 days: 107.142857 %; 21 of 20 files: 105 %; 0.4 × 107.142857 + 0.6 × 105 = 105.857143
	# own view 120; 5 values 0.8 × 100 + 0.2 × 120 = 104, 2 values 120: (5 × 104 + 2 × 120) / 7 = 108.571429
	assert (evaluation["suggested_work_result"], evaluation["suggested_behaviour"]) == (MEETS, MEETS)
	assert_rater_part_hidden(staff, name)

	# training is asked for with a warning
	assert warned in form(rater, name)["asn_training"]
	assert "asn_training" not in form(staff, name)
	refused(year.server("lead1").workflow(read(rater, EVALUATION, name), "Release"), 403)
	released = release(rater, name)
	assert (done(released)["workflow_state"], warned in released.messages) == ("Released", True)

	result = read(staff, EVALUATION, name)
	# without the competency 50 and 20 count as 500/7 and 200/7 of 100:
	# 105.857143 × 5/7 = 75.612245, 108.571429 × 2/7 = 31.020408, together 106.632653
	assert shares(result) == [
		("Work Result", 105.86, 71.43, 75.61),
		("Behaviour", 108.57, 28.57, 31.02),
		("Competency", 0, 0, 0),
	]
	assert (result["score"], result["predicate"]) == (106.63, "Baik")
	told = explained(result)
	assert told["Competency"] == ["There is no released assessment of the competency = "]
	assert "Competency is missing: its weight of 30.00 % is spread over the others = 0.00" in told[""]
	first = behaviour_values()[0]
	assert f"Reviews of {first}: 120.00 × 20.00 % + 100.00 × 80.00 % = 104.00" in told["Behaviour"]
	assert told["Work Result"][-1] == (
		f"Suggested rating of Work Result: score 105.86 reaches 90.00 = {MEETS}"
	)
	return name


def look_at_the_competencies(year: Year, warned: str) -> None:
	"""The employee first, then his superior, then both talk; the superior changes his mind in one; strengths
	and weaknesses. The release asks for a trained rater, with a warning so far."""
	staff, rater = year.server(ME), year.server(RATER)
	name = done(staff.insert(COMPETENCY, {"cycle": year.cycle.name}))["name"]
	competency_http.give(staff, name, "self", levels_for(28))
	done(competency_http.act(staff, name, "Submit Self Assessment"))
	assert set(competency_http.levels(rater, name, "self")) == {0}
	competency_http.give(
		rater, name, "superior", levels_for(24), potential_score=78, potential_note="Siap memimpin tim"
	)
	seen = read(staff, COMPETENCY, name)
	assert (seen["potential_score"], seen.get("potential_note")) == (0, None)
	refused(competency_http.act(year.server("lead1"), name, "Submit Levels"), 403)
	done(competency_http.act(rater, name, "Submit Levels"))

	done(staff.update(COMPETENCY, name, {"employee_note": "Integritas saya buktikan dengan laporan"}))
	refused(staff.update(COMPETENCY, name, {"rater_note": "Tanpa kelemahan"}), 403, "Note of the Rater")
	refused(competency_http.act(rater, name, "Release"), 417, "Note of the Rater")
	heard = {**levels_for(24), "Integritas": 3}
	competency_http.give(rater, name, "superior", heard, rater_note=STRENGTHS)
	released = competency_http.act(rater, name, "Release")
	assert (done(released)["workflow_state"], warned in released.messages) == ("Released", True)
	result = read(staff, COMPETENCY, name)
	# 24 + 1 = 25 of 27 levels: 92.592…, at least 80 and at least 90
	assert (result["levels_reached"], result["job_match"]) == (25, 92.59)
	assert (result["filling_category"], result["mapping_category"]) == ("Memenuhi Syarat", "Optimal")
	assert [line.split(" (")[0] for line in result["weaknesses"].splitlines()] == [
		"Kerja Sama",
		"Komunikasi",
	]
	first = result["competencies"][0]
	assert (first["self_level"], first["first_level"], first["level"]) == (4, 2, 3)
	assert result["potential_score"] == 78
	# the year of this story is over: there it was released in the second quarter
	frappe.db.rollback()
	frappe.db.set_value(COMPETENCY, name, "assessed_on", ASSESSED_ON)
	keep()


def second_quarter(year: Year, personnel: Client, settings: Callable[..., None], warned: str) -> str:
	staff, rater = year.server(ME), year.server(RATER)
	stage = year.open(1)
	refused(rater.insert(COMPETENCY, assessment_values(year.agency, ME)), 403)
	look_at_the_competencies(year, warned)

	name = look_at_oneself(year, stage, MEETS, "5", "33")
	look_as_superior(year, stage, name, *[ABOVE] * 7)
	judge(rater, name, ABOVE, ABOVE)
	assert_rater_part_hidden(staff, name)

	# the training is required now: refused without, with an expired one, and nobody certifies himself
	settings(rater_training="Block")
	refused(release(rater, name), 417, warned)
	employee = year.employee(RATER)
	refused(rater.update("Employee", employee, {CERTIFIED: day(365)}), 403)
	done(personnel.update("Employee", employee, {CERTIFIED: day(-1)}))
	refused(release(rater, name), 417, "has expired on")
	assert read(rater, EVALUATION, name)["docstatus"] == 0
	done(personnel.update("Employee", employee, {CERTIFIED: day(365)}))
	assert "asn_training" not in form(rater, name)
	released = release(rater, name)
	assert (done(released)["workflow_state"], "trained" in released.messages) == ("Released", False)

	result = read(staff, EVALUATION, name)
	# 5 of at least 7 days: 128.571429 %, at most 120; 33 of 30 files: 110 %; 0.4 × 120 + 0.6 × 110 = 114
	# each value 0.8 × 120 + 0.2 × 100 = 116; 25 / 27 × 100 = 92.592593
	# 0.5 × 114 + 0.2 × 116 + 0.3 × 92.592593 = 57 + 23.2 + 27.777778 = 107.977778
	assert shares(result) == [
		("Work Result", 114, 50, 57),
		("Behaviour", 116, 20, 23.2),
		("Competency", 92.59, 30, 27.78),
	]
	assert (result["score"], result["predicate"]) == (107.98, "Sangat Baik")
	told = explained(result)["Competency"]
	assert told[0] == f"Assessment of the competency of 10/05/{LAST_YEAR} = 25.00"
	return name


def whole_year(year: Year, quarters: list[str]) -> str:
	staff, rater = year.server(ME), year.server(RATER)
	stage = year.open(4)
	name = look_at_oneself(year, stage, ABOVE, "6", "96")
	look_as_superior(year, stage, name, *[MEETS] * 7)
	seen = [("Baik", 106.63), ("Sangat Baik", 107.98)]
	for reader in (rater, staff):
		stages = form(reader, name)["asn_stages"]
		assert [row["name"] for row in stages] == quarters
		assert [(row["predicate"], row["score"]) for row in stages] == seen
	# no suggestion comes of them: the rater judges the year
	unjudged = read(rater, EVALUATION, name)
	assert not unjudged.get("predicate")
	assert (unjudged["suggested_work_result"], unjudged["suggested_behaviour"]) == (MEETS, MEETS)
	judge(rater, name, MEETS, MEETS, rater_note="Triwulan II belum menjadi kebiasaan")
	assert_rater_part_hidden(staff, name)
	done(release(rater, name))

	result = read(staff, EVALUATION, name)
	# of the plan: 6 of at least 7 days: 114.285714 %; 96 of 100 files: 96 %
	# 0.4 × 114.285714 + 0.6 × 96 = 45.714286 + 57.6 = 103.314286; each value 0.8 × 100 + 0.2 × 120 = 104
	# 0.5 × 103.314286 + 0.2 × 104 + 0.3 × 92.592593 = 51.657143 + 20.8 + 27.777778 = 100.234921;
	# the mean of the two quarters would be 107.31
	assert [row["target"] for row in result["results"]] == ["7–8 hari", "100 berkas"]
	assert shares(result) == [
		("Work Result", 103.31, 50, 51.66),
		("Behaviour", 104, 20, 20.8),
		("Competency", 92.59, 30, 27.78),
	]
	assert (result["score"], result["predicate"]) == (100.23, "Baik")
	assert "Score: 51.66 + 20.80 + 27.78 = 100.23" in explained(result)[""]
	return name


def test_two_quarters_and_the_year(year: Year, personnel: Client, settings: Callable[..., None]) -> None:
	staff, admin = year.server(ME), year.server("admin")
	warned = "Kabid Dua is not recorded as trained as a rater"
	settings(rater_training="Warn")
	first = first_quarter(year, warned)
	conclude(year, first)
	second = second_quarter(year, personnel, settings, warned)
	conclude(year, second)

	# an assessment of the first quarter, entered later, and a review after the release change nothing
	before = {name: read(staff, EVALUATION, name) for name in (first, second)}
	late = assessment_values(year.agency, ME, assessed_on=f"{LAST_YEAR}-03-15")
	competency_http.found_by_centre(admin, late, 27)
	own = reviews_of(staff, year.cycle.name, year.cycle.stages[0].name)["Self"]
	refused(staff.update(REVIEW, own, {"ratings": rate_all(BELOW)}), 403)
	assert {name: read(staff, EVALUATION, name) for name in (first, second)} == before

	annual = whole_year(year, [first, second])
	conclude(year, annual)
	for name in (first, second, annual):
		assert verify(done(method(staff, EVALUATION, name, "export_for_audit"))).returncode == 0
	refused(method(year.server(RATER), CYCLE, year.cycle.name, "verify_seals"), 403)
	checked = done(method(admin, CYCLE, year.cycle.name, "verify_seals"))
	assert (checked["seals"], checked["found"]) == (3, 0)
