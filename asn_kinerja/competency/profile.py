"""The competency profile of a person on a page, for the print format "ASN Profil Kompetensi".

An official paper: its texts stay Indonesian whatever the reader's language (PermenPAN-RB 38/2017, Peraturan
BKN 26/2019).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime
from frappe.www.printview import validate_print_permission

from asn_kinerja import parties
from asn_kinerja.charts import Series, radar
from asn_kinerja.competency import parts, view
from asn_kinerja.competency.assessed import ASSESSMENT, match_of
from asn_kinerja.official import Signature
from asn_kinerja.parties import Party
from asn_kinerja.wording import NONE, day, moment, number, score, text

LEVELS = {1: "Paham", 2: "Dasar", 3: "Menengah", 4: "Mumpuni", 5: "Ahli"}
KINDS = {"Managerial": "Manajerial", "Socio-Cultural": "Sosial Kultural", "Technical": "Teknis"}
PROCEDURES = {
	parts.SELF_AND_SUPERIOR: "Penilaian diri dan atasan",
	parts.THREE_PARTIES: "Penilaian diri, atasan, dan asesor",
	parts.ASSESSOR_ONLY: "Asesor",
}
STATES = {
	parts.SELF_ASSESSMENT: "Penilaian Diri",
	parts.SUPERIOR_ASSESSMENT: "Penilaian Atasan",
	parts.ASSESSOR_ASSESSMENT: "Penilaian Asesor",
	parts.DIALOGUE: "Dialog",
	parts.RELEASED: "Ditetapkan",
}
HEADINGS = {parts.SELF: "Diri", parts.SUPERIOR: "Atasan", parts.ASSESSOR: "Asesor"}


@dataclass(frozen=True)
class Row:
	"""A competency: the levels as they are printed, a dash for none."""

	number: int
	competency: str
	kind: str
	required: str
	given: tuple[str, ...]
	level: str
	gap: str


@dataclass(frozen=True)
class Profile:
	"""All that the profile prints; plain text, which the template escapes; `radar` is SVG, empty as long as
	there are no levels that count. `facts`: label and text."""

	agency: str
	period: str
	employee: Party
	rater: Party
	mark: str
	mark_note: str
	facts: tuple[tuple[str, str], ...]
	headings: tuple[str, ...]
	rows: tuple[Row, ...]
	radar: str
	strengths: tuple[str, ...]
	weaknesses: tuple[str, ...]
	notes: tuple[tuple[str, str], ...]
	signatures: tuple[Signature, ...]
	footnotes: tuple[str, ...]


def asn_competency_profile(doc: Document) -> Profile:
	"""The profile of an assessment; the Jinja method of the print format.

	Only the name is taken from the document, which a client may have sent: what is printed is what is
	stored, as far as the reader sees it, and who may not print it gets a PermissionError."""
	assessment = frappe.get_doc(ASSESSMENT, doc.name)
	if not frappe.flags.ignore_print_permissions:
		validate_print_permission(assessment)
	return profile_of(assessment)


def profile_of(doc: Document) -> Profile:
	head = frappe._dict(
		employee=doc.employee,
		employee_name=doc.employee_name,
		nip=frappe.db.get_value("Employee", doc.employee, "asn_nip"),
		designation=doc.designation,
		department=doc.department,
	)
	employee, rater, assessor = parties.of(head, doc.rater, doc.assessor)
	taking_part = parts.parties(doc.procedure)
	released = doc.workflow_state == parts.RELEASED
	signatures = [Signature("Pegawai yang Dinilai", employee)]
	if rater.name:
		signatures.append(Signature("Pejabat Penilai Kinerja", rater, day(doc.released_on)))
	if doc.assessor:
		signatures.append(Signature("Asesor", assessor))
	return Profile(
		agency=text(doc.company) or NONE,
		period=" · ".join(filter(None, (text(doc.stage_name), text(doc.cycle)))) or day(doc.assessed_on),
		employee=employee,
		rater=rater,
		mark="" if released else "KONSEP",
		mark_note="" if released else "Belum ditetapkan",
		facts=tuple(_facts(doc, assessor)),
		headings=tuple(HEADINGS[party] for party in taking_part),
		rows=tuple(_rows(doc, taking_part)),
		radar=_radar(doc),
		strengths=tuple(filter(None, text(doc.strengths).splitlines())),
		weaknesses=tuple(filter(None, text(doc.weaknesses).splitlines())),
		notes=tuple(_notes(doc)),
		signatures=tuple(signatures),
		footnotes=(
			f"Rekaman {doc.name} · Status: {STATES.get(doc.workflow_state, doc.workflow_state)} · "
			f"Dicetak pada {moment(now_datetime())}",
		),
	)


def _facts(doc: Document, assessor: Party) -> Iterable[tuple[str, str]]:
	yield "Tanggal Penilaian", day(doc.assessed_on) or NONE
	how = PROCEDURES[doc.procedure]
	yield "Cara Penilaian", f"{how}: {assessor.name}" if assessor.name else how
	if doc.basis:
		yield "Asesor dan Instrumen", text(doc.basis)
	match = match_of(doc.job_match, doc.levels_reached, doc.levels_required)
	if not match:
		return
	yield "Capaian / Standar", f"{number(doc.levels_reached)} / {number(doc.levels_required)}"
	yield "Job Person Match", f"{score(float(match))}\N{NO-BREAK SPACE}%"
	yield "Kategori Pengisian Jabatan", text(doc.filling_category) or NONE
	yield "Kategori Pemetaan", text(doc.mapping_category) or NONE
	if doc.potential_score:
		yield "Potensi", " – ".join(filter(None, (score(doc.potential_score), text(doc.potential_note))))
	before = [row for row in view.history(doc) if row.name != doc.name]
	if before:
		told = (f"{day(row.assessed_on)}: {score(row.job_match)}\N{NO-BREAK SPACE}%" for row in before[-3:])
		yield "Penilaian Sebelumnya", "\n".join(told)


def _rows(doc: Document, taking_part: tuple[str, ...]) -> Iterable[Row]:
	for count, row in enumerate(doc.competencies, 1):
		gap = (
			("0" if not row.gap else f"−{row.gap}" if row.gap > 0 else f"+{-row.gap}") if row.level else NONE
		)
		yield Row(
			number=count,
			competency=text(row.competency),
			kind=KINDS.get(row.kind, text(row.kind)),
			required=f"{row.required_level} ({LEVELS.get(row.required_level, NONE)})",
			given=tuple(str(row.get(parts.LEVEL[party]) or NONE) for party in taking_part),
			level=f"{row.level} ({LEVELS.get(row.level, NONE)})" if row.level else NONE,
			gap=gap,
		)


def _radar(doc: Document) -> str:
	if not doc.job_match or not doc.competencies:
		return ""
	series = (
		Series("Standar", [row.required_level for row in doc.competencies]),
		Series("Capaian", [row.level for row in doc.competencies]),
	)
	return radar([text(row.competency) for row in doc.competencies], series, title="Profil Kompetensi")


def _notes(doc: Document) -> Iterable[tuple[str, str]]:
	if doc.workflow_state not in parts.OPEN_STATES:
		return
	for label, note in (("Catatan Pegawai", doc.employee_note), ("Catatan Pejabat Penilai", doc.rater_note)):
		if note:
			yield label, text(note)
