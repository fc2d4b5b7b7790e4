import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from asn_kinerja import access, people
from asn_kinerja.attendance import recaps
from asn_kinerja.attendance.calendar import free_days
from asn_kinerja.messages import escaped, place
from asn_kinerja.scoring import ScoringError, month_errors


class ASNAttendanceRecap(Document):
	"""An employee's attendance of one month (rekap kehadiran): imported, pulled from Frappe HR, or entered by
	the performance manager. The employee and his superiors read it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_attendance_exception.asn_attendance_exception import (
			ASNAttendanceException,
		)

		batch: DF.Link | None
		company: DF.Link | None
		department: DF.Link | None
		early_minutes: DF.Int
		employee: DF.Link
		employee_name: DF.Data | None
		exceptions: DF.Table[ASNAttendanceException]
		excused_absences: DF.Int
		late_minutes: DF.Int
		longest_run: DF.Int
		month: DF.Date
		present: DF.Int
		rater: DF.Link | None
		rater_name: DF.Data | None
		recap_key: DF.Data | None
		source: DF.Literal["Imported", "Frappe HR", "Entered"]
		title: DF.Data | None
		unexcused_absences: DF.Int
		working_days: DF.Int
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)

	def before_validate(self) -> None:
		self.set_month()
		people.fill(self)
		access.guard(self)

	def validate(self) -> None:
		self.check_rows()
		self.check_month()
		facts = recaps.facts_of(self.as_dict())
		if errors := month_errors(facts):
			frappe.throw("<br>".join(map(self.sentence, errors)), title=_("Please Check"))
		free = free_days([self.employee], facts.month, getdate(frappe.utils.get_last_day(facts.month)))
		self.update(recaps.derived(facts, free[self.employee]))
		self.title = recaps.title(self.employee_name, facts.month)
		self.set_key()
		self.set_source()

	def set_month(self) -> None:
		"""A month is stored by its first day."""
		if self.month:
			self.month = getdate(self.month).replace(day=1)

	def check_month(self) -> None:
		if self.month > getdate():
			frappe.throw(_("{0} has not begun yet.").format(formatdate(self.month, "MMMM yyyy")))

	def check_rows(self) -> None:
		"""The Desk opens a new form with an empty row; a half-filled one is named."""
		self.set("exceptions", [row for row in self.exceptions if row.date or row.kind or row.minutes])
		for idx, row in enumerate(self.exceptions, 1):
			row.idx = idx
			if not row.date or not row.kind:
				frappe.throw(_("Row {0}: enter date and exception, or remove the row.").format(idx))

	def sentence(self, error: ScoringError) -> str:
		return escaped(error.text(_, place(self, error)))[0]

	def set_key(self) -> None:
		"""One per employee and month; the unique index decides between two who save at the same time."""
		self.recap_key = recaps.key(self.employee, self.month)
		other = frappe.db.get_value(self.doctype, {"recap_key": self.recap_key, "name": ["!=", self.name]})
		if other:
			frappe.throw(
				_("{0} has a recap of this month already. Change that one.").format(
					*escaped(self.employee_name)
				),
				frappe.DuplicateEntryError,
			)

	def set_source(self) -> None:
		"""What a person has saved is his own, and stays when a file is imported again."""
		before = self.get_doc_before_save()
		self.source = recaps.ENTERED
		self.batch = before.batch if before else None


def on_doctype_update() -> None:
	access.add_row_indexes(recaps.RECAP, "month")
	frappe.db.add_index(recaps.RECAP, ["employee", "month"])
	frappe.db.add_index(recaps.RECAP, ["unexcused_absences", "month"])  # the few with any
