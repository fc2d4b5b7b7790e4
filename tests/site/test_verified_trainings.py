"""Verified trainings and the measures they belong to; what a verification that is withdrawn takes with it."""

from datetime import date
from typing import Any

import frappe
import pytest

from asn_kinerja.development.effects import verified_records
from asn_kinerja.training_hours import facts
from tests.support import development as dev
from tests.support.agency import Agency
from tests.support.queries import number_of_queries
from tests.support.training import TRAINING, act, handed_in, training, verified

TITLE, OTHER = "Uji Diklat Kerja Sama", "Uji Diklat Pelayanan"


@pytest.fixture(autouse=True)
def afresh(agency: Agency) -> None:
	dev.clear(agency)
	dev.competencies()


def found(agency: Agency, *trainings: str, who: str = "staff1") -> dict[str, str]:
	return verified_records(agency.employee(who), trainings)


# --- which there are ---------------------------------------------------------------------------------------


def test_the_newest_verified_record_whenever_it_was(agency: Agency) -> None:
	dev.training()
	dev.training(OTHER)
	assert found(agency, TITLE, OTHER) == {}
	verified(agency, training=TITLE, from_date="2024-03-02", to_date="2024-03-04")
	newest = verified(agency, training=TITLE, from_date="2025-12-02", to_date="2025-12-04")
	handed_in(agency, training=TITLE)
	verified(agency, "staff2", training=OTHER)
	assert found(agency, TITLE, OTHER) == {TITLE: newest.name}
	assert found(agency) == {}


def test_a_record_that_only_has_the_title_is_one_of_the_training(agency: Agency) -> None:
	"""It was verified before the training came into the catalogue."""
	mine = verified(agency, title=TITLE.upper())
	dev.training()
	assert frappe.db.get_value(TRAINING, mine.name, "training") is None
	assert found(agency, TITLE) == {TITLE: mine.name}


def test_a_record_belongs_to_one_measure(agency: Agency) -> None:
	dev.training()
	dev.approved(agency, agency.cycle(), "staff1", dev.measure(training=TITLE))
	verified(agency, training=TITLE)  # within the cycle: the measure is done by it
	assert found(agency, TITLE) == {}
	later = verified(agency, training=TITLE, from_date="2026-05-04", to_date="2026-05-06")
	assert found(agency, TITLE) == {TITLE: later.name}


def test_it_costs_two_queries(agency: Agency) -> None:
	names = [dev.training(f"Uji Diklat {number}").name for number in range(3)]
	for name in names:
		verified(agency, training=name)
	for asked in (names[:1], names):
		assert number_of_queries(lambda asked=asked: found(agency, *asked)) == 2


# --- a title that is the catalogue's ------------------------------------------------------------------------


def test_who_types_the_title_of_a_training_means_it(agency: Agency) -> None:
	"""The measure is done by it, as if it had been chosen."""
	dev.training()
	plan = dev.approved(agency, agency.cycle(), "staff1", dev.measure(training=TITLE))
	mine = verified(agency, title=" uji diklat  KERJA sama ", kind="Workshop", hours=20)
	assert (mine.training, mine.title, mine.kind, mine.hours) == (TITLE, TITLE, "Managerial Training", 20)
	(row,) = dev.stored(plan).items
	assert (row.status, row.training_record, row.done_on) == ("Done", mine.name, date(2026, 3, 4))


def test_another_title_or_one_that_is_not_offered_is_none_of_the_catalogue(agency: Agency) -> None:
	entry = dev.training()
	assert training(agency, title=f"{TITLE} II").training is None
	entry.disabled = 1
	entry.save()
	assert training(agency, title=TITLE).training is None


def test_what_came_into_the_catalogue_while_it_waited(agency: Agency) -> None:
	"""Verified, it belongs to the training; what was handed in stays as it was."""
	mine = handed_in(agency, title=TITLE.lower(), organiser="LAN")
	dev.training()
	mine = act(agency, "lead1", mine, "verify")
	assert (mine.training, mine.title, mine.organiser) == (TITLE, TITLE.lower(), "LAN")


# --- a verification that is withdrawn ----------------------------------------------------------------------


def withdrawn(agency: Agency, doc: Any, reason: str = "Salah baca sertifikat") -> Any:
	return act(agency, "admin", doc, "withdraw_verification", reason)


def hours(agency: Agency, who: str = "staff1") -> list[Any]:
	return list(facts([agency.employee(who)], "2026-01-01", "2026-12-31").values())


def until(agency: Agency, who: str = "lead1") -> date | None:
	return frappe.db.get_value("Employee", agency.employee(who), "asn_rater_certified_until")


def test_a_wrong_number_of_hours_is_corrected_and_verified_again(agency: Agency) -> None:
	doc = verified(agency, hours=200)
	assert hours(agency) == [200]
	doc = withdrawn(agency, doc, " 200 JP, <b>sertifikat</b> 20 ")
	assert (doc.status, doc.return_reason) == ("Returned", "200 JP, <b>sertifikat</b> 20")
	assert (doc.verified_by, doc.verified_on) == (None, None)
	assert hours(agency) == []
	with agency.acting("staff1"):
		doc.hours = 20
		doc.save()
	act(agency, "lead1", act(agency, "staff1", doc, "hand_in"), "verify")
	assert hours(agency) == [20]


def test_who_had_verified_it_and_why_it_was_withdrawn_is_kept_and_told(agency: Agency) -> None:
	doc = withdrawn(agency, verified(agency), "Salah <i>baca</i>")
	about = {"reference_doctype": TRAINING, "reference_name": doc.name, "comment_type": "Comment"}
	(comment,) = frappe.get_all("Comment", about, pluck="content")
	assert agency.user("lead1") in comment
	assert "Salah &lt;i&gt;baca&lt;/i&gt;" in comment
	told = frappe.get_all(
		"Notification Log", {"document_name": doc.name, "for_user": agency.user("staff1")}, pluck="subject"
	)
	assert [line for line in told if "Salah &lt;i&gt;baca" in line and "<b>Bimtek" in line]


@pytest.mark.parametrize("state", ["Draft", "Waiting", "Returned"])
def test_only_what_is_verified_is_withdrawn(agency: Agency, state: str) -> None:
	doc = training(agency)
	frappe.db.set_value(TRAINING, doc.name, "status", state)
	with pytest.raises(frappe.ValidationError, match=f"In the state {state} this is not possible"):
		withdrawn(agency, doc)


def test_a_withdrawal_has_its_reason(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match="Write the Reason for the Withdrawal"):
		withdrawn(agency, verified(agency), " ")


@pytest.mark.parametrize("state", ["Approved", "Returned", "Waiting"])
def test_the_measure_is_open_again(agency: Agency, state: str) -> None:
	"""Of a plan that was opened again, too."""
	dev.training()
	of_it = dev.measure(training=TITLE)
	plan = dev.approved(agency, agency.cycle(), "staff1", of_it, dev.measure())
	doc = verified(agency, training=TITLE)
	assert dev.stored(plan).items[0].training_record == doc.name
	if state != "Approved":
		act(agency, "lead1", plan, "return_to_employee", "Penugasan berubah")
	if state == "Waiting":
		act(agency, "staff1", plan, "hand_in")
	withdrawn(agency, doc)
	first, second = dev.stored(plan).items
	assert (first.status, first.training_record, first.done_on) == ("In Progress", None, None)
	assert (second.status, dev.stored(plan).status) == ("Planned", state)


def test_a_measure_that_was_closed_by_hand_with_the_record_is_open_again(agency: Agency) -> None:
	"""The session was before the plan; the rater let it count. Of two records the one that is left counts."""
	dev.training()
	first = verified(agency, training=TITLE, from_date="2025-11-02", to_date="2025-11-04")
	last = verified(agency, training=TITLE, from_date="2025-12-02", to_date="2025-12-04")
	plan = dev.approved(agency, agency.cycle(), "staff1", dev.measure(training=TITLE))
	done = {"status": "Done", "result_note": "Sesi dimajukan"}
	for doc in (last, first):
		with agency.acting("lead1"):
			mine = dev.stored(plan)
			mine.items[0].update(done)
			assert mine.save().items[0].training_record == doc.name
		withdrawn(agency, doc)
		(row,) = dev.stored(plan).items
		assert (row.status, row.training_record, row.done_on) == ("In Progress", None, None)


def test_two_measures_set_to_done_at_once_have_two_records(agency: Agency) -> None:
	dev.training()
	days = (("2025-11-02", "2025-11-04"), ("2025-12-02", "2025-12-04"))
	docs = [verified(agency, training=TITLE, from_date=first, to_date=last) for first, last in days]
	rows = (dev.measure(training=TITLE, description=text) for text in ("Pertama", "Kedua"))
	plan = dev.approved(agency, agency.cycle(), "staff1", *rows)
	with agency.acting("lead1"):
		mine = dev.stored(plan)
		for row in mine.items:
			row.update({"status": "Done", "result_note": "Sesi dimajukan"})
		mine.save()
	# the newest first
	assert [row.training_record for row in dev.stored(plan).items] == [docs[1].name, docs[0].name]


def test_another_record_of_the_training_takes_the_measure_over(agency: Agency) -> None:
	dev.training()
	plan = dev.approved(agency, agency.cycle(), "staff1", dev.measure(training=TITLE))
	first = verified(agency, training=TITLE)
	second = verified(agency, training=TITLE, from_date="2026-05-04", to_date="2026-05-06")
	withdrawn(agency, first)
	(row,) = dev.stored(plan).items
	assert (row.status, row.training_record, row.done_on) == ("Done", second.name, date(2026, 5, 6))
	act(agency, "lead1", act(agency, "staff1", first, "hand_in"), "verify")  # does not count twice
	assert dev.stored(plan).items[0].training_record == second.name


# Trainings of lead1 that certify raters for two years: one ended on 4 March 2024, one on 4 March 2026.
OLD, NEW = {"from_date": "2024-03-02", "to_date": "2024-03-04"}, {"to_date": "2026-03-04"}


@pytest.mark.parametrize(
	("by_hand", "verifications", "withdrawals", "left"),
	[
		(None, (NEW,), (0,), None),
		("2025-06-30", (NEW,), (0,), date(2025, 6, 30)),  # what it had replaced
		("2030-01-01", (NEW,), (0,), date(2030, 1, 1)),  # it had replaced nothing
		(None, (OLD, NEW), (1,), date(2026, 3, 4)),
		(None, (NEW, OLD), (0,), date(2026, 3, 4)),  # the older one had changed nothing
		(None, (OLD, NEW), (0,), date(2028, 3, 4)),
		(None, (OLD, NEW), (0, 1), None),
		("2025-06-30", (OLD, NEW), (0, 1), date(2025, 6, 30)),
		("2025-06-30", (OLD, NEW), (1, 0), date(2025, 6, 30)),
	],
)
def test_the_raters_certificate_is_taken_back(
	agency: Agency, by_hand: str | None, verifications: Any, withdrawals: Any, left: date | None
) -> None:
	frappe.db.set_value("Employee", agency.employee("lead1"), "asn_rater_certified_until", by_hand)
	dev.training(certifies_raters=1, certificate_years=2)
	docs = [verified(agency, "lead1", training=TITLE, **dates) for dates in verifications]
	for number in withdrawals:
		assert withdrawn(agency, docs[number]).certified_until is None
	assert until(agency) == left


def test_a_day_that_was_entered_since_stays(agency: Agency) -> None:
	dev.training(certifies_raters=1, certificate_years=2)
	doc = verified(agency, "lead1", training=TITLE)
	frappe.db.set_value("Employee", agency.employee("lead1"), "asn_rater_certified_until", "2027-12-31")
	withdrawn(agency, doc)
	assert until(agency) == date(2027, 12, 31)


def test_the_catalogue_may_have_changed_since(agency: Agency) -> None:
	frappe.db.set_value("Employee", agency.employee("lead1"), "asn_rater_certified_until", None)
	entry = dev.training(certifies_raters=1, certificate_years=2)
	doc = verified(agency, "lead1", training=TITLE)
	assert doc.certified_until == date(2028, 3, 4)
	entry.certificate_years = 5
	entry.save()
	withdrawn(agency, doc)
	assert until(agency) is None


def test_a_record_that_was_verified_before_its_day_was_kept(agency: Agency) -> None:
	frappe.db.set_value("Employee", agency.employee("lead1"), "asn_rater_certified_until", None)
	dev.training(certifies_raters=1, certificate_years=2)
	docs = [verified(agency, "lead1", training=TITLE, **dates) for dates in (OLD, NEW)]
	frappe.db.set_value(
		TRAINING,
		{"name": ["in", [doc.name for doc in docs]]},
		{"certified_until": None, "certified_before": None},
	)
	withdrawn(agency, docs[1])
	assert until(agency) == date(2026, 3, 4)
