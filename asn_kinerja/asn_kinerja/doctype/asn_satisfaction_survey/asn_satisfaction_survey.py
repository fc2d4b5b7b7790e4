import secrets
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate, today

from asn_kinerja import access
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.satisfaction import results, standard
from asn_kinerja.satisfaction.link import address
from asn_kinerja.scoring.satisfaction import validate_grades

TOKEN_BYTES = 16  # 128 bits: nobody guesses a link
ELEMENT_FIELDS = (
	"element",
	"aspect",
	"question",
	"hidden_element",
	"answer_1",
	"answer_2",
	"answer_3",
	"answer_4",
)
GRADE_FIELDS = ("grade", "title", "from_index")
FIXED = ("company", "department")


class ASNSatisfactionSurvey(Document):
	"""A survey of public satisfaction (survei kepuasan masyarakat) of one service unit.

	Performance managers make one for an agency that they are permitted; citizens answer it by its link. State
	and link change by the methods below only. Source: PermenPAN-RB 14/2017.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_survey_element.asn_survey_element import ASNSurveyElement
		from asn_kinerja.asn_kinerja.doctype.asn_survey_grade.asn_survey_grade import ASNSurveyGrade
		from asn_kinerja.asn_kinerja.doctype.asn_survey_officer.asn_survey_officer import ASNSurveyOfficer

		by_officer: DF.Check
		company: DF.Link
		department: DF.Link
		elements: DF.Table[ASNSurveyElement]
		from_date: DF.Date
		grades: DF.Table[ASNSurveyGrade]
		hourly_limit: DF.Int
		hourly_total: DF.Int
		intro: DF.SmallText | None
		minimum_answers: DF.Int
		officers: DF.Table[ASNSurveyOfficer]
		status: DF.Literal["Draft", "Open", "Closed"]
		title: DF.Data
		to_date: DF.Date
		token: DF.Data | None
	# end: auto-generated types

	def onload(self) -> None:
		self.set_onload("asn_survey", self.standing())

	def before_validate(self) -> None:
		self.check_manager()
		self.keep_state()
		self.take_standard()

	def validate(self) -> None:
		self.check_dates()
		self.check_numbers()
		self.check_unit()
		self.check_elements()
		self.check_officers()
		self.check_grades()
		self.check_unchanged()

	def on_trash(self) -> None:
		self.check_manager()
		if self.is_answered():
			frappe.throw(_("{0} has answers: it stays. Close it instead.").format(*escaped(self.title)))

	def standing(self) -> dict[str, Any]:
		"""Link, number of answers, index and grade, for the form."""
		found = results.of_survey(self.name)
		return {
			"link": address(self.token),
			"answers": found.answers,
			"index": None if found.index is None else float(found.index),
			"grade": f"{found.grade.grade} ({found.grade.title})" if found.grade else None,
			"may_write": access.is_manager_of(self.company, self.doctype),
		}

	def check_manager(self) -> None:
		"""Raise PermissionError unless the user is a performance manager of the agency, before and after."""
		before = self.get_doc_before_save()
		for company in filter(None, {self.company, before and before.company}):
			if not access.is_manager_of(company, self.doctype):
				frappe.throw(
					_("Only a performance manager of {0} makes and changes its surveys.").format(
						*escaped(company)
					),
					frappe.PermissionError,
				)

	def keep_state(self) -> None:
		"""State and link are what is stored, whatever a client sends."""
		if self.flags.asn_server_made:
			return
		before = self.get_doc_before_save()
		self.status = before.status if before else "Draft"
		self.token = before.token if before else secrets.token_hex(TOKEN_BYTES)

	def take_standard(self) -> None:
		"""The nine elements and four grades of the regulation, where there are none."""
		for table in ("elements", "grades"):
			if not self.get(table):
				self.set(table, standard.rows(table))

	def check_dates(self) -> None:
		if getdate(self.from_date) > getdate(self.to_date):
			frappe.throw(_("{0} must not be after {1}.").format(_("From Date"), _("To Date")))

	def check_numbers(self) -> None:
		for field in ("minimum_answers", "hourly_limit", "hourly_total"):
			if cint(self.get(field)) < 1:
				frappe.throw(_("{0}: enter 1 or more.").format(_(self.meta.get_label(field))))

	def check_unit(self) -> None:
		company = frappe.db.get_value("Department", self.department, "company")
		if company and company != self.company:
			frappe.throw(_("{0} belongs to {1}.").format(*escaped(self.department, company)))

	def check_elements(self) -> None:
		seen: dict[str, int] = {}
		for row in self.elements:
			other = seen.setdefault(row.element, row.idx)
			if other != row.idx:
				frappe.throw(
					_("Elements, rows {0} and {1}: {2} is there twice. Keep one of them.").format(
						*escaped(other, row.idx, row.element)
					)
				)
		if all(cint(row.hidden_element) for row in self.elements):
			frappe.throw(_("Elements: all are hidden. Show one at least."))

	def check_officers(self) -> None:
		"""Officers are of the survey's agency, each once; a citizen reads their names."""
		if not cint(self.by_officer):
			return
		if not self.officers:
			frappe.throw(_("Officers: name one at least, or let citizens name none."))
		people = {
			person.name: person
			for person in frappe.get_all(
				"Employee",
				filters={"name": ["in", [row.employee for row in self.officers]]},
				fields=["name", "employee_name", "company"],
				order_by="name",
			)
		}
		seen: dict[str, int] = {}
		for row in self.officers:
			person = people.get(row.employee)
			if not person or person.company != self.company:
				frappe.throw(
					_("Officers, row {0}: {1} is no employee of {2}.").format(
						*escaped(row.idx, row.employee, self.company)
					)
				)
			other = seen.setdefault(row.employee, row.idx)
			if other != row.idx:
				frappe.throw(
					_("Officers, rows {0} and {1}: {2} is there twice. Keep one of them.").format(
						*escaped(other, row.idx, person.employee_name)
					)
				)
			row.employee_name = person.employee_name
			row.shown_as = cstr(row.shown_as).strip()

	def check_grades(self) -> None:
		with core_errors(self):
			validate_grades(results.grades_of(self.grades))

	def check_unchanged(self) -> None:
		"""Answers to different questions make no index: once somebody has answered, unit, questions and
		grades stay."""
		before = self.get_doc_before_save()
		if not before or not self.is_answered():
			return
		changed = [field for field in FIXED if self.get(field) != before.get(field)]
		changed += [
			table
			for table, fields in (("elements", ELEMENT_FIELDS), ("grades", GRADE_FIELDS))
			if self.content(table, fields) != before.content(table, fields)
		]
		if changed:
			frappe.throw(
				_("{0}: there are answers already, so this stays. Make a new survey instead.").format(
					", ".join(_(self.meta.get_label(field)) for field in changed)
				)
			)

	def content(self, table: str, fields: tuple[str, ...]) -> list[tuple[str, ...]]:
		"""The rows of a table as text, in their order."""
		meta = frappe.get_meta(self.meta.get_field(table).options)
		numbers = {field for field in fields if meta.get_field(field).fieldtype in ("Check", "Float")}
		return [
			tuple(
				f"{float(row.get(field) or 0):.2f}" if field in numbers else cstr(row.get(field)).strip()
				for field in fields
			)
			for row in self.get(table)
		]

	def is_answered(self) -> bool:
		return bool(frappe.db.exists(access.RESPONSE, {"survey": self.name}))

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def open_survey(self) -> None:
		"""Let citizens answer, from the first to the last day of the survey.

		Who: performance managers who are permitted the agency."""
		self.check_writer()
		if getdate(self.to_date) < getdate(today()):
			frappe.throw(
				_("The survey ended on {0}. Choose a later day first.").format(
					frappe.format(getdate(self.to_date))
				)
			)
		self.change(status="Open")

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def close_survey(self) -> None:
		"""Take no more answers; those given stay and count.

		Who: performance managers who are permitted the agency."""
		self.check_writer()
		self.change(status="Closed")

	@frappe.whitelist(methods=["POST"])
	@access.on_stored_document
	def renew_link(self) -> None:
		"""A new link; the old one, and every QR code with it, leads nowhere from now on.

		Who: performance managers who are permitted the agency."""
		self.check_writer()
		self.change(token=secrets.token_hex(TOKEN_BYTES))

	def check_writer(self) -> None:
		self.check_permission("write")
		self.check_manager()

	def change(self, **values: str) -> None:
		self.update(values)
		self.flags.asn_server_made = True
		self.save(ignore_permissions=True)


@frappe.whitelist()
def standard_rows() -> dict[str, list[dict[str, Any]]]:
	"""Elements and grades of the regulation, for a new form. Who: performance managers."""
	frappe.has_permission(access.SURVEY, "create", throw=True)
	return {table: standard.rows(table) for table in ("elements", "grades")}
