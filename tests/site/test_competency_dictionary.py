"""The dictionary of competencies, the rules of the job person match, and what the installation makes."""

from typing import Any

import frappe
import pytest

from asn_kinerja.competency import rules
from asn_kinerja.scoring.job_match import Method
from asn_kinerja.setup.install import make_competencies, make_standard_templates
from tests.support.agency import Agency
from tests.support.competency import BKN, COMPETENCY, RULE, STANDARD, standard, technical

LEVELS = [{"level": level, "description": f"Tingkat {level}"} for level in range(1, 6)]


def competency(**values: Any) -> Any:
	content = {"title": "Uji Analisis Beban Kerja", "kind": "Technical", "definition": "Mengukur beban kerja"}
	return frappe.get_doc({"doctype": COMPETENCY, **content, "levels": LEVELS, **values})


def test_the_installation_makes_the_dictionary_once(agency: Agency) -> None:
	shipped = frappe.get_all(COMPETENCY, filters={"source": "PermenPAN-RB 38/2017"}, pluck="name")
	assert len(shipped) == 9
	integrity = frappe.get_doc(COMPETENCY, "Integritas")
	assert [row.level for row in integrity.levels] == [1, 2, 3, 4, 5]
	assert all(len(row.behaviours.split("\n")) == 3 for row in integrity.levels)
	# the agency's own words stay
	integrity.definition = "Kata-kata instansi"
	integrity.save()
	make_competencies()
	assert frappe.db.get_value(COMPETENCY, "Integritas", "definition") == "Kata-kata instansi"


def test_templates_for_every_kind_of_position(agency: Agency) -> None:
	rows = frappe.get_all(
		STANDARD,
		filters={"is_template": 1},
		fields=["title", "position_type", "functional_level", "level_total", "technical_weight"],
		order_by="title",
	)
	found = {row.title: row for row in rows}
	assert len(found) == 14
	# nine competencies of level 4, 3 and 1
	assert found["JPT Pratama"].level_total == 36
	assert found["Fungsional Ahli Muda"].level_total == 27
	assert found["Pelaksana"].level_total == 9
	assert found["Fungsional Ahli Madya"].technical_weight == 40
	make_standard_templates()
	assert frappe.db.count(STANDARD, {"is_template": 1}) == 14


def test_levels_are_put_in_order(agency: Agency) -> None:
	made = competency(levels=LEVELS[::-1]).insert()
	made.reload()
	assert [(row.idx, row.level) for row in made.levels] == [(n, n) for n in range(1, 6)]


@pytest.mark.parametrize(
	("levels", "words"),
	[
		(LEVELS[:4], "Levels.*Missing: 5"),
		([*LEVELS[:4], {"level": 4, "description": "x"}], "Levels, row 5, Level: level 4 stands there twice"),
		([*LEVELS[:4], {"level": 6, "description": "x"}], "Levels, row 5, Level: &quot;6&quot; is no level"),
	],
)
def test_each_level_once(agency: Agency, levels: list[dict[str, Any]], words: str) -> None:
	with pytest.raises(frappe.ValidationError, match=words):
		competency(levels=levels).insert()


def test_what_a_standard_names_is_disabled_and_not_deleted(agency: Agency) -> None:
	name = technical("Uji Kearsipan")
	made = standard("Uji Arsiparis", {name: 3})
	with pytest.raises(frappe.LinkExistsError):
		frappe.delete_doc(COMPETENCY, name)
	doc = frappe.get_doc(COMPETENCY, name)
	doc.disabled = 1
	doc.save()
	# where it stands it stays; elsewhere it is not added
	made.reload()
	made.save()
	with pytest.raises(frappe.ValidationError, match=r"Row 1: Uji Kearsipan is disabled"):
		standard("Uji Pustakawan", {name: 3})
	doc.kind = "Managerial"
	with pytest.raises(frappe.ValidationError, match="the position standard Uji Arsiparis rests on it"):
		doc.save()


def test_the_name_is_kept(agency: Agency) -> None:
	doc = frappe.get_doc(COMPETENCY, "Integritas")
	doc.title = "Integritas Baru"
	doc.save()
	assert frappe.db.get_value(COMPETENCY, "Integritas", "title") == "Integritas"


def test_the_published_rules_are_in_force(agency: Agency) -> None:
	assert frappe.db.get_value(RULE, BKN, "docstatus") == 1
	assert rules.newest() == BKN
	assert rules.of(BKN).method is Method.LEVELS


def test_other_rules_are_a_new_version(agency: Agency) -> None:
	other = frappe.copy_doc(frappe.get_doc(RULE, BKN))
	other.update({"version": 2, "method": "Weighted Groups"})
	other.filling = [row for row in other.filling if row.from_percent]
	with pytest.raises(frappe.ValidationError, match=r"Filling a Position.*begins at 0"):
		other.insert()
	other.append("filling", {"category": "Kurang", "from_percent": 0})
	other.insert().submit()
	assert rules.newest() == "Peraturan BKN 26/2019 v2"
	assert rules.of(rules.newest()).method is Method.GROUPS
	other.method = "Sum of Levels"
	with pytest.raises(frappe.UpdateAfterSubmitError):
		other.save()
