"""Tasks of the command line about what follows from a result: credit points, allowance, sanctions; and about
the counts of a survey and of a unit."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from .allowance import AllowanceRules, Performance, allowance
from .allowance_bases import base_of
from .attendance import ExceptionKind, MonthFacts, Occurrence, month_errors
from .credit import (
	CreditPosition,
	CreditRules,
	Entry,
	EntryKind,
	PeriodResult,
	Target,
	counted_months,
	credit_points,
	education_bonus,
	running_totals,
	standing,
)
from .discipline import (
	DisciplineRules,
	Sanction,
	days_of_minutes,
	discipline_score,
	suggest,
)
from .distribution import (
	Bound,
	Guide,
	OrganisationPredicate,
	guide_from_dict,
	judge,
	limit_of,
	validate_guide,
)
from .errors import ScoringError, located
from .fields import Fields, field_names, record
from .model import Predicate, Step
from .numbers import exact, shown, two_places
from .satisfaction import ELEMENTS, Answers, SatisfactionGrade, checked, survey_index, validate_grades
from .shipped import (
	shipped_allowance_rules,
	shipped_credit_rules,
	shipped_discipline_rules,
	shipped_distribution_guide,
	shipped_satisfaction_grades,
)

CREDIT, ALLOWANCE, DISCIPLINE = "PermenPAN-RB 1/2023", "Contoh TPP 60/40", "PP 94/2021"

Document = dict[str, Any]


def _steps(steps: Sequence[Step]) -> list[Document]:
	return [{**asdict(step), "values": list(step.values)} for step in steps]


def _named(entry: Fields, rules: dict[str, Any], default: str) -> Any:
	"""The shipped table that the input names."""
	name = entry.get("rule") or default
	if name not in rules:
		raise ScoringError(
			'{0}: there is no table "{1}". Enter one of: {2}.', shown(name), ", ".join(rules), field="rule"
		)
	return rules[str(name)]


def _day_or_none(entry: Fields, name: str) -> date | None:
	return entry.day(name) if entry.get(name) else None


# --- credit points -----------------------------------------------------------------------------------------


def run_credit(raw: object) -> Document:
	"""Credit points of a person's results, and where he stands with them."""
	names = ("functional_level", "golongan", "golongan_since", "today", "initial_balance", "education_bonus")
	entry = Fields(raw, (*names, "results", "rule"), True, "input")
	rules: CreditRules = _named(entry, shipped_credit_rules(), CREDIT)
	level, golongan = str(entry.needed("functional_level")), str(entry.needed("golongan"))
	results = entry.rows("results", lambda row: record(PeriodResult, row))
	months = _months(results)
	ledger: list[Entry] = []
	steps: list[Step] = []
	if balance := entry.number_or_none("initial_balance"):
		ledger.append(Entry(EntryKind.INITIAL, level, golongan, date.min, balance))
	for result, counted in zip(results, months, strict=True):
		earned = credit_points(counted, result.predicate, level, rules)
		ledger.append(
			Entry(
				EntryKind.CONVERSION,
				level,
				golongan,
				result.to_date,
				earned.points,
				counted,
				result.predicate,
				result.annual,
			)
		)
		steps += earned.steps
	if entry.flag("education_bonus"):
		points, step = education_bonus(level, rules)
		ledger.append(Entry(EntryKind.EDUCATION, level, golongan, date.max, points))
		steps.append(step)
	position = CreditPosition(level, golongan, _day_or_none(entry, "golongan_since"))
	today = _day_or_none(entry, "today") or max((row.to_date for row in results), default=date.today())
	found = standing(ledger, position, rules, today)
	totals = running_totals(row.points for row in ledger)
	return {
		"rows": [
			{
				"kind": row.kind.value,
				"months": row.months,
				"points": two_places(row.points),
				"total": two_places(total),
			}
			for row, total in zip(ledger, totals, strict=True)
		],
		"total": two_places(found.total),
		"next_rank": _target(found.rank),
		"next_level": _target(found.level),
		"eligible": found.eligible,
		"reasons": _steps(found.reasons),
		"steps": _steps([*steps, *found.steps]),
	}


def _months(results: Sequence[PeriodResult]) -> list[int]:
	for number, row in enumerate(results, start=1):
		if row.to_date < row.from_date:
			raise ScoringError(
				"{0}: the period ends before it begins.", field="to_date", row=number, table="results"
			)
	return counted_months(results)


def _target(found: Target | None) -> Document | None:
	if found is None:
		return None
	return {
		"name": found.name,
		"points": two_places(found.points),
		"missing": two_places(found.missing),
		"months": found.months,
		"on": found.on.isoformat() if found.on else None,
	}


# --- allowance ---------------------------------------------------------------------------------------------


def run_allowance(raw: object) -> Document:
	"""The allowance of a person for a month."""
	names = ("base", "designation", "position_type", "functional_level", "golongan", "score", "predicate")
	entry = Fields(raw, (*names, "month", "sanctions", "rule"), True, "input")
	rules: AllowanceRules = _named(entry, shipped_allowance_rules(), ALLOWANCE)
	found = allowance(
		_base(entry, rules),
		Performance(entry.number_or_none("score"), entry.choice_or_none("predicate", Predicate)),
		_month(entry.get("month")),
		entry.rows("sanctions", lambda row: record(Sanction, row)),
		rules,
	)
	return {
		"base": exact(found.base),
		"performance": None if found.performance is None else two_places(found.performance),
		"discipline": None if found.discipline is None else two_places(found.discipline),
		"amount": exact(found.amount),
		"left_out": found.left_out,
		"missing": [step.rule for step in found.missing],
		"steps": _steps(found.steps),
	}


def _base(entry: Fields, rules: AllowanceRules) -> Decimal:
	if (given := entry.number_or_none("base")) is not None:
		return given
	criteria = ("designation", "position_type", "functional_level", "golongan")
	found = base_of(rules.bases, **{name: entry.text(name) for name in criteria})
	if found is None:
		raise ScoringError("{0}: no row of the rule fits this position. Enter the base itself.", field="base")
	return found.amount


def _month(raw: object) -> MonthFacts | None:
	if raw is None:
		return None
	with located("month"):
		entry = Fields(raw, field_names(MonthFacts), True, "month")
		facts = MonthFacts(
			month=entry.day("month").replace(day=1),
			working_days=entry.integer("working_days", default=0, lowest=0),
			present=entry.integer("present", default=0, lowest=0),
			excused_absences=entry.integer("excused_absences", default=0, lowest=0),
			unexcused_absences=entry.integer("unexcused_absences", default=0, lowest=0),
			longest_run=entry.integer("longest_run", default=0, lowest=0),
			exceptions=entry.rows("exceptions", _occurrence),
		)
	for error in month_errors(facts):
		raise error
	return facts


def _occurrence(raw: object) -> Occurrence:
	row = Fields(raw, ("kind", "date", "minutes"), True, "row")
	return Occurrence(
		row.choice("kind", ExceptionKind), row.day("date"), row.integer("minutes", default=0, lowest=0)
	)


# --- discipline, satisfaction, distribution ----------------------------------------------------------------


def run_discipline(raw: object) -> Document:
	"""The sanction proposed for unexcused days, and what it takes off the score."""
	entry = Fields(raw, ("days", "run", "minutes", "rule"), True, "input")
	rules: DisciplineRules = _named(entry, shipped_discipline_rules(), DISCIPLINE)
	days = entry.integer("days", default=0, lowest=0)
	run = entry.integer("run", default=0, lowest=0)
	if run > days:
		raise ScoringError(
			"{0}: {1} days in a row are more than the {2} days of the year.", str(run), str(days), field="run"
		)
	days += days_of_minutes(entry.integer("minutes", default=0, lowest=0), rules)
	found = suggest(days, run, rules)
	if found is None:
		return {
			"days": days,
			"level": None,
			"sanction": None,
			"months": 0,
			"points": "0.00",
			"score": "100.00",
		}
	sanction = Sanction(found.level, found.sanction, date.min)
	score = discipline_score([sanction], rules.effects).score
	points = next(row.points for row in rules.effects if row.level is found.level)
	return {
		"days": days,
		"level": found.level.value,
		"sanction": found.sanction,
		"months": found.months,
		"consecutive": found.consecutive,
		"points": two_places(points),
		"score": two_places(score) if score is not None else None,
	}


def run_satisfaction(raw: object) -> Document:
	"""Index and grade of a survey."""
	entry = Fields(raw, ("answers", "grades", "minimum"), True, "input")
	grades = entry.rows("grades", lambda row: record(SatisfactionGrade, row)) or shipped_satisfaction_grades()
	validate_grades(grades)
	given = entry.needed("answers")
	if not isinstance(given, (list, tuple)):
		raise ScoringError('{0}: "{1}" is not a list of rows.', shown(given), field="answers")
	answers = entry.rows("answers", _answers)
	found = survey_index(answers, grades, entry.integer("minimum", default=1, lowest=1))
	return {
		"answers": found.answers,
		"index": None if found.index is None else two_places(found.index),
		"grade": found.grade.grade if found.grade else None,
		"title": found.grade.title if found.grade else None,
		"means": {row.element: two_places(row.mean) for row in found.means},
		"steps": _steps(found.steps),
	}


def _answers(raw: object) -> Answers:
	row = Fields(raw, ELEMENTS, True, "row")
	answers = Answers({element: row.get(element) for element in ELEMENTS if row.get(element) is not None})
	return Answers(checked(answers))


def run_distribution(raw: object) -> Document:
	"""Which rows of the guide the predicates of a unit's people do not keep."""
	entry = Fields(raw, ("organisation", "counts", "unrated", "guide"), True, "input")
	guide = entry.rows("guide", guide_from_dict) or shipped_distribution_guide()
	validate_guide(guide)
	organisation = entry.choice("organisation", OrganisationPredicate)
	given = entry.needed("counts")
	with located("counts"):
		names = [predicate.value for predicate in Predicate]
		table = Fields(given, names, True, "counts")
		counts = {predicate: table.integer(predicate.value, default=0, lowest=0) for predicate in Predicate}
	unrated = entry.integer("unrated", default=0, lowest=0)
	people = sum(counts.values()) + unrated
	found = judge(counts, organisation, guide, unrated)
	return {
		"people": people,
		"limits": [
			_rule(rule) | {"limit": limit_of(rule, people)}
			for rule in guide
			if rule.organisation is organisation and rule.bound is not Bound.MAJORITY
		],
		"deviations": [_rule(row.guide) | {"count": row.count, "limit": row.limit} for row in found],
	}


def _rule(rule: Guide) -> Document:
	return {"predicates": [predicate.value for predicate in rule.predicates], "bound": rule.bound.value}
