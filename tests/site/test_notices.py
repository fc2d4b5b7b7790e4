"""Who is told at once when a record comes to him, in his own language, and who is not."""

from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from asn_kinerja import notices
from tests.support.agency import EVALUATION, PLAN, Agency, rate


def told(agency: Agency, name: str) -> list[tuple[str, str]]:
	"""(user's key, line) of each notification about a record, the oldest first."""
	keys = {agency.user(key): key for key in (*agency.employees, "guest")}
	rows = frappe.get_all(
		"Notification Log",
		{"document_name": name, "type": "Alert"},
		["for_user", "subject"],
		order_by="creation, name",
	)
	return [(keys[row.for_user], row.subject) for row in rows]


def test_a_plan_goes_to_the_rater_and_comes_back(agency: Agency) -> None:
	plan = agency.plan("lent", agency.cycle(), "Waiting for Rater")
	title = f"<b>{plan.title}</b>"
	assert told(agency, plan.name) == [("lead2", f"The work plan {title} waits for your approval.")]
	with agency.acting("lead2"):
		plan.return_reason = "Target kurang jelas"
		plan = apply_workflow(plan.save(), "Return")
	with agency.acting("lent"):
		plan = apply_workflow(frappe.get_doc(PLAN, plan.name), "Submit for Approval")
	with agency.acting("lead2"):
		apply_workflow(frappe.get_doc(PLAN, plan.name), "Approve")
	assert told(agency, plan.name)[1:] == [
		("lent", f"Your work plan {title} was returned for correction."),
		("lead2", f"The work plan {title} waits for your approval."),
		("lent", f"Your work plan {title} is approved."),
	]


def test_of_the_raters_running_part_the_employee_is_told_nothing(agency: Agency) -> None:
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()), "Rater Assessment")
	title = f"<b>{evaluation.title}</b>"
	before = [("lead1", f"The evaluation {title} waits for your rating.")]
	assert told(agency, evaluation.name) == before
	with agency.acting("lead1"):
		evaluation = frappe.get_doc(EVALUATION, evaluation.name)
		rate(evaluation, note="Rahasia penilai")
		evaluation.save()
		assert told(agency, evaluation.name) == before
		apply_workflow(frappe.get_doc(EVALUATION, evaluation.name), "Release")
	with agency.acting("staff1"):
		evaluation = frappe.get_doc(EVALUATION, evaluation.name)
		evaluation.objection_reason = "Realisasi belum dihitung"
		apply_workflow(evaluation.save(), "Object")
	with agency.acting("lead1"):
		frappe.get_doc(EVALUATION, evaluation.name).give_statement("Sudah dihitung")
	with agency.acting("head"):
		evaluation = frappe.get_doc(EVALUATION, evaluation.name)
		evaluation.objection_decision = "Ditolak"
		apply_workflow(evaluation.save(), "Uphold")
	lines = told(agency, evaluation.name)
	# for rating, the result; then both sides of the objection, and its decision
	assert [who for who, _line in lines] == ["lead1", "staff1", "head", "lead1", "staff1"]
	assert lines[1][1] == f"The result of your evaluation {title} is released. Please read and answer it."
	assert not any("Rahasia" in line or "Ekspektasi" in line for _who, line in lines)


def test_each_reads_his_own_language(agency: Agency) -> None:
	frappe.db.set_value("User", agency.user("lead1"), "language", "id")
	plan = agency.plan("staff1", agency.cycle(), "Waiting for Rater")
	assert told(agency, plan.name) == [("lead1", f"SKP <b>{plan.title}</b> menunggu persetujuan Anda.")]
	assert frappe.local.lang == "en"


def test_a_name_with_markup_stays_text(agency: Agency) -> None:
	name = "Budi <img src=x onerror=alert(1)>"
	frappe.db.set_value("Employee", agency.employee("staff1"), "employee_name", name)
	plan = agency.plan("staff1", agency.cycle(), "Waiting for Rater")
	((_who, line),) = told(agency, plan.name)
	assert "Budi &lt;img" in line
	assert "<img" not in line


@pytest.mark.parametrize(
	("doctype", "values"),
	[("User", {"enabled": 0}), ("Notification Settings", {"enabled": 0})],
)
def test_who_is_disabled_or_wants_none_gets_none(
	agency: Agency, doctype: str, values: dict[str, Any]
) -> None:
	frappe.db.set_value(doctype, agency.user("lead1"), values)
	assert told(agency, agency.plan("staff1", agency.cycle(), "Waiting for Rater").name) == []


def test_nobody_is_told_what_he_does_himself(agency: Agency) -> None:
	users = [agency.user(key) for key in ("staff1", "staff2")]
	with agency.acting("staff1"):
		notices.tell([*users, *users], lambda: "Uji", PLAN, "uji-sendiri")
	assert told(agency, "uji-sendiri") == [("staff2", "Uji")]
