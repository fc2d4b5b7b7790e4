"""Development over HTTP: plans for a whole unit, a gap and its training, approval, certificate, verified
record, done measure, and the next assessment in which the level has risen."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

from tests.support import development as dev
from tests.support.agency import HERE, UNITS, Agency, keep
from tests.support.development import CATALOGUE, PLAN, PUBLIC, TEAM
from tests.support.training import LINK, TRAINING

TITLE = "Uji Diklat Kerja Sama"


@pytest.fixture
def cycle(agency: Agency) -> Iterator[Any]:
	dev.clear(agency)
	dev.competencies()
	dev.rule("Uji aturan skenario", *dev.rows("Competency Gap"))
	dev.assessment(agency, "staff1", "2026-02-10", {TEAM: (1, 3), PUBLIC: (3, 3)})
	cycle = agency.cycle()
	keep()
	yield cycle
	frappe.db.rollback()
	dev.clear(agency)
	dev.forget_rule("Uji aturan skenario v1")
	keep()


def run(client: Any, doctype: str, name: str, method: str, **arguments: Any) -> Any:
	values = {"dt": doctype, "dn": name, "method": method, "args": json.dumps(arguments)}
	answer = client.post("/api/method/run_doc_method", values)
	assert answer.ok, answer.messages
	return answer.data


def read(client: Any, doctype: str, name: str) -> dict[str, Any]:
	return client.read(doctype, name).data


def report(client: Any, name: str, **filters: Any) -> list[dict[str, Any]]:
	answer = client.call(
		"frappe.desk.query_report.run", report_name=name, filters=json.dumps({"company": HERE, **filters})
	)
	assert answer.ok, answer.messages
	return [row for row in answer.data["result"] if isinstance(row, dict)]


def test_from_gap_to_risen_level(
	agency: Agency, client: Any, cycle: Any, worker: Callable[..., list[str]]
) -> None:
	manager, employee, rater = (client(who) for who in ("admin", "staff1", "lead1"))
	# the manager puts a training into the catalogue and opens the plans of a unit
	session = {"from_date": add_days(nowdate(), 5), "to_date": add_days(nowdate(), 6), "seats": 1}
	brings = [{"competency": TEAM, "to_level": 3}]
	given = {"title": TITLE, "form": "Classical", "kind": "Managerial Training", "hours": 24}
	made = manager.insert(CATALOGUE, {**given, **session, "competencies": brings})
	assert made.ok, made.messages
	unit = frappe.db.get_value("Employee", agency.employee("staff1"), "department")
	opened = manager.call("asn_kinerja.development.opening.open_plans", cycle=cycle.name, department=unit)
	assert opened.data is True, opened.messages
	worker()
	frappe.db.rollback()
	people = frappe.get_all(PLAN, {"cycle": cycle.name}, pluck="employee")
	assert agency.employee("staff1") in people
	assert agency.employee("staff3") not in people, UNITS
	# the employee finds the gap with the training for it, adds a wish of his own, and hands in
	(name,) = [row["name"] for row in employee.list(PLAN, filters={"cycle": cycle.name}).data]
	plan = read(employee, PLAN, name)
	(row,) = plan["items"]
	assert (row["competency"], row["from_level"], row["target_level"]) == (TEAM, 1, 3)
	assert (row["training"], row["hours"], row["status"]) == (TITLE, 24, "Planned")
	own = {**dev.measure(), "due_date": str(cycle.to_date)}
	assert employee.update(PLAN, name, {"items": [row, own]}).ok
	run(employee, PLAN, name, "hand_in")
	# the rater approves it, and the only seat is taken
	run(rater, PLAN, name, "approve")
	seats = employee.call("asn_kinerja.development.catalogue.seats", trainings=json.dumps([TITLE])).data
	assert seats[TITLE] == {"seats": 1, "taken": 1, "left": 0}
	# the training has been (its session was earlier, says the certificate); the record is handed in, verified
	days = {"from_date": "2026-03-02", "to_date": "2026-03-04", "certificate_link": LINK}
	record = employee.insert(TRAINING, {"training": TITLE, **days})
	assert record.ok, record.messages
	assert (record.data["title"], record.data["hours"]) == (TITLE, 24)
	run(employee, TRAINING, record.data["name"], "hand_in")
	run(rater, TRAINING, record.data["name"], "verify")
	plan = read(rater, PLAN, name)
	assert [row["status"] for row in plan["items"]] == ["Done", "Planned"]
	assert plan["items"][0]["training_record"] == record.data["name"]
	# the yearly duty is met, for himself and in the report
	standing = employee.call("asn_kinerja.development.duty.standing", year=2026).data
	assert (standing["done"], standing["status"]) == (24, "Duty Met")
	hours = report(rater, "ASN Training Hours", year=2026)
	assert [row["done"] for row in hours if row.get("employee") == agency.employee("staff1")] == [24]
	# the employee closes what he has wished for
	items = plan["items"]
	items[1] |= {"status": "Done", "result_note": "Pedoman sudah dibaca"}
	closed = employee.update(PLAN, name, {"items": items})
	assert closed.ok, closed.messages
	# and the next assessment shows what it gave
	frappe.db.rollback()
	dev.assessment(agency, "staff1", "2026-09-10", {TEAM: (3, 3), PUBLIC: (3, 3)})
	keep()
	answer = rater.get("/api/method/frappe.desk.form.load.getdoc", doctype=PLAN, name=name).json["docs"][0]
	assert (answer["items"][0]["level_after"], answer["items"][0]["effect"]) == (3, "Risen")
	progress = report(manager, "ASN Development Progress", cycle=cycle.name)
	(mine,) = [row for row in progress if row.get("employee") == agency.employee("staff1")]
	assert (mine["items"], mine["done"], mine["share"], mine["risen"]) == (2, 2, 100, 1)
	assert (mine["jp_planned"], mine["jp_done"]) == (28, 28)
