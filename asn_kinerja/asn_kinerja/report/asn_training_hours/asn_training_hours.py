"""Training hours (JP) of a calendar year by form, against the duty of PNS; of PPPK the regulation names a
maximum, which is no duty. Everybody has a row, also without any training; whoever reads it sees only the
people whom he sees (see `asn_kinerja.access`).

The hours of a person are those of all his verified records: a new rater sees the records that the one before
him verified in this sum only.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint
from pypika import functions as fn

from asn_kinerja import access, units
from asn_kinerja.development import duty
from asn_kinerja.reporting import (
	GREEN,
	IS_EMPLOYEE,
	ORANGE,
	Answer,
	Row,
	counted,
	decimal,
	number,
	per_unit,
	percent,
	person,
	plain,
	shown,
	stacked,
	text,
)
from asn_kinerja.scoring import DutyStatus

MOST_BARS = 30  # units
NAMED_ONE_BY_ONE = 1000  # people
ZERO = Decimal(0)
HOURS = ("classical", "non_classical", "done", "waiting")
COUNTS = ("people", "with_duty", "met", "below", "above")


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (the total last), a note on PPPK, chart, summary.

	Filters: company, year (default: this one), department (with the units below it), show ("people" or
	"units"), only_below."""
	chosen = frappe._dict(filters or {})
	chosen.year = duty.calendar_year(chosen.year)
	people = per_person(chosen)
	by_unit = chosen.show == "units"
	if cint(chosen.only_below):
		people = [row for row in people if row["below"]]
	rows = per_unit(people, add_up) if by_unit else people
	if not rows:
		return columns(by_unit), [], None, None, []
	total = add_up(people, {"unit" if by_unit else "employee_name": _("Total"), "bold": 1})
	return columns(by_unit), plain([*rows, total]), note(people), chart(people), summary(total)


def per_person(filters: frappe._dict) -> list[Row]:
	"""A row for everybody whom the reader sees, in the order of unit and name; three queries."""
	employees = _people(filters)
	names = [row.name for row in employees] if len(employees) <= NAMED_ONE_BY_ONE else None
	hours, bounds = duty.hours_of(names, filters.year), duty.bounds()
	standings = duty.labels()
	rows = []
	for one in employees:
		own = hours.get(one.name, duty.Hours())
		progress = bounds.progress(one.asn_type, own.done)
		has_duty = progress.is_duty and bool(progress.bound)
		rows.append(
			{
				**IS_EMPLOYEE,
				"employee": one.name,
				"employee_name": one.employee_name,
				"unit": one.department_name or _("Without a Work Unit"),
				"department": one.department or "",
				"asn_type": one.asn_type,
				"classical": own.classical,
				"non_classical": own.non_classical,
				"done": own.done,
				"waiting": own.waiting,
				"duty": progress.bound if has_duty else None,
				"maximum": progress.bound if not progress.is_duty and progress.bound else None,
				"remaining": progress.remaining if has_duty else None,
				"share": None if progress.percent is None else float(progress.percent),
				"standing": standings[progress.status],
				"people": 1,
				"with_duty": int(has_duty),
				"met": int(progress.status is DutyStatus.MET),
				"below": int(progress.status is DutyStatus.BELOW),
				"above": int(progress.status is DutyStatus.ABOVE),
			}
		)
	return rows


def _people(filters: frappe._dict) -> list[frappe._dict]:
	"""Active ASN of the chosen agency and unit."""
	employee, unit = frappe.qb.DocType("Employee"), frappe.qb.DocType("Department")
	query = (
		frappe.qb.from_(employee)
		.left_join(unit)
		.on(unit.name == employee.department)
		.select(
			employee.name,
			employee.employee_name,
			employee.asn_type,
			employee.department,
			unit.department_name,
		)
		.where((employee.status == "Active") & (fn.Coalesce(employee.asn_type, "") != ""))
		.orderby(unit.department_name, employee.employee_name, employee.name)
	)
	if filters.company:
		query = query.where(employee.company == filters.company)
	if filters.department:
		query = query.where(employee.department.isin(units.below(filters.department)))
	criterion = access.people_criterion(employee)
	return (query if criterion is None else query.where(criterion)).run(as_dict=True)


def add_up(people: Iterable[Row], label: Row) -> Row:
	"""Sums; the duty of all who have one, and what is missing to it person by person: what one has done
	beyond his duty does not do another's."""
	total: Row = dict.fromkeys(HOURS, ZERO) | dict.fromkeys(COUNTS, 0)
	missing = needed = ZERO
	for row in people:
		for field in (*HOURS, *COUNTS):
			total[field] += row[field]
		needed += row["duty"] or ZERO
		missing += row["remaining"] or ZERO
	return {
		**total,
		**label,
		"duty": needed or None,
		"remaining": missing if needed else None,
		"mean": float(total["done"] / total["people"]) if total["people"] else None,
		"share": percent(total["met"], total["with_duty"]),
	}


def columns(by_unit: bool) -> list[Row]:
	hours = [
		decimal("classical", _("Classical (JP)"), 110),
		decimal("non_classical", _("Non-Classical (JP)"), 130),
		decimal("done", _("Done (JP)"), 110),
		decimal("waiting", _("Waiting (JP)"), 120),
	]
	if by_unit:
		return [
			text("unit", _("Work Unit"), 240),
			number("people", _("People"), 90),
			*hours,
			decimal("mean", _("Per Person"), 110),
			number("with_duty", _("With a Duty (PNS)"), 140),
			number("met", _("Duty Met"), 120),
			number("below", _("Below the Duty"), 140),
			decimal("share", _("Duty Met (%)"), 140),
			decimal("remaining", _("Missing (JP)"), 110),
		]
	return [
		person("employee", _("Employee")),
		text("employee_name", _("Name"), 190),
		text("unit", _("Work Unit"), 190),
		text("asn_type", _("ASN Type"), 90),
		*hours,
		decimal("duty", _("Duty (JP)"), 110),
		decimal("remaining", _("Missing (JP)"), 110),
		decimal("maximum", _("Maximum (JP)"), 120),
		decimal("share", _("Share (%)"), 100),
		text("standing", _("Standing"), 170),
	]


def note(people: Iterable[Row]) -> str | None:
	if not any(row["maximum"] for row in people):
		return None
	return _("PPPK have no duty of training: what the regulation names for them is a yearly maximum.")


def chart(people: Iterable[Row]) -> Row | None:
	"""PNS of each unit who have met the duty, and who have not; of all together where units are many."""
	bars: dict[str, dict[str, int]] = {}
	for row in people:
		if row["with_duty"]:
			bar = bars.setdefault(row["unit"], {"met": 0, "below": 0})
			bar["met"] += row["met"]
			bar["below"] += row["below"]
	if len(bars) > MOST_BARS:
		bars = {_("Total"): {field: sum(bar[field] for bar in bars.values()) for field in ("met", "below")}}
	if not bars:
		return None
	parts = {
		_("Met"): [bar["met"] for bar in bars.values()],
		_("Below"): [bar["below"] for bar in bars.values()],
	}
	return stacked(list(bars), parts, (GREEN, ORANGE))


def summary(total: Row) -> list[Row]:
	return [
		counted(_("People"), total["people"]),
		shown(_("Done (JP)"), total["done"]),
		counted(_("With a Duty (PNS)"), total["with_duty"]),
		counted(_("Below the Duty"), total["below"], "orange" if total["below"] else "green"),
		shown(_("Duty Met (%)"), total["share"]),
		counted(_("Above the Maximum (PPPK)"), total["above"]),
	]
