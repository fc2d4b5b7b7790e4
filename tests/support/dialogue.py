"""Dialogues of people of the agency."""

import frappe

from tests.support.agency import Agency

DIALOGUE, ACTION = "ASN Performance Dialogue", "ASN Dialogue Action"


def clear(agency: Agency) -> None:
	"""No dialogue with anybody of the agency yet: open actions of old ones would be carried over."""
	names = frappe.get_all(
		DIALOGUE, {"employee": ["in", list(agency.employees.values())]}, pluck="name", order_by="name"
	)
	if names:
		frappe.db.delete(ACTION, {"parent": ["in", names]})
		frappe.db.delete(DIALOGUE, {"name": ["in", names]})
