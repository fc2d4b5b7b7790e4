"""Behaviour reviews in a real browser: written by keyboard on a desk and by finger on a phone; reviewers
chosen by the rater."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, today
from selenium.webdriver.common.keys import Keys

from tests.browser.desk import open_form, press, script_errors, set_width
from tests.support.agency import ABOVE, MEETS, Agency, keep
from tests.support.reviews import RATING, REVIEW, evaluated, reviewed, values

SLUG = "asn-behaviour-review"
LogIn = Callable[[str], None]


@pytest.fixture
def review(agency: Agency) -> Iterator[str]:
	"""staff2 is asked about staff1."""
	cycle = agency.cycle()
	evaluated(agency, cycle, "staff1")
	name = reviewed(agency, "staff1", "staff2", "Peer", cycle, "Assigned", due_date=add_days(today(), 5))
	keep()
	yield name
	frappe.db.rollback()
	frappe.db.delete(RATING, {"parent": name})
	frappe.db.delete(REVIEW, {"name": name})
	keep()


def confirm(browser: Any) -> None:
	browser.wait_for(".modal.show .btn-primary", "Yes").click()
	browser.wait_until("return cur_frm.doc.status === 'Submitted' && !cur_frm.is_dirty()")


def test_a_review_is_written_by_keyboard_alone(
	agency: Agency, review: str, browser: Any, log_in: LogIn
) -> None:
	set_width(browser, 1300)
	log_in("staff2")
	open_form(browser, SLUG, review)
	browser.wait_for(".asn-review legend", "1. Berorientasi Pelayanan")
	browser.wait_for(".asn-review li", "Memahami dan memenuhi kebutuhan masyarakat")
	browser.driver.execute_script("document.querySelector('.asn-review input').focus()")
	for number in range(len(values())):
		# the first choice by space, the second by the arrow
		press(browser, Keys.SPACE)
		if number:
			press(browser, Keys.ARROW_DOWN)
		press(browser, Keys.TAB, f"Catatan {number}", Keys.TAB)
	press(browser, "Secara umum baik", Keys.TAB, Keys.ENTER)  # the button after the last comment
	confirm(browser)
	frappe.db.rollback()
	stored = frappe.get_doc(REVIEW, review)
	assert [row.rating for row in stored.ratings] == [ABOVE, *[MEETS] * 6]
	assert [row.comment for row in stored.ratings] == [f"Catatan {n}" for n in range(7)]
	assert stored.general_comment == "Secara umum baik"
	browser.wait_for(".asn-said", "Catatan 6")
	assert not browser.driver.execute_script("return $('.asn-review textarea:visible').length")
	assert script_errors(browser) == []


def test_a_review_is_written_on_a_phone(agency: Agency, review: str, browser: Any, log_in: LogIn) -> None:
	set_width(browser, 390)
	log_in("staff2")
	open_form(browser, SLUG, review)
	browser.wait_for(".asn-review")
	assert browser.driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
	for number in range(7):
		label = browser.wait_for(f"label[for='asn-review-{number}-0']")
		assert label.size["height"] >= 36
		browser.driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", label)
		label.click()
		if number == 0:
			browser.wait_for("[data-left]", "1 of 7 values rated")
	button = browser.wait_for("[data-act='submit']")
	browser.driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", button)
	button.click()
	confirm(browser)
	frappe.db.rollback()
	assert {row.rating for row in frappe.get_doc(REVIEW, review).ratings} == {ABOVE}
	assert script_errors(browser) == []


@pytest.mark.parametrize("width", [1300, 390])
def test_the_rater_chooses_reviewers_from_the_evaluation(
	agency: Agency, browser: Any, log_in: LogIn, width: int
) -> None:
	cycle = agency.cycle()
	evaluation = agency.evaluation(agency.plan("staff1", cycle))
	keep()
	set_width(browser, width)
	log_in("lead1")
	open_form(browser, "asn-evaluation", evaluation.name)
	browser.run("asn_kinerja.reviewers(cur_frm.docname, cur_frm.doc.employee_name)")
	browser.wait_for(".modal.show .btn-primary", "Propose Reviewers").click()
	shown = "return $('.modal.show .asn-reviewer:contains({})').length === {}"
	browser.wait_until(shown.format("Staf Dua", 1))
	browser.wait_for(".modal.show [data-fieldname='person'] input").click()
	press(browser, "Staf Tiga")
	browser.wait_for(".modal.show .awesomplete li, .modal.show [role='option']", "Staf Tiga")
	press(browser, Keys.TAB)
	browser.wait_for(".modal.show [data-fieldname='add'] button").click()
	browser.wait_until(shown.format("Staf Tiga", 1))
	assert browser.driver.execute_script("return $('.modal.show .modal-content')[0].scrollWidth") <= width
	# himself, lead1, and the two peers
	browser.wait_for(".modal.show .btn-primary", "Assign 4 Reviewers").click()
	browser.wait_until(shown.format("Assigned", 4))
	frappe.db.rollback()
	rows = frappe.get_all(REVIEW, {"cycle": cycle.name}, ["reviewer", "status"])
	assert {agency.key(row.reviewer) for row in rows} == {"staff1", "lead1", "staff2", "staff3"}
	assert {row.status for row in rows} == {"Assigned"}
	frappe.db.delete(REVIEW, {"cycle": cycle.name})
	keep()
	assert script_errors(browser) == []
