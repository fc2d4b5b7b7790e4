"""Runs the year's stages through the app's own controllers: self assessments, ratings, answers.

Everything is done as Administrator, with as few saves as the workflows allow: what a step fills in is saved
together with the change of state. All functions may be interrupted and called again: what one person's record
needs is committed as a whole, and a record that has left its first state is left alone.
"""

from collections.abc import Callable
from random import Random

import frappe
from frappe.model.document import Document

from asn_kinerja.cycle import opening
from asn_kinerja.demo import agency
from asn_kinerja.demo.fates import (
	ABOVE,
	ANNUAL,
	AS,
	BELOW,
	FIRST,
	PATHS,
	SECOND,
	Fate,
	fates,
)
from asn_kinerja.demo.people import SEED, YEAR, Person, people
from asn_kinerja.evaluation.calculate import calculate

Progress = Callable[[str, int, int], None]

SCHEME = "PermenPAN-RB 6/2022"
CYCLE = f"Kinerja {YEAR} Kota Contoh"
STAGES = (
	(FIRST, "Periodic", f"{YEAR}-01-01", f"{YEAR}-06-30", f"{YEAR}-07-10"),
	(SECOND, "Periodic", f"{YEAR}-07-01", f"{YEAR}-12-31", f"{YEAR + 1}-01-10"),
	(ANNUAL, "Annual", f"{YEAR}-01-01", f"{YEAR}-12-31", f"{YEAR + 1}-01-31"),
)
CHUNK = 25

CORRECTION_REASON = "Realisasi satu indikator salah dicatat; dihitung ulang berdasarkan bukti dukung."
OBJECTION = "Sebagian realisasi yang sudah dilaporkan belum diperhitungkan. Bukti dukung telah dilampirkan."
STATEMENT = "Realisasi dinilai berdasarkan bukti dukung yang ada sampai batas waktu pelaporan."
DEPARTURE = "Mempertimbangkan tingkat kesulitan pekerjaan dan umpan balik sepanjang periode."
DECISION = "Bukti dukung telah diperiksa bersama. Penilaian pejabat penilai kinerja dipertahankan."

SELF_NOTES = {
	ABOVE: (
		"Seluruh target terlampaui berkat pembagian tugas yang jelas sejak awal periode.",
		"Hasil melebihi rencana; cara kerja baru sudah saya tuliskan agar dapat dipakai rekan lain.",
	),
	AS: (
		"Target tercapai sesuai rencana.",
		"Pekerjaan berjalan baik; beban sempat menumpuk di akhir periode tetapi dapat diselesaikan.",
		"Semua laporan sudah disampaikan beserta bukti dukungnya.",
	),
	BELOW: (
		"Beberapa target belum tercapai karena pelaksanaan kegiatan mundur.",
		"Saya memerlukan bimbingan agar pekerjaan berikutnya selesai tepat waktu.",
	),
}
RATER_NOTES = {
	"Sangat Baik": (
		"Hasil kerja dan perilaku menjadi teladan bagi tim. Pertahankan dan bimbing rekan yang lain.",
		"Bekerja melampaui harapan dan selalu siap membantu unit lain.",
	),
	"Baik": (
		"Hasil kerja sesuai harapan. Teruskan, dan tingkatkan ketelitian laporan.",
		"Dapat diandalkan. Semester depan diharapkan lebih banyak berbagi pengetahuan.",
		"Target tercapai dan perilaku kerja baik.",
	),
	"Butuh Perbaikan": (
		"Perilaku baik, tetapi target belum tercapai. Disepakati bimbingan kinerja setiap dua minggu.",
		"Perlu perbaikan pada ketepatan waktu; rencana kerja disusun ulang bersama.",
	),
	"Kurang": (
		"Hasil kerja memadai, namun perilaku kerja belum sesuai nilai dasar ASN. Konseling dijadwalkan.",
		"Sering terlambat menindaklanjuti permintaan rekan dan warga. Perlu pembinaan.",
	),
	"Sangat Kurang": ("Target dan perilaku jauh di bawah harapan. Dilakukan pembinaan secara tertulis.",),
}
ACKNOWLEDGEMENTS = (
	"Terima kasih atas masukan yang diberikan.",
	"Saya menerima hasil evaluasi dan akan menindaklanjuti catatan atasan.",
	"",
)


def make_cycle() -> Document:
	"""The performance cycle with its three stages; submits the national scheme when it is a draft."""
	if name := frappe.db.exists("ASN Performance Cycle", CYCLE):
		return frappe.get_doc("ASN Performance Cycle", name)
	scheme = frappe.get_last_doc(
		"ASN Scoring Scheme", {"title": SCHEME, "docstatus": ["<", 2]}, order_by="version desc"
	)
	if scheme.docstatus == 0:
		scheme.submit()
	fields = ("stage_name", "stage_type", "from_date", "to_date", "due_date")
	return frappe.get_doc(
		doctype="ASN Performance Cycle",
		title=CYCLE,
		company=agency.COMPANY,
		scheme=scheme.name,
		from_date=f"{YEAR}-01-01",
		to_date=f"{YEAR}-12-31",
		plan_due_date=f"{YEAR}-01-31",
		frequency="Half-yearly",
		stages=[dict(zip(fields, stage, strict=True)) for stage in STAGES],
	).insert()


# --- evaluations -------------------------------------------------------------------------------------------


def run_stage(cycle: Document, stage: str, employees: dict[str, str], progress: Progress) -> None:
	"""Open a stage (its name) and take every evaluation as far as its fate goes."""
	row = next(row for row in cycle.stages if row.stage_name == stage)
	opening.open_stage(cycle.name, row.name)
	person_of = {employees[person.number]: person for person in people()}
	# an evaluation that is back in its first state after a return carries the time of its first submission
	untouched = {
		"stage": row.name,
		"workflow_state": opening.INITIAL_STATE,
		"self_submitted_on": ["is", "not set"],
	}
	fate_of = fates()
	todo = [
		(name, fate, person)
		for name, employee in frappe.get_all(
			"ASN Evaluation", untouched, ["name", "employee"], as_list=True, order_by="employee"
		)
		if (person := person_of.get(employee))
		and (fate := fate_of.get((stage, person.number)))
		and PATHS[fate.path]
	]
	for done, (name, fate, person) in enumerate(todo, 1):
		take(quick(frappe.get_doc("ASN Evaluation", name)), fate, random_of(person, stage))
		commit_chunk(done, len(todo), stage, progress)


def take(evaluation: Document, fate: Fate, random: Random) -> None:
	"""Take one evaluation along its path."""
	for state in PATHS[fate.path]:
		if state == "Corrected":
			new = quick(frappe.get_doc("ASN Evaluation", evaluation.correct(CORRECTION_REASON)))
			new.workflow_state = "Released"
			submit(new)
			return
		evaluation.workflow_state = state
		if state == "Rater Assessment":
			assess_oneself(evaluation, fate, random)
			save(evaluation)
		elif state == "Released":
			rate(evaluation, fate, random)
			submit(evaluation)
		else:
			answer(evaluation, state, random)
			save(evaluation)


def assess_oneself(evaluation: Document, fate: Fate, random: Random) -> None:
	"""The employee's part: what was reached, and a note."""
	evaluation.self_note = random.choice(SELF_NOTES[fate.work_result])
	for row in evaluation.results:
		if evaluation.approach == "Qualitative":
			row.realisation = row.success_measure if fate.work_result != BELOW else "Tercapai sebagian"
		elif row.data_source != "Daily Activity" or not row.realisation:
			row.realisation = realisation(row, fate.work_result, random)
		if row.idx == 1:
			row.evidence_link = f"https://arsip.kotacontoh.example/bukti/{evaluation.name}"


def realisation(row: Document, rating: str, random: Random) -> str:
	"""A number that suits the rating: around the target, better or worse, as people write it."""
	low, high = row.target_min, row.target_max or row.target_min
	share = {
		ABOVE: random.uniform(1.12, 1.22),
		AS: random.uniform(0.98, 1.04),
		BELOW: random.uniform(0.62, 0.84),
	}[rating]
	if row.direction == "Lower":
		number = (low if share > 1 else high) * (2 - share)
	elif row.direction == "Range":
		number = random.uniform(low, high) if rating != BELOW else low * share
	else:
		number = (high if share > 1 else low) * share
	if row.unit == "%":
		number = min(number, 100)
	digits = 0 if number >= 20 and row.unit not in ("%", "indeks", "nilai") else 1
	text = f"{number:.{digits}f}"
	return (text.rstrip("0").rstrip(".") if digits else text).replace(".", ",")


def rate(evaluation: Document, fate: Fate, random: Random) -> None:
	"""The rater's part: the two ratings, the values one by one, and notes that suit the predicate."""
	evaluation.work_result_rating = fate.work_result
	evaluation.behaviour_rating = fate.behaviour
	odd = random.randrange(len(evaluation.behaviours))
	for index, row in enumerate(evaluation.behaviours):
		row.rating = AS if index == odd else fate.behaviour
	if evaluation.approach == "Qualitative":
		for row in evaluation.results:
			row.rating = fate.work_result
	evaluation.rater_note = random.choice(RATER_NOTES[_predicate(fate)])
	give_reasons(evaluation)


def give_reasons(evaluation: Document) -> None:
	"""Where the ratings depart from what their numbers suggest."""
	calculate(evaluation)
	for part in ("work_result", "behaviour"):
		if evaluation.get(f"suggested_{part}") not in (None, evaluation.get(f"{part}_rating")):
			evaluation.set(f"{part}_reason", DEPARTURE)


def _predicate(fate: Fate) -> str:
	"""Which notes suit; the app itself says the predicate by the scheme."""
	if fate.behaviour == BELOW:
		return "Sangat Kurang" if fate.work_result == BELOW else "Kurang"
	if fate.work_result == BELOW:
		return "Butuh Perbaikan"
	return "Sangat Baik" if fate.work_result == fate.behaviour == ABOVE else "Baik"


def answer(evaluation: Document, state: str, random: Random) -> None:
	"""What is written with an answer to the released evaluation."""
	if state == "Acknowledged":
		evaluation.acknowledgement_note = random.choice(ACKNOWLEDGEMENTS)
	elif state == "Objected":
		evaluation.objection_reason = OBJECTION
	elif state == "Final" and evaluation.objection_reason:
		evaluation.rater_statement = STATEMENT
		evaluation.objection_decision = DECISION


# --- helpers -----------------------------------------------------------------------------------------------


def quick(doc: Document) -> Document:
	"""Without what only serves people at a screen, or repeats what the demo's own data make sure of: the
	message to open forms, the look whether linked records exist, and the comparison of every row after the
	submission, which loads each of them by itself. All checks of the app itself run."""
	doc.flags.notify_update = False
	doc.flags.ignore_links = True
	doc.flags.ignore_validate_update_after_submit = True
	return doc


def save(doc: Document) -> None:
	"""Save without an entry in the history of changes: it would only name Administrator a thousand times."""
	doc.save(ignore_version=True)


def submit(doc: Document) -> None:
	"""As `doc.submit()`, which cannot be told to leave out the history."""
	doc.docstatus = 1
	save(doc)


def random_of(person: Person, purpose: str) -> Random:
	"""The same numbers for the same person and purpose, wherever an interrupted load goes on."""
	return Random(f"{SEED} {person.number} {purpose}")  # noqa: S311  made-up people, no secret


def commit_chunk(done: int, total: int, what: str, progress: Progress) -> None:
	"""Commit every few people: an interrupted load goes on from there, and locks stay short."""
	if done % CHUNK == 0 or done == total:
		frappe.db.commit()
		progress(what, done, total)
