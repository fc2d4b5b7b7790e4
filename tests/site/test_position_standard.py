"""Standards of positions: one for each, from a template, and none by which nobody can be measured."""

from typing import Any

import frappe
import pytest

from asn_kinerja.competency import standards
from asn_kinerja.scoring.job_match import Kind
from tests.support.agency import ELSEWHERE, HERE, Agency
from tests.support.competency import (
	INTEGRITY,
	NATION,
	TALK,
	TEAM,
	position,
	standard,
	standard_values,
	technical,
)
from tests.support.queries import number_of_queries

WHERE = "Uji Analis Kepegawaian"


def test_what_follows_from_other_fields(agency: Agency) -> None:
	technical("Uji Analisis Jabatan")
	rows = {INTEGRITY: 3, NATION: 2, "Uji Analisis Jabatan": 4}
	made = standard(WHERE, rows, position_type="Fungsional", functional_level="Ahli Pertama", company=HERE)
	assert made.title == f"{WHERE} · {HERE}"
	assert [row.kind for row in made.competencies] == ["Managerial", "Socio-Cultural", "Technical"]
	# the rules give Ahli Pertama 60 : 40
	assert (made.technical_weight, made.managerial_weight) == (60, 40)
	assert (made.weight_total, made.level_total) == (3, 9)
	made.competencies[2].weight = 2
	made.competencies[0].kind = "Technical"  # whatever a client sends
	made.position_type = "Pengawas"
	made.save()
	assert made.competencies[0].kind == "Managerial"
	assert (made.functional_level, made.weight_total, made.level_total) == ("", 4, 13)


@pytest.mark.parametrize(
	("rows", "values", "words"),
	[
		([], {}, "Competencies"),
		([{"competency": INTEGRITY, "level": 3, "weight": 0}], {}, "Competencies, Weight: all weights are 0"),
		(
			[{"competency": INTEGRITY, "level": 6}],
			{},
			"Competencies, row 1, Required Level: &quot;6&quot; is no level",
		),
		([{"competency": INTEGRITY, "level": 0}], {}, "Required Level"),
		(
			[{"competency": TALK, "level": 3}] * 2,
			{},
			"Competencies, row 2, Competency: &quot;Komunikasi&quot; stands",
		),
		([{"competency": TALK, "level": 3, "weight": -1}], {}, "Weight|negative"),
		(
			[{"competency": TALK, "level": 3}, {"competency": "Uji Teknis", "level": 3}],
			{"technical_weight": 60, "managerial_weight": 30},
			"Technical Weight: 60.00 .* 30.00 .* not 100",
		),
	],
)
def test_standards_that_are_refused(
	agency: Agency, rows: list[dict[str, Any]], values: dict[str, Any], words: str
) -> None:
	technical("Uji Teknis")
	with pytest.raises(frappe.ValidationError, match=words):
		frappe.get_doc({**standard_values(WHERE, {}, **values), "competencies": rows}).insert()


def test_one_standard_for_a_position(agency: Agency) -> None:
	first = standard(WHERE, {INTEGRITY: 3})
	standard(WHERE, {INTEGRITY: 4}, company=HERE)
	standard(WHERE, {INTEGRITY: 2}, company=ELSEWHERE)
	for values in ({}, {"company": HERE}):
		with pytest.raises(frappe.DuplicateEntryError, match="has a standard already"):
			standard(WHERE, {TALK: 3}, **values)
	first.disabled = 1
	first.save()
	other = standard(WHERE, {TALK: 3})
	first.disabled = 0
	with pytest.raises(frappe.DuplicateEntryError):
		first.save()
	assert other.standard_key
	# of two who save at the same moment the database refuses one
	first.standard_key = other.standard_key
	with pytest.raises(frappe.UniqueValidationError):
		first.db_update()


def test_the_longest_name_of_a_position(agency: Agency) -> None:
	name = "Uji ".ljust(140, "x")
	assert standard(name, {TALK: 3}, company=HERE).title == f"{name} · {HERE}"


def test_a_position_is_asked_for(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match="Position"):
		frappe.get_doc({**standard_values(WHERE, {TALK: 3}), "designation": None}).insert()
	with pytest.raises(frappe.ValidationError, match="Position Type"):
		frappe.get_doc({**standard_values(WHERE, {TALK: 3}), "is_template": 1}).insert()


def test_copied_from_the_template(agency: Agency) -> None:
	made = standard(WHERE, {TALK: 1})
	made.run_method("copy_from_template", "Fungsional", "Ahli Madya")
	made.reload()
	# nine competencies of level 4; the weights of Ahli Madya
	assert (len(made.competencies), made.level_total) == (9, 36)
	assert (made.technical_weight, made.managerial_weight) == (40, 60)
	assert (made.position_type, made.functional_level) == ("Fungsional", "Ahli Madya")
	assert made.designation == WHERE
	made.copy_from_template("Pengawas")
	made.reload()
	assert {row.level for row in made.competencies} == {2}
	with pytest.raises(frappe.ValidationError, match="no template for Fungsional"):
		made.copy_from_template("Fungsional")


def test_the_agencys_own_template_comes_first(agency: Agency) -> None:
	values = {"is_template": 1, "position_type": "Pengawas", "company": HERE}
	frappe.get_doc({**standard_values(WHERE, {TALK: 5}, **values), "designation": None}).insert()
	for company, expected in ((HERE, 1), (ELSEWHERE, 9), (None, 9)):
		made = standard(f"{WHERE} {company}", {TALK: 1}, company=company)
		made.copy_from_template("Pengawas")
		made.reload()
		assert len(made.competencies) == expected


def test_standards_of_positions(agency: Agency) -> None:
	other = position("Uji Tanpa Standar")
	everywhere = standard(WHERE, {TALK: 3, INTEGRITY: 2})
	here = standard(WHERE, {TALK: 4}, company=HERE)
	disabled = standard("Uji Dahulu", {TALK: 4}, disabled=1)
	asked = [WHERE, other, disabled.designation, ""]
	found = standards.of_positions(asked)
	assert set(found) == {WHERE}
	assert found[WHERE].name == everywhere.name
	assert [(row.competency, row.kind, row.level, row.weight) for row in found[WHERE].requirements] == [
		(TALK, Kind.MANAGERIAL, 3, 1),
		(INTEGRITY, Kind.MANAGERIAL, 2, 1),
	]
	assert standards.of_positions(asked, HERE)[WHERE].name == here.name
	assert standards.of_positions(asked, ELSEWHERE)[WHERE].name == everywhere.name
	assert standards.of_positions([]) == {}
	one = number_of_queries(lambda: standards.of_positions([WHERE], HERE))
	for number in range(5):
		standard(f"{WHERE} {number}", {TEAM: 3})
	many = [WHERE, *(f"{WHERE} {number}" for number in range(5))]
	assert number_of_queries(lambda: standards.of_positions(many, HERE)) == one == 2
