"""The dialog to give feedback in a real browser: by keyboard alone, at a desk and on a phone."""

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.desk import press, set_width
from tests.support.agency import Agency, keep
from tests.support.feedback import clear

FEEDBACK = "ASN Feedback"
DIALOG = ".modal.show"


@pytest.mark.parametrize("width", [1300, 390])
def test_feedback_by_keyboard(
	agency: Agency, browser: Any, log_in: Callable[[str], None], width: int
) -> None:
	clear(agency)
	keep()
	set_width(browser, width)
	log_in("staff1")
	browser.open("/app/asn-feedback")
	browser.wait_until("return cur_list.doctype === 'ASN Feedback' && $('.primary-action:visible').length")
	browser.driver.execute_script("$('.primary-action:visible').click()")
	browser.wait_until("return !!cur_dialog")  # wholly there: while it fades in, it takes the focus once more
	browser.wait_for(f"{DIALOG} [data-fieldname='employee'] input").click()

	# the answer about the first letter comes when more is typed already
	browser.driver.execute_script(
		"const input = cur_dialog.fields_dict.employee.$input.val('S').trigger('change');"
		"setTimeout(() => input.val('Siapa'), 0)"
	)
	typed = "cur_dialog.fields_dict.employee.$input.val()"
	browser.wait_until(f"return {typed} !== 'S' && !frappe.request.ajax_count")
	assert browser.driver.execute_script(f"return {typed}") == "Siapa"

	# typed, and nobody chosen from the list
	press(browser, " Saja", Keys.TAB)
	browser.wait_for(f"{DIALOG} [data-fieldname='employee'] .help-box", "Nobody of your agency")
	browser.wait_until("return cur_dialog.get_value('employee') === ''")

	browser.wait_for(f"{DIALOG} [data-fieldname='employee'] input").click()
	press(browser, "Staf Dua", Keys.TAB)
	browser.wait_until(f"return cur_dialog.get_value('employee') === '{agency.employee('staff2')}'")
	assert browser.driver.execute_script("return $('.msgprint-dialog:visible').length") == 0

	browser.wait_for(f"{DIALOG} [data-fieldname='feedback'] textarea").click()
	press(browser, "Laporannya selalu rapi")
	assert browser.driver.execute_script("return document.documentElement.scrollWidth") <= width
	browser.wait_for(f"{DIALOG} .btn-modal-primary, {DIALOG} .modal-footer .btn-primary").click()
	browser.wait_for(".desk-alert", "has been given")
	frappe.db.rollback()
	given = frappe.get_all(
		FEEDBACK, {"employee": agency.employee("staff2")}, ["feedback", "given_by", "kind"]
	)
	assert [tuple(row.values()) for row in given] == [
		("Laporannya selalu rapi", agency.employee("staff1"), "Appreciation")
	]
	assert browser.errors() == []
