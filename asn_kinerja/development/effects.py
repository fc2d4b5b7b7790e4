"""What a development plan gave: the level of each competency before and after, by the newest released
assessment that is later than the one the plan rests on; and which verified training belongs to which measure.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint, getdate

from asn_kinerja import access
from asn_kinerja.competency import assessed
from asn_kinerja.development.plans import APPROVED, DONE, DROPPED, IN_PROGRESS, ITEM, OPEN_STATES, PLAN
from asn_kinerja.scoring import level_effect
from asn_kinerja.training_hours import RECORD, VERIFIED, plain

Effect = tuple[int, str]


def of_items(items: Sequence[Mapping[str, Any]], today: date | None = None) -> list[Effect]:
	"""Level afterwards and effect ("" = not known yet) of each row. A row has employee, competency,
	from_level (0 = was not assessed) and assessed_on, the day of the assessment that found it. Assessments
	that the session user does not see tell him nothing. A constant number of queries."""
	people = sorted({row["employee"] for row in items if row.get("competency")})
	seen = access.row_criterion(assessed.ASSESSMENT)
	newest = assessed.newest(people, today or getdate(), criterion=seen)
	return [_effect(row, newest.get(row["employee"])) for row in items]


def _effect(row: Mapping[str, Any], one: assessed.Assessed | None) -> Effect:
	before = row.get("assessed_on")
	if not one or not row.get("competency") or not before or getdate(one.assessed_on) <= getdate(before):
		return (0, "")
	after = one.levels.get(row["competency"])
	found = level_effect(cint(row.get("from_level")) or None, after)
	return (after or 0, found.value if found else "")


def fill(plan: Document) -> None:
	"""Set the effect into the rows of an approved plan, as of today; of others there is none."""
	rows = [
		{
			"employee": plan.employee,
			"competency": row.competency,
			"from_level": row.from_level,
			"assessed_on": row.assessed_on,
		}
		for row in plan.items
	]
	if plan.status != APPROVED:
		empty(plan)
		return
	for row, (after, effect) in zip(plan.items, of_items(rows), strict=True):
		row.level_after, row.effect = after, effect


def empty(plan: Document) -> None:
	"""Take the effect out of the rows: it is shown, not stored, for it is another one for each day and
	reader."""
	for row in plan.items:
		row.level_after, row.effect = 0, ""


def hide_unseen(plan: Document) -> None:
	"""Take the levels, and the reasons that tell them, out of a plan that is shown to a reader who does not
	see the assessment they are of: one with whom the employee was not yet, or is no more. What is stored
	stays."""
	days = _unseen(plan.employee)
	if not days:
		return
	if plan.assessed_on and getdate(plan.assessed_on) in days:
		plan.assessment = plan.assessed_on = None
	for row in plan.items:
		if row.competency and (not row.assessed_on or getdate(row.assessed_on) in days):
			row.update({"from_level": 0, "assessed_on": None, "reason": None, "level_after": 0, "effect": ""})


def _unseen(employee: str) -> set[date]:
	"""Days of the person's released assessments that the session user does not see."""
	seen = access.row_criterion(assessed.ASSESSMENT)
	if seen is None:
		return set()
	table = frappe.qb.DocType(assessed.ASSESSMENT)
	his = table.employee == employee
	query = (
		frappe.qb.from_(table)
		.select(table.assessed_on)
		.distinct()
		.where(his & (table[assessed.STATE] == assessed.RELEASED))
		.where(table.name.notin(frappe.qb.from_(table).select(table.name).where(his & seen)))
		.orderby(table.assessed_on)
	)
	return {getdate(day) for (day,) in query.run()}


def link_records(plan: Document) -> list[Document]:
	"""Link verified records to the measures of a plan that name their training, and close those; returns the
	rows. A record counts in the plan in whose period it began, for one measure; the oldest comes first.
	Nothing is stored. One query."""
	waiting = [
		row for row in plan.items if row.training and not row.training_record and row.status != DROPPED
	]
	if not waiting:
		return []
	used = {row.training_record for row in plan.items if row.training_record}
	records = frappe.get_all(
		RECORD,
		filters={
			"employee": plan.employee,
			"status": VERIFIED,
			"training": ["in", sorted({row.training for row in waiting})],
			"from_date": ["between", [plan.from_date, plan.to_date]],
		},
		fields=["name", "training", "to_date"],
		order_by="to_date, name",
	)
	linked = []
	for record in records:
		row = next(
			(row for row in waiting if row.training == record.training and not row.training_record), None
		)
		if row is None or record.name in used:
			continue
		row.update({"training_record": record.name, "status": DONE, "done_on": record.to_date})
		linked.append(row)
	return linked


def verified_records(employee: str, trainings: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
	"""Training -> the employee's newest verified record of it that belongs to no measure yet and is none of
	those `taken`, whenever it was; a training without one is left out. A record that names no training of the
	catalogue is one of the training that is called like it. Two queries."""
	wanted = {plain(training): training for training in trainings}
	if not wanted:
		return {}
	records = frappe.get_all(
		RECORD,
		filters={"employee": employee, "status": VERIFIED},
		fields=["name", "training", "title"],
		order_by="to_date, name",
	)
	of = {row.name: wanted.get(plain(row.training or row.title)) for row in records}
	names = [name for name, training in of.items() if training]
	used = frappe.get_all(
		ITEM,
		filters={"parenttype": PLAN, "training_record": ["in", names]},
		pluck="training_record",
		order_by="name",
	)
	used = {*used, *taken}
	return {of[name]: name for name in names if name not in used}


def spare_record(plan: Document, training: str) -> str | None:
	"""The newest verified record of a training that counts for no measure, neither of this plan as it is
	being changed nor of a stored one."""
	taken = [row.training_record for row in plan.items if row.training_record]
	return verified_records(plan.employee, [training], taken).get(training)


def plans_waiting_for(record: Document) -> list[str]:
	"""The person's approved plans with an open measure of this training, in whose period the record began."""
	plan, item = frappe.qb.DocType(PLAN), frappe.qb.DocType(ITEM)
	query = (
		frappe.qb.from_(plan)
		.join(item)
		.on((item.parent == plan.name) & (item.parenttype == PLAN))
		.select(plan.name)
		.distinct()
		.where((plan.employee == record.employee) & (plan.status == APPROVED))
		.where((item.training == record.training) & item.status.isin(OPEN_STATES))
		.where((plan.from_date <= record.from_date) & (plan.to_date >= record.from_date))
		.orderby(plan.name)
	)
	return [name for (name,) in query.run()]


def follow(record: Document) -> None:
	"""After the verification of a record: the measures of it are done."""
	if not record.training:
		return
	for name in plans_waiting_for(record):  # one, or two where cycles overlap
		plan = frappe.get_doc(PLAN, name, for_update=True)
		if link_records(plan):
			plan.flags.asn_server_made = True
			plan.save(ignore_permissions=True)


def unfollow(record: Document) -> None:
	"""After a verification was withdrawn: the measure that it had closed is open again, unless another
	verified record of the same training closes it."""
	rows = {"parenttype": PLAN, "training_record": record.name}
	for name in sorted(set(frappe.get_all(ITEM, filters=rows, pluck="parent", order_by="parent"))):
		plan = frappe.get_doc(PLAN, name, for_update=True)
		for row in plan.items:
			if row.training_record == record.name:
				row.update({"training_record": None, "status": IN_PROGRESS, "done_on": None})
		if plan.status == APPROVED:
			link_records(plan)
		plan.flags.asn_server_made = True
		plan.flags.ignore_validate = True  # what else stands in the plan is not in question
		plan.save(ignore_permissions=True)
