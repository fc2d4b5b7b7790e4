"""Minutes of daily activities against the monthly duty, per employee or unit. Everybody with an approved plan
in the period has a row, also without any activity; whoever reads it sees only the people whom he sees (see
`asn_kinerja.access`)."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.utils import cint, get_first_day, get_last_day, getdate
from pypika import CustomFunction
from pypika import functions as fn
from pypika.queries import QueryBuilder
from pypika.terms import ValueWrapper

from asn_kinerja import access, units
from asn_kinerja.monitoring.progress import ACTIVITY, RETURNED, SUMS_INDEX, VERIFIED, WAITING
from asn_kinerja.reporting import (
	GREEN,
	RED,
	YELLOW,
	Answer,
	Row,
	counted,
	decimal,
	number,
	percent,
	shown,
	stacked,
	text,
)
from asn_kinerja.scoring import months_covered, typed

MOST_BARS = 30
MINUTES = {VERIFIED: "verified", WAITING: "waiting", RETURNED: "returned"}
NUMBERS = ("people", "entries", *MINUTES.values())
PLAN = "ASN Work Plan"


class Person(NamedTuple):
	"""An employee with the unit of today: `department` its record, `unit` its name."""

	name: str
	employee_name: str
	department: str | None
	unit: str | None


class Sum(NamedTuple):
	"""What activities of an employee come to; `month` is empty unless each month has its rows."""

	employee: str
	status: str
	unit: str | None
	month: str
	entries: int
	minutes: Decimal | None
	quantity: float | None


date_format = CustomFunction("DATE_FORMAT", ["date", "format"])


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (the total last), no message, chart, summary."""
	chosen = frappe._dict(filters or {})
	chosen.from_date = getdate(chosen.from_date or get_first_day(getdate()))
	chosen.to_date = getdate(chosen.to_date or get_last_day(getdate()))
	if chosen.from_date > chosen.to_date:
		frappe.throw(_("{0} must not be after {1}.").format(_("From Date"), _("To Date")))
	rows = summarised(chosen)
	if not rows:
		return columns(chosen), [], None, None, []
	total = add_up(rows, chosen)
	return columns(chosen), [*rows, total], None, chart(rows), summary(total)


def summarised(filters: frappe._dict) -> list[Row]:
	"""A row per employee or unit (and month), in the order of unit and name."""
	sums = sums_of(filters)
	people = people_of(filters, {found.employee for found in sums})
	months = months_of_period(filters)
	groups: dict[tuple[str, str], Row] = {}
	for person in people.values():
		for month in months:
			_row(groups, person, month, filters)["people"] += 1
	for found in sums:
		row = _row(groups, people[found.employee], found.month, filters)
		row["entries"] += found.entries
		row[MINUTES[found.status]] += int(found.minutes or 0)
		if found.status == VERIFIED and found.quantity:
			unit = found.unit or ""
			row["by_unit"][unit] = row["by_unit"].get(unit, 0) + Decimal(str(found.quantity))
	duty = monthly_duty()
	return [complete(row, duty * months[row["month"]]) for row in groups.values()]


def sums_of(filters: frappe._dict) -> list[Sum]:
	"""The activities that the reader sees, by employee, state, unit of measurement and, when each month has
	its rows, month. One query."""
	activity = frappe.qb.DocType(ACTIVITY)
	groups = [activity.employee, activity.status, activity.unit]
	month = date_format(activity.date, "%Y-%m") if filters.monthly else ValueWrapper("")
	query = (
		frappe.qb.from_(activity)
		# sorted by the groups and holding all that is asked: the database would rather look up every row
		.force_index(SUMS_INDEX)
		.select(*groups, month, fn.Count("*"), fn.Sum(activity.minutes), fn.Sum(activity.quantity))
		.where((activity.date >= filters.from_date) & (activity.date <= filters.to_date))
		.groupby(*groups, *([month] if filters.monthly else []))
	)
	return [Sum(*row) for row in _seen(query, ACTIVITY, filters).run()]


def people_of(filters: frappe._dict, active: set[str]) -> dict[str, Person]:
	"""Employee -> name and unit, in the order of unit and name: of those with an approved plan in the period
	that the reader sees, and of the `active`. Two queries."""
	plan, employee = frappe.qb.DocType(PLAN), frappe.qb.DocType("Employee")
	planned = (
		frappe.qb.from_(plan)
		.select(plan.employee)
		.where((plan.docstatus == 1) & (plan.workflow_state == "Approved"))
		.where((plan.from_date <= filters.to_date) & (plan.to_date >= filters.from_date))
	)
	query = _people().where(employee.name.isin(_seen(planned, PLAN, filters)))
	found = {row[0]: Person(*row) for row in query.run()}
	others = sorted(active - found.keys()) or [""]
	found |= {row[0]: Person(*row) for row in _people().where(employee.name.isin(others)).run()}
	order = sorted(found.values(), key=lambda person: (person.unit or "", person.employee_name, person.name))
	return {person.name: person for person in order}


def _people() -> QueryBuilder:
	"""A query over employees with the fields of `Person`."""
	employee, department = frappe.qb.DocType("Employee"), frappe.qb.DocType("Department")
	return (
		frappe.qb.from_(employee)
		.left_join(department)
		.on(department.name == employee.department)
		.select(employee.name, employee.employee_name, employee.department, department.department_name)
	)


def _seen(query: QueryBuilder, doctype: str, filters: frappe._dict) -> QueryBuilder:
	"""The filters, of which the unit is that of today as in the rows, and the row rule."""
	table, person = frappe.qb.DocType(doctype), frappe.qb.DocType("Employee")
	for field in ("company", "employee"):
		if value := filters.get(field):
			query = query.where(table[field] == value)
	if filters.department:
		members = frappe.qb.from_(person).select(person.name)
		query = query.where(
			table.employee.isin(members.where(person.department.isin(units.below(filters.department))))
		)
	criterion = access.row_criterion(doctype)
	return query if criterion is None else query.where(criterion)


def months_of_period(filters: frappe._dict) -> dict[str, Decimal]:
	"""Month ("2026-11") -> how much of it the period covers; one entry "" for the whole period unless each
	month has its rows."""
	if not cint(filters.monthly):
		return {"": months_covered(filters.from_date, filters.to_date)}
	months, day = {}, filters.from_date
	while day <= filters.to_date:
		last = min(getdate(get_last_day(day)), filters.to_date)
		months[f"{day:%Y-%m}"] = months_covered(day, last)
		day = last + timedelta(days=1)
	return months


def monthly_duty() -> int:
	return cint(frappe.db.get_single_value("ASN Performance Settings", "monthly_minutes"))


def _row(groups: dict[tuple[str, str], Row], person: Person, month: str, filters: frappe._dict) -> Row:
	unit = person.unit or _("Without a Work Unit")
	by_unit = filters.group == "Work Unit"
	key = (person.department or "" if by_unit else person.name, month)
	if key not in groups:
		groups[key] = dict.fromkeys(NUMBERS, 0) | {"unit": unit, "month": month, "by_unit": {}}
		if not by_unit:
			groups[key] |= {"employee": person.name, "employee_name": person.employee_name}
	return groups[key]


def complete(row: Row, duty: Decimal) -> Row:
	"""The row with its duty (minutes of all its people), the share of it and the quantities as text."""
	row["duty"] = int(duty * row["people"])
	row["share"] = percent(row["verified"], duty * row["people"])
	row["quantities"] = " · ".join(
		f"{typed(quantity)} {unit}".strip() for unit, quantity in sorted(row["by_unit"].items())
	)
	return row


def add_up(rows: Iterable[Row], filters: frappe._dict) -> Row:
	"""The total. Quantities are added per unit of measurement only; people once, however many months."""
	total: Row = dict.fromkeys((*NUMBERS, "duty"), 0) | {"bold": 1, "by_unit": {}}
	by_month: dict[str, int] = {}
	for row in rows:
		for field in ("entries", *MINUTES.values(), "duty"):
			total[field] += row[field]
		by_month[row["month"]] = by_month.get(row["month"], 0) + row["people"]
		for unit, quantity in row["by_unit"].items():
			total["by_unit"][unit] = total["by_unit"].get(unit, 0) + quantity
	duty = total["duty"]
	total = complete(total | {"people": 1}, Decimal(duty))
	total["people"] = max(by_month.values())
	total["unit" if filters.group == "Work Unit" else "employee_name"] = _("Total")
	return total


def columns(filters: frappe._dict) -> list[Row]:
	whom = [text("unit", _("Work Unit"), 220)]
	if filters.group == "Work Unit":
		whom.append(number("people", _("Employees"), 100))
	else:
		whom.insert(0, text("employee_name", _("Name"), 200))
	if cint(filters.monthly):
		whom.append(text("month", _("Month"), 90))
	return [
		*whom,
		number("entries", _("Activities"), 90),
		number("verified", _("Minutes Verified"), 130),
		number("waiting", _("Minutes Waiting"), 130),
		number("returned", _("Minutes Returned"), 130),
		number("duty", _("Duty in Minutes"), 130),
		decimal("share", _("Verified of the Duty (%)"), 170),
		text("quantities", _("Verified Quantities"), 260),
	]


def chart(rows: list[Row]) -> Row:
	"""Minutes by state: of each row while they are few, else of the units, else of the whole."""
	bars: dict[str, Row] = {}
	names = ("employee_name", "unit", "month")
	by = next((name for name in names if len({row.get(name) for row in rows}) <= MOST_BARS), "none")
	for row in rows:
		bar = bars.setdefault(str(row.get(by) or ""), dict.fromkeys(MINUTES.values(), 0))
		for field in MINUTES.values():
			bar[field] += row[field]
	labels = {"verified": _("Verified"), "waiting": _("Waiting"), "returned": _("Returned")}
	parts = {label: [bar[field] for bar in bars.values()] for field, label in labels.items()}
	return stacked(list(bars), parts, (GREEN, YELLOW, RED))


def summary(total: Row) -> list[Row]:
	return [
		counted(_("Activities"), total["entries"]),
		counted(_("Minutes Verified"), total["verified"]),
		counted(_("Minutes Waiting"), total["waiting"]),
		shown(_("Verified of the Duty (%)"), total["share"] or 0),
	]
