from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, now_datetime

from asn_kinerja import access, attachments, notices, people
from asn_kinerja.innovation import DRAFT, NOT_VERIFIED, RETURNED, UNDECIDED, VERIFIED, WAITING
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.scoring import parse_number
from asn_kinerja.scoring.innovation import check_shares

VERDICT = ("decision", "note", "decided_on")


class ASNInnovation(Document):
	"""A new idea or way of working that serves the organisation or the public, verified by a panel.

	Source: PP 30/2019 art. 41 (new idea as a condition of "Sangat Baik"). Nobody verifies an innovation to
	which he has contributed.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_innovation_contributor.asn_innovation_contributor import (
			ASNInnovationContributor,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_innovation_verifier.asn_innovation_verifier import (
			ASNInnovationVerifier,
		)

		benefit: DF.Text
		company: DF.Link | None
		contributors: DF.Table[ASNInnovationContributor]
		date: DF.Date
		decided_on: DF.Datetime | None
		department: DF.Link | None
		description: DF.Text
		employee: DF.Link
		employee_name: DF.Data | None
		evidence: DF.Attach | None
		evidence_link: DF.Data | None
		impact_level: DF.Link
		panel: DF.Table[ASNInnovationVerifier]
		rater: DF.Link | None
		rater_name: DF.Data | None
		return_reason: DF.SmallText | None
		status: DF.Literal["Draft", "Waiting for Panel", "Returned", "Verified", "Not Verified"]
		title: DF.Data
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)
		self.set_onload("asn_my_turn", int(bool(self.my_row())))

	def before_validate(self) -> None:
		if self.is_new():
			self.employee = self.employee or (access.employee_of() or {}).get("name")
			if not self.contributors:
				self.append("contributors", {"employee": self.employee, "share": 100})
		if self.status in (DRAFT, WAITING, RETURNED):
			people.fill(self)
		else:
			people.keep(self)
		access.guard(self)
		self.keep_verdicts()

	def validate(self) -> None:
		self.check_date()
		self.check_contributors()
		self.check_panel()
		self.fill_names()
		attachments.check_link(self, "evidence_link")
		attachments.check_file(self, "evidence")

	def on_update(self) -> None:
		self.tell_new_panel()

	# --- rules -----------------------------------------------------------------------------------------

	def check_date(self) -> None:
		if getdate(self.date) > getdate():
			frappe.throw(_("{0} is in the future.").format(_("In Use Since")))
		if frappe.db.get_value("ASN Impact Level", self.impact_level, "disabled"):
			frappe.throw(
				_("{0} is not in use any more. Choose another {1}.").format(
					*escaped(self.impact_level, _("Impact Level"))
				)
			)

	def check_contributors(self) -> None:
		self.check_people("contributors")
		with core_errors(self):
			check_shares([parse_number(row.share, "share") for row in self.contributors])

	def check_panel(self) -> None:
		"""People of the agency who have not contributed; a verdict that was given stays."""
		self.check_people("panel")
		involved = {self.employee, *(row.employee for row in self.contributors)}
		for row in self.panel:
			if row.employee in involved:
				frappe.throw(
					_("{0}, row {1}: {2} has contributed and cannot verify. Choose somebody else.").format(
						_("Panel"), row.idx, *escaped(row.employee_name or row.employee)
					)
				)
		before = self.get_doc_before_save()
		if not before or self.flags.asn_server_made:
			return
		here = {row.name for row in self.panel}
		for row in before.panel:
			if row.decision != UNDECIDED and row.name not in here:
				frappe.throw(
					_("{0} has decided already and stays in the panel.").format(*escaped(row.employee_name))
				)
		me = access.employee_of()
		if (
			me
			and me.name in involved
			and {r.employee for r in before.panel} != {r.employee for r in self.panel}
		):
			frappe.throw(_("Who has contributed does not choose the panel."), frappe.PermissionError)

	def check_people(self, table: str) -> None:
		"""Active employees of the agency, each once."""
		names = [row.employee for row in self.get(table)]
		known = {
			row.name: row
			for row in frappe.get_all(
				"Employee",
				filters={"name": ["in", names or [""]]},
				fields=["name", "employee_name", "company", "status"],
				order_by="name",
			)
		}
		label, seen = _(self.meta.get_label(table)), set()
		for row in self.get(table):
			person = known.get(row.employee)
			if not person or person.company != self.company or person.status != "Active":
				frappe.throw(
					_("{0}, row {1}: choose an active employee of {2}.").format(
						label, row.idx, *escaped(self.company)
					)
				)
			if row.employee in seen:
				frappe.throw(
					_("{0}, row {1}: {2} stands in the table twice. Remove one row.").format(
						label, row.idx, *escaped(person.employee_name)
					)
				)
			seen.add(row.employee)
			row.employee_name = person.employee_name

	def fill_names(self) -> None:
		self.title = (self.title or "").strip()
		if not self.title:
			frappe.throw(_("Write the {0} first.").format(_("Innovation")))

	def keep_verdicts(self) -> None:
		"""What a member of the panel decides comes by `decide` only."""
		if self.flags.asn_server_made:
			return
		before = self.get_doc_before_save()
		stored = {row.name: row for row in before.panel} if before else {}
		for row in self.panel:
			old = stored.get(row.name)
			row.update({field: old.get(field) for field in VERDICT} if old else dict.fromkeys(VERDICT))
			row.decision = row.decision or UNDECIDED
			if old and old.decision != UNDECIDED:
				row.employee = old.employee

	# --- actions ---------------------------------------------------------------------------------------

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def submit_to_panel(self) -> None:
		"""Who: the proposer. From: Draft, Returned."""
		self.check_permission("write")
		if access.SELF not in access.relations(self) or self.status not in (DRAFT, RETURNED):
			frappe.throw(_("Only the proposer hands in a draft."), frappe.PermissionError)
		self.return_reason = None
		for row in self.panel:
			row.update({"decision": UNDECIDED, "note": None, "decided_on": None})
		self.move(WAITING)
		notices.tell(
			notices.managers_of(self.company, self.doctype),
			lambda: _("The innovation {0} waits for a panel.").format(f"<b>{escaped(self.title)[0]}</b>"),
			self.doctype,
			self.name,
		)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def give_back(self, reason: str) -> None:
		"""Return it for correction. Who: a performance manager who has not contributed. From: Waiting for
		Panel."""
		self.check_permission("read")
		if access.MANAGER not in access.relations(self) or self.has_contributed():
			frappe.throw(
				_("Only a performance manager who has not contributed returns it."), frappe.PermissionError
			)
		if self.status != WAITING:
			frappe.throw(_("In the state {0} nothing is returned.").format(_(self.status)))
		if not reason.strip():
			frappe.throw(_("Write the {0} before returning it.").format(_("Reason for Returning")))
		self.return_reason = reason.strip()
		self.move(RETURNED)
		self.tell_contributors(
			lambda: _("The innovation {0} was returned for correction.").format(
				f"<b>{escaped(self.title)[0]}</b>"
			)
		)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def decide(self, decision: str, note: str = "") -> None:
		"""A member's verdict: Verified or Not Verified (with a note), once. The last one decides: the
		innovation is verified when more than half of the panel say so.

		Who: a member of the panel who has not contributed. From: Waiting for Panel."""
		self.check_permission("read")
		# another member may decide at the same moment: the last of two must see the first one's verdict
		frappe.db.get_value(self.doctype, self.name, "name", for_update=True)
		self.reload()
		row = self.my_row()
		if not row or self.has_contributed():
			frappe.throw(_("Only a member of the panel decides, and each once."), frappe.PermissionError)
		if decision not in (VERIFIED, NOT_VERIFIED):
			frappe.throw(_("Choose {0} or {1}.").format(_("Verified"), _("Not Verified")))
		if decision == NOT_VERIFIED and not note.strip():
			frappe.throw(_("Write a {0}: the contributors learn from it.").format(_("Note")))
		needed = cint(frappe.db.get_single_value("ASN Performance Settings", "innovation_panel"))
		if len(self.panel) < needed:
			frappe.throw(
				_(
					"The panel has {0} members and needs {1}. Ask the performance manager to name them."
				).format(len(self.panel), needed)
			)
		row.update({"decision": decision, "note": note.strip() or None, "decided_on": now_datetime()})
		if any(member.decision == UNDECIDED for member in self.panel):
			self.move(WAITING)
			return
		good = sum(member.decision == VERIFIED for member in self.panel)
		self.decided_on = now_datetime()
		self.move(VERIFIED if 2 * good > len(self.panel) else NOT_VERIFIED)
		self.tell_contributors(
			lambda: _("The panel has decided on the innovation {0}: {1}.").format(
				f"<b>{escaped(self.title)[0]}</b>", _(self.status)
			)
		)

	def move(self, status: str) -> None:
		self.status = status
		self.flags.asn_server_made = True
		self.save(ignore_permissions=True)

	def my_row(self) -> Document | None:
		"""The session user's row in the panel, while his verdict is asked for."""
		me = access.employee_of()
		if not me or self.status != WAITING:
			return None
		return next((r for r in self.panel if r.employee == me.name and r.decision == UNDECIDED), None)

	def has_contributed(self) -> bool:
		me = access.employee_of()
		return bool(me) and me.name in {self.employee, *(row.employee for row in self.contributors)}

	# --- notices ---------------------------------------------------------------------------------------

	def tell_contributors(self, line: Callable[[], str]) -> None:
		users = notices.users_of({self.employee, *(row.employee for row in self.contributors)})
		notices.tell(users.values(), line, self.doctype, self.name)

	def tell_new_panel(self) -> None:
		if self.status != WAITING:
			return
		before = self.get_doc_before_save()
		old = {row.employee for row in before.panel} if before and before.status == WAITING else set()
		new = {row.employee for row in self.panel} - old
		if new:
			notices.tell(
				notices.users_of(new).values(),
				lambda: _("The innovation {0} waits for your verdict.").format(
					f"<b>{escaped(self.title)[0]}</b>"
				),
				self.doctype,
				self.name,
			)


def on_doctype_update() -> None:
	access.add_row_indexes("ASN Innovation", "date")
