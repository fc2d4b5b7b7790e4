"""The NIP on the Employee record, with its messages."""

import secrets
from typing import Any

import frappe
import pytest

from tests.support.agency import Agency


def employee(agency: Agency, **values: Any) -> Any:
	doc = frappe.get_doc("Employee", agency.employee("staff1"))
	return doc.update({"gender": "Male", "date_of_birth": "1980-05-17", **values})


def nip(sex: str = "1") -> str:
	return f"1980051720{secrets.randbelow(10) + 10}03{sex}{secrets.randbelow(1000):03d}"


@pytest.mark.parametrize(
	("number", "words"),
	[
		("19800517200503100", "18 digits, this one has 17"),
		("198005182005031001", "date of birth (1980-05-18) is not the employee's (1980-05-17)"),
		("198005172005032001", "does not fit the gender Male"),
		("198005172005131001", "are no month"),
	],
)
def test_a_nip_that_does_not_fit_is_refused(agency: Agency, number: str, words: str) -> None:
	name = agency.employee("staff1")
	before = frappe.db.get_value("Employee", name, ["asn_nip", "modified"])
	with pytest.raises(frappe.ValidationError) as error:
		employee(agency, asn_nip=number).save()
	assert words in str(error.value)
	assert number in str(error.value)
	assert frappe.db.get_value("Employee", name, ["asn_nip", "modified"]) == before


def test_a_nip_that_fits_is_stored_without_spaces(agency: Agency) -> None:
	number = nip()
	spaced = f"{number[:8]} {number[8:14]} {number[14]} {number[15:]}"
	employee(agency, asn_nip=spaced).save()
	assert frappe.db.get_value("Employee", agency.employee("staff1"), "asn_nip") == number


def test_a_nip_needs_to_know_pns_or_pppk(agency: Agency) -> None:
	with pytest.raises(frappe.ValidationError, match="ASN Type"):
		employee(agency, asn_nip=nip(), asn_type="").save()


def test_two_people_do_not_share_a_nip(agency: Agency) -> None:
	number = nip()
	employee(agency, asn_nip=number).save()
	other = frappe.get_doc("Employee", agency.employee("staff2"))
	other.update({"gender": "Male", "date_of_birth": "1980-05-17", "asn_nip": number})
	with pytest.raises(frappe.UniqueValidationError):
		other.save()


def test_people_without_a_nip_do_not_collide(agency: Agency) -> None:
	"""An empty field is no number that could be used twice."""
	for key in ("staff1", "staff2"):
		frappe.get_doc("Employee", agency.employee(key)).update({"asn_nip": ""}).save()


def test_the_header_of_a_plan_comes_from_the_employee(agency: Agency) -> None:
	number = nip()
	employee(agency, asn_nip=number, asn_position_type="Pelaksana").save()
	plan = agency.plan("staff1", agency.cycle(), "Draft")
	assert (plan.nip, plan.employee_name, plan.position_type) == (number, "Staf Satu", "Pelaksana")
	assert plan.rater_name == "Kabid Satu"
