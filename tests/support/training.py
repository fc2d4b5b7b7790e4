"""Trainings and competency assessments of the agency's people, made in this process."""

from typing import Any

import frappe

from tests.support.agency import Agency

TRAINING, COMPETENCY = "ASN Training Record", "ASN Competency Assessment"
LINK = "https://lms.example.go.id/sertifikat/1"


def training_values(**values: Any) -> dict[str, Any]:
	return {
		"title": "Bimtek Pelayanan Publik",
		"form": "Classical",
		"from_date": "2026-03-02",
		"to_date": "2026-03-04",
		"hours": 24,
		"certificate_link": LINK,
		**values,
	}


def training(agency: Agency, who: str = "staff1", **values: Any) -> Any:
	"""A draft, made by the person himself."""
	with agency.acting(who):
		return frappe.get_doc({"doctype": TRAINING, **training_values(**values)}).insert()


def act(agency: Agency, who: str, doc: Any, method: str, *arguments: Any) -> Any:
	"""Call a method of the stored record as this person; the record afterwards."""
	with agency.acting(who):
		getattr(frappe.get_doc(doc.doctype, doc.name), method)(*arguments)
	return frappe.get_doc(doc.doctype, doc.name)


def handed_in(agency: Agency, who: str = "staff1", **values: Any) -> Any:
	return act(agency, who, training(agency, who, **values), "hand_in")


def verified(agency: Agency, who: str = "staff1", **values: Any) -> Any:
	return act(agency, agency.rater(who), handed_in(agency, who, **values), "verify")


def assessment_values(agency: Agency, who: str = "staff1", **values: Any) -> dict[str, Any]:
	return {
		"employee": agency.employee(who),
		"assessed_on": "2026-02-10",
		"levels_reached": 22,
		"levels_required": 27,
		"basis": "Pusat penilaian provinsi, wawancara dan simulasi",
		**values,
	}


def assessment(agency: Agency, who: str = "staff1", **values: Any) -> Any:
	"""A draft, made by the performance manager."""
	with agency.acting("admin"):
		return frappe.get_doc({"doctype": COMPETENCY, **assessment_values(agency, who, **values)}).insert()


def released(agency: Agency, who: str = "staff1", **values: Any) -> Any:
	return act(agency, "admin", assessment(agency, who, **values), "release")


def clear_assessments(agency: Agency, *keys: str) -> None:
	"""Nobody of these has been assessed: what an earlier run has committed would count."""
	frappe.db.delete(COMPETENCY, {"employee": ["in", [agency.employee(key) for key in keys]]})
