"""Naming reviewers for a whole stage, as sets in a background job, or for one employee at once.

Peers are active colleagues of the agency with the same rater, subordinates those whom the employee rates; all
of them need a user to write with. It may be repeated, killed and started again: an employee who has reviews
in the stage is left as he is, and a person reviews another once in a stage by a unique index.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint
from pypika import functions as fn

from asn_kinerja import access, bulk, jobs, notices, schemes
from asn_kinerja.messages import escaped
from asn_kinerja.reviews import state
from asn_kinerja.reviews.choosing import Limits, Proposal, propose
from asn_kinerja.reviews.state import EVALUATION, REVIEW

CHUNK = 500  # employees
EVENT = "asn_review_proposal"
COPIED = ("employee", "employee_name", "designation", "department", "company", "cycle", "stage", "stage_name")
Row = frappe._dict


@dataclass(frozen=True, slots=True)
class Report:
	"""For how many employees reviewers were proposed, how many had some before, and the reviews made."""

	people: int
	present: int
	reviews: int


def limits(scheme: str) -> Limits:
	"""What the settings of the agency say. Where the scheme counts the views of some groups of reviewers,
	none are asked of the others: nobody writes what nobody would count or show."""
	stored = frappe.get_cached_doc("ASN Performance Settings")
	asked = {rule.group.value for rule in schemes.of(scheme).review_rules()}

	def number(group: str, field: str) -> int:
		return cint(stored.get(field)) if not asked or group in asked else 0

	return Limits(
		peers_minimum=number(state.PEER, "peers_minimum"),
		peers_maximum=number(state.PEER, "peers_maximum"),
		subordinates_minimum=number(state.SUBORDINATE, "subordinates_minimum"),
		subordinates_maximum=number(state.SUBORDINATE, "subordinates_maximum"),
		per_person=cint(stored.reviews_per_person),
	)


@frappe.whitelist(methods=["POST"])
def propose_for_stage(cycle: str, stage: str) -> bool:
	"""Start the background job that proposes reviewers for everybody evaluated in a stage (`stage`: the name
	of its row); False when it is waiting or running already.

	Who: performance managers (write permission on the cycle)."""
	doc = frappe.get_doc("ASN Performance Cycle", cycle)
	doc.check_permission("write")
	row = next((row for row in doc.stages if row.name == stage), None)
	if not row:
		frappe.throw(_("{0} is no stage of the cycle {1}.").format(*escaped(stage, cycle)))
	if doc.status == "Closed":
		frappe.throw(_("The cycle {0} is closed.").format(*escaped(cycle)))
	if not row.opened_on:
		frappe.throw(
			_("Open the stage {0} first: reviews belong to its evaluations.").format(*escaped(row.stage_name))
		)
	return enqueue(doc.name, row.name)


def enqueue(cycle: str, stage: str) -> bool:
	"""Queue the proposal of a stage. False when it is waiting or running already: then nothing is added."""
	return jobs.enqueue_once(
		"asn_kinerja.reviews.proposing.run",
		job_id=f"asn_propose_reviews::{stage}",
		cycle=cycle,
		stage=stage,
		user=frappe.session.user,
	)


def run(cycle: str, stage: str, user: str) -> None:
	"""The background job: propose, tell the user how far it is and how it ended."""
	about = {"cycle": cycle, "stage": stage}
	with jobs.telling_of_failure(EVENT, user, **about):
		report = propose_stage(cycle, stage, user)
	done = {"people": report.people, "present": report.present, "reviews": report.reviews, "done": True}
	frappe.publish_realtime(EVENT, {**about, **done}, user=user)


def propose_stage(cycle: str, stage: str, user: str | None = None) -> Report:
	"""Propose reviewers for everybody whose evaluation of the stage is running. Commits after each chunk, so
	that a killed job loses one chunk at most and other people's locks stay short."""
	everybody = [row.employee for row in state.running_evaluations(stage)]
	# ends the read view: what another run stores before the lock below is granted must be seen
	frappe.db.commit()
	people = reviews = 0
	for done, chunk in _chunks(everybody):
		found = propose_chunk(cycle, stage, chunk)
		people, reviews = people + found.people, reviews + found.reviews
		frappe.db.commit()
		if user:
			progress = {"cycle": cycle, "stage": stage, "count": done, "total": len(everybody)}
			frappe.publish_realtime(EVENT, progress, user=user)
	return Report(people, len(everybody) - people, reviews)


def _chunks(names: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
	source, done = iter(names), 0
	while chunk := list(islice(source, CHUNK)):
		done += len(chunk)
		yield done, chunk


def propose_chunk(cycle: str, stage: str, employees: Iterable[str]) -> Report:
	"""Propose reviewers for those of the employees who have none in the stage, and tell their raters. A
	constant number of queries; nothing is committed."""
	# whoever proposes for the same cycle at the same time waits here until this chunk is stored
	frappe.db.get_value("ASN Performance Cycle", cycle, "name", for_update=True)
	evaluations = state.running_evaluations(stage, employees)
	present = _present(stage, [row.employee for row in evaluations])
	fresh = [row for row in evaluations if row.employee not in present]
	if not fresh:
		return Report(0, len(evaluations), 0)
	proposals = _propose(fresh, cycle, stage)
	names = _names({entry.reviewer for chosen in proposals.values() for entry in chosen})
	rows = [
		_review(row, entry, names[entry.reviewer].employee_name)
		for row in fresh
		for entry in proposals[row.employee]
		if entry.reviewer in names
	]
	bulk.insert_documents(REVIEW, rows)
	_tell_raters(fresh)
	return Report(len(fresh), len(evaluations) - len(fresh), len(rows))


def _present(stage: str, employees: list[str]) -> set[str]:
	"""Those of the employees who have reviews in the stage; as it is now, not as it was when the
	transaction began."""
	review = frappe.qb.DocType(REVIEW)
	query = (
		frappe.qb.from_(review)
		.select(review.employee)
		.where((review.stage == stage) & review.employee.isin(employees or [""]))
		.orderby(review.name)
	)
	return {employee for (employee,) in query.for_update().run()}


def _propose(evaluations: Sequence[Row], cycle: str, stage: str) -> dict[str, list[Proposal]]:
	"""Employee -> his reviewers, in the order of the evaluations."""
	employees = {row.employee for row in evaluations}
	teams = _teams(employees | {row.rater for row in evaluations if row.rater})
	people = employees | {person.name for team in teams.values() for person in team}
	serves = _superior_results(people, cycle)
	load = load_of(stage, people)
	rules = limits(frappe.db.get_value("ASN Performance Cycle", cycle, "scheme"))
	found = {}
	for row in evaluations:
		peers = [person.name for person in teams.get(row.rater, ()) if person.company == row.company]
		below = [person.name for person in teams.get(row.employee, ()) if person.company == row.company]
		mine = serves.get(row.employee, set())
		shared = {peer for peer in peers if mine & serves.get(peer, set())}
		found[row.employee] = propose(row.employee, row.rater, peers, below, shared, rules, load)
	return found


def _teams(raters: set[str]) -> dict[str, list[Row]]:
	"""Rater -> the active people with a user whom he rates today; one query."""
	person = frappe.qb.DocType("Employee")
	rater = access.rater_column(person)
	query = (
		frappe.qb.from_(person)
		.select(person.name, person.company, rater.as_("rater"))
		.where((person.status == "Active") & (fn.Coalesce(person.user_id, "") != ""))
		.where(rater.isin(sorted(raters)))
		.orderby(person.name)
	)
	teams: dict[str, list[Row]] = defaultdict(list)
	for row in query.run(as_dict=True):
		teams[row.rater].append(row)
	return teams


def _superior_results(people: set[str], cycle: str) -> dict[str, set[str]]:
	"""Employee -> the superior's results that his plan in force serves; one query."""
	plan, item = frappe.qb.DocType("ASN Work Plan"), frappe.qb.DocType("ASN Work Plan Item")
	query = (
		frappe.qb.from_(item)
		.join(plan)
		.on((plan.name == item.parent) & (item.parenttype == "ASN Work Plan"))
		.select(plan.employee, item.superior_item)
		.distinct()
		.where((plan.cycle == cycle) & (plan.docstatus == 1) & (plan.workflow_state == "Approved"))
		.where(plan.ended_on.isnull() & (fn.Coalesce(item.superior_item, "") != ""))
		.where(plan.employee.isin(sorted(people)))
		.orderby(plan.employee)
	)
	found: dict[str, set[str]] = defaultdict(set)
	for employee, result in query.run():
		found[employee].add(result)
	return found


def load_of(stage: str, people: Iterable[str]) -> Counter[str]:
	"""How many peers and superiors each of these people is asked to review in the stage; one query."""
	review = frappe.qb.DocType(REVIEW)
	query = (
		frappe.qb.from_(review)
		.select(review.reviewer, fn.Count("*"))
		.where((review.stage == stage) & review.reviewer.isin(sorted(people) or [""]))
		.where(review.reviewer_group.isin(state.INVITED) & review.status.isin(state.COUNTING))
		.groupby(review.reviewer)
		.orderby(review.reviewer)
	)
	return Counter(dict(query.run()))


def _names(employees: set[str]) -> dict[str, Row]:
	"""Those of the employees who are active and have a user, with their names."""
	rows = frappe.get_all(
		"Employee",
		filters={"name": ["in", sorted(employees)], "status": "Active", "user_id": ["is", "set"]},
		fields=["name", "employee_name"],
		order_by="name",
	)
	return {row.name: row for row in rows}


def _review(evaluation: Row, proposal: Proposal, reviewer_name: str) -> dict[str, Any]:
	return {
		**{field: evaluation[field] for field in (*COPIED, "rater", "rater_name")},
		"title": state.title(evaluation.employee_name, evaluation.stage_name),
		"reviewer": proposal.reviewer,
		"reviewer_name": reviewer_name,
		"reviewer_group": proposal.group,
		"shared_work": int(proposal.shared_work),
		"status": state.PROPOSED,
		"review_key": state.key(evaluation.employee, evaluation.stage, proposal.reviewer),
	}


def new_review(evaluation: Row, proposal: Proposal, reviewer_name: str) -> dict[str, Any]:
	"""Values of one more review of the employee, named by hand."""
	return {"doctype": REVIEW, **_review(evaluation, proposal, reviewer_name)}


def _tell_raters(evaluations: Sequence[Row]) -> None:
	"""One notice for each rater, however many of his people have reviewers now."""
	of_rater: dict[str, list[Row]] = defaultdict(list)
	for row in evaluations:
		if row.rater:
			of_rater[row.rater].append(row)
	mine = {user: of_rater[rater] for rater, user in notices.users_of(of_rater).items()}

	def subject(user: str) -> str:
		return _(
			"Reviewers are proposed for {0} of your people. Check them in the evaluation and assign them."
		).format(len(mine[user]))

	notices.store(
		notices.Notice(reader.user, line, EVALUATION, mine[reader.user][0].name)
		for reader, line in notices.lines(mine, subject)
	)
