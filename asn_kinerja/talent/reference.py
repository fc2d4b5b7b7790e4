"""The career reference of a person (referensi karier), for the print format "ASN Career Reference": his
predicates, competencies, trainings, his place in the talent map, and the positions that fit him best.

It is an official paper: its texts are Indonesian whatever the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate, now_datetime
from frappe.www.printview import validate_print_permission
from pypika import functions as fn

from asn_kinerja import access, parties, training_hours
from asn_kinerja.competency.assessed import ASSESSMENT, RELEASED, STATE, by_time, match_of
from asn_kinerja.parties import Party
from asn_kinerja.scoring.talent import TalentBox
from asn_kinerja.talent import DRAFT, PLACEMENT, fitting, grid, rules
from asn_kinerja.talent.facts import EVALUATION, STAGE
from asn_kinerja.talent.fitting import Fitting
from asn_kinerja.wording import NONE, day, moment, number, score, text

YEARS = 5
LINES = 3


@dataclass(frozen=True, slots=True)
class Year:
	"""A released annual result. `score` is empty where the scheme gives none."""

	period: str
	work_result: str
	behaviour: str
	predicate: str
	score: str


@dataclass(frozen=True, slots=True)
class Measured:
	"""A released assessment."""

	day: str
	percent: str
	filling: str
	mapping: str


@dataclass(frozen=True, slots=True)
class Position:
	"""A position that fits, with what is missing."""

	name: str
	present: bool
	percent: str
	category: str
	gaps: str


@dataclass(frozen=True, slots=True)
class Reference:
	"""What the template shows; it escapes every text by itself. `rows`: the grid from the highest potential
	down, each box with its shade."""

	employee: Party
	agency: str
	as_of: str
	draft: bool
	title: str
	box: int
	box_name: str
	before: int
	performance: str
	potential: str
	recommendations: tuple[str, ...]
	reason: str
	rows: tuple[tuple[tuple[TalentBox, str], ...], ...]
	years: tuple[Year, ...]
	assessments: tuple[Measured, ...]
	strengths: tuple[str, ...]
	weaknesses: tuple[str, ...]
	hours: tuple[tuple[int, str], ...]
	positions: tuple[Position, ...]
	printed: str


REASONS = {
	"No Result and No Assessment": "belum ada hasil evaluasi dan penilaian kompetensi",
	"No Released Result": "belum ada hasil evaluasi yang ditetapkan",
	"Objection Not Decided": "keberatan belum diputuskan",
	"No Score in the Result": "hasil evaluasi tanpa nilai",
	"No Predicate in the Result": "hasil evaluasi tanpa predikat",
	"No Work Result Rating in the Result": "hasil evaluasi tanpa rating hasil kerja",
	"No Competency Assessment": "belum ada penilaian kompetensi yang berlaku",
	"No Job Person Match in the Assessment": "penilaian kompetensi tanpa JPM",
	"No Potential Score in the Assessment": "penilaian kompetensi tanpa nilai potensi",
}


def asn_career_reference(doc: Document) -> Reference:
	"""The reference of a placement; the Jinja method of the print format. Up to the day of its map, and of
	what the reader may see.

	A template may call this with any document, so only the name is taken from it: what is printed is what is
	stored, and who may not print the stored placement gets a PermissionError."""
	placement = frappe.get_doc(PLACEMENT, doc.name)
	if not frappe.flags.ignore_print_permissions:
		validate_print_permission(placement)
	(employee,) = parties.of(placement)
	assessments = _assessments(placement)
	# the one on which the place rests; another one of before the map's day may be released after it
	own = next((row for row in assessments if row.name == placement.assessment), frappe._dict())
	return Reference(
		employee=employee,
		agency=text(placement.company),
		as_of=day(placement.as_of_date),
		draft=placement.status == DRAFT,
		title=text(frappe.db.get_value("ASN Talent Map", placement.map, "title")),
		box=cint(placement.box),
		box_name=text(placement.box_name),
		before=cint(placement.previous_box),
		performance=_axis(_number(placement.performance_value), placement.performance_level),
		potential=_axis(score(placement.potential_value), placement.potential_level),
		recommendations=_lines(placement.recommendations),
		reason=REASONS.get(placement.reason, text(placement.reason)),
		rows=_grid(placement.rule),
		years=_years(placement),
		assessments=tuple(
			Measured(
				day(row.assessed_on),
				_match(row),
				text(row.filling_category) or NONE,
				text(row.mapping_category) or NONE,
			)
			for row in assessments
		),
		strengths=_lines(own.strengths)[:LINES],
		weaknesses=_lines(own.weaknesses)[:LINES],
		hours=_hours(placement),
		positions=_positions(fitting.of_placement(placement), placement.designation),
		printed=moment(now_datetime()),
	)


def _axis(value: str, level: str | None) -> str:
	return f"{value} ({level})" if level else NONE


def _number(value: str | None) -> str:
	"""A score as forms write it; a predicate or rating as it is."""
	shown = text(value)
	return score(float(shown)) if shown.replace(".", "", 1).isdigit() else shown


def _lines(value: str | None) -> tuple[str, ...]:
	return tuple(line.strip(" -•") for line in text(value).splitlines() if line.strip(" -•"))


def _grid(rule: str) -> tuple[tuple[tuple[TalentBox, str], ...], ...]:
	return tuple(tuple((box, grid.shade(box)) for box in row) for row in grid.layout(rules.of(rule).boxes))


def _years(placement: Document) -> tuple[Year, ...]:
	"""The released annual results up to the map's day, the newest first."""
	evaluation, stage = frappe.qb.DocType(EVALUATION), frappe.qb.DocType(STAGE)
	query = (
		frappe.qb.from_(evaluation)
		.join(stage)
		.on(stage.name == evaluation.stage)
		.select(
			evaluation.from_date,
			evaluation.to_date,
			evaluation.work_result_rating,
			evaluation.behaviour_rating,
			evaluation.predicate,
			evaluation.scored,
			evaluation.score,
		)
		.where((evaluation.employee == placement.employee) & (evaluation.docstatus == 1))
		.where((stage.stage_type == "Annual") & (evaluation.to_date <= placement.as_of_date))
		.orderby(evaluation.to_date, order=frappe.qb.desc)
		.orderby(evaluation.name)
		.limit(YEARS)
	)
	seen = access.row_criterion(EVALUATION)
	rows = (query if seen is None else query.where(seen)).run(as_dict=True)
	return tuple(
		Year(
			period=str(getdate(row.to_date).year),
			work_result=text(row.work_result_rating) or NONE,
			behaviour=text(row.behaviour_rating) or NONE,
			predicate=text(row.predicate) or NONE,
			score=score(row.score) if row.scored else NONE,
		)
		for row in rows
	)


def _assessments(placement: Document) -> list[frappe._dict]:
	"""The released assessments up to the map's day, the newest first."""
	assessment = frappe.qb.DocType(ASSESSMENT)
	query = (
		frappe.qb.from_(assessment)
		.select(
			assessment.name,
			assessment.assessed_on,
			assessment.job_match,
			assessment.levels_reached,
			assessment.levels_required,
			assessment.filling_category,
			assessment.mapping_category,
			assessment.strengths,
			assessment.weaknesses,
		)
		.where((assessment.employee == placement.employee) & (assessment[STATE] == RELEASED))
		.where(assessment.assessed_on <= placement.as_of_date)
		.orderby(*by_time(assessment), order=frappe.qb.desc)
		.limit(YEARS)
	)
	seen = access.row_criterion(ASSESSMENT)
	return (query if seen is None else query.where(seen)).run(as_dict=True)


def _match(row: frappe._dict) -> str:
	match = match_of(row.job_match, row.levels_reached, row.levels_required)
	return f"{score(float(match))} %" if match else NONE


def _hours(placement: Document) -> tuple[tuple[int, str], ...]:
	"""Year -> training hours (JP) of verified trainings that ended in it, the newest first."""
	training = frappe.qb.DocType(training_hours.RECORD)
	year = fn.Extract("year", training.to_date)
	query = (
		frappe.qb.from_(training)
		.select(year.as_("year"), fn.Sum(training.hours))
		.where((training.employee == placement.employee) & (training.status == training_hours.VERIFIED))
		.where(training.to_date <= placement.as_of_date)
		.groupby(year)
		.orderby(year, order=frappe.qb.desc)
		.limit(LINES)
	)
	seen = access.row_criterion(training_hours.RECORD)
	rows = (query if seen is None else query.where(seen)).run()
	return tuple((cint(found), number(Decimal(cstr(hours)).normalize())) for found, hours in rows)


def _positions(found: Sequence[Fitting], present: str | None) -> tuple[Position, ...]:
	return tuple(
		Position(
			name=text(row.designation),
			present=row.designation == present,
			percent=f"{score(float(row.percent))} %",
			category=text(row.filling),
			gaps=", ".join(f"{text(name)} (−{gap})" for name, gap in row.gaps) or "tidak ada",
		)
		for row in found
	)
