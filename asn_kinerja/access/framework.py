"""Functions of Frappe that tell about records without asking whether their caller may read them.

Each stands before Frappe's own (hook `override_whitelisted_methods`) and leaves the answer as it is for who
may read what it is about. Without them every user could search all records, or count them by any condition,
and so guess, letter by letter, what is written in them.
"""

from collections.abc import Callable
from typing import Any

import frappe
from frappe.desk import listview, notifications, reportview, search
from frappe.desk.form import linked_with

MODULE = "ASN Kinerja"


@frappe.whitelist()
def get_linked(doctype: str, docname: str) -> dict[str, list[dict[str, Any]]]:
	"""As `frappe.desk.form.linked_with.get`, with only those of this app's records that the user's lists
	show. (Older versions list all of them, with the columns of their lists.)"""
	found = linked_with.get(doctype, docname)
	for name in [name for name in found if _is_ours(name)]:
		visible = _visible(name, {"name": ["in", [row["name"] for row in found[name]]]})
		found[name] = [row for row in found[name] if row["name"] in visible]
	return {name: rows for name, rows in found.items() if rows}


@frappe.whitelist()
def get_count(
	doctype: str,
	filters: str | dict | list | None = None,
	debug: bool | int = False,
	cache: bool | int = False,
) -> int:
	"""As `frappe.client.get_count`, but counting what the user's lists show, like the Desk's own count."""
	if isinstance(filters, str) and filters[:1] not in ("[", "{"):
		filters = {"name": filters} if filters else None
	sent = frappe.local.form_dict
	frappe.local.form_dict = frappe._dict(doctype=doctype, filters=filters or {}, fields=[])
	try:
		return reportview.get_count()
	finally:
		frappe.local.form_dict = sent


@frappe.whitelist()
def get_group_by_count(doctype: str, current_filters: str, field: str) -> list[dict[str, Any]]:
	"""As `frappe.desk.listview.get_group_by_count`, which counts the assignments of all records."""
	if field == "assigned_to" and _is_ours(doctype):
		names = _visible(doctype, frappe.parse_json(current_filters))
		current_filters = frappe.as_json([[doctype, "name", "in", sorted(names) or [""]]])
	return listview.get_group_by_count(doctype, current_filters, field)


@frappe.whitelist()
def get_open_count(doctype: str, name: str, items: str | list | None = None) -> dict[str, Any]:
	"""As `frappe.desk.notifications.get_open_count`, which counts all records that point at one, of any
	DocType that a client names; without those of this app."""
	if items is None:
		links = frappe.get_meta(doctype).get_dashboard_data()
		items = [item for group in links.get("transactions") or [] for item in group.get("items") or []]
	named = frappe.parse_json(items)
	return notifications.get_open_count(doctype, name, [item for item in named if not _is_ours(item)])


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str | None:
	"""As `frappe.desk.search.get_link_title`, which tells the title of every record to everybody; without a
	title for who does not see this one."""
	if _is_ours(doctype) and docname not in _visible(doctype, {"name": docname}):
		return docname
	return search.get_link_title(doctype, docname)


@frappe.whitelist()
def search_link(doctype: str, **sent: Any) -> Any:
	"""As `frappe.desk.search.search_link`, never beyond what the user's lists show."""
	return _search(search.search_link, doctype, sent)


@frappe.whitelist()
def search_widget(doctype: str, **sent: Any) -> Any:
	"""As `frappe.desk.search.search_widget`, never beyond what the user's lists show."""
	return _search(search.search_widget, doctype, sent)


def _search(frappes: Callable[..., Any], doctype: str, sent: dict[str, Any]) -> Any:
	"""The answer, which older versions of Frappe put into the response instead."""
	# a client that sends this is spared not only the user permissions but every condition on the rows
	spared = {"ignore_user_permissions": 0} if _is_ours(doctype) else {}
	return frappe.call(frappes, doctype, **(sent | spared))


def _is_ours(doctype: str) -> bool:
	return frappe.get_meta(doctype).module == MODULE


def _visible(doctype: str, filters: dict[str, Any] | list[Any]) -> set[str]:
	if frappe.get_meta(doctype).istable or not frappe.has_permission(doctype, "read"):
		return set()
	return set(frappe.get_list(doctype, filters=filters, pluck="name", order_by="name", limit_page_length=0))
