"""What the Desk asks the server: the requests that are measured, found from the app itself."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frappe

from asn_kinerja.access import GUARDED
from benchmarks.people import CITY, TITLES
from benchmarks.year import CYCLES, YEAR

LIST, COUNT, REPORT, CARD, PAGE = "list", "count", "report", "card", "page"
BUDGETS = {LIST: 300, COUNT: 300, REPORT: 1000, CARD: 300, PAGE: 1000}  # milliseconds
EVERYBODY = ("employee", "rater", "division", "head", "mayor", "manager", "auditor")
READERS = ("rater", "head", "mayor", "manager", "auditor")  # of reports
# frappe.model.std_fields_list in the Desk's scripts
STANDARD = (
	"name",
	"owner",
	"creation",
	"modified",
	"modified_by",
	"_user_tags",
	"_comments",
	"_assign",
	"_liked_by",
	"docstatus",
	"idx",
)
# What people filter by, beside the list as it opens
FILTERED = {
	"ASN Work Plan": [["workflow_state", "=", "Waiting for Rater"], ["title", "like", "%Wijaya%"]],
	"ASN Daily Activity": [["status", "=", "Waiting"], ["date", "=", f"{YEAR}-06-15"]],
	"ASN Evaluation": [["stage_name", "=", "Triwulan II"]],
	"ASN Attendance Recap": [["month", "=", f"{YEAR}-06-01"], ["unexcused_absences", ">", 0]],
	"ASN Behaviour Review": [["reviewer_group", "=", "Peer"]],
	"ASN Training Record": [["status", "=", "Waiting"]],
}
# Lists with a rule of their own, and whose roles open them
OTHER_LISTS = {
	"ASN Satisfaction Survey": READERS,
	"ASN Survey Response": ("manager", "auditor"),
	"ASN Organisation Result": EVERYBODY,
	"ASN Result Seal": ("manager", "auditor"),
}
FULL_STAGE = "Triwulan II"  # everybody's evaluation of it is released
POSITION = TITLES[-1]
MODULE = Path(frappe.get_app_path("asn_kinerja")) / "asn_kinerja"


@dataclass(frozen=True)
class Asked:
	"""One request; `persona` is a key of PERSONAS."""

	kind: str
	what: str
	persona: str
	method: str
	arguments: dict[str, Any] = field(default_factory=dict)

	@property
	def budget(self) -> int:
		"""Milliseconds."""
		return BUDGETS[self.kind]


def all_of_them() -> Iterator[Asked]:
	yield from _lists()
	yield from _reports()
	yield from _cards()
	yield from _cascade()


def _lists() -> Iterator[Asked]:
	for doctype, personas in (dict.fromkeys(GUARDED, EVERYBODY) | OTHER_LISTS).items():
		for filters in ([], *([each] for each in FILTERED.get(doctype, ()))):
			what = " · ".join((doctype, *(f"{f} {o} {v}" for f, o, v in filters)))
			conditions = json.dumps([[doctype, *each] for each in filters])
			for persona in personas:
				page = {
					"doctype": doctype,
					"fields": json.dumps(_fields(doctype)),
					"filters": conditions,
					"order_by": _order(doctype),
					"start": 0,
					"page_length": 20,
					"view": "List",
					"group_by": f"`tab{doctype}`.`name`",
					"with_comment_count": 1,
				}
				yield Asked(LIST, what, persona, "frappe.desk.reportview.get", page)
				count = {"doctype": doctype, "filters": conditions, "fields": "[]", "distinct": "false"}
				yield Asked(COUNT, what, persona, "frappe.desk.reportview.get_count", count)


def _fields(doctype: str) -> list[str]:
	"""Standard fields and what the list shows, as `ListView.set_fields` in the Desk's scripts."""
	meta = frappe.get_meta(doctype)
	shown = [df.fieldname for df in meta.fields if df.in_list_view]
	more = [meta.title_field, meta.sort_field, "workflow_state", "status"]
	names = [*STANDARD, *shown, *(name for name in more if name and meta.has_field(name))]
	return [f"`tab{doctype}`.`{name}`" for name in dict.fromkeys(names)]


def _order(doctype: str) -> str:
	meta = frappe.get_meta(doctype)
	return f"`tab{doctype}`.`{meta.sort_field or 'modified'}` {(meta.sort_order or 'desc').lower()}"


def _reports() -> Iterator[Asked]:
	"""Every script report of the app, with the filters it has, the agency and the year filled in."""
	values = {
		"company": CITY,
		"cycle": CYCLES[CITY],
		"year": YEAR,
		"month": "6",
		"from_date": f"{YEAR}-01-01",
		"to_date": f"{YEAR}-12-31",
	}
	for path in sorted(MODULE.glob("report/*/*.json")):
		report = json.loads(path.read_text())
		script = path.with_suffix(".js").read_text()
		filters = {
			name: value for name, value in values.items() if re.search(rf'"{name}"|report\.{name}\(', script)
		}
		roles = {row["role"] for row in report["roles"]}
		personas = [each for each in READERS if each != "rater" or "ASN Rater" in roles]
		asked = {report["name"]: filters}
		if '"stage_name"' in script:  # without it the newest stage, or all
			asked[f"{report['name']} · {FULL_STAGE}"] = {**filters, "stage_name": FULL_STAGE}
		if report["name"] == "ASN Job Person Match":  # everybody against one position too
			asked[f"{report['name']} · {POSITION}"] = {**filters, "designation": POSITION}
		for what, chosen in asked.items():
			for persona in personas:
				arguments = {"report_name": report["name"], "filters": json.dumps(chosen)}
				yield Asked(REPORT, what, persona, "frappe.desk.query_report.run", arguments)


def _cards() -> Iterator[Asked]:
	for path in sorted(MODULE.glob("number_card/*/*.json")):
		card = json.loads(path.read_text())
		if card["type"] != "Document Type":
			continue
		for persona in ("rater", "mayor", "manager"):
			arguments = {"doc": json.dumps(card), "filters": card["filters_json"]}
			method = "frappe.desk.doctype.number_card.number_card.get_result"
			yield Asked(CARD, card["name"], persona, method, arguments)


def _cascade() -> Iterator[Asked]:
	"""The page about the cascade as it opens, and its list of results that serve nothing."""
	for function in ("objectives", "orphans"):
		for persona in READERS:
			method = f"asn_kinerja.planning.cascade.{function}"
			yield Asked(PAGE, f"Cascade · {function}", persona, method, {"cycle": CYCLES[CITY]})
