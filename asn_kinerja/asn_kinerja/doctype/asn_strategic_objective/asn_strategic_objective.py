import frappe
from frappe import _
from frappe.utils import sbool
from frappe.utils.nestedset import NestedSet
from pypika import functions as fn

from asn_kinerja.messages import escaped


class ASNStrategicObjective(NestedSet):
	"""A node of the agency's strategy: vision, mission, objective, programme. Plan items point to it.

	A node stands below one of a higher level, in the same agency. A level may be left out, and an agency
	whose strategy begins with missions or objectives (those above being another's) starts its tree with them;
	only a vision must stand at the top."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		code: DF.Data | None
		company: DF.Link
		description: DF.SmallText | None
		is_group: DF.Check
		level: DF.Literal["Vision", "Mission", "Objective", "Programme"]
		lft: DF.Int
		objective_name: DF.Data
		old_parent: DF.Data | None
		parent_asn_strategic_objective: DF.Link | None
		perspective: DF.Literal["", "Penerima Layanan", "Proses Bisnis", "Penguatan Internal", "Anggaran"]
		rgt: DF.Int
	# end: auto-generated types

	nsm_parent_field = "parent_asn_strategic_objective"

	LEVELS = ("Vision", "Mission", "Objective", "Programme")

	def validate(self) -> None:
		self.objective_name = self.objective_name.strip()
		# what can have something below it: nobody has to tick it
		self.is_group = int(self.level != self.LEVELS[-1])
		self.check_parent()
		if not self.is_new():
			self.check_children()
			self.check_company()

	def on_trash(self, allow_root_deletion: bool = False) -> None:
		self.check_unused()
		super().on_trash(allow_root_deletion)

	def check_parent(self) -> None:
		if not self.parent_asn_strategic_objective:
			return
		parent = frappe.db.get_value(
			"ASN Strategic Objective",
			self.parent_asn_strategic_objective,
			["objective_name", "level", "company"],
			as_dict=True,
		)
		if not parent:
			return  # Frappe names the missing record itself
		if self.level == self.LEVELS[0]:
			frappe.throw(_("A vision stands at the top. Leave {0} empty.").format(_("Parent Objective")))
		if parent.company != self.company:
			frappe.throw(
				_("{0} belongs to {1}, not to {2}. Choose another {3}.").format(
					*escaped(parent.objective_name, parent.company, self.company, _("Parent Objective"))
				)
			)
		if self.depth(parent.level) >= self.depth(self.level):
			frappe.throw(
				_(
					"{0} ({1}) cannot stand below {2} ({3}). "
					"The order is vision, mission, objective, programme."
				).format(*escaped(self.objective_name, _(self.level), parent.objective_name, _(parent.level)))
			)

	def check_children(self) -> None:
		"""A new level must leave room for those below; they move along when the node itself is moved."""
		for child in self.children():
			if self.depth(child.level) <= self.depth(self.level):
				frappe.throw(
					_("{0} ({1}) stands below {2}, whose level therefore cannot be {3}.").format(
						*escaped(child.objective_name, _(child.level), self.objective_name, _(self.level))
					)
				)

	def check_company(self) -> None:
		before = self.get_doc_before_save()
		if not before or before.company == self.company:
			return
		if self.children():
			frappe.throw(
				_("{0} has others below it, so its {1} does not change. Move or delete those first.").format(
					*escaped(self.objective_name, _("Agency"))
				)
			)
		if self.uses():
			frappe.throw(
				_("Work plans name {0}, so its {1} does not change.").format(
					*escaped(self.objective_name, _("Agency"))
				)
			)

	def check_unused(self) -> None:
		"""Say with names what Frappe would say with record ids."""
		if below := self.children():
			frappe.throw(
				_("{0} cannot be deleted: below it stands {1}. Move or delete what is below first.").format(
					*escaped(self.objective_name, ", ".join(child.objective_name for child in below[:3]))
				),
				frappe.LinkExistsError,
			)
		if uses := self.uses():
			frappe.throw(
				_(
					"{0} cannot be deleted: planned results name it ({1}). "
					"Let them name another objective first."
				).format(*escaped(self.objective_name, uses)),
				frappe.LinkExistsError,
			)

	def depth(self, level: str) -> int:
		"""0 for a vision, 3 for a programme."""
		return self.LEVELS.index(level)

	def children(self) -> list[frappe._dict]:
		return frappe.get_all(
			"ASN Strategic Objective",
			filters={self.nsm_parent_field: self.name},
			fields=["objective_name", "level"],
			order_by="lft",
		)

	def uses(self) -> int:
		"""How many planned results of plans and templates name it; cancelled plans do not count."""
		found = 0
		for row in ("ASN Work Plan Item", "ASN Template Item"):
			item = frappe.qb.DocType(row)
			query = frappe.qb.from_(item).select(fn.Count("*")).where(item.objective == self.name)
			found += query.where(item.docstatus < 2).run()[0][0]
		return found


@frappe.whitelist()
def tree_nodes(
	doctype: str, parent: str = "", company: str = "", is_root: bool | str = False
) -> list[frappe._dict]:
	"""What the tree view shows below a node; below its root what has no parent, of one agency or of all."""
	at_top = sbool(is_root) is True or not parent
	filters: dict[str, object] = {"parent_asn_strategic_objective": ["is", "not set"] if at_top else parent}
	if company:
		filters["company"] = company
	return frappe.get_list(
		"ASN Strategic Objective",
		fields=[
			"name as value",
			"objective_name as title",
			"level",
			"code",
			"company",
			"is_group as expandable",
		],
		filters=filters,
		order_by="lft",
		limit_page_length=0,
	)


def on_doctype_update() -> None:
	frappe.db.add_index("ASN Strategic Objective", ["lft", "rgt"])
