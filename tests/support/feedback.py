"""Feedback about people of the agency, given in this process."""

from typing import Any

import frappe

from asn_kinerja.monitoring import feedback
from tests.support.agency import Agency

FEEDBACK, MARK = "ASN Feedback", "ASN Feedback Mark"


def clear(agency: Agency) -> None:
	"""Nothing given yet about anybody of the agency."""
	everybody = {"employee": ["in", list(agency.employees.values())]}
	frappe.db.delete(FEEDBACK, everybody)
	frappe.db.delete(MARK, everybody)


def give(agency: Agency, who: str, about: str = "staff1", text: str = "Cekatan", **values: Any) -> None:
	with agency.acting(who):
		feedback.give(employee=agency.employee(about), feedback=text, **values)


def give_anonymously(agency: Agency, *givers: str, about: str = "staff1") -> None:
	for who in givers:
		give(agency, who, about, f"Dari {who}", visibility="Anonymous")
