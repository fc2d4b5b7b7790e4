"""The performance dialogue: notes and actions of both sides, confirmation, and the actions' fate."""

from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, getdate, today

from tests.support.agency import Agency, user_of
from tests.support.dialogue import ACTION, DIALOGUE, clear


@pytest.fixture(autouse=True)
def nothing_yet(agency: Agency) -> None:
	clear(agency)


def day(number: int) -> str:
	"""So many days after today."""
	return add_days(today(), number)


def action(text: str = "Ikut pelatihan arsip", due: int = 7) -> dict[str, Any]:
	return {"action": text, "responsible": "Employee", "due_date": day(due)}


def begin(agency: Agency, who: str = "lead1", about: str = "staff1", **values: Any) -> Document:
	"""A dialogue begun by somebody, with the rater's note if it is the rater."""
	note = {} if who == about else {"rater_note": "Pelayanan membaik"}
	with agency.acting(who):
		return frappe.get_doc(
			{
				"doctype": DIALOGUE,
				"employee": agency.employee(about),
				"topic": "Pelayanan loket",
				**note,
				**values,
			}
		).insert()


def confirm(agency: Agency, dialogue: Document, *people: str) -> Document:
	for who in people:
		with agency.acting(who):
			frappe.get_doc(DIALOGUE, dialogue.name).confirm()
	return frappe.get_doc(DIALOGUE, dialogue.name)


def agreed(agency: Agency, **values: Any) -> Document:
	return confirm(agency, begin(agency, **values), "lead1", "staff1")


def change(agency: Agency, who: str, dialogue: Document, **values: Any) -> Document:
	with agency.acting(who):
		doc = frappe.get_doc(DIALOGUE, dialogue.name)
		return doc.update(values).save()


def change_action(agency: Agency, who: str, dialogue: Document, row: int = 0, **values: Any) -> Document:
	with agency.acting(who):
		doc = frappe.get_doc(DIALOGUE, dialogue.name)
		doc.actions[row].update(values)
		return doc.save()


def status(name: str) -> str:
	return frappe.db.get_value(ACTION, name, "status")


def told(key: str, dialogue: Document) -> list[str]:
	return frappe.get_all(
		"Notification Log",
		{"for_user": user_of(key), "document_name": dialogue.name},
		pluck="subject",
		order_by="creation",
	)


def test_it_is_agreed_when_both_have_confirmed(agency: Agency) -> None:
	dialogue = begin(agency, actions=[action()])
	assert (dialogue.status, dialogue.rater) == ("Open", agency.employee("lead1"))
	assert dialogue.title == "Staf Satu · Pelayanan loket"
	waiting = confirm(agency, dialogue, "lead1")
	assert (waiting.status, bool(waiting.rater_confirmed_on)) == ("Waiting for Employee", True)
	done = confirm(agency, dialogue, "staff1")
	assert (done.status, bool(done.employee_confirmed_on)) == ("Agreed", True)


def test_the_employee_may_begin_and_confirm_first(agency: Agency) -> None:
	dialogue = begin(agency, who="staff1", employee_note="Beban kerja tidak merata")
	with agency.acting("staff1"), pytest.raises(frappe.ValidationError, match="rater has not written"):
		frappe.get_doc(DIALOGUE, dialogue.name).confirm()
	change(agency, "lead1", dialogue, rater_note="Dibagi ulang")
	assert confirm(agency, dialogue, "staff1").status == "Waiting for Rater"
	assert confirm(agency, dialogue, "lead1").status == "Agreed"  # without any action


def test_each_side_is_told_when_it_is_its_turn(agency: Agency) -> None:
	dialogue = begin(agency)
	assert ["has begun the dialogue" in text for text in told("staff1", dialogue)] == [True]
	confirm(agency, dialogue, "lead1")
	assert "Read and confirm it" in told("staff1", dialogue)[-1]
	assert told("lead1", dialogue) == []
	change(agency, "staff1", dialogue, employee_note="Setuju")
	assert "Read and confirm it again" in told("lead1", dialogue)[-1]
	confirm(agency, dialogue, "lead1", "staff1")
	assert "it is agreed" in told("lead1", dialogue)[-1]


def test_a_notification_is_in_the_language_of_its_reader(agency: Agency) -> None:
	frappe.db.set_value("User", user_of("staff1"), "language", "id")
	dialogue = begin(agency)
	assert "memulai dialog" in told("staff1", dialogue)[0]


@pytest.mark.parametrize(
	("who", "values"),
	[
		("staff1", {"employee_note": "Tambahan"}),
		("lead1", {"rater_note": "Diubah"}),
		("staff1", {"topic": "Topik lain"}),
		("lead1", {"date": -1}),
		("staff1", {"actions": []}),
	],
)
def test_a_changed_content_takes_the_confirmation_back(
	agency: Agency, who: str, values: dict[str, Any]
) -> None:
	dialogue = confirm(agency, begin(agency, actions=[action()]), "lead1")
	frappe.local.message_log = []
	if "date" in values:
		values = {"date": day(values["date"])}
	changed = change(agency, who, dialogue, **values)
	assert (changed.status, changed.rater_confirmed_on) == ("Open", None)
	assert "the confirmation of Kabid Satu is taken back" in str(frappe.local.message_log)


def test_saving_without_a_change_keeps_the_confirmation(agency: Agency) -> None:
	dialogue = confirm(agency, begin(agency, actions=[action()]), "lead1")
	assert change(agency, "staff1", dialogue).status == "Waiting for Employee"


def test_a_confirmation_can_be_taken_back_by_who_gave_it(agency: Agency) -> None:
	dialogue = confirm(agency, begin(agency), "lead1")
	with agency.acting("staff1"), pytest.raises(frappe.ValidationError, match="no confirmation of yours"):
		frappe.get_doc(DIALOGUE, dialogue.name).reopen()
	with agency.acting("lead1"):
		assert frappe.get_doc(DIALOGUE, dialogue.name).reopen() == "Open"
	confirm(agency, dialogue, "lead1", "staff1")
	with agency.acting("lead1"), pytest.raises(frappe.ValidationError, match="no confirmation of yours"):
		frappe.get_doc(DIALOGUE, dialogue.name).reopen()


def test_nobody_confirms_twice(agency: Agency) -> None:
	dialogue = confirm(agency, begin(agency), "lead1")
	with pytest.raises(frappe.ValidationError, match="the other side reads it"):
		confirm(agency, dialogue, "lead1")
	confirm(agency, dialogue, "staff1")
	with pytest.raises(frappe.ValidationError, match="Both sides have confirmed"):
		confirm(agency, dialogue, "staff1")


def test_a_new_rater_does_not_inherit_the_confirmation_of_the_old_one(agency: Agency) -> None:
	dialogue = confirm(agency, begin(agency), "lead1")
	person = frappe.get_doc("Employee", agency.employee("staff1"))
	person.asn_delegated_rater = agency.employee("lead2")
	person.save()
	after = confirm(agency, dialogue, "staff1")
	assert (after.status, after.rater) == ("Waiting for Rater", agency.employee("lead2"))
	assert confirm(agency, dialogue, "lead2").status == "Agreed"


def test_an_agreed_dialogue_keeps_its_rater(agency: Agency) -> None:
	dialogue = agreed(agency, actions=[action()])
	person = frappe.get_doc("Employee", agency.employee("staff1"))
	person.asn_delegated_rater = agency.employee("lead2")
	person.save()
	change_action(agency, "staff1", dialogue, result_note="Separuh jalan")
	assert frappe.db.get_value(DIALOGUE, dialogue.name, "rater") == agency.employee("lead1")


def test_a_dialogue_that_lies_ahead_is_not_confirmed(agency: Agency) -> None:
	dialogue = begin(agency, date=day(1))
	with pytest.raises(frappe.ValidationError, match="has not taken place yet"):
		confirm(agency, dialogue, "lead1")


def test_who_has_no_rater_has_no_dialogue(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match="has no rater"):
		begin(agency, who="head", about="head")


def test_an_action_is_due_after_the_dialogue(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match="Row 1: the Due Date is before the dialogue"):
		begin(agency, actions=[action(due=-1)])


def test_done_without_a_date_is_done_today(agency: Agency) -> None:
	dialogue = agreed(agency, actions=[action()])
	after = change_action(agency, "staff1", dialogue, status="Done", result_note="Sertifikat terbit")
	assert getdate(after.actions[0].done_on) == getdate()
	again = change_action(agency, "lead1", dialogue, status="Open")
	assert again.actions[0].done_on is None


@pytest.mark.parametrize(
	("values", "message"),
	[
		({"status": "Done", "done_on": 1}, "Row 1: Done On is in the future"),
		({"status": "Done", "done_on": -1}, "Row 1: Done On is before the dialogue"),
		({"done_on": 0}, "Row 1: set the status to Done"),
		({"status": "Carried Over"}, "carries an unmet action over"),
	],
)
def test_an_outcome_that_cannot_be_is_refused(agency: Agency, values: dict[str, Any], message: str) -> None:
	dialogue = agreed(agency, actions=[action()])
	if "done_on" in values:
		values = {**values, "done_on": day(values["done_on"])}
	with pytest.raises(frappe.ValidationError, match=message):
		change_action(agency, "staff1", dialogue, **values)


def test_unmet_actions_go_into_the_next_dialogue_once(agency: Agency) -> None:
	first = agreed(agency, actions=[action("Terbuka"), action("Selesai"), action("Lain")])
	change_action(agency, "staff1", first, row=1, status="Done")
	second = begin(agency, actions=[action("Baru")])
	third = begin(agency, who="staff1")
	old = frappe.get_doc(DIALOGUE, first.name).actions
	assert [row.status for row in old] == ["Carried Over", "Done", "Carried Over"]
	assert [(row.action, row.carried_from, row.times_carried) for row in second.actions] == [
		("Terbuka", old[0].name, 1),
		("Lain", old[2].name, 1),
		("Baru", None, 0),
	]
	assert third.actions == []


def test_actions_of_a_dialogue_that_is_not_agreed_stay_there(agency: Agency) -> None:
	begin(agency, actions=[action("Belum disepakati")])
	assert begin(agency).actions == []


def test_an_action_is_carried_on_and_on_until_it_is_met(agency: Agency) -> None:
	agreed(agency, date=day(-20), actions=[action(due=-10)])
	second = agreed(agency, date=day(-5))
	third = begin(agency)
	assert [(row.times_carried, row.status) for row in third.actions] == [(2, "Open")]
	assert status(second.actions[0].name) == "Carried Over"
	confirm(agency, third, "lead1", "staff1")
	# done between the second dialogue and the third, which found it open
	change_action(agency, "staff1", third, status="Done", done_on=day(-3))
	assert begin(agency).actions == []


def test_a_carried_action_dropped_before_agreement_is_open_where_it_came_from(agency: Agency) -> None:
	first = agreed(agency, actions=[action("Satu"), action("Dua")])
	second = begin(agency)
	with agency.acting("lead1"):
		doc = frappe.get_doc(DIALOGUE, second.name)
		doc.set("actions", doc.actions[1:])
		doc.save()
	assert [status(row.name) for row in first.actions] == ["Open", "Carried Over"]
	frappe.delete_doc(DIALOGUE, second.name)
	assert [status(row.name) for row in first.actions] == ["Open", "Open"]
	assert [row.action for row in begin(agency).actions] == ["Satu", "Dua"]


def test_what_goes_on_elsewhere_is_not_changed_here(agency: Agency) -> None:
	first = agreed(agency, actions=[action()])
	begin(agency)
	for values in ({"status": "Done"}, {"status": "Open"}, {"result_note": "Selesai"}):
		with pytest.raises(frappe.ValidationError, match="Row 1 goes on in a later dialogue"):
			change_action(agency, "staff1", first, **values)


def test_a_form_opened_before_the_carrying_is_stale(agency: Agency) -> None:
	"""Its action would be open in both dialogues."""
	first = agreed(agency, actions=[action()])
	with agency.acting("staff1"):
		opened = frappe.get_doc(DIALOGUE, first.name)
	begin(agency)
	with agency.acting("staff1"), pytest.raises(frappe.TimestampMismatchError):
		opened.save()


def test_a_new_rater_continues_with_what_is_open(agency: Agency) -> None:
	agreed(agency, actions=[action("Dari penilai lama")])
	person = frappe.get_doc("Employee", agency.employee("staff1"))
	person.asn_delegated_rater = agency.employee("lead2")
	person.save()
	assert [row.action for row in begin(agency, who="lead2").actions] == ["Dari penilai lama"]


def test_the_people_to_choose_from(agency: Agency) -> None:
	from asn_kinerja.monitoring.dialogue import partners

	def offered(key: str) -> list[str]:
		with agency.acting(key):
			return [agency.key(row["value"]) for row in partners()]

	assert offered("staff1") == ["staff1"]
	assert offered("lead1") == ["lead1", "staff2", "staff1"]  # Titipan is rated by another; by name
	assert offered("head") == ["lead2", "lead1"]  # nobody rates him
	assert offered("auditor") == []
