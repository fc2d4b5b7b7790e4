"""What people read of an evaluation over HTTP: the employee before its release, and the explanation."""

import json
from typing import Any

from tests.support.agency import EVALUATION
from tests.support.http import Client

GIVEN_BY_THE_RATER = (
	*("work_result_rating", "work_result_reason", "behaviour_rating", "behaviour_reason", "rater_note"),
	*("suggested_work_result", "suggested_behaviour", "organisation_predicate", "predicate"),
	*("score", "bonus", "explanation", "facts"),
)
IN_ROWS = {
	"results": ("rating", "corrected_realisation", "correction_reason", "rater_note"),
	"behaviours": ("rating", "rater_note"),
}
ROWS = {
	"ASN Evaluation Result": IN_ROWS["results"],
	"ASN Evaluation Behaviour": IN_ROWS["behaviours"],
	"ASN Evaluation Component": ("source", "score"),
}


def assert_rater_part_hidden(employee: Client, name: str) -> None:
	"""Document, form, list and lists of rows give the employee nothing of what the rater has entered, nor of
	what follows from it; there is nothing to export, and the rater's draft is not his to read."""
	form = employee.get("/api/method/frappe.desk.form.load.getdoc", doctype=EVALUATION, name=name)
	assert form.ok, form.messages
	for document in (employee.read(EVALUATION, name).data, form.json["docs"][0]):
		assert [field for field in GIVEN_BY_THE_RATER if document.get(field)] == []
		assert not document.get("components")
		for table, fields in IN_ROWS.items():
			assert document[table], table
			assert [
				(row["idx"], field) for row in document[table] for field in fields if row.get(field)
			] == []
	listed = employee.list(EVALUATION, filters={"name": name}, fields=["name", *GIVEN_BY_THE_RATER]).data
	assert [[field for field, value in row.items() if value] for row in listed] == [["name"]]
	for doctype, fields in ROWS.items():
		rows = employee.list(doctype, parent=EVALUATION, filters={"parent": name}, fields=list(fields)).data
		assert not any(value for row in rows or () for value in row.values()), doctype
	assert employee.read("ASN Evaluation Draft", name).status in (403, 404)
	values = {"dt": EVALUATION, "dn": name, "method": "export_for_audit"}
	assert employee.get("/api/method/run_doc_method", **values).status == 417


def explained(evaluation: dict[str, Any]) -> dict[str, list[str]]:
	"""The explanation as it is read, in English: source of the score ("" for the whole) -> sentences, each
	with what it gives."""
	found: dict[str, list[str]] = {}
	for step in json.loads(evaluation["explanation"])["steps"]:
		sentence = step["rule"].format(*step["values"])
		found.setdefault(step["part"], []).append(f"{sentence} = {step['output']}")
	return found


def shares(evaluation: dict[str, Any]) -> list[tuple[str, float, float, float]]:
	"""(source, score, weight after spreading, contribution) of each component."""
	fields = ("source", "score", "effective_weight", "contribution")
	return [tuple(row[field] for field in fields) for row in evaluation["components"]]


def report_rows(client: Client, name: str, **filters: str) -> list[dict[str, Any]]:
	"""The rows that a report shows this person."""
	arguments = {"report_name": name, "filters": json.dumps(filters)}
	answer = client.get("/api/method/frappe.desk.query_report.run", **arguments)
	assert answer.ok, answer.messages or answer.text[:1000]
	return [row for row in answer.data["result"] if isinstance(row, dict)]
