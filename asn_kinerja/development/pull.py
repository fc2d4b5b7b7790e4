"""Training records from Frappe HR for a year, in a background job.

It may be repeated: who has a record of an event keeps that one. As long as nobody has answered it, it
follows the event (hours, days; it goes when the event or the attendance is taken back); what a person has
returned, corrected, handed in again or verified is never touched. What somebody has entered himself is not
doubled.

The records wait for verification: Frappe HR knows that somebody was there, but not how many JP that is, and
nobody verifies his own. The attendance there is the proof, so no certificate is asked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.utils import flt, get_datetime, getdate, now_datetime

from asn_kinerja import access, bulk, jobs, notices, people, training_hours
from asn_kinerja.development import catalogue, frappe_hr
from asn_kinerja.messages import escaped
from asn_kinerja.training_hours import MOST_HOURS, RECORD, WAITING

CHUNK = 500  # records
EVENT = "asn_training_pull"
FOLLOWS = ("title", "form", "kind", "organiser", "training", "from_date", "to_date", "hours")
NAMED = 20  # problems told at once


@dataclass(slots=True)
class Report:
	"""How many records were made, changed with their events, withdrawn, and left as somebody has them; and
	what could not be taken, with the reason."""

	made: int = 0
	updated: int = 0
	withdrawn: int = 0
	kept: int = 0
	problems: list[str] = field(default_factory=list)
	raters: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

	def add(self, chunk: "Report") -> None:
		self.made += chunk.made
		self.updated += chunk.updated
		self.withdrawn += chunk.withdrawn
		self.kept += chunk.kept
		self.problems += chunk.problems
		for rater, keys in chunk.raters.items():
			self.raters[rater] += keys


@frappe.whitelist()
def available() -> bool:
	"""Whether there is a Frappe HR to pull from, and the session user may do it."""
	frappe.has_permission(RECORD, "read", throw=True)
	return access.MANAGER_ROLE in frappe.get_roles() and frappe_hr.installed()


@frappe.whitelist(methods=["POST"])
def pull(company: str, year: int) -> bool:
	"""Queue the trainings of an agency and a calendar year; False when this is on its way already.

	Who: performance managers who are permitted the agency."""
	if not frappe.db.exists("Company", company) or not access.is_manager_of(company, RECORD):
		frappe.throw(
			_("Only a performance manager of {0} does this for many.").format(*escaped(company)),
			frappe.PermissionError,
		)
	if not frappe_hr.installed():
		frappe.throw(_("Frappe HR is not installed on this site, so there are no trainings to pull."))
	if not 2000 <= year <= getdate().year:
		frappe.throw(_("Enter a calendar year up to {0}.").format(getdate().year))
	return jobs.enqueue_once(
		"asn_kinerja.development.pull.run",
		job_id=f"asn_training_pull::{company}::{year}",
		company=company,
		year=year,
		user=frappe.session.user,
	)


def run(company: str, year: int, user: str) -> None:
	"""The background job: pull, tell the raters what waits for them, and the user how it ended."""
	jobs.act_for(user)
	about = {"company": company, "year": year}
	with jobs.telling_of_failure(EVENT, user, **about):
		report = process(company, year)
		_tell_raters(report.raters)
	frappe.publish_realtime(
		EVENT,
		{
			**about,
			"done": True,
			"made": report.made,
			"updated": report.updated,
			"withdrawn": report.withdrawn,
			"kept": report.kept,
			"problems": report.problems[:NAMED],
			"more": max(0, len(report.problems) - NAMED),
		},
		user=user,
	)


def process(company: str, year: int) -> Report:
	"""Make, change and withdraw the records of a year. Commits after each chunk, so that a killed job loses
	one chunk at most and other people's locks stay short."""
	report = Report()
	events = frappe_hr.events(year, now_datetime())
	entries = frappe_hr.attended(list(events), company)
	offered = catalogue.by_title()
	values = {name: _values(event, offered) for name, event in events.items()}
	_withdraw({(entry.event, entry.employee) for entry in entries}, company, year, report)
	for start in range(0, len(entries), CHUNK):
		report.add(jobs.again_on_duplicate(partial(_chunk, entries[start : start + CHUNK], values)))
		frappe.db.commit()
	return report


def _values(event: Mapping[str, Any], offered: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
	"""What an event gives to the records of all who were there: called as a training of the catalogue where
	event, programme or course is called like one."""
	names = [training_hours.plain(event[name]) for name in ("event_name", "training_program", "course")]
	name = next((name for name in names if name in offered), None)
	training = offered.get(name)
	form, kind = frappe_hr.TYPES.get(event["type"], (training_hours.CLASSICAL, None))
	organiser = event["supplier"] or event["trainer_name"]
	hours = float(frappe_hr.jp_of_event(event["start_time"], event["end_time"]))
	if training:
		# an event of a programme or a course may be a part of it only
		whole = flt(training["hours"])
		hours = whole if name == names[0] else min(hours, whole)
	return {
		"title": (training["name"] if training else " ".join(event["event_name"].split()))[:255],
		"training": training["name"] if training else None,
		"form": training["form"] if training else form,
		"kind": (training["kind"] if training else kind) or None,
		"organiser": (training["organiser"] if training else organiser) or None,
		"from_date": get_datetime(event["start_time"]).date(),
		"to_date": get_datetime(event["end_time"]).date(),
		"hours": hours,
	}


def _withdraw(wanted: set[tuple[str, str]], company: str, year: int, report: Report) -> None:
	"""Delete what still waits as it was pulled and rests on nothing any more."""
	record = frappe.qb.DocType(RECORD)
	query = (
		frappe.qb.from_(record)
		.select(record.name, record.event, record.employee)
		.where((record.company == company) & (record.status == WAITING) & (record.follows_event == 1))
		.where(record.to_date[date(year, 1, 1) : date(year, 12, 31)])
		.orderby(record.name)
		.for_update()
	)
	rows = query.run(as_dict=True)
	gone = [row.name for row in rows if (row.event, row.employee) not in wanted]
	if gone:
		frappe.db.delete(RECORD, {"name": ["in", gone]})
		for name in gone:
			frappe.clear_document_cache(RECORD, name)
	report.withdrawn = len(gone)
	frappe.db.commit()


def _chunk(entries: Sequence[frappe_hr.Attended], events: Mapping[str, Mapping[str, Any]]) -> Report:
	report = Report()
	people_here = {entry.employee for entry in entries}
	headers = people.headers(people_here)
	wanted: dict[str, dict[str, Any]] = {}
	for entry in entries:
		values = {**events[entry.event], "employee": entry.employee, "event": entry.event}
		if entry.hours is not None:
			values["hours"] = float(entry.hours)
		if not 0 < values["hours"] <= MOST_HOURS:
			report.problems.append(
				_("{0}, {1}: its times give {2} JP. Enter the hours in the training result.").format(
					values["title"], headers[entry.employee]["employee_name"], values["hours"]
				)
			)
			continue
		key = training_hours.key(entry.employee, values["title"], values["from_date"])
		wanted[key] = {**values, "training_key": key}
	of_event, of_key = _present(people_here, {entry.event for entry in entries}, wanted)
	made, changed = [], {}
	for key, values in wanted.items():
		stored = of_event.get((values["event"], values["employee"]))
		if stored and _differs(stored, values, of_key.get(key)):
			changed[stored.name] = {name: values[name] for name in (*FOLLOWS, "training_key")}
		elif stored or key in of_key:
			report.kept += 1
		else:
			made.append({**headers[values["employee"]], **values, "status": WAITING, "follows_event": 1})
	bulk.insert(RECORD, made)
	bulk.update(RECORD, changed)
	for name in changed:
		frappe.clear_document_cache(RECORD, name)
	report.made += len(made)
	report.updated += len(changed)
	for row in made:
		if row["rater"]:
			report.raters[row["rater"]].append(row["training_key"])
	return report


def _differs(stored: Mapping[str, Any], values: Mapping[str, Any], holder: str | None) -> bool:
	"""Whether a record has to be changed with its event: it waits as it was pulled, and is not moved onto a
	training that another record (`holder`) is about."""
	if stored["status"] != WAITING or not stored["follows_event"] or holder not in (None, stored["name"]):
		return False
	return any(stored[name] != values[name] for name in FOLLOWS)


def _present(
	employees: Iterable[str], events: Iterable[str], keys: Iterable[str]
) -> tuple[dict[tuple[str, str], frappe._dict], dict[str, str]]:
	"""The records of these people's events, locked so that an answer to them waits; and which records have
	these keys."""
	record = frappe.qb.DocType(RECORD)
	query = (
		frappe.qb.from_(record)
		.select(
			record.name,
			record.employee,
			record.event,
			record.status,
			record.follows_event,
			*(record[name] for name in FOLLOWS),
		)
		.where(record.employee.isin(sorted(employees)) & record.event.isin(sorted(events)))
		.orderby(record.name)
		.for_update()
	)
	of_event = {(row.event, row.employee): row for row in query.run(as_dict=True)}
	rows = frappe.get_all(
		RECORD,
		filters={"training_key": ["in", sorted(keys)]},
		fields=["name", "training_key"],
		order_by="name",
	)
	return of_event, {row.training_key: row.name for row in rows}


def _tell_raters(raters: Mapping[str, Sequence[str]]) -> None:
	"""One notice for each rater about all that waits for him."""
	if not raters:
		return
	users = notices.users_of(raters)
	first = {
		row.training_key: row.name
		for row in frappe.get_all(
			RECORD,
			filters={"training_key": ["in", [keys[0] for keys in raters.values()]]},
			fields=["name", "training_key"],
			order_by="name",
		)
	}
	about = {user: raters[employee] for employee, user in users.items()}

	def line(user: str) -> str:
		return _("Trainings from Frappe HR wait for your verification: {0}").format(len(about[user]))

	notices.store(
		notices.Notice(reader.user, text, RECORD, first[about[reader.user][0]])
		for reader, text in notices.lines(about, line)
		if about[reader.user][0] in first
	)
	frappe.db.commit()
