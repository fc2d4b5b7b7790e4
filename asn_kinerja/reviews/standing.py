"""What the submitted reviews give: facts for the score, and a summary for people to read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import frappe
from frappe import _

from asn_kinerja import access, scoring
from asn_kinerja.monitoring import feedback
from asn_kinerja.reviews import state, values
from asn_kinerja.reviews.state import EVALUATION, RATING, REVIEW
from asn_kinerja.scoring import (
	RaterWeight,
	Rating,
	RatingValue,
	Review,
	ReviewGroup,
	review_means,
	round_half_up,
)

_NO_WEIGHTS = tuple(RaterWeight(group, Decimal(0), 1) for group in ReviewGroup)


def facts(
	employees: Iterable[str], stages: Iterable[str], with_raters: bool = True
) -> dict[str, tuple[Review, ...]]:
	"""The submitted reviews of each of these employees in the stages (names of stage rows); employees without
	any are left out. `with_raters` False: without those of their raters, whose view counts as the evaluation
	itself holds it. Two queries, whatever the number of people."""
	wanted = {
		"employee": ["in", sorted(set(employees)) or [""]],
		"stage": ["in", sorted(set(stages)) or [""]],
		"status": state.SUBMITTED,
	}
	fields = ["name", "employee", "reviewer_group", "reviewer", "rater"]
	reviews = [
		row
		for row in frappe.get_all(REVIEW, filters=wanted, fields=fields, order_by="employee, name")
		if with_raters or row.reviewer != row.rater
	]
	ratings: dict[str, dict[str, Rating]] = defaultdict(dict)
	for row in frappe.get_all(
		RATING,
		filters={
			"parent": ["in", [review.name for review in reviews] or [""]],
			"parenttype": REVIEW,
			"rating": ["is", "set"],
		},
		fields=["parent", "behaviour_value", "rating"],
		order_by="parent, idx",
	):
		ratings[row.parent][row.behaviour_value] = Rating(row.rating)
	found: dict[str, list[Review]] = defaultdict(list)
	for review in reviews:
		found[review.employee].append(Review(ReviewGroup(review.reviewer_group), ratings[review.name]))
	return {employee: tuple(given) for employee, given in found.items()}


def protected(weights: Iterable[RaterWeight]) -> tuple[RaterWeight, ...]:
	"""The weights with a minimum for peers and subordinates that keeps them anonymous: what the scheme says,
	but never fewer than the settings ask for anonymous feedback."""
	return scoring.protected(tuple(weights), feedback.minimum())


def summary(
	employee: str,
	stage: str,
	weights: Sequence[RaterWeight] = (),
	rating_values: Sequence[RatingValue] = (),
) -> dict[str, Any] | None:
	"""What the session user may know of an employee's reviews in a stage: `groups` (shown, in their order),
	`values` ([{`behaviour_value`, `means`: group -> mean points with two places}]), `hidden` (groups of which
	too few have submitted). Nothing else: no number of reviewers, no names, no comments.

	The employee: None until his evaluation is released. He and everybody else read the means of a group of
	peers or subordinates only from its minimum on (`weights`, the scheme's; see `protected`), for a mean of
	fewer would be no secret. `rating_values`: those of the cycle's scheme when none are given.

	Raises PermissionError for who may not read the evaluation; so a reviewer learns nothing here."""
	evaluation = _last_evaluation(employee, stage)
	if not evaluation:
		return None
	doc = frappe.get_doc(EVALUATION, evaluation)
	doc.check_permission("read")
	if access.SELF in access.relations(doc) and (doc.docstatus == 0 or state.is_running(employee, stage)):
		return None
	rules = protected(weights or _NO_WEIGHTS)
	reviews = facts([employee], [stage]).get(employee, ())
	points = rating_values or _rating_values(doc.scheme)
	means = review_means(reviews, rules, points, values.names())
	shown = [rule.group for rule in rules if any(row.of(rule.group) is not None for row in means)]
	return {
		"groups": [group.value for group in shown],
		"hidden": [rule.group.value for rule in rules if rule.group not in shown],
		"values": [
			{
				"behaviour_value": row.behaviour_value,
				"means": {
					group.value: float(round_half_up(mean))
					for group in shown
					if (mean := row.of(group)) is not None
				},
			}
			for row in means
			if any(row.of(group) is not None for group in shown)
		],
	}


def _last_evaluation(employee: str, stage: str) -> str | None:
	"""The evaluation of the stage that counts: not cancelled, after a transfer the last."""
	return frappe.db.get_value(
		EVALUATION,
		{"employee": employee, "stage": stage, "docstatus": ["<", 2]},
		"name",
		order_by="from_date desc, creation desc",
	)


def _rating_values(scheme: str) -> list[RatingValue]:
	rows = frappe.get_all(
		"ASN Scheme Rating Value",
		filters={"parent": scheme, "parenttype": "ASN Scoring Scheme"},
		fields=["rating", "value"],
		order_by="idx",
	)
	if not rows:
		frappe.throw(_("The scoring scheme has no rating values."))
	return [RatingValue(Rating(row.rating), Decimal(str(row.value))) for row in rows]
