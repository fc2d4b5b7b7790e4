"""What the script reports have in common: columns, charts, numbers as shown, and the cycle that they are
about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import frappe
from frappe import _

from asn_kinerja.scoring import share

CYCLE = "ASN Performance Cycle"
FILTERS = {"name": "cycle", "company": "company"}  # field of a cycle -> filter of a report
IS_EMPLOYEE = {"person_doctype": "Employee"}  # in the rows of a report with a column `person`
# of the charts, from good to bad
GREEN, BLUE, YELLOW, ORANGE, RED = "#1f8a4c", "#4f9dde", "#e0a800", "#e2711d", "#c0392b"

Row = dict[str, Any]
# columns, rows, message above them, chart, summary
Answer = tuple[list[Row], list[Row], str | None, Row | None, list[Row]]


# --- what a report is about --------------------------------------------------------------------------------


def chosen_cycle(filters: Mapping[str, Any]) -> frappe._dict | None:
	"""The cycle that the filters name, else the newest open one of the agency that the reader may see, else
	the newest. None (say `no_cycle`) when there is none among those that he may see and the filters allow."""
	if not frappe.has_permission(CYCLE, "read"):
		return None
	found = frappe.get_list(
		CYCLE,
		filters={field: filters[key] for field, key in FILTERS.items() if filters.get(key)},
		fields=["name", "company", "status", "from_date", "to_date", "plan_due_date"],
		order_by="from_date desc, creation desc",
	)
	return next((cycle for cycle in found if cycle.status == "Open"), found[0] if found else None)


def newest_stage(cycle: str, released: bool = False) -> str | None:
	"""The latest stage of a cycle that has evaluations (or released ones), whoever sees them."""
	evaluation, stage = frappe.qb.DocType("ASN Evaluation"), frappe.qb.DocType("ASN Cycle Stage")
	opened = (
		frappe.qb.from_(evaluation)
		.select(evaluation.stage_name)
		.where((evaluation.cycle == cycle) & evaluation.docstatus.isin([1] if released else [0, 1]))
	)
	query = (
		frappe.qb.from_(stage)
		.select(stage.stage_name)
		.where((stage.parent == cycle) & stage.stage_name.isin(opened))
		.orderby(stage.idx, order=frappe.qb.desc)
		.limit(1)
	)
	found = query.run()
	return found[0][0] if found else None


def no_cycle() -> str:
	"""The message of a report that has no cycle to report on."""
	return _("There is no performance cycle to report on. Choose another agency or another cycle.")


# --- columns -----------------------------------------------------------------------------------------------


def text(fieldname: str, label: str, width: int) -> Row:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Data", "width": width}


def number(fieldname: str, label: str, width: int = 110) -> Row:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Int", "width": width}


def decimal(fieldname: str, label: str, width: int = 120) -> Row:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Float", "precision": 2, "width": width}


def day(fieldname: str, label: str, width: int = 120) -> Row:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Date", "width": width}


def link(fieldname: str, label: str, doctype: str, width: int = 130) -> Row:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Link", "options": doctype, "width": width}


def person(fieldname: str, label: str, width: int = 130) -> Row:
	"""A link to an Employee, for rows that hold `IS_EMPLOYEE` too.

	With a plain link Frappe would drop, unseen, the rows of everybody but the reader, for ERPNext confines a
	user to his own Employee record unless the box "Create User Permission" is cleared there; and it would
	refuse the report to whoever has no right on Employee, such as an auditor. Which people a report names is
	decided by the row rule."""
	(doctype_in,) = IS_EMPLOYEE
	return {**link(fieldname, label, doctype_in, width), "fieldtype": "Dynamic Link"}


# --- numbers and charts ------------------------------------------------------------------------------------


def percent(part: int | Decimal, whole: int | Decimal) -> float | None:
	"""The part in percent of the whole, two places; None of nothing."""
	found = share(part, whole)
	return None if found is None else float(found)


def two_places(value: float | Decimal | None) -> str:
	"""The number in the reader's notation, nothing for none; the Desk would show three places."""
	return "" if value is None else frappe.format_value(value, {"fieldtype": "Float", "precision": 2})


def per_unit(people: Iterable[Row], add_up: Callable[[Iterable[Row], Row], Row]) -> list[Row]:
	"""A row for each unit (`department`, shown as `unit`) of these people, in their order; `add_up` sums rows
	up under a label."""
	groups: dict[str, list[Row]] = {}
	for row in people:
		groups.setdefault(row["department"], []).append(row)
	return [add_up(members, {"unit": members[0]["unit"]}) for members in groups.values()]


def plain(rows: Iterable[Row]) -> list[Row]:
	"""The rows with floats, as the Desk takes them, in place of exact numbers."""
	return [
		{field: float(value) if isinstance(value, Decimal) else value for field, value in row.items()}
		for row in rows
	]


def counted(label: str, value: int, indicator: str | None = None) -> Row:
	"""A whole number above the table."""
	shown = {"label": label, "value": value, "datatype": "Int"}
	return shown | {"indicator": indicator} if indicator else shown


def shown(label: str, value: float | Decimal | None) -> Row:
	"""A number with two places above the table."""
	return {"label": label, "value": two_places(value), "datatype": "Data"}


def stacked(labels: Sequence[str], parts: Mapping[str, Sequence[float]], colours: Sequence[str]) -> Row:
	"""A chart with a bar for each label, which is made of the parts (name -> a value for each label)."""
	return {
		"data": {
			"labels": list(labels),
			"datasets": [{"name": name, "values": list(values)} for name, values in parts.items()],
		},
		"type": "bar",
		"barOptions": {"stacked": 1},
		"colors": list(colours),
	}
