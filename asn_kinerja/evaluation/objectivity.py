"""The released evaluations of a cycle as the statistics about raters need them."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

import frappe
from frappe.query_builder.functions import GroupConcat
from frappe.utils import cint, flt, getdate
from pypika import functions as fn

from asn_kinerja.scoring import Rating
from asn_kinerja.scoring.objectivity import RATING_POINTS, Rated, Rules

EVALUATION, SETTINGS = "ASN Evaluation", "ASN Performance Settings"
PAIRS = (("work_result_rating", "suggested_work_result"), ("behaviour_rating", "suggested_behaviour"))
MIDDLE, END = "\t", "\n"  # no text of one line holds them
RATINGS = {rating.value: rating for rating in Rating}


def rules() -> Rules:
	"""The agency's rules."""
	return rules_from(frappe.get_cached_doc(SETTINGS))


def rules_from(settings: Any) -> Rules:
	return Rules(
		minimum=cint(settings.objectivity_minimum),
		last_hours=cint(settings.objectivity_last_hours),
		mass_share=flt(settings.objectivity_mass_share),
		departure_share=flt(settings.objectivity_departure_share),
		halo=flt(settings.objectivity_halo),
	)


def released(cycle: str, stage_name: str) -> list[frappe._dict]:
	"""The released evaluations of a stage, whoever sees them; one query. One stage, because the evaluations
	of the same people in several stages are not independent of each other."""
	table = frappe.qb.DocType(EVALUATION)
	fields = ("name", "rater", "position_type", "scored", "score", "due_date")
	query = (
		frappe.qb.from_(table)
		.select(*(table[field] for field in (*fields, *(field for pair in PAIRS for field in pair))))
		# as text, because Frappe takes long to read as many moments
		.select(fn.Concat(table.released_on, "").as_("released_on"))
		.where((table.cycle == cycle) & (table.stage_name == stage_name) & (table.docstatus == 1))
		.where((table.rater != "") & table.released_on.isnotnull())
		.orderby(table.name)
	)
	found = query.run(as_dict=True)
	for row in found:
		row.released_on = datetime.fromisoformat(row.released_on)
	return found


def behaviours(cycle: str, stage_name: str, raters: Iterable[str]) -> dict[str, dict[str, Rating]]:
	"""Evaluation -> rating of each behaviour value, of what these raters have released; one query."""
	evaluation, row = frappe.qb.DocType(EVALUATION), frappe.qb.DocType("ASN Evaluation Behaviour")
	query = (
		frappe.qb.from_(evaluation)
		.join(row)
		.on((row.parent == evaluation.name) & (row.parenttype == EVALUATION))
		# in one text, because reading seven rows for each takes longer than all the rest
		.select(evaluation.name, GroupConcat(fn.Concat(row.behaviour_value, MIDDLE, row.rating, END)))
		.where(
			(evaluation.cycle == cycle)
			& (evaluation.docstatus == 1)
			& evaluation.rater.isin(sorted(raters) or [""])
		)
		.where((evaluation.stage_name == stage_name) & (row.rating != ""))
		.groupby(evaluation.name)
		.orderby(evaluation.name)
	)
	return {name: dict(map(_pair, text[: -len(END)].split(f"{END},"))) for name, text in query.run()}


def _pair(text: str) -> tuple[str, Rating]:
	value, rating = text.split(MIDDLE)
	return value, RATINGS[rating]


def rated(row: frappe._dict, behaviours: dict[str, Rating], by_score: bool) -> Rated:
	"""An evaluation for the statistics. Its value is the score, or the mean rank of the two ratings (1 below,
	2 meets, 3 above expectations)."""
	given = tuple(
		(Rating(row[rating]), Rating(row[suggested]) if row[suggested] else None)
		for rating, suggested in PAIRS
		if row[rating]
	)
	if by_score:
		value = flt(row.score) if row.scored else None
	else:
		value = sum(RATING_POINTS[rating] for rating, _suggested in given) / len(given) if given else None
	due = datetime.combine(getdate(row.due_date), time.max) if row.due_date else None
	return Rated(row.rater, row.position_type, value, given, behaviours, row.released_on, due)
