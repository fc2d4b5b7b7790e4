from asn_kinerja.child_row import ChildRow


class ASNTalentComponent(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		source: DF.Literal["Job Person Match", "Potential Score"]
		weight: DF.Float
	# end: auto-generated types
