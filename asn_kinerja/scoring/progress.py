"""Progress: a stage's work result against an earlier one's."""

from dataclasses import dataclass
from decimal import Decimal

from .model import SourceScore, Step
from .numbers import HIGHEST_SCORE, HUNDRED, ZERO, exact, two_places


@dataclass(frozen=True, slots=True)
class StageResult:
	"""The released work result (0–120) of a stage, which is named for the explanation; `months`: how many of
	the year it covers, 0–12."""

	stage: str
	work_result: Decimal
	months: int = 0


def progress_score(
	earlier: StageResult | None, later: StageResult | Decimal | None, factor: Decimal
) -> SourceScore:
	"""100 and `factor` points for each point that the work result has gained since the earlier stage, less
	for one that it has lost; within 0–120. `later` is a number when it is that of the stage itself. Nothing
	to measure in the first stage, or while a work result is missing.

	`factor` (data of the scheme) from 0 on. Improvement counts in the final result.
	"""
	if earlier is None:
		return SourceScore(None, (Step("There is no earlier stage to compare with", (), "", "scheme"),))
	if later is None:
		return SourceScore(None, (Step("There is no work result to compare yet", (), "", "scheme"),))
	current = later.work_result if isinstance(later, StageResult) else later
	score = min(max(HUNDRED + factor * (current - earlier.work_result), ZERO), HIGHEST_SCORE)
	gained = (exact(factor), two_places(current), two_places(earlier.work_result), earlier.stage)
	if isinstance(later, StageResult):
		step = Step(
			"Progress: 100 + {0} × (work result {1} of {4} − {2} of {3}), from 0 to 120",
			(exact(factor), two_places(current), two_places(earlier.work_result), earlier.stage, later.stage),
			two_places(score),
			"scheme",
		)
		return SourceScore(score, (step,))
	step = Step(
		"Progress: 100 + {0} × (work result {1} − {2} of {3}), from 0 to 120",
		gained,
		two_places(score),
		"scheme",
	)
	return SourceScore(score, (step,))
