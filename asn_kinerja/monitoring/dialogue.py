"""Actions of earlier dialogues that are not met yet: carried into the next one, and given back.

The row of the earlier dialogue becomes "Carried Over" and the new row names it, so that an action counts as
open in one place only. Whoever carries or gives back holds the lock on the employee's record meanwhile, and
the earlier dialogues count as changed: a save of theirs that began before is refused.
"""

from collections.abc import Iterable
from typing import Any

import frappe

from asn_kinerja import access

DIALOGUE, ACTION = "ASN Performance Dialogue", "ASN Dialogue Action"
OPEN, DONE, CARRIED = "Open", "Done", "Carried Over"
AGREED = "Agreed"
TAKEN = ("action", "responsible", "due_date", "result_note")


def lock(employee: str) -> None:
	"""Make others wait who make or change the dialogues of this person at the same time."""
	frappe.db.get_value("Employee", employee, "name", for_update=True)


def unmet(employee: str) -> list[dict[str, Any]]:
	"""New rows for the open actions of the person's agreed dialogues, oldest first; one query.

	Call `lock` before. The rows are read as they are now, not as they were when the transaction began."""
	dialogue, action = frappe.qb.DocType(DIALOGUE), frappe.qb.DocType(ACTION)
	query = (
		frappe.qb.from_(action)
		.join(dialogue)
		.on((action.parent == dialogue.name) & (action.parenttype == DIALOGUE))
		.select(action.name, action.times_carried, *(action[field] for field in TAKEN))
		.where((dialogue.employee == employee) & (dialogue.status == AGREED) & (action.status == OPEN))
		.orderby(dialogue.date, dialogue.name, action.idx)
		.for_update()
	)
	return [
		{
			**{field: row[field] for field in TAKEN},
			"status": OPEN,
			"carried_from": row.name,
			"times_carried": row.times_carried + 1,
		}
		for row in query.run(as_dict=True)
	]


def close_carried(rows: Iterable[str]) -> None:
	"""The rows go on in a later dialogue."""
	_set_status(rows, OPEN, CARRIED)


def give_back(rows: Iterable[str]) -> None:
	"""The rows are open again where they were agreed: a later dialogue has dropped them."""
	_set_status(rows, CARRIED, OPEN)


def _set_status(rows: Iterable[str], old: str, new: str) -> None:
	"""Set directly: the earlier dialogue is agreed, and this is no edit of it."""
	if not (names := sorted(rows)):
		return
	frappe.db.set_value(ACTION, {"name": ["in", names], "status": old}, "status", new)
	rows_of = frappe.get_all(ACTION, {"name": ["in", names]}, pluck="parent", order_by="parent")
	parents = sorted(set(rows_of))
	frappe.db.set_value(DIALOGUE, {"name": ["in", parents]}, "modified", frappe.utils.now())
	for parent in parents:
		frappe.clear_document_cache(DIALOGUE, parent)


def agreed_on(rows: Iterable[str]) -> dict[str, Any]:
	"""Row -> date of the dialogue that it stands in, in one query."""
	dialogue, action = frappe.qb.DocType(DIALOGUE), frappe.qb.DocType(ACTION)
	wanted = list(rows)
	if not wanted:
		return {}
	query = (
		frappe.qb.from_(action)
		.join(dialogue)
		.on(action.parent == dialogue.name)
		.select(action.name, dialogue.date)
		.where(action.name.isin(wanted))
	)
	return dict(query.run())


@frappe.whitelist()
def partners() -> list[dict[str, str]]:
	"""With whom the session user may have a dialogue: `value` (employee) and `label` (name and position) of
	himself, if he has a rater, and of the active people whom he rates, by name."""
	me = access.employee_of()
	if not me:
		return []
	person = frappe.qb.DocType("Employee")
	query = (
		frappe.qb.from_(person)
		.select(person.name, person.employee_name, person.designation)
		.where((person.status == "Active") & (access.rater_column(person) == me.name))
		.orderby(person.employee_name)
	)
	found = query.run(as_dict=True)
	if access.rater_of(me.name):
		mine = ["name", "employee_name", "designation"]
		found.insert(0, frappe.db.get_value("Employee", me.name, mine, as_dict=True))
	return [
		{
			"value": row.name,
			"label": frappe.utils.escape_html(" · ".join(filter(None, (row.employee_name, row.designation)))),
		}
		for row in found
	]
