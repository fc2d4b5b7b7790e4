"""Stands in for ERPNext so that the app can be developed where ERPNext can't be had."""

import frappe
from frappe import _
from frappe.permissions import add_user_permission, remove_user_permission
from frappe.utils import getdate
from frappe.utils.nestedset import NestedSet, update_nsm


class Employee(NestedSet):
	nsm_parent_field = "reports_to"

	def validate(self) -> None:
		self.employee = self.name
		names = (self.first_name, self.middle_name, self.last_name)
		self.employee_name = " ".join(name for name in names if name)
		self.check_dates()
		self.check_reports_to()
		self.check_user()

	def on_update(self) -> None:
		super().on_update()
		if self.user_id:
			self.give_role()
			self.sync_user_permissions()

	def on_trash(self) -> None:
		update_nsm(self)  # unlike other trees, the head of an agency may be deleted

	def check_dates(self) -> None:
		if getdate(self.date_of_birth) > getdate():
			frappe.throw(_("Date of Birth cannot be in the future"))
		if getdate(self.date_of_birth) >= getdate(self.date_of_joining):
			frappe.throw(_("Date of Joining must be after Date of Birth"))
		if self.status == "Left" and not self.relieving_date:
			frappe.throw(_("Relieving Date is needed for an employee who left"))

	def check_reports_to(self) -> None:
		if self.reports_to and self.reports_to == self.name:
			frappe.throw(_("An employee cannot report to himself"))

	def check_user(self) -> None:
		"""One active employee per enabled user."""
		if not self.user_id:
			return
		if not frappe.db.get_value("User", self.user_id, "enabled"):
			frappe.throw(_("User {0} is disabled").format(self.user_id))
		same_user = {"user_id": self.user_id, "status": "Active", "name": ["!=", self.name]}
		if other := frappe.db.exists("Employee", same_user):
			frappe.throw(
				_("User {0} belongs to employee {1} already").format(self.user_id, other),
				frappe.DuplicateEntryError,
			)

	def give_role(self) -> None:
		if not frappe.db.exists("Has Role", {"parent": self.user_id, "role": "Employee"}):
			user = frappe.get_doc("User", self.user_id)
			user.flags.ignore_permissions = True
			user.add_roles("Employee")

	def sync_user_permissions(self) -> None:
		"""The user is held to his own employee record and company while the box is ticked."""
		if not (self.has_value_changed("user_id") or self.has_value_changed("create_user_permission")):
			return
		if not frappe.has_permission("User Permission", ptype="write"):
			return
		held = frappe.db.exists(
			"User Permission", {"user": self.user_id, "allow": "Employee", "for_value": self.name}
		)
		change = add_user_permission if self.create_user_permission else remove_user_permission
		if bool(held) != bool(self.create_user_permission):
			change("Employee", self.name, self.user_id)
			change("Company", self.company, self.user_id)


def on_doctype_update() -> None:
	frappe.db.add_index("Employee", ["lft", "rgt"])
