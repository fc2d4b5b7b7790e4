"""Plans and evaluations in a real browser: employee, rater, release, return."""

from collections.abc import Callable
from typing import Any

import frappe

from tests.browser.desk import (
	act,
	choose,
	choose_action,
	fill_cell,
	open_form,
	open_tab,
	save,
	script_errors,
	wait_for_state,
)
from tests.support.agency import ABOVE, EVALUATION, MEETS, PLAN, Agency, keep, two_items

SLUG = "asn-evaluation"


def test_an_evaluation_goes_from_the_employee_to_the_rater_and_back(
	agency: Agency, browser: Any, log_in: Callable[[str], None]
) -> None:
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()))
	keep()
	name = evaluation.name

	log_in("staff1")
	open_form(browser, SLUG, name)
	heading = browser.wait_for("[data-fieldname='header_view'] .row").text
	assert all(person in heading for person in ("Staf Satu", "Kabid Satu", "Kepala"))
	open_tab(browser, "Work Results")
	fill_cell(browser, "results", 1, "realisation", "6,5")
	fill_cell(browser, "results", 2, "realisation", "105")
	save(browser)
	act(browser, "Submit Self Assessment", "Rater Assessment")
	assert not browser.driver.execute_script(
		"return !!$('.form-tabs .nav-link:visible:contains(Rating)').length"
	)

	log_in("lead1")
	open_form(browser, SLUG, name)
	open_tab(browser, "Behaviour")
	for row in range(1, len(evaluation.behaviours) + 1):
		fill_cell(browser, "behaviours", row, "rating", MEETS)
	open_tab(browser, "Rating")
	choose(browser, "work_result_rating", ABOVE)
	choose(browser, "behaviour_rating", MEETS)
	# Sesuai Ekspektasi is suggested for 105.86: the form asks why
	browser.wait_for("[data-fieldname='work_result_reason'] textarea").send_keys("Berkas melebihi target")
	save(browser)
	act(browser, "Release", "Released")

	log_in("staff1")
	open_form(browser, SLUG, name)
	open_tab(browser, "Rating")
	# 6.5 of 7–8 days: 1 + (1 − 6.5/7) = 107.142857… %; 105 of 100 files: 105 %. Work result:
	# 40 % × 107.142857… + 60 % × 105 = 105.857142…; behaviour as expected: 100.
	# 60 % × 105.857142… + 40 % × 100 = 103.514… → 103.51.
	# Above expectation in the results, as expected in behaviour: Baik (PermenPAN-RB 6/2022).
	frappe.db.rollback()
	assert frappe.db.get_value(EVALUATION, name, ["predicate", "score"]) == ("Baik", 103.51)
	browser.wait_for(".frappe-control[data-fieldname='predicate'] .control-value", "Baik")
	browser.wait_for("[data-fieldname='explanation_view'] details")
	act(browser, "Acknowledge", "Acknowledged")
	assert script_errors(browser) == []


def test_a_plan_is_typed_and_submitted_for_approval(
	agency: Agency, browser: Any, log_in: Callable[[str], None]
) -> None:
	cycle = agency.cycle()
	keep()
	log_in("staff2")
	browser.open("/app/asn-work-plan/new")
	browser.wait_until("return cur_frm.is_new() && cur_frm.doc.employee")
	field = browser.wait_for(".frappe-control[data-fieldname='cycle'] input")
	field.click()
	field.send_keys(cycle.name)
	choices = ".frappe-control[data-fieldname='cycle'] .awesomplete"
	browser.wait_for(f"{choices} li, {choices} [role='option']", cycle.name).click()
	open_tab(browser, "Work Results")
	for row, item in enumerate(two_items(), 1):
		browser.wait_for(".frappe-control[data-fieldname='items'] .grid-add-row").click()
		for column in ("result", "measure", "target_min", "weight"):
			fill_cell(browser, "items", row, column, str(item[column]))
	save(browser)
	browser.wait_until("return !cur_frm.is_new()")
	act(browser, "Submit for Approval", "Waiting for Rater")
	name = browser.driver.execute_script("return cur_frm.doc.name")
	frappe.db.rollback()
	plan = frappe.get_doc(PLAN, name)
	assert (plan.employee, plan.rater) == (agency.employee("staff2"), agency.employee("lead1"))
	assert [row.weight for row in plan.items] == [40, 60]
	assert script_errors(browser) == []


def test_a_rater_returns_a_plan_and_is_asked_for_the_reason(
	agency: Agency, browser: Any, log_in: Callable[[str], None]
) -> None:
	plan = agency.plan("staff1", agency.cycle(), "Waiting for Rater")
	keep()
	log_in("lead1")
	open_form(browser, "asn-work-plan", plan.name)
	choose_action(browser, "Return")
	browser.wait_for(".modal.show textarea").send_keys("Target terlalu rendah")
	browser.wait_for(".modal.show .btn-primary", "Return").click()
	wait_for_state(browser, "Returned")
	browser.wait_for(".timeline-content", "Target terlalu rendah")
	frappe.db.rollback()
	stored = frappe.db.get_value(PLAN, plan.name, ["workflow_state", "return_reason"])
	assert stored == ("Returned", "Target terlalu rendah")
	assert script_errors(browser) == []
