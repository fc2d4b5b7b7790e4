"""Compares a stored outcome with one computed anew."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from .case import Case
from .codec import outcome_to_dict
from .evaluate import evaluate

_PRINTED_NUMBER = re.compile(r"[0-9]+\.[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Difference:
	"""A field (`components[2].score`, rows from 1) that holds something else than the computation gives."""

	field: str
	stored: Any
	computed: Any


def verify(case: Case, stored: Mapping[str, Any]) -> tuple[Difference, ...]:
	"""Evaluates the case and names every field of the stored outcome that differs, is absent or is too much.

	Numbers are equal when they are the same number (`87.5`, `87.50`); the explanation is compared only
	where it was stored. Raises ScoringError when the case itself cannot be evaluated.
	"""
	computed = outcome_to_dict(evaluate(case))
	if "steps" not in stored:
		del computed["steps"]
	return tuple(_differences("", stored, computed))


def _differences(path: str, stored: Any, computed: Any) -> Iterator[Difference]:
	if isinstance(stored, Mapping) and isinstance(computed, Mapping):
		for key in (*computed, *(key for key in stored if key not in computed)):
			inner = f"{path}.{key}" if path else str(key)
			yield from _differences(inner, stored.get(key), computed.get(key))
	elif isinstance(stored, list) and isinstance(computed, list):
		for index in range(max(len(stored), len(computed))):
			pair = (rows[index] if index < len(rows) else None for rows in (stored, computed))
			yield from _differences(f"{path}[{index + 1}]", *pair)
	elif not _same(stored, computed):
		yield Difference(path, stored, computed)


def _same(stored: Any, computed: Any) -> bool:
	if stored is None or computed is None:
		return stored is computed
	if isinstance(stored, (Mapping, list)) or isinstance(computed, (Mapping, list)):
		return False
	if isinstance(stored, bool):
		stored = int(stored)
	# Text such as an item's name must be the same text, also when it looks like a number.
	if not isinstance(computed, int) and not _PRINTED_NUMBER.fullmatch(str(computed)):
		return str(stored) == str(computed)
	try:
		return Decimal(str(stored)) == Decimal(str(computed))
	except InvalidOperation:
		return False
