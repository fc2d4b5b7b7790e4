"""Threat: somebody reads another's development plan, approves his own, forges his levels or what was done, or
learns by a plan who gave him feedback."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names
from tests.support import development as dev
from tests.support.agency import HERE, PEOPLE, Agency, keep
from tests.support.development import CATALOGUE, ITEM, PLAN, RULE, TEAM, measure

HERE_ALL = {"head", "lead1", "lead2", "staff1", "staff2", "staff3", "staff4", "lent", "admin", "outside"}
# Whose records each person sees, worked out by hand from the tree in tests/support/agency.py
SEES = {
	"head": HERE_ALL - {"outside"},
	"lead1": {"lead1", "staff1", "staff2", "lent"},
	"lead2": {"lead2", "staff3", "staff4", "admin", "lent"},
	"admin": HERE_ALL,
	"auditor": HERE_ALL,
	"foreign_admin": set(),
	"guest": set(),
	"foreign": set(),
	**{key: {key} for key in ("staff1", "staff2", "staff3", "staff4", "lent", "outside")},
}
STRANGERS = ("staff2", "lead2", "outside", "foreign_admin", "guest")


@pytest.fixture
def plans(agency: Agency) -> Iterator[dict[str, str]]:
	"""Whose it is -> name of a plan that waits for approval."""
	dev.clear(agency)
	dev.competencies()
	cycle = agency.cycle()
	found = {}
	for key in HERE_ALL:
		doc = dev.plan(agency, cycle, key, measure(competency=TEAM, target_level=3))
		found[key] = dev.act(agency, key, doc, "hand_in").name
	keep()
	yield found
	frappe.db.rollback()
	dev.clear(agency)
	keep()


def as_sent(name: str) -> dict[str, Any]:
	return json.loads(frappe.get_doc(PLAN, name).as_json())


def method(client: Any, name: str, function: str, **arguments: Any) -> Any:
	values = {"dt": PLAN, "dn": name, "method": function, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", values)


def test_list_rows_and_document_give_the_same_answer(agency: Agency, plans: dict[str, str]) -> None:
	for person in PEOPLE:
		with agency.acting(person):
			expected = {name for key, name in plans.items() if key in SEES[person]}
			wanted = {"name": ["in", list(plans.values())]}
			try:
				listed = set(frappe.get_list(PLAN, filters=wanted, pluck="name", limit_page_length=0))
				of_them = {"parent": ["in", list(plans.values())]}
				rows = frappe.get_list(
					ITEM, filters=of_them, fields=["parent"], parent_doctype=PLAN, limit_page_length=0
				)
			except frappe.PermissionError:
				listed, rows = set(), []
			assert listed == expected, person
			assert {row["parent"] for row in rows} == expected, person
			assert {n for n in plans.values() if frappe.has_permission(PLAN, "read", doc=n)} == expected, (
				person
			)


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_does_not_read_it_over_http(client: Any, plans: dict[str, str], who: str) -> None:
	assert_hidden(client(who).read(PLAN, plans["staff1"]))


@pytest.mark.parametrize("who", ["staff1", "head", "auditor", *STRANGERS])
@pytest.mark.parametrize("function", ["approve", "return_to_employee"])
def test_nobody_else_answers_it(client: Any, plans: dict[str, str], who: str, function: str) -> None:
	arguments = {"reason": "x"} if function == "return_to_employee" else {}
	with Unchanged(PLAN, plans["staff1"]):
		assert_refused(method(client(who), plans["staff1"], function, **arguments))


@pytest.mark.parametrize("who", ["admin", "lead1"])
def test_manager_and_rater_do_not_approve_their_own(client: Any, plans: dict[str, str], who: str) -> None:
	with Unchanged(PLAN, plans[who]):
		assert_refused(method(client(who), plans[who], "approve"))


@pytest.mark.parametrize("function", ["hand_in", "approve", "propose", "return_to_employee"])
def test_nothing_is_changed_by_get(client: Any, plans: dict[str, str], function: str) -> None:
	arguments = {"reason": "x"} if function == "return_to_employee" else {}
	values = {"dt": PLAN, "dn": plans["staff1"], "method": function, "args": json.dumps(arguments)}
	with Unchanged(PLAN, plans["staff1"]):
		assert_refused(client("lead1").get("/api/method/run_doc_method", **values))


def test_an_answer_is_given_on_the_stored_record(agency: Agency, client: Any, plans: dict[str, str]) -> None:
	"""A client sends a document in which he is the rater, and the employee another."""
	forged = as_sent(plans["staff1"]) | {
		"rater": agency.employee("staff1"),
		"employee": agency.employee("staff2"),
	}
	with Unchanged(PLAN, plans["staff1"]):
		values = {"docs": json.dumps(forged), "method": "approve"}
		assert_refused(client("staff1").post("/api/method/run_doc_method", values))


@pytest.mark.parametrize("who", ["staff1", "head", "admin", "auditor", "staff2", "foreign_admin"])
@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_what_waits_is_changed_by_the_rater_only(
	client: Any, plans: dict[str, str], who: str, door: Any
) -> None:
	name = plans["staff1"]
	with Unchanged(PLAN, name):
		assert_refused(door(client(who), as_sent(name), {"items": [measure(description="lain")]}))


@pytest.mark.parametrize(
	"values",
	[
		{"status": "Approved"},
		{"approved_by": "Administrator"},
		{"approved_on": "2026-03-05 10:00:00"},
		{"return_reason": "x"},
		{"employee": "x"},
	],
	ids=str,
)
def test_the_answer_is_not_written_into_the_form(
	client: Any, plans: dict[str, str], values: dict[str, Any]
) -> None:
	name = plans["staff1"]
	frappe.db.set_value(PLAN, name, "status", "Returned")
	keep()
	for who in ("staff1", "lead1", "admin"):
		for door in SAVING_DOORS:
			with Unchanged(PLAN, name):
				assert_refused(door(client(who), as_sent(name), values))


def test_levels_effect_and_header_come_from_the_server(
	agency: Agency, client: Any, plans: dict[str, str]
) -> None:
	name = plans["staff1"]
	frappe.db.set_value(PLAN, name, "status", "Returned")
	keep()
	sent = as_sent(name)
	forged = {"from_level": 5, "level_after": 5, "effect": "Risen", "reason": "x"}
	sent["items"][0] |= forged | {"status": "Done", "assessed_on": "2020-01-01"}
	header = {"rater": "", "assessed_on": "2020-01-01", "year": 1999, "plan_key": "x"}
	answer = client("staff1").update(PLAN, name, {**header, "items": sent["items"]})
	frappe.db.rollback()
	stored = frappe.get_doc(PLAN, name)
	assert answer.ok, answer.messages
	assert (stored.year, stored.rater, stored.assessed_on) == (2026, agency.employee("lead1"), None)
	assert stored.plan_key.startswith(agency.employee("staff1"))
	(row,) = stored.items
	assert (row.from_level, row.level_after, row.effect, row.reason) == (0, 0, "", None)
	assert (row.status, row.training_record, row.assessed_on) == ("Planned", None, None)


@pytest.mark.parametrize("who", ["staff1", "lead1", "admin"])
def test_an_approved_plan_is_not_removed_and_its_rows_not_changed_by_themselves(
	client: Any, plans: dict[str, str], who: str
) -> None:
	name = plans["staff1"]
	assert method(client("lead1"), name, "approve").ok
	frappe.db.rollback()
	row = frappe.get_doc(PLAN, name).items[0].name
	with Unchanged(PLAN, name):
		assert_refused(client(who).remove(PLAN, name))
		assert_refused(client(who).update(ITEM, row, {"status": "Done"}))
		assert_refused(client(who).remove(ITEM, row))


@pytest.mark.parametrize("who", ["staff2", "head", "auditor", "foreign_admin", "guest", "foreign"])
def test_nobody_else_makes_one_for_another(agency: Agency, client: Any, who: str) -> None:
	cycle = agency.cycle()
	keep()
	values = {"employee": agency.employee("staff1"), "cycle": cycle.name, "items": [measure()]}
	assert_refused(client(who).insert(PLAN, values))
	frappe.db.rollback()
	assert not frappe.db.exists(PLAN, {"cycle": cycle.name})


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "auditor", "foreign_admin", "guest"])
def test_only_a_manager_opens_plans_for_many(agency: Agency, client: Any, who: str) -> None:
	cycle = agency.cycle()
	keep()
	answer = client(who).call("asn_kinerja.development.opening.open_plans", cycle=cycle.name)
	assert_refused(answer)


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "auditor", "guest"])
def test_catalogue_and_rules_are_written_by_managers_only(agency: Agency, client: Any, who: str) -> None:
	values = {"title": "Uji Diklat palsu", "form": "Classical", "hours": 900, "certifies_raters": 1}
	assert_refused(client(who).insert(CATALOGUE, values))
	rows = [{"source": "Work Result", "kind": "Self-Study"}]
	assert_refused(
		client(who).insert(RULE, {"title": "Palsu", "version": 1, "legal_basis": "x", "rows": rows})
	)
	assert not frappe.db.exists(CATALOGUE, "Uji Diklat palsu")


def test_seats_and_standing_need_their_permission(agency: Agency, client: Any) -> None:
	assert_refused(client("guest").call("asn_kinerja.development.catalogue.seats", trainings='["x"]'))
	found = client("staff2").call(
		"asn_kinerja.development.duty.standing", employee=agency.employee("staff1"), year=2026
	)
	assert not found.data
	assert frappe.db.exists("Company", HERE)


def test_a_new_rater_reads_no_levels_of_assessments_that_are_closed_to_him(
	agency: Agency, client: Any, plans: dict[str, str]
) -> None:
	"""staff1 was assessed under lead1, who is above him in the tree; then lead2 becomes his rater."""
	dev.rule("Uji aturan pengembangan", *dev.rows("Competency Gap"))
	first = dev.assessment(agency, "staff1", "2026-02-10", {TEAM: (1, 3)})
	name = plans["staff1"]
	frappe.db.delete(ITEM, {"parent": name})
	frappe.db.set_value(PLAN, name, "status", "Returned")
	frappe.clear_document_cache(PLAN, name)
	with agency.acting("staff1"):
		assert frappe.get_doc(PLAN, name).propose() == 1
		frappe.get_doc(PLAN, name).hand_in()
	with agency.acting("lead1"):
		frappe.get_doc(PLAN, name).approve()
	dev.assessment(agency, "staff1", add_days(nowdate(), -1), {TEAM: (2, 3)})
	frappe.db.set_value(
		"Employee", agency.employee("staff1"), "asn_delegated_rater", agency.employee("lead2")
	)
	frappe.db.set_value(PLAN, name, "rater", agency.employee("lead2"))
	keep()

	def opened(who: str) -> dict[str, Any]:
		return (
			client(who)
			.get("/api/method/frappe.desk.form.load.getdoc", doctype=PLAN, name=name)
			.json["docs"][0]
		)

	def levels(doc: dict[str, Any]) -> tuple[Any, ...]:
		(row,) = doc["items"]
		fields = ("from_level", "reason", "assessed_on")
		return (doc.get("assessment"), *(row.get(field) or None for field in fields))

	try:
		known = (first, 1, f"{TEAM}: level 1, required 3; 2 missing", "2026-02-10")
		for who in ("staff1", "lead1", "admin"):
			doc = opened(who)
			assert levels(doc) == known, who
			assert (doc["items"][0]["level_after"], doc["items"][0]["effect"]) == (2, "Risen")
		doc = opened("lead2")
		assert levels(doc) == levels(client("lead2").read(PLAN, name).data) == (None,) * 4
		assert not doc["items"][0]["level_after"]
		assert not doc["items"][0]["effect"]
		# what he sends back without them does not take them away
		doc["items"][0]["status"] = "In Progress"
		answer = client("lead2").update(PLAN, name, doc)
		assert answer.ok, answer.messages
		assert levels(opened("staff1")) == known
		# and nothing is proposed to him by them
		frappe.db.rollback()
		frappe.db.set_value(PLAN, name, "status", "Waiting")
		frappe.db.delete(ITEM, {"parent": name})
		keep()
		assert method(client("lead2"), name, "propose").data == 0
		assert method(client("admin"), name, "return_to_employee", reason="x").ok
		assert method(client("admin"), name, "propose").data == 1
	finally:
		frappe.db.rollback()
		frappe.db.set_value("Employee", agency.employee("staff1"), "asn_delegated_rater", None)
		keep()
