"""Threat: one side of a dialogue writes for the other, or somebody changes what both have agreed."""

import json
from typing import Any

import frappe
import pytest

from tests.security.doors import SAVING_DOORS, Door, Unchanged, assert_hidden, assert_refused, names, said
from tests.support.agency import PEOPLE, Agency, keep
from tests.support.dialogue import ACTION, DIALOGUE, clear

# the employee, the rater, the rater's line, managers and auditors of the agency
READERS = {"staff1", "lead1", "head", "admin", "auditor"}


def begin(agency: Agency, who: str = "lead1", about: str = "staff1", **values: Any) -> str:
	values = {"topic": "Pelayanan loket", "actions": [action()], **values}
	if who != about:
		values["rater_note"] = "Pelayanan membaik"
	with agency.acting(who):
		return (
			frappe.get_doc({"doctype": DIALOGUE, "employee": agency.employee(about), **values}).insert().name
		)


def action(text: str = "Ikut pelatihan arsip") -> dict[str, Any]:
	return {
		"action": text,
		"responsible": "Employee",
		"due_date": frappe.utils.add_days(frappe.utils.today(), 7),
	}


def confirm(agency: Agency, name: str, *people: str) -> str:
	for who in people:
		with agency.acting(who):
			frappe.get_doc(DIALOGUE, name).confirm()
	return name


def run(client: Any, name: str, method: str = "confirm") -> Any:
	return client.post("/api/method/run_doc_method", {"dt": DIALOGUE, "dn": name, "method": method})


@pytest.fixture(scope="module")
def nothing_yet(agency: Agency) -> None:
	clear(agency)
	keep()


@pytest.fixture(scope="module")
def open_one(agency: Agency, nothing_yet: None) -> str:
	"""Of staff1 with lead1."""
	name = begin(agency)
	keep()
	return name


@pytest.fixture(scope="module")
def agreed(agency: Agency, nothing_yet: None) -> str:
	"""Of staff3 with lead2."""
	name = confirm(agency, begin(agency, "lead2", "staff3"), "lead2", "staff3")
	keep()
	return name


@pytest.mark.parametrize("who", PEOPLE)
def test_who_reads_it(agency: Agency, client: Any, open_one: str, who: str) -> None:
	me = client(who)
	if who in READERS:
		assert me.read(DIALOGUE, open_one).ok
		assert me.list(DIALOGUE, filters={"name": open_one}).data
	else:
		assert_hidden(me.read(DIALOGUE, open_one))
		assert not me.list(DIALOGUE, filters={"name": open_one}).data
		rows = me.list(ACTION, filters={"parent": open_one}, parent=DIALOGUE)
		assert not rows.data if rows.ok else rows.status == 403
		linked = {"doctype": "Employee", "docname": agency.employee("staff1")}
		assert open_one not in me.call("frappe.desk.form.linked_with.get", **linked).text


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
@pytest.mark.parametrize(
	("who", "values"),
	[
		("staff1", {"rater_note": "Sangat memuaskan"}),
		("lead1", {"employee_note": "Saya setuju"}),
		("staff1", {"rater_confirmed_on": "2026-01-01 00:00:00"}),
		("lead1", {"employee_confirmed_on": "2026-01-01 00:00:00", "status": "Agreed"}),
		("staff1", {"status": "Agreed"}),
		("head", {"rater_note": "Dari atas"}),
		("admin", {"topic": "Lain"}),
	],
)
def test_no_side_writes_for_the_other(
	client: Any, open_one: str, who: str, values: dict[str, Any], door: Door
) -> None:
	me = client(who)
	record = me.read(DIALOGUE, open_one).data
	with Unchanged(DIALOGUE, open_one):
		assert_refused(door(me, record, values))


def test_each_side_writes_its_own(agency: Agency, client: Any) -> None:
	name = begin(agency)
	keep()
	for who, values in (("staff1", {"employee_note": "Setuju"}), ("lead1", {"rater_note": "Baik"})):
		answer = client(who).update(DIALOGUE, name, values)
		assert answer.ok, said(answer)
	stored = client("auditor").read(DIALOGUE, name).data
	assert (stored["employee_note"], stored["rater_note"]) == ("Setuju", "Baik")


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
@pytest.mark.parametrize("who", ["staff3", "lead2"])
def test_what_is_agreed_is_frozen(client: Any, agreed: str, who: str, door: Door) -> None:
	me = client(who)
	record = me.read(DIALOGUE, agreed).data
	(row,) = record["actions"]
	tries = [
		{"topic": "Lain"},
		{"rater_note": "Lain"},
		{"employee_note": "Lain"},
		{"status": "Open"},
		{"actions": []},
		{"actions": [row, action("Tambahan")]},
		{"actions": [{**row, "action": "Lain"}]},
		{"actions": [{**row, "due_date": "2030-01-01"}]},
		{"actions": [{**row, "carried_from": "x", "times_carried": 5}]},
	]
	with Unchanged(DIALOGUE, agreed):
		for values in tries:
			assert_refused(door(me, record, values))


@pytest.mark.parametrize("who", ["staff4", "lead2"])
def test_both_record_the_outcome_of_an_action(agency: Agency, client: Any, who: str) -> None:
	name = confirm(agency, begin(agency, "lead2", "staff4"), "lead2", "staff4")
	keep()
	me = client(who)
	rows = me.read(DIALOGUE, name).data["actions"]
	rows[-1].update({"status": "Done", "result_note": "Selesai"})
	answer = me.update(DIALOGUE, name, {"actions": rows})
	assert answer.ok, said(answer)
	assert answer.data["actions"][-1]["status"] == "Done"


@pytest.mark.parametrize("who", ["head", "admin", "auditor", "staff2", "lead2", "foreign_admin"])
@pytest.mark.parametrize("method", ["confirm", "reopen"])
def test_nobody_else_confirms(client: Any, open_one: str, who: str, method: str) -> None:
	with Unchanged(DIALOGUE, open_one):
		assert_refused(run(client(who), open_one, method))


@pytest.mark.parametrize("method", ["confirm", "reopen"])
def test_it_is_not_confirmed_by_get(client: Any, open_one: str, method: str) -> None:
	me = client("lead1")
	values = {"dt": DIALOGUE, "dn": open_one, "method": method}
	with Unchanged(DIALOGUE, open_one):
		assert_refused(me.get("/api/method/run_doc_method", **values))
		me.get(f"/api/resource/{DIALOGUE}/{open_one}", run_method=method)


def test_a_document_that_the_client_made_up_is_not_confirmed(client: Any, open_one: str) -> None:
	"""Who is who stands in the database."""
	me = client("staff2")
	record = client("lead1").read(DIALOGUE, open_one).data
	mine = {**record, "employee": client("staff2").get("/api/method/frappe.auth.get_logged_user").data}
	with Unchanged(DIALOGUE, open_one):
		values = {"docs": json.dumps(mine), "method": "confirm"}
		assert_refused(me.post("/api/method/run_doc_method", values))


@pytest.mark.parametrize(
	("who", "about"),
	[("staff1", "staff2"), ("staff1", "lead1"), ("head", "staff1"), ("lead1", "lent"), ("admin", "staff1")],
)
def test_only_the_two_begin_one(agency: Agency, client: Any, who: str, about: str) -> None:
	values = {"employee": agency.employee(about), "topic": "Lain", "date": "2026-01-05"}
	assert_refused(client(who).insert(DIALOGUE, values))


def test_a_new_one_is_neither_confirmed_nor_written_for_the_other(agency: Agency, client: Any) -> None:
	me = client("staff1")
	for values in (
		{"status": "Agreed"},
		{"rater_note": "Bagus"},
		{"rater_confirmed_on": "2026-01-01 00:00:00"},
	):
		assert_refused(me.insert(DIALOGUE, {"topic": "Topik", **values}))


def test_the_history_of_an_action_is_not_made_up(agency: Agency, client: Any, open_one: str) -> None:
	row = {**action(), "carried_from": "x", "times_carried": 7, "status": "Open"}
	answer = client("staff1").insert(DIALOGUE, {"topic": "Topik", "actions": [row]})
	assert answer.ok, said(answer)
	made = [
		row for row in answer.data["actions"] if row.get("carried_from") == "x" or row["times_carried"] > 1
	]
	assert made == []


def test_a_row_of_a_strangers_dialogue_is_not_taken(agency: Agency, client: Any) -> None:
	"""Frappe moves a row to the record that a client sends it with."""
	theirs = confirm(agency, begin(agency, "lead2", "staff4"), "lead2", "staff4")
	mine = begin(agency, "staff1", "staff1", actions=[])
	keep()
	stolen = frappe.db.get_value(ACTION, {"parent": theirs})
	me = client("staff1")
	with Unchanged(DIALOGUE, theirs), Unchanged(DIALOGUE, mine):
		assert_refused(me.update(DIALOGUE, mine, {"actions": [{**action(), "name": stolen}]}))
	me.insert(DIALOGUE, {"topic": "Topik", "actions": [{**action(), "name": stolen}]})
	with Unchanged(DIALOGUE, theirs):
		pass
	frappe.db.rollback()
	assert frappe.db.get_value(ACTION, stolen, "parent") == theirs


def test_a_row_of_a_strangers_plan_is_not_taken(agency: Agency, client: Any) -> None:
	cycle = agency.cycle()
	theirs, mine = agency.plan("staff3", cycle), agency.plan("staff1", cycle, "Draft")
	keep()
	row = theirs.items[0].as_dict(convert_dates_to_str=True)
	with Unchanged("ASN Work Plan", theirs.name):
		sent = [
			{field: row[field] for field in ("name", "result", "measure", "target_min", "unit", "weight")}
		]
		assert_refused(client("staff1").update("ASN Work Plan", mine.name, {"items": sent}))


@pytest.mark.parametrize("who", ["staff3", "lead2", "admin"])
def test_a_row_is_not_changed_by_itself(client: Any, agreed: str, who: str) -> None:
	me = client(who)
	row = me.read(DIALOGUE, agreed).data["actions"][0]["name"]
	with Unchanged(DIALOGUE, agreed):
		assert_refused(me.update(ACTION, row, {"status": "Done"}))
		assert_refused(me.remove(ACTION, row))


@pytest.mark.parametrize("who", ["staff3", "lead2", "head", "admin", "auditor"])
def test_what_is_agreed_is_not_deleted(client: Any, agreed: str, who: str) -> None:
	with Unchanged(DIALOGUE, agreed):
		assert_refused(client(who).remove(DIALOGUE, agreed))


def test_a_manager_deletes_one_begun_by_mistake(agency: Agency, client: Any) -> None:
	name = begin(agency)
	keep()
	for who in ("staff1", "lead1", "head"):
		assert_refused(client(who).remove(DIALOGUE, name))
	assert client("admin").remove(DIALOGUE, name).ok


def test_the_agreed_dialogues_of_two_who_begin_at_once_are_carried_once(agency: Agency, client: Any) -> None:
	import threading

	before = confirm(
		agency, begin(agency, about="staff2", actions=[action("Sekali saja")]), "lead1", "staff2"
	)
	keep()
	answers: list[Any] = []

	def start(me: Any) -> None:
		values = {"employee": agency.employee("staff2"), "topic": "Bersamaan"}
		answers.append(me.insert(DIALOGUE, values))

	clients = [client(who).again() for who in ("lead1", "staff2") * 2]
	threads = [threading.Thread(target=start, args=(me,)) for me in clients]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert [answer.status for answer in answers] == [200] * 4, [said(answer) for answer in answers]
	frappe.db.rollback()
	row = frappe.db.get_value(ACTION, {"parent": before}, ["name", "status"])
	assert row[1] == "Carried Over"
	assert frappe.db.count(ACTION, {"carried_from": row[0]}) == 1
