"""A week of daily activities over HTTP: entry, answer, correction, and the realisation that comes of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.activities import ACTIVITY, clear, days_ago, plan, values
from tests.support.agency import EVALUATION, Agency, keep
from tests.support.http import Client, Response

ClientOf = Callable[[str], Client]
MANY = "asn_kinerja.monitoring.verification"


def done(answer: Response) -> Any:
	assert answer.ok, f"{answer.status}: {answer.messages or answer.text[-2000:]}"
	return answer.data


@pytest.fixture(autouse=True)
def empty_days(agency: Agency) -> Any:
	clear(agency, "staff1")
	keep()
	yield
	clear(agency, "staff1")
	keep()


def test_from_the_first_entry_to_the_realisation(agency: Agency, client: ClientOf) -> None:
	staff, rater = client("staff1"), client("lead1")
	mine = plan(agency, "staff1")
	evaluation = agency.evaluation(mine, stage=4).name
	keep()
	files, days = (row.item_key for row in mine.items)

	choices = done(staff.get("/api/method/asn_kinerja.monitoring.activities.choices"))
	assert {files, days} <= {choice["value"] for choice in choices}
	made = [
		done(staff.insert(ACTIVITY, values(plan_item=files, quantity=quantity, date=days_ago(day))))
		for quantity, day in ((30, 2), (25, 1), (15, 0))
	]
	timed = values(plan_item=days, quantity=4, minutes=0, from_time="13:00", to_time="14:30")
	made.append(done(staff.insert(ACTIVITY, timed)))
	assert [row["minutes"] for row in made] == [60, 60, 60, 90]
	assert {row["status"] for row in made} == {"Waiting"}
	today = done(staff.get("/api/method/asn_kinerja.monitoring.activities.day"))
	assert today == {"minutes": 150, "entries": 2, "most": 1440}
	overlap = staff.insert(ACTIVITY, values(minutes=0, from_time="14:00", to_time="15:00"))
	assert (overlap.status, "overlaps" in overlap.messages) == (417, True)

	listed = done(rater.list(ACTIVITY, filters={"status": "Waiting", "employee": agency.employee("staff1")}))
	assert {row["name"] for row in listed} == {row["name"] for row in made}
	names = [row["name"] for row in made]
	answer = done(rater.call(f"{MANY}.verify_many", names=json.dumps(names[:2] + names[3:]), feedback="Baik"))
	assert (answer["done"], answer["refused"]) == (names[:2] + names[3:], [])
	answer = done(rater.call(f"{MANY}.return_many", names=json.dumps([names[2]]), reason="Bukti kurang"))
	assert answer["done"] == [names[2]]

	returned = done(staff.read(ACTIVITY, names[2]))
	assert (returned["status"], returned["return_reason"]) == ("Returned", "Bukti kurang")
	# 30 + 25 files of 100; 4 of at most 5 days: 120 %
	rows = done(staff.read(EVALUATION, evaluation))["results"]
	assert [(row["realisation"], row["achievement"]) for row in rows] == [("55", 55), ("4", 120)]

	corrected = done(
		staff.update(ACTIVITY, names[2], {**returned, "evidence_link": "https://arsip.example/bukti"})
	)
	assert corrected["status"] == "Waiting"
	one = {"dt": ACTIVITY, "dn": names[2], "method": "verify", "args": json.dumps({"feedback": "Lengkap"})}
	done(rater.post("/api/method/run_doc_method", one))
	assert done(staff.read(ACTIVITY, names[2]))["feedback"] == "Lengkap"

	# 55 + 15 = 70 of 100
	sent = done(staff.workflow(done(staff.read(EVALUATION, evaluation)), "Submit Self Assessment"))
	assert [row["realisation"] for row in sent["results"]] == ["70", "4"]
	assert sent["results"][0]["realisation_source"].startswith("3 verified activities up to")

	standing = done(rater.get("/api/method/asn_kinerja.monitoring.standing.standing", work_plan=mine.name))
	assert [item["year"]["percent"] for item in standing["items"]] == [70, 120]
	assert standing["items"][0]["feedback"]["text"] == "Lengkap"
