"""The ways by which a client can write into a record, and what a refusal looks like."""

import json
import re
from collections.abc import Callable
from typing import Any

from tests.support.agency import snapshot
from tests.support.http import Client, Response

Values = dict[str, Any]
Door = Callable[[Client, Values, Values], Response]
"""Takes the record as the client last read it and the values to write."""


def put(client: Client, record: Values, values: Values) -> Response:
	return client.update(record["doctype"], record["name"], values)


def set_value(client: Client, record: Values, values: Values) -> Response:
	arguments = {"doctype": record["doctype"], "name": record["name"], "fieldname": json.dumps(values)}
	return client.call("frappe.client.set_value", **arguments)


def save(client: Client, record: Values, values: Values) -> Response:
	return client.call("frappe.client.save", doc=json.dumps({**record, **values}))


def submit(client: Client, record: Values, values: Values) -> Response:
	return client.call("frappe.client.submit", doc=json.dumps({**record, **values}))


def bulk_update(client: Client, record: Values, values: Values) -> Response:
	row = {"doctype": record["doctype"], "docname": record["name"], **values}
	return client.call("frappe.client.bulk_update", docs=json.dumps([row]))


def list_edit(client: Client, record: Values, values: Values) -> Response:
	return client.call(
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		doctype=record["doctype"],
		docnames=json.dumps([record["name"]]),
		action="update",
		data=json.dumps(values),
	)


def form(client: Client, record: Values, values: Values) -> Response:
	action = "Update" if record["docstatus"] else "Save"
	document = json.dumps({**record, **values})
	return client.call("frappe.desk.form.save.savedocs", doc=document, action=action)


def form_submit(client: Client, record: Values, values: Values) -> Response:
	document = json.dumps({**record, **values})
	return client.call("frappe.desk.form.save.savedocs", doc=document, action="Submit")


def method_on_sent_document(client: Client, record: Values, values: Values) -> Response:
	"""`run_doc_method` builds the document from what the client sends; `save` is not for clients."""
	arguments = {"docs": json.dumps({**record, **values}), "method": "save"}
	return client.post("/api/method/run_doc_method", arguments)


def flags(client: Client, record: Values, values: Values) -> Response:
	"""Server flags among the values: a client must not be able to set them."""
	trusted = {"asn_server_made": 1, "ignore_permissions": 1, "ignore_validate": 1}
	return save(client, record, {**values, "flags": trusted, "_doc_before_save": None})


DOORS: tuple[Door, ...] = (
	put,
	set_value,
	save,
	submit,
	bulk_update,
	list_edit,
	form,
	form_submit,
	method_on_sent_document,
	flags,
)
SAVING_DOORS: tuple[Door, ...] = (put, set_value, save, bulk_update, list_edit, form, flags)


def names(door: Any) -> str | None:
	return getattr(door, "__name__", None)


def said(answer: Response) -> str:
	"""What the user is told; Frappe's own refusals say it in another place than `frappe.throw`. The bare name
	of an exception tells nobody anything."""
	body = answer.json if isinstance(answer.json, dict) else {}
	told = f"{answer.messages}\n{body.get('_error_message') or ''}"
	return re.sub(r"^frappe\.exceptions\.\w+:?$", "", told, flags=re.MULTILINE).strip()


def assert_refused(answer: Response, *words: str) -> None:
	"""A client error with a message that says why; doors for many records answer 200 and name the failed."""
	if answer.status == 200:
		failed = answer.data
		assert failed.get("failed_docs") if isinstance(failed, dict) else failed, answer.text
		return
	assert answer.status in (403, 404, 409, 417), f"{answer.status}: {answer.text[:1000]}"
	told = said(answer)
	assert told, answer.text
	assert "Traceback" not in told
	for word in words:
		assert word in told, told


def assert_hidden(answer: Response) -> None:
	"""Frappe's plain refusal to show something, which has not always a message."""
	assert answer.status in (403, 404), f"{answer.status}: {answer.text[:1000]}"


class Unchanged:
	"""Asserts at its end that the database holds of a record what it held at its beginning."""

	def __init__(self, doctype: str, name: str) -> None:
		self.of = (doctype, name)

	def __enter__(self) -> None:
		self.before = snapshot(*self.of)

	def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
		if kind is None:
			assert snapshot(*self.of) == self.before
