"""Typed access to dictionaries: what comes from a DocType, a file or the command line."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from .errors import ScoringError, located
from .model import Direction
from .numbers import ZERO, parse_number, shown

E = TypeVar("E", bound=Enum)
T = TypeVar("T")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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

	def day(self, name: str) -> date:
		"""A date, given as such or as YYYY-MM-DD."""
		raw = self.needed(name)
		if isinstance(raw, datetime):  # which is a date too, but compares with none
			return raw.date()
		if isinstance(raw, date):
			return raw
		try:
			# newer Python reads more of ISO 8601 than a clerk does, such as weeks
			if _DAY.fullmatch(str(raw)):
				return date.fromisoformat(str(raw))
		except ValueError:
			pass
		raise ScoringError('{0}: "{1}" is no date. Enter it as YYYY-MM-DD.', shown(raw), field=name)

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


def record(kind: type[T], raw: object, strict: bool = True) -> T:
	"""A dataclass from a dictionary with the names of its fields, decoded by their types: text, numbers from
	0 on (whole or Decimal), flags, dates (ISO), enumerations, rows of dataclasses, None where allowed. What
	is absent or blank takes the field's default. `strict` refuses unknown keys.

	Raises ScoringError with table, row and field."""
	if isinstance(raw, kind):
		return raw
	entry = Fields(raw, field_names(kind), strict, "row")
	hints = _hints(kind)
	values: dict[str, Any] = {}
	for field in fields(kind):  # type: ignore[arg-type]
		if entry.get(field.name) is None:
			if field.default is MISSING:
				entry.needed(field.name)
			continue
		values[field.name] = _decoded(hints[field.name], entry, field.name, strict)
	return kind(**values)


@cache
def _hints(kind: type) -> dict[str, Any]:
	return get_type_hints(kind)


def _decoded(hint: Any, entry: Fields, name: str, strict: bool) -> Any:
	if isinstance(hint, UnionType):
		hint = next(inner for inner in get_args(hint) if inner is not NoneType)
	if get_origin(hint) is tuple:
		inner = get_args(hint)[0]
		return entry.rows(name, lambda raw: record(inner, raw, strict))
	if is_dataclass(hint):
		with located(name):
			return record(hint, entry.get(name), strict)  # type: ignore[arg-type]
	if issubclass(hint, Enum):
		return entry.choice(name, hint)
	if hint is Decimal:
		return entry.number(name)
	if hint is bool:
		return entry.flag(name)
	if hint is int:
		return entry.integer(name, default=0, lowest=0)
	if hint is date:
		return entry.day(name)
	return entry.text(name)
