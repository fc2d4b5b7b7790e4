"""Who sees the surveys of public satisfaction, and who their answers.

They are records about a service, not about an employee: managers and auditors see those of their permitted
companies, leaders the surveys (never single answers) of the units of their people. Citizens come by the
public page only (`asn_kinerja.satisfaction.page`), which asks nothing here.
"""

from collections.abc import Callable

import frappe
from frappe.model.document import Document
from pypika.terms import Criterion

from asn_kinerja.access.relations import employee_of, is_manager_of, permitted_companies, sees_everyone
from asn_kinerja.access.rows import as_condition

SURVEY, RESPONSE = "ASN Satisfaction Survey", "ASN Survey Response"
READING = frozenset({"read", "select", "print", "email", "report", "export"})


def survey_criterion(user: str | None = None) -> Criterion | None:
	"""The surveys that the user sees, as a criterion on `frappe.qb.DocType(SURVEY)`; None when all of
	them."""
	user = user or frappe.session.user
	survey = frappe.qb.DocType(SURVEY)
	criterion = None
	if not sees_everyone(user):
		me = employee_of(user)
		if not me or (me.rgt or 0) - (me.lft or 0) < 2:  # leads nobody
			return survey.name.isnull()
		person = frappe.qb.DocType("Employee")
		criterion = survey.department.isin(
			frappe.qb.from_(person)
			.select(person.department)
			.where((person.lft >= me.lft) & (person.rgt <= me.rgt) & person.department.isnotnull())
		)
	return _of_companies(SURVEY, criterion, user)


def response_criterion(user: str | None = None) -> Criterion | None:
	"""The single answers that the user sees: managers and auditors only; None when all of them."""
	user = user or frappe.session.user
	if not sees_everyone(user):
		return frappe.qb.DocType(RESPONSE).name.isnull()
	return _of_companies(RESPONSE, None, user)


def _of_companies(doctype: str, criterion: Criterion | None, user: str) -> Criterion | None:
	if user == "Administrator" or not (companies := permitted_companies(user, doctype)):
		return criterion
	permitted = frappe.qb.DocType(doctype).company.isin(companies)
	return permitted if criterion is None else criterion & permitted


def survey_condition(user: str | None = None, **kwargs: object) -> str:
	"""Hook `permission_query_conditions` for surveys."""
	return as_condition(survey_criterion(user))


def survey_response_condition(user: str | None = None, **kwargs: object) -> str:
	"""Hook `permission_query_conditions` for single answers."""
	return as_condition(response_criterion(user))


def _row_condition(doctype: str) -> Callable[..., str]:
	"""The same for the rows of a survey: those of the surveys that the user sees."""

	def condition(user: str | None = None, **kwargs: object) -> str:
		criterion = survey_criterion(user)
		if criterion is None:
			return ""
		survey = frappe.qb.DocType(SURVEY)
		seen = frappe.qb.from_(survey).select(survey.name).where(criterion)
		return as_condition(frappe.qb.DocType(doctype).parent.isin(seen))

	return condition


survey_element_condition = _row_condition("ASN Survey Element")
survey_officer_condition = _row_condition("ASN Survey Officer")
survey_grade_condition = _row_condition("ASN Survey Grade")


def has_survey_permission(
	doc: Document, ptype: str | None = "read", user: str | None = None, **kwargs: object
) -> bool:
	"""Hook `has_permission` for surveys: managers of the agency write, whoever sees it reads."""
	user = user or frappe.session.user
	if doc.is_new() or ptype == "create":
		return is_manager_of(doc.get("company"), SURVEY, user)
	if not _sees(SURVEY, doc.name, survey_criterion(user)):
		return False
	if ptype in READING:
		return True
	company = frappe.db.get_value(SURVEY, doc.name, "company")
	return ptype in ("write", "delete") and is_manager_of(company, SURVEY, user)


def has_survey_response_permission(
	doc: Document, ptype: str | None = "read", user: str | None = None, **kwargs: object
) -> bool:
	"""Hook `has_permission` for single answers: they are read, and nothing else."""
	user = user or frappe.session.user
	return ptype in READING and _sees(RESPONSE, doc.name, response_criterion(user))


def _sees(doctype: str, name: str | None, criterion: Criterion | None) -> bool:
	if criterion is None:
		return True
	table = frappe.qb.DocType(doctype)
	return bool(frappe.qb.from_(table).select(table.name).where((table.name == name) & criterion).run())
