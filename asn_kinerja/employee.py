"""What this app adds to ERPNext's Employee: the NIP, the rater, the roles that follow from the tree."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from asn_kinerja import access, people
from asn_kinerja.competency import following as competencies
from asn_kinerja.nip import NipError, check_nip
from asn_kinerja.reviews import state as reviews

ROLES_FROM_TREE = (access.EMPLOYEE_ROLE, access.RATER_ROLE, access.SUPERIOR_ROLE)


def validate(doc: Document, method: str | None = None) -> None:
	"""Hook on Employee: refuse a NIP that does not fit and a delegated rater that cannot be."""
	if doc.asn_nip:
		if not doc.asn_type:
			frappe.throw(_("Choose the {0} (PNS or PPPK) for the NIP.").format(_("ASN Type")))
		birth_date = getdate(doc.date_of_birth) if doc.date_of_birth else None
		try:
			doc.asn_nip = check_nip(doc.asn_nip, birth_date, doc.gender, doc.asn_type)
		except NipError as error:
			frappe.throw(_(error.template).format(*map(_, error.values)), title=_("NIP Does Not Fit"))
	if doc.asn_delegated_rater and doc.asn_delegated_rater == doc.name:
		frappe.throw(_("Nobody is their own rater: choose another {0}.").format(_("Delegated Rater")))


def on_update(doc: Document, method: str | None = None) -> None:
	"""Hook on Employee: carry a new rater into the running records, keep the roles in step.

	Whoever inserts many employees sets `flags.asn_roles_later` and calls `sync_roles` once at the end."""
	before = doc.get_doc_before_save()
	watched = ("user_id", "reports_to", "asn_delegated_rater", "status")
	if before and all(before.get(field) == doc.get(field) for field in watched):
		return
	if before and access.rater_of(doc.name) != (
		before.get("asn_delegated_rater") or before.get("reports_to")
	):
		_carry_rater(doc.name)
	if not doc.flags.asn_roles_later:
		sync_roles()


def after_delete(doc: Document, method: str | None = None) -> None:
	"""Hook on Employee: roles that rested on this record go."""
	sync_roles()


def _carry_rater(employee: str) -> None:
	"""Give the running records of an employee his new rater. Released ones keep the rater who judged.

	Set directly: these records are in the hands of other people, and this is no edit of theirs."""
	rater = people.raters([employee])[employee]
	settled = [
		name
		for plan in frappe.get_all(
			"ASN Work Plan",
			filters={"employee": employee, "ended_on": ["is", "set"]},
			fields=["cycle", "ended_on"],
			order_by="ended_on",
		)
		for name in frappe.get_all(
			"ASN Evaluation",
			filters={"employee": employee, "cycle": plan.cycle, "to_date": ["<=", plan.ended_on]},
			pluck="name",
			order_by="name",
		)
	]
	competencies.follow_rater(employee, rater["rater"])
	for doctype, running in access.RUNNING.items():
		filters = {"employee": employee, **running}
		if doctype == "ASN Evaluation" and settled:
			filters["name"] = ["not in", settled]
		fields = {field: value for field, value in rater.items() if frappe.get_meta(doctype).has_field(field)}
		frappe.db.set_value(doctype, filters, fields)
	reviews.follow_rater(employee)


def roles_from_tree() -> dict[str, set[str]]:
	"""Role -> users who should hold it: active employees, the raters of active employees, and those
	raters' own raters. One query, whatever the number of employees."""
	rows = frappe.get_all(
		"Employee",
		filters={"status": ["!=", "Left"]},
		fields=["name", "user_id", "status", "reports_to", "asn_delegated_rater"],
		order_by="lft",
	)
	people = {row.name: row for row in rows}
	rater = {row.name: row.asn_delegated_rater or row.reports_to for row in rows}
	active = [row for row in rows if row.status == "Active"]
	raters = {rater[row.name] for row in active} & people.keys()
	superiors = {rater[name] for name in raters} & people.keys()
	users = {role: set() for role in ROLES_FROM_TREE}
	for row in active:
		if row.user_id:
			users[access.EMPLOYEE_ROLE].add(row.user_id)
			if row.name in raters:
				users[access.RATER_ROLE].add(row.user_id)
			if row.name in superiors:
				users[access.SUPERIOR_ROLE].add(row.user_id)
	return users


def sync_roles() -> None:
	"""Give and take the roles that follow from the Employee tree, in a few set queries."""
	should = {(user, role) for role, users in roles_from_tree().items() for user in users}
	held = {
		(row.parent, row.role): row.name
		for row in frappe.get_all(
			"Has Role",
			filters={"parenttype": "User", "role": ["in", ROLES_FROM_TREE]},
			fields=["name", "parent", "role"],
			order_by="name",
		)
	}
	enabled = set(frappe.get_all("User", filters={"enabled": 1}, pluck="name", order_by="name"))
	give = sorted(pair for pair in should - held.keys() if pair[0] in enabled)
	take = sorted(held.keys() - should)
	if give:
		_insert_roles(give)
	if take:
		frappe.db.delete("Has Role", {"name": ["in", [held[pair] for pair in take]]})
	for user in {user for user, _role in [*give, *take]}:
		frappe.clear_cache(user=user)


def _insert_roles(pairs: list[tuple[str, str]]) -> None:
	"""Insert rows of the user's role table as sets: saving a User costs a second each."""
	now = frappe.utils.now()
	me = frappe.session.user
	fields = [
		"name",
		"creation",
		"modified",
		"owner",
		"modified_by",
		"parent",
		"parentfield",
		"parenttype",
		"role",
	]
	values = [
		(frappe.generate_hash(length=10), now, now, me, me, user, "roles", "User", role)
		for user, role in pairs
	]
	frappe.db.bulk_insert("Has Role", fields, values)
	# a user with one of these roles works in the Desk, as when the role is given in the User form
	frappe.db.set_value(
		"User",
		{"name": ["in", [user for user, _role in pairs]], "user_type": "Website User"},
		"user_type",
		"System User",
	)
