"""The report Work Plan Compliance, with a year in which everything happens.

Its people are those of tests/support/agency.py. Active ASN employees of the agency, by unit:
Bidang Uji Satu: head, lead1, staff1, staff2, lent. Bidang Uji Dua: lead2, staff3, staff4, admin, outside.
"""

from typing import Any

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import add_days, getdate

from asn_kinerja.asn_kinerja.report.asn_work_plan_compliance import asn_work_plan_compliance as report
from tests.support.agency import HERE, PLAN, UNITS, Agency

DUE = "2026-02-10"
COUNTS = ("people", "in_force", "waiting", "draft", "none", "in_time", "late", "other_rater")


@pytest.fixture
def cycle(agency: Agency) -> Any:
	"""In force: lead1 and lent on the last day, staff1 three days late, staff3 in time; staff2 waits,
	staff4 has a draft; head, lead2, admin and outside have nothing. The plan of staff3 still names a rater
	who is not his any more."""
	cycle = agency.cycle(plan_due_date=DUE)
	in_state(agency, cycle, "lead1", "Approved", DUE + " 23:59:59")
	in_state(agency, cycle, "lent", "Approved", DUE)
	in_state(agency, cycle, "staff1", "Approved", "2026-02-13 08:00:00")
	staff3 = in_state(agency, cycle, "staff3", "Approved", "2026-01-20")
	staff3.db_set({"rater": agency.employee("lead1"), "rater_name": "Kabid Satu"})
	in_state(agency, cycle, "staff2", "Waiting for Rater")
	in_state(agency, cycle, "staff4", "Draft")
	return cycle


def in_state(agency: Agency, cycle: Any, key: str, state: str, approved_on: str | None = None) -> Any:
	"""A plan as the workflow would leave it at that time; its way there is tested elsewhere."""
	plan = agency.plan(key, cycle, "Draft")
	values = {"workflow_state": state, "docstatus": int(state == "Approved"), "approved_on": approved_on}
	frappe.db.set_value(PLAN, plan.name, values)
	return frappe.get_doc(PLAN, plan.name)


def rows(cycle: Any, **filters: Any) -> list[dict[str, Any]]:
	return report.execute({"cycle": cycle.name, **filters})[1]


def counts(row: dict[str, Any]) -> tuple[int, ...]:
	return tuple(row[name] for name in COUNTS)


def unit(name: str) -> str:
	return frappe.db.get_value("Department", {"department_name": name, "company": HERE})


def test_every_person_counts_once_in_his_unit(cycle: Any) -> None:
	one, two, total = rows(cycle)
	# people, in force, waiting, draft, none, in time, late, other rater
	assert (one["unit"], *counts(one)) == (UNITS[1], 5, 1, 0, 1, 3, 1, 0, 1)
	assert (two["unit"], *counts(two)) == (UNITS[0], 5, 3, 1, 0, 1, 2, 1, 0)
	assert counts(total) == (10, 4, 1, 1, 4, 3, 1, 1)
	assert (one["share"], two["share"], total["share"]) == (20.0, 60.0, 40.0)


def test_summary_and_chart_show_the_same_numbers(cycle: Any) -> None:
	_, _, message, chart, summary = report.execute({"cycle": cycle.name})
	assert "2026" in message
	assert cycle.name in message
	assert [figure["value"] for figure in summary] == [10, "40", 4, 1, 1]
	# most people without a plan in force first: four of Bidang Uji Dua, two of Bidang Uji Satu
	assert chart["data"]["labels"] == [UNITS[1], UNITS[0]]
	assert [series["values"] for series in chart["data"]["datasets"]] == [[1, 3], [0, 1], [1, 0], [3, 1]]


def test_a_unit_is_shown_with_the_units_below_it(cycle: Any) -> None:
	assert counts(rows(cycle, department=unit(UNITS[0]))[-1]) == (5, 3, 1, 0, 1, 2, 1, 0)
	root = frappe.db.get_value("Department", {"parent_department": ("is", "not set")})
	assert counts(rows(cycle, department=root)[-1]) == (10, 4, 1, 1, 4, 3, 1, 1)


def test_people_are_chosen_by_position_type(cycle: Any) -> None:
	# Fungsional: staff2 only, who waits
	assert counts(rows(cycle, position_type="Fungsional")[-1]) == (1, 0, 1, 0, 0, 0, 0, 0)


def test_without_a_date_in_the_cycle_thirty_days_are_in_time(cycle: Any) -> None:
	cycle.db_set("plan_due_date", None)
	# from 1 January to 31 January: staff3 of 20 January only
	assert counts(rows(cycle)[-1])[5:7] == (1, 3)


def test_a_revision_and_a_transfer_make_nobody_late(agency: Agency, cycle: Any) -> None:
	first = frappe.get_doc(PLAN, {"employee": agency.employee("lead1"), "cycle": cycle.name})
	with agency.acting("lead1"):
		revision = frappe.get_doc(PLAN, first.revise("Perubahan target"))
	assert counts(rows(cycle)[-1]) == (10, 4, 1, 1, 4, 3, 1, 1)  # the draft beside it changes nothing
	frappe.db.set_value(PLAN, first.name, {"workflow_state": "Superseded", "plan_key": None})
	frappe.db.set_value(
		PLAN, revision.name, {"workflow_state": "Approved", "docstatus": 1, "approved_on": "2026-07-01"}
	)
	assert counts(rows(cycle)[-1]) == (10, 4, 1, 1, 4, 3, 1, 1)


def test_a_plan_that_has_ended_is_not_in_force(agency: Agency, cycle: Any) -> None:
	frappe.db.set_value(
		PLAN, {"employee": agency.employee("lead1"), "cycle": cycle.name}, "ended_on", "2026-06-30"
	)
	assert counts(rows(cycle)[-1]) == (10, 3, 1, 1, 5, 2, 1, 1)


def test_who_has_left_or_is_no_asn_needs_no_plan(agency: Agency, cycle: Any) -> None:
	frappe.db.set_value("Employee", agency.employee("admin"), "status", "Left")
	frappe.db.set_value("Employee", agency.employee("outside"), "asn_type", "")
	assert counts(rows(cycle)[-1]) == (8, 4, 1, 1, 2, 3, 1, 1)


def test_the_late_are_named_with_their_days(agency: Agency, cycle: Any) -> None:
	found = {row["employee"]: row for row in rows(cycle, show="People")}
	late = {"staff1", "staff2", "staff3", "staff4", "head", "lead2", "admin", "outside"}
	assert found.keys() == {agency.employee(key) for key in late}
	since = (getdate() - getdate(DUE)).days
	days = {key: found[agency.employee(key)]["days_late"] for key in late}
	# 10 to 13 February; staff3 was in time, but needs a transfer; the others are late to this day
	assert days == dict.fromkeys(late, max(0, since)) | {"staff1": 3, "staff3": 0}
	transfer = found[agency.employee("staff3")]
	assert (transfer["rater_name"], transfer["plan_rater_name"]) == ("Kabid Dua", "Kabid Satu")
	assert found[agency.employee("staff1")]["plan_rater_name"] is None
	assert found[agency.employee("head")]["work_plan"] is None
	assert rows(cycle, show="People")[-1]["employee"] == agency.employee("staff3")  # longest delay first


def test_who_joins_within_the_year_has_thirty_days(agency: Agency, cycle: Any) -> None:
	for key, joined in (("staff1", "2026-01-20"), ("head", "2026-01-20"), ("outside", "2027-01-01")):
		frappe.db.set_value("Employee", agency.employee(key), "date_of_joining", joined)
	# until 19 February: staff1's plan of the 13th is in time now; who joins after the year is not counted
	assert counts(rows(cycle)[-1]) == (9, 4, 1, 1, 3, 4, 0, 1)
	late = {row["employee"]: row["days_late"] for row in rows(cycle, show="People")}
	assert agency.employee("staff1") not in late
	assert late[agency.employee("head")] == (getdate() - getdate("2026-02-19")).days
	assert late[agency.employee("admin")] == (getdate() - getdate(DUE)).days


def test_before_the_day_nobody_is_late(agency: Agency, cycle: Any) -> None:
	cycle.db_set("plan_due_date", add_days(getdate(), 5))
	assert {row["days_late"] for row in rows(cycle, show="People")} == {0}


def test_everyone_counts_those_whom_he_sees(agency: Agency, cycle: Any) -> None:
	expected = {
		"lead1": (4, 3, 1, 0, 0, 2, 1, 0),  # himself, staff1, staff2, lent
		# himself, staff3, staff4, admin, and lent whom he rates
		"lead2": (5, 2, 0, 1, 2, 2, 0, 1),
		"staff4": (1, 0, 0, 1, 0, 0, 0, 0),
		"admin": (10, 4, 1, 1, 4, 3, 1, 1),
		"auditor": (10, 4, 1, 1, 4, 3, 1, 1),
	}
	for who, numbers in expected.items():
		with agency.acting(who):
			assert counts(rows(cycle)[-1]) == numbers, who
	with agency.acting("lead1"):
		late = {row["employee"] for row in rows(cycle, show="People")}
	assert late == {agency.employee("staff1"), agency.employee("staff2")}


@pytest.mark.parametrize("who", ["lead1", "admin", "auditor"])
def test_the_desk_drops_no_row(agency: Agency, cycle: Any, who: str) -> None:
	"""ERPNext confines each user to his own Employee record: Frappe drops rows with a link to another one."""
	filters = {"company": HERE, "cycle": cycle.name, "show": "People"}
	with agency.acting(who):
		made = {row["employee"] for row in rows(cycle, show="People")}
		shown = query_report.run("ASN Work Plan Compliance", filters=filters)["result"]
	assert {row["employee"] for row in shown} == made
	assert len(made) >= 2


def test_of_another_agency_nothing_is_seen(agency: Agency, cycle: Any) -> None:
	for who in ("foreign_admin", "foreign", "guest"):
		with agency.acting(who):
			assert rows(cycle) == []
			assert rows(cycle, show="People") == []
