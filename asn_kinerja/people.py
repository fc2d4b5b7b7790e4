"""The header of a person's record: taken from the Employee, the same for a single save and for sets."""

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
	doc.update({ours: person[theirs] for ours, theirs in HEADER.items()})
	doc.rater = access.rater_of(doc.employee)
	doc.rater_name = frappe.db.get_value("Employee", doc.rater, "employee_name") if doc.rater else None


def is_leader(position_type: str | None) -> bool:
	"""Whether the person leads at JPT level, whose form and value table differ (PermenPAN-RB 8/2021)."""
	return bool(position_type) and position_type.startswith(LEADER_PREFIX)
