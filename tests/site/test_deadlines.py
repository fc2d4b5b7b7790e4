"""What is due on a day, kind by kind, at the edges; reminder days 3, days to file an objection 14.

The year is 2020, in which nothing else on the site lies."""

from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate

from asn_kinerja.cycle import deadlines
from asn_kinerja.cycle.deadlines import Deadline
from tests.support.agency import EVALUATION, HERE, PLAN, UNITS, Agency
from tests.support.queries import number_of_queries
from tests.support.rows import insert_row, insert_rows

ACTIVITY, DIALOGUE = "ASN Daily Activity", "ASN Performance Dialogue"
REVIEW = "ASN Behaviour Review"


@pytest.fixture
def year(agency: Agency) -> Any:
	days = {"reminder_days": 3, "objection_days": 14, "statement_days": 5, "decision_days": 14}
	frappe.db.set_single_value("ASN Performance Settings", days)
	return agency.cycle(from_date="2020-01-01", to_date="2020-12-31")


def on(day: str, kind: str, **scope: Any) -> list[Deadline]:
	return deadlines.on_day(getdate(day), kinds=[kind], **scope)


def late(entries: list[Deadline]) -> int | None:
	"""Days late of the only entry; None when there is none."""
	assert len(entries) <= 1
	return entries[0].days_late if entries else None


def plan(agency: Agency, year: Any, key: str, state: str, **values: Any) -> str:
	return insert_row(
		PLAN,
		**{
			"employee": agency.employee(key),
			"employee_name": key,
			"title": f"{key} · {year.name}",
			"rater": agency.employees.get(agency.rater(key)),
			"company": HERE,
			"cycle": year.name,
			"from_date": "2020-01-01",
			"to_date": "2020-12-31",
			"workflow_state": state,
			"docstatus": 1 if state in ("Approved", "Superseded") else 0,
			**values,
		},
	)


def evaluation(agency: Agency, year: Any, key: str, state: str, **values: Any) -> str:
	return insert_row(
		EVALUATION,
		**{
			"employee": agency.employee(key),
			"employee_name": key,
			"title": f"{key} · Triwulan 1",
			"rater": agency.employee(agency.rater(key)),
			"company": HERE,
			"cycle": year.name,
			"stage": year.stages[0].name,
			"due_date": year.stages[0].due_date,
			"workflow_state": state,
			"docstatus": 1 if state == "Released" else 0,
			**values,
		},
	)


def missing(agency: Agency, day: str, key: str) -> list[Deadline]:
	entries = on(day, deadlines.PLAN_NOT_SUBMITTED, company=HERE)
	return [entry for entry in entries if entry.about == agency.employee(key)]


def test_a_plan_is_due_thirty_days_after_the_beginning(agency: Agency, year: Any) -> None:
	# 1 January + 30 days = 31 January
	for day, days in (("2020-01-27", None), ("2020-01-28", -3), ("2020-01-31", 0), ("2020-02-01", 1)):
		assert late(missing(agency, day, "staff1")) == days


def test_a_cycle_may_name_the_day_by_which_plans_are_due(agency: Agency, year: Any) -> None:
	year.db_set("plan_due_date", "2020-02-15")
	for day, days in (("2020-02-11", None), ("2020-02-12", -3), ("2020-02-20", 5)):
		assert late(missing(agency, day, "staff1")) == days


def test_a_plan_counts_as_submitted_from_waiting_on(agency: Agency, year: Any) -> None:
	name = plan(agency, year, "staff1", "Draft")
	for state, link in (
		("Draft", name),
		("Returned", name),
		("Cancelled", year.name),  # nothing to work on: the link leads to the cycle
		("Waiting for Rater", None),
		("Approved", None),
	):
		frappe.db.set_value(PLAN, name, "workflow_state", state)
		entries = missing(agency, "2020-02-01", "staff1")
		assert [entry.name for entry in entries] == ([link] if link else [])
		for entry in entries:
			assert entry.days_late == 1
			assert (entry.responsible, entry.user) == (agency.employee("staff1"), agency.user("staff1"))
			assert entry.unit_name == UNITS[0]


def test_a_revision_in_draft_is_no_missing_plan(agency: Agency, year: Any) -> None:
	approved = plan(agency, year, "staff1", "Approved")
	plan(agency, year, "staff1", "Draft", revision_of=approved)
	assert missing(agency, "2020-06-01", "staff1") == []


def test_who_takes_up_another_post_has_thirty_days_from_then(agency: Agency, year: Any) -> None:
	first = plan(agency, year, "staff1", "Approved", to_date="2020-06-30", ended_on="2020-06-30")
	# no next plan yet: 1 July + 30 days = 31 July
	assert late(missing(agency, "2020-07-27", "staff1")) is None
	assert late(missing(agency, "2020-08-02", "staff1")) == 2
	plan(agency, year, "staff1", "Draft", from_date="2020-07-15", previous_plan=first)
	# 15 July + 30 days = 14 August
	assert late(missing(agency, "2020-08-10", "staff1")) is None
	assert late(missing(agency, "2020-08-15", "staff1")) == 1
	frappe.db.set_value(PLAN, {"previous_plan": first}, "workflow_state", "Approved")
	assert missing(agency, "2020-12-01", "staff1") == []


def test_who_joins_within_the_year_has_thirty_days_too(agency: Agency, year: Any) -> None:
	for joined, day, days in (
		("2020-05-01", "2020-05-27", None),
		("2020-05-01", "2020-06-01", 1),  # due on 31 May
		("2020-12-31", "2021-01-31", 1),  # due on 30 January
		("2021-01-01", "2021-03-01", None),  # not there in this year
	):
		frappe.db.set_value("Employee", agency.employee("staff1"), "date_of_joining", joined)
		assert late(missing(agency, day, "staff1")) == days


def test_only_active_civil_servants_owe_a_plan(agency: Agency, year: Any) -> None:
	for field, value, usual in (
		("status", "Left", "Active"),
		("asn_type", "", "PNS"),
		("asn_type", None, "PNS"),
	):
		frappe.db.set_value("Employee", agency.employee("staff1"), field, value)
		assert missing(agency, "2020-02-01", "staff1") == []
		frappe.db.set_value("Employee", agency.employee("staff1"), field, usual)
		assert missing(agency, "2020-02-01", "staff1")
	assert missing(agency, "2020-02-01", "foreign") == []  # another agency, which has no cycle


def test_a_closed_cycle_asks_for_nothing(agency: Agency, year: Any) -> None:
	plan(agency, year, "staff2", "Waiting for Rater", submitted_on="2020-02-03 10:00:00")
	evaluation(agency, year, "staff3", "Self Assessment")
	assert len(deadlines.on_day(getdate("2020-06-01"))) > 3
	year.db_set("status", "Closed")
	assert deadlines.on_day(getdate("2020-06-01")) == []


def test_an_approval_may_wait_the_reminder_days(agency: Agency, year: Any) -> None:
	name = plan(agency, year, "lent", "Waiting for Rater", submitted_on="2020-02-03 15:00:00")
	# submitted on 3 February, three days to approve it: 6 February
	assert on("2020-02-06", deadlines.PLAN_WAITING) == []
	(entry,) = on("2020-02-07", deadlines.PLAN_WAITING)
	assert (entry.doctype, entry.name, entry.due) == (PLAN, name, getdate("2020-02-06"))
	assert (entry.about, entry.responsible) == (agency.employee("lent"), agency.employee("lead2"))
	assert (entry.user, entry.unit_name) == (agency.user("lead2"), UNITS[1])  # of who has to act
	assert entry.days_late == 1


@pytest.mark.parametrize(
	("state", "kind", "key"),
	[
		("Self Assessment", deadlines.SELF_ASSESSMENT, "staff1"),
		("Rater Assessment", deadlines.RATING, "lead1"),
	],
)
def test_an_evaluation_is_due_with_its_stage(
	agency: Agency, year: Any, state: str, kind: str, key: str
) -> None:
	evaluation(agency, year, "staff1", state)
	# the first quarter is due on 10 April
	for day, days in (("2020-04-06", None), ("2020-04-07", -3), ("2020-04-10", 0), ("2020-04-11", 1)):
		assert late(on(day, kind)) == days
	(entry,) = deadlines.on_day(getdate("2020-04-11"), kinds=[deadlines.SELF_ASSESSMENT, deadlines.RATING])
	assert (entry.kind, entry.user) == (kind, agency.user(key))


def test_a_stage_that_was_moved_is_due_later(agency: Agency, year: Any) -> None:
	evaluation(agency, year, "staff1", "Self Assessment")
	frappe.db.set_value("ASN Cycle Stage", year.stages[0].name, "due_date", "2020-04-20")
	assert late(on("2020-04-11", deadlines.SELF_ASSESSMENT)) is None
	assert late(on("2020-04-22", deadlines.SELF_ASSESSMENT)) == 2


def test_a_finished_evaluation_is_not_due(agency: Agency, year: Any) -> None:
	for state in ("Released", "Acknowledged", "Final", "Cancelled"):
		evaluation(agency, year, "staff1", state, docstatus=2 if state == "Cancelled" else 1)
	for kind in (deadlines.SELF_ASSESSMENT, deadlines.RATING):
		assert on("2020-06-01", kind) == []


def activity(agency: Agency, key: str, day: str, status: str = "Waiting") -> str:
	return insert_row(
		ACTIVITY,
		employee=agency.employee(key),
		employee_name=key,
		rater=agency.employee(agency.rater(key)),
		company=HERE,
		date=day,
		status=status,
	)


def test_waiting_activities_are_one_entry_per_rater(agency: Agency, year: Any) -> None:
	oldest = activity(agency, "staff1", "2020-02-03")
	for key in ("staff1", "staff2"):
		activity(agency, key, "2020-02-04")
	activity(agency, "staff1", "2020-01-02", "Verified")
	activity(agency, "staff1", "2020-01-03", "Returned")
	activity(agency, "lent", "2020-02-20")  # another rater's, later
	# three days each: those of 3 February are late on 7 February
	assert on("2020-02-06", deadlines.ACTIVITIES_WAITING) == []
	for day, count, days in (("2020-02-07", 1, 1), ("2020-02-08", 3, 2)):
		(entry,) = on(day, deadlines.ACTIVITIES_WAITING)
		assert (entry.count, entry.days_late, entry.name) == (count, days, oldest)
		assert (entry.user, entry.oldest) == (agency.user("lead1"), getdate("2020-02-03"))
		assert entry.about is None
		assert deadlines.describe(entry).startswith(f"{count} activities")


@pytest.mark.parametrize(("responsible", "key"), [("Employee", "lent"), ("Rater", "lead2")])
def test_an_agreed_action_is_due_on_its_day(agency: Agency, year: Any, responsible: str, key: str) -> None:
	name = dialogue(agency, "lent", "Agreed", [(responsible, "Open", "2020-03-10")])
	for day, days in (("2020-03-06", None), ("2020-03-07", -3), ("2020-03-10", 0), ("2020-03-31", 21)):
		assert late(on(day, deadlines.ACTION)) == days
	(entry,) = on("2020-03-10", deadlines.ACTION)
	assert (entry.user, entry.about) == (agency.user(key), agency.employee("lent"))
	assert (entry.name, entry.text) == (name, "Ikut pelatihan")


def test_only_open_actions_of_agreed_dialogues_are_due(agency: Agency, year: Any) -> None:
	rows = [("Employee", status, "2020-03-10") for status in ("Done", "Carried Over")]
	dialogue(agency, "staff1", "Agreed", rows)
	for status in ("Open", "Waiting for Employee", "Waiting for Rater"):
		dialogue(agency, "staff1", status, [("Employee", "Open", "2020-03-10")])
	assert on("2020-04-01", deadlines.ACTION) == []


@pytest.mark.parametrize(
	("plan_status", "status", "expected"),
	[
		("Approved", "Planned", 1),
		("Approved", "In Progress", 1),
		("Approved", "Done", None),
		("Approved", "Dropped", None),
		("Waiting", "Planned", None),
	],
)
def test_open_measures_of_approved_development_plans_are_due(
	agency: Agency, year: Any, plan_status: str, status: str, expected: int | None
) -> None:
	name = insert_row(
		"ASN Development Plan",
		employee=agency.employee("staff1"),
		employee_name="staff1",
		company=HERE,
		cycle=year.name,
		status=plan_status,
	)
	insert_row(
		"ASN Development Item",
		parent=name,
		parenttype="ASN Development Plan",
		parentfield="items",
		kind="Self-Study",
		description="Membaca pedoman",
		due_date="2020-05-10",
		status=status,
	)
	assert late(on("2020-05-11", deadlines.MEASURE)) == expected
	assert on("2020-05-06", deadlines.MEASURE) == []
	if expected:
		(entry,) = on("2020-05-07", deadlines.MEASURE, viewer=agency.user("lead1"))
		assert (entry.responsible, entry.text) == (agency.employee("staff1"), "Membaca pedoman")
		assert on("2020-05-07", deadlines.MEASURE, viewer=agency.user("staff2")) == []


def dialogue(agency: Agency, key: str, status: str, actions: list[tuple[str, str, str]]) -> str:
	name = insert_row(
		DIALOGUE,
		employee=agency.employee(key),
		employee_name=key,
		rater=agency.employee(agency.rater(key)),
		company=HERE,
		date="2020-03-01",
		status=status,
	)
	insert_rows(
		"ASN Dialogue Action",
		[
			{
				"parent": name,
				"parenttype": DIALOGUE,
				"parentfield": "actions",
				"action": "Ikut pelatihan",
				"responsible": responsible,
				"status": state,
				"due_date": due,
			}
			for responsible, state, due in actions
		],
	)
	return name


def review(agency: Agency, year: Any, key: str, by: str, status: str = "Assigned", **values: Any) -> str:
	return insert_row(
		REVIEW,
		**{
			"employee": agency.employee(key),
			"employee_name": key,
			"title": f"{key} · Triwulan 1",
			"rater": agency.employee(agency.rater(key)),
			"reviewer": agency.employee(by),
			"reviewer_group": "Peer",
			"company": HERE,
			"cycle": year.name,
			"stage": year.stages[0].name,
			"due_date": "2020-04-05",
			"status": status,
			**values,
		},
	)


def test_an_objection_asks_the_rater_first_and_then_his_superior(agency: Agency, year: Any) -> None:
	name = evaluation(agency, year, "staff1", "Objected", docstatus=1, objected_on="2020-04-01 23:00:00")
	# five days for the statement of lead1: 6 April; fourteen for the decision of head: 15 April
	for day, days in (("2020-04-02", None), ("2020-04-03", -3), ("2020-04-06", 0), ("2020-04-07", 1)):
		assert late(on(day, deadlines.STATEMENT)) == days
	for day, days in (("2020-04-11", None), ("2020-04-12", -3), ("2020-04-15", 0), ("2020-04-20", 5)):
		assert late(on(day, deadlines.OBJECTION)) == days
	(statement,) = on("2020-04-06", deadlines.STATEMENT, cycle=year.name, company=HERE)
	(decision,) = on("2020-04-15", deadlines.OBJECTION, cycle=year.name, company=HERE)
	assert (statement.user, decision.user) == (agency.user("lead1"), agency.user("head"))
	assert statement.about == decision.about == agency.employee("staff1")
	frappe.db.set_value(EVALUATION, name, "rater_statement", "Sudah dihitung")
	assert on("2020-04-10", deadlines.STATEMENT) == []
	frappe.db.set_value(EVALUATION, name, "workflow_state", "Final")
	assert on("2020-04-20", deadlines.OBJECTION) == []


def test_a_review_is_due_on_its_day_until_the_evaluation_is_released(agency: Agency, year: Any) -> None:
	running = evaluation(agency, year, "staff1", "Self Assessment")
	name = review(agency, year, "staff1", "staff3")
	for status in ("Proposed", "Submitted", "Declined"):
		review(agency, year, "staff1", "staff4", status)
	for day, days in (("2020-04-01", None), ("2020-04-02", -3), ("2020-04-05", 0), ("2020-04-06", 1)):
		assert late(on(day, deadlines.REVIEW_DUE)) == days
	(entry,) = on("2020-04-06", deadlines.REVIEW_DUE, cycle=year.name, company=HERE)
	assert (entry.doctype, entry.name, entry.about) == (REVIEW, name, agency.employee("staff1"))
	assert (entry.user, entry.unit_name) == (agency.user("staff3"), UNITS[1])  # of who has to write
	assert entry.text == "staff1 · Triwulan 1"
	frappe.db.set_value(EVALUATION, running, {"docstatus": 1, "workflow_state": "Released"})
	assert on("2020-04-06", deadlines.REVIEW_DUE) == []
	# a correction does not open it again
	frappe.db.set_value(EVALUATION, running, {"docstatus": 0, "amended_from": "X"})
	assert on("2020-04-06", deadlines.REVIEW_DUE) == []


@pytest.mark.parametrize("clock", ["00:00:00", "23:59:59"])
def test_a_result_is_to_be_answered_while_an_objection_is_possible(
	agency: Agency, year: Any, clock: str
) -> None:
	evaluation(agency, year, "staff1", "Released", released_on=f"2020-05-01 {clock}")
	# 1 May + 14 days = 15 May; after that nothing is asked of the employee
	for day, days in (("2020-05-11", None), ("2020-05-12", -3), ("2020-05-15", 0), ("2020-05-16", None)):
		entries = on(day, deadlines.RESULT)
		assert late(entries) == days
		assert all(entry.user == agency.user("staff1") for entry in entries)


def test_the_settings_decide_how_early(agency: Agency, year: Any) -> None:
	evaluation(agency, year, "staff1", "Self Assessment")
	frappe.db.set_single_value("ASN Performance Settings", "reminder_days", 10)
	assert late(on("2020-03-31", deadlines.SELF_ASSESSMENT)) == -10
	frappe.db.set_single_value("ASN Performance Settings", "reminder_days", 0)
	assert late(on("2020-04-09", deadlines.SELF_ASSESSMENT)) is None
	assert late(on("2020-04-10", deadlines.SELF_ASSESSMENT)) == 0


def test_the_latest_comes_first_and_filters_narrow(agency: Agency, year: Any) -> None:
	evaluation(agency, year, "staff1", "Self Assessment")
	evaluation(agency, year, "staff3", "Rater Assessment", due_date=None)
	activity(agency, "staff3", "2020-03-01")
	dialogue(agency, "lent", "Agreed", [("Rater", "Open", "2020-04-13")])
	kinds = [kind for kind in deadlines.KINDS if kind != deadlines.PLAN_NOT_SUBMITTED]
	found = deadlines.on_day(getdate("2020-04-12"), kinds=kinds)
	# 1 March + 3 is 39 days ago; the quarter was due on the 10th; the action is due tomorrow
	assert [(entry.kind, entry.days_late) for entry in found] == [
		(deadlines.ACTIVITIES_WAITING, 39),
		(deadlines.SELF_ASSESSMENT, 2),
		(deadlines.RATING, 2),
		(deadlines.ACTION, -1),
	]
	unit = frappe.db.get_value("Employee", agency.employee("staff1"), "department")
	for scope, expected in (
		({"department": unit}, [deadlines.SELF_ASSESSMENT]),
		({"company": "Pemkab Uji Seberang"}, []),
		({"cycle": year.name}, [entry.kind for entry in found]),
		({"cycle": agency.cycle().name}, []),  # 2026: activity and dialogue are not of that year
	):
		entries = deadlines.on_day(getdate("2020-04-12"), kinds=kinds, **scope)
		assert [entry.kind for entry in entries] == expected, scope


def test_the_number_of_queries_does_not_depend_on_the_number_of_people(agency: Agency, year: Any) -> None:
	def queries() -> int:
		day, viewer = getdate("2020-06-01"), agency.user("head")
		return number_of_queries(lambda: deadlines.on_day(day, viewer=viewer))

	for key in ("staff1", "staff2"):
		evaluation(agency, year, key, "Self Assessment")
	queries()
	few = queries()
	for key in ("staff1", "staff2", "staff3", "staff4", "lent"):
		for number in range(5):
			evaluation(agency, year, key, "Self Assessment")
			evaluation(agency, year, key, "Rater Assessment")
			plan(agency, year, key, "Draft")
			activity(agency, key, add_days("2020-02-01", number))
			dialogue(agency, key, "Agreed", [("Employee", "Open", "2020-03-10")])
			review(agency, year, key, "outside")
	assert queries() == few
