"""Innovations: contributors and their shares, a panel that has not contributed, what counts for a person."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

from asn_kinerja.innovation import facts
from asn_kinerja.scoring.innovation import Contribution
from tests.support.agency import Agency
from tests.support.innovation import INNOVATION, decide, innovation, name_panel, proposed, verified
from tests.support.queries import number_of_queries


@pytest.fixture(autouse=True)
def panel_of_three() -> Iterator[None]:
	frappe.db.set_single_value("ASN Performance Settings", "innovation_panel", 3)
	yield
	frappe.db.rollback()
	frappe.db.value_cache.clear()


def test_the_panel_decides_by_more_than_half(agency: Agency) -> None:
	doc = proposed(agency)
	decide(agency, doc, "staff3", "Verified")
	decide(agency, doc, "staff4", "Not Verified", "Sudah ada di unit lain")
	assert frappe.db.get_value(INNOVATION, doc.name, "status") == "Waiting for Panel"
	decide(agency, doc, "lent", "Verified")
	stored = frappe.get_doc(INNOVATION, doc.name)
	assert (stored.status, bool(stored.decided_on)) == ("Verified", True)
	assert [row.decision for row in stored.panel] == ["Verified", "Not Verified", "Verified"]


def test_half_of_the_panel_is_not_enough(agency: Agency) -> None:
	frappe.db.set_single_value("ASN Performance Settings", "innovation_panel", 2)
	doc = proposed(agency, panel=("staff3", "staff4"))
	decide(agency, doc, "staff3", "Verified")
	decide(agency, doc, "staff4", "Not Verified", "Bukan hal baru")
	assert frappe.db.get_value(INNOVATION, doc.name, "status") == "Not Verified"


def test_a_panel_that_is_too_small_decides_nothing(agency: Agency) -> None:
	doc = proposed(agency, panel=("staff3", "staff4"))
	with pytest.raises(frappe.ValidationError, match="has 2 members and needs 3"):
		decide(agency, doc, "staff3", "Verified")


@pytest.mark.parametrize(
	("contributors", "message"),
	[
		({"staff1": 60, "staff2": 30}, r"add up to 90\.00 %"),
		({"staff1": 100, "staff2": 0}, "above 0"),
		({"staff1": 50, "foreign": 50}, "row 2: choose an active employee of"),
	],
)
def test_shares_are_checked(agency: Agency, contributors: dict[str, float], message: str) -> None:
	with pytest.raises(frappe.ValidationError, match=message):
		innovation(agency, contributors)


def test_the_same_contributor_twice_is_refused(agency: Agency) -> None:
	rows = [{"employee": agency.employee("staff1"), "share": 50}] * 2
	doc = frappe.get_doc({**values(), "contributors": rows})
	with agency.acting("staff1"), pytest.raises(frappe.ValidationError, match="stands in the table twice"):
		doc.insert()


def values() -> dict[str, Any]:
	return {
		"doctype": INNOVATION,
		"title": "Arsip digital",
		"date": nowdate(),
		"impact_level": "Unit Kerja",
		"description": "Arsip dipindai",
		"benefit": "Dicari dalam semenit",
	}


def test_the_proposer_alone_has_all_of_it(agency: Agency) -> None:
	with agency.acting("staff1"):
		doc = frappe.get_doc(values()).insert()
	assert [(row.employee, row.share) for row in doc.contributors] == [(agency.employee("staff1"), 100)]


def test_it_is_not_in_use_before_its_day(agency: Agency) -> None:
	with agency.acting("staff1"), pytest.raises(frappe.ValidationError, match="in the future"):
		frappe.get_doc({**values(), "date": add_days(nowdate(), 1)}).insert()


def test_a_returned_one_is_corrected_and_handed_in_again(agency: Agency) -> None:
	doc = proposed(agency)
	decide(agency, doc, "staff3", "Verified")
	with agency.acting("admin"):
		frappe.get_doc(INNOVATION, doc.name).give_back("Lengkapi manfaatnya")
	with agency.acting("staff1"):
		mine = frappe.get_doc(INNOVATION, doc.name)
		assert (mine.status, mine.return_reason) == ("Returned", "Lengkapi manfaatnya")
		mine.benefit = "Menghemat 3 jam sehari"
		mine.save()
		mine.submit_to_panel()
	again = frappe.get_doc(INNOVATION, doc.name)
	assert (again.status, again.return_reason) == ("Waiting for Panel", None)
	assert {row.decision for row in again.panel} == {"Waiting"}  # another content, another verdict


def test_only_what_is_verified_in_the_period_counts(agency: Agency) -> None:
	verified(agency, {"staff1": 60, "staff2": 40}, title="Antrean daring", date="2026-03-31")
	verified(agency, {"staff1": 100}, title="Arsip", date="2026-04-01", impact_level="Unit Kerja")
	proposed(agency, title="Belum diputus", date="2026-02-01")
	one, two = agency.employee("staff1"), agency.employee("staff2")
	asked = [one, two, agency.employee("staff3")]
	assert facts(asked, "2026-01-01", "2026-03-31") == {
		one: (Contribution("Antrean daring", "Instansi", Decimal(60)),),
		two: (Contribution("Antrean daring", "Instansi", Decimal(40)),),
	}
	assert facts(asked, "2026-04-01", "2026-06-30") == {
		one: (Contribution("Arsip", "Unit Kerja", Decimal(100)),)
	}
	assert facts([], "2026-01-01", "2026-12-31") == {}
	assert number_of_queries(lambda: facts(asked, "2026-01-01", "2026-12-31")) == 1


def test_a_verdict_stays_when_the_panel_changes(agency: Agency) -> None:
	doc = proposed(agency)
	decide(agency, doc, "staff3", "Verified")
	with pytest.raises(frappe.ValidationError, match="has decided already"):
		name_panel(agency, doc, "staff4", "lent")
	with agency.acting("admin"):
		stored = frappe.get_doc(INNOVATION, doc.name)
		stored.panel[1].decision = "Verified"  # a client writes the verdict of another
		stored.panel[0].decision = "Waiting"
		stored.save()
	assert [row.decision for row in frappe.get_doc(INNOVATION, doc.name).panel] == [
		"Verified",
		"Waiting",
		"Waiting",
	]
