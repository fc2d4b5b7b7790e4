"""The work result of a whole year from those of its periods, where the scheme says so."""

from collections.abc import Sequence
from decimal import Decimal

from .model import AnnualMethod, Step
from .numbers import two_places
from .periods import mean_by_months
from .progress import StageResult


def annual_work_result(
	own: Decimal | None, periods: Sequence[StageResult], method: AnnualMethod
) -> tuple[Decimal | None, tuple[Step, ...]]:
	"""The work result (0–120) that counts: `own`, measured against the targets, or what the released periods
	(in their order; none for a period itself) gave: their mean by months (PermenPAN-RB 8/2021, proportional
	method by periods), or the last one's. Without any released period it is `own`, and the steps say so."""
	if method is AnnualMethod.TARGETS:
		return own, ()
	if not periods or (method is AnnualMethod.MEAN and not sum(row.months for row in periods)):
		none = Step("No period of the year is released: its own targets count", (), "", "scheme")
		return own, (none,)
	if method is AnnualMethod.LAST:
		last = periods[-1]
		anchored = Step(
			"Work result of the year: that of the last period, {0}",
			(last.stage,),
			two_places(last.work_result),
			"scheme",
		)
		return last.work_result, (anchored,)
	mean = mean_by_months([(row.work_result, row.months) for row in periods])
	told = " + ".join(f"{two_places(row.work_result)} × {row.months}" for row in periods)
	months = str(sum(row.months for row in periods))
	return mean, (
		Step(
			"Work result of the year: ({0}) / {1} months",
			(told, months),
			two_places(mean),
			"PermenPAN-RB 8/2021",
		),
	)
