"""The whole case: from items and ratings to score, predicate and their explanation."""

from collections.abc import Mapping
from decimal import Decimal

from .behaviour import behaviour_score
from .components import total_score
from .errors import ScoringError, located
from .model import Case, Outcome, Part, Predicate, Rating, ResultMethod, Source, Step
from .numbers import HIGHEST_SCORE, exact, parse_number, round_half_up
from .predicate import band_predicate, matrix_predicate
from .rating import suggest_rating
from .scheme_rules import validate_scheme
from .work_result import work_result

_CALCULATED = (Source.WORK_RESULT, Source.BEHAVIOUR)


def evaluate(case: Case, final: bool = False) -> Outcome:
	"""Evaluates a case; numbers of the outcome have two places, the score lies within 0–120.

	The predicate comes from the two given ratings (PermenPAN-RB 6/2022), never from suggested ones, or from
	the score (PP 30/2019 art. 41), as the scheme says; where its input is missing it is None. The score is
	kept apart from it. `final` makes a missing component with the policy Block an error, otherwise the score
	is empty and the explanation says why.

	Raises ScoringError for an unusable scheme, plan, realisation or component score, with row and field.
	"""
	scheme = case.scheme
	validate_scheme(scheme)
	given = _given_scores(case.component_scores)
	work = work_result(case)
	behaviour, behaviour_steps = behaviour_score(case.behaviours, scheme)
	work_rating, work_rating_steps = _suggestion(Part.WORK_RESULT, work.score, case)
	behaviour_rating, behaviour_rating_steps = _suggestion(Part.BEHAVIOUR, behaviour, case)
	scores = {**given, Source.WORK_RESULT: work.score, Source.BEHAVIOUR: behaviour}
	total, components, component_steps = total_score(scheme, scores, final)
	predicate, predicate_step = _predicate(case, total)
	scheme_values = (scheme.title, str(scheme.version))
	return Outcome(
		items=work.items,
		results=work.results,
		components=components,
		suggested_work_result=work_rating,
		suggested_behaviour=behaviour_rating,
		score=None if total is None else round_half_up(total),
		predicate=predicate,
		steps=(
			Step("Scheme {0}, version {1}", scheme_values, "", scheme.legal_basis or "scheme"),
			*work.steps,
			*work_rating_steps,
			*behaviour_steps,
			*behaviour_rating_steps,
			*component_steps,
			predicate_step,
		),
	)


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


def _predicate(case: Case, score: Decimal | None) -> tuple[Predicate | None, Step]:
	if case.scheme.result_method is ResultMethod.BANDS:
		if score is None:
			return None, Step("No predicate: there is no score", (), "", "scheme")
		return band_predicate(score, case.new_idea, case.scheme)
	if case.work_result_rating is None:
		return None, Step("No predicate: the work result has not been rated", (), "", "scheme")
	if case.behaviour_rating is None:
		return None, Step("No predicate: the behaviour has not been rated", (), "", "scheme")
	return matrix_predicate(case.work_result_rating, case.behaviour_rating, case.scheme)
