"""Whether who releases an evaluation has been trained as a rater, where the agency requires it."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from asn_kinerja import access
from asn_kinerja.messages import escaped

OFF, BLOCK = "Off", "Block"


def problem(rater: str | None) -> str | None:
	"""What is missing, as a sentence (HTML) with what to do; None when nothing is, or nothing is required."""
	if not rater or _required() == OFF:
		return None
	name, until = frappe.db.get_value("Employee", rater, ["employee_name", "asn_rater_certified_until"])
	if until and getdate(until) >= getdate():
		return None
	label = _("Trained as a Rater Until")
	if until:
		return _(
			"The training of {0} as a rater has expired on {1}. After a new one the performance manager "
			"enters it in the employee record ({2})."
		).format(*escaped(name, formatdate(until), label))
	return _(
		"{0} is not recorded as trained as a rater. After the training the performance manager enters it in "
		"the employee record ({1})."
	).format(*escaped(name, label))


def check(doc: Document) -> None:
	"""At the release: refuse it, or say so, as the settings want."""
	found = problem(doc.rater)
	if found and _required() == BLOCK:
		frappe.throw(found, title=_("Not Released"))
	if found:
		frappe.msgprint(found, title=_("Rater Training"), indicator="orange")


def tell_form(doc: Document) -> None:
	"""Tell the form of a running evaluation, so that a rater does not learn it at the end. It is no matter
	of the employee's."""
	if doc.docstatus == 0 and access.SELF not in access.relations(doc) and (found := problem(doc.rater)):
		doc.set_onload("asn_training", found)


def _required() -> str:
	return frappe.db.get_single_value("ASN Performance Settings", "rater_training") or OFF
