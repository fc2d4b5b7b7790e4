"""What the form of a competency assessment shows beside its fields: the dictionary, the outcome, the years
before. Only what the reader sees anyhow."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from asn_kinerja import access, charts
from asn_kinerja.charts import Series
from asn_kinerja.competency import parts, renewal, rules
from asn_kinerja.competency.assessed import ASSESSMENT, RELEASED, ROW, by_time, match_of

YEARS = 6  # assessments in the history


def tell_form(doc: Document) -> None:
	"""Give the form the guide to the levels, the radar chart and the history, and say what a save brings."""
	if doc.is_new():
		return
	renewal.tell_form(doc)
	doc.set_onload("asn_guide", guide([row.competency for row in doc.competencies]))
	doc.set_onload("asn_history", history(doc))
	if doc.workflow_state in parts.OPEN_STATES and doc.job_match:
		doc.set_onload("asn_radar", radar(doc))
		if doc.rule:
			doc.set_onload("asn_steps", steps(doc))


def guide(competencies: list[str]) -> dict[str, dict[str, Any]]:
	"""Competency -> its definition and what the dictionary says of each level. Two queries."""
	among = {"name": ["in", competencies or [""]]}
	found: dict[str, dict[str, Any]] = {
		row.name: {"definition": row.definition, "levels": []}
		for row in frappe.get_all(
			"ASN Competency", filters=among, fields=["name", "definition"], order_by="name"
		)
	}
	for row in frappe.get_all(
		"ASN Competency Level",
		filters={"parenttype": "ASN Competency", "parent": ["in", competencies or [""]]},
		fields=["parent", "level", "description", "behaviours"],
		order_by="parent, level",
	):
		if row.parent in found:
			found[row.pop("parent")]["levels"].append(dict(row))
	return found


def steps(doc: Document) -> dict[str, int | None]:
	"""Field -> place of the category in it (see `rules.step`)."""
	named = rules.of(doc.rule)
	return {
		"filling_category": rules.step(doc.filling_category, named.filling),
		"mapping_category": rules.step(doc.mapping_category, named.mapping),
	}


def radar(doc: Document) -> str:
	"""The levels reached against those required, and those of the assessment before where it has the same
	competencies (SVG)."""
	axes = [row.competency for row in doc.competencies]
	series = [
		Series(_("Required"), [row.required_level for row in doc.competencies]),
		Series(_("Reached"), [row.level for row in doc.competencies]),
	]
	before = [row for row in history(doc) if row.name != doc.name and row.levels]
	if before and not set(axes).isdisjoint(before[-1].levels):
		levels = before[-1].levels
		name = _("Before: {0}").format(formatdate(before[-1].assessed_on))
		series.append(Series(name, [levels.get(competency) for competency in axes]))
	return charts.radar(axes, series, title=_("Job Person Match"))


def history(doc: Document) -> list[dict[str, Any]]:
	"""The person's released assessments up to this one, the oldest first, with the levels by competency; of
	those that the reader sees. Two queries."""
	assessment = frappe.qb.DocType(ASSESSMENT)
	criterion = (assessment.employee == doc.employee) & (assessment.workflow_state == RELEASED)
	if doc.workflow_state == RELEASED:
		criterion = criterion & (assessment.assessed_on <= doc.assessed_on)
	if (seen := access.row_criterion(ASSESSMENT)) is not None:
		criterion = criterion & seen
	columns = ("name", "assessed_on", "stage_name", "cycle", "job_match", "levels_reached", "levels_required")
	rows = (
		frappe.qb.from_(assessment)
		.select(*(assessment[column] for column in columns), assessment.mapping_category)
		.where(criterion)
		.orderby(*by_time(assessment), order=frappe.qb.desc)
		.limit(YEARS)
		.run(as_dict=True)
	)
	levels: dict[str, dict[str, int]] = {row.name: {} for row in rows}
	for row in frappe.get_all(
		ROW,
		filters={"parenttype": ASSESSMENT, "parent": ["in", list(levels) or [""]], "level": [">", 0]},
		fields=["parent", "competency", "level"],
		order_by="parent, idx",
	):
		levels[row.parent][row.competency] = row.level
	for row in rows:
		row.job_match = float(match_of(row.job_match, row.levels_reached, row.levels_required))
		row["levels"] = levels[row.name]
	return rows[::-1]
