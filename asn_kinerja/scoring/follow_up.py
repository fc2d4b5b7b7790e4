"""Tindak lanjut hasil evaluasi: what a final result, and its course over the periods, leads to.

Source: PermenPAN-RB 6/2022, article 5 (follow-up of the evaluation: award and sanction, with coaching and
counselling); PP 30/2019, articles 56–58 (who misses the target is given time to improve, then a competency
test, then another position). The table is data: the laws leave kinds, times and who decides to the agency.
A person decides on every proposal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from itertools import takewhile

from .distribution import STEPS
from .errors import ScoringError, located
from .fields import record
from .model import Predicate, Rating, Step

LEADERS = ("JPT Utama", "JPT Madya", "JPT Pratama", "Administrator", "Pengawas")
"""Position types that lead a unit (UU 20/2023); the others are Pelaksana and Fungsional."""


class FollowUpKind(str, Enum):
	"""What is done: penghargaan, bimbingan kinerja, konseling kinerja, uji kompetensi, proses sanksi."""

	AWARD = "Award"
	COACHING = "Coaching"
	COUNSELLING = "Counselling"
	COMPETENCY_TEST = "Competency Test"
	SANCTION = "Sanction"
	OTHER = "Other"


class Decider(str, Enum):
	"""Whose decision it is, by what he is to the employee."""

	RATER = "Rater"
	RATER_SUPERIOR = "Rater Superior"
	MANAGER = "Performance Manager"


class StageType(str, Enum):
	"""Stages that a row is about."""

	ANY = "Any"
	PERIODIC = "Periodic"
	ANNUAL = "Annual"


class Reach(str, Enum):
	"""Whether a row is about its predicate alone, or also about all below, or above it."""

	ONLY = "Only This"
	LOWER = "This or Lower"
	HIGHER = "This or Higher"


class Trend(str, Enum):
	"""The course of the results. Risen, same and fallen compare the predicate with that of the result before,
	and a first result is none of them. Repeated: the row's result has come several times in a row."""

	ANY = "Any"
	RISEN = "Risen"
	SAME = "Same"
	FALLEN = "Fallen"
	REPEATED = "Repeated"


class Positions(str, Enum):
	"""Whom a row is about."""

	ALL = "All"
	LEADERS = "Leaders"
	NOT_LEADERS = "Not Leaders"


@dataclass(frozen=True, slots=True)
class FollowUpRow:
	"""One row: when all its conditions are met, this is proposed. What is empty asks for nothing.

	`predicate` with `reach`; "Butuh Perbaikan" is "Cukup" too. `times`: from so many results in a row on,
	this one included (2 and more, with the trend Repeated only). `days` to do it in, from the decision, 0 =
	no date. `ladder`: of the rows with the same name here only the last one that fits is proposed, so that
	what is repeated leads further; all other rows are independent of each other and of their order."""

	kind: FollowUpKind
	title: str
	decided_by: Decider
	stage_type: StageType = StageType.ANY
	predicate: Predicate | None = None
	reach: Reach = Reach.ONLY
	work_result: Rating | None = None
	behaviour: Rating | None = None
	trend: Trend = Trend.ANY
	times: int = 0
	positions: Positions = Positions.ALL
	days: int = 0
	ladder: str = ""
	description: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpRules:
	"""A table of follow-ups."""

	title: str
	rows: tuple[FollowUpRow, ...]


@dataclass(frozen=True, slots=True)
class Result:
	"""A final result of a stage. `stage`: its name, for the explanation."""

	predicate: Predicate
	work_result: Rating | None = None
	behaviour: Rating | None = None
	stage: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpCase:
	"""A person's final results of stages of one type in the order of time; the last is the case."""

	history: tuple[Result, ...]
	stage_type: StageType
	position_type: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
	"""What is proposed, by which row (from 1), and why."""

	row: int
	kind: FollowUpKind
	title: str
	decided_by: Decider
	days: int
	description: str
	steps: tuple[Step, ...]


# --- the table ---------------------------------------------------------------------------------------------


def follow_up_rules_from_dict(d: object, strict: bool = True) -> FollowUpRules:
	"""A table from the fields of its record; not yet checked (see `validate_follow_up_rules`). `strict`
	refuses unknown keys. Raises ScoringError with table, row and field."""
	return record(FollowUpRules, d, strict)


@lru_cache(maxsize=64)
def validate_follow_up_rules(rules: FollowUpRules) -> None:
	"""Refuse a table that cannot be meant: no row, impossible conditions, rows that are never reached, two
	rows that say the same or the opposite. Raises ScoringError with table, row and field."""
	if not rules.rows:
		raise ScoringError("{0}: the table is empty. Enter what a result leads to.", field="rows")
	for number, row in enumerate(rules.rows, start=1):
		with located("rows", number):
			_check_row(row)
			for earlier_number, earlier in enumerate(rules.rows[: number - 1], start=1):
				_check_pair(earlier_number, earlier, row)
	for number, row in enumerate(rules.rows, start=1):
		with located("rows", number):
			_check_reached(row, rules.rows[number:])


def _check_row(row: FollowUpRow) -> None:
	if not row.title.strip():
		raise ScoringError("{0}: this field is missing. Enter a value.", field="title")
	if row.reach is not Reach.ONLY and row.predicate is None:
		raise ScoringError("{0}: choose the predicate that this counts from.", field="predicate")
	if row.trend is Trend.REPEATED and row.times < 2:
		raise ScoringError("{0}: enter 2 or more, for how often in a row.", field="times")
	if row.trend is not Trend.REPEATED and row.times:
		raise ScoringError(
			'{0}: a number of times is for the trend "{1}" only.', Trend.REPEATED.value, field="times"
		)
	if row.trend is Trend.REPEATED and not (row.predicate or row.work_result or row.behaviour):
		raise ScoringError("{0}: choose the predicate or a rating that is repeated.", field="predicate")
	reached = _steps_of(row)
	if row.trend is Trend.RISEN and reached == {len(STEPS) - 1}:
		raise ScoringError("{0}: nobody rises to the lowest predicate.", field="trend")
	if row.trend is Trend.FALLEN and reached == {0}:
		raise ScoringError("{0}: nobody falls to the highest predicate.", field="trend")


def _check_pair(number: int, earlier: FollowUpRow, row: FollowUpRow) -> None:
	"""Two rows may propose different things for the same result, but not the same twice, nor both an award
	and a sanction."""
	if _conditions(earlier) != _conditions(row):
		return
	if (earlier.kind, earlier.title) == (row.kind, row.title):
		raise ScoringError("{0}: row {1} proposes the same. Remove one row.", str(number), field="title")
	if {earlier.kind, row.kind} == {FollowUpKind.AWARD, FollowUpKind.SANCTION}:
		raise ScoringError(
			"{0}: row {1} has the same conditions and the opposite kind. Change the conditions of one.",
			str(number),
			field="kind",
		)


def _check_reached(row: FollowUpRow, later: Sequence[FollowUpRow]) -> None:
	"""A step of a ladder behind which there is always another one that fits is never proposed."""
	if row.ladder and any(other.ladder == row.ladder and _covers(other, row) for other in later):
		raise ScoringError(
			'{0}: a later row of "{1}" fits whenever this one does, so this one is never proposed. '
			"Put the wider one first.",
			row.ladder,
			field="ladder",
		)


def _conditions(row: FollowUpRow) -> FollowUpRow:
	"""The row with nothing left of what it proposes; the same for rows that ask for the same."""
	return replace(
		row,
		kind=FollowUpKind.OTHER,
		title="",
		decided_by=Decider.RATER,
		predicate=_one(row.predicate),
		days=0,
		ladder="",
		description="",
	)


def _covers(wide: FollowUpRow, narrow: FollowUpRow) -> bool:
	"""Whether the first fits whenever the second does."""
	if wide.trend is Trend.REPEATED:
		same = replace(_conditions(wide), times=0) == replace(_conditions(narrow), times=0)
		return same and wide.times <= narrow.times
	return (
		wide.stage_type in (StageType.ANY, narrow.stage_type)
		and wide.positions in (Positions.ALL, narrow.positions)
		and wide.work_result in (None, narrow.work_result)
		and wide.behaviour in (None, narrow.behaviour)
		and wide.trend in (Trend.ANY, narrow.trend)
		and _steps_of(narrow) <= _steps_of(wide)
	)


# --- the course of the results -----------------------------------------------------------------------------


def step_of(predicate: Predicate) -> int:
	"""The place of a predicate on the ladder, 0 = the best; "Cukup" and "Butuh Perbaikan" are one step."""
	return STEPS.index(_one(predicate) or predicate)


def trend(history: Sequence[Predicate]) -> Trend | None:
	"""Whether the last of the predicates, given in the order of time, has risen, fallen or is the same
	against the one before; None when there is no other."""
	if len(history) < 2:
		return None
	before, now = map(step_of, history[-2:])
	if now == before:
		return Trend.SAME
	return Trend.RISEN if now < before else Trend.FALLEN


def _one(predicate: Predicate | None) -> Predicate | None:
	return Predicate.NEEDS_WORK if predicate is Predicate.ENOUGH else predicate


def _steps_of(row: FollowUpRow) -> frozenset[int]:
	"""The steps of the ladder that a row is about."""
	if row.predicate is None:
		return frozenset(range(len(STEPS)))
	own = step_of(row.predicate)
	if row.reach is Reach.LOWER:
		return frozenset(range(own, len(STEPS)))
	return frozenset(range(own + 1)) if row.reach is Reach.HIGHER else frozenset((own,))


# --- proposing ---------------------------------------------------------------------------------------------


def propose(rules: FollowUpRules, case: FollowUpCase) -> tuple[Proposal, ...]:
	"""What the table leads to for a person's result, in the order of its rows, none twice.

	Raises ScoringError for an unusable table and for a case without a result."""
	validate_follow_up_rules(rules)
	if not case.history:
		raise ScoringError("{0}: there is no result to follow up.", field="history")
	fitting = [(number, row) for number, row in enumerate(rules.rows, start=1) if _fits(row, case)]
	last_of = {row.ladder: number for number, row in fitting if row.ladder}
	found: dict[tuple[FollowUpKind, str], Proposal] = {}
	for number, row in fitting:
		if row.ladder and last_of[row.ladder] != number:
			continue
		found.setdefault((row.kind, row.title.strip()), _proposal(number, row, case))
	return tuple(found.values())


def _fits(row: FollowUpRow, case: FollowUpCase) -> bool:
	return (
		row.stage_type in (StageType.ANY, case.stage_type)
		and _fits_position(row.positions, case.position_type)
		and _fits_result(row, case.history[-1])
		and _fits_trend(row, case.history)
	)


def _fits_position(positions: Positions, position_type: str) -> bool:
	if positions is Positions.ALL:
		return True
	return (position_type in LEADERS) is (positions is Positions.LEADERS)


def _fits_result(row: FollowUpRow, result: Result) -> bool:
	return (
		step_of(result.predicate) in _steps_of(row)
		and row.work_result in (None, result.work_result)
		and row.behaviour in (None, result.behaviour)
	)


def _fits_trend(row: FollowUpRow, history: Sequence[Result]) -> bool:
	if row.trend is Trend.ANY:
		return True
	if row.trend is Trend.REPEATED:
		return _in_a_row(row, history) >= row.times
	return trend([result.predicate for result in history]) is row.trend


def _in_a_row(row: FollowUpRow, history: Sequence[Result]) -> int:
	"""How many of the last results, one after the other, the row is about."""
	return sum(1 for _ in takewhile(lambda result: _fits_result(row, result), reversed(history)))


def _proposal(number: int, row: FollowUpRow, case: FollowUpCase) -> Proposal:
	return Proposal(
		row=number,
		kind=row.kind,
		title=row.title.strip(),
		decided_by=row.decided_by,
		days=row.days,
		description=row.description.strip(),
		steps=tuple(_reasons(row, case.history)),
	)


def _reasons(row: FollowUpRow, history: Sequence[Result]) -> Iterator[Step]:
	"""Why the row fits: the result, the ratings and the course that it asks for."""
	now = history[-1]
	yield Step("Predicate of {0}", (now.stage,), now.predicate.value, "scheme")
	if row.work_result:
		yield Step("Rating of the work result", (), row.work_result.value, "scheme")
	if row.behaviour:
		yield Step("Rating of the behaviour", (), row.behaviour.value, "scheme")
	if row.trend is Trend.REPEATED:
		number = _in_a_row(row, history)
		stages = ", ".join(f"{result.stage}: {result.predicate.value}" for result in history[-number:])
		yield Step("{0} times in a row ({1})", (str(number), stages), row.trend.value, "scheme")
	elif row.trend is not Trend.ANY:
		before = history[-2]
		yield Step("Before it, {0}: {1}", (before.stage, before.predicate.value), row.trend.value, "scheme")
