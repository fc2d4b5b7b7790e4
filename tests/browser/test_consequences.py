"""What follows a result, in a real browser: follow-up, credit points and allowance."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from asn_kinerja.allowance import calculating
from tests.browser.desk import open_form, open_new, press_button, script_errors, set_width
from tests.support.agency import EVALUATION, HERE, Agency, keep
from tests.support.credit import ALLOWANCE_RULE, LINE, POINT, SHEET, entry, final, functional
from tests.support.follow_ups import FOLLOW_UP, by_hand

LogIn = Callable[[str], None]
MONTH = "2022-05-01"  # of no other test


def answer(browser: Any, label: str, **texts: str) -> None:
	"""Fill the dialog and press its button."""
	browser.wait_for(".modal.show .btn-primary", label)
	for field, text in texts.items():
		control = f".modal.show .frappe-control[data-fieldname='{field}']"
		browser.wait_for(f"{control} textarea, {control} input").send_keys(text)
	browser.wait_for(".modal.show .btn-primary", label).click()


def buttons(browser: Any) -> set[str]:
	return set(browser.run("return Object.keys(cur_frm.custom_buttons)"))


def narrow_enough(browser: Any, width: int) -> bool:
	return browser.driver.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.fixture
def coaching(agency: Agency) -> Iterator[str]:
	made = frappe.get_doc(by_hand(agency, "staff1", agency.cycle())).insert().name
	keep()
	yield made
	frappe.db.rollback()
	frappe.db.delete("ASN Follow Up Note", {"parent": made})
	frappe.db.delete(FOLLOW_UP, {"name": made})
	keep()


@pytest.mark.parametrize("width", [1300, 390])
def test_a_coaching_is_decided_held_and_closed(
	agency: Agency, browser: Any, log_in: LogIn, coaching: str, width: int
) -> None:
	set_width(browser, width)
	log_in("lead1")
	open_form(browser, "asn-follow-up", coaching)
	browser.wait_for(".form-message", "It is your turn")
	press_button(browser, "Approve")
	answer(browser, "Approve", reason="Laporan terlambat")
	browser.wait_until("return cur_frm.doc.status === 'In Progress' && cur_frm.custom_buttons['Close']")
	assert buttons(browser) >= {"Start Dialogue", "Close", "Add Note", "Call Off"}
	assert narrow_enough(browser, width)

	press_button(browser, "Start Dialogue")
	browser.wait_until("return cur_frm.doctype === 'ASN Performance Dialogue' && !cur_frm.is_new()")
	open_form(browser, "asn-follow-up", coaching)
	browser.wait_until("return cur_frm.doc.dialogue && !cur_frm.custom_buttons['Start Dialogue']")
	press_button(browser, "Add Note")
	answer(browser, "Add Note", note="Dialog pertama")
	browser.wait_until("return cur_frm.doc.notes.length === 1 && cur_frm.custom_buttons['Close']")
	press_button(browser, "Close")
	browser.wait_for(".modal.show .btn-primary", "Close").click()  # without the outcome
	browser.wait_for(".msgprint", "Outcome")
	# while it fades in, it cannot be closed
	browser.wait_until("frappe.msg_dialog.hide(); return !$('.msgprint-dialog:visible').length")
	answer(browser, "Close", outcome="Tepat waktu")
	browser.wait_until("return cur_frm.doc.status === 'Done'")
	assert buttons(browser) == set()
	frappe.db.rollback()
	stored = frappe.db.get_value(FOLLOW_UP, coaching, ["decision_reason", "outcome", "decided_by"])
	assert stored == ("Laporan terlambat", "Tepat waktu", agency.user("lead1"))

	log_in("staff1")
	open_form(browser, "asn-follow-up", coaching)
	assert browser.run("return cur_frm.doc.outcome") == "Tepat waktu"
	assert buttons(browser) == set()
	assert script_errors(browser) == []


@pytest.fixture
def official(agency: Agency) -> Iterator[str]:
	"""staff2 in a functional position, without points."""
	columns = ("asn_type", "asn_position_type", "asn_functional_level", "asn_golongan", "asn_golongan_since")
	before = frappe.db.get_value("Employee", agency.employee("staff2"), columns, as_dict=True)
	frappe.db.delete(POINT, {"employee": agency.employee("staff2")})
	found = functional(agency)
	keep()
	yield found
	frappe.db.rollback()
	frappe.db.delete(POINT, {"employee": found})
	frappe.db.set_value("Employee", found, before)
	keep()


def test_an_initial_balance_is_entered_once_and_stays(
	agency: Agency, browser: Any, log_in: LogIn, official: str
) -> None:
	log_in("admin")
	open_new(browser, "asn-credit-point")
	values = {key: value for key, value in entry(agency).items() if key != "doctype"}
	enabled = "return !cur_frm.fields_dict.points.df.read_only"
	browser.run("await cur_frm.set_value('kind', 'Education Bonus')")
	assert browser.run(enabled) is False  # the rule says how many
	browser.run("await cur_frm.set_value(arguments[0])", values)
	assert browser.run(enabled) is True
	browser.run("await cur_frm.save()")
	browser.wait_until("return !cur_frm.is_new()")
	browser.wait_for(".form-message", "A row of the ledger does not change")
	assert not browser.driver.find_elements("css selector", ".page-actions .primary-action:not(.hide)")
	assert script_errors(browser) == []
	frappe.db.rollback()
	assert frappe.db.get_value(POINT, {"employee": official}, ["kind", "points"]) == ("Initial Balance", 20)


@pytest.fixture
def result(agency: Agency, official: str) -> Iterator[str]:
	"""A final result of his in the first quarter of 2026."""
	cycle = agency.cycle()
	made = final(agency, cycle)
	keep()
	yield made
	frappe.db.rollback()
	frappe.db.delete(POINT, {"employee": official})
	frappe.db.delete(EVALUATION, {"name": made})
	cycle.delete()
	keep()


def test_a_conversion_of_a_former_level_is_entered_and_a_balance_withdrawn(
	agency: Agency, browser: Any, log_in: LogIn, official: str, result: str
) -> None:
	"""3/12 × 100 % × 12.5 = 3.13: the level and the rank are entered, all else follows from the result."""
	balance = frappe.get_doc(entry(agency)).insert().name
	keep()
	log_in("admin")
	open_new(browser, "asn-credit-point")
	browser.run("await cur_frm.set_value({employee: arguments[0], kind: 'Conversion'})", official)
	browser.run("await cur_frm.set_value('evaluation', arguments[0])", result)
	days = "return [cur_frm.doc.from_date, cur_frm.doc.to_date].join() === '2026-01-01,2026-03-31'"
	browser.wait_until(days)
	browser.run("await cur_frm.set_value({functional_level: 'Ahli Pertama', golongan: 'III/a'})")
	browser.run("await cur_frm.save()")
	browser.wait_until("return !cur_frm.is_new() && cur_frm.custom_buttons['Convert Again']")
	stored = browser.run("const {points, months, by_hand} = cur_frm.doc; return [points, months, by_hand]")
	assert stored == [3.13, 3, 1]
	is_open = "(field) => field.has_input && field.disp_status === 'Write'"
	assert browser.run(f"return cur_frm.fields.filter({is_open}).map((field) => field.df.fieldname)") == []

	open_form(browser, "asn-credit-point", balance)
	press_button(browser, "Withdraw Row")
	answer(browser, "Withdraw Row", reason="Tahun salah")
	browser.wait_until("return cur_frm.doc.status === 'Withdrawn'")
	browser.wait_for(".form-message", "it counts no more")
	assert buttons(browser) == set()
	assert script_errors(browser) == []


@pytest.fixture
def no_sheet(agency: Agency) -> Iterator[None]:
	def clear() -> None:
		frappe.db.delete(LINE, {"month": MONTH})
		frappe.db.delete(SHEET, {"month": MONTH})
		keep()

	clear()
	yield
	frappe.db.rollback()
	clear()


def test_a_sheet_is_calculated_approved_and_read(
	agency: Agency, browser: Any, log_in: LogIn, no_sheet: None, worker: Callable[[], list[str]]
) -> None:
	log_in("admin")
	open_new(browser, "asn-allowance-sheet")
	values = {"company": HERE, "month": MONTH, "rule": ALLOWANCE_RULE}
	browser.run("await cur_frm.set_value(arguments[0]); await cur_frm.save()", values)
	browser.wait_for(".form-message", "Calculate the lines")
	assert "Approve" not in buttons(browser)
	press_button(browser, "Calculate")
	browser.wait_for(".alert", "calculated in the background")
	worker()
	browser.run("await cur_frm.reload_doc()")
	browser.wait_until("return cur_frm.doc.people > 0 && cur_frm.custom_buttons['Approve']")
	press_button(browser, "Approve")
	browser.wait_for(".modal.show", "nothing changes any more")
	browser.wait_for(".modal.show .btn-primary").click()
	browser.wait_until("return cur_frm.doc.status === 'Approved' && !cur_frm.custom_buttons['Approve']")
	assert buttons(browser) == {"Lines", "Export XLSX", "Supplementary Sheet"}
	browser.wait_for(".form-message", "goes to a supplementary sheet")
	sheet = browser.run("return cur_frm.doc.name")
	worker()
	press_button(browser, "Supplementary Sheet")
	browser.wait_until("return cur_frm.is_new() && cur_frm.doc.company && cur_frm.doc.month")
	browser.run("await cur_frm.set_value('rule', arguments[0]); await cur_frm.save()", ALLOWANCE_RULE)
	browser.wait_for(".form-message", "what differs from the sheets of the month")
	assert browser.run("return cur_frm.doc.number") == 2
	calculating.process(browser.run("return cur_frm.doc.name"))
	browser.run("await cur_frm.reload_doc()")
	browser.wait_for(".form-message", "Nothing differs")
	assert script_errors(browser) == []

	frappe.db.rollback()
	line = frappe.db.get_value(LINE, {"sheet": sheet, "employee": agency.employee("staff1")})
	told = {"document_type": LINE, "document_name": line}
	assert frappe.get_all("Notification Log", told, pluck="for_user") == [agency.user("staff1")]
	log_in("staff1")
	open_form(browser, "asn-allowance-line", line)
	browser.wait_for(".frappe-control[data-fieldname='explanation_view']", "discipline")
	assert not browser.driver.find_elements("css selector", ".page-actions .primary-action:not(.hide)")
	assert script_errors(browser) == []


def test_a_calculation_that_fails_is_told_and_may_be_repeated(
	agency: Agency, browser: Any, log_in: LogIn, no_sheet: None, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""The page's listeners get what the job sends; here no realtime server carries it."""
	with agency.acting("admin"):
		sheet = frappe.get_doc(doctype=SHEET, company=HERE, month=MONTH, rule=ALLOWANCE_RULE).insert().name
	assert calculating.process(sheet)
	keep()
	log_in("admin")
	open_form(browser, "asn-allowance-sheet", sheet)
	browser.wait_until("return cur_frm.custom_buttons['Approve']")
	browser.run("cur_frm.events.listen(cur_frm)")  # as another form of the same kind would

	sent: list[Any] = []
	monkeypatch.setattr(frappe.realtime, "emit_via_redis", lambda *told: sent.append(told))
	monkeypatch.setattr(frappe.local, "lang", frappe.local.lang)
	monkeypatch.setattr(calculating, "CHUNK", 3)
	monkeypatch.setattr(calculating, "_remove_others", lambda *_arguments: 1 / 0)
	with pytest.raises(ZeroDivisionError):
		calculating.run(sheet, agency.user("admin"))
	frappe.db.rollback()
	*progress, failure = [(event, message) for event, message, _room in sent]
	assert progress
	hear = "frappe.realtime.socket.listeners(arguments[0]).forEach((hear) => hear(arguments[1]))"
	browser.run(hear, "asn_allowance_sheet", {**failure[1], "sheet": "another"})
	assert not browser.driver.find_elements("css selector", ".modal.show")
	browser.run(hear, *progress[0])
	browser.wait_for(".modal.show .progress")
	browser.run(hear, *failure)
	browser.wait_for(".msgprint", "An unexpected error stopped it")
	browser.wait_until("return !$('.modal:visible .progress').length")
	assert browser.run("return $('.msgprint-dialog .msgprint').text().match(/unexpected/g).length") == 1
	browser.wait_until("return !cur_frm.doc.calculated_on && !cur_frm.custom_buttons['Approve']")
	assert "Calculate" in buttons(browser)
	assert script_errors(browser) == []
