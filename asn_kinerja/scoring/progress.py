"""Progress: this stage's work result against the previous one's."""

from decimal import Decimal

from .model import SourceScore, Step
from .numbers import HIGHEST_SCORE, HUNDRED, ZERO, exact, two_places


def progress_score(previous: Decimal | None, current: Decimal | None, factor: Decimal) -> SourceScore:
	"""100 and `factor` points for each point (0–120) that the work result has gained, less for one that it
	has lost; within 0–120. Nothing to measure in the first stage, or while a work result is missing.

	`factor` (data of the scheme) from 0 on. Improvement counts in the final result.
	"""
	if previous is None:
		return SourceScore(None, (Step("There is no previous stage to compare with", (), "", "scheme"),))
	if current is None:
		return SourceScore(None, (Step("There is no work result to compare yet", (), "", "scheme"),))
	score = min(max(HUNDRED + factor * (current - previous), ZERO), HIGHEST_SCORE)
	values = (exact(factor), two_places(current), two_places(previous))
	step = Step(
		"Progress: 100 + {0} × (work result {1} − that of the previous stage {2}), from 0 to 120",
		values,
		two_places(score),
		"scheme",
	)
	return SourceScore(score, (step,))
