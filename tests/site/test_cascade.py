"""The cascade over the plans of an agency: down, up, what serves nothing, and its report."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import frappe
import pytest
from openpyxl import load_workbook

from asn_kinerja.asn_kinerja.report.asn_cascade_coverage.asn_cascade_coverage import execute
from asn_kinerja.planning import cascade
from tests.support.agency import ELSEWHERE, HERE, Agency, keep
from tests.support.cascade import APPROVED, DRAFT, crowd, objective, office, store, strategy
from tests.support.queries import number_of_queries


@pytest.fixture
def goals(agency: Agency) -> dict[str, str]:
	return strategy()


@pytest.fixture
def cycle(agency: Agency) -> str:
	return agency.cycle().name


@pytest.fixture
def plans(agency: Agency, cycle: str, goals: dict[str, str]) -> dict[str, str]:
	return office(agency, cycle, goals)


def named(level: dict[str, Any]) -> list[tuple[str, str]]:
	return [(row["employee_name"], row["result"]) for row in level["rows"]]


# --- down --------------------------------------------------------------------------------------------------


def test_every_objective_counts_the_people_and_results_below_it(
	cycle: str, goals: dict[str, str], plans: dict[str, str]
) -> None:
	found = cascade.objectives(cycle)
	rows = {row["name"]: row for row in found["rows"]}
	counts = {key: (rows[name]["people"], rows[name]["items"]) for key, name in goals.items()}
	# permits: head, lead1, staff1 (2 rows), staff2; repair: lead2, staff3, lent. No person carries both.
	assert counts == {
		"permits": (4, 5),
		"roads": (3, 3),
		"repair": (3, 3),
		"mission": (7, 8),
		"vision": (7, 8),
	}
	# of all: staff4 too; and the rows Piket, Rapat rutin, Arsip rapi, Notulen rapat
	assert (found["people"], found["items"], found["reached"]) == (8, 12, 8)
	assert [rows[goals[key]]["direct"] for key in ("permits", "roads", "repair")] == [1, 0, 1]
	assert found["company"] == HERE


def test_from_an_objective_down_to_the_people(
	agency: Agency, cycle: str, goals: dict[str, str], plans: dict[str, str]
) -> None:
	top = cascade.down(cycle, goals["permits"])
	assert named(top) == [("Kepala", "Izin cepat")]
	assert (top["hidden"], top["next"]) == (0, 0)
	(head,) = top["rows"]
	assert (head["plan"], head["keys"], head["serving"]) == (plans["head"], ["h1"], 1)
	(lead,) = cascade.below(cycle, head["keys"])["rows"]
	assert (lead["employee_name"], lead["serving"]) == ("Kabid Satu", 2)
	staff = cascade.below(cycle, frappe.as_json(lead["keys"]))
	assert named(staff) == [("Staf Dua", "Berkas dicatat"), ("Staf Satu", "Berkas diperiksa")]
	# one result, the rows of its two indicators
	assert [measure["target"] for measure in staff["rows"][1]["measures"]] == ["90 dokumen", "100 hari"]
	assert staff["rows"][1]["serving"] == 0
	assert cascade.below(cycle, [])["rows"] == []
	assert cascade.down(cycle, goals["vision"])["rows"] == []


def test_a_result_stands_below_its_superiors_unless_it_names_another_objective(
	agency: Agency, cycle: str, goals: dict[str, str]
) -> None:
	store(agency, "head", cycle, [{"result": "Atas", "item_key": "a", "objective": goals["permits"]}])
	same = {"result": "Sama", "superior_item": "a", "objective": goals["permits"]}
	other = {"result": "Lain", "superior_item": "a", "objective": goals["repair"]}
	store(agency, "lead1", cycle, [same, other])
	assert named(cascade.down(cycle, goals["permits"])) == [("Kepala", "Atas")]
	assert named(cascade.down(cycle, goals["repair"])) == [("Kabid Satu", "Lain")]
	assert [row["result"] for row in cascade.below(cycle, ["a"])["rows"]] == ["Sama", "Lain"]


def test_achievements_are_those_of_the_latest_released_evaluation(agency: Agency) -> None:
	made = agency.cycle()
	goals = strategy()
	plan = agency.plan("staff1", made)
	keys = [row.item_key for row in plan.items]
	frappe.db.set_value("ASN Work Plan Item", {"parent": plan.name}, "objective", goals["permits"])

	def percents() -> list[tuple[float | None, str]]:
		rows = cascade.down(made.name, goals["permits"])["rows"]
		found = {key: row["measures"] for row in rows for key in row["keys"]}
		return [(found[key][0]["percent"], found[key][0]["stage"]) for key in keys]

	assert percents() == [(None, ""), (None, "")]
	agency.evaluation(plan, "Self Assessment", stage=1)
	assert percents() == [(None, ""), (None, "")]
	released = agency.evaluation(plan, "Released", stage=0)
	# 6.5 of 7–8 days: 1 + (1 − 6.5/7) = 107.14 %; 105 of 100 files: 105 %
	assert percents() == [(107.14, released.stage_name), (105.0, released.stage_name)]


# --- up ----------------------------------------------------------------------------------------------------


def test_up_from_a_person_to_the_vision(agency: Agency, cycle: str, plans: dict[str, str]) -> None:
	found = cascade.up(agency.employee("staff1"), cycle)
	assert found["plan"]["name"] == plans["staff1"]
	first = found["rows"][0]
	assert first["superiors"] == [
		{"result": "Berkas lengkap", "holder": "Kabid Satu"},
		{"result": "Izin cepat", "holder": "Kepala"},
	]
	assert [(step["level"], step["objective_name"]) for step in first["objectives"]] == [
		("Objective", "Izin terbit tepat waktu"),
		("Mission", "Pelayanan yang cepat"),
		("Vision", "Kota Uji yang melayani"),
	]
	assert first["note"] == ""


@pytest.mark.parametrize(
	("key", "result", "note"),
	[
		("staff2", "Piket", "neither an objective nor a result of the superior"),
		("staff3", "Arsip rapi", "no longer in a plan in force"),
		("staff4", "Notulen rapat", "The last result of this chain serves nothing"),
	],
)
def test_up_says_where_the_chain_ends(
	agency: Agency, cycle: str, plans: dict[str, str], key: str, result: str, note: str
) -> None:
	rows = {row["result"]: row for row in cascade.up(agency.employee(key), cycle)["rows"]}
	assert note in rows[result]["note"]
	assert rows[result]["objectives"] == []


def test_a_superiors_draft_does_not_count_and_is_not_read_out(
	agency: Agency, cycle: str, goals: dict[str, str]
) -> None:
	store(
		agency, "lead1", cycle, [{"result": "Rahasia", "item_key": "r", "objective": goals["roads"]}], DRAFT
	)
	store(agency, "staff1", cycle, [{"result": "Milik saya", "superior_item": "r"}])
	for drafts in (0, 1):
		(row,) = cascade.up(agency.employee("staff1"), cycle, drafts)["rows"]
		assert "not approved yet" in row["note"]
		assert (row["superiors"], row["objectives"]) == ([], [])


def test_loops_end(agency: Agency, cycle: str) -> None:
	store(agency, "head", cycle, [{"item_key": "a", "superior_item": "b"}])
	store(agency, "lead1", cycle, [{"item_key": "b", "superior_item": "a"}])
	(row,) = cascade.up(agency.employee("head"), cycle)["rows"]
	assert "in a circle" in row["note"]
	assert cascade.orphans(cycle)["total"] == 2


# --- what counts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("state", "counts", "with_drafts"),
	[
		(APPROVED, 1, 1),
		({**APPROVED, "ended_on": "2026-06-30"}, 0, 0),
		({"docstatus": 1, "workflow_state": "Superseded"}, 0, 0),
		({"docstatus": 2, "workflow_state": "Cancelled"}, 0, 0),
		(DRAFT, 0, 1),
		({"docstatus": 0, "workflow_state": "Waiting for Rater"}, 0, 1),
		({**DRAFT, "revision_of": "x"}, 0, 0),
	],
)
def test_plans_in_force_count_and_drafts_when_asked_for(
	agency: Agency, cycle: str, goals: dict[str, str], state: dict[str, Any], counts: int, with_drafts: int
) -> None:
	store(agency, "staff1", cycle, [{"objective": goals["roads"]}, {}], state)
	store(agency, "staff2", agency.cycle().name, [{"objective": goals["roads"]}])  # another year
	for drafts, expected in ((0, counts), (1, with_drafts)):
		assert cascade.objectives(cycle, drafts)["people"] == expected
		assert len(cascade.down(cycle, goals["roads"], drafts)["rows"]) == expected
		assert cascade.orphans(cycle, drafts)["total"] == expected
		assert bool(cascade.up(agency.employee("staff1"), cycle, drafts)["plan"]) == bool(expected)
		assert execute({"cycle": cycle, "drafts": drafts})[1][-1:] == [] or expected


# --- orphans and the report --------------------------------------------------------------------------------


def test_what_serves_nothing_is_listed_with_its_reason(cycle: str, plans: dict[str, str]) -> None:
	found = cascade.orphans(cycle)
	assert found["total"] == 4
	assert {(row["employee_name"], row["result"]): row["reason"].split(":")[0] for row in found["rows"]} == {
		("Staf Dua", "Piket"): "Serves nothing",
		("Kabid Dua", "Rapat rutin"): "Serves nothing",
		("Staf Empat", "Notulen rapat"): "The last result of this chain serves nothing",
		("Staf Tiga", "Arsip rapi"): "The superior's result that it serves is no longer in a plan in force.",
	}
	assert {row["plan"] for row in found["rows"]} <= set(plans.values())
	assert [row["result"] for row in cascade.orphans(cycle, search="Staf T")["rows"]] == ["Arsip rapi"]
	assert cascade.orphans(cycle, search="Bidang Uji Dua")["total"] == 3


def test_the_report_counts_per_unit_and_adds_up(cycle: str, plans: dict[str, str]) -> None:
	columns, rows, __, chart, summary = execute({"cycle": cycle})
	fields = ("plans", "items", "direct", "through", "nothing", "coverage")
	assert {row["unit"]: tuple(row[field] for field in fields) for row in rows} == {
		# head, lead1, staff1, staff2, lent: 1 + 1 + 2 + 2 + 1 rows; Piket serves nothing; 6 of 7
		"Bidang Uji Satu": (5, 7, 1, 5, 1, 85.71),
		# lead2, staff3, staff4: 2 + 2 + 1 rows; the road and its hole; 2 of 5
		"Bidang Uji Dua": (3, 5, 1, 1, 3, 40.0),
		# 8 of 12
		"Total": (8, 12, 2, 6, 4, 66.67),
	}
	assert rows[-1]["unit"] == "Total"
	assert [column["fieldname"] for column in columns][1:] == list(fields)
	assert chart["data"]["labels"] == ["Bidang Uji Dua", "Bidang Uji Satu"]
	assert [str(part["value"]).replace(",", ".") for part in summary][:2] == ["12", "66.67"]
	unit = frappe.db.get_value("Employee", {"employee_name": "Staf Tiga"}, "department")
	assert [row["unit"] for row in execute({"cycle": cycle, "department": unit})[1]] == [
		"Bidang Uji Dua",
		"Total",
	]


def test_the_report_lists_objectives_that_nobody_carries(
	agency: Agency, cycle: str, goals: dict[str, str], plans: dict[str, str]
) -> None:
	lonely = objective("Sasaran sepi", "Objective", goals["mission"])
	below = objective("Program sepi", "Programme", lonely)
	foreign = objective("Seberang", "Vision", company=ELSEWHERE)
	names = [row["name"] for row in execute({"cycle": cycle, "show": "Objectives"})[1]]
	# all others are carried, roads by its programme; the other agency's is none of this cycle's
	assert [name for name in names if name in {*goals.values(), lonely, below, foreign}] == [lonely, below]


def test_the_report_lists_what_serves_nothing(cycle: str, plans: dict[str, str]) -> None:
	columns, rows, *__ = execute({"cycle": cycle, "show": "Results"})
	assert sorted(row["result"] for row in rows) == ["Arsip rapi", "Notulen rapat", "Piket", "Rapat rutin"]
	assert {column["fieldname"] for column in columns} <= set(rows[0])


def test_every_part_of_the_report_is_exported_as_a_sheet(
	agency: Agency, cycle: str, plans: dict[str, str], client: Any
) -> None:
	keep()
	for show, cell in (("Units", "Bidang Uji Satu"), ("Objectives", None), ("Results", "Piket")):
		answer = client("lead1").session.post(
			f"{client('lead1').url}/api/method/frappe.desk.query_report.export_query",
			data={
				"report_name": "ASN Cascade Coverage",
				"filters": frappe.as_json({"cycle": cycle, "show": show}),
				"file_format_type": "Excel",
				"visible_idx": frappe.as_json(list(range(1000))),  # the Desk names the rows it shows
			},
			timeout=120,
		)
		assert answer.status_code == 200, answer.text[:1000]
		sheet = load_workbook(BytesIO(answer.content)).active
		cells = {value for row in sheet.iter_rows(values_only=True) for value in row}
		assert cell is None or cell in cells
		assert "Rapat rutin" not in cells  # of the other unit's head


def test_without_a_choice_it_begins_with_the_newest_open_cycle(agency: Agency, goals: dict[str, str]) -> None:
	newest = agency.cycle(from_date="2031-01-01", to_date="2031-12-31").name
	there = agency.cycle(company=ELSEWHERE, from_date="2032-01-01", to_date="2032-12-31").name
	assert cascade.start(objective=goals["roads"])["cycle"] == newest
	with agency.acting("staff1"):
		begin = cascade.start()
		assert (begin["company"], begin["cycle"]) == (HERE, newest)
		assert begin["employee"] == agency.employee("staff1")
	with agency.acting("foreign"):
		assert cascade.start()["cycle"] == there
	assert execute({"company": ELSEWHERE})[1] == []


# --- size --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["admin", "lead1"])
def test_the_number_of_queries_does_not_depend_on_the_number_of_plans(agency: Agency, who: str) -> None:
	goals = strategy()
	sizes = []
	for people in (10, 200):
		cycle = agency.cycle().name
		office(agency, cycle, goals)
		crowd(cycle, people)
		frappe.db.set_value(
			"ASN Work Plan Item",
			{"item_key": ["like", f"{cycle}-00000-%".replace(" ", "")]},
			"objective",
			goals["roads"],
		)
		with agency.acting(who):
			work: list[Callable[[], Any]] = [
				lambda c=cycle: cascade.start(cycle=c),
				lambda c=cycle: cascade.objectives(c),
				lambda c=cycle: cascade.down(c, goals["roads"]),
				lambda c=cycle: cascade.below(c, ["h1", "l1", "m1"]),
				lambda c=cycle: cascade.up(agency.employee("lead1"), c),
				lambda c=cycle: cascade.orphans(c),
				lambda c=cycle: execute({"cycle": c}),
				lambda c=cycle: execute({"cycle": c, "show": "Objectives"}),
				lambda c=cycle: execute({"cycle": c, "show": "Results"}),
			]
			for step in work:
				step()  # what Frappe keeps in its caches
			sizes.append([number_of_queries(step) for step in work])
	small, large = sizes
	assert all(many <= few for few, many in zip(small, large, strict=True)), sizes


def test_a_level_is_read_in_pages(agency: Agency, cycle: str, goals: dict[str, str]) -> None:
	crowd(cycle, 130)
	frappe.db.set_value("ASN Work Plan Item", {"item_key": ["like", "%-0"]}, "objective", goals["roads"])
	first = cascade.down(cycle, goals["roads"])
	assert (len(first["rows"]), first["next"]) == (100, 100)
	rest = cascade.down(cycle, goals["roads"], start=first["next"])
	assert (len(rest["rows"]), rest["next"]) == (30, 0)
	assert not {row["plan"] for row in first["rows"]} & {row["plan"] for row in rest["rows"]}
	# Hasil 0 names an objective, 1 to 4 lead up to the first person, whose four serve nothing: 4 × 130
	assert cascade.orphans(cycle)["total"] == 520
	assert len(cascade.orphans(cycle, start=500)["rows"]) == 20
