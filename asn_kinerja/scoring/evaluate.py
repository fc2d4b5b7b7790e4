"""The whole case: from items, ratings and facts to score, predicate and their explanation."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from .annual import annual_work_result
from .case import Case
from .components import total_score
from .errors import ScoringError, located
from .fact_rules import validate_facts
from .innovation import has_new_idea, innovation_bonus
from .model import Outcome, Part, Predicate, Rating, ResultMethod, Source, SourceScore, Step
from .numbers import HIGHEST_SCORE, ZERO, exact, parse_number, round_half_up, two_places
from .predicate import band_predicate, matrix_predicate
from .rating import suggest_rating
from .scheme_rules import validate_scheme
from .sources import behaviour, source_score
from .work_result import work_result

_CALCULATED = (Source.WORK_RESULT, Source.BEHAVIOUR)


def evaluate(case: Case, final: bool = False) -> Outcome:
	"""Evaluates a case; numbers of the outcome have two places, the score lies within 0–120.

	The predicate comes from the two given ratings (PermenPAN-RB 6/2022), never from suggested ones, or from
	the score (PP 30/2019 art. 41), as the scheme says; where its input is missing it is None. The score is
	kept apart from it; the bonus for innovations is in it. `final` makes a missing component with the policy
	Block an error, otherwise the score is empty and the explanation says why.

	Raises ScoringError for an unusable scheme, plan, realisation, fact or component score, with row and
	field.
	"""
	scheme = case.scheme
	validate_scheme(scheme)
	validate_facts(case.facts)
	given = _given_scores(case.component_scores)
	work = work_result(case)
	work_score, annual_steps = annual_work_result(work.score, case.facts.periods, scheme.annual_method)
	found = {Source.BEHAVIOUR: behaviour(case)} | {
		source: source_score(source, case, work_score)
		for source in (component.source for component in scheme.components)
		if source not in (*_CALCULATED, *given)
	}
	work_rating, work_rating_steps = _suggestion(Part.WORK_RESULT, work_score, case)
	behaviour_rating, behaviour_rating_steps = _suggestion(
		Part.BEHAVIOUR, found[Source.BEHAVIOUR].score, case
	)
	measured = {**found, Source.WORK_RESULT: SourceScore(work_score, work.steps)}
	scores = {source: row.score for source, row in measured.items()}
	# the last step of what has no score says why
	reasons = {source: row.steps[-1] for source, row in measured.items() if row.score is None and row.steps}
	total, components, component_steps = total_score(scheme, {**given, **scores}, final, reasons)
	total, bonus, bonus_steps = _with_bonus(total, case)
	new_idea, idea_steps = _new_idea(case)
	predicate, predicate_step = _predicate(case, total, new_idea)
	scheme_values = (scheme.title, str(scheme.version))
	return Outcome(
		items=work.items,
		results=work.results,
		components=components,
		bonus=round_half_up(bonus),
		new_idea=new_idea,
		suggested_work_result=work_rating,
		suggested_behaviour=behaviour_rating,
		score=None if total is None else round_half_up(total),
		predicate=predicate,
		steps=(
			Step("Scheme {0}, version {1}", scheme_values, "", scheme.legal_basis or "scheme"),
			*_about(Source.WORK_RESULT, (*work.steps, *annual_steps, *work_rating_steps)),
			*_about(Source.BEHAVIOUR, (*found[Source.BEHAVIOUR].steps, *behaviour_rating_steps)),
			*_source_steps(found),
			*component_steps,
			*bonus_steps,
			*idea_steps,
			predicate_step,
		),
	)


def _source_steps(found: Mapping[Source, SourceScore]) -> Iterable[Step]:
	for source, row in found.items():
		if source not in _CALCULATED:
			yield from _about(source, row.steps)


def _about(source: Source, steps: Iterable[Step]) -> tuple[Step, ...]:
	return tuple(replace(step, part=source.value) for step in steps)


def _given_scores(scores: Mapping[Source, Decimal | None]) -> dict[Source, Decimal | None]:
	checked: dict[Source, Decimal | None] = {}
	for source, score in scores.items():
		if source in _CALCULATED:
			raise ScoringError(
				"{0}: this score is calculated from the items or the rated values. Leave it out.",
				field=source.value,
				table="component_scores",
			)
		with located("component_scores"):
			if score is not None and parse_number(score, source.value) > HIGHEST_SCORE:
				raise ScoringError(
					"{0}: {1} is above 120. Enter a score from 0 to 120.", exact(score), field=source.value
				)
		checked[source] = score
	return checked


def _suggestion(part: Part, score: Decimal | None, case: Case) -> tuple[Rating | None, tuple[Step, ...]]:
	if score is None:
		return None, ()
	rating, step = suggest_rating(part, score, case.scheme)
	return rating, (step,)


def _with_bonus(score: Decimal | None, case: Case) -> tuple[Decimal | None, Decimal, tuple[Step, ...]]:
	"""The score with what innovations add, up to 120 together, and what that is."""
	bonus, steps = innovation_bonus(case.facts.innovations, case.scheme.innovation)
	if score is None or not bonus:
		return score, ZERO, ()
	total = min(score + bonus, HIGHEST_SCORE)
	values = (two_places(score), two_places(bonus))
	together = Step("Score {0} + bonus {1}, at most 120", values, two_places(total), "scheme")
	return total, total - score, (*steps, together)


def _new_idea(case: Case) -> tuple[bool, tuple[Step, ...]]:
	"""Whether there is a new idea or way of working: a verified innovation, or the rater's word."""
	rules = case.scheme.innovation
	if rules.levels and has_new_idea(case.facts.innovations, rules):
		verified = Step("A verified innovation is a new idea", (), "", "PP 30/2019 art. 41")
		return True, (verified,)
	if case.new_idea:
		return True, (Step("The rater states a new idea", (), "", "PP 30/2019 art. 41"),)
	return False, ()


def _predicate(case: Case, score: Decimal | None, new_idea: bool) -> tuple[Predicate | None, Step]:
	if case.scheme.result_method is ResultMethod.BANDS:
		if score is None:
			return None, Step("No predicate: there is no score", (), "", "scheme")
		return band_predicate(score, new_idea, case.scheme)
	if case.work_result_rating is None:
		return None, Step("No predicate: the work result has not been rated", (), "", "scheme")
	if case.behaviour_rating is None:
		return None, Step("No predicate: the behaviour has not been rated", (), "", "scheme")
	return matrix_predicate(case.work_result_rating, case.behaviour_rating, case.scheme)
