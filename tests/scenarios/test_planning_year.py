"""From the mayor's objectives to a transfer within the year, over HTTP, each step by the person whose step it
is, and refused to others."""

import json
import secrets
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import frappe
import pytest

from tests.scenarios.test_year import act, change, done, method, read, refused
from tests.support.agency import EVALUATION, PLAN, Agency, keep
from tests.support.agency import MATRIX as RATING_MATRIX
from tests.support.city import CITY, HR, UNITS, City
from tests.support.http import Client, Response, Server

OBJECTIVE, CYCLE = "ASN Strategic Objective", "ASN Performance Cycle"
MATRIX, ACTIVITY = "ASN Result Matrix", "ASN Daily Activity"
SETTING = ("ASN Performance Settings", "approval_waits_for_superior")


@pytest.fixture(scope="module")
def city(http: Server, agency: Agency) -> City:
	return City(http)


@pytest.fixture
def waiting_for_superiors(agency: Agency) -> Iterator[None]:
	"""As the app is installed: approvals wait for the superior's plan."""
	frappe.db.set_single_value(*SETTING, 1)
	keep()
	yield
	frappe.db.rollback()
	frappe.db.set_single_value(*SETTING, 0)
	keep()


def row(result: str, measure: str, target: float, weight: float, **more: Any) -> dict[str, Any]:
	return {
		"category": "Utama",
		"result": result,
		"measure": measure,
		"direction": "Higher",
		"target_min": target,
		"unit": more.pop("unit", "kegiatan"),
		"weight": weight,
		**more,
	}


def serves(client: Client, cycle: str, number: int) -> dict[str, Any]:
	"""What a row needs to serve the superior's result with this number."""
	told = done(client.get("/api/method/asn_kinerja.planning.plans.superior_results", cycle=cycle))
	return {"superior_item": told["results"][number]["value"], "cascading": "Direct"}


def send(client: Client, plan: str) -> Response:
	return act(client, PLAN, plan, "Submit for Approval")


def matrix_of(client: Client, plan: str) -> dict[str, Any]:
	path = "asn_kinerja.planning.matrix.open_for_plan"
	return read(client, MATRIX, done(client.call(path, work_plan=plan)))


def report(client: Client, name: str, **filters: Any) -> list[dict[str, Any]]:
	answer = done(
		client.get("/api/method/frappe.desk.query_report.run", report_name=name, filters=json.dumps(filters))
	)
	return [line for line in answer["result"] if isinstance(line, dict)]


def test_the_planning_year(
	city: City,
	worker: Callable[[], list[str]],
	waiting_for_superiors: None,
) -> None:
	hr = city.client(HR)
	mayor, chief, water, roads = (city.client(key) for key in ("mayor", "chief", "water", "roads"))
	plumber, paver = city.client("plumber"), city.client("paver")
	mark = secrets.token_hex(3)

	# the mayor's objectives, entered by HR; nobody else changes the strategy
	above = None
	objectives: dict[str, str] = {}
	for level in ("Vision", "Mission", "Objective", "Programme"):
		values = {
			"objective_name": f"{level} {mark}",
			"level": level,
			"company": CITY,
			"parent_asn_strategic_objective": above,
		}
		refused(water.insert(OBJECTIVE, values), 403)
		above = objectives[level] = done(hr.insert(OBJECTIVE, values))["name"]

	today = frappe.utils.getdate()
	first, last = date(today.year, 1, 1), date(today.year, 12, 31)
	scheme = frappe.db.get_value(
		"ASN Scoring Scheme", {"title": f"Uji {RATING_MATRIX}", "docstatus": 1}, "name"
	)
	cycle = done(
		hr.insert(
			CYCLE,
			{
				"title": f"Kota {mark}",
				"company": CITY,
				"scheme": scheme,
				"from_date": str(first),
				"to_date": str(last),
				"frequency": "Quarterly",
			},
		)
	)
	quarter = next(s for s in cycle["stages"] if s["from_date"] <= str(today) <= s["to_date"])
	cycle_name = cycle["name"]

	# a member of staff need not wait for anybody to begin; only the approval waits
	early = done(plumber.insert(PLAN, {"cycle": cycle_name, "items": [row("Pipa terawat", "ruas", 12, 100)]}))
	told = done(plumber.get("/api/method/asn_kinerja.planning.plans.superior_results", cycle=cycle_name))
	assert (told["superior"], told["needed"], told["in_force"]) == ("Kabid Air", True, False)
	done(send(plumber, early["name"]))
	refused(act(water, PLAN, early["name"], "Approve"), 417, "Kabid Air has no approved plan")
	done(act(plumber, PLAN, early["name"], "Withdraw"))

	# the leader's plan: objective and perspective instead of a superior's result
	chief_plan = done(
		chief.insert(
			PLAN,
			{
				"cycle": cycle_name,
				"items": [
					row(
						"Air bersih untuk semua",
						"cakupan",
						95,
						60,
						unit="%",
						objective=objectives["Programme"],
						perspective="Penerima Layanan",
					),
					row(
						"Jalan kota mantap",
						"panjang",
						80,
						40,
						unit="km",
						objective=objectives["Objective"],
						perspective="Proses Bisnis",
					),
				],
			},
		)
	)["name"]
	done(send(chief, chief_plan))
	assert act(chief, PLAN, chief_plan, "Approve").status == 417
	assert water.read(PLAN, chief_plan).status == 403
	assert done(act(mayor, PLAN, chief_plan, "Approve"))["workflow_state"] == "Approved"

	# matrix: the chief hands his results down to the two heads of division
	matrix = matrix_of(chief, chief_plan)
	keys = [item["item_key"] for item in read(chief, PLAN, chief_plan)["items"]]
	cells = [
		{"employee": city.employees["water"], "superior_item": keys[0], "contribution": "Jaringan air andal"},
		{"employee": city.employees["roads"], "superior_item": keys[1], "contribution": "Jalan terpelihara"},
	]
	stranger = {"employee": city.employees["plumber"], "superior_item": keys[0], "contribution": "Pipa"}
	answer = chief.update(MATRIX, matrix["name"], {**matrix, "cells": [stranger]})
	assert answer.status == 417, answer.text[:500]  # not of his own team
	change(chief, MATRIX, matrix["name"], cells=cells)
	assert method(water, MATRIX, matrix["name"], "push").status == 403
	done(method(chief, MATRIX, matrix["name"], "push"))
	done(method(chief, MATRIX, matrix["name"], "push"))  # repeated: nothing doubles

	plans = {}
	for me, key, contribution in (
		(water, "water", "Jaringan air andal"),
		(roads, "roads", "Jalan terpelihara"),
	):
		(found,) = done(me.list(PLAN, filters={"employee": city.employees[key], "cycle": cycle_name}))
		plan = read(me, PLAN, found["name"])
		(item,) = plan["items"]
		assert (item["result"], item["superior_result"] is not None) == (contribution, True)
		assert item["source"]
		refused(send(me, plan["name"]), 417, "Row 1")  # the row is there, its measure and target are not
		item |= {"measure": "cakupan", "target_min": 90, "unit": "%", "weight": 100, "direction": "Higher"}
		change(me, PLAN, plan["name"], items=[item])
		done(send(me, plan["name"]))
		assert act(mayor, PLAN, plan["name"], "Approve").status in (403, 417)
		done(act(chief, PLAN, plan["name"], "Approve"))
		plans[key] = plan["name"]

	# and the head of division to his staff, into the draft that is there already
	matrix = matrix_of(water, plans["water"])
	key = read(water, PLAN, plans["water"])["items"][0]["item_key"]
	cells = [{"employee": city.employees["plumber"], "superior_item": key, "contribution": "Sambungan baru"}]
	change(water, MATRIX, matrix["name"], cells=cells)
	for _time in range(2):
		done(method(water, MATRIX, matrix["name"], "push"))
	plan = read(plumber, PLAN, early["name"])
	assert [item["result"] for item in plan["items"]] == ["Pipa terawat", "Sambungan baru"]

	indicator = done(
		hr.insert(
			"ASN Indicator",
			{
				"indicator_name": f"Sambungan rumah {mark}",
				"unit": "sambungan",
				"aspect": "Kuantitas",
				"direction": "Higher",
				"data_source": "Daily Activity",
				"summarise": "Added Up",
			},
		)
	)["name"]
	own, handed = plan["items"]
	own |= {"weight": 40, **serves(plumber, cycle_name, 0)}
	handed |= {"indicator": indicator, "measure": None, "unit": None, "target_min": 80, "weight": 60}
	milestones = [
		{"item_no": 2, "stage_name": quarter["stage_name"], "target": 20, "action": "Pasang sambungan"}
	]
	change(plumber, PLAN, early["name"], items=[own, handed], milestones=milestones)
	done(send(plumber, early["name"]))
	assert roads.workflow(read(plumber, PLAN, early["name"]), "Approve").status == 403
	done(act(water, PLAN, early["name"], "Approve"))
	# the third level: the chain goes up to the vision, and a person far above sees who carries it
	chain = done(
		plumber.get(
			"/api/method/asn_kinerja.planning.cascade.up",
			employee=city.employees["plumber"],
			cycle=cycle_name,
		)
	)
	assert len(chain["rows"]) == 2
	assert all(f"Vision {mark}" in json.dumps(line["objectives"]) for line in chain["rows"])

	# daily work, verified by the rater and by nobody else
	item_key = read(plumber, PLAN, early["name"])["items"][1]["item_key"]
	entry = {"date": str(today), "plan_item": item_key}
	names = [
		done(
			plumber.insert(ACTIVITY, {**entry, "description": text, "minutes": minutes, "quantity": number})
		)["name"]
		for text, minutes, number in (
			("Pasang di RW 1", 120, 8),
			("Pasang di RW 2", 90, 5),
			("Salah", 30, 99),
		)
	]
	theirs = paver.insert(
		ACTIVITY, {**entry, "employee": city.employees["plumber"], "description": "x", "minutes": 5}
	)
	assert theirs.status in (403, 417)
	tomorrow = str(today + timedelta(days=1))
	assert (
		plumber.insert(ACTIVITY, {**entry, "date": tomorrow, "description": "x", "minutes": 5}).status == 417
	)
	verify = "asn_kinerja.monitoring.verification.verify_many"
	for stranger_client in (roads, plumber, hr):
		answer = stranger_client.call(verify, names=names)
		assert not answer.ok or not answer.data["done"]
	assert len(done(water.call(verify, names=names[:2], feedback="Rapi"))["done"]) == 2
	done(
		water.call(
			"asn_kinerja.monitoring.verification.return_many", names=names[2:], reason="Bukan sambungan baru"
		)
	)

	# the quarter's progress: 8 + 5 = 13 verified of 20, that is 65 %
	standing = done(
		plumber.get("/api/method/asn_kinerja.monitoring.standing.standing", work_plan=early["name"])
	)
	(item,) = [line for line in standing["items"] if line["item_key"] == item_key]
	assert (item["stage"]["verified"], item["stage"]["percent"]) == ("13", 65)
	lines = report(water, "ASN Quarterly Progress", company=CITY, cycle=cycle_name)
	mine = [line for line in lines if line.get("result") == "Sambungan baru"]
	assert len(mine) == 1
	assert 65 in mine[0].values()
	assert not [
		line
		for line in report(roads, "ASN Quarterly Progress", company=CITY, cycle=cycle_name)
		if line.get("result") == "Sambungan baru"
	]
	assert done(method(hr, CYCLE, cycle_name, "open_stage", stage=quarter["name"])) is True
	worker()
	(found,) = done(plumber.list(EVALUATION, filters={"cycle": cycle_name}))
	evaluation = read(plumber, EVALUATION, found["name"])
	filled = next(line for line in evaluation["results"] if line["result"] == "Sambungan baru")
	assert (filled["realisation"], filled["target_min"]) == ("13", 20)
	assert filled["realisation_source"]

	# a revision, with its reason: both versions stay, the evaluation keeps the one it was made from
	assert method(roads, PLAN, early["name"], "revise", reason="x").status == 403
	revision = done(method(plumber, PLAN, early["name"], "revise", reason="Anggaran bertambah"))
	items = read(plumber, PLAN, revision)["items"]
	items[1]["target_min"] = 100
	change(plumber, PLAN, revision, items=items)
	done(send(plumber, revision))
	done(act(water, PLAN, revision, "Approve"))
	old = read(plumber, PLAN, early["name"])
	assert (old["workflow_state"], old["items"][1]["target_min"]) == ("Superseded", 80)
	assert read(plumber, EVALUATION, found["name"])["work_plan"] == early["name"]
	assert read(plumber, PLAN, revision)["items"][1]["item_key"] == item_key

	# a transfer to the other division: one plan ends, the next begins, both count by months
	city.move("plumber", "roads", UNITS[1])
	last_day = min(today, last - timedelta(days=1))
	arguments = {"last_day": str(last_day), "reason": "Mutasi", "keep_results": False}
	for stranger_client in (plumber, water, roads):
		assert method(stranger_client, PLAN, revision, "transfer", **arguments).status == 403
	follower = read(hr, PLAN, done(method(hr, PLAN, revision, "transfer", **arguments)))
	ended = read(hr, PLAN, revision)
	assert (ended["ended_on"], ended["rater_name"]) == (str(last_day), "Kabid Air")
	assert (follower["from_date"], follower["rater_name"]) == (
		str(last_day + timedelta(days=1)),
		"Kabid Jalan",
	)
	assert ended["months"] + follower["months"] == 12
	change(
		plumber,
		PLAN,
		follower["name"],
		items=[row("Jalan terpelihara", "ruas", 3, 100, **serves(plumber, cycle_name, 0))],
	)
	done(send(plumber, follower["name"]))
	assert water.workflow(read(plumber, PLAN, follower["name"]), "Approve").status == 403
	done(act(roads, PLAN, follower["name"], "Approve"))
	# the quarter that is running stays with the rater under whom the work was done
	assert read(hr, EVALUATION, found["name"])["rater_name"] == "Kabid Air"
