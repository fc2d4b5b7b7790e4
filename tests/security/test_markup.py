"""Threat: a name or a text with markup runs in the browser of whoever gets the message."""

import json
import subprocess
from pathlib import Path
from typing import Any

import frappe
import pytest

from tests.security.doors import assert_refused
from tests.support.agency import ELSEWHERE, EVALUATION, PLAN, Agency, keep, plan_values

MARKUP = "<img src=x onerror=alert(1)>"
NAME = "Budi <b>Tebal</b>"
APP = Path(__file__).resolve().parents[2] / "asn_kinerja"
# Asks every script report how it shows a value of a column; the framework puts in what it is given.
SHOWING = """
const fs = require("fs"), vm = require("vm");
const [shared, value, fieldtype, ...reports] = process.argv.slice(1);
globalThis.__ = (text) => text;
globalThis.asn_kinerja = { report: {} };
globalThis.frappe = {
	provide() {},
	query_reports: {},
	query_report: { get_filter_value() {} },
	model: { can_read: () => true },
	user: { has_role: () => true },
	defaults: { get_user_default() {} },
	datetime: new Proxy({}, { get: () => () => "2026-01-01" }),
	utils: { escape_html: (text) => String(text).replace(/</g, "&lt;"), get_form_link: () => "/app" },
};
for (const path of [shared, ...reports]) vm.runInThisContext(fs.readFileSync(path, "utf8"));
const standard = (shown) => (fieldtype === "Float" ? Number(shown || 0).toFixed(2) : String(shown));
const data = { employee: "HR-EMP-1", name: "x" };
const shown = {};
for (const [name, report] of Object.entries(frappe.query_reports)) {
	shown[name] = ["employee_name", "total", "reasons"].map((fieldname) =>
		report.formatter(JSON.parse(value) ?? undefined, 1, { fieldname, fieldtype }, data, standard)
	);
}
console.log(JSON.stringify(shown));
"""


@pytest.fixture
def bold(agency: Agency) -> Any:
	"""staff4 with markup in the name, written past Frappe's own cleaning as an old record may be."""
	employee = agency.employee("staff4")
	frappe.db.set_value("Employee", employee, "employee_name", NAME, update_modified=False)
	yield employee
	frappe.db.rollback()


def message_of(error: pytest.ExceptionInfo[BaseException]) -> str:
	return str(error.value)


def test_a_name_in_the_message_about_another_agencys_cycle(agency: Agency, bold: str) -> None:
	cycle = agency.cycle(company=ELSEWHERE)
	with agency.acting("staff4"), pytest.raises(frappe.ValidationError) as error:
		frappe.get_doc(plan_values(cycle.name)).insert()
	assert "Budi" in message_of(error)
	assert "<b>Tebal" not in message_of(error)


def test_a_name_in_the_message_about_a_missing_rater(agency: Agency, bold: str) -> None:
	from frappe.model.workflow import apply_workflow

	frappe.db.set_value("Employee", bold, "reports_to", None)
	with agency.acting("staff4"):
		plan = frappe.get_doc(plan_values(agency_cycle(agency))).insert()
		with pytest.raises(frappe.ValidationError) as error:
			apply_workflow(plan, "Submit for Approval")
	assert "has no rater" in message_of(error)
	assert "<b>Tebal" not in message_of(error)


def agency_cycle(agency: Agency) -> str:
	with agency.acting("admin"):
		return agency.cycle().name


def test_a_name_in_the_message_about_who_is_no_civil_servant(agency: Agency, bold: str) -> None:
	frappe.db.set_value("Employee", bold, "asn_type", "")
	cycle = agency_cycle(agency)
	with agency.acting("staff4"), pytest.raises(frappe.ValidationError) as error:
		frappe.get_doc(plan_values(cycle)).insert()
	assert "not marked as PNS or PPPK" in message_of(error)
	assert "<b>Tebal" not in message_of(error)


def test_a_stage_name_in_the_messages_of_a_cycle(agency: Agency) -> None:
	stage = {
		"stage_type": "Periodic",
		"from_date": "2026-01-01",
		"to_date": "2026-03-31",
		"due_date": "2026-04-10",
	}
	with pytest.raises(frappe.ValidationError) as error:
		agency.cycle(stages=[{**stage, "stage_name": NAME}, {**stage, "stage_name": NAME}])
	assert "used twice" in message_of(error)
	assert "<b>Tebal" not in message_of(error)


def test_a_reason_for_returning_in_the_comment(agency: Agency) -> None:
	from frappe.model.workflow import apply_workflow

	plan = agency.plan("staff1", agency.cycle(), "Waiting for Rater")
	with agency.acting("lead1"):
		plan.return_reason = f"Perbaiki {MARKUP}"
		plan.save()
		apply_workflow(plan, "Return")
	comments = frappe.get_all(
		"Comment", {"reference_name": plan.name, "comment_type": "Comment"}, pluck="content"
	)
	assert "Perbaiki" in comments[0]
	assert "<img" not in comments[0]


@pytest.mark.parametrize("realisation", [MARKUP, "<script>alert(1)</script>"])
def test_a_realisation_that_is_no_number_comes_back_escaped(
	agency: Agency, client: Any, realisation: str
) -> None:
	name = agency.evaluation(agency.plan("staff1", agency.cycle())).name
	keep()
	me = client("staff1")
	first, *others = me.read(EVALUATION, name).data["results"]
	answer = me.update(EVALUATION, name, {"results": [{**first, "realisation": realisation}, *others]})
	assert_refused(answer, "not a number")
	assert realisation.partition(">")[0] not in answer.json["_server_messages"]


def test_the_texts_of_a_plan_are_cleaned_or_escaped_on_the_printed_form(agency: Agency, client: Any) -> None:
	from tests.support.agency import item

	plan = agency.plan("staff1", agency.cycle(), items=[item(result=f"Hasil {MARKUP}")])
	keep()
	page = client("staff1").get("/printview", doctype=PLAN, name=plan.name, no_letterhead=1).text
	assert "Hasil" in page
	assert "onerror=alert" not in page.replace("&lt;img src=x onerror=alert(1)&gt;", "")


def shown_by_reports(value: str | None, fieldtype: str) -> dict[str, list[str]]:
	"""Report -> how it shows the value in each of three columns."""
	scripts = [APP / "public/js/asn_reports.js", *sorted(APP.glob("asn_kinerja/report/*/*.js"))]
	arguments = [str(scripts[0]), json.dumps(value), fieldtype, *map(str, scripts[1:])]
	done = subprocess.run(["node", "-e", SHOWING, *arguments], capture_output=True, text=True)
	assert done.returncode == 0, done.stderr
	found: dict[str, list[str]] = json.loads(done.stdout)
	assert len(found) == len(scripts) - 1
	return found


def test_a_name_in_the_cells_of_the_reports() -> None:
	for report, cells in shown_by_reports(MARKUP, "Data").items():
		for cell in cells:
			assert "&lt;img" in cell, report
			assert "<img" not in cell, report


def test_what_is_not_known_is_no_0_in_the_credit_points() -> None:
	"""The level of a person that the rule does not have leaves no total, and no points that are missing."""
	assert shown_by_reports(None, "Float")["ASN Credit Points"] == ["", "", ""]
	link = '<a href="/app/asn-credit-point?employee=HR-EMP-1" title="Open the ledger">1.00</a>'
	assert shown_by_reports("1", "Float")["ASN Credit Points"] == ["1.00", link, "1.00"]
