"""The performance allowance (TPP, tukin): base × (share of performance + share of discipline).

Source: Kepmendagri 900-4700/2020 and local rules after it (60 % productivity, 40 % discipline; the discipline
part is 100 % − Σ deductions, at least 0). Every agency has its own shares, bases, tables and rounding: all of
them are data.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from enum import Enum
from functools import lru_cache

from .allowance_bases import CRITERIA, AllowanceBase, GivenBase, Place, changes, last_day
from .attendance import (
	AttendanceRules,
	MonthFacts,
	attendance_rules_from_dict,
	attendance_score,
	validate_attendance_rules,
)
from .discipline import Level, Sanction
from .errors import ScoringError, located
from .fields import Fields, field_names, record
from .model import Predicate, Step
from .numbers import HUNDRED, ZERO, exact, two_places


class PerformanceMethod(str, Enum):
	"""What performance is measured by."""

	SCORE = "Score"
	PREDICATE = "Predicate"


class MissingPart(str, Enum):
	"""What happens where there is no result, or no recap of attendance."""

	ZERO = "Count as Zero"
	FULL = "Count as Full"
	LEAVE_OUT = "Leave Out"


class RupiahRounding(str, Enum):
	"""Which way an amount is rounded to the unit."""

	HALF_UP = "Half Up"
	DOWN = "Always Down"
	UP = "Always Up"


class CutFrom(str, Enum):
	"""What a sanction takes its percent off."""

	DISCIPLINE = "Discipline Part"
	WHOLE = "Whole Allowance"


class PartMonths(str, Enum):
	"""What somebody is paid who was employed for a part of the month only."""

	FULL = "Full"
	CALENDAR_DAYS = "By Calendar Days"


_ROUNDING = {
	RupiahRounding.HALF_UP: ROUND_HALF_UP,
	RupiahRounding.DOWN: ROUND_DOWN,
	RupiahRounding.UP: ROUND_UP,
}
_INSTEAD = {MissingPart.ZERO: ZERO, MissingPart.FULL: HUNDRED, MissingPart.LEAVE_OUT: None}


@dataclass(frozen=True, slots=True)
class AllowancePercent:
	"""Percent of the performance part that a predicate gives."""

	predicate: Predicate
	percent: Decimal


@dataclass(frozen=True, slots=True)
class AllowanceSanction:
	"""What a sanction of this level takes off, 0–100: percent points of the discipline part, or percent of
	the whole allowance (PP 94/2021: 25 % of it for a medium one)."""

	level: Level
	points: Decimal = ZERO
	cut_from: CutFrom = CutFrom.DISCIPLINE


@dataclass(frozen=True, slots=True)
class AllowanceRules:
	"""Shares in percent, 100 together. `highest_percent`: cap of the performance part, measured by score.
	`rounding_unit`: whole rupiah, from 1."""

	title: str
	performance_share: Decimal
	discipline_share: Decimal
	performance_method: PerformanceMethod
	attendance_rule: AttendanceRules
	highest_percent: Decimal = HUNDRED
	predicates: tuple[AllowancePercent, ...] = ()
	sanctions: tuple[AllowanceSanction, ...] = ()
	rounding_unit: int = 1
	rounding: RupiahRounding = RupiahRounding.HALF_UP
	missing_result: MissingPart = MissingPart.ZERO
	missing_attendance: MissingPart = MissingPart.ZERO
	part_months: PartMonths = PartMonths.FULL
	bases: tuple[AllowanceBase, ...] = ()


@dataclass(frozen=True, slots=True)
class Performance:
	"""The result of a person: score (0–120) or predicate, whichever the rule asks for; None = not there."""

	score: Decimal | None = None
	predicate: Predicate | None = None


@dataclass(frozen=True, slots=True)
class PartMonth:
	"""A month in which somebody was employed for `days` of its `of` calendar days. `joined`, `left`: his
	first and his last day, where they are why."""

	days: int
	of: int
	joined: date | None = None
	left: date | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
	"""`amount` in rupiah, below 0 where a supplementary sheet takes something back; parts in percent, None
	where they are missing and the person is left out, with an amount of 0. `missing`: what was not there,
	`remarks`: what else one should know before approving, both in words."""

	base: Decimal
	performance: Decimal | None
	discipline: Decimal | None
	amount: Decimal
	left_out: bool
	missing: tuple[Step, ...]
	remarks: tuple[Step, ...]
	steps: tuple[Step, ...]


# --- the table ---------------------------------------------------------------------------------------------


def allowance_rules_from_dict(d: object, strict: bool = True) -> AllowanceRules:
	"""A rule from the fields of its record, with its table of deductions as an object; not yet checked (see
	`validate_allowance_rules`). `strict` refuses unknown keys. Raises ScoringError with table, row, field."""
	entry = Fields(d, field_names(AllowanceRules), strict, "rules")
	raw = entry.needed("attendance_rule")
	with located("attendance_rule"):
		deductions = raw if isinstance(raw, AttendanceRules) else attendance_rules_from_dict(raw, strict)
	return AllowanceRules(
		title=str(entry.needed("title")),
		performance_share=entry.number_or_zero("performance_share"),
		discipline_share=entry.number_or_zero("discipline_share"),
		performance_method=entry.choice("performance_method", PerformanceMethod),
		attendance_rule=deductions,
		highest_percent=entry.number_or_none("highest_percent") or HUNDRED,
		predicates=entry.rows("predicates", lambda row: record(AllowancePercent, row, strict)),
		sanctions=entry.rows("sanctions", lambda row: record(AllowanceSanction, row, strict)),
		rounding_unit=entry.integer("rounding_unit", default=1, lowest=0) or 1,
		rounding=entry.choice_or_none("rounding", RupiahRounding) or RupiahRounding.HALF_UP,
		missing_result=entry.choice_or_none("missing_result", MissingPart) or MissingPart.ZERO,
		missing_attendance=entry.choice_or_none("missing_attendance", MissingPart) or MissingPart.ZERO,
		part_months=entry.choice_or_none("part_months", PartMonths) or PartMonths.FULL,
		bases=entry.rows("bases", lambda row: record(AllowanceBase, row, strict)),
	)


@lru_cache(maxsize=64)
def validate_allowance_rules(rules: AllowanceRules) -> None:
	"""Refuse shares that do not make 100, a method without its table, rows that stand there twice, percents
	out of range. Raises ScoringError with table, row and field."""
	if rules.performance_share + rules.discipline_share != HUNDRED:
		raise ScoringError(
			"{0}: performance {1} % and discipline {2} % do not add up to 100 %.",
			exact(rules.performance_share),
			exact(rules.discipline_share),
			field="performance_share",
		)
	validate_attendance_rules(rules.attendance_rule)
	_check_predicates(rules)
	levels: set[object] = set()
	for number, row in enumerate(rules.sanctions, start=1):
		with located("sanctions", number):
			_check_once(row.level, levels, row.level.value, "level")
			if row.points > HUNDRED:
				raise ScoringError(
					"{0}: {1} is out of range. Enter 0 to 100.", exact(row.points), field="points"
				)
	bases: set[object] = set()
	for number, base in enumerate(rules.bases, start=1):
		with located("bases", number):
			named = tuple(getattr(base, field) for field in CRITERIA)
			_check_once(named, bases, ", ".join(filter(None, named)) or "–", "designation")


def _check_predicates(rules: AllowanceRules) -> None:
	seen: set[object] = set()
	for number, row in enumerate(rules.predicates, start=1):
		with located("predicates", number):
			_check_once(_step(row.predicate), seen, row.predicate.value, "predicate")
	if rules.performance_method is PerformanceMethod.PREDICATE:
		needed = dict.fromkeys(map(_step, Predicate))
		if missing := [predicate.value for predicate in needed if predicate not in seen]:
			raise ScoringError(
				"{0}: every predicate needs its percent. Missing: {1}.",
				", ".join(missing),
				field="predicates",
			)


def _check_once(key: object, seen: set[object], told: str, field: str) -> None:
	if key in seen:
		raise ScoringError('{0}: "{1}" stands in the table twice. Remove one row.', told, field=field)
	seen.add(key)


def _step(predicate: Predicate) -> Predicate:
	return Predicate.NEEDS_WORK if predicate is Predicate.ENOUGH else predicate


def part_of(month: date, joined: date | None, left: date | None) -> PartMonth | None:
	"""The part of a month (any day of it) between the first and the last day of somebody's employment, both
	included and both optional; None when it is the whole month."""
	first = month.replace(day=1)
	last = last_day(month)
	joined = joined if joined and joined > first else None
	left = left if left and left < last else None
	if not joined and not left:
		return None
	return PartMonth(max(0, ((left or last) - (joined or first)).days + 1), last.day, joined, left)


def cut_in(month: date, from_date: date, months: int) -> bool:
	"""Whether a sanction that lasts so many months (0: no duration) takes something off the allowance of a
	month (any day of it): it does in as many months as it lasts, the first being that of its first day,
	although one that begins within a month touches one more (PP 94/2021: 25 % for 6, 9 or 12 months)."""
	since = (month.year - from_date.year) * 12 + month.month - from_date.month
	return not months or 0 <= since < months


# --- the amount --------------------------------------------------------------------------------------------


def allowance(
	base: Decimal | None,
	performance: Performance | None,
	month: MonthFacts | None,
	sanctions: Sequence[Sanction],
	rules: AllowanceRules,
	part: PartMonth | None = None,
) -> Allowance:
	"""The allowance of one person for one month: base × (share × performance + share × discipline), less what
	sanctions take off the whole, rounded as the rule says. `base` None: the rule has none for the position,
	and the person is left out. `month`: the recap of attendance; `sanctions`: those in force in the month;
	`part`: where he was employed for a part of it (see `part_of`).

	What is missing counts as the rule says. Raises ScoringError for an unusable rule."""
	validate_allowance_rules(rules)
	steps: list[Step] = []
	missing: list[Step] = []
	remarks = _remarks(part) if part else ()
	if base is None:
		missing.append(Step("The rule has no base for this position", (), "", "scheme"))
	performed, told = _performance(performance or Performance(), rules)
	if performed is None:
		missing.append(Step("There is no result of the performance", (), "", "scheme"))
		performed = _INSTEAD[rules.missing_result]
		if performed is not None:
			told = [
				Step(
					"Performance: without a result it counts as {0} %",
					(exact(performed),),
					two_places(performed),
					"scheme",
				)
			]
	steps += told
	attended = attendance_score([month] if month else [], rules.attendance_rule)
	present = attended.score
	if present is None:
		missing.append(Step("There is no recap of the attendance", (), "", "scheme"))
		present = _INSTEAD[rules.missing_attendance]
		if present is not None:
			steps.append(
				Step(
					"Discipline: without a recap of the attendance it counts as {0} %",
					(exact(present),),
					two_places(present),
					"scheme",
				)
			)
	else:
		steps += attended.steps
	disciplined = None
	if present is not None:
		disciplined, told = _discipline(present, sanctions, rules)
		steps += told
	if base is None or performed is None or disciplined is None:
		steps.append(Step("Left out until the data are there", (), "0", "scheme"))
		told = (tuple(missing), remarks, tuple(steps))
		return Allowance(base or ZERO, performed, disciplined, ZERO, True, *told)
	percent = (rules.performance_share * performed + rules.discipline_share * disciplined) / HUNDRED
	steps.append(
		Step(
			"{0} % × {1} % performance + {2} % × {3} % discipline",
			(
				exact(rules.performance_share),
				two_places(performed),
				exact(rules.discipline_share),
				two_places(disciplined),
			),
			two_places(percent),
			"scheme",
		)
	)
	percent, told = _whole(percent, sanctions, rules)
	steps += told
	amount, step = _amount(base, percent, part, rules)
	steps.append(step)
	return Allowance(base, performed, disciplined, amount, False, tuple(missing), remarks, tuple(steps))


def paid_by(other: str, found: Allowance) -> Allowance:
	"""The same for somebody whom another agency's sheet, called so, pays for the month: left out."""
	step = Step("Paid by {0}", (other,), "0", "scheme")
	return replace(
		found, amount=ZERO, left_out=True, remarks=(step, *found.remarks), steps=(*found.steps, step)
	)


def held_since(
	found: Allowance, month: date, bases: Sequence[AllowanceBase], place: Place, joined: date | None = None
) -> Allowance:
	"""The same with what is to be known of somebody who is in his position, or his rank, since a day in the
	month (any day of it) or later, where his base rests on that: a remark; and where the day lies after the
	month he is left out, for what he was in the month is not known. `joined`: his first day of employment,
	before which he was nothing else."""
	remarks, unknown = [], []
	last = last_day(month)
	for change in changes(month, bases, place, joined):
		values = (f"{change.since:%d/%m/%Y}",)
		if change.of_position and change.since > last:
			unknown.append(
				Step("In this position since {0}: the base of the month is not known", values, "0", "scheme")
			)
		elif change.of_position:
			remarks.append(Step("In this position since {0}: check the base", values, "", "scheme"))
		elif change.since > last:
			unknown.append(
				Step("In this golongan since {0}: the base of the month is not known", values, "0", "scheme")
			)
		else:
			remarks.append(Step("In this golongan since {0}: check the base", values, "", "scheme"))
	told = (*unknown, *remarks, *found.remarks)
	if not unknown:
		return replace(found, remarks=told)
	steps = (*found.steps, *unknown)
	return replace(found, base=ZERO, amount=ZERO, left_out=True, remarks=told, steps=steps)


def with_base(found: Allowance, base: GivenBase) -> Allowance:
	"""The same, calculated by a base that is not the one of the rule for what the person is today: it says
	so, first of all."""
	step = replace(base.why, output=rupiah(base.amount))
	return replace(found, remarks=(base.why, *found.remarks), steps=(step, *found.steps))


def supplement(found: Allowance, before: Decimal) -> Allowance:
	"""What a supplementary sheet pays: what is due for the month, less what sheets approved `before` pay for
	it; below 0 where they pay too much. Who is left out stays so, and nothing is taken back from him."""
	if found.left_out:
		if not before:
			return found
		step = Step("Rp {0} approved before stays until the data are there", (rupiah(before),), "0", "scheme")
		return replace(found, remarks=(*found.remarks, step), steps=(*found.steps, step))
	amount = found.amount - before
	values = (rupiah(found.amount), rupiah(before))
	step = Step("Rp {0} due, Rp {1} approved before", values, rupiah(amount), "scheme")
	return replace(found, amount=amount, steps=(*found.steps, step))


def rounded(amount: Decimal, rules: AllowanceRules) -> Decimal:
	"""An amount in whole units of the rule."""
	unit = Decimal(rules.rounding_unit)
	# thirds and the like must not decide which way the last digit goes
	steady = (amount / unit).quantize(Decimal("1e-12"))
	return steady.quantize(Decimal(1), rounding=_ROUNDING[rules.rounding]) * unit


def rupiah(amount: Decimal) -> str:
	"""Whole rupiah as they are printed: 1.250.000."""
	return f"{amount.quantize(Decimal(1), rounding=ROUND_HALF_UP):,f}".replace(",", ".")


def _performance(found: Performance, rules: AllowanceRules) -> tuple[Decimal | None, list[Step]]:
	if rules.performance_method is PerformanceMethod.SCORE:
		if found.score is None:
			return None, []
		percent = min(found.score, rules.highest_percent)
		values = (two_places(found.score), exact(rules.highest_percent))
		return percent, [Step("Performance: score {0}, at most {1} %", values, two_places(percent), "scheme")]
	if found.predicate is None:
		return None, []
	percents = {_step(row.predicate): row.percent for row in rules.predicates}
	percent = percents[_step(found.predicate)]
	return percent, [
		Step("Performance: predicate {0}", (found.predicate.value,), two_places(percent), "scheme")
	]


def _discipline(
	present: Decimal, sanctions: Sequence[Sanction], rules: AllowanceRules
) -> tuple[Decimal, list[Step]]:
	total, steps = ZERO, []
	for row, points in _cuts(sanctions, CutFrom.DISCIPLINE, rules):
		total += points
		steps.append(
			Step(
				"{0}, level {1}: percent off the discipline part",
				(row.sanction, row.level.value),
				two_places(points),
				"scheme",
			)
		)
	found = max(ZERO, present - total)
	if steps:
		steps.append(
			Step(
				"Discipline: {0} % less {1} %, at least 0",
				(two_places(present), exact(total)),
				two_places(found),
				"scheme",
			)
		)
	return found, steps


def _whole(
	percent: Decimal, sanctions: Sequence[Sanction], rules: AllowanceRules
) -> tuple[Decimal, list[Step]]:
	total, steps = ZERO, []
	for row, points in _cuts(sanctions, CutFrom.WHOLE, rules):
		total += points
		steps.append(
			Step(
				"{0}, level {1}: percent off the whole allowance",
				(row.sanction, row.level.value),
				two_places(points),
				"scheme",
			)
		)
	found = percent * max(ZERO, HUNDRED - total) / HUNDRED
	if steps:
		steps.append(
			Step(
				"{0} % less {1} % of it, at least 0",
				(two_places(percent), exact(total)),
				two_places(found),
				"scheme",
			)
		)
	return found, steps


def _cuts(
	sanctions: Sequence[Sanction], cut_from: CutFrom, rules: AllowanceRules
) -> list[tuple[Sanction, Decimal]]:
	"""The sanctions that take something off this, by their day, each with its percent."""
	points = {row.level: row.points for row in rules.sanctions if row.cut_from is cut_from}
	ordered = sorted(sanctions, key=lambda row: (row.from_date, row.level.value, row.sanction))
	return [(row, points[row.level]) for row in ordered if points.get(row.level)]


def _amount(
	base: Decimal, percent: Decimal, part: PartMonth | None, rules: AllowanceRules
) -> tuple[Decimal, Step]:
	unit = rupiah(Decimal(rules.rounding_unit))
	if part is None or rules.part_months is PartMonths.FULL:
		amount = rounded(base * percent / HUNDRED, rules)
		values = (rupiah(base), two_places(percent), unit)
		return amount, Step("Base Rp {0} × {1} %, in steps of Rp {2}", values, rupiah(amount), "scheme")
	amount = rounded(base * percent * part.days / (HUNDRED * part.of), rules)
	values = (rupiah(base), two_places(percent), str(part.days), str(part.of), unit)
	return amount, Step(
		"Base Rp {0} × {1} % × {2} of {3} calendar days, in steps of Rp {4}",
		values,
		rupiah(amount),
		"scheme",
	)


def _remarks(part: PartMonth) -> tuple[Step, ...]:
	told = []
	if part.joined:
		told.append(Step("Joined on {0}", (f"{part.joined:%d/%m/%Y}",), "", "scheme"))
	if part.left:
		told.append(Step("Left on {0}", (f"{part.left:%d/%m/%Y}",), "", "scheme"))
	return tuple(told)
