"""Proposals from the final results of a stage, in a background job. A person decides on each.

The job may be repeated, killed and started again: one proposal for a result and what is to be done is a
unique index, and a chunk is stored whole or not at all. What a person has decided is never touched; what
nobody has decided on is withdrawn when its result has been replaced, or the rules lead to it no more.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.translate import get_user_lang
from frappe.utils import getdate
from pypika import Table
from pypika.queries import QueryBuilder
from pypika.terms import ExistsCriterion

from asn_kinerja import bulk, follow_up, jobs, notices, people
from asn_kinerja.evaluation.seals import FINAL_STATE
from asn_kinerja.follow_up import CYCLE, EVALUATION, FOLLOW_UP, PROPOSED
from asn_kinerja.messages import escaped
from asn_kinerja.scoring import Predicate, Rating, Step
from asn_kinerja.scoring.follow_up import (
	Decider,
	FollowUpCase,
	FollowUpKind,
	FollowUpRules,
	Proposal,
	Result,
	StageType,
	propose,
	trend,
)

CHUNK = 500  # results
EVENT = "asn_follow_ups_proposed"
STAGE = "ASN Cycle Stage"
HISTORY = 12  # results before this one that a rule can look back on
NAMED = 20  # people named in the report

Row = Mapping[str, Any]


class Asked(NamedTuple):
	"""By whom new proposals are to be decided, and about whom they are."""

	decider: str
	rater: str
	company: str
	employee: str


@dataclass(slots=True)
class Report:
	"""How many proposals were made, were there before, and were withdrawn; the names of people who have got
	none although a row fits, because they are no civil servants of the agency any more. `asked`: how many new
	ones there are about whom, for whom to decide, and the first of them."""

	made: int = 0
	present: int = 0
	withdrawn: int = 0
	left_out: list[str] = field(default_factory=list)
	asked: dict[Asked, tuple[int, str]] = field(default_factory=dict)


# --- starting it -------------------------------------------------------------------------------------------


def enqueue(cycle: str, stage: str, user: str | None = None) -> bool:
	"""Queue the proposals of a stage (`stage`: the name of its row); False when this is on its way."""
	return jobs.enqueue_once(
		"asn_kinerja.follow_up.proposing.run",
		job_id=f"asn_follow_ups::{stage}",
		cycle=cycle,
		stage=stage,
		user=user,
	)


def enqueue_ended() -> None:
	"""Scheduler event, daily: the stages of open cycles that have ended."""
	stage, cycle = frappe.qb.DocType(STAGE), frappe.qb.DocType(CYCLE)
	query = (
		frappe.qb.from_(stage)
		.join(cycle)
		.on((cycle.name == stage.parent) & (stage.parenttype == CYCLE))
		.select(cycle.name, stage.name)
		.where((cycle.status == "Open") & (stage.to_date < getdate()) & (stage.evaluations > 0))
		.orderby(cycle.name)
		.orderby(stage.idx)
	)
	for name, row in query.run():
		enqueue(name, row)


def run(cycle: str, stage: str, user: str | None) -> None:
	"""The background job: propose, and tell the user how it ended. What is stored as text is written in the
	site's language, for it is read by many."""
	about = {"cycle": cycle, "stage": stage}
	language = frappe.db.get_default("lang") or "en"
	with jobs.telling_of_failure(EVENT, user, **about), notices.in_language(language):
		report = process(cycle, stage)
	if user:
		with notices.in_language(get_user_lang(user)):
			message = {**about, "done": True, **told(report)}
		frappe.publish_realtime(EVENT, message, user=user)


def told(report: Report) -> dict[str, Any]:
	"""A report for the form; its lines are HTML."""
	lines = [
		_("{0} is no civil servant of this agency any more").format(*escaped(name))
		for name in report.left_out[:NAMED]
	]
	return {
		"made": report.made,
		"present": report.present,
		"withdrawn": report.withdrawn,
		"left_out": len(report.left_out),
		"lines": lines,
	}


# --- doing it ----------------------------------------------------------------------------------------------


def process(cycle: str, stage: str) -> Report:
	"""Propose for every final result of a stage by the cycle's table; nothing when it has none. Commits after
	each chunk, so that a killed job loses one chunk at most and other people's locks stay short."""
	report, rule = Report(), follow_up.rule_of(cycle)
	if not rule:
		return report
	kind = StageType(frappe.db.get_value(STAGE, stage, "stage_type"))
	names = _final_results(stage)
	# ends the read view: what another run stores before the lock below is granted must be seen
	frappe.db.commit()
	for start in range(0, len(names), CHUNK):
		_chunk(cycle, kind, names[start : start + CHUNK], rule, report)
		frappe.db.commit()
	report.withdrawn += _withdraw_replaced(stage)
	_tell(report)
	frappe.db.commit()
	return report


def _final_results(stage: str) -> list[str]:
	"""The final results of a stage, one of a person."""
	evaluation = frappe.qb.DocType(EVALUATION)
	query = (
		frappe.qb.from_(evaluation)
		.select(evaluation.name)
		.where((evaluation.stage == stage) & (evaluation.docstatus == 1))
		.where((evaluation.workflow_state == FINAL_STATE) & _later(evaluation).negate())
		.orderby(evaluation.employee)
		.orderby(evaluation.name)
	)
	return [name for (name,) in query.run()]


def _later(evaluation: Table) -> ExistsCriterion:
	"""Whether another result of the same person and stage, be it final or not yet, is about later days. Who
	was transferred has two: what follows from the stage follows from the last."""
	other = frappe.qb.DocType(EVALUATION).as_("later")
	return ExistsCriterion(
		frappe.qb.from_(other)
		.select(other.name)
		.where((other.employee == evaluation.employee) & (other.stage == evaluation.stage))
		.where((other.docstatus < 2) & (other.to_date > evaluation.to_date))
	)


def _chunk(cycle: str, kind: StageType, names: Sequence[str], rule: str, report: Report) -> None:
	# whoever proposes for the same cycle at the same time waits here until this chunk is stored
	frappe.db.get_value(CYCLE, cycle, "name", for_update=True)
	table = follow_up.rules(rule)
	results = _results(names)
	histories = _histories(results, kind)
	headers = people.headers({row.employee for row in results})
	known = _known(names)
	made: list[dict[str, Any]] = []
	wanted: set[str] = set()
	for row in results:
		proposals = _proposals(table, row, histories[row.name], kind)
		if proposals and row.employee not in headers:
			report.left_out.append(row.employee_name or row.employee)
			continue
		for proposal in proposals:
			key = key_of(row.name, proposal.kind.value, proposal.title)
			wanted.add(key)
			if key in known:
				report.present += 1
			else:
				header = headers[row.employee]
				values = _values(row, header, proposal, rule, histories[row.name])
				made.append({**values, "proposal_key": key})
	withdrawn = [name for key, (name, status) in known.items() if key not in wanted and status == PROPOSED]
	report.withdrawn += _delete(withdrawn)
	report.made += len(made)
	for values, name in zip(made, bulk.insert_documents(FOLLOW_UP, made), strict=True):
		group = Asked(values["decider"], values["rater"] or "", values["company"], values["employee"])
		number, first = report.asked.get(group, (0, name))
		report.asked[group] = (number + 1, first)


def key_of(evaluation: str, kind: str, title: str) -> str:
	"""What is unique: a result and what is to be done. By content, so that a new version of the table does
	not propose again what somebody has decided."""
	return f"{evaluation}::{kind}::{hashlib.sha256(title.encode()).hexdigest()[:16]}"


def _results(names: Sequence[str]) -> list[frappe._dict]:
	return frappe.get_all(
		EVALUATION,
		filters={"name": ["in", list(names)]},
		fields=[
			*("name", "employee", "employee_name", "cycle", "stage_name", "position_type", "to_date"),
			*("predicate", "work_result_rating", "behaviour_rating"),
		],
		order_by="employee, name",
	)


def _histories(results: Iterable[frappe._dict], kind: StageType) -> dict[str, tuple[Result, ...]]:
	"""Result -> it and the final ones of the same person before it, of stages of the same type, in the order
	of time, the last one of each stage; one query."""
	evaluation, stage = frappe.qb.DocType(EVALUATION), frappe.qb.DocType(STAGE)
	rows = list(results)
	query: QueryBuilder = (
		frappe.qb.from_(evaluation)
		.join(stage)
		.on(stage.name == evaluation.stage)
		.select(evaluation.name, evaluation.employee, evaluation.predicate, evaluation.stage_name)
		.select(evaluation.work_result_rating, evaluation.behaviour_rating, evaluation.to_date)
		.where(evaluation.employee.isin(sorted({row.employee for row in rows})))
		.where((evaluation.docstatus == 1) & (evaluation.workflow_state == FINAL_STATE))
		.where((stage.stage_type == kind.value) & (evaluation.predicate != "") & _later(evaluation).negate())
		.orderby(evaluation.employee)
		.orderby(evaluation.to_date)
		.orderby(evaluation.name)
	)
	of_person: dict[str, list[frappe._dict]] = {}
	for row in query.run(as_dict=True):
		of_person.setdefault(row.employee, []).append(row)
	found = {}
	for row in rows:
		mine = of_person.get(row.employee, [])
		own = next((place for place, other in enumerate(mine) if other.name == row.name), None)
		upto = mine[max(0, own - HISTORY) : own + 1] if own is not None else []
		found[row.name] = tuple(_result(other) for other in upto)
	return found


def _result(row: frappe._dict) -> Result:
	return Result(
		predicate=Predicate(row.predicate),
		work_result=Rating(row.work_result_rating) if row.work_result_rating else None,
		behaviour=Rating(row.behaviour_rating) if row.behaviour_rating else None,
		# the year too, for results of several years
		stage=f"{row.stage_name} {getdate(row.to_date).year}",
	)


def _proposals(
	table: FollowUpRules, row: frappe._dict, history: tuple[Result, ...], kind: StageType
) -> tuple[Proposal, ...]:
	if not history:  # without a predicate there is nothing to follow up
		return ()
	return propose(table, FollowUpCase(history, kind, row.position_type or ""))


def _known(names: Sequence[str]) -> dict[str, tuple[str, str]]:
	"""Key -> name and status of what these results have led to, locked, so that a decision waits."""
	record = frappe.qb.DocType(FOLLOW_UP)
	query = (
		frappe.qb.from_(record)
		.select(record.proposal_key, record.name, record.status)
		.where(record.evaluation.isin(list(names)) & record.proposal_key.isnotnull())
		.orderby(record.name)
		.for_update()
	)
	return {key: (name, status) for key, name, status in query.run()}


def _values(
	row: frappe._dict, header: Row, proposal: Proposal, rule: str, history: Sequence[Result]
) -> dict[str, Any]:
	course = trend([result.predicate for result in history])
	return {
		**header,
		"employee": row.employee,
		"title": follow_up.title(header["employee_name"], proposal.title),
		"kind": proposal.kind.value,
		"subject": proposal.title,
		"description": proposal.description,
		"citation": proposal.description if proposal.kind is FollowUpKind.AWARD else None,
		"decider": proposal.decided_by.value,
		"days": proposal.days,
		"evaluation": row.name,
		"cycle": row.cycle,
		"stage_name": row.stage_name,
		"rule": rule,
		"predicate": row.predicate,
		"trend": course.value if course else None,
		"reason": reason(proposal.steps),
		"status": PROPOSED,
	}


def reason(steps: Iterable[Step]) -> str:
	"""The steps of a proposal as text in the present language, a line each."""
	return "\n".join(_sentence(step) for step in steps)


def _sentence(step: Step) -> str:
	return f"{_(step.rule).format(*step.values)}: {_(step.output)}"


def _delete(names: list[str]) -> int:
	"""Nobody has decided on them, and what they rest on is not so any more. What somebody has decided on
	since they were read stays."""
	if names:
		frappe.db.delete(FOLLOW_UP, {"name": ["in", names], "status": PROPOSED})
		for name in names:
			frappe.clear_document_cache(FOLLOW_UP, name)
	return len(names)


def _withdraw_replaced(stage: str) -> int:
	"""Undecided proposals of this stage's results that are no longer in force, or not the last."""
	record, evaluation = frappe.qb.DocType(FOLLOW_UP), frappe.qb.DocType(EVALUATION)
	query = (
		frappe.qb.from_(record)
		.join(evaluation)
		.on(evaluation.name == record.evaluation)
		.select(record.name)
		.where((evaluation.stage == stage) & ((evaluation.docstatus == 2) | _later(evaluation)))
		.where((record.status == PROPOSED) & record.proposal_key.isnotnull())
		.orderby(record.name)
		.for_update()
	)
	return _delete([name for (name,) in query.run()])


def on_cancel(doc: Document, method: str | None = None) -> None:
	"""Hook on the evaluation: a result that is replaced or cancelled takes its undecided proposals along."""
	names = frappe.get_all(
		FOLLOW_UP,
		filters={"evaluation": doc.name, "status": PROPOSED, "proposal_key": ["is", "set"]},
		pluck="name",
		order_by="name",
	)
	_delete(names)


# --- telling -----------------------------------------------------------------------------------------------


def _tell(report: Report) -> None:
	"""One notice for each person who has to decide, with the number; the daily reminders do the rest."""
	counts: Counter[str] = Counter()
	first: dict[str, str] = {}
	for user, asked in _deciding(report.asked):
		counts[user] += report.asked[asked][0]
		first.setdefault(user, report.asked[asked][1])
	told = notices.lines(
		sorted(counts), lambda user: _("{0} follow-ups wait for your decision.").format(counts[user])
	)
	notices.store(notices.Notice(reader.user, line, FOLLOW_UP, first[reader.user]) for reader, line in told)


def _deciding(asked: Iterable[Asked]) -> Iterator[tuple[str, Asked]]:
	"""Who decides on what: the rater, his own rater, or the managers, who stand in where there is no such
	person (as `may_decide` of the record has it). Nobody is told of what is proposed about himself."""
	groups = sorted(asked)
	above = people.raters(group.rater for group in groups if group.rater)
	person_of = {
		group: group.rater
		if group.decider == Decider.RATER.value
		else above.get(group.rater, {}).get("rater")
		for group in groups
		if group.decider != Decider.MANAGER.value
	}
	people_asked = {*filter(None, person_of.values()), *(group.employee for group in groups)}
	users = notices.users_of(people_asked)
	managers = {
		company: notices.managers_of(company, FOLLOW_UP)
		for company in sorted({group.company for group in groups})
	}
	for group in groups:
		person = person_of.get(group)
		nobody = not person or person == group.employee
		deciders = managers[group.company] if nobody else [users.get(person)]
		yield from ((user, group) for user in deciders if user and user != users.get(group.employee))
