"""Behaviour reviews of people of the agency: running evaluations, reviewers, submitted reviews."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe.model.document import Document

from asn_kinerja.reviews import proposing, state
from tests.support.agency import EVALUATION, MATRIX, MEETS, PEOPLE, Agency
from tests.support.rows import insert_row

REVIEW, RATING = "ASN Behaviour Review", "ASN Behaviour Review Rating"
STAGE = 0  # the first quarter


def values() -> list[str]:
	return frappe.get_all("ASN Behaviour Value", {"disabled": 0}, pluck="name", order_by="sequence")


def evaluated(agency: Agency, cycle: Document, *keys: str, **more: Any) -> dict[str, str]:
	"""Key -> a running evaluation of the first stage, as a row without content."""
	stage = cycle.stages[STAGE]
	return {
		key: insert_row(
			EVALUATION,
			**{
				"employee": agency.employee(key),
				"employee_name": PEOPLE[key].name,
				"company": PEOPLE[key].company,
				"rater": agency.employees.get(agency.rater(key)),
				"rater_name": PEOPLE[agency.rater(key)].name if agency.rater(key) else None,
				"title": f"{PEOPLE[key].name} · {stage.stage_name}",
				"cycle": cycle.name,
				"scheme": agency.schemes[MATRIX],
				"approach": "Quantitative",
				"stage": stage.name,
				"stage_name": stage.stage_name,
				"stage_key": f"{agency.employee(key)}::{stage.name}",
				"from_date": stage.from_date,
				"to_date": stage.to_date,
				"workflow_state": "Self Assessment",
				**more,
			},
		)
		for key in keys
	}


def propose(agency: Agency, cycle: Document, *keys: str) -> proposing.Report:
	stage = cycle.stages[STAGE].name
	return proposing.propose_chunk(cycle.name, stage, map(agency.employee, keys))


def reviewers(agency: Agency, key: str, cycle: Document) -> dict[str, set[str]]:
	"""Group -> keys of the reviewers of a person."""
	found: dict[str, set[str]] = {}
	for row in frappe.get_all(
		REVIEW,
		{"employee": agency.employee(key), "stage": cycle.stages[STAGE].name},
		["reviewer", "reviewer_group"],
		order_by="name",
	):
		found.setdefault(row.reviewer_group, set()).add(agency.key(row.reviewer))
	return found


def name_of(agency: Agency, key: str, reviewer: str, cycle: Document) -> str | None:
	"""The review of a person by another."""
	stage = cycle.stages[STAGE].name
	return frappe.db.get_value(
		REVIEW, {"review_key": state.key(agency.employee(key), stage, agency.employee(reviewer))}
	)


def reviewed(
	agency: Agency,
	key: str,
	by: str,
	group: str,
	cycle: Document,
	status: str = "Submitted",
	ratings: str | Iterable[str] = MEETS,
	**more: Any,
) -> str:
	"""A review as a row, with ratings of all values (one for all, or one each)."""
	stage = cycle.stages[STAGE]
	name = insert_row(
		REVIEW,
		**{
			"employee": agency.employee(key),
			"employee_name": PEOPLE[key].name,
			"company": PEOPLE[key].company,
			"rater": agency.employees.get(agency.rater(key)),
			"reviewer": agency.employee(by),
			"reviewer_name": PEOPLE[by].name,
			"reviewer_group": group,
			"cycle": cycle.name,
			"stage": stage.name,
			"stage_name": stage.stage_name,
			"title": f"{PEOPLE[key].name} · {stage.stage_name}",
			"status": status,
			"review_key": state.key(agency.employee(key), stage.name, agency.employee(by)),
			**more,
		},
	)
	if status == "Submitted":
		order = values()
		given = [ratings] * len(order) if isinstance(ratings, str) else list(ratings)
		for idx, (value, rating) in enumerate(zip(order, given, strict=True), 1):
			insert_row(
				RATING,
				parent=name,
				parenttype=REVIEW,
				parentfield="ratings",
				idx=idx,
				behaviour_value=value,
				rating=rating,
			)
	return name


def rate_all(rating: str = MEETS, **comments: str) -> list[dict[str, str]]:
	"""What a client sends for `ratings`."""
	return [
		{"behaviour_value": value, "rating": rating, "comment": comments.get(value, "")} for value in values()
	]
