"""Work units, which are the Departments of ERPNext and form a tree."""

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
