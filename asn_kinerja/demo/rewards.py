"""What follows from the results: credit points of the PNS in functional positions, and the allowance of a
month of the finished year."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe.utils import now

from asn_kinerja import bulk
from asn_kinerja import people as headers
from asn_kinerja.allowance import calculating, rules, sheets
from asn_kinerja.credit import ledger, posting
from asn_kinerja.credit import rules as credit_rules
from asn_kinerja.demo import agency
from asn_kinerja.demo.people import PNS, YEAR, Person
from asn_kinerja.demo.people import people as everyone
from asn_kinerja.demo.year import random_of
from asn_kinerja.scoring.credit import CreditRules, EntryKind, level_of, ranks_of
from asn_kinerja.setup.install import records

RULE = "TPP Kota Contoh"
MONTH = date(YEAR, 10, 1)
BASIS = "Penetapan Angka Kredit sampai dengan 31 Desember {0}"
# Share of the points of the ranks before, and of those to the next rank, that somebody has brought along.
SHARES = (0.1, 0.35, 0.6, 0.8, 0.92)


def make_credit_points(employees: Mapping[str, str]) -> None:
	"""A balance of the year before, and the points of the final results. `employees`: number -> name."""
	if frappe.db.exists(ledger.POINT, {"company": agency.COMPANY}):
		return
	day = date(YEAR - 1, 12, 31)
	rule = credit_rules.on(day)
	if not rule:
		return
	table = credit_rules.of(rule)
	levels = {level.functional_level for level in table.levels}
	found = [
		person
		for person in everyone()
		if person.asn_type == PNS
		and person.seat.post.level in levels
		and person.rank in ranks_of(level_of(person.seat.post.level, table))
	]
	of_person = headers.headers(employees[person.number] for person in found)
	rows = [
		{
			**of_person[employees[person.number]],
			"employee": employees[person.number],
			"title": ledger.title(person.full_name, day),
			"kind": EntryKind.INITIAL.value,
			"status": ledger.COUNTED,
			"from_date": day,
			"to_date": day,
			"functional_level": person.seat.post.level,
			"golongan": person.rank,
			"rule": rule,
			"points": _balance(person, table),
			"basis": BASIS.format(YEAR - 1),
			"point_key": ledger.key(EntryKind.INITIAL, employees[person.number], person.seat.post.level),
		}
		for person in found
	]
	bulk.insert(ledger.POINT, rows)
	frappe.db.commit()
	posting.process(agency.COMPANY)


def _balance(person: Person, table: CreditRules) -> float:
	"""Points since the lowest rank of the level: those of the ranks before, and a part of the next."""
	level = level_of(person.seat.post.level, table)
	share = random_of(person, "credit").choice(SHARES)
	place = ranks_of(level).index(person.rank)
	return round(float(level.rank_points) * (place + share), 2)


def make_allowance() -> None:
	"""An approved sheet of October by a rule of the city's own, in which released results count too."""
	if frappe.db.exists(sheets.SHEET, {"company": agency.COMPANY}):
		return
	sheet = frappe.get_doc(doctype=sheets.SHEET, company=agency.COMPANY, month=MONTH, rule=_rule()).insert()
	calculating.process(sheet.name)
	approved: dict[str, Any] = {
		"status": sheets.APPROVED,
		"approved_by": "Administrator",
		"approved_on": now(),
	}
	frappe.db.set_value(sheets.SHEET, sheet.name, approved)
	frappe.db.set_value(sheets.LINE, {"sheet": sheet.name}, "status", sheets.APPROVED)
	frappe.db.commit()


def _rule() -> str:
	"""The shipped rule under a name of the city's own."""
	if name := frappe.db.get_value(rules.RULE, {"title": RULE, "docstatus": 1}):
		return name
	(shipped,) = records("allowance_rules")
	wanted = {field: shipped[field] for field in ("title", "version")}
	rule = frappe.copy_doc(frappe.get_doc(rules.RULE, wanted))
	rule.update({"title": RULE, "version": 1, "docstatus": 0, "final_only": 0, "missing_result": "Leave Out"})
	return rule.insert().submit().name
