"""In which level and rank a result was earned, and which of its days a row of the ledger is about.

The Employee record knows the level and the rank of today, and perhaps since when. What was earned before is
never guessed: a manager enters it (`asn_kinerja.credit.by_hand`), for the whole result or for a part.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, getdate

from asn_kinerja.credit import rules as credit_rules
from asn_kinerja.credit.ledger import FUNCTIONAL, PNS, check_rank, rank_is_later
from asn_kinerja.scoring import ScoringError
from asn_kinerja.scoring.credit import CreditRules
from asn_kinerja.scoring.periods import months_in

PART = "::part::"  # between the key of a result and the first day of a row about a part of it
Row = Mapping[str, Any]


def key(result: Row, from_date: date, to_date: date) -> str:
	"""What is unique: a result, or the part of it that begins on a day."""
	if (from_date, to_date) == (result["from_date"], result["to_date"]):
		return result["stage_key"]
	return f"{result['stage_key']}{PART}{from_date}"


def stage_key(point_key: str | None) -> str:
	"""The key of the result that a row is about."""
	return (point_key or "").partition(PART)[0]


def days(result: Row, row: Row) -> tuple[date, date] | None:
	"""The days that a row is about: those of its result, or the part that it was made for; None when the
	corrected result has none of these days any more."""
	if row["point_key"] == result["stage_key"]:
		return result["from_date"], result["to_date"]
	first, last = max(row["from_date"], result["from_date"]), min(row["to_date"], result["to_date"])
	return (first, last) if first <= last else None


def is_open(result: Row, own: Sequence[Row]) -> bool:
	"""Whether days of a result may have to be converted still. `own`: its rows."""
	if not own:
		return True
	return all(row["by_hand"] for row in own) and bool(_months(result) - _held(own))


def position(
	person: Row,
	result: Row,
	own: Sequence[Row],
	others: Sequence[Row],
	found_rules: list[Any],
	table: Callable[[str], CreditRules],
	note: Callable[[str], None],
) -> dict[str, Any] | None:
	"""Level, rank, rule and days of a new row for those days of a result on which the present position was
	held. `note` is told the reason where there are none (then None), and of months before it that nobody has
	entered. `own`: the rows of this result; `others`: all of the person."""
	rule = credit_rules.on(result["to_date"], found_rules)
	if person["asn_type"] != PNS:
		return note(_("only PNS have credit points"))
	if not rule:
		return note(_("no rule was in force at the end of {0}").format(result["stage_name"]))
	first, last = _first_day(person, result, own, others), result["to_date"]
	if person["asn_position_type"] != FUNCTIONAL or first > last:
		return note(
			_("{0} was in a former position: enter its conversion with the level and rank held then").format(
				result["stage_name"]
			)
		)
	if rank_is_later(person, last):
		return note(
			_("{0} was in a former rank: enter its conversion with the level and rank held then").format(
				result["stage_name"]
			)
		)
	try:
		check_rank(person["asn_functional_level"] or "", person["asn_golongan"] or "", table(rule))
	except ScoringError as error:
		return note(error.text(_, _("Employee")))
	if _months(result) - set(months_in(first, last)) - _held(others):
		note(
			_(
				"{0} before {1} was in a former position: if it was a functional one, enter the conversion of"
				" these months with the level and rank held then"
			).format(result["stage_name"], frappe.format(first, "Date"))
		)
	return {
		"functional_level": person["asn_functional_level"],
		"golongan": person["asn_golongan"],
		"rule": rule,
		"from_date": first,
		"to_date": last,
		"point_key": key(result, first, last),
		"cycle": result["cycle"],
		"stage_name": result["stage_name"],
	}


def _first_day(person: Row, result: Row, own: Iterable[Row], others: Iterable[Row]) -> date:
	"""The first day of a result on which the present position was held, after what was entered by hand. Where
	the master does not say since when, rows of other levels do: those were made while it had that level."""
	before = [row["to_date"] for row in own if row["by_hand"]]
	first = result["from_date"]
	if person["asn_position_since"]:
		first = max(first, getdate(person["asn_position_since"]))
	else:
		before += [
			row["to_date"]
			for row in others
			if row["functional_level"] != person["asn_functional_level"]
			and result["from_date"] <= row["to_date"] <= result["to_date"]
		]
	return max([first, *(getdate(add_days(day, 1)) for day in before)])


def _months(row: Row) -> set[date]:
	return set(months_in(row["from_date"], row["to_date"]))


def _held(rows: Iterable[Row]) -> set[date]:
	return set().union(*map(_months, rows))
