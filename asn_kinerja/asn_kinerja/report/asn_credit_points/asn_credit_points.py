"""Credit points of the PNS in functional positions: total, next rank and level, when they are reached at the
present pace, who may be proposed and why not. Whoever reads it sees only the people whom he sees (see
`asn_kinerja.access`), and of them the whole ledger."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate
from pypika import functions as fn

from asn_kinerja import access, units
from asn_kinerja.credit.ledger import FUNCTIONAL, PNS, POINT, Account, accounts
from asn_kinerja.reporting import (
	GREEN,
	IS_EMPLOYEE,
	YELLOW,
	Answer,
	Row,
	counted,
	day,
	decimal,
	person,
	stacked,
	text,
)


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (a person each), message, chart of the levels, summary."""
	chosen = frappe._dict(filters or {})
	today = getdate(chosen.on)
	people = people_of(chosen)
	found = accounts(people, today) if frappe.has_permission(POINT, "read") else {}
	rows = [row_of(one, found[one["name"]]) for one in people if one["name"] in found]
	if chosen.eligible:
		rows = [row for row in rows if row["may_be_proposed"]]
	message = None if found or not people else _("No rule of credit points is in force on this day.")
	return columns(), rows, message, chart(rows), summary(rows)


def people_of(filters: frappe._dict) -> list[Row]:
	"""The active PNS in functional positions whom the reader sees; one query."""
	employee, unit = frappe.qb.DocType("Employee"), frappe.qb.DocType("Department")
	query = (
		frappe.qb.from_(employee)
		.left_join(unit)
		.on(unit.name == employee.department)
		.select(
			employee.name,
			employee.employee_name,
			unit.department_name.as_("unit"),
			employee.asn_functional_level,
			employee.asn_golongan,
			employee.asn_golongan_since,
		)
		.where((employee.status == "Active") & (employee.asn_type == PNS))
		.where(employee.asn_position_type == FUNCTIONAL)
		.where(fn.Coalesce(employee.asn_functional_level, "") != "")
		.orderby(unit.department_name, employee.employee_name, employee.name)
	)
	if filters.company:
		query = query.where(employee.company == filters.company)
	if filters.department:
		query = query.where(employee.department.isin(units.below(filters.department)))
	if filters.employee:
		query = query.where(employee.name == filters.employee)
	criterion = access.people_criterion(employee)
	if criterion is not None:
		query = query.where(criterion)
	return query.run(as_dict=True)


def row_of(one: Row, account: Account) -> Row:
	row: Row = {
		**IS_EMPLOYEE,
		"employee": one["name"],
		"employee_name": one["employee_name"],
		"unit": one["unit"],
		"functional_level": one["asn_functional_level"],
		"golongan": one["asn_golongan"],
		"of_year": float(account.of_year),
		"may_be_proposed": False,
		"eligible": _("No"),
		"reasons": account.problem,
	}
	standing = account.standing
	if not standing:
		return row
	row |= {
		"total": float(standing.total),
		"may_be_proposed": standing.eligible,
		"eligible": _("Yes") if standing.eligible else _("No"),
		"reasons": "; ".join(_(step.rule).format(*map(_, step.values)) for step in standing.reasons),
	}
	for name, target in (("rank", standing.rank), ("level", standing.level)):
		if target:
			row |= {
				name: target.name,
				f"{name}_points": float(target.points),
				f"{name}_missing": float(target.missing),
				f"{name}_on": target.on,
			}
	return row


def columns() -> list[Row]:
	return [
		person("employee", _("Employee")),
		text("employee_name", _("Name"), 170),
		text("unit", _("Work Unit"), 150),
		text("functional_level", _("Functional Level"), 110),
		text("golongan", _("Golongan"), 80),
		decimal("total", _("Total in the Level"), 110),
		decimal("of_year", _("This Year"), 90),
		text("rank", _("Next Rank"), 90),
		decimal("rank_points", _("Points for It"), 100),
		decimal("rank_missing", _("Missing"), 90),
		day("rank_on", _("Expected On"), 110),
		text("level", _("Next Level"), 110),
		decimal("level_missing", _("Missing to the Level"), 110),
		day("level_on", _("Level Expected On"), 120),
		text("eligible", _("May Be Proposed"), 110),
		text("reasons", _("Why Not Yet"), 320),
	]


def chart(rows: list[Row]) -> Row | None:
	"""People of each level, by whether they may be proposed for the next rank."""
	levels = list(dict.fromkeys(row["functional_level"] for row in rows))
	if not levels:
		return None

	def people(level: str, proposed: bool) -> int:
		return sum(row["functional_level"] == level and row["may_be_proposed"] is proposed for row in rows)

	parts = {
		_("May Be Proposed"): [people(level, True) for level in levels],
		_("Not Yet"): [people(level, False) for level in levels],
	}
	return stacked(levels, parts, (GREEN, YELLOW))


def summary(rows: list[Row]) -> list[Row]:
	return [
		counted(_("People"), len(rows)),
		counted(_("May Be Proposed"), sum(row["may_be_proposed"] for row in rows), "Green"),
	]
