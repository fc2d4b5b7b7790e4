"""The ledger of credit points: final results are converted once; people enter what the law leaves to them."""

from datetime import date
from typing import Any

import frappe
import pytest

from asn_kinerja.asn_kinerja.report.asn_credit_points import asn_credit_points
from asn_kinerja.credit import ledger, posting, rules
from asn_kinerja.credit.form import asn_credit_form, form_of
from tests.support.agency import EVALUATION, HERE, Agency
from tests.support.credit import CREDIT_RULE, POINT, entry, final, functional
from tests.support.printed import Tables
from tests.support.queries import number_of_queries

Q1, Q2, Q4, YEAR = 0, 1, 3, 4


@pytest.fixture(autouse=True)
def _uncommitted(_transaction: None, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	"""The job commits its chunks; here all is rolled back after the test."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	frappe.db.delete(POINT, {"company": HERE})
	frappe.db.set_value(
		EVALUATION, {"company": HERE, "workflow_state": "Final"}, "workflow_state", "Released"
	)


def convert() -> tuple[int, int, int, int]:
	found = posting.process(HERE)
	return found.made, found.changed, found.withdrawn, len(found.skipped)


def points(employee: str) -> list[Any]:
	return frappe.get_all(POINT, {"employee": employee}, ["*"], order_by="to_date, annual, creation, name")


def account(employee: str, today: date = date(2027, 1, 1)) -> ledger.Account:
	fields = ["name", "asn_functional_level", "asn_golongan", "asn_golongan_since"]
	person = frappe.db.get_value("Employee", employee, fields, as_dict=True)
	return ledger.accounts([person], today)[employee]


# --- conversion --------------------------------------------------------------------------------------------


def test_the_shipped_rule_is_submitted() -> None:
	rule = frappe.get_doc(rules.RULE, CREDIT_RULE)
	assert (rule.docstatus, len(rule.levels), len(rule.percents)) == (1, 8, 5)
	assert rules.on("2023-01-01") == CREDIT_RULE
	assert rules.on("2022-12-31") is None


def test_a_final_result_is_converted_once(agency: Agency) -> None:
	"""3/12 × 100 % × 12.5 = 3.125, printed 3.13."""
	employee, cycle = functional(agency), agency.cycle()
	result = final(agency, cycle)
	assert convert() == (1, 0, 0, 0)
	(row,) = points(employee)
	assert (row.kind, row.status, row.months, row.points) == ("Conversion", "Counted", 3, 3.13)
	assert (row.percent, row.coefficient, row.evaluation) == (100, 12.5, result)
	assert (row.functional_level, row.golongan, row.rule) == ("Ahli Pertama", "III/a", CREDIT_RULE)
	assert (row.rater, row.company) == (agency.employee("lead1"), HERE)
	assert convert() == (0, 0, 0, 0)
	assert [one.name for one in points(employee)] == [row.name]


def test_the_total_is_that_of_the_unrounded_points(agency: Agency) -> None:
	"""Four quarters of 3.125 are 12.50, not 12.52."""
	employee, cycle = functional(agency), agency.cycle()
	for quarter in range(4):
		final(agency, cycle, stage=quarter)
	assert convert() == (4, 0, 0, 0)
	assert sum(row.points for row in points(employee)) == pytest.approx(12.52)
	found = account(employee, date(2026, 12, 31))
	assert (float(found.standing.total), float(found.of_year)) == (12.5, 12.5)


def test_the_result_of_the_year_takes_the_months_of_its_periods(agency: Agency) -> None:
	employee, cycle = functional(agency), agency.cycle()
	final(agency, cycle, stage=Q1)
	final(agency, cycle, stage=Q2)
	convert()
	final(agency, cycle, stage=YEAR, predicate="Sangat Baik")
	assert convert() == (1, 2, 0, 0)
	assert [(row.status, row.months, row.points) for row in points(employee)] == [
		("Replaced", 0, 0),
		("Replaced", 0, 0),
		("Counted", 12, 18.75),
	]
	assert float(account(employee).standing.total) == 18.75
	assert convert() == (0, 0, 0, 0)


def test_the_row_follows_a_corrected_result(agency: Agency) -> None:
	"""The corrected result has the key of the cancelled one. Until it is final there are no points."""
	employee, cycle = functional(agency), agency.cycle()
	first = final(agency, cycle)
	convert()
	(row,) = points(employee)
	key = frappe.db.get_value(EVALUATION, first, "stage_key")
	cancelled = {"docstatus": 2, "workflow_state": "Cancelled", "stage_key": None}
	frappe.db.set_value(EVALUATION, first, cancelled)
	second = final(agency, cycle, predicate="Sangat Baik", amended_from=first, stage_key=key)
	assert convert() == (0, 1, 0, 0)
	(changed,) = points(employee)
	assert (changed.name, changed.evaluation, changed.points) == (row.name, second, 4.69)
	frappe.db.set_value(EVALUATION, second, "workflow_state", "Released")
	assert convert() == (0, 0, 1, 0)
	assert points(employee) == []


def test_a_row_keeps_the_level_in_which_it_was_earned(agency: Agency) -> None:
	employee, cycle = functional(agency), agency.cycle()
	final(agency, cycle, stage=Q1)
	convert()
	functional(agency, asn_functional_level="Ahli Muda", asn_golongan="III/c")
	final(agency, cycle, stage=Q2)
	assert convert() == (1, 0, 0, 0)
	assert [(row.functional_level, row.golongan, row.points) for row in points(employee)] == [
		("Ahli Pertama", "III/a", 3.13),
		("Ahli Muda", "III/c", 6.25),
	]
	# in the new level only its own points count
	assert float(account(employee).standing.total) == 6.25


def test_who_has_no_points_and_why(agency: Agency) -> None:
	cycle = agency.cycle()
	functional(agency, "staff1", asn_type="PPPK")
	functional(agency, "staff2", asn_functional_level="")
	functional(agency, "staff3", asn_golongan="IV/a")
	functional(agency, "staff4", asn_position_since="2026-07-01", designation="Perawat")
	for key in ("staff1", "staff2", "staff3", "staff4"):
		final(agency, cycle, key)
	final(agency, cycle, "lent", position_type="Pelaksana")
	found = posting.process(HERE)
	assert (found.made, frappe.db.count(POINT, {"company": HERE})) == (0, 0)
	assert [(name, reason.split(":")[0]) for name, reason in found.skipped] == [
		("Staf Dua", "Employee"),
		("Staf Tiga", "Employee"),
		("Staf Empat", f"{cycle.stages[0].stage_name} was in a former position"),
	]


def test_a_rank_that_began_after_the_period_is_not_its_rank(agency: Agency) -> None:
	"""III/b since 1 April: the first quarter was served in III/a, the second is of III/b."""
	employee, cycle = functional(agency), agency.cycle()
	frappe.db.set_value("Employee", employee, {"asn_golongan": "III/b", "asn_golongan_since": "2026-04-01"})
	final(agency, cycle, stage=Q1)
	final(agency, cycle, stage=Q2)
	found = posting.process(HERE)
	first = cycle.stages[Q1].stage_name
	said = f"{first} was in a former rank: enter its conversion with the level and rank held then"
	assert found.skipped == [("Staf Dua", said)]
	assert [(str(row.to_date), row.golongan) for row in points(employee)] == [("2026-06-30", "III/b")]


def test_what_an_initial_balance_holds_is_not_counted_again(agency: Agency) -> None:
	"""The balance up to the middle of 2026 is entered after its quarters were converted: 20 and not 26.25.
	The year then counts from July on: 6/12 × 100 % × 12.5 = 6.25. A balance of another level changes
	nothing."""
	employee, cycle = functional(agency), agency.cycle()
	for quarter in (Q1, Q2):
		final(agency, cycle, stage=quarter)
	convert()
	assert float(account(employee).standing.total) == 6.25
	add(agency, functional_level="Ahli Muda", golongan="III/c", from_date="2026-07-31")
	assert convert() == (0, 0, 0, 0)
	add(agency, from_date="2026-06-30")
	assert convert() == (0, 2, 0, 0)
	rows = frappe.get_all(POINT, {"employee": employee, "kind": "Conversion"}, ["status", "months", "points"])
	assert rows == [{"status": "Replaced", "months": 0, "points": 0}] * 2
	assert float(account(employee).standing.total) == 20
	final(agency, cycle, stage=YEAR)
	assert convert() == (1, 0, 0, 0)
	assert float(account(employee).standing.total) == 26.25
	assert convert() == (0, 0, 0, 0)


def test_a_rule_is_read_once_for_many_results(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
	cycle, read = agency.cycle(), []
	of = rules.of
	monkeypatch.setattr(rules, "of", lambda name: read.append(name) or of(name))
	for key in ("staff1", "staff2", "staff3"):
		functional(agency, key)
		for quarter in (Q1, Q2):
			final(agency, cycle, key, quarter)
	assert convert() == (6, 0, 0, 0)
	assert read == [CREDIT_RULE]


def test_a_released_result_is_not_converted_yet(agency: Agency) -> None:
	functional(agency)
	final(agency, agency.cycle(), workflow_state="Acknowledged")
	assert convert() == (0, 0, 0, 0)


def test_the_number_of_queries_does_not_grow_with_people(agency: Agency) -> None:
	keys = ("staff1", "staff2", "staff3", "staff4")
	cycle = agency.cycle()
	for key in keys:
		functional(agency, key)

	def queries(stage: int, *people: str) -> int:
		for key in people:
			final(agency, cycle, key, stage)
		return number_of_queries(convert)

	queries(0, "staff1")  # caches are warm then
	assert queries(1, "staff1") == queries(2, *keys)


def test_a_manager_asks_for_it_and_the_scheduler_daily(agency: Agency) -> None:
	assert "asn_kinerja.credit.posting.enqueue" in frappe.get_hooks("scheduler_events")["daily"]
	with agency.acting("lead1"), pytest.raises(frappe.PermissionError):
		posting.post(HERE)
	with agency.acting("foreign_admin"), pytest.raises(frappe.PermissionError):
		posting.post(HERE)


# --- a promotion within the year ---------------------------------------------------------------------------

YOUNG = {"asn_functional_level": "Ahli Muda", "asn_golongan": "III/c", "asn_golongan_since": "2026-07-01"}


def ledger_of(employee: str) -> list[tuple[Any, ...]]:
	"""Days, level, months and points of each row, by their days."""
	fields = ["from_date", "to_date", "functional_level", "months", "points", "status"]
	return [
		(
			f"{row.from_date:%d/%m}–{row.to_date:%d/%m}",
			row.functional_level,
			row.months,
			row.points,
			row.status,
		)
		for row in frappe.get_all(POINT, {"employee": employee}, fields, order_by="to_date, from_date, name")
	]


@pytest.mark.parametrize("since", ["2026-07-01", None])
def test_the_year_in_which_the_level_changes_is_earned_in_two_levels(
	agency: Agency, since: str | None
) -> None:
	"""Ahli Muda since 1 July: 6/12 × 12.5 = 6.25 in Ahli Pertama and 6/12 × 25 = 12.50 in Ahli Muda, not 25.
	Without the day of the promotion the rows of the quarters tell it."""
	employee, cycle = functional(agency), agency.cycle()
	for quarter in (Q1, Q2):
		final(agency, cycle, stage=quarter)
	convert()
	functional(agency, **YOUNG, asn_position_since=since)
	final(agency, cycle, stage=YEAR)
	assert convert() == (1, 0, 0, 0)
	expected = [
		("01/01–31/03", "Ahli Pertama", 3, 3.13, "Counted"),
		("01/04–30/06", "Ahli Pertama", 3, 3.13, "Counted"),
		("01/07–31/12", "Ahli Muda", 6, 12.5, "Counted"),
	]
	assert ledger_of(employee) == expected
	assert float(account(employee).standing.total) == 12.5
	assert convert() == (0, 0, 0, 0)
	assert ledger_of(employee) == expected


def test_who_came_into_a_functional_position_has_the_points_since_then(agency: Agency) -> None:
	"""Pelaksana until the end of June: 6/12 × 12.5 = 6.25, and the manager is told of the months before."""
	employee, cycle = functional(agency, asn_position_since="2026-07-01"), agency.cycle()
	year = final(agency, cycle, stage=YEAR)
	found = posting.process(HERE)
	assert ledger_of(employee) == [("01/07–31/12", "Ahli Pertama", 6, 6.25, "Counted")]
	((name, said),) = found.skipped
	assert (name, said.split(":")[0]) == ("Staf Dua", "Annual before 01-07-2026 was in a former position")
	assert convert() == (0, 0, 0, 0)  # told once, with the row
	# the row follows the corrected result on its own days
	frappe.db.set_value(EVALUATION, year, "predicate", "Sangat Baik")
	assert convert() == (0, 1, 0, 0)
	assert ledger_of(employee) == [("01/07–31/12", "Ahli Pertama", 6, 9.38, "Counted")]


def test_the_position_changes_within_a_quarter(agency: Agency) -> None:
	"""Since 20 August: that month belongs to the level in which more than half of it was spent, the former
	one. September is left of the third quarter, and with the year four months: 4/12 × 25 = 8.33."""
	employee, cycle = functional(agency, **YOUNG, asn_position_since="2026-08-20"), agency.cycle()
	final(agency, cycle, stage=2)
	convert()
	assert ledger_of(employee) == [("20/08–30/09", "Ahli Muda", 1, 2.08, "Counted")]
	final(agency, cycle, stage=YEAR)
	convert()
	assert ledger_of(employee) == [
		("20/08–30/09", "Ahli Muda", 0, 0, "Replaced"),
		("20/08–31/12", "Ahli Muda", 4, 8.33, "Counted"),
	]


def test_a_former_level_under_the_same_name_of_the_position_is_no_level_of_today(agency: Agency) -> None:
	"""A teacher before and after, promoted on 1 July, the day of the rank not known: Q2 is not 6.25 in Ahli
	Muda."""
	values = {**YOUNG, "asn_golongan_since": None, "designation": "Staf Dua"}
	employee, cycle = functional(agency, **values, asn_position_since="2026-07-01"), agency.cycle()
	final(agency, cycle, stage=Q2, designation="Staf Dua")
	found = posting.process(HERE)
	assert (ledger_of(employee), len(found.skipped)) == ([], 1)
	assert "was in a former position: enter its conversion" in found.skipped[0][1]


# --- conversions by hand -----------------------------------------------------------------------------------


def by_hand(agency: Agency, evaluation: str, **values: Any) -> Any:
	"""Entered by the manager: as it was in Ahli Pertama, III/a."""
	given = {"functional_level": "Ahli Pertama", "golongan": "III/a", "from_date": None, "basis": None}
	given |= {"kind": "Conversion", "evaluation": evaluation, "points": 77}
	return add(agency, **{**given, **values})


def test_what_was_earned_in_a_former_rank_counts_once(agency: Agency) -> None:
	"""III/b since 1 April. The first quarter is entered as its conversion, 3.13; the result of the year takes
	its months over: 12.50 and not 15.63."""
	values = {"asn_golongan": "III/b", "asn_golongan_since": "2026-04-01"}
	employee, cycle = functional(agency, **values), agency.cycle()
	row = by_hand(agency, final(agency, cycle, stage=Q1))
	assert (row.months, row.points, row.percent, row.coefficient) == (3, 3.13, 100, 12.5)
	assert (row.golongan, row.predicate, row.annual, row.by_hand) == ("III/a", "Baik", 0, 1)
	assert (row.cycle, row.stage_name, row.title) == (
		cycle.name,
		cycle.stages[Q1].stage_name,
		"Staf Dua · 31/03/2026",
	)
	assert convert() == (0, 0, 0, 0)
	final(agency, cycle, stage=YEAR)
	assert convert() == (1, 1, 0, 0)
	assert ledger_of(employee) == [
		("01/01–31/03", "Ahli Pertama", 0, 0, "Replaced"),
		("01/01–31/12", "Ahli Pertama", 12, 12.5, "Counted"),
	]
	assert float(account(employee).standing.total) == 12.5


def test_a_year_without_quarters_is_entered_for_the_months_before_the_promotion(agency: Agency) -> None:
	"""6/12 × 12.5 in Ahli Pertama beside 6/12 × 25 in Ahli Muda, of one result."""
	employee, cycle = functional(agency, **YOUNG, asn_position_since="2026-07-01"), agency.cycle()
	year = final(agency, cycle, stage=YEAR)
	convert()
	with pytest.raises(frappe.ValidationError, match="converted already from 01-07-2026 to 31-12-2026"):
		by_hand(agency, year)
	with pytest.raises(frappe.ValidationError, match="about 01-01-2026 to 31-12-2026"):
		by_hand(agency, year, from_date="2025-12-31", to_date="2026-06-30")
	assert by_hand(agency, year, to_date="2026-06-30").points == 6.25
	assert ledger_of(employee) == [
		("01/01–30/06", "Ahli Pertama", 6, 6.25, "Counted"),
		("01/07–31/12", "Ahli Muda", 6, 12.5, "Counted"),
	]
	with pytest.raises(frappe.ValidationError, match="converted already from 01-01-2026 to 30-06-2026"):
		by_hand(agency, year, to_date="2026-03-31")
	assert convert() == (0, 0, 0, 0)


def test_the_job_leaves_what_is_entered_by_hand_and_makes_the_rest(agency: Agency) -> None:
	"""Entered first, and the master does not say since when: the rest of the year is of today's level."""
	employee, cycle = functional(agency, **{**YOUNG, "asn_golongan_since": None}), agency.cycle()
	by_hand(agency, final(agency, cycle, stage=YEAR), to_date="2026-06-30")
	expected = [
		("01/01–30/06", "Ahli Pertama", 6, 6.25, "Counted"),
		("01/07–31/12", "Ahli Muda", 6, 12.5, "Counted"),
	]
	assert ledger_of(employee) == expected
	assert convert() == (0, 0, 0, 0)


def test_a_conversion_by_hand_waits_for_the_corrected_result(agency: Agency) -> None:
	"""Nobody else knows its level: it is not taken away, but counts nothing until there is a final result."""
	employee, cycle = functional(agency, **YOUNG, asn_position_since="2026-07-01"), agency.cycle()
	first = final(agency, cycle, stage=Q1)
	row = by_hand(agency, first)
	frappe.db.set_value(EVALUATION, first, "workflow_state", "Objected")
	assert convert() == (0, 1, 0, 0)
	assert ledger_of(employee) == [("01/01–31/03", "Ahli Pertama", 0, 0, "Replaced")]
	assert frappe.db.get_value(POINT, row.name, "predicate") is None
	assert convert() == (0, 0, 0, 0)
	frappe.db.set_value(EVALUATION, first, {"workflow_state": "Final", "predicate": "Sangat Baik"})
	assert convert() == (0, 1, 0, 0)
	assert ledger_of(employee) == [("01/01–31/03", "Ahli Pertama", 3, 4.69, "Counted")]


def test_who_has_left_the_functional_position_keeps_what_he_earned(agency: Agency) -> None:
	employee, cycle = functional(agency, asn_position_type="Administrator"), agency.cycle()
	assert by_hand(agency, final(agency, cycle)).points == 3.13
	assert ledger_of(employee) == [("01/01–31/03", "Ahli Pertama", 3, 3.13, "Counted")]


@pytest.mark.parametrize(
	("of_result", "values", "said"),
	[
		({"workflow_state": "Released"}, {}, "Choose a final evaluation of Staf Dua"),
		({"docstatus": 2}, {}, "Choose a final evaluation of Staf Dua"),
		({"position_type": "Pelaksana"}, {}, "Choose a final evaluation of Staf Dua"),
		({"predicate": None}, {}, "Choose a final evaluation of Staf Dua"),
		({"key": "staff1"}, {}, "Choose a final evaluation of Staf Dua"),
		({}, {"golongan": None}, "Enter the Functional Level and the Golongan held"),
		({}, {"functional_level": None}, "Enter the Functional Level and the Golongan held"),
		({}, {"golongan": "III/c"}, "Ahli Pertama has no rank III/c"),
		({}, {"from_date": "2026-03-31", "to_date": "2026-03-01"}, "Enter days of this time"),
	],
	ids=str,
)
def test_what_a_conversion_by_hand_asks_for(
	agency: Agency, of_result: dict[str, Any], values: dict[str, Any], said: str
) -> None:
	functional(agency)
	evaluation = final(agency, agency.cycle(), of_result.pop("key", "staff2"), **of_result)
	with pytest.raises(frappe.ValidationError, match=said):
		by_hand(agency, evaluation, **values)


def test_only_pns_convert_by_hand(agency: Agency) -> None:
	functional(agency, asn_type="PPPK")
	with pytest.raises(frappe.ValidationError, match="no PNS in a functional position"):
		by_hand(agency, final(agency, agency.cycle()))


# --- withdrawing -------------------------------------------------------------------------------------------


def withdraw(agency: Agency, name: str, reason: str = "Salah ketik") -> str | None:
	with agency.acting("admin"):
		return frappe.get_doc(POINT, name).withdraw(reason)


def test_a_balance_of_a_wrong_year_is_withdrawn_and_entered_again(agency: Agency) -> None:
	"""A balance of 2052 is refused. One up to the end of 2026 instead of 2025 takes all months of the year;
	withdrawn, they count again, and there is room for the right one: 20 + 12.50."""
	employee, cycle = functional(agency), agency.cycle()
	for kind in ("Initial Balance", "Correction"):
		with pytest.raises(frappe.ValidationError, match="01-01-2052 is still to come"):
			add(agency, kind=kind, from_date="2052-01-01")
	wrong = add(agency, from_date="2026-10-31").name
	final(agency, cycle, stage=YEAR)
	convert()
	assert float(account(employee).standing.total) == pytest.approx(22.08)  # 20 + 2/12 × 12.5
	with pytest.raises(frappe.ValidationError, match="Write the Reason"):
		withdraw(agency, wrong, " ")
	assert withdraw(agency, wrong, "Tahun <b>salah</b>") is None
	assert float(account(employee).standing.total) == 12.5  # recounted at once
	add(agency)
	convert()
	assert float(account(employee).standing.total) == 32.5
	row = frappe.get_doc(POINT, wrong)
	assert (row.status, row.points, row.point_key) == ("Withdrawn", 20, None)
	comment = {"reference_doctype": POINT, "reference_name": wrong, "comment_type": "Comment"}
	assert frappe.get_all("Comment", comment, ["content", "owner"]) == [
		{"content": "Withdrawn: Tahun &lt;b&gt;salah&lt;/b&gt;", "owner": agency.user("admin")}
	]
	with pytest.raises(frappe.ValidationError, match="withdrawn already"):
		withdraw(agency, wrong)


def test_a_conversion_from_a_wrong_record_is_made_anew(agency: Agency) -> None:
	"""Ahli Muda by mistake: 6.25. The record is mended, the row converted again: 3.13 in Ahli Pertama; with
	the year 12.50."""
	employee, cycle = functional(agency, **{**YOUNG, "asn_golongan_since": None}), agency.cycle()
	final(agency, cycle, stage=Q1)
	convert()
	(wrong,) = points(employee)
	assert wrong.points == 6.25
	functional(agency)
	assert convert() == (0, 0, 0, 0)
	made = withdraw(agency, wrong.name, "Jenjang keliru")
	assert frappe.db.get_value(POINT, made, ["functional_level", "points", "by_hand"]) == (
		"Ahli Pertama",
		3.13,
		0,
	)
	assert frappe.db.get_value(POINT, wrong.name, "status") == "Withdrawn"
	assert convert() == (0, 0, 0, 0)
	final(agency, cycle, stage=YEAR)
	convert()
	assert float(account(employee).standing.total) == 12.5


def test_without_a_row_in_its_place_the_manager_is_told_why(agency: Agency) -> None:
	employee, cycle = functional(agency), agency.cycle()
	final(agency, cycle, stage=Q1)
	convert()
	(row,) = points(employee)
	functional(agency, **YOUNG, asn_position_since="2026-07-01")
	frappe.clear_messages()
	assert withdraw(agency, row.name) is None
	(told,) = [message["message"] for message in map(frappe.parse_json, frappe.message_log)]
	assert told.startswith("No row was made in its place.<br>")
	assert "was in a former position: enter its conversion" in told
	# there is room for the conversion by hand
	evaluation = frappe.db.get_value(POINT, row.name, "evaluation")
	assert by_hand(agency, evaluation).points == 3.13
	assert float(account(employee).standing.total) == 0  # of the former level


def test_the_form_of_a_withdrawn_row_says_so(agency: Agency) -> None:
	"""20.00 that count, and a correction of 5 that does not: the form is marked, its total is 20.00."""
	functional(agency)
	add(agency)
	row = add(agency, kind="Correction", from_date="2026-01-31", points=5)
	withdraw(agency, row.name)
	form = form_of(frappe.get_doc(POINT, row.name))
	assert (form.mark, form.points[-1][1:]) == ("DICABUT", ("20,00", "0,00", "20,00"))
	page = frappe.get_print(POINT, row.name, "ASN Penetapan Angka Kredit", no_letterhead=1)
	assert "telah dicabut" in page


# --- entries by hand ---------------------------------------------------------------------------------------


def add(agency: Agency, who: str = "admin", **values: Any) -> Any:
	with agency.acting(who):
		return frappe.get_doc(entry(agency, **values)).insert()


def test_a_file_of_somebody_else_is_not_put_into_the_ledger(agency: Agency) -> None:
	functional(agency)
	with agency.acting("foreign"):
		file = frappe.get_doc(
			doctype="File", file_name="rahasia.txt", content=frappe.generate_hash(), is_private=1
		).insert(ignore_permissions=True)
	with pytest.raises(frappe.ValidationError, match="Document: upload the file with this form"):
		add(agency, document=file.file_url)
	with agency.acting("admin"):
		own = frappe.get_doc(
			doctype="File", file_name="pak.txt", content=frappe.generate_hash(), is_private=1
		).insert()
	assert add(agency, document=own.file_url).document == own.file_url


def test_an_initial_balance_with_its_basis(agency: Agency) -> None:
	employee = functional(agency)
	row = add(agency)
	assert (row.functional_level, row.golongan, row.rule) == ("Ahli Pertama", "III/a", CREDIT_RULE)
	assert (row.to_date, row.status, row.title) == (row.from_date, "Counted", "Staf Dua · 31/12/2025")
	assert float(account(employee).standing.total) == 20
	with pytest.raises(frappe.ValidationError, match="has this entry already"):
		add(agency)
	with pytest.raises(frappe.ValidationError, match="Write the Basis"):
		add(agency, kind="Correction", basis=" ")


def test_an_initial_balance_stands_for_the_ranks_before(agency: Agency) -> None:
	"""58 in all for who is III/b today, and 12.5 of the year: 70.5 of the 100 to III/c."""
	employee, cycle = functional(agency, asn_golongan="III/b"), agency.cycle()
	assert add(agency, points=58).golongan == "III/b"
	final(agency, cycle, stage=YEAR)
	convert()
	rank = account(employee).standing.rank
	assert (rank.name, float(rank.points), float(rank.missing)) == ("III/c", 100, 29.5)
	assert not account(employee).standing.eligible


def test_the_rank_of_an_earlier_day_is_asked_for(agency: Agency) -> None:
	functional(agency, asn_golongan="III/b", asn_golongan_since="2026-04-01")
	with pytest.raises(frappe.ValidationError, match="Enter the Golongan held on"):
		add(agency)
	assert add(agency, golongan="III/a").golongan == "III/a"
	assert add(agency, kind="Correction", from_date="2026-04-01").golongan == "III/b"


def test_a_correction_may_be_below_0_and_nothing_else(agency: Agency) -> None:
	employee = functional(agency)
	add(agency)
	add(agency, kind="Correction", points=-5.5)
	assert float(account(employee).standing.total) == 14.5
	with pytest.raises(frappe.ValidationError, match="only a correction may be below 0"):
		add(agency, kind="Correction", points=0)
	with pytest.raises(frappe.ValidationError, match="only a correction may be below 0"):
		add(agency, points=-1, functional_level="Ahli Muda", golongan="III/c")


def test_base_points_follow_from_the_rule(agency: Agency) -> None:
	functional(agency, asn_functional_level="Ahli Muda", asn_golongan="III/d")
	assert add(agency, kind="Base Points", points=7).points == 100
	with pytest.raises(frappe.ValidationError, match="no base points for Ahli Muda, III/c"):
		add(agency, kind="Base Points", golongan="III/c", functional_level="Ahli Muda")


def test_the_bonus_for_a_degree_once_and_after_a_good_result(agency: Agency) -> None:
	"""25 % of 50 points."""
	functional(agency)
	with pytest.raises(frappe.ValidationError, match="asks for the predicate Baik or better"):
		add(agency, kind="Education Bonus")
	cycle = agency.cycle()
	final(agency, cycle, stage=Q1, predicate="Kurang")
	convert()
	with pytest.raises(frappe.ValidationError, match="the last one is: Kurang"):
		add(agency, kind="Education Bonus")
	final(agency, cycle, stage=Q2)
	convert()
	assert add(agency, kind="Education Bonus").points == 12.5
	with pytest.raises(frappe.ValidationError, match="has this entry already"):
		add(agency, kind="Education Bonus")


def test_the_bonus_looks_at_the_result_of_the_year_not_at_its_last_quarter(agency: Agency) -> None:
	employee, cycle = functional(agency), agency.cycle()
	final(agency, cycle, stage=Q4, predicate="Kurang")
	final(agency, cycle, stage=YEAR, predicate="Baik")
	convert()
	assert {(row.predicate, row.months) for row in points(employee)} == {("Kurang", 0), ("Baik", 12)}
	assert add(agency, kind="Education Bonus").points == 12.5
	reasons = [step.rule for step in account(employee).standing.reasons]
	assert reasons == ["{0} of {1} points for {2}: {3} are missing"]  # 25 of 50, and no word of the predicate


@pytest.mark.parametrize("values", [{"asn_type": "PPPK"}, {"asn_position_type": "Pelaksana"}], ids=str)
def test_only_pns_in_functional_positions(agency: Agency, values: dict[str, str]) -> None:
	functional(agency, **values)
	with pytest.raises(frappe.ValidationError, match="no PNS in a functional position"):
		add(agency)


def test_a_rank_that_the_level_does_not_have(agency: Agency) -> None:
	functional(agency)
	with pytest.raises(frappe.ValidationError, match="Ahli Pertama has no rank IV/a"):
		add(agency, golongan="IV/a")
	with pytest.raises(frappe.ValidationError, match="is in force on"):
		add(agency, from_date="2022-12-31")


def test_a_stored_row_does_not_change_even_for_the_administrator(agency: Agency) -> None:
	functional(agency)
	row = frappe.get_doc(POINT, add(agency).name)
	row.points = 99
	with pytest.raises(frappe.PermissionError, match="does not change"):
		row.save()
	with pytest.raises(frappe.PermissionError, match="is not deleted"):
		frappe.delete_doc(POINT, row.name)
	with pytest.raises(frappe.ValidationError, match="Choose a final evaluation of Staf Dua"):
		frappe.get_doc(entry(agency, kind="Conversion")).insert()


# --- report ------------------------------------------------------------------------------------------------


def reported(agency: Agency, who: str = "admin", **filters: Any) -> dict[str, Any]:
	with agency.acting(who):
		_columns, rows, *_rest = asn_credit_points.execute({"company": HERE, "on": "2027-01-01", **filters})
	return {row["employee_name"]: row for row in rows}


def test_the_report_tells_who_is_eligible_and_why_not(agency: Agency) -> None:
	"""Staf Dua: 37.50 + 12.50 of the year = 50.00, in the rank since 2022. Staf Satu: 12.50 of 50; 37.50 more
	at 12.50 a year are 36 months after 2026."""
	cycle = agency.cycle()
	for key in ("staff1", "staff2"):
		functional(agency, key)
		final(agency, cycle, key, YEAR)
	add(agency, points=37.5)
	convert()
	found = reported(agency)
	two, one = found["Staf Dua"], found["Staf Satu"]
	assert (two["total"], two["of_year"], two["rank"], two["rank_missing"]) == (50, 0, "III/b", 0)
	assert (two["eligible"], two["reasons"]) == ("Yes", "")
	assert (one["total"], one["rank_points"], one["rank_missing"]) == (12.5, 50, 37.5)
	assert (one["rank_on"], one["level"], one["level_missing"]) == (date(2029, 12, 31), "Ahli Muda", 87.5)
	assert one["eligible"] == "No"
	assert "12.50 of 50.00 points for III/b: 37.50 are missing" in one["reasons"]
	assert set(reported(agency, eligible=1)) == {"Staf Dua"}


def test_the_report_shows_whom_the_reader_sees(agency: Agency) -> None:
	for key in ("staff1", "staff2", "staff3"):
		functional(agency, key)
	assert set(reported(agency)) >= {"Staf Satu", "Staf Dua", "Staf Tiga"}
	assert set(reported(agency, "lead1")) == {"Staf Satu", "Staf Dua"}
	assert set(reported(agency, "staff2")) == {"Staf Dua"}
	assert reported(agency, "guest") == {}
	assert reported(agency, "foreign_admin") == {}


# --- the printed form --------------------------------------------------------------------------------------


def test_the_form_shows_old_new_and_total(agency: Agency) -> None:
	"""Old 20.00; new 3.125 → 3.13; together 23.125 → 23.13; 26.87 short of III/b, 76.87 of Ahli Muda."""
	functional(agency)
	add(agency)
	final(agency, agency.cycle())
	convert()
	name = frappe.db.get_value(POINT, {"kind": "Conversion", "employee": agency.employee("staff2")})
	page = Tables(frappe.get_print(POINT, name, "ASN Penetapan Angka Kredit", no_letterhead=1))
	person = {row[1]: row[2] for row in page.rows("person") if len(row) == 3}
	assert person["Nama"] == "Staf Dua"
	assert person["Pangkat/Gol. Ruang"] == "Penata Muda / III/a"
	assert person["TMT Pangkat/Gol. Ruang"] == "1 April 2022"
	assert (person["Predikat Kinerja"], person["Bulan yang Dihitung"]) == ("Baik", "3 dari 12 bulan")
	table = {row[1]: row[2:] for row in page.rows("points")}
	assert table["Angka Kredit Lama"] == ["20,00", "–", "20,00"]
	assert table["Angka Kredit Konversi"] == ["–", "3,13", "3,13"]
	assert table["Jumlah Angka Kredit Kumulatif"] == ["20,00", "3,13", "23,13"]
	assert [row[1:] for row in page.rows("targets")[1:]] == [
		["Pangkat: III/b", "50,00", "–", "26,87"],
		["Jenjang: Ahli Muda", "100,00", "–", "76,87"],
	]


def test_the_form_says_why_there_is_no_proposal_in_indonesian(agency: Agency) -> None:
	functional(agency, asn_golongan_since=None)
	row = add(agency, points=50)
	form = form_of(frappe.get_doc(POINT, row.name))
	assert form.conclusion.startswith("BELUM DAPAT dipertimbangkan")
	assert form.reasons[0] == "Belum diketahui sejak kapan golongan ini diduduki"
	assert form.conversion == (("Dasar Penetapan", "PAK 821/17/2025"),)


def test_a_stranger_does_not_print_it(agency: Agency) -> None:
	functional(agency)
	row = frappe.get_doc(POINT, add(agency).name)
	for who in ("staff1", "lead2", "outside", "guest"):
		with agency.acting(who), pytest.raises(frappe.PermissionError):
			asn_credit_form(row)
	with agency.acting("staff2"):
		assert asn_credit_form(row).employee.name == "Staf Dua"
