"""The heading of an evaluation: of now while it is running, kept from the release on."""

import json
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from asn_kinerja.evaluation import header
from tests.support.agency import EVALUATION, UNITS, Agency, stored


def on_form(agency: Agency, key: str, name: str) -> dict[str, Any]:
	"""What a person's form is told."""
	with agency.acting(key):
		doc = frappe.get_doc(EVALUATION, name)
		doc.run_method("onload")
		return doc.get_onload("asn_header")


def unit_predicate(cycle: Any, predicate: str, stage: int = 0) -> None:
	"""Of the whole agency."""
	frappe.get_doc(
		doctype="ASN Organisation Result",
		cycle=cycle.name,
		stage_name=cycle.stages[stage].stage_name,
		predicate=predicate,
		basis="Keputusan Wali Kota",
	).insert()


def promote(agency: Agency, key: str, **values: Any) -> None:
	frappe.db.set_value("Employee", agency.employee(key), values)


def test_a_running_evaluation_shows_the_people_as_they_are_now(agency: Agency) -> None:
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()))
	assert not stored(EVALUATION, "name", evaluation.name)[0]["header"]
	promote(agency, "staff1", asn_golongan="III/d")
	promote(agency, "lead1", asn_golongan="IX", asn_nip="198005172005031001")
	found = on_form(agency, "staff1", evaluation.name)
	assert found["stage"] == evaluation.stage_name
	assert (found["from_date"], found["to_date"]) == ("2026-01-01", "2026-03-31")
	assert found["employee"]["name"] == "Staf Satu"
	assert found["employee"]["rank"] == "Penata Tingkat I / III/d"
	assert found["employee"]["unit"] == UNITS[0]  # not the name of its record, which has the agency's letters
	assert found["rater"]["name"] == "Kabid Satu"
	assert (found["rater"]["rank"], found["rater"]["nip"]) == ("IX", "198005172005031001")
	# the superior of the rater, who decides objections
	assert found["superior"]["name"] == "Kepala"


def test_the_superior_goes_with_a_delegated_rater(agency: Agency) -> None:
	evaluation = agency.evaluation(agency.plan("lent", agency.cycle()))
	found = on_form(agency, "lent", evaluation.name)
	assert (found["rater"]["name"], found["superior"]["name"]) == ("Kabid Dua", "Kepala")


def test_who_rates_the_head_has_nobody_above(agency: Agency) -> None:
	evaluation = agency.evaluation(agency.plan("lead1", agency.cycle()))
	found = on_form(agency, "lead1", evaluation.name)
	assert found["rater"]["name"] == "Kepala"
	assert set(found["superior"].values()) == {""}


def test_from_the_release_on_it_stays(agency: Agency) -> None:
	cycle = agency.cycle()
	unit_predicate(cycle, "Istimewa")
	promote(agency, "staff1", asn_golongan="III/c")
	evaluation = agency.released("staff1", cycle)
	at_release = on_form(agency, "staff1", evaluation.name)
	assert at_release["employee"]["rank"] == "Penata / III/c"
	assert at_release["organisation_predicate"] == "Istimewa"
	promote(agency, "staff1", asn_golongan="IV/a")
	promote(agency, "lead1", employee_name="Kabid Baru", asn_golongan="IV/b", reports_to=None)
	assert on_form(agency, "staff1", evaluation.name) == at_release
	assert json.loads(evaluation.header) == at_release


def test_a_corrected_result_gets_its_own(agency: Agency) -> None:
	promote(agency, "staff1", asn_golongan="III/c")
	evaluation = agency.released("staff1")
	promote(agency, "staff1", asn_golongan="III/d")
	with agency.acting("admin"):
		new = frappe.get_doc(EVALUATION, evaluation.name).correct("Realisasi salah ketik")
	assert not stored(EVALUATION, "name", new)[0]["header"]
	with agency.acting("lead1"):
		apply_workflow(frappe.get_doc(EVALUATION, new), "Release")
	old, new = frappe.get_doc(EVALUATION, evaluation.name), frappe.get_doc(EVALUATION, new)
	assert header.of(old)["employee"]["rank"] == "Penata / III/c"
	assert header.of(new)["employee"]["rank"] == "Penata Tingkat I / III/d"


def test_the_employee_does_not_see_what_follows_for_his_unit_before_the_release(agency: Agency) -> None:
	cycle = agency.cycle()
	unit_predicate(cycle, "Istimewa")
	evaluation = agency.evaluation(agency.plan("staff1", cycle), "Rater Assessment")
	assert on_form(agency, "lead1", evaluation.name)["organisation_predicate"] == "Istimewa"
	assert on_form(agency, "staff1", evaluation.name)["organisation_predicate"] == ""


@pytest.mark.parametrize(("key", "state"), [("staff1", "Self Assessment"), ("lead1", "Rater Assessment")])
def test_nobody_writes_it(agency: Agency, key: str, state: str) -> None:
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()), state)
	with agency.acting(key):
		mine = frappe.get_doc(EVALUATION, evaluation.name)
		mine.header = json.dumps({"employee": {"name": "Orang Lain"}})
		with pytest.raises(frappe.PermissionError):
			mine.save()


def test_nobody_writes_it_after_the_release(agency: Agency) -> None:
	evaluation = agency.released("staff1")
	with agency.acting("staff1"):
		mine = frappe.get_doc(EVALUATION, evaluation.name)
		mine.header = "{}"
		with pytest.raises((frappe.PermissionError, frappe.UpdateAfterSubmitError)):
			mine.save()
	assert header.of(frappe.get_doc(EVALUATION, evaluation.name))["rater"]["name"] == "Kabid Satu"
