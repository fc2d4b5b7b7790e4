"""Public satisfaction per service unit and survey, or per officer: answers, index, grade, and the mean of
every element. Managers and auditors see all of their agencies, leaders the units and the officers below them;
below the survey's minimum of answers nobody sees more than their number.

Source: PermenPAN-RB 14/2017.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate
from pypika.queries import QueryBuilder

from asn_kinerja import access, units
from asn_kinerja.reporting import (
	BLUE,
	Answer,
	Row,
	counted,
	day,
	decimal,
	link,
	number,
	shown,
	text,
)
from asn_kinerja.satisfaction.results import Outcome, outcomes
from asn_kinerja.scoring import round_half_up
from asn_kinerja.scoring.satisfaction import ELEMENTS, SurveyIndex, combined_index

OFFICERS = "Officers"


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (a survey or an officer each, the total last), no message, chart, summary.

	Filters: company, department (with the units below it), from_date and to_date (days of the answers), show
	("Surveys" or "Officers")."""
	chosen = checked(frappe._dict(filters or {}))
	if not frappe.has_permission(access.SURVEY, "read"):
		return columns(False), [], None, None, []
	surveys = {row.name: row for row in seen_surveys(chosen).run(as_dict=True)}
	by_officer = chosen.show == OFFICERS
	results = answered(chosen, list(surveys), by_officer) if surveys else []
	rows = per_officer(results, surveys) if by_officer else per_survey(results, surveys)
	if not rows:
		return columns(by_officer), [], None, None, []
	total = add_up(rows, results)
	return columns(by_officer), [*rows, total], None, chart(rows), summary(rows, total)


def checked(filters: frappe._dict) -> frappe._dict:
	if filters.from_date and filters.to_date and getdate(filters.from_date) > getdate(filters.to_date):
		frappe.throw(_("{0} must not be after {1}.").format(_("Answers From"), _("Answers To")))
	return filters


# --- what there is -----------------------------------------------------------------------------------------


def seen_surveys(filters: frappe._dict) -> QueryBuilder:
	"""The surveys of these units and days that the reader sees; drafts, which nobody can answer, are none."""
	survey, unit = frappe.qb.DocType(access.SURVEY), frappe.qb.DocType("Department")
	query = (
		frappe.qb.from_(survey)
		.left_join(unit)
		.on(unit.name == survey.department)
		.select(
			survey.name,
			survey.title,
			survey.from_date,
			survey.to_date,
			survey.status,
			survey.minimum_answers,
			unit.department_name,
		)
		.where(survey.status != "Draft")
		.orderby(unit.department_name)
		.orderby(survey.from_date)
		.orderby(survey.name)
	)
	if filters.company:
		query = query.where(survey.company == filters.company)
	if filters.department:
		query = query.where(survey.department.isin(units.below(filters.department)))
	if filters.from_date:
		query = query.where(survey.to_date >= filters.from_date)
	if filters.to_date:
		query = query.where(survey.from_date <= filters.to_date)
	seen = access.survey_criterion()
	return query if seen is None else query.where(seen)


def answered(filters: frappe._dict, surveys: list[str], by_officer: bool) -> list[Outcome]:
	"""The results of these surveys; of officers only those whom the reader sees."""
	response = frappe.qb.DocType(access.RESPONSE)
	criteria = [response.survey.isin(surveys)]
	if filters.from_date:
		criteria.append(response.submitted_on >= filters.from_date)
	if filters.to_date:
		criteria.append(response.submitted_on <= filters.to_date)
	person = frappe.qb.DocType("Employee")
	people = access.people_criterion(person) if by_officer else None
	if people is not None:
		criteria.append(response.officer.isin(frappe.qb.from_(person).select(person.name).where(people)))
	return outcomes(criteria, by_officer)


# --- rows --------------------------------------------------------------------------------------------------


def per_survey(results: list[Outcome], surveys: dict[str, frappe._dict]) -> list[Row]:
	"""A row for every survey, also for those without answers."""
	found = {one.survey: one for one in results}
	return [row_of(survey, found.get(name)) for name, survey in surveys.items()]


def per_officer(results: list[Outcome], surveys: dict[str, frappe._dict]) -> list[Row]:
	names = dict(
		frappe.get_all(
			"Employee",
			filters={"name": ["in", [one.officer for one in results]]},
			fields=["name", "employee_name"],
			order_by="name",
			as_list=True,
		)
		if results
		else ()
	)
	rows = [
		row_of(surveys[one.survey], one) | {"officer": one.officer, "officer_name": names.get(one.officer)}
		for one in results
	]
	return sorted(rows, key=lambda row: (row["unit"], row["officer_name"] or "", row["title"]))


def row_of(survey: frappe._dict, found: Outcome | None) -> Row:
	result = found.result if found else None
	means = {mean.element: float(round_half_up(mean.mean)) for mean in (result.means if result else ())}
	return {
		"unit": survey.department_name or _("Without a Work Unit"),
		"survey": survey.name,
		"title": survey.title,
		"from_date": survey.from_date,
		"to_date": survey.to_date,
		"status": _("Open") if survey.status == "Open" else _("Closed"),
		"answers": result.answers if result else 0,
		"minimum": survey.minimum_answers,
		"index": float(result.index) if result and result.index is not None else None,
		"grade": f"{result.grade.grade} ({result.grade.title})" if result and result.grade else None,
		**{element.lower(): means.get(element) for element in ELEMENTS},
	}


def add_up(rows: list[Row], results: list[Outcome]) -> Row:
	"""The total; its index is the mean of those that count, weighted by the numbers of answers."""
	counted = [
		SurveyIndex(one.survey, one.result.index, one.result.answers)
		for one in results
		if one.result.index is not None
	]
	index, _steps = combined_index(counted)
	return {
		"unit": _("Total"),
		"answers": sum(row["answers"] for row in rows),
		"index": None if index is None else float(index),
		**dict.fromkeys(map(str.lower, ELEMENTS)),
		"bold": 1,
	}


# --- how it looks ------------------------------------------------------------------------------------------


def columns(by_officer: bool) -> list[Row]:
	return [
		text("unit", _("Service Unit"), 200),
		*([text("officer_name", _("Officer"), 170)] if by_officer else []),
		text("title", _("Survey"), 220),
		day("from_date", _("From Date"), 110),
		day("to_date", _("To Date"), 110),
		text("status", _("Status"), 90),
		number("answers", _("Answers"), 90),
		number("minimum", _("Minimum Answers"), 110),
		decimal("index", _("Index"), 90),
		text("grade", _("Grade"), 140),
		*(decimal(element.lower(), element, 70) for element in ELEMENTS),
		link("survey", _("Link"), access.SURVEY, 120),
	]


def chart(rows: list[Row]) -> Row | None:
	"""The indexes side by side; None while there is none."""
	measured = [row for row in rows if row["index"] is not None]
	if not measured:
		return None
	labels = [f"{row.get('officer_name') or row['unit']} · {row['title']}" for row in measured]
	return {
		"data": {
			"labels": labels,
			"datasets": [{"name": _("Index"), "values": [row["index"] for row in measured]}],
		},
		"type": "bar",
		"colors": [BLUE],
	}


def summary(rows: list[Row], total: Row) -> list[Row]:
	return [
		counted(_("Surveys"), len({row["survey"] for row in rows})),
		counted(_("Answers"), total["answers"]),
		shown(_("Index"), total["index"]),
	]
