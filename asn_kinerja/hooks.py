app_name = "asn_kinerja"
app_title = "ASN Kinerja"
app_publisher = "asn_kinerja contributors"
app_description = "Performance management for Indonesian civil servants on Frappe and ERPNext"
app_email = "asn-kinerja@example.org"
app_license = "gpl-3.0"
app_logo_url = "/assets/asn_kinerja/images/asn_kinerja.svg"

required_apps = ["frappe/erpnext"]

add_to_apps_screen = [
	{
		"name": "asn_kinerja",
		"logo": "/assets/asn_kinerja/images/asn_kinerja.svg",
		"title": "ASN Kinerja",
		"route": "/app/asn-kinerja",
	}
]

fixtures = [
	{"dt": "Role", "filters": [["name", "like", "ASN %"]]},
	{"dt": "Custom Field", "filters": [["module", "=", "ASN Kinerja"]]},
]

after_install = "asn_kinerja.setup.install.after_install"
after_migrate = ["asn_kinerja.setup.install.make_settings", "asn_kinerja.setup.install.make_indexes"]
before_uninstall = "asn_kinerja.setup.uninstall.before_uninstall"
after_uninstall = "asn_kinerja.setup.uninstall.after_uninstall"

boot_session = "asn_kinerja.access.boot"

jinja = {
	"methods": [
		"asn_kinerja.competency.profile.asn_competency_profile",
		"asn_kinerja.credit.form.asn_credit_form",
		"asn_kinerja.evaluation.form.asn_evaluation_form",
		"asn_kinerja.follow_up.awards.asn_award_list",
		"asn_kinerja.planning.form.asn_skp_form",
		"asn_kinerja.satisfaction.poster.asn_survey_poster",
		"asn_kinerja.talent.reference.asn_career_reference",
	]
}

# the survey that citizens fill in without logging in: /survei/<token>
page_renderer = ["asn_kinerja.satisfaction.page.SurveyPage"]

app_include_css = ["/assets/asn_kinerja/css/asn_kinerja.css"]
app_include_js = [
	"/assets/asn_kinerja/js/asn_kinerja.js",
	"/assets/asn_kinerja/js/asn_activity.js",
	"/assets/asn_kinerja/js/asn_batch.js",
	"/assets/asn_kinerja/js/asn_competency.js",
	"/assets/asn_kinerja/js/asn_feedback.js",
	"/assets/asn_kinerja/js/asn_reports.js",
	"/assets/asn_kinerja/js/asn_reviews.js",
	"/assets/asn_kinerja/js/asn_standing.js",
	"/assets/asn_kinerja/js/asn_steps.js",
	"/assets/asn_kinerja/js/asn_training.js",
	"/assets/asn_kinerja/js/tree_keys.js",
]

calendars = ["ASN Daily Activity"]

doc_events = {
	"Employee": {
		"validate": "asn_kinerja.employee.validate",
		"on_update": "asn_kinerja.employee.on_update",
		"after_delete": "asn_kinerja.employee.after_delete",
		"after_rename": "asn_kinerja.renaming.after_rename",
	},
	"Company": {"after_rename": "asn_kinerja.renaming.after_rename"},
	"Department": {"after_rename": "asn_kinerja.renaming.after_rename"},
	"Designation": {"after_rename": "asn_kinerja.renaming.after_rename"},
	"ASN Work Plan": {
		"on_update": ["asn_kinerja.notices.on_change", "asn_kinerja.workflow.open_next_actions"],
		"on_update_after_submit": "asn_kinerja.workflow.open_next_actions",
	},
	"ASN Evaluation": {
		"on_update": ["asn_kinerja.notices.on_change", "asn_kinerja.workflow.open_next_actions"],
		"on_update_after_submit": [
			"asn_kinerja.notices.on_change",
			"asn_kinerja.workflow.open_next_actions",
		],
		"on_cancel": "asn_kinerja.follow_up.proposing.on_cancel",
	},
	"ASN Competency Assessment": {"on_update": "asn_kinerja.workflow.open_next_actions"},
	"File": {"before_validate": "asn_kinerja.attachments.keep_file"},
}

scheduler_events = {
	"daily": [
		"asn_kinerja.credit.posting.enqueue",
		"asn_kinerja.cycle.reminders.enqueue",
		"asn_kinerja.evaluation.objections.enqueue",
		"asn_kinerja.follow_up.proposing.enqueue_ended",
		"asn_kinerja.monitoring.feedback.release_batches",
		"asn_kinerja.talent.publishing.enqueue_recent",
	]
}

has_permission = {
	"ASN Work Plan": "asn_kinerja.access.has_permission",
	"ASN Result Matrix": "asn_kinerja.access.has_permission",
	"ASN Daily Activity": "asn_kinerja.access.has_permission",
	"ASN Performance Dialogue": "asn_kinerja.access.has_permission",
	"ASN Feedback": "asn_kinerja.access.has_permission",
	"ASN Innovation": "asn_kinerja.access.has_permission",
	"ASN Behaviour Review": "asn_kinerja.access.has_permission",
	"ASN Evaluation": "asn_kinerja.access.has_permission",
	"ASN Satisfaction Survey": "asn_kinerja.access.has_survey_permission",
	"ASN Survey Response": "asn_kinerja.access.has_survey_response_permission",
	"ASN Attendance Recap": "asn_kinerja.access.has_permission",
	"ASN Disciplinary Record": "asn_kinerja.access.has_permission",
	"ASN Training Record": "asn_kinerja.access.has_permission",
	"ASN Development Plan": "asn_kinerja.access.has_permission",
	"ASN Competency Assessment": "asn_kinerja.access.has_permission",
	"ASN Follow Up": "asn_kinerja.access.has_permission",
	"ASN Credit Point": "asn_kinerja.access.has_permission",
	"ASN Allowance Line": "asn_kinerja.access.has_permission",
	"ASN Talent Placement": "asn_kinerja.access.has_permission",
	"ASN Talent Map": "asn_kinerja.access.has_talent_map_permission",
	"Workflow Action": "asn_kinerja.access.has_workflow_action_permission",
	"File": "asn_kinerja.attachments.has_file_permission",
}

permission_query_conditions = {
	"Workflow Action": "asn_kinerja.access.workflow_action_condition",
	"ASN Work Plan": "asn_kinerja.access.work_plan_condition",
	"ASN Work Plan Item": "asn_kinerja.access.work_plan_item_condition",
	"ASN Work Plan Milestone": "asn_kinerja.access.work_plan_milestone_condition",
	"ASN Work Plan Behaviour": "asn_kinerja.access.work_plan_behaviour_condition",
	"ASN Work Plan Support": "asn_kinerja.access.work_plan_support_condition",
	"ASN Result Matrix": "asn_kinerja.access.result_matrix_condition",
	"ASN Result Matrix Cell": "asn_kinerja.access.result_matrix_cell_condition",
	"ASN Daily Activity": "asn_kinerja.access.daily_activity_condition",
	"ASN Performance Dialogue": "asn_kinerja.access.performance_dialogue_condition",
	"ASN Dialogue Action": "asn_kinerja.access.dialogue_action_condition",
	"ASN Feedback": "asn_kinerja.access.feedback_condition",
	"ASN Innovation": "asn_kinerja.access.innovation_condition",
	"ASN Innovation Contributor": "asn_kinerja.access.innovation_contributor_condition",
	"ASN Innovation Verifier": "asn_kinerja.access.innovation_verifier_condition",
	"ASN Behaviour Review": "asn_kinerja.access.behaviour_review_condition",
	"ASN Behaviour Review Rating": "asn_kinerja.access.behaviour_review_rating_condition",
	"ASN Plan Batch Problem": "asn_kinerja.access.plan_batch_problem_condition",
	"ASN Evaluation": "asn_kinerja.access.evaluation_condition",
	"ASN Evaluation Result": "asn_kinerja.access.evaluation_result_condition",
	"ASN Evaluation Behaviour": "asn_kinerja.access.evaluation_behaviour_condition",
	"ASN Evaluation Component": "asn_kinerja.access.evaluation_component_condition",
	"ASN Satisfaction Survey": "asn_kinerja.access.survey_condition",
	"ASN Survey Element": "asn_kinerja.access.survey_element_condition",
	"ASN Survey Officer": "asn_kinerja.access.survey_officer_condition",
	"ASN Survey Grade": "asn_kinerja.access.survey_grade_condition",
	"ASN Survey Response": "asn_kinerja.access.survey_response_condition",
	"ASN Attendance Recap": "asn_kinerja.access.attendance_recap_condition",
	"ASN Attendance Exception": "asn_kinerja.access.attendance_exception_condition",
	"ASN Disciplinary Record": "asn_kinerja.access.disciplinary_record_condition",
	"ASN Training Record": "asn_kinerja.access.training_record_condition",
	"ASN Development Plan": "asn_kinerja.access.development_plan_condition",
	"ASN Development Item": "asn_kinerja.access.development_item_condition",
	"ASN Competency Assessment": "asn_kinerja.access.competency_assessment_condition",
	"ASN Assessed Competency": "asn_kinerja.access.assessed_competency_condition",
	"ASN Follow Up": "asn_kinerja.access.follow_up_condition",
	"ASN Follow Up Note": "asn_kinerja.access.follow_up_note_condition",
	"ASN Credit Point": "asn_kinerja.access.credit_point_condition",
	"ASN Allowance Line": "asn_kinerja.access.allowance_line_condition",
	"ASN Allowance Entered Base": "asn_kinerja.access.allowance_entered_base_condition",
	"ASN Talent Placement": "asn_kinerja.access.talent_placement_condition",
	"ASN Talent Map": "asn_kinerja.access.talent_map_condition",
}

_workflow_action = "frappe.workflow.doctype.workflow_action.workflow_action"
override_whitelisted_methods = {
	"frappe.model.workflow.apply_workflow": "asn_kinerja.workflow.apply_workflow",
	"frappe.model.workflow.bulk_workflow_approval": "asn_kinerja.workflow.bulk_workflow_approval",
	f"{_workflow_action}.confirm_action": "asn_kinerja.workflow.confirm_action",
	f"{_workflow_action}.apply_action": "asn_kinerja.workflow.apply_action",
	"frappe.client.get_count": "asn_kinerja.access.framework.get_count",
	"frappe.desk.form.linked_with.get": "asn_kinerja.access.framework.get_linked",
	"frappe.desk.search.search_link": "asn_kinerja.access.framework.search_link",
	"frappe.desk.search.search_widget": "asn_kinerja.access.framework.search_widget",
	"frappe.desk.notifications.get_open_count": "asn_kinerja.access.framework.get_open_count",
	"frappe.desk.listview.get_group_by_count": "asn_kinerja.access.framework.get_group_by_count",
	"frappe.desk.search.get_link_title": "asn_kinerja.access.framework.get_link_title",
}
