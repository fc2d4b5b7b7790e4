"""The predicate of a unit, who sets it, and the guide that follows from it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import frappe
from frappe.utils import cstr

from asn_kinerja import access, units
from asn_kinerja.scoring import Predicate
from asn_kinerja.scoring.distribution import Bound, Guide, OrganisationPredicate

RESULT, SETTINGS, RULE = "ASN Organisation Result", "ASN Performance Settings", "ASN Distribution Rule"


def guide() -> tuple[Guide, ...]:
	"""The agency's guide; one query."""
	rows = frappe.get_all(RULE, filters={"parent": SETTINGS}, fields=["*"], order_by="idx")
	return guide_from(rows)


def guide_from(rows: Iterable[Any]) -> tuple[Guide, ...]:
	"""Rows of the settings as the core takes them; rows that are not filled yet are left out."""
	return tuple(
		Guide(
			OrganisationPredicate(row.organisation_predicate),
			tuple(Predicate(name) for name in (row.predicate, row.other_predicate) if name),
			Bound(row.bound),
			Decimal(cstr(row.number or 0)),
		)
		for row in rows
		if row.organisation_predicate and row.predicate and row.bound
	)


def title(unit: str, stage_name: str) -> str:
	"""What the predicate of a unit, or of the agency, for a stage is called."""
	return f"{unit} - {stage_name}"


def results(cycle: str, stage_name: str) -> dict[str, OrganisationPredicate]:
	"""Unit ("" for the whole agency) -> its predicate for a stage; one query."""
	rows = frappe.get_all(
		RESULT,
		filters={"cycle": cycle, "stage_name": stage_name},
		fields=["department", "predicate"],
		order_by="name",
	)
	return {row.department or "": OrganisationPredicate(row.predicate) for row in rows}


def head_of(department: str) -> str | None:
	"""The active employee of a unit, or of the units below it, who has the most people below in the Employee
	tree: Departments of ERPNext name no head."""
	person = frappe.qb.DocType("Employee")
	query = (
		frappe.qb.from_(person)
		.select(person.name)
		.where((person.status == "Active") & person.department.isin(units.below(department)))
		.orderby(person.rgt - person.lft, order=frappe.qb.desc)
		.orderby(person.lft, person.name)
		.limit(1)
	)
	found = query.run()
	return found[0][0] if found else None


def may_set(company: str | None, department: str | None, user: str | None = None) -> bool:
	"""Whether the user sets the predicate of a unit: the superior of its head (the level above, SE MenPAN-RB
	3/2023), or a performance manager of the agency, unless he heads the unit himself. Of a whole agency only
	a manager records it: the level above is outside."""
	me = access.employee_of(user)
	head = head_of(department) if department else None
	if me and head == me.name:
		return False
	if access.is_manager_of(company, RESULT, user):
		return True
	return bool(me and head and access.rater_of(head) == me.name)
