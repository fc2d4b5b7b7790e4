"""A round of behaviour reviews over HTTP: proposed for a stage in the background, changed and assigned by the
rater, written, declined, submitted; then the score, the release and what the employee reads."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import frappe
import pytest

from asn_kinerja import reviews
from asn_kinerja.scoring import (
	RaterWeight,
	Rating,
	RatingValue,
	ReviewGroup,
	review_score,
	round_half_up,
)
from tests.support.agency import ABOVE, BELOW, EVALUATION, MEETS, Agency, keep, rate, report
from tests.support.http import Client, Response
from tests.support.processes import result, wait_for_waiting
from tests.support.reviews import RATING, REVIEW, STAGE, evaluated, rate_all

SERVER = "asn_kinerja.reviews.rater"
SETTINGS = "ASN Performance Settings"
WEIGHTS = [
	RaterWeight(ReviewGroup.SUPERIOR, Decimal(60), 1),
	RaterWeight(ReviewGroup.PEER, Decimal(25), 3),
	RaterWeight(ReviewGroup.SUBORDINATE, Decimal(15), 3),
]
POINTS = [RatingValue(rating, Decimal(points)) for rating, points in zip(Rating, (120, 100, 80), strict=True)]
ClientOf = Callable[[str], Client]


def done(answer: Response) -> Any:
	assert answer.ok, f"{answer.status}: {answer.messages or answer.text[-2000:]}"
	return answer.data


def method(client: Client, doctype: str, name: str, function: str, **arguments: Any) -> Response:
	values = {"dt": doctype, "dn": name, "method": function, "args": json.dumps(arguments)}
	return client.post("/api/method/run_doc_method", values)


@pytest.fixture
def settings(agency: Agency) -> Iterator[None]:
	limits = {"peers_minimum": 2, "peers_maximum": 3, "subordinates_minimum": 3, "subordinates_maximum": 3}
	frappe.db.set_single_value(SETTINGS, {**limits, "reviews_per_person": 6, "review_days": 7})
	keep()
	frappe.clear_document_cache(SETTINGS, SETTINGS)
	yield
	frappe.db.rollback()
	usual = {"peers_minimum": 3, "peers_maximum": 5, "subordinates_minimum": 3, "subordinates_maximum": 5}
	frappe.db.set_single_value(SETTINGS, usual)
	keep()
	frappe.clear_document_cache(SETTINGS, SETTINGS)


def review_of(name: str, client: Client, agency: Agency, key: str, cycle: str) -> str:
	"""The review of somebody that a person is asked for, found in his list."""
	mine = {"reviewer": agency.employee(key), "employee_name": name, "cycle": cycle}
	(row,) = done(client.list(REVIEW, filters=mine))
	return row["name"]


def write(client: Client, name: str, rating: str, comment: str = "") -> None:
	done(client.update(REVIEW, name, {"ratings": rate_all(rating), "general_comment": comment}))
	assert done(method(client, REVIEW, name, "submit_review")) == "Submitted"


def test_a_round_of_reviews(
	agency: Agency, client: ClientOf, worker: Callable[[], list[str]], settings: None
) -> None:
	cycle = agency.cycle()
	plans = {key: agency.plan(key, cycle) for key in ("lead2", "staff3")}
	keep()
	stage = cycle.stages[STAGE].name
	admin, head, staff = client("admin"), client("head"), client("lead2")

	# the stage is opened, then reviewers are proposed; twice, and again afterwards
	propose = {"cycle": cycle.name, "stage": stage}
	early = admin.call("asn_kinerja.reviews.proposing.propose_for_stage", **propose)
	assert "Open the stage" in early.messages
	done(method(admin, cycle.doctype, cycle.name, "open_stage", stage=stage))
	worker()
	for _ in range(2):
		for first in (True, False):
			answer = admin.call("asn_kinerja.reviews.proposing.propose_for_stage", **propose)
			assert done(answer) is first
		worker()
		frappe.db.rollback()
		# lead2: himself, head, the peer lead1, three of the four whom he rates;
		# staff3: himself, lead2, the three others of his team
		assert frappe.db.count(REVIEW, {"stage": stage, "status": "Proposed"}) == 6 + 5
	evaluation = {
		key: frappe.db.get_value(EVALUATION, {"stage": stage, "employee": agency.employee(key)})
		for key in plans
	}

	# head looks, replaces nobody but adds a colleague from elsewhere, and assigns
	shown = done(head.get(f"/api/method/{SERVER}.reviewers", evaluation=evaluation["lead2"]))
	groups = [row["reviewer_group"] for row in shown["reviews"]]
	assert groups == ["Self", "Superior", "Peer", "Subordinate", "Subordinate", "Subordinate"]
	assert (shown["may_change"], shown["limits"]) == (True, {"Peer": [2, 3], "Subordinate": [3, 3]})
	for key in ("outside", "lent"):
		head.call(f"{SERVER}.add", evaluation=evaluation["lead2"], reviewer=agency.employee(key))
	below = {row["reviewer"] for row in shown["reviews"] if row["reviewer_group"] == "Subordinate"}
	team = {agency.employee(key): key for key in ("staff3", "staff4", "admin", "lent")}
	chosen = sorted(team[name] for name in below)
	assert len(chosen) == 3  # the fourth was refused: no more than three
	assert done(head.call(f"{SERVER}.assign", evaluation=evaluation["lead2"])) == 7

	# one declines; head names the fourth in his place
	first, *others = chosen
	left = next(key for key in team.values() if key not in chosen)
	name = review_of("Kabid Dua", client(first), agency, first, cycle.name)
	assert done(method(client(first), REVIEW, name, "decline", reason="Baru pindah")) == "Declined"
	inbox = done(head.list("Notification Log", filters={"document_name": name}, fields=["subject"]))
	assert "declined" in inbox[0]["subject"]
	done(head.call(f"{SERVER}.add", evaluation=evaluation["lead2"], reviewer=agency.employee(left)))
	assert done(head.call(f"{SERVER}.assign", evaluation=evaluation["lead2"])) == 1

	def mine(key: str) -> str:
		return review_of("Kabid Dua", client(key), agency, key, cycle.name)

	# they write: the superior 100, the peers 120 and 100 (two: too few), the subordinates 120, 80, 80
	write(head, mine("head"), MEETS)
	write(client("lead1"), mine("lead1"), ABOVE)
	write(client("outside"), mine("outside"), MEETS)
	for key, rating in zip((*others, left), (ABOVE, BELOW, BELOW), strict=True):
		write(client(key), mine(key), rating, f"Rahasia {key}")
	write(staff, mine("lead2"), ABOVE)

	# 25 % of the peers go to the others: 60/75 × 100 + 15/75 × (120 + 80 + 80)/3 = 80 + 18.666… = 98.67
	frappe.db.rollback()
	employee = agency.employee("lead2")
	found = review_score(reviews.facts([employee], [stage])[employee], reviews.protected(WEIGHTS), POINTS)
	assert round_half_up(found.score) == Decimal("98.67")
	told = [step.rule.format(*step.values) for step in found.steps]
	assert "Peer: fewer than 3 reviews, its weight of 25.00 % is spread over the others" in told

	# before the release the employee reads his own view and nothing else
	about_me = {"employee": agency.employee("lead2"), "cycle": cycle.name}
	assert [row["name"] for row in done(staff.list(REVIEW, filters=about_me))] == [mine("lead2")]
	with agency.acting("lead2"):
		assert reviews.summary(employee, stage) is None
	release(agency, evaluation["lead2"])
	with agency.acting("lead2"):
		read = reviews.summary(employee, stage, WEIGHTS, POINTS)
	# of the three groups of the scheme: 100, and 93.33 of three subordinates; peers are too few
	assert (read["groups"], read["hidden"]) == (["Superior", "Subordinate"], ["Peer"])
	assert {json.dumps(row["means"]) for row in read["values"]} == {
		'{"Superior": 100.0, "Subordinate": 93.33}'
	}
	assert "Rahasia" not in json.dumps(read)
	assert [row["name"] for row in done(staff.list(REVIEW, filters=about_me))] == [mine("lead2")]

	# closed
	late = client("lead1").update(REVIEW, mine("lead1"), {"general_comment": "x"})
	assert late.status == 403


def release(agency: Agency, name: str) -> None:
	from frappe.model.workflow import apply_workflow

	with agency.acting("lead2"):
		doc = frappe.get_doc(EVALUATION, name)
		report(doc)
		apply_workflow(doc.save(), "Submit Self Assessment")
	with agency.acting("head"):
		doc = frappe.get_doc(EVALUATION, name)
		rate(doc)
		apply_workflow(doc.save(), "Release")
	keep()


PROGRAM = """
from asn_kinerja.reviews import proposing
report = proposing.propose_stage(sys.argv[2], sys.argv[3])
print(json.dumps([report.people, report.present, report.reviews]))
"""
TEAM = ("staff3", "staff4", "lent", "admin")


@pytest.fixture
def running(agency: Agency, settings: None) -> Iterator[Any]:
	"""The four of lead2's team, with running evaluations. Removed in the end."""
	cycle = agency.cycle()
	evaluated(agency, cycle, *TEAM)
	keep()
	yield cycle
	frappe.db.rollback()
	for doctype in (REVIEW, EVALUATION):
		frappe.db.delete(doctype, {"cycle": cycle.name})
	assert not frappe.db.exists(RATING, {"parent": ["is", "not set"]})
	keep()


def test_two_proposals_at_once_name_each_reviewer_once(running: Any, start: Callable[..., Any]) -> None:
	"""Both know whom it is about before either stores anything: the cycle is locked until both wait."""
	stage = running.stages[STAGE].name
	frappe.db.get_value(running.doctype, running.name, "name", for_update=True)
	processes = [start(PROGRAM, running.name, stage) for _ in range(2)]
	wait_for_waiting("select%", processes)
	frappe.db.rollback()
	# each: himself, lead2, three peers
	assert sorted(map(result, processes)) == [[0, 4, 0], [4, 0, 20]]
	frappe.db.rollback()
	assert frappe.db.count(REVIEW, {"stage": stage}) == 20


def test_a_killed_proposal_is_made_good(running: Any, agency: Agency, start: Callable[..., Any]) -> None:
	"""Another transaction holds one of the keys; the worker waits there and is killed."""
	stage, me = running.stages[STAGE].name, agency.employee("lent")
	frappe.db.bulk_insert(
		REVIEW, ["name", "review_key"], [(frappe.generate_hash(length=10), f"{me}::{stage}::{me}")]
	)
	killed = start(PROGRAM, running.name, stage)
	wait_for_waiting("%`tabASN Behaviour Review`%", [killed])
	os.kill(killed.pid, signal.SIGKILL)
	killed.communicate()
	frappe.db.rollback()
	assert frappe.db.count(REVIEW, {"stage": stage}) == 0
	assert result(start(PROGRAM, running.name, stage)) == [4, 0, 20]
	assert result(start(PROGRAM, running.name, stage)) == [0, 4, 0]
