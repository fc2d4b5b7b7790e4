"""The process of a competency assessment: who gives which levels when, what is refused, what follows."""

from typing import Any

import frappe
import pytest

from tests.support.agency import Agency
from tests.support.training import COMPETENCY, hand_in, levels_for, started


def test_from_the_self_assessment_to_the_release(agency: Agency) -> None:
	doc = started(agency)
	assert (doc.workflow_state, doc.rater_name, len(doc.competencies)) == ("Self Assessment", "Kabid Satu", 9)
	doc = hand_in(agency, "staff1", doc, "self", "Submit Self Assessment", 27)
	assert doc.workflow_state == "Superior Assessment"
	doc = hand_in(agency, "lead1", doc, "superior", "Submit Levels", 24)
	assert doc.workflow_state == "Dialogue"
	print(doc.as_dict())
