"""What a person reads about a result: the explanation, and nothing of the rater's part before the release."""

import json
from typing import Any

from tests.support.agency import EVALUATION
from tests.support.http import Client

OF_THE_RATER = (
	"work_result_rating",
	"work_result_reason",
	"behaviour_rating",
	"behaviour_reason",
	"rater_note",
	"suggested_work_result",
	"suggested_behaviour",
	"predicate",
	"score",
	"explanation",
	"facts",
	"components",
)
OF_THE_RATER_IN_ROWS = {
	"results": ("rating", "rater_note", "corrected_realisation", "correction_reason"),
	"behaviours": ("rating", "rater_note"),
}


def explained(evaluation: dict[str, Any]) -> dict[str, list[str]]:
	"""Source of the score ("" for the whole) -> the sentences of the explanation, each with what it gives."""
	found: dict[str, list[str]] = {}
	for step in json.loads(evaluation["explanation"])["steps"]:
		sentence = step["rule"].format(*step["values"])
		found.setdefault(step["part"], []).append(f"{sentence} = {step['output']}")
	return found


def parts(evaluation: dict[str, Any]) -> list[tuple[str, float, float, float]]:
	"""(source, weight that counts, score, contribution) of each part of the score."""
	fields = ("source", "effective_weight", "score", "contribution")
	return [tuple(row[field] for field in fields) for row in evaluation["components"]]


def assert_hidden(employee: Client, evaluation: str) -> None:
	"""The employee finds nothing of what the rater has entered, neither in the record nor in his list."""
	doc = employee.read(EVALUATION, evaluation).data
	assert not [field for field in OF_THE_RATER if doc.get(field)]
	for table, columns in OF_THE_RATER_IN_ROWS.items():
		assert doc[table]
		assert not [(row["idx"], column) for row in doc[table] for column in columns if row.get(column)]
	plain = [field for field in OF_THE_RATER if field != "components"]
	listed = employee.list(EVALUATION, filters={"name": evaluation}, fields=["name", *plain])
	assert listed.ok, listed.messages
	assert [[field for field in plain if row.get(field)] for row in listed.data] == [[]]
