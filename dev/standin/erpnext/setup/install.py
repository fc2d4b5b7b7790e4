"""Stands in for ERPNext so that the app can be developed where ERPNext can't be had."""

import frappe

ROOT_DEPARTMENT = "All Departments"


def after_install() -> None:
	"""The root of all units, which belongs to no company."""
	if not frappe.db.exists("Department", {"parent_department": ("is", "not set")}):
		root = frappe.get_doc(doctype="Department", department_name=ROOT_DEPARTMENT, is_group=1)
		root.insert(ignore_permissions=True, ignore_mandatory=True)
