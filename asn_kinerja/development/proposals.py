"""Proposed measures as rows of a development plan: the same for one plan and for many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, getdate

from asn_kinerja.development.needs import Facts
from asn_kinerja.scoring import (
	DevelopmentRules,
	NeedSource,
	Proposal,
	Training,
	development_rules_from_dict,
	propose,
)
from asn_kinerja.training_hours import RECORD

RULE, SETTINGS = "ASN Development Rule", "ASN Performance Settings"
COMPETENCY_SOURCES = (NeedSource.COMPETENCY.value, "Other")
Row = dict[str, Any]


def rule_in_force() -> str | None:
	"""The table of the settings, else the newest submitted one; None when there is none."""
	return frappe.db.get_single_value(SETTINGS, "development_rule") or frappe.db.get_value(
		RULE, {"docstatus": 1}, "name", order_by="creation desc, name"
	)


def rules(name: str) -> DevelopmentRules:
	"""A table for the core."""
	return development_rules_from_dict(frappe.get_cached_doc(RULE, name).as_dict(), strict=False)


def attended(employees: Iterable[str]) -> dict[str, set[str]]:
	"""Employee -> trainings of the catalogue of which he has a record, in whatever state; one query."""
	found: dict[str, set[str]] = {}
	rows = frappe.get_all(
		RECORD,
		filters={"employee": ["in", sorted(set(employees))], "training": ["is", "set"]},
		fields=["employee", "training"],
		order_by="employee, training",
	)
	for row in rows:
		found.setdefault(row.employee, set()).add(row.training)
	return found


def rows_for(
	facts: Facts,
	table: DevelopmentRules,
	offer: Sequence[Training],
	had: Iterable[str],
	period: tuple[date, date],
	today: date,
	present: Iterable[Mapping[str, Any]] = (),
) -> list[Row]:
	"""The rows that the table proposes for a person beside those that are `present` already (whatever their
	state: what was dropped is not proposed again). `period`: first and last day of the plan."""
	on = max(today, period[0])
	rows = list(present)
	there = {key(row) for row in rows}
	used = {*had, *(row["training"] for row in rows if row.get("training"))}
	in_time = [one for one in offer if one.from_date is None or one.from_date <= period[1]]
	proposals = propose(facts.needs(), table, in_time, on, used, there)
	return [_row(one, facts, on, period[1]) for one in proposals]


def key(row: Mapping[str, Any]) -> tuple[str, str, str]:
	"""What makes two rows the same measure, as the core has it."""
	return (*need_of(row), row.get("kind") or "")


def need_of(row: Mapping[str, Any]) -> tuple[str, str]:
	"""Source and subject of the need that a row serves."""
	subject = row.get("competency") if row.get("source") in COMPETENCY_SOURCES else row.get("behaviour_value")
	return (row.get("source") or "", subject or "")


def _row(proposal: Proposal, facts: Facts, on: date, last: date) -> Row:
	need = proposal.need
	due = add_months(on, proposal.months) if proposal.months else last
	of_competency = need.source is NeedSource.COMPETENCY
	return {
		"source": need.source.value,
		"competency": need.subject if of_competency else None,
		"behaviour_value": (need.subject or None) if not of_competency else None,
		"from_level": need.level or 0,
		"assessed_on": facts.assessed_on if of_competency else None,
		"target_level": need.target or 0,
		"kind": proposal.kind.value,
		"training": proposal.training,
		"description": proposal.description,
		"hours": float(proposal.hours),
		"due_date": min(getdate(due), last),
		"status": "Planned",
		"reason": reason(proposal),
	}


def reason(proposal: Proposal) -> str:
	"""Why it is proposed, in the language of whoever asks, and which trainings fit besides."""
	text = _(proposal.reason.rule).format(*proposal.reason.values)
	others = [title for title in proposal.trainings if title != proposal.training]
	if others:
		text += "\n" + _("Other trainings that fit: {0}").format(", ".join(others[:3]))
	return text


def without_seat(offer: Sequence[Training], taken: Iterable[str | None]) -> list[Training]:
	"""The catalogue after these trainings were proposed to somebody: for the next one they have a seat less.
	A proposal holds no seat; but not everybody of a unit shall be sent to the last one."""
	gone: dict[str, int] = {}
	for title in taken:
		if title:
			gone[title] = gone.get(title, 0) + 1
	if not gone:
		return list(offer)
	return [
		replace(one, seats_left=max(0, one.seats_left - gone[one.title]))
		if one.title in gone and one.seats_left is not None
		else one
		for one in offer
	]
