"""Proposals of sanctions from the recaps of a calendar year, in a background job. A person decides on each.

The job may be repeated after every month: there is one undecided proposal per employee and year (a unique
index), which follows the recaps up and down; what a person has decided, or changed, is never touched. A
heavier sanction than the decided one is a new proposal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, now_datetime
from pypika import functions as fn

from asn_kinerja import access, bulk, jobs, people
from asn_kinerja.attendance.calendar import free_days
from asn_kinerja.attendance.discipline import PROPOSED, RECORD, RULE, proposal_key, rules
from asn_kinerja.attendance.recaps import RECAP, ROW
from asn_kinerja.messages import escaped
from asn_kinerja.scoring import (
	DisciplineRules,
	ExceptionKind,
	Suggestion,
	days_of_minutes,
	longest_run,
	suggest,
)

CHUNK = 500  # employees
EVENT = "asn_discipline_proposals"
BASIS_LENGTH = 500


@dataclass(slots=True)
class Report:
	"""How many proposals were made, changed with the recaps, withdrawn because the recaps lead to none any
	more, and how many people were left as somebody has decided."""

	made: int = 0
	changed: int = 0
	withdrawn: int = 0
	decided: int = 0


@dataclass(frozen=True, slots=True)
class Absence:
	"""An employee's calendar year: unexcused days with those that minutes add up to, minutes, longest run."""

	days: int
	minutes: int
	run: int


@frappe.whitelist(methods=["POST"])
def propose(company: str, year: int, rule: str) -> bool:
	"""Queue the proposals for an agency and a calendar year by a table (a submitted ASN Discipline Rule);
	False when this is on its way already.

	Who: performance managers who are permitted the agency."""
	if not frappe.db.exists("Company", company) or not access.is_manager_of(company, RECORD):
		frappe.throw(
			_("Only a performance manager of {0} does this for many.").format(*escaped(company)),
			frappe.PermissionError,
		)
	if frappe.db.get_value(RULE, rule, "docstatus") != 1:
		frappe.throw(_("Choose a submitted {0}.").format(_(RULE)))
	if not 2000 <= year <= now_datetime().year:
		frappe.throw(_("Enter a calendar year up to {0}.").format(now_datetime().year))
	return jobs.enqueue_once(
		"asn_kinerja.attendance.proposals.run",
		job_id=f"asn_discipline::{company}::{year}",
		company=company,
		year=year,
		rule=rule,
		user=frappe.session.user,
	)


def run(company: str, year: int, rule: str, user: str) -> None:
	"""The background job: propose, and tell the user how it ended."""
	jobs.act_for(user)
	about = {"company": company, "year": year}
	with jobs.telling_of_failure(EVENT, user, **about):
		report = process(company, year, rule)
	frappe.publish_realtime(
		EVENT,
		{
			**about,
			"done": True,
			"made": report.made,
			"changed": report.changed,
			"withdrawn": report.withdrawn,
			"decided": report.decided,
		},
		user=user,
	)


def process(company: str, year: int, rule: str) -> Report:
	"""Propose for everybody of the agency who has recaps of the year. Commits after each chunk, so that a
	killed job loses one chunk at most and other people's locks stay short."""
	table, report = rules(rule), Report()
	employees = _employees(company, year)
	for start in range(0, len(employees), CHUNK):
		_chunk(employees[start : start + CHUNK], company, year, table, report)
		frappe.db.commit()
	return report


def _employees(company: str, year: int) -> list[str]:
	"""Who has recaps of the year or an undecided proposal for it."""
	between = ["between", [date(year, 1, 1), date(year, 12, 31)]]
	recaps = frappe.get_all(
		RECAP,
		filters={"company": company, "month": between},
		pluck="employee",
		order_by="employee",
		distinct=True,
	)
	proposed = frappe.get_all(
		RECORD,
		filters={"company": company, "year": year, "proposal_key": ["is", "set"]},
		pluck="employee",
		order_by="employee",
	)
	return sorted({*recaps, *proposed})


def _chunk(employees: Sequence[str], company: str, year: int, table: DisciplineRules, report: Report) -> None:
	known = _records(employees, year)
	absences = _absences(employees, year, table)
	made: list[dict[str, Any]] = []
	changed: dict[str, dict[str, Any]] = {}
	withdrawn: list[str] = []
	for employee in employees:
		absence = absences[employee]
		wanted = suggest(absence.days, absence.run, table)
		open_one, decided = known.get(employee, (None, 0))
		if wanted is None or wanted.severity <= decided:
			report.decided += wanted is not None
			if open_one:
				withdrawn.append(open_one["name"])
			continue
		values = _values(wanted, absence, year, table)
		if not open_one:
			made.append({"employee": employee, "year": year, **values})
		elif any(open_one[field] != values[field] for field in values):
			changed[open_one["name"]] = values
	report.made += _insert(made)
	report.changed += len(changed)
	report.withdrawn += len(withdrawn)
	bulk.update(RECORD, changed)
	if withdrawn:  # nobody has decided on them, and what they rest on is not so any more
		frappe.db.delete(RECORD, {"name": ["in", withdrawn]})
	for name in (*changed, *withdrawn):
		frappe.clear_document_cache(RECORD, name)


def _records(employees: Sequence[str], year: int) -> dict[str, tuple[Mapping[str, Any] | None, int]]:
	"""Employee -> his proposal of the year that nobody has touched, and the highest place in the table of
	what a person has decided or changed. Locked in the order of their names, so that a decision waits."""
	record = frappe.qb.DocType(RECORD)
	query = (
		frappe.qb.from_(record)
		.select(
			record.name,
			record.employee,
			record.proposal_key,
			*(record[field] for field in ("level", "sanction", "severity", "months", "basis")),
			*(record[field] for field in ("unexcused_days", "longest_run")),
		)
		.where(record.employee.isin(list(employees)) & (record.year == year) & (record.severity > 0))
		.orderby(record.name)
		.for_update()
	)
	found: dict[str, tuple[Mapping[str, Any] | None, int]] = {}
	for row in query.run(as_dict=True):
		open_one, decided = found.get(row.employee, (None, 0))
		if row.proposal_key:
			open_one = row
		else:
			decided = max(decided, row.severity)
		found[row.employee] = (open_one, decided)
	return found


def _absences(employees: Sequence[str], year: int, table: DisciplineRules) -> dict[str, Absence]:
	"""Each employee's year in five queries. A run may have begun in December and may go over the months'
	ends, which only listed days can tell; the runs of the recaps count too."""
	first, last = date(year, 1, 1), date(year, 12, 31)
	recap = frappe.qb.DocType(RECAP)
	query = (
		frappe.qb.from_(recap)
		.select(
			recap.employee,
			fn.Sum(recap.unexcused_absences),
			fn.Sum(recap.late_minutes + recap.early_minutes),
			fn.Max(recap.longest_run),
		)
		.where(recap.employee.isin(list(employees)) & recap.month[first:last])
		.groupby(recap.employee)
		.orderby(recap.employee)
	)
	sums = {employee: numbers for employee, *numbers in query.run()}
	before = date(year - 1, 12, 1)
	absent = _absent_days(employees, before, last)
	free = free_days(absent, before, last)
	found = {}
	for employee in employees:
		days, minutes, run = map(cint, sums.get(employee, (0, 0, 0)))
		listed = longest_run(absent.get(employee, ()), free.get(employee, ()), since=first)
		found[employee] = Absence(days + days_of_minutes(minutes, table), minutes, max(run, listed))
	return found


def _absent_days(employees: Iterable[str], first: date, last: date) -> dict[str, list[date]]:
	recap, row = frappe.qb.DocType(RECAP), frappe.qb.DocType(ROW)
	query = (
		frappe.qb.from_(row)
		.join(recap)
		.on((row.parent == recap.name) & (row.parenttype == RECAP))
		.select(recap.employee, row.date)
		.where(recap.employee.isin(list(employees)) & row.date[first:last])
		.where(row.kind == ExceptionKind.ABSENT.value)
		.orderby(recap.employee)
		.orderby(row.date)
	)
	found: dict[str, list[date]] = {}
	for employee, day in query.run():
		found.setdefault(employee, []).append(day)
	return found


def _values(wanted: Suggestion, absence: Absence, year: int, table: DisciplineRules) -> dict[str, Any]:
	return {
		"level": wanted.level.value,
		"sanction": wanted.sanction,
		"severity": wanted.severity,
		"months": wanted.months,
		"basis": _basis(wanted, absence, year, table),
		"unexcused_days": absence.days,
		"longest_run": absence.run,
	}


def _basis(wanted: Suggestion, absence: Absence, year: int, table: DisciplineRules) -> str:
	if wanted.consecutive:
		text = _("{0}: {1} working days in a row without a valid reason in {2} ({3} in the whole year).")
		return text.format(table.title, absence.run, year, absence.days)[:BASIS_LENGTH]
	from_minutes = days_of_minutes(absence.minutes, table)
	if from_minutes:
		text = _(
			"{0}: {1} working days without a valid reason in {2}, {3} of them from {4} minutes late or early."
		)
		return text.format(table.title, absence.days, year, from_minutes, absence.minutes)[:BASIS_LENGTH]
	text = _("{0}: {1} working days without a valid reason in {2}.")
	return text.format(table.title, absence.days, year)[:BASIS_LENGTH]


def _insert(made: Sequence[Mapping[str, Any]]) -> int:
	"""Inserted as a set; who is no ASN any more gets none."""
	headers = people.headers(values["employee"] for values in made)
	rows = [
		{
			**headers[values["employee"]],
			**values,
			"title": title(headers[values["employee"]]["employee_name"], values["sanction"]),
			"status": PROPOSED,
			"proposal_key": proposal_key(values["employee"], values["year"]),
		}
		for values in made
		if values["employee"] in headers
	]
	bulk.insert(RECORD, rows)
	return len(rows)


def title(employee_name: str | None, sanction: str | None) -> str:
	"""What a record is called in links and lists."""
	return " · ".join(filter(None, (employee_name, sanction)))[:140]
