"""Plans from an XLSX or CSV file, one row per planned result."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import sanitize_html

from asn_kinerja import people
from asn_kinerja.batches.cells import Group, Row, Sheet, key
from asn_kinerja.batches.entry import employees_by_nip, label_of, person_problem
from asn_kinerja.batches.files import choice_texts, content_of, header_fields
from asn_kinerja.messages import escaped
from asn_kinerja.planning import plans as planned
from asn_kinerja.planning.blank_file import choices
from asn_kinerja.planning.check import Problem
from asn_kinerja.planning.sheet import COLUMNS, parse
from asn_kinerja.planning.sources.entry import FILE_ROW, SERVES, Entry, Source

LABELS = {column.field: column.labels[0] for column in COLUMNS}
# field of a plan's item -> column of the file, where they differ
COLUMN_OF = {"superior_item": "superior_result"}
LOOKED_UP = ("superior_result", "objective", "indicator")


class FileSource(Source):
	"""Raises SheetError when the file as a whole cannot be used."""

	final = True

	def __init__(self, batch: frappe._dict) -> None:
		super().__init__(batch)
		self.sheet = _read(batch)
		self.employees = employees_by_nip(group.nip for group in self.sheet.groups)

	def people(self) -> list[Group]:
		return sorted(self.sheet.groups, key=lambda group: self._employee(group).get("lft") or 0)

	def entries(self, keys: Sequence[Group]) -> list[Entry]:
		"""Five queries, however many people and rows."""
		rows = [row.values for group in keys for row in group.rows]
		indicators = _indicators(row.get("indicator") for row in rows)
		objectives = _objectives((row.get("objective") for row in rows), self.batch.company)
		raters = people.raters(filter(None, (self._employee(group).get("name") for group in keys)))
		superiors = planned.in_force((rater["rater"] for rater in raters.values()), self.batch.cycle)
		entries = []
		for group in keys:
			person = self._employee(group)
			ours = bool(person) and person["company"] == self.batch.company
			# people of another agency are not named here
			entry = Entry(label_of(person) if ours else group.typed, person["name"] if ours else None)
			for problem in group.problems:
				self._add_text(entry, problem.row, problem.field, problem.value, problem.error)
			self._check_person(entry, group, person)
			superior = superiors.get(raters[entry.employee]["rater"]) if entry.employee else None
			items = [self._item(entry, row, indicators, objectives, superior) for row in group.rows]
			if entry.employee:
				entry.plan = {"employee": entry.employee, "approach": self.batch.approach, "items": items}
			entries.append(entry)
		return entries

	def report(self, entry: Entry, problems: Sequence[Problem]) -> None:
		"""Each cell once: what the file itself has wrong comes before what follows from it."""
		named = {(row["file_row"], row["file_column"]) for row in entry.problems}
		weights = self._column("weight")
		unreadable = any(column == weights for _row, column in named)
		items = entry.plan["items"] if entry.plan else []
		for problem in problems:
			if not problem.row and problem.field == "weight" and unreadable:
				continue  # no sum can be right while a weight is missing
			if not items:
				entry.add(problem.message)
				continue
			row: Row = items[max(problem.row, 1) - 1][FILE_ROW]
			name = COLUMN_OF.get(problem.field, problem.field)
			if (row.number, self._column(name)) not in named:
				value = row.typed.get(name, "")
				entry.add(problem.message, row.number, self._column(name), value if problem.row else "")

	def _employee(self, group: Group) -> Mapping[str, Any]:
		return self.employees.get(group.nip, {})

	def _column(self, name: str) -> str:
		"""A column as the file names it; one that is not there, as the template does."""
		return self.sheet.headers.get(name) or (_(LABELS[name]) if name in LABELS else "")

	def _add_text(self, entry: Entry, row: int, name: str, value: str, error: Any) -> None:
		column = self._column(name)
		entry.add(*escaped(error.text(_, column)), row, column, value)

	def _add(self, entry: Entry, row: Row, name: str, message: str) -> None:
		entry.add(message, row.number, self._column(name), row.typed.get(name, ""))

	def _check_person(self, entry: Entry, group: Group, person: Mapping[str, Any]) -> None:
		if not group.nip:
			return  # named by the sheet
		if problem := person_problem(group, person, self.batch.company):
			self._add(entry, group.rows[0], "nip", problem)
			entry.employee = None

	def _item(
		self,
		entry: Entry,
		row: Row,
		indicators: Mapping[str, Mapping[str, Any]],
		objectives: Mapping[str, Sequence[str]],
		superior: Mapping[str, Any] | None,
	) -> dict[str, Any]:
		"""Values of a plan's item; what is not found is named in the entry."""
		item: dict[str, Any] = {
			name: _stored(value) for name, value in row.values.items() if name not in LOOKED_UP
		}
		item |= {"category": item.get("category") or "Utama", FILE_ROW: row}
		item["source"] = _("File, row {0}").format(row.number)
		if text := row.values.get("indicator"):
			indicator = indicators.get(key(text))
			if not indicator:
				self._add(entry, row, "indicator", _("The indicator library has no such indicator."))
			elif indicator["disabled"]:
				self._add(entry, row, "indicator", _("This indicator is disabled."))
			else:
				item["indicator"] = indicator["name"]
			if "indicator" not in item:  # named by now; that it measures nothing is not said again
				item.setdefault("measure", _stored(text))
		item["direction"] = item.get("direction") or "Higher"  # that of an indicator comes before it
		if text := row.values.get("objective"):
			found = objectives.get(key(text), ())
			if len(found) == 1:
				item["objective"] = found[0]
			elif found:
				message = _("{0} strategic objectives have this name. Write the code.").format(len(found))
				self._add(entry, row, "objective", message)
			else:
				message = _("The agency has no strategic objective with this name or code.")
				self._add(entry, row, "objective", message)
		if text := row.values.get("superior_result"):
			item[SERVES] = _stored(text)
			if superior:
				item["superior_item"] = self._served(entry, row, item[SERVES], superior)
		return item

	def _served(self, entry: Entry, row: Row, text: str, superior: Mapping[str, Any]) -> str | None:
		for result in planned.results_of(superior["items"]):
			if key(result["result"]) == key(text):
				return result["item_key"]
		message = _("The approved plan of {0} has no result with this wording. Copy it from there.").format(
			*escaped(superior["employee_name"])
		)
		self._add(entry, row, "superior_result", message)
		return None


def _stored(value: Any) -> Any:
	"""A value as the save of a form would store it."""
	if isinstance(value, Decimal):
		return float(value)
	return sanitize_html(value) if "<" in value or ">" in value else value


def _read(batch: frappe._dict) -> Sheet:
	content = content_of("ASN Plan Batch", batch.name, batch.file)
	return parse(content, _fields(), _choices(), numbers=batch.approach != "Qualitative")


def _fields() -> dict[str, str]:
	return header_fields(COLUMNS)


def _choices() -> dict[str, dict[str, str]]:
	return choice_texts(choices())


def _indicators(texts: Iterable[str | None]) -> dict[str, Mapping[str, Any]]:
	wanted = sorted({text for text in texts if text})
	if not wanted:
		return {}
	rows = frappe.get_all(
		"ASN Indicator", filters={"name": ["in", wanted]}, fields=["name", "disabled"], order_by="name"
	)
	return {key(row.name): row for row in rows}


def _objectives(texts: Iterable[str | None], company: str) -> dict[str, list[str]]:
	"""Name or code -> objectives of the agency."""
	wanted = sorted({text for text in texts if text})
	found: dict[str, list[str]] = {}
	if not wanted:
		return found
	table = frappe.qb.DocType("ASN Strategic Objective")
	query = (
		frappe.qb.from_(table)
		.select(table.name, table.objective_name, table.code)
		.where((table.company == company) & (table.objective_name.isin(wanted) | table.code.isin(wanted)))
		.orderby(table.name)
	)
	for name, title, code in query.run():
		for text in {key(title), key(code or "")} - {""}:
			found.setdefault(text, []).append(name)
	return found
