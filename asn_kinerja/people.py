"""The header of a person's record: taken from the Employee, the same for a single save and for sets."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja import access
from asn_kinerja.messages import escaped

LEADER_PREFIX = "JPT"

# field of our records -> field of Employee
HEADER = {
	"employee_name": "employee_name",
	"nip": "asn_nip",
	"designation": "designation",
	"department": "department",
	"company": "company",
	"position_type": "asn_position_type",
}


def fill(doc: Document) -> None:
	"""Set the header and, while the record is running, the rater. Raises when the person is no ASN."""
	if not doc.employee:
		frappe.throw(
			_(
				"Your user is not linked to an employee record. Ask the performance manager to fill {0}."
			).format(_("User ID"))
		)
	person = frappe.db.get_value("Employee", doc.employee, [*HEADER.values(), "asn_type"], as_dict=True)
	if not person:
		frappe.throw(_("Employee {0} does not exist.").format(*escaped(doc.employee)))
	if not person.asn_type:
		frappe.throw(
			_("{0} is not marked as PNS or PPPK. Fill {1} in the Employee record.").format(
				*escaped(person.employee_name, _("ASN Type"))
			)
		)
	doc.update({ours: person[theirs] for ours, theirs in HEADER.items() if doc.meta.has_field(ours)})
	doc.update(raters([doc.employee])[doc.employee])


def keep(doc: Document) -> None:
	"""Put the header and the rater back to what is stored: a decided record keeps the people of its time."""
	before = doc.get_doc_before_save()
	fields = (*HEADER, "rater", "rater_name")
	doc.update({field: before.get(field) for field in fields if doc.meta.has_field(field)})


def headers(employees: Iterable[str]) -> dict[str, dict[str, Any]]:
	"""Header and rater of each of these employees as `fill` sets them, in two queries. Unknown employees,
	and those who are no ASN, are left out: whoever asks says so in words of his own."""
	wanted = list(employees)
	if not wanted:
		return {}
	rows = frappe.get_all(
		"Employee",
		filters={"name": ["in", wanted], "asn_type": ["is", "set"]},
		fields=["name", *HEADER.values()],
		order_by="name",
	)
	rater = raters(row.name for row in rows)
	return {
		row.name: {ours: row[theirs] for ours, theirs in HEADER.items()} | rater[row.name] for row in rows
	}


def raters(employees: Iterable[str]) -> dict[str, dict[str, str | None]]:
	"""Rater and rater's name of each employee, as of today (see `access.rater_of`), in one query; None for
	who has no rater."""
	wanted = list(employees)
	if not wanted:
		return {}
	person, rater = frappe.qb.DocType("Employee"), frappe.qb.DocType("Employee").as_("rater")
	query = (
		frappe.qb.from_(person)
		.left_join(rater)
		.on(rater.name == access.rater_column(person))
		.select(person.name, rater.name, rater.employee_name)
		.where(person.name.isin(wanted))
	)
	found = {employee: {"rater": name, "rater_name": shown} for employee, name, shown in query.run()}
	return {employee: found.get(employee, {"rater": None, "rater_name": None}) for employee in wanted}


def is_leader(position_type: str | None) -> bool:
	"""Whether the person leads at JPT level, whose form and value table differ (PermenPAN-RB 8/2021)."""
	return bool(position_type) and position_type.startswith(LEADER_PREFIX)
