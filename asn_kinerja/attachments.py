"""Files and links that people put into their records.

A file that a record names as its proof stays with it as long as nobody may name another one there: Frappe
lets whoever has uploaded a file delete, move and publish it, whatever has become of the record since.
"""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.core.doctype.file import file as frappe_file
from frappe.model.document import Document
from frappe.utils import cint

from asn_kinerja import access

FILE = "File"
ATTACH = ("Attach", "Attach Image")
# what decides whose file it is, and what of it is deleted with the last one of its content
KEPT = ("file_url", "attached_to_doctype", "attached_to_name", "content_hash")


def check_link(doc: Document, field: str) -> None:
	"""Trim an address and refuse one that does not lead to the web."""
	link = (doc.get(field) or "").strip() or None
	doc.set(field, link)
	if link and not link.lower().startswith(("http://", "https://")):
		frappe.throw(
			_("{0}: enter an address that begins with https://").format(_(doc.meta.get_label(field)))
		)


def check_file(doc: Document, field: str) -> None:
	"""Refuse a new file that the user may not read himself: attached here, he and others could. `doc`: a
	record or one of its rows."""
	if not doc.get(field) or not _changed(doc, field):
		return
	files = frappe.get_all(
		FILE, filters={"file_url": doc.get(field)}, pluck="name", order_by="creation", limit=20
	)
	if not any(frappe.has_permission(FILE, "read", doc=file) for file in files):
		label = _(doc.meta.get_label(field))
		if doc.meta.istable:
			label = ", ".join((_("row {0}").format(doc.idx), label))
		frappe.throw(_("{0}: upload the file with this form.").format(label))


def _changed(doc: Document, field: str) -> bool:
	if not doc.meta.istable:
		return doc.has_value_changed(field)
	before = doc.parent_doc.get_doc_before_save()
	stored = {row.name: row.get(field) for row in before.get(doc.parentfield)} if before else {}
	return stored.get(doc.name) != doc.get(field)


def has_file_permission(
	doc: Document, ptype: str | None = "read", user: str | None = None, **kwargs: object
) -> bool:
	"""Hook `has_permission` for File: Frappe's own rule, but what proves a record is not deleted.

	Asked before anything is removed: by the time of `on_trash` hooks the content is gone from the disk. When
	the record itself is deleted Frappe deletes its files without asking."""
	if ptype == "delete" and user != "Administrator" and (record := proved_by(doc)):
		frappe.msgprint(_kept(record), title=_("Not Allowed"))
		return False
	return bool(frappe_file.has_permission(doc, ptype, user))


def keep_file(doc: Document, method: str | None = None) -> None:
	"""Hook `before_validate` of File: what proves a record is not taken away from it or published. A file
	that was public may become private."""
	before = doc.get_doc_before_save()
	if not before or frappe.session.user == "Administrator":
		return
	published = cint(before.is_private) and not cint(doc.is_private)
	if not published and not any((before.get(field) or None) != (doc.get(field) or None) for field in KEPT):
		return
	if record := proved_by(before):
		frappe.throw(_kept(record), frappe.PermissionError, title=_("Not Allowed"))


def _kept(doctype: str) -> str:
	return _("This file is the proof of a record that is past its draft ({0}), and stays as it is.").format(
		_(doctype)
	)


def proved_by(file: Document) -> str | None:
	"""DocType of a record that names this file in a field which nobody may change any more, and has no other
	copy of it; None when there is none."""
	if not file.file_url:
		return None
	copies = frappe.get_all(
		FILE,
		filters={"file_url": file.file_url},
		fields=["name", "attached_to_doctype", "attached_to_name", "content_hash"],
		order_by="name",
	)
	for doctype, name in sorted(
		{(row.attached_to_doctype or "", row.attached_to_name or "") for row in copies}
	):
		# of the same content: the last one of its content takes that with it
		others = (
			row
			for row in copies
			if row.name != file.name
			and (row.attached_to_doctype, row.attached_to_name) == (doctype, name)
			and row.content_hash == file.content_hash
		)
		if _holds(doctype, name, file.file_url) and not any(others):
			return doctype
	return None


def _holds(doctype: str, name: str, url: str) -> bool:
	"""Whether a record names the address in a field that nobody may write in its present state."""
	if doctype not in access.GUARDED:
		return False
	for table, of, field in _fields(doctype):
		key = {"parent": name, "parenttype": doctype} if table else {"name": name}
		written = f"{table}.{field}" if table else field
		if frappe.db.exists(of, {**key, field: url}) and not access.is_open(doctype, name, written):
			return True
	return False


def _fields(doctype: str) -> Iterator[tuple[str | None, str, str]]:
	"""Table (None: the record itself), its DocType and name of each field for a file that the field rule is
	about."""
	meta = frappe.get_meta(doctype)
	for table, of in ((None, doctype), *((df.fieldname, df.options) for df in meta.get_table_fields())):
		for df in frappe.get_meta(of).get("fields", {"fieldtype": ["in", ATTACH]}):
			if not df.get("is_custom_field"):
				yield table, of, df.fieldname
