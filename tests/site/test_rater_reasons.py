"""What a rater must give a reason for, and what counts when he corrects a realisation."""

from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from tests.support.agency import ABOVE, BELOW, EVALUATION, MEETS, Agency, rate


@pytest.fixture
def mine(agency: Agency) -> Any:
	"""staff1 has entered 105 files of 100, and 6 days where 7 are allowed; the rater assesses."""
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()), "Rater Assessment")
	return evaluation.name


def opened(agency: Agency, name: str, who: str = "lead1") -> Any:
	with agency.acting(who):
		return frappe.get_doc(EVALUATION, name)


def release(agency: Agency, doc: Any) -> Any:
	with agency.acting("lead1"):
		return apply_workflow(doc.save(), "Release")


def test_a_rating_other_than_the_suggested_one_needs_a_reason(agency: Agency, mine: str) -> None:
	doc = opened(agency, mine)
	suggested = doc.suggested_work_result
	other = next(rating for rating in (ABOVE, MEETS, BELOW) if rating != suggested)
	rate(doc, other, MEETS)
	doc.work_result_reason = doc.behaviour_reason = None
	with pytest.raises(frappe.ValidationError, match="Why Not the Suggested Work Result Rating"):
		release(agency, doc)
	frappe.db.rollback()


def test_the_suggested_ratings_need_none(agency: Agency, mine: str) -> None:
	doc = opened(agency, mine)
	rate(doc, doc.suggested_work_result, MEETS)
	doc.work_result_reason = doc.behaviour_reason = None
	released = release(agency, doc)
	assert released.docstatus == 1
	assert released.suggested_behaviour == MEETS  # all seven values were rated so


def test_what_the_rater_corrects_counts_and_the_employees_own_stays(agency: Agency, mine: str) -> None:
	own = opened(agency, mine, "staff1")
	files = own.results[1]
	before = (files.realisation, files.achievement)
	doc = opened(agency, mine)
	rate(doc)
	row = doc.results[1]
	row.update({"corrected_realisation": "50", "correction_reason": "Hanya 50 berkas yang ada buktinya"})
	with agency.acting("lead1"):
		doc.save()
		assert doc.results[1].achievement == 50  # 50 of 100 files
	# nothing of it before the release, not even by the number that follows from it
	again = opened(agency, mine, "staff1")
	shown = again.results[1]
	assert (shown.realisation, shown.achievement) == before
	assert not shown.corrected_realisation
	(stored,) = frappe.get_all(
		"ASN Evaluation Result",
		{"name": row.name},
		["realisation", "achievement", "corrected_realisation", "correction_reason"],
	)
	assert tuple(stored.values()) == (*before, None, None)
	released = release(agency, opened(agency, mine))
	row = frappe.get_doc(EVALUATION, released.name).results[1]
	assert (row.realisation, row.corrected_realisation, row.achievement) == (before[0], "50", 50)
	assert row.correction_reason == "Hanya 50 berkas yang ada buktinya"


def test_a_correction_needs_a_reason(agency: Agency, mine: str) -> None:
	doc = opened(agency, mine)
	rate(doc)
	doc.results[1].corrected_realisation = "50"
	with pytest.raises(frappe.ValidationError, match="row 2: Reason for the Correction"):
		release(agency, doc)


def test_a_correction_that_says_the_same_is_none(agency: Agency, mine: str) -> None:
	doc = opened(agency, mine)
	doc.results[1].update({"corrected_realisation": doc.results[1].realisation, "correction_reason": "x"})
	with agency.acting("lead1"):
		row = doc.save().results[1]
	assert (row.corrected_realisation, row.correction_reason) == (None, None)


def test_a_correction_that_is_no_number_is_refused(agency: Agency, mine: str) -> None:
	doc = opened(agency, mine)
	doc.results[1].corrected_realisation = "banyak"
	with agency.acting("lead1"), pytest.raises(frappe.ValidationError, match="not a number"):
		doc.save()


@pytest.mark.parametrize("who", ["staff1", "head", "admin"])
def test_only_the_rater_corrects(agency: Agency, mine: str, who: str) -> None:
	doc = opened(agency, mine, who)
	doc.results[1].corrected_realisation = "50"
	with agency.acting(who), pytest.raises(frappe.PermissionError):
		doc.save()


def test_the_year_sees_its_periods(agency: Agency) -> None:
	plan = agency.plan("staff1", agency.cycle())
	first = agency.evaluation(plan, "Released")
	running = agency.evaluation(plan, "Rater Assessment", stage=1)
	rated = opened(agency, running.name)
	rate(rated)
	with agency.acting("lead1"):
		rated.save()
	year = agency.evaluation(plan, stage=4)
	for who in ("staff1", "lead1"):
		with agency.acting(who):
			doc = frappe.get_doc(EVALUATION, year.name)
			doc.run_method("onload")
			seen = doc.get_onload("asn_stages")
		assert [row["name"] for row in seen] == [first.name, running.name]
		assert (seen[0]["predicate"], seen[0]["score"]) == (first.predicate, first.score)
		assert (seen[1]["predicate"], seen[1]["score"], seen[1]["work_result_rating"]) == (None, None, None)
	with agency.acting("staff1"):
		doc = frappe.get_doc(EVALUATION, first.name)
		doc.run_method("onload")
		assert doc.get_onload("asn_stages") == []
