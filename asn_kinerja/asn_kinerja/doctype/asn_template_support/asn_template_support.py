from asn_kinerja.child_row import ChildRow


class ASNTemplateSupport(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		description: DF.SmallText
		kind: DF.Literal["Dukungan Sumber Daya", "Skema Pertanggungjawaban", "Konsekuensi"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
