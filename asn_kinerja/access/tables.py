"""The tables of the rules: which records are guarded, and who writes what in which state."""

from asn_kinerja.access.relations import (
	ASSESSOR,
	COMPETENCY,
	MANAGER,
	RATER,
	REVIEW,
	REVIEWER,
	SELF,
	SUPERIOR,
)

# The records the row rule is about, with their child rows.
GUARDED: dict[str, tuple[str, ...]] = {
	"ASN Work Plan": (
		"ASN Work Plan Item",
		"ASN Work Plan Milestone",
		"ASN Work Plan Behaviour",
		"ASN Work Plan Support",
	),
	"ASN Result Matrix": ("ASN Result Matrix Cell",),
	"ASN Daily Activity": (),
	"ASN Performance Dialogue": ("ASN Dialogue Action",),
	"ASN Feedback": (),
	"ASN Innovation": ("ASN Innovation Contributor", "ASN Innovation Verifier"),
	REVIEW: ("ASN Behaviour Review Rating",),
	"ASN Evaluation": ("ASN Evaluation Result", "ASN Evaluation Behaviour", "ASN Evaluation Component"),
	"ASN Attendance Recap": ("ASN Attendance Exception",),
	"ASN Disciplinary Record": (),
	"ASN Training Record": (),
	"ASN Development Plan": ("ASN Development Item",),
	"ASN Follow Up": ("ASN Follow Up Note",),
	COMPETENCY: ("ASN Assessed Competency",),
	"ASN Credit Point": (),
	"ASN Allowance Line": (),
	"ASN Talent Placement": (),
}
PARENT_OF_ROW = {row: parent for parent, rows in GUARDED.items() for row in rows}

# Nobody changes these once they are stored; their controllers refuse it.
UNCHANGEABLE = frozenset({"ASN Feedback", "ASN Credit Point", "ASN Allowance Line", "ASN Talent Placement"})

NEW = ""  # the state of a record that is not stored yet
STORED = "stored"  # the state of a stored record that has none

# The field that holds the state. Where it is not the workflow's, methods of the record change it.
STATE_FIELD = {
	"ASN Work Plan": "workflow_state",
	"ASN Evaluation": "workflow_state",
	"ASN Daily Activity": "status",
	"ASN Performance Dialogue": "status",
	"ASN Innovation": "status",
	REVIEW: "status",
	"ASN Disciplinary Record": "status",
	"ASN Training Record": "status",
	"ASN Development Plan": "status",
	"ASN Follow Up": "status",
	COMPETENCY: "workflow_state",
	"ASN Credit Point": "status",
	"ASN Allowance Line": "status",
	"ASN Talent Placement": "status",
}
WITH_WORKFLOW = frozenset({"ASN Work Plan", "ASN Evaluation", COMPETENCY})

# The state in which a record is not shown to the employee it is about, not even to a manager.
HELD_BACK = {
	"ASN Disciplinary Record": "Proposed",
	"ASN Follow Up": "Proposed",
	"ASN Allowance Line": "Draft",
	"ASN Talent Placement": "Draft",
}
# The state in which only managers and auditors see a record.
MANAGERS_ONLY = {"ASN Allowance Line": "Draft", "ASN Talent Placement": "Draft"}

# Set by the server from other records at every save; what a client sends for them is ignored.
_HEADER = frozenset(
	{
		"title",
		"employee_name",
		"nip",
		"designation",
		"department",
		"company",
		"position_type",
		"rater",
		"rater_name",
	}
)
SERVER_SET: dict[str, frozenset[str]] = {
	"ASN Work Plan": _HEADER | {"weight_total", "months"},
	"ASN Work Plan Item": frozenset({"superior_result", "source", "data_source", "summarise"}),
	"ASN Result Matrix": _HEADER,
	"ASN Daily Activity": _HEADER | {"result", "unit", "work_plan"},
	"ASN Performance Dialogue": _HEADER,
	"ASN Feedback": _HEADER,
	"ASN Innovation": _HEADER - {"title"},
	"ASN Innovation Contributor": frozenset({"employee_name"}),
	"ASN Innovation Verifier": frozenset({"employee_name"}),
	"ASN Attendance Recap": _HEADER | {"source", "batch", "recap_key", "late_minutes", "early_minutes"},
	"ASN Disciplinary Record": _HEADER,
	"ASN Training Record": (_HEADER - {"title"}) | {"training_key", "event", "follows_event"},
	"ASN Development Plan": _HEADER
	| {"year", "from_date", "to_date", "rule", "assessment", "assessed_on", "plan_key"},
	"ASN Development Item": frozenset(
		{"from_level", "assessed_on", "reason", "training_record", "level_after", "effect"}
	),
	"ASN Follow Up": _HEADER | {"responsible_name"},
	COMPETENCY: _HEADER | {"assessor_name", "assessment_key"},
	"ASN Credit Point": _HEADER | {"rule", "explanation", "point_key"},
	"ASN Allowance Line": _HEADER,
}

_PLAN = frozenset(
	{
		"employee",
		"cycle",
		"approach",
		"from_date",
		"to_date",
		"items.*",
		"milestones.*",
		"behaviours.*",
		"supports.*",
	}
)
_SELF_ASSESSMENT = frozenset(
	{"results.realisation", "results.evidence", "results.evidence_link", "results.self_note", "self_note"}
)
_RATER_ASSESSMENT = frozenset(
	{
		"results.rating",
		"results.rater_note",
		"results.corrected_realisation",
		"results.correction_reason",
		"behaviours.rating",
		"behaviours.rater_note",
		"work_result_rating",
		"work_result_reason",
		"behaviour_rating",
		"behaviour_reason",
		"new_idea",
		"rater_note",
		"return_reason",
	}
)
_ACTIVITY = frozenset(
	{
		"date",
		"from_time",
		"to_time",
		"minutes",
		"description",
		"plan_item",
		"quantity",
		"evidence",
		"evidence_link",
	}
)
_INNOVATION = frozenset(
	{
		"title",
		"date",
		"impact_level",
		"description",
		"benefit",
		"evidence",
		"evidence_link",
		"contributors.*",
	}
)
_DIALOGUE = frozenset({"dialogue_type", "date", "topic", "actions.*"})
_RECAP = frozenset(
	{
		"working_days",
		"present",
		"excused_absences",
		"unexcused_absences",
		"longest_run",
		"exceptions.*",
	}
)
_SANCTION = frozenset({"level", "sanction", "basis", "from_date", "to_date", "months", "decree"})
_TRAINING = frozenset(
	{
		"training",
		"title",
		"form",
		"kind",
		"organiser",
		"from_date",
		"to_date",
		"hours",
		"certificate",
		"certificate_link",
		"notes",
	}
)
_MEASURES = frozenset({"items.*"})
_MEASURES_FOLLOWED = frozenset({"items.status", "items.done_on", "items.result_note"})
_COMPETENCY = frozenset({"employee", "cycle", "stage_name"})
_POTENTIAL = frozenset({"potential_score", "potential_note"})
_SELF_LEVELS = frozenset({"competencies.self_level", "competencies.self_evidence"})
_SUPERIOR_LEVELS = _POTENTIAL | {"competencies.superior_level", "competencies.superior_evidence"}
_ASSESSOR_LEVELS = _POTENTIAL | {
	"competencies.assessor_level",
	"competencies.assessor_evidence",
	"assessed_on",
	"basis",
}
_FOLLOW_UP = frozenset({"actions.status", "actions.done_on", "actions.result_note"})

_PROPOSAL = frozenset({"description", "responsible", "due_date"})
_AWARD = frozenset({"subject", "citation"})
_BY_HAND = _PROPOSAL | _AWARD | {"employee", "kind", "cycle", "evaluation", "reason"}
_NOTE_OF_EMPLOYEE = {SELF: frozenset({"employee_note"})}
_PROGRESS = frozenset({"responsible", "due_date", "citation", "development_plan", "disciplinary_record"})
_CREDIT = frozenset(
	{
		"employee",
		"kind",
		"evaluation",
		"from_date",
		"to_date",
		"functional_level",
		"golongan",
		"points",
		"basis",
		"document",
	}
)

# DocType -> state -> relation -> fields; "table.field" for a column of existing rows, "table.*" for the
# whole table with adding and removing rows. What is not here stays as it is stored.
WRITABLE: dict[str, dict[str, dict[str, frozenset[str]]]] = {
	"ASN Work Plan": {
		NEW: {SELF: _PLAN, MANAGER: _PLAN},
		"Draft": {SELF: _PLAN, MANAGER: _PLAN, RATER: frozenset({"behaviours.expectation"})},
		"Returned": {SELF: _PLAN, MANAGER: _PLAN, RATER: frozenset({"behaviours.expectation"})},
		"Waiting for Rater": {RATER: frozenset({"behaviours.expectation", "return_reason"})},
		"Approved": {MANAGER: frozenset({"cancel_reason"})},
	},
	"ASN Result Matrix": {
		NEW: {SELF: frozenset({"work_plan", "employee", "cells.*"})},
		STORED: {SELF: frozenset({"cells.*"})},
	},
	"ASN Daily Activity": {
		NEW: {SELF: _ACTIVITY | {"employee"}},
		"Waiting": {SELF: _ACTIVITY},
		"Returned": {SELF: _ACTIVITY},
	},
	"ASN Performance Dialogue": {
		NEW: {
			SELF: _DIALOGUE | {"employee", "employee_note"},
			RATER: _DIALOGUE | {"employee", "rater_note"},
		},
		"Open": {SELF: _DIALOGUE | {"employee_note"}, RATER: _DIALOGUE | {"rater_note"}},
		"Waiting for Employee": {SELF: _DIALOGUE | {"employee_note"}, RATER: _DIALOGUE | {"rater_note"}},
		"Waiting for Rater": {SELF: _DIALOGUE | {"employee_note"}, RATER: _DIALOGUE | {"rater_note"}},
		"Agreed": {SELF: _FOLLOW_UP, RATER: _FOLLOW_UP},
	},
	"ASN Feedback": {},
	"ASN Innovation": {
		NEW: {SELF: _INNOVATION | {"employee"}},
		"Draft": {SELF: _INNOVATION},
		"Returned": {SELF: _INNOVATION},
		"Waiting for Panel": {MANAGER: frozenset({"panel.*"})},
	},
	# named, assigned and taken away by methods (see `asn_kinerja.reviews`); written by the reviewer
	REVIEW: {"Assigned": {REVIEWER: frozenset({"ratings.*", "general_comment"})}},
	"ASN Evaluation": {
		NEW: {MANAGER: frozenset({"employee", "work_plan", "stage"})},
		"Self Assessment": {SELF: _SELF_ASSESSMENT},
		"Rater Assessment": {RATER: _RATER_ASSESSMENT},
		"Released": {SELF: frozenset({"acknowledgement_note", "objection_reason"})},
		"Objected": {
			SUPERIOR: frozenset({"objection_decision"}),
			RATER: frozenset({"rater_statement"}),
		},
	},
	"ASN Attendance Recap": {
		NEW: {MANAGER: _RECAP | {"employee", "month"}},
		STORED: {MANAGER: _RECAP},
	},
	"ASN Disciplinary Record": {
		NEW: {MANAGER: _SANCTION | {"employee"}},
		"Proposed": {MANAGER: _SANCTION},
	},
	"ASN Training Record": {
		NEW: {SELF: _TRAINING | {"employee"}, MANAGER: _TRAINING | {"employee"}},
		"Draft": {SELF: _TRAINING, MANAGER: _TRAINING},
		"Returned": {SELF: _TRAINING, MANAGER: _TRAINING},
	},
	"ASN Development Plan": {
		NEW: dict.fromkeys((SELF, RATER, MANAGER), _MEASURES | {"employee", "cycle"}),
		"Draft": dict.fromkeys((SELF, RATER, MANAGER), _MEASURES),
		"Returned": dict.fromkeys((SELF, RATER, MANAGER), _MEASURES),
		"Waiting": {RATER: _MEASURES},
		"Approved": dict.fromkeys((SELF, RATER, MANAGER), _MEASURES_FOLLOWED),
	},
	# whose part it is decides besides: what one does not see one does not write (see `competency.parts`)
	COMPETENCY: {
		NEW: {
			SELF: _COMPETENCY,
			MANAGER: _COMPETENCY | {"procedure", "assessor", "assessed_on", "basis"},
		},
		"Self Assessment": {SELF: _SELF_LEVELS, MANAGER: frozenset({"assessor"})},
		"Superior Assessment": {
			RATER: _SUPERIOR_LEVELS | {"return_reason"},
			MANAGER: frozenset({"assessor"}),
		},
		"Assessor Assessment": {ASSESSOR: _ASSESSOR_LEVELS, MANAGER: frozenset({"assessor"})},
		"Dialogue": {
			SELF: frozenset({"employee_note"}),
			RATER: _SUPERIOR_LEVELS | {"rater_note"},
			# his levels decide, and nothing leads back from here
			ASSESSOR: _ASSESSOR_LEVELS,
		},
	},
	"ASN Follow Up": {
		NEW: {RATER: _BY_HAND, MANAGER: _BY_HAND},
		"Proposed": {RATER: _PROPOSAL, SUPERIOR: _PROPOSAL, MANAGER: _PROPOSAL | _AWARD},
		# what was approved keeps what it is about
		"In Progress": {
			**_NOTE_OF_EMPLOYEE,
			RATER: frozenset({"development_plan"}),
			MANAGER: _PROGRESS,
		},
		"Done": {**_NOTE_OF_EMPLOYEE, MANAGER: frozenset({"citation"})},
		"Rejected": _NOTE_OF_EMPLOYEE,
		"Dropped": _NOTE_OF_EMPLOYEE,
	},
	"ASN Credit Point": {NEW: {MANAGER: _CREDIT}},
	"ASN Allowance Line": {},
	# made by the job of their map and by nobody else (see `asn_kinerja.talent`)
	"ASN Talent Placement": {},
}

# Who makes a new record about an employee. Feedback may be given by everyone (its own rules say about whom).
CREATORS: dict[str, frozenset[str]] = {
	"ASN Work Plan": frozenset({SELF, MANAGER}),
	"ASN Result Matrix": frozenset({SELF}),
	"ASN Daily Activity": frozenset({SELF}),
	"ASN Performance Dialogue": frozenset({SELF, RATER}),
	"ASN Innovation": frozenset({SELF}),
	REVIEW: frozenset(),
	"ASN Evaluation": frozenset({SELF, MANAGER}),
	"ASN Attendance Recap": frozenset({MANAGER}),
	"ASN Disciplinary Record": frozenset({MANAGER}),
	"ASN Training Record": frozenset({SELF, MANAGER}),
	"ASN Development Plan": frozenset({SELF, RATER, MANAGER}),
	"ASN Follow Up": frozenset({RATER, MANAGER}),
	COMPETENCY: frozenset({SELF, MANAGER}),
	"ASN Credit Point": frozenset({MANAGER}),
	"ASN Allowance Line": frozenset(),
	"ASN Talent Placement": frozenset(),
}
# Who deletes a record, by state; where a state is not named, performance managers.
REMOVERS: dict[str, dict[str, frozenset[str]]] = {
	"ASN Daily Activity": {
		"Waiting": frozenset({SELF}),
		"Returned": frozenset({SELF}),
		"Verified": frozenset(),
	},
	"ASN Performance Dialogue": {"Agreed": frozenset()},
	"ASN Innovation": {
		"Draft": frozenset({SELF}),
		"Returned": frozenset({SELF}),
		"Verified": frozenset(),
		"Not Verified": frozenset(),
	},
	REVIEW: {"Submitted": frozenset()},
	"ASN Disciplinary Record": {"In Force": frozenset(), "Dropped": frozenset()},
	"ASN Training Record": {
		"Draft": frozenset({SELF, MANAGER}),
		"Returned": frozenset({SELF, MANAGER}),
		"Verified": frozenset(),
	},
	"ASN Development Plan": {"Draft": frozenset({SELF, MANAGER}), "Approved": frozenset()},
	"ASN Follow Up": {
		"In Progress": frozenset(),
		"Done": frozenset(),
		"Rejected": frozenset(),
		"Dropped": frozenset(),
	},
	COMPETENCY: {"Released": frozenset()},
	"ASN Credit Point": dict.fromkeys(("Counted", "Replaced", "Withdrawn"), frozenset()),
	"ASN Allowance Line": {"Draft": frozenset(), "Approved": frozenset()},
	"ASN Talent Placement": {"Draft": frozenset(), "Published": frozenset()},
}

# Which records are still running, so that a new rater of the employee takes them over; the others keep the
# rater who has judged, and those of a plan that ended by a transfer the one under whom the work was done.
# Behaviour reviews go with the evaluation of their stage (see `asn_kinerja.reviews.state`).
RUNNING: dict[str, dict[str, object]] = {
	"ASN Work Plan": {"docstatus": 0},
	"ASN Result Matrix": {},
	"ASN Daily Activity": {"status": ["!=", "Verified"]},
	"ASN Performance Dialogue": {"status": ["!=", "Agreed"]},
	"ASN Innovation": {"status": ["not in", ["Verified", "Not Verified"]]},
	"ASN Evaluation": {"docstatus": 0},
	"ASN Attendance Recap": {},
	"ASN Disciplinary Record": {},
	"ASN Training Record": {"status": ["!=", "Verified"]},
	"ASN Development Plan": {},
	"ASN Follow Up": {"status": ["in", ["Proposed", "In Progress"]]},
	COMPETENCY: {"workflow_state": ["!=", "Released"]},
	"ASN Credit Point": {},
	"ASN Allowance Line": {"status": "Draft"},
	"ASN Talent Placement": {"status": "Draft"},
}
