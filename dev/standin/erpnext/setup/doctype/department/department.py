"""Stands in for ERPNext so that the app can be developed where ERPNext can't be had."""

import frappe
from frappe.utils.nestedset import NestedSet, get_root_of


class Department(NestedSet):
	nsm_parent_field = "parent_department"

	def autoname(self) -> None:
		"""The root keeps its plain name; every other unit carries the company's abbreviation."""
		root = get_root_of(self.doctype)
		self.name = self.department_name
		if root and root != self.department_name:
			suffix = f" - {frappe.get_cached_value('Company', self.company, 'abbr')}"
			self.name = self.department_name.removesuffix(suffix) + suffix

	def validate(self) -> None:
		if not self.parent_department:
			root = get_root_of(self.doctype)
			self.parent_department = root if root != self.name else None


def on_doctype_update() -> None:
	frappe.db.add_index("Department", ["lft", "rgt"])
