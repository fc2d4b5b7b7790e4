"""The demo agency: what can be said about it without loading it, and when it refuses to be loaded."""

from collections import Counter
from random import Random

import pytest

from asn_kinerja.demo import agency, load, plans
from asn_kinerja.demo.fates import ABOVE, AS, BELOW, PATHS, SHARES, UNAPPROVED, fates
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
	assert named <= seats


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
