"""Training records: their states, and the hours (jam pelajaran, JP) that count for a person."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from hashlib import sha256

import frappe
from frappe.utils import cstr, getdate
from pypika import functions as fn

RECORD = "ASN Training Record"
DRAFT, WAITING, VERIFIED, RETURNED = "Draft", "Waiting", "Verified", "Returned"
CLASSICAL, NON_CLASSICAL = "Classical", "Non-Classical"
MOST_HOURS = 1000  # of one training; the longest leadership trainings have below 1,000 JP

# Form -> the kinds that belong to it, as the DocType offers them (Per-LAN 10/2018). Kinds that an agency adds
# belong to either.
KINDS: dict[str, frozenset[str]] = {
	CLASSICAL: frozenset(
		{
			"Structural Leadership Training",
			"Managerial Training",
			"Technical Training",
			"Functional Training",
			"Socio-Cultural Training",
			"Seminar or Conference",
			"Workshop",
			"Short Course",
			"Upgrading Course",
			"Technical Guidance",
			"Dissemination",
		}
	),
	NON_CLASSICAL: frozenset(
		{
			"Job Coaching",
			"Job Mentoring",
			"E-Learning",
			"Distance Training",
			"Secondment",
			"Outbound Training",
			"Benchmarking",
			"Exchange with the Private Sector",
			"Self-Study",
			"Learning Community",
			"Workplace Guidance",
			"Internship",
		}
	),
}


def facts(employees: Iterable[str], from_date: date | str, to_date: date | str) -> dict[str, Decimal]:
	"""Employee -> hours (JP, above 0) of his verified trainings that ended from one day to another, both
	included; who has none is left out. One query."""
	wanted = sorted(set(employees))
	if not wanted:
		return {}
	record = frappe.qb.DocType(RECORD)
	query = (
		frappe.qb.from_(record)
		.select(record.employee, fn.Sum(record.hours))
		.where(record.employee.isin(wanted) & (record.status == VERIFIED))
		.where((record.to_date >= getdate(from_date)) & (record.to_date <= getdate(to_date)))
		.groupby(record.employee)
		.orderby(record.employee)
	)
	return {employee: Decimal(cstr(hours)) for employee, hours in query.run()}


def plain(title: str | None) -> str:
	"""A title as it is compared: neither capitals nor the number of spaces make a difference."""
	return " ".join((title or "").split()).casefold()


def key(employee: str, title: str, from_date: date | str) -> str:
	"""What is unique: one record per employee, training and first day, however the title is capitalised. A
	digest, for titles are long."""
	parts = (employee, plain(title), getdate(from_date).isoformat())
	return sha256("\n".join(parts).encode()).hexdigest()
