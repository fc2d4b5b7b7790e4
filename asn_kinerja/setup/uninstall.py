"""Removes what the installation made and nothing else, read from the same lists.

Frappe itself removes only records that carry the app's module.
"""

import json

import frappe

from asn_kinerja.demo import load as demo
from asn_kinerja.setup.install import CREATED, INDEXES
from asn_kinerja.setup.workflows import FLOWS


def before_uninstall() -> None:
	"""Runs while the app's DocTypes still exist."""
	remove_workflows()
	remove_settings_values()
	remove_notices()
	remove_scheduled_jobs()
	begin_demo_again()


def after_uninstall() -> None:
	"""Runs when the app's DocTypes are gone: custom columns, and roles that nothing needs any more."""
	remove_custom_columns()
	remove_indexes()
	remove_roles()
	frappe.db.delete("Property Setter", {"doc_type": ["like", "ASN %"]})
	# Frappe commits nothing after this hook
	frappe.db.commit()
	frappe.clear_cache()


def fixture(name: str) -> list[dict]:
	"""The records of a fixture file of the app."""
	return json.loads(frappe.read_file(frappe.get_app_path("asn_kinerja", "fixtures", f"{name}.json")))


def remove_workflows() -> None:
	"""The workflows, and the states and actions that the installation had to make and nobody else uses."""
	for flow in FLOWS:
		if frappe.db.exists("Workflow", flow.name):
			frappe.delete_doc("Workflow", flow.name, force=True, ignore_permissions=True)
	remove_workflow_actions([flow.doctype for flow in FLOWS])
	users = {
		"Workflow State": [("Workflow Document State", "state")],
		"Workflow Action Master": [("Workflow Transition", "action")],
	}
	for doctype, name in json.loads(frappe.db.get_default(CREATED) or "[]"):
		if not any(frappe.db.exists(table, {field: name}) for table, field in users[doctype]):
			frappe.delete_doc(doctype, name, force=True, ignore_permissions=True, ignore_missing=True)
	frappe.db.delete("DefaultValue", {"defkey": CREATED})


def remove_workflow_actions(doctypes: list[str]) -> None:
	actions = frappe.get_all(
		"Workflow Action", filters={"reference_doctype": ["in", doctypes]}, pluck="name", order_by="name"
	)
	if actions:
		frappe.db.delete("Workflow Action Permitted Role", {"parent": ["in", actions]})
		frappe.db.delete("Workflow Action", {"name": ["in", actions]})


def remove_settings_values() -> None:
	frappe.db.delete("Singles", {"doctype": "ASN Performance Settings"})


def remove_notices() -> None:
	"""Notifications that lead to records which go with the app."""
	ours = frappe.get_all("DocType", filters={"module": "ASN Kinerja"}, pluck="name", order_by="name")
	frappe.db.delete("Notification Log", {"document_type": ["in", ours]})


def remove_scheduled_jobs() -> None:
	"""Frappe would remove them at the next migrate only, and run them in vain until then."""
	frappe.db.delete("Scheduled Job Type", {"method": ["like", "asn_kinerja.%"]})


def begin_demo_again() -> None:
	"""The records of a demo go with the app; its company and people stay, and a new installation goes on from
	there."""
	if demo.status():
		frappe.db.set_default(demo.STATUS, demo.STARTED)


def remove_custom_columns() -> None:
	"""Drop the columns of the app's custom fields; Frappe removes the field and leaves the column."""
	for field in fixture("custom_field"):
		doctype, column = field["dt"], field["fieldname"]
		frappe.db.delete("Custom Field", {"dt": doctype, "fieldname": column})
		frappe.db.delete("Property Setter", {"doc_type": doctype, "field_name": column})
		if frappe.db.has_column(doctype, column):
			frappe.db.sql_ddl(f"alter table `tab{doctype}` drop column `{column}`")
		frappe.clear_cache(doctype=doctype)


def remove_indexes() -> None:
	for doctype, (name, _columns) in INDEXES.items():
		if frappe.db.has_index(f"tab{doctype}", name):
			frappe.db.sql_ddl(f"alter table `tab{doctype}` drop index `{name}`")


def remove_roles() -> None:
	for role in fixture("role"):
		name = role["role_name"]
		frappe.db.delete("Has Role", {"role": name})
		frappe.db.delete("Custom DocPerm", {"role": name})
		frappe.delete_doc("Role", name, force=True, ignore_permissions=True, ignore_missing=True)
