"""Work units, which are the Departments of ERPNext and form a tree."""

from collections import defaultdict
from collections.abc import Iterable

import frappe
from pypika.queries import QueryBuilder


def below(department: str) -> QueryBuilder:
	"""The names of a unit and of all units below it, as a query to be used with `isin`."""
	unit, top = frappe.qb.DocType("Department"), frappe.qb.DocType("Department").as_("top")
	return (
		frappe.qb.from_(unit)
		.join(top)
		.on((unit.lft >= top.lft) & (unit.rgt <= top.rgt))
		.select(unit.name)
		.where(top.name == department)
	)


def at_or_above(units: Iterable[str]) -> dict[str, list[str]]:
	"""Each of these units with those above it, the nearest first; one query."""
	wanted = sorted(set(units))
	if not wanted:
		return {}
	chains: dict[str, list[str]] = defaultdict(list)
	for start, unit in _ancestors(wanted).run():
		chains[start].append(unit)
	return dict(chains)


def _ancestors(units: list[str]) -> QueryBuilder:
	unit, upper = frappe.qb.DocType("Department"), frappe.qb.DocType("Department").as_("upper")
	return (
		frappe.qb.from_(unit)
		.join(upper)
		.on((upper.lft <= unit.lft) & (upper.rgt >= unit.rgt))
		.select(unit.name, upper.name)
		.where(unit.name.isin(units))
		.orderby(unit.name)
		.orderby(upper.lft, order=frappe.qb.desc)
	)
