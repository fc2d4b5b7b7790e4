"""The predicates of each unit, as raters have given them so far, against the guide that follows from the
unit's own predicate (see `scoring.distribution`). Deviations are named in words; nothing is refused for them.

Whoever reads it counts only the people whom he sees, running evaluations with what their raters have entered,
but never his own running one. A unit of which he does not see everybody is not compared with the guide.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe import _
from pypika import functions as fn

from asn_kinerja import access
from asn_kinerja.evaluation import organisation, running
from asn_kinerja.reporting import (
	BLUE,
	GREEN,
	RED,
	Answer,
	Row,
	chosen_cycle,
	counted,
	newest_stage,
	no_cycle,
	number,
	percent,
	shown,
	text,
)
from asn_kinerja.scoring import Predicate, typed
from asn_kinerja.scoring.distribution import (
	STEPS,
	Bound,
	Deviation,
	Guide,
	OrganisationPredicate,
	by_step,
	judge,
)

EVALUATION, AGENCY = "ASN Evaluation", ""
COLUMNS = dict(zip(STEPS, ("very_good", "good", "needs_work", "poor", "very_poor"), strict=True))


@dataclass
class Unit:
	"""The people of a unit: how many there are, how many the reader sees, and the predicates of these."""

	people: int = 0
	seen: int = 0
	predicates: Counter[Predicate] = field(default_factory=Counter)

	def add(self, other: "Unit") -> None:
		self.people += other.people
		self.seen += other.seen
		self.predicates += other.predicates

	@property
	def rated(self) -> int:
		return sum(self.predicates.values())


@dataclass(frozen=True)
class Rules:
	"""The guide, the predicates of the units, and from how many people on a deviation is more than a note."""

	guide: tuple[Guide, ...]
	results: dict[str, OrganisationPredicate]
	minimum: int


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (a unit each with the units below it, the total last), message, curve, summary."""
	filters = frappe._dict(filters or {})
	cycle = chosen_cycle(filters)
	if not cycle:
		return columns(), [], no_cycle(), None, []
	stage_name = filters.stage_name or newest_stage(cycle.name)
	units = of_departments(cycle.name, stage_name) if stage_name else {}
	if not units:
		return columns(), [], None, None, []
	rules = Rules(
		organisation.guide(),
		organisation.results(cycle.name, stage_name),
		frappe.db.get_single_value("ASN Performance Settings", "distribution_minimum"),
	)
	tree = departments(cycle.company)
	top = next((unit for unit in tree if unit.name == filters.department), None)
	rows = per_unit(units, tree, rules, top)
	if not rows:
		return columns(), [], None, None, []
	whole = gathered(units, tree, top)
	total = as_row(_("Total"), whole, rules, filters.department or AGENCY) | {"bold": 1}
	message = _("Stage {0}. The guide warns; it never blocks a rating.").format(
		frappe.utils.escape_html(stage_name)
	)
	curve = chart(whole, rules, filters.department or AGENCY)
	return columns(), [*rows, total], message, curve, summary(whole, rows)


# --- counting ----------------------------------------------------------------------------------------------


def of_departments(cycle: str, stage_name: str) -> dict[str, Unit]:
	"""Unit ("" for none) -> its own people."""
	found: dict[str, Unit] = {}
	seen = access.row_criterion(EVALUATION)
	for department, docstatus, predicate, people in counts(cycle, stage_name, seen):
		unit = found.setdefault(department or AGENCY, Unit())
		unit.seen += people
		if docstatus == 1 and predicate:
			unit.predicates[Predicate(predicate)] += people
	for department, _docstatus, _predicate, people in counts(cycle, stage_name, None):
		found.setdefault(department or AGENCY, Unit()).people += people
	for (department, predicate), people in running.predicates(cycle, stage_name).items():
		found[department].predicates[predicate] += people
	return found


def counts(cycle: str, stage_name: str, seen: Any) -> Sequence[Sequence[Any]]:
	evaluation = frappe.qb.DocType(EVALUATION)
	query = (
		frappe.qb.from_(evaluation)
		.select(evaluation.department, evaluation.docstatus, evaluation.predicate, fn.Count("*"))
		.where((evaluation.cycle == cycle) & (evaluation.stage_name == stage_name))
		.where(evaluation.docstatus < 2)
		.groupby(evaluation.department, evaluation.docstatus, evaluation.predicate)
		.orderby(evaluation.department, evaluation.docstatus, evaluation.predicate)
	)
	return (query if seen is None else query.where(seen)).run()


def departments(company: str) -> list[frappe._dict]:
	return frappe.get_all(
		"Department",
		filters={"company": company},
		fields=["name", "department_name", "lft", "rgt"],
		order_by="department_name",
	)


def gathered(units: dict[str, Unit], tree: Iterable[frappe._dict], top: frappe._dict | None) -> Unit:
	"""A unit with all units below it; everybody where none is named."""
	found = Unit()
	inside = {unit.name for unit in tree if top and top.lft <= unit.lft and unit.rgt <= top.rgt}
	for name, unit in units.items():
		if not top or name in inside:
			found.add(unit)
	return found


def per_unit(
	units: dict[str, Unit], tree: Sequence[frappe._dict], rules: Rules, top: frappe._dict | None
) -> list[Row]:
	"""Units with people of their own or with a predicate, in which the reader sees somebody, by name."""
	rows = []
	for unit in tree:
		if top and not (top.lft <= unit.lft and unit.rgt <= top.rgt):
			continue
		if unit.name in units or unit.name in rules.results:
			whole = gathered(units, tree, unit)
			if whole.seen:
				rows.append(as_row(unit.department_name, whole, rules, unit.name))
	if not top and units.get(AGENCY, Unit()).seen:
		rows.append(as_row(_("Without a Work Unit"), units[AGENCY], rules, None))
	return rows


# --- against the guide -------------------------------------------------------------------------------------


def as_row(label: str, unit: Unit, rules: Rules, name: str | None) -> Row:
	result = rules.results.get(name) if name is not None else None
	deviations = judged(unit, rules, result)
	steps = by_step(unit.predicates)
	return {
		"unit": label,
		"predicate": result.value if result else "",
		"people": unit.seen,
		"rated": unit.rated,
		**{COLUMNS[step]: people for step, people in steps.items()},
		"unrated": unit.seen - unit.rated,
		"remarks": remarks(unit, rules, result, deviations),
		"deviations": len(deviations),
	}


def judged(unit: Unit, rules: Rules, result: OrganisationPredicate | None) -> tuple[Deviation, ...]:
	if not result or unit.seen < unit.people:
		return ()
	return judge(unit.predicates, result, rules.guide, unit.people - unit.rated)


def remarks(
	unit: Unit, rules: Rules, result: OrganisationPredicate | None, deviations: Sequence[Deviation]
) -> str:
	if not result:
		return _("The predicate of the unit is not set")
	if unit.seen < unit.people:
		return _("You see {0} of {1} people; the guide is about all of them").format(unit.seen, unit.people)
	if not deviations:
		return _("Within the guide")
	words = "; ".join(map(in_words, deviations))
	return _("Small unit, only a note: {0}").format(words) if unit.people < rules.minimum else words


def in_words(deviation: Deviation) -> str:
	guide = deviation.guide
	template = {
		Bound.AT_MOST: _("{0}: {1} people, at most {2} ({3} %)"),
		Bound.AT_LEAST: _("{0}: {1} people, at least {2} ({3} %)"),
		Bound.PEOPLE: _("{0}: {1} people, at least {2}"),
		Bound.MAJORITY: _("{0}: {1} people, should be the most; another predicate has {2}"),
	}[guide.bound]
	predicates = " + ".join(predicate.value for predicate in guide.predicates)
	return template.format(predicates, deviation.count, deviation.limit, typed(guide.number))


# --- showing -----------------------------------------------------------------------------------------------


def columns() -> list[Row]:
	return [
		text("unit", _("Work Unit"), 240),
		text("predicate", _("Predicate of the Unit"), 160),
		text("remarks", _("Against the Guide"), 360),
		number("people", _("People"), 100),
		number("rated", _("Rated"), 100),
		*(number(column, step.value, 130) for step, column in COLUMNS.items()),
		number("unrated", _("Not Rated Yet"), 130),
	]


def chart(whole: Unit, rules: Rules, name: str) -> Row | None:
	"""The curve: share of the people rated so far on each step, between the guide's bounds where the unit has
	a predicate."""
	if not whole.rated:
		return None
	steps = by_step(whole.predicates)
	curves = [(_("Share (%)"), [percent(people, whole.rated) for people in steps.values()], BLUE)]
	if result := rules.results.get(name):
		bounds = (
			(Bound.AT_MOST, _("Upper Bound"), 100, RED),
			(Bound.AT_LEAST, _("Lower Bound"), 0, GREEN),
		)
		curves += [
			(label, [bound_of(rules.guide, result, step, bound, otherwise) for step in STEPS], colour)
			for bound, label, otherwise, colour in bounds
		]
	return {
		"data": {
			"labels": [step.value for step in STEPS],
			"datasets": [{"name": label, "values": values} for label, values, _colour in curves],
		},
		"type": "line",
		"colors": [colour for _label, _values, colour in curves],
	}


def bound_of(
	guide: Iterable[Guide], result: OrganisationPredicate, step: Predicate, bound: Bound, otherwise: float
) -> float:
	"""The guide's number for one step alone."""
	numbers = (
		float(row.number)
		for row in guide
		if row.organisation is result and row.bound is bound and row.predicates == (step,)
	)
	return next(numbers, otherwise)


def summary(whole: Unit, rows: Sequence[Row]) -> list[Row]:
	return [
		counted(_("People"), whole.seen),
		shown(_("Rated so far (%)"), percent(whole.rated, whole.seen)),
		counted(_("Not Rated Yet"), whole.seen - whole.rated),
		counted(_("Units outside the Guide"), sum(row["deviations"] > 0 for row in rows)),
	]
