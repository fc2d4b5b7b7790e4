"""Takes the demo off a site: exactly its company's records, its users, and the positions and indicators that
carry its mark and are used by nobody else."""

from collections.abc import Iterable

import frappe

from asn_kinerja.allowance import rules
from asn_kinerja.allowance.sheets import SHEET
from asn_kinerja.demo import agency
from asn_kinerja.demo.development import MARK as CATALOGUE_MARK
from asn_kinerja.demo.masters import MARK
from asn_kinerja.demo.people import ACCOUNTS
from asn_kinerja.demo.rewards import RULE
from asn_kinerja.demo.year import Progress, commit_chunk
from asn_kinerja.development.catalogue import TRAINING

# What Frappe keeps about a record beside it: DocType -> columns with type and name of the record.
BESIDE = {
	"Version": ("ref_doctype", "docname"),
	"Comment": ("reference_doctype", "reference_name"),
	"Workflow Action": ("reference_doctype", "reference_name"),
	"View Log": ("reference_doctype", "reference_name"),
	"Notification Log": ("document_type", "document_name"),
	"DocShare": ("share_doctype", "share_name"),
	"ToDo": ("reference_type", "reference_name"),
}


# What is about one of its people, and what belongs to the agency; all with their rows.
ABOUT_EMPLOYEES = (
	"ASN Credit Point",
	"ASN Allowance Line",
	"ASN Follow Up",
	"ASN Talent Placement",
	"ASN Attendance Recap",
	"ASN Disciplinary Record",
	"ASN Training Record",
	"ASN Development Plan",
	"ASN Competency Assessment",
	"ASN Evaluation",
	"ASN Daily Activity",
	"ASN Performance Dialogue",
	"ASN Behaviour Review",
	"ASN Innovation",
	"ASN Feedback",
	"ASN Feedback Mark",
	"ASN Result Matrix",
	"ASN Work Plan",
)
# What is kept beside one of these: the field that names it, and its DocType.
HIDDEN_PARTS = {
	"ASN Evaluation Draft": ("evaluation", "ASN Evaluation"),
	"ASN Competency Draft": ("assessment", "ASN Competency Assessment"),
}
OF_COMPANY = (
	"ASN Allowance Sheet",
	"ASN Talent Map",
	"ASN Attendance Batch",
	"ASN Plan Batch",
	"ASN Position Standard",
	"ASN Work Plan Template",
	"ASN Survey Response",
	"ASN Satisfaction Survey",
)
OF_CYCLE = ("ASN Result Seal", "ASN Seal Chain", "ASN Organisation Result")
TREES = ("ASN Strategic Objective", "Employee")


def remove(progress: Progress) -> None:
	"""Delete the year, then the people, then the masters."""
	ours = {"company": agency.COMPANY}
	employees = frappe.get_all("Employee", ours, pluck="name", order_by="name")
	# not by the agency: anonymous feedback that is held back names none
	about = {"employee": ["in", employees]}
	for doctype, (field, of) in HIDDEN_PARTS.items():
		parts = {field: ["in", frappe.get_all(of, about, pluck="name", order_by="name")]}
		_delete_set(doctype, frappe.get_all(doctype, parts, pluck="name", order_by="name"))
	for doctype in ABOUT_EMPLOYEES:
		_delete_set(doctype, frappe.get_all(doctype, about, pluck="name", order_by="name"))
	for doctype in OF_COMPANY:
		_delete_set(doctype, frappe.get_all(doctype, ours, pluck="name", order_by="name"))
	frappe.db.commit()
	cycles = frappe.get_all("ASN Performance Cycle", ours, pluck="name", order_by="name")
	for doctype in OF_CYCLE:
		of_them = {"cycle": ["in", cycles]}
		_delete_set(doctype, frappe.get_all(doctype, of_them, pluck="name", order_by="name"))
	_delete("ASN Performance Cycle", cycles, progress)
	for doctype in TREES:
		# from the leaves of the tree to its root
		_delete(doctype, frappe.get_all(doctype, ours, pluck="name", order_by="lft desc"), progress)
	_remove_allowance_rules()
	_remove_users(progress)
	_remove_trainings()
	used_in = ("ASN Work Plan Item", "ASN Template Item")
	_delete("ASN Indicator", _unused("ASN Indicator", "indicator", used_in), progress)
	used_in = ("Employee", "ASN Indicator Designation", "ASN Work Plan Template")
	_delete("Designation", _unused("Designation", "designation", used_in), progress)
	_delete("Department", frappe.get_all("Department", ours, pluck="name", order_by="lft desc"), progress)
	_delete(
		"Company",
		frappe.get_all("Company", {"name": agency.COMPANY}, pluck="name", order_by="name"),
		progress,
	)


def _remove_users(progress: Progress) -> None:
	users = [account.email for account in ACCOUNTS]
	frappe.db.delete("ASN Reminder", {"user": ["in", users]})
	frappe.db.delete("User Permission", {"user": ["in", users]})
	for contact in frappe.get_all("Contact", {"user": ["in", users]}, pluck="name", order_by="name"):
		frappe.delete_doc("Contact", contact, force=True, ignore_permissions=True, delete_permanently=True)
	_delete("User", frappe.get_all("User", {"name": ["in", users]}, pluck="name", order_by="name"), progress)


def _remove_allowance_rules() -> None:
	"""Those of the demo that no other agency's sheet names."""
	marked = set(frappe.get_all(rules.RULE, {"title": RULE}, pluck="name", order_by="name"))
	named = {"rule": ["in", sorted(marked)]}
	_delete_set(rules.RULE, sorted(marked - set(frappe.get_all(SHEET, named, pluck="rule", order_by="rule"))))


def _remove_trainings() -> None:
	"""Those of the demo's catalogue that nobody else's records or plans name."""
	marked = set(frappe.get_all(TRAINING, {"description": CATALOGUE_MARK}, pluck="name", order_by="name"))
	for other in ("ASN Training Record", "ASN Development Item"):
		named = {"training": ["in", sorted(marked)]}
		marked -= set(frappe.get_all(other, named, pluck="training", order_by="training"))
	_delete_set(TRAINING, sorted(marked))


def _unused(doctype: str, field: str, used_in: Iterable[str]) -> list[str]:
	"""Records with the demo's mark to which no row of these DocTypes points."""
	marked = set(frappe.get_all(doctype, {"description": MARK}, pluck="name", order_by="name"))
	for other in used_in:
		marked -= set(frappe.get_all(other, {field: ["in", list(marked)]}, pluck=field, order_by=field))
	return sorted(marked)


def _delete_set(doctype: str, names: list[str]) -> None:
	"""Delete records of this app with their rows, as sets: they are submitted and point at each other, so one
	by one each would have to be cancelled first."""
	for other, (type_field, name_field) in BESIDE.items():
		beside = {type_field: doctype, name_field: ["in", names]}
		_delete_rows(other, frappe.get_all(other, beside, pluck="name", order_by="name"))
	attached = {"attached_to_doctype": doctype, "attached_to_name": ["in", names]}
	for file in frappe.get_all("File", attached, pluck="name", order_by="name"):
		# one by one: what lies on the disk goes too
		frappe.delete_doc("File", file, force=True, ignore_permissions=True, delete_permanently=True)
	frappe.db.delete("__global_search", {"doctype": doctype, "name": ["in", names]})
	_delete_rows(doctype, names)


def _delete_rows(doctype: str, names: list[str]) -> None:
	if not names:
		return
	for df in frappe.get_meta(doctype).get_table_fields():
		frappe.db.delete(df.options, {"parenttype": doctype, "parent": ["in", names]})
	frappe.db.delete(doctype, {"name": ["in", names]})


def _delete(doctype: str, names: list[str], progress: Progress) -> None:
	for done, name in enumerate(names, 1):
		frappe.delete_doc(doctype, name, force=True, ignore_permissions=True, delete_permanently=True)
		commit_chunk(done, len(names), doctype, progress)
