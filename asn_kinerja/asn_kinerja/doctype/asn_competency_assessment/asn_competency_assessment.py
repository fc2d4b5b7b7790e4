import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from asn_kinerja import access, competency, notices, people
from asn_kinerja.competency import DRAFT, RELEASED
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.scoring import parse_number

MOST_LEVELS = 1000  # 200 competencies at level 5; more is a slip of the pen


class ASNCompetencyAssessment(Document):
	"""The levels of competency that a person has reached against those that his position asks for, recorded
	by a performance manager and seen by the employee once they are released.

	Source: PermenPAN-RB 38/2017 (levels 1 to 5), Peraturan BKN 26/2019 (job person match)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		assessed_on: DF.Date
		assessment_key: DF.Data | None
		basis: DF.SmallText
		company: DF.Link | None
		department: DF.Link | None
		designation: DF.Link | None
		employee: DF.Link
		employee_name: DF.Data | None
		levels_reached: DF.Float
		levels_required: DF.Float
		rater: DF.Link | None
		rater_name: DF.Data | None
		released_by: DF.Link | None
		released_on: DF.Datetime | None
		status: DF.Literal["Draft", "Released"]
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)

	def before_validate(self) -> None:
		self.check_open()
		people.fill(self)
		access.guard(self)

	def validate(self) -> None:
		self.check_date()
		self.set_levels("levels_reached")
		self.set_levels("levels_required")
		self.set_key()

	# --- rules -----------------------------------------------------------------------------------------

	def check_open(self) -> None:
		"""What is released counts in results; it stays as it is, with the rater of that time."""
		before = self.get_doc_before_save()
		if before and before.status == RELEASED:
			frappe.throw(
				_("A released assessment is not changed any more. Record a new one."),
				frappe.PermissionError,
				title=_("Not Allowed"),
			)

	def check_date(self) -> None:
		if self.assessed_on and getdate(self.assessed_on) > getdate():
			frappe.throw(_("{0} is in the future.").format(_("Assessed On")))

	def set_levels(self, field: str) -> None:
		with core_errors(self):
			levels = parse_number(self.get(field) or 0, field)
		if not 0 < levels <= MOST_LEVELS:
			frappe.throw(
				_("{0}: enter more than 0 and at most {1}.").format(
					_(self.meta.get_label(field)), MOST_LEVELS
				)
			)
		self.set(field, float(levels))

	def set_key(self) -> None:
		"""One per employee and day; the unique index decides between two who save at the same time."""
		if not self.assessed_on:
			return  # Frappe names what is missing
		self.assessment_key = competency.key(self.employee, self.assessed_on)
		other = {"assessment_key": self.assessment_key, "name": ["!=", self.name]}
		if frappe.db.exists(self.doctype, other):
			frappe.throw(
				_("{0} has an assessment on {1} already. Change that one.").format(
					*escaped(self.employee_name, self.get_formatted("assessed_on"))
				),
				frappe.DuplicateEntryError,
			)

	# --- actions ---------------------------------------------------------------------------------------

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def release(self) -> None:
		"""Release it: the employee sees it, it counts, and it changes no more.

		Who: a performance manager of the agency, not the employee. From: Draft."""
		self.check_permission("read")
		if not access.relations(self) & {access.MANAGER, access.SYSTEM}:
			frappe.throw(
				_("Only a performance manager of the agency releases it, and nobody his own."),
				frappe.PermissionError,
			)
		# another one who releases it at the same moment waits here
		if frappe.db.get_value(self.doctype, self.name, "status", for_update=True) != DRAFT:
			frappe.throw(_("It is released already. Reload the form."))
		self.update({"status": RELEASED, "released_on": now_datetime(), "released_by": frappe.session.user})
		self.flags.asn_server_made = True
		self.save(ignore_permissions=True)
		self.tell()

	def tell(self) -> None:
		"""The employee and his rater learn that there is a result, and read it in the record."""
		name = f"<b>{escaped(self.employee_name)[0]}</b>"
		users = notices.users_of({self.employee, *filter(None, [self.rater])})
		notices.tell(
			users.values(),
			lambda: _("The competency assessment of {0} is released.").format(name),
			self.doctype,
			self.name,
			frappe.session.user,
		)


def on_doctype_update() -> None:
	access.add_row_indexes(competency.ASSESSMENT, "assessed_on")
	# the newest of many people
	frappe.db.add_index(competency.ASSESSMENT, ["employee", "status", "assessed_on"])
