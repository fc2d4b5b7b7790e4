"""Recaps of a month's attendance: one per employee and month, the same for the form and for sets."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe.utils import cint, getdate

from asn_kinerja import people
from asn_kinerja.attendance.calendar import free_days
from asn_kinerja.scoring import ExceptionKind, MonthFacts, Occurrence, longest_run

RECAP, ROW = "ASN Attendance Recap", "ASN Attendance Exception"
ENTERED = "Entered"
COUNTS = ("working_days", "present", "excused_absences", "unexcused_absences", "longest_run")
AT_ONCE = 500  # employees asked for by one query
Values = dict[str, Any]


def key(employee: str, month: date) -> str:
	"""What is unique: one recap per employee and month."""
	return f"{employee}::{month:%Y-%m}"


def facts_of(recap: Mapping[str, Any]) -> MonthFacts:
	"""A recap for the core. Rows that the form has left empty count with the first day of the month."""
	month = getdate(recap["month"]).replace(day=1)
	rows = recap.get("exceptions") or ()
	return MonthFacts(
		month,
		*(cint(recap.get(name)) for name in COUNTS),
		tuple(
			Occurrence(ExceptionKind(row["kind"]), getdate(row["date"]), cint(row.get("minutes")))
			for row in rows
		),
	)


def derived(facts: MonthFacts, free: Iterable[date]) -> Values:
	"""What follows from a recap's rows. The longest run is counted from the days when all are listed, else it
	is what was entered."""
	absent = {row.day for row in facts.exceptions if row.kind is ExceptionKind.ABSENT}
	run = facts.longest_run
	if absent and len(absent) == facts.unexcused_absences:
		run = longest_run(absent, frozenset(free))
	return {
		"longest_run": run,
		"late_minutes": facts.minutes(ExceptionKind.LATE),
		"early_minutes": facts.minutes(ExceptionKind.EARLY),
	}


def complete(recaps: Sequence[Values]) -> None:
	"""Fill in place what the server fills in a recap: header and rater, title, key, minutes, longest run.
	Each holds `employee` (who must be an ASN), `month`, the days and `exceptions`. Five queries."""
	if not recaps:
		return
	headers = people.headers({recap["employee"] for recap in recaps})
	months = [recap["month"] for recap in recaps]
	last = frappe.utils.get_last_day(max(months))
	free = free_days(headers, min(months), last)
	for recap in recaps:
		recap.update(headers[recap["employee"]])
		recap["title"] = title(recap["employee_name"], recap["month"])
		recap["recap_key"] = key(recap["employee"], recap["month"])
		recap.update(derived(facts_of(recap), free[recap["employee"]]))


def title(employee_name: str | None, month: date) -> str:
	"""What a recap is called in links and lists."""
	return f"{employee_name} · {month:%m/%Y}"


def facts(employees: Iterable[str], from_date: Any, to_date: Any) -> dict[str, tuple[MonthFacts, ...]]:
	"""Employee -> his recaps of the months that the period touches, by month; who has none is left out.

	For the attendance component of an evaluation (`scoring.attendance_score`). Two queries for each 500
	employees."""
	first, last = getdate(from_date).replace(day=1), getdate(to_date)
	wanted = sorted(set(employees))
	found: dict[str, tuple[MonthFacts, ...]] = {}
	for start in range(0, len(wanted), AT_ONCE):
		recaps = frappe.get_all(
			RECAP,
			filters={
				"employee": ["in", wanted[start : start + AT_ONCE]],
				"month": ["between", [first, last]],
			},
			fields=["name", "employee", "month", *COUNTS],
			order_by="employee, month",
		)
		rows = rows_of(recap.name for recap in recaps)
		for recap in recaps:
			month = facts_of({**recap, "exceptions": rows.get(recap.name, ())})
			found[recap.employee] = (*found.get(recap.employee, ()), month)
	return found


def rows_of(names: Iterable[str]) -> dict[str, list[Mapping[str, Any]]]:
	"""Recap -> its exceptions in their order, one query."""
	wanted = list(names)
	found: dict[str, list[Mapping[str, Any]]] = {}
	if not wanted:
		return found
	for row in frappe.get_all(
		ROW,
		filters={"parent": ["in", wanted], "parenttype": RECAP},
		fields=["parent", "date", "kind", "minutes"],
		order_by="parent, idx",
	):
		found.setdefault(row.parent, []).append(row)
	return found
