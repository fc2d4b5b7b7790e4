"""Follow-ups: proposed from final results, decided by a person, tracked to the end."""

from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from asn_kinerja.cycle import deadlines
from asn_kinerja.follow_up import proposing, rule_of
from tests.support import credit
from tests.support.agency import BELOW, ELSEWHERE, HERE, MEETS, Agency
from tests.support.follow_ups import FOLLOW_UP, by_hand, final, of
from tests.support.queries import number_of_queries
from tests.support.rows import insert_row

AWARD, COACHING = "Penghargaan kinerja sangat baik", "Bimbingan kinerja"
COUNSELLING, CHANCE = "Konseling kinerja", "Kesempatan memperbaiki kinerja selama 6 bulan"
Q1, ANNUAL = 0, 4
SETTING = ("ASN Performance Settings", "follow_up_rule")


@pytest.fixture(autouse=True)
def _uncommitted(_transaction: None, monkeypatch: pytest.MonkeyPatch) -> None:
	"""The job commits its chunks; here all is rolled back after the test."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)


def run(cycle: Any, stage: int = ANNUAL) -> tuple[int, int, int, list[str]]:
	found = proposing.process(cycle.name, cycle.stages[stage].name)
	return found.made, found.present, found.withdrawn, found.left_out


def subjects(evaluation: Any) -> list[str]:
	return [row.subject for row in of(evaluation)]


def one(evaluation: Any, subject: str | None = None) -> Any:
	(found,) = [row for row in of(evaluation) if not subject or row.subject == subject]
	return found


def year(agency: Agency, number: int, **values: Any) -> Any:
	return agency.cycle(from_date=f"{number}-01-01", to_date=f"{number}-12-31", **values)


def by(agency: Agency, who: str, name: str, method: str, **arguments: Any) -> Any:
	with agency.acting(who):
		return getattr(frappe.get_doc(FOLLOW_UP, name), method)(**arguments)


# --- proposing ---------------------------------------------------------------------------------------------


def test_final_results_are_proposed_once_and_only_final_ones(agency: Agency) -> None:
	cycle = year(agency, 2012)
	poor, good = final(agency, "staff1", "Sangat Kurang", cycle), final(agency, "staff2", "Baik", cycle)
	best = final(agency, "staff3", "Sangat Baik", cycle)
	agency.evaluation(agency.plan("staff4", cycle), "Released", ANNUAL)  # the employee may still object
	# three for the poor one, one for the best, none for the good and the released one
	assert run(cycle) == (4, 0, 0, [])
	assert subjects(poor) == ["Bimbingan kinerja intensif", CHANCE, COUNSELLING]
	assert (subjects(good), subjects(best)) == ([], [AWARD])
	assert run(cycle) == (0, 4, 0, [])
	award = one(best)
	assert (award.status, award.kind, award.decider) == ("Proposed", "Award", "Performance Manager")
	assert (award.employee, award.rater, award.company) == (
		agency.employee("staff3"),
		agency.employee("lead2"),
		HERE,
	)
	assert (award.stage_name, award.predicate, award.trend, award.days) == ("Annual", "Sangat Baik", None, 60)
	assert award.reason == "Predicate of Annual 2012: Sangat Baik"
	assert award.citation == "Hasil kerja dan perilaku kerjanya melampaui harapan pimpinan sepanjang tahun."
	counselling = one(poor, COUNSELLING)
	assert (counselling.decider, counselling.citation) == ("Rater", None)
	assert counselling.reason.split("\n") == [
		"Predicate of Annual 2012: Sangat Kurang",
		"Rating of the behaviour: Di Bawah Ekspektasi",
	]


def test_the_course_counts_final_results_of_the_same_kind_of_stage(agency: Agency) -> None:
	first, second = year(agency, 2011), year(agency, 2012)
	final(agency, "staff1", "Kurang", first)
	final(agency, "staff1", "Sangat Baik", second, Q1)  # a quarter is not compared with a year
	again = final(agency, "staff1", "Sangat Kurang", second)
	final(agency, "staff3", "Baik", first)
	better = final(agency, "staff3", "Sangat Baik", second)
	run(second)
	assert "Uji kompetensi" in subjects(again)
	assert CHANCE not in subjects(again)
	test = one(again, "Uji kompetensi")
	assert (test.kind, test.trend) == ("Competency Test", "Fallen")
	assert "2 times in a row (Annual 2011: Kurang, Annual 2012: Sangat Kurang)" in test.reason
	assert subjects(better) == ["Apresiasi peningkatan kinerja", AWARD]
	assert one(better, AWARD).trend == "Risen"
	run(first)  # the year before is judged by what was known then
	assert "Uji kompetensi" not in [
		row.subject for row in frappe.get_all(FOLLOW_UP, {"cycle": first.name}, ["subject"])
	]


def half(agency: Agency, cycle: Any, key: str, predicate: str, late: bool, **values: Any) -> str:
	"""A final result of the year before, or after, a transfer on 1 April."""
	begin, end = ("04-01", "12-31") if late else ("01-01", "03-31")
	year = str(cycle.from_date)[:4]
	period = {"from_date": f"{year}-{begin}", "to_date": f"{year}-{end}", "predicate": predicate}
	ratings = {"work_result_rating": MEETS, "behaviour_rating": BELOW if predicate == "Kurang" else MEETS}
	key_of = f"{agency.employee(key)}::{cycle.stages[ANNUAL].name}::{begin}"
	return credit.final(agency, cycle, key, ANNUAL, **period, **ratings, stage_key=key_of, **values)


def test_the_two_results_of_a_year_with_a_transfer_are_not_two_years(agency: Agency) -> None:
	"""Kurang in 2011 and in both parts of 2012 is twice in a row, not three times; better in the second part
	is no rise; and who is best in both is awarded once."""
	first, second = year(agency, 2011), year(agency, 2012)
	final(agency, "staff1", "Kurang", first)
	halves = {
		key: [half(agency, second, key, predicate, late) for predicate, late in parts]
		for key, parts in {
			"staff1": (("Kurang", False), ("Kurang", True)),
			"staff2": (("Kurang", False), ("Baik", True)),
			"staff3": (("Sangat Baik", False), ("Sangat Baik", True)),
		}.items()
	}
	assert run(second) == (3, 0, 0, [])
	assert [[subjects(name) for name in names] for names in halves.values()] == [
		[[], [COUNSELLING, "Uji kompetensi"]],
		[[], []],
		[[], [AWARD]],
	]
	test = one(halves["staff1"][1], "Uji kompetensi")
	assert "2 times in a row (Annual 2011: Kurang, Annual 2012: Kurang)" in test.reason


def test_the_result_before_a_transfer_waits_for_the_one_after_it(agency: Agency) -> None:
	cycle = year(agency, 2012)
	before = half(agency, cycle, "staff1", "Kurang", late=False)
	assert run(cycle) == (2, 0, 0, [])
	after = half(agency, cycle, "staff1", "Baik", late=True, docstatus=0, workflow_state="Rater Assessment")
	assert run(cycle) == (0, 0, 2, [])
	frappe.db.set_value("ASN Evaluation", after, {"docstatus": 1, "workflow_state": "Final"})
	assert run(cycle) == (0, 0, 0, [])
	assert (of(before), of(after)) == ([], [])


def test_what_is_decided_while_its_result_is_cancelled_stays(
	agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
	cycle = year(agency, 2012)
	poor = final(agency, "staff1", "Kurang", cycle)
	run(cycle)
	approved = one(poor, COUNSELLING).name
	read = frappe.get_all

	def approved_after_reading(doctype: str, *arguments: Any, **options: Any) -> Any:
		found = read(doctype, *arguments, **options)
		frappe.db.set_value(FOLLOW_UP, approved, "status", "In Progress")
		return found

	monkeypatch.setattr(frappe, "get_all", approved_after_reading)
	proposing.on_cancel(poor)
	monkeypatch.undo()
	assert [row.name for row in of(poor)] == [approved]


def test_an_undecided_proposal_goes_with_a_cancelled_result_and_a_decided_one_stays(agency: Agency) -> None:
	cycle = year(agency, 2012)
	poor = final(agency, "staff1", "Kurang", cycle)
	run(cycle)
	counselling = one(poor, COUNSELLING)
	by(agency, "lead1", counselling.name, "approve")
	poor.reload()
	poor.workflow_state = "Cancelled"
	poor.cancel()
	assert subjects(poor) == [COUNSELLING]
	assert frappe.get_doc(FOLLOW_UP, counselling.name).result_is_replaced()
	assert run(cycle) == (0, 0, 0, [])


def test_proposals_of_a_result_that_was_replaced_meanwhile_are_withdrawn_by_the_job(agency: Agency) -> None:
	cycle = year(agency, 2012)
	poor = final(agency, "staff1", "Kurang", cycle)
	run(cycle)
	frappe.db.set_value("ASN Evaluation", poor.name, "docstatus", 2)
	assert run(cycle) == (0, 0, 2, [])
	assert of(poor) == []


def test_another_table_withdraws_what_it_does_not_propose_and_keeps_what_is_decided(agency: Agency) -> None:
	cycle = year(agency, 2012)
	poor = final(agency, "staff1", "Kurang", cycle)
	run(cycle)
	by(agency, "lead1", one(poor, COUNSELLING).name, "reject", reason="Sudah dibicarakan")
	published = frappe.get_doc("ASN Follow Up Rule", rule_of(cycle.name))
	other = frappe.copy_doc(published)
	other.update({"title": "Uji Tindak Lanjut", "docstatus": 0})
	other.rows = [row for row in other.rows if row.title == COUNSELLING]
	other.insert().submit()
	frappe.db.set_value(cycle.doctype, cycle.name, "follow_up_rule", other.name)
	assert rule_of(cycle.name) == other.name
	assert run(cycle) == (0, 1, 1, [])
	assert [(row.subject, row.status) for row in of(poor)] == [(COUNSELLING, "Rejected")]


@pytest.fixture
def without_table(_uncommitted: None) -> Iterator[None]:
	"""The settings name no table; put back, for the framework keeps settings in the process."""
	usual = frappe.db.get_single_value(*SETTING)
	frappe.db.set_single_value(*SETTING, None)
	yield
	frappe.db.set_single_value(*SETTING, usual)


def test_without_a_table_nothing_is_proposed(agency: Agency, without_table: None) -> None:
	cycle = year(agency, 2012)
	poor = final(agency, "staff1", "Kurang", cycle)
	assert run(cycle) == (0, 0, 0, [])
	assert of(poor) == []
	with agency.acting("admin"), pytest.raises(frappe.ValidationError, match="no table of follow-ups"):
		cycle.propose_follow_ups(cycle.stages[ANNUAL].name)


def copied(table: str, title: str) -> Any:
	"""A submitted copy of a table under another title."""
	other = frappe.copy_doc(frappe.get_doc("ASN Follow Up Rule", table))
	other.update({"title": title, "docstatus": 0})
	return other.insert().submit()


def amended(table: Any) -> Any:
	new = frappe.copy_doc(table)
	new.update({"docstatus": 0, "amended_from": table.name, "version": table.version + 1})
	return new.insert().submit()


def test_a_cancelled_table_of_a_cycle_leaves_that_of_the_settings(agency: Agency) -> None:
	"""What final results lead to goes by the table of the settings then; by the cycle's own again once that
	is amended, be it for the second time."""
	cycle = year(agency, 2012, status="Open")
	usual = rule_of(cycle.name)
	own = copied(usual, "Uji Dibatalkan")
	frappe.db.set_value(cycle.doctype, cycle.name, "follow_up_rule", own.name)
	poor = final(agency, "staff1", "Kurang", cycle)
	frappe.clear_messages()
	own.cancel()
	assert frappe.message_log == []  # nobody is without a table
	assert run(cycle) == (2, 0, 0, [])
	assert {row.rule for row in of(poor)} == {usual}
	second = amended(own)
	assert rule_of(cycle.name) == second.name
	second.cancel()
	assert rule_of(cycle.name) == usual
	third = amended(second)
	assert rule_of(cycle.name) == third.name


def test_managers_are_told_once_that_nothing_is_proposed_any_more(
	agency: Agency, without_table: None
) -> None:
	"""The cancelled table is the only one of a cycle: the managers of its agency learn it, and so does who
	cancels it. Another cycle has a table still, one is closed, and one was never given any."""
	doctype = "ASN Performance Cycle"
	shipped = frappe.db.get_value("ASN Follow Up Rule", {"docstatus": 1})
	own, other = copied(shipped, "Uji Satu-satunya"), copied(shipped, "Uji Lain")
	cycles = []
	for status, table in (("Open", own), ("Open", other), ("Closed", own), ("Open", None)):
		cycles.append(year(agency, 2012, status=status))
		frappe.db.set_value(doctype, cycles[-1].name, "follow_up_rule", table and table.name)
	left = frappe.get_doc(doctype, cycles[0].name)
	frappe.db.delete("Notification Log")
	frappe.clear_messages()
	own.cancel()
	(said,) = [message["message"] for message in map(frappe.parse_json, frappe.message_log)]
	assert said.startswith(f"Nothing is proposed any more in: {left.title}. Amend this table")
	told = frappe.get_all("Notification Log", fields=["for_user", "document_name", "subject"])
	assert {row.document_name for row in told} == {left.name}
	assert [row.subject for row in told if row.for_user == agency.user("admin")] == [
		f"{left.title}: the table of follow-ups {own.name} is cancelled. Nothing is proposed until it is"
		" amended, or you choose another."
	]
	assert agency.user("foreign_admin") not in {row.for_user for row in told}
	assert run(left) == (0, 0, 0, [])  # the job of the night does not tell it again
	assert frappe.db.count("Notification Log") == len(told)
	with agency.acting("admin"), pytest.raises(frappe.ValidationError, match=f"{own.name} is cancelled"):
		left.propose_follow_ups(left.stages[ANNUAL].name)


def test_who_is_no_civil_servant_any_more_is_named(agency: Agency) -> None:
	cycle = year(agency, 2012)
	poor = final(agency, "staff1", "Butuh Perbaikan", cycle)
	frappe.db.set_value("Employee", poor.employee, "asn_type", None)
	assert run(cycle) == (0, 0, 0, ["Staf Satu"])


def test_deciders_are_told_once_with_the_number(agency: Agency) -> None:
	cycle = year(agency, 2012)
	for key, predicate in (("staff1", "Kurang"), ("staff2", "Butuh Perbaikan")):
		final(agency, key, predicate, cycle)
	frappe.db.delete("Notification Log")
	run(cycle)
	told = frappe.get_all("Notification Log", fields=["for_user", "subject"], order_by="for_user")
	# the rater: a counselling and a coaching; the manager: one chance to improve
	lines = {row.for_user: row.subject for row in told}
	assert lines[agency.user("lead1")] == "2 follow-ups wait for your decision."
	assert lines[agency.user("admin")] == "1 follow-ups wait for your decision."
	assert agency.user("foreign_admin") not in lines
	assert len(told) == len(lines)


def test_a_manager_is_told_of_what_is_proposed_about_others_only(agency: Agency) -> None:
	"""An award for the manager himself, and one for somebody else in the second year."""
	first, second = year(agency, 2011), year(agency, 2012)
	told = {"for_user": agency.user("admin"), "document_type": FOLLOW_UP}
	frappe.db.delete("Notification Log", told)
	final(agency, "admin", "Sangat Baik", first)
	assert run(first)[0] == 1
	assert frappe.get_all("Notification Log", told) == []
	final(agency, "admin", "Baik", second)
	final(agency, "staff3", "Sangat Baik", second)
	frappe.db.set_value("ASN Evaluation", {"employee": agency.employee("admin")}, "predicate", "Sangat Baik")
	assert run(second)[0] == 3  # two for the manager: best, and that twice in a row
	(line,) = frappe.get_all("Notification Log", told, ["subject", "document_name"])
	assert line.subject == "1 follow-ups wait for your decision."
	assert frappe.db.get_value(FOLLOW_UP, line.document_name, "employee") == agency.employee("staff3")


def test_the_number_of_queries_does_not_grow_with_people(agency: Agency) -> None:
	one_cycle, two_cycle = year(agency, 2011), year(agency, 2012)
	final(agency, "staff1", "Kurang", one_cycle)
	for key in ("staff1", "staff2", "staff3", "staff4"):
		final(agency, key, "Kurang", two_cycle)
	run(one_cycle)
	frappe.db.delete(FOLLOW_UP, {"cycle": one_cycle.name})
	few = number_of_queries(lambda: proposing._chunk(*chunk(one_cycle)))
	many = number_of_queries(lambda: proposing._chunk(*chunk(two_cycle)))
	assert many == few


def chunk(cycle: Any) -> tuple[Any, ...]:
	names = frappe.get_all("ASN Evaluation", {"cycle": cycle.name, "workflow_state": "Final"}, pluck="name")
	kind = proposing.StageType.ANNUAL
	return cycle.name, kind, names, rule_of(cycle.name), proposing.Report()


# --- the tables --------------------------------------------------------------------------------------------


def test_a_table_names_row_and_field_of_what_is_wrong(agency: Agency) -> None:
	published = frappe.get_doc("ASN Follow Up Rule", rule_of(year(agency, 2012).name))
	other = frappe.copy_doc(published)
	other.update({"title": "Uji Salah", "docstatus": 0})
	other.rows[1].times = 1
	with pytest.raises(frappe.ValidationError, match="Follow-Ups, row 2, Times in a Row"):
		other.insert()


def test_a_submitted_table_does_not_change_and_a_draft_is_not_used(agency: Agency) -> None:
	cycle = year(agency, 2012)
	published = frappe.get_doc("ASN Follow Up Rule", rule_of(cycle.name))
	published.rows[0].days = 1
	with pytest.raises(frappe.UpdateAfterSubmitError):
		published.save()
	draft = frappe.copy_doc(frappe.get_doc("ASN Follow Up Rule", published.name))
	draft.update({"title": "Uji Rancangan", "docstatus": 0})
	draft.insert()
	cycle.follow_up_rule = draft.name
	with pytest.raises(frappe.ValidationError, match="not submitted"):
		cycle.save()


# --- deciding and doing ------------------------------------------------------------------------------------


def test_a_coaching_from_the_proposal_to_its_outcome(agency: Agency) -> None:
	cycle = year(agency, 2012)
	result = final(agency, "staff1", "Butuh Perbaikan", cycle)
	run(cycle)
	name = one(result).name
	by(agency, "lead1", name, "approve")
	found = frappe.get_doc(FOLLOW_UP, name)
	# 30 days by the table
	assert (found.status, str(found.due_date)) == ("In Progress", add_days(today(), 30))
	assert found.decided_by == agency.user("lead1")
	dialogue = by(agency, "lead1", name, "start_dialogue")
	assert by(agency, "lead1", name, "start_dialogue") == dialogue
	stored = frappe.get_doc("ASN Performance Dialogue", dialogue)
	assert (stored.employee, stored.dialogue_type, stored.topic) == (result.employee, "Coaching", COACHING)
	by(agency, "lead1", name, "add_note", note="Pertemuan pertama")
	with agency.acting("staff1"):
		mine = frappe.get_doc(FOLLOW_UP, name)
		mine.employee_note = "Terima kasih"
		mine.save()
	by(agency, "lead1", name, "close", outcome="Laporan tepat waktu")
	found = frappe.get_doc(FOLLOW_UP, name)
	assert (found.status, found.outcome, found.done_on) == ("Done", "Laporan tepat waktu", getdate())
	assert [row.note for row in found.notes] == ["Pertemuan pertama"]
	assert (found.employee_note, found.dialogue) == ("Terima kasih", dialogue)


@pytest.mark.parametrize(
	("method", "arguments", "said"),
	[
		("close", {"outcome": " "}, "Outcome"),
		("close", {"outcome": "x", "done_on": "2999-01-01"}, "future"),
		("close", {"outcome": "x", "done_on": "2020-01-01"}, "before the decision"),
		("add_note", {"note": ""}, "Note"),
		("drop", {"reason": ""}, "Reason for the Decision"),
		("approve", {}, "In the status In Progress"),
		("reject", {"reason": "x"}, "In the status In Progress"),
		("publish", {"published": True}, "Only awards"),
	],
)
def test_what_an_approved_one_asks_for(
	agency: Agency, method: str, arguments: dict[str, Any], said: str
) -> None:
	doc = frappe.get_doc(by_hand(agency, "staff1", agency.cycle())).insert()
	doc.approve()
	with pytest.raises(frappe.ValidationError, match=said):
		getattr(frappe.get_doc(FOLLOW_UP, doc.name), method)(**arguments)


@pytest.mark.parametrize(
	("method", "arguments", "said"),
	[
		("reject", {"reason": ""}, "Reason for the Decision"),
		("close", {"outcome": "x"}, "In the status Proposed"),
		("add_note", {"note": "x"}, "In the status Proposed"),
		("drop", {"reason": "x"}, "In the status Proposed"),
		("approve", {"due_date": "2020-01-01"}, "in the past"),
		("approve", {"responsible": "nobody"}, "Could not find Responsible"),
	],
)
def test_what_a_proposal_asks_for(agency: Agency, method: str, arguments: dict[str, Any], said: str) -> None:
	doc = frappe.get_doc(by_hand(agency, "staff1", agency.cycle())).insert()
	with pytest.raises(frappe.ValidationError, match=said):
		getattr(frappe.get_doc(FOLLOW_UP, doc.name), method)(**arguments)


def test_the_responsible_is_of_the_same_agency(agency: Agency) -> None:
	doc = frappe.get_doc(by_hand(agency, "staff1", agency.cycle())).insert()
	with pytest.raises(frappe.ValidationError, match="choose an active employee"):
		doc.approve(responsible=agency.employee("foreign"))
	doc = frappe.get_doc(FOLLOW_UP, doc.name)
	doc.approve(responsible=agency.employee("staff4"))
	assert frappe.db.get_value(FOLLOW_UP, doc.name, "responsible_name") == "Staf Empat"


def test_a_manager_stands_in_for_a_rater_whom_there_is_none_of(agency: Agency) -> None:
	doc = frappe.get_doc(by_hand(agency, "outside", agency.cycle())).insert()
	assert (doc.rater, doc.decider) == (None, "Rater")
	by(agency, "admin", doc.name, "approve")
	assert frappe.db.get_value(FOLLOW_UP, doc.name, "status") == "In Progress"


def test_by_hand_it_is_about_a_final_result_of_the_same_person_and_agency(agency: Agency) -> None:
	cycle = year(agency, 2012)
	result = final(agency, "staff2", "Baik", cycle)
	for values, said in (
		({"evaluation": result.name}, "not one of"),
		({"cycle": agency.cycle(company=ELSEWHERE).name}, "no performance cycle of the agency"),
		({"reason": None}, "reason|Reason"),
	):
		with pytest.raises(frappe.ValidationError, match=said):
			frappe.get_doc(by_hand(agency, "staff1", cycle, **values)).insert()
	running = agency.evaluation(agency.plan("staff1", cycle), stage=ANNUAL)
	with pytest.raises(frappe.ValidationError, match="not final"):
		frappe.get_doc(by_hand(agency, "staff1", cycle, evaluation=running.name)).insert()
	made = frappe.get_doc(by_hand(agency, "staff2", cycle, evaluation=result.name)).insert()
	assert (made.stage_name, made.predicate, made.decider) == ("Annual", "Baik", "Rater")


def test_a_new_rater_takes_over_what_runs(agency: Agency) -> None:
	cycle = agency.cycle()
	running = frappe.get_doc(by_hand(agency, "staff1", cycle)).insert()
	over = frappe.get_doc(by_hand(agency, "staff1", cycle, subject="Lain")).insert()
	over.reject(reason="Tidak perlu")
	person = frappe.get_doc("Employee", agency.employee("staff1"))
	person.reports_to = agency.employee("lead2")
	person.save()
	raters = [frappe.db.get_value(FOLLOW_UP, doc.name, "rater") for doc in (running, over)]
	assert raters == [agency.employee("lead2"), agency.employee("lead1")]


def test_it_points_only_to_records_of_the_same_person(agency: Agency) -> None:
	doc = frappe.get_doc(by_hand(agency, "staff1", agency.cycle(), kind="Sanction")).insert()
	doc.approve()
	sanction = {"level": "Ringan", "sanction": "Teguran lisan", "basis": "PP 94/2021 pasal 4"}
	of_other, of_him = (
		frappe.get_doc(
			{"doctype": "ASN Disciplinary Record", "employee": agency.employee(key), **sanction}
		).insert()
		for key in ("staff2", "staff1")
	)
	doc = frappe.get_doc(FOLLOW_UP, doc.name)
	doc.disciplinary_record = of_other.name
	with agency.acting("admin"), pytest.raises(frappe.ValidationError, match="choose a record of Staf Satu"):
		doc.save()
	doc = frappe.get_doc(FOLLOW_UP, doc.name)
	doc.disciplinary_record = of_him.name
	with agency.acting("admin"):
		doc.save()
	assert frappe.db.get_value(FOLLOW_UP, doc.name, "disciplinary_record") == of_him.name


# --- awards ------------------------------------------------------------------------------------------------


def test_an_award_is_published_with_a_reason_and_taken_off_when_dropped(agency: Agency) -> None:
	values = by_hand(agency, "staff1", agency.cycle(), kind="Award", subject="Inovator layanan")
	doc = frappe.get_doc(values).insert()
	with pytest.raises(frappe.ValidationError, match="In the status Proposed"):
		doc.publish(True)
	doc = frappe.get_doc(FOLLOW_UP, doc.name)
	doc.approve()
	with pytest.raises(frappe.ValidationError, match="Reason for Publication"):
		frappe.get_doc(FOLLOW_UP, doc.name).publish(True)
	doc = frappe.get_doc(FOLLOW_UP, doc.name)
	doc.citation = "Memangkas antrean layanan"
	doc.save()
	doc.publish(True)
	assert frappe.db.get_value(FOLLOW_UP, doc.name, "published") == 1
	frappe.get_doc(FOLLOW_UP, doc.name).drop(reason="Dicabut")
	assert frappe.db.get_value(FOLLOW_UP, doc.name, ["status", "published"]) == ("Dropped", 0)


# --- reminders ---------------------------------------------------------------------------------------------


def test_undecided_and_overdue_ones_are_reminded_of(agency: Agency) -> None:
	cycle = agency.cycle()
	undecided = frappe.get_doc(by_hand(agency, "staff1", cycle)).insert()
	due = frappe.get_doc(by_hand(agency, "staff2", cycle, subject="Jatuh tempo")).insert()
	due.approve(responsible=agency.employee("staff4"), due_date=today())
	day = add_days(today(), 30)
	found = {
		row.name: (row.kind, row.user, row.days_late)
		for row in deadlines.on_day(
			getdate(day), kinds=[deadlines.FOLLOW_UP_WAITING, deadlines.FOLLOW_UP_DUE]
		)
	}
	patience = frappe.db.get_single_value("ASN Performance Settings", "reminder_days")
	assert found[undecided.name] == ("Follow-up to decide", agency.user("lead1"), 30 - patience)
	assert found[due.name] == ("Follow-up due", agency.user("staff4"), 30)


def waiting(agency: Agency, key: str, day: str, **values: Any) -> str:
	return insert_row(
		FOLLOW_UP,
		**{
			"employee": agency.employee(key),
			"employee_name": key,
			"company": HERE,
			"rater": agency.employee(agency.rater(key)),
			"decider": "Performance Manager",
			"status": "Proposed",
			"creation": day,
			**values,
		},
	)


def reminded(agency: Agency, *keys: str, **scope: Any) -> dict[str, tuple[int, str, int]]:
	"""Of each of these people: number, link and days late of what he is reminded of on 1 February 2020."""
	scope = {"kinds": [deadlines.FOLLOW_UP_WAITING], "company": HERE, **scope}
	rows = deadlines.on_day(getdate("2020-02-01"), **scope)
	return {
		key: (row.count, row.name, row.days_late)
		for key in keys
		for row in rows
		if row.user == agency.user(key)
	}


def test_a_manager_is_not_reminded_of_what_is_proposed_about_himself(
	agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Three days to decide. Of 1 January: 28 days late on 1 February; of the 10th 19, of the 20th 9."""
	frappe.db.set_single_value("ASN Performance Settings", "reminder_days", 3)
	managers = [agency.user("admin"), agency.user("lead1")]
	monkeypatch.setattr(deadlines.notices, "managers_of", lambda *_of: managers)
	own = waiting(agency, "admin", "2020-01-01")
	assert reminded(agency, "admin", "lead1") == {"lead1": (1, own, 28)}
	other = waiting(agency, "staff1", "2020-01-10")
	queries = number_of_queries(lambda: reminded(agency))
	waiting(agency, "staff3", "2020-01-20")
	assert number_of_queries(lambda: reminded(agency)) == queries
	expected = {"admin": (2, other, 19), "lead1": (3, own, 28)}
	assert reminded(agency, "admin", "lead1") == expected
	# the report of the manager: neither his own line nor anybody else's counts his
	seen = reminded(agency, "admin", "lead1", viewer=agency.user("admin"))
	assert seen == {"admin": (2, other, 19), "lead1": (2, other, 19)}


def test_a_manager_decides_where_the_superior_would_be_the_employee(agency: Agency) -> None:
	"""The rater of Staf Satu is rated by him."""
	frappe.db.set_single_value("ASN Performance Settings", "reminder_days", 3)
	rater, employee = agency.employee("lead1"), agency.employee("staff1")
	frappe.db.set_value("Employee", rater, "asn_delegated_rater", employee)
	name = waiting(agency, "staff1", "2020-01-01", decider="Rater Superior")
	assert reminded(agency, "staff1", "lead1", "admin") == {"admin": (1, name, 28)}
	asked = proposing.Asked("Rater Superior", rater, HERE, employee)
	told = {user for user, _group in proposing._deciding([asked])}
	assert agency.user("admin") in told
	assert agency.user("staff1") not in told
	for who, may in (("admin", True), ("lead1", False), ("staff1", False)):
		with agency.acting(who):
			assert frappe.get_doc(FOLLOW_UP, name).may_decide() is may, who


def test_who_sees_which_reminder(agency: Agency) -> None:
	name = frappe.get_doc(by_hand(agency, "staff1", agency.cycle())).insert().name
	kinds = [deadlines.FOLLOW_UP_WAITING]
	for who, sees in (("lead1", True), ("staff1", False), ("lead2", False), ("admin", True)):
		rows = deadlines.on_day(getdate(add_days(today(), 30)), viewer=agency.user(who), kinds=kinds)
		assert (name in {row.name for row in rows}) is sees, who
