"""What follows when a person, a unit, a position or an agency is renamed.

Unique keys of this app's records are texts such as `employee::cycle`. Frappe renames links, not these texts;
with an old name in them a second record of the same person and period would be accepted.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja import training_hours
from asn_kinerja.messages import escaped

SEPARATOR = "::"
# whose name -> the fields that hold it as one of their parts
KEYS: dict[str, dict[str, str]] = {
	"Employee": {
		"ASN Work Plan": "plan_key",
		"ASN Evaluation": "stage_key",
		"ASN Behaviour Review": "review_key",
		"ASN Attendance Recap": "recap_key",
		"ASN Disciplinary Record": "proposal_key",
		"ASN Competency Assessment": "assessment_key",
		"ASN Development Plan": "plan_key",
		"ASN Credit Point": "point_key",
		"ASN Allowance Line": "line_key",
		"ASN Talent Placement": "placement_key",
	},
	"Company": {"ASN Allowance Sheet": "sheet_key", "ASN Position Standard": "standard_key"},
	"Designation": {"ASN Position Standard": "standard_key"},
	"Department": {"ASN Organisation Result": "result_key"},
}


def after_rename(doc: Document, method: str, old: str, new: str, merge: bool = False) -> None:
	"""Hook: the keys follow the new name.

	Raises when two people, units … are merged who each have a record where there may be one only."""
	for doctype, field in KEYS[doc.doctype].items():
		table = frappe.qb.DocType(doctype)
		found = (
			frappe.qb.from_(table)
			.select(table.name, table[field])
			.where(table[field].like(f"%{old}%"))
			.orderby(table.name)
		).run()
		for name, key in found:
			_store(doctype, name, field, _renamed(key, old, new), key)
	if doc.doctype == "Employee":
		_renew_digests(new)


def _renamed(key: str, old: str, new: str) -> str:
	return SEPARATOR.join(new if part == old else part for part in key.split(SEPARATOR))


def _renew_digests(employee: str) -> None:
	"""Keys of training records are digests, which have to be calculated anew."""
	fields = ["name", "title", "from_date", "training_key"]
	for row in frappe.get_all("ASN Training Record", {"employee": employee}, fields, order_by="name"):
		key = training_hours.key(employee, row.title, row.from_date)
		_store("ASN Training Record", row.name, "training_key", key, row.training_key)


def _store(doctype: str, name: str, field: str, key: str, before: str) -> None:
	if key == before:
		return
	if other := frappe.db.get_value(doctype, {field: key, "name": ["!=", name]}):
		frappe.throw(
			_(
				"These two cannot be merged: {0} {1} and {2} are about the same. Remove one of them first."
			).format(*escaped(_(doctype), name, other))
		)
	# no edit of the record: whoever has it open goes on
	frappe.db.set_value(doctype, name, field, key, update_modified=False)
