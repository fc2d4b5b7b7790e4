"""The tasks credit, allowance, discipline, satisfaction and distribution of the command."""

from typing import Any

import pytest

from asn_kinerja.scoring import ScoringError
from asn_kinerja.scoring.tasks import TASKS


def run(task: str, **given: Any) -> dict[str, Any]:
	return TASKS[task].run(given)


def refused(task: str, **given: Any) -> str:
	with pytest.raises(ScoringError) as error:
		run(task, **given)
	return error.value.place


def result(first: str, last: str, predicate: str = "Baik", **more: Any) -> dict[str, Any]:
	return {"from_date": first, "to_date": last, "predicate": predicate, **more}


FIRST = {"functional_level": "Ahli Pertama", "golongan": "III/a"}


def test_credit_running_totals_of_four_quarters() -> None:
	quarters = [("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31")]
	results = [result(f"2025-{first}", f"2025-{last}") for first, last in quarters]
	found = run("credit", **FIRST, results=results)
	assert [row["total"] for row in found["rows"]] == ["3.13", "6.25", "9.38", "12.50"]
	assert found["next_rank"]["missing"] == "37.50"
	year = result("2025-01-01", "2025-12-31", "Sangat Baik", annual=1)
	found = run("credit", **FIRST, results=[*results, year])
	assert [row["months"] for row in found["rows"]] == [0, 0, 0, 0, 12]
	assert found["total"] == "18.75"


def test_credit_with_balance_and_bonus() -> None:
	"""37.50 + 12.50 = 50.00; the rank is held since 2020 and the last predicate is Baik."""
	found = run(
		"credit",
		**FIRST,
		golongan_since="2020-04-01",
		initial_balance=25,
		education_bonus=1,
		results=[result("2025-01-01", "2025-12-31", annual=1)],
	)
	assert (found["total"], found["eligible"], found["reasons"]) == ("50.00", True, [])


def test_credit_errors_name_the_row() -> None:
	assert refused("credit", golongan="III/a") == "functional_level"
	assert refused("credit", functional_level="Ahli Baru", golongan="III/a") == "functional_level"
	assert refused("credit", **FIRST, results=[{"from_date": "2025-01-01"}]) == "results #1 to_date"
	assert refused("credit", **FIRST, results=[result("2025-02-01", "2025-01-01")]) == "results #1 to_date"
	assert refused("credit", **FIRST, results=[result("2025-01-01", "2025-02-01", "Bagus")]) == (
		"results #1 predicate"
	)
	assert refused("credit", **FIRST, rule="PP 1/1999") == "rule"
	assert refused("credit", **FIRST, points=1) == "points"


def test_allowance() -> None:
	"""Ahli Muda 6,000,000; 0.6 × 90 + 0.4 × 97 = 92.8 %: 5,568,000."""
	month = {"month": "2026-03-01", "working_days": 20, "present": 19, "unexcused_absences": 1}
	found = run("allowance", functional_level="Ahli Muda", position_type="Fungsional", score=90, month=month)
	assert (found["base"], found["discipline"], found["amount"]) == ("6000000.00", "97.00", "5568000.00")


def test_allowance_with_a_sanction() -> None:
	"""PP 94/2021: 25 % of the whole, 3,750,000 of 5 million."""
	month = {"month": "2026-03-01", "working_days": 20, "present": 20}
	row = {"level": "Sedang", "sanction": "Pemotongan tunjangan", "from_date": "2026-02-01"}
	found = run("allowance", base=5_000_000, score=100, month=month, sanctions=[row])
	assert found["amount"] == "3750000.00"
	(cut,) = [step for step in found["steps"] if step["rule"].endswith("off the whole allowance")]
	assert cut["output"] == "25.00"


def test_allowance_errors_name_the_row() -> None:
	assert refused("allowance", position_type="Menteri") == "base"
	month = {"month": "2026-03-01", "working_days": 20, "present": 19}
	assert refused("allowance", base=1, month=month) == "working_days"
	late = {"kind": "Late", "date": "2026-03-02", "minutes": "lama"}
	assert refused("allowance", base=1, month={**month, "exceptions": [late]}) == "exceptions #1 minutes"
	assert refused("allowance", base=1, sanctions=[{"level": "Fatal"}]) == "sanctions #1 level"


@pytest.mark.parametrize(
	("days", "run_of", "words"),
	[
		(2, 2, None),
		(3, 1, "Teguran lisan"),
		(6, 1, "Teguran tertulis"),
		(7, 1, "tidak puas"),
		(13, 1, "25% selama 6 bulan"),
		(16, 1, "25% selama 9 bulan"),
		(20, 1, "25% selama 12 bulan"),
		(24, 1, "setingkat lebih rendah"),
		(27, 1, "jabatan pelaksana"),
		(28, 1, "Pemberhentian"),
		(10, 10, "Pemberhentian"),
		(10, 9, "tidak puas"),
	],
)
def test_discipline(days: int, run_of: int, words: str | None) -> None:
	found = run("discipline", days=days, run=run_of)
	assert (found["sanction"] is None) if words is None else (words in found["sanction"])


def test_discipline_points_minutes_and_errors() -> None:
	"""900 minutes are two days; with two unexcused ones four."""
	found = run("discipline", days=2, run=2, minutes=900)
	assert (found["days"], found["sanction"]) == (4, "Teguran tertulis")
	assert (found["points"], found["score"]) == ("10.00", "90.00")
	assert run("discipline", days=0)["score"] == "100.00"
	assert refused("discipline", days=3, run=4) == "run"
	assert refused("discipline", days=-1) == "days"


def test_satisfaction() -> None:
	"""U1 (4 + 3) / 2 = 3.5, U2 3: mean 3.25 × 25 = 81.25, B."""
	found = run("satisfaction", answers=[{"U1": 4, "U2": 3}, {"U1": 3, "U2": 3}])
	assert (found["index"], found["grade"], found["means"]) == ("81.25", "B", {"U1": "3.50", "U2": "3.00"})
	assert run("satisfaction", answers=[{"U1": 4}], minimum=2)["index"] is None
	assert refused("satisfaction", answers=[{"U1": 5}]) == "answers #1 U1"
	assert refused("satisfaction", answers=[{"U10": 1}]) == "answers #1 U10"
	assert refused("satisfaction") == "answers"


def counts(**people: int) -> dict[str, int]:
	names = {"SB": "Sangat Baik", "B": "Baik", "BP": "Butuh Perbaikan", "K": "Kurang", "SK": "Sangat Kurang"}
	return {names[key]: number for key, number in people.items()}


@pytest.mark.parametrize(
	("organisation", "kept", "broken"),
	[
		("Istimewa", counts(SB=14, B=6), counts(SB=15, B=5)),
		("Butuh Perbaikan", counts(BP=12, SB=2, B=6), counts(BP=11, SB=2, B=7)),
		("Butuh Perbaikan", counts(BP=12, SB=2, B=6), counts(BP=12, SB=3, B=5)),
		("Kurang", counts(K=12, BP=2, SB=2, B=4), counts(K=11, BP=2, SB=2, B=5)),
		("Kurang", counts(K=12, BP=2, SB=2, B=4), counts(K=12, BP=1, SB=2, B=5)),
		("Kurang", counts(K=12, BP=2, SB=2, B=4), counts(K=12, BP=2, SB=3, B=3)),
		("Sangat Kurang", counts(SK=12, BP=1, K=1, B=6), counts(SK=11, BP=1, K=1, B=7)),
		("Sangat Kurang", counts(SK=12, BP=1, K=1, B=6), counts(SK=12, BP=1, B=7)),
		("Sangat Kurang", counts(SK=12, BP=1, K=1, B=6), counts(SK=12, BP=1, K=1, B=5, SB=1)),
	],
)
def test_distribution_of_twenty(organisation: str, kept: dict[str, int], broken: dict[str, int]) -> None:
	fine = run("distribution", organisation=organisation, counts=kept)
	assert (fine["people"], fine["deviations"]) == (20, [])
	assert len(run("distribution", organisation=organisation, counts=broken)["deviations"]) == 1


def test_distribution_limits_guide_and_errors() -> None:
	found = run("distribution", organisation="Istimewa", counts=counts(SB=15, B=5))
	assert [(row["count"], row["limit"]) for row in found["deviations"]] == [(15, 14)]
	own = {"organisation_predicate": "Baik", "predicate": "Baik", "bound": "At Most Percent", "number": 50}
	found = run("distribution", organisation="Baik", counts=counts(B=6, SB=4), guide=[own])
	assert [row["limit"] for row in found["deviations"]] == [5]
	assert refused("distribution", organisation="Bagus", counts={}) == "organisation"
	assert refused("distribution", organisation="Baik", counts={"Bagus": 1}) == "counts Bagus"
	assert refused("distribution", organisation="Baik", counts={"Baik": -1}) == "counts Baik"
	assert refused("distribution", organisation="Baik") == "counts"
	wrong = {**own, "number": 101}
	place = "distribution_guide #1 number"
	assert refused("distribution", organisation="Baik", counts={}, guide=[wrong]) == place
