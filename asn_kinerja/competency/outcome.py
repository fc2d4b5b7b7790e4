"""What follows from the levels of a competency assessment: gaps, job person match, strengths, weaknesses.

Source: PermenPAN-RB 38/2017 (levels, gaps), Peraturan BKN 26/2019 (job person match and its categories).
"""

import json
from collections.abc import Iterable, Mapping

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

from asn_kinerja import hidden_part
from asn_kinerja.competency import parts, rules
from asn_kinerja.competency.assessed import number
from asn_kinerja.messages import core_errors
from asn_kinerja.scoring.job_match import Kind, Match, Requirement, Standard, match
from asn_kinerja.scoring.numbers import round_half_up

FOLLOWING = (
	"levels_reached",
	"levels_required",
	"job_match",
	"filling_category",
	"mapping_category",
	"strengths",
	"weaknesses",
	"explanation",
)
FOLLOWING_IN_ROWS = ("level", "gap")
BEHAVIOURS = 2  # sentences of the dictionary per strength or weakness


def calculate(doc: Document) -> None:
	"""Fill in what follows from the levels that count. As long as the parties are at work, or a level is
	missing, nothing does. Older records without rows keep their sums."""
	if not doc.competencies:
		return
	column = parts.LEVEL[parts.deciding(doc.procedure)]
	levels = {row.competency: cint(row.get(column)) for row in doc.competencies}
	if doc.workflow_state not in parts.OPEN_STATES or not all(levels.values()):
		clear(doc)
		return
	with core_errors(doc):
		found = match(standard_of(doc), levels, rules.of(doc.rule))
	fill(doc, levels, found)


def standard_of(doc: Document) -> Standard:
	"""The standard as the assessment has copied it."""
	requirements = (
		Requirement(row.competency, Kind(row.kind), cint(row.required_level), number(row.weight))
		for row in doc.competencies
	)
	weights = (number(doc.technical_weight), number(doc.managerial_weight))
	return Standard(tuple(requirements), *weights)


def fill(doc: Document, levels: Mapping[str, int], found: Match) -> None:
	for row in doc.competencies:
		row.level, row.gap = levels[row.competency], found.gaps[row.competency]
	doc.update(fields_of(found, texts_of({*found.strengths, *found.weaknesses}), levels))


def fields_of(
	found: Match, texts: Mapping[tuple[str, int], str], levels: Mapping[str, int]
) -> dict[str, object]:
	"""The fields of an assessment that a match fills. `texts`: see `texts_of`."""
	required = {competency: levels[competency] + gap for competency, gap in found.gaps.items()}
	return {
		"levels_reached": float(found.reached),
		"levels_required": float(found.required),
		"job_match": float(round_half_up(found.percent)),
		"filling_category": found.filling,
		"mapping_category": found.mapping,
		# what a strength looks like at the level reached, and what is missing at the level required
		"strengths": _sentences(found.strengths, levels, required, levels, texts),
		"weaknesses": _sentences(found.weaknesses, levels, required, required, texts),
		"explanation": explanation(found),
	}


def explanation(found: Match) -> str:
	steps = [
		{"rule": step.rule, "values": list(step.values), "output": step.output, "source": step.source}
		for step in found.steps
	]
	return json.dumps({"steps": steps}, ensure_ascii=False)


def texts_of(competencies: Iterable[str]) -> dict[tuple[str, int], str]:
	"""(competency, level) -> what the dictionary says of it: its first behaviours, else the description."""
	rows = frappe.get_all(
		"ASN Competency Level",
		filters={"parenttype": "ASN Competency", "parent": ["in", sorted(competencies) or [""]]},
		fields=["parent", "level", "description", "behaviours"],
		order_by="parent, level",
	)
	return {(row.parent, row.level): _first_behaviours(row) for row in rows}


def _first_behaviours(row: Mapping[str, str]) -> str:
	lines = [line.strip(" -•.;") for line in cstr(row["behaviours"]).splitlines()]
	return "; ".join(list(filter(None, lines))[:BEHAVIOURS]) or cstr(row["description"]).strip().rstrip(".")


def _sentences(
	competencies: Iterable[str],
	reached: Mapping[str, int],
	required: Mapping[str, int],
	at: Mapping[str, int],
	texts: Mapping[tuple[str, int], str],
) -> str:
	"""A line each, in the language of the site: what is stored is read by everyone."""
	template = _("{0} (level {1} of {2})", frappe.db.get_default("lang"))
	lines = []
	for competency in competencies:
		line = template.format(competency, reached[competency], required[competency])
		text = texts.get((competency, at[competency]))
		lines.append(f"{line}: {text}." if text else f"{line}.")
	return "\n".join(lines)


def clear(doc: Document) -> None:
	"""Empty what follows."""
	hidden_part.clear(doc, FOLLOWING)
	for row in doc.competencies:
		hidden_part.clear(row, FOLLOWING_IN_ROWS)
