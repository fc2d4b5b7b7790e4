"""Index and grade of surveys from the stored answers, in a number of queries that does not depend on how
many."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe.model.document import Document
from pypika import functions as fn
from pypika.terms import Criterion

from asn_kinerja.access import RESPONSE, SURVEY
from asn_kinerja.scoring.satisfaction import (
	ELEMENTS,
	SatisfactionGrade,
	SurveyResult,
	Tally,
	index_of_tallies,
)

GRADE = "ASN Survey Grade"
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Outcome:
	"""The result of a survey, or of one officer in it (`officer` is empty for all answers together)."""

	survey: str
	officer: str
	title: str
	department: str
	result: SurveyResult


def of_survey(name: str | None) -> SurveyResult:
	"""All answers of one survey; without index when there are too few."""
	found = outcomes([frappe.qb.DocType(RESPONSE).survey == name]) if name else []
	return found[0].result if found else index_of_tallies(0, ())


def outcomes(criteria: Iterable[Criterion], by_officer: bool = False) -> list[Outcome]:
	"""The results of the answers that fulfil the criteria (on the table of answers, `frappe.qb.DocType`), by
	survey, or by survey and officer (then without answers that name none). Two queries."""
	response, survey = frappe.qb.DocType(RESPONSE), frappe.qb.DocType(SURVEY)
	query = (
		frappe.qb.from_(response)
		.join(survey)
		.on(survey.name == response.survey)
		.select(
			response.survey,
			survey.title,
			survey.department,
			survey.minimum_answers,
			fn.Count("*").as_("answers"),
			*(fn.Sum(response[element.lower()]).as_(element) for element in ELEMENTS),
			*(fn.Count(fn.NullIf(response[element.lower()], 0)).as_(f"n_{element}") for element in ELEMENTS),
		)
		.groupby(response.survey, survey.title, survey.department, survey.minimum_answers)
		.orderby(response.survey)
	)
	if by_officer:
		query = (
			query.select(response.officer)
			.where(response.officer.isnotnull())
			.groupby(response.officer)
			.orderby(response.officer)
		)
	for criterion in criteria:
		query = query.where(criterion)
	rows = query.run(as_dict=True)
	grades = _grades({row.survey for row in rows})
	return [_outcome(row, grades.get(row.survey, ())) for row in rows]


def _outcome(row: frappe._dict, grades: tuple[SatisfactionGrade, ...]) -> Outcome:
	tallies = [
		Tally(element, int(row[f"n_{element}"]), int(row[element])) for element in ELEMENTS if row[element]
	]
	result = index_of_tallies(row.answers, tallies, grades, row.minimum_answers)
	return Outcome(row.survey, row.officer or NOBODY, row.title, row.department, result)


def _grades(surveys: set[str]) -> dict[str, tuple[SatisfactionGrade, ...]]:
	if not surveys:
		return {}
	rows = frappe.get_all(
		GRADE,
		filters={"parenttype": SURVEY, "parent": ["in", sorted(surveys)]},
		fields=["parent", "grade", "title", "from_index"],
		order_by="parent, idx",
	)
	return {name: grades_of(row for row in rows if row.parent == name) for name in surveys}


def grades_of(rows: Iterable[Document]) -> tuple[SatisfactionGrade, ...]:
	"""The grades of a survey's rows."""
	return tuple(
		SatisfactionGrade(row.grade or "", row.title or "", Decimal(f"{float(row.from_index or 0):.2f}"))
		for row in rows
	)
