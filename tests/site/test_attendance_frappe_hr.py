"""Attendance of Frappe HR: what a day means, and the pull of a month where that app is installed."""

from datetime import date, datetime, timedelta
from typing import Any

import frappe
import pytest

from asn_kinerja.attendance import batch as job
from asn_kinerja.attendance import frappe_hr
from tests.support import frappe_hr as hr
from tests.support.agency import HERE, Agency
from tests.support.attendance import BATCH, RECAP, clear, run
from tests.support.frappe_hr import ABSENT, MARCH, WORKING
from tests.support.queries import number_of_queries

DAY = date(2026, 3, 4)
SHIFT = {"start_time": timedelta(hours=7, minutes=30), "end_time": timedelta(hours=16)}
NIGHT = {"start_time": timedelta(hours=22), "end_time": timedelta(hours=6)}


def at(clock: str, day: date = DAY) -> datetime:
	return datetime.fromisoformat(f"{day.isoformat()} {clock}")


def row(**values: Any) -> dict[str, Any]:
	return {"status": "Present", "shift": SHIFT, "late_entry": 0, "early_exit": 0, **values}


def found(*rows: dict[str, Any]) -> list[tuple[str, int]]:
	return [(one.kind.value, one.minutes) for one in frappe_hr.exceptions_of(DAY, rows)]


@pytest.mark.parametrize(
	("values", "expected"),
	[
		({"in_time": at("07:25:00"), "out_time": at("16:05:00")}, []),
		({"in_time": at("07:55:59"), "out_time": at("16:00:00"), "late_entry": 1}, [("Late", 25)]),
		({"in_time": at("07:30:00"), "out_time": at("14:58:30"), "early_exit": 1}, [("Left Early", 61)]),
		# within the grace of the shift the app does not mark it
		({"in_time": at("07:35:00"), "out_time": at("16:00:00")}, []),
		# a shift that marks nothing: the times alone decide
		(
			{
				"in_time": at("07:35:00"),
				"out_time": at("15:50:00"),
				"shift": {**SHIFT, "enable_late_entry_marking": 0, "enable_early_exit_marking": 0},
			},
			[("Late", 5), ("Left Early", 10)],
		),
		# marked by hand, or without a shift: by how many minutes is not known
		({"late_entry": 1, "shift": None}, [("Late", 0)]),
		({"in_time": at("09:00:00"), "late_entry": 1, "shift": None}, [("Late", 0), ("No Clock-Out", 0)]),
		({"in_time": at("07:30:00")}, [("No Clock-Out", 0)]),
		({"out_time": at("16:00:00")}, [("No Clock-In", 0)]),
		({}, []),
		({"status": "Work From Home", "in_time": at("07:30:00")}, []),
		({"status": "Half Day", "half_day_status": "Present"}, []),
		# half of 8.5 hours
		({"status": "Half Day", "half_day_status": "Absent"}, [("Left Early", 255)]),
		# a night shift ends on the next day
		(
			{
				"in_time": at("22:20:00"),
				"out_time": at("05:00:00", DAY + timedelta(days=1)),
				"late_entry": 1,
				"early_exit": 1,
				"shift": NIGHT,
			},
			[("Late", 20), ("Left Early", 60)],
		),
	],
	ids=str,
)
def test_what_a_day_means(values: dict[str, Any], expected: list[tuple[str, int]]) -> None:
	assert found(row(**values)) == expected


HALF = {"status": "Half Day", "late_entry": 1, "early_exit": 1}
LEAVE = {**HALF, "leave_type": "Cuti", "half_day_status": "Present"}
WITHOUT = {**HALF, "half_day_status": "Absent"}


@pytest.mark.parametrize(
	("values", "came", "left", "expected"),
	[
		# half of 8.5 hours are 255 minutes; leave for the morning: 240 or 270 minutes late
		({**LEAVE, "early_exit": 0}, "11:30:00", "16:00:00", []),
		({**LEAVE, "early_exit": 0}, "12:00:00", "16:00:00", [("Late", 15)]),
		# leave for the afternoon covers 255 minutes of it, and no minute of the morning
		(LEAVE, "08:00:00", "11:45:00", [("Late", 30)]),
		(LEAVE, "08:00:00", "11:30:00", [("Late", 30), ("Left Early", 15)]),
		# an older version knows only the leave
		({**LEAVE, "half_day_status": None, "early_exit": 0}, "11:30:00", "16:00:00", []),
		# leave, and absent in the other half, whatever the clock says
		({**LEAVE, "half_day_status": "Absent"}, "12:00:00", "12:20:00", [("Left Early", 255)]),
		# half a day without leave: what the times show, 255 minutes at least
		(WITHOUT, "08:00:00", "11:30:00", [("Late", 30), ("Left Early", 270)]),
		({**WITHOUT, "early_exit": 0}, "12:00:00", "16:00:00", [("Late", 270)]),
		(WITHOUT, "09:30:00", "14:30:00", [("Late", 120), ("Left Early", 135)]),
		({**WITHOUT, "late_entry": 0}, "07:40:00", "15:00:00", [("Left Early", 255)]),
		({"status": "Half Day", "half_day_status": None}, None, None, [("Left Early", 255)]),
		# without a shift nothing tells how many minutes
		({"status": "Half Day", "shift": None}, None, None, [("Left Early", 0)]),
		({**LEAVE, "shift": None}, "12:00:00", "16:00:00", []),
	],
	ids=str,
)
def test_what_half_a_day_means(
	values: dict[str, Any], came: str | None, left: str | None, expected: list[tuple[str, int]]
) -> None:
	times = {"in_time": at(came) if came else None, "out_time": at(left) if left else None}
	assert found(row(**values, **times)) == expected


def test_what_a_request_for_work_elsewhere_means() -> None:
	"""The clock-ins stay in the attendance, but count no more; half a day's request is half a day."""
	late = {"in_time": at("10:00:00"), "late_entry": 1, "attendance_request": "HR-ARQ-1"}
	assert found(row(**late)) == []
	assert found(row(**late, status="Work From Home")) == []
	half = {"status": "Half Day", "half_day_status": "Absent", "attendance_request": "HR-ARQ-1"}
	assert found(row(**half)) == [("Left Early", 255)]


def test_what_a_day_with_two_shifts_means() -> None:
	"""The minutes of both; a shift of 4 hours without him is left early by all of it."""
	second = {"start_time": timedelta(hours=18), "end_time": timedelta(hours=22)}
	first = row(in_time=at("07:50:00"), out_time=at("16:00:00"), late_entry=1)
	late = row(in_time=at("18:30:00"), out_time=at("22:00:00"), late_entry=1, shift=second)
	assert found(first, late) == [("Late", 50)]
	assert found(first, row(status="Absent", shift=second)) == [("Late", 20), ("Left Early", 240)]
	assert found(first, row(status="On Leave", shift=second)) == [("Late", 20)]


def test_without_the_app_a_batch_says_so(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(frappe_hr, "installed", lambda: False)
	values = {"doctype": BATCH, "company": HERE, "source": "Frappe HR", "month": "2026-03-01"}
	with pytest.raises(frappe.ValidationError, match="Frappe HR is not installed on this site"):
		frappe.get_doc(values).insert()


def test_who_worked_there_in_a_month(agency: Agency) -> None:
	"""Whoever was there on one of its days, in the unit or below it; nobody who is no ASN."""
	names = {key: agency.employee(key) for key in ("lead1", "staff1", "staff2", "lent", "staff3")}
	frappe.db.set_value("Employee", names["staff1"], {"status": "Left", "relieving_date": "2026-03-01"})
	frappe.db.set_value("Employee", names["staff2"], {"status": "Left", "relieving_date": "2026-02-28"})
	frappe.db.set_value("Employee", names["lead1"], "date_of_joining", "2026-04-01")
	frappe.db.set_value("Employee", names["lent"], "asn_type", "")
	unit = frappe.db.get_value("Employee", names["staff1"], "department")
	there = frappe_hr.employees(HERE, unit, MARCH)
	assert names["staff1"] in there
	assert not {names[key] for key in ("staff2", "lead1", "lent", "staff3")} & set(there)
	everyone = frappe_hr.employees(HERE, None, MARCH)
	assert {names["staff1"], names["staff3"], *there} <= set(everyone)


# --- with the app ------------------------------------------------------------------------------------------


@pytest.fixture
def hrms(site: str) -> None:
	hr.skip_without_it()


@pytest.fixture
def _uncommitted(_transaction: None, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""Two people work there, with a Holiday List; all is rolled back after the test."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	clear(*agency.employees.values())
	here = [agency.employee(key) for key in ("staff1", "staff2")]
	frappe.db.set_value("Employee", {"company": HERE, "name": ["not in", here]}, "asn_type", "")
	frappe.db.set_value("Employee", {"name": ["in", here]}, "holiday_list", hr.holiday_list("Libur uji"))


with_the_app = pytest.mark.usefixtures("hrms", "_uncommitted")


def pull(**values: Any) -> Any:
	values = {"doctype": BATCH, "company": HERE, "source": "Frappe HR", "month": "2026-03-15", **values}
	return frappe.get_doc(values).insert()


def recap_of(employee: str) -> Any:
	return frappe.get_doc(RECAP, {"employee": employee})


def days(recap: Any) -> tuple[int, int, int, int]:
	return recap.working_days, recap.present, recap.excused_absences, recap.unexcused_absences


def exceptions(recap: Any) -> list[tuple[int, str, int]]:
	return [(row.date.day, row.kind, row.minutes) for row in recap.exceptions]


def only_for(agency: Agency, key: str) -> str:
	"""This person alone works there."""
	employee = agency.employee(key)
	frappe.db.set_value("Employee", {"company": HERE, "name": ["!=", employee]}, "asn_type", "")
	return employee


@with_the_app
def test_a_month_of_clock_ins_leave_and_requests_is_pulled(agency: Agency) -> None:
	"""20 working days: 2 on leave (one of them unpaid), 2 absent in a row over a weekend, 16 present."""
	one = only_for(agency, "staff1")
	shift = hr.shift("Uji pagi")
	hr.assign(one, HERE, shift.name)
	paid, unpaid = hr.leave_type("Cuti uji", max_leaves_allowed=12), hr.leave_type("CLTN uji", is_lwp=1)
	hr.allocate(one, paid)
	hr.leave(one, paid, 11)
	hr.leave(one, unpaid, 12)
	hr.leave(one, paid, 13, half_day=1, half_day_date="2026-03-13")
	hr.request(one, HERE, 16, "On Duty")
	special = {
		3: ("07:44", "16:00"),  # within the grace
		4: ("07:55", "16:05"),
		5: ("07:25", "15:30"),
		6: (),
		9: (),
		10: ("07:20",),
		11: (),
		12: (),
		13: ("11:40", "16:00"),  # 250 minutes; the leave covers 255
		16: (),
		17: (),
	}
	for day in [*(day.day for day in WORKING), 7, 19]:  # a Saturday and a holiday count for nothing
		hr.logs(one, day, *special.get(day, ("07:25", "16:05")))
	shift.process_auto_attendance()
	assert hr.attendance_on(one, 17).status == ABSENT
	hr.request(one, HERE, 17, "Work From Home")

	done = run(pull())
	assert (done.status, done.made, done.failed) == ("Done", 1, 0)
	recap = recap_of(one)
	assert days(recap) == (20, 16, 2, 2)
	assert exceptions(recap) == [
		(4, "Late", 25),
		(5, "Left Early", 30),
		(6, "Absent", 0),
		(9, "Absent", 0),
		(10, "No Clock-Out", 0),
	]
	assert (recap.longest_run, recap.late_minutes, recap.early_minutes) == (2, 25, 30)
	assert recap.source == "Frappe HR"
	assert run(pull()).skipped == 1


@with_the_app
def test_too_few_hours_are_half_a_day_or_absence(agency: Agency) -> None:
	"""Below 5 hours half a day, below 1 hour absent: 09:30-14:00 lacks 120 + 120 minutes, half a shift has
	255; 12:00-16:00 is 270 minutes late and nothing more; 30 minutes are no day."""
	one = only_for(agency, "staff1")
	shift = hr.shift("Uji jam", working_hours_threshold_for_half_day=5, working_hours_threshold_for_absent=1)
	hr.assign(one, HERE, shift.name)
	special = {4: ("09:30", "14:00"), 5: ("12:00", "16:00"), 6: ("07:30", "08:00")}
	for day in WORKING:
		hr.logs(one, day.day, *special.get(day.day, ("07:25", "16:05")))
	shift.process_auto_attendance()
	assert run(pull()).made == 1
	recap = recap_of(one)
	assert days(recap) == (20, 19, 0, 1)
	assert exceptions(recap) == [
		(4, "Late", 120),
		(4, "Left Early", 135),
		(5, "Late", 270),
		(6, "Absent", 0),
	]


@with_the_app
def test_cancelled_and_amended_attendance_is_taken_over_by_the_next_pull(agency: Agency) -> None:
	one = only_for(agency, "staff1")
	hr.mark_month(one)
	assert run(pull()).made == 1
	assert days(recap_of(one)) == (20, 20, 0, 0)

	wrong = hr.attendance_on(one, 4)
	wrong.cancel()
	amended = frappe.copy_doc(wrong)
	amended.update({"amended_from": wrong.name, "docstatus": 0, "status": ABSENT})
	amended.insert()
	# neither the cancelled one nor the draft counts, and what was pulled before stays
	done = run(pull())
	assert (done.made, done.updated, done.failed) == (0, 0, 1)
	assert "1 working days have no submitted attendance: 04/03" in done.problems[0].problem
	assert days(recap_of(one)) == (20, 20, 0, 0)

	amended.submit()
	assert run(pull()).updated == 1
	recap = recap_of(one)
	assert (days(recap), exceptions(recap)) == ((20, 19, 0, 1), [(4, "Absent", 0)])


@with_the_app
def test_leave_that_is_granted_later_or_withdrawn_is_taken_over(agency: Agency) -> None:
	"""Frappe HR writes leave over a submitted absence; withdrawn, it leaves the day without attendance."""
	one = only_for(agency, "staff1")
	hr.mark_month(one, d10={"status": ABSENT})
	assert run(pull()).made == 1
	assert days(recap_of(one)) == (20, 19, 0, 1)
	leave = hr.leave(one, hr.leave_type("CLTN uji", is_lwp=1), 10)
	assert run(pull()).updated == 1
	recap = recap_of(one)
	assert (days(recap), recap.exceptions) == ((20, 19, 1, 0), [])
	leave.cancel()
	done = run(pull())
	assert (done.failed, done.updated) == (1, 0)
	assert "10/03" in done.problems[0].problem


@with_the_app
def test_leave_that_is_not_approved_is_none(agency: Agency) -> None:
	one = only_for(agency, "staff1")
	kind = hr.leave_type("CLTN uji", is_lwp=1)
	hr.mark_month(one, d10=None, d11=None)
	values = {"employee": one, "leave_type": kind, "posting_date": "2026-03-01"}
	day = dict.fromkeys(("from_date", "to_date"), "2026-03-10")
	frappe.get_doc({"doctype": "Leave Application", **values, **day, "status": "Open"}).insert()
	day = dict.fromkeys(("from_date", "to_date"), "2026-03-11")
	hr.submitted("Leave Application", **values, **day, status="Rejected")
	done = run(pull())
	assert "2 working days have no submitted attendance: 10/03, 11/03" in done.problems[0].problem


@with_the_app
def test_who_came_or_left_within_the_month_counts_for_his_days(agency: Agency) -> None:
	"""From Monday the 16th: 3 + 5 + 2 days, one of them half a day that was marked by hand without leave;
	until Friday the 6th: 5 days."""
	one, two = agency.employee("staff1"), agency.employee("staff2")
	frappe.db.set_value("Employee", one, "date_of_joining", "2026-03-16")
	with pytest.raises(frappe.ValidationError, match="joining date"):
		hr.mark(one, date(2026, 3, 13))
	hr.mark_month(one, [day for day in WORKING if day.day >= 16], d17={"status": "Half Day"})
	hr.mark_month(two, [day for day in WORKING if day.day <= 6])
	frappe.db.set_value("Employee", two, {"status": "Left", "relieving_date": "2026-03-06"})
	assert run(pull()).made == 2
	recap = recap_of(one)
	assert (days(recap), exceptions(recap)) == ((10, 10, 0, 0), [(17, "Left Early", 0)])
	assert days(recap_of(two)) == (5, 5, 0, 0)


@with_the_app
def test_a_month_without_attendance_is_told_and_not_counted(agency: Agency) -> None:
	"""One has none, the other lacks two days: none of them gets a recap, nobody is taken as absent."""
	one, two = agency.employee("staff1"), agency.employee("staff2")
	hr.mark_month(two, d17=None, d18=None)
	done = run(pull())
	assert (done.status, done.people, done.made, done.failed) == ("Done", 2, 0, 2)
	told = {problem.person.split(" · ")[0]: problem.problem for problem in done.problems}
	assert "20 working days have no submitted attendance: 02/03, 03/03" in told["Staf Satu"]
	assert "2 working days have no submitted attendance: 17/03, 18/03" in told["Staf Dua"]
	assert not frappe.db.exists(RECAP, {"employee": ["in", [one, two]]})


@with_the_app
def test_two_shifts_of_a_day_are_one_day(agency: Agency) -> None:
	one = only_for(agency, "staff1")
	morning = hr.shift("Uji pagi").name
	evening = hr.shift("Uji malam", start_time="19:00:00", end_time="22:00:00").name
	hr.mark_month(one, d04={"shift": morning}, d05={"shift": morning, "status": ABSENT})
	hr.mark(one, date(2026, 3, 4), ABSENT, shift=evening)
	hr.mark(one, date(2026, 3, 5), ABSENT, shift=evening)
	assert run(pull()).made == 1
	recap = recap_of(one)
	assert days(recap) == (20, 19, 0, 1)
	assert exceptions(recap) == [(4, "Left Early", 180), (5, "Absent", 0)]


@with_the_app
def test_the_pull_takes_the_same_queries_for_any_number(agency: Agency) -> None:
	one, two = agency.employee("staff1"), agency.employee("staff2")
	hr.mark_month(one, d06={"status": ABSENT})
	frappe_hr.months([one], MARCH)
	few = number_of_queries(lambda: frappe_hr.months([one], MARCH))
	hr.mark_month(two)
	assert number_of_queries(lambda: frappe_hr.months([one, two], MARCH)) == few


@with_the_app
def test_a_month_that_is_not_over_is_not_pulled(agency: Agency) -> None:
	made = pull(month=frappe.utils.nowdate())
	values = frappe.db.get_value(BATCH, made.name, job.KIND.fields, as_dict=True)
	with pytest.raises(ValueError, match="not over yet"):
		job.process(values, False)
