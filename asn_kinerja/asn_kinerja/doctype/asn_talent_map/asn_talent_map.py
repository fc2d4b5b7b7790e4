from frappe.model.document import Document


class ASNTalentMap(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		as_of_date: DF.Date
		company: DF.Link
		cycle: DF.Link
		not_placed: DF.Int
		people: DF.Int
		placed: DF.Int
		placed_on: DF.Datetime | None
		previous_map: DF.Link | None
		published_by: DF.Link | None
		published_on: DF.Datetime | None
		rule: DF.Link
		status: DF.Literal["Draft", "Published"]
		title: DF.Data
	# end: auto-generated types
