"""Continuous feedback: about whom and what, who is told, and when anonymous feedback is shown."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import getdate

from asn_kinerja.monitoring import feedback
from tests.support.agency import Agency, item, user_of
from tests.support.feedback import FEEDBACK, MARK, clear, give, give_anonymously
from tests.support.queries import number_of_queries


@pytest.fixture(autouse=True)
def nothing_given_today(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""The counter of the day is outside the database; nor is anything left of tests that commit."""
	monkeypatch.setattr(feedback, "A_DAY", 10_000)
	clear(agency)


@pytest.fixture
def minimum() -> Iterator[Callable[[int], None]]:
	"""`minimum(5)` sets it; at the end the caches hold the old one again."""

	def of(number: int) -> None:
		frappe.db.set_single_value("ASN Performance Settings", "anonymity_minimum", number)

	before = frappe.db.get_single_value("ASN Performance Settings", "anonymity_minimum")
	yield of
	of(before)


def given(agency: Agency, about: str = "staff1", **filters: Any) -> list[Document]:
	names = frappe.get_all(
		FEEDBACK, {"employee": agency.employee(about), **filters}, pluck="name", order_by="feedback"
	)
	return [frappe.get_doc(FEEDBACK, name) for name in names]


def marks(agency: Agency, about: str = "staff1") -> int:
	return frappe.db.count(MARK, {"employee": agency.employee(about)})


def told(key: str) -> list[str]:
	return frappe.get_all(
		"Notification Log",
		{"for_user": user_of(key), "document_type": FEEDBACK},
		pluck="subject",
		order_by="creation desc",
	)


def test_shared_feedback_carries_the_giver_and_is_seen_at_once(agency: Agency) -> None:
	before = len(told("staff1"))
	give(agency, "staff2", kind="Suggestion", text="Balas surat lebih cepat")
	(found,) = given(agency)
	assert (found.kind, found.visibility, found.released) == ("Suggestion", "Shared", 1)
	assert (found.given_by, found.given_by_name) == (agency.employee("staff2"), "Staf Dua")
	assert (found.employee_name, found.rater) == ("Staf Satu", agency.employee("lead1"))
	assert found.date == getdate()
	assert len(told("staff1")) == before + 1
	assert "Staf Dua" in told("staff1")[0]


def test_of_private_feedback_only_the_rater_is_told(agency: Agency) -> None:
	before = [len(told(key)) for key in ("staff1", "lead1")]
	give(agency, "staff2", visibility="Private to the Rater")
	assert [len(told(key)) for key in ("staff1", "lead1")] == [before[0], before[1] + 1]


@pytest.mark.parametrize(
	("who", "about", "relation"),
	[
		("lead1", "staff1", "Superior"),
		("head", "staff1", "Superior"),  # two steps above
		("lead2", "lent", "Superior"),  # by delegation
		("staff2", "staff1", "Peer"),
		("lent", "staff3", "Peer"),  # the same rater, other superiors
		("staff1", "lead1", "Subordinate"),
		("staff1", "head", "Subordinate"),
		("lent", "lead2", "Subordinate"),
		("staff3", "staff1", "Colleague"),
		("outside", "head", "Colleague"),  # nobody rates either: no common rater
	],
)
def test_the_relation_is_worked_out(agency: Agency, who: str, about: str, relation: str) -> None:
	give(agency, who, about)
	assert given(agency, about)[0].relation == relation


@pytest.mark.parametrize(
	("who", "about", "message"),
	[
		("staff1", "staff1", "Feedback is about others"),
		("foreign", "staff1", "active employees of your own agency"),
		("auditor", "staff1", "Only active employees give feedback"),
	],
)
@pytest.mark.parametrize("visibility", ["Shared", "Anonymous"])
def test_whom_it_is_about(agency: Agency, who: str, about: str, message: str, visibility: str) -> None:
	with pytest.raises(frappe.ValidationError, match=message):
		give(agency, who, about, visibility=visibility)
	assert given(agency, about) == []


@pytest.mark.parametrize("visibility", ["Shared", "Anonymous"])
def test_nobody_who_has_left_gives_or_receives(agency: Agency, visibility: str) -> None:
	frappe.db.set_value("Employee", agency.employee("staff2"), "status", "Left")
	with pytest.raises(frappe.ValidationError, match="active employees of your own agency"):
		give(agency, "staff1", "staff2", visibility=visibility)
	with pytest.raises(frappe.ValidationError, match="Only active employees"):
		give(agency, "staff2", "staff1", visibility=visibility)


@pytest.mark.parametrize("visibility", ["Shared", "Anonymous"])
@pytest.mark.parametrize(
	("values", "message"),
	[
		({"text": "  "}, "Write the Feedback first"),
		({"text": "x" * 5001}, "no more than 5000 characters"),
		({"kind": "Praise"}, "Kind: Praise is not one of the choices"),
		({"about_what": "Weather"}, "About: Weather is not one of the choices"),
		({"about_what": "Planned Result"}, "Choose a Planned Result"),
		({"about_what": "Planned Result", "plan_item": "lain"}, "Choose a Planned Result"),
		({"about_what": "Behaviour Value"}, "Choose a Behaviour Value"),
		({"about_what": "Behaviour Value", "behaviour_value": "Rajin"}, "Behaviour Value"),
	],
)
def test_what_is_missing_is_said(
	agency: Agency, values: dict[str, Any], message: str, visibility: str
) -> None:
	values = {**values, "visibility": visibility}
	text = values.pop("text", "Bagus")
	about = values.pop("about_what", "General")
	with agency.acting("staff2"), pytest.raises(frappe.ValidationError, match=message):
		feedback.give(employee=agency.employee("staff1"), feedback=text, about=about, **values)
	assert given(agency) == []


def test_private_feedback_needs_a_rater(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match="has no rater who could read it"):
		give(agency, "lead1", "head", visibility="Private to the Rater")


def test_feedback_about_a_result_or_a_value(agency: Agency) -> None:
	frappe.db.set_value("ASN Performance Cycle", {"status": "Open"}, "status", "Closed")
	year = getdate().year
	cycle = agency.cycle(from_date=f"{year}-01-01", to_date=f"{year}-12-31")
	plan = agency.plan("staff1", cycle, items=[item(result="Surat terjawab", weight=100)])
	with agency.acting("staff2"):
		offered = feedback.choices(agency.employee("staff1"))
	assert [row["label"] for row in offered["results"]] == ["Surat terjawab"]
	assert offered["results"][0]["value"] == plan.items[0].item_key
	assert set(offered["results"][0]) == {"value", "label"}  # no target, no weight
	assert "Akuntabel" in [row["value"] for row in offered["values"]]
	for who, visibility in (("staff2", "Shared"), ("staff3", "Anonymous")):
		with agency.acting(who):
			feedback.give(
				employee=agency.employee("staff1"),
				feedback="Rapi",
				about="Planned Result",
				plan_item=plan.items[0].item_key,
				visibility=visibility,
			)
	assert [doc.result for doc in given(agency)] == ["Surat terjawab"] * 2
	with agency.acting("staff2"):
		feedback.give(
			employee=agency.employee("staff1"),
			feedback="Jujur",
			about="Behaviour Value",
			behaviour_value="Akuntabel",
			plan_item=plan.items[0].item_key,
		)
	(found,) = given(agency, feedback="Jujur")
	assert (found.behaviour_value, found.plan_item, found.result) == ("Akuntabel", None, None)


def test_the_colleagues_to_choose_from(agency: Agency) -> None:
	with agency.acting("staff1"):
		names = {row["label"] for row in feedback.colleagues()}
		assert {"Kepala", "Kabid Satu", "Staf Dua", "Luar"} <= names
		assert not {"Staf Satu", "Seberang"} & names
		assert [row["label"] for row in feedback.colleagues("af Du")] == ["Staf Dua"]
		assert [row["label"] for row in feedback.colleagues(agency.employee("staff2"))] == ["Staf Dua"]
		assert feedback.colleagues("%%") == []


def test_the_choices_are_of_colleagues_only(agency: Agency) -> None:
	with agency.acting("foreign"), pytest.raises(frappe.ValidationError, match="your own agency"):
		feedback.choices(agency.employee("staff1"))


def test_markup_in_a_text_does_nothing(agency: Agency) -> None:
	for who, visibility in (("staff2", "Shared"), ("staff3", "Anonymous")):
		give(agency, who, text="<img src=x onerror=alert(1)>Baik", visibility=visibility)
	texts = [doc.feedback for doc in given(agency)]
	assert ["onerror" in text or "Baik" not in text for text in texts] == [False, False]


def test_anonymous_feedback_is_shown_from_three_people_on(agency: Agency) -> None:
	give_anonymously(agency, "staff2", "staff3")
	feedback.release_batches()
	assert [doc.released for doc in given(agency)] == [0, 0]
	before = len(told("staff1"))
	give_anonymously(agency, "lead1")
	assert [doc.released for doc in given(agency)] == [0, 0, 0]  # not in the moment of the third
	feedback.release_batches()
	released = given(agency)
	assert [(doc.released, doc.date) for doc in released] == [(1, getdate())] * 3
	assert [doc.feedback for doc in released] == ["Dari lead1", "Dari staff2", "Dari staff3"]
	assert {(doc.rater, doc.employee_name) for doc in released} == {(agency.employee("lead1"), "Staf Satu")}
	assert marks(agency) == 0
	assert len(told("staff1")) == before + 1  # one for the batch


def test_one_person_counts_once(agency: Agency) -> None:
	give_anonymously(agency, "staff2", "staff2", "staff3", "staff2")
	assert marks(agency) == 2
	feedback.release_batches()
	assert {doc.released for doc in given(agency)} == {0}


def test_each_employee_has_a_count_of_his_own(agency: Agency) -> None:
	give_anonymously(agency, "staff2", "staff3")
	give_anonymously(agency, "staff1", "staff3", "lead2", about="staff2")
	feedback.release_batches()
	assert {doc.released for doc in given(agency, "staff1")} == {0}
	assert {doc.released for doc in given(agency, "staff2")} == {1}


def test_the_next_batch_begins_at_zero(agency: Agency) -> None:
	give_anonymously(agency, "staff2", "staff3", "lead1")
	feedback.release_batches()
	give_anonymously(agency, "staff2")
	feedback.release_batches()
	assert sorted(doc.released for doc in given(agency)) == [0, 1, 1, 1]


@pytest.mark.parametrize(("wanted", "expected"), [(0, 3), (1, 3), (3, 3), (5, 5)])
def test_the_minimum_is_three_at_least(minimum: Callable[[int], None], wanted: int, expected: int) -> None:
	minimum(wanted)
	assert feedback.minimum() == expected


def test_the_settings_take_no_smaller_minimum(agency: Agency) -> None:
	settings = frappe.get_single("ASN Performance Settings")
	settings.anonymity_minimum = 2
	with pytest.raises(frappe.ValidationError, match="2 is too few"):
		settings.save()


def test_a_higher_minimum_is_kept(agency: Agency, minimum: Callable[[int], None]) -> None:
	minimum(4)
	give_anonymously(agency, "staff2", "staff3", "lead1")
	feedback.release_batches()
	assert {doc.released for doc in given(agency)} == {0}
	give_anonymously(agency, "staff4")
	feedback.release_batches()
	assert {doc.released for doc in given(agency)} == {1}


def test_a_release_costs_the_same_number_of_queries_for_many_texts(agency: Agency) -> None:
	give_anonymously(agency, "staff2", "staff3", "lead1")
	few = number_of_queries(feedback.release_batches)
	give_anonymously(agency, *["staff2", "staff3", "lead1"] * 4)
	assert number_of_queries(feedback.release_batches) <= few
