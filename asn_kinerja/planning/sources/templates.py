"""Plans from templates, one per designation."""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from pypika import functions as fn

from asn_kinerja.batches.entry import label_of
from asn_kinerja.messages import escaped
from asn_kinerja.planning.sources.entry import Entry, Source, employees_of, named, source_text

TEMPLATE = "ASN Work Plan Template"
TABLES = {"items": "ASN Template Item", "supports": "ASN Template Support"}
COLUMNS = {
	"items": (
		*("category", "result", "objective", "perspective", "indicator", "measure", "success_measure"),
		*("aspect", "direction", "target_min", "target_max", "maximum_target", "unit", "weight"),
	),
	"supports": ("kind", "description"),
}


class TemplateSource(Source):
	"""The template of the employee's designation; the agency's own before the one for all agencies."""

	def __init__(self, batch: frappe._dict) -> None:
		super().__init__(batch)
		self.templates = _templates(batch.company, batch.template)

	def people(self) -> list[str]:
		designation = (
			frappe.db.get_value(TEMPLATE, self.batch.template, "designation") if self.batch.template else None
		)
		return employees_of(self.batch.company, self.batch.department, designation)

	def entries(self, keys: Sequence[str]) -> list[Entry]:
		people = named(keys, "designation")
		entries = []
		for employee in keys:
			person = people[employee]
			entry = Entry(label_of(person), employee)
			if template := self.templates.get(person["designation"]):
				entry.plan = _plan(employee, template)
			elif person["designation"]:
				entry.add(
					_("There is no template for the designation {0}.").format(*escaped(person["designation"]))
				)
			else:
				entry.add(_("The employee has no designation, so there is no template for him."))
			entries.append(entry)
		return entries


def _templates(company: str, only: str | None) -> dict[str, dict[str, Any]]:
	"""Designation -> template with its rows; three queries."""
	table = frappe.qb.DocType(TEMPLATE)
	query = (
		frappe.qb.from_(table)
		.select(table.name, table.designation, table.approach)
		.where((table.disabled == 0) & fn.Coalesce(table.company, "").isin(["", company]))
		.orderby(fn.Coalesce(table.company, ""))  # the agency's own comes last and stays
		.orderby(table.name)
	)
	if only:
		query = query.where(table.name == only)
	found = {row.designation: {**row, "items": [], "supports": []} for row in query.run(as_dict=True)}
	by_name = {template["name"]: template for template in found.values()}
	for child, doctype in TABLES.items() if by_name else ():
		for row in frappe.get_all(
			doctype,
			filters={"parent": ["in", list(by_name)], "parenttype": TEMPLATE, "parentfield": child},
			fields=["parent", *COLUMNS[child]],
			order_by="parent, idx",
		):
			by_name[row.pop("parent")][child].append(row)
	return found


def _plan(employee: str, template: dict[str, Any]) -> dict[str, Any]:
	origin = source_text(_("Template {0}").format(template["name"]))
	return {
		"employee": employee,
		"approach": template["approach"],
		"items": [{**row, "source": origin} for row in template["items"]],
		"supports": [dict(row) for row in template["supports"]],
	}
