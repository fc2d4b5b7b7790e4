from datetime import date
from itertools import pairwise
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, add_months, get_last_day, getdate

from asn_kinerja import access, follow_up
from asn_kinerja.competency import opening as competency_opening
from asn_kinerja.competency import parts, starting
from asn_kinerja.cycle import opening
from asn_kinerja.cycle import stages as stage_names
from asn_kinerja.evaluation import seals
from asn_kinerja.follow_up import proposing
from asn_kinerja.messages import escaped


class ASNPerformanceCycle(Document):
	"""A performance year of an agency, with the stages in which it is evaluated.

	Source: PermenPAN-RB 6/2022, article 5; periodic stages are monthly, quarterly or half-yearly as the
	agency decides, and the annual stage closes the year.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_cycle_stage.asn_cycle_stage import ASNCycleStage

		company: DF.Link
		follow_up_rule: DF.Link | None
		frequency: DF.Literal["Monthly", "Quarterly", "Half-yearly"]
		from_date: DF.Date
		plan_due_date: DF.Date | None
		scheme: DF.Link
		stages: DF.Table[ASNCycleStage]
		status: DF.Literal["Open", "Closed"]
		title: DF.Data
		to_date: DF.Date
	# end: auto-generated types

	MONTHS = {"Monthly": 1, "Quarterly": 3, "Half-yearly": 6}
	DAYS_TO_EVALUATE = {"Periodic": 10, "Annual": 31}  # proposed only; the due date is the agency's

	def validate(self) -> None:
		self.check_scheme()
		if self.follow_up_rule:
			follow_up.check_rule(self.follow_up_rule)
		if getdate(self.from_date) >= getdate(self.to_date):
			frappe.throw(_("{0} must be before {1}.").format(_("From Date"), _("To Date")))
		if not self.stages:
			self.make_stages()
		self.check_stages()
		self.keep_opened_stages()
		stage_names.check(self)

	def on_update(self) -> None:
		stage_names.follow(self)

	def check_scheme(self) -> None:
		if frappe.db.get_value("ASN Scoring Scheme", self.scheme, "docstatus") != 1:
			frappe.throw(
				_("The scoring scheme {0} is not submitted. Check and submit the scheme first.").format(
					*escaped(self.scheme)
				)
			)
		before = self.get_doc_before_save()
		if before and before.scheme != self.scheme and any(row.opened_on for row in before.stages):
			frappe.throw(_("A stage is already open: the scoring scheme no longer changes in this cycle."))

	def make_stages(self) -> None:
		"""Propose stages from the frequency: whole months, the last one cut at the end of the cycle."""
		months = self.MONTHS[self.frequency]
		start, end, number = getdate(self.from_date), getdate(self.to_date), 1
		while start <= end:
			last = min(getdate(get_last_day(add_months(start.replace(day=1), months - 1))), end)
			self.append(
				"stages", self.proposed_stage(self.periodic_name(number, start), "Periodic", start, last)
			)
			start, number = getdate(add_days(last, 1)), number + 1
		self.append(
			"stages",
			self.proposed_stage(_("Annual"), "Annual", getdate(self.from_date), end),
		)

	def periodic_name(self, number: int, start: date) -> str:
		if self.frequency == "Monthly":
			return frappe.utils.formatdate(start, "MMMM yyyy")
		return (_("Quarter {0}") if self.frequency == "Quarterly" else _("Half-year {0}")).format(number)

	def proposed_stage(self, name: str, stage_type: str, start: date, end: date) -> dict[str, object]:
		return {
			"stage_name": name,
			"stage_type": stage_type,
			"from_date": start,
			"to_date": end,
			"due_date": add_days(end, self.DAYS_TO_EVALUATE[stage_type]),
		}

	def check_stages(self) -> None:
		names: set[str] = set()
		for row in self.stages:
			if row.stage_name in names:
				frappe.throw(
					_("Stage row {0}: the name {1} is used twice.").format(*escaped(row.idx, row.stage_name))
				)
			names.add(row.stage_name)
			if getdate(row.from_date) > getdate(row.to_date):
				frappe.throw(
					_("Stage row {0}: {1} must not be after {2}.").format(
						row.idx, _("From Date"), _("To Date")
					)
				)
			if getdate(row.from_date) < getdate(self.from_date) or getdate(row.to_date) > getdate(
				self.to_date
			):
				frappe.throw(
					_("Stage row {0}: {1} lies outside the cycle.").format(*escaped(row.idx, row.stage_name))
				)
			if getdate(row.due_date) < getdate(row.from_date):
				frappe.throw(_("Stage row {0}: it is due before it begins.").format(row.idx))
		self.check_overlap()
		if sum(row.stage_type == "Annual" for row in self.stages) > 1:
			frappe.throw(_("A cycle has one annual stage."))

	def check_overlap(self) -> None:
		periodic = sorted(
			(row for row in self.stages if row.stage_type == "Periodic"),
			key=lambda row: getdate(row.from_date),
		)
		for first, second in pairwise(periodic):
			if getdate(second.from_date) <= getdate(first.to_date):
				frappe.throw(
					_("Stage rows {0} and {1} overlap: {2} ends on {3}, {4} begins on {5}.").format(
						*escaped(
							first.idx,
							second.idx,
							first.stage_name,
							frappe.format(getdate(first.to_date)),
							second.stage_name,
							frappe.format(getdate(second.from_date)),
						),
					)
				)

	def keep_opened_stages(self) -> None:
		"""A stage with evaluations keeps its period and stays; the due date may change, and the name until
		results are final (see `asn_kinerja.cycle.stages`)."""
		before = self.get_doc_before_save()
		rows = {row.name: row for row in self.stages}
		for old in before.stages if before else []:
			if not old.opened_on:
				continue
			row = rows.get(old.name)
			if not row or any(
				not access.same_value("Date", row.get(field), old.get(field))
				for field in ("from_date", "to_date")
			):
				frappe.throw(
					_("The stage {0} is open: it cannot be removed or moved.").format(
						*escaped(old.stage_name)
					)
				)
			row.opened_on, row.evaluations = old.opened_on, old.evaluations

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def open_stage(self, stage: str) -> bool:
		"""Start the background job that makes the evaluations of a stage (`stage`: its row name); False when
		it is waiting or running already.

		Who: performance managers (write permission on the cycle). Repeating it makes nothing twice."""
		self.check_permission("write")
		row = next((row for row in self.stages if row.name == stage), None)
		if not row:
			frappe.throw(_("Save the cycle first: the stage is not stored yet."))
		if self.status == "Closed":
			frappe.throw(_("The cycle {0} is closed.").format(*escaped(self.name)))
		return opening.enqueue(self.name, row.name)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def propose_follow_ups(self, stage: str) -> bool:
		"""Start the background job that proposes what the final results of a stage lead to (`stage`: its row
		name); False when it is waiting or running already.

		Who: performance managers (write permission on the cycle). Repeating it proposes nothing twice."""
		self.check_permission("write")
		if not any(row.name == stage for row in self.stages):
			frappe.throw(_("Save the cycle first: the stage is not stored yet."))
		if not follow_up.rule_of(self.name):
			labels = _("ASN Follow Up Rule"), _("ASN Performance Settings")
			if chosen := follow_up.named(self.follow_up_rule):
				frappe.throw(
					_("The table {0} is cancelled. Amend it, or choose another {1} here or in {2}.").format(
						*escaped(chosen[0]), *labels
					)
				)
			frappe.throw(_("There is no table of follow-ups: choose a {0} here or in {1}.").format(*labels))
		return proposing.enqueue(self.name, stage, frappe.session.user)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def open_competency_assessments(
		self,
		procedure: str,
		stage_name: str = "",
		designations: list[str] | None = None,
		department: str = "",
		assessor: str = "",
	) -> bool:
		"""Start the background job that makes the competency assessments of many people; False when it is
		waiting or running already. `stage_name` empty: of the whole cycle; `designations` and `department`
		limit the people; `assessor`: of all of them, where the procedure has one.

		Who: performance managers (write permission on the cycle). Repeating it makes nothing twice."""
		self.check_permission("write")
		request = self.competency_request(procedure, stage_name, designations, department, assessor)
		if self.status == "Closed":
			frappe.throw(_("The cycle {0} is closed.").format(*escaped(self.name)))
		return competency_opening.enqueue(request)

	@frappe.whitelist()
	@access.on_stored_document
	def survey_competency_assessments(
		self,
		procedure: str,
		stage_name: str = "",
		designations: list[str] | None = None,
		department: str = "",
		assessor: str = "",
	) -> dict[str, Any]:
		"""What `open_competency_assessments` would make, how many are there, and who gets none for which
		reason; changes nothing. Who: performance managers (write permission on the cycle)."""
		self.check_permission("write")
		request = self.competency_request(procedure, stage_name, designations, department, assessor)
		return competency_opening.survey(request).shown()

	def competency_request(
		self, procedure: str, stage_name: str, designations: list[str] | None, department: str, assessor: str
	) -> competency_opening.Request:
		"""What is asked for, checked. Raises when the agency, the procedure, the stage or the assessor is
		none."""
		if not access.is_manager_of(self.company, self.doctype):
			frappe.throw(_("You are not a performance manager of this agency."), frappe.PermissionError)
		if procedure not in parts.PATHS:
			frappe.throw(_("{0} is no procedure of a competency assessment.").format(*escaped(procedure)))
		if stage_name and not any(row.stage_name == stage_name for row in self.stages):
			frappe.throw(_("{0} is no stage of the cycle {1}.").format(*escaped(stage_name, self.name)))
		if assessor:
			starting.check_assessor(assessor)
		starting.newest_rule()
		chosen = tuple(designations or ())
		return competency_opening.Request(self.name, procedure, stage_name, chosen, department, assessor)

	@frappe.whitelist()
	@access.on_stored_document
	def verify_seals(self) -> dict[str, Any]:
		"""Compare the final results with their seals; `seals.told` says what comes back. A large cycle is
		checked in the background (`queued`), and the user is told.

		Who: performance managers and auditors."""
		self.check_permission("read")
		if not access.sees_everyone():
			frappe.throw(_("Only performance managers and auditors verify seals."), frappe.PermissionError)
		if frappe.db.count(seals.SEAL, {"cycle": self.name}) > seals.AT_ONCE:
			return {"queued": seals.enqueue(self.name)}
		return seals.told(seals.check_cycle(self.name))
