"""A rule of the allowance, as the core takes it."""

from collections.abc import Mapping
from typing import Any

import frappe

from asn_kinerja.scoring.allowance import AllowanceRules, allowance_rules_from_dict

RULE = "ASN Allowance Rule"
DEDUCTIONS = "ASN Attendance Rule"
LATEST = "Latest Result"


def of(name: str) -> AllowanceRules:
	"""A rule for the core, with its table of deductions."""
	return decoded(frappe.get_cached_doc(RULE, name))


def decoded(doc: Any) -> AllowanceRules:
	"""The same from a document. Raises ScoringError with table, row and field."""
	values = doc.as_dict()
	table = values.get("attendance_rule")
	if table and frappe.db.exists(DEDUCTIONS, table):
		values["attendance_rule"] = frappe.get_cached_doc(DEDUCTIONS, table).as_dict()
	return allowance_rules_from_dict(values, strict=False)


def choice_of_result(name: str) -> Mapping[str, Any]:
	"""Which result counts by a rule: result_source, result_months, final_only."""
	doc = frappe.get_cached_doc(RULE, name)
	return {field: doc.get(field) for field in ("result_source", "result_months", "final_only")}
