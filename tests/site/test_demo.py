"""The demo agency: what can be said about it without loading it, and when it refuses to be loaded."""

from collections import Counter
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from asn_kinerja.demo import activities, agency, load, planning, plans, removal, talks
from asn_kinerja.demo.fates import ABOVE, AS, BELOW, FIRST, PATHS, SECOND, SHARES, UNAPPROVED, fates
from asn_kinerja.demo.people import ACCOUNTS, PPPK, people
from asn_kinerja.nip import check_nip
from asn_kinerja.setup.workflows import EVALUATION, WORK_PLAN

ASN = [person for person in people() if person.asn_type]


def test_two_hundred_people_stand_in_four_levels_below_the_mayor() -> None:
	depth = {person.seat.key: person.seat.depth for person in people()}
	assert len(depth) == len(people()) == agency.SIZE
	assert set(depth.values()) == {0, 1, 2, 3, 4}
	for person in people():
		above = person.seat.superior
		assert (above is None) == (person.seat.depth == 0)
		assert above is None or depth[above] == person.seat.depth - 1


def test_every_unit_has_people_and_stands_after_the_one_above() -> None:
	units = list(agency.units())
	assert {person.seat.unit for person in people()} == set(units)
	for unit, above in agency.units().items():
		assert above is None or units.index(above) < units.index(unit)


def test_nips_fit_their_people() -> None:
	for person in ASN:
		assert check_nip(person.nip, person.birth_date, person.gender, person.asn_type) == person.nip
		assert person.birth_date < person.appointed <= person.position_since


def test_people_are_told_apart() -> None:
	for field in ("number", "full_name", "nip"):
		counted = Counter(getattr(person, field) for person in ASN)
		assert counted.most_common(1)[0][1] == 1, field


def test_exactly_one_name_contains_markup() -> None:
	assert [person.full_name for person in people() if "<" in person.full_name] == ["Budi <b>Santoso</b>"]


def test_names_are_of_many_kinds() -> None:
	assert any(not person.last_name for person in people())
	assert max(len(person.full_name) for person in people()) > 60
	assert {person.asn_type for person in ASN} == {"PNS", PPPK}


def test_choices_are_those_of_the_employee_form(db: object) -> None:
	import frappe

	meta = frappe.get_meta("Employee")
	for field, values in {
		"asn_golongan": {person.rank for person in people()},
		"asn_position_type": {person.seat.post.kind for person in people()},
		"asn_functional_level": {person.seat.post.level for person in people()},
	}.items():
		assert values <= set(meta.get_field(field).options.split("\n")), field


def test_weights_sum_to_a_hundred() -> None:
	for person in ASN:
		lines = plans.lines_of(person, Random(person.number))  # noqa: S311
		assert 3 <= len(lines) <= 5, person
		assert sum(line.weight for line in lines) == 100, person


def test_objectives_stand_after_the_one_above() -> None:
	codes = [objective.code for objective in plans.OBJECTIVES]
	for objective in plans.OBJECTIVES[1:]:
		assert codes.index(objective.parent) < codes.index(objective.code)
	assert {plan.objective for plan in plans.PLANS.values()} <= set(codes)


def test_all_states_of_both_workflows_are_planned() -> None:
	# approved plans, and the superseded and cancelled ones beside them, are what the others have
	planned = {*UNAPPROVED.values(), "Approved", "Superseded", "Cancelled"}
	assert planned == {state.name for state in WORK_PLAN.states}
	ends = {PATHS[fate.path][-1] if PATHS[fate.path] else "Self Assessment" for fate in fates().values()}
	assert ends - {"Corrected"} | {"Cancelled"} == {state.name for state in EVALUATION.states}
	assert "Corrected" in ends  # which cancels the first version


def test_seats_that_are_named_exist() -> None:
	from asn_kinerja.demo import fates as told
	from asn_kinerja.demo.people import DELEGATED, NAMED

	seats = {seat.key for seat in agency.seats()}
	named = {account.seat for account in ACCOUNTS if account.seat}
	named |= {*NAMED, *DELEGATED, *DELEGATED.values(), *told.PROFILE_OF, *UNAPPROVED}
	named |= {*told.CANCELLED, *told.REVISED, *told.REVISING, *(seat for _stage, seat in told.PATH_OF)}
	named |= {*told.TRANSFERS, *told.TRANSFERS.values()}
	named |= {activities.EVERY_DAY, *talks.DIVISIONS, *talks.UNFINISHED}
	named |= {talks.RELEASED_BATCH, talks.HELD_BATCH}
	assert named <= seats


# --- planning ----------------------------------------------------------------------------------------------


def test_every_main_result_serves_one_of_the_superior() -> None:
	"""The forms of JA and JF have a column for it; the additional results stand for themselves."""
	for plan in plans.PLANS.values():
		above = [plans.item(line, None) for line in plans.PLANS["kabag"].lines]
		rows = [plans.item(line, None) for line in plan.lines]
		served = plans.served(rows, above)
		assert len(served) == len(rows)
		for row, other in zip(rows, served, strict=True):
			same = bool(row.get("indicator")) and row.get("indicator") == other["indicator"]
			assert plans.cascading(row, other) == ("Direct" if same else "Non-direct")


def test_stages_of_what_is_counted_add_up_to_the_year() -> None:
	counted = [key for key, indicator in plans.INDICATORS.items() if indicator.daily]
	assert counted
	for plan in plans.PLANS.values():
		steps = plans.milestones(plan.lines, (FIRST, SECOND))
		for number, line in enumerate(plan.lines, 1):
			targets = [step["target"] for step in steps if step["item_no"] == number]
			if line.indicator in counted:
				assert plans.INDICATORS[line.indicator].unit in activities.COUNTED
				assert sum(targets) == plans.item(line, None)["target_min"]
			else:
				assert not any(targets)


def test_superiors_submit_and_are_approved_first() -> None:
	approved: dict[int, list[date]] = {}
	for person in ASN:
		submitted, day = planning.days_of(person)
		assert submitted < day
		assert day.weekday() < 5
		assert submitted.weekday() < 5
		approved.setdefault(person.seat.depth, []).append(day)
	for depth in (1, 2, 3):
		assert max(approved[depth]) <= min(approved[depth + 1])
	late = [day for day in approved[4] if day > date(2025, 1, 31)]
	assert 0 < len(late) < len(approved[4]) / 5  # for the report of who is late


def test_templates_are_complete_plans() -> None:
	objectives = {objective.code: objective.code for objective in plans.OBJECTIVES}
	for title in plans.TEMPLATES:
		template = plans.template(title, objectives)
		assert sum(row["weight"] for row in template["items"]) == 100
		assert all(row["objective"] for row in template["items"])


# --- monitoring --------------------------------------------------------------------------------------------


def entries_of(person: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
	"""A person's items as they are stored, and his entries of the year."""
	items = []
	for number, line in enumerate(plans.lines_of(person, Random(person.number))):  # noqa: S311
		daily = plans.INDICATORS[line.indicator].daily and not line.narrative
		source = "Daily Activity" if daily else "Manual"
		items.append({**plans.item(line, None), "item_key": f"key{number}", "data_source": source})
	return items, activities.entries(person, items, "plan")


def test_activities_fit_into_their_days_and_nobody_is_at_two_places() -> None:
	entered = 0
	for person in ASN:
		if person.seat.key in UNAPPROVED:
			continue
		_items, entries = entries_of(person)
		entered += len(entries)
		for before, after in pairwise(entries):
			assert before["date"] <= after["date"]
			if before["date"] == after["date"]:
				assert before["to_time"] <= after["from_time"]
		for row in entries:
			assert row["date"].year == 2025
			hours, minutes = row["to_time"].hour, row["to_time"].minute
			start = row["from_time"].hour * 60 + row["from_time"].minute
			assert hours * 60 + minutes - start == row["minutes"] > 0
			assert (row["status"] == "Returned") == bool(row.get("return_reason"))
	assert entered > 2000


def test_verified_quantities_are_what_the_rating_of_the_stage_says() -> None:
	for person in ASN:
		if person.seat.key in UNAPPROVED:
			continue
		items, entries = entries_of(person)
		for item in items:
			if item["data_source"] != "Daily Activity":
				continue
			for stage, first, last in activities.STAGES:
				reached = sum(
					row["quantity"]
					for row in entries
					if row["plan_item"] == item["item_key"]
					and row["status"] == "Verified"
					and first <= row["date"] <= last
				)
				low, high = activities.SHARES[fates()[stage, person.number].work_result]
				# half of the year's target; rounded to whole visits or files
				assert low * item["target_min"] / 2 - 1 <= reached <= high * item["target_min"] / 2 + 1


def test_dialogues_carry_over_only_what_is_not_done() -> None:
	seen = Counter()
	for person in talks.members():
		first, second = talks.dialogues_of(person)
		carried = [row["name"] for row in first["actions"] if row["status"] == "Carried Over"]
		assert [row["carried_from"] for row in second["actions"] if row.get("carried_from")] == carried
		for dialogue in (first, second):
			both = dialogue["employee_confirmed_on"] and dialogue["rater_confirmed_on"]
			assert bool(both) == (dialogue["status"] == "Agreed")
			seen[dialogue["status"]] += 1
			for row in dialogue["actions"]:
				assert bool(row["done_on"]) == (row["status"] == "Done")
				seen[row["status"]] += 1
	states = {"Agreed", "Waiting for Employee", "Waiting for Rater", "Open", "Done", "Carried Over"}
	assert set(seen) == states


def test_one_batch_of_anonymous_feedback_is_large_enough_and_one_is_not() -> None:
	import frappe

	default = int(frappe.get_meta("ASN Performance Settings").get_field("anonymity_minimum").default)
	assert len(talks.HELD_TEXTS) < default <= len(talks.RELEASED_TEXTS)


def test_what_is_about_people_or_the_agency_is_removed_with_it(site: str) -> None:
	import frappe

	kept: set[str] = set()
	for name in frappe.get_all(
		"DocType", {"module": "ASN Kinerja", "istable": 0, "issingle": 0}, pluck="name"
	):
		meta = frappe.get_meta(name)
		if meta.has_field("company") or meta.has_field("employee"):
			kept.add(name)
		elif any(df.reqd and df.options in removal.ABOUT_EMPLOYEES for df in meta.get_link_fields()):
			assert name in removal.HIDDEN_PARTS
	of_year = (*removal.OF_CYCLE, "ASN Performance Cycle")
	assert kept <= {*removal.ABOUT_EMPLOYEES, *removal.OF_COMPANY, *of_year, *removal.TREES}


def test_every_cell_of_the_matrix_that_gives_a_predicate_occurs() -> None:
	for stage in SHARES:
		found = Counter((f.work_result, f.behaviour) for (of, _n), f in fates().items() if of == stage)
		assert {(ABOVE, ABOVE), (AS, AS), (BELOW, AS), (AS, BELOW), (BELOW, BELOW)} <= set(found)
		good = sum(found[pair] for pair in ((ABOVE, AS), (AS, ABOVE), (AS, AS)))
		assert good > sum(found.values()) / 2


def test_everyone_with_an_approved_plan_is_evaluated() -> None:
	assert len(fates()) == len(SHARES) * (len(ASN) - len(UNAPPROVED))


def test_run_refuses_a_site_with_other_employees(db: object, monkeypatch: pytest.MonkeyPatch) -> None:
	import frappe

	_employee_of_another_company()
	before = frappe.db.count("Employee")
	monkeypatch.setattr(load, "status", lambda: None)
	monkeypatch.setattr(agency, "COMPANY", "Pemerintah Kota Lain Yang Tidak Ada")
	with pytest.raises(frappe.ValidationError, match="employees of other companies"):
		load.run()
	assert frappe.db.count("Employee") == before


def test_run_refuses_a_company_of_the_same_name(db: object, monkeypatch: pytest.MonkeyPatch) -> None:
	import frappe

	monkeypatch.setattr(load, "status", lambda: None)
	monkeypatch.setattr(agency, "COMPANY", _any_company())
	with pytest.raises(frappe.ValidationError, match="not the demo's"):
		load.run(force=True)


def _any_company() -> str:
	import frappe

	if name := frappe.db.get_value("Company", {}, "name", order_by="name"):
		return name
	values = {
		"company_name": "Instansi Uji Demo",
		"abbr": "IUD",
		"default_currency": "IDR",
		"country": "Indonesia",
	}
	return frappe.get_doc(doctype="Company", **values).insert().name


def _employee_of_another_company() -> None:
	import frappe

	frappe.get_doc(
		doctype="Employee",
		naming_series="HR-EMP-",
		first_name="Pegawai Lain",
		gender="Female",
		date_of_birth="1990-01-01",
		date_of_joining="2015-01-01",
		status="Active",
		company=_any_company(),
	).insert()
