"""A dialogue from beginning to end, and the next one, over HTTP."""

from collections.abc import Callable
from typing import Any

import frappe
import pytest

from tests.support.agency import Agency, keep
from tests.support.dialogue import DIALOGUE, clear
from tests.support.http import Client, Response

ClientOf = Callable[[str], Client]


@pytest.fixture(autouse=True)
def no_earlier_one(agency: Agency) -> None:
	"""Nothing is open from another test."""
	clear(agency)
	keep()


def done(answer: Response) -> Any:
	assert answer.ok, answer.messages or answer.text[:2000]
	return answer.data


def refused(answer: Response, *words: str) -> None:
	assert answer.status in (403, 417), answer.text[:500]
	for word in words:
		assert word in answer.messages, answer.messages


def confirm(client: Client, name: str) -> Response:
	return client.post("/api/method/run_doc_method", {"dt": DIALOGUE, "dn": name, "method": "confirm"})


def day(number: int) -> str:
	return frappe.utils.add_days(frappe.utils.today(), number)


def test_two_dialogues_and_an_action_that_is_met_late(agency: Agency, client: ClientOf) -> None:
	staff, rater, superior = client("staff4"), client("lead2"), client("head")
	actions = [
		{"action": "Susun daftar arsip", "responsible": "Employee", "due_date": day(3)},
		{"action": "Ajukan rak arsip", "responsible": "Rater", "due_date": day(5)},
	]
	values = {
		"employee": agency.employee("staff4"),
		"dialogue_type": "Coaching",
		"topic": "Penataan arsip",
		"rater_note": "Arsip tahun lalu belum tertata",
		"actions": actions,
	}
	refused(client("lead1").insert(DIALOGUE, values))
	first = done(rater.insert(DIALOGUE, values))["name"]

	# he reads it, answers and confirms; the rater mends his note, and so takes the confirmation back
	answered = done(staff.update(DIALOGUE, first, {"employee_note": "Saya perlu rak tambahan"}))
	assert answered["status"] == "Open"
	refused(staff.update(DIALOGUE, first, {"rater_note": "Bagus"}), "Notes of the Rater")
	assert done(confirm(staff, first)) == "Waiting for Rater"
	refused(confirm(staff, first), "the other side reads it")
	refused(confirm(superior, first), "Only the employee and the rater")
	changed = rater.update(DIALOGUE, first, {"rater_note": "Arsip 2025 belum tertata"})
	assert done(changed)["status"] == "Open"
	assert "confirmation of Staf Empat is taken back" in changed.messages
	assert done(confirm(rater, first)) == "Waiting for Employee"
	assert done(confirm(staff, first)) == "Agreed"

	# agreed: the outcome of one action is recorded, nothing else changes
	refused(staff.update(DIALOGUE, first, {"topic": "Lain"}), "Topic")
	rows = done(staff.read(DIALOGUE, first))["actions"]
	rows[0].update({"status": "Done", "result_note": "Daftar selesai"})
	recorded = done(staff.update(DIALOGUE, first, {"actions": rows}))["actions"]
	assert [row["status"] for row in recorded] == ["Done", "Open"]
	assert recorded[0]["done_on"] == frappe.utils.today()

	# the next one, begun by the employee: the open action comes along
	second = staff.insert(DIALOGUE, {"topic": "Tindak lanjut arsip", "dialogue_type": "Coaching"})
	assert "1 unmet actions" in second.messages
	(carried,) = done(second)["actions"]
	assert (carried["action"], carried["times_carried"]) == ("Ajukan rak arsip", 1)
	assert [row["status"] for row in done(rater.read(DIALOGUE, first))["actions"]] == ["Done", "Carried Over"]
	name = done(second)["name"]
	refused(confirm(rater, name), "Notes of the Rater")
	done(rater.update(DIALOGUE, name, {"rater_note": "Rak dibeli bulan ini"}))
	assert done(confirm(rater, name)) == "Waiting for Employee"
	assert done(confirm(staff, name)) == "Agreed"
	(row,) = done(rater.read(DIALOGUE, name))["actions"]
	done(rater.update(DIALOGUE, name, {"actions": [{**row, "status": "Done"}]}))

	# nothing is open any more
	third = done(rater.insert(DIALOGUE, {**values, "actions": []}))
	assert not third.get("actions")
	inbox = done(staff.list("Notification Log", filters={"document_name": name}, fields=["subject"]))
	assert ["Read and confirm it" in row["subject"] for row in inbox] == [True]
