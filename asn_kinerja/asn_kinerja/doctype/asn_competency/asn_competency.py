import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.scoring.job_match import validate_ladder


class ASNCompetency(Document):
	"""A competency of the dictionary (kamus kompetensi) with its five levels.

	Source: PermenPAN-RB 38/2017."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_competency_level.asn_competency_level import (
			ASNCompetencyLevel,
		)

		code: DF.Data | None
		definition: DF.SmallText
		disabled: DF.Check
		kind: DF.Literal["Managerial", "Socio-Cultural", "Technical"]
		levels: DF.Table[ASNCompetencyLevel]
		sequence: DF.Int
		source: DF.SmallText | None
		title: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		self.check_levels()
		self.check_kind()

	def check_levels(self) -> None:
		"""Each level from 1 to 5 once, put in order."""
		with core_errors(self):
			validate_ladder([row.level for row in self.levels])
		self.levels.sort(key=lambda row: row.level)
		for idx, row in enumerate(self.levels, 1):
			row.idx = idx

	def check_kind(self) -> None:
		"""The weights of the standards that name it rest on its kind."""
		before = self.get_doc_before_save()
		if not before or before.kind == self.kind:
			return
		used = frappe.get_all(
			"ASN Standard Competency",
			filters={"competency": self.name},
			pluck="parent",
			order_by="parent",
			limit=1,
		)
		if used:
			title = frappe.db.get_value("ASN Position Standard", used[0], "title")
			frappe.throw(
				_("{0} does not change any more: the position standard {1} rests on it.").format(
					*escaped(_(self.meta.get_label("kind")), title)
				)
			)
