"""Where recaps of many people come from: a file, or the Attendance of Frappe HR.

A source names the people, and gives for a chunk of them their recaps with what is wrong in them. It asks the
database a constant number of times per chunk and stores nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import frappe
from babel.dates import get_month_names
from frappe import _
from frappe.utils import getdate

from asn_kinerja.attendance import frappe_hr
from asn_kinerja.attendance.recaps import Values
from asn_kinerja.attendance.sheet import COLUMNS, Recap, parse, recaps_of
from asn_kinerja.batches import entry, files
from asn_kinerja.batches.cells import Group, SheetError, key
from asn_kinerja.messages import escaped
from asn_kinerja.scoring import ExceptionKind, MonthFacts, ScoringError, month_errors

LABELS = {column.field: column.labels[0] for column in COLUMNS}


@dataclass(slots=True)
class Entry(entry.Entry):
	"""`recaps`: values for `recaps.complete`; who has problems gets none."""

	recaps: list[Values] = field(default_factory=list)


class Source:
	"""`name`: what is stored as the source of its recaps."""

	name = ""

	def __init__(self, batch: frappe._dict) -> None:
		self.batch = batch

	def people(self) -> Sequence[Any]:
		"""A key for each person."""
		raise NotImplementedError

	def entries(self, keys: Sequence[Any]) -> list[Entry]:
		"""The people with these keys."""
		raise NotImplementedError


class FileSource(Source):
	"""Raises SheetError when the file as a whole cannot be used."""

	name = "Imported"

	def __init__(self, batch: frappe._dict) -> None:
		super().__init__(batch)
		content = files.content_of("ASN Attendance Batch", batch.name, batch.file)
		self.sheet = parse(content, files.header_fields(COLUMNS), choices())
		self.employees = entry.employees_by_nip(group.nip for group in self.sheet.groups)

	def people(self) -> list[Group]:
		return self.sheet.groups

	def entries(self, keys: Sequence[Group]) -> list[Entry]:
		return [self._entry(group) for group in keys]

	def _entry(self, group: Group) -> Entry:
		person = self.employees.get(group.nip, {})
		ours = bool(person) and person["company"] == self.batch.company
		# people of another agency are not named here
		found = Entry(entry.label_of(person) if ours else group.typed, person["name"] if ours else None)
		for problem in group.problems:
			column = self._column(problem.field)
			found.add(*escaped(problem.error.text(_, column)), problem.row, column, problem.value)
		first = group.rows[0]
		# months before he left still count
		refused = entry.person_problem(group, person, self.batch.company, also_who_left=True)
		if group.nip and refused:
			found.add(refused, first.number, self._column("nip"), group.typed)
			found.employee = None
		for recap in recaps_of(group):
			self._check_month(found, recap)
			found.recaps.append(values_of(found.employee, recap.facts))
		return found

	def _check_month(self, found: Entry, recap: Recap) -> None:
		if recap.facts.month > getdate():
			column = self._column("month")
			message = _("This month has not begun yet.")
			found.add(message, recap.first.number, column, recap.first.typed["month"])

	def _column(self, name: str) -> str:
		"""A column as the file names it; one that is not there, as the template does."""
		return self.sheet.headers.get(name) or (_(LABELS[name]) if name in LABELS else "")


class FrappeHRSource(Source):
	"""Raises SheetError when the app is not there, or the month is not over."""

	name = "Frappe HR"

	def __init__(self, batch: frappe._dict) -> None:
		super().__init__(batch)
		if not frappe_hr.installed():
			raise SheetError("Frappe HR is not installed on this site. Import a file instead.")
		self.month = getdate(batch.month).replace(day=1)
		if getdate(frappe.utils.get_last_day(self.month)) >= getdate():
			raise SheetError("The month is not over yet. Take over its attendance when it is complete.")

	def people(self) -> list[str]:
		return frappe_hr.employees(self.batch.company, self.batch.department, self.month)

	def entries(self, keys: Sequence[str]) -> list[Entry]:
		return [self._entry(person) for person in frappe_hr.months(keys, self.month)]

	def _entry(self, person: frappe_hr.PersonMonth) -> Entry:
		found = Entry(entry.label_of(person.employee), person.employee["name"])
		if person.unmarked:
			days = ", ".join(f"{day:%d/%m}" for day in person.unmarked)
			message = _("{0} working days have no submitted attendance: {1}. Mark them, or add the holidays.")
			found.add(message.format(len(person.unmarked), days), column=_("Attendance"))
			return found
		for error in month_errors(person.facts):
			found.add(*escaped(_core_text(error)), column=_("Attendance"))
		found.recaps.append(values_of(found.employee, person.facts))
		return found


SOURCES: dict[str, type[Source]] = {"File": FileSource, "Frappe HR": FrappeHRSource}


def of(batch: frappe._dict) -> Source:
	"""The source of a batch. Raises SheetError when it cannot be used."""
	return SOURCES[batch.source](batch)


def choices() -> dict[str, Mapping[str, Any]]:
	"""For `cells.parse`: the kinds of exceptions, and the months by name."""
	months = {
		key(name): number
		for locale in ("en", "id")
		for width in ("wide", "abbreviated")
		for number, name in get_month_names(width, locale=locale).items()
	}
	return {**files.choice_texts({"kind": kinds()}), "month": months}


def kinds() -> list[str]:
	"""The kinds of exceptions as they are stored."""
	return [kind.value for kind in ExceptionKind]


def values_of(employee: str | None, facts: MonthFacts) -> Values:
	"""A recap's own fields."""
	return {
		"employee": employee,
		"month": facts.month,
		"working_days": facts.working_days,
		"present": facts.present,
		"excused_absences": facts.excused_absences,
		"unexcused_absences": facts.unexcused_absences,
		"longest_run": facts.longest_run,
		"exceptions": [
			{"date": row.day, "kind": row.kind.value, "minutes": row.minutes} for row in facts.exceptions
		],
	}


def _core_text(error: ScoringError) -> str:
	meta = frappe.get_meta("ASN Attendance Recap" if not error.table else "ASN Attendance Exception")
	return error.text(_, _(meta.get_label(error.field)))
