"""Realisations that come from verified activities: what counts, who may write, when they stay."""

from datetime import date
from decimal import Decimal
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import formatdate, nowdate

from asn_kinerja.cycle.opening import open_stage
from asn_kinerja.monitoring.progress import Total, verified
from tests.support.activities import clear, counted_items, cycle, enter, plan, stored_on, verify
from tests.support.agency import EVALUATION, Agency, item, stored

PEOPLE = ("staff1", "staff2", "staff3")
YEARLY = 4  # the annual stage of a cycle with quarters
ROW = ("realisation", "realisation_source", "realisation_filled", "achievement", "value", "value_category")


@pytest.fixture(autouse=True)
def empty_days(agency: Agency) -> None:
	clear(agency, *PEOPLE)


def worked(agency: Agency, key: str, item_key: str, *quantities: float, verified_by: str = "") -> list[str]:
	names = [
		enter(agency, key, plan_item=item_key, quantity=quantity, minutes=5).name for quantity in quantities
	]
	if verified_by:
		verify(agency, verified_by, *names)
	return names


def shown(evaluation: Any) -> list[tuple[Any, ...]]:
	return [(row.realisation, row.achievement) for row in evaluation.results]


def as_employee(agency: Agency, name: str, key: str = "staff1") -> Any:
	with agency.acting(key):
		return frappe.get_doc(EVALUATION, name)


def test_verified_quantities_of_a_period_add_up(agency: Agency) -> None:
	files, days = (row.item_key for row in plan(agency, "staff1").items)
	counted = worked(agency, "staff1", files, 10, 0.125, 0, verified_by="lead1")
	worked(agency, "staff1", files, 1000)  # waits
	worked(agency, "staff1", days, 4, 5, 5, verified_by="lead1")
	stored_on("2026-03-31", counted[0])
	stored_on("2026-04-01", counted[1])
	found = verified([files, days, "none"], "2026-01-01", nowdate())
	# 10 + 0.125; without a quantity an activity is not counted. (4 + 5 + 5) / 3 = 4.666… → 4.67
	assert found[files] == Total(Decimal("10.125"), Decimal("5.06"), 2, date(2026, 4, 1))
	assert (found[days].quantity_mean, found[days].entries) == (Decimal("4.67"), 3)
	assert set(found) == {files, days}
	assert verified([files], "2026-01-01", "2026-03-31")[files].quantity_sum == 10
	assert verified([], "2026-01-01", nowdate()) == {}


def test_a_running_self_assessment_shows_what_is_verified_now(agency: Agency) -> None:
	mine = plan(agency, "staff1")
	files, days = (row.item_key for row in mine.items)
	worked(agency, "staff1", files, 60, 45.5, verified_by="lead1")
	waiting = worked(agency, "staff1", files, 20, 4)
	worked(agency, "staff1", days, 4, verified_by="lead1")
	name = agency.evaluation(mine, stage=YEARLY).name
	for doc in (as_employee(agency, name), as_employee(agency, name, "lead1")):
		# 105.5 of 100: 105.5 %; 4 of at most 5 days: 1 + (1 − 4/5) = 120 %
		assert shown(doc) == [("105,5", 105.5), ("4", 120)]
	today = formatdate(nowdate())
	assert doc.results[0].realisation_source == (
		f"2 verified activities up to {today}. 2 not yet verified do not count."
	)
	assert doc.results[1].realisation_source == f"1 verified activities up to {today}."
	verify(agency, "lead1", *waiting)
	assert shown(as_employee(agency, name))[0] == ("129,5", 129.5)


def test_the_employee_does_not_write_over_it(agency: Agency) -> None:
	mine = plan(agency, "staff1", items=[*halved(counted_items()), item(result="Laporan", weight=50)])
	worked(agency, "staff1", mine.items[0].item_key, 50, verified_by="lead1")
	worked(agency, "staff1", mine.items[1].item_key, 5, verified_by="lead1")
	name = agency.evaluation(mine, stage=YEARLY).name
	with agency.acting("staff1"):
		doc = frappe.get_doc(EVALUATION, name)
		doc.results[0].update({"realisation": "999", "achievement": 999, "realisation_source": "Saya"})
		doc.results[2].realisation = "90"
		doc.save()
		doc = frappe.get_doc(EVALUATION, name)
	assert shown(doc) == [("50", 50), ("5", 100), ("90", 90)]
	assert "verified activities" in doc.results[0].realisation_source


def halved(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
	return [{**row, "weight": row["weight"] / 2} for row in items]


def test_a_form_that_is_older_than_a_verification_can_be_saved(agency: Agency) -> None:
	"""The employee has the form open with 50 files; the rater verifies 10 more; he saves his note."""
	mine = plan(agency, "staff1")
	worked(agency, "staff1", mine.items[0].item_key, 50, verified_by="lead1")
	name = agency.evaluation(mine, stage=YEARLY).name
	older = as_employee(agency, name)
	worked(agency, "staff1", mine.items[0].item_key, 10, verified_by="lead1")
	with agency.acting("staff1"):
		older.self_note = "Selesai"
		older.results[0].self_note = "Lihat aktivitas"
		older.save()
	doc = as_employee(agency, name)
	assert (doc.self_note, doc.results[0].self_note) == ("Selesai", "Lihat aktivitas")
	assert shown(doc)[0] == ("60", 60)


def test_where_nothing_is_verified_none_is_no_average(agency: Agency) -> None:
	"""0 files are a result; an average of no days is none, so the employee says it himself."""
	mine = plan(agency, "staff1")
	name = agency.evaluation(mine, stage=YEARLY).name
	doc = as_employee(agency, name)
	assert [(row.realisation, row.realisation_filled) for row in doc.results] == [("0", 1), (None, 0)]
	assert "enter the realisation yourself" in doc.results[1].realisation_source
	with agency.acting("staff1"):
		doc.results[1].realisation = "5"
		sent = apply_workflow(doc.save(), "Submit Self Assessment")
	assert [row.realisation for row in sent.results] == ["0", "5"]


def test_it_stays_from_the_raters_assessment_on(agency: Agency) -> None:
	mine = plan(agency, "staff1")
	files, days = (row.item_key for row in mine.items)
	worked(agency, "staff1", files, 80, verified_by="lead1")
	worked(agency, "staff1", days, 5, verified_by="lead1")
	name = agency.evaluation(mine, stage=YEARLY).name
	late = worked(agency, "staff1", files, 15)
	with agency.acting("staff1"):
		apply_workflow(frappe.get_doc(EVALUATION, name), "Submit Self Assessment")
	verify(agency, "lead1", *late)
	assert shown(as_employee(agency, name)) == [("80", 80), ("5", 100)]
	rows = stored("ASN Evaluation Result", "parent", name)
	assert [row["realisation"] for row in rows] == ["80", "5"]
	with agency.acting("lead1"):
		doc = frappe.get_doc(EVALUATION, name)
		doc.return_reason = "Hitung lagi"
		apply_workflow(doc.save(), "Return to Employee")
	assert shown(as_employee(agency, name))[0] == ("95", 95)


def test_only_the_days_of_the_stage_count(agency: Agency) -> None:
	mine = plan(agency, "staff1")
	inside, before, after = worked(agency, "staff1", mine.items[0].item_key, 1, 2, 4, verified_by="lead1")
	name = agency.evaluation(mine, stage=1).name
	first, last = frappe.db.get_value(EVALUATION, name, ["from_date", "to_date"])
	stored_on(first, inside)
	stored_on(frappe.utils.add_days(first, -1), before)
	stored_on(frappe.utils.add_days(last, 1), after)
	assert shown(as_employee(agency, name))[0] == ("1", 1)


def test_one_and_a_whole_stage_are_opened_alike(agency: Agency) -> None:
	"""The same plan, opened singly for one person and as a set for another, stores the same."""
	found = []
	for single in (True, False):
		clear(agency, "staff1")
		in_cycle = cycle(agency)
		mine = plan(agency, "staff1", in_cycle)
		worked(agency, "staff1", mine.items[0].item_key, 33.5, 1, verified_by="lead1")
		if single:
			name = agency.evaluation(mine, stage=YEARLY).name
		else:
			other = agency.plan("staff3", in_cycle)  # nothing of it comes from activities
			frappe.db.commit = lambda: None  # the opening commits; this test leaves nothing
			try:
				open_stage(in_cycle.name, in_cycle.stages[YEARLY].name)
			finally:
				del frappe.db.commit
			name = frappe.db.get_value(EVALUATION, {"work_plan": mine.name})
			manual = stored(
				"ASN Evaluation Result", "parent", frappe.db.get_value(EVALUATION, {"work_plan": other.name})
			)
			assert {row["realisation"] for row in manual} == {None}
		found.append([{f: row[f] for f in ROW} for row in stored("ASN Evaluation Result", "parent", name)])
	# 34.5 of 100
	assert (found[0][0]["realisation"], found[0][0]["achievement"]) == ("34,5", 34.5)
	assert found[0] == found[1]


def test_a_corrected_result_keeps_the_realisation(agency: Agency) -> None:
	"""What is verified after the release does not slip into a correction."""
	mine = plan(agency, "staff1")
	files, days = (row.item_key for row in mine.items)
	worked(agency, "staff1", files, 80, verified_by="lead1")
	worked(agency, "staff1", days, 5, verified_by="lead1")
	made = agency.evaluation(mine, stage=YEARLY)
	with agency.acting("staff1"):
		apply_workflow(frappe.get_doc(EVALUATION, made.name), "Submit Self Assessment")
	with agency.acting("lead1"):
		from tests.support.agency import rate

		doc = frappe.get_doc(EVALUATION, made.name)
		rate(doc)
		apply_workflow(doc.save(), "Release")
	worked(agency, "staff1", files, 15, verified_by="lead1")
	with agency.acting("admin"):
		new = frappe.get_doc(EVALUATION, made.name).correct("Salah tulis")
	assert shown(as_employee(agency, new, "lead1")) == [("80", 80), ("5", 100)]
