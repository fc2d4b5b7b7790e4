from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, get_link_to_form

from asn_kinerja import access, people
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.planning import matrix
from asn_kinerja.planning.hand_over import hand_over
from asn_kinerja.scoring.errors import located
from asn_kinerja.scoring.numbers import parse_number

LIMITS = {"contribution": 1000, "measure": 500, "unit": 140}  # characters


class ASNResultMatrix(Document):
	"""The matrix of roles and results (Matriks Peran Hasil) of one leader in one cycle.

	Its columns are the results of his plan in force, also after a revision of it; its rows are the people
	whom he rates. Source: PermenPAN-RB 6/2022, planning of performance.
	"""

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
		handed_over: DF.LongText | None
		pushed_on: DF.Datetime | None
		rater: DF.Link | None
		title: DF.Data | None
		work_plan: DF.Link
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)
		self.set_onload("asn_matrix", matrix.view(self))

	def before_validate(self) -> None:
		if self.is_new():
			self.take_owner()
		people.fill(self)
		access.guard(self)
		if self.is_new():
			self.take_cycle()

	def validate(self) -> None:
		plan = matrix.plan_in_force(self.employee, self.cycle)
		self.follow_plan(plan)
		self.title = f"{self.employee_name} · {self.cycle}"
		self.drop_empty_cells()
		self.keep_marks()
		self.check_cells(matrix.Results(plan["items"] if plan else ()))

	def take_owner(self) -> None:
		"""The matrix is that of the plan's owner, and he makes it himself."""
		owner = frappe.db.get_value("ASN Work Plan", self.work_plan, "employee")
		me = access.employee_of()
		if access.SYSTEM not in access.relations(self) and (not me or owner != me.name):
			frappe.throw(_("This is not your plan. Choose one of your own."), frappe.PermissionError)
		self.employee = owner
		self.cycle = None  # set from the plan, whatever is sent

	def take_cycle(self) -> None:
		"""One matrix per leader and cycle; for one plan a unique index decides."""
		self.cycle = frappe.db.get_value("ASN Work Plan", self.work_plan, "cycle")
		if name := matrix.matrix_of(self.employee, self.cycle):
			frappe.throw(
				_("There is a result matrix for this cycle already: {0}").format(
					get_link_to_form("ASN Result Matrix", name)
				),
				frappe.DuplicateEntryError,
			)

	def follow_plan(self, plan: dict[str, Any] | None) -> None:
		"""A revision of the plan takes the matrix along; its rows keep their keys."""
		if self.is_new() and (not plan or plan["name"] != self.work_plan):
			frappe.throw(_("This plan is not in force. Choose an approved plan whose period has not ended."))
		if plan:
			self.work_plan = plan["name"]

	def drop_empty_cells(self) -> None:
		"""An emptied cell is no cell: what it handed over is taken back at the next handing over."""
		for row in self.cells:
			for field in LIMITS:
				row.set(field, cstr(row.get(field)).strip())
		self.set("cells", [row for row in self.cells if row.contribution])
		for idx, row in enumerate(self.cells, 1):
			row.idx = idx

	def keep_marks(self) -> None:
		"""Where and when a cell was handed over is the server's to say. A row with a name that is not one of
		this matrix is a new one: Frappe would take the row of that name away from its own matrix."""
		stored = self.stored_cells()
		for row in self.cells:
			before = stored.get(row.name)
			if not before:
				row.name = None
			row.pushed_to = before.pushed_to if before else None
			row.pushed_on = before.pushed_on if before else None

	def check_cells(self, results: matrix.Results) -> None:
		"""Each cell is one person of the team by one result of the plan. What a transfer or a revision has
		made wrong may stay as it is; it is not handed over."""
		team = matrix.team(self.employee, self.company)
		stored = self.stored_cells()
		first: dict[tuple[str, str], int] = {}
		for row in self.cells:
			before = stored.get(row.name)
			self.place_cell(row, before, team, results)
			other = first.setdefault((row.employee, row.superior_item), row.idx)
			if other != row.idx:
				frappe.throw(
					_(
						"Cells, rows {0} and {1}: {2} has a cell for this result twice. Keep one of them."
					).format(*escaped(other, row.idx, row.employee_name))
				)
			self.check_values(row)

	def place_cell(
		self,
		row: Document,
		before: Document | None,
		team: Mapping[str, frappe._dict],
		results: matrix.Results,
	) -> None:
		"""Name the person and the result of a cell, or refuse it."""
		if person := team.get(row.employee):
			row.employee_name = person.employee_name
		elif before and before.employee == row.employee:
			row.employee_name = before.employee_name
		else:
			frappe.throw(
				_(
					"Cells, row {0}: {1} is not in your team. Results are distributed to the people you rate."
				).format(*escaped(row.idx, row.employee))
			)
		same = before and before.superior_item == row.superior_item
		if column := results.find(row.superior_item, before.superior_result if same else None):
			row.superior_item, row.superior_result = column["item_key"], column["result"]
		elif same:
			row.superior_result = before.superior_result
		else:
			frappe.throw(
				_(
					"Cells, row {0}: this result is not in your plan. Reload the form and choose one of it."
				).format(row.idx)
			)

	def check_values(self, row: Document) -> None:
		for field, limit in LIMITS.items():
			if len(row.get(field)) > limit:
				frappe.throw(
					_("Cells, row {0}, {1}: {2} characters are too many; write at most {3}.").format(
						row.idx, _(row.meta.get_label(field)), len(row.get(field)), limit
					)
				)
		row.cascading = row.cascading or "Direct"
		with core_errors(self), located("cells", row.idx):
			row.target = float(parse_number(row.target or 0, "target"))

	def stored_cells(self) -> dict[str, Document]:
		before = self.get_doc_before_save()
		return {row.name: row for row in before.cells} if before else {}

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def push(self) -> dict[str, Any]:
		"""Hand the cells over into the members' drafts; see `planning.hand_over`. Only the leader himself."""
		self.check_permission("write")
		if access.SELF not in access.relations(self):
			frappe.throw(_("Only the leader himself hands over his results."), frappe.PermissionError)
		return hand_over(self.name)
