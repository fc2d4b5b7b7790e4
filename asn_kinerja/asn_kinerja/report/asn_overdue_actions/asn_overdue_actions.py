"""What is overdue or due soon, and who has to do it. Whoever reads it sees what he is responsible for and
what concerns the people whom he sees (see `asn_kinerja.cycle.deadlines` and `asn_kinerja.access`)."""

from collections import Counter, defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from asn_kinerja.cycle import deadlines
from asn_kinerja.cycle.deadlines import Deadline
from asn_kinerja.reporting import RED, YELLOW, Answer, Row, counted, day, number, stacked, text

BARS = 15  # units in the chart: those with the most


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (a matter each, the total last), no message, chart, summary."""
	wanted = frappe._dict(filters or {})
	entries = find(wanted)
	if not entries:
		return columns(), [], None, None, []
	labels = deadlines.labels()
	rows = [row_of(entry, labels) for entry in entries]
	return columns(), [*rows, total(entries)], None, chart(entries, wanted.chart_by), summary(entries)


def find(filters: frappe._dict) -> list[Deadline]:
	"""The matters of today that the session user may see and the filters let through."""
	entries = deadlines.on_day(
		getdate(),
		viewer=frappe.session.user,
		company=filters.company,
		cycle=filters.cycle,
		department=filters.department,
		kinds=[filters.kind] if filters.kind else None,
	)
	return [entry for entry in entries if entry.overdue] if filters.only_overdue else entries


def row_of(entry: Deadline, labels: dict[str, str]) -> Row:
	return {
		"kind": labels[entry.kind],
		"responsible": entry.responsible_name or _("Nobody is set"),
		"about": entry.about_name,
		"unit": unit_of(entry),
		"matter": deadlines.describe(entry),
		"due": entry.due,
		"days_late": entry.days_late,
		# for the link, which the browser makes; what is exported stays plain
		"document_type": entry.doctype,
		"document_name": entry.name,
	}


def unit_of(entry: Deadline) -> str:
	return entry.unit_name or _("Without a Work Unit")


def columns() -> list[Row]:
	return [
		text("kind", _("Matter"), 230),
		text("responsible", _("Responsible"), 180),
		text("about", _("Concerns"), 180),
		number("days_late", _("Days Late"), 140),
		day("due", _("Due Date"), 110),
		text("unit", _("Work Unit"), 200),
		text("matter", _("Document"), 360),
	]


def total(entries: list[Deadline]) -> Row:
	return {
		"kind": _("Total"),
		"responsible": _("{0} people late").format(people_late(entries)),
		"matter": _("{0} overdue, {1} due soon").format(late(entries), len(entries) - late(entries)),
		"bold": 1,
	}


def late(entries: list[Deadline]) -> int:
	return sum(entry.overdue for entry in entries)


def people_late(entries: list[Deadline]) -> int:
	return len({entry.responsible for entry in entries if entry.overdue and entry.responsible})


def chart(entries: list[Deadline], by: str | None) -> Row:
	"""Overdue and due soon, a bar per kind in their order or per unit with the most first."""
	labels = deadlines.labels()
	bars: dict[str, Counter[bool]] = defaultdict(Counter)
	for entry in entries:
		bars[unit_of(entry) if by == "Work Unit" else labels[entry.kind]][entry.overdue] += 1
	if by == "Work Unit":
		order = sorted(bars, key=lambda name: (-bars[name][True], -bars[name].total(), name))[:BARS]
	else:
		order = [name for name in labels.values() if name in bars]
	parts = {
		_("Overdue"): [bars[name][True] for name in order],
		_("Due Soon"): [bars[name][False] for name in order],
	}
	return stacked(order, parts, (RED, YELLOW))


def summary(entries: list[Deadline]) -> list[Row]:
	overdue = late(entries)
	return [
		counted(_("Overdue"), overdue, "Red" if overdue else "Green"),
		counted(_("Due Soon"), len(entries) - overdue),
		counted(_("People Late"), people_late(entries)),
	]
