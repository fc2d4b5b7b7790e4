"""Whether the placements of a map still rest on what counts."""

from collections.abc import Sequence
from datetime import date

import frappe

from asn_kinerja.talent import PLACEMENT, facts
from asn_kinerja.talent.placing import OBJECTED

CHUNK = 500


def changed(talent_map: str, cycle: str, as_of_date: date | str) -> int:
	"""How many people's place rests on another result or assessment than the one that counts now, or on a
	result that has been objected to meanwhile, or is no more. Whoever has no box because something was
	missing that is there now is one of them.

	Whoever calls this has locked the map; the placements are locked here, and read as they are stored at this
	moment. Three queries for each chunk of people."""
	placement = frappe.qb.DocType(PLACEMENT)
	query = (
		frappe.qb.from_(placement)
		.select(placement.employee, placement.evaluation, placement.assessment, placement.reason)
		.where(placement.map == talent_map)
		.orderby(placement.employee)
		.for_update()
	)
	rows = query.run(as_dict=True)
	chunks = (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
	return sum(_changed(chunk, cycle, as_of_date) for chunk in chunks)


def _changed(rows: Sequence[frappe._dict], cycle: str, as_of_date: date | str) -> int:
	employees = [row.employee for row in rows]
	results = facts.results(employees, cycle, as_of_date)
	assessments = facts.assessments(employees, as_of_date)
	number = 0
	for row in rows:
		result = results.get(row.employee)
		now = (
			result.name if result else None,
			bool(result and result.objected),
			assessments.get(row.employee),
		)
		then = (row.evaluation or None, row.reason == OBJECTED, row.assessment or None)
		number += now != then
	return number
