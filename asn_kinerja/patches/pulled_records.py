"""Records pulled from Frappe HR before it was noted whether they follow their event: those that wait and that
nobody has saved (there is no version of them) do."""

import frappe

from asn_kinerja.training_hours import RECORD, WAITING


def execute() -> None:
	record, version = frappe.qb.DocType(RECORD), frappe.qb.DocType("Version")
	saved = frappe.qb.from_(version).select(version.docname).where(version.ref_doctype == RECORD)
	(
		frappe.qb.update(record)
		.set(record.follows_event, 1)
		.where((record.status == WAITING) & (record.event != "") & record.name.notin(saved))
		.run()
	)
