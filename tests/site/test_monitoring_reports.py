"""The reports on activities and on progress: numbers by hand, row rule, filters, query counts."""

from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from asn_kinerja.asn_kinerja.report.asn_activity_log_summary import asn_activity_log_summary as activity_log
from asn_kinerja.asn_kinerja.report.asn_quarterly_progress import asn_quarterly_progress as progress
from tests.support.activities import clear, cycle, enter, plan, stored_on, verify
from tests.support.agency import EMPLOYEES, EVALUATION, HERE, Agency, report
from tests.support.queries import number_of_queries

NOVEMBER = {"company": HERE, "from_date": "2026-11-01", "to_date": "2026-11-30"}


@pytest.fixture(autouse=True)
def empty_days(agency: Agency) -> Iterator[None]:
	clear(agency, *EMPLOYEES)
	# the plans that other tests have committed would be in the reports as well
	frappe.db.sql("update `tabASN Work Plan` set workflow_state = 'Superseded' where docstatus = 1")
	frappe.db.set_single_value("ASN Performance Settings", "monthly_minutes", 1000)
	yield
	frappe.db.rollback()
	frappe.db.value_cache.clear()


@pytest.fixture
def work(agency: Agency) -> dict[str, Any]:
	"""November 2026: Staf Satu 400 minutes verified (12 files, 4.5 days), 100 waiting, and 50 in October;
	Staf Dua a plan and nothing else; Staf Tiga 30 waiting, without a plan."""
	mine = plan(agency, "staff1")
	plan(agency, "staff2")
	files, days = (row.item_key for row in mine.items)
	rows = [
		enter(agency, "staff1", plan_item=files, quantity=10, minutes=150).name,
		enter(agency, "staff1", plan_item=files, quantity=2, minutes=150).name,
		enter(agency, "staff1", plan_item=days, quantity=4.5, minutes=100).name,
		enter(agency, "staff1", minutes=50).name,
	]
	verify(agency, "lead1", *rows)
	rows += [enter(agency, "staff1", minutes=100).name, enter(agency, "staff3", minutes=30).name]
	for name in rows:
		stored_on("2026-11-10", name)
	stored_on("2026-10-20", rows[3])
	frappe.db.sql("update `tabASN Work Plan` set from_date = '2026-01-01', to_date = '2026-12-31'")
	return {"plan": mine}


def run(agency: Agency, who: str, module: Any, filters: dict[str, Any]) -> Any:
	with agency.acting(who):
		return module.execute(filters)


def by_name(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
	return {row["employee_name"]: row for row in rows}


def test_minutes_against_the_duty(agency: Agency, work: dict[str, Any]) -> None:
	columns, rows, message, chart, summary = run(agency, "admin", activity_log, NOVEMBER)
	found = by_name(rows)
	assert list(found) == ["Staf Tiga", "Staf Dua", "Staf Satu", "Total"]
	one = found["Staf Satu"]
	assert (one["entries"], one["verified"], one["waiting"], one["returned"]) == (4, 400, 100, 0)
	assert (one["duty"], one["share"]) == (1000, 40)
	assert one["quantities"] == "12 berkas · 4,5 hari"  # never added across units of measurement
	assert (found["Staf Dua"]["entries"], found["Staf Dua"]["share"]) == (0, 0)
	total = found["Total"]
	# 400 of 3 × 1000 = 13.33 %
	assert (total["entries"], total["verified"], total["waiting"]) == (5, 400, 130)
	assert (total["duty"], total["share"]) == (3000, 13.33)
	assert chart["data"]["datasets"][0]["values"] == [0, 0, 400]
	assert summary[0]["value"] == 5
	assert {column["fieldname"] for column in columns} >= {"employee_name", "share", "quantities"}
	assert message is None


def test_per_unit_and_per_month(agency: Agency, work: dict[str, Any]) -> None:
	filters = {**NOVEMBER, "from_date": "2026-10-16", "group": "Work Unit", "monthly": 1}
	_, rows, *_ = run(agency, "admin", activity_log, filters)
	found = {(row["unit"], row["month"]): row for row in rows[:-1]}
	# 16 to 31 October are 16 of 31 days: 16/31 × 1000 × 2 people = 1032.25…
	october = found["Bidang Uji Satu", "2026-10"]
	assert (october["people"], october["verified"], october["duty"]) == (2, 50, 1032)
	assert october["share"] == 4.84  # 50 / 1032.258…
	november = found["Bidang Uji Satu", "2026-11"]
	assert (november["verified"], november["duty"], november["share"]) == (400, 2000, 20)
	assert (rows[-1]["people"], rows[-1]["verified"]) == (3, 450)


@pytest.mark.parametrize(
	("who", "names"),
	[
		("staff1", {"Staf Satu"}),
		("lead1", {"Staf Satu", "Staf Dua"}),
		("lead2", {"Staf Tiga"}),
		("head", {"Staf Satu", "Staf Dua", "Staf Tiga"}),
		("auditor", {"Staf Satu", "Staf Dua", "Staf Tiga"}),
		("outside", set()),
		("foreign_admin", set()),
		("guest", set()),
	],
)
def test_everyone_reads_his_own_people_only(
	agency: Agency, work: dict[str, Any], who: str, names: set[str]
) -> None:
	_, rows, *_ = run(agency, who, activity_log, NOVEMBER)
	assert {row["employee_name"] for row in rows if not row.get("bold")} == names
	_, rows, *_ = run(agency, who, progress, {"cycle": work["plan"].cycle})
	planned = names & {"Staf Satu"}  # the two plans are in cycles of their own
	assert {row["employee_name"] for row in rows if not row.get("bold")} == planned


def test_filters(agency: Agency, work: dict[str, Any]) -> None:
	for filters, names in (
		({"employee": agency.employee("staff2")}, ["Staf Dua"]),
		(
			{"department": frappe.db.get_value("Employee", agency.employee("staff3"), "department")},
			["Staf Tiga"],
		),
		({"company": "Pemkab Uji Seberang"}, []),
	):
		_, rows, *_ = run(agency, "admin", activity_log, {**NOVEMBER, **filters})
		assert [row["employee_name"] for row in rows if not row.get("bold")] == names
	with pytest.raises(frappe.ValidationError, match="must not be after"):
		run(agency, "admin", activity_log, {"from_date": "2026-02-02", "to_date": "2026-02-01"})


def test_a_unit_is_shown_with_the_units_below_it(agency: Agency, work: dict[str, Any]) -> None:
	root = frappe.db.get_value("Department", {"parent_department": ("is", "not set")})
	_, rows, *_ = run(agency, "admin", activity_log, {**NOVEMBER, "department": root})
	assert by_name(rows).keys() == {"Staf Satu", "Staf Dua", "Staf Tiga", "Total"}
	_, rows, *_ = run(agency, "admin", progress, {"cycle": work["plan"].cycle, "department": root})
	assert by_name(rows).keys() == {"Staf Satu", "Mean"}


def test_target_against_realisation_stage_by_stage(agency: Agency) -> None:
	"""First stage: an evaluation with 80 files and 5 days. Second: 90 verified files by activities."""
	in_cycle = agency.cycle()
	milestones = [{"item_no": 1, "stage_name": in_cycle.stages[1].stage_name, "target": 120}]
	mine = plan(agency, "staff1", in_cycle, milestones=milestones)
	evaluation = agency.evaluation(mine)
	frappe.db.sql(
		"update `tabASN Evaluation Result` set realisation = if(unit = 'hari', '4', '80') where parent = %s",
		evaluation.name,
	)
	name = enter(agency, "staff1", plan_item=mine.items[0].item_key, quantity=90).name
	verify(agency, "lead1", name)
	stored_on(in_cycle.stages[1].from_date, name)
	columns, rows, message, chart, summary = run(agency, "lead1", progress, {"cycle": in_cycle.name})
	files, days, mean = rows
	assert (files["target"], files["unit"]) == ("100 berkas", "berkas")
	# a result with a milestone is due in the stages of its milestones: not in the first, so it is not
	# evaluated there; in the second 90 of 120 = 75 %
	assert files.get("percent_0") is None
	assert (files["target_1"], files["realisation_1"], files["percent_1"]) == ("120 berkas", "90 *", 75)
	# 4 of at most 5 days: 120 %
	assert (days["target_0"], days["realisation_0"], days["percent_0"]) == ("5 hari", "4", 120)
	assert (mean["percent_0"], mean["percent_1"]) == (120, 75)
	assert mean["trend"] == "Down"
	assert chart["data"]["datasets"][0]["values"][:2] == [120, 75]
	assert summary[0]["value"] == 2
	assert columns[6]["label"].endswith("Target")
	assert message is None


def test_the_trend_compares_achievements(agency: Agency) -> None:
	"""Fewer days are better: 4 after 5 days is up; 80 after 80 files is level."""
	in_cycle = agency.cycle()
	mine = agency.plan("staff1", in_cycle)
	for stage, realisations in enumerate((("7", "80"), ("6,5", "80"))):
		name = agency.evaluation(mine, stage=stage).name
		with agency.acting("staff1"):
			doc = frappe.get_doc(EVALUATION, name)
			report(doc, *realisations)
			doc.save()
	_, rows, *_ = run(agency, "staff1", progress, {"cycle": in_cycle.name})
	assert [row["trend_percent_1"] for row in rows[:2]] == ["Up", "Unchanged"]
	# (100 + 80) / 2 = 90; 6.5 of at least 7 days: 107.14 %, (107.14 + 80) / 2 = 93.57
	assert (rows[2]["percent_0"], rows[2]["percent_1"], rows[2]["trend"]) == (90, 93.57, "Up")


def test_too_many_indicators_are_cut_and_said(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	in_cycle = agency.cycle()
	agency.plan("staff1", in_cycle)
	agency.plan("staff2", in_cycle)
	monkeypatch.setattr(progress, "MOST_ITEMS", 3)
	_, rows, message, *_ = run(agency, "admin", progress, {"cycle": in_cycle.name})
	assert len(rows) == 4
	assert "first 3 indicators" in message


@pytest.mark.parametrize(("module", "filters"), [(activity_log, NOVEMBER), (progress, {})])
def test_the_number_of_queries_does_not_grow(agency: Agency, module: Any, filters: dict[str, Any]) -> None:
	in_cycle = cycle(agency)
	filters = {**filters, "cycle": in_cycle.name}
	plan(agency, "staff1", in_cycle)
	run(agency, "admin", module, filters)  # reads what is cached afterwards
	few = number_of_queries(lambda: run(agency, "admin", module, filters))
	for key in ("staff2", "staff3", "staff4", "lent"):
		other = plan(agency, key, in_cycle)
		enter(agency, key, plan_item=other.items[0].item_key, quantity=1)
	assert number_of_queries(lambda: run(agency, "admin", module, filters)) == few
