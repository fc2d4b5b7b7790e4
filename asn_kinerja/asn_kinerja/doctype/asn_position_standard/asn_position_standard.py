import frappe
from frappe import _
from frappe.model.document import Document
from pypika import functions as fn

from asn_kinerja import access
from asn_kinerja.competency import rules
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.scoring.job_match import Standard, group_weight, standard_from_dict, validate_standard

FUNCTIONAL = "Fungsional"


class ASNPositionStandard(Document):
	"""The competencies that a position asks for, with level and weight (standar kompetensi jabatan), or a
	template for positions of a kind.

	Source: PermenPAN-RB 38/2017."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_standard_competency.asn_standard_competency import (
			ASNStandardCompetency,
		)

		company: DF.Link | None
		competencies: DF.Table[ASNStandardCompetency]
		designation: DF.Link | None
		disabled: DF.Check
		functional_level: DF.Literal[
			"",
			"Pemula",
			"Terampil",
			"Mahir",
			"Penyelia",
			"Ahli Pertama",
			"Ahli Muda",
			"Ahli Madya",
			"Ahli Utama",
		]
		is_template: DF.Check
		level_total: DF.Float
		managerial_weight: DF.Percent
		position_type: DF.Literal[
			"",
			"JPT Utama",
			"JPT Madya",
			"JPT Pratama",
			"Administrator",
			"Pengawas",
			"Pelaksana",
			"Fungsional",
		]
		standard_key: DF.Data | None
		technical_weight: DF.Percent
		title: DF.Data | None
		weight_total: DF.Float
	# end: auto-generated types

	def before_validate(self) -> None:
		self.tidy()
		self.set_title()
		self.set_kinds()
		self.set_weights()

	def validate(self) -> None:
		self.check_position()
		self.check_standard()
		self.check_competencies()
		self.set_key()

	# --- what follows from other fields ----------------------------------------------------------------

	def tidy(self) -> None:
		"""A template is for a kind of position, a standard for one position; only functional positions have
		levels."""
		if self.is_template:
			self.designation = None
		if self.position_type != FUNCTIONAL:
			self.functional_level = ""

	def set_title(self) -> None:
		parts = (self.position_type, self.functional_level) if self.is_template else (self.designation,)
		name = " ".join(filter(None, parts))
		self.title = f"{name} · {self.company}" if self.company else name

	def set_kinds(self) -> None:
		"""From the dictionary, whatever the rows say."""
		named = [row.competency for row in self.competencies if row.competency]
		kinds = dict(
			frappe.get_all(
				"ASN Competency",
				filters={"name": ["in", named]},
				fields=["name", "kind"],
				order_by="name",
				as_list=True,
			)
		)
		for row in self.competencies:
			row.kind = kinds.get(row.competency)

	def set_weights(self) -> None:
		"""Where none are entered, those that the newest rules give this kind of position."""
		if self.technical_weight or self.managerial_weight:
			return
		name = rules.newest()
		found = (
			group_weight(self.position_type or "", self.functional_level or "", rules.of(name))
			if name
			else None
		)
		if found:
			self.technical_weight, self.managerial_weight = map(float, found)

	# --- rules -----------------------------------------------------------------------------------------

	def check_position(self) -> None:
		needed = "position_type" if self.is_template else "designation"
		if not self.get(needed):
			frappe.throw(
				_("{0}: this field is missing. Enter a value.").format(_(self.meta.get_label(needed)))
			)

	def check_standard(self) -> None:
		with core_errors(self):
			standard = standard_from_dict(_content(self), strict=False)
			validate_standard(standard)
		self.set_totals(standard)

	def set_totals(self, standard: Standard) -> None:
		self.weight_total = float(sum(row.weight for row in standard.requirements))
		self.level_total = float(sum(row.weight * row.level for row in standard.requirements))

	def check_competencies(self) -> None:
		"""What the dictionary no longer offers may stay, and is not added."""
		before = self.get_doc_before_save()
		kept = {row.competency for row in before.competencies} if before else set()
		added = {row.competency for row in self.competencies} - kept
		disabled = frappe.get_all(
			"ASN Competency",
			filters={"name": ["in", sorted(added)], "disabled": 1},
			pluck="name",
			order_by="name",
		)
		for row in self.competencies:
			if row.competency in disabled:
				frappe.throw(
					_("Row {0}: {1} is disabled in the dictionary. Choose another competency.").format(
						*escaped(row.idx, row.competency)
					)
				)

	def set_key(self) -> None:
		"""One standard in force for a position and agency, one template for a kind of position and agency;
		the unique index decides between two who save at the same time."""
		if self.disabled:
			self.standard_key = None
			return
		about = (self.position_type, self.functional_level) if self.is_template else (self.designation,)
		parts = ("template" if self.is_template else "position", self.company, *about)
		self.standard_key = "::".join(part or "" for part in parts)
		other = frappe.db.get_value(
			self.doctype, {"standard_key": self.standard_key, "name": ["!=", self.name]}, "title"
		)
		if other:
			frappe.throw(
				_("{0} has a standard already. Change that one, or disable it first.").format(
					*escaped(other)
				),
				frappe.DuplicateEntryError,
			)

	# --- actions ---------------------------------------------------------------------------------------

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def copy_from_template(self, position_type: str, functional_level: str | None = None) -> None:
		"""Put the competencies, levels and weights of the template for this kind of position in place of the
		record's own, and store it. The agency's own template comes before the one for all agencies.

		Who: whoever may change position standards. Raises when there is no such template."""
		self.check_permission("write")
		template = template_for(position_type, functional_level or "", self.company)
		if not template:
			frappe.throw(
				_("There is no template for {0}. Make one, or enter the competencies.").format(
					*escaped(" ".join(filter(None, (position_type, functional_level))))
				)
			)
		self.update(template_values(template))
		if not self.is_template:
			self.update({"position_type": position_type, "functional_level": functional_level})
		self.save()


def template_for(position_type: str, functional_level: str, company: str | None) -> str | None:
	"""The template in force for a kind of position: the agency's, else the one for all agencies."""
	template = frappe.qb.DocType("ASN Position Standard")
	agency = fn.Coalesce(template.company, "")
	query = (
		frappe.qb.from_(template)
		.select(template.name)
		.where((template.is_template == 1) & (template.disabled == 0))
		.where(template.position_type == position_type)
		.where(
			fn.Coalesce(template.functional_level, "")
			== (functional_level if position_type == FUNCTIONAL else "")
		)
		.where(agency.isin(["", company or ""]))
		.orderby(agency, order=frappe.qb.desc)
		.orderby(template.name)
		.limit(1)
	)
	found = query.run()
	return found[0][0] if found else None


def template_values(template: str) -> dict[str, object]:
	"""What a standard takes from a template."""
	stored = frappe.get_doc("ASN Position Standard", template)
	rows = [
		{"competency": row.competency, "kind": row.kind, "level": row.level, "weight": row.weight}
		for row in stored.competencies
	]
	return {
		"technical_weight": stored.technical_weight,
		"managerial_weight": stored.managerial_weight,
		"competencies": rows,
	}


@frappe.whitelist(methods=["GET"])
def read_template(
	position_type: str, functional_level: str | None = None, company: str | None = None
) -> dict[str, object] | None:
	"""What a standard that is not stored yet takes from the template for a kind of position; None when there
	is none. Who: whoever may make position standards."""
	frappe.has_permission("ASN Position Standard", "create", throw=True)
	template = template_for(position_type, functional_level or "", company)
	return template_values(template) if template else None


def _content(doc: Document) -> dict[str, object]:
	"""The fields that the core reads; its error about a row names the table as the form does."""
	return {
		"competencies": [row.as_dict() for row in doc.competencies],
		"technical_weight": doc.technical_weight,
		"managerial_weight": doc.managerial_weight,
	}
