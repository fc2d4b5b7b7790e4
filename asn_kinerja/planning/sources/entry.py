"""One person of a batch, and what every source offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from pypika import functions as fn

from asn_kinerja.batches.entry import NAME_LENGTH
from asn_kinerja.batches.entry import Entry as BatchEntry
from asn_kinerja.planning.check import Problem

# keys of an item's dictionary that are no fields of a plan
SERVES = "_serves"  # wording of the superior's result
FILE_ROW = "_file_row"  # sheet.Row


@dataclass(slots=True)
class Entry(BatchEntry):
	"""`plan`: values for `store.complete`, None when there can be none; who has problems gets no plan."""

	plan: dict[str, Any] | None = None


class Source:
	"""`final`: whether the plans must be complete, so that they only have to be submitted."""

	final = False

	def __init__(self, batch: frappe._dict) -> None:
		self.batch = batch

	def people(self) -> Sequence[Any]:
		"""A key for each person, superiors first, so that their new plans are there to be served."""
		raise NotImplementedError

	def entries(self, keys: Sequence[Any]) -> list[Entry]:
		"""The people with these keys."""
		raise NotImplementedError

	def report(self, entry: Entry, problems: Sequence[Problem]) -> None:
		"""Name what `planning.check` has found in the entry's completed plan."""
		for problem in problems:
			entry.add(problem.sentence)


def employees_of(company: str, department: str | None, designation: str | None = None) -> list[str]:
	"""The active ASN of an agency, or of a unit with the units below it; superiors first. Two queries."""
	person = frappe.qb.DocType("Employee")
	query = (
		frappe.qb.from_(person)
		.select(person.name)
		.where((person.company == company) & (person.status == "Active"))
		.where(fn.Coalesce(person.asn_type, "") != "")
		.orderby(person.lft)
		.orderby(person.name)
	)
	if department:
		unit, below = (
			frappe.db.get_value("Department", department, ["lft", "rgt"]),
			frappe.qb.DocType("Department"),
		)
		units = (
			frappe.qb.from_(below).select(below.name).where((below.lft >= unit[0]) & (below.rgt <= unit[1]))
		)
		query = query.where(person.department.isin(units))
	if designation:
		query = query.where(person.designation == designation)
	return [name for (name,) in query.run()]


def named(employees: Sequence[str], *fields: str) -> dict[str, Mapping[str, Any]]:
	"""Employee -> name, NIP and these fields of his record; one query."""
	rows = frappe.get_all(
		"Employee",
		filters={"name": ["in", list(employees)]},
		fields=["name", "employee_name", "asn_nip", *fields],
		order_by="name",
	)
	return {row.name: row for row in rows}


def source_text(text: str) -> str:
	"""Fit for the column that tells where a result came from."""
	return text[:NAME_LENGTH]
