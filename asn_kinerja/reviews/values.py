"""The behaviour values that a review is about."""

import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja.messages import escaped


def names() -> list[str]:
	"""The values in force, in their order."""
	return frappe.get_all(
		"ASN Behaviour Value", filters={"disabled": 0}, pluck="name", order_by="sequence, name"
	)


def with_guides() -> list[dict[str, object]]:
	"""The values in force, each with its guides of conduct: `value`, `guides`; two queries."""
	found: dict[str, list[str]] = {name: [] for name in names()}
	for row in frappe.get_all(
		"ASN Behaviour Guide",
		filters={"parent": ["in", list(found)], "parenttype": "ASN Behaviour Value"},
		fields=["parent", "guide"],
		order_by="parent, idx",
	):
		found[row.parent].append(row.guide)
	return [{"value": value, "guides": guides} for value, guides in found.items()]


def arrange(review: Document) -> None:
	"""Bring the rows into the order of the values in force, each once; what a client left out is a row
	without a rating. A declined or proposed review has none. Raises for a value that is named twice."""
	if not review.ratings:
		return
	order, sent = names(), {}
	for row in review.ratings:
		if row.behaviour_value in sent:
			frappe.throw(
				_("Row {0}: {1} is rated twice. Remove one of the two rows.").format(
					*escaped(row.idx, row.behaviour_value)
				)
			)
		sent[row.behaviour_value] = row
	review.set("ratings", [])
	for value in order:
		review.append("ratings", sent.get(value) or {"behaviour_value": value})
	for idx, row in enumerate(review.ratings, 1):
		row.idx = idx
