"""What a scheme must fulfil, so that every case has exactly one answer."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from .attendance import validate_attendance_rules
from .case import Scheme
from .discipline import validate_discipline_rules
from .errors import ScoringError, located
from .innovation import validate_innovation
from .model import Band, Category, Combination, Part, Rating, ResultMethod, Source, ValueBand, ValueMethod
from .numbers import HIGHEST_SCORE, HUNDRED, ZERO, exact
from .reviews import validate_rater_weights
from .satisfaction import SatisfactionRule, validate_rule
from .team import validate_team
from .value import table_value


@lru_cache(maxsize=64)
def validate_scheme(scheme: Scheme) -> None:
	"""Refuses a scheme with gaps, doubles, contradictions or numbers out of range.

	Checked are: component weights above 0 that sum to 100, each source once; cap above 0 and up to 120;
	points for all three ratings, falling from the best to the worst; thresholds of both parts from 0, rising
	with the rating; the matrix with each of its nine cells once; bands from 0 whose lowest has no condition;
	the value table from 0 without gap, overlap or end, never giving less for more; combinations for 1, 2, …
	indicators without a gap, each with a last row that always matches; rater weights, and what the sources
	among the components need. Tables that the scheme's methods and components do not need may be empty.

	Raises ScoringError. A scheme that passed is remembered, since a bulk run asks once per employee.
	"""
	if scheme.version < 1:
		raise ScoringError("{0}: the version must be 1 or more.", field="version")
	_check_components(scheme)
	_check_cap(scheme)
	_check_rating_values(scheme)
	for part in Part:
		_check_thresholds(scheme, part)
	if scheme.predicates or scheme.result_method is ResultMethod.MATRIX:
		_check_matrix(scheme)
	if scheme.bands or scheme.result_method is ResultMethod.BANDS:
		_check_bands(scheme.bands)
	methods = {scheme.leader_value_method, scheme.staff_value_method}
	if scheme.value_bands or methods & {ValueMethod.TABLE, ValueMethod.COUNTS}:
		_check_value_bands(scheme)
	if scheme.combinations or ValueMethod.COUNTS in methods:
		_check_combinations(scheme.combinations)
	_check_sources(scheme)


def _in_range(number: Decimal, field: str) -> None:
	if not 0 <= number <= HIGHEST_SCORE:
		raise ScoringError("{0}: {1} is out of range. Enter 0 to 120.", exact(number), field=field)


def _check_components(scheme: Scheme) -> None:
	seen = set()
	for row, component in enumerate(scheme.components, start=1):
		with located("components", row):
			if component.source in seen:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice. Remove one row.',
					component.source.value,
					field="source",
				)
			if component.weight <= 0:
				raise ScoringError(
					"{0}: the weight must be above 0. Remove the row if it should not count.", field="weight"
				)
		seen.add(component.source)
	total = sum((component.weight for component in scheme.components), ZERO)
	if total != HUNDRED:
		raise ScoringError(
			"{0}: the weights of the components add up to {1}, not to 100. Change them until they do.",
			exact(total),
			field="weight",
			table="components",
		)


def _check_cap(scheme: Scheme) -> None:
	capped = ValueMethod.CAPPED in (scheme.leader_value_method, scheme.staff_value_method)
	if capped and not 0 < scheme.cap <= HIGHEST_SCORE:
		raise ScoringError(
			"{0}: a cap of {1} % is out of range. Enter a percentage above 0, up to 120.",
			exact(scheme.cap),
			field="cap",
		)


def _check_rating_values(scheme: Scheme) -> None:
	for row, entry in enumerate(scheme.rating_values, start=1):
		with located("rating_values", row):
			_in_range(entry.value, "value")
	if sorted(entry.rating.value for entry in scheme.rating_values) != sorted(r.value for r in Rating):
		raise ScoringError("{0}: enter points for each of the three ratings once.", field="rating_values")
	points = {entry.rating: entry.value for entry in scheme.rating_values}
	if not points[Rating.ABOVE] >= points[Rating.MEETS] >= points[Rating.BELOW]:
		raise ScoringError(
			"{0}: a better rating has fewer points than a worse one. Let the points rise with the rating.",
			field="rating_values",
		)


def _check_thresholds(scheme: Scheme, part: Part) -> None:
	rows = [(n, row) for n, row in enumerate(scheme.thresholds, start=1) if row.part is part]
	seen: set[Rating] = set()
	for number, row in rows:
		with located("thresholds", number):
			_in_range(row.from_score, "from_score")
			if row.rating in seen:
				raise ScoringError(
					'{0}: "{1}" has two thresholds for {2}. Remove one row.',
					row.rating.value,
					part.value,
					field="rating",
				)
		seen.add(row.rating)
	best_first = list(Rating)
	ordered = sorted((row for _, row in rows), key=lambda row: best_first.index(row.rating), reverse=True)
	if not ordered or ordered[0].from_score != 0:
		raise ScoringError(
			"{0}: the lowest threshold of {1} must start at 0, so that every score has a suggestion.",
			part.value,
			field="thresholds",
		)
	if any(low.from_score >= high.from_score for low, high in pairwise(ordered)):
		raise ScoringError(
			"{0}: the thresholds of {1} do not rise with the rating. A better rating needs a higher score.",
			part.value,
			field="thresholds",
		)


def _check_matrix(scheme: Scheme) -> None:
	seen: set[tuple[Rating, Rating]] = set()
	for number, cell in enumerate(scheme.predicates, start=1):
		key = (cell.work_result, cell.behaviour)
		if key in seen:
			raise ScoringError(
				'{0}: the cell "{1}" × "{2}" stands in the matrix twice. Remove one row.',
				cell.work_result.value,
				cell.behaviour.value,
				field="work_result",
				row=number,
				table="predicates",
			)
		seen.add(key)
	missing = [(w, b) for w in Rating for b in Rating if (w, b) not in seen]
	if missing:
		work, behaviour = missing[0]
		raise ScoringError(
			'{0}: the matrix lacks {1} of its nine cells, the first is work result "{2}" × behaviour "{3}".'
			" Add a predicate for each.",
			str(len(missing)),
			work.value,
			behaviour.value,
			field="predicates",
		)


def _check_bands(bands: Sequence[Band]) -> None:
	seen: set[tuple[Decimal, bool]] = set()
	for number, band in enumerate(bands, start=1):
		with located("bands", number):
			_in_range(band.from_score, "from_score")
			key = (band.from_score, band.requires_new_idea)
			if key in seen:
				raise ScoringError(
					"{0}: two bands start at {1} under the same condition. Remove one row.",
					exact(band.from_score),
					field="from_score",
				)
		seen.add(key)
	if (ZERO, False) not in seen:
		raise ScoringError(
			"{0}: the lowest band must start at 0 and ask for no new idea: every score needs a predicate.",
			field="bands",
		)


def _check_value_bands(scheme: Scheme) -> None:
	for number, row in enumerate(scheme.value_bands, start=1):
		with located("value_bands", number):
			_check_value_row(row, scheme.whole_percent)
	ordinary = _ascending(scheme, maximum_target=False)
	if not ordinary or ordinary[0].achievement_from != 0:
		raise ScoringError("{0}: the lowest row must start at an achievement of 0.", field="value_bands")
	if ordinary[-1].achievement_to:
		raise ScoringError(
			"{0}: achievements above {1} have no value. Set the end of the highest row to 0 (no bound).",
			exact(ordinary[-1].achievement_to),
			field="value_bands",
		)
	_check_joints(ordinary, scheme.whole_percent, gaps_allowed=False)
	_check_joints(_ascending(scheme, maximum_target=True), scheme.whole_percent, gaps_allowed=True)
	for maximum_target in (False, True):
		_check_rising(scheme, maximum_target)


def _ascending(scheme: Scheme, maximum_target: bool) -> list[ValueBand]:
	rows = [row for row in scheme.value_bands if row.maximum_target is maximum_target]
	return sorted(rows, key=lambda row: (row.achievement_from, row.achievement_to or Decimal("Infinity")))


def _check_value_row(row: ValueBand, whole_percent: bool) -> None:
	_in_range(row.value_from, "value_from")
	_in_range(row.value_to, "value_to")
	if not row.achievement_to:
		return
	if whole_percent and any(edge % 1 for edge in (row.achievement_from, row.achievement_to)):
		raise ScoringError(
			"{0}: achievements are rounded to whole percents, so rows must begin and end at whole percents.",
			field="achievement_from",
		)
	# Between whole percents a row may be a single percent; otherwise its end belongs to the next row.
	empty = row.achievement_to - row.achievement_from < (0 if whole_percent else Decimal("1e-9"))
	if empty:
		raise ScoringError(
			"{0}: the row ends at {1}, before it begins. Enter an end above its beginning, or 0 for no end.",
			exact(row.achievement_to),
			field="achievement_to",
		)


def _check_joints(rows: Sequence[ValueBand], whole_percent: bool, gaps_allowed: bool) -> None:
	step = 1 if whole_percent else 0
	for low, high in pairwise(rows):
		expected = low.achievement_to + step
		if not low.achievement_to or high.achievement_from < expected:
			raise ScoringError(
				"{0}: the rows from {1} and from {2} overlap. Let each row begin where the one below ends.",
				exact(low.achievement_from),
				exact(high.achievement_from),
				field="value_bands",
			)
		if high.achievement_from > expected and not gaps_allowed:
			raise ScoringError(
				"{0}: there is a gap between {1} and {2}. Let each row begin where the one below it ends.",
				exact(low.achievement_to),
				exact(high.achievement_from),
				field="value_bands",
			)


def _check_rising(scheme: Scheme, maximum_target: bool) -> None:
	# Rows are linear, so a fall can only show at an edge or just beside it.
	beside = Decimal(1) if scheme.whole_percent else Decimal("1e-9")
	edges: set[Decimal] = set()
	for row in scheme.value_bands:
		for edge in (row.achievement_from, row.achievement_to):
			edges |= {edge, edge + beside, max(ZERO, edge - beside)}
	best_first = list(Category)
	last_value, last_rank = ZERO, len(best_first)
	for edge in sorted(edges):
		rated = table_value(edge, scheme, maximum_target)
		rank = best_first.index(rated.category)
		if rated.value < last_value or rank > last_rank:
			raise ScoringError(
				"{0}: from an achievement of {1} % on the table gives less than below it. Let values and"
				" categories rise with the achievement.",
				exact(edge),
				field="value_bands",
			)
		last_value, last_rank = rated.value, rank


def _check_combinations(rows: Sequence[Combination]) -> None:
	for number, row in enumerate(rows, start=1):
		with located("combinations", number):
			_in_range(row.value, "value")
			if row.indicators < 1:
				raise ScoringError("{0}: enter the number of indicators, 1 or more.", field="indicators")
	largest = max((row.indicators for row in rows), default=1)
	for indicators in range(1, largest + 1):
		own = [row for row in rows if row.indicators == indicators]
		if not own or not _always_holds(own[-1]):
			raise ScoringError(
				"{0}: results with {1} indicators may match no row. End the rows for this number with one"
				" without conditions (best at least 0, all limits -1).",
				str(indicators),
				field="combinations",
			)


def _always_holds(row: Combination) -> bool:
	limits = (row.at_most_cukup, row.at_most_kurang, row.at_most_sangat_kurang)
	return row.at_least_best <= 0 and all(limit < 0 for limit in limits)


def _check_sources(scheme: Scheme) -> None:
	if scheme.rater_weights:
		validate_rater_weights(scheme.rater_weights)
	validate_innovation(scheme.innovation)
	validate_team(scheme.team)
	sources = scheme.sources()
	if scheme.attendance_rule:
		with located("attendance_rule"):
			validate_attendance_rules(scheme.attendance_rule)
	if scheme.discipline_rule:
		with located("discipline_rule"):
			validate_discipline_rules(scheme.discipline_rule)
	if Source.SATISFACTION in sources:
		validate_rule(SatisfactionRule(scheme.satisfaction_reference, scheme.satisfaction_highest))
	for source, field, there in (
		(Source.ATTENDANCE, "attendance_rule", bool(scheme.attendance_rule)),
		(Source.DISCIPLINE, "discipline_rule", bool(scheme.discipline_rule)),
		(Source.TEAM, "organisation_points", bool(scheme.organisation_points or scheme.team_value)),
		(Source.INNOVATION, "innovation_levels", bool(scheme.innovation_levels)),
		(Source.DEVELOPMENT, "development_duty", scheme.development_duty > 0),
		(Source.PROGRESS, "progress_factor", scheme.progress_factor > 0),
	):
		if source in sources and not there:
			raise ScoringError(
				"{0}: the component {1} is measured by it. Fill it, or remove the component.",
				source.value,
				field=field,
			)
	if Source.PROGRESS in sources and Source.WORK_RESULT not in sources:
		raise ScoringError(
			"{0}: progress compares work results, and the scheme has no component for them. Add it.",
			field="components",
		)
