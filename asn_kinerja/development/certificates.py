"""Trainings that certify raters: what a verified record of one means for the person."""

from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import add_years, cint, getdate

from asn_kinerja.development.catalogue import TRAINING

FIELD = "asn_rater_certified_until"
FOR_EVER = date(9999, 12, 31)


def certify(record: Document) -> date | None:
	"""After the verification of a record: note until when the person is trained as a rater, where its
	training certifies raters; the day that is stored now, None when it is no such training.

	What is there is never shortened. Set directly: it is no edit of the employee record by a person, who may
	have it open, and a save would check what is none of this matter."""
	if not record.training:
		return None
	training = frappe.db.get_value(
		TRAINING, record.training, ["certifies_raters", "certificate_years"], as_dict=True
	)
	if not training or not training.certifies_raters:
		return None
	until = valid_until(getdate(record.to_date), cint(training.certificate_years))
	stored = frappe.db.get_value("Employee", record.employee, FIELD, for_update=True)
	if stored and getdate(stored) >= until:
		return getdate(stored)
	frappe.db.set_value("Employee", record.employee, FIELD, until)
	return until


def valid_until(last_day: date, years: int) -> date:
	"""The last day on which a certificate of this training counts; 0 years: for ever."""
	return getdate(add_years(last_day, years)) if years else FOR_EVER
