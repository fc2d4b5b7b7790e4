from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, getdate, now_datetime

from asn_kinerja import access, people
from asn_kinerja.competency import outcome, parts, renewal, standards, starting, telling, view
from asn_kinerja.competency.assessed import ASSESSMENT
from asn_kinerja.evaluation import training
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.scoring.errors import located
from asn_kinerja.scoring.job_match import parse_level

MOST_POTENTIAL = 100


class ASNCompetencyAssessment(Document):
	"""An assessment of a person's competencies against the standard of his position: by himself, his superior
	and, where one is asked, an assessor; talked over, released, and unchanged from then on.

	Source: PermenPAN-RB 38/2017 (levels 1 to 5), Peraturan BKN 26/2019 (job person match)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_assessed_competency.asn_assessed_competency import (
			ASNAssessedCompetency,
		)

		assessed_on: DF.Date | None
		assessment_key: DF.Data | None
		assessor: DF.Link | None
		assessor_name: DF.Data | None
		assessor_submitted_on: DF.Datetime | None
		basis: DF.SmallText | None
		company: DF.Link | None
		competencies: DF.Table[ASNAssessedCompetency]
		cycle: DF.Link | None
		department: DF.Link | None
		designation: DF.Link | None
		employee: DF.Link
		employee_name: DF.Data | None
		employee_note: DF.SmallText | None
		explanation: DF.LongText | None
		filling_category: DF.Data | None
		job_match: DF.Percent
		levels_reached: DF.Float
		levels_required: DF.Float
		managerial_weight: DF.Percent
		mapping_category: DF.Data | None
		potential_note: DF.SmallText | None
		potential_score: DF.Float
		procedure: DF.Literal["Self and Superior", "Self, Superior and Assessor", "Assessor"]
		rater: DF.Link | None
		rater_name: DF.Data | None
		rater_note: DF.SmallText | None
		released_by: DF.Link | None
		released_on: DF.Datetime | None
		return_reason: DF.SmallText | None
		rule: DF.Link | None
		self_submitted_on: DF.Datetime | None
		stage_name: DF.Data | None
		standard: DF.Link | None
		strengths: DF.SmallText | None
		superior_submitted_on: DF.Datetime | None
		technical_weight: DF.Percent
		title: DF.Data | None
		waiting_since: DF.Datetime | None
		weaknesses: DF.SmallText | None
		workflow_state: DF.Link | None
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)
		view.tell_form(self)

	def load_from_db(self) -> "ASNCompetencyAssessment":
		super().load_from_db()
		parts.show(self)
		return self

	def before_insert(self) -> None:
		if not self.flags.asn_server_made:
			self.start()

	def before_validate(self) -> None:
		before = self.get_doc_before_save()
		self.check_running(before)
		self.check_levels()
		if self.is_new() or self.is_first_state(before.workflow_state):
			people.fill(self)
		else:
			# the position against which somebody is assessed stays that of the beginning; his rater follows
			# the tree (see `asn_kinerja.employee`)
			people.keep(self)
		access.guard(self)
		if not self.flags.asn_server_made and access.SYSTEM not in access.relations(before or self):
			parts.check(self, before)

	def validate(self) -> None:
		before = self.get_doc_before_save()
		self.check_period()
		self.check_assessor()
		self.check_potential(before)
		self.check_date()
		self.set_key_and_title()
		self.renew_standard(before)
		self.on_transition(before)
		outcome.calculate(self)
		self.check_released(before)

	def before_save(self) -> None:
		parts.hide(self)

	def after_insert(self) -> None:
		first = parts.PATHS[self.procedure][0]
		if self.workflow_state != first:
			# a new record starts in the first state for Frappe; here the assessor begins
			self.db_set("workflow_state", first, update_modified=False)
		telling.started(self)

	def on_update(self) -> None:
		parts.keep(self)
		telling.on_change(self)

	def on_trash(self) -> None:
		parts.discard([self.name])

	# --- starting --------------------------------------------------------------------------------------

	def start(self) -> None:
		"""The header, the standard of the position and the rule; what a client sends for these is ignored."""
		if not self.employee and (me := access.employee_of()):
			self.employee = me.name
		people.fill(self)
		access.guard(self)
		self.workflow_state = parts.SELF_ASSESSMENT
		self.check_cycle_open()
		standard = standards.of_positions([self.designation], self.company).get(self.designation)
		needs_rater = parts.SUPERIOR in parts.parties(self.procedure)
		if reason := starting.why_not(self.as_dict(), standard, needs_rater=needs_rater):
			frappe.throw(reason)
		self.rule = starting.newest_rule()
		self.update(starting.from_standard(standard))
		self.waiting_since = now_datetime()
		self.flags.asn_server_made = True

	def is_first_state(self, state: str) -> bool:
		return state == parts.PATHS[self.procedure][0]

	def renew_standard(self, before: Document | None) -> None:
		"""As long as the first party is at work, the standard of the position holds as it is now."""
		if before and self.competencies and self.is_first_state(before.workflow_state):
			renewal.renew(self, before)

	# --- rules -----------------------------------------------------------------------------------------

	def check_running(self, before: Document | None) -> None:
		"""What is released counts in results; it stays as it is, with the rater of that time."""
		if before and before.workflow_state == parts.RELEASED:
			frappe.throw(
				_("A released assessment is not changed any more.") + " " + starting.instead(),
				frappe.PermissionError,
				title=_("Not Allowed"),
			)

	def check_levels(self) -> None:
		"""A level is a whole number from 1 to 5, or not given yet (0). Frappe would cut 2.5 to 2."""
		with core_errors(self):
			for row in self.competencies:
				for field in parts.LEVEL.values():
					if row.get(field) not in (None, "", 0, "0"):
						with located("competencies", row.idx):
							row.set(field, parse_level(row.get(field), field))

	def check_period(self) -> None:
		"""Only what an assessment centre has found needs no cycle, but then a day."""
		if self.cycle:
			if self.is_new():
				self.check_stage()
			return
		if self.procedure != parts.ASSESSOR_ONLY:
			frappe.throw(_("Fill {0}.").format(_("Cycle")))
		if not self.assessed_on:
			frappe.throw(_("Without a cycle, fill {0}.").format(_("Assessed On")))
		self.stage_name = None

	def check_stage(self) -> None:
		"""A cycle of the same agency, and one of its stages or the whole of it. Both are fixed from then on:
		who moves to another agency goes on, and another name of the stage is carried here (see
		`asn_kinerja.cycle.stages`)."""
		if frappe.db.get_value("ASN Performance Cycle", self.cycle, "company") != self.company:
			frappe.throw(_("The cycle {0} belongs to another agency.").format(*escaped(self.cycle)))
		if self.stage_name and not frappe.db.exists(
			"ASN Cycle Stage", {"parent": self.cycle, "stage_name": self.stage_name}
		):
			frappe.throw(_("{0} is no stage of the cycle {1}.").format(*escaped(self.stage_name, self.cycle)))

	def check_cycle_open(self) -> None:
		if self.cycle and frappe.db.get_value("ASN Performance Cycle", self.cycle, "status") == "Closed":
			frappe.throw(_("The cycle {0} is closed.").format(*escaped(self.cycle)))

	def check_assessor(self) -> None:
		"""The assessor is somebody else than the employee and his superior, and holds the role."""
		if self.procedure == parts.SELF_AND_SUPERIOR:
			self.assessor = None
		before = self.get_doc_before_save()
		if before and (before.assessor or None) == (self.assessor or None):
			return
		self.assessor_name = None
		if before and self.procedure == parts.THREE_PARTIES:
			parts.begin_afresh(self, parts.ASSESSOR)
		if not self.assessor:
			return
		if self.assessor == self.employee:
			frappe.throw(_("Nobody is his own assessor. Choose somebody else."), frappe.PermissionError)
		name = starting.check_assessor(self.assessor)
		if self.procedure == parts.THREE_PARTIES and self.assessor == self.rater:
			frappe.throw(
				_("{0} gives the superior's levels. Choose another assessor.").format(*escaped(name))
			)
		self.assessor_name = name

	def check_potential(self, before: Document | None) -> None:
		if not 0 <= flt(self.potential_score) <= MOST_POTENTIAL:
			frappe.throw(_("{0}: enter a number from 0 to {1}.").format(_("Potential Score"), MOST_POTENTIAL))
		if before:
			parts.check_potential(self, before)

	def check_date(self) -> None:
		if self.assessed_on and getdate(self.assessed_on) > getdate():
			frappe.throw(_("{0} is in the future.").format(_("Assessed On")))

	def set_key_and_title(self) -> None:
		"""The unique index decides between two who save at the same time."""
		self.update(
			starting.named(self.employee, self.employee_name, self.cycle, self.stage_name, self.assessed_on)
		)
		other = {"assessment_key": self.assessment_key, "name": ["!=", self.name]}
		state = frappe.db.get_value(self.doctype, other, "workflow_state")
		if not state:
			return
		period = self.stage_name or self.cycle or self.get_formatted("assessed_on")
		names = escaped(self.employee_name, period)
		if state != parts.RELEASED:
			message = _("{0} has an assessment for {1} already. Go on with that one.").format(*names)
		else:
			message = _("{0} has a released assessment for {1}.").format(*names) + " " + starting.instead()
		frappe.throw(message, frappe.DuplicateEntryError)

	# --- the process -----------------------------------------------------------------------------------

	def on_transition(self, before: Document | None) -> None:
		"""What an action asks for."""
		if not before or before.workflow_state == self.workflow_state:
			return
		old, now = before.workflow_state, now_datetime()
		self.waiting_since = now
		if self.workflow_state == parts.SELF_ASSESSMENT:
			self.return_to_employee()
			return
		self.return_reason = None
		if parts.ASSESSOR_ASSESSMENT in (old, self.workflow_state):
			self.check_two_judges()
		if old == parts.SELF_ASSESSMENT:
			self.hand_in_self(now)
		elif old == parts.SUPERIOR_ASSESSMENT:
			self.check_complete(parts.SUPERIOR)
			self.superior_submitted_on = now
		elif old == parts.ASSESSOR_ASSESSMENT:
			self.check_complete(parts.ASSESSOR)
			self.check_basis()
			self.assessor_submitted_on = now
		if self.workflow_state == parts.ASSESSOR_ASSESSMENT and not self.assessor:
			frappe.throw(
				_("No assessor is named yet. A performance manager fills {0}.").format(_("Assessor"))
			)
		if old not in parts.OPEN_STATES and self.workflow_state in parts.OPEN_STATES:
			parts.disclose(self)
			for row in self.competencies:
				row.first_level = row.superior_level
		if self.workflow_state == parts.RELEASED:
			self.release(now)

	def hand_in_self(self, now: datetime) -> None:
		"""By himself; without him the manager goes on. Administrator may do either: he hands in what is
		complete."""
		relation = access.relations(self)
		if access.SELF in relation:
			self.check_complete(parts.SELF)
		elif access.SYSTEM not in relation or self.missing(parts.SELF):
			return
		self.self_submitted_on = now

	def return_to_employee(self) -> None:
		if not (self.return_reason or "").strip():
			frappe.throw(_("Write the {0} before returning it.").format(_("Reason for Returning")))
		self.self_submitted_on = None  # he is at work on it again
		self.add_comment("Comment", _("Returned: {0}").format(frappe.utils.escape_html(self.return_reason)))

	def missing(self, party: str) -> list[str]:
		"""The competencies without a level of this party."""
		return [row.competency for row in self.competencies if not row.get(parts.LEVEL[party])]

	def check_complete(self, party: str) -> None:
		"""Every competency has its level."""
		if not (missing := self.missing(party)):
			return
		template = _("Enter the level of every competency; still empty: {0}.")
		if self.flags.asn_standard_renewed:
			# the refusal undoes the renewal too; the form does not know the new competencies yet
			template = _(
				"The standard of the position has changed and asks for {0} too. Reload the form, save it, "
				"and enter the level of every competency."
			)
		frappe.throw(template.format(*escaped(", ".join(missing))))

	def check_two_judges(self) -> None:
		"""Who became the superior of somebody whom he is to assess gives one of the two judgements only."""
		if self.procedure == parts.THREE_PARTIES and self.assessor and self.assessor == self.rater:
			frappe.throw(
				_(
					"{0} is the superior here and cannot be the assessor too. A performance manager names "
					"another assessor."
				).format(*escaped(self.rater_name))
			)

	def check_basis(self) -> None:
		if self.procedure == parts.ASSESSOR_ONLY and not (self.basis or "").strip():
			frappe.throw(_("Fill {0}.").format(_("Assessor and Instrument")))

	def release(self, now: datetime) -> None:
		self.check_complete(parts.deciding(self.procedure))
		if access.RATER in access.relations(self):
			if not (self.rater_note or "").strip():
				frappe.throw(_("Before the release, fill: {0}.").format(_("Note of the Rater")))
			training.check(self)
		self.check_basis()
		self.assessed_on = self.assessed_on or getdate()
		self.released_on, self.released_by = now, frappe.session.user

	def check_released(self, before: Document | None) -> None:
		"""Nothing is released that says nothing."""
		if self.workflow_state == parts.RELEASED and not self.levels_required:
			frappe.throw(_("There are no levels to release."))


def on_doctype_update() -> None:
	access.add_row_indexes(ASSESSMENT, "assessed_on")
	# the newest of many people; and whose turn it is
	frappe.db.add_index(ASSESSMENT, ["employee", "workflow_state", "assessed_on"])
	frappe.db.add_index(ASSESSMENT, ["assessor", "workflow_state"])
	frappe.db.add_index(ASSESSMENT, ["workflow_state", "waiting_since"])
