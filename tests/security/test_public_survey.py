"""Threat: somebody without a login reads or stores, by the public page of a survey, more than one honest
answer; or answers and surveys are seen or changed by who may not."""

import json
from typing import Any

import frappe
import pytest
from frappe.utils import today

from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names
from tests.support.agency import ELSEWHERE, HERE, Agency, keep
from tests.support.satisfaction import (
	ALL_THREES,
	ELEMENTS,
	RESPONSE,
	SURVEY,
	Citizen,
	answered,
	key_in,
	number_of_answers,
	survey,
	unit,
	values,
)

ROWS = ("ASN Survey Element", "ASN Survey Officer", "ASN Survey Grade")
NOT_MANAGERS = ("staff1", "lead1", "head", "foreign", "foreign_admin", "guest", "auditor")
MARKUP = "<img src=x onerror=alert(1)><b>tebal</b>"


@pytest.fixture(scope="module")
def made(agency: Agency) -> dict[str, Any]:
	"""An open survey with an officer and a hidden element, another one of the same agency, one of another."""
	first = survey(by_officer=1, officers=[{"employee": agency.employee("staff1")}], open_it=False)
	first.elements[3].hidden_element = 1  # U4
	first.save()
	first.open_survey()
	second = survey(by_officer=1, officers=[{"employee": agency.employee("staff2")}], title="Layanan lain")
	keep()
	return {"first": frappe.get_doc(SURVEY, first.name), "second": second}


@pytest.fixture
def citizen(http: Any, made: dict[str, Any]) -> Citizen:
	return Citizen(http.url, made["first"].token)


ASKED = {element: value for element, value in ALL_THREES.items() if element != "U4"}


# --- what may be sent --------------------------------------------------------------------------------------


def test_an_honest_answer_is_stored_with_the_day_and_nothing_about_the_citizen(
	citizen: Citizen, made: dict[str, Any]
) -> None:
	before = number_of_answers(made["first"].name)
	officer = made["first"].officers[0].name
	answer = citizen.send({**ASKED, "U1": "4", "officer": officer, "suggestion": f"Bagus {MARKUP} & cepat"})
	assert answer.status_code == 303
	assert number_of_answers(made["first"].name) == before + 1
	(row,) = frappe.db.sql(
		f"select * from `tab{RESPONSE}` where survey = %s",  # noqa: S608
		made["first"].name,
		as_dict=True,
	)
	assert [row[element.lower()] for element in ELEMENTS] == [4, 3, 3, 0, 3, 3, 3, 3, 3]
	assert row.officer == made["first"].officers[0].employee
	assert str(row.submitted_on) == today()
	assert {str(row.creation), str(row.modified)} == {f"{today()} 00:00:00"}
	assert {row.owner, row.modified_by} == {"Guest"}
	assert row.suggestion == "Bagus &lt;img src=x onerror=alert(1)&gt;&lt;b&gt;tebal&lt;/b&gt; &amp; cepat"
	assert set(row) == {
		*("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx"),
		*("survey", "submitted_on", "officer", "officer_name", "company", "department", "suggestion"),
		*(element.lower() for element in ELEMENTS),
		*("_user_tags", "_comments", "_assign", "_liked_by"),
	}


@pytest.mark.parametrize(
	"changes",
	[
		*(
			{"U1": value}
			for value in ("0", "5", "-1", "2.5", "empat", "", " 3", "3 ", "03", "1e0", "٣", "null")
		),
		{"U1": None},  # not sent
		{"U4": "3"},  # hidden
		{"U10": "3"},
		{"u1": "3"},
		{"submitted_on": "2020-01-01"},
		{"survey": "lain"},
		{"owner": "Administrator"},
		{"officer": "HR-EMP-00001"},
		{"officer": "0' or '1'='1"},
		{"suggestion": "x" * 1001},
	],
	ids=str,
)
def test_nothing_else_is_stored(citizen: Citizen, made: dict[str, Any], changes: dict[str, Any]) -> None:
	before = number_of_answers(made["first"].name)
	fields = {field: value for field, value in {**ASKED, **changes}.items() if value is not None}
	answer = citizen.send(fields)
	assert answer.status_code == 422
	assert 'class="error"' in answer.text
	assert number_of_answers(made["first"].name) == before


def test_a_field_sent_twice_is_refused(citizen: Citizen, made: dict[str, Any]) -> None:
	before = number_of_answers(made["first"].name)
	assert citizen.send([*ASKED.items(), ("U1", "4")]).status_code == 422
	assert number_of_answers(made["first"].name) == before


def test_an_officer_of_another_survey_is_refused(citizen: Citizen, made: dict[str, Any]) -> None:
	before = number_of_answers(made["first"].name)
	answer = citizen.send({**ASKED, "officer": made["second"].officers[0].name})
	assert answer.status_code == 422
	assert "Pilih petugas dari daftar" in answer.text
	assert number_of_answers(made["first"].name) == before


def test_a_body_that_is_no_form_stores_nothing(citizen: Citizen, made: dict[str, Any]) -> None:
	before = number_of_answers(made["first"].name)
	sent = {**ASKED, "form_key": citizen.key()}
	assert citizen.session.post(citizen.page, json=sent, allow_redirects=False).status_code == 422
	assert citizen.session.get(citizen.page, params=sent, allow_redirects=False).status_code == 200
	assert citizen.session.put(citizen.page, data=sent, allow_redirects=False).status_code in (404, 405)
	assert number_of_answers(made["first"].name) == before


def test_what_was_sent_comes_back_escaped(citizen: Citizen) -> None:
	answer = citizen.send({"U1": '"><script>alert(1)</script>', "suggestion": f"</textarea>{MARKUP}"})
	assert answer.status_code == 422
	assert "<script" not in answer.text
	assert "<img" not in answer.text
	assert "&lt;/textarea&gt;&lt;img src=x" in answer.text


# --- how often ---------------------------------------------------------------------------------------------


def test_a_replay_a_thousand_times_stores_one(citizen: Citizen, made: dict[str, Any]) -> None:
	before = number_of_answers(made["first"].name)
	key = citizen.key()
	answers = [citizen.send(ASKED, key).status_code for _time in range(1000)]
	assert set(answers) == {303}  # a double tap is told the same as the first
	assert number_of_answers(made["first"].name) == before + 1


@pytest.mark.parametrize("key", ["", "x", "A" * 22, "' or 1=1 --", "A" * 5000])
def test_a_made_up_key_stores_nothing(citizen: Citizen, made: dict[str, Any], key: str) -> None:
	before = number_of_answers(made["first"].name)
	answer = citizen.send(ASKED, key)
	assert answer.status_code == 422
	assert "terlalu lama terbuka" in answer.text
	assert number_of_answers(made["first"].name) == before
	# what comes back can be sent
	assert citizen.send(ASKED, key_in(answer.text)).status_code == 303


def test_a_key_of_another_survey_stores_nothing(http: Any, citizen: Citizen, made: dict[str, Any]) -> None:
	other = Citizen(http.url, made["second"].token)
	before = number_of_answers(made["first"].name)
	assert citizen.send(ASKED, other.key()).status_code == 422
	assert number_of_answers(made["first"].name) == before


def test_a_machine_that_fills_in_everything_stores_nothing(citizen: Citizen, made: dict[str, Any]) -> None:
	before = number_of_answers(made["first"].name)
	assert citizen.send({**ASKED, "website": "http://spam.example"}).status_code == 303
	assert number_of_answers(made["first"].name) == before


def test_the_limit_of_one_address_and_of_all(agency: Agency, http: Any) -> None:
	limited = survey(hourly_limit=2, hourly_total=3, title="Terbatas")
	keep()
	one, other = (Citizen(http.url, limited.token, address) for address in ("192.0.2.1", "192.0.2.2"))
	assert [one.send(ALL_THREES).status_code for _time in range(3)] == [303, 303, 429]
	assert [other.send(ALL_THREES).status_code for _time in range(2)] == [303, 429]
	assert number_of_answers(limited.name) == 3
	# the answers are not lost: the form comes back with them
	refused = other.send(ALL_THREES)
	assert refused.headers["Retry-After"]
	assert "Terlalu banyak jawaban" in refused.text
	assert refused.text.count(" checked") == 9
	# of IPv6 the network counts
	first, second = (Citizen(http.url, limited.token, f"2001:db8::{number}") for number in (1, 2))
	pages = [first.open().status_code for _time in range(20)]
	assert (set(pages), second.open().status_code) == ({200}, 429)


def test_neither_addresses_nor_keys_are_readable_in_redis(citizen: Citizen) -> None:
	mine = Citizen(citizen.page.partition("/survei")[0], citizen.page.rpartition("/")[2], "192.0.2.77")
	assert mine.send(ASKED).status_code == 303
	keys = frappe.cache.get_keys("asn_survey")
	assert keys
	assert not [key for key in keys if b"192.0.2" in key]


# --- when it is not open -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("changes", "method", "status"),
	[
		({}, None, 404),  # a draft
		({"from_date": "2099-01-01", "to_date": "2099-02-01"}, "open_survey", 404),
		({}, "close_survey", 410),
		({"from_date": "2020-01-01", "to_date": "2020-02-01"}, "past", 410),
	],
	ids=["draft", "not yet", "closed", "over"],
)
def test_a_survey_that_is_not_open_takes_nothing(
	agency: Agency, http: Any, citizen: Citizen, changes: dict[str, Any], method: str | None, status: int
) -> None:
	shut = survey(open_it=False, **changes)
	if method == "past":
		frappe.db.set_value(SURVEY, shut.name, "status", "Open")
	elif method:
		shut.run_method(method)
	keep()
	visitor = Citizen(http.url, shut.token)
	page = visitor.open()
	assert page.status_code == status
	assert "<form" not in page.text
	assert visitor.send(ALL_THREES, citizen.key()).status_code == status
	assert number_of_answers(shut.name) == 0


@pytest.mark.parametrize("token", ["", "0" * 32, "x", "../app", "%00", "' or '1'='1", "%25", "A" * 2000])
def test_an_unknown_link_tells_nothing(http: Any, token: str) -> None:
	page = Citizen(http.url, token).open()
	assert page.status_code in (404, 414) or (token == "../app" and page.status_code < 500)
	assert "Traceback" not in page.text


def test_the_old_link_leads_nowhere_after_a_new_one(agency: Agency, http: Any) -> None:
	renewed = survey(title="Diperbarui")
	keep()
	old = Citizen(http.url, renewed.token)
	key = old.key()
	renewed.renew_link()
	keep()
	assert old.open().status_code == 404
	assert old.send(ALL_THREES, key).status_code == 404
	new = Citizen(http.url, frappe.db.get_value(SURVEY, renewed.name, "token"))
	assert new.send(ALL_THREES).status_code == 303


def test_the_page_brings_nothing_from_elsewhere_and_is_not_kept(citizen: Citizen) -> None:
	page = citizen.open()
	assert page.headers["Cache-Control"] == "no-store"
	assert "default-src 'none'" in page.headers["Content-Security-Policy"]
	assert "noindex" in page.headers["X-Robots-Tag"]
	for marker in ("<script", "http://", "https://", "src=", "@import", "url("):
		assert marker not in page.text
	assert citizen.session.cookies.get("sid") in (None, "Guest")


# --- who reads and writes in the Desk ----------------------------------------------------------------------


def test_a_guest_reads_nothing(http: Any, made: dict[str, Any]) -> None:
	guest = http.guest()
	answered(made["second"], {})
	keep()
	for doctype in (SURVEY, RESPONSE, *ROWS):
		parent = {"parent": SURVEY} if doctype in ROWS else {}
		assert_hidden(guest.list(doctype, **parent))
		assert_hidden(guest.call("frappe.client.get_list", doctype=doctype, **parent))
		assert_hidden(guest.call("frappe.client.get_count", doctype=doctype))
	assert_hidden(guest.read(SURVEY, made["first"].name))
	report = "frappe.desk.query_report.run"
	assert_hidden(guest.call(report, report_name="ASN Satisfaction Index"))
	method = "asn_kinerja.asn_kinerja.doctype.asn_satisfaction_survey.asn_satisfaction_survey.standard_rows"
	assert_hidden(guest.get(f"/api/method/{method}"))
	poster = guest.get("/printview", doctype=SURVEY, name=made["first"].name, format="ASN Survey Poster")
	assert made["first"].token not in poster.text


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_makes_changes_or_opens_a_survey(made: dict[str, Any], client: Any, who: str) -> None:
	me, name = client(who), made["first"].name
	before = frappe.db.count(SURVEY)
	assert_refused(me.insert(SURVEY, {**values(), "doctype": SURVEY}))
	record = json.loads(frappe.as_json(made["first"].as_dict()))
	with Unchanged(SURVEY, name):
		for door in SAVING_DOORS:
			assert_refused(door(me, record, {"title": "Diubah", "minimum_answers": 1}))
		for method in ("open_survey", "close_survey", "renew_link"):
			call = {"dt": SURVEY, "dn": name, "method": method}
			assert_refused(me.post("/api/method/run_doc_method", call))
		assert_refused(me.remove(SURVEY, name))
	frappe.db.rollback()
	assert frappe.db.count(SURVEY) == before


@pytest.mark.parametrize("who", ["staff1", "lead2", "foreign", "foreign_admin", "guest"])
def test_a_survey_of_another_unit_or_agency_is_not_seen(made: dict[str, Any], client: Any, who: str) -> None:
	me = client(who)
	assert_hidden(me.read(SURVEY, made["first"].name))
	for doctype in (SURVEY, *ROWS):
		parent = {"parent": SURVEY} if doctype in ROWS else {}
		answer = me.list(doctype, fields=["*"], limit_page_length=0, **parent)
		assert made["first"].name not in answer.text
		assert made["first"].token not in answer.text


def test_a_leader_sees_the_survey_and_no_single_answer(made: dict[str, Any], client: Any) -> None:
	lead = client("lead1")
	assert lead.read(SURVEY, made["first"].name).ok
	assert_hidden(lead.list(RESPONSE))


@pytest.fixture
def stored(made: dict[str, Any]) -> dict[str, Any]:
	"""An answer as a client reads it."""
	answered(made["second"], {})
	keep()
	name = frappe.get_all(RESPONSE, {"survey": made["second"].name}, pluck="name", limit=1)[0]
	return json.loads(frappe.as_json(frappe.get_doc(RESPONSE, name).as_dict()))


@pytest.mark.parametrize("who", ["admin", "auditor", "head", "foreign_admin", "staff1"])
def test_nobody_enters_changes_or_deletes_an_answer(stored: dict[str, Any], client: Any, who: str) -> None:
	me = client(who)
	before = frappe.db.count(RESPONSE)
	with Unchanged(RESPONSE, stored["name"]):
		for door in SAVING_DOORS:
			assert_refused(door(me, stored, {"u1": 1, "suggestion": "lain"}))
		assert_refused(me.remove(RESPONSE, stored["name"]))
	new = {key: stored[key] for key in ("survey", "company", "department", "submitted_on", "u1")}
	assert_refused(me.insert(RESPONSE, new))
	frappe.db.rollback()
	assert frappe.db.count(RESPONSE) == before


def test_not_even_the_administrator_changes_an_answer(stored: dict[str, Any]) -> None:
	doc = frappe.get_doc(RESPONSE, stored["name"])
	doc.u1 = 1
	with pytest.raises(frappe.PermissionError):
		doc.save(ignore_permissions=True)
	with pytest.raises(frappe.PermissionError):
		frappe.delete_doc(RESPONSE, stored["name"], ignore_permissions=True)
	with pytest.raises(frappe.PermissionError):
		frappe.rename_doc(RESPONSE, stored["name"], "lain", force=True)
	with pytest.raises(frappe.PermissionError):
		frappe.copy_doc(doc).insert(ignore_permissions=True)


@pytest.mark.parametrize(("who", "seen"), [("admin", True), ("auditor", True), ("foreign_admin", False)])
def test_answers_are_read_within_the_permitted_agencies(
	stored: dict[str, Any], client: Any, who: str, seen: bool
) -> None:
	me = client(who)
	assert me.read(RESPONSE, stored["name"]).ok is seen
	listed = me.list(RESPONSE, filters={"name": stored["name"]})
	assert bool(listed.data) is seen


@pytest.mark.parametrize("field", ["company", "department"])
def test_a_manager_of_another_agency_does_not_reach_over(agency: Agency, client: Any, field: str) -> None:
	me = client("foreign_admin")
	there = {"doctype": "Department", "department_name": "Bidang Uji Seberang", "company": ELSEWHERE}
	elsewhere = unit(there["department_name"], ELSEWHERE) or frappe.get_doc(there).insert().name
	keep()
	sent = values(company=ELSEWHERE, department=elsewhere)
	own = me.insert(SURVEY, {**sent, "doctype": SURVEY})
	assert own.ok, own.messages
	change = {"company": HERE, "department": unit()} if field == "company" else {"department": unit()}
	with Unchanged(SURVEY, own.data["name"]):
		assert_refused(me.update(SURVEY, own.data["name"], change))


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_a_manager_does_not_write_state_or_link(made: dict[str, Any], client: Any, door: Any) -> None:
	admin = client("admin")
	record = admin.read(SURVEY, made["second"].name).data
	door(admin, record, {"status": "Closed", "token": "0" * 32})
	after = admin.read(SURVEY, made["second"].name).data
	assert (after["status"], after["token"]) == ("Open", record["token"])
