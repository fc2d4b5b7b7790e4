"""Realisations that come from verified daily activities, where the indicator's source says so.

While the self assessment runs they are worked out whenever an evaluation is loaded, so that a verification
is seen at once; from the rater's assessment on they stay. An employee cannot write over them. Where nothing
can be worked out (no verified quantity yet, and none is no result: an average, or a target that is better
the lower it is) the employee enters the realisation himself, and the row says so.
"""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from asn_kinerja.evaluation.calculate import measure
from asn_kinerja.monitoring.progress import AVERAGED, NOTHING, VERIFIED, WAITING, Total, totals
from asn_kinerja.scoring import typed

DAILY_ACTIVITY = "Daily Activity"
RUNNING_STATE = "Self Assessment"
FILLED = ("realisation", "realisation_source", "realisation_filled")
FOLLOWING = ("achievement", "value", "value_category")


def show(doc: Document) -> None:
	"""Put the realisations of now into a loaded evaluation whose self assessment is running."""
	if doc.workflow_state == RUNNING_STATE and _put([doc]):
		measure(doc)


def keep(doc: Document) -> None:
	"""Put what a client sends for these realisations, and for what follows from them, back to the server's;
	called before the field rule, which would take an older copy of them for somebody's change."""
	before = doc.get_doc_before_save()
	if not before or before.workflow_state != RUNNING_STATE:
		return
	rows = {row.name: row for row in before.results if row.data_source == DAILY_ACTIVITY}
	for row in doc.results:
		if stored := rows.get(row.name):
			own = () if is_filled(stored) else ("realisation",)
			row.update({field: stored.get(field) for field in (*FILLED, *FOLLOWING) if field not in own})


def fill_new(doc: Document) -> None:
	"""The realisations of a new evaluation; what follows from them the save calculates."""
	_put([doc])


def fill(evaluations: Sequence[dict[str, Any]]) -> None:
	"""The same for new evaluations that are stored as a set: their values as `build.from_plan` gives them.
	One query."""
	for values in _put(evaluations):
		# a document makes the rows it is given its own
		rows = [dict(row) for row in values["results"]]
		doc = frappe.get_doc({"doctype": "ASN Evaluation", **values, "results": rows})
		measure(doc)
		for row, stored in zip(doc.results, values["results"], strict=True):
			stored |= {field: row.get(field) for field in FOLLOWING}


def is_filled(row: Mapping[str, Any]) -> bool:
	"""Whether the row's realisation was worked out, and is not the employee's to enter."""
	return row.get("data_source") == DAILY_ACTIVITY and bool(row.get("realisation_filled"))


def _put(evaluations: Iterable[Any]) -> list[Any]:
	"""Fill the rows of these evaluations; return those evaluations that have such rows."""
	rows = [
		(evaluation, row)
		for evaluation in evaluations
		for row in evaluation.get("results")
		if row.get("data_source") == DAILY_ACTIVITY
	]
	if not rows:
		return []
	for (first, last), group in _by_period(rows).items():
		wanted = [row.get("work_plan_item") for row in group]
		found = totals(wanted, first, last, (VERIFIED, WAITING))
		for key, row in zip(wanted, group, strict=True):
			fill_row(row, found.get((key, VERIFIED), NOTHING), found.get((key, WAITING), NOTHING))
	return list({id(evaluation): evaluation for evaluation, _row in rows}.values())


def _by_period(rows: Iterable[tuple[Any, Any]]) -> dict[tuple[Any, Any], list[Any]]:
	"""Rows by the period of their evaluation: one, when a stage is opened."""
	groups: dict[tuple[Any, Any], list[Any]] = {}
	for evaluation, row in rows:
		groups.setdefault((evaluation.get("from_date"), evaluation.get("to_date")), []).append(row)
	return groups


def fill_row(row: MutableMapping[str, Any], verified: Total, waiting: Total) -> None:
	"""Realisation and its source in words, from what is verified and what still waits."""
	reached = verified.reached(row.get("summarise"))
	if not verified.entries and (row.get("summarise") == AVERAGED or row.get("direction") != "Higher"):
		reached = None  # no entry is no average, and not less of something either
	if reached is None:
		said = [_("No verified activity with a quantity yet: enter the realisation yourself.")]
	elif verified.entries:
		said = [
			_("{0} verified activities up to {1}.").format(verified.entries, formatdate(verified.last_date))
		]
	else:
		said = [_("No verified activity with a quantity yet.")]
	if waiting.entries:
		said.append(_("{0} not yet verified do not count.").format(waiting.entries))
	row.update({"realisation_source": " ".join(said), "realisation_filled": int(reached is not None)})
	if reached is not None:
		row.update({"realisation": typed(reached)})
