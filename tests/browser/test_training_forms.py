"""Training records in a real browser, at a desk and on a phone."""

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.desk import open_form, press, press_button, script_errors, set_width
from tests.support.agency import Agency, keep
from tests.support.training import TRAINING, training, verified


@pytest.fixture(autouse=True)
def none_of_earlier_runs(agency: Agency) -> None:
	frappe.db.delete(TRAINING, {"employee": ["in", list(agency.employees.values())]})
	keep()


def no_wider_than(browser: Any, width: int) -> bool:
	return browser.driver.execute_script("return document.documentElement.scrollWidth") <= width


def wait_for_status(browser: Any, status: str) -> None:
	browser.wait_until(f"return cur_frm.doc.status === '{status}' && !cur_frm.is_dirty()")


@pytest.mark.parametrize("width", [1300, 390])
def test_handed_in_returned_and_verified(
	agency: Agency, browser: Any, log_in: Callable[[str], None], width: int
) -> None:
	name = training(agency).name
	keep()
	set_width(browser, width)
	log_in("staff1")
	open_form(browser, "asn-training-record", name)
	assert no_wider_than(browser, width)
	press_button(browser, "Hand In")
	wait_for_status(browser, "Waiting")
	assert browser.run("return cur_frm.fields_dict.hours.df.read_only") == 1
	assert script_errors(browser) == []

	log_in("lead1")
	open_form(browser, "asn-training-record", name)
	press_button(browser, "Return")
	browser.wait_for(".modal.show [data-fieldname='reason'] textarea").click()
	press(browser, "Jam tidak sesuai <b>sertifikat</b>", Keys.TAB)
	browser.wait_for(".modal.show .btn-modal-primary, .modal.show .modal-footer .btn-primary").click()
	wait_for_status(browser, "Returned")
	assert "Jam tidak sesuai <b>sertifikat</b>" in browser.wait_for(".form-message").text
	frappe.db.rollback()
	frappe.db.set_value(TRAINING, name, "status", "Waiting")
	keep()
	browser.run("return cur_frm.reload_doc()")
	browser.wait_for(".page-actions .primary-action", "Verify").click()
	wait_for_status(browser, "Verified")
	assert script_errors(browser) == []


@pytest.mark.parametrize("width", [1300, 390])
def test_a_manager_withdraws_a_verification(
	agency: Agency, browser: Any, log_in: Callable[[str], None], width: int
) -> None:
	name = verified(agency).name
	keep()
	set_width(browser, width)
	log_in("lead1")
	open_form(browser, "asn-training-record", name)
	assert browser.run("return Object.keys(cur_frm.custom_buttons)") == []

	log_in("admin")
	open_form(browser, "asn-training-record", name)
	press_button(browser, "Withdraw Verification")
	browser.wait_for(".modal.show [data-fieldname='reason'] textarea").click()
	press(browser, "Sertifikat menyebut 20 JP", Keys.TAB)
	browser.wait_for(".modal.show .btn-modal-primary, .modal.show .modal-footer .btn-primary").click()
	wait_for_status(browser, "Returned")
	assert "Sertifikat menyebut 20 JP" in browser.wait_for(".form-message").text
	browser.wait_until(
		"return $('.new-timeline').text().includes('was withdrawn: Sertifikat menyebut 20 JP')"
	)
	assert no_wider_than(browser, width)
	assert script_errors(browser) == []
