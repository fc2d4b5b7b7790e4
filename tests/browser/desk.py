"""What a person does with a form of the Desk, by mouse and keyboard."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.ui import Select

from tests.support.browser import Browser

# Frappe's own controls select the text of whatever has the focus a moment after a click
FRAMEWORK_ERROR = "document.activeElement.select is not a function"


def press(browser: Browser, *keys: str) -> None:
	"""Type into whatever has the focus."""
	ActionChains(browser.driver).send_keys(*keys).perform()


def set_width(browser: Browser, width: int) -> None:
	"""A window of this width in pixels; a phone's when it is narrow."""
	screen = {"width": width, "height": 850, "deviceScaleFactor": 1, "mobile": width < 768}
	browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)


def open_form(browser: Browser, slug: str, name: str) -> None:
	browser.open(f"/app/{slug}/{name}")
	browser.wait_until(f"return cur_frm.doc.name === '{name}' && $(cur_frm.wrapper).is(':visible')")


def open_new(browser: Browser, slug: str) -> None:
	"""The form of a new record, clicked into: without a click of the user's own the browser would refuse the
	Desk's sounds."""
	browser.open(f"/app/{slug}/new")
	browser.wait_until(f"return cur_frm.is_new() && frappe.router.slug(cur_frm.doctype) === '{slug}'")
	browser.wait_for(".form-layout:not(.hide) .form-section").click()


def press_button(browser: Browser, label: str) -> None:
	"""A button of the form, also where a phone has put it into a menu."""
	browser.wait_until(f"return !!cur_frm.custom_buttons['{label}']")
	browser.driver.execute_script("cur_frm.custom_buttons[arguments[0]].click()", label)


def open_tab(browser: Browser, label: str) -> None:
	browser.wait_for(".form-tabs .nav-link", label).click()


def fill_cell(browser: Browser, table: str, row: int, field: str, value: str) -> None:
	"""Click a cell of a child table and type, or choose."""
	cell = f".frappe-control[data-fieldname='{table}'] .grid-row[data-idx='{row}'] [data-fieldname='{field}']"
	browser.wait_for(cell).click()
	control = browser.wait_for(f"{cell} input, {cell} select, {cell} textarea")
	if control.tag_name == "select":
		Select(control).select_by_value(value)
	else:
		control.clear()
		control.send_keys(value)


def choose(browser: Browser, field: str, value: str) -> None:
	"""Choose in a select field of the form."""
	Select(browser.wait_for(f".frappe-control[data-fieldname='{field}'] select")).select_by_value(value)


def save(browser: Browser) -> None:
	browser.driver.execute_script("document.activeElement.blur(); window.scrollTo(0, 0)")
	browser.wait_for(".page-actions .primary-action", "Save").click()
	browser.wait_until("return !cur_frm.is_dirty() && !cur_frm.saving")


def choose_action(browser: Browser, action: str) -> None:
	"""Choose a workflow action from the menu."""
	browser.wait_for(".actions-btn-group button").click()
	browser.wait_for(".actions-btn-group .dropdown-item", action).click()


def wait_for_state(browser: Browser, state: str) -> None:
	browser.wait_until(f"return cur_frm.doc.workflow_state === '{state}' && !cur_frm.is_dirty()")


def act(browser: Browser, action: str, state: str) -> None:
	"""A workflow action that asks for nothing."""
	choose_action(browser, action)
	wait_for_state(browser, state)


def script_errors(browser: Browser) -> list[str]:
	"""Errors on the console since the last call that are not the framework's own."""
	return [error for error in browser.errors() if FRAMEWORK_ERROR not in error]
