from datetime import time
from textwrap import shorten

import frappe
from dateutil.parser import ParserError
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, formatdate, get_time, getdate, nowdate

from asn_kinerja import access, attachments, people
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.monitoring import activities, verification
from asn_kinerja.monitoring.progress import ACTIVITY, RETURNED, SUMS_INDEX, VERIFIED, WAITING
from asn_kinerja.scoring import MINUTES_PER_DAY, minutes_between, overlapping, parse_number

TITLE_LENGTH = 100


class ASNDailyActivity(Document):
	"""What a person did on a day (aktivitas harian), for the rater to verify or to return.

	Source: PermenPAN-RB 6/2022, documentation of performance (pendokumentasian kinerja)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		company: DF.Link | None
		date: DF.Date
		department: DF.Link | None
		description: DF.SmallText
		employee: DF.Link
		employee_name: DF.Data | None
		evidence: DF.Attach | None
		evidence_link: DF.Data | None
		feedback: DF.SmallText | None
		from_time: DF.Time | None
		minutes: DF.Int
		plan_item: DF.Autocomplete | None
		quantity: DF.Float
		rater: DF.Link | None
		rater_name: DF.Data | None
		result: DF.SmallText | None
		return_reason: DF.SmallText | None
		status: DF.Literal["Waiting", "Verified", "Returned"]
		title: DF.Data | None
		to_time: DF.Time | None
		unit: DF.Data | None
		verified_by: DF.Link | None
		verified_on: DF.Datetime | None
		work_plan: DF.Link | None
	# end: auto-generated types

	def _set_defaults(self) -> None:
		"""Frappe fills every empty time of a new record with the time of now; here an empty one means that
		the minutes are given."""
		given = self.get("from_time"), self.get("to_time")
		super()._set_defaults()
		self.from_time, self.to_time = given

	def onload(self) -> None:
		access.tell_form(self)

	def before_validate(self) -> None:
		if self.is_new():
			self.employee = self.employee or (access.employee_of() or {}).get("name")
		self.check_open()
		people.fill(self)
		access.guard(self)

	def validate(self) -> None:
		self.set_title()
		self.set_minutes()
		self.set_quantity()
		self.check_date()
		self.set_plan_item()
		self.check_evidence()
		self.check_day()
		self.send_again()

	def on_trash(self) -> None:
		self.check_open()

	def check_open(self) -> None:
		"""What was verified counts in results; it stays as the rater saw it."""
		stored = frappe.db.get_value(ACTIVITY, self.name, "status") if not self.is_new() else None
		if stored == VERIFIED and access.SYSTEM not in access.relations(self):
			frappe.throw(
				_("A verified activity is neither changed nor deleted."),
				frappe.PermissionError,
				title=_("Not Allowed"),
			)

	def set_title(self) -> None:
		self.description = (self.description or "").strip()
		self.title = shorten(self.description, TITLE_LENGTH, placeholder="…")

	def set_minutes(self) -> None:
		"""Minutes from the two times where they are given, else as they were entered: 1 to 1,440."""
		self.from_time, self.to_time = self.clock("from_time"), self.clock("to_time")
		if (self.from_time is None) != (self.to_time is None):
			frappe.throw(_("Enter both {0} and {1}, or the minutes alone.").format(_("From"), _("To")))
		if self.from_time is not None:
			self.minutes = minutes_between(self.from_time, self.to_time)
			if self.minutes < 1:
				frappe.throw(
					_(
						"{0} must be after {1} on the same day. "
						"Enter what was done after midnight on the next day."
					).format(_("To"), _("From"))
				)
		with core_errors(self):
			minutes = parse_number(self.minutes or 0, "minutes")
		self.minutes = int(minutes)
		if minutes != self.minutes or not 1 <= self.minutes <= MINUTES_PER_DAY:
			frappe.throw(
				_("Enter the {0}: from 1 to {1}, or the times from and to.").format(
					_("Minutes"), MINUTES_PER_DAY
				)
			)

	def clock(self, field: str) -> time | None:
		"""A time of the day, whatever form it was sent in; raises for what is none.

		A time with fractions of a second is the present moment, which newer versions of Frappe fill into
		every empty time before the document is made: nobody has entered it."""
		raw = self.get(field)
		if raw is None or raw == "":
			return None
		try:
			found = get_time(raw)
			return None if found.microsecond else found
		except (ParserError, ValueError, TypeError, OverflowError, AttributeError):
			frappe.throw(
				_('{0}: "{1}" is no time. Enter hours and minutes, for example 08:30.').format(
					*escaped(_(self.meta.get_label(field)), raw)
				)
			)

	def set_quantity(self) -> None:
		with core_errors(self):
			self.quantity = float(parse_number(self.quantity or 0, "quantity"))

	def check_date(self) -> None:
		"""Not in the future, and not longer ago than the agency allows. What was returned may be corrected
		for as long again from the day of the return, as if it were still the day it was entered."""
		self.date = getdate(self.date)
		today = getdate(nowdate())
		if self.date > today:
			frappe.throw(
				_("{0} lies in the future. Enter activities when they are done.").format(
					formatdate(self.date)
				)
			)
		days = cint(frappe.db.get_single_value("ASN Performance Settings", "backdate_days"))
		earliest = getdate(add_days(today, -days))
		before = self.get_doc_before_save()
		if before and before.verified_on and getdate(before.verified_on) >= earliest:
			earliest = min(earliest, getdate(add_days(getdate(before.creation), -days)))
		if self.date < earliest:
			frappe.throw(
				_("{0} is too long ago. Activities can be entered back to {1} ({2} days).").format(
					formatdate(self.date), formatdate(earliest), days
				)
			)

	def set_plan_item(self) -> None:
		"""The planned result is one of the employee's own approved plan that is valid on that day."""
		self.plan_item = self.plan_item or None
		item = None
		if self.plan_item:
			found = activities.items_of(self.employee, self.date, str(self.plan_item))
			if not found:
				frappe.throw(
					_(
						"{0}: choose a result of the approved work plan valid on {1}, or leave it empty."
					).format(_("Planned Result It Serves"), formatdate(self.date))
				)
			item = found[0]
		self.work_plan = item.work_plan if item else None
		self.result = item.result if item else None
		self.unit = item.unit if item else None

	def check_evidence(self) -> None:
		"""A link leads to the web and nowhere else; a file is one that the employee may read himself."""
		attachments.check_link(self, "evidence_link")
		attachments.check_file(self, "evidence")

	def check_day(self) -> None:
		"""At most 24 hours in all, and no two times that overlap. The employee's record is locked until the
		end, so that two entries at once see each other."""
		frappe.db.get_value("Employee", self.employee, "name", for_update=True)
		others = self.others_of_the_day()
		total = self.minutes + sum(row.minutes for row in others)
		if total > MINUTES_PER_DAY:
			frappe.throw(
				_("With this activity the day of {0} comes to {1} minutes; a day has {2}.").format(
					formatdate(self.date), total, MINUTES_PER_DAY
				)
			)
		if self.from_time is None:
			return
		timed = [row for row in others if row.from_time is not None and row.to_time is not None]
		spans = [(get_time(row.from_time), get_time(row.to_time)) for row in timed]
		position = overlapping(self.from_time, self.to_time, spans)
		if position is not None:
			start, end = (f"{moment:%H:%M}" for moment in spans[position])
			frappe.throw(
				_("The time overlaps with {0} ({1} to {2}). Change the times of one of them.").format(
					frappe.bold(*escaped(timed[position].title)), start, end
				)
			)

	def others_of_the_day(self) -> list[frappe._dict]:
		"""The employee's other activities of that day: read with a lock, which sees what others have stored
		since this transaction began."""
		activity = frappe.qb.DocType(ACTIVITY)
		query = (
			frappe.qb.from_(activity)
			.select(activity.name, activity.title, activity.minutes, activity.from_time, activity.to_time)
			.where((activity.employee == self.employee) & (activity.date == self.date))
			.orderby(activity.from_time)
			.for_update()
		)
		return [row for row in query.run(as_dict=True) if row.name != self.name]

	def send_again(self) -> None:
		"""What was returned and has been corrected waits for the rater again."""
		before = self.get_doc_before_save()
		if before and before.status == RETURNED:
			self.status = WAITING

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def verify(self, feedback: str = "") -> None:
		"""Verify it, with feedback if the rater likes; done twice it does nothing more.

		Who: the rater. From: Waiting."""
		self.answer(VERIFIED, feedback)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def return_to_employee(self, reason: str) -> None:
		"""Return it with the reason, for the employee to correct.

		Who: the rater. From: Waiting."""
		self.answer(RETURNED, reason)

	def answer(self, status: str, text: str) -> None:
		self.check_permission("read")
		if access.RATER not in access.relations(self):
			frappe.throw(_("Only the rater of the employee answers it."), frappe.PermissionError)
		refused = verification.answer([self.name], status, text).refused
		if refused:
			frappe.throw(*escaped(refused[0]["reason"]))


def on_doctype_update() -> None:
	"""Indexes for hundreds of thousands of rows: a person's days, a rater's waiting ones, a result's sum,
	the sums of many people, and the list of everybody's, newest first."""
	access.add_row_indexes(ACTIVITY, "date")
	for fields in (
		["employee", "date"],
		["rater", "status", "date"],
		["plan_item", "status", "date", "quantity"],
		["status", "date", "employee", "rater", "company"],
	):
		frappe.db.add_index(ACTIVITY, fields)
	sums = ["employee", "status", "unit", "date", "company", "rater", "minutes", "quantity"]
	frappe.db.add_index(ACTIVITY, sums, SUMS_INDEX)
