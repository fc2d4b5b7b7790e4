"""Threat: somebody writes his own attendance, reads or decides what is none of his business, about himself or
about people of another agency."""

import json
from typing import Any

import frappe
import pytest

from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names
from tests.support.agency import ELSEWHERE, HERE, PEOPLE, Agency, keep
from tests.support.attendance import (
	BATCH,
	PP94,
	RECAP,
	RECORD,
	ROW,
	clear,
	enter,
	file_batch,
	recap_values,
	row,
	run,
	xlsx,
)

PROBLEM = "ASN Plan Batch Problem"
DOWNLOAD = (
	"/api/method/asn_kinerja.asn_kinerja.doctype.asn_attendance_batch.asn_attendance_batch.download_template"
)
PROPOSE = "asn_kinerja.attendance.proposals.propose"
SECRET = "198005172005031888"
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
STRANGERS = ("staff1", "lead1", "head", "foreign", "foreign_admin", "guest")
NOT_MANAGERS = (*STRANGERS, "auditor")
NO_MANAGER_OF_STAFF1 = NOT_MANAGERS


def proposal(employee: str) -> str:
	values = {"level": "Ringan", "sanction": "Teguran lisan", "basis": "PP 94/2021 pasal 4"}
	return frappe.get_doc({"doctype": RECORD, "employee": employee, **values}).insert().name


@pytest.fixture
def recaps(agency: Agency) -> dict[str, str]:
	"""Name of a recap -> whose it is."""
	clear(*agency.employees.values())
	found = {enter(agency.employee(key), absent=(3,)).name: key for key in SEES["auditor"]}
	keep()
	return found


@pytest.fixture
def records(agency: Agency) -> dict[str, str]:
	"""Name of a proposal -> whose it is."""
	clear(*agency.employees.values())
	found = {proposal(agency.employee(key)): key for key in SEES["auditor"]}
	keep()
	return found


def of(found: dict[str, str], key: str) -> str:
	return next(name for name, owner in found.items() if owner == key)


def as_sent(doctype: str, name: str) -> dict[str, Any]:
	return json.loads(frappe.get_doc(doctype, name).as_json())


def method(client: Any, doctype: str, name: str, function: str, **arguments: Any) -> Any:
	values = {"dt": doctype, "dn": name, "method": function, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", values)


def listed(doctype: str, fields: str, filters: dict[str, Any], **more: Any) -> set[str]:
	try:
		rows = frappe.get_list(doctype, fields=[fields], filters=filters, limit_page_length=0, **more)
	except frappe.PermissionError:
		return set()
	return {row[fields] for row in rows}


# --- who sees what -----------------------------------------------------------------------------------------


def test_list_document_and_rows_of_recaps_give_the_same_answer(
	agency: Agency, recaps: dict[str, str]
) -> None:
	for person in PEOPLE:
		with agency.acting(person):
			expected = {name for name, key in recaps.items() if key in SEES[person]}
			assert listed(RECAP, "name", {"name": ["in", list(recaps)]}) == expected, person
			assert {name for name in recaps if frappe.has_permission(RECAP, "read", doc=name)} == expected
			seen = listed(ROW, "parent", {"parent": ["in", list(recaps)]}, parent_doctype=RECAP)
			assert seen == expected, person


def test_nobody_sees_a_proposal_about_himself(agency: Agency, records: dict[str, str]) -> None:
	"""His superiors, the managers (not about themselves) and the auditor do."""
	for person in PEOPLE:
		with agency.acting(person):
			expected = {name for name, key in records.items() if key in SEES[person] - {person}}
			assert listed(RECORD, "name", {"name": ["in", list(records)]}) == expected, person
			assert {name for name in records if frappe.has_permission(RECORD, "read", doc=name)} == expected


def test_it_is_seen_once_it_is_decided(agency: Agency, client: Any, records: dict[str, str]) -> None:
	name = of(records, "staff1")
	me = client("staff1")
	assert_hidden(me.read(RECORD, name))
	arguments = {"reason": "Terbukti", "from_date": "2026-04-01"}
	assert method(client("admin"), RECORD, name, "put_in_force", **arguments).ok
	read = me.read(RECORD, name)
	assert (read.data["status"], read.data["decision_reason"]) == ("In Force", "Terbukti")
	for stranger in ("staff2", "lead2", "outside", "foreign_admin", "guest"):
		assert_hidden(client(stranger).read(RECORD, name))


# --- recaps ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "foreign_admin", "auditor"])
@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_only_a_manager_writes_a_recap(client: Any, recaps: dict[str, str], who: str, door: Any) -> None:
	"""Not the employee, not his superiors."""
	name = of(recaps, "staff1")
	values = {"unexcused_absences": 0, "present": 20, "exceptions": []}
	with Unchanged(RECAP, name):
		assert_refused(door(client(who), as_sent(RECAP, name), values))


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_a_manager_does_not_write_his_own(client: Any, recaps: dict[str, str], door: Any) -> None:
	name = of(recaps, "admin")
	with Unchanged(RECAP, name):
		assert_refused(
			door(
				client("admin"),
				as_sent(RECAP, name),
				{"present": 20, "unexcused_absences": 0, "exceptions": []},
			)
		)
	assert_refused(client("admin").remove(RECAP, name))


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_makes_or_deletes_a_recap(
	agency: Agency, client: Any, recaps: dict[str, str], who: str
) -> None:
	name = of(recaps, "staff1")
	with Unchanged(RECAP, name):
		assert_refused(client(who).remove(RECAP, name))
	values = recap_values(agency.employee("staff1"), "2026-04-01")
	assert_refused(client(who).insert(RECAP, values))
	assert not frappe.db.exists(RECAP, {"employee": agency.employee("staff1"), "month": "2026-04-01"})


def test_a_row_is_not_changed_by_itself(client: Any, recaps: dict[str, str]) -> None:
	name = of(recaps, "staff1")
	(line,) = frappe.get_all(ROW, {"parent": name}, pluck="name")
	for who in ("staff1", "admin"):
		with Unchanged(RECAP, name):
			assert_refused(client(who).update(ROW, line, {"kind": "Late"}))
			assert_refused(client(who).remove(ROW, line))


def test_the_manager_corrects_a_recap_but_not_whose_it_is(
	agency: Agency, client: Any, recaps: dict[str, str]
) -> None:
	name = of(recaps, "staff1")
	admin = client("admin")
	for values in ({"employee": agency.employee("staff2")}, {"month": "2026-04-01"}):
		with Unchanged(RECAP, name):
			assert_refused(admin.update(RECAP, name, values))
	forged = {"source": "Imported", "batch": None, "recap_key": "x", "late_minutes": 999}
	saved = admin.update(RECAP, name, {"present": 18, "excused_absences": 1, **forged})
	assert saved.ok, saved.messages
	frappe.db.rollback()
	stored = frappe.get_doc(RECAP, name)
	assert (stored.present, stored.excused_absences, stored.source) == (18, 1, "Entered")
	assert (stored.late_minutes, stored.recap_key) == (0, f"{agency.employee('staff1')}::2026-03")


# --- disciplinary records ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", NO_MANAGER_OF_STAFF1)
@pytest.mark.parametrize("function", ["put_in_force", "drop"])
def test_nobody_else_decides(client: Any, records: dict[str, str], who: str, function: str) -> None:
	name = of(records, "staff1")
	arguments = {"reason": "x"} | ({"from_date": "2026-04-01"} if function == "put_in_force" else {})
	with Unchanged(RECORD, name):
		assert_refused(method(client(who), RECORD, name, function, **arguments))


@pytest.mark.parametrize("function", ["put_in_force", "drop"])
def test_a_manager_does_not_decide_about_himself(client: Any, records: dict[str, str], function: str) -> None:
	name = of(records, "admin")
	with Unchanged(RECORD, name):
		assert_refused(method(client("admin"), RECORD, name, function, reason="x"))
	assert_refused(client("admin").remove(RECORD, name))


@pytest.mark.parametrize("function", ["put_in_force", "drop"])
def test_a_decision_is_not_made_by_get(client: Any, records: dict[str, str], function: str) -> None:
	name = of(records, "staff1")
	with Unchanged(RECORD, name):
		values = {"dt": RECORD, "dn": name, "method": function, "args": json.dumps({"reason": "x"})}
		assert_refused(client("admin").get("/api/method/run_doc_method", **values))


@pytest.mark.parametrize(
	"values",
	[
		{"status": "In Force"},
		{"decision_reason": "x"},
		{"decided_by": "Administrator"},
		{"unexcused_days": 28},
		{"year": 2020},
		{"severity": 9},
		{"proposal_key": "x"},
	],
	ids=str,
)
@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_the_decision_is_not_written_into_the_form(
	client: Any, records: dict[str, str], door: Any, values: dict[str, Any]
) -> None:
	name = of(records, "staff1")
	with Unchanged(RECORD, name):
		assert_refused(door(client("admin"), as_sent(RECORD, name), values))


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_what_is_decided_is_not_changed(client: Any, records: dict[str, str], door: Any) -> None:
	name = of(records, "staff1")
	admin = client("admin")
	assert method(admin, RECORD, name, "put_in_force", reason="Terbukti", from_date="2026-04-01").ok
	frappe.db.rollback()
	for who in ("staff1", "lead1", "admin"):
		with Unchanged(RECORD, name):
			assert_refused(door(client(who), as_sent(RECORD, name), {"level": "Berat"}))
			assert_refused(client(who).remove(RECORD, name))


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_makes_a_record(agency: Agency, client: Any, records: dict[str, str], who: str) -> None:
	before = frappe.db.count(RECORD)
	values = {"level": "Ringan", "sanction": "Teguran lisan", "basis": "x"}
	assert_refused(client(who).insert(RECORD, {"employee": agency.employee("staff2"), **values}))
	frappe.db.rollback()
	assert frappe.db.count(RECORD) == before


def test_a_new_record_does_not_begin_decided(agency: Agency, client: Any) -> None:
	values = {"level": "Ringan", "sanction": "Teguran lisan", "basis": "x"}
	for forged in ({"status": "In Force"}, {"decided_by": agency.user("lead1")}, {"severity": 1}):
		sent = {"employee": agency.employee("staff1"), **values, **forged}
		assert_refused(client("admin").insert(RECORD, sent))


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_starts_the_proposals(client: Any, who: str) -> None:
	assert_refused(client(who).call(PROPOSE, company=HERE, year=2026, rule=PP94))


@pytest.mark.parametrize(
	"arguments",
	[
		{"company": ELSEWHERE, "year": 2026, "rule": PP94},
		{"company": "Tidak ada", "year": 2026, "rule": PP94},
		{"company": HERE, "year": 2026, "rule": "Tidak ada"},
		{"company": HERE, "year": 2999, "rule": PP94},
		{"company": HERE, "year": "tahun", "rule": PP94},
	],
	ids=str,
)
def test_proposals_of_nonsense(client: Any, arguments: dict[str, Any]) -> None:
	assert_refused(client("admin").call(PROPOSE, **arguments))


def test_proposals_are_not_started_by_get(client: Any) -> None:
	answer = client("admin").get(f"/api/method/{PROPOSE}", company=HERE, year=2026, rule=PP94)
	assert answer.status == 403


# --- batches -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checked(agency: Agency) -> dict[str, str]:
	"""A batch of the agency with a file and with a problem that names a NIP."""
	made = file_batch(xlsx([row(SECRET)]))
	keep()
	run(made, storing=False)
	keep()
	return {"name": made.name, "file": made.file}


@pytest.mark.parametrize("who", NOT_MANAGERS)
@pytest.mark.parametrize("function", ["check", "start"])
def test_nobody_else_starts_a_batch(checked: dict[str, str], client: Any, who: str, function: str) -> None:
	with Unchanged(BATCH, checked["name"]):
		assert_refused(method(client(who), BATCH, checked["name"], function))


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_makes_changes_or_deletes_a_batch(checked: dict[str, str], client: Any, who: str) -> None:
	me = client(who)
	assert_refused(me.insert(BATCH, {"company": HERE, "source": "File"}))
	with Unchanged(BATCH, checked["name"]):
		assert_refused(me.update(BATCH, checked["name"], {"replace_entered": 1}))
		assert_refused(me.remove(BATCH, checked["name"]))
	answer = me.session.get(me.url + DOWNLOAD, params={"batch": checked["name"]})
	assert answer.status_code in (403, 404)


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_reads_a_batch_its_problems_or_its_file(
	checked: dict[str, str], client: Any, who: str
) -> None:
	me = client(who)
	assert_hidden(me.read(BATCH, checked["name"]))
	for doctype, extra in ((BATCH, {}), (PROBLEM, {"parent": BATCH})):
		answer = me.list(doctype, fields=["*"], limit_page_length=500, **extra)
		assert SECRET not in answer.text
		assert checked["name"] not in answer.text
	answer = me.session.get(me.url + checked["file"])
	assert answer.status_code in (403, 404)


def test_a_manager_of_another_agency_does_not_reach_over(checked: dict[str, str], client: Any) -> None:
	thief = client("foreign_admin")
	assert_refused(thief.insert(BATCH, {"company": HERE, "source": "File"}))
	values = {"company": ELSEWHERE, "source": "File"}
	assert_refused(thief.insert(BATCH, {**values, "file": checked["file"]}))
	made = thief.insert(BATCH, values).data["name"]
	assert_refused(thief.update(BATCH, made, {"file": checked["file"]}))


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_not_even_a_manager_writes_the_outcome(checked: dict[str, str], client: Any, door: Any) -> None:
	admin = client("admin")
	record = admin.read(BATCH, checked["name"]).data
	door(admin, record, {"status": "Done", "made": 500, "failed": 0, "problems": []})
	stored = admin.read(BATCH, checked["name"]).data
	for field in ("status", "made", "failed"):
		assert stored[field] == record[field]
	assert [problem["value"] for problem in stored["problems"]] == [SECRET]
