"""The field rule: what a save may change, and by whom a state changes. The table is in `tables`."""

from collections.abc import Iterable, Mapping

import frappe
from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document
from frappe.utils import cint, cstr, flt, get_datetime, get_time, getdate

from asn_kinerja import workflow
from asn_kinerja.access.relations import RELATION_OF_ROLE, SELF, SYSTEM, relations
from asn_kinerja.access.tables import NEW, SERVER_SET, STATE_FIELD, STORED, WITH_WORKFLOW, WRITABLE


def guard(doc: Document) -> None:
	"""Refuse a save that changes what the user may not change; called first in every save of a guarded
	record. Raises PermissionError naming row and field; nothing is stored.

	A field that the client left out of a row (None) keeps its stored value. Server code that has asked who
	it works for sets `flags.asn_server_made`; a client cannot set flags."""
	before = doc.get_doc_before_save()
	relation = relations(before or doc)  # who is who, a client does not decide
	if SYSTEM in relation or doc.flags.asn_server_made:
		return
	allowed = _writable(doc.doctype, state_of(before) if before else NEW, relation)
	if doc.doctype in WITH_WORKFLOW:
		_guard_transition(doc, before, relation)
	stored = before or frappe.new_doc(doc.doctype)
	for df in doc.meta.fields:
		if df.fieldtype in table_fields:
			_guard_table(doc, stored, df, allowed)
		elif df.fieldname not in allowed and not _is_unguarded(doc, df):
			_guard_value(doc, stored, df)


def state_of(doc: Document) -> str:
	"""The state by which the field rule goes."""
	field = STATE_FIELD.get(doc.doctype)
	return doc.get(field) if field else STORED


def is_open(doctype: str, name: str, field: str) -> bool:
	"""Whether the rule lets anybody write a field ("table.field" for a column) of a stored record now."""
	column = STATE_FIELD.get(doctype)
	state = frappe.db.get_value(doctype, name, column) if column else STORED
	whole = f"{field.partition('.')[0]}.*"
	return any({field, whole} & allowed for allowed in WRITABLE[doctype].get(state, {}).values())


def _writable(doctype: str, state: str, relation: frozenset[str]) -> frozenset[str]:
	by_relation = WRITABLE[doctype].get(state, {})
	return frozenset().union(*(by_relation.get(r, frozenset()) for r in relation))


def tell_form(doc: Document) -> None:
	"""Tell the form of a stored record who its reader is and what he may write, so that it shows the rest
	as read-only. The form decides nothing: `guard` does."""
	relation = relations(doc)
	doc.set_onload("asn_relations", sorted(relation))
	if SYSTEM not in relation:
		doc.set_onload("asn_writable", sorted(_writable(doc.doctype, state_of(doc), relation)))


def _is_unguarded(doc: Document, df: Document) -> bool:
	"""Layout, fields that the server sets, the state (a rule of its own), and the agency's own custom
	fields, which follow Frappe's permission levels."""
	return (
		df.fieldtype in no_value_fields
		or df.fieldname in SERVER_SET.get(doc.doctype, ())
		or df.fieldname == "workflow_state"
		or bool(df.get("is_custom_field"))
	)


def _guard_table(doc: Document, stored: Document, df: Document, allowed: frozenset[str]) -> None:
	rows = {row.name: row for row in stored.get(df.fieldname) or [] if row.name}
	sent = doc.get(df.fieldname) or []
	if f"{df.fieldname}.*" in allowed:
		_guard_rows_of_others(doc, df, rows, sent)
		return
	if not rows and not sent:
		return
	for row in sent:
		if row.name not in rows:
			_refuse(_("{0}, row {1}").format(_(df.label), row.idx))
	if missing := rows.keys() - {row.name for row in sent}:
		first = min(rows[name].idx for name in missing)
		frappe.throw(
			_("{0}, row {1}: rows cannot be removed here. Reload the form, or send all rows.").format(
				_(df.label), first
			),
			frappe.PermissionError,
		)
	for row in sent:
		for column in row.meta.fields:
			if f"{df.fieldname}.{column.fieldname}" not in allowed and not _is_unguarded(row, column):
				_guard_value(row, rows[row.name], column)


def _guard_rows_of_others(
	doc: Document, df: Document, rows: Mapping[str, Document], sent: Iterable[Document]
) -> None:
	"""Refuse rows that carry the name of a row of another record: Frappe would move that row here."""
	if doc.is_new():  # there rows are inserted only
		return
	for row in sent:
		if row.name and not row.is_new() and row.name not in rows:
			_refuse(_("{0}, row {1}").format(_(df.label), row.idx))


def _guard_value(doc: Document, stored: Document, df: Document) -> None:
	if doc.get(df.fieldname) is None:
		doc.set(df.fieldname, stored.get(df.fieldname))
	elif not same_value(df.fieldtype, doc.get(df.fieldname), stored.get(df.fieldname)):
		_refuse(_place(doc, df))


def _place(doc: Document, df: Document) -> str:
	"""The field as the form names it: "Behaviour, row 3, Rating"."""
	if not doc.meta.istable:
		return _(df.label)
	table = frappe.get_meta(doc.parenttype).get_label(doc.parentfield)
	return ", ".join((_("{0}, row {1}").format(_(table), doc.idx), _(df.label)))


def _refuse(where: str) -> None:
	frappe.throw(
		_("You may not change this field in this state: {0}. Reload the form to see what is stored.").format(
			frappe.bold(where)
		),
		frappe.PermissionError,
		title=_("Not Allowed"),
	)


def same_value(fieldtype: str, one: object, other: object) -> bool:
	"""Whether two values of a field are the same once stored (a client sends text for dates and numbers)."""
	if fieldtype in ("Int", "Check"):
		return cint(one) == cint(other)
	if fieldtype in ("Float", "Currency", "Percent"):
		return flt(one, 9) == flt(other, 9)
	if not one or not other:
		return not one and not other
	if fieldtype == "Date":
		return getdate(one) == getdate(other)
	if fieldtype == "Time":
		return get_time(one) == get_time(other)
	if fieldtype == "Datetime":
		return get_datetime(one) == get_datetime(other)
	return cstr(one) == cstr(other)


def _guard_transition(doc: Document, before: Document | None, relation: frozenset[str]) -> None:
	"""A state changes by an action of the workflow only, and by the person whom the action is for.

	Frappe itself would take a state that a client writes into `workflow_state`, and checks roles only."""
	flow = doc.meta.get_workflow() and frappe.get_cached_doc("Workflow", doc.meta.get_workflow())
	if not flow:
		frappe.throw(
			_("The workflow of {0} is switched off. Ask an administrator to activate it.").format(
				_(doc.doctype)
			)
		)
	if not before:
		if (doc.workflow_state and doc.workflow_state != flow.states[0].state) or cint(doc.docstatus):
			frappe.throw(
				_("A new {0} starts in the state {1}.").format(_(doc.doctype), _(flow.states[0].state)),
				frappe.PermissionError,
			)
		return
	old, new = before.workflow_state, doc.workflow_state
	if old == new and cint(before.docstatus) == cint(doc.docstatus):
		return
	if not workflow.by_action():
		frappe.throw(
			_("The state of {0} is changed by its actions, not by writing into it.").format(_(doc.doctype)),
			frappe.PermissionError,
		)
	roles = set(frappe.get_roles())
	rows = [row for row in flow.transitions if row.state == old and row.next_state == new]
	if not any(row.allowed in roles and _role_fits(row.allowed, relation) for row in rows):
		frappe.throw(
			_("From {0} to {1}: only {2} of this employee may do this.").format(
				_(old), _(new), ", ".join(sorted({_(row.allowed) for row in rows})) or _("nobody")
			),
			frappe.PermissionError,
		)


def _role_fits(role: str, relation: Iterable[str]) -> bool:
	meant = RELATION_OF_ROLE.get(role)
	return meant in relation if meant else SELF not in relation
