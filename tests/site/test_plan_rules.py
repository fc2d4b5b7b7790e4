"""What a work plan must fulfil; each refusal names row and field, and stores nothing."""

import threading
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from tests.support.agency import ELSEWHERE, PLAN, Agency, item, keep, plan_values


def refuse_submission(agency: Agency, key: str, *words: str, **values: Any) -> None:
	"""The draft is stored as far as it goes; what is missing is named when it is sent to the rater."""
	plan = agency.plan(key, agency.cycle(), "Draft", **values)
	with agency.acting(key), pytest.raises(frappe.ValidationError) as error:
		apply_workflow(plan, "Submit for Approval")
	for word in words:
		assert word in str(error.value)
	assert frappe.db.get_value(PLAN, plan.name, "workflow_state") == "Draft"


def refuse(agency: Agency, key: str, cycle: Any, *words: str, **values: Any) -> None:
	with agency.acting(key), pytest.raises(frappe.ValidationError) as error:
		frappe.get_doc(plan_values(cycle.name, **values)).insert()
	for word in words:
		assert word in str(error.value)
	assert not frappe.db.exists(PLAN, {"cycle": cycle.name})
	orphans = frappe.qb.DocType("ASN Work Plan Item")
	plans = frappe.qb.DocType(PLAN)
	query = frappe.qb.from_(orphans).left_join(plans).on(orphans.parent == plans.name)
	assert not query.select(orphans.name).where(plans.name.isnull()).limit(1).run()


@pytest.mark.parametrize(
	("items", "words"),
	[
		([], ["no item"]),
		([item(weight=40), item(weight=50)], ["add up to 90", "100"]),
		([item(weight=60), item(weight=50)], ["add up to 110"]),
		([item(weight=33.33), item(weight=33.33), item(weight=33.33)], ["add up to 99.99"]),
		([item(), item(target_min=0, weight=0)], ["Row 2", "target of 0"]),
		([item(direction="Lower", target_min=0)], ["Row 1", "target of 0"]),
		([item(direction="Exact", target_min=0)], ["Row 1", "target of 0"]),
		([item(weight=50), item(measure="", weight=50)], ["Row 2", "Indicator"]),
		([item(weight=50, measure=""), item(target_min=0, weight=40)], ["Row 1", "Row 2", "add up to 90"]),
	],
)
def test_a_plan_that_cannot_be_evaluated_is_kept_and_not_sent(
	agency: Agency, items: list[dict[str, Any]], words: list[str]
) -> None:
	refuse_submission(agency, "staff1", *words, items=items)


@pytest.mark.parametrize(
	("items", "words"),
	[
		([item(weight=150), item(weight=-50)], ["Row 2", "negative"]),
		([item(target_min=-5)], ["Row 1", "negative"]),
		([item(target_min=90, target_max=80)], ["Row 1", "90", "80"]),
		([item(direction="Exact", target_min=80, target_max=90)], ["Row 1", "exact target is one number"]),
		([item(result="", measure="x")], ["Row 1", "Result"]),
		([item(perspective="Anggaran")], ["Row 1", "Perspective", "JPT"]),
		(
			[item(target_min=-5), item(target_min=90, target_max=80)],
			["Row 1", "negative", "Row 2", "90"],
		),
	],
)
def test_what_cannot_be_meant_is_not_even_kept_in_a_draft(
	agency: Agency, items: list[dict[str, Any]], words: list[str]
) -> None:
	refuse(agency, "staff1", agency.cycle(), *words, items=items)


@pytest.mark.parametrize(
	"items",
	[
		[item(weight=33.33), item(weight=33.33), item(weight=33.34)],
		[item(direction="Lower", target_min=0, target_max=3)],
		[item(direction="Range", target_min=80, target_max=90)],
		[item(direction="Exact", target_min=80, target_max=80)],
		[item(target_min=0.001)],
	],
)
def test_unusual_but_sound_plans_are_stored(agency: Agency, items: list[dict[str, Any]]) -> None:
	assert agency.plan("staff1", agency.cycle(), "Draft", items=items).weight_total == pytest.approx(100)


def test_an_empty_result_continues_the_one_above(agency: Agency) -> None:
	items = [
		item(result="Layanan", weight=60),
		item(result="", measure="kepuasan", category="Tambahan", weight=40),
	]
	plan = agency.plan("staff1", agency.cycle(), "Draft", items=items)
	assert [(row.result, row.category) for row in plan.items] == [("Layanan", "Utama")] * 2


def test_a_perspective_belongs_to_the_plan_of_a_leader(agency: Agency) -> None:
	plan = agency.plan("head", agency.cycle(), "Draft", items=[item(perspective="Anggaran")])
	assert plan.items[0].perspective == "Anggaran"


def test_unit_aspect_and_direction_come_from_the_indicator_library(agency: Agency) -> None:
	indicator = frappe.get_doc(
		doctype="ASN Indicator",
		indicator_name=f"Lama layanan {frappe.generate_hash(length=6)}",
		unit="hari",
		aspect="Waktu",
		direction="Lower",
	).insert()
	row = {"result": "Layanan", "indicator": indicator.name, "target_min": 7, "weight": 100}
	(stored,) = agency.plan("staff1", agency.cycle(), "Draft", items=[row]).items
	assert (stored.unit, stored.aspect, stored.direction) == ("hari", "Waktu", "Lower")
	assert stored.measure == indicator.name


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"from_date": "2025-12-31"}, ["within the cycle"]),
		({"to_date": "2027-01-01"}, ["within the cycle"]),
		({"from_date": "2026-07-01", "to_date": "2026-06-30"}, ["From", "To"]),
	],
)
def test_a_plan_lies_within_its_cycle(agency: Agency, values: dict[str, str], words: list[str]) -> None:
	refuse(agency, "staff1", agency.cycle(), *words, **values)


def test_the_cycle_is_that_of_the_own_agency(agency: Agency) -> None:
	refuse(agency, "staff1", agency.cycle(company=ELSEWHERE), "is the cycle of Pemkab Uji Seberang")


def test_a_closed_cycle_takes_no_plan(agency: Agency) -> None:
	refuse(agency, "staff1", agency.cycle(status="Closed"), "is closed")


def test_a_user_who_is_no_employee_is_told_whom_to_ask(agency: Agency) -> None:
	cycle = agency.cycle()
	with agency.acting("foreign_admin"), pytest.raises(frappe.ValidationError, match="performance manager"):
		frappe.get_doc(plan_values(cycle.name)).insert()


def test_a_plan_without_a_rater_is_not_sent(agency: Agency) -> None:
	plan = agency.plan("outside", agency.cycle(), "Draft")
	with agency.acting("outside"), pytest.raises(frappe.ValidationError) as error:
		apply_workflow(plan, "Submit for Approval")
	for word in ("Luar has no rater", "Reports to", "Delegated Rater"):
		assert word in str(error.value)
	assert frappe.db.get_value(PLAN, plan.name, "workflow_state") == "Draft"


def test_a_second_plan_for_the_same_cycle_is_refused(agency: Agency) -> None:
	cycle = agency.cycle()
	agency.plan("staff1", cycle, "Draft")
	with agency.acting("staff1"), pytest.raises(frappe.UniqueValidationError):
		frappe.get_doc(plan_values(cycle.name)).insert()
	assert frappe.db.count(PLAN, {"cycle": cycle.name}) == 1


def test_two_connections_do_not_make_two_plans(agency: Agency, client: Any) -> None:
	"""Both check before either has stored: the database decides, and the loser is told."""
	cycle = agency.cycle()
	keep()
	me, answers, barrier = client("staff1"), [], threading.Barrier(3)
	headers = me.session.headers["Authorization"]

	def insert() -> None:
		from tests.support.http import Client

		mine = Client(me.url, me.session.headers["X-Frappe-Site-Name"])
		mine.session.headers["Authorization"] = headers
		barrier.wait()
		answers.append(mine.insert(PLAN, plan_values(cycle.name)))

	threads = [threading.Thread(target=insert) for _ in range(3)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert sum(answer.ok for answer in answers) == 1, [answer.messages for answer in answers]
	assert all(answer.messages for answer in answers if not answer.ok)
	frappe.db.rollback()
	assert frappe.db.count(PLAN, {"cycle": cycle.name}) == 1


def test_the_unique_index_holds_where_the_code_is_not_asked(agency: Agency) -> None:
	plan = agency.plan("staff1", agency.cycle(), "Draft")
	with pytest.raises(Exception, match="Duplicate entry"):
		frappe.db.bulk_insert(PLAN, ["name", "plan_key"], [(frappe.generate_hash(length=10), plan.plan_key)])


def test_a_cancelled_plan_makes_room_for_another(agency: Agency) -> None:
	cycle = agency.cycle()
	plan = agency.plan("staff1", cycle)
	with agency.acting("admin"):
		plan.cancel_reason = "Mutasi"
		plan.save()
		apply_workflow(plan, "Cancel")
	assert agency.plan("staff1", cycle, "Draft").name != plan.name


def test_a_qualitative_plan_needs_words_not_targets(agency: Agency) -> None:
	row = {"result": "Layanan prima", "success_measure": "Warga puas", "weight": 0}
	assert agency.plan("staff1", agency.cycle(), "Draft", approach="Qualitative", items=[row]).name
	refuse_submission(agency, "staff2", "Row 1", "Measure of Success", approach="Qualitative", items=[item()])


def test_all_values_of_the_agency_stand_on_every_plan(agency: Agency) -> None:
	values = frappe.get_all("ASN Behaviour Value", {"disabled": 0}, order_by="sequence, name", pluck="name")
	sent = [{"behaviour_value": values[2], "expectation": "Tepat waktu"}]
	plan = agency.plan("staff1", agency.cycle(), "Draft", behaviours=sent)
	assert [row.behaviour_value for row in plan.behaviours] == values
	assert plan.behaviours[2].expectation == "Tepat waktu"
