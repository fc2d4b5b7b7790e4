"""A result matrix: who may stand in it, and what handing it over does to the plans of the team."""

import threading
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import get_datetime

from asn_kinerja.planning import matrix as matrices
from asn_kinerja.planning.hand_over import hand_over
from tests.support.agency import HERE, PLAN, Agency, item, keep, two_items
from tests.support.queries import counted, number_of_queries

MATRIX, CELL = "ASN Result Matrix", "ASN Result Matrix Cell"


@pytest.fixture
def plan(agency: Agency) -> Document:
	"""The approved plan of lead1 with two results: "Berkas izin selesai" and "Berkas terlayani"."""
	return agency.plan("lead1", agency.cycle())


def cell(agency: Agency, plan: Document, key: str, column: int = 0, **values: Any) -> dict[str, Any]:
	return {
		"employee": agency.employee(key),
		"superior_item": plan.items[column].item_key,
		"contribution": f"Hasil {key} {column}",
		**values,
	}


def make(agency: Agency, plan: Document, *cells: dict[str, Any], key: str = "lead1") -> Document:
	with agency.acting(key):
		return frappe.get_doc(doctype=MATRIX, work_plan=plan.name, cells=list(cells)).insert()


def write(agency: Agency, name: str, *cells: dict[str, Any], key: str = "lead1") -> Document:
	"""Store these cells, as a form would: those that are there already keep their row."""
	with agency.acting(key):
		doc = frappe.get_doc(MATRIX, name)
		rows = {(row.employee, row.superior_item): row.as_dict() for row in doc.cells}
		doc.set("cells", [rows.get((c["employee"], c["superior_item"]), {}) | c for c in cells])
		return doc.save()


def push(agency: Agency, name: str, key: str = "lead1") -> dict[str, Any]:
	with agency.acting(key):
		return frappe.get_doc(MATRIX, name).push()


def numbers(summary: dict[str, Any]) -> tuple[int, int, int, int]:
	"""How many drafts were made, updated, found unchanged; how many were left out."""
	return summary["made"], summary["updated"], summary["unchanged"], len(summary["skipped"])


def plan_of(agency: Agency, key: str, cycle: str, **filters: Any) -> Document:
	values = {"employee": agency.employee(key), "cycle": cycle, "docstatus": 0, **filters}
	return frappe.get_last_doc(PLAN, values)


def results(plan: Document) -> list[str]:
	return [row.result for row in plan.items]


def refuse(agency: Agency, plan: Document, *cells: dict[str, Any], words: tuple[str, ...]) -> None:
	with pytest.raises(frappe.ValidationError) as error:
		make(agency, plan, *cells)
	for word in words:
		assert word in str(error.value)
	assert not frappe.db.exists(MATRIX, {"work_plan": plan.name})


# --- the matrix --------------------------------------------------------------------------------------------


def test_a_matrix_takes_its_leader_and_cycle_from_the_plan(agency: Agency, plan: Document) -> None:
	made = make(agency, plan, cell(agency, plan, "staff1"))
	assert (made.employee, made.cycle, made.rater) == (
		agency.employee("lead1"),
		plan.cycle,
		agency.employee("head"),
	)
	(row,) = made.cells
	assert (row.employee_name, row.superior_result, row.cascading) == (
		"Staf Satu",
		"Berkas izin selesai",
		"Direct",
	)


def test_columns_and_people_of_the_grid(agency: Agency, plan: Document) -> None:
	cycle = plan.cycle
	agency.plan("staff1", frappe.get_doc("ASN Performance Cycle", cycle), "Waiting for Rater")
	view = matrices.view(make(agency, plan))
	assert [c["result"] for c in view["columns"]] == ["Berkas izin selesai", "Berkas terlayani"]
	# Titipan reports to lead1, but lead2 rates him
	assert [(m["employee_name"], m["state"]) for m in view["members"]] == [
		("Staf Dua", "none"),
		("Staf Satu", "waiting"),
	]


def test_a_result_with_several_indicators_is_one_column(agency: Agency) -> None:
	items = [item(result="Layanan", weight=60), item(result="", measure="kepuasan", weight=40)]
	plan = agency.plan("lead1", agency.cycle(), items=items)
	made = make(agency, plan, cell(agency, plan, "staff1", 1))  # the key of the second indicator
	assert [c["result"] for c in matrices.view(made)["columns"]] == ["Layanan"]
	assert made.cells[0].superior_item == plan.items[0].item_key


def test_a_cell_for_somebody_of_another_team_is_refused(agency: Agency, plan: Document) -> None:
	for stranger in ("staff3", "lent", "lead1", "head"):
		cells = (cell(agency, plan, "staff1"), cell(agency, plan, stranger))
		refuse(agency, plan, *cells, words=("row 2", "not in your team"))


def test_a_person_lent_by_delegation_is_in_the_raters_team(agency: Agency) -> None:
	plan = agency.plan("lead2", agency.cycle())
	assert make(agency, plan, cell(agency, plan, "lent"), key="lead2").cells[0].employee_name == "Titipan"


def test_who_has_left_or_is_no_asn_is_not_in_the_team(agency: Agency, plan: Document) -> None:
	frappe.db.set_value("Employee", agency.employee("staff1"), "status", "Left")
	frappe.db.set_value("Employee", agency.employee("staff2"), "asn_type", None)
	refuse(agency, plan, cell(agency, plan, "staff1"), words=("not in your team",))
	assert matrices.team(agency.employee("lead1"), HERE) == {}


def test_a_cell_for_a_result_that_is_not_in_the_plan_is_refused(agency: Agency, plan: Document) -> None:
	other = agency.plan("lead2", frappe.get_doc("ASN Performance Cycle", plan.cycle)).items[0].item_key
	for key in ("tidak ada", other):
		refuse(
			agency, plan, cell(agency, plan, "staff1", superior_item=key), words=("row 1", "not in your plan")
		)


def test_one_cell_per_person_and_result(agency: Agency, plan: Document) -> None:
	cells = [cell(agency, plan, "staff1"), cell(agency, plan, "staff2"), cell(agency, plan, "staff1")]
	refuse(agency, plan, *cells, words=("rows 1 and 3", "Staf Satu", "twice"))


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"contribution": "x" * 1001}, ("row 1", "Result to Deliver", "1001", "1000")),
		({"measure": "x" * 501}, ("row 1", "Individual Indicator", "501", "500")),
		({"unit": "x" * 141}, ("row 1", "Unit", "141", "140")),
		({"target": -1}, ("row 1", "Target", "negative")),
		({"target": "banyak"}, ("row 1", "Target", "banyak")),
		({"target": float("inf")}, ("row 1", "Target")),
		({"cascading": "Lain"}, ("Cascading",)),
	],
)
def test_what_is_written_in_a_cell_has_limits(
	agency: Agency, plan: Document, values: dict[str, Any], words: tuple[str, ...]
) -> None:
	refuse(agency, plan, cell(agency, plan, "staff1", **values), words=words)


def test_an_empty_cell_is_none(agency: Agency, plan: Document) -> None:
	cells = [cell(agency, plan, "staff1", contribution="  "), cell(agency, plan, "staff2", target="12,5")]
	made = make(agency, plan, *cells)
	assert [(row.employee_name, row.target, row.idx) for row in made.cells] == [("Staf Dua", 12.5, 1)]


def test_there_is_one_matrix_per_plan(agency: Agency, plan: Document) -> None:
	first = make(agency, plan)
	with pytest.raises(frappe.DuplicateEntryError, match=first.name):
		make(agency, plan)
	with agency.acting("lead1"):
		assert matrices.open_for_plan(plan.name) == first.name


def test_opening_makes_the_matrix_once(agency: Agency, plan: Document) -> None:
	with agency.acting("lead1"):
		name = matrices.open_for_plan(plan.name)
		assert matrices.open_for_plan(plan.name) == name
	with agency.acting("head"):
		assert matrices.open_for_plan(plan.name) == name
	assert frappe.db.get_value(MATRIX, name, "employee") == agency.employee("lead1")


@pytest.mark.parametrize("state", ["Draft", "Waiting for Rater"])
def test_a_plan_that_is_not_in_force_has_no_matrix(agency: Agency, state: str) -> None:
	plan = agency.plan("lead1", agency.cycle(), state)
	refuse(agency, plan, words=("not in force", "approved plan"))


# --- handing over ------------------------------------------------------------------------------------------


def test_handing_over_makes_a_draft_and_completes_another(agency: Agency, plan: Document) -> None:
	cycle = frappe.get_doc("ASN Performance Cycle", plan.cycle)
	own = agency.plan("staff1", cycle, "Draft", items=[item(result="Tugas sendiri", weight=30)])
	cells = [
		cell(agency, plan, "staff1", measure="berkas", target=50, unit="berkas", cascading="Non-direct"),
		cell(agency, plan, "staff2"),
		cell(agency, plan, "staff2", 1),
	]
	made = make(agency, plan, *cells)
	assert numbers(push(agency, made.name)) == (1, 1, 0, 0)

	own.reload()
	assert results(own) == ["Tugas sendiri", "Hasil staff1 0"]
	row = own.items[1]
	assert (row.idx, row.measure, row.target_min, row.unit, row.weight) == (2, "berkas", 50, "berkas", 0)
	assert (row.superior_item, row.superior_result) == (plan.items[0].item_key, "Berkas izin selesai")
	assert (row.cascading, row.source, row.category) == ("Non-direct", "Result matrix of Kabid Satu", "Utama")
	assert row.item_key
	assert own.weight_total == 30

	new = plan_of(agency, "staff2", cycle.name)
	assert (new.workflow_state, new.rater, new.owner) == ("Draft", plan.employee, agency.user("lead1"))
	assert results(new) == ["Hasil staff2 0", "Hasil staff2 1"]
	assert len(new.behaviours) == 7
	with agency.acting("staff2"):
		assert results(new.save()) == ["Hasil staff2 0", "Hasil staff2 1"]  # he goes on with it

	made.reload()
	assert [row.pushed_to for row in made.cells] == [own.name, new.name, new.name]
	assert made.pushed_on
	assert all(row.pushed_on == made.pushed_on for row in made.cells)


def test_handing_over_again_doubles_nothing(agency: Agency, plan: Document) -> None:
	made = make(agency, plan, cell(agency, plan, "staff1"), cell(agency, plan, "staff2", 1))
	assert numbers(push(agency, made.name)) == (2, 0, 0, 0)
	before = frappe.get_all(PLAN, {"cycle": plan.cycle}, ["name", "modified"], order_by="name")
	assert numbers(push(agency, made.name)) == (0, 0, 2, 0)
	assert frappe.get_all(PLAN, {"cycle": plan.cycle}, ["name", "modified"], order_by="name") == before
	assert results(plan_of(agency, "staff1", plan.cycle)) == ["Hasil staff1 0"]


def test_what_has_changed_is_updated_and_what_the_member_typed_stays(agency: Agency, plan: Document) -> None:
	first, second = cell(agency, plan, "staff1", measure="berkas"), cell(agency, plan, "staff1", 1)
	made = make(agency, plan, first, second)
	push(agency, made.name)
	mine = plan_of(agency, "staff1", plan.cycle)
	with agency.acting("staff1"):
		mine.items[0].update({"weight": 60, "measure": "hari", "target_min": 7})
		mine.append("items", item(result="Tugas sendiri", weight=40))
		stage = frappe.get_doc("ASN Performance Cycle", plan.cycle).stages[0].stage_name
		mine.append("milestones", {"item_no": 3, "stage_name": stage, "action": "Mulai", "target": 5})
		mine.save()
	seen = get_datetime(mine.modified)

	new = {"contribution": "Izin terbit", "measure": "lembar", "target": 20}
	write(agency, made.name, first | new)  # the second cell is emptied
	assert numbers(push(agency, made.name)) == (0, 1, 0, 0)
	mine.reload()
	assert [(row.idx, row.result) for row in mine.items] == [(1, "Izin terbit"), (2, "Tugas sendiri")]
	row = mine.items[0]
	assert (row.weight, row.measure, row.target_min) == (60, "hari", 7)
	assert mine.weight_total == 100
	assert mine.modified > seen  # an open form notices
	# the milestone stays with its result, which is row 2 now
	assert [(m.item_no, m.item_key, m.action) for m in mine.milestones] == [
		(2, mine.items[1].item_key, "Mulai")
	]
	with agency.acting("staff1"):
		mine.save()


def test_a_member_whose_cells_are_all_emptied_is_freed_of_them(agency: Agency, plan: Document) -> None:
	first = cell(agency, plan, "staff1")
	made = make(agency, plan, first, cell(agency, plan, "staff2"))
	push(agency, made.name)
	write(agency, made.name, first)
	assert numbers(push(agency, made.name)) == (0, 1, 1, 0)
	assert results(plan_of(agency, "staff2", plan.cycle)) == []
	assert numbers(push(agency, made.name)) == (0, 0, 1, 0)


def test_a_save_without_the_names_of_the_rows_keeps_the_members_weights(
	agency: Agency, plan: Document
) -> None:
	"""As a client does that sends the cells anew."""
	sent = cell(agency, plan, "staff1")
	made = make(agency, plan, sent)
	push(agency, made.name)
	mine = plan_of(agency, "staff1", plan.cycle)
	with agency.acting("staff1"):
		mine.items[0].weight = 100
		mine.save()
	with agency.acting("lead1"):
		doc = frappe.get_doc(MATRIX, made.name)
		doc.set("cells", [sent | {"contribution": "Izin terbit"}])
		doc.save()
	assert numbers(push(agency, made.name)) == (0, 1, 0, 0)
	mine.reload()
	assert [(row.result, row.weight) for row in mine.items] == [("Izin terbit", 100)]


@pytest.mark.parametrize(("state", "words"), [("Waiting for Rater", "Return it"), ("Approved", "revision")])
def test_a_plan_that_is_not_being_written_is_left_out_by_name(
	agency: Agency, plan: Document, state: str, words: str
) -> None:
	cycle = frappe.get_doc("ASN Performance Cycle", plan.cycle)
	mine = agency.plan("staff1", cycle, state)
	made = make(agency, plan, cell(agency, plan, "staff1"), cell(agency, plan, "staff2"))
	summary = push(agency, made.name)
	assert numbers(summary) == (1, 0, 0, 1)
	(skipped,) = summary["skipped"]
	assert skipped["employee_name"] == "Staf Satu"
	assert words in skipped["reason"]
	mine.reload()
	assert results(mine) == [row["result"] for row in two_items()]
	assert not frappe.get_doc(MATRIX, made.name).cells[0].pushed_to


def test_a_returned_plan_and_a_running_revision_are_updated(agency: Agency, plan: Document) -> None:
	cycle = frappe.get_doc("ASN Performance Cycle", plan.cycle)
	agency.plan("staff1", cycle, "Waiting for Rater")
	with agency.acting("lead1"):
		returned = plan_of(agency, "staff1", cycle.name)
		returned.return_reason = "Lengkapi"
		apply_workflow(returned.save(), "Return")
	approved = agency.plan("staff2", cycle)
	with agency.acting("staff2"):
		approved.revise("Tugas baru")
	made = make(agency, plan, cell(agency, plan, "staff1"), cell(agency, plan, "staff2"))
	assert numbers(push(agency, made.name)) == (0, 2, 0, 0)
	assert results(plan_of(agency, "staff1", cycle.name))[-1] == "Hasil staff1 0"
	revision = plan_of(agency, "staff2", cycle.name, revision_of=approved.name)
	assert results(revision)[-1] == "Hasil staff2 0"
	approved.reload()
	assert "Hasil staff2 0" not in results(approved)


def test_what_was_handed_over_before_the_approval_needs_no_revision(agency: Agency, plan: Document) -> None:
	made = make(agency, plan, cell(agency, plan, "staff1"))
	push(agency, made.name)
	mine = plan_of(agency, "staff1", plan.cycle)
	with agency.acting("staff1"):
		mine.items[0].update({"weight": 100, "measure": "berkas", "target_min": 50, "unit": "berkas"})
		apply_workflow(mine.save(), "Submit for Approval")
	with agency.acting("lead1"):
		apply_workflow(frappe.get_doc(PLAN, mine.name), "Approve")
	assert numbers(push(agency, made.name)) == (0, 0, 1, 0)


def test_the_matrix_follows_a_revision_of_the_plan(agency: Agency, plan: Document) -> None:
	made = make(agency, plan, cell(agency, plan, "staff1"), cell(agency, plan, "staff2", 1))
	push(agency, made.name)
	with agency.acting("lead1"):
		revision = frappe.get_doc(PLAN, plan.revise("Tugas berubah"))
		revision.set("items", [revision.items[0].as_dict() | {"result": "Izin terbit", "weight": 100}])
		apply_workflow(revision.save(), "Submit for Approval")
	with agency.acting("head"):
		apply_workflow(frappe.get_doc(PLAN, revision.name), "Approve")

	view = matrices.view(frappe.get_doc(MATRIX, made.name))
	assert view["plan"] == revision.name
	assert [c["result"] for c in view["columns"]] == ["Izin terbit"]
	assert list(view["places"]) == [made.cells[0].name]  # the other result is gone
	with agency.acting("lead1"):
		assert matrices.open_for_plan(revision.name) == made.name

	summary = push(agency, made.name)
	assert numbers(summary) == (0, 1, 0, 1)
	(skipped,) = summary["skipped"]
	assert skipped["employee_name"] == "Staf Dua"
	assert "Berkas terlayani" in skipped["reason"]
	assert plan_of(agency, "staff1", plan.cycle).items[0].superior_result == "Izin terbit"
	assert results(plan_of(agency, "staff2", plan.cycle)) == ["Hasil staff2 1"]  # until the cell is emptied
	assert frappe.db.get_value(MATRIX, made.name, "work_plan") == revision.name

	with agency.acting("lead1"):
		stored = frappe.get_doc(MATRIX, made.name).save()  # a stale cell does not stand in the way
		assert [row.superior_result for row in stored.cells] == ["Izin terbit", "Berkas terlayani"]
	write(agency, made.name, cell(agency, plan, "staff1"))
	push(agency, made.name)
	assert results(plan_of(agency, "staff2", plan.cycle)) == []


def test_a_member_who_has_left_the_team_keeps_what_he_has(agency: Agency, plan: Document) -> None:
	made = make(agency, plan, cell(agency, plan, "staff1"), cell(agency, plan, "staff2"))
	push(agency, made.name)
	mine = plan_of(agency, "staff1", plan.cycle)
	frappe.db.set_value(
		"Employee", agency.employee("staff1"), "asn_delegated_rater", agency.employee("lead2")
	)
	view = matrices.view(frappe.get_doc(MATRIX, made.name))
	assert [(m["employee_name"], m["in_team"]) for m in view["members"]] == [
		("Staf Dua", True),
		("Staf Satu", False),
	]
	write(
		agency,
		made.name,
		cell(agency, plan, "staff1", contribution="Lain"),
		cell(agency, plan, "staff2"),
	)
	summary = push(agency, made.name)
	assert numbers(summary) == (0, 0, 1, 1)
	assert "No longer in the team" in summary["skipped"][0]["reason"]
	mine.reload()
	assert results(mine) == ["Hasil staff1 0"]


def test_after_a_transfer_the_new_draft_begins_behind_the_old_plan(agency: Agency, plan: Document) -> None:
	cycle = frappe.get_doc("ASN Performance Cycle", plan.cycle)
	old = agency.plan("staff1", cycle)
	with agency.acting("admin"):
		frappe.delete_doc(PLAN, frappe.get_doc(PLAN, old.name).transfer("2026-05-31", "Mutasi"))
	made = make(agency, plan, cell(agency, plan, "staff1"))
	assert numbers(push(agency, made.name)) == (1, 0, 0, 0)
	new = plan_of(agency, "staff1", cycle.name)
	assert (str(new.from_date), str(new.to_date), new.months) == ("2026-06-01", "2026-12-31", 7)


def test_a_deleted_draft_is_made_again(agency: Agency, plan: Document) -> None:
	made = make(agency, plan, cell(agency, plan, "staff1"))
	push(agency, made.name)
	with agency.acting("admin"):
		frappe.delete_doc(PLAN, plan_of(agency, "staff1", plan.cycle).name)
	assert not frappe.get_doc(MATRIX, made.name).cells[0].pushed_to
	assert numbers(push(agency, made.name)) == (1, 0, 0, 0)


def test_nothing_is_handed_over_without_a_plan_in_force(agency: Agency, plan: Document) -> None:
	made = make(agency, plan, cell(agency, plan, "staff1"))
	with agency.acting("admin"):
		plan.cancel_reason = "Mutasi"
		plan.save()
		apply_workflow(plan, "Cancel")
	with pytest.raises(frappe.ValidationError, match="no approved plan"):
		push(agency, made.name)


def test_nothing_is_handed_over_in_a_closed_cycle(agency: Agency, plan: Document) -> None:
	made = make(agency, plan, cell(agency, plan, "staff1"))
	frappe.db.set_value("ASN Performance Cycle", plan.cycle, "status", "Closed")
	with pytest.raises(frappe.ValidationError, match="closed"):
		push(agency, made.name)
	assert not frappe.db.exists(PLAN, {"cycle": plan.cycle, "employee": agency.employee("staff1")})


def test_each_member_is_told_once(agency: Agency, plan: Document) -> None:
	made = make(agency, plan, cell(agency, plan, "staff1"), cell(agency, plan, "staff2"))
	push(agency, made.name)
	push(agency, made.name)
	for key in ("staff1", "staff2"):
		told = frappe.get_all(
			"Notification Log",
			{"document_type": PLAN, "document_name": plan_of(agency, key, plan.cycle).name},
			["for_user", "from_user", "subject", "read"],
			order_by="creation",
		)
		assert [(row.for_user, row.from_user, row.read) for row in told] == [
			(agency.user(key), agency.user("lead1"), 0)
		]
		assert "Kabid Satu has handed over results to you" in told[0].subject


def test_three_who_hand_over_at_once_make_one_plan_each(agency: Agency, client: Any) -> None:
	"""Each has begun to read before another has stored: the lock and what is read under it decide."""
	plan = agency.plan("lead1", agency.cycle())
	made = make(agency, plan, cell(agency, plan, "staff1"), cell(agency, plan, "staff2"))
	keep()
	me, answers, barrier = client("lead1"), [], threading.Barrier(3)

	def run() -> None:
		mine = me.again()
		barrier.wait()
		answers.append(
			mine.post("/api/method/run_doc_method", {"dt": MATRIX, "dn": made.name, "method": "push"})
		)

	threads = [threading.Thread(target=run) for _ in range(3)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert [answer.status for answer in answers] == [200] * 3, [answer.messages for answer in answers]
	assert sorted(numbers(answer.data) for answer in answers) == [(0, 0, 2, 0), (0, 0, 2, 0), (2, 0, 0, 0)]
	frappe.db.rollback()
	for key in ("staff1", "staff2"):
		assert results(plan_of(agency, key, plan.cycle)) == [f"Hasil {key} 0"]
		assert frappe.db.count(PLAN, {"cycle": plan.cycle, "employee": agency.employee(key)}) == 1


# --- the number of queries ---------------------------------------------------------------------------------


def team_of(agency: Agency, size: int) -> list[str]:
	"""A team of so many people under lead1, besides those who are there, without users."""
	columns = ["name", "employee_name", "company", "status", "reports_to", "asn_type", "asn_position_type"]
	names = [frappe.generate_hash(length=10) for _ in range(size)]
	rows = [
		(name, f"Anggota {name}", HERE, "Active", agency.employee("lead1"), "PNS", "Pelaksana")
		for name in names
	]
	frappe.db.bulk_insert("Employee", columns, rows)
	return names


def queries_of_a_round(agency: Agency, size: int) -> list[int]:
	"""Queries of: making drafts for a team, handing over again, updating and taking back, the grid."""
	plan = agency.plan("lead1", agency.cycle())
	made = make(agency, plan)
	people = team_of(agency, size)
	for employee in people:
		made.append("cells", cell(agency, plan, "staff1", employee=employee))
		made.append("cells", cell(agency, plan, "staff1", 1, employee=employee))
	with agency.acting("lead1"):
		made.save()

		def run(step: Callable[[], Any]) -> int:
			step()  # fills the caches
			return number_of_queries(step)

		def afresh() -> None:
			frappe.db.delete(PLAN, {"employee": ["in", people]})
			frappe.db.delete("ASN Work Plan Item", {"matrix_cell": ["in", [row.name for row in made.cells]]})
			assert hand_over(made.name)["made"] == size

		def update() -> None:
			made.reload()
			rows = [row for row in made.cells if row.idx % 2]
			for row in rows:
				row.contribution = frappe.generate_hash(length=10)
			frappe.db.delete(CELL, {"name": ["in", [row.name for row in made.cells if not row.idx % 2]]})
			for row in rows:
				row.db_update()

		def updated() -> int:
			update()
			with counted() as asked:
				assert hand_over(made.name)["updated"] == size
			return len(asked)

		found = [run(afresh), run(lambda: hand_over(made.name)), updated()]
		found.append(run(lambda: matrices.view(made)))
	return found


def test_the_number_of_queries_does_not_depend_on_the_size_of_the_team(agency: Agency) -> None:
	assert queries_of_a_round(agency, 3) == queries_of_a_round(agency, 30)
