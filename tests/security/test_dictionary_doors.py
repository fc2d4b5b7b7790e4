"""Threat: somebody who is measured by the dictionary, the standards or the rules changes them."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from tests.security.doors import SAVING_DOORS, Unchanged, assert_refused, names
from tests.support.agency import Agency, keep
from tests.support.competency import BKN, COMPETENCY, RULE, STANDARD, standard, standard_values

NOT_MANAGERS = ("staff1", "lead1", "head", "auditor", "guest")
POSITION = "Uji Jabatan Terjaga"


@pytest.fixture
def records(agency: Agency) -> Iterator[dict[str, str]]:
	found = {COMPETENCY: "Integritas", STANDARD: standard(POSITION, {"Integritas": 3}).name, RULE: BKN}
	keep()
	yield found
	frappe.db.rollback()
	frappe.delete_doc(STANDARD, found[STANDARD])
	keep()


VALUES = {COMPETENCY: {"definition": "x"}, STANDARD: {"disabled": 1}, RULE: {"notes": "x"}}


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
@pytest.mark.parametrize("doctype", [COMPETENCY, STANDARD, RULE])
def test_only_managers_change_them(
	agency: Agency, client: Any, records: dict[str, str], doctype: str, door: Any
) -> None:
	record = json.loads(frappe.get_doc(doctype, records[doctype]).as_json())
	for who in NOT_MANAGERS:
		with Unchanged(doctype, records[doctype]):
			assert_refused(door(client(who), record, VALUES[doctype]))


def test_only_managers_make_and_delete_them(agency: Agency, client: Any, records: dict[str, str]) -> None:
	values = standard_values("Uji Jabatan Lain", {"Integritas": 1})
	keep()
	for who in NOT_MANAGERS:
		assert_refused(client(who).insert(STANDARD, values))
		for doctype, name in records.items():
			assert_refused(client(who).remove(doctype, name))


def test_only_managers_copy_a_template(agency: Agency, client: Any, records: dict[str, str]) -> None:
	name = records[STANDARD]
	arguments = {"dt": STANDARD, "dn": name, "method": "copy_from_template"}
	arguments["args"] = json.dumps({"position_type": "Pengawas"})
	for who in NOT_MANAGERS:
		with Unchanged(STANDARD, name):
			assert_refused(client(who).post("/api/method/run_doc_method", arguments))
	assert client("admin").post("/api/method/run_doc_method", arguments).ok
	frappe.db.rollback()
	assert frappe.db.count("ASN Standard Competency", {"parent": name}) == 9


def test_a_row_is_changed_only_with_its_standard(
	agency: Agency, client: Any, records: dict[str, str]
) -> None:
	row = frappe.db.get_value("ASN Standard Competency", {"parent": records[STANDARD]})
	with Unchanged(STANDARD, records[STANDARD]):
		assert_refused(client("admin").update("ASN Standard Competency", row, {"level": 1}))


def test_only_managers_import(client: Any, agency: Agency) -> None:
	method = "asn_kinerja.competency.importing.import_file"
	for who in NOT_MANAGERS:
		assert_refused(client(who).call(method, file="/private/files/x.xlsx", storing=1))
	# a GET, which a link could make, changes nothing
	answer = client("admin").get(f"/api/method/{method}", file="/private/files/x.xlsx", storing=1)
	assert not answer.ok
