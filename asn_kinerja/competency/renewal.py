"""The standard of the position while the first party of an assessment is at work: it holds as it is now.

A save brings it into the assessment. The form says so before, because an action, too, is a save: one that is
refused leaves everything as it was."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja import people
from asn_kinerja.competency import parts, standards, starting

FIELDS = ("competency", "kind", "required_level", "weight")


def renew(doc: Document, before: Document) -> None:
	"""Copy the standard of the person's position anew where it has changed; what was given for a competency
	that it still asks for stays. Sets `flags.asn_standard_renewed`.

	A standard that was withdrawn holds on, but not for another position: raises when there is none for a new
	one."""
	standard = standards.of_positions([doc.designation], doc.company).get(doc.designation)
	reason = starting.why_not(doc.as_dict(), standard, needs_rater=False)
	if reason and doc.designation == before.designation:
		return
	if reason:
		frappe.throw(reason)
	wanted = starting.from_standard(standard)
	if _copied(doc) == wanted:
		return
	_put(doc, wanted)
	doc.flags.asn_standard_renewed = True
	frappe.msgprint(
		_("The standard of the position has changed. The competencies are the new ones; check them."),
		indicator="orange",
		alert=True,
	)


def tell_form(doc: Document) -> None:
	"""Tell the form of the one whose turn it is that a save brings another standard, or why it cannot
	(`asn_renewal`, HTML)."""
	if doc.workflow_state != parts.PATHS[doc.procedure][0] or not doc.competencies:
		return
	if parts.PARTY_OF_STATE[doc.workflow_state] not in parts.seen(doc):
		return
	header = people.headers([doc.employee]).get(doc.employee)
	if not header:
		return
	designation = header["designation"]
	standard = standards.of_positions([designation], header["company"]).get(designation)
	reason = starting.why_not(header, standard, needs_rater=False)
	if reason and designation != doc.designation:
		doc.set_onload("asn_renewal", {"refused": reason})
	elif not reason and _copied(doc) != starting.from_standard(standard):
		doc.set_onload("asn_renewal", {"refused": ""})
		doc.set("__unsaved", 1)  # the form offers to save it, and no action before that


def _put(doc: Document, wanted: dict[str, Any]) -> None:
	given = {row.competency: row for row in doc.competencies}
	columns = [column for party in parts.COLUMNS.values() for column in party]
	doc.update({**wanted, "competencies": []})
	for row in wanted["competencies"]:
		known = given.get(row["competency"])
		kept = {column: known.get(column) for column in columns} if known else {}
		doc.append("competencies", {**kept, **row})


def _copied(doc: Document) -> dict[str, Any]:
	"""What was copied, in the shape of `starting.from_standard`."""
	return {
		"standard": doc.standard,
		"technical_weight": doc.technical_weight,
		"managerial_weight": doc.managerial_weight,
		"competencies": [{field: row.get(field) for field in FIELDS} for row in doc.competencies],
	}
