import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from asn_kinerja import attachments
from asn_kinerja.development import catalogue
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.scoring import parse_number
from asn_kinerja.training_hours import KINDS, MOST_HOURS


class ASNTraining(Document):
	"""A training of the catalogue: what it develops, its hours (JP), and its next session.

	Source: Per-LAN 10/2018."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_training_competency.asn_training_competency import (
			ASNTrainingCompetency,
		)

		certificate_years: DF.Int
		certifies_raters: DF.Check
		code: DF.Data | None
		competencies: DF.Table[ASNTrainingCompetency]
		description: DF.SmallText | None
		disabled: DF.Check
		form: DF.Literal["", "Classical", "Non-Classical"]
		from_date: DF.Date | None
		hours: DF.Float
		kind: DF.Literal[
			"",
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
		]
		link: DF.Data | None
		organiser: DF.Data | None
		seats: DF.Int
		title: DF.Data
		to_date: DF.Date | None
	# end: auto-generated types

	def onload(self) -> None:
		taken = catalogue.seats_taken([self.name]).get(self.name, 0)
		left = catalogue.seats_left(cint(self.seats), taken)
		self.set_onload("asn_seats", {"taken": taken, "left": left})

	def validate(self) -> None:
		check_kind(self)
		set_hours(self)
		self.check_dates()
		self.check_competencies()
		attachments.check_link(self, "link")

	def check_dates(self) -> None:
		if self.to_date and not self.from_date:
			frappe.throw(_("Enter the {0}.").format(_("From Date")))
		if self.from_date and self.to_date and getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(_("{0} is before {1}. Correct one of them.").format(_("To Date"), _("From Date")))

	def check_competencies(self) -> None:
		seen: dict[str, int] = {}
		for row in self.competencies:
			where = _("{0}, row {1}").format(_("Competencies"), row.idx)
			if row.competency in seen:
				frappe.throw(
					_("{0}: {1} stands in row {2} already. Remove one of them.").format(
						where, *escaped(row.competency, seen[row.competency])
					)
				)
			seen[row.competency] = row.idx
			if not 1 <= cint(row.to_level) <= 5:
				frappe.throw(_("{0}, {1}: enter a level from 1 to 5.").format(where, _("Leads to Level")))


def check_kind(doc: Document) -> None:
	"""Refuse a kind of training that belongs to the other form."""
	for form, kinds in KINDS.items():
		if doc.kind in kinds and doc.form and doc.form != form:
			frappe.throw(
				_("{0} belongs to the form {1}. Change {2} or {3}.").format(
					_(doc.kind), _(form), _("Form of Training"), _("Kind of Training")
				)
			)


def set_hours(doc: Document) -> None:
	"""Hours (JP) as a number, above 0 and up to `MOST_HOURS`; others are refused."""
	with core_errors(doc):
		hours = parse_number(doc.hours or 0, "hours")
	if not 0 < hours <= MOST_HOURS:
		frappe.throw(
			_("{0}: enter more than 0 and at most {1}.").format(_("Training Hours (JP)"), MOST_HOURS)
		)
	doc.hours = float(hours)
