"""Competency rules for the core."""

from collections.abc import Sequence
from functools import lru_cache

import frappe

from asn_kinerja.scoring.job_match import CompetencyRules, MatchCategory, competency_rules_from_dict

RULE = "ASN Competency Rule"


def of(name: str) -> CompetencyRules:
	"""The rules of a record. Parsed once per process: submitted rules do not change."""
	modified = frappe.get_cached_value(RULE, name, "modified")
	return _parsed(frappe.local.site, name, str(modified))


@lru_cache(maxsize=32)
def _parsed(site: str, name: str, modified: str) -> CompetencyRules:
	return competency_rules_from_dict(frappe.get_cached_doc(RULE, name).as_dict(), strict=False)


def newest() -> str | None:
	"""The rules made last among those in force (submitted); None when there are none."""
	found = frappe.get_all(
		RULE, filters={"docstatus": 1}, pluck="name", order_by="creation desc, name desc", limit=1
	)
	return found[0] if found else None


def step(category: str | None, categories: Sequence[MatchCategory]) -> int | None:
	"""Place of a category among those of its table, 0 the best; None for one that is not there."""
	names = [row.category for row in sorted(categories, key=lambda row: -row.from_percent)]
	return names.index(category) if category in names else None
