"""Behaviour reviews: who is proposed, what the rater may change, what the submitted ones give.

The tree: head rates lead1 and lead2; lead1 rates staff1 and staff2; lead2 rates staff3, staff4, admin and,
by delegation, lent (see tests/support/agency.py)."""

from decimal import Decimal
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, today

from asn_kinerja import reviews
from asn_kinerja.employee import _carry_rater
from asn_kinerja.reviews import proposing, rater
from asn_kinerja.scoring import RaterWeight, Rating, ReviewGroup, review_score
from tests.support.agency import ABOVE, BELOW, EVALUATION, MARELAN, MEETS, SURAKARTA, Agency, user_of
from tests.support.queries import number_of_queries
from tests.support.reviews import (
	REVIEW,
	STAGE,
	evaluated,
	name_of,
	propose,
	rate_all,
	reviewed,
	reviewers,
	values,
)
from tests.support.rows import insert_row

SETTINGS = "ASN Performance Settings"
TEAM = ("staff3", "staff4", "lent", "admin")  # rated by lead2


@pytest.fixture(autouse=True)
def limits(agency: Agency) -> None:
	set_limits()


def set_limits(**values: int) -> None:
	usual = {
		"peers_minimum": 2,
		"peers_maximum": 5,
		"subordinates_minimum": 2,
		"subordinates_maximum": 5,
		"reviews_per_person": 6,
		"review_days": 7,
		"anonymity_minimum": 3,
	}
	frappe.db.set_single_value(SETTINGS, {**usual, **values})
	frappe.clear_document_cache(SETTINGS, SETTINGS)


@pytest.fixture
def cycle(agency: Agency) -> Any:
	return agency.cycle()


# --- proposal ----------------------------------------------------------------------------------------------


def test_nobody_is_asked_whom_the_scheme_does_not_weigh(agency: Agency) -> None:
	"""Marelan weighs the superior and peers; Surakarta the superior and the employee himself."""
	for scheme, expected in (
		(MARELAN, {"Self": {"lead2"}, "Superior": {"head"}, "Peer": {"lead1"}}),
		(SURAKARTA, {"Self": {"lead2"}, "Superior": {"head"}}),
	):
		cycle = agency.cycle(scheme)
		made = evaluated(agency, cycle, "lead2", scheme=agency.schemes[scheme])
		propose(agency, cycle, "lead2")
		assert reviewers(agency, "lead2", cycle) == expected
		with agency.acting("head"), pytest.raises(frappe.ValidationError, match="Subordinate is not asked"):
			rater.add(made["lead2"], agency.employee("staff3"))


def test_reviewers_follow_from_who_rates_whom(agency: Agency, cycle: Any) -> None:
	people = ("head", "lead1", "lead2", "staff1", *TEAM)
	evaluated(agency, cycle, *people)
	report = propose(agency, cycle, *people)
	expected = {
		"head": {"Self": {"head"}, "Subordinate": {"lead1", "lead2"}},
		"lead1": {
			"Self": {"lead1"},
			"Superior": {"head"},
			"Peer": {"lead2"},
			"Subordinate": {"staff1", "staff2"},
		},
		"lead2": {"Self": {"lead2"}, "Superior": {"head"}, "Peer": {"lead1"}, "Subordinate": set(TEAM)},
		"staff1": {"Self": {"staff1"}, "Superior": {"lead1"}, "Peer": {"staff2"}},
		"lent": {"Self": {"lent"}, "Superior": {"lead2"}, "Peer": {"staff3", "staff4", "admin"}},
	}
	for key, groups in expected.items():
		assert reviewers(agency, key, cycle) == groups, key
	# 3 + 5 + 7 + 3, and 1 + 1 + 3 for each of the four of lead2's team
	assert report == proposing.Report(people=8, present=0, reviews=3 + 5 + 7 + 3 + 4 * 5)
	row = frappe.get_doc(REVIEW, name_of(agency, "lent", "staff3", cycle))
	assert (row.status, row.due_date, row.rater, row.title) == (
		"Proposed",
		None,
		agency.employee("lead2"),
		"Titipan · Quarter 1",
	)


def test_repeating_doubles_nothing_and_brings_nobody_back(agency: Agency, cycle: Any) -> None:
	evaluated(agency, cycle, "staff1", "lent")
	propose(agency, cycle, "staff1", "lent")
	frappe.db.delete(REVIEW, {"name": name_of(agency, "lent", "admin", cycle)})
	evaluated(agency, cycle, "staff3")
	report = propose(agency, cycle, "staff1", "lent", "staff3")
	assert (report.people, report.present, report.reviews) == (1, 2, 5)
	assert reviewers(agency, "lent", cycle)["Peer"] == {"staff3", "staff4"}


def test_shared_work_comes_first(agency: Agency, cycle: Any) -> None:
	set_limits(peers_minimum=1, peers_maximum=1)
	evaluated(agency, cycle, "lent")
	for key, served in (("lent", "K1"), ("admin", "K1"), ("staff3", "K2")):
		plan = insert_row(
			"ASN Work Plan",
			employee=agency.employee(key),
			cycle=cycle.name,
			docstatus=1,
			workflow_state="Approved",
		)
		insert_row(
			"ASN Work Plan Item",
			parent=plan,
			parenttype="ASN Work Plan",
			parentfield="items",
			superior_item=served,
		)
	propose(agency, cycle, "lent")
	# staff3 comes first by name, admin serves the same result
	assert reviewers(agency, "lent", cycle)["Peer"] == {"admin"}
	assert frappe.db.get_value(REVIEW, name_of(agency, "lent", "admin", cycle), "shared_work") == 1


def test_the_load_is_spread_over_a_team(agency: Agency, cycle: Any) -> None:
	"""Four people, two peers each, nobody more than two: eight reviews, two for everybody."""
	set_limits(peers_minimum=2, peers_maximum=2, reviews_per_person=2)
	evaluated(agency, cycle, *TEAM)
	propose(agency, cycle, *TEAM)
	asked = frappe.get_all(REVIEW, {"cycle": cycle.name, "reviewer_group": "Peer"}, pluck="reviewer")
	assert sorted(asked) == sorted([agency.employee(key) for key in TEAM] * 2)


def test_who_left_or_has_no_user_or_is_of_another_agency_is_not_asked(agency: Agency, cycle: Any) -> None:
	for key, field, value in (
		("staff3", "status", "Left"),
		("staff4", "user_id", None),
		("admin", "company", "Pemkab Uji Seberang"),
	):
		frappe.db.set_value("Employee", agency.employee(key), field, value)
	evaluated(agency, cycle, "lent", "lead2")
	propose(agency, cycle, "lent", "lead2")
	assert reviewers(agency, "lent", cycle) == {"Self": {"lent"}, "Superior": {"lead2"}}
	assert reviewers(agency, "lead2", cycle)["Subordinate"] == {"lent"}


def test_a_released_evaluation_gets_no_reviewers(agency: Agency, cycle: Any) -> None:
	evaluated(agency, cycle, "staff1", docstatus=1, workflow_state="Released")
	evaluated(agency, cycle, "staff2", amended_from="X")  # the correction of a released one
	assert propose(agency, cycle, "staff1", "staff2").reviews == 0


def test_each_rater_is_told_once(agency: Agency, cycle: Any) -> None:
	evaluated(agency, cycle, "staff1", *TEAM)
	propose(agency, cycle, "staff1", *TEAM)
	told = frappe.get_all("Notification Log", {"document_type": EVALUATION}, ["for_user", "subject"])
	mine = [row.subject for row in told if row.for_user == user_of("lead2") and "Reviewers" in row.subject]
	assert mine[0].startswith("Reviewers are proposed for 4 of your people")


def test_the_number_of_queries_does_not_depend_on_the_number_of_people(agency: Agency, cycle: Any) -> None:
	def queries(*keys: str) -> int:
		evaluated(agency, cycle, *keys)
		return number_of_queries(lambda: propose(agency, cycle, *keys))

	queries("staff1")
	assert queries("lead1", *TEAM) == queries("staff2")


# --- what the rater does -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plans(agency: Agency) -> dict[str, Any]:
	"""A cycle with approved plans of lent and staff1, made once."""
	cycle = agency.cycle()
	found = {"cycle": cycle, **{key: agency.plan(key, cycle) for key in ("lent",)}}
	frappe.db.commit()
	return found


@pytest.fixture
def proposed(agency: Agency, plans: dict[str, Any]) -> Any:
	"""The evaluation of lent with the reviewers Self, lead2, and the peers staff3, staff4 and admin."""
	evaluation = agency.evaluation(plans["lent"])
	with agency.acting("lead2"):
		assert rater.propose(evaluation.name) == 5
	return evaluation


def peers(agency: Agency, plans: dict[str, Any]) -> set[str]:
	return reviewers(agency, "lent", plans["cycle"]).get("Peer", set())


def test_the_rater_changes_and_assigns(agency: Agency, plans: dict[str, Any], proposed: Any) -> None:
	cycle = plans["cycle"]
	with agency.acting("lead2"):
		rater.remove(name_of(agency, "lent", "admin", cycle))
		rater.add(proposed.name, agency.employee("staff1"))
		assert peers(agency, plans) == {"staff3", "staff4", "staff1"}
		assert rater.assign(proposed.name) == 5
		assert rater.assign(proposed.name) == 0
	rows = frappe.get_all(REVIEW, {"employee": agency.employee("lent"), "cycle": cycle.name}, ["*"])
	assert {(row.status, str(row.due_date)) for row in rows} == {("Assigned", add_days(today(), 7))}
	told = {
		key: frappe.db.get_value(
			"Notification Log",
			{"for_user": user_of(key), "document_name": name_of(agency, "lent", key, cycle)},
			"subject",
		)
		for key in ("staff1", "staff3", "lent")
	}
	assert all("review the behaviour of Titipan by" in subject for subject in told.values())


def test_the_limits_hold(agency: Agency, plans: dict[str, Any], proposed: Any) -> None:
	set_limits(peers_minimum=3, peers_maximum=3)
	cycle, admin = plans["cycle"], name_of(agency, "lent", "admin", plans["cycle"])
	with agency.acting("lead2"):
		with pytest.raises(frappe.ValidationError, match="At least 3"):
			rater.remove(admin)
		with pytest.raises(frappe.ValidationError, match="No more than 3"):
			rater.add(proposed.name, agency.employee("staff1"))
		rater.add(proposed.name, agency.employee("staff1"), instead_of=admin)
		assert peers(agency, plans) == {"staff3", "staff4", "staff1"}
		# who declines makes room, and may be taken off the list
		declined = name_of(agency, "lent", "staff1", cycle)
		frappe.db.set_value(REVIEW, declined, "status", "Declined")
		rater.add(proposed.name, agency.employee("staff2"))
		rater.remove(declined)
	assert peers(agency, plans) == {"staff3", "staff4", "staff2"}


@pytest.mark.parametrize(
	("who", "words"),
	[
		("staff3", "among the reviewers already"),
		("lent", "among the reviewers already"),
		("foreign", "own agency"),
	],
)
def test_who_cannot_be_named(agency: Agency, proposed: Any, who: str, words: str) -> None:
	with agency.acting("lead2"), pytest.raises(frappe.ValidationError, match=words):
		rater.add(proposed.name, agency.employee(who))


def test_the_group_follows_from_the_employee_records(
	agency: Agency, plans: dict[str, Any], proposed: Any
) -> None:
	"""Nobody becomes a peer of himself or of the one whom he rates."""
	cycle = plans["cycle"]
	for key in ("lent", "lead2"):
		frappe.db.delete(REVIEW, {"name": name_of(agency, "lent", key, cycle)})
	frappe.db.set_value("Employee", agency.employee("staff1"), "asn_delegated_rater", agency.employee("lent"))
	with agency.acting("lead2"):
		for key in ("lent", "lead2", "staff1"):
			rater.add(proposed.name, agency.employee(key))
	assert reviewers(agency, "lent", cycle) == {
		"Self": {"lent"},
		"Superior": {"lead2"},
		"Subordinate": {"staff1"},
		"Peer": {"staff3", "staff4", "admin"},
	}


def test_nothing_stays_of_a_reviewer_who_is_taken_away(
	agency: Agency, plans: dict[str, Any], proposed: Any
) -> None:
	name = name_of(agency, "lent", "admin", plans["cycle"])
	with agency.acting("lead2"):
		rater.assign(proposed.name)
		assert frappe.db.exists("Notification Log", {"document_name": name})
		rater.remove(name)
	assert not frappe.db.exists("Notification Log", {"document_name": name})
	assert not frappe.db.exists("Deleted Document", {"deleted_name": name})


def test_a_team_is_assigned_at_once(agency: Agency, plans: dict[str, Any], proposed: Any) -> None:
	stage = plans["cycle"].stages[STAGE].name
	evaluated(agency, plans["cycle"], "staff3", "staff1")
	propose(agency, plans["cycle"], "staff3", "staff1")
	with agency.acting("lead2"):
		assert rater.assign_team(stage) == 10
	statuses = {
		key: set(frappe.get_all(REVIEW, {"employee": agency.employee(key), "stage": stage}, pluck="status"))
		for key in ("lent", "staff3", "staff1")
	}
	# staff1 is rated by lead1
	assert statuses == {"lent": {"Assigned"}, "staff3": {"Assigned"}, "staff1": {"Proposed"}}


def test_a_new_rater_takes_the_reviews_over(agency: Agency, plans: dict[str, Any], proposed: Any) -> None:
	frappe.db.set_value("Employee", agency.employee("lent"), "asn_delegated_rater", agency.employee("lead1"))
	_carry_rater(agency.employee("lent"))
	where = {"employee": agency.employee("lent"), "cycle": plans["cycle"].name}
	assert set(frappe.get_all(REVIEW, where, pluck="rater")) == {agency.employee("lead1")}
	with agency.acting("lead1"):
		assert rater.reviewers(proposed.name)["may_change"]
	with agency.acting("lead2"), pytest.raises(frappe.PermissionError):
		rater.assign(proposed.name)


# --- writing -----------------------------------------------------------------------------------------------


@pytest.fixture
def assigned(agency: Agency, cycle: Any) -> str:
	"""staff2 is asked about staff1, as a peer."""
	evaluated(agency, cycle, "staff1")
	return reviewed(agency, "staff1", "staff2", "Peer", cycle, "Assigned", due_date=add_days(today(), 3))


def test_a_review_is_written_submitted_and_kept(agency: Agency, assigned: str) -> None:
	with agency.acting("staff2"):
		doc = frappe.get_doc(REVIEW, assigned)
		doc.update({"ratings": [{"behaviour_value": values()[2], "rating": ABOVE}]})
		doc.save()
		# in the order of the values, and the rest is still to come
		assert [row.behaviour_value for row in doc.ratings] == values()
		assert [row.rating for row in doc.ratings][:4] == [None, None, ABOVE, None]
		with pytest.raises(frappe.ValidationError, match=f"still without a rating: {values()[0]}"):
			doc.submit_review()
		doc = frappe.get_doc(REVIEW, assigned)
		doc.update({"ratings": rate_all(MEETS), "general_comment": "Baik"})
		doc.save()
		assert doc.submit_review() == "Submitted"
	stored = frappe.get_doc(REVIEW, assigned)
	assert (stored.status, stored.general_comment, bool(stored.submitted_on)) == ("Submitted", "Baik", True)
	assert {row.rating for row in stored.ratings} == {MEETS}


@pytest.mark.parametrize(
	("rows", "words"),
	[
		([("Akuntabel", MEETS), ("Akuntabel", ABOVE)], "rated twice"),
		([("Sabar", MEETS)], "Could not find"),
		([("Akuntabel", "Luar Biasa")], "Rating"),
	],
)
def test_ratings_that_cannot_be(agency: Agency, assigned: str, rows: list[Any], words: str) -> None:
	with agency.acting("staff2"):
		doc = frappe.get_doc(REVIEW, assigned)
		doc.set("ratings", [{"behaviour_value": value, "rating": rating} for value, rating in rows])
		with pytest.raises(frappe.ValidationError, match=words):
			doc.save()


def test_a_value_that_is_no_longer_in_force_is_not_asked_for(agency: Agency, assigned: str) -> None:
	with agency.acting("staff2"):
		frappe.get_doc(REVIEW, assigned).update({"ratings": rate_all()}).save()
	gone = values()[6]
	frappe.db.set_value("ASN Behaviour Value", gone, "disabled", 1)
	with agency.acting("staff2"):
		assert frappe.get_doc(REVIEW, assigned).submit_review() == "Submitted"
	assert gone not in [row.behaviour_value for row in frappe.get_doc(REVIEW, assigned).ratings]


def test_declining_drops_what_was_written_and_tells_the_rater(agency: Agency, assigned: str) -> None:
	with agency.acting("staff2"):
		doc = frappe.get_doc(REVIEW, assigned)
		doc.update({"ratings": rate_all(), "general_comment": "x"})
		doc.save()
		with pytest.raises(frappe.ValidationError, match="Reason for Declining"):
			doc.decline(" ")
		assert doc.decline("Jarang bekerja bersama") == "Declined"
	stored = frappe.get_doc(REVIEW, assigned)
	assert (stored.decline_reason, stored.general_comment, stored.ratings) == (
		"Jarang bekerja bersama",
		None,
		[],
	)
	logs = frappe.get_all("Notification Log", {"document_name": assigned}, ["for_user", "subject"])
	assert [log.for_user for log in logs] == [user_of("lead1")]
	assert "Staf Dua" in logs[0].subject


def test_the_employee_and_the_superior_do_not_decline(agency: Agency, cycle: Any) -> None:
	evaluated(agency, cycle, "staff1")
	for by, group in (("staff1", "Self"), ("lead1", "Superior")):
		name = reviewed(agency, "staff1", by, group, cycle, "Assigned")
		with agency.acting(by), pytest.raises(frappe.ValidationError, match="do not decline"):
			frappe.get_doc(REVIEW, name).decline("Tidak sempat")


# --- what they give ----------------------------------------------------------------------------------------


def test_facts_are_the_submitted_reviews_in_two_queries(agency: Agency, cycle: Any) -> None:
	stage, other = cycle.stages[STAGE].name, cycle.stages[1].name
	reviewed(agency, "staff1", "lead1", "Superior", cycle, ratings=[ABOVE, *[MEETS] * 6])
	reviewed(agency, "staff1", "staff2", "Peer", cycle, ratings=BELOW)
	reviewed(agency, "staff1", "staff3", "Peer", cycle, "Assigned")
	reviewed(agency, "staff1", "staff4", "Peer", cycle, "Declined")
	reviewed(agency, "staff3", "lead2", "Superior", cycle)
	people = [agency.employee(key) for key in ("staff1", "staff3", "staff4")]
	found = reviews.facts(people, [stage])
	assert found.keys() == {agency.employee("staff1"), agency.employee("staff3")}
	mine = sorted(found[agency.employee("staff1")], key=lambda row: row.group.value)
	assert [row.group for row in mine] == [ReviewGroup.PEER, ReviewGroup.SUPERIOR]
	assert set(mine[0].ratings.values()) == {Rating.BELOW}
	assert mine[1].ratings[values()[0]] is Rating.ABOVE
	assert len(mine[1].ratings) == len(values())
	assert reviews.facts(people, [other]) == {}
	one = number_of_queries(lambda: reviews.facts(people[:1], [stage]))
	assert number_of_queries(lambda: reviews.facts(people, [stage, other])) == one == 2


def test_a_scheme_cannot_ask_for_so_few_that_they_are_known(agency: Agency) -> None:
	weights = [
		RaterWeight(ReviewGroup.SUPERIOR, Decimal(60), 1),
		RaterWeight(ReviewGroup.PEER, Decimal(25), 1),
		RaterWeight(ReviewGroup.SUBORDINATE, Decimal(15), 4),
	]
	assert [rule.minimum for rule in reviews.protected(weights)] == [1, 3, 4]
	assert review_score((), weights, ()).score is None


@pytest.fixture
def released(agency: Agency) -> Any:
	"""Of lead2, released: the superior above, three subordinates 120, 100, 80 each, two peers."""
	cycle = agency.cycle()
	evaluation = agency.released("lead2", cycle)
	reviewed(agency, "lead2", "lead2", "Self", cycle, ratings=ABOVE)
	reviewed(agency, "lead2", "head", "Superior", cycle, ratings=MEETS)
	for by, rating in (("staff3", ABOVE), ("staff4", MEETS), ("admin", ABOVE)):
		reviewed(agency, "lead2", by, "Subordinate", cycle, ratings=rating)
	for by in ("lead1", "outside"):
		reviewed(agency, "lead2", by, "Peer", cycle, ratings=BELOW)
	return evaluation


def test_after_the_release_the_employee_reads_means_of_groups_that_are_large_enough(
	agency: Agency, released: Any
) -> None:
	points = dict(
		frappe.get_all(
			"ASN Scheme Rating Value", {"parent": released.scheme}, ["rating", "value"], as_list=True
		)
	)
	with agency.acting("lead2"):
		found = reviews.summary(released.employee, released.stage)
	assert (found["groups"], found["hidden"]) == (["Self", "Superior", "Subordinate"], ["Peer"])
	assert [row["behaviour_value"] for row in found["values"]] == values()
	# two of three subordinates above expectation, one as expected
	mean = round((2 * points[ABOVE] + points[MEETS]) / 3, 2)
	assert found["values"][0]["means"] == {
		"Self": points[ABOVE],
		"Superior": points[MEETS],
		"Subordinate": mean,
	}


def test_before_the_release_the_employee_reads_nothing(agency: Agency, plans: dict[str, Any]) -> None:
	evaluation = agency.evaluation(plans["lent"], stage=1)
	with agency.acting("lent"):
		assert reviews.summary(evaluation.employee, evaluation.stage) is None
	with agency.acting("lead2"):
		assert reviews.summary(evaluation.employee, evaluation.stage)["values"] == []


def test_settings_that_contradict_each_other_are_refused(agency: Agency) -> None:
	doc = frappe.get_doc(SETTINGS)
	doc.peers_minimum, doc.peers_maximum = 4, 3
	with pytest.raises(frappe.ValidationError, match="Peers At Least is more than Peers At Most"):
		doc.save()
	doc = frappe.get_doc(SETTINGS)
	doc.peers_minimum, doc.peers_maximum = 4, 0  # peers are not asked
	doc.save()
