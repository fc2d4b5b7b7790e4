"""The annual evaluation: what its work result rests on, as the scheme says."""

import secrets
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from tests.support.agency import EVALUATION, MATRIX, Agency, rate, report

ANNUAL_STAGE = 4


def cycle_with(agency: Agency, method: str) -> Any:
	scheme = frappe.copy_doc(frappe.get_doc("ASN Scoring Scheme", agency.schemes[MATRIX]))
	scheme.update({"title": f"Uji tahunan {secrets.token_hex(4)}", "docstatus": 0, "annual_method": method})
	cycle = agency.cycle()
	cycle.scheme = scheme.insert().submit().name
	return cycle.save()


def evaluated(agency: Agency, plan: Any, stage: int, files: str) -> Any:
	"""7 days a file (within the target: 100 %) and this many of 100 files; released."""
	made = agency.evaluation(plan, stage=stage)
	with agency.acting("staff1"):
		made = frappe.get_doc(EVALUATION, made.name)
		report(made, "7", files)
		apply_workflow(made.save(), "Submit Self Assessment")
	with agency.acting("lead1"):
		made = frappe.get_doc(EVALUATION, made.name)
		rate(made)
		apply_workflow(made.save(), "Release")
	return frappe.get_doc(EVALUATION, made.name)


def work_result(evaluation: Any) -> float:
	return next(row.score for row in evaluation.components if row.source == "Work Result")


@pytest.mark.parametrize(
	("method", "expected"),
	[
		# quarters: 40 % × 100 + 60 % × 100 = 100, and 40 % × 100 + 60 % × 110 = 106; the year: 60 % × 90 = 94
		("Targets of the Year", 94.0),
		("Mean of the Periods", 103.0),  # (100 × 3 + 106 × 3) / 6 months
		("Last Period", 106.0),
	],
)
def test_the_year_rests_on_what_the_scheme_says(agency: Agency, method: str, expected: float) -> None:
	plan = agency.plan("staff1", cycle_with(agency, method))
	assert work_result(evaluated(agency, plan, 0, "100")) == 100
	assert work_result(evaluated(agency, plan, 1, "110")) == 106
	assert work_result(evaluated(agency, plan, ANNUAL_STAGE, "90")) == expected


def test_a_period_that_is_not_released_does_not_count(agency: Agency) -> None:
	plan = agency.plan("staff1", cycle_with(agency, "Mean of the Periods"))
	evaluated(agency, plan, 0, "100")
	agency.evaluation(plan, stage=1)
	assert work_result(evaluated(agency, plan, ANNUAL_STAGE, "90")) == 100
