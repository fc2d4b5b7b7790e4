"""Methods that a client may call on a document."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import frappe
from frappe.model.document import Document

Method = TypeVar("Method", bound=Callable[..., Any])


def on_stored_document(method: Method) -> Method:
	"""For whitelisted methods of documents: `self` is what the database holds.

	`run_doc_method` builds the document from whatever the client sends; checks on that would ask the client
	who he is and in which state the record is."""

	@wraps(method)
	def wrapper(self: Document, *args: Any, **kwargs: Any) -> Any:
		return method(frappe.get_doc(self.doctype, self.name), *args, **kwargs)

	return wrapper
