"""Training of a calendar year against the duty of PNS, or the maximum of PPPK, which is no duty.

The hours are those of verified records that ended in the year. (The maximum of PPPK is one of the contract
year in the regulation; contracts are not in this app, so the calendar year stands for it.)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate
from pypika import functions as fn

from asn_kinerja import access
from asn_kinerja.messages import escaped
from asn_kinerja.reporting import two_places
from asn_kinerja.scoring import DutyProgress, DutyStatus, duty_progress
from asn_kinerja.training_hours import CLASSICAL, RECORD, VERIFIED, WAITING

PPPK = "PPPK"
SETTINGS = "ASN Performance Settings"
ZERO = Decimal(0)
FIRST_YEAR, LAST_YEAR = 1900, 9999


@dataclass(frozen=True, slots=True)
class Hours:
	"""Hours (JP) of a person and year: verified ones by form, and those that wait for verification."""

	classical: Decimal = ZERO
	non_classical: Decimal = ZERO
	waiting: Decimal = ZERO

	@property
	def done(self) -> Decimal:
		return self.classical + self.non_classical


@dataclass(frozen=True, slots=True)
class Bounds:
	"""The settings: JP a year, 0 = none."""

	duty: Decimal
	maximum: Decimal

	def progress(self, asn_type: str | None, done: Decimal) -> DutyProgress:
		"""Where a person of this type stands."""
		is_duty = asn_type != PPPK
		return duty_progress(done, self.duty if is_duty else self.maximum, is_duty)


def bounds() -> Bounds:
	"""The duty and the maximum of the settings; one query."""
	stored = frappe.db.get_value(SETTINGS, None, ["training_duty", "training_maximum"], as_dict=True) or {}
	return Bounds(*(Decimal(cstr(stored.get(f) or 0)) for f in ("training_duty", "training_maximum")))


def calendar_year(asked: Any) -> int:
	"""The year that is asked for, this one for none. Raises for what is no year (1900–9999)."""
	year = cint(asked) or getdate().year
	if not FIRST_YEAR <= year <= LAST_YEAR:
		frappe.throw(_("Enter a calendar year from {0} to {1}.").format(FIRST_YEAR, LAST_YEAR))
	return year


def hours_of(employees: Iterable[str] | None, year: int) -> dict[str, Hours]:
	"""Employee -> his hours of the year; who has none is left out. None: of everybody. One query."""
	wanted = None if employees is None else sorted(set(employees))
	if wanted is not None and not wanted:
		return {}
	record = frappe.qb.DocType(RECORD)
	query = (
		frappe.qb.from_(record)
		.select(record.employee, record.status, record.form, fn.Sum(record.hours))
		.where(record.status.isin((VERIFIED, WAITING)))
		.where(record.to_date[date(year, 1, 1) : date(year, 12, 31)])
		.groupby(record.employee, record.status, record.form)
		.orderby(record.employee)
	)
	if wanted is not None:
		query = query.where(record.employee.isin(wanted))
	sums: dict[str, dict[str, Decimal]] = {}
	for employee, status, form, hours in query.run():
		own = sums.setdefault(employee, {})
		part = "waiting" if status == WAITING else "classical" if form == CLASSICAL else "non_classical"
		own[part] = own.get(part, ZERO) + Decimal(cstr(hours))
	return {employee: Hours(**parts) for employee, parts in sums.items()}


@frappe.whitelist()
def standing(employee: str | None = None, year: int | None = None) -> dict[str, Any] | None:
	"""Where an employee stands in a calendar year: {"employee", "employee_name", "year", "done", "waiting",
	"bound", "is_duty", "remaining", "percent", "percent_with_waiting", "status", "words"}; None for who is no
	ASN. Without `employee` the session user himself, without `year` this one.

	Who: whoever sees the person (the row rule)."""
	employee = employee or (access.employee_of() or {}).get("name")
	if not employee:
		return None
	person = frappe.qb.DocType("Employee")
	query = (
		frappe.qb.from_(person)
		.select(person.employee_name, person.asn_type)
		.where((person.name == employee) & (fn.Coalesce(person.asn_type, "") != ""))
	)
	if (criterion := access.people_criterion(person)) is not None:
		query = query.where(criterion)
	found = query.run(as_dict=True)
	if not found:
		return None
	year = calendar_year(year)
	hours = hours_of([employee], year).get(employee, Hours())
	progress = bounds().progress(found[0].asn_type, hours.done)
	both = bounds().progress(found[0].asn_type, hours.done + hours.waiting)
	return {
		"employee": employee,
		"employee_name": found[0].employee_name,
		"year": year,
		"done": float(hours.done),
		"waiting": float(hours.waiting),
		"bound": float(progress.bound),
		"is_duty": progress.is_duty,
		"remaining": float(progress.remaining),
		"percent": None if progress.percent is None else float(progress.percent),
		"percent_with_waiting": None if both.percent is None else float(both.percent),
		"status": progress.status.value,
		"words": words(progress, year),
	}


def labels() -> dict[DutyStatus, str]:
	"""What each standing is called, in the user's language."""
	return {
		DutyStatus.BELOW: _("Below the Duty"),
		DutyStatus.MET: _("Duty Met"),
		DutyStatus.WITHIN: _("Within the Maximum"),
		DutyStatus.REACHED: _("Maximum Reached"),
		DutyStatus.ABOVE: _("Above the Maximum"),
		DutyStatus.NOTHING: _("No Duty"),
	}


def words(progress: DutyProgress, year: int) -> str:
	"""The standing as a sentence (plain text); of PPPK it says that there is no duty."""
	done, bound, remaining = map(_shown, (progress.done, progress.bound, progress.remaining))
	if progress.status is DutyStatus.BELOW:
		text = _("{0}: {1} of at least {2} JP done; {3} JP are still missing to the yearly duty of PNS.")
		return text.format(year, done, bound, remaining)
	if progress.status is DutyStatus.MET:
		return _("{0}: {1} JP done; the yearly duty of PNS ({2} JP) is met.").format(year, done, bound)
	if progress.status is DutyStatus.NOTHING:
		return _("{0}: {1} JP done; there is no yearly duty.").format(year, done)
	if progress.status is DutyStatus.ABOVE:
		text = _("{0}: {1} JP done; that is above the yearly maximum of PPPK ({2} JP). It is no duty.")
		return text.format(year, done, bound)
	text = _("{0}: {1} JP done. PPPK have no duty of training; the yearly maximum is {2} JP.")
	return text.format(year, done, bound)


def _shown(hours: Decimal) -> str:
	"""A number of hours in the reader's notation, without needless zeros."""
	if hours == hours.to_integral_value():
		return f"{hours:.0f}"
	return two_places(hours)


def check_settings(doc: Any) -> None:
	"""Refuse a rule in the settings that nobody has submitted."""
	rule = doc.get("development_rule")
	if rule and frappe.db.get_value("ASN Development Rule", rule, "docstatus") != 1:
		frappe.throw(
			_("{0}: {1} is not submitted. Check and submit it first.").format(
				*escaped(_("Development Rule"), rule)
			)
		)
