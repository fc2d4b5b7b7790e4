"""Threat: somebody reads what another earns, reads his own before it is decided, or changes an amount."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names
from tests.support.agency import HERE, PEOPLE, Agency, keep
from tests.support.credit import ALLOWANCE_RULE, LINE, SHEET
from tests.support.rows import insert_row

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
EVERYTHING = ("admin", "auditor", "foreign_admin")  # who sees drafts too
NOT_MANAGERS = ("staff1", "lead1", "head", "auditor", "outside", "foreign_admin", "guest")
DRAFT, APPROVED = "Draft", "Approved"
ENTERED = "ASN Allowance Entered Base"


@pytest.fixture
def records(agency: Agency) -> Iterator[dict[str, str]]:
	"""Whose it is -> name of a line of a draft; "sheet" -> the sheet of the agency here."""
	companies = {
		key: frappe.db.get_value("Employee", agency.employee(key), "company") for key in SEES["auditor"]
	}
	clean(companies)
	sheets = {
		company: insert_row(
			SHEET,
			title=company,
			company=company,
			month="2026-03-01",
			rule=ALLOWANCE_RULE,
			status=DRAFT,
			sheet_key=f"{company}::2026-03",
			calculated_on="2026-04-01 08:00:00",
		)
		for company in sorted(set(companies.values()))
	}
	found = {"sheet": sheets[HERE]}
	for key, company in companies.items():
		fields = ("employee_name", "reports_to", "asn_delegated_rater")
		person = frappe.db.get_value("Employee", agency.employee(key), fields, as_dict=True)
		found[key] = insert_row(
			LINE,
			employee=agency.employee(key),
			employee_name=person.employee_name,
			company=company,
			rater=person.asn_delegated_rater or person.reports_to,
			sheet=sheets[company],
			month="2026-03-01",
			status=DRAFT,
			amount=4_321_000,
			line_key=f"{sheets[company]}::{agency.employee(key)}",
		)
	keep()
	yield found
	frappe.db.rollback()
	clean(companies)
	keep()


def clean(companies: dict[str, str]) -> None:
	of_them = frappe.get_all(SHEET, {"company": ["in", list(set(companies.values()))]}, pluck="name")
	frappe.db.delete(ENTERED, {"parent": ["in", of_them or [""]]})
	for doctype in (LINE, SHEET):
		frappe.db.delete(doctype, {"company": ["in", list(set(companies.values()))]})


def lines(records: dict[str, str]) -> dict[str, str]:
	return {key: name for key, name in records.items() if key != "sheet"}


def approve(records: dict[str, str]) -> None:
	frappe.db.set_value(LINE, {"name": ["in", list(lines(records).values())]}, "status", APPROVED)
	keep()


def as_sent(doctype: str, name: str) -> dict[str, Any]:
	return json.loads(frappe.get_doc(doctype, name).as_json())


def listed(names: list[str]) -> set[str]:
	try:
		found = frappe.get_list(LINE, filters={"name": ["in", names]}, pluck="name", limit_page_length=0)
	except frappe.PermissionError:
		return set()
	return set(found)


def method(client: Any, name: str, called: str) -> Any:
	values = {"dt": SHEET, "dn": name, "method": called, "args": "{}"}
	return client.post("/api/method/run_doc_method", values)


@pytest.mark.parametrize("state", [DRAFT, APPROVED])
def test_a_draft_is_seen_by_managers_and_auditors_and_never_ones_own(
	agency: Agency, records: dict[str, str], state: str
) -> None:
	if state == APPROVED:
		approve(records)
	everything = list(lines(records).values())
	for person in PEOPLE:
		seen = SEES[person]
		if state == DRAFT:
			seen = seen - {person} if person in EVERYTHING else set()
		expected = {name for key, name in lines(records).items() if key in seen}
		with agency.acting(person):
			assert listed(everything) == expected, person
			readable = {name for name in everything if frappe.has_permission(LINE, "read", doc=name)}
			assert readable == expected, person


@pytest.mark.parametrize("who", ["staff2", "lead2", "outside", "foreign_admin", "guest"])
def test_nobody_reads_the_amount_of_a_stranger(client: Any, records: dict[str, str], who: str) -> None:
	approve(records)
	me, name = client(who), records["staff1"]
	assert_hidden(me.read(LINE, name))
	assert_hidden(me.get("/api/method/frappe.desk.form.load.getdoc", doctype=LINE, name=name))
	assert "4321000" not in me.get("/printview", doctype=LINE, name=name).text.replace(",", "").replace(
		".", ""
	)
	assert client("staff1").read(LINE, name).data["amount"] == 4_321_000


def test_sums_and_counts_tell_nothing_either(client: Any, records: dict[str, str]) -> None:
	approve(records)
	me = client("staff2")
	counted = me.call("frappe.client.get_count", doctype=LINE, filters=json.dumps({"amount": [">", 0]}))
	assert counted.json["message"] == 1
	sums = me.list(LINE, fields=["sum(amount) as total"])
	assert not sums.ok or sums.data[0]["total"] == 4_321_000


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "foreign_admin", "guest", "outside"])
def test_the_sheet_is_closed_to_everybody_else(client: Any, records: dict[str, str], who: str) -> None:
	me = client(who)
	assert_hidden(me.read(SHEET, records["sheet"]))
	answer = me.get("/api/method/asn_kinerja.allowance.export.download", sheet=records["sheet"])
	assert answer.status in (403, 404, 417)
	listed = me.list(SHEET)
	assert not listed.ok or records["sheet"] not in [row["name"] for row in listed.data]


@pytest.mark.parametrize("called", ["calculate", "approve", "make_salaries"])
@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_calculates_approves_or_pays(
	client: Any, records: dict[str, str], who: str, called: str
) -> None:
	with Unchanged(SHEET, records["sheet"]):
		assert_refused(method(client(who), records["sheet"], called))


def test_it_is_not_approved_by_get(client: Any, records: dict[str, str]) -> None:
	values = {"dt": SHEET, "dn": records["sheet"], "method": "approve", "args": "{}"}
	with Unchanged(SHEET, records["sheet"]):
		assert_refused(client("admin").get("/api/method/run_doc_method", **values))


def test_a_manager_approves_and_everybody_reads_his_own(client: Any, records: dict[str, str]) -> None:
	assert_hidden(client("staff1").read(LINE, records["staff1"]))
	approved = method(client("admin"), records["sheet"], "approve")
	assert approved.ok, approved.messages
	assert client("staff1").read(LINE, records["staff1"]).data["amount"] == 4_321_000
	with Unchanged(SHEET, records["sheet"]):
		assert_refused(method(client("admin"), records["sheet"], "approve"))
		assert_refused(method(client("admin"), records["sheet"], "calculate"))
		assert_refused(client("admin").remove(SHEET, records["sheet"]))


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "admin", "auditor"])
@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_nobody_changes_or_deletes_a_line(client: Any, records: dict[str, str], who: str, door: Any) -> None:
	approve(records)
	name = records["staff1"]
	with Unchanged(LINE, name):
		assert_refused(door(client(who), as_sent(LINE, name), {"amount": 9_999_999}))
		assert_refused(client(who).remove(LINE, name))


@pytest.mark.parametrize("who", ["staff1", "lead1", "admin"])
def test_nobody_makes_a_line(agency: Agency, client: Any, records: dict[str, str], who: str) -> None:
	before = frappe.db.count(LINE)
	sent = {"employee": agency.employee("staff2"), "amount": 1, "status": APPROVED, "month": "2026-04-01"}
	assert_refused(client(who).insert(LINE, sent))
	frappe.db.rollback()
	assert frappe.db.count(LINE) == before


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_the_state_of_a_sheet_is_not_written_into_it(client: Any, records: dict[str, str], door: Any) -> None:
	sent = {"status": APPROVED, "amount_total": 1, "number": 2}
	door(client("admin"), as_sent(SHEET, records["sheet"]), sent)
	frappe.db.rollback()
	stored = frappe.db.get_value(SHEET, records["sheet"], ["status", "amount_total", "number"])
	assert stored == (DRAFT, 0, 1)


# --- bases by hand -----------------------------------------------------------------------------------------


def base_row(agency: Agency, key: str, base: float = 7_654_000) -> dict[str, Any]:
	return {"employee": agency.employee(key), "base": base, "reason": "SK 821/7/2020"}


def enter_base(agency: Agency, records: dict[str, str], key: str) -> None:
	"""A base by hand, stored past all rules."""
	values = {"parent": records["sheet"], "parenttype": SHEET, "parentfield": "bases_by_hand", "idx": 1}
	insert_row(ENTERED, **{**base_row(agency, key), **values, "entered_by": "Administrator"})
	keep()


def bases_in(sheet: str) -> list[tuple[str, float]]:
	frappe.db.rollback()
	fields = ["employee", "base"]
	return frappe.get_all(ENTERED, {"parent": sheet}, fields, order_by="idx", as_list=True)


@pytest.mark.parametrize("who", NOT_MANAGERS)
@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_nobody_else_enters_a_base(
	agency: Agency, client: Any, records: dict[str, str], who: str, door: Any
) -> None:
	sent = {"bases_by_hand": [base_row(agency, "staff1")]}
	with Unchanged(SHEET, records["sheet"]):
		assert_refused(door(client(who), as_sent(SHEET, records["sheet"]), sent))
	assert not bases_in(records["sheet"])


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_nobody_enters_his_own_base(agency: Agency, client: Any, records: dict[str, str], door: Any) -> None:
	me, sheet = client("admin"), records["sheet"]
	assert_refused(door(me, as_sent(SHEET, sheet), {"bases_by_hand": [base_row(agency, "admin")]}))
	assert not bases_in(sheet)
	# nor in a sheet that is new
	sent = {"company": HERE, "month": "2026-05-01", "rule": ALLOWANCE_RULE}
	assert_refused(me.insert(SHEET, {**sent, "bases_by_hand": [base_row(agency, "admin")]}))


def test_nobody_changes_or_removes_what_another_entered_for_him(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	enter_base(agency, records, "admin")
	me, sheet = client("admin"), records["sheet"]
	mine = [(agency.employee("admin"), 7_654_000)]
	stored = as_sent(SHEET, sheet)["bases_by_hand"][0]
	for rows in ([], [{**stored, "base": 9_000_000}], [{**stored, "employee": agency.employee("staff1")}]):
		assert_refused(me.update(SHEET, sheet, {"bases_by_hand": rows}))
		assert [tuple(row) for row in bases_in(sheet)] == mine
	# that of somebody else he does
	added = me.update(SHEET, sheet, {"bases_by_hand": [stored, base_row(agency, "staff1", 1)]})
	assert added.ok, added.messages
	assert [tuple(row) for row in bases_in(sheet)] == [*mine, (agency.employee("staff1"), 1)]


def test_a_base_is_not_changed_past_its_sheet(agency: Agency, client: Any, records: dict[str, str]) -> None:
	enter_base(agency, records, "staff1")
	name = frappe.db.get_value(ENTERED, {"parent": records["sheet"]})
	for who in ("admin", "auditor", "staff1", "foreign_admin"):
		assert_refused(client(who).update(ENTERED, name, {"base": 9_000_000}))
		assert_refused(client(who).remove(ENTERED, name))
	assert [tuple(row) for row in bases_in(records["sheet"])] == [(agency.employee("staff1"), 7_654_000)]


def test_an_approved_sheet_takes_no_base(agency: Agency, client: Any, records: dict[str, str]) -> None:
	assert method(client("admin"), records["sheet"], "approve").ok
	with Unchanged(SHEET, records["sheet"]):
		sent = {"bases_by_hand": [base_row(agency, "staff1")]}
		assert_refused(client("admin").update(SHEET, records["sheet"], sent))
	assert not bases_in(records["sheet"])


def test_bases_are_listed_to_managers_and_auditors_of_the_agency(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	enter_base(agency, records, "staff1")
	seen = {}
	for who in ("admin", "auditor", *NOT_MANAGERS):
		answer = client(who).call(
			"frappe.client.get_list", doctype=ENTERED, parent=SHEET, fields=json.dumps(["employee", "base"])
		)
		seen[who] = "7654000" in answer.text
	assert {who for who, shown in seen.items() if shown} == {"admin", "auditor"}
