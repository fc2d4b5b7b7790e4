"""The official form of the SKP: what stands on it, and who may print it."""

from collections.abc import Callable
from typing import Any

import frappe
import pytest

from asn_kinerja.planning.form import asn_skp_form, form_of
from tests.security.doors import assert_refused
from tests.support.agency import PLAN, Agency, item, keep
from tests.support.http import Client
from tests.support.printed import Tables
from tests.support.queries import number_of_queries

FORMAT = "ASN SKP"
MARKUP = "<img src=x onerror=alert(1)>"
HTML_OF = "frappe.www.printview.get_html_and_style"


def printed(plan: Any) -> str:
	return frappe.get_print(PLAN, plan.name, FORMAT, no_letterhead=1)


def written(plan: Any, **values: Any) -> Any:
	"""The plan with values in the database as no rule of the moment hinders them."""
	frappe.db.set_value(PLAN, plan.name, values, update_modified=False)
	return frappe.get_doc(PLAN, plan.name)


def draft(agency: Agency, key: str, items: list[dict[str, Any]], **values: Any) -> Any:
	return agency.plan(key, agency.cycle(), "Draft", items=items, **values)


def narrative(**values: Any) -> dict[str, Any]:
	return {
		"category": "Utama",
		"result": "Izin terbit tepat waktu",
		"success_measure": "Tidak ada izin yang melewati 14 hari",
		"weight": 100,
		**values,
	}


def test_it_is_the_plans_print_format(site: str) -> None:
	assert frappe.get_meta(PLAN).default_print_format == FORMAT
	assert frappe.db.get_value("Print Format", FORMAT, ["module", "standard"]) == ("ASN Kinerja", "Yes")


def test_a_quantitative_form_of_ja_and_jf(agency: Agency) -> None:
	plan = draft(agency, "staff1", [item(target_min=12.5, target_max=15)])
	frappe.db.set_value("ASN Work Plan Item", plan.items[0].name, "superior_result", "Layanan membaik")
	page = printed(plan)
	rows = Tables(page).rows("results")
	assert rows[1] == [
		"No",
		"Rencana Hasil Kerja Pimpinan yang Diintervensi",
		"Rencana Hasil Kerja",
		"Aspek",
		"Indikator Kinerja Individu",
		"Target",
	]
	assert rows[2] == ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
	assert rows[3:] == [
		["UTAMA"],
		["1", "Layanan membaik", "Dokumen selesai", "Kuantitas", "jumlah dokumen", "12,5 – 15 dokumen"],
		["TAMBAHAN"],
		["–", "–"],
	]
	assert "Pendekatan Hasil Kerja Kuantitatif" in page
	assert "Bagi Pejabat Administrasi dan Pejabat Fungsional" in page
	assert "size: A4 landscape" in page


def test_a_quantitative_form_of_jpt(agency: Agency) -> None:
	plan = draft(agency, "head", [item(perspective="Anggaran", target_min=1250)])
	page = printed(plan)
	rows = Tables(page).rows("results")
	assert rows[1] == ["No", "Rencana Hasil Kerja", "Indikator Kinerja Individu", "Target", "Perspektif"]
	assert rows[4] == ["1", "Dokumen selesai", "jumlah dokumen", "1.250 dokumen", "Anggaran"]
	assert "Bagi Pejabat Pimpinan Tinggi dan Pimpinan Unit Kerja Mandiri" in page


def test_a_qualitative_form_of_ja_and_jf(agency: Agency) -> None:
	plan = draft(agency, "staff1", [narrative()], approach="Qualitative")
	frappe.db.set_value("ASN Work Plan Item", plan.items[0].name, "superior_result", "Layanan membaik")
	page = printed(plan)
	rows = Tables(page).rows("results")
	assert rows[1] == ["No", "Rencana Hasil Kerja"]
	number, text = rows[3]
	assert number == "1"
	assert text == (
		"Izin terbit tepat waktu"
		"(Rencana Hasil Kerja Pimpinan yang Diintervensi: Layanan membaik)"
		"Ukuran keberhasilan/Indikator Kinerja Individu dan Target:"
		"Tidak ada izin yang melewati 14 hari"
	)
	assert "Pendekatan Hasil Kerja Kualitatif" in page
	assert "size: A4 portrait" in page


def test_a_qualitative_form_of_jpt(agency: Agency) -> None:
	plan = draft(agency, "head", [narrative(perspective="Penerima Layanan")], approach="Qualitative")
	_number, text = Tables(printed(plan)).rows("results")[3]
	assert "Ukuran keberhasilan/Indikator Kinerja Individu, Target, dan Perspektif:" in text
	assert text.endswith("Tidak ada izin yang melewati 14 hari; perspektif Penerima Layanan")
	assert "Diintervensi" not in text


def test_rows_of_the_same_result_are_one_cell(agency: Agency) -> None:
	items = [
		item(measure="jumlah dokumen", weight=30),
		item(measure="dokumen tanpa perbaikan", aspect="Kualitas", unit="%", weight=30),
		item(result="Rapat terselenggara", measure="jumlah rapat", unit="rapat", weight=20),
		item(result="Ikut tim zona integritas", category="Tambahan", weight=20),
	]
	table = Tables(printed(draft(agency, "staff1", items))).found["asn-form-results"]
	# No, superior's result and result over two rows, then only aspect, indicator and target
	assert [span for _text, span in table[4]] == [2, 2, 2, 1, 1, 1]
	assert [text for text, _span in table[5]] == ["Kualitas", "dokumen tanpa perbaikan", "100 %"]
	assert [row[0][0] for row in table[6:]] == ["2", "TAMBAHAN", "1"]


def test_both_parties_and_a_rater_without_nip(agency: Agency) -> None:
	plan = draft(agency, "staff1", [item()])
	frappe.db.set_value("Employee", agency.employee("staff1"), "asn_golongan", "III/d")
	frappe.db.set_value("Employee", agency.employee("lead1"), {"asn_golongan": "IX", "asn_nip": None})
	written(plan, nip="198005172005031001")
	rows = Tables(printed(plan)).rows("parties")
	assert rows[0] == ["No", "Pegawai yang Dinilai", "No", "Pejabat Penilai Kinerja"]
	assert rows[1] == ["1", "Nama", "Staf Satu", "1", "Nama", "Kabid Satu"]
	assert rows[2] == ["2", "NIP", "198005172005031001", "2", "NIP", "–"]
	assert rows[3][2] == "Penata Tingkat I / III/d"
	assert rows[3][5] == "IX"  # a PPPK has a golongan and no pangkat
	assert rows[5][2] == "Bidang Uji Satu"  # the unit's name, not that of its record


def test_values_with_guides_and_expectations(agency: Agency) -> None:
	plan = draft(agency, "staff1", [item()])
	plan.behaviours[1].db_set("expectation", "Bukti dukung tersimpan rapi")
	rows = Tables(printed(plan)).rows("behaviours")
	assert [row[0] for row in rows[2:]] == ["1", "2", "3", "4", "5", "6", "7"]
	assert rows[2][1].startswith("Berorientasi PelayananMemahami dan memenuhi kebutuhan masyarakat")
	assert rows[3][2] == "Bukti dukung tersimpan rapi"


def test_annex_with_supports_and_the_action_plan_by_stage(agency: Agency) -> None:
	cycle = agency.cycle()
	stages = [row.stage_name for row in cycle.stages]
	plan = agency.plan(
		"staff1",
		cycle,
		"Draft",
		items=[item()],
		supports=[{"kind": "Konsekuensi", "description": "Apresiasi"}],
		milestones=[
			{"item_no": 1, "stage_name": stages[1], "action": "Menyusun sisanya", "target": 0},
			{"item_no": 1, "stage_name": stages[0], "action": "Menyusun separuh", "target": 50},
		],
	)
	tables = Tables(printed(plan))
	assert tables.rows("supports")[-2:] == [["KONSEKUENSI"], ["1", "Apresiasi"]]
	# the first quarter first; without a target of its own a stage counts against the plan's
	assert tables.rows("actions")[2:] == [
		[f"{stages[0]} (1 Januari s.d. 31 Maret 2026)"],
		["1", "Dokumen selesai", "jumlah dokumen", "Menyusun separuh", "50 dokumen"],
		[f"{stages[1]} (1 April s.d. 30 Juni 2026)"],
		["1", "Dokumen selesai", "jumlah dokumen", "Menyusun sisanya", "100 dokumen"],
	]


def test_only_a_plan_in_force_has_no_mark(agency: Agency) -> None:
	plan = draft(agency, "staff1", [item()])
	assert "Belum ditetapkan oleh pejabat penilai kinerja" in printed(plan)
	assert form_of(written(plan, workflow_state="Waiting for Rater")).mark == "DRAF"
	approved = form_of(
		written(plan, docstatus=1, workflow_state="Approved", approved_on="2026-01-20 10:00:00")
	)
	assert (approved.mark, approved.approved_on) == ("", "20 Januari 2026")
	assert "DRAF" not in printed(plan)
	assert form_of(written(plan, workflow_state="Superseded")).mark == "TIDAK BERLAKU"
	assert form_of(written(plan, docstatus=2)).mark == "DIBATALKAN"


def test_revision_and_end_are_told_with_their_reasons(agency: Agency) -> None:
	plan = draft(agency, "staff1", [item()])
	assert form_of(plan).notes == ()
	told = form_of(
		written(
			plan,
			version=3,
			revision_reason="Anggaran berubah",
			ended_on="2026-06-30",
			end_reason="Pindah unit",
		)
	)
	assert told.notes == (
		"Perubahan SKP ke-2: Anggaran berubah",
		"SKP berakhir pada 30 Juni 2026: Pindah unit",
	)


def test_the_period_is_that_of_the_plan(agency: Agency) -> None:
	plan = draft(agency, "staff1", [item()], from_date="2026-07-01")
	assert "Periode Penilaian: 1 Juli s.d. 31 Desember 2026" in printed(plan)


def test_the_form_stays_indonesian_for_every_reader(agency: Agency) -> None:
	plan = draft(agency, "staff1", [item()])
	before = frappe.local.lang
	try:
		frappe.local.lang = "en"
		english = Tables(printed(plan)).found
		frappe.local.lang = "id"
		assert Tables(printed(plan)).found == english
	finally:
		frappe.local.lang = before


def test_markup_in_names_and_texts_is_shown_as_it_was_written(agency: Agency) -> None:
	plan = draft(agency, "staff1", [item()])
	row = plan.items[0].name
	frappe.db.set_value(
		"ASN Work Plan Item", row, {"measure": MARKUP, "unit": MARKUP, "result": "Waktu &lt; 5 hari"}
	)
	frappe.db.set_value("Employee", agency.employee("lead1"), "employee_name", f"Budi {MARKUP}")
	plan.behaviours[0].db_set("expectation", MARKUP)
	page = printed(written(plan, employee_name="Staf <b>Tebal</b>", revision_reason=MARKUP, version=2))
	assert "<img" not in page
	assert "<b>Tebal" not in page
	assert "Staf &lt;b&gt;Tebal&lt;/b&gt;" in page
	# Frappe stores a cleaned text already escaped; it is not escaped twice
	assert Tables(page).rows("results")[4][2] == "Waktu < 5 hari"


def test_queries_do_not_grow_with_the_rows(agency: Agency) -> None:
	def queries(plan: Any) -> int:
		stored = frappe.get_doc(PLAN, plan.name)
		form_of(stored)  # so that what Frappe keeps in its caches does not count
		return number_of_queries(lambda: form_of(stored))

	few = draft(agency, "staff1", [item()])
	many = draft(agency, "staff2", [item(result=f"Hasil {n}", weight=10) for n in range(10)])
	assert queries(few) == queries(many)


# --- who may print it --------------------------------------------------------------------------------------


@pytest.fixture
def plan(agency: Agency) -> str:
	name = agency.plan("staff1", agency.cycle(), "Draft", items=[item(result="Rahasia bidang")]).name
	keep()
	return name


@pytest.mark.parametrize("key", ["staff1", "lead1", "head", "admin", "auditor"])
def test_who_may_read_the_plan_prints_it(plan: str, client: Callable[[str], Client], key: str) -> None:
	answer = client(key).get("/printview", doctype=PLAN, name=plan, format=FORMAT)
	assert answer.ok
	assert "Rahasia bidang" in answer.text
	assert "Sasaran Kinerja Pegawai" in answer.text


@pytest.mark.parametrize("key", ["staff2", "lead2", "outside", "foreign", "foreign_admin", "guest"])
def test_who_may_not_read_the_plan_does_not_print_it(
	plan: str, client: Callable[[str], Client], key: str
) -> None:
	me = client(key)
	where = {"doctype": PLAN, "name": plan, "format": FORMAT}
	for answer in (
		me.get("/printview", **where),
		me.get("/api/method/frappe.utils.print_format.download_pdf", **where),
		me.call(HTML_OF, doc=PLAN, name=plan, print_format=FORMAT),
	):
		assert not answer.ok
		assert "Rahasia bidang" not in answer.text


def test_a_document_sent_along_is_not_what_is_printed(
	plan: str, agency: Agency, client: Callable[[str], Client]
) -> None:
	"""The Desk's print view sends the document: it neither forges an approval nor leads to another's plan."""
	own = client("staff1")
	forged = {"doctype": PLAN, "name": plan, "docstatus": 1, "workflow_state": "Approved", "items": []}
	answer = own.call(HTML_OF, doc=frappe.as_json(forged), print_format=FORMAT)
	assert answer.ok
	assert "Belum ditetapkan" in answer.data["html"]
	assert "Rahasia bidang" in answer.data["html"]
	for mark in ("__islocal", "__unsaved"):
		stolen = {"doctype": PLAN, "name": plan, mark: 1}
		answer = client("staff2").call(HTML_OF, doc=frappe.as_json(stolen), print_format=FORMAT)
		assert_refused(answer)
		assert "Rahasia bidang" not in answer.text


def test_a_template_of_another_gives_no_plan_away(plan: str, agency: Agency) -> None:
	"""The function is known to every Jinja template of the site."""
	with agency.acting("staff2"), pytest.raises(frappe.PermissionError):
		asn_skp_form(frappe._dict(name=plan))
