"""The trainings of Frappe HR (Training Event, Training Result), when that app is installed: they are used,
never required. All that differs between its versions stands here. Read by set queries past its permissions:
whoever pulls them is a performance manager of the agency.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import frappe
from frappe.utils import cstr, get_datetime
from pypika import functions as fn

from asn_kinerja.scoring import jp_of_minutes
from asn_kinerja.training_hours import CLASSICAL, NON_CLASSICAL

APP, EVENT, RESULT = "hrms", "Training Event", "Training Result"
EVENT_ROW, RESULT_ROW = "Training Event Employee", "Training Result Employee"
SUBMITTED, CANCELLED, PRESENT, ABSENT = 1, "Cancelled", "Present", "Absent"
DAY_MINUTES = 450  # 7.5 hours, a day of the 37.5-hour week: breaks are no training
# Type of an event -> form and kind of training here (Per-LAN 10/2018); what is not here is classical.
TYPES: Mapping[str, tuple[str, str | None]] = {
	"Seminar": (CLASSICAL, "Seminar or Conference"),
	"Conference": (CLASSICAL, "Seminar or Conference"),
	"Workshop": (CLASSICAL, "Workshop"),
	"Internet": (NON_CLASSICAL, "E-Learning"),
	"Self-Study": (NON_CLASSICAL, "Self-Study"),
}


@dataclass(frozen=True, slots=True)
class Attended:
	"""That an employee took part in an event. `hours`: JP of his result, None where it names none."""

	event: str
	employee: str
	hours: Decimal | None


def installed() -> bool:
	"""Whether Frappe HR is there with its trainings."""
	return APP in frappe.get_installed_apps() and bool(frappe.db.exists("DocType", EVENT))


def events(year: int, now: datetime) -> dict[str, Mapping[str, Any]]:
	"""Submitted events that ended in the year, and before `now`; one query."""
	rows = frappe.get_all(
		EVENT,
		filters={
			"docstatus": SUBMITTED,
			"event_status": ["!=", CANCELLED],
			"end_time": ["between", [datetime(year, 1, 1), datetime(year, 12, 31, 23, 59, 59)]],
		},
		fields=[
			*("name", "event_name", "type", "start_time", "end_time"),
			*("training_program", "course", "trainer_name", "supplier"),
		],
		order_by="end_time, name",
	)
	return {row.name: row for row in rows if get_datetime(row.end_time) <= now}


def attended(names: Sequence[str], company: str) -> list[Attended]:
	"""Who of an agency's ASN took part in these events: those marked as present, and those with a submitted
	result; once each, in a stable order. A result holds everybody of its event: without hours it does not
	make somebody take part who was absent. Two queries."""
	if not names:
		return []
	marked = {(event, employee): mark for event, employee, mark in _marked(names, company)}
	found: dict[tuple[str, str], Decimal | None] = {
		key: None for key, mark in marked.items() if mark == PRESENT
	}
	for event, employee, hours in _results(names, company):
		if hours:
			found[event, employee] = _jp_of_hours(hours)
		elif marked.get((event, employee)) != ABSENT:
			found.setdefault((event, employee), None)
	return [Attended(event, employee, hours) for (event, employee), hours in sorted(found.items(), key=_key)]


def _key(entry: tuple[tuple[str, str], Decimal | None]) -> tuple[str, str]:
	return entry[0]


def _marked(names: Sequence[str], company: str) -> Iterable[tuple[str, str, str]]:
	row, person = frappe.qb.DocType(EVENT_ROW), frappe.qb.DocType("Employee")
	query = (
		frappe.qb.from_(row)
		.join(person)
		.on(person.name == row.employee)
		.select(row.parent, row.employee, row.attendance)
		.where(row.parent.isin(list(names)) & (row.parenttype == EVENT))
		.where(row.attendance.isin([PRESENT, ABSENT]))
		.where((person.company == company) & (fn.Coalesce(person.asn_type, "") != ""))
		# of somebody who stands there twice the last one counts: present
		.orderby(row.parent, row.employee, row.attendance)
	)
	return query.run()


def _results(names: Sequence[str], company: str) -> Iterable[tuple[str, str, float]]:
	row, result, person = (frappe.qb.DocType(name) for name in (RESULT_ROW, RESULT, "Employee"))
	query = (
		frappe.qb.from_(row)
		.join(result)
		.on((result.name == row.parent) & (row.parenttype == RESULT))
		.join(person)
		.on(person.name == row.employee)
		.select(result.training_event, row.employee, row.hours)
		.where(result.training_event.isin(list(names)) & (result.docstatus == SUBMITTED))
		.where((person.company == company) & (fn.Coalesce(person.asn_type, "") != ""))
		.orderby(result.training_event, row.employee, row.hours)
	)
	return query.run()


def _jp_of_hours(hours: float) -> Decimal:
	"""Results count hours of 60 minutes."""
	return jp_of_minutes(int(Decimal(cstr(hours)) * 60))


def jp_of_event(start: Any, end: Any) -> Decimal:
	"""Hours (JP) of an event by its times, for a person to check: on each of its days from the one time of
	day to the other, at most 7.5 hours; so much also where the last day ends earlier than the first one
	began. Saturdays and Sundays between the first and the last day do not count."""
	first, last = get_datetime(start), get_datetime(end)
	clock = datetime.combine(first.date(), last.time()) - first
	minutes = int(clock.total_seconds() // 60)
	if first.date() == last.date():
		days = 1
	else:
		days = _days(first.date(), last.date())
		minutes = minutes if minutes > 0 else DAY_MINUTES
	return jp_of_minutes(max(0, min(minutes, DAY_MINUTES)) * days)


def _days(first: date, last: date) -> int:
	between = (first + timedelta(days=number) for number in range(1, (last - first).days))
	return 2 + sum(day.weekday() < 5 for day in between)
