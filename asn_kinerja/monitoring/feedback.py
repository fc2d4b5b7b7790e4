"""Continuous feedback (umpan balik berkelanjutan): giving it, and keeping the anonymous kind anonymous.

Anonymous feedback is stored without anything that leads to its giver, and without the time. It is held back,
seen by nobody, until enough different people have given some about the same employee; the nightly job
`release_batches` then shows all of it at once. (At once by night: shown in the moment when the last one gives
his, it would tell who was at work just then.) To count different people there is a mark per giver, a keyed
hash that only the site's secret key can recompute, without time or link to the text; it is deleted with the
release.
"""

import hashlib
import hmac
import random
from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html, get_datetime, getdate, today
from frappe.utils.password import get_encryption_key
from pypika import functions as fn

from asn_kinerja import access, notices, people

FEEDBACK, MARK = "ASN Feedback", "ASN Feedback Mark"
ANONYMOUS, PRIVATE, SHARED = "Anonymous", "Private to the Rater", "Shared"
SMALLEST_MINIMUM = 3  # of two givers, each would know what the other wrote
A_DAY = 20  # feedbacks of one person
NOBODY = "Administrator"
NO_TIME = "2000-01-01 00:00:00"  # creation of what must not tell when it came
WORKING = "Active"
FOUND = 20  # names offered at a time

# What is stored of an anonymous feedback while it is held back; all else follows from the employee later.
HELD = ("employee", "kind", "visibility", "about", "plan_item", "result", "behaviour_value", "feedback")


@frappe.whitelist(methods=["POST"])
def give(
	employee: str,
	feedback: str,
	kind: str = "Appreciation",
	visibility: str = SHARED,
	about: str = "General",
	plan_item: str | None = None,
	behaviour_value: str | None = None,
) -> None:
	"""Give feedback about a colleague, as the session user; the only way to give it anonymously. Returns
	nothing.

	`employee`: an active employee of the same agency, not oneself. `about`: General, Planned Result (then
	`plan_item`, the key of an item of the person's plan in force) or Behaviour Value (then
	`behaviour_value`). Raises ValidationError saying what is missing, and after 20 in a day."""
	given = {
		"employee": employee,
		"kind": kind,
		"visibility": visibility,
		"about": about,
		"plan_item": plan_item,
		"behaviour_value": behaviour_value,
		"feedback": feedback,
	}
	failed = False
	try:
		_give(given)
	except (frappe.ValidationError, frappe.PermissionError):
		raise
	except Exception:
		failed = True  # not raised again: Frappe's error log would keep the text beside the user
	if failed:
		frappe.db.rollback()
		frappe.clear_messages()
		frappe.throw(_("The feedback could not be stored. Try again later."))


def _give(given: dict[str, Any]) -> None:
	me = me_as_giver()
	_count_for_today()
	doc = frappe.get_doc({"doctype": FEEDBACK, **given})
	if given["visibility"] == ANONYMOUS:
		doc.complete()
		_hold_back(doc.employee, {field: doc.get(field) for field in HELD}, me.name)
	else:
		doc.insert()


def _digest(*parts: str) -> str:
	"""A hash that only the site's secret key can recompute."""
	return hmac.new(get_encryption_key().encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def _count_for_today() -> None:
	"""Allow so many a day, of whatever kind. Counted outside the database, under a name that tells no
	person, and forgotten after a day."""
	cache = frappe.cache()
	key = cache.make_key("asn_feedback_count:" + _digest("count", frappe.session.user, today()))
	cache.set(key, 0, ex=24 * 60 * 60, nx=True)
	if cache.incr(key) > A_DAY:
		frappe.throw(_("You have given {0} feedbacks today. Go on tomorrow.").format(A_DAY))


def _hold_back(employee: str, values: dict[str, Any], giver: str) -> None:
	"""Store an anonymous feedback and count its giver. Set inserts: a document's own insert would write the
	session user and the time, and tell them to others."""
	_lock([employee])
	_insert(FEEDBACK, [{**values, "released": 0}], NO_TIME)
	mark = _digest("mark", employee, giver)
	_insert(MARK, [{"employee": employee, "mark": mark}], NO_TIME, ignore_duplicates=True)


def _lock(employees: list[str]) -> None:
	"""Giving and releasing about the same people wait for each other, so that no mark goes without its
	text."""
	person = frappe.qb.DocType("Employee")
	query = frappe.qb.from_(person).select(person.name).where(person.name.isin(employees))
	query.orderby(person.name).for_update().run()


def _insert(
	doctype: str, rows: list[dict[str, Any]], time: Any, ignore_duplicates: bool = False
) -> list[str]:
	"""Insert rows with random names, as nobody's, all of the same time; returns the names."""
	stamp = {"creation": time, "modified": time, "owner": NOBODY, "modified_by": NOBODY, "docstatus": 0}
	rows = [{"name": frappe.generate_hash(length=10), **stamp, **row} for row in rows]
	if rows:
		values = [tuple(row.values()) for row in rows]
		frappe.db.bulk_insert(doctype, list(rows[0]), values, ignore_duplicates=ignore_duplicates)
	return [row["name"] for row in rows]


def minimum() -> int:
	"""From how many different givers on anonymous feedback is shown; at least 3."""
	wanted = frappe.db.get_single_value("ASN Performance Settings", "anonymity_minimum") or 0
	return max(SMALLEST_MINIMUM, wanted)


def release_batches() -> None:
	"""Daily job: show the anonymous feedback about everybody of whom enough different people have given some,
	and tell them. The next batch of a person begins at zero."""
	mark = frappe.qb.DocType(MARK)
	query = (
		frappe.qb.from_(mark)
		.select(mark.employee)
		.groupby(mark.employee)
		.having(fn.Count("*") >= minimum())
		.orderby(mark.employee)
	)
	employees = [employee for (employee,) in query.run()]
	if not employees:
		return
	_lock(employees)
	released = _release(employees)
	frappe.db.delete(MARK, {"employee": ["in", employees]})
	_tell(released)


def _tell(released: dict[str, str]) -> None:
	"""One notice for the whole batch of a person, from nobody."""
	shown = {user: released[employee] for employee, user in notices.users_of(released).items()}
	told = notices.lines(shown, lambda _user: _("Several colleagues have given you anonymous feedback."))
	notices.store(notices.Notice(reader.user, line, FEEDBACK, shown[reader.user]) for reader, line in told)


def _release(employees: list[str]) -> dict[str, str]:
	"""Replace the held texts by released ones with new names, in no order and all of today, with the header
	of today; returns whom they are about, each with the name of one of them."""
	held = frappe.qb.DocType(FEEDBACK)
	query = (
		frappe.qb.from_(held)
		.select(held.name, *(held[field] for field in HELD))
		.where((held.visibility == ANONYMOUS) & (held.released == 0) & held.employee.isin(employees))
		.orderby(held.name)
		.for_update()  # as it is now, not as it was when the transaction began
	)
	rows = query.run(as_dict=True)
	headers = _headers({row.employee for row in rows})
	frappe.db.delete(FEEDBACK, {"name": ["in", [row.pop("name") for row in rows]]})
	random.SystemRandom().shuffle(rows)
	shown = [{**row, **headers[row.employee], "released": 1, "date": today()} for row in rows]
	names = _insert(FEEDBACK, shown, get_datetime(getdate()))
	return {row["employee"]: name for row, name in zip(shown, names, strict=True)}


def _headers(employees: Iterable[str]) -> dict[str, dict[str, Any]]:
	wanted = list(employees)
	raters = people.raters(wanted)
	found = frappe.get_all(
		"Employee",
		filters={"name": ["in", wanted]},
		fields=["name", "employee_name", "department", "company"],
		order_by="name",
	)
	return {
		row.name: {
			"title": row.employee_name,
			"employee_name": row.employee_name,
			"department": row.department,
			"company": row.company,
			**raters[row.name],
		}
		for row in found
	}


def colleague(employee: str) -> frappe._dict:
	"""The active employee of the session user's agency; raises when there is no such, or it is himself."""
	me = me_as_giver()
	fields = ["name", "employee_name", "company", "status"]
	person = frappe.db.get_value("Employee", employee, fields, as_dict=True)
	if not person or person.company != me.company or person.status != WORKING:
		frappe.throw(
			_("Feedback is given about active employees of your own agency. Choose another {0}.").format(
				_("Employee")
			)
		)
	if person.name == me.name:
		frappe.throw(_("Feedback is about others. Choose another {0}.").format(_("Employee")))
	return person


def me_as_giver() -> frappe._dict:
	"""The session user's Employee record; raises for who is no active employee."""
	fields = ["name", "employee_name", "company", "status", "lft", "rgt"]
	me = frappe.db.get_value("Employee", {"user_id": frappe.session.user}, fields, as_dict=True)
	if not me or me.status != WORKING:
		frappe.throw(_("Only active employees give feedback; your user is not linked to one."))
	return me


def relation(giver: frappe._dict, employee: str) -> str:
	"""What the giver is to the employee: Superior (his rater, or above him in the tree), Subordinate (the
	reverse), Peer (the same rater) or Colleague. `giver` has name, lft, rgt."""
	place = frappe.db.get_value("Employee", employee, ["lft", "rgt"], as_dict=True)
	rater, own = access.rater_of(employee), access.rater_of(giver.name)
	if rater == giver.name or _is_above(giver, place):
		return "Superior"
	if own == employee or _is_above(place, giver):
		return "Subordinate"
	return "Peer" if rater and rater == own else "Colleague"


def _is_above(one: frappe._dict, other: frappe._dict) -> bool:
	"""Whether one stands above the other in the Employee tree; nobody does who is not placed in it yet."""
	return bool(one.rgt and other.rgt and one.lft < other.lft and other.rgt < one.rgt)


def results_of(employee: str) -> list[dict[str, str]]:
	"""Planned results of the person's plan in force today: `item_key` and `result`."""
	from asn_kinerja.planning import plans

	cycle = frappe.qb.DocType("ASN Performance Cycle")
	company = frappe.db.get_value("Employee", employee, "company")
	query = (
		frappe.qb.from_(cycle)
		.select(cycle.name)
		.where((cycle.company == company) & (cycle.status == "Open"))
		.where((cycle.from_date <= today()) & (cycle.to_date >= today()))
		.orderby(cycle.from_date, cycle.name)
	)
	found = []
	for (name,) in query.run():
		if plan := plans.in_force([employee], name).get(employee):
			found += plans.results_of(plan["items"])
	return [{"item_key": row["item_key"], "result": row["result"]} for row in found]


@frappe.whitelist()
def colleagues(txt: str = "") -> list[dict[str, str]]:
	"""Up to 20 active employees of the session user's agency other than himself whose name holds the text, or
	whose record it names: `value`, `label` (name), `description` (position, unit), as HTML."""
	me = me_as_giver()
	person, unit = frappe.qb.DocType("Employee"), frappe.qb.DocType("Department")
	named = (person.employee_name.like(f"%{_literal(txt)}%")) | (person.name == txt)
	query = (
		frappe.qb.from_(person)
		.left_join(unit)
		.on(unit.name == person.department)
		.select(person.name, person.employee_name, person.designation, unit.department_name)
		.where((person.company == me.company) & (person.status == WORKING) & (person.name != me.name))
		.where(person.asn_type.isnotnull() & (person.asn_type != "") & named)
		.orderby(person.employee_name, person.name)
		.limit(FOUND)
	)
	return [
		{
			"value": row.name,
			"label": escape_html(row.employee_name),
			"description": escape_html(" · ".join(filter(None, (row.designation, row.department_name)))),
		}
		for row in query.run(as_dict=True)
	]


def _literal(text: str) -> str:
	"""The text with the wildcards of LIKE made plain."""
	for character in "\\%_":
		text = text.replace(character, "\\" + character)
	return text


@frappe.whitelist()
def choices(employee: str) -> dict[str, Any]:
	"""What feedback about a colleague may be about: `results` of his plan (text only) and behaviour `values`,
	each with `value` and `label` (HTML); `minimum`: from how many givers on anonymous feedback is shown."""
	person = colleague(employee)
	values = frappe.get_all(
		"ASN Behaviour Value", filters={"disabled": 0}, pluck="name", order_by="sequence, name"
	)
	return {
		"results": [
			{"value": row["item_key"], "label": escape_html(row["result"])} for row in results_of(person.name)
		],
		"values": [{"value": value, "label": escape_html(value)} for value in values],
		"minimum": minimum(),
	}
