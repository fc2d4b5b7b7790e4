"""Runs the scoring core on an evaluation and puts its result into the fields."""

import json
from typing import Any

from frappe.model.document import Document

from asn_kinerja import people, schemes
from asn_kinerja.evaluation import facts
from asn_kinerja.messages import core_errors
from asn_kinerja.scoring import Case, Outcome, SourceFacts, codec, evaluate


def case_of(doc: Document, known: SourceFacts | None = None) -> Case:
	"""The evaluation as the core sees it, with the facts of its sources (`known`, if they are gathered
	already). Raises ScoringError for input that is no number or not allowed."""
	return codec.case_from_dict(
		{
			"scheme": schemes.of(doc.scheme),
			"position_group": "JPT" if people.is_leader(doc.position_type) else "JA/JF",
			"approach": doc.approach,
			"items": [_item(row) for row in doc.results],
			"behaviours": [row.as_dict() for row in doc.behaviours],
			"new_idea": int(doc.new_idea or 0),
			"work_result_rating": doc.work_result_rating,
			"behaviour_rating": doc.behaviour_rating,
			"facts": facts.of(doc) if known is None else known,
		},
		strict=False,
	)


def _item(row: Document) -> dict[str, Any]:
	"""A result as the core sees it; what the rater corrected counts instead of what the employee entered."""
	reached = row.corrected_realisation or row.realisation
	return {**row.as_dict(), "name": row.work_plan_item, "realisation": reached}


def calculate(doc: Document, final: bool = False) -> None:
	"""Fill achievements, values, components, suggested ratings, score, predicate and explanation.

	`final`: at the release; a missing part that the scheme makes blocking then raises."""
	doc.flags.asn_releasing = final
	with core_errors(doc):
		case = case_of(doc)
		outcome = evaluate(case, final=final)
	facts.keep(doc, case.facts)
	_fill_results(doc, outcome)
	doc.set(
		"components",
		[
			{
				"source": part.source.value,
				"weight": _float(part.weight),
				"effective_weight": _float(part.effective_weight),
				"score": _float(part.score),
				"contribution": _float(part.contribution),
				"missing": int(part.missing),
			}
			for part in outcome.components
		],
	)
	doc.suggested_work_result = _text(outcome.suggested_work_result)
	doc.suggested_behaviour = _text(outcome.suggested_behaviour)
	doc.score = _float(outcome.score)
	doc.bonus = _float(outcome.bonus)
	doc.scored = int(outcome.score is not None)
	doc.predicate = _text(outcome.predicate)
	doc.explanation = json.dumps(codec.outcome_to_dict(outcome), ensure_ascii=False)


def measure(doc: Document) -> None:
	"""Fill the achievements and values of the results, and nothing else; the other sources do not matter."""
	with core_errors(doc):
		_fill_results(doc, evaluate(case_of(doc, SourceFacts())))


def _fill_results(doc: Document, outcome: Outcome) -> None:
	for row, item in zip(doc.results, outcome.items, strict=True):
		row.achievement = _float(item.achievement)
		row.value_category = item.category.value if item.category else None
		row.value = _float(item.value)


def stored_outcome(doc: Document) -> dict[str, Any]:
	"""What the evaluation's own fields say, in the shape of the core's outcome, to compare with a
	recomputation. A number that was not there (None) is stored as 0 in a field; the kept outcome tells."""
	outcome = json.loads(doc.explanation)
	for item, row in zip(outcome["items"], doc.results, strict=True):
		item |= {field: _stored(item[field], row.get(field)) for field in ("achievement", "value")}
		item["category"] = row.value_category or None
	for part, row in zip(outcome["components"], doc.components, strict=True):
		part |= {field: _stored(part[field], row.get(field)) for field in part}
	for field in ("suggested_work_result", "suggested_behaviour", "predicate"):
		outcome[field] = doc.get(field) or None
	outcome["score"] = doc.score if doc.scored else None
	outcome["bonus"] = doc.bonus
	return outcome


def _stored(kept: object, field: object) -> object:
	return None if kept is None and not field else field


def _float(number: object) -> float | None:
	return None if number is None else float(number)


def _text(member: object) -> str | None:
	return None if member is None else member.value
