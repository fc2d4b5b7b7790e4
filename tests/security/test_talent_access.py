"""Threat: an employee reads his place before it is published, somebody reads those of strangers, publishes a
map that is none of his, or writes into a place."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names
from tests.support.agency import ELSEWHERE, PEOPLE, Agency, keep
from tests.support.talent import (
	ASSESSMENT,
	DAY,
	MAP,
	PLACEMENT,
	RULE,
	SIMATA,
	assessed,
	clear,
	draft,
	half_year,
	placed,
	remove,
	result,
)

HERE_ALL = {"head", "lead1", "lead2", "staff1", "staff2", "staff3", "staff4", "lent", "admin", "outside"}
# Whose published places each person sees, worked out by hand from the tree in tests/support/agency.py
SEES = {
	"head": HERE_ALL - {"outside"},
	"lead1": {"lead1", "staff1", "staff2", "lent"},
	"lead2": {"lead2", "staff3", "staff4", "admin", "lent"},
	"admin": HERE_ALL,
	"auditor": HERE_ALL,
	**{key: {key} for key in ("staff1", "staff2", "staff3", "staff4", "lent", "outside")},
	**{key: set() for key in ("foreign", "foreign_admin", "guest")},
}
# A draft is seen by managers and auditors, never one's own.
SEES_DRAFT = {"admin": HERE_ALL - {"admin"}, "auditor": HERE_ALL}
NOT_MANAGERS = ("staff1", "lead1", "head", "auditor", "outside", "foreign", "foreign_admin", "guest")


@pytest.fixture
def talent_map(agency: Agency) -> Iterator[Any]:
	"""A draft with everybody in it; staff1 in box 9."""
	clear(agency)
	cycle = half_year(agency)
	result(agency.employee("staff1"), cycle)
	assessed(agency.employee("staff1"), 90)
	made = draft(agency, cycle)
	placed(made)
	keep()
	yield frappe.get_doc(MAP, made.name)
	frappe.db.rollback()
	clear(agency)
	remove(cycle)
	keep()


def places(agency: Agency, talent_map: Any) -> dict[str, str]:
	"""Whose it is -> name of the placement."""
	rows = frappe.get_all(PLACEMENT, filters={"map": talent_map.name}, fields=["employee", "name"])
	key_of = {employee: key for key, employee in agency.employees.items()}
	return {key_of[row.employee]: row.name for row in rows if row.employee in key_of}


def method(client: Any, name: str, function: str, **more: Any) -> Any:
	values = {"dt": MAP, "dn": name, "method": function, "args": "{}"} | more
	return client.post("/api/method/run_doc_method", values)


def listed(doctype: str, wanted: list[str]) -> set[str]:
	try:
		return set(
			frappe.get_list(doctype, filters={"name": ["in", wanted]}, pluck="name", limit_page_length=0)
		)
	except frappe.PermissionError:
		return set()


@pytest.mark.parametrize("state", ["Draft", "Published"])
def test_list_and_document_give_the_same_answer(agency: Agency, talent_map: Any, state: str) -> None:
	records = places(agency, talent_map)
	assert set(records) == HERE_ALL
	if state == "Published":
		with agency.acting("admin"):
			talent_map.publish()
	for person in PEOPLE:
		with agency.acting(person):
			people = SEES[person] if state == "Published" else SEES_DRAFT.get(person, set())
			expected = {records[key] for key in people}
			assert listed(PLACEMENT, list(records.values())) == expected, person
			readable = {n for n in records.values() if frappe.has_permission(PLACEMENT, "read", doc=n)}
			assert readable == expected, person


def test_the_map_itself_is_seen_by_its_agency_once_it_is_published(agency: Agency, talent_map: Any) -> None:
	for state in ("Draft", "Published"):
		frappe.db.set_value(MAP, talent_map.name, "status", state)
		seen = HERE_ALL | {"auditor"} if state == "Published" else {"admin", "auditor"}
		for person in PEOPLE:
			with agency.acting(person):
				expected = {talent_map.name} if person in seen else set()
				assert listed(MAP, [talent_map.name]) == expected, person
				assert frappe.has_permission(MAP, "read", doc=talent_map.name) == bool(expected), person


def test_ones_own_place_is_read_over_http_after_the_publication(
	agency: Agency, client: Any, talent_map: Any
) -> None:
	name, me = places(agency, talent_map)["staff1"], client("staff1")
	form = "/api/method/frappe.desk.form.load.getdoc"
	assert_hidden(me.read(PLACEMENT, name))
	assert_hidden(me.get(form, doctype=PLACEMENT, name=name))
	assert me.list(PLACEMENT).data == []
	assert_hidden(client("admin").read(PLACEMENT, places(agency, talent_map)["admin"]))
	assert method(client("admin"), talent_map.name, "publish").ok
	found = me.read(PLACEMENT, name).data
	assert (found["box"], found["recommendations"].split("\n")[0]) == (9, "Dipromosikan dan dipertahankan")
	for stranger in ("staff2", "lead2", "outside", "foreign_admin", "guest"):
		assert_hidden(client(stranger).read(PLACEMENT, name))
	assert client("admin").read(PLACEMENT, places(agency, talent_map)["admin"]).ok


@pytest.mark.parametrize("who", NOT_MANAGERS)
@pytest.mark.parametrize("function", ["publish", "place"])
def test_nobody_else_places_or_publishes(client: Any, talent_map: Any, who: str, function: str) -> None:
	with Unchanged(MAP, talent_map.name):
		assert_refused(method(client(who), talent_map.name, function))


def test_it_is_published_by_post_and_on_the_stored_map_only(client: Any, talent_map: Any) -> None:
	values = {"dt": MAP, "dn": talent_map.name, "method": "publish", "args": "{}"}
	with Unchanged(MAP, talent_map.name):
		assert_refused(client("admin").get("/api/method/run_doc_method", **values))
		forged = json.loads(talent_map.as_json()) | {"company": ELSEWHERE}
		sent = {"docs": json.dumps(forged), "method": "publish"}
		assert_refused(client("foreign_admin").post("/api/method/run_doc_method", sent))


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_makes_changes_or_deletes_a_map(client: Any, talent_map: Any, who: str) -> None:
	values = {
		"title": "Peta gelap",
		"company": talent_map.company,
		"cycle": talent_map.cycle,
		"rule": SIMATA,
		"as_of_date": DAY,
	}
	assert_refused(client(who).insert(MAP, values))
	with Unchanged(MAP, talent_map.name):
		assert_refused(client(who).update(MAP, talent_map.name, {"title": "x"}))
		assert_refused(client(who).remove(MAP, talent_map.name))


@pytest.mark.parametrize("who", ["admin", "staff1", "lead1", "auditor", "foreign_admin"])
@pytest.mark.parametrize("key", ["staff1", "admin"])
def test_nobody_writes_into_a_place(agency: Agency, client: Any, talent_map: Any, who: str, key: str) -> None:
	"""Not even a manager: he would place himself and his friends."""
	with agency.acting("admin"):
		talent_map.publish()
	keep()
	name = places(agency, talent_map)[key]
	sent = json.loads(frappe.get_doc(PLACEMENT, name).as_json())
	with Unchanged(PLACEMENT, name):
		for door in SAVING_DOORS:
			assert_refused(door(client(who), sent, {"box": 9, "box_name": "x"}))
		assert_refused(client(who).remove(PLACEMENT, name))
	new = {"employee": agency.employee(key), "map": talent_map.name, "box": 9, "company": talent_map.company}
	assert_refused(client(who).insert(PLACEMENT, new))


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_the_outcome_of_a_map_is_not_written_by_its_manager(client: Any, talent_map: Any, door: Any) -> None:
	"""Neither the counts nor the publication; whether it is refused or ignored, it is not stored."""
	forged = {"status": "Published", "placed": 999, "published_by": "Guest", "previous_map": None}
	door(client("admin"), json.loads(talent_map.as_json()), forged)
	frappe.db.rollback()
	stored = frappe.get_doc(MAP, talent_map.name)
	assert (stored.status, stored.placed, stored.published_by) == ("Draft", 1, None)


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "auditor"])
def test_the_rules_are_read_and_not_written(client: Any, talent_map: Any, who: str) -> None:
	assert client(who).read(RULE, SIMATA).ok
	assert_refused(client(who).update(RULE, SIMATA, {"potential_high_from": 10}))


def test_the_facts_behind_a_place_stay_with_their_own_rule(
	agency: Agency, client: Any, talent_map: Any
) -> None:
	"""Who reads a place does not thereby read the assessment of a stranger."""
	name = frappe.db.get_value(ASSESSMENT, {"employee": agency.employee("staff1")})
	assert_hidden(client("staff2").read(ASSESSMENT, name))
