"""A survey in a real browser: its public page on a phone, by finger and by keyboard, without a script; and
its form in the Desk."""

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.desk import open_form, press, script_errors, set_width
from tests.support.agency import Agency, keep
from tests.support.browser import SECONDS
from tests.support.satisfaction import RESPONSE, number_of_answers, survey

CHOICE = "fieldset#{} .choice:nth-of-type({})"


@pytest.fixture
def link(agency: Agency) -> dict[str, str]:
	officers = [{"employee": agency.employee("staff1"), "shown_as": "Loket 1"}]
	made = survey(by_officer=1, officers=officers, intro="Terima kasih telah berkunjung.")
	keep()
	return {"name": made.name, "path": f"/survei/{made.token}"}


@pytest.fixture
def phone(browser: Any) -> Any:
	set_width(browser, 390)
	browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
	return browser


def wait_for_thanks(browser: Any) -> None:
	WebDriverWait(browser.driver, SECONDS).until(lambda driver: "terkirim=1" in driver.current_url)
	assert browser.wait_for("h1").text == "Terima kasih"


def test_answering_on_a_phone_without_scripts(phone: Any, link: dict[str, str]) -> None:
	phone.open(link["path"])
	choices = phone.driver.find_elements(By.CSS_SELECTOR, ".choice")
	assert len(choices) == 36
	for target in [*choices, phone.wait_for("button"), phone.wait_for("select")]:
		assert target.size["height"] >= 48  # a finger's width
		assert target.location["x"] + target.size["width"] <= 390
	assert phone.driver.find_element(By.CSS_SELECTOR, "body").size["width"] <= 390
	for number in range(1, 10):
		if number != 5:  # forgotten
			phone.wait_for(CHOICE.format(f"U{number}", 4)).click()
	phone.wait_for("textarea").send_keys("Tambah kursi <b>tunggu</b>")
	phone.wait_for("button").click()

	assert "1 isian perlu diperiksa" in phone.wait_for(".summary").text
	assert phone.wait_for("#U5 .error").text == "Pilih salah satu jawaban."
	assert len(phone.driver.find_elements(By.CSS_SELECTOR, "input:checked")) == 8
	assert number_of_answers(link["name"]) == 0
	phone.wait_for(".summary a").click()
	phone.wait_for(CHOICE.format("U5", 1)).click()
	phone.wait_for("button").click()

	wait_for_thanks(phone)
	assert number_of_answers(link["name"]) == 1
	(row,) = frappe.get_all(RESPONSE, {"survey": link["name"]}, ["u1", "u5", "u9", "suggestion", "officer"])
	assert (row.u1, row.u5, row.u9, row.officer) == (4, 1, 4, None)
	assert row.suggestion == "Tambah kursi &lt;b&gt;tunggu&lt;/b&gt;"
	phone.driver.refresh()  # sends nothing again
	phone.driver.back()
	phone.driver.forward()
	assert number_of_answers(link["name"]) == 1


def test_answering_by_keyboard_alone(agency: Agency, browser: Any, link: dict[str, str]) -> None:
	set_width(browser, 1300)
	browser.open(link["path"])
	press(browser, Keys.TAB)
	assert browser.driver.switch_to.active_element.tag_name == "select"
	press(browser, "L")  # Loket 1
	for number in range(9):
		press(browser, Keys.TAB, Keys.SPACE)  # the worst answer
		if number == 2:
			press(browser, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
	press(browser, Keys.TAB, "Cepat", Keys.TAB, Keys.ENTER)
	wait_for_thanks(browser)
	frappe.db.rollback()
	(row,) = frappe.get_all(RESPONSE, {"survey": link["name"]}, ["u1", "u3", "u9", "officer", "suggestion"])
	assert (row.u1, row.u3, row.u9, row.suggestion) == (1, 3, 1, "Cepat")
	assert row.officer == agency.employee("staff1")
	assert browser.errors() == []


def test_a_survey_that_is_closed_says_so(phone: Any, agency: Agency) -> None:
	made = survey()
	made.close_survey()
	keep()
	phone.open(f"/survei/{made.token}")
	assert phone.wait_for("h1").text == "Survei sudah ditutup"


def test_a_new_survey_brings_the_regulations_questions_and_opens(
	agency: Agency, browser: Any, log_in: Callable[[str], None]
) -> None:
	log_in("admin")
	browser.open("/app/asn-satisfaction-survey/new")
	browser.wait_until("return (cur_frm.doc.elements || []).length === 9 && cur_frm.doc.grades.length === 4")
	assert browser.run("return cur_frm.doc.elements[8].aspect") == "Sarana dan prasarana"
	made = survey(open_it=False)
	keep()
	open_form(browser, "asn-satisfaction-survey", made.name)
	browser.wait_for(".btn", "Open the Survey").click()
	browser.wait_until("return cur_frm.doc.status === 'Open' && !cur_frm.is_dirty()")
	browser.wait_for(".btn", "Print QR Code")
	assert made.token in browser.wait_for("[data-fieldname='link_view'] a").text
	assert script_errors(browser) == []


def test_a_leader_reads_the_form_and_no_message(
	agency: Agency, browser: Any, log_in: Callable[[str], None]
) -> None:
	made = survey()
	keep()
	log_in("lead1")
	open_form(browser, "asn-satisfaction-survey", made.name)
	browser.wait_for(".btn", "Print QR Code")
	assert browser.driver.execute_script("return $('.msgprint-dialog:visible').length") == 0
	buttons = browser.driver.find_elements(By.CSS_SELECTOR, ".btn")
	assert not {"New Link", "Close the Survey"} & {button.text for button in buttons}
