"""Catalogue, released assessments and development plans of the agency's people, made in this process."""

from typing import Any

import frappe

from asn_kinerja.competency import assessed
from tests.support import competency
from tests.support.agency import Agency
from tests.support.rows import insert_row
from tests.support.training import TRAINING as RECORD
from tests.support.training import act

PLAN, ITEM, CATALOGUE, RULE = (
	"ASN Development Plan",
	"ASN Development Item",
	"ASN Training",
	"ASN Development Rule",
)
TEAM, PUBLIC, CHANGE = "Uji Kerja Sama", "Uji Pelayanan", "Uji Perubahan"
COMPETENCIES = {TEAM: "Managerial", PUBLIC: "Managerial", CHANGE: "Technical"}
TITLES = "Uji Diklat%"


def clear(agency: Agency) -> None:
	"""No plan, record, assessment of the agency's people, and no training of these tests."""
	ours = {"employee": ["in", list(agency.employees.values())]}
	plans = frappe.get_all(PLAN, ours, pluck="name", order_by="name")
	frappe.db.delete(ITEM, {"parent": ["in", plans or [""]]})
	assessments = frappe.get_all(assessed.ASSESSMENT, ours, pluck="name", order_by="name")
	frappe.db.delete(assessed.ROW, {"parent": ["in", assessments or [""]]})
	for doctype in (PLAN, RECORD, assessed.ASSESSMENT):
		frappe.db.delete(doctype, ours)
	frappe.db.delete("ASN Training Competency", {"parent": ["like", TITLES]})
	frappe.db.delete(CATALOGUE, {"name": ["like", TITLES]})
	frappe.db.set_single_value("ASN Performance Settings", "development_rule", None)
	# no position, so that gaps are those that the assessments have found
	frappe.db.set_value("Employee", {"name": ["in", list(agency.employees.values())]}, "designation", None)


def competencies() -> None:
	for title, kind in COMPETENCIES.items():
		if not frappe.db.exists("ASN Competency", title):
			insert_row("ASN Competency", name=title, title=title, kind=kind)


def training(title: str = "Uji Diklat Kerja Sama", **values: Any) -> Any:
	"""A training of the catalogue that leads to level 3 of TEAM."""
	given = {
		"form": "Classical",
		"kind": "Managerial Training",
		"hours": 24,
		"organiser": "BKPSDM",
		"competencies": [{"competency": TEAM, "to_level": 3}],
		**values,
	}
	return frappe.get_doc({"doctype": CATALOGUE, "title": title, **given}).insert()


def assessment(agency: Agency, who: str, day: str, levels: dict[str, tuple[int, int]]) -> str:
	"""A released assessment; `levels`: competency -> level reached, level required."""
	reached = {name: level for name, (level, _required) in levels.items()}
	required = {name: level for name, (_reached, level) in levels.items()}
	return competency.released(agency, who, reached, day, required=required)


def rule(title: str, *rows: dict[str, Any], most_items: int = 0) -> str:
	"""A submitted table that the settings name."""
	values = {
		"title": title,
		"version": 1,
		"legal_basis": "Uji",
		"most_items": most_items,
		"rows": list(rows),
	}
	forget_rule(f"{title} v1")
	name = frappe.get_doc({"doctype": RULE, **values}).insert().submit().name
	frappe.db.set_single_value("ASN Performance Settings", "development_rule", name)
	return name


def forget_rule(name: str) -> None:
	frappe.db.delete("ASN Development Rule Row", {"parent": name})
	frappe.db.delete(RULE, {"name": name})
	frappe.clear_document_cache(RULE, name)


def rows(*sources: str) -> list[dict[str, Any]]:
	"""A gap leads to classical training, a value or theme to coaching; of all sources, or only of these."""
	every: list[dict[str, Any]] = [
		{"source": "Competency Gap", "kind": "Classical Training", "description": "Pelatihan.", "months": 3},
		{"source": "Behaviour Value", "kind": "Job Coaching", "hours": 4},
		{"source": "Feedback Theme", "kind": "Job Coaching", "hours": 2},
		{"source": "Work Result", "kind": "Job Mentoring"},
	]
	return [row for row in every if not sources or row["source"] in sources]


def measure(**values: Any) -> dict[str, Any]:
	return {
		"source": "Other",
		"kind": "Self-Study",
		"description": "Membaca pedoman",
		"due_date": "2026-11-30",
		"hours": 4,
		**values,
	}


def plan(agency: Agency, cycle: Any, who: str = "staff1", *items: dict[str, Any]) -> Any:
	"""A draft, made by the person himself."""
	with agency.acting(who):
		return frappe.get_doc({"doctype": PLAN, "cycle": cycle.name, "items": list(items)}).insert()


def approved(agency: Agency, cycle: Any, who: str = "staff1", *items: dict[str, Any]) -> Any:
	doc = act(agency, who, plan(agency, cycle, who, *(items or [measure()])), "hand_in")
	return act(agency, agency.rater(who), doc, "approve")


def stored(doc: Any) -> Any:
	return frappe.get_doc(doc.doctype, doc.name)
