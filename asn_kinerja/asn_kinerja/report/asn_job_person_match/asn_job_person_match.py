"""How well people fit: against the standard of their own position, or all of them against that of one
position, the best first ("who fits this position"). Only people, and assessments, whom the reader sees (see
`asn_kinerja.access`).

Source: Peraturan BKN 26/2019. The percent is worked out anew from the levels of the newest assessment that
counts and the standards and rules of today; what an assessment says of its own time stays with it.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from asn_kinerja import access
from asn_kinerja.competency import people, rules, standards
from asn_kinerja.competency.assessed import ASSESSMENT
from asn_kinerja.competency.candidates import Candidate, Fit, Judge, fit
from asn_kinerja.messages import escaped
from asn_kinerja.reporting import (
	BLUE,
	IS_EMPLOYEE,
	Answer,
	Row,
	counted,
	day,
	decimal,
	link,
	number,
	text,
)
from asn_kinerja.reporting import person as person_column
from asn_kinerja.scoring import ScoringError, round_half_up
from asn_kinerja.scoring.job_match import CompetencyRules, Scale, Standard

LISTED = 500
"""Candidates in the table when nobody asks for more or fewer."""


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (a person each), message, chart, summary.

	Filters: company, department (with the units below it), standard or its designation (everybody against it,
	else each against that of his own position), rule (the newest by default), to_date (assessments of that
	day, today by default), limit (rows for one position, 500 by default)."""
	chosen = frappe._dict(filters or {})
	if not frappe.has_permission(rules.RULE, "read"):
		return columns(False), [], None, None, []
	rule = chosen.rule or rules.newest()
	if not rule:
		return columns(False), [], _("There are no submitted competency rules. Submit one first."), None, []
	try:
		one_position = chosen.standard or chosen.designation
		return for_position(chosen, rule) if one_position else by_own_position(chosen, rule)
	except ScoringError as error:
		return columns(False), [], escaped(error.text(_))[0], None, []


# --- everybody against one position ------------------------------------------------------------------------


def for_position(chosen: frappe._dict, rule: str) -> Answer:
	if chosen.standard:
		standard = standards.named(chosen.standard)
		missing = _(
			"Nobody is measured by this standard: it is disabled, a template, or not there any more. Choose"
			" another one."
		)
	else:
		standard = standards.of_positions([chosen.designation], chosen.company).get(chosen.designation)
		missing = _("{0} has no position standard. Make one first.").format(*escaped(chosen.designation))
	if standard is None:
		return columns(True), [], missing, None, []
	# an agency's own standard is for its people
	chosen.company = standard.company or chosen.company
	found = fit(
		standard,
		chosen.company,
		people.day_of(chosen),
		rule,
		people=lambda person: people.criterion(person, chosen),
		sight=access.row_criterion(ASSESSMENT),
	)
	limit = cint(chosen.limit) or LISTED
	shown = found.candidates[:limit]
	names = header([one.employee for one in shown])
	rows = [
		{"rank": rank, **names[one.employee], **result(one, found.rules), **assessment(one)}
		for rank, one in enumerate(shown, 1)
	]
	return columns(True), rows, told_of(found, len(shown)), chart(found), totals(found.candidates)


def header(employees: Sequence[str]) -> dict[str, Row]:
	"""Who they are; one query."""
	person, unit = frappe.qb.DocType("Employee"), frappe.qb.DocType("Department")
	if not employees:
		return {}
	query = (
		frappe.qb.from_(person)
		.left_join(unit)
		.on(unit.name == person.department)
		.select(person.name, person.employee_name, person.designation, unit.department_name)
		.where(person.name.isin(list(employees)))
		.orderby(person.name)
	)
	return {
		name: {
			"person": name,
			"employee_name": shown,
			"designation": position,
			"unit": department or _("Without a Work Unit"),
			**IS_EMPLOYEE,
		}
		for name, shown, position, department in query.run()
	}


def told_of(found: Fit, shown: int) -> str:
	required = ", ".join(f"{row.competency} {row.level}" for row in found.standard.requirements)
	told = _("The position asks for: {0}.").format(*escaped(required))
	if (rest := len(found.candidates) - shown) > 0:
		told += " " + _("{0} more people are not listed.").format(rest)
	return told


# --- each against his own position -------------------------------------------------------------------------


def by_own_position(chosen: frappe._dict, rule: str) -> Answer:
	"""Those who can be measured, the best first, then the others with the reason."""
	named = rules.of(rule)
	judges: dict[str, Judge | ScoringError] = {}
	results: dict[tuple[str, str], Row] = {}  # of those with the same standard and levels
	rows, candidates = [], []
	no_standard, no_assessment = _("The position has no standard."), _("There is no assessment that counts.")
	no_unit = _("Without a Work Unit")
	for one in people.listed(chosen):
		row = {
			"person": one.employee,
			"employee_name": one.employee_name,
			"designation": one.designation,
			"unit": one.unit or no_unit,
			**IS_EMPLOYEE,
		}
		rows.append(row)
		if not one.standard:
			row["remark"] = no_standard
			continue
		if not one.levels:
			row["remark"] = no_assessment
			continue
		if one.standard.name not in judges:
			judges[one.standard.name] = prepared(one.standard, named)
		judge = judges[one.standard.name]
		if isinstance(judge, ScoringError):
			row["remark"] = judge.text(_)
			continue
		candidate = judge.candidate(one.employee, one.levels)
		candidates.append(candidate)
		same = one.standard.name, one.levels.digits
		if same not in results:
			results[same] = result(candidate, named)
		row |= results[same] | assessment(candidate)
	rows.sort(key=lambda row: -row["percent"] if row.get("percent") is not None else 1)
	return columns(False), rows, None, chart(Fit(None, named, tuple(candidates))), totals(candidates)


def prepared(standard: Standard, named: CompetencyRules) -> Judge | ScoringError:
	"""What measures by it, or why this one cannot be used: the other positions are shown all the same."""
	try:
		return Judge(Scale(standard, named))
	except ScoringError as error:
		return error


# --- rows --------------------------------------------------------------------------------------------------


def result(one: Candidate, named: CompetencyRules) -> Row:
	"""What his levels mean by the standard: the same for all who have the same."""
	percent = None if one.percent is None else float(round_half_up(one.percent))
	return {
		"percent": percent,
		"filling": one.filling,
		"mapping": one.mapping,
		"gaps": ", ".join(f"{competency} ({gap})" for competency, gap in one.gaps),
		"surplus": ", ".join(one.surplus),
		"remark": _("Not assessed: {0}").format(", ".join(one.unassessed)) if one.unassessed else None,
		"filling_step": rules.step(one.filling, named.filling),
	}


def assessment(one: Candidate) -> Row:
	return {"assessed_on": one.assessed_on, "assessment": one.assessment}


# --- how it looks ------------------------------------------------------------------------------------------


def columns(ranked: bool) -> list[Row]:
	return [
		*([number("rank", _("Rank"), 95)] if ranked else []),
		person_column("person", _("Employee")),
		text("employee_name", _("Name"), 180),
		text("designation", _("Position"), 170),
		text("unit", _("Work Unit"), 180),
		decimal("percent", _("Job Person Match (%)"), 120),
		text("filling", _("Category for Filling"), 190),
		text("mapping", _("Category for Mapping"), 150),
		text("gaps", _("Below the Standard (Gap)"), 320),
		text("surplus", _("Above the Standard"), 240),
		text("remark", _("Remark"), 240),
		day("assessed_on", _("Assessed On")),
		link("assessment", _("Assessment"), ASSESSMENT, 120),
	]


def chart(found: Fit) -> Row | None:
	"""How many people are in each category for filling."""
	measured = Counter(one.filling for one in found.candidates if one.filling)
	if not measured:
		return None
	names = [row.category for row in sorted(found.rules.filling, key=lambda row: -row.from_percent)]
	values = [measured[name] for name in names]
	return {
		"data": {"labels": names, "datasets": [{"name": _("People"), "values": values}]},
		"type": "bar",
		"colors": [BLUE],
	}


def totals(candidates: Sequence[Candidate]) -> list[Row]:
	measured = [one for one in candidates if one.percent is not None]
	return [
		counted(_("People Measured"), len(measured)),
		counted(_("Without a Gap"), sum(not one.gaps for one in measured), "green"),
		counted(_("Not Assessed in All Competencies"), len(candidates) - len(measured), "orange"),
	]
