"""Innovations: their states, and what counts for a person."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import cstr

from asn_kinerja.scoring.innovation import Contribution

INNOVATION, CONTRIBUTOR = "ASN Innovation", "ASN Innovation Contributor"
DRAFT, WAITING, RETURNED = "Draft", "Waiting for Panel", "Returned"
VERIFIED, NOT_VERIFIED = "Verified", "Not Verified"
UNDECIDED = "Waiting"  # of a member of the panel


def facts(
	employees: Iterable[str], from_date: date | str, to_date: date | str
) -> dict[str, tuple[Contribution, ...]]:
	"""Employee -> his parts in the verified innovations that came into use from one day to another, both
	included, in the order of their dates; who has none is left out. One query."""
	wanted = sorted(set(employees))
	if not wanted:
		return {}
	innovation, part = frappe.qb.DocType(INNOVATION), frappe.qb.DocType(CONTRIBUTOR)
	query = (
		frappe.qb.from_(part)
		.join(innovation)
		.on((innovation.name == part.parent) & (part.parenttype == INNOVATION))
		.select(part.employee, innovation.title, innovation.impact_level, part.share)
		.where(part.employee.isin(wanted) & (innovation.status == VERIFIED))
		.where((innovation.date >= from_date) & (innovation.date <= to_date))
		.orderby(innovation.date, innovation.name)
	)
	found: dict[str, list[Contribution]] = defaultdict(list)
	for employee, title, level, share in query.run():
		found[employee].append(Contribution(title, level, Decimal(cstr(share))))
	return {employee: tuple(parts) for employee, parts in found.items()}
