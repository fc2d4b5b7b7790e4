"""The nine boxes on the screen: a box is chosen by mouse and by keyboard, and shows its people."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.desk import open_form, press, script_errors
from tests.support.agency import Agency, keep
from tests.support.browser import Browser
from tests.support.competency import standard
from tests.support.talent import PLACEMENT, assessed, clear, draft, half_year, placed, remove, result

PEOPLE = "frappe.query_report.data.map((row) => row.employee_name).sort()"
CHOSEN = "return [...document.querySelectorAll('.asn-nine [aria-pressed=true]')].map((b) => b.dataset.box)"


@pytest.fixture
def talent_map(agency: Agency) -> Iterator[Any]:
	"""A draft: Staf Satu in box 9, Staf Dua in box 2, nobody else in a box."""
	clear(agency)
	cycle = half_year(agency)
	for key, score, match in (("staff1", 90, 90), ("staff2", 80, 50)):
		result(agency.employee(key), cycle, score=score)
		assessed(agency.employee(key), match)
	made = draft(agency, cycle)
	placed(made)
	keep()
	yield made
	clear(agency)
	remove(cycle)
	keep()


@pytest.fixture
def archivists(agency: Agency, talent_map: Any) -> Iterator[str]:
	"""The standard of the position of Staf Satu."""
	made = standard(f"Uji Arsiparis {talent_map.name}", {"Integritas": 3})
	one = {"map": talent_map.name, "employee": agency.employee("staff1")}
	frappe.db.set_value(PLACEMENT, one, "designation", made.designation)
	keep()
	yield made.name
	made.delete()
	keep()


def open_map(browser: Browser, talent_map: Any) -> None:
	browser.open(f"/app/query-report/ASN%20Nine%20Box?map={talent_map.name}")
	browser.wait_until(f"return window.frappe?.query_report?.data?.length > 2 && {PEOPLE}.length > 2")


def test_a_position_leads_to_who_fits_it(
	browser: Browser, log_in: Callable[[str], None], talent_map: Any, archivists: str
) -> None:
	log_in("auditor")
	open_map(browser, talent_map)
	# the table is drawn anew while the report settles: a link is clicked in the moment in which it is found
	browser.wait_until(
		"const link = $(\".dt-cell a:contains('Uji Arsiparis')\")[0]; link.click(); return !!link"
	)
	browser.wait_until(
		"return frappe.query_report.report_name === 'ASN Job Person Match'"
		f" && frappe.query_report.get_filter_value('standard') === '{archivists}'"
	)
	# everybody against this position, not each against his own
	browser.wait_until("return frappe.query_report.columns.some((column) => column.fieldname === 'rank')")
	assert script_errors(browser) == []


def test_a_run_that_stopped_says_so(
	agency: Agency, browser: Browser, log_in: Callable[[str], None], talent_map: Any
) -> None:
	log_in("admin")
	open_form(browser, "asn-talent-map", talent_map.name)
	tell = "frappe.realtime.socket.listeners('asn_talent_placing').forEach((told) => told(arguments[0]))"
	browser.run(tell, {"map": talent_map.name, "done": True, "stopped": True})
	browser.wait_for(".desk-alert.orange", "The map was changed meanwhile. Place the people again.")
	browser.run(tell, {"map": talent_map.name, "done": True, "placed": 2, "not_placed": 8})
	browser.wait_for(".desk-alert.green", "2 people placed, 8 not placed.")


def test_a_box_shows_its_people(browser: Browser, log_in: Callable[[str], None], talent_map: Any) -> None:
	log_in("auditor")
	open_map(browser, talent_map)
	browser.run("const box = document.querySelector(\".asn-nine [data-box='9']\"); box.focus(); box.click()")
	browser.wait_until(f"return {PEOPLE}.join() === 'Staf Satu'")
	assert browser.run(CHOSEN) == ["9"]
	# the grid has come anew: the keyboard goes on where it was
	browser.wait_until("return document.activeElement.dataset.box === '9'")
	press(browser, Keys.ENTER)
	browser.wait_until(f"return {PEOPLE}.length > 2")
	browser.wait_until("return document.activeElement.dataset.box === '9'")
	browser.run("document.querySelector(\".asn-nine [data-box='2']\").focus()")
	press(browser, Keys.SPACE)
	browser.wait_until(f"return {PEOPLE}.join() === 'Staf Dua'")
	assert script_errors(browser) == []
