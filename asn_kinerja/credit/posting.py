"""Conversion of final results into credit points, as sets: once a day, and when a manager asks for it.

Every final evaluation of a PNS in a functional position has one row, by a unique key; the row of a corrected
result follows it, for both share the key, and the row of a result that is final no more is taken away. Months
count once: the result of the year has those of its periods, an initial balance those before it
(`scoring.credit.counted_months`). A row keeps the level, the rank and the rule of the day on which it was
made. The job may be repeated, and killed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate
from pypika import functions as fn

from asn_kinerja import access, bulk, jobs, people
from asn_kinerja.credit import rules as credit_rules
from asn_kinerja.credit.ledger import (
	COUNTED,
	FUNCTIONAL,
	PNS,
	POINT,
	POSITION,
	REPLACED,
	check_rank,
	explained,
	number,
	rank_is_later,
	title,
)
from asn_kinerja.evaluation.seals import FINAL_STATE
from asn_kinerja.messages import escaped
from asn_kinerja.scoring import Predicate, ScoringError, round_half_up
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


def _chunk(employees: Sequence[str], report: Report) -> None:
	rules = credit_rules.in_force()
	if not rules:
		return
	# whoever converts at the same time waits here until this chunk is stored
	frappe.db.get_value(credit_rules.RULE, rules[-1][1], "name", for_update=True)
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
	for employee in employees:
		rows = stored.get(employee, {})
		accepted = []
		for result in results.get(employee, ()):
			base = rows.get(result["stage_key"]) or _position(persons[employee], result, rules, table, report)
			if base:
				accepted.append((result, base))
		for base, values in _converted(accepted, balances.get(employee, {}), table):
			if "name" not in base:
				new.append({**base, **values, "employee": employee})
			elif any(_differ(base[name], values[name]) for name in FOLLOWED):
				changed[base["name"]] = {name: values[name] for name in FOLLOWED}
	kept = {result["stage_key"] for rows in results.values() for result in rows}
	gone = [row["name"] for rows in stored.values() for key, row in rows.items() if key not in kept]
	_store(new, changed, gone)
	report.made += len(new)
	report.changed += len(changed)
	report.withdrawn += len(gone)


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


def _stored(employees: Sequence[str]) -> dict[str, dict[str, Mapping[str, Any]]]:
	"""Employee -> key -> the stored row of a result, locked in the order of their names."""
	point = frappe.qb.DocType(POINT)
	kept = ("functional_level", "golongan", "rule", "coefficient")
	query = (
		frappe.qb.from_(point)
		.select(point.name, point.employee, point.point_key, *(point[name] for name in (*kept, *FOLLOWED)))
		.where(point.employee.isin(list(employees)) & (point.kind == EntryKind.CONVERSION.value))
		.orderby(point.name)
		.for_update()
	)
	found: dict[str, dict[str, Mapping[str, Any]]] = {}
	for row in query.run(as_dict=True):
		found.setdefault(row.employee, {})[row.point_key] = row
	return found


def _balances(employees: Sequence[str]) -> dict[str, dict[str, date]]:
	"""Employee -> level -> the day up to which an initial balance holds the points; one query."""
	found: dict[str, dict[str, date]] = {}
	for row in frappe.get_all(
		POINT,
		filters={"employee": ["in", list(employees)], "kind": EntryKind.INITIAL.value},
		fields=["employee", "functional_level", "to_date"],
		order_by="name",
	):
		found.setdefault(row.employee, {})[row.functional_level] = row.to_date
	return found


def _position(
	person: Mapping[str, Any],
	result: Mapping[str, Any],
	rules: list[Any],
	table: Callable[[str], CreditRules],
	report: Report,
) -> dict[str, Any] | None:
	"""Level, rank and rule of a new row; None, noting why, for who cannot have one. The master knows the
	level and the rank of today only, so a result of a former one is left to an entry by hand."""

	def refuse(reason: str) -> None:
		report.skipped.append((person["employee_name"], reason))

	rule = credit_rules.on(result["to_date"], rules)
	if person["asn_type"] != PNS:
		return refuse(_("only PNS have credit points"))
	if not rule:
		return refuse(_("no rule was in force at the end of {0}").format(result["stage_name"]))
	moved = person["asn_position_since"] and getdate(person["asn_position_since"]) > result["to_date"]
	if person["asn_position_type"] != FUNCTIONAL or (
		moved and (person["designation"] or "") != (result["designation"] or "")
	):
		return refuse(
			_("{0} was in a former position: enter its points by hand").format(result["stage_name"])
		)
	if rank_is_later(person, result["to_date"]):
		return refuse(_("{0} was in a former rank: enter its points by hand").format(result["stage_name"]))
	try:
		check_rank(person["asn_functional_level"] or "", person["asn_golongan"] or "", table(rule))
	except ScoringError as error:
		return refuse(error.text(_, _("Employee")))
	return {
		"functional_level": person["asn_functional_level"],
		"golongan": person["asn_golongan"],
		"rule": rule,
		"point_key": result["stage_key"],
		"cycle": result["cycle"],
		"stage_name": result["stage_name"],
	}


def _converted(
	accepted: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
	balances: Mapping[str, date],
	table: Callable[[str], CreditRules],
) -> list[tuple[Mapping[str, Any], dict[str, Any]]]:
	"""Of each result its row and the values that follow from the result."""
	periods = [
		PeriodResult(
			result["from_date"],
			result["to_date"],
			Predicate(result["predicate"]),
			result["stage_type"] == "Annual",
		)
		for result, _base in accepted
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
