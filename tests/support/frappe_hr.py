"""Records of Frappe HR (app hrms), made and submitted by its own code; only on a site that has it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import frappe
import pytest
from frappe.model.document import Document

from asn_kinerja.attendance import frappe_hr
from asn_kinerja.attendance.calendar import days_between

MARCH = date(2026, 3, 1)
LAST = date(2026, 3, 31)
HOLIDAYS = (19, 20)  # a Thursday and a Friday
WORKING = [
	day for day in days_between(MARCH, LAST) if day.weekday() < 5 and day.day not in HOLIDAYS
]  # 22 weekdays, 20 of them working days
ABSENT = "Absent"


def skip_without_it(what: str = "its Attendance cannot be pulled") -> None:
	if not frappe_hr.installed():
		pytest.skip(f"Frappe HR (app hrms) is not installed on this site: {what}.")


def clock(day: int, time: str) -> str:
	return f"2026-03-{day:02d} {time}:00"


def holiday_list(title: str) -> str:
	"""All Saturdays and Sundays of March 2026 and two holidays."""
	free = [day for day in days_between(MARCH, LAST) if day not in WORKING]
	days = [{"holiday_date": day, "description": "Libur", "weekly_off": day.weekday() > 4} for day in free]
	values = {"holiday_list_name": title, "from_date": "2026-01-01", "to_date": "2026-12-31"}
	return submitted("Holiday List", **values, holidays=days).name


def shift(title: str, **values: Any) -> Document:
	"""From 07:30 to 16:00 with 15 minutes of grace, and marked by its clock-ins in March 2026."""
	return submitted(
		"Shift Type",
		**{
			"__newname": title,
			"start_time": "07:30:00",
			"end_time": "16:00:00",
			"determine_check_in_and_check_out": "Alternating entries as IN and OUT during the same shift",
			"working_hours_calculation_based_on": "First Check-in and Last Check-out",
			"begin_check_in_before_shift_start_time": 60,
			"allow_check_out_after_shift_end_time": 120,
			"enable_auto_attendance": 1,
			"process_attendance_after": MARCH,
			"last_sync_of_checkin": "2026-04-01 23:00:00",
			"enable_late_entry_marking": 1,
			"late_entry_grace_period": 15,
			"enable_early_exit_marking": 1,
			"early_exit_grace_period": 15,
			**values,
		},
	)


def assign(employee: str, company: str, shift_type: str) -> None:
	submitted(
		"Shift Assignment",
		employee=employee,
		company=company,
		shift_type=shift_type,
		start_date="2026-03-01",
		end_date="2026-04-02",
		status="Active",
	)


def logs(employee: str, day: int, *times: str) -> None:
	for time in times:
		submitted("Employee Checkin", employee=employee, time=clock(day, time))


def leave_type(title: str, **values: Any) -> str:
	return submitted("Leave Type", leave_type_name=title, **values).name


def allocate(employee: str, kind: str) -> None:
	"""Twelve days of 2026."""
	values = {"from_date": "2026-01-01", "to_date": "2026-12-31", "new_leaves_allocated": 12}
	submitted("Leave Allocation", employee=employee, leave_type=kind, **values)


def leave(employee: str, kind: str, first: int, last: int = 0, **values: Any) -> Document:
	"""An approved application for days of March."""
	return submitted(
		"Leave Application",
		employee=employee,
		leave_type=kind,
		from_date=MARCH.replace(day=first),
		to_date=MARCH.replace(day=last or first),
		posting_date=MARCH.replace(day=first) - timedelta(days=7),
		status="Approved",
		**values,
	)


def request(employee: str, company: str, day: int, reason: str, **values: Any) -> Document:
	dates = dict.fromkeys(("from_date", "to_date"), MARCH.replace(day=day))
	return submitted(
		"Attendance Request", employee=employee, company=company, reason=reason, **dates, **values
	)


def mark(employee: str, day: date, status: str = "Present", **values: Any) -> Document:
	return submitted("Attendance", employee=employee, attendance_date=day, status=status, **values)


def mark_month(employee: str, days: Iterable[date] = WORKING, **special: dict[str, Any] | None) -> None:
	"""A month of presence; `special`: "d04" -> values of that day, None for no attendance."""
	for day in days:
		values = special.get(f"d{day:%d}", {})
		if values is not None:
			mark(employee, day, **values)


def attendance_on(employee: str, day: int) -> Document:
	wanted = {"employee": employee, "attendance_date": MARCH.replace(day=day), "docstatus": 1}
	return frappe.get_last_doc("Attendance", wanted)


def submitted(doctype: str, **values: Any) -> Document:
	"""Inserted, and submitted where such records can be."""
	doc = frappe.get_doc({"doctype": doctype, **values}).insert()
	return doc.submit() if doc.meta.is_submittable else doc
