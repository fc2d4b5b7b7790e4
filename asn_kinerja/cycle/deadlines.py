"""What is due, or overdue, on a day, and who has to do it: the one place that reminders and reports ask.

Every kind is one or a few set queries, whatever the number of people. Days are calendar days; holidays do
not count differently.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, formatdate, getdate
from pypika import Case, Interval, Table
from pypika import functions as fn
from pypika.queries import QueryBuilder
from pypika.terms import ExistsCriterion, Term

from asn_kinerja import access, notices, units
from asn_kinerja.competency import parts
from asn_kinerja.development import catalogue
from asn_kinerja.reviews import state as reviews

PLAN, EVALUATION, CYCLE = "ASN Work Plan", "ASN Evaluation", "ASN Performance Cycle"
ACTIVITY, DIALOGUE = "ASN Daily Activity", "ASN Performance Dialogue"
REVIEW, COMPETENCY = "ASN Behaviour Review", "ASN Competency Assessment"
FOLLOW_UP = "ASN Follow Up"

PLAN_NOT_SUBMITTED = "Plan not submitted"
PLAN_WAITING = "Plan waiting for approval"
SELF_ASSESSMENT = "Self assessment due"
RATING = "Rating due"
ACTIVITIES_WAITING = "Activities waiting for verification"
ACTION = "Agreed action due"
MEASURE = "Development measure due"
RESULT = "Result to acknowledge"
REVIEW_DUE = "Review due"
COMPETENCY_DUE = "Competency assessment waiting"
STATEMENT = "Statement on an objection due"
OBJECTION = "Objection to decide"
FOLLOW_UP_WAITING = "Follow-up to decide"
FOLLOW_UP_DUE = "Follow-up due"

# Days to hand in a plan, from the beginning of the cycle or of the employee's own part of it, where the
# cycle itself names no date.
DAYS_TO_PLAN = 30


@dataclass(frozen=True, slots=True)
class Deadline:
	"""One matter on one day.

	`responsible` does it (None: nobody is set), `about` is whose matter it is (None: several people's).
	`days_late`: 0 on the due date, negative while it is still to come. `text` is what the record is called;
	for several activities there is none, but their number (`count`) and the `oldest` one's date."""

	kind: str
	responsible: str | None
	responsible_name: str | None
	user: str | None
	unit: str | None
	unit_name: str | None
	about: str | None
	about_name: str | None
	doctype: str
	name: str
	text: str
	due: date
	days_late: int
	count: int = 1
	oldest: date | None = None

	@property
	def overdue(self) -> bool:
		return self.days_late > 0


@dataclass(frozen=True, slots=True)
class Scope:
	"""The day, the agency's settings in days, and what to look at; `viewer` None sees everything."""

	day: date
	reminder_days: int
	objection_days: int
	statement_days: int
	decision_days: int
	viewer: str | None = None
	company: str | None = None
	cycle: str | None = None
	department: str | None = None

	@property
	def horizon(self) -> date:
		"""The last due date that is reminded of today."""
		return self.day + timedelta(days=self.reminder_days)

	@property
	def patience(self) -> date:
		"""What has waited since before this day has waited too long."""
		return self.day - timedelta(days=self.reminder_days)


def on_day(
	day: date,
	*,
	viewer: str | None = None,
	company: str | None = None,
	cycle: str | None = None,
	department: str | None = None,
	kinds: Collection[str] | None = None,
) -> list[Deadline]:
	"""Everything that is due within the reminder days or overdue on `day`, the latest first.

	viewer: a user who gets only what he is responsible for and what concerns people in his sight (the row
	rule of the records); None: everything, for the reminders themselves.
	department: the unit of who is responsible, or one above it.
	cycle: activities and dialogues count by their date.
	kinds: keys of `KINDS`; None: all."""
	scope = Scope(
		getdate(day),
		_setting("reminder_days"),
		_setting("objection_days"),
		_setting("statement_days"),
		_setting("decision_days"),
		viewer,
		company,
		cycle,
		department,
	)
	found = [
		entry for kind, query in KINDS.items() if kinds is None or kind in kinds for entry in query(scope)
	]
	order = list(KINDS)
	return sorted(
		found,
		key=lambda entry: (-entry.days_late, order.index(entry.kind), entry.about_name or "", entry.name),
	)


def _setting(field: str) -> int:
	return cint(frappe.db.get_single_value("ASN Performance Settings", field))


def labels() -> dict[str, str]:
	"""Kind -> its name in the user's language."""
	return {
		PLAN_NOT_SUBMITTED: _("Plan not submitted"),
		PLAN_WAITING: _("Plan waiting for approval"),
		SELF_ASSESSMENT: _("Self assessment due"),
		RATING: _("Rating due"),
		ACTIVITIES_WAITING: _("Activities waiting for verification"),
		ACTION: _("Agreed action due"),
		MEASURE: _("Development measure due"),
		RESULT: _("Result to acknowledge"),
		REVIEW_DUE: _("Review due"),
		COMPETENCY_DUE: _("Competency assessment waiting"),
		STATEMENT: _("Statement on an objection due"),
		OBJECTION: _("Objection to decide"),
		FOLLOW_UP_WAITING: _("Follow-up to decide"),
		FOLLOW_UP_DUE: _("Follow-up due"),
	}


def describe(entry: Deadline) -> str:
	"""What it is about, in the user's language and as plain text."""
	if entry.kind == ACTIVITIES_WAITING:
		return _("{0} activities, the oldest of {1}").format(entry.count, formatdate(entry.oldest))
	if entry.kind == FOLLOW_UP_WAITING and entry.oldest:
		return _("{0} follow-ups, the oldest of {1}").format(entry.count, formatdate(entry.oldest))
	return entry.text


def plan_due_date(cycle: dict[str, Any]) -> date:
	"""The day by which the plans of a cycle are handed in; `cycle` has plan_due_date and from_date."""
	return getdate(cycle["plan_due_date"] or getdate(cycle["from_date"]) + timedelta(days=DAYS_TO_PLAN))


def plan_due_of(employee: Table, cycle: dict[str, Any]) -> Term:
	"""The day by which a person's plan is handed in, as a term of a query over employees: that of the cycle;
	whoever joined within the cycle has at least `DAYS_TO_PLAN` from that day."""
	due = plan_due_date(cycle)
	own = employee.date_of_joining + Interval(days=DAYS_TO_PLAN)
	joined = employee.date_of_joining > getdate(cycle["from_date"])
	return fn.Date(Case().when(joined & (own > due), own).else_(due))


def _plans_to_submit(scope: Scope) -> Iterator[Deadline]:
	"""Active civil servants of an agency with an open cycle whose plan is missing, a draft or returned.

	Who joins, or takes up another post, within the cycle has `DAYS_TO_PLAN` from that day."""
	cycles = {cycle.name: cycle for cycle in _open_cycles(scope) if plan_due_date(cycle) <= scope.horizon}
	if not cycles:
		return
	drafts, ended = _drafts(scope, list(cycles)), _ended(list(cycles))
	for row in _without_plan(scope, list(cycles)):
		cycle, key = cycles[row.cycle], (row.employee, row.cycle)
		draft = drafts.get(key)
		begins = max(
			getdate(cycle.from_date),
			getdate(row.joined or cycle.from_date),
			getdate(draft.from_date or cycle.from_date) if draft else getdate(cycle.from_date),
			getdate(ended[key]) + timedelta(days=1) if key in ended else getdate(cycle.from_date),
		)
		due = plan_due_date(cycle)
		if begins > getdate(cycle.from_date):
			due = max(due, begins + timedelta(days=DAYS_TO_PLAN))
		if due > scope.horizon:
			continue
		shown = draft is not None and draft.visible
		yield _entry(
			PLAN_NOT_SUBMITTED,
			scope,
			row,
			doctype=PLAN if shown else CYCLE,
			name=draft.name if shown else cycle.name,
			text=cycle.title,
			due=due,
		)


def _open_cycles(scope: Scope) -> list[frappe._dict]:
	filters = {"status": "Open"}
	if scope.company:
		filters["company"] = scope.company
	if scope.cycle:
		filters["name"] = scope.cycle
	return frappe.get_all(
		CYCLE,
		filters=filters,
		fields=["name", "title", "from_date", "to_date", "plan_due_date"],
		order_by="name",
	)


def _without_plan(scope: Scope, cycles: list[str]) -> list[frappe._dict]:
	"""Employee and cycle, where no plan is in force or waiting for the rater."""
	employee, cycle, plan = map(frappe.qb.DocType, ("Employee", CYCLE, PLAN))
	query = (
		frappe.qb.from_(employee)
		.join(cycle)
		.on(cycle.company == employee.company)
		.left_join(plan)
		.on(
			(plan.employee == employee.name)
			& (plan.cycle == cycle.name)
			& plan.workflow_state.isin(("Waiting for Rater", "Approved"))
			& plan.ended_on.isnull()
		)
		.select(
			employee.name.as_("employee"),
			employee.employee_name,
			employee.date_of_joining.as_("joined"),
			cycle.name.as_("cycle"),
		)
		.where(cycle.name.isin(cycles) & plan.name.isnull())
		.where((employee.status == "Active") & (fn.Coalesce(employee.asn_type, "") != ""))
		.where(employee.date_of_joining.isnull() | (employee.date_of_joining <= cycle.to_date))
	)
	if scope.viewer and (criterion := access.people_criterion(employee, scope.viewer)) is not None:
		query = query.where(criterion)
	return _run(_with_responsible(query, employee.name, scope))


def _drafts(scope: Scope, cycles: list[str]) -> dict[tuple[str, str], frappe._dict]:
	"""(employee, cycle) -> the plan not handed in yet, and whether the viewer may know of it."""
	plan = frappe.qb.DocType(PLAN)
	criterion = access.row_criterion(PLAN, scope.viewer) if scope.viewer else None
	query = (
		frappe.qb.from_(plan)
		.select(plan.employee, plan.cycle, plan.name, plan.from_date)
		.where(plan.cycle.isin(cycles) & (plan.docstatus == 0))
		.where(plan.workflow_state.isin(("Draft", "Returned")) & plan.revision_of.isnull())
		.orderby(plan.creation)
	)
	if criterion is not None:
		query = query.select(Case().when(criterion, 1).else_(0).as_("visible"))
	return {(row.employee, row.cycle): frappe._dict({"visible": 1, **row}) for row in query.run(as_dict=True)}


def _ended(cycles: list[str]) -> dict[tuple[str, str], date]:
	"""(employee, cycle) -> the last day of a plan that ended before the cycle did."""
	plan = frappe.qb.DocType(PLAN)
	query = (
		frappe.qb.from_(plan)
		.select(plan.employee, plan.cycle, fn.Max(plan.ended_on))
		.where(plan.cycle.isin(cycles) & (plan.docstatus == 1) & plan.ended_on.isnotnull())
		.groupby(plan.employee, plan.cycle)
	)
	return {(employee, cycle): last for employee, cycle, last in query.run()}


def _plans_to_approve(scope: Scope) -> Iterator[Deadline]:
	"""Plans that have waited for the rater longer than the reminder days."""
	plan, cycle = frappe.qb.DocType(PLAN), frappe.qb.DocType(CYCLE)
	query = (
		frappe.qb.from_(plan)
		.join(cycle)
		.on((cycle.name == plan.cycle) & (cycle.status == "Open"))
		.select(plan.name, plan.title, plan.employee, plan.employee_name, plan.submitted_on)
		.where((plan.workflow_state == "Waiting for Rater") & (plan.docstatus == 0))
		.where(plan.submitted_on < scope.patience)
	)
	for row in _run(_with_responsible(_limited(query, plan, PLAN, scope), plan.rater, scope)):
		due = getdate(row.submitted_on) + timedelta(days=scope.reminder_days)
		yield _entry(PLAN_WAITING, scope, row, doctype=PLAN, name=row.name, text=row.title, due=due)


def _self_assessments(scope: Scope) -> Iterator[Deadline]:
	return _evaluations(scope, SELF_ASSESSMENT, "Self Assessment", "employee")


def _ratings(scope: Scope) -> Iterator[Deadline]:
	return _evaluations(scope, RATING, "Rater Assessment", "rater")


def _evaluations(scope: Scope, kind: str, state: str, responsible: str) -> Iterator[Deadline]:
	"""Running evaluations of open cycles whose stage is due; the stage's own date counts, which may have
	been moved since it was opened."""
	evaluation, cycle, stage = map(frappe.qb.DocType, (EVALUATION, CYCLE, "ASN Cycle Stage"))
	due = fn.Coalesce(stage.due_date, evaluation.due_date)
	query = (
		frappe.qb.from_(evaluation)
		.join(cycle)
		.on((cycle.name == evaluation.cycle) & (cycle.status == "Open"))
		.left_join(stage)
		.on(stage.name == evaluation.stage)
		.select(evaluation.name, evaluation.title, evaluation.employee, evaluation.employee_name)
		.select(due.as_("due"))
		.where((evaluation.workflow_state == state) & (evaluation.docstatus == 0) & (due <= scope.horizon))
	)
	query = _limited(query, evaluation, EVALUATION, scope)
	for row in _run(_with_responsible(query, evaluation[responsible], scope)):
		yield _entry(
			kind, scope, row, doctype=EVALUATION, name=row.name, text=row.title, due=getdate(row.due)
		)


def _activities(scope: Scope) -> Iterator[Deadline]:
	"""Per rater the activities that have waited for verification longer than the reminder days."""
	activity = frappe.qb.DocType(ACTIVITY)
	query = (
		frappe.qb.from_(activity)
		.select(fn.Count("*").as_("waiting"))
		# the oldest one's date and name at once: dates sort as text
		.select(fn.Min(fn.Concat(activity.date, " ", activity.name)).as_("oldest"))
		.where((activity.status == "Waiting") & (activity.date < scope.patience))
		.where(fn.Coalesce(activity.rater, "") != "")
		.groupby(activity.rater)
	)
	query = _dated(_limited(query, activity, ACTIVITY, scope), activity, scope)
	for row in _run(_with_responsible(query, activity.rater, scope, grouped=True)):
		oldest, _space, name = row.oldest.partition(" ")
		yield _entry(
			ACTIVITIES_WAITING,
			scope,
			row,
			doctype=ACTIVITY,
			name=name,
			text="",
			due=getdate(oldest) + timedelta(days=scope.reminder_days),
			count=row.waiting,
			oldest=getdate(oldest),
		)


def _actions(scope: Scope) -> Iterator[Deadline]:
	"""Open actions that employee and rater have agreed on."""
	action, dialogue = frappe.qb.DocType("ASN Dialogue Action"), frappe.qb.DocType(DIALOGUE)
	responsible = Case().when(action.responsible == "Rater", dialogue.rater).else_(dialogue.employee)
	query = (
		frappe.qb.from_(action)
		.join(dialogue)
		.on((dialogue.name == action.parent) & (action.parenttype == DIALOGUE))
		.select(dialogue.name, dialogue.employee, dialogue.employee_name, action.action, action.due_date)
		.where((dialogue.status == "Agreed") & (action.status == "Open"))
		.where(action.due_date <= scope.horizon)
	)
	query = _dated(_limited(query, dialogue, DIALOGUE, scope), dialogue, scope)
	for row in _run(_with_responsible(query, responsible, scope)):
		yield _entry(
			ACTION,
			scope,
			row,
			doctype=DIALOGUE,
			name=row.name,
			text=row.action,
			due=getdate(row.due_date),
		)


def _measures(scope: Scope) -> Iterator[Deadline]:
	"""Open measures of approved development plans of open cycles."""
	item, plan, cycle = map(frappe.qb.DocType, (catalogue.ITEM, catalogue.PLAN, CYCLE))
	query = (
		frappe.qb.from_(item)
		.join(plan)
		.on((plan.name == item.parent) & (item.parenttype == catalogue.PLAN))
		.join(cycle)
		.on((cycle.name == plan.cycle) & (cycle.status == "Open"))
		.select(plan.name, plan.employee, plan.employee_name, item.due_date)
		.select(item.kind, item.training, item.description)
		.where((plan.status == catalogue.APPROVED) & item.status.isin(catalogue.OPEN_STATES))
		.where(item.due_date <= scope.horizon)
	)
	query = _limited(query, plan, catalogue.PLAN, scope)
	for row in _run(_with_responsible(query, plan.employee, scope)):
		yield _entry(
			MEASURE,
			scope,
			row,
			doctype=catalogue.PLAN,
			name=row.name,
			text=row.training or row.description or _(row.kind),
			due=getdate(row.due_date),
		)


def _results(scope: Scope) -> Iterator[Deadline]:
	"""Released results whose days for an objection end soon. After them silence is an answer too, and
	making the result final is the performance manager's work."""
	evaluation = frappe.qb.DocType(EVALUATION)
	days = timedelta(days=scope.objection_days)
	query = (
		frappe.qb.from_(evaluation)
		.select(evaluation.name, evaluation.title, evaluation.employee, evaluation.employee_name)
		.select(evaluation.released_on)
		.where((evaluation.workflow_state == "Released") & (evaluation.docstatus == 1))
		.where(evaluation.released_on >= scope.day - days)
		.where(evaluation.released_on < scope.horizon - days + timedelta(days=1))
	)
	query = _limited(query, evaluation, EVALUATION, scope)
	for row in _run(_with_responsible(query, evaluation.employee, scope)):
		due = getdate(row.released_on) + days
		yield _entry(RESULT, scope, row, doctype=EVALUATION, name=row.name, text=row.title, due=due)


def _reviews(scope: Scope) -> Iterator[Deadline]:
	"""Assigned behaviour reviews of open cycles whose evaluation is not released: after that they are
	closed."""
	review, cycle, evaluation = map(frappe.qb.DocType, (REVIEW, CYCLE, EVALUATION))
	running = (
		reviews.running(evaluation)
		.select(evaluation.name)
		.where((evaluation.employee == review.employee) & (evaluation.stage == review.stage))
	)
	query = (
		frappe.qb.from_(review)
		.join(cycle)
		.on((cycle.name == review.cycle) & (cycle.status == "Open"))
		.select(review.name, review.title, review.employee, review.employee_name, review.due_date)
		.where((review.status == reviews.ASSIGNED) & (review.due_date <= scope.horizon))
		.where(ExistsCriterion(running))
	)
	query = _limited(query, review, REVIEW, scope)
	for row in _run(_with_responsible(query, review.reviewer, scope)):
		due = getdate(row.due_date)
		yield _entry(REVIEW_DUE, scope, row, doctype=REVIEW, name=row.name, text=row.title, due=due)


def _competencies(scope: Scope) -> Iterator[Deadline]:
	"""Competency assessments that have waited longer than the reminder days, with whose turn it is: the
	employee, his superior or the assessor; after the dialogue the superior, who releases."""
	assessment = frappe.qb.DocType(COMPETENCY)
	state = assessment.workflow_state
	responsible = (
		Case()
		.when(state == parts.SELF_ASSESSMENT, assessment.employee)
		.when(state == parts.ASSESSOR_ASSESSMENT, assessment.assessor)
		.else_(assessment.rater)
	)
	query = (
		frappe.qb.from_(assessment)
		.select(assessment.name, assessment.employee, assessment.employee_name, assessment.waiting_since)
		.select(assessment.cycle, assessment.stage_name)
		.where(state.isin((*parts.PARTY_OF_STATE, parts.DIALOGUE)))
		.where(assessment.waiting_since < scope.patience)
	)
	for row in _run(_with_responsible(_limited(query, assessment, COMPETENCY, scope), responsible, scope)):
		due = getdate(row.waiting_since) + timedelta(days=scope.reminder_days)
		text = row.stage_name or row.cycle or ""
		yield _entry(COMPETENCY_DUE, scope, row, doctype=COMPETENCY, name=row.name, text=text, due=due)


def _statements(scope: Scope) -> Iterator[Deadline]:
	"""Objections to which the rater has not said his side yet."""
	evaluation = frappe.qb.DocType(EVALUATION)
	query = _objected(scope, scope.statement_days).where(fn.Coalesce(evaluation.rater_statement, "") == "")
	for row in _run(_with_responsible(query, evaluation.rater, scope)):
		due = getdate(row.objected_on) + timedelta(days=scope.statement_days)
		yield _entry(STATEMENT, scope, row, doctype=EVALUATION, name=row.name, text=row.title, due=due)


def _objections(scope: Scope) -> Iterator[Deadline]:
	"""Objections that the rater's superior has to decide."""
	evaluation, rater = frappe.qb.DocType(EVALUATION), frappe.qb.DocType("Employee").as_("rater")
	query = _objected(scope, scope.decision_days).left_join(rater).on(rater.name == evaluation.rater)
	for row in _run(_with_responsible(query, access.rater_column(rater), scope)):
		due = getdate(row.objected_on) + timedelta(days=scope.decision_days)
		yield _entry(OBJECTION, scope, row, doctype=EVALUATION, name=row.name, text=row.title, due=due)


def _objected(scope: Scope, days: int) -> QueryBuilder:
	"""Objections whose time of so many days ends within the horizon, or has ended."""
	evaluation = frappe.qb.DocType(EVALUATION)
	query = (
		frappe.qb.from_(evaluation)
		.select(evaluation.name, evaluation.title, evaluation.employee, evaluation.employee_name)
		.select(evaluation.objected_on)
		.where((evaluation.workflow_state == "Objected") & (evaluation.docstatus == 1))
		.where(evaluation.objected_on < scope.horizon - timedelta(days=days) + timedelta(days=1))
	)
	return _limited(query, evaluation, EVALUATION, scope)


def _follow_ups_to_decide(scope: Scope) -> Iterator[Deadline]:
	"""Proposals that have waited for a decision longer than the reminder days: each of the rater's and of his
	superior's, and together those of an agency about others for each of its performance managers, who also
	stand in where there is no such person, or it is the employee himself."""
	record, rater = frappe.qb.DocType(FOLLOW_UP), frappe.qb.DocType("Employee").as_("rater")
	superior = access.rater_column(rater)
	decider = (
		Case()
		.when(record.decider == "Rater", record.rater)
		.when(record.decider == "Rater Superior", superior)
		.else_(None)
	)
	decider = fn.NullIf(decider, record.employee)
	query = (
		frappe.qb.from_(record)
		.left_join(rater)
		.on(rater.name == record.rater)
		.select(record.name, record.title, record.employee, record.employee_name, record.creation)
		.where((record.status == "Proposed") & (record.creation < scope.patience))
		.where(fn.Coalesce(decider, "") != "")
	)
	query = _limited(query, record, FOLLOW_UP, scope)
	for row in _run(_with_responsible(query, decider, scope)):
		due = getdate(row.creation) + timedelta(days=scope.reminder_days)
		yield _entry(FOLLOW_UP_WAITING, scope, row, doctype=FOLLOW_UP, name=row.name, text=row.title, due=due)
	sees_all = not scope.viewer or access.sees_everyone(scope.viewer)
	if sees_all and not scope.department:  # a manager belongs to no unit in this
		yield from _follow_ups_of_managers(scope, decider)


def _follow_ups_of_managers(scope: Scope, decider: Term) -> Iterator[Deadline]:
	"""For each manager the number of those about others, and the oldest of these."""
	record, rater = frappe.qb.DocType(FOLLOW_UP), frappe.qb.DocType("Employee").as_("rater")
	person = frappe.qb.DocType("Employee").as_("person")
	query = (
		frappe.qb.from_(record)
		.left_join(rater)
		.on(rater.name == record.rater)
		.left_join(person)
		.on(person.name == record.employee)
		.select(record.company, person.user_id, fn.Count("*").as_("waiting"))
		# the oldest one's moment and name at once: moments sort as text
		.select(fn.Min(fn.Concat(record.creation, "|", record.name)).as_("oldest"))
		.where((record.status == "Proposed") & (record.creation < scope.patience))
		.where(fn.Coalesce(decider, "") == "")
		.groupby(record.company, person.user_id)
		.orderby(record.company)
	)
	rows = _run(_limited(query, record, FOLLOW_UP, scope))
	for company, group in groupby(rows, key=lambda row: row.company):
		waiting = list(group)
		for reader in notices.readers(notices.managers_of(company, FOLLOW_UP)):
			# nobody decides on what is proposed about himself, or hears of it
			others = [row for row in waiting if row.user_id != reader.user]
			if not others:
				continue
			moment, _bar, name = min(row.oldest for row in others).partition("|")
			responsible = frappe._dict(responsible=None, responsible_name=reader.name, user=reader.user)
			yield _entry(
				FOLLOW_UP_WAITING,
				scope,
				responsible,
				doctype=FOLLOW_UP,
				name=name,
				text="",
				due=getdate(moment) + timedelta(days=scope.reminder_days),
				count=sum(row.waiting for row in others),
				oldest=getdate(moment),
			)


def _follow_ups_due(scope: Scope) -> Iterator[Deadline]:
	"""Approved follow-ups with a due date, for who is responsible: the rater where nobody is named."""
	record = frappe.qb.DocType(FOLLOW_UP)
	responsible = fn.Coalesce(fn.NullIf(record.responsible, ""), record.rater)
	query = (
		frappe.qb.from_(record)
		.select(record.name, record.title, record.employee, record.employee_name, record.due_date)
		.where((record.status == "In Progress") & (record.due_date <= scope.horizon))
	)
	query = _limited(query, record, FOLLOW_UP, scope)
	for row in _run(_with_responsible(query, responsible, scope)):
		yield _entry(
			FOLLOW_UP_DUE,
			scope,
			row,
			doctype=FOLLOW_UP,
			name=row.name,
			text=row.title,
			due=getdate(row.due_date),
		)


KINDS: dict[str, Callable[[Scope], Iterator[Deadline]]] = {
	PLAN_NOT_SUBMITTED: _plans_to_submit,
	PLAN_WAITING: _plans_to_approve,
	SELF_ASSESSMENT: _self_assessments,
	RATING: _ratings,
	ACTIVITIES_WAITING: _activities,
	ACTION: _actions,
	MEASURE: _measures,
	RESULT: _results,
	REVIEW_DUE: _reviews,
	COMPETENCY_DUE: _competencies,
	STATEMENT: _statements,
	OBJECTION: _objections,
	FOLLOW_UP_WAITING: _follow_ups_to_decide,
	FOLLOW_UP_DUE: _follow_ups_due,
}


def _limited(query: QueryBuilder, table: Table, doctype: str, scope: Scope) -> QueryBuilder:
	"""The query with the row rule of its records and the filters that are columns of theirs."""
	if scope.viewer and (criterion := access.row_criterion(doctype, scope.viewer)) is not None:
		query = query.where(criterion)
	if scope.company:
		query = query.where(table.company == scope.company)
	if scope.cycle and doctype in (PLAN, EVALUATION, REVIEW, COMPETENCY, FOLLOW_UP, catalogue.PLAN):
		query = query.where(table.cycle == scope.cycle)
	return query


def _dated(query: QueryBuilder, table: Table, scope: Scope) -> QueryBuilder:
	"""The filter by cycle for records that belong to none: of its agency, with a date in its year."""
	if not scope.cycle:
		return query
	cycle = frappe.db.get_value(CYCLE, scope.cycle, ["company", "from_date", "to_date"], as_dict=True)
	if not cycle:
		return query.where(table.name.isnull())
	return query.where((table.company == cycle.company) & table.date[cycle.from_date : cycle.to_date])


def _with_responsible(
	query: QueryBuilder, column: Term, scope: Scope, *, grouped: bool = False
) -> QueryBuilder:
	"""The query with name, user and unit of the employee in `column`, who has to act."""
	person, department = frappe.qb.DocType("Employee").as_("responsible"), frappe.qb.DocType("Department")
	columns = {
		"responsible": person.name,
		"responsible_name": person.employee_name,
		"user": person.user_id,
		"unit": person.department,
		"unit_name": department.department_name,
	}
	query = query.left_join(person).on(person.name == column)
	query = query.left_join(department).on(department.name == person.department)
	query = query.select(*(term.as_(name) for name, term in columns.items()))
	if grouped:
		query = query.groupby(*columns.values())
	return query.where(person.department.isin(units.below(scope.department))) if scope.department else query


def _run(query: QueryBuilder) -> list[frappe._dict]:
	return query.run(as_dict=True)


def _entry(kind: str, scope: Scope, row: frappe._dict, *, due: date, **values: Any) -> Deadline:
	return Deadline(
		kind=kind,
		responsible=row.responsible,
		responsible_name=row.responsible_name,
		user=row.user,
		unit=row.unit,
		unit_name=row.unit_name,
		about=row.get("employee"),
		about_name=row.get("employee_name"),
		due=due,
		days_late=(scope.day - due).days,
		**values,
	)
