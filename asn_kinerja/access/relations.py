"""Who is who: roles, and what a user is to the employee of a record."""

from collections.abc import Mapping

import frappe
from frappe.model.document import Document
from frappe.permissions import get_user_permissions

EMPLOYEE_ROLE = "ASN Employee"
RATER_ROLE = "ASN Rater"
SUPERIOR_ROLE = "ASN Rater Superior"
MANAGER_ROLE = "ASN Performance Manager"
AUDITOR_ROLE = "ASN Auditor"
ASSESSOR_ROLE = "ASN Assessor"

SELF, RATER, SUPERIOR, MANAGER, SYSTEM = "self", "rater", "superior", "manager", "system"
REVIEWER, ASSESSOR = "reviewer", "assessor"
ASSESSOR_ONLY = "Assessor"  # the procedure of a competency assessment without its employee and his superior
REVIEW, COMPETENCY = "ASN Behaviour Review", "ASN Competency Assessment"

# What a role of a workflow transition means for one document. Other roles, which an agency may add to the
# workflow, keep their plain Frappe meaning, but never let anyone act on his own record.
RELATION_OF_ROLE: Mapping[str, str] = {
	EMPLOYEE_ROLE: SELF,
	RATER_ROLE: RATER,
	SUPERIOR_ROLE: SUPERIOR,
	MANAGER_ROLE: MANAGER,
	ASSESSOR_ROLE: ASSESSOR,
}


def employee_of(user: str | None = None) -> frappe._dict | None:
	"""The Employee record (name, lft, rgt) of a user; None for a user who is no employee."""
	return frappe.db.get_value(
		"Employee",
		{"user_id": user or frappe.session.user},
		["name", "lft", "rgt"],
		as_dict=True,
		order_by="modified desc",
	)


def rater_of(employee: str | None) -> str | None:
	"""The rater (pejabat penilai kinerja): the delegated rater if one is set, else the direct superior.

	Source: PermenPAN-RB 6/2022, article 1."""
	if not employee:
		return None
	row = frappe.db.get_value("Employee", employee, ["asn_delegated_rater", "reports_to"])
	return (row[0] or row[1]) if row else None


def relations(doc: Document, user: str | None = None) -> frozenset[str]:
	"""What the user is to the employee of a guarded record: self, rater, superior (the rater's own rater),
	manager; `system` for Administrator. Nobody is a manager of himself. Of a behaviour review one may be the
	reviewer besides, about oneself too; of a competency assessment the assessor, never of himself: a manager
	is one where only an assessor judges, because he enters what an assessment centre has found."""
	user = user or frappe.session.user
	if user == "Administrator":
		return frozenset({SYSTEM})
	me = employee_of(user)
	found: set[str] = set()
	if me:
		if doc.doctype == REVIEW and doc.get("reviewer") == me.name:
			found.add(REVIEWER)
		if doc.get("employee") == me.name:
			return frozenset({SELF, *found})
		# of a new record only the employee is known; a rater that a client sends is not believed
		rater = rater_of(doc.get("employee")) if doc.is_new() else doc.get("rater")
		if doc.doctype == COMPETENCY and doc.get("assessor") == me.name:
			found.add(ASSESSOR)
		if rater and rater == me.name:
			found.add(RATER)
		elif rater and rater_of(rater) == me.name:
			found.add(SUPERIOR)
	if MANAGER_ROLE in frappe.get_roles(user) and company_permitted(doc, user):
		found.add(MANAGER)
		if doc.doctype == COMPETENCY and doc.get("procedure") == ASSESSOR_ONLY:
			found.add(ASSESSOR)
	return frozenset(found)


def sees_everyone(user: str | None = None) -> bool:
	"""Whether the row rule leaves out the Employee tree for this user (companies still count)."""
	user = user or frappe.session.user
	return user == "Administrator" or bool({MANAGER_ROLE, AUDITOR_ROLE} & set(frappe.get_roles(user)))


def permitted_companies(user: str, doctype: str) -> list[str]:
	"""Names of the companies the user is limited to; empty when he is not limited."""
	return [
		permission.get("doc")
		for permission in get_user_permissions(user).get("Company", [])
		if permission.get("applicable_for") in (None, "", doctype)
	]


def company_permitted(doc: Document, user: str) -> bool:
	companies = permitted_companies(user, doc.doctype)
	return not companies or doc.get("company") in companies or not doc.get("company")


def is_manager_of(company: str | None, doctype: str, user: str | None = None) -> bool:
	"""Whether the user is a performance manager who is permitted this company."""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	return MANAGER_ROLE in frappe.get_roles(user) and company_permitted(
		frappe._dict(doctype=doctype, company=company), user
	)
