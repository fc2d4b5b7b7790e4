"""Threat: somebody makes, changes or removes a seal, or verifies what he may not see."""

import json
from typing import Any

import frappe
import pytest

from asn_kinerja.evaluation import seals
from tests.security.doors import SAVING_DOORS, Unchanged, assert_hidden, assert_refused, names, said
from tests.support.agency import Agency, keep
from tests.support.seals import chain, make_final

CYCLE = "ASN Performance Cycle"
WHO = ["staff1", "lead1", "head", "admin", "auditor", "foreign_admin", "guest"]


@pytest.fixture(scope="module")
def sealed(agency: Agency) -> dict[str, Any]:
	cycle = agency.cycle()
	evaluation = make_final(agency, "staff1", cycle)
	keep()
	return {"cycle": cycle.name, "evaluation": evaluation, "seal": chain(cycle.name)[0].name}


@pytest.fixture
def administrator(http: Any) -> Any:
	return http.as_user("Administrator")


def verify(client: Any, cycle: str) -> Any:
	values = {"dt": CYCLE, "dn": cycle, "method": "verify_seals", "args": "{}"}
	return client.post("/api/method/run_doc_method", values)


@pytest.mark.parametrize("door", SAVING_DOORS, ids=names)
def test_not_even_the_administrator_changes_a_seal(
	sealed: dict[str, Any], administrator: Any, door: Any
) -> None:
	record = administrator.read(seals.SEAL, sealed["seal"]).data
	with Unchanged(seals.SEAL, sealed["seal"]):
		assert_refused(door(administrator, record, {"content_hash": "0" * 64}))


@pytest.mark.parametrize("who", [*WHO, "Administrator"])
def test_nobody_makes_or_removes_a_seal(
	sealed: dict[str, Any], client: Any, administrator: Any, who: str
) -> None:
	me = administrator if who == "Administrator" else client(who)
	row = {key: value for key, value in chain(sealed["cycle"])[0].items() if key != "name"}
	forged = {**json.loads(frappe.as_json(row)), "evaluation": sealed["evaluation"], "sequence": 99}
	with Unchanged(seals.SEAL, sealed["seal"]):
		assert_refused(me.insert(seals.SEAL, forged))
		assert_refused(me.remove(seals.SEAL, sealed["seal"]))
		assert_refused(
			me.call(
				"frappe.client.rename_doc",
				doctype=seals.SEAL,
				old_name=sealed["seal"],
				new_name="lain",
			)
		)
	assert len(chain(sealed["cycle"])) == 1


@pytest.mark.parametrize("who", ["admin", "auditor"])
def test_managers_and_auditors_read_and_verify(sealed: dict[str, Any], client: Any, who: str) -> None:
	assert client(who).read(seals.SEAL, sealed["seal"]).ok
	answer = verify(client(who), sealed["cycle"])
	assert answer.ok, said(answer)
	assert (answer.data["found"], answer.data["seals"]) == (0, 1)


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "foreign_admin", "guest"])
def test_others_neither_read_nor_verify(sealed: dict[str, Any], client: Any, who: str) -> None:
	me = client(who)
	assert_hidden(me.read(seals.SEAL, sealed["seal"]))
	found = me.list(seals.SEAL, filters={"cycle": sealed["cycle"]})
	assert not found.ok or found.data == []
	assert_refused(verify(me, sealed["cycle"]))


@pytest.mark.parametrize("who", WHO)
def test_nobody_reads_or_moves_the_end_of_the_chain(sealed: dict[str, Any], client: Any, who: str) -> None:
	me = client(who)
	assert_hidden(me.read(seals.CHAIN, sealed["cycle"]))
	with Unchanged(seals.CHAIN, sealed["cycle"]):
		assert_refused(me.update(seals.CHAIN, sealed["cycle"], {"sequence": 0}))
		assert_refused(me.remove(seals.CHAIN, sealed["cycle"]))


def test_findings_escape_names(agency: Agency) -> None:
	cycle = agency.cycle()
	name = make_final(agency, "staff1", cycle)
	frappe.db.set_value("ASN Evaluation", name, "title", "<b onclick=x>Staf</b>", update_modified=False)
	told = seals.told(seals.check_cycle(cycle.name))
	assert told["findings"][0]["evaluation"] == name
	assert "<b" not in told["findings"][0]["text"]
	assert "&lt;b onclick=x&gt;Staf" in told["findings"][0]["text"]
