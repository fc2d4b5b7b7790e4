"""Credit points (angka kredit) of civil servants in functional positions.

Source: PermenPAN-RB 1/2023 (articles 13–16, 37, annex A) and Peraturan BKN 3/2023: a predicate becomes points
by months / 12 × percent of the predicate × yearly coefficient of the level. Only PNS have a rank (golongan)
to be promoted in, so only their functional positions have points. Everything that may change is data.

Points are added up without rounding, and each total is rounded to two places, half up: four quarters of
3.125 print as 3.13, 6.25, 9.38 and 12.50 (not 12.52, the sum of what was printed).
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import Enum
from functools import lru_cache

from .errors import ScoringError, located
from .fields import record
from .model import Predicate, Step
from .numbers import HUNDRED, ZERO, exact, round_half_up, shown, two_places
from .periods import months_in

GOLONGAN = tuple(
	f"{rank}/{room}"
	for rank, rooms in (("I", "abcd"), ("II", "abcd"), ("III", "abcd"), ("IV", "abcde"))
	for room in rooms
)
"""The ranks of PNS (golongan ruang), lowest first (PP 99/2000)."""
MONTHS_OF_YEAR = 12
LONGEST = 1200
"""Months; what takes longer at the present pace is never reached."""
_LADDER = (
	Predicate.VERY_GOOD,
	Predicate.GOOD,
	Predicate.NEEDS_WORK,
	Predicate.POOR,
	Predicate.VERY_POOR,
)
_LAW = "PermenPAN-RB 1/2023"


class CreditCategory(str, Enum):
	"""Kategori jabatan fungsional."""

	SKILL = "Keterampilan"
	EXPERTISE = "Keahlian"


class EntryKind(str, Enum):
	"""What a row of the ledger is."""

	INITIAL = "Initial Balance"
	BASE = "Base Points"
	EDUCATION = "Education Bonus"
	CONVERSION = "Conversion"
	CORRECTION = "Correction"


@dataclass(frozen=True, slots=True)
class CreditLevel:
	"""A level (jenjang): its ranks, both included, points per year at 100 %, points to the next rank, and
	those to the next level for who passes through all its ranks, 0 = there is no next level."""

	category: CreditCategory
	functional_level: str
	golongan_from: str
	golongan_to: str
	coefficient: Decimal
	rank_points: Decimal
	level_points: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class CreditPercent:
	"""Percent of the coefficient that a predicate gives."""

	predicate: Predicate
	percent: Decimal


@dataclass(frozen=True, slots=True)
class BasePoints:
	"""Points (angka kredit dasar) that come with a rank which is entered from another position."""

	functional_level: str
	golongan: str
	points: Decimal


@dataclass(frozen=True, slots=True)
class CreditRules:
	"""`maximum_percent`: most of the coefficient that a year gives; `education_percent`: of the points to the
	next rank, for a higher degree; `rank_months`: months in the rank before the next; `lowest_predicate`: for
	a promotion."""

	title: str
	levels: tuple[CreditLevel, ...]
	percents: tuple[CreditPercent, ...]
	maximum_percent: Decimal = Decimal(150)
	education_percent: Decimal = Decimal(25)
	rank_months: int = 24
	lowest_predicate: Predicate = Predicate.GOOD
	base_points: tuple[BasePoints, ...] = ()


@dataclass(frozen=True, slots=True)
class Earned:
	"""Points of a period, unrounded, with the percent and the coefficient they come from."""

	points: Decimal
	percent: Decimal
	coefficient: Decimal
	steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class PeriodResult:
	"""The predicate of a period, both days included. `annual`: it is the result of the year, which takes the
	place of the periodic ones of its months."""

	from_date: date
	to_date: date
	predicate: Predicate
	annual: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
	"""A row of a person's ledger. `points` unrounded, below 0 in a correction only; `months`, `predicate` and
	`annual` of a conversion."""

	kind: EntryKind
	functional_level: str
	golongan: str
	to_date: date
	points: Decimal
	months: int = 0
	predicate: Predicate | None = None
	annual: bool = False


@dataclass(frozen=True, slots=True)
class CreditPosition:
	"""Where a person stands; `golongan_since` None = it is not known."""

	functional_level: str
	golongan: str
	golongan_since: date | None = None


@dataclass(frozen=True, slots=True)
class Target:
	"""Points to reach for the next rank or level. `missing` 0 or more, two places; `months`: so many more at
	the present pace, None without a pace; `on`: the day by which rank and points are there, None likewise,
	not before today while points are missing."""

	name: str
	points: Decimal
	missing: Decimal
	months: int | None
	on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
	"""A person's points within his level: total and pace per month with two places, next rank and next level
	(None at the end of the ladder), whether he may be proposed for the next rank, and why not."""

	total: Decimal
	pace: Decimal | None
	rank: Target | None
	level: Target | None
	eligible: bool
	reasons: tuple[Step, ...]
	steps: tuple[Step, ...]


# --- the table ---------------------------------------------------------------------------------------------


def credit_rules_from_dict(d: object, strict: bool = True) -> CreditRules:
	"""A table from the fields of its record; not yet checked (see `validate_credit_rules`). `strict` refuses
	unknown keys. Raises ScoringError with table, row and field."""
	return record(CreditRules, d, strict)


@lru_cache(maxsize=64)
def validate_credit_rules(rules: CreditRules) -> None:
	"""Refuse a table that leaves a level, a rank or a predicate open.

	Each level once, its ranks in order and within the ladder, coefficient and points to the next rank above
	0; within a category the levels follow each other without gap; each predicate has one percent from 0 to
	the maximum, a worse one no more than a better one. Raises ScoringError with table, row and field."""
	if not rules.levels:
		raise ScoringError("{0}: the table is empty. Enter the levels with their ranks.", field="levels")
	seen: set[str] = set()
	for number, row in enumerate(rules.levels, start=1):
		with located("levels", number):
			_check_level(row)
			if row.functional_level in seen:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice. Remove one row.',
					row.functional_level,
					field="functional_level",
				)
			before = next(
				(one for one in rules.levels[: number - 1][::-1] if one.category is row.category), None
			)
			if before and _place(row.golongan_from) != _place(before.golongan_to) + 1:
				raise ScoringError(
					"{0}: it begins at {1}, but the level before it ends at {2}. Let them follow each other.",
					row.golongan_from,
					before.golongan_to,
					field="golongan_from",
				)
		seen.add(row.functional_level)
	_check_percents(rules)
	for number, base in enumerate(rules.base_points, start=1):
		with located("base_points", number):
			level = level_of(base.functional_level, rules)
			if base.golongan not in ranks_of(level):
				raise ScoringError(
					"{0}: {1} has no rank {2}.", base.functional_level, shown(base.golongan), field="golongan"
				)


def _check_level(row: CreditLevel) -> None:
	for field in ("golongan_from", "golongan_to"):
		if getattr(row, field) not in GOLONGAN:
			raise ScoringError(
				'{0}: "{1}" is no rank of a PNS. Choose I/a to IV/e.',
				shown(getattr(row, field)),
				field=field,
			)
	if _place(row.golongan_to) < _place(row.golongan_from):
		raise ScoringError(
			"{0}: it ends at {1}, before its beginning at {2}.",
			row.golongan_to,
			row.golongan_from,
			field="golongan_to",
		)
	for field in ("coefficient", "rank_points"):
		if not getattr(row, field):
			raise ScoringError("{0}: enter a number above 0.", field=field)


def _check_percents(rules: CreditRules) -> None:
	found: dict[Predicate, Decimal] = {}
	for number, row in enumerate(rules.percents, start=1):
		with located("percents", number):
			if _step(row.predicate) in found:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice. Remove one row.',
					row.predicate.value,
					field="predicate",
				)
			if row.percent > rules.maximum_percent:
				raise ScoringError(
					"{0}: {1} % is more than the yearly maximum of {2} %.",
					exact(row.percent),
					exact(rules.maximum_percent),
					field="percent",
				)
		found[_step(row.predicate)] = row.percent
	if missing := [predicate.value for predicate in _LADDER if predicate not in found]:
		raise ScoringError(
			"{0}: every predicate needs its percent. Missing: {1}.", ", ".join(missing), field="percents"
		)
	percents = [found[predicate] for predicate in _LADDER]
	if percents != sorted(percents, reverse=True):
		raise ScoringError("{0}: a worse predicate gives more than a better one.", field="percents")


def level_of(functional_level: str, rules: CreditRules) -> CreditLevel:
	"""The level of this name. Raises ScoringError when the table has none."""
	for level in rules.levels:
		if level.functional_level == functional_level:
			return level
	raise ScoringError(
		'{0}: the table has no level "{1}". Choose one of: {2}.',
		shown(functional_level),
		", ".join(level.functional_level for level in rules.levels),
		field="functional_level",
	)


def ranks_of(level: CreditLevel) -> tuple[str, ...]:
	"""The ranks of a level, lowest first."""
	return GOLONGAN[_place(level.golongan_from) : _place(level.golongan_to) + 1]


def percent_of(predicate: Predicate, rules: CreditRules) -> Decimal:
	"""Percent of the coefficient; "Cukup" (PP 30/2019) is the same step as "Butuh Perbaikan"."""
	percents = {_step(row.predicate): row.percent for row in rules.percents}
	return min(percents[_step(predicate)], rules.maximum_percent)


def base_points_of(functional_level: str, golongan: str, rules: CreditRules) -> Decimal:
	"""Base points of a rank that is entered from another position. Raises ScoringError without such a row."""
	for row in rules.base_points:
		if (row.functional_level, row.golongan) == (functional_level, golongan):
			return row.points
	raise ScoringError(
		"{0}: the table has no base points for {1}, {2}.",
		shown(functional_level),
		shown(golongan),
		field="golongan",
	)


def _place(golongan: str) -> int:
	return GOLONGAN.index(golongan)


def _step(predicate: Predicate) -> Predicate:
	return Predicate.NEEDS_WORK if predicate is Predicate.ENOUGH else predicate


# --- points ------------------------------------------------------------------------------------------------


def credit_points(months: int, predicate: Predicate, functional_level: str, rules: CreditRules) -> Earned:
	"""Points for so many months (0 and more) with a predicate: months / 12 × percent × coefficient, unrounded
	and never more than the yearly maximum. PermenPAN-RB 1/2023, article 37; Peraturan BKN 3/2023, article 13.

	Raises ScoringError for an unknown level, for months below 0 and for an unusable table."""
	validate_credit_rules(rules)
	if months < 0:
		raise ScoringError("{0}: {1} is negative. Enter 0 or more.", str(months), field="months")
	level, percent = level_of(functional_level, rules), percent_of(predicate, rules)
	points = exact_points(months, percent, level.coefficient)
	steps = []
	if not months:
		steps.append(
			Step(
				"No month of the period counts: each counts once, in another result or an initial balance",
				(),
				"0.00",
				_LAW,
			)
		)
	step = Step(
		"{0} in {1}: {2} / 12 months × {3} % × {4} points a year",
		(predicate.value, functional_level, str(months), exact(percent), exact(level.coefficient)),
		two_places(points),
		_LAW,
	)
	return Earned(points, percent, level.coefficient, (*steps, step))


def exact_points(months: int, percent: Decimal, coefficient: Decimal) -> Decimal:
	"""The points that a stored row stands for, unrounded."""
	return months * percent * coefficient / (MONTHS_OF_YEAR * HUNDRED)


def education_bonus(functional_level: str, rules: CreditRules) -> tuple[Decimal, Step]:
	"""Points for a recognised higher degree, once: percent of the points to the next rank (PermenPAN-RB
	1/2023, article 14)."""
	level = level_of(functional_level, rules)
	points = level.rank_points * rules.education_percent / HUNDRED
	return points, Step(
		"Higher degree: {0} % of the {1} points to the next rank",
		(exact(rules.education_percent), exact(level.rank_points)),
		two_places(points),
		_LAW,
	)


def running_totals(points: Iterable[Decimal]) -> list[Decimal]:
	"""The total after each of them: of the unrounded points, each rounded to two places, half up."""
	total, found = ZERO, []
	for one in points:
		total += one
		found.append(round_half_up(total))
	return found


def counted_months(
	results: Sequence[PeriodResult], balances: Sequence[date | None] | None = None
) -> list[int]:
	"""For each result the months that count, in the given order. Every month counts once: an annual result
	takes its months from the periodic ones, of two of a kind the one that began earlier has it. `balances`:
	of each result the last day of the balance that holds the points until then, None = there is none."""
	order = sorted(
		range(len(results)),
		key=lambda place: (
			not results[place].annual,
			results[place].from_date,
			results[place].to_date,
			place,
		),
	)
	taken: set[date] = set()
	counts = [0] * len(results)
	for place in order:
		begin, until = results[place].from_date, balances[place] if balances else None
		months = set(months_in(begin, results[place].to_date)) - taken
		if until and until >= begin:
			months -= set(months_in(begin, until))
		counts[place] = len(months)
		taken |= months
	return counts


# --- where a person stands ---------------------------------------------------------------------------------


def standing(entries: Sequence[Entry], position: CreditPosition, rules: CreditRules, today: date) -> Standing:
	"""A person's total within his present level, what is missing to the next rank and level, when they are
	reached at the present pace, and whether he may be proposed for the next rank.

	Points of an earlier level do not count in this one. Within a level they go on through its ranks, so a
	rank is reached at a multiple of its points. Who entered the level above its lowest rank, by the first row
	of his ledger there, has that much less to reach (PermenPAN-RB 1/2023, annex A, note); where base points
	or a balance stand for the ranks before, nothing is taken off.
	Raises ScoringError for a level or rank that the table does not have."""
	validate_credit_rules(rules)
	level = level_of(position.functional_level, rules)
	ranks = ranks_of(level)
	if position.golongan not in ranks:
		raise ScoringError(
			"{0}: {1} has no rank {2}.", position.functional_level, shown(position.golongan), field="golongan"
		)
	own = sorted(
		(row for row in entries if row.functional_level == position.functional_level),
		key=lambda row: row.to_date,
	)
	# compared as it is printed, so that 50.00 of 50.00 are enough
	total = round_half_up(sum((row.points for row in own), ZERO))
	entered = _entered(own, position, ranks)
	pace, until = _pace(own)
	place = ranks.index(position.golongan)
	following = _next_level(level, rules)
	waits = None if position.golongan_since is None else _after(position.golongan_since, rules.rank_months)

	def target(name: str, points: Decimal, wait: date | None) -> Target:
		missing = max(ZERO, round_half_up(points) - total)
		months = on = None
		if not missing:
			months = 0
		elif pace:
			months = int((missing / pace).to_integral_value(ROUND_CEILING))
			if months > LONGEST:
				months = None
		if months is not None:
			# what is missing today was not earned on a day before it, though results of these may be late
			earliest = today if missing else None
			on = max(filter(None, (_after(until or today, months), wait, earliest)))
		return Target(name, round_half_up(points), missing, months, on)

	rank = level_target = None
	steps = [Step("Points in {0}", (position.functional_level,), two_places(total), _LAW)]
	if following and level.level_points:
		points = level.level_points * (len(ranks) - entered) / len(ranks)
		level_target = target(following.functional_level, points, waits if place == len(ranks) - 1 else None)
		if entered:
			steps.append(
				Step(
					"Points to {0}: {1} for {2} of {3} ranks, as the level was entered at {4}",
					(
						following.functional_level,
						exact(level.level_points),
						str(len(ranks) - entered),
						str(len(ranks)),
						ranks[entered],
					),
					two_places(points),
					_LAW,
				)
			)
	if place + 1 < len(ranks):
		rank = target(ranks[place + 1], level.rank_points * (place + 1 - entered), waits)
	elif level_target and following:
		rank = Target(following.golongan_from, *_values(level_target))
	reasons = _reasons(own, total, rank, position, rules, today)
	return Standing(
		total=total,
		pace=None if pace is None else round_half_up(pace),
		rank=rank,
		level=level_target,
		eligible=not reasons,
		reasons=tuple(reasons),
		steps=tuple(steps),
	)


def _values(target: Target) -> tuple[Decimal, Decimal, int | None, date | None]:
	return target.points, target.missing, target.months, target.on


def _entered(own: Sequence[Entry], position: CreditPosition, ranks: Sequence[str]) -> int:
	"""The place, among the ranks of the level, of the one in which points begin to count. A balance is the
	cumulative total of a decree (Penetapan Angka Kredit), which goes on through the ranks of the level as the
	ledger does, base points included (BKN: AK integrasi = conventional points less the base value)."""
	if any(row.kind in (EntryKind.BASE, EntryKind.INITIAL) for row in own):
		return 0
	first = next((row.golongan for row in own if row.golongan in ranks), position.golongan)
	return min(ranks.index(first), ranks.index(position.golongan))


def _pace(own: Sequence[Entry]) -> tuple[Decimal | None, date | None]:
	"""Points a month of the latest conversions that make up a year at least, and the last day they cover."""
	months, points, until = 0, ZERO, None
	for row in reversed(own):
		if row.kind is EntryKind.CONVERSION and row.months and months < MONTHS_OF_YEAR:
			months += row.months
			points += row.points
			until = until or row.to_date
	return (points / months if months else None), until


def last_predicate(rows: Iterable[Entry]) -> Predicate | None:
	"""The predicate of the latest result. Of results that end on the same day one that counts goes before one
	whose months count elsewhere, and then that of the year before that of a period."""
	last = max(
		(row for row in rows if row.predicate),
		key=lambda row: (row.to_date, row.months > 0, row.annual),
		default=None,
	)
	return last.predicate if last else None


def _next_level(level: CreditLevel, rules: CreditRules) -> CreditLevel | None:
	same = [row for row in rules.levels if row.category is level.category]
	place = same.index(level) + 1
	return same[place] if place < len(same) else None


def _reasons(
	own: Sequence[Entry],
	total: Decimal,
	rank: Target | None,
	position: CreditPosition,
	rules: CreditRules,
	today: date,
) -> list[Step]:
	"""What stands against a proposal for the next rank."""
	if rank is None:
		return [Step("{0} is the highest rank of this position", (position.golongan,), "", _LAW)]
	found = []
	if rank.missing:
		found.append(
			Step(
				"{0} of {1} points for {2}: {3} are missing",
				(two_places(total), two_places(rank.points), rank.name, two_places(rank.missing)),
				"",
				_LAW,
			)
		)
	if position.golongan_since is None:
		found.append(Step("It is not known since when the rank is held", (), "", _LAW))
	elif today < _after(position.golongan_since, rules.rank_months):
		found.append(
			Step(
				"The rank {0} is held since {1}, less than {2} months",
				(position.golongan, f"{position.golongan_since:%d/%m/%Y}", str(rules.rank_months)),
				"",
				_LAW,
			)
		)
	last = last_predicate(own)
	if last is None:
		found.append(Step("There is no result with a predicate in this level yet", (), "", _LAW))
	elif _LADDER.index(_step(last)) > _LADDER.index(_step(rules.lowest_predicate)):
		found.append(
			Step(
				"The last predicate is {0}; {1} or better is asked for",
				(last.value, rules.lowest_predicate.value),
				"",
				_LAW,
			)
		)
	return found


def _after(day: date, months: int) -> date:
	"""The day so many months later; the last of the month where that month is shorter, and from the last of a
	month to the last of another."""
	later = day.year * MONTHS_OF_YEAR + day.month - 1 + months
	year, month = divmod(later, MONTHS_OF_YEAR)
	last = _last_day(year, month + 1)
	if day.day == _last_day(day.year, day.month):
		return date(year, month + 1, last)
	return date(year, month + 1, min(day.day, last))


def _last_day(year: int, month: int) -> int:
	return monthrange(year, month)[1]
