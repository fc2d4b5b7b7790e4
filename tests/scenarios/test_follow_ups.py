"""Follow-ups over HTTP: from final results of a year to a coaching that is closed and an award that is
published."""

import json
from collections.abc import Callable
from typing import Any

import frappe

from tests.support.agency import Agency, keep
from tests.support.evaluations import report_rows
from tests.support.follow_ups import ANNUAL, FOLLOW_UP, final
from tests.support.http import Client, Response

ClientOf = Callable[[str], Client]
CYCLE, DIALOGUE = "ASN Performance Cycle", "ASN Performance Dialogue"
AWARD, COACHING = "Penghargaan kinerja sangat baik", "Bimbingan kinerja"


def done(answer: Response) -> Any:
	assert answer.ok, f"{answer.status}: {answer.messages or answer.text[-2000:]}"
	return answer.data


def refused(answer: Response, words: str = "") -> None:
	assert answer.status in (403, 404, 417), f"{answer.status}: {answer.text[:500]}"
	assert words in answer.messages


def method(client: Client, name: str, function: str, doctype: str = FOLLOW_UP, **arguments: Any) -> Response:
	values = {"dt": doctype, "dn": name, "method": function, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", values)


def found(client: Client, evaluation: str, subject: str) -> dict[str, Any]:
	wanted = {"evaluation": evaluation, "subject": subject}
	(row,) = done(client.list(FOLLOW_UP, filters=wanted, fields=["name", "status", "decider", "reason"]))
	return row


def test_from_final_results_to_a_closed_coaching_and_a_published_award(
	agency: Agency, client: ClientOf, worker: Callable[[], list[str]]
) -> None:
	cycle = agency.cycle(from_date="2022-01-01", to_date="2022-12-31")
	needs_help = final(agency, "staff1", "Butuh Perbaikan", cycle).name
	excellent = final(agency, "staff3", "Sangat Baik", cycle).name
	keep()
	staff, lead, admin = client("staff1"), client("lead1"), client("admin")

	# --- proposed in the background, by the manager of the agency only, and twice gives the same
	row = cycle.stages[ANNUAL].name
	for who in ("staff1", "lead1", "auditor", "foreign_admin"):
		refused(method(client(who), cycle.name, "propose_follow_ups", CYCLE, stage=row))
	for _again in range(2):
		assert done(method(admin, cycle.name, "propose_follow_ups", CYCLE, stage=row)) is True
		assert worker() == []
	coaching, award = found(lead, needs_help, COACHING), found(admin, excellent, AWARD)
	assert (coaching["status"], coaching["decider"]) == ("Proposed", "Rater")
	assert (award["status"], award["decider"]) == ("Proposed", "Performance Manager")
	# stored for all readers in the site's language
	assert "2022: Butuh Perbaikan" in coaching["reason"]
	told = done(
		lead.list("Notification Log", fields=["subject"], order_by="creation desc", limit_page_length=1)
	)
	assert told[0]["subject"] == "1 follow-ups wait for your decision."

	# --- the coaching: decided by the rater, held in a dialogue, closed with its outcome
	assert done(staff.list(FOLLOW_UP, filters={"evaluation": needs_help})) == []
	refused(method(admin, coaching["name"], "approve"), "decided by")
	done(method(lead, coaching["name"], "approve", due_date="", reason="Laporan belum tepat waktu"))
	mine = done(staff.read(FOLLOW_UP, coaching["name"]))
	assert (mine["status"], mine["decision_reason"]) == ("In Progress", "Laporan belum tepat waktu")
	assert mine["reason"] == coaching["reason"]
	done(staff.update(FOLLOW_UP, coaching["name"], {"employee_note": "Saya perlu contoh laporan"}))
	refused(method(staff, coaching["name"], "start_dialogue"), "Only the rater")
	dialogue = done(method(lead, coaching["name"], "start_dialogue"))
	talk = done(lead.read(DIALOGUE, dialogue))
	assert (talk["employee"], talk["dialogue_type"]) == (agency.employee("staff1"), "Coaching")
	note = {"rater_note": "Contoh laporan diberikan", "actions": [action("Susun laporan dengan contoh")]}
	done(lead.update(DIALOGUE, dialogue, note))
	for side in (lead, staff):
		done(method(side, dialogue, "confirm", DIALOGUE))
	done(method(lead, coaching["name"], "add_note", note="Dialog disepakati"))
	refused(method(lead, coaching["name"], "close", outcome=""), "Outcome")
	done(method(lead, coaching["name"], "close", outcome="Laporan bulan berikutnya tepat waktu"))
	closed = done(staff.read(FOLLOW_UP, coaching["name"]))
	assert (closed["status"], closed["outcome"]) == ("Done", "Laporan bulan berikutnya tepat waktu")
	assert (closed["dialogue"], closed["employee_note"]) == (dialogue, "Saya perlu contoh laporan")
	assert [one["note"] for one in closed["notes"]] == ["Dialog disepakati"]

	# --- the award: approved and published by the manager; then everybody of the agency reads it
	rater = client("lead2")
	refused(method(rater, award["name"], "approve"), "decided by")
	done(method(admin, award["name"], "approve"))
	assert report_rows(staff, "ASN Awards", cycle=cycle.name) == []
	refused(method(rater, award["name"], "publish", published=True), "Only a performance manager")
	done(method(admin, award["name"], "publish", published=True))
	(shown,) = report_rows(staff, "ASN Awards", cycle=cycle.name)
	assert (shown["name_of"], shown["award"]) == ("Staf Tiga", AWARD)
	assert shown["reason"] == "Hasil kerja dan perilaku kerjanya melampaui harapan pimpinan sepanjang tahun."
	assert report_rows(client("foreign"), "ASN Awards", cycle=cycle.name) == []
	page = admin.get(
		"/printview", doctype=CYCLE, name=cycle.name, format="ASN Daftar Penghargaan", no_letterhead=1
	)
	assert "Daftar Penerima Penghargaan Kinerja" in page.text
	assert "Staf Tiga" in page.text
	assert "Staf Satu" not in page.text
	done(method(admin, award["name"], "close", outcome="Piagam diserahkan pada apel"))

	# --- the report of the manager: one award and one coaching, both done
	rows = report_rows(admin, "ASN Follow Up Status", cycle=cycle.name)
	total = rows[-1]
	assert (total["proposed"], total["in_progress"], total["overdue"], total["refused"]) == (
		frappe.db.count(FOLLOW_UP, {"cycle": cycle.name, "status": "Proposed"}),
		0,
		0,
		0,
	)
	assert total["done"] == 2


def action(text: str) -> dict[str, str]:
	return {"action": text, "responsible": "Employee", "due_date": "2999-01-01"}
