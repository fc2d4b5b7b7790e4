"""Disciplinary records: proposed from the recaps of a year, decided by a person, facts for the score."""

from datetime import date
from typing import Any

import frappe
import pytest

from asn_kinerja.attendance import discipline, proposals
from asn_kinerja.scoring import discipline_score
from asn_kinerja.scoring.shipped import shipped_discipline_rules
from tests.support.agency import HERE, Agency
from tests.support.attendance import PP94, RECAP, RECORD, clear, enter
from tests.support.queries import number_of_queries

YEAR = 2026
EFFECTS = shipped_discipline_rules()["PP 94/2021"].effects


@pytest.fixture(autouse=True)
def _uncommitted(_transaction: None, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""The job commits its chunks; here all is rolled back after the test."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	recaps = frappe.get_all(RECAP, {"company": HERE}, pluck="employee")
	clear(*agency.employees.values(), *recaps)


def propose() -> tuple[int, int, int, int]:
	found = proposals.process(HERE, YEAR, PP94)
	return found.made, found.changed, found.withdrawn, found.decided


def records(employee: str) -> list[Any]:
	names = frappe.get_all(RECORD, {"employee": employee}, pluck="name", order_by="severity, name")
	return [frappe.get_doc(RECORD, name) for name in names]


def absent(employee: str, days: int, month: str = "2026-03-01", **values: Any) -> Any:
	"""So many unexcused days, which are not listed."""
	return enter(employee, month, present=20 - days, unexcused_absences=days, **values)


def manual(employee: str, **values: Any) -> Any:
	return frappe.get_doc(
		{
			"doctype": RECORD,
			"employee": employee,
			"level": "Ringan",
			"sanction": "Teguran lisan",
			"basis": "PP 94/2021 pasal 4",
			**values,
		}
	).insert()


# --- proposals ---------------------------------------------------------------------------------------------


def test_three_days_of_the_year_are_proposed_once(agency: Agency) -> None:
	one, two = agency.employee("staff1"), agency.employee("staff2")
	absent(one, 2, "2026-02-01")
	absent(one, 1, "2026-05-01")
	absent(one, 9, "2025-12-01")  # another calendar year
	absent(two, 2)
	assert propose() == (1, 0, 0, 0)
	(record,) = records(one)
	assert (record.status, record.level, record.sanction) == ("Proposed", "Ringan", "Teguran lisan")
	assert (record.year, record.unexcused_days, record.rater) == (2026, 3, agency.employee("lead1"))
	assert "3 working days without a valid reason in 2026" in record.basis
	assert records(two) == []
	assert propose() == (0, 0, 0, 0)
	assert [row.name for row in records(one)] == [record.name]


def test_a_higher_proposal_takes_the_place_of_a_lower_one(agency: Agency) -> None:
	one = agency.employee("staff1")
	absent(one, 3)
	propose()
	(first,) = records(one)
	absent(one, 8, "2026-04-01")  # 11 in all
	assert propose() == (0, 1, 0, 0)
	(record,) = records(one)
	assert (record.name, record.level, record.months) == (first.name, "Sedang", 6)
	assert record.unexcused_days == 11


def test_a_proposal_follows_a_corrected_recap_down(agency: Agency) -> None:
	one = agency.employee("staff1")
	recap = absent(one, 7)
	propose()
	recap.update({"present": 16, "unexcused_absences": 4})
	recap.save()
	assert propose() == (0, 1, 0, 0)
	assert records(one)[0].sanction == "Teguran tertulis"
	recap.update({"present": 20, "unexcused_absences": 0})
	recap.save()
	assert propose() == (0, 0, 1, 0)
	assert records(one) == []


def test_ten_days_in_a_row_over_two_months(agency: Agency) -> None:
	"""24 March to 6 April 2026: Tuesday to Friday, five days, Monday; the weekends do not interrupt.
	No single month has ten."""
	one = agency.employee("staff1")
	enter(one, "2026-03-01", absent=(24, 25, 26, 27, 30, 31))
	enter(one, "2026-04-01", absent=(1, 2, 3, 6))
	assert propose() == (1, 0, 0, 0)
	(record,) = records(one)
	assert (record.level, record.unexcused_days, record.longest_run) == ("Berat", 10, 10)
	assert record.sanction.startswith("Pemberhentian")
	assert "10 working days in a row" in record.basis


def test_nine_in_a_row_and_a_run_that_was_entered(agency: Agency) -> None:
	one, two = agency.employee("staff1"), agency.employee("staff2")
	enter(one, "2026-03-01", absent=(24, 25, 26, 27, 30, 31))
	enter(one, "2026-04-01", absent=(1, 2, 3, 7))  # at work on Monday 6
	absent(two, 10, longest_run=10)
	propose()
	assert (records(one)[0].level, records(one)[0].longest_run) == ("Ringan", 9)
	assert records(two)[0].level == "Berat"


def test_a_run_that_began_in_december(agency: Agency) -> None:
	one = agency.employee("staff1")
	enter(one, "2025-12-01", absent=(25, 26, 29, 30, 31))
	enter(one, "2026-01-01", absent=(1, 2, 5, 6, 7))
	propose()
	assert [(row.level, row.unexcused_days) for row in records(one)] == [("Berat", 5)]


def test_minutes_add_up_to_days(agency: Agency) -> None:
	"""900 minutes are two days, with one unexcused day three."""
	one = agency.employee("staff1")
	late = [{"date": f"2026-03-{day:02d}", "kind": "Late", "minutes": 300} for day in (3, 4, 5)]
	enter(one, present=19, unexcused_absences=1, exceptions=late)
	propose()
	(record,) = records(one)
	assert (record.unexcused_days, record.sanction) == (3, "Teguran lisan")
	assert "2 of them from 900 minutes" in record.basis


@pytest.mark.parametrize("decision", ["put_in_force", "drop"])
def test_what_a_person_has_decided_is_not_touched(agency: Agency, decision: str) -> None:
	one = agency.employee("staff1")
	absent(one, 4)
	propose()
	(record,) = records(one)
	with agency.acting("admin"):
		decide = getattr(frappe.get_doc(RECORD, record.name), decision)
		decide("Sudah diperiksa", **({"from_date": "2026-04-01"} if decision == "put_in_force" else {}))
	decided = frappe.get_doc(RECORD, record.name).as_dict()
	absent(one, 2, "2026-05-01")  # 6: the same sanction
	assert propose() == (0, 0, 0, 1)
	assert frappe.get_doc(RECORD, record.name).as_dict() == decided
	absent(one, 1, "2026-06-01")  # 7: a heavier one
	assert propose() == (1, 0, 0, 0)
	assert [(row.status, row.unexcused_days) for row in records(one)] == [
		(decided.status, 4),
		("Proposed", 7),
	]
	assert frappe.get_doc(RECORD, record.name).as_dict() == decided


def test_a_proposal_that_a_person_has_changed_is_his(agency: Agency) -> None:
	one = agency.employee("staff1")
	absent(one, 4)
	propose()
	(record,) = records(one)
	with agency.acting("admin"):
		mine = frappe.get_doc(RECORD, record.name)
		mine.sanction = "Teguran tertulis dan pembinaan"
		mine.save()
	absent(one, 2, "2026-05-01")
	assert propose() == (0, 0, 0, 1)
	assert records(one)[0].sanction == "Teguran tertulis dan pembinaan"


def test_a_record_for_another_duty_is_no_proposal_of_the_job(agency: Agency) -> None:
	one = agency.employee("staff1")
	manual(one)
	absent(one, 3)
	assert propose() == (1, 0, 0, 0)
	assert propose() == (0, 0, 0, 0)
	assert len(records(one)) == 2


def test_the_number_of_queries_does_not_grow_with_people(agency: Agency) -> None:
	keys = ("staff1", "staff2", "staff3", "staff4")

	def queries(*people: str) -> tuple[int, int]:
		clear(*agency.employees.values())
		for key in people:
			enter(agency.employee(key), absent=(3, 4, 5))
		new = number_of_queries(propose)
		for key in people:
			absent(agency.employee(key), 4, "2026-04-01")
		return new, number_of_queries(propose)

	queries("staff1")  # caches are warm then
	assert queries("staff1") == queries(*keys)


def test_two_undecided_proposals_of_a_year_cannot_be_stored(agency: Agency) -> None:
	"""Two runs at once: the unique key decides."""
	absent(agency.employee("staff1"), 3)
	propose()
	values = {"employee": agency.employee("staff1"), "year": YEAR, "level": "Ringan", "sanction": "x"}
	with pytest.raises(Exception, match="Duplicate entry") as caught:
		proposals._insert([values])
	assert frappe.db.is_duplicate_entry(caught.value)


# --- decisions ---------------------------------------------------------------------------------------------


def test_a_decision(agency: Agency) -> None:
	record = manual(agency.employee("staff1"), level="Sedang", sanction="Potong 25%", months=6)
	with agency.acting("admin"):
		frappe.get_doc(RECORD, record.name).put_in_force("Terbukti", "2026-04-15", "800/12/2026")
	record.reload()
	assert (record.status, record.decision_reason, record.decree) == ("In Force", "Terbukti", "800/12/2026")
	assert (record.from_date, record.to_date) == (date(2026, 4, 15), date(2026, 10, 14))
	assert (record.decided_by, record.year) == (agency.user("admin"), 2026)
	told = frappe.get_all("Notification Log", {"document_name": record.name}, ["for_user", "subject"])
	assert {notice.for_user for notice in told} == {agency.user("staff1"), agency.user("lead1")}
	assert "Potong" not in "".join(notice.subject for notice in told)


def test_what_a_decision_needs(agency: Agency) -> None:
	record = manual(agency.employee("staff1"))
	with agency.acting("admin"):
		with pytest.raises(frappe.ValidationError, match="Write the Reason for the Decision"):
			frappe.get_doc(RECORD, record.name).put_in_force("  ", "2026-04-01")
		with pytest.raises(frappe.ValidationError, match="Enter the From Date"):
			frappe.get_doc(RECORD, record.name).put_in_force("Terbukti")
		frappe.get_doc(RECORD, record.name).put_in_force("Terbukti", "2026-04-01")
		with pytest.raises(frappe.ValidationError, match="decided already: In Force"):
			frappe.get_doc(RECORD, record.name).put_in_force("Lagi", "2026-04-01")
		frappe.get_doc(RECORD, record.name).drop("Banding diterima")
		with pytest.raises(frappe.ValidationError, match="decided already: Dropped"):
			frappe.get_doc(RECORD, record.name).drop("Lagi")


def test_an_end_before_the_beginning(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match="To Date must not be before From Date"):
		manual(agency.employee("staff1"), from_date="2026-04-02", to_date="2026-04-01")


# --- facts -------------------------------------------------------------------------------------------------


def force(employee: str, day: str, **values: Any) -> None:
	manual(employee, **values)
	(record,) = [row for row in records(employee) if row.status == "Proposed"]
	record.put_in_force("Terbukti", day)


def test_sanctions_in_force_within_a_period(agency: Agency) -> None:
	"""A reprimand counts in the quarter of its day, a sanction with a duration as long as it lasts."""
	one, two = agency.employee("staff1"), agency.employee("staff2")
	force(one, "2026-03-31")
	force(one, "2026-02-15", level="Sedang", sanction="Potong 25% selama 6 bulan", months=6)  # to 14 August
	manual(two)  # only proposed

	def score(first: str, last: str) -> Any:
		found = discipline.facts([one, two], first, last)
		assert two not in found
		return discipline_score(found.get(one, ()), EFFECTS).score

	assert score("2026-01-01", "2026-03-31") == 60  # 100 - 30 - 10
	assert score("2026-04-01", "2026-06-30") == 70
	assert score("2026-07-01", "2026-09-30") == 70
	assert score("2026-08-15", "2026-12-31") == 100
	assert score("2026-01-01", "2026-02-14") == 100


def test_facts_take_one_query_for_any_number(agency: Agency) -> None:
	one, two = agency.employee("staff1"), agency.employee("staff2")
	force(one, "2026-03-31")
	few = number_of_queries(lambda: discipline.facts([one], "2026-01-01", "2026-12-31"))
	force(two, "2026-03-31")
	assert number_of_queries(lambda: discipline.facts([one, two], "2026-01-01", "2026-12-31")) == few == 1
