"""The report of overdue actions: rows, filters, chart, summary and what is exported."""

from io import BytesIO
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from asn_kinerja.asn_kinerja.report.asn_overdue_actions.asn_overdue_actions import execute
from asn_kinerja.cycle import deadlines
from tests.support.agency import EVALUATION, HERE, UNITS, Agency
from tests.support.rows import insert_row

LATE = {"staff1": -5, "staff2": -1, "staff3": -2}  # days from today
SOON = {"staff4": 0, "lent": 2}
NAMES = {"staff1": "Staf Satu", "staff2": "Staf Dua", "staff3": "Staf Tiga"}


@pytest.fixture
def cycle(agency: Agency) -> Any:
	"""Five self assessments, three of them late, and one late rating; plans are not due yet."""
	frappe.db.set_single_value("ASN Performance Settings", "reminder_days", 3)
	cycle = agency.cycle(plan_due_date=add_days(nowdate(), 30))
	for key, days in {**LATE, **SOON}.items():
		evaluation(agency, cycle, key, "Self Assessment", days)
	evaluation(agency, cycle, "lent", "Rater Assessment", -9)
	return cycle


def evaluation(agency: Agency, cycle: Any, key: str, state: str, days: int) -> str:
	return insert_row(
		EVALUATION,
		employee=agency.employee(key),
		employee_name=NAMES.get(key, key),
		title=f"{key} <b>Triwulan</b>",
		rater=agency.employee(agency.rater(key)),
		company=HERE,
		cycle=cycle.name,
		due_date=add_days(nowdate(), days),
		workflow_state=state,
	)


def run(agency: Agency, cycle: Any, **filters: Any) -> tuple[list[dict], dict | None, dict[str, int]]:
	"""Rows, chart's data, summary by label, as the performance manager reads them."""
	with agency.acting("admin"):
		_columns, rows, _message, chart, summary = execute({"cycle": cycle.name, **filters})
	return rows, chart and chart["data"], {card["label"]: card["value"] for card in summary}


def test_what_is_late_comes_first_with_a_total(agency: Agency, cycle: Any) -> None:
	rows, _chart, summary = run(agency, cycle)
	assert [row.get("days_late") for row in rows] == [9, 5, 2, 1, 0, -2, None]
	first, total = rows[0], rows[-1]
	assert (first["kind"], first["responsible"], first["unit"]) == ("Rating due", "Kabid Dua", UNITS[1])
	assert (first["about"], first["due"]) == ("lent", getdate(add_days(nowdate(), -9)))
	assert frappe.db.exists(first["document_type"], first["document_name"])
	assert total["matter"] == "4 overdue, 2 due soon"
	assert summary == {"Overdue": 4, "Due Soon": 2, "People Late": 4}


def test_the_filters_narrow(agency: Agency, cycle: Any) -> None:
	late_only, _chart, summary = run(agency, cycle, only_overdue=1)
	assert [row.get("days_late") for row in late_only] == [9, 5, 2, 1, None]
	assert summary["Due Soon"] == 0
	ratings, _chart, _summary = run(agency, cycle, kind=deadlines.RATING)
	assert [row.get("days_late") for row in ratings] == [9, None]
	unit = frappe.db.get_value("Employee", agency.employee("staff3"), "department")
	of_unit, _chart, _summary = run(agency, cycle, department=unit)
	# of who is responsible: Kabid Dua, Staf Tiga, Staf Empat
	assert [row.get("days_late") for row in of_unit] == [9, 2, 0, None]
	assert run(agency, cycle, company="Pemkab Uji Seberang") == ([], None, {})


def test_the_chart_counts_by_matter_or_by_unit(agency: Agency, cycle: Any) -> None:
	_rows, by_kind, _summary = run(agency, cycle)
	assert by_kind["labels"] == ["Self assessment due", "Rating due"]
	assert [series["values"] for series in by_kind["datasets"]] == [[3, 1], [2, 0]]
	_rows, by_unit, _summary = run(agency, cycle, chart_by="Work Unit")
	# unit one: staff1 and staff2 late, lent soon; unit two: staff3 and lead2 late, staff4 soon
	assert sorted(by_unit["labels"]) == sorted(UNITS)
	assert [series["values"] for series in by_unit["datasets"]] == [[2, 2], [1, 1]]


def test_the_exported_sheet_holds_plain_values(agency: Agency, cycle: Any) -> None:
	from frappe.desk.query_report import build_xlsx_data, run
	from frappe.utils.xlsxutils import make_xlsx
	from openpyxl import load_workbook

	with agency.acting("admin"):
		report = frappe._dict(run("ASN Overdue Actions", filters={"cycle": cycle.name}))
		rows, _widths = build_xlsx_data(report, list(range(len(report.result))), False)
		book = load_workbook(BytesIO(make_xlsx(rows, "Laporan").getvalue()))
	cells = list(book.active.values)
	assert cells[0][0] == "Matter"
	assert (cells[1][0], cells[1][1], cells[1][3]) == ("Rating due", "Kabid Dua", 9)
	assert len(cells) == 1 + 6 + 1


def test_in_indonesian_nothing_is_left_in_english(agency: Agency, cycle: Any) -> None:
	frappe.local.lang = "id"
	try:
		with agency.acting("admin"):
			frappe.local.lang = "id"
			columns, rows, _message, chart, summary = execute({"cycle": cycle.name})
	finally:
		frappe.local.lang = "en"
	assert rows[0]["kind"] == "Penilaian belum diberikan"
	assert rows[-1]["matter"] == "4 terlambat, 2 segera jatuh tempo"
	assert [card["label"] for card in summary] == [
		"Lewat Batas Waktu",
		"Segera Jatuh Tempo",
		"Orang yang Terlambat",
	]
	assert columns[0]["label"] == "Perihal"
	assert chart["data"]["labels"] == ["Penilaian mandiri belum diisi", "Penilaian belum diberikan"]
