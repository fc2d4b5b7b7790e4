from frappe.model.document import Document


class ASNReminder(Document):
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
