"""The process of a competency assessment: who gives which levels when, what is refused, what follows."""

import json
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, getdate, nowdate

from asn_kinerja import people
from asn_kinerja.competency import assessed
from asn_kinerja.cycle import deadlines
from asn_kinerja.patches import competency_process
from tests.support.agency import ELSEWHERE, MATRIX, Agency
from tests.support.rows import insert_row
from tests.support.training import (
	COMPETENCIES,
	COMPETENCY,
	DRAFT,
	STANDARD,
	assessment,
	clear_assessments,
	competency,
	give_levels,
	hand_in,
	levels_for,
	position,
	released,
	started,
)

SETTINGS = "ASN Performance Settings"
ASSESSOR_ROLE = "ASN Assessor"
ALL, CENTRE = "Self, Superior and Assessor", "Assessor"
FIRST = "Integritas"


@pytest.fixture(autouse=True)
def nothing_of_earlier_runs(agency: Agency) -> None:
	clear_assessments(agency, *agency.employees)


@pytest.fixture
def assessor(agency: Agency) -> str:
	"""lead2 is asked as the assessor."""
	user = frappe.get_doc("User", agency.user("lead2"))
	user.append("roles", {"role": ASSESSOR_ROLE})
	user.save()
	return "lead2"


def act(agency: Agency, who: str, doc: Any, action: str, **values: Any) -> Any:
	with agency.acting(who):
		mine = frappe.get_doc(COMPETENCY, doc.name)
		if values:
			mine.update(values).save()
		apply_workflow(frappe.get_doc(COMPETENCY, doc.name), action)
	return frappe.get_doc(COMPETENCY, doc.name)


def saved(agency: Agency, who: str, doc: Any, **values: Any) -> Any:
	with agency.acting(who):
		return frappe.get_doc(COMPETENCY, doc.name).update(values).save()


def seen(agency: Agency, who: str, doc: Any, column: str) -> set[int]:
	with agency.acting(who):
		return {row.get(f"{column}_level") for row in frappe.get_doc(COMPETENCY, doc.name).competencies}


def in_dialogue(agency: Agency, who: str = "staff1", superior: int = 24, **values: Any) -> Any:
	doc = started(agency, who, **values)
	doc = hand_in(agency, who, doc, "self", "Submit Self Assessment", 27)
	return hand_in(agency, agency.rater(who), doc, "superior", "Submit Levels", superior)


# --- from the beginning to the end -------------------------------------------------------------------------


def test_from_the_self_assessment_to_the_release(agency: Agency) -> None:
	doc = started(agency)
	assert (doc.workflow_state, doc.rater_name, doc.job_match) == ("Self Assessment", "Kabid Satu", 0)
	assert [(row.competency, row.required_level, row.weight) for row in doc.competencies] == [
		(title, 3, 1) for title in COMPETENCIES
	]
	doc = hand_in(agency, "staff1", doc, "self", "Submit Self Assessment", 27)
	assert (doc.workflow_state, bool(doc.self_submitted_on)) == ("Superior Assessment", True)
	doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels", 24)
	assert (doc.workflow_state, doc.job_match) == ("Dialogue", 88.89)

	saved(agency, "staff1", doc, employee_note="Saya setuju")
	doc = act(agency, "lead1", doc, "Release", rater_note="Mulailah berbagi")
	# 24 of 27 levels: 88.888…; at least 80 and at least 78
	assert (doc.levels_reached, doc.levels_required, doc.job_match) == (24, 27, 88.89)
	assert (doc.filling_category, doc.mapping_category) == ("Memenuhi Syarat", "Cukup Optimal")
	assert [(row.level, row.gap) for row in doc.competencies] == [(2, 1)] * 3 + [(3, 0)] * 6
	assert (doc.workflow_state, doc.assessed_on, doc.released_by) == (
		"Released",
		getdate(),
		agency.user("lead1"),
	)
	weak = doc.weaknesses.splitlines()
	assert [line.split(" (")[0] for line in weak] == ["Integritas", "Kerja Sama", "Komunikasi"]
	told = frappe.get_value("ASN Competency Level", {"parent": FIRST, "level": 3}, "behaviours").splitlines()
	assert told[0].rstrip(".") in weak[0]  # what is missing: the level that is asked for
	assert len(doc.strengths.splitlines()) == 3
	steps = json.loads(doc.explanation)["steps"]
	assert steps[-2]["output"] == "Memenuhi Syarat"


def test_the_assessors_levels_count_where_one_is_asked(agency: Agency, assessor: str) -> None:
	doc = started(agency, procedure=ALL, assessor=agency.employee(assessor))
	doc = hand_in(agency, "staff1", doc, "self", "Submit Self Assessment", 30)
	doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels", 24)
	assert doc.workflow_state == "Assessor Assessment"
	with agency.acting(assessor):
		mine = frappe.get_doc(COMPETENCY, doc.name)
		mine.update({"potential_score": 72.5, "potential_note": "Cepat belajar"})
		give_levels(mine, "assessor", levels_for(21)).save()
	doc = act(agency, assessor, doc, "Submit Levels")
	# 21 / 27 = 77.777…
	assert (doc.workflow_state, doc.job_match, doc.potential_score) == ("Dialogue", 77.78, 72.5)
	assert (doc.filling_category, doc.mapping_category) == ("Masih Memenuhi Syarat", "Kurang Optimal")
	# the superior's levels are shown beside and do not count
	row = doc.competencies[0]
	row = {"self": row.self_level, "superior": row.superior_level, "assessor": row.assessor_level}
	assert row == {"self": 4, "superior": 2, "assessor": 2}
	doc = act(agency, "lead1", doc, "Release", rater_note="Sudah dibicarakan")
	assert doc.job_match == 77.78


def test_an_assessment_centre_begins_with_the_assessor(agency: Agency) -> None:
	doc = assessment(agency)
	assert doc.workflow_state == "Assessor Assessment"
	doc = hand_in(agency, "admin", doc, "assessor", "Submit Levels", 22)
	assert doc.workflow_state == "Dialogue"
	doc = act(agency, "lead1", doc, "Release", rater_note="Hasil dibahas")
	assert (doc.job_match, str(doc.assessed_on)) == (81.48, "2026-02-10")  # 22 / 27 = 81.481…


def test_the_manager_may_release_what_a_centre_has_found(agency: Agency) -> None:
	doc = released(agency, "head", 27)  # nobody rates him
	assert (doc.workflow_state, doc.job_match, doc.released_by) == (
		"Released",
		100,
		agency.user("admin"),
	)


def test_the_manager_goes_on_without_a_self_assessment(agency: Agency) -> None:
	doc = act(agency, "admin", started(agency), "Proceed without Self Assessment")
	assert (doc.workflow_state, doc.self_submitted_on) == ("Superior Assessment", None)
	doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels")
	assert {row.self_level for row in doc.competencies} == {0}


def test_returned_with_a_reason(agency: Agency) -> None:
	doc = hand_in(agency, "staff1", started(agency), "self", "Submit Self Assessment", 30)
	with pytest.raises(frappe.ValidationError, match="Reason for Returning"):
		act(agency, "lead1", doc, "Return to Employee")
	doc = act(agency, "lead1", doc, "Return to Employee", return_reason="Lampirkan bukti")
	assert (doc.workflow_state, doc.return_reason) == ("Self Assessment", "Lampirkan bukti")
	assert seen(agency, "staff1", doc, "self") == {3, 4}  # nothing is lost
	doc = act(agency, "staff1", doc, "Submit Self Assessment")
	assert (doc.workflow_state, doc.return_reason) == ("Superior Assessment", None)


def test_in_the_dialogue_the_superior_may_change_his_mind(agency: Agency) -> None:
	doc = in_dialogue(agency)
	with agency.acting("lead1"):
		mine = frappe.get_doc(COMPETENCY, doc.name)
		mine.competencies[0].superior_level = 3
		mine.save(ignore_version=False)  # tests keep none otherwise
	doc = frappe.get_doc(COMPETENCY, doc.name)
	# 25 / 27 = 92.592…; what he had given first is still there, and in the versions
	assert (doc.competencies[0].first_level, doc.competencies[0].level, doc.job_match) == (2, 3, 92.59)
	told = frappe.get_all("Version", {"docname": doc.name}, pluck="data", order_by="creation desc")
	assert '"superior_level"' in told[0]


def test_in_the_dialogue_the_assessor_corrects_what_decides(agency: Agency, assessor: str) -> None:
	doc = three_parties(agency, assessor)
	doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels", 24)
	doc = hand_in(agency, assessor, doc, "assessor", "Submit Levels", 21)
	assert doc.job_match == 77.78  # 21 / 27 = 77.777…
	with agency.acting(assessor):
		mine = frappe.get_doc(COMPETENCY, doc.name)
		mine.competencies[0].assessor_level += 3
		mine.update({"potential_score": 60, "assessed_on": "2026-03-02"}).save()
	doc = act(agency, "lead1", doc, "Release", rater_note="Sudah dibicarakan")
	# 24 / 27 = 88.888…
	assert (doc.job_match, doc.potential_score, str(doc.assessed_on)) == (88.89, 60, "2026-03-02")


def test_what_a_centre_has_found_is_corrected_by_the_manager(agency: Agency) -> None:
	doc = hand_in(agency, "admin", assessment(agency), "assessor", "Submit Levels", 22)
	with pytest.raises(frappe.PermissionError):
		saved(agency, "lead1", doc, basis="Lain")
	with pytest.raises(frappe.ValidationError, match="Fill Assessor and Instrument"):
		act(agency, "lead1", saved(agency, "admin", doc, basis=" "), "Release", rater_note="Baik")
	with agency.acting("admin"):
		mine = frappe.get_doc(COMPETENCY, doc.name)
		give_levels(mine, "assessor", levels_for(27)).update({"basis": "Pusat penilaian kota"}).save()
	doc = act(agency, "lead1", doc, "Release", rater_note="Hasil dibahas")
	assert (doc.job_match, doc.basis) == (100, "Pusat penilaian kota")


@pytest.mark.parametrize("action", ["Submit Levels", "Release"])
def test_levels_of_a_centre_say_whose_they_are(agency: Agency, action: str) -> None:
	doc = assessment(agency, basis="")
	with pytest.raises(frappe.ValidationError, match="Fill Assessor and Instrument"):
		hand_in(agency, "admin", doc, "assessor", action)
	act(agency, "admin", doc, action, basis="Pusat penilaian provinsi")


def test_release_needs_the_raters_note_and_not_the_employees(agency: Agency) -> None:
	doc = in_dialogue(agency)
	with pytest.raises(frappe.ValidationError, match="Note of the Rater"):
		act(agency, "lead1", doc, "Release")
	assert act(agency, "lead1", doc, "Release", rater_note="Baik").workflow_state == "Released"


def test_each_is_told_when_it_comes_to_him(agency: Agency, assessor: str) -> None:
	def told(doc: Any) -> set[str]:
		found = frappe.get_all("Notification Log", {"document_name": doc.name}, pluck="for_user")
		frappe.db.delete("Notification Log", {"document_name": doc.name})
		return {key for key in agency.employees if agency.user(key) in found}

	doc = started(agency, procedure=ALL, assessor=agency.employee(assessor))
	assert told(doc) == {"staff1"}
	doc = hand_in(agency, "staff1", doc, "self", "Submit Self Assessment")
	assert told(doc) == {"lead1"}
	doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels")
	assert told(doc) == {"lead2"}
	doc = hand_in(agency, "lead2", doc, "assessor", "Submit Levels")
	assert told(doc) == {"staff1", "lead1"}
	doc = act(agency, "lead1", doc, "Release", rater_note="Baik")
	assert told(doc) == {"staff1"}


# --- who sees what -----------------------------------------------------------------------------------------


def test_the_superior_sees_the_own_levels_after_his(agency: Agency, assessor: str) -> None:
	doc = started(agency, procedure=ALL, assessor=agency.employee(assessor))
	with agency.acting("staff1"):
		give_levels(frappe.get_doc(COMPETENCY, doc.name), "self", levels_for(27)).save()
	everybody = ("lead1", "lead2", "head", "admin", "auditor")
	assert [seen(agency, who, doc, "self") for who in ("staff1", *everybody)] == [{3}, *[{0}] * 5]
	doc = act(agency, "staff1", doc, "Submit Self Assessment")
	assert [seen(agency, who, doc, "self") for who in ("staff1", *everybody)] == [{3}, *[{0}] * 5]
	doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels", 18)
	assert [seen(agency, who, doc, "self") for who in everybody] == [{3}, *[{0}] * 4]
	assert [seen(agency, who, doc, "superior") for who in ("staff1", *everybody)] == [{0}, {2}, *[{0}] * 4]
	with agency.acting("lead2"):
		give_levels(frappe.get_doc(COMPETENCY, doc.name), "assessor", levels_for(36)).save()
	assert [seen(agency, who, doc, "assessor") for who in ("staff1", *everybody)] == [
		{0},
		{0},
		{4},
		*[{0}] * 3,
	]
	doc = act(agency, "lead2", doc, "Submit Levels")
	for who in ("staff1", *everybody):
		found = [seen(agency, who, doc, party) for party in ("self", "superior", "assessor")]
		assert found == [{3}, {2}, {4}], who
	assert not frappe.db.exists(DRAFT, {"assessment": doc.name})


def test_the_superior_sees_them_first_if_the_agency_wants_it_so(agency: Agency) -> None:
	frappe.db.set_single_value(SETTINGS, "superior_sees_self", 1)
	doc = started(agency)
	with agency.acting("staff1"):
		give_levels(frappe.get_doc(COMPETENCY, doc.name), "self", levels_for(27)).save()
	assert seen(agency, "lead1", doc, "self") == {0}  # not handed in
	doc = act(agency, "staff1", doc, "Submit Self Assessment")
	assert seen(agency, "lead1", doc, "self") == {3}
	assert seen(agency, "head", doc, "self") == {0}


def test_what_the_employee_has_not_handed_in_is_shown_to_nobody(agency: Agency, assessor: str) -> None:
	frappe.db.set_single_value(SETTINGS, "superior_sees_self", 1)
	doc = started(agency, procedure=ALL, assessor=agency.employee(assessor))
	with agency.acting("staff1"):
		half = give_levels(frappe.get_doc(COMPETENCY, doc.name), "self", levels_for(27))
		half.competencies[8].self_level = 0
		half.save()
	doc = act(agency, "admin", doc, "Proceed without Self Assessment")
	assert (seen(agency, "lead1", doc, "self"), seen(agency, "staff1", doc, "self")) == ({0}, {0, 3})
	doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels")
	assert seen(agency, "lead1", doc, "self") == {0}
	doc = hand_in(agency, assessor, doc, "assessor", "Submit Levels")
	assert doc.workflow_state == "Dialogue"
	assert {(row.self_level, row.self_evidence) for row in doc.competencies} == {(0, None)}


def test_what_was_returned_is_not_handed_in(agency: Agency) -> None:
	doc = hand_in(agency, "staff1", started(agency), "self", "Submit Self Assessment")
	doc = act(agency, "lead1", doc, "Return to Employee", return_reason="Lampirkan bukti")
	assert doc.self_submitted_on is None
	doc = act(agency, "admin", doc, "Proceed without Self Assessment")
	doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels")
	assert {row.self_level for row in doc.competencies} == {0}


def test_the_administrator_hands_in_what_is_complete(agency: Agency) -> None:
	"""Both ways from the self assessment are open to him."""
	for total, handed_in in ((27, True), (None, False)):
		doc = started(agency)
		if total:
			doc = give_levels(frappe.get_doc(COMPETENCY, doc.name), "self", levels_for(total)).save()
		apply_workflow(frappe.get_doc(COMPETENCY, doc.name), "Submit Self Assessment")
		assert bool(frappe.db.get_value(COMPETENCY, doc.name, "self_submitted_on")) is handed_in


def test_a_save_by_one_leaves_the_part_of_the_other(agency: Agency, assessor: str) -> None:
	doc = started(agency, procedure=ALL)
	with agency.acting("staff1"):
		give_levels(frappe.get_doc(COMPETENCY, doc.name), "self", levels_for(27)).save()
	saved(agency, "admin", doc, assessor=agency.employee(assessor))
	assert seen(agency, "staff1", doc, "self") == {3}


def test_another_assessor_begins_afresh(agency: Agency, assessor: str) -> None:
	user = frappe.get_doc("User", agency.user("head"))
	user.append("roles", {"role": ASSESSOR_ROLE})
	user.save()
	doc = started(agency, procedure=ALL, assessor=agency.employee(assessor))
	doc = hand_in(agency, "staff1", doc, "self", "Submit Self Assessment")
	doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels")
	with agency.acting(assessor):
		give_levels(frappe.get_doc(COMPETENCY, doc.name), "assessor", levels_for(36)).save()
	saved(agency, "admin", doc, assessor=agency.employee("head"))
	assert seen(agency, "head", doc, "assessor") == {0}
	assert seen(agency, assessor, doc, "assessor") == {0}


def test_another_assessor_named_by_the_administrator_begins_afresh(agency: Agency, assessor: str) -> None:
	"""His form holds what all parties have given, and sends it back."""
	user = frappe.get_doc("User", agency.user("head"))
	user.append("roles", {"role": ASSESSOR_ROLE})
	user.save()
	doc = started(agency, procedure=ALL, assessor=agency.employee(assessor))
	doc = hand_in(agency, "staff1", doc, "self", "Submit Self Assessment", 30)
	doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels", 27)
	with agency.acting(assessor):
		mine = give_levels(frappe.get_doc(COMPETENCY, doc.name), "assessor", levels_for(36))
		mine.update({"potential_score": 72.5, "potential_note": "Cepat belajar"}).save()
	frappe.get_doc(COMPETENCY, doc.name).update({"assessor": agency.employee("head")}).save()
	with agency.acting("head"):
		fresh = frappe.get_doc(COMPETENCY, doc.name)
	assert {(row.assessor_level, row.assessor_evidence) for row in fresh.competencies} == {(0, None)}
	assert (fresh.potential_score, fresh.potential_note) == (0, None)
	assert seen(agency, "lead1", doc, "superior") == {3}
	doc = hand_in(agency, "head", doc, "assessor", "Submit Levels", 18)
	# in the dialogue everything is disclosed: there it stays
	doc.update({"assessor": agency.employee(assessor)}).save()
	assert {row.assessor_level for row in frappe.get_doc(COMPETENCY, doc.name).competencies} == {2}


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [6, -1, 2.5, "2.5", "x", 99, True])
def test_levels_are_whole_from_one_to_five(agency: Agency, level: Any) -> None:
	doc = started(agency)
	with agency.acting("staff1"):
		mine = frappe.get_doc(COMPETENCY, doc.name)
		mine.competencies[1].self_level = level
		with pytest.raises(frappe.ValidationError, match=r"row 2.*Own Level.*no level.*1, 2, 3, 4 or 5"):
			mine.save()


def test_a_missing_level_is_named(agency: Agency) -> None:
	doc = started(agency)
	with agency.acting("staff1"):
		mine = give_levels(frappe.get_doc(COMPETENCY, doc.name), "self", levels_for(27))
		mine.competencies[4].self_level = 0
		mine.save()
	with pytest.raises(frappe.ValidationError, match="still empty: Pelayanan Publik"):
		act(agency, "staff1", doc, "Submit Self Assessment")


def test_one_per_person_and_period(agency: Agency) -> None:
	cycle = agency.cycle()
	first = started(agency, cycle=cycle.name)
	with pytest.raises(frappe.DuplicateEntryError, match="Staf Satu has an assessment for"):
		started(agency, cycle=cycle.name)
	quarter = started(agency, cycle=cycle.name, stage_name=cycle.stages[0].stage_name)
	started(agency, "staff2", cycle=cycle.name)
	with pytest.raises(Exception, match="Duplicate entry"):
		frappe.db.set_value(COMPETENCY, quarter.name, "assessment_key", first.assessment_key)


def test_a_released_one_says_what_is_done_instead(agency: Agency) -> None:
	"""And that works: the new one counts."""
	cycle = agency.cycle()
	doc = in_dialogue(agency, cycle=cycle.name)
	doc = act(agency, "lead1", doc, "Release", rater_note="Baik")
	instead = "may record a new one with the procedure Assessor, without a cycle"
	with pytest.raises(frappe.PermissionError, match=f"not changed any more.*{instead}"):
		saved(agency, "admin", doc, basis="Lain")
	with pytest.raises(frappe.DuplicateEntryError, match=f"Staf Satu has a released assessment.*{instead}"):
		started(agency, cycle=cycle.name)
	new = released(agency, "staff1", 27, assessed_on=nowdate())
	newest = assessed.newest([agency.employee("staff1")], nowdate())[agency.employee("staff1")]
	assert (newest.name, newest.job_match) == (new.name, 100)


def test_a_position_without_a_standard(agency: Agency) -> None:
	position(agency)
	designation = frappe.get_value("Employee", agency.employee("staff1"), "designation")
	frappe.db.set_value(STANDARD, {"designation": designation}, "disabled", 1)
	cycle = agency.cycle().name
	with agency.acting("staff1"):
		with pytest.raises(
			frappe.ValidationError, match=f"Staf Satu: there is no standard for the position {designation}"
		):
			frappe.get_doc(doctype=COMPETENCY, cycle=cycle).insert()
		frappe.db.set_value("Employee", agency.employee("staff1"), "designation", None)
		with pytest.raises(frappe.ValidationError, match="has no position"):
			frappe.get_doc(doctype=COMPETENCY, cycle=cycle).insert()


def test_who_may_be_the_assessor(agency: Agency, assessor: str) -> None:
	cycle = agency.cycle().name
	for who, message in (
		("lead1", "does not have the role"),
		("staff1", "Nobody is his own assessor"),
	):
		with pytest.raises(Exception, match=message):
			started(agency, procedure=ALL, cycle=cycle, assessor=agency.employee(who))
	with pytest.raises(frappe.ValidationError, match="gives the superior's levels"):
		started(agency, "staff3", procedure=ALL, cycle=cycle, assessor=agency.employee(assessor))
	doc = started(agency, procedure=ALL, cycle=cycle)
	doc = hand_in(agency, "staff1", doc, "self", "Submit Self Assessment")
	with pytest.raises(frappe.ValidationError, match="No assessor is named yet"):
		hand_in(agency, "lead1", doc, "superior", "Submit Levels")


def test_who_has_no_rater_needs_an_assessor(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match=r"has no rater\. Choose the procedure Assessor"):
		started(agency, "head")


def test_periods_and_days(agency: Agency) -> None:
	cycle = agency.cycle()
	other = agency.cycle(MATRIX, ELSEWHERE)
	for values, message in (
		({"cycle": None}, "Fill Cycle"),
		({"cycle": other.name}, "belongs to another agency"),
		({"cycle": cycle.name, "stage_name": "Triwulan IX"}, "no stage of the cycle"),
	):
		position(agency)
		with pytest.raises(frappe.ValidationError, match=message), agency.acting("staff1"):
			frappe.get_doc(doctype=COMPETENCY, **values).insert()
	frappe.db.set_value("ASN Performance Cycle", cycle.name, "status", "Closed")
	with pytest.raises(frappe.ValidationError, match="is closed"):
		started(agency, cycle=cycle.name)
	with pytest.raises(frappe.ValidationError, match="fill Assessed On"):
		assessment(agency, assessed_on=None)
	assert str(assessment(agency, assessed_on=nowdate()).assessed_on) == nowdate()
	with pytest.raises(frappe.ValidationError, match="Assessed On is in the future"):
		assessment(agency, assessed_on=add_days(nowdate(), 1))


def test_potential_up_to_a_hundred(agency: Agency) -> None:
	doc = hand_in(agency, "staff1", started(agency), "self", "Submit Self Assessment")
	for score in (-1, 100.01):
		with pytest.raises(frappe.ValidationError):
			saved(agency, "lead1", doc, potential_score=score)
	saved(agency, "lead1", doc, potential_score=100)
	assert frappe.db.get_value(COMPETENCY, doc.name, "potential_score") == 0  # not shown yet


def test_an_untrained_rater_is_warned(agency: Agency) -> None:
	doc = in_dialogue(agency)
	frappe.db.set_value("Employee", agency.employee("lead1"), "asn_rater_certified_until", None)
	frappe.db.set_single_value(SETTINGS, "rater_training", "Block")
	with pytest.raises(frappe.ValidationError, match="not recorded as trained as a rater"):
		act(agency, "lead1", doc, "Release", rater_note="Baik")


# --- the standard ------------------------------------------------------------------------------------------


def test_a_changed_standard_holds_as_long_as_the_first_is_at_work(agency: Agency) -> None:
	doc = started(agency)
	with agency.acting("staff1"):
		give_levels(frappe.get_doc(COMPETENCY, doc.name), "self", levels_for(18)).save()
	standard = frappe.get_doc(STANDARD, doc.standard)
	standard.competencies[0].level = 4
	standard.remove(standard.competencies[8])
	standard.save()
	saved(agency, "staff1", doc)
	with agency.acting("staff1"):
		mine = frappe.get_doc(COMPETENCY, doc.name)
		assert [(row.required_level, row.self_level) for row in mine.competencies] == [(4, 2), *[(3, 2)] * 7]
		apply_workflow(mine, "Submit Self Assessment")
	standard.competencies[0].level = 5
	standard.save()
	doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels", 24)
	assert (doc.competencies[0].required_level, doc.levels_required) == (4, 25)


def test_a_promotion_does_not_change_what_is_measured(agency: Agency) -> None:
	doc = hand_in(agency, "staff1", started(agency), "self", "Submit Self Assessment")
	other = frappe.get_doc(doctype="Designation", designation_name="Jabatan Uji Baru").insert().name
	frappe.db.set_value("Employee", agency.employee("staff1"), "designation", other)
	after = hand_in(agency, "lead1", doc, "superior", "Submit Levels")
	assert (after.designation, after.standard) == (doc.designation, doc.standard)


def changed_standard(doc: Any) -> None:
	"""It asks for one more."""
	standard = frappe.get_doc(STANDARD, doc.standard)
	standard.append("competencies", {"competency": competency("Uji Arsip"), "level": 2, "weight": 1})
	standard.save()


def shown(agency: Agency, who: str, doc: Any) -> dict[str, Any] | None:
	"""What the form of this person says about a renewal."""
	with agency.acting(who):
		mine = frappe.get_doc(COMPETENCY, doc.name)
		mine.run_method("onload")
		return mine.get_onload().get("asn_renewal")


@pytest.mark.parametrize(
	("values", "who", "party", "action"),
	[
		({}, "staff1", "self", "Submit Self Assessment"),
		({"procedure": CENTRE, "basis": "Pusat"}, "admin", "assessor", "Submit Levels"),
	],
	ids=["self", "centre"],
)
def test_a_competency_that_was_added_meanwhile_can_be_given(
	agency: Agency, values: dict[str, Any], who: str, party: str, action: str
) -> None:
	"""A refused action leaves the assessment without the new row, so the form has to be told."""
	doc = started(agency, **values)
	with agency.acting(who):
		give_levels(frappe.get_doc(COMPETENCY, doc.name), party, levels_for(27)).save()
	assert shown(agency, who, doc) is None
	changed_standard(doc)
	with pytest.raises(frappe.ValidationError, match=r"asks for Uji Arsip too\. Reload the form, save it"):
		act(agency, who, doc, action)
	assert (shown(agency, who, doc), shown(agency, "lead1", doc)) == ({"refused": ""}, None)
	saved(agency, who, doc)  # nothing but the save
	assert shown(agency, who, doc) is None
	with agency.acting(who):
		mine = frappe.get_doc(COMPETENCY, doc.name)
		assert [row.get(f"{party}_level") or 0 for row in mine.competencies] == [*[3] * 9, 0]
		mine.competencies[9].set(f"{party}_level", 2)
		mine.save()
	assert act(agency, who, doc, action).workflow_state != doc.workflow_state


def test_a_new_position_needs_a_standard_of_its_own(agency: Agency) -> None:
	doc = started(agency)
	frappe.db.set_value(STANDARD, doc.standard, "disabled", 1)
	saved(agency, "staff1", doc)  # a withdrawn one holds on for the same position
	assert shown(agency, "staff1", doc) is None
	position = frappe.get_doc(doctype="Designation", designation_name="Jabatan Uji Lain").insert().name
	frappe.db.set_value("Employee", agency.employee("staff1"), "designation", position)
	reason = "there is no standard for the position Jabatan Uji Lain"
	with pytest.raises(frappe.ValidationError, match=reason):
		saved(agency, "staff1", doc)
	assert reason in shown(agency, "staff1", doc)["refused"]
	other = frappe.copy_doc(frappe.get_doc(STANDARD, doc.standard))
	other.update({"designation": position, "disabled": 0, "company": ""}).insert()
	after = saved(agency, "staff1", doc)
	assert (after.designation, after.standard) == (position, other.name)


def test_who_moves_to_another_agency_goes_on(agency: Agency) -> None:
	doc, user = started(agency), agency.user("staff1")
	frappe.db.set_value("Employee", agency.employee("staff1"), "company", ELSEWHERE)
	frappe.db.delete("User Permission", {"user": user})  # ERPNext would keep him at the former one
	frappe.cache.hdel("user_permissions", user)
	try:
		doc = hand_in(agency, "staff1", doc, "self", "Submit Self Assessment")
	finally:
		frappe.db.rollback()
		frappe.cache.hdel("user_permissions", user)
	assert (doc.workflow_state, doc.company) == ("Superior Assessment", ELSEWHERE)


# --- another superior --------------------------------------------------------------------------------------


def delegated(agency: Agency, to: str, who: str = "staff1") -> None:
	person = frappe.get_doc("Employee", agency.employee(who))
	person.asn_delegated_rater = agency.employee(to)
	person.save()


def three_parties(agency: Agency, assessor: str) -> Any:
	doc = started(agency, procedure=ALL, assessor=agency.employee(assessor))
	return hand_in(agency, "staff1", doc, "self", "Submit Self Assessment", 27)


def test_another_superior_begins_afresh(agency: Agency) -> None:
	doc = hand_in(agency, "staff1", started(agency), "self", "Submit Self Assessment")
	with agency.acting("lead1"):
		mine = give_levels(frappe.get_doc(COMPETENCY, doc.name), "superior", levels_for(36))
		mine.update({"potential_score": 90}).save()
	person = frappe.get_doc("Employee", agency.employee("staff1"))
	person.save()  # the same superior goes on
	assert seen(agency, "lead1", doc, "superior") == {4}
	delegated(agency, "lead2")
	assert seen(agency, "lead2", doc, "superior") == {0}
	assert seen(agency, "staff1", doc, "self") == {2, 3}  # his own are still there
	doc = hand_in(agency, "lead2", doc, "superior", "Submit Levels", 27)
	assert ({row.superior_level for row in doc.competencies}, doc.potential_score) == ({3}, 0)


def test_what_the_former_superior_handed_in_stays(agency: Agency, assessor: str) -> None:
	doc = hand_in(agency, "lead1", three_parties(agency, assessor), "superior", "Submit Levels", 36)
	delegated(agency, "head")
	doc = hand_in(agency, assessor, doc, "assessor", "Submit Levels", 27)
	assert (doc.rater, {row.superior_level for row in doc.competencies}) == (agency.employee("head"), {4})


@pytest.mark.parametrize("state", ["Superior Assessment", "Assessor Assessment"])
def test_an_assessor_who_becomes_the_superior_is_none_any_more(
	agency: Agency, assessor: str, state: str
) -> None:
	doc = three_parties(agency, assessor)
	if state == "Assessor Assessment":
		doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels")
		with agency.acting(assessor):
			give_levels(frappe.get_doc(COMPETENCY, doc.name), "assessor", levels_for(36)).save()
	frappe.db.delete("Notification Log", {"document_name": doc.name})
	delegated(agency, assessor)
	now = frappe.get_doc(COMPETENCY, doc.name)
	assert (now.workflow_state, now.rater, now.assessor, now.assessor_name) == (
		state,
		agency.employee(assessor),
		None,
		None,
	)
	assert not frappe.db.exists(DRAFT, {"assessment": doc.name, "party": "Assessor"})
	told = {"document_name": doc.name, "for_user": agency.user("admin")}  # a site may have other managers
	assert frappe.get_all("Notification Log", told, pluck="subject", order_by="name") == [
		"Kabid Dua is the superior of Staf Satu now and no longer the assessor. Name another assessor."
	]
	assert not frappe.db.exists("Notification Log", {**told, "for_user": agency.user("staff1")})


@pytest.mark.parametrize("state", ["Superior Assessment", "Assessor Assessment"])
def test_nobody_gives_both_judgements(agency: Agency, assessor: str, state: str) -> None:
	"""Whichever way he became the superior."""
	doc = three_parties(agency, assessor)
	if state == "Assessor Assessment":
		doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels")
	frappe.db.set_value(COMPETENCY, doc.name, {"rater": doc.assessor, "rater_name": "Kabid Dua"})
	party = "superior" if state == "Superior Assessment" else "assessor"
	with pytest.raises(frappe.ValidationError, match="Kabid Dua is the superior here"):
		hand_in(agency, assessor, doc, party, "Submit Levels")


def test_a_new_rater_takes_over_what_is_running(agency: Agency) -> None:
	running, done = started(agency), released(agency, assessed_on="2025-02-10")
	person = frappe.get_doc("Employee", agency.employee("staff1"))
	person.asn_delegated_rater = agency.employee("lead2")
	person.save()
	assert frappe.db.get_value(COMPETENCY, running.name, "rater") == agency.employee("lead2")
	assert frappe.db.get_value(COMPETENCY, done.name, "rater") == agency.employee("lead1")


# --- reminders ---------------------------------------------------------------------------------------------


def test_who_lets_it_wait_is_reminded(agency: Agency) -> None:
	frappe.db.set_single_value(SETTINGS, "reminder_days", 3)
	doc = hand_in(agency, "staff1", started(agency), "self", "Submit Self Assessment")
	for days, late in ((3, None), (4, 1)):
		frappe.db.set_value(COMPETENCY, doc.name, "waiting_since", f"{add_days(nowdate(), -days)} 08:00:00")
		found = deadlines.on_day(getdate(), company=doc.company, kinds=[deadlines.COMPETENCY_DUE])
		told = [(row.responsible, row.about, row.days_late) for row in found if row.name == doc.name]
		assert told == ([(agency.employee("lead1"), doc.employee, late)] if late else [])


# --- records from before there was a process ---------------------------------------------------------------


def test_older_records_keep_their_sums(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""Released ones stay what they say; drafts are hidden and may be released as they are."""
	if not frappe.db.has_column(COMPETENCY, "status"):
		pytest.skip("a new site never had such records")
	position(agency)
	sums = {"levels_reached": 24, "levels_required": 27, "basis": "Pusat penilaian"}
	person = people.headers([agency.employee("staff1")])[agency.employee("staff1")]
	columns = ("employee_name", "designation", "department", "company", "rater", "rater_name")
	one = {"employee": agency.employee("staff1"), **{column: person[column] for column in columns}, **sums}
	old, draft = (
		insert_row(
			COMPETENCY, status=status, assessed_on=day, assessment_key=f"{one['employee']}::{day}", **one
		)
		for status, day in (("Released", "2024-05-01"), ("Draft", "2025-05-01"))
	)
	monkeypatch.setattr(competency_process, "sync_fixtures", lambda app: None)  # it commits
	competency_process.execute()
	doc = frappe.get_doc(COMPETENCY, old)
	assert (doc.workflow_state, doc.procedure, doc.levels_reached) == ("Released", "Assessor", 24)
	assert frappe.db.get_value(COMPETENCY, draft, ["workflow_state", "levels_reached"]) == (
		"Assessor Assessment",
		0,
	)
	doc = act(agency, "admin", frappe.get_doc(COMPETENCY, draft), "Release")
	assert (doc.workflow_state, doc.levels_reached, doc.levels_required) == ("Released", 24, 27)
