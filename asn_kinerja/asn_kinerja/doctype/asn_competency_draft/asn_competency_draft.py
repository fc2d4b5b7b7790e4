from frappe.model.document import Document


class ASNCompetencyDraft(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		assessment: DF.Link
		content: DF.LongText | None
		party: DF.Literal["Self", "Superior", "Assessor"]
	# end: auto-generated types
