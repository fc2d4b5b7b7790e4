"""Talent maps: who is placed where and why, repeated runs, publication, movements between maps."""

import json
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from asn_kinerja import notices
from asn_kinerja.talent import placing, publishing, standing
from tests.support.agency import ABOVE, BELOW, ELSEWHERE, EVALUATION, MEETS, Agency
from tests.support.queries import number_of_queries
from tests.support.talent import (
	DAY,
	MAP,
	PLACEMENT,
	PREDICATE,
	RULE,
	SILKA,
	SIMATA,
	assessed,
	clear,
	crowd,
	draft,
	half_year,
	placed,
	placements,
	publish,
	result,
)

PEOPLE = ("head", "lead1", "lead2", "staff1", "staff2", "staff3", "staff4", "lent", "admin", "outside")


@pytest.fixture(autouse=True)
def nothing_committed(monkeypatch: pytest.MonkeyPatch) -> None:
	"""The job commits after each chunk; here it stays in the test's transaction."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)


@pytest.fixture
def cycle(agency: Agency) -> Any:
	clear(agency)
	return half_year(agency)


def box_of(agency: Agency, found: dict[str, Any], key: str) -> tuple[int, str | None]:
	row = found[agency.employee(key)]
	return row.box, row.reason


# --- placing -----------------------------------------------------------------------------------------------


def test_everybody_of_the_agency_is_placed_or_told_why_not(agency: Agency, cycle: Any) -> None:
	"""SIMATA: performance from 85 above, from 70 meets; potential from 77 high, from 68 middle; 60 % job
	person match and 40 % potential score, one alone counts whole.

	staff1: 0.6 × 80 + 0.4 × 70 = 76, middle, 90 points: box 7.    staff2: 85, high, 84.99 points: box 8.
	staff3: 77, high, 69.99 points: box 6.    staff4: 67.99, low, 70 points: box 2."""
	for key, score, match, potential in (
		("staff1", 90, 80, 70),
		("staff2", 84.99, 85, 0),
		("staff3", 69.99, 0, 77),
		("staff4", 70, 67.99, 67.99),
	):
		result(agency.employee(key), cycle, score=score)
		assessed(agency.employee(key), match, potential)
	result(agency.employee("lead1"), cycle)
	assessed(agency.employee("lead2"), 90)
	result(agency.employee("lent"), cycle, workflow_state="Objected")
	assessed(agency.employee("lent"), 90)
	result(agency.employee("head"), cycle, scored=0, score=0)
	assessed(agency.employee("head"), 90)
	result(agency.employee("outside"), cycle)
	assessed(agency.employee("outside"), 0)

	talent_map = draft(agency, cycle)
	found = placed(talent_map)

	assert {key: box_of(agency, found, key) for key in PEOPLE} == {
		"staff1": (7, None),
		"staff2": (8, None),
		"staff3": (6, None),
		"staff4": (2, None),
		"lead1": (0, "No Competency Assessment"),
		"lead2": (0, "No Released Result"),
		"lent": (0, "Objection Not Decided"),
		"head": (0, "No Score in the Result"),
		"outside": (0, "No Job Person Match in the Assessment"),
		"admin": (0, "No Result and No Assessment"),
	}
	stored = frappe.get_doc(MAP, talent_map.name)
	assert (stored.people, stored.placed, stored.not_placed) == (len(found), 4, len(found) - 4)
	assert stored.placed_on
	staff1 = found[agency.employee("staff1")]
	assert (staff1.performance_value, staff1.performance_level) == ("90.00", ABOVE)
	assert (staff1.potential_value, staff1.potential_level, staff1.job_match) == (76, "Menengah", 80)
	assert staff1.box_name == "Kinerja di atas ekspektasi, potensial menengah"
	assert staff1.recommendations.split("\n") == [
		"Dipertahankan",
		"Masuk Kelompok Rencana Suksesi Instansi",
		"Rotasi/pengayaan jabatan",
		"Pengembangan kompetensi",
		"Tugas belajar",
	]
	assert [step["output"] for step in json.loads(staff1.explanation)["steps"]] == [
		ABOVE,
		"48.00",
		"28.00",
		"Menengah",
		"7",
	]
	assert (staff1.rater, staff1.status) == (agency.employee("lead1"), "Draft")


def test_the_annual_result_counts_and_else_the_newest_periodic(agency: Agency, cycle: Any) -> None:
	"""Both have a worse second quarter; who has an annual result is placed by it."""
	for key in ("staff1", "staff2"):
		assessed(agency.employee(key), 90)
		result(agency.employee(key), cycle, "Triwulan I", score=100)
		result(agency.employee(key), cycle, "Triwulan II", score=69)
	result(agency.employee("staff1"), cycle, score=85)
	found = placed(draft(agency, cycle))
	one, other = (found[agency.employee(key)] for key in ("staff1", "staff2"))
	assert (one.stage_name, one.performance_value, one.box) == ("Tahunan", "85.00", 9)
	assert (other.stage_name, other.performance_value, other.box) == ("Triwulan II", "69.00", 6)
	# on 31 March only the first quarter had ended
	early = placed(draft(agency, cycle, as_of_date="2026-03-31"))
	assert box_of(agency, early, "staff1")[1] == "No Competency Assessment"  # it is of May
	assert early[agency.employee("staff1")].stage_name == "Triwulan I"


def test_running_results_of_other_cycles_and_drafts_of_assessments_do_not_count(
	agency: Agency, cycle: Any
) -> None:
	from asn_kinerja.competency.assessed import STATE

	employee = agency.employee("staff1")
	result(employee, cycle, docstatus=0)
	result(employee, half_year(agency))
	assessed(employee, 90, **{STATE: "Draft"})
	assert box_of(agency, placed(draft(agency, cycle)), "staff1") == (0, "No Result and No Assessment")


@pytest.mark.parametrize(
	("rule", "values", "box"),
	[
		(SILKA, {"work_result_rating": ABOVE}, 9),
		(SILKA, {"work_result_rating": MEETS}, 8),
		(SILKA, {"work_result_rating": BELOW}, 6),
		(PREDICATE, {"predicate": "Sangat Baik"}, 9),
		(PREDICATE, {"predicate": "Baik"}, 8),
		(PREDICATE, {"predicate": "Butuh Perbaikan"}, 6),
	],
)
def test_ratings_and_predicates(
	agency: Agency, cycle: Any, rule: str, values: dict[str, str], box: int
) -> None:
	"""Potential 90 is high in both."""
	result(agency.employee("staff1"), cycle, scored=0, **values)
	assessed(agency.employee("staff1"), 90)
	assert box_of(agency, placed(draft(agency, cycle, rule)), "staff1") == (box, None)


def test_who_left_or_joined_later_is_not_in_the_map(agency: Agency, cycle: Any) -> None:
	one, other = agency.employee("staff1"), agency.employee("staff2")
	talent_map = draft(agency, cycle)
	assert {one, other} <= set(placed(talent_map))
	frappe.db.set_value("Employee", one, "status", "Left")
	frappe.db.set_value("Employee", other, "date_of_joining", "2026-07-01")
	found = placed(talent_map)
	assert not {one, other} & set(found)
	assert agency.employee("foreign") not in found
	assert frappe.db.get_value(MAP, talent_map.name, "people") == len(found)


def test_a_repeated_run_follows_what_is_known_and_keeps_the_records(agency: Agency, cycle: Any) -> None:
	employee = agency.employee("staff1")
	result(employee, cycle)
	talent_map = draft(agency, cycle)
	first = placed(talent_map)
	assessed(employee, 90)
	second = placed(talent_map)
	assert {key: row.name for key, row in first.items()} == {key: row.name for key, row in second.items()}
	assert (first[employee].box, second[employee].box) == (0, 9)


def test_who_goes_while_it_runs_is_passed_over(
	agency: Agency, cycle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Deleted, or no ASN any more, after the people were listed."""
	one, other = agency.employee("staff1"), agency.employee("staff2")
	talent_map = draft(agency, cycle)
	assert {one, other} <= set(placed(talent_map))
	monkeypatch.setattr(placing, "everybody", lambda *_about: ["HR-EMP-TIADA", one, other])
	frappe.db.set_value("Employee", one, "asn_type", None)
	assert set(placed(talent_map)) == {other}
	stored = frappe.get_doc(MAP, talent_map.name)
	assert (stored.people, stored.placed, stored.not_placed, bool(stored.placed_on)) == (1, 0, 1, True)


def test_the_longest_name_of_a_person(agency: Agency, cycle: Any) -> None:
	employee = agency.employee("staff1")
	frappe.db.set_value("Employee", employee, "employee_name", "N" * 140)
	assert placed(draft(agency, cycle))[employee].title == "N" * 140 + " · –"


def test_who_has_started_a_run_is_told_how_it_ended(
	agency: Agency, cycle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	told: list[dict[str, Any]] = []
	monkeypatch.setattr(frappe, "publish_realtime", lambda event, message, **_to: told.append(message))
	result(agency.employee("staff1"), cycle)
	assessed(agency.employee("staff1"), 90)
	talent_map = draft(agency, cycle)
	placing.run(talent_map.name, "Administrator")
	people = len(placements(talent_map))
	assert told[-1] == {"map": talent_map.name, "done": True, "placed": 1, "not_placed": people - 1}
	original = placing._place_chunk

	def changed(*arguments: Any) -> None:
		original(*arguments)
		frappe.db.set_value(MAP, talent_map.name, "rule", SILKA)

	monkeypatch.setattr(placing, "_place_chunk", changed)
	placing.run(talent_map.name, "Administrator")
	assert told[-1] == {"map": talent_map.name, "done": True, "stopped": True}


def test_a_killed_run_is_taken_up_again(agency: Agency, cycle: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	talent_map = draft(agency, cycle)
	monkeypatch.setattr(placing, "CHUNK", 3)
	original, chunks = placing._place_chunk, []

	def dies(*arguments: Any) -> None:
		if len(chunks) == 2:
			raise SystemExit
		chunks.append(1)
		original(*arguments)

	monkeypatch.setattr(placing, "_place_chunk", dies)
	with pytest.raises(SystemExit):
		placing.place_everybody(talent_map.name)
	assert len(placements(talent_map)) == 6
	assert not frappe.db.get_value(MAP, talent_map.name, "placed_on")
	with pytest.raises(frappe.ValidationError, match="Place the people first"):
		publish(agency, talent_map)
	monkeypatch.setattr(placing, "_place_chunk", original)
	assert len(placed(talent_map)) == frappe.db.get_value(MAP, talent_map.name, "people") > 6


def test_the_number_of_queries_does_not_grow_with_the_people(agency: Agency, cycle: Any) -> None:
	"""One chunk of 20 people, and one of 500: the same queries; 520 are two chunks."""
	talent_map = draft(agency, cycle)
	everybody = crowd(agency, 520)
	for employee in everybody[:40]:
		result(employee, cycle)
		assessed(employee, 80)
	values = frappe._dict(placing._locked(talent_map.name))
	placing._place_chunk(values, everybody[:20])  # fills the caches
	few = number_of_queries(lambda: placing._place_chunk(values, everybody[:20]))
	many = number_of_queries(lambda: placing._place_chunk(values, everybody[:500]))
	assert few == many
	found = placed(talent_map)
	assert len(set(everybody) & set(found)) == 520
	assert frappe.db.get_value(MAP, talent_map.name, "placed") == 40


# --- the map -----------------------------------------------------------------------------------------------


def test_published_it_is_frozen(agency: Agency, cycle: Any) -> None:
	result(agency.employee("staff1"), cycle)
	assessed(agency.employee("staff1"), 90)
	talent_map = draft(agency, cycle)
	placed(talent_map)
	published = publish(agency, talent_map)
	assert (published.status, published.published_by) == ("Published", agency.user("admin"))
	assert {row.status for row in placements(talent_map).values()} == {"Published"}
	before = placements(talent_map)
	with agency.acting("admin"):
		for change in ({"title": "Lain"}, {"rule": SILKA}, {"status": "Draft"}):
			with pytest.raises(frappe.PermissionError, match="does not change"):
				frappe.get_doc(MAP, talent_map.name).update(change).save()
		for method in ("publish", "place", "delete"):
			with pytest.raises(frappe.PermissionError, match="does not change"):
				getattr(frappe.get_doc(MAP, talent_map.name), method)()
	frappe.db.delete("ASN Competency Assessment", {"employee": agency.employee("staff1")})
	assert placing.place_everybody(talent_map.name) is None
	assert placements(talent_map) == before


@pytest.mark.parametrize("key", ["staff1", "staff2"])
@pytest.mark.parametrize("change", ["objected", "cancelled", "corrected", "assessed anew", "result came"])
def test_a_map_that_is_out_of_date_is_not_published(
	agency: Agency, cycle: Any, change: str, key: str
) -> None:
	"""staff1 is in box 9, staff2 has a result but no assessment. One thing changes for one of them between
	the placing and the publication."""
	employee = agency.employee(key)
	found = {one: result(agency.employee(one), cycle, "Triwulan II") for one in ("staff1", "staff2")}
	assessed(agency.employee("staff1"), 90)
	talent_map = draft(agency, cycle)
	placed(talent_map)
	if change == "objected":
		frappe.db.set_value(EVALUATION, found[key], "workflow_state", "Objected")
	elif change in ("cancelled", "corrected"):
		frappe.db.set_value(EVALUATION, found[key], "docstatus", 2)
		if change == "corrected":
			result(employee, cycle, "Triwulan II", score=60)
	elif change == "assessed anew":
		assessed(employee, 50, assessed_on=DAY)
	else:
		result(employee, cycle, "Tahunan", score=60)
	with pytest.raises(
		frappe.ValidationError, match="The results of 1 people have changed since the placing"
	):
		publish(agency, talent_map)
	assert frappe.db.get_value(MAP, talent_map.name, "status") == "Draft"
	placed(talent_map)
	if frappe.db.get_value(MAP, talent_map.name, "placed"):
		assert publish(agency, talent_map).status == "Published"


def test_what_does_not_count_in_a_map_does_not_hold_it_up(agency: Agency, cycle: Any) -> None:
	"""An assessment after its day, results of another cycle, and an answer of the employee."""
	employee = agency.employee("staff1")
	name = result(employee, cycle)
	assessed(employee, 90)
	talent_map = draft(agency, cycle)
	placed(talent_map)
	assessed(employee, 50, assessed_on="2026-07-01")
	result(employee, half_year(agency), score=60)
	frappe.db.set_value(EVALUATION, name, "workflow_state", "Acknowledged")
	assert publish(agency, talent_map).status == "Published"


def test_whether_a_map_is_out_of_date_costs_few_queries(agency: Agency, cycle: Any) -> None:
	"""At most three queries a chunk of 500, and one for the placements."""
	talent_map = draft(agency, cycle)
	everybody = crowd(agency, 520)
	for employee in everybody[:20]:
		result(employee, cycle)
		assessed(employee, 80)
	placed(talent_map)
	assert standing.changed(talent_map.name, cycle.name, DAY) == 0
	counted = number_of_queries(lambda: standing.changed(talent_map.name, cycle.name, DAY))
	assert counted <= 1 + 2 * 3


def test_a_cancelled_rule_places_and_publishes_nobody(agency: Agency, cycle: Any) -> None:
	rule = frappe.copy_doc(frappe.get_doc(RULE, SIMATA)).update({"title": "Uji dibatalkan", "docstatus": 0})
	rule.insert().submit()
	result(agency.employee("staff1"), cycle)
	assessed(agency.employee("staff1"), 90)
	talent_map = draft(agency, cycle, rule.name)
	placed(talent_map)
	rule.cancel()
	with agency.acting("admin"):
		for method in ("place", "publish"):
			with pytest.raises(frappe.ValidationError, match="has been cancelled"):
				getattr(frappe.get_doc(MAP, talent_map.name), method)()
	assert frappe.db.get_value(MAP, talent_map.name, "status") == "Draft"


def test_what_the_map_is_made_of_forgets_the_placements_when_it_changes(agency: Agency, cycle: Any) -> None:
	talent_map = draft(agency, cycle)
	assert placed(talent_map)
	with agency.acting("admin"):
		doc = frappe.get_doc(MAP, talent_map.name)
		doc.update({"title": "Judul baru", "placed": 99, "status": "Published", "published_on": DAY}).save()
		assert (doc.status, doc.placed, doc.published_on) == ("Draft", 0, None)
		assert doc.placed_on
		assert placements(talent_map)
		doc.update({"rule": SILKA}).save()
		assert (doc.placed_on, doc.people) == (None, 0)
	assert not placements(talent_map)


def test_a_draft_goes_with_its_placements(agency: Agency, cycle: Any) -> None:
	talent_map = draft(agency, cycle)
	assert placed(talent_map)
	with agency.acting("admin"):
		frappe.get_doc(MAP, talent_map.name).delete()
	assert not placements(talent_map)


def test_what_is_refused_of_a_map(agency: Agency, cycle: Any) -> None:
	unsubmitted = frappe.copy_doc(frappe.get_doc(RULE, SIMATA)).update({"title": "Lain", "docstatus": 0})
	unsubmitted.insert()
	for values, words in (
		({"rule": unsubmitted.name}, "not submitted"),
		({"as_of_date": "2099-01-01"}, "in the future"),
	):
		with pytest.raises(frappe.ValidationError, match=words):
			draft(agency, cycle, **values)
	elsewhere = frappe.copy_doc(draft(agency, cycle)).update({"company": ELSEWHERE})
	with pytest.raises(frappe.ValidationError, match="is the cycle of"):
		elsewhere.insert()
	empty = draft(agency, cycle)
	placed(empty)
	with pytest.raises(frappe.ValidationError, match="Nobody has a box"):
		publish(agency, empty)


def test_the_job_is_queued_once(agency: Agency, cycle: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	asked: list[dict[str, Any]] = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: asked.append(values))
	talent_map = draft(agency, cycle)
	with agency.acting("admin"):
		assert frappe.get_doc(MAP, talent_map.name).place() is False  # the queue has one already
	assert asked[0]["job_id"] == f"asn_talent_map::{talent_map.name}"
	assert asked[0]["deduplicate"] is True


# --- from map to map ---------------------------------------------------------------------------------------


def test_movements_against_the_map_before(agency: Agency, cycle: Any) -> None:
	"""staff1: from 5 (77.5 points, 70) up to 9.    staff2: from 8 down to 6 (the score falls).
	staff3: from 7 to 6: up in potential, down in performance. staff4: the same. lead1: was not placed."""
	facts = {
		"staff1": ((80, 70), (90, 80)),
		"staff2": ((80, 80), (60, 80)),
		"staff3": ((90, 70), (60, 80)),
		"staff4": ((80, 70), (75, 76)),
	}
	later = half_year(agency)
	for key, (before, after) in facts.items():
		employee = agency.employee(key)
		result(employee, cycle, score=before[0])
		assessed(employee, before[1], assessed_on="2026-02-02")
		result(employee, later, score=after[0])
		assessed(employee, after[1], assessed_on="2026-05-04")
	result(agency.employee("lead1"), later)
	assessed(agency.employee("lead1"), 90)

	for row in later.stages:  # the same half-year, seen later
		assert str(row.to_date) <= DAY
	first = draft(agency, cycle, as_of_date="2026-03-31")
	frappe.db.set_value("ASN Evaluation", {"cycle": cycle.name}, "to_date", "2026-03-31")
	placed(first)
	unpublished = draft(agency, later)
	assert {row.previous_box for row in placed(unpublished).values()} == {0}  # a draft is no map before
	publish(agency, first)
	second = draft(agency, later)
	found = placed(second)
	assert frappe.db.get_value(MAP, second.name, "previous_map") == first.name

	def told(key: str) -> tuple[Any, ...]:
		row = found[agency.employee(key)]
		return row.previous_box, row.box, row.performance_movement, row.potential_movement, row.movement

	assert told("staff1") == (5, 9, "Up", "Up", "Up")
	assert told("staff2") == (8, 6, "Down", "Same", "Down")
	assert told("staff3") == (7, 6, "Down", "Up", "Mixed")
	assert told("staff4") == (5, 5, "Same", "Same", "Same")
	assert told("lead1") == (0, 9, None, None, None)


def test_a_correction_of_the_same_day_compares_with_the_map_before_both(agency: Agency, cycle: Any) -> None:
	result(agency.employee("staff1"), cycle, "Triwulan I")
	assessed(agency.employee("staff1"), 90, assessed_on="2026-02-02")
	maps = []
	for day in ("2026-03-31", DAY, DAY):
		talent_map = draft(agency, cycle, as_of_date=day)
		placed(talent_map)
		maps.append(publish(agency, talent_map))
	assert maps[1].previous_map == maps[2].previous_map == maps[0].name


# --- being told --------------------------------------------------------------------------------------------


def test_people_are_told_of_their_own_place_once(agency: Agency, cycle: Any) -> None:
	result(agency.employee("staff1"), cycle)
	assessed(agency.employee("staff1"), 90)
	talent_map = draft(agency, cycle)
	mine = placed(talent_map)[agency.employee("staff1")].name
	publishing.run(talent_map.name)
	told = {"document_type": PLACEMENT, "document_name": mine}
	assert not frappe.db.exists("Notification Log", told)  # a draft
	publish(agency, talent_map)
	for _time in range(2):
		publishing.run(talent_map.name)
		assert frappe.get_all("Notification Log", told, pluck="for_user") == [agency.user("staff1")]


def test_who_was_not_told_by_a_killed_job_is_told_the_day_after(
	agency: Agency, cycle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""The job dies after its first chunk of one person; the daily job takes it up again, for a week. Whoever
	has published the map knows of it."""
	keys = ("staff1", "staff2", "staff3", "admin")
	for key in keys:
		result(agency.employee(key), cycle)
		assessed(agency.employee(key), 90)
	talent_map = draft(agency, cycle)
	found = placed(talent_map)
	publish(agency, talent_map)
	monkeypatch.setattr(publishing, "CHUNK", 1)
	original, chunks = publishing._tell, []

	def dies(*arguments: Any) -> None:
		if chunks:
			raise SystemExit
		chunks.append(1)
		original(*arguments)

	def told() -> list[str]:
		about = {"document_type": PLACEMENT, "document_name": ["in", [row.name for row in found.values()]]}
		return sorted(frappe.get_all("Notification Log", about, pluck="for_user", order_by="for_user"))

	monkeypatch.setattr(publishing, "_tell", dies)
	with pytest.raises(SystemExit):
		publishing.run(talent_map.name)
	monkeypatch.setattr(publishing, "_tell", original)
	assert len(told()) == 1
	queued: list[str] = []
	monkeypatch.setattr(publishing, "enqueue", queued.append)
	for _day in range(2):
		publishing.enqueue_recent()
		publishing.run(talent_map.name)
		assert told() == sorted(agency.user(key) for key in keys if key != "admin")
	assert queued == [talent_map.name] * 2
	frappe.db.set_value(MAP, talent_map.name, "published_on", add_days(now_datetime(), -8))
	publishing.enqueue_recent()
	assert len(queued) == 2
	assert "asn_kinerja.talent.publishing.enqueue_recent" in frappe.get_hooks("scheduler_events")["daily"]


def test_what_others_were_told_of_a_place_does_not_count(agency: Agency, cycle: Any) -> None:
	result(agency.employee("staff1"), cycle)
	assessed(agency.employee("staff1"), 90)
	talent_map = draft(agency, cycle)
	mine = placed(talent_map)[agency.employee("staff1")].name
	about = {"document_type": PLACEMENT, "document_name": mine}
	notices.store([notices.Notice(agency.user("auditor"), "Lihat", PLACEMENT, mine)])
	publish(agency, talent_map)
	publishing.run(talent_map.name)
	told = frappe.get_all("Notification Log", about, pluck="for_user")
	assert set(told) == {agency.user("auditor"), agency.user("staff1")}


def test_rules_are_refused_with_row_and_field(agency: Agency) -> None:
	rule = frappe.copy_doc(frappe.get_doc(RULE, SIMATA)).update({"title": "Aturan lain", "docstatus": 0})
	rule.boxes[2].potential_level = "Rendah"
	with pytest.raises(frappe.ValidationError, match="Boxes, row 3, Potential Level: box 1 has the levels"):
		rule.insert()
	assert {row.title for row in frappe.get_all(RULE, {"docstatus": 1}, ["title"], order_by="title")} >= {
		"SIMATA",
		"SILKA",
		"80/60",
		"Predikat Kinerja",
	}
