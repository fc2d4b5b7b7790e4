"""Follow-ups of evaluations (tindak lanjut hasil evaluasi): proposed by rules, decided by a person,
tracked to the end. Source: PermenPAN-RB 6/2022, article 5; PP 30/2019, articles 56–58."""

from collections.abc import Iterable, Iterator, Mapping

import frappe
from frappe import _

from asn_kinerja import access
from asn_kinerja.messages import escaped
from asn_kinerja.scoring.follow_up import (
	Decider,
	FollowUpKind,
	FollowUpRules,
	follow_up_rules_from_dict,
)

FOLLOW_UP, RULE, NOTE = "ASN Follow Up", "ASN Follow Up Rule", "ASN Follow Up Note"
EVALUATION, CYCLE, SETTINGS = "ASN Evaluation", "ASN Performance Cycle", "ASN Performance Settings"
PROPOSED, IN_PROGRESS, DONE, REJECTED, DROPPED = "Proposed", "In Progress", "Done", "Rejected", "Dropped"
APPROVED = (IN_PROGRESS, DONE)

RELATION_OF: Mapping[str, str] = {
	Decider.RATER.value: access.RATER,
	Decider.RATER_SUPERIOR.value: access.SUPERIOR,
	Decider.MANAGER.value: access.MANAGER,
}
# Who decides on what a person proposes; for what a rule proposes the rule says it.
OF_THE_RATER = (FollowUpKind.COACHING.value, FollowUpKind.COUNSELLING.value)


def decider_of(kind: str) -> str:
	"""Who decides on a follow-up that somebody has entered by hand."""
	return (Decider.RATER if kind in OF_THE_RATER else Decider.MANAGER).value


def rule_of(cycle: str) -> str | None:
	"""The table of a cycle: its own, else that of the settings, each as it was amended; None when neither is
	in force."""
	return first_in_force(named(frappe.db.get_value(CYCLE, cycle, "follow_up_rule")))


def named(own: str | None) -> list[str]:
	"""The tables that are chosen for a cycle, the first in force of which holds: `own` of the cycle and that
	of the settings. One that was cancelled since is among them."""
	return [*filter(None, (own, frappe.db.get_single_value(SETTINGS, "follow_up_rule")))]


def first_in_force(names: Iterable[str]) -> str | None:
	"""The first of these tables that is submitted, or was amended into one that is."""
	versions = (version for name in names for version in versions_of(name))
	return next((name for name in versions if frappe.db.get_value(RULE, name, "docstatus") == 1), None)


def versions_of(name: str) -> Iterator[str]:
	"""A table and what it was amended into, the newest last."""
	version: str | None = name
	while version:
		yield version
		version = frappe.db.get_value(RULE, {"amended_from": version}, order_by="creation desc")


def check_rule(name: str) -> None:
	"""Raise for a table that is not submitted."""
	if frappe.db.get_value(RULE, name, "docstatus") != 1:
		frappe.throw(
			_("{0}: {1} is not submitted. Check and submit it first.").format(
				*escaped(_("ASN Follow Up Rule"), name)
			)
		)


def rules(name: str) -> FollowUpRules:
	"""A table of follow-ups for the core."""
	return follow_up_rules_from_dict(frappe.get_cached_doc(RULE, name).as_dict(), strict=False)


def title(employee_name: str | None, subject: str | None) -> str:
	"""What a record is called in links and lists."""
	return " · ".join(filter(None, (employee_name, subject)))[:140]
