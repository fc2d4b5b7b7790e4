"""Threat: somebody other than a performance manager of the agency makes plans for many, reads what a batch
has found about people, or has it read a file that is not his."""

import json
from typing import Any

import frappe
import pytest

from asn_kinerja.planning import batch as job
from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names
from tests.support.agency import ELSEWHERE, HERE, PLAN, Agency, keep
from tests.support.plan_files import BATCH, batch, file_batch, row, xlsx

PROBLEM = "ASN Plan Batch Problem"
DOWNLOAD = "/api/method/asn_kinerja.asn_kinerja.doctype.asn_plan_batch.asn_plan_batch.download_template"
STRANGERS = ("staff1", "lead1", "head", "foreign", "foreign_admin", "guest")
NOT_MANAGERS = (*STRANGERS, "auditor")
SECRET = "198005172005031777"


@pytest.fixture(scope="module")
def checked(agency: Agency) -> dict[str, str]:
	"""A batch of the agency with a file and with a problem that names a NIP."""

	cycle = agency.cycle()
	made = file_batch(cycle, xlsx([row(SECRET)]))
	keep()
	job.process(frappe.db.get_value(BATCH, made.name, job.FIELDS, as_dict=True), False)
	keep()
	return {"name": made.name, "file": made.file, "cycle": cycle.name}


def method(client: Any, name: str, function: str, **arguments: Any) -> Any:
	values = {"dt": BATCH, "dn": name, "method": function, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", values)


@pytest.mark.parametrize("who", NOT_MANAGERS)
@pytest.mark.parametrize("function", ["check", "start"])
def test_nobody_else_starts_a_batch(checked: dict[str, str], client: Any, who: str, function: str) -> None:
	with Unchanged(BATCH, checked["name"]):
		assert_refused(method(client(who), checked["name"], function))
	assert not frappe.db.count(PLAN, {"cycle": checked["cycle"]})


@pytest.mark.parametrize("function", ["check", "start"])
def test_a_batch_is_not_started_by_get(checked: dict[str, str], client: Any, function: str) -> None:
	with Unchanged(BATCH, checked["name"]):
		values = {"dt": BATCH, "dn": checked["name"], "method": function}
		assert_refused(client("admin").get("/api/method/run_doc_method", **values))


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_makes_a_batch(checked: dict[str, str], client: Any, who: str) -> None:
	before = frappe.db.count(BATCH)
	values = {"company": HERE, "cycle": checked["cycle"], "source": "Templates"}
	assert_refused(client(who).insert(BATCH, values))
	frappe.db.rollback()
	assert frappe.db.count(BATCH) == before


@pytest.mark.parametrize("who", NOT_MANAGERS)
@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_nobody_else_changes_a_batch(checked: dict[str, str], client: Any, who: str, door: Any) -> None:
	record = frappe.get_doc(BATCH, checked["name"]).as_dict()
	record = json.loads(frappe.as_json(record))
	with Unchanged(BATCH, checked["name"]):
		assert_refused(door(client(who), record, {"source": "Templates", "file": None}))


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_deletes_a_batch(checked: dict[str, str], client: Any, who: str) -> None:
	with Unchanged(BATCH, checked["name"]):
		assert_refused(client(who).remove(BATCH, checked["name"]))


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_reads_a_batch_its_problems_or_its_file(
	checked: dict[str, str], client: Any, who: str
) -> None:
	me = client(who)
	assert_hidden(me.read(BATCH, checked["name"]))
	for doctype, extra in ((BATCH, {}), (PROBLEM, {"parent": BATCH})):
		answer = me.list(doctype, fields=["name"], limit_page_length=500, **extra)
		if answer.ok:
			answer = me.list(doctype, fields=["*"], limit_page_length=500, **extra)
			assert SECRET not in answer.text
			assert checked["name"] not in answer.text
		else:
			assert_hidden(answer)
	answer = me.session.get(me.url + checked["file"])
	assert answer.status_code in (403, 404)
	assert not answer.content.startswith(b"PK")


def test_an_auditor_reads_what_was_found(checked: dict[str, str], client: Any) -> None:
	(problem,) = client("auditor").read(BATCH, checked["name"]).data["problems"]
	assert (problem["file_row"], problem["value"]) == (2, SECRET)


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_downloads_the_template(checked: dict[str, str], client: Any, who: str) -> None:
	me = client(who)
	answer = me.session.get(me.url + DOWNLOAD, params={"batch": checked["name"]})
	assert answer.status_code in (403, 404)
	assert not answer.content.startswith(b"PK")


def test_the_manager_does_all_of_it(checked: dict[str, str], client: Any) -> None:
	admin = client("admin")
	assert admin.read(BATCH, checked["name"]).ok
	assert admin.session.get(admin.url + DOWNLOAD, params={"batch": checked["name"]}).status_code == 200


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_not_even_a_manager_writes_the_outcome(checked: dict[str, str], client: Any, door: Any) -> None:
	admin = client("admin")
	record = admin.read(BATCH, checked["name"]).data
	forged = {
		"status": "Done",
		"made": 500,
		"failed": 0,
		"problems": [{"doctype": PROBLEM, "problem": "<img src=x onerror=alert(1)>"}],
	}
	door(admin, record, forged)
	stored = admin.read(BATCH, checked["name"]).data
	for field in ("status", "made", "failed"):
		assert stored[field] == record[field]
	assert [problem["value"] for problem in stored["problems"]] == [SECRET]


def test_a_problem_is_not_changed_by_itself(checked: dict[str, str], client: Any) -> None:
	admin = client("admin")
	(problem,) = admin.read(BATCH, checked["name"]).data["problems"]
	with Unchanged(BATCH, checked["name"]):
		assert_refused(admin.update(PROBLEM, problem["name"], {"problem": "x"}))
		assert_refused(admin.remove(PROBLEM, problem["name"]))


@pytest.mark.parametrize("field", ["company", "cycle"])
def test_a_manager_of_another_agency_does_not_reach_over(
	checked: dict[str, str], agency: Agency, client: Any, field: str
) -> None:
	"""Neither by naming the agency, nor by the agency's cycle in a batch of his own."""
	own = agency.cycle(company=ELSEWHERE)
	keep()
	values = {"company": ELSEWHERE, "cycle": own.name, "source": "Templates"}
	values |= {"company": HERE} if field == "company" else {"cycle": checked["cycle"]}
	assert_refused(client("foreign_admin").insert(BATCH, values))


def test_somebody_elses_file_is_not_read(checked: dict[str, str], agency: Agency, client: Any) -> None:
	"""Its address in a batch of one's own would put its content into the problems that one may read."""
	own = agency.cycle(company=ELSEWHERE)
	keep()
	thief = client("foreign_admin")
	values = {"company": ELSEWHERE, "cycle": own.name, "source": "File"}
	assert_refused(thief.insert(BATCH, {**values, "file": checked["file"]}))
	made = thief.insert(BATCH, values).data["name"]
	assert_refused(thief.update(BATCH, made, {"file": checked["file"]}))
	frappe.db.rollback()
	assert not frappe.db.get_value(BATCH, made, "file")


def test_a_file_that_everyone_can_read_is_refused(agency: Agency, client: Any) -> None:
	cycle = agency.cycle()
	made = batch(cycle, "File").name
	keep()
	admin = client("admin")
	answer = admin.request(
		"POST",
		"/api/method/upload_file",
		files={"file": ("rencana.xlsx", xlsx([row(SECRET, "Terbuka")]))},
		data={"doctype": BATCH, "docname": made, "fieldname": "file", "is_private": "0"},
	)
	assert answer.ok, answer.messages
	assert_refused(admin.update(BATCH, made, {"file": answer.data["file_url"]}), "private file")
