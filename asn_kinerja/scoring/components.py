"""From the components' scores to the total score."""

from collections.abc import Mapping
from decimal import Decimal

from .case import Scheme
from .errors import ScoringError
from .model import Component, ComponentOutcome, MissingPolicy, Source, Step
from .numbers import HUNDRED, ZERO, exact, round_half_up, two_places


def total_score(
	scheme: Scheme,
	scores: Mapping[Source, Decimal | None],
	final: bool,
	reasons: Mapping[Source, Step] | None = None,
) -> tuple[Decimal | None, tuple[ComponentOutcome, ...], tuple[Step, ...]]:
	"""Weighted sum of the components' scores (0–120 each), unrounded, with every component's share.

	A missing component (no score, or None) follows its policy: Spread Weight gives its weight to the others
	in proportion, Count as Zero keeps it with a score of 0, Block raises ScoringError in a final evaluation
	and leaves the total empty in a provisional one. `reasons`: why components are missing, for that error.
	With all components missing the total is None.
	Weights of the two parts: PP 30/2019 art. 41(2)–(4); all weights are data of the scheme.
	"""
	weights = effective_weights(scheme, scores)
	outcomes, steps = [], []
	total, blocked = ZERO, False
	for component, weight in zip(scheme.components, weights, strict=True):
		score = scores.get(component.source)
		blocked = blocked or (score is None and component.missing_policy is MissingPolicy.BLOCK)
		if score is None and component.missing_policy is MissingPolicy.BLOCK and final:
			raise ScoringError(
				"{0}: {1} has no score yet, and the scheme does not allow a final evaluation without it. "
				"Complete it first.",
				component.source.value,
				field="components",
				because=(reasons or {}).get(component.source),
			)
		contribution = (score or ZERO) * weight / HUNDRED
		total += contribution
		outcomes.append(_outcome(component, weight, score, contribution))
		steps.append(_share(component, weight, score, contribution))
	parts = " + ".join(two_places(row.contribution) for row in outcomes)
	if all(row.missing for row in outcomes):
		steps.append(Step("No score: every component is missing", (), "", "scheme"))
		return None, tuple(outcomes), tuple(steps)
	if blocked:
		steps.append(Step("No score: a component that may not be missing is missing", (), "", "scheme"))
		return None, tuple(outcomes), tuple(steps)
	steps.append(Step("Score: {0}", (parts,), two_places(total), "scheme"))
	return total, tuple(outcomes), tuple(steps)


def effective_weights(scheme: Scheme, scores: Mapping[Source, Decimal | None]) -> tuple[Decimal, ...]:
	"""The components' weights in percent after spreading, unrounded, in the scheme's order.

	They sum to 100, unless every weight would have to be spread: then all are 0.
	"""
	kept = [ZERO if _is_spread(component, scores) else component.weight for component in scheme.components]
	remaining = sum(kept, ZERO)
	return tuple(weight * HUNDRED / remaining if remaining else ZERO for weight in kept)


def _is_spread(component: Component, scores: Mapping[Source, Decimal | None]) -> bool:
	return component.missing_policy is MissingPolicy.SPREAD and scores.get(component.source) is None


def _outcome(
	component: Component, weight: Decimal, score: Decimal | None, contribution: Decimal
) -> ComponentOutcome:
	return ComponentOutcome(
		source=component.source,
		weight=round_half_up(component.weight),
		effective_weight=round_half_up(weight),
		score=None if score is None else round_half_up(score),
		contribution=round_half_up(contribution),
		missing=score is None,
	)


def _share(component: Component, weight: Decimal, score: Decimal | None, contribution: Decimal) -> Step:
	name, output = component.source.value, two_places(contribution)
	if score is not None:
		return Step(
			"{0}: score {1} × weight {2} %", (name, two_places(score), two_places(weight)), output, "scheme"
		)
	values = (name, exact(component.weight))
	if component.missing_policy is MissingPolicy.SPREAD:
		return Step("{0} is missing: its weight of {1} % is spread over the others", values, output, "scheme")
	if component.missing_policy is MissingPolicy.ZERO:
		return Step("{0} is missing: it counts as zero with its weight of {1} %", values, output, "scheme")
	return Step("{0} with its weight of {1} % is missing and blocks the score", values, output, "scheme")
