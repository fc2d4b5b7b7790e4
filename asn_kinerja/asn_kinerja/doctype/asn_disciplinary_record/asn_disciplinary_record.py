import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, add_months, cint, getdate, now

from asn_kinerja import access, notices, people
from asn_kinerja.attendance import proposals
from asn_kinerja.attendance.discipline import DROPPED, IN_FORCE, PROPOSED, RECORD
from asn_kinerja.messages import escaped


class ASNDisciplinaryRecord(Document):
	"""A disciplinary sanction (hukuman disiplin, PP 94/2021): proposed from unexcused days or by a person,
	decided by a performance manager of the agency, never about himself. The employee sees it once it is
	decided."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		adjusted: DF.Check
		basis: DF.SmallText
		company: DF.Link | None
		decided_by: DF.Link | None
		decided_on: DF.Datetime | None
		decision_reason: DF.SmallText | None
		decree: DF.Data | None
		department: DF.Link | None
		employee: DF.Link
		employee_name: DF.Data | None
		from_date: DF.Date | None
		level: DF.Literal["Ringan", "Sedang", "Berat"]
		longest_run: DF.Int
		months: DF.Int
		proposal_key: DF.Data | None
		rater: DF.Link | None
		rater_name: DF.Data | None
		sanction: DF.Data
		severity: DF.Int
		status: DF.Literal["Proposed", "In Force", "Dropped"]
		title: DF.Data | None
		to_date: DF.Date | None
		unexcused_days: DF.Int
		year: DF.Int
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)

	def before_validate(self) -> None:
		people.fill(self)
		access.guard(self)

	def validate(self) -> None:
		self.title = proposals.title(self.employee_name, self.sanction)
		if self.status == PROPOSED:
			self.set_year()
			self.set_duration()
			self.keep_from_job()

	def set_year(self) -> None:
		"""A proposal from the recaps keeps the year that it is about."""
		if not self.severity:
			self.year = getdate(self.from_date).year

	def set_duration(self) -> None:
		self.months = cint(self.months)
		if self.months and self.from_date and not self.to_date:
			self.to_date = add_days(add_months(getdate(self.from_date), self.months), -1)
		if self.to_date and (not self.from_date or getdate(self.to_date) < getdate(self.from_date)):
			frappe.throw(
				_("{0} must not be before {1}. Enter both, or the first day alone.").format(
					_("To Date"), _("From Date")
				)
			)

	def keep_from_job(self) -> None:
		"""What a person has changed is his proposal now: the job does not follow the recaps with it."""
		before = self.get_doc_before_save()
		changed = before and any(
			(before.get(field) or "") != (self.get(field) or "") for field in ("level", "sanction", "basis")
		)
		if changed:
			self.adjusted = 1
			self.proposal_key = None

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def put_in_force(self, reason: str, from_date: str = "", decree: str = "") -> None:
		"""Decide that the sanction is imposed, with the reason; `from_date` is needed unless it is stored.

		Who: performance managers of the agency, not the employee. From: Proposed."""
		self.decide(IN_FORCE, reason, (PROPOSED,), {"from_date": from_date, "decree": decree})

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def drop(self, reason: str) -> None:
		"""Decide that there is no sanction, or that it is lifted, for instance after an appeal (upaya
		administratif), with the reason.

		Who: performance managers of the agency, not the employee. From: Proposed, In Force."""
		self.decide(DROPPED, reason, (PROPOSED, IN_FORCE), {})

	def decide(self, status: str, reason: str, allowed: tuple[str, ...], values: dict[str, str]) -> None:
		self.check_permission("read")
		if not access.relations(self) & {access.MANAGER, access.SYSTEM}:
			frappe.throw(
				_("Only a performance manager of the agency decides this, and nobody about himself."),
				frappe.PermissionError,
			)
		# another decision at the same moment waits here
		stored = frappe.db.get_value(RECORD, self.name, "status", for_update=True)
		if stored not in allowed:
			frappe.throw(_("It is decided already: {0}.").format(_(stored)))
		reason = (reason or "").strip()
		if not reason:
			frappe.throw(_("Write the {0}.").format(_("Reason for the Decision")))
		self.update({field: value for field, value in values.items() if value})
		if status == IN_FORCE:
			if not self.from_date:
				frappe.throw(_("Enter the {0}.").format(_("From Date")))
			self.set_year()
			self.set_duration()
		self.update(
			{
				"status": status,
				"decision_reason": reason,
				"decided_by": frappe.session.user,
				"decided_on": now(),
				"proposal_key": None,
			}
		)
		self.flags.asn_server_made = True
		self.save(ignore_permissions=True)
		self.tell()

	def tell(self) -> None:
		"""The employee and his rater learn that there is a decision, and read it in the record."""
		name = f"<b>{escaped(self.employee_name)[0]}</b>"
		users = notices.users_of({self.employee, *filter(None, [self.rater])})
		notices.tell(
			users.values(),
			lambda: _("There is a disciplinary decision about {0}.").format(name),
			RECORD,
			self.name,
			frappe.session.user,
		)


def on_doctype_update() -> None:
	access.add_row_indexes(RECORD, "creation")
	for fields in (["employee", "year"], ["company", "year", "status"]):
		frappe.db.add_index(RECORD, fields)
