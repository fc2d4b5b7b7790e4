"""Training records: what may be entered, how they are verified, which hours count for a person."""

from decimal import Decimal
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

from asn_kinerja import training_hours
from asn_kinerja.training_hours import KINDS, facts
from tests.support.agency import Agency
from tests.support.processes import result, wait_for_waiting
from tests.support.queries import number_of_queries
from tests.support.training import LINK, TRAINING, act, handed_in, training, training_values, verified

OWN = {"title": "Pelatihan mandiri"}


@pytest.fixture(autouse=True)
def none_of_earlier_runs(agency: Agency) -> None:
	frappe.db.delete(TRAINING, {"employee": ["in", list(agency.employees.values())]})


def stored(doc: Any) -> Any:
	return frappe.get_doc(TRAINING, doc.name)


# --- what may be entered -----------------------------------------------------------------------------------


def test_the_header_is_the_employees(agency: Agency) -> None:
	doc = training(agency, "lent")
	person = frappe.get_doc("Employee", agency.employee("lent"))
	assert (doc.employee, doc.employee_name, doc.company) == (person.name, "Titipan", person.company)
	assert (doc.department, doc.designation) == (person.department, person.designation)
	assert (doc.rater, doc.rater_name) == (agency.employee("lead2"), "Kabid Dua")
	assert doc.status == "Draft"


@pytest.mark.parametrize("hours", [0.01, 0.5, 20, 999.99, 1000, "7,5"])
def test_hours_within_the_bounds(agency: Agency, hours: Any) -> None:
	expected = 7.5 if hours == "7,5" else hours
	assert stored(training(agency, hours=hours)).hours == expected


@pytest.mark.parametrize(
	("hours", "message"),
	[
		(0, "enter more than 0 and at most 1000"),
		(None, "enter more than 0 and at most 1000"),
		("0.0000000001", "enter more than 0"),  # nothing is left of it in the database
		(-1, "is negative"),
		(1000.01, "at most 1000"),
		(1e300, "too large"),
		("nan", "not a number"),
		("dua puluh", "not a number"),
	],
)
def test_hours_out_of_bounds(agency: Agency, hours: Any, message: str) -> None:
	with pytest.raises(frappe.ValidationError, match=message):
		training(agency, hours=hours)


def test_it_may_end_today_but_not_tomorrow(agency: Agency) -> None:
	today, tomorrow = nowdate(), add_days(nowdate(), 1)
	assert training(agency, from_date=today, to_date=today).to_date == today
	for first in (today, tomorrow):
		with pytest.raises(frappe.ValidationError, match="To Date is in the future"):
			training(agency, title="Besok", from_date=first, to_date=tomorrow)


@pytest.mark.parametrize(
	("values", "message"),
	[
		({"from_date": "2026-03-05"}, "To Date is before From Date"),
		({"title": "  \n "}, "Write the Training first"),
		({"certificate_link": "javascript:alert(1)"}, "valid URL|begins with https"),
		({"certificate": "/private/files/tidak-ada.pdf"}, "upload the file with this form"),
		({"form": "Kuliah"}, "Form of Training"),
		({"kind": "E-Learning"}, "E-Learning belongs to the form Non-Classical"),
		({"form": "Non-Classical", "kind": "Workshop"}, "Workshop belongs to the form Classical"),
	],
)
def test_what_is_refused(agency: Agency, values: dict[str, Any], message: str) -> None:
	with pytest.raises(frappe.ValidationError, match=message):
		training(agency, **values)


@pytest.mark.parametrize("field", ["title", "form", "from_date", "to_date"])
def test_what_is_needed(agency: Agency, field: str) -> None:
	with pytest.raises(frappe.ValidationError):
		training(agency, **{field: None})


def test_every_kind_that_is_offered_belongs_to_one_form() -> None:
	offered = [kind for kind in frappe.get_meta(TRAINING).get_options("kind").split("\n") if kind]
	assert sorted(offered) == sorted(kind for kinds in KINDS.values() for kind in kinds)
	assert list(KINDS) == frappe.get_meta(TRAINING).get_options("form").split("\n")[1:]


def test_a_kind_of_the_agencys_own_belongs_to_either_form(agency: Agency) -> None:
	doc = training(agency)
	doc.kind = "Safari Literasi"
	for form in KINDS:
		doc.form = form
		doc.check_kind()


# --- each once ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Bimtek Pelayanan Publik", " BIMTEK  pelayanan\tpublik "])
def test_the_same_training_twice_is_refused(agency: Agency, title: str) -> None:
	training(agency)
	with pytest.raises(frappe.DuplicateEntryError, match="Staf Satu has a record of this training on"):
		training(agency, title=title, hours=8)


def test_another_day_title_or_person_is_another_training(agency: Agency) -> None:
	first = training(agency)
	training(agency, from_date="2026-03-03")
	training(agency, title="Bimtek Pelayanan Publik II")
	training(agency, "staff2")
	with agency.acting("staff1"):
		first.title = "bimtek pelayanan publik"  # itself is not in its way
		first.save()


def test_of_two_at_the_same_moment_one_is_stored(agency: Agency, start: Any) -> None:
	"""The second waits for the index that the first one has written into, and then fails."""
	program = f"""
frappe.set_user(sys.argv[2])
values = {training_values(title="Serentak")!r}
try:
	frappe.get_doc({{"doctype": "{TRAINING}", **values}}).insert()
	frappe.db.commit()
	print(json.dumps("stored"))
except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
	frappe.db.rollback()
	print(json.dumps("refused"))
"""
	training(agency, title="Serentak")
	second = start(program, agency.user("staff1"))
	wait_for_waiting("%insert into%Training Record%", [second])
	frappe.db.commit()
	assert result(second) == "refused"
	frappe.db.rollback()
	assert frappe.db.count(TRAINING, {"title": "Serentak"}) == 1
	frappe.db.delete(TRAINING, {"title": "Serentak"})
	frappe.db.commit()


# --- handing in and verifying ------------------------------------------------------------------------------


def test_from_draft_to_verified(agency: Agency) -> None:
	doc = training(agency)
	doc = act(agency, "staff1", doc, "hand_in")
	assert (doc.status, doc.verified_on) == ("Waiting", None)
	doc = act(agency, "lead1", doc, "verify")
	assert (doc.status, doc.verified_by) == ("Verified", agency.user("lead1"))
	assert doc.verified_on
	told = {
		row.for_user: row.subject
		for row in frappe.get_all(
			"Notification Log", {"document_name": doc.name}, ["for_user", "subject"], order_by="name"
		)
	}
	assert set(told) == {agency.user("lead1"), agency.user("staff1")}


def test_a_returned_one_is_corrected_and_handed_in_again(agency: Agency) -> None:
	doc = act(agency, "lead1", handed_in(agency), "return_to_employee", " Jam tidak sesuai sertifikat ")
	assert (doc.status, doc.return_reason) == ("Returned", "Jam tidak sesuai sertifikat")
	with agency.acting("staff1"):
		mine = stored(doc)
		mine.hours = 16
		mine.save()
	doc = act(agency, "staff1", doc, "hand_in")
	assert (doc.status, doc.return_reason, doc.hours) == ("Waiting", None, 16)


def test_a_return_has_its_reason(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match="Write the Reason for Returning"):
		act(agency, "lead1", handed_in(agency), "return_to_employee", "  ")


def test_without_certificate_it_is_not_handed_in(agency: Agency) -> None:
	doc = training(agency, certificate_link=None)
	with pytest.raises(frappe.ValidationError, match="Add the certificate"):
		act(agency, "staff1", doc, "hand_in")
	with agency.acting("staff1"):
		mine = stored(doc)
		mine.certificate_link = f" {LINK} "
		mine.save()
	doc = act(agency, "staff1", doc, "hand_in")
	assert (doc.status, doc.certificate_link) == ("Waiting", LINK)


@pytest.mark.parametrize(
	("state", "method", "who"),
	[
		("Draft", "verify", "lead1"),
		("Draft", "return_to_employee", "lead1"),
		("Waiting", "hand_in", "staff1"),
		("Verified", "hand_in", "staff1"),
		("Verified", "verify", "lead1"),
		("Verified", "return_to_employee", "admin"),
	],
)
def test_a_step_that_is_not_its_turn(agency: Agency, state: str, method: str, who: str) -> None:
	doc = {"Draft": training, "Waiting": handed_in, "Verified": verified}[state](agency)
	arguments = ("Alasan",) if method == "return_to_employee" else ()
	with pytest.raises(frappe.ValidationError, match=f"In the state {state} this is not possible"):
		act(agency, who, doc, method, *arguments)


def test_a_manager_enters_hands_in_and_verifies_for_another(agency: Agency) -> None:
	with agency.acting("admin"):
		values = training_values(employee=agency.employee("staff1"))
		doc = frappe.get_doc({"doctype": TRAINING, **values}).insert()
	for method in ("hand_in", "verify"):
		doc = act(agency, "admin", doc, method)
	assert (doc.employee_name, doc.status) == ("Staf Satu", "Verified")


def test_who_has_no_rater_is_verified_by_a_manager(agency: Agency) -> None:
	doc = handed_in(agency, "outside")
	asked = frappe.get_all("Notification Log", {"document_name": doc.name}, pluck="for_user")
	assert agency.user("admin") in asked
	assert agency.user("foreign_admin") not in asked
	assert act(agency, "admin", doc, "verify").status == "Verified"


def test_a_new_rater_takes_over_what_is_not_verified(agency: Agency) -> None:
	waiting, done = handed_in(agency), verified(agency, **OWN)
	person = frappe.get_doc("Employee", agency.employee("staff1"))
	person.asn_delegated_rater = agency.employee("lead2")
	person.save()
	assert stored(waiting).rater == agency.employee("lead2")
	assert stored(done).rater == agency.employee("lead1")


# --- what counts -------------------------------------------------------------------------------------------


def test_only_verified_hours_that_ended_in_the_period_count(agency: Agency) -> None:
	for day, hours, title in (
		("2025-12-31", 100, "tahun lalu"),
		("2026-01-01", 4.5, "hari pertama"),
		("2026-06-15", 0.1, "a"),
		("2026-06-16", 0.2, "b"),
		("2026-12-31", 8, "hari terakhir"),
		("2027-01-01", 100, "tahun depan"),
	):
		doc = verified(agency, title=title, from_date="2025-12-01", to_date="2026-02-01", hours=hours)
		frappe.db.set_value(TRAINING, doc.name, "to_date", day)  # past today too
	handed_in(agency, title="menunggu", hours=50)
	training(agency, title="draf", hours=50)
	verified(agency, "staff2", hours=20)
	handed_in(agency, "staff3")
	asked = [agency.employee(key) for key in ("staff1", "staff2", "staff3", "staff4")]
	# 4.5 + 0.1 + 0.2 + 8
	expected = {asked[0]: Decimal("12.8"), asked[1]: Decimal(20)}
	assert facts(asked, "2026-01-01", "2026-12-31") == expected
	assert facts(asked[:1], "2026-12-31", "2026-12-31") == {asked[0]: Decimal(8)}
	assert facts(asked, "2026-07-01", "2026-12-30") == {}
	assert facts([], "2026-01-01", "2026-12-31") == {}


def test_one_query_for_any_number_of_people(agency: Agency) -> None:
	verified(agency)
	verified(agency, "staff2")
	one, all_of_them = [agency.employee("staff1")], list(agency.employees.values())
	for asked in (one, all_of_them):
		assert number_of_queries(lambda asked=asked: facts(asked, "2026-01-01", "2026-12-31")) == 1


def test_the_key_fits_its_column_and_tells_records_apart() -> None:
	keys = {
		training_hours.key(*parts)
		for parts in (
			("A", "x" * 255, "2026-01-01"),
			("A", "x" * 254, "2026-01-01"),
			("B", "x" * 255, "2026-01-01"),
			("A", "x" * 255, "2026-01-02"),
		)
	}
	assert len(keys) == 4
	assert {len(key) for key in keys} == {64}
