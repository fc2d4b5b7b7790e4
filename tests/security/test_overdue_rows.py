"""Threat: the report of overdue actions tells of people, or of a rater's work, whom one does not see."""

from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

from asn_kinerja.cycle import deadlines
from tests.security.doors import assert_hidden
from tests.support.agency import ELSEWHERE, EVALUATION, HERE, PEOPLE, PLAN, Agency, keep
from tests.support.rows import insert_row

REPORT = "ASN Overdue Actions"
DAY = "2020-06-01"
HERE_ALL = {"head", "lead1", "lead2", "staff1", "staff2", "staff3", "staff4", "lent", "admin", "outside"}
# About whom each person reads, worked out by hand from the tree in tests/support/agency.py
SEES = {
	"head": HERE_ALL - {"outside"},
	"lead1": {"lead1", "staff1", "staff2", "lent"},
	"lead2": {"lead2", "staff3", "staff4", "admin", "lent"},
	"staff1": {"staff1"},
	"staff2": {"staff2"},
	"staff3": {"staff3"},
	"staff4": {"staff4"},
	"lent": {"lent"},
	"admin": HERE_ALL,
	"outside": {"outside"},
	"foreign": {"foreign"},
	"auditor": HERE_ALL | {"foreign"},
	"foreign_admin": {"foreign"},
	"guest": set(),
}


@pytest.fixture
def overdue(agency: Agency) -> dict[str, Any]:
	"""In 2020: everyone owes a plan, and has a self assessment, a rating and an action of his rater open."""
	frappe.db.set_single_value("ASN Performance Settings", "reminder_days", 3)
	year = {"from_date": "2020-01-01", "to_date": "2020-12-31"}
	cycles = {HERE: agency.cycle(**year), ELSEWHERE: agency.cycle(company=ELSEWHERE, **year)}
	for key, employee in agency.employees.items():
		company = PEOPLE[key].company
		header = {
			"employee": employee,
			"employee_name": key,
			"rater": agency.employees.get(agency.rater(key)),
			"company": company,
		}
		for state in ("Self Assessment", "Rater Assessment"):
			values = {"cycle": cycles[company].name, "due_date": "2020-04-10", "title": key}
			insert_row(EVALUATION, **header, **values, workflow_state=state)
		dialogue = insert_row("ASN Performance Dialogue", **header, date="2020-03-01", status="Agreed")
		insert_row(
			"ASN Dialogue Action",
			parent=dialogue,
			parenttype="ASN Performance Dialogue",
			parentfield="actions",
			action="Membimbing",
			responsible="Rater",
			status="Open",
			due_date="2020-04-01",
		)
		insert_row("ASN Daily Activity", **header, date="2020-04-01", status="Waiting")
		stage = cycles[company].stages[0].name
		insert_row(EVALUATION, **header, cycle=cycles[company].name, stage=stage, workflow_state="Draft")
		insert_row(
			"ASN Behaviour Review",
			**header,
			reviewer=reviewer_of(agency, key),
			reviewer_group="Peer",
			cycle=cycles[company].name,
			stage=stage,
			status="Assigned",
			due_date="2020-04-01",
		)
	return cycles


def reviewer_of(agency: Agency, key: str) -> str:
	"""Everybody is reviewed by staff4, and staff4 by staff3."""
	return agency.employee("staff3" if key == "staff4" else "staff4")


@pytest.mark.parametrize("who", PEOPLE)
def test_a_late_review_is_told_to_its_writer_and_to_nobody_whom_it_is_about(
	agency: Agency, overdue: Any, who: str
) -> None:
	# of another agency nobody is asked; its rows stay hidden from who is permitted his own only
	asked = {"staff3": {"staff4"}, "staff4": HERE_ALL - {"staff4"}}.get(who, set())
	assert about(agency, who, deadlines.REVIEW_DUE) == (SEES[who] - {who}) | asked


def about(agency: Agency, who: str, kind: str) -> set[str]:
	with agency.acting(who):
		entries = deadlines.on_day(frappe.utils.getdate(DAY), viewer=frappe.session.user, kinds=[kind])
	return {agency.key(entry.about) for entry in entries}


@pytest.mark.parametrize("who", PEOPLE)
def test_each_reads_about_the_people_whom_he_sees(agency: Agency, overdue: Any, who: str) -> None:
	for kind in (
		deadlines.PLAN_NOT_SUBMITTED,
		deadlines.SELF_ASSESSMENT,
		deadlines.RATING,
		deadlines.ACTION,
	):
		assert about(agency, who, kind) == SEES[who], kind
	with agency.acting(who):
		raters = deadlines.on_day(
			frappe.utils.getdate(DAY), viewer=frappe.session.user, kinds=[deadlines.ACTIVITIES_WAITING]
		)
	# waiting activities are counted per rater: only those of the people whom the reader sees
	with_rater = {key for key in SEES[who] if agency.rater(key)}
	assert sum(entry.count for entry in raters) == len(with_rater)
	assert {agency.key(entry.responsible) for entry in raters} == {agency.rater(key) for key in with_rater}


def test_a_hidden_draft_is_not_given_away(agency: Agency, clean_cache: None) -> None:
	"""Where superiors see no drafts, the entry leads them to the cycle; the employee to his draft."""
	cycle = agency.cycle(from_date="2020-01-01", to_date="2020-12-31")
	draft = insert_row(
		PLAN,
		employee=agency.employee("staff1"),
		employee_name="Staf Satu",
		rater=agency.employee("lead1"),
		company=HERE,
		cycle=cycle.name,
		workflow_state="Draft",
	)

	def link(who: str) -> str:
		with agency.acting(who):
			entries = deadlines.on_day(
				frappe.utils.getdate(DAY), viewer=frappe.session.user, kinds=[deadlines.PLAN_NOT_SUBMITTED]
			)
		(found,) = (entry.name for entry in entries if entry.about == agency.employee("staff1"))
		return found

	for shown, expected in ((1, draft), (0, cycle.name)):
		frappe.db.set_single_value("ASN Performance Settings", "superiors_see_drafts", shown)
		assert link("lead1") == link("head") == expected
		assert link("staff1") == link("admin") == draft


@pytest.fixture
def running(agency: Agency) -> Iterator[dict[str, str]]:
	"""Committed: late evaluations at the rater of staff1 and staff3. Removed in the end."""
	cycle = agency.cycle(plan_due_date=add_days(nowdate(), 60))
	names = {
		key: insert_row(
			EVALUATION,
			employee=agency.employee(key),
			employee_name=PEOPLE[key].name,
			title=f"{PEOPLE[key].name} · Rahasia",
			rater=agency.employee(agency.rater(key)),
			company=HERE,
			cycle=cycle.name,
			due_date=add_days(nowdate(), -3),
			workflow_state="Rater Assessment",
		)
		for key in ("staff1", "staff3")
	}
	keep()
	yield {"cycle": cycle.name, **names}
	frappe.db.rollback()
	frappe.db.delete(EVALUATION, {"name": ["in", list(names.values())]})
	frappe.db.delete("ASN Cycle Stage", {"parent": cycle.name})
	frappe.db.delete("ASN Performance Cycle", {"name": cycle.name})
	keep()


@pytest.mark.parametrize(
	("who", "expected"),
	[("staff1", {"staff1"}), ("staff2", set()), ("lead2", {"staff3"}), ("admin", {"staff1", "staff3"})],
)
def test_over_http_the_report_keeps_the_rule(
	running: dict[str, str], client: Any, who: str, expected: set[str]
) -> None:
	answer = client(who).call(
		"frappe.desk.query_report.run", report_name=REPORT, filters={"cycle": running["cycle"]}
	)
	assert answer.ok, answer.messages
	rows = [row for row in answer.data["result"] if row.get("document_name")]
	assert {row["document_name"] for row in rows} == {running[key] for key in expected}
	# whose turn it is and since when: no more than the record's state, which the employee sees too
	assert all(set(row) == set(rows[0]) and row["days_late"] == 3 for row in rows)


def test_a_viewer_cannot_be_chosen_by_the_client(running: dict[str, str], client: Any) -> None:
	answer = client("staff2").call(
		"frappe.desk.query_report.run",
		report_name=REPORT,
		filters={"cycle": running["cycle"], "viewer": "Administrator", "kind": "__class__"},
	)
	assert answer.ok, answer.messages
	assert answer.data["result"] == []


def test_who_is_no_employee_does_not_get_in(running: dict[str, str], client: Any) -> None:
	assert_hidden(client("guest").call("frappe.desk.query_report.run", report_name=REPORT, filters={}))


def test_a_reminder_row_is_not_for_employees(client: Any) -> None:
	assert_hidden(client("staff1").list("ASN Reminder"))
