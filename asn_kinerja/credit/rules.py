"""Which rule of credit points holds for a day, as the core takes it."""

from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from asn_kinerja.scoring.credit import CreditRules, credit_rules_from_dict

RULE = "ASN Credit Rule"


def of(name: str) -> CreditRules:
	"""A rule for the core."""
	return credit_rules_from_dict(frappe.get_cached_doc(RULE, name).as_dict(), strict=False)


def in_force() -> list[tuple[date, str]]:
	"""The submitted rules, each with the day from which it holds, the latest first; of one day the newest."""
	rows = frappe.get_all(
		RULE,
		filters={"docstatus": 1},
		fields=["name", "from_date"],
		order_by="from_date desc, creation desc, name desc",
	)
	return [(row.from_date, row.name) for row in rows]


def on(day: Any, found: list[tuple[date, str]] | None = None) -> str | None:
	"""The name of the rule that holds on a day; None before the first one."""
	rules = in_force() if found is None else found
	return next((name for start, name in rules if start <= getdate(day)), None)
