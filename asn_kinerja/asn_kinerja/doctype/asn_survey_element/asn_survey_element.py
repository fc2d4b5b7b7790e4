from asn_kinerja.child_row import ChildRow


class ASNSurveyElement(ChildRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer_1: DF.Data
		answer_2: DF.Data
		answer_3: DF.Data
		answer_4: DF.Data
		aspect: DF.Data
		element: DF.Literal["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9"]
		hidden_element: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		question: DF.SmallText
	# end: auto-generated types
