"""The ERPNext fields that the app uses, on the stand-in and on a real bench alike."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
	from frappe.model.document import Document

# DocType, field, type, options, required
FIELDS = [
	("Company", "company_name", "Data", None, True),
	("Company", "abbr", "Data", None, True),
	("Company", "is_group", "Check", None, False),
	("Company", "parent_company", "Link", "Company", False),
	("Company", "default_currency", "Link", "Currency", True),
	("Company", "country", "Link", "Country", True),
	("Company", "default_holiday_list", "Link", "Holiday List", False),
	("Department", "department_name", "Data", None, True),
	("Department", "parent_department", "Link", "Department", False),
	("Department", "company", "Link", "Company", True),
	("Department", "is_group", "Check", None, False),
	("Department", "disabled", "Check", None, False),
	("Designation", "designation_name", "Data", None, True),
	("Designation", "description", "Text", None, False),
	("Branch", "branch", "Data", None, True),
	("Employee", "employee", "Data", None, False),
	("Employee", "naming_series", "Select", "HR-EMP-", False),
	("Employee", "first_name", "Data", None, True),
	("Employee", "middle_name", "Data", None, False),
	("Employee", "last_name", "Data", None, False),
	("Employee", "employee_name", "Data", None, False),
	("Employee", "image", "Attach Image", None, False),
	("Employee", "gender", "Link", "Gender", True),
	("Employee", "date_of_birth", "Date", None, True),
	("Employee", "date_of_joining", "Date", None, True),
	("Employee", "status", "Select", "Active\nInactive\nSuspended\nLeft", True),
	("Employee", "relieving_date", "Date", None, False),
	("Employee", "company", "Link", "Company", True),
	("Employee", "department", "Link", "Department", False),
	("Employee", "designation", "Link", "Designation", False),
	("Employee", "branch", "Link", "Branch", False),
	("Employee", "reports_to", "Link", "Employee", False),
	("Employee", "employee_number", "Data", None, False),
	("Employee", "holiday_list", "Link", "Holiday List", False),
	("Employee", "user_id", "Link", "User", False),
	("Employee", "create_user_permission", "Check", None, False),
	("Employee", "cell_number", "Data", "Phone", False),
	("Employee", "company_email", "Data", "Email", False),
	("Holiday List", "holiday_list_name", "Data", None, True),
	("Holiday List", "from_date", "Date", None, True),
	("Holiday List", "to_date", "Date", None, True),
	("Holiday List", "total_holidays", "Int", None, False),
	("Holiday List", "holidays", "Table", "Holiday", False),
	("Holiday", "holiday_date", "Date", None, True),
	("Holiday", "description", "Text Editor", None, True),
	("Holiday", "weekly_off", "Check", None, False),
]

TREES = [
	("Company", "parent_company"),
	("Department", "parent_department"),
	("Employee", "reports_to"),
]

# role -> what it may do with Employee records
EMPLOYEE_RIGHTS = [
	("Employee", {"read"}),
	("HR User", {"read", "write", "create", "delete"}),
	("HR Manager", {"read", "write", "create", "delete"}),
]


@pytest.mark.parametrize(("doctype", "fieldname", "fieldtype", "options", "required"), FIELDS)
def test_field(doctype: str, fieldname: str, fieldtype: str, options: str | None, required: bool) -> None:
	import frappe

	# as ERPNext ships it: what a site's settings make required (HR Settings: the naming series) is its own
	field = next((f for f in frappe.get_doc("DocType", doctype).fields if f.fieldname == fieldname), None)
	assert field, f"{doctype} has no field {fieldname}"
	assert (field.fieldtype, field.options or None, bool(field.reqd)) == (fieldtype, options, required)


@pytest.mark.parametrize(("doctype", "parent"), TREES)
def test_tree(doctype: str, parent: str) -> None:
	import frappe

	meta = frappe.get_meta(doctype)
	assert meta.is_tree
	assert meta.nsm_parent_field == parent
	assert {meta.get_field(name).fieldtype for name in ("lft", "rgt")} == {"Int"}
	assert meta.has_field("old_parent")


@pytest.mark.parametrize(("role", "rights"), EMPLOYEE_RIGHTS)
def test_rights_on_employee(role: str, rights: set[str]) -> None:
	import frappe

	(permission,) = (p for p in frappe.get_meta("Employee").permissions if p.role == role and not p.permlevel)
	assert {r for r in ("read", "write", "create", "delete") if permission.get(r)} == rights


def test_employee_names() -> None:
	"""The series gives the record's name; the full name is put together from its parts."""
	employee = _employee("Siti", last_name="Aminah")
	assert employee.name.startswith("HR-EMP-")
	assert employee.employee == employee.name
	assert employee.employee_name == "Siti Aminah"


def test_employee_tree_keeps_bounds() -> None:
	head = _employee("Kepala")
	member = _employee("Anggota", reports_to=head.name)
	head.reload()
	assert head.lft < member.lft < member.rgt < head.rgt


def test_employee_does_not_report_to_himself() -> None:
	import frappe

	employee = _employee("Sendiri")
	employee.reports_to = employee.name
	with pytest.raises(frappe.ValidationError):
		employee.save()


def test_user_becomes_employee() -> None:
	"""A linked user gets the role, is held to his own record and company, and is linked only once."""
	import frappe

	user = _user("contract@asn.example")
	employee = _employee("Pegawai", user_id=user)
	assert "Employee" in frappe.get_roles(user)
	held = frappe.get_all(
		"User Permission", {"user": user}, ["allow", "for_value"], as_list=True, order_by="allow"
	)
	assert set(held) == {("Company", employee.company), ("Employee", employee.name)}
	with pytest.raises(frappe.DuplicateEntryError):
		_employee("Kembaran", user_id=user)


def test_user_without_user_permission() -> None:
	import frappe

	user = _user("contract@asn.example")
	_employee("Bebas", user_id=user, create_user_permission=0)
	assert not frappe.get_all("User Permission", {"user": user})


def test_department_name_carries_the_company() -> None:
	import frappe

	company = _company()
	unit = frappe.get_doc(doctype="Department", department_name="Bidang Kontrak", company=company).insert()
	assert unit.name == f"Bidang Kontrak - {frappe.db.get_value('Company', company, 'abbr')}"


def _company() -> str:
	"""Any company: ERPNext makes a new one only with a chart of accounts."""
	import frappe

	if found := frappe.get_all("Company", pluck="name", order_by="name", limit=1):
		return found[0]
	values = {
		"company_name": "Instansi Kontrak",
		"abbr": "IK",
		"default_currency": "IDR",
		"country": "Indonesia",
	}
	return frappe.get_doc(doctype="Company", **values).insert().name


def _employee(first_name: str, **values: object) -> "Document":
	import frappe

	needed = {"gender": "Female", "date_of_birth": "1990-05-17", "date_of_joining": "2015-03-01"}
	values = {"first_name": first_name, "company": _company(), **needed, **values}
	return frappe.get_doc(doctype="Employee", naming_series="HR-EMP-", **values).insert()


def _user(email: str) -> str:
	import frappe

	user = frappe.get_doc(doctype="User", email=email, first_name="Kontrak", send_welcome_email=0)
	user.user_image = "/assets/frappe/images/ui/avatar.png"
	return user.insert().name
