"""The base of all child rows of this app."""

import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja.messages import escaped


class ChildRow(Document):
	"""A row that is changed only through the form it belongs to.

	Frappe lets a client save or delete a child row by itself (`PUT /api/resource/<row type>/<row>`); the
	checks of the parent do not run then. A parent's save calls neither of these methods on its rows, so
	whoever arrives here came by that side door.
	"""

	def validate(self) -> None:
		self.refuse_direct_change()

	def before_update_after_submit(self) -> None:
		self.refuse_direct_change()

	def before_cancel(self) -> None:
		self.refuse_direct_change()

	def on_trash(self) -> None:
		self.refuse_direct_change()

	def refuse_direct_change(self) -> None:
		"""Raise PermissionError, naming the record to change instead."""
		frappe.throw(
			_("{0}, row {1}: rows are not changed by themselves. Change them in {2} {3}.").format(
				*escaped(_(self.doctype), self.idx, _(self.parenttype), self.parent)
			),
			frappe.PermissionError,
		)
