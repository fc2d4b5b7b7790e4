"""The talent map: nine boxes to click above the people in them (PermenPAN-RB 3/2020).

Whoever reads it counts only the people whom he sees; of a draft, managers and auditors see everybody but
themselves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe import _
from pypika.queries import QueryBuilder

from asn_kinerja import access, units
from asn_kinerja.competency import standards
from asn_kinerja.competency.standards import PositionStandard
from asn_kinerja.reporting import (
	IS_EMPLOYEE,
	Answer,
	Row,
	counted,
	decimal,
	link,
	number,
	person,
	text,
)
from asn_kinerja.scoring.talent import SUCCESSION
from asn_kinerja.talent import DRAFT, MAP, PLACEMENT, grid, rules

SUCCESSION_GROUP = "7-9"
MOVEMENTS = ("Up", "Same", "Down", "Mixed")


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (a person each, the highest boxes first), the grid, no chart, summary."""
	filters = frappe._dict(filters or {})
	talent_map = chosen_map(filters)
	if not talent_map:
		return (
			columns(),
			[],
			_("There is no talent map to show. Choose another agency or another map."),
			None,
			[],
		)
	people = found(talent_map.name, filters)
	counts = Counter(row.box for row in people)
	chosen = boxes_of(filters.box)
	listed = [row for row in people if filters.box in (None, "") or row.box in chosen]
	held = standards.of_positions({row.designation for row in listed}, talent_map.company)
	rows = [as_row(row, held.get(row.designation)) for row in listed]
	return columns(), rows, shown(talent_map, people, counts, chosen), None, summary(counts)


def chosen_map(filters: Mapping[str, Any]) -> frappe._dict | None:
	"""The map that the filters name, else the newest published one that the reader sees, else the newest."""
	wanted = {field: filters[field] for field in ("company",) if filters.get(field)}
	if filters.get("map"):
		wanted["name"] = filters["map"]
	maps = frappe.get_list(
		MAP,
		filters=wanted,
		fields=["name", "title", "status", "as_of_date", "rule", "previous_map", "company"],
		order_by="as_of_date desc, published_on desc",
	)
	return next((row for row in maps if row.status != DRAFT), maps[0] if maps else None)


def boxes_of(value: object) -> tuple[int, ...]:
	"""The boxes of the filter, 0 for who is not placed; () for all and for what is no box."""
	if value == SUCCESSION_GROUP:
		return tuple(sorted(SUCCESSION))
	return (int(str(value)),) if str(value) in "0123456789" and len(str(value)) == 1 else ()


def found(talent_map: str, filters: Mapping[str, Any]) -> list[frappe._dict]:
	"""The people of the map whom the reader sees, by the filters on unit and movement."""
	placement = frappe.qb.DocType(PLACEMENT)
	department, designation = frappe.qb.DocType("Department"), frappe.qb.DocType("Designation")
	query: QueryBuilder = (
		frappe.qb.from_(placement)
		.left_join(department)
		.on(department.name == placement.department)
		.left_join(designation)
		.on(designation.name == placement.designation)
		.select(
			placement.name,
			placement.employee,
			placement.employee_name,
			department.department_name,
			placement.designation,
			placement.box,
			placement.performance_value,
			placement.performance_level,
			placement.potential_value,
			placement.potential_level,
			placement.previous_box,
			placement.movement,
			placement.reason,
		)
		.where(placement.map == talent_map)
		.orderby(placement.box, order=frappe.qb.desc)
		.orderby(placement.employee_name)
		.orderby(placement.employee)
	)
	if filters.get("department"):
		query = query.where(placement.department.isin(units.below(filters["department"])))
	if filters.get("movement"):
		query = query.where(placement.movement == filters["movement"])
	seen = access.row_criterion(PLACEMENT)
	return (query if seen is None else query.where(seen)).run(as_dict=True)


def as_row(row: frappe._dict, standard: PositionStandard | None) -> Row:
	placed = bool(row.box)
	return {
		**IS_EMPLOYEE,
		"employee": row.employee,
		"employee_name": row.employee_name,
		"unit": row.department_name,
		"position": row.designation,
		"standard": standard and standard.name,
		"box": row.box if placed else None,
		"performance": value_of(row),
		"performance_level": row.performance_level,
		"potential": row.potential_value if placed else None,
		"potential_level": row.potential_level,
		"previous_box": row.previous_box or None,
		"movement": _(row.movement) if row.movement else "",
		"reason": _(row.reason) if row.reason else "",
		"placement": row.name,
	}


def value_of(row: frappe._dict) -> str:
	"""A score in the reader's notation, a predicate or rating as it is."""
	value = row.performance_value or ""
	if value.replace(".", "", 1).isdigit():
		return frappe.format_value(float(value), {"fieldtype": "Float", "precision": 2})
	return value


def columns() -> list[Row]:
	return [
		person("employee", _("Employee"), 120),
		text("employee_name", _("Name"), 200),
		text("unit", _("Work Unit"), 200),
		text("position", _("Position"), 200),
		number("box", _("Box"), 70),
		text("performance", _("Performance"), 120),
		text("performance_level", _("Performance Level"), 170),
		decimal("potential", _("Potential"), 100),
		text("potential_level", _("Potential Level"), 130),
		number("previous_box", _("Previous Box"), 120),
		text("movement", _("Movement"), 110),
		text("reason", _("Reason for Not Being Placed"), 260),
		link("placement", _("Place in the Talent Map"), PLACEMENT, 180),
	]


def shown(
	talent_map: frappe._dict,
	people: Sequence[frappe._dict],
	counts: Mapping[int, int],
	chosen: Sequence[int],
) -> str:
	"""The title, the grid, and the movements against the map before. HTML."""
	pairs = Counter((row.previous_box, row.box) for row in people if row.previous_box and row.box)
	head = _("{0}, as of {1}").format(
		frappe.utils.escape_html(talent_map.title),
		frappe.format(talent_map.as_of_date, {"fieldtype": "Date"}),
	)
	if talent_map.status == DRAFT:
		head = _("{0} (draft)").format(head)
	body = grid.grid(rules.of(talent_map.rule).boxes, counts, chosen) + grid.below(counts, chosen)
	body += _movements(talent_map, pairs, people)
	return f'<div class="asn-nine">{grid.STYLE}<p><b>{head}</b></p>{body}</div>'


def _movements(
	talent_map: frappe._dict, pairs: Mapping[tuple[int, int], int], people: Sequence[frappe._dict]
) -> str:
	if not talent_map.previous_map or not pairs:
		return ""
	counts = Counter(row.movement for row in people if row.movement)
	told = " · ".join(f"{_(movement)}: {counts[movement]}" for movement in MOVEMENTS)
	previous = frappe.db.get_value(MAP, talent_map.previous_map, "title")
	return f"<p>{_('Movement')}: {frappe.utils.escape_html(told)}</p>{grid.moves(pairs, previous or '')}"


def summary(counts: Mapping[int, int]) -> list[Row]:
	people = sum(counts.values())
	return [
		counted(_("People"), people),
		counted(_("Placed"), people - counts.get(0, 0)),
		counted(_("Succession Group"), sum(counts.get(box, 0) for box in SUCCESSION)),
		counted(_("Not Placed"), counts.get(0, 0)),
	]
