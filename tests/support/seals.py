"""Final evaluations, and what somebody with access to the database may do to them."""

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow

from asn_kinerja.evaluation import seals
from tests.support.agency import EVALUATION, Agency

STAFF = ("staff1", "staff2", "staff3", "staff4")


def make_final(agency: Agency, key: str, cycle: Document, stage: int = 0) -> str:
	"""A person's evaluation, released, acknowledged and made final by the HR admin; its name."""
	found = frappe.db.get_value("ASN Work Plan", {"cycle": cycle.name, "employee": agency.employee(key)})
	plan = frappe.get_doc("ASN Work Plan", found) if found else agency.plan(key, cycle)
	name = agency.evaluation(plan, "Released", stage).name
	with agency.acting(key):
		apply_workflow(frappe.get_doc(EVALUATION, name), "Acknowledge")
	with agency.acting("admin"):
		apply_workflow(frappe.get_doc(EVALUATION, name), "Finalise")
	return name


def found_in(cycle: str) -> list[tuple[str, str]]:
	"""(problem, evaluation) of every finding."""
	return [(finding.problem.value, finding.record) for finding in seals.check_cycle(cycle).findings]


def chain(cycle: str) -> list[frappe._dict]:
	return frappe.get_all(seals.SEAL, filters={"cycle": cycle}, fields=["*"], order_by="sequence")


def copy_row(doctype: str, original: str, /, **values: object) -> None:
	"""Insert a copy of a stored row past the app."""
	row = frappe.db.sql(f"select * from `tab{doctype}` where name = %s", original, as_dict=True)[0]  # noqa: S608
	row |= values
	frappe.db.bulk_insert(doctype, list(row), [tuple(row.values())])
