from asn_kinerja.child_row import ChildRow


class ASNAllowanceEnteredBase(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		base: DF.Currency
		currency: DF.Link | None
		employee: DF.Link
		employee_name: DF.Data | None
		entered_by: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText
	# end: auto-generated types
