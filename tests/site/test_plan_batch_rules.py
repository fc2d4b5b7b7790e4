"""Plans for many: from last year's, from templates, from a file. What is made, and what is named as wrong."""

import io
from collections.abc import Iterator
from typing import Any

import frappe
import openpyxl
import pytest
from frappe.model.workflow import apply_workflow

from asn_kinerja.batches import cells
from asn_kinerja.batches import job as batches
from asn_kinerja.planning import batch as job
from asn_kinerja.planning import blank_file, sheet
from asn_kinerja.planning.sources import file as file_source
from tests.support.agency import ELSEWHERE, HERE, PLAN, UNITS, Agency, item, two_items
from tests.support.fixtures import _transaction
from tests.support.plan_files import BATCH, batch, file_batch, row, xlsx
from tests.support.queries import number_of_queries

__all__ = ["_transaction"]  # keeps the caches: a cleared one costs each of these tests a second

TEMPLATE = "ASN Work Plan Template"
NIPS = {
	"head": "198005172005031001",
	"lead1": "198005172005031002",
	"lead2": "198005172005031003",
	"staff1": "198005172005031004",
	"staff2": "198005172005031005",
	"foreign": "198005172005031006",
}


@pytest.fixture(autouse=True)
def _uncommitted(_transaction: None, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""The job commits its chunks; here all is rolled back after the test."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)


@pytest.fixture
def nips(agency: Agency) -> dict[str, str]:
	for key, nip in NIPS.items():
		frappe.db.set_value("Employee", agency.employee(key), "asn_nip", nip)
	return NIPS


def run(made: Any, storing: bool = True) -> Any:
	"""Run the batch in this process; returns it as it is stored then."""
	job.process(frappe.db.get_value(BATCH, made.name, job.FIELDS, as_dict=True), storing)
	return frappe.get_doc(BATCH, made.name)


def plans_of(cycle: Any, **filters: Any) -> dict[str, Any]:
	"""Employee -> the plan that a batch has made."""
	names = frappe.get_all(PLAN, {"cycle": cycle.name, "batch": ["is", "set"], **filters}, pluck="name")
	plans = [frappe.get_doc(PLAN, name) for name in names]
	return {plan.employee: plan for plan in plans}


def problems(made: Any) -> list[tuple[int, str, str]]:
	return [(problem.file_row, problem.file_column, problem.problem) for problem in made.problems]


# --- from a file -------------------------------------------------------------------------------------------


def test_a_file_makes_drafts_that_only_have_to_be_submitted(agency: Agency, nips: dict[str, str]) -> None:
	cycle = agency.cycle()
	content = xlsx(
		[
			row(nips["staff1"], weight=60, Category="Utama", Aspect="Waktu", Direction="Lower"),
			row(nips["staff2"]),
			row(nips["staff1"], "Arsip", "40", Target="12,5", Category="Tambahan"),
		]
	)
	done = run(file_batch(cycle, content))
	assert (done.status, done.people, done.made, done.skipped, done.failed) == ("Done", 2, 2, 0, 0)
	assert not done.problems
	plans = plans_of(cycle)
	assert set(plans) == {agency.employee("staff1"), agency.employee("staff2")}
	plan = plans[agency.employee("staff1")]
	assert [(line.result, line.category, line.weight, line.target_min) for line in plan.items] == [
		("Layanan terselenggara", "Utama", 60, 12),
		("Arsip", "Tambahan", 40, 12.5),
	]
	assert (plan.items[0].aspect, plan.items[0].direction, plan.items[1].direction) == (
		"Waktu",
		"Lower",
		"Higher",
	)
	assert (plan.workflow_state, plan.rater, plan.weight_total) == ("Draft", agency.employee("lead1"), 100)
	assert plan.batch == done.name
	with agency.acting("staff1"):
		assert apply_workflow(plan, "Submit for Approval").workflow_state == "Waiting for Rater"


def test_a_plan_of_a_batch_is_as_one_that_is_saved(agency: Agency, nips: dict[str, str]) -> None:
	"""Saving it once more changes nothing that a person sees."""
	cycle = agency.cycle()
	run(file_batch(cycle, xlsx([row(nips["staff1"], "Kinerja > 90 <b>x</b><script>y</script>")])))
	(plan,) = plans_of(cycle).values()
	before = plan.as_dict(no_nulls=True)
	plan.save()
	changing = {"modified", "modified_by"}
	after = frappe.get_doc(PLAN, plan.name).as_dict(no_nulls=True)
	for line in (*before["items"], *after["items"], *before["behaviours"], *after["behaviours"]):
		for field in changing:
			line.pop(field)
	assert {k: v for k, v in after.items() if k not in changing} == {
		k: v for k, v in before.items() if k not in changing
	}
	assert "<script" not in plan.items[0].result


def test_the_dry_run_finds_the_same_and_stores_nothing(agency: Agency, nips: dict[str, str]) -> None:
	cycle = agency.cycle()
	content = xlsx([row(nips["staff1"]), row(nips["staff2"], weight=90)])
	made = file_batch(cycle, content)
	checked = run(made, storing=False)
	assert (checked.status, checked.people, checked.made, checked.failed) == ("Checked", 2, 0, 1)
	assert not plans_of(cycle)
	found = problems(checked)
	done = run(made)
	assert (done.status, done.made, done.failed, problems(done)) == ("Done", 1, 1, found)


def test_nobody_gets_a_part_of_a_plan(agency: Agency, nips: dict[str, str]) -> None:
	cycle = agency.cycle()
	content = xlsx(
		[row(nips["staff1"], weight=50), row(nips["staff1"], "Arsip", 50, Target="dua"), row(nips["staff2"])]
	)
	done = run(file_batch(cycle, content))
	assert set(plans_of(cycle)) == {agency.employee("staff2")}
	((number, column, text),) = problems(done)
	assert (number, column) == (3, "Target")
	assert "not a number" in text
	assert done.problems[0].value == "dua"
	assert "Staf Satu" in done.problems[0].person
	assert nips["staff1"] in done.problems[0].person


@pytest.mark.parametrize(
	("changed", "column", "words"),
	[
		({"NIP": "198005172005039999"}, "NIP", "No employee has this NIP"),
		({"NIP": "198005172005039000"}, "NIP", "may have destroyed"),
		({"NIP": NIPS["foreign"]}, "NIP", "not one of"),
		({"NIP": "1980"}, "NIP", "18 digits"),
		({"Planned Result": None}, "Planned Result", "is empty"),
		({"Category": "Lain"}, "Category", "Utama, Tambahan"),
		({"Aspect": "Lain"}, "Aspect", "Kuantitas"),
		({"Direction": "Lain"}, "Direction", "Higher"),
		({"Perspective": "Lain"}, "Perspective", "Anggaran"),
		({"Perspective": "Anggaran"}, "Perspective", "JPT only"),
		({"Target": "dua"}, "Target", "not a number"),
		({"Target": "1.250"}, "Target", "two ways"),
		({"Target": None}, "Target", "target"),
		({"Target": 90, "Target Up To": 80}, "Target", "90"),
		({"Weight": -5}, "Weight", "negative"),
		({"Weight": 90}, "Weight", "add up to 90"),
		({"Weight": None}, "Weight", "add up to 0"),
		({"Measure": None}, "Measure", "Individual Indicator"),
		({"Indicator": "Tidak ada"}, "Indicator", "no such indicator"),
		({"Strategic Objective": "Tidak ada"}, "Strategic Objective", "no strategic objective"),
	],
)
def test_what_is_wrong_is_named_once_with_row_and_column(
	agency: Agency, nips: dict[str, str], changed: dict[str, Any], column: str, words: str
) -> None:
	cycle = agency.cycle()
	done = run(file_batch(cycle, xlsx([row(nips["staff2"]), {**row(nips["staff1"]), **changed}])))
	found = [(number, name) for number, name, _text in problems(done)]
	assert found == [(3, column)], problems(done)
	assert words in done.problems[0].problem
	assert (done.made, done.failed) == (1, 1)
	assert set(plans_of(cycle)) == {agency.employee("staff2")}


@pytest.mark.parametrize(
	("field", "value", "words"),
	[("status", "Left", "has left"), ("status", "Inactive", "not active"), ("asn_type", None, "PNS or PPPK")],
)
def test_who_is_no_active_civil_servant_gets_no_plan(
	agency: Agency, nips: dict[str, str], field: str, value: str | None, words: str
) -> None:
	frappe.db.set_value("Employee", agency.employee("staff1"), field, value)
	done = run(file_batch(agency.cycle(), xlsx([row(nips["staff1"])])))
	((number, column, text),) = problems(done)
	assert (number, column, done.made) == (2, "NIP", 0)
	assert words in text


def test_people_of_another_agency_are_not_named(agency: Agency, nips: dict[str, str]) -> None:
	done = run(file_batch(agency.cycle(), xlsx([row(nips["foreign"], Target="dua")])))
	assert len(done.problems) == 2
	assert {problem.person for problem in done.problems} == {nips["foreign"]}


def test_problems_are_named_by_the_columns_of_the_file(agency: Agency, nips: dict[str, str]) -> None:
	cells = {
		"BOBOT (%)": 90,
		"rencana hasil kerja": "Layanan",
		"nip": nips["staff1"],
		"Indikator Kinerja Individu": "jumlah",
		"target": 1,
	}
	done = run(file_batch(agency.cycle(), xlsx([cells], header=tuple(cells))))
	assert [(number, column) for number, column, _text in problems(done)] == [(2, "BOBOT (%)")]


def test_markup_is_shown_as_text(agency: Agency, nips: dict[str, str]) -> None:
	evil = "<img src=x onerror=alert(1)>"
	frappe.db.set_value("Employee", agency.employee("staff1"), "employee_name", evil)
	done = run(file_batch(agency.cycle(), xlsx([row(nips["staff1"], Target=evil, Category=evil * 30)])))
	assert len(done.problems) == 2
	for problem in done.problems:
		assert "<" not in f"{problem.person}{problem.value}{problem.problem}{problem.file_column}"
	assert "&lt;img" in done.problems[0].value


def test_indicator_and_objective_are_found_by_name_or_code(agency: Agency, nips: dict[str, str]) -> None:
	indicator = frappe.get_doc(
		doctype="ASN Indicator",
		indicator_name=f"Lama Layanan {frappe.generate_hash(length=6)}",
		unit="hari",
		aspect="Waktu",
		direction="Lower",
	).insert()
	objective = frappe.get_doc(
		doctype="ASN Strategic Objective",
		objective_name=f"Layanan Prima {frappe.generate_hash(length=6)}",
		level="Objective",
		code=frappe.generate_hash(length=6),
		company=HERE,
	).insert()
	cells = {"Indicator": indicator.name.upper(), "Measure": None, "Unit of Measurement": None}
	cycle = agency.cycle()
	rows = [
		row(nips["staff1"], **{**cells, "Strategic Objective": objective.code}),
		row(nips["staff2"], **{**cells, "Strategic Objective": objective.objective_name.lower()}),
	]
	assert run(file_batch(cycle, xlsx(rows))).made == 2
	for plan in plans_of(cycle).values():
		(line,) = plan.items
		assert (line.objective, line.indicator, line.measure) == (
			objective.name,
			indicator.name,
			indicator.name,
		)
		assert (line.unit, line.aspect, line.direction) == ("hari", "Waktu", "Lower")

	frappe.db.set_value("ASN Indicator", indicator.name, "disabled", 1)
	((_number, column, text),) = problems(run(file_batch(agency.cycle(), xlsx(rows[:1]))))
	assert (column, "disabled" in text) == ("Indicator", True)


SERVES = "Result of the Superior It Serves"


@pytest.fixture
def waiting(agency: Agency) -> Iterator[None]:
	"""Plans rest on the superior's."""
	settings = "ASN Performance Settings"
	frappe.db.set_single_value(settings, "approval_waits_for_superior", 1)
	yield
	frappe.db.rollback()
	frappe.db.value_cache.pop(settings, None)


def approved(agency: Agency, key: str, cycle: Any, **values: Any) -> Any:
	"""A plan in force, whatever the superior's is."""
	plan = agency.plan(key, cycle, "Draft", **values)
	frappe.db.set_value(PLAN, plan.name, {"docstatus": 1, "workflow_state": "Approved"})
	return frappe.get_doc(PLAN, plan.name)


@pytest.mark.usefixtures("waiting")
def test_the_result_of_the_superior_is_found_in_his_plan_in_force(
	agency: Agency, nips: dict[str, str]
) -> None:
	cycle = agency.cycle()
	superior = approved(agency, "lead1", cycle)
	rows = [
		row(nips["staff1"], **{SERVES: " berkas  TERLAYANI", "Cascading": "Direct"}),
		row(nips["staff2"], **{SERVES: "Tidak ada"}),
		row(nips["lead2"]),  # his superior has no plan in force: it may wait
	]
	done = run(file_batch(cycle, xlsx(rows)))
	assert [(number, column) for number, column, _text in problems(done)] == [(3, SERVES)]
	assert "Kabid Satu" in done.problems[0].problem
	plans = plans_of(cycle)
	(line,) = plans[agency.employee("staff1")].items
	assert (line.superior_item, line.superior_result) == (superior.items[1].item_key, "Berkas terlayani")
	assert line.cascading == "Direct"
	assert agency.employee("lead2") in plans


@pytest.mark.usefixtures("waiting")
def test_what_must_serve_the_superior_says_so(agency: Agency, nips: dict[str, str]) -> None:
	cycle = agency.cycle()
	approved(agency, "lead1", cycle)
	rows = [row(nips["staff1"]), row(nips["staff2"], **{SERVES: "Berkas terlayani"})]
	found = problems(run(file_batch(cycle, xlsx(rows))))
	assert [(number, column) for number, column, _text in found] == [(2, SERVES), (3, "Cascading")]


@pytest.mark.usefixtures("waiting")
def test_superior_and_subordinate_in_one_file_are_linked(agency: Agency, nips: dict[str, str]) -> None:
	"""Also when the subordinate's rows come first; the link stays when the superior's plan is approved."""
	cycle = agency.cycle()
	rows = [
		row(nips["staff1"], **{SERVES: "Layanan bidang", "Cascading": "Direct"}),
		row(nips["lead1"], "Layanan bidang"),
	]
	assert run(file_batch(cycle, xlsx(rows))).made == 2
	plans = plans_of(cycle)
	above = plans[agency.employee("lead1")].items[0]
	line = plans[agency.employee("staff1")].items[0]
	assert (line.superior_item, line.superior_result) == (above.item_key, "Layanan bidang")


def test_who_has_a_plan_is_skipped_and_keeps_it(agency: Agency, nips: dict[str, str]) -> None:
	cycle = agency.cycle()
	own = agency.plan("staff1", cycle, "Draft")
	made = file_batch(cycle, xlsx([row(nips["staff1"], Target="dua"), row(nips["staff2"])]))
	done = run(made)
	assert (done.made, done.skipped, done.failed) == (1, 1, 0)
	again = run(made)
	assert (again.made, again.skipped, again.failed) == (0, 2, 0)
	assert frappe.db.count(PLAN, {"cycle": cycle.name}) == 2
	assert [line.result for line in frappe.get_doc(PLAN, own.name).items] == [
		line["result"] for line in two_items()
	]


def test_a_qualitative_file(agency: Agency, nips: dict[str, str]) -> None:
	cycle = agency.cycle()
	cells = {"NIP": nips["staff1"], "Planned Result": "Layanan", "Measure of Success": "Puas", "Weight": 100}
	content = xlsx([cells, {**cells, "NIP": nips["staff2"], "Measure of Success": None}], tuple(cells))
	done = run(file_batch(cycle, content, approach="Qualitative"))
	assert [(number, column) for number, column, _text in problems(done)] == [(3, "Measure of Success")]
	assert plans_of(cycle)[agency.employee("staff1")].approach == "Qualitative"


def test_the_number_of_queries_does_not_grow_with_people_and_rows(
	agency: Agency, nips: dict[str, str]
) -> None:
	def queries(rows: list[dict[str, Any]]) -> int:
		made = file_batch(agency.cycle(), xlsx(rows))
		run(made, storing=False)  # caches are warm then
		values = frappe.db.get_value(BATCH, made.name, job.FIELDS, as_dict=True)
		count = number_of_queries(lambda: job.process(values, True))
		assert frappe.db.get_value(BATCH, made.name, "made") == len({cells["NIP"] for cells in rows})
		return count

	keys = ("staff1", "staff2", "lead1", "lead2")
	few = queries([row(nips["staff1"])])
	many = queries([row(nips[key], f"Hasil {number}", 20) for key in keys for number in range(5)])
	assert few == many


# --- from last year's plans --------------------------------------------------------------------------------


def test_last_years_plan_is_copied_with_all_that_stays_true(agency: Agency) -> None:
	old, new = agency.cycle(), agency.cycle(from_date="2027-01-01", to_date="2027-12-31")
	superior = agency.plan("lead1", old)
	stage = old.stages[0].stage_name
	values = frappe.get_all("ASN Behaviour Value", {"disabled": 0}, pluck="name", order_by="sequence, name")
	plan = agency.plan(
		"staff1",
		old,
		items=[
			item(weight=40, superior_item=superior.items[1].item_key, cascading="Direct"),
			item(weight=60),
		],
		milestones=[{"item_no": 2, "stage_name": stage, "action": "Mulai", "target": 10}],
		supports=[{"kind": "Konsekuensi", "description": "Apresiasi"}],
		behaviours=[{"behaviour_value": values[0], "expectation": "Senyum"}],
	)
	done = run(batch(new, "Last Year's Plans", from_cycle=old.name, department=unit(UNITS[0])))
	assert (done.status, done.made) == ("Done", 2)
	plans = plans_of(new)
	assert set(plans) == {agency.employee("lead1"), agency.employee("staff1")}
	copied = plans[agency.employee("staff1")]
	fields = ("result", "measure", "target_min", "unit", "weight", "aspect", "direction", "category")
	for field in fields:
		assert [line.get(field) for line in copied.items] == [line.get(field) for line in plan.items]
	assert not {line.item_key for line in copied.items} & {line.item_key for line in plan.items}
	(milestone,) = copied.milestones
	assert (milestone.item_key, milestone.stage_name, milestone.target) == (
		copied.items[1].item_key,
		stage,
		10,
	)
	assert [(line.kind, line.description) for line in copied.supports] == [("Konsekuensi", "Apresiasi")]
	assert copied.behaviours[0].expectation == "Senyum"
	assert (str(copied.from_date), str(copied.to_date)) == ("2027-01-01", "2027-12-31")
	# the superior's plan was copied by the same batch; what served his result serves the copy of it
	above = plans[agency.employee("lead1")].items[1]
	assert (copied.items[0].superior_item, copied.items[0].superior_result) == (above.item_key, above.result)
	assert not copied.items[1].superior_item
	# everyone else of the unit is named
	assert done.failed == len(done.problems) > 0
	assert all("no approved plan" in problem.problem for problem in done.problems)


def test_a_copied_draft_does_not_wait_for_the_superior(agency: Agency) -> None:
	old, new = agency.cycle(), agency.cycle()
	superior = agency.plan("lead1", old)
	agency.plan("staff1", old, items=[item(superior_item=superior.items[0].item_key, cascading="Direct")])
	agency.plan("lead1", new, items=[item(result="Sesuatu yang lain")])
	run(batch(new, "Last Year's Plans", from_cycle=old.name, department=unit(UNITS[0])))
	(line,) = plans_of(new)[agency.employee("staff1")].items
	assert (line.superior_item, line.superior_result) == (None, None)


def test_who_no_longer_leads_loses_the_perspective(agency: Agency) -> None:
	old, new = agency.cycle(), agency.cycle()
	approved(agency, "head", old, items=[item(perspective="Anggaran")])
	frappe.db.set_value("Employee", agency.employee("head"), "asn_position_type", "Fungsional")
	run(batch(new, "Last Year's Plans", from_cycle=old.name))
	assert not plans_of(new)[agency.employee("head")].items[0].perspective


def unit(name: str) -> str:
	return frappe.db.get_value("Department", {"department_name": name, "company": HERE})


# --- from templates ----------------------------------------------------------------------------------------


@pytest.fixture
def designation(agency: Agency) -> str:
	"""That of staff1 and staff2, for this test."""
	name = f"Analis Uji {frappe.generate_hash(length=6)}"
	frappe.get_doc(doctype="Designation", designation_name=name).insert()
	for key in ("staff1", "staff2"):
		frappe.db.set_value("Employee", agency.employee(key), "designation", name)
	return name


def template(designation: str, result: str = "Umum", **values: Any) -> Any:
	return frappe.get_doc(
		{
			"doctype": TEMPLATE,
			"title": f"{result} {frappe.generate_hash(length=6)}",
			"designation": designation,
			"company": "",  # left empty on purpose: a site may have a default company
			"items": [item(result=result)],
			"supports": [{"kind": "Konsekuensi", "description": "Apresiasi"}],
			**values,
		}
	).insert()


def test_the_agencys_template_comes_before_the_general_one(agency: Agency, designation: str) -> None:
	template(designation, "Umum")
	template(designation, "Instansi lain", company=ELSEWHERE)
	cycle = agency.cycle()
	run(batch(cycle, "Templates", department=unit(UNITS[0])))
	plans = plans_of(cycle)
	assert set(plans) == {agency.employee("staff1"), agency.employee("staff2")}
	assert {plan.items[0].result for plan in plans.values()} == {"Umum"}
	assert [line.description for plan in plans.values() for line in plan.supports] == ["Apresiasi"] * 2

	template(designation, "Instansi", company=HERE)
	cycle = agency.cycle()
	done = run(batch(cycle, "Templates"))
	assert {plan.items[0].result for plan in plans_of(cycle).values()} == {"Instansi"}
	assert any("designation" in problem.problem for problem in done.problems)


def test_a_chosen_template_goes_to_its_designation_only(agency: Agency, designation: str) -> None:
	chosen = template(designation)
	cycle = agency.cycle()
	done = run(batch(cycle, "Templates", template=chosen.name))
	assert (done.people, done.made, done.failed) == (2, 2, 0)


def test_a_template_of_a_leader_does_not_fit_others(agency: Agency, designation: str) -> None:
	template(designation, items=[item(perspective="Anggaran")])
	done = run(batch(agency.cycle(), "Templates", department=unit(UNITS[0])))
	assert done.made == 0
	assert any("JPT only" in problem.problem for problem in done.problems)


@pytest.mark.parametrize(
	("items", "words"),
	[
		([item(weight=60)], ["add up to 60", "100"]),
		([item(weight=60), item(weight=-40)], ["Row 2", "negative"]),
		([item(target_min=90, target_max=80)], ["Row 1", "90"]),
	],
)
def test_a_template_is_checked_as_a_plan(
	designation: str, items: list[dict[str, Any]], words: list[str]
) -> None:
	with pytest.raises(frappe.ValidationError) as error:
		template(designation, items=items)
	for word in words:
		assert word in str(error.value)


def test_one_template_per_designation_and_agency(designation: str) -> None:
	first = template(designation)
	with pytest.raises(frappe.ValidationError, match="already"):
		template(designation)
	first.disabled = 1
	first.save()
	template(designation)


def test_a_general_template_names_no_objective_of_one_agency(designation: str) -> None:
	objective = frappe.get_doc(
		doctype="ASN Strategic Objective", objective_name="Uji", level="Objective", company=HERE
	).insert()
	with pytest.raises(frappe.ValidationError, match="Row 1"):
		template(designation, items=[item(objective=objective.name)])
	template(designation, items=[item(objective=objective.name)], company=HERE)


# --- the batch ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"source": "Last Year's Plans", "from_cycle": None}, "another cycle"),
		({"source": "Last Year's Plans", "from_cycle": "own"}, "another cycle"),
		({"source": "Last Year's Plans", "from_cycle": "foreign"}, "is the cycle of"),
		({"source": "Templates", "company": ELSEWHERE}, "is the cycle of"),
	],
)
def test_a_batch_belongs_to_one_agency(agency: Agency, values: dict[str, Any], words: str) -> None:
	cycle, foreign = agency.cycle(), agency.cycle(company=ELSEWHERE)
	cycles = {"own": cycle.name, "foreign": foreign.name, None: None}
	if "from_cycle" in values:
		values = {**values, "from_cycle": cycles[values["from_cycle"]]}
	with pytest.raises(frappe.ValidationError, match=words):
		batch(cycle, **values)


def test_a_closed_cycle_takes_no_batch(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match="closed"):
		batch(agency.cycle(status="Closed"), "Templates")


def test_another_content_forgets_the_outcome(agency: Agency, nips: dict[str, str]) -> None:
	done = run(file_batch(agency.cycle(), xlsx([row("1980")])), storing=False)
	done.save()
	assert (done.status, done.failed, len(done.problems)) == ("Checked", 1, 1)
	done.source = "Templates"
	done.save()
	assert (done.status, done.failed, done.problems, done.file) == ("Draft", 0, [], None)


def test_more_problems_than_anybody_reads_are_counted(
	agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(batches, "LISTED", 3)
	monkeypatch.setattr(batches, "CHUNK", 2)
	done = run(file_batch(agency.cycle(), xlsx([row(str(number)) for number in range(5)])), storing=False)
	assert (done.failed, len(done.problems)) == (5, 4)
	assert done.problems[3].problem.startswith("2 more problems")
	assert [problem.idx for problem in done.problems] == [1, 2, 3, 4]


def read(content: bytes) -> cells.Sheet:
	return sheet.parse(content, file_source._fields(), file_source._choices())


def test_the_file_to_fill_in_is_read_back(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""In both languages; the example row is passed over, so there is nothing to do in it."""
	for language, header in (("en", "Planned Result"), ("id", "Rencana Hasil Kerja")):
		monkeypatch.setattr(frappe.local, "lang", language)
		content = blank_file.workbook()
		book = openpyxl.load_workbook(io.BytesIO(content))
		first, notes = book.worksheets
		assert header in [cell.value for cell in first[1]]
		assert first.column_dimensions["A"].number_format == "@"
		assert first["A2"].data_type == "s"
		assert notes.max_row > len(sheet.COLUMNS)
		with pytest.raises(cells.SheetError, match="no rows below the header"):
			read(content)
		first["A2"] = NIPS["staff1"]
		stream = io.BytesIO()
		book.save(stream)
		(group,) = read(stream.getvalue()).groups
		assert not group.problems
		assert group.rows[0].values["direction"] == "Lower"
