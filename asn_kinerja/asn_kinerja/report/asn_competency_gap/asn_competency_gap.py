"""Where which competency is missing: gaps between the levels reached and those that the positions of today
ask for, per unit or per person. Whoever reads it counts only the people whom he sees (see
`asn_kinerja.access`).

The gap of a person is the required level less the level of his newest assessment that counts. In the mean of
a unit a surplus counts as 0: that one colleague is better than required closes nobody else's gap.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import frappe
from frappe import _

from asn_kinerja.competency.people import Person, listed
from asn_kinerja.competency.standards import COMPETENCY
from asn_kinerja.reporting import (
	IS_EMPLOYEE,
	Answer,
	Row,
	counted,
	day,
	number,
	text,
	two_places,
)
from asn_kinerja.reporting import person as person_column
from asn_kinerja.scoring import round_half_up
from asn_kinerja.scoring.job_match import HIGHEST_LEVEL, Kind, Standard

PEOPLE = "People"
DARKEST = 2
"""A mean gap of so many levels, or more, is shaded darkest."""
SHADES = 10
UNKNOWN = "–"
Tally = Counter[tuple[str, int]]


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (a unit each and the total, or a person each), message, no chart, summary.

	Filters: company, department (with the units below it), kind of competency, to_date (assessments of that
	day, today by default), show ("Units" or "People")."""
	chosen = frappe._dict(filters or {})
	people = listed(chosen)
	measured = [one for one in people if one.levels and one.standard]
	asked = competencies(measured, chosen.kind)
	by_person = chosen.show == PEOPLE
	found = person_rows(measured, asked) if by_person else unit_rows(measured, asked)
	return columns(asked, by_person), found, message(by_person), None, summary(people, measured, asked)


def competencies(measured: Iterable[Person], kind: str | None) -> list[str]:
	"""The competencies that the positions of these people ask for, in the order of the dictionary."""
	standards = {one.standard.name: one.standard for one in measured}
	wanted = {row.competency for standard in standards.values() for row in standard.requirements}
	if not wanted:
		return []
	filters = {"name": ["in", sorted(wanted)], **({"kind": kind} if kind else {})}
	found = frappe.get_all(COMPETENCY, filters=filters, fields=["name", "kind", "sequence"], order_by="name")
	kinds = [kind.value for kind in Kind]
	found.sort(key=lambda row: (kinds.index(row.kind), row.sequence, row.name))
	return [row.name for row in found]


# --- per unit ----------------------------------------------------------------------------------------------


def unit_rows(measured: Sequence[Person], asked: Sequence[str]) -> list[Row]:
	units: dict[tuple[str, str], list[Person]] = defaultdict(list)
	for one in measured:
		units[one.unit, one.department].append(one)
	rows, whole = [], Tally()
	for (unit, department), people in sorted(units.items()):
		tally = tally_of(people)
		whole.update(tally)
		shown = {"unit": unit or _("Without a Work Unit"), "department": department, "people": len(people)}
		rows.append(shown | heat(tally, asked))
	if rows:
		rows.append({"unit": _("Total"), "bold": 1, "people": len(measured), **heat(whole, asked)})
	return rows


def tally_of(people: Iterable[Person]) -> Tally:
	"""(competency, levels below the standard; 0: none) -> people whose level is known."""
	by_standard: dict[str, list[Person]] = defaultdict(list)
	for one in people:
		by_standard[one.standard.name].append(one)
	tally = Tally()
	for same in by_standard.values():
		reached = zip(*(one.levels.digits for one in same), strict=True)  # the levels of all in a competency
		for required, digits in zip(same[0].standard.requirements, reached, strict=True):
			for digit, count in Counter(digits).items():
				if level := int(digit):
					tally[required.competency, max(0, required.level - level)] += count
	return tally


def heat(tally: Tally, asked: Sequence[str]) -> Row:
	"""Per competency the mean gap, how many of those measured are below the standard, and the shade."""
	row: Row = {}
	for place, competency in enumerate(asked):
		found = [(gap, tally[competency, gap]) for gap in range(HIGHEST_LEVEL)]
		measured = sum(count for _gap, count in found)
		if not measured:
			continue  # nobody here needs it, or nobody's level is known
		mean = Decimal(sum(gap * count for gap, count in found)) / measured
		below = sum(count for gap, count in found if gap)
		row[f"c{place}"] = f"{two_places(round_half_up(mean))} ({below}/{measured})"
		row[f"c{place}_shade"] = shade(mean)
	return row


def shade(gap: Decimal | int) -> int:
	"""From 0, no gap, to SHADES; a larger gap is never lighter."""
	return int(min(max(gap, 0), DARKEST) * SHADES / DARKEST)


# --- per person --------------------------------------------------------------------------------------------


def person_rows(measured: Sequence[Person], asked: Sequence[str]) -> list[Row]:
	fields = {competency: f"c{place}" for place, competency in enumerate(asked)}
	return [person_row(one, fields) for one in measured]


def person_row(one: Person, fields: Mapping[str, str]) -> Row:
	"""`fields`: competency -> its column."""
	row: Row = {
		"person": one.employee,
		"employee_name": one.employee_name,
		"unit": one.unit or _("Without a Work Unit"),
		"designation": one.designation,
		"assessed_on": one.levels.assessed_on,
		**IS_EMPLOYEE,
	}
	for required, digit in zip(one.standard.requirements, one.levels.digits, strict=True):
		if field := fields.get(required.competency):
			row |= cell(field, required.level, int(digit))
	return row


@lru_cache(maxsize=4096)
def cell(field: str, required: int, level: int) -> Row:
	"""What the column of a competency shows; few levels make few different cells."""
	if not level:
		return {field: UNKNOWN}
	gap = required - level
	return {field: f"{gap} ({level}/{required})", f"{field}_shade": shade(gap)}


# --- how it looks ------------------------------------------------------------------------------------------


def columns(asked: Sequence[str], by_person: bool) -> list[Row]:
	heat_columns = [
		text(f"c{place}", competency, min(max(120, 8 * len(competency) + 30), 290))
		for place, competency in enumerate(asked)
	]
	if by_person:
		return [
			person_column("person", _("Employee")),
			text("employee_name", _("Name"), 180),
			text("unit", _("Work Unit"), 180),
			text("designation", _("Position"), 170),
			day("assessed_on", _("Assessed On")),
			*heat_columns,
		]
	return [text("unit", _("Work Unit"), 240), number("people", _("People Measured"), 130), *heat_columns]


def message(by_person: bool) -> str:
	if by_person:
		return _("Gap (level reached / level required); below 0 it is a surplus. The darker, the larger.")
	return _(
		"Mean gap in levels (people below the standard / people measured). The darker, the larger. Open a"
		" unit to see its people."
	)


def summary(people: Sequence[Person], measured: Sequence[Person], asked: Sequence[str]) -> list[Row]:
	return [
		counted(_("People"), len(people)),
		counted(_("People Measured"), len(measured)),
		counted(_("Without an Assessment"), sum(not one.levels for one in people), "orange"),
		counted(_("Position Without a Standard"), sum(not one.standard for one in people), "orange"),
		counted(_("People With a Gap"), below_standard(measured, frozenset(asked)), "red"),
	]


def below_standard(measured: Iterable[Person], asked: Container[str]) -> int:
	"""How many people are, in one of these competencies, below what their position asks for."""
	standards = {one.standard.name: one.standard for one in measured}
	alike = Counter((one.standard.name, one.levels.digits) for one in measured)
	return sum(count for (name, digits), count in alike.items() if has_gap(standards[name], digits, asked))


def has_gap(standard: Standard, digits: str, asked: Container[str]) -> bool:
	return any(
		0 < int(digit) < required.level
		for required, digit in zip(standard.requirements, digits, strict=True)
		if required.competency in asked
	)
