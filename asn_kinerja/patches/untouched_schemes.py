"""Shipped schemes that are still drafts as they were installed become those of today: the sources of a score
brought new tables, without which a scheme would calculate otherwise than on a new site."""

import frappe

from asn_kinerja.setup.install import make_schemes, records

SCHEME = "ASN Scoring Scheme"


def execute() -> None:
	titles = [record["title"] for record in records("scoring_schemes")]
	scheme, cycle = frappe.qb.DocType(SCHEME), frappe.qb.DocType("ASN Performance Cycle")
	untouched = (
		frappe.qb.from_(scheme)
		.left_join(cycle)
		.on(cycle.scheme == scheme.name)
		.select(scheme.name, scheme.title)
		.where(scheme.title.isin(titles) & (scheme.docstatus == 0) & (scheme.modified == scheme.creation))
		.where(cycle.name.isnull())
		.orderby(scheme.name)
	).run()
	for name, _title in untouched:
		frappe.delete_doc(SCHEME, name, ignore_permissions=True, delete_permanently=True)
	make_schemes({title for _name, title in untouched})
