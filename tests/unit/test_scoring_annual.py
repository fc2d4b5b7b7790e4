"""The work result of a year from those of its periods, worked by hand."""

from decimal import Decimal

import pytest

from asn_kinerja.scoring import AnnualMethod, StageResult
from asn_kinerja.scoring.annual import annual_work_result

D = Decimal
QUARTERS = (
	StageResult("Triwulan I", D("80.00"), 3),
	StageResult("Triwulan II", D("95.50"), 3),
	# a transfer within the quarter: two parts of it
	StageResult("Triwulan III", D("100.00"), 1),
	StageResult("Triwulan III", D("110.00"), 2),
)


@pytest.mark.parametrize(
	("method", "expected", "steps"),
	[
		(AnnualMethod.TARGETS, D("101"), 0),
		# (80 × 3 + 95.5 × 3 + 100 + 110 × 2) / 9 = 846.5 / 9 = 94.0555…
		(AnnualMethod.MEAN, D("94.06"), 1),
		(AnnualMethod.LAST, D("110.00"), 1),
	],
)
def test_what_the_year_is_measured_by(method: AnnualMethod, expected: Decimal, steps: int) -> None:
	found, explained = annual_work_result(D("101"), QUARTERS, method)
	assert (found, len(explained)) == (expected, steps)


@pytest.mark.parametrize("method", [AnnualMethod.MEAN, AnnualMethod.LAST])
@pytest.mark.parametrize("own", [D("101"), None])
def test_without_a_released_period_the_years_own_targets_count(
	method: AnnualMethod, own: Decimal | None
) -> None:
	found, (step,) = annual_work_result(own, (), method)
	assert found is own
	assert "its own targets count" in step.rule


def test_periods_without_months_have_no_mean() -> None:
	found, _steps = annual_work_result(D("101"), [StageResult("Triwulan I", D(80))], AnnualMethod.MEAN)
	assert found == 101
