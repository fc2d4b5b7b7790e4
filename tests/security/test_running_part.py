"""Threat: the employee learns what his rater is thinking before the release."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.security.doors import assert_hidden, assert_refused, said
from tests.support.agency import ABOVE, BELOW, EVALUATION, Agency, keep, rate
from tests.support.http import Client

SECRET = "RAHASIA-7f3a"
RESULT, BEHAVIOUR, COMPONENT = "ASN Evaluation Result", "ASN Evaluation Behaviour", "ASN Evaluation Component"
# 6.5 days and 105 files: 0.6 × 105.857143 + 0.4 × 120 = 111.51; below × above = Butuh Perbaikan
SCORE = ("111.51", "111,51")
TRACES = (SECRET, "Butuh Perbaikan", *SCORE, BELOW, ABOVE)

Channel = Callable[[Client, str], str]


def whole(client: Client, path: str, **query: Any) -> str:
	return client.get(path, **query).text


def listed(client: Client, name: str, doctype: str, fields: list[str], **query: Any) -> str:
	key = "parent" if doctype != EVALUATION else "name"
	return whole(client, f"/api/resource/{doctype}", fields=fields, filters={key: name}, **query)


CHANNELS: dict[str, Channel] = {
	"document": lambda c, n: whole(c, f"/api/resource/{EVALUATION}/{n}"),
	"client.get": lambda c, n: whole(c, "/api/method/frappe.client.get", doctype=EVALUATION, name=n),
	"list": lambda c, n: listed(
		c, n, EVALUATION, ["name", "predicate", "score", "rater_note", "work_result_rating", "explanation"]
	),
	"list of all columns": lambda c, n: listed(c, n, EVALUATION, ["*"]),
	"list with columns of rows": lambda c, n: listed(
		c,
		n,
		EVALUATION,
		["name", "`tabASN Evaluation Behaviour`.rating", "`tabASN Evaluation Result`.rater_note"],
	),
	"result rows": lambda c, n: listed(c, n, RESULT, ["parent", "rating", "rater_note"], parent=EVALUATION),
	"behaviour rows": lambda c, n: listed(
		c, n, BEHAVIOUR, ["parent", "rating", "rater_note"], parent=EVALUATION
	),
	"component rows": lambda c, n: listed(
		c, n, COMPONENT, ["parent", "score", "contribution"], parent=EVALUATION
	),
	"a result row": lambda c, n: whole(
		c, f"/api/resource/{BEHAVIOUR}/{c.read(EVALUATION, n).data['behaviours'][0]['name']}"
	),
	"get_value": lambda c, n: whole(
		c,
		"/api/method/frappe.client.get_value",
		doctype=EVALUATION,
		filters=n,
		fieldname=["predicate", "score", "rater_note", "behaviour_rating"],
	),
	"form": lambda c, n: whole(c, "/api/method/frappe.desk.form.load.getdoc", doctype=EVALUATION, name=n),
	"docinfo": lambda c, n: whole(
		c, "/api/method/frappe.desk.form.load.get_docinfo", doctype=EVALUATION, name=n
	),
	"report view": lambda c, n: (
		c.call(
			"frappe.desk.reportview.get",
			doctype=EVALUATION,
			fields=json.dumps(["name", "predicate", "score", "rater_note", "explanation"]),
			filters=json.dumps([[EVALUATION, "name", "=", n]]),
			start=0,
			page_length=20,
		).text
	),
	"report view of rows": lambda c, n: (
		c.call(
			"frappe.desk.reportview.get",
			doctype=BEHAVIOUR,
			parent_doctype=EVALUATION,
			fields=json.dumps(["parent", "rating", "rater_note"]),
			filters=json.dumps([[BEHAVIOUR, "parent", "=", n]]),
			start=0,
			page_length=20,
		).text
	),
	"groups": lambda c, n: whole(
		c,
		"/api/method/frappe.desk.listview.get_group_by_count",
		doctype=EVALUATION,
		current_filters=[[EVALUATION, "name", "=", n]],
		field="predicate",
	),
	"versions": lambda c, n: whole(
		c, "/api/resource/Version", fields=["*"], filters={"docname": n}, limit_page_length=0
	),
	"print": lambda c, n: whole(c, "/printview", doctype=EVALUATION, name=n, no_letterhead=1),
	"print source": lambda c, n: whole(
		c, "/api/method/frappe.www.printview.get_html_and_style", doc=EVALUATION, name=n
	),
	"link search": lambda c, n: c.call("frappe.desk.search.search_link", doctype=EVALUATION, txt=SECRET).text,
	"link search of a value": lambda c, n: (
		c.call(
			"frappe.desk.search.search_link", doctype=EVALUATION, txt="Staf", filters=json.dumps({"name": n})
		).text
	),
	"global search": lambda c, n: whole(c, "/api/method/frappe.utils.global_search.search", text=SECRET),
	"export": lambda c, n: (
		c.call(
			"frappe.desk.reportview.export_query",
			doctype=EVALUATION,
			file_format_type="CSV",
			fields=json.dumps(["name", "predicate", "score", "rater_note"]),
			filters=json.dumps([[EVALUATION, "name", "=", n]]),
		).text
	),
	"draft": lambda c, n: whole(c, f"/api/resource/ASN Evaluation Draft/{n}"),
	"drafts": lambda c, n: whole(c, "/api/resource/ASN Evaluation Draft", fields=["*"]),
	"value of the draft": lambda c, n: whole(
		c,
		"/api/method/frappe.client.get_value",
		doctype="ASN Evaluation Draft",
		filters=n,
		fieldname="content",
	),
	"draft by a link": lambda c, n: whole(
		c,
		"/api/method/frappe.client.validate_link",
		doctype="ASN Evaluation Draft",
		docname=n,
		fields=["content"],
	),
	"methods": lambda c, n: (
		c.post("/api/method/run_doc_method", {"dt": EVALUATION, "dn": n, "method": "export_for_audit"}).text
	),
	"workflow": lambda c, n: (
		c.call(
			"frappe.model.workflow.get_transitions", doc=json.dumps({"doctype": EVALUATION, "name": n})
		).text
	),
	"answer to a save": lambda c, n: c.update(EVALUATION, n, {}).text,
	"answer to a refusal": lambda c, n: c.update(EVALUATION, n, {"rater_note": "?"}).text,
}


def rated(agency: Agency, state: str) -> str:
	"""An evaluation of staff1 that his rater has rated; in a state before the release."""
	evaluation = agency.evaluation(agency.plan("staff1", agency.cycle()), "Rater Assessment")
	from frappe.model.workflow import apply_workflow

	with agency.acting("lead1"):
		evaluation = evaluation.__class__(EVALUATION, evaluation.name)
		rate(evaluation, BELOW, ABOVE, SECRET)
		evaluation.behaviours[0].rater_note = evaluation.results[0].rater_note = SECRET
		evaluation.results[0].rating = BELOW
		if state == "Self Assessment":
			evaluation.return_reason = "Lampirkan bukti"
		evaluation.save()
		if state == "Self Assessment":
			apply_workflow(evaluation, "Return to Employee")
		if state == "Released":
			apply_workflow(evaluation, "Release")
	return evaluation.name


@pytest.fixture(scope="module", params=["Rater Assessment", "Self Assessment"])
def running(request: pytest.FixtureRequest, agency: Agency) -> str:
	name = rated(agency, request.param)
	keep()
	return name


@pytest.fixture(scope="module")
def released(agency: Agency) -> str:
	name = rated(agency, "Released")
	keep()
	return name


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_tells_the_employee(running: str, client: Any, channel: str) -> None:
	text = CHANNELS[channel](client("staff1"), running)
	assert not [trace for trace in TRACES if trace in text]


@pytest.mark.parametrize(
	"filters",
	[
		[[EVALUATION, "predicate", "=", "Butuh Perbaikan"]],
		[[EVALUATION, "score", ">", 100]],
		[[EVALUATION, "rater_note", "like", "%RAHASIA%"]],
		[[EVALUATION, "work_result_rating", "=", BELOW]],
		[[EVALUATION, "scored", "=", 1]],
		[[EVALUATION, "explanation", "like", "%Score%"]],
		[[BEHAVIOUR, "rating", "=", ABOVE]],
		[[RESULT, "rater_note", "like", "RAHASIA%"]],
		[[COMPONENT, "score", ">", 1]],
	],
)
def test_a_filter_is_no_oracle(running: str, client: Any, filters: list[Any]) -> None:
	me = client("staff1")
	asked = [[EVALUATION, "name", "=", running], *filters]
	assert me.list(EVALUATION, filters=asked).json == {"data": []}
	answer = me.call("frappe.desk.reportview.get_count", doctype=EVALUATION, filters=json.dumps(asked))
	assert not answer.data


@pytest.mark.parametrize("channel", ["document", "form", "print"])
def test_the_rater_sees_his_own_part_before_the_release(running: str, client: Any, channel: str) -> None:
	text = CHANNELS[channel](client("lead1"), running)
	assert SECRET in text
	assert any(score in text for score in SCORE)


@pytest.mark.parametrize("channel", ["document", "form", "list", "behaviour rows", "print", "report view"])
def test_the_employee_sees_it_after_the_release(released: str, client: Any, channel: str) -> None:
	assert [trace for trace in TRACES if trace in CHANNELS[channel](client("staff1"), released)]


@pytest.mark.parametrize("who", ["staff1", "lead1", "head", "admin", "auditor"])
def test_nobody_reads_the_store_behind_it(running: str, client: Any, who: str) -> None:
	for channel in ("draft", "drafts", "value of the draft", "draft by a link"):
		assert SECRET not in CHANNELS[channel](client(who), running)
	assert_hidden(client(who).read("ASN Evaluation Draft", running))
	assert_refused(client(who).update("ASN Evaluation Draft", running, {"content": "{}"}))
	assert_refused(client(who).remove("ASN Evaluation Draft", running))


def test_what_the_rater_has_entered_survives_a_save_of_the_employee(agency: Agency, client: Any) -> None:
	name = rated(agency, "Self Assessment")
	keep()
	me = client("staff1")
	answer = me.update(EVALUATION, name, {"self_note": "Bukti terlampir"})
	assert answer.ok, said(answer)
	assert SECRET not in answer.text
	seen = client("lead1").read(EVALUATION, name).data
	assert (seen["rater_note"], seen["self_note"]) == (SECRET, "Bukti terlampir")


def test_the_release_leaves_no_copy_behind(agency: Agency, released: str) -> None:
	import frappe

	assert not frappe.db.exists("ASN Evaluation Draft", released)
