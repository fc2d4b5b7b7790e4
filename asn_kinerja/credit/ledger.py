"""A person's ledger of credit points: entries by hand, and where people stand, for many at once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, getdate

from asn_kinerja.credit import rules as credit_rules
from asn_kinerja.messages import core_errors, escaped
from asn_kinerja.scoring import Predicate, ScoringError, Step, round_half_up
from asn_kinerja.scoring.credit import (
	CreditPosition,
	CreditRules,
	Entry,
	EntryKind,
	Standing,
	base_points_of,
	education_bonus,
	exact_points,
	last_predicate,
	level_of,
	ranks_of,
	standing,
)

POINT = "ASN Credit Point"
FUNCTIONAL, PNS = "Fungsional", "PNS"
AT_ONCE = 500  # employees asked for by one query
COUNTED, REPLACED, WITHDRAWN = "Counted", "Replaced", "Withdrawn"
ONCE = (EntryKind.INITIAL, EntryKind.BASE, EntryKind.EDUCATION)
COLUMNS = (
	"name",
	"employee",
	"kind",
	"to_date",
	"functional_level",
	"golongan",
	"predicate",
	"annual",
	"months",
	"percent",
	"coefficient",
	"points",
)
POSITION = (
	"asn_type",
	"asn_position_type",
	"asn_functional_level",
	"asn_golongan",
	"asn_golongan_since",
	"asn_position_since",
	"designation",
)


# --- who has points ----------------------------------------------------------------------------------------


def check_person(doc: Document, in_position: bool = True) -> Mapping[str, Any]:
	"""The position of the employee of an entry; raises for who has no credit points. `in_position`: he has to
	be in a functional position today."""
	person = frappe.db.get_value("Employee", doc.employee, list(POSITION), as_dict=True)
	if person.asn_type != PNS or (in_position and person.asn_position_type != FUNCTIONAL):
		frappe.throw(
			_("{0} is no PNS in a functional position. Only these have credit points.").format(
				*escaped(doc.employee_name)
			)
		)
	return person


def key(kind: EntryKind, employee: str, functional_level: str) -> str | None:
	"""What is unique: one initial balance and one set of base points in a level, one bonus for a degree."""
	if kind not in ONCE:
		return None
	return "::".join((employee, kind.value, "" if kind is EntryKind.EDUCATION else functional_level))


# --- entries by hand ---------------------------------------------------------------------------------------


def complete(doc: Document) -> None:
	"""Check an entry by hand that is no conversion and fill what follows from the rule of its day: level and
	rank of today where they are empty, points of a base or a bonus, key, title, explanation."""
	person = check_person(doc)
	if getdate(doc.from_date) > getdate():
		frappe.throw(
			_("{0}: {1} is still to come. Enter the day from which the points count.").format(
				_("From Date"), frappe.format(doc.from_date, "Date")
			)
		)
	doc.functional_level = doc.functional_level or person.asn_functional_level
	if not doc.golongan and rank_is_later(person, doc.from_date):
		frappe.throw(
			_("Enter the {0} held on {1}: that of today began later.").format(
				_("Golongan"), frappe.format(doc.from_date, "Date")
			)
		)
	doc.golongan = doc.golongan or person.asn_golongan
	doc.to_date, doc.status, doc.evaluation = doc.from_date, COUNTED, None
	doc.rule = rule_on(doc.from_date)
	if not (doc.basis or "").strip():
		frappe.throw(_("Write the {0}: decree and number, or the diploma.").format(_("Basis")))
	rule, kind = credit_rules.of(doc.rule), EntryKind(doc.kind)
	steps: tuple[Step, ...] = ()
	with core_errors(doc):
		check_rank(doc.functional_level or "", doc.golongan or "", rule)
		if kind is EntryKind.BASE:
			doc.points = float(base_points_of(doc.functional_level, doc.golongan, rule))
		elif kind is EntryKind.EDUCATION:
			points, step = education_bonus(doc.functional_level, rule)
			doc.points, steps = float(round_half_up(points)), (step,)
	if kind is EntryKind.EDUCATION:
		_check_predicate(doc, rule)
	if (kind is EntryKind.INITIAL and doc.points < 0) or (kind is EntryKind.CORRECTION and not doc.points):
		frappe.throw(
			_("Enter the {0}: only a correction may be below 0, and none is 0.").format(_("Credit Points"))
		)
	doc.point_key = key(kind, doc.employee, doc.functional_level)
	if doc.point_key and frappe.db.exists(POINT, {"point_key": doc.point_key}):
		frappe.throw(
			_("{0} has this entry already: {1}. Put it right by a correction, or withdraw it.").format(
				*escaped(doc.employee_name, _(doc.kind))
			)
		)
	doc.title = title(doc.employee_name, doc.to_date)
	doc.explanation = explained(steps)


def rule_on(day: Any) -> str:
	"""The name of the rule that holds on the day of an entry; raises where there is none."""
	if name := credit_rules.on(day):
		return name
	frappe.throw(_("No {0} is in force on {1}.").format(_(credit_rules.RULE), frappe.format(day, "Date")))


def rank_is_later(person: Mapping[str, Any], day: Any) -> bool:
	"""Whether the rank of today is known to have begun after the day."""
	since = person["asn_golongan_since"]
	return bool(since and getdate(since) > getdate(day))


def check_rank(functional_level: str, golongan: str, rule: CreditRules) -> None:
	"""Raises ScoringError for a level that the rule does not have, or a rank that the level does not."""
	if golongan not in ranks_of(level_of(functional_level, rule)):
		raise ScoringError("{0}: {1} has no rank {2}.", functional_level, golongan or "–", field="golongan")


def _check_predicate(doc: Document, rule: CreditRules) -> None:
	"""The bonus asks for a predicate that is good enough (PermenPAN-RB 1/2023, article 14)."""
	last = last_predicate(entries([doc.employee]).get(doc.employee, ()))
	ladder = list(Predicate)
	if not last or ladder.index(last) > ladder.index(rule.lowest_predicate):
		frappe.throw(
			_("The bonus for a degree asks for the predicate {0} or better; the last one is: {1}.").format(
				_(rule.lowest_predicate.value), _(last.value) if last else "–"
			)
		)


def title(employee_name: str | None, day: Any) -> str:
	"""What an entry is called in links and lists."""
	return f"{employee_name} · {getdate(day):%d/%m/%Y}"


def explained(steps: Iterable[Step]) -> str:
	"""Steps as they are stored."""
	return json.dumps([{**asdict(step), "values": list(step.values)} for step in steps], ensure_ascii=False)


# --- where people stand ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Account:
	"""Where a person stands (None, with the words why, where the table does not fit him) and his points of
	the calendar year, two places."""

	standing: Standing | None
	of_year: Decimal
	problem: str = ""


def entries(employees: Iterable[str], until: Any = None) -> dict[str, list[Entry]]:
	"""Employee -> his ledger in the order of its days, up to and including a day, without what is withdrawn;
	one query for each 500."""
	wanted = sorted(set(employees))
	found: dict[str, list[Entry]] = {}
	for start in range(0, len(wanted), AT_ONCE):
		filters: dict[str, Any] = {
			"employee": ["in", wanted[start : start + AT_ONCE]],
			"status": ["!=", WITHDRAWN],
		}
		if until:
			filters["to_date"] = ["<=", getdate(until)]
		for row in frappe.get_all(
			POINT, filters=filters, fields=[*COLUMNS], order_by="employee, to_date, creation, name"
		):
			found.setdefault(row.employee, []).append(entry(row))
	return found


def entry(row: Mapping[str, Any]) -> Entry:
	"""A stored row for the core; the points of a conversion are computed again, without rounding."""
	kind = EntryKind(row["kind"])
	points = number(row["points"])
	if kind is EntryKind.CONVERSION:
		points = exact_points(row["months"], number(row["percent"]), number(row["coefficient"]))
	return Entry(
		kind=kind,
		functional_level=row["functional_level"] or "",
		golongan=row["golongan"] or "",
		to_date=getdate(row["to_date"]),
		points=points,
		months=row["months"] or 0,
		predicate=Predicate(row["predicate"]) if row["predicate"] else None,
		annual=bool(row["annual"]),
	)


def number(value: Any) -> Decimal:
	"""A stored number without the digits that floats add."""
	return Decimal(cstr(value or 0))


def accounts(people: Sequence[Mapping[str, Any]], today: date) -> dict[str, Account]:
	"""Employee -> where he stands on a day. `people`: rows of Employee with name, asn_functional_level,
	asn_golongan and asn_golongan_since. Two queries for each 500."""
	name = credit_rules.on(today)
	if not name:
		return {}
	rule, ledgers = credit_rules.of(name), entries((person["name"] for person in people), today)
	found = {}
	for person in people:
		rows = ledgers.get(person["name"], [])
		of_year = round_half_up(
			sum((row.points for row in rows if row.to_date.year == today.year), Decimal(0))
		)
		position = CreditPosition(
			person["asn_functional_level"] or "", person["asn_golongan"] or "", person["asn_golongan_since"]
		)
		try:
			found[person["name"]] = Account(standing(rows, position, rule, today), of_year)
		except ScoringError as error:
			found[person["name"]] = Account(None, of_year, error.text(_, _("Employee")))
	return found
