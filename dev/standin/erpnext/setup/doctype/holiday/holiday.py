"""Stands in for ERPNext so that the app can be developed where ERPNext can't be had."""

from frappe.model.document import Document


class Holiday(Document):
	pass
