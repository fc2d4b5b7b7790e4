"""Stands in for ERPNext so that the app can be developed where ERPNext can't be had."""

from frappe.utils.nestedset import NestedSet


class Company(NestedSet):
	nsm_parent_field = "parent_company"
