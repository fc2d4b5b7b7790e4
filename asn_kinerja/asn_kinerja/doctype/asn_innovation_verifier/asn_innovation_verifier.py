from asn_kinerja.child_row import ChildRow


class ASNInnovationVerifier(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		decided_on: DF.Datetime | None
		decision: DF.Literal["Waiting", "Verified", "Not Verified"]
		employee: DF.Link
		employee_name: DF.Data | None
		note: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
