"""The demo agency: load it, sum it up, remove it.

    bench --site <site> execute asn_kinerja.demo.load.run
    bench --site <site> execute asn_kinerja.demo.load.summary
    bench --site <site> execute asn_kinerja.demo.load.remove

It is meant for a site to try the app on. Loading stops on a site with employees of other companies, which
may be an agency's own, unless it is told otherwise: `--kwargs "{'force': True}"`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe

from asn_kinerja.asn_kinerja.report.asn_performance_recap import asn_performance_recap
from asn_kinerja.demo import (
	activities,
	agency,
	assessment,
	development,
	follow_ups,
	masters,
	planning,
	removal,
	rewards,
	talent,
	talks,
	year,
)
from asn_kinerja.demo.fates import ANNUAL, FIRST, SECOND
from asn_kinerja.demo.people import ACCOUNTS, PASSWORD
from asn_kinerja.employee import sync_roles

# A default of the site that tells how far the demo is: not set, started, complete.
STATUS = "asn_kinerja_demo"
STARTED, COMPLETE = "started", "complete"


def _silent(what: str, done: int, total: int) -> None:
	pass


def run(force: bool = False, progress: year.Progress = _silent) -> None:
	"""Load the agency and run its year. `progress(what, done, total)` is called every few records.

	It may be repeated (a complete demo stays as it is) and goes on after an interruption. Commits.
	Raises when the site has employees of other companies, unless `force`, and when a company of the demo's
	name is there that the demo has not made. Messages are English: they are for the command line."""
	if status() == COMPLETE:
		return
	check_site(force)
	with _as_administrator():
		frappe.db.set_default(STATUS, STARTED)
		frappe.db.commit()  # whatever happens from here on is the demo's, and may be resumed or removed
		masters.make_company()
		units = masters.make_units()
		masters.make_designations()
		employees = masters.make_employees(units, progress)
		objectives = masters.make_objectives()
		masters.make_indicators()
		cycle = year.make_cycle()
		planning.make_templates(objectives)
		planning.make_plans(employees, objectives, progress)
		activities.make_activities(employees, progress)
		talks.make_dialogues(employees)
		talks.make_feedback(employees)
		year.run_stage(cycle, FIRST, employees, progress)
		planning.revise_plans(employees, progress)
		planning.transfer_people(employees, units, objectives)
		year.run_stage(cycle, SECOND, employees, progress)
		assessment.make_assessments(cycle, employees, units)
		year.run_stage(cycle, ANNUAL, employees, progress)
		assessment.make_reviews(cycle, employees)
		rewards.make_credit_points(employees)
		rewards.make_allowance()
		follow_ups.make_follow_ups(cycle, employees)
		talent.make_maps(cycle, employees)
		development.make_development(cycle, employees)
		# last: with users of the roles there, Frappe would make a Workflow Action for every one of the steps
		masters.make_users(employees, progress)
		sync_roles()
		frappe.db.set_default(STATUS, COMPLETE)
		frappe.db.commit()


def status() -> str | None:
	"""How far the demo is on this site: None, "started", "complete"."""
	return frappe.db.get_default(STATUS)


def check_site(force: bool = False) -> None:
	"""Raise when this is no site for a demo."""
	if not status() and frappe.db.exists("Company", agency.COMPANY):
		frappe.throw(
			f"There is a company {agency.COMPANY} already, which is not the demo's. The demo is not loaded."
		)
	others = frappe.db.count("Employee", {"company": ["!=", agency.COMPANY]})
	if others and not force:
		frappe.throw(
			f"This site has {others} employees of other companies, so it may be in real use. The demo "
			f"adds {agency.SIZE} made-up people and is not loaded. Use another site, or give force=True."
		)


def summary() -> dict[str, Any]:
	"""What to look at: three logins, and the predicates per unit of the annual stage."""
	logins = [
		{"role": account.shown, "user": account.email, "password": PASSWORD}
		for account in ACCOUNTS
		if account.shown
	]
	columns, rows, *_rest = asn_performance_recap.execute(
		{"company": agency.COMPANY, "cycle": year.CYCLE, "stage_name": ANNUAL}
	)
	return {
		"logins": logins,
		"table": {
			"columns": [column["label"] for column in columns],
			"rows": [[row[column["fieldname"]] for column in columns] for row in rows],
		},
	}


def remove(progress: year.Progress = _silent) -> None:
	"""Delete what `run` made, and nothing else. The scoring scheme stays submitted. Commits."""
	if not status():
		frappe.throw("The demo is not on this site.")
	with _as_administrator():
		removal.remove(progress)
		frappe.defaults.clear_default(STATUS, parent="__default")
		sync_roles()
		frappe.db.commit()


@contextmanager
def _as_administrator() -> Iterator[None]:
	"""In the language of the site: some of what the app writes is stored as text."""
	user, language = frappe.session.user, frappe.local.lang
	frappe.set_user("Administrator")
	frappe.local.lang = frappe.db.get_single_value("System Settings", "language") or language
	try:
		yield
	finally:
		frappe.set_user(user)
		frappe.local.lang = language
