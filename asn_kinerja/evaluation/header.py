"""The heading of an evaluation: period, agency, both parties and the rater's superior, predicate of the unit.

While an evaluation is running it shows the people as they are now. At the release it is kept with the
evaluation: a later promotion or move does not change who was evaluated by whom, in which rank and position.
"""

import json
from dataclasses import asdict
from typing import Any

from frappe.model.document import Document
from frappe.utils import cstr, getdate

from asn_kinerja import access, parties
from asn_kinerja.wording import text

PARTIES = ("employee", "rater", "superior")


def of(doc: Document) -> dict[str, Any]:
	"""The heading as plain text: agency, stage, from_date, to_date, organisation_predicate, and for each of
	PARTIES name, nip, rank, position, unit. What is not known, or not shown to the reader yet, is empty."""
	return json.loads(doc.header) if doc.docstatus and doc.header else _now(doc)


def keep(doc: Document) -> None:
	"""Put the heading of now into an evaluation that is being released."""
	doc.header = json.dumps(_now(doc), ensure_ascii=False)


def _now(doc: Document) -> dict[str, Any]:
	found = parties.of(doc, doc.rater, access.rater_of(doc.rater))
	return {
		"agency": text(doc.company),
		"stage": text(doc.stage_name),
		"from_date": cstr(getdate(doc.from_date)),
		"to_date": cstr(getdate(doc.to_date)),
		"organisation_predicate": doc.organisation_predicate or "",
	} | {name: asdict(party) for name, party in zip(PARTIES, found, strict=True)}
