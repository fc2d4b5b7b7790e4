"""What a new competency assessment holds: the standard of the position and the rule, copied as they are; the
same for one person and for many."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from asn_kinerja import access
from asn_kinerja.competency import rules
from asn_kinerja.competency.standards import STANDARD, PositionStandard
from asn_kinerja.messages import escaped


def key(employee: str, cycle: str | None, stage_name: str | None, assessed_on: date | str | None) -> str:
	"""What is unique: one assessment per employee and period of a cycle; without a cycle, per day."""
	if cycle:
		return f"{employee}::{cycle}::{stage_name or ''}"
	return f"{employee}::{getdate(assessed_on).isoformat()}"


def named(
	employee: str,
	employee_name: str | None,
	cycle: str | None,
	stage_name: str | None,
	assessed_on: date | str | None,
) -> dict[str, str]:
	"""The key of an assessment, and what it is called in links and lists: of whom, of which period or day."""
	period = (stage_name, cycle) if cycle else (f"{getdate(assessed_on):%d/%m/%Y}",)
	return {
		"assessment_key": key(employee, cycle, stage_name, assessed_on),
		"title": " · ".join(filter(None, (employee_name, *period)))[:255],
	}


def from_standard(standard: PositionStandard) -> dict[str, Any]:
	"""The fields of an assessment that are copied from a standard."""
	return {
		"standard": standard.name,
		"technical_weight": float(standard.technical_weight),
		"managerial_weight": float(standard.managerial_weight),
		"competencies": [
			{
				"competency": row.competency,
				"kind": row.kind.value,
				"required_level": row.level,
				"weight": float(row.weight),
			}
			for row in standard.requirements
		],
	}


def newest_rule() -> str:
	"""The rule of new assessments. Raises when there is none in force."""
	if rule := rules.newest():
		return rule
	link = f'<a href="{frappe.utils.get_url_to_list(rules.RULE)}">{_(rules.RULE)}</a>'
	frappe.throw(_("There is no submitted rule for the job person match. Submit one under {0}.").format(link))


def check_assessor(employee: str) -> str:
	"""The assessor's name. Raises when he is unknown or does not hold the role."""
	found = frappe.db.get_value("Employee", employee, ["employee_name", "user_id"])
	if not found:
		frappe.throw(_("Employee {0} does not exist.").format(*escaped(employee)))
	name, user = found
	if not user or access.ASSESSOR_ROLE not in frappe.get_roles(user):
		frappe.throw(
			_("{0} does not have the role {1}. Ask an administrator to give it to his user.").format(
				*escaped(name), _(access.ASSESSOR_ROLE)
			)
		)
	return name


def instead() -> str:
	"""What is done where a released assessment does not hold: the newest one counts (see
	`assessed.by_time`), and without a cycle it is one per day."""
	return _(
		"A performance manager may record a new one with the procedure {0}, without a cycle and with a day "
		"on which there is none yet: the newest one counts."
	).format(_("Assessor"))


def why_not(
	employee: Mapping[str, Any], standard: PositionStandard | None, *, needs_rater: bool
) -> str | None:
	"""Why there is no assessment for this person, as a sentence (HTML) with what to do; None: there is
	one. `employee`: employee_name, designation and rater."""
	name, designation = escaped(employee["employee_name"], employee["designation"] or "")
	if not designation:
		return _("{0} has no position. Fill {1} in the employee record.").format(name, _("Designation"))
	if not standard or not standard.requirements:
		link = f'<a href="{frappe.utils.get_url_to_list(STANDARD)}">{_(STANDARD)}</a>'
		return _("{0}: there is no standard for the position {1}. Make one under {2}.").format(
			name, designation, link
		)
	if needs_rater and not employee["rater"]:
		return _("{0} has no rater. Choose the procedure {1}, or fill {2} in the employee record.").format(
			name, _("Assessor"), _("Reports to")
		)
	return None
