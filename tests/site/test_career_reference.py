"""The career reference: what is stored up to the day of the map, and the positions that fit best."""

from decimal import Decimal
from typing import Any

import frappe
import pytest

from asn_kinerja.competency.standards import PositionStandard
from asn_kinerja.scoring.job_match import Kind, Requirement
from asn_kinerja.scoring.shipped import shipped_competency_rules
from asn_kinerja.talent import fitting, reference
from tests.support.agency import BELOW, Agency
from tests.support.competency import INTEGRITY
from tests.support.competency import standard as standard_of
from tests.support.queries import number_of_queries
from tests.support.rows import insert_row
from tests.support.talent import (
	ASSESSMENT,
	PLACEMENT,
	assessed,
	clear,
	draft,
	half_year,
	placed,
	publish,
	result,
)

FORMAT = "ASN Career Reference"
RULES = next(iter(shipped_competency_rules().values()))


@pytest.fixture(autouse=True)
def nothing_committed(monkeypatch: pytest.MonkeyPatch) -> None:
	"""The job commits after each chunk; here it stays in the test's transaction."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)


@pytest.fixture
def placement(agency: Agency) -> Any:
	"""Staf Satu in box 9, with an earlier assessment and trainings of two years."""
	clear(agency)
	frappe.db.delete("ASN Training Record", {"employee": agency.employee("staff1")})
	cycle = half_year(agency)
	employee = agency.employee("staff1")
	frappe.db.delete("ASN Evaluation", {"employee": employee})
	result(employee, cycle, behaviour_rating="Sesuai Ekspektasi", score=103.5)
	result(employee, cycle, "Triwulan I", predicate="Kurang")
	running = half_year(agency)
	result(employee, running, docstatus=0, predicate="Sangat Kurang", work_result_rating=BELOW)
	assessed(employee, 81.25, assessed_on="2025-03-03", mapping_category="Cukup Optimal")
	assessed(
		employee,
		92.5,
		strengths="- Integritas: mencapai level 4\n- Komunikasi\n- Kerja Sama\n- Pelayanan Publik",
		weaknesses="Pengambilan Keputusan: kurang 1 level",
		filling_category="Memenuhi Syarat",
	)
	assessed(employee, 20, assessed_on="2026-07-01")  # after the day of the map
	for day, hours, status in (
		("2026-03-04", 24, "Verified"),
		("2026-05-04", 6.5, "Verified"),
		("2025-05-04", 8, "Verified"),
		("2026-05-20", 100, "Waiting"),
	):
		insert_row(
			"ASN Training Record",
			employee=employee,
			title="Bimtek",
			from_date=day,
			to_date=day,
			hours=hours,
			status=status,
			training_key=frappe.generate_hash(length=12),
		)
	talent_map = draft(agency, cycle)
	name = placed(talent_map)[employee].name
	publish(agency, talent_map)
	return frappe.get_doc(PLACEMENT, name)


def test_it_holds_what_is_released_up_to_the_day_of_the_map(placement: Any) -> None:
	found = reference.asn_career_reference(placement)
	assert (found.box, found.draft, found.as_of) == (9, False, "30 Juni 2026")
	assert (found.performance, found.potential) == ("103,50 (Di Atas Ekspektasi)", "92,50 (Tinggi)")
	assert [(row.period, row.predicate, row.score) for row in found.years] == [("2026", "Baik", "103,50")]
	assert [(row.day, row.percent, row.filling, row.mapping) for row in found.assessments] == [
		("4 Mei 2026", "92,50 %", "Memenuhi Syarat", "–"),
		("3 Maret 2025", "81,25 %", "–", "Cukup Optimal"),
	]
	assert found.strengths == ("Integritas: mencapai level 4", "Komunikasi", "Kerja Sama")
	assert found.weaknesses == ("Pengambilan Keputusan: kurang 1 level",)
	assert found.hours == ((2026, "30,5"), (2025, "8"))
	assert found.recommendations[0] == "Dipromosikan dan dipertahankan"


def test_who_may_print_it(agency: Agency, placement: Any) -> None:
	for who in ("staff1", "lead1", "admin", "auditor"):
		with agency.acting(who):
			assert reference.asn_career_reference(placement).box == 9
	for who in ("staff2", "lead2", "foreign_admin", "guest"):
		with agency.acting(who), pytest.raises(frappe.PermissionError):
			reference.asn_career_reference(placement)


def test_the_printed_page_is_indonesian_and_escaped(agency: Agency, placement: Any) -> None:
	frappe.db.set_value(PLACEMENT, placement.name, "employee_name", "Staf <script>x</script>")
	page = frappe.get_print(PLACEMENT, placement.name, FORMAT)
	for words in ("Referensi Karier", "Kotak 9", "Memenuhi Syarat", "2026: 30,5 JP", "Dipromosikan"):
		assert words in page
	assert "<script>x" not in page


def test_who_is_not_placed_has_a_page_with_the_reason(agency: Agency, placement: Any) -> None:
	name = frappe.db.get_value(PLACEMENT, {"map": placement.map, "employee": agency.employee("staff2")})
	page = frappe.get_print(PLACEMENT, name, FORMAT)
	assert "belum ada hasil evaluasi dan penilaian kompetensi" in page
	assert "Belum ada penilaian kompetensi." in page


# --- the positions that fit --------------------------------------------------------------------------------


def standard(**levels: int) -> PositionStandard:
	"""Managerial competencies of equal weight."""
	rows = tuple(Requirement(name, Kind.MANAGERIAL, level) for name, level in levels.items())
	return PositionStandard(rows)


def test_of_positions_that_are_met_the_more_demanding_comes_first() -> None:
	"""Levels a 3, b 3. Clerk (1, 1) and analyst (3, 3) are met in full, analyst asks for more; head (4, 4):
	6/8 = 75 %; expert (3, 5): 6/8 = 75 % too, and then by name; lawyer asks for what nobody has assessed."""
	positions = {
		"Pelaksana": standard(a=1, b=1),
		"Analis": standard(a=3, b=3),
		"Kepala": standard(a=4, b=4),
		"Ahli": standard(a=3, b=5),
		"Jaksa": standard(a=1, hukum=1),
		"Kosong": PositionStandard(()),
	}
	found = fitting.best({"a": 3, "b": 3}, positions, RULES)
	assert [(row.designation, row.gaps) for row in found] == [
		("Analis", ()),
		("Pelaksana", ()),
		("Ahli", (("b", 2),)),
		("Kepala", (("a", 1), ("b", 1))),
	]
	assert found[2].percent == found[3].percent == Decimal(75)
	assert len(fitting.best({"a": 3, "b": 3}, positions, RULES, top=1)) == 1


def test_the_number_of_queries_does_not_grow_with_the_positions(agency: Agency) -> None:
	clear(agency)
	name = assessed(agency.employee("staff1"), 90)
	competency = frappe.get_all("ASN Competency", limit=1, pluck="name")[0]
	place = {"parent": name, "parenttype": "ASN Competency Assessment", "parentfield": "competencies"}
	insert_row("ASN Assessed Competency", competency=competency, level=3, idx=1, **place)

	def add(count: int) -> None:
		for _number in range(count):
			position = insert_row("Designation", designation_name=frappe.generate_hash(length=8))
			made = insert_row("ASN Position Standard", title=position, designation=position)
			place = {"parent": made, "parenttype": "ASN Position Standard", "parentfield": "competencies"}
			insert_row("ASN Standard Competency", competency=competency, level=3, weight=1, idx=1, **place)

	add(1)
	placement = frappe._dict(assessment=name, company=None)
	assert fitting.of_placement(placement)
	few = number_of_queries(lambda: fitting.of_placement(placement))
	add(7)
	assert number_of_queries(lambda: fitting.of_placement(placement)) == few
	assert len(fitting.of_placement(placement)) == fitting.TOP
	assert fitting.of_placement(frappe._dict(assessment=None, company=None)) == ()


def with_level(assessment: str, level: int) -> None:
	"""In Integritas alone."""
	place = {"parent": assessment, "parenttype": ASSESSMENT, "parentfield": "competencies"}
	insert_row("ASN Assessed Competency", competency=INTEGRITY, level=level, idx=1, **place)


@pytest.fixture
def archivist(agency: Agency, placement: Any) -> Any:
	"""The placement of Staf Satu with level 2 in Integritas, of which archivists need 4: 50 %."""
	frappe.db.set_value("ASN Position Standard", {"disabled": 0}, "disabled", 1)
	made = standard_of("Uji Arsiparis", {INTEGRITY: 4})
	with_level(placement.assessment, 2)
	frappe.db.set_value(PLACEMENT, placement.name, "designation", "Uji Arsiparis")
	placement.reload()
	placement.standard = made.name
	return placement


def test_a_later_release_does_not_change_the_paper(agency: Agency, archivist: Any) -> None:
	"""An assessment of before the map's day that is released after it."""
	late = assessed(
		agency.employee("staff1"), 100, assessed_on="2026-06-01", strengths="Lain", weaknesses="Lain"
	)
	with_level(late, 4)
	found = reference.asn_career_reference(archivist)
	assert [(row.percent, row.gaps) for row in found.positions] == [("50,00 %", "Integritas (−2)")]
	assert found.strengths[0] == "Integritas: mencapai level 4"
	assert found.weaknesses == ("Pengambilan Keputusan: kurang 1 level",)


def test_who_does_not_see_the_assessment_does_not_see_the_gaps(agency: Agency, archivist: Any) -> None:
	"""Kabid Dua rates Staf Satu since; what was assessed before is none of his."""
	frappe.db.set_value(PLACEMENT, archivist.name, "rater", agency.employee("lead2"))
	gaps = [{"competency": INTEGRITY, "gap": 2}]
	for who, expected in (("staff1", [gaps]), ("auditor", [gaps]), ("lead2", [])):
		with agency.acting(who):
			seen = frappe.get_doc(PLACEMENT, archivist.name)
			assert seen.has_permission("read")
			seen.run_method("onload")
			assert [row["gaps"] for row in seen.get_onload("asn_positions")] == expected, who
			assert len(reference.asn_career_reference(seen).positions) == len(expected)


def test_positions_name_the_standard_that_the_report_takes(archivist: Any) -> None:
	archivist.run_method("onload")
	assert [row["standard"] for row in archivist.get_onload("asn_positions")] == [archivist.standard]
	assert archivist.get_onload("asn_standard") == archivist.standard
	frappe.db.set_value("ASN Position Standard", archivist.standard, "disabled", 1)
	archivist.run_method("onload")
	assert (archivist.get_onload("asn_positions"), archivist.get_onload("asn_standard")) == ([], None)
