"""Threat: somebody verifies his own training, hands one in for another, or changes what was verified."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names
from tests.support.agency import PEOPLE, Agency, keep
from tests.support.training import LINK, TRAINING, act, training, training_values

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
# who neither rates staff1 nor manages his agency
NO_VERIFIERS = ("staff1", "staff2", "lead2", "head", "auditor", "outside", "foreign_admin", "guest")
OTHERS = ("staff2", "lead1", "lead2", "head", "auditor", "outside", "foreign_admin", "guest")


@pytest.fixture
def records(agency: Agency) -> Iterator[dict[str, str]]:
	"""Whose it is -> name of a record that waits."""
	ours = {"employee": ["in", list(agency.employees.values())]}
	frappe.db.delete(TRAINING, ours)
	found = {key: training(agency, key).name for key in SEES["auditor"]}
	for key, name in found.items():
		act(agency, key, frappe.get_doc(TRAINING, name), "hand_in")
	keep()
	yield found
	frappe.db.rollback()
	frappe.db.delete(TRAINING, ours)
	keep()


def as_sent(name: str) -> dict[str, Any]:
	return json.loads(frappe.get_doc(TRAINING, name).as_json())


def method(client: Any, name: str, function: str, **arguments: Any) -> Any:
	values = {"dt": TRAINING, "dn": name, "method": function, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", values)


def listed(names: list[str]) -> set[str]:
	try:
		found = frappe.get_list(TRAINING, filters={"name": ["in", names]}, pluck="name", limit_page_length=0)
	except frappe.PermissionError:
		return set()
	return set(found)


def test_list_and_document_give_the_same_answer(agency: Agency, records: dict[str, str]) -> None:
	for person in PEOPLE:
		with agency.acting(person):
			expected = {name for key, name in records.items() if key in SEES[person]}
			assert listed(list(records.values())) == expected, person
			seen = {n for n in records.values() if frappe.has_permission(TRAINING, "read", doc=n)}
			assert seen == expected, person


@pytest.mark.parametrize("who", ["staff2", "lead2", "outside", "foreign_admin", "guest"])
def test_a_stranger_does_not_read_it_over_http(client: Any, records: dict[str, str], who: str) -> None:
	assert_hidden(client(who).read(TRAINING, records["staff1"]))


@pytest.mark.parametrize("who", NO_VERIFIERS)
@pytest.mark.parametrize("function", ["verify", "return_to_employee"])
def test_nobody_else_answers_it(client: Any, records: dict[str, str], who: str, function: str) -> None:
	arguments = {"reason": "x"} if function == "return_to_employee" else {}
	with Unchanged(TRAINING, records["staff1"]):
		assert_refused(method(client(who), records["staff1"], function, **arguments))


@pytest.mark.parametrize("who", ["admin", "lead1"])
def test_manager_and_rater_do_not_verify_their_own(client: Any, records: dict[str, str], who: str) -> None:
	with Unchanged(TRAINING, records[who]):
		assert_refused(method(client(who), records[who], "verify"), "nobody his own")


def test_an_answer_is_not_given_by_get(client: Any, records: dict[str, str]) -> None:
	for function, arguments in (("verify", {}), ("return_to_employee", {"reason": "x"}), ("hand_in", {})):
		values = {"dt": TRAINING, "dn": records["staff1"], "method": function, "args": json.dumps(arguments)}
		with Unchanged(TRAINING, records["staff1"]):
			assert_refused(client("lead1").get("/api/method/run_doc_method", **values))


def test_an_answer_is_given_on_the_stored_record(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	"""A client sends a document in which he is the rater, and the employee another."""
	forged = as_sent(records["staff1"]) | {
		"rater": agency.employee("staff1"),
		"employee": agency.employee("staff2"),
	}
	values = {"docs": json.dumps(forged), "method": "verify"}
	with Unchanged(TRAINING, records["staff1"]):
		assert_refused(client("staff1").post("/api/method/run_doc_method", values))


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_hands_it_in(agency: Agency, client: Any, records: dict[str, str], who: str) -> None:
	act(agency, "lead1", frappe.get_doc(TRAINING, records["staff1"]), "return_to_employee", "Perbaiki")
	keep()
	with Unchanged(TRAINING, records["staff1"]):
		assert_refused(method(client(who), records["staff1"], "hand_in"))


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "admin", "auditor", "staff2", "foreign_admin"])
@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_what_waits_is_not_changed(client: Any, records: dict[str, str], who: str, door: Any) -> None:
	with Unchanged(TRAINING, records["staff1"]):
		assert_refused(door(client(who), as_sent(records["staff1"]), {"hours": 40}))


@pytest.mark.parametrize("state", ["Draft", "Returned"])
@pytest.mark.parametrize(
	"values",
	[
		{"status": "Verified"},
		{"status": "Waiting"},
		{"return_reason": "x"},
		{"verified_by": "Administrator"},
		{"verified_on": "2026-03-05 10:00:00"},
		{"certified_until": "2030-03-05"},
		{"certified_before": "2030-03-05"},
	],
	ids=str,
)
def test_the_answer_is_not_written_into_the_form(
	client: Any, records: dict[str, str], state: str, values: dict[str, Any]
) -> None:
	name = records["staff1"]
	frappe.db.set_value(TRAINING, name, {"status": state, "return_reason": "y"})
	keep()
	for who in ("staff1", "admin", "lead1"):
		for door in SAVING_DOORS:
			with Unchanged(TRAINING, name):
				assert_refused(door(client(who), as_sent(name), values))


@pytest.mark.parametrize(
	"values",
	[
		{"hours": 40},
		{"status": "Draft"},
		{"rater": "", "rater_name": "Orang Lain"},
		{"employee_name": "Orang Lain"},
		{"company": ""},
		{"training_key": "x"},
	],
	ids=str,
)
def test_what_is_verified_stays(
	agency: Agency, client: Any, records: dict[str, str], values: dict[str, Any]
) -> None:
	name = records["staff1"]
	assert method(client("lead1"), name, "verify").ok
	frappe.db.rollback()
	for who in ("staff1", "lead1", "admin"):
		for door in SAVING_DOORS:
			with Unchanged(TRAINING, name):
				assert_refused(door(client(who), as_sent(name), values))
		with Unchanged(TRAINING, name):
			assert_refused(client(who).remove(TRAINING, name))


@pytest.mark.parametrize(
	"who", ["staff1", "staff2", "lead1", "lead2", "head", "auditor", "foreign_admin", "guest"]
)
def test_only_a_manager_withdraws_a_verification(client: Any, records: dict[str, str], who: str) -> None:
	name = records["staff1"]
	assert method(client("lead1"), name, "verify").ok
	frappe.db.rollback()
	with Unchanged(TRAINING, name):
		assert_refused(method(client(who), name, "withdraw_verification", reason="x"))
		values = {"dt": TRAINING, "dn": name, "method": "withdraw_verification", "args": '{"reason": "x"}'}
		assert_refused(client("admin").get("/api/method/run_doc_method", **values))
	assert method(client("admin"), name, "withdraw_verification", reason="x").ok
	frappe.db.rollback()
	assert frappe.db.get_value(TRAINING, name, "status") == "Returned"


def test_a_manager_does_not_withdraw_his_own(client: Any, records: dict[str, str]) -> None:
	name = records["admin"]
	assert method(client("lead2"), name, "verify").ok
	frappe.db.rollback()
	with Unchanged(TRAINING, name):
		assert_refused(method(client("admin"), name, "withdraw_verification", reason="x"), "nobody his own")


def test_header_and_key_come_from_the_server(agency: Agency, client: Any, records: dict[str, str]) -> None:
	forged = {
		"rater": agency.employee("staff2"),
		"rater_name": "Staf Dua",
		"employee_name": "Orang Lain",
		"training_key": "x",
	}
	made = client("staff1").insert(TRAINING, training_values(title="Milik sendiri", **forged))
	assert made.ok, made.messages
	frappe.db.rollback()
	stored = frappe.get_doc(TRAINING, made.data["name"])
	assert (stored.employee, stored.rater) == (agency.employee("staff1"), agency.employee("lead1"))
	assert (stored.employee_name, stored.rater_name) == ("Staf Satu", "Kabid Satu")
	assert len(stored.training_key) == 64
	with Unchanged(TRAINING, stored.name):
		changed = {"employee": agency.employee("staff2")}
		assert_refused(client("staff1").update(TRAINING, stored.name, changed))


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "auditor", "foreign_admin", "guest", "foreign"])
def test_nobody_else_enters_one_for_another(agency: Agency, client: Any, who: str) -> None:
	values = training_values(employee=agency.employee("staff2"), title="Atas nama orang lain")
	assert_refused(client(who).insert(TRAINING, values))
	frappe.db.rollback()
	assert not frappe.db.exists(TRAINING, {"title": "Atas nama orang lain"})


def test_a_new_one_does_not_begin_verified(agency: Agency, client: Any, records: dict[str, str]) -> None:
	forged = {"status": "Verified"}, {"verified_on": "2026-03-05 10:00:00"}, {"return_reason": "x"}
	for values in forged:
		sent = training_values(title="Langsung", employee=agency.employee("staff1"), **values)
		for who in ("staff1", "admin"):
			assert_refused(client(who).insert(TRAINING, sent))
	assert_refused(client("staff1").insert(TRAINING, training_values(title="Langsung", docstatus=1)))
	frappe.db.rollback()
	assert not frappe.db.exists(TRAINING, {"title": "Langsung"})


def test_somebody_elses_private_file_is_no_certificate(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	with agency.acting("staff3"):
		file = frappe.get_doc(
			{"doctype": "File", "file_name": "rahasia.txt", "content": "rahasia", "is_private": 1}
		).insert()
	keep()
	values = training_values(title="Berkas orang lain", certificate=file.file_url)
	assert_refused(client("staff1").insert(TRAINING, values), "upload the file with this form")
	frappe.delete_doc("File", file.name, force=True)
	keep()


def test_drafts_are_deleted_by_employee_and_manager_only(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	mine = training(agency, title="Salah").name
	theirs = training(agency, title="Salah juga").name
	keep()
	for who in ("staff2", "lead1", "head", "auditor", "foreign_admin"):
		with Unchanged(TRAINING, mine):
			assert_refused(client(who).remove(TRAINING, mine))
	assert client("staff1").remove(TRAINING, mine).ok
	assert client("admin").remove(TRAINING, theirs).ok


def test_a_manager_corrects_a_draft_of_another(agency: Agency, client: Any, records: dict[str, str]) -> None:
	name = training(agency, title="Draf").name
	keep()
	saved = client("admin").update(TRAINING, name, {"hours": 8, "certificate_link": LINK})
	assert saved.ok, saved.messages
	with Unchanged(TRAINING, name):
		assert_refused(client("foreign_admin").update(TRAINING, name, {"hours": 9}))
