"""The two official forms of an evaluation, prepared for the print formats "ASN Evaluasi Kinerja" (the
detailed form) and "ASN Dokumen Evaluasi" (the document that is signed).

Source: PermenPAN-RB 6/2022, annex: forms of the evaluation; PP 30/2019, article 59: objection.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime
from frappe.www.printview import validate_print_permission

from asn_kinerja import access, official
from asn_kinerja.evaluation import header, objections, rater_part, seals
from asn_kinerja.official import Measure, Signature
from asn_kinerja.parties import Party
from asn_kinerja.people import is_leader
from asn_kinerja.scoring.seal import SealKind
from asn_kinerja.wording import NONE, day, moment, period, score, text, with_unit

EVALUATION = "ASN Evaluation"
STATES = {
	"Self Assessment": "Penilaian Diri",
	"Rater Assessment": "Penilaian oleh Pejabat Penilai Kinerja",
	"Released": "Ditetapkan",
	"Acknowledged": "Diterima Pegawai",
	"Objected": "Dalam Keberatan",
	"Final": "Final",
	"Cancelled": "Dibatalkan",
}
OUTCOMES = {
	objections.UPHELD: "Keberatan tidak diterima; hasil evaluasi tetap",
	objections.CHANGED: "Keberatan diterima; hasil evaluasi diubah",
}
DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
PREDECESSOR = (
	"name",
	"workflow_state",
	"docstatus",
	"objected_on",
	"objection_reason",
	"rater_statement",
	"objection_decision",
	"objection_outcome",
	"correction_reason",
)


@dataclass(frozen=True)
class Objection:
	"""What the employee objected to, what the rater says, and what the superior has decided."""

	filed_on: str
	reason: str
	statement: str
	outcome: str
	decision: str
	decided_on: str


@dataclass(frozen=True, kw_only=True)
class Form(official.Form):
	"""All that both forms print. Ratings, predicate and remarks are empty as long as the reader may not see
	the rater's part."""

	superior: Party
	organisation_predicate: str
	work_result: tuple[str, ...]
	behaviour: tuple[str, ...]
	predicate: tuple[str, ...]
	remarks: str
	answer: str
	objection: Objection | None
	no_objection: str
	received_on: str
	released_on: str
	footnotes: tuple[str, ...]

	evaluated: ClassVar[bool] = True

	@property
	def signatures(self) -> tuple[Signature, ...]:
		"""Of the detailed form."""
		return (
			Signature("Pegawai yang Dinilai", self.employee, self.received_on),
			Signature("Pejabat Penilai Kinerja", self.rater, self.released_on),
		)

	@property
	def document_signatures(self) -> tuple[Signature, ...]:
		"""Of the document: the rater's superior signs only where there was an objection."""
		if not self.objection:
			return self.signatures
		heading = "Atasan Pejabat Penilai Kinerja"
		return (*self.signatures, Signature(heading, self.superior, self.objection.decided_on))


def asn_evaluation_form(doc: Document) -> Form:
	"""The forms of an evaluation; the Jinja method of both print formats.

	Frappe lets a client send the document that is to be printed, and a template may call this with any
	document. So only the name is taken from it: what is printed is what is stored, and who may not print
	the stored evaluation gets a PermissionError."""
	evaluation = frappe.get_doc(EVALUATION, doc.name)
	if not frappe.flags.ignore_print_permissions:
		validate_print_permission(evaluation)
	if evaluation.docstatus == 0 and not access.sees(evaluation):
		rater_part.take(evaluation)  # a link with a key opens it to somebody who is nobody to the employee
	return form_of(evaluation)


def form_of(doc: Document) -> Form:
	"""The forms of an evaluation as the reader may see it. The number of queries does not depend on the
	number of rows."""
	head = header.of(doc)
	people = {name: Party(**head[name]) for name in header.PARTIES}
	leader, qualitative = is_leader(doc.position_type), doc.approach == official.QUALITATIVE
	planned = _planned(doc)
	before = _predecessor(doc)
	objection = _objection(doc, before)
	changed = bool(before and before.objection_outcome == objections.CHANGED)
	mark, note = _mark(doc)
	return Form(
		leader=leader,
		qualitative=qualitative,
		agency=head["agency"] or NONE,
		period=f"{head['stage']} ({period(head['from_date'], head['to_date'])})",
		**people,
		organisation_predicate=head["organisation_predicate"] or NONE,
		mark=mark,
		mark_note=note,
		notes=tuple(_notes(doc, before)),
		sections=official.sections(
			doc.results,
			measure_of=lambda row: _measure(row, qualitative, planned),
			superior_of=lambda row: "" if leader else _of_plan(row, planned).superior_result,
		),
		behaviours=official.behaviours(doc.behaviours, feedback_of=lambda row: row.rater_note),
		work_result=_given(doc.work_result_rating, doc.work_result_reason),
		behaviour=_given(doc.behaviour_rating, doc.behaviour_reason),
		predicate=_predicate(doc),
		remarks=text(doc.rater_note),
		answer=text(doc.acknowledgement_note),
		objection=objection,
		no_objection="" if objection else _no_objection(doc),
		received_on=day(doc.acknowledged_on or doc.objected_on),
		# the result of a decision is the superior's, not the rater's
		released_on="" if changed else day(doc.released_on),
		footnotes=tuple(_footnotes(doc)),
	)


def _mark(doc: Document) -> tuple[str, str]:
	"""The mark of an evaluation without force, and what it means."""
	if doc.docstatus == 0:
		return "KONSEP", "Belum ditetapkan oleh pejabat penilai kinerja"
	if doc.docstatus == 2:
		reason = text(doc.correction_reason) or OUTCOMES.get(doc.objection_outcome, "")
		return "DIBATALKAN", "Hasil evaluasi ini telah dibatalkan" + (f": {reason}" if reason else "")
	return "", ""


def _notes(doc: Document, before: frappe._dict | None) -> Iterable[str]:
	if before:
		reason = text(before.correction_reason) or OUTCOMES.get(before.objection_outcome, "")
		yield f"Menggantikan hasil evaluasi {before.name} yang dibatalkan" + (f": {reason}" if reason else "")
	if doc.workflow_state == "Objected":
		yield f"Pegawai mengajukan keberatan pada {day(doc.objected_on)}; belum diputuskan"


def _planned(doc: Document) -> dict[str, frappe._dict]:
	"""What the plan says of each item and the evaluation does not repeat."""
	rows = frappe.get_all(
		"ASN Work Plan Item",
		filters={"parenttype": "ASN Work Plan", "parent": doc.work_plan},
		fields=["item_key", "superior_result", "perspective"],
		order_by="idx",
	)
	return {row.item_key: row for row in rows}


def _of_plan(row: Document, planned: Mapping[str, frappe._dict]) -> frappe._dict:
	return planned.get(row.work_plan_item) or frappe._dict()


def _measure(row: Document, qualitative: bool, planned: Mapping[str, frappe._dict]) -> Measure:
	return Measure(
		indicator=official.indicator(row, qualitative),
		target=official.target(row, qualitative),
		aspect=text(row.aspect),
		perspective=text(_of_plan(row, planned).perspective),
		realisation=tuple(_realisation(row)),
		feedback=text(row.rater_note),
	)


def _realisation(row: Document) -> Iterable[str]:
	"""What counts, with what it replaces and what it rests on."""
	entered, corrected = _reached(row.realisation, row.unit), _reached(row.corrected_realisation, row.unit)
	yield corrected or entered or NONE
	if corrected:
		yield f"Koreksi pejabat penilai kinerja: {text(row.correction_reason)}"
		yield f"Menurut pegawai: {entered or NONE}"
	if row.realisation_filled:
		yield "Dihitung dari aktivitas harian yang terverifikasi"
	if row.self_note:
		yield text(row.self_note)
	evidence = filter(None, (os.path.basename(text(row.evidence)), text(row.evidence_link)))
	if told := "; ".join(evidence):
		yield f"Bukti dukung: {told}"


def _reached(value: str | None, unit: str | None) -> str:
	"""As it was entered; with the unit where it is a number."""
	entered = text(value)
	return with_unit(entered, unit) if DIGITS.fullmatch(entered) else entered


def _given(rating: str | None, reason: str | None) -> tuple[str, ...]:
	"""A rating, with the reason where it departs from the suggested one."""
	lines = (text(rating) or NONE, f"Alasan: {text(reason)}" if text(reason) else "")
	return tuple(filter(None, lines))


def _predicate(doc: Document) -> tuple[str, ...]:
	"""The predicate, and the score (PP 30/2019) where the scheme has one."""
	lines = (text(doc.predicate) or NONE, f"Nilai kinerja: {score(doc.score)}" if doc.scored else "")
	return tuple(filter(None, lines))


def _predecessor(doc: Document) -> frappe._dict | None:
	"""The cancelled result that this one replaces; of the same employee, so with the same readers."""
	if not doc.amended_from:
		return None
	return frappe.db.get_value(EVALUATION, doc.amended_from, PREDECESSOR, as_dict=True)


def _objection(doc: Document, before: frappe._dict | None) -> Objection | None:
	"""The objection against this result; of a result that a decision has changed, the one that led to it."""
	changed = before and before.objection_outcome == objections.CHANGED
	source = before if changed else doc
	if not source.objected_on:
		return None
	return Objection(
		filed_on=day(source.objected_on),
		reason=text(source.objection_reason),
		statement=text(source.rater_statement),
		outcome=OUTCOMES.get(source.objection_outcome, ""),
		decision=text(source.objection_decision),
		decided_on=day(doc.final_on) if source.objection_outcome else "",
	)


def _no_objection(doc: Document) -> str:
	if doc.docstatus == 0:
		return NONE
	if doc.workflow_state == "Released" and now_datetime() <= doc.objection_deadline():
		return f"Belum ada; dapat diajukan sampai dengan {moment(doc.objection_deadline())}"
	return "Tidak ada keberatan"


def _footnotes(doc: Document) -> Iterable[str]:
	"""What happened in the app, and by what the paper can be compared with the record."""
	happened = (
		("ditetapkan", doc.released_on),
		("diterima pegawai", doc.acknowledged_on),
		("final", doc.final_on),
	)
	if told := "; ".join(f"{what} pada {moment(when)}" for what, when in happened if when):
		yield f"Dalam aplikasi: {told}."
	state = STATES.get(doc.workflow_state, doc.workflow_state)
	yield f"Rekaman {doc.name} · Status: {state} · Dicetak pada {moment(now_datetime())}"
	if doc.workflow_state == seals.FINAL_STATE:
		fields = ["sequence", "chain_hash"]
		filters = {"evaluation": doc.name, "kind": SealKind.FINAL.value}
		if seal := frappe.db.get_value(seals.SEAL, filters, fields, as_dict=True):
			yield f"Segel hasil nomor {seal.sequence}: {seal.chain_hash}"
