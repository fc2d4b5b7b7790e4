import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja.messages import escaped
from asn_kinerja.planning import check, rows
from asn_kinerja.scoring import exact, parse_number


class ASNWorkPlanTemplate(Document):
	"""What the plans of everyone with a designation hold at first; one for an agency, or one for all."""

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

	def validate(self) -> None:
		self.company = self.company or None  # a link that was cleared; it is looked for as not set
		self.fill_rows()
		self.check_objectives()
		self.check_rows()
		self.check_single()

	def fill_rows(self) -> None:
		"""As in a plan: blank rows go, an empty result continues the one above, indicators give units."""
		self.set("items", rows.drop_blank(self.items))
		rows.continue_results(self.items)
		rows.fill_from_indicators(self.items, rows.library(row.indicator for row in self.items))

	def check_rows(self) -> None:
		# whose position it will be is not known yet; a plan that is made from it is asked
		content = {**self.as_dict(), "position_type": "JPT"}
		found = check.draft_problems(content)
		if found:
			frappe.throw("<br>".join(problem.sentence for problem in found), title=_("Please Check"))
		total = sum(
			(parse_number(row.weight or 0, "weight") for row in self.items), parse_number(0, "weight")
		)
		if total != 100:
			frappe.throw(
				_("The weights of all rows add up to {0}, not to 100. Change them until they do.").format(
					exact(total)
				),
				title=_("Please Check"),
			)

	def check_objectives(self) -> None:
		"""An objective belongs to one agency."""
		chosen = {row.objective for row in self.items if row.objective}
		if not chosen:
			return
		companies = dict(
			frappe.get_all(
				"ASN Strategic Objective",
				filters={"name": ["in", sorted(chosen)]},
				fields=["name", "company"],
				order_by="name",
				as_list=True,
			)
		)
		for row in self.items:
			if row.objective and companies.get(row.objective) != self.company:
				frappe.throw(
					_(
						"Row {0}: the objective belongs to {1}. Choose this agency for the template too."
					).format(*escaped(row.idx, companies.get(row.objective)))
				)

	def check_single(self) -> None:
		"""One template in use per designation and agency: which one is taken must not be chance."""
		if self.disabled:
			return
		other = frappe.db.get_value(
			self.doctype,
			{
				"designation": self.designation,
				"company": self.company or ["is", "not set"],
				"disabled": 0,
				"name": ["!=", self.name],
			},
		)
		if other:
			frappe.throw(
				_("{0} is the template of this designation already. Change that one, or disable it.").format(
					*escaped(other)
				)
			)
