"""Attendance of Frappe HR: what a day means, and the pull of a month where that app is installed."""

from datetime import date, datetime, timedelta
from typing import Any

import frappe
import pytest

from asn_kinerja.attendance import batch as job
from asn_kinerja.attendance import frappe_hr
from asn_kinerja.attendance.calendar import days_between, free_days
from tests.support.agency import HERE, Agency
from tests.support.attendance import BATCH, RECAP, clear, run
from tests.support.queries import number_of_queries

DAY = date(2026, 3, 4)
MARCH = date(2026, 3, 1)
SHIFT = {"start_time": timedelta(hours=7, minutes=30), "end_time": timedelta(hours=16)}
NIGHT = {"start_time": timedelta(hours=22), "end_time": timedelta(hours=6)}


def at(clock: str, day: date = DAY) -> datetime:
	return datetime.fromisoformat(f"{day.isoformat()} {clock}")


def found(**values: Any) -> list[tuple[str, int]]:
	row = {"status": "Present", "shift": SHIFT, "late_entry": 0, "early_exit": 0, **values}
	return [(one.kind.value, one.minutes) for one in frappe_hr.exceptions_of(DAY, row)]


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
	assert found(**values) == expected


def test_without_the_app_a_batch_says_so(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(frappe_hr, "installed", lambda: False)
	values = {"doctype": BATCH, "company": HERE, "source": "Frappe HR", "month": "2026-03-01"}
	with pytest.raises(frappe.ValidationError, match="Frappe HR is not installed on this site"):
		frappe.get_doc(values).insert()


# --- with the app ------------------------------------------------------------------------------------------


@pytest.fixture
def hrms(site: str) -> None:
	if not frappe_hr.installed():
		pytest.skip("Frappe HR (app hrms) is not installed on this site: its Attendance cannot be pulled.")


@pytest.fixture
def _uncommitted(_transaction: None, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	clear(*agency.employees.values())
	# whoever else works there has no attendance
	others = {"company": HERE, "name": ["not in", [agency.employee(key) for key in ("staff1", "staff2")]]}
	frappe.db.set_value("Employee", others, "asn_type", "")


def mark(employee: str, day: date, status: str = "Present", **values: Any) -> None:
	"""A submitted attendance as it is stored; the app's own checks ask for leave applications and more."""
	doc = frappe.new_doc("Attendance", employee=employee, attendance_date=day, status=status, company=HERE)
	doc.update(values)
	doc.set_new_name()
	doc.docstatus = 1
	doc.db_insert()


def month_of(employee: str, **special: dict[str, Any]) -> None:
	"""A month of presence; `special`: "d04" -> values of that day, None for no attendance."""
	last = date(2026, 3, 31)
	free = free_days([employee], MARCH, last)[employee]
	for day in days_between(MARCH, last):
		values = special.get(f"d{day.day:02d}", {"status": "Present"})
		if day not in free and values is not None:
			mark(employee, day, **values)


def pull(**values: Any) -> Any:
	values = {"doctype": BATCH, "company": HERE, "source": "Frappe HR", "month": "2026-03-15", **values}
	return frappe.get_doc(values).insert()


@pytest.mark.usefixtures("hrms", "_uncommitted")
def test_a_month_is_pulled(agency: Agency) -> None:
	"""22 working days (Monday to Friday): 2 absent in a row, 1 leave, late 25 minutes, half a day."""
	one, two = agency.employee("staff1"), agency.employee("staff2")
	shift = frappe.new_doc("Shift Type", name="Uji pagi", start_time="07:30", end_time="16:00")
	shift.db_insert()
	late = {
		"status": "Present",
		"shift": "Uji pagi",
		"late_entry": 1,
		"in_time": at("07:55:00"),
		"out_time": at("16:00:00"),
	}
	month_of(
		one,
		d04=late,
		d06={"status": "Absent"},
		d09={"status": "Absent"},
		d10={"status": "On Leave"},
		d11={"status": "Half Day"},
		d12={"status": "Work From Home"},
	)
	month_of(two, d17=None, d18=None)
	done = run(pull())
	assert (done.status, done.made, done.failed) == ("Done", 1, 1)
	(problem,) = done.problems
	assert "2 working days have no attendance: 17/03, 18/03" in problem.problem
	recap = frappe.get_doc(RECAP, {"employee": one})
	counts = (recap.working_days, recap.present, recap.excused_absences, recap.unexcused_absences)
	assert counts == (22, 19, 1, 2)
	assert (recap.longest_run, recap.late_minutes, recap.source) == (2, 25, "Frappe HR")
	assert [(row.date.day, row.kind) for row in recap.exceptions] == [
		(4, "Late"),
		(6, "Absent"),
		(9, "Absent"),
	]
	assert run(pull()).skipped == 1


@pytest.mark.usefixtures("hrms", "_uncommitted")
def test_the_pull_takes_the_same_queries_for_any_number(agency: Agency) -> None:
	one, two = agency.employee("staff1"), agency.employee("staff2")
	month_of(one, d06={"status": "Absent"})
	frappe_hr.months([one], MARCH)
	few = number_of_queries(lambda: frappe_hr.months([one], MARCH))
	month_of(two)
	assert number_of_queries(lambda: frappe_hr.months([one, two], MARCH)) == few


@pytest.mark.usefixtures("hrms", "_uncommitted")
def test_a_month_that_is_not_over_is_not_pulled(agency: Agency) -> None:
	made = pull(month=frappe.utils.nowdate())
	values = frappe.db.get_value(BATCH, made.name, job.KIND.fields, as_dict=True)
	with pytest.raises(ValueError, match="not over yet"):
		job.process(values, False)
