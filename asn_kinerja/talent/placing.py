"""Placing everybody of an agency in its talent map, as sets in a background job.

It may be repeated, killed and started again: each person has one placement in a map (a unique key), a chunk
is stored whole or not at all, and only a run that came to its end marks the map as placed.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import frappe
from frappe.utils import now
from pypika import functions as fn

from asn_kinerja import bulk, jobs, people
from asn_kinerja.competency import assessed
from asn_kinerja.competency.assessed import Assessed
from asn_kinerja.scoring import Rating, ScoringError
from asn_kinerja.scoring.talent import (
	Movement,
	Movements,
	Placement,
	Potential,
	PotentialLevel,
	TalentRules,
	moved,
	place,
)
from asn_kinerja.talent import DRAFT, MAP, PLACEMENT, PUBLISHED, facts, rules
from asn_kinerja.talent.facts import Result

CHUNK = 500
EVENT = "asn_talent_placing"
FIELDS = ("name", "company", "cycle", "rule", "as_of_date", "status")

NO_RESULT, OBJECTED, NO_ASSESSMENT, NEITHER = (
	"No Released Result",
	"Objection Not Decided",
	"No Competency Assessment",
	"No Result and No Assessment",
)
# what the core misses, by its field -> why the person is not placed
MISSING = {
	"score": "No Score in the Result",
	"predicate": "No Predicate in the Result",
	"work_result_rating": "No Work Result Rating in the Result",
	"Job Person Match": "No Job Person Match in the Assessment",
	"Potential Score": "No Potential Score in the Assessment",
}


@dataclass(frozen=True, slots=True)
class Report:
	"""How many people a run placed, and how many it did not; why is said with each."""

	placed: int
	not_placed: int


def enqueue(talent_map: str) -> bool:
	"""Queue the placing. False when it is waiting or running already: then nothing is added."""
	return jobs.enqueue_once(
		"asn_kinerja.talent.placing.run",
		job_id=f"asn_talent_map::{talent_map}",
		talent_map=talent_map,
		user=frappe.session.user,
	)


def run(talent_map: str, user: str) -> None:
	"""The background job: place everybody, tell the user how far it is and how it ended."""
	with jobs.telling_of_failure(EVENT, user, map=talent_map):
		report = place_everybody(talent_map, user)
	done = {"map": talent_map, "done": True}
	done |= asdict(report) if report else {"stopped": True}
	frappe.publish_realtime(EVENT, done, user=user)


def place_everybody(talent_map: str, user: str | None = None) -> Report | None:
	"""Place everybody of the map's agency anew; None for a map that was changed meanwhile, is published or
	gone. Commits after each chunk, so that a killed job loses one chunk at most and other people's locks stay
	short."""
	begun = _begin(talent_map)
	frappe.db.commit()
	if not begun:
		return None
	found = everybody(begun.company, begun.as_of_date)
	for start in range(0, len(found), CHUNK):
		# whoever publishes or changes the map at the same moment waits, and is seen here
		current = _locked(talent_map)
		if not current or current != begun:
			frappe.db.rollback()
			return None
		_place_chunk(current, found[start : start + CHUNK])
		frappe.db.commit()
		if user:
			progress = {"map": talent_map, "count": min(start + CHUNK, len(found)), "total": len(found)}
			frappe.publish_realtime(EVENT, progress, user=user)
	report = _finish(talent_map, found) if _locked(talent_map) == begun else None
	frappe.db.commit()
	return report


def everybody(company: str, to_date: Any) -> list[str]:
	"""The civil servants of an agency who serve today and did on the day, in a stable order."""
	return frappe.get_all(
		"Employee",
		filters={
			"company": company,
			"status": "Active",
			"asn_type": ["is", "set"],
			"date_of_joining": ["<=", to_date],
		},
		pluck="name",
		order_by="name",
	)


def reasons(talent_map: str) -> dict[str, int]:
	"""Reason -> how many people are not placed for it, the most frequent first."""
	placement = frappe.qb.DocType(PLACEMENT)
	people_of = fn.Count("*")
	query = (
		frappe.qb.from_(placement)
		.select(placement.reason, people_of)
		.where((placement.map == talent_map) & (placement.box == 0))
		.groupby(placement.reason)
		.orderby(people_of, order=frappe.qb.desc)
		.orderby(placement.reason)
	)
	return dict(query.run())


def previous_of(company: str, as_of_date: Any) -> str | None:
	"""The newest published map of the agency of an earlier day. Not one of the same day, which a new map
	corrects."""
	found = frappe.get_all(
		MAP,
		filters={"company": company, "status": PUBLISHED, "as_of_date": ["<", as_of_date]},
		pluck="name",
		order_by="as_of_date desc, published_on desc",
		limit=1,
	)
	return found[0] if found else None


def _locked(talent_map: str) -> frappe._dict | None:
	"""The map as it is now, locked; None unless it is a draft."""
	fields = [*FIELDS, "previous_map"]
	found = frappe.db.get_value(MAP, talent_map, fields, as_dict=True, for_update=True)
	return found if found and found.status == DRAFT else None


def _begin(talent_map: str) -> frappe._dict | None:
	"""Forget that an earlier run came to its end. Set directly, as all that a run writes: no form can hold it
	up."""
	found = _locked(talent_map)
	if found:
		found.previous_map = previous_of(found.company, found.as_of_date)
		frappe.db.set_value(MAP, talent_map, {"placed_on": None, "previous_map": found.previous_map})
		frappe.clear_document_cache(MAP, talent_map)
	return found


def _finish(talent_map: str, found: Sequence[str]) -> Report:
	"""Take out who is no longer of the agency, and mark the map as placed."""
	stored = frappe.get_all(
		PLACEMENT, filters={"map": talent_map}, fields=["name", "employee", "box"], order_by="employee"
	)
	here = set(found)
	gone = [row.name for row in stored if row.employee not in here]
	boxes = [row.box for row in stored if row.employee in here]
	report = Report(sum(box > 0 for box in boxes), boxes.count(0))
	for names in _chunks(gone):
		frappe.db.delete(PLACEMENT, {"name": ["in", names]})
	values = {"people": len(boxes), **asdict(report), "placed_on": now()}
	frappe.db.set_value(MAP, talent_map, values)
	frappe.clear_document_cache(MAP, talent_map)
	return report


def _chunks(names: Sequence[str]) -> Iterator[Sequence[str]]:
	for start in range(0, len(names), CHUNK):
		yield names[start : start + CHUNK]


def _place_chunk(talent_map: frappe._dict, employees: Sequence[str]) -> None:
	"""Store the placements of these people; who is no ASN any more is passed over. A constant number of
	queries."""
	table = rules.of(talent_map.rule)
	headers = people.headers(employees)
	results = facts.results(employees, talent_map.cycle, talent_map.as_of_date)
	assessments = assessed.newest(employees, talent_map.as_of_date)
	before = _before(talent_map.previous_map, employees)
	in_map = {"map": talent_map.name, "employee": ["in", list(employees)]}
	names = dict(
		frappe.get_all(PLACEMENT, filters=in_map, fields=["employee", "name"], as_list=True, order_by="name")
	)
	frappe.db.delete(PLACEMENT, in_map)
	rows = []
	for employee, header in headers.items():
		values = placed_as(table, results.get(employee), assessments.get(employee), before.get(employee))
		rows.append(
			{
				# a repeated run leaves the record where links to it lead
				"name": names.get(employee) or frappe.generate_hash(length=10),
				"employee": employee,
				**header,
				**values,
				"title": title(header["employee_name"], values["box"]),
				"map": talent_map.name,
				"cycle": talent_map.cycle,
				"rule": talent_map.rule,
				"as_of_date": talent_map.as_of_date,
				"status": DRAFT,
				"placement_key": f"{talent_map.name}::{employee}",
			}
		)
	bulk.insert(PLACEMENT, rows)


def title(employee_name: str, box: int) -> str:
	return f"{employee_name} · {box or '–'}"


def _before(previous: str | None, employees: Sequence[str]) -> dict[str, frappe._dict]:
	"""Employee -> his placement in the map before, if he had a box there."""
	if not previous:
		return {}
	rows = frappe.get_all(
		PLACEMENT,
		filters={"map": previous, "employee": ["in", list(employees)], "box": [">", 0]},
		fields=["name", "employee", "box", "performance_level", "potential_level"],
		order_by="employee",
	)
	return {row.employee: row for row in rows}


def placed_as(
	table: TalentRules, result: Result | None, assessment: Assessed | None, before: frappe._dict | None
) -> dict[str, Any]:
	"""The fields of a placement that follow from what is known of the person; with box 0 the reason why he
	is not placed."""
	known: dict[str, Any] = {"box": 0}
	if result:
		known |= {"evaluation": result.name, "stage_name": result.stage_name}
	if assessment:
		known |= {"assessment": assessment.name, "job_match": float(assessment.job_match)}
	if not result or not assessment or result.objected:
		return known | {"reason": _why_not(result, assessment)}
	potential = Potential(assessment.job_match or None, assessment.potential_score)
	try:
		placement = place(table, result.performance, potential)
	except ScoringError as error:
		if error.field not in MISSING:
			raise  # the table itself cannot be used
		return known | {"reason": MISSING[error.field]}
	return known | _as_fields(placement) | (_movement(before, placement) if before else {})


def _why_not(result: Result | None, assessment: Assessed | None) -> str:
	if not result:
		return NO_RESULT if assessment else NEITHER
	return OBJECTED if result.objected else NO_ASSESSMENT


def _as_fields(placement: Placement) -> dict[str, Any]:
	return {
		"box": placement.box,
		"box_name": placement.box_name,
		"performance_value": placement.performance_value,
		"performance_level": placement.performance_level.value,
		"potential_value": float(placement.potential_value),
		"potential_level": placement.potential_level.value,
		"recommendations": "\n".join(placement.recommendations),
		"explanation": json.dumps({"steps": [asdict(step) for step in placement.steps]}),
	}


def _movement(before: frappe._dict, placement: Placement) -> dict[str, Any]:
	movements = moved(
		(Rating(before.performance_level), PotentialLevel(before.potential_level)),
		(placement.performance_level, placement.potential_level),
	)
	return {
		"previous": before.name,
		"previous_box": before.box,
		"performance_movement": movements.performance.value,
		"potential_movement": movements.potential.value,
		"movement": together(movements),
	}


def together(movements: Movements) -> str:
	"""Both axes in one word: Up, Same, Down, or Mixed for up on one and down on the other."""
	both = {movements.performance, movements.potential}
	if both == {Movement.UP, Movement.DOWN}:
		return "Mixed"
	return next((axis.value for axis in both if axis is not Movement.SAME), Movement.SAME.value)
