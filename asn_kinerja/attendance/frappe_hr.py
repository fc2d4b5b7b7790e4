"""The Attendance of Frappe HR, when that app is installed: it is used, never required.

All that differs between its versions stands here. Read by set queries past its permissions: whoever runs a
batch is a performance manager of the agency.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
HALF_DAY, ABSENT, LEAVE = "Half Day", "Absent", "On Leave"
PRESENT = frozenset({"Present", "Work From Home", HALF_DAY})
SUBMITTED = 1
MINUTES_OF_DAY = 1440
# fields that only some of its versions have
OPTIONAL = ("half_day_status",)
LATE_MARKING, EARLY_MARKING = "enable_late_entry_marking", "enable_early_exit_marking"
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


def _attendance(
	names: Iterable[str], first: date, last: date
) -> dict[str, dict[date, list[Mapping[str, Any]]]]:
	"""Employee -> day -> attendances with the times of their shifts; a day may have several shifts."""
	rows = frappe.get_all(
		ATTENDANCE,
		filters={
			"employee": ["in", list(names)],
			"attendance_date": ["between", [first, last]],
			"docstatus": SUBMITTED,
		},
		fields=[
			*("employee", "attendance_date", "status", "shift", "late_entry", "early_exit"),
			*("in_time", "out_time", "leave_type", "attendance_request", *_there(ATTENDANCE, OPTIONAL)),
		],
		order_by="employee, attendance_date, name",
	)
	shifts = {
		shift.name: shift
		for shift in frappe.get_all(
			SHIFT,
			filters={"name": ["in", sorted({row.shift for row in rows if row.shift})]},
			fields=["name", *SHIFT_FIELDS, *_there(SHIFT, (LATE_MARKING, EARLY_MARKING))],
			order_by="name",
		)
	}
	found: dict[str, dict[date, list[Mapping[str, Any]]]] = {}
	for row in rows:
		days = found.setdefault(row.employee, {})
		days.setdefault(row.attendance_date, []).append({**row, "shift": shifts.get(row.shift)})
	return found


def _there(doctype: str, fields: Sequence[str]) -> list[str]:
	meta = frappe.get_meta(doctype)
	return [field for field in fields if meta.has_field(field)]


def _month(
	person: Mapping[str, Any],
	first: date,
	last: date,
	marked: Mapping[date, Sequence[Mapping[str, Any]]],
	free: frozenset[date],
) -> PersonMonth:
	start = max(first, person["date_of_joining"] or first)
	end = min(last, person["relieving_date"] or last)
	working = [day for day in days_between(start, end) if day not in free]
	present = excused = 0
	exceptions: list[Occurrence] = []
	for day in working:
		statuses = {row["status"] for row in marked.get(day, ())}
		if statuses & PRESENT:
			present += 1
			exceptions += exceptions_of(day, marked[day])
		elif statuses - {ABSENT}:
			excused += 1  # leave, paid or not: it was approved
		elif statuses:
			exceptions.append(Occurrence(ExceptionKind.ABSENT, day))
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


def exceptions_of(day: date, rows: Iterable[Mapping[str, Any]]) -> list[Occurrence]:
	"""What was not as it should be on a day of presence: late, left early, a missing clock-in or clock-out;
	each kind once, with the minutes of all shifts of the day.

	Minutes are whole ones against the times of the shift; 0, not recorded, where the day is only marked as
	late or early. Within the shift's own grace the app does not mark it, and it is none; where the shift
	marks nothing, the times alone decide. Who works from home or elsewhere by an approved request, or has
	no times at all, has nothing to clock. For half days see `_half_day`; who was absent from one of several
	shifts has left early by all of it."""
	found: dict[ExceptionKind, int] = {}
	for row in rows:
		for kind, minutes in _exceptions(day, row):
			found[kind] = min(MINUTES_OF_DAY, found.get(kind, 0) + minutes)
	return [Occurrence(kind, day, minutes) for kind, minutes in found.items()]


def _exceptions(day: date, row: Mapping[str, Any]) -> Iterator[tuple[ExceptionKind, int]]:
	came, left, shift = row.get("in_time"), row.get("out_time"), row.get("shift")
	begins, ends = _span(day, shift)
	if row["status"] == ABSENT:
		yield ExceptionKind.EARLY, _minutes(begins, ends)
	# the request changes an attendance's status and leaves the times in it as they were
	if row["status"] in (ABSENT, LEAVE) or (row.get("attendance_request") and row["status"] != HALF_DAY):
		return
	late, early = _minutes(begins, came), _minutes(left, ends)
	missed = (
		late if row.get("late_entry") or (late and _marks_nothing(shift, LATE_MARKING)) else None,
		early if row.get("early_exit") or (early and _marks_nothing(shift, EARLY_MARKING)) else None,
	)
	if row["status"] == HALF_DAY:
		missed = _half_day(row, *missed, _minutes(begins, ends) // 2)
	for kind, minutes in zip((ExceptionKind.LATE, ExceptionKind.EARLY), missed, strict=True):
		if minutes is not None:
			yield kind, minutes
	if row["status"] == "Present" and bool(came) != bool(left):
		yield ExceptionKind.NO_OUT if came else ExceptionKind.NO_IN, 0


def _half_day(
	row: Mapping[str, Any], late: int | None, early: int | None, half: int
) -> tuple[int | None, int | None]:
	"""The minutes late and early of half a day, None = none; `half`: minutes of half the shift.

	Leave does not say which half it is for: it covers half the shift at the end where more is missing.
	Without leave, or with the half beside the leave marked as absent, half the shift is missing at least;
	what the times do not show of it counts as left early."""
	leave, other_half = bool(row.get("leave_type")), row.get("half_day_status")
	if other_half == ABSENT or not (leave or other_half):
		if leave:
			return None, half
		early = max(early or 0, half - (late or 0))
		return late, early if early or late is None else None
	if not half:
		return None, None  # without a shift nothing tells what the leave does not cover
	if (late or 0) >= (early or 0):
		return _beyond(late, half), early
	return late, _beyond(early, half)


def _beyond(minutes: int | None, covered: int) -> int | None:
	return minutes - covered if minutes and minutes > covered else None


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
	seconds = (get_datetime(second) - get_datetime(first)).total_seconds()
	return min(MINUTES_OF_DAY, max(0, int(seconds // 60)))
