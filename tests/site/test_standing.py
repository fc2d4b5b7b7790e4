"""The standing of an employee towards the targets of his plan, as of today."""

from typing import Any

import frappe
import pytest
from frappe.utils import nowdate

from asn_kinerja.monitoring import verification
from asn_kinerja.monitoring.standing import running_stage, standing
from tests.support.activities import clear, counted_items, cycle, enter, plan, stored_on, verify
from tests.support.agency import Agency


@pytest.fixture(autouse=True)
def empty_days(agency: Agency) -> None:
	clear(agency, "staff1")
	yield
	frappe.db.rollback()
	frappe.db.value_cache.clear()


def worked(agency: Agency, item_key: str | None, quantity: float, minutes: int = 30) -> str:
	return enter(agency, "staff1", plan_item=item_key, quantity=quantity, minutes=minutes).name


def read(agency: Agency, name: str, who: str = "staff1") -> dict[str, Any]:
	with agency.acting(who):
		return standing(name)


def test_stage_and_year_against_milestone_and_target(agency: Agency) -> None:
	in_cycle = cycle(agency)
	now = running_stage(in_cycle.name, frappe.utils.getdate(nowdate()))
	milestones = [{"item_no": 1, "stage_name": now.stage_name, "action": "Periksa", "target": 40}]
	mine = plan(agency, "staff1", in_cycle, milestones=milestones)
	files, days = (row.item_key for row in mine.items)
	inside, before = worked(agency, files, 30), worked(agency, files, 20)
	worked(agency, files, 5)  # waits
	fast = [worked(agency, days, number) for number in (4, 5)]
	verify(agency, "lead1", inside, before, *fast, feedback="Rapi")
	stored_on(now.from_date, inside)
	stored_on(frappe.utils.add_days(mine.from_date, 0), before)
	if now.from_date == frappe.utils.getdate(mine.from_date):  # in the first quarter both count for the stage
		stored_on(now.from_date, before, quantity=0)

	found = read(agency, mine.name)
	assert (found["stage"], found["stage_ends"]) == (now.stage_name, now.to_date)
	first, second = found["items"]
	assert (first["stage_target"], first["target"]) == ("40 berkas", "100 berkas")
	# 30 of 40 = 75 %, with 5 waiting 35 of 40 = 87.5 %
	assert first["stage"] == {
		"verified": "30",
		"waiting": "5",
		"entries": 1,
		"waiting_entries": 1,
		"percent": 75,
		"percent_with_waiting": 87.5,
	}
	assert first["action"] == "Periksa"
	# mean of 4 and 5: 4.5 of at most 5 days: 1 + (1 − 4.5/5) = 110 %
	assert (second["stage"]["verified"], second["stage"]["percent"]) == ("4,5", 110)
	assert second["feedback"]["text"] == "Rapi"


def test_the_whole_plan_counts_all_its_days(agency: Agency) -> None:
	mine = plan(agency, "staff1")
	key = mine.items[0].item_key
	names = [worked(agency, key, number) for number in (50, 12.5, 1)]
	verify(agency, "lead1", *names)
	stored_on(mine.from_date, names[0])
	stored_on(frappe.utils.add_days(mine.from_date, -1), names[2])  # before the plan
	year = read(agency, mine.name)["items"][0]["year"]
	assert (year["verified"], year["percent"]) == ("62,5", 62.5)


def test_nothing_yet_has_no_percent(agency: Agency) -> None:
	item = read(agency, plan(agency, "staff1").name)["items"][0]
	assert (item["year"]["verified"], item["year"]["percent"], item["feedback"]) == ("", None, None)


def test_minutes_of_the_month_against_the_duty(agency: Agency) -> None:
	frappe.db.set_single_value("ASN Performance Settings", "monthly_minutes", 1000)
	mine = plan(agency, "staff1", items=counted_items())
	verified = worked(agency, None, 0, minutes=125)
	waiting = worked(agency, None, 0, minutes=300)
	verify(agency, "lead1", verified)
	with agency.acting("lead1"):
		verification.return_many([worked(agency, None, 0, minutes=10)], "Kurang jelas")
	assert read(agency, mine.name)["minutes"] == {
		"verified": 125,
		"waiting": 300,
		"returned": 10,
		"duty": 1000,
		"percent": 12.5,
	}
	assert waiting


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "admin", "auditor"])
def test_who_reads_the_plan_reads_the_standing(agency: Agency, who: str) -> None:
	assert read(agency, plan(agency, "staff1").name, who)["items"]


@pytest.mark.parametrize("who", ["staff2", "lead2", "outside", "foreign_admin", "guest"])
def test_a_stranger_does_not(agency: Agency, who: str) -> None:
	name = plan(agency, "staff1").name
	with pytest.raises(frappe.PermissionError):
		read(agency, name, who)


def test_the_employee_hears_of_an_answer_at_once(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	mine = plan(agency, "staff1")
	name = worked(agency, mine.items[0].item_key, 1)
	sent: list[tuple[Any, ...]] = []
	monkeypatch.setattr(
		frappe,
		"publish_realtime",
		lambda event, message=None, **to: sent.append(
			(event, message, to.get("user"), to.get("after_commit"))
		),
	)
	verify(agency, "lead1", name)
	message = {"names": [name], "work_plans": [mine.name], "status": "Verified"}
	assert (verification.EVENT, message, agency.user("staff1"), True) in sent
