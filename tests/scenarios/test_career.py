"""A career over two years, over HTTP: the employee assesses himself, his superior after him, both talk, the
result is released; its gaps become a development plan, the plan a training with a certificate; in the next
assessment the level has risen, and the box of the talent map with it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import frappe
import pytest

from tests.scenarios.test_year import act, done, method, read, refused
from tests.support import development, talent
from tests.support.agency import HERE, Agency, keep
from tests.support.competency_http import give
from tests.support.http import Client
from tests.support.talent import MAP, PLACEMENT
from tests.support.training import COMPETENCY, LINK, TRAINING, position

ClientOf = Callable[[str], Client]
ME, RATER, STRANGER = "staff1", "lead1", "lead2"
TEAM, TALK, SERVICE, NATION = "Kerja Sama", "Komunikasi", "Pelayanan Publik", "Perekat Bangsa"
ASKED = {TEAM: 3, TALK: 3, SERVICE: 2, NATION: 2}  # together 10
COURSE, RULE = "Diklat Kerja Sama Tim", "Uji aturan karier"
THIS_YEAR = date.today().year
LAST, BEFORE = THIS_YEAR - 1, THIS_YEAR - 2  # two years that have ended


@pytest.fixture
def cycles(agency: Agency) -> Iterator[dict[int, Any]]:
	"""Year -> its cycle, in which the employee has a released result with the predicate Baik."""

	def clean() -> None:
		frappe.db.rollback()
		talent.clear(agency)
		development.clear(agency)
		frappe.db.delete("ASN Training", {"title": COURSE})
		development.forget_rule(f"{RULE} v1")
		keep()

	clean()
	held = frappe.db.get_value("Employee", agency.employee(ME), "designation")
	position(agency, ME, ASKED)
	development.rule(RULE, *development.rows("Competency Gap"))
	years = {}
	for year in (BEFORE, LAST):
		years[year] = agency.cycle(from_date=f"{year}-01-01", to_date=f"{year}-12-31")
		agency.released(ME, years[year])
	keep()
	yield years
	clean()
	frappe.db.set_value("Employee", agency.employee(ME), "designation", held)
	keep()


def assess(
	client: ClientOf, cycle: str, own: dict[str, int], superior: dict[str, int], note: str
) -> dict[str, Any]:
	"""From the start by the employee to the released record, each step by whose it is."""
	staff, rater = client(ME), client(RATER)
	name = done(staff.insert(COMPETENCY, {"cycle": cycle}))["name"]
	refused(staff.insert(COMPETENCY, {"cycle": cycle}), 409, "already")
	refused(client(STRANGER).read(COMPETENCY, name), 403)
	refused(act(staff, COMPETENCY, name, "Submit Self Assessment"), 417, TEAM)
	give(staff, name, "self", own)
	done(act(staff, COMPETENCY, name, "Submit Self Assessment"))

	# the superior gives his levels before he sees the employee's; nobody gives those of the other
	assert set(given(rater, name, "self").values()) == {0}
	rows = read(staff, COMPETENCY, name)["competencies"]
	higher = [{**row, "superior_level": 5} for row in rows]
	refused(staff.update(COMPETENCY, name, {"competencies": higher}), 403, "Superior's Level")
	too_high = [{**row, "superior_level": 6} for row in read(rater, COMPETENCY, name)["competencies"]]
	refused(rater.update(COMPETENCY, name, {"competencies": too_high}), 417)
	give(rater, name, "superior", superior)
	assert set(given(staff, name, "superior").values()) == {0}
	done(act(rater, COMPETENCY, name, "Submit Levels"))

	# in the dialogue both see both
	assert given(staff, name, "superior") == superior
	assert given(rater, name, "self") == own
	done(staff.update(COMPETENCY, name, {"employee_note": "Saya belajar dari tim lain"}))
	refused(act(rater, COMPETENCY, name, "Release"), 417, "Note of the Rater")
	done(rater.update(COMPETENCY, name, {"rater_note": note}))
	done(act(rater, COMPETENCY, name, "Release"))
	released = read(staff, COMPETENCY, name)
	refused(rater.update(COMPETENCY, name, {"rater_note": "Lain"}), 403, "not changed any more")
	return released


def given(client: Client, name: str, party: str) -> dict[str, int]:
	"""Competency -> the level of a party, as this reader sees it."""
	rows = read(client, COMPETENCY, name)["competencies"]
	return {row["competency"]: row[f"{party}_level"] for row in rows}


def published(client: ClientOf, cycle: str, as_of: str, worker: Callable[[], list[str]]) -> dict[str, Any]:
	"""The employee's place in a new map, which the performance manager makes and publishes."""
	admin, staff = client("admin"), client(ME)
	values = {"title": f"Peta Talenta {as_of}", "company": HERE, "cycle": cycle, "as_of_date": as_of}
	refused(client(RATER).insert(MAP, {**values, "rule": talent.PREDICATE}), 403)
	name = done(admin.insert(MAP, {**values, "rule": talent.PREDICATE}))["name"]
	assert done(method(admin, MAP, name, "place")) is True
	worker()
	mine = {"map": name, "employee": ["is", "set"]}
	assert done(staff.list(PLACEMENT, filters=mine)) == []  # a draft is nobody's yet
	refused(method(client(RATER), MAP, name, "publish"), 403)
	done(method(admin, MAP, name, "publish"))
	worker()
	(row,) = done(staff.list(PLACEMENT, filters=mine))
	return read(staff, PLACEMENT, row["name"])


def test_from_a_gap_to_a_higher_box(
	agency: Agency, client: ClientOf, cycles: dict[int, Any], worker: Callable[[], list[str]]
) -> None:
	staff, rater, admin = client(ME), client(RATER), client("admin")
	course = {"title": COURSE, "form": "Classical", "kind": "Managerial Training", "hours": 24, "seats": 5}
	done(admin.insert("ASN Training", {**course, "competencies": [{"competency": TEAM, "to_level": 3}]}))

	own = {TEAM: 3, TALK: 3, SERVICE: 2, NATION: 2}
	seen = {TEAM: 1, TALK: 2, SERVICE: 2, NATION: 2}
	first = assess(client, cycles[BEFORE].name, own, seen, "Perlu berlatih bekerja dalam tim")
	# the superior's levels count: (1 + 2 + 2 + 2) / (3 + 3 + 2 + 2) = 7 / 10 = 70 %
	assert (first["levels_reached"], first["levels_required"], first["job_match"]) == (7, 10, 70)
	assert first["filling_category"] == "Masih Memenuhi Syarat"  # from 68 on
	assert first["mapping_category"] == "Kurang Optimal"  # below 78
	gaps = {row["competency"]: row["gap"] for row in first["competencies"]}
	assert gaps == {TEAM: 2, TALK: 1, SERVICE: 0, NATION: 0}
	assert first["weaknesses"].startswith(TEAM)
	# it was released in the year before last
	frappe.db.rollback()
	frappe.db.set_value(COMPETENCY, first["name"], "assessed_on", f"{BEFORE}-11-10")
	keep()
	# Baik meets the expectation, 70 % is below 78: box 2 of nine
	place = published(client, cycles[BEFORE].name, f"{BEFORE}-12-31", worker)
	assert (place["box"], place["potential_value"]) == (2, 70)
	assert "Bimbingan kinerja" in place["recommendations"]

	# the gaps lead to measures, the larger one to the training that closes it
	plan = done(staff.insert(development.PLAN, {"cycle": cycles[LAST].name}))["name"]
	assert done(method(staff, development.PLAN, plan, "propose")) >= 1
	items = read(staff, development.PLAN, plan)["items"]
	(training,) = [row for row in items if row.get("competency") == TEAM and row.get("training")]
	assert (training["training"], training["from_level"], training["target_level"]) == (COURSE, 1, 3)
	assert done(method(staff, development.PLAN, plan, "propose")) == 0
	done(method(staff, development.PLAN, plan, "hand_in"))
	refused(method(staff, development.PLAN, plan, "approve"), 403)
	done(method(rater, development.PLAN, plan, "approve"))

	days = {"from_date": f"{LAST}-03-02", "to_date": f"{LAST}-03-04"}
	record = done(staff.insert(TRAINING, {"training": COURSE, **days}))["name"]
	refused(method(staff, TRAINING, record, "hand_in"), 417, "certificate")
	done(staff.update(TRAINING, record, {"certificate_link": LINK}))
	done(method(staff, TRAINING, record, "hand_in"))
	refused(method(staff, TRAINING, record, "verify"), 403)
	done(method(rater, TRAINING, record, "verify"))
	items = read(staff, development.PLAN, plan)["items"]
	assert [row["status"] for row in items if row.get("training") == COURSE] == ["Done"]

	higher = {TEAM: 3, TALK: 2, SERVICE: 2, NATION: 2}
	second = assess(client, cycles[LAST].name, own, higher, "Kerja sama jauh lebih baik")
	# (3 + 2 + 2 + 2) / 10 = 90 %: at least 80 to fill, at least 90 in the mapping
	assert (second["job_match"], second["filling_category"]) == (90, "Memenuhi Syarat")
	assert second["mapping_category"] == "Optimal"
	items = form(staff, development.PLAN, plan)["items"]
	(training,) = [row for row in items if row.get("training") == COURSE]
	assert (training["level_after"], training["effect"]) == (3, "Risen")

	# 90 % is high: box 8, two levels of potential above box 2
	moved = published(client, cycles[LAST].name, frappe.utils.today(), worker)
	assert (moved["box"], moved["previous_box"], moved["potential_value"]) == (8, 2, 90)
	assert "Masuk Kelompok Rencana Suksesi Instansi" in moved["recommendations"]
	# the first map stays what it was
	assert read(staff, PLACEMENT, place["name"])["box"] == 2


def form(client: Client, doctype: str, name: str) -> dict[str, Any]:
	"""The record as the Desk opens it."""
	answer = client.get("/api/method/frappe.desk.form.load.getdoc", doctype=doctype, name=name)
	assert answer.ok, answer.messages
	return answer.json["docs"][0]
