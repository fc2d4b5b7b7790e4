"""Tasks of the command line about development: training of a year, and the measures of a plan."""

from dataclasses import asdict
from typing import Any

from .development_plan import (
	DevelopmentRules,
	Gap,
	LowValue,
	Theme,
	Training,
	development_rules_from_dict,
	needs,
	propose,
)
from .errors import ScoringError
from .fields import Fields, record
from .model import Rating
from .numbers import ZERO, two_places
from .shipped import shipped_development_rules
from .training_duty import duty_progress

Document = dict[str, Any]


def run_training_duty(raw: object) -> Document:
	"""Training of a year against the duty of PNS or the maximum of PPPK."""
	entry = Fields(raw, ("done", "duty", "maximum"), True, "input")
	duty, maximum = entry.number_or_none("duty"), entry.number_or_none("maximum")
	if (duty is None) is (maximum is None):
		raise ScoringError("{0}: name either the duty (PNS) or the maximum (PPPK), not both.", field="duty")
	is_duty = duty is not None
	found = duty_progress(entry.number("done"), (duty if is_duty else maximum) or ZERO, is_duty)
	return {
		"remaining": two_places(found.remaining),
		"percent": None if found.percent is None else two_places(found.percent),
		"status": found.status.value,
		"steps": [{**asdict(found.step), "values": list(found.step.values)}],
	}


def run_development_plan(raw: object) -> Document:
	"""The measures that a table proposes for gaps, low values and themes of feedback."""
	names = ("gaps", "low_values", "themes", "work_result", "rules", "trainings", "on", "attended")
	entry = Fields(raw, names, True, "input")
	rules = _development_rules(entry.get("rules"))
	wanted = needs(
		entry.rows("gaps", lambda row: record(Gap, row)),
		entry.rows("low_values", lambda row: record(LowValue, row)),
		entry.rows("themes", lambda row: record(Theme, row)),
		entry.choice_or_none("work_result", Rating),
	)
	catalogue = entry.rows("trainings", lambda row: record(Training, row))
	attended = entry.rows("attended", str)
	return {
		"proposals": [
			{
				"source": found.need.source.value,
				"subject": found.need.subject,
				"kind": found.kind.value,
				"training": found.training,
				"trainings": list(found.trainings),
				"hours": two_places(found.hours),
				"description": found.description,
				"reason": found.reason.rule.format(*found.reason.values),
			}
			for found in propose(wanted, rules, catalogue, entry.day("on"), attended)
		]
	}


def _development_rules(raw: object) -> DevelopmentRules:
	shipped = shipped_development_rules()
	if raw is None:
		return next(iter(shipped.values()))
	if not isinstance(raw, str):
		return development_rules_from_dict(raw)
	if raw not in shipped:
		raise ScoringError(
			'{0}: there is no table "{1}". Choose one of: {2}.', raw, ", ".join(shipped), field="rules"
		)
	return shipped[raw]
