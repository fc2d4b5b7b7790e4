"""The parts of a running competency assessment, each kept where the other parties cannot reach it.

The employee looks at himself, then his superior at him, then an assessor where one is asked. Until the
dialogue nobody sees what another party has given, so that each judges for himself: the columns are empty in
the database, and each party's part is stored as an ASN Competency Draft (see `asn_kinerja.hidden_part`). Only
the superior may see the self assessment earlier: once he has given his own levels, or from the beginning
where the agency wants it so. Source: Peraturan BKN 26/2019 (self, superior, assessor).
"""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from asn_kinerja import access, hidden_part
from asn_kinerja.competency.assessed import RELEASED
from asn_kinerja.hidden_part import Part

DRAFT = "ASN Competency Draft"
SELF_AND_SUPERIOR, THREE_PARTIES = "Self and Superior", "Self, Superior and Assessor"
ASSESSOR_ONLY = access.ASSESSOR_ONLY
SELF_ASSESSMENT, SUPERIOR_ASSESSMENT = "Self Assessment", "Superior Assessment"
ASSESSOR_ASSESSMENT, DIALOGUE = "Assessor Assessment", "Dialogue"
OPEN_STATES = (DIALOGUE, RELEASED)  # all parties see everything

SELF, SUPERIOR, ASSESSOR = "Self", "Superior", "Assessor"
PARTY_OF_STATE = {
	SELF_ASSESSMENT: SELF,
	SUPERIOR_ASSESSMENT: SUPERIOR,
	ASSESSOR_ASSESSMENT: ASSESSOR,
}
# The states that an assessment goes through before the dialogue.
PATHS = {
	SELF_AND_SUPERIOR: (SELF_ASSESSMENT, SUPERIOR_ASSESSMENT),
	THREE_PARTIES: (SELF_ASSESSMENT, SUPERIOR_ASSESSMENT, ASSESSOR_ASSESSMENT),
	ASSESSOR_ONLY: (ASSESSOR_ASSESSMENT,),
}
COLUMNS = {
	SELF: ("self_level", "self_evidence"),
	SUPERIOR: ("superior_level", "superior_evidence"),
	ASSESSOR: ("assessor_level", "assessor_evidence"),
}
SUBMITTED_ON = {
	SELF: "self_submitted_on",
	SUPERIOR: "superior_submitted_on",
	ASSESSOR: "assessor_submitted_on",
}
LEVEL = {party: columns[0] for party, columns in COLUMNS.items()}
POTENTIAL = ("potential_score", "potential_note")
SUMS = ("levels_reached", "levels_required")  # all that older records hold, which have no rows


def parties(procedure: str) -> tuple[str, ...]:
	"""Who takes part, in the order of their turns."""
	return tuple(PARTY_OF_STATE[state] for state in PATHS[procedure])


def deciding(procedure: str) -> str:
	"""Whose levels count: the assessor's where one is asked, else the superior's."""
	return parties(procedure)[-1]


def show(doc: Document) -> None:
	"""Put into a loaded document what the session user may see of the running parts."""
	if doc.workflow_state in OPEN_STATES:
		return
	for party in seen(doc):
		_part(doc, party).put(doc, hidden_part.stored(DRAFT, _name(doc, party)))


def check(doc: Document, before: Document | None) -> None:
	"""Refuse a save that writes into the part of somebody else, which its writer does not even see, or of
	somebody who takes no part."""
	if before and before.workflow_state in OPEN_STATES:
		mine = set(parties(doc.procedure))
	else:
		mine = seen(before) if before else set()
	for party in COLUMNS.keys() - mine:
		for row in doc.competencies:
			_refuse_filled(row, COLUMNS[party], _("{0}, row {1}").format(_("Competencies"), row.idx))
	if deciding(doc.procedure) not in mine and not (before and before.workflow_state in OPEN_STATES):
		_refuse_filled(doc, POTENTIAL, "")


def check_potential(doc: Document, before: Document) -> None:
	"""After an assessor only he changes the potential."""
	if before.workflow_state != DIALOGUE or deciding(doc.procedure) == SUPERIOR:
		return
	if access.relations(before) & {access.ASSESSOR, access.SYSTEM}:
		return
	for field in POTENTIAL:
		df = doc.meta.get_field(field)
		if not access.same_value(df.fieldtype, doc.get(field), before.get(field)):
			frappe.throw(
				_("{0} is the assessor's.").format(_(df.label)),
				frappe.PermissionError,
				title=_("Not Allowed"),
			)


def hide(doc: Document) -> None:
	"""Cut the parts out of a document that is about to be stored; `keep` stores those of its writer."""
	if doc.workflow_state in OPEN_STATES:
		return
	before = doc.get_doc_before_save()
	mine = seen(before) if before else set()
	doc.flags.competency_parts = {party: _part(doc, party).read(doc) for party in mine}
	for party in COLUMNS:
		_part(doc, party).clear(doc)
	# a version would show the others what has been entered
	doc.flags.ignore_version = True


def keep(doc: Document) -> None:
	"""Store the parts that were cut out, and show them again in the document in memory."""
	if doc.workflow_state in OPEN_STATES:
		discard([doc.name])
		return
	for party, content in (doc.flags.pop("competency_parts", None) or {}).items():
		store(doc.name, party, content)
	show(doc)


def store(name: str, party: str, content: dict[str, Any]) -> None:
	hidden_part.keep(DRAFT, f"{name}-{party}", content, assessment=name, party=party)


def disclose(doc: Document) -> None:
	"""At the beginning of the dialogue, and at a release without one: put all parts that were handed in into
	the document. What its writer has just given stands in it already; what nobody has handed in is shown to
	nobody."""
	before = doc.get_doc_before_save()
	for party in parties(doc.procedure):
		if not doc.get(SUBMITTED_ON[party]):
			_part(doc, party).clear(doc)
		elif party not in seen(before):
			_part(doc, party).put(doc, hidden_part.stored(DRAFT, _name(doc, party)))


def discard(names: Iterable[str], party: str | None = None) -> None:
	"""Remove the stored parts of assessments, or that of one party: the documents hold them now, they go, or
	somebody else begins afresh."""
	filters = {"assessment": ["in", list(names) or [""]], **({"party": party} if party else {})}
	frappe.db.delete(DRAFT, filters)


def begin_afresh(doc: Document, party: str) -> None:
	"""Somebody else gives the part of this party: forget what was given, which the document holds too
	when its writer sees the part. What has been disclosed stays."""
	before = doc.get_doc_before_save()
	if before.workflow_state not in OPEN_STATES:
		_part(doc, party).clear(doc)
		discard([doc.name], party)


def seen(doc: Document) -> set[str]:
	"""The parties whose running parts the session user sees, by the stored state: his own, and what another
	one has handed in and shows him."""
	relation = access.relations(doc)
	if access.SYSTEM in relation:
		return set(parties(doc.procedure))
	found = set()
	if access.SELF in relation:
		found.add(SELF)
	if access.RATER in relation:
		found.add(SUPERIOR)
		shown = doc.workflow_state == ASSESSOR_ASSESSMENT
		shown = shown or (doc.workflow_state == SUPERIOR_ASSESSMENT and _superior_sees_self())
		if shown and doc.get(SUBMITTED_ON[SELF]):
			found.add(SELF)
	if access.ASSESSOR in relation:
		found.add(ASSESSOR)
	return found & set(parties(doc.procedure))


def _superior_sees_self() -> bool:
	return bool(frappe.db.get_single_value("ASN Performance Settings", "superior_sees_self"))


def _part(doc: Document, party: str) -> Part:
	fields = POTENTIAL if party == deciding(doc.procedure) else ()
	if party == ASSESSOR and not doc.competencies:
		fields += SUMS
	return Part(fields, {"competencies": COLUMNS[party]}, "competency")


def _name(doc: Document, party: str) -> str:
	return f"{doc.name}-{party}"


def _refuse_filled(doc: Document, fields: Iterable[str], where: str) -> None:
	for field in fields:
		if doc.get(field) not in (None, "", 0, "0"):
			label = _(doc.meta.get_label(field))
			frappe.throw(
				_(
					"You may not change this field in this state: {0}. Reload the form to see what is stored."
				).format(frappe.bold(", ".join(filter(None, (where, label))))),
				frappe.PermissionError,
				title=_("Not Allowed"),
			)
