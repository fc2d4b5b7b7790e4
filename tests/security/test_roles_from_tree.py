"""Threat: somebody keeps, or never gets, the powers that follow from his place in the Employee tree."""

from typing import Any

import frappe
import pytest
from frappe.utils import nowdate

from tests.support.agency import EVALUATION, PLAN, Agency

EMPLOYEE, RATER, SUPERIOR = "ASN Employee", "ASN Rater", "ASN Rater Superior"


@pytest.fixture(autouse=True)
def _rolled_back(clean_cache: None) -> None:
	"""Roles are cached by user."""


def roles(agency: Agency, key: str) -> set[str]:
	held = frappe.get_all("Has Role", {"parent": agency.user(key), "parenttype": "User"}, pluck="role")
	assert set(held) <= set(frappe.get_roles(agency.user(key)))  # no stale cache
	return {role for role in held if role in (EMPLOYEE, RATER, SUPERIOR)}


def change(agency: Agency, key: str, **values: Any) -> None:
	frappe.get_doc("Employee", agency.employee(key)).update(values).save()


def test_roles_follow_from_the_tree(agency: Agency) -> None:
	assert roles(agency, "head") == {EMPLOYEE, RATER, SUPERIOR}
	assert roles(agency, "lead1") == roles(agency, "lead2") == {EMPLOYEE, RATER}
	assert roles(agency, "staff1") == roles(agency, "admin") == {EMPLOYEE}
	assert roles(agency, "auditor") == roles(agency, "guest") == set()


def test_who_gets_a_subordinate_becomes_a_rater_and_his_rater_a_superior(agency: Agency) -> None:
	change(agency, "staff4", reports_to=agency.employee("staff3"))
	assert roles(agency, "staff3") == {EMPLOYEE, RATER}
	assert roles(agency, "lead2") == {EMPLOYEE, RATER, SUPERIOR}
	change(agency, "staff4", reports_to=agency.employee("lead2"))
	assert roles(agency, "staff3") == {EMPLOYEE}
	assert roles(agency, "lead2") == {EMPLOYEE, RATER}


def test_who_rates_by_delegation_is_a_rater(agency: Agency) -> None:
	change(agency, "staff4", asn_delegated_rater=agency.employee("staff2"))
	assert roles(agency, "staff2") == {EMPLOYEE, RATER}
	change(agency, "staff4", asn_delegated_rater=None)
	assert roles(agency, "staff2") == {EMPLOYEE}


def test_who_left_has_no_role_any_more(agency: Agency) -> None:
	change(agency, "staff4", status="Left", relieving_date=nowdate())
	assert roles(agency, "staff4") == set()


def test_a_new_user_of_an_employee_gets_the_roles_and_the_old_one_loses_them(agency: Agency) -> None:
	change(agency, "staff4", user_id=agency.user("guest"))
	assert roles(agency, "guest") == {EMPLOYEE}
	assert roles(agency, "staff4") == set()


def test_roles_given_by_hand_stay(agency: Agency) -> None:
	change(agency, "staff4", reports_to=agency.employee("lead1"))
	assert "ASN Performance Manager" in frappe.get_roles(agency.user("admin"))
	assert "ASN Auditor" in frappe.get_roles(agency.user("auditor"))


def test_running_records_go_to_the_new_rater_and_released_ones_stay(agency: Agency) -> None:
	plan = agency.plan("staff4", agency.cycle())
	released = agency.evaluation(plan, "Released").name
	running = agency.evaluation(plan, stage=1).name
	waiting = agency.plan("staff4", agency.cycle(), "Waiting for Rater").name
	new, old = agency.employee("lead1"), agency.employee("lead2")
	change(agency, "staff4", reports_to=new)
	rater = {
		name: frappe.db.get_value(EVALUATION, name, ["rater", "rater_name"]) for name in (running, released)
	}
	assert rater == {running: (new, "Kabid Satu"), released: (old, "Kabid Dua")}
	assert frappe.db.get_value(PLAN, waiting, "rater") == new
	with agency.acting("lead2"):
		assert not frappe.has_permission(PLAN, "write", doc=waiting)
	with agency.acting("lead1"):
		assert frappe.has_permission(PLAN, "write", doc=waiting)


def test_nobody_rates_himself_by_delegation(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match="Delegated Rater"):
		change(agency, "staff4", asn_delegated_rater=agency.employee("staff4"))
