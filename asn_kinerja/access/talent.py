"""Who sees the talent maps themselves; the placements in them follow the row rule.

Managers and auditors see those of their permitted companies, everybody else the published ones of his agency.
"""

import frappe
from frappe.model.document import Document
from pypika.terms import Criterion

from asn_kinerja.access.relations import employee_of, is_manager_of, permitted_companies, sees_everyone
from asn_kinerja.access.rows import as_condition

TALENT_MAP = "ASN Talent Map"
READING = frozenset({"read", "select", "print", "email", "report", "export"})


def talent_map_criterion(user: str | None = None) -> Criterion | None:
	"""The maps that the user sees, as a criterion on `frappe.qb.DocType(TALENT_MAP)`; None when all."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	talent_map = frappe.qb.DocType(TALENT_MAP)
	criterion = None
	if not sees_everyone(user):
		me = employee_of(user)
		if not me:
			return talent_map.name.isnull()
		company = frappe.db.get_value("Employee", me.name, "company")
		criterion = (talent_map.status == "Published") & (talent_map.company == company)
	if companies := permitted_companies(user, TALENT_MAP):
		permitted = talent_map.company.isin(companies)
		criterion = permitted if criterion is None else criterion & permitted
	return criterion


def talent_map_condition(user: str | None = None, **kwargs: object) -> str:
	"""Hook `permission_query_conditions` for talent maps."""
	return as_condition(talent_map_criterion(user))


def has_talent_map_permission(
	doc: Document, ptype: str | None = "read", user: str | None = None, **kwargs: object
) -> bool:
	"""Hook `has_permission` for talent maps: managers of the agency write drafts, whoever sees it reads."""
	user = user or frappe.session.user
	if doc.is_new() or ptype == "create":
		return is_manager_of(doc.get("company"), TALENT_MAP, user)
	criterion = talent_map_criterion(user)
	if criterion is not None:
		table = frappe.qb.DocType(TALENT_MAP)
		query = frappe.qb.from_(table).select(table.name).where((table.name == doc.name) & criterion)
		if not query.run():
			return False
	if ptype in READING:
		return True
	company = frappe.db.get_value(TALENT_MAP, doc.name, "company")
	return ptype in ("write", "delete") and is_manager_of(company, TALENT_MAP, user)
