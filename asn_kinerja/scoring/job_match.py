"""Job person match (JPM): the levels that a person has reached against those that a position asks for.

Source: PermenPAN-RB 38/2017 (competencies in five levels, standards of positions) and Peraturan BKN 26/2019
(match in percent, categories). Method, weights and categories are arguments: they differ by agency.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from .errors import ScoringError, located
from .fields import Fields, field_names, record
from .model import Step
from .numbers import HUNDRED, ZERO, exact, round_half_up, shown, two_places

LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5
"""Paham, dasar, menengah, mumpuni, ahli (PermenPAN-RB 38/2017)."""
NAMED = 3
"""How many strengths and weaknesses are named unless somebody asks for more."""

_LAW = "Peraturan BKN 26/2019"
_ONE = Decimal(1)


class Kind(str, Enum):
	"""Jenis kompetensi (PermenPAN-RB 38/2017): manajerial, sosial kultural, teknis."""

	MANAGERIAL = "Managerial"
	SOCIO_CULTURAL = "Socio-Cultural"
	TECHNICAL = "Technical"


class Method(str, Enum):
	"""`LEVELS`: all levels reached against all required ones. `GROUPS`: technical competencies by themselves,
	managerial and socio-cultural ones together, then the two weighted against one another."""

	LEVELS = "Sum of Levels"
	GROUPS = "Weighted Groups"


@dataclass(frozen=True, slots=True)
class Requirement:
	"""The level (1–5) of one competency that a position asks for, and how much it counts (0 or more)."""

	competency: str
	kind: Kind
	level: int
	weight: Decimal = _ONE


@dataclass(frozen=True, slots=True)
class Standard:
	"""Standar kompetensi jabatan. The two weights in percent, 100 together, are asked for where the standard
	holds technical and other competencies; a group that stands alone counts alone."""

	requirements: tuple[Requirement, ...]
	technical_weight: Decimal = ZERO
	managerial_weight: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class MatchCategory:
	"""What a match of `from_percent` (0 or more) and above is called."""

	category: str
	from_percent: Decimal


@dataclass(frozen=True, slots=True)
class GroupWeight:
	"""Weights in percent, 100 together, that standards of a kind of position begin with. An empty
	`functional_level`, or an empty `position_type`, stands for all others."""

	position_type: str = ""
	functional_level: str = ""
	technical_weight: Decimal = ZERO
	managerial_weight: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class CompetencyRules:
	"""`surplus_counts`: whether a level above the required one makes up for a gap elsewhere, so that a match
	may exceed 100 %. `filling`: categories for filling a position; `mapping`: for mapping people."""

	title: str
	method: Method
	surplus_counts: bool
	filling: tuple[MatchCategory, ...]
	mapping: tuple[MatchCategory, ...]
	weights: tuple[GroupWeight, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
	"""`percent` 0–500, unrounded. `reached` and `required`: the weighted sums of levels, as they count.
	`gaps`: competency -> required level − reached level, so a surplus is negative. `strengths` (no gap) and
	`weaknesses` (a gap): competencies, the most marked first."""

	percent: Decimal
	filling: str
	mapping: str
	reached: Decimal
	required: Decimal
	gaps: dict[str, int]
	strengths: tuple[str, ...]
	weaknesses: tuple[str, ...]
	steps: tuple[Step, ...]


def competency_rules_from_dict(d: object, strict: bool = True) -> CompetencyRules:
	"""Rules from the fields of their record; not yet checked (see `validate_competency_rules`). `strict`
	refuses unknown keys. Raises ScoringError with table, row and field."""
	entry = Fields(d, field_names(CompetencyRules), strict, "rules")

	def category(raw: object) -> MatchCategory:
		return record(MatchCategory, raw, strict)

	return CompetencyRules(
		title=str(entry.needed("title")),
		method=entry.choice("method", Method),
		surplus_counts=entry.flag("surplus_counts"),
		filling=entry.rows("filling", category),
		mapping=entry.rows("mapping", category),
		weights=entry.rows("weights", lambda raw: record(GroupWeight, raw, strict)),
	)


def standard_from_dict(d: object, strict: bool = True) -> Standard:
	"""A standard from the fields of its record, whose rows are `competencies`; not yet checked (see
	`validate_standard`). `strict` refuses unknown keys. Raises ScoringError with table, row and field."""
	entry = Fields(d, ("competencies", "technical_weight", "managerial_weight"), strict, "standard")

	def requirement(raw: object) -> Requirement:
		row = Fields(raw, field_names(Requirement), strict, "row")
		weight = row.number_or_none("weight")
		return Requirement(
			competency=str(row.needed("competency")),
			kind=row.choice("kind", Kind),
			level=parse_level(row.needed("level"), "level"),
			weight=_ONE if weight is None else weight,
		)

	return Standard(
		requirements=entry.rows("competencies", requirement),
		technical_weight=entry.number_or_zero("technical_weight"),
		managerial_weight=entry.number_or_zero("managerial_weight"),
	)


def parse_level(raw: object, field: str) -> int:
	"""A level from 1 to 5, given as a whole number or one digit. Raises ScoringError for everything else."""
	if isinstance(raw, str) and raw.strip() in ("1", "2", "3", "4", "5"):
		return int(raw)
	if isinstance(raw, int) and not isinstance(raw, bool) and LOWEST_LEVEL <= raw <= HIGHEST_LEVEL:
		return raw
	raise ScoringError('{0}: "{1}" is no level. Enter 1, 2, 3, 4 or 5.', shown(raw), field=field)


def validate_ladder(levels: Sequence[object]) -> None:
	"""Refuse the levels of a competency unless each from 1 to 5 is there once; the order does not matter.
	Raises ScoringError with table, row and field."""
	seen: set[int] = set()
	for number, raw in enumerate(levels, start=1):
		with located("levels", number):
			level = parse_level(raw, "level")
			if level in seen:
				raise ScoringError("{0}: level {1} stands there twice.", str(level), field="level")
		seen.add(level)
	missing = [str(level) for level in range(LOWEST_LEVEL, HIGHEST_LEVEL + 1) if level not in seen]
	if missing:
		raise ScoringError(
			"{0}: each level from 1 to 5 has a row. Missing: {1}.", ", ".join(missing), field="levels"
		)


@lru_cache(maxsize=256)
def validate_competency_rules(rules: CompetencyRules) -> None:
	"""Refuse rules that leave a match without category or are ambiguous.

	Each table of categories begins at 0 %, names each category once and no bound twice; each kind of position
	has its weights once, 100 together. Raises ScoringError with table, row and field."""
	_check_categories(rules.filling, "filling")
	_check_categories(rules.mapping, "mapping")
	seen: set[tuple[str, str]] = set()
	for number, row in enumerate(rules.weights, start=1):
		with located("weights", number):
			kind = (row.position_type, row.functional_level)
			if kind in seen:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice. Remove one row.',
					" ".join(filter(None, kind)) or "-",
					field="functional_level" if row.functional_level else "position_type",
				)
			if row.functional_level and not row.position_type:
				raise ScoringError("{0}: this field is missing. Enter a value.", field="position_type")
			_check_hundred(row.technical_weight, row.managerial_weight)
		seen.add(kind)


def _check_categories(categories: Sequence[MatchCategory], table: str) -> None:
	names: set[str] = set()
	bounds: set[Decimal] = set()
	for number, row in enumerate(categories, start=1):
		with located(table, number):
			if not row.category.strip() or row.category in names:
				raise ScoringError("{0}: every category needs a name of its own.", field="category")
			if row.from_percent in bounds:
				raise ScoringError(
					"{0}: two categories begin at {1}.", two_places(row.from_percent), field="from_percent"
				)
		names.add(row.category)
		bounds.add(row.from_percent)
	if ZERO not in bounds:
		raise ScoringError(
			"{0}: the lowest category begins at 0, so that every match has a category.", field=table
		)


def _check_hundred(technical: Decimal, managerial: Decimal) -> None:
	if technical + managerial != HUNDRED:
		raise ScoringError(
			"{0}: {1} for technical and {2} for other competencies are not 100 together.",
			exact(technical),
			exact(managerial),
			field="technical_weight",
		)


@lru_cache(maxsize=4096)
def validate_standard(standard: Standard, method: Method = Method.GROUPS) -> None:
	"""Refuse a standard by which nobody can be measured.

	It names competencies, each once, with a level from 1 to 5, not all of weight 0. For weighted groups the
	weights of the two groups are 100 together where both are there, and a group that counts has a competency
	that counts. Raises ScoringError with table, row and field."""
	if not standard.requirements:
		raise ScoringError(
			"{0}: the standard has no competencies. Add at least one row.", field="competencies"
		)
	seen: set[str] = set()
	for number, row in enumerate(standard.requirements, start=1):
		with located("competencies", number):
			if row.competency in seen:
				raise ScoringError(
					'{0}: "{1}" stands in the table twice. Remove one row.',
					row.competency,
					field="competency",
				)
			parse_level(row.level, "level")
			if row.weight < 0:
				raise ScoringError("{0}: {1} is negative. Enter 0 or more.", str(row.weight), field="weight")
		seen.add(row.competency)
	if not any(row.weight for row in standard.requirements):
		raise ScoringError(
			"{0}: all weights are 0, so that nothing counts. Enter weights.",
			field="weight",
			table="competencies",
		)
	if method is Method.GROUPS:
		_check_groups(standard)


def _check_groups(standard: Standard) -> None:
	groups = {_is_technical(row) for row in standard.requirements}
	if len(groups) == 1:
		return
	_check_hundred(standard.technical_weight, standard.managerial_weight)
	for technical, share in ((True, standard.technical_weight), (False, standard.managerial_weight)):
		counts = any(row.weight for row in standard.requirements if _is_technical(row) is technical)
		if share and not counts:
			raise ScoringError(
				"{0}: {1} % fall to competencies whose weights are all 0.",
				exact(share),
				field="technical_weight" if technical else "managerial_weight",
			)


def _is_technical(row: Requirement) -> bool:
	return row.kind is Kind.TECHNICAL


def group_weight(
	position_type: str, functional_level: str, rules: CompetencyRules
) -> tuple[Decimal, Decimal] | None:
	"""Weights in percent of technical and of all other competencies that a standard of this kind of position
	begins with: of the functional level, else of the position type, else of the row for all others; None
	where the rules have none."""
	rows = {(row.position_type, row.functional_level): row for row in rules.weights}
	for kind in ((position_type, functional_level), (position_type, ""), ("", "")):
		if row := rows.get(kind):
			return row.technical_weight, row.managerial_weight
	return None


def category_of(percent: Decimal, categories: Sequence[MatchCategory]) -> MatchCategory:
	"""The highest category that the percent, read with two places (half up), reaches: what is printed is what
	is judged, so 67.995 is 68.00 and reaches the category from 68, and 67.994 does not. The order of the
	categories does not matter. Raises ScoringError when none is as low."""
	printed = round_half_up(percent)
	ordered = sorted(categories, key=lambda row: row.from_percent)
	place = bisect_right([row.from_percent for row in ordered], printed)
	if not place:
		raise ScoringError(
			"{0}: no category is as low as {1} %. Add a row that starts at 0.",
			two_places(percent),
			field="from_percent",
		)
	return ordered[place - 1]


class Scale:
	"""A checked standard with rules, prepared to measure many people by it.

	Raises ScoringError for rules and standards that do not pass `validate_competency_rules` and
	`validate_standard`."""

	__slots__ = ("_categories", "_points", "_technical", "competencies", "required", "rules", "standard")

	def __init__(self, standard: Standard, rules: CompetencyRules) -> None:
		validate_competency_rules(rules)
		validate_standard(standard, rules.method)
		self.standard, self.rules = standard, rules
		self._categories: dict[Decimal, tuple[MatchCategory, MatchCategory]] = {}
		self.competencies = tuple(row.competency for row in standard.requirements)
		self._technical = tuple(
			rules.method is Method.GROUPS and _is_technical(row) for row in standard.requirements
		)
		# what each level is worth in each competency, so that many people are measured by additions alone
		self._points = tuple(
			tuple(
				row.weight * (level if rules.surplus_counts else min(level, row.level))
				for level in range(HIGHEST_LEVEL + 1)
			)
			for row in standard.requirements
		)
		self.required = self.sums([row.level for row in standard.requirements])

	def sums(self, levels: Sequence[int]) -> tuple[Decimal, Decimal]:
		"""Weighted levels, given in the order of `competencies`, each 1–5: of the technical competencies
		where these are a group by themselves, else 0; and of all others."""
		technical = others = ZERO
		for points, level, is_technical in zip(self._points, levels, self._technical, strict=True):
			if is_technical:
				technical += points[level]
			else:
				others += points[level]
		return technical, others

	def percent(self, sums: tuple[Decimal, Decimal]) -> Decimal:
		"""The match (0–500 %, unrounded) that these sums give."""
		shares = [
			reached * HUNDRED / required if required else None
			for reached, required in zip(sums, self.required, strict=True)
		]
		technical, others = shares
		if technical is None or others is None:
			return (others if technical is None else technical) or ZERO
		standard = self.standard
		return (technical * standard.technical_weight + others * standard.managerial_weight) / HUNDRED

	def categories(self, percent: Decimal) -> tuple[MatchCategory, MatchCategory]:
		"""The categories of a match for filling a position and for mapping (see `category_of`)."""
		if percent not in self._categories:
			filling, mapping = self.rules.filling, self.rules.mapping
			self._categories[percent] = category_of(percent, filling), category_of(percent, mapping)
		return self._categories[percent]


def match(standard: Standard, levels: Mapping[str, int], rules: CompetencyRules, top: int = NAMED) -> Match:
	"""How far the levels (competency -> 1–5) reach what the standard asks for. Levels in competencies that it
	does not ask for do not count.

	Raises ScoringError for rules and standards that cannot be used, for a level outside 1–5, and, naming the
	competency, where the level of a required one is missing: it is unknown, and not 0.
	Source: Peraturan BKN 26/2019."""
	scale = Scale(standard, rules)
	reached_levels = [_level(levels, competency) for competency in scale.competencies]
	sums = scale.sums(reached_levels)
	percent = scale.percent(sums)
	gaps = {
		row.competency: row.level - level
		for row, level in zip(standard.requirements, reached_levels, strict=True)
	}
	filling, mapping = scale.categories(percent)
	strengths, weaknesses = marked(standard.requirements, gaps, top)
	return Match(
		percent=percent,
		filling=filling.category,
		mapping=mapping.category,
		reached=sum(sums, ZERO),
		required=sum(scale.required, ZERO),
		gaps=gaps,
		strengths=strengths,
		weaknesses=weaknesses,
		steps=_steps(scale, reached_levels, sums, percent, filling, mapping),
	)


def _level(levels: Mapping[str, int], competency: str) -> int:
	if levels.get(competency) is None:
		raise ScoringError('{0}: the level of "{1}" is missing. Assess it.', competency, field="levels")
	with located("levels"):
		return parse_level(levels[competency], competency)


def marked(
	requirements: Iterable[Requirement], gaps: Mapping[str, int], top: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
	"""The `top` strengths and weaknesses. Strengths have no gap: the largest surplus first, then the highest
	level reached. Weaknesses have one: the largest first, then the highest level required; then by name."""
	rows = list(requirements)
	strong = [row for row in rows if gaps[row.competency] <= 0]
	weak = [row for row in rows if gaps[row.competency] > 0]
	strong.sort(key=lambda row: (gaps[row.competency], gaps[row.competency] - row.level, row.competency))
	weak.sort(key=lambda row: (-gaps[row.competency], -row.level, row.competency))
	return tuple(row.competency for row in strong[:top]), tuple(row.competency for row in weak[:top])


def _steps(
	scale: Scale,
	levels: Sequence[int],
	sums: tuple[Decimal, Decimal],
	percent: Decimal,
	filling: MatchCategory,
	mapping: MatchCategory,
) -> tuple[Step, ...]:
	steps = [
		_row_step(row, level, scale.rules.surplus_counts)
		for row, level in zip(scale.standard.requirements, levels, strict=True)
	]
	(technical, others), (technical_required, others_required) = sums, scale.required
	weighted = bool(technical_required and others_required)
	if technical_required:
		steps.append(
			Step(
				"Technical: levels reached {0} / levels required {1} × 100",
				(exact(technical), exact(technical_required)),
				two_places(technical * HUNDRED / technical_required),
				_LAW,
			)
		)
	if others_required and scale.rules.method is Method.GROUPS:
		steps.append(
			Step(
				"Managerial and socio-cultural: levels reached {0} / levels required {1} × 100",
				(exact(others), exact(others_required)),
				two_places(others * HUNDRED / others_required),
				_LAW,
			)
		)
	elif others_required:
		steps.append(
			Step(
				"Job person match: levels reached {0} / levels required {1} × 100",
				(exact(others), exact(others_required)),
				two_places(percent),
				_LAW,
			)
		)
	if weighted:
		steps.append(
			Step(
				"Job person match: technical {0} % and managerial {1} %",
				(exact(scale.standard.technical_weight), exact(scale.standard.managerial_weight)),
				two_places(percent),
				"scheme",
			)
		)
	steps.append(
		Step(
			"Category for filling a position: {0} % reaches {1} %",
			(two_places(percent), exact(filling.from_percent)),
			filling.category,
			"scheme",
		)
	)
	steps.append(
		Step(
			"Category for mapping: {0} % reaches {1} %",
			(two_places(percent), exact(mapping.from_percent)),
			mapping.category,
			"scheme",
		)
	)
	return tuple(steps)


def _row_step(row: Requirement, level: int, surplus_counts: bool) -> Step:
	values = (row.competency, str(level), str(row.level), exact(row.weight))
	counted = exact(row.weight * (level if surplus_counts else min(level, row.level)))
	if level > row.level and not surplus_counts:
		return Step(
			"{0}: level {1} above the required {2}, which counts alone, × weight {3}", values, counted, _LAW
		)
	return Step("{0}: level {1} of required {2} × weight {3}", values, counted, _LAW)
