"""The catalogue of trainings: what it holds, what a record takes from it; seats; raters' certificates."""

from datetime import date
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from asn_kinerja.development import certificates
from asn_kinerja.development.catalogue import offer, seats, seats_left, seats_taken
from asn_kinerja.evaluation import training as rater_training
from tests.support import development as dev
from tests.support.agency import Agency
from tests.support.development import PUBLIC, TEAM, stored
from tests.support.processes import result
from tests.support.queries import number_of_queries
from tests.support.training import act, handed_in, training, verified

TITLE = "Uji Diklat Kerja Sama"


@pytest.fixture(autouse=True)
def afresh(agency: Agency) -> None:
	dev.clear(agency)
	dev.competencies()


# --- what may be entered -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("values", "message"),
	[
		({"hours": 0}, "enter more than 0"),
		({"hours": -3}, "is negative"),
		({"kind": "E-Learning"}, "E-Learning belongs to the form Non-Classical"),
		({"from_date": "2026-05-04", "to_date": "2026-05-03"}, "To Date is before From Date"),
		({"to_date": "2026-05-03"}, "Enter the From Date"),
		({"competencies": [{"competency": TEAM, "to_level": 0}]}, "row 1, Leads to Level: enter a level"),
		({"competencies": [{"competency": TEAM, "to_level": 6}]}, "from 1 to 5"),
		(
			{"competencies": [{"competency": TEAM, "to_level": 1}, {"competency": TEAM, "to_level": 2}]},
			"stands in row 1 already",
		),
		({"link": "javascript:alert(1)"}, "valid URL|begins with https"),
	],
)
def test_what_is_refused(values: dict[str, Any], message: str) -> None:
	with pytest.raises(frappe.ValidationError, match=message):
		dev.training(**values)


def test_a_session_may_be_in_the_future() -> None:
	assert dev.training(from_date=add_days(nowdate(), 60), to_date=add_days(nowdate(), 62)).name == TITLE


# --- a record of it ----------------------------------------------------------------------------------------


def test_choosing_one_fills_the_record(agency: Agency) -> None:
	dev.training(from_date="2026-03-02", to_date="2026-03-04")
	given = {"title": None, "form": None, "from_date": None, "to_date": None, "hours": None}
	doc = stored(training(agency, training=TITLE, **given))
	assert (doc.title, doc.form, doc.kind, doc.organiser) == (
		TITLE,
		"Classical",
		"Managerial Training",
		"BKPSDM",
	)
	assert (doc.from_date, doc.to_date, doc.hours) == (date(2026, 3, 2), date(2026, 3, 4), 24)


def test_name_and_form_are_the_catalogues_hours_and_dates_the_certificates(agency: Agency) -> None:
	dev.training()
	doc = stored(
		training(agency, training=TITLE, title="Lain", form="Non-Classical", kind="E-Learning", hours=20)
	)
	assert (doc.title, doc.form, doc.kind, doc.hours) == (TITLE, "Classical", "Managerial Training", 20)


def test_what_was_handed_in_does_not_follow_the_catalogue(agency: Agency) -> None:
	entry = dev.training()
	doc = handed_in(agency, training=TITLE)
	entry.organiser = "Lembaga lain"
	entry.save()
	assert act(agency, "lead1", doc, "verify").organiser == "BKPSDM"


def test_one_that_is_not_offered_any_more(agency: Agency) -> None:
	entry = dev.training()
	mine = training(agency, training=TITLE)
	entry.disabled = 1
	entry.save()
	with agency.acting("staff1"):
		stored(mine).save()  # entered before
	with pytest.raises(frappe.ValidationError, match="is not offered any more"):
		training(agency, "staff2", training=TITLE)


def test_a_training_of_the_future_is_no_record_yet(agency: Agency) -> None:
	dev.training(from_date=add_days(nowdate(), 1), to_date=add_days(nowdate(), 2))
	with pytest.raises(frappe.ValidationError, match="To Date is in the future"):
		training(agency, training=TITLE, from_date=None, to_date=None)


def test_a_client_does_not_say_which_event_it_was(agency: Agency) -> None:
	"""With it, no certificate would be asked for."""
	assert stored(training(agency, event="Palsu")).event is None


# --- seats -------------------------------------------------------------------------------------------------


def test_seats_of_plans_and_of_the_sessions_records_count_once_a_person(agency: Agency) -> None:
	dev.training(seats=3, from_date="2026-03-02", to_date="2026-03-04")
	cycle = agency.cycle()
	of_it = dev.measure(kind="Classical Training", training=TITLE)
	dev.approved(agency, cycle, "staff1", of_it)
	dev.plan(agency, cycle, "staff2", of_it)  # holds no seat before its approval
	assert seats_taken([TITLE]) == {TITLE: 1}
	training(agency, "staff1", training=TITLE)  # the same person
	training(agency, "staff3", training=TITLE)
	training(agency, "staff4", training=TITLE, from_date="2026-02-02")  # another session
	assert seats_taken([TITLE]) == seats_taken([TITLE], locked=True) == {TITLE: 2}
	assert seats_taken([TITLE], beside=agency.employee("staff1")) == {TITLE: 1}
	assert seats([TITLE]) == {TITLE: {"seats": 3, "taken": 2, "left": 1}}
	assert [one.seats_left for one in offer() if one.title == TITLE] == [1]


def test_who_has_left_and_what_ended_before_the_session_hold_no_seat(agency: Agency) -> None:
	"""Plans of 2026 for a session of 2027, and for one at any time."""
	cycle = agency.cycle()
	dev.training(seats=9, from_date="2026-12-31", to_date="2027-01-02")
	of_it = dev.measure(kind="Classical Training", training=TITLE)
	for who in ("staff1", "staff2"):
		dev.approved(agency, cycle, who, of_it)
	assert seats_taken([TITLE]) == {TITLE: 2}
	frappe.db.set_value("Employee", agency.employee("staff2"), "status", "Left")
	assert seats_taken([TITLE]) == seats_taken([TITLE], locked=True) == {TITLE: 1}
	frappe.db.set_value(dev.CATALOGUE, TITLE, "from_date", "2027-01-01")
	assert seats_taken([TITLE]) == {}
	frappe.db.set_value(dev.CATALOGUE, TITLE, "from_date", None)
	assert seats_taken([TITLE]) == {TITLE: 1}


def test_counting_seats_locks_nobodys_employee_record(agency: Agency, start: Any) -> None:
	"""Another one writes into the record of who has a seat while an approval counts the seats."""
	dev.training(seats=9)
	dev.approved(agency, agency.cycle(), "staff1", dev.measure(kind="Classical Training", training=TITLE))
	frappe.db.commit()
	assert seats_taken([TITLE], locked=True) == {TITLE: 1}
	program = """
frappe.db.sql("set innodb_lock_wait_timeout = 2")
frappe.db.set_value("Employee", sys.argv[2], "status", "Left")
frappe.db.rollback()
print(json.dumps("written"))
"""
	assert result(start(program, agency.employee("staff1"))) == "written"
	frappe.db.rollback()
	dev.clear(agency)
	frappe.db.commit()


def test_without_a_limit_there_is_always_a_seat() -> None:
	assert [seats_left(*numbers) for numbers in ((0, 99), (2, 1), (2, 2), (2, 3))] == [None, 1, 0, 0]


def test_the_catalogue_costs_four_queries() -> None:
	for number in range(5):
		brings = [{"competency": PUBLIC, "to_level": 2}]
		dev.training(f"Uji Diklat {number}", competencies=brings, seats=number)
	offer()  # its DocTypes are known from now on
	assert number_of_queries(offer) == 4


def test_who_has_a_seat_is_found_by_an_index() -> None:
	indexes: dict[str, list[str]] = {}
	for row in frappe.db.sql("show index from `tabASN Training Record`", as_dict=True):
		indexes.setdefault(row.Key_name, []).append(row.Column_name)
	assert ["training", "from_date", "employee"] in indexes.values()


# --- raters' certificates ----------------------------------------------------------------------------------


def until(agency: Agency, who: str) -> date | None:
	return frappe.db.get_value("Employee", agency.employee(who), "asn_rater_certified_until")


@pytest.mark.parametrize(
	("before", "years", "after"),
	[
		(None, 2, date(2028, 3, 4)),  # the training ends on 4 March 2026
		("2027-01-01", 2, date(2028, 3, 4)),
		("2028-03-05", 2, date(2028, 3, 5)),  # never shortened
		("2099-01-01", 0, certificates.FOR_EVER),
	],
)
def test_a_verified_training_certifies_the_rater(
	agency: Agency, before: str | None, years: int, after: date
) -> None:
	frappe.db.set_value("Employee", agency.employee("lead1"), "asn_rater_certified_until", before)
	dev.training(certifies_raters=1, certificate_years=years)
	handed_in(agency, "lead1", training=TITLE)
	assert until(agency, "lead1") == (getdate(before) if before else None)  # not before it is verified
	act(agency, "head", frappe.get_last_doc("ASN Training Record"), "verify")
	assert until(agency, "lead1") == after
	frappe.db.set_single_value("ASN Performance Settings", "rater_training", "Block")
	assert rater_training.problem(agency.employee("lead1")) is None


def test_another_training_certifies_nobody(agency: Agency) -> None:
	frappe.db.set_value("Employee", agency.employee("lead1"), "asn_rater_certified_until", None)
	dev.training(certificate_years=2)
	verified(agency, "lead1", training=TITLE)
	verified(agency, "lead1", title="Uji Diklat bebas", from_date="2026-02-02")
	assert until(agency, "lead1") is None
