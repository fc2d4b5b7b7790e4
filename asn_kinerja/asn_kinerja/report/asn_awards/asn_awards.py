"""The awards of a cycle, for publication: who, where, what and why, in plain words.

Everybody of the agency reads what is published. Performance managers and auditors also read what is approved
and not published yet.
"""

from typing import Any

import frappe
from frappe import _

from asn_kinerja import access
from asn_kinerja.follow_up import FOLLOW_UP, awards
from asn_kinerja.reporting import Answer, Row, chosen_cycle, counted, day, no_cycle, number, text

PUBLISHED, ALL = "Published", "All Approved"


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (an award each, by unit and name), message, no chart, summary.

	Filters: company, cycle, show ("Published" or "All Approved", the latter for managers and auditors)."""
	wanted = frappe._dict(filters or {})
	cycle = chosen_cycle(wanted)
	if not cycle:
		return columns(False), [], no_cycle(), None, []
	everything = wanted.show == ALL and awards.sees_unpublished()
	found = of_cycle(cycle, everything)
	rows = [row_of(place, row) for place, row in enumerate(found, 1)]
	people = {row["name_of"] for row in rows}
	return columns(everything), rows, None, None, summary(rows, len(people)) if rows else []


def of_cycle(cycle: frappe._dict, everything: bool) -> list[frappe._dict]:
	query = awards.approved(cycle.name, published_only=not everything)
	record = frappe.qb.DocType(FOLLOW_UP)
	if awards.sees_unpublished():
		seen = access.row_criterion(FOLLOW_UP)
		return (query if seen is None else query.where(seen)).run(as_dict=True)
	# the list is for the agency's own people, whatever they may see of each other otherwise
	me = access.employee_of()
	mine = frappe.db.get_value("Employee", me.name, "company") if me else None
	return query.where(record.company == mine).run(as_dict=True) if mine == cycle.company else []


def row_of(place: int, award: frappe._dict) -> Row:
	return {
		"place": place,
		"name_of": award.employee_name,
		"position": award.designation,
		"unit": award.department_name or _("Without a Work Unit"),
		"award": award.subject,
		"reason": award.citation,
		"decided_on": award.decided_on,
		"published": _("Published") if award.published else _("Not Published"),
	}


def columns(everything: bool) -> list[Row]:
	return [
		number("place", _("Number"), 80),
		text("name_of", _("Name"), 190),
		text("position", _("Position"), 180),
		text("unit", _("Work Unit"), 190),
		text("award", _("Award"), 240),
		text("reason", _("Reason"), 360),
		day("decided_on", _("Decided On"), 120),
		*([text("published", _("Published"), 130)] if everything else []),
	]


def summary(rows: list[Row], people: int) -> list[Row]:
	return [counted(_("Awards"), len(rows)), counted(_("People"), people)]
