"""Opening competency assessments for many: who gets one, who does not and why, repeated and at once."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import frappe
import pytest

from asn_kinerja.competency import opening, starting
from asn_kinerja.competency.opening import Request
from tests.support.agency import UNITS, Agency, keep
from tests.support.http import Client
from tests.support.processes import result, wait_for_waiting
from tests.support.queries import number_of_queries
from tests.support.training import COMPETENCY, clear_assessments, position, started

ASSESSOR_ROLE = "ASN Assessor"
ALL, CENTRE, SUPERIOR = "Self, Superior and Assessor", "Assessor", "Self and Superior"
HERE_ALL = {"head", "lead1", "lead2", "staff1", "staff2", "staff3", "staff4", "lent", "admin", "outside"}
OPEN = """
from asn_kinerja.competency import opening, starting
report = opening.open_many(opening.Request(**json.loads(sys.argv[2])))
print(json.dumps([report.made, report.present]))
"""


@pytest.fixture
def cycle(agency: Agency) -> Iterator[Any]:
	"""staff1, staff3 and lead1 have positions with standards, the others none; the job commits."""
	people = list(agency.employees.values())
	before = {name: frappe.db.get_value("Employee", name, "designation") for name in people}
	clear_assessments(agency, *agency.employees)
	for name in people:
		frappe.db.set_value("Employee", name, "designation", None)
	for key in ("staff1", "staff3", "lead1"):
		position(agency, key)
	made = agency.cycle()
	keep()
	yield made
	frappe.db.rollback()
	clear_assessments(agency, *agency.employees)
	for name, designation in before.items():
		frappe.db.set_value("Employee", name, "designation", designation)
	keep()


def opened(cycle: Any, agency: Agency) -> dict[str, str]:
	"""Key of the person -> state."""
	rows = frappe.get_all(COMPETENCY, {"cycle": cycle.name}, ["employee", "workflow_state"], order_by="name")
	assert len({row.employee for row in rows}) == len(rows)
	return {agency.key(row.employee): row.workflow_state for row in rows}


def test_who_gets_one_and_who_does_not(agency: Agency, cycle: Any) -> None:
	request = Request(cycle.name, SUPERIOR)
	before = opening.survey(request)
	assert (before.made, before.present, opened(cycle, agency)) == (3, 0, {})
	report = opening.open_many(request)
	assert (report.made, report.present) == (3, 0)
	assert opened(cycle, agency) == dict.fromkeys(("staff1", "staff3", "lead1"), "Self Assessment")
	skipped = {agency.key(row["employee"]): row["reason"] for row in report.skipped}
	assert set(skipped) == HERE_ALL - {"staff1", "staff3", "lead1"}
	assert skipped["staff2"] == "Staf Dua has no position. Fill Designation in the employee record."
	again = opening.open_many(request)
	assert (again.made, again.present, len(again.skipped)) == (0, 3, 7)


def test_the_same_as_one_by_one(agency: Agency, cycle: Any) -> None:
	opening.open_many(Request(cycle.name, SUPERIOR, designations=(designation(agency, "staff1"),)))
	assert set(opened(cycle, agency)) == {"staff1"}
	one = started(agency, "staff3", cycle=cycle.name)
	many = frappe.get_last_doc(COMPETENCY, {"cycle": cycle.name, "employee": agency.employee("staff1")})
	different = {"name", "owner", "modified_by", "creation", "modified", "waiting_since", "assessment_key"}
	different |= {
		"employee",
		"employee_name",
		"title",
		"designation",
		"department",
		"standard",
		"rater",
		"rater_name",
	}
	mine, other = (
		{key: value for key, value in doc.as_dict().items() if key not in {*different, "competencies"}}
		for doc in (one, many)
	)
	assert mine == other
	assert [(row.competency, row.required_level, row.weight) for row in one.competencies] == [
		(row.competency, row.required_level, row.weight) for row in many.competencies
	]


def designation(agency: Agency, key: str) -> str:
	return frappe.db.get_value("Employee", agency.employee(key), "designation")


def test_a_unit_a_stage_and_a_centre(agency: Agency, cycle: Any) -> None:
	unit = frappe.db.get_value("Department", {"department_name": UNITS[1]})
	stage = cycle.stages[0].stage_name
	opening.open_many(Request(cycle.name, CENTRE, stage, department=unit))
	assert opened(cycle, agency) == {"staff3": "Assessor Assessment"}
	assert opening.open_many(Request(cycle.name, SUPERIOR, department=unit)).made == 1  # another period


def test_who_has_no_rater_gets_one_from_a_centre_only(agency: Agency, cycle: Any) -> None:
	position(agency, "head")
	one = (designation(agency, "head"),)
	(skipped,) = opening.survey(Request(cycle.name, SUPERIOR, designations=one)).skipped
	assert "Kepala has no rater. Choose the procedure Assessor" in skipped["reason"]
	assert opening.survey(Request(cycle.name, CENTRE, designations=one)).made == 1


@pytest.fixture
def asked(agency: Agency) -> Iterator[str]:
	"""lead2, the superior of staff3, is an assessor."""
	user = frappe.get_doc("User", agency.user("lead2"))
	user.add_roles(ASSESSOR_ROLE)
	keep()
	yield agency.employee("lead2")
	frappe.db.rollback()
	frappe.get_doc("User", agency.user("lead2")).remove_roles(ASSESSOR_ROLE)
	keep()


def test_an_assessor_is_told_once_of_all(agency: Agency, cycle: Any, asked: str) -> None:
	opening.open_many(Request(cycle.name, CENTRE, assessor=asked))
	names = frappe.get_all(COMPETENCY, {"cycle": cycle.name}, pluck="name")
	notice = {"document_name": ["in", names], "for_user": agency.user("lead2")}
	told = frappe.get_all("Notification Log", notice, pluck="subject")
	assert told == ["You are asked to assess the competencies of 3 people."]
	opening.open_many(Request(cycle.name, CENTRE, assessor=asked))  # nothing new, nothing to tell
	assert frappe.db.count("Notification Log", notice) == 1


def test_who_cannot_have_the_assessor_is_named(agency: Agency, cycle: Any, asked: str) -> None:
	"""lead2 rates staff3; where the superior takes part he does not assess him too, and never himself."""
	for procedure, without in ((ALL, ["Staf Tiga"]), (CENTRE, []), (SUPERIOR, [])):
		request = Request(cycle.name, procedure, assessor=asked)
		told = opening.survey(request).shown()
		assert (told["unassigned"], told["without_assessor"]) == (len(without), without), procedure
	position(agency, "lead2")
	assert opening.open_many(Request(cycle.name, CENTRE, assessor=asked)).unassigned == ["Kabid Dua"]
	assert frappe.db.get_value(COMPETENCY, {"cycle": cycle.name, "employee": asked}, "assessor") is None


def test_the_reasons_are_in_the_language_of_who_asked(
	agency: Agency, cycle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	told = []
	monkeypatch.setattr(frappe, "publish_realtime", lambda event, message=None, **more: told.append(message))
	frappe.db.set_value("User", agency.user("admin"), "language", "id")
	frappe.cache.hdel("lang", agency.user("admin"))
	try:
		opening.run({**asdict(Request(cycle.name, SUPERIOR)), "designations": []}, agency.user("admin"))
	finally:
		frappe.set_user("Administrator")
		frappe.local.lang = "en"
		frappe.db.set_value("User", agency.user("admin"), "language", "en")
		frappe.cache.hdel("lang", agency.user("admin"))
		keep()
	(reason,) = {row["reason"] for row in told[-1]["reasons"] if row["name"] == "Staf Dua"}
	assert reason.startswith("Staf Dua tidak memiliki jabatan.")


def test_who_goes_while_it_runs_is_passed_over(
	agency: Agency, cycle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Deleted, or no ASN any more, after the people were listed."""
	monkeypatch.setattr(opening, "_people", lambda request: ["HR-EMP-TIADA", agency.employee("staff1")])
	report = opening.open_many(Request(cycle.name, SUPERIOR))
	assert (report.made, set(opened(cycle, agency))) == (1, {"staff1"})
	(skipped,) = report.skipped
	assert skipped["reason"] == "HR-EMP-TIADA is not recorded as PNS or PPPK any more."


def test_the_longest_names_of_cycle_and_stage(agency: Agency, cycle: Any) -> None:
	"""Titles of 80 and 50 characters and a number of the employee are more than 140 together."""
	stage = {"stage_type": "Periodic", "from_date": "2026-01-01", "to_date": "2026-12-31"}
	rows = [{**stage, "stage_name": "T" * 50, "due_date": "2026-12-31"}]
	long = agency.cycle(title=frappe.generate_hash(length=8).ljust(80, "x"), stages=rows)
	keep()
	report = opening.open_many(Request(long.name, SUPERIOR, "T" * 50))
	assert (report.made, len(opened(long, agency))) == (3, 3)


def test_queries_do_not_grow_with_the_people(agency: Agency, cycle: Any) -> None:
	few = Request(cycle.name, SUPERIOR, designations=(designation(agency, "staff1"),))
	opening.survey(few)  # Frappe reads the DocTypes once
	counted = [number_of_queries(lambda r=r: opening.survey(r)) for r in (few, Request(cycle.name, SUPERIOR))]
	assert counted[0] == counted[1]


def test_two_at_once_make_nothing_twice(agency: Agency, cycle: Any, start: Any) -> None:
	request = json.dumps({"cycle": cycle.name, "procedure": SUPERIOR})
	found = sorted(result(process) for process in [start(OPEN, request) for _number in range(2)])
	assert found == [[0, 3], [3, 0]]
	frappe.db.rollback()
	assert len(opened(cycle, agency)) == 3


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
	agency: Agency, cycle: Any, start: Any
) -> None:
	"""Each person is a chunk. Another transaction holds the key of the second, who comes after lead1; the
	worker waits there and is killed."""
	program = OPEN.replace("report =", "opening.CHUNK = 1\nreport =")
	request = json.dumps({"cycle": cycle.name, "procedure": SUPERIOR})
	held = starting.key(agency.employee("staff1"), cycle.name, "", None)
	frappe.db.bulk_insert(COMPETENCY, ["name", "assessment_key"], [(frappe.generate_hash(length=10), held)])
	killed = start(program, request)
	wait_for_waiting("insert into `tabASN Competency Assessment`%", [killed])
	os.kill(killed.pid, signal.SIGKILL)
	killed.communicate()
	frappe.db.rollback()
	assert set(opened(cycle, agency)) == {"lead1"}
	(whole,) = frappe.get_all(COMPETENCY, {"cycle": cycle.name}, pluck="name")
	assert len(frappe.get_doc(COMPETENCY, whole).competencies) == frappe.db.count(
		"ASN Standard Competency", {"parent": frappe.db.get_value(COMPETENCY, whole, "standard")}
	)

	assert result(start(program, request)) == [2, 1]
	frappe.db.rollback()
	assert set(opened(cycle, agency)) == {"lead1", "staff1", "staff3"}


def test_who_is_started_by_hand_meanwhile_does_not_stop_the_job(
	agency: Agency, cycle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""The first look misses what somebody stores at the same moment; the second one sees it."""
	seen, looks = opening._without, []

	def look(request: Request, names: list[str], report: opening.Report) -> dict[str, str]:
		looks.append(names)
		missing = seen(request, names, report)
		if len(looks) == 1:
			started(agency, "staff1", cycle=cycle.name)
			frappe.db.commit()
		return missing

	monkeypatch.setattr(opening, "_without", look)
	report = opening.open_many(Request(cycle.name, SUPERIOR))
	assert (report.made, report.present, len(looks)) == (2, 1, 2)
	assert set(opened(cycle, agency)) == {"staff1", "staff3", "lead1"}


def test_by_the_manager_over_http(
	agency: Agency, cycle: Any, client: Callable[[str], Client], worker: Callable[[], list[str]]
) -> None:
	def call(who: str, method: str, **arguments: Any) -> Any:
		args = json.dumps({"procedure": SUPERIOR, **arguments})
		values = {"dt": "ASN Performance Cycle", "dn": cycle.name, "method": method, "args": args}
		return client(who).post("/api/method/run_doc_method", values)

	for who in ("staff1", "lead1", "auditor", "foreign_admin"):
		for method in ("open_competency_assessments", "survey_competency_assessments"):
			assert call(who, method).status == 403, (who, method)
	for wrong, message in (
		({"procedure": "Undian"}, "no procedure"),
		({"stage_name": "Triwulan IX"}, "no stage of the cycle"),
		({"procedure": ALL, "assessor": agency.employee("staff2")}, "does not have the role"),
	):
		answer = call("admin", "open_competency_assessments", **wrong)
		assert (answer.status, message in answer.messages) == (417, True)
	assert call("admin", "survey_competency_assessments").data["made"] == 3
	unit = frappe.db.get_value("Department", {"department_name": UNITS[1]})
	asked = [{}, {}, {"department": unit}]
	queued = [call("admin", "open_competency_assessments", **more).data for more in asked]
	assert queued == [True, False, True]  # the same again is on its way already
	worker()
	frappe.db.rollback()
	assert set(opened(cycle, agency)) == {"staff1", "staff3", "lead1"}
	told = frappe.get_all(
		"Notification Log", {"document_type": COMPETENCY, "for_user": agency.user("staff1")}, pluck="subject"
	)
	assert any("has begun" in line for line in told)
