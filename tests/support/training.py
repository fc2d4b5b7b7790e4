"""Trainings and competency assessments of the agency's people, made in this process."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe.model.workflow import apply_workflow

from tests.support.agency import Agency

TRAINING, COMPETENCY = "ASN Training Record", "ASN Competency Assessment"
LINK = "https://lms.example.go.id/sertifikat/1"
STANDARD, DRAFT = "ASN Position Standard", "ASN Competency Draft"
# what the position asks for: level 3 in each, 27 together
COMPETENCIES = {
	"Integritas": "Managerial",
	"Kerja Sama": "Managerial",
	"Komunikasi": "Managerial",
	"Orientasi pada Hasil": "Managerial",
	"Pelayanan Publik": "Managerial",
	"Pengembangan Diri dan Orang Lain": "Managerial",
	"Mengelola Perubahan": "Managerial",
	"Pengambilan Keputusan": "Managerial",
	"Perekat Bangsa": "Socio-Cultural",
}
REQUIRED = 3


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


# --- competency assessments --------------------------------------------------------------------------------


def position(agency: Agency, who: str = "staff1", required: Mapping[str, int] | None = None) -> str:
	"""The standard of the person's position (`required`: competency -> level), a new one of his own unless he
	has one already."""
	employee = agency.employee(who)
	designation = frappe.db.get_value("Employee", employee, "designation")
	name = designation and frappe.db.get_value(STANDARD, {"designation": designation})
	if name and not required:
		return name
	title = f"Jabatan Uji {secrets.token_hex(4)}"
	designation = frappe.get_doc(doctype="Designation", designation_name=title).insert().name
	frappe.db.set_value("Employee", employee, "designation", designation)
	levels = required or dict.fromkeys(COMPETENCIES, REQUIRED)
	rows = [{"competency": competency(title), "level": level, "weight": 1} for title, level in levels.items()]
	# of no agency: newer Frappe fills in the default company
	values = {"title": title, "designation": designation, "company": "", "competencies": rows}
	return frappe.get_doc(doctype=STANDARD, **values).insert().name


def competency(title: str) -> str:
	if not frappe.db.exists("ASN Competency", title):
		levels = [
			{"level": level, "description": f"Tingkat {level}", "behaviours": f"Perilaku {level} {title}"}
			for level in range(1, 6)
		]
		kind = COMPETENCIES.get(title, "Technical")
		frappe.get_doc(
			doctype="ASN Competency", title=title, kind=kind, definition=title, levels=levels
		).insert()
	return title


def levels_for(total: int, competencies: Iterable[str] = COMPETENCIES) -> dict[str, int]:
	"""Levels with this sum: 3 each, the first ones one less or more, as often as it takes."""
	names = list(competencies)
	levels = dict.fromkeys(names, REQUIRED)
	step = 1 if total > REQUIRED * len(names) else -1
	for place in range(abs(total - REQUIRED * len(names))):
		levels[names[place % len(names)]] += step
	return levels


def assessment_values(agency: Agency, who: str = "staff1", **values: Any) -> dict[str, Any]:
	"""What a performance manager sends for what an assessment centre has found."""
	return {
		"employee": agency.employee(who),
		"procedure": "Assessor",
		"assessed_on": "2026-02-10",
		"basis": "Pusat penilaian provinsi, wawancara dan simulasi",
		**values,
	}


def assessment(agency: Agency, who: str = "staff1", **values: Any) -> Any:
	"""A new one, started by the performance manager."""
	position(agency, who)
	with agency.acting("admin"):
		made = frappe.get_doc({"doctype": COMPETENCY, **assessment_values(agency, who, **values)}).insert()
		return frappe.get_doc(COMPETENCY, made.name)


def give_levels(doc: Any, party: str, levels: Mapping[str, int]) -> Any:
	"""Fill a party's levels ("self", "superior", "assessor") with evidence; not saved."""
	for row in doc.competencies:
		row.set(f"{party}_level", levels[row.competency])
		row.set(f"{party}_evidence", f"Bukti {party} {row.competency}")
	return doc


def released(agency: Agency, who: str = "staff1", levels_reached: int = 22, **values: Any) -> Any:
	"""Found by an assessment centre, entered and released by the performance manager: 22 of 27 levels."""
	made = assessment(agency, who, **values)
	with agency.acting("admin"):
		give_levels(made, "assessor", levels_for(levels_reached)).save()
		apply_workflow(frappe.get_doc(COMPETENCY, made.name), "Release")
	return frappe.get_doc(COMPETENCY, made.name)


def started(agency: Agency, who: str = "staff1", cycle: str | None = None, **values: Any) -> Any:
	"""One by the person himself and his superior, started by himself; or with an assessor, by the manager."""
	position(agency, who)
	sent = {"cycle": cycle or agency.cycle().name, **values}
	maker = "admin" if values.get("procedure") else who
	with agency.acting(maker):
		made = frappe.get_doc({"doctype": COMPETENCY, "employee": agency.employee(who), **sent}).insert()
	return frappe.get_doc(COMPETENCY, made.name)


def hand_in(agency: Agency, who: str, doc: Any, party: str, action: str, total: int = 24) -> Any:
	"""This person fills the levels of a party and hands them in."""
	with agency.acting(who):
		mine = frappe.get_doc(COMPETENCY, doc.name)
		give_levels(mine, party, levels_for(total, [row.competency for row in mine.competencies])).save()
		apply_workflow(frappe.get_doc(COMPETENCY, doc.name), action)
	return frappe.get_doc(COMPETENCY, doc.name)


def clear_assessments(agency: Agency, *keys: str) -> None:
	"""Nobody of these has been assessed: what an earlier run has committed would count."""
	of_them = {"employee": ["in", [agency.employee(key) for key in keys]]}
	names = frappe.get_all(COMPETENCY, of_them, pluck="name", order_by="name")
	frappe.db.delete(DRAFT, {"assessment": ["in", names]})
	frappe.db.delete("ASN Assessed Competency", {"parenttype": COMPETENCY, "parent": ["in", names]})
	frappe.db.delete(COMPETENCY, of_them)
