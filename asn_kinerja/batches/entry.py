"""One person of a batch and what is wrong with his part of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, escape_html

from asn_kinerja.batches.cells import Group
from asn_kinerja.messages import escaped

AT_ONCE = 1000  # NIPs looked up by one query
VALUE_LENGTH, NAME_LENGTH = 500, 140  # columns of the problems' table
SHOWN = 120  # characters of a cell: enough to find it again


@dataclass(slots=True)
class Entry:
	"""`problems`: rows of the problems' table, ready for HTML; for a person with any nothing is stored."""

	person: str
	employee: str | None
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


def label_of(person: Mapping[str, Any]) -> str:
	"""How a person is called in the problems' table: name and NIP."""
	return " · ".join(filter(None, (person["employee_name"], person["asn_nip"])))


def employees_by_nip(nips: Iterable[str]) -> dict[str, Mapping[str, Any]]:
	"""NIP -> employee, of whatever agency; one query for each thousand."""
	found: dict[str, Mapping[str, Any]] = {}
	wanted = iter(sorted({nip for nip in nips if nip}))
	while some := list(islice(wanted, AT_ONCE)):
		rows = frappe.get_all(
			"Employee",
			filters={"asn_nip": ["in", some]},
			fields=["name", "employee_name", "asn_nip", "company", "status", "asn_type", "lft"],
			order_by="name",
		)
		found |= {row.asn_nip: row for row in rows}
	return found


def person_problem(
	group: Group, person: Mapping[str, Any], company: str, also_who_left: bool = False
) -> str | None:
	"""Why the person of a group cannot be in a batch of this agency, ready for HTML; None when he can.
	`also_who_left`: whether it may be about somebody who is not active any more."""
	if not person:
		message = _("No employee has this NIP.")
		if group.nip.endswith("000"):
			message += " " + _(
				"It ends in 000: a spreadsheet program may have destroyed its last digits. Format the"
				" column as text, then enter the NIP again."
			)
		return message
	if person["company"] != company:
		return _("This NIP is not one of {0}.").format(*escaped(company))
	if person["status"] != "Active" and not also_who_left:
		return (
			_("This employee has left.") if person["status"] == "Left" else _("This employee is not active.")
		)
	if not person["asn_type"]:
		return _("{0} is not marked as PNS or PPPK. Fill {1} in the Employee record.").format(
			*escaped(person["employee_name"], _("ASN Type"))
		)
	return None


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
