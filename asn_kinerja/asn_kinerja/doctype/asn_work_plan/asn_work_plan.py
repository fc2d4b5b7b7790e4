import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form, getdate, now_datetime

from asn_kinerja import access, people
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.scoring import Approach, Item, codec, validate_items
from asn_kinerja.scoring.errors import located


class ASNWorkPlan(Document):
	"""A work plan (Sasaran Kinerja Pegawai, SKP) of one employee for one cycle.

	Source: PermenPAN-RB 6/2022, articles 5 to 14; the form is that of its annex.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_work_plan_behaviour.asn_work_plan_behaviour import (
			ASNWorkPlanBehaviour,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_work_plan_item.asn_work_plan_item import ASNWorkPlanItem
		from asn_kinerja.asn_kinerja.doctype.asn_work_plan_milestone.asn_work_plan_milestone import (
			ASNWorkPlanMilestone,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_work_plan_support.asn_work_plan_support import (
			ASNWorkPlanSupport,
		)

		amended_from: DF.Link | None
		approach: DF.Literal["Quantitative", "Qualitative"]
		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		batch: DF.Link | None
		behaviours: DF.Table[ASNWorkPlanBehaviour]
		cancel_reason: DF.SmallText | None
		company: DF.Link | None
		cycle: DF.Link
		department: DF.Link | None
		designation: DF.Link | None
		employee: DF.Link
		employee_name: DF.Data | None
		end_reason: DF.SmallText | None
		ended_on: DF.Date | None
		from_date: DF.Date | None
		items: DF.Table[ASNWorkPlanItem]
		milestones: DF.Table[ASNWorkPlanMilestone]
		months: DF.Int
		nip: DF.Data | None
		plan_key: DF.Data | None
		position_type: DF.Literal[
			"",
			"JPT Utama",
			"JPT Madya",
			"JPT Pratama",
			"Administrator",
			"Pengawas",
			"Pelaksana",
			"Fungsional",
		]
		previous_plan: DF.Link | None
		rater: DF.Link | None
		rater_name: DF.Data | None
		return_reason: DF.SmallText | None
		revision_of: DF.Link | None
		revision_reason: DF.SmallText | None
		submitted_on: DF.Datetime | None
		supports: DF.Table[ASNWorkPlanSupport]
		title: DF.Data | None
		to_date: DF.Date | None
		version: DF.Int
		weight_total: DF.Float
		workflow_state: DF.Link | None
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)

	def before_validate(self) -> None:
		if self.is_new():
			self.employee = self.employee or (access.employee_of() or {}).get("name")
		self.set_person()
		access.guard(self)

	def validate(self) -> None:
		self.check_cycle()
		self.drop_blank_rows()
		self.continue_results()
		self.fill_from_indicators()
		self.check_behaviours()
		self.check_items()
		self.set_key()
		self.on_transition()

	def before_submit(self) -> None:
		self.approved_on = now_datetime()
		self.approved_by = frappe.session.user

	def on_submit(self) -> None:
		if self.revision_of:
			self.supersede()

	def before_update_after_submit(self) -> None:
		access.guard(self)

	def before_cancel(self) -> None:
		access.guard(self)
		self.check_cancel()
		self.plan_key = None

	def set_person(self) -> None:
		"""Header data come from the Employee record, never from the client."""
		people.fill(self)
		self.title = f"{self.employee_name} · {self.cycle}"

	def check_cycle(self) -> None:
		cycle = frappe.get_cached_doc("ASN Performance Cycle", self.cycle)
		if cycle.company != self.company:
			frappe.throw(
				_("{0} is the cycle of {1}, but {2} belongs to {3}.").format(
					*escaped(self.cycle, cycle.company, self.employee_name, self.company)
				)
			)
		if cycle.status == "Closed":
			frappe.throw(
				_("The cycle {0} is closed; its work plans no longer change.").format(*escaped(self.cycle))
			)
		self.from_date = self.from_date or cycle.from_date
		self.to_date = self.to_date or cycle.to_date
		if getdate(self.from_date) > getdate(self.to_date):
			frappe.throw(_("{0} must not be after {1}.").format(_("From Date"), _("To Date")))
		if getdate(self.from_date) < cycle.from_date or getdate(self.to_date) > cycle.to_date:
			frappe.throw(
				_("The plan must lie within the cycle {0} ({1} to {2}).").format(
					*escaped(self.cycle, frappe.format(cycle.from_date), frappe.format(cycle.to_date))
				)
			)

	def drop_blank_rows(self) -> None:
		"""The Desk opens a new form with an empty row, and people leave some."""
		filled = ("result", "measure", "success_measure", "indicator", "target_min", "weight")
		self.set("items", [row for row in self.items if any(row.get(field) for field in filled)])
		for idx, row in enumerate(self.items, 1):
			row.idx = idx

	def continue_results(self) -> None:
		"""An empty result continues the one above: on the official form one result spans the rows of its
		indicators."""
		for above, row in zip([None, *self.items], self.items, strict=False):
			row.result = (row.result or "").strip()
			if row.result:
				continue
			if not above:
				frappe.throw(_("Row {0}: write the {1}.").format(row.idx, _("Planned Result")))
			row.result, row.category = above.result, above.category

	def fill_from_indicators(self) -> None:
		"""Take unit, aspect and direction of an indicator of the library where the row has none."""
		chosen = {row.indicator for row in self.items if row.indicator}
		if not chosen:
			return
		library = {
			row.name: row
			for row in frappe.get_all(
				"ASN Indicator",
				filters={"name": ["in", list(chosen)]},
				fields=["name", "unit", "aspect", "direction"],
				order_by="name",
			)
		}
		for row in self.items:
			if indicator := library.get(row.indicator):
				row.measure = row.measure or indicator.name
				row.unit = row.unit or indicator.unit
				row.aspect = row.aspect or indicator.aspect
				row.direction = indicator.direction

	def check_items(self) -> None:
		leader = people.is_leader(self.position_type)
		for row in self.items:
			if row.perspective and not leader:
				frappe.throw(
					_("Row {0}: the {1} belongs to plans of JPT only. Leave it empty.").format(
						row.idx, _("Perspective")
					)
				)
			needed = "success_measure" if self.approach == "Qualitative" else "measure"
			if not row.get(needed):
				frappe.throw(_("Row {0}: write the {1}.").format(row.idx, _(row.meta.get_label(needed))))
		with core_errors(self):
			validate_items(self.core_items(), Approach(self.approach))
		self.weight_total = sum(row.weight or 0 for row in self.items)

	def core_items(self) -> list[Item]:
		"""The rows as the scoring core sees them; errors name the row."""
		items = []
		for row in self.items:
			with located("items", row.idx):
				items.append(codec.item_from_dict(row.as_dict(), Approach(self.approach), strict=False))
		return items

	def check_behaviours(self) -> None:
		"""All values of the agency are on every plan, in their order; expectations are kept."""
		written = {row.behaviour_value: row.expectation for row in self.behaviours}
		values = frappe.get_all(
			"ASN Behaviour Value", filters={"disabled": 0}, pluck="name", order_by="sequence, name"
		)
		if list(written) != values:
			self.set(
				"behaviours",
				[{"behaviour_value": value, "expectation": written.get(value)} for value in values],
			)

	def set_key(self) -> None:
		"""One plan in force and one revision in draft per employee and cycle: a unique index."""
		self.plan_key = f"{self.employee}::{self.cycle}" + ("::revision" if self.revision_of else "")

	def on_transition(self) -> None:
		before = self.get_doc_before_save()
		old = before.workflow_state if before else None
		if old == self.workflow_state:
			return
		if self.workflow_state == "Waiting for Rater":
			if not self.rater:
				frappe.throw(
					_(
						"{0} has no rater. Ask the performance manager to fill {1} or {2} of the employee."
					).format(*escaped(self.employee_name, _("Reports to"), _("Delegated Rater")))
				)
			self.submitted_on = now_datetime()
			self.return_reason = None
		elif self.workflow_state == "Returned":
			if not self.return_reason:
				frappe.throw(_("Write the {0} before returning it.").format(_("Reason for Returning")))
			self.add_comment(
				"Comment", _("Returned: {0}").format(frappe.utils.escape_html(self.return_reason))
			)

	def check_cancel(self) -> None:
		if not self.cancel_reason:
			frappe.throw(_("Write the {0} first.").format(_("Reason for Cancelling")))
		if evaluation := frappe.db.get_value(
			"ASN Evaluation", {"work_plan": self.name, "docstatus": ["<", 2]}
		):
			frappe.throw(
				_("Evaluation {0} rests on this plan. Make a revision instead of cancelling it.").format(
					get_link_to_form("ASN Evaluation", evaluation)
				)
			)

	def supersede(self) -> None:
		"""Put this approved revision in the place of the version before it, which stays readable.

		The old version is submitted and unchanged but for its state, so it is not saved again; evaluations
		made from it keep pointing at it."""
		frappe.db.set_value(
			"ASN Work Plan", self.revision_of, {"workflow_state": "Superseded", "plan_key": None}
		)
		frappe.clear_document_cache("ASN Work Plan", self.revision_of)
		self.db_set("plan_key", f"{self.employee}::{self.cycle}")

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def revise(self, reason: str) -> str:
		"""Draft a revision of an approved plan and return its name. The approved version stays in force
		until the rater has approved the revision.

		Who: the employee, or a performance manager. Raises when a revision is already on its way."""
		self.check_permission("write")
		if not access.relations(self) & {access.SELF, access.MANAGER, access.SYSTEM}:
			frappe.throw(
				_("Only the employee or a performance manager revises a plan."), frappe.PermissionError
			)
		if self.workflow_state != "Approved":
			frappe.throw(
				_("Only an approved plan is revised; this one is in the state {0}.").format(
					_(self.workflow_state)
				)
			)
		if not reason.strip():
			frappe.throw(_("Write the {0} first.").format(_("Reason for the Revision")))
		if running := frappe.db.get_value("ASN Work Plan", {"revision_of": self.name, "docstatus": 0}):
			frappe.throw(
				_("A revision is already on its way: {0}").format(get_link_to_form("ASN Work Plan", running))
			)
		draft = frappe.copy_doc(self, ignore_no_copy=False)
		draft.docstatus = 0
		draft.revision_of = self.name
		draft.revision_reason = reason.strip()
		draft.version = (self.version or 1) + 1
		# the fields of a revision are the server's; the guard would refuse them from a client
		draft.flags.asn_server_made = True
		draft.insert(ignore_permissions=True)
		return draft.name


def on_doctype_update() -> None:
	frappe.db.add_index("ASN Work Plan", ["cycle", "docstatus"])
