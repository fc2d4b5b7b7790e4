"""A competency assessment in a real browser, at a desk and on a phone, from the own levels to the release."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from selenium.webdriver.support.ui import Select

from tests.browser.desk import (
	act,
	choose_action,
	open_form,
	press_button,
	script_errors,
	set_width,
	wait_for_state,
)
from tests.support.agency import Agency, keep
from tests.support.competency import standard
from tests.support.training import COMPETENCY, clear_assessments, hand_in, levels_for, position, started

SLUG = "asn-competency-assessment"
GIVE = """
const levels = JSON.parse(arguments[0]);
for (const row of cur_frm.doc.competencies) {
	await frappe.model.set_value(row.doctype, row.name, arguments[1], levels[row.competency]);
}
await cur_frm.save();
"""


@pytest.fixture
def positions(agency: Agency) -> Iterator[None]:
	one = agency.employee("staff1")
	before = frappe.db.get_value("Employee", one, "designation")
	clear_assessments(agency, *agency.employees)
	position(agency)
	keep()
	yield
	frappe.db.rollback()
	clear_assessments(agency, *agency.employees)
	frappe.db.set_value("Employee", one, "designation", before)
	keep()


def no_wider_than(browser: Any, width: int) -> bool:
	return browser.driver.execute_script("return document.documentElement.scrollWidth") <= width


def columns(browser: Any) -> list[str]:
	"""Columns of the table that can be read."""
	return browser.run(
		"return cur_frm.fields_dict.competencies.grid.visible_columns.map((column) => column[0].fieldname)"
	)


@pytest.mark.parametrize("width", [1300, 390])
def test_from_the_own_levels_to_the_release(
	agency: Agency, positions: None, browser: Any, log_in: Callable[[str], None], width: int
) -> None:
	name = started(agency).name
	keep()
	set_width(browser, width)
	log_in("staff1")
	open_form(browser, SLUG, name)
	assert no_wider_than(browser, width)
	assert columns(browser) == ["competency", "required_level", "self_level", "self_evidence"]
	browser.wait_for(".frappe-control[data-fieldname='guide_view'] summary").click()
	assert "Integritas" in browser.wait_for(".frappe-control[data-fieldname='guide_view']").text
	browser.run(GIVE, frappe.as_json(levels_for(27)), "self_level")
	browser.run("window.scrollTo(0, 0)")
	act(browser, "Submit Self Assessment", "Superior Assessment")
	assert script_errors(browser) == []

	log_in("lead1")
	open_form(browser, SLUG, name)
	assert columns(browser) == ["competency", "required_level", "superior_level", "superior_evidence"]
	browser.wait_for(".frappe-control[data-fieldname='guide_view'] summary").click()
	browser.run(GIVE, frappe.as_json(levels_for(24)), "superior_level")
	browser.run("window.scrollTo(0, 0)")
	act(browser, "Submit Levels", "Dialogue")
	assert no_wider_than(browser, width)
	assert browser.wait_for(".frappe-control[data-fieldname='outcome_view'] svg")
	told = browser.wait_for(".frappe-control[data-fieldname='outcome_view']").text
	assert "88.89 %" in told.replace(",", ".")  # in the site's notation
	# the best category for filling a position, the second one in the mapping
	for category, colour in (("Memenuhi Syarat", "green"), ("Cukup Optimal", "orange")):
		browser.wait_for(f".frappe-control[data-fieldname='outcome_view'] .indicator-pill.{colour}", category)
	# the employee has written nothing yet: it asks; then for the own note
	browser.run("window.scrollTo(0, 0)")
	choose_action(browser, "Release")
	browser.wait_for(".modal.show .btn-primary", "Yes").click()
	field = browser.wait_for(".modal.show [data-fieldname='text'] textarea")
	field.send_keys("Mulailah berbagi")
	browser.driver.execute_script("document.activeElement.blur()")
	browser.wait_for(".modal.show .btn-modal-primary", "Release").click()
	wait_for_state(browser, "Released")
	assert script_errors(browser) == []
	frappe.db.rollback()
	assert frappe.db.get_value(COMPETENCY, name, ["rater_note", "released_by"]) == (
		"Mulailah berbagi",
		agency.user("lead1"),
	)


def test_a_template_is_copied_after_what_was_typed_is_stored(
	agency: Agency, browser: Any, log_in: Callable[[str], None]
) -> None:
	made = standard(f"Uji Arsiparis {frappe.generate_hash(length=6)}", {"Integritas": 3})
	keep()
	log_in("admin")
	open_form(browser, "asn-position-standard", made.name)
	browser.run("await cur_frm.set_value('disabled', 1)")
	press_button(browser, "Copy from Template")
	Select(browser.wait_for(".modal.show [data-fieldname='position_type'] select")).select_by_value(
		"Pengawas"
	)
	browser.wait_for(".modal.show .btn-modal-primary", "Copy").click()
	browser.wait_until("return cur_frm.doc.competencies.length === 9 && !cur_frm.is_dirty()")
	assert browser.run("return cur_frm.doc.disabled") == 1
	frappe.db.rollback()
	assert frappe.db.get_value("ASN Position Standard", made.name, "disabled") == 1
	made.reload()
	made.delete()
	keep()


def test_who_waits_sees_nothing_of_the_other(
	agency: Agency, positions: None, browser: Any, log_in: Callable[[str], None]
) -> None:
	name = hand_in(agency, "staff1", started(agency), "self", "Submit Self Assessment").name
	keep()
	log_in("staff1")
	open_form(browser, SLUG, name)
	assert columns(browser) == ["competency", "required_level", "self_level", "self_evidence"]
	# newer Frappe has a message of its own beside it
	browser.wait_until(
		"return [...document.querySelectorAll('.form-message')]"
		".some((message) => message.textContent.includes('The superior is giving his levels'))"
	)
