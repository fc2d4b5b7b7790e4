"""The names of stages: who holds a copy of one, and how these follow a new name.

A stage is known by the name of its row, but competency assessments and milestones of work plans know it by
the name that people read; the others show that name in titles, and reports choose by it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from pypika import Case

from asn_kinerja import bulk
from asn_kinerja.competency import starting
from asn_kinerja.competency.assessed import ASSESSMENT
from asn_kinerja.evaluation import build, organisation, seals
from asn_kinerja.messages import escaped
from asn_kinerja.reviews import state as reviews

MILESTONE, PLAN, EVALUATION = "ASN Work Plan Milestone", "ASN Work Plan", "ASN Evaluation"
CHUNK = 500

Row = Mapping[str, Any]
# name of a stage's row -> its name before and now
Renamed = dict[str, tuple[str, str]]


def check(cycle: Document) -> None:
	"""Raise when a stage is removed that records are about, or one is renamed whose name is sealed."""
	before = cycle.get_doc_before_save()
	if not before:
		return
	for stage, (old, _new) in _renamed(cycle, before).items():
		if _has_seals(stage):
			frappe.throw(
				_("The stage {0} has final results, which are sealed with its name: it keeps it.").format(
					*escaped(old)
				)
			)
	stored, now = {row.name for row in before.stages}, {row.name for row in cycle.stages}
	made_anew = {row.stage_name for row in cycle.stages if row.name not in stored}
	for row in before.stages:
		if row.name in now:
			continue
		if frappe.db.exists(organisation.RESULT, {"stage": row.name}):
			_refuse_removal(row.stage_name, _("ASN Organisation Result"))
		of_its_name = {"cycle": cycle.name, "stage_name": row.stage_name}
		if row.stage_name not in made_anew and frappe.db.exists(ASSESSMENT, of_its_name):
			_refuse_removal(row.stage_name, _("ASN Competency Assessment"))


def follow(cycle: Document) -> None:
	"""Carry the new names of stages to all who hold a copy, final results and what follows from these
	excepted: such a stage keeps its name. Raises nothing that `check` has let pass."""
	before = cycle.get_doc_before_save()
	if not before or not (renamed := _renamed(cycle, before)):
		return
	found = list(_changes(cycle.name, renamed))  # all of them first: stages may exchange their names
	moved = [name for doctype, values in found if doctype == ASSESSMENT for name in values]
	for names in _chunks(moved):
		# no key stands in the way of another one of the same exchange
		frappe.db.set_value(ASSESSMENT, {"name": ["in", names]}, "assessment_key", None)
	for doctype, values in found:
		for names in _chunks(list(values)):
			bulk.update(doctype, {name: values[name] for name in names})
	_rename_milestones(cycle.name, dict(renamed.values()))


def _refuse_removal(stage_name: str, records: str) -> None:
	frappe.throw(
		_("The stage {0} cannot be removed: there are records of it ({1}).").format(
			*escaped(stage_name, records)
		)
	)


def _renamed(cycle: Document, before: Document) -> Renamed:
	old = {row.name: row.stage_name for row in before.stages}
	return {
		row.name: (old[row.name], row.stage_name)
		for row in cycle.stages
		if old.get(row.name, row.stage_name) != row.stage_name
	}


def _has_seals(stage: str) -> bool:
	seal, evaluation = frappe.qb.DocType(seals.SEAL), frappe.qb.DocType(EVALUATION)
	query = frappe.qb.from_(seal).join(evaluation).on(evaluation.name == seal.evaluation)
	return bool(query.select(seal.name).where(evaluation.stage == stage).orderby(seal.name).limit(1).run())


def _changes(cycle: str, renamed: Renamed) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
	"""DocType, and name of a record -> the fields that hold the name of its stage. A query for each."""
	fresh = {stage: new for stage, (_old, new) in renamed.items()}
	titles: dict[str, tuple[tuple[str, ...], Callable[[Row, str], str]]] = {
		EVALUATION: (
			("employee_name", "cycle"),
			lambda row, new: build.title(row["employee_name"], new, row["cycle"]),
		),
		reviews.REVIEW: (("employee_name",), lambda row, new: reviews.title(row["employee_name"], new)),
		organisation.RESULT: (
			("department.department_name as unit", "company"),
			lambda row, new: organisation.title(row["unit"] or row["company"], new),
		),
	}
	for doctype, (fields, title) in titles.items():
		rows = frappe.get_all(
			doctype,
			filters={"stage": ["in", list(fresh)]},
			fields=["name", "stage", *fields],
			order_by="name",
		)
		yield (
			doctype,
			{
				row.name: {"stage_name": fresh[row.stage], "title": title(row, fresh[row.stage])}
				for row in rows
			},
		)
	by_name = dict(renamed.values())
	rows = frappe.get_all(
		ASSESSMENT,
		filters={"cycle": cycle, "stage_name": ["in", list(by_name)]},
		fields=["name", "employee", "employee_name", "stage_name"],
		order_by="name",
	)
	yield (
		ASSESSMENT,
		{
			row.name: {
				"stage_name": by_name[row.stage_name],
				**starting.named(row.employee, row.employee_name, cycle, by_name[row.stage_name], None),
			}
			for row in rows
		},
	)


def _rename_milestones(cycle: str, by_name: Mapping[str, str]) -> None:
	"""Of all plans of the cycle, also approved ones; one statement."""
	milestone, plan = frappe.qb.DocType(MILESTONE), frappe.qb.DocType(PLAN)
	case = Case()
	for old, new in by_name.items():
		case = case.when(milestone.stage_name == old, new)
	plans = frappe.qb.from_(plan).select(plan.name).where(plan.cycle == cycle)
	query = frappe.qb.update(milestone).set(milestone.stage_name, case)
	query.where(milestone.stage_name.isin(list(by_name)) & milestone.parent.isin(plans)).run()


def _chunks(names: list[str]) -> Iterable[list[str]]:
	return (names[start : start + CHUNK] for start in range(0, len(names), CHUNK))
