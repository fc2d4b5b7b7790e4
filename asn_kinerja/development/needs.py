"""What people have to develop: gaps of the newest competency assessment, values and work results below
expectations in the last released evaluation, and values about which there were suggestions.

Of the records that the session user sees: who sees a person's development plan does not thereby see all of
these, for a released assessment or evaluation stays with the rater and the agency of its time. Feedback is
held back as everywhere: what is private to the rater never counts, nor what is not released; anonymous
suggestions about a value count only when there are as many of them as the settings ask for, and neither a
text nor a giver is carried over.

A gap is measured against the position of today, as in the report on gaps; where that has no standard, against
what the assessment asked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe.utils import add_years, cint, getdate
from pypika import functions as fn
from pypika.queries import QueryBuilder

from asn_kinerja import access
from asn_kinerja.competency import assessed, standards
from asn_kinerja.competency.standards import PositionStandard
from asn_kinerja.monitoring.feedback import ANONYMOUS, FEEDBACK, SHARED, minimum
from asn_kinerja.scoring import Gap, LowValue, Need, Rating, Theme, needs
from asn_kinerja.scoring.job_match import Kind

EVALUATION, BEHAVIOUR = "ASN Evaluation", "ASN Evaluation Behaviour"
SUGGESTION = "Suggestion"


@dataclass(slots=True)
class Facts:
	"""What the measures for one person rest on; `levels` of the assessment: competency -> 1–5."""

	assessment: str | None = None
	assessed_on: date | None = None
	levels: dict[str, int] = field(default_factory=dict)
	gaps: list[Gap] = field(default_factory=list)
	low_values: list[LowValue] = field(default_factory=list)
	themes: list[Theme] = field(default_factory=list)
	work_result: Rating | None = None

	def needs(self) -> tuple[Need, ...]:
		return needs(self.gaps, self.low_values, self.themes, self.work_result)


def facts(employees: Iterable[str], on: date | str) -> dict[str, Facts]:
	"""Employee -> what the session user knows of him on a day; everybody has an entry. The number of queries
	does not depend on theirs, only on that of the agencies."""
	wanted = sorted(set(employees))
	found = {employee: Facts() for employee in wanted}
	if wanted:
		_assessments(wanted, getdate(on), found)
		_evaluations(wanted, getdate(on), found)
		_themes(wanted, getdate(on), found)
	return found


def _assessments(wanted: Sequence[str], on: date, found: dict[str, Facts]) -> None:
	newest = assessed.newest(wanted, on, criterion=access.row_criterion(assessed.ASSESSMENT))
	held = _standards(newest)
	of_assessment: dict[str, Facts] = {}
	for employee, one in newest.items():
		entry = found[employee]
		entry.assessment, entry.assessed_on, entry.levels = one.name, one.assessed_on, dict(one.levels)
		if employee in held:
			entry.gaps = _gaps(held[employee], one.levels)
		else:
			of_assessment[one.name] = entry
	if of_assessment:
		_stored_gaps(of_assessment)


def _standards(employees: Iterable[str]) -> dict[str, PositionStandard]:
	"""Employee -> the standard of his position of today, of those who have one."""
	rows = frappe.get_all(
		"Employee",
		filters={"name": ["in", sorted(employees)], "designation": ["is", "set"]},
		fields=["name", "designation", "company"],
		order_by="name",
	)
	positions: dict[str, set[str]] = defaultdict(set)
	for row in rows:
		positions[row.company].add(row.designation)
	held = {company: standards.of_positions(named, company) for company, named in positions.items()}
	return {
		row.name: held[row.company][row.designation] for row in rows if row.designation in held[row.company]
	}


def _gaps(standard: PositionStandard, levels: Mapping[str, int]) -> list[Gap]:
	"""What is below the standard; a level that is not known is no gap."""
	return [
		Gap(row.competency, row.kind, levels[row.competency], row.level)
		for row in standard.requirements
		if 0 < levels.get(row.competency, 0) < row.level
	]


def _stored_gaps(of_assessment: Mapping[str, Facts]) -> None:
	"""The gaps as the assessments have found them."""
	rows = frappe.get_all(
		assessed.ROW,
		filters={
			"parent": ["in", sorted(of_assessment)],
			"parenttype": assessed.ASSESSMENT,
			"level": [">", 0],
			"required_level": [">", 0],
		},
		fields=["parent", "competency", "kind", "level", "required_level"],
		order_by="parent, idx",
	)
	for row in rows:
		if row.required_level > row.level:
			gap = Gap(row.competency, Kind(row.kind), cint(row.level), cint(row.required_level))
			of_assessment[row.parent].gaps.append(gap)


def _evaluations(wanted: Sequence[str], on: date, found: dict[str, Facts]) -> None:
	"""The last released one of each person; what an objection has put aside is not among them."""
	evaluation = frappe.qb.DocType(EVALUATION)
	query = (
		frappe.qb.from_(evaluation)
		.select(evaluation.employee, evaluation.name, evaluation.work_result_rating)
		.where(evaluation.employee.isin(wanted) & (evaluation.docstatus == 1))
		.where(evaluation.to_date <= on)
		.orderby(evaluation.employee, evaluation.to_date, evaluation.released_on, evaluation.name)
	)
	query = _seen(query, EVALUATION)
	last = {employee: (name, rating) for employee, name, rating in query.run()}
	of_evaluation = {}
	for employee, (name, rating) in last.items():
		of_evaluation[name] = found[employee]
		found[employee].work_result = Rating(rating) if rating else None
	if not of_evaluation:
		return
	rows = frappe.get_all(
		BEHAVIOUR,
		filters={
			"parent": ["in", sorted(of_evaluation)],
			"parenttype": EVALUATION,
			"rating": Rating.BELOW.value,
		},
		fields=["parent", "behaviour_value"],
		order_by="parent, idx",
	)
	for row in rows:
		of_evaluation[row.parent].low_values.append(LowValue(row.behaviour_value, Rating.BELOW))


def _themes(wanted: Sequence[str], on: date, found: dict[str, Facts]) -> None:
	"""Suggestions of the twelve months until the day, per value."""
	feedback = frappe.qb.DocType(FEEDBACK)
	query = (
		frappe.qb.from_(feedback)
		.select(feedback.employee, feedback.behaviour_value, feedback.visibility, fn.Count("*"))
		.where(feedback.employee.isin(wanted) & (feedback.released == 1))
		.where((feedback.kind == SUGGESTION) & feedback.visibility.isin((SHARED, ANONYMOUS)))
		.where(fn.Coalesce(feedback.behaviour_value, "") != "")
		.where((feedback.date > add_years(on, -1)) & (feedback.date <= on))
		.groupby(feedback.employee, feedback.behaviour_value, feedback.visibility)
		.orderby(feedback.employee, feedback.behaviour_value)
	)
	query = _seen(query, FEEDBACK)
	least = minimum()
	counts: dict[tuple[str, str], int] = defaultdict(int)
	for employee, value, visibility, number in query.run():
		if visibility == SHARED or number >= least:
			counts[employee, value] += number
	for (employee, value), number in counts.items():
		found[employee].themes.append(Theme(value, number))


def _seen(query: QueryBuilder, doctype: str) -> QueryBuilder:
	"""The query, limited to the records that the session user sees."""
	criterion = access.row_criterion(doctype)
	return query if criterion is None else query.where(criterion)
