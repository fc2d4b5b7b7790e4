"""Development plans: what is proposed, edited, approved and followed up; what they gave."""

from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, add_months, getdate, nowdate

from asn_kinerja.development import effects, needs, opening
from asn_kinerja.development.catalogue import seats_taken
from asn_kinerja.monitoring import feedback
from tests.support import competency
from tests.support import development as dev
from tests.support.agency import BELOW, ELSEWHERE, HERE, MEETS, Agency, rate
from tests.support.development import CHANGE, PLAN, PUBLIC, RECORD, TEAM, approved, measure, plan, stored
from tests.support.feedback import clear as clear_feedback
from tests.support.processes import result, wait_for_waiting
from tests.support.queries import number_of_queries
from tests.support.training import act, handed_in, training, verified

TITLE = "Uji Diklat Kerja Sama"
VALUES = ("Loyal", "Adaptif", "Harmonis")


@pytest.fixture(autouse=True)
def afresh(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(feedback, "A_DAY", 10_000)
	dev.clear(agency)
	clear_feedback(agency)
	# released ones that other tests have left
	ours = {"employee": ["in", list(agency.employees.values())]}
	frappe.db.set_value("ASN Evaluation", ours, "docstatus", 2)
	dev.competencies()
	dev.rule("Uji aturan pengembangan", *dev.rows())


@pytest.fixture
def cycle(agency: Agency) -> Any:
	return agency.cycle()


def proposed(agency: Agency, cycle: Any, who: str = "staff1") -> Any:
	return act(agency, who, plan(agency, cycle, who), "propose")


def shown(doc: Any) -> list[tuple[Any, ...]]:
	return [
		(row.source, row.competency or row.behaviour_value, row.from_level, row.target_level, row.kind)
		for row in doc.items
	]


# --- header and rows ---------------------------------------------------------------------------------------


def test_the_header_is_the_persons_and_the_cycles(agency: Agency, cycle: Any) -> None:
	doc = stored(plan(agency, cycle, "lent", measure()))
	assert (doc.employee_name, doc.rater_name, doc.company) == ("Titipan", "Kabid Dua", HERE)
	assert (doc.year, doc.from_date, doc.to_date) == (2026, date(2026, 1, 1), date(2026, 12, 31))
	assert (doc.status, doc.title) == ("Draft", f"Titipan · {cycle.title}")


def test_one_plan_for_a_person_and_cycle(agency: Agency, cycle: Any) -> None:
	plan(agency, cycle)
	with pytest.raises(frappe.DuplicateEntryError, match="Staf Satu has a development plan for"):
		plan(agency, cycle)
	plan(agency, cycle, "staff2")
	plan(agency, agency.cycle())


def test_of_two_at_the_same_moment_one_is_stored(agency: Agency, cycle: Any, start: Any) -> None:
	frappe.db.commit()
	program = f"""
frappe.set_user(sys.argv[2])
try:
	frappe.get_doc({{"doctype": "{PLAN}", "cycle": "{cycle.name}"}}).insert()
	frappe.db.commit()
	print(json.dumps("stored"))
except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
	frappe.db.rollback()
	print(json.dumps("refused"))
"""
	plan(agency, cycle)
	second = start(program, agency.user("staff1"))
	wait_for_waiting("%insert into%Development Plan%", [second])
	frappe.db.commit()
	assert result(second) == "refused"
	dev.clear(agency)
	frappe.db.commit()


def test_a_cycle_of_another_agency_is_refused(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match="a cycle of another agency"):
		plan(agency, agency.cycle(company=ELSEWHERE))


@pytest.mark.parametrize(
	("values", "message"),
	[
		({"kind": None}, "kind"),
		({"due_date": None}, "due_date"),
		({"due_date": "2027-01-01"}, "enter a day within the cycle"),
		({"due_date": "2025-12-31"}, "enter a day within the cycle"),
		({"hours": -1}, "is negative"),
		({"hours": 1001}, "enter at most 1000"),
		({"competency": TEAM, "target_level": 0}, "enter a level from 1 to 5"),
		({"competency": TEAM, "target_level": 6}, "enter a level from 1 to 5"),
		({"kind": "Wisata"}, "Kind of Development"),
		({"training": "Tidak ada"}, "Tidak ada"),
		({"source": "Competency Gap"}, "row 1, Competency: choose what the need is about"),
		({"source": "Behaviour Value"}, "row 1, Behaviour Value: choose what the need is about"),
		(
			{"source": "Feedback Theme", "competency": TEAM, "target_level": 3},
			"row 1, Behaviour Value: choose what the need is about",
		),
	],
)
def test_what_a_row_may_not_be(agency: Agency, cycle: Any, values: dict[str, Any], message: str) -> None:
	with pytest.raises(frappe.ValidationError, match=message):
		plan(agency, cycle, "staff1", measure(**values))


def test_the_same_measure_twice_is_refused(agency: Agency, cycle: Any) -> None:
	with pytest.raises(frappe.ValidationError, match="row 2: this measure stands in row 1 already"):
		plan(agency, cycle, "staff1", measure(), measure())


def test_a_training_gives_its_hours_unless_others_are_entered(agency: Agency, cycle: Any) -> None:
	dev.training()
	of_it = {"kind": "Classical Training", "training": TITLE}
	doc = plan(agency, cycle, "staff1", measure(**of_it, hours=0), measure(**of_it, hours=8, description="x"))
	assert [row.hours for row in stored(doc).items] == [24, 8]


def test_levels_are_those_of_the_assessment_and_nothing_is_done_yet(agency: Agency, cycle: Any) -> None:
	dev.assessment(agency, "staff1", "2026-02-01", {TEAM: (2, 3)})
	forged = {
		"from_level": 5,
		"reason": "x",
		"status": "Done",
		"done_on": "2026-02-02",
		"level_after": 5,
		"effect": "Risen",
		"assessed_on": "2020-01-01",
	}
	doc = stored(plan(agency, cycle, "staff1", measure(competency=TEAM, target_level=3, **forged)))
	(row,) = doc.items
	assert (row.from_level, row.assessed_on, row.reason) == (2, date(2026, 2, 1), None)
	assert (row.status, row.done_on, row.level_after, row.effect) == ("Planned", None, 0, "")


# --- what is proposed --------------------------------------------------------------------------------------


def test_gaps_of_the_newest_released_assessment(agency: Agency, cycle: Any) -> None:
	dev.training(from_date=add_days(nowdate(), 10), to_date=add_days(nowdate(), 12), seats=2)
	dev.assessment(agency, "staff1", "2026-01-10", {CHANGE: (1, 5)})  # an older one
	name = dev.assessment(agency, "staff1", "2026-02-10", {TEAM: (1, 3), PUBLIC: (2, 3), CHANGE: (4, 3)})
	doc = proposed(agency, cycle)
	# the largest gap first; what is reached or exceeded is none
	assert shown(doc) == [
		("Competency Gap", TEAM, 1, 3, "Classical Training"),
		("Competency Gap", PUBLIC, 2, 3, "Classical Training"),
	]
	assert (doc.assessment, doc.assessed_on) == (name, date(2026, 2, 10))
	first, second = doc.items
	assert (first.training, first.hours, second.training, second.hours) == (TITLE, 24, None, 0)
	assert first.reason == "Uji Kerja Sama: level 1, required 3; 2 missing"
	# three months from today, at most until the end of the cycle
	assert first.due_date == min(getdate(add_months(nowdate(), 3)), date(2026, 12, 31))


def test_a_gap_is_measured_against_the_position_of_today(agency: Agency, cycle: Any) -> None:
	"""Assessed with levels 2 where 2, and 1 where 3 was required. In the new position TEAM requires 4, which
	is 2 missing, PUBLIC nothing any more; CHANGE is required, but was not assessed."""
	dev.assessment(agency, "staff1", "2026-02-10", {TEAM: (2, 2), PUBLIC: (1, 3)})
	assert shown(proposed(agency, cycle)) == [("Competency Gap", PUBLIC, 1, 3, "Classical Training")]
	competency.standard("Uji Jabatan Baru", {TEAM: 4, CHANGE: 3})
	competency.holds(agency, "Uji Jabatan Baru", "staff1")
	doc = proposed(agency, agency.cycle())
	assert shown(doc) == [("Competency Gap", TEAM, 2, 4, "Classical Training")]
	assert doc.items[0].reason == "Uji Kerja Sama: level 2, required 4; 2 missing"


def test_the_reason_goes_with_the_need_it_was_about(agency: Agency, cycle: Any) -> None:
	dev.assessment(agency, "staff1", "2026-02-10", {TEAM: (1, 3), PUBLIC: (1, 3)})
	doc = proposed(agency, cycle)
	with agency.acting("staff1"):
		doc.items[0].update({"kind": "E-Learning", "target_level": 2})
		doc.items[1].competency = CHANGE
		doc.save()
	first, second = stored(doc).items
	assert first.reason == "Uji Kerja Sama: level 1, required 3; 2 missing"
	assert (second.competency, second.reason) == (CHANGE, None)


def test_an_assessment_that_is_not_released_proposes_nothing(agency: Agency, cycle: Any) -> None:
	from asn_kinerja.competency import assessed

	name = dev.assessment(agency, "staff1", "2026-02-10", {TEAM: (1, 3)})
	frappe.db.set_value(assessed.ASSESSMENT, name, assessed.STATE, "Dialogue")
	assert proposed(agency, cycle).items == []


def test_values_and_work_result_below_expectations(agency: Agency, cycle: Any) -> None:
	employee = agency.employee("staff1")
	frappe.db.delete("ASN Evaluation", {"employee": employee})  # of earlier runs
	running = agency.evaluation(agency.plan("staff1", agency.cycle()), "Rater Assessment")
	rate(running, BELOW, MEETS)
	running.behaviours[2].rating = BELOW
	value = running.behaviours[2].behaviour_value
	with agency.acting("lead1"):
		running.save()
		assert needs.facts([employee], nowdate())[employee].needs() == ()  # not released yet
		apply_workflow(frappe.get_doc("ASN Evaluation", running.name), "Release")
	doc = proposed(agency, cycle)
	assert shown(doc) == [
		("Behaviour Value", value, 0, 0, "Job Coaching"),
		("Work Result", None, 0, 0, "Job Mentoring"),
	]
	assert [row.hours for row in doc.items] == [4, 0]


def suggest(agency: Agency, value: str, *givers: str, **more: Any) -> None:
	"""A suggestion of each giver about staff1 and a value."""
	given = {"kind": "Suggestion", "about": "Behaviour Value", "behaviour_value": value, **more}
	for who in givers:
		with agency.acting(who):
			feedback.give(employee=agency.employee("staff1"), feedback=f"Saran {who}", **given)


def themes(agency: Agency) -> dict[str, int]:
	employee = agency.employee("staff1")
	found = needs.facts([employee], nowdate())[employee].themes
	return {theme.behaviour_value: theme.suggestions for theme in found}


def test_suggestions_about_a_value_but_none_that_is_private_or_held_back(agency: Agency, cycle: Any) -> None:
	loyal, adaptive, harmonious = VALUES
	suggest(agency, loyal, "staff2", "lead1")
	suggest(agency, adaptive, "staff2", kind="Appreciation")
	suggest(agency, adaptive, "staff4", visibility="Private to the Rater")
	suggest(agency, harmonious, "staff2", "staff3", visibility="Anonymous")
	doc = proposed(agency, cycle)
	assert shown(doc) == [("Feedback Theme", loyal, 0, 0, "Job Coaching")]
	assert doc.items[0].reason == f"{loyal}: suggestions in the feedback of the last twelve months: 2"
	# a third giver about another value: the batch is shown, but of no value are there enough to be a theme
	suggest(agency, adaptive, "lead1", visibility="Anonymous")
	feedback.release_batches()
	assert themes(agency) == {loyal: 2}
	suggest(agency, harmonious, "staff2", "staff3", "lead1", visibility="Anonymous")
	feedback.release_batches()
	assert themes(agency) == {loyal: 2, harmonious: 5}


def test_proposing_again_adds_only_what_is_missing(agency: Agency, cycle: Any) -> None:
	dev.assessment(agency, "staff1", "2026-02-10", {TEAM: (1, 3)})
	doc = proposed(agency, cycle)
	with agency.acting("staff1"):
		doc.items[0].update({"description": "Diubah", "hours": 7})
		doc.save()
		assert frappe.get_doc(PLAN, doc.name).propose() == 0
	dev.assessment(agency, "staff1", "2026-03-10", {TEAM: (1, 3), PUBLIC: (1, 2)})
	doc = act(agency, "lead1", doc, "propose")
	assert [row.competency for row in doc.items] == [TEAM, PUBLIC]
	assert (doc.items[0].description, doc.items[0].hours) == ("Diubah", 7)


def test_a_training_is_proposed_for_one_measure_of_a_plan(agency: Agency, cycle: Any) -> None:
	both = [{"competency": TEAM, "to_level": 3}, {"competency": PUBLIC, "to_level": 3}]
	dev.training(competencies=both)
	dev.assessment(agency, "staff1", "2026-02-10", {TEAM: (1, 3)})
	doc = proposed(agency, cycle)
	dev.assessment(agency, "staff1", "2026-03-10", {TEAM: (1, 3), PUBLIC: (2, 3)})
	doc = act(agency, "staff1", doc, "propose")
	assert [(row.competency, row.training) for row in doc.items] == [(TEAM, TITLE), (PUBLIC, None)]


def test_a_session_after_the_cycle_is_not_proposed(agency: Agency, cycle: Any) -> None:
	dev.training(from_date="2027-01-01", to_date="2027-01-02")
	dev.assessment(agency, "staff1", "2026-02-10", {TEAM: (1, 3)})
	assert proposed(agency, cycle).items[0].training is None
	frappe.db.set_value(dev.CATALOGUE, TITLE, "from_date", "2026-12-31")
	doc = act(agency, "staff2", plan(agency, cycle, "staff2"), "propose")
	assert doc.items == []
	dev.assessment(agency, "staff2", "2026-02-10", {TEAM: (1, 3)})
	assert act(agency, "staff2", doc, "propose").items[0].training == TITLE


def test_a_training_that_was_attended_is_not_proposed_again(agency: Agency, cycle: Any) -> None:
	dev.training()
	dev.assessment(agency, "staff1", "2026-02-10", {TEAM: (1, 3)})
	training(agency, training=TITLE)
	assert proposed(agency, cycle).items[0].training is None


# --- handing in, approving, returning ----------------------------------------------------------------------


def test_from_draft_to_approved(agency: Agency, cycle: Any) -> None:
	doc = plan(agency, cycle, "staff1", measure())
	doc = act(agency, "staff1", doc, "hand_in")
	assert (doc.status, bool(doc.submitted_on)) == ("Waiting", True)
	doc = act(agency, "lead1", doc, "approve")
	assert (doc.status, doc.approved_by) == ("Approved", agency.user("lead1"))
	told = frappe.get_all("Notification Log", {"document_name": doc.name}, pluck="for_user")
	assert set(told) == {agency.user("lead1"), agency.user("staff1")}


def test_an_empty_plan_is_not_handed_in(agency: Agency, cycle: Any) -> None:
	with pytest.raises(frappe.ValidationError, match="Enter a measure"):
		act(agency, "staff1", plan(agency, cycle), "hand_in")


def test_returned_with_a_reason_and_changed_by_both(agency: Agency, cycle: Any) -> None:
	doc = act(agency, "staff1", plan(agency, cycle, "staff1", measure()), "hand_in")
	with pytest.raises(frappe.ValidationError, match="Write the Reason for Returning"):
		act(agency, "lead1", doc, "return_to_employee", " ")
	doc = act(agency, "lead1", doc, "return_to_employee", "Tambahkan pelatihan")
	assert (doc.status, doc.return_reason) == ("Returned", "Tambahkan pelatihan")
	for who in ("lead1", "staff1"):
		with agency.acting(who):
			doc = stored(doc)
			doc.append("items", measure(description=f"Oleh {who}"))
			doc.save()
	assert len(stored(doc).items) == 3


@pytest.mark.parametrize(
	("state", "method", "who"),
	[
		("Draft", "approve", "lead1"),
		("Waiting", "hand_in", "staff1"),
		("Waiting", "propose", "staff1"),
		("Approved", "approve", "lead1"),
		("Approved", "propose", "lead1"),
		("Approved", "hand_in", "staff1"),
	],
)
def test_a_step_that_is_not_its_turn(agency: Agency, cycle: Any, state: str, method: str, who: str) -> None:
	doc = approved(agency, cycle)
	frappe.db.set_value(PLAN, doc.name, "status", state)
	with pytest.raises(frappe.ValidationError, match=f"In the state {state} this is not possible"):
		act(agency, who, doc, method)


def test_the_last_seat_is_given_once(agency: Agency, cycle: Any) -> None:
	dev.training(seats=1)
	of_it = measure(kind="Classical Training", training=TITLE)
	approved(agency, cycle, "staff1", of_it)
	second = act(agency, "staff2", plan(agency, cycle, "staff2", of_it), "hand_in")
	with pytest.raises(frappe.ValidationError, match="row 1: Uji Diklat Kerja Sama has no seat left"):
		act(agency, "lead1", second, "approve")
	frappe.db.set_value(dev.CATALOGUE, TITLE, "seats", 2)
	assert act(agency, "lead1", second, "approve").status == "Approved"


def test_the_last_seat_is_given_once_to_two_at_the_same_moment(
	agency: Agency, cycle: Any, start: Any
) -> None:
	"""Both approvals have read who has a seat before either is stored: the training is locked until both
	wait for it."""
	dev.training(seats=1)
	of_it = measure(kind="Classical Training", training=TITLE)
	waiting = [
		act(agency, who, plan(agency, cycle, who, of_it), "hand_in").name for who in ("staff1", "staff2")
	]
	frappe.db.commit()
	program = f"""
frappe.set_user(sys.argv[2])
try:
	frappe.get_doc("{PLAN}", sys.argv[3]).approve()
	frappe.db.commit()
	print(json.dumps("approved"))
except frappe.ValidationError as error:
	frappe.db.rollback()
	print(json.dumps(str(error)))
"""
	frappe.db.get_value(dev.CATALOGUE, TITLE, "name", for_update=True)
	two = [start(program, agency.user("lead1"), name) for name in waiting]
	wait_for_waiting("select%tabASN Training`%for update%", two)
	frappe.db.rollback()
	approved, refused = sorted((result(process) for process in two), key=lambda said: said != "approved")
	assert (approved, "has no seat left" in refused) == ("approved", True)
	frappe.db.rollback()
	assert seats_taken([TITLE]) == {TITLE: 1}
	dev.clear(agency)
	frappe.db.commit()


def test_who_sits_in_the_session_already_needs_no_other_seat(agency: Agency, cycle: Any) -> None:
	dev.training(seats=1, from_date="2026-03-02", to_date="2026-03-04")
	of_it = measure(kind="Classical Training", training=TITLE)
	# his record of the session waits for verification
	record = handed_in(agency, training=TITLE)
	assert approved(agency, cycle, "staff1", of_it).items[0].status == "Planned"
	# another one has been there, on a seat that is gone: the measure is done, and asks for none
	act(agency, "lead1", record, "verify")
	verified(agency, "staff2", training=TITLE)
	assert approved(agency, cycle, "staff2", of_it).items[0].status == "Done"
	third = act(agency, "staff3", plan(agency, cycle, "staff3", of_it), "hand_in")
	with pytest.raises(frappe.ValidationError, match="has no seat left"):
		act(agency, "lead2", third, "approve")


def test_a_dropped_measure_that_is_taken_up_again_needs_a_seat(agency: Agency, cycle: Any) -> None:
	dev.training(seats=1)
	of_it = measure(kind="Classical Training", training=TITLE)
	first = approved(agency, cycle, "staff1", of_it)
	followed(agency, "staff1", first, status="Dropped", result_note="Sakit")
	second = approved(agency, cycle, "staff2", of_it)
	for status in ("Planned", "In Progress"):
		with pytest.raises(frappe.ValidationError, match="row 1: Uji Diklat Kerja Sama has no seat left"):
			followed(agency, "staff1", first, status=status)
	assert followed(agency, "staff1", first, result_note="Masih sakit").items[0].status == "Dropped"
	followed(agency, "staff2", second, status="Dropped", result_note="Pindah")
	assert followed(agency, "staff1", first, status="Planned").items[0].status == "Planned"
	assert seats_taken([TITLE]) == {TITLE: 1}


def test_a_seat_is_taken_up_again_and_approved_once_at_the_same_moment(
	agency: Agency, cycle: Any, start: Any
) -> None:
	"""Both wait for the training with nothing locked that the other one reads."""
	dev.training(seats=1)
	of_it = measure(kind="Classical Training", training=TITLE)
	first = approved(agency, cycle, "staff1", of_it)
	followed(agency, "staff1", first, status="Dropped", result_note="Sakit")
	second = act(agency, "staff2", plan(agency, cycle, "staff2", of_it), "hand_in")
	frappe.db.commit()
	program = f"""
frappe.set_user(sys.argv[2])
doc = frappe.get_doc("{PLAN}", sys.argv[3])
try:
	if doc.status == "Approved":
		doc.items[0].status = "Planned"
		doc.save()
	else:
		doc.approve()
	frappe.db.commit()
	print(json.dumps("stored"))
except frappe.ValidationError as error:
	frappe.db.rollback()
	print(json.dumps(str(error)))
"""
	frappe.db.get_value(dev.CATALOGUE, TITLE, "name", for_update=True)
	two = [start(program, agency.user("lead1"), doc.name) for doc in (first, second)]
	wait_for_waiting("select%tabASN Training`%for update%", two)
	frappe.db.rollback()
	taken, refused = sorted((result(process) for process in two), key=lambda said: said != "stored")
	assert (taken, "has no seat left" in refused) == ("stored", True)
	frappe.db.rollback()
	assert seats_taken([TITLE]) == {TITLE: 1}
	dev.clear(agency)
	frappe.db.commit()


@pytest.mark.parametrize("state", ["Draft", "Approved"])
def test_the_plan_of_who_moves_to_another_agency_is_finished(agency: Agency, cycle: Any, state: str) -> None:
	"""It stays with the agency of its cycle, whose manager answers it besides his new rater."""
	doc = plan(agency, cycle, "staff1", measure())
	if state == "Approved":
		doc = act(agency, "lead1", act(agency, "staff1", doc, "hand_in"), "approve")
	there = {"company": ELSEWHERE, "department": None, "reports_to": agency.employee("foreign")}
	frappe.get_doc("Employee", agency.employee("staff1")).update(there).save()
	if state == "Approved":
		doc = act(agency, "admin", doc, "return_to_employee", "Penugasan baru")
	with agency.acting("staff1"):
		doc = stored(doc)
		doc.append("items", measure(description="Di tempat baru"))
		doc.save()
	act(agency, "staff1", doc, "propose")
	doc = act(agency, "admin", act(agency, "staff1", doc, "hand_in"), "return_to_employee", "Lengkapi")
	doc = act(agency, "admin", act(agency, "staff1", doc, "hand_in"), "approve")
	assert (doc.status, len(doc.items)) == ("Approved", 2)
	assert (doc.company, doc.rater) == (HERE, agency.employee("foreign"))
	with pytest.raises(frappe.ValidationError, match="a cycle of another agency"):
		plan(agency, agency.cycle())


def test_a_new_rater_takes_it_over(agency: Agency, cycle: Any) -> None:
	doc = approved(agency, cycle)
	person = frappe.get_doc("Employee", agency.employee("staff1"))
	person.asn_delegated_rater = agency.employee("lead2")
	person.save()
	assert stored(doc).rater == agency.employee("lead2")


# --- follow-up ---------------------------------------------------------------------------------------------


def followed(agency: Agency, who: str, doc: Any, **values: Any) -> Any:
	with agency.acting(who):
		doc = stored(doc)
		doc.items[0].update(values)
		doc.save()
	return stored(doc)


def test_progress_is_reported_by_both_sides(agency: Agency, cycle: Any) -> None:
	doc = approved(agency, cycle)
	assert followed(agency, "staff1", doc, status="In Progress").items[0].status == "In Progress"
	row = followed(agency, "lead1", doc, status="Done", result_note="Sudah dibaca").items[0]
	assert (row.status, row.done_on, row.result_note) == ("Done", getdate(), "Sudah dibaca")
	assert followed(agency, "staff1", doc, status="In Progress").items[0].done_on is None


@pytest.mark.parametrize(
	("values", "message"),
	[
		({"status": "Dropped"}, "write why it is dropped"),
		({"status": "Done", "done_on": "2999-01-01"}, "Done On is in the future"),
		({"status": "Done", "done_on": "2025-12-31"}, "Done On is before the cycle"),
		({"status": "Selesai"}, "Status"),
	],
)
def test_what_a_follow_up_may_not_be(
	agency: Agency, cycle: Any, values: dict[str, Any], message: str
) -> None:
	doc = approved(agency, cycle)
	with pytest.raises(frappe.ValidationError, match=message):
		followed(agency, "staff1", doc, **values)


@pytest.mark.parametrize("who", ["staff1", "lead1", "admin"])
def test_approved_measures_change_only_in_their_follow_up(agency: Agency, cycle: Any, who: str) -> None:
	doc = approved(agency, cycle)
	for values in ({"hours": 40}, {"due_date": "2026-12-01"}, {"kind": "E-Learning"}, {"description": "x"}):
		with pytest.raises(frappe.PermissionError, match="may not change this field"):
			followed(agency, who, doc, **values)
	with agency.acting(who):
		for change in (lambda d: d.set("items", []), lambda d: d.append("items", measure(description="x"))):
			changed = stored(doc)
			change(changed)
			with pytest.raises(frappe.PermissionError):
				changed.save()
	assert followed(agency, who, doc, from_level=5, effect="Risen", reason="x").items[0].from_level == 0


def test_a_measure_is_dropped_with_its_reason_and_not_removed(agency: Agency, cycle: Any) -> None:
	doc = followed(agency, "staff1", approved(agency, cycle), status="Dropped", result_note="Pindah tugas")
	assert (doc.items[0].status, doc.items[0].result_note) == ("Dropped", "Pindah tugas")


def test_an_approved_plan_is_opened_again_and_keeps_what_was_done(agency: Agency, cycle: Any) -> None:
	doc = approved(agency, cycle, "staff1", measure(), measure(description="Kedua"))
	followed(agency, "staff1", doc, status="Done")
	doc = act(agency, "lead1", doc, "return_to_employee", "Penugasan berubah")
	with agency.acting("staff1"):
		for change in (lambda rows: rows.pop(0), lambda rows: rows[0].update({"hours": 9})):
			changed = stored(doc)
			change(changed.items)
			with pytest.raises(frappe.PermissionError, match="it is Done and stays as it is"):
				changed.save()
		doc = stored(doc)
		doc.items.pop()
		doc.append("items", measure(description="Ketiga"))
		doc.save()
	doc = act(agency, "lead1", act(agency, "staff1", doc, "hand_in"), "approve")
	assert [(row.description, row.status) for row in doc.items] == [
		("Membaca pedoman", "Done"),
		("Ketiga", "Planned"),
	]


# --- trainings and effect ----------------------------------------------------------------------------------


def test_a_verified_record_does_the_measure(agency: Agency, cycle: Any) -> None:
	dev.training()
	doc = approved(agency, cycle, "staff1", measure(kind="Classical Training", training=TITLE))
	with pytest.raises(frappe.ValidationError, match="done by itself once the record"):
		followed(agency, "staff1", doc, status="Done")
	waiting = handed_in(agency, training=TITLE)
	assert stored(doc).items[0].status == "Planned"
	act(agency, "lead1", waiting, "verify")
	row = stored(doc).items[0]
	assert (row.status, row.training_record, row.done_on) == ("Done", waiting.name, date(2026, 3, 4))
	with pytest.raises(frappe.ValidationError, match="its training is verified, so it is done"):
		followed(agency, "staff1", doc, status="Planned")


def test_a_record_from_before_the_approval_is_linked_by_it(agency: Agency, cycle: Any) -> None:
	dev.training()
	record = verified(agency, training=TITLE)
	verified(agency, training=TITLE, from_date="2025-03-02", to_date="2025-03-04")  # another year's
	of_it = measure(kind="Classical Training", training=TITLE)
	doc = approved(agency, cycle, "staff1", of_it, {**of_it, "description": "sekali lagi"})
	# a record counts for one measure
	assert [(row.status, row.training_record) for row in doc.items] == [
		("Done", record.name),
		("Planned", None),
	]


def test_a_dropped_measure_does_not_hold_up_another_of_the_same_training(agency: Agency, cycle: Any) -> None:
	dev.training()
	of_it = measure(kind="Classical Training", training=TITLE)
	doc = approved(agency, cycle, "staff1", of_it, {**of_it, "description": "sekali lagi"})
	followed(agency, "staff1", doc, status="Dropped", result_note="Cukup sekali")
	record = verified(agency, training=TITLE)
	assert [(row.status, row.training_record) for row in stored(doc).items] == [
		("Dropped", None),
		("Done", record.name),
	]


@pytest.mark.parametrize(
	("first", "last", "status"),
	[
		("2026-01-01", "2026-01-02", "Done"),
		("2026-02-27", "2026-03-01", "Done"),  # ends after the cycle
		("2025-12-31", "2026-01-01", "Planned"),  # belongs to the cycle before
		("2026-03-01", "2026-03-01", "Planned"),
	],
)
def test_a_training_belongs_to_the_cycle_in_which_it_began(
	agency: Agency, cycle: Any, first: str, last: str, status: str
) -> None:
	dev.training()
	doc = approved(agency, cycle, "staff1", measure(kind="Classical Training", training=TITLE))
	frappe.db.set_value(PLAN, doc.name, "to_date", "2026-02-28")
	verified(agency, training=TITLE, from_date=first, to_date=last)
	assert stored(doc).items[0].status == status


def test_the_rater_counts_a_record_from_outside_the_plans_dates(agency: Agency, cycle: Any) -> None:
	dev.training()
	of_it = measure(kind="Classical Training", training=TITLE)
	doc = approved(agency, cycle, "staff1", of_it, {**of_it, "description": "sekali lagi"})
	record = verified(agency, training=TITLE, from_date="2025-12-30", to_date="2025-12-31")
	assert [row.status for row in stored(doc).items] == ["Planned", "Planned"]
	for who, values in (("staff1", {"result_note": "Sudah ikut"}), ("lead1", {}), ("admin", {})):
		with pytest.raises(frappe.ValidationError, match="row 1: the verified record of the training"):
			followed(agency, who, doc, status="Done", **values)
	done = {"status": "Done", "result_note": "Diikuti dua hari sebelum siklus", "done_on": "2026-01-02"}
	row = followed(agency, "lead1", doc, **done).items[0]
	assert (row.status, row.training_record, row.done_on) == ("Done", record.name, date(2026, 1, 2))
	# it counts for one measure
	doc = stored(doc)
	doc.items[1].update(done)
	with agency.acting("lead1"), pytest.raises(frappe.ValidationError, match="row 2: it is done by itself"):
		doc.save()


def test_nobody_counts_a_record_that_is_not_verified(agency: Agency, cycle: Any) -> None:
	dev.training()
	doc = approved(agency, cycle, "staff1", measure(kind="Classical Training", training=TITLE))
	handed_in(agency, training=TITLE, from_date="2025-12-30", to_date="2025-12-31")
	verified(agency, "staff2", training=TITLE, from_date="2025-12-30", to_date="2025-12-31")
	with pytest.raises(frappe.ValidationError, match="done by itself once the record"):
		followed(agency, "lead1", doc, status="Done", result_note="Menurut saya sudah")


def test_a_record_that_the_approval_did_not_see_is_linked_by_the_next_save(
	agency: Agency, cycle: Any
) -> None:
	dev.training()
	doc = approved(agency, cycle, "staff1", measure(kind="Classical Training", training=TITLE))
	record = handed_in(agency, training=TITLE)
	frappe.db.set_value(RECORD, record.name, "status", "Verified")  # as if at the same moment
	row = followed(agency, "staff1", doc, result_note="Sudah ikut").items[0]
	assert (row.status, row.training_record) == ("Done", record.name)


@pytest.mark.parametrize(
	("after", "effect"), [((3, 3), "Risen"), ((1, 3), "Same"), ((5, 3), "Risen")], ids=str
)
def test_the_effect_is_seen_in_the_next_assessment(
	agency: Agency, cycle: Any, after: tuple[int, int], effect: str
) -> None:
	dev.assessment(agency, "staff1", "2026-02-10", {TEAM: (1, 3)})
	doc = act(agency, "staff1", proposed(agency, cycle), "hand_in")
	doc = act(agency, "lead1", doc, "approve")

	def seen() -> tuple[int, str]:
		opened = stored(doc)
		opened.run_method("onload")
		return (opened.items[0].level_after, opened.items[0].effect)

	assert seen() == (0, "")
	dev.assessment(agency, "staff1", "2026-08-10", {PUBLIC: (1, 3)})  # says nothing about it
	assert seen() == (0, "")
	dev.assessment(agency, "staff1", "2026-09-10", {TEAM: after})
	assert seen() == (after[0], effect)


def test_effects_of_many_rows_cost_no_more_queries_than_of_one(agency: Agency) -> None:
	rows = [
		{"employee": employee, "competency": TEAM, "from_level": 1, "assessed_on": "2026-01-01"}
		for employee in agency.employees.values()
	]
	effects.of_items(rows)  # its DocTypes are known from now on
	one = number_of_queries(lambda: effects.of_items(rows[:1]))
	assert number_of_queries(lambda: effects.of_items(rows)) == one <= 3


# --- plans for many ----------------------------------------------------------------------------------------


def test_plans_for_many_are_the_same_as_for_one_and_are_not_doubled(agency: Agency, cycle: Any) -> None:
	dev.training()
	for who in ("staff1", "staff2"):
		dev.assessment(agency, who, "2026-02-10", {TEAM: (1, 3), PUBLIC: (1, 2)})
	alone = proposed(agency, cycle)
	with agency.acting("staff1"):
		alone.delete()
	report = opening.process(cycle.name)
	active = frappe.get_all("Employee", {"company": HERE, "status": "Active", "asn_type": ["is", "set"]})
	assert (report.made, report.present, report.measures) == (len(active), 0, 4)
	made = frappe.get_doc(PLAN, {"employee": agency.employee("staff1"), "cycle": cycle.name})
	kept = ("name", "creation", "modified", "modified_by", "owner", "idx", "items", "proposed_on")
	same = {field: value for field, value in alone.as_dict(no_nulls=True).items() if field not in kept}
	assert {field: made.get(field) for field in same} == same
	assert shown(made) == shown(alone)
	assert [row.reason for row in made.items] == [row.reason for row in alone.items]
	again = opening.process(cycle.name)
	assert (again.made, again.present, again.measures) == (0, len(active), 0)
	dev.clear(agency)
	frappe.db.commit()


def test_not_everybody_is_sent_to_the_last_seat(agency: Agency, cycle: Any) -> None:
	dev.training(seats=1)
	for who in ("staff1", "staff2", "staff3"):
		dev.assessment(agency, who, "2026-02-10", {TEAM: (1, 3)})
	opening.process(cycle.name)
	trainings = frappe.get_all(
		"ASN Development Item", {"competency": TEAM}, pluck="training", order_by="training desc"
	)
	assert trainings == [TITLE, None, None]
	dev.clear(agency)
	frappe.db.commit()


PROCESS = """
from asn_kinerja.development import opening
report = opening.process(sys.argv[2])
print(json.dumps([report.made, report.present]))
"""


def test_who_makes_his_own_meanwhile_does_not_stop_the_job(agency: Agency, cycle: Any, start: Any) -> None:
	"""staff1 has inserted his plan, and the job waits for his key; then he commits."""
	frappe.db.commit()
	mine = plan(agency, cycle, "staff1")
	job = start(PROCESS, cycle.name)
	wait_for_waiting("insert into%Development Plan`%", [job])
	frappe.db.commit()
	active = frappe.db.count("Employee", {"company": HERE, "status": "Active", "asn_type": ["is", "set"]})
	assert result(job) == [active - 1, 1]
	frappe.db.rollback()
	assert frappe.get_all(PLAN, {"plan_key": mine.plan_key}, pluck="name") == [mine.name]
	assert frappe.db.count(PLAN, {"cycle": cycle.name}) == active
	dev.clear(agency)
	frappe.db.commit()


def test_two_units_are_queued_beside_each_other(
	agency: Agency, cycle: Any, worker: Callable[[], list[str]]
) -> None:
	first, second = (
		frappe.db.get_value("Employee", agency.employee(who), "department") for who in ("staff1", "staff3")
	)
	frappe.db.commit()
	with agency.acting("admin"):
		assert [opening.open_plans(cycle.name, unit) for unit in (first, first, second)] == [
			True,
			False,
			True,
		]
	worker()
	frappe.db.rollback()
	found = frappe.get_all(PLAN, {"cycle": cycle.name}, pluck="employee")
	assert {agency.employee("staff1"), agency.employee("staff3")} <= set(found)
	dev.clear(agency)
	frappe.db.commit()


def test_the_queries_do_not_grow_with_the_people(agency: Agency) -> None:
	people = list(agency.employees.values())
	for who in ("staff1", "staff2", "staff3"):
		dev.assessment(agency, who, "2026-02-10", {TEAM: (1, 3)})
	needs.facts(people, "2026-12-31")  # its DocTypes are known from now on
	few = number_of_queries(lambda: needs.facts(people[:4], "2026-12-31"))
	assert number_of_queries(lambda: needs.facts(people, "2026-12-31")) == few
