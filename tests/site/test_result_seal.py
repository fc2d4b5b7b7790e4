"""Final evaluations are sealed; whatever is changed behind the app's back is found and named."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import frappe
import pytest

from asn_kinerja.evaluation import seals
from asn_kinerja.patches import seal_final_results
from asn_kinerja.scoring.seal import GENESIS, Seal, SealKind, chain_hash, seal_next
from tests.support.agency import EVALUATION, Agency, keep, start_afresh
from tests.support.processes import result, wait_for_waiting
from tests.support.queries import number_of_queries
from tests.support.seals import STAFF, chain, copy_row, found_in, make_final

FINALISE = """
from frappe.model.workflow import apply_workflow
frappe.set_user(sys.argv[3])
apply_workflow(frappe.get_doc("ASN Evaluation", sys.argv[2]), "Finalise")
frappe.db.commit()
print(json.dumps(True))
"""


@pytest.fixture
def cycle(agency: Agency) -> Any:
	return agency.cycle()


def alter(name: str, column: str, value: object, doctype: str = EVALUATION) -> None:
	frappe.db.sql(f"update `tab{doctype}` set `{column}` = %s where name = %s", (value, name))  # noqa: S608


def test_a_result_is_sealed_when_it_becomes_final_and_not_before(agency: Agency, cycle: Any) -> None:
	agency.evaluation(agency.plan("staff2", cycle), "Released")
	assert chain(cycle.name) == []
	first, second = make_final(agency, "staff1", cycle), make_final(agency, "staff3", cycle)
	one, two = chain(cycle.name)
	assert [(row.sequence, row.evaluation, row.kind) for row in (one, two)] == [
		(1, first, "Final"),
		(2, second, "Final"),
	]
	assert (one.previous_hash, two.previous_hash) == (GENESIS, one.chain_hash)
	assert one.chain_hash == chain_hash(GENESIS, one.content_hash, 1, first)
	assert (one.employee, one.company) == (agency.employee("staff1"), cycle.company)
	assert found_in(cycle.name) == []


@pytest.mark.parametrize(
	("column", "value"),
	[
		("score", 103.52),  # 103.51 before
		("predicate", "Sangat Baik"),
		("released_on", "2026-01-01 08:00:00"),
		("rater_note", "Catatan lain"),
		("employee_name", "Orang Lain"),
		("workflow_state", "Released"),
		("docstatus", 0),
	],
)
def test_one_altered_field_of_a_final_result_is_found(
	agency: Agency, cycle: Any, column: str, value: object
) -> None:
	make_final(agency, "staff3", cycle)
	name = make_final(agency, "staff1", cycle)
	make_final(agency, "staff4", cycle)
	alter(name, column, value)
	assert found_in(cycle.name) == [("Altered", name)]


@pytest.mark.parametrize("column", ["employee", "rater", "department", "designation", "released_by"])
def test_a_result_given_to_somebody_else_is_found(agency: Agency, cycle: Any, column: str) -> None:
	name = make_final(agency, "staff1", cycle)
	alter(name, column, "lain")
	assert found_in(cycle.name) == [("Altered", name)]


@pytest.mark.parametrize(
	("table", "column", "value"),
	[
		("ASN Evaluation Result", "realisation", "106"),
		("ASN Evaluation Result", "target_min", "100.000000001"),
		("ASN Evaluation Behaviour", "rating", "Di Atas Ekspektasi"),
		("ASN Evaluation Component", "weight", "59.000000000"),
	],
)
def test_one_altered_row_is_found(agency: Agency, cycle: Any, table: str, column: str, value: str) -> None:
	name = make_final(agency, "staff1", cycle)
	row = frappe.get_all(table, {"parent": name}, pluck="name", order_by="idx desc", limit=1)[0]
	alter(row, column, value, table)
	assert found_in(cycle.name) == [("Altered", name)]
	frappe.db.rollback()


def test_a_removed_row_and_rows_in_another_order_are_found(agency: Agency, cycle: Any) -> None:
	name = make_final(agency, "staff1", cycle)
	first, second, *_ = frappe.get_all(
		"ASN Evaluation Behaviour", {"parent": name}, pluck="name", order_by="idx"
	)
	alter(first, "idx", 2, "ASN Evaluation Behaviour")
	alter(second, "idx", 1, "ASN Evaluation Behaviour")
	assert found_in(cycle.name) == [("Altered", name)]
	alter(first, "idx", 1, "ASN Evaluation Behaviour")
	alter(second, "idx", 2, "ASN Evaluation Behaviour")
	assert found_in(cycle.name) == []
	frappe.db.delete("ASN Evaluation Behaviour", {"name": first})
	assert found_in(cycle.name) == [("Altered", name)]


def test_a_removed_result_is_found_also_with_its_seal(agency: Agency, cycle: Any) -> None:
	first, last = make_final(agency, "staff1", cycle), make_final(agency, "staff3", cycle)
	frappe.db.delete(EVALUATION, {"name": last})
	assert found_in(cycle.name) == [("Missing", last)]
	frappe.db.delete(seals.SEAL, {"evaluation": last})
	assert found_in(cycle.name) == [("Seal Missing", "")]
	frappe.db.delete(seals.SEAL, {"evaluation": first})
	assert ("Inserted", first) in found_in(cycle.name)


def test_an_inserted_result_is_found_without_a_seal_and_with_a_forged_one(agency: Agency, cycle: Any) -> None:
	name = make_final(agency, "staff1", cycle)
	copy_row(EVALUATION, name, name="sisipan", stage_key=None)
	assert found_in(cycle.name) == [("Inserted", "sisipan")]
	seal = chain(cycle.name)[0]
	# a seal that is made up
	copy_row(seals.SEAL, seal.name, name="segel", sequence=2, evaluation="sisipan")
	assert set(found_in(cycle.name)) >= {
		("Seal Altered", "sisipan"),
		("Chain Broken", "sisipan"),
		("Seal Inserted", "sisipan"),
	}
	# and one that continues the chain by all its rules
	content = seals.content_hash(seals._contents(["sisipan"])["sisipan"].sealed)
	(good,) = seal_next(
		Seal(1, name, SealKind.FINAL, "", "", seal.chain_hash), [("sisipan", SealKind.FINAL, content)]
	)
	hashes = {field: getattr(good, field) for field in ("content_hash", "previous_hash", "chain_hash")}
	frappe.db.set_value(seals.SEAL, "segel", hashes)
	assert found_in(cycle.name) == [("Seal Inserted", "sisipan")]


def test_forged_seals_with_nonsense_in_them_are_findings_and_no_error(agency: Agency, cycle: Any) -> None:
	name = make_final(agency, "staff1", cycle)
	copy_row(
		seals.SEAL,
		chain(cycle.name)[0].name,
		name="segel",
		sequence=3,
		evaluation="tidak-ada",
		kind="X",
		content_hash=None,
		previous_hash=None,
	)
	assert ("Missing", "tidak-ada") in found_in(cycle.name)
	assert name not in [record for _problem, record in found_in(cycle.name)]


def test_a_cancelled_result_is_sealed_again_and_no_tampering(agency: Agency, cycle: Any) -> None:
	name = make_final(agency, "staff1", cycle)
	frappe.get_doc(EVALUATION, name).cancel()
	assert [(row.kind, row.evaluation) for row in chain(cycle.name)] == [("Final", name), ("Cancelled", name)]
	assert found_in(cycle.name) == []
	alter(name, "score", 1)
	assert found_in(cycle.name) == [("Altered", name)]


def test_a_result_that_was_never_final_is_corrected_without_a_seal(agency: Agency, cycle: Any) -> None:
	released = agency.evaluation(agency.plan("staff1", cycle), "Released")
	with agency.acting("admin"):
		released.correct("Salah ketik")
	assert chain(cycle.name) == []
	assert found_in(cycle.name) == []


def test_a_sealed_result_is_not_deleted(agency: Agency, cycle: Any) -> None:
	name = make_final(agency, "staff1", cycle)
	frappe.get_doc(EVALUATION, name).cancel()
	with pytest.raises(frappe.ValidationError, match="sealed"):
		frappe.delete_doc(EVALUATION, name)
	assert found_in(cycle.name) == []


def test_a_renamed_unit_or_position_is_no_tampering(agency: Agency, cycle: Any) -> None:
	name = make_final(agency, "staff1", cycle)
	unit = frappe.db.get_value(EVALUATION, name, "department")
	frappe.rename_doc("Department", unit, f"{unit} Baru", force=True, show_alert=False)
	try:
		assert frappe.db.get_value(EVALUATION, name, "department") == f"{unit} Baru"
		assert found_in(cycle.name) == []
	finally:  # a rename may commit
		frappe.rename_doc("Department", f"{unit} Baru", unit, force=True, show_alert=False)


def test_results_made_final_as_a_set_get_the_same_seals(agency: Agency, cycle: Any) -> None:
	names = [agency.evaluation(agency.plan(key, cycle), "Released").name for key in STAFF]
	for name in names:
		alter(name, "workflow_state", "Final")
	assert number_of_queries(partial(seals.seal, names[:1])) + 1 >= number_of_queries(
		partial(seals.seal, names[1:])
	)
	assert [row.evaluation for row in chain(cycle.name)] == names
	assert found_in(cycle.name) == []


def test_results_that_were_final_before_there_were_seals_are_sealed_once(agency: Agency, cycle: Any) -> None:
	names = [agency.evaluation(agency.plan(key, cycle), "Released").name for key in STAFF[:2]]
	for number, name in enumerate(reversed(names)):
		frappe.db.set_value(
			EVALUATION, name, {"workflow_state": "Final", "final_on": f"2026-05-0{number + 1} 08:00:00"}
		)
	seal_final_results.execute()
	seal_final_results.execute()
	assert [row.evaluation for row in chain(cycle.name)] == names[::-1]
	assert found_in(cycle.name) == []


def test_each_cycle_has_a_chain_of_its_own(agency: Agency, cycle: Any) -> None:
	other = agency.cycle()
	make_final(agency, "staff1", cycle)
	name = make_final(agency, "staff1", other)
	assert [row.sequence for row in (*chain(cycle.name), *chain(other.name))] == [1, 1]
	alter(name, "score", 1)
	assert (found_in(cycle.name), found_in(other.name)) == ([], [("Altered", name)])
	assert {cycle.name, other.name} <= set(seals.cycles())


def test_the_number_of_queries_of_a_check_does_not_grow(agency: Agency, cycle: Any) -> None:
	make_final(agency, "staff1", cycle)
	seals.check_cycle(cycle.name)  # fills the caches
	few = number_of_queries(partial(seals.check_cycle, cycle.name))
	for key in ("staff2", "staff3"):
		make_final(agency, key, cycle)
	assert number_of_queries(partial(seals.check_cycle, cycle.name)) == few


def test_two_who_make_results_final_at_once_leave_one_chain(agency: Agency, start: Any) -> None:
	cycle = agency.cycle()
	make_final(agency, "staff1", cycle)
	names = []
	for key in ("staff2", "staff3"):
		name = agency.evaluation(agency.plan(key, cycle), "Released").name
		alter(name, "workflow_state", "Acknowledged")
		names.append(name)
	keep()
	# the end of the chain is held, so that both get there before one of them may go on
	frappe.db.get_value(seals.CHAIN, cycle.name, "sequence", for_update=True)
	processes = [start(FINALISE, name, agency.user("admin")) for name in names]
	wait_for_waiting(f"%{seals.CHAIN}%for update%", processes)
	frappe.db.rollback()
	assert [result(process) for process in processes] == [True, True]
	start_afresh()
	assert [row.sequence for row in chain(cycle.name)] == [1, 2, 3]
	assert {row.evaluation for row in chain(cycle.name)[1:]} == set(names)
	assert found_in(cycle.name) == []


# --- the command and the button ----------------------------------------------------------------------------


def run_command(site: str, sites: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
	command = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", site, "asn-verify"]
	return subprocess.run(
		[*command, *arguments], cwd=sites, env=os.environ, capture_output=True, text=True, timeout=120
	)


def test_the_command_names_what_it_finds(agency: Agency, site: str, sites: Path) -> None:
	cycle = agency.cycle()
	name = make_final(agency, "staff1", cycle)
	keep()
	good = run_command(site, sites, "--cycle", cycle.name)
	(seal,) = chain(cycle.name)
	assert (good.returncode, seal.chain_hash in good.stdout) == (0, True), good.stdout + good.stderr
	assert run_command(site, sites, "--cycle", cycle.name, "--known", seal.chain_hash).returncode == 0
	assert run_command(site, sites, "--cycle", cycle.name, "--known", "0" * 63 + "1").returncode == 1
	unknown = run_command(site, sites, "--cycle", "tidak ada")
	assert unknown.returncode == 2
	assert "Traceback" not in unknown.stderr
	try:
		alter(name, "score", 103.52)
		keep()
		bad = run_command(site, sites)  # all cycles
		assert bad.returncode == 1
		assert f"{name} (Staf Satu" in bad.stdout
	finally:
		alter(name, "score", 103.51)
		keep()
	assert run_command(site, sites, "--cycle", cycle.name).returncode == 0


def test_a_large_cycle_is_checked_in_the_background(
	agency: Agency, client: Any, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(seals, "AT_ONCE", 0)
	cycle = agency.cycle()
	name = make_final(agency, "staff1", cycle)
	alter(name, "score", 1)
	keep()
	with agency.acting("auditor"):
		assert cycle.verify_seals() == {"queued": True}
	worker()
	start_afresh()
	lines = frappe.get_all(
		"Notification Log",
		{"document_name": cycle.name, "for_user": agency.user("auditor")},
		pluck="subject",
		order_by="creation",
	)
	assert lines == [f"{cycle.name}: 1 findings among 1 seals."]
	alter(name, "score", 103.51)
	keep()
