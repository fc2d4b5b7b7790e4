"""Threat: somebody decides on a follow-up who may not, or about himself; reads what is not decided yet;
changes what is decided; or publishes an award that is not his to publish."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from tests.security.doors import DOORS, SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names, said
from tests.support.agency import ELSEWHERE, PEOPLE, Agency, keep
from tests.support.evaluations import report_rows
from tests.support.follow_ups import FOLLOW_UP, by_hand

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
STRANGERS = ("staff2", "staff4", "lead2", "outside", "foreign", "foreign_admin", "guest")
AWARD = {"kind": "Award", "subject": "Inovator layanan", "citation": "Memangkas antrean layanan"}


@pytest.fixture
def records(agency: Agency) -> Iterator[dict[str, str]]:
	"""Whose it is -> name of a proposed coaching; and an award of staff1 under "award"."""
	here, there = agency.cycle(), agency.cycle(company=ELSEWHERE)
	found = {
		key: frappe.get_doc(by_hand(agency, key, there if key == "foreign" else here)).insert().name
		for key in SEES["auditor"]
	}
	found["award"] = frappe.get_doc(by_hand(agency, "staff1", here, **AWARD)).insert().name
	keep()
	yield found
	frappe.db.rollback()
	frappe.db.delete("ASN Follow Up Note", {"parent": ["in", list(found.values())]})
	frappe.db.delete(FOLLOW_UP, {"name": ["in", list(found.values())]})
	keep()


def run(client: Any, name: str, method: str, **arguments: Any) -> Any:
	values = {"dt": FOLLOW_UP, "dn": name, "method": method, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", values)


def as_sent(name: str) -> dict[str, Any]:
	return json.loads(frappe.get_doc(FOLLOW_UP, name).as_json())


def listed(wanted: list[str]) -> set[str]:
	try:
		found = frappe.get_list(
			FOLLOW_UP, filters={"name": ["in", wanted]}, pluck="name", limit_page_length=0
		)
	except frappe.PermissionError:
		return set()
	return set(found)


# --- who sees it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["Proposed", "In Progress", "Rejected"])
def test_ones_own_is_seen_once_it_is_decided(agency: Agency, records: dict[str, str], state: str) -> None:
	"""Not even a manager sees his own before; superiors, managers and the auditor see those of others."""
	mine = {key: name for key, name in records.items() if key != "award"}
	everything = list(mine.values())
	frappe.db.set_value(FOLLOW_UP, {"name": ["in", everything]}, "status", state)
	for person in PEOPLE:
		with agency.acting(person):
			seen = SEES[person] - ({person} if state == "Proposed" else set())
			expected = {name for key, name in mine.items() if key in seen}
			assert listed(everything) == expected, person
			readable = {name for name in everything if frappe.has_permission(FOLLOW_UP, "read", doc=name)}
			assert readable == expected, person


def test_an_undecided_one_is_hidden_over_every_door(client: Any, records: dict[str, str]) -> None:
	name, me = records["staff1"], client("staff1")
	assert_hidden(me.read(FOLLOW_UP, name))
	assert_hidden(me.get("/api/method/frappe.desk.form.load.getdoc", doctype=FOLLOW_UP, name=name))
	assert me.list(FOLLOW_UP, filters={"name": name}).data == []
	assert_refused(run(me, name, "approve"))
	assert run(client("lead1"), name, "approve").ok
	assert me.read(FOLLOW_UP, name).data["status"] == "In Progress"
	for stranger in STRANGERS:
		assert_hidden(client(stranger).read(FOLLOW_UP, name))


def test_its_title_is_told_to_who_sees_it_only(client: Any, records: dict[str, str]) -> None:
	"""Frappe's own function tells the title of any record: the name, and what is proposed."""

	def title(who: str, doctype: str = FOLLOW_UP, name: str = records["staff1"]) -> str:
		path = "/api/method/frappe.desk.search.get_link_title"
		return client(who).get(path, doctype=doctype, docname=name).json["message"]

	told = "Staf Satu · Bimbingan penyusunan laporan"
	for who in ("lead1", "head", "admin", "auditor"):
		assert title(who) == told, who
	for who in ("staff1", *STRANGERS):
		assert title(who) == records["staff1"], who
	assert title("staff1", name="nobody") == "nobody"
	assert title("admin", name=records["admin"]) == records["admin"]
	assert title("staff1", "Role", "System Manager") == "System Manager"  # of other apps as ever
	assert run(client("lead1"), records["staff1"], "approve").ok
	assert title("staff1") == told


def test_the_responsible_sees_what_is_approved_and_works_on_it(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	name, helper = records["staff1"], client("staff4")
	assert_hidden(helper.read(FOLLOW_UP, name))
	assert run(client("lead1"), name, "approve", responsible=agency.employee("staff4")).ok
	assert helper.read(FOLLOW_UP, name).ok
	assert run(helper, name, "add_note", note="Pertemuan pertama").ok
	rows = helper.list("ASN Follow Up Note", parent=FOLLOW_UP, filters={"parent": name}, fields=["note"])
	assert [row["note"] for row in rows.data] == ["Pertemuan pertama"]
	strange = client("staff3").list("ASN Follow Up Note", parent=FOLLOW_UP, filters={"parent": name})
	assert not strange.ok or strange.data == []
	with Unchanged(FOLLOW_UP, name):
		assert_refused(run(helper, name, "drop", reason="x"), "decided by")
		for door in SAVING_DOORS:
			assert_refused(door(helper, as_sent(name), {"due_date": "2027-01-01"}))


# --- who decides -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["staff1", "head", "admin", "auditor", *STRANGERS])
@pytest.mark.parametrize("method", ["approve", "reject"])
def test_a_coaching_is_decided_by_the_rater_alone(
	client: Any, records: dict[str, str], who: str, method: str
) -> None:
	with Unchanged(FOLLOW_UP, records["staff1"]):
		assert_refused(run(client(who), records["staff1"], method, reason="Alasan"))


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "auditor", *STRANGERS])
@pytest.mark.parametrize("method", ["approve", "reject"])
def test_an_award_is_decided_by_a_manager_of_the_agency_alone(
	client: Any, records: dict[str, str], who: str, method: str
) -> None:
	with Unchanged(FOLLOW_UP, records["award"]):
		assert_refused(run(client(who), records["award"], method, reason="Alasan"))


def test_a_manager_decides_nothing_about_himself(agency: Agency, client: Any) -> None:
	cycle = agency.cycle()
	name = frappe.get_doc(by_hand(agency, "admin", cycle, **AWARD)).insert().name
	keep()
	me = client("admin")
	with Unchanged(FOLLOW_UP, name):
		for method in ("approve", "reject"):
			assert_refused(run(me, name, method, reason="Alasan"))
	frappe.get_doc(FOLLOW_UP, name).approve()
	keep()
	with Unchanged(FOLLOW_UP, name):
		assert_refused(run(me, name, "publish", published=True), "Only a performance manager")
		assert_refused(run(me, name, "close", outcome="Selesai"))
		assert_refused(run(me, name, "drop", reason="Alasan"))
	assert_refused(me.insert(FOLLOW_UP, by_hand(agency, "admin", cycle, **AWARD)))


@pytest.mark.parametrize("method", ["approve", "reject", "publish", "close", "start_dialogue", "add_note"])
def test_nothing_is_decided_by_get(client: Any, records: dict[str, str], method: str) -> None:
	arguments = json.dumps({"reason": "x"} if method == "reject" else {})
	values = {"dt": FOLLOW_UP, "dn": records["staff1"], "method": method, "args": arguments}
	with Unchanged(FOLLOW_UP, records["staff1"]):
		assert_refused(client("lead1").get("/api/method/run_doc_method", **values))


def test_a_method_works_on_what_is_stored_not_on_what_is_sent(client: Any, records: dict[str, str]) -> None:
	sent = as_sent(records["award"]) | {"decider": "Rater", "kind": "Coaching"}
	values = {"docs": json.dumps(sent), "method": "approve", "args": "{}"}
	with Unchanged(FOLLOW_UP, records["award"]):
		assert_refused(client("lead1").post("/api/method/run_doc_method", values))


# --- what is written ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS, ids=names)
@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "admin", "auditor", "foreign_admin"])
def test_state_and_what_the_server_sets_are_not_written(
	client: Any, records: dict[str, str], who: str, door: Any
) -> None:
	name = records["staff1"]
	with Unchanged(FOLLOW_UP, name):
		for values in (
			{"status": "Done", "outcome": "Selesai"},
			{"decider": "Performance Manager"},
			{"decided_by": "Administrator", "decided_on": "2026-01-01 00:00:00"},
			{"published": 1},
			{"kind": "Award"},
			{"notes": [{"note": "Sisipan"}]},
			{"predicate": "Sangat Baik"},
			{"proposal_key": "x"},
		):
			assert_refused(door(client(who), as_sent(name), values))


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "admin", "auditor"])
def test_what_is_over_stays_as_it_is(client: Any, records: dict[str, str], who: str) -> None:
	name, rater = records["staff1"], client("lead1")
	assert run(rater, name, "approve").ok
	assert run(rater, name, "add_note", note="Pertemuan").ok
	assert run(rater, name, "close", outcome="Membaik").ok
	me = client(who)
	with Unchanged(FOLLOW_UP, name):
		for values in ({"outcome": "Lain"}, {"status": "Proposed"}, {"subject": "Lain"}, {"notes": []}):
			for door in SAVING_DOORS:
				assert_refused(door(me, as_sent(name), values))
		assert_refused(me.remove(FOLLOW_UP, name))
		for method, arguments in (
			("approve", {}),
			("drop", {"reason": "x"}),
			("close", {"outcome": "Lain"}),
			("add_note", {"note": "x"}),
		):
			assert_refused(run(me, name, method, **arguments))


def test_the_employee_adds_his_note_and_nothing_else(client: Any, records: dict[str, str]) -> None:
	name, me = records["staff1"], client("staff1")
	assert run(client("lead1"), name, "approve").ok
	answer = me.update(FOLLOW_UP, name, {"employee_note": "Saya siap"})
	assert answer.ok, said(answer)
	with Unchanged(FOLLOW_UP, name):
		for values in ({"due_date": "2027-01-01"}, {"responsible": None, "subject": "x"}, {"status": "Done"}):
			assert_refused(me.update(FOLLOW_UP, name, values))
		for method, arguments in (
			("close", {"outcome": "x"}),
			("add_note", {"note": "x"}),
			("start_dialogue", {}),
			("drop", {"reason": "x"}),
		):
			assert_refused(run(me, name, method, **arguments))
	for other in ("lead1", "admin"):
		assert_refused(client(other).update(FOLLOW_UP, name, {"employee_note": "Atas namanya"}))


@pytest.mark.parametrize(
	("who", "about"),
	[
		("staff1", "staff1"),
		("staff1", "staff2"),
		("lead1", "staff3"),
		("lead2", "staff1"),
		("head", "staff1"),
		("auditor", "staff1"),
		("foreign_admin", "staff1"),
		("guest", "staff1"),
	],
)
def test_only_the_rater_and_a_manager_of_the_agency_propose(
	agency: Agency, client: Any, records: dict[str, str], who: str, about: str
) -> None:
	cycle = frappe.get_doc("ASN Performance Cycle", as_sent(records["staff1"])["cycle"])
	assert_refused(client(who).insert(FOLLOW_UP, by_hand(agency, about, cycle)))


def test_a_rater_does_not_name_himself_decider_of_an_award(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	cycle = frappe.get_doc("ASN Performance Cycle", as_sent(records["staff1"])["cycle"])
	rater = client("lead1")
	assert_refused(rater.insert(FOLLOW_UP, by_hand(agency, "staff1", cycle, **AWARD, decider="Rater")))
	assert_refused(rater.insert(FOLLOW_UP, by_hand(agency, "staff1", cycle, **AWARD, status="Done")))
	made = rater.insert(FOLLOW_UP, by_hand(agency, "staff1", cycle, **AWARD))
	assert made.ok, said(made)
	assert (made.data["decider"], made.data["status"]) == ("Performance Manager", "Proposed")


# --- publishing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "auditor", *STRANGERS])
def test_only_a_manager_of_the_agency_publishes(client: Any, records: dict[str, str], who: str) -> None:
	name = records["award"]
	assert run(client("admin"), name, "approve").ok
	with Unchanged(FOLLOW_UP, name):
		assert_refused(run(client(who), name, "publish", published=True))


def test_the_published_list_is_for_the_agencys_people_and_shows_nothing_else(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	name = records["award"]
	cycle = as_sent(name)["cycle"]

	def awards(who: str, show: str = "All Approved") -> list[dict[str, Any]]:
		return report_rows(client(who), "ASN Awards", cycle=cycle, show=show)

	admin = client("admin")
	assert awards("admin") == []  # proposed
	assert run(admin, name, "approve", reason="Rapat tim penilai").ok
	assert [row["award"] for row in awards("admin")] == ["Inovator layanan"]
	assert awards("admin", "Published") == []
	for who in ("staff1", "lead1", "staff4"):
		assert awards(who) == [], who
	assert run(admin, name, "publish", published=True).ok
	shown = {"place", "name_of", "position", "unit", "award", "reason", "decided_on", "published"}
	for who in ("staff1", "staff4", "outside", "lead2", "admin", "auditor"):
		(row,) = awards(who)
		assert row.keys() <= shown
		assert (row["name_of"], row["reason"]) == ("Staf Satu", "Memangkas antrean layanan")
	for who in ("foreign", "foreign_admin"):
		assert awards(who) == [], who


def test_the_printed_list_holds_published_ones_and_no_markup(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	name, admin = records["award"], client("admin")
	cycle = as_sent(name)["cycle"]
	page = {"doctype": "ASN Performance Cycle", "name": cycle, "format": "ASN Daftar Penghargaan"}
	assert admin.update(FOLLOW_UP, name, {"citation": "<b>Memangkas</b> <script>antrean</script>"}).ok
	assert run(admin, name, "approve").ok
	assert "Belum ada penghargaan" in admin.get("/printview", **page).text
	assert run(admin, name, "publish", published=True).ok
	text = admin.get("/printview", **page).text
	assert "Staf Satu" in text
	assert "Inovator layanan" in text
	assert "<script>antrean" not in text
	for word in ("Laporan sering terlambat", "Rapat tim penilai", "Sangat Baik"):
		assert word not in text
	assert "Staf Satu" not in client("foreign_admin").get("/printview", **page).text
