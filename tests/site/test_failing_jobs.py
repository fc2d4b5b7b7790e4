"""Whoever has started a background job by a button is told when it fails, and the error is not swallowed."""

import json
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import frappe
import frappe.realtime
import pytest
from frappe.utils.background_jobs import get_redis_connection_without_auth

import asn_kinerja
from asn_kinerja import jobs
from asn_kinerja.follow_up import proposing
from tests.support.agency import HERE, Agency

CYCLE, STAGE, SHEET, MAP = "Uji Siklus", "uji-periode", "UJI-LEMBAR", "UJI-PETA"
OPENING = {"cycle": CYCLE, "procedure": "Assessor", "designations": []}
OF_SHEET, OF_CYCLE, OF_STAGE = {"sheet": SHEET}, {"cycle": CYCLE}, {"cycle": CYCLE, "stage": STAGE}
OF_YEAR = {"company": HERE, "year": 2026}
# module of the job -> what it calls to do its work, its arguments, what tells its message from others
JOBS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
	"allowance.calculating": ("process", OF_SHEET, OF_SHEET),
	"allowance.salary": ("process", OF_SHEET, OF_SHEET),
	"attendance.proposals": ("process", {**OF_YEAR, "rule": "Uji"}, OF_YEAR),
	"competency.opening": ("open_many", {"request": OPENING}, OF_CYCLE),
	"credit.posting": ("process", {"company": HERE}, {"company": HERE}),
	"cycle.opening": ("open_stage", OF_STAGE, OF_STAGE),
	"development.opening": ("process", {**OF_CYCLE, "department": None}, OF_CYCLE),
	"development.pull": ("process", OF_YEAR, OF_YEAR),
	"evaluation.seals": ("check_cycle", OF_CYCLE, OF_CYCLE),
	"follow_up.proposing": ("process", OF_STAGE, OF_STAGE),
	"reviews.proposing": ("propose_stage", OF_STAGE, OF_STAGE),
	"talent.placing": ("place_everybody", {"talent_map": MAP}, {"map": MAP}),
}
Sent = list[tuple[str, dict[str, Any], str]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
	"""What leaves for the browsers: event, message and room. What waits for a commit is not among it."""
	found: Sent = []
	monkeypatch.setattr(frappe.realtime, "emit_via_redis", lambda *told: found.append(told))
	monkeypatch.setattr(frappe.local, "lang", frappe.local.lang)  # the job speaks that of its user
	return found


@pytest.mark.parametrize("name", JOBS)
def test_who_has_started_a_job_is_told_that_it_failed(
	agency: Agency, sent: Sent, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
	work, arguments, about = JOBS[name]
	job = import_module(f"asn_kinerja.{name}")
	monkeypatch.setattr(job, work, lambda *_arguments: 1 / 0)
	user = agency.user("admin")
	with pytest.raises(ZeroDivisionError):
		job.run(**arguments, user=user)
	frappe.db.rollback()  # as the worker does
	room = frappe.realtime.get_user_room(user)
	assert sent == [(job.EVENT, {**about, "failed": True, "reason": ""}, room)]


def test_a_reason_written_for_people_reaches_them(
	agency: Agency, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
	def refuse(*_arguments: Any) -> None:
		frappe.throw("Pilih tabel yang berlaku.")

	monkeypatch.setattr(proposing, "process", refuse)
	with pytest.raises(frappe.ValidationError):
		proposing.run(CYCLE, STAGE, agency.user("admin"))
	assert [told["reason"] for _event, told, _room in sent] == ["Pilih tabel yang berlaku."]


def test_no_job_that_answers_somebody_is_forgotten() -> None:
	"""Batches keep the failure among their problems."""
	root = Path(asn_kinerja.__file__).parent
	sources = {path: path.read_text(encoding="utf-8") for path in root.rglob("*.py")}
	answering = {
		".".join(path.relative_to(root).with_suffix("").parts)
		for path, source in sources.items()
		if re.search(r"publish_realtime\(\s*EVENT\b", source) and "\ndef run(" in source
	}
	assert answering == set(JOBS)


def test_a_job_for_which_nobody_waits_tells_nobody(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
	"""The daily one: a message without a user would go to everybody."""
	monkeypatch.setattr(proposing, "process", lambda *_arguments: 1 / 0)
	with pytest.raises(ZeroDivisionError):
		proposing.run(CYCLE, STAGE, None)
	assert sent == []


def test_the_message_of_a_worker_arrives_and_the_job_may_be_repeated(
	agency: Agency, site: str, worker: Callable[..., list[str]]
) -> None:
	"""A sheet that is gone when its turn comes. The realtime server listens to the same channel of Redis."""
	method, user = "asn_kinerja.allowance.salary.run", agency.user("admin")
	frappe.db.delete("Error Log", {"method": method})
	frappe.db.commit()
	channel = get_redis_connection_without_auth().pubsub()
	channel.subscribe("events")
	assert channel.get_message(timeout=10)["type"] == "subscribe"

	for _press in range(2):
		assert jobs.enqueue_once(method, job_id=f"uji::{SHEET}", sheet=SHEET, user=user)
		(failure,) = worker(failures=True)
		assert method in failure
		assert "DoesNotExistError" in failure
		told = _next(channel, site, "asn_allowance_salaries")
		assert SHEET in told["message"].pop("reason")
		assert told == {
			"message": {"sheet": SHEET, "failed": True},
			"room": frappe.realtime.get_user_room(user),
		}
	channel.close()
	frappe.db.rollback()
	logged = frappe.get_all("Error Log", {"method": method}, pluck="error")
	assert [SHEET in text for text in logged] == [True, True]
	frappe.db.delete("Error Log", {"method": method})
	frappe.db.commit()


def _next(channel: Any, site: str, event: str) -> dict[str, Any]:
	"""The next message of this event, which has been sent already."""
	while told := channel.get_message(timeout=10):
		found = json.loads(told["data"])
		if (found["namespace"], found["event"]) == (site, event):
			return {"message": found["message"], "room": found["room"]}
	raise AssertionError(f"nobody was told of {event}")
