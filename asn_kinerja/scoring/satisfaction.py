"""Public satisfaction (survei kepuasan masyarakat): the index and grade of a survey, and the score it gives.

Source: PermenPAN-RB 14/2017, annex: nine elements (unsur), each answered from 1 to 4; the mean of an element
is its NRR (nilai rata-rata), each element weighs 1 / number of elements, the sum of the weighted means times
25 is the index from 25 to 100. What the grades begin with, how many answers are needed and which index is
worth which score are arguments.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .errors import ScoringError, located
from .model import SourceScore, Step
from .numbers import HIGHEST_SCORE, HUNDRED, ZERO, round_half_up, shown, two_places

ELEMENTS = ("U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9")
LOWEST_ANSWER, HIGHEST_ANSWER = 1, 4
FACTOR = HUNDRED / HIGHEST_ANSWER
"""From a mean answer to the index: 25."""
LOWEST_INDEX, HIGHEST_INDEX = FACTOR * LOWEST_ANSWER, HUNDRED

_LAW = "PermenPAN-RB 14/2017"


@dataclass(frozen=True, slots=True)
class Answers:
	"""What one citizen answered: element ("U1"–"U9") -> 1–4. Elements that the service hides are left out."""

	values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tally:
	"""How many answered an element, and the sum of their answers."""

	element: str
	answers: int
	total: int


@dataclass(frozen=True, slots=True)
class SatisfactionGrade:
	"""Mutu pelayanan: `grade` (A–D) with its name for an index of `from_index` (25–100) or more."""

	grade: str
	title: str
	from_index: Decimal


@dataclass(frozen=True, slots=True)
class ElementMean:
	"""NRR of an element, 1–4, unrounded."""

	element: str
	mean: Decimal


@dataclass(frozen=True, slots=True)
class SurveyResult:
	"""`index` 25–100 with two places; index and grade are None, and there are no means, while the answers are
	fewer than the minimum."""

	answers: int
	index: Decimal | None
	grade: SatisfactionGrade | None
	means: tuple[ElementMean, ...]
	steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class SurveyIndex:
	"""Index of one survey (25–100, two places) and the number of answers it rests on."""

	title: str
	index: Decimal
	answers: int


@dataclass(frozen=True, slots=True)
class SatisfactionRule:
	"""What an index is worth: 25 = 0, `reference_index` (between 25 and 100) = 100, that is "as expected",
	and 100 = `highest_score` (100–120); straight lines between these three points."""

	reference_index: Decimal
	highest_score: Decimal = HIGHEST_SCORE


# --- answers -----------------------------------------------------------------------------------------------


def parse_answer(raw: object, element: str) -> int:
	"""An answer from 1 to 4, given as a whole number or as one digit.

	Raises ScoringError, with the element as field, for everything else."""
	if isinstance(raw, int) and not isinstance(raw, bool) and LOWEST_ANSWER <= raw <= HIGHEST_ANSWER:
		return raw
	if isinstance(raw, str) and raw in ("1", "2", "3", "4"):
		return int(raw)
	raise ScoringError('{0}: "{1}" is no answer. Choose 1, 2, 3 or 4.', shown(raw), field=element)


def tally(answers: Iterable[Answers]) -> tuple[int, tuple[Tally, ...]]:
	"""Number of citizens, and the tally of each element that was answered at all, in the elements' order.

	Raises ScoringError for unknown elements and for answers other than 1–4."""
	given = [checked(one) for one in answers]
	values = {element: [one[element] for one in given if element in one] for element in ELEMENTS}
	return len(given), tuple(
		Tally(element, len(found), sum(found)) for element, found in values.items() if found
	)


def checked(answers: Answers) -> dict[str, int]:
	"""The values of one citizen; raises ScoringError for unknown elements and for values other than 1–4."""
	if unknown := next((element for element in answers.values if element not in ELEMENTS), None):
		raise ScoringError("{0}: the survey has no element {1}.", shown(unknown), field="element")
	return {element: parse_answer(value, element) for element, value in answers.values.items()}


# --- index and grade ---------------------------------------------------------------------------------------


def survey_index(
	answers: Iterable[Answers], grades: Sequence[SatisfactionGrade] = (), minimum: int = 1
) -> SurveyResult:
	"""Index and grade of a survey from the answers one by one; see `index_of_tallies`."""
	number, tallies = tally(answers)
	return index_of_tallies(number, tallies, grades, minimum)


def index_of_tallies(
	answers: int, tallies: Sequence[Tally], grades: Sequence[SatisfactionGrade] = (), minimum: int = 1
) -> SurveyResult:
	"""Index (25–100, two places, half up) and grade of a survey from its elements' tallies.

	An element without answers is not used, so it weighs nothing. With fewer answers than `minimum` (at least
	1), or without any element, nothing is given but the number of answers. Raises ScoringError for a tally
	whose mean is not from 1 to 4.
	Source: PermenPAN-RB 14/2017, annex."""
	used = [one for one in tallies if one.answers]
	if answers < max(minimum, 1) or not used:
		few = Step(
			"{0} answers are fewer than the minimum of {1}: the index does not count yet",
			(str(answers), str(max(minimum, 1))),
			"",
			"scheme",
		)
		return SurveyResult(answers, None, None, (), (few,))
	means = tuple(ElementMean(one.element, _mean(one)) for one in used)
	steps = [
		Step(
			"{0}: sum of the answers {1} / number of answers {2}",
			(one.element, str(one.total), str(one.answers)),
			two_places(mean.mean),
			_LAW,
		)
		for one, mean in zip(used, means, strict=True)
	]
	total = sum((mean.mean for mean in means), ZERO)
	found = round_half_up(total / len(means) * FACTOR)
	steps.append(
		Step(
			"Index: sum of the element means {0} / number of elements {1} × 25",
			(two_places(total), str(len(means))),
			two_places(found),
			_LAW,
		)
	)
	grade = grade_of(found, grades) if grades else None
	if grade:
		steps.append(
			Step(
				"Service quality {0} ({1}): index of {2} or more",
				(grade.grade, grade.title, two_places(grade.from_index)),
				grade.grade,
				_LAW,
			)
		)
	return SurveyResult(answers, found, grade, means, tuple(steps))


def _mean(one: Tally) -> Decimal:
	if not LOWEST_ANSWER * one.answers <= one.total <= HIGHEST_ANSWER * one.answers:
		raise ScoringError(
			"{0}: {1} cannot be the sum of {2} answers from 1 to 4.",
			str(one.total),
			str(one.answers),
			field=one.element,
		)
	return Decimal(one.total) / one.answers


def grade_of(found: Decimal, grades: Sequence[SatisfactionGrade]) -> SatisfactionGrade | None:
	"""The grade whose band holds the index; None when it lies below all of them. The order does not
	matter."""
	reached = [grade for grade in grades if found >= grade.from_index]
	return max(reached, key=lambda grade: grade.from_index, default=None)


def validate_grades(grades: Sequence[SatisfactionGrade]) -> None:
	"""Raise ScoringError, with table and row, unless every index from 25 to 100 has exactly one grade."""
	names: set[str] = set()
	bounds: set[Decimal] = set()
	for row, grade in enumerate(grades, 1):
		with located("grades", row):
			if not grade.grade.strip() or grade.grade in names:
				raise ScoringError("{0}: every grade needs a name of its own.", field="grade")
			if not LOWEST_INDEX <= grade.from_index <= HIGHEST_INDEX:
				raise ScoringError(
					"{0}: {1} lies outside the index, which goes from 25 to 100.",
					two_places(grade.from_index),
					field="from_index",
				)
			if grade.from_index in bounds:
				raise ScoringError(
					"{0}: two grades begin at {1}.", two_places(grade.from_index), field="from_index"
				)
			names.add(grade.grade)
			bounds.add(grade.from_index)
	if LOWEST_INDEX not in bounds:
		raise ScoringError(
			"{0}: the lowest grade begins at 25, so that every index has a grade.", field="grades"
		)


def combined_index(surveys: Sequence[SurveyIndex]) -> tuple[Decimal | None, tuple[Step, ...]]:
	"""One index (25–100, two places) of several surveys: the mean of theirs, weighted by the numbers of
	answers; None without any. The order of the surveys does not matter."""
	counted = sorted(surveys, key=lambda one: (one.title, one.index, one.answers))
	if not counted:
		return None, ()
	number = sum(one.answers for one in counted)
	found = round_half_up(sum((one.index * one.answers for one in counted), ZERO) / number)
	steps = tuple(
		Step("{0}: index from {1} answers", (one.title, str(one.answers)), two_places(one.index), _LAW)
		for one in counted
	)
	if len(counted) > 1:
		several = Step(
			"Index of {0} surveys: mean weighted by the numbers of answers, {1} together",
			(str(len(counted)), str(number)),
			two_places(found),
			"scheme",
		)
		steps = (*steps, several)
	return found, steps


# --- score -------------------------------------------------------------------------------------------------


def validate_rule(rule: SatisfactionRule) -> None:
	"""Raise ScoringError for a rule whose three points do not rise."""
	if not LOWEST_INDEX < rule.reference_index < HIGHEST_INDEX:
		raise ScoringError(
			"{0}: {1} must lie between 25 and 100.",
			two_places(rule.reference_index),
			field="satisfaction_reference",
		)
	if not HUNDRED <= rule.highest_score <= HIGHEST_SCORE:
		raise ScoringError(
			"{0}: {1} must lie from 100 to 120.", two_places(rule.highest_score), field="satisfaction_highest"
		)


def satisfaction_score(found: Decimal | None, rule: SatisfactionRule) -> SourceScore:
	"""The score (0–120, unrounded) that an index (25–100) is worth by the rule; None without an index.

	Below the reference index the score rises evenly from 0 (index 25: everybody answered 1) to 100, above it
	from 100 to the highest score (index 100: everybody answered 4). Raises ScoringError for an index outside
	25–100 and for a rule whose points do not rise."""
	validate_rule(rule)
	if found is None:
		return SourceScore(None)
	if not LOWEST_INDEX <= found <= HIGHEST_INDEX:
		raise ScoringError(
			"{0}: {1} lies outside the index, which goes from 25 to 100.", two_places(found), field="index"
		)
	reference, highest = rule.reference_index, rule.highest_score
	if found <= reference:
		score = HUNDRED * (found - LOWEST_INDEX) / (reference - LOWEST_INDEX)
		step = Step(
			"Index {0} up to the reference index {1}: 100 × ({0} − 25) / ({1} − 25)",
			(two_places(found), two_places(reference)),
			two_places(score),
			"scheme",
		)
	else:
		score = HUNDRED + (highest - HUNDRED) * (found - reference) / (HIGHEST_INDEX - reference)
		step = Step(
			"Index {0} above the reference index {1}: 100 + ({2} − 100) × ({0} − {1}) / (100 − {1})",
			(two_places(found), two_places(reference), two_places(highest)),
			two_places(score),
			"scheme",
		)
	return SourceScore(score, (step,))
