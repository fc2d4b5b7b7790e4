"""The row rule: which records a user sees, for lists, documents, reports and endpoints alike."""

from collections.abc import Callable

import frappe
from frappe.model.document import Document
from frappe.query_builder.terms import NamedParameterWrapper
from pypika import Table
from pypika import functions as fn
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from asn_kinerja.access.relations import (
	COMPETENCY,
	MANAGER,
	REVIEW,
	SELF,
	employee_of,
	permitted_companies,
	relations,
	sees_everyone,
)
from asn_kinerja.access.tables import (
	CREATORS,
	HELD_BACK,
	MANAGERS_ONLY,
	PARENT_OF_ROW,
	REMOVERS,
	STATE_FIELD,
	UNCHANGEABLE,
	WITH_WORKFLOW,
)

NAMED_ONE_BY_ONE = 1000  # people
ALLOWANCE_SHEET = "ASN Allowance Sheet"
BATCHES = ("ASN Plan Batch", "ASN Attendance Batch")


def row_criterion(doctype: str, user: str | None = None) -> Criterion | None:
	"""The rows of a guarded DocType that the user sees, as a criterion on `frappe.qb.DocType(doctype)`;
	None when all of them. Lists, documents and reports all use this."""
	user = user or frappe.session.user
	table = frappe.qb.DocType(doctype)
	if user == "Administrator":
		# what is held back is shown to nobody
		return table.released == 1 if doctype == "ASN Feedback" else None
	me = employee_of(user)
	everyone = sees_everyone(user)
	if not everyone and not me:
		return table.name.isnull()
	if doctype == "ASN Feedback":
		criterion = _feedback_criterion(table, me, everyone)
	elif doctype == "ASN Innovation":
		criterion = None if everyone else _innovation_criterion(table, me)
	elif doctype == "ASN Follow Up":
		criterion = None if everyone else _follow_up_criterion(table, me)
	elif doctype == REVIEW:
		criterion = _review_criterion(table, me, everyone)
	elif doctype == COMPETENCY:
		# besides the row rule those for which one is the assessor
		criterion = None if everyone else _people_criterion(table, me) | (table.assessor == me.name)
	else:
		criterion = None if everyone else _people_criterion(table, me)
	if (
		doctype == "ASN Work Plan"
		and not everyone
		and not frappe.db.get_single_value("ASN Performance Settings", "superiors_see_drafts")
	):
		criterion = criterion & ((table.employee == me.name) | (table.workflow_state != "Draft"))
	if doctype in HELD_BACK and me:
		# not even a manager reads what is proposed about himself
		decided = (table.employee != me.name) | (table[STATE_FIELD[doctype]] != HELD_BACK[doctype])
		criterion = decided if criterion is None else criterion & decided
	if doctype in MANAGERS_ONLY and not everyone:
		criterion = criterion & (table[STATE_FIELD[doctype]] != MANAGERS_ONLY[doctype])
	if companies := permitted_companies(user, doctype):
		permitted = table.company.isin(companies)
		criterion = permitted if criterion is None else criterion & permitted
	return criterion


def add_row_indexes(doctype: str, order: str) -> None:
	"""The indexes by which a long list under the row rule is read; for `on_doctype_update`. `order` is the
	list's sort field: newest first until a page is full, whoever looks; the others serve to count."""
	for fields in ([order, "employee", "rater"], ["employee", "rater"], ["company", order]):
		frappe.db.add_index(doctype, fields)


def people_criterion(person: Table, user: str | None = None) -> Criterion | None:
	"""The employees whom the user sees, as a criterion on a table of Employee; None when all of them. For
	reports that count people beside their records."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	criterion = None
	if not sees_everyone(user):
		me = employee_of(user)
		if not me:
			return person.name.isnull()
		people = _at_or_below(me)
		criterion = person.name.isin(people) | rater_column(person).isin(people)
	if companies := permitted_companies(user, "Employee"):
		permitted = person.company.isin(companies)
		criterion = permitted if criterion is None else criterion & permitted
	return criterion


def rater_column(person: Table) -> fn.Coalesce:
	"""The rater of today (see `rater_of`) as a term on a table of Employee."""
	return fn.Coalesce(fn.NullIf(person.asn_delegated_rater, ""), person.reports_to)


def _people_criterion(table: Table, me: frappe._dict) -> Criterion:
	"""Records about the person himself, those below him, and those whom one of these rates."""
	people = _at_or_below(me)
	return table.employee.isin(people) | table.rater.isin(people)


def _at_or_below(me: frappe._dict) -> list[str] | QueryBuilder:
	"""The person and everyone below in the tree. Few are named one by one, so that the database can use its
	indexes on employee and rater; for many it is quicker to look each row up."""
	if not me.rgt:  # not placed in the tree yet: no one is below
		return [me.name]
	employee = frappe.qb.DocType("Employee")
	below = (
		frappe.qb.from_(employee)
		.select(employee.name)
		.where((employee.lft >= me.lft) & (employee.rgt <= me.rgt))
	)
	if me.rgt - me.lft < 2 * NAMED_ONE_BY_ONE:
		return [name for (name,) in below.run()] or [me.name]
	return below


def _feedback_criterion(table: Table, me: frappe._dict | None, everyone: bool) -> Criterion:
	"""Feedback: what is shared or anonymous is seen once it is released, by the row rule; what is private to
	the rater by him, and by managers and auditors, unless it is about themselves. Who gave it sees it."""
	seen = table.released == 1
	private = table.visibility == "Private to the Rater"
	if everyone:
		seen = seen & ~(private & (table.employee == me.name)) if me else seen
	else:
		# one after the other, not one within the other, so that the indexes on people are used
		people = _at_or_below(me)
		seen = (
			(seen & ~private & table.employee.isin(people))
			| (seen & ~private & table.rater.isin(people))
			| (seen & private & (table.rater == me.name))
		)
	return (table.given_by == me.name) | seen if me else seen


def _innovation_criterion(table: Table, me: frappe._dict) -> Criterion:
	"""Innovations: besides the row rule those to which people in sight have contributed, and those that one
	is to verify."""
	contributor = frappe.qb.DocType("ASN Innovation Contributor")
	verifier = frappe.qb.DocType("ASN Innovation Verifier")
	shared = frappe.qb.from_(contributor).select(contributor.parent)
	shared = shared.where(contributor.employee.isin(_at_or_below(me)))
	asked = frappe.qb.from_(verifier).select(verifier.parent).where(verifier.employee == me.name)
	return _people_criterion(table, me) | table.name.isin(shared) | table.name.isin(asked)


def _follow_up_criterion(table: Table, me: frappe._dict) -> Criterion:
	"""Follow-ups: besides the row rule those that one is responsible for, once they are approved."""
	mine = (table.responsible == me.name) & table.status.isin(["In Progress", "Done"])
	return _people_criterion(table, me) | mine


def _review_criterion(table: Table, me: frappe._dict | None, everyone: bool) -> Criterion | None:
	"""Behaviour reviews: those that one is asked for; and, by the row rule, those about others. None about
	himself is seen by the employee, whatever else he may be: who is above his reviewers in the tree, their
	rater, a manager, an auditor. He reads what they say together (see `asn_kinerja.reviews.summary`)."""
	if not me:
		return None
	asked = (table.reviewer == me.name) & (table.status != "Proposed")
	# not as a plain comparison, which the database would take for a range of the index on employees and then
	# sort all of it, instead of reading the newest until a page is full
	about_others = fn.Coalesce(table.employee, me.name) != me.name
	if everyone:
		return asked | about_others
	# one after the other, not one within the other, so that the indexes on people are used
	people = _at_or_below(me)
	return asked | (about_others & table.employee.isin(people)) | (about_others & table.rater.isin(people))


def _condition(doctype: str) -> Callable[..., str]:
	"""The hook `permission_query_conditions` for a guarded DocType or its child rows.

	Frappe checks a list of child rows only against the role permission on the parent DocType, so the rows
	carry the row rule of their parents. A function each: older versions do not name the DocType here."""

	def condition(user: str | None = None, **kwargs: object) -> str:
		parent = PARENT_OF_ROW.get(doctype, doctype)
		criterion = row_criterion(parent, user)
		if criterion is None:
			return ""
		if parent != doctype:
			parents = frappe.qb.DocType(parent)
			seen = frappe.qb.from_(parents).select(parents.name).where(criterion)
			criterion = frappe.qb.DocType(doctype).parent.isin(seen)
		return _sql(criterion)

	return condition


work_plan_condition = _condition("ASN Work Plan")
work_plan_item_condition = _condition("ASN Work Plan Item")
work_plan_behaviour_condition = _condition("ASN Work Plan Behaviour")
work_plan_support_condition = _condition("ASN Work Plan Support")
work_plan_milestone_condition = _condition("ASN Work Plan Milestone")
result_matrix_condition = _condition("ASN Result Matrix")
result_matrix_cell_condition = _condition("ASN Result Matrix Cell")
daily_activity_condition = _condition("ASN Daily Activity")
performance_dialogue_condition = _condition("ASN Performance Dialogue")
dialogue_action_condition = _condition("ASN Dialogue Action")
feedback_condition = _condition("ASN Feedback")
innovation_condition = _condition("ASN Innovation")
innovation_contributor_condition = _condition("ASN Innovation Contributor")
innovation_verifier_condition = _condition("ASN Innovation Verifier")
behaviour_review_condition = _condition("ASN Behaviour Review")
behaviour_review_rating_condition = _condition("ASN Behaviour Review Rating")
evaluation_condition = _condition("ASN Evaluation")
evaluation_result_condition = _condition("ASN Evaluation Result")
evaluation_behaviour_condition = _condition("ASN Evaluation Behaviour")
evaluation_component_condition = _condition("ASN Evaluation Component")
attendance_recap_condition = _condition("ASN Attendance Recap")
attendance_exception_condition = _condition("ASN Attendance Exception")
disciplinary_record_condition = _condition("ASN Disciplinary Record")
training_record_condition = _condition("ASN Training Record")
development_plan_condition = _condition("ASN Development Plan")
development_item_condition = _condition("ASN Development Item")
follow_up_condition = _condition("ASN Follow Up")
follow_up_note_condition = _condition("ASN Follow Up Note")
competency_assessment_condition = _condition(COMPETENCY)
assessed_competency_condition = _condition("ASN Assessed Competency")
credit_point_condition = _condition("ASN Credit Point")
allowance_line_condition = _condition("ASN Allowance Line")
talent_placement_condition = _condition("ASN Talent Placement")


def plan_batch_problem_condition(user: str | None = None, **kwargs: object) -> str:
	"""Hook `permission_query_conditions` for the problems of batches, which name people: those of the
	permitted companies' batches. (The batches themselves follow Frappe's own rule on their company.)"""
	user = user or frappe.session.user
	if not sees_everyone(user):
		return "(1 = 0)"
	problem = frappe.qb.DocType("ASN Plan Batch Problem")
	criterion: Criterion = problem.parent.isnull()
	for doctype in BATCHES:
		mine = problem.parenttype == doctype
		if companies := permitted_companies(user, doctype):
			batch = frappe.qb.DocType(doctype)
			permitted = frappe.qb.from_(batch).select(batch.name).where(batch.company.isin(companies))
			mine = mine & problem.parent.isin(permitted)
		criterion = criterion | mine
	return _sql(criterion)


def allowance_entered_base_condition(user: str | None = None, **kwargs: object) -> str:
	"""Hook `permission_query_conditions` for the bases of allowance sheets by hand: those of the permitted
	companies' sheets. (The sheets themselves follow Frappe's own rule on their company.)"""
	user = user or frappe.session.user
	if not sees_everyone(user):
		return "(1 = 0)"
	if not (companies := permitted_companies(user, ALLOWANCE_SHEET)):
		return ""
	sheet = frappe.qb.DocType(ALLOWANCE_SHEET)
	permitted = frappe.qb.from_(sheet).select(sheet.name).where(sheet.company.isin(companies))
	return _sql(frappe.qb.DocType("ASN Allowance Entered Base").parent.isin(permitted))


def workflow_action_condition(user: str | None = None, **kwargs: object) -> str:
	"""Hook `permission_query_conditions` for Workflow Action: Frappe lists open actions by role, with the
	record's name and state, so that every rater would read those of strangers."""
	action = frappe.qb.DocType("Workflow Action")
	criterion: Criterion = action.reference_doctype.notin(sorted(WITH_WORKFLOW))
	for doctype in sorted(WITH_WORKFLOW):
		mine = action.reference_doctype == doctype
		rows = row_criterion(doctype, user)
		if rows is not None:
			records = frappe.qb.DocType(doctype)
			mine = mine & action.reference_name.isin(
				frappe.qb.from_(records).select(records.name).where(rows)
			)
		criterion = criterion | mine
	return _sql(criterion)


def has_workflow_action_permission(
	doc: Document, ptype: str | None = "read", user: str | None = None, **kwargs: object
) -> bool:
	"""Hook `has_permission` for Workflow Action: the same rule for one of them."""
	if doc.reference_doctype not in WITH_WORKFLOW:
		return True
	return sees(frappe._dict(doctype=doc.reference_doctype, name=doc.reference_name), user)


def as_condition(criterion: Criterion | None) -> str:
	"""What a hook `permission_query_conditions` answers; None: no limit."""
	return "" if criterion is None else _sql(criterion)


def _sql(criterion: Criterion) -> str:
	"""The criterion as text for a query without parameters, every value escaped by the database's rules."""
	parameters = NamedParameterWrapper()
	text = criterion.get_sql(with_namespace=True, quote_char="`", param_wrapper=parameters)
	values = {
		name: frappe.db.escape(value, percent=False) if isinstance(value, str) else value
		for name, value in parameters.get_parameters().items()
	}
	return f"({text % values})"


def sees(doc: Document, user: str | None = None) -> bool:
	"""Whether the user sees a stored record: the list's own rule, asked for one row."""
	criterion = row_criterion(doc.doctype, user)
	if criterion is None:
		return True
	table = frappe.qb.DocType(doc.doctype)
	return bool(frappe.qb.from_(table).select(table.name).where((table.name == doc.name) & criterion).run())


def has_permission(doc: Document, ptype: str | None = "read", user: str | None = None, **kwargs) -> bool:
	"""Hook `has_permission` for the guarded DocTypes: roles open the door, this decides on the document."""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	relation = relations(doc, user)
	if doc.is_new() or ptype == "create":
		# who it is about may still be empty: the controller then sets the session user's own record
		makers = CREATORS.get(doc.doctype)
		return makers is None or not doc.get("employee") or bool(relation & makers)
	if not sees(doc, user):
		return False
	if ptype == "write":
		return bool(relation) and doc.doctype not in UNCHANGEABLE
	if ptype == "submit":
		# Frappe asks for it again when a submitted record is saved: there the employee gives his answer
		released = frappe.db.get_value(doc.doctype, doc.name, "docstatus") == 1
		return bool(relation - (set() if released else {SELF}))
	if ptype == "delete":
		return bool(relation & _removers(doc))
	if ptype in ("cancel", "amend"):
		return MANAGER in relation
	return ptype != "share"


def _removers(doc: Document) -> frozenset[str]:
	"""Who may delete the record in the state that is stored."""
	by_state = REMOVERS.get(doc.doctype)
	if not by_state:
		return frozenset({MANAGER})
	state = frappe.db.get_value(doc.doctype, doc.name, STATE_FIELD[doc.doctype])
	return by_state.get(state, frozenset({MANAGER}))
