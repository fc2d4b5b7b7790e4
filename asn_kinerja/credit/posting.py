"""Conversion of final results into credit points, as sets: once a day, and when a manager asks for it.

Every final evaluation of a PNS in a functional position has one row, by a unique key, about the days on which
the present position was held (`asn_kinerja.credit.positions`); what was earned before it, a manager enters.
The row of a corrected result follows it, for both share the key. The row of a result that is final no more is
taken away; one that was entered by hand waits, for nobody else knows its level. Months count once: the result
of the year has those of its periods, an initial balance those before it (`scoring.credit.counted_months`). A
row keeps the level, the rank and the rule of the day on which it was made, until a manager withdraws it. The
job may be repeated, and killed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint
from pypika import functions as fn

from asn_kinerja import access, bulk, jobs, people
from asn_kinerja.credit import positions
from asn_kinerja.credit import rules as credit_rules
from asn_kinerja.credit.ledger import (
	COUNTED,
	FUNCTIONAL,
	PNS,
	POINT,
	POSITION,
	REPLACED,
	WITHDRAWN,
	explained,
	number,
	title,
)
from asn_kinerja.evaluation.seals import FINAL_STATE
from asn_kinerja.messages import escaped
from asn_kinerja.scoring import Predicate, round_half_up
from asn_kinerja.scoring.credit import (
	CreditRules,
	EntryKind,
	PeriodResult,
	counted_months,
	credit_points,
	exact_points,
)

EVALUATION, STAGE = "ASN Evaluation", "ASN Cycle Stage"
CHUNK = 500  # employees
UPDATED_AT_ONCE = 200
EVENT = "asn_credit_points"
NAMED = 50  # problems that are told
FOLLOWED = (
	"from_date",
	"to_date",
	"predicate",
	"annual",
	"months",
	"percent",
	"points",
	"status",
	"evaluation",
	"explanation",
)
# a row by hand whose result is not final: it counts nothing until the corrected one is
WAITING: Mapping[str, Any] = {
	"months": 0,
	"points": 0.0,
	"status": REPLACED,
	"predicate": None,
	"explanation": None,
}
Accepted = tuple[Mapping[str, Any], Mapping[str, Any]]  # a result, and its stored or new row


@dataclass(slots=True)
class Report:
	"""How many rows were made, changed and taken away, and who has none, with the reason."""

	made: int = 0
	changed: int = 0
	withdrawn: int = 0
	skipped: list[tuple[str, str]] = field(default_factory=list)


def enqueue() -> None:
	"""Scheduler event, daily: queue the job for all agencies, unless it is queued or running already."""
	jobs.enqueue_once(
		"asn_kinerja.credit.posting.process",
		job_id="asn_credit_points",
	)


@frappe.whitelist(methods=["POST"])
def post(company: str) -> bool:
	"""Queue the conversion of an agency's final results; False when this is on its way already.

	Who: performance managers who are permitted the agency."""
	if not frappe.db.exists("Company", company) or not access.is_manager_of(company, POINT):
		frappe.throw(
			_("Only a performance manager of {0} does this for many.").format(*escaped(company)),
			frappe.PermissionError,
		)
	return jobs.enqueue_once(
		"asn_kinerja.credit.posting.run",
		job_id=f"asn_credit_points::{company}",
		company=company,
		user=frappe.session.user,
	)


def run(company: str, user: str) -> None:
	"""The background job: convert, and tell the user how it ended."""
	jobs.act_for(user)
	with jobs.telling_of_failure(EVENT, user, company=company):
		report = process(company)
	frappe.publish_realtime(
		EVENT,
		{
			"company": company,
			"done": True,
			"made": report.made,
			"changed": report.changed,
			"withdrawn": report.withdrawn,
			"skipped": len(report.skipped),
			"reasons": [f"{name}: {reason}" for name, reason in report.skipped[:NAMED]],
		},
		user=user,
	)


def process(company: str | None = None) -> Report:
	"""Convert for everybody of the agency, or of all. Commits after each chunk, so that a killed job loses
	one chunk at most and other people's locks stay short."""
	report = Report()
	employees = _employees(company)
	frappe.db.commit()  # ends the read view: what another run stores before the lock is granted must be seen
	for start in range(0, len(employees), CHUNK):
		_chunk(employees[start : start + CHUNK], report)
		frappe.db.commit()
	return report


def convert(employee: str) -> Report:
	"""Convert for one person within a request, which has called `take_turn` first. Commits nothing, and
	leaves rows whose result is gone to the job: what a request has read may be older than they are."""
	report = Report()
	_chunk([employee], report, clear=False)
	return report


def take_turn() -> list[tuple[date, str]]:
	"""Wait until nobody else converts, and let the others wait until this transaction ends; before any row is
	stored, so that two do not wait for each other. The rules to convert by; empty when there are none."""
	rules = credit_rules.in_force()
	if rules:
		frappe.db.get_value(credit_rules.RULE, rules[-1][1], "name", for_update=True)
	return rules


def _employees(company: str | None) -> list[str]:
	"""PNS who have a final result in a functional position, and those who have rows."""
	evaluation, person = frappe.qb.DocType(EVALUATION), frappe.qb.DocType("Employee")
	query = (
		frappe.qb.from_(evaluation)
		.join(person)
		.on(person.name == evaluation.employee)
		.select(evaluation.employee)
		.distinct()
		.where((evaluation.docstatus == 1) & (evaluation.workflow_state == FINAL_STATE))
		.where((evaluation.position_type == FUNCTIONAL) & (person.asn_type == PNS))
	)
	filters: dict[str, Any] = {"kind": EntryKind.CONVERSION.value}
	if company:
		query = query.where(evaluation.company == company)
		filters["company"] = company
	rows = frappe.get_all(POINT, filters=filters, pluck="employee", distinct=True, order_by="employee")
	return sorted({*(name for (name,) in query.run()), *rows})


def _chunk(employees: Sequence[str], report: Report, clear: bool = True) -> None:
	rules = take_turn()
	if not rules:
		return
	persons = {
		row.name: row
		for row in frappe.get_all(
			"Employee",
			filters={"name": ["in", list(employees)]},
			fields=["name", "employee_name", *POSITION],
			order_by="name",
		)
	}
	results, stored, balances = _results(employees), _stored(employees), _balances(employees)
	table = cache(credit_rules.of)  # each rule is decoded once
	new: list[dict[str, Any]] = []
	changed: dict[str, dict[str, Any]] = {}
	gone: list[str] = []
	for employee in employees:
		mine = results.get(employee, [])
		rows = stored.get(employee, [])
		accepted: list[Accepted] = []
		left = {row["name"]: row for row in rows}
		for result in mine:
			own = [row for row in rows if positions.stage_key(row["point_key"]) == result["stage_key"]]
			accepted += [(result, row) for row in own if positions.days(result, row)]
			if positions.is_open(result, own):
				person = persons[employee]
				note = partial(_note, report, person["employee_name"])
				made = positions.position(person, result, own, rows, rules, table, note)
				accepted += [(result, made)] if made else []
		for base, values in _converted(accepted, balances.get(employee, {}), table):
			if "name" not in base:
				new.append({**base, **values, "employee": employee})
				continue
			del left[base["name"]]
			if any(_differ(base[name], values[name]) for name in FOLLOWED):
				changed[base["name"]] = {name: values[name] for name in FOLLOWED}
		for row in left.values() if clear else ():
			if not row["by_hand"]:
				gone.append(row["name"])
			elif any(_differ(row[name], value) for name, value in WAITING.items()):
				changed[row["name"]] = {name: row[name] for name in FOLLOWED} | WAITING
	_store(new, changed, gone)
	report.made += len(new)
	report.changed += len(changed)
	report.withdrawn += len(gone)


def _note(report: Report, employee_name: str, reason: str) -> None:
	report.skipped.append((employee_name, reason))


def _results(employees: Sequence[str]) -> dict[str, list[Mapping[str, Any]]]:
	"""Employee -> his final results in functional positions, by their days; one query."""
	evaluation, stage = frappe.qb.DocType(EVALUATION), frappe.qb.DocType(STAGE)
	names = ("name", "employee", "stage_key", "cycle", "stage_name", "from_date", "to_date", "predicate")
	query = (
		frappe.qb.from_(evaluation)
		.left_join(stage)
		.on(stage.name == evaluation.stage)
		.select(*(evaluation[name] for name in names), evaluation.designation, stage.stage_type)
		.where(evaluation.employee.isin(list(employees)) & (evaluation.docstatus == 1))
		.where((evaluation.workflow_state == FINAL_STATE) & (evaluation.position_type == FUNCTIONAL))
		.where(fn.Coalesce(evaluation.predicate, "") != "")
		.orderby(evaluation.employee, evaluation.from_date, evaluation.name)
	)
	found: dict[str, list[Mapping[str, Any]]] = {}
	for row in query.run(as_dict=True):
		found.setdefault(row.employee, []).append(row)
	return found


def _stored(employees: Sequence[str]) -> dict[str, list[Mapping[str, Any]]]:
	"""Employee -> the stored rows of his results, locked in the order of their names."""
	point = frappe.qb.DocType(POINT)
	kept = ("functional_level", "golongan", "rule", "coefficient", "by_hand")
	query = (
		frappe.qb.from_(point)
		.select(point.name, point.employee, point.point_key, *(point[name] for name in (*kept, *FOLLOWED)))
		.where(point.employee.isin(list(employees)) & (point.kind == EntryKind.CONVERSION.value))
		.where(point.status != WITHDRAWN)
		.orderby(point.name)
		.for_update()
	)
	found: dict[str, list[Mapping[str, Any]]] = {}
	for row in query.run(as_dict=True):
		found.setdefault(row.employee, []).append(row)
	return found


def _balances(employees: Sequence[str]) -> dict[str, dict[str, date]]:
	"""Employee -> level -> the day up to which an initial balance holds the points; one query."""
	found: dict[str, dict[str, date]] = {}
	for row in frappe.get_all(
		POINT,
		filters={
			"employee": ["in", list(employees)],
			"kind": EntryKind.INITIAL.value,
			"status": ["!=", WITHDRAWN],
		},
		fields=["employee", "functional_level", "to_date"],
		order_by="name",
	):
		found.setdefault(row.employee, {})[row.functional_level] = row.to_date
	return found


def _converted(
	accepted: Sequence[Accepted],
	balances: Mapping[str, date],
	table: Callable[[str], CreditRules],
) -> list[tuple[Mapping[str, Any], dict[str, Any]]]:
	"""Of each result its row and the values that follow from the result."""
	periods = [
		PeriodResult(
			*positions.days(result, base), Predicate(result["predicate"]), result["stage_type"] == "Annual"
		)
		for result, base in accepted
	]
	found = []
	counted = counted_months(periods, [balances.get(base["functional_level"]) for _result, base in accepted])
	for (result, base), period, months in zip(accepted, periods, counted, strict=True):
		earned = credit_points(months, period.predicate, base["functional_level"], table(base["rule"]))
		coefficient = number(base["coefficient"]) if "name" in base else earned.coefficient
		points = round_half_up(exact_points(months, earned.percent, coefficient))
		values = {
			"from_date": period.from_date,
			"to_date": period.to_date,
			"predicate": period.predicate.value,
			"annual": cint(period.annual),
			"months": months,
			"percent": float(earned.percent),
			"coefficient": float(coefficient),
			"points": float(points),
			"status": COUNTED if months else REPLACED,
			"evaluation": result["name"],
			"explanation": explained(earned.steps),
		}
		found.append((base, values))
	return found


def _differ(one: Any, other: Any) -> bool:
	if isinstance(other, float):
		return abs((one or 0) - other) > 1e-9
	return (one or None) != (other or None)


def _store(new: list[dict[str, Any]], changed: Mapping[str, dict[str, Any]], gone: Sequence[str]) -> None:
	"""Set queries instead of saves: all that a save would do to such a row is done here. What is gone is
	taken away first, for a key may come back."""
	if gone:  # the result it rests on is none any more
		frappe.db.delete(POINT, {"name": ["in", list(gone)]})
	headers = people.headers({row["employee"] for row in new})
	bulk.insert(
		POINT,
		[
			{
				**headers[row["employee"]],
				**row,
				"kind": EntryKind.CONVERSION.value,
				"title": title(headers[row["employee"]]["employee_name"], row["to_date"]),
			}
			for row in new
		],
	)
	names = list(changed)
	for start in range(0, len(names), UPDATED_AT_ONCE):
		some = {name: changed[name] for name in names[start : start + UPDATED_AT_ONCE]}
		bulk.update(POINT, some)
	for name in (*changed, *gone):
		frappe.clear_document_cache(POINT, name)
