"""Released competency assessments: the one that counts for a person."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import add_years, cint, cstr, getdate

from asn_kinerja.scoring.competency import Levels

ASSESSMENT = "ASN Competency Assessment"
DRAFT, RELEASED = "Draft", "Released"


def facts(employees: Iterable[str], to_date: date | str) -> dict[str, Levels]:
	"""Employee -> the levels of his newest released assessment on or before a day; who has none is left out.

	An assessment older than the years in the settings has expired; one of exactly that age counts, and with
	0 years all do. Two queries: the setting and the assessments."""
	wanted = sorted(set(employees))
	if not wanted:
		return {}
	last = getdate(to_date)
	assessment = frappe.qb.DocType(ASSESSMENT)
	query = (
		frappe.qb.from_(assessment)
		.select(
			assessment.employee,
			assessment.levels_reached,
			assessment.levels_required,
			assessment.assessed_on,
		)
		.where(assessment.employee.isin(wanted) & (assessment.status == RELEASED))
		.where(assessment.assessed_on <= last)
		.orderby(assessment.employee)
		.orderby(assessment.assessed_on)
	)
	if years := cint(frappe.db.get_single_value("ASN Performance Settings", "competency_years")):
		query = query.where(assessment.assessed_on >= add_years(last, -years))
	# the newest comes last
	return {
		employee: Levels(Decimal(cstr(reached)), Decimal(cstr(required)), day)
		for employee, reached, required, day in query.run()
	}


def key(employee: str, assessed_on: date | str) -> str:
	"""What is unique: one assessment per employee and day."""
	return f"{employee}::{getdate(assessed_on).isoformat()}"
