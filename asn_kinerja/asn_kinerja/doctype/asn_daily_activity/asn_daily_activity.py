import frappe
from frappe.model.document import Document

from asn_kinerja import access, people


class ASNDailyActivity(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		company: DF.Link | None
		date: DF.Date
		department: DF.Link | None
		description: DF.SmallText
		employee: DF.Link
		employee_name: DF.Data | None
		evidence: DF.Attach | None
		evidence_link: DF.Data | None
		feedback: DF.SmallText | None
		from_time: DF.Time | None
		minutes: DF.Int
		plan_item: DF.Autocomplete | None
		quantity: DF.Float
		rater: DF.Link | None
		rater_name: DF.Data | None
		result: DF.SmallText | None
		return_reason: DF.SmallText | None
		status: DF.Literal["Waiting", "Verified", "Returned"]
		title: DF.Data | None
		to_time: DF.Time | None
		unit: DF.Data | None
		verified_by: DF.Link | None
		verified_on: DF.Datetime | None
		work_plan: DF.Link | None
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)

	def before_validate(self) -> None:
		if self.is_new():
			self.employee = self.employee or (access.employee_of() or {}).get("name")
		people.fill(self)
		access.guard(self)


def on_doctype_update() -> None:
	access.add_row_indexes("ASN Daily Activity", "date")
	frappe.db.add_index("ASN Daily Activity", ["status", "date", "employee", "rater"])
