import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import sanitize_html, today

from asn_kinerja import access, notices, people
from asn_kinerja.messages import escaped
from asn_kinerja.monitoring import feedback

LONGEST = 5000  # characters
CHOICES = ("kind", "visibility", "about")


class ASNFeedback(Document):
	"""Feedback about a colleague, given at any time (umpan balik berkelanjutan); not changed afterwards.

	Source: PermenPAN-RB 6/2022, article 5. Anonymous feedback never comes through this controller; see
	`asn_kinerja.monitoring.feedback`.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		about: DF.Literal["General", "Planned Result", "Behaviour Value"]
		behaviour_value: DF.Link | None
		company: DF.Link | None
		date: DF.Date | None
		department: DF.Link | None
		employee: DF.Link
		employee_name: DF.Data | None
		feedback: DF.Text
		given_by: DF.Link | None
		given_by_name: DF.Data | None
		kind: DF.Literal["Appreciation", "Suggestion"]
		plan_item: DF.Autocomplete | None
		rater: DF.Link | None
		rater_name: DF.Data | None
		relation: DF.Literal["", "Superior", "Peer", "Subordinate", "Colleague"]
		released: DF.Check
		result: DF.SmallText | None
		title: DF.Data | None
		visibility: DF.Literal["Shared", "Private to the Rater", "Anonymous"]
	# end: auto-generated types

	def onload(self) -> None:
		access.tell_form(self)

	def before_validate(self) -> None:
		if not self.is_new():
			frappe.throw(
				_("Feedback is not changed once it is given. Give another one."), frappe.PermissionError
			)
		if self.visibility == feedback.ANONYMOUS:
			frappe.throw(
				_("Anonymous feedback is given by the button {0} in the list of feedback.").format(
					frappe.bold(_("Give Feedback"))
				)
			)
		self.complete()
		self.set_giver()

	def after_insert(self) -> None:
		self.tell()

	def complete(self) -> None:
		"""Check what the giver has chosen and written, and fill the header."""
		person = feedback.colleague(self.employee)
		people.fill(self)
		self.title = person.employee_name
		self.check_choices()
		self.check_subject()
		self.feedback = sanitize_html((self.feedback or "").strip())
		if not self.feedback:
			frappe.throw(_("Write the {0} first.").format(_("Feedback")))
		if len(self.feedback) > LONGEST:
			frappe.throw(_("{0}: write no more than {1} characters.").format(_("Feedback"), LONGEST))

	def check_choices(self) -> None:
		for field in CHOICES:
			df = self.meta.get_field(field)
			value = self.get(field) or df.default
			if value not in df.options.split("\n"):
				frappe.throw(_("{0}: {1} is not one of the choices.").format(*escaped(_(df.label), value)))
			self.set(field, value)
		if self.visibility == feedback.PRIVATE and not self.rater:
			frappe.throw(
				_("{0} has no rater who could read it. Choose {1}.").format(
					*escaped(self.employee_name, _("Shared"))
				)
			)

	def check_subject(self) -> None:
		"""What it is about: a result of the plan in force, a behaviour value, or nothing in particular."""
		self.result = None
		if self.about != "Planned Result":
			self.plan_item = None
		elif not (found := self.planned_result()):
			frappe.throw(_("Choose a {0} of the plan that is in force.").format(_("Planned Result")))
		else:
			self.result = found
		if self.about != "Behaviour Value":
			self.behaviour_value = None
		elif not frappe.db.exists("ASN Behaviour Value", {"name": self.behaviour_value, "disabled": 0}):
			frappe.throw(_("Choose a {0}.").format(_("Behaviour Value")))

	def planned_result(self) -> str | None:
		results = feedback.results_of(self.employee)
		return next((row["result"] for row in results if row["item_key"] == self.plan_item), None)

	def set_giver(self) -> None:
		giver = feedback.me_as_giver()
		self.update(
			{
				"given_by": giver.name,
				"given_by_name": giver.employee_name,
				"relation": feedback.relation(giver, self.employee),
				"date": today(),
				"released": 1,
			}
		)

	def tell(self) -> None:
		"""Tell the employee; of what is private, the rater."""
		name = escaped(self.given_by_name)[0]
		about = escaped(self.employee_name)[0]
		if self.visibility == feedback.PRIVATE:
			notices.tell_employee(
				self.rater,
				lambda: _("{0} has given you feedback about {1}.").format(name, about),
				self.doctype,
				self.name,
				from_user=frappe.session.user,
			)
		else:
			notices.tell_employee(
				self.employee,
				lambda: _("{0} has given you feedback.").format(name),
				self.doctype,
				self.name,
				from_user=frappe.session.user,
			)


def on_doctype_update() -> None:
	access.add_row_indexes("ASN Feedback", "date")
	frappe.db.add_index("ASN Feedback", ["employee", "rater", "given_by", "released", "visibility"])
