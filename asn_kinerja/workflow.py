"""Tells an action of a workflow from a client that writes into the state, and opens the next actions.

Frappe's own functions do the work. Those that are called from the browser stand before Frappe's (hook
`override_whitelisted_methods`) and leave a mark for the time of the call.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.model import workflow as frappe_workflow
from frappe.model.document import Document
from frappe.model.workflow import get_workflow_name, send_email_alert
from frappe.workflow.doctype.workflow_action import workflow_action


@contextmanager
def _action() -> Iterator[None]:
	before = frappe.flags.asn_workflow_action
	frappe.flags.asn_workflow_action = True
	try:
		yield
	finally:
		frappe.flags.asn_workflow_action = before


def by_action() -> bool:
	"""Whether the present save comes from a workflow action (or from server code, which is trusted; an
	import is not)."""
	if frappe.flags.asn_workflow_action:
		return True
	return not getattr(frappe.local, "request", None) and not frappe.flags.in_import


@frappe.whitelist()
def apply_workflow(doc: Document | str | dict, action: str) -> Document | None:
	"""As `frappe.model.workflow.apply_workflow`."""
	with _action():
		return frappe_workflow.apply_workflow(doc, action)


@frappe.whitelist()
def bulk_workflow_approval(docnames: str, doctype: str, action: str) -> None:
	"""As `frappe.model.workflow.bulk_workflow_approval`."""
	with _action():
		frappe_workflow.bulk_workflow_approval(docnames, doctype, action)


@frappe.whitelist(allow_guest=True)
def confirm_action(doctype: str, docname: str, user: str, action: str) -> None:
	"""As `confirm_action` behind the signed link of a workflow e-mail; Frappe checks the signature."""
	with _action():
		workflow_action.confirm_action(doctype, docname, user, action)


@frappe.whitelist(allow_guest=True)
def apply_action(
	action: str,
	doctype: str,
	docname: str,
	current_state: str,
	user: str | None = None,
	last_modified: str | None = None,
) -> None:
	"""As `apply_action` behind the signed link of a workflow e-mail; Frappe checks the signature."""
	with _action():
		workflow_action.apply_action(action, doctype, docname, current_state, user, last_modified)


def open_next_actions(doc: Document, method: str | None = None) -> None:
	"""Hook on work plan and evaluation, before Frappe's own for every DocType: store the Workflow Action of a
	new state for the roles that act next.

	Frappe would ask the permission of every user of these roles first, which takes a minute in an agency of
	20,000 employees; and the conditions of the actions, which are about who asks, of the one who has acted
	last. It finds this action and leaves it at that. Where the workflow sends e-mails to the users it is left
	to Frappe. Who sees an action is decided by the record (see `access.workflow_action_condition`)."""
	workflow = get_workflow_name(doc.doctype)
	if not workflow or send_email_alert(workflow) or workflow_action.is_workflow_action_already_created(doc):
		return
	state = doc.workflow_state
	workflow_action.update_completed_workflow_actions(doc, workflow=workflow, workflow_state=state)
	transitions = frappe.get_cached_doc("Workflow", workflow).transitions
	if roles := {transition.allowed for transition in transitions if transition.state == state}:
		workflow_action.create_workflow_actions_for_roles(sorted(roles), doc)
