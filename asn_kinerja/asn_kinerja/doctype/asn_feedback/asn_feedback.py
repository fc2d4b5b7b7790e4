from frappe.model.document import Document


class ASNFeedback(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		about: DF.Literal["General", "Planned Result", "Behaviour Value"]
		behaviour_value: DF.Link | None
		company: DF.Link | None
		date: DF.Date | None
		department: DF.Link | None
		employee: DF.Link
		employee_name: DF.Data | None
		feedback: DF.Text
		given_by: DF.Link | None
		given_by_name: DF.Data | None
		kind: DF.Literal["Appreciation", "Suggestion"]
		plan_item: DF.Autocomplete | None
		rater: DF.Link | None
		rater_name: DF.Data | None
		relation: DF.Literal["", "Superior", "Peer", "Subordinate", "Colleague"]
		released: DF.Check
		result: DF.SmallText | None
		title: DF.Data | None
		visibility: DF.Literal["Shared", "Private to the Rater", "Anonymous"]
	# end: auto-generated types
