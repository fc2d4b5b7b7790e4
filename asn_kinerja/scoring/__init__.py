"""Functional core of the scoring: dataclasses in, dataclasses out, no Frappe.

`evaluate` does a whole case; the other functions are its parts. `python -m asn_kinerja.scoring` offers the
same on the command line.
"""

from .achievement import achievement, target_bounds
from .activity import (
	MINUTES_PER_DAY,
	minutes_between,
	months_covered,
	overlapping,
	share,
	towards,
	trend,
)
from .behaviour import behaviour_score
from .codec import (
	case_from_dict,
	case_to_dict,
	item_from_dict,
	outcome_to_dict,
	scheme_from_dict,
	scheme_to_dict,
)
from .components import effective_weights, total_score
from .errors import ScoringError
from .evaluate import evaluate
from .items import item_errors, validate_items
from .model import (
	Approach,
	Band,
	Behaviour,
	Case,
	Category,
	Combination,
	Component,
	ComponentOutcome,
	Direction,
	Item,
	ItemCategory,
	ItemOutcome,
	MatrixCell,
	MissingPolicy,
	Outcome,
	Part,
	PositionGroup,
	Predicate,
	Rating,
	RatingValue,
	ResultMethod,
	ResultOutcome,
	Scheme,
	Source,
	Step,
	Threshold,
	Valuation,
	ValueBand,
	ValueMethod,
)
from .numbers import exact, parse_number, round_half_up, two_places, typed
from .periods import mean_by_months, months_of, share_weights
from .predicate import band_predicate, matrix_predicate
from .rating import rating_points, suggest_rating
from .scheme_rules import validate_scheme
from .shipped import shipped_schemes
from .value import combine, table_value, value
from .verify import Difference, verify
from .work_result import WorkResult, work_result

__all__ = [
	"MINUTES_PER_DAY",
	"Approach",
	"Band",
	"Behaviour",
	"Case",
	"Category",
	"Combination",
	"Component",
	"ComponentOutcome",
	"Difference",
	"Direction",
	"Item",
	"ItemCategory",
	"ItemOutcome",
	"MatrixCell",
	"MissingPolicy",
	"Outcome",
	"Part",
	"PositionGroup",
	"Predicate",
	"Rating",
	"RatingValue",
	"ResultMethod",
	"ResultOutcome",
	"Scheme",
	"ScoringError",
	"Source",
	"Step",
	"Threshold",
	"Valuation",
	"ValueBand",
	"ValueMethod",
	"WorkResult",
	"achievement",
	"band_predicate",
	"behaviour_score",
	"case_from_dict",
	"case_to_dict",
	"combine",
	"effective_weights",
	"evaluate",
	"exact",
	"item_errors",
	"item_from_dict",
	"matrix_predicate",
	"mean_by_months",
	"minutes_between",
	"months_covered",
	"months_of",
	"outcome_to_dict",
	"overlapping",
	"parse_number",
	"rating_points",
	"round_half_up",
	"scheme_from_dict",
	"scheme_to_dict",
	"share",
	"share_weights",
	"shipped_schemes",
	"suggest_rating",
	"table_value",
	"target_bounds",
	"total_score",
	"towards",
	"trend",
	"two_places",
	"typed",
	"validate_items",
	"validate_scheme",
	"value",
	"verify",
	"work_result",
]
