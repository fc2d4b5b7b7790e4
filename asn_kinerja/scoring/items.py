"""What a plan's items must fulfil before anything can be measured."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from .achievement import target_bounds
from .errors import ScoringError, located
from .model import Approach, Item
from .numbers import HUNDRED, ZERO, exact, parse_number


def validate_items(items: Sequence[Item], approach: Approach) -> None:
	"""Refuses a plan that could not be evaluated: no items, an item without a result, one name twice, weights
	(0–100 %) that do not sum to 100, and with the quantitative approach a missing direction or an unusable
	target (see `target_bounds`). With the qualitative approach all weights may be 0: then all items count
	the same.

	Raises ScoringError with the row number (from 1) and the field.
	"""
	for error in item_errors(items, approach):
		raise error


def item_errors(items: Sequence[Item], approach: Approach) -> Iterator[ScoringError]:
	"""Everything for which `validate_items` would refuse the plan, at most one error a row, the weights
	last."""
	if not items:
		yield ScoringError("{0}: there is no item. Add at least one result with its target.", field="items")
		return
	names: set[str] = set()
	for row, item in enumerate(items, start=1):
		try:
			with located("items", row):
				_check_row(item, approach, names)
		except ScoringError as error:
			yield error
	try:
		_check_weights([item.weight for item in items], approach)
	except ScoringError as error:
		yield error


def _check_row(item: Item, approach: Approach, names: set[str]) -> None:
	if not item.result.strip():
		raise ScoringError("{0}: the result is empty. Enter what is to be delivered.", field="result")
	if item.name and item.name in names:
		raise ScoringError('{0}: the name "{1}" is used by two rows. Rename one.', item.name, field="name")
	names.add(item.name)
	parse_number(item.weight, "weight")
	if approach is Approach.QUANTITATIVE:
		target_bounds(item.direction, item.target_min, item.target_max)


def _check_weights(weights: Sequence[Decimal], approach: Approach) -> None:
	total = sum(weights, ZERO)
	if total == HUNDRED or (approach is Approach.QUALITATIVE and total == 0):
		return
	raise ScoringError(
		"{0}: the weights of all items add up to {1}, not to 100. Change them until they do.",
		exact(total),
		field="weight",
		table="items",
	)
