"""Attendance: what a month's recap must hold, and what lateness, early leave and absence take off.

The deductions are those by which local governments cut the allowance for discipline (TPP: 100 % − Σ
deductions of the month, at least 0; Kepmendagri 900-4700/2020 and the agencies' own rules). Every agency has
its own table, so the table is an argument.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from .errors import ScoringError, located
from .fields import Fields, field_names
from .model import SourceScore, Step
from .numbers import HUNDRED, ZERO, exact, two_places

LONGEST = 1440  # minutes of a day


class ExceptionKind(str, Enum):
	"""What was not as it should be on a working day."""

	LATE = "Late"
	EARLY = "Left Early"
	NO_IN = "No Clock-In"
	NO_OUT = "No Clock-Out"
	ABSENT = "Absent"
	CEREMONY = "Missed Ceremony"


TIMED = (ExceptionKind.LATE, ExceptionKind.EARLY)
"""The kinds that have minutes, and therefore classes."""


@dataclass(frozen=True, slots=True)
class MinuteClass:
	"""Deduction in percent points for each occurrence from `from_minutes` to below `to_minutes`, whole
	minutes; `to_minutes` 0 = no end. `kind` is one of TIMED."""

	kind: ExceptionKind
	from_minutes: int
	to_minutes: int
	deduction: Decimal


@dataclass(frozen=True, slots=True)
class AttendanceRules:
	"""A table of deductions in percent points for each occurrence, cumulative within a month."""

	title: str
	classes: tuple[MinuteClass, ...]
	no_clock_in: Decimal = ZERO
	no_clock_out: Decimal = ZERO
	absence: Decimal = ZERO
	ceremony: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Occurrence:
	"""One exception. `minutes`: late or early by so many; 0 = it is not recorded by how many."""

	kind: ExceptionKind
	day: date
	minutes: int = 0


@dataclass(frozen=True, slots=True)
class MonthFacts:
	"""A month's recap, in days. `month`: its first day. Unexcused absences are counted by
	`unexcused_absences`; exceptions of the kind Absent say on which days, of all or of some of them.
	`longest_run`: most unexcused working days in a row."""

	month: date
	working_days: int
	present: int
	excused_absences: int = 0
	unexcused_absences: int = 0
	longest_run: int = 0
	exceptions: tuple[Occurrence, ...] = ()

	def minutes(self, kind: ExceptionKind) -> int:
		"""All minutes of a kind in this month."""
		return sum(row.minutes for row in self.exceptions if row.kind is kind)


# --- the table ---------------------------------------------------------------------------------------------


def attendance_rules_from_dict(d: object, strict: bool = True) -> AttendanceRules:
	"""A table from the fields of its record; not yet checked (see `validate_attendance_rules`). `strict`
	refuses unknown keys. Raises ScoringError with table, row and field."""
	entry = Fields(d, field_names(AttendanceRules), strict, "rules")

	def row(raw: object) -> MinuteClass:
		fields = Fields(raw, field_names(MinuteClass), strict, "row")
		return MinuteClass(
			kind=fields.choice("kind", ExceptionKind),
			from_minutes=fields.integer("from_minutes", default=0, lowest=0),
			to_minutes=fields.integer("to_minutes", default=0, lowest=0),
			deduction=fields.number_or_zero("deduction"),
		)

	return AttendanceRules(
		title=str(entry.needed("title")),
		classes=entry.rows("classes", row),
		no_clock_in=entry.number_or_zero("no_clock_in"),
		no_clock_out=entry.number_or_zero("no_clock_out"),
		absence=entry.number_or_zero("absence"),
		ceremony=entry.number_or_zero("ceremony"),
	)


@lru_cache(maxsize=64)
def validate_attendance_rules(rules: AttendanceRules) -> None:
	"""Refuse a table in which some number of minutes has no class or two.

	For lateness and for early leave alike: classes from 1 minute on without gap or overlap, the last without
	an end; deductions from 0 to 100 that do not fall with the minutes. Raises ScoringError with table, row
	and field. A table that passed is remembered."""
	for field in ("no_clock_in", "no_clock_out", "absence", "ceremony"):
		_check_deduction(getattr(rules, field), field)
	for number, row in enumerate(rules.classes, start=1):
		with located("classes", number):
			if row.kind not in TIMED:
				raise ScoringError(
					'{0}: "{1}" has no minutes. Choose Late or Left Early.', row.kind.value, field="kind"
				)
			_check_deduction(row.deduction, "deduction")
	for kind in TIMED:
		_check_classes(rules, kind)


def _check_deduction(number: Decimal, field: str) -> None:
	if not 0 <= number <= HUNDRED:
		raise ScoringError("{0}: {1} is out of range. Enter 0 to 100.", exact(number), field=field)


def _check_classes(rules: AttendanceRules, kind: ExceptionKind) -> None:
	rows = [(row, number) for number, row in enumerate(rules.classes, start=1) if row.kind is kind]
	rows.sort(key=lambda pair: pair[0].from_minutes)
	if not rows:
		raise ScoringError(
			'{0}: there is no class for "{1}". Add one that begins at 1 minute.', kind.value, field="classes"
		)
	first, number = rows[0]
	with located("classes", number):
		if first.from_minutes != 1:
			raise ScoringError(
				'{0}: the first class of "{1}" begins at {2}. It must begin at 1 minute.',
				kind.value,
				str(first.from_minutes),
				field="from_minutes",
			)
	for (lower, lower_number), (upper, upper_number) in pairwise(rows):
		with located("classes", lower_number):
			_check_end(lower)
		with located("classes", upper_number):
			_check_next(lower, upper)
	last, number = rows[-1]
	with located("classes", number):
		if last.to_minutes:
			raise ScoringError(
				'{0}: the last class of "{1}" ends at {2}; what is longer has no deduction. Enter 0 here.',
				kind.value,
				str(last.to_minutes),
				field="to_minutes",
			)


def _check_end(row: MinuteClass) -> None:
	if not row.to_minutes:
		raise ScoringError(
			'{0}: a class of "{1}" without an end is followed by another one. Enter where it ends.',
			row.kind.value,
			field="to_minutes",
		)
	if row.to_minutes <= row.from_minutes:
		raise ScoringError(
			"{0}: the class ends at {1}, which is not after its beginning at {2}.",
			str(row.to_minutes),
			str(row.from_minutes),
			field="to_minutes",
		)


def _check_next(lower: MinuteClass, upper: MinuteClass) -> None:
	if upper.from_minutes > lower.to_minutes:
		raise ScoringError(
			"{0}: between {1} and {2} minutes there is no class. Let this one begin at {1}.",
			str(lower.to_minutes),
			str(upper.from_minutes),
			field="from_minutes",
		)
	if upper.from_minutes < lower.to_minutes:
		raise ScoringError(
			"{0}: the class begins at {1}, where the one before it ends at {2} only. Let it begin at {2}.",
			str(upper.from_minutes),
			str(lower.to_minutes),
			field="from_minutes",
		)
	if upper.deduction < lower.deduction:
		raise ScoringError(
			"{0}: {1} is less than the deduction for fewer minutes ({2}). Let it rise with the minutes.",
			exact(upper.deduction),
			exact(lower.deduction),
			field="deduction",
		)


# --- a month's recap ---------------------------------------------------------------------------------------


def month_errors(facts: MonthFacts) -> list[ScoringError]:
	"""Everything that cannot be in a recap, in the order of its fields: day counts that do not add up to the
	working days, exceptions outside the month or twice, minutes out of 1 to 1,440 or where there are none,
	more dated absences than absences, a run longer than they are."""
	return [*_count_errors(facts), *_exception_errors(facts)]


def _count_errors(facts: MonthFacts) -> Iterator[ScoringError]:
	counts = ("working_days", "present", "excused_absences", "unexcused_absences", "longest_run")
	wrong = [name for name in counts if not 0 <= getattr(facts, name) <= 31]
	for name in wrong:
		yield ScoringError(
			"{0}: {1} is out of range. Enter 0 to 31 days.", str(getattr(facts, name)), field=name
		)
	if wrong:
		return
	if not facts.working_days:
		yield ScoringError("{0}: a month has at least one working day.", field="working_days")
		return
	total = facts.present + facts.excused_absences + facts.unexcused_absences
	if total != facts.working_days:
		yield ScoringError(
			"{0}: present {1}, excused {2} and unexcused {3} days add up to {4}, not to the {5} working"
			" days.",
			str(facts.present),
			str(facts.excused_absences),
			str(facts.unexcused_absences),
			str(total),
			str(facts.working_days),
			field="working_days",
		)
	if facts.longest_run > facts.unexcused_absences:
		yield ScoringError(
			"{0}: {1} days in a row are more than the {2} unexcused days of the month.",
			str(facts.longest_run),
			str(facts.unexcused_absences),
			field="longest_run",
		)


def _exception_errors(facts: MonthFacts) -> Iterator[ScoringError]:
	seen: set[tuple[ExceptionKind, date]] = set()
	absent = {row.day for row in facts.exceptions if row.kind is ExceptionKind.ABSENT}
	for number, row in enumerate(facts.exceptions, start=1):
		for error in _row_errors(row, facts.month, absent, seen):
			error.table, error.row = "exceptions", number
			yield error
		seen.add((row.kind, row.day))
	if len(absent) > facts.unexcused_absences:
		yield ScoringError(
			"{0}: {1} days are listed as absent, but only {2} are counted as unexcused.",
			str(len(absent)),
			str(facts.unexcused_absences),
			field="unexcused_absences",
		)


def _row_errors(
	row: Occurrence, month: date, absent: set[date], seen: set[tuple[ExceptionKind, date]]
) -> Iterator[ScoringError]:
	if row.day.replace(day=1) != month:
		yield ScoringError("{0}: {1} is not in this month.", row.day.isoformat(), field="date")
	if (row.kind, row.day) in seen:
		yield ScoringError(
			'{0}: "{1}" is listed twice for {2}. Remove one row.',
			row.kind.value,
			row.day.isoformat(),
			field="kind",
		)
	elif row.kind in (*TIMED, ExceptionKind.NO_IN, ExceptionKind.NO_OUT) and row.day in absent:
		yield ScoringError(
			'{0}: who was absent on {1} was not "{2}" too. Remove one of the two rows.',
			row.day.isoformat(),
			row.kind.value,
			field="kind",
		)
	if row.kind in TIMED and not 0 <= row.minutes <= LONGEST:
		yield ScoringError(
			"{0}: {1} is out of range. Enter 1 to 1440 minutes.", str(row.minutes), field="minutes"
		)
	if row.kind not in TIMED and row.minutes:
		yield ScoringError('{0}: "{1}" has no minutes. Leave them empty.', row.kind.value, field="minutes")


# --- the score ---------------------------------------------------------------------------------------------


def attendance_score(months: Sequence[MonthFacts], rules: AttendanceRules) -> SourceScore:
	"""0–100, where 100 is as expected: the mean of the months' 100 − Σ deductions (each at least 0), weighted
	by their working days. None without a month that has working days.

	Late or left early by an unrecorded number of minutes counts in the lowest class. Raises ScoringError for
	an unusable table (see `validate_attendance_rules`) and for a month that comes twice."""
	validate_attendance_rules(rules)
	counted = sorted((month for month in months if month.working_days > 0), key=lambda month: month.month)
	for before, after in pairwise(counted):
		if before.month == after.month:
			raise ScoringError("{0}: {1} has two recaps. Remove one.", _name(after), field="month")
	if not counted:
		return SourceScore(None, (Step("Attendance: no month has a recap yet", (), "", "scheme"),))
	steps: list[Step] = []
	total = ZERO
	for month in counted:
		score, explained = _month_score(month, rules)
		total += score * month.working_days
		steps += explained
	days = sum(month.working_days for month in counted)
	mean = total / days
	steps.append(
		Step(
			"Attendance: mean of the months, weighted by their working days ({0} months, {1} days)",
			(str(len(counted)), str(days)),
			two_places(mean),
			"scheme",
		)
	)
	return SourceScore(mean, tuple(steps))


def deduction_class(kind: ExceptionKind, minutes: int, rules: AttendanceRules) -> MinuteClass:
	"""The class of a number of minutes, 1 and more; 0, not recorded, belongs to the lowest class. Raises
	ScoringError when the table has none."""
	for row in rules.classes:
		if (
			row.kind is kind
			and row.from_minutes <= max(1, minutes)
			and (not row.to_minutes or minutes < row.to_minutes)
		):
			return row
	raise ScoringError("{0}: {1} minutes have no class.", str(minutes), field="classes")


def _month_score(month: MonthFacts, rules: AttendanceRules) -> tuple[Decimal, list[Step]]:
	name = _name(month)
	steps = [*_class_steps(month, rules)]
	for kind, deduction in (
		(ExceptionKind.NO_IN, rules.no_clock_in),
		(ExceptionKind.NO_OUT, rules.no_clock_out),
		(ExceptionKind.CEREMONY, rules.ceremony),
	):
		count = sum(row.kind is kind for row in month.exceptions)
		if count:
			steps.append(_deducted(month, kind, count, deduction))
	if month.unexcused_absences:
		steps.append(_deducted(month, ExceptionKind.ABSENT, month.unexcused_absences, rules.absence))
	total = sum((amount for amount, _step in steps), ZERO)
	score = max(ZERO, HUNDRED - total)
	summary = Step(
		"{0}: 100 % less deductions of {1} %, at least 0, for {2} working days",
		(name, exact(total), str(month.working_days)),
		two_places(score),
		"scheme",
	)
	return score, [*(step for _amount, step in steps), summary]


def _class_steps(month: MonthFacts, rules: AttendanceRules) -> Iterator[tuple[Decimal, Step]]:
	"""A step for each class of which there is an occurrence, in the order of the table."""
	found = [deduction_class(row.kind, row.minutes, rules) for row in month.exceptions if row.kind in TIMED]
	for row in rules.classes:
		count = found.count(row)
		if not count:
			continue
		yield count * row.deduction, _class_step(month, row, count)


def _class_step(month: MonthFacts, row: MinuteClass, count: int) -> Step:
	amount = two_places(count * row.deduction)
	start, deduction = str(row.from_minutes), exact(row.deduction)
	values = (_name(month), row.kind.value, start, str(count), deduction)
	if not row.to_minutes:
		return Step("{0}: {1}, {2} minutes or more: {3} × {4} %", values, amount, "scheme")
	values = (_name(month), row.kind.value, start, str(row.to_minutes - 1), str(count), deduction)
	return Step("{0}: {1}, {2} to {3} minutes: {4} × {5} %", values, amount, "scheme")


def _deducted(month: MonthFacts, kind: ExceptionKind, count: int, deduction: Decimal) -> tuple[Decimal, Step]:
	amount = count * deduction
	values = (_name(month), kind.value, str(count), exact(deduction))
	return amount, Step("{0}: {1}: {2} × {3} %", values, two_places(amount), "scheme")


def _name(month: MonthFacts) -> str:
	return f"{month.month:%m/%Y}"
