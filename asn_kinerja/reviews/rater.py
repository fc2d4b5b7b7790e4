"""What the rater of an employee does with the reviewers: look, add, remove, assign.

All of it is about one running evaluation; who may is asked of that: the rater, and to look also whoever sees
the reviews anyway. The employee himself learns nothing here.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, formatdate, today

from asn_kinerja import access, notices
from asn_kinerja.messages import escaped
from asn_kinerja.reviews import proposing, state
from asn_kinerja.reviews.choosing import Proposal
from asn_kinerja.reviews.state import EVALUATION, RATING, REVIEW

SHOWN = [
	"name",
	"reviewer",
	"reviewer_name",
	"reviewer_group",
	"shared_work",
	"status",
	"due_date",
	"decline_reason",
]
GROUPS = (state.SELF, state.SUPERIOR, state.PEER, state.SUBORDINATE)
Row = frappe._dict


@frappe.whitelist()
def reviewers(evaluation: str) -> dict[str, Any]:
	"""The reviewers of an employee: `reviews` (SHOWN, by group and name), `limits` (group -> [least, most]),
	`may_change` (the reader is the rater and the evaluation is running), `running`.

	Who: everybody who sees these reviews (not the employee)."""
	doc = _evaluation(evaluation)
	rows = frappe.get_list(
		REVIEW,
		filters={"employee": doc.employee, "stage": doc.stage},
		fields=SHOWN,
		order_by="reviewer_name, name",
		limit_page_length=0,
	)
	running = state.is_running(doc.employee, doc.stage)
	rules = proposing.limits(doc.scheme)
	return {
		"reviews": sorted(rows, key=lambda row: GROUPS.index(row.reviewer_group)),
		"limits": {group: list(rules.of(group)) for group in state.INVITED},
		"running": running,
		"may_change": running and access.RATER in access.relations(doc),
	}


@frappe.whitelist(methods=["POST"])
def propose(evaluation: str) -> int:
	"""Propose reviewers for this employee, if he has none yet; how many reviews were made.

	Who: the rater, or a performance manager. While the evaluation is running."""
	doc = _evaluation(evaluation)
	if not {access.RATER, access.MANAGER, access.SYSTEM} & access.relations(doc):
		_only_the_rater()
	_check_running(doc)
	return proposing.propose_chunk(doc.cycle, doc.stage, [doc.employee]).reviews


@frappe.whitelist(methods=["POST"])
def add(evaluation: str, reviewer: str, instead_of: str | None = None) -> str:
	"""Name one more reviewer (an Employee), or one in the place of another review that is not submitted;
	returns the name of the new review, which is still to be assigned.

	What he is to the employee follows from the Employee records. Who: the rater. Up to the most that the
	settings allow; active people of the same agency who have a user; nobody twice."""
	doc = _own(evaluation)
	(row,) = state.running_evaluations(doc.stage, [doc.employee])
	person = _colleague(reviewer, row)
	group = _group(person.name, row)
	old = _removable(instead_of, doc) if instead_of else None
	stored = _stored(doc)
	if any(review.reviewer == person.name for review in stored):
		frappe.throw(_("{0} is among the reviewers already.").format(*escaped(person.employee_name)))
	left = [review for review in stored if not old or review.name != old.name]
	_check_room(doc.scheme, group, left)
	if old:
		if old.reviewer_group != group:
			_check_minimum(doc.scheme, old.reviewer_group, left)
		_delete(old.name)
	made = frappe.get_doc(proposing.new_review(row, Proposal(person.name, group), person.employee_name))
	made.flags.asn_server_made = True  # who asks is checked above
	return made.insert(ignore_permissions=True).name


@frappe.whitelist(methods=["POST"])
def remove(review: str) -> None:
	"""Take a reviewer away who has not submitted; nothing of it stays.

	Who: the rater. Not below the least that the settings name for peers and subordinates."""
	employee, stage = frappe.db.get_value(REVIEW, review, ["employee", "stage"]) or (None, None)
	running = state.running_evaluations(stage, [employee]) if employee else []
	if not running:
		_only_the_rater()
	doc = _own(running[0].name)
	old = _removable(review, doc)
	if old.status != state.DECLINED:
		_check_minimum(doc.scheme, old.reviewer_group, [row for row in _stored(doc) if row.name != old.name])
	_delete(old.name)


@frappe.whitelist(methods=["POST"])
def assign(evaluation: str) -> int:
	"""Assign the proposed reviewers of this employee, due after the days in the settings, and tell them; how
	many they are. Who: the rater."""
	doc = _own(evaluation)
	return _assign(doc.stage, [doc.employee])


@frappe.whitelist(methods=["POST"])
def assign_team(stage: str) -> int:
	"""Assign the proposed reviewers of everybody whom the session user rates in a stage; how many reviews
	they are."""
	me = access.employee_of()
	mine = [row.employee for row in state.running_evaluations(stage) if me and row.rater == me.name]
	return _assign(stage, [employee for employee in mine if employee != me.name])


def _evaluation(name: str) -> Document:
	"""The evaluation, for anybody who sees it and is not the one evaluated."""
	doc = frappe.get_doc(EVALUATION, name)
	doc.check_permission("read")
	if access.SELF in access.relations(doc):
		_only_the_rater()
	return doc


def _own(name: str) -> Document:
	"""The running evaluation, for its rater."""
	doc = _evaluation(name)
	if access.RATER not in access.relations(doc):
		_only_the_rater()
	_check_running(doc)
	# after a transfer within the stage the rater of the last part chooses
	if any(row.rater != doc.rater for row in state.running_evaluations(doc.stage, [doc.employee])):
		_only_the_rater()
	return doc


def _only_the_rater() -> None:
	frappe.throw(_("Only the rater of the employee chooses the reviewers."), frappe.PermissionError)


def _check_running(doc: Document) -> None:
	if doc.docstatus != 0 or not state.is_running(doc.employee, doc.stage):
		frappe.throw(
			_("The evaluation of {0} is released: reviews are closed.").format(*escaped(doc.title)),
			frappe.PermissionError,
		)


def _colleague(name: str, evaluation: Row) -> Row:
	person = frappe.db.get_value(
		"Employee", name, ["name", "employee_name", "company", "status", "user_id"], as_dict=True
	)
	if not person or person.company != evaluation.company or person.status != "Active":
		frappe.throw(
			_("Reviewers are active employees of the employee's own agency. Choose another {0}.").format(
				_("Employee")
			)
		)
	if not person.user_id:
		frappe.throw(
			_("{0} has no user to write a review with. Choose another {1}.").format(
				*escaped(person.employee_name, _("Employee"))
			)
		)
	return person


def _group(reviewer: str, evaluation: Row) -> str:
	"""What a person is to the employee: nobody reviews himself as a peer, nor those whom he rates."""
	if reviewer == evaluation.employee:
		return state.SELF
	if reviewer == evaluation.rater:
		return state.SUPERIOR
	return state.SUBORDINATE if access.rater_of(reviewer) == evaluation.employee else state.PEER


def _stored(doc: Document) -> Sequence[Row]:
	"""All reviews of the employee in the stage; locked, so that two who change them wait for each other."""
	review = frappe.qb.DocType(REVIEW)
	query = (
		frappe.qb.from_(review)
		.select(review.name, review.reviewer, review.reviewer_group, review.status)
		.where((review.employee == doc.employee) & (review.stage == doc.stage))
		.orderby(review.name)
	)
	return query.for_update().run(as_dict=True)


def _removable(name: str, doc: Document) -> Row:
	row = next((row for row in _stored(doc) if row.name == name), None)
	if not row:
		frappe.throw(_("This is no review of the employee in this stage. Reload the list."))
	if row.status == state.SUBMITTED:
		frappe.throw(_("A submitted review stays."))
	return row


def _counting(group: str, rows: Sequence[Row]) -> int:
	return sum(row.reviewer_group == group and row.status in state.COUNTING for row in rows)


def _check_room(scheme: str, group: str, rows: Sequence[Row]) -> None:
	if group not in state.INVITED:
		return
	_least, most = proposing.limits(scheme).of(group)
	if not most:
		frappe.throw(
			_("The group {0} is not asked: the scoring scheme or the settings leave it out.").format(_(group))
		)
	if _counting(group, rows) >= most:
		frappe.throw(
			_("No more than {0} of the group {1} are asked. Take one away first, or replace one.").format(
				most, _(group)
			)
		)


def _check_minimum(scheme: str, group: str, rows: Sequence[Row]) -> None:
	if group not in state.INVITED:
		return
	least, _most = proposing.limits(scheme).of(group)
	if _counting(group, rows) < least:
		frappe.throw(
			_("At least {0} of the group {1} are asked. Name somebody in this one's place.").format(
				least, _(group)
			)
		)


def _delete(name: str) -> None:
	"""As a set: Frappe's own way would keep the record, and a note who was asked, elsewhere."""
	frappe.db.delete(RATING, {"parent": name, "parenttype": REVIEW})
	frappe.db.delete(REVIEW, {"name": name})
	frappe.db.delete("Notification Log", {"document_type": REVIEW, "document_name": name})


def _assign(stage: str, employees: list[str]) -> int:
	if not employees:
		return 0
	review = frappe.qb.DocType(REVIEW)
	query = (
		frappe.qb.from_(review)
		.select(review.name, review.reviewer, review.employee_name)
		.where((review.stage == stage) & review.employee.isin(employees))
		.where(review.status == state.PROPOSED)
		.orderby(review.employee_name, review.name)
	)
	rows = query.for_update().run(as_dict=True)
	if not rows:
		return 0
	days = cint(frappe.db.get_single_value("ASN Performance Settings", "review_days"))
	due = add_days(today(), days)
	# set directly: no other field changes, and the caller has checked who asks
	names = [row.name for row in rows]
	frappe.db.set_value(REVIEW, {"name": ["in", names]}, {"status": state.ASSIGNED, "due_date": due})
	_tell_reviewers(rows, due)
	return len(rows)


def _tell_reviewers(rows: Sequence[Row], due: str) -> None:
	"""One notice for each reviewer, however many reviews he is asked for."""
	by_reviewer: dict[str, list[Row]] = defaultdict(list)
	for row in rows:
		by_reviewer[row.reviewer].append(row)
	asked = {user: by_reviewer[reviewer] for reviewer, user in notices.users_of(by_reviewer).items()}

	def subject(user: str) -> str:
		mine = asked[user]
		if len(mine) == 1:
			return _("Please review the behaviour of {0} by {1}.").format(
				*escaped(mine[0].employee_name, formatdate(due))
			)
		return _("Please review the behaviour of {0} people by {1}.").format(len(mine), formatdate(due))

	notices.store(
		notices.Notice(reader.user, line, REVIEW, asked[reader.user][0].name, frappe.session.user)
		for reader, line in notices.lines(asked, subject)
	)
