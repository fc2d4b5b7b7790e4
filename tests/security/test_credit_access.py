"""Threat: somebody gives himself credit points, changes a row of the ledger, or reads a stranger's."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names
from tests.support.agency import EVALUATION, PEOPLE, Agency, keep
from tests.support.credit import FIRST, POINT, entry, final
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
NOT_MANAGERS = ("staff1", "staff2", "lead1", "lead2", "head", "auditor", "outside", "foreign_admin", "guest")
POSITION = ("asn_position_type", "asn_functional_level", "asn_golongan", "asn_golongan_since")


@pytest.fixture
def records(agency: Agency) -> Iterator[dict[str, str]]:
	"""Whose it is -> name of a row; staff1, staff2 and admin are functional while the test runs."""
	everybody = list(agency.employees.values())
	frappe.db.delete(POINT, {"employee": ["in", everybody]})
	functional = ["in", [agency.employee(key) for key in ("staff1", "staff2", "admin")]]
	before = frappe.get_all("Employee", {"name": functional}, ["name", *POSITION])
	values = {"asn_position_type": "Fungsional", **FIRST}
	frappe.db.set_value("Employee", {"name": functional}, values)
	found = {}
	for key in SEES["auditor"]:
		fields = ("employee_name", "company", "reports_to", "asn_delegated_rater")
		person = frappe.db.get_value("Employee", agency.employee(key), fields, as_dict=True)
		found[key] = insert_row(
			POINT,
			employee=agency.employee(key),
			employee_name=person.employee_name,
			company=person.company,
			rater=person.asn_delegated_rater or person.reports_to,
			kind="Conversion",
			status="Counted",
			points=12.5,
			from_date="2025-01-01",
			to_date="2025-12-31",
		)
	keep()
	yield found
	frappe.db.rollback()
	frappe.db.delete(POINT, {"employee": ["in", everybody]})
	for row in before:
		frappe.db.set_value("Employee", row.name, {field: row[field] for field in POSITION})
	keep()


def as_sent(name: str) -> dict[str, Any]:
	return json.loads(frappe.get_doc(POINT, name).as_json())


def listed(names: list[str]) -> set[str]:
	try:
		found = frappe.get_list(POINT, filters={"name": ["in", names]}, pluck="name", limit_page_length=0)
	except frappe.PermissionError:
		return set()
	return set(found)


def test_the_row_rule(agency: Agency, records: dict[str, str]) -> None:
	everything = list(records.values())
	for person in PEOPLE:
		with agency.acting(person):
			expected = {name for key, name in records.items() if key in SEES[person]}
			assert listed(everything) == expected, person
			readable = {name for name in everything if frappe.has_permission(POINT, "read", doc=name)}
			assert readable == expected, person


@pytest.mark.parametrize("who", ["staff2", "lead2", "outside", "foreign_admin", "guest"])
def test_a_stranger_reads_nothing(client: Any, records: dict[str, str], who: str) -> None:
	me, name = client(who), records["staff1"]
	assert_hidden(me.read(POINT, name))
	assert_hidden(me.get("/api/method/frappe.desk.form.load.getdoc", doctype=POINT, name=name))
	page = me.get("/printview", doctype=POINT, name=name, format="ASN Penetapan Angka Kredit")
	assert "Staf Satu" not in page.text


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_enters_points(agency: Agency, client: Any, records: dict[str, str], who: str) -> None:
	before = frappe.db.count(POINT)
	for key in ("staff1", "staff2"):
		assert_refused(client(who).insert(POINT, entry(agency, key)))
	frappe.db.rollback()
	assert frappe.db.count(POINT) == before


def test_a_manager_enters_points_of_others_and_not_his_own(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	admin = client("admin")
	made = admin.insert(POINT, entry(agency, "staff1"))
	assert made.ok, made.messages
	assert_refused(admin.insert(POINT, entry(agency, "admin")))
	frappe.db.rollback()
	assert frappe.db.count(POINT, {"employee": agency.employee("admin")}) == 1


@pytest.fixture
def results(agency: Agency, records: dict[str, str]) -> Iterator[dict[str, dict[str, Any]]]:
	"""Whose -> what a client sends for the conversion of his final result."""
	cycle, found = agency.cycle(), {}
	for key in ("staff1", "staff2", "admin"):
		values = {"functional_level": "Ahli Pertama", "golongan": "III/a", "from_date": cycle.from_date}
		values |= {"kind": "Conversion", "basis": None, "evaluation": final(agency, cycle, key)}
		found[key] = json.loads(frappe.as_json(entry(agency, key, **values)))
	keep()
	yield found
	frappe.db.rollback()
	frappe.db.delete(EVALUATION, {"cycle": cycle.name})
	frappe.db.delete(POINT, {"cycle": cycle.name})
	cycle.delete()
	keep()


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_converts_by_hand(client: Any, results: dict[str, dict[str, Any]], who: str) -> None:
	before = frappe.db.count(POINT)
	for key in ("staff1", "staff2"):
		assert_refused(client(who).insert(POINT, results[key]))
	frappe.db.rollback()
	assert frappe.db.count(POINT) == before


def test_a_manager_converts_by_hand_for_others_and_not_for_himself(
	agency: Agency, client: Any, results: dict[str, dict[str, Any]]
) -> None:
	admin = client("admin")
	assert_refused(admin.insert(POINT, results["admin"]))
	of_another = {**results["staff1"], "evaluation": results["admin"]["evaluation"]}
	assert_refused(admin.insert(POINT, of_another), "Choose a final evaluation")
	for forged in ({"months": 12}, {"percent": 150}, {"predicate": "Sangat Baik"}, {"by_hand": 1}):
		assert_refused(admin.insert(POINT, {**results["staff1"], **forged}))
	made = admin.insert(POINT, {**results["staff1"], "points": 99, "point_key": "x"})
	assert made.ok, made.messages
	frappe.db.rollback()
	stored = frappe.get_doc(POINT, made.data["name"])
	assert (stored.points, stored.months, made.data["points"]) == (3.13, 3, 3.13)
	assert stored.point_key == frappe.db.get_value(EVALUATION, stored.evaluation, "stage_key")
	assert_refused(admin.insert(POINT, results["staff1"]), "converted already")
	# an evaluation stands in no other kind of row
	made = admin.insert(POINT, entry(agency, "staff2", evaluation=results["staff2"]["evaluation"]))
	assert made.ok, made.messages
	assert not made.data.get("evaluation")


def withdraw(client: Any, name: str, reason: str = "Salah ketik") -> Any:
	values = {"dt": POINT, "dn": name, "method": "withdraw", "args": json.dumps({"reason": reason})}
	return client.post("/api/method/run_doc_method", values)


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_withdraws_a_row(client: Any, records: dict[str, str], who: str) -> None:
	for key in ("staff1", "staff2"):
		with Unchanged(POINT, records[key]):
			assert_refused(withdraw(client(who), records[key]))


def test_a_manager_withdraws_rows_of_others_and_not_his_own(client: Any, records: dict[str, str]) -> None:
	admin, name = client("admin"), records["staff1"]
	with Unchanged(POINT, records["admin"]):
		assert_refused(withdraw(admin, records["admin"]), "nobody his own")
	with Unchanged(POINT, name):
		assert_refused(withdraw(admin, name, " "), "Reason")
		values = {"dt": POINT, "dn": name, "method": "withdraw", "args": json.dumps({"reason": "x"})}
		assert_refused(admin.get("/api/method/run_doc_method", **values))
	answer = withdraw(admin, name)
	assert answer.ok, answer.messages
	frappe.db.rollback()
	assert frappe.db.get_value(POINT, name, "status") == "Withdrawn"
	with Unchanged(POINT, name):
		assert_refused(admin.remove(POINT, name))
		for door in SAVING_DOORS:
			assert_refused(door(admin, as_sent(name), {"status": "Counted"}))


@pytest.mark.parametrize(
	"values",
	[
		{"kind": "Conversion"},
		{"by_hand": 1},
		{"status": "Replaced"},
		{"months": 12},
		{"coefficient": 500},
		{"percent": 150},
		{"predicate": "Sangat Baik"},
		{"evaluation": "x"},
		{"annual": 1},
	],
	ids=str,
)
def test_what_the_server_sets_is_not_forged(
	agency: Agency, client: Any, records: dict[str, str], values: dict[str, Any]
) -> None:
	before = frappe.db.count(POINT)
	assert_refused(client("admin").insert(POINT, entry(agency, "staff1", **values)))
	frappe.db.rollback()
	assert frappe.db.count(POINT) == before


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "admin", "auditor"])
@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_nobody_changes_or_deletes_a_row(client: Any, records: dict[str, str], who: str, door: Any) -> None:
	name = records["staff1"]
	with Unchanged(POINT, name):
		assert_refused(door(client(who), as_sent(name), {"points": 99}))
		assert_refused(client(who).remove(POINT, name))


@pytest.mark.parametrize("who", ["staff1", "lead1", "auditor", "foreign_admin", "guest"])
def test_nobody_else_starts_the_conversion(client: Any, agency: Agency, who: str) -> None:
	company = frappe.db.get_value("Employee", agency.employee("staff1"), "company")
	assert_refused(client(who).call("asn_kinerja.credit.posting.post", company=company))


def test_it_is_not_started_by_get(client: Any, agency: Agency) -> None:
	company = frappe.db.get_value("Employee", agency.employee("staff1"), "company")
	assert_refused(client("admin").get("/api/method/asn_kinerja.credit.posting.post", company=company))


@pytest.mark.parametrize("who", ["staff1", "lead1", "auditor"])
def test_rules_are_read_and_not_changed(client: Any, who: str) -> None:
	for doctype in ("ASN Credit Rule", "ASN Allowance Rule"):
		(row,) = client(who).list(doctype, limit_page_length=1).data
		with Unchanged(doctype, row["name"]):
			assert_refused(client(who).update(doctype, row["name"], {"notes": "x"}))
			assert_refused(client(who).remove(doctype, row["name"]))
