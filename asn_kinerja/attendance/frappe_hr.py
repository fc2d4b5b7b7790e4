"""The Attendance of Frappe HR, when that app is installed: it is used, never required.

All that differs between its versions stands here. Read by set queries past its permissions: whoever runs a
batch is a performance manager of the agency.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import frappe
from frappe.utils import cint, get_datetime, get_last_day, get_time, getdate
from pypika import functions as fn

from asn_kinerja import units
from asn_kinerja.attendance.calendar import days_between, free_days
from asn_kinerja.scoring import ExceptionKind, MonthFacts, Occurrence, longest_run

APP, ATTENDANCE, SHIFT = "hrms", "Attendance", "Shift Type"
PRESENT = ("Present", "Work From Home", "Half Day")
SUBMITTED = 1
# fields that only some of its versions have
OPTIONAL = ("half_day_status",)
OPTIONAL_OF_SHIFT = ("enable_late_entry_marking", "enable_early_exit_marking")
SHIFT_FIELDS = ("start_time", "end_time")


@dataclass(frozen=True, slots=True)
class PersonMonth:
	"""A person's month. `unmarked`: working days of which nothing is known; while there are any, `facts` do
	not add up."""

	employee: Mapping[str, Any]
	facts: MonthFacts
	unmarked: tuple[date, ...]


def installed() -> bool:
	"""Whether Frappe HR is there with its Attendance."""
	return APP in frappe.get_installed_apps() and bool(frappe.db.exists("DocType", ATTENDANCE))


def employees(company: str, department: str | None, month: date) -> list[str]:
	"""The ASN of an agency, or of a unit with the units below it, who worked there in this month."""
	person = frappe.qb.DocType("Employee")
	last = get_last_day(month)
	query = (
		frappe.qb.from_(person)
		.select(person.name)
		.where((person.company == company) & (fn.Coalesce(person.asn_type, "") != ""))
		.where(person.date_of_joining.isnull() | (person.date_of_joining <= last))
		.where((person.status == "Active") | ((person.status == "Left") & (person.relieving_date >= month)))
		.orderby(person.name)
	)
	if department:
		query = query.where(person.department.isin(units.below(department)))
	return [name for (name,) in query.run()]


def months(names: Sequence[str], month: date) -> list[PersonMonth]:
	"""What is known of these employees' month: six queries for any number of them."""
	last = getdate(get_last_day(month))
	people = frappe.get_all(
		"Employee",
		filters={"name": ["in", list(names)]},
		fields=["name", "employee_name", "asn_nip", "date_of_joining", "relieving_date"],
		order_by="name",
	)
	marked = _attendance(names, month, last)
	free = free_days(names, month, last)
	return [_month(person, month, last, marked.get(person.name, {}), free[person.name]) for person in people]


def _attendance(names: Iterable[str], first: date, last: date) -> dict[str, dict[date, Mapping[str, Any]]]:
	"""Employee -> day -> attendance with the times of its shift."""
	rows = frappe.get_all(
		ATTENDANCE,
		filters={
			"employee": ["in", list(names)],
			"attendance_date": ["between", [first, last]],
			"docstatus": SUBMITTED,
		},
		fields=[
			*("employee", "attendance_date", "status", "shift", "late_entry", "early_exit"),
			*("in_time", "out_time", *_there(ATTENDANCE, OPTIONAL)),
		],
		order_by="employee, attendance_date",
	)
	shifts = {
		shift.name: shift
		for shift in frappe.get_all(
			SHIFT,
			filters={"name": ["in", sorted({row.shift for row in rows if row.shift})]},
			fields=["name", *SHIFT_FIELDS, *_there(SHIFT, OPTIONAL_OF_SHIFT)],
			order_by="name",
		)
	}
	found: dict[str, dict[date, Mapping[str, Any]]] = {}
	for row in rows:
		found.setdefault(row.employee, {})[row.attendance_date] = {**row, "shift": shifts.get(row.shift)}
	return found


def _there(doctype: str, fields: Sequence[str]) -> list[str]:
	meta = frappe.get_meta(doctype)
	return [field for field in fields if meta.has_field(field)]


def _month(
	person: Mapping[str, Any],
	first: date,
	last: date,
	marked: Mapping[date, Mapping[str, Any]],
	free: frozenset[date],
) -> PersonMonth:
	start = max(first, person["date_of_joining"] or first)
	end = min(last, person["relieving_date"] or last)
	working = [day for day in days_between(start, end) if day not in free]
	present = excused = 0
	exceptions: list[Occurrence] = []
	for day in working:
		row = marked.get(day)
		if not row:
			continue
		if row["status"] in PRESENT:
			present += 1
			exceptions += exceptions_of(day, row)
		elif row["status"] == "Absent":
			exceptions.append(Occurrence(ExceptionKind.ABSENT, day))
		else:
			excused += 1
	absent = [row.day for row in exceptions if row.kind is ExceptionKind.ABSENT]
	facts = MonthFacts(
		month=first,
		working_days=len(working),
		present=present,
		excused_absences=excused,
		unexcused_absences=len(absent),
		longest_run=longest_run(absent, free),
		exceptions=tuple(exceptions),
	)
	return PersonMonth(person, facts, tuple(day for day in working if day not in marked))


def exceptions_of(day: date, row: Mapping[str, Any]) -> list[Occurrence]:
	"""What was not as it should be on a day of presence: late, left early, a missing clock-in or clock-out.

	Minutes are whole ones against the times of the shift; 0, not recorded, where the day is only marked as
	late or early. Within the shift's own grace the app does not mark it, and it is none; where the shift
	marks nothing, the times alone decide. Half a day marked as absent counts as left early by half the
	shift. Who works from home, or has no times at all, has nothing to clock."""
	came, left, shift = row.get("in_time"), row.get("out_time"), row.get("shift")
	begins, ends = _span(day, shift)
	found: list[Occurrence] = []
	late = _minutes(begins, came)
	if row.get("late_entry") or (late and _marks_nothing(shift, "enable_late_entry_marking")):
		found.append(Occurrence(ExceptionKind.LATE, day, late))
	if row["status"] == "Half Day" and row.get("half_day_status") == "Absent":
		found.append(Occurrence(ExceptionKind.EARLY, day, _minutes(begins, ends) // 2))
		return found
	if row["status"] == "Half Day":
		return found  # the other half is leave
	early = _minutes(left, ends)
	if row.get("early_exit") or (early and _marks_nothing(shift, "enable_early_exit_marking")):
		found.append(Occurrence(ExceptionKind.EARLY, day, early))
	if row["status"] == "Present" and bool(came) != bool(left):
		found.append(Occurrence(ExceptionKind.NO_OUT if came else ExceptionKind.NO_IN, day))
	return found


def _marks_nothing(shift: Mapping[str, Any] | None, switch: str) -> bool:
	"""Whether the shift leaves it to others to find who was late or early; older versions always mark."""
	return bool(shift) and switch in shift and not cint(shift[switch])


def _span(day: date, shift: Mapping[str, Any] | None) -> tuple[datetime | None, datetime | None]:
	"""When the shift of a day begins and ends; one that goes over midnight ends on the next day."""
	if not shift or shift["start_time"] is None or shift["end_time"] is None:
		return None, None
	start, end = _clock(shift["start_time"]), _clock(shift["end_time"])
	after = day if end > start else day + timedelta(days=1)
	return datetime.combine(day, start), datetime.combine(after, end)


def _clock(raw: Any) -> time:
	return get_time(raw)


def _minutes(first: Any, second: Any) -> int:
	"""Whole minutes from one moment to a later one, at most a day; 0 when one is unknown or not later."""
	if not first or not second:
		return 0
	return min(1440, max(0, int((get_datetime(second) - get_datetime(first)).total_seconds() // 60)))
