"""Development plan and training record in a real browser, at a desk and on a phone."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from tests.browser.desk import open_form, open_new, press_button, script_errors, set_width
from tests.support import development as dev
from tests.support.agency import Agency, keep
from tests.support.development import PLAN, TEAM
from tests.support.training import TRAINING, verified

TITLE = "Uji Diklat Kerja Sama"


@pytest.fixture
def plan(agency: Agency) -> Iterator[str]:
	dev.clear(agency)
	dev.competencies()
	dev.rule("Uji aturan peramban", *dev.rows("Competency Gap"))
	dev.training(seats=2)
	dev.assessment(agency, "staff1", "2026-02-10", {TEAM: (1, 3)})
	name = dev.plan(agency, agency.cycle()).name
	keep()
	yield name
	frappe.db.rollback()
	dev.clear(agency)
	dev.forget_rule("Uji aturan peramban v1")
	keep()


@pytest.mark.parametrize("width", [1300, 390])
def test_proposed_handed_in_and_approved(
	agency: Agency, browser: Any, log_in: Callable[[str], None], plan: str, width: int
) -> None:
	set_width(browser, width)
	log_in("staff1")
	open_form(browser, "asn-development-plan", plan)
	press_button(browser, "Propose Measures")
	browser.wait_until("return cur_frm.doc.items.length === 1")
	assert browser.run("return cur_frm.doc.items[0].training") == TITLE
	press_button(browser, "Hand In")
	browser.wait_until("return cur_frm.doc.status === 'Waiting'")
	assert script_errors(browser) == []

	log_in("lead1")
	open_form(browser, "asn-development-plan", plan)
	browser.wait_for(".page-actions .primary-action", "Approve").click()
	browser.wait_until("return cur_frm.doc.status === 'Approved' && !cur_frm.is_dirty()")
	fixed = "cur_frm.fields_dict.items.grid.get_docfield(arguments[0]).read_only"
	assert browser.driver.execute_script(f"return {fixed}", "hours") == 1
	assert not browser.driver.execute_script(f"return {fixed}", "result_note")
	frappe.db.rollback()
	verified(agency, training=TITLE)
	dev.assessment(agency, "staff1", "2026-09-10", {TEAM: (3, 3)})
	keep()
	open_form(browser, "asn-development-plan", plan)
	browser.driver.execute_script("cur_frm.reload_doc()")
	# the form is drawn anew meanwhile
	shown = "document.querySelector(\".frappe-control[data-fieldname='effect_view'] table\")?.innerText || ''"
	browser.wait_until(f"return ({shown}).includes('1 → 3') && ({shown}).includes('Risen')")
	browser.wait_until("return !!document.querySelector(\"[data-fieldname='duty_view'] .asn-training\")")
	assert browser.driver.execute_script("return document.documentElement.scrollWidth") <= width
	assert script_errors(browser) == []
	frappe.db.rollback()
	assert frappe.db.get_value(PLAN, plan, "status") == "Approved"


def test_a_training_of_the_catalogue_fills_the_record(
	agency: Agency, browser: Any, log_in: Callable[[str], None], plan: str
) -> None:
	log_in("staff1")
	open_new(browser, "asn-training-record")
	browser.run(f"cur_frm.set_value('training', '{TITLE}')")
	browser.wait_until("return cur_frm.doc.hours === 24")
	values = browser.run("return [cur_frm.doc.title, cur_frm.doc.form, cur_frm.doc.kind]")
	assert values == [TITLE, "Classical", "Managerial Training"]
	browser.run(
		"cur_frm.set_value({from_date: '2026-03-02', to_date: '2026-03-04'}).then(() => cur_frm.save())"
	)
	browser.wait_until("return !cur_frm.is_new()")
	browser.wait_for(".frappe-control[data-fieldname='year_view'] .asn-training")
	assert browser.run("return $('.msgprint-dialog:visible').length") == 0
	assert script_errors(browser) == []
	frappe.db.rollback()
	assert frappe.db.get_value(TRAINING, {"training": TITLE}, "hours") == 24


def test_the_list_tells_how_far_the_job_for_many_is(
	agency: Agency, browser: Any, log_in: Callable[[str], None], plan: str
) -> None:
	log_in("admin")
	browser.open("/app/asn-development-plan")
	heard = "frappe.realtime.socket.listeners('asn_development_plans')"
	browser.wait_until(
		f"return !!(window.frappe && frappe.realtime && frappe.realtime.socket) && {heard}.length > 0"
	)

	def tell(**said: Any) -> None:
		browser.driver.execute_script(f"{heard}.forEach((listener) => listener(arguments[0]))", said)

	tell(count=1, total=4)
	browser.wait_until("return $('.modal.show .progress-bar').attr('style')?.includes('25%')")
	tell(count=4, total=4)
	tell(made=3, measures=7, present=1, done=True)
	browser.wait_for(".msgprint", "3 plans made with 7 measures; 1 people had one already.")
	browser.wait_until("return $('.modal.show .progress-bar').length === 0")
	tell(failed=True)
	browser.wait_for(".msgprint", "An unexpected error stopped it.")
	assert script_errors(browser) == []
