"""Training of a year: the duty of PNS (at least 20 JP), the maximum of PPPK (24 JP, no duty)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.scoring import DutyStatus, ScoringError, duty_progress, jp_of_minutes

HOURS = st.decimals(0, 1000, places=2)


@pytest.mark.parametrize(
	("done", "remaining", "percent", "status"),
	[
		("0", "20", "0.00", DutyStatus.BELOW),
		("14", "6", "70.00", DutyStatus.BELOW),
		("19.99", "0.01", "99.95", DutyStatus.BELOW),
		("20", "0", "100.00", DutyStatus.MET),
		("26.5", "0", "132.50", DutyStatus.MET),
	],
)
def test_the_duty_of_pns(done: str, remaining: str, percent: str, status: DutyStatus) -> None:
	found = duty_progress(Decimal(done), Decimal(20), is_duty=True)
	assert (found.remaining, found.percent, found.status) == (Decimal(remaining), Decimal(percent), status)
	assert found.step.source == "PP 11/2017 art. 203"


@pytest.mark.parametrize(
	("done", "remaining", "percent", "status"),
	[
		("0", "24", "0.00", DutyStatus.WITHIN),  # whoever does nothing has neglected nothing
		("23.99", "0.01", "99.96", DutyStatus.WITHIN),  # 23.99 / 24 = 99.958…
		("24", "0", "100.00", DutyStatus.REACHED),
		("24.01", "0", "100.04", DutyStatus.ABOVE),  # 100.041…
	],
)
def test_the_maximum_of_pppk(done: str, remaining: str, percent: str, status: DutyStatus) -> None:
	found = duty_progress(Decimal(done), Decimal(24), is_duty=False)
	assert (found.remaining, found.percent, found.status) == (Decimal(remaining), Decimal(percent), status)
	assert "which is no duty" in found.step.rule


@pytest.mark.parametrize("is_duty", [True, False])
def test_without_a_bound_there_is_nothing_to_reach(is_duty: bool) -> None:
	found = duty_progress(Decimal(8), Decimal(0), is_duty)
	assert (found.remaining, found.percent, found.status) == (Decimal(0), None, DutyStatus.NOTHING)


@pytest.mark.parametrize(("done", "bound", "field"), [("-1", "20", "done"), ("1", "-20", "bound")])
def test_negative_hours_are_refused(done: str, bound: str, field: str) -> None:
	with pytest.raises(ScoringError) as caught:
		duty_progress(Decimal(done), Decimal(bound), is_duty=True)
	assert caught.value.field == field


@given(HOURS, st.decimals("0.01", 1000, places=2), st.booleans())
def test_done_and_remaining_reach_the_bound_at_least(done: Decimal, bound: Decimal, is_duty: bool) -> None:
	found = duty_progress(done, bound, is_duty)
	assert found.remaining >= 0
	assert done + found.remaining == max(done, bound)
	assert (found.status in (DutyStatus.BELOW, DutyStatus.WITHIN)) is (done < bound)
	assert found.status in ((DutyStatus.BELOW, DutyStatus.MET) if is_duty else tuple(DutyStatus)[2:5])


@given(HOURS, HOURS, st.decimals("0.01", 1000, places=2))
def test_more_training_is_never_less(one: Decimal, other: Decimal, bound: Decimal) -> None:
	less, more = sorted((one, other))
	before, after = (duty_progress(done, bound, is_duty=True) for done in (less, more))
	assert before.percent <= after.percent
	assert before.remaining >= after.remaining


@pytest.mark.parametrize(
	("minutes", "hours"), [(0, "0.00"), (45, "1.00"), (60, "1.33"), (450, "10.00"), (480, "10.67")]
)
def test_a_jp_is_45_minutes(minutes: int, hours: str) -> None:
	assert jp_of_minutes(minutes) == Decimal(hours)


def test_no_training_ends_before_it_begins() -> None:
	with pytest.raises(ScoringError, match="negative"):
		jp_of_minutes(-1)
