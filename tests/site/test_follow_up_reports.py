"""The report of follow-ups and the list of awards: figures worked by hand, and who counts what."""

from typing import Any

import frappe
import pytest
from frappe.utils import add_days, now_datetime, today

from asn_kinerja.asn_kinerja.report.asn_awards import asn_awards
from asn_kinerja.asn_kinerja.report.asn_follow_up_status import asn_follow_up_status as status
from tests.support.agency import UNITS, Agency
from tests.support.follow_ups import FOLLOW_UP, by_hand


def make(agency: Agency, key: str, cycle: Any, state: str, days: int = 0, **values: Any) -> str:
	"""One in a state; done so many days after the decision, or so many days late."""
	name = frappe.get_doc(by_hand(agency, key, cycle, **values)).insert().name
	decided = add_days(now_datetime(), -40)
	stored = {"status": state, "decided_on": decided}
	if state == "Done":
		stored["done_on"] = add_days(decided, days).date()
	if state == "In Progress":
		stored["due_date"] = add_days(today(), -days)
	frappe.db.set_value(FOLLOW_UP, name, stored)
	return name


@pytest.fixture
def cycle(agency: Agency) -> Any:
	"""Unit one: coaching 1 proposed, 2 in progress (1 late), 2 done after 10 and 20 days; an award rejected.
	Unit two: coaching 1 done after 30 days, award 1 in progress without being late."""
	made = agency.cycle()
	award = {"kind": "Award", "citation": "Layanan cepat"}
	make(agency, "staff1", made, "Proposed")
	make(agency, "staff1", made, "In Progress", -5)
	make(agency, "staff2", made, "In Progress", 3)
	make(agency, "staff2", made, "Done", 10)
	make(agency, "staff1", made, "Done", 20)
	make(agency, "staff2", made, "Rejected", **award)
	make(agency, "staff3", made, "Done", 30)
	make(agency, "staff4", made, "In Progress", -1, **award)
	return made


def figures(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
	fields = ("unit", "kind", *status.COUNTS, "mean_days")
	return [tuple(row[field] for field in fields) for row in rows]


def test_the_figures_per_unit_and_kind(agency: Agency, cycle: Any) -> None:
	_columns, rows, _message, chart, summary = status.execute({"cycle": cycle.name})
	one, two = UNITS[0], UNITS[1]  # "… Dua" sorts before "… Satu"
	assert figures(rows) == [
		(two, "Award", 0, 1, 0, 0, 0, None),
		(two, "Coaching", 0, 0, 0, 1, 0, 30),
		(one, "Award", 0, 0, 0, 0, 1, None),
		(one, "Coaching", 1, 2, 1, 2, 0, 15),  # (10 + 20) / 2
		("Total", "", 1, 3, 1, 3, 1, 20),  # (10 + 20 + 30) / 3
	]
	assert chart["data"]["labels"] == ["Award", "Coaching"]
	values = {part["name"]: part["values"] for part in chart["data"]["datasets"]}
	# the late one is a part of its own
	assert values == {
		"Proposed": [0, 1],
		"In Progress": [1, 1],
		"Overdue": [0, 1],
		"Done": [0, 3],
		"Rejected or Dropped": [1, 0],
	}
	# 3 done of 6 approved
	assert {row["label"]: row["value"] for row in summary} == {
		"Proposed": 1,
		"In Progress": 3,
		"Overdue": 1,
		"Done of the Approved (%)": "50",
		"Mean Days": "20",
	}


def test_one_counts_only_whom_one_sees(agency: Agency, cycle: Any) -> None:
	def total(who: str, **filters: str) -> tuple[Any, ...] | None:
		with agency.acting(who):
			rows = status.execute({"cycle": cycle.name, **filters})[1]
		return figures(rows)[-1][2:] if rows else None

	assert total("lead1") == (1, 2, 1, 2, 1, 15)
	assert total("lead2") == (0, 1, 0, 1, 0, 30)
	assert total("head") == total("admin") == (1, 3, 1, 3, 1, 20)
	assert total("staff1") == (0, 1, 0, 1, 0, 20)  # of his own none that is undecided
	assert total("foreign_admin") is None
	assert total("admin", kind="Award") == (0, 1, 0, 0, 1, None)
	unit = frappe.db.get_value("Employee", agency.employee("staff3"), "department")
	assert total("admin", department=unit) == (0, 1, 0, 1, 0, 30)


def test_the_list_of_awards_is_sorted_and_holds_approved_ones_only(agency: Agency, cycle: Any) -> None:
	award = {"kind": "Award", "citation": "Layanan cepat"}
	for key, subject in (("staff2", "B"), ("staff1", "C"), ("staff2", "A")):
		make(agency, key, cycle, "Done", 1, subject=subject, **award)
	frappe.db.set_value(FOLLOW_UP, {"cycle": cycle.name, "subject": "A"}, "published", 1)
	with agency.acting("admin"):
		rows = asn_awards.execute({"cycle": cycle.name, "show": "All Approved"})[1]
		one = [row for row in rows if row["unit"] == UNITS[0]]
		published = asn_awards.execute({"cycle": cycle.name})[1]
	assert [(row["name_of"], row["award"], row["published"]) for row in one] == [
		("Staf Dua", "A", "Published"),
		("Staf Dua", "B", "Not Published"),
		("Staf Satu", "C", "Not Published"),
	]
	assert len(rows) == 4  # and the one of the other unit
	assert [row["award"] for row in published] == ["A"]
