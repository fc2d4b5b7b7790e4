"""What the installation and the patches make, on sites where somebody has changed it meanwhile."""

from typing import Any

import frappe
import pytest

from asn_kinerja.patches import untouched_schemes
from asn_kinerja.setup.install import make_workflows
from asn_kinerja.setup.workflows import WORK_PLAN

SCHEME = "ASN Scoring Scheme"
SHIPPED = "PP 30/2019 60/40"


def test_a_workflow_that_an_agency_has_put_in_the_place_of_ours_stays_active(db: Any) -> None:
	own = frappe.copy_doc(frappe.get_doc("Workflow", WORK_PLAN.name))
	frappe.delete_doc("Workflow", WORK_PLAN.name, force=True)
	own.workflow_name = "Persetujuan SKP Kota"
	own.insert()
	make_workflows()
	active = {"document_type": WORK_PLAN.doctype, "is_active": 1}
	assert frappe.get_all("Workflow", active, pluck="name") == [own.name]
	assert not frappe.db.exists("Workflow", WORK_PLAN.name)


@pytest.mark.parametrize("touched", [False, True])
def test_only_a_shipped_scheme_that_nobody_has_touched_becomes_that_of_today(db: Any, touched: bool) -> None:
	for old in frappe.get_all(SCHEME, {"title": SHIPPED}, pluck="name"):
		frappe.db.set_value(SCHEME, old, "docstatus", 0)
		frappe.delete_doc(SCHEME, old, force=True)
	untouched_schemes.make_schemes([SHIPPED])
	name = frappe.db.get_value(SCHEME, {"title": SHIPPED})
	whole = len(frappe.get_doc(SCHEME, name).rater_weights)
	assert whole > 0
	frappe.db.delete("ASN Scheme Rater Weight", {"parent": name})
	if touched:
		frappe.get_doc(SCHEME, name).save()
	untouched_schemes.execute()
	(found,) = frappe.get_all(SCHEME, {"title": SHIPPED}, pluck="name")
	assert len(frappe.get_doc(SCHEME, found).rater_weights) == (0 if touched else whole)
