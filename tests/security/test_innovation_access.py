"""Threat: somebody verifies his own innovation, decides for another, or reads what is none of his concern."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from tests.security.doors import assert_hidden, assert_refused
from tests.support.agency import Agency, keep
from tests.support.http import Client
from tests.support.innovation import INNOVATION, PANEL, innovation, name_panel, proposed

# staff1 and staff2 have contributed; staff3, staff4 and lent are the panel. Worked out by hand from the tree
# in tests/support/agency.py: head and lead1 are above the contributors.
SEES = {
	"head": True,
	"lead1": True,
	"lead2": False,
	"staff1": True,
	"staff2": True,
	"staff3": True,
	"staff4": True,
	"lent": True,
	"admin": True,
	"outside": False,
	"auditor": True,
	"foreign_admin": False,
	"guest": False,
}


@pytest.fixture
def waiting(agency: Agency) -> Iterator[Any]:
	"""Waits for its panel; stored, for the server sees what is stored only."""
	frappe.db.set_single_value("ASN Performance Settings", "innovation_panel", 3)
	doc = proposed(agency, contributors={"staff1": 60, "staff2": 40})
	keep()
	yield doc
	frappe.db.rollback()
	for doctype in ("ASN Innovation Contributor", "ASN Innovation Verifier"):
		frappe.db.delete(doctype, {"parent": doc.name})
	frappe.db.delete(INNOVATION, {"name": doc.name})
	keep()


def call(client: Client, doc: Any, method: str, **arguments: Any) -> Any:
	values = {"dt": INNOVATION, "dn": doc.name, "method": method, "args": arguments}
	return client.post("/api/method/run_doc_method", values)


@pytest.mark.parametrize("who", SEES)
def test_who_sees_it(agency: Agency, waiting: Any, client: Callable[[str], Client], who: str) -> None:
	me = client(who)
	answer = me.read(INNOVATION, waiting.name)
	rows = me.list("ASN Innovation Contributor", parent=INNOVATION, filters={"parent": waiting.name})
	found = me.list(INNOVATION, filters={"name": waiting.name})
	if SEES[who]:
		assert answer.ok, answer.text
		assert len(found.data) == 1
		assert len(rows.data) == 2
	else:
		assert_hidden(answer)
		assert not found.ok or found.data == []
		assert not rows.ok or rows.data == []


@pytest.mark.parametrize(
	"who", ["staff1", "staff2", "lead1", "head", "admin", "auditor", "outside", "foreign_admin"]
)
def test_only_the_panel_decides(
	agency: Agency, waiting: Any, client: Callable[[str], Client], who: str
) -> None:
	answer = call(client(who), waiting, "decide", decision="Verified")
	assert answer.status in (403, 404), answer.text
	frappe.db.rollback()
	assert {row.decision for row in frappe.get_doc(INNOVATION, waiting.name).panel} == {"Waiting"}


def test_a_contributor_is_not_put_into_the_panel(agency: Agency, waiting: Any) -> None:
	with pytest.raises(frappe.ValidationError, match="row 2: Staf Dua has contributed"):
		name_panel(agency, waiting, "staff3", "staff2", "lent")


def test_each_decides_once_and_for_himself(
	agency: Agency, waiting: Any, client: Callable[[str], Client]
) -> None:
	me = client("staff3")
	assert call(me, waiting, "decide", decision="Sempurna").status == 417
	assert call(me, waiting, "decide", decision="Not Verified").status == 417  # without a note
	assert call(me, waiting, "decide", decision="Verified").ok
	assert_refused(call(me, waiting, "decide", decision="Not Verified", note="Berubah pikiran"))
	document = me.read(INNOVATION, waiting.name).data
	document["panel"][1]["decision"] = "Verified"
	assert_refused(me.update(INNOVATION, waiting.name, {"panel": document["panel"]}))
	frappe.db.rollback()
	decisions = [row.decision for row in frappe.get_doc(INNOVATION, waiting.name).panel]
	assert decisions == ["Verified", "Waiting", "Waiting"]


@pytest.mark.parametrize(
	("who", "values"),
	[
		("staff1", {"status": "Verified"}),
		("staff1", {"title": "Lain"}),
		("staff1", {"panel": []}),
		("staff2", {"title": "Lain"}),
		("staff3", {"title": "Lain"}),
		("lead1", {"contributors": []}),
		("admin", {"impact_level": "Nasional"}),
		("admin", {"status": "Verified"}),
		("auditor", {"title": "Lain"}),
	],
)
def test_what_waits_is_not_changed(
	agency: Agency, waiting: Any, client: Callable[[str], Client], who: str, values: dict[str, Any]
) -> None:
	before = frappe.get_doc(INNOVATION, waiting.name).as_dict()
	assert_refused(client(who).update(INNOVATION, waiting.name, values))
	frappe.db.rollback()
	assert frappe.get_doc(INNOVATION, waiting.name).as_dict() == before


def test_a_manager_who_has_contributed_has_no_say(agency: Agency, client: Callable[[str], Client]) -> None:
	doc = innovation(agency, {"staff1": 50, "admin": 50})
	with agency.acting("staff1"):
		frappe.get_doc(INNOVATION, doc.name).submit_to_panel()
	with agency.acting("admin"):
		stored = frappe.get_doc(INNOVATION, doc.name)
		stored.set("panel", [{"employee": agency.employee(key)} for key in PANEL])
		with pytest.raises(frappe.PermissionError, match="does not choose the panel"):
			stored.save()
		with pytest.raises(frappe.PermissionError, match="has not contributed returns it"):
			frappe.get_doc(INNOVATION, doc.name).give_back("Kurang")


def test_nobody_proposes_in_anothers_name(agency: Agency, client: Callable[[str], Client]) -> None:
	values = {
		"employee": agency.employee("staff2"),
		"title": "Atas nama orang lain",
		"date": "2026-01-01",
		"impact_level": "Unit Kerja",
		"description": "x",
		"benefit": "y",
		"contributors": [{"employee": agency.employee("staff2"), "share": 100}],
	}
	for who in ("staff1", "lead1", "admin", "foreign_admin", "auditor"):
		assert not client(who).insert(INNOVATION, values).ok
	frappe.db.rollback()
	assert not frappe.db.exists(INNOVATION, {"title": "Atas nama orang lain"})


def test_a_decided_innovation_keeps_the_people_of_its_time(
	agency: Agency, waiting: Any, client: Callable[[str], Client]
) -> None:
	frappe.db.set_value(INNOVATION, waiting.name, "status", "Verified")
	keep()
	frappe.clear_document_cache(INNOVATION, waiting.name)
	people = ("employee", "employee_name", "department", "company", "rater", "rater_name")
	before = frappe.db.get_value(INNOVATION, waiting.name, people)
	forged = {"rater": agency.employee("outside"), "rater_name": "Lain", "department": ""}
	for field, value in forged.items():
		client("staff1").update(INNOVATION, waiting.name, {field: value})
	frappe.db.rollback()
	assert frappe.db.get_value(INNOVATION, waiting.name, people) == before
