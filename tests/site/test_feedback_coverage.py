"""The report on feedback per unit: numbers worked by hand, and only of whom the reader sees."""

from typing import Any

import frappe
import pytest

from asn_kinerja.asn_kinerja.report.asn_feedback_coverage.asn_feedback_coverage import execute
from asn_kinerja.monitoring import feedback
from tests.support.agency import HERE, UNITS, Agency
from tests.support.feedback import clear, give, give_anonymously


@pytest.fixture(autouse=True)
def some_feedback(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""About staff1: one shared of each kind, one private, three anonymous (released); about staff3: one
	shared, two anonymous (held back)."""
	monkeypatch.setattr(feedback, "A_DAY", 10_000)
	clear(agency)
	give(agency, "staff2")
	give(agency, "lead1", kind="Suggestion")
	give(agency, "staff4", visibility="Private to the Rater")
	give_anonymously(agency, "staff2", "staff3", "lead1")
	give(agency, "staff1", "staff3")
	give_anonymously(agency, "staff1", "staff2", about="staff3")
	feedback.release_batches()


def report(agency: Agency, who: str, **filters: Any) -> dict[str, dict[str, Any]]:
	with agency.acting(who):
		rows = execute({"company": HERE, **filters})[1]
	return {row["unit"]: row for row in rows}


def test_the_numbers_of_the_manager(agency: Agency) -> None:
	rows = report(agency, "admin")
	first, second, total = (rows[unit] for unit in (*UNITS, "Total"))
	# unit one: Kepala, Kabid Satu, Staf Satu, Staf Dua, Titipan; feedback about one of the five
	assert (first["people"], first["with_feedback"], first["share"]) == (5, 1, 20)
	# 2 shared + 1 private + 3 anonymous; 6 / 5 = 1.2 per person; anonymous ones are appreciations here
	assert (first["feedbacks"], first["per_person"]) == (6, 1.2)
	assert (first["appreciations"], first["suggestions"]) == (5, 1)
	assert (first["from_peers"], first["from_superiors"], first["from_colleagues"]) == (1, 1, 1)
	assert (first["from_subordinates"], first["anonymous"]) == (0, 3)
	# unit two: Kabid Dua, Staf Tiga, Staf Empat, Admin, Luar; what is held back counts nowhere
	assert (second["people"], second["with_feedback"], second["feedbacks"]) == (5, 1, 1)
	assert (second["anonymous"], second["from_colleagues"]) == (0, 1)
	# 2 of 10 people: 20 %; 7 / 10 = 0.7
	assert (total["people"], total["share"], total["per_person"]) == (10, 20, 0.7)


def test_everybody_counts_whom_he_sees(agency: Agency) -> None:
	rows = report(agency, "lead1")
	# Kabid Satu, Staf Satu, Staf Dua, Titipan; the private one is told to him
	assert set(rows) == {UNITS[0], "Total"}
	assert (rows["Total"]["people"], rows["Total"]["feedbacks"]) == (4, 6)
	# Staf Tiga, Staf Empat, Admin, himself, and Titipan of unit one, whom he rates
	assert {unit: row["people"] for unit, row in report(agency, "lead2").items()} == {
		UNITS[0]: 1,
		UNITS[1]: 4,
		"Total": 5,
	}
	# the employee himself: without the private one, and without those whom he gave feedback
	mine = report(agency, "staff1")
	assert (mine["Total"]["people"], mine["Total"]["feedbacks"]) == (1, 5)
	assert report(agency, "guest") == {}
	assert report(agency, "foreign_admin") == {}


def test_the_period(agency: Agency) -> None:
	tomorrow = frappe.utils.add_days(frappe.utils.today(), 1)
	assert report(agency, "admin", from_date=tomorrow)["Total"]["feedbacks"] == 0
	assert report(agency, "admin", to_date=frappe.utils.today())["Total"]["feedbacks"] == 7
	year = frappe.utils.getdate().year
	cycle = agency.cycle(from_date=f"{year - 1}-01-01", to_date=f"{year - 1}-12-31")
	assert report(agency, "admin", cycle=cycle.name)["Total"]["feedbacks"] == 0
	assert report(agency, "admin", cycle=cycle.name, to_date=tomorrow)["Total"]["feedbacks"] == 7
	with pytest.raises(frappe.ValidationError, match="must not be after"):
		report(agency, "admin", from_date=tomorrow, to_date=frappe.utils.today())


def test_a_unit_stands_for_those_below_it(agency: Agency) -> None:
	unit = frappe.db.get_value("Employee", agency.employee("staff3"), "department")
	assert set(report(agency, "admin", department=unit)) == {UNITS[1], "Total"}
	top = frappe.db.get_value("Department", unit, "parent_department")
	if top:
		assert report(agency, "admin", department=top)["Total"]["people"] == 10


def test_no_giver_is_named_and_there_is_a_chart(agency: Agency) -> None:
	with agency.acting("admin"):
		columns, rows, _message, chart, summary = execute({"company": HERE})
	assert not {"given_by", "given_by_name", "employee"} & {column["fieldname"] for column in columns}
	assert "Staf" not in str(rows)
	assert len(chart["data"]["labels"]) == len(rows) - 1
	assert summary[0]["value"] == 10
