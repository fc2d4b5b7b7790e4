"""Baselines: the same work as one would write it first, on the same site in the same run."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe

from asn_kinerja import access
from asn_kinerja.competency import assessed, candidates, rules, standards
from asn_kinerja.evaluation import facts, running
from asn_kinerja.evaluation.calculate import case_of
from asn_kinerja.planning import store
from asn_kinerja.scoring import evaluate, job_match
from benchmarks import measure
from benchmarks.people import CITY
from benchmarks.personas import PERSONAS
from benchmarks.requests import POSITION
from benchmarks.year import CYCLES, STAGES, YEAR

RUNS = 3
PLANS, ROWS, EVALUATIONS = 20, 1000, 500
CANDIDATES, MATCHES = 10_000, 500
LAST_DAY = f"{YEAR}-12-31"
SCHEME = "Tangerang Selatan"  # asks for attendance, sanctions, reviews, innovations and the unit's predicate
ACTIVITY = "ASN Daily Activity"


def compare(site: str) -> list[dict[str, Any]]:
	"""A row per comparison: what, milliseconds and queries of both."""
	with measure.connected(site):
		return [
			_row(*each)
			for each in (
				(f"{PLANS} plans: as a set / saved one by one", _plans_as_set, _plans_one_by_one),
				(f"Who sees {ROWS} activities: asked at once / for each", _seen_at_once, _seen_one_by_one),
				(
					f"{EVALUATIONS} evaluations calculated: facts of all at once / of each",
					_evaluated_at_once,
					_evaluated_one_by_one,
				),
				(
					f"Who of {CANDIDATES:,} people fits a position: at once / {MATCHES} of them one by one",
					_fits_at_once,
					_fits_one_by_one,
				),
				("Head's first 20 activities: with / without indexes", _page(), _page("use index ()")),
				("Head's activities counted: with / without indexes", _number(), _number("use index ()")),
			)
		]


def _row(what: str, here: Callable[[], None], naive: Callable[[], None]) -> dict[str, Any]:
	one, other = (measure.repeated(_rolled_back(function), RUNS, 1) for function in (here, naive))
	return {
		"what": what,
		"here": round(one.median),
		"naive": round(other.median),
		"times": f"{other.median / one.median:.1f}",
		"queries_here": one.queries,
		"queries_naive": other.queries,
	}


def _rolled_back(function: Callable[[], None]) -> Callable[[], None]:
	def run() -> None:
		try:
			function()
		finally:
			frappe.db.rollback()
			frappe.set_user("Administrator")

	return run


def _new_plans() -> Iterator[dict[str, Any]]:
	"""For people of the agency who have no plan."""
	employee, plan = frappe.qb.DocType("Employee"), frappe.qb.DocType("ASN Work Plan")
	query = (
		frappe.qb.from_(employee)
		.left_join(plan)
		.on(plan.employee == employee.name)
		.select(employee.name)
		.where((employee.company == CITY) & plan.name.isnull())
		.orderby(employee.name)
		.limit(PLANS)
	)
	for (name,) in query.run():
		items = [
			{"result": f"Hasil {n}", "measure": "dokumen", "target_min": 1, "weight": 20} for n in range(5)
		]
		yield {"employee": name, "cycle": CYCLES[CITY], "items": items}


def _plans_as_set() -> None:
	plans = list(_new_plans())
	store.complete(plans, CYCLES[CITY])
	store.insert_plans(plans)


def _plans_one_by_one() -> None:
	for values in _new_plans():
		frappe.get_doc({"doctype": "ASN Work Plan", **values}).insert()


def _activities() -> list[str]:
	return frappe.get_all(ACTIVITY, pluck="name", order_by="date desc", limit_page_length=ROWS)


def _seen_at_once() -> None:
	names = _activities()
	frappe.set_user(PERSONAS["head"].user)
	frappe.get_list(ACTIVITY, {"name": ["in", names]}, pluck="name", order_by="date", limit_page_length=0)


def _seen_one_by_one() -> None:
	names = _activities()
	frappe.set_user(PERSONAS["head"].user)
	for name in names:
		access.sees(frappe._dict(doctype=ACTIVITY, name=name))


def _running() -> list[Any]:
	"""Evaluations of the stage that has reviews, as if they were running, by a scheme with many sources."""
	scheme = frappe.db.get_value("ASN Scoring Scheme", {"title": SCHEME})
	names = frappe.get_all(
		"ASN Evaluation",
		{"cycle": CYCLES[CITY], "stage_name": STAGES[1]},
		pluck="name",
		order_by="name",
		limit_page_length=EVALUATIONS,
	)
	return [doc.update({"scheme": scheme, "docstatus": 0}) for doc in running.documents(names)]


def _evaluated_at_once() -> None:
	documents = _running()
	for document, known in zip(documents, facts.gather(documents), strict=True):
		evaluate(case_of(document, known))


def _evaluated_one_by_one() -> None:
	for document in _running():
		evaluate(case_of(document, *facts.gather([document])))


def _candidates() -> list[str]:
	return frappe.get_all(
		"Employee",
		filters={"status": "Active"},
		pluck="name",
		order_by="name",
		limit_page_length=CANDIDATES,
	)


def _fits_at_once() -> None:
	"""Of the people of all agencies so many, against a standard of twelve competencies."""
	names = _candidates()
	last = names[-1]
	standard = standards.of_positions([POSITION])[POSITION]
	found = candidates.fit(standard, to_date=LAST_DAY, people=lambda person: person.name <= last)
	assert found is not None  # noqa: S101


def _fits_one_by_one() -> None:
	for name in _candidates()[:MATCHES]:
		standard = standards.of_positions([POSITION])[POSITION]
		rule = rules.of(rules.newest())
		if found := assessed.newest([name], LAST_DAY).get(name):
			job_match.match(standard, found.levels, rule)


def _page(hint: str = "") -> Callable[[], None]:
	return _as_head(
		f"select name, title, date from `tab{ACTIVITY}` {hint} where %s order by date desc limit 20"
	)


def _number(hint: str = "") -> Callable[[], None]:
	return _as_head(f"select count(name) from `tab{ACTIVITY}` {hint} where %s")


def _as_head(query: str) -> Callable[[], None]:
	def run() -> None:
		condition = access.daily_activity_condition(PERSONAS["head"].user)
		frappe.db.sql(query.replace("%s", condition))

	return run
