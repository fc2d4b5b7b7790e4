"""The cascade and the tree of objectives in a real browser: mouse, keyboard, and the width of a phone."""

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.desk import press, set_width
from tests.support.agency import Agency, keep
from tests.support.cascade import office, strategy

# Frappe plays a sound with its messages, which a browser refuses before the first click
FRAMEWORK_ERROR = "play() failed"
WIDTHS = (1300, 390)


def script_errors(browser: Any) -> list[str]:
	return [error for error in browser.errors() if FRAMEWORK_ERROR not in error]


@pytest.fixture(params=WIDTHS)
def width(browser: Any, request: pytest.FixtureRequest) -> int:
	set_width(browser, request.param)
	return request.param


@pytest.fixture
def goals(agency: Agency) -> dict[str, str]:
	found = strategy()
	keep()
	return found


@pytest.fixture
def cycle(agency: Agency, goals: dict[str, str]) -> str:
	made = agency.cycle().name
	office(agency, made, goals)
	keep()
	return made


def wait_for_focus(browser: Any, text: str) -> None:
	script = f"return document.activeElement.getAttribute('role') === 'treeitem' && \
		$(document.activeElement).find('.asn-body, .tree-label').addBack().first().text().includes('{text}')"
	browser.wait_until(script)


def fits(browser: Any) -> bool:
	return browser.driver.execute_script(
		"return document.documentElement.scrollWidth <= document.documentElement.clientWidth"
	)


def test_down_with_the_keyboard(
	agency: Agency, browser: Any, log_in: Callable[[str], None], width: int, cycle: str, goals: dict[str, str]
) -> None:
	log_in("lead1")
	browser.open(f"/app/asn-cascade?cycle={cycle}&objective={goals['mission']}")
	wait_for_focus(browser, "Pelayanan yang cepat")  # the link's objective, with the branch above it open
	press(browser, Keys.ARROW_RIGHT)  # it is open already: on to the first below it
	wait_for_focus(browser, "Izin terbit tepat waktu")
	press(browser, Keys.ARROW_RIGHT)
	# the head is out of sight: a number, and the lead's own result in its place
	browser.wait_for(".asn-node", "Kabid Satu")
	browser.wait_for("[role='tree']", "and 1 more people")
	press(browser, Keys.ARROW_DOWN)
	wait_for_focus(browser, "Berkas lengkap")
	press(browser, Keys.ENTER)
	browser.wait_for(".asn-node", "Berkas dicatat")
	press(browser, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
	wait_for_focus(browser, "Berkas diperiksa")
	press(browser, Keys.ARROW_LEFT)
	wait_for_focus(browser, "Berkas lengkap")
	press(browser, Keys.ARROW_LEFT)
	browser.wait_until("return !$('.asn-node:visible:contains(Berkas dicatat)').length")
	press(browser, Keys.HOME)
	browser.wait_until("return $(document.activeElement).is('[role=treeitem][aria-level=1]')")
	press(browser, Keys.END)
	assert not browser.driver.execute_script(
		"return $(document.activeElement).is('[aria-level=1]:first-child')"
	)
	assert fits(browser)
	assert script_errors(browser) == []


def choose_tab(browser: Any, label: str) -> None:
	browser.driver.execute_script("window.scrollTo(0, 0)")  # a long tree may have moved them out of sight
	browser.wait_for("[role='tab']", label).click()


def test_the_three_views_with_the_mouse(
	agency: Agency, browser: Any, log_in: Callable[[str], None], width: int, cycle: str, goals: dict[str, str]
) -> None:
	log_in("lead1")
	browser.open(f"/app/asn-cascade?cycle={cycle}&objective={goals['permits']}")
	browser.wait_for(".asn-node", "Kabid Satu").click()
	browser.wait_for(".asn-node", "Berkas dicatat")

	choose_tab(browser, "From a Person")
	browser.wait_for(".asn-card", "Izin terbit tepat waktu")  # his own plan to begin with
	field = browser.wait_for("#asn-panel-up input")
	field.clear()
	field.send_keys("Staf Dua")
	browser.wait_for("#asn-panel-up .awesomplete :is(li, [role='option'])", "Staf Dua").click()
	browser.wait_for(".asn-card", "Piket")
	assert "neither an objective nor a result of the superior" in browser.wait_for("#asn-panel-up").text

	choose_tab(browser, "Serves Nothing")
	table = browser.wait_for(".asn-orphans tbody")
	assert "Piket" in table.text
	assert "Rapat rutin" not in table.text
	assert fits(browser)
	browser.wait_for(".asn-orphans a", "Staf Dua").click()
	browser.wait_until("return cur_frm && cur_frm.doctype === 'ASN Work Plan'")
	assert script_errors(browser) == []


def test_an_objective_is_added_below_another_and_its_carriers_are_one_click_away(
	agency: Agency, browser: Any, log_in: Callable[[str], None], width: int, goals: dict[str, str]
) -> None:
	log_in("admin")
	browser.open("/app/asn-strategic-objective/view/tree")
	node = f".tree-link[data-label='{goals['vision']}']"
	browser.wait_for(node).click()
	browser.wait_for(f".tree-link[data-label='{goals['mission']}']")
	browser.driver.execute_script("document.querySelector(arguments[0]).focus()", node)
	press(browser, Keys.ARROW_DOWN)
	wait_for_focus(browser, "Pelayanan yang cepat")
	press(browser, Keys.ARROW_RIGHT)
	browser.wait_for(f".tree-link[data-label='{goals['roads']}']")
	press(browser, Keys.ARROW_DOWN, Keys.ENTER)  # chosen: its buttons are shown
	browser.wait_for(".tree-toolbar-button", "Add Child").click()
	browser.wait_for(".modal.show textarea").send_keys("Program baru")
	assert browser.wait_for(".modal.show select").get_attribute("value") == "Programme"
	browser.wait_for(".modal.show .btn-primary", "Create").click()
	browser.wait_for(".tree-link", "Program baru")
	frappe.db.rollback()
	made = frappe.db.get_value(
		"ASN Strategic Objective",
		{"parent_asn_strategic_objective": goals["permits"]},
		["objective_name", "level"],
	)
	assert made == ("Program baru", "Programme")
	assert fits(browser)

	browser.open(f"/app/asn-strategic-objective/{goals['permits']}")
	browser.wait_until(
		f"return cur_frm.doc.name === '{goals['permits']}' && $(cur_frm.wrapper).is(':visible')"
	)
	browser.run("cur_frm.custom_buttons['Who Carries It'].click()")
	browser.wait_for(".asn-cascade")
	wait_for_focus(browser, "Izin terbit tepat waktu")
	assert script_errors(browser) == []
