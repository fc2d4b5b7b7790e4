"""The base of the allowance: which row of the rule's table is a person's, and what it was in a month that is
over, when he has become something else since."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .model import Step

CRITERIA = ("designation", "functional_level", "golongan", "position_type")
"""What a base may be bound to, the most telling first."""
_OF_POSITION, _OF_GOLONGAN = ("designation", "functional_level", "position_type"), ("golongan",)


@dataclass(frozen=True, slots=True)
class AllowanceBase:
	"""Rupiah a month for everybody who is what the row names; what it leaves empty does not matter."""

	amount: Decimal
	designation: str = ""
	position_type: str = ""
	functional_level: str = ""
	golongan: str = ""


@dataclass(frozen=True, slots=True)
class Place:
	"""Where somebody stands in the table of bases today, and since when; None = not known."""

	designation: str = ""
	position_type: str = ""
	functional_level: str = ""
	golongan: str = ""
	position_since: date | None = None
	golongan_since: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
	"""The day since which somebody is in the position, or else in the golongan, on which his base rests."""

	of_position: bool
	since: date


@dataclass(frozen=True, slots=True)
class GivenBase:
	"""A base in rupiah that is not the one of the rule for what a person is today, and why it is taken."""

	amount: Decimal
	why: Step


# --- the table ---------------------------------------------------------------------------------------------


def base_of(
	bases: Iterable[AllowanceBase],
	designation: str = "",
	position_type: str = "",
	functional_level: str = "",
	golongan: str = "",
) -> AllowanceBase | None:
	"""The base that fits a person most closely: one that names the designation before one that names the
	functional level, then rank, then type of position; of those the one that names more. None without any."""
	person = {
		"designation": designation,
		"position_type": position_type,
		"functional_level": functional_level,
		"golongan": golongan,
	}
	return _closest(bases, person)


def _closest(bases: Iterable[AllowanceBase], person: Mapping[str, str]) -> AllowanceBase | None:
	"""Of the bases that fit what is known of a person that which names the most telling criteria."""
	fitting = [
		row for row in bases if all(getattr(row, field) in ("", value) for field, value in person.items())
	]
	return max(fitting, key=lambda row: [bool(getattr(row, field)) for field in CRITERIA], default=None)


def base_rests_on(bases: Iterable[AllowanceBase], place: Place, criteria: Collection[str]) -> bool:
	"""Whether the base of a person could be another one if he were something else in these criteria."""
	known = {field: getattr(place, field) for field in CRITERIA if field not in criteria}
	closest = _closest(bases, known)
	return closest is not None and any(getattr(closest, field) for field in criteria)


# --- a month that is over ----------------------------------------------------------------------------------


def last_day(month: date) -> date:
	"""The last day of a month, of which any day is given."""
	return month.replace(day=monthrange(month.year, month.month)[1])


def changes(
	month: date, bases: Sequence[AllowanceBase], place: Place, joined: date | None = None
) -> list[Change]:
	"""What began after the first day of a month (any day of it) of that on which the base of a person rests:
	his position, then his golongan. `joined`: his first day of employment, before which he was nothing
	else."""
	first = month.replace(day=1)
	begun = max(first, joined or first)
	found = []
	if place.position_since and place.position_since > begun and base_rests_on(bases, place, _OF_POSITION):
		found.append(Change(True, place.position_since))
	if place.golongan_since and place.golongan_since > begun and base_rests_on(bases, place, _OF_GOLONGAN):
		found.append(Change(False, place.golongan_since))
	return found


def unknown_since(
	month: date, bases: Sequence[AllowanceBase], place: Place, joined: date | None = None
) -> Change | None:
	"""That for which the table does not tell the base of a month (any day of it): what a person is since a
	day after it. None where it tells it."""
	last = last_day(month)
	return next((row for row in changes(month, bases, place, joined) if row.since > last), None)


def former_base(
	amount: Decimal,
	paid: date,
	month: date,
	bases: Sequence[AllowanceBase],
	place: Place,
	joined: date | None = None,
) -> GivenBase | None:
	"""The base by which a person was paid for the month `paid`, not after `month`, as his base of `month`
	(any day of both), where this is not known. None where it is, and where the one of `paid` is not the one
	of `month` either: something else on which it rests began between them."""
	change = unknown_since(month, bases, place, joined)
	if not change:
		return None
	end, last = last_day(paid), last_day(month)
	if any(end < row.since <= last for row in changes(paid, bases, place, joined)):
		return None
	values = (f"{paid:%m/%Y}", f"{change.since:%d/%m/%Y}")
	if change.of_position:
		why = Step("Base of {0}, because the present position began on {1}", values, "", "scheme")
	else:
		why = Step("Base of {0}, because the present golongan began on {1}", values, "", "scheme")
	return GivenBase(amount, why)


def entered_base(amount: Decimal, by: str, reason: str) -> GivenBase:
	"""A base that somebody entered for a person and a month, with his reason."""
	return GivenBase(amount, Step("Base entered by {0}: {1}", (by, reason), "", "scheme"))
