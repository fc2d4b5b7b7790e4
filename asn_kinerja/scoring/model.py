"""Everything that goes into the scoring core and comes out of it. All numbers are Decimals.

Enumeration values are stored exactly as written here; legal terms stay Indonesian, as the law writes them.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class ResultMethod(str, Enum):
	"""Where the predicate comes from."""

	MATRIX = "Predicate Matrix"
	BANDS = "Score Bands"


class AnnualMethod(str, Enum):
	"""What the work result of a whole year is measured by: the targets of the year, or what its released
	periods gave. The predicate stays a judgement (PermenPAN-RB 6/2022)."""

	TARGETS = "Targets of the Year"
	MEAN = "Mean of the Periods"
	LAST = "Last Period"


class ValueMethod(str, Enum):
	"""How an achievement becomes a value from 0 to 120."""

	CAPPED = "Capped Percent"
	TABLE = "Value Table"
	COUNTS = "Category Counts"


class Source(str, Enum):
	"""What a component of the score is measured from."""

	WORK_RESULT = "Work Result"
	BEHAVIOUR = "Behaviour"
	ATTENDANCE = "Attendance"
	DISCIPLINE = "Discipline"
	TEAM = "Team Contribution"
	INNOVATION = "Innovation"
	DEVELOPMENT = "Self-Development"
	SATISFACTION = "Public Satisfaction"
	COMPETENCY = "Competency"
	PROGRESS = "Progress"


class MissingPolicy(str, Enum):
	"""What happens to a component's weight when the component has no score."""

	SPREAD = "Spread Weight"
	ZERO = "Count as Zero"
	BLOCK = "Block"


class Part(str, Enum):
	"""The two halves that are rated (PermenPAN-RB 6/2022)."""

	WORK_RESULT = "Work Result"
	BEHAVIOUR = "Behaviour"


class Rating(str, Enum):
	"""Rating hasil kerja and rating perilaku kerja, from the best to the worst."""

	ABOVE = "Di Atas Ekspektasi"
	MEETS = "Sesuai Ekspektasi"
	BELOW = "Di Bawah Ekspektasi"


class Predicate(str, Enum):
	"""Predikat kinerja; "Butuh Perbaikan" is the matrix's word for what PP 30/2019 calls "Cukup"."""

	VERY_GOOD = "Sangat Baik"
	GOOD = "Baik"
	ENOUGH = "Cukup"
	NEEDS_WORK = "Butuh Perbaikan"
	POOR = "Kurang"
	VERY_POOR = "Sangat Kurang"


class Category(str, Enum):
	"""Kategori capaian of PermenPAN-RB 8/2021, from the best to the worst."""

	VERY_GOOD = "Sangat Baik"
	GOOD = "Baik"
	ENOUGH = "Cukup"
	POOR = "Kurang"
	VERY_POOR = "Sangat Kurang"


class ItemCategory(str, Enum):
	"""Kategori hasil kerja."""

	MAIN = "Utama"
	ADDITIONAL = "Tambahan"


class Direction(str, Enum):
	"""Which realisation is the better one."""

	HIGHER = "Higher"
	LOWER = "Lower"
	RANGE = "Range"
	EXACT = "Exact"


class PositionGroup(str, Enum):
	"""JPT: pejabat pimpinan tinggi and leaders of independent units (pimpinan unit kerja mandiri)."""

	LEADER = "JPT"
	STAFF = "JA/JF"


class Approach(str, Enum):
	"""Pendekatan SKP: kuantitatif or kualitatif."""

	QUANTITATIVE = "Quantitative"
	QUALITATIVE = "Qualitative"


@dataclass(frozen=True, slots=True)
class Component:
	"""One part of the score. `weight` in percent, above 0."""

	source: Source
	weight: Decimal
	missing_policy: MissingPolicy


@dataclass(frozen=True, slots=True)
class RatingValue:
	"""What a rating is worth in points, 0–120."""

	rating: Rating
	value: Decimal


@dataclass(frozen=True, slots=True)
class Threshold:
	"""`rating` is suggested for a score of `from_score` (0–120) or more."""

	part: Part
	rating: Rating
	from_score: Decimal


@dataclass(frozen=True, slots=True)
class MatrixCell:
	"""One of the nine cells of the predicate matrix."""

	work_result: Rating
	behaviour: Rating
	predicate: Predicate


@dataclass(frozen=True, slots=True)
class Band:
	"""`predicate` for a score of `from_score` (0–120) or more, where asked only with a new idea."""

	predicate: Predicate
	from_score: Decimal
	requires_new_idea: bool = False


@dataclass(frozen=True, slots=True)
class ValueBand:
	"""A row of the value table, linear from `value_from` to `value_to` (0–120).

	Achievements in percent. `achievement_to` 0 = no upper bound, `value_from` applies. Rows of
	`maximum_target` hold only for items whose target is the highest possible, and are tried first.
	"""

	category: Category
	achievement_from: Decimal
	achievement_to: Decimal
	value_from: Decimal
	value_to: Decimal
	maximum_target: bool = False


@dataclass(frozen=True, slots=True)
class Combination:
	"""A rule from the categories of one result's indicators to the result's category and value (0–120).

	`at_least_best` is the smallest number of "Sangat Baik", `at_most_…` the largest number of the category
	named; −1 = no limit. Rows are tried in their order.
	"""

	indicators: int
	category: Category
	value: Decimal
	at_least_best: int
	at_most_cukup: int
	at_most_kurang: int
	at_most_sangat_kurang: int


@dataclass(frozen=True, slots=True)
class Item:
	"""One indicator of a result (rencana hasil kerja) with its target and what was reached.

	`target_max` None = single target. `realisation` None = not reported yet; with the qualitative approach it
	may be any text. `rating` counts with the qualitative approach only. `weight` in percent.
	"""

	name: str
	category: ItemCategory
	result: str
	direction: Direction | None = None
	target_min: Decimal | None = None
	target_max: Decimal | None = None
	maximum_target: bool = False
	weight: Decimal = Decimal(0)
	realisation: Decimal | str | None = None
	rating: Rating | None = None
	aspect: str = ""
	measure: str = ""


@dataclass(frozen=True, slots=True)
class Behaviour:
	"""One BerAKHLAK value; `rating` None = not rated yet."""

	behaviour_value: str
	rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class Step:
	"""One step of the explanation.

	`rule` is an English template whose `{0}`, `{1}` stand for `values`; `output` is what the step gives;
	`source` is the regulation, or "scheme" where the rule is data of the scheme. `part`: what the step is
	about, the name of a source of the score or "" for the whole.
	"""

	rule: str
	values: tuple[str, ...]
	output: str
	source: str
	part: str = ""


@dataclass(frozen=True, slots=True)
class SourceScore:
	"""What a source of the score gives: 0–120, unrounded, 100 = as expected; None: nothing to measure yet."""

	score: Decimal | None
	steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Valuation:
	"""An achievement's value (0–120, unrounded) and category (None for percent values)."""

	value: Decimal
	category: Category | None
	steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ItemOutcome:
	"""What an item gives: achievement in percent, value 0–120, both with two places.

	With Category Counts the value is that of the item's result, so that in every method the weighted mean of
	these values is the work result score.
	"""

	name: str
	achievement: Decimal | None
	category: Category | None
	value: Decimal | None


@dataclass(frozen=True, slots=True)
class ResultOutcome:
	"""With Category Counts only: one result (RHK), its indicators together."""

	result: str
	item_category: ItemCategory
	indicators: int
	weight: Decimal
	category: Category | None
	value: Decimal | None


@dataclass(frozen=True, slots=True)
class ComponentOutcome:
	"""A component's share of the score: weights in percent, score 0–120 or None, contribution in points."""

	source: Source
	weight: Decimal
	effective_weight: Decimal
	score: Decimal | None
	contribution: Decimal
	missing: bool


@dataclass(frozen=True, slots=True)
class Outcome:
	"""The evaluated case. Items stand in the order of the case's items; numbers have two places. `bonus`:
	points within the score that innovations have added; `new_idea`: the condition of "Sangat Baik"."""

	items: tuple[ItemOutcome, ...]
	results: tuple[ResultOutcome, ...]
	components: tuple[ComponentOutcome, ...]
	bonus: Decimal
	new_idea: bool
	suggested_work_result: Rating | None
	suggested_behaviour: Rating | None
	score: Decimal | None
	predicate: Predicate | None
	steps: tuple[Step, ...]
