"""No report of the app asks more queries when there is more to report (design: sets, never one by one)."""

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import frappe

from tests.support.agency import HERE, Agency
from tests.support.queries import number_of_queries

REPORTS = Path(__file__).resolve().parents[2] / "asn_kinerja/asn_kinerja/report"


def filters_of(script: str, cycle: Any) -> dict[str, Any]:
	values = {"company": HERE, "cycle": cycle.name, "from_date": "2026-01-01", "to_date": "2026-12-31"}
	return {name: value for name, value in values.items() if re.search(rf'"{name}"|report\.{name}\(', script)}


def ways() -> Iterator[tuple[str, str, dict[str, str]]]:
	"""Report, its script's path, and each of its `show` modes."""
	for path in sorted(REPORTS.glob("*/*.json")):
		script = path.with_suffix(".js").read_text(encoding="utf-8")
		block = re.search(r'fieldname: "show".*?options: \[(.*?)\]', script, re.S)
		shown = re.findall(r'value: "(\w+)"', block[1]) if block else []
		name = json.loads(path.read_text(encoding="utf-8"))["name"]
		for more in [{"show": value} for value in shown] or [{}]:
			yield name, script, more


def numbers_of_queries(agency: Agency, cycle: Any) -> dict[str, int]:
	"""Of every report in each of its ways, as the head sees it."""
	found = {}
	with agency.acting("head"):
		for name, script, more in ways():
			filters = filters_of(script, cycle) | more
			report = frappe.get_doc("Report", name)
			report.execute_script_report(filters)  # fills the caches
			asked = number_of_queries(partial(report.execute_script_report, filters))
			found[f"{name} {more}"] = asked
	return found


def test_the_number_of_queries_does_not_grow_with_the_rows(agency: Agency) -> None:
	cycle = agency.cycle()
	agency.evaluation(agency.plan("lead1", cycle), "Released")
	few = numbers_of_queries(agency, cycle)
	assert len(few) >= 3
	for key in ("staff1", "staff2", "staff3", "lent"):
		agency.evaluation(agency.plan(key, cycle), "Released")
	assert numbers_of_queries(agency, cycle) == few
