"""Who is told when a competency assessment comes to him. The lines name the record and what is asked for, and
nothing that anybody has entered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja import notices
from asn_kinerja.competency import parts
from asn_kinerja.competency.assessed import ASSESSMENT
from asn_kinerja.messages import escaped

Line = Callable[[], str]


def started(doc: Document) -> None:
	"""The one who begins, unless he has started it himself."""
	if doc.workflow_state == parts.SELF_ASSESSMENT:
		_tell(doc, {doc.employee: _begin})
	elif doc.assessor:
		_tell(doc, {doc.assessor: _line(doc, _assessor)})


def started_many(assessments: Iterable[tuple[str, str]]) -> None:
	"""The employees of many new assessments (name and employee of each), as a set."""
	of_employee = {employee: name for name, employee in assessments}
	users = notices.users_of(of_employee)
	name_of = {user: of_employee[employee] for employee, user in users.items()}
	notices.store(
		notices.Notice(reader.user, line, ASSESSMENT, name_of[reader.user])
		for reader, line in notices.lines(name_of, lambda _user: _begin())
	)


def asked_many(assessor: str, assessments: Sequence[str]) -> None:
	"""The assessor of many new assessments, in one line."""
	users = notices.users_of([assessor])
	count = len(assessments)
	if assessor in users:
		notices.tell([users[assessor]], lambda: _asked(count), ASSESSMENT, assessments[0])


def assessor_needed(assessment: Mapping[str, Any], rater: str) -> None:
	"""The managers: who was to be the assessor has become the superior. The one who has made him so sees it
	as a message."""
	names = escaped(
		frappe.db.get_value("Employee", rater, "employee_name") or rater, assessment["employee_name"]
	)
	managers = notices.managers_of(assessment["company"], ASSESSMENT)
	notices.tell(managers, lambda: _needed().format(*names), ASSESSMENT, assessment["name"])
	if frappe.session.user in managers:
		frappe.msgprint(_needed().format(*names))


def on_change(doc: Document) -> None:
	"""Those in whose hands a change of state puts it."""
	before = doc.get_doc_before_save()
	if not before:
		return
	if before.workflow_state != doc.workflow_state:
		_tell(doc, _addressees(doc))
	elif before.assessor != doc.assessor and doc.workflow_state == parts.ASSESSOR_ASSESSMENT:
		_tell(doc, {doc.assessor: _line(doc, _assessor)})


def _addressees(doc: Document) -> dict[str | None, Line]:
	return {
		parts.SELF_ASSESSMENT: {doc.employee: lambda: _("Your competency assessment was returned to you.")},
		parts.SUPERIOR_ASSESSMENT: {doc.rater: _line(doc, _superior)},
		parts.ASSESSOR_ASSESSMENT: {doc.assessor: _line(doc, _assessor)},
		parts.DIALOGUE: {doc.employee: _dialogue_of_employee, doc.rater: _line(doc, _dialogue)},
		parts.RELEASED: {doc.employee: _line(doc, _released), doc.rater: _line(doc, _released)},
	}[doc.workflow_state]


def _line(doc: Document, template: Line) -> Line:
	name = f"<b>{escaped(doc.employee_name)[0]}</b>"
	return lambda: template().format(name)


def _begin() -> str:
	return _("Your competency assessment has begun: enter your own levels.")


def _asked(count: int) -> str:
	if count == 1:
		return _("You are asked to assess the competencies of one person.")
	return _("You are asked to assess the competencies of {0} people.").format(count)


def _needed() -> str:
	return _("{0} is the superior of {1} now and no longer the assessor. Name another assessor.")


def _superior() -> str:
	return _("The competency assessment of {0} waits for your levels.")


def _assessor() -> str:
	return _("You are asked to assess the competencies of {0}.")


def _dialogue_of_employee() -> str:
	return _("All levels of your competency assessment are there. Talk them over with your rater.")


def _dialogue() -> str:
	return _("The competency assessment of {0} is ready for the dialogue.")


def _released() -> str:
	return _("The competency assessment of {0} is released.")


def _tell(doc: Document, addressees: dict[str | None, Line]) -> None:
	users = notices.users_of({*filter(None, addressees)})
	for employee, line in addressees.items():
		if employee in users:
			notices.tell([users[employee]], line, doc.doctype, doc.name)
