"""Innovations of the agency, proposed, handed in and decided in this process."""

from collections.abc import Mapping
from typing import Any

import frappe

from tests.support.agency import Agency

INNOVATION = "ASN Innovation"
PANEL = ("staff3", "staff4", "lent")


def innovation(
	agency: Agency, contributors: Mapping[str, float] | None = None, who: str = "staff1", **values: Any
) -> Any:
	"""A draft of one who proposes it. `contributors`: key of a person -> share in percent."""
	rows = [
		{"employee": agency.employee(key), "share": share}
		for key, share in (contributors or {who: 100}).items()
	]
	given = {
		"title": "Antrean daring",
		"date": "2026-03-01",
		"impact_level": "Instansi",
		"description": "Warga mengambil nomor dari rumah",
		"benefit": "Waktu tunggu turun dari 90 ke 20 menit",
	}
	with agency.acting(who):
		return frappe.get_doc({"doctype": INNOVATION, **given, **values, "contributors": rows}).insert()


def proposed(agency: Agency, panel: tuple[str, ...] = PANEL, **values: Any) -> Any:
	"""One that waits for its panel."""
	doc = innovation(agency, **values)
	with agency.acting(values.get("who", "staff1")):
		frappe.get_doc(INNOVATION, doc.name).submit_to_panel()
	return name_panel(agency, doc, *panel)


def name_panel(agency: Agency, doc: Any, *keys: str) -> Any:
	with agency.acting("admin"):
		stored = frappe.get_doc(INNOVATION, doc.name)
		stored.set("panel", [{"employee": agency.employee(key)} for key in keys])
		stored.save()
	return frappe.get_doc(INNOVATION, doc.name)


def decide(agency: Agency, doc: Any, who: str, decision: str, note: str = "") -> None:
	with agency.acting(who):
		frappe.get_doc(INNOVATION, doc.name).decide(decision, note)


def verified(agency: Agency, contributors: Mapping[str, float], **values: Any) -> Any:
	doc = proposed(agency, contributors=contributors, **values)
	for key in PANEL:
		decide(agency, doc, key, "Verified")
	return frappe.get_doc(INNOVATION, doc.name)
