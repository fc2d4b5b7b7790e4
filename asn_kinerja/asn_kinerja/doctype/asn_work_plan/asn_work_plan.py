from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, format_date, get_link_to_form, getdate, now_datetime

from asn_kinerja import access, people
from asn_kinerja.messages import escaped
from asn_kinerja.planning import matrix, plans, rows, store
from asn_kinerja.planning.check import Problem, draft_problems, final_problems
from asn_kinerja.scoring import months_of

EDITABLE = (None, "", "Draft", "Returned")  # states in which a plan may be incomplete; none: not stored yet
# Server-set columns of items that a client may not choose: they are what the database holds of the row.
KEPT_IN_ITEMS = ("item_key", "matrix_cell", "source")


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
		if self.workflow_state in EDITABLE:
			self.set_onload("asn_missing", [problem.sentence for problem in self.problems(final=True)])

	def before_validate(self) -> None:
		if self.is_new():
			self.employee = self.employee or (access.employee_of() or {}).get("name")
		self.set_person()
		access.guard(self)

	def validate(self) -> None:
		self.check_cycle()
		self.check_period()
		self.fill_rows()
		self.check_rows()
		self.set_key()
		self.on_transition()

	def before_submit(self) -> None:
		self.check_superior_approved()
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

	def on_trash(self) -> None:
		matrix.forget(self.name)

	def set_person(self) -> None:
		"""Header data come from the Employee record, never from the client."""
		people.fill(self)
		self.title = store.title(self)

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
		self.months = months_of(getdate(self.from_date), getdate(self.to_date))

	def check_period(self) -> None:
		"""Plans of one person follow each other: a month must not count twice."""
		last = frappe.db.get_value(
			"ASN Work Plan",
			{"employee": self.employee, "cycle": self.cycle, "docstatus": 1, "ended_on": ["is", "set"]},
			"ended_on",
			order_by="ended_on desc",
		)
		if last and not self.ended_on and getdate(self.from_date) <= last:
			frappe.throw(
				_("The plan before this one ended on {0}; this one begins after it.").format(
					format_date(last)
				)
			)

	def fill_rows(self) -> None:
		"""What the server fills in the rows; sets of plans use the same functions (see `planning.store`)."""
		self.set("items", rows.drop_blank(self.items))
		self.restore_items()
		rows.continue_results(self.items)
		rows.fill_from_indicators(self.items, rows.library(row.indicator for row in self.items))
		rows.give_keys(self.items)
		rows.fill_superior_results(self.items, self.superior(), rows.leads(self))
		before = self.get_doc_before_save()
		stored = {row.name: row.item_no for row in before.milestones} if before else {}
		rows.number_milestones(self.milestones, self.items, stored)
		behaviours = rows.behaviours(self.behaviours, rows.behaviour_values())
		if behaviours is not None:
			self.set("behaviours", behaviours)
		self.weight_total = sum(row.weight or 0 for row in self.items)

	def restore_items(self) -> None:
		"""Put back what the server has set in the rows; a client neither chooses nor copies it."""
		if self.flags.asn_server_made:
			return
		before = self.get_doc_before_save()
		stored = {row.name: row for row in before.items} if before else {}
		for row in self.items:
			row.update(
				{
					field: stored[row.name].get(field) if row.name in stored else None
					for field in KEPT_IN_ITEMS
				}
			)

	def superior(self) -> dict[str, Any] | None:
		"""The rater's plan in force, with its items."""
		return plans.in_force([self.rater], self.cycle).get(self.rater)

	def problems(self, final: bool) -> list[Problem]:
		"""What is wrong with the rows; `final`: what is missing for the approval too."""
		content = self.as_dict()
		found = self.milestone_problems()
		if not final:
			return draft_problems(content) + found
		needed = plans.superiors_needed([self.rater]).get(self.rater, False)
		return final_problems(content, self.superior(), needed) + found

	def milestone_problems(self) -> list[Problem]:
		cycle = frappe.get_cached_doc("ASN Performance Cycle", self.cycle)
		stages = [row.stage_name for row in cycle.stages if row.stage_type == "Periodic"]
		found, seen = [], set()
		for row in self.milestones:
			place = _("Milestones, row {0}").format(row.idx)
			if not row.item_key:
				found.append(
					_("{0}: there is no planned result with the row number {1}.").format(place, row.item_no)
				)
			elif row.stage_name not in stages:
				found.append(
					_("{0}: {1} is no stage of this cycle. Choose one of: {2}.").format(
						place, *escaped(row.stage_name, ", ".join(stages))
					)
				)
			elif (row.item_key, row.stage_name) in seen:
				found.append(
					_("{0}: {1} of the same result is there twice.").format(place, *escaped(row.stage_name))
				)
			elif row.target and self.items[row.item_no - 1].direction == "Range":
				found.append(_("{0}: a range is the same in every stage. Leave the target 0.").format(place))
			elif (row.target or 0) < 0:
				found.append(_("{0}: a target is not negative.").format(place))
			seen.add((row.item_key, row.stage_name))
		return [Problem(0, "milestones", message) for message in found]

	def check_rows(self) -> None:
		final = self.workflow_state not in EDITABLE
		if found := self.problems(final):
			frappe.throw(
				"<br>".join(problem.sentence for problem in found),
				title=_("Please Check"),
			)

	def check_superior_approved(self) -> None:
		"""A plan of JA or JF rests on its superior's: until that one is approved, only the approval waits."""
		if rows.leads(self) or not plans.superiors_needed([self.rater]).get(self.rater):
			return
		if not self.superior():
			frappe.throw(
				_(
					"{0} has no approved plan in {1} yet. That one is approved first; "
					"this plan waits with all that is in it."
				).format(*escaped(self.rater_name, self.cycle))
			)

	def set_key(self) -> None:
		"""One plan in force and one revision in draft per employee and cycle: a unique index."""
		if not self.ended_on:
			self.plan_key = store.key(self)

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
		if self.ended_on:
			frappe.throw(_("This plan ended on {0}.").format(format_date(self.ended_on)))
		if not reason.strip():
			frappe.throw(_("Write the {0} first.").format(_("Reason for the Revision")))
		self.check_no_revision()
		draft = frappe.copy_doc(self, ignore_no_copy=False)
		draft.docstatus = 0
		draft.revision_of = self.name
		draft.revision_reason = reason.strip()
		draft.version = (self.version or 1) + 1
		# the fields of a revision are the server's; the guard would refuse them from a client
		draft.flags.asn_server_made = True
		draft.insert(ignore_permissions=True)
		return draft.name

	def check_no_revision(self) -> None:
		if running := frappe.db.get_value("ASN Work Plan", {"revision_of": self.name, "docstatus": 0}):
			frappe.throw(
				_("A revision is already on its way: {0}").format(get_link_to_form("ASN Work Plan", running))
			)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def transfer(self, last_day: str, reason: str, keep_results: bool = False) -> str:
		"""End this plan on its last day and draft the next one from the day after, for the unit and the rater
		that the employee has by then; return the new plan's name. Months are counted for both.

		Who: a performance manager, not the employee himself. `keep_results`: the results go on under another
		rater; without it the new plan starts empty. Evaluations that are running are cut at the last day and
		stay with the rater under whom the work was done.

		Source: PermenPAN-RB 8/2021, proportional counting by periods on a transfer."""
		self.check_permission("write")
		if not access.relations(self) & {access.MANAGER, access.SYSTEM}:
			frappe.throw(_("Only a performance manager ends a plan by a transfer."), frappe.PermissionError)
		self.check_transfer(getdate(last_day), reason)
		first_day, end = getdate(add_days(last_day, 1)), self.to_date
		self.end(getdate(last_day), reason.strip())
		draft = frappe.copy_doc(self, ignore_no_copy=False)
		draft.update(
			{"docstatus": 0, "from_date": first_day, "to_date": end, "previous_plan": self.name, "version": 1}
		)
		if not keep_results:
			draft.update({"items": [], "supports": []})
		draft.set("milestones", [])
		for row in draft.items:
			row.update({"superior_item": None, "matrix_cell": None, "source": None})
		# the fields of a transfer are the server's; the guard would refuse them from a client
		draft.flags.asn_server_made = True
		draft.insert(ignore_permissions=True)
		return draft.name

	def check_transfer(self, last_day: Any, reason: str) -> None:
		if self.workflow_state != "Approved" or self.ended_on:
			frappe.throw(_("Only an approved plan that has not ended is ended by a transfer."))
		if not reason.strip():
			frappe.throw(_("Write the {0} first.").format(_("Reason for the Transfer")))
		if not getdate(self.from_date) <= last_day < getdate(self.to_date):
			frappe.throw(
				_("The last day must lie within the plan, from {0} on and before {1}.").format(
					format_date(self.from_date), format_date(self.to_date)
				)
			)
		self.check_no_revision()
		if later := frappe.db.get_value(
			"ASN Evaluation",
			{**self.mine(), "docstatus": ["<", 2], "from_date": [">", last_day]},
		):
			frappe.throw(
				_("Evaluation {0} covers a time after {1}. Delete it first, or choose a later day.").format(
					get_link_to_form("ASN Evaluation", later), format_date(last_day)
				)
			)

	def mine(self) -> dict[str, Any]:
		"""The evaluations of this plan and of its earlier versions: those of the person in this cycle. An
		earlier plan's cannot reach into it."""
		return {"employee": self.employee, "cycle": self.cycle}

	def end(self, last_day: Any, reason: str) -> None:
		"""Close the plan. It is submitted and its content unchanged, so it is not saved again; the comment
		keeps who did it and why."""
		ended = {
			"to_date": last_day,
			"ended_on": last_day,
			"end_reason": reason,
			"months": months_of(getdate(self.from_date), last_day),
			"plan_key": f"{self.employee}::{self.cycle}::{last_day}",
		}
		self.db_set(ended)
		self.add_comment("Comment", _("Ended on {0}: {1}").format(format_date(last_day), *escaped(reason)))
		running = frappe.get_all(
			"ASN Evaluation",
			filters={**self.mine(), "docstatus": 0, "to_date": [">", last_day]},
			fields=["name", "from_date"],
			order_by="name",
		)
		for evaluation in running:  # as many as there are stages open at the same time
			frappe.db.set_value(
				"ASN Evaluation",
				evaluation.name,
				{
					"to_date": last_day,
					"months": months_of(evaluation.from_date, last_day),
					"rater": self.rater,
					"rater_name": self.rater_name,
				},
			)
			frappe.clear_document_cache("ASN Evaluation", evaluation.name)


def on_doctype_update() -> None:
	frappe.db.add_index("ASN Work Plan", ["cycle", "docstatus"])
	access.add_row_indexes("ASN Work Plan", "creation")
