"""Development plan: from gaps, low values and themes of feedback to proposed measures, and what they gave.

Source: PermenPAN-RB 38/2017 and Peraturan BKN 26/2019 (gap = required level − level reached), Per-LAN 10/2018
(forms of development, classical and non-classical). Which need leads to which measure is the agency's own
table (ASN Development Rule), for no regulation settles it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from .errors import ScoringError, located
from .fields import record
from .job_match import HIGHEST_LEVEL, Kind
from .model import Rating, Step
from .numbers import ZERO

_GAP = "Peraturan BKN 26/2019"
_PLAN = "PermenPAN-RB 6/2022"


class NeedSource(str, Enum):
	"""Where a need comes from, in the order in which needs are served."""

	COMPETENCY = "Competency Gap"
	VALUE = "Behaviour Value"
	FEEDBACK = "Feedback Theme"
	WORK = "Work Result"


class DevelopmentKind(str, Enum):
	"""Kinds of development (Per-LAN 10/2018); the names are those of the kinds of training."""

	CLASSICAL = "Classical Training"
	E_LEARNING = "E-Learning"
	COACHING = "Job Coaching"
	MENTORING = "Job Mentoring"
	ASSIGNMENT = "Assignment"
	INTERNSHIP = "Internship"
	SECONDMENT = "Secondment"
	SELF_STUDY = "Self-Study"
	COMMUNITY = "Learning Community"
	GUIDANCE = "Workplace Guidance"


Key = tuple[str, str, str]
"""What makes two measures the same: source and subject of the need, kind of development."""

# Kinds of training that serve a kind of development; classical training is served by the whole form.
_SERVED_BY = {DevelopmentKind.E_LEARNING: frozenset({"E-Learning", "Distance Training"})}
_CLASSICAL = "Classical"


class LevelEffect(str, Enum):
	"""What the level of a competency did after the measure."""

	RISEN = "Risen"
	SAME = "Same"
	FALLEN = "Fallen"


@dataclass(frozen=True, slots=True)
class DevelopmentRow:
	"""A need of this source and size leads to this kind of development.

	The size of a gap is the missing levels (1–5), of a theme the number of suggestions, of a value or work
	result below expectations 1: from `from_size` to `to_size`, both included, `to_size` 0 = no end.
	`competency_kind` and `behaviour_value` narrow the row; empty = any. `competency`: which one helps with a
	value, so that its trainings can be offered; a gap has its own. `sequence`: rows of 1 are proposed for all
	needs before any of 2. `hours` (JP) where no training is found; `months` from the plan's day until it is
	due, 0 = until the end of the plan."""

	source: NeedSource
	kind: DevelopmentKind
	sequence: int = 1
	from_size: int = 1
	to_size: int = 0
	competency_kind: Kind | None = None
	behaviour_value: str = ""
	competency: str = ""
	description: str = ""
	hours: Decimal = ZERO
	months: int = 0


@dataclass(frozen=True, slots=True)
class DevelopmentRules:
	"""`most_items`: so many measures are proposed at most, 0 = all."""

	title: str
	rows: tuple[DevelopmentRow, ...]
	most_items: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
	"""A competency below the level that the position requires; levels 0 (not shown at all) to 5."""

	competency: str
	kind: Kind
	level: int
	required: int

	@property
	def size(self) -> int:
		return self.required - self.level


@dataclass(frozen=True, slots=True)
class LowValue:
	"""A behaviour value and its rating in the last released evaluation."""

	behaviour_value: str
	rating: Rating


@dataclass(frozen=True, slots=True)
class Theme:
	"""A behaviour value about which suggestions were given, and how many; never who gave them."""

	behaviour_value: str
	suggestions: int


@dataclass(frozen=True, slots=True)
class Offered:
	"""What a training of the catalogue brings a competency to."""

	competency: str
	to_level: int


@dataclass(frozen=True, slots=True)
class Training:
	"""A training of the catalogue. `from_date` None = it can be begun at any time; `seats_left` None = there
	is no limit."""

	title: str
	form: str
	hours: Decimal
	kind: str = ""
	from_date: date | None = None
	seats_left: int | None = None
	competencies: tuple[Offered, ...] = ()

	def level_of(self, competency: str) -> int:
		"""The level to which it brings a competency; 0 when it is not about it."""
		return max((row.to_level for row in self.competencies if row.competency == competency), default=0)

	@property
	def has_seat(self) -> bool:
		return self.seats_left is None or self.seats_left > 0


@dataclass(frozen=True, slots=True)
class Need:
	"""Something to develop. `subject`: competency or value, "" for the work result. `level` and `target` only
	of competencies."""

	source: NeedSource
	subject: str
	size: int
	competency_kind: Kind | None = None
	level: int | None = None
	target: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
	"""A proposed measure. `trainings`: all that fit and that no measure before it has, the best first;
	`training`: the best one with a seat, None when there is none, or the kind is nothing to be booked.
	`hours` (JP) of the training, else those of the row."""

	need: Need
	kind: DevelopmentKind
	description: str
	hours: Decimal
	months: int
	training: str | None
	trainings: tuple[str, ...]
	reason: Step


def development_rules_from_dict(d: object, strict: bool = True) -> DevelopmentRules:
	"""A table from the fields of its record; not yet checked (see `validate_development_rules`). Raises
	ScoringError with table, row and field."""
	return record(DevelopmentRules, d, strict)


@lru_cache(maxsize=64)
def validate_development_rules(rules: DevelopmentRules) -> None:
	"""Refuse rows that say nothing, contradict themselves or stand there twice. Overlapping sizes are fine: a
	large gap may lead to several measures. Raises ScoringError with table, row and field."""
	if not rules.rows:
		raise ScoringError("{0}: the table is empty. Enter needs and their measures.", field="rows")
	seen: set[tuple[object, ...]] = set()
	for number, row in enumerate(rules.rows, start=1):
		with located("rows", number):
			_check_row(row)
			same = (row.source, row.kind, row.competency_kind, row.behaviour_value, row.from_size)
			if same in seen:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice for the same need. Remove one row.',
					row.kind.value,
					field="kind",
				)
			seen.add(same)


def _check_row(row: DevelopmentRow) -> None:
	if row.from_size < 1:
		raise ScoringError("{0}: enter 1 or more.", field="from_size")
	if row.to_size and row.to_size < row.from_size:
		raise ScoringError(
			"{0}: {1} is less than the beginning ({2}). Enter 0 for no end.",
			str(row.to_size),
			str(row.from_size),
			field="to_size",
		)
	if row.sequence < 1:
		raise ScoringError("{0}: enter 1 or more.", field="sequence")
	of_competency = row.source is NeedSource.COMPETENCY
	if row.competency_kind and not of_competency:
		raise ScoringError("{0}: only a competency gap has a kind. Leave it empty.", field="competency_kind")
	if row.competency and of_competency:
		raise ScoringError("{0}: a gap has its own competency. Leave it empty.", field="competency")
	if row.behaviour_value and row.source not in (NeedSource.VALUE, NeedSource.FEEDBACK):
		raise ScoringError(
			"{0}: only behaviour and feedback are about a value. Leave it empty.", field="behaviour_value"
		)


def needs(
	gaps: Iterable[Gap] = (),
	low_values: Iterable[LowValue] = (),
	themes: Iterable[Theme] = (),
	work_result: Rating | None = None,
) -> tuple[Need, ...]:
	"""What there is to develop: competencies below the required level, values and the work result below
	expectations, values about which there were suggestions; the largest first within each source.

	Raises ScoringError for levels outside 0–5."""
	found = [_of_gap(gap) for gap in gaps if _checked(gap).size > 0]
	found += [
		Need(NeedSource.VALUE, row.behaviour_value, 1) for row in low_values if row.rating is Rating.BELOW
	]
	found += [
		Need(NeedSource.FEEDBACK, row.behaviour_value, row.suggestions)
		for row in themes
		if row.suggestions > 0
	]
	if work_result is Rating.BELOW:
		found.append(Need(NeedSource.WORK, "", 1))
	return tuple(sorted(set(found), key=_place))


def _checked(gap: Gap) -> Gap:
	for name, level in (("level", gap.level), ("required", gap.required)):
		if not 0 <= level <= HIGHEST_LEVEL:
			raise ScoringError(
				"{0}: {1} is no level. Enter {2} to {3}.", str(level), "0", str(HIGHEST_LEVEL), field=name
			)
	return gap


def _of_gap(gap: Gap) -> Need:
	return Need(NeedSource.COMPETENCY, gap.competency, gap.size, gap.kind, gap.level, gap.required)


def _place(need: Need) -> tuple[int, int, str]:
	return (list(NeedSource).index(need.source), -need.size, need.subject)


def propose(
	wanted: Sequence[Need],
	rules: DevelopmentRules,
	catalogue: Iterable[Training],
	on: date,
	attended: Collection[str] = (),
	present: Collection[Key] = (),
) -> tuple[Proposal, ...]:
	"""The measures that the table proposes for these needs, in order: by the rows' sequence, then as `needs`
	orders them, so that every need gets its first measure before any gets its second. Each measure is
	proposed once, and a training for the first measure that it serves.

	Of the rows that fit a need, those that name its kind of competency or its value go before those that name
	none: where there is one of them, only they apply. `on`: the day of the plan; trainings that began before
	it are over. `attended`: trainings the person has had, or has in his plan. `present`: measures of his
	plan, which are not proposed again but count among the `most_items`.

	Raises ScoringError for an unusable table."""
	validate_development_rules(rules)
	offer = tuple(catalogue)
	found: dict[Key, tuple[tuple[int, int], Need, DevelopmentRow]] = {}
	for place, need in enumerate(sorted(wanted, key=_place)):
		for row in _rows_for(need, rules.rows):
			key, order = (need.source.value, need.subject, row.kind.value), (row.sequence, place)
			if key not in found or order < found[key][0]:
				found[key] = (order, need, row)
	ordered = sorted(found.items(), key=lambda entry: entry[1][0])
	used, proposals = set(attended), []
	for key, (_order, need, row) in ordered[: rules.most_items or None]:
		if key in present:
			continue
		proposal = _proposal(need, row, offer, on, used)
		proposals.append(proposal)
		if proposal.training:
			used.add(proposal.training)
	return tuple(proposals)


def _rows_for(need: Need, rows: Sequence[DevelopmentRow]) -> list[DevelopmentRow]:
	fitting = [
		row
		for row in rows
		if row.source is need.source
		and row.from_size <= need.size
		and (not row.to_size or need.size <= row.to_size)
		and row.competency_kind in (None, need.competency_kind)
		and row.behaviour_value in ("", need.subject)
	]
	named = [row for row in fitting if row.competency_kind or row.behaviour_value]
	return named or fitting


def _proposal(
	need: Need, row: DevelopmentRow, offer: Sequence[Training], on: date, attended: Collection[str]
) -> Proposal:
	competency = need.subject if need.source is NeedSource.COMPETENCY else row.competency
	fitting = (
		best_trainings(competency, need.level or 0, need.target or 0, row.kind, offer, on, attended)
		if competency
		else ()
	)
	chosen = next((training for training in fitting if training.has_seat), None)
	return Proposal(
		need=need,
		kind=row.kind,
		description=row.description,
		hours=chosen.hours if chosen else row.hours,
		months=row.months,
		training=chosen.title if chosen else None,
		trainings=tuple(training.title for training in fitting),
		reason=_reason(need),
	)


def best_trainings(
	competency: str,
	level: int,
	target: int,
	kind: DevelopmentKind,
	offer: Iterable[Training],
	on: date,
	attended: Collection[str] = (),
) -> tuple[Training, ...]:
	"""Trainings of the catalogue that bring a competency beyond `level`, the best first.

	Best: it closes the gap fully (brings to `target` or above); then it has a seat; then the soonest date
	(one that can be begun at any time is the soonest of all); then the fewest hours; then the title. Those
	that began before `on`, were attended, or are of another kind of development are left out."""

	def order(training: Training) -> tuple[bool, bool, date, Decimal, str]:
		closes = training.level_of(competency) >= target
		return (not closes, not training.has_seat, training.from_date or on, training.hours, training.title)

	fitting = [
		training
		for training in offer
		if training.level_of(competency) > level
		and _serves(training, kind)
		and (training.from_date is None or training.from_date >= on)
		and training.title not in attended
	]
	return tuple(sorted(fitting, key=order))


def _serves(training: Training, kind: DevelopmentKind) -> bool:
	if kind is DevelopmentKind.CLASSICAL:
		return training.form == _CLASSICAL
	return training.kind in _SERVED_BY.get(kind, frozenset({kind.value}))


def _reason(need: Need) -> Step:
	if need.source is NeedSource.COMPETENCY:
		values = (need.subject, str(need.level), str(need.target), str(need.size))
		return Step("{0}: level {1}, required {2}; {3} missing", values, "", _GAP)
	if need.source is NeedSource.VALUE:
		return Step("{0}: below expectations in the last released evaluation", (need.subject,), "", _PLAN)
	if need.source is NeedSource.FEEDBACK:
		values = (need.subject, str(need.size))
		return Step("{0}: suggestions in the feedback of the last twelve months: {1}", values, "", _PLAN)
	return Step("Work result below expectations in the last released evaluation", (), "", _PLAN)


def level_effect(before: int | None, after: int | None) -> LevelEffect | None:
	"""What became of a level; None as long as one of them is not known."""
	if before is None or after is None:
		return None
	if after == before:
		return LevelEffect.SAME
	return LevelEffect.RISEN if after > before else LevelEffect.FALLEN
