"""Development plans of a cycle for many people, proposed and made as sets in a background job.

It may be repeated, killed and started again: who has a plan of the cycle is skipped, and one plan per
employee and cycle is a unique index. A chunk is stored whole or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate
from pypika import functions as fn

from asn_kinerja import access, bulk, jobs, people, units
from asn_kinerja.development import catalogue, needs, plans, proposals
from asn_kinerja.messages import escaped
from asn_kinerja.scoring import DevelopmentRules, Training, validate_development_rules

CHUNK = 500  # employees
EVENT = "asn_development_plans"


@dataclass(slots=True)
class Report:
	"""How many plans were made, how many measures they propose, and how many people had a plan before."""

	made: int = 0
	measures: int = 0
	present: int = 0


@frappe.whitelist(methods=["POST"])
def open_plans(cycle: str, department: str | None = None) -> bool:
	"""Queue the plans of a cycle for the agency's people, or for those of a unit and the units below it;
	False when these are on their way already.

	Who: performance managers who are permitted the agency."""
	row = frappe.db.get_value(plans.CYCLE, cycle, ["company", "status"], as_dict=True)
	if not row or not access.is_manager_of(row.company, plans.PLAN):
		frappe.throw(
			_("Only a performance manager of the agency opens plans for many."), frappe.PermissionError
		)
	if row.status != "Open":
		frappe.throw(_("The performance cycle has been closed."))
	if department and frappe.db.get_value("Department", department, "company") != row.company:
		frappe.throw(_("{0} is no unit of this agency.").format(*escaped(department)))
	if not proposals.rule_in_force():
		frappe.throw(_("There is no submitted {0}.").format(_(proposals.RULE)))
	return jobs.enqueue_once(
		"asn_kinerja.development.opening.run",
		job_id=f"asn_development_plans::{cycle}::{department or ''}",
		cycle=cycle,
		department=department,
		user=frappe.session.user,
	)


def run(cycle: str, department: str | None, user: str) -> None:
	"""The background job: make the plans, tell the user how far it is and how it ended."""
	jobs.act_for(user)  # the reasons are stored as text
	with jobs.telling_of_failure(EVENT, user, cycle=cycle):
		report = process(cycle, department, user)
	frappe.publish_realtime(
		EVENT,
		{
			"cycle": cycle,
			"made": report.made,
			"measures": report.measures,
			"present": report.present,
			"done": True,
		},
		user=user,
	)


def process(cycle: str, department: str | None = None, user: str | None = None) -> Report:
	"""Make the missing plans, by the records that the session user sees. Commits after each chunk, so that a
	killed job loses one chunk at most and other people's locks stay short. Raises when there is no submitted
	rule."""
	rule = proposals.rule_in_force()
	if not rule:
		frappe.throw(_("There is no submitted {0}.").format(_(proposals.RULE)))
	table, report = proposals.rules(rule), Report()
	validate_development_rules(table)
	employees = _employees(cycle, department)
	offer = catalogue.offer()
	# ends the read view: what another run stores before the lock below is granted must be seen
	frappe.db.commit()
	for start in range(0, len(employees), CHUNK):
		chunk = employees[start : start + CHUNK]
		offer = jobs.again_on_duplicate(partial(_chunk, chunk, cycle, rule, table, offer, report))
		frappe.db.commit()
		if user:
			progress = {"cycle": cycle, "count": min(start + CHUNK, len(employees)), "total": len(employees)}
			frappe.publish_realtime(EVENT, progress, user=user)
	return report


def _employees(cycle: str, department: str | None) -> list[str]:
	"""The active ASN of the cycle's agency, in a stable order."""
	person, table = frappe.qb.DocType("Employee"), frappe.qb.DocType(plans.CYCLE)
	query = (
		frappe.qb.from_(person)
		.join(table)
		.on((table.company == person.company) & (table.name == cycle))
		.select(person.name)
		.where((person.status == "Active") & (fn.Coalesce(person.asn_type, "") != ""))
		.where(person.date_of_joining.isnull() | (person.date_of_joining <= table.to_date))
		.orderby(person.name)
	)
	if department:
		query = query.where(person.department.isin(units.below(department)))
	return [name for (name,) in query.run()]


def _chunk(
	employees: Sequence[str],
	cycle: str,
	rule: str,
	table: DevelopmentRules,
	offer: list[Training],
	report: Report,
) -> list[Training]:
	"""Make the missing plans of a chunk; the catalogue as it is left for the next one."""
	# whoever opens plans of the same cycle at the same time waits here until this chunk is stored
	fields = ["title", "from_date", "to_date"]
	row = frappe.db.get_value(plans.CYCLE, cycle, fields, as_dict=True, for_update=True)
	present = set(
		frappe.get_all(
			plans.PLAN,
			filters={"plan_key": ["in", [plans.key(employee, cycle) for employee in employees]]},
			pluck="employee",
			order_by="employee",
		)
	)
	missing = [employee for employee in employees if employee not in present]
	headers = people.headers(missing)
	known = needs.facts(missing, getdate())
	had = proposals.attended(missing)
	period, today = (getdate(row.from_date), getdate(row.to_date)), getdate()
	made: list[dict[str, Any]] = []
	for employee in missing:
		if employee not in headers:
			continue  # no ASN any more
		facts = known[employee]
		items = proposals.rows_for(facts, table, offer, had.get(employee, ()), period, today)
		offer = proposals.without_seat(offer, (item["training"] for item in items))
		made.append(
			{
				**headers[employee],
				**plans.header(employee, headers[employee]["employee_name"], cycle, row),
				"employee": employee,
				"cycle": cycle,
				"status": plans.DRAFT,
				"rule": rule,
				"assessment": facts.assessment,
				"assessed_on": facts.assessed_on,
				"items": items,
			}
		)
	bulk.insert_documents(plans.PLAN, made)
	report.made += len(made)
	report.measures += sum(len(plan["items"]) for plan in made)
	report.present += len(present)
	return offer
