"""The form of a competency assessment whose position asks for something else now."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from tests.browser.desk import open_form, save, script_errors, set_width
from tests.support.agency import Agency, keep
from tests.support.training import COMPETENCY, STANDARD, clear_assessments, competency, position, started

SLUG = "asn-competency-assessment"
COUNT = "return cur_frm.doc.competencies.length"


@pytest.fixture
def changed(agency: Agency) -> Iterator[str]:
	"""A running self assessment; the standard of the position has got a competency since."""
	one = agency.employee("staff1")
	before = frappe.db.get_value("Employee", one, "designation")
	clear_assessments(agency, *agency.employees)
	position(agency, required={"Integritas": 3})
	name = started(agency).name
	standard = frappe.get_doc(STANDARD, frappe.db.get_value(COMPETENCY, name, "standard"))
	standard.append("competencies", {"competency": competency("Kerja Sama"), "level": 2, "weight": 1})
	standard.save()
	keep()
	yield name
	frappe.db.rollback()
	clear_assessments(agency, *agency.employees)
	frappe.db.set_value("Employee", one, "designation", before)
	keep()


@pytest.mark.parametrize("width", [1300, 390])
def test_a_save_brings_the_new_competency(
	agency: Agency, changed: str, browser: Any, log_in: Callable[[str], None], width: int
) -> None:
	set_width(browser, width)
	log_in("staff1")
	open_form(browser, SLUG, changed)
	assert browser.run(COUNT) == 1
	browser.wait_until(
		"return [...document.querySelectorAll('.form-message')]"
		".some((message) => message.textContent.includes('Save the form to get the new competencies'))"
	)
	browser.wait_until("return cur_frm.is_dirty()")  # else Frappe would say that there is nothing to save
	browser.wait_until("return !$('.actions-btn-group:visible').length")  # and no action would be refused
	save(browser)
	browser.wait_until(f"{COUNT} === 2 && !cur_frm.is_dirty()")
	browser.wait_until("return $('.actions-btn-group:visible').length > 0")
	assert script_errors(browser) == []
