"""Cycles, their stages, and the scheme they are scored by."""

from itertools import pairwise
from typing import Any

import frappe
import pytest

from tests.support.agency import MATRIX, Agency

CYCLE = "ASN Performance Cycle"


def stage(name: str, start: str, end: str, **values: Any) -> dict[str, Any]:
	return {
		"stage_name": name,
		"stage_type": "Periodic",
		"from_date": start,
		"to_date": end,
		"due_date": end,
		**values,
	}


def refuse(agency: Agency, *words: str, **values: Any) -> None:
	count = frappe.db.count(CYCLE)
	with pytest.raises(frappe.ValidationError) as error:
		agency.cycle(**values)
	for word in words:
		assert word in str(error.value)
	assert frappe.db.count(CYCLE) == count


@pytest.mark.parametrize(
	("frequency", "periods"),
	[
		("Monthly", 12),
		("Quarterly", 4),
		("Half-yearly", 2),
	],
)
def test_stages_are_proposed_from_the_frequency(agency: Agency, frequency: str, periods: int) -> None:
	*periodic, annual = agency.cycle(frequency=frequency).stages
	assert len(periodic) == periods
	assert (str(periodic[0].from_date), str(periodic[-1].to_date)) == ("2026-01-01", "2026-12-31")
	for one, following in pairwise(periodic):
		assert frappe.utils.date_diff(following.from_date, one.to_date) == 1
	assert (annual.stage_type, str(annual.from_date), str(annual.to_date)) == (
		"Annual",
		"2026-01-01",
		"2026-12-31",
	)


def test_a_cycle_that_begins_in_the_middle_of_a_month_has_no_gap(agency: Agency) -> None:
	*periodic, _annual = agency.cycle(from_date="2026-02-10").stages
	# three months from February: 10 February to 30 April, then May to July, August to October, the rest
	assert [(str(row.from_date), str(row.to_date)) for row in periodic] == [
		("2026-02-10", "2026-04-30"),
		("2026-05-01", "2026-07-31"),
		("2026-08-01", "2026-10-31"),
		("2026-11-01", "2026-12-31"),
	]


@pytest.mark.parametrize(
	("stages", "words"),
	[
		(
			[stage("A", "2026-01-01", "2026-03-31"), stage("B", "2026-03-31", "2026-06-30")],
			["rows 1 and 2 overlap", "A", "B"],
		),
		(
			[stage("A", "2026-04-01", "2026-06-30"), stage("B", "2026-01-01", "2026-12-31")],
			["rows 2 and 1 overlap"],
		),
		(
			[stage("A", "2026-01-01", "2026-03-31"), stage("A", "2026-04-01", "2026-06-30")],
			["row 2", "used twice"],
		),
		([stage("A", "2026-03-31", "2026-01-01", due_date="2026-04-30")], ["row 1", "From", "To"]),
		([stage("A", "2025-12-01", "2026-03-31")], ["row 1", "outside the cycle"]),
		([stage("A", "2026-01-01", "2026-03-31", due_date="2025-12-31")], ["row 1", "due before it begins"]),
		(
			[stage(name, "2026-01-01", "2026-12-31", stage_type="Annual") for name in ("A", "B")],
			["one annual stage"],
		),
	],
)
def test_stages_that_contradict_each_other_are_refused(
	agency: Agency, stages: list[dict[str, Any]], words: list[str]
) -> None:
	refuse(agency, *words, stages=stages)


def test_a_cycle_ends_after_it_begins(agency: Agency) -> None:
	refuse(agency, "From", "To", from_date="2026-12-31", to_date="2026-01-01")


def test_a_cycle_needs_a_submitted_scheme(agency: Agency) -> None:
	draft = frappe.copy_doc(frappe.get_doc("ASN Scoring Scheme", agency.schemes[MATRIX]))
	draft.update({"title": f"Uji draf {frappe.generate_hash(length=6)}", "docstatus": 0})
	draft.insert()
	with pytest.raises(frappe.ValidationError, match="not submitted"):
		agency.cycle().update({"scheme": draft.name}).save()
	with pytest.raises(frappe.ValidationError):
		agency.cycle().update({"scheme": None}).save()


@pytest.mark.parametrize("change", [{"cap": 100}, {"title": "Lain"}, {"whole_percent": 0}])
def test_a_submitted_scheme_does_not_change(agency: Agency, change: dict[str, Any]) -> None:
	scheme = frappe.get_doc("ASN Scoring Scheme", agency.schemes[MATRIX])
	with pytest.raises(frappe.ValidationError):
		scheme.update(change).save()
	row = frappe.get_doc("ASN Scoring Scheme", agency.schemes[MATRIX])
	row.components[0].weight = 70
	with pytest.raises(frappe.ValidationError):
		row.save()
	stored = frappe.get_doc("ASN Scoring Scheme", agency.schemes[MATRIX])
	assert (stored.cap, [part.weight for part in stored.components]) == (120, [60, 40])


def test_a_scheme_in_use_is_not_cancelled(agency: Agency) -> None:
	agency.cycle()
	scheme = frappe.get_doc("ASN Scoring Scheme", agency.schemes[MATRIX])
	with pytest.raises(frappe.ValidationError, match="is used by the cycle"):
		scheme.cancel()
	assert frappe.db.get_value("ASN Scoring Scheme", scheme.name, "docstatus") == 1


def test_an_unusable_scheme_is_refused(agency: Agency) -> None:
	scheme = frappe.copy_doc(frappe.get_doc("ASN Scoring Scheme", agency.schemes[MATRIX]))
	scheme.update({"title": f"Uji rusak {frappe.generate_hash(length=6)}", "docstatus": 0})
	scheme.components[0].weight = 50
	with pytest.raises(frappe.ValidationError) as error:
		scheme.insert()
	assert "90" in str(error.value)
	assert "100" in str(error.value)


def test_an_opened_stage_is_neither_moved_nor_removed(agency: Agency) -> None:
	from asn_kinerja.cycle import opening

	cycle = agency.cycle()
	opening._note_on_stage(cycle.name, cycle.stages[0].name)
	moved = frappe.get_doc(CYCLE, cycle.name)
	moved.stages[0].to_date = "2026-03-30"
	with pytest.raises(frappe.ValidationError, match="Quarter 1 is open"):
		moved.save()
	removed = frappe.get_doc(CYCLE, cycle.name)
	removed.remove(removed.stages[0])
	with pytest.raises(frappe.ValidationError, match="Quarter 1 is open"):
		removed.save()
	renamed = frappe.get_doc(CYCLE, cycle.name)
	renamed.stages[0].stage_name = "Triwulan I"
	assert renamed.save().stages[0].opened_on
