"""The grid of a result matrix in a real browser: by keyboard and by mouse, on a desk and on a phone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.desk import open_form, press, save, script_errors, set_width
from tests.support.agency import PLAN, Agency, keep

MATRIX, SLUG = "ASN Result Matrix", "asn-result-matrix"


@contextmanager
def screen(browser: Any, width: int) -> Iterator[None]:
	"""A window of this width; a phone's when it is narrow."""
	set_width(browser, width)
	yield
	browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def cell(row: int, column: int) -> str:
	return f".asn-matrix td[data-row='{row}'][data-column='{column}']"


def focused(browser: Any) -> list[int]:
	"""Row and column of the cell that has the focus."""
	return browser.driver.execute_script(
		"const cell = document.activeElement.closest('td');"
		"return cell ? [+cell.dataset.row, +cell.dataset.column] : []"
	)


def stored(name: str) -> list[tuple[str, str, str, str]]:
	frappe.db.rollback()
	rows = frappe.get_doc(MATRIX, name).cells
	return sorted((r.employee_name, r.superior_result, r.contribution, r.cascading) for r in rows)


def hand_over(browser: Any) -> str:
	"""What the dialog says after handing over."""
	browser.driver.execute_script("document.activeElement.blur(); window.scrollTo(0, 0)")
	if not browser.driver.execute_script("return window.innerWidth < 768"):
		browser.wait_for(".page-head .btn-primary", "Hand Over to the Team").click()
	else:
		browser.wait_for(".page-head .menu-btn-group button").click()
		browser.wait_for(".page-head .menu-btn-group .dropdown-item", "Hand Over to the Team").click()
	text = browser.wait_for(".modal.show .modal-content", "Handed Over").text
	browser.wait_for(".modal.show .btn-modal-close, .modal.show .modal-header button").click()
	browser.wait_until("return !$('.modal.show').length && cur_frm.doc.pushed_on && !cur_frm.is_dirty()")
	return text


def results(agency: Agency, key: str, cycle: str) -> list[str]:
	frappe.db.rollback()
	plan = frappe.get_last_doc(PLAN, {"employee": agency.employee(key), "cycle": cycle})
	return [row.result for row in plan.items]


@pytest.fixture
def plan(agency: Agency) -> Document:
	"""The only approved plan of lead1: others, of earlier runs, are out of the way."""
	frappe.db.set_value(
		PLAN,
		{"employee": agency.employee("lead1"), "workflow_state": "Approved"},
		{"workflow_state": "Superseded"},
	)
	made = agency.plan("lead1", agency.cycle())
	keep()
	return made


def test_a_leader_fills_the_grid_by_keyboard_and_hands_it_over(
	agency: Agency, plan: Document, browser: Any, log_in: Callable[[str], None]
) -> None:
	log_in("lead1")
	browser.open(f"/app/{SLUG}/new")
	browser.wait_for(cell(0, 0))  # the approved plan is chosen: the grid is there at once
	assert browser.driver.execute_script("return cur_frm.doc.work_plan") == plan.name

	browser.driver.execute_script("document.querySelector(arguments[0]).focus()", cell(0, 0))
	press(browser, "Survei kepuasan")  # Staf Dua, first result
	press(browser, Keys.TAB)
	assert focused(browser) == [0, 1]
	press(browser, Keys.F2, "Berkas diperiksa", Keys.ENTER)  # down to Staf Satu
	assert focused(browser) == [1, 1]
	press(browser, Keys.ARROW_LEFT)
	assert focused(browser) == [1, 0]
	press(browser, Keys.ENTER, "Draf", Keys.ESCAPE)
	assert browser.driver.execute_script("return document.activeElement.tagName") == "TD"
	press(browser, Keys.SPACE)  # Direct → Non-direct
	browser.wait_for(f"{cell(1, 0)} [data-act='switch']", "Non-direct")
	save(browser)
	name = browser.wait_until("return !cur_frm.is_new() && cur_frm.doc.name")
	assert stored(name) == [
		("Staf Dua", "Berkas izin selesai", "Survei kepuasan", "Direct"),
		("Staf Dua", "Berkas terlayani", "Berkas diperiksa", "Direct"),
		("Staf Satu", "Berkas izin selesai", "Draf", "Non-direct"),
	]
	assert browser.driver.execute_script("return cur_frm.asn_active_cell") == [1, 0]

	told = hand_over(browser)
	assert "Drafts made for members without a plan 2" in told.replace("\n", " ")
	browser.wait_for(f".asn-matrix tr a[href*='{SLUG.replace('result-matrix', 'work-plan')}']", "Draft")
	assert results(agency, "staff2", plan.cycle) == ["Survei kepuasan", "Berkas diperiksa"]

	# indicator and target in a dialog; an emptied cell is taken back
	browser.driver.execute_script("document.querySelector(arguments[0]).focus()", cell(0, 0))
	ActionChains(browser.driver).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
	browser.wait_for(".modal.show [data-fieldname='measure'] textarea").send_keys("jumlah survei")
	browser.wait_for(".modal.show [data-fieldname='target'] input").send_keys(
		Keys.CONTROL, "a", Keys.NULL, "4"
	)
	browser.wait_for(".modal.show .btn-primary", "Apply").click()
	browser.wait_for(f"{cell(0, 0)} .asn-details", "jumlah survei")
	browser.wait_until("return !$('.modal.show').length")
	box = browser.wait_for(f"{cell(0, 1)} textarea")
	box.click()
	box.clear()
	press(browser, Keys.ESCAPE)
	assert "Drafts updated 1" in hand_over(browser).replace("\n", " ")  # saves what is not saved yet
	assert results(agency, "staff2", plan.cycle) == ["Survei kepuasan"]
	row = frappe.get_last_doc(PLAN, {"employee": agency.employee("staff2"), "cycle": plan.cycle}).items[0]
	assert (row.measure, row.target_min) == ("jumlah survei", 4)
	assert script_errors(browser) == []


def test_the_grid_keeps_its_head_and_first_column_in_sight(
	agency: Agency, browser: Any, log_in: Callable[[str], None]
) -> None:
	from tests.support.agency import item

	items = [item(result=f"Hasil kerja nomor {n}", weight=10) for n in range(10)]
	plan = agency.plan("lead1", agency.cycle(), items=items)
	with agency.acting("lead1"):
		made = frappe.get_doc(doctype=MATRIX, work_plan=plan.name).insert()
	keep()
	log_in("lead1")
	with screen(browser, 1300):
		open_form(browser, SLUG, made.name)
		last = browser.wait_for(cell(1, 9))
		browser.driver.execute_script("arguments[0].scrollIntoView({ inline: 'end' })", last)
		name = browser.wait_for(".asn-matrix tbody th", "Staf Satu")
		box = browser.wait_for(".asn-matrix")
		assert name.rect["x"] == pytest.approx(box.rect["x"], abs=3)
		# the page itself does not scroll sideways
		assert browser.driver.execute_script(
			"return document.documentElement.scrollWidth <= window.innerWidth"
		)
	assert script_errors(browser) == []


def test_on_a_phone_people_are_cards(
	agency: Agency, plan: Document, browser: Any, log_in: Callable[[str], None]
) -> None:
	with agency.acting("lead1"):
		made = frappe.get_doc(doctype=MATRIX, work_plan=plan.name).insert()
	keep()
	log_in("lead1")
	with screen(browser, 390):
		open_form(browser, SLUG, made.name)
		# each result stands under the person, with its name above the cell
		first, second = browser.wait_for(cell(0, 0)), browser.wait_for(cell(0, 1))
		assert second.rect["y"] > first.rect["y"]
		assert browser.wait_for(f"{cell(0, 1)} .asn-label", "Berkas terlayani")
		assert browser.driver.execute_script(
			"return document.documentElement.scrollWidth <= window.innerWidth"
		)

		box = browser.wait_for(f"{cell(0, 1)} textarea")
		browser.driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", box)
		box.click()
		press(browser, "Berkas diperiksa")
		press(browser, Keys.ENTER)  # the next cell below is the next person's first
		assert focused(browser) == [1, 0]
		browser.wait_for(f"{cell(0, 1)} [data-act='switch']", "Direct").click()
		browser.wait_for(f"{cell(0, 1)} [data-act='switch']", "Non-direct")
		assert "Drafts made for members without a plan 1" in hand_over(browser).replace("\n", " ")
	assert stored(made.name) == [("Staf Dua", "Berkas terlayani", "Berkas diperiksa", "Non-direct")]
	assert results(agency, "staff2", plan.cycle) == ["Berkas diperiksa"]
	assert script_errors(browser) == []


def test_a_superior_reads_the_grid_and_writes_nothing(
	agency: Agency, plan: Document, browser: Any, log_in: Callable[[str], None]
) -> None:
	mine = {
		"employee": agency.employee("staff1"),
		"superior_item": plan.items[0].item_key,
		"contribution": "<b>Survei</b> kepuasan",
	}
	with agency.acting("lead1"):
		made = frappe.get_doc(doctype=MATRIX, work_plan=plan.name, cells=[mine]).insert()
	keep()
	log_in("head")
	open_form(browser, SLUG, made.name)
	browser.wait_for(f"{cell(1, 0)} .asn-text", "<b>Survei</b> kepuasan")
	assert not browser.driver.execute_script("return $('.asn-matrix textarea').length")
	assert "Hand Over" not in browser.text()
	assert script_errors(browser) == []
