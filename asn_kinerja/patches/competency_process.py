"""Competency assessments from before they had a process: sums of levels that a performance manager recorded.
They become what an assessment centre has found, and keep their sums."""

import frappe
from frappe.utils.fixtures import sync_fixtures

from asn_kinerja import bulk
from asn_kinerja.competency import parts
from asn_kinerja.competency.assessed import ASSESSMENT, RELEASED
from asn_kinerja.setup.install import make_workflows
from asn_kinerja.setup.workflows import COMPETENCY


def execute() -> None:
	sync_fixtures("asn_kinerja")  # the workflow names the role of assessors
	make_workflows([COMPETENCY])
	if not frappe.db.has_column(ASSESSMENT, "status"):
		return
	assessment = frappe.qb.DocType(ASSESSMENT)
	older = assessment.workflow_state.isnull() & assessment.status.isin(("Draft", RELEASED))
	drafts = (
		frappe.qb.from_(assessment)
		.select(assessment.name, *(assessment[field] for field in parts.SUMS))
		.where(older & (assessment.status == "Draft"))
		.orderby(assessment.name)
	)
	# what is not released is not shown: it goes where the running parts are
	bulk.insert(
		parts.DRAFT,
		(
			{
				"name": f"{name}-{parts.ASSESSOR}",
				"assessment": name,
				"party": parts.ASSESSOR,
				"content": frappe.as_json({"levels_reached": reached, "levels_required": required}),
			}
			for name, reached, required in drafts.run()
		),
	)
	update = frappe.qb.update(assessment).set(assessment.procedure, parts.ASSESSOR_ONLY)
	running = older & (assessment.status == "Draft")
	cleared = update.set(assessment.workflow_state, parts.ASSESSOR_ASSESSMENT)
	for field in parts.SUMS:
		cleared = cleared.set(assessment[field], 0)
	cleared.where(running).run()
	update.set(assessment.workflow_state, RELEASED).where(older).run()
