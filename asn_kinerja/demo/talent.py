"""Two published talent maps of the demo's year: by the first half-year, and by the annual results, so that
movements are seen."""

import frappe
from frappe.model.document import Document

from asn_kinerja.demo import agency
from asn_kinerja.demo.people import YEAR
from asn_kinerja.talent import MAP, placing, publishing

RULE = "Predikat Kinerja v1"  # the national scheme gives a predicate
MAPS = (
	(f"Peta Talenta Semester I {YEAR}", f"{YEAR}-10-31"),
	(f"Peta Talenta {YEAR}", f"{YEAR}-12-31"),
)


def make_maps(cycle: Document) -> None:
	"""What is there already stays."""
	for title, day in MAPS:
		name = frappe.db.exists(MAP, {"company": agency.COMPANY, "title": title})
		if not name:
			values = {"title": title, "company": agency.COMPANY, "cycle": cycle.name, "rule": RULE}
			name = frappe.get_doc({"doctype": MAP, **values, "as_of_date": day}).insert().name
		report = placing.place_everybody(name)
		if report and report.placed:
			publishing.store(name)
		frappe.db.commit()
