"""Opening competency assessments for many people of a cycle, made as sets in a background job.

It may be repeated, killed and started again: what exists is passed over, and one assessment per employee and
period is a unique index. A chunk is stored whole or not at all. Who gets none, and why, can be asked at any
time (`survey`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime
from pypika.terms import Criterion

from asn_kinerja import bulk, jobs, people, units
from asn_kinerja.competency import parts, rules, standards, starting, telling
from asn_kinerja.competency.assessed import ASSESSMENT
from asn_kinerja.messages import escaped

CHUNK = 500
SHOWN = 200  # people named in a report; the rest is counted
EVENT = "asn_competency_opening"

Header = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
	"""What to open. `stage_name` empty: the whole cycle; `designations` empty: all; `department`: with those
	below it; `assessor`: of all of them, or named later."""

	cycle: str
	procedure: str
	stage_name: str = ""
	designations: tuple[str, ...] = ()
	department: str = ""
	assessor: str = ""


@dataclass(slots=True)
class Report:
	"""`made`: new assessments, or those that would be made; `present`: people who have one; `skipped`: people
	without one, with the reason (HTML). Of the new ones: `asked`, the names of those that begin with the
	assessor who was asked for, and `unassigned`, the people (HTML) who cannot have him."""

	made: int = 0
	present: int = 0
	skipped: list[dict[str, str]] = field(default_factory=list)
	asked: list[str] = field(default_factory=list)
	unassigned: list[str] = field(default_factory=list)

	def add(self, other: "Report") -> None:
		self.made += other.made
		self.present += other.present
		self.skipped += other.skipped
		self.asked += other.asked
		self.unassigned += other.unassigned

	def shown(self) -> dict[str, Any]:
		return {
			"made": self.made,
			"present": self.present,
			"skipped": len(self.skipped),
			"reasons": self.skipped[:SHOWN],
			"unassigned": len(self.unassigned),
			"without_assessor": self.unassigned[:SHOWN],
		}


def enqueue(request: Request) -> bool:
	"""Queue the opening. False when the same one is waiting or running already; nothing is added."""
	asked = sha256(repr(request).encode()).hexdigest()[:16]
	return jobs.enqueue_once(
		"asn_kinerja.competency.opening.run",
		job_id=f"asn_open_competency::{request.cycle}::{asked}",
		request=asdict(request),
		user=frappe.session.user,
	)


def run(request: dict[str, Any], user: str) -> None:
	"""The background job: open them, tell the user how far it is and how it ended."""
	jobs.act_for(user)  # the reasons are in his language
	wanted = Request(**{**request, "designations": tuple(request["designations"])})
	with jobs.telling_of_failure(EVENT, user, cycle=wanted.cycle):
		report = open_many(wanted, user)
	told = {"cycle": wanted.cycle, "done": True, **report.shown()}
	frappe.publish_realtime(EVENT, told, user=user)


def survey(request: Request) -> Report:
	"""What an opening would make, and who would be passed over; changes nothing."""
	report, rule = Report(), rules.newest()
	for names in _chunks(_people(request)):
		missing = _without(request, names, report)
		report.made += len(_made_of(request, missing, rule, report))
	return report


def open_many(request: Request, user: str | None = None) -> Report:
	"""Make the missing assessments. Commits after each chunk, so that a killed job loses one chunk at most
	and other people's locks stay short."""
	names = _people(request)
	# ends the read view: what another opening stores before the lock below is granted must be seen
	frappe.db.commit()
	report, done = Report(), 0
	for chunk in _chunks(names):
		report.add(jobs.again_on_duplicate(partial(_open_chunk, request, chunk)))
		frappe.db.commit()
		done += len(chunk)
		if user:
			progress = {"cycle": request.cycle, "count": done, "total": len(names)}
			frappe.publish_realtime(EVENT, progress, user=user)
	if report.asked:
		telling.asked_many(request.assessor, report.asked)
		frappe.db.commit()
	return report


def _open_chunk(request: Request, names: list[str]) -> Report:
	report = Report()
	# whoever opens the same cycle at the same time waits here until this chunk is stored
	frappe.db.get_value("ASN Performance Cycle", request.cycle, "name", for_update=True)
	missing = _without(request, names, report)
	new = _made_of(request, missing, rules.newest(), report)
	stored = bulk.insert_documents(ASSESSMENT, new)
	report.made += len(new)
	if parts.PATHS[request.procedure][0] == parts.SELF_ASSESSMENT:
		telling.started_many(zip(stored, (row["employee"] for row in new), strict=True))
	else:
		report.asked += [name for name, row in zip(stored, new, strict=True) if row.get("assessor")]
	return report


def _people(request: Request) -> list[str]:
	"""Active civil servants of the cycle's agency in these positions and units, in a stable order."""
	person = frappe.qb.DocType("Employee")
	company = frappe.db.get_value("ASN Performance Cycle", request.cycle, "company")
	wanted: Criterion = (person.company == company) & (person.status == "Active")
	wanted = wanted & person.asn_type.isin(("PNS", "PPPK"))
	if request.designations:
		wanted = wanted & person.designation.isin(request.designations)
	if request.department:
		wanted = wanted & person.department.isin(units.below(request.department))
	rows = frappe.qb.from_(person).select(person.name).where(wanted).orderby(person.name).run()
	return [name for (name,) in rows]


def _chunks(names: list[str]) -> Iterator[list[str]]:
	return (names[start : start + CHUNK] for start in range(0, len(names), CHUNK))


def _without(request: Request, names: Iterable[str], report: Report) -> list[str]:
	"""Those who have none for this period."""
	keys = {starting.key(name, request.cycle, request.stage_name, None): name for name in names}
	present = frappe.get_all(
		ASSESSMENT,
		filters={"assessment_key": ["in", list(keys)]},
		pluck="assessment_key",
		order_by="assessment_key",
	)
	report.present += len(present)
	return [name for key, name in keys.items() if key not in set(present)]


def _made_of(
	request: Request, missing: Iterable[str], rule: str | None, report: Report
) -> list[dict[str, Any]]:
	"""New assessments with their rows, for those who can have one; the others are noted with the reason."""
	headers = people.headers(missing)
	company = frappe.db.get_value("ASN Performance Cycle", request.cycle, "company")
	found = standards.of_positions({header["designation"] for header in headers.values()}, company)
	needs_rater = parts.SUPERIOR in parts.parties(request.procedure)
	common = {
		"cycle": request.cycle,
		"stage_name": request.stage_name or None,
		"procedure": request.procedure,
		"rule": rule,
		"workflow_state": parts.PATHS[request.procedure][0],
		"waiting_since": now_datetime(),
	}
	made = []
	for employee in missing:
		header = headers.get(employee)
		if not header:
			reason = _("{0} is not recorded as PNS or PPPK any more.").format(*escaped(employee))
			report.skipped.append({"employee": employee, "name": employee, "reason": reason})
			continue
		standard = found.get(header["designation"])
		if reason := starting.why_not(header, standard, needs_rater=needs_rater):
			report.skipped.append({"employee": employee, "name": header["employee_name"], "reason": reason})
			continue
		assessor = _assessor(request, employee, header)
		if request.assessor and not assessor and request.procedure != parts.SELF_AND_SUPERIOR:
			report.unassigned.append(escaped(header["employee_name"])[0])
		made.append(
			{
				**common,
				**_columns(header),
				**assessor,
				**starting.from_standard(standard),
				**starting.named(employee, header["employee_name"], request.cycle, request.stage_name, None),
				"employee": employee,
			}
		)
	return made


def _columns(header: Header) -> Header:
	wanted = ("employee_name", "designation", "department", "company", "rater", "rater_name")
	return {column: header[column] for column in wanted}


def _assessor(request: Request, employee: str, header: Header) -> Header:
	"""The assessor of all, but not of himself, nor of those whose superior he is."""
	of_his_own = employee == request.assessor or (
		header["rater"] == request.assessor and request.procedure == parts.THREE_PARTIES
	)
	if not request.assessor or of_his_own or request.procedure == parts.SELF_AND_SUPERIOR:
		return {}
	name = frappe.get_cached_value("Employee", request.assessor, "employee_name")
	return {"assessor": request.assessor, "assessor_name": name}
