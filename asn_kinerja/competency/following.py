"""What a new rater of the employee means for his running assessments."""

import frappe

from asn_kinerja.competency import parts, telling
from asn_kinerja.competency.assessed import ASSESSMENT

# in these the superior has not handed in his levels yet
OPEN_TO_THE_SUPERIOR = (parts.SELF_ASSESSMENT, parts.SUPERIOR_ASSESSMENT)


def follow_rater(employee: str, rater: str | None) -> None:
	"""Prepare the running assessments of an employee for the one who becomes his rater; call it before he is
	stored in them.

	What his predecessor has not handed in is discarded: each judges for himself. Who was to be the assessor
	is so no more, because nobody gives both judgements; the managers are told. Set directly: these records
	are in the hands of other people, and this is no edit of theirs."""
	running = frappe.get_all(
		ASSESSMENT,
		filters={"employee": employee, "workflow_state": ["in", list(parts.PARTY_OF_STATE)]},
		fields=["name", "employee_name", "company", "workflow_state", "procedure", "rater", "assessor"],
		order_by="name",
	)
	taken_over = [
		row.name
		for row in running
		if row.workflow_state in OPEN_TO_THE_SUPERIOR and row.rater and row.rater != rater
	]
	parts.discard(taken_over, parts.SUPERIOR)
	judged_twice = [
		row for row in running if rater and row.procedure == parts.THREE_PARTIES and row.assessor == rater
	]
	if not judged_twice:
		return
	names = [row.name for row in judged_twice]
	parts.discard(names, parts.ASSESSOR)
	frappe.db.set_value(ASSESSMENT, {"name": ["in", names]}, {"assessor": None, "assessor_name": None})
	for row in judged_twice:
		telling.assessor_needed(row, rater)
