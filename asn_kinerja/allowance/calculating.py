"""Calculating the lines of an allowance sheet, as sets in a background job.

It may be repeated until the sheet is approved, killed and started again: there is one line per sheet and
employee (a unique index), what differs is changed, and who is no longer there loses his line.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, cint, cstr, get_last_day, getdate, now
from pypika import functions as fn

from asn_kinerja import bulk, jobs, people
from asn_kinerja.allowance import bases, sheets
from asn_kinerja.allowance import rules as allowance_rules
from asn_kinerja.attendance import discipline, frappe_hr, recaps
from asn_kinerja.credit.ledger import explained
from asn_kinerja.evaluation.seals import FINAL_STATE
from asn_kinerja.scoring import Predicate
from asn_kinerja.scoring.allowance import (
	AllowanceRules,
	Performance,
	allowance,
	held_since,
	paid_by,
	part_of,
	supplement,
	with_base,
)
from asn_kinerja.scoring.allowance_bases import GivenBase, Place, base_of, former_base, unknown_since

CHUNK = 500  # employees
UPDATED_AT_ONCE = 200
EVENT = "asn_allowance_sheet"
NOTHING = sheets.Before(Decimal(0), False)
POSITION = (
	*("asn_functional_level", "asn_golongan", "asn_position_since", "asn_golongan_since"),
	*("date_of_joining", "relieving_date"),
)
FOLLOWED = (
	*("title", "employee_name", "nip", "designation", "position_type", "golongan", "department", "company"),
	*("number", "rater", "rater_name", "base", "performance", "discipline", "amount", "left_out", "notes"),
	*("evaluation", "explanation"),
)


def enqueue(sheet: str) -> bool:
	"""Queue the calculation. False when it is waiting or running already: then nothing is added."""
	return jobs.enqueue_once(
		"asn_kinerja.allowance.calculating.run",
		job_id=f"asn_allowance::{sheet}",
		sheet=sheet,
		user=frappe.session.user,
	)


def run(sheet: str, user: str) -> None:
	"""The background job: calculate, tell the user how far it is and how it ended."""
	jobs.act_for(user)
	with jobs.telling_of_failure(EVENT, user, sheet=sheet):
		done = process(sheet, user)
	frappe.publish_realtime(EVENT, {"sheet": sheet, "done": True, "calculated": done}, user=user)


def process(sheet: str, user: str | None = None) -> bool:
	"""Calculate all lines; False when the sheet was approved, or given another rule or other bases by hand,
	meanwhile. Commits after each chunk, so that a killed job loses one chunk at most and other people's locks
	stay short."""
	frappe.db.commit()  # ends the read view: what is stored before the lock is granted must be seen
	open_for = _open(sheet)
	if not open_for:
		return False
	_rule, entered = open_for
	doc = frappe.get_doc(sheets.SHEET, sheet)
	month = getdate(doc.month)
	employees = frappe_hr.employees(doc.company, None, month)
	# between two chunks nothing is locked, and nobody may approve what is half of the one, half of the other
	frappe.db.set_value(sheets.SHEET, sheet, "calculated_on", None)
	frappe.db.commit()
	there: list[str] = []
	for start in range(0, len(employees), CHUNK):
		if _open(sheet) != open_for:
			return False
		there += _chunk(doc, month, employees[start : start + CHUNK], entered)
		frappe.db.commit()
		if user:
			progress = {"sheet": sheet, "count": start + CHUNK, "total": len(employees)}
			frappe.publish_realtime(EVENT, progress, user=user)
	if _open(sheet) != open_for:
		return False
	_remove_others(sheet, there)
	# a save would collide with somebody who has the form open
	frappe.db.set_value(sheets.SHEET, sheet, {"calculated_on": now(), **sheets.totals(sheet)})
	frappe.db.commit()
	return True


def _open(sheet: str) -> tuple[str, dict[str, GivenBase]] | None:
	"""The rule and the bases by hand by which it may be calculated, locked until the chunk is stored; None
	when it is approved, or deleted."""
	open_one = {"name": sheet, "status": sheets.DRAFT}
	rule = frappe.db.get_value(sheets.SHEET, open_one, "rule", for_update=True)
	return (rule, bases.by_hand(sheet)) if rule else None


def _chunk(sheet: Any, month: date, employees: Sequence[str], entered: Mapping[str, GivenBase]) -> list[str]:
	"""Calculate and store the lines of these employees; returns whose there are. `entered`: their bases by
	hand."""
	rule = allowance_rules.of(sheet.rule)
	last = getdate(get_last_day(month))
	headers = people.headers(employees)
	positions = {
		row.name: row
		for row in frappe.get_all(
			"Employee",
			filters={"name": ["in", list(employees)]},
			fields=["name", *POSITION],
			order_by="name",
		)
	}
	places = {employee: _place({**headers[employee], **positions[employee]}) for employee in headers}
	given = {**_former(sheet, month, rule, places, positions), **entered}
	results = results_of(employees, sheet.rule, month)
	attended = recaps.facts(employees, month, last)
	sanctioned = discipline.of_month(employees, month)
	paid = sheets.paid_elsewhere(sheet.company, month, employees)
	number = cint(sheet.number)
	before = sheets.approved_before(sheet.company, month, number, employees) if number > 1 else None
	lines = [
		{
			**headers[employee],
			"employee": employee,
			"sheet": sheet.name,
			"month": month,
			"number": number,
			"status": sheets.DRAFT,
			"line_key": sheets.line_key(sheet.name, employee),
			"title": sheets.title(headers[employee]["employee_name"], month, number),
			"golongan": positions[employee].asn_golongan,
			**values(
				rule,
				month,
				places[employee],
				positions[employee],
				given.get(employee),
				results.get(employee),
				attended.get(employee, ()),
				sanctioned.get(employee, ()),
				paid.get(employee),
				before and before.get(employee, NOTHING),
			),
		}
		for employee in employees
		if employee in headers
	]
	if before is not None:
		lines = [line for line in lines if _differs(line, before.get(line["employee"]))]
	if lines:
		_store(lines)
	return [line["employee"] for line in lines]


def _differs(line: Mapping[str, Any], before: sheets.Before | None) -> bool:
	"""Whether a supplementary sheet has a line of this person: where he is paid another amount than before;
	where the amount stays, but the result on which it rested was replaced; and where he still waits to be
	paid. Who was paid and is left out now keeps what he has."""
	if before and before.replaced:
		return True
	return not before if line["left_out"] else bool(line["amount"])


def values(
	rule: AllowanceRules,
	month: date,
	place: Place,
	person: Mapping[str, Any],
	given: GivenBase | None,
	result: Mapping[str, Any] | None,
	months: Sequence[Any],
	sanctions: Sequence[Any],
	paid: str | None = None,
	before: sheets.Before | None = None,
) -> dict[str, Any]:
	"""What a line says. `person`: his `POSITION`; who has no base in the rule, or had another one in the
	month, is left out by name unless another one is `given`, and so is who is `paid` by the sheet called so.
	`before`: what a supplementary sheet goes out from."""
	base = given or base_of(
		rule.bases,
		designation=place.designation,
		position_type=place.position_type,
		functional_level=place.functional_level,
		golongan=place.golongan,
	)
	joined = person["date_of_joining"]
	found = allowance(
		base.amount if base else None,
		_performance(result),
		months[0] if months else None,
		sanctions,
		rule,
		part_of(month, joined, person["relieving_date"]),
	)
	found = with_base(found, given) if given else held_since(found, month, rule.bases, place, joined)
	if paid:
		found = paid_by(paid, found)
	if before:
		found = supplement(found, before.amount)
	noted = (*found.remarks, *found.missing)
	return {
		"base": float(found.base),
		"performance": float(found.performance or 0),
		"discipline": float(found.discipline or 0),
		"amount": float(found.amount),
		"left_out": cint(found.left_out),
		"notes": "; ".join(_(step.rule).format(*step.values) for step in noted) or None,
		"evaluation": result["name"] if result else None,
		"explanation": explained(found.steps),
	}


def _place(person: Mapping[str, Any]) -> Place:
	"""`person`: header with `POSITION`."""
	return Place(
		designation=person["designation"] or "",
		position_type=person["position_type"] or "",
		functional_level=person["asn_functional_level"] or "",
		golongan=person["asn_golongan"] or "",
		position_since=person["asn_position_since"],
		golongan_since=person["asn_golongan_since"],
	)


def _former(
	sheet: Any,
	month: date,
	rule: AllowanceRules,
	places: Mapping[str, Place],
	positions: Mapping[str, Mapping[str, Any]],
) -> dict[str, GivenBase]:
	"""Employee -> the base by which he was paid before, where the one of the month is not known."""
	joined = {employee: positions[employee].date_of_joining for employee in places}
	unknown = [
		employee
		for employee, place in places.items()
		if unknown_since(month, rule.bases, place, joined[employee])
	]
	found = {
		employee: former_base(base, paid, month, rule.bases, places[employee], joined[employee])
		for employee, (paid, base) in bases.of_former_months(sheet, unknown).items()
	}
	return {employee: base for employee, base in found.items() if base}


def _performance(result: Mapping[str, Any] | None) -> Performance | None:
	if not result:
		return None
	return Performance(
		Decimal(cstr(result["score"])) if result["scored"] else None,
		Predicate(result["predicate"]) if result["predicate"] else None,
	)


def results_of(employees: Sequence[str], rule: str, month: date) -> dict[str, Mapping[str, Any]]:
	"""Employee -> the result that counts for a month by a rule: the newest that ended by the end of it, or
	the shortest period in which the month lies; of equal ones that which ended last. One query."""
	choice = allowance_rules.choice_of_result(rule)
	last = getdate(get_last_day(month))
	evaluation = frappe.qb.DocType(sheets.EVALUATION)
	query = (
		frappe.qb.from_(evaluation)
		.select(
			evaluation.name,
			evaluation.employee,
			evaluation.from_date,
			evaluation.to_date,
			evaluation.score,
			evaluation.scored,
			evaluation.predicate,
		)
		.where(evaluation.employee.isin(list(employees)) & (evaluation.docstatus == 1))
		.where(fn.Coalesce(evaluation.predicate, "") != "")
		.orderby(evaluation.employee, evaluation.name)
	)
	if choice["final_only"]:
		query = query.where(evaluation.workflow_state == FINAL_STATE)
	latest = choice["result_source"] == allowance_rules.LATEST
	if latest:
		query = query.where(evaluation.to_date <= last)
		if cint(choice["result_months"]):
			oldest = getdate(add_months(last, -cint(choice["result_months"])))
			query = query.where(evaluation.to_date >= oldest)
	else:
		query = query.where((evaluation.from_date <= last) & (evaluation.to_date >= month))
	found: dict[str, Mapping[str, Any]] = {}
	for row in query.run(as_dict=True):
		before = found.get(row.employee)
		if before is None or _rank(row, latest) > _rank(before, latest):
			found[row.employee] = row
	return found


def _rank(row: Mapping[str, Any], latest: bool) -> tuple[Any, ...]:
	length = -(row["to_date"] - row["from_date"]).days
	# of results that end together the longer one, which is that of the year, is the newer
	return (row["to_date"], -length) if latest else (length, row["to_date"])


def _store(lines: Sequence[Mapping[str, Any]]) -> None:
	"""Set queries instead of saves: all that a save would do to a line is done in `values`."""
	line = frappe.qb.DocType(sheets.LINE)
	stored = {
		row.line_key: row
		for row in frappe.qb.from_(line)
		.select(line.name, line.line_key, *(line[field] for field in FOLLOWED))
		.where(line.line_key.isin([row["line_key"] for row in lines]))
		.orderby(line.name)
		.run(as_dict=True)
	}
	bulk.insert(sheets.LINE, [row for row in lines if row["line_key"] not in stored])
	changed = {
		stored[row["line_key"]]["name"]: {field: row[field] for field in FOLLOWED}
		for row in lines
		if row["line_key"] in stored
		and any(_differ(stored[row["line_key"]][field], row[field]) for field in FOLLOWED)
	}
	names = list(changed)
	for start in range(0, len(names), UPDATED_AT_ONCE):
		bulk.update(sheets.LINE, {name: changed[name] for name in names[start : start + UPDATED_AT_ONCE]})
	for name in names:
		frappe.clear_document_cache(sheets.LINE, name)


def _differ(one: Any, other: Any) -> bool:
	if isinstance(other, float):
		return abs((one or 0) - other) > 1e-6
	return (one or None) != (other or None)


def _remove_others(sheet: str, employees: Sequence[str]) -> None:
	"""Lines of people who do not belong to the month any more, such as those who left, and on a supplementary
	sheet of those for whom nothing differs any more."""
	there = set(employees)
	rows = frappe.get_all(sheets.LINE, filters={"sheet": sheet}, fields=["name", "employee"], order_by="name")
	gone = [row.name for row in rows if row.employee not in there]
	if gone:
		frappe.db.delete(sheets.LINE, {"name": ["in", gone]})
