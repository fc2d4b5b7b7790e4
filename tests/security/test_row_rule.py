"""Threat: somebody sees records of people who are none of his business, by one door though not by another."""

from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from asn_kinerja.access import rows
from tests.security.doors import assert_hidden, assert_refused
from tests.support.agency import ELSEWHERE, EVALUATION, HERE, PEOPLE, PLAN, Agency, keep

ROWS = {
	PLAN: ("ASN Work Plan Item", "ASN Work Plan Behaviour", "ASN Work Plan Support"),
	EVALUATION: ("ASN Evaluation Result", "ASN Evaluation Behaviour", "ASN Evaluation Component"),
}
HERE_ALL = {"head", "lead1", "lead2", "staff1", "staff2", "staff3", "staff4", "lent", "admin", "outside"}
# Whose records each person sees, worked out by hand from the tree in tests/support/agency.py
SEES = {
	"head": HERE_ALL - {"outside"},
	"lead1": {"lead1", "staff1", "staff2", "lent"},
	"lead2": {"lead2", "staff3", "staff4", "admin", "lent"},
	"staff1": {"staff1"},
	"staff2": {"staff2"},
	"staff3": {"staff3"},
	"staff4": {"staff4"},
	"lent": {"lent"},
	"admin": HERE_ALL,
	"outside": {"outside"},
	"foreign": {"foreign"},
	"auditor": HERE_ALL | {"foreign"},
	"foreign_admin": {"foreign"},
	"guest": set(),
}


@pytest.fixture(scope="module")
def records(agency: Agency) -> dict[str, dict[str, str]]:
	"""DocType -> name of a record -> whose it is. Who has no rater has a draft plan and no evaluation."""
	here, there = agency.cycle(), agency.cycle(company=ELSEWHERE)
	found: dict[str, dict[str, str]] = {PLAN: {}, EVALUATION: {}}
	for key in SEES["auditor"]:
		support = [{"kind": "Konsekuensi", "description": "Penghargaan"}]
		state = "Approved" if agency.rater(key) else "Draft"
		plan = agency.plan(key, there if key == "foreign" else here, state, supports=support)
		found[PLAN][plan.name] = key
		if agency.rater(key):
			found[EVALUATION][agency.evaluation(plan).name] = key
	released = agency.evaluation(
		plan_of(found, "staff1"), "Released", stage=1
	)  # component rows are there now
	found[EVALUATION][released.name] = "staff1"
	keep()
	return found


def plan_of(found: dict[str, dict[str, str]], key: str) -> Any:
	return frappe.get_doc(PLAN, next(name for name, owner in found[PLAN].items() if owner == key))


@pytest.fixture
def person(agency: Agency, request: pytest.FixtureRequest) -> Iterator[str]:
	with agency.acting(request.param):
		yield request.param


def listed(doctype: str, fields: str, filters: dict[str, Any], **more: Any) -> set[str]:
	try:
		rows = frappe.get_list(doctype, fields=[fields], filters=filters, limit_page_length=0, **more)
	except frappe.PermissionError:
		return set()
	return {row[fields] for row in rows}


@pytest.mark.parametrize("doctype", [PLAN, EVALUATION])
@pytest.mark.parametrize("person", PEOPLE, indirect=True)
def test_list_document_and_rows_give_the_same_answer(
	records: dict[str, dict[str, str]], person: str, doctype: str
) -> None:
	names = records[doctype]
	expected = {name for name, key in names.items() if key in SEES[person]}
	assert listed(doctype, "name", {"name": ["in", list(names)]}) == expected
	assert {name for name in names if frappe.has_permission(doctype, "read", doc=name)} == expected
	for row in ROWS[doctype]:
		holders = set(frappe.get_all(row, filters={"parent": ["in", list(names)]}, pluck="parent"))
		seen = listed(row, "parent", {"parent": ["in", list(names)]}, parent_doctype=doctype)
		assert seen == expected & holders


@pytest.mark.parametrize("who", ["staff1", "outside", "foreign_admin", "guest"])
@pytest.mark.parametrize("doctype", [PLAN, EVALUATION])
def test_a_strangers_record_is_refused_over_http(
	records: dict[str, dict[str, str]], client: Any, who: str, doctype: str
) -> None:
	stranger = next(name for name, key in records[doctype].items() if key == "staff3")
	me = client(who)
	assert_hidden(me.read(doctype, stranger))
	assert_hidden(me.call("frappe.client.get", doctype=doctype, name=stranger))
	assert_hidden(me.get("/api/method/frappe.desk.form.load.getdoc", doctype=doctype, name=stranger))
	assert_hidden(me.get("/api/method/frappe.desk.form.load.get_docinfo", doctype=doctype, name=stranger))
	assert "Staf Tiga" not in me.get("/printview", doctype=doctype, name=stranger).text
	answer = me.list(doctype, filters={"name": stranger})
	assert not answer.ok or answer.data == []
	for asked in ({}, {"ignore_user_permissions": 1}):
		for function, more in (
			("search_link", {}),
			("search_widget", {"filter_fields": '["employee_name"]'}),
		):
			for searched in (doctype, *ROWS[doctype]):
				found = me.call(
					f"frappe.desk.search.{function}",
					**{"doctype": searched, "txt": "", "page_length": 10_000, **asked, **more},
				)
				assert stranger not in found.text
				assert "Staf Tiga" not in found.text
	asked = {"doctype": doctype, "txt": "Staf Tiga", "page_length": 10_000}
	for function in ("search_link", "search_widget"):
		assert stranger in client("lead2").call(f"frappe.desk.search.{function}", **asked).text
	assert stranger not in me.get("/api/method/frappe.utils.global_search.search", text="Staf Tiga").text


def test_the_auditor_reads_all_and_writes_nothing(records: dict[str, dict[str, str]], client: Any) -> None:
	me = client("auditor")
	for doctype in (PLAN, EVALUATION):
		name = next(name for name, key in records[doctype].items() if key == "staff3")
		assert me.read(doctype, name).ok
		assert_refused(me.update(doctype, name, {"return_reason": "x"}))
		assert_refused(me.update(doctype, name, {}))
		assert_refused(me.remove(doctype, name))
		row = me.read(doctype, name).data["behaviours"][0]
		assert_refused(me.update(row["doctype"], row["name"], {"expectation": "x"}))
	for doctype in ("ASN Performance Cycle", "ASN Scoring Scheme", "ASN Behaviour Value"):
		(row,) = me.list(doctype, limit_page_length=1).data
		assert_refused(me.update(doctype, row["name"], {}))


@pytest.mark.parametrize("doctype", [PLAN, EVALUATION])
@pytest.mark.parametrize("who", ["staff1", "lead1", "admin"])
def test_the_rule_is_not_given_away_by_sharing_or_assigning(
	records: dict[str, dict[str, str]], agency: Agency, client: Any, who: str, doctype: str
) -> None:
	name = next(name for name, key in records[doctype].items() if key == "staff1")
	stranger = agency.user("outside")
	me = client(who)
	sharing = {"doctype": doctype, "name": name, "user": stranger, "read": 1, "write": 1}
	assert_hidden(me.call("frappe.share.add", **sharing))
	me.call("frappe.desk.form.assign_to.add", doctype=doctype, name=name, assign_to=f'["{stranger}"]')
	assert_hidden(client("outside").read(doctype, name))
	assert client("outside").list(doctype, filters={"name": name}).data == []


def test_drafts_are_hidden_from_superiors_where_the_agency_wants_it(
	agency: Agency, clean_cache: None
) -> None:
	draft = agency.plan("staff1", agency.cycle(), "Draft")
	for shown in (1, 0):
		frappe.db.set_single_value("ASN Performance Settings", "superiors_see_drafts", shown)
		for who in ("lead1", "head"):
			with agency.acting(who):
				assert bool(listed(PLAN, "name", {"name": draft.name})) == bool(shown)
				assert frappe.has_permission(PLAN, "read", doc=draft.name) == bool(shown)
		for who in ("staff1", "admin"):
			with agency.acting(who):
				assert listed(PLAN, "name", {"name": draft.name}) == {draft.name}


def test_a_users_name_does_not_end_the_quotes_of_the_condition() -> None:
	user = "o'brien\"; drop table x; --@agency-uji.example"
	for doctype, hooks in frappe.get_hooks("permission_query_conditions").items():
		for hook in hooks:
			if hook.startswith("asn_kinerja."):
				condition = frappe.get_attr(hook)(user)
				assert condition  # a stranger sees nothing
				assert not frappe.db.sql(f"select name from `tab{doctype}` where {condition}")  # noqa: S608


def test_a_name_with_quotes_and_backslashes_stays_a_value_in_the_query(agency: Agency) -> None:
	agency.released("staff1")
	evaluation = frappe.qb.DocType(EVALUATION)
	name = "Kota') or 1=1 or ('\\"
	condition = rows._sql(evaluation.company.isin([name]))
	found = frappe.db.sql(f"select name from `tab{EVALUATION}` where {condition}")  # noqa: S608
	assert not found
	same = rows._sql(evaluation.company.isin([HERE, name, "100 %"]))
	assert frappe.db.sql(f"select name from `tab{EVALUATION}` where {same}")  # noqa: S608
