"""Follow-ups per unit and kind: proposed, in progress, overdue, done, not done, and the mean days from the
decision to the end. Whoever reads it counts only those that he sees."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate
from pypika import Case, CustomFunction
from pypika import functions as fn
from pypika.queries import QueryBuilder

from asn_kinerja import access, units
from asn_kinerja.follow_up import DONE, DROPPED, FOLLOW_UP, IN_PROGRESS, PROPOSED, REJECTED
from asn_kinerja.reporting import (
	BLUE,
	GREEN,
	ORANGE,
	RED,
	YELLOW,
	Answer,
	Row,
	counted,
	decimal,
	number,
	percent,
	shown,
	stacked,
	text,
)
from asn_kinerja.scoring.follow_up import FollowUpKind

COUNTS = ("proposed", "in_progress", "overdue", "done", "refused")
days_between = CustomFunction("DATEDIFF", ["later", "earlier"])


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (a unit and kind each, the total last), no message, chart, summary.

	Filters: company, cycle, department (with the units below it), kind."""
	rows = [row_of(row) for row in groups(frappe._dict(filters or {})).run(as_dict=True)]
	if not rows:
		return columns(), [], None, None, []
	whole = total(rows)
	return columns(), [*rows, whole], None, chart(rows), summary(whole)


def groups(filters: frappe._dict) -> QueryBuilder:
	record, unit = frappe.qb.DocType(FOLLOW_UP), frappe.qb.DocType("Department")
	late = (record.status == IN_PROGRESS) & (record.due_date < getdate())
	days = days_between(record.done_on, record.decided_on)

	def count(criterion: Any) -> fn.Sum:
		return fn.Sum(Case().when(criterion, 1).else_(0))

	query = (
		frappe.qb.from_(record)
		.left_join(unit)
		.on(unit.name == record.department)
		.select(record.department, unit.department_name, record.kind)
		.select(count(record.status == PROPOSED).as_("proposed"))
		.select(count(record.status == IN_PROGRESS).as_("in_progress"))
		.select(count(late).as_("overdue"))
		.select(count(record.status == DONE).as_("done"))
		.select(count(record.status.isin([REJECTED, DROPPED])).as_("refused"))
		.select(fn.Sum(Case().when(record.status == DONE, days).else_(0)).as_("days"))
		.groupby(record.department, unit.department_name, record.kind)
		.orderby(unit.department_name)
		.orderby(record.department)
		.orderby(record.kind)
	)
	for field in ("company", "cycle", "kind"):
		if filters.get(field):
			query = query.where(record[field] == filters[field])
	if filters.department:
		query = query.where(record.department.isin(units.below(filters.department)))
	seen = access.row_criterion(FOLLOW_UP)
	return query if seen is None else query.where(seen)


def row_of(group: frappe._dict) -> Row:
	counts = {field: int(group[field]) for field in COUNTS}
	days = int(group.days or 0)
	return {
		"unit": group.department_name or _("Without a Work Unit"),
		"kind": labels()[group.kind],
		**counts,
		"days": days,
		"mean_days": days / counts["done"] if counts["done"] else None,
		# for the links, which the browser makes
		"department": group.department,
		"kind_value": group.kind,
	}


def labels() -> dict[str, str]:
	return {
		FollowUpKind.AWARD.value: _("Award"),
		FollowUpKind.COACHING.value: _("Coaching"),
		FollowUpKind.COUNSELLING.value: _("Counselling"),
		FollowUpKind.COMPETENCY_TEST.value: _("Competency Test"),
		FollowUpKind.SANCTION.value: _("Sanction"),
		FollowUpKind.OTHER.value: _("Other"),
	}


def total(rows: Iterable[Row]) -> Row:
	found = {field: sum(row[field] for row in rows) for field in (*COUNTS, "days")}
	mean = found["days"] / found["done"] if found["done"] else None
	return {"unit": _("Total"), "kind": "", **found, "mean_days": mean, "bold": 1}


def columns() -> list[Row]:
	return [
		text("unit", _("Work Unit"), 220),
		text("kind", _("Kind of Follow-Up"), 170),
		number("proposed", _("Proposed"), 110),
		number("in_progress", _("In Progress"), 130),
		number("overdue", _("Overdue"), 150),
		number("done", _("Done"), 100),
		number("refused", _("Rejected or Dropped"), 200),
		decimal("mean_days", _("Mean Days"), 130),
	]


def chart(rows: Iterable[Row]) -> Row:
	"""A bar per kind, made of its states."""
	kinds = list(dict.fromkeys(row["kind"] for row in rows))

	def of(field: str) -> list[int]:
		return [sum(row[field] for row in rows if row["kind"] == kind) for kind in kinds]

	on_time = [running - late for running, late in zip(of("in_progress"), of("overdue"), strict=True)]
	parts = {
		_("Proposed"): of("proposed"),
		_("In Progress"): on_time,
		_("Overdue"): of("overdue"),
		_("Done"): of("done"),
		_("Rejected or Dropped"): of("refused"),
	}
	return stacked(kinds, parts, (YELLOW, BLUE, RED, GREEN, ORANGE))


def summary(whole: Row) -> list[Row]:
	approved = whole["in_progress"] + whole["done"]
	return [
		counted(_("Proposed"), whole["proposed"], "Orange" if whole["proposed"] else None),
		counted(_("In Progress"), whole["in_progress"]),
		counted(_("Overdue"), whole["overdue"], "Red" if whole["overdue"] else None),
		shown(_("Done of the Approved (%)"), percent(whole["done"], approved)),
		shown(_("Mean Days"), whole["mean_days"]),
	]
