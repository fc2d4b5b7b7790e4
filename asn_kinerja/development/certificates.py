"""Trainings that certify raters: what a verified record of one means for the person."""

from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import add_years, cint, getdate

from asn_kinerja.development.catalogue import TRAINING
from asn_kinerja.training_hours import RECORD, VERIFIED

FIELD = "asn_rater_certified_until"
FOR_EVER = date(9999, 12, 31)


def certify(record: Document) -> date | None:
	"""After the verification of a record: note until when the person is trained as a rater, where its
	training certifies raters; the day that is stored now, None when it is no such training.

	What is there is never shortened. Set directly: it is no edit of the employee record by a person, who may
	have it open, and a save would check what is none of this matter. The record keeps its own day, and the
	one that was there before it."""
	until = _given(record.training, record.to_date)
	if not until:
		return None
	stored = _stored(record.employee)
	later = stored is None or stored < until
	record.db_set(
		{"certified_until": until, "certified_before": stored if later else None}, update_modified=False
	)
	if later:
		frappe.db.set_value("Employee", record.employee, FIELD, until)
	return max(until, stored or until)


def withdraw(record: Document) -> None:
	"""After a verification was withdrawn: if the person's certificate is that of this record, what stays is
	the latest of the one before it and of those of his other verified records; a day that somebody has
	entered since stays as it is."""
	until = record.certified_until or _given(record.training, record.to_date)
	if not until:
		return
	until, before = getdate(until), record.certified_before
	stored = _stored(record.employee)
	others = {"employee": record.employee, "status": VERIFIED, "name": ["!=", record.name]}
	# the one that had followed on it follows on what was before it
	frappe.db.set_value(
		RECORD, {**others, "certified_before": until}, "certified_before", before, update_modified=False
	)
	if stored == until:
		days = [
			row.certified_until or _given(row.training, row.to_date)
			for row in frappe.get_all(
				RECORD,
				filters=others,
				fields=["certified_until", "training", "to_date"],
				order_by="to_date, name",
			)
		]
		left = [getdate(day) for day in (before, *days) if day]
		frappe.db.set_value("Employee", record.employee, FIELD, max(left, default=None))
	record.db_set({"certified_until": None, "certified_before": None}, update_modified=False)


def _given(training: str | None, last_day: date | str) -> date | None:
	"""Until when a training that ended on this day certifies; None when it certifies no raters."""
	found = training and frappe.db.get_value(
		TRAINING, training, ["certifies_raters", "certificate_years"], as_dict=True
	)
	if not found or not found.certifies_raters:
		return None
	return valid_until(getdate(last_day), cint(found.certificate_years))


def _stored(employee: str) -> date | None:
	day = frappe.db.get_value("Employee", employee, FIELD, for_update=True)
	return getdate(day) if day else None


def valid_until(last_day: date, years: int) -> date:
	"""The last day on which a certificate of this training counts; 0 years: for ever."""
	return getdate(add_years(last_day, years)) if years else FOR_EVER
