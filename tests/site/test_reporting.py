"""What the reports have in common: who may run them, the cycle they are about when none is chosen."""

import frappe
import pytest

from asn_kinerja.reporting import chosen_cycle
from tests.support.agency import ELSEWHERE, HERE, Agency

YEARS = {"Closed": 2091, "Open": 2090}


@pytest.fixture
def cycles(agency: Agency) -> dict[str, str]:
	"""Status -> a cycle of the agency, later than those of other tests."""
	return {
		status: agency.cycle(from_date=f"{year}-01-01", to_date=f"{year}-12-31", status=status).name
		for status, year in YEARS.items()
	}


def test_the_open_cycle_comes_before_newer_ones(agency: Agency, cycles: dict[str, str]) -> None:
	with agency.acting("admin"):
		assert chosen_cycle({"company": HERE}).name == cycles["Open"]
		assert chosen_cycle({}).name == cycles["Open"]
		assert chosen_cycle({"cycle": cycles["Closed"]}).name == cycles["Closed"]


def test_without_an_open_one_it_is_the_newest(agency: Agency, cycles: dict[str, str]) -> None:
	frappe.db.set_value("ASN Performance Cycle", {"company": HERE, "status": "Open"}, "status", "Closed")
	with agency.acting("admin"):
		assert chosen_cycle({"company": HERE}).name == cycles["Closed"]


def test_another_agencys_cycle_is_none(agency: Agency, cycles: dict[str, str]) -> None:
	with agency.acting("admin"):
		assert chosen_cycle({"company": ELSEWHERE, "cycle": cycles["Open"]}) is None
	with agency.acting("foreign_admin"):
		assert chosen_cycle({"cycle": cycles["Open"]}) is None
	with agency.acting("guest"):
		assert chosen_cycle({}) is None


def test_whoever_is_offered_a_report_may_run_and_export_it(site: str) -> None:
	reports = frappe.get_all("Report", {"module": "ASN Kinerja"}, ["name", "ref_doctype"], order_by="name")
	assert len(reports) >= 7
	for report in reports:
		permissions = {row.role: row for row in frappe.get_meta(report.ref_doctype).permissions}
		for role in frappe.get_all("Has Role", {"parent": report.name}, pluck="role", order_by="idx"):
			assert role in permissions, (report.name, role)
			assert permissions[role].report, (report.name, role)
			assert permissions[role].export, (report.name, role)
