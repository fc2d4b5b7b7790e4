"""A cancelled table of follow-ups: who learns that nothing is proposed any more. Told once, when it is
cancelled; the job of every night that finds no table is silent, for an agency may do without."""

import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja import notices
from asn_kinerja.follow_up import CYCLE, first_in_force, named, versions_of
from asn_kinerja.messages import escaped


def tell(table: Document) -> None:
	"""Tell the managers of the open cycles that are without a table now, and the user who cancels it."""
	without = _without(table.name)
	if not without:
		return
	for cycle in without:
		notices.tell(
			notices.managers_of(cycle.company, CYCLE),
			lambda title=cycle.title: _(
				"{0}: the table of follow-ups {1} is cancelled. Nothing is proposed until it is amended, or"
				" you choose another."
			).format(*escaped(title, table.name)),
			CYCLE,
			cycle.name,
		)
	frappe.msgprint(
		_("Nothing is proposed any more in: {0}. Amend this table, or choose another there.").format(
			", ".join(escaped(*(cycle.title for cycle in without)))
		),
		indicator="orange",
	)


def _without(name: str) -> list[frappe._dict]:
	"""The open cycles whose table it was, and which have no other."""
	cycles = frappe.get_all(
		CYCLE,
		filters={"status": "Open"},
		fields=["name", "title", "company", "follow_up_rule"],
		order_by="company, from_date, name",
	)
	lost = {own: _lost(name, own) for own in sorted({cycle.follow_up_rule or "" for cycle in cycles})}
	return [cycle for cycle in cycles if lost[cycle.follow_up_rule or ""]]


def _lost(name: str, own: str) -> bool:
	chosen = named(own)
	return not first_in_force(chosen) and any(name in versions_of(one) for one in chosen)
