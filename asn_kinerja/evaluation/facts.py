"""What is known about people beside their work plans: the facts that the sources of the score need.

They are gathered anew whenever a running evaluation is calculated, for as many evaluations at once as are
asked for, and kept with the evaluation at its release: what is changed afterwards does not change the result.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint, cstr

from asn_kinerja import competency, innovation, reviews, satisfaction, schemes, training_hours, units
from asn_kinerja.attendance import discipline, recaps
from asn_kinerja.evaluation import organisation
from asn_kinerja.monitoring import feedback
from asn_kinerja.scoring import (
	AnnualMethod,
	Scheme,
	Source,
	SourceFacts,
	StageResult,
	anonymous,
	codec,
	protected,
	tally_reviews,
)

EVALUATION, STAGE, COMPONENT = "ASN Evaluation", "ASN Cycle Stage", "ASN Evaluation Component"
ANNUAL = "Annual"
OF_GROUP = ("scheme", "cycle", "stage", "stage_name", "from_date", "to_date")
Values = dict[str, dict[str, Any]]  # employee -> field of SourceFacts -> value


@dataclass(frozen=True, slots=True)
class Group:
	"""Evaluations of the same stage and period by the same scheme; `units`: employee -> work unit."""

	scheme: Scheme
	cycle: str
	stage: str
	stage_name: str
	from_date: Any
	to_date: Any
	units: dict[str, str] = field(default_factory=dict)

	@property
	def employees(self) -> list[str]:
		return sorted(self.units)


def of(doc: Document) -> SourceFacts:
	"""The facts of an evaluation: those kept at its release, or those of now while it is running. A result
	that a decision on an objection has changed rests on those of the one before it (`flags.asn_facts`)."""
	if doc.flags.asn_facts or (doc.docstatus and not doc.flags.asn_releasing):
		kept = doc.flags.asn_facts or doc.facts
		return codec.facts_from_dict(json.loads(kept) if kept else None)
	(found,) = gather([doc])
	return found


def keep(doc: Document, facts: SourceFacts) -> None:
	"""Put the facts into the evaluation."""
	doc.facts = json.dumps(codec.facts_to_dict(facts), ensure_ascii=False)
	doc.organisation_predicate = facts.unit_predicate or None


def gather(evaluations: Sequence[Mapping[str, Any]]) -> list[SourceFacts]:
	"""The facts of now for each of these evaluations (documents or rows), in their order; only those that
	their schemes ask for. A few queries for each source and group of the same stage, period and scheme."""
	minimum = feedback.minimum()
	keys = [_key(row) for row in evaluations]
	groups: dict[tuple[Any, ...], Group] = {}
	for key, row in zip(keys, evaluations, strict=True):
		group = groups.setdefault(key, Group(schemes.of(key[0]), *key[1:]))
		group.units[row.get("employee")] = row.get("department") or ""
	found = {key: _of_group(group, minimum) for key, group in groups.items()}
	return [
		SourceFacts(
			months=cint(row.get("months")), reviews_minimum=minimum, **found[key].get(row.get("employee"), {})
		)
		for key, row in zip(keys, evaluations, strict=True)
	]


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
	return tuple(row.get(name) for name in OF_GROUP)


def _of_group(group: Group, minimum: int) -> Values:
	scheme, people, period = group.scheme, group.employees, (group.from_date, group.to_date)
	found: dict[str, Mapping[str, Any]] = {"unit_predicate": _unit_predicates(group)}
	if scheme.review_rules():
		found["reviews"] = _reviews(group, minimum)
	if scheme.innovation_levels:
		found["innovations"] = innovation.facts(people, *period)
	sources = scheme.sources()
	if Source.ATTENDANCE in sources:
		found["attendance"] = recaps.facts(people, *period)
	if Source.DISCIPLINE in sources:
		found["sanctions"] = discipline.facts(people, *period)
	if Source.SATISFACTION in sources:
		found["surveys"] = _surveys(group)
	if Source.DEVELOPMENT in sources:
		found |= {"training_hours": training_hours.facts(people, *period), "asn_type": _asn_types(people)}
	if Source.COMPETENCY in sources:
		found["competency"] = competency.facts(people, group.to_date)
	if Source.PROGRESS in sources or scheme.annual_method is not AnnualMethod.TARGETS:
		found |= _earlier_stages(group)
	values: Values = defaultdict(dict)
	for name, by_employee in found.items():
		for employee, value in by_employee.items():
			values[employee][name] = value
	return values


def _unit_predicates(group: Group) -> dict[str, str]:
	"""The predicate of each employee's unit for the stage, or of the nearest unit above that has one, or of
	the whole agency."""
	results = organisation.results(group.cycle, group.stage_name)
	if not results:
		return {}
	above = units.at_or_above(filter(None, group.units.values()))
	found = {}
	for employee, unit in group.units.items():
		nearest = next((one for one in (*above.get(unit, ()), "") if one in results), None)
		if nearest is not None:
			found[employee] = results[nearest].value
	return found


def _reviews(group: Group, minimum: int) -> dict[str, Any]:
	weights = protected(group.scheme.review_rules(), minimum)
	found = reviews.facts(group.employees, [group.stage], with_raters=False)
	return {
		employee: anonymous(tally_reviews(own, group.scheme.rating_values), weights)
		for employee, own in found.items()
	}


def _surveys(group: Group) -> dict[str, Any]:
	found = satisfaction.facts(group.employees, group.from_date, group.to_date)
	return {employee: facts.surveys for employee, facts in found.items()}


def _asn_types(people: Iterable[str]) -> dict[str, str]:
	rows = frappe.get_all(
		"Employee", filters={"name": ["in", list(people)]}, fields=["name", "asn_type"], order_by="name"
	)
	return {row.name: row.asn_type or "" for row in rows}


def _earlier_stages(group: Group) -> dict[str, dict[str, Any]]:
	"""Released work results of the same cycle's periods: for a period the one before it, to compare with; for
	the whole year its first and its last, and all that its own may rest on. Two queries."""
	annual = frappe.get_cached_value(STAGE, group.stage, "stage_type") == ANNUAL
	results: dict[str, list[StageResult]] = defaultdict(list)
	for employee, stage, score, months in _released_results(group, annual):
		results[employee].append(StageResult(stage, Decimal(cstr(score)), months))
	if not annual:
		return {"progress_from": {employee: rows[-1] for employee, rows in results.items()}}
	several = {employee: rows for employee, rows in results.items() if len(rows) > 1}
	found: dict[str, dict[str, Any]] = {
		"progress_from": {employee: rows[0] for employee, rows in several.items()},
		"progress_to": {employee: rows[-1] for employee, rows in several.items()},
	}
	if group.scheme.annual_method is not AnnualMethod.TARGETS:
		found["periods"] = {employee: tuple(rows) for employee, rows in results.items()}
	return found


def _released_results(group: Group, annual: bool) -> list[tuple[str, str, float, int]]:
	"""(employee, name of the stage, work result, months) of the released periods, by employee and time."""
	evaluation, part, stage = (frappe.qb.DocType(name) for name in (EVALUATION, COMPONENT, STAGE))
	query = (
		frappe.qb.from_(evaluation)
		.join(part)
		.on((part.parent == evaluation.name) & (part.parenttype == EVALUATION))
		.join(stage)
		.on(stage.name == evaluation.stage)
		.select(evaluation.employee, evaluation.stage_name, part.score, evaluation.months)
		.where(evaluation.employee.isin(group.employees) & (evaluation.cycle == group.cycle))
		.where((evaluation.docstatus == 1) & (stage.stage_type != ANNUAL))
		.where((part.source == Source.WORK_RESULT.value) & (part.missing == 0))
		.orderby(evaluation.employee)
		.orderby(evaluation.from_date)
	)
	if annual:
		return list(query.where(evaluation.to_date <= group.to_date).run())
	# after a transfer a stage has two parts: the first is no stage before the second
	query = query.where((evaluation.stage != group.stage) & (evaluation.to_date < group.from_date))
	return list(query.run())
