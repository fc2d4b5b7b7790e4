"""Dictionaries in and out. Keys are the field names of the DocTypes and of the command line alike."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from .attendance import attendance_rules_from_dict
from .case import Case, Scheme, SourceFacts
from .discipline import discipline_rules_from_dict
from .errors import ScoringError, located
from .fields import Fields, field_names, record
from .innovation import ImpactLevel
from .model import (
	AnnualMethod,
	Approach,
	Band,
	Behaviour,
	Category,
	Combination,
	Component,
	Direction,
	Item,
	ItemCategory,
	MatrixCell,
	MissingPolicy,
	Outcome,
	Part,
	PositionGroup,
	Predicate,
	Rating,
	RatingValue,
	ResultMethod,
	Source,
	Threshold,
	ValueBand,
	ValueMethod,
)
from .numbers import HIGHEST_SCORE, exact, shown
from .reviews import RaterWeight
from .team import OrganisationPoints

T = TypeVar("T")


def scheme_from_dict(d: object, strict: bool = True) -> Scheme:
	"""A scheme; not yet checked for completeness (see `validate_scheme`).

	`strict` refuses unknown keys; documents of Frappe carry some of their own. Raises ScoringError with
	table, row and field.
	"""
	if isinstance(d, Scheme):
		return d
	entry = Fields(d, field_names(Scheme), strict, "scheme")

	def rows(name: str, kind: type, decode: Callable[[Fields], T]) -> tuple[T, ...]:
		return entry.rows(name, lambda raw: decode(Fields(raw, field_names(kind), strict, "row")))

	return Scheme(
		title=str(entry.needed("title")),
		version=entry.integer("version", default=1, lowest=1),
		legal_basis=entry.text("legal_basis"),
		result_method=entry.choice("result_method", ResultMethod),
		cap=entry.number_or_zero("cap"),
		whole_percent=entry.flag("whole_percent"),
		leader_value_method=entry.choice("leader_value_method", ValueMethod),
		staff_value_method=entry.choice("staff_value_method", ValueMethod),
		components=rows("components", Component, _component),
		rating_values=rows("rating_values", RatingValue, _rating_value),
		thresholds=rows("thresholds", Threshold, _threshold),
		predicates=rows("predicates", MatrixCell, _matrix_cell),
		bands=rows("bands", Band, _band),
		value_bands=rows("value_bands", ValueBand, _value_band),
		combinations=rows("combinations", Combination, _combination),
		annual_method=entry.choice_or_none("annual_method", AnnualMethod) or AnnualMethod.TARGETS,
		rater_weights=entry.rows("rater_weights", lambda raw: record(RaterWeight, raw, strict)),
		attendance_rule=_rule(entry, "attendance_rule", attendance_rules_from_dict, strict),
		discipline_rule=_rule(entry, "discipline_rule", discipline_rules_from_dict, strict),
		organisation_points=entry.rows(
			"organisation_points", lambda raw: record(OrganisationPoints, raw, strict)
		),
		team_unit_share=entry.number_or_zero("team_unit_share"),
		team_value=entry.text("team_value"),
		innovation_levels=entry.rows("innovation_levels", lambda raw: record(ImpactLevel, raw, strict)),
		innovation_base=entry.number_or_zero("innovation_base"),
		innovation_bonus_cap=entry.number_or_zero("innovation_bonus_cap"),
		development_duty=entry.number_or_zero("development_duty"),
		development_duty_pppk=entry.number_or_zero("development_duty_pppk"),
		satisfaction_reference=entry.number_or_zero("satisfaction_reference"),
		satisfaction_highest=entry.number_or_zero("satisfaction_highest") or HIGHEST_SCORE,
		progress_factor=entry.number_or_zero("progress_factor"),
	)


def _rule(entry: Fields, name: str, decode: Callable[[object, bool], T], strict: bool) -> T | None:
	"""A table that is a record of its own, within the scheme."""
	raw = entry.get(name)
	if raw is None:
		return None
	with located(name):
		return decode(raw, strict)


def _component(row: Fields) -> Component:
	return Component(
		row.choice("source", Source), row.number("weight"), row.choice("missing_policy", MissingPolicy)
	)


def _rating_value(row: Fields) -> RatingValue:
	return RatingValue(row.choice("rating", Rating), row.number("value"))


def _threshold(row: Fields) -> Threshold:
	return Threshold(row.choice("part", Part), row.choice("rating", Rating), row.number("from_score"))


def _matrix_cell(row: Fields) -> MatrixCell:
	return MatrixCell(
		row.choice("work_result", Rating),
		row.choice("behaviour", Rating),
		row.choice("predicate", Predicate),
	)


def _band(row: Fields) -> Band:
	predicate = row.choice("predicate", Predicate)
	return Band(predicate, row.number("from_score"), row.flag("requires_new_idea"))


def _value_band(row: Fields) -> ValueBand:
	return ValueBand(
		category=row.choice("category", Category),
		achievement_from=row.number("achievement_from"),
		achievement_to=row.number_or_zero("achievement_to"),
		value_from=row.number("value_from"),
		value_to=row.number("value_to"),
		maximum_target=row.flag("maximum_target"),
	)


def _combination(row: Fields) -> Combination:
	return Combination(
		indicators=row.integer("indicators", default=1, lowest=1),
		category=row.choice("category", Category),
		value=row.number("value"),
		at_least_best=row.integer("at_least_best", default=0, lowest=0),
		at_most_cukup=row.integer("at_most_cukup", default=-1, lowest=-1),
		at_most_kurang=row.integer("at_most_kurang", default=-1, lowest=-1),
		at_most_sangat_kurang=row.integer("at_most_sangat_kurang", default=-1, lowest=-1),
	)


def item_from_dict(d: object, approach: Approach = Approach.QUANTITATIVE, strict: bool = True) -> Item:
	"""One item. With the qualitative approach realisation and targets may be narrative text.

	Raises ScoringError with the field.
	"""
	row = Fields(d, field_names(Item), strict, "row")
	measured = approach is Approach.QUANTITATIVE
	reported = row.get("realisation")
	narrative = None if reported is None else str(reported)
	return Item(
		name=row.text("name"),
		category=row.choice("category", ItemCategory),
		result=row.text("result"),
		direction=row.choice_or_none("direction", Direction),
		target_min=row.number_or_none("target_min") if measured else None,
		target_max=(row.number_or_none("target_max") or None) if measured else None,
		maximum_target=row.flag("maximum_target"),
		weight=row.number_or_zero("weight"),
		realisation=row.number_or_none("realisation") if measured else narrative,
		rating=row.choice_or_none("rating", Rating),
		aspect=row.text("aspect"),
		measure=row.text("measure"),
	)


def case_from_dict(d: object, strict: bool = True, schemes: Mapping[str, Scheme] | None = None) -> Case:
	"""A case. Its scheme is an object, a Scheme, or a title that is looked up in `schemes`.

	`strict` refuses unknown keys. Raises ScoringError with table, row and field.
	"""
	entry = Fields(d, field_names(Case), strict, "case")
	approach = entry.choice("approach", Approach)
	return Case(
		scheme=named_scheme(entry.needed("scheme"), schemes or {}, strict),
		position_group=entry.choice("position_group", PositionGroup),
		approach=approach,
		items=entry.rows("items", lambda raw: item_from_dict(raw, approach, strict)),
		behaviours=entry.rows("behaviours", lambda raw: _behaviour(raw, strict)),
		new_idea=entry.flag("new_idea"),
		work_result_rating=entry.choice_or_none("work_result_rating", Rating),
		behaviour_rating=entry.choice_or_none("behaviour_rating", Rating),
		facts=facts_from_dict(entry.get("facts"), strict),
		component_scores=_component_scores(entry.get("component_scores")),
	)


def facts_from_dict(d: object, strict: bool = True) -> SourceFacts:
	"""The facts of a case; none when absent. Raises ScoringError with table, row and field."""
	if d is None:
		return SourceFacts()
	with located("facts"):
		return record(SourceFacts, d, strict)


def facts_to_dict(facts: SourceFacts) -> dict[str, Any]:
	"""The inverse of `facts_from_dict`."""
	return _record(facts)


def named_scheme(raw: object, schemes: Mapping[str, Scheme], strict: bool = True) -> Scheme:
	"""A scheme from an object or from a title in `schemes`. Raises ScoringError for an unknown title."""
	if not isinstance(raw, str):
		return scheme_from_dict(raw, strict)
	if raw not in schemes:
		raise ScoringError(
			'{0}: there is no scheme "{1}". Enter the scheme itself, or one of: {2}.',
			shown(raw),
			", ".join(schemes) or "-",
			field="scheme",
		)
	return schemes[raw]


def _behaviour(raw: object, strict: bool) -> Behaviour:
	row = Fields(raw, field_names(Behaviour), strict, "row")
	return Behaviour(str(row.needed("behaviour_value")), row.choice_or_none("rating", Rating))


def _component_scores(raw: object) -> dict[Source, Decimal | None]:
	if raw is None:
		return {}
	if not isinstance(raw, Mapping):
		raise ScoringError(
			'{0}: "{1}" is not an object. Enter sources with their scores in braces.',
			shown(raw),
			field="component_scores",
		)
	with located("component_scores"):
		# Also lenient callers must not lose a misspelt source: its score would count as missing.
		entry = Fields(raw, [source.value for source in Source], True, "component_scores")
		return {source: entry.number_or_none(source.value) for source in Source if source.value in raw}


def scheme_to_dict(scheme: Scheme) -> dict[str, Any]:
	"""The inverse of `scheme_from_dict`; numbers as text without loss, flags as 0 and 1."""
	return _record(scheme)


def case_to_dict(case: Case) -> dict[str, Any]:
	"""The inverse of `case_from_dict`, with the whole scheme: enough to evaluate it anywhere."""
	return _record(case)


def outcome_to_dict(outcome: Outcome) -> dict[str, Any]:
	"""The outcome for JSON: numbers as text with two places, flags as 0 and 1."""
	return _record(outcome)


def _record(value: Any) -> dict[str, Any]:
	return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: Any) -> Any:
	if is_dataclass(value):
		return _record(value)
	if isinstance(value, Enum):
		return value.value
	if isinstance(value, Decimal):
		return exact(value)
	if isinstance(value, bool):
		return int(value)
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, Mapping):
		return {_plain(key): _plain(entry) for key, entry in value.items()}
	if isinstance(value, tuple):
		return [_plain(entry) for entry in value]
	return value
