from frappe.model.document import Document

from asn_kinerja import access, people


class ASNPerformanceDialogue(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_dialogue_action.asn_dialogue_action import ASNDialogueAction

		actions: DF.Table[ASNDialogueAction]
		company: DF.Link | None
		date: DF.Date
		department: DF.Link | None
		dialogue_type: DF.Literal["Coaching", "Counselling"]
		employee: DF.Link
		employee_confirmed_on: DF.Datetime | None
		employee_name: DF.Data | None
		employee_note: DF.Text | None
		rater: DF.Link | None
		rater_confirmed_on: DF.Datetime | None
		rater_name: DF.Data | None
		rater_note: DF.Text | None
		status: DF.Literal["Open", "Waiting for Employee", "Waiting for Rater", "Agreed"]
		title: DF.Data | None
		topic: DF.Data
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)

	def before_validate(self) -> None:
		if self.is_new():
			self.employee = self.employee or (access.employee_of() or {}).get("name")
		people.fill(self)
		access.guard(self)
