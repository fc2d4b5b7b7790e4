"""Which assessment of a person is the newest, and what its match is: the same wherever it is read."""

from decimal import Decimal
from typing import Any

import frappe
import pytest

from asn_kinerja.competency import assessed, candidates, profile, rules, standards, view
from asn_kinerja.competency.assessed import ASSESSMENT
from asn_kinerja.scoring.job_match import MatchCategory
from asn_kinerja.talent import reference
from tests.support.agency import HERE, Agency
from tests.support.competency import BKN, INTEGRITY, released, standard
from tests.support.rows import insert_row
from tests.support.talent import PLACEMENT, SIMATA, clear

DAY, TODAY = "2026-02-10", "2026-06-30"


@pytest.fixture(autouse=True)
def nothing_of_earlier_runs(agency: Agency) -> None:
	clear(agency)


def paper(agency: Agency) -> reference.Reference:
	"""The career reference of Staf Satu."""
	employee = agency.employee("staff1")
	row = {"employee": employee, "company": HERE, "map": "Uji", "as_of_date": TODAY, "rule": SIMATA}
	return reference.asn_career_reference(frappe.get_doc(PLACEMENT, insert_row(PLACEMENT, **row)))


@pytest.mark.parametrize("times", [("09:00:00", "08:00:00"), ("08:00:00", "09:00:00")])
def test_of_those_of_a_day_the_one_released_last_counts(agency: Agency, times: tuple[str, str]) -> None:
	"""Whatever their names: the one released at nine found 4 of 5 levels, the other one 2."""
	one = agency.employee("staff1")
	names = sorted(released(agency, "staff1", {INTEGRITY: 2}, assessment_key=key) for key in ("a", "b"))
	for name, time in zip(names, times, strict=True):
		last = time == "09:00:00"
		values = {
			"released_on": f"2026-03-01 {time}",
			"levels_reached": 4 if last else 2,
			"levels_required": 5,
		}
		frappe.db.set_value(ASSESSMENT, name, values)
		frappe.db.set_value("ASN Assessed Competency", {"parent": name}, "level", 4 if last else 2)
	newest = names[times.index("09:00:00")]
	assert assessed.facts([one], TODAY)[one].reached == 4
	assert assessed.newest([one], TODAY)[one].name == newest
	standard("Uji Arsiparis", {INTEGRITY: 5})
	held = standards.of_positions(["Uji Arsiparis"])["Uji Arsiparis"]
	(candidate,) = (row for row in candidates.fit(held, HERE, TODAY).candidates if row.employee == one)
	assert (candidate.assessment, candidate.percent) == (newest, 80)
	assert view.history(frappe.get_doc(ASSESSMENT, newest))[-1].name == newest
	assert [row.percent for row in paper(agency).assessments] == ["80,00 %", "40,00 %"]


def test_the_match_of_sums_is_rounded_in_one_way(agency: Agency) -> None:
	"""21 of 32 levels are 65.625 %: half up 65.63, in all places."""
	one = agency.employee("staff1")
	sums: dict[str, Any] = {"levels_reached": 21, "levels_required": 32, "procedure": "Assessor"}
	name = released(agency, "staff1", {}, **sums)
	doc = frappe.get_doc(ASSESSMENT, name)
	assert assessed.newest([one], TODAY)[one].job_match == Decimal("65.63")
	assert [row.job_match for row in view.history(doc)] == [65.63]
	assert [row.percent for row in paper(agency).assessments] == ["65,63 %"]
	facts = dict(profile.profile_of(doc).facts)
	assert facts["Job Person Match"] == "65,63\N{NO-BREAK SPACE}%"
	assert (facts["Capaian / Standar"], facts["Kategori Pemetaan"]) == ("21 / 32", "–")
	# where the match is stored too, it says nothing but what the sums say
	frappe.db.set_value(ASSESSMENT, name, "job_match", 65.63)
	assert assessed.facts([one], TODAY)[one].match is None


def test_categories_have_their_place_in_the_rules(agency: Agency) -> None:
	categories = [MatchCategory("Sedang", Decimal(50)), MatchCategory("Tinggi", Decimal(95))]
	categories.append(MatchCategory("Rendah", Decimal(0)))
	names = ("Tinggi", "Sedang", "Rendah", "Lain", None)
	assert [rules.step(name, categories) for name in names] == [0, 1, 2, None, None]
	# the form is told of each table: from 80 on the best for filling, from 78 to 90 the second in the mapping
	values = {"job_match": 85, "rule": BKN, "procedure": "Assessor"}
	values |= {"filling_category": "Memenuhi Syarat", "mapping_category": "Cukup Optimal"}
	doc = frappe.get_doc(ASSESSMENT, released(agency, "staff1", {INTEGRITY: 3}, **values))
	doc.run_method("onload")
	assert doc.get_onload("asn_steps") == {"filling_category": 0, "mapping_category": 1}
