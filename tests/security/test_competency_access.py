"""Threat: somebody reads, records, changes or releases what an assessment centre has found about himself, or
about people who are none of his business."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names
from tests.support.agency import PEOPLE, Agency, keep
from tests.support.training import (
	COMPETENCY,
	assessment_values,
	clear_assessments,
	give_levels,
	levels_for,
	position,
)

HERE_ALL = {"head", "lead1", "lead2", "staff1", "staff2", "staff3", "staff4", "lent", "admin", "outside"}
# Whose records each person sees, worked out by hand from the tree in tests/support/agency.py
SEES = {
	"head": HERE_ALL - {"outside"},
	"lead1": {"lead1", "staff1", "staff2", "lent"},
	"lead2": {"lead2", "staff3", "staff4", "admin", "lent"},
	"admin": HERE_ALL,
	"auditor": HERE_ALL | {"foreign"},
	"foreign_admin": {"foreign"},
	"guest": set(),
	**{key: {key} for key in ("staff1", "staff2", "staff3", "staff4", "lent", "outside", "foreign")},
}
NOT_MANAGERS = ("staff1", "staff2", "lead1", "lead2", "head", "auditor", "outside", "foreign_admin", "guest")


@pytest.fixture(scope="module")
def positions(agency: Agency) -> Iterator[None]:
	"""Everybody has a position with a standard."""
	people = list(agency.employees.values())
	before = {name: frappe.db.get_value("Employee", name, "designation") for name in people}
	for key in agency.employees:
		position(agency, key)
	keep()
	yield
	frappe.db.rollback()
	for name, designation in before.items():
		frappe.db.set_value("Employee", name, "designation", designation)
	keep()


@pytest.fixture
def records(agency: Agency, positions: None) -> Iterator[dict[str, str]]:
	"""Whose it is -> name of what an assessment centre is to find: no levels yet."""
	clear_assessments(agency, *agency.employees)
	found = {
		key: frappe.get_doc({"doctype": COMPETENCY, **assessment_values(agency, key)}).insert().name
		for key in SEES["auditor"]
	}
	keep()
	yield found
	frappe.db.rollback()
	clear_assessments(agency, *agency.employees)
	keep()


def fill(name: str) -> None:
	"""The levels, entered by the server's administrator."""
	doc = give_levels(frappe.get_doc(COMPETENCY, name), "assessor", levels_for(22))
	doc.save()
	keep()


def as_sent(name: str) -> dict[str, Any]:
	return json.loads(frappe.get_doc(COMPETENCY, name).as_json())


def release(client: Any, name: str) -> Any:
	return client.workflow({"doctype": COMPETENCY, "name": name}, "Release")


def listed(names: list[str]) -> set[str]:
	try:
		found = frappe.get_list(
			COMPETENCY, filters={"name": ["in", names]}, pluck="name", limit_page_length=0
		)
	except frappe.PermissionError:
		return set()
	return set(found)


def readable(names: list[str]) -> set[str]:
	return {name for name in names if frappe.has_permission(COMPETENCY, "read", doc=name)}


@pytest.mark.parametrize("state", ["Assessor Assessment", "Released"])
def test_who_sees_whose(agency: Agency, records: dict[str, str], state: str) -> None:
	everything = list(records.values())
	frappe.db.set_value(COMPETENCY, {"name": ["in", everything]}, "workflow_state", state)
	for person in PEOPLE:
		with agency.acting(person):
			expected = {name for key, name in records.items() if key in SEES[person]}
			assert listed(everything) == expected, person
			assert readable(everything) == expected, person


def test_levels_are_seen_over_http_after_the_release(client: Any, records: dict[str, str]) -> None:
	name, me = records["staff1"], client("staff1")
	fill(name)
	assert {row["assessor_level"] for row in me.read(COMPETENCY, name).data["competencies"]} == {0}
	assert me.read(COMPETENCY, name).data["job_match"] == 0
	assert release(client("admin"), name).ok
	assert me.read(COMPETENCY, name).data["levels_reached"] == 22
	for stranger in ("staff2", "lead2", "outside", "foreign_admin", "guest"):
		assert_hidden(client(stranger).read(COMPETENCY, name))


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_releases_it(client: Any, records: dict[str, str], who: str) -> None:
	fill(records["staff1"])
	with Unchanged(COMPETENCY, records["staff1"]):
		assert_refused(release(client(who), records["staff1"]))


def test_a_manager_does_not_record_change_or_release_his_own(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	me, name = client("admin"), records["admin"]
	with Unchanged(COMPETENCY, name):
		assert_refused(release(me, name))
		assert_refused(me.remove(COMPETENCY, name))
		for door in SAVING_DOORS:
			assert_refused(door(me, as_sent(name), {"basis": "Lain"}))
	assert_refused(me.insert(COMPETENCY, assessment_values(agency, "admin", assessed_on="2026-02-11")))
	frappe.db.rollback()
	assert frappe.db.count(COMPETENCY, {"employee": agency.employee("admin")}) == 1


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_records_or_deletes_one(
	agency: Agency, client: Any, records: dict[str, str], who: str
) -> None:
	before = frappe.db.count(COMPETENCY)
	values = assessment_values(agency, "staff3", assessed_on="2026-02-11")
	assert_refused(client(who).insert(COMPETENCY, values))
	assert_refused(client(who).remove(COMPETENCY, records["staff3"]))
	frappe.db.rollback()
	assert frappe.db.count(COMPETENCY) == before


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "auditor", "foreign_admin"])
@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_nobody_else_changes_a_draft(client: Any, records: dict[str, str], who: str, door: Any) -> None:
	with Unchanged(COMPETENCY, records["staff1"]):
		assert_refused(door(client(who), as_sent(records["staff1"]), {"basis": "Lain"}))


@pytest.mark.parametrize(
	"values",
	[
		{"workflow_state": "Released"},
		{"job_match": 120},
		{"levels_reached": 27},
		{"released_by": "Administrator"},
		{"released_on": "2026-03-05 10:00:00"},
	],
	ids=str,
)
@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_the_release_is_not_written_into_the_form(
	client: Any, records: dict[str, str], door: Any, values: dict[str, Any]
) -> None:
	with Unchanged(COMPETENCY, records["staff1"]):
		assert_refused(door(client("admin"), as_sent(records["staff1"]), values))


@pytest.mark.parametrize(
	"values",
	[
		{"basis": "Lain"},
		{"workflow_state": "Dialogue"},
		{"basis": "Lagi"},
		{"rater": "", "rater_name": "Orang Lain"},
		{"employee_name": "Orang Lain"},
		{"assessment_key": "x"},
	],
	ids=str,
)
def test_what_is_released_stays(client: Any, records: dict[str, str], values: dict[str, Any]) -> None:
	name = records["staff1"]
	fill(name)
	assert release(client("admin"), name).ok
	frappe.db.rollback()
	for who in ("staff1", "lead1", "admin"):
		for door in SAVING_DOORS:
			with Unchanged(COMPETENCY, name):
				assert_refused(door(client(who), as_sent(name), values))
		with Unchanged(COMPETENCY, name):
			assert_refused(client(who).remove(COMPETENCY, name))


def test_a_new_one_does_not_begin_released(agency: Agency, client: Any, records: dict[str, str]) -> None:
	for forged in (
		{"workflow_state": "Released"},
		{"job_match": 120},
		{"released_by": "Administrator"},
		{"docstatus": 1},
	):
		sent = assessment_values(agency, assessed_on="2026-02-11", **forged)
		assert_refused(client("admin").insert(COMPETENCY, sent))
	frappe.db.rollback()
	assert frappe.db.count(COMPETENCY, {"employee": agency.employee("staff1")}) == 1


def test_the_manager_enters_levels_but_not_whose_they_are(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	admin, name = client("admin"), records["staff1"]
	with Unchanged(COMPETENCY, name):
		assert_refused(admin.update(COMPETENCY, name, {"employee": agency.employee("staff2")}))
	rows = [{**row, "assessor_level": 4} for row in admin.read(COMPETENCY, name).data["competencies"]]
	saved = admin.update(COMPETENCY, name, {"competencies": rows, "rater_name": "Orang Lain"})
	assert saved.ok, saved.messages
	frappe.db.rollback()
	stored = frappe.get_doc(COMPETENCY, name)
	assert ({row.assessor_level for row in stored.competencies}, stored.rater_name) == ({4}, "Kabid Satu")
