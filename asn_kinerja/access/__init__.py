"""Who sees which record, and who may write which field in which state.

The single place for both questions: lists, documents, reports, charts and endpoints ask here.

**Row rule** (`rows`). A person sees the records about himself, about everyone below him in the Employee tree,
and about those whom he, or someone below him, rates by delegation. Performance managers and auditors see all
within the companies they are permitted (Frappe's User Permissions on Company). Nobody else sees anything.
Feedback has limits of its own: what is private to the rater, or still held back, is not shown. So have
behaviour reviews: a reviewer sees those he is asked for, and nobody sees one about himself by somebody else.
Disciplinary records and follow-ups about himself he sees once they are decided, his place in the talent map
once the map is published. An assessor sees the competency assessments he is asked for. Surveys of public
satisfaction are about units, so they have a rule of their own (`surveys`).

**Field rule** (`tables`, `fields`). `WRITABLE` says which fields may change, by state and by relation to the
employee. It holds for the Desk, for REST and for imports alike; roles alone decide nothing, because most
raters are rated too.
"""

import frappe

from asn_kinerja.access.fields import guard, is_open, same_value, state_of, tell_form
from asn_kinerja.access.methods import on_stored_document
from asn_kinerja.access.relations import (
	ASSESSOR,
	ASSESSOR_ONLY,
	ASSESSOR_ROLE,
	AUDITOR_ROLE,
	EMPLOYEE_ROLE,
	MANAGER,
	MANAGER_ROLE,
	RATER,
	RATER_ROLE,
	RELATION_OF_ROLE,
	REVIEWER,
	SELF,
	SUPERIOR,
	SUPERIOR_ROLE,
	SYSTEM,
	company_permitted,
	employee_of,
	is_manager_of,
	permitted_companies,
	rater_of,
	relations,
	sees_everyone,
)
from asn_kinerja.access.rows import (
	add_row_indexes,
	allowance_entered_base_condition,
	allowance_line_condition,
	assessed_competency_condition,
	attendance_exception_condition,
	attendance_recap_condition,
	behaviour_review_condition,
	behaviour_review_rating_condition,
	competency_assessment_condition,
	credit_point_condition,
	daily_activity_condition,
	development_item_condition,
	development_plan_condition,
	dialogue_action_condition,
	disciplinary_record_condition,
	evaluation_behaviour_condition,
	evaluation_component_condition,
	evaluation_condition,
	evaluation_result_condition,
	feedback_condition,
	follow_up_condition,
	follow_up_note_condition,
	has_permission,
	has_workflow_action_permission,
	innovation_condition,
	innovation_contributor_condition,
	innovation_verifier_condition,
	people_criterion,
	performance_dialogue_condition,
	plan_batch_problem_condition,
	rater_column,
	result_matrix_cell_condition,
	result_matrix_condition,
	row_criterion,
	sees,
	talent_placement_condition,
	training_record_condition,
	work_plan_behaviour_condition,
	work_plan_condition,
	work_plan_item_condition,
	work_plan_milestone_condition,
	work_plan_support_condition,
	workflow_action_condition,
)
from asn_kinerja.access.surveys import (
	RESPONSE,
	SURVEY,
	has_survey_permission,
	has_survey_response_permission,
	response_criterion,
	survey_condition,
	survey_criterion,
	survey_element_condition,
	survey_grade_condition,
	survey_officer_condition,
	survey_response_condition,
)
from asn_kinerja.access.tables import GUARDED, RUNNING, WRITABLE
from asn_kinerja.access.talent import has_talent_map_permission, talent_map_condition, talent_map_criterion

__all__ = [
	"ASSESSOR",
	"ASSESSOR_ONLY",
	"ASSESSOR_ROLE",
	"AUDITOR_ROLE",
	"EMPLOYEE_ROLE",
	"GUARDED",
	"MANAGER",
	"MANAGER_ROLE",
	"RATER",
	"RATER_ROLE",
	"RELATION_OF_ROLE",
	"RESPONSE",
	"REVIEWER",
	"RUNNING",
	"SELF",
	"SUPERIOR",
	"SUPERIOR_ROLE",
	"SURVEY",
	"SYSTEM",
	"WRITABLE",
	"add_row_indexes",
	"allowance_entered_base_condition",
	"allowance_line_condition",
	"assessed_competency_condition",
	"attendance_exception_condition",
	"attendance_recap_condition",
	"behaviour_review_condition",
	"behaviour_review_rating_condition",
	"boot",
	"company_permitted",
	"competency_assessment_condition",
	"credit_point_condition",
	"daily_activity_condition",
	"development_item_condition",
	"development_plan_condition",
	"dialogue_action_condition",
	"disciplinary_record_condition",
	"employee_of",
	"evaluation_behaviour_condition",
	"evaluation_component_condition",
	"evaluation_condition",
	"evaluation_result_condition",
	"feedback_condition",
	"follow_up_condition",
	"follow_up_note_condition",
	"guard",
	"has_permission",
	"has_survey_permission",
	"has_survey_response_permission",
	"has_talent_map_permission",
	"has_workflow_action_permission",
	"innovation_condition",
	"innovation_contributor_condition",
	"innovation_verifier_condition",
	"is_manager_of",
	"is_open",
	"on_stored_document",
	"people_criterion",
	"performance_dialogue_condition",
	"permitted_companies",
	"plan_batch_problem_condition",
	"rater_column",
	"rater_of",
	"relations",
	"response_criterion",
	"result_matrix_cell_condition",
	"result_matrix_condition",
	"row_criterion",
	"same_value",
	"sees",
	"sees_everyone",
	"state_of",
	"survey_condition",
	"survey_criterion",
	"survey_element_condition",
	"survey_grade_condition",
	"survey_officer_condition",
	"survey_response_condition",
	"talent_map_condition",
	"talent_map_criterion",
	"talent_placement_condition",
	"tell_form",
	"training_record_condition",
	"work_plan_behaviour_condition",
	"work_plan_condition",
	"work_plan_item_condition",
	"work_plan_milestone_condition",
	"work_plan_support_condition",
	"workflow_action_condition",
]


def boot(bootinfo: frappe._dict) -> None:
	"""Hook `boot_session`: tells the browser whose record the session user is, and the agency's one open
	cycle, to fill new forms."""
	me = employee_of()
	bootinfo.asn_employee = me.name if me else None
	bootinfo.asn_cycle = _open_cycle(me.name) if me else None


def _open_cycle(employee: str) -> str | None:
	"""The agency's open cycle; None when there are several to choose from."""
	company = frappe.db.get_value("Employee", employee, "company")
	cycles = frappe.get_all(
		"ASN Performance Cycle",
		filters={"company": company, "status": "Open"},
		pluck="name",
		limit=2,
		order_by="from_date desc",
	)
	return cycles[0] if len(cycles) == 1 else None
