"""The allowance sheet of a month: calculated as a set, as often as wanted, and frozen by the approval."""

import io
import json
from datetime import date
from typing import Any

import frappe
import openpyxl
import pytest

from asn_kinerja.allowance import calculating, export, salary, sheets, telling
from asn_kinerja.allowance import rules as allowance_rules
from asn_kinerja.asn_kinerja.report.asn_allowance_sheet import asn_allowance_sheet
from asn_kinerja.attendance import frappe_hr
from asn_kinerja.patches import allowance_sanctions
from tests.support.agency import ELSEWHERE, EVALUATION, HERE, Agency
from tests.support.attendance import RECAP, RECORD, clear, enter
from tests.support.credit import ALLOWANCE_RULE, LINE, SHEET, final, functional
from tests.support.queries import number_of_queries
from tests.support.rows import insert_row

MARCH = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _uncommitted(_transaction: None, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""The job commits its chunks; here all is rolled back after the test. Everybody but six of the agency is
	elsewhere, so that what others have made is in nobody's way."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	frappe.db.delete(LINE, {"company": HERE})
	frappe.db.delete(SHEET, {"company": HERE})
	keys = ("lead1", "staff1", "staff2", "staff3", "staff4", "lent", "admin")
	mine = [agency.employee(key) for key in keys]
	others = frappe.get_all("Employee", {"company": HERE, "name": ["not in", mine]}, pluck="name")
	frappe.db.set_value("Employee", {"name": ["in", others or [""]]}, "status", "Inactive")
	frappe.db.set_value(EVALUATION, {"employee": ["in", mine]}, "docstatus", 2)
	clear(*mine, *frappe.get_all(RECAP, {"company": HERE}, pluck="employee"))


def make(agency: Agency, rule: str = ALLOWANCE_RULE, month: str = "2026-03-15") -> Any:
	with agency.acting("admin"):
		return frappe.get_doc(doctype=SHEET, company=HERE, month=month, rule=rule).insert()


def calculated(sheet: Any) -> Any:
	assert calculating.process(sheet.name)
	return frappe.get_doc(SHEET, sheet.name)


def line(agency: Agency, sheet: Any, key: str) -> Any:
	wanted = {"sheet": sheet.name, "employee": agency.employee(key)}
	return frappe.get_doc(LINE, frappe.db.get_value(LINE, wanted))


def rule_with(**values: Any) -> str:
	"""Another version of the shipped rule."""
	rule = frappe.copy_doc(frappe.get_doc(allowance_rules.RULE, ALLOWANCE_RULE))
	rule.update({"title": f"Uji {frappe.generate_hash(length=6)}", "docstatus": 0, **values})
	return rule.insert().submit().name


# --- the amounts -------------------------------------------------------------------------------------------


def test_the_amount_of_one_person_worked_by_hand(agency: Agency) -> None:
	"""Score 90, one day absent (3 %): 0.6 × 90 + 0.4 × 97 = 92.8 % of 4,500,000 = 4,176,000."""
	functional(agency)
	result = final(agency, agency.cycle(), to_date="2026-02-28", score=90)
	enter(agency.employee("staff2"), present=19, unexcused_absences=1)
	sheet = calculated(make(agency))
	found = line(agency, sheet, "staff2")
	assert (found.base, found.performance, found.discipline) == (4_500_000, 90, 97)
	assert (found.amount, found.left_out, found.notes) == (4_176_000, 0, None)
	assert (found.evaluation, found.golongan, found.rater) == (result, "III/a", agency.employee("lead1"))
	assert found.month == MARCH
	texts = [step["rule"].format(*step["values"]) for step in json.loads(found.explanation)]
	assert "60.00 % × 90.00 % performance + 40.00 % × 97.00 % discipline" in texts


def test_present_without_a_result_is_forty_percent(agency: Agency) -> None:
	enter(agency.employee("staff1"))
	found = line(agency, calculated(make(agency)), "staff1")
	assert (found.base, found.amount) == (3_500_000, 1_400_000)
	assert found.notes == "There is no result of the performance"


def test_everybody_has_a_line_and_the_sheet_their_total(agency: Agency) -> None:
	functional(agency)
	sheet = calculated(make(agency))
	assert (sheet.people, sheet.with_notes, sheet.left_out, sheet.amount_total) == (7, 7, 0, 0)
	# lead1; staff2; staff1, staff3, staff4, lent, admin
	assert sheet.base_total == 9_000_000 + 4_500_000 + 5 * 3_500_000
	assert sheet.calculated_on


def test_a_sanction_in_force_counts(agency: Agency) -> None:
	"""Ringan takes 20 % off the discipline part: 0.4 × 80 = 32 % of 3,500,000."""
	employee = agency.employee("staff1")
	enter(employee)
	insert_row(
		RECORD,
		employee=employee,
		level="Ringan",
		sanction="Teguran",
		status="In Force",
		from_date="2026-03-20",
	)
	found = line(agency, calculated(make(agency)), "staff1")
	assert (found.discipline, found.amount) == (80, 1_120_000)


def test_a_medium_sanction_takes_a_quarter_of_everything(agency: Agency) -> None:
	"""PP 94/2021: 60 + 40 = 100 %, 25 % off: 75 % of 3,500,000."""
	employee = agency.employee("staff1")
	enter(employee)
	final(agency, agency.cycle(), "staff1", to_date="2026-02-28")
	dates = {"from_date": "2026-01-05", "to_date": "2026-07-04"}
	insert_row(RECORD, employee=employee, level="Sedang", sanction="Potongan", status="In Force", **dates)
	found = line(agency, calculated(make(agency)), "staff1")
	assert (found.discipline, found.amount) == (100, 2_625_000)


def test_a_sanction_of_six_months_is_in_six_sheets(agency: Agency) -> None:
	"""From 16 March to 15 September: 75 % of 3,500,000 in March … August, all of it in September. One without
	a duration counts while it runs."""
	employee = agency.employee("staff1")
	final(agency, agency.cycle(), "staff1", to_date="2026-02-28")
	dates = {"from_date": "2026-03-16", "to_date": "2026-09-15", "months": 6}
	insert_row(RECORD, employee=employee, level="Sedang", sanction="Potongan", status="In Force", **dates)
	amounts = []
	for month in ("2026-02-01", "2026-03-01", "2026-08-01", "2026-09-01"):
		enter(employee, month)
		amounts.append(line(agency, calculated(make(agency, month=month)), "staff1").amount)
	assert amounts == [3_500_000, 2_625_000, 2_625_000, 3_500_000]
	frappe.db.set_value(RECORD, {"employee": employee}, "months", 0)
	sheet = frappe.get_doc(SHEET, {"company": HERE, "month": "2026-09-01"})
	assert line(agency, calculated(sheet), "staff1").amount == 2_625_000


def test_the_base_of_a_former_position_is_not_guessed(agency: Agency) -> None:
	"""Promoted on 1 April: March, calculated after it, is not paid by the base of April."""
	for key in ("staff1", "staff2", "staff3"):
		enter(agency.employee(key))
	functional(agency, "staff1", asn_position_since="2026-04-01")
	functional(agency, "staff2", asn_position_since="2026-03-09")
	functional(agency, "staff3", asn_position_since="2020-01-01")
	sheet = calculated(make(agency))
	assert sheet.left_out == 1
	found = line(agency, sheet, "staff1")
	assert (found.left_out, found.base, found.amount) == (1, 0, 0)
	assert found.notes.startswith("In this position since 01/04/2026: the base of the month is not known; ")
	assert "the base of the month is not known" in found.explanation
	found = line(agency, sheet, "staff2")
	assert (found.left_out, found.amount) == (0, 1_800_000)  # 40 % of 4,500,000
	assert found.notes.startswith("In this position since 09/03/2026: check the base; ")
	assert line(agency, sheet, "staff3").notes == "There is no result of the performance"
	with agency.acting("admin"):
		rows = asn_allowance_sheet.execute({"sheet": sheet.name, "missing": 1})[1]
	notes = {row["employee_name"]: row.get("notes") for row in rows}
	assert notes["Staf Satu"].startswith("In this position since 01/04/2026")


def test_a_later_rank_matters_where_the_rule_asks_for_it(agency: Agency) -> None:
	bases = [{"golongan": "III/a", "amount": 3_000_000}, {"golongan": "III/b", "amount": 3_200_000}]
	enter(agency.employee("staff1"))
	functional(agency, "staff1", asn_golongan="III/b", asn_golongan_since="2026-04-01")
	sheet = calculated(make(agency))
	assert line(agency, sheet, "staff1").left_out == 0
	with agency.acting("admin"):
		sheet.rule = other_rule(bases=bases)
		sheet.save()
	found = line(agency, calculated(sheet), "staff1")
	assert (found.left_out, found.amount) == (1, 0)
	assert found.notes.startswith("In this golongan since 01/04/2026: the base of the month is not known")


def test_who_came_or_went_in_the_month_is_named_and_paid_as_the_rule_says(agency: Agency) -> None:
	"""Present all his days without a result: 40 % of 3,500,000; 2 of 31 days of it are 90,322.58."""
	left, joined = agency.employee("staff1"), agency.employee("staff3")
	frappe.db.set_value("Employee", left, {"status": "Left", "relieving_date": "2026-03-02"})
	frappe.db.set_value("Employee", joined, "date_of_joining", "2026-03-30")
	for employee in (left, joined):
		enter(employee)
	sheet = calculated(make(agency))
	assert line(agency, sheet, "staff1").amount == line(agency, sheet, "staff3").amount == 1_400_000
	assert line(agency, sheet, "staff1").notes.startswith("Left on 02/03/2026; There is no result")
	assert line(agency, sheet, "staff3").notes.startswith("Joined on 30/03/2026; ")
	with agency.acting("admin"):
		sheet.rule = other_rule(part_months="By Calendar Days")
		sheet.save()
	sheet = calculated(sheet)
	assert line(agency, sheet, "staff1").amount == line(agency, sheet, "staff3").amount == 90_323
	assert line(agency, sheet, "staff1").notes.startswith("Left on 02/03/2026; ")
	assert line(agency, sheet, "staff4").notes.startswith("There is no result")


@pytest.mark.parametrize(
	("values", "expected"),
	[
		({}, 80),  # the newest that ended by the end of March
		({"result_months": 1}, 80),
		({"final_only": 0}, 95),
		({"result_source": "Result of the Month"}, 100),
		({"result_source": "Result of the Month", "final_only": 0}, 100),
	],
	ids=str,
)
def test_which_result_counts(agency: Agency, values: dict[str, Any], expected: int) -> None:
	"""The year before 70, February (final) 80, March (released) 95, the year to come 100."""
	employee, cycle = "staff1", agency.cycle()
	final(agency, cycle, employee, 0, from_date="2025-01-01", to_date="2025-12-31", score=70)
	final(agency, cycle, employee, 1, from_date="2026-02-01", to_date="2026-02-28", score=80)
	released = {"score": 95, "workflow_state": "Released"}
	final(agency, cycle, employee, 2, from_date="2026-01-01", to_date="2026-03-31", **released)
	final(agency, cycle, employee, 3, from_date="2026-03-01", to_date="2026-04-30", score=100)
	assert line(agency, calculated(make(agency, rule_with(**values))), employee).performance == expected


def test_a_result_that_is_too_old_is_none(agency: Agency) -> None:
	final(agency, agency.cycle(), "staff1", from_date="2024-01-01", to_date="2025-02-28")
	assert line(agency, calculated(make(agency)), "staff1").performance == 0
	sheet = make(agency, rule_with(result_months=0), "2026-04-01")
	assert line(agency, calculated(sheet), "staff1").performance == 100


def test_by_the_predicate(agency: Agency) -> None:
	final(agency, agency.cycle(), "staff1", to_date="2026-02-28", predicate="Cukup", scored=0, score=0)
	sheet = make(agency, rule_with(performance_method="Predicate"))
	assert line(agency, calculated(sheet), "staff1").performance == 70


def test_who_is_left_out_is_named(agency: Agency) -> None:
	rule = rule_with(missing_result="Leave Out", missing_attendance="Count as Full")
	final(agency, agency.cycle(), "staff1", to_date="2026-02-28")
	sheet = calculated(make(agency, rule))
	assert (sheet.people, sheet.left_out) == (7, 6)
	assert line(agency, sheet, "staff1").amount == 3_500_000
	out = line(agency, sheet, "staff3")
	assert (out.left_out, out.amount) == (1, 0)
	assert out.notes == "There is no result of the performance; There is no recap of the attendance"


def test_a_position_without_a_base(agency: Agency) -> None:
	rule = rule_with(bases=[{"position_type": "Administrator", "amount": 9_000_000}])
	found = line(agency, calculated(make(agency, rule)), "staff1")
	assert (found.left_out, found.base, found.amount) == (1, 0, 0)
	assert found.notes.startswith("The rule has no base for this position")


# --- recalculated until it is approved ---------------------------------------------------------------------


def test_a_repetition_changes_what_differs_and_doubles_nothing(agency: Agency) -> None:
	sheet = calculated(make(agency))
	before = {
		row.employee: row.name for row in frappe.get_all(LINE, {"sheet": sheet.name}, ["name", "employee"])
	}
	enter(agency.employee("staff1"))
	left = agency.employee("staff3")
	frappe.db.set_value("Employee", left, {"status": "Left", "relieving_date": "2026-02-10"})
	sheet = calculated(sheet)
	after = {
		row.employee: row.name for row in frappe.get_all(LINE, {"sheet": sheet.name}, ["name", "employee"])
	}
	assert after == {employee: name for employee, name in before.items() if employee != left}
	assert (sheet.people, sheet.amount_total) == (6, 1_400_000)


def test_an_approved_sheet_is_frozen(agency: Agency) -> None:
	sheet = make(agency)
	with agency.acting("admin"):
		with pytest.raises(frappe.ValidationError, match="Calculate the sheet first"):
			frappe.get_doc(SHEET, sheet.name).approve()
		calculated(sheet)
		frappe.get_doc(SHEET, sheet.name).approve()
	sheet = frappe.get_doc(SHEET, sheet.name)
	user = agency.user("admin")
	assert (sheet.status, sheet.approved_by) == ("Approved", user)
	assert set(frappe.get_all(LINE, {"sheet": sheet.name}, pluck="status")) == {"Approved"}
	enter(agency.employee("staff1"))
	assert calculating.process(sheet.name) is False
	assert line(agency, sheet, "staff1").amount == 0
	with agency.acting("admin"):
		for change in (sheet.calculate, sheet.approve, sheet.delete):
			with pytest.raises(frappe.ValidationError, match="does not change any more"):
				change()
		sheet.rule = other_rule()
		with pytest.raises(frappe.ValidationError, match="does not change any more"):
			sheet.save()


def other_rule(**values: Any) -> str:
	before = frappe.session.user
	frappe.set_user("Administrator")
	try:
		return rule_with(**values)
	finally:
		frappe.set_user(before)


def test_lines_of_another_rule_are_not_approved(agency: Agency) -> None:
	sheet = calculated(make(agency))
	with agency.acting("admin"):
		sheet.save()
		assert frappe.get_doc(SHEET, sheet.name).calculated_on
		sheet.rule = other_rule()
		sheet.save()
		assert not frappe.get_doc(SHEET, sheet.name).calculated_on
		with pytest.raises(frappe.ValidationError, match="Calculate the sheet first"):
			sheet.approve()
		calculated(sheet)
		frappe.get_doc(SHEET, sheet.name).approve()
	assert frappe.db.get_value(SHEET, sheet.name, "status") == "Approved"


@pytest.mark.parametrize("change", ["approve", "save"])
def test_nothing_is_approved_between_two_chunks(
	agency: Agency, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
	"""Nor does a calculation by the rule before end as one by the new rule."""
	sheet = calculated(make(agency))
	other, chunk, refused = rule_with(), calculating._chunk, []

	def meanwhile(*arguments: Any) -> list[str]:
		there = chunk(*arguments)
		doc = frappe.get_doc(SHEET, sheet.name)
		with agency.acting("admin"):
			if change == "save":
				doc.update({"rule": other}).save()
			with pytest.raises(frappe.ValidationError, match="wait until all lines are there") as error:
				doc.approve()
			refused.append(str(error.value))
		return there

	monkeypatch.setattr(calculating, "CHUNK", 3)
	monkeypatch.setattr(calculating, "_chunk", meanwhile)
	assert calculating.process(sheet.name) is (change == "approve")
	# seven people: three chunks; by another rule it stops after the first
	assert len(refused) == (3 if change == "approve" else 1)
	assert bool(frappe.db.get_value(SHEET, sheet.name, "calculated_on")) is (change == "approve")


def test_a_killed_calculation_leaves_nothing_to_approve(
	agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
	sheet = calculated(make(agency))
	monkeypatch.setattr(sheets, "totals", lambda name: 1 / 0)
	with pytest.raises(ZeroDivisionError):
		calculating.process(sheet.name)
	assert not frappe.db.get_value(SHEET, sheet.name, "calculated_on")


# --- people of several agencies, results that are replaced -------------------------------------------------


def sheet_elsewhere(agency: Agency, key: str, **values: Any) -> str:
	"""An approved sheet of another agency for March, with a line of this person."""
	title, month = f"{ELSEWHERE} · 03/2026", "2026-03-01"
	key_of_sheet = f"{ELSEWHERE}::2026-03"
	frappe.db.delete(SHEET, {"sheet_key": key_of_sheet})
	approved = {"month": month, "status": "Approved", "company": ELSEWHERE, "title": title}
	name = insert_row(SHEET, **approved, rule=ALLOWANCE_RULE, sheet_key=key_of_sheet)
	employee = agency.employee(key)
	given = {**approved, "employee": employee, "sheet": name, "line_key": f"{name}::{employee}"}
	insert_row(LINE, **{**given, "left_out": 0, "amount": 1_000_000, **values})
	return title


def test_who_is_paid_by_another_agency_is_left_out(agency: Agency) -> None:
	enter(agency.employee("staff1"))
	title = sheet_elsewhere(agency, "staff1")
	sheet = calculated(make(agency))
	found = line(agency, sheet, "staff1")
	assert (found.left_out, found.amount, found.base) == (1, 0, 3_500_000)
	assert found.notes.startswith(f"Paid by {title}; ")
	assert (sheet.left_out, sheet.amount_total) == (1, 0)
	assert line(agency, calculated(make(agency, month="2026-04-01")), "staff1").left_out == 0


@pytest.mark.parametrize("values", [{"status": "Draft"}, {"left_out": 1}, {"month": "2026-02-01"}], ids=str)
def test_who_is_on_another_sheet_and_not_paid_is_paid(agency: Agency, values: dict[str, Any]) -> None:
	enter(agency.employee("staff1"))
	sheet_elsewhere(agency, "staff1", **values)
	sheet = calculated(make(agency))
	assert line(agency, sheet, "staff1").amount == 1_400_000
	with agency.acting("admin"):
		sheet.approve()


def test_who_is_paid_by_another_agency_since_is_not_paid_again(agency: Agency) -> None:
	enter(agency.employee("staff1"))
	sheet = calculated(make(agency))
	sheet_elsewhere(agency, "staff1")
	with agency.acting("admin"):
		with pytest.raises(frappe.ValidationError, match="Another sheet pays 1 of these people"):
			sheet.approve()
		calculated(sheet)
		frappe.get_doc(SHEET, sheet.name).approve()
	assert line(agency, sheet, "staff1").amount == 0


def test_a_result_that_is_replaced_after_the_approval_is_told(agency: Agency) -> None:
	result = final(agency, agency.cycle(), "staff1", to_date="2026-02-28")
	final(agency, agency.cycle(), "staff3", to_date="2026-02-28")
	for key in ("staff1", "staff3"):
		enter(agency.employee(key))
	sheet = calculated(make(agency))
	with agency.acting("admin"):
		sheet.approve()
		assert told_of_results(sheet) == (0, set(), set())
		frappe.db.set_value(EVALUATION, result, "docstatus", 2)
		assert told_of_results(sheet) == (1, {"Staf Satu"}, {"Staf Satu"})
		shown = asn_allowance_sheet.execute({"sheet": sheet.name, "missing": 1})
	assert "Staf Satu" in {row["employee_name"] for row in shown[1]}
	assert "Staf Tiga" not in {row["employee_name"] for row in shown[1]}


def told_of_results(sheet: Any) -> tuple[int, set[str], set[str]]:
	"""How many lines by the form, whose by the report and by the export."""
	words = "The result was replaced since"
	doc = frappe.get_doc(SHEET, sheet.name)
	doc.run_method("onload")
	rows = asn_allowance_sheet.execute({"sheet": sheet.name})[1]
	reported = {row["employee_name"] for row in rows if words in (row.get("notes") or "")}
	exported = {row[1] for row in export.table(doc) if words in (row[9] or "")}
	return doc.get_onload("asn_replaced"), reported, exported


def test_everybody_is_told_of_his_line_and_of_no_amount(agency: Agency) -> None:
	"""Two have a result; who is left out has nothing to look at."""
	rule = rule_with(missing_result="Leave Out", missing_attendance="Count as Full")
	for key in ("staff1", "staff3"):
		final(agency, agency.cycle(), key, to_date="2026-02-28")
	frappe.db.set_value("User", agency.user("staff1"), "language", "id")
	frappe.db.set_value("User", agency.user("staff3"), "language", "en")
	sheet = calculated(make(agency, rule))
	telling.process(sheet.name)
	assert told_of(sheet) == {}  # not approved
	with agency.acting("admin"):
		sheet.approve()
		telling.process(sheet.name)
	assert told_of(sheet) == {
		agency.user("staff1"): "TPP Anda bulan 03/2026 sudah ditetapkan: lihat besaran dan perhitungannya.",
		agency.user(
			"staff3"
		): "Your allowance for 03/2026 is approved: see the amount and how it comes about.",
	}


def told_of(sheet: Any) -> dict[str, str]:
	"""User -> notice of his own line."""
	owners = dict(frappe.get_all(LINE, {"sheet": sheet.name}, ["name", "employee"], as_list=True))
	found = frappe.get_all(
		"Notification Log",
		filters={"document_type": LINE, "document_name": ["in", list(owners)]},
		fields=["for_user", "document_name", "subject"],
		order_by="name",
	)
	for row in found:
		assert frappe.db.get_value("Employee", owners[row.document_name], "user_id") == row.for_user
	return {row.for_user: row.subject for row in found}


def test_one_draft_per_agency_and_month(agency: Agency) -> None:
	make(agency)
	with pytest.raises(frappe.ValidationError, match="There is a draft for this agency and month already"):
		make(agency, month="2026-03-31")
	make(agency, month="2026-04-01")


def test_a_draft_rule_is_no_rule(agency: Agency) -> None:
	rule = frappe.copy_doc(frappe.get_doc(allowance_rules.RULE, ALLOWANCE_RULE))
	rule.update({"title": "Uji konsep", "docstatus": 0})
	rule.insert()
	with pytest.raises(frappe.ValidationError, match="Choose a submitted"):
		make(agency, rule.name)


def test_a_cancelled_rule_neither_calculates_nor_approves(agency: Agency) -> None:
	rule, words = rule_with(), "The rule is cancelled: choose the one in force and calculate again."
	sheet = calculated(make(agency, rule))
	frappe.get_doc(allowance_rules.RULE, rule).cancel()
	with agency.acting("admin"):
		for action in (sheet.calculate, sheet.approve, sheet.save):
			with pytest.raises(frappe.ValidationError, match=words):
				action()
		sheet = frappe.get_doc(SHEET, sheet.name)
		assert sheet.status == "Draft"
		sheet.rule = ALLOWANCE_RULE
		sheet.save()
		calculated(sheet)
		frappe.get_doc(SHEET, sheet.name).approve()
	assert frappe.db.get_value(SHEET, sheet.name, "status") == "Approved"


def test_a_deleted_draft_takes_its_lines_along(agency: Agency) -> None:
	sheet = calculated(make(agency))
	with agency.acting("admin"):
		frappe.delete_doc(SHEET, sheet.name)
	assert not frappe.db.exists(LINE, {"sheet": sheet.name})


def test_what_a_client_sends_for_the_totals_is_ignored(agency: Agency) -> None:
	with agency.acting("admin"):
		sent = {"amount_total": 1, "status": "Approved", "approved_by": "Administrator", "people": 9}
		sheet = frappe.get_doc(
			{"doctype": SHEET, "company": HERE, "month": "2026-03-01", "rule": ALLOWANCE_RULE, **sent}
		).insert()
		sheet = frappe.get_doc(SHEET, sheet.name)
		assert (sheet.status, sheet.amount_total, sheet.people) == ("Draft", 0, 0)
		sheet.update(sent)
		sheet.save()
	stored = frappe.get_doc(SHEET, sheet.name)
	assert (stored.status, stored.approved_by, stored.amount_total) == ("Draft", None, 0)


def test_lines_are_not_entered_or_changed_by_hand(agency: Agency) -> None:
	sheet = calculated(make(agency))
	found = line(agency, sheet, "staff1")
	found.amount = 10
	with pytest.raises(frappe.PermissionError, match="are calculated, not entered"):
		found.save()
	with pytest.raises(frappe.PermissionError, match="not deleted"):
		frappe.delete_doc(LINE, found.name)


def test_the_number_of_queries_does_not_grow_with_people(agency: Agency) -> None:
	few, many = ("staff1",), ("lead1", "staff1", "staff2", "staff3", "staff4", "lent", "admin")
	months = iter(range(1, 13))

	def queries(keys: tuple[str, ...]) -> tuple[int, int]:
		for key in many:
			status = "Active" if key in keys else "Inactive"
			frappe.db.set_value("Employee", agency.employee(key), "status", status)
		month = f"2026-{next(months):02d}-01"
		sheet = make(agency, month=month)
		first = number_of_queries(lambda: calculating.process(sheet.name))
		for key in keys:
			enter(agency.employee(key), month)
		return first, number_of_queries(lambda: calculating.process(sheet.name))

	queries(few)  # caches are warm then
	assert queries(few) == queries(many)


def test_the_newest_month_of_an_agency_is_read_from_an_index(site: str) -> None:
	assert frappe.db.has_index(f"tab{LINE}", "company_month_index")


def test_sites_with_the_first_published_rule_get_the_second_beside_it(site: str) -> None:
	title, version = ALLOWANCE_RULE.rsplit(" v", 1)
	first = frappe.db.exists(allowance_rules.RULE, {"title": title, "version": 1})
	first = first or rule_with(title=title, version=1)
	for doctype, field in ((allowance_rules.RULE, "name"), ("ASN Allowance Sanction", "parent")):
		frappe.db.delete(doctype, {field: ALLOWANCE_RULE})
	before = frappe.get_doc(allowance_rules.RULE, first).as_json()
	allowance_sanctions.execute()
	allowance_sanctions.execute()
	second = frappe.get_doc(allowance_rules.RULE, {"title": title, "version": version, "docstatus": 1})
	assert [(row.level, row.points, row.cut_from) for row in second.sanctions] == [
		("Ringan", 20, "Discipline Part"),
		("Sedang", 25, "Whole Allowance"),
	]
	assert frappe.get_doc(allowance_rules.RULE, first).as_json() == before


# --- supplementary sheets ----------------------------------------------------------------------------------


def approved(agency: Agency, sheet: Any) -> Any:
	with agency.acting("admin"):
		calculated(sheet)
		frappe.get_doc(SHEET, sheet.name).approve()
	return frappe.get_doc(SHEET, sheet.name)


def amounts(sheet: Any) -> dict[str, float]:
	rows = frappe.get_all(LINE, {"sheet": sheet.name}, ["employee_name", "amount"], as_list=True)
	return dict(rows)


def test_late_data_are_paid_by_a_supplementary_sheet(agency: Agency) -> None:
	"""staff1 was left out, staff3 was entered after the approval, staff2 is unchanged. Without a result 40 %
	of 3,500,000; with one of 100 all of it."""
	rule = rule_with(missing_attendance="Leave Out")
	late = agency.employee("staff3")
	for key in ("staff2", "staff4", "lent", "admin", "lead1"):
		enter(agency.employee(key))
	frappe.db.set_value("Employee", late, "status", "Inactive")
	first = approved(agency, make(agency, rule))
	assert (first.number, first.people, first.left_out) == (1, 6, 1)
	enter(agency.employee("staff1"))
	enter(late)
	frappe.db.set_value("Employee", late, "status", "Active")
	final(agency, agency.cycle(), "staff3", to_date="2026-02-28")
	second = calculated(make(agency, rule, "2026-03-31"))
	assert (second.number, second.title) == (2, f"{HERE} · 03/2026 · 2")
	assert amounts(second) == {"Staf Satu": 1_400_000, "Staf Tiga": 3_500_000}
	assert (second.people, second.left_out, second.amount_total) == (2, 0, 4_900_000)
	found = line(agency, second, "staff1")
	assert (found.number, found.title) == (2, "Staf Satu · 03/2026 · 2")
	(told,) = [step for step in json.loads(found.explanation) if "due" in step["rule"]]
	assert told["rule"].format(*told["values"]) == "Rp 1.400.000 due, Rp 0 approved before"
	approved(agency, second)
	third = calculated(make(agency, rule))
	assert (third.number, third.people) == (3, 0)
	with agency.acting("admin"):
		with pytest.raises(frappe.ValidationError, match="Nothing differs from what was approved before"):
			third.approve()
		third.delete()
	assert make(agency, rule).number == 3


def test_a_wrong_base_is_put_right_up_and_down(agency: Agency) -> None:
	"""Present without a result: 40 %. 3,500,000 → 4,500,000 is 400,000 more; 9,000,000 → 3,500,000 is
	2,200,000 less. A third sheet takes back what the second paid, and no more."""
	lead = frappe.db.get_value("Employee", agency.employee("lead1"), "asn_position_type")
	for key in ("staff1", "lead1", "staff4"):
		enter(agency.employee(key))
	first = approved(agency, make(agency))
	assert (line(agency, first, "staff1").amount, line(agency, first, "lead1").amount) == (
		1_400_000,
		3_600_000,
	)
	functional(agency, "staff1")
	frappe.db.set_value("Employee", agency.employee("lead1"), "asn_position_type", "Pelaksana")
	second = approved(agency, make(agency))
	assert amounts(second) == {"Staf Satu": 400_000, "Kabid Satu": -2_200_000}
	assert second.amount_total == -1_800_000
	assert line(agency, second, "lead1").base == 3_500_000
	frappe.db.set_value("Employee", agency.employee("lead1"), "asn_position_type", lead)
	functional(agency, "staff1", asn_position_type="Pelaksana", asn_functional_level=None)
	third = calculated(make(agency))
	assert amounts(third) == {"Staf Satu": -400_000, "Kabid Satu": 2_200_000}
	# what differs no more has no line any more
	functional(agency, "staff1")
	third = calculated(third)
	assert amounts(third) == {"Kabid Satu": 2_200_000}


def test_nothing_is_taken_back_from_who_is_left_out(agency: Agency) -> None:
	"""staff1 was paid and lacks his recap now; staff3 waits on both sheets."""
	rule = rule_with(missing_attendance="Leave Out")
	every = ("staff1", "staff2", "staff4", "lent", "admin", "lead1")
	for key in every:
		enter(agency.employee(key))
	result = final(agency, agency.cycle(), "staff2", to_date="2026-02-28")
	approved(agency, make(agency, rule))
	clear(agency.employee("staff1"), agency.employee("staff2"))
	second = calculated(make(agency, rule))
	assert amounts(second) == {"Staf Tiga": 0}
	assert line(agency, second, "staff3").left_out == 1
	# the result on which he was paid is gone too: that is told, and takes nothing back either
	frappe.db.set_value(EVALUATION, result, "docstatus", 2)
	second = calculated(second)
	assert amounts(second) == {"Staf Tiga": 0, "Staf Dua": 0}
	assert "approved before stays until the data are there" in line(agency, second, "staff2").notes


def test_a_replaced_result_is_settled_by_a_supplement(agency: Agency) -> None:
	"""staff1 is paid by 80 instead of 100: 0.6 × 20 = 12 % of 3,500,000 less. staff3 by a new result of the
	same score: his line says that the amount stays. staff4 waits for the new result."""
	cycle, keys = agency.cycle(), ("staff1", "staff3", "staff4")
	old = {key: final(agency, cycle, key, to_date="2026-02-28") for key in keys}
	for key in keys:
		enter(agency.employee(key))
	first = approved(agency, make(agency))
	for name in old.values():
		frappe.db.set_value(EVALUATION, name, {"docstatus": 2, "stage_key": None})
	assert len(sheets.replaced(first.name)) == 3
	final(agency, cycle, "staff1", to_date="2026-02-28", score=80)
	final(agency, cycle, "staff3", to_date="2026-02-28")
	rule = rule_with(missing_result="Leave Out")
	frappe.db.set_value(
		"Employee",
		{"name": ["in", [agency.employee(key) for key in ("staff2", "lent", "admin", "lead1")]]},
		"status",
		"Inactive",
	)
	second = approved(agency, make(agency, rule))
	assert amounts(second) == {"Staf Satu": -420_000, "Staf Tiga": 0, "Staf Empat": 0}
	assert sheets.replaced(first.name) == {line(agency, first, "staff4").name}
	with agency.acting("admin"):
		assert told_of_results(first) == (1, {"Staf Empat"}, {"Staf Empat"})
		assert told_of_results(second) == (0, set(), set())


def test_a_draft_blocks_a_second_sheet_and_two_at_once_are_one(agency: Agency) -> None:
	approved(agency, make(agency))
	second = make(agency)
	with pytest.raises(frappe.ValidationError, match="There is a draft for this agency"):
		make(agency)
	# at the same moment neither sees the other's draft: the unique key is left
	other = frappe.copy_doc(second)
	other.check_alone = lambda: None
	with agency.acting("admin"), pytest.raises(frappe.UniqueValidationError):
		other.insert()
	with agency.acting("admin"):
		second.update({"number": 7}).save()
	assert frappe.get_doc(SHEET, second.name).number == 2


def test_a_supplement_is_told_and_shown_with_its_number(agency: Agency) -> None:
	enter(agency.employee("staff1"))
	approved(agency, make(agency))
	functional(agency, "staff1")
	frappe.db.set_value("User", agency.user("staff1"), "language", "en")
	second = approved(agency, make(agency))
	telling.process(second.name)
	(told,) = told_of(second).values()
	assert told == (
		"A supplement to your allowance for 03/2026 · 2 is approved: see the amount and how it comes about."
	)
	with agency.acting("staff1"):
		_columns, rows, *_rest, summary = asn_allowance_sheet.execute({"month": "2026-03-01"})
	assert [(row.get("number"), row["amount"], row["base"]) for row in rows] == [
		(1, 1_400_000, 3_500_000),
		(2, 400_000, 4_500_000),
		(None, 1_800_000, 4_500_000),  # the base of the month once
	]
	assert summary[0]["value"] == 1
	with agency.acting("auditor"):
		export.download(second.name)
	assert frappe.response["filename"].startswith(f"{HERE} 03-2026 2 Approved on ")


def test_a_supplement_of_another_agency_pays_nobody_twice(agency: Agency) -> None:
	"""The first sheet of this agency is none of another one: it does not stop its own supplement."""
	enter(agency.employee("staff1"))
	approved(agency, make(agency))
	functional(agency, "staff1")
	second = calculated(make(agency))
	assert line(agency, second, "staff1").left_out == 0
	sheet_elsewhere(agency, "staff1")
	refused = pytest.raises(frappe.ValidationError, match="Another sheet pays 1 of these people")
	with agency.acting("admin"), refused:
		second.approve()


# --- bases of a former position ----------------------------------------------------------------------------


def since(agency: Agency, key: str, day: str = "2026-04-01", **values: Any) -> None:
	"""Promoted on a day to the functional position, whose base is 4,500,000; before it was 3,500,000."""
	functional(agency, key, asn_position_since=day, **values)


def enter_all(agency: Agency, *months: str) -> None:
	for month in months:
		for key in ("staff1", "staff2", "staff3"):
			enter(agency.employee(key), month)


def told(found: Any) -> list[str]:
	return [step["rule"].format(*step["values"]) for step in json.loads(found.explanation)]


def test_the_month_before_a_promotion_is_paid_by_the_base_of_the_newest_approved_one(agency: Agency) -> None:
	"""Present without a result: 40 %. staff1 is promoted on 1 April: January (4,500,000 in another position)
	and February (3,500,000) are approved, March is 40 % of 3,500,000, April of 4,500,000. staff2, promoted
	in February, is paid by his base of today; staff3, promoted with staff1, has February on no sheet."""
	months = ("2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01")
	enter_all(agency, *months)
	functional(agency, "staff1")
	late = agency.employee("staff3")
	frappe.db.set_value("Employee", late, "status", "Inactive")
	approved(agency, make(agency, month=months[0]))
	functional(agency, "staff1", asn_position_type="Pelaksana", asn_functional_level=None)
	february = approved(agency, make(agency, month=months[1]))
	assert line(agency, february, "staff1").base == 3_500_000
	frappe.db.set_value("Employee", late, "status", "Active")
	since(agency, "staff1")
	since(agency, "staff2", "2026-02-10")
	since(agency, "staff3")
	march = calculated(make(agency, month=months[2]))
	found, words = (
		line(agency, march, "staff1"),
		"Base of 02/2026, because the present position began on 01/04/2026",
	)
	assert (found.base, found.amount, found.left_out) == (3_500_000, 1_400_000, 0)
	assert found.notes == f"{words}; There is no result of the performance"
	assert told(found)[0] == words
	assert (line(agency, march, "staff2").base, line(agency, march, "staff2").left_out) == (4_500_000, 0)
	assert (line(agency, march, "staff3").base, line(agency, march, "staff3").left_out) == (0, 1)
	assert march.left_out == 1
	approved(agency, march)
	assert line(agency, calculated(make(agency, month=months[3])), "staff1").amount == 1_800_000


@pytest.mark.parametrize(
	"change", ["draft", "left_out", "later", "other_rule", "newest_by_other_rule", "elsewhere", "between"]
)
def test_a_former_base_that_does_not_hold_is_not_taken(agency: Agency, change: str) -> None:
	"""February is not approved, left him out, is later than the month, by another rule (February, or January
	with February by the same), of another agency, or he has been somebody else between."""
	enter_all(agency, "2026-01-01", "2026-02-01", "2026-03-01")
	month = "2026-04-01" if change == "later" else "2026-02-01"
	rule = rule_with() if change == "other_rule" else ALLOWANCE_RULE
	if change == "newest_by_other_rule":
		approved(agency, make(agency, month="2026-01-01"))
		rule = rule_with()
	if change == "draft":
		calculated(make(agency, rule, month))
	else:
		before = approved(agency, make(agency, rule, month))
		if change == "left_out":
			frappe.db.set_value(LINE, line(agency, before, "staff1").name, "left_out", 1)
		if change == "elsewhere":
			frappe.db.set_value(LINE, line(agency, before, "staff1").name, "company", ELSEWHERE)
	march = ALLOWANCE_RULE
	if change == "between":
		bases = [{"golongan": "III/a", "position_type": "Fungsional", "amount": 3_000_000}, {"amount": 1}]
		march = rule_with(bases=bases)
		frappe.db.set_value(SHEET, before.name, "rule", march)
		since(agency, "staff1", "2026-03-01", asn_golongan_since="2026-04-01")
	else:
		since(agency, "staff1", "2026-05-01" if change == "later" else "2026-04-01")
	found = line(agency, calculated(make(agency, march)), "staff1")
	assert (found.left_out, found.base, found.amount) == (1, 0, 0)
	assert "the base of the month is not known" in found.notes


def test_a_supplement_goes_out_from_the_base_of_the_first_sheet(agency: Agency) -> None:
	"""March is approved without a result, 40 % of 3,500,000 = 1,400,000. Then staff1 is promoted and his
	result comes: 0.6 × 90 + 40 = 94 % of 3,500,000 = 3,290,000, of which 1,890,000 is new. April, by the
	whole base of the supplement, for one who was promoted on 1 May: 3,290,000."""
	enter_all(agency, "2026-03-01", "2026-04-01")
	approved(agency, make(agency))
	final(agency, agency.cycle(), "staff1", to_date="2026-02-28", score=90)
	since(agency, "staff1")
	second = approved(agency, make(agency))
	assert amounts(second) == {"Staf Satu": 1_890_000}
	found = line(agency, second, "staff1")
	assert found.base == 3_500_000
	assert told(found)[0] == "Base of 03/2026, because the present position began on 01/04/2026"
	since(agency, "staff1", "2026-05-01")
	found = line(agency, calculated(make(agency, month="2026-04-01")), "staff1")
	assert (found.base, found.amount) == (3_500_000, 3_290_000)


def test_former_bases_are_read_in_one_query_for_any_number(agency: Agency) -> None:
	keys = ("lead1", "staff1", "staff2", "staff3", "staff4", "lent", "admin")
	approved(agency, make(agency, month="2026-02-01"))
	sheet = make(agency)
	calculated(sheet)

	def queries(*promoted: str) -> int:
		for key in promoted:
			since(agency, key)
		calculated(sheet)  # what changes is stored
		return number_of_queries(lambda: calculating.process(sheet.name))

	assert queries("staff1") == queries(*keys)
	assert frappe.get_doc(SHEET, sheet.name).left_out == 0


# --- bases by hand -----------------------------------------------------------------------------------------


def with_bases(agency: Agency, sheet: Any, **bases: float) -> Any:
	"""The draft with a base by hand for each, entered by the manager."""
	with agency.acting("admin"):
		doc = frappe.get_doc(SHEET, sheet.name)
		doc.set("bases_by_hand", [])
		for key, base in bases.items():
			doc.append(
				"bases_by_hand",
				{
					"employee": agency.employee(key),
					"base": base,
					"reason": "SK 821/7/2020",
					"entered_by": "Guest",
				},
			)
		doc.save()
	return frappe.get_doc(SHEET, sheet.name)


def test_a_base_by_hand_takes_the_place_of_the_rules(agency: Agency) -> None:
	"""40 % of 3,500,000 for one whose base is not known; 40 % of 5,000,000 for one who has another one by the
	rule, and whose month before was paid by 3,500,000; 40 % of 1,000,000 for a position without a base."""
	enter_all(agency, "2026-02-01", "2026-03-01")
	rule = rule_with(bases=[{"position_type": "Fungsional", "amount": 4_500_000}])
	sheet = make(agency, rule)
	since(agency, "staff1")
	since(agency, "staff2", "2020-01-01")
	sheet = calculated(sheet)
	assert sheet.left_out == 6
	sheet = with_bases(agency, sheet, staff1=3_500_000, staff2=5_000_000, staff3=1_000_000)
	assert not sheet.calculated_on
	with agency.acting("admin"), pytest.raises(frappe.ValidationError, match="Calculate the sheet first"):
		frappe.get_doc(SHEET, sheet.name).approve()
	sheet = calculated(sheet)
	assert sheet.left_out == 4
	expected = {"staff1": 1_400_000, "staff2": 2_000_000, "staff3": 400_000}
	words = "Base entered by Admin: SK 821/7/2020"
	for key, amount in expected.items():
		found = line(agency, sheet, key)
		assert (found.amount, found.left_out) == (amount, 0)
		assert found.notes == f"{words}; There is no result of the performance"
		assert told(found)[0] == words
	(row, *_others) = sheet.bases_by_hand
	assert (row.employee_name, row.entered_by) == ("Staf Satu", agency.user("admin"))


def test_a_base_by_hand_comes_before_one_of_a_former_month(agency: Agency) -> None:
	enter_all(agency, "2026-02-01", "2026-03-01")
	approved(agency, make(agency, month="2026-02-01"))
	since(agency, "staff1")
	sheet = make(agency)
	assert line(agency, calculated(sheet), "staff1").base == 3_500_000
	sheet = calculated(with_bases(agency, sheet, staff1=3_800_000))
	assert line(agency, sheet, "staff1").amount == 1_520_000  # 40 %
	sheet = calculated(with_bases(agency, sheet))
	assert line(agency, sheet, "staff1").amount == 1_400_000


def test_who_entered_a_base_stays_with_it(agency: Agency) -> None:
	sheet = with_bases(agency, make(agency), staff1=3_000_000, staff3=2_000_000)
	calculated(sheet)
	sheet.bases_by_hand[0].db_set("entered_by", "Administrator")
	with agency.acting("admin"):
		doc = frappe.get_doc(SHEET, sheet.name)
		doc.save()  # nothing changed: calculated still
		assert frappe.get_doc(SHEET, sheet.name).calculated_on
		doc.bases_by_hand[0].entered_by = agency.user("admin")
		doc.bases_by_hand[1].base = 2_100_000
		doc.save(ignore_version=False)  # tests keep none otherwise
	stored = frappe.get_doc(SHEET, sheet.name)
	assert [row.entered_by for row in stored.bases_by_hand] == ["Administrator", agency.user("admin")]
	assert not stored.calculated_on
	changes = frappe.get_all(
		"Version", {"ref_doctype": SHEET, "docname": sheet.name}, pluck="data", order_by="creation"
	)
	assert any("bases_by_hand" in data for data in changes)


def test_bases_by_hand_are_frozen_and_hold_for_supplements(agency: Agency) -> None:
	"""staff1 3,000,000, 40 % = 1,200,000. With a result of 100 the supplement pays the other 1,800,000 by the
	same base; corrected there to 3,100,000 it is 1,900,000. In the next month the rule's base counts."""
	enter_all(agency, "2026-03-01", "2026-04-01")
	first = approved(agency, with_bases(agency, make(agency), staff1=3_000_000))
	assert line(agency, first, "staff1").amount == 1_200_000
	with agency.acting("admin"):
		first.bases_by_hand[0].base = 9_000_000
		with pytest.raises(frappe.ValidationError, match="does not change any more"):
			first.save()
	final(agency, agency.cycle(), "staff1", to_date="2026-02-28")
	second = calculated(make(agency))
	assert second.bases_by_hand == []
	assert amounts(second) == {"Staf Satu": 1_800_000}
	assert told(line(agency, second, "staff1"))[0] == "Base entered by Admin: SK 821/7/2020"
	second = approved(agency, with_bases(agency, second, staff1=3_100_000))
	assert amounts(second) == {"Staf Satu": 1_900_000}
	april = calculated(make(agency, month="2026-04-01"))
	assert line(agency, april, "staff1").base == 3_500_000


def test_a_calculation_stops_when_a_base_is_entered_meanwhile(
	agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
	sheet, chunk, chunks = calculated(make(agency)), calculating._chunk, []

	def meanwhile(*arguments: Any) -> list[str]:
		there = chunk(*arguments)
		chunks.append(there)
		with_bases(agency, sheet, staff1=3_000_000)
		return there

	monkeypatch.setattr(calculating, "CHUNK", 3)
	monkeypatch.setattr(calculating, "_chunk", meanwhile)
	assert calculating.process(sheet.name) is False
	assert len(chunks) == 1
	assert not frappe.db.get_value(SHEET, sheet.name, "calculated_on")


def test_bases_by_hand_that_are_refused(agency: Agency) -> None:
	sheet, others = make(agency), frappe.ValidationError
	for base in (0, -1):
		with pytest.raises(others, match=r"Bases by Hand, row 1: enter a base above 0|Base.*negative"):
			with_bases(agency, sheet, staff1=base)
	for key in ("outside", "foreign"):
		with pytest.raises(others, match=r"row 2: .* is none of the people of"):
			with_bases(agency, sheet, staff1=1, **{key: 1})
	once = {"employee": agency.employee("staff1"), "base": 1, "reason": "x"}
	with agency.acting("admin"):
		doc = frappe.get_doc(SHEET, sheet.name).update({"bases_by_hand": [once, dict(once)]})
		with pytest.raises(others, match="row 2: this person is in the table twice"):
			doc.save()
		doc = frappe.get_doc(SHEET, sheet.name).update({"bases_by_hand": [{**once, "reason": "  "}]})
		with pytest.raises(frappe.MandatoryError):
			doc.save()
	frappe.db.set_value(
		"Employee", agency.employee("staff3"), {"status": "Left", "relieving_date": "2026-02-27"}
	)
	with pytest.raises(others, match=r"row 1: .* is none of the people of"):
		with_bases(agency, sheet, staff3=1)
	assert frappe.get_doc(SHEET, sheet.name).bases_by_hand == []


def test_a_base_by_hand_follows_a_renamed_person(agency: Agency) -> None:
	old, new = agency.employee("staff1"), "UJI-DASAR-TANGAN"
	sheet = with_bases(agency, make(agency), staff1=3_000_000)
	frappe.rename_doc("Employee", old, new)
	sheet = calculated(sheet)
	assert sheet.bases_by_hand[0].employee == new
	assert frappe.db.get_value(LINE, {"sheet": sheet.name, "employee": new}, "base") == 3_000_000


# --- report, export, Frappe HR -----------------------------------------------------------------------------


def test_the_report_has_lines_and_total(agency: Agency) -> None:
	enter(agency.employee("staff1"))
	sheet = calculated(make(agency))
	with agency.acting("admin"):
		_columns, rows, *_rest, summary = asn_allowance_sheet.execute({"sheet": sheet.name})
		missing = asn_allowance_sheet.execute({"month": "2026-03-09", "company": HERE, "missing": 1})[1]
	# one's own line is not shown before the approval, not to a manager either
	assert [row["employee_name"] for row in rows].count("Admin") == 0
	# Kabid Satu, Staf Dua (functional, without a level), and four others
	bases = 9_000_000 + 4_000_000 + 4 * 3_500_000
	assert (len(rows), rows[-1]["amount"], rows[-1]["base"]) == (7, 1_400_000, bases)
	assert summary[0]["value"] == 6
	assert len(missing) == 7


def test_the_report_shows_lines_to_whom_they_are_open(agency: Agency) -> None:
	sheet = calculated(make(agency))

	def names(who: str) -> set[str]:
		with agency.acting(who):
			rows = asn_allowance_sheet.execute({"sheet": sheet.name})[1]
		return {row["employee_name"] for row in rows} - {"Total"}

	assert names("staff1") == names("lead1") == names("head") == set()
	with agency.acting("admin"):
		frappe.get_doc(SHEET, sheet.name).approve()
	assert names("staff1") == {"Staf Satu"}
	assert names("lead1") == {"Kabid Satu", "Staf Satu", "Staf Dua", "Titipan"}
	assert len(names("admin")) == 7
	assert names("outside") == names("foreign_admin") == names("guest") == set()


def test_the_export_is_a_workbook(agency: Agency) -> None:
	frappe.db.set_value("Employee", agency.employee("staff1"), "employee_name", "=1+1")
	enter(agency.employee("staff1"))
	sheet = calculated(make(agency))
	with agency.acting("auditor"):
		export.download(sheet.name)
	assert frappe.response["filename"] == f"{HERE} 03-2026 Draft - not approved.xlsx"
	book = openpyxl.load_workbook(io.BytesIO(frappe.response["filecontent"]))
	rows = list(book.active.iter_rows(values_only=True))
	assert rows[0][0] == f"{HERE} · 03/2026 · Draft - not approved"
	assert (len(rows), rows[1][0], rows[1][8]) == (10, "NIP", "Amount (Rp)")
	(found,) = [row for row in rows if row[1] == "'=1+1"]
	assert (found[5], found[7], found[8]) == (3_500_000, 100, 1_400_000)
	assert rows[-1][8] == 1_400_000
	for who in ("staff1", "lead1", "foreign_admin", "guest"):
		with agency.acting(who), pytest.raises(frappe.PermissionError):
			export.download(sheet.name)


def test_the_export_tells_what_it_lacks_and_that_it_is_approved(agency: Agency) -> None:
	"""A manager does not see his own line before the approval: 7 people, 6 lines, and the sheet's total is
	1,400,000 more than that of the file."""
	for key in ("staff1", "admin"):
		enter(agency.employee(key))
	sheet = calculated(make(agency))
	with agency.acting("admin"):
		found = export.table(sheet)
	assert (len(found), found[-2][1], found[-2][8]) == (10, "Total", 1_400_000)
	assert sheet.amount_total == 2_800_000
	assert found[-1][1] == "Lines that are not shown to you: 1. The totals of the sheet contain them."
	sheet = approved(agency, sheet)
	frappe.db.set_value(SHEET, sheet.name, "approved_on", "2026-04-03 09:00:00")
	with agency.acting("admin"):
		export.download(sheet.name)
	assert frappe.response["filename"] == f"{HERE} 03-2026 Approved on 03-04-2026.xlsx"
	book = openpyxl.load_workbook(io.BytesIO(frappe.response["filecontent"]))
	rows = list(book.active.iter_rows(values_only=True))
	assert rows[0][0] == f"{HERE} · 03/2026 · Approved on 03/04/2026"
	assert (len(rows), rows[-1][8]) == (10, 2_800_000)


def test_without_frappe_hr_there_are_no_salaries(agency: Agency) -> None:
	if salary.installed():
		pytest.skip("Frappe HR (app hrms) is installed on this site: drafts of salaries are made.")
	sheet = calculated(make(agency))
	with agency.acting("admin"):
		doc = frappe.get_doc(SHEET, sheet.name)
		with pytest.raises(frappe.ValidationError, match="Approve the sheet first"):
			doc.make_salaries()
		doc.approve()
		with pytest.raises(frappe.ValidationError, match="Frappe HR is not installed"):
			doc.make_salaries()


def test_drafts_are_looked_for_after_the_lock_is_granted(
	agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""A view from before the wait would not hold the drafts of whoever was waited for."""
	enter(agency.employee("staff1"))
	sheet = calculated(make(agency))
	with agency.acting("admin"):
		sheet.approve()
	done, asked = [], frappe.db.get_value

	def get_value(*arguments: Any, **options: Any) -> Any:
		if options.get("for_update"):
			done.append("lock")
		return asked(*arguments, **options)

	monkeypatch.setattr(salary, "check", lambda rule: "TPP Uji")
	monkeypatch.setattr(salary, "_chunk", lambda *arguments: done.append("drafts"))
	monkeypatch.setattr(frappe.db, "commit", lambda: done.append("commit"))
	monkeypatch.setattr(frappe.db, "get_value", get_value)
	salary.process(sheet.name)
	assert done == ["commit", "lock", "drafts", "commit"]


def test_whom_frappe_hr_can_pay(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""Its own two DocTypes are stood in for, so that this holds on sites without it too. staff1 left on
	2 March and is paid on this day; the result of staff2 was replaced; staff3 is said to have joined in April
	only; staff4 has no structure; lent was paid before."""
	keys = ("staff1", "staff2", "staff3", "staff4", "lent", "admin")
	people = {key: agency.employee(key) for key in keys}
	frappe.db.set_value("Employee", people["staff1"], {"status": "Left", "relieving_date": "2026-03-02"})
	result = final(agency, agency.cycle(), "staff2", to_date="2026-02-28")
	for employee in people.values():
		enter(employee)
	sheet = calculated(make(agency))
	with agency.acting("admin"):
		sheet.approve()
	frappe.db.set_value(EVALUATION, result, "docstatus", 2)
	frappe.db.set_value("Employee", people["staff3"], "date_of_joining", "2026-04-01")
	structured = [employee for key, employee in people.items() if key != "staff4"]
	made = stand_in_for_frappe_hr(monkeypatch, [line(agency, sheet, "lent").name], structured)
	assert salary.process(sheet.name) == salary.Report(
		made=2, present=1, replaced=1, without_structure=1, not_employed=1
	)
	days = {row["employee"]: row["payroll_date"] for row in made}
	assert days == {people["staff1"]: date(2026, 3, 2), people["admin"]: date(2026, 3, 31)}


def stand_in_for_frappe_hr(
	monkeypatch: pytest.MonkeyPatch, drafts: list[str], structured: list[str]
) -> list[dict[str, Any]]:
	"""`drafts`: lines that have one; `structured`: who has a salary structure. Returns the drafts made."""
	stands_in = {salary.SALARY: drafts, salary.ASSIGNMENT: structured}
	asked, value, made = frappe.get_all, frappe.db.get_value, []

	def get_all(doctype: str, *arguments: Any, **options: Any) -> Any:
		return stands_in[doctype] if doctype in stands_in else asked(doctype, *arguments, **options)

	def get_value(doctype: str, *arguments: Any, **options: Any) -> Any:
		return "Earning" if doctype == salary.COMPONENT else value(doctype, *arguments, **options)

	monkeypatch.setattr(frappe, "get_all", get_all)
	monkeypatch.setattr(frappe.db, "get_value", get_value)
	monkeypatch.setattr(salary, "check", lambda rule: "TPP Uji")
	monkeypatch.setattr(salary, "_series", lambda: None)
	monkeypatch.setattr(salary.bulk, "insert", lambda doctype, rows: made.extend(rows))
	return made


def test_drafts_of_a_supplement(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""staff1 had no draft, for his result was replaced: 0.6 × 90 + 40 = 94 % of 3,500,000 before, by 100 all
	of it. He gets the first and, beside it, the difference. lead1 is paid too much, which Frappe HR cannot
	take back; staff3 was paid nothing before, so that his draft is the first of the component."""
	result = final(agency, agency.cycle(), "staff1", to_date="2026-02-28", score=90)
	for key in ("staff1", "lead1"):
		enter(agency.employee(key))
	first = approved(agency, make(agency))
	frappe.db.set_value(EVALUATION, result, {"docstatus": 2, "stage_key": None})
	everybody = frappe.get_all("Employee", {"company": HERE}, pluck="name")
	with monkeypatch.context() as patched:
		made = stand_in_for_frappe_hr(patched, [], everybody)
		found = salary.process(first.name)
		assert (found.made, found.replaced, found.negative) == (1, 1, 0)
		assert [row["employee"] for row in made] == [agency.employee("lead1")]
	final(agency, agency.cycle(), "staff1", to_date="2026-02-28")
	frappe.db.set_value("Employee", agency.employee("lead1"), "asn_position_type", "Pelaksana")
	enter(agency.employee("staff3"))
	second = approved(agency, make(agency))
	assert amounts(second) == {"Staf Satu": 210_000, "Kabid Satu": -2_200_000, "Staf Tiga": 1_400_000}
	drafts = [line(agency, first, "lead1").name]
	made = stand_in_for_frappe_hr(monkeypatch, drafts, everybody)
	found = salary.process(second.name)
	assert (found.made, found.negative, found.replaced) == (2, 1, 0)
	found = salary.process(first.name)
	assert (found.made, found.present, found.replaced) == (1, 1, 0)
	field = "overwrite_salary_structure_amount"
	assert {(row["employee"], row["amount"], row[field]) for row in made} == {
		(agency.employee("staff1"), 210_000, 0),
		(agency.employee("staff3"), 1_400_000, 1),
		(agency.employee("staff1"), 3_290_000, 1),
	}


def test_drafts_of_additional_salary(agency: Agency) -> None:
	if not frappe_hr.installed():
		pytest.skip("Frappe HR (app hrms) is not installed on this site: no Additional Salary can be made.")
	employee, other, left = (agency.employee(key) for key in ("staff1", "staff3", "staff4"))
	component = frappe.get_doc(
		doctype=salary.COMPONENT, salary_component="TPP Uji", salary_component_abbr="TPPU", type="Earning"
	).insert()
	structure = {"salary_structure": "x", "from_date": "2026-01-01", "docstatus": 1}
	for one in (employee, left):
		insert_row(salary.ASSIGNMENT, employee=one, **structure)
	frappe.db.set_value("Employee", left, {"status": "Left", "relieving_date": "2026-03-20"})
	for one in (employee, other, left):
		enter(one)
	sheet = calculated(make(agency, rule_with(salary_component=component.name)))
	with agency.acting("admin"):
		frappe.get_doc(SHEET, sheet.name).approve()
	first, second = salary.process(sheet.name), salary.process(sheet.name)
	assert (first.made, first.without_structure) == (2, 1)
	assert (second.made, second.present) == (0, 2)
	draft = frappe.get_last_doc(salary.SALARY, {"employee": employee})
	assert (draft.docstatus, draft.amount, draft.salary_component) == (0, 1_400_000, component.name)
	assert str(draft.payroll_date) == "2026-03-31"
	draft.save()  # its own form finds nothing wrong
	last = frappe.get_last_doc(salary.SALARY, {"employee": left})
	assert str(last.payroll_date) == "2026-03-20"
	last.save()
