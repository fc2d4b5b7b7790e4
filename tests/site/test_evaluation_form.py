"""The official forms of an evaluation: what stands on them, and who may print them."""

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_to_date, now_datetime

from asn_kinerja.evaluation.form import asn_evaluation_form, form_of
from asn_kinerja.planning.form import asn_skp_form
from tests.security.doors import assert_refused
from tests.support.agency import ABOVE, BANDS, EVALUATION, MEETS, Agency, item, keep, rate, report
from tests.support.http import Client
from tests.support.printed import Tables
from tests.support.queries import number_of_queries
from tests.support.seals import make_final

DETAILED, DOCUMENT = "ASN Evaluasi Kinerja", "ASN Dokumen Evaluasi"
FORMATS = (DETAILED, DOCUMENT)
MARKUP = "<img src=x onerror=alert(1)>"
SECRET = "RAHASIA-7f3a"
HTML_OF = "frappe.www.printview.get_html_and_style"
ROW, BEHAVIOUR_ROW = "ASN Evaluation Result", "ASN Evaluation Behaviour"


def printed(evaluation: Any, which: str = DETAILED) -> str:
	return frappe.get_print(EVALUATION, getattr(evaluation, "name", evaluation), which, no_letterhead=1)


def started(agency: Agency, key: str, items: list[dict[str, Any]], scheme: str = "", **values: Any) -> Any:
	cycle = agency.cycle(scheme) if scheme else agency.cycle()
	return agency.evaluation(agency.plan(key, cycle, items=items, **values))


def written(evaluation: Any, **values: Any) -> Any:
	"""The evaluation with values in the database as no rule of the moment hinders them."""
	frappe.db.set_value(EVALUATION, evaluation.name, values, update_modified=False)
	return frappe.get_doc(EVALUATION, evaluation.name)


def object_to(agency: Agency, key: str, name: str, reason: str = "Perilaku melayani belum dinilai") -> None:
	with agency.acting(key):
		mine = frappe.get_doc(EVALUATION, name)
		mine.objection_reason = reason
		apply_workflow(mine.save(), "Object")
	with agency.acting(agency.rater(key)):
		frappe.get_doc(EVALUATION, name).give_statement("Saya menilai dari survei")


def block(page: str, title: str) -> list[list[str]]:
	"""The rows of a numbered part of the document."""
	rows = Tables(page).rows("document")
	start = next(n for n, row in enumerate(rows) if row[-1].startswith(title))
	found = []
	for row in rows[start + 1 :]:
		if row[0]:
			break
		found.append(row[1:])
	return found


# --- the detailed form -------------------------------------------------------------------------------------


def test_it_is_the_evaluations_print_format(site: str) -> None:
	assert frappe.get_meta(EVALUATION).default_print_format == DETAILED
	for name in FORMATS:
		assert frappe.db.get_value("Print Format", name, ["module", "standard"]) == ("ASN Kinerja", "Yes")


def test_a_quantitative_form_of_ja_and_jf(agency: Agency) -> None:
	evaluation = agency.released("staff1")
	plan = frappe.get_doc("ASN Work Plan", evaluation.work_plan)
	frappe.db.set_value("ASN Work Plan Item", plan.items[0].name, "superior_result", "Layanan membaik")
	frappe.db.set_value(
		ROW, evaluation.results[1].name, {"rater_note": "Pertahankan", "self_note": "Dua loket"}
	)
	page = printed(evaluation)
	rows = Tables(page).rows("results")
	assert rows[1] == [
		"No",
		"Rencana Hasil Kerja Pimpinan yang Diintervensi",
		"Rencana Hasil Kerja",
		"Aspek",
		"Indikator Kinerja Individu",
		"Target",
		"Realisasi Berdasarkan Bukti Dukung",
		"Umpan Balik Berkelanjutan Berdasarkan Bukti Dukung",
	]
	assert rows[2][-1] == "(8)"
	assert rows[3:] == [
		["UTAMA"],
		[
			"1",
			"Layanan membaik",
			"Berkas izin selesai",
			"Waktu",
			"hari per berkas",
			"7 – 8 hari",
			"6,5 hari",
			"",
		],
		[
			"2",
			"",
			"Berkas terlayani",
			"Kuantitas",
			"berkas selesai",
			"100 berkas",
			"105 berkasDua loket",
			"Pertahankan",
		],
		["TAMBAHAN"],
		["–", "–"],
		["RATING HASIL KERJA", "Di Atas EkspektasiAlasan: Menurut bukti dukung"],
	]
	assert Tables(page).rows("predicate")[0][0] == "PREDIKAT KINERJA PEGAWAI"
	assert "Evaluasi Kinerja Pegawai" in page
	assert "Pendekatan Hasil Kerja Kuantitatif" in page
	assert f"Periode Penilaian: {evaluation.stage_name} (1 Januari s.d. 31 Maret 2026)" in page
	assert "size: A4 landscape" in page


def test_a_quantitative_form_of_jpt_has_perspectives(agency: Agency) -> None:
	evaluation = started(agency, "staff1", [item(target_min=1250)])
	plan = frappe.get_doc("ASN Work Plan", evaluation.work_plan)
	frappe.db.set_value("ASN Work Plan Item", plan.items[0].name, "perspective", "Anggaran")
	page = printed(written(evaluation, position_type="JPT Pratama"))
	rows = Tables(page).rows("results")
	assert rows[1][2:5] == ["Indikator Kinerja Individu", "Target", "Perspektif"]
	assert rows[4] == ["1", "Dokumen selesai", "jumlah dokumen", "1.250 dokumen", "Anggaran", "–", ""]


def test_a_qualitative_form(agency: Agency) -> None:
	items = [
		{
			"category": "Tambahan",
			"result": "Izin terbit tepat waktu",
			"success_measure": measure,
			"weight": 50,
		}
		for measure in ("Tidak ada izin yang melewati 14 hari", "Pemohon diberi tahu")
	]
	evaluation = started(agency, "staff1", items, approach="Qualitative")
	for row, reached in zip(evaluation.results, ("Semua tepat", "Lewat SMS"), strict=True):
		frappe.db.set_value(ROW, row.name, "realisation", reached)
	page = printed(evaluation)
	rows = Tables(page).rows("results")
	assert rows[1] == [
		"No",
		"Rencana Hasil Kerja",
		"Realisasi Berdasarkan Bukti Dukung",
		"Umpan Balik Berkelanjutan Berdasarkan Bukti Dukung",
	]
	assert rows[2:5] == [["UTAMA"], ["–", "–"], ["TAMBAHAN"]]
	number, result, realisation, _feedback = rows[5]
	assert (number, realisation) == ("1", "Semua tepatLewat SMS")
	assert result.endswith("Tidak ada izin yang melewati 14 hariPemohon diberi tahu")
	assert "size: A4 portrait" in page


def test_a_corrected_realisation_says_so(agency: Agency) -> None:
	evaluation = agency.released("staff1")
	frappe.db.set_value(
		ROW,
		evaluation.results[1].name,
		{
			"corrected_realisation": "98",
			"correction_reason": "Tujuh berkas ganda",
			"evidence": "/private/files/rekap berkas.pdf",
			"evidence_link": "https://arsip.example/7",
		},
	)
	measure = form_of(frappe.get_doc(EVALUATION, evaluation.name)).sections[0][1][1].measures[0]
	assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in measure.realisation] == [
		"98 berkas",
		"Koreksi pejabat penilai kinerja: Tujuh berkas ganda",
		"Menurut pegawai: 105 berkas",
		"Bukti dukung: rekap berkas.pdf; https://arsip.example/7",
	]


def test_values_with_guides_expectations_and_feedback(agency: Agency) -> None:
	evaluation = agency.released("staff1")
	frappe.db.set_value(
		BEHAVIOUR_ROW,
		evaluation.behaviours[1].name,
		{"expectation": "Bukti tersimpan rapi", "rater_note": "Sudah rapi"},
	)
	rows = Tables(printed(evaluation)).rows("behaviours")
	assert [row[0] for row in rows[2:9]] == ["1", "2", "3", "4", "5", "6", "7"]
	assert rows[2][1].startswith("Berorientasi PelayananMemahami dan memenuhi kebutuhan masyarakat")
	assert rows[3][2:] == ["Bukti tersimpan rapi", "Sudah rapi"]
	assert rows[9][:1] == ["RATING PERILAKU KERJA"]
	assert rows[9][1].startswith("Sesuai Ekspektasi")


def test_rating_predicate_and_score_of_the_scheme(agency: Agency) -> None:
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle(BANDS)), "Released")
	# the number of the record, with a decimal comma
	shown = f"{evaluation.score:.2f}".replace(".", ",")
	predicate = Tables(printed(evaluation)).rows("predicate")
	assert evaluation.scored
	assert predicate == [["PREDIKAT KINERJA PEGAWAI", f"{evaluation.predicate}Nilai kinerja: {shown}"]]


def test_only_a_running_or_cancelled_one_has_a_mark(agency: Agency) -> None:
	evaluation = started(agency, "staff1", [item()])
	for which in FORMATS:
		assert "Belum ditetapkan oleh pejabat penilai kinerja" in printed(evaluation, which)
	released = agency.released("staff2")
	assert form_of(released).mark == ""
	assert "KONSEP" not in printed(released) + printed(released, DOCUMENT)
	with agency.acting("admin"):
		new = frappe.get_doc(EVALUATION, released.name).correct("Realisasi salah ketik")
	old = form_of(frappe.get_doc(EVALUATION, released.name))
	assert (old.mark, old.mark_note) == (
		"DIBATALKAN",
		"Hasil evaluasi ini telah dibatalkan: Realisasi salah ketik",
	)
	assert form_of(frappe.get_doc(EVALUATION, new)).notes == (
		f"Menggantikan hasil evaluasi {released.name} yang dibatalkan: Realisasi salah ketik",
	)


def test_signatures_have_the_days_of_release_and_answer(agency: Agency) -> None:
	evaluation = written(
		agency.released("staff1"),
		workflow_state="Acknowledged",
		released_on="2026-04-03 09:00:00",
		acknowledged_on="2026-04-05 10:30:00",
	)
	form = form_of(evaluation)
	assert [(one.party.name, one.day) for one in form.signatures] == [
		("Staf Satu", "5 April 2026"),
		("Kabid Satu", "3 April 2026"),
	]
	assert form.footnotes[0] == (
		"Dalam aplikasi: ditetapkan pada 3 April 2026 pukul 09.00; "
		"diterima pegawai pada 5 April 2026 pukul 10.30."
	)


def test_a_final_one_can_be_traced_to_its_seal(agency: Agency) -> None:
	evaluation = agency.released("staff2")
	name = make_final(agency, "staff1", agency.cycle())
	seal = frappe.db.get_value("ASN Result Seal", {"evaluation": name}, "chain_hash")
	for which in FORMATS:
		page = printed(name, which)
		assert f"Rekaman {name} · Status: Final · Dicetak pada" in page
		assert f"Segel hasil nomor 1: {seal}" in page
		assert "Segel hasil" not in printed(evaluation, which)


def test_the_heading_stays_that_of_the_release(agency: Agency) -> None:
	frappe.db.set_value("Employee", agency.employee("staff1"), "asn_golongan", "III/c")
	evaluation = agency.released("staff1")
	frappe.db.set_value("Employee", agency.employee("staff1"), "asn_golongan", "IV/a")
	parties = Tables(printed(evaluation)).rows("parties")
	assert parties[1] == ["1", "Nama", "Staf Satu", "1", "Nama", "Kabid Satu"]
	assert parties[3][2] == "Penata / III/c"


def test_the_forms_stay_indonesian_for_every_reader(agency: Agency) -> None:
	evaluation = agency.released("staff1")
	before = frappe.local.lang
	try:
		for which in FORMATS:
			frappe.local.lang = "en"
			english = Tables(printed(evaluation, which)).found
			frappe.local.lang = "id"
			assert Tables(printed(evaluation, which)).found == english
	finally:
		frappe.local.lang = before


def test_markup_in_names_and_texts_is_shown_as_it_was_written(agency: Agency) -> None:
	frappe.db.set_value("Employee", agency.employee("lead1"), "employee_name", f"Budi {MARKUP}")
	evaluation = agency.released("staff1")
	row, value = evaluation.results[0].name, evaluation.behaviours[0].name
	frappe.db.set_value(
		ROW,
		row,
		{"result": "Waktu &lt; 5 hari", "self_note": MARKUP, "rater_note": MARKUP, "evidence": MARKUP},
	)
	frappe.db.set_value(BEHAVIOUR_ROW, value, {"expectation": MARKUP, "rater_note": MARKUP})
	written(
		evaluation,
		work_result_reason=MARKUP,
		rater_note=MARKUP,
		objected_on=now_datetime(),
		**dict.fromkeys(("objection_reason", "rater_statement", "objection_decision"), MARKUP),
	)
	for which in FORMATS:
		page = printed(evaluation, which)
		assert "<img" not in page
		assert "&lt;img" in page
		assert "&amp;lt;" not in page  # Frappe stores a cleaned text already escaped; it is not escaped twice
	assert Tables(printed(evaluation)).rows("results")[4][2] == "Waktu < 5 hari"


def test_queries_do_not_grow_with_the_rows(agency: Agency) -> None:
	def queries(evaluation: Any) -> int:
		form_of(evaluation)  # so that what Frappe keeps in its caches does not count
		return number_of_queries(lambda: form_of(evaluation))

	few = started(agency, "staff1", [item()])
	many = started(agency, "staff2", [item(result=f"Hasil {n}", weight=10) for n in range(10)])
	assert queries(few) == queries(many)


# --- the document ------------------------------------------------------------------------------------------


def test_the_document_names_three_people_result_and_remarks(agency: Agency) -> None:
	evaluation = written(agency.released("staff1"), organisation_predicate="Baik")
	page = printed(evaluation, DOCUMENT)
	assert block(page, "PEGAWAI YANG DINILAI")[0] == ["Nama", "Staf Satu"]
	assert block(page, "PEJABAT PENILAI KINERJA")[0] == ["Nama", "Kabid Satu"]
	assert block(page, "ATASAN PEJABAT PENILAI")[0] == ["Nama", "Kepala"]
	result = dict(block(page, "EVALUASI KINERJA"))
	assert (result["Rating Hasil Kerja"], result["Rating Perilaku Kerja"]) == (ABOVE, MEETS)
	assert result["Predikat Kinerja Pegawai"].startswith("Baik")  # above × meets
	assert block(page, "CATATAN/REKOMENDASI") == [["Catatan penilai"]]
	assert "size: A4 portrait" in page


def test_who_has_not_objected_reads_until_when_he_may(agency: Agency) -> None:
	frappe.db.set_single_value("ASN Performance Settings", "objection_days", 14)
	released = written(agency.released("staff1"), released_on=add_to_date(now_datetime(), days=-13))
	((told,),) = block(printed(released, DOCUMENT), "TANGGAPAN DAN KEBERATAN")
	assert told.startswith("Belum ada; dapat diajukan sampai dengan ")
	late = written(released, released_on=add_to_date(now_datetime(), days=-15))
	assert block(printed(late, DOCUMENT), "TANGGAPAN DAN KEBERATAN") == [["Tidak ada keberatan"]]
	assert len(form_of(late).document_signatures) == 2
	answered = written(late, workflow_state="Acknowledged", acknowledgement_note="Terima kasih")
	assert block(printed(answered, DOCUMENT), "TANGGAPAN")[0] == ["Terima kasih"]


def test_an_objection_with_both_sides_and_the_superior(agency: Agency) -> None:
	evaluation = agency.released("staff1")
	object_to(agency, "staff1", evaluation.name)
	open_one = frappe.get_doc(EVALUATION, evaluation.name)
	assert "belum diputuskan" in form_of(open_one).notes[0]
	with agency.acting("head"):
		doc = frappe.get_doc(EVALUATION, evaluation.name)
		doc.objection_decision = "Penilaian sudah tepat"
		apply_workflow(doc.save(), "Uphold")
	page = printed(evaluation, DOCUMENT)
	assert block(page, "KEBERATAN PEGAWAI") == [["Perilaku melayani belum dinilai"]]
	assert block(page, "PENJELASAN PEJABAT PENILAI") == [["Saya menilai dari survei"]]
	assert block(page, "KEPUTUSAN ATASAN") == [
		["Keberatan tidak diterima; hasil evaluasi tetap"],
		["Penilaian sudah tepat"],
	]
	signed = form_of(frappe.get_doc(EVALUATION, evaluation.name)).document_signatures
	assert [one.party.name for one in signed] == ["Staf Satu", "Kabid Satu", "Kepala"]
	assert all(one.day for one in signed)


def test_a_changed_result_tells_the_objection_that_led_to_it(agency: Agency) -> None:
	evaluation = agency.released("staff1")
	object_to(agency, "staff1", evaluation.name)
	with agency.acting("head"):
		new = frappe.get_doc(EVALUATION, evaluation.name).change_result("Survei mendukung", ABOVE, ABOVE)
	page = printed(new, DOCUMENT)
	assert block(page, "KEBERATAN PEGAWAI") == [["Perilaku melayani belum dinilai"]]
	assert block(page, "KEPUTUSAN ATASAN") == [
		["Keberatan diterima; hasil evaluasi diubah"],
		["Survei mendukung"],
	]
	assert dict(block(page, "EVALUASI KINERJA"))["Rating Perilaku Kerja"] == ABOVE
	form = form_of(frappe.get_doc(EVALUATION, new))
	# the rater has released the old result; this one is the superior's
	assert [bool(one.day) for one in form.document_signatures] == [False, False, True]
	assert form_of(frappe.get_doc(EVALUATION, evaluation.name)).mark == "DIBATALKAN"


# --- who may print them ------------------------------------------------------------------------------------


@pytest.fixture
def running(agency: Agency) -> str:
	"""Of staff1, with the rater's part entered and not released."""
	plan = agency.plan("staff1", agency.cycle(), items=[item(result="Urusan bidang")])
	evaluation = agency.evaluation(plan)
	with agency.acting("staff1"):
		mine = frappe.get_doc(EVALUATION, evaluation.name)
		report(mine, "105")
		apply_workflow(mine.save(), "Submit Self Assessment")
	with agency.acting("lead1"):
		doc = frappe.get_doc(EVALUATION, evaluation.name)
		rate(doc, note=SECRET)
		doc.work_result_reason = doc.behaviour_reason = SECRET
		for row in (*doc.results, *doc.behaviours):
			row.rater_note = SECRET
		doc.save()
	keep()
	return evaluation.name


@pytest.mark.parametrize("key", ["staff1", "lead1", "head", "admin", "auditor"])
def test_who_may_read_the_evaluation_prints_it(
	running: str, client: Callable[[str], Client], key: str
) -> None:
	for which in FORMATS:
		answer = client(key).get("/printview", doctype=EVALUATION, name=running, format=which)
		assert answer.ok
		assert "Staf Satu" in answer.text
		assert "KONSEP" in answer.text
		# only the employee gets nothing of the rater's part
		assert (SECRET in answer.text, ABOVE in answer.text) == (key != "staff1",) * 2
		assert ("<b>Baik</b>" in answer.text) <= (key != "staff1")


@pytest.mark.parametrize("key", ["staff2", "lead2", "outside", "foreign", "foreign_admin", "guest"])
def test_who_may_not_read_the_evaluation_does_not_print_it(
	running: str, client: Callable[[str], Client], key: str
) -> None:
	me = client(key)
	for which in FORMATS:
		where = {"doctype": EVALUATION, "name": running, "format": which}
		for answer in (
			me.get("/printview", **where),
			me.get("/api/method/frappe.utils.print_format.download_pdf", **where),
			me.call(HTML_OF, doc=EVALUATION, name=running, print_format=which),
		):
			assert not answer.ok
			assert "Urusan bidang" not in answer.text
			assert SECRET not in answer.text


def test_a_document_sent_along_is_not_what_is_printed(running: str, client: Callable[[str], Client]) -> None:
	"""The Desk's print view sends the document: it neither forges a release nor leads to another's result."""
	forged = {
		"doctype": EVALUATION,
		"name": running,
		"docstatus": 1,
		"workflow_state": "Final",
		"results": [],
	}
	answer = client("staff1").call(HTML_OF, doc=frappe.as_json(forged), print_format=DETAILED)
	assert answer.ok
	assert "Belum ditetapkan" in answer.data["html"]
	assert "Urusan bidang" in answer.data["html"]
	assert SECRET not in answer.data["html"]
	for mark in ("__islocal", "__unsaved"):
		stolen = {"doctype": EVALUATION, "name": running, mark: 1}
		answer = client("staff2").call(HTML_OF, doc=frappe.as_json(stolen), print_format=DETAILED)
		assert_refused(answer)
		assert "Urusan bidang" not in answer.text


def test_a_template_of_another_gives_no_evaluation_away(running: str, agency: Agency) -> None:
	"""The function is known to every Jinja template of the site."""
	with agency.acting("staff2"), pytest.raises(frappe.PermissionError):
		asn_evaluation_form(frappe._dict(name=running))
	with agency.acting("staff2"), pytest.raises(frappe.PermissionError):
		asn_skp_form(frappe._dict(name=frappe.db.get_value(EVALUATION, running, "work_plan")))


@pytest.mark.parametrize("which", [*FORMATS, "Standard"])
def test_a_link_that_works_without_login_shows_nothing_of_the_raters_part(
	running: str, http: Any, which: str
) -> None:
	"""A manager who mails a running evaluation sends such a link along."""
	key = frappe.get_doc(EVALUATION, running).get_document_share_key()
	keep()
	answer = http.guest().get("/printview", doctype=EVALUATION, name=running, format=which, key=key)
	assert answer.ok
	assert "Staf Satu" in answer.text
	assert SECRET not in answer.text
	assert ABOVE not in answer.text
