from frappe.model.document import Document


class ASNWorkPlanTemplate(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_template_item.asn_template_item import ASNTemplateItem
		from asn_kinerja.asn_kinerja.doctype.asn_template_support.asn_template_support import (
			ASNTemplateSupport,
		)

		approach: DF.Literal["Quantitative", "Qualitative"]
		company: DF.Link | None
		designation: DF.Link
		disabled: DF.Check
		items: DF.Table[ASNTemplateItem]
		supports: DF.Table[ASNTemplateSupport]
		title: DF.Data
	# end: auto-generated types
