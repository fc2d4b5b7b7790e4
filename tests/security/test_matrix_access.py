"""Threat: somebody writes into another leader's matrix, or by his own into plans of other teams."""

import json
from typing import Any

import frappe
import pytest
from frappe.model.document import Document

from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names, said
from tests.support.agency import PLAN, Agency, keep

MATRIX, CELL = "ASN Result Matrix", "ASN Result Matrix Cell"
OTHERS = ("outside", "staff1", "staff2", "lead2", "head", "admin", "auditor", "foreign_admin", "guest")
READERS = ("lead1", "head", "admin", "auditor")


@pytest.fixture(scope="module")
def plan(agency: Agency) -> Document:
	made = agency.plan("lead1", agency.cycle())
	keep()
	return made


@pytest.fixture(scope="module")
def matrix(agency: Agency, plan: Document) -> Document:
	"""The matrix of lead1 with a cell for staff1, which nobody has handed over."""
	made = build(agency, plan)
	keep()
	return made


def build(agency: Agency, plan: Document, key: str = "lead1", member: str = "staff1") -> Document:
	cells = [cell(agency, plan, member)]
	with agency.acting(key):
		return frappe.get_doc(doctype=MATRIX, work_plan=plan.name, cells=cells).insert()


def cell(agency: Agency, plan: Document, key: str, **values: Any) -> dict[str, Any]:
	return {
		"employee": agency.employee(key),
		"superior_item": plan.items[0].item_key,
		"contribution": "Survei kepuasan",
		**values,
	}


def push(client: Any, name: str, **sent: Any) -> Any:
	return client.post("/api/method/run_doc_method", {"dt": MATRIX, "dn": name, "method": "push", **sent})


def plans_of(agency: Agency, cycle: str) -> list[tuple[str, str, Any]]:
	"""Every plan of the cycle, with its last change."""
	frappe.db.rollback()
	rows = frappe.get_all(PLAN, {"cycle": cycle}, ["name", "employee", "modified"], order_by="name")
	return [(row.name, row.employee, row.modified) for row in rows]


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_leader_hands_over(
	agency: Agency, plan: Document, matrix: Document, client: Any, who: str
) -> None:
	before = plans_of(agency, plan.cycle)
	with Unchanged(MATRIX, matrix.name):
		assert_refused(push(client(who), matrix.name))
	assert plans_of(agency, plan.cycle) == before


def test_handing_over_is_no_get(agency: Agency, plan: Document, matrix: Document, client: Any) -> None:
	before = plans_of(agency, plan.cycle)
	me = client("lead1")
	with Unchanged(MATRIX, matrix.name):
		values = {"dt": MATRIX, "dn": matrix.name, "method": "push"}
		assert_refused(me.get("/api/method/run_doc_method", **values))
		me.get(f"/api/resource/{MATRIX}/{matrix.name}", run_method="push")
		assert not me.get("/api/method/asn_kinerja.planning.matrix.open_for_plan", work_plan=plan.name).ok
	assert plans_of(agency, plan.cycle) == before


@pytest.mark.parametrize("who", ["lead2", "staff1", "admin"])
def test_a_matrix_is_not_handed_over_by_sending_another_leader(
	agency: Agency, plan: Document, matrix: Document, client: Any, who: str
) -> None:
	document = client("lead1").read(MATRIX, matrix.name).data
	forged = {**document, "employee": agency.employee(who), "rater": None}
	before = plans_of(agency, plan.cycle)
	for trick in ({}, {"__islocal": 1}):
		values = {"docs": json.dumps({**forged, **trick}), "method": "push"}
		with Unchanged(MATRIX, matrix.name):
			assert_refused(client(who).post("/api/method/run_doc_method", values))
	assert plans_of(agency, plan.cycle) == before


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_leader_writes_his_cells(agency: Agency, matrix: Document, client: Any, who: str) -> None:
	record = client("lead1").read(MATRIX, matrix.name).data
	changed = [{**record["cells"][0], "contribution": "Diubah"}]
	for door in SAVING_DOORS:
		for cells in (changed, []):
			with Unchanged(MATRIX, matrix.name):
				assert_refused(door(client(who), record, {"cells": cells}))
	with Unchanged(MATRIX, matrix.name):
		assert_refused(client(who).update(CELL, record["cells"][0]["name"], {"contribution": "Diubah"}))
		assert_refused(client(who).remove(CELL, record["cells"][0]["name"]))


@pytest.mark.parametrize("who", OTHERS)
def test_who_reads_a_matrix(agency: Agency, plan: Document, matrix: Document, client: Any, who: str) -> None:
	me = client(who)
	if who in READERS:
		seen = me.read(MATRIX, matrix.name)
		assert seen.ok, said(seen)
		assert me.call("asn_kinerja.planning.matrix.open_for_plan", work_plan=plan.name).data == matrix.name
		return
	assert_hidden(me.read(MATRIX, matrix.name))
	assert_hidden(me.get("/api/method/frappe.desk.form.load.getdoc", doctype=MATRIX, name=matrix.name))
	assert_refused(me.call("asn_kinerja.planning.matrix.open_for_plan", work_plan=plan.name))
	for doctype, parent in ((MATRIX, {}), (CELL, {"parent": MATRIX})):
		field = "parent" if parent else "name"
		answer = me.list(doctype, filters={field: matrix.name}, fields=["name"], **parent)
		assert not answer.ok or not answer.data


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_makes_a_matrix_of_somebody_elses_plan(agency: Agency, client: Any, who: str) -> None:
	plan = agency.plan("lead1", agency.cycle())
	keep()
	me = client(who)
	for values in ({}, {"employee": agency.employee("lead1")}, {"employee": agency.employees.get(who)}):
		answer = me.insert(MATRIX, {"work_plan": plan.name, **values})
		assert_refused(answer)
	assert_refused(me.call("asn_kinerja.planning.matrix.open_for_plan", work_plan=plan.name))
	frappe.db.rollback()
	assert not frappe.db.exists(MATRIX, {"work_plan": plan.name})


@pytest.mark.parametrize("who", OTHERS)
def test_the_preview_is_for_the_own_plan(agency: Agency, plan: Document, client: Any, who: str) -> None:
	answer = client(who).get("/api/method/asn_kinerja.planning.matrix.preview", work_plan=plan.name)
	assert_hidden(answer)
	assert "Staf Dua" not in answer.text


def test_the_leader_previews_his_own(plan: Document, client: Any) -> None:
	answer = client("lead1").get("/api/method/asn_kinerja.planning.matrix.preview", work_plan=plan.name)
	assert [member["employee_name"] for member in answer.data["members"]] == ["Staf Dua", "Staf Satu"]


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_a_cell_does_not_reach_into_another_team(
	agency: Agency, plan: Document, matrix: Document, client: Any, door: Any
) -> None:
	me = client("lead1")
	record = me.read(MATRIX, matrix.name).data
	for stranger in ("staff3", "lent", "head"):
		theirs = {**record["cells"][0], "employee": agency.employee(stranger)}
		added = cell(agency, plan, stranger, doctype=CELL)
		for cells in ([theirs], [*record["cells"], added]):
			with Unchanged(MATRIX, matrix.name):
				assert_refused(door(me, record, {"cells": cells}))


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_marks_of_handing_over_are_not_written(agency: Agency, client: Any, door: Any) -> None:
	plan = agency.plan("lead1", agency.cycle())
	made = build(agency, plan)
	other = agency.plan("staff3", frappe.get_doc("ASN Performance Cycle", plan.cycle), "Draft")
	keep()
	me = client("lead1")
	record = me.read(MATRIX, made.name).data
	marks = {"pushed_to": other.name, "pushed_on": "2026-01-01 00:00:00"}
	door(me, record, {"cells": [{**record["cells"][0], **marks}]})
	frappe.db.rollback()
	(row,) = frappe.get_all(CELL, {"parent": made.name}, ["pushed_to", "pushed_on"], order_by="idx")
	assert (row.pushed_to, row.pushed_on) == (None, None)
	# what is remembered decides which rows are taken out of whose plan
	forged = json.dumps({"x": {"employee": agency.employee("staff3"), "superior_item": "y"}})
	for values in ({"handed_over": forged}, {"pushed_on": "2026-01-01 00:00:00"}):
		record = me.read(MATRIX, made.name).data
		with Unchanged(MATRIX, made.name):
			assert_refused(door(me, record, values))


@pytest.mark.parametrize("field", ["employee", "cycle", "work_plan"])
def test_a_matrix_stays_with_its_plan(agency: Agency, matrix: Document, client: Any, field: str) -> None:
	me = client("lead1")
	cycle = agency.cycle()
	values = {
		"employee": agency.employee("lead2"),
		"cycle": cycle.name,
		"work_plan": agency.plan("lead1", cycle).name,
	}
	keep()
	record = me.read(MATRIX, matrix.name).data
	for door in SAVING_DOORS:
		with Unchanged(MATRIX, matrix.name):
			assert_refused(door(me, record, {field: values[field]}))


def test_a_cell_of_another_matrix_is_not_taken_over(agency: Agency, plan: Document, client: Any) -> None:
	"""Frappe moves a child row to whoever sends its name."""
	cycle = frappe.get_doc("ASN Performance Cycle", plan.cycle)
	theirs = build(agency, agency.plan("lead2", cycle), "lead2", "staff3")
	mine = frappe.get_last_doc(MATRIX, {"work_plan": plan.name})
	keep()
	me = client("lead1")
	record = me.read(MATRIX, mine.name).data
	stolen = cell(agency, plan, "staff2", doctype=CELL, name=theirs.cells[0].name)
	with Unchanged(MATRIX, theirs.name), Unchanged(MATRIX, mine.name):
		assert_refused(me.update(MATRIX, mine.name, {"cells": [*record["cells"], stolen]}), "row 2")
	answer = me.update(MATRIX, mine.name, {"cells": record["cells"]})
	assert answer.ok, said(answer)


def test_a_member_does_not_reach_other_rows_by_a_cells_name(agency: Agency, client: Any) -> None:
	"""He may write what he likes into his draft; the marks of its rows are the server's."""
	plan = agency.plan("lead1", agency.cycle())
	made = build(agency, plan)
	keep()
	assert push(client("lead1"), made.name).ok
	me = client("staff1")
	frappe.db.rollback()
	name = frappe.db.get_value(PLAN, {"cycle": plan.cycle, "employee": agency.employee("staff1")})
	record = me.read(PLAN, name).data
	row = record["items"][0]
	assert row["source"] == "Result matrix of Kabid Satu"
	forged = {**row, "source": "Perintah wali kota", "matrix_cell": None, "weight": 70}
	answer = me.update(PLAN, name, {"items": [forged]})
	assert answer.ok, said(answer)
	stored = me.read(PLAN, name).data["items"][0]
	assert (stored["source"], stored["matrix_cell"], stored["weight"]) == (
		row["source"],
		row["matrix_cell"],
		70,
	)
	assert push(client("lead1"), made.name).data["unchanged"] == 1


def test_names_and_texts_are_no_markup(agency: Agency, client: Any) -> None:
	plan = agency.plan("lead1", agency.cycle())
	made = build(agency, plan)
	keep()
	frappe.db.set_value("Employee", agency.employee("lead1"), "employee_name", "<img src=x onerror=alert(1)>")
	keep()
	try:
		assert push(client("lead1"), made.name).ok
		frappe.db.rollback()
		told = frappe.get_last_doc("Notification Log", {"for_user": agency.user("staff1")})
		assert "<img" not in told.subject
		assert "&lt;img" in told.subject
	finally:
		frappe.db.set_value("Employee", agency.employee("lead1"), "employee_name", "Kabid Satu")
		keep()
