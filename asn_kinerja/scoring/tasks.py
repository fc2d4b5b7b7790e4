"""The tasks of the command line: dictionary in, dictionary out."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from .achievement import achievement
from .case import Case, Scheme
from .codec import case_from_dict, named_scheme, outcome_to_dict
from .development_tasks import run_development_plan, run_training_duty
from .errors import ScoringError
from .evaluate import evaluate
from .fields import Fields, field_names
from .job_match import CompetencyRules, competency_rules_from_dict, match, standard_from_dict
from .model import Direction, PositionGroup, Predicate, Rating, Step, ValueMethod
from .numbers import exact, shown, two_places
from .people_tasks import (
	ALLOWANCE,
	CREDIT,
	DISCIPLINE,
	run_allowance,
	run_credit,
	run_discipline,
	run_distribution,
	run_satisfaction,
)
from .predicate import band_predicate, matrix_predicate
from .scheme_rules import validate_scheme
from .shipped import (
	shipped_competency_rules,
	shipped_schemes,
	shipped_talent_rules,
)
from .talent import Performance, Potential, TalentRules, place, talent_rules_from_dict
from .value import value
from .verify import verify

_NUMERIC_SCHEME = "PP 30/2019 70/30"
_COMPETENCY_RULES = "Peraturan BKN 26/2019"
_MATRIX_SCHEME = "PermenPAN-RB 6/2022"
_TARGET_FIELDS = ("direction", "target_min", "target_max", "realisation")
_STANDARD_FIELDS = ("competencies", "technical_weight", "managerial_weight")
_VALUE_FIELDS = (*_TARGET_FIELDS, "maximum_target", "position_group", "method", "scheme")

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
	"""A task: what it does, its fields, an example (input and output as JSON) and its function.

	`exit_code` tells the process's exit code from the output.
	"""

	summary: str
	explanation: str
	example_input: str
	example_output: str
	run: Callable[[object], Document]
	exit_code: Callable[[Document], int] = lambda _: 0


def _achievement_of(entry: Fields) -> tuple[Decimal, Step]:
	return achievement(
		entry.choice("direction", Direction),
		entry.number("target_min"),
		entry.number_or_none("target_max"),
		entry.number("realisation"),
	)


def _scheme_of(entry: Fields, default: str) -> Scheme:
	scheme = named_scheme(entry.get("scheme") or default, shipped_schemes())
	validate_scheme(scheme)
	return scheme


def _steps(*steps: Step) -> list[Document]:
	return [{**asdict(step), "values": list(step.values)} for step in steps]


def run_achievement(raw: object) -> Document:
	"""Achievement in percent of one realisation."""
	percent, step = _achievement_of(Fields(raw, _TARGET_FIELDS, True, "input"))
	return {"achievement": two_places(percent), "steps": _steps(step)}


def run_value(raw: object) -> Document:
	"""Achievement, category and value of one realisation."""
	entry = Fields(raw, _VALUE_FIELDS, True, "input")
	scheme = _scheme_of(entry, _NUMERIC_SCHEME)
	method = entry.choice_or_none("method", ValueMethod)
	group = entry.choice_or_none("position_group", PositionGroup)
	if (method is None) is (group is None):
		raise ScoringError(
			"{0}: name either the position group (JPT, JA/JF) or the method, not both.",
			field="position_group",
		)
	percent, step = _achievement_of(entry)
	# With a group given, the scheme says which method holds for it.
	chosen = method or scheme.value_method(group or PositionGroup.STAFF)
	rated = value(percent, chosen, scheme, entry.flag("maximum_target"))
	return {
		"achievement": two_places(percent),
		"category": rated.category.value if rated.category else None,
		"value": two_places(rated.value),
		"steps": _steps(step, *rated.steps),
	}


def run_predicate(raw: object) -> Document:
	"""Predicate of two ratings."""
	entry = Fields(raw, ("work_result", "behaviour", "scheme"), True, "input")
	scheme = _scheme_of(entry, _MATRIX_SCHEME)
	ratings = entry.choice("work_result", Rating), entry.choice("behaviour", Rating)
	return {"predicate": matrix_predicate(*ratings, scheme)[0].value}


def run_band(raw: object) -> Document:
	"""Predicate of a score."""
	entry = Fields(raw, ("score", "new_idea", "scheme"), True, "input")
	scheme = _scheme_of(entry, _NUMERIC_SCHEME)
	return {"predicate": band_predicate(entry.number("score"), entry.flag("new_idea"), scheme)[0].value}


def _case_of(raw: object) -> tuple[Case, bool]:
	entry = Fields(raw, (*field_names(Case), "final"), True, "case")
	return case_from_dict(entry.without("final"), schemes=shipped_schemes()), entry.flag("final")


def run_evaluate(raw: object) -> Document:
	"""The whole outcome of a case."""
	return outcome_to_dict(evaluate(*_case_of(raw)))


def run_verify(raw: object) -> Document:
	"""Whether a stored outcome is what its case gives."""
	entry = Fields(raw, ("case", "outcome"), True, "input")
	case, _ = _case_of(entry.needed("case"))
	stored = entry.needed("outcome")
	if not isinstance(stored, Mapping):
		raise ScoringError("{0}: this is not an object. Enter the exported outcome.", field="outcome")
	differences = verify(case, stored)
	return {"matches": not differences, "differences": [asdict(row) for row in differences]}


def run_competency(raw: object) -> Document:
	"""Job person match of levels against a standard."""
	entry = Fields(raw, (*_STANDARD_FIELDS, "levels", "rules"), True, "input")
	standard = standard_from_dict({name: entry.get(name) for name in _STANDARD_FIELDS})
	levels = entry.needed("levels")
	if not isinstance(levels, Mapping):
		raise ScoringError(
			"{0}: this is not an object. Enter competencies with their levels in braces.", field="levels"
		)
	found = match(standard, levels, _competency_rules(entry))
	return {
		"job_match": two_places(found.percent),
		"filling": found.filling,
		"mapping": found.mapping,
		"reached": exact(found.reached),
		"required": exact(found.required),
		"gaps": found.gaps,
		"strengths": list(found.strengths),
		"weaknesses": list(found.weaknesses),
		"steps": _steps(*found.steps),
	}


def _competency_rules(entry: Fields) -> CompetencyRules:
	raw = entry.get("rules") or _COMPETENCY_RULES
	if not isinstance(raw, str):
		return competency_rules_from_dict(raw)
	shipped = shipped_competency_rules()
	if raw not in shipped:
		raise ScoringError(
			'{0}: there are no rules "{1}". Enter the rules themselves, or one of: {2}.',
			shown(raw),
			", ".join(shipped),
			field="rules",
		)
	return shipped[raw]


def _talent_rules_of(entry: Fields) -> TalentRules:
	"""A table object, or a shipped one by its title."""
	given, shipped = entry.needed("rules"), shipped_talent_rules()
	if isinstance(given, Mapping):
		return talent_rules_from_dict(given, strict=False)
	if given not in shipped:
		raise ScoringError(
			'{0}: "{1}" is not allowed. Choose one of: {2}.', str(given), ", ".join(shipped), field="rules"
		)
	return shipped[str(given)]


def run_nine_box(raw: object) -> Document:
	"""The box of one person, with its recommendations."""
	names = ("rules", *field_names(Performance), *field_names(Potential))
	entry = Fields(raw, names, True, "input")
	placement = place(
		_talent_rules_of(entry),
		Performance(
			entry.number_or_none("score"),
			entry.choice_or_none("predicate", Predicate),
			entry.choice_or_none("work_result_rating", Rating),
		),
		Potential(entry.number_or_none("job_match"), entry.number_or_none("potential_score")),
	)
	return {
		"box": placement.box,
		"box_name": placement.box_name,
		"performance_level": placement.performance_level.value,
		"potential_value": two_places(placement.potential_value),
		"potential_level": placement.potential_level.value,
		"recommendations": list(placement.recommendations),
		"steps": _steps(*placement.steps),
	}


_EXAMPLE_CASE = """{"scheme": "PermenPAN-RB 6/2022", "position_group": "JA/JF", "approach": "Quantitative",
 "items": [{"category": "Utama", "result": "Layanan imunisasi", "direction": "Higher",
            "target_min": 80, "target_max": 90, "realisation": "70", "weight": 100}],
 "behaviours": [{"behaviour_value": "Akuntabel", "rating": "Sesuai Ekspektasi"}],
 "work_result_rating": "Di Bawah Ekspektasi", "behaviour_rating": "Sesuai Ekspektasi"}"""

_SCHEME_HELP = '"scheme" is a scheme object or the title of a shipped one'

TASKS: Mapping[str, Task] = {
	"achievement": Task(
		"how far a target was reached, in percent",
		"Fields: direction (Higher, Lower, Range, Exact), target_min, target_max (optional), realisation.",
		'{"direction": "higher", "target_min": 80, "target_max": 90, "realisation": 70}',
		'{"achievement": "87.50", ...}',
		run_achievement,
	),
	"value": Task(
		"what an achievement is worth, 0 to 120",
		"Fields: those of achievement, maximum_target (optional, 1 = highest possible target), and either\n"
		"position_group (JPT, JA/JF) or method (Capped Percent, Value Table, Category Counts).\n"
		f"{_SCHEME_HELP}, {_NUMERIC_SCHEME} by default.",
		'{"direction": "higher", "target_min": 95, "realisation": 93, "position_group": "JPT"}',
		'{"achievement": "97.89", "category": "Cukup", "value": "88.00", ...}',
		run_value,
	),
	"predicate": Task(
		"the predicate of two given ratings",
		"Fields: work_result, behaviour (Di Atas Ekspektasi, Sesuai Ekspektasi, Di Bawah Ekspektasi).\n"
		f"{_SCHEME_HELP}, {_MATRIX_SCHEME} by default.",
		'{"work_result": "Di Atas Ekspektasi", "behaviour": "Sesuai Ekspektasi"}',
		'{"predicate": "Baik"}',
		run_predicate,
	),
	"band": Task(
		"the predicate of a score",
		f"Fields: score (0 to 120), new_idea (optional, true or false).\n"
		f"{_SCHEME_HELP}, {_NUMERIC_SCHEME} by default.",
		'{"score": 115, "new_idea": false}',
		'{"predicate": "Baik"}',
		run_band,
	),
	"competency": Task(
		"how well levels of competency fit a position (job person match)",
		"Fields: competencies (rows with competency, kind (Managerial, Socio-Cultural, Technical), level\n"
		"1 to 5 and weight, 1 by default), technical_weight and managerial_weight (for both kinds, together\n"
		"100), levels (competency and level reached), rules (optional, rules or the title of shipped ones,\n"
		f"{_COMPETENCY_RULES} by default).",
		'{"competencies": [{"competency": "Integritas", "kind": "Managerial", "level": 3, "weight": 4},\n'
		'  {"competency": "Komunikasi", "kind": "Managerial", "level": 3, "weight": 3},\n'
		'  {"competency": "Perekat Bangsa", "kind": "Socio-Cultural", "level": 3, "weight": 2}],\n'
		' "levels": {"Integritas": 3, "Komunikasi": 2, "Perekat Bangsa": 3}}',
		'{"job_match": "88.89", "filling": "Memenuhi Syarat", "mapping": "Cukup Optimal", ...}',
		run_competency,
	),
	"evaluate": Task(
		"score, predicate and explanation of a whole case",
		f"Fields: {', '.join(field_names(Case))};\n"
		"final (optional, 1 = refuse when a component that may not be missing is missing).\n"
		f"{_SCHEME_HELP}.",
		_EXAMPLE_CASE,
		'{"items": [...], ..., "score": "92.50", "predicate": "Butuh Perbaikan", "steps": [...]}',
		run_evaluate,
	),
	"verify": Task(
		"compares a stored outcome with one computed anew",
		"Fields: case (input of evaluate), outcome (its output; steps may be left out).\n"
		"Exit code 0 when they match, 1 when they differ.",
		f'{{"case": {_EXAMPLE_CASE},\n "outcome": {{"items": [], "score": "95.20"}}}}',
		'{"matches": false, "differences": [{"field": "items[1]", ...}, {"field": "score", ...}, ...]}',
		run_verify,
		lambda output: 0 if output["matches"] else 1,
	),
	"credit": Task(
		"credit points of a functional position, and what is missing to the next rank and level",
		"Fields: functional_level, golongan, golongan_since and today (optional, YYYY-MM-DD),\n"
		"initial_balance (optional), results (rows of from_date, to_date, predicate, annual: 1 for a\n"
		f'year), education_bonus (optional, 1 = once). "rule" is a shipped one, {CREDIT} by default.',
		"""{"functional_level": "Ahli Pertama", "golongan": "III/a", "results": [
 {"from_date": "2023-01-01", "to_date": "2023-12-31", "predicate": "Sangat Baik", "annual": 1},
 {"from_date": "2024-01-01", "to_date": "2024-02-29", "predicate": "Baik"}]}""",
		'{"rows": [...], "total": "20.83", "next_rank": {...}, ...}',
		run_credit,
	),
	"allowance": Task(
		"the monthly allowance from performance and discipline",
		"Fields: base in rupiah, or designation, position_type, functional_level, golongan (the row of the\n"
		"rule that fits); score (0 to 120) or predicate; month (recap: month, working_days, present,\n"
		"excused_absences, unexcused_absences, exceptions); sanctions (rows of level, sanction, from_date).\n"
		f'What is missing counts as the rule says. "rule" is a shipped one, {ALLOWANCE} by default.',
		"""{"base": 5000000, "month": {"month": "2026-03-01", "working_days": 20, "present": 20}}""",
		'{"base": "5000000.00", "performance": "0.00", "discipline": "100.00", "amount": "2000000.00", ...}',
		run_allowance,
	),
	"discipline": Task(
		"the sanction proposed for unexcused days, and its points off the score",
		"Fields: days (unexcused working days of a calendar year), run (most of them in a row), minutes\n"
		f'(late and left early, optional). "rule" is a shipped one, {DISCIPLINE} by default.',
		'{"days": 13, "run": 2}',
		'{"days": 13, "level": "Sedang", ..., "months": 6, ..., "points": "30.00", "score": "70.00"}',
		run_discipline,
	),
	"satisfaction": Task(
		"index and grade of a survey of public satisfaction",
		"Fields: answers (a row for each citizen: U1 to U9, 1 to 4), minimum (answers needed, optional),\n"
		"grades (rows of grade, title, from_index; by default those of PermenPAN-RB 14/2017).",
		'{"answers": [{"U1": 4, "U2": 3}, {"U1": 3, "U2": 3}]}',
		'{"answers": 2, "index": "81.25", "grade": "B", ...}',
		run_satisfaction,
	),
	"distribution": Task(
		"what the predicates of a unit's people deviate from, given the unit's own predicate",
		"Fields: organisation (Istimewa, Baik, Butuh Perbaikan, Kurang, Sangat Kurang), counts (people by\n"
		"predicate), unrated (people without one yet, optional), guide (rows of organisation_predicate,\n"
		"predicate, other_predicate, bound, number; by default that of SE MenPAN-RB 3/2023).",
		'{"organisation": "Istimewa", "counts": {"Sangat Baik": 15, "Baik": 5}}',
		'{"people": 20, ..., "deviations": [{"predicates": ["Sangat Baik"], ..., "count": 15, "limit": 14}]}',
		run_distribution,
	),
	"nine_box": Task(
		"the box of the talent map, from performance and potential",
		"Fields: rules (a table object or the title of a shipped one: "
		"SIMATA, SILKA, 80/60, Predikat Kinerja);\n"
		"what the table asks for of score (0 to 120), predicate, work_result_rating;\n"
		"and of job_match (percent), potential_score (0 to 100).",
		'{"rules": "SIMATA", "score": 88.5, "job_match": 80, "potential_score": 70}',
		'{"box": 7, ..., "potential_value": "76.00", "potential_level": "Menengah", ...}',
		run_nine_box,
	),
	"training_duty": Task(
		"training of a year against the duty of PNS or the maximum of PPPK",
		"Fields: done (JP), and either duty (PNS, 20 JP a year) or maximum (PPPK, 24 JP, which is no duty).",
		'{"done": 14, "duty": 20}',
		'{"remaining": "6.00", "percent": "70.00", "status": "Below the Duty", ...}',
		run_training_duty,
	),
	"development_plan": Task(
		"which measures and trainings a table proposes for gaps, low values and themes of feedback",
		"Fields: gaps (competency, kind, level, required), low_values (behaviour_value, rating), themes\n"
		"(behaviour_value, suggestions), work_result (optional), trainings (title, form, kind, hours,\n"
		"from_date, seats_left, competencies with competency and to_level), attended (titles), on (a day),\n"
		"rules (a table or the title of the shipped one, which is the default).",
		'{"on": "2026-01-15",\n'
		' "gaps": [{"competency": "Kerja Sama", "kind": "Managerial", "level": 1, "required": 3}],\n'
		' "trainings": [{"title": "Diklat Kerja Sama", "form": "Classical", "hours": 24, "seats_left": 5,\n'
		'                "competencies": [{"competency": "Kerja Sama", "to_level": 3}]}]}',
		'{"proposals": [..., "kind": "Classical Training", "training": "Diklat Kerja Sama", ..., ...]}',
		run_development_plan,
	),
}
