"""What the released evaluations of a cycle say about people's performance, and which assessments count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import cint, cstr, getdate
from pypika import Case

from asn_kinerja.competency import assessed
from asn_kinerja.scoring import Predicate, Rating
from asn_kinerja.scoring.talent import Performance

EVALUATION, STAGE = "ASN Evaluation", "ASN Cycle Stage"
OBJECTED = "Objected"


@dataclass(frozen=True, slots=True)
class Result:
	"""The evaluation that counts. `objected`: an objection to it is not decided yet."""

	name: str
	stage_name: str
	performance: Performance
	objected: bool


def results(employees: Iterable[str], cycle: str, to_date: date | str) -> dict[str, Result]:
	"""Employee -> his released evaluation of the cycle for a period that ended on or before the day: the
	annual one, else the newest periodic one; who has none is left out.

	A released result counts although the employee has not answered it yet: the time for an objection may run
	beyond the map's day. One query."""
	wanted = sorted(set(employees))
	if not wanted:
		return {}
	evaluation, stage = frappe.qb.DocType(EVALUATION), frappe.qb.DocType(STAGE)
	query = (
		frappe.qb.from_(evaluation)
		.join(stage)
		.on(stage.name == evaluation.stage)
		.select(
			evaluation.employee,
			evaluation.name,
			evaluation.stage_name,
			evaluation.score,
			evaluation.scored,
			evaluation.predicate,
			evaluation.work_result_rating,
			evaluation.workflow_state,
		)
		.where((evaluation.cycle == cycle) & (evaluation.docstatus == 1) & evaluation.employee.isin(wanted))
		.where(evaluation.to_date <= getdate(to_date))
		.orderby(evaluation.employee)
		.orderby(Case().when(stage.stage_type == "Annual", 1).else_(0))
		.orderby(evaluation.to_date)
		.orderby(evaluation.name)
	)
	# the one that counts comes last
	return {
		row.employee: Result(
			name=row.name,
			stage_name=row.stage_name,
			performance=Performance(
				score=Decimal(cstr(row.score)) if cint(row.scored) else None,
				predicate=Predicate(row.predicate) if row.predicate else None,
				work_result_rating=Rating(row.work_result_rating) if row.work_result_rating else None,
			),
			objected=row.workflow_state == OBJECTED,
		)
		for row in query.run(as_dict=True)
	}


def assessments(employees: Iterable[str], to_date: date | str) -> dict[str, str]:
	"""Employee -> name of his newest assessment that counts on a day (see `assessed.newest`), without its
	levels; who has none is left out. Two queries."""
	wanted = sorted(set(employees))
	if not wanted:
		return {}
	assessment = frappe.qb.DocType(assessed.ASSESSMENT)
	query = (
		frappe.qb.from_(assessment)
		.select(assessment.employee, assessment.name)
		.where(assessed.counting(assessment, to_date) & assessment.employee.isin(wanted))
		.orderby(assessment.employee, *assessed.by_time(assessment))
	)
	# the newest comes last
	return dict(query.run())
