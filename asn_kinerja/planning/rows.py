"""What the server fills in the rows of a plan; the same for a document and for a set of plans.

Rows are child documents or dictionaries: both have `get` and `update`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import frappe
from frappe.utils import cint, cstr

from asn_kinerja.people import is_leader

Row = Any  # a child document or a dictionary

INDICATOR_FIELDS = ("unit", "aspect", "direction", "data_source", "summarise")
FILLED = ("result", "measure", "success_measure", "indicator", "target_min", "weight")


def drop_blank(rows: Iterable[Row]) -> list[Row]:
	"""The rows that hold anything, numbered: the Desk opens a new form with an empty row."""
	kept = [row for row in rows if any(row.get(field) for field in FILLED)]
	for idx, row in enumerate(kept, 1):
		row.update({"idx": idx})
	return kept


def continue_results(rows: Sequence[Row]) -> None:
	"""An empty result continues the one above: on the official form one result spans the rows of its
	indicators, and with it what it serves."""
	above: Row | None = None
	for row in rows:
		row.update({"result": cstr(row.get("result")).strip()})
		if not row.get("result") and above:
			row.update({"result": above.get("result"), "category": above.get("category")})
			for field in ("superior_item", "cascading", "objective"):
				row.update({field: row.get(field) or above.get(field)})
		above = row


def library(indicators: Iterable[str | None]) -> dict[str, dict[str, Any]]:
	"""The named indicators of the library, in one query."""
	wanted = {name for name in indicators if name}
	if not wanted:
		return {}
	rows = frappe.get_all(
		"ASN Indicator",
		filters={"name": ["in", sorted(wanted)]},
		fields=["name", *INDICATOR_FIELDS],
		order_by="name",
	)
	return {row.name: row for row in rows}


def fill_from_indicators(rows: Iterable[Row], indicators: Mapping[str, Mapping[str, Any]]) -> None:
	"""Take unit, aspect and direction of an indicator where the row has none, and always where its
	realisation comes from."""
	for row in rows:
		indicator = indicators.get(row.get("indicator")) or {}
		row.update({"data_source": indicator.get("data_source") or "Manual"})
		daily = row.get("data_source") == "Daily Activity"
		row.update({"summarise": (indicator.get("summarise") or "Added Up") if daily else None})
		if indicator:
			row.update(
				{
					"measure": row.get("measure") or indicator["name"],
					"unit": row.get("unit") or indicator["unit"],
					"aspect": row.get("aspect") or indicator["aspect"],
					"direction": indicator["direction"],
				}
			)


def give_keys(rows: Iterable[Row]) -> None:
	"""A key for every row without one, by which others refer to it through all versions of the plan."""
	for row in rows:
		if not row.get("item_key"):
			row.update({"item_key": frappe.generate_hash(length=12)})


def fill_superior_results(rows: Iterable[Row], superior: Mapping[str, Any] | None, leader: bool) -> None:
	"""The wording of the superior's results, from his plan in force (see `plans.in_force`). A link to what
	is no result of his is dropped; while he has no plan, links stay as they are."""
	wording = {item["item_key"]: item["result"] for item in (superior or {}).get("items", ())}
	for row in rows:
		key = row.get("superior_item")
		if leader or not key:
			row.update(
				{
					"superior_item": None,
					"superior_result": None,
					"cascading": None if leader else row.get("cascading"),
				}
			)
		elif superior:
			row.update(
				{"superior_item": key if key in wording else None, "superior_result": wording.get(key)}
			)


def number_milestones(
	milestones: Iterable[Row], items: Sequence[Row], stored_numbers: Mapping[str, int]
) -> None:
	"""Tie milestones to their items. A milestone follows its item when rows are moved; when its number is
	changed by hand (`stored_numbers`: row name -> number as stored), the number counts."""
	number_of = {item.get("item_key"): idx for idx, item in enumerate(items, 1)}
	for row in milestones:
		number, key = cint(row.get("item_no")), row.get("item_key")
		unchanged = stored_numbers.get(row.get("name"), number) == number
		if key in number_of and unchanged:
			number = number_of[key]
		item = items[number - 1] if 1 <= number <= len(items) else None
		row.update(
			{
				"item_no": number,
				"item_key": item.get("item_key") if item else None,
				"result": item.get("result") if item else None,
			}
		)


def behaviours(written: Iterable[Row], values: Sequence[str]) -> list[dict[str, Any]] | None:
	"""The rows of the agency's behaviour values, in their order, with what has been written; None when they
	are right already."""
	expectations = {row.get("behaviour_value"): row.get("expectation") for row in written}
	if list(expectations) == list(values):
		return None
	return [{"behaviour_value": value, "expectation": expectations.get(value)} for value in values]


def behaviour_values() -> list[str]:
	"""The agency's behaviour values that are in use, in their order."""
	return frappe.get_all(
		"ASN Behaviour Value", filters={"disabled": 0}, pluck="name", order_by="sequence, name"
	)


def leads(plan: Row) -> bool:
	"""Whether the plan is that of a leader (JPT)."""
	return is_leader(plan.get("position_type"))
