"""Predicates and mean score per unit. Released evaluations only; whoever reads it counts only the people
whom he sees (see `asn_kinerja.access`)."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from pypika import functions as fn

from asn_kinerja import access, units
from asn_kinerja.reporting import (
	BLUE,
	GREEN,
	ORANGE,
	RED,
	YELLOW,
	Answer,
	Row,
	counted,
	decimal,
	number,
	percent,
	shown,
	stacked,
	text,
)
from asn_kinerja.scoring import round_half_up

# A column per predicate, best first. "Butuh Perbaikan" (PermenPAN-RB 6/2022) and "Cukup" (PP 30/2019) are the
# same step of the ladder in the two models.
PREDICATES = {
	"very_good": ("Sangat Baik",),
	"good": ("Baik",),
	"needs_work": ("Butuh Perbaikan", "Cukup"),
	"poor": ("Kurang",),
	"very_poor": ("Sangat Kurang",),
}
COLUMN_OF = {predicate: column for column, predicates in PREDICATES.items() for predicate in predicates}


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (a unit each, the total last), no message, chart, summary."""
	rows = per_unit(frappe._dict(filters or {}))
	if not rows:
		return columns(), [], None, None, []
	total = add_up(rows)
	return columns(), [*rows, total], None, chart(rows), summary(total)


def per_unit(filters: frappe._dict) -> list[Row]:
	"""A row per unit, in the order of their names: counts, number of people, mean score."""
	evaluation, department = frappe.qb.DocType("ASN Evaluation"), frappe.qb.DocType("Department")
	query = (
		frappe.qb.from_(evaluation)
		.left_join(department)
		.on(department.name == evaluation.department)
		.select(
			evaluation.department,
			department.department_name,
			evaluation.predicate,
			fn.Count("*").as_("people"),
			fn.Sum(evaluation.scored).as_("scored"),
			# an evaluation without a score holds 0 there, which must not draw the mean down
			fn.Sum(evaluation.score * evaluation.scored).as_("points"),
		)
		.where(evaluation.docstatus == 1)
		.groupby(evaluation.department, department.department_name, evaluation.predicate)
		.orderby(department.department_name)
	)
	for field in ("company", "cycle", "stage_name"):
		if value := filters.get(field):
			query = query.where(evaluation[field] == value)
	if filters.department:
		query = query.where(evaluation.department.isin(units.below(filters.department)))
	criterion = access.row_criterion("ASN Evaluation")
	if criterion is not None:
		query = query.where(criterion)
	rows: dict[str, Row] = defaultdict(empty_row)
	for group in query.run(as_dict=True):
		row = rows[group.department or ""]
		row["unit"] = group.department_name or _("Without a Work Unit")
		row[COLUMN_OF[group.predicate]] += group.people
		row["people"] += group.people
		row["scored"] += int(group.scored or 0)
		row["points"] += Decimal(str(group.points or 0))
	return [with_mean(row) for row in rows.values()]


def empty_row() -> Row:
	return dict.fromkeys(PREDICATES, 0) | {"people": 0, "scored": 0, "points": Decimal(0)}


def with_mean(row: Row) -> Row:
	row["mean_score"] = float(round_half_up(row["points"] / row["scored"])) if row["scored"] else None
	return row


def add_up(rows: list[Row]) -> Row:
	"""The total; its mean is that of all people, not of the units' means."""
	total = empty_row() | {"unit": _("Total"), "bold": 1}
	for row in rows:
		for field in (*PREDICATES, "people", "scored", "points"):
			total[field] += row[field]
	return with_mean(total)


def columns() -> list[Row]:
	return [
		text("unit", _("Work Unit"), 260),
		*(
			{
				"fieldname": column,
				"label": " / ".join(predicates),
				"fieldtype": "Int",
				"width": 190 if predicates[1:] else 130,
			}
			for column, predicates in PREDICATES.items()
		),
		number("people", _("Evaluations"), 110),
		decimal("mean_score", _("Mean Score"), 120),
	]


def chart(rows: list[Row]) -> Row:
	parts = {predicates[0]: [row[column] for row in rows] for column, predicates in PREDICATES.items()}
	return stacked([row["unit"] for row in rows], parts, (GREEN, BLUE, YELLOW, ORANGE, RED))


def summary(total: Row) -> list[Row]:
	good = total["very_good"] + total["good"]
	return [
		counted(_("Evaluations"), total["people"]),
		shown(_("Mean Score"), total["mean_score"]),
		shown(_("Baik or Better (%)"), percent(good, total["people"])),
	]
