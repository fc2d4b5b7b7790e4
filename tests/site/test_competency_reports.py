"""Reports on competencies, and who fits a position: figures worked by hand, only of whom the reader sees."""

from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

import frappe
import pytest

from asn_kinerja.asn_kinerja.report.asn_competency_gap import asn_competency_gap as gap_report
from asn_kinerja.asn_kinerja.report.asn_job_person_match import asn_job_person_match as match_report
from asn_kinerja.competency import assessed, candidates, rules, standards
from asn_kinerja.scoring.job_match import match
from tests.support.agency import ELSEWHERE, HERE, UNITS, Agency
from tests.support.competency import (
	BKN,
	INTEGRITY,
	NATION,
	TALK,
	TEAM,
	holds,
	released,
	standard,
	technical,
)
from tests.support.queries import number_of_queries

CLERK, CHIEF = "Uji Pengadministrasi", "Uji Kepala Bidang"
TODAY = "2026-06-30"
D = Decimal


@pytest.fixture(autouse=True)
def measured_people(agency: Agency) -> None:
	"""Clerks need 3 in each of three competencies. staff1 (3, 2, 1) = 6 of 9; staff2 (4, 3, 3) = 10;
	staff3 (3, 3, 3) = 9; lent: Komunikasi is not assessed; staff4: not assessed at all. Chiefs need 4."""
	frappe.db.set_value("Employee", {"company": ["in", [HERE, ELSEWHERE]]}, "designation", None)
	standard(CLERK, {INTEGRITY: 3, TEAM: 3, TALK: 3})
	standard(CHIEF, {INTEGRITY: 4, NATION: 4})
	holds(agency, CLERK, "staff1", "staff2", "staff3", "staff4", "lent")
	holds(agency, CHIEF, "lead1")
	released(agency, "staff1", {INTEGRITY: 5, TEAM: 5, TALK: 5, NATION: 5}, on="2025-02-10")
	released(agency, "staff1", {INTEGRITY: 3, TEAM: 2, TALK: 1, NATION: 4})
	released(agency, "staff2", {INTEGRITY: 4, TEAM: 3, TALK: 3, NATION: 2})
	released(agency, "staff3", {INTEGRITY: 3, TEAM: 3, TALK: 3})
	released(agency, "lent", {INTEGRITY: 2, TEAM: 3})
	released(agency, "lead1", {INTEGRITY: 4, NATION: 3, TALK: 2, TEAM: 3})
	released(agency, "staff4", {INTEGRITY: 1, TEAM: 1, TALK: 1}, **{assessed.STATE: "Dialogue"})


def fit(designation: str, company: str, *arguments: Any, **more: Any) -> candidates.Fit:
	held = standards.of_positions([designation], company)
	return candidates.fit(held[designation], company, *arguments, **more)


def rows(report: Any, agency: Agency, who: str, **filters: Any) -> list[dict[str, Any]]:
	with agency.acting(who):
		return report.execute({"company": HERE, "to_date": TODAY, **filters})[1]


def names(found: list[dict[str, Any]]) -> list[str]:
	return [row["employee_name"] for row in found]


# --- the assessment that counts ----------------------------------------------------------------------------


def test_the_newest_assessment_counts(agency: Agency) -> None:
	one, two = agency.employee("staff1"), agency.employee("staff2")
	found = assessed.newest([one, two, agency.employee("staff4")], TODAY)
	assert set(found) == {one, two}
	assert found[one].levels == {INTEGRITY: 3, TEAM: 2, TALK: 1, NATION: 4}
	# 10 of 12, as the sums of the record say: 83.333…
	assert found[one].job_match == D("83.33")
	assert found[one].potential_score is None
	assert assessed.newest([one], "2025-12-31")[one].levels[TALK] == 5
	assert assessed.newest([one], "2025-02-09") == {}
	# after three years it has expired; one of exactly that age counts
	assert set(assessed.newest([one], "2029-02-10")) == {one}
	assert assessed.newest([one], "2029-02-11") == {}
	assert assessed.newest([], TODAY) == {}
	released(agency, "staff2", {TALK: 4}, on="2026-03-01", job_match=91.5, potential_score=77.25)
	found = assessed.newest(None, TODAY, company=HERE)
	assert (found[two].job_match, found[two].potential_score) == (D("91.5"), D("77.25"))
	assert assessed.newest(None, TODAY, company=ELSEWHERE) == {}
	asked = [
		number_of_queries(partial(assessed.newest, people, TODAY)) for people in ([one], [one, two], None)
	]
	assert asked[0] == asked[1] == asked[2] <= 3


def test_a_weighted_match_counts_as_it_is(agency: Agency) -> None:
	one, two = agency.employee("staff1"), agency.employee("staff2")
	plain = assessed.facts([one], TODAY)[one]
	assert (plain.reached, plain.required, plain.match) == (10, 12, None)
	released(agency, "staff1", {TALK: 3, TEAM: 2}, on="2026-03-01", job_match=83.33)
	released(agency, "staff2", {TALK: 3, TEAM: 2}, on="2026-03-01", job_match=80)
	# 5 of 6 are 83.33 %: nothing but the sums; 80 % is not what they say
	assert assessed.facts([one], TODAY)[one].match is None
	assert assessed.facts([two], TODAY)[two].match == 80


# --- who fits ----------------------------------------------------------------------------------------------


def test_who_fits_a_position(agency: Agency) -> None:
	found = fit(CLERK, HERE, TODAY)
	by_name = {one.employee: one for one in found.candidates}
	order = [agency.key(one.employee) for one in found.candidates]
	# staff2 10/9 = 111.11; staff3 100; lead1 (4 + 3 + 2)/9 = 100 with one missing; staff1 66.67; lent unknown
	assert order == ["staff2", "staff3", "lead1", "staff1", "lent"]
	first = by_name[agency.employee("staff2")]
	assert (first.percent, first.filling, first.mapping) == (D(1000) / 9, "Memenuhi Syarat", "Optimal")
	assert (first.gaps, first.surplus) == ((), (INTEGRITY,))
	last = by_name[agency.employee("staff1")]
	assert round(last.percent, 2) == D("66.67")
	assert (last.filling, last.mapping) == ("Kurang Memenuhi Syarat", "Kurang Optimal")
	assert last.gaps == ((TALK, 2), (TEAM, 1))
	unknown = by_name[agency.employee("lent")]
	assert (unknown.percent, unknown.unassessed, unknown.gaps) == (None, (TALK,), ((INTEGRITY, 1),))


def test_who_fits_under_other_rules(agency: Agency) -> None:
	other = frappe.copy_doc(frappe.get_doc("ASN Competency Rule", BKN))
	other.update({"version": 2, "surplus_counts": 0})
	other.insert().submit()
	found = {one.employee: one for one in fit(CLERK, HERE, TODAY, rule=other.name).candidates}
	assert found[agency.employee("staff2")].percent == 100
	# 3 + 3 + 2 of 9
	assert found[agency.employee("lead1")].percent == D(800) / 9


def test_who_fits_is_what_the_core_says(agency: Agency) -> None:
	"""More competencies than fit into one number, technical ones among them, and any levels."""
	random = Random(5)  # noqa: S311
	named = [technical(f"Uji Teknis {number:02}") for number in range(31)] + [INTEGRITY, TALK]
	standard(
		"Uji Segala",
		{name: random.randint(1, 5) for name in named},
		technical_weight=35,
		managerial_weight=65,
	)
	keys = ("staff1", "staff2", "staff3", "staff4", "lead1", "lead2", "head", "admin", "outside")
	for key in keys:
		released(agency, key, {name: random.randint(1, 5) for name in named}, on="2026-05-05")
	other = frappe.copy_doc(frappe.get_doc("ASN Competency Rule", BKN))
	other.update({"version": 2, "method": "Weighted Groups"})
	other.insert().submit()
	for rule in (BKN, other.name):
		found = fit("Uji Segala", HERE, TODAY, rule=rule)
		levels = assessed.newest(None, TODAY)
		assert sum(one.percent is not None for one in found.candidates) == len(keys)
		for one in found.candidates:
			if one.percent is None:
				continue
			expected = match(found.standard, levels[one.employee].levels, rules.of(rule))
			assert (one.percent, one.filling, one.mapping) == (
				expected.percent,
				expected.filling,
				expected.mapping,
			)
			assert dict(one.gaps) == {name: gap for name, gap in expected.gaps.items() if gap > 0}
			assert set(one.surplus) == {name for name, gap in expected.gaps.items() if gap < 0}


def test_who_fits_needs_the_same_queries_for_everybody(agency: Agency) -> None:
	asked = number_of_queries(lambda: fit(CLERK, HERE, TODAY))
	for key in ("head", "lead2", "admin", "outside", "staff4"):
		released(agency, key, {INTEGRITY: 3, TEAM: 3, TALK: 3}, on="2026-04-04")
	assert number_of_queries(lambda: fit(CLERK, HERE, TODAY)) == asked <= 6
	assert len(fit(CLERK, HERE, TODAY).candidates) == 10
	assert fit(CLERK, ELSEWHERE, TODAY).candidates == ()


def test_people_who_left_are_no_candidates(agency: Agency) -> None:
	frappe.db.set_value("Employee", agency.employee("staff2"), "status", "Left")
	assert agency.employee("staff2") not in {one.employee for one in fit(CLERK, HERE, TODAY).candidates}


# --- Job Person Match --------------------------------------------------------------------------------------


def test_everybody_against_his_own_position(agency: Agency) -> None:
	found = rows(match_report, agency, "admin")
	# lead1: Integritas 4 of 4, Perekat Bangsa 3 of 4 = 87.5 %
	assert [(row["employee_name"], row.get("percent")) for row in found[:4]] == [
		("Staf Dua", 111.11),
		("Staf Tiga", 100),
		("Kabid Satu", 87.5),
		("Staf Satu", 66.67),
	]
	told = {row["employee_name"]: row["remark"] for row in found if row.get("percent") is None}
	assert told["Titipan"] == f"Not assessed: {TALK}"
	assert told["Staf Empat"] == "There is no assessment that counts."
	assert told["Kepala"] == "The position has no standard."
	assert found[2]["gaps"] == f"{NATION} (1)"
	with agency.acting("admin"):
		_columns, _rows, _message, chart, summary = match_report.execute({"company": HERE, "to_date": TODAY})
	assert chart["data"]["datasets"][0]["values"] == [3, 0, 1]
	assert [entry["value"] for entry in summary] == [4, 2, 1]


def test_everybody_against_one_position(agency: Agency) -> None:
	named = frappe.db.get_value("ASN Position Standard", {"designation": CLERK})
	found = rows(match_report, agency, "admin", standard=named)
	assert found == rows(match_report, agency, "admin", designation=CLERK)
	assert [(row["rank"], row["employee_name"], row["percent"]) for row in found] == [
		(1, "Staf Dua", 111.11),
		(2, "Staf Tiga", 100),
		(3, "Kabid Satu", 100),
		(4, "Staf Satu", 66.67),
		(5, "Titipan", None),
	]
	assert found[3]["gaps"] == f"{TALK} (2), {TEAM} (1)"
	assert len(rows(match_report, agency, "admin", designation=CLERK, limit=2)) == 2
	with agency.acting("admin"):
		filters = {"company": HERE, "to_date": TODAY, "designation": CLERK, "limit": 2}
		assert "3 more people" in match_report.execute(filters)[2]
		without = match_report.execute({"designation": "Uji Tanpa Standar"})
	assert "has no position standard" in without[2]


def test_the_standard_that_is_named_is_the_one_that_measures(agency: Agency) -> None:
	"""The agency asks its clerks for 5 in Integritas alone: staff2 (4) 80 %; all agencies for 3 in three
	competencies: staff2 111.11 %."""
	everywhere = frappe.db.get_value("ASN Position Standard", {"designation": CLERK})
	own = standard(CLERK, {INTEGRITY: 5}, company=HERE).name
	for named, percent in ((everywhere, 111.11), (own, 80)):
		found = rows(match_report, agency, "admin", standard=named)
		assert {row["employee_name"]: row["percent"] for row in found}["Staf Dua"] == percent
	# the agency's own holds for its own people, whatever else is asked for
	assert rows(match_report, agency, "admin", standard=own, company=ELSEWHERE)


def test_by_what_is_no_standard_in_force_nobody_is_measured(agency: Agency) -> None:
	disabled = standard(CLERK, {INTEGRITY: 5}, company=HERE, disabled=1).name
	template = frappe.db.get_value("ASN Position Standard", {"is_template": 1, "disabled": 0})
	for named in (disabled, template, "tidak ada"):
		with agency.acting("admin"):
			answer = match_report.execute({"company": HERE, "to_date": TODAY, "standard": named})
		assert (answer[1], "Choose another one" in answer[2]) == ([], True)


def test_the_match_of_whom_one_sees(agency: Agency) -> None:
	def seen(who: str, **filters: Any) -> set[str]:
		return set(names(rows(match_report, agency, who, **filters)))

	assert seen("staff1") == seen("staff1", designation=CLERK) == {"Staf Satu"}
	assert seen("lead1") == {"Kabid Satu", "Staf Satu", "Staf Dua", "Titipan"}
	# lent is rated by lead2
	assert seen("lead2", designation=CLERK) == {"Staf Tiga", "Titipan"}
	assert seen("auditor", designation=CLERK) == {
		"Staf Dua",
		"Staf Tiga",
		"Kabid Satu",
		"Staf Satu",
		"Titipan",
	}
	assert seen("guest") == seen("foreign_admin", designation=CLERK) == set()


# --- Competency Gap ----------------------------------------------------------------------------------------


def test_the_heat_map(agency: Agency) -> None:
	with agency.acting("admin"):
		columns, found, *_rest, summary = gap_report.execute({"company": HERE, "to_date": TODAY})
	labels = {column["fieldname"]: column["label"] for column in columns}
	place = {label: field for field, label in labels.items()}
	assert list(labels.values())[2:] == [INTEGRITY, TEAM, TALK, NATION]
	by_unit = {row["unit"]: row for row in found}
	one, two, total = (by_unit[unit] for unit in (*UNITS, "Total"))
	# unit one: Kabid Satu (chief), Staf Satu, Staf Dua, Titipan; unit two: Staf Tiga
	assert (one["people"], two["people"], total["people"]) == (4, 1, 5)
	# Integritas: gaps 0 (of 4), 0, surplus 1 counts as 0, 1: mean 0.25, 1 of 4
	assert one[place[INTEGRITY]] == "0,25 (1/4)"
	# Komunikasi: the chief does not need it, Titipan's is not known: 2 and 0
	assert one[place[TALK]] == "1 (1/2)"
	assert one[place[NATION]] == "1 (1/1)"
	assert two[place[TALK]] == "0 (0/1)"
	assert place[NATION] not in two
	assert total[place[TALK]] == "0,67 (1/3)"
	assert (one[f"{place[TALK]}_shade"], two[f"{place[TALK]}_shade"]) == (5, 0)
	values = {entry["label"]: entry["value"] for entry in summary}
	assert values["People Measured"] == 5
	assert values["Without an Assessment"] == 5  # Kepala, Kabid Dua, Staf Empat, Admin, Luar
	assert values["People With a Gap"] == 3  # Staf Satu, Titipan, Kabid Satu


def test_the_people_of_a_unit(agency: Agency) -> None:
	unit = frappe.db.get_value("Employee", agency.employee("staff1"), "department")
	found = rows(gap_report, agency, "admin", department=unit, show="People", kind="Managerial")
	by_name = {row["employee_name"]: row for row in found}
	assert set(by_name) == {"Kabid Satu", "Staf Satu", "Staf Dua", "Titipan"}
	# Integritas, Kerja Sama, Komunikasi
	assert [by_name["Staf Satu"][f"c{n}"] for n in range(3)] == ["0 (3/3)", "1 (2/3)", "2 (1/3)"]
	assert by_name["Staf Satu"]["c2_shade"] == 10
	assert by_name["Staf Dua"]["c0"] == "-1 (4/3)"
	assert by_name["Titipan"]["c2"] == "–"
	assert "c1" not in by_name["Kabid Satu"]


def test_shades_rise_with_the_gap() -> None:
	shades = [gap_report.shade(D(number) / 10) for number in range(41)]
	assert shades == sorted(shades)
	assert (shades[0], shades[20], shades[40]) == (0, 10, 10)
	assert gap_report.shade(-2) == 0


def test_the_heat_map_of_whom_one_sees(agency: Agency) -> None:
	def counted(who: str) -> dict[str, int]:
		return {row["unit"]: row["people"] for row in rows(gap_report, agency, who)}

	assert counted("lead1") == {UNITS[0]: 4, "Total": 4}
	assert counted("lead2") == {UNITS[0]: 1, UNITS[1]: 1, "Total": 2}
	assert counted("staff1") == {UNITS[0]: 1, "Total": 1}
	assert counted("auditor") == counted("admin")
	assert counted("guest") == counted("foreign_admin") == {}
