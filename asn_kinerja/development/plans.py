"""Development plans: their states and those of their measures, and the header that a single save and the job
for many set alike."""

from collections.abc import Mapping
from typing import Any

from frappe.utils import getdate

PLAN, ITEM, CYCLE = "ASN Development Plan", "ASN Development Item", "ASN Performance Cycle"
DRAFT, WAITING, APPROVED, RETURNED = "Draft", "Waiting", "Approved", "Returned"
# states of a measure
PLANNED, IN_PROGRESS, DONE, DROPPED = "Planned", "In Progress", "Done", "Dropped"
OPEN_STATES = (PLANNED, IN_PROGRESS)


def header(employee: str, employee_name: str | None, name: str, cycle: Mapping[str, Any]) -> dict[str, Any]:
	"""What a plan takes from its cycle (title, from_date, to_date; `name` of the record), and its key."""
	return {
		"title": " · ".join(filter(None, (employee_name, cycle["title"])))[:255],
		"year": getdate(cycle["from_date"]).year,
		"from_date": cycle["from_date"],
		"to_date": cycle["to_date"],
		"plan_key": key(employee, name),
	}


def key(employee: str, cycle: str) -> str:
	"""What is unique: one plan per employee and cycle."""
	return f"{employee}::{cycle}"
