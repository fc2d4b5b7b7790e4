"""The sources of the score that are not the work plan: from facts and rules to a score for each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import cast

from .attendance import AttendanceRules, attendance_score
from .behaviour import behaviour_score
from .case import Case
from .competency import competency_score
from .development import development_score
from .discipline import DisciplineRules, discipline_score
from .innovation import innovation_score
from .model import Source, SourceScore, Step
from .numbers import ZERO, two_places
from .progress import progress_score
from .rating import rating_points
from .reviews import (
	COLLEAGUES,
	RaterWeight,
	ReviewGroup,
	ReviewTally,
	ValueTally,
	merged,
	score_of_tallies,
)
from .satisfaction import SatisfactionRule, combined_index, satisfaction_score
from .team import team_score

PPPK = "PPPK"


def source_score(source: Source, case: Case, work_result: Decimal | None) -> SourceScore:
	"""Score (0–120, unrounded; None = nothing to measure) of any source but the work result, whose score is
	given. Raises ScoringError for facts that the scheme's tables do not know."""
	return _SCORES[source](case, work_result)


def behaviour(case: Case, _work_result: Decimal | None = None) -> SourceScore:
	"""The rater's rating of the values alone; with rater weights it is the superior's part among those of
	peers, subordinates and the employee (PP 30/2019 art. 41). None until the rater has rated every value."""
	own, steps = behaviour_score(case.behaviours, case.scheme)
	if own is None or not case.scheme.rater_weights:
		return SourceScore(own, steps)
	rated = ReviewTally(
		ReviewGroup.SUPERIOR,
		1,
		tuple(
			ValueTally(row.behaviour_value, 1, rating_points(row.rating, case.scheme))
			for row in case.behaviours
			if row.rating is not None
		),
	)
	found = score_of_tallies(
		merged([rated, *case.facts.reviews]),
		rater_weights(case),
		[row.behaviour_value for row in case.behaviours],
	)
	return SourceScore(found.score, (*steps, *found.steps))


def rater_weights(case: Case) -> tuple[RaterWeight, ...]:
	"""The scheme's, with a minimum of peers and subordinates that keeps them anonymous."""
	return protected(case.scheme.rater_weights, case.facts.reviews_minimum)


def protected(weights: tuple[RaterWeight, ...], minimum: int) -> tuple[RaterWeight, ...]:
	"""Weights in which peers and subordinates take part from `minimum` (1 or more) on at the earliest. A
	score in which fewer took part would tell what one or two people think."""
	return tuple(
		replace(rule, minimum=max(rule.minimum, minimum)) if rule.group in COLLEAGUES else rule
		for rule in weights
	)


def _attendance(case: Case, _work_result: Decimal | None) -> SourceScore:
	# a checked scheme that measures attendance has the table (see `validate_scheme`)
	return attendance_score(case.facts.attendance, cast(AttendanceRules, case.scheme.attendance_rule))


def _discipline(case: Case, _work_result: Decimal | None) -> SourceScore:
	rules = cast(DisciplineRules, case.scheme.discipline_rule)
	return discipline_score(case.facts.sanctions, rules.effects)


def _team(case: Case, _work_result: Decimal | None) -> SourceScore:
	return team_score(case.facts.unit_predicate or None, _colleagues(case), case.scheme.team)


def _colleagues(case: Case) -> Decimal | None:
	"""Mean points that peers and subordinates give the value that stands for cooperation."""
	name = case.scheme.team_value
	rows = [
		row
		for tally in case.facts.reviews
		for row in tally.values
		if tally.group in COLLEAGUES
		and row.behaviour_value == name
		and tally.mean(name, case.facts.reviews_minimum) is not None
	]
	answers = sum(row.answers for row in rows)
	return sum((row.points for row in rows), ZERO) / answers if answers else None


def _innovation(case: Case, _work_result: Decimal | None) -> SourceScore:
	return innovation_score(case.facts.innovations, case.scheme.innovation)


def _development(case: Case, _work_result: Decimal | None) -> SourceScore:
	scheme, facts = case.scheme, case.facts
	duty = scheme.development_duty_pppk if facts.asn_type == PPPK else scheme.development_duty
	if duty and facts.training_hours is None:
		return SourceScore(None, (Step("There is no verified training yet", (), "", "scheme"),))
	return development_score(facts.training_hours or ZERO, duty, facts.months)


def _satisfaction(case: Case, _work_result: Decimal | None) -> SourceScore:
	index, steps = combined_index(case.facts.surveys)
	if index is None:
		return SourceScore(None, (Step("No survey has enough answers yet", (), "", "scheme"),))
	rule = SatisfactionRule(case.scheme.satisfaction_reference, case.scheme.satisfaction_highest)
	found = satisfaction_score(index, rule)
	return replace(found, steps=(*steps, *found.steps))


def _competency(case: Case, _work_result: Decimal | None) -> SourceScore:
	levels = case.facts.competency
	if levels is None:
		missing = Step("There is no released assessment of the competency", (), "", "scheme")
		return SourceScore(None, (missing,))
	day = f"{levels.assessed_on:%d/%m/%Y}"
	found = competency_score(levels.reached, levels.required, levels.match)
	assessed = Step("Assessment of the competency of {0}", (day,), two_places(levels.reached), "scheme")
	return replace(found, steps=(assessed, *found.steps))


def _progress(case: Case, work_result: Decimal | None) -> SourceScore:
	facts = case.facts
	return progress_score(facts.progress_from, facts.progress_to or work_result, case.scheme.progress_factor)


_SCORES: Mapping[Source, Callable[[Case, Decimal | None], SourceScore]] = {
	Source.BEHAVIOUR: behaviour,
	Source.ATTENDANCE: _attendance,
	Source.DISCIPLINE: _discipline,
	Source.TEAM: _team,
	Source.INNOVATION: _innovation,
	Source.DEVELOPMENT: _development,
	Source.SATISFACTION: _satisfaction,
	Source.COMPETENCY: _competency,
	Source.PROGRESS: _progress,
}
