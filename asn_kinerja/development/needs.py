"""What people have to develop: gaps of the newest competency assessment, values and work results below
expectations in the last released evaluation, and values about which there were suggestions.

Read past the permissions: what comes out is seen by whoever sees the person's development plan, which are
those who see assessment, evaluation and shared feedback too. Feedback is held back as everywhere: what is
private to the rater never counts, nor what is not released; anonymous suggestions about a value count only
when there are as many of them as the settings ask for, and neither a text nor a giver is carried over.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe.utils import add_years, cint, getdate
from pypika import functions as fn

from asn_kinerja.competency import assessed
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
	"""Employee -> what is known on a day; everybody has an entry. A constant number of queries."""
	wanted = sorted(set(employees))
	found = {employee: Facts() for employee in wanted}
	if wanted:
		_assessments(wanted, getdate(on), found)
		_evaluations(wanted, getdate(on), found)
		_themes(wanted, getdate(on), found)
	return found


def _assessments(wanted: Sequence[str], on: date, found: dict[str, Facts]) -> None:
	newest = assessed.newest(wanted, on)
	of_assessment: dict[str, Facts] = {}
	for employee, one in newest.items():
		entry = found[employee]
		entry.assessment, entry.assessed_on, entry.levels = one.name, one.assessed_on, dict(one.levels)
		of_assessment[one.name] = entry
	if not of_assessment:
		return
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
	least = minimum()
	counts: dict[tuple[str, str], int] = defaultdict(int)
	for employee, value, visibility, number in query.run():
		if visibility == SHARED or number >= least:
			counts[employee, value] += number
	for (employee, value), number in counts.items():
		found[employee].themes.append(Theme(value, number))
