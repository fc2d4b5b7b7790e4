"""How objective raters rate, compared with their peers: statistics that lead to a conversation, not a verdict
on a person.

A rater is compared with the other raters of ratees of the same group (the position type). Differences
are means within the groups, weighted by the rater's own ratees (direct standardisation), with Welch's
confidence interval; with one group that is Welch's two-sample interval as in any textbook.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import combinations
from math import floor, sqrt
from operator import mul
from statistics import fmean, stdev, variance

from .errors import ScoringError
from .model import Rating

RATING_POINTS: Mapping[Rating, int] = {Rating.BELOW: 1, Rating.MEETS: 2, Rating.ABOVE: 3}
"""Ranks of the ratings, for means and correlations within this module only; they are no score."""

# Two-sided 95 % quantiles of Student's t by degrees of freedom, from the usual table (for example
# NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2).
_T_95 = (
	(1, 12.706),
	(2, 4.303),
	(3, 3.182),
	(4, 2.776),
	(5, 2.571),
	(6, 2.447),
	(7, 2.365),
	(8, 2.306),
	(9, 2.262),
	(10, 2.228),
	(11, 2.201),
	(12, 2.179),
	(13, 2.160),
	(14, 2.145),
	(15, 2.131),
	(16, 2.120),
	(17, 2.110),
	(18, 2.101),
	(19, 2.093),
	(20, 2.086),
	(21, 2.080),
	(22, 2.074),
	(23, 2.069),
	(24, 2.064),
	(25, 2.060),
	(26, 2.056),
	(27, 2.052),
	(28, 2.048),
	(29, 2.045),
	(30, 2.042),
	(40, 2.021),
	(60, 2.000),
	(120, 1.980),
)


class Flag(str, Enum):
	"""What stands out about a rater."""

	TOO_SMALL = "Too Small to Judge"
	NO_PEERS = "No Peers to Compare With"
	STRICTER = "Stricter Than Peers"
	MILDER = "Milder Than Peers"
	SAME = "Same Rating for Everyone"
	HALO = "Values Rated Alike"
	DEPARTS = "Departs from Suggestions"
	LAST_MINUTE = "Released at the Last Minute"
	AT_ONCE = "Released All at Once"


@dataclass(frozen=True, slots=True)
class Rules:
	"""From when on something is said. `minimum`: people, of the rater and of the peers, below which nothing
	is judged (2 or more). `last_hours`: the hours before the end of the due day that are the last minute.
	Shares in percent (0–100), `halo` as a correlation (0–1)."""

	minimum: int
	last_hours: int
	mass_share: float
	departure_share: float
	halo: float


@dataclass(frozen=True, slots=True)
class Rated:
	"""One released evaluation. `value`: the score or other points, None for none. `given`: the two ratings
	with what was suggested for each, None where nothing was. `behaviours`: rating by value. `due`: end of the
	due day."""

	rater: str
	group: Hashable
	value: float | None
	given: tuple[tuple[Rating, Rating | None], ...]
	behaviours: Mapping[str, Rating]
	released_on: datetime
	due: datetime | None


@dataclass(frozen=True, slots=True)
class Finding:
	"""What is known about a rater. Shares in percent; None: cannot be said. `difference` to the peers with
	the bounds of its 95 % confidence interval."""

	rater: str
	people: int
	mean: float | None
	spread: float | None
	peers: int
	difference: float | None
	low: float | None
	high: float | None
	halo: float | None
	departures: float | None
	last_minute: float | None
	within_hour: float | None
	flags: tuple[Flag, ...]


def check_rules(rules: Rules) -> None:
	"""Raises ScoringError for rules out of range."""
	if rules.minimum < 2:
		raise ScoringError(
			"{0}: {1} is too few to compare. Enter 2 or more.",
			str(rules.minimum),
			field="objectivity_minimum",
		)
	for field, number, most in (
		("objectivity_mass_share", rules.mass_share, 100),
		("objectivity_departure_share", rules.departure_share, 100),
		("objectivity_halo", rules.halo, 1),
	):
		if not 0 < number <= most:
			raise ScoringError(
				"{0}: {1} is not in the range above 0 up to {2}.", str(number), str(most), field=field
			)


def judge(
	evaluations: Iterable[Rated], rules: Rules, raters: Iterable[str] | None = None
) -> tuple[Finding, ...]:
	"""A finding for each rater (or those named), in the order of their names, compared with all the others.

	A rater with fewer ratees than the minimum is flagged as too small, and nothing is said about him but his
	own mean and spread; with fewer ratees of peers there is no comparison."""
	groups = _Groups(evaluations)
	return tuple(
		_judge(rater, groups, rules)
		for rater in sorted(groups.by_rater if raters is None else set(raters) & groups.by_rater.keys())
	)


def quantile_95(freedom: float) -> float:
	"""Two-sided 95 % quantile of Student's t. Between two lines of the table the one with fewer degrees of
	freedom counts, so that an interval is rather too wide than too narrow."""
	return next(t for known, t in reversed(_T_95) if known <= max(1, floor(freedom)))


class _Groups:
	"""The evaluations by rater and by group, with the sums that make "all but one rater" cheap."""

	def __init__(self, evaluations: Iterable[Rated]) -> None:
		self.by_rater: dict[str, list[Rated]] = defaultdict(list)
		self.values: dict[Hashable, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
		for row in evaluations:
			self.by_rater[row.rater].append(row)
			if row.value is not None:
				self.values[row.group][row.rater].append(row.value)
		self.sums = {
			group: _Sum.of(value for values in by_rater.values() for value in values)
			for group, by_rater in self.values.items()
		}

	def peers(self, group: Hashable, rater: str) -> "_Sum":
		return self.sums[group] - _Sum.of(self.values[group][rater])


@dataclass(frozen=True, slots=True)
class _Sum:
	"""Number, sum and sum of squares of values, which can be taken apart again. Values lie between 0 and 120,
	far from where such sums lose digits that matter here."""

	count: int
	total: float
	squares: float

	@classmethod
	def of(cls, values: Iterable[float]) -> "_Sum":
		kept = list(values)
		return cls(len(kept), sum(kept), sum(value * value for value in kept))

	def __sub__(self, other: "_Sum") -> "_Sum":
		return _Sum(self.count - other.count, self.total - other.total, self.squares - other.squares)

	@property
	def mean(self) -> float:
		return self.total / self.count

	@property
	def deviations(self) -> float:
		"""Sum of squared deviations from the mean."""
		rest = self.squares - self.total * self.total / self.count
		return rest if rest > 1e-6 else 0.0


def _judge(rater: str, groups: _Groups, rules: Rules) -> Finding:
	rows = groups.by_rater[rater]
	values = [row.value for row in rows if row.value is not None]
	peers, interval = _compare(rater, groups)
	mean, spread = fmean(values) if values else None, stdev(values) if len(values) > 1 else None
	if len(rows) < rules.minimum:
		return Finding(rater, len(rows), mean, spread, peers, *(None,) * 7, (Flag.TOO_SMALL,))
	judged = len(values) >= rules.minimum and peers >= rules.minimum
	difference, low, high = interval if judged and interval else (None, None, None)
	halo, departures = _halo(rows), _departures(rows)
	last_minute, within_hour = _last_minute(rows, rules.last_hours), _within_hour(rows)
	flags = {
		Flag.NO_PEERS: difference is None,
		Flag.STRICTER: high is not None and high < 0,
		Flag.MILDER: low is not None and low > 0,
		Flag.SAME: len({tuple(rating for rating, _ in row.given) for row in rows}) == 1,
		Flag.HALO: halo is not None and halo >= rules.halo,
		Flag.DEPARTS: departures is not None and departures >= rules.departure_share,
		Flag.LAST_MINUTE: last_minute is not None and last_minute >= rules.mass_share,
		Flag.AT_ONCE: within_hour >= rules.mass_share,
	}
	return Finding(
		rater,
		len(rows),
		mean,
		spread,
		peers,
		difference,
		low,
		high,
		halo,
		departures,
		last_minute,
		within_hour,
		tuple(flag for flag, stands_out in flags.items() if stands_out),
	)


def _compare(rater: str, groups: _Groups) -> tuple[int, tuple[float, float, float] | None]:
	"""Number of the peers' ratees, and the difference with its interval; None where there is no spread to
	compare with. Groups that nobody else has rated are left out."""
	own = {
		group: by_rater[rater]
		for group, by_rater in groups.values.items()
		if rater in by_rater and groups.peers(group, rater).count
	}
	others = {group: groups.peers(group, rater) for group in own}
	peers, number = sum(each.count for each in others.values()), sum(map(len, own.values()))
	free = sum(each.count - 1 for each in others.values())
	if number < 2 or free < 1:
		return peers, None
	residuals = [value - others[group].mean for group, values in own.items() for value in values]
	pooled = sum(each.deviations for each in others.values()) / free
	mine = variance(residuals) / number
	theirs = pooled * sum((len(own[group]) / number) ** 2 / each.count for group, each in others.items())
	difference = round(fmean(residuals), 9)  # equal values differ in the last digits of their sums
	if not mine + theirs:
		return peers, (difference, difference, difference)
	freedom = (mine + theirs) ** 2 / (mine**2 / (number - 1) + theirs**2 / free)
	half = quantile_95(freedom) * sqrt(mine + theirs)
	return peers, (difference, difference - half, difference + half)


def _halo(rows: Sequence[Rated]) -> float | None:
	"""Mean correlation among the ratings of the values over the ratees, -1 to 1; values whose rating does not
	vary have none and are left out."""
	columns: list[list[int]] = []
	for value in sorted({value for row in rows for value in row.behaviours}):
		if all(value in row.behaviours for row in rows):
			columns.append([RATING_POINTS[row.behaviours[value]] for row in rows])
	varied = [(column, variation) for column in columns if (variation := _products(column, column))]
	found = [
		_products(one, other) / sqrt(first * second)
		for (one, first), (other, second) in combinations(varied, 2)
	]
	return fmean(found) if found else None


def _products(one: Sequence[int], other: Sequence[int]) -> int:
	"""Number of pairs times the sum of the products of their deviations from the means: whole numbers, and
	0 for a column with itself when it does not vary."""
	return len(one) * sum(map(mul, one, other)) - sum(one) * sum(other)


def _departures(rows: Sequence[Rated]) -> float | None:
	pairs = [pair for row in rows for pair in row.given if pair[1] is not None]
	return _share(sum(given != suggested for given, suggested in pairs), len(pairs)) if pairs else None


def _last_minute(rows: Sequence[Rated], hours: int) -> float | None:
	"""Share of the releases in the hours before the end of the due day; later ones are late, not these."""
	due = [(row.released_on, row.due) for row in rows if row.due is not None]
	last = sum(end - timedelta(hours=hours) <= released <= end for released, end in due)
	return _share(last, len(due)) if due else None


def _within_hour(rows: Sequence[Rated]) -> float:
	"""The largest share that was released within one hour."""
	times = sorted(row.released_on for row in rows)
	first, most = 0, 0
	for last, moment in enumerate(times):
		while moment - times[first] > timedelta(hours=1):
			first += 1
		most = max(most, last - first + 1)
	return _share(most, len(times))


def _share(part: int, whole: int) -> float:
	return 100 * part / whole
