import frappe
from frappe.model.document import Document
from frappe.utils import add_days, nowdate

DAYS_KEPT = 90


class ASNReminder(Document):
	"""That a user was reminded on a day: what has been sent once is not sent again."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		date: DF.Date
		entries: DF.Int
		reminder_key: DF.Data | None
		user: DF.Link
	# end: auto-generated types

	@staticmethod
	def clear_old_logs(days: int = DAYS_KEPT) -> None:
		"""Remove the rows of more than `days` days ago. The reminders themselves call it every day; an agency
		may choose fewer days in Frappe's Log Settings."""
		frappe.db.delete("ASN Reminder", {"creation": ["<", add_days(nowdate(), -days)]})
