"""Daily activities in a real browser: entry by keyboard alone, calendar, the rater's answer to many."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.desk import press, set_width
from tests.support.activities import ACTIVITY, clear, enter, plan
from tests.support.agency import Agency, keep

SLUG = "asn-daily-activity"
DIALOG = ".asn-activity-entry.show"
LogIn = Callable[[str], None]


@pytest.fixture(autouse=True)
def empty_days(agency: Agency) -> Iterator[None]:
	clear(agency, "staff1", "staff2", "lead1")
	keep()
	yield
	clear(agency, "staff1", "staff2", "lead1")
	keep()


def open_list(browser: Any, view: str = "list") -> None:
	browser.open(f"/app/{SLUG}/view/{view}")
	browser.wait_until(
		"return cur_list.doctype === 'ASN Daily Activity' && $('.primary-action:visible').length"
	)


def focused(browser: Any) -> str:
	return browser.driver.execute_script("return $(document.activeElement).attr('data-fieldname') || ''")


def tab_to(browser: Any, field: str) -> None:
	for _ in range(20):
		if focused(browser) == field:
			return
		press(browser, Keys.TAB)
	raise AssertionError(f"{field} is not reached by Tab")


def stored(agency: Agency, key: str) -> list[Any]:
	frappe.db.rollback()
	return frappe.get_all(
		ACTIVITY,
		filters={"employee": agency.employee(key)},
		fields=["name", "description", "minutes", "quantity", "plan_item", "status", "from_time", "date"],
		order_by="creation",
	)


def test_two_activities_by_keyboard_alone(agency: Agency, browser: Any, log_in: LogIn) -> None:
	mine = plan(agency, "staff1")
	days = mine.items[1].item_key
	enter(agency, "staff1", plan_item=days, quantity=1, minutes=30)  # the item used last
	keep()
	log_in("staff1")
	open_list(browser)
	button = browser.wait_for(".primary-action")
	browser.driver.execute_script("arguments[0].focus()", button)
	press(browser, Keys.ENTER)
	browser.wait_for(DIALOG)
	browser.wait_until("return document.activeElement.dataset.fieldname === 'description'")
	browser.wait_until(f"return asn_kinerja.activity_entry.dialog.get_value('plan_item') === '{days}'")
	browser.wait_for(f"{DIALOG} .asn-activity-summary", "30 of 1.440 minutes, entries: 1")

	press(browser, "Menyusun laporan")
	tab_to(browser, "minutes")
	press(browser, "45")
	tab_to(browser, "quantity")
	press(browser, "2", Keys.ENTER)
	browser.wait_for(f"{DIALOG} .asn-activity-summary", "75 of 1.440 minutes, entries: 2")
	browser.wait_until("return document.activeElement.dataset.fieldname === 'description'")

	press(browser, "Rapat")  # the dialog is still there for the next one
	tab_to(browser, "from_time")
	press(browser, "800")
	tab_to(browser, "to_time")
	press(browser, "9")  # who types slowly goes on where he was
	browser.wait_until("return asn_kinerja.activity_entry.dialog.fields_dict.to_time.value === '9'")
	press(browser, ".30", Keys.CONTROL + Keys.ENTER)
	browser.wait_for(f"{DIALOG} .asn-activity-summary", "165 of 1.440 minutes, entries: 3")

	press(browser, "Terlalu lama")
	tab_to(browser, "minutes")
	press(browser, "1400", Keys.ENTER)
	browser.wait_for(f"{DIALOG} [role='alert']", "a day has 1440")  # what was typed is still there
	browser.wait_until("return asn_kinerja.activity_entry.dialog.get_value('description') === 'Terlalu lama'")
	press(browser, Keys.ESCAPE)
	browser.wait_until(f"return !$('{DIALOG}').length")

	rows = stored(agency, "staff1")[1:]
	assert [(row.description, row.minutes, row.quantity) for row in rows] == [
		("Menyusun laporan", 45, 2),
		("Rapat", 90, 0),
	]
	assert {row.plan_item for row in rows} == {days}
	assert str(rows[1].from_time) == "8:00:00"
	assert {str(row.date) for row in rows} == {frappe.utils.nowdate()}
	assert browser.errors() == []


@pytest.mark.parametrize("width", [1300, 390])
def test_the_calendar(agency: Agency, browser: Any, log_in: LogIn, width: int) -> None:
	enter(agency, "staff1", from_time="08:00", to_time="09:00", description="Rapat pagi")
	made = enter(agency, "staff1", minutes=45, description="Memeriksa berkas")
	keep()
	set_width(browser, width)
	log_in("staff1")
	open_list(browser, "calendar/default")
	activity = ".fc-event, .fc-list-item"  # on a phone the month is a list
	browser.wait_for(activity, "Rapat pagi")
	assert browser.driver.execute_script("return document.documentElement.scrollWidth") <= width

	if width < 768:
		browser.wait_for(".fc-month-button").click()
	day = browser.wait_for(f".asn-day[data-date='{frappe.utils.nowdate()}']")
	browser.driver.execute_script("arguments[0].focus()", day)
	press(browser, Keys.ENTER)
	browser.wait_for(DIALOG)
	browser.wait_until(
		f"return asn_kinerja.activity_entry.dialog.get_value('date') === '{frappe.utils.nowdate()}'"
	)
	press(browser, Keys.ESCAPE)
	browser.wait_until(f"return !$('{DIALOG}').length")

	if width < 768:
		browser.wait_for(".fc-listMonth-button").click()
	browser.wait_for(activity, "Memeriksa berkas").click()
	browser.wait_until(f"return cur_frm.doc.name === '{made.name}'")
	assert browser.errors() == []


def test_the_rater_verifies_many_and_returns_one(agency: Agency, browser: Any, log_in: LogIn) -> None:
	names = [
		enter(agency, key, description=text).name
		for key, text in (("staff1", "Satu"), ("staff1", "Dua"), ("staff2", "Tiga"), ("staff2", "Empat"))
	]
	keep()
	log_in("lead1")
	open_list(browser)
	browser.wait_until("return cur_list.data.length >= 4")
	check(browser, *names[:3])
	choose(browser, "Verify")
	browser.wait_for(".modal.show textarea").send_keys("Rapi")
	browser.wait_for(".modal.show .btn-primary", "Verify").click()
	browser.wait_until("return cur_list.data.filter((d) => d.status === 'Verified').length === 3")
	browser.wait_until("return !cur_list.get_checked_items().length")
	check(browser, names[3])
	choose(browser, "Return")
	browser.wait_for(".modal.show textarea").send_keys("Lampirkan bukti")
	browser.wait_for(".modal.show .btn-primary", "Return").click()
	browser.wait_until("return cur_list.data.some((d) => d.status === 'Returned')")
	frappe.db.rollback()
	found = [frappe.db.get_value(ACTIVITY, name, ["status", "feedback", "return_reason"]) for name in names]
	assert found == [("Verified", "Rapi", None)] * 3 + [("Returned", None, "Lampirkan bukti")]
	assert browser.errors() == []


def check(browser: Any, *names: str) -> None:
	for name in names:
		browser.wait_for(f".list-row-checkbox[data-name='{name}']").click()


def choose(browser: Any, action: str) -> None:
	browser.wait_for(".actions-btn-group button").click()
	browser.wait_for(".actions-btn-group .dropdown-item", action).click()
