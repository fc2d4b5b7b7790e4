"""The file of a batch: where it is, and in which words its columns may be named."""

import frappe
from frappe import _

from asn_kinerja.batches.cells import Column, SheetError, key


def content_of(doctype: str, name: str, url: str) -> bytes:
	"""The bytes of the file attached to a batch. Raises SheetError when it is gone."""
	file = frappe.db.get_value(
		"File",
		{"file_url": url, "attached_to_doctype": doctype, "attached_to_name": name},
		order_by="creation desc",
	)
	if not file:
		raise SheetError("The file is not there any more. Attach it again.")
	try:
		content = frappe.get_doc("File", file).get_content()
	except OSError as error:
		raise SheetError("The file is not there any more. Attach it again.") from error
	return content.encode() if isinstance(content, str) else content


def languages(text: str) -> set[str]:
	"""A text in English, in Indonesian and in the user's language, each also without what is in brackets."""
	found = {text, _(text, "id"), _(text)}
	return {key(part) for shown in found for part in (shown, shown.split("(")[0])} - {""}


def header_fields(columns: tuple[Column, ...]) -> dict[str, str]:
	"""`key` of a header -> field, for `cells.parse`."""
	return {name: column.field for column in columns for label in column.labels for name in languages(label)}


def choice_texts(choices: dict[str, list[str]]) -> dict[str, dict[str, str]]:
	"""Field -> `key` of a text -> stored value, for `cells.parse`."""
	return {
		field: {text: value for value in values for text in languages(value)}
		for field, values in choices.items()
	}
