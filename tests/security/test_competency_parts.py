"""Threat: a party of a running competency assessment learns what another one has given before his turn."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names
from tests.support.agency import Agency, keep
from tests.support.http import Client
from tests.support.training import (
	COMPETENCY,
	DRAFT,
	clear_assessments,
	give_levels,
	levels_for,
	position,
	started,
)

ROW = "ASN Assessed Competency"
SECRET = {"self": "RAHASIA-DIRI", "superior": "RAHASIA-ATASAN", "assessor": "RAHASIA-ASESOR"}
ALL = "Self, Superior and Assessor"
ASSESSOR_ROLE = "ASN Assessor"
FIELDS = ["name", "potential_score", "potential_note", "strengths", "explanation", "job_match"]
COLUMNS = ["parent", *(f"{party}_{what}" for party in SECRET for what in ("level", "evidence")), "level"]

Channel = Callable[[Client, str], str]


def whole(client: Client, path: str, **query: Any) -> str:
	return client.get(path, **query).text


def report_view(client: Client, doctype: str, key: str, name: str, fields: list[str], **more: Any) -> str:
	return client.call(
		"frappe.desk.reportview.get",
		doctype=doctype,
		fields=json.dumps(fields),
		filters=json.dumps([[doctype, key, "=", name]]),
		start=0,
		page_length=20,
		**more,
	).text


CHANNELS: dict[str, Channel] = {
	"document": lambda c, n: whole(c, f"/api/resource/{COMPETENCY}/{n}"),
	"client.get": lambda c, n: whole(c, "/api/method/frappe.client.get", doctype=COMPETENCY, name=n),
	"list": lambda c, n: whole(c, f"/api/resource/{COMPETENCY}", fields=FIELDS, filters={"name": n}),
	"list of all columns": lambda c, n: whole(
		c, f"/api/resource/{COMPETENCY}", fields=["*"], filters={"name": n}
	),
	"list with columns of rows": lambda c, n: whole(
		c,
		f"/api/resource/{COMPETENCY}",
		fields=["name", f"`tab{ROW}`.superior_evidence", f"`tab{ROW}`.self_evidence"],
		filters={"name": n},
	),
	"rows": lambda c, n: whole(
		c, f"/api/resource/{ROW}", fields=COLUMNS, filters={"parent": n}, parent=COMPETENCY
	),
	"a row": lambda c, n: whole(
		c, f"/api/resource/{ROW}/{c.read(COMPETENCY, n).data['competencies'][0]['name']}"
	),
	"get_value": lambda c, n: whole(
		c, "/api/method/frappe.client.get_value", doctype=COMPETENCY, filters=n, fieldname=FIELDS
	),
	"form": lambda c, n: whole(c, "/api/method/frappe.desk.form.load.getdoc", doctype=COMPETENCY, name=n),
	"docinfo": lambda c, n: whole(
		c, "/api/method/frappe.desk.form.load.get_docinfo", doctype=COMPETENCY, name=n
	),
	"report view": lambda c, n: report_view(c, COMPETENCY, "name", n, FIELDS),
	"report view of rows": lambda c, n: report_view(c, ROW, "parent", n, COLUMNS, parent_doctype=COMPETENCY),
	"export": lambda c, n: (
		c.call(
			"frappe.desk.reportview.export_query",
			doctype=COMPETENCY,
			file_format_type="CSV",
			fields=json.dumps([*FIELDS, f"`tab{ROW}`.superior_evidence"]),
			filters=json.dumps([[COMPETENCY, "name", "=", n]]),
		).text
	),
	"versions": lambda c, n: whole(
		c, "/api/resource/Version", fields=["*"], filters={"docname": n}, limit_page_length=0
	),
	"comments": lambda c, n: whole(
		c, "/api/resource/Comment", fields=["*"], filters={"reference_name": n}, limit_page_length=0
	),
	"print": lambda c, n: whole(
		c, "/printview", doctype=COMPETENCY, name=n, format="ASN Profil Kompetensi", no_letterhead=1
	),
	"standard print": lambda c, n: whole(
		c, "/printview", doctype=COMPETENCY, name=n, format="Standard", no_letterhead=1
	),
	"global search": lambda c, n: whole(c, "/api/method/frappe.utils.global_search.search", text="RAHASIA"),
	"draft": lambda c, n: "".join(
		whole(c, f"/api/resource/{DRAFT}/{n}-{party}") for party in ("Self", "Superior", "Assessor")
	),
	"drafts": lambda c, n: whole(c, f"/api/resource/{DRAFT}", fields=["*"]),
	"value of the draft": lambda c, n: whole(
		c,
		"/api/method/frappe.client.get_value",
		doctype=DRAFT,
		filters={"assessment": n},
		fieldname=["content"],
	),
	"workflow": lambda c, n: (
		c.call(
			"frappe.model.workflow.get_transitions", doc=json.dumps({"doctype": COMPETENCY, "name": n})
		).text
	),
	"method on a sent document": lambda c, n: (
		c.post("/api/method/run_doc_method", {"dt": COMPETENCY, "dn": n, "method": "onload"}).text
	),
	"answer to a save": lambda c, n: c.update(COMPETENCY, n, {}).text,
	"answer to a refusal": lambda c, n: c.update(COMPETENCY, n, {"rater_note": "?"}).text,
}


def give(agency: Agency, who: str, name: str, party: str, total: int) -> None:
	with agency.acting(who):
		mine = give_levels(frappe.get_doc(COMPETENCY, name), party, levels_for(total))
		for row in mine.competencies:
			row.set(f"{party}_evidence", SECRET[party])
		if party == "assessor":
			mine.update({"potential_score": 61.25, "potential_note": SECRET[party]})
		mine.save(ignore_version=False)


@pytest.fixture(scope="module")
def running(agency: Agency) -> Iterator[dict[str, str]]:
	"""State -> an assessment of staff1 in it, in which everybody whose turn has come has entered something.
	lead1 is the superior, lead2 the assessor."""
	clear_assessments(agency, *agency.employees)
	before = frappe.db.get_value("Employee", agency.employee("staff1"), "designation")
	position(agency)
	user = frappe.get_doc("User", agency.user("lead2"))
	user.add_roles(ASSESSOR_ROLE)
	found = {}
	for state in ("Self Assessment", "Superior Assessment", "Assessor Assessment", "Dialogue"):
		doc = started(agency, procedure=ALL, assessor=agency.employee("lead2"))
		found[state] = doc.name
		give(agency, "staff1", doc.name, "self", 27)
		if state == "Self Assessment":
			continue
		act(agency, "staff1", doc.name, "Submit Self Assessment")
		give(agency, "lead1", doc.name, "superior", 18)
		if state == "Superior Assessment":
			continue
		act(agency, "lead1", doc.name, "Submit Levels")
		give(agency, "lead2", doc.name, "assessor", 36)
		if state == "Dialogue":
			act(agency, "lead2", doc.name, "Submit Levels")
	keep()
	yield found
	frappe.db.rollback()
	clear_assessments(agency, *agency.employees)
	frappe.db.set_value("Employee", agency.employee("staff1"), "designation", before)
	frappe.get_doc("User", agency.user("lead2")).remove_roles(ASSESSOR_ROLE)
	keep()


def act(agency: Agency, who: str, name: str, action: str) -> None:
	from frappe.model.workflow import apply_workflow

	with agency.acting(who):
		apply_workflow(frappe.get_doc(COMPETENCY, name), action)


# who, in which state -> what he may know
KNOWS = {
	("staff1", "Self Assessment"): {"self"},
	("lead1", "Self Assessment"): set(),
	("lead2", "Self Assessment"): set(),
	("staff1", "Superior Assessment"): {"self"},
	("lead1", "Superior Assessment"): {"superior"},
	("lead2", "Superior Assessment"): set(),
	("head", "Superior Assessment"): set(),
	("staff1", "Assessor Assessment"): {"self"},
	("lead1", "Assessor Assessment"): {"self", "superior"},
	("lead2", "Assessor Assessment"): {"assessor"},
	("admin", "Assessor Assessment"): set(),
	("auditor", "Assessor Assessment"): set(),
}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("who", "state"), KNOWS, ids=str)
def test_no_channel_tells_the_others(
	running: dict[str, str], client: Any, who: str, state: str, channel: str
) -> None:
	text = CHANNELS[channel](client(who), running[state])
	told = {party for party, secret in SECRET.items() if secret in text}
	assert told <= KNOWS[who, state]
	assert "61.25" not in text or "assessor" in KNOWS[who, state]


@pytest.mark.parametrize(("who", "state"), KNOWS, ids=str)
def test_each_sees_his_own(running: dict[str, str], client: Any, who: str, state: str) -> None:
	text = CHANNELS["document"](client(who), running[state])
	assert {party for party, secret in SECRET.items() if secret in text} == KNOWS[who, state]


@pytest.mark.parametrize("who", ["staff1", "lead1", "lead2", "head", "admin", "auditor"])
@pytest.mark.parametrize("channel", ["document", "form", "rows", "report view of rows"])
def test_from_the_dialogue_on_all_is_seen(
	running: dict[str, str], client: Any, who: str, channel: str
) -> None:
	text = CHANNELS[channel](client(who), running["Dialogue"])
	assert [secret for secret in SECRET.values() if secret not in text] == []


@pytest.mark.parametrize(
	"filters",
	[
		[[ROW, "superior_level", "=", 2]],
		[[ROW, "self_level", ">", 0]],
		[[ROW, "assessor_evidence", "like", "RAHASIA%"]],
		[[ROW, "level", ">", 0]],
		[[COMPETENCY, "potential_score", ">", 0]],
		[[COMPETENCY, "job_match", ">", 0]],
	],
	ids=str,
)
def test_a_filter_is_no_oracle(running: dict[str, str], client: Any, filters: list[Any]) -> None:
	for who in ("staff1", "lead1", "lead2", "admin"):
		asked = [[COMPETENCY, "name", "=", running["Assessor Assessment"]], *filters]
		assert client(who).list(COMPETENCY, filters=asked).json == {"data": []}


@pytest.mark.parametrize("who", ["staff1", "lead1", "lead2", "admin", "auditor"])
def test_nobody_reads_the_store_behind_it(running: dict[str, str], client: Any, who: str) -> None:
	name = f"{running['Assessor Assessment']}-Superior"
	assert_hidden(client(who).read(DRAFT, name))
	assert_refused(client(who).update(DRAFT, name, {"content": "{}"}))
	assert_refused(client(who).remove(DRAFT, name))


def as_sent(client: Client, name: str) -> dict[str, Any]:
	return client.read(COMPETENCY, name).data


def with_level(record: dict[str, Any], column: str, level: object) -> dict[str, Any]:
	return {"competencies": [{**row, column: level} for row in record["competencies"]]}


# state, who, what he may not write into
FORBIDDEN = (
	("Self Assessment", "staff1", "superior_level"),
	("Self Assessment", "staff1", "level"),
	("Self Assessment", "staff1", "required_level"),
	("Self Assessment", "lead1", "self_level"),
	("Self Assessment", "lead1", "superior_level"),
	("Superior Assessment", "staff1", "superior_level"),
	("Superior Assessment", "staff1", "self_level"),
	("Superior Assessment", "lead1", "self_level"),
	("Superior Assessment", "lead2", "assessor_level"),
	("Superior Assessment", "head", "superior_level"),
	("Superior Assessment", "admin", "superior_level"),
	("Assessor Assessment", "staff1", "assessor_level"),
	("Assessor Assessment", "lead1", "superior_level"),
	("Assessor Assessment", "lead1", "assessor_level"),
	("Assessor Assessment", "lead2", "superior_level"),
	("Assessor Assessment", "admin", "assessor_level"),
	("Dialogue", "staff1", "superior_level"),
	("Dialogue", "staff1", "self_level"),
	("Dialogue", "lead1", "self_level"),
	("Dialogue", "lead1", "assessor_level"),
	("Dialogue", "lead2", "superior_level"),
	("Dialogue", "head", "assessor_level"),
	("Dialogue", "admin", "superior_level"),
	("Dialogue", "admin", "assessor_level"),
)


@pytest.mark.parametrize(("state", "who", "column"), FORBIDDEN, ids=str)
def test_nobody_writes_what_is_not_his(
	running: dict[str, str], client: Any, state: str, who: str, column: str
) -> None:
	me, name = client(who), running[state]
	record = as_sent(me, name)
	drafts = kept(name)
	with Unchanged(COMPETENCY, name):
		assert_refused(me.update(COMPETENCY, name, with_level(record, column, 5)))
	assert kept(name) == drafts


@pytest.mark.parametrize("field", ["potential_score", "assessed_on", "basis"])
@pytest.mark.parametrize(
	("state", "who"),
	[(state, who) for state in ("Assessor Assessment", "Dialogue") for who in ("staff1", "lead1", "admin")],
)
def test_what_is_the_assessors_alone(
	running: dict[str, str], client: Any, state: str, who: str, field: str
) -> None:
	value = {"potential_score": 99, "assessed_on": "2026-01-05", "basis": "Lain"}[field]
	with Unchanged(COMPETENCY, running[state]):
		assert_refused(client(who).update(COMPETENCY, running[state], {field: value}))


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_no_door_leads_into_ones_own_superior_part(running: dict[str, str], client: Any, door: Any) -> None:
	me, name = client("staff1"), running["Superior Assessment"]
	record = as_sent(me, name)
	drafts = kept(name)
	for values in (with_level(record, "superior_level", 5), {"workflow_state": "Dialogue"}):
		with Unchanged(COMPETENCY, name):
			assert_refused(door(me, record, values))
	assert kept(name) == drafts


def kept(name: str) -> list[Any]:
	frappe.db.rollback()
	return frappe.get_all(DRAFT, filters={"assessment": name}, fields=["party", "content"], order_by="party")


def test_only_the_one_whose_turn_it_is_goes_on(running: dict[str, str], client: Any) -> None:
	actions = {
		"Self Assessment": ("Submit Self Assessment", ("lead1", "lead2", "head", "staff2")),
		"Superior Assessment": ("Submit Levels", ("staff1", "lead2", "head", "admin")),
		"Assessor Assessment": ("Submit Levels", ("staff1", "lead1", "head", "admin")),
		"Dialogue": ("Release", ("staff1", "lead2", "head", "admin")),
	}
	for state, (action, people) in actions.items():
		for who in people:
			with Unchanged(COMPETENCY, running[state]):
				sent = {"doctype": COMPETENCY, "name": running[state]}
				assert_refused(client(who).workflow(sent, action))


def test_an_assessor_sees_only_what_he_is_asked_for(
	agency: Agency, running: dict[str, str], client: Any
) -> None:
	frappe.db.rollback()
	other = started(agency)  # of staff1 and his superior alone
	keep()
	me = client("lead2")
	assert_hidden(me.read(COMPETENCY, other.name))
	filters = {"employee": agency.employee("staff1")}
	seen = {row["name"] for row in me.list(COMPETENCY, filters=filters, limit_page_length=0).data}
	assert seen == set(running.values())
	for doctype in ("ASN Work Plan", "ASN Evaluation", "ASN Training Record"):
		assert me.list(doctype, filters=filters).data == []


def test_one_does_not_start_with_levels_or_as_another(
	agency: Agency, running: dict[str, str], client: Any
) -> None:
	frappe.db.rollback()
	cycle = agency.cycle().name
	keep()
	me = client("staff1")
	rows = [{"competency": "Integritas", "required_level": 1, "self_level": 5, "superior_level": 5}]
	for forged in (
		{"employee": agency.employee("staff2")},
		{"competencies": rows},
		{"procedure": "Assessor"},
		{"workflow_state": "Released"},
		{"job_match": 120},
		{"potential_score": 100},
	):
		assert_refused(me.insert(COMPETENCY, {"cycle": cycle, **forged}))
	for who in ("lead1", "auditor", "guest", "foreign_admin"):
		sent = {"cycle": cycle, "employee": agency.employee("staff1")}
		assert_refused(client(who).insert(COMPETENCY, sent))
	frappe.db.rollback()
	assert not frappe.db.exists(COMPETENCY, {"cycle": cycle})
