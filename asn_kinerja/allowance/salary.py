"""Drafts of Additional Salary in Frappe HR, from an approved sheet; used when that app is there.

All that differs between its versions stands here. Drafts are inserted as a set after the checks that its
own form would make: a salary structure is assigned, the day lies within the employment (who has left is paid
on his last day). Whoever submits them there runs its own rules. A line that has a draft, or a submitted one,
gets none again. One whose result was replaced after the approval gets none until a supplementary sheet has
put it right: then each has its own, that of the supplement beside the first. Frappe HR pays no amount below
0: what a supplement takes back is deducted by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_last_day, getdate

from asn_kinerja import bulk, jobs
from asn_kinerja.allowance import sheets
from asn_kinerja.messages import escaped

APP, SALARY, COMPONENT = "hrms", "Additional Salary", "Salary Component"
ASSIGNMENT = "Salary Structure Assignment"
CHUNK = 500  # lines
EVENT = "asn_allowance_salaries"


@dataclass(slots=True)
class Report:
	"""How many drafts were made, how many lines had one, how many rest on a result that was replaced since,
	and how many people Frappe HR cannot pay: no salary structure, or not employed in the month. `negative`:
	lines below 0, to be deducted by hand."""

	made: int = 0
	present: int = 0
	replaced: int = 0
	without_structure: int = 0
	not_employed: int = 0
	negative: int = 0


def installed() -> bool:
	"""Whether Frappe HR is there with its payroll."""
	return APP in frappe.get_installed_apps() and bool(frappe.db.exists("DocType", SALARY))


def check(rule: str) -> str:
	"""The salary component of a rule; raises when Frappe HR or the component is not there."""
	if not installed():
		frappe.throw(_("Frappe HR is not installed on this site. Use the export of the sheet instead."))
	component = (frappe.db.get_value("ASN Allowance Rule", rule, "salary_component") or "").strip()
	if not component or not frappe.db.exists(COMPONENT, {"name": component, "disabled": 0}):
		frappe.throw(
			_("The rule {0} names no salary component that is in use. Enter it in a new version.").format(
				*escaped(rule)
			)
		)
	return component


def enqueue(sheet: str) -> bool:
	"""Queue the drafts. False when they are on their way already."""
	return jobs.enqueue_once(
		"asn_kinerja.allowance.salary.run",
		job_id=f"asn_allowance_salaries::{sheet}",
		sheet=sheet,
		user=frappe.session.user,
	)


def run(sheet: str, user: str) -> None:
	"""The background job: make the drafts, tell the user how it ended."""
	jobs.act_for(user)
	with jobs.telling_of_failure(EVENT, user, sheet=sheet):
		report = process(sheet)
	frappe.publish_realtime(EVENT, {"sheet": sheet, "done": True, **asdict(report)}, user=user)


def process(sheet: str) -> Report:
	"""Make the missing drafts. Commits after each chunk, so that a killed job loses one chunk at most."""
	doc = frappe.get_doc(sheets.SHEET, sheet)
	component, report = check(doc.rule), Report()
	paid = {"sheet": sheet, "status": sheets.APPROVED, "left_out": 0}
	names = frappe.get_all(sheets.LINE, {**paid, "amount": [">", 0]}, pluck="name", order_by="name")
	report.negative = frappe.db.count(sheets.LINE, {**paid, "amount": ["<", 0]})
	frappe.db.commit()  # ends the read view: drafts that are stored before the lock is granted must be seen
	for start in range(0, len(names), CHUNK):
		# whoever makes them for the same sheet at the same time waits here until this chunk is stored
		frappe.db.get_value(sheets.SHEET, sheet, "name", for_update=True)
		_chunk(doc, component, names[start : start + CHUNK], report)
		frappe.db.commit()
	return report


def _chunk(doc: Any, component: str, names: Sequence[str], report: Report) -> None:
	lines = frappe.get_all(
		sheets.LINE,
		filters={"name": ["in", list(names)]},
		fields=["name", "employee", "employee_name", "department", "company", "amount"],
		order_by="name",
	)
	employees = [line.employee for line in lines]
	there = set(
		frappe.get_all(
			SALARY,
			filters={"ref_doctype": sheets.LINE, "ref_docname": ["in", list(names)], "docstatus": ["<", 2]},
			pluck="ref_docname",
			order_by="name",
		)
	)
	replaced = sheets.replaced(doc.name)
	paid_before = set(
		frappe.get_all(
			sheets.LINE,
			filters={
				"employee": ["in", employees],
				"company": doc.company,
				"month": doc.month,
				"number": ["<", doc.number],
				"status": sheets.APPROVED,
				"amount": [">", 0],
			},
			pluck="employee",
			order_by="employee",
		)
	)
	structured = set(
		frappe.get_all(
			ASSIGNMENT, filters={"employee": ["in", employees]}, pluck="employee", order_by="employee"
		)
	)
	days = {
		row.name: _day(row, getdate(doc.month))
		for row in frappe.get_all(
			"Employee",
			filters={"name": ["in", employees]},
			fields=["name", "status", "date_of_joining", "relieving_date"],
			order_by="name",
		)
	}
	kind, series = frappe.db.get_value(COMPONENT, component, "type"), _series()
	currency = frappe.get_cached_value("Company", doc.company, "default_currency")
	rows = []
	for line in lines:
		if line.name in there:
			report.present += 1
		elif line.name in replaced:
			report.replaced += 1
		elif line.employee not in structured:
			report.without_structure += 1
		elif not days[line.employee]:
			report.not_employed += 1
		else:
			rows.append(
				{
					"naming_series": series,
					"employee": line.employee,
					"employee_name": line.employee_name,
					"department": line.department,
					"company": line.company,
					"salary_component": component,
					"type": kind,
					"amount": line.amount,
					"currency": currency,
					"payroll_date": days[line.employee],
					"ref_doctype": sheets.LINE,
					"ref_docname": line.name,
					# of rows that replace the structure's amount Frappe HR takes one per component and day
					"overwrite_salary_structure_amount": int(line.employee not in paid_before),
				}
			)
	bulk.insert(SALARY, rows)
	report.made += len(rows)


def _series() -> str | None:
	"""The naming series that its form would propose; it may not be empty when a draft is saved there."""
	field = frappe.get_meta(SALARY).get_field("naming_series")
	return field.default or (field.options or "").split("\n")[0] or None


def _day(row: Mapping[str, Any], month: date) -> date | None:
	"""The day on which Frappe HR can pay somebody for a month: its last one, or his, if he left before; None
	when he was not employed in it."""
	last = getdate(get_last_day(month))
	day = min(last, row["relieving_date"] or last)
	joined = row["date_of_joining"] or month
	return day if row["status"] in ("Active", "Left") and max(joined, month) <= day else None
