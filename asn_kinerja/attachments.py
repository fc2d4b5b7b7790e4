"""Files and links that people put into their records."""

import frappe
from frappe import _
from frappe.model.document import Document


def check_link(doc: Document, field: str) -> None:
	"""Trim an address and refuse one that does not lead to the web."""
	link = (doc.get(field) or "").strip() or None
	doc.set(field, link)
	if link and not link.lower().startswith(("http://", "https://")):
		frappe.throw(
			_("{0}: enter an address that begins with https://").format(_(doc.meta.get_label(field)))
		)


def check_file(doc: Document, field: str) -> None:
	"""Refuse a new file that the user may not read himself: attached here, he and others could."""
	if not doc.get(field) or not doc.has_value_changed(field):
		return
	files = frappe.get_all(
		"File", filters={"file_url": doc.get(field)}, pluck="name", order_by="creation", limit=20
	)
	if not any(frappe.has_permission("File", "read", doc=file) for file in files):
		frappe.throw(_("{0}: upload the file with this form.").format(_(doc.meta.get_label(field))))
