"""Dictionaries in and out. Keys are the field names of the DocTypes and of the command line alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from .errors import ScoringError, located
from .model import (
	Approach,
	Band,
	Behaviour,
	Case,
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
	Scheme,
	Source,
	Threshold,
	ValueBand,
	ValueMethod,
)
from .numbers import ZERO, exact, parse_number, shown

E = TypeVar("E", bound=Enum)
T = TypeVar("T")


class Fields:
	"""Typed access to one dictionary. With `strict`, `names` are all it may hold.

	Raises ScoringError with the field for a missing, unknown or wrong entry.
	"""

	def __init__(self, raw: object, names: Sequence[str], strict: bool, field: str) -> None:
		if not isinstance(raw, Mapping):
			raise ScoringError(
				'{0}: "{1}" is not an object. Enter fields with their values in braces.',
				shown(raw),
				field=field,
			)
		self._raw = raw
		unknown = [str(key) for key in raw if key not in names]
		if strict and unknown:
			raise ScoringError(
				"{0}: unknown field. Remove it, or choose one of: {1}.",
				", ".join(names),
				field=shown(unknown[0]),
			)

	def without(self, name: str) -> dict[str, object]:
		"""All raw entries but one."""
		return {key: raw for key, raw in self._raw.items() if key != name}

	def get(self, name: str) -> object:
		"""The raw entry; None when it is absent, null or blank text."""
		raw = self._raw.get(name)
		return None if isinstance(raw, str) and not raw.strip() else raw

	def needed(self, name: str) -> object:
		"""The raw entry, which must not be absent or blank."""
		raw = self.get(name)
		if raw is None:
			raise ScoringError("{0}: this field is missing. Enter a value.", field=name)
		return raw

	def text(self, name: str) -> str:
		"""Text, or "" when absent."""
		raw = self.get(name)
		if raw is None:
			return ""
		if isinstance(raw, bool) or not isinstance(raw, (str, int)):
			raise ScoringError('{0}: "{1}" is not text. Enter text in quotes.', shown(raw), field=name)
		return str(raw)

	def number(self, name: str) -> Decimal:
		"""A number from 0 on (see `parse_number`)."""
		return parse_number(self.needed(name), name)

	def number_or_none(self, name: str) -> Decimal | None:
		"""A number from 0 on, or None when absent."""
		raw = self.get(name)
		return None if raw is None else parse_number(raw, name)

	def number_or_zero(self, name: str) -> Decimal:
		"""A number from 0 on, 0 when absent."""
		return self.number_or_none(name) or ZERO

	def integer(self, name: str, default: int, lowest: int) -> int:
		"""A whole number from `lowest` on."""
		raw = self.get(name)
		if raw is None:
			return default
		if isinstance(raw, bool) or not isinstance(raw, int) or not lowest <= raw < 10**6:
			raise ScoringError(
				'{0}: "{1}" is not a whole number from {2} on.', shown(raw), str(lowest), field=name
			)
		return raw

	def flag(self, name: str) -> bool:
		"""A yes or no: true, false, 1, 0; no when absent."""
		raw = self.get(name)
		if raw is None:
			return False
		if not isinstance(raw, (bool, int)) or raw not in (0, 1):
			raise ScoringError('{0}: "{1}" is neither 1 (yes) nor 0 (no).', shown(raw), field=name)
		return bool(raw)

	def choice(self, name: str, kind: type[E]) -> E:
		"""One of the enumeration's values."""
		return choice(kind, self.needed(name), name)

	def choice_or_none(self, name: str, kind: type[E]) -> E | None:
		"""One of the enumeration's values, or None when absent."""
		raw = self.get(name)
		return None if raw is None else choice(kind, raw, name)

	def rows(self, name: str, decode: Callable[[Any], T]) -> tuple[T, ...]:
		"""A table, each row decoded; () when absent."""
		raw = self.get(name)
		if raw is None:
			return ()
		if not isinstance(raw, (list, tuple)):
			raise ScoringError('{0}: "{1}" is not a list of rows.', shown(raw), field=name)
		decoded = []
		for number, row in enumerate(raw, start=1):
			with located(name, number):
				decoded.append(decode(row))
		return tuple(decoded)


def choice(kind: type[E], raw: object, field: str) -> E:
	"""The member with this value; directions are accepted in any case. Raises ScoringError otherwise."""
	if isinstance(raw, kind):
		return raw
	text = raw.strip() if isinstance(raw, str) else raw
	for member in kind:
		if member.value == text or (
			kind is Direction and isinstance(text, str) and member.value.lower() == text.lower()
		):
			return member
	raise ScoringError(
		'{0}: "{1}" is not allowed. Choose one of: {2}.',
		shown(raw),
		", ".join(str(member.value) for member in kind),
		field=field,
	)


def field_names(kind: type) -> tuple[str, ...]:
	"""The keys of the dictionary that stands for a dataclass."""
	return tuple(field.name for field in fields(kind))


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
	)


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
		component_scores=_component_scores(entry.get("component_scores")),
	)


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
	if isinstance(value, Mapping):
		return {_plain(key): _plain(entry) for key, entry in value.items()}
	if isinstance(value, tuple):
		return [_plain(entry) for entry in value]
	return value
