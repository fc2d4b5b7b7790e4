"""Threat: somebody verifies his own work, answers for another rater, changes what is verified, enters for
somebody else or reads what is none of his business."""

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest

from tests.security.doors import (
	SAVING_DOORS,
	Door,
	Unchanged,
	assert_hidden,
	assert_refused,
	names,
)
from tests.support.activities import ACTIVITY, clear, enter, plan, values, verify
from tests.support.agency import Agency, keep
from tests.support.http import Client, Response

ClientOf = Callable[[str], Client]
MANY = "asn_kinerja.monitoring.verification"
DAYS = ("staff1", "staff2", "staff3", "lead1", "lent", "admin")


@pytest.fixture(autouse=True)
def empty_days(agency: Agency) -> None:
	clear(agency, *DAYS)
	keep()


@pytest.fixture
def waiting(agency: Agency) -> str:
	name = enter(agency, "staff1").name
	keep()
	return name


@pytest.fixture
def verified(agency: Agency) -> str:
	name = enter(agency, "staff1").name
	verify(agency, "lead1", name)
	keep()
	return name


def record(name: str) -> dict[str, Any]:
	return json.loads(frappe.get_doc(ACTIVITY, name).as_json())


def method(client: Client, name: str, function: str, **arguments: Any) -> Response:
	sent = {"dt": ACTIVITY, "dn": name, "method": function, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", sent)


@pytest.mark.parametrize(
	"answer",
	[
		{"status": "Verified"},
		{"feedback": "Luar biasa"},
		{"verified_by": "Administrator"},
		{"verified_on": "2026-01-01 08:00:00"},
		{"return_reason": "x"},
	],
	ids=str,
)
@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_nobody_writes_the_answer_into_his_own(
	client: ClientOf, waiting: str, door: Door, answer: dict[str, Any]
) -> None:
	with Unchanged(ACTIVITY, waiting):
		assert_refused(door(client("staff1"), record(waiting), answer))


@pytest.mark.parametrize("who", ["lead1", "admin"])
@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_neither_rater_nor_manager_write_into_it(
	client: ClientOf, waiting: str, door: Door, who: str
) -> None:
	with Unchanged(ACTIVITY, waiting):
		assert_refused(door(client(who), record(waiting), {"minutes": 600}))


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_what_is_verified_is_not_changed(client: ClientOf, verified: str, door: Door) -> None:
	for who in ("staff1", "lead1", "admin"):
		with Unchanged(ACTIVITY, verified):
			assert_refused(door(client(who), record(verified), {"minutes": 600}))


@pytest.mark.parametrize("who", ["staff1", "lead1", "admin", "auditor", "outside"])
def test_what_is_verified_is_not_deleted(client: ClientOf, verified: str, who: str) -> None:
	with Unchanged(ACTIVITY, verified):
		assert_refused(client(who).remove(ACTIVITY, verified))


def test_a_new_one_does_not_begin_as_verified(client: ClientOf) -> None:
	assert_refused(client("staff1").insert(ACTIVITY, values(status="Verified")))
	assert_refused(client("staff1").insert(ACTIVITY, values(feedback="Luar biasa")))


@pytest.mark.parametrize("who", ["staff2", "lead1", "admin"])
def test_nobody_enters_for_somebody_else(agency: Agency, client: ClientOf, who: str) -> None:
	sent = values(employee=agency.employee("staff1"))
	assert_refused(client(who).insert(ACTIVITY, sent))
	assert not frappe.db.exists(ACTIVITY, {"employee": agency.employee("staff1")})


def test_an_entry_does_not_move_to_somebody_else(agency: Agency, client: ClientOf, waiting: str) -> None:
	with Unchanged(ACTIVITY, waiting):
		assert_refused(client("staff1").update(ACTIVITY, waiting, {"employee": agency.employee("staff2")}))


@pytest.mark.parametrize("who", ["staff1", "staff2", "lead2", "head", "admin", "auditor", "guest"])
def test_only_the_rater_answers(client: ClientOf, waiting: str, who: str) -> None:
	"""Not the employee, not the rater's superior, not the manager."""
	me = client(who)
	with Unchanged(ACTIVITY, waiting):
		assert_refused(method(me, waiting, "verify"))
		assert_refused(method(me, waiting, "return_to_employee", reason="x"))
		for function, words in (("verify_many", {}), ("return_many", {"reason": "x"})):
			answer = me.call(f"{MANY}.{function}", names=json.dumps([waiting]), **words)
			assert answer.status == 200
			assert answer.data["done"] == []
			# what is none of his business is not described
			assert answer.data["refused"][0]["title"] == waiting


def test_a_rater_who_is_rated_does_not_verify_his_own(agency: Agency, client: ClientOf) -> None:
	name = enter(agency, "lead1").name
	frappe.db.set_value(ACTIVITY, name, "rater", agency.employee("lead1"))  # even if the record said so
	keep()
	with Unchanged(ACTIVITY, name):
		assert_refused(method(client("lead1"), name, "verify"))
		assert client("lead1").call(f"{MANY}.verify_many", names=json.dumps([name])).data["done"] == []


def test_the_answer_is_not_given_by_reading(client: ClientOf, waiting: str) -> None:
	"""A link in a mail must not verify anything."""
	with Unchanged(ACTIVITY, waiting):
		answer = client("lead1").get(f"/api/method/{MANY}.verify_many", names=json.dumps([waiting]))
		assert answer.status == 403


@pytest.mark.parametrize("names_sent", ["null", "{}", "[1]", '[["a"]]', '{"a": 1}'])
def test_names_that_are_none(client: ClientOf, names_sent: str) -> None:
	answer = client("lead1").call(f"{MANY}.verify_many", names=names_sent)
	assert answer.status in (200, 417)
	assert "Traceback" not in answer.messages
	assert answer.status == 417 or answer.data["done"] == []


def test_a_stranger_reads_neither_entry_nor_calendar(agency: Agency, client: ClientOf, waiting: str) -> None:
	day = str(frappe.utils.nowdate())
	filters = json.dumps([[ACTIVITY, "employee", "=", agency.employee("staff1")]])
	for who in ("staff2", "lead2", "outside", "foreign_admin"):
		me = client(who)
		assert_hidden(me.read(ACTIVITY, waiting))
		assert me.list(ACTIVITY, filters={"name": waiting}).data == []
		answer = me.call("asn_kinerja.monitoring.activities.events", start=day, end=day, filters=filters)
		assert answer.data == []
	for who in ("staff1", "lead1", "head", "admin", "auditor"):
		assert client(who).read(ACTIVITY, waiting).ok


def test_the_file_of_somebody_else_is_no_evidence(agency: Agency, client: ClientOf) -> None:
	"""Frappe would attach a private file to the record of whoever names its address."""
	with agency.acting("staff3"):
		file = frappe.get_doc(
			doctype="File", file_name="rahasia.txt", is_private=1, content=frappe.generate_hash()
		).insert()
	keep()
	assert_refused(client("staff1").insert(ACTIVITY, values(evidence=file.file_url)), "Evidence")
	with agency.acting("staff1"):
		own = frappe.get_doc(
			doctype="File", file_name="milik.txt", is_private=1, content=frappe.generate_hash()
		).insert()
	keep()
	made = client("staff1").insert(ACTIVITY, values(evidence=own.file_url))
	assert made.ok, made.text
	assert client("lead1").get(own.file_url).ok  # the rater reads what he verifies
	assert not client("lead2").get(own.file_url).ok


def test_the_standing_is_read_with_the_plan_only(agency: Agency, client: ClientOf) -> None:
	name = plan(agency, "staff1").name
	keep()
	standing = "asn_kinerja.monitoring.standing.standing"
	for who in ("staff2", "lead2", "outside", "foreign_admin", "guest"):
		assert_hidden(client(who).call(standing, work_plan=name))
	assert client("lead1").call(standing, work_plan=name).ok
