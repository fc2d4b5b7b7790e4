"""One person of a batch, and what every source offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.utils import cstr, escape_html
from pypika import functions as fn

from asn_kinerja.planning.check import Problem

# keys of an item's dictionary that are no fields of a plan
SERVES = "_serves"  # wording of the superior's result
FILE_ROW = "_file_row"  # sheet.Row

VALUE_LENGTH, NAME_LENGTH = 500, 140  # columns of the problems' table
SHOWN = 120  # characters of a cell: enough to find it again


@dataclass(slots=True)
class Entry:
	"""`plan`: values for `store.complete`, None when there can be none. `problems`: rows of ASN Plan Batch
	Problem, ready for HTML; a person with any gets no plan."""

	person: str
	employee: str | None
	plan: dict[str, Any] | None = None
	problems: list[dict[str, Any]] = field(default_factory=list)

	def add(self, problem: str, row: int = 0, column: str = "", value: str = "") -> None:
		"""Name a problem. `problem` is ready for HTML, the others are as people wrote them."""
		self.problems.append(
			{
				"file_row": row,
				"person": fit(self.person, NAME_LENGTH),
				"file_column": fit(column, NAME_LENGTH),
				"value": fit(shorten(value), VALUE_LENGTH),
				"problem": problem,
			}
		)


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


def label_of(person: Mapping[str, Any]) -> str:
	"""How a person is called in the problems' table: name and NIP."""
	return " · ".join(filter(None, (person["employee_name"], person["asn_nip"])))


def source_text(text: str) -> str:
	"""Fit for the column that tells where a result came from."""
	return text[:NAME_LENGTH]


def shorten(text: str) -> str:
	"""The beginning of a long text."""
	return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def fit(text: object, length: int) -> str:
	"""Text for a column of this length, ready for HTML."""
	plain = cstr(text)
	shown = escape_html(plain)
	while len(shown) > length:
		plain = plain[: len(plain) - max(1, (len(shown) - length) // 6)]
		shown = escape_html(plain.rstrip()) + "…"
	return shown
