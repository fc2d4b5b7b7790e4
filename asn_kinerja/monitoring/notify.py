"""Notifications in the Desk, each in the language of the person who reads it."""

from collections.abc import Callable

import frappe
from frappe.desk.doctype.notification_settings.notification_settings import is_notifications_enabled


def tell(
	employee: str | None,
	subject: Callable[[str], str],
	doctype: str,
	name: str,
	from_user: str | None = None,
) -> None:
	"""Notify an employee of a record. `subject` makes the text (HTML) for a language.

	Nothing happens for who has no enabled user, wants no notifications, or is `from_user` himself."""
	user = frappe.db.get_value("Employee", employee, "user_id") if employee else None
	if not user or user == from_user:
		return
	enabled, language = frappe.db.get_value("User", user, ["enabled", "language"]) or (0, None)
	if not enabled or not is_notifications_enabled(user):
		return
	frappe.get_doc(
		doctype="Notification Log",
		type="Alert",
		for_user=user,
		from_user=from_user,
		subject=subject(language or frappe.db.get_default("lang") or "en"),
		document_type=doctype,
		document_name=name,
	).insert(ignore_permissions=True)
