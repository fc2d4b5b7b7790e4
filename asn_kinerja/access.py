"""Who sees which record, and who may write which field in which state.

The single place for both questions: lists, documents, reports, charts and endpoints ask here.

**Row rule.** A person sees the records about himself, about everyone below him in the Employee tree, and
about those whom he, or someone below him, rates by delegation. Performance managers and auditors see all
within the companies they are permitted (Frappe's User Permissions on Company). Nobody else sees anything.

**Field rule.** `WRITABLE` says which fields may change, by state and by relation to the employee. It holds
for the Desk, for REST and for imports alike; roles alone decide nothing, because most raters are rated too.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

import frappe
from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document
from frappe.permissions import get_user_permissions
from frappe.query_builder.terms import NamedParameterWrapper
from frappe.utils import cint, cstr, flt, get_datetime, getdate
from pypika.terms import Criterion

from asn_kinerja import workflow

EMPLOYEE_ROLE = "ASN Employee"
RATER_ROLE = "ASN Rater"
SUPERIOR_ROLE = "ASN Rater Superior"
MANAGER_ROLE = "ASN Performance Manager"
AUDITOR_ROLE = "ASN Auditor"

SELF, RATER, SUPERIOR, MANAGER, SYSTEM = "self", "rater", "superior", "manager", "system"

# What a role of a workflow transition means for one document. Other roles, which an agency may add to the
# workflow, keep their plain Frappe meaning, but never let anyone act on his own record.
RELATION_OF_ROLE = {
	EMPLOYEE_ROLE: SELF,
	RATER_ROLE: RATER,
	SUPERIOR_ROLE: SUPERIOR,
	MANAGER_ROLE: MANAGER,
}

# The records the row rule is about, with their child rows.
GUARDED = {
	"ASN Work Plan": ("ASN Work Plan Item", "ASN Work Plan Behaviour", "ASN Work Plan Support"),
	"ASN Evaluation": ("ASN Evaluation Result", "ASN Evaluation Behaviour", "ASN Evaluation Component"),
}
PARENT_OF_ROW = {row: parent for parent, rows in GUARDED.items() for row in rows}

# Set by the server from other records at every save; what a client sends for them is ignored.
SERVER_SET = {
	"ASN Work Plan": frozenset(
		{
			"title",
			"employee_name",
			"nip",
			"designation",
			"department",
			"company",
			"position_type",
			"rater",
			"rater_name",
			"weight_total",
		}
	),
}

_PLAN = frozenset(
	{"employee", "cycle", "approach", "from_date", "to_date", "items.*", "behaviours.*", "supports.*"}
)
_SELF_ASSESSMENT = frozenset(
	{"results.realisation", "results.evidence", "results.evidence_link", "results.self_note", "self_note"}
)
_RATER_ASSESSMENT = frozenset(
	{
		"results.rating",
		"results.rater_note",
		"behaviours.rating",
		"behaviours.rater_note",
		"work_result_rating",
		"behaviour_rating",
		"new_idea",
		"rater_note",
		"return_reason",
	}
)
_NEW = ""  # the state of a record that is not stored yet

# DocType -> state -> relation -> fields; "table.field" for a column of existing rows, "table.*" for the
# whole table with adding and removing rows. What is not here stays as it is stored.
WRITABLE: dict[str, dict[str, dict[str, frozenset[str]]]] = {
	"ASN Work Plan": {
		_NEW: {SELF: _PLAN, MANAGER: _PLAN},
		"Draft": {SELF: _PLAN, MANAGER: _PLAN, RATER: frozenset({"behaviours.expectation"})},
		"Returned": {SELF: _PLAN, MANAGER: _PLAN, RATER: frozenset({"behaviours.expectation"})},
		"Waiting for Rater": {RATER: frozenset({"behaviours.expectation", "return_reason"})},
		"Approved": {MANAGER: frozenset({"cancel_reason"})},
	},
	"ASN Evaluation": {
		_NEW: {MANAGER: frozenset({"employee", "work_plan", "stage"})},
		"Self Assessment": {SELF: _SELF_ASSESSMENT},
		"Rater Assessment": {RATER: _RATER_ASSESSMENT},
		"Released": {SELF: frozenset({"acknowledgement_note", "objection_reason"})},
		"Objected": {SUPERIOR: frozenset({"objection_decision"})},
	},
}


# --- who is who --------------------------------------------------------------------------------------------


def employee_of(user: str | None = None) -> frappe._dict | None:
	"""The Employee record (name, lft, rgt) of a user; None for a user who is no employee."""
	return frappe.db.get_value(
		"Employee", {"user_id": user or frappe.session.user}, ["name", "lft", "rgt"], as_dict=True
	)


def rater_of(employee: str | None) -> str | None:
	"""The rater (pejabat penilai kinerja): the delegated rater if one is set, else the direct superior.

	Source: PermenPAN-RB 6/2022, article 1."""
	if not employee:
		return None
	row = frappe.db.get_value("Employee", employee, ["asn_delegated_rater", "reports_to"])
	return (row[0] or row[1]) if row else None


def relations(doc: Document, user: str | None = None) -> frozenset[str]:
	"""What the user is to the employee of a guarded record: self, rater, superior (the rater's own rater),
	manager; `system` for Administrator. Nobody is a manager of himself."""
	user = user or frappe.session.user
	if user == "Administrator":
		return frozenset({SYSTEM})
	me = employee_of(user)
	found: set[str] = set()
	if me:
		if doc.get("employee") == me.name:
			return frozenset({SELF})
		if doc.get("rater"):
			if doc.rater == me.name:
				found.add(RATER)
			elif rater_of(doc.rater) == me.name:
				found.add(SUPERIOR)
	if MANAGER_ROLE in frappe.get_roles(user) and _company_permitted(doc, user):
		found.add(MANAGER)
	return frozenset(found)


def sees_everyone(user: str | None = None) -> bool:
	"""Whether the row rule leaves out the Employee tree for this user (companies still count)."""
	user = user or frappe.session.user
	return user == "Administrator" or bool({MANAGER_ROLE, AUDITOR_ROLE} & set(frappe.get_roles(user)))


def _permitted_companies(user: str, doctype: str) -> list[str]:
	"""Names of the companies the user is limited to; empty when he is not limited."""
	return [
		permission.get("doc")
		for permission in get_user_permissions(user).get("Company", [])
		if permission.get("applicable_for") in (None, "", doctype)
	]


def _company_permitted(doc: Document, user: str) -> bool:
	companies = _permitted_companies(user, doc.doctype)
	return not companies or doc.get("company") in companies or not doc.get("company")


# --- row rule ----------------------------------------------------------------------------------------------


def row_criterion(doctype: str, user: str | None = None) -> Criterion | None:
	"""The rows of a guarded DocType that the user sees, as a criterion on `frappe.qb.DocType(doctype)`;
	None when all of them. Lists, documents and reports all use this."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	table = frappe.qb.DocType(doctype)
	criterion: Criterion | None = None
	if not sees_everyone(user):
		me = employee_of(user)
		if not me:
			return table.name.isnull()
		if not me.rgt:  # not placed in the tree yet: no one is below
			criterion = (table.employee == me.name) | (table.rater == me.name)
		else:
			employee = frappe.qb.DocType("Employee")
			below = (
				frappe.qb.from_(employee)
				.select(employee.name)
				.where((employee.lft >= me.lft) & (employee.rgt <= me.rgt))
			)
			criterion = table.employee.isin(below) | table.rater.isin(below)
		if doctype == "ASN Work Plan" and not frappe.db.get_single_value(
			"ASN Performance Settings", "superiors_see_drafts"
		):
			criterion = criterion & ((table.employee == me.name) | (table.workflow_state != "Draft"))
	if companies := _permitted_companies(user, doctype):
		permitted = table.company.isin(companies)
		criterion = permitted if criterion is None else criterion & permitted
	return criterion


def _condition(doctype: str) -> Callable[..., str]:
	"""The hook `permission_query_conditions` for a guarded DocType or its child rows.

	Frappe checks a list of child rows only against the role permission on the parent DocType, so the rows
	carry the row rule of their parents. A function each: older versions do not name the DocType here."""

	def condition(user: str | None = None, **kwargs: object) -> str:
		parent = PARENT_OF_ROW.get(doctype, doctype)
		criterion = row_criterion(parent, user)
		if criterion is None:
			return ""
		if parent != doctype:
			parents = frappe.qb.DocType(parent)
			seen = frappe.qb.from_(parents).select(parents.name).where(criterion)
			criterion = frappe.qb.DocType(doctype).parent.isin(seen)
		return _sql(criterion)

	return condition


work_plan_condition = _condition("ASN Work Plan")
work_plan_item_condition = _condition("ASN Work Plan Item")
work_plan_behaviour_condition = _condition("ASN Work Plan Behaviour")
work_plan_support_condition = _condition("ASN Work Plan Support")
evaluation_condition = _condition("ASN Evaluation")
evaluation_result_condition = _condition("ASN Evaluation Result")
evaluation_behaviour_condition = _condition("ASN Evaluation Behaviour")
evaluation_component_condition = _condition("ASN Evaluation Component")


def workflow_action_condition(user: str | None = None, **kwargs: object) -> str:
	"""Hook `permission_query_conditions` for Workflow Action: Frappe lists open actions by role, with the
	record's name and state, so that every rater would read those of strangers."""
	action = frappe.qb.DocType("Workflow Action")
	criterion: Criterion = action.reference_doctype.notin(list(GUARDED))
	for doctype in GUARDED:
		mine = action.reference_doctype == doctype
		rows = row_criterion(doctype, user)
		if rows is not None:
			records = frappe.qb.DocType(doctype)
			mine = mine & action.reference_name.isin(
				frappe.qb.from_(records).select(records.name).where(rows)
			)
		criterion = criterion | mine
	return _sql(criterion)


def has_workflow_action_permission(
	doc: Document, ptype: str | None = "read", user: str | None = None, **kwargs: object
) -> bool:
	"""Hook `has_permission` for Workflow Action: the same rule for one of them."""
	if doc.reference_doctype not in GUARDED:
		return True
	return sees(frappe._dict(doctype=doc.reference_doctype, name=doc.reference_name), user)


def _sql(criterion: Criterion) -> str:
	"""The criterion as text for a query without parameters, every value escaped by the database's rules."""
	parameters = NamedParameterWrapper()
	text = criterion.get_sql(with_namespace=True, quote_char="`", param_wrapper=parameters)
	values = {
		name: frappe.db.escape(value, percent=False) if isinstance(value, str) else value
		for name, value in parameters.get_parameters().items()
	}
	return f"({text % values})"


def sees(doc: Document, user: str | None = None) -> bool:
	"""Whether the user sees a stored record: the list's own rule, asked for one row."""
	criterion = row_criterion(doc.doctype, user)
	if criterion is None:
		return True
	table = frappe.qb.DocType(doc.doctype)
	return bool(frappe.qb.from_(table).select(table.name).where((table.name == doc.name) & criterion).run())


def has_permission(doc: Document, ptype: str | None = "read", user: str | None = None, **kwargs) -> bool:
	"""Hook `has_permission` for the guarded DocTypes: roles open the door, this decides on the document."""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	if doc.is_new() or ptype == "create":
		# who it is about may still be empty: the controller then sets the session user's own record
		return not doc.get("employee") or bool(relations(doc, user) & {SELF, MANAGER})
	if not sees(doc, user):
		return False
	if ptype == "write":
		return bool(relations(doc, user))
	if ptype == "submit":
		# Frappe asks for it again when a submitted record is saved: there the employee gives his answer
		released = frappe.db.get_value(doc.doctype, doc.name, "docstatus") == 1
		return bool(relations(doc, user) - (set() if released else {SELF}))
	if ptype in ("cancel", "amend", "delete"):
		return MANAGER in relations(doc, user)
	return ptype != "share"


# --- field rule --------------------------------------------------------------------------------------------


def guard(doc: Document) -> None:
	"""Refuse a save that changes what the user may not change; called first in every save of a guarded
	record. Raises PermissionError naming row and field; nothing is stored.

	A field that the client left out of a row (None) keeps its stored value. Server code that has asked who
	it works for sets `flags.asn_server_made`; a client cannot set flags."""
	before = doc.get_doc_before_save()
	relation = relations(before or doc)  # who is who, a client does not decide
	if SYSTEM in relation or doc.flags.asn_server_made:
		return
	allowed = _writable(doc.doctype, before.workflow_state if before else _NEW, relation)
	_guard_transition(doc, before, relation)
	stored = before or frappe.new_doc(doc.doctype)
	for df in doc.meta.fields:
		if df.fieldtype in table_fields:
			_guard_table(doc, stored, df, allowed)
		elif df.fieldname not in allowed and not _is_unguarded(doc, df):
			_guard_value(doc, stored, df)


def _writable(doctype: str, state: str, relation: frozenset[str]) -> frozenset[str]:
	by_relation = WRITABLE[doctype].get(state, {})
	return frozenset().union(*(by_relation.get(r, frozenset()) for r in relation))


def tell_form(doc: Document) -> None:
	"""Tell the form of a stored record who its reader is and what he may write, so that it shows the rest
	as read-only. The form decides nothing: `guard` does."""
	relation = relations(doc)
	doc.set_onload("asn_relations", sorted(relation))
	if SYSTEM not in relation:
		doc.set_onload("asn_writable", sorted(_writable(doc.doctype, doc.workflow_state, relation)))


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
	if f"{df.fieldname}.*" in allowed:
		return
	rows = {row.name: row for row in stored.get(df.fieldname) or [] if row.name}
	sent = doc.get(df.fieldname) or []
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
	if fieldtype == "Datetime":
		return get_datetime(one) == get_datetime(other)
	return cstr(one) == cstr(other)


# --- transitions -------------------------------------------------------------------------------------------


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


# --- methods -----------------------------------------------------------------------------------------------

Method = TypeVar("Method", bound=Callable[..., Any])


def on_stored_document(method: Method) -> Method:
	"""For whitelisted methods of documents: `self` is what the database holds.

	`run_doc_method` builds the document from whatever the client sends; checks on that would ask the client
	who he is and in which state the record is."""

	@wraps(method)
	def wrapper(self: Document, *args: Any, **kwargs: Any) -> Any:
		return method(frappe.get_doc(self.doctype, self.name), *args, **kwargs)

	return wrapper


# --- the Desk ----------------------------------------------------------------------------------------------


def boot(bootinfo: frappe._dict) -> None:
	"""Hook `boot_session`: tells the browser whose record the session user is, to fill new forms."""
	me = employee_of()
	bootinfo.asn_employee = me.name if me else None
