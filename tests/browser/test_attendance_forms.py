"""Attendance and discipline in a real browser: problems of a file, a decision; at a desk and on a phone."""

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.desk import open_form, press, set_width
from tests.support.agency import Agency, keep
from tests.support.attendance import BATCH, RECORD, clear, enter, file_batch, row, run, xlsx

UNKNOWN = "198005172005031888"


def no_wider_than(browser: Any, width: int) -> bool:
	return browser.driver.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1300, 390])
def test_the_problems_of_a_file_are_shown(
	agency: Agency, browser: Any, log_in: Callable[[str], None], width: int
) -> None:
	made = file_batch(xlsx([row(UNKNOWN), row("12", Present=3)]))
	keep()
	run(made, storing=False)
	keep()
	set_width(browser, width)
	log_in("admin")
	open_form(browser, "asn-attendance-batch", made.name)
	shown = browser.wait_for(".asn-problems").text
	assert UNKNOWN in shown
	assert "18 digits, this one has 2" in shown
	assert "add up to 3" in shown
	browser.wait_until("return $(\"button:contains('Store the Recaps')\").length > 0")
	assert no_wider_than(browser, width)
	assert browser.errors() == []
	frappe.delete_doc(BATCH, made.name)
	keep()


@pytest.mark.parametrize("width", [1300, 390])
def test_a_proposal_is_decided_in_its_dialog(
	agency: Agency, browser: Any, log_in: Callable[[str], None], width: int
) -> None:
	employee = agency.employee("staff1")
	clear(employee)
	enter(employee, absent=(3, 4, 5))
	values = {"level": "Ringan", "sanction": "Teguran lisan", "basis": "PP 94/2021 pasal 4"}
	name = frappe.get_doc({"doctype": RECORD, "employee": employee, **values}).insert().name
	keep()
	set_width(browser, width)
	log_in("admin")
	open_form(browser, "asn-disciplinary-record", name)
	browser.wait_until("return $(\"button:contains('Put in Force')\").length > 0")
	assert no_wider_than(browser, width)
	browser.driver.execute_script("cur_frm.events.put_in_force(cur_frm)")
	browser.wait_until("return !!cur_dialog.get_field('from_date')")
	browser.run("return cur_dialog.set_value('from_date', '2026-04-15')")
	browser.wait_for(".modal.show [data-fieldname='reason'] textarea").click()
	press(browser, "Sudah dipanggil dan diperiksa", Keys.TAB)
	browser.wait_for(".modal.show .btn-modal-primary, .modal.show .modal-footer .btn-primary").click()
	browser.wait_until("return cur_frm.doc.status === 'In Force' && !cur_frm.is_dirty()")
	frappe.db.rollback()
	stored = frappe.get_doc(RECORD, name)
	assert (str(stored.from_date), stored.decision_reason) == ("2026-04-15", "Sudah dipanggil dan diperiksa")
	assert browser.errors() == []
