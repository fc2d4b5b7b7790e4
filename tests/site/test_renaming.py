"""When a person, a unit, a position or an agency is renamed, what may exist once stays unique."""

from typing import Any

import frappe
import pytest

from asn_kinerja import renaming, training_hours
from asn_kinerja.competency import starting
from asn_kinerja.planning import store
from tests.support.agency import Agency
from tests.support.rows import insert_row
from tests.support.training import COMPETENCY, TRAINING, position, started, training

NEW = "HR-UJI-198005172005031001"
# evaluation, kind and a digest of the subject; user and day of a mail that was sent
OF_NO_NAME = {("ASN Follow Up", "proposal_key"), ("ASN Reminder", "reminder_key")}


def key_of(doctype: str, name: str, field: str) -> str:
	return frappe.db.get_value(doctype, name, field)


def test_every_unique_key_follows_or_holds_no_name() -> None:
	ours = frappe.get_all("DocType", {"module": "ASN Kinerja"}, pluck="name")
	found = frappe.get_all(
		"DocField",
		filters={"parent": ["in", ours], "unique": 1, "fieldname": ["like", "%_key"]},
		fields=["parent", "fieldname"],
	)
	known = {pair for fields in renaming.KEYS.values() for pair in fields.items()}
	known |= OF_NO_NAME | {(TRAINING, "training_key")}  # a digest, calculated anew
	assert {(row.parent, row.fieldname) for row in found} == known


def test_a_renamed_person_still_has_one_of_each(agency: Agency) -> None:
	position(agency)
	cycle = agency.cycle()
	plan = agency.plan("staff1", cycle)
	assessed = started(agency, cycle=cycle.name)
	attended = training(agency, title="Uji Ganti Nama")
	old = agency.employee("staff1")
	review = insert_row("ASN Behaviour Review", review_key=f"{agency.employee('lead1')}::tahap::{old}")
	stranger = insert_row("ASN Attendance Recap", recap_key=f"{old}0::2019-03")

	frappe.rename_doc("Employee", old, NEW)
	plan.reload()
	assert (plan.employee, plan.plan_key) == (NEW, store.key(plan))
	assert key_of(COMPETENCY, assessed.name, "assessment_key") == starting.key(NEW, cycle.name, "", None)
	digest = training_hours.key(NEW, attended.title, attended.from_date)
	assert key_of(TRAINING, attended.name, "training_key") == digest
	other = key_of("ASN Behaviour Review", review, "review_key")
	assert other == f"{agency.employee('lead1')}::tahap::{NEW}"
	assert key_of("ASN Attendance Recap", stranger, "recap_key") == f"{old}0::2019-03"


@pytest.mark.parametrize("doctype", ["Designation", "Company"])
def test_a_renamed_position_or_agency_still_has_one_standard(agency: Agency, doctype: str) -> None:
	old, new = f"Uji Lama {doctype}", f"Uji Baru {doctype}"
	made: dict[str, Any] = {"doctype": doctype, "designation_name": old, "company_name": old}
	frappe.get_doc(made | {"abbr": "UJL", "default_currency": "IDR", "country": "Indonesia"}).insert()
	parts = {"Designation": ("position", "", old), "Company": ("position", old, "Analis")}[doctype]
	standard = insert_row("ASN Position Standard", standard_key="::".join(parts))
	frappe.rename_doc(doctype, old, new)
	expected = "::".join(new if part == old else part for part in parts)
	assert key_of("ASN Position Standard", standard, "standard_key") == expected


def test_two_with_the_same_month_are_not_merged(agency: Agency) -> None:
	old, other = agency.employee("staff1"), agency.employee("staff2")
	for one in (old, other):
		insert_row("ASN Attendance Recap", recap_key=f"{one}::2019-03")
	doc = frappe.get_doc("Employee", other)
	with pytest.raises(frappe.ValidationError, match="cannot be merged"):
		renaming.after_rename(doc, "after_rename", old, other, True)
