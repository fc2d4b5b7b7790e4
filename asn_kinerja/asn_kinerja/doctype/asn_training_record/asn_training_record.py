from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from asn_kinerja import access, attachments, notices, people, training_hours
from asn_kinerja.asn_kinerja.doctype.asn_training.asn_training import check_kind, set_hours
from asn_kinerja.development import catalogue, certificates, effects
from asn_kinerja.messages import escaped
from asn_kinerja.training_hours import DRAFT, RETURNED, VERIFIED, WAITING


class ASNTrainingRecord(Document):
	"""A training that a person has attended, with its hours (JP), verified by his rater or a performance
	manager.

	Source: PP 11/2017 art. 203 (hours a year), Per-LAN 10/2018 (forms of training)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		certificate: DF.Attach | None
		certificate_link: DF.Data | None
		certified_before: DF.Date | None
		certified_until: DF.Date | None
		company: DF.Link | None
		department: DF.Link | None
		designation: DF.Link | None
		employee: DF.Link
		employee_name: DF.Data | None
		event: DF.Data | None
		follows_event: DF.Check
		form: DF.Literal["", "Classical", "Non-Classical"]
		from_date: DF.Date
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
		notes: DF.SmallText | None
		organiser: DF.Data | None
		rater: DF.Link | None
		rater_name: DF.Data | None
		return_reason: DF.SmallText | None
		status: DF.Literal["Draft", "Waiting", "Verified", "Returned"]
		title: DF.Data
		to_date: DF.Date
		training: DF.Link | None
		training_key: DF.Data | None
		verified_by: DF.Link | None
		verified_on: DF.Datetime | None
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)

	def before_validate(self) -> None:
		if self.is_new():
			self.employee = self.employee or (access.employee_of() or {}).get("name")
		self.check_open()
		people.fill(self)
		access.guard(self)

	def validate(self) -> None:
		self.keep_event()
		self.find_in_catalogue()
		self.fill_from_catalogue()
		self.set_title()
		self.check_kind()
		self.check_dates()
		set_hours(self)
		attachments.check_link(self, "certificate_link")
		attachments.check_file(self, "certificate")
		self.set_key()

	# --- rules -----------------------------------------------------------------------------------------

	def check_open(self) -> None:
		"""What was verified counts in results; it stays as it was seen, with the rater of that time, until
		the verification is withdrawn."""
		before = self.get_doc_before_save()
		if before and before.status == VERIFIED and not self.flags.asn_server_made:
			frappe.throw(
				_("A verified training is not changed any more."),
				frappe.PermissionError,
				title=_("Not Allowed"),
			)

	def set_title(self) -> None:
		self.title = " ".join((self.title or "").split())
		if not self.title:
			frappe.throw(_("Write the {0} first.").format(_("Training")))

	def keep_event(self) -> None:
		"""Which event of Frappe HR it comes from is known to the job that pulls them, and to nobody else.
		That job goes past this: what a person has saved follows the event no more."""
		before = self.get_doc_before_save()
		self.event = before.event if before else None
		self.follows_event = 0

	def find_in_catalogue(self) -> None:
		"""Who typed the title of a training of the catalogue means that one: measures of development plans
		and raters' certificates go by it."""
		if not self.training and (title := training_hours.plain(self.title)):
			self.training = catalogue.by_title().get(title, {}).get("name")

	def fill_from_catalogue(self) -> None:
		"""A training of the catalogue is called as there; hours and dates are its own unless the certificate
		says otherwise. What was handed in stays as it was then."""
		if not self.training or self.status not in (DRAFT, RETURNED):
			return
		fields = ("title", "form", "kind", "organiser", "hours", "from_date", "to_date", "disabled")
		training = frappe.db.get_value(catalogue.TRAINING, self.training, fields, as_dict=True)
		if not training:
			return  # Frappe names the broken link
		before = self.get_doc_before_save()
		if training.disabled and not (before and before.training == self.training):
			frappe.throw(
				_("{0} is not offered any more. Choose another training, or none.").format(
					*escaped(self.training)
				)
			)
		self.update({field: training[field] for field in ("title", "form", "kind", "organiser")})
		for field in ("hours", "from_date", "to_date"):
			self.set(field, self.get(field) or training[field])

	def check_kind(self) -> None:
		check_kind(self)

	def check_dates(self) -> None:
		if not (self.from_date and self.to_date):
			return  # Frappe names the missing one
		if getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(_("{0} is before {1}. Correct one of them.").format(_("To Date"), _("From Date")))
		if getdate(self.to_date) > getdate():
			frappe.throw(_("{0} is in the future.").format(_("To Date")))

	def set_key(self) -> None:
		"""Each training once; the unique index decides between two who save at the same time."""
		if not self.from_date:
			return
		self.training_key = training_hours.key(self.employee, self.title, self.from_date)
		if frappe.db.exists(self.doctype, {"training_key": self.training_key, "name": ["!=", self.name]}):
			frappe.throw(
				_("{0} has a record of this training on {1} already. Change that one.").format(
					*escaped(self.employee_name, self.get_formatted("from_date"))
				),
				frappe.DuplicateEntryError,
			)

	# --- actions ---------------------------------------------------------------------------------------

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def hand_in(self) -> None:
		"""Hand it in for verification, with a certificate.

		Who: the employee, or a performance manager of the agency. From: Draft, Returned."""
		self.check_permission("write")
		if not access.relations(self) & {access.SELF, access.MANAGER, access.SYSTEM}:
			frappe.throw(_("Only the employee or a performance manager hands it in."), frappe.PermissionError)
		self.lock_in((DRAFT, RETURNED))
		if not (self.certificate or self.certificate_link or self.event):
			frappe.throw(_("Add the certificate, as a file or as a link, and save before you hand it in."))
		self.return_reason = None
		self.move(WAITING)
		title, name = escaped(self.title, self.employee_name)
		notices.tell(
			self.verifiers(),
			lambda: _("The training {0} of {1} waits for your verification.").format(f"<b>{title}</b>", name),
			self.doctype,
			self.name,
		)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def verify(self) -> None:
		"""Verify it: its hours count, and it changes no more.

		Who: the rater, or a performance manager of the agency, not the employee. From: Waiting."""
		self.check_verifier()
		self.lock_in((WAITING,))
		self.verified_by, self.verified_on = frappe.session.user, now_datetime()
		self.move(VERIFIED)
		certificates.certify(self)
		effects.follow(self)
		title = f"<b>{escaped(self.title)[0]}</b>"
		self.tell_employee(lambda: _("Your training {0} is verified.").format(title))

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def return_to_employee(self, reason: str) -> None:
		"""Return it with the reason, for correction.

		Who: the rater, or a performance manager of the agency, not the employee. From: Waiting."""
		self.check_verifier()
		self.lock_in((WAITING,))
		self.return_reason = reason.strip()
		if not self.return_reason:
			frappe.throw(_("Write the {0} before returning it.").format(_("Reason for Returning")))
		self.move(RETURNED)
		title = f"<b>{escaped(self.title)[0]}</b>"
		self.tell_employee(lambda: _("Your training {0} was returned for correction.").format(title))

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def withdraw_verification(self, reason: str) -> None:
		"""Take back a wrong verification, with the reason, and return the record for correction: its hours do
		not count until it is verified again, nor what it has certified, and its measure is not done.

		Results that were released keep the hours they were given for.

		Who: a performance manager of the agency, not the employee. From: Verified."""
		self.check_permission("read")
		if not access.relations(self) & {access.MANAGER, access.SYSTEM}:
			frappe.throw(
				_("Only a performance manager withdraws a verification, and nobody his own."),
				frappe.PermissionError,
			)
		self.lock_in((VERIFIED,))
		self.return_reason = reason.strip()
		if not self.return_reason:
			frappe.throw(_("Write the {0} first.").format(_("Reason for the Withdrawal")))
		verified = (self.verified_by, self.get_formatted("verified_on"))
		self.verified_by = self.verified_on = None
		self.move(RETURNED)
		certificates.withdraw(self)
		effects.unfollow(self)
		self.add_comment(
			"Comment",
			_("The verification by {0} on {1} was withdrawn: {2}").format(
				*escaped(*verified, self.return_reason)
			),
		)
		title, why = escaped(self.title, self.return_reason)
		self.tell_employee(
			lambda: _("The verification of your training {0} was withdrawn: {1}").format(
				f"<b>{title}</b>", why
			)
		)

	def check_verifier(self) -> None:
		self.check_permission("read")
		if not access.relations(self) & {access.RATER, access.MANAGER, access.SYSTEM}:
			frappe.throw(
				_("Only the rater or a performance manager answers it, and nobody his own."),
				frappe.PermissionError,
			)

	def lock_in(self, states: tuple[str, ...]) -> None:
		"""Another answer at the same moment waits here, and then finds the state changed."""
		stored = frappe.db.get_value(self.doctype, self.name, "status", for_update=True)
		if stored not in states:
			frappe.throw(_("In the state {0} this is not possible. Reload the form.").format(_(stored)))

	def move(self, status: str) -> None:
		self.status = status
		self.flags.asn_server_made = True
		self.save(ignore_permissions=True)

	def verifiers(self) -> list[str]:
		"""Users who are asked: the rater, or the managers of the agency where he has none."""
		rater = notices.users_of([self.rater]) if self.rater else {}
		return list(rater.values()) or notices.managers_of(self.company, self.doctype)

	def tell_employee(self, line: Callable[[], str]) -> None:
		notices.tell_employee(self.employee, line, self.doctype, self.name, frappe.session.user)


def on_doctype_update() -> None:
	access.add_row_indexes(training_hours.RECORD, "to_date")
	# the sums of many people
	frappe.db.add_index(training_hours.RECORD, ["employee", "status", "to_date", "hours"])
	# who has a seat in a session
	frappe.db.add_index(training_hours.RECORD, ["training", "from_date", "employee"])
