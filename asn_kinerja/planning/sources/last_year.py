"""Plans copied from those that were in force at the end of another cycle."""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _

from asn_kinerja.batches.entry import label_of
from asn_kinerja.messages import escaped
from asn_kinerja.people import is_leader
from asn_kinerja.planning.sources.entry import (
	SERVES,
	Entry,
	Source,
	employees_of,
	named,
	source_text,
)
from asn_kinerja.planning.store import TABLES

COPIED = {
	"items": (
		*("category", "result", "superior_result", "cascading", "objective", "perspective", "indicator"),
		*("measure", "success_measure", "aspect", "direction", "target_min", "target_max", "maximum_target"),
		*("unit", "weight"),
	),
	"milestones": ("item_no", "stage_name", "action", "target"),
	"behaviours": ("behaviour_value", "expectation"),
	"supports": ("kind", "description"),
}


class LastYearSource(Source):
	"""Each employee's own plan of `from_cycle`. Results, milestones of stages that the new cycle has too,
	expectations and supports are copied; what a result serves is looked for in the superior's new plan."""

	def people(self) -> list[str]:
		return employees_of(self.batch.company, self.batch.department)

	def entries(self, keys: Sequence[str]) -> list[Entry]:
		people = named(keys, "asn_position_type")
		plans = self._plans(keys)
		stages = set(
			frappe.get_all(
				"ASN Cycle Stage",
				filters={"parent": self.batch.cycle, "stage_type": "Periodic"},
				pluck="stage_name",
				order_by="idx",
			)
		)
		entries = []
		for employee in keys:
			person = people[employee]
			entry = Entry(label_of(person), employee)
			if plan := plans.get(employee):
				entry.plan = self._copy(plan, stages, is_leader(person["asn_position_type"]))
			else:
				entry.add(
					_("There is no approved plan in {0} to copy.").format(*escaped(self.batch.from_cycle))
				)
			entries.append(entry)
		return entries

	def _plans(self, employees: Sequence[str]) -> dict[str, dict[str, Any]]:
		"""Employee -> his plan in force at the end of the cycle, with its rows; five queries."""
		plans = {
			plan.name: {**plan, **{table: [] for table in TABLES}}
			for plan in frappe.get_all(
				"ASN Work Plan",
				filters={
					"employee": ["in", list(employees)],
					"cycle": self.batch.from_cycle,
					"docstatus": 1,
					"workflow_state": "Approved",
					"ended_on": ["is", "not set"],
				},
				fields=["name", "employee", "approach"],
				order_by="employee, version",
			)
		}
		for table, doctype in TABLES.items() if plans else ():
			for row in frappe.get_all(
				doctype,
				filters={"parent": ["in", list(plans)], "parenttype": "ASN Work Plan", "parentfield": table},
				fields=["parent", *COPIED[table]],
				order_by="parent, idx",
			):
				plans[row.pop("parent")][table].append(row)
		return {plan["employee"]: plan for plan in plans.values()}

	def _copy(self, plan: dict[str, Any], stages: set[str], leader: bool) -> dict[str, Any]:
		origin = source_text(_("Copied from {0}").format(self.batch.from_cycle))
		items = []
		for row in plan["items"]:
			item: dict[str, Any] = {**row, "source": origin, SERVES: row["superior_result"]}
			del item["superior_result"]  # it is that of the new year's plan once it is found there
			if not leader:  # who led last year and no longer does
				item["perspective"] = None
			items.append(item)
		return {
			"employee": plan["employee"],
			"approach": plan["approach"],
			"items": items,
			"milestones": [row for row in plan["milestones"] if row["stage_name"] in stages],
			"behaviours": plan["behaviours"],
			"supports": plan["supports"],
		}
