from frappe.model.document import Document


def asn_credit_form(doc: Document) -> None:
	pass
