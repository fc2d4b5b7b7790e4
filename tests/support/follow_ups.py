"""Makers of final results and of follow-ups."""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow

from tests.support.agency import ABOVE, BELOW, EVALUATION, MEETS, Agency, rate

FOLLOW_UP = "ASN Follow Up"
ANNUAL = 4  # the stage's place in a cycle of the agency
# predicate -> the ratings that give it by the matrix of PermenPAN-RB 6/2022
RATINGS = {
	"Sangat Baik": (ABOVE, ABOVE),
	"Baik": (MEETS, MEETS),
	"Butuh Perbaikan": (BELOW, MEETS),
	"Kurang": (MEETS, BELOW),
	"Sangat Kurang": (BELOW, BELOW),
}


def final(agency: Agency, key: str, predicate: str, cycle: Document, stage: int = ANNUAL) -> Document:
	"""A person's final result of a stage; the plan is made when he has none in the cycle."""
	employee = agency.employee(key)
	plan = frappe.db.get_value("ASN Work Plan", {"employee": employee, "cycle": cycle.name, "docstatus": 1})
	plan = frappe.get_doc("ASN Work Plan", plan) if plan else agency.plan(key, cycle)
	made = agency.evaluation(plan, "Rater Assessment", stage)
	with agency.acting(agency.rater(key)):
		made = frappe.get_doc(EVALUATION, made.name)
		rate(made, *RATINGS[predicate])
		apply_workflow(made.save(), "Release")
	with agency.acting(key):
		apply_workflow(frappe.get_doc(EVALUATION, made.name), "Acknowledge")
	apply_workflow(frappe.get_doc(EVALUATION, made.name), "Finalise")
	return frappe.get_doc(EVALUATION, made.name)


def of(evaluation: Document | str) -> list[Document]:
	"""The follow-ups of a result, by their subjects."""
	name = evaluation if isinstance(evaluation, str) else evaluation.name
	names = frappe.get_all(FOLLOW_UP, {"evaluation": name}, pluck="name", order_by="subject, name")
	return [frappe.get_doc(FOLLOW_UP, name) for name in names]


def by_hand(agency: Agency, key: str, of_cycle: Document, **values: Any) -> dict[str, Any]:
	"""What a client sends for a follow-up of a person."""
	return {
		"doctype": FOLLOW_UP,
		"employee": agency.employee(key),
		"cycle": of_cycle.name,
		"kind": "Coaching",
		"subject": "Bimbingan penyusunan laporan",
		"reason": "Laporan sering terlambat",
		**values,
	}
