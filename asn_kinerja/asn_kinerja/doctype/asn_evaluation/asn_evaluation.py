from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, format_datetime, get_datetime, getdate, now_datetime

from asn_kinerja import access, attachments, people
from asn_kinerja.evaluation import build, header, objections, parts, rater_part, realisation, seals, training
from asn_kinerja.evaluation.calculate import calculate, case_of, stored_outcome
from asn_kinerja.messages import escaped
from asn_kinerja.scoring import codec
from asn_kinerja.scoring.seal import SealKind


class ASNEvaluation(Document):
	"""The evaluation of one employee for one stage: self assessment, rater's assessment, release, answer.

	Source: PermenPAN-RB 6/2022 (periodic and annual evaluation), PP 30/2019, articles 41 and 59 (score and
	objection).
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_evaluation_behaviour.asn_evaluation_behaviour import (
			ASNEvaluationBehaviour,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_evaluation_component.asn_evaluation_component import (
			ASNEvaluationComponent,
		)
		from asn_kinerja.asn_kinerja.doctype.asn_evaluation_result.asn_evaluation_result import (
			ASNEvaluationResult,
		)

		acknowledged_on: DF.Datetime | None
		acknowledgement_note: DF.SmallText | None
		amended_from: DF.Link | None
		approach: DF.Literal["Quantitative", "Qualitative"]
		behaviour_reason: DF.SmallText | None
		behaviour_rating: DF.Literal["", "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
		behaviours: DF.Table[ASNEvaluationBehaviour]
		bonus: DF.Float
		company: DF.Link | None
		components: DF.Table[ASNEvaluationComponent]
		correction_reason: DF.SmallText | None
		cycle: DF.Link | None
		department: DF.Link | None
		designation: DF.Link | None
		due_date: DF.Date | None
		employee: DF.Link
		employee_name: DF.Data | None
		explanation: DF.LongText | None
		facts: DF.LongText | None
		final_on: DF.Datetime | None
		from_date: DF.Date | None
		header: DF.LongText | None
		months: DF.Int
		new_idea: DF.Check
		nip: DF.Data | None
		objected_on: DF.Datetime | None
		objection_decision: DF.SmallText | None
		objection_outcome: DF.Literal["", "Upheld", "Changed"]
		objection_reason: DF.SmallText | None
		organisation_predicate: DF.Literal[
			"", "Istimewa", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang"
		]
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
		predicate: DF.Literal[
			"", "Sangat Baik", "Baik", "Butuh Perbaikan", "Cukup", "Kurang", "Sangat Kurang"
		]
		rater: DF.Link | None
		rater_name: DF.Data | None
		rater_note: DF.SmallText | None
		rater_statement: DF.SmallText | None
		released_by: DF.Link | None
		released_on: DF.Datetime | None
		results: DF.Table[ASNEvaluationResult]
		return_reason: DF.SmallText | None
		scheme: DF.Link | None
		score: DF.Float
		scored: DF.Check
		self_note: DF.SmallText | None
		self_submitted_on: DF.Datetime | None
		stage: DF.Data | None
		stage_key: DF.Data | None
		stage_name: DF.Data | None
		suggested_behaviour: DF.Literal["", "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
		suggested_work_result: DF.Literal[
			"", "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"
		]
		title: DF.Data | None
		to_date: DF.Date | None
		work_plan: DF.Link
		work_result_rating: DF.Literal["", "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
		work_result_reason: DF.SmallText | None
		workflow_state: DF.Link | None
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)
		self.set_onload("asn_header", header.of(self))
		self.set_onload("asn_parts", parts.of(self))
		self.set_onload("asn_stages", parts.stages_before(self))
		training.tell_form(self)

	def load_from_db(self) -> "ASNEvaluation":
		super().load_from_db()
		if self.docstatus == 0:
			realisation.show(self)
			rater_part.show(self)
		return self

	def before_insert(self) -> None:
		if not self.flags.asn_server_made:
			self.fill_from_plan()

	def before_validate(self) -> None:
		realisation.keep(self)
		access.guard(self)

	def validate(self) -> None:
		self.drop_idle_corrections()
		for row in self.results:
			attachments.check_file(row, "evidence")
		self.on_transition()
		calculate(self, final=self._action == "submit")

	def before_save(self) -> None:
		content = rater_part.take(self)
		if not self.is_new() and access.SELF not in access.relations(self):
			self.flags.rater_part = content
			# a version would show the employee what the rater is thinking
			self.flags.ignore_version = True

	def on_update(self) -> None:
		if self.docstatus == 0 and self.flags.rater_part:
			rater_part.store(self, self.flags.rater_part)

	def before_submit(self) -> None:
		self.check_release()
		self.released_on = now_datetime()
		self.released_by = frappe.session.user
		header.keep(self)

	def on_submit(self) -> None:
		rater_part.discard(self)

	def before_update_after_submit(self) -> None:
		access.guard(self)
		self.on_answer()

	def on_update_after_submit(self) -> None:
		self.seal_when_final()

	def before_cancel(self) -> None:
		access.guard(self)
		self.stage_key = None

	def on_cancel(self) -> None:
		if seals.is_sealed(self.name):
			seals.seal([self.name], SealKind.CANCELLED)

	def on_trash(self) -> None:
		self.check_sealed()
		rater_part.discard(self)

	def seal_when_final(self) -> None:
		before = self.get_doc_before_save()
		if self.workflow_state == seals.FINAL_STATE and before.workflow_state != seals.FINAL_STATE:
			seals.seal([self.name])

	def check_sealed(self) -> None:
		if seals.is_sealed(self.name):
			frappe.throw(
				_(
					"{0} is sealed: a final result stays readable, also when a corrected one has replaced it."
				).format(*escaped(self.title))
			)

	def fill_from_plan(self) -> None:
		"""Everything of a new evaluation comes from the plan and the stage; the client names only these."""
		access.guard(self)
		if not self.work_plan or not self.stage:
			frappe.throw(_("Evaluations are made by opening a stage in the performance cycle."))
		plan = frappe.get_doc("ASN Work Plan", self.work_plan)
		if plan.docstatus != 1:
			frappe.throw(_("The work plan {0} is not approved.").format(*escaped(plan.title)))
		cycle = frappe.get_doc("ASN Performance Cycle", plan.cycle)
		stage = next((row for row in cycle.stages if row.name == self.stage), None)
		if not stage:
			frappe.throw(_("{0} is no stage of the cycle {1}.").format(*escaped(self.stage, cycle.name)))
		if getdate(stage.from_date) > plan.to_date or getdate(stage.to_date) < plan.from_date:
			frappe.throw(
				_("The plan {0} does not cover the stage {1}.").format(*escaped(plan.title, stage.stage_name))
			)
		content = plan.as_dict()
		self.update(build.from_plan(content, stage.as_dict(), cycle.scheme))
		self.update(build.rater(content, people.raters([self.employee])))
		realisation.fill_new(self)
		self.flags.asn_server_made = True

	def on_transition(self) -> None:
		"""What an action before the release asks for."""
		before = self.get_doc_before_save()
		if not before or before.workflow_state == self.workflow_state:
			return
		if self.workflow_state == "Rater Assessment":
			self.return_reason = None
			self.self_submitted_on = now_datetime()
			if access.SELF in access.relations(self):
				self.check_self_assessment()
		elif self.workflow_state == "Self Assessment":
			if not self.return_reason:
				frappe.throw(_("Write the {0} before returning it.").format(_("Reason for Returning")))
			self.add_comment(
				"Comment", _("Returned: {0}").format(frappe.utils.escape_html(self.return_reason))
			)

	def check_self_assessment(self) -> None:
		missing = [str(row.idx) for row in self.results if not row.realisation]
		if missing:
			frappe.throw(
				_("Fill the {0} of every result; still empty: row {1}.").format(
					_("Realisation"), ", ".join(missing)
				)
			)

	def check_release(self) -> None:
		"""A rating is the official's judgement: suggested ones are never taken over by themselves."""
		empty = [
			_(self.meta.get_label(field))
			for field in ("work_result_rating", "behaviour_rating")
			if not self.get(field)
		]
		unrated = [row.behaviour_value for row in self.behaviours if not row.rating]
		if unrated:
			empty.append(_("Rating of {0}").format(*escaped(", ".join(unrated))))
		empty += self.reasons_missing()
		if empty:
			frappe.throw(_("Before the release, fill: {0}.").format(*escaped("; ".join(empty))))
		if not self.predicate:
			frappe.throw(_("There is no predicate yet: the explanation of the result says what is missing."))
		training.check(self)

	def drop_idle_corrections(self) -> None:
		"""A correction that says what the employee said is none."""
		for row in self.results:
			if row.corrected_realisation and row.corrected_realisation.strip() in (
				"",
				(row.realisation or "").strip(),
			):
				row.corrected_realisation = row.correction_reason = None

	def reasons_missing(self) -> list[str]:
		"""What the rater must give a reason for, so that it can be contested: a realisation that he corrects,
		and a rating other than the suggested one."""
		missing = [
			_("Results, row {0}: {1}").format(row.idx, _("Reason for the Correction"))
			for row in self.results
			if row.corrected_realisation and not row.correction_reason
		]
		for field in ("work_result_reason", "behaviour_reason"):
			part = field.removesuffix("_reason")
			suggested, given = self.get(f"suggested_{part}"), self.get(f"{part}_rating")
			if suggested and given and suggested != given and not self.get(field):
				missing.append(_(self.meta.get_label(field)))
		return missing

	def on_answer(self) -> None:
		"""What an action after the release asks for."""
		before = self.get_doc_before_save()
		if before.workflow_state == self.workflow_state:
			return
		now = now_datetime()
		if self.workflow_state == "Acknowledged":
			self.acknowledged_on = now
		elif self.workflow_state == "Objected":
			if not self.objection_reason:
				frappe.throw(_("Write your reasons in {0} first.").format(_("Objection of the Employee")))
			if now > self.objection_deadline():
				frappe.throw(
					_("The time for an objection ended on {0}.").format(
						format_datetime(self.objection_deadline())
					)
				)
			self.objected_on = now
		elif self.workflow_state == "Final":
			if before.workflow_state == "Objected":
				self.check_decision(self.objection_decision)
				self.objection_outcome = objections.UPHELD
			if before.workflow_state == "Released" and now <= self.objection_deadline():
				frappe.throw(
					_("The employee may still object until {0}; it can be made final after that.").format(
						format_datetime(self.objection_deadline())
					)
				)
			self.final_on = now

	def check_decision(self, decision: str | None) -> None:
		if not (decision or "").strip():
			frappe.throw(_("Write the {0} first.").format(_("Decision on the Objection")))
		objections.check_heard(self)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def give_statement(self, statement: str) -> None:
		"""The rater's side of an objection, before the decision. (The form of this state is the superior's:
		Frappe lets nobody else type into it.)

		Who: the rater. From: Objected."""
		self.check_permission("read")
		if access.RATER not in access.relations(self):
			frappe.throw(_("Only the rater gives this statement."), frappe.PermissionError)
		if self.workflow_state != "Objected":
			frappe.throw(
				_("In the state {0} there is no objection to decide.").format(_(self.workflow_state))
			)
		if not statement.strip():
			frappe.throw(_("Write the {0} first.").format(_("Statement of the Rater")))
		self.rater_statement = statement.strip()
		self.flags.asn_server_made = True
		self.save(ignore_permissions=True)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def change_result(
		self,
		decision: str,
		work_result_rating: str,
		behaviour_rating: str,
		realisations: dict[str, str] | None = None,
		value_ratings: dict[str, str] | None = None,
	) -> str:
		"""Decide an objection in the employee's favour: a new, final record with these ratings takes the
		place of this one, which stays readable; returns its name. (What upholds the result is the action
		Uphold.) `realisations` (name of a result's row -> realisation) and `value_ratings` (behaviour value
		-> rating) change the score too; where the predicate comes from the score, one of them must change.

		Who: the rater's superior. From: Objected. Source: PP 30/2019, article 59."""
		self.check_permission("read")
		if access.SUPERIOR not in access.relations(self):
			frappe.throw(_("Only the superior of the rater decides an objection."), frappe.PermissionError)
		if self.workflow_state != "Objected":
			frappe.throw(
				_("In the state {0} there is no objection to decide.").format(_(self.workflow_state))
			)
		self.check_decision(decision)
		ratings = {"work_result_rating": work_result_rating, "behaviour_rating": behaviour_rating}
		changes = objections.Changes(ratings, realisations or {}, value_ratings or {})
		objections.check_changes(self, changes)
		return objections.change(self, decision.strip(), changes)

	def objection_deadline(self) -> Any:
		"""End of the days to file an objection, counted from the release (PP 30/2019, article 59)."""
		days = frappe.db.get_single_value("ASN Performance Settings", "objection_days")
		return add_days(get_datetime(self.released_on), days)

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def correct(self, reason: str) -> str:
		"""Replace a released result by a corrected one and return the new record's name. The old one is
		cancelled with the reason and stays readable; the rater's part is carried over for him to mend.

		Who: a performance manager, not the employee himself. From: released, acknowledged, objected."""
		self.check_permission("cancel")
		if self.workflow_state not in ("Released", "Acknowledged", "Objected"):
			frappe.throw(_("In the state {0} nothing is corrected.").format(_(self.workflow_state)))
		if not reason.strip():
			frappe.throw(_("Write the {0} first.").format(_("Reason for the Correction")))
		corrected, content = frappe.copy_doc(self, ignore_no_copy=False), rater_part.read(self)
		corrected.stage_key = self.stage_key
		self.correction_reason = reason.strip()
		self.workflow_state = "Cancelled"
		# cancelled by this method only, which has checked who asks; the workflow has no such action
		self.flags.asn_server_made = True
		self.cancel()
		return self.insert_corrected(corrected, content)

	def insert_corrected(self, corrected: "ASNEvaluation", content: dict[str, Any]) -> str:
		corrected.docstatus = 0
		corrected.amended_from = self.name
		corrected.self_submitted_on = self.self_submitted_on
		corrected.flags.asn_server_made = True
		corrected.insert(ignore_permissions=True)
		# a new record starts in the first state for Frappe; the self assessment is already there
		corrected.db_set("workflow_state", "Rater Assessment")
		for table in rater_part.GIVEN_IN_ROWS:
			old_rows = content[table].values()
			content[table] = {row.name: old for row, old in zip(corrected.get(table), old_rows, strict=True)}
		rater_part.store(corrected, content)
		return corrected.name

	@frappe.whitelist()
	@access.on_stored_document
	def export_for_audit(self) -> dict[str, Any]:
		"""Case and stored outcome, for `python -m asn_kinerja.scoring verify`.

		Who: everyone who may read the released evaluation."""
		self.check_permission("read")
		if self.docstatus == 0:
			frappe.throw(_("There is nothing to verify before the release."))
		return {"case": codec.case_to_dict(case_of(self)), "outcome": stored_outcome(self)}


def on_doctype_update() -> None:
	frappe.db.add_index("ASN Evaluation", ["cycle", "stage_name", "docstatus"])
	access.add_row_indexes("ASN Evaluation", "creation")
	frappe.db.add_index("ASN Evaluation", ["workflow_state", "employee", "rater"])
	frappe.db.add_index("ASN Evaluation", ["workflow_state", "released_on"])
	frappe.db.add_index("ASN Evaluation", ["stage_name", "creation", "employee", "rater"])
