"""How much of the people of each unit receive feedback, of which kind and from whom. Whoever reads it counts
only the people, and of them only the feedback, that he sees (see `asn_kinerja.access`); no giver is named.

Anonymous feedback counts once it is released, on the day of its release. People who have left are not
counted; everybody counts in the unit of today.
"""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate
from pypika import functions as fn
from pypika.queries import QueryBuilder
from pypika.terms import Case, Criterion, Term

from asn_kinerja import access, units
from asn_kinerja.monitoring.feedback import FEEDBACK
from asn_kinerja.reporting import (
	GREEN,
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
from asn_kinerja.scoring import round_half_up

# column -> the value it counts, of the field
COUNTED = {
	"appreciations": ("kind", "Appreciation"),
	"suggestions": ("kind", "Suggestion"),
	"from_superiors": ("relation", "Superior"),
	"from_peers": ("relation", "Peer"),
	"from_subordinates": ("relation", "Subordinate"),
	"from_colleagues": ("relation", "Colleague"),
	"anonymous": ("visibility", "Anonymous"),
}
NUMBERS = ("people", "with_feedback", "feedbacks", *COUNTED)


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (a unit each, the total last), no message, chart, summary.

	Filters: company, cycle (its dates, where from_date and to_date are empty), from_date, to_date,
	department (with the units below it)."""
	rows = per_unit(period(frappe._dict(filters or {})))
	if not rows:
		return columns(), [], None, None, []
	total = add_up(rows)
	return columns(), [*rows, total], None, chart(rows), summary(total)


def period(filters: frappe._dict) -> frappe._dict:
	"""The filters with both ends of the period; raises when they are the wrong way round."""
	if filters.cycle:
		cycle = frappe.db.get_value(
			"ASN Performance Cycle", filters.cycle, ["from_date", "to_date"], as_dict=True
		)
		for field, value in (cycle or {}).items():
			filters[field] = filters.get(field) or value
	if filters.from_date and filters.to_date and getdate(filters.from_date) > getdate(filters.to_date):
		frappe.throw(_("{0} must not be after {1}.").format(_("From Date"), _("To Date")))
	return filters


def per_unit(filters: frappe._dict) -> list[Row]:
	"""A row per unit with people, in the order of their names; two queries."""
	rows: dict[str, Row] = {}
	for group in people_per_unit(filters).run(as_dict=True):
		rows[group.department or ""] = dict.fromkeys(NUMBERS, 0) | {
			"unit": group.department_name or _("Without a Work Unit"),
			"people": group.people,
		}
	for group in feedback_per_unit(filters).run(as_dict=True):
		row = rows[group.pop("department") or ""]
		row.update({column: int(number or 0) for column, number in group.items()})
	return [with_shares(row) for row in rows.values()]


def people_per_unit(filters: frappe._dict) -> QueryBuilder:
	person, unit = frappe.qb.DocType("Employee"), frappe.qb.DocType("Department")
	query = (
		frappe.qb.from_(person)
		.left_join(unit)
		.on(unit.name == person.department)
		.select(person.department, unit.department_name, fn.Count("*").as_("people"))
		.groupby(person.department, unit.department_name)
		.orderby(unit.department_name)
	)
	return only(query, counted_people(person, filters))


def feedback_per_unit(filters: frappe._dict) -> QueryBuilder:
	feedback, person = frappe.qb.DocType(FEEDBACK), frappe.qb.DocType("Employee")
	query = (
		frappe.qb.from_(feedback)
		.join(person)
		.on(person.name == feedback.employee)
		.select(
			person.department,
			fn.Count(feedback.employee).distinct().as_("with_feedback"),
			fn.Count("*").as_("feedbacks"),
			*(
				fn.Sum(one_if(feedback[field] == value)).as_(column)
				for column, (field, value) in COUNTED.items()
			),
		)
		.where(feedback.released == 1)
		.groupby(person.department)
		.orderby(person.department)
	)
	if filters.from_date:
		query = query.where(feedback.date >= filters.from_date)
	if filters.to_date:
		query = query.where(feedback.date <= filters.to_date)
	seen = access.row_criterion(FEEDBACK)
	return only(query, [*counted_people(person, filters), *([] if seen is None else [seen])])


def one_if(criterion: Criterion) -> Term:
	return Case().when(criterion, 1).else_(0)


def only(query: QueryBuilder, criteria: list[Criterion]) -> QueryBuilder:
	for criterion in criteria:
		query = query.where(criterion)
	return query


def counted_people(person: Any, filters: frappe._dict) -> list[Criterion]:
	"""Active ASN whom the reader sees, of the chosen agency and unit."""
	criteria = [person.status == "Active", person.asn_type.isnotnull(), person.asn_type != ""]
	if filters.company:
		criteria.append(person.company == filters.company)
	if filters.department:
		criteria.append(person.department.isin(units.below(filters.department)))
	seen = access.people_criterion(person)
	return criteria if seen is None else [*criteria, seen]


def with_shares(row: Row) -> Row:
	"""Share of the people with feedback (%), and feedbacks per person."""
	row["share"] = percent(row["with_feedback"], row["people"])
	row["per_person"] = float(round_half_up(Decimal(row["feedbacks"]) / row["people"]))
	return row


def add_up(rows: list[Row]) -> Row:
	"""The total; its shares are those of all people, not of the units."""
	total: dict[str, Any] = defaultdict(int)
	for row in rows:
		for field in NUMBERS:
			total[field] += row[field]
	return with_shares({**total, "unit": _("Total"), "bold": 1})


def columns() -> list[Row]:
	return [
		text("unit", _("Work Unit"), 240),
		number("people", _("People")),
		number("with_feedback", _("People with Feedback"), 190),
		decimal("share", _("Share (%)"), 140),
		number("feedbacks", _("Feedbacks")),
		decimal("per_person", _("Per Person"), 110),
		number("appreciations", _("Appreciation")),
		number("suggestions", _("Suggestion")),
		number("from_superiors", _("From Superiors"), 130),
		number("from_peers", _("From Peers"), 170),
		number("from_subordinates", _("From Subordinates"), 140),
		number("from_colleagues", _("From Other Colleagues"), 190),
		number("anonymous", _("Anonymous"), 110),
	]


def chart(rows: list[Row]) -> Row:
	parts = {
		_("Appreciation"): [row["appreciations"] for row in rows],
		_("Suggestion"): [row["suggestions"] for row in rows],
	}
	return stacked([row["unit"] for row in rows], parts, (GREEN, YELLOW))


def summary(total: Row) -> list[Row]:
	return [
		counted(_("People"), total["people"]),
		counted(_("People with Feedback"), total["with_feedback"]),
		shown(_("Share (%)"), total["share"]),
		counted(_("Feedbacks"), total["feedbacks"]),
		shown(_("Per Person"), total["per_person"]),
	]
