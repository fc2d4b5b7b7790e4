"""Talent rules for the core."""

from functools import lru_cache

import frappe

from asn_kinerja.scoring.talent import TalentRules, talent_rules_from_dict
from asn_kinerja.talent import RULE


def of(name: str) -> TalentRules:
	"""The table of a record. Parsed once per process: submitted rules do not change."""
	modified = frappe.get_cached_value(RULE, name, "modified")
	return _parsed(frappe.local.site, name, str(modified))


@lru_cache(maxsize=32)
def _parsed(site: str, name: str, modified: str) -> TalentRules:
	return talent_rules_from_dict(frappe.get_cached_doc(RULE, name).as_dict(), strict=False)
