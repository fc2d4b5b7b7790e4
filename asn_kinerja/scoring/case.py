"""A scheme of scoring, with everything that a regulation or an agency may change, and a case to score."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .attendance import AttendanceRules, MonthFacts
from .competency import Levels
from .discipline import DisciplineRules, Sanction
from .innovation import Contribution, ImpactLevel, InnovationRules
from .model import (
	AnnualMethod,
	Approach,
	Band,
	Behaviour,
	Combination,
	Component,
	Item,
	MatrixCell,
	PositionGroup,
	Rating,
	RatingValue,
	ResultMethod,
	Source,
	Threshold,
	ValueBand,
	ValueMethod,
)
from .numbers import HIGHEST_SCORE, ZERO
from .progress import StageResult
from .reviews import COLLEAGUES, RaterWeight, ReviewTally
from .satisfaction import SurveyIndex
from .team import OrganisationPoints, TeamRules


@dataclass(frozen=True, slots=True)
class Scheme:
	"""All rules of one way of scoring: everything that a regulation or an agency may change.

	`cap` in percent (up to 120); `whole_percent` rounds an achievement half up before it is looked up in
	`value_bands`. Without `rater_weights` the rater alone rates the behaviour. `team_unit_share` in percent:
	how much the unit's predicate counts beside the colleagues' rating of `team_value`. `development_duty`
	(PNS) and `development_duty_pppk` in training hours (JP) a year, 0 = none. `satisfaction_reference` (index
	between 25 and 100) is worth 100, index 100 is worth `satisfaction_highest` (100–120). `progress_factor`:
	points for each point that the work result has gained. `innovation_base`: the score of who has no
	innovation; `innovation_bonus_cap`: the most that innovations add to the score (both 0–120).
	"""

	title: str
	version: int
	legal_basis: str
	result_method: ResultMethod
	cap: Decimal
	whole_percent: bool
	leader_value_method: ValueMethod
	staff_value_method: ValueMethod
	components: tuple[Component, ...]
	rating_values: tuple[RatingValue, ...]
	thresholds: tuple[Threshold, ...]
	predicates: tuple[MatrixCell, ...] = ()
	bands: tuple[Band, ...] = ()
	value_bands: tuple[ValueBand, ...] = ()
	combinations: tuple[Combination, ...] = ()
	annual_method: AnnualMethod = AnnualMethod.TARGETS
	rater_weights: tuple[RaterWeight, ...] = ()
	attendance_rule: AttendanceRules | None = None
	discipline_rule: DisciplineRules | None = None
	organisation_points: tuple[OrganisationPoints, ...] = ()
	team_unit_share: Decimal = ZERO
	team_value: str = ""
	innovation_levels: tuple[ImpactLevel, ...] = ()
	innovation_base: Decimal = ZERO
	innovation_bonus_cap: Decimal = ZERO
	development_duty: Decimal = ZERO
	development_duty_pppk: Decimal = ZERO
	satisfaction_reference: Decimal = ZERO
	satisfaction_highest: Decimal = HIGHEST_SCORE
	progress_factor: Decimal = ZERO

	def value_method(self, position_group: PositionGroup) -> ValueMethod:
		"""The method that holds for a group of positions."""
		leads = position_group is PositionGroup.LEADER
		return self.leader_value_method if leads else self.staff_value_method

	@property
	def innovation(self) -> InnovationRules:
		"""The rules of innovations."""
		return InnovationRules(self.innovation_levels, self.innovation_base, self.innovation_bonus_cap)

	@property
	def team(self) -> TeamRules:
		"""The rules of the contribution to the team."""
		points = {row.predicate: row.value for row in self.organisation_points}
		return TeamRules(points, self.team_unit_share)

	def review_rules(self) -> tuple[RaterWeight, ...]:
		"""The groups whose reviews count for something, with the number from which on: those with a row among
		the rater weights, and without weight the colleagues whose view of the cooperation counts for the
		team."""
		if not self.team_value or Source.TEAM not in self.sources():
			return self.rater_weights
		named = {rule.group for rule in self.rater_weights}
		others = tuple(RaterWeight(group, ZERO, 1) for group in COLLEAGUES if group not in named)
		return (*self.rater_weights, *others)

	def sources(self) -> frozenset[Source]:
		"""What the scheme measures."""
		return frozenset(component.source for component in self.components)


@dataclass(frozen=True, slots=True)
class SourceFacts:
	"""What is known about an employee in a period beside his work plan; what is empty or None is missing.

	`months` (0–12) of the period. `reviews`: of groups with enough reviews only, so that nobody can be told
	by them; `reviews_minimum`: how many peers or subordinates must have answered, 1 or more. `sanctions`:
	none is no missing fact. `unit_predicate`: of the employee's unit. `training_hours` (JP) within the
	period. `progress_to` None: the work result of the case itself is compared with `progress_from`.
	`periods`: of a whole year, where its work result rests on them.
	"""

	months: int = 12
	asn_type: str = ""
	reviews: tuple[ReviewTally, ...] = ()
	reviews_minimum: int = 1
	attendance: tuple[MonthFacts, ...] = ()
	sanctions: tuple[Sanction, ...] = ()
	unit_predicate: str = ""
	innovations: tuple[Contribution, ...] = ()
	training_hours: Decimal | None = None
	surveys: tuple[SurveyIndex, ...] = ()
	competency: Levels | None = None
	periods: tuple[StageResult, ...] = ()
	progress_from: StageResult | None = None
	progress_to: StageResult | None = None


@dataclass(frozen=True, slots=True)
class Case:
	"""One evaluation. `facts`: what the other sources are measured from; a score (0–120, None = missing) in
	`component_scores` counts instead."""

	scheme: Scheme
	position_group: PositionGroup
	approach: Approach
	items: tuple[Item, ...]
	behaviours: tuple[Behaviour, ...] = ()
	new_idea: bool = False
	work_result_rating: Rating | None = None
	behaviour_rating: Rating | None = None
	facts: SourceFacts = SourceFacts()
	component_scores: Mapping[Source, Decimal | None] = field(default_factory=dict)
