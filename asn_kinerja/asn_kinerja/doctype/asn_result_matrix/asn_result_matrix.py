from frappe.model.document import Document

from asn_kinerja import access, people


class ASNResultMatrix(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_result_matrix_cell.asn_result_matrix_cell import (
			ASNResultMatrixCell,
		)

		cells: DF.Table[ASNResultMatrixCell]
		company: DF.Link | None
		cycle: DF.Link | None
		department: DF.Link | None
		employee: DF.Link | None
		employee_name: DF.Data | None
		pushed_on: DF.Datetime | None
		rater: DF.Link | None
		title: DF.Data | None
		work_plan: DF.Link
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)

	def before_validate(self) -> None:
		if self.is_new():
			self.employee = self.employee or (access.employee_of() or {}).get("name")
		people.fill(self)
		access.guard(self)
