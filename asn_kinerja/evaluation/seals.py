"""Sealing final evaluations in a chain per cycle, and finding what was altered behind the app's back.

The seal is made in the transaction that makes the evaluation final. Its content are all fields and rows of
the evaluation as the database holds them, so that a single result, a set and a later check read the same.
What links to records of ERPNext, which an agency may rename, is kept in columns of the seal instead of the
hash: Frappe renames both sides, and the check compares them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.utils import now
from pypika import Table
from pypika import functions as fn
from pypika.terms import Term

from asn_kinerja import bulk, jobs, notices
from asn_kinerja.messages import escaped
from asn_kinerja.scoring.seal import (
	START,
	End,
	Finding,
	Problem,
	Seal,
	SealKind,
	check,
	content_hash,
	seal_next,
)

EVALUATION, SEAL, CHAIN = "ASN Evaluation", "ASN Result Seal", "ASN Seal Chain"
CYCLE = "ASN Performance Cycle"
FINAL_STATE = "Final"
EVENT = "asn_seals_checked"
CHUNK = 1000
AT_ONCE = 5000  # seals that are checked within a request; more are a background job
SHOWN = 500  # findings
RENAMED = ("employee", "rater", "released_by", "company", "department", "designation")
NUMBERS = ("Float", "Currency", "Percent")

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
	"""The outcome of a check: number of seals, the chain hash at the end, and what was found."""

	cycle: str
	seals: int
	chain_hash: str
	findings: tuple[Finding, ...]


# --- sealing -----------------------------------------------------------------------------------------------


def seal(evaluations: Sequence[str], kind: SealKind = SealKind.FINAL) -> None:
	"""Seal evaluations as they are stored now, in this order; a constant number of queries per cycle.

	Call it last in a transaction: until its end others who make results of the same cycle final wait. Raises
	UniqueValidationError (or the database's error) for an evaluation that is sealed already."""
	for cycle, names in _by_cycle(evaluations).items():
		contents = _contents(names)
		end = _locked_end(cycle)
		entries = [(name, kind, content_hash(contents[name].sealed)) for name in names]
		seals = list(seal_next(end, entries))
		stamp = now()
		bulk.insert(
			SEAL,
			(
				{
					**contents[made.record].renamed,
					"cycle": cycle,
					"sequence": made.sequence,
					"evaluation": made.record,
					"kind": made.kind.value,
					"content_hash": made.content_hash,
					"previous_hash": made.previous_hash,
					"chain_hash": made.chain_hash,
					"sealed_on": stamp,
				}
				for made in seals
			),
		)
		# a plain store, which has neither rules nor readers
		last = {"sequence": seals[-1].sequence, "chain_hash": seals[-1].chain_hash}
		frappe.db.set_value(CHAIN, cycle, last)


def is_sealed(evaluation: str) -> bool:
	"""Whether an evaluation has a seal."""
	return bool(frappe.db.exists(SEAL, {"evaluation": evaluation}))


def _by_cycle(evaluations: Sequence[str]) -> dict[str, list[str]]:
	cycles = dict(
		frappe.get_all(
			EVALUATION,
			filters={"name": ["in", evaluations]},
			fields=["name", "cycle"],
			order_by="name",
			as_list=True,
		)
	)
	groups: dict[str, list[str]] = {}
	for name in evaluations:
		groups.setdefault(cycles[name], []).append(name)
	return dict(sorted(groups.items()))  # everybody locks in the same order


def _locked_end(cycle: str) -> End:
	"""The end of a cycle's chain, locked until the end of the transaction.

	A row of its own, because locking the last seal would lock the gap behind it too, into which the first
	seal of another cycle may go."""
	if not frappe.db.exists(CHAIN, cycle):
		stamp, me = now(), frappe.session.user
		row = {"name": cycle, "cycle": cycle, "sequence": START.sequence, "chain_hash": START.chain_hash}
		row |= {"owner": me, "modified_by": me, "creation": stamp, "modified": stamp}
		# another transaction may be making the same row
		frappe.db.bulk_insert(CHAIN, list(row), [tuple(row.values())], ignore_duplicates=True)
	return End(*frappe.db.get_value(CHAIN, cycle, ["sequence", "chain_hash"], for_update=True))


# --- checking ----------------------------------------------------------------------------------------------


def check_cycle(cycle: str, known: Iterable[str] = ()) -> Checked:
	"""Compare all final results of a cycle with their seals. `known`: chain hashes noted earlier."""
	rows = frappe.get_all(SEAL, filters={"cycle": cycle}, fields=["*"], order_by="sequence")
	chain = [_as_seal(row) for row in rows]
	links = {row.evaluation or "": {field: row[field] or None for field in RENAMED} for row in rows}
	today = {
		name: content_hash(content.sealed) if links.get(name, content.renamed) == content.renamed else ""
		for names in _chunks(sorted({*links, *_final_ones(cycle)}))
		for name, content in _contents(names).items()
	}
	kept = frappe.db.get_value(CHAIN, cycle, ["sequence", "chain_hash"])
	end = End(*kept) if kept else START
	return Checked(cycle, len(chain), end.chain_hash, check(chain, today, end, known))


def _as_seal(row: frappe._dict) -> Seal:
	"""The seal as the database holds it; what was forged there may be anything."""
	kind = SealKind.FINAL if row.kind == SealKind.FINAL.value else SealKind.CANCELLED
	hashes = (row[field] or "" for field in ("content_hash", "previous_hash", "chain_hash"))
	return Seal(row.sequence or 0, row.evaluation or "", kind, *hashes)


def cycles() -> list[str]:
	"""Cycles that have seals, or results that should have one."""
	sealed = frappe.get_all(SEAL, pluck="cycle", distinct=True, order_by="cycle")
	ended = frappe.get_all(CHAIN, pluck="name", order_by="name")
	final = frappe.get_all(
		EVALUATION,
		filters={"docstatus": 1, "workflow_state": FINAL_STATE},
		pluck="cycle",
		distinct=True,
		order_by="cycle",
	)
	return sorted({*sealed, *ended, *final})


def unsealed(cycle: str) -> list[str]:
	"""Final evaluations of a cycle without a seal, in the order in which they became final."""
	evaluation, made = frappe.qb.DocType(EVALUATION), frappe.qb.DocType(SEAL)
	query = (
		frappe.qb.from_(evaluation)
		.left_join(made)
		.on(made.evaluation == evaluation.name)
		.select(evaluation.name)
		.where((evaluation.cycle == cycle) & (evaluation.docstatus == 1))
		.where((evaluation.workflow_state == FINAL_STATE) & made.name.isnull())
		.orderby(evaluation.final_on, evaluation.name)
	)
	return [name for (name,) in query.run()]


def _final_ones(cycle: str) -> list[str]:
	return frappe.get_all(
		EVALUATION,
		filters={"cycle": cycle, "docstatus": 1, "workflow_state": FINAL_STATE},
		pluck="name",
		order_by="name",
	)


def enqueue(cycle: str) -> bool:
	"""Check a large cycle in the background; False when that is waiting or running already for this user."""
	return jobs.enqueue_once(
		"asn_kinerja.evaluation.seals.run",
		job_id=f"asn_check_seals::{cycle}::{frappe.session.user}",
		cycle=cycle,
		user=frappe.session.user,
	)


def run(cycle: str, user: str) -> None:
	"""The background job: check, and tell the user who has asked for it."""
	with jobs.telling_of_failure(EVENT, user, cycle=cycle):
		checked = check_cycle(cycle)
		for reader in notices.readers([user]):
			with notices.in_language(reader.language):
				message, line = {"done": True, **told(checked)}, verdict(checked)
			notices.store([notices.Notice(user, line, CYCLE, cycle)])
			frappe.publish_realtime(EVENT, message, user=user)


# --- in words ----------------------------------------------------------------------------------------------


def told(checked: Checked) -> dict[str, Any]:
	"""The outcome for the browser, in the language of now; `text` is HTML, of the first findings."""
	shown = checked.findings[:SHOWN]
	return {
		"cycle": checked.cycle,
		"seals": checked.seals,
		"chain_hash": checked.chain_hash,
		"found": len(checked.findings),
		"verdict": verdict(checked),
		"findings": [
			{"evaluation": finding.record, "problem": finding.problem.value, "text": text}
			for finding, text in zip(shown, in_words(shown), strict=True)
		],
	}


def verdict(checked: Checked) -> str:
	"""One line (HTML) about the whole cycle."""
	if checked.findings:
		return _("{0}: {1} findings among {2} seals.").format(
			*escaped(checked.cycle, len(checked.findings), checked.seals)
		)
	return _("{0}: all {1} seals fit; no final result was altered.").format(
		*escaped(checked.cycle, checked.seals)
	)


def in_words(findings: Sequence[Finding]) -> list[str]:
	"""Each finding as a sentence (HTML) that names the evaluation, in the language of now."""
	names = _titles({finding.record for finding in findings})
	sentences = {
		Problem.ALTERED: _("Seal {0}: {1} was altered after it was sealed."),
		Problem.MISSING: _("Seal {0}: {1} was sealed and is gone."),
		Problem.INSERTED: _("{1} is final and has no seal."),
		Problem.SEAL_ALTERED: _("Seal {0} of {1} was altered: its hash is not that of its parts."),
		Problem.CHAIN_BROKEN: _("Seal {0} of {1} does not continue the seal before it."),
		Problem.SEAL_MISSING: _("Seal {0} is gone."),
		Problem.SEAL_INSERTED: _("Seal {0} of {1} was put behind the end of the chain."),
		Problem.SEAL_REPEATED: _("Seal {0} of {1} stands there twice or in the wrong order."),
		Problem.CHAIN_REPLACED: _("A hash that was noted before is not in the chain any more."),
	}
	return [
		sentences[finding.problem].format(
			*escaped(finding.sequence, names.get(finding.record, finding.record))
		)
		for finding in findings
	]


def _titles(records: set[str]) -> dict[str, str]:
	"""Name of each evaluation with its title; of one that is gone, with the employee whom its seal names."""
	wanted = sorted(filter(None, records))
	if not wanted:
		return {}
	fields = ["name", "title"]
	found = frappe.get_all(EVALUATION, filters={"name": ["in", wanted]}, fields=fields, order_by="name")
	titles = {row.name: row.title for row in found}
	made, person = frappe.qb.DocType(SEAL), frappe.qb.DocType("Employee")
	query = (
		frappe.qb.from_(made)
		.join(person)
		.on(person.name == made.employee)
		.select(made.evaluation, person.employee_name)
		.where(made.evaluation.isin(wanted))
		.orderby(made.sequence)
	)
	titles = {**dict(query.run()), **titles}
	return {record: f"{record} ({title})" for record, title in titles.items()}


# --- content -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contents:
	"""What is hashed of an evaluation, and what its seal holds in columns."""

	sealed: Content
	renamed: dict[str, str | None]


def _contents(names: Sequence[str]) -> dict[str, Contents]:
	"""The content of stored evaluations, a query per table; those that do not exist are left out."""
	meta = frappe.get_meta(EVALUATION)
	fields = [field for field in _columns(EVALUATION) if field not in RENAMED]
	table = frappe.qb.DocType(EVALUATION)
	query = (
		frappe.qb.from_(table)
		.select(table.name, *(table[field] for field in RENAMED), table.docstatus)
		.select(*_terms(table, EVALUATION, fields))
		.where(table.name.isin(names))
		.orderby(table.name)
	)
	found: dict[str, Contents] = {}
	for name, *values in query.run():
		links, (docstatus, *rest) = values[: len(RENAMED)], values[len(RENAMED) :]
		sealed = {"name": name, "docstatus": docstatus, **_values(EVALUATION, fields, rest)}
		renamed = {field: link or None for field, link in zip(RENAMED, links, strict=True)}
		found[name] = Contents(sealed, renamed)
	for df in meta.get_table_fields():
		for parent, row in _rows(df.options, df.fieldname, names):
			if parent in found:  # rows may be left of an evaluation that is gone
				found[parent].sealed.setdefault(df.fieldname, []).append(row)
	return found


def _rows(doctype: str, fieldname: str, parents: Sequence[str]) -> Iterator[tuple[str, Content]]:
	fields = _columns(doctype)
	table = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(table)
		.select(table.parent, *_terms(table, doctype, fields))
		.where(table.parent.isin(parents))
		.where((table.parenttype == EVALUATION) & (table.parentfield == fieldname))
		.orderby(table.parent, table.idx)
	)
	for parent, *values in query.run():
		yield parent, _values(doctype, fields, values)


def _columns(doctype: str) -> list[str]:
	"""All fields that the app stores. An agency's own custom fields are no part of the result."""
	return [
		df.fieldname
		for df in frappe.get_meta(doctype).fields
		if df.fieldtype not in no_value_fields
		and df.fieldtype not in table_fields
		and not df.get("is_custom_field")
	]


def _terms(table: Table, doctype: str, fields: Sequence[str]) -> list[Term]:
	"""The columns; decimal numbers as text, because Frappe reads them as floats, which lose digits."""
	meta = frappe.get_meta(doctype)
	return [
		fn.Concat(table[field], "") if meta.get_field(field).fieldtype in NUMBERS else table[field]
		for field in fields
	]


def _values(doctype: str, fields: Sequence[str], values: Sequence[Any]) -> Content:
	meta = frappe.get_meta(doctype)
	return {
		field: Decimal(value or 0) if meta.get_field(field).fieldtype in NUMBERS else value
		for field, value in zip(fields, values, strict=True)
	}


def _chunks(names: Sequence[str]) -> Iterator[Sequence[str]]:
	for start in range(0, len(names), CHUNK):
		yield names[start : start + CHUNK]
