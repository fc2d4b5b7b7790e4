"""The awards of a cycle: the list that an agency publishes, and its print format "ASN Daftar Penghargaan".

What is published is read by everybody of the agency, so it says who is awarded what for which reason in plain
words, and nothing of scores or reviews. Published is what a performance manager has approved and released for
it, one by one.
"""

from dataclasses import dataclass

import frappe
from frappe.model.document import Document
from frappe.utils import today
from frappe.www.printview import validate_print_permission
from pypika.queries import QueryBuilder

from asn_kinerja import access, wording
from asn_kinerja.follow_up import APPROVED, CYCLE, FOLLOW_UP
from asn_kinerja.scoring.follow_up import FollowUpKind


def approved(cycle: str, published_only: bool) -> QueryBuilder:
	"""The approved awards of a cycle by unit and name, as a query over the records that can be limited
	further; a few columns only, and none about results."""
	record, unit = frappe.qb.DocType(FOLLOW_UP), frappe.qb.DocType("Department")
	query = (
		frappe.qb.from_(record)
		.left_join(unit)
		.on(unit.name == record.department)
		.select(record.name, record.employee_name, record.designation, unit.department_name)
		.select(record.subject, record.citation, record.decided_on, record.published)
		.where((record.cycle == cycle) & (record.kind == FollowUpKind.AWARD.value))
		.where(record.status.isin(list(APPROVED)))
		.orderby(unit.department_name)
		.orderby(record.employee_name)
		.orderby(record.subject)
		.orderby(record.name)
	)
	return query.where(record.published == 1) if published_only else query


def sees_unpublished() -> bool:
	"""Whether the session user reads approved awards before their publication."""
	return access.sees_everyone()


@dataclass(frozen=True, slots=True)
class Award:
	"""A line of the printed list, in plain text."""

	name: str
	position: str
	unit: str
	award: str
	reason: str


@dataclass(frozen=True, slots=True)
class AwardList:
	"""What the print format shows; the template escapes. Its texts are Indonesian, as those of all papers."""

	agency: str
	title: str
	period: str
	printed_on: str
	awards: tuple[Award, ...]
	mark: str = ""


def asn_award_list(doc: Document) -> AwardList:
	"""The published awards of a cycle; the Jinja method of the print format.

	A template may call this with any document, so only the name is taken from it, and who may not print the
	stored cycle gets a PermissionError."""
	cycle = frappe.get_doc(CYCLE, doc.name)
	if not frappe.flags.ignore_print_permissions:
		validate_print_permission(cycle)
	return AwardList(
		agency=wording.text(cycle.company),
		title=wording.text(cycle.title),
		period=wording.period(cycle.from_date, cycle.to_date),
		printed_on=wording.day(today()),
		awards=tuple(
			Award(
				*map(
					wording.text,
					(row.employee_name, row.designation, row.department_name, row.subject, row.citation),
				)
			)
			for row in approved(cycle.name, published_only=True).run(as_dict=True)
		),
	)
