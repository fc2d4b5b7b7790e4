"""Trainings of Frappe HR: hours of an event, and the pull of a year, whether that app is installed or not."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import frappe
import pytest
from frappe.utils import now_datetime

from asn_kinerja.development import frappe_hr, pull
from asn_kinerja.development.frappe_hr import Attended
from asn_kinerja.patches import pulled_records
from tests.support import development as dev
from tests.support import frappe_hr as hr
from tests.support.agency import HERE, Agency
from tests.support.training import TRAINING, act, training

YEAR = 2026
SEMINAR, COURSE = "Uji Seminar", "Uji Diklat Kerja Sama"


@pytest.fixture(autouse=True)
def afresh(agency: Agency) -> Any:
	"""What the job commits is removed again."""
	dev.clear(agency)
	dev.competencies()
	yield
	frappe.db.rollback()
	dev.clear(agency)
	frappe.db.commit()


# --- hours of an event -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("start", "end", "hours"),
	[
		("2026-03-02 08:00:00", "2026-03-02 08:45:00", "1.00"),
		("2026-03-02 08:00:00", "2026-03-02 12:00:00", "5.33"),  # 240 / 45
		("2026-03-02 08:00:00", "2026-03-02 17:00:00", "10.00"),  # at most 450 minutes a day
		("2026-03-02 08:00:00", "2026-03-04 15:00:00", "28.00"),  # 3 × 420 = 1260
		("2026-03-05 13:00:00", "2026-03-10 12:00:00", "40.00"),  # Thursday to Tuesday: 4 weekdays × 450
		("2026-03-07 08:00:00", "2026-03-08 12:00:00", "10.67"),  # a weekend: 2 × 240 = 480
		("2026-03-06 08:00:00", "2026-03-07 14:00:00", "16.00"),  # Friday and Saturday: 2 × 360 = 720
		("2026-03-01 08:00:00", "2026-03-02 14:00:00", "16.00"),  # Sunday and Monday
		("2026-03-07 08:00:00", "2026-03-09 14:00:00", "16.00"),  # Saturday to Monday, not the Sunday
		("2026-03-01 08:00:00", "2026-03-14 14:00:00", "96.00"),  # Sunday to Saturday: 12 × 360 = 4320
		("2026-03-02 08:00:00", "2026-03-02 08:00:00", "0.00"),
	],
)
def test_hours_of_an_event(start: str, end: str, hours: str) -> None:
	assert frappe_hr.jp_of_event(start, end) == Decimal(hours)


# --- the pull ----------------------------------------------------------------------------------------------


def event(name: str = SEMINAR, **values: Any) -> dict[str, Any]:
	return {
		"name": name,
		"event_name": name,
		"type": "Seminar",
		"start_time": datetime(2026, 3, 2, 8),
		"end_time": datetime(2026, 3, 2, 12, 30),  # 270 minutes = 6 JP
		"training_program": None,
		"course": None,
		"trainer_name": "Narasumber",
		"supplier": None,
		**values,
	}


@pytest.fixture
def given(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> Any:
	"""`given(events, {who: hours})`: what Frappe HR knows from now on; hours None: was there."""
	known: dict[str, Any] = {"events": {}, "attended": []}

	def give(*events: dict[str, Any], **people: float | None) -> None:
		known["events"] = {one["name"]: one for one in events}
		known["attended"] = [
			Attended(name, agency.employee(who), None if hours is None else Decimal(str(hours)))
			for name in known["events"]
			for who, hours in people.items()
		]

	monkeypatch.setattr(frappe_hr, "events", lambda year, now: known["events"])
	monkeypatch.setattr(frappe_hr, "attended", lambda names, company: known["attended"])
	return give


def records(agency: Agency, who: str = "staff1") -> list[Any]:
	names = frappe.get_all(TRAINING, {"employee": agency.employee(who)}, pluck="name", order_by="title")
	return [frappe.get_doc(TRAINING, name) for name in names]


def counts(report: pull.Report) -> tuple[int, int, int, int]:
	return (report.made, report.updated, report.withdrawn, report.kept)


def test_who_was_there_has_a_record_that_waits(agency: Agency, given: Any) -> None:
	given(event(), staff1=None, lent=8)
	assert counts(pull.process(HERE, YEAR)) == (2, 0, 0, 0)
	(doc,) = records(agency)
	assert (doc.title, doc.form, doc.kind) == (SEMINAR, "Classical", "Seminar or Conference")
	assert (doc.hours, doc.organiser, doc.event, doc.status) == (6, "Narasumber", SEMINAR, "Waiting")
	assert (doc.employee_name, doc.rater_name, doc.company) == ("Staf Satu", "Kabid Satu", HERE)
	assert [(one.hours, one.rater_name) for one in records(agency, "lent")] == [(8, "Kabid Dua")]
	# no certificate is needed, and nobody verifies his own
	with pytest.raises(frappe.PermissionError, match="nobody his own"):
		act(agency, "staff1", doc, "verify")
	assert act(agency, "lead1", doc, "verify").status == "Verified"


def test_an_event_called_as_a_training_is_that_training(agency: Agency, given: Any) -> None:
	dev.training(COURSE)
	given(event(" uji diklat  KERJA sama"), staff1=None)
	pull.process(HERE, YEAR)
	(doc,) = records(agency)
	assert (doc.training, doc.title, doc.hours, doc.organiser) == (COURSE, COURSE, 24, "BKPSDM")


@pytest.mark.parametrize("field", ["training_program", "course"])
def test_an_event_of_a_programme_is_a_part_of_that_training(agency: Agency, given: Any, field: str) -> None:
	"""Three days of 6 hours, 360 / 45 = 8 JP each: 24 together, as the catalogue says, not 24 each. A fourth
	one is longer than the whole training; of a fifth one Frappe HR itself names the hours."""
	dev.training(COURSE)
	days = [
		event(f"Hari {day}", start_time=datetime(2026, 3, day, 8), end_time=datetime(2026, 3, day, 14))
		for day in (2, 3, 4)
	]
	given(*({**day, field: COURSE} for day in days), staff1=None)
	pull.process(HERE, YEAR)
	docs = records(agency)
	assert [(doc.training, doc.title, doc.hours) for doc in docs] == [(COURSE, COURSE, 8)] * 3
	assert len({doc.from_date for doc in docs}) == 3
	long = event("Sepekan", end_time=datetime(2026, 3, 6, 17))  # 5 days of 450 minutes: 50 JP
	given({**long, field: COURSE}, staff2=None, staff3=30)
	pull.process(HERE, YEAR)
	assert [doc.hours for who in ("staff2", "staff3") for doc in records(agency, who)] == [24, 30]


def test_repeating_doubles_nothing_and_follows_the_event(agency: Agency, given: Any) -> None:
	given(event(), staff1=None, staff2=None)
	pull.process(HERE, YEAR)
	assert counts(pull.process(HERE, YEAR)) == (0, 0, 0, 2)
	given(event(end_time=datetime(2026, 3, 2, 9, 30)), staff1=None)  # shorter, and staff2 was absent
	assert counts(pull.process(HERE, YEAR)) == (0, 1, 1, 0)
	assert [one.hours for one in records(agency)] == [2]
	assert records(agency, "staff2") == []


def test_what_a_person_has_answered_is_never_touched(agency: Agency, given: Any) -> None:
	given(event(), staff1=None, staff2=None)
	pull.process(HERE, YEAR)
	act(agency, "lead1", records(agency)[0], "verify")
	act(agency, "lead1", records(agency, "staff2")[0], "return_to_employee", "Jam tidak sesuai")
	given(event(end_time=datetime(2026, 3, 2, 9, 30)), staff1=None)
	assert counts(pull.process(HERE, YEAR)) == (0, 0, 0, 1)
	assert [one.hours for one in (*records(agency), *records(agency, "staff2"))] == [6, 6]
	# corrected by the employee it is handed in again without a certificate
	(doc,) = records(agency, "staff2")
	with agency.acting("staff2"):
		doc.hours = 5
		doc.save()
	assert act(agency, "staff2", doc, "hand_in").event == SEMINAR
	given(event(), staff1=None, staff2=None)
	assert counts(pull.process(HERE, YEAR)) == (0, 0, 0, 2)
	assert [one.hours for one in records(agency, "staff2")] == [5]
	given(event(), staff1=None)  # nor withdrawn
	assert counts(pull.process(HERE, YEAR)) == (0, 0, 0, 1)
	assert [one.status for one in records(agency, "staff2")] == ["Waiting"]


def test_records_from_before_that_was_noted(agency: Agency, given: Any) -> None:
	given(event(), staff1=None, staff2=None)
	pull.process(HERE, YEAR)
	(doc,) = records(agency, "staff2")
	act(agency, "lead1", doc, "return_to_employee", "Jam tidak sesuai")
	act(agency, "staff2", doc, "hand_in")
	# Frappe makes a version of each save, but not in tests
	frappe.get_doc(doctype="Version", ref_doctype=TRAINING, docname=doc.name, data="{}").insert()
	frappe.db.set_value(TRAINING, {"event": SEMINAR}, "follows_event", 0)
	pulled_records.execute()
	follow = [records(agency, who)[0].follows_event for who in ("staff1", "staff2")]
	assert follow == [1, 0]


def test_who_enters_it_meanwhile_does_not_stop_the_job(
	agency: Agency, given: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""The first time the job does not see the record that staff1 has stored a moment ago."""
	given(event(), event("Uji Tanpa Waktu", end_time=datetime(2026, 3, 2, 8)), staff1=None, staff2=None)
	training(agency, title=SEMINAR, from_date="2026-03-02", to_date="2026-03-02")
	frappe.db.commit()
	present, blind = pull._present, [True]
	monkeypatch.setattr(pull, "_present", lambda *a: ({}, {}) if blind and blind.pop() else present(*a))
	report = pull.process(HERE, YEAR)
	assert counts(report) == (1, 0, 0, 1)
	assert len(report.problems) == 2  # of the event without a duration, told once
	assert [one.status for one in records(agency)] == ["Draft"]


def test_what_somebody_has_entered_himself_is_not_doubled(agency: Agency, given: Any) -> None:
	training(agency, title=f" {SEMINAR.upper()}", from_date="2026-03-02", to_date="2026-03-02")
	given(event(), staff1=None)
	assert counts(pull.process(HERE, YEAR)) == (0, 0, 0, 1)
	assert [one.status for one in records(agency)] == ["Draft"]


def test_each_rater_is_told_once(agency: Agency, given: Any) -> None:
	given(event(), staff1=None, staff2=None, lent=None)
	pull.run(HERE, YEAR, agency.user("admin"))
	ours = frappe.get_all(TRAINING, {"event": SEMINAR}, pluck="name")
	told = frappe.get_all(
		"Notification Log", {"document_name": ["in", ours]}, ["for_user", "subject"], order_by="for_user"
	)
	assert [(row.for_user, row.subject[-1]) for row in told] == [
		(agency.user("lead1"), "2"),
		(agency.user("lead2"), "1"),
	]
	frappe.db.delete("Notification Log", {"document_name": ["in", ours]})


def test_an_event_without_a_duration_is_named(agency: Agency, given: Any) -> None:
	given(event(end_time=datetime(2026, 3, 2, 8)), staff1=None, staff2=4)
	report = pull.process(HERE, YEAR)
	assert counts(report) == (1, 0, 0, 0)
	(problem,) = report.problems
	assert problem.startswith("Uji Seminar, Staf Satu: its times give 0.0 JP")


def test_only_a_manager_of_the_agency_starts_it(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(frappe_hr, "installed", lambda: True)
	for who in ("staff1", "lead1", "head", "auditor", "foreign_admin", "guest"):
		with agency.acting(who), pytest.raises(frappe.PermissionError):
			pull.pull(HERE, YEAR)
	with agency.acting("admin"), pytest.raises(frappe.ValidationError, match="Enter a calendar year"):
		pull.pull(HERE, now_datetime().year + 1)


def test_without_frappe_hr_it_says_so(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(frappe_hr, "installed", lambda: False)
	with agency.acting("admin"):
		assert not pull.available()
		with pytest.raises(frappe.ValidationError, match="Frappe HR is not installed"):
			pull.pull(HERE, YEAR)


# --- where it is installed ---------------------------------------------------------------------------------


def rows_of_frappe_hr(agency: Agency, monkeypatch: pytest.MonkeyPatch, marks: Any, results: Any) -> Any:
	"""Who took part in event E by these marks (who -> attendance) and rows of its result (who, hours)."""
	marked = [("E", agency.employee(who), mark) for who, mark in marks.items()]
	found = [("E", agency.employee(who), hours) for who, hours in results]
	monkeypatch.setattr(frappe_hr, "_marked", lambda names, company: marked)
	monkeypatch.setattr(frappe_hr, "_results", lambda names, company: found)
	return {row.employee: row.hours for row in frappe_hr.attended(["E"], HERE)}


def test_who_was_absent_took_no_part_though_he_stands_in_the_result(
	agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Frappe HR fills a new result with everybody of its event. 3 hours of 60 minutes = 180 / 45 = 4 JP."""
	marks = {"staff1": "Present", "staff2": "Absent", "staff3": "Absent", "lead1": "Present"}
	rows = [("staff1", 0), ("staff2", 0), ("staff3", 3), ("staff4", None), ("lead1", 3)]
	took_part = rows_of_frappe_hr(agency, monkeypatch, marks, rows)
	assert took_part == {
		agency.employee("staff1"): None,
		agency.employee("staff3"): Decimal("4.00"),  # he made up for it
		agency.employee("staff4"): None,  # of whom the event says nothing
		agency.employee("lead1"): Decimal("4.00"),
	}


def test_events_and_results_of_frappe_hr(agency: Agency) -> None:
	"""Two events that are over, one of them cancelled; present, absent, and a result that holds everybody,
	with hours of one."""
	hr.skip_without_it("its trainings cannot be pulled")
	one, two, three = (agency.employee(who) for who in ("staff1", "staff2", "staff3"))
	values = {
		"type": "Workshop",
		"location": "Aula",
		"introduction": "Uji",
		"company": HERE,
		"start_time": "2026-03-02 08:00:00",
		"end_time": "2026-03-02 12:30:00",
		"event_status": "Completed",
		"employees": [
			{"employee": one, "attendance": "Present"},
			{"employee": two, "attendance": "Absent"},
			{"employee": three, "attendance": "Present"},
		],
	}
	done = hr.submitted("Training Event", event_name="Uji Lokakarya", **values)
	hr.submitted("Training Event", event_name="Uji Batal", **{**values, "event_status": "Cancelled"})
	later = {"start_time": "2026-12-30 08:00:00", "end_time": "2026-12-30 12:00:00"}
	hr.submitted("Training Event", event_name="Uji Nanti", **{**values, **later})
	rows = [{"employee": one}, {"employee": two}, {"employee": three, "hours": 3}]
	hr.submitted("Training Result", training_event=done.name, employees=rows)
	events = frappe_hr.events(YEAR, datetime(2026, 12, 1))
	ours = [name for name in events if name.startswith("Uji ")]
	assert ours == [done.name]
	found = {row.employee: row.hours for row in frappe_hr.attended(ours, HERE)}
	# 3 hours of 60 minutes = 180 / 45
	assert found == {one: None, three: Decimal("4.00")}
	pull.process(HERE, YEAR)
	assert [(doc.kind, doc.hours) for doc in (*records(agency), *records(agency, "staff3"))] == [
		("Workshop", 6),
		("Workshop", 4),
	]
	# what the pull has committed
	for doctype in ("Training Result", "Training Event"):
		for child in ("Training Result Employee", "Training Event Employee"):
			frappe.db.delete(child, {"parenttype": doctype, "employee": ["in", [one, two, three]]})
	frappe.db.delete("Training Result", {"training_event": done.name})
	frappe.db.delete("Training Event", {"name": ["like", "Uji %"]})
	frappe.db.commit()
